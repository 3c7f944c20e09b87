"""
One record, fast: functions generated from the integer plan.

One function checks a record and scores it in one go. Whatever it is not sure of (a missing key, a type, a range, a
relation) it leaves to the door for facts, which says what is wrong; so it may refuse too much, and never too little.
What Python's own compiler cannot take is evaluated step by step instead.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from assess_rules.backends.source import TABLE_SIZE, FunctionWriter
from assess_rules.exact import rounded
from assess_rules.ir import Expr, Plan, Value
from assess_rules.legalize import legalize
from assess_rules.lines import NOBODY, Context, LineFigures, SectionFigures, Stamp
from assess_rules.outputs import line_steps, section_steps
from assess_rules.result import Result

if TYPE_CHECKING:
    from assess_rules.backends.stepwise import Stepwise

F = TypeVar("F")
UNCOMPILED = (MemoryError, RecursionError, SyntaxError)
"""
What Python's compiler says of source that is too much for it.
"""
Fast = Callable[[Mapping[str, Any]], Result | None]


class CompiledPlan:
    """
    A plan as functions of one record. Safe for threads: what it keeps is only ever computed again, never changed.

    Its parts are made when they are first needed, so that a program that scores one record does not wait for the rest.
    """

    def __init__(self, plan: Plan, stamp: Callable[[], Stamp]) -> None:
        self.plan = plan
        self._stamp = stamp
        self._integers = legalize(plan)
        self._read = tuple(each for each in plan.inputs if each.read)
        total = self._integers.values[plan.score]
        self._unit = total.factor if total.denominator is None else None
        self._shown: dict[Any, Decimal] = {}
        self._exact: dict[Any, Fraction] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.plan, self.stamp)

    @cached_property
    def stamp(self) -> Stamp:
        """
        Give what decides the results.
        """
        return self._stamp()

    def fast(self, beside: Callable[[Mapping[str, Any]], Context | None]) -> Fast:
        """
        Give the function that checks and scores a record; it gives None where the door for facts has to look.

        `beside` looks at what a record holds beside its role and the facts that the plan reads, and says whose it is.
        """
        if any(each.needed is not None for each in self.plan.inputs):
            return unsure  # what is refused hangs on other facts
        return _written(lambda: self._writer().checked(Result, self, NOBODY, beside)) or unsure

    def run(self, facts: Mapping[str, Value], context: Context = NOBODY) -> Result:
        """
        Score facts that have been accepted.
        """
        if self._accepted is None:
            return self._stepwise().run(facts, context)
        values = tuple([_whole(facts[each.name], each.places) for each in self._read])
        total, verdict = self._accepted(values)
        return Result(self, values, total, verdict, context)

    @cached_property
    def _accepted(self) -> Callable[[Sequence[Any]], tuple[Any, Any]] | None:
        return _written(self._writer().accepted)

    def _writer(self) -> FunctionWriter:
        return FunctionWriter(self.plan, self._integers)

    def _stepwise(self) -> "Stepwise":
        from assess_rules.backends.stepwise import Stepwise

        return Stepwise(self.plan, self.stamp)

    # What a result asks for.

    def exact(self, total: Any) -> Fraction:
        """
        Give a total in points.
        """
        if self._unit is None:
            whole: Fraction = total
            return whole
        try:
            return self._exact[total]
        except KeyError:
            exact: Fraction = self._unit * total
            if len(self._exact) < TABLE_SIZE:
                self._exact[total] = exact
            return exact

    def shown(self, total: Any) -> Decimal:
        """
        Round a total for show.
        """
        try:
            return self._shown[total]
        except KeyError:
            shown = rounded(self.exact(total), self.plan.places, self.plan.rounding)
            if len(self._shown) < TABLE_SIZE:
                self._shown[total] = shown
            return shown

    def facts(self, values: Sequence[Any]) -> Mapping[str, Value]:
        """
        Give the facts by name.
        """
        return {
            each.name: value if each.type in ("flag", "choice") else _in_units(value, 10**each.places)
            for each, value in zip(self._read, values, strict=True)
        }

    def known(self, values: Sequence[Any]) -> Mapping[str, Value]:
        """
        Give every fact and every step, by the reference evaluator.
        """
        from assess_rules.backends.reference import evaluate

        return evaluate(self.plan, self.facts(values))

    @property
    def value_of(self) -> Callable[[Expr, Mapping[str, Value]], Value]:
        """
        Give the reference evaluator of one expression.
        """
        from assess_rules.backends.reference import value_of

        return value_of

    def grade(self, values: Sequence[Any]) -> int:
        """
        Give the number of the grade.
        """
        if self._grade is None:
            return self._stepwise().grade(self.known(values))
        ((place,),) = self._grade(values)
        return int(place)

    @cached_property
    def _grade(self) -> Callable[[Sequence[Any]], Sequence[tuple[Fraction]]] | None:
        return _written(lambda: self._writer().figures([(self.plan.grade,)]))

    def lines(self, values: Sequence[Any]) -> Sequence[LineFigures]:
        """
        Give the figures of every line.
        """
        return self._lines(values) if self._lines else self._stepwise().lines(self.known(values))

    @cached_property
    def _lines(self) -> Callable[[Sequence[Any]], Sequence[LineFigures]] | None:
        rows = list(map(line_steps, self.plan.indicators))
        return _written(lambda: self._writer().figures(rows))

    def sections(self, values: Sequence[Any]) -> Sequence[SectionFigures]:
        """
        Give the figures of every section.
        """
        return self._sections(values) if self._sections else self._stepwise().sections(self.known(values))

    @cached_property
    def _sections(self) -> Callable[[Sequence[Any]], Sequence[SectionFigures]] | None:
        rows = list(map(section_steps, self.plan.sections))
        return _written(lambda: self._writer().figures(rows))


def _restored(plan: Plan, stamp: Stamp) -> CompiledPlan:
    return CompiledPlan(plan, lambda: stamp)


def _written(write: Callable[[], F]) -> F | None:
    """
    Give a function as it is written; None where Python's compiler cannot take it.
    """
    try:
        return write()
    except UNCOMPILED:
        return None


def unsure(facts: Mapping[str, Any]) -> None:
    """
    Leave a record to the door for facts.
    """


def _whole(value: Value, places: int) -> int | bool | str:
    """
    Give a fact in units of its last decimal place.
    """
    if isinstance(value, (bool, str)):
        return value
    return value.numerator * (10**places // value.denominator) if places else value.numerator


@lru_cache(maxsize=1 << 12)  # many records have the same few numbers
def _in_units(value: int, unit: int) -> Fraction:
    return Fraction(value, unit)
