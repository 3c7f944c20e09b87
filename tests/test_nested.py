"""
Sections within sections, through small policies; each figure is worked out by hand beside it.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import jsonschema
import pytest

from assess_rules import Policy, PolicyError, diff, load_policy
from assess_rules.amounts import Figure, Ident
from assess_rules.canonical import digest
from assess_rules.cited import Items, figure_text
from assess_rules.defaults import left_out
from assess_rules.exact import number_text
from assess_rules.incentives.neutral import neutral
from assess_rules.incentives.reaches import extremes
from assess_rules.incentives.space import Space
from assess_rules.outcomes import entry, outcomes
from assess_rules.output import results_csv
from assess_rules.ownership import Ownership
from assess_rules.report import explain, moved
from assess_rules.revision.attribution import Attribution
from assess_rules.revision.structure import changes, with_changes
from assess_rules.show import show
from assess_rules.statements.month import month_data, month_text
from test_around_rules import ROWS, grade, policy_of, refused, row, score, section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assess_rules import Result
    from assess_rules.model import PolicySpec
    from conftest import Run
    from drafts import Doc

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/result.schema.json").read_text("utf-8"))
BACKENDS: tuple[Literal["compiled", "reference"], ...] = ("compiled", "reference")
OUT: Doc = {"facts": {"p9": {"label": "不参加"}}}


def outer(id_: str, total: Any, *inner: Doc, **keys: Any) -> Doc:
    """
    Write a section of sections.
    """
    written = {"id": id_, "at": "三", "label": f"大类{id_}", "total": total, "sections": list(inner), **keys}
    return {key: value for key, value in written.items() if value is not None}


def when(points: Any, fact: str = "p9") -> list[Doc]:
    """
    Write the one row of `points_when` that holds where a fact is 1.
    """
    return [{"when": {"fact": fact, "at_least": 1}, "points": points}]


def work(
    a: Mapping[str, Any] | None = None,
    b: Mapping[str, Any] | None = None,
    w: Mapping[str, Any] | None = None,
    i1: Mapping[str, Any] | None = None,
    **keys: Any,
) -> Policy:
    """
    Make a policy of w (70: half of a, 60, and two times b, 20) and c (30); in a i1 (30) and i2 (30), in b i3 (20), in c i4.
    """
    first = section("a", 60, row("i1", 30, **(i1 or {})), row("i2", 30), **{"weight": "50%", **(a or {})})
    second = section("b", 20, row("i3", 20), **{"weight": 2, **(b or {})})
    parts = outer("w", 70, first, second, **(w or {})), section("c", 30, row("i4", 30))
    return policy_of(*parts, **{"bonuses": "counted", **keys})


def subtotals(result: Result) -> dict[str, Any]:
    return {each.id: each.points for each in result.sections}


def points_of(result: Result) -> tuple[Any, Any]:
    """
    Give the subtotals and the exact score.
    """
    return subtotals(result), result.exact


# Sums and weights.


def test_points_count_times_the_weights_of_all_that_they_lie_in() -> None:
    """
    An indicator's points count times its own weight and those of both sections.
    """
    plain = score(work(), l1=6, l3=3, l4=1)

    # a: 24 + 30 = 54, half of it 27; b: 17, twice 34; w: 61; c: 29
    assert {"w": 61, "a": 54, "b": 17, "c": 29} == subtotals(plain)
    assert 90 == plain.exact
    assert ["i1 −3", "i3 −6", "i4 −1"] == list(moved(plain, "zh"))
    # w counts 10/7 times: 70 × 10/7 = 100, without c; i1 half: 15 + 30 = 45 are the caps of a, and 27 + 25 the rest
    one = section("a", 45, row("i1", 30, weight="50%"), row("i2", 30), weight="4/9")
    weighted = policy_of(outer("w", 40, one, section("b", 20, row("i3", 20)), weight="5/2"), bonuses="counted")
    result = score(weighted, l1=8, l2=5, l3=2)
    # a: 22/2 + 25 = 36, times 4/9 is 16; b: 18; w: 34, times 5/2 is 85
    assert ({"w": 34, "a": 36, "b": 18}, 85) == points_of(result)
    # 8 × 1/2 × 4/9 × 5/2 = 40/9; 5 × 4/9 × 5/2 = 50/9; 2 × 5/2 = 5
    assert ["i1 −4.444…", "i2 −5.555…", "i3 −5"] == list(moved(result, "zh"))
    assert [["a", "w"], ["a", "w"], ["b", "w"]] == [[each.id for each in result.around(line)] for line in result.lines]


def test_sums_may_differ_from_the_document_at_both_depths() -> None:
    """
    `total_differs` stands for what comes to another sum, in a section within another and in that one.
    """
    one = section("a", 60, row("i1", 50), total_differs={"judge": 50})
    other = section("b", 20, row("i2", 20))
    policy = policy_of(outer("w", 90, one, other, total_differs={"judge": 80}), base=90, bonuses="counted")

    assert ["total_differs", "total_differs"] == [each.code for each in policy.warnings]
    assert 70 == score(policy).exact  # 50 + 20: nobody can earn what no indicator gives
    same = outer("w", 100, section("a", 100, row("i1", 100)), total_differs={"judge": 100})
    assert ["differs_not"] == refused(same, bonuses="counted")


def test_weights_do_not_scale_where_nothing_is_left_out() -> None:
    """
    Where the caps do not come to the base, as the file says, weighted sections are added up as they are.
    """
    policy = policy_of(
        section("a", 40, row("i1", 40), weight=2), base=100, base_differs={"judge": 80}, bonuses="counted"
    )
    result = score(policy, l1=10)

    assert (60, None) == (points_of(result)[1], result.scaling)
    assert () == policy.plans["judge"].vetoes


PARTS = (("a", 40, "i1", "judge"), ("a", 30, "i2", "clerk"))


def test_parts_of_both_depths_are_one_column() -> None:
    """
    A section and one within it may be written in parts for different roles; each has one column, before what lies in it.
    """
    inner = [section(id_, cap, row(row_, cap), roles=[role]) for id_, cap, row_, role in PARTS]
    total = {"by": "role", "of": {"judge": 60, "clerk": 50}}
    one = outer("w", total, *inner, section("b", 20, row("i3", 20)), roles=["judge", "clerk"])
    other = outer("w", 60, section("a", 60, row("i4", 60)), roles=["driver"])
    roles = {"judge": "法官", "clerk": "书记员", "driver": "司机"}
    base = {"by": "role", "of": {"judge": 60, "clerk": 50, "driver": 60}}
    policy = policy_of(one, other, roles=roles, base=base, bonuses="counted")
    results = [score(policy, "judge", l1=1), score(policy, "clerk", l2=2, l3=4), score(policy, "driver", l4=3)]

    assert [{"w": 59, "a": 39, "b": 20}, {"w": 44, "a": 28, "b": 16}, {"w": 57, "a": 57}] == [*map(subtotals, results)]
    assert "score,verdict,exact,w,a,b,i1,i3,i2,i4,vetoes" in results_csv(results)
    data = results[0].to_dict()["sections"]
    assert [None, "w", "w"] == [each.get("within") for each in data]
    for each in results:
        jsonschema.validate(each.to_dict(), SCHEMA)


# Bonuses.


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("", 110),  # counted by the policy: 20 above the cap of i1, half of it
        ("w", 105),  # to 5 points of w
        ("wa", 101),  # to 2 points of a, which are 1 of w; w holds nothing
        ("wai", 103),  # to 6 points of i1, 3 of w
        ("i", 103),
    ],
)
def test_the_nearest_bonuses_holds(levels: str, expected: int) -> None:
    """
    Of the indicator, the section, the one around it and the policy that `bonuses` holds which is the nearest.
    """
    limits = {"w": 5, "a": 2, "i": 6}
    w, a, i1 = ({"bonuses": {"reach": "counted", "limit": limits[each]}} if each in levels else {} for each in "wai")
    policy = work(a, None, w, i1, bonuses="counted")

    assert expected == score(policy, p1=20).exact
    assert ["inner_bonuses"] * len(levels) == [each.code for each in policy.warnings]


def test_a_limit_holds_the_extra_of_all_sections_within() -> None:
    """
    The limit of a section of sections is in its points, and holds what its sections leave.
    """
    policy = work(a={"bonuses": "within_section"}, w={"bonuses": {"reach": "counted", "limit": 5}})
    result = score(policy, l2=4, p1=20, p3=4)

    # a: 50 + 26 − 16 that pass 60: 60, half 30, of its own `bonuses`; b: 24, twice 48, its 8 held to 5: 75 of w
    assert ({"w": 75, "a": 60, "b": 24, "c": 30}, 105) == points_of(result)
    assert {"a": 16, "w": 3} == result.cuts
    text = explain(result, "en")
    assert "\n    subtotal: 50 + 26 − 16 (bonus beyond the limit) = 60\n" in text
    assert "\n  subtotal: 0.5 × 60 + 2 × 24 − 3 (bonus beyond the limit) = 75\n" in text


@pytest.mark.parametrize("holder", ["policy", "w"])
def test_within_section_is_within_the_nearest_section(holder: str) -> None:
    """
    Whoever says `within_section`, each section within has room for its own extra; then the limit holds for all of it.
    """
    words: list[Any] = ["within_section", {"reach": "within_section", "limit": 4}]
    for word, expected in zip(words, (90, 88), strict=True):
        policy = work(w={"bonuses": word}) if holder == "w" else work(bonuses=word)
        result = score(policy, l2=12, p1=20, p3=7, l4=10)
        # a: 50 + 18, 8 beyond 60: 12 of extra, 6 of w; b: 20, 7 beyond: none; w: 30 + 40 = 70, of which 6 are held to 4
        assert {"a": 60, "b": 20, "c": 20}.items() <= subtotals(result).items()
        assert expected == result.exact


def test_the_section_around_has_no_room_of_its_own() -> None:
    """
    Where a document's own figures disagree, the room within a section stays as it is; what is nearer takes it first.
    """
    limited = {"reach": "within_section", "limit": 1}
    rows = (row("i1", 20), row("i2", 20, bonuses="within_section"), row("i5", 20, bonuses="counted"))
    differs = {"total_differs": {"judge": 60}, "bonuses": limited}
    policy = policy_of(outer("w", 50, section("a", 60, *rows), **differs), base=50)

    # a: 20 + 20 + 10, and 10 of extra of i2 for which there is room; none for i1, of which w would leave 1
    assert ({"w": 60, "a": 60}, 60) == points_of(score(policy, p1=10, p2=10, l5=10))
    assert ({"w": 51, "a": 60}, 51) == points_of(score(policy, p1=10, l5=10))


def test_within_base_is_within_what_all_have_not_earned() -> None:
    """
    Extra of a section within a section fills what is not earned anywhere, times both weights.
    """
    result = score(work(bonuses="within_base"), p1=20, l4=4)

    assert (100, {"total": 6}) == (points_of(result)[1], dict[str, Any](result.cuts))  # 10 of w, 4 of them for i4


# Extra.


def test_extra_sections_within_and_around() -> None:
    """
    An extra section may lie in one of the base; in an extra one all are extra, and have no total.
    """
    added = [{"kind": "per_item", "add": {"p1": 1}}]
    prizes = section("x", None, row("i5", 4, rules=added, netting=None), extra=True, weight=2)
    one = outer("w", 70, section("a", 70, row("i2", 70)), prizes)
    policy = policy_of(one, section("c", 30, row("i4", 30)), bonuses="counted")
    result = score(policy, l2=10, p1=9)
    # a: 60; x: 4 of 4, twice 8; w: 68; c: 30
    assert ({"w": 68, "a": 60, "x": 4, "c": 30}, 98) == points_of(result)
    assert [70, 70, None, 30] == [each.total for each in result.sections]

    whole = outer("w", None, section("x", None, row("i1", 9, rules=added, netting=None)), extra=True, weight="50%")
    policy = policy_of(section("c", 100, row("i4", 100)), whole, bonuses="counted")
    result = score(policy, p1=20, l4=30)
    assert ({"w": 9, "x": 9, "c": 70}, Fraction(149, 2)) == points_of(result)
    assert [False, True] == [each.extra for each in result.lines]


# Conditions that decide points.


@pytest.mark.parametrize(
    ("place", "points", "sums", "expected"),
    [
        # i1 has 24 of 30: a 54, w 27 + 40 = 67, c 30; in all 97
        ("a", 0, {"w": 40, "a": 0, "b": 20, "c": 30}, Fraction(70)),
        ("w", 0, {"w": 0, "a": 54, "b": 20, "c": 30}, Fraction(30)),
        ("a", "left_out", {"w": 40, "a": 0, "b": 20, "c": 30}, Fraction(100)),  # 70 of the 70 that are left
        ("b", "left_out", {"w": 27, "a": 54, "b": 0, "c": 30}, Fraction(95)),  # 57 of 60
        ("w", "left_out", {"w": 0, "a": 54, "b": 20, "c": 30}, Fraction(100)),  # 30 of 30
    ],
)
def test_conditions_decide_at_both_depths(place: str, points: Any, sums: dict[str, int], expected: Fraction) -> None:
    """
    A section that is left out counts neither points nor caps, wherever it lies; one of 0 points has its caps.
    """
    result = score(work(**{place: {"points_when": when(points)}}, **OUT), l1=6, p9=1)

    assert (sums, expected) == points_of(result)
    assert 97 == score(work(**{place: {"points_when": when(points)}}, **OUT), l1=6).exact
    gone = [f"{place} 不适用"] if points else []
    assert gone == [each for each in moved(result, "zh") if each.endswith("不适用")]
    out = [line.indicator for line in result.lines if any(each.left_out for each in result.around(line))]
    assert out == (({"w": ["i1", "i2", "i3"], "a": ["i1", "i2"], "b": ["i3"]})[place] if points else [])


def test_extra_of_what_is_decided_is_gone_and_rooms_are_of_what_is_left() -> None:
    """
    Where a section is left out, its extra fills nothing; where all are, there is no score.
    """
    rows = {"a": {"points_when": when("left_out")}, "w": {"points_when": when("left_out", "p8")}}
    policy = work(**rows, bonuses="within_base", facts={"p8": {"label": "停"}, "p9": {"label": "不参加"}})

    # without a 63 of 70 are earned, scaled to 90; its extra is gone with it
    assert 90 == score(policy, p1=20, l4=7, p9=1).exact
    assert Fraction(230, 3) == score(policy, p1=20, l4=7, p8=1).exact  # 23 of 30
    gone = [section(id_, 50, row(row_, 50), points_when=when("left_out")) for id_, row_ in (("a", "i1"), ("b", "i2"))]
    alone = policy_of(outer("w", 100, *gone), bonuses="counted", **OUT)
    assert ("vetoed", True) == (score(alone, p9=1).verdict, score(alone, p9=1).left_out)


def test_grades_hold_a_section_of_sections_against_figures_as_scaled_to_its_whole() -> None:
    """
    Where something in it is left out, what is earned in a section of sections is compared as scaled to all its caps.
    """
    grades = {"rows": [{**ROWS[0], "at_least": 1, "when": {"score": "w", "at_least": 63}}, *ROWS[1:]]}
    policy = work(b={"points_when": when("left_out")}, grades=grades, **OUT)

    # b is left out: a has 54 of 60, half of it is 27 of 30, as 63 of 70
    assert ["a", "b"] == [grade(score(policy, l1=each, p9=1))[0] for each in (6, 7)]
    # what lies in what is left out counts for nobody either
    every = {"rows": [{**ROWS[0], "when": {"every": "indicator", "at_least": 30}}, *ROWS[1:]]}
    assert "a" == grade(score(work(w={"points_when": when("left_out")}, grades=every, **OUT), l1=6, p9=1))[0]
    assert "b" == grade(score(work(w={"points_when": when(0)}, grades=every, **OUT), l1=6))[0]
    text = show(policy, "en")
    assert "conditions compare what is earned in it as scaled to the whole section" in text


# A whole policy.


GOOD = Path(__file__).parent / "policies/good/sections_within_sections.yaml"
MONTH = {"closed": 65, "goal": 50, "overdue": 6, "errors": 4, "retrials": 1, "duty": 26, "awards": 5, "on_leave": False}
GOLDEN: Mapping[str, tuple[dict[str, Any], dict[str, Any], Fraction]] = {
    # speed: 50 + 15 of extra + 30 − 18 = 77, whose extra has room for 80 − 62 = 18; half of it 38.5
    # quality: 20 − 2 + 10 − 5 = 23; work: 61.5, of which 7.5 are extra, held to 6: 60; duty: 26
    # prizes: 15, at most 12, half of it 6, held to 4 in more; in all 60 + 26 + 4
    "a judge": ({}, {"work": 60, "speed": 77, "quality": 23, "conduct": 26, "more": 4, "prizes": 12}, Fraction(90)),
    # speed: 50 + 8 + 30 − 6 = 82, whose extra of 8 has room for 80 − 74 = 6: 80, half of it 40, 3 of them extra
    # quality: 30; work: 70; prizes: 3, half of it 1.5
    "within the room of one section": (
        {"closed": 58, "overdue": 2, "errors": 0, "retrials": 0, "awards": 1},
        {"work": 70, "speed": 80, "quality": 30, "conduct": 26, "more": Fraction(3, 2), "prizes": 3},
        Fraction(195, 2),
    ),
    # speed is left out: 23 + 26 = 49 of 30 + 30, times 100 ÷ 60 is 81 2/3, and the 4 of more as they are
    "on leave": (
        {"on_leave": True},
        {"work": 23, "speed": 0, "quality": 23, "conduct": 26, "more": 4, "prizes": 12},
        Fraction(257, 3),
    ),
    # speed: 40 − 6 = 34, whole; quality: 18 + 7 = 25; work: 59
    "a clerk": (
        {"role": "clerk", "files": 3, "errors": 4, "service": 7, "duty": 30, "awards": 1},
        {"work": 59, "speed": 34, "quality": 25, "conduct": 30, "more": Fraction(3, 2), "prizes": 3},
        Fraction(181, 2),
    ),
}


@pytest.mark.parametrize("case", GOLDEN)
def test_a_whole_policy_scores_as_by_hand(case: str) -> None:
    """
    What was worked out by hand comes out, for both backends.
    """
    policy, (facts, sums, expected) = load_policy(GOOD), GOLDEN[case]
    record = facts if "role" in facts else {"role": "judge", **MONTH, **facts}

    assert () == policy.warnings
    for backend in BACKENDS:
        assert (sums, expected) == points_of(policy.score(record, backend=backend))


def test_the_table_of_scores_says_what_lies_in_what(tmp_path: Path, run: Run) -> None:
    """
    The head of a subtotal within another names both.
    """
    facts = tmp_path / "facts.csv"
    names = [*MONTH, "person", "role", "period"]
    values = {**MONTH, "person": "E001", "role": "judge", "period": "2024-01", "on_leave": "false"}
    facts.write_text(f"{','.join(names)}\n{','.join(str(values[each]) for each in names)}\n", "utf-8")
    shown = " ".join(run("score", GOOD, facts, "--lang", "zh").out.split())

    assert "办案 › 效率 附加 › 表彰 被考核人 办案 ×0.5 办案 › 质量 纪律 附加 ×0.5 得分" in shown  # long heads break
    assert "60 77 23 26 4 12 90.00" in shown


# What follows from points of sections.


def test_outcomes_ask_for_sections_of_both_depths() -> None:
    """
    A consequence may ask for the points of a section and of one within it.
    """
    rows = [
        {"id": f"of_{each}", "at": "七", "label": "约谈", "when": {"score": each, "under": 40}, "propose": "each_time"}
        for each in ("w", "a", "b")
    ]
    policy = work(outcomes={"consequences": rows})
    record = {"role": "judge", "person": "E001", "period": "2024-01", **dict.fromkeys(("l1", "l2", "l3", "l4"), 0)}
    record |= dict.fromkeys(("p1", "p2", "p3", "p4"), 0)
    found = outcomes([entry(policy, policy.accept({**record, **lost})) for lost in ({"l1": 30},)])

    assert ["of_a", "of_b"] == [each.id for each in found.proposals]  # w 55, a 30, b 20


def test_the_incentive_map_has_the_ranges_of_both() -> None:
    """
    What subtotals can reach is found for both depths.
    """
    policy = work(bonuses="within_section")
    space = Space(policy, "judge")
    base = neutral(space)
    assert base is not None
    found = extremes(space, base)

    ends = {(measure.id, way): each.value for (measure, way), (each, _) in found.items() if measure.what == "section"}
    assert {("w", 1): 70, ("w", -1): 0, ("a", 1): 60, ("b", 1): 20, ("b", -1): 0}.items() <= ends.items()


# What people read.


def test_a_statement_shows_what_lies_in_what() -> None:
    """
    Statements write sections within sections further to the right, and the total adds up the outer ones.
    """
    result = score(work(), l1=6, l3=3, l4=1)
    text = explain(result, "en")

    assert [
        "三 大类w", "  二 类别a", "    subtotal: 24 + 30 = 54", "  二 类别b", "    subtotal: 17 = 17",
        "  subtotal: 0.5 × 54 + 2 × 17 = 61", "二 类别c", "  subtotal: 29 = 29", "total: 61 + 29 = 90",
    ] == [each for each in text.splitlines() if "类" in each or "total" in each]  # fmt: skip
    assert "    二1 i1 指标1  cap 30  deducted 6  points 24\n        失1: 1 × 6 = 6\n" in text
    starts = [each.index("cap") for each in text.splitlines() if " cap " in each]
    assert [starts[0]] * 4 == starts  # the columns are straight
    page = month_text(work(), result, "en", "public")
    assert "\n  三 大类w  61\n    二 类别a  54\n    二 类别b  17\n  二 类别c  29\n" in page
    posted = month_data(work(), result, "public")["sections"]
    assert [("w", None), ("a", "w"), ("b", "w"), ("c", None)] == [(each["id"], each.get("within")) for each in posted]


def test_the_read_back_says_what_lies_in_what_and_which_total_is_meant() -> None:
    """
    `show` has a passage within a passage, with what `within_section` means there, and so for one role.
    """
    policy = work(w={"bonuses": "within_section"}, bonuses="within_section")
    english, chinese = show(policy, "en"), show(policy, "zh", "judge")

    assert 2 == english.count("count as far as the total of the section that they lie in, the inner one, is not earned")
    assert 2 == chinese.count("与所在类别（分小类的，为小类）其他得分合计不超过该类别总分")
    assert "\n三 大类w (w)\n  Total: 70 points.\n" in english
    assert "\n  二 类别a (a)\n    Total: 60 points.\n    Its points are multiplied by 50%" in english
    assert "\n    二1 指标1 (i1)\n" in english
    plain = show(policy_of(section("a", 100, row("i1", 100)), bonuses="within_section"), "en")
    assert "as far as the section's total is not earned otherwise" in plain


# Versions.


I1, I2, I3 = row("i1", 30), row("i2", 30), row("i3", 20)
A, B, C = section("a", 60, I1, I2), section("b", 20, I3), section("c", 20, row("i4", 20))
OF_W = (outer("w", 80, A, B), C)
W: Doc = {"at": "三", "label": "大类w"}
BOTH: Doc = {"roles": {"judge": "法官", "clerk": "书记员"}}
FOR_EACH = (
    outer("w", 100, section("a", 100, row("i1", 100)), roles=["judge"]),
    outer("w", 100, section("a", 100, row("i2", 100)), roles=["clerk"]),
)
REVISIONS: Mapping[str, tuple[tuple[Doc, ...], tuple[Doc, ...], Doc, list[str]]] = {
    "an indicator moves to the section beside it": (
        *(OF_W, (outer("w", 80, section("a", 30, I1), section("b", 50, I3, I2)), C), {}),
        ["sections.a.total: 60 → 30", "sections.b.total: 20 → 50", "indicators.i2.section: a → b"],
    ),
    "sections move into another": (
        *(OF_W, (outer("w", 60, A), outer("v", 40, B, C)), {}),
        [
            *("sections.w.total: 80 → 60", "sections.b.section: w → v"),
            *("sections.c.section: None → v", "sections.v: None → 大类v"),
        ],
    ),
    "a section of sections becomes one of indicators": (
        *(OF_W, (section("w", 80, I1, I2, I3, **W), C), {}),
        [
            *("sections.a: 类别a → None", "sections.b: 类别b → None"),
            *(f"indicators.i{number}.section: {old} → w" for number, old in ((1, "a"), (2, "a"), (3, "b"))),
        ],
    ),
    "two sections that lie in one another change places": (
        *(OF_W, (outer("a", 80, section("w", 60, I1, I2, **W), B, at="二", label="类别a"), C), {}),
        [
            *("sections.w.total: 80 → 60", "sections.w.section: None → a"),
            *("sections.a.total: 60 → 80", "sections.a.section: w → None"),
            *("sections.b.section: w → a", "indicators.i1.section: a → w", "indicators.i2.section: a → w"),
        ],
    ),
    "the order of sections within": (
        *(OF_W, (outer("w", 80, B, A), C), {}),
        ["sections.w.sections: ('a', 'b') → ('b', 'a')"],
    ),
    "one that is there for another role": (
        *((outer("w", 100, section("a", 100, row("i1", 100))),), FOR_EACH, BOTH),
        [
            *("sections.w[0].roles: () → (judge)", "sections.w[1]: None → 大类w"),
            *("sections.a[1]: None → 类别a", "indicators.i2: None → 指标2"),
        ],
    ),
}


def said(value: Any) -> str:
    """
    Write a value of a change as these tests have it.
    """
    if isinstance(value, Figure):
        return number_text(value.value)
    if isinstance(value, tuple) and value and isinstance(value[0], Ident):
        return f"({', '.join(each.name for each in value)})"
    return str(value.label.zh if hasattr(value, "label") else value)


def rows_of(spec: PolicySpec) -> list[str]:
    return [each.id.name for each in Ownership(spec).indicators]


@pytest.mark.parametrize("case", REVISIONS)
def test_a_revision_of_sections_within_sections(case: str) -> None:
    """
    It is said what moved where; all changes make the new version, none the old one, and some lose no indicator of both.
    """
    *parts, keys, expected = REVISIONS[case]
    old, new = (policy_of(*each, **keys, bonuses="counted") for each in parts)
    for one, other in ((old, new), (new, old)):
        before, after = left_out(one.spec), left_out(other.spec)
        found = [each for each in changes(before, after) if not each.path.startswith("facts")]
        every = {each.paths for each in changes(before, after)}
        if one is old:
            assert expected == [f"{each.path}: {said(each.before)} → {said(each.after)}" for each in found]
        assert digest(after) == digest(with_changes(before, after, every))
        assert digest(before) == digest(with_changes(before, after, set()))
        ids = set(rows_of(before)) & set(rows_of(after))
        for each in every:
            for taken in ({each}, every - {each}):
                kept = rows_of(with_changes(before, after, taken))
                assert ids <= set(kept)
                assert len(kept) == len(set(kept))
    assert diff(old, new).changes


def test_a_section_that_moves_moves_points_with_it() -> None:
    """
    What a change of place is worth is split exactly: the limit of w holds the extra of b no longer.
    """
    limit: Doc = {"reach": "counted", "limit": 5}
    old = work(w={"bonuses": limit})
    one = outer("w", 30, section("a", 60, row("i1", 30), row("i2", 30), weight="50%"), bonuses=limit)
    other = outer("v", 20, section("b", 20, row("i3", 20)), weight=2)
    new = policy_of(one, other, section("c", 30, row("i4", 30)), bonuses="counted")
    found = Attribution(old, new, tuple(changes(left_out(old.spec), left_out(new.spec))))
    facts = {**dict.fromkeys(("l1", "l2", "l3", "l4", "p1", "p2", "p3", "p4"), 0), "p3": 10}
    split = found.split("judge", facts)

    assert split is not None
    # w: 30 + 2 × 30, of whose 20 of extra 5 count: 75; then w 30 and v 30, twice 60
    assert [105, 120] == [split.before, split.after]
    assert 15 == sum(each.points for each in split.shares.values())


# Defaults, clauses, paths.


def test_defaults_written_out_in_a_section_within_say_the_same() -> None:
    """
    Roles that are those of the section around it, and a rule's clause that is its indicator's, change no digest.
    """
    plain = row("i1", 100)
    rule = {**plain["rules"][0], "at": plain["at"]}
    beside = section("c", 100, row("i4", 100), roles=["clerk"])
    ways: list[tuple[Doc, Doc]] = [(plain, {}), ({**plain, "rules": [rule]}, {"roles": ["judge"]})]
    texts = [(outer("w", 100, section("a", 100, each, **keys), roles=["judge"]), beside) for each, keys in ways]
    one, other = (policy_of(*each, **BOTH, bonuses="counted") for each in texts)

    assert one.stamp.source_hash == other.stamp.source_hash


def test_sections_within_are_items_of_their_own() -> None:
    """
    A clause file names sections within others as all sections; each has its own clauses and figures.
    """
    items = Items(work(a={"at": "四1"}).spec)
    sections = {each.name: each for each in items.all if each.name.startswith("sections.")}

    assert ["sections.w", "sections.a", "sections.b", "sections.c"] == list(sections)
    assert [("三",), ("四1",)] == [sections[f"sections.{each}"].citations[0].at for each in ("w", "a")]
    assert [["70"], ["60", "50%"]] == [
        [figure_text(each.figure) for each in sections[f"sections.{name}"].figures] for name in ("w", "a")
    ]


def test_paths_lead_to_sections_within() -> None:
    """
    A path names a section within another through that one or alone, and indicators wherever they lie.
    """
    policy = work()
    for path in ("sections.a.label", "sections.w.sections.a.label", "sections[0].sections[0].label"):
        assert "新" == policy.with_changes({path: "新"}).spec.sections[0].sections[0].label.zh
    for path in ("indicators.i3.label", "sections.w.indicators.i3.label", "sections.b.indicators.i3.label"):
        assert "新" == policy.with_changes({path: "新"}).spec.sections[0].sections[1].indicators[0].label.zh
    with pytest.raises(PolicyError) as caught:
        policy.with_changes({"sections.x.label": "新"})
    assert ("w", "a", "b", "c", "0", "1") == caught.value.diagnostics[0].params["allowed"]
    with pytest.raises(PolicyError) as caught:
        policy.with_changes({"sections": "[1]", "sections.w.label": "新"})
    assert ("0",) == caught.value.diagnostics[0].params["allowed"]
