"""
JSON Schema from the model and the rule kinds, and the check of a file against it, with our own words for what jsonschema finds.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.exact import number_text, parse_number
from assess_rules.fields import Schema, object_schema
from assess_rules.kinds.base import RuleKind
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model import PolicySpec
from assess_rules.nodes import ListNode, MapNode, Node, Plain, Scalar
from assess_rules.reader import ascii_form, full_width

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Parts of format 1 that this version does not compute: refused by name, and absent from the schema.
LATER_KEYS = frozenset(
    ["extra", "weight", "points_when", "grades", "score", "rounded", "records", "populations", "needed_when", "meanwhile", "figures", "base_differs", "total_differs", "streak", "every", "grade", "rollup", "field", "months", "reach", "smallest", "largest", "product", "ratio", "quotient", "lookup", "amount", "tally", "mean", "median", "total_of", "highest", "lowest", "size", "rank", "before", "window", "figure", "factors"]
)
LATER_KINDS = frozenset(["bands", "linear", "levels", "entered", "fixed", "group"])
LATER_WORDS = frozenset(("date", "zero"))

TYPE_LABELS = {
    "object": Label("一组键值", "a mapping"),
    "array": Label("列表", "a list"),
    "string": Label("文字", "a text"),
    "number": Label("数字", "a number"),
    "integer": Label("整数", "a whole number"),
    "boolean": Label("true 或 false", "true or false"),
}


def policy_schema(kinds: Mapping[str, type[RuleKind]]) -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of a rule file.
    """
    defs: dict[str, Schema] = {}
    rules = [{"$ref": f"#/$defs/rule_{name}"} for name in kinds]
    for name, kind in kinds.items():
        defs[f"rule_{name}"] = object_schema(kind, defs)
    defs["rule"] = {"anyOf": rules}
    return {
        "$schema": DIALECT,
        "$id": "urn:assess-rules:policy:1",
        **object_schema(PolicySpec, defs),
        "title": "assess-rules policy 考核规则文件",
        "description": "One version of an appraisal policy, format 1.\n\n一部考核办法的一个版本，格式1。",
        "$defs": dict(sorted(defs.items())),
    }


def check(root: Node, schema: Schema) -> list[Diagnostic]:
    """
    Check a tree against the schema; give a diagnostic for each thing that it refuses, in file order.
    """
    found = [_explained(error, root) for error in _validator(schema).iter_errors(root.plain)]
    return sorted(found, key=lambda each: (each.mark.line, each.mark.column))


def _validator(schema: Schema) -> Any:
    """
    Give a validator in which `anyOf` follows the one branch that is meant, so that an error speaks of the right keys.

    Branches exclude each other, so it accepts what plain jsonschema accepts. `$ref` is looked up in the schema itself: nothing is
    ever fetched. Numbers are `Fraction`s.
    """
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    defs = schema["$defs"]

    def resolved(branch: Schema) -> Schema:
        return defs[branch["$ref"].removeprefix("#/$defs/")] if "$ref" in branch else branch

    def ref(validator: Any, name: str, instance: Plain, schema: Schema) -> Iterator[Any]:
        yield from validator.descend(instance, defs[name.removeprefix("#/$defs/")])

    def any_of(validator: Any, branches: list[Schema], instance: Plain, schema: Schema) -> Iterator[Any]:
        flat: list[Schema] = []
        for branch in map(resolved, branches):
            flat.extend(map(resolved, branch["anyOf"]) if "anyOf" in branch else (branch,))
        meant = _meant(flat, instance)
        if meant is None:
            yield ValidationError("anyOf", cause=None, context=(), validator="anyOf", validator_value=flat)
        else:
            yield from validator.descend(instance, meant)

    def required(validator: Any, keys: list[str], instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            yield from (ValidationError(key) for key in keys if key not in instance)

    def additional(validator: Any, allowed: Schema | bool, instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            for key, value in instance.items():
                if key not in schema.get("properties", {}):
                    if allowed is False:
                        yield ValidationError(key)
                    else:
                        yield from validator.descend(value, allowed, path=key)

    def names(validator: Any, allowed: Schema, instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            for key in instance:
                if next(validator.descend(key, allowed), None) is not None:
                    yield ValidationError(key)

    keywords = {
        "$ref": ref,
        "anyOf": any_of,
        "required": required,
        "additionalProperties": additional,
        "propertyNames": names,
    }
    types = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: isinstance(value, Fraction),
            "integer": lambda _, value: isinstance(value, Fraction) and value.denominator == 1,
        }
    )
    return extend(Draft202012Validator, keywords, type_checker=types)(schema)


def _meant(branches: list[Schema], instance: Plain) -> Schema | None:
    """
    Choose the branch that an author meant: by type, then by a constant or a key that only that branch requires.
    """
    if isinstance(instance, dict):
        objects = [each for each in branches if each.get("type") == "object"]
        shared = set.intersection(*(set(each.get("required", ())) for each in objects)) if objects else set()
        for each in objects:
            constants = {key: value["const"] for key, value in each.get("properties", {}).items() if "const" in value}
            if constants:
                if all(instance.get(key) == value for key, value in constants.items()):
                    return each
            elif any(key in instance for key in each.get("required", ()) if key not in shared):
                return each
        return objects[0] if len(objects) == 1 else None
    wanted = {list: ("array",), bool: ("boolean",), Fraction: ("number", "integer"), str: ("string",)}[type(instance)]
    fitting = [each for each in branches if each.get("type") in wanted]
    if isinstance(instance, str) and len(fitting) > 1:
        return next((each for each in fitting if _text_fits(instance, each)), None)
    return fitting[0] if fitting else None


def _text_fits(text: str, schema: Schema) -> bool:
    return text in schema["enum"] if "enum" in schema else bool(re.search(schema.get("pattern", ""), text))


def _explained(error: Any, root: Node) -> Diagnostic:
    """
    Turn an error of jsonschema into a diagnostic: our code, the words of the file, the place.
    """
    node, path = root, ""
    for step in error.absolute_path:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
        node = node.items[step] if isinstance(node, ListNode) else node.entries[step]  # type: ignore[union-attr]
    value, schema, keyword = error.validator_value, error.schema, error.validator
    if keyword in ("additionalProperties", "propertyNames"):
        return _bad_key(error.message, keyword, node, schema, path)
    if keyword == "required":
        return Diagnostic("missing_key", _head(node), {"key": error.message}, path=path)
    if isinstance(node, Scalar):
        return _bad_scalar(node, keyword, value, schema, path)
    if keyword == "anyOf" and isinstance(node, MapNode):
        return _no_branch(node, value, path)
    if keyword == "uniqueItems":
        return Diagnostic("repeated_item", node.mark, path=path)
    if keyword in ("minItems", "minProperties"):
        return Diagnostic("too_few", _head(node), {"least": value}, path=path)
    return Diagnostic(
        "wrong_type", _head(node), {"found": _type_of(node), "allowed": _allowed(keyword, value, schema)}, path=path
    )


def _head(node: Node) -> Mark:
    """
    Give the place of a mapping or list as its first line only.
    """
    return node.mark


def _bad_key(key: str, keyword: str, node: Node, schema: Schema, path: str) -> Diagnostic:
    assert isinstance(node, MapNode)
    mark = node.keys[key]
    if keyword == "propertyNames":
        return _bad_id(key, mark, path)
    allowed = schema.get("properties", {})
    if key in LATER_KEYS:
        return Diagnostic("not_supported_yet", mark, {"found": key}, path=path)
    if full_width(key):
        return Diagnostic(
            "full_width",
            mark,
            {"found": "".join(full_width(key)), "ascii": ascii_form("".join(full_width(key)))},
            path=path,
        )
    return Diagnostic(
        "unknown_key", mark, {"key": key, "allowed": tuple(allowed)}, near=nearest(key, allowed), path=path
    )


def _bad_id(text: str, mark: Mark, path: str) -> Diagnostic:
    signs = "".join(full_width(text))
    if signs:
        return Diagnostic("full_width_id", mark, {"id": text, "found": signs}, path=path)
    return Diagnostic("bad_id", mark, {"id": text}, path=path)


def _no_branch(node: MapNode, branches: list[Schema], path: str) -> Diagnostic:
    kinds = [each["properties"]["kind"]["const"] for each in branches if "kind" in each.get("properties", {})]
    kind = node.entries.get("kind")
    if kinds and isinstance(kind, Scalar):
        if kind.text in LATER_KINDS:
            return Diagnostic("not_supported_yet", kind.mark, {"found": kind.text}, path=f"{path}.kind")
        return Diagnostic(
            "unknown_kind",
            kind.mark,
            {"kind": kind.text, "allowed": tuple(kinds)},
            near=nearest(kind.text, kinds),
            path=f"{path}.kind",
        )
    if kinds:
        return Diagnostic("missing_key", node.mark, {"key": "kind"}, path=path)
    later = next((key for key in node.entries if key in LATER_KEYS), None)
    if later is not None:
        return Diagnostic("not_supported_yet", node.keys[later], {"found": later}, path=path)
    words = tuple(dict.fromkeys(key for each in branches if each.get("type") == "object" for key in each["required"]))
    if not words:
        return Diagnostic(
            "wrong_type", node.mark, {"found": _type_of(node), "allowed": _allowed("anyOf", branches, {})}, path=path
        )
    first = next(iter(node.entries), None)
    mark = node.mark if first is None else node.keys[first]
    return Diagnostic("no_such_form", mark, {"allowed": words}, near=first and nearest(first, words), path=path)


def _bad_scalar(node: Scalar, keyword: str, value: Any, schema: Schema, path: str) -> Diagnostic:
    def say(code: str, near: str | None = None, **params: Any) -> Diagnostic:
        return Diagnostic(code, node.mark, {"found": node.text, **params}, near=near, path=path)

    wants_number = keyword in ("type", "anyOf", "pattern") and _wants_number(keyword, value, schema)
    if wants_number and node.quoted and parse_number(node.text) is not None:
        return say("quoted_number")
    if wants_number and full_width(node.text):
        return say("full_width", found="".join(full_width(node.text)), ascii=ascii_form("".join(full_width(node.text))))
    if keyword in ("enum", "const"):
        allowed = value if keyword == "enum" else [value]
        if node.text in LATER_WORDS:
            return say("not_supported_yet")
        return say("unknown_word", near=nearest(node.text, map(str, allowed)), allowed=tuple(map(str, allowed)))
    if keyword == "pattern":
        code = schema.get("$comment", "bad_text")
        return _bad_id(node.text, node.mark, path) if code == "bad_id" else say(code)
    if keyword in ("minimum", "exclusiveMinimum", "maximum"):
        if node.text.startswith("-") and value == 0:
            return say("sign")
        if keyword == "exclusiveMinimum" and isinstance(node.plain, Fraction) and not node.plain:
            return say("zero")
        return say("too_small" if "inimum" in keyword else "too_large_number", limit=number_text(Fraction(value)))
    if keyword == "maxLength":
        return say("too_long", limit=value)
    if keyword == "anyOf" and isinstance(node.plain, str):
        words = [word for each in value for word in each.get("enum", ())]
        if parse_number(node.text) is not None and any(each.get("$comment") == "bad_rate" for each in value):
            return say("bad_rate")
        near = nearest(node.text, words)
        if words and not any("pattern" in each for each in value):
            return say("unknown_word", near=near, allowed=tuple(words))
        if any(each.get("$comment") == "bad_id" for each in value) and node.text[:1].isalpha():
            return _bad_id(node.text, node.mark, path)
    if isinstance(node.plain, Fraction) and not wants_number:
        if _allows(value, "bad_rate") or schema.get("$comment") == "bad_rate":
            return say("bad_rate")
        if "string" in str(_allowed_types(keyword, value, schema)):
            return say("number_for_text")
    return say("wrong_type", found=_type_of(node), allowed=_allowed(keyword, value, schema))


def _allows(branches: Any, comment: str) -> bool:
    return isinstance(branches, list) and any(
        isinstance(each, dict) and each.get("$comment") == comment for each in branches
    )


def _wants_number(keyword: str, value: Any, schema: Schema) -> bool:
    types = _allowed_types(keyword, value, schema)
    comments = {each.get("$comment") for each in value} if keyword == "anyOf" else {schema.get("$comment")}
    return bool({"number", "integer"} & types) or "bad_rate" in comments


def _allowed_types(keyword: str, value: Any, schema: Schema) -> set[str]:
    if keyword == "anyOf":
        return {each["type"] for each in value if "type" in each}
    found = value if keyword == "type" else schema.get("type", "string")
    return {found} if isinstance(found, str) else set(found)


def _allowed(keyword: str, value: Any, schema: Schema) -> tuple[Label, ...]:
    return tuple(TYPE_LABELS[each] for each in TYPE_LABELS if each in _allowed_types(keyword, value, schema))


def _type_of(node: Node) -> Label:
    if isinstance(node, MapNode):
        return TYPE_LABELS["object"]
    if isinstance(node, ListNode):
        return TYPE_LABELS["array"]
    kind = {bool: "boolean", Fraction: "number"}.get(type(node.plain), "string")
    return TYPE_LABELS[kind]
