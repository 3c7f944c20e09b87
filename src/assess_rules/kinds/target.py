"""
Points for each step below or above a target.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, Figure, Word
from assess_rules.figures import AmountOf, Constant
from assess_rules.kinds.base import (
    Lowered,
    Lowering,
    Problem,
    RuleContext,
    RuleKind,
    Speaker,
    part_step_field,
    say_parts,
)
from assess_rules.kinds.base import Side as RuleSide
from assess_rules.kinds.sides import Side, lower_sides, say_sides, side_problems, sides_of
from assess_rules.labels import Label
from assess_rules.objects import Object
from assess_rules.records import record


@record(kw_only=True)
class Target(RuleKind):
    """
    Deduct or add points for each step by which a value misses or passes a target.

    Meaning: n = (target − value) ÷ step below, (value − target) ÷ step above, 0 on the other side, cut by part_step;
    points × n.
    Example: {kind: target, value: closed, target: closing_target, step: 1, below: {deduct: 3}, above: {add: 2}}
    Worked score: cap 20, closed 7, closing_target 10 -> 3 short, 9 deducted, 11 kept
    """

    kind: ClassVar[str] = "target"
    zh: ClassVar[str] = "对照目标计分"
    zh_meaning: ClassVar[str] = (
        "完成值低于目标，每少一步按 `below` 计分；高于目标，每多一步按 `above` 计分；不足一步的部分按 `part_step`。"
    )

    value: Annotated[Amount, AmountOf("What is compared.", zh="完成值", dimension="quantity")]
    target: Annotated[Amount, AmountOf("What it is compared with.", zh="目标", dimension="quantity")]
    step: Annotated[Figure, Constant("The width of a step.", zh="每步：多少为一步", dimension="quantity")]
    below: Annotated[Side | None, Object("Each step below the target.", zh="低于目标每步", classes=(Side,))] = None
    above: Annotated[Side | None, Object("Each step above the target.", zh="高于目标每步", classes=(Side,))] = None
    part_step: Annotated[Word | None, part_step_field(rounded_rate=True)] = None

    def lower(self, context: Lowering) -> Lowered:
        return lower_sides(context, context.amount(self.value), context.amount(self.target), self, "number")

    def say(self, speaker: Speaker) -> Iterator[str]:
        step = speaker.width(self.step, self.value)
        short = Label("每少{step}{moved}", "{moved} for every {step} short")
        over = Label("每多{step}{moved}", "{moved} for every {step} over")
        yield speaker.say(
            Label("{value}对照目标{target}：{sides}", "{value} against a target of {target}: {sides}"),
            value=speaker.number(self.value),
            target=speaker.number(self.target, self.value),
            sides=say_sides(speaker, self, step, short, over),
        )
        if self.part_step is not None:
            yield say_parts(speaker, self.part_step, step)

    def sides(self, context: RuleContext) -> tuple[RuleSide, ...]:
        return sides_of(self, self.value)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        whole = self.step.value == 1 and context.is_whole(self.value) and context.is_whole(self.target)
        return side_problems(self, parts=not whole)
