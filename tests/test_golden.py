"""
The engine gives every golden case what was worked out by hand from the document.
"""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assess_rules import Policy

GOLDEN = Path(__file__).parent / "golden"
POLICY = "wancheng_2023_127"

COMMON = {"c1": 10, "c2": 10, "c3": 5, "c4": 5, "c5": 5, "c6": 5}
OFFICER = {"o1": 20, "o2": 8, "o3": 8, "o4": 8, "o5": 8, "o6": 8}
CLERK = {"k1": 12, "k2": 12, "k3": 12, "k4": 12, "k5": 12}
INDIVIDUAL = {"judge": OFFICER, "assistant": OFFICER, "clerk": CLERK}


@dataclass(frozen=True)
class Expected:
    """
    What a golden case expects; points and subtotals follow from its deductions and bonuses.
    """

    verdict: str | None
    vetoes: tuple[str, ...]
    score: Decimal | None
    exact: Fraction | None
    arithmetic: Fraction
    deductions: Mapping[str, Fraction]
    bonuses: Mapping[str, Fraction]
    points: Mapping[str, Fraction]
    subtotals: Mapping[str, Fraction]


@dataclass(frozen=True)
class Case:
    """
    One golden case: a whole record, the readings that differ from the starting ones, and what must come out.
    """

    id: str
    record: Mapping[str, object]
    readings: Mapping[str, str]
    expected: Expected


def read_cases() -> Iterator[Case]:
    """
    Read every golden case; a case or an expectation with a key that is not known is an error.
    """
    for path in sorted(GOLDEN.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            yield read_case(path.stem, content["base"], **case)


def read_case(  # one argument for each key of a case
    file: str,
    base: Mapping[str, Mapping[str, object]],
    *,
    name: str,
    at: str,  # for the reader of the case
    role: str,
    facts: Mapping[str, object],
    expect: Mapping[str, Any],
    readings: Mapping[str, str] | None = None,
) -> Case:
    """
    Read one case; facts that it does not name come from the base record of its role.
    """
    readings = readings or {}
    record = {"role": role, **base[role], **facts}
    uncounted = readings.get("bonus_reach") in ("apart", "within_indicator")
    return Case(f"{file}: {name}", record, readings, read_expected(role, uncounted=uncounted, **expect))


def read_expected(  # one argument for each key of an expectation
    role: str,
    *,
    uncounted: bool,
    score: str | None,
    verdict: str,
    deductions: Mapping[str, str],
    bonuses: Mapping[str, str],
    vetoes: list[str],
    exact: str | None = None,
    arithmetic: str | None = None,
    subtotals: Mapping[str, str] | None = None,
) -> Expected:
    """
    Read an expectation; a line shows its cap less the deduction, and the bonus with it where bonuses are points.
    """
    deducted = {indicator: Fraction(points) for indicator, points in deductions.items()}
    bonus = {indicator: Fraction(points) for indicator, points in bonuses.items()}
    caps = {"common": COMMON, "individual": INDIVIDUAL[role]}
    points = {
        indicator: cap - deducted.get(indicator, Fraction(0)) + (0 if uncounted else bonus.get(indicator, Fraction(0)))
        for section in caps.values()
        for indicator, cap in section.items()
    }
    shown = {section: sum((points[each] for each in indicators), Fraction(0)) for section, indicators in caps.items()}
    if subtotals is not None:
        shown = {section: Fraction(figure) for section, figure in subtotals.items()}
    return Expected(
        verdict=verdict,
        vetoes=tuple(vetoes),
        score=None if score is None else Decimal(score),
        exact=None if score is None else Fraction(exact or score),
        arithmetic=Fraction(arithmetic or exact or str(score)),
        deductions=deducted,
        bonuses=bonus,
        points=points,
        subtotals=shown,
    )


CASES = tuple(read_cases())
each_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])


@functools.cache
def policy() -> Policy:
    """
    Load the policy once; here and not above, so that the cases can be read without the engine.
    """
    import assess_rules  # see the docstring

    return assess_rules.load_policy(POLICY)


def policy_of(case: Case) -> Policy:
    """
    Give the policy under the readings of a case.
    """
    return policy().with_readings(case.readings) if case.readings else policy()


@each_case
def test_engine_gives_what_was_worked_out_by_hand(case: Case) -> None:
    """
    Score, verdict, vetoes and every line and subtotal are those worked out by hand.
    """
    result = policy_of(case).score(case.record)

    assert case.expected == Expected(
        verdict=result.verdict,
        vetoes=result.vetoes,
        score=result.score,
        exact=result.exact,
        arithmetic=result.arithmetic,
        deductions={line.indicator: line.deducted for line in result.lines if line.deducted},
        bonuses={line.indicator: line.bonus for line in result.lines if line.bonus},
        points={line.indicator: line.points for line in result.lines},
        subtotals={section.id: section.points for section in result.sections},
    )


@each_case
def test_reference_gives_an_equal_result(case: Case) -> None:
    """
    The reference evaluator and the engine's own path give equal results.
    """
    rules = policy_of(case)

    assert rules.score(case.record, backend="reference") == rules.score(case.record)


def test_every_case_has_its_own_name() -> None:
    """
    No two cases of a file share a name.
    """
    counts = Counter(case.id for case in CASES)

    assert [] == [name for name, times in counts.items() if times > 1]


def test_every_golden_file_is_of_the_policy() -> None:
    """
    Every golden file names the policy that it is worked out from.
    """
    named = {yaml.safe_load(path.read_text(encoding="utf-8"))["policy"] for path in GOLDEN.glob("*.yaml")}

    assert {POLICY} == named
