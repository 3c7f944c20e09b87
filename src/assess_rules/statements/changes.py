"""
What would have had to be otherwise: changes of a record's facts.

They are counted in units: one of a count or number, the next of a list of allowed values, another option; of all facts
together. Whatever is given here has been scored.
"""

from fractions import Fraction
from typing import Any

from assess_rules.exact import number_text
from assess_rules.ir import Input, Value
from assess_rules.records import Record, record
from assess_rules.result_data import value_data


@record
class FactChange(Record):
    """
    A fact, what it was and what it would have had to be; `beyond`: or anything further that way.
    """

    input: Input
    now: Value
    then: Value
    beyond: bool


@record
class Changes(Record):
    """
    The smallest changes that were found, all of as many units; none if none was found.

    Every change of fewer units than `tried` was tried, of whatever facts; so one of `tried` units is the smallest. Of more
    units it does what it says, and a smaller one is not ruled out.
    """

    ways: tuple[tuple[FactChange, ...], ...]
    units: Fraction
    tried: int

    @property
    def proved(self) -> bool:
        """
        Say whether no change is smaller.
        """
        return bool(self.ways) and self.units <= self.tried

    def to_dict(self) -> dict[str, Any]:
        """
        Give the changes as JSON data; numbers are texts.
        """
        ways = [
            [
                {
                    "fact": each.input.name,
                    "now": value_data(each.now),
                    "then": value_data(each.then),
                    "beyond": each.beyond,
                }
                for each in way
            ]
            for way in self.ways
        ]
        return {"units": number_text(self.units), "proved": self.proved, "tried": self.tried, "ways": ways}
