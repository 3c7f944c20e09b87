"""
What people read of a computation: what decided, in labels with units, and nothing that changes nothing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from assess_rules.backends.reference import value_of
from assess_rules.ir import (
    Add,
    And,
    Compare,
    Const,
    Equal,
    Expr,
    Fact,
    Input,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Value,
)
from assess_rules.labels import Label
from assess_rules.pencil import shown_text
from assess_rules.plain import Names, PlainPencil
from assess_rules.report import explain, judged
from assess_rules.result_schema import result_schema
from assess_rules.statements.month import month_text
from test_around_rules import EVENT, ROWS, policy_of, row, score, section, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from assess_rules import Policy
    from assess_rules.labels import Language
    from conftest import Run
    from drafts import Doc


def figure(value: int, *, rate: bool = False) -> Const:
    return Const(Fraction(value) / (100 if rate else 1), rate=rate)


NAMES = Names(
    {
        "n": Input("n", "count", Label("件数", "Cases"), unit=Label("件", "cases")),
        "m": Input("m", "count", Label("次数", "Visits")),
        "on": Input("on", "flag", Label("在岗", "On duty")),
        "sort": Input(
            "sort", "choice", Label("类别", "Sort"), options=(("x", Label("轻", "Light")), ("y", Label("重")))
        ),
    },
    {"share": Label("占比", "Share")},
    frozenset({"share"}),
    {"i.row": Select(Compare(Fact("n"), ">=", figure(2)), figure(1), figure(0))},
)
KNOWN: dict[str, Value] = {
    "n": Fraction(3),
    "m": Fraction(0),
    "on": True,
    "sort": "x",
    "share": Fraction(62, 100),
    "i.row": Fraction(1),
    "due": Fraction(8),
}
N, M, ON, SHARE, DUE, ROW = Fact("n"), Fact("m"), Fact("on"), Ref("share"), Ref("due"), Ref("i.row")
ZERO, TWO, TEN = figure(0), figure(2), figure(10)
LESS = Fraction(-1)


def chosen(condition: Expr, then: Expr = TEN, otherwise: Expr = ZERO) -> Select:
    return Select(condition, then, otherwise)


WRITTEN: dict[str, Expr] = {
    # limits that change nothing
    "3 ÷ 2": Ratio(Max((ZERO, N)), TWO, ZERO),
    "8": Min((DUE, TEN)),
    "2 × (3 − 2)": Scale(Fraction(2), Max((ZERO, Add((N, Const(Fraction(-2))))))),
    "min(8, 2)": Min((DUE, TWO)),
    "min(10, 2)": Min((TEN, TWO)),
    "10  ": Min((TEN, TEN)),
    "max(0, 0 − 3)": Max((ZERO, Add((M, Scale(LESS, N))))),
    "8 ": Min((DUE, Add((TEN, N)))),
    "min(3, 8)": Min((N, DUE)),
    "round(3 ÷ 2)": Round(Ratio(Max((N, ZERO)), TWO, ZERO)),
    # what is 0, and what says why there is no more
    "3": Add((N, M)),
    "0": Add((M, Mul(TWO, M))),
    "5 + 2 × (max(3, 10) − 10)": Add((figure(5), Scale(Fraction(2), Add((Max((N, TEN)), Const(Fraction(-10))))))),
    "(Cases 3 cases > 2 → 0) + (Visits 0 < 2 → 0)": Add((chosen(Compare(N, "<=", TWO)), chosen(Compare(M, ">=", TWO)))),
    # what decided
    "Share 62% > 60% → 0": chosen(Compare(SHARE, "<=", figure(60, rate=True))),
    "Cases 3 cases ≥ 2 → 10": chosen(Compare(N, ">=", TEN), TWO, chosen(Compare(N, ">=", TWO))),
    "Cases 3 cases = 3 → 10": chosen(Compare(N, "=", figure(3))),
    "Cases 3 cases > 2 → 0": chosen(Compare(N, "=", TWO)),
    "Visits 0 < 2 → 0": chosen(Compare(M, "=", TWO)),
    "Cases 3 cases ≥ 2 and On duty: yes → 10": chosen(And((Compare(N, ">=", TWO), ON))),
    "Cases 3 cases ≥ 2 and Sort: Light → 10": chosen(And((Compare(N, ">=", TWO), Not(Equal(Fact("sort"), "y"))))),
    "Visits 0 < 2 → 0 ": chosen(And((Compare(N, ">=", TWO), Compare(M, ">=", TWO)))),
    "Cases 3 cases ≥ 2 → 10 ": chosen(Or((Compare(M, ">=", TWO), Compare(N, ">=", TWO), ON))),
    "Cases 3 cases < 10 and Visits 0 < 2 → 0": chosen(Or((Compare(N, ">=", TEN), Compare(M, ">=", TWO)))),
    "Cases 3 cases ≥ 2 and Visits 0 ≤ 2 → 10": chosen(Compare(N, ">=", TWO), chosen(Compare(M, "<=", TWO))),
    "Cases 3 cases < 8 + 2 → 2": chosen(Compare(N, ">=", Add((figure(8), TWO))), TEN, TWO),
    # the row of conditions, by what made it hold; and nothing of what is no figure that people know
    "Cases 3 cases ≥ 2 → 0": chosen(Compare(ROW, "=", figure(1)), ZERO, DUE),
    "0 ": chosen(Compare(ROW, ">", ZERO), ZERO, DUE),
    "10": chosen(Compare(DUE, ">", ZERO)),
    # where all values are the same nothing was decided; options and yes or no stand behind the formula
    "2": chosen(Compare(N, ">=", TWO), TWO, TWO),
    "2 ": chosen(Equal(Fact("sort"), "x"), TWO, TEN),
    "10 ": chosen(Not(ON), TWO, TEN),
}


@pytest.mark.parametrize(("text", "expr"), WRITTEN.items(), ids=WRITTEN)
def test_a_formula_has_what_people_would_write(text: str, expr: Expr) -> None:
    """
    What changes nothing is left out, and before a value that was taken stands what decided, as it came out.
    """
    assert text.strip() == PlainPencil(NAMES, KNOWN, value_of, "en").write(expr)


def test_no_row_of_conditions_is_no_reason() -> None:
    """
    Where no row of conditions holds, what the points are is not said to be decided.
    """
    pencil = PlainPencil(NAMES, {**KNOWN, "i.row": Fraction(0)}, value_of, "zh")

    assert "8" == pencil.write(chosen(Compare(ROW, "=", figure(1)), ZERO, DUE))


# Grades that the total reaches.

FACTS: Doc = {
    "p9": {"label": {"zh": "警告", "en": "Warnings"}, "unit": {"zh": "次", "en": "times"}},
    "ok": {"type": "flag", "label": {"zh": "交齐", "en": "Complete"}},
    "sort": {"type": "choice", "label": {"zh": "路线", "en": "Route"}, "options": {"x": "County", "z": "State"}},
}
LEFT_OUT: Doc = {"points_when": [{"when": {"fact": "p9", "at_least": 9}, "points": "left_out"}]}


def grading(when: Any, **keys: Any) -> Policy:
    """
    Make a policy of a section of 40 points (i1, which may be left out) and one of 60, whose best grade has a condition.
    """
    rows = [{**ROWS[0], "at": "六1", "when": when}, *ROWS[1:]]
    sections = (section("a", 40, row("i1", 20, **LEFT_OUT), row("i2", 20)), section("b", 60, row("i3", 60)))
    return policy_of(*sections, bonuses="counted", grades={"at": "六", "rows": rows, **keys}, facts=FACTS)


OFTEN: Doc = {"fact": "p9", "at_least": 1}
COMPLETE: Doc = {"fact": "ok", "is": True}


@pytest.mark.parametrize(
    ("when", "facts", "why"),
    [
        ({"score": "i2", "at_least": 18}, {"l2": 5}, "指标2 15, at least 18"),
        ({"score": "i1", "at_least": 18}, {"l1": 5}, "指标1 15, at least 18"),
        ({"score": "b", "over": 58}, {"l3": 5}, "类别b 55, more than 58"),
        ({"score": "a", "over": 38}, {"l2": 4, "p9": 9}, "类别a 32, more than 38"),  # 16 of 20
        ({"not": {"score": "i2", "at_least": 12}}, {"l2": 5}, "指标2 15, less than 12"),
        ({"every": "indicator", "at_least": 18}, {"l1": 4, "l2": 5}, "指标1 16, at least 18; 指标2 15, at least 18"),
        ({"any": [OFTEN, COMPLETE]}, {}, "Warnings 0 times, at least 1 or Complete: no"),
        ({"not": {"any": [OFTEN, COMPLETE]}}, {"p9": 2, "ok": True}, "Warnings 2 times, less than 1; Complete: yes"),
        ({"not": {"all": [OFTEN, COMPLETE]}}, {"p9": 2, "ok": True}, "Warnings 2 times, less than 1 or Complete: yes"),
        ({"fact": "sort", "is": "x"}, {"sort": "z"}, "Route: State, exactly County"),
        ({"not": {"fact": "sort", "is": "z"}}, {"sort": "z"}, "Route: State"),
        ({"fact": "p9", "is": 3}, {}, "Warnings 0 times, exactly 3"),
        ({"not": {"fact": "p9", "is": 0}}, {}, "Warnings 0 times, other than 0"),
    ],
    ids=str,
)
def test_why_a_grade_was_not_given(when: Any, facts: Doc, why: str) -> None:
    """
    Where the total reaches a grade whose condition does not hold, a line says what there is and what it asks for.
    """
    given = {"sort": "x"} if "sort" in str(when) else {}
    result = score(grading(when), **(given | facts))
    (found,) = result.grades_missed

    assert ("a", ("六1",), why) == (found.grade.id, found.grade.at, found.why.text("en"))
    assert f"\n  not Excellent: {why}  [六1]\n" in explain(result, "en")
    assert f"\n  未评为优秀: {found.why.text('zh')}  [六1]\n" in explain(result, "zh")
    data = result.to_dict()
    assert [{"grade": "a", "at": ["六1"], "why": {"zh": found.why.zh, "en": why}}] == data["grades_missed"]
    assert jsonschema.Draft202012Validator(result_schema()).is_valid(data)


def test_a_grade_without_clauses_has_no_brackets() -> None:
    """
    Neither grades nor their rows have to name a clause.
    """
    rows = [{**ROWS[0], "when": OFTEN}, *ROWS[1:]]
    policy = policy_of(row("i1", 100), bonuses="counted", grades={"rows": rows}, facts=EVENT)

    assert "\n  not Excellent: 警告 0, at least 1\n" in explain(score(policy), "en")


def test_grades_that_are_not_said_to_be_missed() -> None:
    """
    Nothing is said of a grade that is given, whose total is not reached, that a bar alone closes, or that no role can get.
    """
    policy = grading({"score": "i2", "at_least": 18}, bars=[{"grade": "a", "at": "七", "when": OFTEN}])
    for facts in ({}, {"l3": 20, "l2": 5}, {"p9": 1}):
        assert () == score(policy, **facts).grades_missed
    assert "grades_missed" not in score(policy).to_dict()
    rows = [{**ROWS[0], "when": {"role": ["clerk"]}}, *ROWS[1:]]
    roles = {"judge": "法官", "clerk": "书记员"}
    assert () == score(policy_of(row("i1", 100), bonuses="counted", roles=roles, grades={"rows": rows})).grades_missed
    assert () == score(policy_of(row("i1", 100), bonuses="counted")).grades_missed


def test_the_clauses_of_a_grade_are_those_of_its_row_or_of_all() -> None:
    """
    A row without clauses of its own rests on those of the grades.
    """
    rows = [{**ROWS[0], "when": {"score": "i1", "at_least": 99}}, *ROWS[1:]]
    policy = policy_of(row("i1", 100), bonuses="counted", grades={"at": "六", "rows": rows})

    assert [("六",)] == [each.grade.at for each in score(policy, l1=5).grades_missed]


@pytest.mark.parametrize(
    ("moves", "facts", "said"),
    [
        ([{"up": 1}], {}, ["1 grade up, which changes nothing"]),  # the best already
        ([{"up": 1}], {"l3": 20}, ["1 grade up"]),
        ([{"up": 1}, {"down": 1}], {}, ["1 grade up", "1 grade down"]),  # one takes back the other
        ([{"down": 2}], {"l3": 50}, ["2 grades down, which changes nothing"]),
    ],
)
def test_moves_that_change_nothing(moves: list[Doc], facts: Doc, said: list[str]) -> None:
    """
    A move beyond the last grade is said to change nothing, as text and as data.
    """
    keys = {"moves": [{**each, "at": "八", "when": COMPLETE} for each in moves]}
    result = score(grading({"score": "total", "at_least": 95}, **keys), ok=True, **facts)

    assert said == [each.label.text("en") for each in result.grade_events]
    assert [each.label.text("zh") for each in result.grade_events] == [
        each["label"] for each in result.to_dict()["grade_events"]
    ]


# Sums.


def worked(text: str) -> Fraction:
    """Work out a sum as it is written."""
    for sign, own in (("−", "-"), ("×", "*"), ("÷", "/")):
        text = text.replace(sign, own)
    return Fraction(eval(text)).limit_denominator(10**6)  # noqa: S307 (digits and signs of our own)


@pytest.mark.parametrize(
    ("facts", "sum_"),
    [
        ({}, "0.5 × 80 + 60"),
        ({"p9": 9, "l2": 5}, "(0.5 × 55 + 60) × 100 ÷ 90"),
        ({"p9": 9, "l2": 5, "p3": 8}, "(0.5 × 55 + 60) × 100 ÷ 90 + 8"),  # above the cap
        ({"p9": 9, "p4": 3}, "(0.5 × 60 + 60) × 100 ÷ 90 + 3"),  # an extra indicator
        ({"p9": 9, "l3": 10, "p2": 4}, "(0.5 × 60 + 50) × 100 ÷ 90 + 0.5 × 4"),
        ({"p9": 12, "l2": 5}, "0.5 × 55 × 100 ÷ 30"),  # the second section is left out too
        ({"p9": 9, "ok": True}, "(0.5 × 60 + 0) × 100 ÷ 90"),  # the second section has nothing, and its caps count
    ],
)
def test_a_scaled_sum_can_be_checked_with_a_pencil(facts: Doc, sum_: str) -> None:
    """
    What is earned is added up without what is extra and what is left out, times base by caps left; then what is extra.
    """
    gone = [{"when": {"fact": "p9", "at_least": 12}, "points": "left_out"}, {"when": COMPLETE, "points": 0}]
    first = section("a", 80, row("i1", 20, **LEFT_OUT), row("i2", 60), weight="50%")
    more = section(
        "c", None, row("i4", 9, extra=None, rules=[{"kind": "per_item", "add": {"p4": 1}}], netting=None), extra=True
    )
    policy = policy_of(first, section("b", 60, row("i3", 60), points_when=gone), more, bonuses="counted", facts=FACTS)
    result = score(policy, **facts)
    left = 30 if facts.get("p9") == 12 else 90
    scaled = f"  折算: 未除外的分值 {left}，折算到 100\n" if "p9" in facts else ""

    found = next(line for line in explain(result, "zh").splitlines() if line.startswith("合计: "))
    written = found.removeprefix("合计: ").split(" = ")[0]
    assert sum_ == written.removesuffix(" + 0")
    assert result.exact == worked(written)
    assert scaled in explain(result, "zh")
    assert ("折算: " in explain(result, "zh")) == bool(scaled)


@pytest.mark.parametrize(
    ("total", "facts", "en", "zh"),
    [
        ({"rounded": {"to": 5, "how": "down"}}, {"l1": 3}, "97 − 2 (rounding) = 95", "取整"),
        ({"at_least": 60}, {"l1": 50}, "50 + 10 (limits) = 60", "限幅"),
        (
            {"at_least": 61, "rounded": {"to": 5, "how": "up"}},
            {"l1": 50},
            "50 + 15 (limits and rounding) = 65",
            "限幅、取整",
        ),
    ],
)
def test_what_changed_the_total_is_called_as_it_is(total: Doc, facts: Doc, en: str, zh: str) -> None:
    """
    Limits and rounding are said where the policy has them.
    """
    result = score(policy_of(row("i1", 100), bonuses="counted", score=total), **facts)

    assert en in explain(result, "en")
    assert f"  {zh}  " in month_text(policy_of(row("i1", 100), bonuses="counted", score=total), result, "zh", "public")


def test_why_something_is_left_out_or_decided() -> None:
    """
    Behind what a condition decided of a section stands what made it hold.
    """
    rows = [{"when": {"all": [OFTEN, COMPLETE]}, "points": 0, "at": "五"}]
    policy = policy_of(
        section("a", 40, row("i1", 40), points_when=rows),
        section("b", 60, row("i2", 60)),
        bonuses="counted",
        facts=FACTS,
    )
    text = explain(score(policy, p9=2, ok=True, l1=3), "zh")

    assert "  小计: 37 − 37 = 0\n  按条件定分  [五]: −37  (警告 2 次 ≥ 1 且 交齐: 是)\n" in text


def test_points_that_no_condition_decided_are_just_points() -> None:
    """
    Where a condition could have decided, and did not, the points are called points; where it did, by what.
    """
    rows = [{"when": OFTEN, "points": 0, "at": "五"}]
    policy = policy_of(
        row("i1", 100, points_when=rows, rules=[{"kind": "per_item", "deduct": {"l1": 2}}], netting=None), facts=FACTS
    )
    texts = [explain(score(policy, p9=each, l1=4), "zh") for each in (0, 1)]

    assert "      失1: 2 × 4 = 8\n      得分: 100 − 8 = 92\n" in texts[0]
    decided = (
        "      按条件定分: 警告 1 次 ≥ 1 → 0\n      条件定分增减: 0 − (100 − 8) = −92\n      按条件定分  [五]: −92\n"
    )
    assert decided in texts[1]


SHARE_OF: Doc = {"share": {"label": {"zh": "占比", "en": "Share"}, "ratio": ["p9", "l9"], "empty": "0%"}}


def test_a_condition_on_a_derived_value_is_said_where_it_gives_nothing() -> None:
    """
    The comparison is written where a band gives 0, and where a condition lets a line keep its points.
    """
    bands = [{"at_most": "40%", "add": 40}, {"add": 0}]
    first = row("i1", 40, start="zero", netting=None, rules=[{"kind": "bands", "value": "share", "rows": bands}])
    fixed = [{"kind": "fixed", "when": {"fact": "share", "over": "90%"}, "deduct": 5}]
    policy = policy_of(first, row("i2", 60, rules=fixed, netting=None), facts=FACTS, derived=SHARE_OF)
    text = explain(score(policy, p9=31, l9=50), "en")

    assert "not earned 40  points 0\n      Share: 31 ÷ 50 = 62%\n      points of the row: Share 62% > 40% → 0\n" in text
    assert "cap 60  points 60\n      Share: 31 ÷ 50 = 62%\n      due: Share 62% ≤ 90% → 0\n" in text


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "等次 优秀  考核结论 合格"), ("en", "grade Excellent  verdict pass")]
)
def test_grade_and_verdict_have_their_headings(language: Language, said: str) -> None:
    """
    A statement says which is the grade and which the verdict.
    """
    assert said == judged(score(grading({"score": "i2", "at_least": 18})), language)


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(
    ("weight", "headings"),
    [
        (1, ["被考核人", "类别a", "类别b", "得分", "等次", "考核结论", "扣分、加分的指标"]),
        ("50%", ["被考核人", "类别a", "×0.5", "类别b", "得分", "等次", "考核结论", "扣分、加分的指标（已乘权重）"]),
    ],
)
def test_a_table_says_which_points_are_weighted(run: Run, tmp_path: Path, weight: Any, headings: list[str]) -> None:
    """
    Grade and verdict stand in columns of their own, and the heading says where losses are times their weights.
    """
    first = section("a", 40 if weight == 1 else 80, row("i1", 40 if weight == 1 else 80))
    keys = {} if weight == 1 else {"weight": weight}
    text = text_of(first | keys, section("b", 60, row("i2", 60)), bonuses="counted", grades={"rows": ROWS})
    rules, table = tmp_path / "rules.yaml", tmp_path / "facts.csv"
    rules.write_text(text, "utf-8")
    table.write_text("person,period,role,l1,p1,l2,p2\nE001,2024-03,judge,4,0,0,0\n", "utf-8")
    lines = run("score", rules, table, "--lang", "zh").out.splitlines()

    assert headings == next(line.split() for line in lines if "被考核人" in line)
    lost = "i1−4" if weight == 1 else "i1−2"
    assert ["优秀", "合格", lost] == next(line.split() for line in lines if "E001" in line)[-3:]


def test_what_decided_is_said_once() -> None:
    """
    Neither a step that repeats it, nor one that the same row leaves at 0, says again what decided.
    """
    rows = [{"at_least": 9, "add": 4}, {"at_least": 5, "deduct": 2}, {"deduct": 0}]
    bands = row("i1", 50, netting=None, rules=[{"kind": "bands", "value": "p9", "rows": rows}])
    fixed = [{"kind": "fixed", "when": OFTEN, "deduct": 50}, {"kind": "fixed", "when": OFTEN, "add": 3}]
    both = row("i2", 50, netting=None, rules=fixed)
    text = explain(score(policy_of(bands, both, bonuses="counted", facts=FACTS), p9=9), "en")

    assert 1 == text.count("Warnings 9 times ≥ 9 → 4\n") == text.count("Warnings 9 times ≥ 9")
    assert ["due", "after deduction and bonus"] == [
        line.split(":")[0].strip() for line in text.splitlines() if "Warnings 9 times ≥ 1 → " in line
    ]


def test_an_option_is_shown_as_it_is() -> None:
    """
    A value that is a text stands as it is, a flag as yes or no, a rate in per cent.
    """
    assert ["good", "yes", "否"] == [shown_text("good", "en"), shown_text(True, "en"), shown_text(False, "zh")]
    assert "12.5%" == shown_text(Fraction(1, 8), "en", rate=True)
