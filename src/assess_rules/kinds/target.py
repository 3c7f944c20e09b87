"""
Points for each step below or above a target.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from attrs import field

from assess_rules.amounts import Amount, ByReading, Figure, Word
from assess_rules.fields import Object
from assess_rules.figures import AmountOf, Constant
from assess_rules.ir import ONE, ZERO, Add, Expr, Max, Min, Mul, Ratio, Round, Scale
from assess_rules.kinds.base import Lowered, Lowering, RuleContext, RuleKind, cut_parts, part_step_field
from assess_rules.kinds.base import Side as RuleSide
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import Record, record

_NEGATIVE = Fraction(-1)


@record(kw_only=True)
class Side(Record):
    """
    What each step on one side of a target costs or earns.
    """

    deduct: Annotated[Amount | None, AmountOf("Points deducted for each step.", zh="每步扣分", dimension="points")] = (
        None
    )
    add: Annotated[Amount | None, AmountOf("Points added for each step.", zh="每步加分", dimension="points")] = None
    limit: Annotated[
        Amount | None,
        AmountOf(
            "The most that this side may come to.", zh="限额：这一侧最多计多少分", dimension="figure", facts=False
        ),
    ] = None
    mark: Mark = field(eq=False, repr=False)


def lower_sides(
    context: Lowering, value: Expr, target: Expr, rule: "Target | RateTarget", shown: Literal["number", "rate"]
) -> Lowered:
    """
    Lower the two sides of a target for a value.
    """
    step, part_step = context.amount(rule.step), context.word(rule.part_step)
    if part_step == "rounded_rate":
        value = Scale(rule.step.value, Round(Ratio(value, step, ZERO)))
        value, part_step = context.step("rounded", value, Label("四舍五入后", "rounded"), shown), "whole_only"
    sums: dict[str, Expr] = {"deduct": ZERO, "add": ZERO}
    for end, side in (("below", rule.below), ("above", rule.above)):
        if side is None:
            continue
        gap = Add((target, Scale(_NEGATIVE, value)) if end == "below" else (value, Scale(_NEGATIVE, target)))
        gap = Max((ZERO, gap))
        steps = cut_parts(gap if step == ONE else Ratio(gap, step, ZERO), part_step)
        labels = {"below": Label("低于目标的步数", "steps below"), "above": Label("高于目标的步数", "steps above")}
        number = context.step(end, steps, labels[end])
        way, each = ("deduct", side.deduct) if side.deduct is not None else ("add", side.add)
        assert each is not None
        points: Expr = Mul(context.amount(each), number)
        if side.limit is not None:
            points = Min((points, context.amount(side.limit)))
        sums[way] = points if sums[way] is ZERO else Add((sums[way], points))
    return Lowered(sums["deduct"], sums["add"])


def sides_of(rule: "Target | RateTarget", value: object) -> tuple[RuleSide, ...]:
    """
    Give the ways in which a target on a value moves points.
    """
    found = []
    for end, side in (("below", rule.below), ("above", rule.above)):
        if side is not None:
            found.append(RuleSide("deduct" if side.deduct is not None else "add", value, end))  # type: ignore[arg-type]
    return tuple(found)


def side_problems(rule: "Target | RateTarget", *, parts: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """
    Give what is wrong with the sides; `parts` says whether a part of a step can arise.
    """
    sides = [side for side in (rule.below, rule.above) if side is not None]
    if not sides:
        yield "no_points", {"allowed": "below, above"}
    for side in sides:
        if (side.deduct is None) == (side.add is None):
            yield "one_side_word", {}
    if len(sides) > 1 and rule.limit is not None:
        yield "limit_two_sided", {}
    if parts and rule.part_step is None:
        yield "part_step_missing", {}
    if (
        not parts
        and rule.part_step is not None
        and not isinstance(rule.part_step, ByReading)
        and rule.part_step != "passed_only"
    ):
        yield "part_step_needless", {}


@record(kw_only=True)
class Target(RuleKind):
    """
    Deduct or add points for each step by which a value misses or passes a target.

    Meaning: n = (target − value) ÷ step below, (value − target) ÷ step above, 0 on the other side, cut by part_step; points × n.
    Example: {kind: target, value: closed, target: closing_target, step: 1, below: {deduct: 3}, above: {add: 2}}
    Worked score: cap 20, closed 7, closing_target 10 -> 3 short, 9 deducted, 11 kept
    """

    kind: ClassVar[str] = "target"
    zh: ClassVar[str] = "对照目标计分"

    value: Annotated[Amount, AmountOf("What is compared.", zh="完成值", dimension="quantity")]
    target: Annotated[Amount, AmountOf("What it is compared with.", zh="目标", dimension="quantity")]
    step: Annotated[Figure, Constant("The width of a step.", zh="每步：多少为一步", dimension="quantity")]
    below: Annotated[Side | None, Object("Each step below the target.", zh="低于目标每步", classes=(Side,))] = None
    above: Annotated[Side | None, Object("Each step above the target.", zh="高于目标每步", classes=(Side,))] = None
    part_step: Annotated[Word | None, part_step_field(rounded_rate=True)] = None

    def lower(self, context: Lowering) -> Lowered:
        return lower_sides(context, context.amount(self.value), context.amount(self.target), self, "number")

    def sides(self) -> tuple[RuleSide, ...]:
        return sides_of(self, self.value)

    def problems(self, context: RuleContext) -> Iterator[tuple[str, dict[str, str]]]:
        whole = self.step.value == 1 and context.is_whole(self.value) and context.is_whole(self.target)
        return side_problems(self, parts=not whole)
