"""
The second evaluator agrees with the golden cases and shares nothing with the package.
"""

from __future__ import annotations

import ast
import math
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from second_evaluator import evaluate
from test_golden import CASES, Case, Expected, each_case

SOURCE = Path(__file__).with_name("second_evaluator.py").read_text(encoding="utf-8")
MOST_LINES = 300
WHOLE_RECORDS = {case.record["role"]: case.record for case in CASES}


def shown(score: Fraction | None) -> Decimal | None:
    """
    Round a score half up to two places, as golden cases write it.
    """
    return None if score is None else Decimal(math.floor(score * 100 + Fraction(1, 2))).scaleb(-2)


@each_case
def test_second_evaluator_gives_what_was_worked_out_by_hand(case: Case) -> None:
    """
    Score, verdict, vetoes and every line and subtotal are those worked out by hand.
    """
    outcome = evaluate(case.record, case.readings)

    assert case.expected == Expected(
        verdict=outcome.verdict,
        vetoes=outcome.vetoes,
        score=shown(outcome.score),
        exact=outcome.score,
        arithmetic=outcome.arithmetic,
        deductions={indicator: points for indicator, points in outcome.deducted.items() if points},
        bonuses={indicator: points for indicator, points in outcome.bonus.items() if points},
        points=outcome.points,
        subtotals=outcome.subtotals,
    )


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        (role, fact)
        for role, record in WHOLE_RECORDS.items()
        for fact in record
        if not fact.endswith("_digested")  # of the reading that is not chosen
    ],
)
def test_missing_fact_is_a_key_error(role: str, missing: str) -> None:
    """
    A record without one of its facts, its role or a veto is never scored.
    """
    record = {fact: value for fact, value in WHOLE_RECORDS[role].items() if fact != missing}

    with pytest.raises(KeyError, match=missing):
        evaluate(record)


@pytest.mark.parametrize(
    "readings",
    [
        {"reduce": "digested"},
        {"reduced": "net fall"},
        {"part_point": "half"},
        {"empty_stock": "none"},
        {"bonus_reach": "all"},
        {"beijing_points": "twice"},
    ],
)
def test_unknown_reading_or_option_is_a_key_error(readings: dict[str, str]) -> None:
    """
    A misspelt reading or option never falls back to another one.
    """
    record = {**WHOLE_RECORDS["judge"], "stock12_opening": 0}

    with pytest.raises(KeyError):
        evaluate(record, readings)


def test_second_evaluator_shares_nothing_with_the_package() -> None:
    """
    The second evaluator imports the standard library alone and never names the package.
    """
    imported = set()
    for node in ast.walk(ast.parse(SOURCE)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add("." * node.level + (node.module or ""))

    assert [] == sorted(name for name in imported if name.split(".")[0] not in sys.stdlib_module_names)
    assert "assess_rules" not in SOURCE


def test_second_evaluator_is_short() -> None:
    """
    The second evaluator can be read in one sitting.
    """
    assert len(SOURCE.splitlines()) < MOST_LINES
