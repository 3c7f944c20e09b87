"""
Field types: one object says how a key of the rule file is explained, what JSON Schema allows, and how its node is read.

A class of the model carries them in `Annotated`; `objects` makes schemas and objects of that. Reading comes after the
schema check, so a field type relies on the shapes that its own schema asks for.
"""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

from assess_rules.amounts import ByReading, Ident
from assess_rules.exact import parse_number
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.nodes import ListNode, MapNode, Node, Scalar
from assess_rules.records import Record, field, record

Schema = dict[str, Any]
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
ID: Schema = {"type": "string", "pattern": f"^[a-z{_HAN}][a-z0-9_{_HAN}]*$", "maxLength": 63, "$comment": "bad_id"}
SHOWN_ID: Schema = {**ID, "examples": ["closed", "结案数"]}
VERSION = r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LINE = r"^[^\S\r\n]*\S[^\r\n]*$"  # what is printed within a line must not begin another


class Report(Protocol):
    """
    Where to say what is wrong.
    """

    def report(self, code: str, mark: Mark, *, near: str | None = None, warning: bool = False, **params: Any) -> None:
        """
        Add a diagnostic.
        """


class Intake(Report, Protocol):
    """
    What reading a file needs: the table of rule kinds, the whole tree, and where to say what is wrong.
    """

    kinds: Mapping[str, type]
    root: Node


@record
class FieldType(Record):
    """
    What all field types have: the English and the Chinese explanation that an editor shows.
    """

    en: str
    zh: str = field(kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """
        Give the JSON Schema of the value; shared parts are put into `defs`.
        """
        raise NotImplementedError

    def read(self, node: Any, intake: Intake) -> Any:
        """
        Turn a node that the schema has passed into a value.
        """
        raise NotImplementedError

    def described(self, key: str, defs: dict[str, Schema]) -> Schema:
        """
        Give the schema with what an editor shows at this key.
        """
        return explained(key, self.en, self.zh, self.schema(defs))


def explained(key: str, en: str, zh: str, schema: Schema) -> Schema:
    """
    Give a schema with what an editor shows at a key.
    """
    return {"title": f"{key} {zh.partition('：')[0]}", "description": f"{en}\n\n{zh}", **schema}


def text(most: int) -> Schema:
    """
    Give the schema of a text of so many characters at most, on one line, that is more than blanks.
    """
    return {"type": "string", "pattern": LINE, "maxLength": most, "$comment": "bad_text"}


@record
class Text(FieldType):
    """
    A free text.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return text(2000)

    def read(self, node: Scalar, intake: Intake) -> str:
        return node.text


@record
class LabelText(FieldType):
    """
    A label: a text in the file's language, or `{zh: ..., en: ...}`.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        label = text(200)
        both = {
            "type": "object",
            "properties": {
                "zh": explained("zh", "In Chinese.", "中文", label),
                "en": explained("en", "In English.", "英文", label),
            },
            "additionalProperties": False,
            "minProperties": 1,
        }
        defs["label"] = {"title": "label 名称", "anyOf": [label, both]}
        return {"$ref": "#/$defs/label"}

    def read(self, node: Node, intake: Intake) -> Label:
        return read_label(node)


def read_label(node: Node) -> Label:
    """
    Read a label; a bare text stands for every language.
    """
    if isinstance(node, MapNode):
        return Label(**{key: each.text for key, each in node.entries.items() if isinstance(each, Scalar)})
    assert isinstance(node, Scalar)
    return Label(zh=node.text)


@record
class Clauses(FieldType):
    """
    A clause of the document, or a list of clauses.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        clause = text(60)
        several = {"type": "array", "items": clause, "minItems": 1, "uniqueItems": True}
        examples = ["一1", "3.1", ["一1", "二2"]]
        defs["clauses"] = {"title": "at 条款依据", "anyOf": [clause, several], "examples": examples}
        return {"$ref": "#/$defs/clauses"}

    def read(self, node: Node, intake: Intake) -> tuple[str, ...]:
        items = node.items if isinstance(node, ListNode) else (node,)
        return tuple(each.text for each in items if isinstance(each, Scalar))


@record
class Id(FieldType):
    """
    An id: a letter a-z or a Chinese character first, then those, digits and `_`.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        defs["id"] = SHOWN_ID
        return {"$ref": "#/$defs/id"}

    def read(self, node: Scalar, intake: Intake) -> Ident:
        return Ident(node.text, node.mark)


@record
class Version(FieldType):
    """
    A version number of three whole numbers.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"type": "string", "pattern": VERSION, "$comment": "bad_version", "examples": ["1.0.0"]}

    def read(self, node: Scalar, intake: Intake) -> str:
        return node.text


@record
class Day(FieldType):
    """
    A date such as 2024-03-01.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"type": "string", "pattern": DATE, "$comment": "bad_date", "examples": ["2024-03-01"]}

    def read(self, node: Scalar, intake: Intake) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(node.text)
        except ValueError:
            intake.report("bad_date", node.mark, found=node.text)
            return None


@record
class Truth(FieldType):
    """
    `true` or `false`.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"type": "boolean"}

    def read(self, node: Scalar, intake: Intake) -> bool:
        return node.text == "true"


@record
class Whole(FieldType):
    """
    A whole number within limits.
    """

    minimum: int = field(kw_only=True)
    maximum: int = field(kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}

    def read(self, node: Scalar, intake: Intake) -> int:
        return int(parse_number(node.text) or 0)


@record
class Decimals(FieldType):
    """
    A number, or a list of them (`several`).
    """

    several: bool = field(default=False, kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        number = {"type": "number", "minimum": -999999999, "maximum": 999999999}
        return {"type": "array", "items": number, "minItems": 1, "uniqueItems": True} if self.several else number

    def read(self, node: Node, intake: Intake) -> Any:
        if isinstance(node, ListNode):
            return tuple(self.read(each, intake) for each in node.items)
        assert isinstance(node, Scalar)
        return parse_number(node.text)


@record
class WordOf(FieldType):
    """
    One of a few words, each with its meaning; `{reading: R}` too unless `fixed`.
    """

    words: Mapping[str, str] = field(kw_only=True)
    fixed: bool = field(default=False, kw_only=True)

    def described(self, key: str, defs: dict[str, Schema]) -> Schema:
        shown = super().described(key, defs)
        shown["description"] += "\n\n" + "\n".join(f"{word}: {meaning}" for word, meaning in self.words.items())
        return shown

    def schema(self, defs: dict[str, Schema]) -> Schema:
        word = {"type": "string", "enum": list(self.words)}
        if self.fixed:
            return word
        defs["reading_word"] = closed_object({"reading": Id("The reading that decides.", zh="由哪个口径决定")}, defs)
        return {"anyOf": [word, {"$ref": "#/$defs/reading_word"}]}

    def read(self, node: Node, intake: Intake) -> Any:
        if isinstance(node, MapNode):
            name = node.entries["reading"]
            assert isinstance(name, Scalar)
            return ByReading(Ident(name.text, name.mark), None, node.mark)
        assert isinstance(node, Scalar)
        return node.text


@record
class WordsOf(WordOf):
    """
    One of a few words, or a list of different ones; read as a tuple.
    """

    fixed: bool = field(default=True, kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        word = super().schema(defs)
        return {"anyOf": [word, {"type": "array", "items": word, "minItems": 1, "uniqueItems": True}]}

    def read(self, node: Node, intake: Intake) -> tuple[str, ...]:
        items = node.items if isinstance(node, ListNode) else (node,)
        return tuple(each.text for each in items if isinstance(each, Scalar))


@record
class ListOf(FieldType):
    """
    A list of values of one type.
    """

    item: FieldType = field(kw_only=True)
    least: int = field(default=1, kw_only=True)
    most: int | None = field(default=None, kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        most = {} if self.most is None else {"maxItems": self.most}
        return {"type": "array", "items": self.item.schema(defs), "minItems": self.least, **most}

    def read(self, node: ListNode, intake: Intake) -> tuple[Any, ...]:
        return tuple(self.item.read(each, intake) for each in node.items)


@record
class Names(ListOf):
    """
    A list of different ids.
    """

    item: FieldType = field(default=Id("An id.", zh="标识"), kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {**super().schema(defs), "uniqueItems": True}


@record
class MapOf(FieldType):
    """
    Ids, each with a value of one type.
    """

    item: FieldType = field(kw_only=True)
    least: int = field(default=1, kw_only=True)
    most: int | None = field(default=None, kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        defs["id"] = SHOWN_ID
        return {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/id"},
            "additionalProperties": self.item.schema(defs),
            "minProperties": self.least,
            **({} if self.most is None else {"maxProperties": self.most}),
        }

    def read(self, node: MapNode, intake: Intake) -> Mapping[str, Any]:
        return MappingProxyType(
            {key: self.item.read(_named(each, node.keys[key]), intake) for key, each in node.entries.items()}
        )


def _named(node: Node, mark: Mark) -> Node:
    """
    Give a node whose place is that of its name.
    """
    if isinstance(node, MapNode):
        return MapNode(node.entries, node.keys, mark)
    return Scalar(node.text, quoted=node.quoted, mark=mark) if isinstance(node, Scalar) else node


def closed_object(
    properties: Mapping[str, FieldType], defs: dict[str, Schema], required: tuple[str, ...] | None = None
) -> Schema:
    """
    Give the schema of a mapping with these keys and no others; all are required unless `required` says which.
    """
    return {
        "type": "object",
        "properties": {key: each.described(key, defs) for key, each in properties.items()},
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }
