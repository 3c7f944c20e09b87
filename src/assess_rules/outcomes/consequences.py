"""
Proposals: what the policy proposes when a condition holds, once or each time. People decide.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from assess_rules.amounts import AllOf, AnyOf, Condition, FactIs, NotOf, PeriodsIn, ReadingIs, RoleIn, VerdictIs, parts
from assess_rules.backends.reference import holds, truth
from assess_rules.labels import Label
from assess_rules.model import Consequence
from assess_rules.outcomes.history import Standings, span_text, word_of
from assess_rules.ownership import has_role
from assess_rules.records import Record, record


@record
class Proposal(Record):
    """
    What is proposed for a person in a period, or, as a warning, would be proposed one step further.

    `because` are the periods that made the condition hold; `lasts` is the span that the consequence covers.
    """

    kind: Literal["proposal", "warning"]
    id: str
    label: Label
    at: tuple[str, ...]
    person: str
    role: str
    team: str | None
    period: str
    because: tuple[str, ...]
    lasts: str | None
    version: str
    provisional: tuple[str, ...]


def proposals(history: Standings) -> Iterator[Proposal]:
    """
    Give a person's proposals and warnings, in the order of periods and of the policy.
    """
    for index, entry in enumerate(history.entries):
        outcomes = entry.spec.outcomes
        for rule in outcomes.consequences if outcomes is not None else ():
            if has_role(rule.roles, entry.role):
                kind = _kind(rule, history, index)
                if kind is not None:
                    yield _proposal(kind, rule, history, index)


def _kind(rule: Consequence, history: Standings, index: int) -> Literal["proposal", "warning"] | None:
    spec = history.entries[index].spec
    if _holds(rule.when, history, index):
        if word_of(spec, rule.propose) == "each_time":
            return "proposal" if _adds(rule.when, history, index) else None
        before = [other for other in _same_span(rule, history, index) if other < index]
        return None if any(_holds(rule.when, history, other) for other in before) else "proposal"
    return "warning" if _one_short(rule.when, history, index) else None


def _same_span(rule: Consequence, history: Standings, index: int) -> list[int]:
    """
    Give the periods among which a consequence is proposed once: the span of its condition, else the one that it lasts.
    """
    span = next((each.span for each in parts(rule.when) if isinstance(each, PeriodsIn)), rule.lasts)
    if span == "ever":
        return list(range(len(history.entries)))
    if span in (None, "period"):
        return [index]
    return _in_span(span, history, index)


def _in_span(span: str, history: Standings, index: int) -> list[int]:
    wanted = span_text(history.entries[index], span)  # type: ignore[arg-type]
    return [other for other, entry in enumerate(history.entries) if span_text(entry, span) == wanted]  # type: ignore[arg-type]


def _holds(condition: Condition, history: Standings, index: int) -> bool:
    entry = history.entries[index]
    match condition:
        case VerdictIs(verdict):
            return history.standing[index] == verdict
        case PeriodsIn(_, _, comparisons):
            count = len(_counted(condition, history, index))
            return all(holds(_whole(count), op, entry.policy.figure(amount)) for op, amount in comparisons)
        case AllOf(terms):
            return all(_holds(each, history, index) for each in terms)
        case AnyOf(terms):
            return any(_holds(each, history, index) for each in terms)
        case NotOf(of):
            return not _holds(of, history, index)
        case RoleIn(roles):
            return has_role(roles, entry.role)
        case ReadingIs(reading, option):
            return entry.spec.readings[reading.name].chosen.name == option.name
    assert isinstance(condition, FactIs)
    if entry.result is None:
        return False
    return truth(entry.policy.condition(condition, entry.role), {**entry.given, **entry.result.facts})


def _counted(condition: PeriodsIn, history: Standings, index: int) -> list[int]:
    """
    Give the periods of the span, up to this one, that count. A vetoed one counts as failed where the policy says so.
    """
    among = range(len(history.entries)) if condition.span == "ever" else _in_span(condition.span, history, index)
    return [other for other in among if other <= index and _counts(condition.of, history, other)]


def _counts(condition: Condition, history: Standings, index: int) -> bool:
    vetoes = history.entries[index].spec.vetoes
    if condition == VerdictIs("fail") and history.standing[index] == "vetoed" and vetoes is not None:
        return word_of(history.entries[index].spec, vetoes.counts_as) == "as_failed"
    return _holds(condition, history, index)


def _adds(condition: Condition, history: Standings, index: int) -> bool:
    """
    Say whether this period makes the condition hold or adds to it, and does not merely come after it.
    """
    counts = [each for each in parts(condition) if isinstance(each, PeriodsIn)]
    return not counts or any(_counts(each.of, history, index) for each in counts)


def _one_short(condition: Condition, history: Standings, index: int) -> bool:
    """
    Say whether one more period like this one would make a count of periods hold.
    """
    if not isinstance(condition, PeriodsIn) or not _counts(condition.of, history, index):
        return False
    count = len(_counted(condition, history, index))
    policy = history.entries[index].policy
    return all(holds(_whole(count + 1), op, policy.figure(amount)) for op, amount in condition.comparisons)


def _proposal(kind: Literal["proposal", "warning"], rule: Consequence, history: Standings, index: int) -> Proposal:
    entry = history.entries[index]
    counts = [each for each in parts(rule.when) if isinstance(each, PeriodsIn)]
    because = [other for each in counts for other in _counted(each, history, index)] or [index]
    lasts = None if rule.lasts in (None, "period") else span_text(entry, rule.lasts)  # type: ignore[arg-type]
    open_ = tuple(each for each, reading in entry.spec.readings.items() if reading.decided is None)
    return Proposal(
        kind=kind,
        id=rule.id.name,
        label=rule.label,
        at=rule.at,
        person=entry.person,
        role=entry.role,
        team=entry.team,
        period=entry.period.text,
        because=tuple(history.entries[other].period.text for other in sorted(set(because))),
        lasts=lasts,
        version=entry.policy.version,
        provisional=open_,
    )


def _whole(count: int) -> Fraction:
    return Fraction(count)
