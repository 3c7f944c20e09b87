"""
What no move lifts, and what grades make of items that are left out; each figure is worked out by hand beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from assess_rules.show import show
from test_around_rules import EVENT, ROWS, grade, policy_of, row, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assess_rules import Policy
    from drafts import Doc

PRAISED: Doc = {"p8": {"label": "表彰"}}
UP: Doc = {"up": 1, "at": "六1", "when": {"fact": "p8", "at_least": 1}}


# Moves, closed grades, vetoes.


def lifted(rows: list[Doc] = ROWS) -> Policy:
    """
    Make a policy of a at 90, b at 75, c over 60 and d: a warning closes a, two of them b too, and praise lifts a row each.
    """
    bars = [
        {"grade": "a", "at": "五1", "when": {"fact": "p9", "at_least": 1}},
        {"grade": "b", "at": "五2", "when": {"fact": "p9", "at_least": 2}},
    ]
    moves = [UP, UP | {"when": {"fact": "p8", "at_least": 2}}]
    events = {"v": {"label": "造假"}, "w": {"label": "泄密", "effect": {"grade": "c"}}}
    vetoes: Doc = {"at": "五", "effect": "zero", "reach": "period", "counts_as": "left_out", "events": events}
    grades: Doc = {"rows": rows, "bars": bars, "moves": moves}
    return policy_of(
        row("i1", 40), row("i2", 60), bonuses="counted", grades=grades, vetoes=vetoes, facts=EVENT | PRAISED
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"l2": 20, "p8": 1}, "a"),  # 80 is b, one up
        ({"l2": 20, "p8": 1, "p9": 1}, "b"),  # a is closed
        ({"l2": 30, "p8": 1, "p9": 1}, "b"),  # 70 is c, one up
        ({"l2": 30, "p8": 2, "p9": 1}, "b"),  # two up, and a is closed
        ({"l2": 0, "p8": 2, "p9": 2}, "c"),  # a and b are closed
        ({"l1": 40, "p8": 2, "p9": 2}, "c"),  # 60 is d, two up, and b is closed
        ({"v": True}, "d"),  # 0 is d
        ({"v": True, "p8": 1}, "d"),
        ({"v": True, "p8": 2, "p9": 1}, "d"),
        ({"w": True, "p8": 2}, "c"),
    ],
)
def test_no_move_lifts_over_what_is_closed_or_what_a_veto_leaves(facts: Mapping[str, Any], expected: str) -> None:
    """
    A move up stops below closed grades, and does not lift the grade of a score that a veto made 0.
    """
    result = score(lifted(), **facts)

    assert expected == grade(result)[0]
    assert ("fail" if expected == "d" else "pass") == result.verdict


def test_grade_of_zero_is_that_of_its_row() -> None:
    """
    Where a row takes a total of 0, that is the grade of a veto of zero: the worst that a move may not lift.
    """
    rows = [*ROWS[:2], ROWS[2] | {"over": None, "at_least": 0, "verdict": "fail"}, ROWS[3]]
    rows[2] = {key: each for key, each in rows[2].items() if each is not None}

    assert [("c", "fail")] * 2 == [grade(score(lifted(rows), v=True, p8=each)) for each in (0, 2)]


def test_what_no_move_lifts_in_words() -> None:
    """
    The read-back says it where there are moves up, and bars or such vetoes.
    """
    assert "升等不进入被限制的等次，也不改变一票否决的等次。" in show(lifted(), "zh")
    assert "No grade is moved up to a closed one, or above what a veto leaves." in show(lifted(), "en")
    plain = policy_of(row("i1", 100), bonuses="counted", grades={"rows": ROWS, "moves": [UP]}, facts=PRAISED)
    assert "升等不进入" not in show(plain, "zh")
