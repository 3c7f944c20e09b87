"""
Everybody's differences between two versions, each split over the changes between them.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from assess_rules.outcomes import Entry
from assess_rules.records import Record, record
from assess_rules.revision import Difference
from assess_rules.revision.attribution import Attribution, Split, Total
from assess_rules.revision.changes import Change
from assess_rules.revision.trials import Facts


@record
class Attributed(Record):
    """
    Everybody's differences between two versions, each split over the changes. Make one with `attribute`.

    `splits` are by person and period; who has no sum of points on one side is in none.
    """

    changes: tuple[Change, ...]
    splits: Mapping[tuple[str, str], Split]
    totals: tuple[Total, ...]


def attribute(difference: Difference, before: Iterable[Entry], after: Iterable[Entry]) -> Attributed:
    """
    Split everybody's differences between what the same tables come to under the two versions of a difference.
    """
    changes = tuple(each.change for each in difference.changes)
    attribution = Attribution(difference.old, difference.new, changes)
    sides = [{(each.person, each.period.text): each for each in side} for side in (before, after)]
    splits = {}
    for key in sorted(sides[0].keys() & sides[1].keys()):
        entries = [side[key] for side in sides]
        if all(each.result is not None for each in entries) and entries[0].role == entries[1].role:
            facts = {name: value for each in entries for name, value in _given(each).items()}
            split = attribution.split(entries[0].role, facts)
            if split is not None:
                splits[key] = split
    return Attributed(changes, splits, attribution.totals(splits.values()))


def _given(entry: Entry) -> Facts:
    """
    Give the facts that a record has given, as a record has them.
    """
    assert entry.result is not None
    found = {**entry.given, **entry.result.facts}
    return {
        name: value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
        for name, value in found.items()
        if name not in entry.result.defaulted
    }
