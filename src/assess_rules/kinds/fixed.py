"""
Points once, if a condition holds.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, Condition
from assess_rules.conditions import ConditionOf
from assess_rules.figures import AmountOf
from assess_rules.ir import ZERO, Const
from assess_rules.kinds.base import Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import record


@record(kw_only=True)
class Fixed(RuleKind):
    """
    Deduct or add points once, if a condition holds.

    Meaning: deduction = deduct, or addition = add, where `when` holds, else 0; `deduct: all` takes the whole cap.
    Example: {kind: fixed, when: {fact: filed, is: false}, deduct: all}
    Worked score: cap 5, filed false -> 5 deducted, 0 kept
    """

    kind: ClassVar[str] = "fixed"
    zh: ClassVar[str] = "定额计分"
    zh_meaning: ClassVar[str] = (
        "满足 `when` 的条件时，一次扣 `deduct` 分或加 `add` 分，否则不计；`deduct: all` 扣完本项分值。"
    )

    when: Annotated[Condition, ConditionOf("The points are for this.", zh="条件：满足时计分")]
    deduct: Annotated[
        Amount | str | None,
        AmountOf(
            "Points deducted once; `all` is the whole cap.",
            zh="扣分：all 为扣完本项分值",
            dimension="points",
            words=("all",),
        ),
    ] = None
    add: Annotated[Amount | None, AmountOf("Points added once.", zh="加分", dimension="points")] = None

    def lower(self, context: Lowering) -> Lowered:
        if isinstance(self.deduct, str):
            return Lowered(Const(context.cap))
        deduction, addition = (
            ZERO if each is None else context.not_negative(context.amount(each)) for each in (self.deduct, self.add)
        )
        return Lowered(deduction, addition)

    def say(self, speaker: Speaker) -> Iterator[str]:
        if isinstance(self.deduct, str):
            yield speaker.say(Label("扣完本项分值", "the whole cap is lost"))
            return
        said = Label("加{points}", "{points} added")
        if self.deduct is not None:
            said = Label("扣{points}", "{points} deducted")
        points = self.deduct if self.deduct is not None else self.add
        assert points is not None
        yield speaker.say(said, points=speaker.points(points))

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return (Side("deduct" if self.deduct is not None else "add"),)

    def needs_cap(self, context: RuleContext) -> Iterator[Mark]:
        if isinstance(self.deduct, str):
            yield self.mark.of("deduct")

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        if self.deduct is None and self.add is None:
            yield "no_points", self.mark, {"allowed": "deduct, add"}
        if self.deduct is not None and self.add is not None:
            yield "two_ways", self.mark.of("add"), {}
