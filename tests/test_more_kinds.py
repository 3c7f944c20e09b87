"""
The rule kinds beside counts and targets, through small policies; each figure is worked out by hand beside it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from assess_rules import DEFAULT_KINDS, FactsError, Policy, PolicyError
from assess_rules.report import changes, explain
from assess_rules.show import show
from assess_rules.statements.month import month_text
from strategies import loaded, policies_of, records
from test_kinds import CAP, SHARE, moved, refused, rule_file, score, small

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
    assert "due: (迟到 5 > 3 → 1000) + (迟到 5 > 3 → 2) = 1002" in explain(score(policy, {"late": 5}), "en")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (LATE, "no_points"),
        (f"{LATE}, deduct: 1, add: 1", "two_ways"),
        (f"{LATE}, deduct: 0", "zero"),
        (f"{LATE}, add: 0", "zero"),
        (f"{LATE}, deduct: 5%", "rate_for_points"),
        (f"{LATE}, add: all", "unknown_fact"),
        ("kind: fixed, deduct: 1", "missing_key"),
    ],
)
def test_fixed_points_that_say_too_little_or_too_much(rule: str, code: str) -> None:
    """
    A condition and one way are asked for.
    """
    assert [code] == [each for each, _ in refused(f"{{{rule}}}")]


AT_A_KEY = ("two_ways", "places_needless", "as_needless", "two_ends", "many_rows")


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (f"{LATE}, deduct: 1, add: 1", "add"),
        ("kind: entered, value: hours, places: 1", "places"),
        ("kind: levels, fact: rating, add: {good: 1, fair: 2, poor: 2}, as: deduct", "as"),
        ("kind: bands, value: late, rows: [{at_least: 60, under: 80, add: 1}, {add: 0}]", "under"),
        (f"kind: bands, value: late, rows: [{', '.join(['{add: 1}'] * 41)}]", "rows"),
    ],
)
def test_what_a_rule_says_too_much_is_said_at_its_key(rule: str, key: str) -> None:
    """
    The place is that of the word which is to go, not of the whole rule.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(rule_file(f"{{{rule}}}", "start: zero"))

    (found,) = [each for each in caught.value.diagnostics if each.code in AT_A_KEY]
    assert found.path.endswith(f".{key}")


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
    fact = "rating" if "good:" in rule else "mark"  # whose options have figures
    policy = small(f"{{kind: levels, fact: {fact}, {rule}}}", "start: 500")
    facts = {"late": 7, "opening": 2, "closing": 7}
    mine = {name: value for name, value in facts.items() if name in policy.spec.facts}

    for option, points in (("good", good), ("fair", fair), ("poor", poor)):
        figure = Fraction(points)
        assert (max(-figure, 0), max(figure, 0)) == moved(policy, {fact: option, **mine})


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
        ("fact: rating, add: {good: 1, fair: 2, pore: 2}", "table_unknown", "did you mean `poor`?"),
        ("fact: rating, add: {good: 1, fair: 2, poor: 3, none: 2}", "table_unknown", "once: good, fair, poor"),
        ("fact: mark, as: {reading: part}", "wrong_type", ""),
        ("fact: rating, add: {good: 1, fair: 2, poor: 2}, deduct: {poor: 2}", "option_twice", "poor"),
        ("fact: rating, add: {good: 0, fair: 0, poor: 0}", "no_points", ""),
        ("fact: level", "no_points", ""),
        ("fact: rating, add: {good: 1, fair: 2, poor: 2}, as: deduct", "as_needless", ""),
        ("fact: late", "choice_wanted", "count"),
        ("fact: latr, add: {a: 1}", "unknown_fact", ""),
        ("fact: latr", "unknown_fact", ""),
        ("fact: mark, limit: 3", "limit_two_ways", ""),
        ("fact: rating, add: {good: 5%, fair: 2, poor: 2}", "rate_for_points", ""),
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


def test_figures_of_options_go_as_it_is_said() -> None:
    """
    Figures of 0 and more are what `as` says, others the contrary; that a default is written out is worth a warning.
    """
    options = "options: {good: {label: 好, figure: 5}, fair: {label: 中, figure: 0}, poor: {label: 差, figure: -2}}"
    for way, said in (
        ("deduct", "扣5分（“打分”为“好”时）、0分（“打分”为“中”时）；加2分（“打分”为“差”时）。"),
        ("add", "扣2分（“打分”为“差”时）；加5分（“打分”为“好”时）、0分（“打分”为“中”时）。"),
    ):
        text = rule_file(f"{{kind: levels, fact: mark, as: {way}}}", "start: 500")
        policy = Policy.from_text(re.sub(r"options: .*?\}\}", options, text))

        assert said in show(policy, "zh")
        assert (["default_written"] if way == "add" else []) == [each.code for each in policy.warnings]


def test_levels_in_words() -> None:
    """
    Each option is said with its points; an explanation has a step with the fact's label.
    """
    policy = small(f"{{{RATED}, deduct: {{poor: 2}}, add: {{good: 3, fair: 0}}}}")
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "按“评级”计：扣2分（“评级”为“差”时）；加3分（“评级”为“好”时）、0分（“评级”为“中”时）。" in zh
    assert "By “评级”: 2 points (“评级”: “差”) deducted; 3 points (“评级”: “好”), 0 points (“评级”: “中”) added." in en
    assert "差（poor；数值−2）" in show(small("{kind: levels, fact: mark}", "start: 500"), "zh")
    shown = explain(score(policy, {"rating": "poor"}), "en")
    assert "评级: 差 → 2" in shown


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
        ("{kind: entered, as: {reading: part}}", "wrong_type"),
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

    assert ["added_to_full"] == [each.code for each in full.warnings]
    assert "，从满分起算。" in show(full, "zh")
    assert "It is worth 1000 points and starts full." in show(full, "en")
    assert () == small("{kind: entered, as: deduct}").warnings
    assert ["default_written"] == [each.code for each in small("{kind: entered, as: add}", "start: zero").warnings]
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


# Bands: by the row in which a value falls.

DOWN = "rows: [{at_least: 90, add: 15}, {over: 80, add: 12}, {at_least: 80, add: 11}, {add: 0}]"
UP = "rows: [{under: 3, add: 2}, {at_most: 3, add: 1}, {at_most: 5.5, deduct: 0}, {deduct: 4/3}]"


@pytest.mark.parametrize(
    ("rule", "facts", "points"),
    [
        (f"value: closed, {DOWN}", {"closed": 90}, "15"),
        (f"value: closed, {DOWN}", {"closed": 89}, "12"),
        (f"value: closed, {DOWN}", {"closed": 81}, "12"),
        (f"value: closed, {DOWN}", {"closed": 80}, "11"),
        (f"value: closed, {DOWN}", {"closed": 79}, "0"),
        (f"value: closed, {DOWN}, limit: 13", {"closed": 90}, "13"),
        (f"value: hours, {UP}", {"hours": Decimal("2.9")}, "2"),
        (f"value: hours, {UP}", {"hours": 3}, "1"),
        (f"value: hours, {UP}", {"hours": Decimal("5.5")}, "0"),
        (f"value: hours, {UP}", {"hours": Decimal("5.6")}, "-4/3"),
        ("value: fall, rows: [{at_least: -2, add: 1}, {deduct: 1}]", {"opening": 2, "closing": 4}, "1"),
        ("value: fall, rows: [{at_least: -2, add: 1}, {deduct: 1}]", {"opening": 2, "closing": 5}, "-1"),
        ("value: share, rows: [{at_least: 90%, add: 5}, {deduct: 1}]", {"closed": 9, "goal": 10}, "5"),
        ("value: share, rows: [{over: 90%, add: 5}, {deduct: 1}]", {"closed": 9, "goal": 10}, "-1"),
        ("value: share, rows: [{over: 0%, add: 5}, {deduct: 1}]", {"closed": 9, "goal": 0}, "-1"),  # empty: 0 %
        ("value: closed, rows: [{at_least: goal, add: 5}, {add: 1}]", {"closed": 9, "goal": 9}, "5"),
        ("value: closed, rows: [{at_least: {reading: aim}, add: 5}, {add: 1}]", {"closed": 9, "goal": 10}, "1"),
        ("value: closed, rows: [{at_least: 5, add: torn}, {add: 1}]", {"closed": 9, "torn": 7}, "7"),
        ("value: closed, rows: [{at_least: 5, add: fall}, {add: 1}]", {"closed": 9, "opening": 0, "closing": 7}, "0"),
        ("value: late, rows: [{over: 5, when: {fact: filed, is: true}, add: 2}, {over: 5, add: 1}, {add: 0}]",
         {"late": 6, "filed": True}, "2"),
        ("value: late, rows: [{over: 5, when: {fact: filed, is: true}, add: 2}, {over: 5, add: 1}, {add: 0}]",
         {"late": 6, "filed": False}, "1"),
        ("value: late, rows: [{when: {fact: filed, is: true}, deduct: 2}, {over: 5, add: 1}, {add: 0}]",
         {"late": 6, "filed": True}, "-2"),
    ],
)  # fmt: skip
def test_points_of_the_row_in_which_a_value_falls(rule: str, facts: Mapping[str, Any], points: str) -> None:
    """
    The first row whose end and condition hold decides, at its end and on both sides of it.
    """
    policy = small(f"{{kind: bands, {rule}}}", "start: 500")

    assert (max(-Fraction(points), 0), max(Fraction(points), 0)) == moved(policy, facts)


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("rows: [{at_least: 90, add: 1}, {at_least: 80, add: 2}]", ["last_row"]),
        ("rows: [{at_least: 90, add: 1}, {when: {fact: filed, is: true}, add: 2}]", ["last_row"]),
        ("rows: [{at_least: 80, add: 1}, {at_least: 90, add: 2}, {add: 0}]", ["row_never"]),
        ("rows: [{at_least: 80, add: 1}, {at_least: 80, add: 2}, {add: 0}]", ["row_never"]),
        ("rows: [{at_least: 80, add: 1}, {over: 80, add: 2}, {add: 0}]", ["row_never"]),
        ("rows: [{at_most: 80, add: 1}, {under: 80, add: 2}, {add: 0}]", ["row_never"]),
        ("rows: [{under: 80, add: 1}, {under: 70, add: 2}, {add: 0}]", ["row_never"]),
        ("rows: [{add: 1}, {add: 2}]", ["row_never"]),
        ("rows: [{at_least: 80, add: 1}, {under: 60, add: 2}, {add: 0}]", ["ends_both_ways"]),
        ("rows: [{at_least: 60, under: 80, add: 1}, {add: 0}]", ["two_ends"]),
        ("rows: [{at_least: 60}, {add: 1}]", ["no_points"]),
        ("rows: [{at_least: 60, add: 1, deduct: 1}, {add: 0}]", ["two_ways"]),
        ("rows: [{at_least: 60, add: 0}, {deduct: 0}]", ["all_nil"]),
        ("rows: [{at_least: 60%, add: 1}, {add: 0}]", ["rate_for_number"]),
        ("rows: [{at_least: 60, add: 1%}, {add: 0}]", ["rate_for_points"]),
        ("rows: [{add: 1}]", ["too_few"]),
        ("rows: [{at_least: 60, add: 1}, {deduct: 2}], limit: 1", ["limit_two_ways"]),
        (f"rows: [{', '.join(f'{{under: {end}, add: 1}}' for end in range(40))}, {{add: 0}}]", ["many_rows"]),
    ],
)
def test_rows_that_leave_a_gap_or_overlap(rule: str, codes: list[str]) -> None:
    """
    The ends run one way, every row can be reached, and the last row takes all others.
    """
    assert codes == [code for code, _ in refused(f"{{kind: bands, value: late, {rule}}}")]


BY_ROLE = "{{by: role, of: {{judge: {}, clerk: {}}}}}"
BY_LEVEL = "{{by: level, of: {{low: {}, high: {}}}}}"
BY_WORTH = "{{reading: worth, of: {{less: {}, more: {}}}}}"


@pytest.mark.parametrize(
    ("first", "second", "cases"),
    [
        (BY_ROLE.format(90, 80), "85", "role clerk"),
        (BY_ROLE.format(90, 80), BY_ROLE.format(80, 85), "role clerk"),
        (BY_ROLE.format(90, 80), BY_LEVEL.format(70, 85), "role clerk, level high"),
        (BY_WORTH.format(9, 8), BY_WORTH.format(8, 8), "worth more"),
        ("{reading: worth}", "1", "worth less"),  # 0.5 or 2
        ("1", "{reading: worth}", "worth more"),
        (BY_ROLE.format(90, 80), BY_ROLE.format(80, 70), None),
        (BY_ROLE.format(90, 80), BY_LEVEL.format(70, 75), None),
        ("{reading: worth}", "0.25", None),
        ("90", "goal", None),  # whatever the goal is, the first row that holds counts
        ("goal", "90", None),
        (BY_ROLE.format(90, "goal"), "85", None),
    ],
)
def test_rows_that_leave_a_gap_or_overlap_in_one_case(first: str, second: str, cases: str | None) -> None:
    """
    Ends that differ by role, by option or by reading are in order in every case, or the case is said.
    """
    rule = f"{{kind: bands, value: late, rows: [{{at_least: {first}, add: 9}}, {{at_least: {second}, add: 5}}, {{add: 0}}]}}"

    if cases is None:
        assert small(rule, "start: zero").warnings == ()
    else:
        ((code, text),) = refused(rule)
        assert "row_never_for" == code
        assert f"in one case: {cases}\n" in text


def test_a_row_that_is_only_for_some_hides_no_other() -> None:
    """
    A row with a condition of its own leaves the rows below to those whom it is not for.
    """
    rows = (
        "[{at_least: 9, when: {fact: filed, is: true}, add: 5}, {at_least: 9, add: 3}, {at_least: 8, add: 2}, {add: 0}]"
    )
    policy = small(f"{{kind: bands, value: late, rows: {rows}}}", "start: zero")

    assert [5, 3] == [score(policy, {"late": 9, "filed": each}).exact for each in (True, False)]


def test_ends_of_a_rate_are_rates() -> None:
    """
    What is compared with a rate has its percent sign, in an option of a reading as well.
    """
    rows = "rows: [{at_least: 60, add: 1}, {add: 0}]"

    assert ["bad_rate"] == [code for code, _ in refused(f"{{kind: bands, value: share, {rows}}}")]
    assert ["bad_rate"] == [code for code, _ in refused("{kind: fixed, when: {fact: share, over: 5}, add: 1}")]
    assert ["bad_rate"] == [
        code for code, _ in refused("{kind: fixed, when: {fact: share, over: {reading: worth}}, add: 1}")[:1]
    ]
    assert ["rate_fact"] == [code for code, _ in refused("{kind: per_item, add: {share: 1}}")]
    assert ["rate_fact"] == [code for code, _ in refused("{kind: entered, value: share}", "start: zero")]


def test_ends_from_below_may_be_rates_and_negative() -> None:
    """
    What goes up may begin below 0 and be a rate, as what goes down; every word for an end is said in its own way.
    """
    rates = "{kind: bands, value: share, rows: [{under: 50%, add: 1}, {at_most: 80%, add: 2}, {add: 3}]}"
    below = "{kind: bands, value: fall, rows: [{under: -3, add: 1}, {at_most: -1, add: 2}, {add: 3}]}"
    points = [score(small(rates, "start: zero"), {"closed": each, "goal": 10}).exact for each in (4, 5, 8, 9)]
    falls = [score(small(below, "start: zero"), {"opening": 0, "closing": each}).exact for each in (4, 3, 1, 0)]

    assert [1, 2, 2, 3] == points == falls
    assert "低于50%的，加1分；80%及以下的，加2分；其余加3分" in show(small(rates, "start: zero"), "zh")
    assert "less than 50%: 1 point added; 80% or less: 2 points added" in show(small(rates, "start: zero"), "en")


def test_as_many_rows_as_there_may_be() -> None:
    """
    Forty rows are a table still.
    """
    rows = ", ".join(f"{{under: {end}, add: 1}}" for end in range(39))
    policy = small(f"{{kind: bands, value: late, rows: [{rows}, {{add: 2}}]}}", "start: zero")

    assert [1, 2] == [score(policy, {"late": each}).exact for each in (37, 38)]


def test_bands_in_words() -> None:
    """
    Each row is said with its end and its condition.
    """
    rows = "rows: [{at_least: 90%, when: {fact: filed, is: true}, add: 5}, {over: 80%, add: 0}, {deduct: 2}]"
    policy = small(f"{{kind: bands, value: share, {rows}}}")

    assert "“占比”：90%及以上的，且“已报”为是，加5分；高于80%的，加0分；其余扣2分。" in show(policy, "zh")
    assert (
        "“占比”: 90% or more and “已报” is yes: 5 points added; more than 80%: 0 points added; otherwise: 2 points deducted."
    ) in show(policy, "en")
    facts = {"closed": 1, "goal": 2, "filed": True}
    assert "points of the row: 占比 50% ≤ 80% → 2\n" in explain(score(policy, facts), "en")


# Linear: on straight lines.

LINE = "value: closed, knots: [{is: 60, add: 4}, {is: 95, add: 10}]"
MIXED = "value: fall, knots: [{is: -5, deduct: 4}, {is: 0, add: 0}, {is: 10, add: 6}]"


@pytest.mark.parametrize(
    ("rule", "facts", "points"),
    [
        (LINE, {"closed": 60}, "4"),
        (LINE, {"closed": 81}, "7.6"),  # 4 + 6 × 21 ÷ 35
        (LINE, {"closed": 95}, "10"),
        (LINE, {"closed": 59}, "4"),
        (LINE, {"closed": 96}, "10"),
        (f"{LINE}, below: {{add: 0}}", {"closed": 59}, "0"),
        (f"{LINE}, below: {{add: 0}}", {"closed": 60}, "4"),
        (f"{LINE}, above: {{deduct: 3}}", {"closed": 95}, "10"),
        (f"{LINE}, above: {{deduct: 3}}", {"closed": 96}, "-3"),
        (f"{LINE}, limit: 5", {"closed": 81}, "5"),
        (MIXED, {"opening": 0, "closing": 9}, "-4"),
        (MIXED, {"opening": 0, "closing": 4}, "-16/5"),
        (MIXED, {"opening": 4, "closing": 4}, "0"),
        (MIXED, {"opening": 9, "closing": 4}, "3"),
        (MIXED, {"opening": 99, "closing": 4}, "6"),
        ("value: closed, knots: [{is: 0, deduct: 2}, {is: 10, add: 2}]", {"closed": 5}, "0"),  # through 0
        ("value: closed, knots: [{is: 0, deduct: 2}, {is: 10, add: 2}]", {"closed": 6}, "2/5"),
        ("value: closed, knots: [{is: 0, deduct: 6}, {is: 3, deduct: 0}]", {"closed": 2}, "-2"),
        ("value: closed, knots: [{is: 0, add: 1}, {is: 10, add: 5}, {is: 20, add: 5}, {is: 30, add: 0}]",
         {"closed": 24}, "3"),  # 5 − 5 × 4 ÷ 10
        ("value: closed, knots: [{is: 0, add: 1}, {is: 10, add: torn}]", {"closed": 5, "torn": 7}, "4"),
        ("value: closed, knots: [{is: 0, deduct: torn}, {is: 10, add: 3}]", {"closed": 5, "torn": 7}, "-2"),
        ("value: closed, knots: [{is: 0, add: 0}, {is: 10, add: {reading: worth}}]", {"closed": 5}, "1"),
        ("value: share, knots: [{is: 0%, add: 0}, {is: 100%, add: 10}]", {"closed": 1, "goal": 3}, "10/3"),
    ],
)  # fmt: skip
def test_points_on_straight_lines(rule: str, facts: Mapping[str, Any], points: str) -> None:
    """
    At a knot, between two, and outside them, exactly.
    """
    policy = small(f"{{kind: linear, {rule}}}", "start: 500")

    assert (max(-Fraction(points), 0), max(Fraction(points), 0)) == moved(policy, facts)


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("knots: [{is: 60, add: 4}]", ["too_few"]),
        ("knots: [{is: 60, add: 4}, {is: 60, add: 5}]", ["knots_order"]),
        ("knots: [{is: 60, add: 4}, {is: 50, add: 5}]", ["knots_order"]),
        ("knots: [{is: 60, add: 0}, {is: 70, deduct: 0}]", ["all_nil"]),
        ("knots: [{is: 60}, {is: 70, deduct: 1}]", ["no_points"]),
        ("knots: [{is: 60, add: 1, deduct: 1}, {is: 70, deduct: 1}]", ["two_ways"]),
        ("knots: [{is: 60, add: 1}, {is: 70, add: 2}], below: {add: 1, deduct: 1}", ["two_ways"]),
        ("knots: [{is: 60%, add: 1}, {is: 70, add: 2}]", ["rate_for_number"]),
        ("knots: [{is: 60, add: 1}, {is: late, add: 2}]", ["bad_number"]),
        ("knots: [{add: 1}, {is: 70, add: 2}]", ["missing_key"]),
        ("knots: [{is: 60, add: 1}, {is: 70, deduct: 2}], limit: 3", ["limit_two_ways"]),
    ],
)
def test_knots_that_make_no_line(rule: str, codes: list[str]) -> None:
    """
    Two knots and more, going up, each with its points.
    """
    assert codes == [code for code, _ in refused(f"{{kind: linear, value: late, {rule}}}")]


@pytest.mark.parametrize("rule", [f"kind: linear, {MIXED}", f"kind: bands, value: hours, {UP}"])
def test_the_two_sides_of_a_table_never_meet(rule: str) -> None:
    """
    A value is in one row or at one place of a line, so no order has to be said, however small the start.
    """
    assert ["netting_needless"] == [code for code, _ in refused(f"{{{rule}}}", "start: 1\nnetting: after_cap")]


def test_lines_in_words() -> None:
    """
    Each knot is said, and what holds outside them.
    """
    policy = small(
        "{kind: linear, value: share, knots: [{is: 60%, deduct: 4}, {is: 95%, add: 10}], below: {deduct: 9}}"
    )
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "“占比”：在下列各点之间按直线计分，60%时扣4分，95%时加10分。" in zh
    assert "低于60%的，扣9分。" in zh
    assert "高于95%的按95%计。" in zh
    assert "“占比”: on straight lines between 4 points deducted at 60%, 10 points added at 95%." in en
    assert "Below 60%: 9 points deducted." in en
    assert "More counts as 95%." in en
    shown = explain(score(policy, {"closed": 4, "goal": 5}), "en")
    assert "占比 80% ≥ 60% → −4 + 40 × (80% − 60%) = 4" in shown


# Group: several rules as one.

ONCE = "[{kind: per_item, deduct: {late: 2}}, {kind: fixed, when: {fact: torn, over: 1}, deduct: 50}]"
TWO = "[{kind: per_item, add: {late: 2}}, {kind: per_item, add: {torn: 5}, limit: 20}]"


@pytest.mark.parametrize(
    ("rule", "facts", "points"),
    [
        (f"take: largest, rules: {TWO}", {"late": 3, "torn": 1}, "6"),
        (f"take: largest, rules: {TWO}", {"late": 2, "torn": 1}, "5"),
        (f"take: largest, rules: {TWO}", {"late": 2, "torn": 9}, "20"),  # each is held to its own limit
        (f"take: sum, rules: {TWO}", {"late": 3, "torn": 1}, "11"),
        (f"take: sum, rules: {TWO}, limit: 7", {"late": 3, "torn": 1}, "7"),
        (f"take: largest, rules: {TWO}, limit: 7", {"late": 3, "torn": 1}, "6"),
        (f"take: sum, rules: {TWO}, when: {{fact: late, over: 3}}", {"late": 3, "torn": 1}, "0"),
        (f"take: largest, rules: {ONCE}", {"late": 9, "torn": 1}, "-18"),
        (f"take: largest, rules: {ONCE}", {"late": 9, "torn": 2}, "-50"),
        ("take: sum, rules: [{kind: per_item, add: {late: 2}}]", {"late": 9}, "18"),
        ("take: sum, rules: [{kind: entered, out_of: 500}]", {"x": 9}, "18"),  # the indicator's own number
    ],
)  # fmt: skip
def test_rules_that_count_as_one(rule: str, facts: Mapping[str, Any], points: str) -> None:
    """
    The sum or the largest of the rules, each with its own limit and condition, then the group's.
    """
    policy = small(f"{{kind: group, {rule}}}", "start: 500")

    assert (max(-Fraction(points), 0), max(Fraction(points), 0)) == moved(policy, facts)


def test_group_of_both_ways() -> None:
    """
    Deductions and additions are taken apart, and still have to be put in an order.
    """
    adding = "{kind: per_item, add: {goal: 1}}, {kind: per_item, add: {closed: 1}}"
    group = f"{{kind: group, take: largest, rules: [{{kind: per_item, deduct: {{late: 6, torn: 1}}}}, {adding}]}}"

    assert ["netting_missing"] == [code for code, _ in refused(group, "start: 100")]
    facts = {"late": 20, "torn": 0, "goal": 7, "closed": 9}
    result = score(small(group, "start: 100\nnetting: after_cap"), facts)
    assert 9 == result.exact  # max(100 − 120, 0) + 9
    assert "after deduction and bonus: max(7, 9) = 9" in explain(result, "en")  # a rule that only deducts adds no 0


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (f"take: most, rules: {TWO}", "unknown_word"),
        (f"take: {{reading: part}}, rules: {TWO}", "wrong_type"),
        (f"rules: {TWO}", "missing_key"),
        ("take: sum, rules: []", "nothing_there"),
        (f"take: sum, rules: [{{kind: group, take: sum, rules: {TWO}}}]", "group_in_group"),
        ("take: sum, rules: [{kind: per_item}]", "no_points"),
        ("take: sum, limit: 3, rules: [{kind: per_item, add: {late: 1}}, {kind: per_item, deduct: {torn: 1}}]",
         "limit_two_ways"),
        ("take: sum, rules: [{kind: entered}, {kind: entered}]", "entered_twice"),
    ],
)  # fmt: skip
def test_groups_that_say_too_little_or_too_much(rule: str, code: str) -> None:
    """
    What is wrong with a rule within is said as of any other.
    """
    assert code in [each for each, _ in refused(f"{{kind: group, {rule}}}", "start: zero")]


def test_group_in_words() -> None:
    """
    Each rule within is said with its number; what is doubtful in one is said too, and its clauses are its steps'.
    """
    rules = "[{kind: per_item, add: {late: 2}, at: 二}, {kind: entered, limit: 8}]"
    group = f"{{kind: group, take: largest, rules: {rules}, limit: 9}}"
    assert "以下各条合计。" in show(small(group.replace("largest", "sum"), "start: zero"), "zh")
    policy = small(group, "start: zero")
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "以下各条扣分、加分各取其最大的一项。\n    （1/2）二：迟到，每有1个单位加2分。" in zh
    assert "（2/2）加与“甲”等值的分。\n    合计最多加8分。\n    以上（1/2）至（2/2）合计最多加9分。" in zh
    assert "Of these the largest deduction and the largest addition alone." in en
    line = score(policy, {"late": 3, "x": 2}).lines[0]
    assert [("x.late", ("二",)), ("x.deducted", ("一",))] == [(each.name, each.at) for each in line.steps[:2]]
    full = Policy.from_text(rule_file(group))
    assert ["added_to_full"] == [each.code for each in full.warnings]


# Ratio: one figure over another.


def test_a_ratio_is_a_rate() -> None:
    """
    A ratio is shown as a rate, and what holds where its second figure is 0 is said.
    """
    policy = small("{kind: fixed, when: {fact: share, at_least: 90%}, add: 5}")

    assert [CAP, CAP + 5] == [score(policy, {"closed": each, "goal": 10}).exact for each in (8, 9)]
    assert "占比: 8 ÷ 10 = 80%" in explain(score(policy, {"closed": 8, "goal": 10}), "en")
    assert "除以“指标”（除数为0的按0%计）" in show(policy, "zh")


@pytest.mark.parametrize(
    ("operation", "codes"),
    [
        ("ratio: [late, torn]", ["empty_missing"]),
        ("ratio: [late, 0]", ["empty_missing"]),
        ("ratio: [late, both]", ["empty_missing"]),
        ("ratio: [late, {by: role, of: {judge: 1, clerk: 2}}]", ["empty_missing"]),
        ("ratio: [late, 5], empty: 0%", ["empty_needless"]),
        ("ratio: [late, torn], empty: 0", ["bad_rate"]),
        ("ratio: [late, torn, 3], empty: 0%", ["too_many"]),
        ("ratio: [late], empty: 0%", ["too_few"]),
        ("ratio: [late, 5%]", ["rate_for_number"]),
        ("difference: [share, 5]", ["bad_rate"]),
        ("sum: [late, 5%]", ["rate_for_number"]),
    ],
)
def test_operations_that_say_too_little_or_too_much(operation: str, codes: list[str]) -> None:
    """
    A denominator that can be 0 needs a word, and rates and numbers are not mixed.
    """
    number = "difference" not in operation and "ratio" not in operation
    rule = "add: {own: 1}" if number else "add: {late: 1}, when: {fact: own, over: 0%}"
    text = rule_file(f"{{kind: per_item, {rule}, note: late torn both share}}")
    found = text.replace("derived: {", f"derived: {{own: {{label: 自定, {operation}}}, ")

    with pytest.raises(PolicyError) as caught:
        Policy.from_text(found)
    assert codes == [each.code for each in caught.value.diagnostics if each.code != "unused_fact"]


@pytest.mark.parametrize("fact", ["min: 1", "allowed: [1, 2]"])
def test_a_ratio_that_always_is_one_needs_no_word(fact: str) -> None:
    """
    Where the second figure is never 0, nothing has to be said.
    """
    text = rule_file("{kind: per_item, add: {late: 1}, when: {fact: own, over: 50%}}")
    text = text.replace("facts: {", f"facts: {{base_: {{label: 基数, max: 9, {fact}}}, ".replace("base_", "stock"))
    policy = Policy.from_text(text.replace("facts: {", "derived: {own: {label: 自定, ratio: [late, stock]}}\nfacts: {"))

    assert [CAP, CAP + 2] == [policy.score({"role": "judge", "late": each, "stock": 2}).exact for each in (1, 2)]
    assert "“自定”" in show(policy, "zh")


# Every kind.


@pytest.mark.parametrize(
    ("rule", "step"),
    [
        ("{kind: entered, value: late, out_of: 10}", "converted"),
        ("{kind: bands, value: late, rows: [{at_least: 3, add: 5}, {add: 1}]}", "row"),
        ("{kind: linear, value: late, knots: [{is: 0, add: 0}, {is: 10, add: 5}]}", "line"),
        ("{kind: levels, fact: rating, add: {good: 1, fair: 2, poor: 3}}", "rating"),
    ],
)
def test_steps_of_a_kind_have_their_names(rule: str, step: str) -> None:
    """
    An explanation that a program reads finds the figure of a rule under its name.
    """
    facts = {"rating": "good"} if "rating" in rule else {"late": 4}
    (line,) = score(small(rule, "start: zero"), facts).lines

    assert f"x.{step}" in {each.name for each in line.steps}


@pytest.mark.volume
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a whole rule file
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


LOST = "target: 50%, step: 10%, below: {deduct: 1}, above: {add: 1}, part_step: whole_only, empty: lost"


@pytest.mark.parametrize(
    ("goal", "shown"),
    [
        (
            0,
            [
                "all where the denominator is 0: 指标 0 = 0 → 1000",
            ],
        ),
        (
            10,
            [
                "rate: 3 ÷ 10 = 30%",
                "steps below: floor((50% − 30%) ÷ 10%) = 2",
                "all where the denominator is 0: 指标 10 > 0 → 1 × 2 = 2",
            ],
        ),
    ],
)
def test_what_is_lost_where_there_is_no_stock_is_explained_by_that_alone(goal: int, shown: list[str]) -> None:
    """
    Where the denominator is 0 the whole cap goes, and nothing is said of what the rate would count as.
    """
    result = score(small(f"{{{SHARE}, {LOST}}}"), {"closed": 3, "goal": goal})
    lines = [line.strip() for line in explain(result, "en").splitlines()]

    assert shown == [line for line in lines if line.startswith(("rate:", "steps", "all where", "deducted:"))]


# What no fact ever brings about: lawful, and said.

SHARES = "[{over: 0%, deduct: 1}, {deduct: 2}]"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("bands, value: late, rows: [{at_least: 101, deduct: 2}, {deduct: 1}]", ["row_beyond"]),  # at most 100
        ("bands, value: late, rows: [{at_least: 100, deduct: 2}, {deduct: 1}]", []),
        ("bands, value: late, rows: [{over: 100, deduct: 2}, {deduct: 1}]", ["row_beyond"]),
        ("bands, value: late, rows: [{under: 0, deduct: 2}, {deduct: 1}]", ["row_beyond"]),
        ("bands, value: late, rows: [{at_most: 0, deduct: 2}, {deduct: 1}]", []),
        ("bands, value: late, rows: [{at_least: 0, deduct: 2}, {deduct: 1}]", ["row_after_all"]),
        ("bands, value: late, rows: [{under: 101, deduct: 2}, {deduct: 1}]", ["row_after_all"]),
        ("bands, value: late, rows: [{at_least: 0, when: {fact: torn, over: 0}, deduct: 2}, {deduct: 1}]", []),
        ("bands, value: late, rows: [{at_least: torn, deduct: 2}, {deduct: 1}]", []),
        (f"bands, value: share, rows: {SHARES}", []),
        (f"bands, value: share, rows: {SHARES.replace('over', 'at_least')}", ["row_after_all"]),  # never below 0%
        ("bands, value: {reading: aim}, rows: [{at_least: 0, deduct: 2}, {deduct: 1}]", []),
        ("bands, value: 7, rows: [{at_least: 8, deduct: 2}, {deduct: 1}]", ["row_beyond"]),
        ("per_item, deduct: {late: 1, goal: 1}, free: 100", ["free_takes_all"]),
        ("per_item, deduct: {late: 1}, free: 99", []),
        ("fixed, deduct: 1, when: {fact: late, at_least: 5, at_most: 3}", ["never_holds"]),
        ("fixed, deduct: 1, when: {fact: late, at_least: 5, at_most: 5}", []),
        ("fixed, deduct: 1, when: {fact: late, over: 2, under: 4}", []),
        ("fixed, deduct: 1, when: {fact: late, over: 2, under: 3}", ["never_holds"]),  # nothing is between
        ("fixed, deduct: 1, when: {fact: late, over: 100}", ["never_holds"]),
        ("fixed, deduct: 1, when: {fact: late, is: 2.5}", ["never_holds"]),  # a count is whole
        ("fixed, deduct: 1, when: {fact: late, over: 99.5}", []),
        ("fixed, deduct: 1, when: {fact: late, under: 0.5}", []),
        ("fixed, deduct: 1, when: {fact: late, is: torn}", []),
        ("fixed, deduct: 1, when: {fact: share, over: 900%}", []),
        ("fixed, deduct: 1, when: {fact: level, is: low}", []),
        ("group, take: sum, rules: [{kind: per_item, deduct: {late: 1}, free: 100}]", ["free_takes_all"]),
    ],
)
def test_what_never_has_an_effect_is_said(rule: str, said: list[str]) -> None:
    """
    A row, a condition or free items that no fact within its limits makes a difference to are warned of, in both languages.
    """
    warnings = small(f"{{kind: {rule}}}").warnings

    assert said == [each.code for each in warnings]
    assert all(each.render("zh") for each in warnings)


def test_a_condition_that_no_lawful_value_meets_is_said() -> None:
    """
    Where a fact has a list of values, it is they that have to meet the condition.
    """
    text = rule_file("{kind: fixed, deduct: 1, when: {fact: late, over: 5, under: 20}}").replace(
        "max: 100", "allowed: {}"
    )
    for values, said in (("[0, 5, 20]", ["never_holds"]), ("[0, 5, 10]", [])):
        assert said == [each.code for each in Policy.from_text(text.replace("{}", values)).warnings]


@pytest.mark.parametrize(
    "limit",
    ["kind: per_item, deduct: {late: 1}, limit: 0", f"{SHARE}, {LOST}".replace("{deduct: 1}", "{deduct: 1, limit: 0}")],
)
def test_a_limit_of_nothing_is_refused(limit: str) -> None:
    """
    Points held to 0 say nothing.
    """
    assert ["zero"] == [code for code, _ in refused(f"{{{limit}}}")]


# What starts with nothing: what was earned, what was not, and why.

VOTED = (
    "[{kind: bands, value: late, rows: [{at_least: 90, add: 1000}, {at_least: 80, add: 12}, {add: 0}]}, "
    "{kind: per_item, add: {torn: 20}, when: {fact: filed, is: true}}]"
)
ROW = "points of the row: 迟到 {0} → {1}"


@pytest.mark.parametrize(
    ("facts", "listed", "shown"),
    [
        (
            {"late": 60, "torn": 0, "filed": False},
            "",
            [
                "cap 1000  not earned 1000  points 0",
                ROW.format("60 < 80", 0),
                "would have been earned whole with 迟到 at least 90 (now 60)",
            ],
        ),
        (
            {"late": 85, "torn": 1, "filed": False},
            "x +12",
            [
                "cap 1000  earned 12  not earned 988  points 12",
                ROW.format("85 ≥ 80", 12),
                "would have been earned whole with 迟到 at least 90 (now 85)",
            ],
        ),
        (
            {"late": 90, "torn": 0, "filed": False},
            "x +1000",
            ["cap 1000  earned 1000  points 1000", ROW.format("90 ≥ 90", 1000)],
        ),
    ],
)
def test_what_is_not_earned_is_explained(facts: Mapping[str, Any], listed: str, shown: list[str]) -> None:
    """
    A line that starts with nothing says what was earned and what was not, from which facts, and what would have earned it.
    """
    policy = small(VOTED, "start: zero")
    result = score(policy, facts)
    text = [line.strip() for line in month_text(policy, result, "en").splitlines()]
    first = next(place for place, line in enumerate(text) if line.startswith("一 x"))

    assert listed == changes(result.lines[0])
    assert shown == [text[first].partition("甲  ")[2], *text[first + 1 : first + len(shown)]]
    assert "(" in text[first + len(shown)] or not text[first + len(shown)]  # how far the search went, or the end


def test_an_extra_has_nothing_to_earn() -> None:
    """
    What comes on top of the base is a bonus, and nothing of it is missing.
    """
    text = rule_file("{kind: per_item, add: {torn: 20}}", "start: zero\nextra: true\nbonuses: counted")
    text += "\n  - {id: z, cap: 1000, at: 二, label: 乙, rules: [{kind: per_item, deduct: {torn: 1}}]}"
    line, _ = Policy.from_text(text).score({"role": "judge", "torn": 0}).lines

    assert (Fraction(0), "") == (line.unearned, changes(line))


def test_what_an_empty_rate_counts_as_is_explained() -> None:
    """
    Where the denominator is 0 and the target counts as met, the statement says what the rate counts as.
    """
    result = score(small(f"{{{SHARE}, {LOST}}}".replace("lost", "on_target")), {"closed": 3, "goal": 0})

    assert "rate: 3 ÷ 0, which counts as 50% = 50%" in explain(result, "en")
