"""
The score while one fact goes over its whole range and the others stay: stretches on which each step is worth the same.
"""

import heapq
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal

from assess_rules.backends.reference import evaluate
from assess_rules.incentives.bounds import NIL, Box, Extent, Form, Known, UnboundedError, common_grain, constant
from assess_rules.incentives.space import Move, Point, Space, moved
from assess_rules.ir import Ref, Step, Value
from assess_rules.records import Record, record

MOST_CUTS = 1200
STEP = "#step"  # the variable of a course; no id begins so


@record
class Run(Record):
    """
    From `first` to `last`, each further step is worth these points.
    """

    first: int
    last: int
    points: Fraction


class Course:
    """
    The records that so many steps of a move lead to, back and forth, as far as the door accepts them and no veto holds.
    """

    def __init__(self, space: Space, start: Point, move: Move, most: int = MOST_CUTS) -> None:
        self.space, self.start, self.move, self.most = space, start, move, most
        backs, ons = [], []
        for name, by in move.items():
            size, place = space.axes[name].size, start[name]
            back, on = place // abs(by), (size - 1 - place) // abs(by)
            backs.append(back if by > 0 else on)
            ons.append(on if by > 0 else back)
        self.first, self.last = -min(backs), min(ons)
        self._scores: dict[int, Fraction | None] = {}

    def at(self, step: int) -> Point:
        """
        Give the record after so many steps.
        """
        return moved(self.start, self.move, step)

    def score(self, step: int) -> Fraction | None:
        """
        Give its score; None outside the course.
        """
        if step not in self._scores:
            self._scores[step] = self.space.score(self.at(step))
        return self._scores[step]

    def worth(self, step: int, steps: int = 1) -> Fraction | None:
        """
        Give what so many steps from there on change; None where one of the ends is outside.
        """
        before, after = self.score(step), self.score(step + steps)
        return None if before is None or after is None else after - before

    @cached_property
    def stretches(self) -> tuple[tuple[int, int, Fraction | None], ...]:
        """
        Give the stretches of the course, each with what a step is worth on it; None where it was not cut small enough.
        """
        return tuple(sorted(self._cut(), key=lambda each: each[:2]))

    @property
    def settled(self) -> bool:
        """
        Say whether what every step is worth is known.
        """
        return all(points is not None for _, _, points in self.stretches)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """
        Give what steps are worth, in order; where a stretch was not cut small enough, its first and last step only.
        """
        found: list[Run] = []
        for first, last, points in self._steps():
            joined = bool(found) and found[-1].last == first and found[-1].points == points
            found.append(Run(found.pop().first if joined else first, last, points))
        return tuple(found)

    def _steps(self) -> Iterator[tuple[int, int, Fraction]]:
        before: int | None = None
        for first, last, points in self.stretches:
            singles = {first - 1} if before == first - 1 else set()
            if points is None:
                singles |= {first, last - 1}
            worths = ((step, self.worth(step)) for step in sorted(singles))
            yield from ((step, step + 1, worth) for step, worth in worths if worth is not None)
            if points is not None and last > first:
                yield first, last, points
            before = last

    def _cut(self) -> Iterator[tuple[int, int, Fraction | None]]:
        """
        Halve what is neither straight nor outside, the longest first.
        """
        if any(self.space.axes[name].listed for name in self.move):
            yield from ((step, step, NIL) for step in range(self.first, self.last + 1) if self.score(step) is not None)
            return
        open_ = [(self.first - self.last, self.first, self.last)]
        for _ in range(self.most):
            if not open_:
                return
            _, first, last = heapq.heappop(open_)
            found = self._look(first, last)
            if isinstance(found, Fraction):
                yield first, last, found
            elif found is None:
                middle = (first + last) // 2
                for part in ((first, middle), (middle + 1, last)):
                    heapq.heappush(open_, (part[0] - part[1], *part))
        yield from ((first, last, None) for _, first, last in open_)

    def _look(self, first: int, last: int) -> Fraction | Literal[False] | None:
        """
        Give what each step between two is worth; False where all are outside, None where it has to be cut.
        """
        known, plan = dict(self._rest), self.space.plan
        for name, by in self.move.items():
            axis = self.space.axes[name]
            start, step = Fraction(axis.value(self.start[name])), Fraction(axis.grain * by)
            low, high = sorted((start + first * step, start + last * step))
            known[name] = Extent(Form(start, {STEP: step}), low, high, common_grain(start, step))
        box = Box({STEP: (Fraction(first), Fraction(last))}, known)
        try:
            box.run(self._moving)
        except UnboundedError:  # where it is cut small enough, denominators keep away from 0
            return None
        inside = [box.truth(each) for each in (*(each.condition for each in self.space.checks), Ref(plan.scored))]
        if False in inside:
            return False
        form = box.number(Ref(plan.score)).form
        straight = None not in inside and form.terms.keys() <= {STEP}
        return form.terms.get(STEP, NIL) if straight else None

    @cached_property
    def _moving(self) -> tuple[Step, ...]:
        """
        Give the steps that the move changes.
        """
        wanted = self.space.steps_of([Ref(self.space.plan.score), Ref(self.space.plan.scored)])
        return tuple(
            each
            for each in self.space.plan.steps
            if each.name in wanted and self.space.facts_of([Ref(each.name)]) & self.move.keys()
        )

    @cached_property
    def _rest(self) -> Mapping[str, Known]:
        """
        Give what stays as it is: facts and steps at the start.
        """
        values = evaluate(self.space.plan, self.space.facts(self.start))
        return {name: _known(value) for name, value in values.items()}


def _known(value: Value) -> Known:
    if isinstance(value, bool):
        return value
    return frozenset((value,)) if isinstance(value, str) else constant(Fraction(value))
