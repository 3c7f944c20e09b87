"""
Field types for figures and conditions: what the format calls an amount, and the conditions that are data.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from assess_rules.amounts import (
    Amount,
    ByChoice,
    ByReading,
    ByRole,
    Figure,
    Ident,
    Name,
)
from assess_rules.exact import RATE, parse_number
from assess_rules.fields import ID, FieldType, Id, Intake, Schema, Text, WordOf, closed_object
from assess_rules.ir import Comparison
from assess_rules.marks import NOWHERE, Mark
from assess_rules.nodes import MapNode, Node, Scalar
from assess_rules.records import Record, evolve, field, record

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


@record
class Differs(Record):
    """
    What sums come to for some roles where the document contradicts itself.
    """

    sums: Mapping[str, Figure]
    note: str | None
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class DiffersOf(FieldType):
    """
    Roles, each with what the document's own figures come to, and a note.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        note = Text("What contradicts what.", zh="原文何处矛盾").described("note", defs)
        sums = {"anyOf": number("figure")}
        return {
            "type": "object",
            "properties": {"note": note},
            "propertyNames": ID,
            "additionalProperties": sums,
            "minProperties": 1,
        }

    def read(self, node: MapNode, intake: Intake) -> Differs:
        note = node.entries.get("note")
        sums = {
            key: read_figure(each) for key, each in node.entries.items() if key != "note" and isinstance(each, Scalar)
        }
        figures = MappingProxyType({key: each for key, each in sums.items() if each is not None})
        return Differs(figures, note.text if isinstance(note, Scalar) else None, node.mark)


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
