"""
The rule kinds beside counts and targets, through small policies; each figure is worked out by hand beside it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess_rules import DEFAULT_KINDS
from assess_rules.report import explain
from assess_rules.show import show
from strategies import loaded, policies_of, records
from test_kinds import CAP, moved, refused, score, small

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


# Every kind.


@pytest.mark.parametrize("kind", [each for each in DEFAULT_KINDS if each not in ("per_item", "target", "rate_target")])
def test_backends_agree_on_policies_full_of_a_kind(kind: str) -> None:
    """
    In 20 policies of six indicators and more, most of them of one kind, the fast path gives what the meaning gives.
    """
    found = []

    @settings(max_examples=20)
    @given(text=policies_of(kind), data=st.data())
    def agree(text: str, data: st.DataObject) -> None:
        policy = loaded(text)
        role = data.draw(st.sampled_from(list(policy.roles)))
        record = data.draw(records(policy.plans[role]))
        result = policy.score(record)

        assert policy.score(record, backend="reference") == result
        if f"kind: {kind}" in text:
            found.append(len(policy.spec.indicators))

    agree()
    assert len(found) >= 20
    assert min(found) >= 6
