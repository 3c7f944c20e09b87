"""
Readings side by side: what every option of every reading would change, for how many people, and which ones interact.

All of it is a trial, and no result of anybody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Final

from assess_rules.compare import Aspect, Change, Differing, Found, changes, found
from assess_rules.errors import FactsError
from assess_rules.model import Reading
from assess_rules.outcomes import Outcomes, outcomes
from assess_rules.readings.trials import Options, Trials
from assess_rules.records import Record, record
from assess_rules.rows import Row
from assess_rules.rulebook import Rulebook

MOST_COMBINATIONS: Final = 256
OWN_ASPECTS: Final[tuple[Aspect, ...]] = ("score", "verdict", "proposal", "rollup")
"""
What is looked at for interactions. A rank is not: it rests on others' scores, so that all readings meet there.
"""

Progress = Callable[[int, int], None]


@record
class Effect(Record):
    """
    What some options, each of another reading, would change against the chosen ones.

    `lacks` names the facts that they need and the tables lack; then nothing is computed.
    """

    options: Options
    changes: tuple[Change, ...]
    lacks: tuple[str, ...] = ()

    def people(self, aspect: Aspect) -> tuple[str, ...]:
        """
        Give the people, or the teams, for whom an aspect differs.
        """
        return tuple(dict.fromkeys(each.name for each in self.changes if each.aspect == aspect))


@record
class Interaction(Record):
    """
    Two options that together do something else to `people` than each does alone.

    A score or a roll-up moves by another amount than the sum of the two, or a verdict or a proposal becomes another one
    than either of them makes it.
    """

    options: Options
    people: tuple[str, ...]


@record
class Group(Record):
    """
    Readings that interact, one with the next, and the effect of their options together, two or more at a time.

    `combinations` is how many there are; above `MOST_COMBINATIONS` only the first ones are computed.
    """

    readings: tuple[str, ...]
    combinations: int
    effects: tuple[Effect, ...]


@record
class Comparison(Record):
    """
    The effect of every option that is not chosen, the pairs that interact, and their combinations.

    `readings` are those of all versions, each as the last one states it; `people` gives everybody's last role.
    """

    book: Rulebook
    readings: Mapping[str, Reading]
    people: Mapping[str, str]
    effects: tuple[Effect, ...]
    interactions: tuple[Interaction, ...]
    groups: tuple[Group, ...]


def compare_readings(book: Rulebook, rows: Sequence[Row], progress: Progress | None = None) -> Comparison:
    """
    Score every row under each option of each reading, under each pair of them, and then every combination that interacts.

    `progress` is told how many choices of options are done, and of how many that are known so far. Raises `FactsError`
    where the rows are wrong under the chosen readings themselves.
    """
    return _Comparing(book, rows, progress or _silent).comparison()


class _Comparing:
    """
    One comparison under way.
    """

    def __init__(self, book: Rulebook, rows: Sequence[Row], progress: Progress) -> None:
        self.book, self.trials, self.progress = book, Trials(book, rows), progress
        self.base = outcomes(self.trials.entries(()))
        self.readings = {id_: each for policy in book.versions for id_, each in policy.spec.readings.items()}
        self.done = self.total = 0

    def comparison(self) -> Comparison:
        singles = [(id_, option) for id_, each in self.readings.items() for option in self._others(id_, each)]
        pairs = [each for each in combinations(singles, 2) if each[0][0] != each[1][0]]
        self.total = len(singles) + len(pairs)
        own: dict[Options, Mapping[Aspect, Found]] = {(): _own(self.base)}
        effects = []
        for option in singles:
            effect, under = self._effect((option,))
            effects.append(effect)
            if under is not None:
                own[option,] = _own(under)
        lacking = {each.options[0] for each in effects if each.lacks}
        interactions = []
        for pair in pairs:
            self._step()
            if lacking.isdisjoint(pair):
                both = self._under(pair)
                if isinstance(both, Effect):  # together they ask for more than each alone
                    effects.append(both)
                elif people := _unlike_alone(own, pair, _own(both)):
                    interactions.append(Interaction(pair, people))
        groups = tuple(self._group(each, lacking) for each in _connected(interactions, self.readings))
        roles = {person: history.entries[-1].role for person, history in self.base.people.items()}
        return Comparison(self.book, self.readings, roles, tuple(effects), tuple(interactions), groups)

    def _others(self, id_: str, reading: Reading) -> Iterator[str]:
        """
        Give the options of a reading that some version has and does not choose.
        """
        specs = [policy.spec.readings[id_] for policy in self.book.versions if id_ in policy.spec.readings]
        for option in dict.fromkeys((*reading.options, *(name for each in specs for name in each.options))):
            if any(option in each.options and option != each.chosen.name for each in specs):
                yield option

    def _effect(self, options: Options) -> tuple[Effect, Outcomes | None]:
        self._step()
        under = self._under(options)
        if isinstance(under, Effect):
            return under, None
        return Effect(options, tuple(changes(self.base, under))), under

    def _under(self, options: Options) -> Outcomes | Effect:
        """
        Give the outcomes under some options, or an effect that says what they lack.
        """
        try:
            return outcomes(self.trials.entries(options))
        except FactsError as error:
            return Effect(options, (), tuple(sorted({str(each.params["fact"]) for each in error.diagnostics})))

    def _group(self, readings: tuple[str, ...], lacking: set[tuple[str, str]]) -> Group:
        others = [[(id_, each) for each in self._others(id_, self.readings[id_])] for id_ in readings]
        computed = [[None, *(each for each in own if each not in lacking)] for own in others]
        chosen = (tuple(each for each in one if each is not None) for one in product(*computed))
        several = [each for each in chosen if len(each) > 1]
        some = several[:MOST_COMBINATIONS]
        self.total += len(some)
        return Group(readings, len(several), tuple(self._effect(each)[0] for each in some))

    def _step(self) -> None:
        self.done += 1
        self.progress(self.done, self.total)


def _unlike_alone(
    own: Mapping[Options, Mapping[Aspect, Found]], pair: Options, both: Mapping[Aspect, Found]
) -> tuple[str, ...]:
    """
    Give the people for whom a pair does something else than its options alone.
    """
    base, first, second = own[()], own[pair[:1]], own[pair[1:]]
    people = {
        key[0]
        for aspect in OWN_ASPECTS
        for key in base[aspect].keys() | both[aspect].keys() | first[aspect].keys() | second[aspect].keys()
        if not is_sum(*(each[aspect].get(key) for each in (base, first, second, both)))
    }
    return tuple(sorted(people))


def is_sum(base: Differing, first: Differing, second: Differing, both: Differing) -> bool:
    """
    Say whether two options together do what they do alone.

    Numbers: the changes add up. Words, and what is there or not: both give what the one that changes it gives. Where one
    takes a figure or a word away (no score, not evaluated), it is gone.

    >>> is_sum(90, 91, 92, 93), is_sum(90, 91, 92, 92), is_sum("fail", "pass", "vetoed", "vetoed")
    (True, False, True)
    """
    if base in {first, second}:
        return both == (first if second == base else second)
    moved = (first, second)
    gone = next((each for each in moved if each in {None, "vetoed"}), base)
    if gone != base:
        return both == gone
    if all(isinstance(each, (int, Fraction)) for each in (base, *moved, both)):
        return both == first + second - base  # type: ignore[operator]  # numbers, as the line above has seen
    return both == first == second


def _own(outcomes_: Outcomes) -> Mapping[Aspect, Found]:
    return {aspect: found(outcomes_, aspect) for aspect in OWN_ASPECTS}


def _connected(interactions: Iterable[Interaction], readings: Iterable[str]) -> list[tuple[str, ...]]:
    """
    Put readings that interact, one with the next, together, in the order of the policy.
    """
    groups: list[set[str]] = []
    for each in interactions:
        own = {id_ for id_, _ in each.options}
        touched = [group for group in groups if group & own]
        groups = [group for group in groups if group not in touched] + [own.union(*touched)]
    order = list(readings)
    return sorted(
        (tuple(id_ for id_ in order if id_ in group) for group in groups), key=lambda one: order.index(one[0])
    )


def _silent(done: int, total: int) -> None:
    """
    Tell nobody.
    """


__all__ = ["Comparison", "Effect", "Group", "Interaction", "Options", "compare_readings", "is_sum"]
