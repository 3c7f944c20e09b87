"""
The first policy under its readings, and records of it from a seed: fast, and close to where scores turn.
"""

from __future__ import annotations

import functools
from random import Random
from typing import TYPE_CHECKING, Any

from assess_rules import Policy, load_policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Record = dict[str, Any]

# The readings that scoring uses, with their options; the first is the one that the rule file chooses.
OPTIONS = {
    "reduced": ("net_fall", "digested"),
    "part_point": ("whole_only", "in_proportion", "begun", "rounded_rate"),
    "empty_stock": ("on_target", "lost"),
    "bonus_reach": ("counted", "apart", "within_indicator", "within_section", "within_base"),
    "beijing_points": ("in_place", "on_top"),
}


@functools.cache
def own_policy() -> Policy:
    """
    Load the first policy.
    """
    return load_policy("wancheng_2023_127")


@functools.cache
def policy_under(*readings: tuple[str, str]) -> Policy:
    """
    Give the first policy under some readings.
    """
    return own_policy().with_readings(dict(readings)) if readings else own_policy()


# For each counted fact, the items at which it alone meets the cap of its indicator.
COUNTED: Mapping[str, Mapping[str, int]] = {
    "": {"improper_enforcement_cases": 20, "petition_cases": 20, "unresolved_petition_cases": 20,
         "overdue_supervised_cases": 20, "duty_breaches": 10, "assigned_task_failures": 10, "mass_incidents": 10,
         "unreported_major_matters": 10, "criticism_notices": 10},
    "officer": {"defective_terminations": 16, "overdue_closings": 16},
    "clerk": {"node_delays": 24, "archive_delays": 24, "document_errors": 24, "service_delays": 60,
              "unapproved_overruns": 12, "unreported_closures": 24, "faulty_terminations": 6},
}  # fmt: skip
STOCKS = {"stock12": 8, "asset": 5, "termproc": 5}  # the percentage points of each target
VETOES = ("falsified_data", "criminal_or_disciplinary", "grave_incident", "state_compensation")
CLOSING = tuple(f"{stock}_closing" for stock in STOCKS)
DIGESTED = tuple(f"{stock}_digested" for stock in STOCKS)
MOST = 99999
PASS_MARK_EDGES = ((20, 0, 0), (19, 1, 0), (19, 0, 1), (20, 1, 0), (20, 0, 1), (19, 2, 0), (25, 1, 1))


def random_records(role: str, count: int, seed: int, *, unread: tuple[str, ...] = DIGESTED) -> Iterator[Record]:
    """
    Give records of the first policy, the same for the same seed; of ten, one gives the facts that no rule reads too.
    """
    random = Random(seed)  # noqa: S311 (repeatable, not secret)
    for _ in range(count):
        record = random_record(random, role)
        if random.random() > 0.1:
            for name in unread:
                record.pop(name, None)
        yield record


def random_record(random: Random, role: str) -> Record:
    """
    Give a record: calm, busy, or close to the pass mark.
    """
    own = COUNTED["clerk" if role == "clerk" else "officer"]
    most = {**COUNTED[""], **own}
    mood = random.choice(("calm", "calm", "busy", "busy", "pass mark"))
    record: Record = {"role": role, **dict.fromkeys(most, 0), "beijing_petition_cases": 0}
    if role != "clerk":
        record["closing_target"] = random.choice((0, 1, 6, 7, 10, 30))
        record["closed"] = record["closing_target"]
        for stock, target in STOCKS.items():
            record |= stock_facts(random, stock, target, calm=mood != "busy" or random.random() < 0.3)
    if mood == "pass mark":
        halves, more, fifths = random.choice(PASS_MARK_EDGES)
        record |= {"improper_enforcement_cases": halves, "duty_breaches": more}
        record |= {"service_delays": fifths} if role == "clerk" else {}
    else:
        for name in most if mood == "busy" else random.sample(tuple(most), 2):
            record[name] = counted(random, most[name])
        record["beijing_petition_cases"] = random.choice((0, 1, record["petition_cases"]))
        record["petition_cases"] = max(record["petition_cases"], record["beijing_petition_cases"])
        if role != "clerk" and random.random() < 0.5:
            record["closed"] = random.choice((0, max(0, record["closed"] + random.randrange(-9, 10)), MOST))
    vetoed = random.choice(VETOES) if random.random() < 0.1 else None
    for veto in VETOES:
        record[veto] = veto == vetoed or (vetoed is not None and random.random() < 0.3)
    return record


def counted(random: Random, most: int) -> int:
    """
    Give a number of items: none, around where the cap is met, or anything up to two past it.
    """
    way = random.random()
    if way < 0.5:
        return 0
    if way < 0.7:
        return random.choice((1, most - 1, most, most + 1, most + 2, MOST))
    return random.randrange(most + 3)


def stock_facts(random: Random, stock: str, target: int, *, calm: bool) -> Record:
    """
    Give what a stock was, is and how much of it was done: on target, beside it, empty, growing, 29 of 100, at the most.
    """
    opening = random.choice((25, 50, 100, 200)) if calm else random.choice((0, 0, 1, 7, 12, 13, 29, 99, 100, 400, MOST))
    if calm or random.random() < 0.3:
        fall = opening * target // 100 + (0 if calm else random.choice((-1, 0, 1)))
    else:
        fall = random.choice((-opening, -3, 0, 1, 29, opening // 3, opening, random.randrange(opening + 1)))
    fall = max(opening - MOST, min(opening, fall))
    digested = random.choice((max(0, fall), 0, 29, opening)) if not calm else max(0, fall)
    return {f"{stock}_opening": opening, f"{stock}_closing": opening - fall, f"{stock}_digested": digested}
