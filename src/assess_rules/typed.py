"""
Words and values as people give them in records and tables -> ids, and values of a fact's type.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.diagnostics import nearest
from assess_rules.exact import number_text, parse_number
from assess_rules.given import exact_number, is_too_long, shown_value
from assess_rules.ir import Input, Value
from assess_rules.labels import Label

YES_NO = {  # spreadsheets and data frames write their own true and false, whatever was typed
    **dict.fromkeys(("true", "TRUE", "True", "是"), True),
    **dict.fromkeys(("false", "FALSE", "False", "否"), False),
}
NO_NUMBER = {"count": "not_a_count", "number": "not_a_number_value"}
FROM_PYTHON = Label(
    "；Python 中用 int、Decimal 或 Fraction，不用 float", "; from Python an int, Decimal or Fraction, never a float"
)


def naming(known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """
    Give the id that each word means: the id itself, or a label that no other id has.
    """
    owners: dict[str, list[str]] = {}
    for id_, labels in known.items():
        for label in labels:
            owners.setdefault(label, []).append(id_)
    return {label: ids[0] for label, ids in owners.items() if len(ids) == 1} | {id_: id_ for id_ in known}


def label_words(label: Label) -> tuple[str, ...]:
    """
    Give the words of a label, each once.
    """
    return tuple(dict.fromkeys(each for each in (label.zh, label.en) if each))


def near_name(value: Any, words: Iterable[str]) -> str | None:
    """
    Give the word nearest to a text; None for what is none.
    """
    return nearest(value, words) if isinstance(value, str) else None


def with_labels(named: Iterable[tuple[str, Label]]) -> tuple[Label, ...]:
    """
    Show ids with their labels.
    """
    return tuple(Label(f"{id_}（{label.text('zh')}）", f"{id_} ({label.text('en')})") for id_, label in named)


def typed(each: Input, value: Any, say: Callable[..., None], *, text: bool) -> Value | None:
    """
    Turn what was given into the fact's type, or say why it is not that.
    """
    what = {"fact": each.name, "label": each.label}
    if each.type == "flag":
        flag = value if isinstance(value, bool) else YES_NO.get(value) if text and isinstance(value, str) else None
        if flag is None:
            say("not_a_flag", each.name, **what, **shown_value(value, quoted=not text))
        return flag
    if each.type == "choice":
        options = naming({id_: label_words(label) if text else () for id_, label in each.options})
        option = options.get(value) if isinstance(value, str) else None
        if option is None:
            near = near_name(value, options)
            say("not_an_option", each.name, **what, **shown_value(value), allowed=with_labels(each.options), near=near)
        return option
    number = exact_number(value)
    if number is None or (each.type == "count" and number.denominator != 1):
        code = NO_NUMBER[each.type]
        if number is None and is_too_long(value):
            code = "too_many_digits"
        near = _without_sign(each, value)
        say(code, each.name, **what, **shown_value(value), python=Label() if text else FROM_PYTHON, near=near)
        return None
    return _within(each, number, say)


def _without_sign(each: Input, value: object) -> str | None:
    """
    Give what stands before a percent sign, where the fact may have that value.
    """
    number = parse_number(value.removesuffix("%").rstrip()) if isinstance(value, str) and value.endswith("%") else None
    return number_text(number) if number is not None and each.minimum <= number <= each.maximum else None


def _within(each: Input, number: Fraction, say: Callable[..., None]) -> Fraction | None:
    what = {"fact": each.name, "label": each.label, "found": number_text(number)}
    if number < each.minimum:
        say("below_minimum", each.name, **what, limit=each.minimum)
    elif number > each.maximum:
        say("above_maximum", each.name, **what, limit=each.maximum)
    elif (number * 10**each.places).denominator != 1:
        say("too_many_places", each.name, **what, places=each.places)
    elif each.allowed and number not in each.allowed:
        say("not_allowed", each.name, **what, allowed=tuple(map(number_text, each.allowed)))
    else:
        return number
    return None
