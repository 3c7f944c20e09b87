"""
Checks that need sums and plans: caps that add up, and words that an indicator needs where points meet.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, TypeVar

from assess_rules.amounts import Amount, ByReading, parts
from assess_rules.diagnostics import Diagnostic, in_file_order
from assess_rules.exact import number_text
from assess_rules.fields import Report
from assess_rules.figures import Differs
from assess_rules.intervals import plan_intervals
from assess_rules.ir import Plan
from assess_rules.kinds import Side
from assess_rules.kinds.sides import can_meet
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model import Bonuses, Indicator, PolicySpec, Section
from assess_rules.model.scoring import ONE
from assess_rules.ownership import Holder, Ownership, reach_of

Sum = TypeVar("Sum", Fraction, tuple[Fraction, ...])
MAX_COMBINATIONS = 256  # of the options of readings that caps depend on
ENOUGH = 3
UNFIT = frozenset(("netting_missing", "start_above_cap", "floor_above_start", "rounding_misfit"))
"""
What no option may bring about. That netting says nothing under some option is no fault.
"""
UNCOUNTED = ("apart", "within_indicator")  # extra that never counts, so that no limit can cut it
UNDER_OPTIONS = {"base_sum": "base_sum_under", "section_sum": "section_sum_under"}
WEIGHTED = {"base_sum": "base_sum_weighted", "section_sum": "section_sum_weighted"}


class Balance:
    """
    Checks one spec, in which every name is known, together with its plans.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, to: Report) -> None:
        self.spec, self.ownership, self.report = spec, ownership, to.report
        self._most: dict[str, tuple[Fraction, Mapping[str, Fraction]]] = {}

    # Before there are plans.

    def sums(self) -> None:
        """
        Report caps that do not add up to a section's total, and totals that do not add up to the base.

        Options that are not chosen must keep the sums too; the first few that do not are enough to see why.
        """
        wrong = 0
        for options in self._option_sets():
            wrong += self._sums_under(options)
            if wrong and (not options or wrong >= ENOUGH):
                return

    def _sums_under(self, options: Mapping[str, str]) -> bool:
        sections: dict[int, tuple[Section, dict[str, tuple[Fraction, ...]]]] = {}
        bases: dict[str, Fraction] = {}
        for role in self.spec.roles:
            reached = Fraction(0)
            for section, members in self.ownership.structure(role):
                caps = tuple(self._worth(each.cap, each, role, options) for each in members if not each.extra)
                if section is None or section.total is None:
                    reached += sum(caps)
                    continue
                total = self.ownership.figure(section.total, role, options)
                reached += self._worth(section.total, section, role, options)
                if sum(caps) != _meant(section.total_differs, role, total):
                    sections.setdefault(id(section), (section, {}))[1][role] = caps
            if reached != _meant(self.spec.base_differs, role, self.ownership.figure(self.spec.base, role, options)):
                bases[role] = reached
        for sum_, roles in _by_sum(bases):
            base = self.ownership.figure(self.spec.base, roles[0], options)
            have = Label("合计", "have" if len(roles) > 1 else "has")
            self._say("base_sum", self.spec.base.mark, options, roles=roles, have=have, sum=sum_, base=base)
        for section, caps_by_role in sections.values():
            for caps, roles in _by_sum(caps_by_role):
                assert section.total is not None
                total = self.ownership.figure(section.total, roles[0], options)
                terms = " + ".join(map(number_text, caps))
                added = Label(terms if len(caps) < 2 else f"{terms} = {number_text(sum(caps, Fraction(0)))}")  # noqa: PLR2004
                params = {"section": section.id.name, "sum": added, "roles": roles, "total": total}
                self._say("section_sum", section.mark.of("total"), options, **params)
        return bool(bases or sections)

    def _worth(self, most: Amount | str, item: Indicator | Section, role: str, options: Mapping[str, str]) -> Fraction:
        """
        Give a cap or a total times its weight.
        """
        assert not isinstance(most, str)  # what has no end is extra
        return self.ownership.figure(most, role, options) * self.ownership.figure(item.weight, role, options)

    def _say(self, code: str, mark: Mark, options: Mapping[str, str], **params: Any) -> None:
        if options:
            under = ", ".join(f"{reading}={option}" for reading, option in options.items())
            self.report(UNDER_OPTIONS[code], mark, **params, under=under)
            return
        items: tuple[Section | Indicator, ...] = (*self.spec.sections, *self.ownership.indicators)
        weighted = tuple(each.id.name for each in items if each.weight != ONE)
        if weighted:
            code, params = WEIGHTED[code], {**params, "weighted": weighted}
        self.report(code, mark, **params)

    def _option_sets(self) -> Iterator[Mapping[str, str]]:
        """
        Give the chosen readings, then every other combination of the readings that caps and totals depend on.
        """
        figures = (
            self.spec.base,
            *((each.total, each.weight) for each in self.spec.sections),
            *((row.cap, row.weight) for row in self.ownership.indicators),
        )
        readings = dict.fromkeys(each.reading.name for each in parts(figures) if isinstance(each, ByReading))
        chosen = tuple(self.spec.readings[each].chosen.name for each in readings)
        yield {}
        if prod(len(self.spec.readings[each].options) for each in readings) > MAX_COMBINATIONS:
            self.report("too_many_combinations", self.spec.base.mark, readings=tuple(readings), limit=MAX_COMBINATIONS)
            return
        for options in product(*(self.spec.readings[each].options for each in readings)):
            if options != chosen:
                yield dict(zip(readings, options, strict=True))

    # With plans.

    def meetings(self, plans: Mapping[str, Plan]) -> None:
        """
        Report `netting` and `bonuses` that are missing or say nothing, and starts and floors that do not fit.
        """
        needed: set[int] = set()
        for indicator, section, roles in self.indicators():
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
                nearest = self.ownership.bonuses_of(indicator, section)
                if nearest.bonuses is None:
                    self.report("bonuses_missing", place, id=id_)
                needed.add(id(nearest))
        rows = (indicator for indicator, _, _ in self.indicators())
        holders: tuple[Holder, ...] = (self.spec, *self.spec.sections, *rows)
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

    def indicators(self) -> Iterator[tuple[Indicator, Section | None, list[str]]]:
        """
        Give each indicator once, with its section and its roles.
        """
        roles_of: dict[int, tuple[Indicator, Section | None, list[str]]] = {}
        for role in self.spec.roles:
            for section, members in self.ownership.structure(role):
                for each in members:
                    roles_of.setdefault(id(each), (each, section, []))[2].append(role)
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


def _meant(differs: Differs | None, role: str, sum_: Fraction) -> Fraction:
    """
    Give what a sum has to come to for a role: what the document says, or what is said to differ from it.
    """
    return sum_ if differs is None or role not in differs.sums else differs.sums[role].value


def _by_sum(sums: Mapping[str, Sum]) -> Iterator[tuple[Sum, tuple[str, ...]]]:
    """
    Give each sum once, with the roles that have it.
    """
    for sum_ in dict.fromkeys(sums.values()):
        yield sum_, tuple(role for role, each in sums.items() if each == sum_)
