"""
The record that a policy itself suggests to start from: every item applies, nothing is lost, nothing goes beyond full marks.
"""

from fractions import Fraction

from assess_rules.incentives.course import Course
from assess_rules.incentives.ranges import Search
from assess_rules.incentives.space import SCORE, Axis, Point, Space, full_marks
from assess_rules.ir import Quotient, Ratio, walk

ROUND_FIGURES = (100, 10)  # tried for facts that are measured against each other, as a result against its target
MOST_CUTS = 500
MOST_PLACES = 60
PASSES = 3
Key = tuple[int, Fraction, Fraction]


def neutral(space: Space) -> Point | None:
    """
    Give the neutral record, or the one that comes nearest to it; None where none was found that the door accepts.

    From defaults and nil, each fact in turn goes to where the fewest items are left out, least is lost and the points are
    nearest to full marks. Then pairs of facts that may both stand higher for the same points do, so that one less of each
    can be looked at, and so does by itself what others are divided by.
    """
    point = home(space)
    if space.score(point) is None:
        found = Search(space, SCORE, 1, point).run()
        if found is None:
            return None
        point = found.point
    for name in [*space.axes] * PASSES:
        point = space.settled(_nearest(space, point, name))
    for name in space.axes:
        point = space.settled(_raised(space, point, name))
    return point


def home(space: Space) -> Point:
    """
    Give the record of defaults and nil, which the door may refuse.
    """
    return {name: axis.home for name, axis in space.axes.items()}


def off(space: Space, point: Point) -> Key | None:
    """
    Say how far a record is from neutral; None if it has no score.

    First how many items are left out, then what is lost, then how far the points are from full marks, those that are
    apart or not counted among them; points are those of the total, times the weights.
    """
    if space.score(point) is None:
        return None
    result = space.result(point)
    lines = result.lines
    decided = [*(each.decided for each in lines), *(each.decided for each in result.sections)]
    weighted = [(each, result.weight_of(each)) for each in lines]
    away = (
        weight * (abs(each.points - full_marks(space, each)) + (each.apart or each.lost or 0))
        for each, weight in weighted
    )
    return (
        sum(row is not None and row.left_out for row in decided),
        sum((weight * each.deducted for each, weight in weighted), Fraction(0)),
        sum(away, Fraction(0)),
    )


def _nearest(space: Space, point: Point, name: str) -> Point:
    """
    Move one fact to the place that is nearest to neutral, the least far; from there on by halves, as far as that helps.
    """
    best, least = point, off(space, point)
    if least is None or not any(least):
        return point
    for place in _places(space, point, name):
        there = {**point, name: place}
        key = off(space, there)
        if key is not None and key < least:
            best, least = there, key
    size = space.axes[name].size
    strides = [2**power for power in reversed(range(0 if space.axes[name].listed else size.bit_length()))]
    for by in (way * stride for stride in strides for way in (1, -1)):
        there = {**best, name: best[name] + by}
        key = off(space, there) if 0 <= there[name] < size else None
        if key is not None and key < least:
            best, least = there, key
    return best


def _places(space: Space, point: Point, name: str) -> list[int]:
    """
    Give the places of a fact at which the score bends, the nearest first.
    """
    course = Course(space, point, {name: 1}, MOST_CUTS)
    steps = {step for first, last, _ in course.stretches for step in (first, last)}
    return [point[name] + step for step in sorted(steps, key=lambda step: (abs(step), step))][:MOST_PLACES]


def _raised(space: Space, point: Point, name: str) -> Point:
    """
    Move a fact from its least, and another of the same indicator, to where there is one less and one more.

    A fact that others are divided by goes there by itself, where that changes nothing.
    """
    axis, own = space.axes[name], set(space.indicators(name))
    if axis.listed or point[name] > 1:
        return point
    least = off(space, point)
    numbers = [each for each in space.axes if each != name and not space.axes[each].listed]
    others = [each for each in numbers if own & set(space.indicators(each))]
    for figure in ROUND_FIGURES:
        there = {**point, name: axis.place(figure)}
        if not _inside(axis, there[name]) or space.score(there) is None:
            continue
        if off(space, there) == least:
            if name in _divisors(space):
                return there
            continue
        for other in (each for each in others if _mends(space, there, each, figure)):
            for second in (*_places(space, there, other), space.axes[other].place(figure)):
                both = {**there, other: second}
                if _inside(space.axes[other], second) and off(space, both) == least:
                    return both
    return point


def _inside(axis: Axis, place: int) -> bool:
    """
    Say whether there is one less and one more of a place.
    """
    return 0 < place < axis.size - 1


def _divisors(space: Space) -> frozenset[str]:
    """
    Give the facts that others are divided by.
    """
    found: set[str] = set()
    for step in space.plan.steps:
        for each in walk(step.expr):
            if isinstance(each, (Ratio, Quotient)):
                found |= space.facts_of([each.denominator if isinstance(each, Ratio) else each.divisor])
    return frozenset(found)


def _mends(space: Space, point: Point, name: str, figure: int) -> bool:
    """
    Say whether a fact at a round figure, or half of it, brings a record nearer to neutral in any way.
    """
    here, axis = off(space, point), space.axes[name]
    assert here is not None
    for value in (figure, figure // 2):
        there = off(space, {**point, name: axis.place(value)})
        if there is not None and (there[0] < here[0] or there[1] < here[1] or there[2] < here[2]):
            return True
    return False
