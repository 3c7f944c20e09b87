"""
Rational plan -> integer plan: every step becomes a whole number times a constant, a true fraction also over a whole one.

A step's value is `factor` × numerator ÷ denominator. The factor is known now and disappears from the code that a backend
runs; the denominator is another step, 1 or more, and only rates that no rounding has made whole have one. What would be
written twice is a step of its own: an expression never grows by more than what is put into it.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd, lcm

from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Compare,
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

UNIT = Fraction(1)
ONE, ZERO = Const(UNIT), Const(Fraction(0))


@record
class Scaled(Record):
    """
    `factor` × numerator ÷ denominator; the factor is above 0, None as denominator is 1. Truths have only a numerator.
    """

    factor: Fraction
    numerator: Expr
    denominator: Ref | None = None


@record
class IntegerPlan(Record):
    """
    Steps of whole numbers and truths, in order; in terms of them, the rational plan's steps and its checks' conditions.
    """

    steps: tuple[tuple[str, Expr], ...]
    values: Mapping[str, Scaled]
    checks: tuple[Expr, ...]
    places: Mapping[str, int]


def legalize(plan: Plan) -> IntegerPlan:
    """
    Turn a plan into whole numbers. Facts enter in units of their last decimal place.
    """
    return _Legalizer(plan).run()


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
            if not isinstance(value.numerator, (Ref, Const)):
                self.steps.append((step.name, value.numerator))
                value = Scaled(value.factor, Ref(step.name), value.denominator)
            self.values[step.name] = value
        checks = tuple(self.truth(each.condition) for each in self.plan.checks)
        return IntegerPlan(tuple(self.steps), self.values, checks, self.places)

    def truth(self, expr: Expr) -> Expr:
        match expr:
            case And(terms):
                return And(tuple(map(self.truth, terms)))
            case Or(terms):
                return Or(tuple(map(self.truth, terms)))
            case Not(of):
                return Not(self.truth(of))
            case Compare(left, op, right):
                (a, b), _, _ = self._together([self.number(left), self.number(right)])
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
                return self._joined(list(map(self.number, terms)), self._add)
            case Scale(factor, of):
                return _scale(factor, self.number(of))
            case Mul(left, right):
                return self._multiply(self.number(left), self.number(right))
            case Min(terms) | Max(terms):
                extreme = type(expr)

                def pick(values: list[Scaled]) -> Scaled:
                    numerators, factor, bottom = self._together(values)
                    return Scaled(factor, extreme(tuple(numerators)), bottom)

                return self._joined(list(map(self.number, terms)), pick)
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
        (then, otherwise), factor, bottom = self._together([self.number(expr.then), self.number(expr.otherwise)])
        return Scaled(factor, Select(condition, then, otherwise), bottom)

    def _ratio(self, above: Scaled, below: Scaled, if_zero: Scaled) -> Scaled:
        """
        Divide: (f a/b) ÷ (g c/d) = (f/g) (a d)/(b c), or `if_zero` where c is 0. A negative c changes both signs.
        """
        if isinstance(below.numerator, Const) and below.denominator is None:
            value = below.factor * below.numerator.value
            return _scale(1 / value, above) if value else if_zero
        factor = above.factor / below.factor
        divisor = self._named(below.numerator)
        top = above.numerator if below.denominator is None else Mul(above.numerator, below.denominator)
        bottom = divisor if above.denominator is None else Mul(above.denominator, divisor)
        other_top, other_bottom = _over(_scale(1 / factor, if_zero))
        empty, negative = Compare(divisor, "=", ZERO), Compare(divisor, "<", ZERO)
        if self._may_be_negative(divisor):
            top, bottom = self._named(top), self._named(bottom)
            top = Select(negative, Scale(Fraction(-1), top), top)
            bottom = Select(negative, Scale(Fraction(-1), bottom), bottom)
        return Scaled(factor, Select(empty, other_top, top), self._step(Select(empty, other_bottom, bottom)))

    def _may_be_negative(self, expr: Expr) -> bool:
        minima = {each.name: each.minimum for each in self.plan.inputs}
        return not (isinstance(expr, Fact) and minima[expr.name] >= 0)

    def _multiply(self, left: Scaled, right: Scaled) -> Scaled:
        for one, other in ((left, right), (right, left)):
            if isinstance(one.numerator, Const) and one.denominator is None:
                return _scale(one.factor * one.numerator.value, other)
        below = self._product([each.denominator for each in (left, right) if each.denominator is not None])
        return Scaled(left.factor * right.factor, Mul(left.numerator, right.numerator), below)

    def _joined(self, values: list[Scaled], join: Callable[[list[Scaled]], Scaled]) -> Scaled:
        """
        Join values: at once, or of many denominators first those of one, then by twos, each a named step.
        """
        alike: dict[Ref | None, list[Scaled]] = {}
        for each in values:
            alike.setdefault(each.denominator, []).append(each)
        if len(alike) <= 2:  # noqa: PLR2004 (more would each be multiplied by all the others)
            return join(values)
        found = list(map(join, alike.values()))
        while len(found) > 1:
            pairs = (join(found[place : place + 2]) for place in range(0, len(found), 2))
            found = [Scaled(each.factor, self._named(each.numerator), each.denominator) for each in pairs]
        return found[0]

    def _add(self, terms: list[Scaled]) -> Scaled:
        terms = [each for each in terms if not _is_zero(each.numerator)]
        if not terms:
            return Scaled(UNIT, ZERO)
        numerators, factor, denominator = self._together(terms)
        if len(numerators) == 1:
            return Scaled(factor, numerators[0], denominator)
        numerators = [term for each in numerators for term in (each.terms if isinstance(each, Add) else (each,))]
        constant = sum((each.value for each in numerators if isinstance(each, Const)), Fraction(0))
        others = [each for each in numerators if not isinstance(each, Const)]
        flat = [*([Const(constant)] if constant or not others else []), *others]
        return Scaled(factor, flat[0] if len(flat) == 1 else Add(tuple(flat)), denominator)

    def _together(self, values: list[Scaled]) -> tuple[list[Expr], Fraction, Ref | None]:
        """
        Bring values to one factor and one denominator.
        """
        denominators = list(dict.fromkeys(each.denominator for each in values if each.denominator is not None))
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
                        other
                        if expr == ONE
                        else Scale(expr.value, other)
                        if isinstance(expr, Const)
                        else Mul(expr, other)
                    )
            times = (each.factor.numerator // above) * (below // each.factor.denominator)
            numerators.append(ZERO if _is_zero(expr) else _times(times, expr))
        return numerators, Fraction(above, below), self._product(denominators)

    def _product(self, denominators: list[Ref]) -> Ref | None:
        """
        Give the product of two denominators, or the only one.
        """
        match denominators:
            case [one, other]:
                return self._step(Mul(one, other))
        return denominators[0] if denominators else None

    def _named(self, expr: Expr) -> Expr:
        """
        Give a name to what will be written more than once.
        """
        return expr if isinstance(expr, (Const, Fact, Ref)) else self._step(expr)

    def _step(self, expr: Expr) -> Ref:
        name = f"/{len(self.steps)}"  # no step of a plan begins so
        self.steps.append((name, expr))
        return Ref(name)


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
