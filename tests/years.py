"""
People's years under the shipped policy: a month is a score that is easy to reach, and everything else of it is nil.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assess_rules.outcomes import Outcomes, entry, outcomes
from first_policy import COUNTED, own_policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assess_rules import Policy

Row = dict[str, Any]

VETOED = "vetoed"
OFFICERS = (*range(82, 100, 3), *range(100, 125, 2))
CLERKS = range(88, 101, 2)
NIL = {**dict.fromkeys(COUNTED[""], 0), "beijing_petition_cases": 0}
NO_VETO = {
    **dict.fromkeys(("falsified_data", "criminal_or_disciplinary", "grave_incident", "state_compensation"), False)
}
STOCKS = {"stock12_opening": 100, "stock12_closing": 92, "asset_opening": 100, "asset_closing": 95,
          "termproc_opening": 100, "termproc_closing": 95}  # fmt: skip


def month(
    person: str, period: str, score: int | str, *, role: str = "judge", team: str | None = "1", **facts: Any
) -> Row:
    """
    Give a record with a score, or `vetoed`, or for any other text one that says why the month is not appraised.

    Officers reach 100, more in twos (closings over the target), less in threes (short of it); clerks 100, and less in twos
    (faulty terminations). Another score is refused: no month has it.
    """
    who = {"person": person, "period": period, "role": role, "team": team}
    if isinstance(score, str) and score != VETOED:
        return who | {"status": score}
    points = 100 if isinstance(score, str) else score
    assert points in (CLERKS if role == "clerk" else OFFICERS)
    own: Row = {**dict.fromkeys(COUNTED["clerk" if role == "clerk" else "officer"], 0)}
    if role == "clerk":
        own["faulty_terminations"] = (100 - points) // 2
    else:
        own |= {**STOCKS, "closing_target": 30, "closed": 30 + (points - 100) // (2 if points > 100 else 3)}
    return who | NIL | NO_VETO | own | {"falsified_data": score == VETOED} | facts


def year(person: str, scores: Mapping[int, int | str], *, of: int = 2024, **same: Any) -> list[Row]:
    """
    Give a person's months, by number.
    """
    return [month(person, f"{of}-{number:02}", score, **same) for number, score in scores.items()]


def outcomes_of(rows: Iterable[Row], policy: Policy | None = None) -> Outcomes:
    """
    Give what follows from records, by the shipped policy or another.
    """
    policy = policy or own_policy()
    return outcomes(entry(policy, policy.accept(row, text=True)) for row in rows)
