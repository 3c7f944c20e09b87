"""
The arithmetic of a statement: which steps of an indicator are shown and how, and sums of points.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from assess_rules.backends.reference import number
from assess_rules.exact import plain_text, short_text
from assess_rules.ir import Ceil, Expr, Floor, Ref, Round, Select, facts_read, steps_read, walk
from assess_rules.labels import Language
from assess_rules.lines import Line, SectionResult
from assess_rules.pencil import TAKEN
from assess_rules.result import Result
from assess_rules.trace import TraceStep
from assess_rules.words import word


def arithmetic_lines(line: Line, language: Language) -> Iterator[str]:
    """
    Write the steps of a line where something moved, or something that had to be computed first decided.
    """
    steps = [each for each in _reached(line.steps) if each.name not in each.names.rows]
    moved = line.deducted or line.bonus or line.unearned or any(each.shown == "rate" for each in steps)
    if not moved and not any(each.decided and steps_read(each.expr) for each in steps):
        return
    formulas = [(each, each.formula(language)) for each in steps]
    told = {formula.partition(TAKEN)[0] for step, formula in formulas if step.value and TAKEN in formula}
    shown: set[str] = set()  # what decided, with what it took; and it is not said again of a step that it leaves at 0
    for step, formula in formulas:
        value = step.result(language)
        if TAKEN in formula:
            if formula in shown or (not step.value and formula.partition(TAKEN)[0] in told):
                continue
            shown.add(formula)
        if not (_worth_showing(step) or (line.unearned and facts_read(step.expr))):
            continue
        options = [each for each in step.options(language) if each not in formula]
        label = word("points", language) if _undecided(line, step) else step.label.text(language)
        if formula != value:
            end = "" if formula.endswith(f"{TAKEN}{value}") else f" = {value}"
            yield f"{label}: {formula}{end}" + (f"  ({', '.join(options)})" if options else "")
        elif options and not steps_read(step.expr):  # an option has points of its own, and there is nothing to compute
            said = " · ".join(each.removeprefix(f"{label}: ") for each in options)
            yield f"{label}: {said}{TAKEN}{value}"


def _undecided(line: Line, step: TraceStep) -> bool:
    """
    Say whether a step is that of points which a condition could have decided, and did not.
    """
    chosen = isinstance(step.expr, Select) and steps_read(step.expr.condition)
    return line.decided is None and bool(chosen) and all(each in step.names.rows for each in chosen or ())


def _reached(steps: Sequence[TraceStep]) -> list[TraceStep]:
    """
    Leave out steps that no value came from: what a ratio counts as where the condition beside it decided.
    """
    read = {name for step in steps for name in steps_read(step.expr)}
    reached: set[str] = set()
    for step in reversed(steps):
        if step.name not in read or step.name in reached:
            reached |= {step.name, *step.reads()}
    return [step for step in steps if step.name in reached]


def _worth_showing(step: TraceStep) -> bool:
    """
    Leave out figures that are nil, and those that only repeat another; but not what rounding or a condition made nil.
    """
    if isinstance(step.expr, Ref):
        return False
    rounded_off = any(_rounded_off(each, step) for each in walk(step.expr))
    return bool(step.value) or step.shown == "rate" or rounded_off or step.decided


def _rounded_off(expr: Expr, step: TraceStep) -> bool:
    return isinstance(expr, (Floor, Ceil, Round)) and number(expr.of, step.known) != number(expr, step.known) == 0


def more(value: Fraction, why: str = "") -> str:
    """
    Write what is added to a sum, or taken from it, and why.
    """
    return f" {'−' if value < 0 else '+'} {short_text(abs(value))}" + (f" ({why})" if why else "")


def added(parts: Iterable[Line | SectionResult]) -> str:
    """
    Write points that are added up, each with its weight.
    """
    return _terms((each.weight, each.points) for each in parts)


def _terms(terms: Iterable[tuple[Fraction, Fraction]]) -> str:
    times = ((f"{plain_text(weight)} × " if weight != 1 else "", points) for weight, points in terms)
    return " + ".join(f"{weight}{short_text(points)}" for weight, points in times) or "0"


def parts_of(result: Result, section: str | None = None) -> Sequence[Line | SectionResult]:
    """
    Give what a section, or the total, adds up: the sections that lie in it, or the lines where there are none.
    """
    inner = [each for each in result.sections if each.within == section]
    return inner or [each for each in result.lines if each.section == section]


def scaled(result: Result, left: Fraction) -> str:
    """
    Write the sum where something is left out: what is earned, scaled from the caps that are left, and what is extra.
    """
    parts = [each for each in parts_of(result) if not each.left_out]
    earned = [(each, _earned(result, each)) for each in parts]
    inside = _terms((each.weight, points) for each, points in earned if points or not _is_extra(each))
    bracket = f"({inside})" if " + " in inside else inside
    extra = [(each.weight, each.points - points) for each, points in earned if points != each.points]
    text = f"{bracket} × {plain_text(result.plan.base)} ÷ {short_text(left)}"
    return f"{text} + {_terms(extra)}" if extra else text


def _is_extra(part: Line | SectionResult) -> bool:
    return part.extra if isinstance(part, Line) else part.total is None


def _earned(result: Result, part: Line | SectionResult) -> Fraction:
    """
    Give what is earned of a part's cap or total, without what is extra.
    """
    if isinstance(part, SectionResult):
        counted = parts_of(result, part.id) if part.decided is None else ()
        return sum((each.weight * _earned(result, each) for each in counted if not each.left_out), Fraction(0))
    if part.extra:
        return Fraction(0)
    return part.points if part.cap is None else min(part.points, part.cap)
