"""
Sums that must come out: the caps in a section, the totals in another, and all of it as the base.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, TypeVar

from assess_rules.amounts import Amount, ByReading, parts
from assess_rules.branches import Branch
from assess_rules.exact import number_text
from assess_rules.fields import Report
from assess_rules.figures import Differs
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model import Indicator, PolicySpec, Section
from assess_rules.model.scoring import ONE
from assess_rules.ownership import Ownership

Sum = TypeVar("Sum", Fraction, tuple[Fraction, ...])
MAX_COMBINATIONS = 256  # of the options of readings that caps depend on
ENOUGH = 3
NOUGHT = Fraction(0)
UNDER_OPTIONS = {"base_sum": "base_sum_under", "section_sum": "section_sum_under"}
WEIGHTED = {"base_sum": "base_sum_weighted", "section_sum": "section_sum_weighted"}
CAPS, TOTALS = Label("各项分值", "caps"), Label("所含各类总分", "totals")


class Sums:
    """
    Checks one spec, in which every name is known.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, to: Report) -> None:
        self.spec, self.ownership, self.report = spec, ownership, to.report

    def run(self) -> bool:
        """
        Report caps that do not add up to a section's total, and totals that do not add up to the base; say if all do.

        Options that are not chosen must keep the sums too; the first few that do not are enough to see why.
        """
        wrong = 0
        for options in self._option_sets():
            wrong += self._sums_under(options)
            if wrong and (not options or wrong >= ENOUGH):
                break
        return not wrong

    def _sums_under(self, options: Mapping[str, str]) -> bool:
        sections: dict[int, tuple[Section, dict[str, tuple[Fraction, ...]]]] = {}
        bases: dict[str, Fraction] = {}

        def worth(branch: Branch, role: str) -> Fraction:
            """
            Give what is added up around a section, its total times its weight; keep a sum within that is not its total.
            """
            caps = (self._worth(each.cap, each, role, options) for each in branch.members if not each.extra)
            terms = (*caps, *(worth(each, role) for each in branch.inner))
            section = branch.section
            if section is None or section.total is None:
                return sum(terms, NOUGHT)
            total = self.ownership.figure(section.total, role, options)
            if sum(terms) != _meant(section.total_differs, role, total):
                sections.setdefault(id(section), (section, {}))[1][role] = terms
            return self._worth(section.total, section, role, options)

        for role in self.spec.roles:
            reached = sum((worth(each, role) for each in self.ownership.branches(role)), NOUGHT)
            if reached != _meant(self.spec.base_differs, role, self.ownership.figure(self.spec.base, role, options)):
                bases[role] = reached
        for sum_, roles in _by_sum(bases):
            base = self.ownership.figure(self.spec.base, roles[0], options)
            have = Label("合计", "have" if len(roles) > 1 else "has")
            self._say("base_sum", self.spec.base.mark, options, roles=roles, have=have, sum=sum_, base=base)
        for section, caps_by_role in sections.values():
            for terms, roles in _by_sum(caps_by_role):
                assert section.total is not None
                total = self.ownership.figure(section.total, roles[0], options)
                added = " + ".join(map(number_text, terms))
                added += f" = {number_text(sum(terms, NOUGHT))}" if len(terms) > 1 else ""
                params = {"what": TOTALS if section.sections else CAPS, "section": section.id.name}
                params |= {"sum": Label(added), "roles": roles, "total": total}
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
        items: tuple[Section | Indicator, ...] = (*self.ownership.sections, *self.ownership.indicators)
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
            *((each.total, each.weight) for each in self.ownership.sections),
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


class _Unsaid:
    """
    Where what is wrong is not said.
    """

    def report(self, code: str, mark: Mark, *, near: str | None = None, warning: bool = False, **params: Any) -> None:
        """
        Say nothing.
        """


def sums_come_out(spec: PolicySpec, ownership: Ownership) -> bool:
    """
    Say whether the sums of a spec come out.
    """
    return Sums(spec, ownership, _Unsaid()).run()


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
