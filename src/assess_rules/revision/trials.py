"""
Versions that are only tried, and what their plans say of scores, whatever steps, labels and clauses are called.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from assess_rules.backends.compiled import CompiledPlan
from assess_rules.build import Plans
from assess_rules.canonical import digest
from assess_rules.facts import Door
from assess_rules.ir import Add, Expr, Input, Plan, Ref, children
from assess_rules.labels import Label
from assess_rules.lines import Stamp
from assess_rules.marks import NOWHERE
from assess_rules.model import PolicySpec
from assess_rules.ownership import Ownership
from assess_rules.records import Record, evolve, record
from assess_rules.result import Result
from assess_rules.sums import sums_come_out

Facts = Mapping[str, Any]
UNSTAMPED = Stamp("", "", Label(), "", "", "")  # what is tried here is no result of anybody


@record
class Outcome(Record):
    """
    What a version says of a record: score, exact and as it is shown, verdict, id of its grade; or that it refuses it.
    """

    score: Decimal | None
    exact: Fraction | None
    verdict: str | None
    refused: bool = False
    grade: str | None = None


REFUSED = Outcome(None, None, None, refused=True)


# What a plan says of scores.


def essence(plan: Plan) -> str:
    """
    Give a text that two plans share only if they take the same records and give them the same scores, grades and verdicts.

    Names of steps, labels, clauses and the order of terms are not in it. Of facts that no score rests on there is what they
    may be: a record in which one is something else is refused.
    """
    meaning = meanings(plan)
    inputs = sorted(digest(domain(each)) for each in plan.inputs)
    return digest(
        (
            *inputs,
            *sorted(digest((_meaning(each.condition, {}), *each.facts)) for each in plan.checks),
            *(meaning[each] for each in (plan.score, plan.scored)),
            meaning[plan.passed] if plan.passed is not None else None,
            *sorted(meaning[each.step] + each.id for each in plan.vetoes),
            plan.places,
            plan.rounding,
        )
    )


def domain(each: Input) -> tuple[Any, ...]:
    """
    Give what a fact may be; and whether it is asked for and what stands for it, where a score rests on it.
    """
    options = tuple(sorted(id_ for id_, _ in each.options))
    allowed = tuple(sorted(each.allowed))
    asked = (each.required, each.default) if each.read else ()
    return each.name, each.type, each.minimum, each.maximum, each.places, allowed, options, each.read, *asked


def meanings(plan: Plan) -> dict[str, str]:
    """
    Give what each step comes to, whatever it is called.
    """
    return _meanings(plan)[0]


def terms(plan: Plan) -> Counter[str]:
    """
    Give what the score adds up, whatever it is called, each as often as it counts; a score that is no sum is one term.
    """
    found, sums = _meanings(plan)
    return Counter(sums.get(plan.score, [found[plan.score]]))


def _meanings(plan: Plan) -> tuple[dict[str, str], dict[str, list[str]]]:
    """
    Give what each step comes to, and of sums the terms.
    """
    found: dict[str, str] = {}
    sums: dict[str, list[str]] = {}
    for step in plan.steps:
        if isinstance(step.expr, Add):
            sums[step.name] = _terms(step.expr, found, sums)
            found[step.name] = _sum(sums[step.name])
        else:
            found[step.name] = _meaning(step.expr, found)
    return found, sums


def _terms(expr: Add, found: Mapping[str, str], sums: Mapping[str, list[str]]) -> list[str]:
    """
    Give the terms of a sum, those of sums within it too: an indicator counts alike in whichever section it stands.
    """
    terms = []
    for each in expr.terms:
        if isinstance(each, Ref) and each.step in sums:
            terms += sums[each.step]
        else:
            terms.append(_meaning(each, found))
    return terms


def _sum(terms: Iterable[str]) -> str:
    return _hashed(["Sum", *sorted(terms)])


def _meaning(expr: Expr, found: Mapping[str, str]) -> str:
    if isinstance(expr, Ref):
        return found[expr.step]
    below = [_meaning(each, found) for each in children(expr)]
    if isinstance(expr, Add):
        return _sum(below)
    unordered = any(not each.ordered for each in expr.__attrs_attrs__)
    own = [
        str(getattr(expr, each.name))
        for each in expr.__attrs_attrs__
        if each.eq and not _is_expr(getattr(expr, each.name))
    ]
    return _hashed([type(expr).__name__, *own, *(sorted(below) if unordered else below)])


def _is_expr(value: object) -> bool:
    return isinstance(value, (Record, tuple))


def _hashed(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


# Versions that nobody has written: one with a single change.


class Trial:
    """
    A version that need not be valid as a whole: its plans are made and run as they are.

    Facts, derived facts and readings that it lacks are taken from `others`: by themselves they do nothing.
    """

    def __init__(self, spec: PolicySpec, others: Iterable[PolicySpec]) -> None:
        lacking = {
            key: MappingProxyType(
                {**{id_: each for other in others for id_, each in getattr(other, key).items()}, **getattr(spec, key)}
            )
            for key in ("facts", "derived", "readings")
        }
        self.spec = evolve(spec, **lacking)
        self.ownership = Ownership(self.spec)
        self.plans = Plans(self.spec, self.ownership)
        self._essences: dict[str, str | None] = {}
        self._run: dict[str, Callable[[Facts], Result | None]] = {}

    @cached_property
    def door(self) -> Door:
        """
        Give what checks records.
        """
        days = self.spec.in_force
        return Door(self.plans, self.spec.period, days.from_, days.to, "", self.spec.title)

    @cached_property
    def stands(self) -> bool:
        """
        Say whether scores are of a base that caps and totals add up to; they are scaled to it where items can be left out.
        """
        scaled = any(plan.scaling is not None for plan in self.plans.values())
        return not scaled or sums_come_out(self.spec, self.ownership)

    def essence(self, role: str) -> str | None:
        """
        Give the essence of a role's plan; None without such a role.

        Raises `KeyError` or `AssertionError` where a change cannot stand alone: a figure for a role or an option that
        only another change brings is missing.
        """
        if role not in self._essences:
            self._essences[role] = essence(self.plans[role]) if role in self.plans else None
        return self._essences[role]

    def outcome(self, role: str, facts: Facts) -> Outcome:
        """
        Score a record, as far as it holds facts of this version.
        """
        result = self.result(role, facts)
        if result is None:
            return REFUSED
        grade = None if result.grade is None else result.grade.id
        return Outcome(result.score, result.exact, result.verdict, grade=grade)

    def result(self, role: str, facts: Facts) -> Result | None:
        """
        Give the result of a record, as far as it holds facts of this version; None where it is refused.
        """
        if role not in self.plans:
            return None
        if role not in self._run:
            self._run[role] = self._runner(role)
        return self._run[role](facts)

    def _runner(self, role: str) -> Callable[[Facts], Result | None]:
        """
        Give what scores a role's records: the fast function, and the door where that is not sure.
        """
        plan = self.plans[role]
        compiled = CompiledPlan(plan, lambda: UNSTAMPED)
        fast = compiled.fast(self.door.beside(plan))
        names = {each.name for each in plan.inputs}

        def run(facts: Facts) -> Result | None:
            own = {"role": role, **{name: value for name, value in facts.items() if name in names}}
            result = fast(own)
            if result is None:
                accepted = self.door.accept(own, lambda _: NOWHERE, [])
                return None if accepted is None else compiled.run(accepted.values)
            return result

        return run
