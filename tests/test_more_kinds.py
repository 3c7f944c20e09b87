"""
The rule kinds beside counts and targets, through small policies; each figure is worked out by hand beside it.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from assess_rules import DEFAULT_KINDS, FactsError, Policy, PolicyError
from assess_rules.report import explain
from assess_rules.show import show
from strategies import loaded, policies_of, records
from test_kinds import CAP, moved, refused, rule_file, score, small

if TYPE_CHECKING:
    from collections.abc import Mapping

# Fixed: once, if a condition holds.

LATE = "kind: fixed, when: {fact: late, over: 3}"


@pytest.mark.parametrize(
    ("rule", "facts", "deducted", "added"),
    [
        (f"{LATE}, deduct: 2", {"late": 3}, "0", "0"),
        (f"{LATE}, deduct: 2", {"late": 4}, "2", "0"),
        (f"{LATE}, deduct: 2", {"late": 99}, "2", "0"),  # once, however many
        (f"{LATE}, deduct: all", {"late": 3}, "0", "0"),
        (f"{LATE}, deduct: all", {"late": 4}, "1000", "0"),  # the whole cap
        (f"{LATE}, deduct: all, limit: 7", {"late": 4}, "7", "0"),
        (f"{LATE}, add: 4/3", {"late": 3}, "0", "0"),
        (f"{LATE}, add: 4/3", {"late": 4}, "0", "4/3"),
        (f"{LATE}, add: 5, limit: 3", {"late": 4}, "0", "3"),
        (f"{LATE}, deduct: torn", {"late": 4, "torn": 6}, "6", "0"),  # as a fact says
        (f"{LATE}, deduct: fall", {"late": 4, "opening": 2, "closing": 7}, "0", "0"),  # never less than nothing
        (f"{LATE}, deduct: {{reading: worth}}", {"late": 4}, "2", "0"),  # the option in use
        (f"{LATE}, add: {{by: level, of: {{low: 1, high: 5}}}}", {"late": 4, "level": "high"}, "0", "5"),
        ("kind: fixed, when: {role: [clerk]}, deduct: 2", {}, "0", "0"),  # scored for a judge
    ],
)
def test_points_once(rule: str, facts: Mapping[str, Any], deducted: str, added: str) -> None:
    """
    The points count once where the condition holds, and not at all elsewhere.
    """
    assert (Fraction(deducted), Fraction(added)) == moved(small(f"{{{rule}}}"), facts)


def test_whole_cap_takes_what_other_rules_leave() -> None:
    """
    `all` is the cap: beside another deduction the indicator falls to its floor and no lower.
    """
    policy = small(f"[{{{LATE}, deduct: all}}, {{kind: per_item, deduct: {{late: 10}}}}]")

    assert CAP - 30 == score(policy, {"late": 3}).exact
    assert 0 == score(policy, {"late": 4}).exact  # 1000 − min(1000 + 40, 1000)


def test_fixed_points_in_words() -> None:
    """
    The condition is said before the points, and an explanation shows both.
    """
    policy = small(f"[{{{LATE}, deduct: all}}, {{{LATE}, deduct: 2}}, {{{LATE}, add: 3}}]", "netting: after_cap")

    for said in ("（1）仅当“迟到”超过3时适用。\n    扣完本项分值。", "扣2分。", "加3分。"):
        assert said in show(policy, "zh")
    for said in (
        "(1) Only where “迟到” is more than 3.\n    The whole cap is lost.",
        "2 points deducted.",
        "3 points added.",
    ):
        assert said in show(policy, "en")
    assert "if 5 > 3 then 1000 else 0" in explain(score(policy, {"late": 5}), "en")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (LATE, "no_points"),
        (f"{LATE}, deduct: 1, add: 1", "two_ways"),
        (f"{LATE}, deduct: 0", "zero"),
        (f"{LATE}, deduct: 5%", "rate_for_number"),
        (f"{LATE}, add: all", "unknown_fact"),
        ("kind: fixed, deduct: 1", "missing_key"),
    ],
)
def test_fixed_points_that_say_too_little_or_too_much(rule: str, code: str) -> None:
    """
    A condition and one way are asked for.
    """
    assert [code] == [each for each, _ in refused(f"{{{rule}}}")]


# Levels: by the option of a choice.

RATED = "kind: levels, fact: rating"


@pytest.mark.parametrize(
    ("rule", "good", "fair", "poor"),
    [
        # what is deducted (below 0) or added
        ("add: {good: 10, fair: 6, poor: 0}", "10", "6", "0"),
        ("deduct: {good: 0, fair: 1/3, poor: 4}", "0", "-1/3", "-4"),
        ("add: {good: 3}, deduct: {fair: 0, poor: 2}", "3", "0", "-2"),
        ("add: {good: late, fair: 1, poor: fall}", "7", "1", "0"),  # late 7; a fall of −5 is nothing
        ("add: {good: {reading: worth}, fair: {by: role, of: {judge: 1, clerk: 9}}, poor: 0}", "2", "1", "0"),
        ("add: {good: 10, fair: 6, poor: 0}, limit: 8", "8", "6", "0"),
        ("add: {good: 10, fair: 6, poor: 1}, when: {fact: late, over: 7}", "0", "0", "0"),
        ("note: by the options' own figures", "5", "0.5", "-2"),
        ("as: deduct", "-5", "-0.5", "2"),
    ],
)
def test_points_of_an_option(rule: str, good: str, fair: str, poor: str) -> None:
    """
    Each option gives its own points, and takes none away beside them.
    """
    policy = small(f"{{{RATED}, {rule}}}", "start: 500")
    facts = {"late": 7, "opening": 2, "closing": 7}
    mine = {name: value for name, value in facts.items() if name in policy.spec.facts}

    for option, points in (("good", good), ("fair", fair), ("poor", poor)):
        figure = Fraction(points)
        assert (max(-figure, 0), max(figure, 0)) == moved(policy, {"rating": option, **mine})


def test_deduction_and_addition_of_one_table_never_meet() -> None:
    """
    Within one table no order has to be said; beside another rule that adds it has.
    """
    table = f"{{{RATED}, deduct: {{poor: 600}}, add: {{good: 100, fair: 0}}}}"

    assert ["netting_needless"] == [code for code, _ in refused(table, "start: 500\nnetting: after_cap")]
    assert [0, 500, 600] == [
        score(small(table, "start: 500"), {"rating": each}).exact for each in ("poor", "fair", "good")
    ]
    rules = f"[{table}, {{kind: per_item, add: {{late: 5}}}}]"
    assert ["netting_missing"] == [code for code, _ in refused(rules, "start: 500")]
    after = small(rules, "start: 500\nnetting: after_cap")
    assert 10 == score(after, {"rating": "poor", "late": 2}).exact  # max(500 − 600, 0) + 10
    assert ["netting_needless"] == [
        code for code, _ in refused(f"[{table}, {table}]", "start: 700\nnetting: after_cap")
    ]


def test_nought_points_ask_for_nothing() -> None:
    """
    0 points under `add` are no bonus, so nothing has to be said of points above the cap.
    """
    rule = f"{{{RATED}, deduct: {{poor: 2, fair: 1}}, add: {{good: 0}}}}"

    assert ["bonuses_needless"] == [code for code, _ in refused(rule)]
    assert CAP - 2 == score(small(rule, "# start: full"), {"rating": "poor"}).exact


@pytest.mark.parametrize(
    ("rule", "code", "message"),
    [
        ("fact: rating, add: {good: 1, fair: 2}", "table_missing", "poor"),
        ("fact: rating, add: {good: 1, fair: 2, pore: 2}", "table_unknown", "poor"),
        ("fact: rating, add: {good: 1, fair: 2, poor: 2}, deduct: {poor: 2}", "option_twice", "poor"),
        ("fact: rating, add: {good: 0, fair: 0, poor: 0}", "no_points", ""),
        ("fact: level", "no_points", ""),
        ("fact: rating, add: {good: 1, fair: 2, poor: 2}, as: deduct", "as_needless", ""),
        ("fact: late", "choice_wanted", "count"),
        ("fact: latr, add: {a: 1}", "unknown_fact", ""),
        ("fact: latr", "unknown_fact", ""),
        ("fact: rating, limit: 3", "limit_two_ways", ""),
        ("fact: rating, add: {good: 5%, fair: 2, poor: 2}", "rate_for_number", ""),
        ("add: {good: 1}", "missing_key", "fact"),
    ],
)
def test_levels_that_say_too_little_or_too_much(rule: str, code: str, message: str) -> None:
    """
    Every option of a choice is asked for, once.
    """
    ((found, text),) = refused(f"{{kind: levels, {rule}}}")

    assert code == found
    assert message in text


def test_levels_in_words() -> None:
    """
    Each option is said with its points; an explanation has a step with the fact's label.
    """
    policy = small(f"{{{RATED}, deduct: {{poor: 2}}, add: {{good: 3, fair: 0}}}}")
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "按“评级”计：扣2分（“评级”为“差”时）；加3分（“评级”为“好”时）、0分（“评级”为“中”时）。" in zh
    assert "By “评级”: 2 points (“评级”: “差”) deducted; 3 points (“评级”: “好”), 0 points (“评级”: “中”) added." in en
    assert "差（poor；数值−2）" in zh
    shown = explain(score(policy, {"rating": "poor"}), "en")
    assert "评级: if poor = fair then 0 else (if poor = good then 0 else 2) = 2" in shown


# Entered: as judged, or as another assessment says.


@pytest.mark.parametrize(
    ("rule", "facts", "deducted", "added"),
    [
        ("value: hours", {"hours": Decimal("12.5")}, "0", "12.5"),
        ("value: hours, out_of: 150", {"hours": 30}, "0", "200"),  # 30 × 1000 ÷ 150
        ("value: hours, out_of: 150", {"hours": Decimal("0.1")}, "0", "2/3"),
        ("value: hours, out_of: 150, as: deduct", {"hours": 30}, "200", "0"),
        ("value: hours, out_of: 1000", {"hours": 30}, "0", "30"),
        ("value: fall", {"opening": 2, "closing": 7}, "0", "0"),  # less than nothing is nothing
        ("value: {reading: aim}, out_of: 500", {"goal": 20}, "0", "40"),
        ("value: hours, limit: 3", {"hours": 30}, "0", "3"),
        ("value: hours, when: {fact: late, over: 1}", {"hours": 30, "late": 1}, "0", "0"),
        ("out_of: 150", {"x": 30}, "0", "200"),  # the indicator's own number
        ("as: deduct", {"x": Decimal("30.25")}, "30.25", "0"),
        ("places: 0, out_of: 4/3", {"x": 1}, "0", "750"),
    ],
)
def test_figure_that_is_entered(rule: str, facts: Mapping[str, Any], deducted: str, added: str) -> None:
    """
    The figure counts as it is, or in the proportion of the cap to `out_of`.
    """
    policy = small(f"{{kind: entered, {rule}}}", "start: 1000" if "deduct" in rule else "start: zero")

    assert (Fraction(deducted), Fraction(added)) == moved(policy, facts)


def test_own_number_of_an_indicator() -> None:
    """
    Without `value` a number is required under the indicator's id, from 0 to `out_of`, with so many places.
    """
    policy = small("{kind: entered, out_of: 150, places: 1}", "start: zero")
    (own,) = policy.plans["judge"].inputs

    assert ("x", "number", 1, True) == (own.name, own.type, own.places, own.required)
    assert [0, 150] == [own.minimum, own.maximum]
    for value, code in (
        (None, "missing_fact"),
        (Decimal("150.1"), "above_maximum"),
        (Decimal("0.25"), "too_many_places"),
    ):
        with pytest.raises(FactsError) as caught:
            policy.score({"role": "judge"} | ({} if value is None else {"x": value}))
        assert [code] == [each.code for each in caught.value.diagnostics]
    (own,) = small("{kind: entered}", "start: zero").plans["judge"].inputs
    assert [CAP, 2] == [own.maximum, own.places]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("[{kind: entered}, {kind: entered, as: deduct}]", "entered_twice"),
        ("{kind: entered, value: hours, places: 1}", "places_needless"),
        ("{kind: entered, value: hours, out_of: 0}", "zero"),
        ("{kind: entered, value: hours, out_of: late}", "bad_number"),
        ("{kind: entered, value: hours, as: both}", "unknown_word"),
        ("{kind: entered, value: filed}", "not_a_number"),
        ("{kind: entered, value: 5%}", "rate_for_number"),
        ("{kind: entered, places: 7}", "too_large_number"),
    ],
)
def test_entered_figures_that_say_too_little_or_too_much(rules: str, code: str) -> None:
    """
    An indicator has one number of its own.
    """
    assert [code] == [each for each, _ in refused(rules, "start: zero")]


def test_own_number_where_the_cap_differs() -> None:
    """
    A cap by role does not say how far the own number goes, so `out_of` has to.
    """
    text = rule_file("{kind: entered}", "start: zero").replace(
        "cap: 1000", "cap: {by: role, of: {judge: 1000, clerk: 1000}}"
    )

    with pytest.raises(PolicyError) as caught:
        Policy.from_text(text)
    assert ["out_of_missing"] == [each.code for each in caught.value.diagnostics]
    assert (
        500 == Policy.from_text(text.replace("entered", "entered, out_of: 10")).score({"role": "clerk", "x": 5}).exact
    )


def test_own_number_that_a_fact_is_called_like() -> None:
    """
    Two things cannot have one id.
    """
    text = rule_file("{kind: entered}", "start: zero").replace("indicators:", "facts: {x: {label: 乙}}\nindicators:")

    with pytest.raises(PolicyError) as caught:
        Policy.from_text(text)
    assert ["duplicate_id"] == [each.code for each in caught.value.diagnostics]


def test_addition_of_an_entered_figure_to_what_is_full_is_warned_of() -> None:
    """
    What is judged from nothing starts at zero; a full start is most often forgotten.
    """
    full = Policy.from_text(rule_file("{kind: entered}").replace("indicators:", "bonuses: counted\nindicators:"))

    assert ["entered_on_full"] == [each.code for each in full.warnings]
    assert () == small("{kind: entered, as: deduct}").warnings
    assert () == small("{kind: entered}", "start: zero").warnings


def test_entered_figures_in_words() -> None:
    """
    The fact and the figure that stands for the cap are said; an explanation shows the conversion.
    """
    rules = "[{kind: entered, out_of: 150}, {kind: entered, value: fall, as: deduct}]"
    policy = small(rules, "start: zero\nnetting: before_cap")
    facts = {"x": 120, "opening": 5, "closing": 2}

    assert "按“甲”加分，150折合本项分值。" in show(policy, "zh")
    assert "Points are added by “甲”; 150 is worth the whole cap." in show(policy, "en")
    assert "As many points as “净减少” (less than 0 counts as 0) deducted." in show(policy, "en")
    assert "甲（x）：数值，至多2位小数，0至150。" in show(policy, "zh")
    assert "converted: 1000 × 120 ÷ 150 = 800" in explain(score(policy, facts), "en")


# Every kind.


@pytest.mark.parametrize("kind", [each for each in DEFAULT_KINDS if each not in ("per_item", "target", "rate_target")])
def test_backends_agree_on_policies_full_of_a_kind(kind: str) -> None:
    """
    In 20 policies of six indicators and more, most of them of one kind, the fast path gives what the meaning gives.
    """
    found = []

    @settings(max_examples=20, phases=(Phase.reuse, Phase.generate))  # smaller ones are long in coming
    @given(text=policies_of(kind), data=st.data())
    def agree(text: str, data: st.DataObject) -> None:
        assume(f"kind: {kind}" in text)
        policy = loaded(text)
        role = data.draw(st.sampled_from(list(policy.roles)))
        record = data.draw(records(policy.plans[role]))
        result = policy.score(record)

        assert policy.score(record, backend="reference") == result
        found.append(len(policy.spec.indicators))

    agree()
    assert len(found) >= 20
    assert min(found) >= 6
