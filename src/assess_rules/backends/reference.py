"""
The reference evaluator: what a plan means. Exact fractions, one step after the other, never optimised.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Equal,
    Expr,
    Fact,
    Floor,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Plan,
    Quotient,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Value,
)

HALF = Fraction(1, 2)


def evaluate(plan: Plan, facts: Mapping[str, Value]) -> dict[str, Value]:
    """
    Give the value of every fact and every step, by name. The facts have been accepted for the plan.
    """
    values: dict[str, Value] = dict(facts)
    for step in plan.steps:
        values[step.name] = value_of(step.expr, values)
    return values


def value_of(expr: Expr, values: Mapping[str, Value]) -> Value:
    """
    Give the value of an expression.
    """
    match expr:
        case Equal(choice, option):
            return values[choice.name] == option
        case Compare(left, op, right):
            return holds(number(left, values), op, number(right, values))
        case And(terms):
            return all([truth(each, values) for each in terms])
        case Or(terms):
            return any([truth(each, values) for each in terms])
        case Not(of):
            return not truth(of, values)
        case Select(condition, then, otherwise):
            return value_of(then if truth(condition, values) else otherwise, values)
        case Fact(name) | Ref(name):
            return values[name]
        case Const(value):
            return value
        case Add(terms):
            return sum((number(each, values) for each in terms), Fraction(0))
        case Mul(left, right):
            return number(left, values) * number(right, values)
        case Scale(factor, of):
            return factor * number(of, values)
        case Min(terms):
            return min(number(each, values) for each in terms)
        case Max(terms):
            return max(number(each, values) for each in terms)
        case Floor(of):
            return Fraction(floor(number(of, values)))
        case Ceil(of):
            return Fraction(ceil(number(of, values)))
        case Round(of):
            return Fraction(floor(number(of, values) + HALF))
        case Ratio(numerator, denominator, if_zero):
            below = number(denominator, values)
            return number(numerator, values) / below if below else number(if_zero, values)
        case Quotient(dividend, divisor):
            return Fraction(number(dividend, values) // number(divisor, values))
    assert_never(expr)


def holds(left: Fraction, op: str, right: Fraction) -> bool:
    """
    Say whether a comparison holds.
    """
    if op == ">=":
        return left >= right
    if op == ">":
        return left > right
    if op == "<=":
        return left <= right
    if op == "<":
        return left < right
    return left == right


def number(expr: Expr, values: Mapping[str, Value]) -> Fraction:
    """
    Give the value of an expression that is a number.
    """
    value = value_of(expr, values)
    assert not isinstance(value, (bool, str))
    return Fraction(value)


def truth(expr: Expr, values: Mapping[str, Value]) -> bool:
    """
    Give the value of an expression that is true or false.
    """
    value = value_of(expr, values)
    assert isinstance(value, bool)
    return value
