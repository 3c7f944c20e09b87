"""
The schemas in `schemas/` follow from the code, are valid, and say to an editor what the loader says.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

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


def plainly_valid(data: bytes) -> bool | None:
    """Say whether plain jsonschema accepts a file's content; None where the reader has refused something of it."""
    try:
        root, refused = read_yaml(data, "x")
    except ValueError:
        return None
    if refused:
        return None

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
    return bool(plain(policy_schema(DEFAULT_KINDS)).is_valid(root.plain))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_our_validator_accepts_what_jsonschema_accepts(path: Path) -> None:
    """
    Following one branch of `anyOf` changes which errors are said, not which files are accepted.
    """
    data = path.read_bytes()
    expected = plainly_valid(data)
    if expected is not None:
        root, _ = read_yaml(data, path.name)
        assert expected == (check(root, policy_schema(DEFAULT_KINDS)) == [])
