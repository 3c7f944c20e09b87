"""
`assess-rules review`: what it prints in each form and language, the record that it writes, and how it ends.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Ended, Run
from test_cli import SHIPPED
from test_outcomes import SHIPPED as SHIPPED_FILE
from test_outcomes import consequence, row, small_text
from test_outcomes_cli import as_csv
from years import Row, month, year

SCHEMA = json.loads((SHIPPED_FILE.parents[1] / "schemas" / "review.schema.json").read_text("utf-8"))
DECIDED = ("--reason", "结案数漏计1件", "--decision", "执考〔2024〕5号")

# E001: 88 by the closings, less 0.5 + 20 × 0.5 for petitions, which the cap makes 10, is 78; 91 − 16 × 0.5 = 83. Where the
# petition comes first, it gives nothing and the unresolved ones 2; else these give 1.5 and it 0.5. E002 was not on leave.
ROWS = [
    month("E001", "2024-03", 88, petition_cases=1, unresolved_petition_cases=20),
    month("E002", "2024-03", "产假", team="2"),
    month("E003", "2024-03", 91),
    month("E008", "2024-03", 98, role="clerk", team="2", clerk_quarter_appraisal=85),
]
CORRECTED = [
    month("E001", "2024-03", 91, petition_cases=0, unresolved_petition_cases=16),
    month("E002", "2024-03", 97, team="2"),
    *ROWS[2:],
]


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    """
    Tables before and after.
    """
    return table(tmp_path, "before", ROWS), table(tmp_path, "after", CORRECTED)


def table(folder: Path, name: str, rows: list[Row]) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(as_csv(rows), "utf-8")
    return path


def asked(before: Path, after: Path, *more: str | Path, rules: str | Path = SHIPPED) -> tuple[str | Path, ...]:
    return ("review", rules, "--before", before, "--after", after, *more)


def valid(text: str) -> Any:
    data = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


def test_the_page_in_english(run: Run, tables: tuple[Path, Path]) -> None:
    """
    Decision and reason, each corrected period with its items, what each alone would do, and what else moves.
    """
    assert Ended(0, PAGE_EN, "") == run(*asked(*tables, *DECIDED))


def test_one_person_in_chinese(run: Run, tables: tuple[Path, Path]) -> None:
    """
    What concerns one person, in Chinese; without a decision's number the page says that all of it is provisional.
    """
    assert Ended(0, PAGE_ZH, "") == run(*asked(*tables, "--person", "E001", "--lang", "zh"))


def test_nothing_was_corrected(run: Run, tables: tuple[Path, Path]) -> None:
    """
    A review with unchanged facts says so, and ends as one that found something.
    """
    english, chinese = (run(*asked(tables[0], tables[0], "--lang", each)) for each in ("en", "zh"))

    assert (0, 0) == (english.code, chinese.code)
    assert english.out.endswith("\n\nNothing was corrected, and nothing changes: both tables say the same.\n\n")
    assert chinese.out.endswith("\n\n没有更正，结果不变：前后两份数据相同。\n\n")
    data = valid(run(*asked(tables[0], tables[0], "--format", "json")).out)
    assert ([], [], None) == (data["corrected"], data["moved"], data["decision"])


def test_a_reading_is_decided(run: Run, tables: tuple[Path, Path]) -> None:
    """
    A reading that the review decides is named with both options, and where it touches nobody's points that is said too.
    """
    ended = run(*asked(tables[0], tables[0], "--reading", "team_score=sum"))

    assert "reading decided in this review: team_score = mean (有得分成员的平均分) → sum (成员得分之和)" in ended.out
    assert "Nobody's facts or points were corrected.\n\nwhat else moves\n" in ended.out
    data = valid(run(*asked(*tables, "--reading", "part_point=begun", "--format", "json")).out)
    assert {"part_point": {"before": "whole_only", "after": "begun"}} == data["readings"]
    assert ([], ["part_point"]) == tuple(data["runs"][each]["trial"] for each in ("before", "after"))


def test_a_reading_is_decided_whose_option_the_last_version_lacks(run: Run, tmp_path: Path) -> None:
    """
    Of a folder of versions, each has its own options; the page says the one that was decided as its version does.
    """
    folder = tmp_path / "versions"
    folder.mkdir()
    text = SHIPPED_FILE.read_text("utf-8")
    (folder / "a.yaml").write_text(text, "utf-8")
    begun = "{from: 2023-01-01, assumed: true, note: 原文“自下发之日起试行”，未载日期}"
    later = text.replace("version: 1.0.0", "version: 1.1.0").replace(begun, "{from: 2024-04-01}")
    (folder / "b.yaml").write_text(later.replace("on_top", "beside"), "utf-8")
    rows = [month("E001", each, 100, petition_cases=1, beijing_petition_cases=1) for each in ("2024-03", "2024-04")]
    facts = table(tmp_path, "facts", rows)
    page = run(*asked(facts, facts, "--reading", "beijing_points=on_top", rules=folder))

    assert (0, "") == (page.code, page.err)
    assert "beijing_points = in_place (代替) → on_top (另加)" in page.out
    assert ["2024-03"] == [line.split(" · ")[-1] for line in page.out.splitlines() if line.startswith("E001 · ")]


def test_every_kind_of_item_is_said(run: Run, tmp_path: Path) -> None:
    """
    A veto with the sum that it leaves alone, a role, a reading by its options, a record that is new, or is no more.
    """
    before = [
        month("E001", "2024-03", "vetoed", closed=29),
        month("E002", "2024-03", 96, role="clerk"),
        month("E003", "2024-03", 100, petition_cases=1, beijing_petition_cases=1),
        *year("E004", {3: 91}),
    ]
    after = [
        month("E001", "2024-03", 97),
        month("E002", "2024-03", 97, role="assistant", team="2"),
        before[2],
        *year("E004", {4: 94}),
    ]
    pair = table(tmp_path, "before", before), table(tmp_path, "after", after)
    page = run(*asked(*pair, "--reading", "beijing_points=on_top")).out.partition("what else moves")[0]
    lines = [" ".join(line.split()) for line in page.splitlines()]

    assert [
        "score — → 97.00 verdict not evaluated → pass sum 97 → 97 (0)",
        "执行数据弄虚作假 (falsified_data) yes no 0",
        "score 96.00 → 97.00 (+1) verdict pass → pass",
        "team 1 2 0",
        "role 书记员 审判辅助人员 +1",
        "score 99.00 → 98.50 (−0.5) verdict pass → pass",
        "进京访的1分是代替还是另加于信访的0.5分 (beijing_points) 代替 另加 −0.5",
        "score 91.00 → — verdict pass → —",
        "record given none —",
        "score — → 94.00 verdict — → pass",
        "record none given —",
    ] == [line for line in lines if line.startswith(("score", "team", "role", "record", "执行", "进京"))]


LONG = Path(__file__).parent.parent / "examples" / "month" / "long"


def test_references_are_corrected_and_nothing_else(run: Run, tmp_path: Path) -> None:
    """
    Another case number, or two counted the other way round, are corrected evidence that is worth no points.

    Rows in another order, and a number in full-width signs, are no correction; of a corrected count the count is said.
    """
    text = (LONG / "items.csv").read_text("utf-8")
    row = "E009,2024-03,文书未及时送达的案件,{}\n".format
    replaced = {
        "before": [row("1,MADE-UP-012"), row("2,X-1"), row("1,X-2")],
        "alike": [row("1,X-2"), row("2,Ｘ-1"), row("1,MADE-UP-012")],
        "turned": [row("1,MADE-UP-012"), row("1,X-1"), row("2,X-2")],
        "fewer": [row("1,MADE-UP-012"), row("2,X-1")],
        "after": [row("1,MADE-UP-912"), row("2,X-1"), row("1,X-2")],
    }
    pairs = {}
    for name, rows in replaced.items():
        pairs[name] = tmp_path / f"{name}.csv"
        pairs[name].write_text(text.replace(row("1,MADE-UP-012"), "".join(rows)), "utf-8")

    def tables(side: str) -> tuple[str | Path, ...]:
        roster = LONG / "roster_and_figures.csv"
        return (
            "review",
            SHIPPED,
            "--before",
            roster,
            "--before",
            pairs["before"],
            "--after",
            roster,
            "--after",
            pairs[side],
        )

    def items(side: str) -> list[tuple[Any, ...]]:
        data = valid(run(*tables(side), "--complete", "all", "--format", "json").out)
        keys = ("what", "before", "after", "points", "alone")
        return [tuple(item[key] for key in keys) for each in data["corrected"] for item in each["items"]]

    page = run(*tables("after"), "--complete", "all")
    lines = [" ".join(each.split()) for each in page.out.splitlines()]
    assert (0, "") == (page.code, page.err)
    assert "score 89.20 → 89.20 (0) verdict fail → fail" in lines
    late = "文书未及时送达的案件 references (service_delays)"
    assert f"{late} MADE-UP-012, X-1 ×2, X-2 MADE-UP-912, X-1 ×2, X-2 0" in lines
    alike = run(*tables("alike"), "--complete", "all").out
    assert "Nothing was corrected, and nothing changes: both tables say the same." in alike
    before = "MADE-UP-012, X-1 ×2, X-2"
    assert [("evidence", before, "MADE-UP-912, X-1 ×2, X-2", "0", "0")] == items("after")
    assert [("evidence", before, "MADE-UP-012, X-1, X-2 ×2", "0", "0")] == items("turned")
    assert [("fact", "4", "3", "0.2", "0.2")] == items("fewer")


def test_nothing_else_moves(run: Run, tmp_path: Path) -> None:
    """
    A policy without outcomes has no ranks to move, and one without a pass mark no verdict; a choice is said by its option.
    """
    rules = tmp_path / "small.yaml"
    text = small_text("X: Y", judged=False).partition("outcomes:")[0]
    text = text.replace(
        "indicators:\n", "  size: {type: choice, label: 规模, options: {one: 一人庭, three: 合议庭}}\nindicators:\n"
    )
    text = text.replace("{errors: 1}}]", "{errors: 1}, when: {fact: size, is: one}}]")
    rules.write_text(text, "utf-8")
    row = {"person": "E001", "period": "2024-03", "role": "judge", "errors": 2, "size": "one"}
    pair = table(tmp_path, "before", [row]), table(tmp_path, "after", [row | {"size": "three"}])
    out = run(*asked(*pair, rules=rules)).out

    assert "E001 · 法官 · 2024-03\nscore 8.00 → 10.00 (+2)  verdict has score → has score\n" in out.replace(
        "scored", "has score"
    )
    assert "规模 (size) 一人庭 合议庭 +2" in [" ".join(line.split()) for line in out.splitlines()]
    assert out.endswith("\nNothing else moves.\n")


def test_a_proposal_for_other_reasons(run: Run, tmp_path: Path) -> None:
    """
    The table has the periods behind a proposal that stays, many by the first and the last, and what it lacks by its label.
    """
    rules = tmp_path / "small.yaml"
    often = "{periods: {verdict: fail}, in: year, at_least: 4}"
    when = f"{{any: [{often}, {{fact: praise, at_least: 9}}, {{fact: three, at_least: 9}}]}}"
    rules.write_text(small_text(consequence(when, "once"), facts=["praise", "three"]), "utf-8")

    def rows(errors: tuple[int, ...], **last: Any) -> list[Row]:
        given = [row(f"2024-{number:02}", each, praise=0, three=0) for number, each in enumerate(errors, 1)]
        return [*given, row("2024-06", 0, person="E002", **last)]

    pair = table(tmp_path, "before", rows((9, 0, 9, 9, 9))), table(tmp_path, "after", rows((0, 9, 9, 9, 9), praise=0))
    lines = {lang: run(*asked(*pair, "--lang", lang, rules=rules)).out.splitlines() for lang in ("en", "zh")}
    said = {lang: [" ".join(line.split()) for line in each] for lang, each in lines.items()}

    assert "谈话: because of E001 2024-05 2024-01…2024-05 (4) 2024-02…2024-05 (4)" in said["en"]
    assert "谈话: 缺少 E002 2024-06 表扬, 次数 次数" in said["zh"]


def test_the_rules_after(run: Run, tables: tuple[Path, Path], tmp_path: Path) -> None:
    """
    A corrected rule file is an item as a whole, named with both versions; another policy is refused.
    """
    other = tmp_path / "other.yaml"
    text = SHIPPED_FILE.read_text("utf-8").replace("version: 1.0.0", "version: 1.0.1", 1)
    other.write_text(
        text.replace("deduct: {unresolved_petition_cases: 0.5", "deduct: {unresolved_petition_cases: 1"), "utf-8"
    )
    out = run(*asked(tables[0], tables[0], "--rules-after", other)).out

    assert out.startswith("宛城区人民法院执行工作绩效考核办法 1.0.0 → 1.0.1\n")
    assert "policy: wancheng_2023_127" in text
    other.write_text(text.replace("policy: wancheng_2023_127", "policy: other"), "utf-8")
    ended = run(*asked(*tables, "--rules-after", other))
    assert (3, "") == (ended.code, ended.out)
    assert "other_policy: the policy `other`, not `wancheng_2023_127`" in ended.err


def test_the_record(run: Run, tables: tuple[Path, Path], tmp_path: Path) -> None:
    """
    The record holds both results, reason, decision, versions and the hashes of all that it rests on; it is what is printed.
    """
    path = tmp_path / "review.json"
    ended = run(*asked(*tables, *DECIDED, "-o", path))

    assert Ended(0, "", f"{path}: 2 results\n") == ended
    assert path.read_text("utf-8") == run(*asked(*tables, *DECIDED, "--format", "json")).out
    data = valid(path.read_text("utf-8"))
    assert ("结案数漏计1件", "执考〔2024〕5号") == (data["reason"], data["decision"])
    first, second = data["corrected"]
    assert ("88", "91") != (first["before"]["exact"], first["after"]["exact"])
    assert first["before"]["result"]["exact"] == first["before"]["exact"]
    assert (None, "97") == (second["before"]["result"], second["after"]["exact"])
    assert [["before.csv"], ["after.csv"]] == [
        [each["name"] for each in data["runs"][side]["inputs"]] for side in ("before", "after")
    ]
    assert ["review.json"] == [each.name for each in tmp_path.iterdir() if each.suffix != ".csv"]


def test_a_record_is_never_replaced(run: Run, tables: tuple[Path, Path], tmp_path: Path) -> None:
    """
    The same review may be written again; another one is refused, and the old record stays as it is.
    """
    path = tmp_path / "review.json"
    run(*asked(*tables, *DECIDED, "-o", path))
    old = path.read_bytes()

    assert 0 == run(*asked(*tables, *DECIDED, "-o", path)).code
    for language, said in (
        ("en", "the file holds another record, which is never replaced"),
        ("zh", "文件中已有另一份记录，不得覆盖"),
    ):
        ended = run(*asked(tables[0], tables[0], *DECIDED, "-o", path, "--lang", language))
        assert (6, "") == (ended.code, ended.out)
        assert f"{path}: record_exists: {said}" in ended.err
    assert old == path.read_bytes()
    assert ["review.json"] == [each.name for each in tmp_path.iterdir() if each.suffix != ".csv"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("-o", "x.json", "--reason", "漏计"), "give --reason and --decision"),
        (("-o", "x.json", *DECIDED, "--person", "E001"), "leave --person out"),
        (("-o", "x.csv", *DECIDED), "use one of .json"),
        (("--reason", ""), "a text on one line, at most 200 characters"),
        (("--decision", "5\n6"), "a text on one line, at most 200 characters"),
        (("--reading", "part_point"), "write NAME=OPTION"),
    ],
)
def test_a_wrong_command_line(run: Run, tables: tuple[Path, Path], more: tuple[str, ...], said: str) -> None:
    """
    What cannot be meant is refused before anything is read.
    """
    ended = run(*asked(*tables, *more))

    assert (2, "") == (ended.code, ended.out)
    assert said in " ".join(ended.err.split())


def test_nobody_of_that_name(run: Run, tables: tuple[Path, Path]) -> None:
    """
    A person of neither table is refused, with the nearest one.
    """
    ended = run(*asked(*tables, "--person", "E0O1"))

    assert (4, "") == (ended.code, ended.out)
    assert "no_match" in ended.err
    assert "did you mean `E001`?" in ended.err


def test_a_table_that_is_not_there(run: Run, tables: tuple[Path, Path]) -> None:
    """
    A table that cannot be read is a wrong command line.
    """
    assert 2 == run(*asked(tables[0], tables[1].with_name("none.csv"))).code


PAGE_EN = """\
宛城区人民法院执行工作绩效考核办法 1.0.0
review  decision: 执考〔2024〕5号  reason: 结案数漏计1件

E001 · 员额法官 · team 1 · 2024-03
score 78.00 → 83.00 (+5)  verdict fail → fail

 corrected                                          before   after   points   alone
 ──────────────────────────────────────────────────────────────────────────────────
 执行信访案件 (petition_cases)                           1       0    +0.25       0
 未及时化解的信访案件 (unresolved_petition_cases)       20      16    +1.75    +1.5
 结案数 (closed)                                        26      27       +3      +3

E002 · 员额法官 · team 2 · 2024-03
score — → 97.00  verdict not appraised (产假) → pass

 corrected   before   after   points
 ───────────────────────────────────
 status        产假       —        —

  lost and gained in: o1 −3

what else moves

 what                         name   span      before   after
 ────────────────────────────────────────────────────────────
 score of the span 员额法官   E001   2024          78      83
 score of the span 员额法官   E002   2024           —      97
 score of the span 员额法官   E001   2024-Q1       78      83
 score of the span 员额法官   E002   2024-Q1        —      97
 place 员额法官               E001   2024           2       3
 place 员额法官               E002   2024           —       1
 place 员额法官               E003   2024           1       2
 place 员额法官               E001   2024-03        2       3
 place 员额法官               E002   2024-03        —       1
 place 员额法官               E003   2024-03        1       2
 place 员额法官               E001   2024-Q1        2       3
 place 员额法官               E002   2024-Q1        —       1
 place 员额法官               E003   2024-Q1        1       2
 score of the team            1      2024        84.5      87
 score of the team            2      2024          98    97.5
 score of the team            1      2024-03     84.5      87
 score of the team            2      2024-03       98    97.5
 score of the team            1      2024-Q1     84.5      87
 score of the team            2      2024-Q1       98    97.5

"""

PAGE_ZH = """\
宛城区人民法院执行工作绩效考核办法 1.0.0
尚无决定文号：复核未办结，以下结果为暂定。

E001 · 员额法官 · 实施团队 1 · 2024-03
得分 78.00 → 83.00 (+5)  考核结论 不合格 → 不合格

 更正项                                             更正前   更正后   影响得分   单独更正时
 ──────────────────────────────────────────────────────────────────────────────────────────
 执行信访案件 (petition_cases)                           1        0      +0.25            0
 未及时化解的信访案件 (unresolved_petition_cases)       20       16      +1.75         +1.5
 结案数 (closed)                                        26       27         +3           +3

其他变动

 事项                名称   期间      更正前   更正后
 ────────────────────────────────────────────────────
 期间得分 员额法官   E001   2024          78       83
 期间得分 员额法官   E001   2024-Q1       78       83
 个人名次 员额法官   E001   2024           2        3
 个人名次 员额法官   E001   2024-03        2        3
 个人名次 员额法官   E001   2024-Q1        2        3

"""
