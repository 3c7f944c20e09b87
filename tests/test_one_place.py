"""
One place: a rule kind that is invented here, as one class, reaches everything that the shipped kinds reach.
"""

import pickle
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar

import jsonschema
import pytest

from assess_rules import DEFAULT_KINDS, Policy, PolicyError
from assess_rules.amounts import Amount, Figure, Name
from assess_rules.docs import kind_page
from assess_rules.figures import AmountOf
from assess_rules.ir import ZERO, Floor, Mul, Ratio
from assess_rules.kinds import Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker
from assess_rules.labels import Label
from assess_rules.objects import keys_of
from assess_rules.records import record
from assess_rules.report import explain
from assess_rules.schema import policy_schema
from assess_rules.show import show


@record(kw_only=True)
class Dozens(RuleKind):
    """
    Deduct points for each full dozen.

    Meaning: deduction = points × the whole part of value ÷ 12.
    Example: {kind: dozens, value: late_files, points: 2}
    Worked score: cap 10, late_files 25 -> 4 deducted, 6 kept
    """

    kind: ClassVar[str] = "dozens"
    zh: ClassVar[str] = "按打计分"
    zh_meaning: ClassVar[str] = "每满一打扣分。"

    value: Annotated[Amount, AmountOf("What is counted.", zh="计数", dimension="quantity")]
    points: Annotated[Amount, AmountOf("Points for a dozen.", zh="每打扣分", dimension="points")]

    def lower(self, context: Lowering) -> Lowered:
        dozens = Floor(Ratio(context.amount(self.value), context.amount(TWELVE), ZERO))
        assert isinstance(self.value, Name)
        number = context.step("dozens", dozens, context.label(self.value))
        return Lowered(Mul(context.amount(self.points), number))

    def say(self, speaker: Speaker) -> Iterator[str]:
        said = Label("{value}，每满一打扣{points}", "{value}: {points} deducted for each full dozen")
        yield speaker.say(said, value=speaker.number(self.value), points=speaker.points(self.points))

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return (Side("deduct"),)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from ()


TWELVE = Figure(Fraction(12))
KINDS = DEFAULT_KINDS.extend(Dozens)
POLICY = """\
format: 1
policy: invented
version: 1.0.0
title: {en: An invented policy, zh: 虚构办法}
source: {issuer: nobody}
in_force: {from: 2024-01-01}
period: month
base: 10
pass_mark: 5
display: {places: 1, rounding: half_up}
roles: {clerk: Clerk}
facts: {late_files: {label: Late files, unit: files}}
indicators:
  - {id: files, at: part 1, label: Files, cap: 10, rules: [{kind: dozens, value: late_files, points: 2}]}
"""


def test_the_table_of_kinds_is_not_changed() -> None:
    """
    Extending gives a new table; the shipped one stays as it is.
    """
    assert "dozens" in KINDS
    assert "dozens" not in DEFAULT_KINDS
    assert {"per_item", "target", "rate_target", "fixed", "levels", "entered", "bands", "linear", "group"} == set(
        DEFAULT_KINDS
    )


def test_no_kind_has_more_than_eight_keys_of_its_own() -> None:
    """
    A kind can be learnt from one example: eight keys of its own at most, beside those that every rule may have.
    """
    common = {key.name for key in keys_of(RuleKind)}
    own = {name: {key.name for key in keys_of(kind)} - common for name, kind in DEFAULT_KINDS.items()}

    assert {} == {name: keys for name, keys in own.items() if not 1 <= len(keys) <= 8}


def test_the_schema_has_it() -> None:
    """
    The JSON Schema describes the kind and its keys, in both languages, and is itself a valid schema.
    """
    schema = policy_schema(KINDS)
    jsonschema.Draft202012Validator.check_schema(schema)
    properties = schema["$defs"]["rule_dozens"]["properties"]

    assert {"const": "dozens"}.items() <= properties["kind"].items()
    assert "What is counted." in properties["value"]["description"]
    assert "计数" in properties["value"]["description"]
    assert "rule_dozens" not in policy_schema(DEFAULT_KINDS)["$defs"]


@pytest.mark.parametrize("backend", ["compiled", "reference"])
@pytest.mark.parametrize(("late", "kept"), [(0, 10), (11, 10), (12, 8), (25, 6), (60, 0), (99, 0)])
def test_both_evaluators_compute_it(backend: Any, late: int, kept: int) -> None:
    """
    The file loads, and both evaluators give cap − 2 × the full dozens, not below 0.
    """
    policy = Policy.from_text(POLICY, kinds=KINDS)
    result = policy.score({"role": "clerk", "late_files": late}, backend=backend)

    assert kept == result.exact
    assert policy.plans == pickle.loads(pickle.dumps(policy)).plans  # noqa: S301 (our own bytes)


def test_the_trace_shows_it() -> None:
    """
    The explanation has the kind's own step, with the fact's label, in both languages.
    """
    result = Policy.from_text(POLICY, kinds=KINDS).score({"role": "clerk", "late_files": 25})

    assert "Late files: floor(25 ÷ 12) = 2" in explain(result, "en")
    assert "Late files: 取整(25 ÷ 12) = 2" in explain(result, "zh")


def test_the_read_back_says_it() -> None:
    """
    The whole policy in sentences has the kind's own, with its figure, in both languages.
    """
    policy = Policy.from_text(POLICY, kinds=KINDS)

    assert "“Late files”: 2 points deducted for each full dozen." in show(policy, "en")
    assert "“Late files”，每满一打扣2分。" in show(policy, "zh")


def test_wrong_use_is_said_in_its_own_words() -> None:
    """
    A mistake in the kind's keys is named with the kind's own keys.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(POLICY.replace("points: 2", "point: 2"), kinds=KINDS)

    assert [("unknown_key", "points")] == [(each.code, each.near) for each in caught.value.diagnostics]
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(POLICY)
    assert ["unknown_kind"] == [each.code for each in caught.value.diagnostics]


def test_the_page_documents_it() -> None:
    """
    The kind's page has its meaning in both languages, its keys, its example and its worked score.
    """
    page = kind_page(Dozens)

    for part in ("`dozens` 按打计分", "每满一打扣分。", "whole part of value ÷ 12", "`points`", "4 deducted, 6 kept"):
        assert part in page
