"""
What is found about a policy's incentives: data, with records from which each statement follows when they are scored.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assess_rules.incentives.space import SCORE, Measure, Move, Point, Space
from assess_rules.records import Record, record
from assess_rules.result import Verdict


@record
class Witness(Record):
    """
    A record that the door has accepted, and what it scores; `value` is the figure that its finding speaks of.

    `person` and `period` say whose it is, where it is somebody's.
    """

    facts: Mapping[str, Any]
    score: Fraction | None
    verdict: Verdict | None
    value: Fraction
    person: str | None = None
    period: str | None = None


@record
class Finding(Record):
    """
    A statement: its kind, the facts, indicators or sections that it is about, its figures, and its witnesses.

    `certain` says that nothing but the witnesses, or a proof over all records, is behind it; else it is the best that
    was found among `looked` records.
    """

    kind: str
    about: tuple[str, ...]
    figures: Mapping[str, Any]
    witnesses: tuple[Witness, ...] = ()
    measure: Measure = SCORE
    certain: bool = True
    looked: int = 0


def witness(space: Space, point: Point, measure: Measure = SCORE) -> Witness:
    """
    Send a record through the door and score it.
    """
    facts = space.given(point)
    result = space.policy.score_accepted(space.policy.accept({"role": space.role, **facts}))
    return Witness(facts, result.exact, result.verdict, measure.read(result))


def together(move: Move, fact: str) -> tuple[str, ...]:
    """
    Give the facts that a move of one fact takes with it.
    """
    return tuple(name for name in move if name != fact)
