"""
Statements: the smallest change that would have kept points or passed, and what each audience is told.
"""

import csv
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from assess_rules import Policy, Result, load_policy
from assess_rules.incentives.space import Point, Space
from assess_rules.outcomes import Outcomes, entry, outcomes
from assess_rules.statements import (
    AUDIENCES,
    Changes,
    keeping,
    month_data,
    month_text,
    passing,
    span_data,
    span_text,
    would_have,
)
from assess_rules.statements.search import ChangeSearch
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
    assert "若加班不少于 0（现为 −1.5），且档次为 0（现为 10），本项不扣分" == lines[0]


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


@pytest.mark.parametrize("count", [15])
@pytest.mark.parametrize("role", SHIPPED.roles)
def test_a_month_far_from_the_mark_is_told_what_would_have_passed(role: str, count: int) -> None:
    """
    Of each role, with so many of everything: the change passes, no fact of it less, and a smaller one is not ruled out.
    """
    numbers = {each.name: count for each in SHIPPED.plans[role].inputs if each.read and each.type == "count"}
    flags = {each.name: False for each in SHIPPED.plans[role].inputs if each.read and each.type == "flag"}
    result = SHIPPED.score({"role": role, **numbers, **flags})
    space, point = of(result, SHIPPED)
    found = passing(space, point)

    assert "fail" == result.verdict
    assert found.units > 20
    for way in found.ways:
        assert "pass" == changed(SHIPPED, result, way).verdict
        places = {part.input.name: space.axes[part.input.name].place(part.then) for part in way}
        backs = {name: place + (1 if place < point[name] else -1) for name, place in places.items()}
        less = [{**point, **places, name: back} for name, back in backs.items()]
        assert [] == [each for each in less if space.accepts(each) and space.result(each).verdict == "pass"]
    assert not found.proved
    assert "(a smaller change is not ruled out: " in list(change_lines(found, "passed", "en"))[-1]
    assert "（未排除更小的变化：" in list(change_lines(found, "passed", "zh"))[-1]


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


@pytest.mark.volume
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
    assert (
        f"{head}  四（一） 共性指标  38.5\n  四（二） 执行干警、辅助人员个性指标  51\ncomputed under provisional readings\n"
        == public
    )


def test_a_veto_has_its_grounds_for_the_person_and_the_group_alone() -> None:
    """
    What is posted says that there is no score, as it does of leave, not why; the leading group's statement has the sum too.
    """
    result = BY_MONTH["E030", "2024-03"]
    own, group, public = (month_text(SHIPPED, result, "zh", each) for each in AUDIENCES)

    assert ["没有得分", "按暂定口径计算"] == public.splitlines()[2:]
    assert "执行数据弄虚作假" in own
    assert ("未计否决的合计" in own, "未计否决的合计" in group) == (False, True)
    assert "执行数据弄虚作假" not in json.dumps(month_data(SHIPPED, result, "public"), ensure_ascii=False)
    posted = "policy version trial person role team period score evaluated sections provisional under_review".split()
    assert posted == list(month_data(SHIPPED, result, "public"))
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


SMALL = """\
format: 1
policy: small
version: 1.0.0
title: {{en: Small}}
source: {{issuer: nobody, number: none, note: made up for a test}}
in_force: {{from: 2024-01-01}}
period: month
base: 10
pass_mark: 9
display: {{places: 1, rounding: half_up}}
roles: {{clerk: {{en: Clerk}}}}
facts: {{{facts}}}
indicators:
  - {{id: i1, at: one, label: {{en: One}}, cap: 10, rules: [{rules}]}}
"""
NAMES = "abcdefgh"


def small(facts: str, rules: str, **record: Any) -> tuple[Policy, Result]:
    policy = Policy.from_text(SMALL.format(facts=facts, rules=rules))
    return policy, policy.score({"role": "clerk", **record})


def test_of_many_changes_a_few_are_written_and_the_others_counted() -> None:
    """
    Any of three errors less passes; of more than five ways of one size, the others are counted.
    """
    facts = ", ".join(f"{name}: {{label: {{en: Fact {name}}}}}" for name in NAMES)
    deduct = ", ".join(f"{name}: 0.5" for name in NAMES)
    record = {name: int(name in "abc") for name in NAMES}
    policy, result = small(facts, f"{{kind: per_item, deduct: {{{deduct}}}}}", **record)
    _, passed = would_have(policy, result)

    assert passed is not None
    assert [
        "would have passed with one of these (units in all: 1):",
        *(f"  Fact {name} 0 (now 1)" for name in "abc"),
    ] == list(change_lines(passed, "passed", "en"))
    many = Changes(passed.ways * 3, passed.units, passed.tried)
    assert "4 more of the same size" == list(change_lines(many, "passed", "en"))[-1]


def test_a_condition_and_an_amount_are_both_ways_out() -> None:
    """
    A deduction that a flag switches off is kept by the flag, or by nothing counted.
    """
    facts = "a: {label: {en: Errors}}, away: {label: {en: Off duty}, type: flag}"
    policy, result = small(facts, "{kind: per_item, deduct: {a: 2}, when: {fact: away, is: false}}", a=1, away=False)
    kept, _ = would_have(policy, result)

    assert [{"a": (1, 0, False)}, {"away": (False, True, False)}] == told(kept["i1"])
    assert ["would have been kept with Errors 0 (now 1)", "or with Off duty yes (now no)"] == list(
        change_lines(kept["i1"], "kept", "en")
    )


def test_what_can_never_be_kept_is_said_at_once() -> None:
    """
    Where a fact is never nil, no change keeps the points, and intervals show it without a search.
    """
    facts = "a: {label: {en: Errors}, min: 1}, b: {label: {en: Delays}}"
    policy, result = small(facts, "{kind: per_item, deduct: {a: 2, b: 1}}", a=1, b=0)
    kept, passed = would_have(policy, result)

    assert passed is not None
    assert ((), ()) == (kept["i1"].ways, passed.ways)
    assert ["no change was found that would have passed"] == [
        each.split(":")[0] for each in change_lines(passed, "passed", "en")
    ]


FAR = ", ".join(f"{name}: {{label: {{en: Fact {name}}}, max: 99}}" for name in "abc")


def passed_by(text: str, **record: Any) -> Changes:
    """
    Give what would have passed a failed record of a small policy, once every way has been scored.
    """
    policy = Policy.from_text(text)
    result = policy.score({"role": "clerk", **record})
    _, passed = would_have(policy, result)

    assert passed is not None
    assert all("pass" == changed(policy, result, way).verdict for way in passed.ways)
    return passed


def test_far_above_a_cap_facts_are_lowered_together() -> None:
    """
    Each of three facts alone has more than the cap of 10: all go down, the last to what the mark of 9 leaves.
    """
    found = passed_by(SMALL.format(facts=FAR, rules="{kind: per_item, deduct: {a: 1, b: 1, c: 1}}"), a=30, b=20, c=20)

    assert [{"a": (30, 0, False), "b": (20, 0, False), "c": (20, 1, True)}] == told(found)
    assert Fraction(69) == found.units
    assert not found.proved


def test_the_fact_that_gains_most_for_its_units_goes_first() -> None:
    """
    Errors b cost most, then a, then c: the first two would have had to be nil, and only as many c less as are needed.
    """
    rules = "{kind: per_item, deduct: {a: 0.2}}, {kind: per_item, deduct: {b: 0.4}}, {kind: per_item, deduct: {c: 0.1}}"
    found = passed_by(SMALL.format(facts=FAR, rules=rules), a=5, b=10, c=20)

    # 1 + 4 + 2 are due, and 9 leaves 1: 10 of c at 0.1
    assert [{"a": (5, 0, False), "b": (10, 0, False), "c": (20, 10, True)}] == told(found)


def test_facts_that_a_relation_ties_go_together_there_and_back() -> None:
    """
    As many errors as files: both go down as one, and come back as far as the mark allows.
    """
    tied = "relations:\n  - {fact: a, at_least: c, at_most: c, at: one}\n"
    found = passed_by(
        SMALL.format(facts=FAR, rules="{kind: per_item, deduct: {a: 0.1, b: 2, c: 0.01}}") + tied, a=30, b=30, c=30
    )

    # 9 × 0.11 = 0.99
    assert [{"a": (30, 9, True), "b": (30, 0, False), "c": (30, 9, True)}] == told(found)


def test_what_is_due_is_not_lowered_at_the_cost_of_points() -> None:
    """
    Of b each costs more than it brings, but above the cap only what it brings counts: the search comes to an end.
    """
    facts = FAR.replace("Fact a}", "Fact a}, min: 15")
    rules = "{kind: per_item, deduct: {a: 1, b: 0.1}}, {kind: per_item, add: {b: 0.01, c: 0.01}}"
    text = SMALL.format(facts=facts, rules=rules).replace("cap: 10,", "cap: 10, netting: after_cap, bonuses: counted,")
    found = passed_by(text, a=30, b=9, c=0)

    assert () == found.ways


def test_a_change_goes_round_a_veto_and_may_be_another_option() -> None:
    """
    Where nil of a is a veto, one is left, in a kind of district where it costs less.
    """
    facts = (
        f"{FAR}, kind: {{label: {{en: Kind}}, type: choice, "
        "options: {plain: {label: {en: Plain}}, hard: {label: {en: Hard}}}}"
    )
    rules = "{kind: per_item, deduct: {a: {by: kind, of: {plain: 2, hard: 1}}, b: 1, c: 1}}"
    vetoes = (
        "vetoes:\n  at: two\n  effect: no_score\n  reach: period\n  counts_as: left_out\n  events:\n"
        "    v1: {at: two, label: {en: Too few}, when: {fact: a, under: 1}}\n"
    )
    text = SMALL.format(facts=facts, rules=rules) + vetoes
    found = passed_by(text, a=9, b=9, c=0, kind="plain")

    assert [{"a": (9, 1, False), "b": (9, 0, False), "kind": ("plain", "hard", False)}] == told(found)
    assert not passed_by(text.replace("hard: 1", "hard: 1.5"), a=9, b=9, c=0, kind="plain").ways


def test_a_rate_whose_denominator_may_be_nil() -> None:
    """
    Where intervals cannot tell, records are scored one by one.
    """
    facts = "done: {label: {en: Done}, max: 9}, all_: {label: {en: All}, allowed: [0, 1, 4]}"
    rule = (
        "{kind: rate_target, target: 50%, step: 10%, below: {deduct: 1}, numerator: done, denominator: all_, "
        "part_step: whole_only, empty: on_target}"
    )
    policy, result = small(facts, rule, done=1, all_=4)
    kept, _ = would_have(policy, result)

    # 1 of 4 is 2.5 steps below a half; 2 of 4, 1 of 1 and none of none are not below it
    assert [{"all_": (4, 1, True)}, {"done": (1, 2, True)}] == told(kept["i1"])


def test_what_lies_beyond_is_scored_where_intervals_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without intervals the same changes are found; `or fewer` is said after scoring all, and not where there are too many.
    """
    before, _ = would_have(SHIPPED, BY_MONTH["E027", "2024-03"])
    monkeypatch.setattr(ChangeSearch, "_truth", lambda *_: None)
    after, passed = would_have(SHIPPED, BY_MONTH["E027", "2024-03"])

    assert passed is not None
    assert [{"closed": (29, 32, False)}, {"closing_target": (32, 29, True)}] == told(after["o1"])
    assert told(before["c4"]) == told(after["c4"])
    assert [("assigned_task_failures", True), ("closed", False), ("closing_target", True)] == [
        (part.input.name, part.beyond) for way in passed.ways for part in way
    ]


def year_of(policy: Policy, *records: dict[str, Any]) -> Outcomes:
    return outcomes(entry(policy, policy.accept(each, text="status" in each)) for each in records)


def test_a_year_has_a_row_a_period_and_says_what_is_missing() -> None:
    """
    A failed, a passed and an excused month, in two roles and teams, and nine that are missing.
    """
    months = [
        {**JUDGE, "period": "2024-01", "team": "1", "visits": 3, "late_visits": 2, "notices": 6},
        {**JUDGE, "period": "2024-02", "team": "2", "letters": 1},
        {"officer": "E001", "role": "clerk", "period": "2024-04", "status": "leave"},
    ]
    found = year_of(EVERY_TYPE, *months).within("2024")

    assert found is not None
    # January: 2 visits short x 1, 2 late x 1 -> 6; 6 notices -> 4. February: 1 letter
    assert [
        "Facts of every type 1.0.0",
        "E001 · 2024",
        "",
        "2024-01  Judge  team 1  10.0  fail  i1 −4  i2 −6",
        "    would have passed with one of these (units in all: 2):",
        "      Late visits 0 (now 2)",
        "      Papers 4 or fewer (now 6)",
        "      Visits at least 5 (now 3)",
        "    (a smaller change is not ruled out)",
        "2024-02  Judge  team 2  19.0  pass  i2 −1",
        "2024-04  Clerk  not appraised  leave",
        "no record: 2024-03 2024-05 2024-06 2024-07 2024-08 2024-09 2024-10 2024-11 2024-12",
        "",
        "points lost in all:",
        "  二 i2 其他  −7  2024-01 2024-02",
        "      2024-01  would have been kept with Papers 0 (now 6)",
        "      2024-01  (a smaller change is not ruled out)",
        "      2024-02  would have been kept with Papers 0 (now 1)",
        "      2024-02  (a smaller change is not ruled out)",
        "  一 i1 走访  −4  2024-01",
        "      2024-01  would have been kept with Visits at least 5 (now 3) and Late visits 0 (now 2)",
        "This says what the facts would have had to be. What was counted is corrected only where it is wrong.",
        "",
        "Nothing is proposed.",
    ] == span_text(found, "2024", "en").splitlines()
    public = span_text(found, "2024", "en", "public")
    assert ["2024-04  Clerk  no score"] == [each for each in public.splitlines() if "2024-04" in each]
    assert not any(each in public for each in ("fail", "would have", "Papers"))


def test_what_would_have_been_is_explained_wherever_it_is_said() -> None:
    """
    A passed month that lost a point, and a failed one that lost none, say that the facts are meant, once at the end.
    """
    said = "This says what the facts would have had to be. What was counted is corrected only where it is wrong."
    lost = year_of(EVERY_TYPE, {**JUDGE, "letters": 1}).within("2024")
    text = SMALL.format(facts="a: {label: {en: Praise}}", rules="{kind: per_item, add: {a: 1}}")
    short = Policy.from_text(text.replace("cap: 10,", "cap: 10, start: 5,"))
    failed = year_of(short, {"person": "E001", "period": "2024-03", "role": "clerk", "a": 1}).within("2024")

    assert lost is not None
    assert failed is not None
    assert said in span_text(lost, "2024", "en").splitlines()
    lines = span_text(failed, "2024", "en").splitlines()
    assert ["      Praise at least 4 (now 1)", said] == [each for each in lines if "Praise" in each or "This" in each]


MONTH = HERE.parent / "examples" / "month" / "long"


def quarter_of(person: str) -> Outcomes:
    """
    Give the outcomes of one person of the long example within its quarter.
    """
    tables = [MONTH / "roster_and_figures.csv", MONTH / "items.csv"]
    accepted = accept_rows(read_rows(tables, SHIPPED.door, complete=["all"]), SHIPPED.door)
    found = outcomes(entry(SHIPPED, each) for each in accepted if each.context.person == person).within("2024-Q1")

    assert found is not None
    return found


def test_a_quarter_has_the_references_of_what_was_lost_for_whom_it_concerns() -> None:
    """
    E009 lost 10 points by five named cases in March and failed: so it stands in the quarter, and not in what is posted.
    """
    found = quarter_of("E009")
    lines = span_text(found, "2024-Q1", "zh").splitlines()
    refs = [f"MADE-UP-0{number}" for number in range(13, 18)]
    case = "无财产可供执行终本不合格的案件"

    start = lines.index("  四（三）5 k5 无财产可供执行案件终本不合格  −10  2024-03")
    assert [
        f"      2024-03  {case} 依据编号: {', '.join(refs)}",
        f"      2024-03  若{case}为 0（现为 5），本项不扣分",
    ] == lines[start + 1 : start + 3]
    start = lines.index("2024-03  书记员  实施团队 1  89.80  不合格  k2 −0.2  k5 −10")
    assert [
        "    若有下列变化之一（共 1 个单位），即达到合格线：",
        f"      {case}不超过 4（现为 5）",
    ] == lines[start + 1 : start + 3]
    assert refs[0] in span_text(found, "2024-Q1", "zh", "group")

    data = span_data(found, "2024-Q1")
    (lost,) = data["lost"][0]["periods"]
    faulty = "faulty_terminations"
    assert ("2024-03", "10") == (lost["period"], lost["points"])
    assert {faulty: [{"ref": each, "count": "1"} for each in refs]} == lost["evidence"]
    assert [[{"fact": faulty, "now": "5", "then": "0", "beyond": False}]] == lost["kept"]["ways"]
    assert "1" == data["periods"][0]["passed"]["units"]
    assert "veto_evidence" not in data["periods"][0]

    public = span_text(found, "2024-Q1", "zh", "public")
    posted = json.dumps(span_data(found, "2024-Q1", "public"), ensure_ascii=False)
    assert not any(each in text for each in (refs[0], case, "若") for text in (public, posted))


def test_a_vetoed_month_of_a_quarter_has_its_references_for_whom_it_concerns() -> None:
    """
    What E030's vetoes rest on stands below the month, and in the data; nothing of it is posted.
    """
    found = quarter_of("E030")
    line = "    执行数据弄虚作假 依据编号: MADE-UP-094"

    assert [True, True, False] == [line in span_text(found, "2024-Q1", "zh", each).splitlines() for each in AUDIENCES]
    ((period,), lost) = (span_data(found, "2024-Q1")[key] for key in ("periods", "lost"))
    assert [{"ref": "MADE-UP-094", "count": None}] == period["veto_evidence"]["falsified_data"]
    assert (None, []) == (period["passed"], lost)
    assert "MADE-UP" not in json.dumps(span_data(found, "2024-Q1", "public"))


def test_a_quarter_within_a_year_of_a_veto_that_reaches() -> None:
    """
    E022's veto of July reaches to December when the reading says so; the statement says from where, and is a what-if.
    """
    policy = SHIPPED.with_readings({"veto_reach": "to_year_end"})
    own = [each for each in accept_rows(read_rows([YEAR], policy.door), policy.door) if each.context.person == "E022"]
    found = outcomes(entry(policy, each) for each in own).within("2024-Q4")

    assert found is not None
    text = span_text(found, "2024-Q4", "zh")
    assert "【试算，不作为考核结果】veto_reach = to_year_end" in text
    assert "2024-10  书记员  实施团队 2  不予评价  ← 2024-07" in text.splitlines()
    assert [] == span_data(found, "2024-Q4")["lost"]
    assert "2024-07" not in json.dumps(span_data(found, "2024-Q4", "public"))
    assert "计算程序: assess-rules" in span_text(found, "2024-Q4", "zh", "group")


def test_a_year_as_text_and_as_data_has_what_follows() -> None:
    """
    E033 failed five months with 12 points each: the fourth brings accountability; quarters are rolled up.
    """
    own = [SHIPPED.accept(record, text=True) for record in records_of("E033")]
    found = outcomes(entry(SHIPPED, each) for each in own).within("2024")

    assert found is not None
    data = span_data(found, "2024")
    assert [("k1", "12", ["2024-01"]), ("k2", "12", ["2024-03"])] == [
        (each["indicator"], each["points"], [one["period"] for one in each["periods"]]) for each in data["lost"][:2]
    ]
    assert (12, 4, []) == (len(data["periods"]), len(data["rollups"]), data["missing"])
    lines = span_text(found, "2024", "zh").splitlines()
    assert "  2024-08 问责 [三]  (所依各期: 2024-01…2024-08 (4))" in lines
    # 88 + 100 + 88 and an appraisal of 81
    figures = "合计(2024-01 88, 2024-02 100, 2024-03 88); 书记员季度考评得分 81"
    assert f"2024-Q1 书记员季度考评结果 [四（三）6]: 357.00  ({figures})" in lines


def test_a_vetoed_month_of_a_quarter_has_its_ground_for_whom_it_concerns() -> None:
    """
    E022 was not evaluated in July: the ground stands in the own statement, and not in what is posted.
    """
    own = [SHIPPED.accept(record, text=True) for record in records_of("E022")]
    found = outcomes(entry(SHIPPED, each) for each in own).within("2024-Q3")

    assert found is not None
    own_line = "2024-07  书记员  实施团队 2  不予评价  一票否决: 执行数据弄虚作假 [五2（1）]"
    assert own_line in span_text(found, "2024-Q3", "zh").splitlines()
    assert "2024-07  书记员  实施团队 2  没有得分" in span_text(found, "2024-Q3", "zh", "public").splitlines()


def records_of(person: str) -> list[dict[str, str]]:
    with YEAR.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["person"] == person]
