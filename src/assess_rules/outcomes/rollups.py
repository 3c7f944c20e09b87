"""
Figures over several periods: a quarter's or a year's score from its periods' and what is added to them.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assess_rules.ir import Value
from assess_rules.labels import Label
from assess_rules.model import Rollup
from assess_rules.outcomes.history import Entry, Standings, span_text, word_of, year_begins
from assess_rules.ownership import has_role
from assess_rules.periods import periods_in
from assess_rules.records import Record, record


@record
class Part(Record):
    """
    A period's score in a roll-up, and the version that decided it.
    """

    period: str
    score: Fraction
    version: str


@record
class LeftOut(Record):
    """
    A period that a roll-up cannot count, and why: `vetoed`, `excused` with its reason, another `role`, or `missing`.
    """

    period: str
    why: str
    reason: str | None = None


@record
class RollupResult(Record):
    """
    A figure over a span. `value` is None where nothing can be counted or a fact that is added is not given (`lacks`).
    """

    id: str
    label: Label
    at: tuple[str, ...]
    person: str
    role: str
    team: str | None
    span: str
    value: Fraction | None
    how: str
    parts: tuple[Part, ...]
    added: tuple[tuple[str, Fraction, Fraction], ...]
    left_out: tuple[LeftOut, ...]
    lacks: tuple[str, ...]
    version: str


def rollups(history: Standings) -> Iterator[RollupResult]:
    """
    Give a person's roll-ups, each by the last version that holds in its span.
    """
    spans: dict[tuple[str, str], tuple[Rollup, list[Entry]]] = {}
    for entry in history.entries:
        outcomes = entry.spec.outcomes
        for rule in outcomes.rollups if outcomes is not None else ():
            if has_role(rule.roles, entry.role):
                key = (rule.id.name, span_text(entry, rule.each))  # type: ignore[arg-type]
                spans[key] = (rule, [*spans.get(key, (rule, []))[1], entry])
    for (_, span), (rule, entries) in sorted(spans.items()):
        yield _rollup(rule, span, entries, history)


def _rollup(rule: Rollup, span: str, entries: Sequence[Entry], history: Standings) -> RollupResult:
    last = entries[-1]
    parts, left_out = _parts(rule, last, history)
    how = word_of(last.spec, rule.periods)
    added, lacks = [], []
    for fact, amount in rule.plus:
        given = next((each.given[fact.name] for each in reversed(entries) if fact.name in each.given), None)
        if given is None:
            lacks.append(fact.name)
        else:
            added.append((fact.name, last.policy.figure(amount), _number(given)))
    value = None
    if parts and not lacks:
        value = combined([each.score for each in parts], how) + sum((weight * figure for _, weight, figure in added), Fraction(0))
    return RollupResult(
        id=rule.id.name,
        label=rule.label,
        at=rule.at,
        person=last.person,
        role=last.role,
        team=last.team,
        span=span,
        value=value,
        how=how,
        parts=tuple(parts),
        added=tuple(added),
        left_out=tuple(left_out),
        lacks=tuple(lacks),
        version=last.policy.version,
    )


def _parts(rule: Rollup, last: Entry, history: Standings) -> tuple[list[Part], list[LeftOut]]:
    """
    Go through every period that the span has: those that count, and those that cannot, with the reason.
    """
    known = {entry.period.text: (entry, standing) for entry, standing in zip(history.entries, history.standing, strict=True)}
    parts, left_out = [], []
    for period in periods_in(last.period, rule.each, last.spec.period, year_begins(last.policy)):  # type: ignore[arg-type]
        entry, standing = known.get(period.text, (None, None))
        if entry is None:
            left_out.append(LeftOut(period.text, "missing"))
        elif standing == "excused":
            left_out.append(LeftOut(period.text, "excused", entry.reason))
        elif not has_role(rule.roles, entry.role):
            left_out.append(LeftOut(period.text, "role", entry.role))
        elif standing == "vetoed":
            left_out.append(LeftOut(period.text, "vetoed", history.reached.get(period.text)))
        else:
            assert entry.result is not None
            parts.append(Part(period.text, entry.result.arithmetic, entry.policy.version))
    return parts, left_out


def combined(figures: Sequence[Fraction], how: str) -> Fraction:
    """
    Put figures together: `sum`, `mean` or `median`.
    """
    if how == "median":
        ordered, middle = sorted(figures), len(figures) // 2
        return ordered[middle] if len(figures) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    total = sum(figures, Fraction(0))
    return total if how == "sum" else total / len(figures)


def _number(value: Value) -> Fraction:
    assert not isinstance(value, (bool, str))
    return Fraction(value)
