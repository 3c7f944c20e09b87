"""
The periods of a span: which of them count, which cannot and why, and how their scores come together.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Literal

from assess_rules.outcomes.history import Entry, SpanOf, Standings, Version
from assess_rules.periods import Period
from assess_rules.records import Record, record

Why = Literal["missing", "before", "after", "excused", "vetoed", "role", "team", "year", "unneeded"]


@record
class Part(Record):
    """
    A period's score that counts in a longer span, and the version that decided it.

    Where a period without a score counts as a failed one, it counts with 0 points: `as_failed`.
    """

    period: str
    score: Fraction
    version: str
    as_failed: bool = False


@record
class LeftOut(Record):
    """
    A period that cannot count, and why.

    `missing`: there is no record; `before` and `after`: none before the person's first or after the last one; `excused` with
    its reason; `vetoed`, by another period's veto if there is a reason; another `role` or `team`, which the reason names;
    `year`: its own version has it in the span of this name, and the version that decides has its year begin elsewhere.
    `unneeded`: the period counts, but a fact that is added, which the reason names, is not needed in it.
    `person` is whose period it is where a team's score leaves it out.
    """

    period: str
    why: Why
    reason: str | None = None
    person: str | None = None


@record
class WholeSpan(Record):
    """
    A span with all its periods, by the version in force in the last of them that anybody has a record of.
    """

    word: str
    text: str
    periods: tuple[str, ...]
    version: Version

    def names(self, spans: Mapping[str, SpanOf]) -> bool:
        """
        Say whether a period falls into the span of this name, by the version of its own that gives its `spans`.
        """
        return spans[self.word].text == self.text


def whole_spans(people: Iterable[Standings]) -> dict[str, WholeSpan]:
    """
    Give every period and longer span that there is, by its text.
    """
    last: dict[str, tuple[Period, str, SpanOf, Version]] = {}
    for history in people:
        for each, spans, version in zip(history.entries, history.spans, history.versions, strict=True):
            for word, span in spans.items():
                if span.text not in last or last[span.text][0].first_day < each.period.first_day:
                    last[span.text] = (each.period, word, span, version)
    return {text: WholeSpan(word, text, span.periods, version) for text, (_, word, span, version) in last.items()}


def gather(
    history: Standings, span: WholeSpan, other: Callable[[Entry], LeftOut | None]
) -> tuple[dict[int, Fraction], list[LeftOut]]:
    """
    Go through every period of a span: give the places and scores of those that count, and the others with the reason.

    `other` says of an entry why it belongs elsewhere, if it does.
    """
    first, last = history.entries[0].period.text, history.entries[-1].period.text
    found: dict[int, Fraction] = {}
    left_out: list[LeftOut] = []
    if history.versions.count(span.version) < len(history.versions):  # the span's own has no other span of that name
        named = (each.period.text for each, own in zip(history.entries, history.spans, strict=True) if span.names(own))
        left_out += [LeftOut(period, "year") for period in named if period not in span.periods]
    for period in span.periods:
        number = history.places.get(period)
        if number is None:  # periods of one kind are in order as their texts are
            left_out.append(LeftOut(period, "before" if period < first else "after" if period > last else "missing"))
            continue
        score, reason = counted_score(history, number), other(history.entries[number])
        if score is None or reason is not None:
            left_out.append(reason or why_not(history, number))
        else:
            found[number] = score
    return found, left_out


def counted_score(history: Standings, place: int) -> Fraction | None:
    """
    Give the score with which a period counts in spans and teams; None where it does not.
    """
    score = history.scores[place]
    return Fraction(0) if score is None and place in history.failed else score


def part(history: Standings, place: int, score: Fraction) -> Part:
    """
    Give a period with the score with which it counts.
    """
    each = history.entries[place]
    return Part(each.period.text, score, each.policy.version, as_failed=place in history.failed)


def why_not(history: Standings, place: int) -> LeftOut:
    """
    Say why a period counts with no score.
    """
    each = history.entries[place]
    if history.standing[place] == "excused":
        return LeftOut(each.period.text, "excused", each.reason)
    return LeftOut(each.period.text, "vetoed", history.reached.get(each.period.text))


def combined(figures: list[Fraction], how: str) -> Fraction:
    """
    Put figures together: `sum`, `mean` or `median`; there is at least one.

    >>> combined([Fraction(90), Fraction(93), Fraction(99), Fraction(100)], "median")
    Fraction(96, 1)
    """
    if len(figures) == 1:  # as most are: one figure is its own sum, mean and median
        return figures[0]
    if how == "median":
        ordered, middle = sorted(figures), len(figures) // 2
        return ordered[middle] if len(figures) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    total = added(figures)
    return total if how == "sum" else total / len(figures)


def added(figures: Iterable[Fraction]) -> Fraction:
    """
    Add figures up as whole numbers, for of many figures most have one of a few denominators.

    >>> added([Fraction(1, 2), Fraction(5, 2), Fraction(1, 3)])
    Fraction(10, 3)
    """
    numerators: dict[int, int] = {}
    for each in figures:
        denominator = each.denominator
        numerators[denominator] = numerators.get(denominator, 0) + each.numerator
    common = lcm(*numerators)
    return Fraction(sum(numerator * (common // each) for each, numerator in numerators.items()), common)
