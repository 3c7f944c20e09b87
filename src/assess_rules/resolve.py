"""
Checks what no schema can see: that every name means something, that every option fits where it is used.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from assess_rules.amounts import (
    AllOf,
    Amount,
    AnyOf,
    ByChoice,
    ByReading,
    ByRole,
    Condition,
    EveryIs,
    FactIs,
    Figure,
    GradeIs,
    Ident,
    Name,
    NotOf,
    PeriodsIn,
    ReadingIs,
    RoleIn,
    RollupIs,
    ScoreIs,
)
from assess_rules.asked import not_there
from assess_rules.beside import Each, PerOption
from assess_rules.conditions import ConditionOf
from assess_rules.declared import Declarations
from assess_rules.diagnostics import meant, nearest
from assess_rules.exact import number_text
from assess_rules.fields import FieldType, Intake, ListOf, MapOf, WordOf
from assess_rules.figures import AmountOf, ChoiceName, Dimension, WordOrFigure
from assess_rules.kinds import Problem, RuleKind, Rules
from assess_rules.kinds.derived import TermsOf
from assess_rules.labels import Label
from assess_rules.model import Derived, FactSpec, Option, PolicySpec, Reading
from assess_rules.model.common import SAID, RelationOf
from assess_rules.objects import Object, WordOrObject, keys_of
from assess_rules.ownership import Ownership

KEYS_OF_RULES = ("limit", "per", "free", "part_step", "when")  # which slip into the braces of the facts
SIGNED = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="signed")
EITHER = ("measure", "weight")  # what may be written as a number or as a rate
MEASURE = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="measure")


class Resolver:
    """
    Checks one spec and reports to the intake that it was read with.
    """

    def __init__(self, spec: PolicySpec, intake: Intake) -> None:
        self.spec, self.report, self.intake = spec, intake.report, intake
        self.ownership = Ownership(spec)
        self.graded = False  # within a condition that may ask for points
        self.used_readings: set[str] = set()
        self.meant: set[str | None] = set()  # what misspelt names are near to: it is used, only not well
        flags = {id_: event.label for id_, event in self.ownership.events.items() if event.when is None}
        labelled: Mapping[str, FactSpec | Derived] = {**spec.facts, **spec.derived}
        self.facts = flags | {id_: each.label for id_, each in labelled.items()}

    def run(self) -> None:
        """
        Report everything that is wrong with names, options and facts.
        """
        declarations = Declarations(self.spec, self.ownership, self.intake)
        declarations.run()
        if declarations.circles():
            return  # what rests on itself cannot be walked
        self._visit(self.spec, tuple(self.spec.roles))
        for name, fact in self.spec.facts.items():
            self._roles(fact.roles)
            if fact.needed_when is not None:
                self._condition(fact.needed_when, tuple(self.spec.roles))
                self._rests(name, fact)
        for derived in self.spec.derived.values():
            self._problems(derived.problems(self.ownership))
        for id_, reading in self.spec.readings.items():
            self._reading(id_, reading)
        self._unused()

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
                self._value(key.type, value, roles, key.name)

    def _value(self, type_: FieldType, value: Any, roles: tuple[str, ...], key: str) -> None:
        if isinstance(type_, AmountOf):
            self._amount(value, type_, roles, key)
        elif isinstance(type_, Each):
            for name, amount in value:
                self._number(name, rates=type_.dimension == "weight")
                self._amount(amount, type_.amount, roles, key)
        elif isinstance(type_, TermsOf):
            self._value(type_.form(value), value, roles, key)
        elif isinstance(type_, PerOption):
            for amount in value.values():
                self._amount(amount, type_.points, roles, key)
        elif isinstance(type_, ChoiceName):
            self._choice(value)
        elif isinstance(type_, WordOrObject) and isinstance(value, type_.cls):
            self._visit(value, roles)
        elif isinstance(type_, WordOf):
            self._word(type_, value, key)
        elif isinstance(type_, RelationOf):
            self._condition(value.condition, roles)
        elif isinstance(type_, ConditionOf):
            self.graded = type_.graded
            self._condition(value, roles)
            self.graded = False
        elif isinstance(type_, MapOf):
            for each in value.values():
                self._value(type_.item, each, roles, key)
        elif isinstance(type_, ListOf):
            for each in value:
                self._value(type_.item, each, roles, key)
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
        found = list(rule.problems(self.ownership))
        ways = {side.way for side in rule.sides(self.ownership)}
        if rule.limit is not None and len(ways) > 1 and all(code != "limit_two_sided" for code, _, _ in found):
            self.report("limit_two_ways", rule.mark.of("limit"))
        self._problems(found)

    def _problems(self, found: Iterable[Problem]) -> None:
        for code, mark, params in found:
            self.report(code, mark, **dict[str, Any](params))

    # Amounts, words, conditions.

    def _amount(self, amount: Amount | str, type_: AmountOf, roles: tuple[str, ...], key: str) -> None:
        if isinstance(amount, str):
            return
        if isinstance(amount, Figure):
            if type_.dimension not in EITHER and amount.rate != (type_.dimension == "rate"):
                number = "rate_for_points" if key == "score" else "rate_for_number"
                code = "bad_rate" if type_.dimension == "rate" else number
                self.report(code, amount.mark, found=number_text(amount.value))
        elif isinstance(amount, Name):
            self._number(amount, rates=type_.dimension == "measure")
        elif isinstance(amount, ByRole):
            self._table(amount, {each: self.spec.roles[each] for each in roles}, type_, roles, key)
        elif isinstance(amount, ByChoice):
            self._by_choice(amount, type_, roles, key)
        else:
            reading = self._reading_named(amount.reading)
            if reading is not None and amount.of is not None:
                self._table(amount, _labels(reading.options), type_, roles, key)
            elif reading is not None:
                self._options(amount, reading, type_, key)

    def _by_choice(self, amount: ByChoice, type_: AmountOf, roles: tuple[str, ...], key: str) -> None:
        name, mark = amount.fact.name, amount.fact.mark
        facts = {} if type_.settled else self.spec.facts
        choices = {id_: each.label for id_, each in facts.items() if each.type == "choice"}
        if name in choices and amount.own:
            self._own_figures(amount, type_, roles, key)
        elif name in choices:
            self._table(amount, _labels(self.spec.facts[name].options), type_, roles, key)
        elif type_.settled:
            self.report("role_only", mark, found=name, key=key)
        else:
            near = meant(name, {"role": Label(), **choices})
            self.meant.add(near)
            self.report("not_a_choice", mark, found=name, near=near)

    def _own_figures(self, amount: ByChoice, type_: AmountOf, roles: tuple[str, ...], key: str) -> None:
        """
        Report options of a choice that have no figure of their own, or one below 0 that the key cannot take.
        """
        name = amount.fact.name
        without = tuple(each for each in self.spec.facts[name].options if each not in amount.of)
        if without:
            self.report("option_without_figure", amount.mark, fact=name, options=without)
        for option, figure in amount.of.items():
            self._amount(figure, type_, roles, key)
            if isinstance(figure, Figure) and figure.value < 0 and type_.dimension not in ("signed", "measure"):
                self.report("figure_misfit", figure.mark, fact=name, option=option, key=key)

    def _options(self, amount: ByReading, reading: Reading, type_: AmountOf, key: str) -> None:
        """
        Report options of a reading that give no figure, or one that the key cannot take.
        """
        name = amount.reading.name
        without = tuple(id_ for id_, option in reading.options.items() if option.value is None)
        if without:
            self.report("option_without_value", amount.mark, reading=name, options=without)
        for id_, option in reading.options.items():
            if option.value is not None and not _fits(option.value, type_.dimension, names=type_.facts):
                self.report("option_misfit", option.mark.of("value"), reading=name, option=id_, key=key)
            elif isinstance(option.value, Name):
                self._number(option.value, rates=type_.dimension == "measure")

    def _table(
        self, amount: Any, wanted: Mapping[str, Label], type_: AmountOf, roles: tuple[str, ...], key: str
    ) -> None:
        """
        Report entries of an `of` that are missing or that nothing asks for.
        """
        missing = {id_: label for id_, label in wanted.items() if id_ not in amount.of}
        for each in amount.of:
            if each not in wanted:
                near = meant(each, missing)
                missing = {id_: label for id_, label in missing.items() if id_ != near}
                self.report("table_unknown", amount.mark.of("of", each), near=near, found=each, allowed=tuple(wanted))
        if missing:
            self.report("table_missing", amount.mark.of("of"), missing=tuple(missing), allowed=tuple(wanted))
        for each in amount.of.values():
            self._amount(each, type_, roles, key)

    def _number(self, name: Name, *, rates: bool = False) -> None:
        kind = self.ownership.type_of(name.name)
        if kind is None:
            self._unknown_fact(name)
        elif kind in ("flag", "choice"):
            self.report("not_a_number", name.mark, fact=name.name, type=SAID[kind])
        elif not rates and self.ownership.is_rate(name):
            self.report("rate_fact", name.mark, fact=name.name)

    def _choice(self, name: Name) -> None:
        kind = self.ownership.type_of(name.name)
        if kind is None:
            self._unknown_fact(name)
        elif kind != "choice":
            self.report("choice_wanted", name.mark, fact=name.name, type=SAID[kind])

    def _unknown_fact(self, name: Name) -> None:
        if name.name in KEYS_OF_RULES:
            self.report("key_among_facts", name.mark, key=name.name)
            return
        near = meant(name.name, self.facts)
        self.meant.add(near)
        if near is None and self.graded and any(name.name in self.ownership.items(role) for role in self.spec.roles):
            near = f"score: {name.name}"
        self.report("unknown_fact", name.mark, near=near, fact=name.name)

    def _word(self, type_: WordOf, value: Any, key: str) -> None:
        if not isinstance(value, ByReading):
            return
        reading = self._reading_named(value.reading)
        for id_, option in reading.options.items() if reading is not None else ():
            params: dict[str, Any] = {"reading": value.reading.name, "option": id_, "key": key}
            if option.value is not None:
                if not (isinstance(type_, WordOrFigure) and _fits(option.value, type_.dimension, names=False)):
                    self.report("option_misfit", option.mark.of("value"), **params)
            elif id_ not in type_.words:
                near = nearest(id_, [each for each in type_.words if reading is None or each not in reading.options])
                self.report("option_not_a_word", option.mark, near=near, allowed=tuple(type_.words), **params)

    def _condition(self, condition: Condition, roles: tuple[str, ...]) -> None:
        if isinstance(condition, (AllOf, AnyOf)):
            for each in condition.terms:
                self._condition(each, roles)
        elif isinstance(condition, (NotOf, PeriodsIn)):
            self._condition(condition.of, roles)
            for _, operand in getattr(condition, "comparisons", ()):
                self._amount(operand, SIGNED, roles, "periods")
        elif isinstance(condition, (ScoreIs, EveryIs, GradeIs, RollupIs)):
            self._problems(not_there(condition, self.ownership, roles))
            for _, operand in getattr(condition, "comparisons", ()):
                self._amount(operand, SIGNED, roles, "score")
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
            self._unknown_fact(condition.fact)
            return
        for op, operand in condition.comparisons:
            mark = condition.mark.of("is") if isinstance(operand, bool) else operand.mark
            if kind == "flag":
                if not isinstance(operand, bool) or op != "=":
                    self.report("flag_comparison", mark, fact=name)
            elif kind == "choice":
                options = self.spec.facts[name].options
                if options and not (isinstance(operand, Name) and op == "=" and operand.name in options):
                    near = meant(operand.name, _labels(options)) if isinstance(operand, Name) and op == "=" else None
                    self.report("choice_comparison", mark, near=near, fact=name, allowed=tuple(options))
            elif isinstance(operand, bool):
                self.report("number_comparison", mark, fact=name)
            else:
                self._amount(operand, MEASURE, roles, "fact")
                self._problems(self.ownership.not_alike(operand, rate=self.ownership.is_rate(condition.fact)))

    def _rests(self, name: str, fact: FactSpec) -> None:
        """
        Report a condition under which a fact is needed that rests on a fact which not every period has to give.
        """
        for each in sorted(self.ownership.facts(fact.needed_when)):
            other = self.spec.facts.get(each)
            if other is not None and (other.needed_when is not None or other.each is not None):
                self.report("needed_by_needed", fact.mark.of("needed_when"), fact=name, other=each)

    # Readings and roles.

    def _reading(self, id_: str, reading: Reading) -> None:
        if reading.chosen.name not in reading.options:
            self._no_option(id_, reading.chosen, reading)
        for option_id, option in reading.options.items():
            if isinstance(option.value, Name):
                self._number(option.value, rates=True)
            if option.figure is not None:
                self.report("figure_of_reading", reading.mark.of("options", option_id, "figure"), reading=id_)
        if id_ not in self.used_readings and id_ not in self.meant:
            self.report("unused_reading", reading.mark, reading=id_)

    def _no_option(self, reading: str, option: Ident, spec: Reading) -> None:
        near = meant(option.name, _labels(spec.options))
        self.report(
            "unknown_option", option.mark, near=near, option=option.name, reading=reading, allowed=tuple(spec.options)
        )

    def _reading_named(self, ident: Ident) -> Reading | None:
        self.used_readings.add(ident.name)
        found = self.spec.readings.get(ident.name)
        if found is None:
            near = nearest(ident.name, self.spec.readings)
            self.meant.add(near)
            self.report("unknown_reading", ident.mark, near=near, reading=ident.name)
        return found

    def _roles(self, roles: Iterable[Ident]) -> None:
        for each in roles:
            if each.name not in self.spec.roles:
                self.report(
                    "unknown_role",
                    each.mark,
                    near=meant(each.name, self.spec.roles),
                    role=each.name,
                    allowed=tuple(self.spec.roles),
                )

    # What nothing uses.

    def _unused(self) -> None:
        """
        Report facts and derived facts that nothing names; a misspelt name is blamed instead where it stands.
        """
        spec = self.spec
        parts_of_it = (spec.sections, spec.indicators, spec.grades, spec.vetoes, spec.outcomes, spec.relations)
        operands = tuple(each.operands() for each in spec.derived.values())
        conditions = tuple(each.needed_when for each in spec.facts.values())
        named = {each.name for each in self.ownership.names((parts_of_it, operands, conditions))}
        declared = {name: each.mark for name, each in spec.facts.items()}
        declared |= {name: each.mark for name, each in spec.derived.items()}
        for name, mark in declared.items():
            if name not in named and name not in self.meant:
                self.report("unused_fact", mark, fact=name)


def _labels(options: Mapping[str, Option]) -> dict[str, Label]:
    return {id_: option.label for id_, option in options.items()}


def _fits(value: object, dimension: Dimension, *, names: bool) -> bool:
    """
    Say whether an option's value is of the kind that a key takes.
    """
    if isinstance(value, Figure):
        if dimension in EITHER:
            return dimension == "measure" or value.value >= 0
        return value.rate == (dimension == "rate") and (value.value >= 0 or dimension == "signed")
    return isinstance(value, Name) and names
