"""
What values an expression can have, from the limits of the facts: interval arithmetic over a plan's steps.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType

from assess_rules.ir import (
    Add,
    Ceil,
    Const,
    Expr,
    Fact,
    Floor,
    Input,
    Max,
    Min,
    Mul,
    Plan,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Step,
)

Interval = tuple[Fraction, Fraction]
HALF = Fraction(1, 2)
MOST_FACTORS = 500  # in a derived fact, written out
SMALLEST = Fraction(1, 10 ** (15 * MOST_FACTORS))


def plan_intervals(plan: Plan) -> dict[str, Interval]:
    """
    Give the interval of each numeric step of a plan, as if nothing that is left out were scaled.

    Scaling raises no total above what it can be where nothing is left out. Where what passes a cap is lost or stands apart,
    the points are no more than the cap, which their steps do not show.
    """
    known = {} if plan.scaling is None else {plan.scaling: (Fraction(0), Fraction(0))}
    capped = (each for each in plan.indicators if each.lost is not None or each.apart is not None)
    most = {each.points: each.cap for each in capped if each.cap is not None}
    return step_intervals(plan.steps, plan.inputs, known, most)


def step_intervals(
    steps: Iterable[Step],
    inputs: Iterable[Input],
    known: Mapping[str, Interval] = MappingProxyType({}),
    most: Mapping[str, Fraction] = MappingProxyType({}),
) -> dict[str, Interval]:
    """
    Give the interval of each numeric step; of some it is `known`, or the `most` that they can be.
    """
    facts = {each.name: (each.minimum, each.maximum) for each in inputs if each.type in ("count", "number")}
    found: dict[str, Interval] = dict(known)
    written: dict[str, Expr] = {}
    for step in steps:
        written[step.name] = step.expr
        if step.shown != "flag" and step.name not in known:
            low, high = interval(_held(step.expr, written), facts, found)
            found[step.name] = low, min(high, most.get(step.name, high))
    return found


def _held(expr: Expr, written: Mapping[str, Expr]) -> Expr:
    """
    Give `min(x, cap)` for an `x` from which a step takes what passes the cap: apart, both could lie at their far ends.
    """
    match expr:
        case Add((of, Scale(Fraction(numerator=-1, denominator=1), Ref(over)))):
            match written.get(over):
                case Max((Const(Fraction(numerator=0)), Add((passing, Const(less))))) if passing == of:
                    return Min((of, Const(-less)))
    return expr


def interval(expr: Expr, facts: Mapping[str, Interval], steps: Mapping[str, Interval]) -> Interval:
    """
    Give the smallest and the largest value that an expression may have; the true range lies within.
    """

    def of(each: Expr) -> Interval:
        return interval(each, facts, steps)

    match expr:
        case Const(value):
            return value, value
        case Fact(name):
            return facts[name]
        case Ref(step):
            return steps[step]
        case Add(terms):
            found = [of(each) for each in terms]
            return sum((low for low, _ in found), Fraction(0)), sum((high for _, high in found), Fraction(0))
        case Mul(left, right):
            return _corners(of(left), of(right))
        case Scale(factor, inner):
            return _corners((factor, factor), of(inner))
        case Min(terms):
            found = [of(each) for each in terms]
            return min(low for low, _ in found), min(high for _, high in found)
        case Max(terms):
            found = [of(each) for each in terms]
            return max(low for low, _ in found), max(high for _, high in found)
        case Floor(inner):
            low, high = of(inner)
            return Fraction(floor(low)), Fraction(floor(high))
        case Ceil(inner):
            low, high = of(inner)
            return Fraction(ceil(low)), Fraction(ceil(high))
        case Round(inner):
            low, high = of(inner)
            return Fraction(floor(low + HALF)), Fraction(floor(high + HALF))
        case Ratio(numerator, denominator, if_zero):
            return _ratio(of(numerator), of(denominator), of(if_zero))
        case Select(_, then, otherwise):
            (a, b), (c, d) = of(then), of(otherwise)
            return min(a, c), max(b, d)
    raise TypeError(f"{type(expr).__name__} is no number")


def _corners(left: Interval, right: Interval) -> Interval:
    products = [a * b for a in left for b in right]
    return min(products), max(products)


def _ratio(numerator: Interval, denominator: Interval, if_zero: Interval) -> Interval:
    """
    A denominator that is not 0 is at least `SMALLEST` away from it: each of its factors has at most fifteen digits.
    """
    found = list(if_zero)
    for end in denominator:
        if end:
            found += [each / end for each in numerator]
    low, high = denominator
    if low <= 0 <= high and (low or high):
        found += [each / SMALLEST for each in numerator] + ([-each / SMALLEST for each in numerator] if low < 0 else [])
    return min(found), max(found)
