"""
One figure of the rules at several values: what everybody comes to with each, and the command that says so.
"""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from assess_rules import Policy, PolicyError
from assess_rules.cli.sweep import swept
from assess_rules.cli.usage import in_chinese
from assess_rules.rulebook import rulebook
from assess_rules.sweep import sweep
from assess_rules.tables import read_rows
from test_rulebook import changed

if TYPE_CHECKING:
    from assess_rules.sweep import Sweep
    from conftest import Run

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[1] / "schemas" / "sweep.schema.json").read_text("utf-8"))
)
DEDUCT = "indicators.i1.rules[0].deduct.errors"
VETO = "vetoes: {at: 三, effect: no_score, reach: period, counts_as: left_out, events: {forged: {label: 造假}}}\n"
RULES = changed(
    ("roles: {officer:", "roles: {chief: {zh: 组长, en: Chief}, officer:"), ("unit: 件}", "unit: 件, max: 9}")
)
TABLE = """\
person,role,period,errors,forged,status
E001,officer,2024-02,0,false,
E001,officer,2024-03,2,false,
E002,officer,2024-03,3,false,
E003,officer,2024-03,4,true,
E004,chief,2024-03,3,false,
E005,chief,2024-03,,,产假
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """
    Rules by which an error costs a point, and a table: two pass, two fail, one is vetoed, and one is on leave.
    """
    rules, table = tmp_path / "desk.yaml", tmp_path / "facts.csv"
    rules.write_text(RULES + VETO, "utf-8")
    table.write_text(TABLE, "utf-8")
    return rules, table


def found(files: tuple[Path, Path], path: str, *values: str | Fraction, role: str | None = None) -> Sweep:
    book = rulebook([Policy.from_text(files[0].read_bytes(), "desk.yaml")])
    return sweep(book, read_rows([files[1]], book.door), path, values, role)


def figures(swept: Sweep) -> list[tuple[object, ...]]:
    return [
        (each.value, each.scored, each.mean, each.verdicts, each.pass_rate, each.touched)
        for each in (swept.before, *swept.tried)
    ]


def test_each_value_is_counted_beside_the_rules_as_they_are(files: tuple[Path, Path]) -> None:
    """
    Scores are 10, 8, 7 and 7 at a point for an error; 10, 9, 8.5, 8.5 at a half, by which all but the vetoed pass.

    At two points it is 10, 6, 4, 4. E001's February and who is vetoed are touched by nothing.
    """
    assert [
        (None, 4, Fraction(8), (2, 2, 1), Fraction(2, 5), 0),
        ("0.5", 4, Fraction(9), (4, 0, 1), Fraction(4, 5), 3),
        ("1", 4, Fraction(8), (2, 2, 1), Fraction(2, 5), 0),
        ("2", 4, Fraction(6), (1, 3, 1), Fraction(1, 5), 3),
    ] == figures(found(files, DEDUCT, Fraction(1, 2), "1", "2"))
    assert [(None, 3, Fraction(25, 3), (2, 1, 1), Fraction(1, 2), 0)] == figures(found(files, DEDUCT, role="officer"))


def test_of_few_nothing_is_told(files: tuple[Path, Path]) -> None:
    """
    Of two results and fewer a sum would tell of one person.
    """
    assert [(None, None, None, None, None, None), ("2", None, None, None, None, None)] == figures(
        found(files, DEDUCT, "2", role="chief")
    )


def test_what_cannot_be_computed_says_why(files: tuple[Path, Path]) -> None:
    """
    Records that do not fit are told by the fact, without anybody's figure; rules that refuse a value say what they say.
    """
    records, rules = found(files, "facts.errors.max", "3", "4"), found(files, "indicators.i1.cap", "9", "10")

    assert ["some records cannot be scored with it: errors"] == [each.text("en") for each in records.tried[0].unfit]
    assert (None, ()) == (records.tried[0].verdicts, records.tried[1].unfit)
    assert (5, 3) == (records.tried[0].records, records.tried[1].people - 1)
    assert ["chief, officer have 9 of 10"] == [each.text("en") for each in rules.tried[0].unfit]
    assert figures(rules)[0][1:] == figures(rules)[2][1:]
    with pytest.raises(PolicyError, match="there is no `i9`"):
        found(files, "indicators.i9.cap", "9", "10")


def test_without_verdicts_there_is_no_pass_rate(files: tuple[Path, Path]) -> None:
    """
    A policy without a pass mark has means alone.
    """
    files[0].write_text(RULES.replace("pass_mark: 8\n", ""), "utf-8")
    files[1].write_text(
        TABLE.replace(",forged", "").replace(",false,", ",").replace(",true,", ",").replace(",,,", ",,")
    )

    assert [(None, 5, Fraction(38, 5), (0, 0, 0), None, 0)] == figures(found(files, DEDUCT))


def test_the_page(run: Run, files: tuple[Path, Path]) -> None:
    """
    The rules as they are stand first, then each value; below it says what was refused, in either language.
    """
    rules, table = files
    ended = run("sweep", rules, "--facts", table, "--set", f"{DEDUCT}=0.5..1", "--set", "pass_mark=7", "--step", "0.5")
    chief = ("--role", "组长", "--lang", "zh")
    other = run("sweep", rules, "--facts", table, "--set", "facts.errors.max=3..4", *chief)

    assert (0, PAGE, "") == (ended.code, ended.out, ended.err)
    assert (0, CHINESE) == (other.code, other.out)


PAGE = """\
Desk duty 1.0.0
【trial run, not an appraisal result】indicators.i1.rules[0].deduct.errors, pass_mark = 7

all

 value      people   mean score   pass rate   pass   fail   not evaluated   people touched
 ─────────────────────────────────────────────────────────────────────────────────────────
 as it is        4          8.0       80.0%      4      0               1                0
 0.5             4          9.0       80.0%      4      0               1                3
 1               4          8.0       80.0%      4      0               1                0

"""
CHINESE = """\
值班考核办法 1.0.0
【试算，不作为考核结果】facts.errors.max

组长

 取值   人数   平均得分   合格率   合格   不合格   不予评价   受影响人数
 ───────────────────────────────────────────────────────────────────────
 现行      1          —        —      —        —          —            —
 3         1          —        —      —        —          —            —
 4         1          —        —      —        —          —            —

3: 未算: 有记录不能按此计算：errors
"""


def test_data_and_files(
    run: Run,
    files: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    JSON is valid against the schema, a table has a row for each value, and a file has its run record beside it.
    """
    command = ("sweep", files[0], "--facts", files[1], "--set", "facts.errors.max=3..5")
    data = json.loads(run(*command, "--format", "json").out)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    written = run(*command, "-o", tmp_path / "found.csv", "--lang", "zh")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "found.csv").read_text("utf-8-sig"))))
    record = json.loads((tmp_path / "found.csv.run.json").read_text("utf-8"))

    SCHEMA.validate(data)
    assert [None, "3", "4", "5"] == [each["value"] for each in data["values"]]
    assert ["0.4", None, "0.4", "0.4"] == [each["pass_rate"] for each in data["values"]]
    assert ["", "3", "4", "5"] == [each["facts.errors.max"] for each in rows]
    assert ["8", "", "8", "8"] == [each["exact_mean"] for each in rows]
    assert ["", "有记录不能按此计算：errors", "", ""] == [each["unfit"] for each in rows]
    assert {"试算，不作为考核结果"} == {each["trial"] for each in rows}
    assert {"facts.errors.max": ["3", "4", "5"]} == record["sweep"]
    assert "1/3\r2/3\r3/3" in written.err.replace("\n", "")
    assert written.err.endswith("found.csv: 试算，不作为考核结果\n")


@pytest.mark.parametrize(
    ("change", "step", "values"),
    [
        ("a=8..10", None, ["8", "9", "10"]),
        ("a=8%..8.2%", None, ["8%", "8.1%", "8.2%"]),
        ("a=-1..1", "1", ["-1", "0", "1"]),
        ("a=0.5..2", "0.75", ["0.5", "1.25", "2"]),
        ("a=1%..2%", "0.5%", ["1%", "1.5%", "2%"]),
        ("a=1..2", "3", ["1"]),
    ],
)
def test_the_values_of_a_range(change: str, step: str | None, values: list[str]) -> None:
    """
    A range goes by one in the last place that is written, or by the step, and ends at or before its upper end.
    """
    assert ("a", tuple(values)) == swept(["b=3", change], step)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--set", "pass_mark=8"), "give one --set PATH=A..B: the figure to sweep, from A to B"),
        (
            ("--set", "base=1..2", "--set", "pass_mark=1..2"),
            "give one --set PATH=A..B: the figure to sweep, from A to B",
        ),
        (("--set", "pass_mark=2..1"), "a sweep goes from the lower to the higher figure, by a step above 0"),
        (
            ("--set", "pass_mark=1..2", "--step", "0"),
            "a sweep goes from the lower to the higher figure, by a step above 0",
        ),
        (("--set", "pass_mark=1..201"), "more than 200 values: give a greater --step"),
        (("--set", "pass_mark=1.5.1..2"), "1.5.1: write a number as the rule file has it"),
        (("--set", "pass_mark=1..2", "--step", "half"), "half: write a number as the rule file has it"),
    ],
)
def test_wrong_command_lines(
    run: Run,
    files: tuple[Path, Path],
    more: tuple[str, ...],
    message: str,
) -> None:
    """
    What is no range is a wrong command line, said in either language.
    """
    ended = run("sweep", files[0], "--facts", files[1], *more)

    assert (2, message) == (ended.code, ended.err.splitlines()[-1].removeprefix("Error: "))
    assert in_chinese(message) != message


FACTS = Path(__file__).parents[1] / "examples" / "month" / "facts.jsonl"


def test_provisional_readings_are_named(run: Run) -> None:
    """
    What nobody has decided yet is named below, as below scores.
    """
    ended = run("sweep", "wancheng_2023_127", "--facts", FACTS, "--set", "pass_mark=90..91")

    assert 0 == ended.code
    assert "part_point = whole_only" in ended.out
