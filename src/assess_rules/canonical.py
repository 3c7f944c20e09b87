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


def digest(value: object) -> str:
    """
    Give the SHA-256 of a value of the model or the IR, as `sha256:` and 64 hexadecimal digits.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


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
    return [type(value).__name__, *(_plain(getattr(value, each.name)) for each in value.__attrs_attrs__ if each.eq)]
