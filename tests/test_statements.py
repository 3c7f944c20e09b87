"""
Statements: the smallest change that would have kept points or passed, and what each audience is told.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from assess_rules import Policy, Result, load_policy
from assess_rules.incentives.space import Point, Space
from assess_rules.statements import AUDIENCES, Changes, keeping, month_data, month_text, passing, would_have
from assess_rules.statements.wording import change_lines
from assess_rules.tables import accept_rows, read_rows
from strategies import policies_with_records

HERE = Path(__file__).parent
SHIPPED = load_policy("wancheng_2023_127")
YEAR = HERE.parent / "examples" / "facts_2024.csv"
EVERY_TYPE_TEXT = (HERE / "policies" / "facts_of_every_type.yaml").read_text(encoding="utf-8")
EVERY_TYPE = Policy.from_text(EVERY_TYPE_TEXT)
RESULTS = [SHIPPED.score_accepted(each) for each in accept_rows(read_rows([YEAR], SHIPPED.door), SHIPPED.door)]
BY_MONTH = {(each.person, each.period): each for each in RESULTS}

JUDGE: dict[str, Any] = {
    "role": "judge",
    "officer": "E001",
    "period": "2024-03",
    **dict.fromkeys("late_visits hours level letters notices".split(), 0),
    "visits": 6,
    "difficulty": "plain",
    "on_leave": False,
}


def of(result: Result, policy: Policy) -> tuple[Space, Point]:
    space = Space(policy, result.role)
    return space, space.point(result.facts)


def told(changes: Changes) -> list[dict[str, tuple[Any, Any, bool]]]:
    return [{part.input.name: (part.now, part.then, part.beyond) for part in way} for way in changes.ways]


def test_the_smallest_changes_of_a_failed_month() -> None:
    """
    E027 has 89.5: three closings short x 3, three tasks x 0.5; one task, one closing or a target of one less pass.
    """
    kept, passed = would_have(SHIPPED, BY_MONTH["E027", "2024-03"])

    assert passed is not None
    assert passed.units == 1
    assert passed.proved
    assert [
        {"assigned_task_failures": (3, 2, True)},
        {"closed": (29, 30, True)},
        {"closing_target": (32, 31, True)},
    ] == told(passed)
    assert [{"closed": (29, 32, True)}, {"closing_target": (32, 29, True)}] == told(kept["o1"])
    assert [{"assigned_task_failures": (3, 0, False)}] == told(kept["c4"])


def test_a_line_of_several_facts_far_from_its_points() -> None:
    """
    E019 lost 10 of 10 by four facts, of which two stand in a relation: all four would have had to be nil.
    """
    kept, passed = would_have(SHIPPED, BY_MONTH["E019", "2024-03"])

    assert passed is None
    facts = "petition_cases beijing_petition_cases unresolved_petition_cases overdue_supervised_cases".split()
    assert [{name: (now, 0, False) for name, now in zip(facts, (12, 4, 2, 2), strict=True)}] == told(kept["c2"])
    assert kept["c2"].units == 20
    assert not kept["c2"].proved


def test_nothing_is_said_of_what_no_change_brings() -> None:
    """
    Where the search finds nothing, it says how far it looked.
    """
    text = EVERY_TYPE_TEXT.replace("visits, target: 5,", "visits, target: 60,").replace(
        ", when: {fact: on_leave, is: false}}]", "}]"
    )
    policy = Policy.from_text(text)
    result = policy.score({**JUDGE, "visits": 6})
    space, point = of(result, policy)

    found = keeping(space, point, result.plan.indicators[0])

    assert ((), False) == (found.ways, found.proved)
    assert ["no change was found that would have kept them"] == [
        each.split(":")[0] for each in change_lines(found, "kept", "en")
    ]


def test_numbers_are_tried_in_their_finest_parts() -> None:
    """
    Overtime of -1.5 costs 1.5 points and a grade of 10 costs 2: both would have had to be 0.
    """
    result = EVERY_TYPE.score({**JUDGE, "hours": Fraction(-3, 2), "level": 10})
    space, point = of(result, EVERY_TYPE)
    found = keeping(space, point, result.plan.indicators[1])

    assert [{"hours": (Fraction(-3, 2), 0, True), "level": (10, 0, False)}] == told(found)
    assert not found.proved
    lines = list(change_lines(found, "kept", "zh"))
    assert "若加班不少于 0（现为 -1.5），且档次为 0（现为 10），本项不扣分" == lines[0]


@pytest.mark.parametrize("result", [each for each in RESULTS if each.verdict == "fail"][::6], ids=repr)
def test_every_change_of_a_failed_month_is_scored_and_no_fact_alone_passes_sooner(result: Result) -> None:
    """
    What would have passed passes, and by no single fact does a smaller change pass.
    """
    space, point = of(result, SHIPPED)
    found = passing(space, point)

    assert found.ways
    for way in found.ways:
        assert "pass" == changed(SHIPPED, result, way).verdict
    assert [] == [each for each in smaller(space, point, found.units) if space.result(each).verdict == "pass"]


def changed(policy: Policy, result: Result, way: Any) -> Result:
    return policy.score({"role": result.role, **result.facts, **{part.input.name: part.then for part in way}})


def smaller(space: Space, point: Point, units: Fraction) -> Iterator[Point]:
    """
    Give every record that differs in one fact by fewer units.
    """
    for name, axis in space.axes.items():
        for places in range(1, int((units - 1) * axis.one) + 1):
            for by in (places, -places):
                there = {**point, name: point[name] + by}
                if space.accepts(there):
                    yield there


@given(case=policies_with_records())
def test_changes_of_any_policy_do_what_they_say(case: tuple[Policy, dict[str, Any]]) -> None:
    """
    With each change the points are kept or the month passes, and with anything beyond it where that is said.

    No single fact does it in fewer whole units.
    """
    policy, record = case
    result = policy.score(record)
    space, point = of(result, policy)
    kept, passed = would_have(policy, result)
    for id_, changes in kept.items():
        place = [each.id for each in result.plan.indicators].index(id_)
        check(space, point, changes, lambda each, place=place: each.lines[place].deducted == 0)
    if passed is not None:
        check(space, point, passed, lambda each: each.verdict == "pass")


def check(space: Space, point: Point, changes: Changes, does: Any) -> None:
    for way in changes.ways:
        there = dict(point)
        for part in way:
            there[part.input.name] = space.axes[part.input.name].place(part.then)
        assert space.accepts(there)
        assert does(space.result(there))
        for part in way:
            axis = space.axes[part.input.name]
            end = axis.size - 1 if part.beyond and there[part.input.name] > point[part.input.name] else 0
            for place in (end, (end + there[part.input.name]) // 2) if part.beyond else ():
                beyond = {**there, part.input.name: place}
                assert not space.accepts(beyond) or does(space.result(beyond))
    if changes.ways and changes.units <= 20:
        ordered = {name for name, axis in space.axes.items() if axis.input.type != "choice" and axis.one == 1}
        near = (each for each in smaller(space, point, changes.units) if moved_names(each, point) <= ordered)
        assert [] == [each for each in near if does(space.result(each))]


def moved_names(there: Point, point: Point) -> set[str]:
    return {name for name in point if there[name] != point[name]}


def test_each_audience_is_told_what_it_needs() -> None:
    """
    The person has own data in full, the leading group hashes and decisions too, the notice board score and subtotals.
    """
    result = BY_MONTH["E027", "2024-03"]
    own, group, public = (month_text(SHIPPED, result, "en", each) for each in AUDIENCES)

    assert own in group.replace(group[len(own) :], "")
    assert [
        f"hash of the rules: {result.stamp.source_hash}",
        f"hash of what was computed: {result.stamp.plan_hash}",
    ] == (group[len(own) :].splitlines()[:2])
    head = "宛城区人民法院执行工作绩效考核办法 1.0.0\nE027 · 员额法官 · team 3 · 2024-03\nscore 89.50\n"
    assert f"{head}  四（一） 共性指标  38.5\n  四（二） 执行干警、辅助人员个性指标  51\n" == public


def test_a_veto_has_its_grounds_for_the_person_and_the_group_alone() -> None:
    """
    What is posted says that there was no evaluation, not why; the leading group's statement has the sum too.
    """
    result = BY_MONTH["E030", "2024-03"]
    own, group, public = (month_text(SHIPPED, result, "zh", each) for each in AUDIENCES)

    assert ["不予评价"] == public.splitlines()[2:]
    assert "执行数据弄虚作假" in own
    assert ("未计否决的合计" in own, "未计否决的合计" in group) == (False, True)
    assert "执行数据弄虚作假" not in json.dumps(month_data(SHIPPED, result, "public"), ensure_ascii=False)
    assert {"evaluated": False, "score": None, "sections": []}.items() <= month_data(SHIPPED, result, "public").items()
    assert (None, {}) == tuple(month_data(SHIPPED, result)[each] for each in ("passed", "kept"))


def test_a_statement_as_data() -> None:
    """
    The data of a statement are the result, the changes by indicator, and for the group who decided each reading.
    """
    text = (HERE.parent / "rules" / "wancheng_2023_127.yaml").read_text(encoding="utf-8")
    chosen = "chosen: whole_only"
    decided = f"{chosen}\n    decided: {{by: 考核领导小组, date: 2024-01-05, number: 1号}}"
    assert text.count(chosen) == 1
    policy = Policy.from_text(text.replace(chosen, decided))
    found = month_data(policy, BY_MONTH["E027", "2024-03"], "group")

    way = [{"fact": "closed", "now": "29", "then": "32", "beyond": True}]
    assert {"units": "3", "proved": True, "tried": 3} == {
        key: found["kept"]["o1"][key] for key in ("units", "proved", "tried")
    }
    assert way == found["kept"]["o1"]["ways"][0]
    assert "1" == found["passed"]["units"]
    assert {"by": "考核领导小组", "date": "2024-01-05", "number": "1号"} == found["decided"]["part_point"]
    assert found["decided"]["reduced"] is None
    whole = month_text(policy, BY_MONTH["E027", "2024-03"], "zh", "group")
    assert "已定口径: part_point = whole_only  考核领导小组 2024-01-05 1号" in whole.splitlines()
