"""
Checks that need sums and plans: caps that add up, words that an indicator needs where points meet, and warnings.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from assess_rules.amounts import Figure, parts
from assess_rules.diagnostics import Diagnostic, in_file_order
from assess_rules.exact import number_text
from assess_rules.fields import Report
from assess_rules.intervals import plan_intervals
from assess_rules.ir import Plan
from assess_rules.kinds import Side
from assess_rules.kinds.sides import can_meet
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model import Bonuses, Chain, Indicator, PolicySpec, Section, chains
from assess_rules.objects import keys_of
from assess_rules.ownership import Holder, Ownership, reach_of
from assess_rules.records import Record

UNFIT = frozenset(("netting_missing", "start_above_cap", "floor_above_start", "rounding_misfit"))
"""
What no option may bring about. That netting says nothing under some option is no fault.
"""
UNCOUNTED = ("apart", "within_indicator")  # extra that never counts, so that no limit can cut it


class Balance:
    """
    Checks one spec, in which every name is known, together with its plans.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, to: Report) -> None:
        self.spec, self.ownership, self.report = spec, ownership, to.report
        self._most: dict[str, tuple[Fraction, Mapping[str, Fraction]]] = {}

    def meetings(self, plans: Mapping[str, Plan]) -> None:
        """
        Report `netting` and `bonuses` that are missing or say nothing, and starts and floors that do not fit.
        """
        needed: set[int] = set()
        for indicator, within, roles in self._indicators():
            id_, place = indicator.id.name, indicator.id.mark
            sides = [side for rule in indicator.rules for side in rule.sides(self.ownership)]
            ways = [[side for side in sides if side.way == way] for way in ("deduct", "add")]
            deducts, adds = map(bool, ways)
            room = min(self._room(indicator, role) for role in roles) if indicator.floor != "none" else None
            meet = (
                room is not None
                and any(can_meet(a, b) for a, b in product(*ways))
                and self._most_due(indicator, sides, plans, roles) > room
            )
            if meet and indicator.netting is None:
                self.report("netting_missing", place, id=id_)
            if not meet and indicator.netting is not None:
                self.report("netting_needless", indicator.mark.of("netting"), id=id_)
            caps = {role: self._cap(indicator, role) for role in roles}
            if any(cap is not None and self._start(indicator, role) > cap for role, cap in caps.items()):
                self.report("start_above_cap", indicator.mark.of("start"), id=id_)
            elif room is not None and room < 0:
                self.report("floor_above_start", indicator.mark.of("floor"), id=id_)
            elif room == 0 and deducts and not (adds and indicator.netting == "before_cap"):
                self.report("useless_deduction", place, id=id_)
            self._whole_multiples(indicator, roles)
            if indicator.extra or (adds and indicator.start == "full"):
                nearest = self.ownership.bonuses_of(indicator, within)
                if nearest.bonuses is None:
                    self.report("bonuses_missing", place, id=id_)
                needed.add(id(nearest))
        rows = (indicator for indicator, _, _ in self._indicators())
        holders: tuple[Holder, ...] = (self.spec, *self.ownership.sections, *rows)
        for holder in holders:
            if holder.bonuses is not None and id(holder) not in needed:
                self.report("bonuses_needless", holder.mark.of("bonuses"))
            elif not self.spec.sections and "within_section" in self.ownership.words(reach_of(holder.bonuses)):
                self.report("no_sections", holder.mark.of("bonuses"))
            elif isinstance(holder.bonuses, Bonuses) and holder.bonuses.reach in UNCOUNTED:
                self.report("limit_of_nothing", holder.bonuses.mark.of("limit"), reach=holder.bonuses.reach)

    def _whole_multiples(self, indicator: Indicator, roles: list[str]) -> None:
        """
        Report a rounding whose figure does not divide the cap and the floor: it would round beyond them.
        """
        if indicator.rounded is None:
            return
        to = indicator.rounded.to.value
        for role in roles:
            ends = (self._cap(indicator, role), self.ownership.start_and_floor(indicator, role)[1])
            for end in (each for each in ends if each is not None and (each / to).denominator != 1):
                params: dict[str, Any] = {"to": to, "end": end, "id": indicator.id.name}
                self.report("rounding_misfit", indicator.rounded.mark.of("to"), **params)

    def _most_due(
        self, indicator: Indicator, sides: list[Side], plans: Mapping[str, Plan], roles: list[str]
    ) -> Fraction:
        """
        Give the most that can be due: by the plans, or the cap, where an option that is not chosen takes it whole.
        """
        caps = [self._cap(indicator, role) or Fraction(0) for role in roles if any(side.whole for side in sides)]
        return max(caps + [self._most_of(plans[role])[1].get(indicator.id.name, Fraction(0)) for role in roles])

    def _most_of(self, plan: Plan) -> tuple[Fraction, Mapping[str, Fraction]]:
        """
        Give the most that a plan's score, and what is due of each of its indicators, can come to.
        """
        found = self._most.get(plan.role)
        if found is None:
            intervals = plan_intervals(plan)
            due = {each.id: intervals[each.due][1] for each in plan.indicators if each.due is not None}
            found = self._most[plan.role] = (intervals[plan.score][1], due)
        return found

    def _indicators(self) -> Iterator[tuple[Indicator, Chain, list[str]]]:
        roles_of: dict[int, tuple[Indicator, Chain, list[str]]] = {}
        for role in self.spec.roles:
            for within, members in self.ownership.structure(role):
                for each in members:
                    roles_of.setdefault(id(each), (each, within, []))[2].append(role)
        yield from roles_of.values()

    def _cap(self, indicator: Indicator, role: str) -> Fraction | None:
        return self.ownership.cap(indicator, role)

    def _start(self, indicator: Indicator, role: str) -> Fraction:
        return self.ownership.start_and_floor(indicator, role)[0]

    def _room(self, indicator: Indicator, role: str) -> Fraction:
        start, floor = self.ownership.start_and_floor(indicator, role)
        assert floor is not None
        return start - floor

    # Warnings.

    def advise(self, plans: Mapping[str, Plan]) -> None:
        """
        Warn of what is lawful, and often a slip.
        """
        self._pass_mark(plans)
        self._deductions()
        flags = ((name, each.label, each.mark) for name, each in self.ownership.events.items() if each.when is None)
        self._labels([*((name, each.label, each.mark) for name, each in self.spec.facts.items()), *flags])
        self._labels((name, label, self.spec.mark.of("roles", name)) for name, label in self.spec.roles.items())
        for choice in self.spec.facts.values():
            self._labels((name, each.label, each.mark) for name, each in choice.options.items())
        rows = [indicator for indicator, _, _ in self._indicators()]
        counted = {id(each): sorted(self.ownership.facts(tuple(map(_counted, each.rules)))) for each in rows}
        said: set[tuple[str, str, str]] = set()
        for role in self.spec.roles:
            seen: dict[str, str] = {}
            for _, members in self.ownership.structure(role):
                for indicator in members:
                    for fact in counted[id(indicator)]:
                        first = seen.setdefault(fact, indicator.id.name)
                        if first != indicator.id.name and (fact, first, indicator.id.name) not in said:
                            said.add((fact, first, indicator.id.name))
                            self.report(
                                "fact_in_two",
                                indicator.id.mark,
                                warning=True,
                                fact=fact,
                                first=first,
                                second=indicator.id.name,
                            )
        alike: dict[tuple[object, ...], list[Indicator]] = {}  # of one clause and over the same facts
        for indicator in rows:
            for code, mark, params in (each for rule in indicator.rules for each in rule.doubts(indicator.start)):
                self.report(code, mark, warning=True, **params)
            others = alike.setdefault((indicator.at, *counted[id(indicator)]), [])
            if any(other.rules == indicator.rules for other in others):
                self.report("clause_twice", indicator.mark.of("at"), warning=True, at=indicator.at)
            others.append(indicator)
        day = self.spec.in_force.from_
        months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.spec.period]
        if day.day != 1 or (day.month - 1) % months:
            self.report("from_within_period", self.spec.in_force.mark.of("from"), warning=True, day=day.isoformat())
        for indicator, within, roles in self._indicators():
            caps = [self._cap(indicator, role) for role in roles]
            if not isinstance(indicator.start, str) and caps == [self._start(indicator, role) for role in roles]:
                cap = number_text(self._start(indicator, roles[0]))
                self.report("start_is_cap", indicator.mark.of("start"), warning=True, cap=cap)
            outer, inner = self._bonuses_around(within), reach_of(indicator.bonuses)
            # what never counts takes nothing out of a limit, unless it is listed beside the score
            if inner is not None and outer and self.ownership.words(inner) != ("within_indicator",):
                self.report("inner_bonuses", indicator.mark.of("bonuses"), warning=True, id=indicator.id.name)
        for *around, section in chains(self.spec.sections):
            if section.bonuses is not None and self._bonuses_around(around):
                self.report("inner_bonuses", section.mark.of("bonuses"), warning=True, id=section.id.name)

    def _bonuses_around(self, within: Iterable[Section]) -> bool:
        return self.spec.bonuses is not None or any(each.bonuses is not None for each in within)

    def _labels(self, named: Iterable[tuple[str, Label, Mark]]) -> None:
        """
        Warn of two things of one sort that have one label: no table could say by it which is meant.
        """
        first: dict[str, str] = {}
        for name, label, mark in named:
            for text in (label.zh, label.en):
                if text is not None and first.setdefault(text, name) != name:
                    self.report("label_twice", mark, warning=True, label=text, first=first[text], id=name)

    def _pass_mark(self, plans: Mapping[str, Plan]) -> None:
        """
        Warn of a pass mark that nobody in a role can reach. What does not pass the base can be reached without a plan.
        """
        mark, score = self.spec.pass_mark, self.spec.score
        if mark is None or (score is not None and score.better == "lower"):
            return
        out_of_reach: dict[tuple[Fraction, Fraction], list[str]] = {}
        for role in self.spec.roles:
            wanted = self.ownership.figure(mark, role)
            if wanted > self.ownership.figure(self.spec.base, role):
                most, _ = self._most_of(plans[role])
                if wanted > most:
                    out_of_reach.setdefault((wanted, most), []).append(role)
        for (wanted, most), roles in out_of_reach.items():
            params: dict[str, Any] = {"wanted": wanted, "most": most, "roles": tuple(roles)}
            self.report("pass_mark_out_of_reach", mark.mark, warning=True, **params)

    def _deductions(self) -> None:
        """
        Warn of points that a single item or step takes and that nobody can lose.
        """
        for indicator, _, roles in self._indicators():
            if indicator.floor == "none" or "before_cap" in self.ownership.words(indicator.netting):
                continue  # what is added first can be lost too
            most = max(max(self._cap(indicator, role) or Fraction(0), self._room(indicator, role)) for role in roles)
            for each in parts(tuple(map(_deducted, indicator.rules))):
                if isinstance(each, Figure) and each.value > most:
                    params: dict[str, Any] = {"points": each.value, "id": indicator.id.name, "most": most}
                    self.report("deduction_above_cap", each.mark, warning=True, **params)


def _deducted(rule: object) -> tuple[object, ...]:
    """
    Give what a rule takes for an item or a step: its own amounts, or those of its sides.
    """
    found: list[object] = []
    for key in keys_of(type(rule)):
        value = getattr(rule, key.attribute)
        if key.name == "deduct":
            found.append(value)
        else:
            found += [_deducted(each) for each in _within(value)]
    return tuple(found)


def _counted(rule: object) -> tuple[object, ...]:
    """
    Give what moves a rule's points, without the conditions under which it or a part of it counts.
    """
    found: list[object] = []
    for key in keys_of(type(rule)):
        value = getattr(rule, key.attribute)
        inner = _within(value)
        if key.name != "when":
            found += map(_counted, inner) if inner else [value]
    return tuple(found)


def _within(value: object) -> list[Record]:
    """
    Give the parts of a rule that stand under one of its keys.
    """
    items = value if isinstance(value, tuple) else (value,)
    return [each for each in items if isinstance(each, Record) and keys_of(type(each))]


class _Unfit:
    """
    What is said of options that the file does not choose.
    """

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def report(self, code: str, mark: Mark, *, near: str | None = None, warning: bool = False, **params: Any) -> None:
        """
        Keep a diagnostic if no option may bring it about.
        """
        if code in UNFIT:
            self.found.append(Diagnostic(code, mark, params, near=near, warning=warning))


def unfit(spec: PolicySpec, ownership: Ownership, plans: Mapping[str, Plan]) -> list[Diagnostic]:
    """
    Give what would be refused of a spec if its options, chosen for a what-if, stood in its file.
    """
    said = _Unfit()
    Balance(spec, ownership, said).meetings(plans)
    return in_file_order(said.found)
