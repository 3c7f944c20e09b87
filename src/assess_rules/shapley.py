"""
What each of several things that act together has of their effect, in exact fractions.

A player's points are its Shapley value (L. S. Shapley, A Value for n-Person Games, 1953): the mean, over every order in
which the players could come, of what each changes when its turn comes. So the points add up to the whole, a player that
changes nothing has 0, and two that do the same have the same.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeVar

from assess_rules.records import Record, record

Player = TypeVar("Player", bound=Hashable)


@record
class Share(Record):
    """
    The points of a player, and what it would change alone.
    """

    points: Fraction
    alone: Fraction


def subsets(players: Iterable[Player]) -> Iterator[frozenset[Player]]:
    """
    Give every subset, small ones first.
    """
    ordered = tuple(players)
    for size in range(len(ordered) + 1):
        yield from map(frozenset, combinations(ordered, size))


def shapley(players: Sequence[Player], worth: Mapping[frozenset[Player], Fraction]) -> dict[Player, Share]:
    """
    Give the share of each player, by what each subset of them is worth.

    >>> worth = {frozenset(): 0, frozenset("a"): 2, frozenset("b"): 1, frozenset("ab"): 2}
    >>> {each: str(share.points) for each, share in shapley("ab", worth).items()}
    {'a': '3/2', 'b': '1/2'}
    """
    found = {}
    for player in players:
        gains = [(len(each), worth[each | {player}] - base) for each, base in worth.items() if player not in each]
        points = sum((gain * _weight(size, len(players)) for size, gain in gains), Fraction(0))
        found[player] = Share(points, gains[0][1])
    return found


def _weight(size: int, of: int) -> Fraction:
    """
    Give the share of all orders in which just these `size` of the others come before a player.
    """
    return Fraction(factorial(size) * factorial(of - size - 1), factorial(of))
