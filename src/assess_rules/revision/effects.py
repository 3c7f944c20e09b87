"""
Whether a change can change a score: whether plans say the same, and if they do not, a record that shows it.

A change is made alone in the old version, and taken alone out of the new one; where the plans say the same both times, it
cannot change a score. Where that leaves a version that cannot stand, a role without its figure, say, or weights that do not
come to the base to which scores are scaled, the change is seen with all others.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from random import Random
from typing import Any

from assess_rules.ir import Const, Input, Plan, facts_read, steps_read, walk
from assess_rules.model import PolicySpec
from assess_rules.records import Record, record
from assess_rules.revision.changes import Change, Paths
from assess_rules.revision.structure import with_changes
from assess_rules.revision.trials import Facts, Outcome, Trial, domain, meanings

MOST_RECORDS = 400  # that a search looks at, for each role and pair of versions
SEED = 2024
FEW = {Fraction(each) for each in (0, 1, 2, 3, 5, 7, 10, 12, 20, 25, 30, 50, 100)}


@record
class Witness(Record):
    """
    A record on which a change shows, with what becomes of it without and with the change.

    `moved` names the facts that are not as they are where there is nothing to say. `alone` says that nothing else is
    changed; else the record is scored by both versions as they are.
    """

    role: str
    facts: Facts
    moved: tuple[str, ...]
    before: Outcome
    after: Outcome
    alone: bool


@record
class Effect(Record):
    """
    Whether a change may change a score; a witness, or how many records were looked at in vain.
    """

    may: bool
    witness: Witness | None = None
    records: int = 0


class Effects:
    """
    Tells what changes between two versions do.
    """

    def __init__(self, old: PolicySpec, new: PolicySpec) -> None:
        self.specs = (old, new)
        self.old, self.new = (Trial(each, self.specs) for each in self.specs)
        self.roles = tuple({**old.roles, **new.roles})

    def of(self, changes: Sequence[Change]) -> list[Effect]:
        """
        Give the effect of each change. If the versions score differently, some change may change a score.
        """
        every = {each.paths for each in changes}
        pairs = [self._pairs(each.paths, every) for each in changes]
        differing = [[self._differing(*pair) for pair in each] for each in pairs]
        silent = all(roles == [] for each in differing for roles in each)
        lonely = silent and bool(self._differing(self.old, self.new))
        return [self._effect(each, roles, lonely=lonely) for each, roles in zip(pairs, differing, strict=True)]

    def _pairs(self, change: Paths, every: AbstractSet[Paths]) -> tuple[tuple[Trial, Trial], tuple[Trial, Trial]]:
        """
        Give the versions without and with a change: the old one, and the new one.
        """
        alone, without = (Trial(with_changes(*self.specs, made), self.specs) for made in ({change}, every - {change}))
        return (self.old, alone), (without, self.new)

    def _differing(self, before: Trial, after: Trial) -> list[str] | None:
        """
        Give the roles whose scores may differ; None where one of the versions cannot stand alone.
        """
        try:
            roles = [role for role in self.roles if before.essence(role) != after.essence(role)]
            return roles if all(each.stands for each in (before, after)) else None
        except (KeyError, AssertionError):
            return None

    def _effect(
        self, pairs: Sequence[tuple[Trial, Trial]], differing: Sequence[list[str] | None], *, lonely: bool
    ) -> Effect:
        if not lonely and all(roles == [] for roles in differing):
            return Effect(may=False)
        tried = [(pair, roles, True) for pair, roles in zip(pairs, differing, strict=True) if roles]
        if lonely or None in differing:  # it only does something together with others
            tried.append(((self.old, self.new), self._differing(self.old, self.new) or [], False))
        looked, seen = 0, set()
        for (before, after), roles, alone in tried:
            for role in roles:
                score = role, before.essence(role), after.essence(role)
                if score in seen:  # the same scores as of versions that have been searched
                    continue
                seen.add(score)
                found, records = search(before, after, role)
                looked += records
                if found is not None:
                    return Effect(True, Witness(role, *found, alone=alone), looked)
        return Effect(may=True, records=looked)


# The search for a witness.


Found = tuple[Facts, tuple[str, ...], Outcome, Outcome]


def search(before: Trial, after: Trial, role: str) -> tuple[Found | None, int]:
    """
    Look for a record that two versions score differently; give it with both outcomes, and how many were looked at.

    A record that both refuse is not counted. What is found is as near to an empty record as can be.
    """
    plans = [each.plans[role] for each in (before, after) if role in each.plans]
    looked = 0
    for facts in islice(_candidates(plans), MOST_RECORDS):
        outcomes = before.outcome(role, facts), after.outcome(role, facts)
        looked += not all(each.refused for each in outcomes)
        if outcomes[0] != outcomes[1]:
            return _smallest(before, after, role, facts, outcomes), looked
    return None, looked


def _smallest(before: Trial, after: Trial, role: str, facts: Facts, outcomes: tuple[Outcome, Outcome]) -> Found:
    """
    Take back whatever the difference does not need.
    """
    refused = [each.refused for each in outcomes]
    plans = [each.plans[role] for each in (before, after) if role in each.plans]
    homes = {name: home(each) for name, each in _inputs(plans).items()}
    for name, nothing in homes.items():
        nearer = {_distance(value, nothing): value for value in (nothing, *_tried(plans, name, FEW))}
        for value in (nearer[each] for each in sorted(nearer) if each < _distance(facts[name], nothing)):
            tried = {**facts, name: value}
            found = before.outcome(role, tried), after.outcome(role, tried)
            if found[0] != found[1] and [each.refused for each in found] == refused:
                facts, outcomes = tried, found
                break
    return facts, tuple(name for name, value in homes.items() if facts[name] != value), *outcomes


def _distance(value: Any, from_: Any) -> tuple[bool, Any]:
    start = 0 if from_ is None else from_
    return value != from_, 0 if value is None or isinstance(value, (bool, str)) else abs(value - start)


def _candidates(plans: Sequence[Plan]) -> Iterator[Facts]:
    """
    Give records: one without anything, each fact by itself at values where scores may turn, then several at once.
    """
    random = Random(SEED)  # noqa: S311 (the same records every time)
    inputs = _inputs(plans)
    figures = {
        each.value for plan in plans for step in plan.steps for each in walk(step.expr) if isinstance(each, Const)
    }
    many = FEW | figures | {each * 100 for each in figures}
    empty = {name: home(each) for name, each in inputs.items()}
    near = _facts_that_differ(plans) & inputs.keys() or inputs.keys()
    yield empty
    for name in sorted(near):
        yield from ({**empty, name: value} for value in _tried(plans, name, FEW))
    values = {name: _tried(plans, name, many) for name in inputs}
    while True:  # as many as are asked for
        moved = [name for name in inputs if random.random() < (0.75 if name in near else 0.2)]
        yield {**empty, **{name: random.choice(values[name]) for name in moved}}


def _inputs(plans: Sequence[Plan]) -> dict[str, Input]:
    """
    Give the facts that scores rest on or relations name, in any of the plans; as one has it that gives it a default.

    A fact that may be something else in one of the plans is among them, whether or not a score rests on it.
    """
    needed = _other_domains(plans).union(name for plan in plans for check in plan.checks for name in check.facts)
    found = [each for plan in plans for each in plan.inputs if each.read or each.name in needed]
    return {each.name: each for each in sorted(found, key=lambda each: each.default is not None)}


def _other_domains(plans: Sequence[Plan]) -> set[str]:
    """
    Give the facts that may be something else in one of the plans than in another.
    """
    found = [{each.name: domain(each) for each in plan.inputs} for plan in plans]
    return {
        name for each in found for name in each if any(each[name] != other.get(name, each[name]) for other in found)
    }


def _tried(plans: Sequence[Plan], name: str, figures: set[Fraction]) -> list[Any]:
    """
    Give the values of a fact to try: what any of the plans may take.
    """
    found = (value for plan in plans for each in plan.inputs if each.name == name for value in _values(each, figures))
    return list(dict.fromkeys(found))


def _facts_that_differ(plans: Sequence[Plan]) -> set[str]:
    """
    Give the facts behind the first steps that only one of the plans has; those that rest on such steps differ by them.
    """
    found: set[str] = set()
    meant = [meanings(plan) for plan in plans]
    for number, plan in enumerate(plans):
        others = {each for place, other in enumerate(meant) if place != number for each in other.values()}
        own = {name for name, meaning in meant[number].items() if meaning not in others}
        exprs = {each.name: each.expr for each in plan.steps}
        open_ = [name for name in own if own.isdisjoint(steps_read(exprs[name]))]
        while open_:
            expr = exprs[open_.pop()]
            found |= facts_read(expr)
            open_ += steps_read(expr)
    return found


def home(each: Input) -> Any:
    """
    Give the value of a fact of which there is nothing to say: none if it has a default, else no or the nearest to nothing.
    """
    if each.default is not None:
        return None
    return each.options[0][0] if each.type == "choice" else min(_values(each, {Fraction(0)}), key=abs)


def _values(each: Input, figures: set[Fraction]) -> list[Any]:
    """
    Give the values of a fact to try: all of a few, or its ends, the figures of the policy, and those beside them.
    """
    if each.type == "flag":
        return [False, True]
    if each.type == "choice":
        return [id_ for id_, _ in each.options]
    if each.allowed:
        return [int(value) if each.type == "count" else value for value in sorted(each.allowed)]
    unit = 10**each.places
    least, most = ceil(each.minimum * unit), floor(each.maximum * unit)
    units = {least, most, least + 1, most - 1}
    units |= {floor(figure * unit) + more for figure in figures for more in (-1, 0, 1)}
    kept = sorted(number for number in units if least <= number <= most)
    return [number if each.type == "count" else Fraction(number, unit) for number in kept]
