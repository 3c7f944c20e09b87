"""
What a result is made of: what decided it, whose it is, its lines and subtotals, and what a backend offers for them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from assess_rules.exact import number_text
from assess_rules.ir import Expr, Plan, Step, Value, facts_read, steps_read
from assess_rules.labels import Label
from assess_rules.outputs import IndicatorOutput, RowOutput
from assess_rules.records import Record, record

if TYPE_CHECKING:
    from assess_rules.trace import TraceStep


@record
class Stamp(Record):
    """
    What decided a result: the policy, its version, the hashes of its content and of its plans, the engine.

    `trial` names the readings that were set aside for a what-if.
    """

    policy: str
    version: str
    title: Label
    source_hash: str
    plan_hash: str
    engine: str
    trial: tuple[str, ...] = ()


@record
class Reference(Record):
    """
    What a fact rests on, a case number say; of a count, how much of it that is.
    """

    fact: str
    ref: str
    count: Fraction | None = None


@record
class Context(Record):
    """
    Whose result it is, which facts stood at their default, which were nil because no row names them, and the evidence.

    `reached_from` is the other period whose veto reaches this one. No plan reads any of it.
    """

    person: str | None = None
    team: str | None = None
    period: str | None = None
    defaulted: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    evidence: tuple[Reference, ...] = ()
    reached_from: str | None = None


NOBODY = Context()
Maybe = Fraction | None
# Of an indicator: deducted, bonus, points; apart, lost, cut; the row that decides, what it and what rounding changes.
LineFigures = tuple[Fraction, Fraction, Fraction, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe]
# Of a section: subtotal, cut; the row that decides, what it changes.
SectionFigures = tuple[Fraction, Maybe, Maybe, Maybe]
Trace = Callable[[Sequence[str]], "tuple[TraceStep, ...]"]


class Explainer(Protocol):
    """
    What a backend offers a result: its plan, and the figures behind the total.
    """

    @property
    def plan(self) -> Plan:
        """
        Give the plan that was computed.
        """

    @property
    def stamp(self) -> Stamp:
        """
        Give what decided the result.
        """

    def exact(self, total: Any) -> Fraction:
        """
        Give a total, as the backend keeps it, as an exact number.
        """

    def shown(self, total: Any) -> Decimal:
        """
        Round a total for show.
        """

    def facts(self, values: Any) -> Mapping[str, Value]:
        """
        Give the facts that the plan read.
        """

    def lines(self, values: Any) -> Sequence[LineFigures]:
        """
        Give the figures of each indicator.
        """

    def sections(self, values: Any) -> Sequence[SectionFigures]:
        """
        Give the figures of each section.
        """

    def grade(self, values: Any) -> int:
        """
        Give the number of the grade, from 0 for the first one.
        """

    def known(self, values: Any) -> Mapping[str, Value]:
        """
        Give every fact and every step, by the reference evaluator.
        """

    @property
    def value_of(self) -> Callable[[Expr, Mapping[str, Value]], Value]:
        """
        Give the reference evaluator of one expression.
        """


class Line:
    """
    One indicator of a result. Points are `Fraction`s; `apart` and `lost` are what the policy lists apart or lets go.
    """

    __slots__ = ("_better", "_evidence", "_figures", "_output", "_trace")

    def __init__(
        self,
        output: IndicatorOutput,
        figures: LineFigures,
        trace: "Trace",
        evidence: tuple[Reference, ...] = (),
        better: str = "higher",
    ) -> None:
        self._output, self._figures, self._trace, self._evidence = output, figures, trace, evidence
        self._better = better

    @property
    def indicator(self) -> str:
        """
        Give the indicator's id.
        """
        return self._output.id

    @property
    def section(self) -> str | None:
        """
        Give the id of its section.
        """
        return self._output.section

    @property
    def label(self) -> Label:
        """
        Give its label.
        """
        return self._output.label

    @property
    def cap(self) -> Fraction | None:
        """
        Give the most that can be earned or lost here; None of an extra without end.
        """
        return self._output.cap

    @property
    def at(self) -> tuple[str, ...]:
        """
        Give the clauses that it rests on.
        """
        return self._output.at

    @property
    def start(self) -> Fraction:
        """
        Give what it starts with.
        """
        return self._output.start

    @property
    def extra(self) -> bool:
        """
        Say whether its points come on top of the base.
        """
        return self._output.extra

    @property
    def weight(self) -> Fraction:
        """
        Give what its points are multiplied by where they are added up.
        """
        return self._output.weight

    @property
    def deducted(self) -> Fraction:
        """
        Give what is deducted.
        """
        return self._figures[0]

    @property
    def bonus(self) -> Fraction:
        """
        Give what is added.
        """
        return self._figures[1]

    @property
    def points(self) -> Fraction:
        """
        Give what the indicator comes to.
        """
        return self._figures[2]

    @property
    def unearned(self) -> Fraction:
        """
        Give the points that were not earned, of a line that starts with none; an extra has none to earn.

        Nor has any line where fewer points are better.
        """
        if self.start or self.extra or self.cap is None or self.left_out or self._better == "lower":
            return Fraction(0)
        return self.cap - self.points

    @property
    def left_out(self) -> bool:
        """
        Say whether a row of `points_when` leaves it out, so that neither its points nor its cap count.
        """
        return self.decided is not None and self.decided.left_out

    @property
    def apart(self) -> Fraction | None:
        """
        Give the points above the cap that the policy lists apart; None where it does not.
        """
        return self._figures[3]

    @property
    def lost(self) -> Fraction | None:
        """
        Give the points above the cap that are lost; None where none can be.
        """
        return self._figures[4]

    @property
    def cut(self) -> Fraction | None:
        """
        Give what the limit of the indicator's own `bonuses` took; None where it has none.
        """
        return self._figures[5]

    @property
    def decided(self) -> RowOutput | None:
        """
        Give the row of `points_when` that decided the points, whatever the rules say; None where none did.
        """
        return row_of(self._output.rows, self._figures[6])

    @property
    def changed(self) -> Fraction | None:
        """
        Give what a row of `points_when` changed; None where there are none.
        """
        return self._figures[7]

    @property
    def rounding(self) -> Fraction | None:
        """
        Give what rounding changed; None where nothing is rounded.
        """
        return self._figures[8]

    @property
    def steps(self) -> "tuple[TraceStep, ...]":
        """
        Give the arithmetic, step by step, in the order in which it is done.
        """
        return self._trace(self._output.steps)

    @property
    def evidence(self) -> tuple[Reference, ...]:
        """
        Give the references, case numbers say, of the facts that it rests on; long tables have them.
        """
        return self._evidence

    def figures(self) -> LineFigures:
        """
        Give all its figures, as `LineFigures` has them.
        """
        return self._figures

    def __repr__(self) -> str:
        cap = "" if self.cap is None else f" of {number_text(self.cap)}"
        return f"Line({self.indicator}: {number_text(self.points)}{cap})"


@record
class SectionResult(Record):
    """
    A subtotal, what a limit on bonuses took from it, the row of `points_when` that decided it and what that changed.

    One that lies `within` another section, given by its id, adds to the points of that one.
    """

    id: str
    label: Label
    at: tuple[str, ...]
    total: Fraction | None
    points: Fraction
    cut: Fraction | None
    weight: Fraction = Fraction(1)
    decided: RowOutput | None = None
    changed: Fraction | None = None
    within: str | None = None

    @property
    def left_out(self) -> bool:
        """
        Say whether a row of `points_when` leaves it out, with all that lies in it.
        """
        return self.decided is not None and self.decided.left_out


def row_of(rows: Sequence[RowOutput], number: Fraction | None) -> RowOutput | None:
    """
    Give the row that decided, by its number; None for 0 and for none.
    """
    return rows[int(number) - 1] if number else None


def facts_behind(steps: Iterable[Step]) -> dict[str, frozenset[str]]:
    """
    Give for each step of a plan the facts that it rests on, through other steps too.
    """
    found: dict[str, frozenset[str]] = {}
    for step in steps:
        found[step.name] = facts_read(step.expr).union(*(found[each] for each in steps_read(step.expr)))
    return found
