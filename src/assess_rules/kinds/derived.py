"""
Derived facts: one operation each, never nested; a named step of every explanation.
"""

from fractions import Fraction
from typing import Annotated

from assess_rules.amounts import Amount
from assess_rules.fields import LabelText, ListOf, Text
from assess_rules.figures import AmountOf
from assess_rules.ir import Add, Expr, Scale
from assess_rules.kinds.base import Lowering, Speaker
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import Record, field, record

OPERAND = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="signed")


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
