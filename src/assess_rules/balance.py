"""
Checks that need plans: words that an indicator needs where points meet, starts and floors that fit.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from assess_rules.diagnostics import Diagnostic, in_file_order
from assess_rules.fields import Report
from assess_rules.intervals import plan_intervals
from assess_rules.ir import Plan
from assess_rules.kinds import Side
from assess_rules.kinds.sides import can_meet
from assess_rules.marks import Mark
from assess_rules.model import Bonuses, Chain, Indicator, PolicySpec
from assess_rules.ownership import Holder, Ownership, reach_of

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
        for indicator, within, roles in self.indicators():
            id_, place = indicator.id.name, indicator.id.mark
            sides = [side for rule in indicator.rules for side in rule.sides(self.ownership)]
            ways = [[side for side in sides if side.way == way] for way in ("deduct", "add")]
            deducts, adds = map(bool, ways)
            room = min(self.room(indicator, role) for role in roles) if indicator.floor != "none" else None
            meet = (
                room is not None
                and any(can_meet(a, b) for a, b in product(*ways))
                and self._most_due(indicator, sides, plans, roles) > room
            )
            if meet and indicator.netting is None:
                self.report("netting_missing", place, id=id_)
            if not meet and indicator.netting is not None:
                self.report("netting_needless", indicator.mark.of("netting"), id=id_)
            caps = {role: self.ownership.cap(indicator, role) for role in roles}
            if any(cap is not None and self.start(indicator, role) > cap for role, cap in caps.items()):
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
        rows = (indicator for indicator, _, _ in self.indicators())
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
            ends = (self.ownership.cap(indicator, role), self.ownership.start_and_floor(indicator, role)[1])
            for end in (each for each in ends if each is not None and (each / to).denominator != 1):
                params: dict[str, Any] = {"to": to, "end": end, "id": indicator.id.name}
                self.report("rounding_misfit", indicator.rounded.mark.of("to"), **params)

    def _most_due(
        self, indicator: Indicator, sides: list[Side], plans: Mapping[str, Plan], roles: list[str]
    ) -> Fraction:
        """
        Give the most that can be due: by the plans, or the cap, where an option that is not chosen takes it whole.
        """
        caps = [
            self.ownership.cap(indicator, role) or Fraction(0) for role in roles if any(side.whole for side in sides)
        ]
        return max(caps + [self.most_of(plans[role])[1].get(indicator.id.name, Fraction(0)) for role in roles])

    def most_of(self, plan: Plan) -> tuple[Fraction, Mapping[str, Fraction]]:
        """
        Give the most that a plan's score, and what is due of each of its indicators, can come to.
        """
        found = self._most.get(plan.role)
        if found is None:
            intervals = plan_intervals(plan)
            due = {each.id: intervals[each.due][1] for each in plan.indicators if each.due is not None}
            found = self._most[plan.role] = (intervals[plan.score][1], due)
        return found

    def indicators(self) -> Iterator[tuple[Indicator, Chain, list[str]]]:
        """
        Give each indicator once, with the sections around it and its roles.
        """
        roles_of: dict[int, tuple[Indicator, Chain, list[str]]] = {}
        for role in self.spec.roles:
            for within, members in self.ownership.structure(role):
                for each in members:
                    roles_of.setdefault(id(each), (each, within, []))[2].append(role)
        yield from roles_of.values()

    def start(self, indicator: Indicator, role: str) -> Fraction:
        """
        Give what an indicator starts with.
        """
        return self.ownership.start_and_floor(indicator, role)[0]

    def room(self, indicator: Indicator, role: str) -> Fraction:
        """
        Give how much an indicator that has a floor can lose.
        """
        start, floor = self.ownership.start_and_floor(indicator, role)
        assert floor is not None
        return start - floor


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
