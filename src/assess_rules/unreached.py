"""
Warnings of what no fact within its limits ever brings about: rows, conditions, items beyond those that are free, grades.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from assess_rules.amounts import Amount, ByRole, Condition, EveryIs, FactIs, Figure, Ident, Name, ScoreIs, parts
from assess_rules.branches import has_role
from assess_rules.exact import number_text
from assess_rules.fields import Report
from assess_rules.intervals import Interval, plan_intervals, step_intervals
from assess_rules.ir import Comparison, Plan
from assess_rules.kinds import RuleKind
from assess_rules.labels import Label
from assess_rules.model import Bar, Bonuses, Derived, FactSpec, GradeMove, GradeRow, PolicySpec
from assess_rules.ownership import Ownership, reach_of
from assess_rules.records import Record, record

Compared = tuple[Comparison, Interval]
OPPOSITE: Mapping[Comparison, Comparison] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
LOWEST = Fraction(-(10**9))  # below any figure that can be written: what has no lower end


@record
class Points(Record):
    """
    What points a role can have: of an indicator, a section or in all; and whether they may be left out.
    """

    among: Interval
    every: bool = False
    may_go: bool = False


class Unreached:
    """
    Looks through one spec, with its plans.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, plans: Mapping[str, Plan], to: Report) -> None:
        self.spec, self.ownership, self.plans, self.report = spec, ownership, plans, to.report

    def run(self) -> None:
        """
        Warn of every condition and every part of a rule or a derived fact that has no effect, whatever the facts.
        """
        for part in parts(self.spec):
            if isinstance(part, FactIs):
                fact = self.spec.facts.get(part.fact.name)
                if fact is not None and fact.type in ("count", "number") and self._unmet(part, fact):
                    self.report("never_holds", part.mark, warning=True, fact=part.fact.name)
            elif isinstance(part, (RuleKind, Derived)):
                for code, mark, params in part.unreached(self._bounds):
                    self.report(code, mark, warning=True, **params)
        grades = self.spec.grades
        if grades is not None:
            lifts = any(each.up for each in grades.moves)  # then a grade may be reached all the same
            for row in grades.rows:
                if not lifts:
                    self._row(row)
                self._on_points(row.when, ())
            others: tuple[Bar | GradeMove, ...] = (*grades.bars, *grades.moves)
            for item in others:
                self._on_points(item.when, item.roles)

    def _row(self, row: GradeRow) -> None:
        """
        Warn of a grade whose end no total of any role reaches, or none of a role for which it is written.
        """
        for word, op, end in row.ends:
            totals = {role: self._points[role]["total"].among for role in self.spec.roles}
            figures = {role: self.ownership.figure(end, role) for role in totals}
            out = [role for role, total in totals.items() if _never(total, [(op, (figures[role], figures[role]))])]
            if len(out) == len(totals) or (out and isinstance(end, ByRole)):
                params: dict[str, Any] = {"grade": row.grade.name, "word": word, "end": figures[out[0]]}
                params |= {"roles": tuple(out), "among": _said(_hull(totals[role] for role in out))}
                self.report("grade_out_of_reach", end.mark, warning=True, **params)

    def _on_points(self, condition: Condition | None, roles: tuple[Ident, ...]) -> None:
        """
        Warn of conditions on points that hold for nobody or for everybody, whatever the facts.
        """
        for part in parts(condition):
            if isinstance(part, (ScoreIs, EveryIs)):
                of_roles = {role: each for role, each in self._points.items() if has_role(roles, role)}
                found, among = set[bool | None](), list[Interval]()
                for role, points in of_roles.items():
                    asked = [points[part.item.name]] if isinstance(part, ScoreIs) else _each(points)
                    among += [each.among for each in asked]
                    found.add(self._settled(part, asked, role))
                if among and len(found) == 1 and found != {None}:  # where all is extra, `every` asks for nothing
                    code = "points_always" if found == {True} else "points_never"
                    self.report(code, part.mark, warning=True, among=_said(_hull(among)))

    def _settled(self, condition: ScoreIs | EveryIs, asked: Sequence[Points], role: str) -> bool | None:
        """
        Say whether a condition holds for everybody in a role, True, or for nobody, False; None where facts decide.
        """
        compared: list[Compared] = []
        for op, amount in condition.comparisons:
            bounds = self._bounds(amount.of[role] if isinstance(amount, ByRole) else amount)
            if bounds is None:
                return None
            compared.append((op, bounds))
        if any(_never(each.among, compared) for each in asked if isinstance(condition, ScoreIs) or not each.may_go):
            return False
        return True if all(_always(each.among, compared) for each in asked) else None

    @cached_property
    def _points(self) -> dict[str, dict[str, Points]]:
        found = {role: _points_of(plan) for role, plan in self.plans.items()}
        for role, points in found.items():
            low, high = points["total"].among
            most = self._most(role)
            points["total"] = Points((low, high if most is None else max(low, min(high, most))))
        return found

    def _most(self, role: str) -> Fraction | None:
        """
        Give the base and what `bonuses` lets on top of it: intervals know nothing of that. None where it has no end.
        """
        bonuses, structure = self.spec.bonuses, self.ownership.structure(role)
        inner = [each.bonuses for within, rows in structure for some in (within, rows) for each in some]
        if self.spec.base_differs is not None or any(each is not None for each in inner):
            return None
        base = self.ownership.figure(self.spec.base, role)
        if reach_of(bonuses) in ("apart", "within_indicator", "within_section", "within_base"):
            return base
        return base + self.ownership.figure(bonuses.limit, role) if isinstance(bonuses, Bonuses) else None

    def _unmet(self, condition: FactIs, fact: FactSpec) -> bool:
        """
        Say whether no value that a fact may have meets the figures of a condition.
        """
        unit = Fraction(1, 10**fact.places)
        low, high = self.ownership.limits[condition.fact.name]
        for op, operand in condition.comparisons:
            if isinstance(operand, Figure):
                least, most = floor(operand.value / unit) * unit, ceil(operand.value / unit) * unit  # beside the figure
                if op in (">=", ">", "="):
                    low = max(low, least + unit if op == ">" else most)
                if op in ("<=", "<", "="):
                    high = min(high, most - unit if op == "<" else least)
        return low > high or bool(fact.allowed and all(not low <= each <= high for each in fact.allowed))

    def _bounds(self, amount: Amount | Name) -> Interval | None:
        """
        Give the smallest and the largest value of a figure or a fact; None of what is neither.
        """
        if isinstance(amount, Figure):
            return amount.value, amount.value
        name = amount.name if isinstance(amount, Name) else ""
        if name in self.spec.derived:
            return self._derived.get(name)
        fact = self.spec.facts.get(name)
        return self.ownership.limits[name] if fact is not None and fact.type in ("count", "number") else None

    @cached_property
    def _derived(self) -> Mapping[str, Interval]:
        """
        Give the bounds of the derived facts that any role's plan works out, over all roles.
        """
        found: dict[str, Interval] = {}
        for plan in self.plans.values():
            for name, (low, high) in step_intervals(plan.steps, plan.inputs).items():
                least, most = found.get(name, (low, high))
                found[name] = (min(low, least), max(high, most))
        return found


def _points_of(plan: Plan) -> dict[str, Points]:
    """
    Give what points a plan's total, sections and indicators can have.

    What is scaled is no more than it can be unscaled, but may be less where it can be negative.
    """
    intervals = plan_intervals(plan)

    def among(step: str, *, scaled: bool) -> Interval:
        low, high = intervals[step]
        return (LOWEST if scaled and low < 0 else low), high

    around = {each.id: each.within for each in plan.sections} | {each.id: each.section for each in plan.indicators}
    rows = {each.id: each.rows for each in plan.sections} | {each.id: each.rows for each in plan.indicators}
    going = {id_ for id_, some in rows.items() if any(row.left_out for row in some)}

    def chain(id_: str | None) -> list[str]:
        return [] if id_ is None else [id_, *chain(around[id_])]

    found = {"total": Points(among(plan.score, scaled=plan.scaling is not None))}
    for each in plan.indicators:
        found[each.id] = Points(
            intervals[each.points], every=not each.extra, may_go=not going.isdisjoint(chain(each.id))
        )
    for section in plan.sections:
        scaled = any(section.id in chain(around[id_]) for id_ in going)  # something in it may be left out
        found[section.id] = Points(among(section.points, scaled=scaled))
    return found


def _each(points: Mapping[str, Points]) -> list[Points]:
    return [each for each in points.values() if each.every]


def _never(among: Interval, compared: Iterable[Compared]) -> bool:
    """
    Say whether no value within an interval meets all comparisons with values within theirs.
    """
    low, high = among
    for op, (least, most) in compared:
        if (op == ">" and high <= least) or (op == "<" and low >= most):
            return True
        low, high = (max(low, least), high) if op in (">=", ">") else (low, min(high, most))
    return low > high


def _always(among: Interval, compared: Iterable[Compared]) -> bool:
    """
    Say whether each value within an interval meets all comparisons with values within theirs.
    """
    return all(_never(among, [(OPPOSITE[op], bounds)]) for op, bounds in compared)


def _hull(found: Iterable[Interval]) -> Interval:
    lows, highs = zip(*found, strict=True)
    return min(lows), max(highs)


def _said(among: Interval) -> Label:
    low, high = among
    if low <= LOWEST:
        return Label(f"至多 {number_text(high)}", f"at most {number_text(high)}")
    ends = number_text(low), number_text(high)
    return Label("在 {} 至 {} 之间".format(*ends), "between {} and {}".format(*ends))
