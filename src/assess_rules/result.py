"""
What scoring gives: a score, and every line of how it came about, computed when it is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from assess_rules.ir import Plan, Value
from assess_rules.lines import NOBODY, Context, Explainer, Line, Reference, SectionResult, Stamp, facts_behind, row_of
from assess_rules.outputs import GradeEvent, GradeOutput, ReadingUsed, SectionOutput
from assess_rules.records import evolve
from assess_rules.result_data import result_data

if TYPE_CHECKING:
    from assess_rules.missed import GradeMissed
    from assess_rules.trace import TraceStep

Verdict = Literal["pass", "fail", "vetoed"]


class Result:
    """
    The result of one person in one period under one version of a policy. It never changes.
    """

    # All that can be asked is a property, which nobody can set. Slots that refuse to be set would make each score slower.
    __slots__ = ("_context", "_explainer", "_lines", "_sections", "_total", "_traced", "_values", "_verdict")

    def __init__(
        self, explainer: Explainer, values: Any, total: Any, verdict: Verdict | None, context: Context = NOBODY
    ) -> None:
        self._explainer, self._values, self._total, self._verdict = explainer, values, total, verdict
        self._context = context
        self._lines: tuple[Line, ...] | None = None
        self._sections: tuple[SectionResult, ...] | None = None
        self._traced: Mapping[str, TraceStep] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Result, (self._explainer, self._values, self._total, self._verdict, self._context)

    @property
    def verdict(self) -> Verdict | None:
        """
        Give `pass`, `fail` or `vetoed`; None where the policy has no pass mark.
        """
        return self._verdict

    @property
    def score(self) -> Decimal | None:
        """
        Give the score as it is shown, rounded as the policy's `display` says; None under a veto.
        """
        return None if self._verdict == "vetoed" else self._explainer.shown(self._total)

    @property
    def exact(self) -> Fraction | None:
        """
        Give the exact score, on which the verdict rests; None under a veto.
        """
        return None if self._verdict == "vetoed" else self._explainer.exact(self._total)

    @property
    def arithmetic(self) -> Fraction:
        """
        Give the exact sum of the points, under a veto too.
        """
        return self._explainer.exact(self._total)

    @property
    def vetoes(self) -> tuple[str, ...]:
        """
        Give the ids of the veto events that hold, in the order of the policy.
        """
        if self._verdict != "vetoed" and all(each.effect == "no_score" for each in self.plan.vetoes):
            return ()
        known = self._explainer.known(self._values)  # not the trace: of many results that would stay
        return tuple(each.id for each in self.plan.vetoes if known[each.step])

    @property
    def reached_from(self) -> str | None:
        """
        Give the other period whose veto reaches this one, as the policy's `reach` says, so that it is not evaluated.
        """
        return self._context.reached_from

    @property
    def plan(self) -> Plan:
        """
        Give the plan that was computed.
        """
        return self._explainer.plan

    @property
    def stamp(self) -> Stamp:
        """
        Give the policy, version, hashes and engine that decided.
        """
        return self._explainer.stamp

    @property
    def role(self) -> str:
        """
        Give the role that the person was scored in.
        """
        return self.plan.role

    @property
    def person(self) -> str | None:
        """
        Give the person, where the facts named one.
        """
        return self._context.person

    @property
    def team(self) -> str | None:
        """
        Give the team, where the facts named one.
        """
        return self._context.team

    @property
    def period(self) -> str | None:
        """
        Give the period, where the facts named one.
        """
        return self._context.period

    @property
    def defaulted(self) -> tuple[str, ...]:
        """
        Give the facts that were not given and stood at the policy's default.
        """
        return self._context.defaulted

    @property
    def complete(self) -> tuple[str, ...]:
        """
        Give the facts that were nil because no row of a long table names them.
        """
        return self._context.complete

    @property
    def evidence(self) -> tuple[Reference, ...]:
        """
        Give the references of long tables, case numbers say, on which the facts rest.
        """
        return self._context.evidence

    @property
    def veto_evidence(self) -> tuple[Reference, ...]:
        """
        Give the references on which the veto events that hold rest.
        """
        steps = [each.step for each in self.plan.vetoes if each.id in self.vetoes]
        return self._evidence(facts_behind(self.plan.steps), *steps)

    @property
    def facts(self) -> Mapping[str, Value]:
        """
        Give the facts that the score rests on.
        """
        facts = self._explainer.facts(self._values)
        return MappingProxyType({name: value for name, value in facts.items() if name not in self.unneeded})

    @property
    def unneeded(self) -> tuple[str, ...]:
        """
        Give the facts that are not needed here, so that what reads them does not count.
        """
        conditions = {each.name: each.needed for each in self.plan.inputs if each.needed is not None}
        facts = self._explainer.facts(self._values) if conditions else {}
        return tuple(name for name, needed in conditions.items() if not self._explainer.value_of(needed, facts))

    @property
    def readings(self) -> tuple[ReadingUsed, ...]:
        """
        Give the readings of the policy and their chosen options.
        """
        return self.plan.readings

    @property
    def provisional(self) -> tuple[ReadingUsed, ...]:
        """
        Give the readings that nobody has decided yet.
        """
        return tuple(each for each in self.plan.readings if not each.decided)

    @property
    def lines(self) -> tuple[Line, ...]:
        """
        Give every indicator's line, in the order of the policy.
        """
        if self._lines is None:
            figures = self._explainer.lines(self._values)
            pairs = zip(self.plan.indicators, figures, strict=True)
            behind = facts_behind(self.plan.steps) if self.evidence else {}
            self._lines = tuple(
                [
                    Line(output, each, self.trace, self._evidence(behind, output.points), self.plan.better)
                    for output, each in pairs
                ]
            )
        return self._lines

    @property
    def sections(self) -> tuple[SectionResult, ...]:
        """
        Give the subtotals.
        """
        if self._sections is None:
            figures = self._explainer.sections(self._values)
            pairs = zip(self.plan.sections, figures, strict=True)
            self._sections = tuple(_section(output, *each) for output, each in pairs)
        return self._sections

    def around(self, line: Line) -> tuple[SectionResult, ...]:
        """
        Give the sections that an indicator lies in, the nearest first.
        """
        sections = {each.id: each for each in self.sections}
        found, id_ = [], line.section
        while id_ is not None:
            found.append(sections[id_])
            id_ = sections[id_].within
        return tuple(found)

    @property
    def scaling(self) -> Fraction | None:
        """
        Give what is added where something is left out, so that what is earned stands to the base as to the caps left.

        None where nothing can be left out.
        """
        return None if self.plan.scaling is None else Fraction(self._steps()[self.plan.scaling].value)

    @property
    def adjusted(self) -> Fraction | None:
        """
        Give what limits and rounding of the total changed; None where there are none.
        """
        return None if self.plan.adjusted is None else Fraction(self._steps()[self.plan.adjusted].value)

    def weight_of(self, line: Line) -> Fraction:
        """
        Give what the points of one of its lines are multiplied by in the total: its own weight, and its sections'.
        """
        return prod((each.weight for each in self.around(line)), start=line.weight)

    @property
    def grade(self) -> GradeOutput | None:
        """
        Give the grade; None under a veto, and where the policy has no grades.
        """
        if self.plan.grade is None or self._verdict == "vetoed":
            return None
        return self.plan.grades[self._explainer.grade(self._values)]

    @property
    def grade_events(self) -> tuple[GradeEvent, ...]:
        """
        Give what closed grades or moved the grade; of a move that changes nothing, its label says so.
        """
        if self.grade is None or not self.plan.grade_events:
            return ()
        from assess_rules.missed import in_vain

        steps = self._steps()
        events = tuple(each for each in self.plan.grade_events if steps[each.step].value)
        return in_vain(self.plan, self._known(), self._explainer.value_of, events)

    @property
    def grades_missed(self) -> "tuple[GradeMissed, ...]":
        """
        Give the better grades whose total is reached and whose condition does not hold, each with what it asks for.
        """
        if self.grade is None:
            return ()
        from assess_rules.missed import grades_missed

        return tuple(grades_missed(self.plan, self._known(), self._explainer.value_of))

    @property
    def is_zeroed(self) -> bool:
        """
        Say whether the score is 0 because a veto says so.
        """
        return any(each.effect == "zero" and each.id in self.vetoes for each in self.plan.vetoes)

    @property
    def left_out(self) -> bool:
        """
        Say whether there is no score because everything is left out, and not for a veto of no score.
        """
        ending = [each.id for each in self.plan.vetoes if each.id in self.vetoes and each.effect == "no_score"]
        return ending == ["left_out"]

    @property
    def cuts(self) -> Mapping[str, Fraction]:
        """
        Give what limits on bonuses took, by indicator and section, and under `total`.
        """
        found = {each.indicator: each.cut for each in self.lines if each.cut}
        found |= {each.id: each.cut for each in self.sections if each.cut}
        if self.plan.cut is not None:
            cut = self._steps()[self.plan.cut].value
            if cut:
                found["total"] = Fraction(cut)
        return MappingProxyType(found)

    def reached_by(self, period: str) -> "Result":
        """
        Give this result as it stands under the veto of another period: no score, and the sum as it was.
        """
        context = evolve(self._context, reached_from=period)
        return Result(self._explainer, self._values, self._total, "vetoed", context)

    def trace(self, names: Sequence[str] | None = None) -> "tuple[TraceStep, ...]":
        """
        Give steps of the arithmetic by name, or all of them; those that only repeat another's value are left out.
        """
        steps = self._steps()
        return tuple(steps.values()) if names is None else tuple([steps[name] for name in names])

    def to_dict(self) -> dict[str, Any]:
        """
        Give the whole result as JSON data, valid against `schemas/result.schema.json`; numbers are texts.
        """
        return result_data(self)

    def _evidence(self, behind: Mapping[str, frozenset[str]], *steps: str) -> tuple[Reference, ...]:
        """
        Give the references of the facts that steps rest on; `behind` gives those of each step.
        """
        return tuple([each for each in self.evidence if any(each.fact in behind[step] for step in steps)])

    def _compared(self) -> tuple[Any, ...]:
        figures = tuple([each.figures() for each in self.lines])
        return (
            self.stamp,
            self._context,
            self.role,
            self.verdict,
            self.arithmetic,
            self.vetoes,
            figures,
            self.sections,
            self.facts,
        )

    def __eq__(self, other: object) -> bool:
        return self._compared() == other._compared() if isinstance(other, Result) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.stamp, self._context, self.role, self.verdict, self.arithmetic))

    def __repr__(self) -> str:
        who = f"{self.person} " if self.person else ""
        return f"Result({who}{self.role}: {self.score} {self.verdict})"

    def _known(self) -> Mapping[str, Value]:
        return next(iter(self._steps().values())).known

    def _steps(self) -> "Mapping[str, TraceStep]":
        if self._traced is None:
            from assess_rules.plain import names_of
            from assess_rules.trace import trace_step

            known = MappingProxyType(self._explainer.known(self._values))
            names = names_of(self.plan)
            self._traced = {
                each.name: trace_step(each, known, names, self._explainer.value_of) for each in self.plan.steps
            }
        return self._traced


def nil_facts(results: Iterable[Result]) -> tuple[str, ...]:
    """
    Give the facts that were nil in any result because no row of a long table names them (`--complete`).
    """
    return tuple(dict.fromkeys(fact for each in results for fact in each.complete))


def _section(
    output: SectionOutput, points: Fraction, cut: Fraction | None, row: Fraction | None, changed: Fraction | None
) -> SectionResult:
    decided = row_of(output.rows, row)
    return SectionResult(
        output.id, output.label, output.at, output.total, points, cut, output.weight, decided, changed, output.within
    )
