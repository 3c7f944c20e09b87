"""
Defaults that are written out, left out again: what says the same is then equal, and has the same hash.

Most keys hold their default's own value when they are written out. Here are those whose default follows from others.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from assess_rules.amounts import Figure, Ident
from assess_rules.inputs import most
from assess_rules.kinds import RuleKind
from assess_rules.labels import Label
from assess_rules.model import FactSpec, Grades, Indicator, Outcomes, PointsWhen, PolicySpec, Section, Vetoes, VetoEvent
from assess_rules.records import Record, evolve

PERSON = (Label("被考核人"), Label("被考核人", "person"))
SUBJECT = ("person", PERSON[1])  # who is appraised where the file does not say

Item = TypeVar("Item", bound=Record)


def left_out(spec: PolicySpec) -> PolicySpec:
    """
    Give a policy without the defaults that it writes out.
    """
    roles = frozenset(spec.roles)
    subject = {} if any(spec.subject == {SUBJECT[0]: label} for label in PERSON) else spec.subject
    return evolve(
        spec,
        subject=MappingProxyType(dict(subject)),
        facts=_mapped(spec.facts, lambda each: _fact(each, roles)),
        sections=tuple(_section(each, roles) for each in spec.sections),
        indicators=tuple(_indicator(each, roles) for each in spec.indicators),
        vetoes=None if spec.vetoes is None else _vetoes(spec.vetoes),
        grades=None if spec.grades is None else _grades(spec.grades, roles),
        outcomes=None if spec.outcomes is None else _outcomes(spec.outcomes, roles),
    )


def _mapped(items: Mapping[str, Any], change: Any) -> Mapping[str, Any]:
    return MappingProxyType({id_: change(each) for id_, each in items.items()})


def _for_all(item: Item, roles: Iterable[str]) -> Item:
    """
    Leave out the roles of an item that is for all of those that there are.
    """
    named: tuple[Ident, ...] = item.roles  # type: ignore[attr-defined]
    return evolve(item, roles=()) if {each.name for each in named} == roles else item


def _fact(fact: FactSpec, roles: frozenset[str]) -> FactSpec:
    usual = evolve(fact, max=None)
    return _for_all(usual if most(usual) == most(fact) else fact, roles)


def _section(section: Section, roles: frozenset[str]) -> Section:
    own = frozenset(each.name for each in section.roles) or roles
    indicators = tuple(_indicator(each, own) for each in section.indicators)
    inner = tuple(_section(each, own) for each in section.sections)
    return _for_all(evolve(section, indicators=indicators, sections=inner, points_when=_rows(section)), roles)


def _rows(of: Indicator | Section) -> tuple[PointsWhen, ...]:
    return tuple(evolve(each, at=()) if each.at == of.at else each for each in of.points_when)


def _rule(rule: RuleKind, at: tuple[str, ...] | None, cap: object) -> RuleKind:
    """
    Leave out the clauses that a rule has from around it, and the cap as the most that can be entered.
    """
    usual = {"at": at, "out_of": cap}
    left = {key: None for key, value in usual.items() if getattr(rule, key, None) == value}
    inner = getattr(rule, "rules", ())  # of a group
    within = {"rules": tuple(_rule(each, rule.at or at, cap) for each in inner)} if inner else {}
    return evolve(rule, **left, **within)


def _indicator(indicator: Indicator, roles: frozenset[str]) -> Indicator:
    rules = tuple(_rule(each, indicator.at, indicator.cap) for each in indicator.rules)
    floor = indicator.floor
    nil = isinstance(floor, Figure) and not floor.value
    floor = None if nil else floor
    return _for_all(evolve(indicator, rules=rules, floor=floor, points_when=_rows(indicator)), roles)


def _vetoes(vetoes: Vetoes) -> Vetoes:
    usual = {"at": (vetoes.at, ()), "effect": (vetoes.effect, None)}

    def event(each: VetoEvent) -> VetoEvent:
        return evolve(each, **{key: left for key, (value, left) in usual.items() if getattr(each, key) == value})

    return evolve(vetoes, events=_mapped(vetoes.events, event))


def _grades(grades: Grades, roles: frozenset[str]) -> Grades:
    bars, moves = (tuple(_for_all(each, roles) for each in items) for items in (grades.bars, grades.moves))
    rows = tuple(evolve(each, at=()) if each.at == grades.at else each for each in grades.rows)
    return evolve(grades, rows=rows, bars=bars, moves=moves)


def _outcomes(outcomes: Outcomes, roles: frozenset[str]) -> Outcomes:
    proposals = (evolve(each, lasts=None) if each.lasts == "period" else each for each in outcomes.consequences)
    return evolve(
        outcomes,
        consequences=tuple(_for_all(each, roles) for each in proposals),
        rollups=tuple(_for_all(each, roles) for each in outcomes.rollups),
    )
