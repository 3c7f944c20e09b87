"""
What the figures of a plan can be while its facts vary within a box.

Each figure is kept as a linear form of the facts. Where it bends (a minimum, a rounding, a ratio) a new variable takes
its place, with what is known of it: its two ends, and linear forms that it is never above or never below. So a figure
whose parts cancel out, as a total less what a limit cut from it, is seen to cancel out.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import floor, gcd, lcm
from typing import Literal

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
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Step,
)
from assess_rules.records import Record, record

Interval = tuple[Fraction, Fraction]
NIL, UNIT, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


class UnboundedError(ArithmeticError):
    """
    A ratio whose denominator can come as close to 0 as it likes.
    """


@record
class Form(Record):
    """
    A constant plus multiples of variables.
    """

    const: Fraction
    terms: Mapping[str, Fraction]

    def plus(self, other: "Form", times: Fraction = UNIT) -> "Form":
        """
        Add a multiple of another form; what cancels out is gone.
        """
        terms = dict(self.terms)
        for name, factor in other.terms.items():
            total = terms.pop(name, NIL) + factor * times
            if total:
                terms[name] = total
        return Form(self.const + other.const * times, terms)


def sum_of(forms: Iterable[Form]) -> Form:
    """
    Add forms; what cancels out is gone.
    """
    const, terms = NIL, dict[str, Fraction]()
    for form in forms:
        const += form.const
        for name, factor in form.terms.items():
            terms[name] = terms.get(name, NIL) + factor
    return Form(const, {name: factor for name, factor in terms.items() if factor})


@record
class Extent(Record):
    """
    A figure over a box: the form that it equals, its ends, and `grain`, of which it is always a whole multiple.

    A grain of None is not known; one of 0 is that of 0 itself. A sum keeps its parts.
    """

    form: Form
    low: Fraction
    high: Fraction
    grain: Fraction | None
    parts: tuple["Extent", ...] = ()


Known = Extent | bool | frozenset[str] | None  # a number, a truth or None for either, the options that a choice may be


def constant(value: Fraction) -> Extent:
    """
    Give the extent of one value.
    """
    return Extent(Form(value, {}), value, value, abs(value))


def common_grain(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """
    Give the largest grain of which both grains are whole multiples.
    """
    if left is None or right is None:
        return None
    if not left or not right:
        return left or right
    below = lcm(left.denominator, right.denominator)
    return Fraction(gcd(int(left * below), int(right * below)), below)


class Box:
    """
    One region of records, and what the steps of a plan are within it.
    """

    def __init__(self, variables: Mapping[str, Interval], known: Mapping[str, Known]) -> None:
        self._ends = dict(variables)
        self._bends: dict[str, tuple[tuple[Form, ...], tuple[Form, ...]]] = {}  # never below these, never above those
        self.known = dict(known)

    def run(self, steps: Iterable[Step]) -> None:
        """
        Work out steps, in their order.
        """
        for step in steps:
            self.known[step.name] = self.truth(step.expr) if step.shown == "flag" else self.number(step.expr)

    def truth(self, expr: Expr) -> bool | None:
        """
        Say whether a condition holds all over the box, nowhere in it, or (None) neither is known.
        """
        match expr:
            case Fact(name) | Ref(name):
                known = self.known[name]
                assert known is None or isinstance(known, bool)
                return known
            case Compare(left, op, right):
                return _holds(self._difference(self.number(left), self.number(right)), op)
            case Equal(choice, option):
                options = self.known[choice.name]
                assert isinstance(options, frozenset)
                return None if option in options and len(options) > 1 else option in options
            case Not(of):
                known = self.truth(of)
                return None if known is None else not known
            case And(terms):
                found = [self.truth(each) for each in terms]
                return False if False in found else None if None in found else True
        assert isinstance(expr, Or)
        found = [self.truth(each) for each in expr.terms]
        return True if True in found else None if None in found else False

    def number(self, expr: Expr) -> Extent:
        """
        Give the extent of a number.
        """
        match expr:
            case Const(value):
                return constant(value)
            case Fact(name) | Ref(name):
                known = self.known[name]
                assert isinstance(known, Extent)
                return known
            case Add(terms):
                return self._sum([self.number(each) for each in terms])
            case Scale(factor, of):
                return _scaled(self.number(of), factor)
            case Mul(left, right):
                return self._product(self.number(left), self.number(right))
            case Max(terms):
                return reduce(self._larger, map(self.number, terms))
            case Min(terms):
                return _scaled(reduce(self._larger, (_scaled(self.number(each), -UNIT) for each in terms)), -UNIT)
            case Floor(of):
                return self._floor(self.number(of))
            case Ceil(of):
                return _scaled(self._floor(_scaled(self.number(of), -UNIT)), -UNIT)
            case Round(of):
                return self._floor(self._sum([self.number(of), constant(HALF)]))
            case Ratio(numerator, denominator, if_zero):
                return self._ratio(self.number(numerator), self.number(denominator), if_zero)
        assert isinstance(expr, Select)
        return self._select(expr)

    # The ends of forms.

    def _ends_of(self, form: Form) -> Interval:
        """
        Give values between which a form always is.
        """
        return self._end(form, 0), self._end(form, 1)

    def _end(self, form: Form, end: Literal[0, 1]) -> Fraction:
        """
        Give the low (0) or high (1) end: the newest variables first, put what they are never beyond in their place.
        """
        if not form.terms.keys().isdisjoint(self._bends):
            for name in reversed(self._bends):
                factor = form.terms.get(name)
                if factor is not None:
                    beyond = self._bends[name][end if factor > 0 else 1 - end]
                    tries = [form.plus(each.plus(Form(NIL, {name: UNIT}), -UNIT), factor) for each in beyond]
                    # of equals the first: what stands for older variables may cancel out against them
                    form = (max, min)[end]([*tries, form], key=lambda each: self._plain_end(each, end))
        return self._plain_end(form, end)

    def _plain_end(self, form: Form, end: Literal[0, 1]) -> Fraction:
        value = form.const
        for name, factor in form.terms.items():
            value += factor * self._ends[name][end if factor > 0 else 1 - end]
        return value

    def _difference(self, left: Extent, right: Extent) -> Interval:
        """
        Give the ends of left − right.
        """
        low, high = self._ends_of(left.form.plus(right.form, -UNIT))
        return max(low, left.low - right.high), min(high, left.high - right.low)

    # Operations.

    def _sum(self, extents: Sequence[Extent]) -> Extent:
        form = sum_of(each.form for each in extents)
        low, high = self._ends_of(form)
        low, high = (
            max(low, sum((each.low for each in extents), NIL)),
            min(high, sum((each.high for each in extents), NIL)),
        )
        grain: Fraction | None = NIL
        for each in extents:
            grain = common_grain(grain, each.grain)
        return Extent(form, low, high, grain, tuple(extents)) if low < high else constant(low)

    def _bend(
        self,
        low: Fraction,
        high: Fraction,
        grain: Fraction | None,
        below: Iterable[Form] = (),
        above: Iterable[Form] = (),
    ) -> Extent:
        """
        Give a new variable that is never below and never above the forms.
        """
        name = f"#{len(self._bends)}"  # no id begins so
        self._ends[name], self._bends[name] = (low, high), (tuple(below), tuple(above))
        return _settled(Form(NIL, {name: UNIT}), low, high, grain)

    def _product(self, left: Extent, right: Extent) -> Extent:
        if left.low == left.high:
            return _scaled(right, left.low)
        if right.low == right.high:
            return _scaled(left, right.low)
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        grain = None if left.grain is None or right.grain is None else left.grain * right.grain
        return self._bend(min(corners), max(corners), grain)

    def _larger(self, left: Extent, right: Extent) -> Extent:
        low, high = self._difference(left, right)
        if low >= 0 or high <= 0:
            return left if low >= 0 else right
        ends = max(left.low, right.low), max(left.high, right.high)
        above = (self._at_most(left, right), self._at_most(right, left))
        return self._bend(*ends, common_grain(left.grain, right.grain), (left.form, right.form), above)

    def _at_most(self, left: Extent, right: Extent) -> Form:
        """
        Give a form that neither passes: the right one, and those parts of left − right that can be above 0.
        """
        parts = [*(left.parts or (left,)), *(_scaled(each, -UNIT) for each in right.parts or (right,))]
        rise = sum_of(each.form if each.high > 0 else Form(each.high, {}) for each in parts)
        lift = max(NIL, -self._plain_end(rise, 0))
        return sum_of((right.form, rise, Form(lift, {})))

    def _floor(self, extent: Extent) -> Extent:
        if extent.grain is not None and extent.grain.denominator == 1:
            return extent
        part = common_grain(extent.grain, UNIT) or NIL  # a whole number and this is the next value
        ends = Fraction(floor(extent.low)), Fraction(floor(extent.high))
        below = extent.form.plus(Form(part - 1, {}))
        return self._bend(*ends, UNIT, below=(below,), above=(extent.form,))

    def _ratio(self, above: Extent, below: Extent, if_zero: Expr) -> Extent:
        if below.low == below.high:
            return _scaled(above, 1 / below.low) if below.low else self.number(if_zero)
        crosses = below.low <= 0 <= below.high
        if crosses and below.grain is None:
            raise UnboundedError
        least = below.grain if crosses and below.grain is not None else NIL
        sides = [(max(below.low, least), below.high)] if below.high > 0 else []
        sides += [(below.low, min(below.high, -least))] if below.low < 0 else []
        found = [self._quotient(above, below.form, *side) for side in sides]
        if crosses:
            empty = self.number(if_zero)
            found.append((empty.low, empty.high))
        return self._bend(min(low for low, _ in found), max(high for _, high in found), None)

    def _quotient(self, above: Extent, below: Form, *side: Fraction) -> Interval:
        """
        Give the ends of a ratio whose denominator has one sign, between the values of `side`.

        n ÷ d = k + (n − k × d) ÷ d for any k: with the right one, a fact that stands in both cancels out above.
        """
        lows, highs = [], []
        shares = {above.form.terms[name] / factor for name, factor in below.terms.items() if name in above.form.terms}
        for share in (NIL, *sorted(shares)):
            rest = above.form.plus(below, -share)
            ends = self._ends_of(rest) if share else (above.low, above.high)
            corners = [share + end / divisor for end in ends for divisor in side]
            lows.append(min(corners))
            highs.append(max(corners))
        return max(lows), min(highs)

    def _select(self, expr: Select) -> Extent:
        condition = self.truth(expr.condition)
        if condition is not None:
            return self.number(expr.then if condition else expr.otherwise)
        first, second = self.number(expr.then), self.number(expr.otherwise)
        if first.form == second.form:
            return first
        return self._bend(
            min(first.low, second.low), max(first.high, second.high), common_grain(first.grain, second.grain)
        )


def _settled(form: Form, low: Fraction, high: Fraction, grain: Fraction | None) -> Extent:
    return constant(low) if low == high else Extent(form, low, high, grain)


def _scaled(extent: Extent, factor: Fraction) -> Extent:
    if not factor:
        return constant(NIL)
    if extent.low == extent.high:
        return constant(extent.low * factor)
    low, high = sorted((extent.low * factor, extent.high * factor))
    grain = None if extent.grain is None else extent.grain * abs(factor)
    form = Form(extent.form.const * factor, {name: each * factor for name, each in extent.form.terms.items()})
    return Extent(form, low, high, grain)


def _holds(difference: Interval, op: str) -> bool | None:
    """
    Say whether a difference compares so with 0.
    """
    low, high = difference
    if op in ("<", ">="):  # the one holds where the other does not
        known = True if low >= 0 else False if high < 0 else None
        return known if op == ">=" or known is None else not known
    if op in (">", "<="):
        known = True if low > 0 else False if high <= 0 else None
        return known if op == ">" or known is None else not known
    return True if low == high == 0 else None if low <= 0 <= high else False
