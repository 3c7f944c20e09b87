"""
Points by a table: each row deducts or adds, so that only one of the two can ever happen.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from assess_rules.amounts import Amount, Figure
from assess_rules.kinds.base import Side, Speaker
from assess_rules.labels import Label

Way = Literal["deduct", "add"]

NIL = Figure(Fraction(0))
MOVED = {"deduct": Label("扣{points}", "{points} deducted"), "add": Label("加{points}", "{points} added")}
ENDS: dict[Way, Literal["below", "above"]] = {"deduct": "below", "add": "above"}


def table_sides(table: object, points: Iterable[tuple[Way, Amount]]) -> tuple[Side, ...]:
    """
    Give the ways in which a table moves points: what it says stands below 0, or above it. 0 points are neither.
    """
    ways = dict.fromkeys(way for way, each in points if not (isinstance(each, Figure) and not each.value))
    return tuple(Side(way, table, NIL, ENDS[way]) for way in ways)


def say_moved(speaker: Speaker, way: Way, points: Amount) -> str:
    """
    Say that points are deducted or added.
    """
    return speaker.say(MOVED[way], points=speaker.points(points))
