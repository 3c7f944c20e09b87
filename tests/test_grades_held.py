"""
What no move lifts, and what grades make of items that are left out; each figure is worked out by hand beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from assess_rules.show import show
from test_around_rules import EVENT, ROWS, grade, policy_of, row, score, section

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
    vetoes: Doc = {"at": "五", "effect": "zero", "reach": "period", "events": events}
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


# Items that are left out.

OUT: Doc = {"points_when": [{"when": {"fact": "p9", "at_least": 1}, "points": "left_out"}]}


def passes(policy: Policy, *records: Mapping[str, Any]) -> list[str]:
    """
    Give the grades of records.
    """
    return [str(grade(score(policy, **each))[0]) for each in records]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # i1 has its 40 points, 20 of them, or is left out
        ({"score": "i1", "at_least": 30}, "ada"),
        ({"score": "i1", "under": 30}, "daa"),
        ({"not": {"score": "i1", "under": 30}}, "ada"),
        ({"all": [{"score": "i1", "over": 0}, {"score": "i1", "under": 30}]}, "daa"),
        ({"any": [{"score": "i1", "over": 90}, {"score": "i1", "under": 10}]}, "dda"),
    ],
)
def test_row_that_asks_for_what_is_left_out(when: Doc, expected: str) -> None:
    """
    In a row, a condition on the points of an indicator that is left out holds.
    """
    rows = [ROWS[0] | {"at_least": 50, "when": when}, ROWS[3]]
    policy = policy_of(row("i1", 40, **OUT), row("i2", 60), bonuses="counted", grades={"rows": rows}, facts=EVENT)

    assert list(expected) == passes(policy, {}, {"l1": 20}, {"p9": 1})


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"score": "i1", "under": 30}, "aba"),
        ({"score": "i1", "at_least": 30}, "baa"),
        ({"not": {"score": "i1", "under": 30}}, "baa"),
        ({"not": {"all": [{"score": "i1", "under": 30}, {"score": "i1", "over": 30}]}}, "bba"),
    ],
)
@pytest.mark.parametrize("key", ["bars", "moves"])
def test_bar_or_move_that_asks_for_what_is_left_out(key: str, when: Doc, expected: str) -> None:
    """
    In a bar and in a move, a condition on the points of an indicator that is left out does not hold.
    """
    item: Doc = {"at": "五", "when": when, **({"grade": "a"} if key == "bars" else {"down": 1})}
    rows = [ROWS[0] | {"at_least": 50}, ROWS[1] | {"at_least": 0}, ROWS[3]]
    grades = {"rows": rows, key: [item]}
    policy = policy_of(row("i1", 40, **OUT), row("i2", 60), bonuses="counted", grades=grades, facts=EVENT)

    assert list(expected) == passes(policy, {}, {"l1": 20}, {"p9": 1})


def by_section(when: Doc, *, weight: Any = None, whole: Doc | None = None) -> Policy:
    """
    Make a policy of section a (i1 of 10, times its weight, and i2 of 30) and b (i3): a warning leaves i1 out.
    """
    one = row("i1", 10, **OUT) if weight is None else row("i1", 5, weight=weight, **OUT)
    parts = section("a", 40, one, row("i2", 30), **(whole or {})), section("b", 60, row("i3", 60))
    rows = [ROWS[0] | {"at_least": 0, "when": when}, ROWS[3]]
    return policy_of(*parts, bonuses="counted", grades={"rows": rows}, facts=EVENT)


@pytest.mark.parametrize("weight", [None, 2])
def test_section_of_which_something_is_left_out(weight: Any) -> None:
    """
    What is earned in a section is held against figures as scaled to the whole of it, and extra as it is.
    """
    policy = by_section({"score": "a", "at_least": 36}, weight=weight)
    # 40; 40 − 4; 40 − 5; 30 of 30; (30 − 3) × 40 ÷ 30 = 36; (30 − 4) × 40 ÷ 30 = 34.7; that and 2 of extra
    records: tuple[Doc, ...] = ({}, {"l2": 4}, {"l2": 5}, {"p9": 1}, {"p9": 1, "l2": 3}, {"p9": 1, "l2": 4})
    results = [score(policy, **each) for each in records]

    assert ["a", "a", "d", "a", "a", "d"] == [grade(each)[0] for each in results]
    assert [40, 36, 35, 30, 27, 26] == [each.sections[0].points for each in results]  # they print what is left
    extra = by_section({"score": "a", "at_least": 42, "at_most": 42}, weight=weight)
    assert ["a", "a", "d"] == passes(extra, {"p2": 2}, {"p9": 1, "p2": 2}, {"p9": 1, "p2": 3})


def test_section_that_is_left_out_or_emptied() -> None:
    """
    A section that is left out, whole or by all its indicators, is as an indicator is; one that is emptied has 0.
    """
    gone = {"points_when": [{"when": {"fact": "l8", "over": 0}, "points": "left_out"}]}
    empty = {"points_when": [{"when": {"fact": "l8", "over": 0}, "points": 0}]}
    when: Doc = {"score": "a", "at_least": 36}
    more: Doc = {"l8": 1, "l2": 9}

    assert ["d", "a", "a"] == passes(by_section(when, whole=gone), {"l2": 9}, more, {"l8": 1, "p9": 1})
    assert ["d", "d", "d"] == passes(by_section(when, whole=empty), {"l2": 9}, {"l8": 1}, {"l8": 1, "p9": 1})
    assert ["a", "d"] == passes(by_section({"score": "a", "over": 0}, whole=empty), {"p9": 1}, {"p9": 1, "l8": 1})
    every = by_section({"every": "indicator", "at_least": 10}, whole=gone)
    assert ["d", "a"] == passes(every, {"l2": 25}, {"l8": 1, "l2": 25})  # its indicators are left out with it
    inside = by_section({"score": "i2", "at_least": 10}, whole=gone)
    assert ["d", "a"] == passes(inside, {"l2": 25}, {"l8": 1, "l2": 25})
    alone = section("a", 40, row("i1", 40, **OUT)), section("b", 60, row("i3", 60))
    rows = [ROWS[0] | {"at_least": 0, "when": when}, ROWS[3]]
    policy = policy_of(*alone, bonuses="counted", grades={"rows": rows}, facts=EVENT)
    assert ["d", "a"] == passes(policy, {"l1": 9}, {"l1": 9, "p9": 1})


def test_what_is_left_out_in_words() -> None:
    """
    The read-back says what becomes of conditions that ask for what can be left out, where they do.
    """
    neither = "条件所问的得分，其项目不计得分和分值的，等次的条件视为成立，限制和升降的条件视为不成立。"
    scaled = "条件所问的类别得分，类别内有不计得分和分值的指标的，折算到类别总分后比较。"
    gone = {"points_when": [{"when": {"fact": "l8", "over": 0}, "points": "left_out"}]}

    def said(item: str, **keys: Any) -> tuple[bool, bool]:
        text = show(by_section({"score": item, "over": 1}, **keys), "zh")
        return neither in text, scaled in text

    assert (True, False) == said("i1")
    assert (False, True) == said("a")
    assert (False, False) == said("i2")
    assert (True, False) == said("i2", whole=gone)
    assert (True, True) == said("a", whole=gone)
    assert (False, False) == said("b", whole=gone)
    english = show(by_section({"score": "a", "over": 1}, whole=gone), "en")
    assert "conditions compare what is earned in it as scaled to the whole section" in english
    assert "it holds for a grade, and does not hold for what closes grades or moves them" in english


# Grades and conditions that nobody reaches, or everybody.


def said(*parts: Doc, **keys: Any) -> list[str]:
    """
    Give the codes of what is said of a policy with grades; all of it can be read in Chinese.
    """
    warnings = policy_of(*parts, **keys).warnings
    assert all(each.render("zh") for each in warnings)
    return [each.code for each in warnings]


@pytest.mark.parametrize(
    ("bonuses", "figure", "codes"),
    [
        (None, 100, []),
        (None, 101, ["grade_out_of_reach"]),
        ("counted", 1099, []),  # 100 and 999 of extra
        ("counted", 1100, ["grade_out_of_reach"]),
        ("apart", 101, ["grade_out_of_reach"]),
        ("within_base", 101, ["grade_out_of_reach"]),
        ({"reach": "counted", "limit": 5}, 105, []),
        ({"reach": "counted", "limit": 5}, 106, ["grade_out_of_reach"]),
        ({"reach": "within_base", "limit": 5}, 101, ["grade_out_of_reach"]),
    ],
)
@pytest.mark.parametrize("out", [{}, OUT])
def test_grade_that_no_total_reaches(bonuses: Any, figure: int, codes: list[str], out: Doc) -> None:
    """
    A row above the base, with what bonuses let on top of it, is warned of, where something can be left out too.
    """
    rules = [{"kind": "per_item", "deduct": {"l1": 1}}]
    one = row("i1", 40, **out, **({"rules": rules, "netting": None} if bonuses is None else {}))
    two = row("i2", 60, rules=[{"kind": "per_item", "deduct": {"l2": 1}}], netting=None)
    rows = [ROWS[0] | {"at_least": figure}, *ROWS[1:]]

    assert codes == said(one, two, bonuses=bonuses, grades={"rows": rows}, facts=EVENT)


def test_grade_that_one_role_reaches() -> None:
    """
    A figure for all roles is reached by one of them; one that is written for a role has to be reached by it.
    """
    roles = {"judge": "法官", "clerk": "书记员"}
    parts = (
        row("i1", 100, netting=None, rules=[{"kind": "per_item", "deduct": {"l1": 1}}]),
        row("i3", 5, extra=True, roles=["clerk"], floor=-5),
    )

    def codes(figure: Any, **keys: Any) -> list[str]:
        grades = {"rows": [ROWS[0] | {"at_least": figure}, *ROWS[1:]], **keys}
        return said(*parts, bonuses="counted", roles=roles, grades=grades, facts=PRAISED)

    assert [] == codes(105)
    assert ["grade_out_of_reach"] == codes(106)
    assert ["grade_out_of_reach"] == codes({"by": "role", "of": {"judge": 105, "clerk": 105}})
    assert [] == codes({"by": "role", "of": {"judge": 100, "clerk": 105}})
    assert [] == codes(106, moves=[UP])


def test_what_intervals_do_not_know_is_not_said() -> None:
    """
    Where an indicator has `bonuses` of its own, or the sums differ from the base, only intervals say what is reached.
    """
    limit = {"reach": "counted", "limit": 5}
    rows = [ROWS[0] | {"at_least": 106}, *ROWS[1:]]
    own = row("i1", 40, bonuses="counted")
    assert ["inner_bonuses"] == said(own, row("i2", 60), bonuses=limit, grades={"rows": rows})
    differs = {"judge": 110, "note": "原文如此"}
    assert ["base_differs"] == said(
        row("i1", 50), row("i2", 60), base_differs=differs, bonuses=limit, grades={"rows": rows}
    )


def on_points(grades: Doc) -> list[str]:
    """
    Give what is said where i1 has 0 to 1039 points or is left out, and i2 has -5 to 60, both in section a; i3 has -5 to 5.
    """
    lost = [{"kind": "per_item", "deduct": {"l2": 1}}]
    one = section("a", 100, row("i1", 40, **OUT), row("i2", 60, floor=-5, netting=None, rules=lost))
    facts: Doc = EVENT | {
        "far": {"label": "远", "min": 60, "max": 2000},
        "sort": {"type": "choice", "label": "类", "options": {"x": "甲", "z": "乙"}},
    }
    other = section("b", None, row("i3", 5, extra=True, floor=-5), extra=True)
    return said(one, other, bonuses="counted", grades=grades, facts=facts)


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        # i1 has 0 to 40 and 999 of extra, or is left out; i2 has -5 to 60; both in section a, of -5 to 1099
        ({"score": "i1", "at_least": 1040}, ["points_never"]),
        ({"score": "i1", "at_least": 1039}, []),
        ({"score": "i1", "over": 1039}, ["points_never"]),
        ({"score": "i1", "over": 1038}, []),
        ({"score": "i2", "under": -5}, ["points_never"]),
        ({"score": "i2", "at_most": -5}, []),
        ({"score": "i2", "at_least": 30, "at_most": 29}, ["points_never"]),
        ({"score": "i2", "at_least": -5}, ["points_always"]),
        ({"score": "i2", "over": -5}, []),
        ({"score": "i2", "at_most": 60}, ["points_always"]),
        ({"score": "i2", "under": 61, "at_least": 0}, []),
        ({"not": {"score": "i2", "under": 61}}, ["points_always"]),
        ({"score": "a", "at_most": 1099}, ["points_always"]),
        ({"score": "a", "at_least": 1100}, ["points_never"]),
        ({"score": "a", "at_least": -300}, []),  # scaled, it may be that low
        ({"score": "total", "over": 1104}, ["points_never"]),
        ({"score": "total", "at_least": "p9"}, []),
        ({"score": "i2", "at_most": "far"}, ["points_always"]),
        ({"score": "i2", "under": "far"}, []),
        ({"score": "i1", "at_most": "far"}, []),
        ({"score": "i2", "at_most": {"by": "sort", "of": {"x": 70, "z": 80}}}, []),  # nobody looks at each option
        ({"score": "i2", "at_most": {"by": "role", "of": {"judge": 70}}}, ["points_always"]),
        ({"every": "indicator", "at_least": 600}, ["points_never"]),
        ({"every": "indicator", "at_least": -5}, ["points_always"]),
        ({"every": "indicator", "at_least": 60}, []),
        ({"score": "i3", "over": 5}, ["points_never"]),
        (
            {"any": [{"every": "indicator", "at_least": 61}, {"score": "i1", "at_least": 0}]},
            ["points_never", "points_always"],
        ),
    ],
)
def test_condition_on_points_that_all_or_none_meet(when: Doc, codes: list[str]) -> None:
    """
    A condition on points that they cannot meet, or always do, is warned of.
    """
    assert codes == on_points({"rows": [ROWS[0] | {"when": when}, *ROWS[1:]]})


def test_bars_and_moves_that_ask_for_points_out_of_reach() -> None:
    """
    That is so in bars and moves too, each for its roles.
    """
    never, item = {"score": "i2", "over": 60}, {"at": "五", "roles": ["judge"]}
    bar, move = item | {"grade": "a", "when": never}, item | {"down": 1, "when": {"not": never}}
    assert ["points_never"] * 2 == on_points({"rows": ROWS, "bars": [bar], "moves": [move]})


def test_every_indicator_where_all_are_extra() -> None:
    """
    Where all indicators are extra there is none to ask for, and nothing is said of that.
    """
    when: Doc = {"every": "indicator", "at_least": 600}
    rows = [ROWS[0] | {"at_least": 1, "when": when}, ROWS[3]]

    assert [] == said(row("i3", 5, extra=True, floor=-5), base=0, bonuses="counted", grades={"rows": rows})
