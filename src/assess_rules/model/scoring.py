"""
The parts of a policy that make points: sections, indicators, vetoes.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Annotated

from assess_rules.amounts import Amount, Condition, Figure, Ident, Word
from assess_rules.conditions import ConditionOf
from assess_rules.fields import Clauses, Id, Intake, ListOf, MapOf, Schema, Truth, WordOf
from assess_rules.figures import AmountOf, Constant, Differs, DiffersOf
from assess_rules.kinds import RuleKind, Rules
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model.common import ACCEPTED, CITED, LABEL, NOTE, NOTHING_MAPPED, ROLES, ROUNDINGS
from assess_rules.nodes import MapNode
from assess_rules.objects import Object, WordOrObject, object_schema, read_object
from assess_rules.records import Record, field, record

NETTINGS = {
    "after_cap": "deduct down to the floor, then add 先扣完再加",
    "before_cap": "net first, then the floor 先加减再封顶",
}
BONUSES = {
    "counted": "extra counts 计入得分，不设限",
    "apart": "extra is listed, not in the score 单独列示，不计入得分",
    "within_indicator": "nothing above the cap 不超过该项分值",
    "within_section": "as far as the section's total is not earned 不超过该类指标总分",
    "within_base": "as far as the base is not earned 不超过基础总分",
}


START = AmountOf(
    "What it starts with: `full`, `zero` or a figure; an extra starts at zero unless it says so.",
    zh="起点：full（满分）、zero（零分）或数值；不写的为满分，附加项为零分",
    dimension="figure",
    facts=False,
    settled=True,
    words=("full", "zero"),
)
FLOOR = AmountOf(
    "The lowest that it can fall to: a figure or `none`.",
    zh="下限：数值或 none（不设下限）",
    dimension="signed",
    facts=False,
    settled=True,
    words=("none",),
)
ONE = Figure(Fraction(1))
WEIGHT = AmountOf(
    "What its points are multiplied by where they are added up.",
    zh="权重：合计时与得分相乘",
    dimension="weight",
    facts=False,
    settled=True,
)

EXTRA_KEY = Truth("Its points come on top: they are not part of the base.", zh="附加：不计入基础总分，另行加减")


@record(kw_only=True)
class Bonuses(Record):
    """
    What happens to extra, and the most that counts of all extra for which this is the nearest `bonuses`.
    """

    reach: Annotated[Word, WordOf("What happens to points above the cap.", zh="附加分的处理", words=BONUSES)]
    limit: Annotated[
        Amount,
        AmountOf(
            "The most that counts of all these extra points together.",
            zh="限额：这些附加分合计最多计多少分",
            dimension="figure",
            facts=False,
            settled=True,
        ),
    ]
    mark: Mark = field(eq=False, repr=False)


BONUSES_KEY = WordOrObject("What happens to points above the cap.", zh="附加分的处理", words=BONUSES, cls=Bonuses)


@record(kw_only=True)
class Rounded(Record):
    """
    Rounding to whole multiples of a figure.
    """

    to: Annotated[Figure, Constant("Whole multiples of this.", zh="取整到", dimension="points")]
    how: Annotated[str, WordOf("How to round.", zh="取舍方式", fixed=True, words=ROUNDINGS)]
    mark: Mark = field(eq=False, repr=False)


ROUNDED = Object("How it is rounded.", zh="取整", classes=(Rounded,))


@record(kw_only=True)
class PointsWhen(Record):
    """
    A condition, and the points that there are where it holds, whatever the rules say.
    """

    when: Annotated[Condition, ConditionOf("It decides then, if no row above does.", zh="条件：前面各行都不成立时适用")]
    points: Annotated[
        Amount | str,
        AmountOf(
            "The points then: a figure, `cap` for full marks, or `left_out`: neither points nor cap count.",
            zh="得分：数值、cap（满分）或 left_out（不计得分，也不计分值，其余折算）",
            dimension="row_points",
            words=("cap", "left_out"),
        ),
    ]
    at: Annotated[tuple[str, ...], Clauses("The clause, where it is not the parent's.", zh="条款依据")] = ()
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


POINTS_WHEN = ListOf(
    "Conditions that decide the points; the first one that holds does.",
    zh="按条件定分：第一个成立的条件决定得分",
    item=Object("A condition and its points.", zh="条件与得分", classes=(PointsWhen,)),
)


@record(kw_only=True)
class Indicator(Record):
    """
    One line of the appraisal: a cap, and the rules that take from it or add to it.
    """

    id: Annotated[Ident, Id("Its id, a column of every result.", zh="标识")]
    at: Annotated[tuple[str, ...], CITED]
    label: Annotated[Label, LABEL]
    cap: Annotated[
        Amount | str,
        AmountOf(
            "The most that can be earned or lost here; of an extra also `none`.",
            zh="最高扣分（分值）：附加项可写 none（不设上限）",
            dimension="figure",
            facts=False,
            settled=True,
            words=("none",),
        ),
    ]
    rules: Annotated[tuple[RuleKind, ...], Rules("How points are lost and added.", zh="规则")]
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    start: Annotated[Amount | str | None, START] = None
    floor: Annotated[Amount | str | None, FLOOR] = None
    netting: Annotated[
        Word | None, WordOf("How a deduction and an addition meet.", zh="加减分的先后", words=NETTINGS)
    ] = None
    bonuses: Annotated[Word | Bonuses | None, BONUSES_KEY] = None
    weight: Annotated[Amount, WEIGHT] = field(default=ONE, added=True)
    extra: Annotated[bool, EXTRA_KEY] = field(default=False, added=True)
    points_when: Annotated[tuple[PointsWhen, ...], POINTS_WHEN] = field(default=(), added=True)
    rounded: Annotated[Rounded | None, ROUNDED] = field(default=None, added=True)
    accepted: Annotated[Mapping[str, str], ACCEPTED] = field(default=NOTHING_MAPPED, added=True)
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


INDICATORS = ListOf(
    "The indicators, in the order of the document.",
    zh="指标",
    item=Object("An indicator.", zh="指标", classes=(Indicator,)),
)


@record
class InnerSection(Object):
    """
    A section within a section: it has the keys of one, but for `sections`.
    """

    classes: tuple[type, ...] = field(default=(), kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        name = type(self).__name__
        if name not in defs:
            defs[name] = {}
            whole = object_schema(Section, defs)
            properties = {key: each for key, each in whole["properties"].items() if key != "sections"}
            defs[name] = {
                **whole,
                "title": name,
                "properties": properties,
                "required": [*whole["required"], "indicators"],
            }
        return {"$ref": f"#/$defs/{name}"}

    def read(self, node: MapNode, intake: Intake) -> "Section":
        section: Section = read_object(Section, node, intake)
        return section


@record(kw_only=True)
class Section(Record):
    """
    A group of indicators, or of sections, with a subtotal.

    One that differs by role is written in parts: the same id again for other roles.
    """

    id: Annotated[Ident, Id("Its id, a column of every result.", zh="标识")]
    at: Annotated[tuple[str, ...], CITED]
    label: Annotated[Label, LABEL]
    total: Annotated[
        Amount | None,
        AmountOf(
            "The sum of its caps, or of the totals in it, times their weights, checked; an extra section has none.",
            zh="本类总分：各项分值（或所含各类总分）乘以权重之和须与此相等；附加类不写",
            dimension="figure",
            facts=False,
            settled=True,
        ),
    ] = None
    indicators: Annotated[tuple[Indicator, ...], INDICATORS] = ()
    sections: Annotated[
        tuple["Section", ...],
        ListOf(
            "Sections within this one, in place of indicators; one level deep.",
            zh="本类所含的小类：代替指标，只可再分一级",
            item=InnerSection("A section within a section.", zh="小类"),
        ),
    ] = field(default=(), added=True)
    total_differs: Annotated[
        Differs | None,
        DiffersOf(
            "What the sum of its caps or totals comes to for some roles, where the document contradicts itself.",
            zh="原文自相矛盾时，某些岗位实际合计的分值",
        ),
    ] = field(default=None, added=True)
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    bonuses: Annotated[Word | Bonuses | None, BONUSES_KEY] = None
    weight: Annotated[Amount, WEIGHT] = field(default=ONE, added=True)
    extra: Annotated[bool, EXTRA_KEY] = field(default=False, added=True)
    points_when: Annotated[tuple[PointsWhen, ...], POINTS_WHEN] = field(default=(), added=True)
    accepted: Annotated[Mapping[str, str], ACCEPTED] = field(default=NOTHING_MAPPED, added=True)
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


Chain = tuple[Section, ...]
"""
Sections of which each lies in the one before it.
"""


def chains(sections: Iterable[Section], around: Chain = ()) -> Iterator[Chain]:
    """
    Give every section, those within sections too, in the order of the file: at the end of the sections that it lies in.
    """
    for section in sections:
        here = (*around, section)
        yield here
        yield from chains(section.sections, here)


EFFECTS = {
    "no_score": "no evaluation, no score 不予评价",
    "zero": "the score is 0 总分为零分",
}


@record(kw_only=True)
class GradeEffect(Record):
    """
    A veto that gives a grade, however many points there are.
    """

    grade: Annotated[Ident, Id("The grade that there is then, unless it is worse already.", zh="等次")]
    mark: Mark = field(eq=False, repr=False)


EFFECT = WordOrObject("What a veto does.", zh="后果", words=EFFECTS, fixed=True, cls=GradeEffect)


@record(kw_only=True)
class VetoEvent(Record):
    """
    An event that ends the evaluation; without `when` it is itself a required true or false.
    """

    label: Annotated[Label, LABEL]
    at: Annotated[tuple[str, ...], Clauses("The clause, where it is not the parent's.", zh="条款依据")] = ()
    when: Annotated[Condition | None, ConditionOf("It holds then.", zh="成立条件")] = None
    effect: Annotated[str | GradeEffect | None, EFFECT] = field(default=None, added=True)
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Vetoes(Record):
    """
    The events that end the evaluation, and how far that reaches.
    """

    at: Annotated[tuple[str, ...], CITED]
    effect: Annotated[str | GradeEffect, EFFECT]
    reach: Annotated[
        Word,
        WordOf(
            "Which periods it reaches.",
            zh="影响范围",
            words={"period": "发现的当期", "to_year_end": "当期至年底", "whole_year": "全年"},
        ),
    ]
    counts_as: Annotated[
        Word | None,
        WordOf(
            "What a period without a score counts as; required where an event has `no_score`, refused elsewhere.",
            zh="不予评价的周期如何计入",
            words={
                "left_out": "不排名、不计不合格、不计入平均",
                "as_failed": "计次数时计为不合格，排名、合计、平均时以零分计入",
            },
        ),
    ] = None
    events: Annotated[
        Mapping[str, VetoEvent],
        MapOf("The events.", zh="否决事项", item=Object("An event.", zh="事项", classes=(VetoEvent,))),
    ]
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)
