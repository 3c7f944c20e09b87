"""
Which facts belong to which role, and why: read by a rule, or named by an option not chosen, a relation or an outcome.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from assess_rules.amounts import Amount, ByChoice, ByReading, ByRole, FactIs, Figure, Name, Word, parts
from assess_rules.branches import Branch, Structure, branches, has_role, leaves
from assess_rules.exact import number_text, rate_meant
from assess_rules.inputs import input_of, most
from assess_rules.ir import Input
from assess_rules.kinds import Problem
from assess_rules.labels import Label
from assess_rules.model import Bonuses, Chain, Consequence, Indicator, PolicySpec, Relation, Rollup, Section, chains

NO_FACTS: frozenset[str] = frozenset()

Holder = Indicator | Section | PolicySpec


class Ownership:
    """
    Looks up, for a spec, what each role has.
    """

    def __init__(self, spec: PolicySpec) -> None:
        self.spec = spec
        self.events = spec.vetoes.events if spec.vetoes is not None else {}
        self._branches: dict[str, tuple[Branch, ...]] = {}
        self._structures: dict[str, Structure] = {}

    def branches(self, role: str) -> tuple[Branch, ...]:
        """
        Give the sections of a role that lie in no other, with what it has in each; what stands in none has no section.
        """
        found = self._branches.get(role)
        if found is None:
            found = self._branches[role] = branches(self.spec, role)
        return found

    def structure(self, role: str) -> Structure:
        """
        Give a role's indicators, together with those of the same section; before them the sections that they lie in.
        """
        found = self._structures.get(role)
        if found is None:
            found = self._structures[role] = list(leaves(self.branches(role)))
        return found

    def items(self, role: str) -> dict[str, Label]:
        """
        Give the sections and indicators of a role with their labels.
        """
        found: dict[str, Label] = {}
        for within, members in self.structure(role):
            found |= {each.id.name: each.label for each in within}
            found |= {each.id.name: each.label for each in members}
        return found

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """
        Give the sections of all roles, those within sections too.
        """
        return tuple(each[-1] for each in chains(self.spec.sections))

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """
        Give the indicators of all roles, those in sections too.
        """
        return (*self.spec.indicators, *(each for section in self.sections for each in section.indicators))

    def bonuses_of(self, indicator: Indicator, within: Chain) -> Holder:
        """
        Give what holds the nearest `bonuses` of an indicator: itself, a section that it lies in, or the policy.
        """
        if indicator.bonuses is not None:
            return indicator
        return next((each for each in reversed(within) if each.bonuses is not None), self.spec)

    def names(self, value: object) -> Iterator[Name]:
        """
        Give every mention of a fact in a part of the model, options of readings included; derived facts as named.
        """
        options: set[int] = set()  # operands that are the options of a choice, not facts
        for part in parts(value):
            if isinstance(part, Name):
                if id(part) not in options:
                    yield part
            elif isinstance(part, FactIs):
                if self.type_of(part.fact.name) == "choice":
                    options.update(id(operand) for _, operand in part.comparisons)
            elif isinstance(part, ByReading) and part.of is None and part.reading.name in self.spec.readings:
                for option in self.spec.readings[part.reading.name].options.values():
                    if isinstance(option.value, Name):
                        yield option.value

    def cap(self, indicator: Indicator, role: str, options: Mapping[str, str] | None = None) -> Fraction | None:
        """
        Give the cap of an indicator; None of one without end.
        """
        return None if isinstance(indicator.cap, str) else self.figure(indicator.cap, role, options)

    def figure(self, amount: Amount, role: str, options: Mapping[str, str] | None = None) -> Fraction:
        """
        Give a figure that holds no facts, under the chosen readings or the `options` named.
        """
        if isinstance(amount, Figure):
            return amount.value
        if isinstance(amount, ByRole):
            return self.figure(amount.of[role], role, options)
        assert isinstance(amount, ByReading)
        reading = self.spec.readings[amount.reading.name]
        option = (options or {}).get(amount.reading.name, reading.chosen.name)
        value = amount.of[option] if amount.of is not None else reading.options[option].value
        assert value is not None
        return self.figure(value, role, options)

    def start_and_floor(self, indicator: Indicator, role: str) -> tuple[Fraction, Fraction | None]:
        """
        Give what an indicator starts with and how low it can fall; None where nothing stops it.
        """
        start: Amount | str | None = Figure(Fraction(0)) if indicator.start == "zero" else indicator.start
        start = indicator.cap if start == "full" else start
        assert not isinstance(start, str | None)  # only what has a cap starts full
        floor = None
        if not isinstance(indicator.floor, str):
            floor = Fraction(0) if indicator.floor is None else self.figure(indicator.floor, role)
        return self.figure(start, role), floor

    def type_of(self, name: str) -> str | None:
        """
        Give the type of a fact, `flag` for a veto event that is one, `number` for a derived fact, None for no fact.
        """
        fact = self.spec.facts.get(name)
        if fact is not None:
            return str(fact.type)
        event = self.events.get(name)
        return "flag" if event is not None and event.when is None else "number" if name in self.spec.derived else None

    def is_whole(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount is a whole number in every case.
        """
        if isinstance(amount, Figure):
            return amount.value.denominator == 1
        if isinstance(amount, Name):
            if amount.name in self.spec.derived:
                return self.spec.derived[amount.name].is_whole(self)
            fact = self.spec.facts.get(amount.name)
            return fact is None or fact.type == "count"
        if isinstance(amount, ByReading) and amount.of is None:
            reading = self.spec.readings.get(amount.reading.name)
            values = [each.value for each in reading.options.values()] if reading is not None else []
            return all(self.is_whole(each) for each in values if each is not None)
        return all(map(self.is_whole, (getattr(amount, "of", None) or {}).values()))

    def is_rate(self, amount: Amount | Name) -> bool:
        """
        Say whether people write an amount with a percent sign.
        """
        return any(map(self._with_percent, self._leaves(amount)))

    def _with_percent(self, leaf: Figure | Name) -> bool:
        if isinstance(leaf, Figure):
            return leaf.rate
        derived = self.spec.derived.get(leaf.name)
        return derived is not None and derived.is_rate(self)

    def _leaves(self, value: object) -> Iterator[Figure | Name]:
        """
        Give every figure and every fact that an amount may come to, options of readings included.
        """
        choices: set[int] = set()  # they decide, and are no amounts
        for part in parts(value):
            if isinstance(part, ByChoice):
                choices.add(id(part.fact))
            elif isinstance(part, (Figure, Name)) and id(part) not in choices:
                yield part
            elif isinstance(part, ByReading) and part.of is None and part.reading.name in self.spec.readings:
                options = self.spec.readings[part.reading.name].options.values()
                yield from (each.value for each in options if isinstance(each.value, (Figure, Name)))

    def not_alike(self, value: object, *, rate: bool) -> Iterator[Problem]:
        """
        Give the figures in an amount that lack their percent sign, or have one that does not belong there, and facts so.
        """
        for each in self._leaves(value):
            if isinstance(each, Figure) and each.rate != rate:
                found = number_text(each.value)
                if rate:
                    yield "bad_rate", each.mark, {"found": found, "near": rate_meant(found)}
                else:
                    yield "rate_for_number", each.mark, {"found": found}
            elif isinstance(each, Name) and self._counts(each) and self._with_percent(each) != rate:
                yield "number_fact" if rate else "rate_fact", each.mark, {"fact": each.name}

    def _counts(self, name: Name) -> bool:
        return self.type_of(name.name) in ("count", "number")

    def cases(self, amount: Amount) -> Iterator[tuple[Mapping[str, str], Figure]]:
        """
        Give the figures that an amount may come to, each with the role and the options that bring it about.
        """
        if isinstance(amount, Figure):
            yield {}, amount
            return
        by, table = "role", getattr(amount, "of", None) or {}
        if isinstance(amount, ByChoice):
            by = amount.fact.name
        elif isinstance(amount, ByReading):
            by = amount.reading.name
            reading = self.spec.readings.get(by)
            if amount.of is None and reading is not None:
                table = {id_: option.value for id_, option in reading.options.items()}
        yield from (({by: id_}, each) for id_, each in table.items() if isinstance(each, Figure))

    def may_be_zero(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount can be 0.
        """
        if isinstance(amount, Figure):
            return not amount.value
        fact = self.spec.facts.get(amount.name) if isinstance(amount, Name) else None
        if fact is None:
            return True
        return 0 in fact.allowed if fact.allowed else fact.min <= 0 <= most(fact)

    def options(self, choice: Name) -> Mapping[str, Label]:
        """
        Give the options of a choice with their labels; none of another fact.
        """
        fact = self.spec.facts.get(choice.name)
        return {} if fact is None else {id_: option.label for id_, option in fact.options.items()}

    def words(self, word: Word | Figure | None) -> tuple[str, ...]:
        """
        Give the words that a key may come to mean: its own, or the options of a reading that have no figure.
        """
        if isinstance(word, ByReading):
            reading = self.spec.readings.get(word.reading.name)
            options = {} if reading is None else reading.options
            return tuple(id_ for id_, option in options.items() if option.value is None)
        return (word,) if isinstance(word, str) else ()

    def facts(self, value: object) -> frozenset[str]:
        """
        Give the facts that a part of the model mentions, through derived facts.
        """
        return frozenset(each for each in self.behind(value) if each in self.spec.facts or each in self.events)

    def with_conditions(self, names: frozenset[str]) -> frozenset[str]:
        """
        Give facts, and those that say whether they are needed.
        """
        facts = self.spec.facts
        return names.union(*(self.facts(facts[each].needed_when) for each in names if each in facts))

    def behind(self, value: object) -> frozenset[str]:
        """
        Give the names that a part of the model mentions, through derived facts, which are among them.
        """
        open_ = [each.name for each in self.names(value)]
        seen: set[str] = set()
        while open_:
            name = open_.pop()
            if name in seen:
                continue
            seen.add(name)
            if name in self.spec.derived:
                open_ += [each.name for each in self.names(self.spec.derived[name].operands())]
        return frozenset(seen)

    @cached_property
    def limits(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """
        Give the smallest and the largest value of each fact.
        """
        return {name: (fact.min, most(fact)) for name, fact in self.spec.facts.items()}

    @cached_property
    def by_rules(self) -> Mapping[str, frozenset[str]]:
        """
        Give, for each role, the facts that its rules and the vetoes mention.
        """
        vetoes = self.facts(tuple(self.events.values())).union(
            id_ for id_, event in self.events.items() if event.when is None
        )
        facts = {
            id(each): self.facts((each.rules, each.points_when)) for each in self.indicators
        }  # once, though several roles may have it
        return {
            role: self.with_conditions(
                vetoes.union(
                    self.facts(self._grading(role)),
                    *(self.facts(each.points_when) for within, _ in self.structure(role) for each in within),
                    *(facts[id(each)] for _, members in self.structure(role) for each in members),
                )
            )
            for role in self.spec.roles
        }

    def _grading(self, role: str) -> tuple[object, ...]:
        """
        Give what decides the grade of a role.
        """
        grades = self.spec.grades
        if grades is None:
            return ()
        bars = tuple(each for each in grades.bars if has_role(each.roles, role))
        return grades.rows, bars, tuple(each for each in grades.moves if has_role(each.roles, role))

    @cached_property
    def by_outcomes(self) -> Mapping[str, frozenset[str]]:
        """
        Give, for each role, the facts that outcomes mention.
        """
        outcomes = self.spec.outcomes
        items: tuple[Consequence | Rollup, ...] = ()
        if outcomes is not None:
            items = (*outcomes.consequences, *outcomes.rollups)
        used = [(each.roles, self.facts(each)) for each in items]
        return {
            role: self.with_conditions(NO_FACTS.union(*(facts for roles, facts in used if has_role(roles, role))))
            for role in self.spec.roles
        }

    @cached_property
    def owned(self) -> Mapping[str, frozenset[str]]:
        """
        Give, for each role, all facts that it may have; those that only relations mention go by the fact's own roles.
        """
        ruled = NO_FACTS.union(*self.by_rules.values(), *self.by_outcomes.values())
        related = self.facts(self.spec.relations) - ruled
        return {
            role: self.by_rules[role]
            | self.by_outcomes[role]
            | {each for each in related if has_role(self.spec.facts[each].roles, role)}
            for role in self.spec.roles
        }

    def owns(self, role: str, fact: str) -> bool:
        """
        Say whether a role may have a fact.
        """
        return fact in self.owned[role]

    def relation_facts(self, relation: Relation) -> tuple[str, ...]:
        """
        Give the facts of a relation, sorted.
        """
        return tuple(sorted(self.with_conditions(self.facts(relation))))

    def elsewhere(self, role: str) -> Mapping[str, tuple[str, ...]]:
        """
        Give the facts that other roles own and this one does not, with those roles.
        """
        found: dict[str, tuple[str, ...]] = {}
        for name in (*self.spec.facts, *self.events):
            owners = tuple(other for other in self.spec.roles if name in self.owned[other])
            if owners and role not in owners:
                found[name] = owners
        return found

    def inputs(self, role: str, read: frozenset[str]) -> tuple[Input, ...]:
        """
        Give a role's facts in the order of the file, veto events last; `read` are those that its plan reads.
        """
        mine = self.owned[role]
        found = [input_of(name, fact, read=name in read) for name, fact in self.spec.facts.items() if name in mine]
        for name, event in self.events.items():
            if event.when is None:
                found.append(Input(name, "flag", event.label))
        return tuple(found)


def reach_of(bonuses: Word | Bonuses | None) -> Word | None:
    """
    Give the word of a `bonuses`, written alone or beside a limit.
    """
    return bonuses.reach if isinstance(bonuses, Bonuses) else bonuses
