"""
Points by the row of a table in which a value falls.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import ge, gt, le, lt
from typing import Annotated, ClassVar, Protocol

from assess_rules.amounts import Amount, Condition, Figure
from assess_rules.conditions import ConditionOf
from assess_rules.fields import ListOf
from assess_rules.figures import COMPARISONS, AmountOf
from assess_rules.ir import ZERO, And, Compare, Comparison, Expr, Select
from assess_rules.kinds.base import Bounds, Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker
from assess_rules.kinds.tables import Moved, Way, rows_sides
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.objects import Object
from assess_rules.records import record

MOST_ROWS = 40  # so that no expression nests deeply
DOWN = {"at_least": 1, "over": 0}  # of two ends at one figure, the one that is met more often comes second
UP = {"at_most": 1, "under": 0}
Case = tuple[Mapping[str, str], tuple[Fraction, int]]  # the role and options of an end, and how far it goes
MET = {">=": ge, ">": gt, "<=": le, "<": lt}
REACHED = {
    ">=": Label("{end}及以上的", "{end} or more"),
    ">": Label("高于{end}的", "more than {end}"),
    "<=": Label("{end}及以下的", "{end} or less"),
    "<": Label("低于{end}的", "less than {end}"),
}


@record(kw_only=True)
class Row(Moved):
    """
    A row: where the value has to be for it, and the points of who is there and in no row above.
    """

    at_least: Annotated[
        Amount | None, AmountOf("The value is this or more.", zh="下限：含本数", dimension="measure")
    ] = None
    over: Annotated[Amount | None, AmountOf("The value is more.", zh="下限：不含本数", dimension="measure")] = None
    at_most: Annotated[
        Amount | None, AmountOf("The value is this or less.", zh="上限：含本数", dimension="measure")
    ] = None
    under: Annotated[Amount | None, AmountOf("The value is less.", zh="上限：不含本数", dimension="measure")] = None
    when: Annotated[Condition | None, ConditionOf("The row is only for this.", zh="适用条件")] = None

    @property
    def ends(self) -> tuple[tuple[str, Comparison, Amount], ...]:
        """
        Give the row's ends; a row that has passed its checks has one or none.
        """
        found = ((word, op, getattr(self, word, None)) for word, op in COMPARISONS.items())
        return tuple((word, op, end) for word, op, end in found if end is not None)

    def holds(self, value: Expr, context: Lowering) -> Expr:
        """
        Give the condition under which the row is met.
        """
        terms: list[Expr] = [Compare(value, op, context.amount(end)) for _, op, end in self.ends]
        terms += [] if self.when is None else [context.condition(self.when)]
        return terms[0] if len(terms) == 1 else And(tuple(terms))


@record(kw_only=True)
class Bands(RuleKind):
    """
    Deduct or add the points of the row in which a value falls.

    Meaning: the first row whose end and `when` hold gives its points; the last row has neither and takes all others.
    Example: {kind: bands, value: vote, rows: [{at_least: 90, add: 15}, {at_least: 80, add: 12}, {add: 0}]}
    Worked score: cap 15, start zero, vote 85 -> 12 added
    """

    kind: ClassVar[str] = "bands"
    zh: ClassVar[str] = "分段计分"
    zh_meaning: ClassVar[str] = (
        "自上而下第一个符合界限和 `when` 的行决定扣分或加分；界限只朝一个方向写，最后一行不写界限，收其余情形。"
    )

    value: Annotated[Amount, AmountOf("What is looked up.", zh="所对照的数值", dimension="measure")]
    rows: Annotated[
        tuple[Row, ...],
        ListOf(
            "The rows, the furthest end first.",
            zh="各行：界限最远的在前",
            least=2,
            item=Object("A row.", zh="一行", classes=(Row,)),
        ),
    ]

    def lower(self, context: Lowering) -> Lowered:
        value = context.amount(self.value)
        return Lowered(self._points("deduct", value, context), self._points("add", value, context))

    def _points(self, way: Way, value: Expr, context: Lowering) -> Expr:
        if all(each.way != way for each in self.rows):
            return ZERO

        def own(row: Row) -> Expr:
            return context.not_negative(context.amount(row.points)) if row.way == way else ZERO

        *rows, last = self.rows
        points = own(last)
        for row in reversed(rows):
            points = Select(row.holds(value, context), own(row), points)
        return context.step("row", points, Label("所在行的分值", "points of the row"))

    def say(self, speaker: Speaker) -> Iterator[str]:
        rows = []
        for row in self.rows:
            where = [speaker.say(REACHED[op], end=speaker.number(end, self.value)) for _, op, end in row.ends]
            where += [] if row.when is None else [speaker.condition(row.when)]
            reached = speaker.say(Label("，且", " and ")).join(where) or speaker.say(Label("其余", "otherwise"))
            said = Label("{reached}{moved}" if row is self.rows[-1] else "{reached}，{moved}", "{reached}: {moved}")
            rows.append(speaker.say(said, reached=reached, moved=row.say(speaker)))
        by = Label("{value}：{rows}", "{value}: {rows}")
        yield speaker.say(by, value=speaker.number(self.value), rows=speaker.say(Label("；", "; ")).join(rows))

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return rows_sides((self.value, self.rows), self.rows)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        for row in self.rows:
            yield from row.problems()
            yield from context.not_alike(tuple(end for _, _, end in row.ends), rate=context.is_rate(self.value))
        if not self.sides(context):
            yield "all_nil", self.mark, {}
        if len(self.rows) > MOST_ROWS:
            yield "many_rows", self.mark.of("rows"), {"limit": MOST_ROWS}
        last = self.rows[-1]
        if last.ends or last.when is not None:
            yield "last_row", last.mark, {}
        yield from row_order(self.rows, context)

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        span = bounds(self.value)
        if span is None:
            return
        for row, following in pairwise(self.rows):
            for word, op, end in row.ends:
                if isinstance(end, Figure):
                    near, far = span if word in DOWN else span[::-1]
                    if not MET[op](far, end.value):
                        yield "row_beyond", row.mark.of(word), {}
                    elif row.when is None and MET[op](near, end.value):
                        yield "row_after_all", following.mark, {}


class Ended(Protocol):
    """
    A row of a table that is tried in order: its ends, and the condition under which it is tried at all.
    """

    @property
    def mark(self) -> Mark:
        """
        Give its place.
        """

    @property
    def ends(self) -> tuple[tuple[str, Comparison, Amount], ...]:
        """
        Give its ends.
        """

    @property
    def when(self) -> Condition | None:
        """
        Give its condition.
        """


def row_order(rows: Sequence[Ended], context: RuleContext) -> Iterator[Problem]:
    """
    Give what is wrong with the order of rows: one that can never be met, ends that run both ways, two ends in one row.
    """
    words = [word for row in rows for word, _, _ in row.ends]
    steps = DOWN if words and words[0] in DOWN else UP
    sign = -1 if steps is DOWN else 1
    before: list[Case] = []  # how far the rows above go
    for row in rows:
        if len(row.ends) > 1:
            yield "two_ends", row.mark.of(row.ends[1][0]), {}
    for row, following in pairwise(rows):
        if not row.ends and row.when is None:
            yield "row_never", following.mark, {}
        for word, _, end in row.ends[:1]:
            if word not in steps:
                yield "ends_both_ways", row.mark.of(word), {"allowed": tuple(steps)}
                continue
            mine = [(case, (sign * figure.value, steps[word])) for case, figure in context.cases(end)]
            under = _never(mine, before)
            if under is not None:
                told = tuple(f"{by} {option}" for by, option in under.items())
                yield ("row_never_for" if told else "row_never"), row.mark, {"cases": told} if told else {}
            before += mine if row.when is None else []


def _never(row: list[Case], before: list[Case]) -> Mapping[str, str] | None:
    """
    Give the case in which a row does not go further than one above it; None if there is none.
    """
    for case, place in row:
        for other, further in before:
            if place <= further and all(case.get(by, option) == option for by, option in other.items()):
                return {**other, **case}
    return None
