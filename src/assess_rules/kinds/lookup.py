"""
The derived fact that a table gives: a figure by the row in which a value falls.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from assess_rules.amounts import Amount
from assess_rules.fields import ListOf
from assess_rules.figures import AmountOf
from assess_rules.ir import Expr, Or, Select
from assess_rules.kinds.base import Bounds, Lowering, Problem, RuleContext, Speaker
from assess_rules.kinds.derived import Derived, any_rate
from assess_rules.kinds.ends import Ends, rows_problems, rows_unreached
from assess_rules.labels import Label
from assess_rules.objects import Object
from assess_rules.records import record

FEW_ROWS = 8
Rows = tuple["LookupRow", ...]


@record(kw_only=True)
class LookupRow(Ends):
    """
    A row: where the value has to be for it, and the figure that holds there and in no row above.
    """

    value: Annotated[Amount, AmountOf("What holds in this row.", zh="该行的数值", dimension="measure")]

    def say_row(self, speaker: Speaker, unit_of: object = ()) -> str:
        """
        Say for what the row is, and its figure.
        """
        row = Label("{where}为{value}", "{where}: {value}")
        return speaker.say(row, where=self.say_where(speaker, unit_of), value=speaker.number(self.value))


@record(kw_only=True)
class Lookup(Derived):
    """
    The figure of the first row whose end and `when` hold; the last row takes all others.
    """

    keeps_unit: ClassVar[bool] = False

    lookup: Annotated[Amount, AmountOf("What is looked up.", zh="所对照的数值", dimension="measure")]
    rows: Annotated[
        Rows,
        ListOf(
            "The rows, the furthest end first.",
            zh="各行：界限最远的在前",
            least=2,
            item=Object("A row.", zh="一行", classes=(LookupRow,)),
        ),
    ]

    @property
    def values(self) -> tuple[Amount, ...]:
        """
        Give the values of all rows.
        """
        return tuple(each.value for each in self.rows)

    def operands(self) -> tuple[Any, ...]:
        return tuple((self.lookup, each) for each in self.rows)

    def is_rate(self, context: RuleContext) -> bool:
        return any_rate(self.values, context)

    def is_whole(self, context: RuleContext) -> bool:
        return all(map(context.is_whole, self.values))

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        yield from context.not_alike(self.values, rate=self.is_rate(context))
        yield from rows_problems(self.lookup, self.rows, self.mark.of("rows"), context)

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        yield from rows_unreached(self.lookup, self.rows, bounds)

    def lower(self, context: Lowering) -> Expr:
        return _first(self.rows, context.amount(self.lookup), context)

    def say(self, speaker: Speaker) -> str:
        rows = (each.say_row(speaker, self.lookup) for each in self.rows)
        by = Label("按{value}：{rows}", "by {value}: {rows}")
        return speaker.say(by, value=speaker.number(self.lookup), rows=speaker.say(Label("；", "; ")).join(rows))


def _first(rows: Rows, value: Expr, context: Lowering) -> Expr:
    """
    Select the value of the first row that is met: a few rows one by one, many by halves, so that no table nests deeply.
    """
    if len(rows) == 1:
        return context.amount(rows[0].value)
    first = 1 if len(rows) <= FEW_ROWS else len(rows) // 2
    met = tuple(each.holds(value, context) for each in rows[:first])
    condition = met[0] if first == 1 else Or(met)
    return Select(condition, _first(rows[:first], value, context), _first(rows[first:], value, context))
