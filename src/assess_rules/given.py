"""
Values as they were given: exact numbers of them, and how a message shows what is none.
"""

import datetime
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import Any

from assess_rules.exact import NUMBER
from assess_rules.labels import Label

PLACES = 20  # of a number, before and after the point, so that its digits do not grow without end
LARGEST = 10**PLACES
WRITTEN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")  # a number, whatever its length
PLAIN: Mapping[type, Label] = {
    str: Label("文字", "a text"),
    bytes: Label("字节串", "bytes"),
    float: Label("浮点数", "a float"),
    list: Label("列表", "a list"),
    tuple: Label("元组", "a tuple"),
    dict: Label("字典", "a dict"),
    set: Label("集合", "a set"),
    datetime.date: Label("日期", "a date"),
    NoneType: Label("空值", "nothing"),
}


def exact_number(value: Any) -> Fraction | None:
    """
    Give what was given as an exact number; None if it is none, or has too many digits.

    A text may write one out, as JSON does that is to stay exact, and then without an exponent.
    """
    if isinstance(value, str):
        return Fraction(value) if NUMBER.fullmatch(value) else None
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent  # a letter where the value is no number
        number = Fraction(value) if isinstance(exponent, int) and abs(exponent) < PLACES else None
    else:
        number = _exact(value)
    return number if number is not None and max(abs(number.numerator), number.denominator) < LARGEST else None


def _exact(value: Any) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (bool, float)):
        return None
    try:
        return Fraction(operator.index(value))
    except TypeError:
        return None


def is_too_long(value: Any) -> bool:
    """
    Say whether what `exact_number` does not take is a number, only of too many digits.
    """
    if isinstance(value, str):
        return WRITTEN.fullmatch(value) is not None
    if isinstance(value, Decimal):
        return value.is_finite()
    return _exact(value) is not None


def blanks_around(text: str) -> Label:
    """
    Say in words which blanks a text begins or ends with: they cannot be seen.
    """
    before, after = text != text.lstrip(), text != text.rstrip()
    full = "\u3000" in text[: len(text) - len(text.lstrip())] + text[len(text.rstrip()) :]
    zh = f"{'前后' if before and after else '前面' if before else '后面'}有{'全角' if full else ''}空格"
    side = "before and behind" if before and after else "before" if before else "behind"
    return Label(zh, f"{'full-width ' if full else ''}blanks {side} it")


def shown_value(value: Any, *, quoted: bool = False) -> dict[str, Any]:
    """
    Give what a message shows: `found`, and `sort`, which says in plain words what it is where that may be what is wrong.

    `quoted` is for texts where no text is meant: from Python 'true' is one, and True a flag.
    """
    if isinstance(value, str) and value.strip() and value != value.strip():
        blanks = blanks_around(value)
        return {"found": value.strip(), "sort": Label(f"（{blanks.zh}）", f" (with {blanks.en})")}
    if isinstance(value, str) and not quoted:
        return {"found": value, "sort": Label()}
    if isinstance(value, bool):
        return {"found": str(value).lower(), "sort": Label()}
    if isinstance(value, (int, Decimal, Fraction)):
        found = _written(str, value)
        much = Label(" (超过4300位的数)", " (a number of more than 4,300 digits)")
        return {"found": found, "sort": much if found == "…" else Label()}
    label = next((label for type_, label in PLAIN.items() if isinstance(value, type_)), None)
    if label is None:  # what its own words are, nobody knows
        name = type(value).__name__
        return {"found": "…", "sort": Label(f" (类型为 {name} 的值)", f" (a value of type {name})")}
    found = _written(str if isinstance(value, datetime.date) else repr, value)
    return {"found": found, "sort": Label(f" ({label.zh})", f" ({label.en})")}


def _written(write: Callable[[Any], str], value: Any) -> str:
    try:
        return write(value)
    except ValueError:  # Python refuses to write a number of more than 4,300 digits
        return "…"
