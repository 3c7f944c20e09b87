"""
The periods of people, side by side: what was decided in each, by which version, and why there is no score where there is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from assess_rules.amounts import ByReading
from assess_rules.ir import Value
from assess_rules.model import PolicySpec
from assess_rules.periods import Period, Span, span_of
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result import Result

Standing = Literal["pass", "fail", "vetoed", "excused", "scored"]


@record
class Entry(Record):
    """
    One person's period: a result, or the reason why the person was not appraised.

    `given` are the facts of the record that no rule reads and an outcome may: a quarterly figure, say.
    """

    person: str
    period: Period
    role: str
    team: str | None
    policy: Policy
    result: Result | None
    reason: str | None
    given: Mapping[str, Value]

    @property
    def spec(self) -> PolicySpec:
        """
        Give the version that holds in this period.
        """
        return self.policy.spec


@record
class Standings(Record):
    """
    A person's entries in order, and what each stands as once vetoes have reached as far as they do.

    `reached` names, for a period that is not evaluated because of another one's veto, that other period.
    """

    entries: tuple[Entry, ...]
    standing: tuple[Standing, ...]
    reached: Mapping[str, str]


def word_of(spec: PolicySpec, word: object) -> str:
    """
    Give a word of the outcomes, or the one that a reading has chosen.
    """
    return spec.readings[word.reading.name].chosen.name if isinstance(word, ByReading) else str(word)


def year_begins(policy: Policy) -> int:
    """
    Give the month in which a year begins under a version.
    """
    outcomes = policy.spec.outcomes
    return int(policy.figure(outcomes.year_begins)) if outcomes is not None else 1


def span_text(entry: Entry, span: Span) -> str:
    """
    Give the span that an entry's period falls into.
    """
    return span_of(entry.period, span, entry.spec.period, year_begins(entry.policy)).text  # type: ignore[arg-type]


def by_person(entries: Iterable[Entry]) -> dict[str, Standings]:
    """
    Sort entries by person and period, and let vetoes reach.
    """
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.person, []).append(entry)
    return {person: _standings(sorted(own, key=lambda each: each.period.first_day)) for person, own in sorted(found.items())}


def _standings(entries: Sequence[Entry]) -> Standings:
    reached: dict[str, str] = {}
    for entry in entries:
        if entry.result is None or entry.result.verdict != "vetoed" or entry.spec.vetoes is None:
            continue
        reach = word_of(entry.spec, entry.spec.vetoes.reach)
        for other in entries:
            later = other.period.first_day > entry.period.first_day
            if reach != "period" and other is not entry and (later or reach == "whole_year") and span_text(other, "year") == span_text(entry, "year"):
                reached.setdefault(other.period.text, entry.period.text)
    return Standings(tuple(entries), tuple(_standing(each, reached) for each in entries), reached)


def _standing(entry: Entry, reached: Mapping[str, str]) -> Standing:
    if entry.result is None:
        return "excused"
    if entry.period.text in reached:
        return "vetoed"
    return entry.result.verdict or "scored"
