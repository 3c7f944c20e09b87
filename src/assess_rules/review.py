"""
Re-examination: facts before and after a correction, the exact points of each corrected item, and what else moves.

The points of an item are its Shapley value (L. S. Shapley, A Value for n-Person Games, 1953): the mean, over every order in which the
items could be corrected, of what the item changes when its turn comes. The items' points add up to the change exactly, and an item
that changes nothing has 0.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

from assess_rules.backends.reference import evaluate
from assess_rules.compare import Change, changes
from assess_rules.exact import number_text
from assess_rules.ir import Plan, Value, facts_read
from assess_rules.outcomes import Entry, Outcomes
from assess_rules.records import Record, record

MOST_ITEMS = 10
"""
Above so many facts that act on one another, they are corrected in the order of the policy alone: the orders grow beyond reach.
"""


@record
class Item(Record):
    """
    A corrected item: a fact, or `role`, `team`, `status`, `version`, `reading` or `record` as a whole; its values and its points.

    `points` is None where there is no score before or after to tell the difference of.
    """

    name: str
    before: Value | None
    after: Value | None
    points: Fraction | None


@record
class Reviewed(Record):
    """
    One person's period before and after, and the items that were corrected in it.
    """

    person: str
    period: str
    before: Entry | None
    after: Entry | None
    items: tuple[Item, ...]
    change: Fraction | None


@record
class Review(Record):
    """
    A correction: what was corrected, and everything that moves. The old outcomes stay as they were.
    """

    corrected: tuple[Reviewed, ...]
    moved: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """
        Give the review as JSON data: the pair of results, the items, and what moves; numbers are texts.
        """
        return {
            "corrected": [
                {
                    "person": each.person,
                    "period": each.period,
                    "before": _result(each.before),
                    "after": _result(each.after),
                    "items": [
                        {"name": item.name, "before": _text(item.before), "after": _text(item.after), "points": _text(item.points)}
                        for item in each.items
                    ],
                    "change": _text(each.change),
                }
                for each in self.corrected
            ],
            "moved": [
                {key: _text(getattr(each, key)) for key in ("aspect", "name", "role", "where", "before", "after")} for each in self.moved
            ],
        }


def review(before: Outcomes, after: Outcomes) -> Review:
    """
    Compare outcomes before and after a correction; empty where nothing was corrected.
    """
    old, new = _entries(before), _entries(after)
    corrected = [
        each for key in sorted(old.keys() | new.keys()) if (each := _reviewed(key, old.get(key), new.get(key))).items
    ]
    return Review(tuple(corrected), tuple(changes(before, after)))


def _entries(outcomes: Outcomes) -> Mapping[tuple[str, str], Entry]:
    return {(person, each.period.text): each for person, history in outcomes.people.items() for each in history.entries}


def _reviewed(key: tuple[str, str], before: Entry | None, after: Entry | None) -> Reviewed:
    scores = [each.result.arithmetic if each is not None and each.result is not None else None for each in (before, after)]
    change = scores[1] - scores[0] if scores[0] is not None and scores[1] is not None else None
    if before is None or after is None:
        items = [Item("record", _whole(before), _whole(after), change)]
    else:
        items = _items(before, after, change)
    return Reviewed(*key, before, after, tuple(items), change)


def _whole(entry: Entry | None) -> Value | None:
    return None if entry is None else entry.period.text


def _items(before: Entry, after: Entry, change: Fraction | None) -> list[Item]:
    """
    Name what was corrected. Where the plan itself is another one, its items cannot be told apart, and count as one.
    """
    found: list[Item] = []
    if before.team != after.team:
        found.append(Item("team", before.team, after.team, Fraction(0)))
    if before.reason != after.reason:
        return [*found, Item("status", before.reason, after.reason, None)]
    if before.result is None or after.result is None:
        return found
    if before.role != after.role:
        return [*found, Item("role", before.role, after.role, change)]
    given = [name for name in {**before.given, **after.given} if before.given.get(name) != after.given.get(name)]
    found += [Item(name, before.given.get(name), after.given.get(name), Fraction(0)) for name in given]
    old, new = before.result.facts, after.result.facts
    if before.result.plan != after.result.plan:
        name = "version" if before.policy.version != after.policy.version else "reading"
        return [*found, Item(name, before.policy.version, after.policy.version, change)]
    changed = [name for name in old if old[name] != new[name]]
    points = attribution(before.result.plan, old, new, changed)
    return found + [Item(name, old[name], new[name], points[name]) for name in changed]


def attribution(plan: Plan, before: Mapping[str, Value], after: Mapping[str, Value], names: Sequence[str]) -> Mapping[str, Fraction]:
    """
    Give each changed fact its exact share in the change of the total.

    Facts that share no indicator never act on one another, so each group of facts that do is worked out alone. Policies whose limits
    on bonuses tie indicators together make one group of all.
    """
    points: dict[str, Fraction] = {}
    for group in _groups(plan, names):
        points |= _in_order(plan, before, after, group) if len(group) > MOST_ITEMS else _shapley(plan, before, after, group)
    return points


def _shapley(plan: Plan, before: Mapping[str, Value], after: Mapping[str, Value], group: Sequence[str]) -> dict[str, Fraction]:
    """
    Give each fact of a group the mean of what it changes over all orders of correction.
    """
    totals = {
        chosen: _total(plan, {**before, **{each: after[each] for each in chosen}})
        for size in range(len(group) + 1)
        for chosen in map(frozenset, combinations(group, size))
    }
    points = {}
    for name in group:
        without = [(chosen, total) for chosen, total in totals.items() if name not in chosen]
        shares = (_weight(len(chosen), len(group)) * (totals[chosen | {name}] - total) for chosen, total in without)
        points[name] = sum(shares, Fraction(0))
    return points


def _weight(size: int, of: int) -> Fraction:
    return Fraction(factorial(size) * factorial(of - size - 1), factorial(of))


def _in_order(plan: Plan, before: Mapping[str, Value], after: Mapping[str, Value], group: Sequence[str]) -> dict[str, Fraction]:
    """
    Give each fact what it changes when the facts are corrected in the order of the policy.
    """
    points, facts, total = {}, dict(before), _total(plan, before)
    for name in group:
        facts[name] = after[name]
        points[name], total = _total(plan, facts) - total, _total(plan, facts)
    return points


def _groups(plan: Plan, names: Sequence[str]) -> list[list[str]]:
    """
    Put facts that some indicator reads together into one group.
    """
    read_by = {each.name: facts_read(each.expr) for each in plan.steps}
    if plan.cut is not None or any(each.cut is not None for each in plan.sections):
        return [list(names)]
    groups = [[name] for name in names]
    for line in plan.indicators:
        read = frozenset().union(*(read_by[name] for name in line.steps))
        touched = [group for group in groups if any(name in read for name in group)]
        if len(touched) > 1:
            groups = [group for group in groups if group not in touched] + [[name for group in touched for name in group]]
    return groups


def _total(plan: Plan, facts: Mapping[str, Value]) -> Fraction:
    total = evaluate(plan, facts)[plan.score]
    assert not isinstance(total, (bool, str))
    return Fraction(total)


def _text(value: Any) -> str | bool | None:
    return value if value is None or isinstance(value, (bool, str)) else number_text(value)


def _result(entry: Entry | None) -> dict[str, Any] | None:
    return entry.result.to_dict() if entry is not None and entry.result is not None else None
