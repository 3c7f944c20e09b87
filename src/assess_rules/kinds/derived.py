"""
Derived facts: one operation each, never nested; a named step of every explanation.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from typing import Annotated, Any, ClassVar

from assess_rules.amounts import Amount, Figure, Name, Points, Word
from assess_rules.beside import Each
from assess_rules.fields import FieldType, Intake, LabelText, ListOf, Schema, Text, WordOf
from assess_rules.figures import AmountOf, Constant, Signed
from assess_rules.ir import ONE, ZERO, Add, Ceil, Const, Expr, Floor, Max, Min, Mul, Ratio, Round, Scale
from assess_rules.kinds.base import Bounds, Lowering, Problem, RuleContext, Speaker
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.nodes import ListNode, Node
from assess_rules.records import Record, field, record

OPERAND = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="measure")
ROUNDED = {
    "half_up": Label("四舍五入到{step}的整倍数", "to the nearest whole multiple of {step}, halves up"),
    "down": Label("向下取到{step}的整倍数", "down to a whole multiple of {step}"),
    "up": Label("向上取到{step}的整倍数", "up to a whole multiple of {step}"),
}
CUTS: Mapping[str, Callable[[Expr], Expr]] = {"half_up": Round, "down": Floor, "up": Ceil}


@record
class TermsOf(FieldType):
    """
    Amounts in a list, or facts each with its weight.
    """

    terms: ListOf = ListOf("What is added up.", zh="相加", item=OPERAND, least=2)
    weights: Each = Each("The weight of a fact.", zh="权重", dimension="weight", least=2)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [self.terms.schema(defs), self.weights.schema(defs)]}

    def read(self, node: Node, intake: Intake) -> Any:
        return self.terms.read(node, intake) if isinstance(node, ListNode) else self.weights.read(node, intake)  # type: ignore[arg-type]

    def form(self, value: Any) -> FieldType:
        """
        Give the one of the two that a value was read as.
        """
        return self.weights if isinstance(value[0], tuple) else self.terms


@record(kw_only=True)
class Derived(Record):
    """
    What every derived fact has.
    """

    keeps_unit: ClassVar[bool] = True  # whether it counts what its operands count

    label: Annotated[Label, LabelText("What people call it.", zh="名称")]
    note: Annotated[str | None, Text("Anything worth knowing.", zh="说明")] = None
    mark: Mark = field(eq=False, repr=False)

    def operands(self) -> tuple[Any, ...]:
        """
        Give what the operation takes, as often as it is written out: amounts, of a table its rows.
        """
        raise NotImplementedError

    def is_rate(self, context: RuleContext) -> bool:
        """
        Say whether people write it with a percent sign.
        """
        return any_rate(self.operands(), context)

    def is_whole(self, context: RuleContext) -> bool:
        """
        Say whether it is a whole number in every case.
        """
        return all(map(context.is_whole, self.operands()))

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        """
        Give what has no effect whatever the facts, as a rule does.
        """
        yield from ()

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        """
        Give what is wrong with it beyond the schema: rates among numbers.
        """
        yield from context.not_alike(self.operands(), rate=any_rate(self.operands(), context))

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
    The sum of two or more figures, or of facts each times its weight.
    """

    sum: Annotated[
        tuple[Amount, ...] | Points,
        TermsOf("What is added up: a list, or facts each with its weight.", zh="相加：列出各项，或给每个数据项写权重"),
    ] = field(ordered=False)

    @property
    def terms(self) -> tuple[Amount, ...]:
        """
        Give what is added up, without weights.
        """
        return tuple(each[0] if isinstance(each, tuple) else each for each in self.sum)

    @property
    def weights(self) -> tuple[Amount, ...]:
        """
        Give the weights, if it has any.
        """
        return tuple(each[1] for each in self.sum if isinstance(each, tuple))

    def operands(self) -> tuple[Amount, ...]:
        return (*self.terms, *self.weights)

    def is_rate(self, context: RuleContext) -> bool:
        return any_rate(self.terms, context)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from context.not_alike(self.terms, rate=self.is_rate(context))

    def lower(self, context: Lowering) -> Expr:
        terms = tuple(map(context.amount, self.terms))
        return Add(tuple(map(Mul, map(context.amount, self.weights), terms)) or terms)

    def say(self, speaker: Speaker) -> str:
        said = tuple(map(speaker.number, self.terms))
        times = Label("{fact}乘以{weight}", "{weight} times {fact}")
        weights = map(speaker.number, self.weights)
        weighted = tuple(speaker.say(times, fact=fact, weight=each) for fact, each in zip(said, weights, strict=False))
        return speaker.say(Label("加", " plus ")).join(weighted or said)


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
class Smallest(Derived):
    """
    The smallest of two or more figures.
    """

    smallest: Annotated[tuple[Amount, ...], ListOf("The smallest of these.", zh="取其中最小的", item=OPERAND, least=2)]

    def operands(self) -> tuple[Amount, ...]:
        return self.smallest

    def lower(self, context: Lowering) -> Expr:
        return Min(tuple(map(context.amount, self.smallest)))

    def say(self, speaker: Speaker) -> str:
        return _of_these(speaker, Label("{these}中最小的", "the smallest of {these}"), self.smallest)


@record(kw_only=True)
class Largest(Derived):
    """
    The largest of two or more figures.
    """

    largest: Annotated[tuple[Amount, ...], ListOf("The largest of these.", zh="取其中最大的", item=OPERAND, least=2)]

    def operands(self) -> tuple[Amount, ...]:
        return self.largest

    def lower(self, context: Lowering) -> Expr:
        return Max(tuple(map(context.amount, self.largest)))

    def say(self, speaker: Speaker) -> str:
        return _of_these(speaker, Label("{these}中最大的", "the largest of {these}"), self.largest)


@record(kw_only=True)
class Product(Derived):
    """
    Two or more figures multiplied; of rates alone it is a rate.
    """

    keeps_unit: ClassVar[bool] = False

    product: Annotated[tuple[Amount, ...], ListOf("What is multiplied.", zh="相乘", item=OPERAND, least=2)]

    def operands(self) -> tuple[Amount, ...]:
        return self.product

    def is_rate(self, context: RuleContext) -> bool:
        return all(map(context.is_rate, self.product))

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        for each in self.product:
            yield from context.not_alike(each, rate=context.is_rate(each))

    def lower(self, context: Lowering) -> Expr:
        return reduce(Mul, map(context.amount, self.product))

    def say(self, speaker: Speaker) -> str:
        return speaker.say(Label("乘以", " times ")).join(map(speaker.number, self.product))


@record(kw_only=True)
class Division(Derived):
    """
    The first figure over the second; `empty` is what holds where the second is 0.
    """

    keeps_unit: ClassVar[bool] = False
    rate: ClassVar[bool]

    empty: Annotated[Figure | None, Signed("What holds where the second figure is 0.", zh="第二项为0时的数值")] = None

    def is_rate(self, context: RuleContext) -> bool:
        return self.rate

    def is_whole(self, context: RuleContext) -> bool:
        return False

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from super().problems(context)
        if self.empty is not None:
            yield from context.not_alike(self.empty, rate=self.rate)
        _, denominator = self.operands()
        if self.empty is None and context.may_be_zero(denominator):
            yield "empty_missing", self.mark, {}
        if self.empty is not None and not context.may_be_zero(denominator):
            yield "empty_needless", self.mark.of("empty"), {}

    def lower(self, context: Lowering) -> Expr:
        above, below = map(context.amount, self.operands())
        return Ratio(above, below, ZERO if self.empty is None else Const(self.empty.value, self.empty.rate))

    def say(self, speaker: Speaker) -> str:
        said = speaker.say(Label("除以", " divided by ")).join(map(speaker.number, self.operands()))
        if self.empty is None:
            return said
        empty = Label("{said}（除数为0的按{empty}计）", "{said} ({empty} where that is 0)")
        return speaker.say(empty, said=said, empty=speaker.number(self.empty))


@record(kw_only=True)
class Share(Division):
    """
    The first figure over the second, as a rate; `empty` is the rate where the second is 0.
    """

    rate: ClassVar[bool] = True

    ratio: Annotated[
        tuple[Amount, ...],
        ListOf(
            "The first over the second, as a rate.", zh="相除得比率：第一项除以第二项", item=OPERAND, least=2, most=2
        ),
    ]

    def operands(self) -> tuple[Amount, ...]:
        return self.ratio


@record(kw_only=True)
class Quotient(Division):
    """
    The first figure over the second, as a number; `empty` is the number where the second is 0.
    """

    rate: ClassVar[bool] = False

    quotient: Annotated[
        tuple[Amount, ...],
        ListOf(
            "The first over the second, as a number.", zh="相除得数值：第一项除以第二项", item=OPERAND, least=2, most=2
        ),
    ]

    def operands(self) -> tuple[Amount, ...]:
        return self.quotient


@record(kw_only=True)
class NamedAmount(Derived):
    """
    An amount with a name of its own: a table by role or by choice, or a reading.
    """

    amount: Annotated[Amount, OPERAND]

    def operands(self) -> tuple[Amount, ...]:
        return (self.amount,)

    def lower(self, context: Lowering) -> Expr:
        return context.amount(self.amount)

    def say(self, speaker: Speaker) -> str:
        return speaker.number(self.amount)


@record(kw_only=True)
class RoundedFact(Derived):
    """
    A figure rounded to a whole multiple of another.
    """

    rounded: Annotated[Amount, OPERAND]
    to: Annotated[Figure, Constant("What it becomes a whole multiple of.", zh="取整到多少的倍数", dimension="measure")]
    how: Annotated[
        Word,
        WordOf(
            "Which way it is rounded.",
            zh="取舍方式",
            words={"half_up": "halves to the higher 四舍五入", "down": "to the lower 舍去", "up": "to the higher 进一"},
        ),
    ]

    def operands(self) -> tuple[Amount, ...]:
        return (self.rounded,)

    def is_whole(self, context: RuleContext) -> bool:
        return context.is_whole(self.to)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from context.not_alike((self.rounded, self.to), rate=self.is_rate(context))

    def lower(self, context: Lowering) -> Expr:
        value, to = context.amount(self.rounded), context.amount(self.to)
        cut = CUTS[str(context.word(self.how))]
        return cut(value) if to == ONE else Scale(self.to.value, cut(Ratio(value, to, ZERO)))

    def say(self, speaker: Speaker) -> str:
        step = speaker.number(self.to, self.rounded)
        how = speaker.word(self.how, lambda word: speaker.say(ROUNDED[str(word)], step=step))
        rounded = Label("{value}{how}", "{value} rounded {how}")
        return speaker.say(rounded, value=speaker.number(self.rounded), how=how)


def any_rate(amounts: tuple[Amount, ...], context: RuleContext) -> bool:
    """
    Say whether facts are rates; figures alone say it where there is no fact.
    """
    facts = tuple(each for each in amounts if isinstance(each, Name))
    return any(map(context.is_rate, facts or amounts))


def _of_these(speaker: Speaker, said: Label, amounts: tuple[Amount, ...]) -> str:
    return speaker.say(said, these=speaker.say(Label("、", ", ")).join(map(speaker.number, amounts)))
