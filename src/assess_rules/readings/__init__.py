"""
Readings side by side: what every option of every reading would change, for how many people, and which ones interact.

All of it is a trial, and no result of anybody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Final, TypeVar

from assess_rules.compare import Aspect, Change, Differing, Found, changes, decided
from assess_rules.errors import FactsError, PolicyError
from assess_rules.labels import Label
from assess_rules.model import Reading
from assess_rules.outcomes import outcomes
from assess_rules.outcomes.history import by_person
from assess_rules.readings.trials import Options, Trials
from assess_rules.records import Record, record
from assess_rules.rows import Row
from assess_rules.rulebook import Rulebook
from assess_rules.words import WORDS

MOST_COMBINATIONS: Final = 256
T = TypeVar("T")
Progress = Callable[[int, int], None]
Own = Mapping[Aspect, Found]
"""
What is looked at for interactions: scores and verdicts. Ranks, roll-ups and proposals rest on several of them, so that
nearly all readings meet there.
"""


@record
class Effect(Record):
    """
    What some options, each of another reading, would change against the chosen ones.

    Nothing is computed where `lacks` names facts that they need and the tables lack, or `unfit` says why they cannot be:
    no rule file may have them (a start above its cap, say), or a record does not meet a relation under them.
    """

    options: Options
    changes: tuple[Change, ...]
    lacks: tuple[str, ...] = ()
    unfit: tuple[Label, ...] = ()

    @property
    def is_computed(self) -> bool:
        """
        Say whether people were scored under the options.
        """
        return not (self.lacks or self.unfit)

    def people(self, aspect: Aspect) -> tuple[str, ...]:
        """
        Give the people, or the teams, for whom an aspect differs.
        """
        return tuple(dict.fromkeys(each.name for each in self.changes if each.aspect == aspect))


@record
class Interaction(Record):
    """
    Two options that together do something else to `people` than each does alone.

    A score moves by another amount than the sum of the two, or a verdict becomes another one than either of them makes it.
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

    What cannot be computed alone is not combined with others. `progress` is told how many choices of options are done,
    and of how many that are known so far. Raises `FactsError` where the rows are wrong under the chosen readings themselves.
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
        effects = [self._effect((option,)) for option in singles]
        left_out = {each.options[0] for each in effects if not each.is_computed}
        own = {each.options: self._own(each.options) for each in effects if each.is_computed}
        base = self._own(())
        interactions = []
        for pair in pairs:
            self._step()
            if left_out.isdisjoint(pair):
                both = self._tried(pair, self._own)
                if isinstance(both, Effect):  # together they ask for more than each alone
                    effects.append(both)
                elif people := _unlike_alone(base, own[pair[:1]], own[pair[1:]], both):
                    interactions.append(Interaction(pair, people))
        groups = tuple(self._group(each, left_out) for each in _connected(interactions, self.readings))
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

    def _effect(self, options: Options) -> Effect:
        self._step()
        return self._tried(options, self._changes)

    def _changes(self, options: Options) -> Effect:
        return Effect(options, tuple(changes(self.base, outcomes(self.trials.entries(options)))))

    def _own(self, options: Options) -> Own:
        return decided(by_person(self.trials.entries(options)))

    def _tried(self, options: Options, what: Callable[[Options], T]) -> T | Effect:
        """
        Work something out under some options, or give an effect that says what they lack or why they do not fit.
        """
        try:
            return what(options)
        except FactsError as error:
            lacks = {str(each.params["fact"]) for each in error.diagnostics if "fact" in each.params}
            unmet = any(each.code == "relation" for each in error.diagnostics)  # its message has somebody's figures
            return Effect(options, (), tuple(sorted(lacks)), (WORDS["relation_unmet"],) if unmet else ())
        except PolicyError as error:
            unfit = tuple(Label(each.message("zh"), each.message("en")) for each in error.diagnostics)
            return Effect(options, (), unfit=unfit)

    def _group(self, readings: tuple[str, ...], left_out: set[tuple[str, str]]) -> Group:
        others = [[(id_, each) for each in self._others(id_, self.readings[id_])] for id_ in readings]
        computed = [[None, *(each for each in own if each not in left_out)] for own in others]
        chosen = (tuple(each for each in one if each is not None) for one in product(*computed))
        several = [each for each in chosen if len(each) > 1]
        some = several[:MOST_COMBINATIONS]
        self.total += len(some)
        return Group(readings, len(several), tuple(map(self._effect, some)))

    def _step(self) -> None:
        self.done += 1
        self.progress(self.done, self.total)


def _unlike_alone(base: Own, first: Own, second: Own, both: Own) -> tuple[str, ...]:
    """
    Give the people for whom a pair does something else than its options alone.
    """
    people = {
        key[0]
        for aspect, values in base.items()
        for key, value in values.items()
        if not is_sum(value, *(each[aspect].get(key) for each in (first, second, both)))
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
