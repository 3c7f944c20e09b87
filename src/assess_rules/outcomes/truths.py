"""
Whether conditions hold where facts may lack, and how many periods count then.
"""

from collections.abc import Collection, Iterable

Lacks = frozenset[tuple[int, str]]
Truth = bool | Lacks
"""
Whether a condition holds, or else the facts, each with the place of its period, without which that cannot be told.
"""
NEITHER: Lacks = frozenset()
"""
Of a condition on what does not count, a fact that is not due or points of what is left out: neither it nor its not holds.
"""


def every(found: Collection[Truth]) -> Truth:
    """
    Say whether each holds: one that does not decides, and after it one that cannot be told.
    """
    return False not in found and (lacking(found) or True)


def some(found: Collection[Truth]) -> Truth:
    """
    Say whether one holds or more: one that does decides, and after it one that cannot be told.
    """
    return True in found or lacking(found) or False


def lacking(found: Iterable[Truth]) -> Lacks:
    """
    Give all facts that are lacking.
    """
    return NEITHER.union(*(each for each in found if not isinstance(each, bool)))


class Count:
    """
    The periods of a span that count, looked at one after the other; and those of which facts that they lack decide.
    """

    def __init__(self) -> None:
        self.next = 0  # the place of the first period that was not looked at
        self.places: list[int] = []
        self.lacks: list[Lacks] = []

    def add(self, place: int, counts: Truth) -> None:
        """
        Look at the next period.
        """
        self.next = place + 1
        if counts is True:
            self.places.append(place)
        elif counts is not False:
            self.lacks.append(counts)
