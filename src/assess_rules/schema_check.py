"""
The check of a file against the schema, with our own words for what jsonschema finds: one diagnostic for one mistake.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from assess_rules.diagnostics import MAX_FOUND, Diagnostic, nearest
from assess_rules.fields import Schema
from assess_rules.fits import is_type
from assess_rules.nodes import ListNode, MapNode, Node, Plain
from assess_rules.schema import FOR_EDITORS, LATER_KEYS, MEANT, matches

_JSON_TYPES = {list: ("array",), bool: ("boolean",), Fraction: ("number", "integer"), str: ("string",)}


def check(
    root: Node, schema: Schema, *, unlike: str = "not_a_policy", later: frozenset[str] = LATER_KEYS
) -> list[Diagnostic]:
    """
    Check a tree against the schema; give a diagnostic for each thing that it refuses.

    `unlike` is said of what is another kind of file, and of the keys in `later` that the format has, but not yet.
    """
    if not isinstance(root, MapNode) or not (root.entries.keys() & {"format", "policy"} or not root.complete):
        return [Diagnostic(unlike, root.mark)]
    found: list[Diagnostic] = []
    keys: dict[int, _Keys] = {}
    for error in islice(_errors(root.plain, schema), 4 * MAX_FOUND):
        if error.schema.get("$comment") == FOR_EDITORS:
            continue
        node, path = _located(error, root)
        if error.validator == "required" and isinstance(node, MapNode):
            keys.setdefault(id(node), _Keys(node, path, later)).missing.append(error.message)
        elif error.validator == "additionalProperties" and isinstance(node, MapNode):
            keys.setdefault(id(node), _Keys(node, path, later)).unknown[error.message] = error.schema["properties"]
        elif isinstance(node, MapNode) and not node.complete and error.validator != "propertyNames":
            continue  # what is missing may be what was refused
        else:
            from assess_rules.misfits import explained

            found.append(explained(error, node, path))
    for each in keys.values():
        found += each.diagnostics()
    return found


class _Keys:
    """
    The wrong and the missing keys of one mapping, explained together.
    """

    def __init__(self, node: MapNode, path: str, later: frozenset[str]) -> None:
        self.node, self.path, self.later = node, path, later
        self.missing: list[str] = []
        self.unknown: dict[str, Schema] = {}

    def diagnostics(self) -> Iterator[Diagnostic]:
        """
        A misspelt key is not missing too. What this version cannot read at all explains the whole mapping.
        """
        later = [key for key in self.unknown if key in self.later]
        for key in later:
            yield Diagnostic("not_supported_yet", self.node.keys[key], {"found": key}, path=self.path)
        deep = [key for key, properties in self.unknown.items() if key == "sections" and "indicators" in properties]
        for key in deep:
            yield Diagnostic("sections_too_deep", self.node.keys[key], {}, path=self.path)
        if later or deep:
            return
        if len(self.missing) > 1 and len(self.unknown) == len(self.node.entries) > 0:
            allowed = next(iter(self.unknown.values()))
            yield Diagnostic("other_keys", self.node.mark, {"allowed": tuple(allowed)}, path=self.path)
            return
        meant = set()
        for key, properties in self.unknown.items():
            free = [each for each in properties if each not in self.node.entries]
            near = next((word for word in free if key in MEANT.get(word, ())), None) or nearest(key, free)
            meant.add(near)
            params = {"key": key, "allowed": tuple(properties)}
            if key == "limit" and "bonuses" in properties:
                yield Diagnostic("limit_of_rules", self.node.keys[key], path=self.path)
            else:
                yield Diagnostic("unknown_key", self.node.keys[key], params, near=near, path=self.path)
        missing = tuple(key for key in self.missing if key not in meant) if self.node.complete else ()
        if len(missing) == 1:
            yield Diagnostic("missing_key", self.node.mark, {"key": missing[0]}, path=self.path)
        elif missing:
            yield Diagnostic("missing_keys", self.node.mark, {"keys": missing}, path=self.path)


def _errors(root: Plain, schema: Schema) -> Iterator[Any]:  # noqa: PLR0915 (a short function for each keyword)
    """
    Give what jsonschema finds, where `anyOf` follows the one branch that is meant: an error then speaks of the right keys.

    Branches exclude each other, so this accepts what plain jsonschema accepts. `$ref` is looked up in the schema itself:
    nothing is ever fetched. Numbers are `Fraction`s.
    """
    from jsonschema import Draft202012Validator, ValidationError

    defs = schema["$defs"]
    rules: dict[int, list[tuple[str, Any, Any]]] = {}  # what each schema asks for, without titles and descriptions
    choices: dict[int, _Branches] = {}

    def resolved(branch: Schema) -> Schema:
        return defs[branch["$ref"].removeprefix("#/$defs/")] if "$ref" in branch else branch

    def inside(instance: Plain, schema: Schema, path: str | int | None = None) -> Iterator[Any]:
        # What a validator's `descend` does, but for the ids and anchors that it looks for in every schema: ours have
        # none, and looking for them would be most of the time that a policy takes to load.
        schema = resolved(schema)  # beside a `$ref` stand titles and descriptions only
        wanted = rules.get(id(schema))
        if wanted is None:
            words = [word for word in schema if word in keywords]
            wanted = rules[id(schema)] = [(word, keywords[word], schema[word]) for word in words]
        for keyword, rule, value in wanted:
            for error in rule(_Types, value, instance, schema) or ():
                if not isinstance(error.schema, dict):  # else a schema further inside has spoken
                    error.validator, error.validator_value, error.schema = keyword, value, schema
                if path is not None:
                    error.path.appendleft(path)
                yield error

    def of_type(_: object, wanted: str, instance: Plain, schema: Schema) -> Iterator[Any]:
        if not is_type(instance, wanted):
            yield ValidationError("")

    def unlike(_: object, unwanted: Schema, instance: Plain, schema: Schema) -> Iterator[Any]:
        if next(inside(instance, unwanted), None) is None:
            yield ValidationError("")

    def properties(_: object, wanted: dict[str, Schema], instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            for key, each in wanted.items():
                if key in instance:
                    yield from inside(instance[key], each, key)

    def items(_: object, each: Schema, instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, list):
            for place, item in enumerate(instance):
                yield from inside(item, each, place)

    def any_of(_: object, branches: list[Schema], instance: Plain, schema: Schema) -> Iterator[Any]:
        choice = choices.get(id(branches))
        if choice is None:
            flat: list[Schema] = []
            for branch in map(resolved, branches):
                flat.extend(map(resolved, branch["anyOf"]) if "anyOf" in branch else (branch,))
            choice = choices[id(branches)] = _Branches(flat)
        meant = choice.meant(instance)
        if meant is None:
            yield ValidationError("anyOf", validator="anyOf", validator_value=choice.all, schema=schema)
        else:
            yield from inside(instance, meant)

    def required(_: object, keys: list[str], instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            yield from (ValidationError(key) for key in keys if key not in instance)

    def additional(_: object, allowed: Any, instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            for key, value in instance.items():
                if key not in schema.get("properties", {}):
                    if allowed is False:
                        yield ValidationError(key)
                    else:
                        yield from inside(value, allowed, key)

    def names(_: object, allowed: Schema, instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, dict):
            for key in instance:
                if next(inside(key, allowed), None) is not None:
                    yield ValidationError(key)

    def unique(_: object, wanted: bool, instance: Plain, schema: Schema) -> Iterator[Any]:  # noqa: FBT001
        seen = set()
        for place, each in enumerate(instance if isinstance(instance, list) else ()):
            if isinstance(each, (str, Fraction)):
                if each in seen:
                    yield ValidationError("", path=[place])
                seen.add(each)

    def pattern(_: object, wanted: str, instance: Plain, schema: Schema) -> Iterator[Any]:
        if isinstance(instance, str) and not matches(wanted, instance):
            yield ValidationError("")

    keywords = {
        **Draft202012Validator.VALIDATORS,
        "type": of_type,
        "not": unlike,
        "properties": properties,
        "items": items,
        "anyOf": any_of,
        "required": required,
        "additionalProperties": additional,
        "propertyNames": names,
        "uniqueItems": unique,
        "pattern": pattern,
    }
    return inside(root, schema)


class _Types:
    """
    What jsonschema's keywords ask of a validator.
    """

    is_type = staticmethod(is_type)


class _Branches:
    """
    The branches of an `anyOf`, and how to choose the one that an author meant.
    """

    def __init__(self, branches: list[Schema]) -> None:
        self.all = branches
        self.objects = [each for each in branches if each.get("type") == "object"]
        self.signs = [self._signs(each) for each in self.objects]

    def _signs(self, branch: Schema) -> tuple[dict[str, Any], list[str]]:
        """
        Give what tells a mapping apart: its constants, or the keys that only it requires.
        """
        others = {key for other in self.objects if other is not branch for key in other.get("properties", ())}
        constants = {key: value["const"] for key, value in branch.get("properties", {}).items() if "const" in value}
        return constants, [key for key in branch.get("required", ()) if key not in others]

    def meant(self, instance: Plain) -> Schema | None:
        """
        Choose the branch that an author meant: by type, then by its signs.
        """
        if isinstance(instance, dict):
            for branch, (constants, keys) in zip(self.objects, self.signs, strict=True):
                if constants:
                    if all(instance.get(key) == value for key, value in constants.items()):
                        return branch
                elif any(key in instance for key in keys):
                    return branch
            return self.objects[0] if len(self.objects) == 1 else None
        wanted = _JSON_TYPES[type(instance)]
        fitting = [each for each in self.all if each.get("type") in wanted]
        if isinstance(instance, str) and len(fitting) > 1:
            return next((each for each in fitting if _text_fits(instance, each)), None)
        return fitting[0] if fitting else None


def _text_fits(text: str, schema: Schema) -> bool:
    return text in schema["enum"] if "enum" in schema else matches(schema.get("pattern", "(?s:.*)"), text)


def _located(error: Any, root: Node) -> tuple[Node, str]:
    node, path = root, ""
    for step in error.absolute_path:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
        node = node.items[step] if isinstance(node, ListNode) else node.entries[step]  # type: ignore[union-attr]
    return node, path
