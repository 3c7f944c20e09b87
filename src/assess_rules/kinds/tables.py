"""
Points by a table: each row deducts or adds, so that only one of the two can ever happen.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated, Literal

from assess_rules.amounts import Amount, Figure
from assess_rules.figures import AmountOf
from assess_rules.ir import Const, Expr, Scale
from assess_rules.kinds.base import Lowering, Problem, Side, Speaker
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import Record, field, record

Way = Literal["deduct", "add"]

NIL = Figure(Fraction(0))
MINUS = Fraction(-1)
MOVED = {"deduct": Label("扣{points}", "{points} deducted"), "add": Label("加{points}", "{points} added")}
ENDS: dict[Way, Literal["below", "above"]] = {"deduct": "below", "add": "above"}


@record(kw_only=True)
class Moved(Record):
    """
    Points that a row of a table deducts or adds.
    """

    deduct: Annotated[Amount | None, AmountOf("Points deducted.", zh="扣分", dimension="row_points")] = None
    add: Annotated[Amount | None, AmountOf("Points added.", zh="加分", dimension="row_points")] = None
    mark: Mark = field(eq=False, repr=False)

    @property
    def way(self) -> Way:
        """
        Give the way in which the row moves points.
        """
        return "deduct" if self.deduct is not None else "add"

    @property
    def points(self) -> Amount:
        """
        Give the points that it moves.
        """
        points = self.deduct if self.deduct is not None else self.add
        assert points is not None  # `problems` has been asked
        return points

    def signed(self, context: Lowering) -> Expr:
        """
        Give the points as an expression: below 0 where they are deducted.
        """
        points = context.not_negative(context.amount(self.points))
        if self.way == "add":
            return points
        return Const(-points.value) if isinstance(points, Const) else Scale(MINUS, points)

    def say(self, speaker: Speaker) -> str:
        """
        Say what is deducted or added.
        """
        return say_moved(speaker, self.way, self.points)

    def problems(self) -> Iterator[Problem]:
        """
        Give what is wrong with the row: neither of the two ways, or both.
        """
        if self.deduct is None and self.add is None:
            yield "no_points", self.mark, {"allowed": "deduct, add"}
        if self.deduct is not None and self.add is not None:
            yield "two_ways", self.mark.of("add"), {}


def table_sides(table: object, points: Iterable[tuple[Way, Amount | None]]) -> tuple[Side, ...]:
    """
    Give the ways in which a table moves points: what it says stands below 0, or above it. 0 points are neither.
    """
    ways = dict.fromkeys(way for way, each in points if not (isinstance(each, Figure) and not each.value))
    return tuple(Side(way, table, NIL, ENDS[way]) for way in ways)


def rows_sides(table: object, rows: Iterable[Moved]) -> tuple[Side, ...]:
    """
    Give the ways in which a table of rows moves points.
    """
    return table_sides(table, ((each.way, getattr(each, each.way)) for each in rows))


def say_moved(speaker: Speaker, way: Way, points: Amount) -> str:
    """
    Say that points are deducted or added.
    """
    return speaker.say(MOVED[way], points=speaker.points(points))
