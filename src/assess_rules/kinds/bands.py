"""
Points by the row of a table in which a value falls.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount
from assess_rules.fields import ListOf
from assess_rules.figures import AmountOf
from assess_rules.ir import ZERO, Expr, Select
from assess_rules.kinds.base import Bounds, Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker
from assess_rules.kinds.ends import Ends, rows_problems, rows_unreached
from assess_rules.kinds.tables import Moved, Way, rows_sides
from assess_rules.labels import Label
from assess_rules.objects import Object
from assess_rules.records import record


@record(kw_only=True)
class Row(Ends, Moved):
    """
    A row: where the value has to be for it, and the points of who is there and in no row above.
    """

    def say_row(self, speaker: Speaker, unit_of: object = ()) -> str:
        """
        Say for what the row is, and its points.
        """
        last = not self.ends and self.when is None
        said = Label("{where}{moved}" if last else "{where}，{moved}", "{where}: {moved}")
        return speaker.say(said, where=self.say_where(speaker, unit_of), moved=self.say(speaker))


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
        rows = (each.say_row(speaker, self.value) for each in self.rows)
        by = Label("{value}：{rows}", "{value}: {rows}")
        yield speaker.say(by, value=speaker.number(self.value), rows=speaker.say(Label("；", "; ")).join(rows))

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return rows_sides((self.value, self.rows), self.rows)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        for row in self.rows:
            yield from row.problems()
        if not self.sides(context):
            yield "all_nil", self.mark, {}
        yield from rows_problems(self.value, self.rows, self.mark.of("rows"), context)

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        yield from rows_unreached(self.value, self.rows, bounds)
