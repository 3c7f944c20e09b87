"""
The pass mark: where one unit decides, and the cheapest ways from a failed record to it.
"""

from collections.abc import Iterator
from itertools import combinations

from assess_rules.incentives.effects import Courses
from assess_rules.incentives.findings import Finding, together, witness
from assess_rules.incentives.space import Move, Point, Space, moved
from assess_rules.records import Record, record

MOST_UNITS = 100
MOST_IN_PAIRS = 8
MOST_SHOWN = 5
MOST_ROUNDS = 1000


@record
class Way(Record):
    """
    So many units of one fact, or of two, that lead from a record to the pass mark.
    """

    facts: tuple[str, ...]
    moves: tuple[Move, ...]
    units: tuple[int, ...]

    def end(self, point: Point) -> Point:
        """
        Give the record that it leads to.
        """
        for move, units in zip(self.moves, self.units, strict=True):
            point = moved(point, move, units)
        return point


def edge(space: Space, base: Point) -> Iterator[Finding]:
    """
    Show the pass mark at work: a record that passes with as little as was found, and one unit that makes it fail.
    """
    if not _passes(space, base):
        return
    point = base
    for _, move in list(space.steps(base)):
        rounds = 0
        while rounds < MOST_ROUNDS and _passes_with_less(space, point, moved(point, move)):
            point, rounds = moved(point, move), rounds + 1
    fails = [(name, move) for name, move in space.steps(point) if _fails(space, moved(point, move))]
    if fails:
        name, move = max(fails, key=lambda each: space.better * space.result(moved(point, each[1])).arithmetic)
        first, second = witness(space, point), witness(space, moved(point, move))
        figures = {
            "pass": first.score,
            "fail": second.score,
            "mark": space.plan.pass_mark,
            "with": together(move, name),
        }
        yield Finding("edge", (name,), figures, (first, second))


def failed_record(space: Space, base: Point, courses: Courses, lowest: Point) -> Point | None:
    """
    Make a record that fails: from the base record, the fact that can lose most loses it, then the next, until it does.

    Where that does not lead below the pass mark, the lowest record may.
    """
    worst = []
    for order, course in enumerate(courses.values()):
        steps = [step for run in course.runs for step in (run.first, run.last)]
        scores = [
            (space.better * score, abs(step), step) for step in steps if (score := course.score(step)) is not None
        ]
        if scores:
            score, _, step = min(scores)
            worst.append((score, order, moved(course.start, course.move, step)))
    point = base
    for _, _, there in sorted(worst, key=lambda each: each[:2]):
        if _fails(space, point):
            return point
        both = {**point, **{name: place for name, place in there.items() if place != base[name]}}
        point = both if space.score(both) is not None else point
    return next((each for each in (point, lowest) if _fails(space, each)), None)


def ways(space: Space, point: Point) -> Iterator[Way]:
    """
    Give the ways of fewest units, from a failed record: of each single fact, and of two facts where they take fewer.
    """
    moves = list(space.steps(point))
    singles = []
    for name, move in moves:
        for units in range(1, MOST_UNITS + 1):
            there = moved(point, move, units)
            if not space.accepts(there):
                break
            if _passes(space, there):
                singles.append(Way((name,), (move,), (units,)))
                break
    singles.sort(key=lambda each: each.units)
    yield from singles
    fewest = singles[0].units[0] if singles else MOST_IN_PAIRS + 1
    useful = [(name, move) for name, move in moves if _helps(space, point, move)]
    for total in range(2, min(fewest, MOST_IN_PAIRS + 1)):
        found = [way for way in _pairs(useful, total) if _passes(space, way.end(point))]
        if found:
            yield from found
            return


def _helps(space: Space, point: Point, move: Move) -> bool:
    """
    Say whether a move raises the score within the units that pairs may have.
    """
    here = space.better * space.result(point).arithmetic
    scores = (space.score(moved(point, move, units)) for units in range(1, MOST_IN_PAIRS))
    return any(score is not None and space.better * score > here for score in scores)


def _pairs(moves: list[tuple[str, Move]], total: int) -> Iterator[Way]:
    apart = [pair for pair in combinations(moves, 2) if not pair[0][1].keys() & pair[1][1].keys()]
    for (one, first), (other, second) in apart:
        for units in range(1, total):
            yield Way((one, other), (first, second), (units, total - units))


def to_pass(space: Space, point: Point) -> Iterator[Finding]:
    """
    Show the cheapest ways from a failed record to the pass mark.
    """
    before, start = space.scored, witness(space, point)
    found = sorted(ways(space, point), key=lambda each: sum(each.units))
    looked = space.scored - before
    for way in found[:MOST_SHOWN]:
        witnesses = start, witness(space, way.end(point))
        yield Finding("way", way.facts, shown(way), witnesses)
    if found and all(len(way.facts) == 1 for way in found):
        figures = no_way() | {"fewest": found[0].units[0]}
        yield Finding("no_pair", (), figures, (start,), certain=False, looked=looked)
    if not found:
        yield Finding("no_way", (), no_way(), (start,), certain=False, looked=looked)


def shown(way: Way) -> dict[str, object]:
    """
    Give the figures of a way: by how many units each fact goes, and what goes with them.
    """
    pairs = zip(way.facts, way.moves, strict=True)
    return {"units": way.units, "with": tuple(other for name, move in pairs for other in together(move, name))}


def no_way() -> dict[str, object]:
    """
    Give how far ways are looked for: units of one fact, and of two together.
    """
    return {"one": MOST_UNITS, "two": MOST_IN_PAIRS}


def _passes_with_less(space: Space, point: Point, there: Point) -> bool:
    more = space.result(point).arithmetic - space.result(there).arithmetic if _passes(space, there) else 0
    return space.better * more > 0


def _passes(space: Space, point: Point) -> bool:
    return space.accepts(point) and space.result(point).verdict == "pass"


def _fails(space: Space, point: Point) -> bool:
    return space.accepts(point) and space.result(point).verdict == "fail"
