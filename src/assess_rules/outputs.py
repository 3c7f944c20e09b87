"""
The outputs of a plan: what of its steps a result shows, with the labels and clauses of the policy.
"""

from fractions import Fraction as Number

from assess_rules.labels import Label
from assess_rules.records import Record, field, record


@record
class RowOutput(Record):
    """
    A condition that may decide points: the clauses that it rests on, and whether it leaves its item out altogether.
    """

    at: tuple[str, ...]
    left_out: bool


@record
class IndicatorOutput(Record):
    """
    One line of a result: constants, and the names of the steps that hold its figures in points.

    `row` holds which of the `rows` decides, 0 for none, and `changed` what it changes.
    """

    id: str
    section: str | None
    label: Label
    at: tuple[str, ...]
    cap: Number | None
    start: Number
    due: str | None
    deducted: str
    bonus: str
    points: str
    apart: str | None
    lost: str | None
    steps: tuple[str, ...] = field(ordered=False)
    cut: str | None = field(default=None, added=True)
    weight: Number = field(default=Number(1), added=True)
    extra: bool = field(default=False, added=True)
    row: str | None = field(default=None, added=True)
    changed: str | None = field(default=None, added=True)
    rounding: str | None = field(default=None, added=True)
    rows: tuple[RowOutput, ...] = field(default=(), added=True)


@record
class SectionOutput(Record):
    """
    A subtotal, what a limit on bonuses took from it, and which of its `rows` decided and changed it.

    One that lies `within` another adds to the points of that one, not to the total.
    """

    id: str
    label: Label
    at: tuple[str, ...]
    total: Number | None
    points: str
    cut: str | None
    weight: Number = field(default=Number(1), added=True)
    row: str | None = field(default=None, added=True)
    changed: str | None = field(default=None, added=True)
    rows: tuple[RowOutput, ...] = field(default=(), added=True)
    within: str | None = field(default=None, added=True)


@record
class VetoOutput(Record):
    """
    An event that ends the evaluation, or whose `effect` is a score of `zero` or a `grade`.
    """

    id: str
    label: Label
    at: tuple[str, ...]
    step: str
    effect: str = field(default="no_score", added=True)


@record
class ReadingUsed(Record):
    """
    A question that the text leaves open, and the option that this plan takes.
    """

    id: str
    option: str
    question: Label
    label: Label
    at: tuple[str, ...]
    decided: bool


@record
class GradeOutput(Record):
    """
    A grade, the verdict that goes with it, and the clauses that it rests on.
    """

    id: str
    label: Label
    verdict: str
    at: tuple[str, ...] = field(default=(), eq=False)  # no part of a digest


@record
class GradeEvent(Record):
    """
    What may close or move a grade: what it does, the clauses that it rests on, and the step that says whether it holds.
    """

    label: Label
    at: tuple[str, ...]
    step: str


def line_steps(each: IndicatorOutput) -> tuple[str | None, ...]:
    """
    Give the steps that hold the figures of an indicator, in the order of `lines.LineFigures`.
    """
    beside = (each.apart, each.lost, each.cut, each.row, each.changed, each.rounding)
    return (each.deducted, each.bonus, each.points, *beside)


def section_steps(each: SectionOutput) -> tuple[str | None, ...]:
    """
    Give the steps that hold the figures of a section, in the order of `lines.SectionFigures`.
    """
    return each.points, each.cut, each.row, each.changed
