"""
Where a bonus buys back what was lost: the price of each deduction in units of the most generous bonus.
"""

from collections.abc import Iterator
from fractions import Fraction
from heapq import nlargest
from itertools import product
from operator import itemgetter

from assess_rules.incentives.findings import Finding, together, witness
from assess_rules.incentives.ranges import Extreme
from assess_rules.incentives.reaches import Extremes
from assess_rules.incentives.space import Measure, Move, Point, Space, full_marks, moved
from assess_rules.records import Record, record

MOST_UNITS = 1000


@record
class Unit(Record):
    """
    One more or one less of a fact, and the indicators that it touches.
    """

    fact: str
    move: Move
    indicators: frozenset[str]


def exchanges(space: Space, base: Point) -> Iterator[Finding]:
    """
    Say which unit adds most, how many of it pay for one item of each deduction, and how many items one of it pays for.
    """
    full = space.score(base)
    assert full is not None
    units = [Unit(name, move, frozenset(space.indicators(name))) for name, move in space.steps(base)]
    costs = [(unit, cost) for unit in units if (cost := _change(space, base, unit)) is not None and cost < 0]
    best: tuple[Fraction, Unit, Point] | None = None
    for unit in units:
        for item, _ in costs:
            if not item.indicators & unit.indicators:
                lost = moved(base, item.move)
                gain = _change(space, lost, unit)
                if gain is not None and gain > (best[0] if best else 0):
                    best = gain, unit, lost
    if best is None:
        yield Finding("no_unit", (), {}, (witness(space, base),), certain=False, looked=len(units))
        return
    gain, unit, lost = best
    figures = {"gain": gain, "with": together(unit.move, unit.fact)}
    yield Finding("unit", (unit.fact,), figures, (witness(space, lost), witness(space, moved(lost, unit.move))))
    for item, cost in costs:
        if not item.indicators & unit.indicators:
            yield from _price(space, base, full, unit, item, -cost)


def _change(space: Space, point: Point, unit: Unit) -> Fraction | None:
    before, after = space.score(point), space.score(moved(point, unit.move))
    return None if before is None or after is None else after - before


def _way(unit: Unit) -> int:
    return 1 if unit.move[unit.fact] > 0 else -1


def _most(space: Space, unit: Unit) -> int:
    """
    Give how often a unit can be taken; a flag or a choice goes to another value once.
    """
    return 1 if space.axes[unit.fact].input.type in ("flag", "choice") else MOST_UNITS


def _values(space: Space, base: Point, unit: Unit) -> tuple[object, object]:
    """
    Give the values of a unit's fact between which it moves from the base record.
    """
    axis, place = space.axes[unit.fact], base[unit.fact]
    return axis.value(place), axis.value(place + unit.move[unit.fact])


def _price(space: Space, base: Point, full: Fraction, unit: Unit, item: Unit, cost: Fraction) -> Iterator[Finding]:
    """
    Say how many units make one item good, and how many items one unit makes good.
    """
    about, with_ = (item.fact, unit.fact), together(item.move, item.fact)
    figures = {"cost": cost, "way": _way(item), "unit_way": _way(unit), "with": with_}
    figures |= {"values": _values(space, base, item), "unit_values": _values(space, base, unit)}
    lost, units = moved(base, item.move), 1
    while (
        units < _most(space, unit)
        and (score := space.score(moved(lost, unit.move, units))) is not None
        and score < full
    ):
        units += 1
    there = moved(lost, unit.move, units)
    score = space.score(there)
    if score is None or score < full:
        yield Finding(
            "no_price", about, figures | {"units": units}, (witness(space, lost),), certain=False, looked=units
        )
    else:
        yield Finding("price", about, figures | {"units": units}, (witness(space, lost), witness(space, there)))
    earned, items = moved(base, unit.move), 0
    while items < _most(space, item):
        score = space.score(moved(earned, item.move, items + 1))
        if score is None or score < full:
            break
        items += 1
    if items:
        witnesses = witness(space, base), witness(space, moved(earned, item.move, items))
        yield Finding("rate", about, figures | {"items": items, "more": items == MOST_UNITS}, witnesses)


def largest(space: Space, base: Point, found: Extremes) -> Iterator[Finding]:
    """
    Say where one unit gains most in an indicator that can add: with each other fact of it at the ends of its range.
    """
    for line in space.plan.indicators:
        own = [name for name, axis in space.axes.items() if line.id in space.indicators(name) and not axis.listed]
        highest: Extreme = found[Measure("points", line.id), 1][0]
        if highest.value <= full_marks(space, line) or not own:
            continue
        before = space.scored
        gains: list[tuple[Fraction, Unit, Point]] = []
        for point in _corners(space, base, own):
            if space.score(point) is None:
                continue
            for name, move in space.steps(point):
                if name in own:
                    unit = Unit(name, move, frozenset((line.id,)))
                    gain = _change(space, point, unit)
                    if gain is not None and gain > 0:
                        gains.append((gain, unit, point))
        looked = space.scored - before
        for best in nlargest(1, gains, key=itemgetter(0)):  # of equals the first
            yield _largest(space, base, line.id, best, looked)


def _corners(space: Space, base: Point, own: list[str]) -> Iterator[Point]:
    """
    Give records in which two facts stand at the first places of their ranges, at the last ones, or where they were.
    """
    for one, other in product(own, repeat=2):
        for first, second in product(*(_edges(space, base, name) for name in (one, other))):
            yield {**base, one: first, other: second}


def _edges(space: Space, base: Point, name: str) -> list[int]:
    size = space.axes[name].size
    return sorted({0, 1, 2, base[name], size - 2, size - 1} & set(range(size)))


def _largest(space: Space, base: Point, id_: str, best: tuple[Fraction, Unit, Point], looked: int) -> Finding:
    gain, unit, point = best
    there, measure = moved(point, unit.move), Measure("points", id_)
    before, after = witness(space, point, measure), witness(space, there, measure)
    line = next(each for each in space.plan.indicators if each.id == id_)
    moved_too = {name: space.axes[name].value(place) for name, place in there.items() if place != base[name]}
    figures = {
        "gain": gain,
        "with": together(unit.move, unit.fact),
        "low": before.value,
        "high": after.value,
        "over": max(after.value - full_marks(space, line), Fraction(0)),
        "others": {name: value for name, value in moved_too.items() if name != unit.fact},
    }
    kind = "largest_extra" if line.extra else "largest_unit"
    return Finding(kind, (unit.fact, id_), figures, (before, after), measure, certain=False, looked=looked)
