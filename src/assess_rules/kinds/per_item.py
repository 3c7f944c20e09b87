"""
Points for each counted item.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, Figure, Name, Points, Word
from assess_rules.beside import Each
from assess_rules.fields import Whole
from assess_rules.figures import Constant
from assess_rules.ir import ONE, ZERO, Add, Const, Expr, Mul, Ratio
from assess_rules.kinds.base import (
    Bounds,
    Lowered,
    Lowering,
    Problem,
    RuleContext,
    RuleKind,
    Side,
    Speaker,
    cut_parts,
    part_step_field,
    say_parts,
)
from assess_rules.labels import Label
from assess_rules.records import field, record


@record(kw_only=True)
class PerItem(RuleKind):
    """
    Deduct or add points for each counted item.

    Meaning: deduction = Σ deduct[f] × n(f), addition = Σ add[f] × n(f), with n(f) = max(0, f − free); with `per`,
    n ÷ per cut by part_step.
    Example: {kind: per_item, deduct: {document_errors: 0.5, service_delays: 0.2}}
    Worked score: cap 12, document_errors 3, service_delays 4 -> 2.3 deducted, 9.7 kept
    """

    kind: ClassVar[str] = "per_item"
    zh: ClassVar[str] = "按件计分"
    zh_meaning: ClassVar[str] = (
        "每件扣分或加分。扣分合计 = 各项扣分 × 件数之和，加分同理；`free` 件以内不计；"
        "写了 `per`，则每满多少件计一次，不足部分按 `part_step`。"
        "扣分最多扣到指标的下限。"
    )

    deduct: Annotated[Points, Each("Points deducted for each item.", zh="每件扣分")] = field(default=(), ordered=False)
    add: Annotated[Points, Each("Points added for each item.", zh="每件加分")] = field(default=(), ordered=False)
    free: Annotated[
        int, Whole("So many items of each fact are free.", zh="每项数据中不计分的件数", minimum=0, maximum=99999)
    ] = 0
    per: Annotated[
        Figure | None, Constant("The points are for so many items.", zh="每多少件计一次", dimension="quantity")
    ] = None
    part_step: Annotated[Word | None, part_step_field(rounded_rate=False)] = None

    def lower(self, context: Lowering) -> Lowered:
        return Lowered(*(self._sum(points, context) for points in (self.deduct, self.add)))

    def _sum(self, points: Points, context: Lowering) -> Expr:
        terms = []
        for fact, each in points:
            term = context.where_needed(partial(self._term, fact, each, context))
            terms.append(context.step(fact.name, term, context.label(fact)))
        return terms[0] if len(terms) == 1 else Add(tuple(terms)) if terms else ZERO

    def _term(self, fact: Name, each: Amount, context: Lowering) -> Expr:
        number = context.amount(fact)
        if self.free:
            number = Add((number, Const(ZERO.value - self.free)))
        number = context.not_negative(number)
        if self.per is not None:
            number = cut_parts(Ratio(number, context.amount(self.per), ZERO), context.word(self.part_step))
        return Mul(context.not_negative(context.amount(each)), number)

    def say(self, speaker: Speaker) -> Iterator[str]:
        deducted, added = Label("扣{points}", "{points} deducted"), Label("加{points}", "{points} added")
        items = [self._say_item(speaker, fact, each, deducted) for fact, each in self.deduct]
        items += [self._say_item(speaker, fact, each, added) for fact, each in self.add]
        yield speaker.say(Label("；", "; ")).join(items)
        if self.per is not None and self.part_step is not None:
            facts = tuple(fact for fact, _ in (*self.deduct, *self.add))
            yield say_parts(speaker, self.part_step, speaker.width(self.per, facts))

    def _say_item(self, speaker: Speaker, fact: Name, each: Amount, moved: Label) -> str:
        parts = {"fact": speaker.label(fact), "points": speaker.say(moved, points=speaker.points(each)), "free": ""}
        if self.free:
            first = speaker.number(Figure(ONE.value * self.free), fact)
            parts["free"] = speaker.say(Label("前{first}不计，其余", " beyond {first}"), first=first)
        step = speaker.width(self.per or Figure(ONE.value), fact)
        said = Label("{fact}，{free}每有{step}{points}", "{fact}: {points} for each one{free}")
        if self.per is not None:
            said = Label("{fact}，{free}每{step}{points}", "{fact}: {points} for every {step}{free}")
        notes = ""
        if self.per is None and not speaker.is_whole(fact):
            notes += speaker.say(Label("，不足{step}的按比例计算", ", a part of one in proportion"), step=step)
        if speaker.may_be_negative(fact):
            notes += speaker.say(Label("（负数按0计）", " (less than 0 counts as 0)"))
        return speaker.say(said, step=step, **parts) + notes

    def implied(self) -> tuple[Fraction, ...]:
        return (ONE.value,) if self.per is None else ()

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return (*((Side("deduct"),) if self.deduct else ()), *((Side("add"),) if self.add else ()))

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        for fact, _ in (*self.deduct, *self.add) if self.free else ():
            span = bounds(fact)
            if span is not None and span[1] <= self.free:
                yield "free_takes_all", self.mark.of("free"), {"fact": fact.name, "most": span[1]}

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        if not self.deduct and not self.add:
            yield "no_points", self.mark, {"allowed": "deduct, add"}
        if self.per is not None and self.part_step is None:
            yield "part_step_missing", self.mark, {}
        if self.per is None and self.part_step is not None:
            yield "part_step_without_per", self.mark, {}
