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


def described(schema: Any, place: str) -> list[str]:
    """Give the places of properties that lack a title or a description."""
    found: list[str] = []
    if isinstance(schema, dict):
        for key, item in schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else ():
            if "title" not in item and "const" not in item:
                found.append(f"{place}.{key}")
        for key, item in schema.items():
            found += described(item, f"{place}.{key}")
    elif isinstance(schema, list):
        for number, item in enumerate(schema):
            found += described(item, f"{place}[{number}]")
    return found


def test_every_key_is_explained() -> None:
    """
    Every key of a rule file has a title for completion; those of classes a description in English and Chinese too.
    """
    schema = policy_schema(DEFAULT_KINDS)

    assert [] == described(schema, "")
    for name, definition in schema["$defs"].items():
        if name[0].isupper() or name.startswith("rule_"):
            for key, item in definition["properties"].items():
                text = item["description"]
                assert any("\u4e00" <= c <= "\u9fff" for c in text), (name, key)
                assert text[:1].isascii(), (name, key)


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
