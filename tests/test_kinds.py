"""
Every field of the three rule kinds, through small policies; each figure is worked out by hand beside it.
"""

from __future__ import annotations

import functools
import inspect
import pickle
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from assess_rules import DEFAULT_KINDS, KindTable, Policy, PolicyError
from assess_rules.ir import ZERO
from assess_rules.kinds import Lowered
from assess_rules.kinds.per_item import PerItem
from assess_rules.kinds.rate_target import RateTarget
from assess_rules.kinds.target import Target
from assess_rules.policy import Backend
from assess_rules.show import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assess_rules import Diagnostic, Result

CAP = 1000  # nothing below comes near it, so that a line shows what a rule takes and gives
O1 = "kind: target, value: closed, target: goal, step: 1"
FALL = "kind: rate_target, numerator: fall, denominator: opening"
SHARE = "kind: rate_target, numerator: closed, denominator: goal"
HALF = f"{SHARE}, target: 50%, step: 1%, part_step: begun, empty: on_target"
PARTS = ("whole_only", "in_proportion", "begun", "passed_only")
DECLARED = {
    "readings": {
        "part": "options: {whole_only: 不计, in_proportion: 按比例, begun: 计一步}, chosen: begun",
        "worth": "options: {less: {label: 少, value: 0.5}, more: {label: 多, value: 2}}, chosen: more",
        "aim": "options: {few: {label: 少, value: 7}, many: {label: 多, value: goal}}, chosen: many",
        "void": "options: {on_target: 达标, lost: 扣完, nil: {label: 零, value: 0%}}, chosen: nil",
        "gone": "options: {on_target: 达标, lost: 扣完}, chosen: lost",
    },
    "derived": {
        "share": "label: 占比, ratio: [closed, goal], empty: 0%",
        "fall": "label: 净减少, difference: [opening, closing]",
        "both": "label: 合计, sum: [late, torn]",
        "spare": "label: 余时, difference: [hours, 1]",
    },
    "facts": {
        "late": "label: 迟到, max: 100",
        "torn": "label: 破损, max: 100",
        "closed": "label: 结案, max: 100",
        "goal": "label: 指标, max: 400",
        "opening": "label: 上月存量, max: 1000",
        "closing": "label: 本月存量, max: 1000",
        "hours": "label: 学时, type: number, places: 1, max: 100",
        "filed": "label: 已报, type: flag",
        "rating": "label: 评级, type: choice, options: {good: 好, fair: 中, poor: 差}",
        "mark": "label: 打分, type: choice, options: {good: {label: 好, figure: 5}, "
        "fair: {label: 中, figure: 0.5}, poor: {label: 差, figure: -2}}",
        "level": "label: 级别, type: choice, options: {low: 低, high: 高}",
    },
}


def rule_file(rules: str, keys: str = "") -> str:
    """
    Write a policy of one indicator with these rules; it declares what they name.
    """
    head = [
        "format: 1",
        "policy: small",
        "version: 1.0.0",
        "title: 小办法",
        "source: {issuer: 某单位}",
        "period: month",
    ]
    head += ["in_force: {from: 2024-01-01}", f"base: {CAP}", "display: {places: 2, rounding: half_up}"]
    head += ["roles: {judge: 法官, clerk: 书记员}"]
    if "add:" in rules and "start:" not in keys:
        head.append("bonuses: counted")
    text = rules
    for part, bodies in DECLARED.items():  # what is named by one part is declared in a later one
        named = {name: body for name, body in bodies.items() if re.search(rf"\b{name}\b", text)}
        text += str(named)
        lead = "at: 一, question: 如何, " if part == "readings" else ""
        head += (
            [f"{part}: {{{', '.join(f'{name}: {{{lead}{body}}}' for name, body in named.items())}}}"] if named else []
        )
    several = rules if rules.startswith("[") else f"[{rules}]"
    row = ["- id: x", f"cap: {CAP}", "at: 一", "label: 甲", *keys.splitlines(), f"rules: {several}"]
    return "\n".join([*head, "indicators:", *(f"  {'' if each.startswith('-') else '  '}{each}" for each in row)])


@functools.cache
def small(rules: str, keys: str = "") -> Policy:
    """
    Load a policy of one indicator.
    """
    return Policy.from_text(rule_file(rules, keys))


def score(policy: Policy, facts: Mapping[str, Any], role: str = "judge") -> Result:
    """
    Score a record on both backends, which have to agree.
    """
    results = [policy.score({"role": role, **facts}, backend=backend) for backend in get_args(Backend)]

    assert results[0] == results[1]
    return results[0]


def moved(policy: Policy, facts: Mapping[str, Any], role: str = "judge") -> tuple[Fraction | int, Fraction | int]:
    """
    Give what the rules of the one indicator take and give.
    """
    (line,) = score(policy, facts, role).lines
    return line.deducted, line.bonus


def refused(rules: str, keys: str = "") -> list[tuple[str, str]]:
    """
    Give what the loader says against a policy: code and text. Both languages have words for it.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(rule_file(rules, keys))
    found: tuple[Diagnostic, ...] = caught.value.diagnostics
    assert all(each.render("zh") for each in found)
    return [(each.code, each.render("en")) for each in found]


# Per item: each counted item.


@pytest.mark.parametrize(
    ("rule", "facts", "deducted", "added"),
    [
        ("deduct: {late: 0.5}", {"late": 0}, "0", "0"),
        ("deduct: {late: 0.5}", {"late": 3}, "1.5", "0"),
        ("deduct: {late: 0.5, torn: 2}", {"late": 3, "torn": 2}, "5.5", "0"),  # 1.5 + 4
        ("add: {late: 2}", {"late": 3}, "0", "6"),
        ("add: {late: 2, torn: 0.5}", {"late": 3, "torn": 1}, "0", "6.5"),
        ("deduct: {late: 0.5}, add: {torn: 2}", {"late": 3, "torn": 2}, "1.5", "4"),
        ("deduct: {late: 4/3}", {"late": 2}, "8/3", "0"),
        ("deduct: {hours: 2}", {"hours": Decimal("2.5")}, "5", "0"),  # a part of an item counts as it is
        ("deduct: {both: 2}", {"late": 3, "torn": 4}, "14", "0"),  # 2 × (3 + 4)
        ("deduct: {fall: 2}", {"opening": 9, "closing": 4}, "10", "0"),  # 2 × (9 − 4)
        ("deduct: {fall: 2}", {"opening": 4, "closing": 9}, "0", "0"),  # less than none is none: points keep their side
        ("deduct: {late: torn}", {"late": 3, "torn": 4}, "12", "0"),  # 4 points each, as a fact says
        ("deduct: {late: {reading: worth}}", {"late": 3}, "6", "0"),  # the option in use: 2 each
        ("deduct: {late: {reading: part, of: {whole_only: 1, in_proportion: 2, begun: 5}}}", {"late": 3}, "15", "0"),
        ("deduct: {late: {by: level, of: {low: 1, high: 5}}}", {"late": 3, "level": "low"}, "3", "0"),
        ("deduct: {late: {by: level, of: {low: 1, high: 5}}}", {"late": 3, "level": "high"}, "15", "0"),
    ],
)
def test_each_item_takes_or_gives_its_points(rule: str, facts: Mapping[str, Any], deducted: str, added: str) -> None:
    """
    Items times points, added up for deductions and for additions apart.
    """
    assert (Fraction(deducted), Fraction(added)) == moved(small(f"{{kind: per_item, {rule}}}"), facts)


def test_points_by_role() -> None:
    """
    Each role loses the points that its own figure says.
    """
    policy = small("{kind: per_item, deduct: {late: {by: role, of: {judge: 1, clerk: 0.2}}}}")

    assert [3, Fraction(3, 5)] == [moved(policy, {"late": 3}, role)[0] for role in ("judge", "clerk")]


@pytest.mark.parametrize(
    ("rule", "facts", "deducted"),
    [
        ("deduct: {late: 0.5}, free: 2", {"late": 0}, "0"),
        ("deduct: {late: 0.5}, free: 2", {"late": 1}, "0"),
        ("deduct: {late: 0.5}, free: 2", {"late": 2}, "0"),
        ("deduct: {late: 0.5}, free: 2", {"late": 3}, "0.5"),
        ("deduct: {late: 0.5}, free: 2", {"late": 7}, "2.5"),
        ("deduct: {late: 1, torn: 2}, free: 1", {"late": 3, "torn": 1}, "2"),  # of each: 2 × 1 + 0
        ("deduct: {late: 1, torn: 2}, free: 1", {"late": 0, "torn": 3}, "4"),  # 0 + 2 × 2
        ("deduct: {hours: 2}, free: 2", {"hours": Decimal("2.5")}, "1"),  # 0.5 × 2
        ("deduct: {fall: 2}, free: 3", {"opening": 9, "closing": 4}, "4"),  # 2 × (5 − 3)
        ("deduct: {late: 1}, free: 99999", {"late": 100}, "0"),
    ],
)
def test_free_items_of_each_fact_are_not_counted(rule: str, facts: Mapping[str, Any], deducted: str) -> None:
    """
    So many items of each fact cost nothing, and never give points back.
    """
    assert (Fraction(deducted), 0) == moved(small(f"{{kind: per_item, {rule}}}"), facts)


@pytest.mark.parametrize(
    ("rule", "late", "steps"),
    [
        # what counts, in the order of PARTS
        ("per: 3", 0, ("0", "0", "0", "0")),
        ("per: 3", 1, ("0", "1/3", "1", "0")),
        ("per: 3", 3, ("1", "1", "1", "0")),  # one step exactly is not passed
        ("per: 3", 4, ("1", "4/3", "2", "1")),
        ("per: 3", 6, ("2", "2", "2", "1")),
        ("per: 3", 7, ("2", "7/3", "3", "2")),
        ("per: 2.5", 4, ("1", "1.6", "2", "1")),  # 4 ÷ 2.5 = 1.6
        ("per: 2.5", 5, ("2", "2", "2", "1")),
        ("per: 4/3", 4, ("3", "3", "3", "2")),  # 4 ÷ 4/3 = 3
        ("per: 1", 2, ("2", "2", "2", "1")),
        ("free: 1, per: 3", 1, ("0", "0", "0", "0")),
        ("free: 1, per: 3", 4, ("1", "1", "1", "0")),  # 3 ÷ 3
        ("free: 1, per: 3", 5, ("1", "4/3", "2", "1")),
    ],
)
def test_points_for_so_many_items(rule: str, late: int, steps: tuple[str, ...]) -> None:
    """
    With `per`, items come in steps of so many, and `part_step` says what a part of one counts.
    """
    policies = [small(f"{{kind: per_item, deduct: {{late: 2}}, {rule}, part_step: {part}}}") for part in PARTS]

    assert [2 * Fraction(each) for each in steps] == [moved(policy, {"late": late})[0] for policy in policies]


def test_points_for_so_many_items_of_each_fact() -> None:
    """
    Items of different facts do not make a step together.
    """
    rule = "{kind: per_item, add: {late: 2, torn: 3}, per: 2, part_step: whole_only}"

    assert (0, 5) == moved(small(rule), {"late": 3, "torn": 3})  # one step each; six together would be three


def test_part_step_by_reading() -> None:
    """
    A reading says what a part of a step counts, and another option gives another score.
    """
    policy = small("{kind: per_item, deduct: {late: 1}, per: 2, part_step: {reading: part}}")
    options = ("whole_only", "in_proportion", "begun")

    assert [1, Fraction(3, 2), 2] == [
        moved(policy.with_readings({"part": option}), {"late": 3})[0] for option in options
    ]
    assert 2 == moved(policy, {"late": 3})[0]


# What every rule may have: `when`, `limit`, `at`.


@pytest.mark.parametrize(
    ("when", "facts", "holds"),
    [
        ("{fact: filed, is: true}", {"filed": True}, True),
        ("{fact: filed, is: true}", {"filed": False}, False),
        ("{fact: filed, is: false}", {"filed": False}, True),
        ("{fact: torn, at_least: 3}", {"torn": 2}, False),
        ("{fact: torn, at_least: 3}", {"torn": 3}, True),
        ("{fact: torn, over: 3}", {"torn": 3}, False),
        ("{fact: torn, over: 3}", {"torn": 4}, True),
        ("{fact: torn, at_most: 3}", {"torn": 3}, True),
        ("{fact: torn, at_most: 3}", {"torn": 4}, False),
        ("{fact: torn, under: 3}", {"torn": 2}, True),
        ("{fact: torn, under: 3}", {"torn": 3}, False),
        ("{fact: torn, is: 3}", {"torn": 3}, True),
        ("{fact: torn, is: 3}", {"torn": 2}, False),
        ("{fact: torn, is: 3}", {"torn": 4}, False),
        ("{fact: torn, at_least: 2, under: 4}", {"torn": 1}, False),
        ("{fact: torn, at_least: 2, under: 4}", {"torn": 3}, True),
        ("{fact: torn, at_least: 2, under: 4}", {"torn": 4}, False),
        ("{fact: torn, at_least: late}", {"torn": 4}, True),
        ("{fact: torn, at_least: late}", {"torn": 3}, False),
        ("{fact: level, is: high}", {"level": "high"}, True),
        ("{fact: level, is: high}", {"level": "low"}, False),
        ("{not: {fact: level, is: high}}", {"level": "low"}, True),
        ("{all: [{fact: filed, is: true}, {fact: torn, is: 0}]}", {"filed": True, "torn": 0}, True),
        ("{all: [{fact: filed, is: true}, {fact: torn, is: 0}]}", {"filed": True, "torn": 1}, False),
        ("{any: [{fact: filed, is: true}, {fact: torn, is: 0}]}", {"filed": True, "torn": 1}, True),
        ("{any: [{fact: filed, is: true}, {fact: torn, is: 0}]}", {"filed": False, "torn": 1}, False),
        ("{reading: part, is: begun}", {}, True),
        ("{reading: part, is: whole_only}", {}, False),
        ("{role: [judge]}", {}, True),
        ("{role: [clerk]}", {}, False),
    ],
)
def test_rule_counts_only_when_its_condition_holds(when: str, facts: Mapping[str, Any], holds: bool) -> None:  # noqa: FBT001
    """
    A rule whose condition does not hold takes nothing.
    """
    policy = small(f"{{kind: per_item, deduct: {{late: 1}}, when: {when}}}")

    assert (4 if holds else 0, 0) == moved(policy, {"late": 4, **facts})


@pytest.mark.parametrize(
    ("rule", "facts", "deducted", "added"),
    [
        ("kind: per_item, deduct: {late: 1}, limit: 3", {"late": 2}, 2, 0),
        ("kind: per_item, deduct: {late: 1}, limit: 3", {"late": 4}, 3, 0),
        ("kind: per_item, add: {late: 1, torn: 2}, limit: 4.5", {"late": 1, "torn": 4}, 0, Fraction(9, 2)),  # of 9
        ("kind: per_item, deduct: {late: 1}, limit: {reading: worth}", {"late": 4}, 2, 0),
        ("kind: per_item, deduct: {late: 1}, limit: {by: role, of: {judge: 3, clerk: 1}}", {"late": 4}, 3, 0),
        (f"{O1}, below: {{deduct: 2}}, limit: 5",
         {"closed": 1, "goal": 9}, 5, 0),
        (f"{O1}, below: {{deduct: 2, limit: 5}}",
         {"closed": 1, "goal": 9}, 5, 0),
        (f"{O1}, below: {{deduct: 2, limit: 5}}, above: {{add: 3, limit: 10}}",
         {"closed": 7, "goal": 9}, 4, 0),
        (f"{O1}, below: {{deduct: 2, limit: 5}}, above: {{add: 3, limit: 10}}",
         {"closed": 12, "goal": 9}, 0, 9),
        (f"{O1}, below: {{deduct: 2, limit: 5}}, above: {{add: 3, limit: 10}}",
         {"closed": 13, "goal": 9}, 0, 10),
        (f"{O1}, below: {{deduct: 2, limit: {{reading: worth}}}}, limit: 5",
         {"closed": 1, "goal": 9}, 2, 0),  # the tighter of two
        (f"{HALF}, below: {{deduct: 2, limit: 3}}", {"closed": 9, "goal": 20}, 3, 0),  # 45 %: five steps, 10
    ],
)  # fmt: skip
def test_limit_of_a_rule_and_of_a_side(
    rule: str, facts: Mapping[str, Any], deducted: int, added: Fraction | int
) -> None:
    """
    The points of a rule, or of one side, stop at its limit.
    """
    assert (deducted, added) == moved(small(f"{{{rule}}}"), facts)


def test_condition_and_limit_of_each_rule_are_its_own() -> None:
    """
    Two rules of one indicator add up, each with its own condition and limit.
    """
    first = "{kind: per_item, deduct: {late: 1}, limit: 3}"
    second = "{kind: per_item, deduct: {torn: 1}, when: {fact: filed, is: true}}"
    policy = small(f"[{first}, {second}]")

    assert (8, 0) == moved(policy, {"late": 4, "torn": 5, "filed": True})  # 3 + 5
    assert (3, 0) == moved(policy, {"late": 4, "torn": 5, "filed": False})


def test_words_that_compute_nothing() -> None:
    """
    A rule's own clause stands beside its steps; label and note change no score.
    """
    policy = small("{kind: per_item, deduct: {late: 1}, at: [二, 三], label: {zh: 迟到, en: late}, note: 说明}")
    (line,) = score(policy, {"late": 2}).lines

    assert [("x.late", ("二", "三")), ("x.deducted", ("一",)), ("x.points", ("一",)), ("x.bonus", ("一",))] == [
        (step.name, step.at) for step in line.steps
    ]
    assert 2 == line.deducted


# Target: each step below and above.


@pytest.mark.parametrize(
    ("rule", "closed", "deducted", "added"),
    [
        # the target is 9
        ("below: {deduct: 3}, above: {add: 2}", 7, "6", "0"),
        ("below: {deduct: 3}, above: {add: 2}", 9, "0", "0"),
        ("below: {deduct: 3}, above: {add: 2}", 12, "0", "6"),
        ("below: {deduct: 3}", 7, "6", "0"),
        ("below: {deduct: 3}", 12, "0", "0"),
        ("above: {add: 2}", 7, "0", "0"),
        ("above: {add: 2}", 12, "0", "6"),
        ("above: {deduct: 2}", 7, "0", "0"),  # fewer is better
        ("above: {deduct: 2}", 12, "6", "0"),
        ("below: {add: 3}, above: {deduct: 2}", 7, "0", "6"),
        ("below: {add: 3}, above: {deduct: 2}", 12, "6", "0"),
        ("below: {deduct: 3}, above: {deduct: 2}", 7, "6", "0"),  # neither less nor more
        ("below: {deduct: 3}, above: {deduct: 2}", 12, "6", "0"),
        ("below: {add: 3}, above: {add: 2}", 7, "0", "6"),
        ("below: {add: 3}, above: {add: 2}", 12, "0", "6"),
        ("below: {deduct: 4/3}, above: {add: 1/3}", 7, "8/3", "0"),
        ("below: {deduct: 4/3}, above: {add: 1/3}", 10, "0", "1/3"),
        ("below: {deduct: {reading: worth}}", 6, "6", "0"),  # 3 × 2
        ("below: {deduct: 2, limit: 3}, above: {deduct: 1, limit: 5}", 7, "3", "0"),  # a side's limit is its own
        ("below: {deduct: 2, limit: 3}, above: {deduct: 1, limit: 5}", 13, "4", "0"),
        ("below: {deduct: 1}, part_step: passed_only", 8, "0", "0"),  # one step exactly is not passed
        ("below: {deduct: 1}, part_step: passed_only", 7, "1", "0"),
        ("below: {deduct: 1}, part_step: passed_only", 9, "0", "0"),
    ],
)
def test_each_step_beside_a_target(rule: str, closed: int, deducted: str, added: str) -> None:
    """
    Each case short of the target or over it takes or gives what its side says, and the other side nothing.
    """
    policy = small(f"{{{O1}, {rule}}}")

    assert (Fraction(deducted), Fraction(added)) == moved(policy, {"closed": closed, "goal": 9})


@pytest.mark.parametrize(
    ("closed", "counted"),
    [
        # steps of 5 from 20; what counts, in the order of PARTS
        (20, ("0", "0", "0", "0")),
        (19, ("0", "1/5", "1", "0")),
        (15, ("1", "1", "1", "0")),  # 1 exactly
        (14, ("1", "6/5", "2", "1")),  # 1.2
        (10, ("2", "2", "2", "1")),  # 2 exactly
        (9, ("2", "11/5", "3", "2")),
    ],
)
def test_part_of_a_step_on_both_sides(closed: int, counted: tuple[str, ...]) -> None:
    """
    `part_step` says what a part of a step counts, in the same way above the target as below it.
    """
    for part, steps in zip(PARTS, counted, strict=True):
        sides = "below: {deduct: 2}, above: {add: 3}"
        rule = f"{{kind: target, value: closed, target: 20, step: 5, {sides}, part_step: {part}}}"

        assert (2 * Fraction(steps), 0) == moved(small(rule), {"closed": closed})
        assert (0, 3 * Fraction(steps)) == moved(small(rule), {"closed": 40 - closed})


@pytest.mark.parametrize(
    ("rule", "facts", "deducted"),
    [
        ("value: hours, target: 10, step: 0.5", {"hours": Decimal("8.8")}, "2"),  # 1.2 ÷ 0.5 = 2.4
        ("value: hours, target: 10, step: 4/3", {"hours": 6}, "3"),  # 4 ÷ 4/3
        ("value: hours, target: 10, step: 1", {"hours": Decimal("8.8")}, "1"),
        ("value: closed, target: 8.5, step: 1", {"closed": 6}, "2"),  # 2.5 short
        ("value: spare, target: 2, step: 1", {"hours": 0}, "3"),  # −1 of 2: three short
        ("value: closed, target: hours, step: 1", {"closed": 3, "hours": Decimal("5.9")}, "2"),  # the target is a fact
        ("value: closed, target: {by: role, of: {judge: 9, clerk: 5}}, step: 2", {"closed": 2}, "3"),  # 7 ÷ 2
        ("value: closed, target: {by: level, of: {low: 4, high: 9}}, step: 2", {"closed": 2, "level": "low"}, "1"),
        ("value: closed, target: {by: level, of: {low: 4, high: 9}}, step: 2", {"closed": 2, "level": "high"}, "3"),
        ("value: closed, target: {reading: aim}, step: 2", {"closed": 2, "goal": 6}, "2"),  # an option's fact
        ("value: {reading: aim}, target: 10, step: 2", {"goal": 5}, "2"),
    ],
)
def test_value_and_target_may_be_any_amount(rule: str, facts: Mapping[str, Any], deducted: str) -> None:
    """
    Value and target may be facts, derived facts, tables by role or by choice, and readings.
    """
    policy = small(f"{{kind: target, {rule}, below: {{deduct: 1}}, part_step: whole_only}}")

    assert (Fraction(deducted), 0) == moved(policy, facts)


def test_target_by_role_and_by_reading() -> None:
    """
    Each role has its own target, and another option of a reading sets another.
    """
    by_role = small(
        "{kind: target, value: closed, target: {by: role, of: {judge: 9, clerk: 5}}, step: 1, below: {deduct: 1}}"
    )
    by_reading = small("{kind: target, value: closed, target: {reading: aim}, step: 1, below: {deduct: 1}}")

    assert [6, 2] == [moved(by_role, {"closed": 3}, role)[0] for role in ("judge", "clerk")]
    assert 2 == moved(by_reading, {"closed": 3, "goal": 5})[0]
    assert 4 == moved(by_reading.with_readings({"aim": "few"}), {"closed": 3})[0]  # 7 − 3


@pytest.mark.parametrize(
    ("target", "closed", "deducted", "added"),
    [
        # the value is rounded half up to steps of 2, then whole steps count
        (10, 7, 1, 0),  # 3.5 steps: 8; 2 short
        (10, 6, 2, 0),  # 6; 4 short
        (9, 7, 0, 0),  # 8, half a step short
        (9, 6, 1, 0),  # 6, a step and a half short
        (9, 9, 0, 0),  # 10, half a step over
        (9, 11, 0, 1),  # 12, a step and a half over
        (9, 10, 0, 0),  # 10
        (10, 11, 0, 1),  # 12
        (0, 1, 0, 1),  # 2
    ],
)
def test_value_rounded_to_steps_of_a_target(target: int, closed: int, deducted: int, added: int) -> None:
    """
    With `rounded_rate` the value is rounded first, also where the target lies between two steps.
    """
    rule = "value: closed, target: goal, step: 2, below: {deduct: 1}, above: {add: 1}, part_step: rounded_rate"

    assert (deducted, added) == moved(small(f"{{kind: target, {rule}}}"), {"closed": closed, "goal": target})


# Rate target: each step of a rate.


@pytest.mark.parametrize(
    ("opening", "closing", "steps"),
    [
        # 8 % asked for, in steps of 1 %; below is negative; what counts, in the order of PARTS and rounded_rate
        (25, 23, ("0", "0", "0", "0", "0")),  # 8 %
        (25, 24, ("-4", "-4", "-4", "-3", "-4")),  # 4 %
        (40, 37, ("0", "-0.5", "-1", "0", "0")),  # 7.5 %, rounded 8 %
        (80, 75, ("-1", "-1.75", "-2", "-1", "-2")),  # 6.25 %, rounded 6 %
        (50, 45, ("2", "2", "2", "1", "2")),  # 10 %
        (40, 35, ("4", "4.5", "5", "4", "5")),  # 12.5 %, rounded 13 %
        (10, 12, ("-28", "-28", "-28", "-27", "-28")),  # −20 %
        (200, 205, ("-10", "-10.5", "-11", "-10", "-10")),  # −2.5 %, rounded to the higher: −2 %
        (3, 3, ("-8", "-8", "-8", "-7", "-8")),  # 0 %
        (9, 0, ("92", "92", "92", "91", "92")),  # 100 %
        (6, 5, ("8", "26/3", "9", "8", "9")),  # 16 2/3 %, rounded 17 %
    ],
)
def test_each_step_of_a_rate(opening: int, closing: int, steps: tuple[str, ...]) -> None:
    """
    Each percentage point below and above the target counts, and `part_step` says what a part of one does.
    """
    for part, counted in zip((*PARTS, "rounded_rate"), map(Fraction, steps), strict=True):
        rule = f"target: 8%, step: 1%, below: {{deduct: 0.5}}, above: {{add: 2}}, part_step: {part}, empty: on_target"
        policy = small(f"{{{FALL}, {rule}}}")
        expected = (-counted / 2, Fraction(0)) if counted < 0 else (Fraction(0), 2 * counted)

        assert expected == moved(policy, {"opening": opening, "closing": closing})


@pytest.mark.parametrize(
    ("step", "target", "closed", "goal", "steps"),
    [
        # steps of half a percentage point, a target between two of them
        ("0.5%", "5.25%", 4, 100, -2),  # 4 %, 1.25 below: 2.5 steps
        ("0.5%", "5.25%", 3, 70, -1),  # 4.2857… %, rounded 4.5 %: 1.5 steps
        ("0.5%", "5.25%", 19, 400, 0),  # 4.75 %, a half: rounded 5 %: half a step
        ("0.5%", "5.25%", 6, 100, 1),  # 6 %: 1.5 steps
        ("0.5%", "5.25%", 21, 400, 0),  # 5.25 %, a half: rounded 5.5 %: half a step
        ("0.5%", "5%", 19, 400, 0),
        ("0.5%", "5%", 21, 400, 1),
        ("0.5%", "5%", 0, 9, -10),
        # steps of five percentage points
        ("5%", "92%", 7, 8, 0),  # 87.5 %, a half: rounded 90 %: 0.4 of a step
        ("5%", "96%", 7, 8, -1),  # 1.2 steps
        ("5%", "90%", 7, 8, 0),
        ("5%", "90%", 6, 7, -1),  # 85.7… %, rounded 85 %
        ("5%", "88%", 1, 1, 2),  # 100 %: 2.4 steps
        ("5%", "2%", 1, 100, 0),  # rounded 0 %: 0.4 of a step
        ("5%", "2%", 1, 40, 0),  # 2.5 %, a half: rounded 5 %: 0.6 of a step
    ],
)
def test_rate_rounded_to_a_step(step: str, target: str, closed: int, goal: int, steps: int) -> None:
    """
    With `rounded_rate` a rate is rounded half up to a whole step, whatever the step and wherever the target.
    """
    sides = "below: {deduct: 1}, above: {add: 1}"
    rule = f"target: {target}, step: {step}, {sides}, part_step: rounded_rate, empty: on_target"
    policy = small(f"{{{SHARE}, {rule}}}")

    assert (max(0, -steps), max(0, steps)) == moved(policy, {"closed": closed, "goal": goal})


def test_rate_of_a_negative_denominator_is_a_rate_like_any_other() -> None:
    """
    A derived denominator may be below 0; the rate has the sign that division gives it.
    """
    sides = "below: {deduct: 1}, above: {add: 1}"
    rule = f"target: 0%, step: 10%, {sides}, part_step: in_proportion, empty: on_target"
    policy = small(f"{{kind: rate_target, numerator: late, denominator: fall, {rule}}}")

    assert (4, 0) == moved(policy, {"late": 2, "opening": 0, "closing": 5})  # 2 ÷ −5 = −40 %
    assert (0, 4) == moved(policy, {"late": 2, "opening": 5, "closing": 0})


@pytest.mark.parametrize(
    ("sides", "empty", "deducted", "added"),
    [
        # 8 % asked for, in steps of 1 %; the denominator is 0
        ("below: {deduct: 2}, above: {add: 3}", "on_target", 0, 0),
        ("below: {deduct: 2}, above: {add: 3}", "lost", CAP, 0),
        ("above: {add: 3}", "lost", CAP, 0),
        ("below: {deduct: 2, limit: 5}, above: {add: 3}", "lost", CAP, 0),  # a side's limit is not the rule's
        ("below: {deduct: 2}, above: {add: 3}", "0%", 16, 0),
        ("below: {deduct: 2}, above: {add: 3}", "10%", 0, 6),
        ("below: {deduct: 2}, above: {add: 3}", "8%", 0, 0),
        ("below: {deduct: 2}, above: {add: 3}", "{reading: void}", 16, 0),  # the option in use: 0 %
        ("below: {deduct: 2}, above: {add: 3}", "{reading: gone}", CAP, 0),  # the option in use: lost
    ],
)
def test_empty_denominator(sides: str, empty: str, deducted: int, added: int) -> None:
    """
    Where there is nothing to take a share of, `empty` says what holds; elsewhere it says nothing.
    """
    policy = small(f"{{{FALL}, target: 8%, step: 1%, {sides}, part_step: begun, empty: {empty}}}")

    assert (deducted, added) == moved(policy, {"opening": 0, "closing": 3})
    assert (0, 0) == moved(policy, {"opening": 25, "closing": 23})  # 8 %


def test_empty_by_another_option() -> None:
    """
    Each option of a reading is a word of the field or a rate of its own.
    """
    rule = f"{{{FALL}, target: 8%, step: 1%, below: {{deduct: 2}}, part_step: begun, empty: {{reading: void}}}}"
    nothing = {"opening": 0, "closing": 0}

    assert {"on_target": 0, "lost": CAP, "nil": 16} == {
        option: moved(small(rule).with_readings({"void": option}), nothing)[0]
        for option in ("on_target", "lost", "nil")
    }


def test_target_of_a_rate_by_role_and_by_reading() -> None:
    """
    Each role has its own rate, and a reading may set it.
    """
    rest = "step: 1%, below: {deduct: 1}, part_step: begun, empty: on_target"
    by_role = small(f"{{{FALL}, target: {{by: role, of: {{judge: 8%, clerk: 5%}}}}, {rest}}}")
    options = "{whole_only: 6%, in_proportion: 7%, begun: 9%}"
    by_reading = small(f"{{{FALL}, target: {{reading: part, of: {options}}}, {rest}}}")
    facts = {"opening": 25, "closing": 24}  # 4 %

    assert [4, 1] == [moved(by_role, facts, role)[0] for role in ("judge", "clerk")]
    assert [5, 2] == [
        moved(policy, facts)[0] for policy in (by_reading, by_reading.with_readings({"part": "whole_only"}))
    ]


@pytest.mark.parametrize("empty", ["lost", "{reading: gone}", "{reading: void}"])  # written; chosen; may be chosen
def test_lost_meets_what_other_rules_add(empty: str) -> None:
    """
    A rate that loses the whole cap is a deduction: where it meets an addition, `netting` has to say in which order.
    """
    lost = f"{{{FALL}, target: 8%, step: 1%, above: {{add: 1}}, part_step: begun, empty: {empty}}}"
    rules = f"[{lost}, {{kind: per_item, add: {{late: 3}}}}]"
    facts = {"opening": 0, "closing": 0, "late": 100}

    assert ["netting_missing"] == [code for code, _ in refused(rules, "start: 400")]
    after, before = (
        small(rules, f"start: 400\nnetting: {word}").with_readings({"void": "lost"} if "void" in empty else {})
        for word in ("after_cap", "before_cap")
    )
    assert 300 == score(after, facts).exact  # 400 − 400 + 300
    assert 0 == score(before, facts).exact  # 400 − 1000 + 300 is below 0
    assert ["netting_needless"] == [code for code, _ in refused(lost, "start: 400\nnetting: after_cap")]


BELOW = "{{kind: target, value: closed, target: {}, step: 1, below: {{deduct: 10}}}}"
ABOVE = "{{kind: target, value: closed, target: {}, step: 1, above: {{add: 3}}}}"


@pytest.mark.parametrize(("low", "high"), [("60", "59"), ("60", "goal"), ("goal", "60"), ("goal", "{reading: aim}")])
def test_two_targets_on_one_value_can_both_be_missed(low: str, high: str) -> None:
    """
    A value below one target and above another loses points and gains some, so `netting` has to say in which order.
    """
    rules = f"[{BELOW.format(low)}, {ABOVE.format(high)}]"

    assert ["netting_missing"] == [code for code, _ in refused(rules, "start: 100")]


@pytest.mark.parametrize(("low", "high"), [("60", "60"), ("60", "61"), ("goal", "goal")])
def test_two_targets_of_which_no_value_misses_both(low: str, high: str) -> None:
    """
    What is below the one target is not above the other, so `netting` would say nothing.
    """
    rules = f"[{BELOW.format(low)}, {ABOVE.format(high)}]"

    goal = {"goal": 60} if "goal" in rules else {}
    assert 100 - 20 == score(small(rules, "start: 100"), {"closed": 58, **goal}).exact
    assert ["netting_needless"] == [code for code, _ in refused(rules, "start: 100\nnetting: after_cap")]


def test_between_two_targets() -> None:
    """
    20 is 40 short of 60 and 18 more than 2: 400 points are lost of 100, and 54 gained.
    """
    rules = f"[{BELOW.format(60)}, {ABOVE.format(2)}]"
    after, before = (
        score(small(rules, f"start: 100\nnetting: {word}"), {"closed": 20}).exact
        for word in ("after_cap", "before_cap")
    )

    assert [0 + 54, 0] == [after, before]  # 100 − 400 + 54 is below 0


def test_one_share_that_stands_for_two_rates_where_there_is_nothing() -> None:
    """
    Two rules on one share may say different things of an empty denominator, and then both act.
    """
    low = f"{{{SHARE}, target: 50%, step: 1%, below: {{deduct: 10}}, part_step: begun, empty: 0%}}"
    high = f"{{{SHARE}, target: 50%, step: 1%, above: {{add: 1}}, part_step: begun, empty: 60%}}"
    rules = f"[{low}, {high}]"

    assert ["netting_missing"] == [code for code, _ in refused(rules, "start: 100")]
    after = small(rules, "start: 100\nnetting: after_cap")
    assert 0 + 10 == score(after, {"closed": 0, "goal": 0}).exact  # 50 steps of 10 are lost, 10 of 1 gained


@pytest.mark.parametrize(
    ("rules", "keys", "code"),
    [
        (
            "[{kind: per_item, deduct: {late: FIGURE}}, {kind: per_item, add: {torn: 1}}]",
            "start: 100",
            "netting_missing",
        ),
        ("{kind: per_item, add: {late: 1}}", "start: FIGURE", "start_above_cap"),
        ("{kind: per_item, deduct: {late: 9}}", "start: 10\nfloor: FIGURE", "floor_above_start"),
    ],
)
def test_what_if_that_no_file_may_say_is_refused(rules: str, keys: str, code: str) -> None:
    """
    Options that would be refused if the file chose them are refused as a what-if, in the same words and at one place.
    """
    figure = "{reading: size, of: {small: 1, large: 5000}}"
    text = rule_file(rules.replace("FIGURE", figure), keys.replace("FIGURE", figure))
    reading = "{size: {at: 一, question: 如何, options: {small: 小, large: 大}, chosen: small}}"
    text = text.replace("facts:", f"readings: {reading}\nfacts:")

    with pytest.raises(PolicyError) as caught:
        Policy.from_text(text).with_readings({"size": "large"})
    with pytest.raises(PolicyError) as written:
        Policy.from_text(text.replace("chosen: small", "chosen: large"))
    assert [code] == [each.code for each in caught.value.diagnostics]
    assert str(written.value) == str(caught.value)


def test_what_if_under_which_netting_says_nothing() -> None:
    """
    A file must not say what says nothing; a what-if may make it so: both orders are then the same.
    """
    rules = "[{kind: per_item, deduct: {late: {reading: worth}}}, {kind: per_item, add: {torn: 1}}]"
    policy = small(rules, "start: 100\nnetting: after_cap")  # 2 each: 200 of 100 at most

    assert 100 - 50 + 3 == score(policy.with_readings({"worth": "less"}), {"late": 100, "torn": 3}).exact


def test_netting_is_asked_for_only_where_deductions_can_use_up_the_start() -> None:
    """
    10 at most are taken from 400, so additions before or after them come to the same.
    """
    rules = "[{kind: per_item, deduct: {late: 1}, limit: 10}, {kind: per_item, add: {late: 3}}]"

    assert ["netting_needless"] == [code for code, _ in refused(rules, "start: 400\nnetting: after_cap")]
    assert 400 - 10 + 60 == score(small(rules, "start: 400"), {"late": 20}).exact


# What an explanation shows.


def test_steps_of_a_count() -> None:
    """
    Each counted fact is a step with the fact's own label.
    """
    policy = small("{kind: per_item, deduct: {late: 0.5, hours: 1}, free: 2}")
    (line,) = score(policy, {"late": 5, "hours": Decimal("4.5")}).lines

    assert [
        ("x.late", "迟到", "0.5 × (5 − 2)", "1.5"),
        ("x.hours", "学时", "1 × (4.5 − 2)", "2.5"),
        ("x.due", "应扣", "1.5 + 2.5", "4"),
    ] == [(step.name, step.label.text("zh"), step.formula(), step.result()) for step in line.steps[:3]]


def test_steps_of_a_count_of_which_nothing_is_free() -> None:
    """
    A step shows no more than the policy says: points times items.
    """
    (line,) = score(small("{kind: per_item, deduct: {late: 0.5}}"), {"late": 5}).lines

    assert ("0.5 × 5", "2.5") == (line.steps[0].formula(), line.steps[0].result())


def test_steps_of_a_target() -> None:
    """
    The steps short of a target and over it are named by their side, without a division by one.
    """
    (line,) = score(small(f"{{{O1}, below: {{deduct: 3}}, above: {{add: 2}}}}"), {"closed": 7, "goal": 9}).lines

    assert [("x.below", "steps below", "9 − 7", "2"), ("x.above", "steps above", "max(0, 7 − 9)", "0")] == [
        (step.name, step.label.text("en"), step.formula(), step.result())
        for step in line.steps
        if step.label.en and "steps" in step.label.en
    ]


def test_steps_of_a_rounded_value() -> None:
    """
    A rounded value is a step of its own, shown as the value is: a number of a target, a rate of a rate target.
    """
    target = small("{kind: target, value: closed, target: 10, step: 2, below: {deduct: 1}, part_step: rounded_rate}")
    rate = small(f"{{{FALL}, target: 8%, step: 2%, below: {{deduct: 1}}, part_step: rounded_rate, empty: on_target}}")
    shown = {}
    for policy, facts in ((target, {"closed": 7}), (rate, {"opening": 80, "closing": 77})):
        for step in score(policy, facts).lines[0].steps[:3]:
            shown[policy, step.name] = (step.shown, step.formula(), step.result())

    assert {
        (target, "x.rounded"): ("number", "2 × round(7 ÷ 2)", "8"),
        (target, "x.below"): ("number", "floor((10 − 8) ÷ 2)", "1"),
        (target, "x.due"): ("number", "1 × 1", "1"),
        (rate, "fall"): ("number", "80 − 77", "3"),
        (rate, "x.rate"): ("rate", "3 ÷ 80", "3.75%"),
        (rate, "x.rounded"): ("rate", "0.02 × round(3.75% ÷ 2%)", "4%"),
    } == shown


# What is refused, and what is warned of.


@pytest.mark.parametrize(
    ("rule", "code", "message"),
    [
        ("kind: per_item", "no_points", "deduct, add"),
        ("kind: per_item, deduct: {late: 1}, per: 2", "part_step_missing", ""),
        ("kind: per_item, deduct: {late: 1}, part_step: begun", "part_step_without_per", ""),
        ("kind: per_item, deduct: {hours: 1}, part_step: whole_only", "part_step_without_per", ""),
        ("kind: per_item, deduct: {late: 1}, per: 2, part_step: rounded_rate", "unknown_word",
         "allowed: whole_only, in_proportion, begun, passed_only\n"),
        (f"{O1}, below: {{deduct: 1}}, part_step: half", "unknown_word",
         "allowed: whole_only, in_proportion, begun, passed_only, rounded_rate\n"),
        ("kind: per_item, deduct: {late: 1}, per: 2%, part_step: begun", "rate_for_number", ""),
        ("kind: per_item, deduct: {late: 1}, per: torn, part_step: begun", "bad_number", "torn"),
        ("kind: per_item, deduct: {late: 1}, per: 0, part_step: begun", "zero", ""),
        ("kind: per_item, deduct: {late: 1}, free: -1", "sign", "-1"),
        ("kind: per_item, deduct: {late: 1}, free: 100000", "too_large_number", "100000"),
        ("kind: per_item, deduct: {late: 0}", "zero", ""),
        ("kind: per_item, deduct: {late: 1%}", "rate_for_points", ""),
        ("kind: per_item, deduct: {late: 1}, limit: torn", "bad_number", "torn"),
        ("kind: per_item, deduct: {late: 1}, limit: 5%", "rate_for_points", ""),
        ("kind: per_item, deduct: {late: 1}, add: {torn: 1}, limit: 5", "limit_two_ways", ""),
        (O1, "no_points", "below, above"),
        (f"{O1}, below: {{limit: 3}}", "one_side_word", ""),
        (f"{O1}, below: {{deduct: 1, add: 1}}", "one_side_word", ""),
        (f"{O1}, below: {{deduct: 1}}, above: {{add: 1}}, limit: 3", "limit_two_sided", ""),
        (f"{O1}, below: {{deduct: 0}}", "zero", ""),
        (f"{O1}, above: {{add: 0}}", "zero", ""),
        (f"{O1}, below: {{deduct: 1, limit: late}}", "bad_number", "late"),
        (f"{O1}, below: {{deduct: 1, limit: 5%}}", "rate_for_points", ""),
        ("kind: target, value: closed, target: goal, step: 2, below: {deduct: 1}", "part_step_missing", ""),
        ("kind: target, value: hours, target: goal, step: 1, below: {deduct: 1}", "part_step_missing", ""),
        ("kind: target, value: closed, target: hours, step: 1, below: {deduct: 1}", "part_step_missing", ""),
        ("kind: target, value: closed, target: 8.5, step: 1, below: {deduct: 1}", "part_step_missing", ""),
        ("kind: target, value: spare, target: 8, step: 1, below: {deduct: 1}", "part_step_missing", ""),
        *((f"{O1}, below: {{deduct: 1}}, part_step: {part}", "part_step_needless", "") for part in
          ("whole_only", "in_proportion", "begun", "rounded_rate")),
        ("kind: target, value: closed, target: goal, step: 0, below: {deduct: 1}", "zero", ""),
        ("kind: target, value: closed, target: goal, step: 1%, below: {deduct: 1}", "rate_for_target", ""),
        ("kind: target, value: closed, target: 8%, step: 1, below: {deduct: 1}", "rate_for_target", ""),
        ("kind: target, value: 8%, target: goal, step: 1, below: {deduct: 1}", "rate_for_number", ""),
        (HALF, "no_points", "below, above"),
        (f"{HALF}, below: {{deduct: 1}}, above: {{add: 1}}, limit: 3", "limit_two_sided", ""),
        (f"{HALF}, below: {{deduct: 1}}".replace("1%", "0%"), "zero", ""),
        (f"{HALF}, below: {{deduct: 1}}".replace("50%", "0.5"), "bad_rate", "0.5"),
        (f"{HALF}, below: {{deduct: 1}}".replace("50%", "late"), "bad_rate", "late"),
        (f"{HALF}, below: {{deduct: 1}}".replace("1%", "1"), "bad_rate", "1"),
        (f"{HALF}, below: {{deduct: 1}}".replace("closed", "5%"), "rate_for_number", ""),
        (f"{HALF}, below: {{deduct: 1}}".replace("goal", "5%"), "rate_for_number", ""),
        (f"{HALF}, below: {{deduct: 1}}".replace("on_target", "0"), "bad_rate", ""),
        (f"{HALF}, below: {{deduct: 1}}".replace("part_step: begun, ", ""), "missing_key", "part_step"),
    ],
)  # fmt: skip
def test_rule_that_says_too_little_or_too_much_is_refused(rule: str, code: str, message: str) -> None:
    """
    A rule without points, with words that contradict each other or with a figure of the wrong sort is refused by name.
    """
    ((found, text),) = refused(f"{{{rule}}}")

    assert code == found
    assert message in text


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (f"{O1}, below: {{deduct: 1}}, above: {{add: 1}}, limit: 3", "limit"),
        (f"{O1}, below: {{deduct: 1}}, part_step: begun", "part_step"),
    ],
)
def test_what_a_rule_says_too_much_is_said_at_its_key(rule: str, key: str) -> None:
    """
    The place is that of the word which is to go, not of the whole rule.
    """
    with pytest.raises(PolicyError) as caught:
        small(f"{{{rule}}}")
    (found,) = caught.value.diagnostics

    line = rule_file(f"{{{rule}}}").splitlines()[found.mark.line - 1]
    assert line[found.mark.column - 1 :].startswith(f"{key}: ")


@pytest.mark.parametrize("way", ["deduct", "add"])
def test_order_of_the_facts_of_a_rule_says_nothing(way: str) -> None:
    """
    A mapping of facts to points is the same policy in any order, by both hashes.
    """
    first, second = (
        small(f"{{kind: per_item, {way}: {{{each}}}}}") for each in ("late: 1, torn: 2", "torn: 2, late: 1")
    )

    assert first.stamp == second.stamp


@pytest.mark.parametrize(
    "rule",
    [
        f"{O1}, below: {{deduct: 1}}, part_step: {{reading: part}}",  # an option of it may say something
        f"{O1}, below: {{deduct: 1}}, limit: 3",
        "kind: target, value: fall, target: both, step: 1, below: {deduct: 1}",
        "kind: target, value: closed, target: 8, step: 1, below: {deduct: 1}",
        "kind: per_item, deduct: {late: 1}, limit: 0.5",
    ],
)
def test_rule_that_says_enough_is_accepted(rule: str) -> None:
    """
    Whole numbers in steps of one need no `part_step`; a reading may stand there; one side may have the rule's limit.
    """
    assert ("small", ()) == (small(f"{{{rule}}}").id, small(f"{{{rule}}}").warnings)


def test_default_that_is_written_is_warned_of() -> None:
    """
    `free: 0` says nothing, and changes nothing.
    """
    policy = small("{kind: per_item, deduct: {late: 0.5}, free: 0}")

    assert ["default_written"] == [each.code for each in policy.warnings]
    assert (2, 0) == moved(policy, {"late": 4})


@pytest.mark.parametrize("rule", ["{kind: per_item, deduct: {late: 0.5}}", f"{{{O1}, below: {{deduct: 3, limit: 9}}}}"])
def test_equal_rules_at_two_places_are_equal(rule: str) -> None:
    """
    Where a rule stands in the file does not count: the same clause with equal rules is warned of.
    """
    text = rule_file(rule).replace(f"base: {CAP}", f"base: {2 * CAP}")
    indicators = text.partition("indicators:\n")[2]
    policy = Policy.from_text(text + "\n" + indicators.replace("id: x", "id: z"))

    assert "clause_twice" in [each.code for each in policy.warnings]
    assert policy.spec.indicators[0].rules[0] == policy.spec.indicators[1].rules[0]


# The table of kinds.


def test_table_of_kinds() -> None:
    """
    A table is a mapping by name, pickled too; one with more kinds is a new table, in which one of the same name is new.
    """

    class Own(PerItem):
        """
        A kind of the same name.
        """

    larger = KindTable(PerItem).extend(Target, Own)

    assert {"per_item": PerItem, "target": Target, "rate_target": RateTarget}.items() <= dict(DEFAULT_KINDS).items()
    assert (True, False) == ("target" in DEFAULT_KINDS, "unheard_of" in DEFAULT_KINDS)
    assert len(list(DEFAULT_KINDS)) == len(DEFAULT_KINDS)
    assert {"per_item": Own, "target": Target} == dict(larger)
    assert [PerItem] == list(KindTable(PerItem).values())
    assert dict(DEFAULT_KINDS) == dict(pickle.loads(pickle.dumps(DEFAULT_KINDS)))  # noqa: S301 (our own)


def test_kinds_are_made_by_keyword() -> None:
    """
    The keys of a rule have names and no order: a kind that gains one breaks nobody who makes its rules in Python.
    """
    for kind in DEFAULT_KINDS.values():
        keys = inspect.signature(kind).parameters.values()

        assert {inspect.Parameter.KEYWORD_ONLY} == {each.kind for each in keys}


def test_rule_that_moves_nothing_one_way() -> None:
    """
    A kind need not speak of the way in which it moves no points.
    """
    assert (ZERO, ZERO) == (Lowered().deduction, Lowered().addition)


def test_a_rate_whose_denominator_is_never_zero_needs_no_empty() -> None:
    """
    Nothing is said of a denominator of 0 where there is none; the two engines agree.
    """
    text = (Path(__file__).parent / "policies" / "good" / "minimal.yaml").read_text("utf-8")
    rule = (
        "kind: rate_target, numerator: errors, denominator: delays, target: 95%, step: 1%, "
        "below: {deduct: 1}, part_step: begun"
    )
    text = text.replace("送达迟延, unit: 件", "送达迟延, unit: 件, min: 1")
    text = text.replace("kind: per_item, deduct: {errors: 0.5}", rule)
    policy = Policy.from_text(text)
    record = {"role": "judge", "errors": 94, "delays": 100}

    for backend in get_args(Backend):
        assert 5 == policy.score(record, backend=backend).exact
    assert "分母为0" not in show(policy, "zh")


def test_a_rate_on_top_may_have_no_cap() -> None:
    """
    Where nothing is lost at an empty denominator, a rate needs no cap to be lost.
    """
    text = (Path(__file__).parent / "policies" / "good" / "minimal.yaml").read_text("utf-8")
    rule = (
        "kind: rate_target, numerator: errors, denominator: delays, target: 50%, step: 10%, "
        "above: {add: 1}, part_step: whole_only, empty: on_target"
    )
    extra = f"  - {{id: c3, at: 一3, label: 附加, cap: none, extra: true, rules: [{{{rule}}}]}}\n"
    policy = Policy.from_text(f"{text}{extra}bonuses: counted\n")

    for delays, points in ((100, 4), (0, 0)):  # 95 of 100 are four whole steps above the half
        record = {"role": "judge", "errors": 95, "delays": delays}
        for backend in get_args(Backend):
            assert points == policy.score(record, backend=backend).lines[-1].points
