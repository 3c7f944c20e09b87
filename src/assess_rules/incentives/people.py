"""
What one more and one less are worth at people's own records, and how far those who failed are from the pass mark.

Without leave to name people everything is summed up, over `FEWEST` people at least, and no record stands behind it: one
record may say whose it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from statistics import median_low

from assess_rules.groups import FEWEST
from assess_rules.incentives.findings import Finding, Witness, witness
from assess_rules.incentives.space import Point, Space, moved
from assess_rules.incentives.ways import Way, no_way, shown, ways
from assess_rules.result import Result

Own = tuple[Result, Point]


def records(space: Space, results: Sequence[Result]) -> list[Own]:
    """
    Give the records of a role that have a score.
    """
    found = (each for each in results if each.role == space.role and each.verdict != "vetoed")
    return [(each, space.point(each.facts)) for each in found]


def are_enough(own: Iterable[Own]) -> bool:
    """
    Say whether records are of so many people that a sum of them tells of nobody.
    """
    return len({result.person for result, _ in own}) >= FEWEST


def at_records(space: Space, own: Sequence[Own], *, named: bool) -> Iterator[Finding]:
    """
    Say what one more and one less of each fact are worth over people's records: least, middle and most.
    """
    worth: dict[tuple[str, int], list[tuple[Fraction, int, Point]]] = {}
    for number, (result, point) in enumerate(own):
        for name, move in space.steps(point):
            there = moved(point, move)
            score = space.score(there)
            if score is not None and space.axes[name].input.type in ("count", "number"):
                way = 1 if move[name] > 0 else -1
                worth.setdefault((name, way), []).append((score - result.arithmetic, number, there))
    for (name, way), found in worth.items():
        if not (named or are_enough(own[number] for _, number, _ in found)):
            continue
        found.sort(key=lambda each: each[:2])
        points = [each for each, _, _ in found]
        figures = {"least": points[0], "middle": median_low(points), "most": points[-1], "records": len(points)}
        kind = "people_more" if way > 0 else "people_less"
        ends = [(own[number], place) for _, number, end in (found[0], found[-1]) for place in (None, end)]
        witnesses = [_named(space, whose, place) for whose, place in ends]
        yield Finding(kind, (name,), figures, tuple(witnesses) if named else ())


def _named(space: Space, own: Own, point: Point | None = None) -> Witness:
    """
    Make a witness that says whose record it is, or began as.
    """
    result, start = own
    made = witness(space, start if point is None else point)
    return Witness(made.facts, made.score, made.verdict, made.value, result.person, result.period)


def failures(space: Space, own: Sequence[Own], *, named: bool) -> Iterator[Finding]:
    """
    Say how few units would have taken those who failed to the pass mark, and of which facts.
    """
    failed = [each for each in own if each[0].verdict == "fail"]
    fewest: list[tuple[int, tuple[Way, ...], Own]] = []
    for each in failed:
        before, found = space.scored, sorted(ways(space, each[1]), key=lambda way: sum(way.units))
        if found:
            least = sum(found[0].units)
            fewest.append((least, tuple(way for way in found if sum(way.units) == least), each))
        if named:
            start = _named(space, each)
            for way in found[:1]:
                end = _named(space, each, way.end(each[1]))
                yield Finding("way", way.facts, shown(way), (start, end))
            if not found:
                yield Finding("no_way", (), no_way(), (start,), certain=False, looked=space.scored - before)
    if failed:
        shown_units = named or are_enough(each for _, _, each in fewest)
        units = sorted(least for least, _, _ in fewest)
        figures = {"failed": len(failed), "saved": len(units)}
        figures |= {"least": units[0], "middle": median_low(units), "most": units[-1]} if units and shown_units else {}
        yield Finding("failures", (), figures, certain=False)
    by_facts: dict[tuple[str, ...], list[Own]] = {}
    for _, best, each in fewest:
        for names in {way.facts for way in best}:
            by_facts.setdefault(names, []).append(each)
    for names, whose in sorted(by_facts.items(), key=lambda each: (-len(each[1]), each[0])):
        if named or are_enough(whose):
            yield Finding("cheapest", names, {"records": len(whose), "saved": len(fewest)}, certain=False)
