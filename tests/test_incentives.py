"""
The incentive map says nothing that its witnesses do not show: each record is accepted, and scores what is stated.
"""

import functools
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from statistics import median_low
from string import Formatter
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess_rules import DEFAULT_KINDS, FactsError, KindTable, Policy, Result, load_policy
from assess_rules.amounts import Amount
from assess_rules.backends.reference import evaluate, truth
from assess_rules.figures import AmountOf
from assess_rules.incentives import Finding, RoleMap, Witness, incentive_maps
from assess_rules.incentives.bounds import Box, Extent, Form, UnboundedError
from assess_rules.incentives.course import Course
from assess_rules.incentives.neutral import neutral, off
from assess_rules.incentives.pages import as_data, page
from assess_rules.incentives.ranges import known_of
from assess_rules.incentives.space import SCORE, Measure, Move, Point, Space, full_marks, moved
from assess_rules.incentives.statements import SENTENCES, Teller
from assess_rules.incentives.ways import MOST_IN_PAIRS, MOST_UNITS
from assess_rules.ir import (
    ONE,
    ZERO,
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Equal,
    Expr,
    Fact,
    Floor,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Ratio,
    Round,
    Scale,
    Select,
)
from assess_rules.kinds import Lowered, Lowering, Problem, RuleContext, RuleKind, Side
from assess_rules.records import evolve, record
from assess_rules.tables import accept_rows, read_rows
from conftest import Run
from strategies import loaded, policies, records

SHIPPED = "wancheng_2023_127"
HERE = Path(__file__).parent
YEAR = HERE.parent / "examples" / "facts_2024.csv"
SHAPES = [*sorted((HERE / "policies").glob("*.yaml")), *sorted((HERE / "policies" / "good").glob("*.yaml"))]
Facts = dict[str, Any]


def findings(found: RoleMap, *kinds: str) -> Iterator[Finding]:
    for each in found.found.values():
        yield from (one for one in each if not kinds or one.kind in kinds)


def maps(policy: Policy, roles: Iterable[str] | None = None, **options: Any) -> dict[str, RoleMap]:
    return {each.role: each for each in incentive_maps(policy, list(roles or policy.roles), **options)}


# A judge of findings.


class Judge:
    """
    Judges the findings of a role: each witness by the reference evaluator, and records beside it as the policy scores them.
    """

    def __init__(self, policy: Policy, found: RoleMap, results: Iterable[Result] = ()) -> None:
        self.policy, self.found, self.space = policy, found, Space(policy, found.role)
        self.results = [each for each in results if each.role == found.role]
        self._fewest: dict[Any, tuple[int, set[tuple[str, ...]]] | None] = {}
        self.base = next((self.whole(each.witnesses[0]) for each in findings(found, "base")), None)

    def whole(self, witness: Witness, *beside: Witness) -> Witness:
        """
        Give a witness with a value of each fact that it does not need: of a witness beside it, or what stands in for it.
        """
        facts = {name: value for each in reversed(beside) for name, value in each.facts.items()} | dict(witness.facts)
        return evolve(witness, facts=self.space.facts(self.space.point(facts)))

    def result(self, facts: Mapping[str, Any], backend: Literal["compiled", "reference"] = "compiled") -> Result | None:
        """
        Score facts; None where the door refuses them.
        """
        conditions = {each.name: each.needed for each in self.space.plan.inputs if each.needed is not None}
        whole = {name: axis.value(axis.home) for name, axis in self.space.axes.items()} | dict(facts)
        unneeded = [name for name, needed in conditions.items() if not truth(needed, whole)]
        facts = {name: value for name, value in facts.items() if name not in unneeded}
        try:
            return self.policy.score({"role": self.found.role, **facts}, backend=backend)
        except FactsError:
            return None

    def score(self, facts: Mapping[str, Any] | None) -> Fraction | None:
        result = None if facts is None else self.result(facts)
        return None if result is None else result.exact

    def at(self, point: Point) -> Result | None:
        """
        Score a point; None outside the facts' ranges, and where the door refuses it.
        """
        inside = all(0 <= place < self.space.axes[name].size for name, place in point.items())
        return self.result(self.space.facts(point)) if inside else None

    def worth(self, point: Point, move: Move) -> Fraction | None:
        """
        Give what a move is worth in points; None where one of the records has no score.
        """
        before, after = self.at(point), self.at(moved(point, move))
        if before is None or after is None or before.exact is None or after.exact is None:
            return None
        return after.exact - before.exact

    def passes(self, point: Point) -> bool:
        result = self.at(point)
        return result is not None and result.verdict == "pass"

    def pairs(self, point: Point, *, useful: bool) -> Iterator[tuple[tuple[str, Move], tuple[str, Move]]]:
        """
        Give every two moves that share no fact; or of those only that raise the score by themselves.
        """
        moves = list(self.space.steps(point))
        if useful:
            better = self.space.better
            moves = [
                each
                for each in moves
                if any(
                    (worth := self.worth(point, {name: by * units for name, by in each[1].items()})) is not None
                    and worth * better > 0
                    for units in range(1, MOST_IN_PAIRS)
                )
            ]
        return (pair for pair in combinations(moves, 2) if pair[0][1].keys().isdisjoint(pair[1][1]))

    def fewest(self, facts: Mapping[str, Any]) -> tuple[int, set[tuple[str, ...]]] | None:
        """
        Give the fewest units of one fact, or of two that each raise the score, that lead to the pass mark, and the facts.

        Everything is tried, up to what the statements name.
        """
        key = frozenset(facts.items())
        if key not in self._fewest:
            point = self.space.point(facts)
            moves, pairs = list(self.space.steps(point)), list(self.pairs(point, useful=True))
            self._fewest[key] = None
            for total in range(1, MOST_UNITS + 1):
                found: set[tuple[str, ...]] = {
                    (name,) for name, move in moves if self.passes(moved(point, move, total))
                }
                if total <= MOST_IN_PAIRS:
                    found |= {
                        (one, other)
                        for (one, first), (other, second) in pairs
                        for units in range(1, total)
                        if self.passes(moved(moved(point, first, units), second, total - units))
                    }
                if found:
                    self._fewest[key] = total, found
                    break
        return self._fewest[key]

    def between(self, first: Mapping[str, Any], second: Mapping[str, Any], part: Fraction) -> Facts | None:
        """
        Go that part of the way from one record to another, or beyond it; None outside the facts' ranges.
        """
        facts = dict(first)
        for name, axis in self.space.axes.items():
            here, there = axis.place(first[name]), axis.place(second[name])
            place = here + (there - here) * part
            assert place.denominator == 1
            if not 0 <= place < axis.size:
                return None
            facts[name] = axis.value(int(place))
        return facts

    def check(self, finding: Finding) -> None:
        """
        Check the witnesses, and what the finding's kind says of them.
        """
        for each in finding.witnesses:
            result = self.result(each.facts, "reference")
            assert result is not None
            shown = (each.score, each.verdict, each.value)
            assert (result.exact, result.verdict, finding.measure.read(result)) == shown
        pair = finding.witnesses
        whole = evolve(finding, witnesses=tuple(self.whole(each, *pair) for each in pair))
        getattr(self, f"is_{finding.kind}")(whole, *whole.witnesses)

    def base_score(self) -> Fraction:
        assert self.base is not None
        assert self.base.score is not None
        return self.base.score

    def is_base(self, finding: Finding, base: Witness) -> None:
        result = self.result(base.facts)
        assert result is not None
        sections = {each.id: each for each in result.plan.sections}

        def weight_of(section: str | None) -> Fraction:
            if section is None:
                return Fraction(1)
            return sections[section].weight * weight_of(sections[section].within)

        weights = [line.weight * weight_of(line.section) for line in result.lines]
        lost = sum(weight * line.deducted for weight, line in zip(weights, result.lines, strict=True))
        off = sum(
            weight * (abs(line.points - full_marks(self.space, line)) + (line.apart or line.lost or 0))
            for weight, line in zip(weights, result.lines, strict=True)
        )
        assert (lost, off) == (finding.figures["lost"], finding.figures["off"])

    def is_no_base(self, finding: Finding) -> None:
        assert self.base is None

    def change(self, finding: Finding, before: Witness, after: Witness, points: str = "points") -> None:
        changed = {name for name, value in after.facts.items() if value != before.facts[name]}
        assert changed == {finding.about[0], *finding.figures["with"]}
        assert before.score is not None
        assert after.score is not None
        assert after.score - before.score == finding.figures[points]

    is_option = change

    def places(self, finding: Finding) -> int:
        """
        Give by how many places the fact of a finding moves.
        """
        axis, name = self.space.axes[finding.about[0]], finding.about[0]
        return axis.place(finding.witnesses[1].facts[name]) - axis.place(finding.witnesses[0].facts[name])

    def is_one_more(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after)
        assert before == self.base
        assert self.places(finding) == self.space.axes[finding.about[0]].one

    def is_one_less(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after)
        assert before == self.base
        assert self.places(finding) == -self.space.axes[finding.about[0]].one

    def worths(self, finding: Finding) -> Iterator[Fraction]:
        """
        Give what one more is worth from places all over the fact's range, of a short one from all.
        """
        axis, (before, after) = self.space.axes[finding.about[0]], finding.witnesses
        place = axis.place(before.facts[finding.about[0]])
        steps = range(-place, axis.size - place)
        for step in steps if len(steps) <= 50 else {*steps[:10], *steps[:: len(steps) // 15], *range(-5, 6)}:
            ends = (Fraction(each, axis.one) for each in (step, step + axis.one))
            first, second = (self.score(self.between(before.facts, after.facts, end)) for end in ends)
            if first is not None and second is not None:
                yield second - first

    def is_least_more(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after)
        assert not finding.certain or all(each >= finding.figures["points"] for each in self.worths(finding))

    def is_most_more(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after)
        assert not finding.certain or all(each <= finding.figures["points"] for each in self.worths(finding))

    def beyond(self, before: Witness, after: Witness, steps: int) -> Fraction | None:
        return self.score(self.between(before.facts, after.facts, Fraction(steps)))

    def is_free_after(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert before.score == after.score
        if self.base is not None and finding.about[0] in self.space.given(self.space.point(self.base.facts)):
            assert before.score == self.base_score() - finding.figures["lost"]
        else:  # the base record does not need the fact: nothing of it is what it cost
            nil = dict(before.facts) | {finding.about[0]: 0}
            assert self.score(nil) == (before.score or 0) + finding.figures["lost"]
        assert self.beyond(before, after, -1) not in (before.score, None)
        assert all(self.beyond(before, after, steps) in (before.score, None) for steps in (2, 3, 10, 50, 1000, 90000))
        assert abs(self.places(finding)) == 1

    def is_last_part(self, finding: Finding, before: Witness, after: Witness) -> None:
        earlier, later = (self.beyond(before, after, steps) for steps in (-1, 2))
        assert before.score is not None
        assert after.score == later
        assert after.score is not None
        assert earlier is not None
        assert abs(after.score - before.score) == finding.figures["cost"] < finding.figures["usual"]
        assert abs(before.score - earlier) == finding.figures["usual"]

    def is_cap_reached(self, finding: Finding, end: Witness) -> None:
        assert end.value >= finding.figures["cap"]

    def is_cap_unreached(self, finding: Finding, end: Witness) -> None:
        bound = finding.figures["bound"]
        assert end.value == finding.figures["found"] < finding.figures["cap"]
        assert finding.certain == (bound is not None and bound < finding.figures["cap"])

    is_full_unreached = is_cap_unreached

    def is_unit(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after, "gain")
        assert finding.figures["gain"] == max(self.gains()) > 0

    def is_no_unit(self, finding: Finding, base: Witness) -> None:
        assert not finding.certain
        assert base == self.base
        assert all(each <= 0 for each in self.gains())

    def gains(self) -> Iterator[Fraction]:
        """
        Give what every step adds where one item of anything in other indicators is lost.
        """
        assert self.base is not None
        base = self.space.point(self.base.facts)
        steps = [(set(self.space.indicators(name)), move) for name, move in self.space.steps(base)]
        for touched, item in steps:
            cost = self.worth(base, item)
            if cost is not None and cost < 0:
                worths = [self.worth(moved(base, item), move) for other, move in steps if not other & touched]
                yield from (each for each in worths if each is not None)

    def is_price(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert before.score == self.base_score() - finding.figures["cost"]
        for units in range(1, finding.figures["units"] + 1):
            score = self.score(self.between(before.facts, after.facts, Fraction(units, finding.figures["units"])))
            assert score is not None
            assert (score >= self.base_score()) == (units == finding.figures["units"])

    def is_no_price(self, finding: Finding, before: Witness) -> None:
        assert before.score == self.base_score() - finding.figures["cost"]
        assert self.base is not None
        name, way = finding.about[1], finding.figures["unit_way"]
        moves = [move for fact, move in self.space.steps(self.space.point(self.base.facts)) if fact == name]
        tried = [
            [
                self.at(moved(self.space.point(before.facts), move, units + 1))
                for units in range(finding.figures["units"])
            ]
            for move in moves
            if move[name] * way > 0
        ]
        assert any(
            all(each is None or each.exact is None or each.exact < self.base_score() for each in one) for one in tried
        )

    def is_rate(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert before == self.base
        assert after.score is not None
        assert after.score >= self.base_score()
        item, items, further = finding.about[0], finding.figures["items"], dict(after.facts)
        moving = {name for name in (item, *finding.figures["with"]) if name != finding.about[1]}
        for name in moving:  # one item more than is made good
            axis = self.space.axes[name]
            here, there = axis.place(before.facts[name]), axis.place(after.facts[name])
            assert (there - here) % items == 0
            place = there + (there - here) // items
            if not 0 <= place < axis.size:
                return
            further[name] = axis.value(place)
        score = self.score(further)
        assert finding.figures["more"] or score is None or score < self.base_score()

    def is_largest_unit(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after, "gain")
        assert (before.value, after.value) == (finding.figures["low"], finding.figures["high"])
        assert self.base is not None
        base, axes = self.space.point(self.base.facts), self.space.axes
        own = [name for name in axes if finding.about[1] in self.space.indicators(name) and not axes[name].listed]
        for other in own:  # each at the first and the last place of its range
            for place in {0, axes[other].size - 1}:
                point = {**base, other: place}
                worths = [self.worth(point, move) for name, move in self.space.steps(point) if name in own]
                assert all(each is None or each <= finding.figures["gain"] for each in worths)

    def is_largest_extra(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.is_largest_unit(finding, before, after)
        assert next(each for each in self.space.plan.indicators if each.id == finding.about[1]).extra

    def is_cliff(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.change(finding, before, after)
        for end, step in ((before, -1), (after, 2)):
            beside = self.beyond(before, after, step)
            assert end.score is not None
            assert beside is None or abs(end.score - beside) < abs(finding.figures["points"])

    def is_edge(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.verdict, after.verdict) == ("pass", "fail")
        assert (before.score, after.score) == (finding.figures["pass"], finding.figures["fail"])

    def is_veto(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.value, after.value, after.verdict, after.score) == (0, 1, "vetoed", None)  # type: ignore[comparison-overlap]

    def is_veto_zero(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.value, after.value, after.score) == (0, 1, 0)  # type: ignore[comparison-overlap]

    def is_veto_grade(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.value, after.value) == (0, 1)  # type: ignore[comparison-overlap]
        assert after.score is not None
        result = self.result(after.facts)
        assert result is not None
        assert result.vetoes

    def is_no_veto(self, finding: Finding, before: Witness) -> None:
        assert before.value == 0

    def is_end(self, finding: Finding, end: Witness) -> None:
        found, bound = finding.figures["found"], finding.figures["bound"]
        assert end.value == found
        assert finding.certain == (found == bound)

    is_highest = is_lowest = is_end

    def is_way(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.verdict, after.verdict) == ("fail", "pass")
        fewest, units = self.fewest(before.facts), finding.figures["units"]
        assert fewest is not None
        assert sum(units) >= fewest[0]
        if len(units) == 2:
            assert sum(units) == fewest[0]
            assert finding.about in fewest[1]
        else:
            for step in range(1, *units):
                facts = self.between(before.facts, after.facts, Fraction(step, *units))
                assert facts is not None
                result = self.result(facts)
                assert result is not None
                assert result.verdict != "pass"

    def is_no_pair(self, finding: Finding, before: Witness) -> None:
        assert before.verdict == "fail"
        fewest = self.fewest(before.facts)
        assert fewest is not None
        assert fewest[0] == finding.figures["fewest"] or finding.figures["two"] < fewest[0]
        assert any(len(each) == 1 for each in fewest[1])

    def is_no_way(self, finding: Finding, before: Witness) -> None:
        assert before.verdict == "fail"
        assert (MOST_UNITS, MOST_IN_PAIRS) == (finding.figures["one"], finding.figures["two"])
        assert self.fewest(before.facts) is None
        point = self.space.point(before.facts)
        for (_, first), (_, second) in self.pairs(point, useful=False):
            for one, other in ((one, total - one) for total in range(2, MOST_IN_PAIRS + 1) for one in range(1, total)):
                assert not self.passes(moved(moved(point, first, one), second, other))

    def is_no_failure(self, finding: Finding, lowest: Witness) -> None:
        assert lowest.verdict == "pass"

    def is_people(self, finding: Finding, *witnesses: Witness) -> None:
        assert finding.figures["least"] <= finding.figures["middle"] <= finding.figures["most"]
        for place, key in enumerate(("least", "most") if witnesses else ()):
            before, after = witnesses[2 * place : 2 * place + 2]
            assert before.score is not None
            assert after.score is not None
            assert after.score - before.score == finding.figures[key]
            assert finding.about[0] in {name for name, value in after.facts.items() if value != before.facts[name]}
            assert (before.person, before.period) == (after.person, after.period)

    is_people_more = is_people_less = is_people

    def is_failures(self, finding: Finding) -> None:
        failed, fewest = self.saved()
        assert (failed, len(fewest)) == (finding.figures["failed"], finding.figures["saved"])
        if "least" in finding.figures:
            units = [each for each, _ in fewest]
            shown = tuple(finding.figures[key] for key in ("least", "middle", "most"))
            assert (min(units), median_low(units), max(units)) == shown

    def is_cheapest(self, finding: Finding) -> None:
        _, fewest = self.saved()
        assert len(fewest) == finding.figures["saved"]
        assert sum(finding.about in facts for _, facts in fewest) == finding.figures["records"]

    def saved(self) -> tuple[int, list[tuple[int, set[tuple[str, ...]]]]]:
        """
        Give how many of the results failed, and of those that a way leads out of, the fewest units and their facts.
        """
        failed = [each for each in self.results if each.verdict == "fail"]
        read = [{name: each.facts[name] for name in self.space.axes} for each in failed]
        return len(failed), [found for each in read if (found := self.fewest(each)) is not None]

    def contains(self, result: Result) -> None:
        """
        Check that the figures of a record lie within the bounds that are said to be proven.
        """
        for each in findings(self.found, "highest", "lowest", "cap_unreached", "full_unreached", "no_veto"):
            bound, value = each.figures["bound"], each.measure.read(result)
            assert bound is None or (value >= bound if each.kind == "lowest" else value <= bound)


def judged(policy: Policy, roles: Iterable[str] | None = None, **options: Any) -> dict[str, RoleMap]:
    """
    Give the maps of roles, each finding of them checked, and told in both languages.
    """
    found = maps(policy, roles, **options)
    for each in found.values():
        judge = Judge(policy, each, options.get("results", ()))
        for finding in findings(each):
            judge.check(finding)
        for language in ("zh", "en"):
            assert len(list(page(judge.space, each, language))) > 1
            assert as_data(judge.space, each, language)["role"] == each.role
    return found


# Any policy.


def check_a_policy(policy: Policy, data: st.DataObject) -> None:
    """
    Check all that is said of a role, and that random records keep within what is proven.
    """
    for role, found in judged(policy, [data.draw(st.sampled_from(list(policy.roles)))]).items():
        judge = Judge(policy, found)
        for _ in range(5):
            result = policy.score(data.draw(records(policy.plans[role])))
            if result.verdict != "vetoed":
                judge.contains(result)


@pytest.mark.volume
@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_statements_of_policies_of_many_shapes(path: Path) -> None:
    """
    Policies with every key and every type of fact have maps whose every statement holds.
    """
    policy = load_policy(path)
    judged(policy, list(policy.roles)[-1:])


@pytest.mark.volume
@settings(max_examples=12)
@given(st.data())
def test_every_statement_follows_from_its_witnesses(data: st.DataObject) -> None:
    """
    Of any policy: witnesses are accepted and score what is stated, and random records keep within the proven bounds.
    """
    check_a_policy(loaded(data.draw(policies())), data)


@pytest.mark.long
@settings(max_examples=300)
@given(st.data())
def test_every_statement_follows_from_its_witnesses_at_length(data: st.DataObject) -> None:
    """
    The same, of many more policies.
    """
    check_a_policy(loaded(data.draw(policies())), data)


@given(st.data())
def test_bounds_hold_everywhere_in_a_box(data: st.DataObject) -> None:
    """
    Whatever a record in a box makes of a step lies between the ends that the box gives it, on its grain.
    """
    policy = loaded(data.draw(policies()))
    space = Space(policy, data.draw(st.sampled_from(list(policy.roles))))
    known, ends, facts = {}, {}, {}
    for name, axis in space.axes.items():
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, axis.size - 1)] * 2)))
        known[name], own = known_of(axis, first, last)
        if own is not None:
            ends[name] = own
        facts[name] = axis.value(data.draw(st.integers(first, last)))
    box = Box(ends, known)
    box.run(space.plan.steps)

    for name, value in evaluate(space.plan, facts).items():
        bound = box.known[name]
        if isinstance(bound, Extent):
            assert isinstance(value, (int, Fraction))
            assert bound.low <= value <= bound.high
            assert not bound.grain or Fraction(value) % bound.grain == 0
        elif isinstance(bound, frozenset):
            assert value in bound
        else:
            assert bound in (None, value)


@given(st.data())
def test_a_course_knows_what_each_step_is_worth(data: st.DataObject) -> None:
    """
    Within a run every step is worth what the run says; outside the stretches the door refuses the record or a veto holds.
    """
    policy = loaded(data.draw(policies()))
    space = Space(policy, data.draw(st.sampled_from(list(policy.roles))))
    base = neutral(space)
    names = [name for name, axis in space.axes.items() if axis.size > 1]
    if base is None or not names:
        return
    name = data.draw(st.sampled_from(names))
    move = space.move(base, name, 1) or {name: 1}
    course = Course(space, base, move, data.draw(st.sampled_from([5, 200])))
    inside = 0
    for first, last, points in course.stretches:
        inside += last - first + 1
        steps = {first, last, data.draw(st.integers(first, last)), data.draw(st.integers(first, last))}
        assert points is None or all(course.score(step) is not None for step in steps)
    for run in course.runs:
        step = data.draw(st.integers(run.first, run.last - 1))
        assert course.worth(step) == run.points
    for _ in range(5):
        step = data.draw(st.integers(course.first, course.last))
        if not any(first <= step <= last for first, last, _ in course.stretches):
            assert course.score(step) is None


# The shipped policy, by hand.


def shipped(**readings: str) -> Policy:
    policy = load_policy(SHIPPED)
    return policy.with_readings(readings) if readings else policy


@functools.cache
def judge_under(**readings: str) -> RoleMap:
    """
    Give a judge's map under other readings.
    """
    (found,) = incentive_maps(shipped(**readings), ["judge"])
    return found


@pytest.fixture(scope="module")
def found() -> dict[str, RoleMap]:
    return judged(shipped())


def one(found: RoleMap, kind: str, *about: str) -> Finding:
    (finding,) = (each for each in findings(found, kind) if each.about[: len(about)] == about)
    return finding


def test_the_neutral_record_of_a_judge(found: dict[str, RoleMap]) -> None:
    """
    It loses and adds nothing, and has one less and one more of everything that is measured against something else.
    """
    (finding,) = findings(found["judge"], "base")
    facts = {name: value for name, value in finding.witnesses[0].facts.items() if value}

    # 100 closed of 100; 8 of 100, 5 of 100 and 5 of 100 less in stock: targets met, 100 points
    assert facts == {
        "closed": 100, "closing_target": 100, "stock12_opening": 100, "stock12_closing": 92,
        "asset_opening": 100, "asset_closing": 95, "termproc_opening": 100, "termproc_closing": 95,
    }  # fmt: skip
    assert finding.figures == {"left_out": 0, "lost": 0, "off": 0}
    assert finding.witnesses[0].score == 100
    (finding,) = findings(found["clerk"], "base")
    assert not any(finding.witnesses[0].facts.values())


@pytest.mark.parametrize(
    ("fact", "more", "less"),
    [
        ("closed", 2, -3),  # 四（二）1: each one over adds 2, each one short costs 3
        ("closing_target", -3, 2),
        ("improper_enforcement_cases", "-1/2", None),
        ("petition_cases", "-1/2", None),
        ("beijing_petition_cases", -1, None),  # one more petition with it: 1 in place of 0.5
        ("stock12_closing", "-1/2", "1/2"),  # 93 of 100 is a fall of 7 %, one point below 8 %; 91 one point above
        ("stock12_opening", 0, 0),  # 9 of 101 is 8.9 %, 7 of 99 is 7.07 %: no whole point either way
        ("overdue_closings", "-1/2", None),
    ],
)
def test_one_more_and_one_less_of_a_judge(found: dict[str, RoleMap], fact: str, more: Any, less: Any) -> None:
    """
    One more and one less are worth what the clauses say; less than nil there is not.
    """
    assert one(found["judge"], "one_more", fact).figures["points"] == Fraction(more)
    assert [each.figures["points"] for each in findings(found["judge"], "one_less") if each.about == (fact,)] == (
        [] if less is None else [Fraction(less)]
    )


def test_a_beijing_petition_comes_with_a_petition(found: dict[str, RoleMap]) -> None:
    """
    A relation that one fact alone would break is kept by moving both, and the finding says so.
    """
    finding = one(found["judge"], "one_more", "beijing_petition_cases")
    before, after = (each.facts for each in finding.witnesses)

    assert finding.figures["with"] == ("petition_cases",)
    assert (before["petition_cases"], after["petition_cases"], after["beijing_petition_cases"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("role", "fact", "indicator", "at", "lost"),
    [
        ("judge", "improper_enforcement_cases", "c1", 20, 10),  # 20 x 0.5 = 10
        ("judge", "beijing_petition_cases", "c2", 10, 10),  # 10 x 1
        ("judge", "duty_breaches", "c3", 10, 5),
        ("judge", "closed", "o1", 93, 20),  # 7 short: 21, of which 20 can be lost
        ("judge", "closing_target", "o1", 107, 20),
        ("judge", "stock12_closing", "o2", 108, 8),  # 8 % more in stock is 16 points below the target: 8
        ("judge", "asset_closing", "o3", 111, 8),  # 11 % more: 16 points below 5 %
        ("clerk", "service_delays", "k2", 60, 12),  # 60 x 0.2
        ("clerk", "faulty_terminations", "k5", 6, 12),  # 6 x 2
    ],
)
def test_from_where_more_is_free(
    found: dict[str, RoleMap], role: str, fact: str, indicator: str, at: int, lost: int
) -> None:
    """
    Beyond the first count at which an indicator is lost, more of the fact costs nothing.
    """
    finding = one(found[role], "free_after", fact, indicator)

    assert (finding.witnesses[0].facts[fact], finding.figures["lost"]) == (at, lost)
    assert finding.figures["reached"]
    assert finding.certain


def test_twenty_is_not_lost_by_threes(found: dict[str, RoleMap]) -> None:
    """
    Six short lose 18, the seventh only 2 more: the cap of 20 is no whole number of threes.
    """
    finding = one(found["judge"], "last_part", "closed", "o1")

    assert {key: finding.figures[key] for key in ("cost", "usual", "number")} == {"cost": 2, "usual": 3, "number": 7}
    assert [each.facts["closed"] for each in finding.witnesses] == [94, 93]
    assert [each.score for each in finding.witnesses] == [82, 80]


def test_one_old_case_of_one(found: dict[str, RoleMap]) -> None:
    """
    The only old case closed: 100 % against 8 % is 92 points above, 46 over the cap; against leaving it, 50.
    """
    finding = one(found["judge"], "largest_unit", "stock12_closing", "o2")
    before, after = finding.witnesses

    assert [(each.facts["stock12_opening"], each.facts["stock12_closing"]) for each in (before, after)] == [
        (1, 1),
        (1, 0),
    ]
    # left: 0 % is 8 points below 8 %, 8 - 4 = 4 points; closed: 8 + 92 x 0.5 = 54
    assert [before.value, after.value, finding.figures["over"], finding.figures["gain"]] == [4, 54, 46, 50]
    assert [before.score, after.score] == [96, 146]


@pytest.mark.parametrize(
    ("item", "cost", "items"),
    [
        ("improper_enforcement_cases", "1/2", 4),  # 2 ÷ 0.5
        ("beijing_petition_cases", "1", 2),
        ("stock12_closing", "1/2", 4),
        ("mass_incidents", "1/2", 4),
    ],
)
def test_the_price_of_a_deduction_in_closed_cases(found: dict[str, RoleMap], item: str, cost: str, items: int) -> None:
    """
    One case closed beyond the target adds 2, which makes good one item of each deduction, and as many as 2 pays for.
    """
    unit, price, rate = (
        one(found["judge"], kind, *about)
        for kind, about in (("unit", ("closed",)), ("price", (item, "closed")), ("rate", (item, "closed")))
    )

    assert (unit.figures["gain"], price.figures["cost"]) == (2, Fraction(cost))
    assert (price.figures["units"], rate.figures["items"]) == (1, items)


def test_a_clerk_buys_nothing_back(found: dict[str, RoleMap]) -> None:
    """
    No clause of a clerk adds points.
    """
    assert [each.kind for each in found["clerk"].found["exchange"]] == ["no_unit"]


@pytest.mark.parametrize(
    ("role", "measure", "lowest", "highest"),
    [
        ("judge", Measure("points", "c2"), 0, 10),
        ("judge", Measure("points", "o1"), 0, 200018),  # 20 + 99999 x 2
        ("judge", Measure("points", "o2"), 0, 54),  # 8 + 92 x 0.5: all the stock is gone
        ("judge", Measure("points", "o3"), 0, "111/2"),  # 8 + 95 x 0.5
        ("judge", Measure("section", "common"), 0, 40),
        ("judge", SCORE, 0, 200239),  # 40 + 200018 + 54 + 55.5 + 55.5 + 8 + 8
        ("assistant", SCORE, 0, 200239),
        ("clerk", SCORE, 0, 100),
    ],
)
def test_what_can_be_reached(found: dict[str, RoleMap], role: str, measure: Measure, lowest: int, highest: Any) -> None:
    """
    Lowest and highest points are proven, and attained by a witness.
    """
    ends = {each.kind: each for each in findings(found[role], "lowest", "highest") if each.measure == measure}

    assert [ends["lowest"].figures["bound"], ends["highest"].figures["bound"]] == [lowest, Fraction(highest)]
    assert all(each.certain for each in ends.values())


def test_every_cap_can_be_lost_whole(found: dict[str, RoleMap]) -> None:
    """
    Under the chosen readings every indicator can be lost whole.
    """
    for each in found.values():
        caps = [finding.about[0] for finding in findings(each, "cap_reached")]
        assert caps == [line.id for line in shipped().plans[each.role].indicators]


@pytest.mark.parametrize(("indicator", "most"), [("o2", "4"), ("o3", "5/2"), ("o4", "5/2")])
def test_caps_that_are_never_reached(indicator: str, most: str) -> None:
    """
    With cases digested over the opening stock a rate is never below nil: 8 or 5 points below, 4 or 2.5 lost of 8.
    """
    finding = one(judge_under(reduced="digested"), "cap_unreached", indicator)

    assert (finding.figures["bound"], finding.figures["cap"]) == (Fraction(most), 8)
    assert finding.certain
    assert finding.witnesses[0].value == Fraction(most)


@pytest.mark.parametrize(
    ("reach", "highest", "gain"),
    [
        ("within_indicator", 100, None),
        ("apart", 100, None),
        ("within_base", 100, 1),  # what a case too many can still add: the 1 that a Beijing petition took
        ("within_section", 100, 3),  # the section may not pass 60, and has lost at most 3 by one item
    ],
)
def test_a_limit_on_bonuses_is_seen_through(reach: str, highest: int, gain: int | None) -> None:
    """
    Whatever a limit on bonuses cuts, the highest score is proven to be 100.
    """
    found = judge_under(bonus_reach=reach)
    (finding,) = (each for each in findings(found, "highest") if each.measure == SCORE)
    units = list(findings(found, "unit"))

    assert (finding.figures["bound"], finding.certain) == (highest, True)
    assert bool(units) == (gain is not None)


def test_where_one_step_decides(found: dict[str, RoleMap]) -> None:
    """
    90 passes and 89.5, or a clerk's 89.8, does not; a veto leaves no score at all; a first old case in stock costs 8.
    """
    assert [each.score for each in one(found["judge"], "edge").witnesses] == [90, Fraction(179, 2)]
    assert [each.score for each in one(found["clerk"], "edge").witnesses] == [90, Fraction(449, 5)]
    assert [each.about[0] for each in findings(found["judge"], "veto")] == [
        "falsified_data", "criminal_or_disciplinary", "grave_incident", "state_compensation",
    ]  # fmt: skip
    # no stock is on target; 1 that has become 92 is a rise of 9100 %, all 8 points
    assert one(found["judge"], "cliff", "stock12_opening").figures["points"] == -8


def test_the_fewest_steps_to_the_pass_mark(found: dict[str, RoleMap]) -> None:
    """
    Seven cases short is 80; four more closed cases are 3 short, 91. A clerk with 24 late nodes gets from 88 to 90 by 4.
    """
    way, *others = findings(found["judge"], "way")
    assert (way.about, way.figures["units"]) == (("closed",), (4,))
    assert [each.score for each in way.witnesses] == [80, 91]
    # ten points by 0.5 are 20 steps
    assert [each.figures["units"] for each in others] == [(4,), (20,), (20,), (20,)]
    assert one(found["judge"], "no_pair").figures["fewest"] == 4
    (way,) = findings(found["clerk"], "way")
    assert way.figures["units"] == (4,)
    assert [each.score for each in way.witnesses] == [88, 90]


def test_roles_of_one_plan_share_what_was_found(found: dict[str, RoleMap]) -> None:
    """
    A judge's findings are an assistant's: their plans differ in nothing but the name.
    """
    assert found["judge"].found == found["assistant"].found


def test_the_whole_policy_takes_seconds() -> None:
    """
    All roles of the shipped policy take less than ten seconds of a processor, in a process of its own.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-m", "assess_rules", "incentives", SHIPPED], check=True, capture_output=True)

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10


# Bounds, by hand.

X, Y = Fact("x"), Fact("y")  # x is 1, 2 or 3; y is a whole number from −2 to 2; z is −1.5 to 1.5 by tenths
THREE = Const(Fraction(3))


def a_box() -> Box:
    ends = {
        "x": (Fraction(1), Fraction(3)),
        "y": (Fraction(-2), Fraction(2)),
        "z": (Fraction(-3, 2), Fraction(3, 2)),
    }
    grains = {"x": Fraction(1), "y": Fraction(1), "z": Fraction(1, 10)}
    known: dict[str, Any] = {
        name: Extent(Form(Fraction(0), {name: Fraction(1)}), *each, grains[name]) for name, each in ends.items()
    }
    return Box(ends, known | {"flag": None, "yes": True, "choice": frozenset(("a", "b"))})


def minus(expr: Expr) -> Expr:
    return Scale(Fraction(-1), expr)


def plus(expr: Expr, number: int) -> Expr:
    return Add((expr, Const(Fraction(number))))


@pytest.mark.parametrize(
    ("expr", "low", "high"),
    [
        (Add((X, minus(X))), 0, 0),  # cancels out
        (Add(()), 0, 0),
        (Mul(THREE, X), 3, 9),
        (Mul(X, THREE), 3, 9),
        (Mul(X, Y), -6, 6),
        (Scale(Fraction(0), X), 0, 0),
        (Max((ZERO, X)), 1, 3),  # never below 0
        (Max((X, Y)), 1, 3),
        (Min((X, Y)), -2, 2),
        (Max((X, plus(X, 1))), 2, 4),  # the second, all over
        (Add((X, minus(Max((ZERO, plus(X, -2)))))), 1, 2),  # what is above 2 is taken off
        (Floor(Fact("z")), -2, 1),
        (Ceil(Fact("z")), -1, 2),
        (Round(Fact("z")), -1, 2),  # −1.5 goes to −1, 1.5 to 2
        (Floor(X), 1, 3),
        (Add((Fact("z"), minus(Floor(Fact("z"))))), 0, "9/10"),  # a part of one, by tenths
        (Ratio(X, Const(Fraction(2)), ZERO), "1/2", "3/2"),
        (Ratio(X, ZERO, THREE), 3, 3),
        (Ratio(plus(minus(X), 3), X, ZERO), 0, 2),  # 3 ÷ x − 1
        (Ratio(ONE, Y, THREE), -1, 3),  # at least 1 from 0, or empty
        (Ratio(ONE, plus(Y, -5), ZERO), "-1/3", "-1/7"),
        (Ratio(ONE, plus(Y, 2), ZERO), 0, 1),
        (Floor(Ratio(X, plus(X, 4), ZERO)), 0, 0),
        (Select(Fact("yes"), X, Y), 1, 3),
        (Select(Fact("flag"), X, Y), -2, 3),
        (Select(Fact("flag"), X, X), 1, 3),
        (Mul(Ratio(ONE, X, ZERO), Y), -2, 2),
    ],
)
def test_the_ends_of_a_number(expr: Expr, low: Any, high: Any) -> None:
    """
    The ends are those that can be worked out by hand from x in 1..3, y in −2..2 and z in −1.5..1.5.
    """
    span = a_box().number(expr)

    assert [span.low, span.high] == [Fraction(low), Fraction(high)]


@pytest.mark.parametrize(
    ("expr", "holds"),
    [
        (Compare(X, ">=", ONE), True),
        (Compare(X, ">=", Y), None),
        (Compare(X, ">=", plus(X, 1)), False),
        (Compare(X, "<", plus(X, 1)), True),
        (Compare(X, "<", ONE), False),
        (Compare(X, "<", Y), None),
        (Compare(X, ">", ZERO), True),
        (Compare(X, ">", THREE), False),
        (Compare(X, ">", Y), None),
        (Compare(X, "<=", THREE), True),
        (Compare(X, "<=", ZERO), False),
        (Compare(X, "<=", Y), None),
        (Compare(X, "=", X), True),
        (Compare(X, "=", plus(THREE, 1)), False),
        (Compare(X, "=", Y), None),
        (Equal(Fact("choice"), "a"), None),
        (Equal(Fact("choice"), "c"), False),
        (Not(Fact("flag")), None),
        (Not(Fact("yes")), False),
        (And((Fact("yes"), Fact("flag"))), None),
        (And((Fact("flag"), Not(Fact("yes")))), False),
        (And(()), True),
        (Or((Fact("flag"), Fact("yes"))), True),
        (Or((Fact("flag"), Not(Fact("yes")))), None),
        (Or(()), False),
    ],
)
def test_whether_a_condition_holds(expr: Expr, holds: bool | None) -> None:  # noqa: FBT001  # a value of the table
    """
    A condition holds all over the box, nowhere in it, or neither is known.
    """
    assert a_box().truth(expr) is holds


def test_a_ratio_of_ratios_has_no_bound() -> None:
    """
    A denominator that is itself a ratio may come as near to 0 as it likes: that is said, and no bound is made up.
    """
    with pytest.raises(UnboundedError):
        a_box().number(Ratio(ONE, Ratio(Y, X, ZERO), ZERO))


# Policies made for one thing each.

HEAD = """\
format: 1
policy: one_thing
version: 1.0.0
title: {en: One thing, zh: 一事}
source: {issuer: nobody}
in_force: {from: 2024-01-01}
period: month
display: {places: 2, rounding: half_up}
roles: {clerk: {en: Clerk, zh: 书记员}}
"""
FILES = "files: {label: {en: Files, zh: 卷宗}}"


def made(facts: str, rules: str, *rest: str, other: str = "", kinds: KindTable = DEFAULT_KINDS) -> Policy:
    """
    Make a policy of one indicator, or of two, worth 10 points each.
    """
    own = [("i", rules), *([("j", other)] if other else [])]
    rows = [f"{{id: {id_}, at: 一, label: {{en: Work, zh: 工作}}, cap: 10, rules: [{each}]}}" for id_, each in own]
    lines = [HEAD, f"base: {10 * len(rows)}", f"facts: {{{facts}}}", f"indicators: [{', '.join(rows)}]", *rest]
    return Policy.from_text("\n".join(lines) + "\n", kinds=kinds)


def clerk(policy: Policy) -> RoleMap:
    (found,) = judged(policy).values()
    return found


def said(policy: Policy, found: RoleMap, *kinds: str) -> list[str]:
    teller = Teller(policy.plans["clerk"], "en")
    return [teller.say(each) for each in findings(found, *kinds)]


def test_no_record_at_all() -> None:
    """
    Where relations refuse every record, nothing is said but that.
    """
    policy = made(
        "files: {label: Files, min: 5, max: 9}",
        "{kind: per_item, deduct: {files: 1}}",
        "relations: [{fact: files, at_most: 3}]",
    )
    found = clerk(policy)

    assert said(policy, found) == ["no record is accepted and free of a veto"]


def test_a_start_that_the_door_refuses() -> None:
    """
    Where nil breaks a relation, the search for a neutral record starts from one that the door accepts.
    """
    facts = "files: {label: Files, min: 5, max: 9}, letters: {label: Letters, max: 20}"
    found = clerk(
        made(
            facts,
            "{kind: per_item, deduct: {letters: 1}}, {kind: per_item, deduct: {files: 0.1}}",
            "relations: [{fact: files, at_most: letters}]",
        )
    )
    (base,) = findings(found, "base")

    # 5 letters for 5 files, the least that there can be: 5 + 0.5 lost
    assert base.witnesses[0].facts == {"files": 5, "letters": 5}
    assert base.figures["lost"] == Fraction(11, 2)


def test_the_start_is_told_in_points_of_the_total() -> None:
    """
    What the neutral record loses, and how far it is from full marks, is times the weights of the indicator and its section.
    """
    own = "rules: [{kind: per_item, deduct: {files: 0.5}}, {kind: per_item, deduct: {letters: 1}}]"
    section = (
        "{id: s, at: 一, label: Section, weight: 50%, total: 20, indicators: [{id: i, at: 一, label: Work, cap: 80, "
    )
    policy = Policy.from_text(
        f"{HEAD}base: 10\nfacts: {{files: {{label: Files, min: 6}}, letters: {{label: Letters}}}}\n"
        f"sections: [{section}weight: 25%, {own}}}]}}]\n"
    )
    (base,) = findings(clerk(policy), "base")

    assert {"left_out": 0, "lost": Fraction(3, 8), "off": Fraction(3, 8)} == base.figures  # 6 x 0.5 x 25 % x 50 %


def test_records_under_a_veto_are_no_ends_of_a_range() -> None:
    """
    What a veto leaves without a score is neither the highest record nor one from which a step gains.
    """
    events = "{gone: {label: Gone, when: {fact: files, over: 5}}}"
    veto = f"{{at: 五, effect: no_score, reach: period, counts_as: left_out, events: {events}}}"
    rules = "{kind: per_item, add: {files: 1}}, {kind: per_item, deduct: {letters: 1}}"
    facts = "files: {label: Files, max: 9}, letters: {label: Letters, max: 9}"
    found = clerk(made(facts, rules, "bonuses: counted", f"vetoes: {veto}"))

    (highest,) = (each for each in findings(found, "highest") if not each.about)
    assert (Fraction(15), True) == (highest.figures["found"], highest.certain)  # 10 and five files
    assert {"files": 5, "letters": 0} == highest.witnesses[0].facts
    (largest,) = findings(found, "largest_unit")
    assert 1 == largest.figures["gain"]


MARKS = "marks: {label: Marks, type: number, places: 1, max: 150}"
MARKED = "{id: m, at: 一, label: Marks, cap: 10, start: zero, rules: [{kind: per_item, add: {marks: 0.1}}]}"
WHERE_ANY = "points_when: [{when: {fact: checked, is: 0}, points: left_out}]"
OF_CHECKED = (
    "{kind: rate_target, numerator: good, denominator: checked, target: 95%, step: 1%, below: {deduct: 1}, "
    "part_step: whole_only, empty: lost}"
)
SHARE = "share: {label: Share, quotient: [bad, sent], empty: 0}"
PER_MILLE = "{kind: bands, value: per_mille, rows: [{at_most: 50, deduct: 0}, {deduct: 4}]}"


def test_a_neutral_record_leaves_nothing_out() -> None:
    """
    What applies to some only applies, what starts with nothing is full, and what is divided by is a round figure.

    95 marks round to the same score as 100, and are 0.5 short.
    """
    facts = "checked: {label: Checked}, good: {label: Good}, bad: {label: Bad}, sent: {label: Sent}"
    rows = (
        f"{{id: i, at: 一, label: Checks, cap: 10, {WHERE_ANY}, rules: [{OF_CHECKED}]}}",
        f"{{id: j, at: 一, label: Bad ones, cap: 10, rules: [{PER_MILLE}]}}",
        MARKED,
    )
    lines = (
        HEAD,
        "base: 30",
        "score: {rounded: {to: 1, how: half_up}}",
        f"facts: {{{facts}, {MARKS}}}",
        f"indicators: [{', '.join(rows)}]",
        f"derived: {{{SHARE}, per_mille: {{label: Per mille, product: [share, 1000]}}}}",
        "relations: [{fact: good, at_most: checked}]\n",
    )
    space = Space(Policy.from_text("\n".join(lines)), "clerk")
    found = neutral(space)

    assert found is not None
    assert space.facts(found) == {"checked": 100, "good": 95, "bad": 0, "sent": 100, "marks": 100}
    assert not any(off(space, found) or (1,))


def test_a_fact_that_can_be_but_one_thing() -> None:
    """
    A fact that relations hold at one value has no course, and nothing is said of more or less of it.
    """
    policy = made(FILES, "{kind: per_item, deduct: {files: 1}}", "pass_mark: 9", "relations: [{fact: files, is: 3}]")
    found = clerk(policy)

    assert said(policy, found, "base") == [
        "Files (files) 3, every other number 0 and flag no: score 7, 3 lost, 3 away from full marks"
    ]
    assert found.found["effects"] == ()
    assert [each.kind for each in found.found["ways"]] == ["no_way"]


def test_a_number_goes_by_whole_ones_and_its_course_by_tenths() -> None:
    """
    One more hour is 10 tenths; what it is worth at most and least is found wherever it begins.
    """
    found = clerk(
        made(
            "hours: {label: Hours, type: number, places: 1, max: 8}",
            "{kind: target, value: hours, target: 4, step: 1, part_step: whole_only, below: {deduct: 1}}",
        )
    )
    ends = {each.kind: each for each in findings(found, "least_more", "most_more", "cliff")}

    # at 3 hours the fourth makes good 1 point; from 3.1 on nothing is short by a whole hour
    assert [ends["least_more"].figures["points"], ends["most_more"].figures["points"]] == [0, 1]
    assert ends["cliff"].figures["points"] == 1


def test_a_course_that_is_not_cut_to_the_end() -> None:
    """
    Points in proportion to a share of a growing stock are never the same twice: that is said, and nothing is claimed.
    """
    policy = made(
        f"{FILES}, done: {{label: Done, max: 100}}",
        "{kind: rate_target, numerator: done, denominator: files, target: 50%, step: 1%, "
        "below: {deduct: 0.1}, part_step: in_proportion, empty: on_target}",
    )
    found = clerk(policy)
    loose = [each for each in findings(found, "least_more") if not each.certain]

    assert [each.about for each in loose] == [("files",)]
    assert any(
        "files" in line and "stretches were looked at" in line for line in page(Space(policy, "clerk"), found, "en")
    )


def test_a_flag_a_choice_and_a_veto() -> None:
    """
    Another option is worth what it changes; an event ends the evaluation; one that no record brings about is said so.
    """
    level = "level: {label: Level, type: choice, options: {a: A, b: B, c: C}}"
    facts = f"{FILES}, late: {{label: Late, type: flag}}, {level}"
    both = "both: {label: Both, when: {all: [{fact: late, is: true}, {fact: level, is: c}]}}"
    events = f"{{fraud: {{label: Fraud}}, {both}, never: {{label: Never, when: {{fact: files, over: 99999}}}}}}"
    vetoes = f"vetoes: {{at: 二, effect: no_score, reach: period, counts_as: left_out, events: {events}}}"
    policy = made(
        facts,
        "{kind: per_item, deduct: {files: {by: level, of: {a: 1, b: 2, c: 3}}}, when: {fact: late, is: true}}",
        vetoes,
    )
    found = clerk(policy)

    assert [each.about for each in findings(found, "veto")] == [("fraud",), ("both",)]
    assert said(policy, found, "no_veto") == ["never Never: no record brings it about"]
    assert [each.figures["points"] for each in findings(found, "option")] == [0, 0, 0]
    assert "Late (late) no → yes: 0" in said(policy, found, "option")


EACH_FILE = "{kind: per_item, deduct: {files: 1}}"
SOME_FILES = "{kind: fixed, when: {fact: files, over: 0}, deduct: 3}"


@pytest.mark.parametrize(
    ("rule", "least", "most"),
    [
        ("{kind: fixed, when: {fact: files, at_least: 3}, deduct: 4}", -4, 0),
        ("{kind: bands, value: files, rows: [{at_least: 9, deduct: 8}, {at_least: 5, deduct: 3}, {add: 0}]}", -5, 0),
        ("{kind: linear, value: files, knots: [{is: 0, add: 0}, {is: 20, deduct: 10}]}", Fraction(-1, 2), 0),
        ("{kind: entered, value: files, as: deduct, out_of: 30}", Fraction(-1, 3), 0),
        (
            f"{{kind: group, take: largest, rules: [{EACH_FILE}, {SOME_FILES}]}}",
            -3,
            0,
        ),
    ],
)
def test_what_one_more_costs_in_each_kind(rule: str, least: Any, most: Any) -> None:
    """
    Where one more takes most and least, with the two records that show it: by steps, by a table, by a line, by a mark.
    """
    found = clerk(made(FILES, rule))
    ends = {each.kind: each for each in findings(found, "least_more", "most_more")}

    assert [least, most] == [ends[kind].figures["points"] for kind in ("least_more", "most_more")]
    for each in ends.values():
        before, after = each.witnesses
        assert each.figures["points"] == after.value - before.value
        assert 1 == after.facts["files"] - before.facts["files"]


def test_what_another_option_is_worth() -> None:
    """
    Of a choice every other option is shown, with the record before and after.
    """
    mood = "mood: {label: Mood, type: choice, options: {good: Good, fair: Fair, poor: {label: Poor, figure: 1}}}"
    rule = "{kind: levels, fact: mood, deduct: {good: 0, fair: 2, poor: {by: mood, of: {good: 1, fair: 1, poor: 7}}}}"
    found = clerk(made(mood.replace("{label: Poor, figure: 1}", "Poor"), rule))
    worth = {each.witnesses[1].facts["mood"]: each.figures["points"] for each in findings(found, "option")}

    assert {"fair": -2, "poor": -7} == worth


def test_what_another_option_costs_to_make_good() -> None:
    """
    Each option that loses has its own price, and is said by name on both sides: there is no "one more" of a choice.
    """
    mood = "mood: {label: Mood, type: choice, options: {good: Good, fair: Fair, poor: Poor}}"
    policy = made(
        f"{mood}, files: {{label: Files, max: 3}}, fine: {{label: Fine, type: flag}}",
        "{kind: levels, fact: mood, deduct: {good: 0, fair: 3, poor: 5}}",
        "bonuses: counted",
        other="{kind: per_item, add: {files: 1}}, {kind: fixed, when: {fact: fine, is: true}, add: 4}",
    )
    found = clerk(policy)

    assert said(policy, found, "price", "no_price") == [
        "Mood (mood) good → fair costs 3: made good by 1 × Fine (fine) no → yes",
        "Mood (mood) good → poor costs 5: not made good by 1 × Fine (fine) no → yes (1 looked at, not proved)",
    ]
    rows = [line for line in page(Space(policy, "clerk"), found, "zh") if line.startswith("  Mood（mood） good → ")]
    assert [line.split()[-3:] for line in rows[2:]] == [["3", "1", "1"], ["5", "—", "0"]]


def test_no_pass_mark_and_none_that_fails() -> None:
    """
    Without a pass mark there are no ways to it; with one that everybody reaches, that is proven.
    """
    rule = "{kind: per_item, deduct: {files: 1}, limit: 3}"
    policy = made(FILES, rule, "pass_mark: 7")

    assert "ways" not in clerk(made(FILES, rule)).found
    assert said(policy, clerk(policy), "no_failure") == ["no record fails: the lowest score is 7"]


def test_no_way_to_the_pass_mark() -> None:
    """
    Where a record fails whatever is done, that is said, with how far was looked; here it is the neutral one itself.
    """
    policy = made(FILES, "{kind: per_item, deduct: {files: 1}, limit: 3}", "pass_mark: 10.5")
    texts = said(policy, clerk(policy), "no_way", "edge")

    assert len(texts) == 1
    assert texts[0].startswith("10: neither up to 100 steps of one fact nor 8 of two reach the pass mark")


def test_two_facts_may_take_fewer_steps_than_one() -> None:
    """
    Where each fact adds only so much, one more of each of two reaches the pass mark sooner than any one alone.
    """
    facts = "files: {label: Files, max: 15}, letters: {label: Letters}, visits: {label: Visits}"
    adds = "{kind: per_item, add: {letters: 0.5}, limit: 0.5}, {kind: per_item, add: {visits: 0.5}, limit: 0.5}"
    policy = made(facts, f"{{kind: per_item, deduct: {{files: 0.1}}}}, {adds}", "pass_mark: 9.5", "bonuses: counted")
    found = clerk(policy)

    # 15 files lose 1.5: 8.5; 10 files fewer, or a letter and a visit more, are 9.5
    assert [(each.about, each.figures["units"]) for each in findings(found, "way")] == [
        (("letters", "visits"), (1, 1)),
        (("files",), (10,)),
    ]
    assert "Letters (letters) 0 → 1, Visits (visits) 0 → 1 (2 in all): 8.5 → 9.5, passes" in said(policy, found, "way")


def test_a_bonus_with_a_limit_that_is_too_small_to_buy_with() -> None:
    """
    Half a point does not make good a whole one, however many units there are; of halves it makes good one.
    """
    facts = "files: {label: Files}, drafts: {label: Drafts}, letters: {label: Letters}"
    costs = "{kind: per_item, deduct: {files: 1, drafts: 0.5}}"
    policy = made(facts, costs, "bonuses: counted", other="{kind: per_item, add: {letters: 0.5}, limit: 0.5}")
    found = clerk(policy)

    assert [each.about[0] for each in findings(found, "no_price")] == ["files"]
    assert [(each.about[0], each.figures["items"]) for each in findings(found, "rate")] == [("drafts", 1)]


def test_a_bonus_that_pays_for_any_number() -> None:
    """
    Where one unit is worth more than all that can be lost, it pays for any number of items.
    """
    facts = "files: {label: Files, max: 5000}, letters: {label: Letters}"
    policy = made(
        facts, "{kind: per_item, deduct: {files: 1}}", "bonuses: counted", other="{kind: per_item, add: {letters: 11}}"
    )
    found = clerk(policy)
    (rate,) = findings(found, "rate")

    assert (rate.figures["items"], rate.figures["more"]) == (1000, True)
    assert any(line.endswith("1000+") for line in page(Space(policy, "clerk"), found, "en"))


@record(kw_only=True)
class Ragged(RuleKind):
    """
    A kind whose denominator is a ratio itself; no shipped kind has one.
    """

    kind: ClassVar[str] = "ragged"
    zh: ClassVar[str] = "比中有比"
    zh_meaning: ClassVar[str] = "仅供测试。"

    value: Annotated[Amount, AmountOf("What is counted.", zh="计数", dimension="quantity")]
    over: Annotated[Amount, AmountOf("What it is a share of.", zh="分母", dimension="quantity")]

    def lower(self, context: Lowering) -> Lowered:
        share = Ratio(context.amount(self.value), plus(context.amount(self.over), 1), ZERO)
        return Lowered(Max((ZERO, Ratio(ONE, plus(Scale(Fraction(2), share), -1), ZERO))))

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return (Side("deduct"),)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from ()


def test_where_no_bound_is_known_none_is_said() -> None:
    """
    What a figure comes to is still found by search, and said to be no more than that.
    """
    facts = "files: {label: Files, max: 9}, letters: {label: Letters, max: 9}"
    policy = made(
        facts, "{kind: ragged, value: files, over: letters}", "pass_mark: 4", kinds=DEFAULT_KINDS.extend(Ragged)
    )
    found = clerk(policy)

    assert not any(each.certain for each in findings(found, "highest", "lowest"))
    # without bounds nothing is cut into boxes: 4 files of 4 letters is the best seen, 1 ÷ (2 × 4 ÷ 5 − 1) = 5 ÷ 3 lost
    assert "i Work: 8.333… was found; no bound is known (19 looked at, not proved)" in said(policy, found, "lowest")
    course = Course(Space(policy, "clerk"), {"files": 1, "letters": 0}, {"letters": 1})
    worths = [course.worth(step) for step in range(9)]
    assert [run.points for run in course.runs for _ in range(run.first, run.last)] == worths


# People.


def results(policy: Policy, period: str | None = None) -> list[Result]:
    rows = accept_rows(read_rows([YEAR], policy.door), policy.door)
    return [policy.score_accepted(each) for each in rows if period in (None, each.context.period)]


def test_people_are_summed_up() -> None:
    """
    Over people's records: what one more closed case is worth, and that those who failed lacked few steps; nobody is shown.
    """
    policy = shipped()
    found = maps(policy, ["judge"], results=results(policy, "2024-03"))["judge"]
    more, failures = one(found, "people_more", "closed"), one(found, "failures")

    # of nine judges five are on target or above it and gain 2 by one more case, four are short of it and gain 3
    assert [more.figures[key] for key in ("least", "middle", "most", "records")] == [2, 2, 3, 9]
    # E027 has 89.5: one step is enough, which is not said of one person
    assert failures.figures == {"failed": 1, "saved": 1}
    assert said(policy, found, "failures") == ["1 failed; 1 could have passed"]
    assert not [each for each in found.found["failures"] if each.kind == "cheapest"]
    assert not any(each.witnesses for part in ("people", "failures") for each in found.found[part])


def test_people_are_named_where_that_is_asked_for() -> None:
    """
    With leave to name people, findings show whose records they rest on, and each who failed has a way.
    """
    policy = shipped()
    month = results(policy, "2024-03")
    found = judged(policy, ["clerk"], results=month, named=True)["clerk"]
    ways = [each for each in found.found["failures"] if each.kind == "way"]

    # E009 has 89.8, E033 88
    assert [(each.witnesses[0].person, each.witnesses[0].score) for each in ways] == [
        ("E009", Fraction(449, 5)),
        ("E033", 88),
    ]
    assert [each.witnesses[1].person for each in ways] == ["E009", "E033"]
    assert all(len(each.witnesses) == 4 for each in found.found["people"])


def test_people_whom_no_way_saves() -> None:
    """
    Somebody who cannot reach the pass mark is counted, and named only where that is asked for.
    """
    policy = made(FILES, "{kind: per_item, deduct: {files: 1}, limit: 3}", "pass_mark: 10.5")
    counts = {"E001": 2, "E002": 0, "E003": 0}
    month = [
        policy.score({"role": "clerk", "person": who, "period": "2024-01", "files": files})
        for who, files in counts.items()
    ]
    (found,) = judged(policy, results=month).values()
    (named,) = judged(policy, results=month, named=True).values()

    assert said(policy, found, "failures") == ["3 failed; for none a way to the pass mark was found"]
    assert [each for each in said(policy, named, "no_way") if each.startswith("E001 2024-01: 8: neither up to 100")]


def test_of_fewer_than_three_people_nothing_is_said() -> None:
    """
    What few people's records are worth stands nowhere unless they are named; many months of two people are two people.
    """
    policy = made(FILES, "{kind: per_item, deduct: {files: 1}}", "pass_mark: 10")
    months = [
        policy.score({"role": "clerk", "person": f"E00{number}", "period": f"2024-0{month}", "files": number})
        for number in (1, 2, 3)
        for month in (1, 2)
    ]
    (few,) = judged(policy, results=months[:4]).values()
    (named,) = judged(policy, results=months[:4], named=True).values()
    (enough,) = judged(policy, results=months).values()

    assert not few.found.keys() & {"people", "failures"}
    assert one(named, "failures").figures["most"] == 2
    assert [one(enough, "failures").figures[key] for key in ("failed", "saved", "least", "most")] == [6, 6, 1, 3]
    assert one(enough, "cheapest").figures["records"] == 6
    assert one(enough, "people_less", "files").figures["records"] == 6


def test_a_step_that_few_can_take_is_not_summed_up() -> None:
    """
    One less of a count that only two people have is worth something to those two alone: it stands nowhere.
    """
    policy = made(FILES, "{kind: per_item, deduct: {files: 1}}", "pass_mark: 10")
    month = [
        policy.score({"role": "clerk", "person": f"E00{number}", "period": "2024-01", "files": files})
        for number, files in enumerate((0, 1, 1))
    ]
    (found,) = judged(policy, results=month).values()

    assert [each.kind for each in found.found["people"]] == ["people_more"]


def test_nobody_failed() -> None:
    """
    Where nobody failed there is nothing to say of it.
    """
    policy = shipped()
    found = maps(policy, ["clerk"], results=[each for each in results(policy, "2024-03") if each.verdict == "pass"])

    assert found["clerk"].found["failures"] == ()


# The command.


@pytest.fixture(name="run")
def run_incentives(run: Run) -> Callable[..., tuple[int, str, str]]:
    """
    Run the command in this process; give its exit code and what it printed.
    """

    def ran(*arguments: str) -> tuple[int, str, str]:
        ended = run("incentives", *arguments)
        return ended.code, ended.out, ended.err

    return ran


def test_the_page_in_both_languages(run: Callable[..., tuple[int, str, str]]) -> None:
    """
    The page of one role has its parts, its stamp where a reading is set aside, and the provisional readings.
    """
    code, out, _ = run(SHIPPED, "--role", "clerk", "--lang", "zh", "--reading", "beijing_points=on_top")
    assert code == 0
    assert "【试算，不作为考核结果】beijing_points = on_top" in out
    for line in (
        "书记员（clerk）",
        "3 加分抵扣分",
        "6 从一条编造的不合格数据到合格的最少步数",
        "暂定口径（尚未有人决定）:",
    ):
        assert line in out.splitlines()
    assert "  编造的数据：基准数据，未及时纳入节点管理的案件（node_delays） 0 → 24；得88分。" in out.splitlines()
    code, out, _ = run(SHIPPED, "--role", "书记员", "--lang", "en")
    assert code == 0
    assert "trial run" not in out
    assert "书记员 (clerk)" in out.splitlines()
    assert "审判辅助人员" not in out


def test_the_data_of_all_roles(run: Callable[..., tuple[int, str, str]]) -> None:
    """
    The JSON has every finding with its witnesses, numbers as texts, and each sentence.
    """
    code, out, _ = run(SHIPPED, "--format", "json", "--lang", "en")
    data = json.loads(out)
    assert code == 0
    assert [each["role"] for each in data["roles"]] == ["judge", "assistant", "clerk"]
    (unit,) = (each for each in data["roles"][0]["exchange"] if each["kind"] == "unit")
    assert unit["figures"]["gain"] == "2"
    before, after = unit["witnesses"]
    assert (before["facts"]["closed"], after["facts"]["closed"], after["facts"]["falsified_data"]) == (
        "100",
        "101",
        False,
    )
    assert unit["text"] == "the step that adds most: 结案数 (closed) 100 → 101: +2"


def test_names_only_where_they_are_asked_for(run: Callable[..., tuple[int, str, str]]) -> None:
    """
    Without --people neither page nor data names anybody; with it, those who failed have their ways.
    """
    own = (SHIPPED, "--role", "clerk", "--facts", str(YEAR), "--period", "2024-03", "--lang", "en")
    for form in ("text", "json"):
        code, out, err = run(*own, "--format", form)
        assert (code, err) == (0, "")
        assert "E0" not in out
        assert "2 failed; 2 could have passed" in out
        assert "by steps" not in out  # of two people, that would tell of each
    assert "  E033 2024-03: " in run(*own, "--people")[1]
    assert '"person": "E033"' in run(*own, "--people", "--format", "json")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([SHIPPED, "--people"], 2, "--people, --period and --complete are for --facts"),
        ([SHIPPED, "--period", "2024-03"], 2, "--people, --period and --complete are for --facts"),
        (
            [SHIPPED, "--role", "chief"],
            2,
            "chief: use one of judge (员额法官), assistant (审判辅助人员), clerk (书记员)",
        ),
        ([SHIPPED, "--role", "法官"], 2, "clerk (书记员); did you mean `员额法官`?"),
        ([SHIPPED, "--reading", "reduced=half"], 2, "unknown_option"),
        ([SHIPPED, "--facts", str(YEAR), "--period", "2031-01"], 4, "no_match"),
    ],
)
def test_wrong_command_lines(
    run: Callable[..., tuple[int, str, str]], arguments: list[str], code: int, said: str
) -> None:
    """
    What cannot be meant is refused, with the exit code of its phase.
    """
    ended, out, err = run(*arguments)

    assert (ended, out) == (code, "")
    assert said in err


def test_every_sentence_is_in_both_languages() -> None:
    """
    Each sentence has Chinese and English, with the same figures but for the order.
    """
    for kind, label in SENTENCES.items():
        assert label.zh, kind
        assert label.en, kind
        zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (label.zh, label.en))
        assert zh == en, kind
