"""
Figures over several periods: a quarter's or a year's score from its periods' and what is added to them.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from fractions import Fraction

from assess_rules.amounts import Amount, Figure, Name
from assess_rules.backends.reference import number
from assess_rules.branches import has_role
from assess_rules.ir import facts_read
from assess_rules.labels import Label
from assess_rules.model import FactSpec, Rollup
from assess_rules.outcomes.history import Entry, Pending, Standings, Version
from assess_rules.outcomes.spans import LeftOut, Part, WholeSpan, combined, gather, part
from assess_rules.records import Record, record


@record
class Added(Record):
    """
    A fact that is added, and its weight.
    """

    fact: str
    label: Label
    weight: Fraction
    figure: Fraction


@record
class RollupResult(Record):
    """
    A figure over a span, by the version that holds in the person's last period there.

    `value` is None where no period counts, where a fact that is added is not given (`lacks`), or where one that belongs to
    a whole span is given more than once in it (`twice`). `how` puts the periods together: `sum` or `mean`.
    """

    id: str
    label: Label
    at: tuple[str, ...]
    person: str
    role: str
    team: str | None
    span: str
    value: Fraction | None
    how: str
    parts: tuple[Part, ...]
    added: tuple[Added, ...]
    left_out: tuple[LeftOut, ...]
    lacks: tuple[str, ...]
    twice: tuple[str, ...]
    version: str
    provisional: tuple[str, ...]
    under_review: tuple[Pending, ...] = ()

    @property
    def periods(self) -> frozenset[str]:
        """
        Give all periods of the span, counted or not.
        """
        left_out = {each.period for each in self.left_out if each.why not in ("year", "unneeded")}
        return frozenset({each.period for each in self.parts} | left_out)


def rollups(history: Standings) -> Iterator[RollupResult]:
    """
    Give a person's roll-ups, span by span.
    """
    found: dict[tuple[str, str], tuple[Rollup, int]] = {}  # the rule and the place of the last period that has it
    for place, entry in enumerate(history.entries):
        outcomes = entry.spec.outcomes
        for rule in outcomes.rollups if outcomes is not None else ():
            if has_role(rule.roles, entry.role):
                found[history.spans[place][rule.each].text, rule.id.name] = (rule, place)
    for _, (rule, place) in sorted(found.items(), key=lambda each: each[0]):
        yield rolled_up(rule, place, history)


def rolled_up(rule: Rollup, place: int, history: Standings) -> RollupResult:
    """
    Work out the figure of the span of a period, the person's last one there, as the version of that period says.
    """
    last, version = history.entries[place], history.versions[place]
    span, periods = history.spans[place][rule.each].text, history.spans[place][rule.each].periods
    how = version.word(rule.periods)

    def other(entry: Entry) -> LeftOut | None:
        return None if has_role(rule.roles, entry.role) else LeftOut(entry.period.text, "role", entry.role)

    found, left_out = gather(history, WholeSpan(rule.each, span, periods, version), other)
    counted = [part(history, *each) for each in found.items()]
    own = [each for each in history.entries if each.period.text in periods and other(each) is None]
    facts = _Facts(history, version, own, {each.period for each in counted}, how)
    added = [each for fact, weight in rule.plus if (each := facts.added(fact, weight)) is not None]
    value = None
    if counted and not facts.lacks and not facts.twice:
        value = combined([each.score for each in counted], how)
        value += sum((each.weight * each.figure for each in added), Fraction(0))
    return RollupResult(
        id=rule.id.name,
        label=rule.label,
        at=rule.at,
        person=last.person,
        role=last.role,
        team=last.team,
        span=span,
        value=value,
        how=how,
        parts=tuple(counted),
        added=tuple(added),
        left_out=(*left_out, *dict.fromkeys(facts.unneeded)),
        lacks=tuple(facts.lacks),
        twice=tuple(facts.twice),
        version=last.policy.version,
        provisional=version.provisional(rule),
    )


class _Facts:
    """
    The facts that are added to a roll-up, and what is wrong with them.

    A fact that is given in every period comes together as the scores do; one that is given once in a longer span is taken as
    it is, also where the period that gives it does not count. Where it is not needed, nothing is added or lacking.
    """

    def __init__(
        self, history: Standings, version: Version, own: Sequence[Entry], counted: Container[str], how: str
    ) -> None:
        self.history, self.version, self.own, self.how = history, version, own, how
        self.last = own[-1]
        self.counted = [each for each in own if each.period.text in counted]
        self.lacks: list[str] = []
        self.twice: list[str] = []
        self.unneeded: list[LeftOut] = []

    def added(self, fact: Name, amount: Amount) -> Added | None:
        """
        Give a fact with its weight; None where it cannot be told, which is then said.
        """
        spec = self.last.spec.facts.get(fact.name)
        figures = self._each_period(fact) if spec is None or spec.each is None else self._once(fact.name, spec)
        weight = self.last.policy.expression(amount, self.last.role)
        lacks = sorted(facts_read(weight) - self.last.facts.keys())
        if self._are_needed(self.last, lacks):
            self.lacks += lacks
        if figures and not lacks:
            label = (spec or self.last.spec.derived[fact.name]).label
            return Added(fact.name, label, number(weight, self.last.facts), combined(figures, self.how))
        return None

    def _each_period(self, fact: Name) -> list[Fraction]:
        known = [each for each in self.counted if {fact.name} & {*each.spec.facts, *each.spec.derived}]
        if len(known) < len(self.counted):  # an earlier version does not have it yet
            self.lacks.append(fact.name)
            return []
        read = ((each, each.policy.expression(fact, each.role)) for each in known)
        needed = [(each, expression) for each, expression in read if self._are_needed(each, facts_read(expression))]
        lacks = {name for each, expression in needed for name in facts_read(expression) - each.facts.keys()}
        self.lacks += sorted(lacks)
        return [] if lacks else [number(expression, each.facts) for each, expression in needed]

    def _once(self, name: str, spec: FactSpec) -> list[Fraction]:
        """
        Give the figure of each span of the fact that the roll-up touches.
        """
        figures = []
        assert spec.each is not None
        for periods in dict.fromkeys(self.version.spans(each.period)[spec.each].periods for each in self.own):
            entries = [each for each in self.history.entries if each.period.text in periods]
            given = [each.given[name] for each in entries if name in each.given]
            if len(given) > 1:
                self.twice.append(name)
            elif given:
                assert not isinstance(given[0], (bool, str))
                figures.append(Fraction(given[0]))
            elif isinstance(spec.default, Figure):
                figures.append(spec.default.value)
            elif spec.needed_when is None or any(each.needs(name) for each in entries):
                self.lacks.append(name)
        return [] if name in (*self.lacks, *self.twice) else figures

    def _are_needed(self, entry: Entry, names: Iterable[str]) -> bool:
        """
        Say whether facts are all needed in a period; those that are not are noted.
        """
        without = sorted(entry.unneeded.intersection(names))
        self.unneeded += [LeftOut(entry.period.text, "unneeded", name) for name in without]
        return not without
