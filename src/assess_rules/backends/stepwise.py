"""
Results straight from the reference evaluator: the slow backend that every fast one is compared with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assess_rules.backends.reference import evaluate, value_of
from assess_rules.exact import rounded
from assess_rules.ir import Expr, Plan, Value
from assess_rules.lines import NOBODY, Context, LineFigures, SectionFigures, Stamp
from assess_rules.outputs import line_steps, section_steps
from assess_rules.records import Record, record
from assess_rules.result import Result


@record
class Stepwise(Record):
    """
    A plan, evaluated step by step.
    """

    plan: Plan
    stamp: Stamp

    def run(self, facts: Mapping[str, Value], context: Context = NOBODY) -> Result:
        """
        Score facts that have been accepted.
        """
        known = evaluate(self.plan, facts)
        verdict = "vetoed" if not known[self.plan.scored] else None
        if verdict is None and self.plan.passed is not None:
            verdict = "pass" if known[self.plan.passed] else "fail"
        return Result(self, known, known[self.plan.score], verdict, context)  # type: ignore[arg-type]

    def exact(self, total: Fraction) -> Fraction:
        """
        Give a total in points.
        """
        return total

    def shown(self, total: Fraction) -> Decimal:
        """
        Round a total for show.
        """
        return rounded(total, self.plan.places, self.plan.rounding)

    def facts(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """
        Give the facts that the plan read.
        """
        return {each.name: values[each.name] for each in self.plan.inputs if each.read}

    def known(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """
        Give every fact and every step.
        """
        return values

    @property
    def value_of(self) -> Callable[[Expr, Mapping[str, Value]], Value]:
        """
        Give the reference evaluator of one expression.
        """
        return value_of

    def lines(self, values: Mapping[str, Value]) -> Sequence[LineFigures]:
        """
        Give the figures of every line.
        """
        return self._figures(values, map(line_steps, self.plan.indicators))

    def sections(self, values: Mapping[str, Value]) -> Sequence[SectionFigures]:
        """
        Give the figures of every section.
        """
        return self._figures(values, map(section_steps, self.plan.sections))

    def grade(self, values: Mapping[str, Value]) -> int:
        """
        Give the number of the grade.
        """
        return int(values[str(self.plan.grade)])

    @staticmethod
    def _figures(values: Mapping[str, Value], rows: Iterable[tuple[str | None, ...]]) -> list[Any]:
        return [tuple(None if step is None else Fraction(values[step]) for step in row) for row in rows]
