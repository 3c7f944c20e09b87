"""
Points on straight lines between knots.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, Figure
from assess_rules.fields import ListOf
from assess_rules.figures import AmountOf, Signed
from assess_rules.ir import ZERO, Add, Compare, Const, Expr, Max, Min, Mul, Scale, Select
from assess_rules.kinds.base import Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker
from assess_rules.kinds.tables import MINUS, Moved, rows_sides
from assess_rules.labels import Label
from assess_rules.objects import Object
from assess_rules.records import record


@record(kw_only=True)
class Knot(Moved):
    """
    A value, and the points of who has exactly that.
    """

    is_: Annotated[Figure, Signed("The value.", zh="数值")]

    def say_row(self, speaker: Speaker, unit_of: object = ()) -> str:
        """
        Say the value and its points.
        """
        at = Label("{value}时{moved}", "{moved} at {value}")
        return speaker.say(at, value=speaker.number(self.is_, unit_of), moved=self.say(speaker))


@record(kw_only=True)
class Linear(RuleKind):
    """
    Deduct or add points on straight lines between knots.

    Meaning: between two knots, points on the straight line from one to the next, through 0 if one deducts and the other
    adds; outside them those of the end knot, or of `below` and `above`.
    Example: {kind: linear, value: share, knots: [{is: 60, add: 4}, {is: 95, add: 10}], below: {add: 0}}
    Worked score: cap 10, start zero, share 81 -> 4 + 6 × 21 ÷ 35 = 7.6 added
    """

    kind: ClassVar[str] = "linear"
    zh: ClassVar[str] = "直线插值计分"
    zh_meaning: ClassVar[str] = (
        "相邻两点之间按直线计分，一点扣分、一点加分的，直线经过零分；"
        "两端之外取端点的分值，写了 `below`、`above` 的按其计分。"
    )

    value: Annotated[Amount, AmountOf("What is looked up.", zh="所对照的数值", dimension="measure")]
    knots: Annotated[
        tuple[Knot, ...],
        ListOf(
            "The knots, the smallest value first.",
            zh="各点：数值小的在前",
            least=2,
            item=Object("A knot.", zh="一点", classes=(Knot,)),
        ),
    ]
    below: Annotated[Moved | None, Object("Points below the first knot.", zh="低于第一点的计分", classes=(Moved,))] = (
        None
    )
    above: Annotated[Moved | None, Object("Points above the last knot.", zh="高于最后一点的计分", classes=(Moved,))] = (
        None
    )

    def lower(self, context: Lowering) -> Lowered:
        value, (first, *_, last) = context.amount(self.value), self.knots
        terms = [first.signed(context)]
        terms += [self._rise(value, *each, context) for each in pairwise(self.knots)]
        points: Expr = Add(tuple(each for each in terms if each != ZERO))
        for side, op, knot in ((self.below, "<", first), (self.above, ">", last)):
            if side is not None:
                points = Select(Compare(value, op, _figure(knot)), side.signed(context), points)  # type: ignore[arg-type]
        points = context.step("line", points, Label("直线上的分值", "points on the line"))
        ways = {side.way for side in self._sides()}
        deduction, addition = (
            context.not_negative(each) if way in ways else ZERO
            for way, each in (("deduct", Scale(MINUS, points)), ("add", points))
        )
        return Lowered(deduction, addition)

    @staticmethod
    def _rise(value: Expr, one: Knot, other: Knot, context: Lowering) -> Expr:
        """
        Give what the line between two knots adds to the points of the first.
        """
        way = Add((Min((Max((value, _figure(one))), _figure(other))), Scale(MINUS, _figure(one))))
        rise = _difference(other.signed(context), one.signed(context))
        width = other.is_.value - one.is_.value
        if isinstance(rise, Const):
            return Scale(rise.value / width, way) if rise.value else ZERO
        return Mul(Scale(1 / width, rise), way)

    def say(self, speaker: Speaker) -> Iterator[str]:
        first, *_, last = self.knots
        listed = [each.say_row(speaker, self.value) for each in self.knots]
        line = Label("{value}：在下列各点之间按直线计分，{knots}", "{value}: on straight lines between {knots}")
        yield speaker.say(line, value=speaker.number(self.value), knots=speaker.say(Label("，", ", ")).join(listed))
        ends = (
            (
                self.below,
                first,
                Label("低于{end}的", "below {end}"),
                Label("低于{end}的按{end}计", "less counts as {end}"),
            ),
            (
                self.above,
                last,
                Label("高于{end}的", "above {end}"),
                Label("高于{end}的按{end}计", "more counts as {end}"),
            ),
        )
        for side, knot, beyond, same in ends:
            end = speaker.number(knot.is_, self.value)
            said = Label(f"{beyond.zh}，{{moved}}", f"{beyond.en}: {{moved}}") if side is not None else same
            yield speaker.say(said, end=end, moved="" if side is None else side.say(speaker))

    def _rows(self) -> tuple[Moved, ...]:
        return (*self.knots, *(each for each in (self.below, self.above) if each is not None))

    def _sides(self) -> tuple[Side, ...]:
        return rows_sides((self.value, self._rows()), self._rows())

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return self._sides()

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        for row in self._rows():
            yield from row.problems()
        if not self.sides(context):
            yield "all_nil", self.mark, {}
        rate = context.is_rate(self.value)
        yield from context.not_alike(tuple(each.is_ for each in self.knots), rate=rate)
        for one, other in pairwise(self.knots):
            if one.is_.value >= other.is_.value:
                yield "knots_order", other.mark.of("is"), {}


def _figure(knot: Knot) -> Const:
    return Const(knot.is_.value, knot.is_.rate)


def _difference(left: Expr, right: Expr) -> Expr:
    """
    Give left − right, as a figure where both are.
    """
    if isinstance(left, Const) and isinstance(right, Const):
        return Const(left.value - right.value)
    return Add((left, Scale(MINUS, right)))
