"""
The search for the smallest change of a record's facts that keeps an indicator's points, or passes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise, product

from assess_rules.backends.reference import number, value_of
from assess_rules.incentives.bounds import Box, Extent, Form, Known, UnboundedError, constant
from assess_rules.incentives.space import Axis, Point, Space, moved
from assess_rules.ir import ZERO, And, Compare, Const, Expr, Ref, Value
from assess_rules.outputs import IndicatorOutput
from assess_rules.records import Record, record
from assess_rules.result import Result
from assess_rules.statements.changes import Changes, FactChange

MOST_UNITS = 1000  # of one fact
MOST_TRIES = 12_000  # records that are scored for changes of several facts
FINEST = 100  # parts of a unit that are tried one by one
NIL, UNIT = Fraction(0), Fraction(1)


@record
class Goal(Record):
    """
    What a change is for: a condition of the plan, and how a result shows that it holds.
    """

    condition: Expr
    holds: Callable[[Result], bool]
    rests_on: Expr
    figure: Callable[[Result], Fraction]  # the higher, the nearer
    dues: tuple[str, ...]  # the steps that say how far it is off before any cap


def keeping(space: Space, point: Point, line: IndicatorOutput) -> Changes:
    """
    Give the smallest changes that leave an indicator without deduction.
    """
    place = space.plan.indicators.index(line)
    condition = Compare(Ref(line.deducted), "<=", ZERO)
    goal = Goal(
        condition,
        lambda result: result.lines[place].deducted <= 0,
        Ref(line.deducted),
        lambda result: -result.lines[place].deducted,
        _dues([line]),
    )
    return ChangeSearch(space, point, goal).run()


def earning(space: Space, point: Point, line: IndicatorOutput) -> Changes:
    """
    Give the smallest changes that earn all points of an indicator that starts with none.
    """
    place = space.plan.indicators.index(line)
    assert line.cap is not None
    condition = Compare(Ref(line.points), ">=", Const(line.cap))
    goal = Goal(
        condition,
        lambda result: result.lines[place].unearned <= 0,
        Ref(line.points),
        lambda result: result.lines[place].points,
        (),
    )
    return ChangeSearch(space, point, goal).run()


def sparing(space: Space, point: Point, line: IndicatorOutput) -> Changes:
    """
    Give the smallest changes that leave an indicator without points, where fewer are better.
    """
    place = space.plan.indicators.index(line)
    goal = Goal(
        Compare(Ref(line.points), "<=", ZERO),
        lambda result: result.lines[place].points <= 0,
        Ref(line.points),
        lambda result: -result.lines[place].points,
        (),
    )
    return ChangeSearch(space, point, goal).run()


def passing(space: Space, point: Point) -> Changes:
    """
    Give the smallest changes that take a failed record to the pass mark.
    """
    plan = space.plan
    assert plan.passed is not None
    goal = Goal(
        And((Ref(plan.passed), Ref(plan.scored))),
        lambda result: result.verdict == "pass",
        Ref(plan.grade or plan.score),
        lambda result: space.better * result.arithmetic,
        _dues(plan.indicators),
    )
    return ChangeSearch(space, point, goal).run()


@record
class Stride(Record):
    """
    A move of one fact by so many units, and the record that it leads to; others go along where a relation asks for it.
    """

    fact: str
    to: Point
    units: Fraction


class ChangeSearch:
    """
    Looks for changes unit by unit: of one fact, then of several together, then where several have far to go.
    """

    def __init__(self, space: Space, point: Point, goal: Goal) -> None:
        self.space, self.point, self.goal = space, point, goal
        rests_on = space.facts_of([goal.rests_on])
        self.axes = {name: axis for name, axis in space.axes.items() if name in rests_on}
        names = space.steps_of([goal.condition, *map(Ref, goal.dues)])
        self.steps = [each for each in space.plan.steps if each.name in names]
        self.tries = 0

    def run(self) -> Changes:
        """
        Give the changes of fewest units: every one of a single fact, and those of several only where none alone does.

        So where one fact does, combinations of as many units are not among them.
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
                found = found if whole else [self._trimmed(each, self.axes) for each in found]
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

    # Far.

    def _far(self) -> Point | None:
        """
        Take the stride that gains most for its units until it does, then take back whatever is not needed, the last first.
        """
        there, taken = self.point, list[str]()
        while not self._does(there):
            stride = self._best_stride(there)
            if stride is None:
                return None
            there = stride.to
            taken.insert(0, stride.fact)
        return self._trimmed(there, (*taken, *self.axes))

    def _best_stride(self, point: Point) -> Stride | None:
        """
        Give the stride from a record that gains most, the longest of equals: in the figure, or else in what is due.
        """
        strides = [each for each in self._strides(point) if self.space.score(each.to) is not None]
        for measure in (self._figure, self._not_due):
            now = measure(point)
            gains = [((measure(each.to) - now) / each.units, each.units, each) for each in strides]
            gain, _, best = max(gains, key=lambda each: each[:2], default=(NIL, NIL, None))
            if gain > 0:
                return best
            strides = [each for gain, _, each in gains if gain == 0]
        return None

    def _strides(self, point: Point) -> Iterator[Stride]:
        """
        Give the strides from a record: of 1, 2, 4 units and so on, and to the end.
        """
        for name, axis in self.axes.items():
            now, choice = point[name], axis.input.type == "choice"
            lengths = [axis.one * 2**power for power in range(MOST_UNITS.bit_length())]
            places = {min(max(0, now + sign * each), axis.size - 1) for each in lengths for sign in (1, -1)}
            for place in sorted((set(range(axis.size)) if choice else places) - {now}):
                move = self.space.move(point, name, place - now)
                if move is not None:
                    yield Stride(name, moved(point, move), UNIT if choice else Fraction(abs(place - now), axis.one))

    def _figure(self, point: Point) -> Fraction:
        return self.goal.figure(self.space.result(point))

    def _not_due(self, point: Point) -> Fraction:
        values: dict[str, Value] = self.space.facts(point)
        for step in self.steps:
            values[step.name] = value_of(step.expr, values)
        return -sum((number(Ref(each), values) for each in self.goal.dues), NIL)

    def _trimmed(self, there: Point, names: Iterable[str]) -> Point:
        """
        Take back whatever a change does without, fact by fact and in the finest parts.
        """
        for name in dict.fromkeys(names):
            axis = self.axes[name]
            step = 1 if axis.one <= FINEST else axis.one
            back = range(self.point[name], there[name], step if there[name] > self.point[name] else -step)
            moves = (self.space.move(there, name, place - there[name]) for place in back if axis.input.type != "choice")
            near = (moved(there, move) for move in moves if move is not None)
            there = next((each for each in near if self._units(each) < self._units(there) and self._does(each)), there)
        return there

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

    def _told(self, point: Point) -> tuple[FactChange, ...]:
        axes = self.space.axes
        names = [name for name, place in point.items() if place != self.point[name]]
        ends = {name: _end(axes[name], self.point[name], point[name]) for name in names}
        open_ = {name: (point[name], end) for name, end in ends.items() if end not in (None, point[name])}
        beyond = bool(open_) and self._all_do(point, open_)
        return tuple(
            FactChange(
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
            known[name] = Extent(Form(NIL, {name: UNIT}), low, high, grain if whole else None)
        box = Box(ends, known)
        try:
            box.run(self.steps)
        except UnboundedError:
            return None
        return box.truth(self.goal.condition)


def _dues(lines: Iterable[IndicatorOutput]) -> tuple[str, ...]:
    return tuple(each.due for each in lines if each.due is not None)


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
