"""
Facts that are needed only where a condition holds: elsewhere they are refused, and what reads them does not count.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assess_rules import FactsError, Policy, PolicyError
from assess_rules.backends.reference import evaluate
from assess_rules.incentives.pages import page
from assess_rules.incentives.space import Space
from assess_rules.long_tables import complete_facts
from assess_rules.marks import NOWHERE
from assess_rules.outcomes.history import entry
from assess_rules.report import explain
from assess_rules.result_data import result_data
from assess_rules.review.games import Correction, Frame
from assess_rules.show import show
from strategies import loaded, policies_with_conditions, records, values
from test_incentives import check_a_policy, findings, judged, maps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assess_rules import Result
    from conftest import Run

RULES = """\
format: 1
policy: needed
version: 1.0.0
title: Appraisal
language: en
source: {issuer: Office}
in_force: {from: 2024-01-01}
period: month
base: 40
bonuses: counted
display: {places: 2, rounding: half_up}
roles: {judge: Judge, clerk: Clerk}
facts:
  late: {label: Late files, max: 100}
  head: {type: flag, label: Leads a team}
  errors: {label: Errors of the team, max: 50, needed_when: {fact: head, is: true}}
  goal: {label: Goal, min: 1, max: 90, needed_when: {all: [{fact: head, is: true}, {fact: late, at_most: 50}]}}
  done: {label: Done, max: 90}
  rating: {type: choice, label: Rating, options: {a: Good, b: Poor}, needed_when: {fact: late, under: 10}}
  trained: {type: flag, label: Trained, needed_when: {fact: late, over: 20}}
derived:
  share: {label: Share, ratio: [done, goal]}
relations: [{fact: goal, at_least: done, at: '9'}]
indicators:
  - id: care
    at: '1'
    label: Care
    cap: 20
    points_when: [{when: {not: {fact: rating, is: a}}, points: 0}]
    rules: [{kind: per_item, deduct: {errors: 1, late: 0.5}}, {kind: fixed, when: {fact: trained, is: false}, deduct: 2}]
  - id: output
    at: '2'
    label: Output
    cap: 20
    netting: after_cap
    rules:
      - {kind: target, value: done, target: goal, step: 1, below: {deduct: 1}}
      - {kind: fixed, when: {fact: share, over: 50%}, add: 3}
      - kind: group
        take: sum
        rules: [{kind: per_item, deduct: {done: 0.1}}, {kind: fixed, when: {fact: goal, over: 80}, deduct: 5}]
vetoes:
  at: '5'
  effect: no_score
  reach: period
  counts_as: left_out
  events: {bad: {label: Bad, when: {fact: errors, over: 10}}}
grades:
  rows:
    - {grade: top, label: Top, at_least: 10, when: {not: {fact: errors, over: 2}}, verdict: pass}
    - {grade: low, label: Low, verdict: fail}
  moves: [{down: 1, at: '6', when: {fact: rating, is: b}}]
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    """
    Give the policy of this file.
    """
    return Policy.from_text(RULES)


def score(policy: Policy, **facts: Any) -> Result:
    """
    Score a judge's record on both backends.
    """
    record = {"role": "judge", **facts}
    result = policy.score(record)
    assert policy.score(record, backend="reference") == result
    return result


@pytest.mark.parametrize(
    ("facts", "care", "output", "grade"),
    [
        # 20 − 12 × 0.5; neither errors nor rating nor goal: done alone costs 0.5. Top needs a fact that is not needed.
        ({"late": 12, "head": False, "done": 5}, "14", "19.5", "low"),
        # 20 − 3 − 1; 2 below the goal, over 50 %, 0.5 for done: 20 − 2.5 + 3
        ({"late": 2, "head": True, "errors": 3, "goal": 7, "done": 5, "rating": "a"}, "16", "20.5", "low"),
        ({"late": 2, "head": True, "errors": 2, "goal": 7, "done": 5, "rating": "a"}, "17", "20.5", "top"),
        # the rating is b: nothing for care, and a grade down
        ({"late": 2, "head": True, "errors": 0, "goal": 85, "done": 80, "rating": "b"}, "0", "5", "low"),
        # beyond 50 late files there is no goal; not trained: 2 more, all lost
        ({"late": 60, "head": True, "errors": 3, "done": 5, "trained": False}, "0", "19.5", "low"),
        ({"late": 30, "head": False, "done": 0, "trained": False}, "3", "20", "low"),
        ({"late": 30, "head": False, "done": 0, "trained": True}, "5", "20", "low"),
    ],
)
def test_what_reads_it_does_not_count(
    policy: Policy, facts: Mapping[str, Any], care: str, output: str, grade: str
) -> None:
    """
    Rules, items of a rule, rows, grades and events that read a fact which is not needed are as if they were not there.
    """
    result = score(policy, **facts)

    assert [Fraction(care), Fraction(output)] == [each.points for each in result.lines]
    assert result.grade is not None
    assert grade == result.grade.id
    assert set(facts) == set(result.facts)
    assert set(policy.spec.facts) - set(facts) == set(result.unneeded)


def test_an_event_needs_its_facts(policy: Policy) -> None:
    """
    A veto by a fact that is needed holds.
    """
    result = score(policy, late=20, head=True, errors=11, goal=9, done=5)

    assert ("bad",) == result.vetoes


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"late": 12, "head": False, "done": 5, "errors": 0}, ["fact_not_needed"]),
        ({"late": 12, "head": False, "done": 5, "errors": 0, "goal": 3, "rating": "a"}, ["fact_not_needed"] * 3),
        ({"late": 12, "head": True, "done": 5}, ["missing_fact", "missing_fact"]),
        ({"late": 2, "head": True, "errors": 1, "goal": 9, "done": 5}, ["missing_choice"]),
        ({"late": 22, "head": False, "done": 5}, ["missing_flag"]),
        ({"late": 12, "head": True, "errors": 1, "goal": 3, "done": 5}, ["relation"]),
        (
            {"head": True, "errors": 1, "goal": "x", "done": 5},
            ["missing_fact"],
        ),  # whether there is a goal, nobody knows
        ({"late": 12, "head": True, "errors": 51, "goal": 9, "done": 5}, ["above_maximum"]),
    ],
)
def test_the_door(policy: Policy, facts: Mapping[str, Any], codes: list[str]) -> None:
    """
    Where the condition holds the fact is required, elsewhere it is refused; relations of what is not needed are not asked.
    """
    with pytest.raises(FactsError) as caught:
        policy.score({"role": "judge", **facts})

    assert codes == [each.code for each in caught.value.diagnostics]
    assert all(each.render("zh") for each in caught.value.diagnostics)


def test_it_is_said_why_it_is_not_needed(policy: Policy) -> None:
    """
    The refusal shows the condition with the record's own figures, in both languages.
    """
    with pytest.raises(FactsError) as caught:
        policy.score({"role": "judge", "late": 12, "head": False, "done": 5, "goal": 3})

    said = caught.value.diagnostics[0].render("en")
    assert "`goal` Goal is not asked for here" in said
    assert "it is only where `head` Leads a team (no) and (`late` Late files (12) ≤ 50); leave it empty here" in said


def test_results_say_what_was_not_needed(policy: Policy) -> None:
    """
    The explanation and the data of a result name the facts that were not needed, and give no value for them.
    """
    result = score(policy, late=12, head=False, done=5)
    data = result_data(result)

    assert (
        "facts not needed, so that what reads them does not count: Errors of the team, Goal, Rating, Trained"
        in explain(result, "en")
    )
    assert "不需要的数据项" in explain(result, "zh")
    assert ["errors", "goal", "rating", "trained"] == data["unneeded"]
    assert {"late", "head", "done"} == set(data["facts"])
    full = score(policy, late=2, head=True, errors=3, goal=7, done=5, rating="a")
    assert ("trained",) == full.unneeded


def test_the_policy_in_words(policy: Policy) -> None:
    """
    The read-back says when a fact is needed.
    """
    zh = "仅在此情形提供：“Late files”低于10；其余情形不得提供，用到它的规则不计。"
    en = "Needed only where “Late files” is less than 10; elsewhere it is refused, and what reads it does not count."

    assert en in show(policy, "en")
    assert zh in show(policy, "zh")


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("{fact: late, under: 10}", "{fact: lat, under: 10}", ["unknown_fact"]),
        ("{fact: late, under: 10}", "{fact: goal, under: 10}", ["needed_by_needed"]),
        ("{fact: late, under: 10}", "{fact: rating, is: a}", ["needed_by_needed"]),
        ("{fact: late, under: 10}", "{fact: share, under: 10%}", ["needed_by_needed"]),
        ("min: 1, max: 90, needed", "min: 1, max: 90, default: 3, needed", ["default_needless"]),
        ("{fact: late, under: 10}", "{score: total, under: 10}", ["no_such_form"]),
    ],
)
def test_conditions_that_cannot_be(old: str, new: str, codes: list[str]) -> None:
    """
    A condition rests on facts that are always needed.
    """
    assert old in RULES
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(RULES.replace(old, new))

    assert codes == [each.code for each in caught.value.diagnostics]
    assert all(each.render("zh") for each in caught.value.diagnostics)


def test_a_reading_that_reads_such_a_fact() -> None:
    """
    Under an option that reads the fact its condition matters, under the other it does not.
    """
    reading = "readings: {how: {at: '3', question: Which, options: {own: Own, fixed: Fixed}, chosen: fixed}}\n"
    target = "target: {reading: how, of: {own: goal, fixed: 8}}"
    rows = RULES.replace("target: goal", target)
    policy = Policy.from_text(reading + rows)
    without = {"late": 12, "head": False, "done": 5}

    assert Fraction("16.5") == score(policy, **without).lines[1].points  # 3 below 8, 0.5 for done
    assert Fraction("19.5") == score(policy.with_readings({"how": "own"}), **without).lines[1].points


def test_rows_whose_points_read_such_a_fact() -> None:
    """
    A row of `points_when` whose points are a fact that is not needed does not decide.
    """
    rows = RULES.replace("{not: {fact: rating, is: a}}, points: 0}", "{fact: late, at_least: 11}, points: errors}")
    policy = Policy.from_text(rows.replace("{fact: rating, is: b}", "{fact: rating, is: a}"))

    assert 14 == score(policy, late=12, head=False, done=5).lines[0].points
    assert 7 == score(policy, late=12, head=True, errors=7, goal=9, done=5).lines[0].points


def test_incentives_show_records_that_the_door_accepts(policy: Policy) -> None:
    """
    A record that shows a step gives what is needed and nothing else; of what the base record does not need, one that does.
    """
    found = maps(policy, ["judge"])["judge"]
    witnesses = [
        each
        for kind in ("one_more", "most_more", "option")
        for item in findings(found, kind)
        for each in item.witnesses
    ]

    assert witnesses
    for each in witnesses:
        assert each.score == policy.score({"role": "judge", **each.facts}).exact
    assert all("errors" not in each.about for each in findings(found, "one_more", "one_less"))
    step = next(each for each in findings(found, "least_more") if "errors" in each.about)
    assert [(True, 0), (True, 1)] == [(each.facts["head"], each.facts["errors"]) for each in step.witnesses]
    assert -1 == step.figures["points"]
    said = "\n".join(page(Space(policy, "judge"), found, "en"))
    where = "Leads a team (head) no → yes, Goal (goal) not needed → 1."
    assert f"  Errors of the team (errors): the base record does not need it; over its range, {where}\n" in said
    assert "另作此改动：Leads a team（head） 否 → 是，Goal（goal） 不需要 → 1。" in "\n".join(
        page(Space(policy, "judge"), found, "zh")
    )


def test_a_way_may_end_the_need_of_a_fact() -> None:
    """
    One error less ends the need to give the delays, which then cost nothing: that is a way to the pass mark.
    """
    text = (Path(__file__).parent / "policies" / "facts_needed_sometimes.yaml").read_text("utf-8")
    assert "pass_mark: 6\n" in text
    policy = Policy.from_text(text.replace("pass_mark: 6\n", "pass_mark: 9\n"))
    row = {"role": "judge", "person": "E001", "period": "2024-03", "errors": 1, "delays": 4}

    found = judged(policy, ["judge"], results=[policy.score(row)], named=True)["judge"]
    (way,) = (each for each in findings(found, "way") if each.witnesses[0].person is not None)
    before, after = way.witnesses
    # 10 less 0.5 less 4; without the error 10
    assert (Fraction(11, 2), Fraction(10)) == (before.score, after.score)
    assert (("errors",), (1,)) == (way.about, way.figures["units"])
    assert {"errors": 0} == after.facts


def test_what_no_single_change_makes_needed_is_not_looked_at() -> None:
    """
    A fact that is needed only where two others differ from the base record has no line.
    """
    both = "needed_when: {all: [{fact: head, is: true}, {fact: late, over: 0}]}"
    policy = Policy.from_text(RULES.replace("needed_when: {fact: head, is: true}", both))
    found = maps(policy, ["judge"])["judge"]

    assert {"late", "done", "goal"} == {each.about[0] for each in findings(found, "least_more")}


@pytest.mark.volume
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a whole rule file
@settings(max_examples=5, phases=(Phase.reuse, Phase.generate))
@given(data=st.data())
def test_statements_hold_where_facts_are_not_always_needed(data: st.DataObject) -> None:
    """
    Of any policy with such facts, whatever kinds of rules read them, what the map says follows from its witnesses.
    """
    check_a_policy(loaded(data.draw(policies_with_conditions())), data)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a whole rule file
@settings(max_examples=200, phases=(Phase.reuse, Phase.generate))
@given(data=st.data())
def test_statements_hold_where_facts_are_not_always_needed_at_length(data: st.DataObject) -> None:
    """
    The same, of many more policies.
    """
    check_a_policy(loaded(data.draw(policies_with_conditions())), data)


def table(path: Path, rows: list[dict[str, Any]]) -> Path:
    """
    Write a table of facts.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


ROWS: list[dict[str, Any]] = [
    {"person": "E001", "period": "2024-01", "role": "judge", "late": 12, "head": "false", "done": 5},
    {
        "person": "E002",
        "period": "2024-01",
        "role": "judge",
        "late": 12,
        "head": "true",
        "done": 5,
        "errors": 1,
        "goal": 7,
    },
]


def test_tables(tmp_path: Path, run: Run) -> None:
    """
    In a table the cell is empty where the fact is not needed; an empty one where it is needed is missing.
    """
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    good = run("score", rules, table(tmp_path / "a.csv", ROWS), "--people", "--format", "json")
    assert 0 == good.code
    found = json.loads(good.out)["results"]
    assert [["errors", "goal", "rating", "trained"], ["rating", "trained"]] == [each["unneeded"] for each in found]
    rows = [ROWS[0], {**ROWS[1], "errors": ""}, {**ROWS[1], "goal": "", "person": "E003"}]
    bad = run("score", rules, table(tmp_path / "b.csv", rows))
    assert 4 == bad.code
    assert "missing_fact: `errors` Errors of the team is missing for Judge" in bad.err
    assert "missing_fact: `goal` Goal is missing for Judge" in bad.err


def test_a_long_table_whose_facts_are_complete(policy: Policy) -> None:
    """
    A fact that no row of a complete long table names is nil where it is needed, and not needed elsewhere all the same.
    """
    all_ = complete_facts(("all",), [], policy.door, [], long=True)
    assert {"late", "head", "errors", "goal", "done", "trained", "bad"} - {"bad"} == all_ & set(policy.spec.facts)
    for head, nil in ((True, {"errors", "late"}), (False, {"late"})):
        facts = {"role": "judge", "head": head, "done": 0, "rating": "a", **({"goal": 1} if head else {})}
        accepted = policy.door.accept(facts, lambda _: NOWHERE, [], complete=frozenset(("errors", "late", "goal")))
        assert accepted is not None
        assert nil == set(accepted.context.complete)


def earlier() -> str:
    """
    Give the version before this one, which does not ask whether somebody is trained.
    """
    text = RULES.replace(", {kind: fixed, when: {fact: trained, is: false}, deduct: 2}", "").replace("1.0.0", "0.9.0")
    return "".join(each for each in text.splitlines(keepends=True) if "trained" not in each)


def test_a_fact_of_one_version_is_assumed_where_it_is_needed(tmp_path: Path, run: Run) -> None:
    """
    What one version alone asks has to be given or assumed for the rows that need it, and is assumed for no other row.
    """
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(earlier(), encoding="utf-8")
    new.write_text(RULES, encoding="utf-8")
    rows = table(tmp_path / "rows.csv", [ROWS[0], {**ROWS[0], "person": "E003", "late": 30}])

    without = run("diff", old, new, "--facts", rows)
    assert "fact_of_one_version: version 1.0.0" in without.err
    assert "rows.csv:3" in without.err
    assumed = run("diff", old, new, "--facts", rows, "--assume", "trained=false", "--people")
    assert "" == assumed.err
    assert "E003" in assumed.out
    assert "E001" not in assumed.out  # nothing changes for one who is not asked


def test_whether_a_row_needs_a_fact_that_nobody_knows(policy: Policy) -> None:
    """
    As long as the facts of the condition are not there, nothing more is asked; what is complete counts as nil.
    """
    inputs = policy.plans["judge"].inputs
    errors = next(each for each in inputs if each.name == "errors")
    trained = next(each for each in inputs if each.name == "trained")

    assert policy.door.needs(errors, inputs, {"head": "true"})
    assert not policy.door.needs(errors, inputs, {"head": ""})
    assert not policy.door.needs(errors, inputs, {"head": "perhaps"})
    assert policy.door.requires("errors", {"role": "judge", "head": "true"})
    assert not policy.door.requires("errors", {"role": "judge", "head": "false"})
    assert not policy.door.needs(trained, inputs, {}, {"late"})


def test_a_correction_of_what_says_whether_a_fact_is_needed(policy: Policy) -> None:
    """
    Where only one of two records needs a fact, the points that move are split among both facts and add up.
    """
    before = {"role": "judge", "late": 12, "head": False, "done": 5, "person": "E001", "period": "2024-01"}
    after = {**before, "head": True, "errors": 4, "goal": 7}
    entries = [entry(policy, policy.accept(each)) for each in (before, after)]
    correction = Correction(Frame((policy, "judge"), (policy, "judge")), *entries)
    shares = correction.shares()

    scores = [policy.score(each).arithmetic for each in (before, after)]
    assert scores[1] - scores[0] == sum(each.points for each in shares.values())
    assert {("fact", "head"), ("fact", "errors"), ("fact", "goal")} == set(shares)
    assert [(None, 4), (None, 7)] == [tuple(each.get(name) for each in correction.given) for name in ("errors", "goal")]


@pytest.mark.parametrize(
    ("body", "nil"),
    [
        ("{label: A, min: 3, max: 9", 3),
        ("{label: A, type: number, min: -9, max: -2", -2),
        ("{label: A, allowed: [10, 5]", 5),
        ("{label: A, max: 9", 0),
    ],
)
def test_what_stands_for_a_number_that_is_not_needed(body: str, nil: int) -> None:
    """
    A plan reads the value nearest to 0, which counts nothing.
    """
    errors = "{label: Errors of the team, max: 50"
    assert errors in RULES
    policy = Policy.from_text(RULES.replace(errors, body).replace("over: 10}", "over: 4}"))

    assert nil == next(each.default for each in policy.plans["judge"].inputs if each.name == "errors")
    assert 14 == score(policy, late=12, head=False, done=5).lines[0].points


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a whole rule file
def test_backends_agree_on_policies_with_conditions() -> None:
    """
    In 20 policies some of whose facts are not always needed, the fast path gives what the meaning gives.
    """
    found: Counter[bool] = Counter()

    @settings(max_examples=26, phases=(Phase.reuse, Phase.generate))
    @given(text=policies_with_conditions(), data=st.data())
    def agree(text: str, data: st.DataObject) -> None:
        policy = loaded(text)
        role = data.draw(st.sampled_from(list(policy.roles)))
        record = data.draw(records(policy.plans[role]))
        result = policy.score(record)

        assert policy.score(record, backend="reference") == result
        if any(each.needed is not None for each in policy.plans[role].inputs):
            found[bool(result.unneeded)] += 1
            for name in result.unneeded:  # what stands there instead makes no difference
                assert_indifferent(policy, result, name, data)

    agree()
    assert found.total() >= 20
    assert found[True] >= 5


def assert_indifferent(policy: Policy, result: Result, name: str, data: st.DataObject) -> None:
    """
    See that the plan gives the same whatever stands for a fact that is not needed.
    """
    plan = policy.plans[result.role]
    each = next(each for each in plan.inputs if each.name == name)
    facts = dict(result.facts)
    facts |= {one.name: one.default for one in plan.inputs if one.name in result.unneeded and one.default is not None}
    other = data.draw(values(each))
    other = other if isinstance(other, (bool, str)) else Fraction(other)
    before, after = evaluate(plan, facts), evaluate(plan, {**facts, name: other})
    assert before[plan.score] == after[plan.score]
