"""
Checks of what a policy declares: ids, derived facts that rest on one another, facts, days, sections.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from typing import Any

from assess_rules.amounts import ByReading, Figure, Ident, Name, parts
from assess_rules.diagnostics import nearest
from assess_rules.exact import number_text
from assess_rules.fields import Intake
from assess_rules.inputs import most
from assess_rules.intervals import MOST_FACTORS
from assess_rules.marks import Mark
from assess_rules.model import FactSpec, Outcomes, PolicySpec, Ranking, Teams, chains
from assess_rules.model.common import PERIODS, SAID
from assess_rules.objects import keys_of
from assess_rules.ownership import Ownership
from assess_rules.periods import MONTHS

MAX_CHAIN = 32  # derived facts that rest on one another
MAX_ID_BYTES = 63  # so that every database takes them as columns
MAX_TERMS = MOST_FACTORS  # in one of them, written out

RESERVED = frozenset(
    (
        *("person", "role", "team", "period", "score", "total", "verdict", "grade", "base", "all", "same"),
        *("true", "false", "none", "cap", "full", "zero", "left_out", "lost", "on_target"),
        *("status", "exact", "vetoes", "version", "provisional", "complete", "trial"),  # columns
    )
)


YES_NO = frozenset(("y", "n", "yes", "no", "on", "off"))
"""
Words that cannot stand as values, where YAML has them for yes and no.
"""


class Declarations:
    """
    Checks the declarations of one spec and reports to the intake that it was read with.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, intake: Intake) -> None:
        self.spec, self.ownership, self.report = spec, ownership, intake.report

    def run(self) -> None:
        """
        Report everything that is wrong with what is declared.
        """
        days = self.spec.in_force
        if days.to is not None and days.to < days.from_:
            self.report("to_before_from", days.mark.of("to"), to=days.to.isoformat(), day=days.from_.isoformat())
        if not self.spec.sections and not self.spec.indicators:
            self.report("no_indicators", self.spec.mark)
        if self.spec.sections and self.spec.indicators:
            self.report("two_structures", self.spec.mark.of("indicators"))
        self._ids()
        self._sections()
        if self.spec.outcomes is not None:
            self._spans(self.spec.outcomes)
            self._months(self.spec.outcomes)
        for name, fact in self.spec.facts.items():
            self._fact(name, fact)
        self._unused_figures()

    # Ids.

    def _ids(self) -> None:
        spec = self.spec
        for name in spec.subject:
            if name in RESERVED and name != "person":
                self.report("reserved_id", spec.mark.of("subject", name), id=name)
        indicators = self.ownership.indicators
        parts = {tuple(each.id.name for each in some): some[-1].id for some in reversed([*chains(spec.sections)])}
        named = chain(
            ((name, each.mark) for name, each in spec.facts.items()),
            ((name, each.mark) for name, each in spec.derived.items()),
            ((name, each.mark) for name, each in self.ownership.events.items()),
            ((each.id.name, each.id.mark) for each in indicators),
            ((each.name, each.mark) for each in parts.values()),
        )
        self._unique(named)
        options = (*(each.options for each in spec.facts.values()), *(each.options for each in spec.readings.values()))
        words = [(name, spec.mark.of("roles", name)) for name in spec.roles]
        words += [(name, each.mark) for some in options for name, each in some.items()]
        for name, mark in words:
            if name in YES_NO:
                self.report("yes_no_id", mark, id=name)
        outcomes = spec.outcomes
        if outcomes is not None:
            self._unique((each.name, each.mark) for each in _outcome_ids(outcomes))

    def _unique(self, named: Iterable[tuple[str, Mark]]) -> None:
        """
        Report ids that the format takes or that stand for two things.
        """
        seen: dict[str, Mark] = {}
        for name, mark in sorted(named, key=lambda each: (each[1].line, each[1].column)):
            if len(name.encode()) > MAX_ID_BYTES:
                self.report("long_id", mark, id=name, bytes=len(name.encode()), limit=MAX_ID_BYTES)
            elif name in RESERVED or name in self.spec.subject:
                self.report("reserved_id", mark, id=name)
            elif name in YES_NO:
                self.report("yes_no_id", mark, id=name)
            elif name in seen and seen[name] is not mark:  # an indicator's own number has its place
                self.report("duplicate_id", mark, id=name, line=seen[name].line)
            seen.setdefault(name, mark)

    def _sections(self) -> None:
        parts_of: dict[str, list[tuple[set[str], int]]] = {}
        for chain_ in chains(self.spec.sections):
            section, id_ = chain_[-1], chain_[-1].id
            mine = next(
                ({each.name for each in some.roles} for some in reversed(chain_) if some.roles), {*self.spec.roles}
            )
            if not section.sections and not section.indicators:
                self.report("empty_section", id_.mark, id=id_.name)
            if section.sections and section.indicators:
                self.report("two_structures", section.mark.of("indicators"))
            others = parts_of.setdefault(id_.name, [])
            line = next((line for roles, line in others if roles & mine), None)
            if line is not None:
                self.report("section_overlap", id_.mark, id=id_.name, line=line)
            others.append((mine, id_.mark.line))

    def _spans(self, outcomes: Outcomes) -> None:
        """
        Report outcomes whose span the periods cannot fill.
        """
        period = PERIODS.index(self.spec.period)
        for rollup in outcomes.rollups:
            if PERIODS.index(rollup.each) <= period:
                self.report(
                    "each_not_longer", rollup.mark.of("each"), each=SAID[rollup.each], period=SAID[self.spec.period]
                )
        for item in (outcomes.ranking, outcomes.teams):
            if item is not None:
                self._each(item, period)

    def _months(self, outcomes: Outcomes) -> None:
        """
        Report what cannot be the month in which a year begins.
        """
        among = [each for each in parts(outcomes.year_begins) if isinstance(each, ByReading) and each.of is None]
        chosen = {each.reading.name for each in among}
        options = tuple(tuple(self.spec.readings[each].options.values()) for each in chosen & self.spec.readings.keys())
        for each in parts((outcomes.year_begins, options)):
            if not isinstance(each, Figure):
                continue
            if each.value not in range(1, 13):
                self.report("bad_month", each.mark, found=number_text(each.value))
            elif (each.value - 1) % MONTHS[self.spec.period]:
                self.report(
                    "month_within_period", each.mark, found=number_text(each.value), period=SAID[self.spec.period]
                )

    def _each(self, item: Ranking | Teams, period: int) -> None:
        """
        Report spans that are shorter than the period, and longer ones whose periods nobody says how to put together.
        """
        mark = item.mark.of("each")
        for each in item.each:
            if PERIODS.index(each) < period:
                self.report("each_shorter", mark, each=SAID[each], period=SAID[self.spec.period])
        longer = [each for each in item.each if PERIODS.index(each) > period]
        if longer and item.periods is None:
            self.report("periods_missing", mark, each=SAID[longer[0]], period=SAID[self.spec.period])
        elif item.periods is not None and not longer:
            self.report("periods_needless", item.mark.of("periods"), period=SAID[self.spec.period])

    # Derived facts.

    def circles(self) -> bool:
        """
        Report derived facts that rest on themselves, or on too many others; say whether there are any.
        """
        derived = self.spec.derived
        rests = {
            name: {each.name for each in self.ownership.names(value.operands()) if each.name in derived}
            for name, value in derived.items()
        }
        level = 0
        terms = dict.fromkeys(chain(self.spec.facts, self.ownership.events), 1)
        while rests:
            free = [name for name, others in rests.items() if not others & rests.keys()]
            level += 1
            if not free:
                for names in _circles(rests):
                    self.report("circle", derived[names[0]].mark, names=" → ".join(names))
                return True
            if level > MAX_CHAIN:
                self.report("long_chain", derived[free[0]].mark, limit=MAX_CHAIN)
                return True
            for name in free:
                terms[name] = sum(terms.get(each.name, 1) for each in self.ownership.names(derived[name].operands()))
                if terms[name] > MAX_TERMS:
                    self.report("many_terms", derived[name].mark, fact=name, limit=MAX_TERMS)
                    return True
            rests = {name: others for name, others in rests.items() if name not in terms}
        return False

    # Facts.

    def _fact(self, name: str, fact: FactSpec) -> None:
        def say(code: str, place: str = "", **params: Any) -> None:
            self.report(code, fact.mark.of(place), fact=name, **params)

        if fact.type == "number" and fact.max is None and not fact.allowed:
            say("max_missing")
        if fact.type == "choice" and not fact.options:
            say("options_missing")
        for key, present, types in (
            ("options", fact.options, ("choice",)),
            ("places", fact.places, ("number",)),
            ("unit", fact.unit, ("count", "number")),
            ("allowed", fact.allowed, ("count", "number")),
            ("max", fact.max is not None, ("count", "number")),
            ("min", fact.min, ("count", "number")),
        ):
            if present and fact.type not in types:
                say("key_of_other_type", key, key=key, type=SAID[fact.type])
        for id_, option in fact.options.items():
            if option.value is not None:
                self.report("value_of_choice", fact.mark.of("options", id_, "value"), fact=name)
        if fact.type in ("count", "number"):
            self._limits(name, fact)
        if fact.default is not None and not _gives(fact, fact.default):
            near = nearest(fact.default.name, fact.options) if isinstance(fact.default, Name) else None
            self.report("bad_default", fact.mark.of("default"), near=near, fact=name)
        if fact.each is not None and PERIODS.index(fact.each) <= PERIODS.index(self.spec.period):
            say("each_not_longer", "each", each=SAID[fact.each], period=SAID[self.spec.period])
        elif fact.each is not None and any(name in owned for owned in self.ownership.by_rules.values()):
            say("not_supported_yet", "each", found="each")
        if fact.needed_when is not None and fact.default is not None:
            say("default_needless", "default")
        read = (*self.ownership.by_rules.values(), *self.ownership.by_outcomes.values())
        if fact.roles and any(name in owned for owned in read):
            say("roles_needless", "roles")

    def _limits(self, name: str, fact: FactSpec) -> None:
        def say(code: str, key: str, **params: Any) -> None:
            self.report(code, fact.mark.of(key), fact=name, **params)

        if fact.type == "count":
            if fact.min < 0:
                say("negative_count", "min")
            limits = {"min": (fact.min,), "max": (fact.max or Fraction(0),), "allowed": fact.allowed}
            for key, figures in limits.items():
                if any(each.denominator != 1 for each in figures):
                    say("fractional_count", key)
        largest = most(fact) if fact.type == "count" and not fact.allowed else fact.max
        if largest is not None and largest < fact.min:
            say("max_below_min", "min" if fact.max is None else "max", min=fact.min, max=largest)
        elif fact.type == "number" or not any(each.denominator != 1 for each in fact.allowed):
            for each in fact.allowed:
                if not _within(fact, each):
                    say("allowed_never", "allowed", found=number_text(each), places=fact.places)

    def _unused_figures(self) -> None:
        """
        Report the figures of a choice's options where nothing takes them; what takes them has their places.
        """
        spec = self.spec
        figures = {name: [each.figure for each in fact.options.values()] for name, fact in spec.facts.items()}
        written = {name: [each for each in found if each is not None] for name, found in figures.items()}
        if any(written.values()):
            users = tuple(getattr(spec, key.attribute) for key in keys_of(type(spec)) if key.name != "facts")
            taken = {id(each.mark) for each in parts(users) if isinstance(each, Figure)}
            for name, found in written.items():
                if found and all(id(each.mark) not in taken for each in found):
                    self.report("unused_figures", found[0].mark, fact=name)


def _outcome_ids(outcomes: Outcomes) -> Iterator[Ident]:
    yield from (each.id for each in outcomes.consequences)
    yield from (each.id for each in outcomes.rollups)


def _circles(rests: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """
    Give each circle among facts of which every one rests on another of them; its first name comes last again.
    """
    inner = {name: min(each for each in others if each in rests) for name, others in rests.items()}
    done: set[str] = set()
    for first in inner:
        name, way = first, list[str]()
        while name not in done:
            done.add(name)
            way.append(name)
            name = inner[name]
        if name in way:
            yield (*way[way.index(name) :], name)


def _within(fact: FactSpec, value: Fraction) -> bool:
    """
    Say whether a value keeps a fact's limits and decimal places.
    """
    whole = (value * 10**fact.places).denominator == 1
    return fact.min <= value and (fact.max is None or value <= fact.max) and whole


def _gives(fact: FactSpec, value: object) -> bool:
    """
    Say whether a record could give this value.
    """
    if fact.type == "flag":
        return isinstance(value, bool)
    if fact.type == "choice":
        return isinstance(value, Name) and value.name in fact.options
    return (
        isinstance(value, Figure)
        and not value.rate
        and _within(fact, value.value)
        and (not fact.allowed or value.value in fact.allowed)
    )
