"""
Whom a revision touches: the same tables under both versions, as if each held in all periods, side by side.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import Final, NamedTuple

from assess_rules.compare import (
    Aspect,
    Change,
    Differing,
    Found,
    Place,
    changes_to,
    differences,
    found_in_proposals,
    found_in_rankings,
    found_in_rollups,
)
from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import FactsError
from assess_rules.groups import FEWEST
from assess_rules.marks import Mark, Source
from assess_rules.outcomes.consequences import proposals
from assess_rules.outcomes.history import Entry, Standings, by_person
from assess_rules.outcomes.rankings import rankings
from assess_rules.outcomes.rollups import rollups
from assess_rules.outcomes.spans import added
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.revision.rows_as_read import RowsAsRead
from assess_rules.rows import Progress, Row

COUNTED: Final = ("score", "verdict", "grade", "rank", "proposal")
MOVES: Final = ("gain", "lose", "to_pass", "to_fail", "verdict", "grade", "rank", "proposal")
STEPS = (1, 2, 5)  # times a power of ten: how wide a bar of the distribution is
MOST_BARS = 12
NOTHING_ASSUMED: Mapping[str, str] = MappingProxyType({})


@record
class Tally(Record):
    """
    What moves for everybody, or for a role or a team: how many results there are, and how many of each of `MOVES`.

    `mean` is the mean of the differences of all results that have a score under both versions; None without such results,
    and where they are too few to be told without names.
    """

    role: str | None
    team: str | None
    results: int
    counts: Mapping[str, int]
    mean: Fraction | None


@record
class Bar(Record):
    """
    How many results lie from one score to below another, before and after.
    """

    least: Fraction
    below: Fraction
    before: int
    after: int


class Period(NamedTuple):
    """
    What is kept of a person's period: of a million, little.
    """

    text: str
    role: str
    team: str | None
    score: Fraction | None
    verdict: str | None
    grade: str | None


IN_PERIODS: Final[tuple[Aspect, ...]] = ("score", "verdict", "grade")
NOTHING = Period("", "", None, None, None, None)  # where one version has no such period


@record
class Side(Record):
    """
    What one version comes to, as far as an impact tells it: everybody's periods, in order.

    `entries` are what these were made of, where an attribution has need of it.
    """

    policy: Policy
    people: Mapping[str, Sequence[Period]]
    entries: Sequence[Entry]


@record
class Impact(Record):
    """
    What the same rows come to under two versions, and what differs. Make one with `impact`.

    `assumed` are the facts that the rows do not give, with the values taken instead.
    """

    before: Side
    after: Side
    changes: tuple[Change, ...]
    assumed: Mapping[str, str]

    def where(self, change: Change) -> tuple[str, str | None]:
        """
        Give the role and the team of the period in which something changes for a person, or else their last ones.
        """
        periods = [*self.before.people.get(change.name, ()), *self.after.people.get(change.name, ())]
        own = next((each for each in reversed(periods) if each.text == change.where), periods[-1])
        return own.role, own.team

    def tallies(self, *, named: bool = False) -> list[Tally]:
        """
        Count for everybody, for each role, and for each team.

        Unless people may be `named`, roles and teams are told apart only if each has `FEWEST` people at least.
        """
        people: dict[tuple[str | None, str | None], set[str]] = {}
        results: Counter[tuple[str | None, str | None]] = Counter()
        compared: Counter[tuple[str | None, str | None]] = Counter()  # those that have a score on both sides
        for person in {**self.before.people, **self.after.people}:
            for one, other in _side_by_side(person, self.before, self.after):
                own = one if other is NOTHING else other
                for group in _groups(own.role, own.team):
                    people.setdefault(group, set()).add(person)
                    results[group] += 1
                    compared[group] += one.score is not None and other.score is not None
        moved: dict[tuple[str | None, str | None], list[Change]] = {}
        for change in self.changes:
            if change.aspect in COUNTED:
                for group in _groups(*self.where(change)):
                    moved.setdefault(group, []).append(change)
        small = [group for group, own in people.items() if len(own) < FEWEST and not named]
        hidden = {number for number in (0, 1) for group in small if group[number] is not None}
        return [
            _tally(group, results[group], moved.get(group, ()), 0 if group in small else compared[group])
            for group in sorted(people, key=lambda each: (each[1] is not None, each[0] is not None, each[1] or ""))
            if all(group[number] is None for number in hidden)
        ]

    def proposals(self) -> Counter[tuple[str, str]]:
        """
        Give how many proposals come (`new`) and go (`gone`), by the consequence's id.
        """
        flips: Counter[tuple[str, str]] = Counter()
        for each in self.changes:
            if each.aspect == "proposal":
                id_ = each.where.rpartition(" ")[2]
                flips[id_, "gone"] += each.before is not None
                flips[id_, "new"] += each.after is not None
        return flips

    def bars(self) -> list[Bar]:
        """
        Give the distribution of all scores, before and after, in at most `MOST_BARS` bars of one width.
        """
        scores = [
            Counter(each.score for own in side.people.values() for each in own if each.score is not None)
            for side in (self.before, self.after)
        ]
        if any(each.total() < FEWEST for each in scores):
            return []
        every = scores[0].keys() | scores[1].keys()
        least, most = min(every), max(every)
        width = next(each for each in _widths() if floor(most / each) - floor(least / each) < MOST_BARS)
        counts = {each: [0, 0] for each in range(floor(least / width), floor(most / width) + 1)}
        for number, side in enumerate(scores):
            for score, times in side.items():
                counts[floor(score / width)][number] += times
        return [Bar(each * width, (each + 1) * width, *both) for each, both in counts.items()]

    def people(self) -> list[Change]:
        """
        Give every change of a person's score, the greatest loss first, then everything else that changes.
        """
        differences = {id(each): difference(each) for each in self.changes}
        return sorted(
            self.changes, key=lambda each: (differences[id(each)] is None, differences[id(each)] or 0, each.name)
        )


def impact(
    old: Policy,
    new: Policy,
    rows: Sequence[Row],
    assumed: Mapping[str, str] = NOTHING_ASSUMED,
    progress: Progress | None = None,
    *,
    entries: bool = False,
) -> Impact:
    """
    Score rows by two versions, each as if it held in all their periods, and say what differs for whom.

    With `entries` both sides keep what an attribution is made of, which of many rows is much. What only one of them asks of
    a role is kept from the other. Where the rows do not give it, it is taken as `assumed`: a text as a table would hold it.
    Raises `FactsError` for what is neither given nor assumed, by name, and for wrong rows.
    """
    first = min(each.spec.in_force.from_ for each in (old, new))
    held = [each.with_changes({"in_force": f"{{from: {first.isoformat()}}}"}) for each in (old, new)]
    sides = RowsAsRead(held[0], held[1], rows), RowsAsRead(held[1], held[0], rows)
    found = [each for side in sides for each in side.asked(assumed)]
    known = {name: None for side in sides for name in side.alone()}
    for name in assumed:
        if name not in known:
            params = {"fact": name, "allowed": tuple(known) or ("—",)}
            found.append(Diagnostic("assume_unknown", Mark(Source("assume"), 0), params, near=nearest(name, known)))
    if found:
        raise FactsError(found)
    told = _Told(progress, sum(len(side.rows) for side in sides))
    (before, were), (after, are) = (_scored(side, assumed, told, entries=entries) for side in sides)
    moved_from, moved_to = _differing_periods(before, after)
    roles = {person: own[-1].role for side in (before, after) for person, own in side.people.items()}
    changes = changes_to({**moved_from, **were}, {**moved_to, **differences(were, are)}, roles)
    return Impact(before, after, tuple(changes), dict(assumed))


def difference(change: Change) -> Fraction | None:
    """
    Give by how much a score changes; None of anything else.
    """
    if change.aspect == "score" and isinstance(change.before, Fraction) and isinstance(change.after, Fraction):
        return change.after - change.before
    return None


def _scored(version: RowsAsRead, assumed: Mapping[str, str], told: "_Told", *, entries: bool) -> tuple[Side, Found]:
    """
    Score all rows by one version: give what an impact keeps of the periods, and what follows from several of them.

    Everybody's history is let go once that is found.
    """
    people = by_person(map(told, version.entries(assumed)))
    kept = [each for own in people.values() for each in own.entries] if entries else []
    found = found_in_rankings(rankings(people))
    periods = {}
    for person in tuple(people):
        own = people.pop(person)
        found |= found_in_proposals(proposals(own))
        found |= found_in_rollups(rollups(own))
        periods[person] = _periods(own)
    return Side(version.policy, periods, kept), found


def _periods(own: Standings) -> list[Period]:
    rows = zip(own.entries, own.scores, own.standing, strict=True)
    return [Period(each.period.text, each.role, each.team, score, verdict, each.grade) for each, score, verdict in rows]


def _side_by_side(person: str, before: Side, after: Side) -> Iterable[tuple[Period, Period]]:
    """
    Give a person's periods under both versions; what one of them does not have is `NOTHING` there.
    """
    both = {each.text: (each, NOTHING) for each in before.people.get(person, ())}
    for each in after.people.get(person, ()):
        both[each.text] = both.get(each.text, (NOTHING, NOTHING))[0], each
    return both.values()


def _differing_periods(before: Side, after: Side) -> tuple[Found, Found]:
    """
    Give what differs in people's periods, as it is before and after.
    """
    old, new = dict[Place, Differing](), dict[Place, Differing]()
    for person in {**before.people, **after.people}:
        for one, other in _side_by_side(person, before, after):
            for aspect in IN_PERIODS if one != other else ():
                values = getattr(one, aspect), getattr(other, aspect)
                if values[0] != values[1]:
                    place = aspect, person, one.text or other.text
                    old[place], new[place] = values
    return old, new


class _Told:
    """
    Passes entries on, and tells how many have been.
    """

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, each: Entry) -> Entry:
        self.done += 1
        if self.progress is not None and (self.done % 1000 == 0 or self.done == self.total):
            self.progress(self.done, self.total)
        return each


def _groups(role: str, team: str | None) -> list[tuple[str | None, str | None]]:
    return [(None, None), (role, None), *([(None, team)] if team is not None else [])]


def _tally(group: tuple[str | None, str | None], results: int, moved: Sequence[Change], compared: int) -> Tally:
    counts: Counter[str] = Counter(dict.fromkeys(MOVES, 0))
    differences = []
    for each in moved:
        by = difference(each)
        if by is not None:
            differences.append(by)
            counts["gain" if by > 0 else "lose"] += 1
        elif each.aspect == "verdict":
            crossed = {("fail", "pass"): "to_pass", ("pass", "fail"): "to_fail"}
            counts[crossed.get((str(each.before), str(each.after)), "verdict")] += 1
        elif each.aspect != "score":
            counts[each.aspect] += 1
    return Tally(*group, results, dict(counts), added(differences) / compared if compared else None)


def _widths() -> Iterator[Fraction]:
    ten = Fraction(1, 10)
    while True:
        yield from (each * ten for each in STEPS)
        ten *= 10
