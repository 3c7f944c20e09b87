"""
What would have had to be otherwise: the smallest change of a record's facts that keeps an indicator's points, or passes.

Changes are counted in units: one of a count or number, the next of a list of allowed values, another option; of all facts
together. Whatever is given here has been scored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any

from assess_rules.backends.reference import number, value_of
from assess_rules.exact import number_text
from assess_rules.incentives.bounds import Box, Form, Known, Span, UnboundedError, constant
from assess_rules.incentives.space import Axis, Point, Space, moved
from assess_rules.ir import ZERO, And, Compare, Expr, Input, Ref, Value
from assess_rules.outputs import IndicatorOutput
from assess_rules.records import Record, record
from assess_rules.result import Result

MOST_UNITS = 1000  # of one fact
MOST_TRIES = 12_000  # records that are scored for changes of several facts
FINEST = 100  # parts of a unit that are tried one by one
NIL, UNIT = Fraction(0), Fraction(1)


@record
class Part(Record):
    """
    A fact, what it was and what it would have had to be; `beyond`: or anything further that way.
    """

    input: Input
    now: Value
    then: Value
    beyond: bool


@record
class Changes(Record):
    """
    The smallest changes that were found, all of as many units; none if none was found.

    Every change of fewer units than `tried` was tried, of whatever facts; so one of `tried` units is the smallest.
    """

    ways: tuple[tuple[Part, ...], ...]
    units: Fraction
    tried: int

    @property
    def proved(self) -> bool:
        """
        Say whether no change is smaller.
        """
        return bool(self.ways) and self.units <= self.tried

    def to_dict(self) -> dict[str, Any]:
        """
        Give the changes as JSON data; numbers are texts.
        """
        ways = [
            [
                {"fact": each.input.name, "now": _plain(each.now), "then": _plain(each.then), "beyond": each.beyond}
                for each in way
            ]
            for way in self.ways
        ]
        return {"units": number_text(self.units), "proved": self.proved, "tried": self.tried, "ways": ways}


@record
class Goal(Record):
    """
    What a change is for: a condition of the plan, and how a result shows that it holds.
    """

    condition: Expr
    holds: Callable[[Result], bool]
    rests_on: Expr
    due: str | None = None  # the step that says how far it is off, before any cap


def keeping(space: Space, point: Point, line: IndicatorOutput) -> Changes:
    """
    Give the smallest changes that leave an indicator without deduction.
    """
    place = space.plan.indicators.index(line)
    condition = Compare(Ref(line.deducted), "<=", ZERO)
    goal = Goal(condition, lambda result: result.lines[place].deducted <= 0, Ref(line.deducted), line.due)
    return Search(space, point, goal).run()


def passing(space: Space, point: Point) -> Changes:
    """
    Give the smallest changes that take a failed record to the pass mark.
    """
    plan = space.plan
    assert plan.passed is not None
    condition = And((Ref(plan.passed), Ref(plan.scored)))
    return Search(space, point, Goal(condition, lambda result: result.verdict == "pass", Ref(plan.score))).run()


class Search:
    """
    Looks for changes unit by unit: of one fact, then of several together, then where several have far to go.
    """

    def __init__(self, space: Space, point: Point, goal: Goal) -> None:
        self.space, self.point, self.goal = space, point, goal
        rests_on = space.facts_of([goal.rests_on])
        self.axes = {name: axis for name, axis in space.axes.items() if name in rests_on}
        names = space.steps_of([goal.condition, *([Ref(goal.due)] if goal.due is not None else [])])
        self.steps = [each for each in space.plan.steps if each.name in names]
        self.tries = 0

    def run(self) -> Changes:
        """
        Give the changes of fewest units.
        """
        whole = all(axis.one == 1 for axis in self.axes.values())
        live = {each for each in self._ways() if self._may_reach(*each)}
        later: dict[int, list[Point]] = {}  # where another fact goes along, which takes more units
        tried = 1
        for units in range(1, MOST_UNITS + 1):
            found = later.pop(units, [])
            for way in sorted(live):
                there = self._alone(way, units)
                if there is not None:
                    live.remove(way)
                    later.setdefault(max(units, int(self._units(there))), []).append(there)
            found += later.pop(units, [])
            if not found and tried == units:
                found = self._several(units)
                tried += bool(found) or self.tries <= MOST_TRIES
            if found:
                found = found if whole else list(map(self._trimmed, found))
                return self._changes(found, tried if whole else 0)
            if not (live or later) and tried <= units:
                break
        there = self._far()
        return self._changes([there] if there is not None else [], tried if whole else 0)

    # One fact.

    def _ways(self) -> Iterator[tuple[str, int]]:
        """
        Give the ways on which facts can go: up and down by units, or to another option.
        """
        for name, axis in self.axes.items():
            if axis.input.type == "choice":
                yield from ((name, place - self.point[name]) for place in range(axis.size))
            else:
                yield from ((name, axis.one), (name, -axis.one))

    def _places(self, name: str, by: int, units: int) -> Iterable[int]:
        """
        Give by how many places a fact goes within the last of so many units.
        """
        axis = self.axes[name]
        if axis.input.type == "choice":
            return (by,) if units == 1 and by else ()
        sign, one = (1 if by > 0 else -1), axis.one
        return (
            (sign * each for each in range((units - 1) * one + 1, units * one + 1)) if one <= FINEST else (by * units,)
        )

    def _alone(self, way: tuple[str, int], units: int) -> Point | None:
        """
        Give the first record within a unit of one fact that does; others go along where a relation asks for it.
        """
        for by in self._places(*way, units):
            move = self.space.move(self.point, way[0], by)
            if move is not None and self._does(moved(self.point, move)):
                return moved(self.point, move)
        return None

    def _may_reach(self, name: str, by: int) -> bool:
        """
        Say whether a fact alone may do, somewhere on its way; intervals rule most of them out without scoring.
        """
        if any(name in each.facts for each in self.space.checks):
            return True
        axis = self.axes[name]
        if axis.input.type == "choice":
            return True
        there = axis.size - 1 if by > 0 else 0
        return there != self.point[name] and self._truth(self.point, {name: (self.point[name], there)}) is not False

    # Several facts.

    def _several(self, units: int) -> list[Point]:
        """
        Give the records that so many units of two or more facts lead to, and that do.
        """
        found: list[Point] = []
        for count in range(2, min(units, len(self.axes)) + 1):
            for ways in combinations(self._ways(), count):
                if len({name for name, _ in ways}) < count:
                    continue
                for parts in _parts(units, count):
                    self.tries += 1
                    if self.tries > MOST_TRIES:
                        return found
                    there = self._moved(ways, parts)
                    if there is not None and self._does(there):
                        found.append(there)
        return found

    def _moved(self, ways: Iterable[tuple[str, int]], parts: Iterable[int]) -> Point | None:
        there = dict(self.point)
        for (name, by), units in zip(ways, parts, strict=True):
            if self.axes[name].input.type == "choice" and (units > 1 or not by):
                return None
            there[name] += by * units
        return there

    def _far(self) -> Point | None:
        """
        Bring what is due down fact by fact as far as it goes, then take back whatever is not needed.
        """
        if self.goal.due is None:
            return None
        there, before = dict(self.point), None
        while before != there:
            before = dict(there)
            for name in self.axes:
                near = self._line(name, there)
                there = min(near, key=lambda each: (self._due(each), self._units(each)), default=there)
        return self._trimmed(there) if self._does(there) else None

    def _trimmed(self, there: Point) -> Point:
        """
        Take back whatever a change does without, fact by fact and in the finest parts.
        """
        for name, axis in self.axes.items():
            step = 1 if axis.one <= FINEST else axis.one
            back = range(self.point[name], there[name], step if there[name] > self.point[name] else -step)
            near = ({**there, name: place} for place in back if axis.input.type != "choice")
            there = next((each for each in near if self._does(each)), there)
        return there

    def _line(self, name: str, point: Point) -> list[dict[str, int]]:
        """
        Give the records that differ from one in one fact alone, within the units that are tried.
        """
        axis, start = self.axes[name], self.point[name]
        near = range(start - MOST_UNITS * axis.one, start + MOST_UNITS * axis.one + 1, axis.one)
        places = {point[name], *(each for each in near if 0 <= each < axis.size)}
        return [there for each in sorted(places) if self.space.accepts(there := {**point, name: each})]

    def _due(self, point: Point) -> Fraction:
        values: dict[str, Value] = self.space.facts(point)
        for step in self.steps:
            values[step.name] = value_of(step.expr, values)
        assert self.goal.due is not None
        return number(Ref(self.goal.due), values)

    # Records.

    def _does(self, point: Point) -> bool:
        return self.space.accepts(point) and self.goal.holds(self.space.result(point))

    def _units(self, point: Point) -> Fraction:
        """
        Give how many units a record is away, over all facts.
        """
        return sum((self._apart(name, point) for name in point), NIL)

    def _apart(self, name: str, point: Point) -> Fraction:
        axis = self.space.axes[name]
        places = abs(point[name] - self.point[name])
        return Fraction(bool(places)) if axis.input.type == "choice" else Fraction(places, axis.one)

    def _changes(self, found: list[Point], tried: int) -> Changes:
        """
        Make changes of records that do: of the nearest of them, each once.
        """
        units = min(map(self._units, found), default=NIL)
        nearest = {tuple(each.items()): each for each in found if self._units(each) == units}
        return Changes(tuple(map(self._told, nearest.values())), units, tried)

    def _told(self, point: Point) -> tuple[Part, ...]:
        axes = self.space.axes
        names = [name for name, place in point.items() if place != self.point[name]]
        ends = {name: _end(axes[name], self.point[name], point[name]) for name in names}
        open_ = {name: (point[name], end) for name, end in ends.items() if end not in (None, point[name])}
        beyond = bool(open_) and self._all_do(point, open_)
        return tuple(
            Part(
                axes[name].input,
                axes[name].value(self.point[name]),
                axes[name].value(point[name]),
                beyond and name in open_,
            )
            for name in names
        )

    # Whole stretches of records.

    def _all_do(self, point: Point, open_: Mapping[str, tuple[int, int]]) -> bool:
        """
        Say whether every record does whose facts lie between two places each: by intervals, or one by one.
        """
        if self._truth(point, open_):
            return True
        stretches = [range(min(ends), max(ends) + 1) for ends in open_.values()]
        size = 1
        for each in stretches:
            size *= len(each)
        if size > MOST_UNITS:
            return False
        places = (dict(zip(open_, each, strict=True)) for each in product(*stretches))
        near = ({**point, **each} for each in places)
        return all(self.goal.holds(self.space.result(each)) for each in near if self.space.accepts(each))

    def _truth(self, point: Point, open_: Mapping[str, tuple[int, int]]) -> bool | None:
        """
        Say whether the condition holds for all such records, or none; None where intervals cannot tell.
        """
        known = {name: _known(axis, axis.value(point[name])) for name, axis in self.space.axes.items()}
        ends = {}
        for name, places in open_.items():
            axis = self.space.axes[name]
            if axis.input.type == "flag":
                known[name] = None
                continue
            low, high = sorted(Fraction(axis.value(each)) for each in places)
            ends[name] = low, high
            grain = None if axis.listed else Fraction(axis.grain)
            whole = grain is not None and (low / grain).denominator == 1
            known[name] = Span(Form(NIL, {name: UNIT}), low, high, grain if whole else None)
        box = Box(ends, known)
        try:
            box.run(self.steps)
        except UnboundedError:
            return None
        return box.truth(self.goal.condition)


def _plain(value: Value) -> str | bool:
    return value if isinstance(value, (bool, str)) else number_text(value)


def _end(axis: Axis, now: int, then: int) -> int | None:
    """
    Give the last place on the way of a change; None for an option, which has no way.
    """
    if axis.input.type in ("choice", "flag"):
        return None
    return axis.size - 1 if then > now else 0


def _known(axis: Axis, value: Value) -> Known:
    if axis.input.type == "flag":
        return bool(value)
    return frozenset((value,)) if isinstance(value, str) else constant(Fraction(value))


def _parts(units: int, count: int) -> Iterator[tuple[int, ...]]:
    """
    Give every way to part units among so many facts, each with one or more.
    """
    for cuts in combinations(range(1, units), count - 1):
        edges = (0, *cuts, units)
        yield tuple(later - earlier for earlier, later in pairwise(edges))
