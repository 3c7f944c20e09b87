"""
What each indicator, subtotal and total can reach, which caps never can be, and which vetoes can happen.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assess_rules.incentives.findings import Finding, witness
from assess_rules.incentives.ranges import Extreme, Search
from assess_rules.incentives.space import SCORE, Measure, Point, Space, moved

Extremes = Mapping[tuple[Measure, int], tuple[Extreme, int]]


def extremes(space: Space, base: Point) -> Extremes:
    """
    Find the highest (1) and lowest (−1) of every indicator, section and the score, and how many records were looked at.
    """
    found: dict[tuple[Measure, int], tuple[Extreme, int]] = {}
    rows = [Measure("points", each.id) for each in space.plan.indicators]
    for measure in (*rows, *(Measure("section", each.id) for each in space.plan.sections), SCORE):
        for way in (1, -1):
            before, seed = space.scored, dict(base)
            for row in rows if measure not in rows else ():
                seed.update({name: place for name, place in found[row, way][0].point.items() if place != base[name]})
            best = Search(space, measure, way, base).run([seed])
            assert best is not None  # the base record is one
            found[measure, way] = best, space.scored - before
    return found


def reached(space: Space, found: Extremes) -> Iterator[Finding]:
    """
    Say how high and how low each figure goes.
    """
    for (measure, way), (best, looked) in found.items():
        figures = {"found": best.value, "bound": best.bound}
        kind = "highest" if way > 0 else "lowest"
        witnesses = (witness(space, best.point, measure),)
        about = (measure.id,) if measure.id else ()
        yield Finding(kind, about, figures, witnesses, measure, certain=best.proved, looked=looked)


def unreached(space: Space, base: Point, found: Extremes) -> Iterator[Finding]:
    """
    Say which caps can never be lost in full, and which indicators can never be earned in full.
    """
    for line in space.plan.indicators:
        highest, looked = found[Measure("points", line.id), 1]
        if line.cap is None or space.better < 0:
            continue
        if highest.value < line.cap:
            yield _unreached("full_unreached", space, highest, Measure("points", line.id), looked, line.cap)
        if line.due is not None and line.start == line.cap:
            before, measure = space.scored, Measure("deducted", line.id)
            most = Search(space, measure, 1, base).run([found[Measure("points", line.id), -1][0].point])
            assert most is not None
            if most.value >= line.cap:
                shown = (witness(space, most.point, measure),)
                yield Finding("cap_reached", (line.id,), {"cap": line.cap}, shown, measure)
            else:
                yield _unreached("cap_unreached", space, most, measure, space.scored - before, line.cap)


def _unreached(kind: str, space: Space, best: Extreme, measure: Measure, looked: int, cap: Fraction) -> Finding:
    never = best.bound is not None and best.bound < cap
    figures = {"found": best.value, "bound": best.bound, "cap": cap}
    shown = (witness(space, best.point, measure),)
    return Finding(kind, (measure.id,), figures, shown, measure, certain=never, looked=looked)


def vetoes(space: Space, base: Point) -> Iterator[Finding]:
    """
    Show each veto at work, on the base record with as little changed as was found.
    """
    for each in space.plan.vetoes:
        measure, before = Measure("veto", each.id), space.scored
        for _, move in space.steps(base):
            there = moved(base, move)
            if space.accepts(there) and measure.read(space.result(there)):
                break
        else:
            best = Search(space, measure, 1, base, vetoed=True).run()
            assert best is not None  # the base record is one
            there = best.point
            if not best.value:
                figures, looked, shown = {"bound": best.bound}, space.scored - before, (witness(space, base, measure),)
                yield Finding("no_veto", (each.id,), figures, shown, measure, certain=best.proved, looked=looked)
                continue
        kind = {"zero": "veto_zero", "grade": "veto_grade"}.get(each.effect, "veto")
        yield Finding(kind, (each.id,), {}, (witness(space, base, measure), witness(space, there, measure)), measure)
