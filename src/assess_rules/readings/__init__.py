"""
Readings side by side: what every option of every reading would change, for how many people, and which ones interact.

All of it is a trial, and no result of anybody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice
from typing import Final, get_args

from assess_rules.compare import Aspect, Change, Differing, Found, changes_to, last_roles
from assess_rules.errors import FactsError, PolicyError
from assess_rules.labels import Label
from assess_rules.model import Reading
from assess_rules.readings.trials import Options, Trials
from assess_rules.records import Record, record
from assess_rules.rows import Progress, Row
from assess_rules.rulebook import Rulebook
from assess_rules.words import WORDS

MOST_COMBINATIONS: Final = 256
TEAMS: Final[tuple[Aspect, ...]] = ("team", "team_rank")
SHARED: Final[tuple[Aspect, ...]] = (
    "rank",
    *TEAMS,
)  # which rest on what others have, so that nearly all readings meet there
Option = tuple[str, str]  # a reading and one of its options


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
    Two options that together do something else than each does alone, and for whom, by aspect.

    A figure moves by another amount than the sum of the two; a word, or what is there at all, becomes another one than
    either of them makes it.
    """

    options: Options
    names: Mapping[Aspect, tuple[str, ...]]

    @property
    def people(self) -> tuple[str, ...]:
        """
        Give the people, without the teams.
        """
        people = (name for aspect, names in self.names.items() if aspect not in TEAMS for name in names)
        return tuple(sorted(set(people)))

    @property
    def teams(self) -> tuple[str, ...]:
        """
        Give the teams.
        """
        return tuple(sorted({name for aspect in TEAMS for name in self.names.get(aspect, ())}))

    @property
    def is_shared(self) -> bool:
        """
        Say whether they interact in places and in figures of teams alone.
        """
        return self.names.keys() <= set(SHARED)


@record
class Combined(Record):
    """
    Readings that interact in what a person has, one with the next, and the effect of their options together.

    Each two options of a combination interact so. `whole` says that all combinations are here; else they are the first
    `MOST_COMBINATIONS`, small ones first.
    """

    readings: tuple[str, ...]
    effects: tuple[Effect, ...]
    whole: bool


@record
class Comparison(Record):
    """
    The effect of every option that is not chosen, the pairs that interact, and their combinations.

    `pairs` are the effects of those that interact in places and figures of teams alone, `groups` have all others.
    `readings` are those of all versions, each as the last one states it; `people` gives everybody's last role.
    """

    book: Rulebook
    readings: Mapping[str, Reading]
    people: Mapping[str, str]
    effects: tuple[Effect, ...]
    interactions: tuple[Interaction, ...]
    pairs: tuple[Effect, ...]
    groups: tuple[Combined, ...]


def compare_readings(book: Rulebook, rows: Sequence[Row], progress: Progress | None = None) -> Comparison:
    """
    Score every row under each option of each reading, under each pair of them, and then every combination that interacts.

    Pairs that interact in places and figures of teams alone are combined no further, as nearly all do. What cannot be
    computed alone is not combined with others. `progress` is told how many choices of options are done,
    and of how many that are known so far. Raises `FactsError` where the rows are wrong under the chosen readings themselves.
    """
    return _Comparing(book, rows, progress or _silent).comparison()


class _Comparing:
    """
    One comparison under way.
    """

    def __init__(self, book: Rulebook, rows: Sequence[Row], progress: Progress) -> None:
        self.book, self.trials, self.progress = book, Trials(book, rows), progress
        self.roles = last_roles(self.trials.people)
        self.readings = {id_: each for policy in book.versions for id_, each in policy.spec.readings.items()}
        self.together: dict[Options, Effect] = {}
        self.done = self.total = 0

    def comparison(self) -> Comparison:
        singles = [(id_, option) for id_, each in self.readings.items() for option in self._others(id_, each)]
        pairs = [each for each in combinations(singles, 2) if each[0][0] != each[1][0]]
        self.total = len(singles) + len(pairs)
        effects: list[Effect] = []
        alone: dict[Option, Found] = {}
        for option in singles:
            found = self._tried((option,))
            if not isinstance(found, Effect):
                alone[option] = found
            effects.append(self._effect((option,), found))
        interactions = []
        for pair in pairs:
            if alone.keys() >= set(pair):
                both = self._tried(pair)
                if isinstance(both, Effect):  # together they ask for more than each alone
                    effects.append(both)
                elif names := self._unlike_alone(alone[pair[0]], alone[pair[1]], both):
                    interactions.append(Interaction(pair, names))
                    self.together[pair] = self._effect(pair, both)
            else:
                self._step()
        shared = tuple(self.together[each.options] for each in interactions if each.is_shared)
        own = [each for each in interactions if not each.is_shared]
        groups = tuple(self._group(each, own) for each in _connected(own, self.readings))
        return Comparison(self.book, self.readings, self.roles, tuple(effects), tuple(interactions), shared, groups)

    def _others(self, id_: str, reading: Reading) -> Iterator[str]:
        """
        Give the options of a reading that some version has and does not choose.
        """
        specs = [policy.spec.readings[id_] for policy in self.book.versions if id_ in policy.spec.readings]
        for option in dict.fromkeys((*reading.options, *(name for each in specs for name in each.options))):
            if any(option in each.options and option != each.chosen.name for each in specs):
                yield option

    def _tried(self, options: Options) -> Found | Effect:
        """
        Give what differs under some options, or an effect that says what they lack or why they do not fit.
        """
        self._step()
        try:
            return self.trials.differing(options)
        except FactsError as error:
            lacks = {str(each.params["fact"]) for each in error.diagnostics if "fact" in each.params}
            unmet = any(each.code == "relation" for each in error.diagnostics)  # its message has somebody's figures
            return Effect(options, (), tuple(sorted(lacks)), (WORDS["relation_unmet"],) if unmet else ())
        except PolicyError as error:
            unfit = tuple(Label(each.message("zh"), each.message("en")) for each in error.diagnostics)
            return Effect(options, (), unfit=unfit)

    def _effect(self, options: Options, found: Found | Effect) -> Effect:
        if isinstance(found, Effect):
            return found
        return Effect(options, tuple(changes_to(self.trials.chosen, found, self.roles)))

    def _unlike_alone(self, first: Found, second: Found, both: Found) -> dict[Aspect, tuple[str, ...]]:
        """
        Give for whom a pair does something else than its options alone, by aspect.
        """
        found: dict[Aspect, set[str]] = {}
        for key in {**first, **second, **both}:
            chosen = self.trials.chosen.get(key)
            if not is_sum(chosen, *(each.get(key, chosen) for each in (first, second, both))):
                found.setdefault(key[0], set()).add(key[1])
        return {aspect: tuple(sorted(found[aspect])) for aspect in get_args(Aspect) if aspect in found}

    def _group(self, readings: tuple[str, ...], interactions: Iterable[Interaction]) -> Combined:
        pairs = [each.options for each in interactions if each.options[0][0] in readings]
        found = list(islice(_combined(pairs), MOST_COMBINATIONS + 1))
        some = found[:MOST_COMBINATIONS]
        self.total += sum(each not in self.together for each in some)
        effects = (self.together.get(each) or self._effect(each, self._tried(each)) for each in some)
        return Combined(readings, tuple(effects), whole=some == found)

    def _step(self) -> None:
        self.done += 1
        self.progress(self.done, self.total)


def _combined(pairs: Sequence[Options]) -> Iterator[Options]:
    """
    Give the combinations of options of which each two are one of the pairs, small ones first.
    """
    known = set(pairs)
    options = list(dict.fromkeys(each for pair in pairs for each in pair))
    found = list(pairs)
    while found:
        yield from found
        found = [
            (*combination, each)
            for combination in found
            for each in options
            if all((other, each) in known for other in combination)
        ]


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


__all__ = ["Combined", "Comparison", "Effect", "Interaction", "Options", "compare_readings", "is_sum"]
