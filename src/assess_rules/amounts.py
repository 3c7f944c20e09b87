"""
What may stand where a rule file wants a figure, a word or a condition; read, not yet resolved.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from assess_rules.ir import Comparison
from assess_rules.marks import NOWHERE, Mark
from assess_rules.records import Record, field, record


@record
class Figure(Record):
    """
    A number; `rate` if it was written with a percent sign.
    """

    value: Fraction
    rate: bool = False
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class Name(Record):
    """
    The name of a fact or a derived fact.
    """

    name: str
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class Ident(Record):
    """
    The id of something that is no fact: a reading, an option, a role, an indicator.
    """

    name: str
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class ByReading(Record):
    """
    The chosen option's figure or word: from `of`, or without one from the option itself.
    """

    reading: Ident
    of: Mapping[str, "Amount"] | None = None
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class ByRole(Record):
    """
    A figure for each role.
    """

    of: Mapping[str, "Amount"]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class ByChoice(Record):
    """
    A figure for each option of a choice; `own` if they are the figures of the options themselves.
    """

    fact: Name
    of: Mapping[str, "Amount"]
    own: bool = False
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


Amount = Figure | Name | ByReading | ByRole | ByChoice
Word = str | ByReading
Points = tuple[tuple[Name, Amount], ...]


@record
class FactIs(Record):
    """
    Comparisons of a fact, all of which must hold; an operand is an amount, true or false, or an option's id.
    """

    fact: Name
    comparisons: tuple[tuple[Comparison, "Amount | bool"], ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class ReadingIs(Record):
    """
    Whether a reading's chosen option is the one named.
    """

    reading: Ident
    option: Ident
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class RoleIn(Record):
    """
    Whether the person's role is one of these.
    """

    roles: tuple[Ident, ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class AllOf(Record):
    """
    Whether all conditions hold.
    """

    terms: tuple["Condition", ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class AnyOf(Record):
    """
    Whether one of the conditions holds.
    """

    terms: tuple["Condition", ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class NotOf(Record):
    """
    Whether the condition does not hold.
    """

    of: "Condition"
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class VerdictIs(Record):
    """
    After scoring: whether the period's verdict is this word.
    """

    verdict: str
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class PeriodsIn(Record):
    """
    After scoring: how many periods of a span the condition held in, compared with figures.
    """

    of: "Condition"
    span: str
    comparisons: tuple[tuple[Comparison, Amount], ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class ScoreIs(Record):
    """
    After scoring: comparisons of the total, a section or an indicator, all of which must hold.
    """

    item: Ident
    comparisons: tuple[tuple[Comparison, Amount], ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class EveryIs(Record):
    """
    After scoring: comparisons that every indicator must meet, neither extras nor what is left out.
    """

    comparisons: tuple[tuple[Comparison, Amount], ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class GradeIs(Record):
    """
    After scoring: whether the period's grade is this one.
    """

    grade: Ident
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


@record
class RollupIs(Record):
    """
    After scoring: comparisons of a roll-up's figure, in the period that closes its span.
    """

    rollup: Ident
    comparisons: tuple[tuple[Comparison, Amount], ...]
    mark: Mark = field(default=NOWHERE, eq=False, repr=False)


Condition = (
    FactIs | ReadingIs | RoleIn | AllOf | AnyOf | NotOf | VerdictIs | PeriodsIn | ScoreIs | EveryIs | GradeIs | RollupIs
)


def parts(value: object) -> Iterator[object]:
    """
    Give a value of the model and everything inside it: through classes, lists and mappings, in order.
    """
    open_ = [value]
    while open_:
        each = open_.pop()
        yield each
        if isinstance(each, Record):
            open_ += [getattr(each, key.name) for key in reversed(each.__attrs_attrs__) if key.name != "mark"]
        elif isinstance(each, tuple):
            open_ += reversed(each)
        elif isinstance(each, (dict, MappingProxyType)):
            open_ += reversed(tuple(each.values()))
