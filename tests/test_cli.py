"""
The command line: what it prints, what it writes, and how it ends.

Most commands run in this process through `app`, with the exit code that a shell would see; a process of its own is
started where streams, locales or missing packages matter.
"""

import csv
import errno
import hashlib
import io
import json
import locale
import os
import re
import resource
import runpy
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from assess_rules import Diagnostic, FactsError, Policy, load_policy, tables
from assess_rules.cli import main
from assess_rules.cli import schema as schema_module
from assess_rules.cli import score as score_module
from assess_rules.cli.common import DONE, default_language, say
from assess_rules.cli.usage import SENTENCES, in_chinese
from assess_rules.marks import Mark, Source
from assess_rules.output import json_text, results_csv, results_json, run_record
from assess_rules.tables import accept_rows, read_rows
from conftest import Ended, Run

HERE = Path(__file__).parent
RULES = str(HERE / "policies" / "facts_of_every_type.yaml")
SHIPPED = "wancheng_2023_127"
SHIPPED_FILE = str(HERE.parent / "rules" / "wancheng_2023_127.yaml")
MONTH = str(HERE.parent / "examples" / "month" / "facts.jsonl")
YEAR = str(HERE.parent / "examples" / "facts_2024.csv")
EVERY_TYPE = load_policy(RULES)
BAD = HERE / "facts" / "bad"

TABLE = """\
officer,role,team,period,visits,late_visits,hours,level,difficulty,on_leave,letters,notices,files
E001,judge,1,2024-03,3,2,-1.5,5,hard,false,1,0,
E002,judge,1,2024-03,6,0,0,0,plain,false,0,0,
E003,judge,2,2024-03,6,0,-8,10,plain,false,0,0,
E004,clerk,2,2024-03,6,0,,,plain,false,,,9
E001,judge,1,2024-04,6,0,0,0,plain,false,0,2,
"""
# E001: 2 late visits x 0.5, 2 visits short x 1; 1.5 below 0 hours, grade 5 x 0.2, 1 letter -> 7 + 6.5; later 2 notices
# E003: 8 below 0 hours, grade 10 x 0.2 -> 10 + 0. E004: 9 files -> 10 + 1


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """
    A table of two roles and two periods.
    """
    path = tmp_path / "facts.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


# What check says

SOUND_TEXT = (
    Path(RULES)
    .read_text("utf-8")
    .replace("notices: {label: {zh: 文书, en: Papers}", "notices: {label: {zh: 通知, en: Notices}")
)
SOUND = Policy.from_text(SOUND_TEXT)
CHECKED = f"""\
facts_of_every_type 1.0.0  Facts of every type
  {SOUND.stamp.source_hash[:19]}  {SOUND.stamp.plan_hash[:19]}
  judge Judge: 2 indicators, 8 required facts
  clerk Clerk: 2 indicators, 5 required facts
"""

WARNED = """\
format: 1
policy: warned
version: 1.0.0
title: 两处计分
source: {issuer: 无, number: 无}
in_force: {from: 2024-01-01}
period: month
base: 20
display: {places: 1, rounding: half_up}
roles: {judge: 法官}
facts: {errors: {label: 差错, unit: 件}}
indicators:
  - {id: i1, at: 一, label: 差错, cap: 10, rules: [{kind: per_item, deduct: {errors: 1}}]}
  - {id: i2, at: 二, label: 差错, cap: 10, rules: [{kind: per_item, deduct: {errors: 0.5}}]}
"""


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """
    A policy that counts a fact twice, which is worth a warning.
    """
    path = tmp_path / "warned.yaml"
    path.write_text(WARNED, encoding="utf-8")
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Give a policy of which there is nothing to be warned."""
    path = tmp_path / "sound.yaml"
    path.write_text(SOUND_TEXT, "utf-8")
    return path


def test_check_says_what_a_policy_holds(run: Run, sound: Path) -> None:
    """
    A good policy is described in a few lines, and the command ends with 0.
    """
    assert Ended(0, CHECKED, "") == run("check", sound)
    assert Ended(0, CHECKED, "") == run("check", sound, "--strict")


def test_check_names_what_is_provisional_in_both_languages(run: Run) -> None:
    """
    An assumed day and readings that nobody has decided are said.
    """
    english, chinese = run("check", SHIPPED), run("check", SHIPPED, "--lang", "zh")

    assert "  judge 员额法官: 12 indicators, 24 required facts\n" in english.out
    assert "  2023-01-01: the day of entry into force is assumed\n" in english.out
    assert "  provisional readings (nobody has decided them yet):\n" in english.out
    assert "  judge 员额法官: 12 项指标，24 项必填数据\n  assistant 审判辅助人员" in chinese.out
    assert "    bonus_reach = counted  附加分是否有限度：不设限  [二（二）]\n" in chinese.out


def test_check_as_json_says_nothing_where_nothing_is_wrong(run: Run, sound: Path) -> None:
    """
    Without a warning nothing goes to stderr.
    """
    ended = run("check", sound, "--format", "json")

    assert (0, "") == (ended.code, ended.err)
    assert ["facts_of_every_type"] == [each["policy"] for each in json.loads(ended.out)["policies"]]


def test_check_as_json(run: Run, sound: Path, warned: Path) -> None:
    """
    As JSON, the summaries go to stdout and the warnings to stderr, each as one document.
    """
    ended = run("check", sound, SHIPPED, warned, "--format", "json")
    first, second, third = json.loads(ended.out)["policies"]

    assert 0 == ended.code
    expected = {
        "policy": "facts_of_every_type",
        "version": "1.0.0",
        "source_hash": SOUND.stamp.source_hash,
        "plan_hash": SOUND.stamp.plan_hash,
        "roles": {"judge": 2, "clerk": 2},
        "provisional": [],
        "warnings": 0,
    }
    assert expected == {key: first[key] for key in expected}
    assert 14 == len(second["provisional"])
    assert 1 == third["warnings"]
    (warning,) = json.loads(ended.err)["diagnostics"]
    assert ("fact_in_two", True) == (warning["code"], warning["warning"])


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_a_warning_is_an_answer_only_when_asked_for(
    run: Run, sound: Path, warned: Path, options: list[str], code: int
) -> None:
    """
    A warning is printed and ends with 0; with --strict it ends with 1.
    """
    ended = run("check", warned, sound, *options)

    assert code == ended.code
    assert re.match(f"{warned}:14:[0-9]+: warning: fact_in_two: ", ended.err)
    assert ended.out.startswith("warned 1.0.0  两处计分\n")
    assert ended.out.endswith(CHECKED)


@pytest.mark.parametrize(("lang", "head"), [("en", "accepted warnings:"), ("zh", "已核对的提醒:")])
def test_what_a_file_accepts_satisfies_strict_and_is_named(run: Run, warned: Path, lang: str, head: str) -> None:
    """
    A warning that is accepted is no answer any more; it is named with the reason, as text and as data.
    """
    warned.write_text(WARNED.replace("id: i2,", "id: i2, accepted: {fact_in_two: 两处都计},"), "utf-8")
    ended = run("check", warned, "--strict", "--lang", lang)
    (data,) = json.loads(run("check", warned, "--format", "json").out)["policies"]

    assert (0, "") == (ended.code, ended.err)
    assert f"  {head}\n    fact_in_two indicators[1].id: 两处都计\n" in ended.out
    assert [{"code": "fact_in_two", "path": "indicators[1].id", "reason": "两处都计"}] == data["accepted"]
    assert 0 == data["warnings"]


def test_every_file_is_checked_however_many_are_wrong(run: Run, tmp_path: Path, sound: Path, warned: Path) -> None:
    """
    A wrong file does not keep the others from being checked, and the code is that of the worst.
    """
    wrong, large = tmp_path / "wrong.yaml", tmp_path / "large.yaml"
    wrong.write_text(WARNED.replace("cap: 10", "cap: 11"), encoding="utf-8")
    large.write_bytes(b"#" * (1 << 20) + b"\n")
    ended = run("check", wrong, sound, "--strict")
    worse = run("check", wrong, large, warned, "--format", "json")

    assert (3, CHECKED) == (ended.code, ended.out)
    assert ended.err.startswith(f"{wrong}:8:7: base_sum: ")
    assert (5, ["warned"]) == (worse.code, [each["policy"] for each in json.loads(worse.out)["policies"]])
    assert ["base_sum", "too_large", "fact_in_two"] == [each["code"] for each in json.loads(worse.err)["diagnostics"]]


# What score prints

SCORED = """\
Facts of every type 1.0.0

2024-03 Judge

 team   Officer   score   verdict   lost and gained in
 ─────────────────────────────────────────────────────
 1      E001       13.5   pass      i1−3  i2−3.5
        E002       20.0   pass

 2      E003       10.0   fail      i2−10


2024-03 Clerk

 team   Officer   score   verdict   lost and gained in
 ─────────────────────────────────────────────────────
 2      E004       11.0   fail      i3−9


2024-04 Judge

 team   Officer   score   verdict   lost and gained in
 ─────────────────────────────────────────────────────
 1      E001       18.0   pass      i2−2


fail E003 · team 2 · 2024-03  10.0  i2 −10
fail E004 · team 2 · 2024-03  11.0  i3 −9
5 results  pass 3  fail 2
"""

SCORED_IN_CHINESE = """\
各类数据项 1.0.0

2024-04 法官

 实施团队   干警   得分   考核结论   扣分、加分的指标
 ────────────────────────────────────────────────────
 1          E001   18.0   合格       i2−2


1 条结果  合格 1  不合格 0
"""


def test_score_prints_a_table_for_each_period_and_role(run: Run, table: Path) -> None:
    """
    Periods and roles have a table each, teams stand together, and who failed is said again with the reason.
    """
    assert Ended(0, SCORED, "") == run("score", RULES, table)


def test_the_screen_has_its_own_order(run: Run, table: Path) -> None:
    """
    However the rows stand, the screen shows periods, roles and teams in order; within a team, people as in the table.
    """
    head, *rows = TABLE.splitlines()
    table.write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")
    out = run("score", RULES, table).out

    assert sorted(SCORED.split()) == sorted(out.split())
    assert [each for each in SCORED.splitlines() if "2024" in each] == [
        each for each in out.splitlines() if "2024" in each
    ]
    assert SCORED.index("E001") < SCORED.index("E002")
    assert out.index("E002") < out.index("E001")


def test_score_of_one_period_in_chinese(run: Run, table: Path) -> None:
    """
    Only the period asked for is printed, in the language asked for.
    """
    assert Ended(0, SCORED_IN_CHINESE, "") == run("score", RULES, table, "--period", "2024-04", "--lang", "zh")


def test_who_is_not_appraised_is_said_and_not_scored(run: Run, table: Path) -> None:
    """
    A row with a reason for not being appraised gives no result; the name and the reason go to stderr.
    """
    columns = table.read_text(encoding="utf-8").splitlines()
    rows = [f"{columns[0]},status", f"{columns[1]},", f"E002,judge,1,2024-03{',' * 10}休假"]
    table.write_text("\n".join(rows), encoding="utf-8")
    chinese = run("explain", RULES, table, "--person", "E002", "--lang", "zh")
    ended = run("score", RULES, table, "--format", "csv")

    assert (0, "") == (chinese.code, chinese.err)
    assert "\n不考核: 休假\n" in chinese.out
    assert (0, "not appraised: E002 · 2024-03 · 休假\n") == (ended.code, ended.err)
    assert [("E001", ""), ("E002", "休假")] == [
        (each["person"], each["status"]) for each in csv.DictReader(io.StringIO(ended.out))
    ]
    data = json.loads(run("score", RULES, table, "--format", "json").out)
    assert [("E002", "休假")] == [(each["person"], each["status"]) for each in data["not_appraised"]]
    assert "休假" not in run("score", RULES, table, "--format", "csv", "--period", "2024-04").out


def test_score_tells_who_was_not_evaluated_and_what_is_provisional(run: Run) -> None:
    """
    A vetoed month is in no table; it is said below with its events, then the counts, then what scores rest on.
    """
    lines = run("score", SHIPPED, MONTH, "--lang", "zh").out.splitlines()

    events = "一票否决: 执行数据弄虚作假 [五2（1）]  一票否决: 因违法违纪被追究刑事责任或受党纪政纪处分 [五2（2）]"
    assert [f"不予评价 E030 · 实施团队 3 · 2024-03  {events}"] == [line for line in lines if "E030" in line]
    assert ["E015", "40", "52.5", "92.50", "合格", "o1−6", "o2−1", "o3−1", "o4+0.5"] in [line.split() for line in lines]
    assert ["36 人次  合格 29  不合格 6  不予评价 1", "暂定口径（尚未有人决定）:"] == lines[-7:-5]
    assert "  beijing_points = in_place  进京访的1分是代替还是另加于信访的0.5分：代替  [四（一）2]" == lines[-1]


def test_a_month_in_which_nobody_is_evaluated_has_no_table(run: Run, tmp_path: Path) -> None:
    """
    Where all of a role are vetoed there is no table, only the list of them.
    """
    (line,) = [each for each in Path(MONTH).read_text(encoding="utf-8").splitlines() if '"E030"' in each]
    facts = tmp_path / "facts.jsonl"
    facts.write_text(line, encoding="utf-8")

    events = "veto: 执行数据弄虚作假 [五2（1）]  veto: 因违法违纪被追究刑事责任或受党纪政纪处分 [五2（2）]"
    assert [
        "宛城区人民法院执行工作绩效考核办法 1.0.0",
        "",
        f"not evaluated E030 · team 3 · 2024-03  {events}",
        "1 result  pass 0  fail 0  not evaluated 1",
    ] == run("score", SHIPPED, facts).out.splitlines()[:4]


def test_colours_are_for_terminals(run: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    On a terminal verdicts have a colour, and without the colour the text is the same.
    """
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = run("score", RULES, table).out

    assert "\x1b[32mpass" in coloured
    assert SCORED.split() == re.sub("\x1b\\[[0-9;]*m", "", coloured).split()


def test_a_policy_without_a_pass_mark_has_no_verdicts(run: Run, warned: Path, tmp_path: Path) -> None:
    """
    Where nothing passes or fails, no column and no count say so; nor does a statement.
    """
    facts = tmp_path / "errors.csv"
    facts.write_text("person,role,period,errors\nE001,judge,2024-03,4\n", encoding="utf-8")
    scored = """\
两处计分 1.0.0

2024-03 法官

 person   score   lost and gained in
 ───────────────────────────────────
 E001      14.0   i1−4  i2−2


1 result
"""

    assert Ended(0, scored, "") == run("score", warned, facts)
    assert "E001 · 法官 · 2024-03\nscore 14.0\n\n" in run("explain", warned, facts, "--person", "E001").out


def test_a_name_is_printed_as_it_is(run: Run, tmp_path: Path) -> None:
    """
    Brackets and colons in names and titles mean nothing to the terminal.
    """
    facts = tmp_path / "names.csv"
    facts.write_text(TABLE.replace("E003", "[red]E3[/x]").replace(",2,2024", ",:smile:,2024"), encoding="utf-8")
    rules = tmp_path / "rules.yaml"
    text = (
        Path(RULES).read_text(encoding="utf-8").replace("en: Facts of every type", "en: 'Facts [b]of[/i] every type'")
    )
    rules.write_text(text.replace("en: Judge", "en: 'Judge [/]'"), encoding="utf-8")
    ended = run("score", rules, facts, "--period", "2024-03")

    assert 0 == ended.code
    assert ended.out.startswith("Facts [b]of[/i] every type 1.0.0\n\n2024-03 Judge [/]\n")
    assert " :smile:   [red]E3[/x]    10.0   fail      i2−10\n" in ended.out
    assert "fail [red]E3[/x] · team :smile: · 2024-03  10.0  i2 −10\n" in ended.out


def test_people_of_a_team_stand_as_in_their_table(run: Run, tmp_path: Path) -> None:
    """
    Nobody is sorted by name: who stands first in the table stands first in the team.
    """
    header, first, second, *rest = TABLE.splitlines()
    facts = tmp_path / "turned.csv"
    facts.write_text("\n".join([header, second, first, *rest]) + "\n", encoding="utf-8")
    shown = run("score", RULES, facts, "--period", "2024-03").out

    assert ["E002", "E001", "E003", "E004"] == re.findall(r"^ (?:[12]| )  .*?(E00[1-4])  ", shown, re.MULTILINE)


def test_a_subtotal_that_is_no_decimal_is_cut_short(run: Run) -> None:
    """
    In a column of decimals no fraction stands: what a rate in proportion leaves is a decimal with an ellipsis.
    """
    shown = run("score", SHIPPED, MONTH, "--reading", "part_point=in_proportion", "--people", "--period", "2024-03").out
    cells = [line.split()[-5:] for line in shown.splitlines() if re.match(r"[ 0-9]+E[0-9]{3} ", line)]

    assert any("…" in cell for row in cells for cell in row)
    assert not any("/" in cell for row in cells for cell in row)


def test_csv_and_json_are_printed(run: Run, table: Path) -> None:
    """
    Other formats are printed as they would be written.
    """
    accepted = accept_rows(read_rows([table], EVERY_TYPE.door), EVERY_TYPE.door)
    results = [EVERY_TYPE.score_accepted(each) for each in accepted]

    assert Ended(0, results_csv(results), "") == run("score", RULES, table, "--format", "csv")
    assert Ended(0, results_json(results), "") == run("score", RULES, table, "--format", "json")


def test_joined_tables_and_another_encoding(run: Run) -> None:
    """
    Several tables, and one in GB18030, are read as asked.
    """
    folder = HERE.parent / "examples" / "month"
    joined = [folder / f"{each}.csv" for each in ("roster", "discipline", "cases", "records")]
    whole = run("score", SHIPPED, MONTH, "--format", "csv")

    assert 0 == whole.code
    assert whole == run("score", SHIPPED, *joined, "--format", "csv")
    refused = run("score", SHIPPED, folder / "gb18030" / "cases.csv")
    assert (4, 1) == (refused.code, refused.err.count("not_utf8_table"))
    read = run("score", SHIPPED, folder / "gb18030" / "cases.csv", "--encoding", "gb18030")
    assert (4, 0) == (read.code, read.err.count("not_utf8_table"))  # read, but alone it lacks the roster
    assert ":2:role: missing_role: the role is missing (rows without this column besides: 20)\n" in read.err
    mixed = [folder / "gb18030" / "cases.csv" if each.stem == "cases" else each for each in joined]
    own = ("--encoding", f"{mixed[2]}=gb18030")
    assert whole == run("score", SHIPPED, *mixed, "--format", "csv", *own)
    others = ("--encoding", "gb18030", "--encoding", f"{joined[0]}=utf-8")
    assert run("score", SHIPPED, folder / "gb18030" / "cases.csv", joined[0], *others).err.count("not_") == 0


# What score writes


@pytest.mark.parametrize("ending", [".csv", ".json", ".CSV"])
def test_score_writes_results_and_their_record(run: Run, table: Path, tmp_path: Path, ending: str) -> None:
    """
    The ending says the format; beside the results stands what they were made of, and stderr says how many there are.
    """
    path = tmp_path / f"out{ending}"
    ended = run("score", RULES, table, "-o", path)
    text = path.read_text(encoding="utf-8-sig")

    assert Ended(0, "", f"{path}: 5 results\n") == ended
    assert (ending != ".json") == path.read_bytes().startswith(b"\xef\xbb\xbf")  # what Excel knows UTF-8 by
    assert run("score", RULES, table, "--format", ending.lower()[1:]).out == text
    inputs = {str(table): hashlib.sha256(table.read_bytes()).hexdigest()}
    record = json_text(run_record(EVERY_TYPE, inputs, path, text))
    assert record == (tmp_path / f"out{ending}.run.json").read_text(encoding="utf-8")
    assert f"{path}: 1 条结果\n" == run("score", RULES, table, "-o", path, "--period", "2024-04", "--lang", "zh").err


@pytest.mark.parametrize("name", ["out.xlsx", "out", "out.csv.txt"])
def test_a_wrong_ending_ends_before_any_work(run: Run, name: str) -> None:
    """
    An ending that says no format is refused before rules or facts are looked at.
    """
    ended = run("score", "nowhere.yaml", "nowhere.csv", "-o", name)

    assert (2, "") == (ended.code, ended.out)
    assert f"{name}: the ending says the format; use one of .csv, .json" in ended.err
    assert "nowhere" not in ended.err


def test_results_never_replace_what_they_are_made_of(run: Run, table: Path, tmp_path: Path) -> None:
    """
    An output file that is one of the inputs, by whatever path, is refused.
    """
    (tmp_path / "link").symlink_to(tmp_path)
    ended = run("score", RULES, table, "-o", tmp_path / "link" / "facts.csv")

    assert (2, TABLE) == (ended.code, table.read_text(encoding="utf-8"))
    assert "an input; results would replace it" in ended.err
    rules = tmp_path / "out.json.run.json"
    rules.write_bytes(Path(RULES).read_bytes())
    ended = run("score", rules, table, "-o", tmp_path / "out.json")

    assert (2, Path(RULES).read_bytes()) == (ended.code, rules.read_bytes())
    assert "out.json.run.json: an input; results would replace it" in ended.err


def test_a_what_if_is_stamped(run: Run, tmp_path: Path) -> None:
    """
    Results under another reading say so in every form: on the screen, in a statement, in JSON and in the run record.
    """
    option = ("--reading", "bonus_reach=apart", "--reading", "bonus_reach=apart")
    text = run("score", SHIPPED, MONTH, *option).out.splitlines()
    statement = run("explain", SHIPPED, MONTH, *option, "--person", "E001").out.splitlines()
    printed = json.loads(run("score", SHIPPED, MONTH, *option, "--people", "--format", "json").out)["results"]
    rows = csv.DictReader(io.StringIO(run("score", SHIPPED, MONTH, *option, "--people", "--format", "csv").out))
    run("score", SHIPPED, MONTH, *option, "-o", tmp_path / "out.csv")
    record = json.loads((tmp_path / "out.csv.run.json").read_text(encoding="utf-8"))

    assert "【trial run, not an appraisal result】bonus_reach = apart" == text[1] == statement[2]
    assert [["bonus_reach"]] * 36 == [each["trial"] for each in printed]
    assert ["试算，不作为考核结果: bonus_reach"] * 36 == [each["trial"] for each in rows]
    assert (["bonus_reach"], "apart") == (record["trial"], record["readings"]["bonus_reach"])


SUMMED_UP = """\
2024-03 员额法官

 team    people   mean score   pass   fail   not evaluated
 ─────────────────────────────────────────────────────────
 1            3        99.50      3      0               0
 2            3        95.17      3      0               0
 3            3        90.17      2      1               0

 total        9        94.94      8      1               0
"""


def test_a_what_if_is_summed_up_by_role_and_team(run: Run, tmp_path: Path) -> None:
    """
    Without --people a what-if gives means and counts in every form; nobody is named, on the screen or in a file.
    """
    option = ("--reading", "bonus_reach=apart")
    shown = run("score", SHIPPED, MONTH, *option)
    data = json.loads(run("score", SHIPPED, MONTH, *option, "--format", "json").out)
    table = run("score", SHIPPED, MONTH, *option, "--format", "csv").out
    for ending, form in ((".csv", table), (".json", json_text(data))):
        run("score", SHIPPED, MONTH, *option, "-o", tmp_path / f"out{ending}")
        assert form == (tmp_path / f"out{ending}").read_text(encoding="utf-8-sig")

    # 100, 98.5 and 100; of team 2 100, 93.5 and 92
    assert SUMMED_UP in shown.out
    assert (
        "period,role,team,people,scored,mean,exact_mean,pass,fail,vetoed,trial\n"
        "2024-03,judge,1,3,3,99.50,99.5,3,0,0,试算，不作为考核结果: bonus_reach\n"
        "2024-03,judge,2,3,3,95.17,'571/6,3,0,0,试算，不作为考核结果: bonus_reach\n"
    ) == "".join(table.splitlines(keepends=True)[:3])
    assert ("试算，不作为考核结果", {"bonus_reach": "apart"}) == (data["stamp"], data["trial"])
    assert {
        "period": "2024-03", "role": "assistant", "team": "3", "people": 4, "scored": 3,
        "mean": "96.67", "exact_mean": "290/3", "pass": 3, "fail": 0, "vetoed": 1,
    } == data["groups"][5]  # fmt: skip
    assert [] == [text for text in (shown.out, shown.err, json_text(data), table) if re.search(r"E0\d\d", text)]


def test_a_what_if_names_people_on_request(run: Run) -> None:
    """
    With --people a what-if has everybody's row, and who failed, as results have.
    """
    option = ("--reading", "bonus_reach=apart", "--people")
    text = run("score", SHIPPED, MONTH, *option).out

    assert 36 == len(set(re.findall(r"E0\d\d", text)))
    assert re.search(r"fail +E027 · team 3 · 2024-03  ", text)
    assert run("score", SHIPPED, MONTH, "--people") == run("score", SHIPPED, MONTH)


def test_a_what_if_of_few_people_has_no_figures(run: Run, tmp_path: Path) -> None:
    """
    Of fewer than three scores neither mean nor verdict is given: dashes on the screen, nothing in a table, null in JSON.
    """
    lines = Path(MONTH).read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "one.jsonl"
    path.write_text(next(each for each in lines if '"E030"' in each), encoding="utf-8")
    arguments = ("score", SHIPPED, path, "--reading", "bonus_reach=apart")
    (group,) = json.loads(run(*arguments, "--format", "json").out)["groups"]

    assert re.search(r"^ total +1 +— +— +— +—$", run(*arguments).out, re.MULTILINE)
    assert re.search(r"^1 result$", run(*arguments).out, re.MULTILINE)
    assert "2024-03,assistant,3,1,,,,,,," in run(*arguments, "--format", "csv").out
    assert {"people": 1} == {each: figure for each, figure in group.items() if isinstance(figure, int)}
    assert {None} == {group[each] for each in ("scored", "mean", "exact_mean", "pass", "fail", "vetoed")}


def test_a_total_gives_no_small_team_away(run: Run, tmp_path: Path) -> None:
    """
    With one team of two, the next smallest is left out too: the total less the others would be that of the two.
    """
    lines = Path(MONTH).read_text(encoding="utf-8").splitlines()
    judges = [json.loads(each) for each in lines if '"role": "judge"' in each]
    more = {**judges[0], "person": "E101"}
    path = tmp_path / "judges.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in (*judges[:-1], more)), encoding="utf-8")
    arguments = ("score", SHIPPED, path, "--reading", "bonus_reach=apart")
    groups = json.loads(run(*arguments, "--format", "json").out)["groups"]
    shown = run(*arguments).out

    assert [("1", 4, True), ("2", 3, False), ("3", 2, False)] == [
        (each["team"], each["people"], each["mean"] is not None) for each in groups
    ]
    assert 2 == len(re.findall(r"^ [23] +[23] +— +— +— +—$", shown, re.MULTILINE))
    assert re.search(r"^ total +9 +[0-9.]+ +[0-9] +[0-9] +0$", shown, re.MULTILINE)
    assert re.search(r"^9 results  pass ", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("reach", "gained"),
    [
        ("counted", "o2+46"),
        ("apart", ""),
        ("within_indicator", ""),
        ("within_section", "o2+46"),
        ("within_base", "o2+46"),
    ],
)
def test_the_table_shows_the_bonus_that_counts(run: Run, reach: str, gained: str) -> None:
    """
    What is listed apart, or lost above the cap, is not shown as gained; a limit on a sum leaves the indicators alone.
    """
    arguments = ("--period", "2024-01", "--people", "--reading", f"bonus_reach={reach}")
    (row,) = (line for line in run("score", SHIPPED, YEAR, *arguments).out.splitlines() if " E004 " in line)

    assert gained == row.partition("pass")[2].strip()


def test_a_what_if_that_the_role_does_not_read_is_named(run: Run) -> None:
    """
    A reading that the person's score does not rest on is named all the same, with its option.
    """
    statement = run("explain", SHIPPED, MONTH, "--reading", "year=statistical", "--person", "E001").out.splitlines()

    assert "【trial run, not an appraisal result】year = statistical" == statement[2]


@pytest.mark.parametrize(
    ("readings", "code", "said"),
    [
        (
            ["bonus_rech=apart"],
            2,
            "unknown_reading_asked: the policy has no reading `bonus_rech`\n  help: did you mean `bonus_reach`?\n",
        ),
        (["foo=bar"], 2, "span_score, quarter_months, year, accountability_repeats\n"),
        (["bonus_reach=aprt"], 2, "has no option `aprt`\n  help: did you mean `apart`?\n"),
        (["bonus_reach"], 2, "bonus_reach: write NAME=OPTION\n"),
        (["bonus_reach=apart", "bonus_reach=counted"], 2, "bonus_reach: two values at once\n"),
    ],
)
def test_a_wrong_reading_is_refused(run: Run, readings: list[str], code: int, said: str) -> None:
    """
    A reading or option that the policy does not have is a wrong command, refused with the nearest; so is half a reading.
    """
    ended = run("score", SHIPPED, MONTH, *(each for reading in readings for each in ("--reading", reading)))

    assert (code, "") == (ended.code, ended.out)
    assert ended.err.endswith(said)


def test_an_option_that_no_file_may_choose_is_a_matter_of_the_rules(run: Run, tmp_path: Path) -> None:
    """
    An option that exists and does not fit is refused as the file that chose it would be.
    """
    reading = "{at: 一, question: 如何, options: {small: 小, large: 大}, chosen: small}"
    text = (HERE / "policies" / "good" / "minimal.yaml").read_text("utf-8")
    text = text.replace("indicators:", f"readings: {{size: {reading}}}\nindicators:")
    rules = tmp_path / "rules.yaml"
    rules.write_text(text.replace("cap: 4", "cap: 4\n    start: {reading: size, of: {small: 1, large: 9}}"), "utf-8")
    ended = run("score", rules, MONTH, "--reading", "size=large")

    assert (3, True) == (ended.code, ": start_above_cap: " in ended.err)


# How commands end


def test_wrong_rules_end_with_3(run: Run, tmp_path: Path, table: Path) -> None:
    """
    Rules that are refused are shown with the line, and nothing is written.
    """
    rules = tmp_path / "wrong.yaml"
    rules.write_text(WARNED.replace("kind: per_item, deduct: {errors: 1}", "kind: per_itm"), encoding="utf-8")
    ended = run("score", rules, table, "-o", tmp_path / "out.csv")

    assert (3, "") == (ended.code, ended.out)
    assert f"{rules}:13:" in ended.err
    assert "unknown_kind: unknown rule kind `per_itm`\n  13 | " in ended.err
    assert ["facts.csv", "wrong.yaml"] == names_in(tmp_path)


@pytest.mark.parametrize("command", ["score", "explain"])
def test_wrong_facts_end_with_4(run: Run, tmp_path: Path, command: str) -> None:
    """
    Facts that are refused are said with their cells, once in each language and as data; the old results stay.
    """
    facts, old = BAD / "many_faults.csv", tmp_path / "out.csv"
    old.write_text("old", encoding="utf-8")
    more: list[Any] = ["-o", old] if command == "score" else ["--person", "E001"]
    ended = run(command, RULES, facts, *more)
    chinese = run(command, RULES, facts, *more, "--lang", "zh")
    data = run(command, RULES, facts, *more, "--format", "json")

    assert (4, "") == (ended.code, ended.out)
    assert ended.err.startswith(
        f"{facts}:2:visits: not_a_count: `visits` Visits: `NA` is not a count\n"
        "  help: whole numbers in plain digits, as 0 or 12\n"
    )
    assert chinese.err.endswith("缺少 `files` 归档\n  建议: 缺失不等于零：请填写数字，没有则填 0\n")
    assert (4, "") == (data.code, data.out)
    first = json.loads(data.err)["diagnostics"][0]
    assert {
        "code": "not_a_count",
        "file": str(facts),
        "line": 2,
        "column": 4,
        "cell": "visits",
        "path": "visits",
        "message": "`visits` Visits: `NA` is not a count",
        "help": "whole numbers in plain digits, as 0 or 12",
        "warning": False,
    } == first
    assert (["out.csv"], "old") == (names_in(tmp_path), old.read_text(encoding="utf-8"))


def test_csv_on_the_screen_says_what_is_wrong_in_words(run: Run) -> None:
    """
    With --format csv a refusal is said as text.
    """
    ended = run("score", RULES, BAD / "na.csv", "--format", "csv")

    assert (4, "") == (ended.code, ended.out)
    assert "not_a_count" in ended.err.splitlines()[0]


def test_many_faults_are_said_as_far_as_anybody_reads(run: Run, tmp_path: Path) -> None:
    """
    A hundred faults are said in full, as text or as data, and then that there are more; the rest is not even looked for.
    """
    head = "officer,role,period,visits,late_visits,difficulty,on_leave,files\n"
    path = tmp_path / "many.csv"

    def write(count: int) -> None:
        rows = [f"E{number:03},clerk,2024-03,NA,0,plain,false,0\n" for number in range(count)]
        path.write_text(head + "".join(rows), encoding="utf-8")

    write(150)
    english, chinese = run("score", RULES, path), run("score", RULES, path, "--lang", "zh")
    data = run("score", RULES, path, "--format", "json")
    write(100)
    hundred = run("score", RULES, path)

    assert (4, 100) == (english.code, english.err.count("not_a_count"))
    assert f"{path}:101:visits: more_faults: only the first 100 faults are listed" == english.err.splitlines()[-2]
    assert "more_faults: 只列出前 100 处问题" in chinese.err.splitlines()[-2]
    assert ["not_a_count"] * 100 + ["more_faults"] == [each["code"] for each in json.loads(data.err)["diagnostics"]]
    assert (100, 200) == (hundred.err.count("not_a_count"), len(hundred.err.splitlines()))


def test_a_table_of_wrong_cells_costs_no_more_than_a_table(tmp_path: Path) -> None:
    """
    What is wrong with a table is kept as far as it is said, however many cells are wrong.
    """
    head = "officer,role,period,visits,late_visits,difficulty,on_leave,files\n"
    path = tmp_path / "many.csv"
    path.write_text(head + "".join(f"E{number},clerk,2024-03,x,x,x,x,x\n" for number in range(5_000)), encoding="utf-8")
    door = load_policy(RULES).door
    rows = read_rows([path], door)
    tracemalloc.start()
    with pytest.raises(FactsError) as caught:
        accept_rows(rows, door)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 101 == len(caught.value.diagnostics)
    assert 1_000_000 > most


@pytest.mark.parametrize(("language", "more"), [("en", "and 49 more"), ("zh", "另有 49 处")])
def test_what_is_said_of_several_files_is_bounded_too(
    capsys: pytest.CaptureFixture[str], language: Literal["zh", "en"], more: str
) -> None:
    """
    A list of faults that no refusal has made ends where one would, with how many more there are.
    """
    diagnostics = [Diagnostic("no_rows", Mark(Source("t.csv"), line)) for line in range(150)]
    say(diagnostics, language, "text")
    text = capsys.readouterr().err
    say(diagnostics, language, "json")
    data = json.loads(capsys.readouterr().err)
    say(diagnostics[:101], language, "json")

    assert (101, more) == (text.count("no_rows"), text.splitlines()[-1])
    assert (101, 49) == (len(data["diagnostics"]), data["more"])
    assert {"diagnostics"} == json.loads(capsys.readouterr().err).keys()


def test_a_table_past_a_limit_ends_with_5(run: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A documented limit has a code of its own.
    """
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    ended = run("score", RULES, table)

    assert (5, "") == (ended.code, ended.out)
    assert f"{table}: table_too_large: the file has more than 10 bytes\n" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score", "nowhere.yaml", MONTH], "nowhere.yaml: No such file or directory"),
        (["score", SHIPPED, "nowhere.csv"], "nowhere.csv: No such file or directory"),
        (["check", "nowhere.yaml"], "nowhere.yaml: No such file or directory"),
        (["explain", SHIPPED, MONTH], "Missing option '--person'"),
        (["scor"], "No such command 'scor'"),
        (["score", SHIPPED], "Missing argument 'FACTS...'"),
        (["score", SHIPPED, MONTH, "--format", "xml"], "'xml' is not one of"),
        (["score", SHIPPED, MONTH, "--lang", "de"], "'de' is not one of"),
        (["score", "no\x1b[31m.yaml", MONTH], r"no\x1b[31m.yaml: No such file or directory"),
        (["score", SHIPPED, "no\x1b[31m.csv"], r"no\x1b[31m.csv: No such file or directory"),
    ],
)
def test_a_wrong_command_ends_with_2(run: Run, arguments: list[str], said: str) -> None:
    """
    Files that are not there and options that do not exist are said in a line, whatever is in their names.
    """
    ended = run(*arguments)

    assert (2, "") == (ended.code, ended.out)
    assert said in ended.err
    assert "\x1b" not in ended.err
    assert "Traceback" not in ended.err


SIDES = ("--before", MONTH, "--after", MONTH)
IN_CHINESE = {
    ("explain", SHIPPED, MONTH): "缺少选项 --person",
    ("score", SHIPPED): "缺少 FACTS...",
    ("scor",): "没有命令 scor，是否想写 'score'？",
    ("remember",): "没有命令 remember",
    ("score", SHIPPED, MONTH, "--formt", "csv"): "没有选项 --formt，是否想写 '--format'？",
    ("score", SHIPPED, MONTH, "--zzz"): "没有选项 --zzz",
    ("score", SHIPPED, MONTH, "--format", "xml"): "--format 不对：xml 不可用，可用的有 'text', 'json', 'csv'",
    ("score", SHIPPED, MONTH, "--period"): "选项 --period 后面要写值",
    ("show", SHIPPED, "two", "three"): "多出了 two three",
    ("score", SHIPPED, MONTH, "--reading", "half"): "--reading 不对：half：请写成 口径=选项",
    ("score", SHIPPED, MONTH, "--reading", "a=b", "--reading", "a=c"): "--reading 不对：a：给了两个不同的值",
    ("score", SHIPPED, MONTH, "-o", "x.doc"): "-o 不对：x.doc：由文件名的结尾定格式，可用 .csv, .json",
    ("score", SHIPPED, YEAR, "-o", "../"): "-o 不对：../：是文件夹，请写其中的文件名，结尾可用 .csv, .json",
    ("score", SHIPPED, YEAR, "--encoding", "gbk"): "--encoding 不对：gbk 不可用，可用的有 'utf-8', 'gb18030'",
    ("score", SHIPPED, YEAR, "--encoding", "nowhere.csv=gb18030"): (
        "--encoding 不对：nowhere.csv：没有这个文件或文件夹"
    ),
    ("score", SHIPPED, YEAR, "--encoding", "utf-8", "--encoding", "gb18030"): (
        "--encoding 不对：others：给了两个不同的值"
    ),
    ("score", SHIPPED, YEAR, "-o", YEAR): f"-o 不对：{YEAR}：这是输入的文件，结果会把它覆盖",
    ("incentives", SHIPPED, "--people"): "--people, --period and --complete 要同 --facts 一起用",
    ("show", SHIPPED, "--role", "clark"): (
        "--role 不对：clark：可用的有 judge (员额法官), assistant (审判辅助人员), clerk (书记员)；是否想写 `clerk`？"
    ),
    ("show", SHIPPED, "--role", "院长"): (
        "--role 不对：院长：可用的有 judge (员额法官), assistant (审判辅助人员), clerk (书记员)"
    ),
    ("new", "My draft.yaml"): (
        "FILE 不对：My draft.yaml：请写成 标识.yaml；标识由小写字母、汉字、数字、下划线组成，以字母或汉字开头"
    ),
    ("new", SHIPPED_FILE): f"FILE 不对：{SHIPPED_FILE}：已有这个文件，不会覆盖",
    ("new", "a.yaml", "--role", "judge"): "--role 不对：judge：请写成 标识=名称",
    ("new", "a.yaml", "--role", "doctor=医师,nurse=护士"): (
        "--role 不对：doctor=医师,nurse=护士：每个 --role 只写一个 标识=名称，另一个再写一次"
    ),
    ("new", "a.yaml", "--subject", "crew"): "--subject 不对：crew：请写成 标识=名称",
    ("new", "a.yaml", "--role", "Judge=法官"): (
        "--role 不对：Judge：标识由小写字母、汉字、数字、下划线组成，以字母或汉字开头"
    ),
    ("new", "a.yaml", "--role", "judge=法官", "--role", "judge=审判员"): "--role 不对：judge：写了两次",
    ("new", "a.yaml", "--pass-mark", "101"): "--pass-mark 不对：101：请写0到100的数字",
    ("new", "a.yaml", "--base", "1"): "--base 不对：1 不在2到999999999之间",
    ("new", "a.yaml", "--base", "1.5"): "--base 不对：1.5 不是整数",
    ("new", "a.yaml", "--from", "2024.1.1"): "--from 不对：2024.1.1 不是日期，请写成 2024-01-01",
    ("check", "nowhere.yaml"): "nowhere.yaml：没有这个文件或文件夹",
    ("review", SHIPPED, "--before", MONTH, "--after", MONTH, "-o", "x.json"): (
        "-o 写出整个记录：请写 --reason 和 --decision，不写 --person"
    ),
    ("review", SHIPPED, "--before", MONTH, "--after", MONTH, "--reason", " "): (
        "--reason 不对：应为一行文字，最多200个字符"
    ),
    ("score", SHIPPED, MONTH, "--period", "2024-3"): "--period 不对：2024-3：请写成 2024-03",
    ("explain", SHIPPED, MONTH, "--person", "E001", "--period", "2024/03"): (
        "--period 不对：2024/03：请写成 2024-03，更长的期间写成 2024-Q1, 2024-H1, 2024"
    ),
    ("outcomes", SHIPPED, YEAR, "--span", "2024Q1"): (
        "--span 不对：2024Q1：请写成 2024-03，更长的期间写成 2024-Q1, 2024-H1, 2024"
    ),
    ("show", SHIPPED, "--set", "base"): "--set 不对：base：请写成 位置=值",
    ("review", SHIPPED, *SIDES, "--set", "base=1", "--reason", "a", "--decision", "b", "-o", "x.json"): (
        "-o 写的是复核所定的结果，不能同 --set 一起用"
    ),
    ("diff", SHIPPED, SHIPPED, "--facts", MONTH, "--assume", "a"): "--assume 不对：a：请写成 数据项=值",
    (
        "diff",
        SHIPPED,
        SHIPPED,
        "--people",
    ): "--people、--assume、--attribution 和 --complete 要同 --facts 一起用，--facts 用于两个版本",
    ("sweep", SHIPPED, "--facts", MONTH): "请用一个 --set 位置=甲..乙 写明要试算的数",
    ("sweep", SHIPPED, "--facts", MONTH, "--set", "pass_mark=9..1"): "逐一试算须从小到大，步长须大于 0",
    ("sweep", SHIPPED, "--facts", MONTH, "--set", "pass_mark=1..9999"): "取值超过 200 个，请用 --step 加大步长",
    ("sweep", SHIPPED, "--facts", MONTH, "--set", "pass_mark=1..9", "--step", "x"): "x：请按规则文件的写法写一个数",
    ("diff", SHIPPED): "请写 OLD 和 NEW、OLD 和 --set，或一个版本文件夹",
    ("diff", SHIPPED, f"{SHIPPED}@1.0.9"): f"{SHIPPED} 没有版本 1.0.9，只有 1.0.0；是否想写 1.0.0？",
    ("diff", SHIPPED, f"{SHIPPED}@zz"): f"{SHIPPED} 没有版本 zz，只有 1.0.0",
    ("show", str(HERE)): f"{HERE}：是文件夹，不是文件",
    ("explain", SHIPPED, MONTH, "--person", "E001", "--audience", "public", "--arithmetic"): (
        "--arithmetic 不能同 --audience public 一起用"
    ),
}


@pytest.mark.parametrize("arguments", IN_CHINESE, ids=" ".join)
def test_a_wrong_command_is_said_in_chinese(
    run: Run, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In a Chinese locale, or with `--lang zh` where a command has it, what is wrong is said in Chinese.
    """
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    ended = run(*arguments)
    monkeypatch.delenv("LANG")
    english = run(*arguments)

    assert (2, "") == (ended.code, ended.out)
    assert f"错误：{IN_CHINESE[arguments]}\n" == ended.err[-len(IN_CHINESE[arguments]) - 4 :]
    assert (2, "Error: ") == (english.code, english.err.splitlines()[-1][:7])


def test_a_wrong_command_in_chinese_says_how_it_is_used(run: Run) -> None:
    """
    `--lang` decides wherever it stands, and the usage stands above what is wrong.
    """
    expected = "用法：assess-rules score [OPTIONS] RULES FACTS...\n“assess-rules score --help”列出各项说明。\n\n"

    assert f"{expected}错误：缺少 FACTS...\n" == run("score", "--lang", "zh", SHIPPED).err
    assert f"{expected}错误：缺少 FACTS...\n" == run("score", SHIPPED, "--lang=zh").err
    assert run("score", SHIPPED, "--lang", "en").err.endswith("Error: Missing argument 'FACTS...'.\n")


def test_every_sentence_about_a_wrong_command_is_used() -> None:
    """
    Each sentence is one that a command says, but for those of a system that this test cannot bring about; others stay.
    """
    used = {pattern for said in IN_CHINESE.values() for pattern, zh in SENTENCES.items() if zh.split("{}")[-1] in said}
    system = {errno.ENOTDIR, errno.EACCES, errno.EROFS, errno.ENOSPC, errno.ENAMETOOLONG}
    of_system = {f"(.+): {os.strerror(each)}" for each in system} | {"(.+): no such file, and git is not installed"}
    assert "nowhere.yaml：没有权限" == in_chinese("nowhere.yaml: Permission denied")
    assert "HEAD:x.yaml：没有这个文件，也没有安装 git" == in_chinese(
        "HEAD:x.yaml: no such file, and git is not installed"
    )
    assert "HEAD:x.yaml：git 说：fatal: none" == in_chinese("HEAD:x.yaml: git says: fatal: none")
    assert of_system == set(SENTENCES) - used
    assert "anything else" == in_chinese("anything else")


def test_a_policy_that_is_not_shipped_ends_with_3(run: Run) -> None:
    """
    A name that no shipped policy has is refused with the nearest, its control characters written out.
    """
    ended = run("check", "wancheng_2023_12\x1b")

    assert (
        Ended(
            3,
            "",
            "wancheng_2023_12\\x1b: unknown_policy: no shipped policy `wancheng_2023_12\\x1b`\n"
            "  help: did you mean `wancheng_2023_127`?\n",
        )
        == ended
    )


def test_names_in_messages_are_safe_to_print(run: Run, tmp_path: Path) -> None:
    """
    Whatever a table puts into a message, no control character reaches the terminal.
    """
    path = tmp_path / "bad\x1b[31m.jsonl"
    path.write_text('{"officer": "E\\u001b[31m", "period": "2024-03", "\\u009b": 1}\n', encoding="utf-8")
    ended = run("score", RULES, path)
    path.write_text('{"officer": "E\\u001b[31m", "role": "clerk", "period": "\\u202e"}\n', encoding="utf-8")
    later = run("score", RULES, path)

    assert (4, 4) == (ended.code, later.code)
    for each in (ended, later):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", each.err)
    assert r"E\x1b[31m" in later.err
    assert r"\u202e" in later.err


def failing(code: int) -> Callable[..., Any]:
    def fail(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_full_disk_ends_with_6(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """
    Results that cannot be written are an error that names the file; the old ones stay whole, and nothing else stays.
    """
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(errno.ENOSPC))
        ended = run("score", RULES, table, "-o", path)

    assert Ended(6, "", f"assess-rules: {path}: No space left on device\n") == ended
    assert (["facts.csv", "out.csv"], "old") == (names_in(tmp_path), path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rules", ["nowhere.yaml", str(RULES)])
def test_what_is_wrong_has_nowhere_to_be_said(rules: str) -> None:
    """
    An error that cannot be written is not a result either: 6, by the error or by what was still to be flushed.
    """
    command = [sys.executable, "-m", "assess_rules", "check", rules, "nowhere"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=full, check=False)

    assert 6 == done.returncode


def test_an_error_without_a_stream_for_it_ends_with_6(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The same in this process: whatever fails while an error is said, nothing was done.
    """
    monkeypatch.setattr("assess_rules.cli.usage.show", failing(errno.ENOSPC))

    assert 6 == run("check").code


def test_a_folder_that_is_not_there_ends_with_6(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A folder is not made on the way.
    """
    path = tmp_path / "no\x1b" / "out.csv"
    named = str(path).replace("\x1b", r"\x1b")

    assert Ended(6, "", f"assess-rules: {named}: No such file or directory\n") == run("score", RULES, table, "-o", path)
    chinese = run("score", RULES, table, "-o", path, "--lang", "zh")
    assert Ended(6, "", f"assess-rules: {named}：没有这个文件或文件夹\n") == chinese


def test_a_fault_of_ours_ends_with_70(run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What nobody foresaw says that it is ours and how to report it, and is never a result.
    """

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(score_module, "score_all", broken)
    ended = run("score", RULES, table, "-o", tmp_path / "out.csv")

    assert (70, "") == (ended.code, ended.out)
    assert ended.err.startswith("Traceback (most recent call last):\n")
    assert ended.err.endswith(
        "ZeroDivisionError: a fault\n\nassess-rules: this is a fault of ours; please report it with the text above\n"
    )
    assert ["facts.csv"] == names_in(tmp_path)


def test_a_closed_pipe_ends_with_6(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A reader that went away is told nothing.
    """

    def closed(*_: Any) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    monkeypatch.setattr(schema_module, "json_text", closed)

    assert Ended(6, "", "") == run("schema")


def test_an_interrupt_ends_with_130(run: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Ctrl-C is no fault.
    """

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(score_module, "score_all", interrupted)
    ended = run("score", RULES, table)

    assert (130, "", "") == (ended.code, ended.out, ended.err.strip())


# What explain says

EXPLAINED = """\
Facts of every type 1.0.0
E001 · Judge · team 1 · 2024-03
score 13.5  pass  (pass mark 12)

  一 i1 走访  cap 10  deducted 3  points 7
      Late visits: 0.5 × 2 = 1  (Difficulty: Hard)
      steps below: 5 − 3 = 2
      due: 1 + 1 × 2 = 3  (On leave: no)
      points: 10 − 3 = 7
      would have been kept with Visits at least 5 (now 3) and Late visits 0 (now 2)
  二 i2 其他  cap 10  deducted 3.5  points 6.5
      steps below: 0 − (−1.5) = 1.5
      Grade: 0.2 × 5 = 1
      Papers: 1 × 1 = 1
      due: 1 × 1.5 + 1 + 1 = 3.5
      points: 10 − 3.5 = 6.5
      would have been kept with Overtime at least 0 (now −1.5) and Grade 0 (now 5) and Papers 0 (now 1)
      (a smaller change is not ruled out)

total: 7 + 6.5 = 13.5 ≥ 12, pass
This says what the facts would have had to be. What was counted is corrected only where it is wrong.
facts not given, taken at their default: Reminders

Facts of every type 1.0.0
E001 · Judge · team 1 · 2024-04
score 18.0  pass  (pass mark 12)

  一 i1 走访  cap 10  points 10
  二 i2 其他  cap 10  deducted 2  points 8
      Papers: 1 × 2 = 2
      points: 10 − 2 = 8
      would have been kept with Papers 0 (now 2)
      (a smaller change is not ruled out)

total: 10 + 8 = 18 ≥ 12, pass
This says what the facts would have had to be. What was counted is corrected only where it is wrong.
facts not given, taken at their default: Reminders
"""

EXPLAINED_IN_CHINESE = """\
各类数据项 1.0.0
E004 · 书记员 · 实施团队 2 · 2024-03
得分 11.0  不合格  (合格线 12)

  一 i1 走访  分值 10  得分 10
  三 i3 归档  分值 10  扣分 9  得分 1
      归档: 1 × 9 = 9
      得分: 10 − 9 = 1
      若归档为 0（现为 9），本项不扣分

合计: 10 + 1 = 11 < 12, 不合格
若有下列变化之一（共 1 个单位），即达到合格线：
  归档不超过 8（现为 9）
以上所说是事实如此时的得分，不是改动数据的建议；数据只在有误时更正。
"""


def test_explain_writes_a_statement_for_each_period(run: Run, table: Path) -> None:
    """
    Each period of the person has its statement, in which every figure can be followed.
    """
    assert Ended(0, EXPLAINED, "") == run("explain", RULES, table, "--person", "E001")


def test_explain_in_chinese(run: Run, table: Path) -> None:
    """
    A statement in Chinese, of a month that failed.
    """
    arguments = ("--person", "E004", "--period", "2024-03", "--lang", "zh")

    assert Ended(0, EXPLAINED_IN_CHINESE, "") == run("explain", RULES, table, *arguments)


def test_explain_as_json_is_the_result(run: Run, table: Path) -> None:
    """
    As data, a statement is the person's results.
    """
    printed = json.loads(run("score", RULES, table, "--format", "json").out)["results"]
    ended = run("explain", RULES, table, "--person", "E001", "--format", "json")

    said = json.loads(ended.out)
    assert ("self", [printed[0], printed[4]]) == (said["audience"], [each["result"] for each in said["statements"]])


def test_explain_of_nobody_ends_with_4(run: Run, table: Path) -> None:
    """
    A person whom no table has is an error that names the nearest; nobody else's result is shown.
    """
    ended = run("explain", RULES, table, "--person", "E01")

    assert Ended(4, "", f"{table}: no_match: `E01` is not in the tables\n  help: did you mean `E001`?\n") == ended


def test_explain_of_a_quarter_and_a_year(run: Run) -> None:
    """
    A longer span is a statement of its own, as text and as data; for the notice board without verdicts.
    """
    arguments = ("explain", SHIPPED, YEAR, "--person", "E033", "--lang", "en", "--period")
    text = run(*arguments, "2024-Q1")
    data = json.loads(run(*arguments, "2024", "--format", "json").out)
    public = run(*arguments, "2024", "--audience", "public").out

    assert "2024-03  书记员  team 3  88.00  fail  k2 −12" in text.out.splitlines()
    assert (0, "", "E033 · 2024-Q1") == (text.code, text.err, text.out.splitlines()[1])
    (statement,) = data["statements"]
    assert ("self", "2024", 12) == (data["audience"], statement["span"], len(statement["periods"]))
    assert "2024-03  书记员  team 3  88.00" in public.splitlines()
    assert "fail" not in public


def test_a_span_has_the_sum_of_a_vetoed_period_for_who_asks(run: Run) -> None:
    """
    `--arithmetic` shows it in a quarter too, the leading group has it always, and what may be posted never has.
    """
    arguments = ("explain", SHIPPED, YEAR, "--person", "E030", "--period", "2024-Q1")
    plain, asked = run(*arguments).out, run(*arguments, "--arithmetic").out
    (statement,) = json.loads(run(*arguments, "--format", "json").out)["statements"]

    assert "sum without the veto" not in plain
    (line,) = [each for each in asked.splitlines() if "sum without the veto" in each]
    assert line.startswith("2024-03  审判辅助人员  team 3  not evaluated  veto: 执行数据弄虚作假 [五2（1）]")
    assert line.endswith("  sum without the veto 85")
    assert "  sum without the veto 85" in run(*arguments, "--audience", "group").out
    assert "85" == statement["periods"][2]["arithmetic"]
    ended = run(*arguments, "--arithmetic", "--audience", "public")
    assert (2, True) == (ended.code, "--arithmetic is not for --audience public" in ended.err)


def test_explain_of_months_under_two_versions(run: Run, tmp_path: Path) -> None:
    """
    Of a folder of versions, each month is scored and explained by the one in force.
    """
    text = WARNED.replace("display:", "pass_mark: 16\ndisplay:")
    later = text.replace("version: 1.0.0", "version: 1.1.0").replace("errors: 0.5", "errors: 1")
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "a.yaml").write_text(text, "utf-8")
    (folder / "b.yaml").write_text(later.replace("from: 2024-01-01", "from: 2024-04-01"), "utf-8")
    facts = tmp_path / "errors.csv"
    facts.write_text("person,role,period,errors\nE001,judge,2024-03,2\nE001,judge,2024-04,2\n", "utf-8")
    arguments = ("explain", folder, facts, "--person", "E001")

    said = run(*arguments).out.splitlines()
    assert ["两处计分 1.0.0", "两处计分 1.1.0"] == [each for each in said if each.startswith("两处")]
    assert ["score 17.0  pass  (pass mark 16)", "score 16.0  pass  (pass mark 16)"] == [
        each for each in said if each.startswith("score")
    ]
    assert "score 16.0  pass  (pass mark 16)" in run(*arguments, "--period", "2024-04").out
    data = json.loads(run(*arguments, "--format", "json").out)
    assert ["1.0.0", "1.1.0"] == [each["result"]["version"] for each in data["statements"]]


def test_a_score_that_its_rounding_would_belie(run: Run, tmp_path: Path) -> None:
    """
    89.996 rounds to 90.00, and fails a pass mark of 90: wherever it is shown, the exact figure stands beside.
    """
    rules, facts = tmp_path / "rules.yaml", tmp_path / "errors.csv"
    text = WARNED.replace("base: 20", "base: 100\npass_mark: 90").replace("places: 1", "places: 2")
    rules.write_text(text.replace("cap: 10", "cap: 50").replace("errors: 0.5", "errors: 1.501"), "utf-8")
    facts.write_text("person,role,period,errors\nE001,judge,2024-03,4\nE002,judge,2024-03,3\n", "utf-8")

    shown = run("score", rules, facts).out
    assert "E001     90.00 (89.996)   fail" in shown
    assert "E002              92.50   pass" in shown
    assert "fail E001 · 2024-03  90.00 (89.996)  i1 −4  i2 −6.004" in shown.splitlines()
    assert "score 90.00 (89.996)  fail  (pass mark 90)" in run("explain", rules, facts, "--person", "E001").out
    posted = ("explain", rules, facts, "--person", "E001", "--audience", "public")
    assert "score 90.00 (89.996)" in run(*posted).out.splitlines()
    assert "  90.00 (89.996)\n" in run(*posted, "--period", "2024").out


@pytest.mark.parametrize(
    ("person", "span", "said"),
    [
        ("E33", "2024-Q1", "`E33` is not in the tables\n  help: did you mean `E033`?"),
        ("E033", "2025", "`E033` has no record of `2025`\n  help: periods of `E033`: 2024-01, 2024-02"),
        ("E033", "2025-01", "`E033` has no record of `2025-01`\n  help: periods of `E033`: 2024-01, 2024-02"),
    ],
)
def test_explain_of_a_span_without_a_record_ends_with_4(run: Run, person: str, span: str, said: str) -> None:
    """
    A person or a span that no table has is an error that names who is there.
    """
    ended = run("explain", SHIPPED, YEAR, "--person", person, "--period", span)

    assert (4, "") == (ended.code, ended.out)
    assert f"no_match: {said}" in ended.err


def test_the_notice_board_sees_no_case_number(run: Run, tmp_path: Path) -> None:
    """
    A case number of a long table stands in the person's statement, and in nothing that is posted.
    """
    roster, cases = tmp_path / "roster.csv", tmp_path / "cases.csv"
    roster.write_text("officer,role,period,visits,difficulty\nE004,clerk,2024-03,6,plain\n", encoding="utf-8")
    cases.write_text("officer,period,fact,value,ref\nE004,2024-03,files,9,CASE-9\n", encoding="utf-8")
    arguments = ("explain", RULES, roster, cases, "--complete", "all", "--person", "E004", "--lang", "en")

    assert "      Files references: CASE-9 ×9" in run(*arguments).out.splitlines()
    for form in ("text", "json"):
        assert "CASE-9" in run(*arguments, "--format", form).out
        assert "CASE-9" not in run(*arguments, "--format", form, "--audience", "public").out


VETOED = """\
宛城区人民法院执行工作绩效考核办法 1.0.0
E030 · 审判辅助人员 · 实施团队 3 · 2024-03
得分 —  不予评价  (合格线 90)
一票否决: 执行数据弄虚作假 [五2（1）]
一票否决: 因违法违纪被追究刑事责任或受党纪政纪处分 [五2（2）]
"""


def test_a_vetoed_month_is_not_evaluated(run: Run) -> None:
    """
    Under a veto the statement ends with the events; the sum is shown only when asked for, and never as a score.
    """
    arguments = ("explain", SHIPPED, MONTH, "--person", "E030", "--lang", "zh")
    whole = run(*arguments, "--arithmetic").out

    assert Ended(0, VETOED, "") == run(*arguments)
    assert whole.startswith(f"{VETOED}\n四（一） 共性指标\n")
    assert "\n  小计: 5 + 8 + 8 + 8 + 8 + 8 = 45\n\n未计否决的合计: 40 + 45 = 85\n暂定口径（尚未有人决定）:\n" in whole


BONUS_EXPLAINED = """\
  四（二）1 o1 完成结案指标数                      cap 20  bonus 2  points 22
      steps above: 29 − 28 = 1
      after deduction and bonus: 20 + 2 × 1 = 22
      above the cap: 22 − 20 = 2
      bonus: 2 × 1 = 2
  四（二）2 o2 12个月以上案件消化率                cap 8  points 8
      12个月以上案件净减少数: 127 − 117 = 10
      rate: 10 ÷ 127 = 7.874…%
      steps below: floor((8% − 7.874…%) ÷ 1%) = 0
"""


def test_a_bonus_and_a_rate_are_explained(run: Run) -> None:
    """
    A line that only gained shows how, and a rate is shown though nothing came of it.
    """
    assert BONUS_EXPLAINED in run("explain", SHIPPED, MONTH, "--person", "E001").out


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        ("counted", ["points 54\n", "subtotal: 20 + 54 + 8 + 8 + 8 + 8 = 106\n", "total: 40 + 106 = 146 ≥ 90, pass\n"]),
        ("apart", ["points 8\n", "bonus listed apart: 46\n", "total: 40 + 60 = 100 ≥ 90, pass\n"]),
        (
            "within_indicator",
            ["points 8\n", "points above the cap, not counted: 46\n", "total: 40 + 60 = 100 ≥ 90, pass\n"],
        ),
        ("within_section", ["points 54\n", "8 + 8 − 46 (bonus beyond the limit) = 60\n", "total: 40 + 60 = 100 ≥ 90"]),
        ("within_base", ["points 54\n", "= 106\n", "total: 40 + 106 − 46 (bonus beyond the limit) = 100 ≥ 90, pass\n"]),
    ],
)
def test_what_a_limit_takes_is_said(run: Run, reach: str, said: list[str]) -> None:
    """
    A bonus of 46 is counted, listed apart, lost or cut as the reading says, and the sums show where.
    """
    arguments = ("--person", "E004", "--period", "2024-01", "--reading", f"bonus_reach={reach}")
    text = run("explain", SHIPPED, YEAR, *arguments).out

    assert "12个月以上案件消化率                cap 8  bonus 46  " in text
    assert [] == [each for each in said if each not in text]


# The schema, help and languages


@pytest.mark.parametrize(
    "what", ["policy", "clauses", "result", "results", "outcomes", "review", "readings", "statements", "sweep"]
)
def test_schema_prints_a_schema(run: Run, what: str) -> None:
    """
    The JSON Schemas are printed as they are shipped.
    """
    schema = HERE.parent / "schemas" / f"{what}.schema.json"

    assert Ended(0, schema.read_text("utf-8"), "") == run("schema", what)


def test_schema_is_that_of_rule_files_unless_said(run: Run) -> None:
    """
    Without a word the schema of rule files is meant.
    """
    assert run("schema", "policy") == run("schema")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["score", "-h"]])
def test_asking_for_help_is_no_fault(run: Run, arguments: list[str]) -> None:
    """
    Version and help are printed, and end with 0.
    """
    ended = run(*arguments)

    assert (0, "") == (ended.code, ended.err)
    assert ended.out.startswith("assess-rules, version " if arguments == ["--version"] else "Usage: assess-rules")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_locale_chooses_the_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    """
    A Chinese locale gives Chinese messages, the strongest variable that is set deciding; --lang is stronger still.
    """
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language == default_language()
    assert run("check", SHIPPED, "--lang", language) == run("check", SHIPPED)
    assert "the day of entry into force is assumed" in run("check", SHIPPED, "--lang", "en").out


@pytest.mark.parametrize(
    ("name", "language"),
    [("Chinese (Simplified)_China.936", "zh"), ("zh_CN.utf8", "zh"), ("English_United States.1252", "en"), ("C", "en")],
)
def test_without_variables_the_system_is_asked_for_its_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    """
    Windows sets none of the variables, and has names of its own for locales.
    """
    monkeypatch.setattr(locale, "setlocale", lambda _: name)

    assert language == default_language()
    assert run("check", SHIPPED, "--lang", language) == run("check", SHIPPED)


# Streams, and processes of their own


def test_the_program_writes_to_the_streams_that_it_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    A stream with a file is written to the end of what it takes, with escapes; any other is used as it is.
    """
    monkeypatch.setattr(sys, "argv", ["assess-rules", "check", RULES, "--lang", "zh"])
    with (tmp_path / "out").open("w", encoding="ascii") as file:
        monkeypatch.setattr(sys, "stdout", file)
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        with pytest.raises(SystemExit) as end:
            main()
        sys.stdout.close()

    assert DONE == end.value.code
    assert "facts_of_every_type 1.0.0" in (tmp_path / "out").read_text(encoding="utf-8")


def test_the_program_fails_where_it_has_no_stream_to_write_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Python gives no stream where the caller has closed it; what was to be written there is then not written, and said so.
    """
    monkeypatch.setattr(sys, "argv", ["assess-rules", "check", RULES])
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(SystemExit) as end:
        main()
    sys.stdout.close()

    assert 6 == end.value.code


@pytest.mark.parametrize("package", ["click", "rich"])
def test_a_missing_extra_ends_with_2(
    package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Without the command line's own packages nothing is tried.
    """
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SystemExit) as end:
        main()

    lines = "run: pip install 'assess-rules[cli]'; in the folder of a checkout: pip install '.[cli]'"
    said = f"assess-rules: {package} is not installed; {lines}\n"
    assert (2, ("", said)) == (end.value.code, tuple(capsys.readouterr()))


def test_the_package_runs_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    `python -m assess_rules` is the command line.
    """
    said = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["assess-rules", "scor"])
    monkeypatch.setattr(sys, "stderr", said)
    with pytest.raises(SystemExit) as end:
        runpy.run_module("assess_rules", run_name="__main__")

    assert 2 == end.value.code
    assert "No such command 'scor'" in said.getvalue()


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "assess_rules", *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, check=False)


def test_a_process_ends_with_the_code_and_keeps_its_streams_apart(table: Path, tmp_path: Path) -> None:
    """
    A shell sees the exit code; results go to stdout and messages to stderr.
    """
    good = process("score", RULES, str(table), "--lang", "en")
    bad = process("score", RULES, str(BAD / "na.csv"))
    written = process("score", RULES, str(table), "-o", str(tmp_path / "out.csv"), "--lang", "en")

    assert (0, SCORED, b"") == (good.returncode, good.stdout.decode(), good.stderr)
    assert (4, b"") == (bad.returncode, bad.stdout)
    assert b"not_a_count" in bad.stderr
    assert (0, b"", f"{tmp_path / 'out.csv'}: 5 results\n".encode()) == (
        written.returncode,
        written.stdout,
        written.stderr,
    )


@pytest.mark.parametrize("package", ["click", "rich"])
def test_a_missing_extra_is_said_with_the_line_that_brings_it(package: str) -> None:
    """
    Without the command line's own packages, the message is what to install, and the code that of a wrong command.
    """
    program = f"import sys; sys.modules[{package!r}] = None; from assess_rules.cli import main; main()"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    lines = "run: pip install 'assess-rules[cli]'; in the folder of a checkout: pip install '.[cli]'"
    said = f"assess-rules: {package} is not installed; {lines}\n"
    assert (2, b"", said.encode()) == (ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_traceback(unbuffered: str) -> None:
    """
    When a pipe is closed early the command ends with 6 and says nothing.
    """
    command = [sys.executable, "-m", "assess_rules", "score", SHIPPED, YEAR, "--format", "json"]
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert b"{\n" == child.stdout.readline()
        child.stdout.close()
        assert b"" == child.stderr.read()

    assert 6 == child.returncode


@pytest.mark.parametrize(
    ("arguments", "closed", "code"),
    [
        (["--version"], ">&-", 6),
        (["--version"], "| true", 6),
        (["check", SHIPPED], ">&-", 6),
        (["check", SHIPPED], "2>&-", 0),
        (["score", SHIPPED, MONTH, "-o", "out.csv"], ">&-", 0),
    ],
)
def test_output_that_has_nowhere_to_go(tmp_path: Path, arguments: list[str], closed: str, code: int) -> None:
    """
    What is written to a stream that the caller has closed is not written, and no success; what is not, is.
    """
    command = " ".join(map(str, [sys.executable, "-m", "assess_rules", *arguments, closed]))
    command += "; exit ${PIPESTATUS[0]}"
    ended = subprocess.run(["/bin/bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)

    assert code == ended.returncode


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_screen_that_takes_no_more_ends_with_6(tmp_path: Path, unbuffered: str) -> None:
    """
    Output of which only a part can be written is never taken for the whole.
    """
    command = [sys.executable, "-m", "assess_rules", "schema"]
    with (tmp_path / "out.json").open("wb") as file:
        ended = subprocess.run(
            command,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        )

    assert (6, b"assess-rules: File too large\n") == (ended.returncode, ended.stderr)


def test_a_character_that_the_terminal_lacks_is_no_fault(table: Path) -> None:
    """
    What the terminal's encoding cannot write is written as an escape, and nothing fails.
    """
    gbk = process("score", RULES, str(table), "--lang", "zh", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    ascii_only = process("score", RULES, str(table), "--lang", "zh", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (0, b"") == (gbk.returncode, gbk.stderr)
    assert gbk.stdout.startswith("各类数据项 1.0.0\n".encode("gbk"))
    assert b"i2 \\u221210\n" in gbk.stdout
    assert (0, b"") == (ascii_only.returncode, ascii_only.stderr)
    assert b"E003" in ascii_only.stdout
