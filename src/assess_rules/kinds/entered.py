"""
Points that somebody has judged, or that come from another assessment.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, Figure
from assess_rules.fields import Whole, WordOf
from assess_rules.figures import AmountOf, Constant
from assess_rules.ir import ZERO, Const, Expr, Mul, Ratio
from assess_rules.kinds.base import Bounds, Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker, Standing
from assess_rules.kinds.tables import Way, say_moved
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import evolve, record

AS = {"add": "points that are given 加分", "deduct": "points that are lost 扣分"}
PLACES = 2


@record(kw_only=True)
class Entered(RuleKind):
    """
    Add or deduct a figure that is entered: a judgement, a vote, the result of another assessment.

    Meaning: points = value × cap ÷ out_of, 0 where the value is less; without `value` the figure is a fact of its own,
    named by the indicator, a number from 0 to out_of.
    Example: {kind: entered, value: exam, out_of: 150}
    Worked score: cap 10, start zero, exam 120 -> 8 added
    """

    kind: ClassVar[str] = "entered"
    zh: ClassVar[str] = "评定计分"
    zh_meaning: ClassVar[str] = (
        "录入的数值 × 本项分值 ÷ `out_of`，按 `as` 计为加分或扣分，负数按0计；"
        "不写 `value` 的，由人评定，以指标的标识为数据项，数值从0到 `out_of`。"
    )

    value: Annotated[
        Amount | None,
        AmountOf(
            "What is entered; without it a number that is given under the indicator's id.",
            zh="录入的数值：不写的，以指标的标识为数据项",
            dimension="quantity",
        ),
    ] = None
    out_of: Annotated[
        Figure | None,
        Constant(
            "The value that stands for the whole cap; the cap itself unless it is given.",
            zh="满值：不写即本项分值",
            dimension="quantity",
        ),
    ] = None
    as_: Annotated[Way, WordOf("Which way the points go.", zh="计为加分还是扣分", fixed=True, words=AS)] = "add"
    places: Annotated[
        int | None,
        Whole(
            "Decimal places of a number of its own; 2 unless it is given.",
            zh="自带数据项的小数位数：不写为2",
            minimum=0,
            maximum=6,
        ),
    ] = None

    def completed(self, standing: Standing) -> "Entered":
        if self.value is not None:
            return self
        places = PLACES if self.places is None else self.places
        return evolve(self, value=standing.own_number(self.out_of, places, self.mark), places=None)

    def lower(self, context: Lowering) -> Lowered:
        assert self.value is not None  # it is completed
        points: Expr = context.not_negative(context.amount(self.value))
        if self.out_of is not None and self.out_of.value != context.cap:
            converted = Ratio(Mul(Const(context.cap), points), context.amount(self.out_of), ZERO)
            points = context.step("converted", converted, Label("折算", "converted"))
        return Lowered(points) if self.as_ == "deduct" else Lowered(addition=points)

    def say(self, speaker: Speaker) -> Iterator[str]:
        assert self.value is not None
        if self.out_of is None:
            yield say_moved(speaker, self.as_, self.value)
            return
        said = {
            "add": Label(
                "按{value}加分，{all}折合本项分值", "points are added by {value}; {all} is worth the whole cap"
            ),
            "deduct": Label(
                "按{value}扣分，{all}折合本项分值", "points are lost by {value}; {all} is worth the whole cap"
            ),
        }
        value = speaker.number(self.value, clamped=True)
        yield speaker.say(said[self.as_], value=value, all=speaker.number(self.out_of))

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return (Side(self.as_, judged=True),)

    def needs_cap(self, context: RuleContext) -> Iterator[Mark]:
        if self.out_of is not None:
            yield self.mark.of("out_of")
        elif self.value is None:
            yield self.mark

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        if self.places is not None:
            yield "places_needless", self.mark.of("places"), {}

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        span = None if self.value is None or self.out_of is None else bounds(self.value)
        if span is not None and self.out_of is not None and span[1] < self.out_of.value:
            yield "out_of_beyond", self.mark.of("out_of"), {"most": span[1], "out_of": self.out_of.value}
