"""
Does a file fit its schema? Yes or no, without jsonschema: its import takes longer than all the rest of a short program.

jsonschema is the judge: where this says no, `schema_check` asks it what is wrong, and a test sees that both agree.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from assess_rules.fields import Schema
from assess_rules.nodes import Plain
from assess_rules.schema import matches

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": Fraction}
ANNOTATIONS = frozenset(("$comment", "$defs", "$id", "$schema", "description", "examples", "title"))
Inside = Callable[[Plain, Schema], bool]


def is_type(instance: Plain, wanted: str) -> bool:
    """
    Say whether a value is of a JSON type, where numbers are `Fraction`s.
    """
    if wanted == "integer":
        return isinstance(instance, Fraction) and instance.denominator == 1
    return isinstance(instance, TYPES[wanted])


def fits(root: Plain, schema: Schema) -> bool:
    """
    Say whether a value fits a schema. A keyword that is not known here is a `KeyError`.
    """
    defs = schema["$defs"]
    asked: dict[int, list[tuple[Callable[..., bool], Any]]] = {}  # by schema

    def inside(instance: Plain, schema: Schema) -> bool:
        if "$ref" in schema:
            schema = defs[schema["$ref"].removeprefix("#/$defs/")]  # beside it stand titles and descriptions only
        wanted = asked.get(id(schema))
        if wanted is None:
            words = [word for word in schema if word not in ANNOTATIONS]
            wanted = asked[id(schema)] = [(KEYWORDS[word], schema[word]) for word in words]
        return all(holds(value, instance, schema, inside) for holds, value in wanted)

    return inside(root, schema)


def _const(wanted: Any, instance: Plain, *_: Any) -> bool:
    # To Python, true is 1.
    return instance == wanted and isinstance(instance, bool) == isinstance(wanted, bool)


def _properties(wanted: dict[str, Schema], instance: Plain, _: Schema, inside: Inside) -> bool:
    return not isinstance(instance, dict) or all(
        inside(instance[key], wanted[key]) for key in wanted if key in instance
    )


def _additional(allowed: Any, instance: Plain, schema: Schema, inside: Inside) -> bool:
    if not isinstance(instance, dict):
        return True
    known = schema.get("properties", {})
    others = [value for key, value in instance.items() if key not in known]
    return not others if allowed is False else all(inside(each, allowed) for each in others)


def _unique(_: bool, instance: Plain, *__: Any) -> bool:  # noqa: FBT001 (a value of the schema)
    # Lists of texts and numbers alone are asked to be unique.
    return not isinstance(instance, list) or len(set(map(str, instance))) == len(instance)


def _limit(kind: type, holds: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    """
    Give a keyword that asks something of values of one type, and nothing of others.
    """
    return lambda limit, instance, *_: not isinstance(instance, kind) or holds(instance, limit)


KEYWORDS: dict[str, Callable[..., bool]] = {
    "type": lambda wanted, instance, *_: is_type(instance, wanted),
    "const": _const,
    "enum": lambda words, instance, *_: any(_const(each, instance) for each in words),
    "anyOf": lambda branches, instance, _, inside: any(inside(instance, each) for each in branches),
    "not": lambda unwanted, instance, _, inside: not inside(instance, unwanted),
    "required": _limit(dict, lambda instance, keys: all(key in instance for key in keys)),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": lambda allowed, instance, _, inside: (
        not isinstance(instance, dict) or all(inside(key, allowed) for key in instance)
    ),
    "minProperties": _limit(dict, lambda instance, least: len(instance) >= least),
    "maxProperties": _limit(dict, lambda instance, most: len(instance) <= most),
    "items": lambda each, instance, _, inside: (
        not isinstance(instance, list) or all(inside(item, each) for item in instance)
    ),
    "minItems": _limit(list, lambda instance, least: len(instance) >= least),
    "maxItems": _limit(list, lambda instance, most: len(instance) <= most),
    "uniqueItems": _unique,
    "pattern": _limit(str, lambda instance, pattern: matches(pattern, instance)),
    "maxLength": _limit(str, lambda instance, most: len(instance) <= most),
    "minimum": _limit(Fraction, lambda instance, least: instance >= least),
    "maximum": _limit(Fraction, lambda instance, most: instance <= most),
    "exclusiveMinimum": _limit(Fraction, lambda instance, least: instance > least),
}
