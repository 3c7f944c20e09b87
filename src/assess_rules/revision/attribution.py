"""
What each change of a revision has of everybody's difference, in exact fractions; the parts add up to the whole.

A change alters terms of the sum that a score is. Changes that alter none together do not act on one another: those that do
are a game of their own. Where games of their own do not add up, all changes are one. Points are sums as if there were no
veto, for under one there is no score to compare.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

from assess_rules.defaults import left_out
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.revision.changes import Change
from assess_rules.revision.structure import with_changes
from assess_rules.revision.trials import Facts, Trial, terms
from assess_rules.shapley import Share, shapley, subsets

MOST_PLAYERS: Final = 8
"""
So many changes that act on one another are told apart; of more, those of one item share their points, or else all do.
"""
Player = tuple[int, ...]  # the numbers of changes that share their points, mostly of one
Game = tuple[Player, ...]  # those that act on one another
Terms = set[str] | None  # of a score, those that are altered; None if that cannot be said


@record
class Split(Record):
    """
    A record's sum of points before and after, and the points of each change; of several that share them, together.

    A change that is not named has none.
    """

    before: Fraction
    after: Fraction
    shares: Mapping[Player, Share]


@record
class Total(Record):
    """
    The points of a change over all records: how many it moves, what it gives and takes, and what it would do alone.
    """

    changes: Player
    records: int
    gain: Fraction
    loss: Fraction
    alone: Fraction

    @property
    def points(self) -> Fraction:
        """
        Give what it gives less what it takes.
        """
        return self.gain + self.loss


class Attribution:
    """
    Splits differences of scores between two versions over the changes that `diff` has found between them.
    """

    def __init__(self, old: Policy, new: Policy, changes: Sequence[Change]) -> None:
        self.specs = left_out(old.spec), left_out(new.spec)
        self.changes = tuple(changes)
        self._every = tuple(range(len(self.changes)))
        self._trials: dict[frozenset[int], Trial] = {}
        self._sums: dict[tuple[str, frozenset[int]], Counter[str] | None] = {}
        self._groups: dict[str, list[list[int]]] = {}

    def split(self, role: str, facts: Facts) -> Split | None:
        """
        Split the difference of one record; None where one of the versions has no such role, or refuses the record.

        Changes share their points where a version with some of them only cannot stand, or refuses the record.
        """
        if any(role not in each.roles for each in self.specs):
            return None
        before, after = self._worth(role, (), facts), self._worth(role, self._every, facts)
        if before is None or after is None:
            return None
        shares = self._played(role, self._groups_of(role), facts)
        if sum((each.points for each in shares.values()), Fraction(0)) != after - before:
            shares = self._as_one(role, facts)
        return Split(before, after, shares)

    def totals(self, splits: Iterable[Split]) -> tuple[Total, ...]:
        """
        Give the points of each change over several records, in the order of the changes; of one that moves none, nothing.
        """
        found: dict[Player, Total] = {}
        for each in splits:
            for player, share in each.shares.items():
                if share.points or share.alone:
                    old = found.get(player, Total(player, 0, Fraction(0), Fraction(0), Fraction(0)))
                    found[player] = Total(
                        player,
                        old.records + 1,
                        old.gain + max(share.points, Fraction(0)),
                        old.loss + min(share.points, Fraction(0)),
                        old.alone + share.alone,
                    )
        return tuple(found[each] for each in sorted(found))

    def _as_one(self, role: str, facts: Facts) -> Mapping[Player, Share]:
        """
        Split a record over all changes at once: it is refused without others, or some act on one another only midway.
        """
        return self._played(role, [self._every], facts)

    def _played(self, role: str, groups: Iterable[Sequence[int]], facts: Facts) -> Mapping[Player, Share]:
        """
        Give the shares of groups of changes, each played in the finest way in which all of its versions stand.
        """
        shares: dict[Player, Share] = {}
        for group in groups:
            tried = (self._shares(role, each, facts) for each in self._ways(group))
            shares |= next((each for each in tried if each is not None), {})
        return shares

    def _shares(self, role: str, players: Game, facts: Facts) -> dict[Player, Share] | None:
        """
        Give the share of every player of a game; None where one of its versions cannot stand, or refuses the record.
        """
        worth: dict[frozenset[Player], Fraction] = {}
        for each in subsets(players):
            value = self._worth(role, (number for player in each for number in player), facts)
            if value is None:
                return None
            worth[each] = value
        return shapley(players, worth)

    def _worth(self, role: str, numbers: Iterable[int], facts: Facts) -> Fraction | None:
        made = frozenset(numbers)
        result = self._trial(made).result(role, facts) if self._terms(role, made) is not None else None
        return None if result is None else result.arithmetic

    def _trial(self, made: frozenset[int]) -> Trial:
        """
        Give the version in which these changes are made.
        """
        if made not in self._trials:
            taken = {self.changes[each].paths for each in made}
            self._trials[made] = Trial(with_changes(*self.specs, taken), self.specs)
        return self._trials[made]

    # Which changes act on one another.

    def _terms(self, role: str, numbers: Iterable[int]) -> Counter[str] | None:
        """
        Give the terms of a role's score with some changes; None where they cannot stand without others.
        """
        key = role, frozenset(numbers)
        if key not in self._sums:
            try:
                self._sums[key] = terms(self._trial(key[1]).plans[role])
            except (KeyError, AssertionError):
                self._sums[key] = None
        return self._sums[key]

    def _groups_of(self, role: str) -> list[list[int]]:
        """
        Give the changes that move a role's scores, those that act on one another together.
        """
        if role not in self._groups:
            alters = self._alters(role)
            self._groups[role] = _connected((each for each in self._every if alters[each] != set()), alters)
        return self._groups[role]

    def _ways(self, group: Sequence[int]) -> Iterator[Game]:
        """
        Give the ways in which changes may be played: every change a player of its own, those of one item one, all one.
        """
        items: dict[object, list[int]] = {}
        for each in group:
            items.setdefault(self.changes[each].item, []).append(each)
        apart, grouped = tuple((each,) for each in group), tuple(map(tuple, items.values()))
        yield from (each for each in (apart, grouped) if len(each) <= MOST_PLAYERS)
        yield (tuple(group),)

    def _alters(self, role: str) -> dict[int, Terms]:
        """
        Give the terms that come or go with each change; None where it cannot be made so.

        It is made first and last. If nothing comes or goes so, it is made next to each other one, too: what a figure says
        under an option shows only while that option is chosen and the indicator still is the role's.
        """
        every = frozenset(self._every)
        found = {each: self._altered(role, {each}, frozenset(), every - {each}) for each in every}
        silent = {each for each in every if found[each] == set()}
        for other in every:
            rest = silent - {other}
            if self._altered(role, rest, {other}, every - rest - {other}) != set():
                for each in rest:
                    terms = self._altered(role, {each}, {other}, every - {each, other}) or set()
                    for number in (each, other):
                        found[number] = _both(found[number], terms)
        return found

    def _altered(self, role: str, changes: AbstractSet[int], *places: AbstractSet[int]) -> Terms:
        """
        Give the terms that come or go with changes that are made after others, in some places; None where they cannot be.
        """
        found: set[str] = set()
        for made in places:
            before, after = self._terms(role, made), self._terms(role, made | changes)
            if before is None or after is None:
                return None
            found |= {term for term in before | after if before[term] != after[term]}
        return found


def _both(one: Terms, other: set[str]) -> Terms:
    return None if one is None else one | other


def _connected(numbers: Iterable[int], alters: Mapping[int, Terms]) -> list[list[int]]:
    """
    Put changes that alter the same terms, one with the next, together; one of which it is not known goes with all.
    """
    groups: list[tuple[Terms, list[int]]] = []
    for each in numbers:
        own = alters[each]
        touched = [group for group in groups if own is None or group[0] is None or own & group[0]]
        known = [group[0] for group in touched if group[0] is not None]
        joined = None if own is None or len(known) < len(touched) else own.union(*known)
        groups = [group for group in groups if group not in touched]
        groups.append((joined, [*(number for group in touched for number in group[1]), each]))
    return [sorted(group) for _, group in groups]
