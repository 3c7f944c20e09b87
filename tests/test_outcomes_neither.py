"""
What counts neither for nor against anybody in outcomes: facts that are not needed, points of what is left out.

Years and figures are worked by hand.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from assess_rules import FactsError, Policy, PolicyError
from assess_rules.outcomes import cells
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.show import show
from test_around_rules import EVENT, ROWS, policy_of, row, score, section
from test_grades_held import OUT
from test_outcomes import SMALL, consequence, kinds, why
from years import Row, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assess_rules.outcomes import RollupResult
    from drafts import Doc

# 10 points less an error each, 6 to pass. Of who leads a team, its slips are asked, and once in a quarter its mark.
FACTS = """\
  lead: {type: flag, label: 带队}
  slips: {label: 小组差错, max: 50, needed_when: {fact: lead, is: true}}
  mark: {label: 季度考评, max: 10, each: quarter, needed_when: {fact: lead, is: true}}
derived:
  both: {label: 合计差错, sum: [errors, slips]}
indicators:
"""
RULE = "rules: [{kind: per_item, deduct: {errors: 1}}]"
READ = "rules: [{kind: per_item, deduct: {errors: 1, slips: 1}}]"


def text_of(outcomes: str, rule: str = RULE) -> str:
    """
    Write the policy with outcomes and with those of the facts that something names.
    """
    names = [each for each in ("slips", "mark", "both") if each in outcomes + rule]
    if "both" in names:
        names.append("slips")
    lines = [each for each in FACTS.splitlines() if not each.startswith("  ") or each.split(":")[0].strip() in names]
    lead = FACTS.splitlines()[0]
    facts = "\n".join([lead, *(each for each in lines if each != "derived:" or "both" in names)])
    text = SMALL.replace("base: 10\n", "base: 10\npass_mark: 6\n").replace("indicators:", facts)
    return text.replace(RULE, rule) + f"outcomes:\n  {outcomes}\n"


def policy_with(outcomes: str, rule: str = RULE) -> Policy:
    """
    Load it.
    """
    return Policy.from_text(text_of(outcomes, rule))


def month(number: int, errors: int = 0, **facts: Any) -> Row:
    """
    Give a month of a person; one that gives slips or a mark leads a team.
    """
    lead = bool(facts.keys() & {"slips", "mark"})
    return {"person": "E001", "period": f"2024-{number:02}", "role": "judge", "errors": errors, "lead": lead, **facts}


# Facts that are not needed.


@pytest.mark.parametrize("rule", [RULE, READ])
@pytest.mark.parametrize(
    ("when", "rows", "expected"),
    [
        # January and March lead no team: neither the condition nor its not holds. Those of April are few.
        ("{fact: slips, at_least: 3}", [month(1), month(2, slips=3), month(3), month(4, slips=0)], ["02"]),
        ("{fact: slips, at_least: 0}", [month(1), month(2, slips=3)], ["02"]),
        ("{not: {fact: slips, at_least: 3}}", [month(1), month(2, slips=3), month(3), month(4, slips=0)], ["04"]),
        # Through a derived fact, and as the figure that something is compared with.
        ("{fact: both, at_least: 0}", [month(1, 3), month(2, 3, slips=1)], ["02"]),
        ("{fact: errors, at_least: slips}", [month(1, 3), month(2, 3, slips=1), month(3, 3, slips=4)], ["02"]),
        ("{not: {fact: errors, at_least: slips}}", [month(1, 3), month(2, 3, slips=1), month(3, 3, slips=4)], ["03"]),
        # It is neither for nor against: what stands beside it decides.
        ("{any: [{fact: slips, over: 0}, {fact: errors, over: 2}]}", [month(1, 3), month(2), month(3, slips=1)],
         ["01", "03"]),
        ("{all: [{fact: slips, at_most: 9}, {fact: errors, over: 2}]}", [month(1, 3), month(2, 3, slips=1)], ["02"]),
        # In counts of periods: two months with slips, or without.
        ("{periods: {fact: slips, over: 0}, in: ever, at_least: 2}", [month(1, slips=1), month(2), month(3, slips=2)],
         ["03"]),
        ("{periods: {not: {fact: slips, over: 0}}, in: year, at_least: 2}",
         [month(1, slips=0), month(2), month(3), month(4, slips=0)], ["04"]),
    ],
)  # fmt: skip
def test_a_condition_on_a_fact_that_is_not_needed(
    when: str, rows: Sequence[Row], expected: list[str], rule: str
) -> None:
    """
    Where the fact is not needed, neither it nor its not holds, whether rules read the fact or outcomes alone.
    """
    found = kinds(policy_with(consequence(when), rule), rows)

    assert expected == [period for kind, period, _ in found if kind == "proposal"]
    assert all(lacks == () for _, _, lacks in found)


def test_a_fact_of_outcomes_alone_that_is_not_given() -> None:
    """
    Where it is needed it may be missing, and then nobody can tell; elsewhere it is refused.
    """
    policy = policy_with(consequence("{fact: slips, over: 2}"))
    rows = [month(1), month(2) | {"lead": True}, month(3, slips=3)]

    assert [("undecided", "02", ("slips",)), ("proposal", "03", ())] == kinds(policy, rows)
    assert ("slips",) == policy.score(month(1)).unneeded
    assert {"lead": False, "errors": 0} == policy.score(month(1)).facts
    assert [policy.score(month(3, slips=3), backend=each).exact for each in ("compiled", "reference")] == [10, 10]
    for record, code in ((month(1, slips=0) | {"lead": False}, "fact_not_needed"), ({"lead": None}, "missing_flag")):
        with pytest.raises(FactsError) as caught:
            policy.score(month(1) | record)
        assert [code] == [each.code for each in caught.value.diagnostics]
    inputs = policy.plans["judge"].inputs
    slips = next(each for each in inputs if each.name == "slips")
    assert (False, False, None) == (slips.read, slips.required, slips.default)
    assert not policy.door.needs(slips, inputs, {"lead": "true"})
    required = policy_with(consequence("{fact: slips, over: 2}"), READ)
    with pytest.raises(FactsError, match="missing_fact"):  # where a rule reads it
        required.score(month(1) | {"lead": True})


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The last month of the quarter in which a team is led has to give the mark, unless another gave it.
        ([month(1, mark=4), month(2), month(3) | {"lead": True}], [("proposal", "01")]),
        ([month(1) | {"lead": True}, month(2) | {"lead": True}, month(3)], [("undecided", "02")]),
        ([month(1), month(2), month(3)], []),
    ],
)
def test_a_fact_of_a_quarter_that_is_not_always_needed(rows: Sequence[Row], expected: list[tuple[str, str]]) -> None:
    """
    It is due in the last period of its span in which it is needed, and may be given in any of those.
    """
    policy = policy_with(consequence("{fact: mark, under: 6}"))

    assert expected == [(kind, period) for kind, period, _ in kinds(policy, rows)]


def rolled(plus: str, rows: Sequence[Row], periods: str = "sum") -> RollupResult:
    """
    Give the roll-up of the first quarter.
    """
    rollup = f"rollups: [{{id: q, at: 五, label: 季度, each: quarter, periods: {periods}, plus: {plus}}}]"
    found = outcomes_of(rows, policy_with(rollup))
    jsonschema.validate(found.to_dict(), outcomes_schema())
    return found.rollups[0]


def test_a_fact_that_is_added_and_not_always_needed() -> None:
    """
    It comes together from the periods in which it is needed; in others nothing is added, which is said beside the figure.
    """
    rows = [month(1, 4, slips=2), month(2, 2), month(3, slips=5)]
    without = [("2024-02", "unneeded", "slips")]

    found = rolled("{slips: 1}", rows)
    assert (Fraction(24) + 7, without, ()) == (found.value, why(found.left_out), found.lacks)  # 6 + 8 + 10, 2 + 5
    assert {"2024-01", "2024-02", "2024-03"} == found.periods
    assert "2024-02 not needed slips" == cells.why(found.left_out, "en")
    assert Fraction(8) + Fraction("3.5") == rolled("{slips: 1}", rows, "mean").value
    both = rolled("{both: 1, slips: 2}", rows)  # 4 + 2 and 5, and twice 7
    assert (Fraction(24) + 11 + 14, without) == (both.value, why(both.left_out))
    none = rolled("{slips: 1}", [month(1, 4), month(2, 2)])
    assert (Fraction(14), (), ["2024-01", "2024-02"]) == (
        none.value, none.added, [each.period for each in none.left_out if each.why == "unneeded"]
    )  # fmt: skip
    lacking = rolled("{slips: 1}", [month(1, 4), month(2, 2) | {"lead": True}])
    assert (None, ("slips",)) == (lacking.value, lacking.lacks)


def test_a_weight_and_a_fact_of_a_quarter_that_are_not_always_needed() -> None:
    """
    What is weighed by a fact that is not needed does not count; a quarter's fact lacks only if a month of it needs the fact.
    """
    weighed = rolled("{errors: slips}", [month(1, 4), month(2, 2, slips=3)])  # 14, and 3 × 6
    assert (Fraction(32), ()) == (weighed.value, weighed.left_out[:-1])
    weighed = rolled("{errors: slips}", [month(1, 4, slips=3), month(2, 2)])
    assert (Fraction(14), [("2024-02", "unneeded", "slips")]) == (weighed.value, why(weighed.left_out[1:]))
    assert Fraction(21) == rolled("{mark: 1}", [month(1, 4, mark=7), month(2, 2)]).value
    assert (Fraction(14), ()) == (rolled("{mark: 1}", [month(1, 4), month(2, 2)]).value, ())
    lacking = rolled("{mark: 1}", [month(1, 4) | {"lead": True}, month(2, 2)])
    assert (None, ("mark",)) == (lacking.value, lacking.lacks)


def test_what_its_condition_rests_on() -> None:
    """
    Whether a fact is needed cannot rest on one that is given once in a longer span.
    """
    text = text_of(consequence("{all: [{fact: slips, over: 2}, {fact: mark, over: 2}]}"))
    text = text.replace("max: 50, needed_when: {fact: lead, is: true}", "max: 50, needed_when: {fact: mark, over: 3}")
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(text.replace("each: quarter, needed_when: {fact: lead, is: true}", "each: quarter"))

    assert "needed_by_needed" in [each.code for each in caught.value.diagnostics]


def test_a_fact_of_a_quarter_is_due_before_a_role_without_it() -> None:
    """
    Who leads a team in January and February, and in March has a role that has no such fact, owes it in February.
    """
    policy = policy_with(consequence("{fact: mark, over: 2}", more=", roles: [judge]"))
    rows = [month(1) | {"lead": True}, month(2) | {"lead": True}]
    clerk = {"person": "E001", "period": "2024-03", "role": "clerk", "errors": 0}

    for more in ([], [clerk]):
        assert [("undecided", "02", ("mark",))] == kinds(policy, [*rows, *more])


# Points of what is left out.

GONE: Doc = {"points_when": [{"when": {"fact": "l8", "over": 0}, "points": "left_out"}]}
EMPTY: Doc = {"points_when": [{"when": {"fact": "l8", "over": 0}, "points": 0}]}
WHEN: tuple[Doc, ...] = (
    {"score": "i1", "under": 3},
    {"score": "i1", "at_least": 3},
    {"not": {"score": "i1", "under": 3}},
    {"not": {"all": [{"score": "i1", "under": 3}, {"score": "i1", "over": 3}]}},
    {"any": [{"score": "i1", "under": 3}, {"score": "i3", "under": 60}]},
    {"score": "a", "at_least": 36},
    {"not": {"score": "a", "at_least": 36}},
    {"score": "a", "under": 1},
    {"score": "i2", "under": 28},
    {"score": "total", "at_least": 95},
    {"every": "indicator", "at_least": 3},
    {"not": {"every": "indicator", "at_least": 3}},
)


PRIZES = row("i4", 5, extra=True, netting=None, rules=[{"kind": "per_item", "add": {"p4": 1}}])


def both(whole: Doc, whens: Sequence[Doc] = WHEN) -> Policy:
    """
    Make a policy of section a (i1 of 5 times 2, i2 of 30, and prizes) and b (i3), in which a warning leaves i1 out.
    """
    first = row("i1", 5, weight=2, **OUT)
    return asking((section("a", 40, first, row("i2", 30), PRIZES, **whole), section("b", 60, row("i3", 60))), whens)


def asking(parts: Sequence[Doc], whens: Sequence[Doc]) -> Policy:
    """
    Make a policy in which each condition closes the best grade and proposes a talk, both with its number as the clause.
    """
    rows = [ROWS[0] | {"at_least": -300}, ROWS[3]]
    bars = [{"grade": "a", "at": f"五{number}", "when": when} for number, when in enumerate(whens)]
    said: Doc = {"label": "谈话", "propose": "each_time"}
    talks = [{"id": f"t{number}", "at": f"五{number}", "when": when, **said} for number, when in enumerate(whens)]
    grades = {"rows": rows, "bars": bars}
    return policy_of(*parts, bonuses="counted", grades=grades, outcomes={"consequences": talks}, facts=EVENT)


def talks(policy: Policy, record: Doc) -> list[str]:
    """
    Give the clauses of the talks that are proposed for a record.
    """
    facts = {each.name: 0 for each in policy.plans["judge"].inputs} | record
    who = {"person": "E001", "period": "2024-01", "role": "judge"}
    return [each.at[0] for each in outcomes_of([{**who, **facts}], policy).proposals]


def test_a_condition_on_points_of_what_is_left_out() -> None:
    """
    Neither it nor its not holds; a section is compared as scaled to the whole of it; every indicator is every one left.
    """
    policy = both({})
    held = [talks(policy, each) for each in ({}, {"l1": 3}, {"p9": 1, "l1": 3}, {"p9": 1, "l2": 3})]

    # i1 has its 5 points, 2 of them, or is left out; a has 40, 34, 30 of 30, which is 40 of 40, or 27, which is 36.
    assert ["五1", "五2", "五3", "五5", "五9", "五10"] == held[0]
    assert ["五0", "五3", "五4", "五6", "五11"] == held[1]
    assert ["五5", "五9", "五10"] == held[2]
    assert ["五5", "五8", "五9", "五10"] == held[3]  # 87 of 90 in all, which is 96.7


def test_a_section_all_of_whose_indicators_are_left_out() -> None:
    """
    It is left out as they are, and is no section of 0 points.
    """
    whens: tuple[Doc, ...] = ({"score": "a", "under": 41}, {"not": {"score": "a", "under": 41}})
    said: Doc = {"label": "谈话", "propose": "each_time"}
    asked = [{"id": f"t{number}", "at": f"五{number}", "when": when, **said} for number, when in enumerate(whens)]
    parts = section("a", 40, row("i1", 40, **OUT)), section("b", 60, row("i3", 60))
    policy = policy_of(*parts, bonuses="counted", outcomes={"consequences": asked}, facts=EVENT)

    assert [["五0"], []] == [talks(policy, each) for each in ({}, {"p9": 1})]


def test_periods_in_which_an_indicator_is_left_out_are_not_counted() -> None:
    """
    Two months of few points are counted; the month between, in which there were none to be had, is not.
    """
    when: Doc = {"periods": {"score": "i1", "under": 8}, "in": "ever", "at_least": 2}
    talk = {"id": "talk", "at": "六", "label": "谈话", "when": when, "propose": "each_time"}
    outcomes: Doc = {"consequences": [talk]}
    policy = policy_of(row("i1", 10, **OUT), row("i2", 90), bonuses="counted", outcomes=outcomes, facts=EVENT)
    nil = {each.name: 0 for each in policy.plans["judge"].inputs}
    months: list[Doc] = [{"l1": 5}, {"l1": 5, "p9": 1}, {"l1": 5}]
    rows = [
        {"person": "E001", "period": f"2024-0{number}", "role": "judge", **nil, **each}
        for number, each in enumerate(months, 1)
    ]

    assert [("warning", "2024-01"), ("proposal", "2024-03")] == [
        (each.kind, each.period) for each in outcomes_of(rows, policy).proposals
    ]


@pytest.mark.parametrize("whole", [{}, GONE, EMPTY], ids=["parts", "gone", "empty"])
def test_outcomes_say_the_same_as_grades(whole: Doc) -> None:
    """
    The conditions that close a grade are those that propose, whatever is left out.
    """
    records: list[Doc] = [{}, {"l1": 3}, {"p9": 1}, {"p9": 1, "l2": 3}, {"p9": 1, "l2": 4}, {"p9": 1, "l2": 4, "p2": 3}]
    records += [{"p9": 1, "l2": 30}, {"p9": 1, "l2": 5, "p4": 3}, {"l3": 30, "p4": 2}]
    records += [{**each, "l8": 1} for each in records if whole]
    policy = both(whole)

    for record in records:
        assert [each.at[0] for each in score(policy, **record).grade_events] == talks(policy, record)


@pytest.mark.parametrize("whole", [{}, GONE, EMPTY], ids=["parts", "gone", "empty"])
def test_outcomes_say_the_same_as_grades_of_sections_within_sections(whole: Doc) -> None:
    """
    A section within another counts there with what is left of it, times its weight; outcomes and grades agree.
    """
    first = section("a", 20, row("i1", 10, **OUT), row("i2", 10), PRIZES, weight=2, **whole)
    inside = [first, section("b", 30, row("i3", 30))]
    outer: Doc = {"id": "o", "at": "二", "label": "总类", "total": 70, "sections": inside}
    ends: list[Doc] = [{"at_least": 18}, {"under": 18}, {"at_least": 67}, {"under": 67}]
    whens = [{"score": item, **end} for item in ("a", "b", "o") for end in ends]
    policy = asking((outer, section("c", 30, row("i5", 30))), [*whens, {"every": "indicator", "at_least": 9}])
    records: list[Doc] = [
        {},
        {"l1": 5},
        {"p9": 1},
        {"p9": 1, "l2": 1},
        {"p9": 1, "l2": 2, "p4": 3},
        {"l3": 12, "p9": 1},
    ]
    records += [{**each, "l8": 1} for each in records if whole]

    for record in records:
        assert [each.at[0] for each in score(policy, **record).grade_events] == talks(policy, record)
    # i2 has 9 of 10, which is 18 of 20 in a; b has 30; o has twice 9 of 10, and 30: 48 of 50, which is 67.2 of 70
    assert ["五0", "五3", "五4", "五7", "五8", "五10", "五12"] == talks(policy, {"p9": 1, "l2": 1})


def test_it_is_said() -> None:
    """
    The read-back says what conditions of outcomes make of what is left out, if they ask for something that can be.
    """
    neither = "条件所问的得分，其项目不计得分和分值的，该条件及其否定都视为不成立。"

    assert neither in show(both({}, WHEN[:1]), "zh")
    assert neither not in show(both({}, WHEN[8:9]), "zh")
    assert "neither it nor its “not” holds" in show(both(GONE, WHEN[8:9]), "en")
