"""
The schemas in `schemas/` follow from the code, are valid, and say to an editor what the loader says.
"""

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assess_rules.cli.schema import SCHEMAS as PRINTED
from assess_rules.fits import fits
from assess_rules.kinds import DEFAULT_KINDS
from assess_rules.reader import read_yaml
from assess_rules.schema import policy_schema
from assess_rules.schema_check import check

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
RULES = [ROOT / "rules" / "wancheng_2023_127.yaml", *sorted((ROOT / "tests" / "policies").rglob("*.yaml"))]


def test_nothing_has_drifted() -> None:
    """
    Every generated file is what the code generates now.
    """
    done = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stdout)


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_is_what_is_committed(name: str) -> None:
    """
    `assess-rules schema` has a schema for each file in `schemas/`, and prints that.
    """
    assert sorted(PRINTED) == sorted(path.name.partition(".")[0] for path in SCHEMAS)
    assert json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8")) == PRINTED[name]()


def test_a_keyword_asks_nothing_of_values_of_another_type() -> None:
    """
    What says something of mappings has nothing to say of a list, as in jsonschema.
    """
    asked: dict[str, Any] = {"additionalProperties": False, "$defs": {}}

    assert (True, True, False) == (fits([], asked), fits({}, asked), fits({"a": "b"}, asked))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schemas_are_valid(path: Path) -> None:
    """
    A committed schema is valid under its own dialect, and refers to nothing outside itself.
    """
    text = path.read_text("utf-8")
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [each for key, item in value.items() for each in ([item] if key == "$ref" else references(item))]
        return [each for item in value for each in references(item)] if isinstance(value, list) else []

    assert all(each.startswith("#/$defs/") for each in references(schema))


def parts(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every mapping in a schema, with its place."""
    if isinstance(schema, dict):
        yield place, schema
    for key, item in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if isinstance(item, (dict, list)):
            yield from parts(item, f"{place}.{key}")


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_key_is_explained(path: Path) -> None:
    """
    Every key has a description in English and Chinese; those that an editor completes have a title too.
    """
    keys = 0
    for place, schema in parts(json.loads(path.read_text("utf-8"))):
        properties = schema.get("properties", {})
        for key, item in properties.items() if schema.get("type") == "object" else ():
            keys += 1
            text = item.get("description", "")
            assert any("\u4e00" <= c <= "\u9fff" for c in text), (place, key)
            assert text[:1].isascii(), (place, key)
            assert "title" in item or not path.name.startswith(("policy", "clauses")), (place, key)

    assert 10 < keys


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_examples_are_valid(path: Path) -> None:
    """
    What an editor shows as an example fits where it is shown.
    """
    whole = json.loads(path.read_text("utf-8"))
    shown = [each for _, each in parts(whole) if isinstance(each.get("examples"), list)]
    for each in shown:
        check_of = jsonschema.Draft202012Validator({**each, "$defs": whole.get("$defs", {})})
        assert all(check_of.is_valid(example) for example in each["examples"])

    assert bool(shown) == path.name.startswith(("policy", "clauses"))


def plain_validator() -> Any:
    """Give jsonschema's own validator of rule files, for numbers that are `Fraction`s."""

    def pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
        # In JSON Schema `$` is the very end of a text; in Python a line break may follow.
        if isinstance(instance, str) and not re.fullmatch(wanted, instance):
            yield jsonschema.ValidationError("")

    types = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: isinstance(value, Fraction),
            "integer": lambda _, value: isinstance(value, Fraction) and value.denominator == 1,
        }
    )
    plain = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": pattern}, type_checker=types)  # type: ignore[no-untyped-call]
    return plain(POLICY_SCHEMA)


POLICY_SCHEMA = policy_schema(DEFAULT_KINDS)
PLAIN = plain_validator()


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_our_validators_accept_what_jsonschema_accepts(path: Path) -> None:
    """
    Neither a plain yes or no, nor following one branch of `anyOf` changes which files are accepted.
    """
    try:
        root, refused = read_yaml(path.read_bytes(), path.name)
    except ValueError:
        return  # there is no tree to judge
    if not refused:
        expected = PLAIN.is_valid(root.plain)
        assert expected == fits(root.plain, POLICY_SCHEMA)
        assert expected == (check(root, POLICY_SCHEMA) == [])


ODD_VALUES: list[Any] = [
    True,
    Fraction(0),
    Fraction(1),
    Fraction(-1, 2),
    Fraction(10**16),
    "",
    "1.0.0",
    "a b\n",
    "8%",
    "none",
]
ODD_VALUES += [
    "8%",
    "none",
    "x" * 300,
    "kind",
    [],
    ["a", "a"],
    [Fraction(1)],
    {},
    {"fact": "a", "at": "b", "note": "c"},
    {"是": "a"},
]


def odd_twins(value: Any) -> Iterator[Any]:
    """Give copies of a tree with one value replaced by an odd one, one left out, or one more."""
    if isinstance(value, dict):
        yield from ({k: each for k, each in value.items() if k != key} for key in value)
        yield {**value, "zz": "zz"}
        yield from ({**value, key: odd} for key, child in value.items() for odd in odd_twins(child))
    elif isinstance(value, list):
        yield from ([*value[:at], odd, *value[at + 1 :]] for at, child in enumerate(value) for odd in odd_twins(child))
        yield value + value
    yield from ODD_VALUES


@pytest.mark.volume
def test_a_plain_yes_or_no_agrees_with_jsonschema_on_odd_files() -> None:
    """
    Of files that differ in one place from one with every key, both accept the same.
    """
    text = (ROOT / "tests" / "policies" / "every_key.yaml").read_text("utf-8")
    other_kinds = [
        f"{text[: each.start()]}kind: {kind}{text[each.end() :]}"
        for each in re.finditer(r"kind: \w+", text)
        for kind in ("per_item", "bands")
    ]
    root, *others = (read_yaml(each.encode(), "x")[0].plain for each in (text, *other_kinds))
    twins = random.Random(7).sample(list(odd_twins(root)), 200)  # noqa: S311 (not for secrets)

    found = [(PLAIN.is_valid(each), fits(each, POLICY_SCHEMA)) for each in (*twins, *others)]

    assert {(True, True), (False, False)} == set(found)
    assert found.count((True, True)) >= 20
