"""
Policies that are odd and lawful: names like those of steps, figures below zero, long tables, long chains.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Any

import pytest

from assess_rules import FactsError, Policy, PolicyError, Result
from assess_rules.report import explain
from drafts import Doc
from strategies import rule_file

Record = dict[str, Any]


def policy_of(rules: list[Doc], **parts: Any) -> Policy:
    """
    Make a policy of one role and one indicator of 10 points.
    """
    indicator = {"id": "i", "at": "五", "label": "指标", "cap": 10, "rules": rules}
    head: Doc = {
        "format": 1, "policy": "odd", "version": "1.0.0", "title": "办法", "source": {"issuer": "法院"},
        "in_force": {"from": "2024-01-01"}, "period": "month", "base": 10, "roles": {"judge": "法官"},
        "display": {"places": 2, "rounding": "half_up"},
    }  # fmt: skip
    return Policy.from_text(rule_file({**head, **parts, "indicators": [indicator]}))


def score(policy: Policy, **facts: Any) -> Result:
    """
    Score a judge, by both backends alike.
    """
    record: Record = {"role": "judge", **facts}
    expected = policy.score(record, backend="reference")

    assert expected == policy.score(record)
    assert expected.to_dict() == policy.score(record).to_dict()
    return expected


def label(**spec: Any) -> Doc:
    """
    Describe a fact or a derived fact.
    """
    return {"label": "数据", **spec}


STEP_NAMES = ("passed", "scored", "due", "deducted", "bonus", "points", "room", "cut", "before_limit", "sum", "over")


@pytest.mark.parametrize("name", STEP_NAMES)
def test_fact_named_like_a_step_stays_itself(name: str) -> None:
    """
    A fact or a derived fact may be called what a step is called: neither takes the other's value.
    """
    counted = {"kind": "per_item", "deduct": {name: 1}, "add": {"made": 5}}
    options = {"pass_mark": 8, "bonuses": "within_base", "facts": {name: label(max=3), "made": label(max=1)}}
    plain = policy_of([counted], **options)
    options["facts"] = {"f": label(max=3), "made": label(max=1)}
    derived = policy_of([counted], **options, derived={name: label(sum=["f", 0])})

    for figure, verdict in ((2, "pass"), (3, "fail")):
        for result in (score(plain, **{name: figure}, made=0), score(derived, f=figure, made=0)):
            assert 10 - figure == result.exact
            assert verdict == result.verdict
            assert figure == next(iter(result.facts.values()))


@pytest.mark.parametrize("way", ["deduct", "add"])
def test_items_below_zero_count_nothing(way: str) -> None:
    """
    A difference below 0 is no item: it neither gives back what is deducted nor takes from what is added.
    """
    counted = {"kind": "per_item", way: {"left": 2}}
    bonuses = {"bonuses": "counted"} if way == "add" else {}
    facts = {"came": label(), "went": label()}
    policy = policy_of([counted], **bonuses, facts=facts, derived={"left": label(difference=["came", "went"])})

    assert 10 == score(policy, came=2, went=5).exact
    assert (0, 0) == moved(score(policy, came=2, went=5))
    assert 6 == sum(moved(score(policy, came=5, went=2)))


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "per_item", "deduct": {"f": "each"}},
        {"kind": "target", "value": "f", "target": 0, "step": 1, "above": {"deduct": "each"}},
    ],
)
def test_points_below_zero_count_nothing(rule: Doc) -> None:
    """
    Points that a fact gives are never below 0: the key says which way they go.
    """
    policy = policy_of([rule], facts={"f": label(), "each": label(type="number", places=1, min=-5, max=5)})

    assert (0, 0) == moved(score(policy, f=2, each=-5))
    assert (Fraction(3), 0) == moved(score(policy, f=2, each=Fraction(3, 2)))


def moved(result: Result) -> tuple[Any, Any]:
    """
    Give what the indicator's line deducts and adds.
    """
    (line,) = result.lines
    return line.deducted, line.bonus


@pytest.mark.parametrize("size", [2, 8, 9, 250, 600])
def test_table_of_many_options(size: int) -> None:
    """
    A table gives each option its figure, however many there are.
    """
    options = [f"o{number}" for number in range(size)]
    points = {option: number % 9 for number, option in enumerate(options)}
    counted = {"kind": "per_item", "deduct": {"f": {"by": "cause", "of": points}}}
    facts = {"f": label(), "cause": label(type="choice", options=dict.fromkeys(options, "案由"))}
    policy = policy_of([counted], facts=facts)

    for option in (options[0], options[1], options[size // 2], options[-2], options[-1]):
        assert (points[option], 0) == moved(score(policy, f=1, cause=option))


def test_chain_of_derived_facts_in_a_rule_and_a_relation() -> None:
    """
    Derived facts that rest on one another, each by a table, are as good in a relation as in a rule.
    """
    options = dict.fromkeys("abcdefgh", "选项")
    derived = {
        f"d{number}": label(sum=[{"by": "kind", "of": {**dict.fromkeys("abcdefg", 0), "h": f"d{number - 1}"}}, 1])
        for number in range(1, 31)
    }
    facts = {"d0": label(), "kind": label(type="choice", options=options)}
    relation = {"fact": "d30", "under": 50, "at": "六"}
    counted = {"kind": "per_item", "deduct": {"d30": Fraction(1, 10)}}
    policy = policy_of([counted], facts=facts, derived=derived, relations=[relation])

    assert (Fraction(49, 10), 0) == moved(score(policy, d0=19, kind="h"))
    assert (Fraction(1, 10), 0) == moved(score(policy, d0=19, kind="a"))
    with pytest.raises(FactsError):
        policy.score({"role": "judge", "d0": 20, "kind": "h"})


def test_chain_that_doubles_is_loaded_or_refused_at_once() -> None:
    """
    Derived facts that each name the one before twice are refused once they come to too many terms.
    """
    derived = {f"d{number}": label(sum=[f"d{number - 1}", f"d{number - 1}"]) for number in range(1, 30)}
    counted = {"kind": "target", "value": "d29", "target": 3, "step": 1, "below": {"deduct": 1}}

    with pytest.raises(PolicyError) as caught:
        policy_of([counted], facts={"d0": label()}, derived=derived)
    assert {"many_terms"} == {each.code for each in caught.value.diagnostics}


def test_event_with_a_condition_is_no_fact() -> None:
    """
    A condition cannot ask about a veto event that has a condition of its own: no record has it.
    """
    events = {"often": {"label": "否决", "when": {"fact": "f", "at_least": 3}}}
    vetoes = {"at": "五", "effect": "no_score", "reach": "period", "counts_as": "left_out", "events": events}
    counted = {"kind": "per_item", "deduct": {"f": 1}, "when": {"fact": "often", "is": False}}

    with pytest.raises(PolicyError) as caught:
        policy_of([counted], facts={"f": label()}, vetoes=vetoes)
    assert ["unknown_fact"] == [each.code for each in caught.value.diagnostics]


def test_default_of_a_fact_that_nothing_reads_is_not_used() -> None:
    """
    A default of a fact that only an option not chosen names enters neither the result nor a relation.
    """
    reading = {"at": "五", "question": "如何", "options": {"one": "甲", "other": "乙"}, "chosen": "one"}
    counted = {"kind": "per_item", "deduct": {"f": {"reading": "r", "of": {"one": 1, "other": "spare"}}}}
    facts = {"f": label(max=9), "spare": label(max=9, default=5)}
    relation = {"fact": "f", "at_least": "spare", "at": "六"}
    policy = policy_of([counted], facts=facts, readings={"r": reading}, relations=[relation])

    assert () == score(policy, f=2).defaulted
    assert (2, 0) == moved(score(policy, f=2))
    with pytest.raises(FactsError):
        policy.score({"role": "judge", "f": 2, "spare": 3})
    other = policy.with_readings({"r": "other"})
    assert ("spare",) == score(other, f=5).defaulted
    assert (10, 0) == moved(score(other, f=5))


def test_count_that_starts_above_its_default_maximum_is_refused() -> None:
    """
    A count without a `max` goes to 99999, so a `min` above that leaves no value at all.
    """
    with pytest.raises(PolicyError) as caught:
        policy_of([{"kind": "per_item", "deduct": {"f": 1}}], facts={"f": label(min=100000)})
    assert ["max_below_min"] == [each.code for each in caught.value.diagnostics]


def test_sum_of_odd_fractions_has_more_digits_than_python_writes() -> None:
    """
    400 fractions without a common divisor add up to one of some 5,000 digits: scored, compared and written out exactly.
    """
    prices = {f"f{number}": f"1/{10**15 - 1 - number}" for number in range(400)}
    counted = {"kind": "per_item", "deduct": prices}
    options = {"pass_mark": "9/7", "facts": {name: label() for name in prices}}
    policy = policy_of([counted], **options)
    found = score(policy, **dict.fromkeys(prices, 1))
    exact = 10 - sum(map(Fraction, prices.values()))

    most = sys.get_int_max_str_digits()
    assert (exact, "pass") == (found.exact, found.verdict)
    assert len(str(found.to_dict()["exact"])) > 2 * most
    try:
        sys.set_int_max_str_digits(0)
        assert exact == Fraction(str(found.to_dict()["exact"]))
    finally:
        sys.set_int_max_str_digits(most)
    assert str(found.to_dict()["exact"]) in explain(found, "en")
