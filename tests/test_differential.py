"""
The first policy: the fast path, the reference evaluator and the evaluator written from the document alone agree.
"""

from __future__ import annotations

import functools
import itertools
import time
from collections import Counter
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from first_policy import (
    CLOSING,
    COUNTED,
    DIGESTED,
    MOST,
    OPTIONS,
    STOCKS,
    VETOES,
    own_policy,
    policy_under,
    random_records,
)
from second_evaluator import PASS_MARK, Outcome, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from assess_rules import Result

Record = dict[str, Any]
Readings = dict[str, str]

EVERY_COMBINATION = [dict(zip(OPTIONS, each, strict=True)) for each in itertools.product(*OPTIONS.values())]
ONE_AT_A_TIME = [{}, *({name: option} for name, options in OPTIONS.items() for option in options[1:])]
ROLES = ("judge", "assistant", "clerk")
OFFICERS = ROLES[:2]
CHUNKS = 20
ORDINARY, LONG = 1_000, 50_000  # records in a chunk
AT_LEAST = 500  # records for each indicator
AN_EDGE = Fraction(3, 10)  # of all records, at least


# What must agree.


def assert_agree(record: Record, readings: Readings) -> Outcome:
    """
    Fast path, reference evaluator and second evaluator give the same result for a record; give it.
    """
    policy = policy_under(*readings.items())
    result = policy.score(record)
    outcome = evaluate(record, readings)

    assert outcome == shown(result)
    assert policy.score(record, backend="reference") == result
    return outcome


def shown(result: Result) -> Outcome:
    """
    Give a result of the engine in the terms of the second evaluator.
    """
    assert result.verdict is not None
    return Outcome(
        deducted={each.indicator: each.deducted for each in result.lines},
        bonus={each.indicator: each.bonus for each in result.lines},
        points={each.indicator: each.points for each in result.lines},
        subtotals={each.id: each.points for each in result.sections},
        arithmetic=result.arithmetic,
        score=result.exact,
        verdict=result.verdict,
        vetoes=result.vetoes,
    )


# Each indicator alone.


def stock_values(stock: str, target: int) -> list[Record]:
    """
    Give openings, closings and digested cases from two steps past the cap below the target to as far above it.
    """
    found: list[Record] = [
        {f"{stock}_opening": 0, f"{stock}_closing": closing, f"{stock}_digested": digested}
        for closing, digested in itertools.product((0, 1, MOST), repeat=2)
    ]
    for opening in (1, 7, 12, 13, 25, 29, 99, 100, 101, 200, 400, MOST):
        for points in range(2 * (target - 18), 2 * (target + 18) + 1):  # in halves of a percentage point
            for fall in {opening * points // 200, -(-opening * points // 200)}:
                if opening - MOST <= fall <= opening:
                    done = {f"{stock}_opening": opening, f"{stock}_closing": opening - fall}
                    found.append({**done, f"{stock}_digested": max(fall, 0)})
    return found


def counts(*facts: str) -> list[Record]:
    """
    Give every set of counts from 0 to two past the number that meets the cap.
    """
    most = {**COUNTED[""], **COUNTED["officer"], **COUNTED["clerk"]}
    return [
        dict(zip(facts, each, strict=True)) for each in itertools.product(*(range(most[fact] + 3) for fact in facts))
    ]


@functools.cache
def values_of(indicator: str) -> tuple[Record, ...]:
    """
    Give the facts of an indicator from 0 to two steps past its cap: all of them, or some hundreds at random.
    """
    singles = {
        "c1": ("improper_enforcement_cases",), "c3": ("duty_breaches",), "c4": ("assigned_task_failures",),
        "c5": ("mass_incidents", "unreported_major_matters"), "c6": ("criticism_notices",),
        "o5": ("defective_terminations",), "o6": ("overdue_closings",), "k1": ("node_delays", "archive_delays"),
        "k2": ("document_errors", "service_delays"), "k3": ("unapproved_overruns",), "k4": ("unreported_closures",),
        "k5": ("faulty_terminations",),
    }  # fmt: skip
    if indicator in singles:
        found = counts(*singles[indicator])
    elif indicator == "c2":
        petitions = [(every, beijing) for every in range(23) for beijing in range(every + 1)]
        cases = itertools.product(petitions, (0, 1, 19, 20, 21), (0, 1, 20, 22))
        names = ("petition_cases", "beijing_petition_cases", "unresolved_petition_cases", "overdue_supervised_cases")
        found = [dict(zip(names, (*first, *rest), strict=True)) for first, *rest in cases]
    elif indicator == "o1":
        found = [{"closed": closed, "closing_target": target} for closed in range(24) for target in range(16)]
        found += [{"closed": 0, "closing_target": MOST}, {"closed": MOST, "closing_target": 0}]
    else:
        stock, target = list(STOCKS.items())[int(indicator[1]) - 2]
        found = stock_values(stock, target)
    few = len(found) < AT_LEAST
    return tuple(found if few else Random(indicator).sample(found, AT_LEAST))  # noqa: S311 (repeatable)


INDICATORS = [f"{letter}{number}" for letter, most in (("c", 6), ("o", 6), ("k", 5)) for number in range(1, most + 1)]
ROLES_OF = {"c": ROLES, "o": OFFICERS, "k": ROLES[2:]}


def clean(role: str) -> Record:
    """
    Give a record without a fault, every target met exactly.
    """
    record: Record = {"role": role, **dict.fromkeys(COUNTED[""], 0), "beijing_petition_cases": 0}
    record |= dict.fromkeys(COUNTED["clerk" if role == "clerk" else "officer"], 0)
    record |= dict.fromkeys(VETOES, False)
    if role != "clerk":
        record |= {"closed": 10, "closing_target": 10}
        for stock, target in STOCKS.items():
            record |= {f"{stock}_opening": 100, f"{stock}_closing": 100 - target, f"{stock}_digested": target}
    return record


def for_readings(record: Record, readings: Readings) -> Record:
    """
    Leave out the facts that no rule reads under some readings, so that the fast path takes the record.
    """
    unread = CLOSING if readings.get("reduced") == "digested" else DIGESTED
    return {key: value for key, value in record.items() if key not in unread}


@pytest.mark.volume
@pytest.mark.parametrize("indicator", INDICATORS)
def test_each_indicator_alone(indicator: str) -> None:
    """
    Every indicator from 0 to two steps past its cap agrees, under every option of every reading.
    """
    values, roles = values_of(indicator), ROLES_OF[indicator[0]]
    lines = set()
    needed = max(AT_LEAST, len(values) if len(values) < AT_LEAST else 0)
    turns = zip(itertools.cycle(values), itertools.cycle(roles), itertools.cycle(ONE_AT_A_TIME), strict=False)
    every = itertools.islice(turns, max(needed, len(ONE_AT_A_TIME) * len(roles)))
    for facts, role, readings in every:
        outcome = assert_agree(for_readings({**clean(role), **facts}, readings), readings)
        lines.add((outcome.deducted[indicator], outcome.bonus[indicator]))
        others = [name for name in outcome.deducted if name != indicator]
        assert not any(outcome.deducted[name] or outcome.bonus[name] for name in others)

    assert len(lines) > 1


# Named edges.


def stocks(opening: int, closing: int, digested: int) -> Record:
    """
    Give the facts of all three stocks alike.
    """
    figures = {"opening": opening, "closing": closing, "digested": digested}
    return {f"{stock}_{what}": figure for stock in STOCKS for what, figure in figures.items()}


NAMED: Mapping[str, tuple[Sequence[str], Record]] = {
    "nothing to say": (ROLES, {}),
    "c1 at its cap": (ROLES, {"improper_enforcement_cases": 20}),
    "c1 one short of its cap": (ROLES, {"improper_enforcement_cases": 19}),
    "every common cap met": (ROLES, dict(COUNTED[""])),
    "every common cap passed": (ROLES, {fact: most + 1 for fact, most in COUNTED[""].items()}),
    "every officer's cap met": (OFFICERS, {**COUNTED["officer"], "closed": 0, "closing_target": 7}),
    "every clerk's cap met": (("clerk",), dict(COUNTED["clerk"])),
    "all at their maxima": (ROLES, dict.fromkeys([*COUNTED[""], "beijing_petition_cases"], MOST)),
    "closing target met": (OFFICERS, {"closed": 30, "closing_target": 30}),
    "closing target of nothing": (OFFICERS, {"closed": 0, "closing_target": 0}),
    "one over the closing target": (OFFICERS, {"closed": 31, "closing_target": 30}),
    "closing target missed by more than the cap": (OFFICERS, {"closed": 0, "closing_target": MOST}),
    "closed more than anybody": (OFFICERS, {"closed": MOST, "closing_target": 0}),
    "stocks empty": (OFFICERS, stocks(0, 0, 0)),
    "stocks empty, then filled": (OFFICERS, stocks(0, 5, 0)),
    "stocks growing": (OFFICERS, stocks(100, 130, 0)),
    "stocks doubling": (OFFICERS, stocks(100, 200, 8)),
    "stocks cleared": (OFFICERS, stocks(100, 0, 100)),
    "29 of 100": (OFFICERS, stocks(100, 71, 29)),
    "7 of 100": (OFFICERS, stocks(100, 93, 7)),
    "8 of 99": (OFFICERS, stocks(99, 91, 8)),
    "stocks at the most": (OFFICERS, stocks(MOST, MOST, MOST)),
    "stocks from one to the most": (OFFICERS, stocks(1, MOST, MOST)),
    "90 exactly": (ROLES, {"improper_enforcement_cases": 18, "duty_breaches": 2}),
    "89.5": (ROLES, {"improper_enforcement_cases": 18, "duty_breaches": 3}),
    "90.5": (ROLES, {"improper_enforcement_cases": 18, "duty_breaches": 1}),
    "89.8": (("clerk",), {"improper_enforcement_cases": 18, "duty_breaches": 2, "service_delays": 1}),
    "90 by fifths": (("clerk",), {"improper_enforcement_cases": 18, "service_delays": 5}),
    "a bonus that carries over the pass mark": (
        OFFICERS, {"improper_enforcement_cases": 19, "duty_breaches": 3, "closed": 11},
    ),
    "a bonus beside a loss in its section": (OFFICERS, {"closed": 20, "overdue_closings": 10, "duty_breaches": 4}),
    "every petition to Beijing": (ROLES, {"petition_cases": 4, "beijing_petition_cases": 4}),
    "one petition of three to Beijing": (ROLES, {"petition_cases": 3, "beijing_petition_cases": 1}),
    "petitions to Beijing at the cap": (ROLES, {"petition_cases": 13, "beijing_petition_cases": 7}),
    **{f"veto: {veto}": (ROLES, {veto: True, "duty_breaches": 1}) for veto in VETOES},
    "every veto": (ROLES, dict.fromkeys(VETOES, True)),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_named_edge(name: str) -> None:
    """
    What people ask about agrees under every option of every reading, and under some combinations.
    """
    roles, facts = NAMED[name]
    combinations = Random(name).sample(EVERY_COMBINATION, 12)  # noqa: S311 (repeatable)
    for role, readings in itertools.product(roles, [*ONE_AT_A_TIME, *combinations]):
        assert_agree(for_readings({**clean(role), **facts}, readings), readings)


@pytest.mark.parametrize(
    ("name", "role", "score", "verdict"),
    [
        ("90 exactly", "judge", 90, "pass"),
        ("89.5", "clerk", Fraction(179, 2), "fail"),
        ("89.8", "clerk", Fraction(449, 5), "fail"),
        ("90 by fifths", "clerk", 90, "pass"),
        ("a bonus that carries over the pass mark", "judge", 91, "pass"),
        ("every veto", "assistant", None, "vetoed"),
    ],
)
def test_named_edge_is_where_its_name_says(name: str, role: str, score: Fraction | None, verdict: str) -> None:
    """
    The edges at the pass mark are at the pass mark.
    """
    outcome = evaluate({**clean(role), **NAMED[name][1]})

    assert (score, verdict) == (outcome.score, outcome.verdict)


# Whole records at random.


def assert_chunk_agrees(chunk: int, count: int) -> Counter[str]:
    """
    Records of every role under a twentieth of all combinations of options agree; count how many lie at an edge.
    """
    combinations = EVERY_COMBINATION[chunk::CHUNKS]
    streams = [(readings, role) for readings in combinations for role in ROLES]
    found: Counter[str] = Counter()
    for number, (readings, role) in enumerate(streams):
        share = count * (number + 1) // len(streams) - count * number // len(streams)
        unread = CLOSING if readings["reduced"] == "digested" else DIGESTED
        for record in random_records(role, share, seed=chunk * 1000 + number, unread=unread):
            outcome = assert_agree(record, readings)
            found["records"] += 1
            found["edges"] += any(edges_of(record, outcome))
            found[outcome.verdict] += 1
    return found


def timed_chunk(chunk: int, count: int, record_property: Callable[[str, object], None]) -> Counter[str]:
    """
    Check a chunk; how many records it had and how long it took is added up at the end of the run.
    """
    began = time.perf_counter()
    found = assert_chunk_agrees(chunk, count)
    record_property("records", found["records"])
    record_property("edges", found["edges"])
    record_property("seconds", time.perf_counter() - began)
    return found


def edges_of(record: Record, outcome: Outcome) -> Iterator[bool]:
    """
    Say whether a record lies at the pass mark, at a cap, at a target, at an empty stock.
    """
    yield abs(outcome.arithmetic - PASS_MARK) <= Fraction(1, 2)
    yield any(record.get(fact) == most for facts in COUNTED.values() for fact, most in facts.items())
    yield record["role"] != "clerk" and record["closed"] == record["closing_target"]
    yield any(record.get(f"{stock}_opening") == 0 for stock in STOCKS)


@pytest.mark.volume
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_records(chunk: int, record_property: Callable[[str, object], None]) -> None:
    """
    Records at random agree, three in ten of them at a cap, a target, the pass mark or an empty stock.
    """
    found = timed_chunk(chunk, ORDINARY, record_property)

    assert found["records"] == ORDINARY
    assert found["edges"] >= AN_EDGE * ORDINARY
    assert min(found["pass"], found["fail"], found["vetoed"]) > 0


@pytest.mark.long
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_million_random_records(chunk: int, record_property: Callable[[str, object], None]) -> None:
    """
    A million records at random agree, under every combination of options.
    """
    found = timed_chunk(chunk, LONG, record_property)

    assert found["records"] == LONG
    assert found["edges"] >= AN_EDGE * LONG


def test_every_option_is_of_the_policy() -> None:
    """
    The readings and options named here are those of the rule file, the first of each the one that is chosen.
    """
    readings = own_policy().spec.readings

    assert {name: set(options) for name, options in OPTIONS.items()} == {
        name: set(readings[name].options) for name in OPTIONS
    }
    assert {name: options[0] for name, options in OPTIONS.items()} == {
        name: readings[name].chosen.name for name in OPTIONS
    }


def test_a_wrong_engine_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A cap that does not hold, in the engine or in the second evaluator, makes them disagree.
    """
    record = for_readings({**clean("clerk"), "service_delays": 99}, {})
    assert_agree(record, {})
    monkeypatch.setattr("second_evaluator.Line.deducted", property(lambda line: line.taken))

    with pytest.raises(AssertionError):
        assert_agree(record, {})
