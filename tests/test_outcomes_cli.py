"""
`assess-rules outcomes`: what it prints in each form and language, what it writes, and how it ends.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import jsonschema
import pytest

from assess_rules.outcomes.cells import compact, outcomes_csv
from conftest import Run
from test_cli import SHIPPED, YEAR
from test_outcomes import SHIPPED as SHIPPED_FILE
from test_outcomes import consequence, row, small_text
from years import VETOED, Row, month, outcomes_of, year

SCHEMA = json.loads((SHIPPED_FILE.parents[1] / "schemas" / "outcomes.schema.json").read_text("utf-8"))
FAILED = 88

# The year's means: E001 (4 x 88 + 200) / 6 = 92, E002 (100 + 85) / 2 = 92.5; E008's quarter 98 + 96 + 90 + 85 = 369.
ROWS = [
    *year("E001", {1: FAILED, 2: FAILED, 3: FAILED, 4: 100, 5: 100, 6: FAILED}),
    *year("E002", {1: 100, 3: 85, 4: VETOED, 5: "产假"}, team="2"),
    month("E003", "2024-06", 91, team=None),
    *year("E008", {1: 98, 2: 96, 4: 100}, role="clerk", team="2"),
    month("E008", "2024-03", 90, role="clerk", team="2", clerk_quarter_appraisal=85),
]


def as_csv(rows: Sequence[Row]) -> str:
    """Write records as a wide table."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    for each in rows:
        values = ((key, value) for key, value in each.items() if value is not None)
        writer.writerow({key: str(value).lower() if isinstance(value, bool) else value for key, value in values})
    return stream.getvalue()


pytestmark = pytest.mark.usefixtures("wide")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """
    A table of half a year.
    """
    path = tmp_path / "facts.csv"
    path.write_text(as_csv(ROWS), "utf-8")
    return path


def before_readings(text: str) -> str:
    """Leave out the readings, which other tests show."""
    return text.partition("\nprovisional readings")[0].partition("\n暂定口径")[0]


def test_the_page_in_english(run: Run, table: Path) -> None:
    """
    Everything of half a year, with the rankings of the year alone.
    """
    ended = run("outcomes", SHIPPED, table)

    assert (0, "") == (ended.code, ended.err)
    assert PAGE_EN == before_readings(ended.out)
    assert 14 == sum(
        line.startswith("  ") and " = " in line for line in ended.out.partition("provisional")[2].splitlines()
    )


def test_a_span_in_chinese(run: Run, table: Path) -> None:
    """
    What falls in one quarter, in Chinese.
    """
    ended = run("outcomes", SHIPPED, table, "--span", "2024-Q2", "--lang", "zh")

    assert PAGE_ZH == before_readings(ended.out)


def test_a_month_has_no_roll_up(run: Run, table: Path) -> None:
    """
    The page of a month holds its proposals and its own rankings.
    """
    ended = run("outcomes", SHIPPED, table, "--span", "2024-04", "--format", "json")
    data = json.loads(ended.out)

    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert {"E001": ["2024-04"], "E002": ["2024-04"], "E008": ["2024-04"]} == {
        person: [each["period"] for each in periods] for person, periods in data["people"].items()
    }
    assert ([("no_award", "E002")], []) == (
        [(each["id"], each["person"]) for each in data["proposals"]],
        data["rollups"],
    )
    assert {"2024-04"} == {each["span"] for each in data["rankings"]}
    assert [] == [
        each
        for each in json.loads(run("outcomes", SHIPPED, table, "--format", "json", "--span", "2024").out)["rollups"]
        if each["span"] not in ("2024-Q1", "2024-Q2")
    ]


def test_nothing_falls_in_the_span(run: Run, table: Path) -> None:
    """
    A span without a record is refused, with what there is.
    """
    ended = run("outcomes", SHIPPED, table, "--span", "2023-Q4")

    assert (4, "") == (ended.code, ended.out)
    assert "no_match" in ended.err
    assert "2024, 2024-01, 2024-02" in ended.err


def test_the_table_of_outcomes(run: Run, table: Path) -> None:
    """
    As CSV, a row for each proposal, roll-up and place; figures exactly and as shown.
    """
    rows = list(csv.DictReader(io.StringIO(run("outcomes", SHIPPED, table, "--format", "csv").out)))

    def of(**wanted: str) -> list[dict[str, str]]:
        return [each for each in rows if wanted.items() <= each.items()]

    (accountability,) = of(kind="proposal", id="accountability")
    assert ("2024-06", "E001", "judge", "1", "2024-01 2024-02 2024-03 2024-06", "三", "1.0.0") == tuple(
        accountability[key] for key in ("span", "name", "role", "team", "periods", "clause", "version")
    )
    first, second = of(kind="rollup")
    assert ("369.00", "369", "") == tuple(first[key] for key in ("score", "exact", "lacks"))
    assert ("", "clerk_quarter_appraisal", "2024-05 2024-06 after the last record") == tuple(
        second[key] for key in ("score", "lacks", "left_out")
    )
    (team,) = of(kind="team_rank", span="2024-Q1", name="2")
    # 99, 96 and 87.5 in the three months: 282.5 / 3
    assert ("1", "94.17", "'565/6") == tuple(team[key] for key in ("place", "score", "exact"))
    (vetoed,) = of(kind="rank", span="2024-04", name="E002")
    assert ("", "", "2024-04 not evaluated") == tuple(vetoed[key] for key in ("place", "score", "left_out"))
    assert "trial" not in rows[0]


def test_a_what_if_names_nobody(run: Run, table: Path) -> None:
    """
    A what-if is stamped, and counted only, in every form; with --people it names people.
    """
    reading = ("--reading", "accountability_repeats=each_time", "--reading", "vetoed_month=as_failed")
    text, page, data = (
        run("outcomes", SHIPPED, table, *reading, *form).out for form in ((), ("--format", "csv"), ("--format", "json"))
    )

    assert TRIAL_PAGE == before_readings(text)
    assert (
        "试算，不作为考核结果: accountability_repeats vetoed_month" == next(csv.DictReader(io.StringIO(page)))["trial"]
    )
    assert ["accountability", "1", "1"] == next(
        [each["id"], each["number"], each["people"]]
        for each in csv.DictReader(io.StringIO(page))
        if each["kind"] == "warning"
    )
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(data))
    assert "试算，不作为考核结果" == json.loads(data)["stamp"]
    assert not [name for name in ("E001", "E002", "E003", "E008") for form in (text, page, data) if name in form]
    named = run("outcomes", SHIPPED, table, *reading, "--people", "--lang", "zh").out
    assert "【试算，不作为考核结果】accountability_repeats = each_time, vetoed_month = as_failed\n" in named
    assert "2024-Q2   E008" in named
    assert "E001" in run("outcomes", SHIPPED, table, *reading, "--people", "--format", "csv").out


def test_a_file_with_its_run_record(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A file is written whole, with a record beside it of the inputs and of every version that decided.
    """
    first, second = tmp_path / "first.json", tmp_path / "second.csv"
    ended = run("outcomes", SHIPPED, table, "-o", first)

    assert (0, "", f"{first}: 15 results\n") == (ended.code, ended.out, ended.err)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(first.read_text("utf-8")))
    record = json.loads((tmp_path / "first.json.run.json").read_text("utf-8"))
    assert ([table.name], ["1.0.0"], record["plan_hash"]) == (
        [each["name"] for each in record["inputs"]],
        [each["version"] for each in record["versions"]],
        record["versions"][0]["plan_hash"],
    )
    assert 0 == run("outcomes", SHIPPED, table, "-o", second, "--span", "2024-Q1").code
    assert run("outcomes", SHIPPED, table, "--format", "csv", "--span", "2024-Q1").out == second.read_text("utf-8-sig")
    assert second.read_bytes().startswith(b"\xef\xbb\xbf")
    assert 2 == run("outcomes", SHIPPED, table, "-o", tmp_path / "third.txt").code


def test_a_folder_of_versions(run: Run, table: Path, tmp_path: Path) -> None:
    """
    Each month is judged by the version in force: from April the pass mark is 101, and E001 fails then too.
    """
    folder = tmp_path / "versions"
    folder.mkdir()
    text = SHIPPED_FILE.read_text("utf-8")
    (folder / "a.yaml").write_text(text, "utf-8")
    begun = "{from: 2023-01-01, assumed: true, note: 原文“自下发之日起试行”，未载日期}"
    later = text.replace("version: 1.0.0", "version: 1.1.0").replace(begun, "{from: 2024-04-01}")
    (folder / "b.yaml").write_text(later.replace("pass_mark: 90", "pass_mark: 101"), "utf-8")

    ended = run("outcomes", folder, table, "--span", "2024")
    assert "执行工作绩效考核办法 1.0.0 1.1.0\n" in ended.out
    assert " 2024-01…2024-04 (4) " in next(line for line in ended.out.splitlines() if line.startswith(" 问责"))
    assert "wancheng_2023_127 1.0.0\nprovisional" in ended.out
    record = tmp_path / "out.json"
    assert 0 == run("outcomes", folder, table, "-o", record).code
    assert ["1.0.0", "1.1.0"] == [
        each["version"] for each in json.loads((tmp_path / "out.json.run.json").read_text("utf-8"))["versions"]
    ]


def test_what_cannot_be_read(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A rule file or a table that is not there is a wrong command line; wrong rules, readings and facts have their own codes.
    """
    assert (2, True) == (
        (ended := run("outcomes", tmp_path / "none.yaml", table)).code,
        "none.yaml: No such" in ended.err,
    )
    assert (2, True) == (
        (ended := run("outcomes", SHIPPED, tmp_path / "none.csv")).code,
        "none.csv: No such" in ended.err,
    )
    assert 2 == run("outcomes", SHIPPED, table, "--reading", "year").code
    assert 2 == run("outcomes", SHIPPED, table, "--reading", "year=lunar").code
    table.write_text(as_csv([{**ROWS[0], "closed": -1}]), "utf-8")
    ended = run("outcomes", SHIPPED, table, "--format", "json")
    assert (4, "below_minimum") == (ended.code, json.loads(ended.err)["diagnostics"][0]["code"])


def page_of(run: Run, tmp_path: Path, policy: str, rows: Iterable[Row], *more: str) -> str:
    rules, table = tmp_path / "small.yaml", tmp_path / "rows.csv"
    rules.write_text(policy, "utf-8")
    table.write_text(as_csv(list(rows)), "utf-8")
    ended = run("outcomes", rules, table, *more)
    assert (0, "") == (ended.code, ended.err)
    return ended.out


def test_a_policy_without_outcomes_or_with_few(run: Run, tmp_path: Path) -> None:
    """
    Where nothing is proposed or ranked the page says so, and a what-if has nothing to count but periods.
    """
    rows = [row("2024-01", 0)]
    policy = small_text(consequence("{verdict: fail}"))
    assert PAGE_OF_NOTHING == page_of(run, tmp_path, policy, rows)
    readings = "readings: {again: {at: 四, question: 次数, options: {once: 一次, each_time: 每次}, chosen: once}}\n"
    policy = small_text(consequence("{verdict: fail}", "{reading: again}"), readings=readings)
    assert "ranked" not in page_of(run, tmp_path, policy, rows, "--reading", "again=each_time")


def test_a_page_of_everything_that_is_lacking(run: Run, tmp_path: Path) -> None:
    """
    Weights, means, what is lacking or given twice, and what cannot be told, on one page.
    """
    text = (
        consequence("{fact: praise, at_least: 1}")
        + "\n  rollups: [{id: q, at: 五, label: 季度, each: quarter, periods: mean, plus: {mark: 0.4}}]"
        + "\n  ranking: {at: 五, each: month, among: team, ties: dense}"
    )
    rows = [
        row("2024-01", 3, praise=1, team="甲"), row("2024-02", 2, mark=5, team="甲"),
        row("2024-01", 1, person="E002", mark=5, praise=0), row("2024-02", 1, person="E002", mark=6, praise=0),
        row("2024-01", 1, person="E003", praise=0),
    ]  # fmt: skip

    assert LACKING == page_of(run, tmp_path, small_text(text, facts=["praise", "mark"]), rows, "--span", "2024-Q1")


def test_periods_in_a_cell() -> None:
    """
    Up to three periods are named; more are the first, the last and how many.
    """
    assert ("a b c", "a…d (4)") == (compact(["a", "b", "c"]), compact(["a", "b", "c", "d"]))


def test_a_cell_that_a_spreadsheet_would_run() -> None:
    """
    Names that look like a formula get an apostrophe in front.
    """
    rows = csv.DictReader(io.StringIO(outcomes_csv(outcomes_of([month("=E001", "2024-03", FAILED, team="+1")]))))

    assert {("'=E001", "'+1"), ("'=E001", ""), ("'+1", "")} == {(each["name"], each["team"]) for each in rows}


def test_the_example_year(run: Run) -> None:
    """
    The example year goes through all of it: two fourth failed months, six vetoes, four quarters of fifteen clerks.
    """
    data = json.loads(run("outcomes", SHIPPED, YEAR, "--format", "json").out)

    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert {"pass": 380, "fail": 46, "vetoed": 6} == data["counts"]["standing"]
    assert [
        ("accountability", "proposal", 2),
        ("accountability", "warning", 6),
        ("interview", "proposal", 46),
        ("no_award", "proposal", 6),
    ] == [(each["id"], each["kind"], each["times"]) for each in data["counts"]["proposals"]]
    assert [15, 15, 15, 15] == [each["figures"] for each in data["counts"]["rollups"]]


PAGE_EN = """\
宛城区人民法院执行工作绩效考核办法 1.0.0
people 4  15 results  pass 8  fail 5  not evaluated 1  not appraised 1

proposals (decisions are people's)

 proposed                     person   team   period                           because of                lasts   clause
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 约谈                         E001     1      2024-01 2024-02 2024-03                                            三
                                              2024-06
 约谈                         E002     2      2024-03                                                            三
 问责                         E001     1      2024-06                          2024-01…2024-06 (4)               三
 one more would bring: 问责   E001     1      2024-03                          2024-01 2024-02 2024-03           三
 取消当年评先评优资格         E002     2      2024-04                                                    2024    五2

书记员季度考评结果

                                                      书记员季
                                    scores of the     度考评得
 span      person   team    score   periods                 分   not counted
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 2024-Q1   E008     2      369.00   sum(98, 96, 90)         85
 2024-Q2   E008     2           —   100                          lacks 书记员季度考评得分; 2024-05 2024-06 after the
                                                                 last record

ranking of people 2024 员额法官 (mean)

 place   name   score   periods   not counted
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     1   E002   92.50         2   2024-06…2024-12 (7) after the last record; 2024-05 not appraised 产假; 2024-02 no
                                  record; 2024-04 not evaluated
     2   E001   92.00         6   2024-07…2024-12 (6) after the last record
     3   E003   91.00         1   2024-07…2024-12 (6) after the last record; 2024-01…2024-05 (5) before the first
                                  record

ranking of people 2024 书记员 (mean)

 place   name   score   periods   not counted
 ──────────────────────────────────────────────────────────────────────────
     1   E008   96.00         4   2024-05…2024-12 (8) after the last record

实施团队 ranking 2024 (mean)

 place   name   score   periods   members   not counted
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     1   2      95.63         4         2   2024-06…2024-12 (7) no record; E002 2024-05 not appraised 产假; E002
                                            2024-04 not evaluated
     2   1      92.00         6         1   2024-07…2024-12 (6) no record

without a team: E003
"""
PAGE_ZH = """\
宛城区人民法院执行工作绩效考核办法 1.0.0
人数 4  7 人次  合格 4  不合格 1  不予评价 1  不考核 1

结果运用建议（由人决定）

 建议                   被考核人   实施团队   考核周期   所依各期              效力所及   条款
 ─────────────────────────────────────────────────────────────────────────────────────────────
 约谈                   E001       1          2024-06                                     三
 问责                   E001       1          2024-06    2024-01…2024-06 (4)              三
 取消当年评先评优资格   E002       2          2024-04                          2024       五2

书记员季度考评结果

 期间      被考核人   实施团队   得分   各期得分   未计入
 ───────────────────────────────────────────────────────────────────────────────────────────────────────
 2024-Q2   E008       2             —   100        缺少 书记员季度考评得分; 2024-05 2024-06 末次记录之后

个人排名 2024-Q2 员额法官 (平均)

   名次   名称    得分   期数   未计入
 ──────────────────────────────────────────────────────────────────────────────────────────
      1   E001   96.00      3
      2   E003   91.00      1   2024-04 2024-05 首次记录之前
 不排名   E002       —      0   2024-06 末次记录之后; 2024-05 不考核 产假; 2024-04 不予评价

个人排名 2024-Q2 书记员 (平均)

 名次   名称     得分   期数   未计入
 ──────────────────────────────────────────────────────────
    1   E008   100.00      1   2024-05 2024-06 末次记录之后

实施团队 排名 2024-Q2 (平均)

 名次   名称     得分   期数   人数   未计入
 ────────────────────────────────────────────────────────────────────────────────────────────────────
    1   2      100.00      1      1   2024-06 无记录; E002 2024-05 不考核 产假; E002 2024-04 不予评价
    2   1       96.00      3      1

没有团队: E003
"""
TRIAL_PAGE = """\
宛城区人民法院执行工作绩效考核办法 1.0.0
【trial run, not an appraisal result】accountability_repeats = each_time, vetoed_month = as_failed
people 4  15 results  pass 8  fail 5  not evaluated 1  not appraised 1

proposals (decisions are people's)

 proposed                     times   people
 ───────────────────────────────────────────
 问责                             1        1
 one more would bring: 问责       1        1
 约谈                             5        2
 取消当年评先评优资格             1        1

roll-ups

 name                 span      with a figure   without one
 ──────────────────────────────────────────────────────────
 书记员季度考评结果   2024-Q1               1             0
 书记员季度考评结果   2024-Q2               0             1

ranking

 span   role       ranked   not ranked
 ─────────────────────────────────────
 2024   员额法官        3            0
 2024   书记员          1            0
"""
PAGE_OF_NOTHING = """\
小例 1.0.0
people 1  1 result  pass 1

Nothing is proposed.

"""
LACKING = """\
小例 1.0.0
people 3  5 results  pass 5

proposals (decisions are people's)

 proposed                            person   team   period    because of   lasts   clause
 ─────────────────────────────────────────────────────────────────────────────────────────
 谈话                                E001     甲     2024-01                        四
 cannot be told: 谈话 (lacks 表扬)   E001     甲     2024-02                        四

季度

                                   scores of the
 span      person   team   score   periods             季度考评   not counted
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 2024-Q1   E001     甲      9.50   mean(7, 8)           0.4 × 5   2024-03 after the last record
 2024-Q1   E002                —   mean(9, 9)                     more than one 季度考评; 2024-03 after the last record
 2024-Q1   E003                —   9                              lacks 季度考评; 2024-02 2024-03 after the last record

"""
