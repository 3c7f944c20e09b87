"""
Readings side by side: what every lawful option would change, for how many people, and which options interact. A trial.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from assess_rules.compare import Change, changes
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError
from assess_rules.facts import Accepted
from assess_rules.labels import Label
from assess_rules.outcomes import Outcomes, entry, outcomes
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.tables import Row, accept_rows

Options = Mapping[str, str]


@record
class OptionEffect(Record):
    """
    What an option would change against the chosen readings; `lacks` names facts that it needs and the tables lack.
    """

    reading: str
    option: str
    question: Label
    label: Label
    chosen: bool
    changes: tuple[Change, ...]
    lacks: tuple[str, ...]

    def people(self, aspect: str, role: str | None = None) -> tuple[str, ...]:
        """
        Give the people whose score, verdict, rank, proposals or roll-ups differ; of a role, or of all.
        """
        found = (each.name for each in self.changes if each.aspect == aspect and role in (None, each.role))
        return tuple(dict.fromkeys(found))


@record
class Interaction(Record):
    """
    Options of several readings that together change somebody's score by something else than the sum of what each does alone.
    """

    options: tuple[tuple[str, str], ...]
    people: tuple[str, ...]


@record
class Comparison(Record):
    """
    The effect of every option, and the interactions.
    """

    effects: tuple[OptionEffect, ...]
    interactions: tuple[Interaction, ...]


def compare_readings(policy: Policy, rows: Sequence[Row], progress: Callable[[int, int], None] | None = None) -> Comparison:
    """
    Score every row under every option of every reading, one at a time, and then under pairs of options that score.

    `progress` is told how many variants are done, of how many. Raises `FactsError` where the rows are wrong under the chosen
    readings themselves.
    """
    readings = policy.spec.readings
    alternatives = [(id_, option) for id_, each in readings.items() for option in each.options if option != each.chosen.name]
    base = _outcomes(policy, accept_rows(rows, policy.door))
    scores: dict[tuple[tuple[str, str], ...], Mapping[tuple[str, str], Fraction]] = {(): _scores(base)}
    effects = {}
    pairs = [
        pair for pair in combinations(alternatives, 2) if pair[0][0] != pair[1][0] and all(_scoring(policy, each[0]) for each in pair)
    ]
    total = len(alternatives) + len(pairs)
    for done, (id_, option) in enumerate(alternatives, 1):
        variant, lacks = _under(policy, {id_: option}, rows)
        effects[id_, option] = (tuple(changes(base, variant)) if variant is not None else (), lacks)
        if variant is not None:
            scores[((id_, option),)] = _scores(variant)
        if progress is not None:
            progress(done, total)
    interactions = []
    for done, pair in enumerate(pairs, 1):
        if all(((each,) in scores) for each in pair):
            variant, _ = _under(policy, dict(pair), rows)
            if variant is not None:
                people = _unlike_the_sum(scores[()], [scores[(each,)] for each in pair], _scores(variant))
                if people:
                    interactions.append(Interaction(pair, people))
        if progress is not None:
            progress(len(alternatives) + done, total)
    return Comparison(tuple(_effects(policy, effects)), tuple(interactions))


def _effects(policy: Policy, found: Mapping[tuple[str, str], tuple[tuple[Change, ...], tuple[str, ...]]]) -> Iterator[OptionEffect]:
    for id_, reading in policy.spec.readings.items():
        for option, each in reading.options.items():
            chosen = option == reading.chosen.name
            changed, lacks = found.get((id_, option), ((), ()))
            yield OptionEffect(id_, option, reading.question, each.label, chosen, changed, lacks)


def _scoring(policy: Policy, reading: str) -> bool:
    return any(reading == each.id for plan in policy.plans.values() for each in plan.readings)


def _under(policy: Policy, options: Options, rows: Sequence[Row]) -> tuple[Outcomes | None, tuple[str, ...]]:
    """
    Give the outcomes under other options, or the facts that they need and the rows lack.
    """
    variant = policy.with_readings(options)
    try:
        accepted = accept_rows(rows, variant.door)
    except FactsError as error:
        return None, tuple(sorted({_fact(each) for each in error.diagnostics}))
    return _outcomes(variant, accepted), ()


def _fact(diagnostic: Diagnostic) -> str:
    return str(diagnostic.params.get("fact", diagnostic.code))


def _outcomes(policy: Policy, accepted: Iterable[Accepted]) -> Outcomes:
    return outcomes(entry(policy, each) for each in accepted)


def _scores(outcomes_: Outcomes) -> Mapping[tuple[str, str], Fraction]:
    return {
        (person, each.period.text): each.result.arithmetic
        for person, history in outcomes_.people.items()
        for each in history.entries
        if each.result is not None
    }


def _unlike_the_sum(
    base: Mapping[tuple[str, str], Fraction], single: Sequence[Mapping[tuple[str, str], Fraction]], both: Mapping[tuple[str, str], Fraction]
) -> tuple[str, ...]:
    found = (
        person
        for (person, period), score in base.items()
        if both[person, period] - score != sum((each[person, period] - score for each in single), Fraction(0))
    )
    return tuple(dict.fromkeys(found))


