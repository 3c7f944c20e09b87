"""
The highest and lowest that a figure can reach over all records of a role: found by search, and bounded by proof.

The records are cut into boxes. A box in which the figure cannot beat the best record found so far is done with; when
all are, that record is proven to be the best. A search that ends before says the bound and the best record found.
"""

import heapq
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count, product

from assess_rules.incentives.bounds import UNIT, Box, Extent, Form, Interval, Known, UnboundedError
from assess_rules.incentives.space import Axis, Measure, Point, Space
from assess_rules.ir import Expr, Ref
from assess_rules.records import Record, record

Region = Mapping[str, tuple[int, int]]  # for each fact its first and last place
MOST_BOXES = 800  # by the number of facts
FEW_FACTS = 3  # so few that all corners of a box are tried
SHORT = 8  # so few values that each is looked at by itself


@record
class Extreme(Record):
    """
    The best record found, and the value that no record can pass; None where there is no such bound.
    """

    point: Point
    value: Fraction
    bound: Fraction | None

    @property
    def proved(self) -> bool:
        """
        Say whether no record does better.
        """
        return self.value == self.bound


def known_of(axis: Axis, first: int, last: int) -> tuple[Known, Interval | None]:
    """
    Give what a fact is between two places, and the ends of its variable if it is one.
    """
    kind = axis.input.type
    if kind == "choice":
        return frozenset(axis.listed[first : last + 1]), None
    if kind == "flag":
        return (axis.value(first) if first == last else None), None
    ends = Fraction(axis.value(first)), Fraction(axis.value(last))
    return Extent(Form(Fraction(0), {axis.input.name: UNIT}), *ends, Fraction(1, 10**axis.input.places)), ends


class Search:
    """
    Looks for the record with the highest (`way` 1) or lowest (−1) figure; facts that it does not rest on stay.
    """

    def __init__(self, space: Space, measure: Measure, way: int, start: Point, *, vetoed: bool = False) -> None:
        self.space, self.measure, self.way, self.start, self.vetoed = space, measure, way, start, vetoed
        self.expr = space.expr(measure)
        self.conditions: list[Expr] = [each.condition for each in space.checks]
        self.conditions += [] if vetoed else [Ref(space.plan.scored)]
        self.free = self._free()
        needed = space.steps_of((self.expr, *self.conditions))
        self.steps = [each for each in space.plan.steps if each.name in needed]
        self.best: tuple[Fraction, Point] | None = None
        self.finished = False  # whether every box was looked into or ruled out

    def _free(self) -> tuple[str, ...]:
        """
        Give the facts that the figure rests on, and those that relations and vetoes tie to them.
        """
        found = set(self.space.facts_of([self.expr]))
        ties = [self.space.facts_of([each]) for each in self.conditions[: len(self.space.checks)]]
        if not self.vetoed:
            ties += [self.space.facts_of([Ref(each.step)]) for each in self.space.plan.vetoes]
        grown = True
        while grown:
            before = len(found)
            found |= frozenset().union(*(tie for tie in ties if tie & found))
            grown = len(found) > before
        return tuple(name for name in self.space.axes if name in found)

    def run(self, seeds: Iterable[Point] = (), most: int = MOST_BOXES) -> Extreme | None:
        """
        Search; give None where no record was found that the door accepts.
        """
        whole = self._squeezed()
        for each in (self.start, *seeds, *self._samples(whole)):
            self._try(each)
        self._climb(whole)
        order = count()
        open_: list[tuple[Fraction, int, Region]] = []
        try:
            bound = self._bound(whole)
        except UnboundedError:
            return None if self.best is None else Extreme(self.best[1], self.best[0], None)
        if bound is not None:
            open_.append((-bound, next(order), whole))
        looked = 0
        while open_ and looked * len(self.free) < most and not self._beaten(-open_[0][0]):
            region = heapq.heappop(open_)[2]
            for part in self._halves(region):
                looked += 1
                bound = self._bound(part)
                if bound is None or self._beaten(bound):
                    continue
                for each in self._samples(part):
                    self._try(each)
                if not self._beaten(bound):
                    heapq.heappush(open_, (-bound, next(order), part))
        self.finished = not open_
        if self.best is None:
            return None
        value, point = self.best
        top = value * self.way if not open_ else max(value * self.way, -open_[0][0])
        return Extreme(point, value, top * self.way)

    def _beaten(self, bound: Fraction) -> bool:
        return self.best is not None and bound <= self.best[0] * self.way

    def _try(self, point: Point) -> bool:
        """
        Score a record, and keep it if it is the best so far.
        """
        if not self.space.accepts(point):
            return False
        result = self.space.result(point)
        if result.verdict == "vetoed" and not self.vetoed:
            return False
        value = self.measure.read(result)
        if self._beaten(value * self.way):
            return False
        self.best = value, self.space.settled(point)
        return True

    def _samples(self, region: Region) -> Iterator[Point]:
        """
        Give the corners of a box, or of many facts two of them, and its middle.
        """
        few = len(region) <= FEW_FACTS
        corners = product(*region.values()) if few else zip(*region.values(), strict=True)
        for places in (*corners, [(first + last) // 2 for first, last in region.values()]):
            yield {**self.start, **dict(zip(region, places, strict=True))}

    def _squeezed(self) -> Region:
        """
        Give all records, without the ends of ranges that relations refuse whatever the other facts are.
        """
        region = {name: (0, self.space.axes[name].size - 1) for name in self.free}
        tied = {name for check in self.space.checks for name in check.facts}
        for name in (each for each in self.free if each in tied):
            first, last = region[name]
            places = range(first, last + 1)
            end = bisect(places, 0, key=lambda place: self._box({**region, name: (place, last)}) is None)
            region[name] = first, max(first, first + end - 1)
            begin = bisect(places[:end], 0, key=lambda place: self._box({**region, name: (first, place)}) is not None)
            region[name] = min(first + begin, region[name][1]), region[name][1]
        return region

    def _climb(self, whole: Region) -> None:
        """
        Move one fact after the other to wherever the figure is better, until none helps.
        """
        better = self.best is not None
        while better:
            better = False
            for name in self.free:
                first, last = whole[name]
                near = {first, first + 1, first + 2, (first + last) // 2, last - 1, last}
                for place in range(first, last + 1) if self.space.axes[name].listed else sorted(near):
                    assert self.best is not None
                    better |= self._try({**self.best[1], name: place})

    def _bound(self, region: Region) -> Fraction | None:
        """
        Give the value (times the way) that no record of a box passes; None where the door accepts none in it.
        """
        box = self._box(region)
        if box is None:
            return None
        box.run(self.steps)
        if any(box.truth(each) is False for each in self.conditions):
            return None
        span = box.number(self.expr)
        return span.high if self.way > 0 else -span.low

    def _box(self, region: Region) -> Box | None:
        """
        Give a box; None where relations refuse all that is in it.
        """
        known: dict[str, Known] = {}
        ends: dict[str, Interval] = {}
        for name, axis in self.space.axes.items():
            known[name], own = known_of(axis, *region.get(name, (self.start[name], self.start[name])))
            if own is not None:
                ends[name] = own
        box = Box(ends, known)
        return None if any(box.truth(each.condition) is False for each in self.space.checks) else box

    def _halves(self, region: Region) -> list[Region]:
        """
        Cut a box in two: by a short axis first, else in the middle of the longest; nil is cut off where a range begins.
        """
        sizes = {name: last - first + 1 for name, (first, last) in region.items() if last > first}
        name = min(sizes, key=lambda each: (sizes[each] > SHORT, -sizes[each]))
        first, last = region[name]
        middle = first if first == 0 and last > SHORT else (first + last) // 2
        return [{**region, name: (first, middle)}, {**region, name: (middle + 1, last)}]
