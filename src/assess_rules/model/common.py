"""
The parts of a policy that say what it is about: document, days, facts, relations, readings.
"""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any

from assess_rules.amounts import Amount, Condition, Figure, Ident
from assess_rules.conditions import ConditionOf
from assess_rules.fields import (
    Clauses,
    Day,
    Decimals,
    FieldType,
    Id,
    Intake,
    LabelText,
    MapOf,
    Names,
    Schema,
    Text,
    Truth,
    Whole,
    WordOf,
    closed_object,
)
from assess_rules.figures import Signed, ValueOf
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.nodes import MapNode, Scalar
from assess_rules.objects import Object, Shorthand
from assess_rules.periods import Span
from assess_rules.records import Record, field, record

NOTHING_MAPPED: Mapping[str, Any] = MappingProxyType({})
PERIODS: tuple[Span, ...] = ("month", "quarter", "half_year", "year")
PERIOD_WORDS = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
SAID = {  # words of the file, as messages say them
    "month": Label("月", "month"),
    "quarter": Label("季度", "quarter"),
    "half_year": Label("半年", "half_year"),
    "year": Label("年", "year"),
    "count": Label("计数", "count"),
    "number": Label("数值", "number"),
    "flag": Label("是否", "flag"),
    "choice": Label("选项", "choice"),
}

ROUNDINGS = {"half_up": "halves to the higher 四舍五入", "down": "to the lower 舍去", "up": "to the higher 进一"}

CITED = Clauses("The clause of the document that this rests on.", zh="条款依据")
LABEL = LabelText("What people call it.", zh="名称")
NOTE = Text("Anything worth knowing.", zh="说明")
ROLES = Names("The roles that it is for.", zh="适用岗位")
ACCEPTABLE = (  # warnings of what a document may well mean; what only the file can mean is mended there
    "fact_in_two",
    "clause_twice",
    "inner_bonuses",
    "added_to_full",
    "deduction_above_cap",
    "pass_mark_out_of_reach",
    "base_differs",
    "total_differs",
    "from_within_period",
    "label_twice",
    "never_holds",
    "row_beyond",
    "row_after_all",
    "free_takes_all",
    "out_of_beyond",
    "limit_beyond",
    "weights_mixed",
)


@record
class AcceptedOf(FieldType):
    """
    Warnings of `check`, each with the reason why what it says is meant.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        reason = Text("The reason.", zh="理由")
        defs["accepted"] = {**closed_object(dict.fromkeys(ACCEPTABLE, reason), defs, ()), "minProperties": 1}
        return {"$ref": "#/$defs/accepted"}

    def read(self, node: MapNode, intake: Intake) -> Mapping[str, str]:
        return MappingProxyType({code: each.text for code, each in node.entries.items() if isinstance(each, Scalar)})


ACCEPTED = AcceptedOf("Warnings that are answered here, each with the reason.", zh="已核对的提醒及理由")


@record(kw_only=True)
class Source(Record):
    """
    The document behind the file.
    """

    issuer: Annotated[str, Text("Who issued it.", zh="发文单位")]
    number: Annotated[str | None, Text("Its number.", zh="文号")] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class InForce(Record):
    """
    The days on which this version holds; `assumed` if the document does not say.
    """

    from_: Annotated[datetime.date, Day("The first day.", zh="生效日期")]
    to: Annotated[datetime.date | None, Day("The last day, if there is one.", zh="失效日期")] = None
    assumed: Annotated[bool, Truth("The document does not give the day.", zh="原文未载日期，系假定")] = False
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Display(Record):
    """
    How scores are shown; pass and rank are decided on exact values.
    """

    places: Annotated[int, Whole("Decimal places.", zh="小数位数", minimum=0, maximum=6)]
    rounding: Annotated[
        Any,
        WordOf(
            "How to round for show.",
            zh="取舍方式",
            fixed=True,
            words=ROUNDINGS,
        ),
    ]
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Option(Record):
    """
    A label; for a reading the figure or fact that it stands for, for a choice the figure that goes with it.
    """

    label: Annotated[Label, LABEL]
    value: Annotated[
        Amount | None,
        ValueOf("The figure or the fact that this option stands for.", zh="取值：该选项代表的数值或数据项"),
    ] = None
    figure: Annotated[
        Figure | None, Signed("The figure that goes with this option of a choice.", zh="数值：该选项自带的数值")
    ] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class FactSpec(Record):
    """
    One counted or judged item of data about a person and a period.
    """

    label: Annotated[Label, LABEL]
    type: Annotated[
        Any,
        WordOf(
            "What its values are.",
            zh="类型",
            fixed=True,
            words={
                "count": "whole numbers from 0 计数",
                "number": "numbers with decimal places 数值",
                "flag": "true or false 是否",
                "choice": "one of the options 选项",
            },
        ),
    ] = "count"
    unit: Annotated[Label | None, LabelText("What one is: cases, times, days.", zh="计量单位")] = None
    counts: Annotated[Label | None, LabelText("What one unit is, and what is not counted.", zh="统计口径")] = None
    source: Annotated[str | None, Text("Where the figure comes from.", zh="数据来源")] = None
    min: Annotated[Fraction, Decimals("The smallest value.", zh="最小值")] = Fraction(0)
    max: Annotated[
        Fraction | None, Decimals("The largest value; a count's is 99999 unless it is given.", zh="最大值")
    ] = None
    places: Annotated[int, Whole("Decimal places of a number.", zh="小数位数", minimum=0, maximum=6)] = 0
    allowed: Annotated[
        tuple[Fraction, ...], Decimals("The only values there are.", zh="只允许的数值", several=True)
    ] = ()
    options: Annotated[
        Mapping[str, Option],
        MapOf(
            "The options of a choice.", zh="选项", item=Shorthand("An option.", zh="选项", classes=(Option,)), least=2
        ),
    ] = NOTHING_MAPPED
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    default: Annotated[
        Any, ValueOf("The value of a record that does not give it; every result says so.", zh="缺省值：结果中会注明")
    ] = None
    needed_when: Annotated[
        Condition | None,
        ConditionOf(
            "It is needed only then; elsewhere it is refused, and what reads it does not count.",
            zh="何时需要：其余情形不得提供，用到它的规则不计",
        ),
    ] = field(default=None, added=True)
    each: Annotated[
        str | None,
        WordOf(
            "Given once in this span, longer than the period.",
            zh="每个更长周期给一次",
            fixed=True,
            words={"quarter": "每季度", "half_year": "每半年", "year": "每年"},
        ),
    ] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Relation(Record):
    """
    A condition that every record must meet.
    """

    condition: Condition
    at: tuple[str, ...] = ()
    mark: Mark = field(eq=False, repr=False)


@record
class RelationOf(ConditionOf):
    """
    A condition with a clause of its own.
    """

    def schema(self, defs: dict[str, Any]) -> dict[str, Any]:
        own = {"at": CITED.described("at", defs), "note": NOTE.described("note", defs)}
        return {
            "anyOf": [
                {**each, "properties": {**each["properties"], **own}}
                for each in self.branches(ConditionOf.schema(self, defs), defs)
            ]
        }

    def read(self, node: Any, intake: Any) -> Relation:  # type: ignore[override]
        at = node.entries.get("at")
        condition = ConditionOf(self.en, zh=self.zh).read(node, intake)  # those within have no clause of their own
        return Relation(condition=condition, at=CITED.read(at, intake) if at else (), mark=node.mark)


@record(kw_only=True)
class Decided(Record):
    """
    Who settled a reading, and when.
    """

    by: Annotated[str, Text("Who decided.", zh="决定机构")]
    date: Annotated[datetime.date, Day("When.", zh="日期")]
    number: Annotated[str | None, Text("The number of the decision.", zh="文号")] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Reading(Record):
    """
    A question that the document leaves open, its lawful answers, and the one in use.
    """

    at: Annotated[tuple[str, ...], CITED]
    question: Annotated[Label, LabelText("What is open.", zh="问题")]
    options: Annotated[
        Mapping[str, Option],
        MapOf(
            "The lawful answers.", zh="可选口径", item=Shorthand("An answer.", zh="口径", classes=(Option,)), least=2
        ),
    ]
    chosen: Annotated[Ident, Id("The answer in use.", zh="选定口径")]
    decided: Annotated[
        Decided | None,
        Object(
            "Who settled it; until then every output says provisional.",
            zh="由谁决定：此前一律标“暂定口径”",
            classes=(Decided,),
        ),
    ] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)
