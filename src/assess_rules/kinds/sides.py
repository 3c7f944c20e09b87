"""
The two sides of a target: what each step below and above it costs or earns.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Protocol

from assess_rules.amounts import Amount, ByReading, Figure, Word
from assess_rules.figures import AmountOf
from assess_rules.ir import ONE, ZERO, Add, Expr, Max, Min, Mul, Ratio, Round, Scale
from assess_rules.kinds.base import Lowered, Lowering, Problem, Speaker, cut_parts
from assess_rules.kinds.base import Side as RuleSide
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import Record, field, record


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
            "The most that this side may come to.", zh="限额：这一侧最多计多少分", dimension="points", facts=False
        ),
    ] = None
    mark: Mark = field(eq=False, repr=False)

    @property
    def way(self) -> Literal["deduct", "add"]:
        """
        Give the way in which the side moves points.
        """
        return "deduct" if self.deduct is not None else "add"


class TwoSided(Protocol):
    """
    A rule with sides.
    """

    @property
    def target(self) -> Amount:
        """Give what the sides are on both sides of."""

    @property
    def step(self) -> Figure:
        """Give the width of a step."""

    @property
    def below(self) -> Side | None:
        """Give the side below the target."""

    @property
    def above(self) -> Side | None:
        """Give the side above the target."""

    @property
    def part_step(self) -> Word | None:
        """Give what a part of a step counts."""

    @property
    def limit(self) -> Amount | None:
        """Give the rule's own limit."""

    @property
    def mark(self) -> Mark:
        """Give the rule's place."""


def lower_sides(
    context: Lowering, value: Expr, target: Expr, rule: TwoSided, shown: Literal["number", "rate"]
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
        more, less = (target, value) if end == "below" else (value, target)
        gap = Max((ZERO, Add((more, Scale(-ONE.value, less)))))
        steps = cut_parts(gap if step == ONE else Ratio(gap, step, ZERO), part_step)
        labels = {"below": Label("低于目标的步数", "steps below"), "above": Label("高于目标的步数", "steps above")}
        number = context.step(end, steps, labels[end])
        each = side.deduct if side.deduct is not None else side.add
        assert each is not None
        points: Expr = Mul(context.not_negative(context.amount(each)), number)
        if side.limit is not None:
            points = Min((points, context.amount(side.limit)))
        sums[side.way] = points if sums[side.way] is ZERO else Add((sums[side.way], points))
    return Lowered(sums["deduct"], sums["add"])


def say_sides(speaker: Speaker, rule: TwoSided, step: str, below: Label, above: Label) -> str:
    """
    Say the two sides of a target; `below` and `above` hold `{moved}` and `{step}`.
    """
    deducted, added = Label("扣{points}", "{points} deducted"), Label("加{points}", "{points} added")
    most = {
        "deduct": Label("（最多扣{points}）", " (at most {points})"),
        "add": Label("（最多加{points}）", " (at most {points})"),
    }
    said = []
    for side, end in ((rule.below, below), (rule.above, above)):
        if side is not None:
            each = side.deduct if side.deduct is not None else side.add
            assert each is not None
            moved = speaker.say(deducted if side.way == "deduct" else added, points=speaker.points(each))
            limit = "" if side.limit is None else speaker.say(most[side.way], points=speaker.points(side.limit))
            said.append(speaker.say(end, moved=moved, step=step) + limit)
    return speaker.say(Label("，", ", ")).join(said)


def sides_of(rule: TwoSided, value: object) -> tuple[RuleSide, ...]:
    """
    Give the ways in which a target on a value moves points.
    """
    found = []
    if rule.below is not None:
        found.append(RuleSide(rule.below.way, value, rule.target, "below"))
    if rule.above is not None:
        found.append(RuleSide(rule.above.way, value, rule.target, "above"))
    return tuple(found)


def side_problems(rule: TwoSided, *, parts: bool) -> Iterator[Problem]:
    """
    Give what is wrong with the sides; `parts` says whether a part of a step can arise.
    """
    sides = {end: side for end, side in (("below", rule.below), ("above", rule.above)) if side is not None}
    if not sides:
        yield "no_points", rule.mark, {"allowed": "below, above"}
    for end, side in sides.items():
        if (side.deduct is None) == (side.add is None):
            yield "one_side_word", rule.mark.of(end), {"side": end}
    if len(sides) > 1 and rule.limit is not None:
        yield "limit_two_sided", rule.mark.of("limit"), {}
    if parts and rule.part_step is None:
        yield "part_step_missing", rule.mark, {}
    if (
        not parts
        and rule.part_step is not None
        and not isinstance(rule.part_step, ByReading)
        and rule.part_step != "passed_only"
    ):
        yield "part_step_needless", rule.mark.of("part_step"), {}


def can_meet(deducting: RuleSide, adding: RuleSide) -> bool:
    """
    Say whether a deduction and an addition can stand side by side.

    They cannot at the two ends of one target, nor where one value would have to be below the lower of two targets and
    above the higher; nor where one needs a value (it has an end) and the other acts where there is none.
    """
    if deducting.value is None or deducting.value != adding.value or deducting.end == adding.end:
        return True
    if None in (deducting.end, adding.end):
        return False
    low, high = (deducting.target, adding.target) if deducting.end == "below" else (adding.target, deducting.target)
    return low != high and not (isinstance(low, Figure) and isinstance(high, Figure) and low.value <= high.value)
