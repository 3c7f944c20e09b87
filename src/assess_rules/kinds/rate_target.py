"""
Points for each step by which a rate misses or passes a target.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, Figure, Word
from assess_rules.figures import AmountOf, Constant, WordOrFigure
from assess_rules.ir import ZERO, Compare, Const, Ratio, Select
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
from assess_rules.marks import Mark
from assess_rules.objects import Object
from assess_rules.records import record

EMPTY = {"on_target": "as if the target were met exactly 视为恰好达标", "lost": "the whole cap is lost 扣完该项"}
EMPTY_SAID = {
    "on_target": Label("视为恰好达到目标", "the target counts as met exactly"),
    "lost": Label("扣完本项分值", "the whole cap is lost"),
}


@record(kw_only=True)
class RateTarget(RuleKind):
    """
    Deduct or add points for each percentage point by which a rate misses or passes a target.

    Meaning: `target` with value = numerator ÷ denominator; where the denominator is 0, `empty` says what holds.
    Example: {kind: rate_target, numerator: fall, denominator: opening, target: 8%, step: 1%, below: {deduct: 0.5},
              above: {add: 0.5}, part_step: whole_only, empty: on_target}
    Worked score: cap 8, fall 1, opening 25 -> 4 %, four points below, 2 deducted, 6 kept
    """

    kind: ClassVar[str] = "rate_target"
    zh: ClassVar[str] = "比率对照目标计分"
    zh_meaning: ClassVar[str] = (
        "比率 = 分子 ÷ 分母，低于目标每一步按 `below` 计分，高于目标每一步按 `above` 计分；"
        "不足一步的部分按 `part_step`；分母为零时按 `empty`。"
    )

    numerator: Annotated[Amount, AmountOf("What is counted.", zh="分子", dimension="quantity")]
    denominator: Annotated[Amount, AmountOf("What it is a share of.", zh="分母", dimension="quantity")]
    target: Annotated[
        Amount, AmountOf("The rate that is asked for, as 8%.", zh="目标：如 8%", dimension="rate", facts=False)
    ]
    step: Annotated[Figure, Constant("The width of a step, as 1%.", zh="每步：如 1%", dimension="rate")]
    below: Annotated[Side | None, Object("Each step below the target.", zh="低于目标每步", classes=(Side,))] = None
    above: Annotated[Side | None, Object("Each step above the target.", zh="高于目标每步", classes=(Side,))] = None
    part_step: Annotated[Word, part_step_field(rounded_rate=True)]
    empty: Annotated[
        Word | Figure | None,
        WordOrFigure(
            "What holds where the denominator is 0; left out where it never is.",
            zh="分母为零时；分母不会为零的不写",
            words=EMPTY,
            dimension="rate",
        ),
    ] = None

    def lower(self, context: Lowering) -> Lowered:
        numerator, denominator, target = map(context.amount, (self.numerator, self.denominator, self.target))
        empty = None if self.empty is None else context.word(self.empty)
        if_zero = context.amount(empty) if isinstance(empty, Figure) else target
        rate = context.step("rate", Ratio(numerator, denominator, if_zero), Label("比率", "rate"), "rate")
        lowered = lower_sides(context, rate, target, self, "rate")
        if empty != "lost":
            return lowered
        nothing = Compare(denominator, "=", ZERO)
        lost = Select(nothing, Const(context.cap), lowered.deduction)
        addition = ZERO if lowered.addition == ZERO else Select(nothing, ZERO, lowered.addition)
        return Lowered(context.step("lost", lost, Label("分母为0则扣完", "all where the denominator is 0")), addition)

    def say(self, speaker: Speaker) -> Iterator[str]:
        yield speaker.say(
            Label(
                "比率为{numerator}除以{denominator}，目标为{target}",
                "the rate is {numerator} divided by {denominator}; the target is {target}",
            ),
            numerator=speaker.number(self.numerator),
            denominator=speaker.number(self.denominator),
            target=speaker.number(self.target),
        )
        step = speaker.width(self.step, ())
        below = Label("每低{step}{moved}", "{moved} for every {step} below")
        above = Label("每高{step}{moved}", "{moved} for every {step} above")
        yield say_sides(speaker, self, step, below, above)
        yield say_parts(speaker, self.part_step, step)

        def empty(word: str | Figure) -> str:
            if isinstance(word, Figure):
                return speaker.say(Label("比率按{rate}计", "the rate counts as {rate}"), rate=speaker.number(word))
            return speaker.say(EMPTY_SAID[word])

        if self.empty is not None:
            nothing = Label("分母为0的，{empty}", "where the denominator is 0, {empty}")
            yield speaker.say(nothing, empty=speaker.word(self.empty, empty))

    def sides(self, context: RuleContext) -> tuple[RuleSide, ...]:
        value = (self.numerator, self.denominator, self.empty)
        lost = (RuleSide("deduct", value, self.target, whole=True),) if "lost" in context.words(self.empty) else ()
        return (*sides_of(self, value), *lost)

    def needs_cap(self, context: RuleContext) -> Iterator[Mark]:
        if "lost" in context.words(self.empty):
            yield self.mark.of("empty")

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from side_problems(self, parts=True)
        if self.empty is None and context.may_be_zero(self.denominator):
            yield "empty_rate_missing", self.mark, {}
        if self.empty is not None and not context.may_be_zero(self.denominator):
            yield "empty_needless", self.mark.of("empty"), {}
