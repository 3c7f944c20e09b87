"""
What rules leave to the place where they stand, written out: before anything is checked, so that every later part sees it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from assess_rules.amounts import Figure, Name
from assess_rules.fields import Report
from assess_rules.marks import Mark
from assess_rules.model import FactSpec, Indicator, PolicySpec, Section
from assess_rules.records import evolve


def completed(spec: PolicySpec, to: Report) -> PolicySpec:
    """
    Give a spec whose rules say everything themselves; the facts that they imply are declared.
    """
    facts = dict(spec.facts)

    def all_of(indicators: tuple[Indicator, ...], *, extra: bool = False) -> tuple[Indicator, ...]:
        return tuple(one(each, each.extra or extra) for each in indicators)

    def one(indicator: Indicator, extra: bool) -> Indicator:  # noqa: FBT001 (private)
        standing = _Standing(indicator, spec.facts, facts, to)
        start = "zero" if extra else "full"
        if indicator.start == start:
            to.report("default_written", indicator.mark.of("start"), warning=True, key="start")
        rules = tuple(rule.completed(standing) for rule in indicator.rules)
        return evolve(indicator, rules=rules, extra=extra, start=start if indicator.start is None else indicator.start)

    def inside(section: Section, *, extra: bool = False) -> Section:
        extra = section.extra or extra
        inner = tuple(inside(each, extra=extra) for each in section.sections)
        return evolve(section, extra=extra, sections=inner, indicators=all_of(section.indicators, extra=extra))

    sections = tuple(map(inside, spec.sections))
    indicators = all_of(spec.indicators)
    return evolve(spec, sections=sections, indicators=indicators, facts=MappingProxyType(facts))


class _Standing:
    """
    What is declared around the rules of one indicator; the `Standing` of kinds.base.
    """

    def __init__(
        self, indicator: Indicator, written: Mapping[str, FactSpec], facts: dict[str, FactSpec], to: Report
    ) -> None:
        self._indicator, self._written, self._facts, self._report = indicator, written, facts, to.report
        self._own: Name | None = None

    def figures(self, choice: Name) -> Mapping[str, Figure]:
        """
        Give the options of a choice that have a figure, with it.
        """
        fact = self._written.get(choice.name)
        options = {} if fact is None else fact.options
        return {id_: option.figure for id_, option in options.items() if option.figure is not None}

    def own_number(self, most: Figure | None, places: int, mark: Mark) -> Name | None:
        """
        Declare the indicator's own number, once; an id that a fact has already is reported with the other ids.
        """
        id_, cap = self._indicator.id, self._indicator.cap
        if self._own is not None:
            self._report("entered_twice", mark, id=id_.name)
            return None
        if cap == "none":
            return None  # it is refused together with all else that needs a cap
        if most is None and not isinstance(cap, Figure):
            self._report("out_of_missing", mark, id=id_.name)
            return None
        limit = most or cap
        assert isinstance(limit, Figure)
        own = FactSpec(label=self._indicator.label, type="number", max=limit.value, places=places, mark=id_.mark)
        self._facts.setdefault(id_.name, own)
        self._own = Name(id_.name, mark)
        return self._own
