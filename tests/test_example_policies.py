"""
The example policies of other fields: sound, every sentence of their summaries accounted for, scored as by hand.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from assess_rules import Policy, load_policy
from assess_rules.clauses import clause_file, cover
from assess_rules.tables import accept_rows, read_rows

FOLDER = Path(__file__).parent.parent / "examples" / "policies"
POLICIES = ("court_support_staff", "driver_demerit_points", "uk_food_hygiene")
each_policy = pytest.mark.parametrize("name", POLICIES)


def policy_of(name: str) -> Policy:
    return load_policy(FOLDER / f"{name}.yaml")


def cases(name: str) -> dict[str, dict[str, Any]]:
    """
    Give what was worked out by hand, by whose it is.
    """
    found = yaml.safe_load((FOLDER / f"{name}.cases.yaml").read_text("utf-8"))
    return {each["of"]: each for each in found}


def test_every_example_is_here() -> None:
    """
    The folder holds the policies that are tested, each with its clauses, facts and cases.
    """
    kinds = (".yaml", ".clauses.yaml", ".csv", ".cases.yaml")

    assert {f"{name}{kind}" for name in POLICIES for kind in kinds} == {each.name for each in FOLDER.iterdir()}


@each_policy
def test_an_example_is_sound_and_whole(name: str) -> None:
    """
    Nothing is worth a warning, and no sentence and no figure is left over on either side.
    """
    policy = policy_of(name)
    path = clause_file(str(FOLDER / f"{name}.yaml"))

    assert () == policy.warnings
    assert path is not None
    assert () == tuple(cover(policy, path).faults)


@each_policy
def test_an_example_scores_as_by_hand(name: str) -> None:
    """
    Every row of the table comes to the score and the grade that were worked out, and no grade is without a case.
    """
    policy, expected = policy_of(name), cases(name)
    rows = accept_rows(read_rows([str(FOLDER / f"{name}.csv")], policy.door), policy.door)
    results = {str(each.context.person): policy.score_accepted(each) for each in rows}

    assert {who: (Fraction(str(each["score"])), each["grade"], each["verdict"]) for who, each in expected.items()} == {
        who: (each.exact, each.grade.id, each.verdict) for who, each in results.items() if each.grade is not None
    }
    assert policy.spec.grades is not None
    assert {each.grade.name for each in policy.spec.grades.rows} == {each["grade"] for each in expected.values()}
