"""
Statements from the command line: how far a veto reaches, what a review may still change, why there is no figure.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from assess_rules.statements.schema import statements_schema
from conftest import Run
from test_cli import SHIPPED
from test_outcomes import FAILED, consequence, row, small_text
from test_outcomes_cli import as_csv
from years import VETOED, Row, month, year

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# A veto in February, a leave in March; the months after it would have had 88 and 100.
ROWS = [*year("E001", {1: 100, 2: VETOED, 3: "病假", 4: FAILED, 5: 100}), *year("E002", {4: 94})]
TO_YEAR_END = ("--reading", "veto_reach=to_year_end")


pytestmark = pytest.mark.usefixtures("wide")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path, "facts.csv", ROWS)


def written(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    path = folder / name
    path.write_text(as_csv(rows), "utf-8")
    return path


def statements(run: Run, *arguments: str | Path) -> list[dict[str, Any]]:
    """Give the statements of one person as valid data."""
    ended = run("explain", *arguments, "--format", "json")
    assert (0, "") == (ended.code, ended.err)
    data = json.loads(ended.out)
    jsonschema.Draft202012Validator(statements_schema()).validate(data)
    found: list[dict[str, Any]] = data["statements"]
    return found


def test_a_month_that_a_veto_of_another_reaches_has_no_score(run: Run, table: Path) -> None:
    """
    April is not evaluated because of February: the month's statement says so, as the year's does, and nothing of changes.
    """
    own = (SHIPPED, table, "--person", "E001", "--period", "2024-04")
    text = run("explain", *own, *TO_YEAR_END).out.splitlines()

    assert "【trial run, not an appraisal result】veto_reach = to_year_end" == text[2]
    assert ["score —  not evaluated  ← 2024-02  (pass mark 90)"] == text[3:]
    (data,) = statements(run, *own, *TO_YEAR_END)
    assert (None, "vetoed", "2024-02", [], {}, None) == (
        *(data["result"][key] for key in ("score", "verdict", "reached_from", "vetoes")),
        data["kept"],
        data["passed"],
    )
    public = run("explain", *own, *TO_YEAR_END, "--audience", "public").out
    assert ("no score" in public, "not evaluated" in public, "2024-02" in public) == (True, False, False)
    assert "score 88.00  fail  (pass mark 90)" in run("explain", *own).out
    assert "reached_from" not in statements(run, *own)[0]["result"]


def test_scores_know_how_far_a_veto_reaches(run: Run, table: Path) -> None:
    """
    Of one month or of all, April and May have no score, and it is said from where; E002 has one.
    """
    command = ("score", SHIPPED, table, *TO_YEAR_END, "--people")
    rows = list(csv.DictReader(io.StringIO(run(*command, "--format", "csv").out)))

    assert {
        ("E001", "2024-01"): ("100.00", "pass", ""),
        ("E001", "2024-02"): ("", "vetoed", ""),
        ("E001", "2024-03"): ("", "", ""),
        ("E001", "2024-04"): ("", "vetoed", "2024-02"),
        ("E001", "2024-05"): ("", "vetoed", "2024-02"),
        ("E002", "2024-04"): ("94.00", "pass", ""),
    } == {(each["person"], each["period"]): (each["score"], each["verdict"], each["reached_from"]) for each in rows}
    april = run(*command, "--period", "2024-04").out
    assert "not evaluated E001 · team 1 · 2024-04  ← 2024-02" in april
    data = json.loads(run(*command, "--period", "2024-04", "--format", "json").out)["results"]
    assert {"E001": "2024-02", "E002": None} == {each["person"]: each.get("reached_from") for each in data}
    assert "reached_from" not in run("score", SHIPPED, table, "--format", "csv").out


def test_a_month_on_leave_has_a_statement(run: Run, table: Path) -> None:
    """
    Who was not appraised is told so, with the reason; what may be posted does not have the reason.
    """
    own = (SHIPPED, table, "--person", "E001", "--period", "2024-03", "--lang", "zh")
    ended = run("explain", *own)

    head = ["宛城区人民法院执行工作绩效考核办法 1.0.0", "E001 · 员额法官 · 实施团队 1 · 2024-03"]
    assert (0, "", [*head, "不考核: 病假"]) == (ended.code, ended.err, ended.out.splitlines())
    assert [*head, "没有得分"] == run("explain", *own, "--audience", "public").out.splitlines()
    who = {"person": "E001", "role": "judge", "team": "1", "period": "2024-03"}
    version = {"policy": "wancheng_2023_127", "version": "1.0.0"}
    assert [{"not_appraised": {**who, "status": "病假", **version}, "under_review": []}] == statements(run, *own)
    assert [{"not_appraised": {**who, **version}, "under_review": []}] == statements(run, *own, "--audience", "public")
    assert 5 == len(statements(run, *own[:4]))


def test_what_a_review_may_still_change_is_marked(run: Run, tmp_path: Path) -> None:
    """
    With March under review, March, the quarter and the accountability of May are marked, and April is not.

    Where a veto reaches to the end of the year, the review of March may change April too.
    """
    rows = year(
        "E008", {1: FAILED, 2: FAILED, 3: FAILED, 4: 100, 5: FAILED}, role="clerk", clerk_quarter_appraisal=None
    )
    rows[2]["clerk_quarter_appraisal"] = 81
    table = written(tmp_path, "facts.csv", [*rows, month("E002", "2024-03", 100)])
    pending = tmp_path / "pending.csv"
    pending.write_text("person,period\nE008,2024-03\nE002,2024-03\n", "utf-8")
    own = (SHIPPED, table, "--person", "E008", "--pending", pending)
    line = "* provisional, as reviews are not finished: E008 2024-03"

    of_year = run("explain", *own, "--period", "2024").out.splitlines()
    assert line in of_year
    assert ["2024-03*", "2024-Q1*", "2024-03*", "2024-03*", "2024-05*"] == [
        each.split()[0] for each in of_year if "* " in each and each != line
    ]
    march, april = (run("explain", *own, "--period", f"2024-0{each}").out.splitlines() for each in (3, 4))
    assert (line, False) == (march[3], line in april)
    assert line in run("explain", *own, "--period", "2024-04", *TO_YEAR_END).out.splitlines()
    assert line in run("explain", *own, "--period", "2024-03", "--audience", "public").out.splitlines()
    # what is posted of the second quarter rests on nothing of March; the own statement has May's accountability
    second, posted = (
        run("explain", *own, "--period", "2024-Q2", "--audience", each).out for each in ("self", "public")
    )
    assert (True, False) == (line in second, line in posted)

    one = [{"person": "E008", "period": "2024-03"}]
    assert one == statements(run, *own, "--period", "2024-03")[0]["under_review"]
    (data,) = statements(run, *own, "--period", "2024")
    assert ["2024-03"] == [each["period"] for each in data["periods"] if each["under_review"]]
    assert [("2024-Q1", one), ("2024-Q2", [])] == [(each["span"], each["under_review"]) for each in data["rollups"]]


def test_why_a_quarter_has_no_figure_or_which(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A fact that is lacking or given twice is named by its label; means, weights and vetoes that count as failed are said.
    """
    monkeypatch.setenv("COLUMNS", "200")
    rows = [month("E008", "2024-01", 98, role="clerk"), month("E008", "2024-02", VETOED, role="clerk")]
    given = [{**each, "clerk_quarter_appraisal": 85} for each in rows]
    lacking, twice = written(tmp_path, "lacking.csv", rows), written(tmp_path, "twice.csv", given)
    own = ("--person", "E008", "--period", "2024-Q1", "--lang", "zh", "--reading", "vetoed_month=as_failed")

    said = [run("explain", SHIPPED, each, *own).out for each in (lacking, twice)]
    figures = "—  (合计(2024-01 98, 2024-02 0 (按不合格计)); {}; 2024-03 末次记录之后)"
    for text, what in zip(said, ("缺少 书记员季度考评得分", "重复给出 书记员季度考评得分"), strict=True):
        assert f"2024-Q1 书记员季度考评结果 [四（三）6]: {figures.format(what)}" in text.splitlines()

    rules = tmp_path / "small.yaml"
    plus = "\n  rollups: [{id: q, at: 五, label: 季度, each: quarter, periods: mean, plus: {mark: 0.4}}]"
    rules.write_text(small_text(consequence("{fact: praise, at_least: 1}") + plus, facts=["praise", "mark"]), "utf-8")
    table = written(tmp_path, "rows.csv", [row("2024-01", 3, mark=5), row("2024-02", 2), row("2024-03", 1)])
    text = run("explain", rules, table, "--person", "E001", "--period", "2024-Q1", "--lang", "zh").out
    # (7 + 8 + 9) / 3, and 0.4 x 5
    assert "2024-Q1 季度 [五]: 10.00  (平均(2024-01 7, 2024-02 8, 2024-03 9); 季度考评 0.4 × 5)" in text.splitlines()
    assert "  2024-01 不能确定: 谈话 [四]  (缺少 表扬)" in text.splitlines()


def test_what_is_posted_says_that_readings_are_provisional(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A line says so, and the data which they are; nothing is said where somebody has decided them all.
    """
    own = (table, "--person", "E002", "--audience", "public", "--lang", "zh", "--period")
    for period in ("2024-04", "2024"):
        assert "按暂定口径计算" == run("explain", SHIPPED, *own, period).out.splitlines()[-1]
        (data,) = statements(run, SHIPPED, *own, period)
        assert ["reduced", "part_point", "empty_stock", "bonus_reach", "beijing_points"] == data["provisional"]
    rules = tmp_path / "small.yaml"
    rules.write_text(small_text(consequence("{verdict: fail}")), "utf-8")
    rows = written(tmp_path, "rows.csv", [row("2024-04", 1)])
    for period in ("2024-04", "2024"):
        small = (rules, rows, "--person", "E001", "--audience", "public", "--lang", "zh", "--period", period)
        assert "按暂定口径计算" not in run("explain", *small).out
        assert [] == statements(run, *small)[0]["provisional"]


def test_labels_of_what_was_lost_are_in_both_languages(run: Run, table: Path) -> None:
    """
    April lost 12 points by o1; its label has the form that the labels of proposals have.
    """
    (data,) = statements(run, SHIPPED, table, "--person", "E001", "--period", "2024-Q2")

    assert ["o1"] == [each["indicator"] for each in data["lost"]]
    assert {"zh", "en"} == set(data["lost"][0]["label"])
