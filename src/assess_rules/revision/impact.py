"""
Whom a revision touches: the same tables under both versions, as if each held in all periods, side by side.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import Final

from assess_rules.compare import Change, changes
from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import FactsError
from assess_rules.facts import STATUS
from assess_rules.groups import FEWEST
from assess_rules.ir import Input
from assess_rules.marks import Mark, Source
from assess_rules.outcomes import Entry, Outcomes, entry, outcomes
from assess_rules.policy import Policy
from assess_rules.records import Record, evolve, record
from assess_rules.rows import Progress, Row
from assess_rules.tables import accept_each
from assess_rules.typed import label_words, naming

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


@record
class Impact(Record):
    """
    The outcomes of the same rows under two versions, and what differs. Make one with `impact`.

    `assumed` are the facts that the rows do not give, with the values taken instead.
    """

    before: Outcomes
    after: Outcomes
    changes: tuple[Change, ...]
    assumed: Mapping[str, str]

    def where(self, change: Change) -> tuple[str, str | None]:
        """
        Give the role and the team of the period in which something changes for a person, or else their last ones.
        """
        entries = [each for side in (self.before, self.after) for each in _entries(side, change.name)]
        own = [each for each in entries if each.period.text == change.where] or entries
        return own[-1].role, own[-1].team

    def tallies(self, *, named: bool = False) -> list[Tally]:
        """
        Count for everybody, for each role, and for each team.

        Unless people may be `named`, roles and teams are told apart only if each has `FEWEST` people at least.
        """
        people: dict[tuple[str | None, str | None], set[str]] = {}
        results: Counter[tuple[str | None, str | None]] = Counter()
        compared: Counter[tuple[str | None, str | None]] = Counter()  # those that have a score on both sides
        for person in {**self.before.people, **self.after.people}:
            own = {each.period.text: each for side in (self.before, self.after) for each in _entries(side, person)}
            both = _scored(self.before, person) & _scored(self.after, person)
            for each in own.values():
                for group in _groups(each.role, each.team):
                    people.setdefault(group, set()).add(person)
                    results[group] += 1
                    compared[group] += each.period.text in both
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
        before, after = (
            [each for own in side.people.values() for each in own.scores if each is not None]
            for side in (self.before, self.after)
        )
        if len(before) < FEWEST or len(after) < FEWEST:
            return []
        least, most = min(*before, *after), max(*before, *after)
        width = next(each for each in _widths() if floor(most / each) - floor(least / each) < MOST_BARS)
        places = Counter(floor(each / width) for each in before), Counter(floor(each / width) for each in after)
        numbers = range(floor(least / width), floor(most / width) + 1)
        return [Bar(each * width, (each + 1) * width, places[0][each], places[1][each]) for each in numbers]

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
) -> Impact:
    """
    Score rows by two versions, each as if it held in all their periods, and say what differs for whom.

    What only one of them asks of a role is kept from the other. Where the rows do not give it, it is taken as `assumed`: a
    text as a table would hold it. Raises `FactsError` for what is neither given nor assumed, by name, and for wrong rows.
    """
    first = min(each.spec.in_force.from_ for each in (old, new))
    held = [each.with_changes({"in_force": f"{{from: {first.isoformat()}}}"}) for each in (old, new)]
    sides = _Side(held[0], held[1], rows), _Side(held[1], held[0], rows)
    found = [each for side in sides for each in side.asked(assumed)]
    known = {name: None for side in sides for name in side.alone()}
    for name in assumed:
        if name not in known:
            params = {"fact": name, "allowed": tuple(known) or ("—",)}
            found.append(Diagnostic("assume_unknown", Mark(Source("assume"), 0), params, near=nearest(name, known)))
    if found:
        raise FactsError(found)
    told = _Told(progress, sum(len(side.rows) for side in sides))
    before, after = (outcomes(map(told, side.entries(assumed))) for side in sides)
    return Impact(before, after, tuple(changes(before, after)), dict(assumed))


def difference(change: Change) -> Fraction | None:
    """
    Give by how much a score changes; None of anything else.
    """
    if change.aspect == "score" and isinstance(change.before, Fraction) and isinstance(change.after, Fraction):
        return change.after - change.before
    return None


class _Side:
    """
    One of the two versions, with the rows of the roles that it has.
    """

    def __init__(self, policy: Policy, other: Policy, rows: Sequence[Row]) -> None:
        self.policy = policy
        self.inputs = {role: {each.name: each for each in plan.inputs} for role, plan in policy.plans.items()}
        self.theirs = {role: {each.name for each in plan.inputs} for role, plan in other.plans.items()}
        words = {role: label_words(plan.role_label) for role, plan in policy.plans.items()}
        self.names = naming(words)
        elsewhere = naming({role: label_words(plan.role_label) for role, plan in other.plans.items()})
        roles = ((row, str(row.values.get("role"))) for row in rows)
        self.rows = [row for row, role in roles if role in self.names or role not in elsewhere]

    def _own(self, row: Row) -> dict[str, Input]:
        """
        Give the facts that this version alone asks of a row's role.
        """
        role = self.names.get(str(row.values.get("role")), "")
        theirs = self.theirs.get(role, set())
        return {name: each for name, each in self.inputs.get(role, {}).items() if name not in theirs}

    def alone(self) -> list[str]:
        """
        Give the facts that this version alone asks of some role.
        """
        return [name for role, own in self.inputs.items() for name in own if name not in self.theirs.get(role, set())]

    def asked(self, assumed: Mapping[str, str]) -> Iterator[Diagnostic]:
        """
        Say which facts of this version alone the rows do not give, each once, at the first row.
        """
        lacking: dict[str, list[Row]] = {}
        labels = {}
        for row in self.rows:
            if not row.values.get(STATUS):
                for name, each in self._own(row).items():
                    known = name in assumed or name in row.complete or not row.empty((name,))
                    if not known and self._needs(each, row, assumed):
                        lacking.setdefault(name, []).append(row)
                        labels[name] = each.label
        for name, rows in lacking.items():
            params = {"fact": name, "label": labels[name], "version": self.policy.version, "rows": len(rows)}
            yield Diagnostic("fact_of_one_version", rows[0].place(name), params, path=name)

    def entries(self, assumed: Mapping[str, str]) -> Iterator[Entry]:
        """
        Score the rows as this version reads them.
        """
        accepted = accept_each([(self._row(row, assumed), self.policy.door) for row in self.rows])
        return (entry(self.policy, each) for each in accepted)

    def _row(self, row: Row, assumed: Mapping[str, str]) -> Row:
        role = self.names.get(str(row.values.get("role")), "")
        left = self.theirs.get(role, set()) - self.inputs.get(role, {}).keys()
        values = {name: each for name, each in row.values.items() if name not in left}
        if not values.get(STATUS):
            values |= {name: assumed[name] for name in self._assumed(row, assumed)}
        return evolve(row, values=values)

    def _assumed(self, row: Row, assumed: Mapping[str, str]) -> list[str]:
        """
        Give the facts that are assumed for a row: what only this version asks, the row does not give, and is needed.
        """
        own = {name: each for name, each in self._own(row).items() if name in assumed and row.empty((name,))}
        return [name for name, each in own.items() if each.needed is None or self._needs(each, row, assumed)]

    def _needs(self, each: Input, row: Row, assumed: Mapping[str, str]) -> bool:
        inputs = self.inputs[self.names[str(row.values.get("role"))]]
        beside = {name: text for name, text in assumed.items() if row.empty((name,))}
        return self.policy.door.needs(each, inputs.values(), {**row.values, **beside}, row.complete)


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


def _entries(outcomes: Outcomes, person: str) -> Sequence[Entry]:
    history = outcomes.people.get(person)
    return () if history is None else history.entries


def _scored(outcomes: Outcomes, person: str) -> set[str]:
    history = outcomes.people.get(person)
    pairs = () if history is None else zip(history.entries, history.scores, strict=True)
    return {each.period.text for each, score in pairs if score is not None}


def _groups(role: str, team: str | None) -> list[tuple[str | None, str | None]]:
    return [(None, None), (role, None), *([(None, team)] if team is not None else [])]


def _tally(group: tuple[str | None, str | None], results: int, moved: Sequence[Change], compared: int) -> Tally:
    counts: Counter[str] = Counter(dict.fromkeys(MOVES, 0))
    total = Fraction(0)
    for each in moved:
        by = difference(each)
        if by is not None:
            total += by
            counts["gain" if by > 0 else "lose"] += 1
        elif each.aspect == "verdict":
            crossed = {("fail", "pass"): "to_pass", ("pass", "fail"): "to_fail"}
            counts[crossed.get((str(each.before), str(each.after)), "verdict")] += 1
        elif each.aspect != "score":
            counts[each.aspect] += 1
    return Tally(*group, results, dict(counts), total / compared if compared else None)


def _widths() -> Iterator[Fraction]:
    ten = Fraction(1, 10)
    while True:
        yield from (each * ten for each in STEPS)
        ten *= 10
