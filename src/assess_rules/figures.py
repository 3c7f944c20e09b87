"""
Field types for figures and conditions: what the format calls an amount, and the conditions that are data.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from assess_rules.amounts import (
    AllOf,
    Amount,
    AnyOf,
    ByChoice,
    ByReading,
    ByRole,
    Condition,
    FactIs,
    Figure,
    Ident,
    Name,
    NotOf,
    PeriodsIn,
    ReadingIs,
    RoleIn,
    VerdictIs,
)
from assess_rules.exact import RATE, parse_number
from assess_rules.fields import ID, FieldType, Id, Intake, Names, Schema, WordOf, closed_object, explained
from assess_rules.ir import Comparison
from assess_rules.nodes import ListNode, MapNode, Node, Scalar
from assess_rules.records import evolve, field, record

Dimension = Literal["points", "row_points", "rate", "quantity", "signed", "measure", "figure", "weight"]

COMPARISONS: Mapping[str, Comparison] = {"at_least": ">=", "over": ">", "at_most": "<=", "under": "<", "is": "="}
COMPARED = {  # for editors
    "at_least": ("It is this or more (≥).", "不少于（≥）"),
    "over": ("It is more than this (>).", "多于（>）"),
    "at_most": ("It is this or less (≤).", "不多于（≤）"),
    "under": ("It is less than this (<).", "少于（<）"),
    "is": ("It is exactly this (=).", "等于（=）"),
}
FRACTION: Schema = {
    "type": "string",
    "pattern": "^[1-9][0-9]{0,14}/[1-9][0-9]{0,14}$",
    "$comment": "bad_number",
    "examples": ["4/3"],
}
RATE_TEXT: Schema = {
    "type": "string",
    "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?%$",
    "$comment": "bad_rate",
    "examples": ["8%", "0.5%"],
}
SIGNED_RATE = {**RATE_TEXT, "pattern": "^-?" + RATE_TEXT["pattern"][1:]}
MOST = 999999999


def number(dimension: Dimension, *, nested: bool = False) -> list[Schema]:
    """
    Give the schemas of a bare figure. 0 points are refused where they stand alone: they would say nothing.
    """
    if dimension == "rate":
        return [RATE_TEXT]
    if dimension == "points":
        least = {"minimum": 0} if nested else {"exclusiveMinimum": 0}
        return [{"type": "number", **least, "maximum": MOST}, FRACTION]
    if dimension == "weight":
        return [*number("points", nested=nested), RATE_TEXT]
    if dimension in ("signed", "measure"):
        return [{"type": "number", "minimum": -MOST, "maximum": MOST}, FRACTION, SIGNED_RATE]
    return [{"type": "number", "minimum": 0, "maximum": MOST}, FRACTION]


def read_figure(node: Scalar) -> Figure | None:
    """
    Read a number, a rate or a fraction; None for a name.
    """
    value = parse_number(node.text)
    return None if value is None else Figure(value, bool(RATE.fullmatch(node.text)), node.mark)


def name_of(node: Node) -> Name:
    """
    Read a name.
    """
    assert isinstance(node, Scalar)
    return Name(node.text, node.mark)


def ident_of(node: Node) -> Ident:
    """
    Read an id.
    """
    assert isinstance(node, Scalar)
    return Ident(node.text, node.mark)


def option_figures(choice: str, intake: Intake) -> Mapping[str, Figure]:
    """
    Give the options of a choice that have a figure, with it; the choice may stand anywhere in the file.
    """
    node: Node | None = intake.root
    for key in ("facts", choice, "options"):
        node = node.entries.get(key) if isinstance(node, MapNode) else None
    options = node.entries if isinstance(node, MapNode) else {}
    written = {id_: each.entries.get("figure") for id_, each in options.items() if isinstance(each, MapNode)}
    figures = {id_: read_figure(each) for id_, each in written.items() if isinstance(each, Scalar)}
    return MappingProxyType({id_: each for id_, each in figures.items() if each is not None})


@record
class AmountOf(FieldType):
    """
    A figure that may also be a fact, a reading, or a table by role or by choice.
    """

    dimension: Dimension = field(kw_only=True)
    facts: bool = field(default=True, kw_only=True)
    settled: bool = field(default=False, kw_only=True)  # by role and readings alone: no fact decides
    words: tuple[str, ...] = field(default=(), kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        shared = self._shared(defs)
        return (
            {"anyOf": [{"type": "string", "enum": list(self.words)}, *defs[shared]["anyOf"]]}
            if self.words
            else {"$ref": f"#/$defs/{shared}"}
        )

    def _shared(self, defs: dict[str, Schema]) -> str:
        key = f"{self.dimension}_amount" if self.facts else f"{self.dimension}_figure"
        if key not in defs:
            defs[key] = {}
            names = [ID] if self.facts else []
            inner = {"anyOf": [*number(self.dimension, nested=True), *names]}
            table = {"type": "object", "additionalProperties": inner, "minProperties": 1, "propertyNames": ID}
            reading = closed_object({"reading": Id("The reading that decides.", zh="由哪个口径决定")}, defs)
            reading["properties"]["of"] = {
                "title": "of 各口径的数值",
                "description": "A figure for every option.\n\n每个选项一个数值",
                **table,
            }
            by = closed_object(
                {"by": Id("`role`, or a fact of type choice.", zh="按岗位 role，或按某个选项型数据项")}, defs
            )
            by["properties"]["of"] = {
                "title": "of 各项的数值",
                "description": "A figure for each of them.\n\n每项一个数值",
                **table,
            }
            defs[key] = {"anyOf": [*number(self.dimension), *names, reading, by]}
        return key

    def read(self, node: Node, intake: Intake) -> Any:
        if isinstance(node, MapNode):
            table = node.entries.get("of")
            of = None
            if isinstance(table, MapNode):
                plain = evolve(self, words=())  # a word stands alone
                of = MappingProxyType({key: plain.read(each, intake) for key, each in table.entries.items()})
            if "reading" in node.entries:
                return ByReading(ident_of(node.entries["reading"]), of, node.mark)
            by = name_of(node.entries["by"])
            if by.name == "role":
                if of is None:
                    intake.report("missing_key", node.mark, key="of")
                return ByRole(of or {}, node.mark)
            return ByChoice(by, option_figures(by.name, intake) if of is None else of, of is None, node.mark)
        assert isinstance(node, Scalar)
        if node.text in self.words:
            return node.text
        if node.quoted and parse_number(node.text) is not None:
            intake.report("quoted_number", node.mark, found=node.text)
        return read_figure(node) or Name(node.text, node.mark)


@record
class ValueOf(FieldType):
    """
    A figure, a fact, an option's id, or true or false: what stands for something else, so no points and no table.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [*number("signed"), {"type": "boolean"}, ID]}

    def read(self, node: Scalar, intake: Intake) -> Amount | bool:
        return node.plain if isinstance(node.plain, bool) else read_figure(node) or Name(node.text, node.mark)


@record
class Constant(FieldType):
    """
    A figure that is written out, never a fact or a reading.
    """

    dimension: Dimension = field(kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        found = [
            {**each, "exclusiveMinimum": 0} if each["type"] == "number" else each for each in number(self.dimension)
        ]
        return found[0] if len(found) == 1 else {"anyOf": found}

    def read(self, node: Scalar, intake: Intake) -> Figure:
        figure = read_figure(node)
        assert figure is not None  # the schema has let nothing else pass
        if node.quoted:
            intake.report("quoted_number", node.mark, found=node.text)
        if not figure.value:
            intake.report("zero", node.mark)
        return figure


@record
class WordOrFigure(WordOf):
    """
    One of a few words, or a figure.
    """

    dimension: Dimension = field(kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        words = super().schema(defs)["anyOf"]
        return {"anyOf": [*words, *number(self.dimension)]}

    def read(self, node: Node, intake: Intake) -> Any:
        return (isinstance(node, Scalar) and read_figure(node)) or super().read(node, intake)


def _form(**properties: Schema) -> Schema:
    """
    Give the schema of a condition with these keys.
    """
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


@record
class ChoiceName(FieldType):
    """
    The name of a fact of type choice.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return ID

    def read(self, node: Scalar, intake: Intake) -> Name:
        return name_of(node)


@record
class Signed(FieldType):
    """
    A figure that is written out and may be negative.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": number("signed")}

    def read(self, node: Scalar, intake: Intake) -> Figure | None:
        if node.quoted:
            intake.report("quoted_number", node.mark, found=node.text)
        return read_figure(node)


def _only(*words: str) -> Schema:
    """
    Give the schema of a condition that compares with nothing.
    """
    return {"propertyNames": {"enum": [*words, "at", "note"]}}


@record
class ConditionOf(FieldType):
    """
    A condition on facts, role and readings; `scored` ones also on what came of scoring.
    """

    scored: bool = field(default=False, kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        key = "scored_condition" if self.scored else "condition"
        one = {"$ref": f"#/$defs/{key}"}
        if key not in defs:
            defs[key] = {}
            defs[key] = {"anyOf": self.branches(one, defs)}
        return one

    def branches(self, one: Schema, defs: dict[str, Schema]) -> list[Schema]:
        """
        Give the schema of each form of condition; `one` is that of a condition within.
        """
        several = {"type": "array", "items": one, "minItems": 1}
        operand = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="signed").schema(defs)
        comparisons = {word: explained(word, *said, operand) for word, said in COMPARED.items() if word != "is"}
        same = {"anyOf": [{"type": "boolean"}, *defs["signed_amount"]["anyOf"]]}
        fact = closed_object({"fact": Id("The fact compared.", zh="所比较的数据项")}, defs)
        fact["properties"] |= {**comparisons, "is": explained("is", *COMPARED["is"], same)}
        fact["not"] = _only("fact")
        found = [
            fact,
            closed_object(
                {
                    "reading": Id("The reading asked for.", zh="所问的口径"),
                    "is": Id("The option that is chosen.", zh="选定的选项"),
                },
                defs,
            ),
            closed_object({"role": Names("The person has one of these roles.", zh="岗位是其中之一")}, defs),
            _form(all=explained("all", "Each of these holds.", "都成立", several)),
            _form(any=explained("any", "One of these holds, or more.", "至少一个成立", several)),
            _form(**{"not": explained("not", "This does not hold.", "不成立", one)}),
        ]
        if self.scored:
            verdict = {"type": "string", "enum": ["pass", "fail", "vetoed"]}
            said = "What came of the period.\n\npass 合格, fail 不合格, vetoed 不予评价"
            found.append(_form(verdict={"title": "verdict 考核结论", "description": said, **verdict}))
            span = {"type": "string", "enum": ["quarter", "half_year", "year", "ever"]}
            periods = _form(
                periods=explained(
                    "periods", "What a period must keep to be counted.", "各期的条件：成立的周期才计数", one
                ),
                **{"in": explained("in", "The span in which periods are counted.", "在哪一期间内计数", span)},
            )
            periods["properties"] |= comparisons
            found.append({**periods, "not": _only("periods", "in")})
        return found

    def read(self, node: MapNode, intake: Intake) -> Condition:
        entries = node.entries
        if "reading" in entries:
            return ReadingIs(ident_of(entries["reading"]), ident_of(entries["is"]), node.mark)
        for word, form in (("all", AllOf), ("any", AnyOf)):
            terms = entries.get(word)
            if isinstance(terms, ListNode):
                return form(
                    tuple(self.read(each, intake) for each in terms.items if isinstance(each, MapNode)), node.mark
                )
        if "not" in entries:
            inner = entries["not"]
            assert isinstance(inner, MapNode)
            return NotOf(self.read(inner, intake), node.mark)
        if "role" in entries:
            roles = entries["role"]
            assert isinstance(roles, ListNode)
            return RoleIn(tuple(map(ident_of, roles.items)), node.mark)
        if "verdict" in entries:
            return VerdictIs(name_of(entries["verdict"]).name, node.mark)
        if "periods" in entries:
            inner = entries["periods"]
            assert isinstance(inner, MapNode)
            return PeriodsIn(
                self.read(inner, intake), name_of(entries["in"]).name, self._comparisons(node, intake), node.mark
            )
        return FactIs(name_of(entries["fact"]), self._comparisons(node, intake), node.mark)

    @staticmethod
    def _comparisons(node: MapNode, intake: Intake) -> tuple[tuple[Comparison, Any], ...]:
        amount = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="signed")
        found: list[tuple[Comparison, Any]] = []
        for word, op in COMPARISONS.items():
            operand = node.entries.get(word)
            if operand is None:
                continue
            if word == "is" and isinstance(operand, Scalar) and isinstance(operand.plain, bool):
                found.append((op, operand.plain))
            else:
                found.append((op, amount.read(operand, intake)))
        return tuple(found)
