"""
The one door for facts: every record, from Python or from a table, is checked here before anything is scored.

Missing is not zero, unknown is an error, and a fact that the role has no use for is refused. All that is wrong with a record is said
at once.
"""

import datetime
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assess_rules.backends.reference import truth
from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.exact import NUMBER, number_text
from assess_rules.ir import Fact, Input, Plan, Ref, Value
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.periods import EXAMPLES, Span, parse_period
from assess_rules.records import Record, record
from assess_rules.result import Context
from assess_rules.trace import formula

IDENTITY = {"role": Label("岗位", "role"), "team": Label("实施团队", "team"), "period": Label("考核周期", "period")}
YES_NO = {"true": True, "false": False, "是": True, "否": False}
MAX_TEXT = 200
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Marks = Callable[[str | None], Mark]


@record
class Accepted(Record):
    """
    A record that has passed: its role, the facts that its plan reads, and whose it is.
    """

    role: str
    values: Mapping[str, Value]
    context: Context


@record
class Door(Record):
    """
    What a policy admits: its plans by role, the period, the days on which it holds, and the column that names the person.
    """

    plans: Mapping[str, Plan]
    period: Span
    first_day: datetime.date
    last_day: datetime.date | None
    subject: str
    subject_label: Label

    def columns(self) -> dict[str, tuple[str, ...]]:
        """
        Give every column that a table may have, with the labels that it may be headed by.
        """
        found = {self.subject: _labels(self.subject_label)} | {key: _labels(label) for key, label in IDENTITY.items()}
        for plan in self.plans.values():
            for each in plan.inputs:
                found.setdefault(each.name, _labels(each.label))
        return found

    def accept(
        self, facts: Mapping[str, Any], mark: Marks, found: list[Diagnostic], *, text: bool = False
    ) -> Accepted | None:
        """
        Check a record; give what passed, or None with diagnostics in `found`.

        `mark` gives the place of a column; `text` says that values may be the texts of a table, in which an empty one is not given.
        """
        before = len(found)

        def say(code: str, column: str | None, *, near: str | None = None, **params: Any) -> None:
            found.append(Diagnostic(code, mark(column), params, near=near, path=column or ""))

        given = {key: value for key, value in facts.items() if value is not None and not (text and value == "")}
        plan = self._plan(given.get("role"), say, text=text)
        context = self._context(given, say)
        if plan is None:
            return None
        inputs = {each.name: each for each in plan.inputs}
        for key in given:
            if key not in inputs and key not in IDENTITY and key != self.subject:
                self._refuse(key, plan, say)
        values: dict[str, Value] = {}
        defaulted = []
        for name, each in inputs.items():
            if name in given:
                value = _value(each, given[name], say, text=text)
                if value is not None:
                    values[name] = value
            elif each.required:
                say("missing_fact", name, fact=name, label=each.label, role=plan.role_label, note=_note(each))
            elif each.default is not None:
                values[name] = each.default
                defaulted.append(name)
        for check in plan.checks:
            if all(name in values for name in check.facts):
                _relation(check.condition, check.at, values, say)
        if len(found) > before:
            return None
        read = {each.name: values[each.name] for each in plan.inputs if each.read}
        return Accepted(plan.role, read, Context(context.person, context.team, context.period, tuple(defaulted)))

    def _plan(self, role: Any, say: Callable[..., None], *, text: bool) -> Plan | None:
        roles = {key: plan.role_label for key, plan in self.plans.items()}
        if role is None:
            say("missing_role", "role", allowed=tuple(roles))
            return None
        if isinstance(role, str):
            if role in self.plans:
                return self.plans[role]
            labels = {label: key for key, each in roles.items() for label in _labels(each)}
            if text and role in labels:
                return self.plans[labels[role]]
        say("unknown_role_value", "role", found=_found(role), allowed=tuple(roles), near=nearest(str(role), roles))
        return None

    def _context(self, given: Mapping[str, Any], say: Callable[..., None]) -> Context:
        found: dict[str, str | None] = {}
        for key, name in ((self.subject, "person"), ("team", "team"), ("period", "period")):
            value = given.get(key)
            if value is not None and (
                not isinstance(value, str)
                or not value
                or _CONTROL.search(value)
                or len(value) > MAX_TEXT
                or value != value.strip()
            ):
                say("bad_name", key, found=_found(value))
                value = None
            found[name] = value
        if found["period"] is not None:
            period = parse_period(found["period"], self.period)
            if period is None:
                say("bad_period", "period", found=found["period"], example=EXAMPLES[self.period])
            elif period.first_day < self.first_day or (self.last_day is not None and period.first_day > self.last_day):
                last = self.last_day.isoformat() if self.last_day is not None else "…"
                say("period_not_in_force", "period", found=period.text, first=self.first_day.isoformat(), last=last)
        return Context(found["person"], found["team"], found["period"])

    def _refuse(self, key: str, plan: Plan, say: Callable[..., None]) -> None:
        owners = plan.elsewhere.get(key)
        if owners is not None:
            say(
                "fact_of_other_role",
                key,
                fact=key,
                role=plan.role_label,
                owners=tuple(self.plans[each].role_label for each in owners),
            )
        else:
            known = self.columns()
            say("unknown_fact_value", str(key), near=nearest(str(key), known), fact=str(key))


def _labels(label: Label) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in (label.zh, label.en) if each))


def _note(each: Input) -> Label:
    return (
        Label(f"（{each.note.text('zh')}）", f" ({each.note.text('en')})") if each.note is not None else Label("", "")
    )


def _found(value: Any) -> str:
    return value if isinstance(value, str) else f"{type(value).__name__} {value!r}"


def _value(each: Input, value: Any, say: Callable[..., None], *, text: bool) -> Value | None:
    """
    Turn what was given into the fact's type, or say why it is not that.
    """
    if each.type == "flag":
        flag = value if isinstance(value, bool) else YES_NO.get(value) if text and isinstance(value, str) else None
        if flag is None:
            say("not_a_flag", each.name, fact=each.name, label=each.label, found=_found(value))
        return flag
    if each.type == "choice":
        options = {id_: id_ for id_, _ in each.options}
        if text:
            options = {label: id_ for id_, option in each.options for label in _labels(option)} | options
        option = options.get(value) if isinstance(value, str) else None
        if option is None:
            say(
                "not_an_option",
                each.name,
                fact=each.name,
                label=each.label,
                found=_found(value),
                allowed=tuple(options),
                near=nearest(str(value), options),
            )
        return option
    number = _number(value, text=text)
    if number is None or (each.type == "count" and number.denominator != 1):
        say(
            "not_a_count" if each.type == "count" else "not_a_number_value",
            each.name,
            fact=each.name,
            label=each.label,
            found=_found(value),
        )
        return None
    return _within(each, number, say)


def _number(value: Any, *, text: bool) -> Fraction | None:
    if isinstance(value, str):
        return Fraction(value) if text and NUMBER.fullmatch(value) else None
    if isinstance(value, (bool, float)):
        return None
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() and -20 < value.adjusted() < 20 else None  # noqa: PLR2004 (before the digits grow)
    if isinstance(value, Fraction):
        return value
    try:
        return Fraction(operator.index(value))
    except TypeError:
        return None


def _within(each: Input, number: Fraction, say: Callable[..., None]) -> Fraction | None:
    shown = number_text(number)
    if number < each.minimum:
        say("below_minimum", each.name, fact=each.name, label=each.label, found=shown, limit=each.minimum)
    elif number > each.maximum:
        say("above_maximum", each.name, fact=each.name, label=each.label, found=shown, limit=each.maximum)
    elif (number * 10**each.places).denominator != 1:
        say("too_many_places", each.name, fact=each.name, label=each.label, found=shown, places=each.places)
    elif each.allowed and number not in each.allowed:
        say(
            "not_allowed",
            each.name,
            fact=each.name,
            label=each.label,
            found=shown,
            allowed=tuple(map(number_text, each.allowed)),
        )
    else:
        return number
    return None


def _relation(condition: Any, at: tuple[str, ...], values: Mapping[str, Value], say: Callable[..., None]) -> None:
    if not truth(condition, values):

        def leaf(expr: Fact | Ref) -> str:
            assert isinstance(expr, Fact)
            value = values[expr.name]
            return f"{expr.name} ({number_text(value) if not isinstance(value, (bool, str)) else value})"

        say("relation", None, relation=formula(condition, leaf, "en"), at=at or ("-",))
