"""
The intermediate representation: what a policy asks to be computed for one role.

Total, flat, exact. Values are rationals, booleans and choices. Nothing can fail inside a plan and nothing in it is
null: facts are checked first, and every ratio says what it is when its denominator is 0.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction as Number
from typing import Literal

from assess_rules.exact import Rounding
from assess_rules.labels import Label
from assess_rules.outputs import GradeEvent, GradeOutput, IndicatorOutput, ReadingUsed, SectionOutput, VetoOutput
from assess_rules.records import Record, field, record

Comparison = Literal[">=", ">", "<=", "<", "="]
Value = Number | bool | str


@record
class Const(Record):
    """
    A figure of the policy; `rate` if people write it as a percentage.
    """

    value: Number
    rate: bool = field(default=False, eq=False)


@record
class Fact(Record):
    """
    A checked input.
    """

    name: str


@record
class Ref(Record):
    """
    The value of an earlier step.
    """

    step: str


@record
class Add(Record):
    """
    The sum of the terms; of none, 0.
    """

    terms: tuple["Expr", ...] = field(ordered=False)


@record
class Mul(Record):
    """
    The product of two values.
    """

    left: "Expr"
    right: "Expr"


@record
class Scale(Record):
    """
    A value times a figure.
    """

    factor: Number
    of: "Expr"


@record
class Min(Record):
    """
    The smallest of the terms.
    """

    terms: tuple["Expr", ...] = field(ordered=False)


@record
class Max(Record):
    """
    The largest of the terms.
    """

    terms: tuple["Expr", ...] = field(ordered=False)


@record
class Floor(Record):
    """
    The largest whole number that is not above the value.
    """

    of: "Expr"


@record
class Ceil(Record):
    """
    The smallest whole number that is not below the value.
    """

    of: "Expr"


@record
class Round(Record):
    """
    The nearest whole number; a half goes to the higher.
    """

    of: "Expr"


@record
class Ratio(Record):
    """
    Numerator over denominator, or `if_zero` where the denominator is 0.
    """

    numerator: "Expr"
    denominator: "Expr"
    if_zero: "Expr"


@record
class Quotient(Record):
    """
    The whole quotient of whole numbers, rounded down; the divisor is 1 or more. Only integer plans have it.
    """

    dividend: "Expr"
    divisor: "Expr"


@record
class Compare(Record):
    """
    Whether the comparison of two numbers holds.
    """

    left: "Expr"
    op: Comparison
    right: "Expr"


@record
class Equal(Record):
    """
    Whether a choice is an option.
    """

    choice: Fact
    option: str


@record
class And(Record):
    """
    Whether all terms hold; of none, true.
    """

    terms: tuple["Expr", ...] = field(ordered=False)


@record
class Or(Record):
    """
    Whether a term holds; of none, false.
    """

    terms: tuple["Expr", ...] = field(ordered=False)


@record
class Not(Record):
    """
    Whether the value does not hold.
    """

    of: "Expr"


@record
class Select(Record):
    """
    One of two values, by a condition.
    """

    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"


Expr = (
    Const
    | Fact
    | Ref
    | Add
    | Mul
    | Scale
    | Min
    | Max
    | Floor
    | Ceil
    | Round
    | Ratio
    | Quotient
    | Compare
    | Equal
    | And
    | Or
    | Not
    | Select
)

ZERO, ONE = Const(Number(0)), Const(Number(1))


@record
class Input(Record):
    """
    A fact of a plan, and what it may be. `required` is false for one that only a reading not chosen names.

    One that is `needed` only where a condition holds is refused elsewhere; there a plan that reads it reads its `default`,
    which counts nothing.
    """

    name: str
    type: Literal["count", "number", "flag", "choice"]
    label: Label
    unit: Label | None = None
    minimum: Number = Number(0)
    maximum: Number = Number(0)
    places: int = 0
    allowed: tuple[Number, ...] = field(default=(), ordered=False)
    options: tuple[tuple[str, Label], ...] = field(default=(), ordered=False)
    required: bool = True
    read: bool = True
    default: Value | None = None
    note: Label | None = None
    needed: "Expr | None" = field(default=None, added=True)


@record
class Check(Record):
    """
    A relation that a record must keep, checked where all its facts are given.
    """

    condition: Expr
    facts: tuple[str, ...]
    at: tuple[str, ...]


@record
class Step(Record):
    """
    A named figure; `at` are the clauses that it rests on, `shown` how people write it.
    """

    name: str
    expr: Expr
    label: Label
    at: tuple[str, ...]
    shown: Literal["number", "rate", "flag"] = "number"


@record
class Plan(Record):
    """
    All that one role's scores need. `elsewhere` names the facts that other roles own, with those roles.
    """

    role: str
    role_label: Label
    inputs: tuple[Input, ...] = field(ordered=False)
    elsewhere: Mapping[str, tuple[str, ...]] = field(eq=False)
    checks: tuple[Check, ...] = field(ordered=False)
    steps: tuple[Step, ...] = field(ordered=False)
    indicators: tuple[IndicatorOutput, ...]
    sections: tuple[SectionOutput, ...]
    vetoes: tuple[VetoOutput, ...] = field(ordered=False)
    score: str
    cut: str | None
    scored: str
    passed: str | None
    base: Number
    pass_mark: Number | None
    places: int
    rounding: Rounding
    readings: tuple[ReadingUsed, ...] = field(ordered=False)
    scaling: str | None = field(default=None, added=True)
    adjusted: str | None = field(default=None, added=True)
    better: Literal["higher", "lower"] = field(default="higher", added=True)
    grade: str | None = field(default=None, added=True)
    grades: tuple[GradeOutput, ...] = field(default=(), added=True)
    grade_events: tuple[GradeEvent, ...] = field(default=(), added=True)


def facts_read(expr: Expr) -> frozenset[str]:
    """
    Give the names of the facts that an expression reads itself.
    """
    return frozenset(each.name for each in walk(expr) if isinstance(each, Fact))


def steps_read(expr: Expr) -> list[str]:
    """
    Give the names of the steps that an expression refers to.
    """
    return [each.step for each in walk(expr) if isinstance(each, Ref)]


def walk(expr: Expr) -> Iterator[Expr]:
    """
    Give an expression and all expressions below it, in the order in which they are written.
    """
    open_ = [expr]
    while open_:
        each = open_.pop()
        yield each
        open_ += reversed(children(each))


def children(expr: Expr) -> tuple[Expr, ...]:
    """
    Give the expressions directly below an expression, in the order of its fields.
    """
    if isinstance(expr, (Const, Fact, Ref)):
        return ()
    found: list[Expr] = []
    for value in vars(expr).values():
        if isinstance(value, Record):
            found.append(value)  # type: ignore[arg-type]
        elif isinstance(value, tuple):
            found += value
    return tuple(found)
