"""
Ranking of people and teams, period by period and over longer spans.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from assess_rules.model import Ranking, Teams
from assess_rules.outcomes.history import Entry, Standings, span_text, word_of, year_begins
from assess_rules.outcomes.rollups import LeftOut, combined
from assess_rules.periods import Span, periods_in
from assess_rules.records import Record, record


@record
class Place(Record):
    """
    A place in a ranking; `of` counts the members or periods that the score rests on, `left_out` those that it does not.
    """

    place: int
    name: str
    score: Fraction
    of: int
    left_out: tuple[LeftOut, ...]


@record
class RankingResult(Record):
    """
    The ranking of a group in a span: places, and those who have no score to be ranked by.
    """

    what: Literal["people", "teams"]
    at: tuple[str, ...]
    span: str
    group: str
    places: tuple[Place, ...]
    unranked: tuple[LeftOut, ...]
    version: str


Scores = dict[str, tuple[list[Fraction], list[LeftOut]]]


def places(scores: Mapping[str, Fraction], ties: str) -> dict[str, int]:
    """
    Give each name its place, the highest score first. Equal scores share the best place; `dense` leaves no gap after them.

    >>> places({"a": Fraction(9), "b": Fraction(9), "c": Fraction(8)}, "shared_best")
    {'a': 1, 'b': 1, 'c': 3}
    """
    ordered = sorted(scores.values(), reverse=True)
    if ties == "dense":
        ordered = sorted(set(ordered), reverse=True)
    return {name: ordered.index(score) + 1 for name, score in scores.items()}


def rankings(people: Mapping[str, Standings]) -> Iterator[RankingResult]:
    """
    Give every ranking that the policy asks for: people, then teams, by span and group.
    """
    for span, group, entries, rule in _groups(people, _people_rule):
        yield _people(rule, span, group, entries, people)
    for span, group, entries, rule in _groups(people, _team_rule):
        yield _teams(rule, span, group, entries, people)


def _people_rule(entry: Entry) -> tuple[Ranking | Teams | None, str]:
    outcomes = entry.spec.outcomes
    rule = outcomes.ranking if outcomes is not None else None
    among = word_of(entry.spec, rule.among) if rule is not None else "all"
    return rule, {"role": entry.role, "team": entry.team or "", "all": ""}[among]


def _team_rule(entry: Entry) -> tuple[Ranking | Teams | None, str]:
    outcomes = entry.spec.outcomes
    return (outcomes.teams if outcomes is not None else None), ""


def _groups(
    people: Mapping[str, Standings], rule_of: Callable[[Entry], tuple[Ranking | Teams | None, str]]
) -> list[tuple[str, str, list[Entry], Ranking | Teams]]:
    """
    Sort entries into the spans and groups of their rule.
    """
    found: dict[tuple[int, str, str], tuple[list[Entry], Ranking | Teams]] = {}
    for history in people.values():
        for entry in history.entries:
            rule, group = rule_of(entry)
            for number, span in enumerate(rule.each if rule is not None else ()):
                assert rule is not None
                key = (number, span_text(entry, span), group)
                found.setdefault(key, ([], rule))[0].append(entry)
    return [(span, group, entries, rule) for (_, span, group), (entries, rule) in sorted(found.items(), key=lambda each: each[0])]


def _people(rule: Ranking | Teams, span: str, group: str, entries: Sequence[Entry], people: Mapping[str, Standings]) -> RankingResult:
    assert isinstance(rule, Ranking)
    scores: Scores = {}
    for entry in entries:
        _add(scores.setdefault(entry.person, ([], [])), entry, people[entry.person])
    for name, (_, left_out) in scores.items():
        own = next(each for each in entries if each.person == name)
        left_out += _missing(own, span, people[name])
    return _ranked("people", rule.at, span, group, scores, entries[-1], rule)


def _teams(rule: Ranking | Teams, span: str, group: str, entries: Sequence[Entry], people: Mapping[str, Standings]) -> RankingResult:
    assert isinstance(rule, Teams)
    monthly: dict[tuple[str, str], tuple[list[Fraction], list[LeftOut]]] = {}
    for entry in entries:
        if entry.team:
            _add(monthly.setdefault((entry.team, entry.period.text), ([], [])), entry, people[entry.person], name=entry.person)
    how = word_of(entries[-1].spec, rule.score)
    scores: Scores = {}
    for (team, _), (figures, left_out) in sorted(monthly.items()):
        own = scores.setdefault(team, ([], []))
        own[1].extend(left_out)
        if figures:
            own[0].append(combined(figures, how))
    return _ranked("teams", rule.at, span, group, scores, entries[-1], rule)


def _add(scores: tuple[list[Fraction], list[LeftOut]], entry: Entry, history: Standings, name: str | None = None) -> None:
    standing = history.standing[history.entries.index(entry)]
    if standing in ("vetoed", "excused"):
        scores[1].append(LeftOut(name or entry.period.text, standing, entry.reason))
    else:
        assert entry.result is not None
        scores[0].append(entry.result.arithmetic)


def _missing(entry: Entry, span: str, history: Standings) -> list[LeftOut]:
    """
    Give the periods of a longer span for which there is nothing at all.
    """
    known = {each.period.text for each in history.entries}
    name: Span = next(each for each in ("month", "quarter", "half_year", "year") if span_text(entry, each) == span)  # type: ignore[arg-type]
    wanted = periods_in(entry.period, name, entry.spec.period, year_begins(entry.policy))  # type: ignore[arg-type]
    return [LeftOut(each.text, "missing") for each in wanted if each.text not in known]


def _ranked(
    what: Literal["people", "teams"], at: tuple[str, ...], span: str, group: str, scores: Scores, last: Entry, rule: Ranking | Teams
) -> RankingResult:
    over = word_of(last.spec, rule.periods) if rule.periods is not None else "mean"
    figures = {name: combined(each, over) for name, (each, _) in scores.items() if each}
    ties = word_of(last.spec, _ties(last))
    order = places(figures, ties)
    ranked = [Place(order[name], name, figures[name], len(scores[name][0]), tuple(scores[name][1])) for name in figures]
    unranked = [LeftOut(name, each.why, each.reason) for name, (found, left_out) in sorted(scores.items()) if not found for each in left_out[:1]]
    ranked.sort(key=lambda each: (each.place, each.name))
    return RankingResult(what, at, span, group, tuple(ranked), tuple(unranked), last.policy.version)


def _ties(entry: Entry) -> object:
    outcomes = entry.spec.outcomes
    ranking = outcomes.ranking if outcomes is not None else None
    return ranking.ties if ranking is not None else "shared_best"
