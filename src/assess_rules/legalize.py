"""
Rational plan -> integer plan: every step becomes a whole number times a constant, a true fraction also over a whole one.

A step's value is `factor` × numerator ÷ denominator. The factor is known now and disappears from the code that a backend
runs; the denominator is another step, 1 or more, and only rates that no rounding has made whole have one.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm

from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Compare,
    Comparison,
    Const,
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
)
from assess_rules.records import Record, record

FLIPPED: Mapping[Comparison, Comparison] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "="}
UNIT = Fraction(1)
ONE, ZERO = Const(UNIT), Const(Fraction(0))


@record
class Scaled(Record):
    """
    `factor` × numerator ÷ denominator; the factor is above 0, None as denominator is 1. Truths have only a numerator.
    """

    factor: Fraction
    numerator: Expr
    denominator: Expr | None = None


@record
class IntegerPlan(Record):
    """
    Steps of whole numbers and truths, in order; and for each step of the rational plan, its value in terms of them.
    """

    steps: tuple[tuple[str, Expr], ...]
    values: Mapping[str, Scaled]
    places: Mapping[str, int]


def legalize(plan: Plan) -> IntegerPlan:
    """
    Turn a plan into whole numbers. Facts enter in units of their last decimal place.
    """
    return _Legalizer(plan).run()


def legal_condition(plan: Plan, condition: Expr) -> Expr:
    """
    Turn a relation, which reads facts only, into whole numbers.
    """
    return _Legalizer(plan).truth(condition)


class _Legalizer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.places = {each.name: each.places for each in plan.inputs}
        self.steps: list[tuple[str, Expr]] = []
        self.values: dict[str, Scaled] = {}

    def run(self) -> IntegerPlan:
        for step in self.plan.steps:
            if step.shown == "flag":
                self.steps.append((step.name, self.truth(step.expr)))
                self.values[step.name] = Scaled(UNIT, Ref(step.name))
                continue
            value = self.number(step.expr)
            if isinstance(value.numerator, (Ref, Const)):
                self.values[step.name] = value
                continue
            self.steps.append((step.name, value.numerator))
            denominator = value.denominator
            if denominator is not None and not isinstance(denominator, Ref):
                self.steps.append((f"{step.name}/", denominator))
                denominator = Ref(f"{step.name}/")
            self.values[step.name] = Scaled(value.factor, Ref(step.name), denominator)
        return IntegerPlan(tuple(self.steps), self.values, self.places)

    def truth(self, expr: Expr) -> Expr:
        match expr:
            case And(terms):
                return And(tuple(map(self.truth, terms)))
            case Or(terms):
                return Or(tuple(map(self.truth, terms)))
            case Not(of):
                return Not(self.truth(of))
            case Compare(left, op, right):
                (a, b), _, _ = _together([self.number(left), self.number(right)])
                return Compare(a, op, b)
        return expr  # a flag, an equality of choices, a reference to a truth

    def number(self, expr: Expr) -> Scaled:
        match expr:
            case Const(value):
                return Scaled(UNIT, ZERO) if not value else _signed(value, ONE)
            case Fact(name):
                places = self.places[name]
                return Scaled(Fraction(1, 10**places) if places else UNIT, expr)
            case Ref(step):
                return self.values[step]
            case Add(terms):
                return _add(list(map(self.number, terms)))
            case Scale(factor, of):
                return _scale(factor, self.number(of))
            case Mul(left, right):
                return _multiply(self.number(left), self.number(right))
            case Min(terms) | Max(terms):
                numerators, factor, denominator = _together(list(map(self.number, terms)))
                return Scaled(factor, type(expr)(tuple(numerators)), denominator)
            case Floor(of):
                return Scaled(UNIT, _quotient(*_over(self.number(of))))
            case Ceil(of):
                above, below = _over(self.number(of))
                return Scaled(UNIT, _quotient(_plus(above, below, ONE, -1), below))
            case Round(of):
                above, below = _over(self.number(of))
                return Scaled(UNIT, _quotient(_plus(_times(2, above), below, ZERO, 0), _times(2, below)))
            case Ratio(numerator, denominator, if_zero):
                return self._ratio(self.number(numerator), self.number(denominator), self.number(if_zero))
        assert isinstance(expr, Select)
        condition = self.truth(expr.condition)
        (then, otherwise), factor, denominator = _together([self.number(expr.then), self.number(expr.otherwise)])
        return Scaled(factor, Select(condition, then, otherwise), denominator)

    def _ratio(self, above: Scaled, below: Scaled, if_zero: Scaled) -> Scaled:
        """
        Divide: (f a/b) ÷ (g c/d) = (f/g) (a d)/(b c), or `if_zero` where c is 0. A negative c changes both signs.
        """
        if isinstance(below.numerator, Const) and below.denominator is None:
            value = below.factor * below.numerator.value
            return _scale(1 / value, above) if value else if_zero
        factor = above.factor / below.factor
        top = above.numerator if below.denominator is None else Mul(above.numerator, below.denominator)
        bottom = below.numerator if above.denominator is None else Mul(above.denominator, below.numerator)
        other = _scale(1 / factor, if_zero)
        other_top, other_bottom = _over(other)
        empty, negative = Compare(below.numerator, "=", ZERO), Compare(below.numerator, "<", ZERO)
        if self._may_be_negative(below.numerator):
            top = Select(negative, Scale(Fraction(-1), top), top)
            bottom = Select(negative, Scale(Fraction(-1), bottom), bottom)
        return Scaled(factor, Select(empty, other_top, top), Select(empty, other_bottom, bottom))

    def _may_be_negative(self, expr: Expr) -> bool:
        minima = {each.name: each.minimum for each in self.plan.inputs}
        return not (isinstance(expr, Fact) and minima[expr.name] >= 0)


def _is_zero(expr: Expr) -> bool:
    return isinstance(expr, Const) and not expr.value


def _signed(value: Fraction, expr: Expr) -> Scaled:
    """
    Give value × expr with a factor above 0.
    """
    return Scaled(abs(value), expr if value > 0 else _times(-1, expr))


def _scale(factor: Fraction, value: Scaled) -> Scaled:
    if not factor:
        return Scaled(UNIT, ZERO)
    return Scaled(
        abs(factor) * value.factor, value.numerator if factor > 0 else _times(-1, value.numerator), value.denominator
    )


def _multiply(left: Scaled, right: Scaled) -> Scaled:
    for one, other in ((left, right), (right, left)):
        if isinstance(one.numerator, Const) and one.denominator is None:
            return _scale(one.factor * one.numerator.value, other)
    if left.denominator is None or right.denominator is None:
        denominator = left.denominator or right.denominator
    else:
        denominator = Mul(left.denominator, right.denominator)
    return Scaled(left.factor * right.factor, Mul(left.numerator, right.numerator), denominator)


def _add(terms: list[Scaled]) -> Scaled:
    terms = [each for each in terms if not _is_zero(each.numerator)]
    if not terms:
        return Scaled(UNIT, ZERO)
    numerators, factor, denominator = _together(terms)
    if len(numerators) == 1:
        return Scaled(factor, numerators[0], denominator)
    numerators = [term for each in numerators for term in (each.terms if isinstance(each, Add) else (each,))]
    constant = sum((each.value for each in numerators if isinstance(each, Const)), Fraction(0))
    others = [each for each in numerators if not isinstance(each, Const)]
    flat = [*([Const(constant)] if constant or not others else []), *others]
    return Scaled(factor, flat[0] if len(flat) == 1 else Add(tuple(flat)), denominator)


def _together(values: list[Scaled]) -> tuple[list[Expr], Fraction, Expr | None]:
    """
    Bring values to one factor and one denominator.
    """
    denominators = list(dict.fromkeys(each.denominator for each in values if each.denominator is not None))
    product: Expr | None = None
    for other in denominators:
        product = other if product is None else Mul(product, other)
    factors = [each.factor for each in values if not _is_zero(each.numerator)] or [UNIT]
    if not denominators and factors.count(factors[0]) == len(factors):
        return [each.numerator for each in values], factors[0], None
    above, below = gcd(*(each.numerator for each in factors)), lcm(*(each.denominator for each in factors))
    numerators = []
    for each in values:
        expr = each.numerator
        for other in denominators:
            if other != each.denominator and not _is_zero(expr):
                expr = (
                    other if expr == ONE else Scale(expr.value, other) if isinstance(expr, Const) else Mul(expr, other)
                )
        times = (each.factor.numerator // above) * (below // each.factor.denominator)
        numerators.append(ZERO if _is_zero(expr) else _times(times, expr))
    return numerators, Fraction(above, below), product


def _over(value: Scaled) -> tuple[Expr, Expr]:
    """
    Give whole numerator and denominator.
    """
    below = ONE if value.denominator is None else value.denominator
    return _times(value.factor.numerator, value.numerator), _times(value.factor.denominator, below)


def _times(factor: int, expr: Expr) -> Expr:
    if factor == 1:
        return expr
    if isinstance(expr, Const):
        return Const(expr.value * factor)
    if isinstance(expr, Scale):
        return _times(int(expr.factor) * factor, expr.of)
    return Scale(Fraction(factor), expr)


def _plus(left: Expr, right: Expr, one: Expr, times: int) -> Expr:
    return Add(tuple(each for each in (left, right, _times(times, one)) if not _is_zero(each)))


def _quotient(above: Expr, below: Expr) -> Expr:
    if below == ONE:
        return above
    return Quotient(above, below)
