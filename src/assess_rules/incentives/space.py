"""
The records of one role: what each fact may be, which records the door accepts, how a fact is moved, what records score.

A record is a point: for each fact the place of its value on the fact's axis, the first value being at place 0. A fact that
is not needed has a place too, which changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from assess_rules.backends.reference import truth
from assess_rules.facts import Accepted
from assess_rules.incentives.bounds import NIL, UNIT
from assess_rules.inputs import unneeded
from assess_rules.ir import ONE, ZERO, Check, Expr, Input, Ref, Select, facts_read, steps_read
from assess_rules.lines import NOBODY, Line, facts_behind
from assess_rules.outputs import IndicatorOutput
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result import Result

Point = Mapping[str, int]
Move = Mapping[str, int]


@record
class Axis(Record):
    """
    The values of one fact, in order: those `listed`, or `size` numbers from `first` on, a `grain` apart.

    `one` is the number of places that one more is: a whole one where the range has room for it, else one place.
    """

    input: Input
    size: int
    one: int
    listed: tuple[Any, ...] = ()
    first: Fraction | int = 0
    grain: Fraction | int = 1

    def value(self, place: int) -> Any:
        """
        Give the value at a place.
        """
        return self.listed[place] if self.listed else self.first + place * self.grain

    def place(self, value: Any) -> int:
        """
        Give the place of a value.
        """
        return self.listed.index(value) if self.listed else int((value - self.first) / Fraction(self.grain))

    @property
    def home(self) -> int:
        """
        Give the place to start from: the default, else the value nearest to nil, else the first.
        """
        if self.input.default is not None:
            return self.place(self.input.default)
        if self.input.type == "choice":
            return 0
        if self.listed:
            return min(range(self.size), key=lambda place: abs(self.listed[place]))
        return min(max(0, self.place(0)), self.size - 1)


def axis_of(each: Input) -> Axis:
    """
    Give the axis of a fact.
    """
    if each.type == "flag":
        return Axis(each, 2, 1, (False, True))
    if each.type == "choice":
        return Axis(each, len(each.options), 1, tuple(option for option, _ in each.options))
    if each.allowed:
        return Axis(each, len(each.allowed), 1, tuple(sorted(each.allowed)))
    unit = 10**each.places
    first, last = ceil(each.minimum * unit), floor(each.maximum * unit)
    size, grain = last - first + 1, 1 if each.type == "count" else Fraction(1, unit)
    return Axis(each, size, unit if size > unit else 1, (), first * grain, grain)


@record
class Measure(Record):
    """
    A figure of a result: the score, an indicator's points or deduction, a section's subtotal, whether a veto holds.
    """

    what: Literal["score", "points", "deducted", "section", "veto"] = "score"
    id: str = ""

    def read(self, result: Result) -> Fraction:
        """
        Give the figure in a result; the score as the sum that it would be without a veto.
        """
        if self.what == "score":
            return result.arithmetic
        if self.what == "veto":
            return Fraction(self.id in result.vetoes)
        if self.what == "section":
            return next(each.points for each in result.sections if each.id == self.id)
        line = next(each for each in result.lines if each.indicator == self.id)
        return line.points if self.what == "points" else line.deducted


SCORE = Measure()


class Space:
    """
    A policy's records for one role.
    """

    def __init__(self, policy: Policy, role: str) -> None:
        self.policy, self.role, self.plan = policy, role, policy.plans[role]
        self.axes = {each.name: axis_of(each) for each in self.plan.inputs if each.read}
        self.needed = {name: axis.input.needed for name, axis in self.axes.items() if axis.input.needed is not None}
        stood_in = set(unneeded(self.plan.inputs))
        checks = (each for each in self.plan.checks if each not in stood_in)
        self.checks = tuple(each for each in checks if self.axes.keys() >= set(each.facts))
        self.better = 1 if self.plan.better == "higher" else -1
        self.scored = 0  # records so far, by which searches say how much they looked at
        self._facts = facts_behind(self.plan.steps)

    # Points.

    def facts(self, point: Point) -> dict[str, Any]:
        """
        Give the facts of a point.
        """
        return {name: self.axes[name].value(place) for name, place in point.items()}

    def point(self, facts: Mapping[str, Any]) -> Point:
        """
        Give the point of facts that the door has accepted.
        """
        return {name: axis.place(facts[name]) if name in facts else axis.home for name, axis in self.axes.items()}

    def given(self, point: Point) -> dict[str, Any]:
        """
        Give the facts of a point as a record gives them: those that are needed.
        """
        facts = self.facts(point)
        return {name: value for name, value in facts.items() if self._holds(name, facts)}

    def settled(self, point: Point) -> Point:
        """
        Give the same record with what stands in for the facts that it does not need.
        """
        facts = self.facts(point) if self.needed else {}
        return {**point, **{name: self.axes[name].home for name in self.needed if not self._holds(name, facts)}}

    def needs(self, point: Point, name: str) -> bool:
        """
        Say whether a record needs a fact.
        """
        return name not in self.needed or self._holds(name, self.facts(point))

    def _holds(self, name: str, facts: Mapping[str, Any]) -> bool:
        return name not in self.needed or truth(self.needed[name], facts)

    def accepts(self, point: Point) -> bool:
        """
        Say whether the door accepts a record: every value within its range, every relation kept.
        """
        if any(not 0 <= place < self.axes[name].size for name, place in point.items()):
            return False
        return not self.checks or self._broken(point) is None

    def _broken(self, point: Point) -> Check | None:
        facts = {name: self.axes[name].value(point[name]) for each in self.checks for name in each.facts}
        return next((each for each in self.checks if not truth(each.condition, facts)), None)

    def result(self, point: Point) -> Result:
        """
        Score a record that the door accepts.
        """
        self.scored += 1
        return self.policy.score_accepted(Accepted(self.role, self.facts(self.settled(point)), NOBODY))

    def score(self, point: Point) -> Fraction | None:
        """
        Score a record; None where the door refuses it or a veto leaves it without a score.
        """
        return self.result(point).exact if self.accepts(point) else None

    # Moves.

    def move(self, point: Point, fact: str, by: int) -> Move | None:
        """
        Give the move of a fact by so many places, with others by as much where a relation asks for it; or None.

        A fact that the record does not need is not moved.
        """
        if not self.needs(point, fact):
            return None
        return self._joint(point, {fact: by}, by * Fraction(self.axes[fact].grain))

    def _joint(self, point: Point, move: Move, amount: Fraction) -> Move | None:
        there = moved(point, move)
        if any(not 0 <= there[name] < self.axes[name].size for name in move):
            return None
        check = self._broken(there) if self.checks else None
        if check is None:
            return move
        for name in check.facts:
            if name not in move:
                axis = self.axes[name]
                places = 1 if axis.listed else int(amount / axis.grain)
                for by in (places, -places):
                    found = self._joint(point, {**move, name: by}, amount)
                    if found is not None:
                        return found
        return None

    def steps(self, point: Point) -> Iterator[tuple[str, Move]]:
        """
        Give every move of one more, one less or to another option.
        """
        for name, axis in self.axes.items():
            places: tuple[int, ...] = (axis.one, -axis.one)
            if axis.input.type == "choice":
                places = tuple(place - point[name] for place in range(axis.size) if place != point[name])
            for by in places:
                move = self.move(point, name, by)
                if move is not None:
                    yield name, move

    # What figures rest on.

    def expr(self, measure: Measure) -> Expr:
        """
        Give the expression of a figure.
        """
        plan = self.plan
        if measure.what == "score":
            return Ref(plan.score)
        if measure.what == "section":
            return Ref(next(each.points for each in plan.sections if each.id == measure.id))
        if measure.what == "veto":
            return Select(Ref(next(each.step for each in plan.vetoes if each.id == measure.id)), ONE, ZERO)
        line = next(each for each in plan.indicators if each.id == measure.id)
        return Ref(line.points if measure.what == "points" else line.deducted)

    def facts_of(self, exprs: Iterable[Expr]) -> frozenset[str]:
        """
        Give the facts that expressions rest on.
        """
        found: set[str] = set()
        for expr in exprs:
            found |= facts_read(expr).union(*(self._facts[each] for each in steps_read(expr)))
        return frozenset(found)

    def steps_of(self, exprs: Iterable[Expr]) -> frozenset[str]:
        """
        Give the names of the steps that expressions rest on.
        """
        found: set[str] = set()
        open_ = [name for expr in exprs for name in steps_read(expr)]
        exprs_of = {each.name: each.expr for each in self.plan.steps}
        while open_:
            name = open_.pop()
            if name not in found:
                found.add(name)
                open_ += steps_read(exprs_of[name])
        return frozenset(found)

    def indicators(self, fact: str) -> tuple[str, ...]:
        """
        Give the indicators whose points rest on a fact.
        """
        return tuple(each.id for each in self.plan.indicators if fact in self._facts[each.points])


def full_marks(space: Space, line: Line | IndicatorOutput) -> Fraction:
    """
    Give the points of an indicator of which nothing is lost and to which nothing is added: its cap.

    Of an extra, and where fewer points are better, none.
    """
    return line.cap if line.cap is not None and not line.extra and space.better > 0 else NIL


def moved(point: Point, move: Move, times: int = 1) -> Point:
    """
    Give the point that a move leads to.
    """
    return {**point, **{name: point[name] + by * times for name, by in move.items()}}


__all__ = ["NIL", "SCORE", "UNIT", "Axis", "Measure", "Move", "Point", "Space", "full_marks", "moved"]
