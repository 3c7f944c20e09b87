"""
Tables whose rows are tried in order: the ends and conditions of a row, and what is wrong with the order of rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import ge, gt, le, lt
from typing import Annotated, Protocol

from assess_rules.amounts import Amount, Condition, Figure
from assess_rules.conditions import ConditionOf
from assess_rules.figures import COMPARISONS, AmountOf
from assess_rules.ir import And, Compare, Comparison, Expr
from assess_rules.kinds.base import Bounds, Lowering, Problem, RuleContext, Speaker
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import Record, field, record

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
class Ends(Record):
    """
    A row of a table: where the value has to be for it, and the condition under which it is tried at all.
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
    mark: Mark = field(eq=False, repr=False)

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

    def say_where(self, speaker: Speaker, unit_of: object) -> str:
        """
        Say for what the row is; its ends have the unit of another amount, if one is given.
        """
        where = [speaker.say(REACHED[op], end=speaker.number(end, unit_of)) for _, op, end in self.ends]
        where += [] if self.when is None else [speaker.condition(self.when)]
        return speaker.say(Label("，且", " and ")).join(where) or speaker.say(Label("其余", "otherwise"))


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


def rows_problems(value: Amount, rows: Sequence[Ends], mark: Mark, context: RuleContext) -> Iterator[Problem]:
    """
    Give what is wrong with the rows of a table at this place in which a value is looked up.
    """
    for row in rows:
        yield from context.not_alike(tuple(end for _, _, end in row.ends), rate=context.is_rate(value))
    if len(rows) > MOST_ROWS:
        yield "many_rows", mark, {"limit": MOST_ROWS}
    last = rows[-1]
    if last.ends or last.when is not None:
        yield "last_row", last.mark, {}
    yield from row_order(rows, context)


def row_order(rows: Sequence[Ended], context: RuleContext) -> Iterator[Problem]:
    """
    Give what is wrong with the order of rows: one that can never be met, ends that run both ways, two ends in one row.
    """
    ways = [DOWN if word in DOWN else UP for row in rows for word, _, _ in row.ends[:1]]
    steps = max(ways, key=ways.count, default=UP)  # as most rows do, or else the first
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


def rows_unreached(value: Amount, rows: Iterable[Ends], bounds: Bounds) -> Iterator[Problem]:
    """
    Give the rows that no value its facts can bring about ever reaches.
    """
    span = bounds(value)
    if span is None:
        return
    for row, following in pairwise(rows):
        for word, op, end in row.ends:
            if isinstance(end, Figure):
                near, far = span if word in DOWN else span[::-1]
                if not MET[op](far, end.value):
                    yield "row_beyond", row.mark.of(word), {}
                elif row.when is None and MET[op](near, end.value):
                    yield "row_after_all", following.mark, {}


def _never(row: list[Case], before: list[Case]) -> Mapping[str, str] | None:
    """
    Give the case in which a row does not go further than one above it; None if there is none.
    """
    for case, place in row:
        for other, further in before:
            if place <= further and all(case.get(by, option) == option for by, option in other.items()):
                return {**other, **case}
    return None
