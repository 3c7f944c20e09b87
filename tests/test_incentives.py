"""
The incentive map says nothing that its witnesses do not show: each record is accepted, and scores what is stated.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess_rules import FactsError, Policy, load_policy
from assess_rules.incentives import Finding, RoleMap, Witness, incentive_maps
from assess_rules.incentives.pages import as_data, page
from assess_rules.incentives.space import Measure, Space
from strategies import loaded, policies, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assess_rules import Result

SHIPPED = "wancheng_2023_127"
Facts = dict[str, Any]


def kinds(found: RoleMap, *names: str) -> Iterator[Finding]:
    for findings in found.found.values():
        yield from (each for each in findings if each.kind in names)


class Judge:
    """
    Judges findings of a role: everything is worked out again from the witnesses' facts, by the reference evaluator.
    """

    def __init__(self, policy: Policy, found: RoleMap) -> None:
        self.policy, self.found, self.space = policy, found, Space(policy, found.role)
        base = [each.witnesses[0] for each in kinds(found, "base")]
        self.base = base[0] if base else None

    def result(self, facts: Mapping[str, Any]) -> Result | None:
        """
        Score facts; None where the door refuses them or a fact has left its range.
        """
        try:
            return self.policy.score({"role": self.found.role, **facts}, backend="reference")
        except FactsError:
            return None

    def score(self, facts: Mapping[str, Any]) -> Fraction | None:
        result = self.result(facts)
        return None if result is None else result.exact

    def stepped(self, finding: Finding, steps: int, start: int = 0) -> Facts:
        """
        Take the first witness further, by so many times what leads to the second.
        """
        first, second = (each.facts for each in finding.witnesses)
        facts = dict(finding.witnesses[start].facts)
        for name, value in second.items():
            if value != first[name]:
                axis = self.space.axes[name]
                place = axis.place(facts[name]) + (axis.place(value) - axis.place(first[name])) * steps
                facts[name] = axis.value(place) if 0 <= place < axis.size else "outside"
        return facts

    def check(self, finding: Finding) -> None:
        """
        Check the witnesses, and what the finding's kind says of them.
        """
        for each in finding.witnesses:
            result = self.result(each.facts)
            assert result is not None
            shown = (each.score, each.verdict, each.value)
            assert (result.exact, result.verdict, finding.measure.read(result)) == shown
        getattr(self, f"check_{finding.kind}")(finding, *finding.witnesses)

    def check_base(self, finding: Finding, base: Witness) -> None:
        result = self.result(base.facts)
        assert result is not None
        lost = sum(line.deducted for line in result.lines)
        off = sum(abs(line.points - line.cap) for line in result.lines)
        assert (lost, off) == (finding.figures["lost"], finding.figures["off"])

    def check_no_base(self, finding: Finding) -> None:
        assert not finding.certain

    def check_change(self, finding: Finding, before: Witness, after: Witness) -> None:
        changed = {name for name, value in after.facts.items() if value != before.facts[name]}
        assert changed == {finding.about[0], *finding.figures["with"]}
        assert before.score is not None
        assert after.score is not None
        assert after.score - before.score == finding.figures["points"]

    def check_one_more(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.check_change(finding, before, after)
        axis, name = self.space.axes[finding.about[0]], finding.about[0]
        assert before == self.base
        assert axis.place(after.facts[name]) - axis.place(before.facts[name]) == axis.one

    def check_one_less(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.check_change(finding, before, after)
        axis, name = self.space.axes[finding.about[0]], finding.about[0]
        assert axis.place(before.facts[name]) - axis.place(after.facts[name]) == axis.one

    check_option = check_change

    def worths(self, finding: Finding) -> list[Fraction]:
        """
        Give what one more is worth from many places of the fact's course, of a short one from all.
        """
        name = finding.about[0]
        axis, place = self.space.axes[name], self.space.axes[name].place(finding.witnesses[0].facts[name])
        steps = range(-place, axis.size - place)
        few = steps if len(steps) <= 60 else [*steps[:20], *steps[:: len(steps) // 20], *range(-5, 6)]
        found = []
        for step in few:
            grain = {**finding.witnesses[1].facts}
            first, second = (self.moved(finding, each) for each in (step, step + axis.one))
            before, after = self.score(first), self.score(second)
            if before is not None and after is not None:
                found.append(after - before)
            del grain
        return found

    def moved(self, finding: Finding, grains: int) -> Facts:
        """
        Move the fact of a finding by so many places, and what moves with it.
        """
        first, second = (each.facts for each in finding.witnesses)
        facts, one = dict(first), self.space.axes[finding.about[0]].one
        for name, value in second.items():
            if value != first[name]:
                axis = self.space.axes[name]
                by = (axis.place(value) - axis.place(first[name])) // one
                place = axis.place(first[name]) + by * grains
                facts[name] = axis.value(place) if 0 <= place < axis.size else "outside"
        return facts

    def check_least_more(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.check_change(finding, before, after)
        assert not finding.certain or all(each >= finding.figures["points"] for each in self.worths(finding))

    def check_most_more(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.check_change(finding, before, after)
        assert not finding.certain or all(each <= finding.figures["points"] for each in self.worths(finding))

    def check_free_after(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert self.base is not None
        assert before.score == after.score
        assert self.base.score is not None
        assert before.score == self.base.score - finding.figures["lost"]
        assert self.score(self.stepped(finding, -1)) != before.score
        for steps in (2, 3, 10, 50, 1000):
            assert self.score(self.stepped(finding, steps)) in (before.score, None)

    def check_last_part(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert before.score is not None
        assert after.score is not None
        assert abs(after.score - before.score) == finding.figures["cost"] < finding.figures["usual"]
        earlier = self.score(self.stepped(finding, -1))
        assert earlier is not None
        assert abs(before.score - earlier) == finding.figures["usual"]
        assert self.score(self.stepped(finding, 2)) == after.score

    def check_cap_reached(self, finding: Finding, end: Witness) -> None:
        assert end.value >= finding.figures["cap"]

    def check_cap_unreached(self, finding: Finding, end: Witness) -> None:
        bound = finding.figures["bound"]
        assert end.value == finding.figures["found"] < finding.figures["cap"]
        assert finding.certain == (bound is not None and bound < finding.figures["cap"])

    check_full_unreached = check_cap_unreached

    def check_unit(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert before.score is not None
        assert after.score is not None
        assert after.score - before.score == finding.figures["gain"] > 0

    def check_no_unit(self, finding: Finding, base: Witness) -> None:
        assert not finding.certain

    def check_price(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert self.base is not None
        assert self.base.score is not None
        assert before.score is not None
        assert after.score is not None
        assert before.score == self.base.score - finding.figures["cost"] < self.base.score <= after.score

    def check_no_price(self, finding: Finding, before: Witness) -> None:
        assert self.base is not None
        assert before.score is not None
        assert before.score + finding.figures["cost"] == self.base.score

    def check_rate(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert before == self.base
        assert before.score is not None
        assert after.score is not None
        assert after.score >= before.score

    def check_largest_unit(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.check_change(Finding("", finding.about, {**finding.figures, "points": finding.figures["gain"]}), before, after)
        assert (before.value, after.value) == (finding.figures["low"], finding.figures["high"])

    def check_cliff(self, finding: Finding, before: Witness, after: Witness) -> None:
        self.check_change(finding, before, after)
        assert after.score is not None
        assert before.score is not None
        for near, far in ((before.score, self.score(self.stepped(finding, -1))), (after.score, self.score(self.stepped(finding, 2)))):
            assert far is None or abs(near - far) < abs(finding.figures["points"])

    def check_edge(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.verdict, after.verdict) == ("pass", "fail")
        assert (before.score, after.score) == (finding.figures["pass"], finding.figures["fail"])

    def check_veto(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.value, after.value, after.verdict, after.score) == (0, 1, "vetoed", None)

    def check_no_veto(self, finding: Finding, before: Witness) -> None:
        assert before.value == 0

    def check_highest(self, finding: Finding, end: Witness) -> None:
        found, bound = finding.figures["found"], finding.figures["bound"]
        assert end.value == found
        assert bound is None or found <= bound
        assert finding.certain == (found == bound)

    def check_lowest(self, finding: Finding, end: Witness) -> None:
        found, bound = finding.figures["found"], finding.figures["bound"]
        assert end.value == found
        assert bound is None or found >= bound
        assert finding.certain == (found == bound)

    def check_way(self, finding: Finding, before: Witness, after: Witness) -> None:
        assert (before.verdict, after.verdict) == ("fail", "pass")
        if len(finding.about) == 1:
            axis, name = self.space.axes[finding.about[0]], finding.about[0]
            places = axis.place(after.facts[name]) - axis.place(before.facts[name])
            if axis.input.type != "choice":
                assert abs(places) == finding.figures["units"][0] * axis.one

    def check_no_pair(self, finding: Finding, before: Witness) -> None:
        assert before.verdict == "fail"

    check_no_way = check_no_pair

    def check_no_failure(self, finding: Finding, lowest: Witness) -> None:
        assert lowest.verdict == "pass"

    def contains(self, result: Result) -> None:
        """
        Check that the scores of a record lie within the bounds that are said to be proven.
        """
        for each in kinds(self.found, "highest", "lowest", "cap_unreached", "full_unreached"):
            bound, value = each.figures["bound"], each.measure.read(result)
            assert bound is None or (value >= bound if each.kind == "lowest" else value <= bound)
        for each in kinds(self.found, "no_veto"):
            assert not (each.certain and each.measure.read(result))


def maps(policy: Policy, **options: Any) -> dict[str, RoleMap]:
    return {each.role: each for each in incentive_maps(policy, list(policy.roles), **options)}


def all_findings(found: RoleMap) -> list[Finding]:
    return [each for findings in found.found.values() for each in findings]


@settings(max_examples=25)
@given(st.data())
def test_every_statement_follows_from_its_witnesses(data: st.DataObject) -> None:
    """
    Of any policy: witnesses are accepted and score what is stated, and random records keep within the proven bounds.
    """
    policy = loaded(data.draw(policies()))
    for found in maps(policy).values():
        judge = Judge(policy, found)
        for each in all_findings(found):
            judge.check(each)
        for _ in range(5):
            result = policy.score(data.draw(records(policy.plans[found.role])))
            if result.verdict != "vetoed":
                judge.contains(result)
        for language in ("zh", "en"):
            assert list(page(judge.space, found, language))
            assert as_data(judge.space, found, language)["role"] == found.role
