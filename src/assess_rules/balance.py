"""
Checks that need sums and plans: caps that add up, words that an indicator needs where points meet, and what `check` warns of.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from assess_rules.amounts import Amount, ByReading, parts
from assess_rules.exact import number_text
from assess_rules.fields import Intake
from assess_rules.intervals import Interval, step_intervals
from assess_rules.ir import Plan
from assess_rules.kinds import Side
from assess_rules.model import Indicator, PolicySpec, Section
from assess_rules.ownership import Ownership


class Balance:
    """
    Checks one spec, in which every name is known, together with its plans.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, intake: Intake) -> None:
        self.spec, self.ownership, self.report = spec, ownership, intake.report

    # Before there are plans.

    def sums(self) -> None:
        """
        Report caps that do not add up to a section's total, and totals that do not add up to the base.
        """
        for options in self._option_sets():
            wrong: dict[int, tuple[Section, dict[str, Fraction]]] = {}
            for role in self.spec.roles:
                structure = self.ownership.structure(role)
                reached = Fraction(0)
                for section, members in structure:
                    caps = sum((self.ownership.figure(each.cap, role, options) for each in members), Fraction(0))
                    if section is None:
                        reached += caps
                        continue
                    total = self.ownership.figure(section.total, role, options)
                    reached += total
                    if caps != total:
                        wrong.setdefault(id(section), (section, {}))[1][role] = caps
                base = self.ownership.figure(self.spec.base, role, options)
                if reached != base:
                    self._say("base_sum", self.spec.base.mark, options, role=role, sum=reached, base=base)
            for section, caps_by_role in wrong.values():
                for caps in dict.fromkeys(caps_by_role.values()):
                    roles = tuple(role for role, each in caps_by_role.items() if each == caps)
                    total = self.ownership.figure(section.total, roles[0], options)
                    self._say(
                        "section_sum",
                        section.mark,
                        options,
                        section=section.id.name,
                        sum=caps,
                        roles=roles,
                        total=total,
                    )

    def _say(self, code: str, mark: Any, options: Mapping[str, str], **params: Any) -> None:
        under = ", ".join(f"{reading}={option}" for reading, option in options.items())
        self.report(f"{code}_under" if under else code, mark, **params, **({"under": under} if under else {}))

    def _option_sets(self) -> Iterator[Mapping[str, str]]:
        """
        Give the chosen readings, then every other combination of the readings that caps and totals depend on.
        """
        figures = (
            self.spec.base,
            *((each.total, *(row.cap for row in each.indicators)) for each in self.spec.sections),
            *(row.cap for row in self.spec.indicators),
        )
        readings = dict.fromkeys(each.reading.name for each in parts(figures) if isinstance(each, ByReading))
        chosen = tuple(self.spec.readings[each].chosen.name for each in readings)
        yield {}
        for options in product(*(self.spec.readings[each].options for each in readings)):
            if options != chosen:
                yield dict(zip(readings, options, strict=True))

    # With plans.

    def meetings(self, plans: Mapping[str, Plan]) -> None:
        """
        Report `netting` and `bonuses` that are missing or say nothing, and deductions that can never count.
        """
        limits = {role: step_intervals(plan.steps, plan.inputs) for role, plan in plans.items()}
        needed: set[int] = set()
        for indicator, section, roles in self._indicators():
            sides = [side for rule in indicator.rules for side in rule.sides()]
            room = min(self._room(indicator, role) for role in roles) if indicator.floor != "none" else None
            due = max(self._most_due(plans[role], indicator.id.name, limits[role]) for role in roles)
            meet = any(_meet(a, b) for a, b in product(sides, sides)) and room is not None and due > room
            if meet and indicator.netting is None:
                self.report("netting_missing", indicator.mark, id=indicator.id.name)
            if not meet and indicator.netting is not None:
                self.report("netting_needless", indicator.mark, id=indicator.id.name)
            adds = any(side.way == "add" for side in sides)
            if (
                room == 0
                and any(side.way == "deduct" for side in sides)
                and not (adds and indicator.netting == "before_cap")
            ):
                self.report("useless_deduction", indicator.mark, id=indicator.id.name)
            if adds and indicator.start == "full":
                holder = next(
                    (each for each in (indicator, section, self.spec) if each is not None and each.bonuses is not None),
                    None,
                )
                if holder is None:
                    self.report("bonuses_missing", self.spec.mark, id=indicator.id.name)
                needed.add(id(holder))
        for holder in (self.spec, *self.spec.sections, *(indicator for indicator, _, _ in self._indicators())):
            if holder.bonuses is not None and id(holder) not in needed:
                self.report("bonuses_needless", holder.mark)

    def _indicators(self) -> Iterator[tuple[Indicator, Section | None, list[str]]]:
        roles_of: dict[int, tuple[Indicator, Section | None, list[str]]] = {}
        for role in self.spec.roles:
            for section, members in self.ownership.structure(role):
                for each in members:
                    roles_of.setdefault(id(each), (each, section, []))[2].append(role)
        yield from roles_of.values()

    @staticmethod
    def _most_due(plan: Plan, indicator: str, limits: Mapping[str, Interval]) -> Fraction:
        due = next(each.due for each in plan.indicators if each.id == indicator)
        return limits[due][1] if due is not None else Fraction(0)

    def _room(self, indicator: Indicator, role: str) -> Fraction:
        start, floor = self.ownership.start_and_floor(indicator, role)
        assert floor is not None
        return start - floor

    # Warnings.

    def advise(self) -> None:
        """
        Warn of what is lawful, and often a slip.
        """
        said: set[tuple[str, str, str]] = set()
        for role in self.spec.roles:
            seen: dict[str, str] = {}
            for _, members in self.ownership.structure(role):
                for indicator in members:
                    for fact in sorted(self.ownership.facts(indicator.rules)):
                        first = seen.setdefault(fact, indicator.id.name)
                        if first != indicator.id.name and (fact, first, indicator.id.name) not in said:
                            said.add((fact, first, indicator.id.name))
                            self.report(
                                "fact_in_two",
                                indicator.mark,
                                warning=True,
                                fact=fact,
                                first=first,
                                second=indicator.id.name,
                            )
        rows = [indicator for indicator, _, _ in self._indicators()]
        for number, indicator in enumerate(rows):
            if any(other.at == indicator.at and other.rules == indicator.rules for other in rows[:number]):
                self.report("clause_twice", indicator.mark, warning=True, at=indicator.at)
            if isinstance(indicator.start, type(indicator.cap)) and indicator.start == indicator.cap:
                self.report("start_is_cap", indicator.mark, warning=True, cap=number_text(self._cap(indicator)))
        day = self.spec.in_force.from_
        months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.spec.period]
        if day.day != 1 or (day.month - 1) % months:
            self.report("from_within_period", self.spec.in_force.mark, warning=True, day=day.isoformat())
        for indicator, section, _ in self._indicators():
            outer = section.bonuses if section is not None and section.bonuses is not None else self.spec.bonuses
            if indicator.bonuses is not None and outer is not None:
                self.report("inner_bonuses", indicator.mark, warning=True, id=indicator.id.name)
        for section in self.spec.sections:
            if section.bonuses is not None and self.spec.bonuses is not None:
                self.report("inner_bonuses", section.mark, warning=True, id=section.id.name)

    def _cap(self, indicator: Indicator) -> Fraction:
        return self.ownership.figure(indicator.cap, next(iter(self.spec.roles)))


def _meet(deducting: Side, adding: Side) -> bool:
    """
    Say whether a deduction and an addition can stand side by side.
    """
    if deducting.way != "deduct" or adding.way != "add":
        return False
    return deducting.value is None or deducting.value != adding.value or deducting.end == adding.end


__all__ = ["Amount", "Balance"]
