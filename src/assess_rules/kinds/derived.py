"""
Derived facts: one operation each, never nested; a named step of every explanation.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from assess_rules.amounts import Amount, Figure, Name
from assess_rules.fields import LabelText, ListOf, Text
from assess_rules.figures import AmountOf, Signed
from assess_rules.ir import ZERO, Add, Const, Expr, Ratio, Scale
from assess_rules.kinds.base import Lowering, Problem, RuleContext, Speaker
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import Record, field, record

OPERAND = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="measure")


@record(kw_only=True)
class Derived(Record):
    """
    What every derived fact has.
    """

    label: Annotated[Label, LabelText("What people call it.", zh="名称")]
    note: Annotated[str | None, Text("Anything worth knowing.", zh="说明")] = None
    mark: Mark = field(eq=False, repr=False)

    def operands(self) -> tuple[Amount, ...]:
        """
        Give the amounts that the operation takes.
        """
        raise NotImplementedError

    def is_rate(self, context: RuleContext) -> bool:
        """
        Say whether people write it with a percent sign.
        """
        return any(map(context.is_rate, self.facts() or self.operands()))

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        """
        Give what is wrong with it beyond the schema: rates among numbers.
        """
        yield from context.not_alike(self.operands(), rate=Derived.is_rate(self, context))

    def facts(self) -> tuple[Name, ...]:
        """
        Give the facts among its operands.
        """
        return tuple(each for each in self.operands() if isinstance(each, Name))

    def lower(self, context: Lowering) -> Expr:
        """
        Give the operation as an expression.
        """
        raise NotImplementedError

    def say(self, speaker: Speaker) -> str:
        """
        Say what it is, as a phrase.
        """
        raise NotImplementedError


@record(kw_only=True)
class Sum(Derived):
    """
    The sum of two or more figures.
    """

    sum: Annotated[tuple[Amount, ...], ListOf("What is added up.", zh="相加", item=OPERAND, least=2)]

    def operands(self) -> tuple[Amount, ...]:
        return self.sum

    def lower(self, context: Lowering) -> Expr:
        return Add(tuple(map(context.amount, self.sum)))

    def say(self, speaker: Speaker) -> str:
        return speaker.say(Label("加", " plus ")).join(map(speaker.number, self.sum))


@record(kw_only=True)
class Difference(Derived):
    """
    The first figure less all the others; it may be negative.
    """

    difference: Annotated[
        tuple[Amount, ...], ListOf("The first less the rest.", zh="相减：第一项减其余各项", item=OPERAND, least=2)
    ]

    def operands(self) -> tuple[Amount, ...]:
        return self.difference

    def lower(self, context: Lowering) -> Expr:
        first, *rest = map(context.amount, self.difference)
        return Add((first, *(Scale(Fraction(-1), each) for each in rest)))

    def say(self, speaker: Speaker) -> str:
        return speaker.say(Label("减", " minus ")).join(map(speaker.number, self.difference))


@record(kw_only=True)
class Share(Derived):
    """
    The first figure over the second, as a rate; `empty` is the rate where the second is 0.
    """

    ratio: Annotated[
        tuple[Amount, ...],
        ListOf("The first over the second.", zh="相除：第一项除以第二项", item=OPERAND, least=2, most=2),
    ]
    empty: Annotated[Figure | None, Signed("The rate where the second figure is 0.", zh="第二项为0时的比率")] = None

    def operands(self) -> tuple[Amount, ...]:
        return self.ratio

    def is_rate(self, context: RuleContext) -> bool:
        return True

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from super().problems(context)
        if self.empty is not None:
            yield from context.not_alike(self.empty, rate=True)
        _, denominator = self.ratio
        if self.empty is None and context.may_be_zero(denominator):
            yield "empty_missing", self.mark, {}
        if self.empty is not None and not context.may_be_zero(denominator):
            yield "empty_needless", self.mark.of("empty"), {}

    def lower(self, context: Lowering) -> Expr:
        above, below = map(context.amount, self.ratio)
        return Ratio(above, below, ZERO if self.empty is None else Const(self.empty.value, rate=True))

    def say(self, speaker: Speaker) -> str:
        said = speaker.say(Label("除以", " divided by ")).join(map(speaker.number, self.ratio))
        if self.empty is None:
            return said
        empty = Label("{said}（除数为0的按{empty}计）", "{said} ({empty} where that is 0)")
        return speaker.say(empty, said=said, empty=speaker.number(self.empty))
