"""
Checks what no schema can see: that every name means something, that every option fits where it is used, that points can be added up.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any

from assess_rules.amounts import (
    AllOf,
    Amount,
    AnyOf,
    ByChoice,
    ByReading,
    ByRole,
    Condition,
    FactIs,
    Figure,
    Ident,
    Name,
    NotOf,
    PeriodsIn,
    ReadingIs,
    RoleIn,
    parts,
)
from assess_rules.diagnostics import nearest
from assess_rules.fields import FieldType, Intake, ListOf, MapOf, Object, WordOf, keys_of
from assess_rules.figures import AmountOf, ConditionOf, Dimension, Each, WordOrFigure
from assess_rules.kinds import RuleKind
from assess_rules.marks import Mark
from assess_rules.model import FactSpec, PolicySpec, Reading, Relation
from assess_rules.model.common import PERIODS, RelationOf
from assess_rules.model.scoring import Rules
from assess_rules.ownership import Ownership

RESERVED = frozenset(
    ["person", "role", "team", "period", "score", "total", "verdict", "grade", "base", "all", "same", "true", "false", "none", "cap", "full", "zero", "left_out", "lost", "on_target"]
)


class Resolver:
    """
    Checks one spec and reports to the intake that it was read with.
    """

    def __init__(self, spec: PolicySpec, intake: Intake) -> None:
        self.spec, self.report = spec, intake.report
        self.ownership = Ownership(spec)
        self.used_readings: set[str] = set()
        self.facts = {*spec.facts, *spec.derived, *self.ownership.events}

    def run(self) -> None:
        """
        Report everything that is wrong with names, options and facts.
        """
        self._ids()
        self._circles()
        for name, fact in self.spec.facts.items():
            self._fact(name, fact)
        self._visit(self.spec, tuple(self.spec.roles))
        for id_, reading in self.spec.readings.items():
            self._reading(id_, reading)
        self._unused()

    # Ids.

    def _ids(self) -> None:
        spec = self.spec
        seen: dict[str, Mark] = {}
        named: list[tuple[str, Mark]] = [
            (name, each.mark)
            for name, each in chain(spec.facts.items(), spec.derived.items(), self.ownership.events.items())
        ]
        indicators = [
            each for group in (*(section.indicators for section in spec.sections), spec.indicators) for each in group
        ]
        named += [(each.id.name, each.id.mark) for each in indicators]  # type: ignore[misc]
        for name, mark in named:
            if name in RESERVED or name in spec.subject:
                self.report("reserved_id", mark, id=name)
            elif name in seen:
                self.report("duplicate_id", mark, id=name, line=seen[name].line)
            seen.setdefault(name, mark)
        parts_of: dict[str, list[Any]] = {}
        for section in spec.sections:
            id_, mark = section.id.name, section.id.mark
            assert mark is not None
            if id_ in seen or id_ in RESERVED:
                self.report(
                    "duplicate_id" if id_ in seen else "reserved_id",
                    mark,
                    id=id_,
                    line=seen[id_].line if id_ in seen else 0,
                )
            mine = {each.name for each in section.roles} or set(spec.roles)
            for other in parts_of.get(id_, []):
                if mine & ({each.name for each in other.roles} or set(spec.roles)):
                    self.report("section_overlap", mark, id=id_, line=other.mark.line)
            parts_of.setdefault(id_, []).append(section)

    def _circles(self) -> None:
        state: dict[str, int] = {}

        def enter(name: str, way: tuple[str, ...]) -> None:
            if state.get(name) == 1:
                self.report("circle", self.spec.derived[name].mark, names=" → ".join((*way[way.index(name) :], name)))
            if name in state:
                return
            state[name] = 1
            for each in parts(self.spec.derived[name].operands()):
                if isinstance(each, Name) and each.name in self.spec.derived:
                    enter(each.name, (*way, name))
            state[name] = 2

        for name in self.spec.derived:
            enter(name, ())

    # Facts.

    def _fact(self, name: str, fact: FactSpec) -> None:
        def say(code: str, **params: Any) -> None:
            self.report(code, fact.mark, fact=name, **params)

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
                say("key_of_other_type", key=key, type=fact.type)
        if fact.type == "count":
            if fact.min < 0:
                say("negative_count")
            if any(each.denominator != 1 for each in (fact.min, fact.max or Fraction(0), *fact.allowed)):
                say("fractional_count")
        if fact.max is not None and fact.max < fact.min:
            say("max_below_min", min=fact.min, max=fact.max)
        if fact.default is not None:
            self._default(name, fact)
        if fact.each is not None and PERIODS.index(fact.each) <= PERIODS.index(self.spec.period):
            say("each_not_longer", each=fact.each, period=self.spec.period)
        self._roles(fact.roles)
        if fact.roles and any(
            name in owned for owned in (*self.ownership.by_rules.values(), *self.ownership.by_outcomes.values())
        ):
            say("roles_needless")
        if fact.each is not None and any(name in owned for owned in self.ownership.by_rules.values()):
            say("not_supported_yet", found="each")

    def _default(self, name: str, fact: FactSpec) -> None:
        value, mark = fact.default, fact.mark
        if fact.type == "flag":
            fits = isinstance(value, bool)
        elif fact.type == "choice":
            fits = isinstance(value, Name) and value.name in fact.options
        else:
            fits = (
                isinstance(value, Figure)
                and not value.rate
                and fact.min <= value.value <= (fact.max if fact.max is not None else value.value)
                and (not fact.allowed or value.value in fact.allowed)
                and (value.value * 10**fact.places).denominator == 1
            )
        if not fits:
            self.report("bad_default", mark, fact=name)

    # A walk over everything that is written, with the type of the key that holds it.

    def _visit(self, item: Any, roles: tuple[str, ...]) -> None:
        own = getattr(item, "roles", ())
        if isinstance(own, tuple) and not isinstance(item, FactSpec):
            self._roles(own)
            if own:
                inner = tuple(each.name for each in own if each.name in self.spec.roles)
                for each in own:
                    if each.name in self.spec.roles and each.name not in roles:
                        self.report("role_not_in_section", each.mark, role=each.name, allowed=roles)
                roles = inner
        for key in keys_of(type(item)):
            value = getattr(item, key.attribute)
            if value is not None:
                self._value(key.type, value, roles)

    def _value(self, type_: FieldType, value: Any, roles: tuple[str, ...]) -> None:
        if isinstance(type_, AmountOf):
            self._amount(value, type_.dimension, roles)
        elif isinstance(type_, Each):
            for name, amount in value:
                self._number(name)
                self._amount(amount, "points", roles)
        elif isinstance(type_, WordOf):
            self._word(type_, value)
        elif isinstance(type_, RelationOf):
            self._condition(value.condition, roles)
        elif isinstance(type_, ConditionOf):
            self._condition(value, roles)
        elif isinstance(type_, MapOf):
            for each in value.values():
                self._value(type_.item, each, roles)
        elif isinstance(type_, ListOf):
            for each in value:
                self._value(type_.item, each, roles)
        elif isinstance(type_, Rules):
            for rule in value:
                self._visit(rule, roles)
                self._rule(rule)
        elif (
            isinstance(type_, Object)
            and hasattr(value, "__attrs_attrs__")
            and not isinstance(value, (FactSpec, Reading))
        ):
            self._visit(value, roles)

    def _rule(self, rule: RuleKind) -> None:
        for code, params in rule.problems(self):
            self.report(code, rule.mark, **params)
        ways = {side.way for side in rule.sides()}
        if rule.limit is not None and len(ways) > 1:
            self.report("limit_two_ways", rule.mark)

    def is_whole(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount is a whole number in every case.
        """
        if isinstance(amount, Figure):
            return amount.value.denominator == 1
        if isinstance(amount, Name):
            if amount.name in self.spec.derived:
                return all(map(self.is_whole, self.spec.derived[amount.name].operands()))
            fact = self.spec.facts.get(amount.name)
            return fact is None or fact.type == "count"
        if isinstance(amount, ByReading) and amount.of is None:
            reading = self.spec.readings.get(amount.reading.name)
            values = [each.value for each in reading.options.values()] if reading is not None else []
            return all(self.is_whole(each) for each in values if each is not None)
        return all(map(self.is_whole, (getattr(amount, "of", None) or {}).values()))

    # Amounts, words, conditions.

    def _amount(self, amount: Amount | str, dimension: Dimension, roles: tuple[str, ...]) -> None:
        if isinstance(amount, str):
            return
        if isinstance(amount, Figure):
            if amount.rate != (dimension == "rate"):
                self.report(
                    "bad_rate" if dimension == "rate" else "rate_for_number", _mark(amount), found=str(amount.value)
                )
        elif isinstance(amount, Name):
            self._number(amount)
        elif isinstance(amount, ByRole):
            self._table(amount, roles, roles, dimension, amount.mark)
        elif isinstance(amount, ByChoice):
            fact = self.spec.facts.get(amount.fact.name)
            if fact is None or fact.type != "choice":
                choices = [name for name, each in self.spec.facts.items() if each.type == "choice"]
                self.report(
                    "not_a_choice",
                    _mark(amount.fact),
                    found=amount.fact.name,
                    near=nearest(amount.fact.name, ["role", *choices]),
                )
            else:
                self._table(amount, tuple(fact.options), roles, dimension, amount.mark)
        else:
            reading = self._reading_named(amount.reading)
            if reading is None:
                return
            if amount.of is not None:
                self._table(amount, tuple(reading.options), roles, dimension, amount.mark)
                return
            for id_, option in reading.options.items():
                if option.value is None:
                    self.report("option_without_value", _mark(amount), reading=amount.reading.name, option=id_)
                elif (isinstance(option.value, Figure) and option.value.rate != (dimension == "rate")) or (isinstance(option.value, Name) and dimension in ("figure", "rate")):
                    self.report("option_misfit", _mark(amount), reading=amount.reading.name, option=id_)

    def _table(
        self, amount: Any, wanted: Iterable[str], roles: tuple[str, ...], dimension: Dimension, mark: Mark | None
    ) -> None:
        wanted = tuple(wanted)
        missing, unknown = (
            [each for each in wanted if each not in amount.of],
            [each for each in amount.of if each not in wanted],
        )
        assert mark is not None
        if missing or unknown:
            near = nearest(unknown[0], missing or wanted) if unknown else None
            self.report(
                "table_keys",
                mark,
                near=near,
                allowed=wanted,
                missing=tuple(missing) or ("-",),
                unknown=tuple(unknown) or ("-",),
            )
        for each in amount.of.values():
            self._amount(each, dimension, roles)

    def _number(self, name: Name) -> None:
        kind = self.ownership.type_of(name.name)
        if kind is None:
            self.report("unknown_fact", _mark(name), near=nearest(name.name, self.facts), fact=name.name)
        elif kind in ("flag", "choice"):
            self.report("not_a_number", _mark(name), fact=name.name, type=kind)

    def _word(self, type_: WordOf, value: Any) -> None:
        if not isinstance(value, ByReading):
            return
        reading = self._reading_named(value.reading)
        for id_, option in reading.options.items() if reading is not None else ():
            figure = isinstance(type_, WordOrFigure) and isinstance(option.value, Figure)
            if id_ not in type_.words and not figure:
                self.report(
                    "option_not_a_word",
                    _mark(value),
                    reading=value.reading.name,
                    option=id_,
                    allowed=tuple(type_.words),
                )

    def _condition(self, condition: Condition, roles: tuple[str, ...]) -> None:
        if isinstance(condition, (AllOf, AnyOf)):
            for each in condition.terms:
                self._condition(each, roles)
        elif isinstance(condition, (NotOf, PeriodsIn)):
            self._condition(condition.of, roles)
        elif isinstance(condition, RoleIn):
            self._roles(condition.roles)
        elif isinstance(condition, ReadingIs):
            reading = self._reading_named(condition.reading)
            if reading is not None and condition.option.name not in reading.options:
                self._no_option(condition.reading.name, condition.option, reading)
        elif isinstance(condition, FactIs):
            self._comparisons(condition, roles)

    def _comparisons(self, condition: FactIs, roles: tuple[str, ...]) -> None:
        name = condition.fact.name
        kind = self.ownership.type_of(name)
        if kind is None:
            self.report("unknown_fact", _mark(condition.fact), near=nearest(name, self.facts), fact=name)
            return
        for op, operand in condition.comparisons:
            mark = condition.mark if isinstance(operand, bool) else _mark(operand)
            assert mark is not None
            if kind == "flag":
                if not isinstance(operand, bool) or op != "=":
                    self.report("flag_comparison", mark, fact=name)
            elif kind == "choice":
                options = self.spec.facts[name].options
                if not isinstance(operand, Name) or op != "=" or operand.name not in options:
                    near = nearest(operand.name, options) if isinstance(operand, Name) else None
                    self.report("choice_comparison", mark, near=near, fact=name, allowed=tuple(options))
            elif isinstance(operand, bool):
                self.report("number_comparison", mark, fact=name)
            else:
                self._amount(operand, "signed", roles)

    # Readings and roles.

    def _reading(self, id_: str, reading: Reading) -> None:
        if reading.chosen.name not in reading.options:
            self._no_option(id_, reading.chosen, reading)
        for option in reading.options.values():
            if isinstance(option.value, Name):
                self._number(option.value)
        if id_ not in self.used_readings:
            self.report("unused_reading", reading.mark, reading=id_)

    def _no_option(self, reading: str, option: Ident, spec: Reading) -> None:
        near = nearest(option.name, spec.options)
        self.report(
            "unknown_option", _mark(option), near=near, option=option.name, reading=reading, allowed=tuple(spec.options)
        )

    def _reading_named(self, ident: Ident) -> Reading | None:
        self.used_readings.add(ident.name)
        found = self.spec.readings.get(ident.name)
        if found is None:
            self.report(
                "unknown_reading", _mark(ident), near=nearest(ident.name, self.spec.readings), reading=ident.name
            )
        return found

    def _roles(self, roles: Iterable[Ident]) -> None:
        seen = set()
        for each in roles:
            if each.name not in self.spec.roles:
                self.report(
                    "unknown_role",
                    _mark(each),
                    near=nearest(each.name, self.spec.roles),
                    role=each.name,
                    allowed=tuple(self.spec.roles),
                )
            seen.add(each.name)

    # What nothing uses.

    def _unused(self) -> None:
        used = frozenset().union(*self.ownership.owned.values())
        for name, fact in self.spec.facts.items():
            if name not in used:
                self.report("unused_fact", fact.mark, fact=name)
        mentioned = {each.name for part in self._users() for each in self.ownership.names(part)}
        for name, derived in self.spec.derived.items():
            if name not in mentioned:
                self.report("unused_fact", derived.mark, fact=name)

    def _users(self) -> Iterator[object]:
        spec = self.spec
        yield from (spec.sections, spec.indicators, spec.vetoes, spec.outcomes, spec.relations)
        for derived in spec.derived.values():
            yield derived.operands()


def _mark(value: Any) -> Mark:
    mark: Mark | None = value.mark
    assert mark is not None
    return mark


__all__ = ["Mapping", "Relation", "Resolver"]
