"""
From a class of the model to its part of the schema, and from a mapping of the file to an object of the class.
"""

from functools import cache
from inspect import cleandoc
from typing import Any

from assess_rules.fields import FieldType, Intake, LabelText, Schema, WordOf, closed_object, read_label
from assess_rules.nodes import MapNode, Node
from assess_rules.records import NOTHING, Record, field, record


@record
class Object(FieldType):
    """
    A mapping with the keys of a class, or of one of several classes that a required key or a constant tells apart.
    """

    classes: tuple[type, ...] = field(kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        for cls in self.classes:
            if cls.__name__ not in defs:
                defs[cls.__name__] = {}
                defs[cls.__name__] = object_schema(cls, defs)
        refs = [{"$ref": f"#/$defs/{cls.__name__}"} for cls in self.classes]
        return refs[0] if len(refs) == 1 else {"anyOf": refs}

    def read(self, node: MapNode, intake: Intake) -> Any:
        return read_object(next(cls for cls in self.classes if is_meant(cls, node)), node, intake)


@record
class Shorthand(Object):
    """
    An object that may be written as its label alone.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {
            "anyOf": [
                LabelText(self.en, zh=self.zh).schema(defs)["$ref"] and defs["label"]["anyOf"][0],
                super().schema(defs),
            ]
        }

    def read(self, node: Node, intake: Intake) -> Any:
        if isinstance(node, MapNode):
            return super().read(node, intake)
        return self.classes[0](label=read_label(node), mark=node.mark)


@record
class WordOrObject(WordOf):
    """
    One of a few words, or a mapping with the keys of a class.
    """

    cls: type = field(kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        of_class, words = Object(self.en, zh=self.zh, classes=(self.cls,)).schema(defs), super().schema(defs)
        return {"anyOf": [*words.get("anyOf", [words]), of_class]}

    def read(self, node: Node, intake: Intake) -> Any:
        if isinstance(node, MapNode) and is_meant(self.cls, node):
            return read_object(self.cls, node, intake)
        return super().read(node, intake)


@record
class Key(Record):
    """
    A key of a class: its name in the file, the attribute that holds it, and its field type.
    """

    name: str
    attribute: str
    type: FieldType
    required: bool
    default: object


def keys_of(cls: type) -> tuple[Key, ...]:
    """
    Give the keys that a class of the model has in a rule file; a trailing `_` keeps Python's own words apart.
    """
    return _keys_of(cls)


@cache
def _keys_of(cls: Any) -> tuple[Key, ...]:
    return tuple(
        Key(
            attribute.name.rstrip("_"),
            attribute.name,
            attribute.type.__metadata__[0],
            attribute.default is NOTHING,
            attribute.default,
        )
        for attribute in cls.__attrs_attrs__
        if hasattr(attribute.type, "__metadata__")
    )


def object_schema(cls: Any, defs: dict[str, Schema]) -> Schema:
    """
    Give the schema of a class: its keys, and the constant `kind` that tells rule kinds apart.
    """
    keys = keys_of(cls)
    found = closed_object({key.name: key.type for key in keys}, defs, tuple(key.name for key in keys if key.required))
    kind = getattr(cls, "kind", None)
    if kind is not None:
        found["properties"] = {
            "kind": {
                "const": kind,
                "title": f"kind {cls.zh}",
                "description": f"{cleandoc(cls.__doc__)}\n\n{cls.zh_meaning}",
            },
            **found["properties"],
        }
        found["required"] = ["kind", *found["required"]]
    return {"title": cls.__name__, **found}


def is_meant(cls: type, node: MapNode) -> bool:
    """
    Say whether a mapping has all the keys that this class requires.
    """
    return all(key.name in node.entries for key in keys_of(cls) if key.required)


def read_object(cls: Any, node: MapNode, intake: Intake) -> Any:
    """
    Make an object of a class from a mapping that the schema has passed.
    """
    values = {
        key.attribute: key.type.read(node.entries[key.name], intake) for key in keys_of(cls) if key.name in node.entries
    }
    for key in keys_of(cls):
        if not key.required and key.attribute in values and values[key.attribute] == key.default:
            intake.report("default_written", node.keys[key.name], warning=True, key=key.name)
    return cls(**values, mark=node.mark)
