"""
Every backend gives what the reference evaluator gives, and the fast path takes what the door for facts takes.
"""

from __future__ import annotations

import enum
import pickle
from collections import Counter, OrderedDict, defaultdict
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assess_rules import FactsError, Policy, Result
from assess_rules.backends import compiled, source
from assess_rules.backends.reference import evaluate
from assess_rules.intervals import step_intervals
from assess_rules.ir import (
    Add,
    And,
    Compare,
    Const,
    Equal,
    Expr,
    Fact,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Quotient,
    Ratio,
    Ref,
    Scale,
    Select,
    Step,
    walk,
)
from assess_rules.labels import Label
from assess_rules.legalize import legalize
from assess_rules.records import evolve
from first_policy import own_policy, random_records
from strategies import cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hypothesis.strategies import DrawFn

    from assess_rules.diagnostics import Diagnostic
    from assess_rules.ir import Plan, Value

Whole = int | bool | str


# One result from every backend.


def assert_same(expected: Result, found: Result) -> None:
    """
    Two results are equal, and everything that they show is.
    """
    assert expected == found
    assert expected.to_dict() == found.to_dict()
    assert (expected.score, expected.exact, expected.cuts) == (found.score, found.exact, found.cuts)
    assert (expected.vetoes, expected.defaulted) == (found.vetoes, found.defaulted)
    assert hash(expected) == hash(found)
    assert repr(expected) == repr(found)


@given(cases)
def test_compiled_agrees_with_the_reference(case: tuple[Policy, dict[str, Any]]) -> None:
    """
    The compiled backend gives the result of the reference evaluator, to the last figure.
    """
    policy, record = case

    assert_same(policy.score(record, backend="reference"), policy.score(record))


@given(cases)
def test_scoring_a_checked_record_is_scoring_it(case: tuple[Policy, dict[str, Any]]) -> None:
    """
    A record that is checked first and then scored gives the result of both in one go.
    """
    policy, record = case

    assert_same(policy.score(record), policy.score_accepted(policy.accept(record)))


@given(cases)
def test_reference_is_total_and_within_the_intervals(case: tuple[Policy, dict[str, Any]]) -> None:
    """
    Every step has a value for every accepted record: a truth for a flag, else a number within its interval.
    """
    policy, record = case
    plan = policy.plans[record["role"]]
    known = evaluate(plan, policy.accept(record).values)
    intervals = step_intervals(plan.steps, plan.inputs)

    for step in plan.steps:
        value = known[step.name]
        if step.shown == "flag":
            assert isinstance(value, bool)
        else:
            low, high = intervals[step.name]
            assert isinstance(value, Fraction)
            assert low <= value <= high


# The integer plan, step by step.


def whole(expr: Expr, values: Mapping[str, Whole]) -> Whole:
    """
    Give the value of an expression of an integer plan.
    """

    def of(each: Expr) -> Any:
        return whole(each, values)

    match expr:
        case Const(value):
            assert value.denominator == 1
            return int(value)
        case Fact(name) | Ref(name):
            return values[name]
        case Add(terms):
            return int(sum(map(of, terms)))
        case Mul(left, right):
            return int(of(left) * of(right))
        case Scale(factor, inner):
            assert factor.denominator == 1
            return int(factor) * int(of(inner))
        case Quotient(dividend, divisor):
            assert of(divisor) >= 1
            return int(of(dividend) // of(divisor))
        case Min(terms):
            return int(min(map(of, terms)))
        case Max(terms):
            return int(max(map(of, terms)))
        case Select(condition, then, otherwise):
            return int(of(then)) if of(condition) else int(of(otherwise))
    return holds(expr, values)


def holds(expr: Expr, values: Mapping[str, Whole]) -> bool:
    """
    Give the truth of a condition of an integer plan.
    """
    match expr:
        case Compare(left, op, right):
            one, other = int(whole(left, values)), int(whole(right, values))
            return {">=": one >= other, ">": one > other, "<=": one <= other, "<": one < other, "=": one == other}[op]
        case Equal(choice, option):
            return values[choice.name] == option
        case And(terms):
            return all(whole(each, values) for each in terms)
        case Or(terms):
            return any(whole(each, values) for each in terms)
        case Not(inner):
            return not whole(inner, values)
    raise AssertionError(expr)


@given(cases)
def test_integer_plan_gives_every_step(case: tuple[Policy, dict[str, Any]]) -> None:
    """
    Each step of the integer plan is a whole number or a truth, and stands for the reference evaluator's value.
    """
    policy, record = case

    assert_every_step(policy.plans[record["role"]], policy.accept(record).values)


@pytest.mark.parametrize(("few", "more"), [(2, 3), (3, 7), (9, 9)])
def test_fractions_are_multiplied_in_whole_numbers(few: int, more: int) -> None:
    """
    A product of two fractions, each over another fact, has the product of both below the line.
    """
    plan = Policy.from_text(SMALL).plans["judge"]
    first, second = (
        Ratio(Fact(above), Add((Fact(below), Const(Fraction(1)))), Const(Fraction(0)))
        for above, below in (("few", "more"), ("more", "few"))
    )
    product = Step("product", Mul(first, second), Label("积"), ("五",))

    assert_every_step(evolve(plan, steps=(product,)), {"few": Fraction(few), "more": Fraction(more)})


def assert_every_step(plan: Plan, facts: Mapping[str, Value]) -> None:
    """
    Each step of the integer plan stands for what the reference evaluator gives.
    """
    integers, known = legalize(plan), evaluate(plan, facts)
    values: dict[str, Whole] = {name: in_units(value, integers.places[name]) for name, value in facts.items()}
    for name, expr in integers.steps:
        values[name] = whole(expr, values)
        assert type(values[name]) in (int, bool)

    for step in plan.steps:
        scaled = integers.values[step.name]
        numerator = whole(scaled.numerator, values)
        if step.shown == "flag":
            assert known[step.name] is numerator
        else:
            denominator = 1 if scaled.denominator is None else int(whole(scaled.denominator, values))
            assert scaled.factor > 0
            assert denominator >= 1
            assert known[step.name] == scaled.factor * int(numerator) / denominator


def in_units(value: Value, places: int) -> Whole:
    """
    Give a fact in units of its last decimal place.
    """
    return value if isinstance(value, (bool, str)) else int(value * 10**places)


# What the fast path accepts.

Outcome = Result | tuple["Diagnostic", ...]


def fast_outcome(policy: Policy, record: Any) -> Outcome:
    """
    Score a record as programs do; give the result, or what is wrong with the record.
    """
    try:
        return policy.score(record)
    except FactsError as error:
        return error.diagnostics


def checked_outcome(policy: Policy, record: Any) -> Outcome:
    """
    Let the door look at a record before it is scored; give the result, or what is wrong with the record.
    """
    try:
        accepted = policy.accept(record)
    except FactsError as error:
        return error.diagnostics
    return policy.score_accepted(accepted)


class Count(enum.IntEnum):
    """
    A whole number that is not quite an `int`.
    """

    TWO = 2


ODD_VALUES = (
    None, True, False, 0, 1, -1, 2, 99999, 100000, 10**30, 1.0, 0.5, float("nan"), float("inf"), "1", "", "true", "a",
    "是", Decimal(1), Decimal("0.5"), Decimal("NaN"), Decimal("1e30"), Fraction(2), Fraction(1, 3), Count.TWO, (), [1],
    {"a": 1}, b"1",
)  # fmt: skip
ODD_ROLES = (None, "Judge", "judge ", "法官", "", 1, True, ["judge"], ("judge",), {"judge": 1})
ODD_KEYS: tuple[Any, ...] = ("unknown", "role ", "", "score", "total", 1, None, ("role",))
odd_keys: st.SearchStrategy[Any] = st.sampled_from(ODD_KEYS)
NAMES = {
    "person": ("E001", "", " E001", 7),
    "team": ("3", "3\n", None),
    "period": ("2024-03", "2024-13", "1999-01", "2024"),
}


@st.composite
def policies_with_odd_records(draw: DrawFn) -> tuple[Policy, Any]:
    """
    Draw a policy and a record with one to three things done to it, most of them wrong.
    """
    policy, record = draw(cases)
    inputs = policy.plans[record["role"]].inputs
    others = [name for plan in policy.plans.values() for name in (each.name for each in plan.inputs)]
    for _ in range(draw(st.integers(1, 3))):
        fault = draw(st.sampled_from(["drop", "value", "value", "limit", "other", "role", "key", "names"]))
        fact = draw(st.sampled_from(inputs)) if inputs else None
        if fault == "drop":
            record.pop(draw(st.sampled_from(sorted(record, key=str))))
        elif fault == "value" and fact is not None:
            record[fact.name] = draw(st.sampled_from(ODD_VALUES))
        elif fault == "limit" and fact is not None:
            limit = draw(st.sampled_from([fact.minimum, fact.maximum]))
            record[fact.name] = int(limit) + draw(st.integers(-1, 1))
        elif fault == "other":
            record[draw(st.sampled_from([*others, "x"]))] = draw(st.sampled_from([0, True, None]))
        elif fault == "role":
            record["role"] = draw(st.sampled_from([*ODD_ROLES, *policy.roles]))
        elif fault == "key":
            record[draw(odd_keys)] = draw(st.sampled_from([0, None, "x"]))
        else:
            name = draw(st.sampled_from(sorted(NAMES)))
            record[name] = draw(st.sampled_from(NAMES[name]))
    return policy, record


@given(policies_with_odd_records())
def test_fast_path_accepts_what_the_door_accepts(case: tuple[Policy, Any]) -> None:
    """
    A wrong record is refused with the same diagnostics whether it is checked first or not; a lawful one scores alike.
    """
    policy, record = case
    before = dict(record)

    assert checked_outcome(policy, record) == fast_outcome(policy, record)
    assert [*before] == [*record]


SMALL = """
format: 1
policy: small
version: 1.0.0
title: 办法
source: {issuer: 法院}
in_force: {from: 2024-01-01}
period: month
base: 10
display: {places: 1, rounding: half_up}
roles: {judge: 法官}
facts:
  few: {label: 件, min: 2, max: 9}
  more: {label: 件, max: 9}
  steps: {label: 档, allowed: [0, 5, 10]}
  seldom: {label: 件, max: 3, default: 1}
  kind: {label: 类, type: choice, options: {a: 甲, b: 乙}}
  away: {label: 休假, type: flag}
relations: [{fact: few, at_most: more, at: 六}]
indicators:
  - id: i
    at: 五
    label: 指标
    cap: 10
    rules:
      - {kind: per_item, deduct: {few: 0.1, more: 0.2, steps: {by: kind, of: {a: 1, b: 0.5}}, seldom: 1},
         when: {fact: away, is: false}}
"""
SMALL_RECORD = {"role": "judge", "few": 2, "more": 3, "steps": 5, "seldom": 0, "kind": "a", "away": False}


def single_faults(policy: Policy, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Give a record with every single thing done to it: a fact left out, at and past its limits, of every odd value.
    """
    for each in policy.plans[record["role"]].inputs:
        yield {key: value for key, value in record.items() if key != each.name}
        limits = [int(limit) + step for limit in (each.minimum, each.maximum) for step in (-1, 0, 1)]
        for value in (*ODD_VALUES, *limits, *(option for option, _ in each.options), *map(int, each.allowed)):
            yield {**record, each.name: value}
    for role in (*ODD_ROLES, *policy.roles):
        yield {**record, "role": role}
    for key in ODD_KEYS:
        yield {**record, key: 0}
    for name, texts in NAMES.items():
        yield from ({**record, name: text} for text in texts)


@pytest.mark.parametrize("role", ["small", "judge", "assistant", "clerk"])
def test_fast_path_refuses_every_single_fault(role: str) -> None:
    """
    Whatever one thing is done to a record, the fast path takes it as the door does.
    """
    policy = Policy.from_text(SMALL) if role == "small" else own_policy()
    record = SMALL_RECORD if role == "small" else next(random_records(role, 1, seed=1))
    assert isinstance(fast_outcome(policy, record), Result)
    outcomes = set()
    for odd in single_faults(policy, record):
        expected = checked_outcome(policy, odd)
        assert expected == fast_outcome(policy, odd)
        outcomes.add(type(expected))

    assert {Result, tuple} == outcomes


def test_full_tables_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What was computed before is kept up to a size; past it, results are the same.
    """
    for module in (compiled, source):
        monkeypatch.setattr(module, "TABLE_SIZE", 3)
    policy = own_policy()
    for record in random_records("judge", 50, seed=2):
        assert_same(policy.score(record, backend="reference"), policy.score(record))


def test_a_fact_that_is_a_constant_is_a_factor() -> None:
    """
    Where a price is itself worked out of figures alone, the integer plan scales the count by it.
    """
    text = SMALL.replace("more: 0.2", "more: price")
    text = text.replace("relations:", "derived: {price: {label: 每件, sum: [0.05, 0.15]}}\nrelations:")
    policy = Policy.from_text(text)
    products = [
        each for _, expr in legalize(policy.plans["judge"]).steps for each in walk(expr) if isinstance(each, Mul)
    ]

    assert [Fact("steps")] == [each.right for each in products]  # its price is that of a choice
    assert_same(policy.score(SMALL_RECORD, backend="reference"), policy.score(SMALL_RECORD))
    # 2 × 0.1, 3 × (0.05 + 0.15) and 5 × 1 are taken from 10.
    assert Fraction("4.2") == policy.score(SMALL_RECORD).exact


def test_a_backend_has_a_known_name() -> None:
    """
    A name that no backend has is refused, with the names that there are.
    """
    with pytest.raises(ValueError, match="no backend 'comiled'; there are compiled, reference"):
        Policy.from_text(SMALL).score(SMALL_RECORD, backend="comiled")  # type: ignore[arg-type]


def test_only_a_role_of_the_policy_has_a_plan() -> None:
    """
    Plans are looked up by role.
    """
    policy = Policy.from_text(SMALL)

    assert (["judge"], 1) == (list(policy.plans), len(policy.plans))
    assert "clerk" not in policy.plans
    with pytest.raises(KeyError, match="clerk"):
        policy.plans["clerk"]


@given(cases)
def test_fast_path_takes_the_facts_that_a_plan_reads(case: tuple[Policy, dict[str, Any]]) -> None:
    """
    A record of just the facts that are read, in plain types, is scored without the door for facts.
    """
    policy, record = case
    plan, values = policy.plans[record["role"]], policy.accept(record).values
    assume(all(each.type != "number" for each in plan.inputs if each.read))
    plain = {name: value if isinstance(value, (bool, str)) else int(value) for name, value in values.items()}
    expected = policy.score_accepted(policy.accept({"role": plan.role, **plain}))
    closed = pickle.loads(pickle.dumps(policy))  # noqa: S301 (our own)
    closed.score({"role": plan.role, **plain})
    vars(closed)["door"] = None  # who asks it fails

    assert expected == closed.score({"role": plan.role, **plain})


def test_counter_does_not_make_up_a_missing_fact() -> None:
    """
    A mapping that gives 0 for what it does not have is refused as its plain content is, and stays as it was.
    """
    policy = own_policy()
    record: dict[str, Any] = {
        each.name: 0 for each in policy.plans["clerk"].inputs if each.read and each.type == "count"
    }
    record |= {each.name: False for each in policy.plans["clerk"].inputs if each.type == "flag"}
    record |= {"role": "clerk", "person": "E001"}
    expected = policy.score(record)
    del record["node_delays"]
    for mapping in (Counter(record), defaultdict(int, record), OrderedDict(record), MappingProxyType(record)):
        found = fast_outcome(policy, mapping)
        assert isinstance(found, tuple)
        assert ["missing_fact"] == [each.code for each in found]
        assert "node_delays" not in mapping
    for whole_mapping in (MappingProxyType(record | {"node_delays": 0}), OrderedDict(record, node_delays=0)):
        assert expected == policy.score(whole_mapping)
