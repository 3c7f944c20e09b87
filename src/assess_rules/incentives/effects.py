"""
What one more and one less of each fact is worth; where a unit costs more than its neighbours; where more costs nothing.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assess_rules.incentives.course import Course, Run
from assess_rules.incentives.findings import Finding, together, witness
from assess_rules.incentives.space import Point, Space, moved
from assess_rules.ir import facts_read

Courses = Mapping[str, Course]
MOST_PLACES = 60  # of a fact on which it rests whether another one is needed


def courses(space: Space, base: Point) -> Courses:
    """
    Give the course of every fact that is a number, from the base record over the fact's range.
    """
    found = {}
    for name, axis in space.axes.items():
        start = _start(space, base, name) if axis.input.type in ("count", "number") and axis.size > 1 else None
        if start is not None:
            back = {other: -by for other, by in (space.move(start, name, -1) or {name: -1}).items()}
            found[name] = Course(space, start, space.move(start, name, 1) or back)
    return found


def _start(space: Space, base: Point, name: str) -> Point | None:
    """
    Give the base record; where it does not need a fact, one that does and differs in one other fact, if there is one.
    """
    if space.needs(base, name):
        return base
    for other in sorted(facts_read(space.needed[name])):
        size = space.axes[other].size
        for place in (*range(min(size, MOST_PLACES)), size - 1):
            there = space.settled({**base, other: place})
            if space.needs(there, name) and space.score(there) is not None:
                return there
    return None


def at_base(space: Space, base: Point) -> Iterator[Finding]:
    """
    Say what one more, one less, or another option of each fact is worth at the base record.
    """
    before = space.score(base)
    assert before is not None
    for name, move in space.steps(base):
        there, axis = moved(base, move), space.axes[name]
        after = space.score(there)
        if after is None:
            continue  # a veto; they have findings of their own
        figures = {"points": after - before, "with": together(move, name)}
        kind = "option" if axis.input.type in ("flag", "choice") else "one_more" if move[name] > 0 else "one_less"
        yield Finding(kind, (name,), figures, (witness(space, base), witness(space, there)))


def over_range(courses: Courses) -> Iterator[Finding]:
    """
    Say where on its range one more of a fact takes most and gives most.
    """
    for name, course in courses.items():
        found = dict(_worths(course, course.space.axes[name].one))
        for kind, pick in (("least_more", min), ("most_more", max)):
            if found:
                step = pick(found, key=lambda each: (found[each], each))
                yield _between(kind, course, name, step, course.space.axes[name].one, {"points": found[step]})


def _worths(course: Course, one: int) -> Iterator[tuple[int, Fraction]]:
    """
    Give what one more is worth from wherever that can change.
    """
    if one == 1:
        yield from ((run.first, run.points) for run in course.runs)
        return
    edges = {step for first, last, _ in course.stretches for step in (first, last, first - one, last - one)}
    for step in sorted(edges):
        worth = course.worth(step, one)
        if worth is not None:
            yield step, worth


def _between(kind: str, course: Course, name: str, step: int, steps: int, figures: Mapping[str, object]) -> Finding:
    """
    Make a finding of two records of a course.
    """
    witnesses = witness(course.space, course.at(step)), witness(course.space, course.at(step + steps))
    figures = {**figures, "with": together(course.move, name)}
    return Finding(kind, (name,), figures, witnesses, certain=course.settled, looked=len(course.stretches))


def cliffs(courses: Courses) -> Iterator[Finding]:
    """
    Say where a single step of a fact is worth more than the steps on both sides of it.
    """
    for name, course in courses.items():
        found = [run for number, run in enumerate(course.runs) if _stands_out(course, number)]
        if found:
            run = max(found, key=lambda each: (abs(each.points), -abs(each.first)))
            yield _between("cliff", course, name, run.first, 1, {"points": run.points, "number": len(found)})


def _stands_out(course: Course, number: int) -> bool:
    """
    Say whether a run is one step, and worth more than those beside it; where the score ends, nothing is beside it.
    """
    run = course.runs[number]
    near = course.runs[max(number - 1, 0) : number + 2]
    beside = [each for each in near if each.last == run.first or each.first == run.last]
    return (
        run.last == run.first + 1
        and (course.settled or len(beside) > 1)
        and all(abs(run.points) > abs(each.points) for each in beside)
    )


def free(courses: Courses) -> Iterator[Finding]:
    """
    Say from where on more of a fact, or less, changes nothing because what it can cost is lost already.
    """
    for name, course in courses.items():
        runs = course.runs
        if len(runs) > 1 and not runs[-1].points and runs[-2].last == runs[-1].first > 0:
            yield from _free(course, name, runs[-1].first, 1, runs[-2::-1])
        if len(runs) > 1 and not runs[0].points and runs[1].first == runs[0].last < 0:
            yield from _free(course, name, runs[0].last, -1, runs[1:])


def _free(course: Course, name: str, step: int, way: int, before: tuple[Run, ...]) -> Iterator[Finding]:
    """
    Make the findings of an end of a course; `before` are the runs that lead to it, the nearest first.
    """
    space, axis = course.space, course.space.axes[name]
    start, there = space.result(course.at(0)), space.result(course.at(step))
    lost = start.arithmetic - there.arithmetic
    ends = [line for line, old in zip(there.lines, start.lines, strict=True) if line.deducted > old.deducted]
    if lost <= 0 or not ends:
        return
    figures = {
        "units": abs(step) * axis.grain,
        "way": way,
        "lost": lost,
        "reached": all(each.deducted == each.cap for each in ends),
        "with": together(course.move, name),
    }
    about = (name, *(each.indicator for each in ends))
    witnesses = witness(space, course.at(step)), witness(space, course.at(step + way))
    yield Finding("free_after", about, figures, witnesses)
    last, *earlier = before
    if axis.one == 1 and last.last == last.first + 1 and earlier and abs(earlier[0].points) > abs(last.points) > 0:
        worth = {
            "cost": abs(last.points),
            "usual": abs(earlier[0].points),
            "number": abs(step),
            "with": figures["with"],
        }
        witnesses = witness(space, course.at(step - way)), witness(space, course.at(step))
        yield Finding("last_part", about, worth, witnesses)
