"""
Grades in all that follows from results: who has another one under a reading, a revision, a swept figure, a correction.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from test_rulebook import SECOND, changed

if TYPE_CHECKING:
    from conftest import Ended, Run

SCHEMAS = Path(__file__).parents[1] / "schemas"
ROWS = """\
    - {grade: first, label: {zh: 一等, en: First}, at_least: 9, verdict: pass}
    - {grade: second, label: {zh: 二等, en: Second}, at_least: {reading: edge}, verdict: pass}
    - {grade: third, label: {zh: 三等, en: Third}, at_least: 5, verdict: pass}
    - {grade: last, label: {zh: 无, en: None}, verdict: fail}
"""
READING = """{at: 四, question: 二等从几分起, options: {seven: {label: 七分, value: 7}, more: {label: 七分半, value: 7.5}},
  chosen: seven}"""
RULES = changed(
    (
        "pass_mark: 8\n",
        f"readings: {{edge: {READING}}}\ngrades:\n  rows:\n{ROWS}",
    )
)
# Scores are 10, 7, 7, 6, 3 and 8: a first, three seconds, a third, a last. With the other reading E002 and E003 are thirds.
TABLE = """\
person,role,period,errors,status
E001,officer,2024-03,0,
E002,officer,2024-03,3,
E003,officer,2024-03,3,
E004,officer,2024-03,4,
E005,officer,2024-03,7,
E006,officer,2024-03,2,
E007,officer,2024-03,,产假
"""
MOVED = [("grade", "E002", "second", "third"), ("grade", "E003", "second", "third")]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """
    Rules with four grades, and a table.
    """
    rules, table = tmp_path / "desk.yaml", tmp_path / "facts.csv"
    rules.write_text(RULES, "utf-8")
    table.write_text(TABLE, "utf-8")
    return rules, table


def valid(ended: Ended, schema: str, code: int = 0) -> Any:
    """Give what a command printed as JSON, once it meets its schema."""
    assert code == ended.code, ended.err
    data = json.loads(ended.out)
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{schema}.schema.json").read_text("utf-8"))).validate(data)
    return data


def moved(changes: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [(each["aspect"], each["name"], each["before"], each["after"]) for each in changes]


def test_a_reading_that_moves_grades_alone(run: Run, files: tuple[Path, Path]) -> None:
    """
    Another end of the second grade moves two people's grades, and no score, verdict or proposal.
    """
    named = valid(run("readings", *files, "--people", "--format", "json"), "readings")
    counted = valid(run("readings", *files, "--format", "json"), "readings")
    page, zh = run("readings", *files, "--people"), run("readings", *files, "--people", "--lang", "zh")

    assert [MOVED] == [moved(each["changes"]) for each in named["effects"]]
    ((counts, _),) = (each["counts"] for each in counted["effects"])  # of everybody and of the role
    assert {"score": 0, "verdict": 0, "grade": 2, "rank": 0} == {
        key: counts[key] for key in ("score", "verdict", "grade", "rank")
    }
    assert (["score", "verdict", "grade", "rank"], ["edge", "=", "more", "2"]) == (
        next(each.split()[1:5] for each in page.out.splitlines() if each.startswith(" options")),
        next(each.split() for each in page.out.splitlines() if each.startswith(" edge = more")),
    )
    assert "edge = more: grade · E002 · 2024-03: Second → Third\n" in page.out
    assert "edge = more: 等次 · E003 · 2024-03: 二等 → 三等\n" in zh.out


def test_a_revision_that_moves_grades_alone(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    A new end of the second grade is seen by diff: how many grades are others, and with names whose.
    """
    rules, table = files
    newer = tmp_path / "newer.yaml"
    newer.write_text(changed(*SECOND, ("chosen: seven", "chosen: more"), text=RULES), "utf-8")
    data = valid(run("diff", rules, newer, "--facts", table, "--people", "--format", "json"), "diff", 1)
    page, zh = (run("diff", rules, newer, "--facts", table, "--people", "--lang", each) for each in ("en", "zh"))

    assert MOVED == moved(data["impact"]["changes"])
    assert {2} == {each["grade"] for each in data["impact"]["groups"]}
    head, everybody = (each for each in page.out.splitlines() if each.startswith(("           results", "everybody")))
    assert ["grade", "2"] == [head.replace("now ", "").replace("other ", "").split()[6], everybody.split()[2]]
    assert "E002 · 2024-03 · grade: Second → Third\n" in page.out
    assert "E003 · 2024-03 · 等次: 二等 → 三等\n" in zh.out
    assert "nobody" not in page.out


def test_a_swept_end_counts_the_grades(run: Run, files: tuple[Path, Path]) -> None:
    """
    With the first from 8 on, E006's 8 are a first. No score or verdict is another one, and E006 is touched all the same.
    """
    rules, table = files
    asked = ("sweep", rules, "--facts", table, "--set", "grades.rows[0].at_least=8..9")
    data, page, zh = valid(run(*asked, "--format", "json"), "sweep"), run(*asked), run(*asked, "--lang", "zh")
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))

    wanted = [
        (None, {"first": 1, "second": 3, "third": 1, "last": 1}, 0),
        ("8", {"first": 2, "second": 2, "third": 1, "last": 1}, 1),
        ("9", {"first": 1, "second": 3, "third": 1, "last": 1}, 0),
    ]
    assert wanted == [(each["value"], each["grades"], each["touched"]) for each in data["values"]]
    assert [each[1] for each in wanted] == [
        {key: int(each[f"grade_{key}"]) for key in ("first", "second", "third", "last")} for each in rows
    ]
    assert ["8", "6", "6.8", "83.3%", "5", "1", "0", "1", "2", "2", "1", "1"] == next(
        each.split() for each in page.out.splitlines() if each.startswith(" 8 ")
    )
    assert "一等   二等   三等   无" in zh.out


def test_a_swept_figure_of_too_few_people(run: Run, files: tuple[Path, Path]) -> None:
    """
    Of two people's scores nothing is told, and no grade either.
    """
    rules, table = files
    table.write_text("".join(TABLE.splitlines(keepends=True)[:3]), "utf-8")
    asked = ("sweep", rules, "--facts", table, "--set", "grades.rows[0].at_least=8..9")
    data, page = valid(run(*asked, "--format", "json"), "sweep"), run(*asked)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out)))

    assert [None] * 3 == [each["grades"] for each in data["values"]]
    assert [""] * 3 == [each["grade_first"] for each in rows]
    assert ["8", "2", *"——————————"] == next(each.split() for each in page.out.splitlines() if each.startswith(" 8 "))


def test_outcomes_have_the_grades(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    Everybody's grade, how many have each, and on the page; without grades none of it is there.
    """
    data = valid(run("outcomes", *files, "--people", "--format", "json"), "outcomes")
    counted, page = (
        run("outcomes", *files, "--set", "display.places=0", "--format", "csv"),
        run("outcomes", *files, "--lang", "zh"),
    )
    plain = tmp_path / "plain.yaml"
    plain.write_text(changed(), "utf-8")
    without = valid(run("outcomes", plain, files[1], "--people", "--format", "json"), "outcomes")

    assert ["first", "second", "second", "third", "last", "second", None] == [
        each["grade"] for own in data["people"].values() for each in own
    ]
    assert {"first": 1, "second": 3, "third": 1, "last": 1} == data["counts"]["grades"]
    assert "grade,second,,,3," in counted.out
    assert "等次: 一等 1, 二等 3, 三等 1, 无 1\n" in page.out
    assert ("grades" in without["counts"], "grade" in without["people"]["E001"][0]) == (False, False)
    assert "等次" not in run("outcomes", plain, files[1], "--lang", "zh").out


def test_a_correction_that_moves_a_grade(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    The corrected period says both grades; grades that a reading moves where no facts were corrected are what else moves.
    """
    rules, table = files
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(TABLE.replace("E001,officer,2024-03,0", "E001,officer,2024-03,2"), "utf-8")
    asked = ("review", rules, "--before", table, "--after")
    page, zh = run(*asked, corrected), run(*asked, corrected, "--lang", "zh")
    data = valid(run(*asked, corrected, "--format", "json"), "review")
    others = valid(run(*asked, table, "--reading", "edge=more", "--format", "json"), "review")
    moves, gone = run(*asked, table, "--reading", "edge=more"), TABLE.replace("E001,officer,2024-03,0,\n", "")
    corrected.write_text(gone, "utf-8")

    assert "score 10.0 → 8.0 (−2)  verdict pass → pass  grade First → Second\n" in page.out
    assert "等次 一等 → 二等\n" in zh.out
    assert [] == data["moved"]
    assert MOVED == moved(others["moved"])
    assert ["grade", "E002", "2024-03", "Second", "Third"] == next(
        each.split() for each in moves.out.splitlines() if "E002" in each
    )
    assert "grade First → —\n" in run(*asked, corrected).out


def test_a_years_statement_has_the_grades(run: Run, files: tuple[Path, Path]) -> None:
    """
    A period's line has the grade before the verdict; what may be posted has neither.
    """
    rules, table = files
    table.write_text(TABLE + "E002,officer,2024-02,1,\n", "utf-8")
    asked = ("explain", rules, table, "--person", "E002", "--period", "2024")
    own, public = run(*asked), run(*asked, "--audience", "public")
    data = valid(run(*asked, "--format", "json"), "statements")

    assert "2024-02  Officer  9.0  First  pass" in own.out
    assert "2024-03  Officer  7.0  Second  pass" in own.out
    assert ["first", "second"] == [each["grade"] for each in data["statements"][0]["periods"]]
    assert "First" not in public.out


def test_a_condition_on_another_grade(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    Whom to talk to by the grade: diff says which grade it was and is, by its label, and for whom that matters.
    """
    outcomes = (
        "outcomes: {{consequences: [{{id: talk, at: 五, label: 约谈, when: {{grade: {}}}, propose: each_time}}]}}\n"
    )
    older, newer = files[0], tmp_path / "newer.yaml"
    older.write_text(RULES + outcomes.format("last"), "utf-8")
    newer.write_text(changed(*SECOND, text=RULES) + outcomes.format("third"), "utf-8")
    page = run("diff", older, newer, "--facts", files[1], "--people").out
    proposed = valid(run("outcomes", older, files[1], "--format", "json"), "outcomes")["proposals"]

    assert "when: the grade is “None” → the grade is “Third”" in page
    assert "E004 · 2024-03 talk · proposal: — → proposed" in page
    assert ["E005"] == [each["person"] for each in proposed]
