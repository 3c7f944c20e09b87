"""
A digest of what a value says: layout, comments, the order of keys and places in a file do not count.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from assess_rules.exact import number_text
from assess_rules.records import Field


def digest(value: object) -> str:
    """
    Give the SHA-256 of a value of the model or the IR, as `sha256:` and 64 hexadecimal digits.
    """
    return f"sha256:{hashlib.sha256(_text(_plain(value)).encode()).hexdigest()}"


def _text(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, (str, bool)) or value is None:
        return value
    if isinstance(value, (int, Fraction)):
        return {"number": number_text(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return [
        type(value).__name__,
        *(_part(value, each) for each in value.__attrs_attrs__ if _says_something(value, each)),
    ]


def _says_something(value: Any, field: Field) -> bool:
    return field.eq and not (field.added and getattr(value, field.name) == field.default)


def _part(value: Any, field: Field) -> Any:
    parts = _plain(getattr(value, field.name))
    return parts if field.ordered else sorted(parts, key=_text)
