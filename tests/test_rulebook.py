"""
The versions of one policy: which one scores a month, what is wrong with them beside one another, and when two are the same.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from assess_rules import FactsError, LimitError, Policy, PolicyError, load_rulebook
from assess_rules.defaults import left_out
from assess_rules.kinds import DEFAULT_KINDS
from assess_rules.kinds.derived import Derived
from assess_rules.kinds.sides import Side
from assess_rules.model import DERIVED, PolicySpec
from assess_rules.objects import Object, keys_of
from assess_rules.rulebook import rulebook
from conftest import Ended

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

TEXT = """\
format: 1
policy: desk
version: 1.0.0
title: {zh: 值班考核办法, en: Desk duty}
source: {issuer: 法院}
in_force: {from: 2024-01-01}
period: month
base: 10
pass_mark: 8
display: {places: 1, rounding: half_up}
roles: {officer: {zh: 干警, en: Officer}}
facts: {errors: {label: 差错, unit: 件}}
indicators:
  - {id: i1, at: 一, cap: 10, label: 差错, rules: [{kind: per_item, deduct: {errors: 1}}]}
"""
SECOND = (("version: 1.0.0", "version: 1.1.0"), ("from: 2024-01-01", "from: 2024-03-01"))
TABLE = """\
person,role,period,errors
E001,officer,2024-02,3
E001,officer,2024-03,3
E002,officer,2024-03,1
"""


def changed(*changes: tuple[str, str], text: str = TEXT) -> str:
    """Give a rule file with some texts replaced, each of which stands there once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def version(number: str, days: str, *changes: tuple[str, str], name: str = "desk.yaml") -> Policy:
    return Policy.from_text(
        changed(("version: 1.0.0", f"version: {number}"), ("{from: 2024-01-01}", days), *changes), name
    )


def folder_of(folder: Path, *texts: str) -> Path:
    """Write rule files into a folder of their own."""
    inside = folder / "desk"
    inside.mkdir()
    for number, text in enumerate(texts, 1):
        (inside / f"v{number}.yaml").write_text(text, "utf-8")
    return inside


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """
    A table of two months.
    """
    path = tmp_path / "facts.csv"
    path.write_text(TABLE, "utf-8")
    return path


# Which version holds.


def test_the_version_of_a_month_is_that_of_its_first_day() -> None:
    """
    A version that begins within a month scores the next, and 1.10 follows 1.9.
    """
    book = rulebook(
        [
            version("1.10.0", "{from: 2024-06-01}"),
            version("1.0.0", "{from: 2024-01-01}"),
            version("1.1.0", "{from: 2024-03-15}"),
            version("1.9.0", "{from: 2024-05-02}"),
        ]
    )

    assert ["1.0.0", "1.1.0", "1.1.0", "1.10.0"] == [
        book.at(month).version for month in ("2024-03", "2024-04", "2024-05", "2024-06")
    ]
    assert "1.10.0" == book.latest.version
    assert book.with_readings({}).versions[0].plans == book.versions[0].plans


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2023-12",
            "2023-12: period_not_in_force: period 2023-12 begins outside the days of this version, 2024-01-01 to …",
        ),
        ("2024-13", "2024-13: bad_period: `2024-13` is not a period"),
        ("2024-Q1", "2024-Q1: bad_period: `2024-Q1` is not a period"),
    ],
)
def test_a_month_of_no_version(text: str, said: str) -> None:
    """
    A month before the first version, and a text that is no month, have no version.
    """
    with pytest.raises(FactsError) as error:
        rulebook([version("1.0.0", "{from: 2024-01-01}")]).at(text)

    assert said == str(error.value.diagnostics[0])


def test_a_month_after_the_last_day() -> None:
    """
    A policy that has ended has no version any more.
    """
    book = rulebook([version("1.0.0", "{from: 2024-01-01, to: 2024-06-30}")])

    assert "1.0.0" == book.at("2024-06").version
    with pytest.raises(FactsError, match="2024-07 begins outside the days of this version, 2024-01-01 to 2024-06-30"):
        book.at("2024-07")


# What is wrong.


def said(error: PolicyError) -> list[str]:
    return [str(each) for each in error.diagnostics]


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """
    A wrong file, another policy's, a number with two contents or twice, days that run backwards, overlap or leave a gap.
    """
    texts = (
        changed(("{from: 2024-01-01}", "{from: 2024-01-01, to: 2024-03-01}")),  # 1
        changed(*SECOND),  # 2: 1 reaches into it
        changed(("cap: 10", "cap: 9")),  # 3
        changed(("policy: desk", "policy: dusk"), ("version: 1.0.0", "version: 1.2.0")),  # 4
        changed(*SECOND, ("deduct: {errors: 1}", "deduct: {errors: 2}")),  # 5
        "# The same, written by another hand.\n"
        + changed(*SECOND, ("cap: 10, label: 差错", 'label: "差错", cap: 10')),  # 6
        changed(
            ("version: 1.0.0", "version: 2.0.0"), ("{from: 2024-01-01}", "{from: 2024-02-01, to: 2024-02-29}")
        ),  # 7
        changed(("version: 1.0.0", "version: 3.0.0"), ("{from: 2024-01-01}", "{from: 2024-03-02}")),  # 8: after a gap
        changed(
            ("version: 1.0.0", "version: 3.1.0"), ("{from: 2024-01-01}", "{from: 2024-04-01}"), ("month", "year")
        ),  # 9
    )
    inside = folder_of(tmp_path, *texts)
    with pytest.raises(PolicyError) as error:
        load_rulebook(inside)

    at = {number: f"{inside / f'v{number}.yaml'}" for number in range(1, 10)}
    found = [(each.code, each.mark.source.name) for each in error.value.diagnostics]
    assert [
        ("base_sum", at[3]),
        ("version_two_contents", at[5]),
        ("version_twice", at[6]),
        ("other_policy", at[4]),
        ("versions_differ", at[9]),
        ("days_overlap", at[1]),
        ("days_backwards", at[7]),
        ("days_gap", at[7]),
    ] == found


def test_faults_of_versions_in_both_languages() -> None:
    """
    Each fault stands at its key, with what was found and what to do.
    """
    first = version("1.0.0", "{from: 2024-02-01, to: 2024-02-29}", name="first.yaml")
    with pytest.raises(PolicyError) as backwards:
        rulebook([first, version("1.1.0", "{from: 2024-01-01}", name="second.yaml")])
    with pytest.raises(PolicyError) as gap:
        rulebook([first, version("1.1.0", "{from: 2024-03-02}")])
    with pytest.raises(PolicyError) as same:
        rulebook([first, version("1.1.0", "{from: 2024-02-01}", name="second.yaml")])

    expected = """\
second.yaml:6:12: days_backwards: version 1.1.0 begins on 2024-01-01, before version 1.0.0 begins on 2024-02-01
  6 | in_force: {from: 2024-01-01}
    |            ^^^^
  help: a higher number begins later"""
    assert expected == backwards.value.diagnostics[0].render("en")
    expected = """\
first.yaml:6:30: days_gap: 版本 1.0.0 只施行至 2024-02-29，版本 1.1.0 到 2024-03-02 才开始
  6 | in_force: {from: 2024-02-01, to: 2024-02-29}
    |                              ^^
  建议: 请去掉 `to`：一个版本施行至下一版本开始"""
    assert expected == gap.value.diagnostics[0].render("zh")
    expected = """\
second.yaml:6:12: days_same: versions 1.0.0 (first.yaml:6:12) and 1.1.0 overlap: both begin on 2024-02-01
  6 | in_force: {from: 2024-02-01}
    |            ^^^^
  help: take away the one that holds no longer, or give the later one the day on which it begins"""
    assert [expected] == [each.render("en") for each in same.value.diagnostics]


def test_a_fact_that_tables_would_hold_otherwise() -> None:
    """
    A fact that is counted in one version and not in another is refused in any later one; a choice may become a number.
    """
    others = (
        "facts: {errors: {label: 差错, unit: 件}}",
        "facts: {errors: {label: 差错}, rating: {label: 等次, type: number, max: 3}}",
    )
    uses = ("deduct: {errors: 1}}", "deduct: {errors: 1}}, {kind: fixed, deduct: 1, when: {fact: rating, at_least: 3}}")
    number = (others[0], others[1].replace("label: 差错", "label: 差错, type: number, max: 9"))
    choice = (others[0], others[1].replace("type: number, max: 3", "type: choice, options: {a: 甲, b: 乙}"))
    is_a = (uses[0], uses[1].replace("at_least: 3", "is: a"))
    with pytest.raises(PolicyError) as error:
        rulebook(
            [
                version("1.0.0", "{from: 2024-01-01}"),
                version("1.1.0", "{from: 2024-02-01}", choice, is_a),
                version("1.2.0", "{from: 2024-03-01}", number, uses, name="third.yaml"),
            ]
        )

    assert [("third.yaml:12:29", "`errors` (差错) is number here, and count in version 1.0.0")] == [
        (str(each.mark), each.message()) for each in error.value.diagnostics
    ]
    assert "`errors`（差错）在此是数值，在版本 1.0.0 中是计数" == error.value.diagnostics[0].message("zh")


def test_versions_that_follow_one_another() -> None:
    """
    A last day that is the eve of the next version leaves no gap.
    """
    book = rulebook(
        [
            version("1.0.0", "{from: 2024-01-01, to: 2024-02-29}"),
            version("1.1.0", "{from: 2024-03-01}"),
        ]
    )

    assert ["1.0.0", "1.1.0"] == [book.at(month).version for month in ("2024-02", "2024-03")]


def test_what_is_worth_a_warning() -> None:
    """
    A day that is still assumed though a revision moved it.
    """
    book = rulebook(
        [
            version("1.0.0", "{from: 2024-01-01, assumed: true}"),
            version("1.1.0", "{from: 2024-03-01, assumed: true}"),
            version("1.2.0", "{from: 2024-05-01}"),
        ]
    )

    assert [
        ("6:30", "version 1.1.0 begins on another day than version 1.0.0, and 2024-03-01 is still assumed"),
    ] == [(str(each.mark).removeprefix("desk.yaml:"), each.message()) for each in book.warnings]
    assert all(each.warning for each in book.warnings)


def test_a_file_that_is_too_large_is_said_at_once(tmp_path: Path) -> None:
    """
    A limit is not passed for the sake of other messages.
    """
    with pytest.raises(LimitError):
        load_rulebook(folder_of(tmp_path, TEXT + "#" * (1 << 20)))


# The commands.


def test_check_of_a_folder(run: Run, tmp_path: Path) -> None:
    """
    Each file is checked, then what they are beside one another; a warning is a failure only with --strict.
    """
    inside = folder_of(tmp_path, TEXT, changed(SECOND[0], ("{from: 2024-01-01}", "{from: 2024-03-01, assumed: true}")))
    ended = run("check", inside)
    data = run("check", inside, "--format", "json")

    assert (0, ["desk 1.0.0  Desk duty", "desk 1.1.0  Desk duty"]) == (
        ended.code,
        [line for line in ended.out.splitlines() if line.startswith("desk")],
    )
    said = "warning: assumed_kept: version 1.1.0 begins on another day than version 1.0.0"
    assert f"{inside}/v2.yaml:6:30: {said}" in ended.err
    assert ["1.0.0", "1.1.0"] == [each["version"] for each in json.loads(data.out)["policies"]]
    assert ["assumed_kept"] == [each["code"] for each in json.loads(data.err)["diagnostics"]]
    assert 1 == run("check", inside, "--strict").code


def test_check_of_a_folder_that_is_no_rulebook(run: Run, tmp_path: Path) -> None:
    """
    Wrong files and wrong versions end with 3, and so does a folder without a rule file.
    """
    inside = folder_of(tmp_path, TEXT, changed(("pass_mark: 8", "pass_mark: 9")), "format: 1\n")
    (tmp_path / "empty").mkdir()
    ended = run("check", inside)

    assert 3 == ended.code
    assert f"{inside}/v2.yaml:3:1: version_two_contents: version 1.0.0 has two contents" in ended.err
    assert f"{inside}/v3.yaml:1:1: missing_key" in ended.err
    assert Ended(
        3, "", f"{tmp_path}/empty: no_rule_files: the folder has no rule file\n  help: a rule file ends in .yaml\n"
    ) == run("check", tmp_path / "empty")


SCORED = [
    "Desk duty 1.0.0",
    "2024-02 Officer",
    "E001 7.0 fail i1−3",
    "fail E001 · 2024-02 7.0 i1 −3",
    "1 result pass 0 fail 1",
    "Desk duty 1.1.0",
    "2024-03 Officer",
    "E001 8.5 pass i1−1.5",
    "E002 9.5 pass i1−0.5",
    "2 results pass 2 fail 0",
]
HALF = ("deduct: {errors: 1}", "deduct: {errors: 0.5}")


def test_each_month_is_scored_by_its_version(run: Run, table: Path, tmp_path: Path) -> None:
    """
    From March an error costs half a point; text, CSV, JSON, files and explanations go by the version of each month.
    """
    inside = folder_of(tmp_path, changed(*SECOND, HALF), TEXT)
    out = tmp_path / "out.csv"
    ended = run("score", inside, table)
    rows = run("score", inside, table, "--format", "csv").out.splitlines()
    data = json.loads(run("score", inside, table, "--format", "json").out)["results"]
    written = run("score", inside, table, "-o", out)
    record = json.loads((tmp_path / "out.csv.run.json").read_text("utf-8"))

    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert (SCORED, 0) == ([line for line in lines if line and line[0] not in "─p"], ended.code)
    place = rows[0].split(",").index("version")
    assert [("2024-02", "7.0", "1.0.0"), ("2024-03", "8.5", "1.1.0"), ("2024-03", "9.5", "1.1.0")] == [
        (cells[3], cells[4], cells[place]) for cells in (line.split(",") for line in rows[1:])
    ]
    assert ["1.0.0", "1.1.0", "1.1.0"] == [each["version"] for each in data]
    assert (0, rows) == (written.code, out.read_text("utf-8-sig").splitlines())
    assert ("1.1.0", ["1.0.0", "1.1.0"]) == (record["version"], [each["version"] for each in record["versions"]])
    explained = run("explain", inside, table, "--person", "E001").out
    assert ["3", "1.5"] == re.findall(r"cap 10  deducted (\S+)", explained)


def test_one_version_is_recorded_as_before(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A folder of which one version scores everything gives the same bytes as that file.
    """
    inside = folder_of(tmp_path, changed(*SECOND, HALF), TEXT)
    out, alone = tmp_path / "out.csv", tmp_path / "alone" / "out.csv"
    alone.parent.mkdir()
    for rules, path in ((inside, out), (inside / "v1.yaml", alone)):
        table.write_text(TABLE.replace("E001,officer,2024-02,3\n", ""), "utf-8")
        assert 0 == run("score", rules, table, "-o", path).code

    for name in ("out.csv", "out.csv.run.json"):
        assert (tmp_path / name).read_bytes() == (alone.parent / name).read_bytes()


def test_a_what_if_over_versions(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A what-if is summed up by month, and says which versions it is of.
    """
    reading = """\
readings: {r1: {at: 一, question: 每件几分, options: {one: 一分, two: 两分}, chosen: one}}
indicators:
"""
    texts = (
        changed(("indicators:\n", reading), ("deduct: {errors: 1}", each), *new)
        for each, new in (
            ("deduct: {errors: {reading: r1, of: {one: 1, two: 2}}}", ()),
            ("deduct: {errors: {reading: r1, of: {one: 0.5, two: 1}}}", SECOND),
        )
    )
    inside = folder_of(tmp_path, *texts)
    more = "E002,officer,2024-02,3\nE003,officer,2024-02,3\nE003,officer,2024-03,2\n"  # of fewer than three no mean is given
    table.write_text(TABLE + more, "utf-8")
    data = json.loads(run("score", inside, table, "--reading", "r1=two", "--format", "json").out)
    rows = run("score", inside, table, "--reading", "r1=two", "--format", "csv").out.splitlines()
    page = run("score", inside, table, "--reading", "r1=two").out

    assert [("2024-02", "4.0"), ("2024-03", "8.0")] == [(each["period"], each["mean"]) for each in data["groups"]]
    assert ("1.1.0", ["1.0.0", "1.1.0"]) == (data["version"], [each["version"] for each in data["versions"]])
    assert [["2024-02", "4.0"], ["2024-03", "8.0"]] == [[line.split(",")[0], line.split(",")[5]] for line in rows[1:]]
    assert ["1.0.0", "1.1.0"] == [line.split()[-1] for line in page.splitlines() if line.startswith("Desk duty")]


def test_nothing_to_score(run: Run, table: Path, tmp_path: Path) -> None:
    """
    A table of nobody who is appraised is a page of the latest version without results.
    """
    table.write_text("person,role,period,errors,status\nE001,officer,2024-02,,leave\n", "utf-8")
    ended = run("score", folder_of(tmp_path, changed(*SECOND), TEXT), table)

    assert (0, "Desk duty 1.1.0\n\n0 results  pass 0  fail 0\n") == (ended.code, ended.out)


# The same in another writing.

PLAIN = """\
format: 1
policy: desk
version: 1.0.0
title: 办法
source: {issuer: 法院}
in_force: {from: 2024-01-01}
period: month
base: 40
display: {places: 1, rounding: half_up}
roles: {officer: 干警, clerk: 书记员}
facts:
  errors: {label: 差错}
  visits: {label: 走访, type: number, places: 1, max: 40}
  years: {label: 年限, allowed: [0, 5, 10]}
  spare: {label: 备查}
  appraisal: {label: 季度考评, each: quarter}
  rating: {label: 等次, type: choice, options: {a: {label: 优, figure: 10}, b: {label: 差, figure: 0}}}
relations: [{fact: spare, at_most: 9}]
sections:
  - id: s1
    at: 一
    label: 类别
    total: 40
    points_when: [{when: {fact: visits, at_least: 39}, points: 0}]
    indicators:
      - {id: i1, at: 一1, cap: 10, label: 差错, rules: [{kind: per_item, deduct: {errors: 1, visits: 1, years: 1}}]}
      - {id: i2, at: 一2, cap: 10, label: 走访, rules: [{kind: group, take: sum, rules: [
         {kind: target, value: visits, target: 9, step: 1, below: {deduct: 1}, part_step: begun},
         {kind: fixed, when: {fact: visits, at_least: 9}, deduct: 1}]}]}
      - {id: i3, at: 一3, cap: 10, start: zero, label: 评定, rules: [{kind: entered}]}
      - {id: i4, at: 一4, cap: 10, start: zero, label: 等次, rules: [{kind: levels, fact: rating}],
         points_when: [{when: {fact: errors, at_least: 9}, points: 1}]}
vetoes: {at: 五, effect: no_score, reach: period, counts_as: left_out, events: {fraud: {label: 造假}}}
score: {at_most: 40}
grades:
  at: 八
  rows: [{grade: good, label: 好, at_least: 20, verdict: pass}, {grade: poor, label: 差, verdict: fail}]
  bars: [{grade: good, at: 六, when: {fact: errors, at_least: 7}}]
  moves: [{down: 1, at: 七, when: {fact: errors, at_least: 5}}]
outcomes:
  consequences: [{id: talk, at: 三, label: 约谈, when: {verdict: vetoed}, propose: each_time}]
  rollups: [{id: quarter_sum, at: 四, label: 季度, each: quarter, periods: sum, plus: {appraisal: 1}}]
"""
ROLES = "roles: [officer, clerk]"
# For each key that has a default: how it is written out in PLAIN.
WRITTEN: dict[str, tuple[str, str]] = {
    "PolicySpec.language": ("period: month\n", "period: month\nlanguage: zh\n"),
    "PolicySpec.subject": ("period: month\n", "period: month\nsubject: {person: 被考核人}\n"),
    "InForce.assumed": ("{from: 2024-01-01}", "{from: 2024-01-01, assumed: false}"),
    "FactSpec.type": ("{label: 差错}", "{label: 差错, type: count}"),
    "FactSpec.min": ("{label: 差错}", "{label: 差错, min: 0}"),
    "FactSpec.max": ("{label: 差错}", "{label: 差错, max: 99999}"),
    "FactSpec.places": ("{label: 差错}", "{label: 差错, places: 0}"),
    "FactSpec.roles": ("{label: 备查}", f"{{label: 备查, {ROLES}}}"),
    "Section.roles": ("total: 40\n", f"total: 40\n    {ROLES}\n"),
    "Indicator.roles": ("label: 差错, rules", f"label: 差错, {ROLES}, rules"),
    "Indicator.start": ("label: 差错, rules", "label: 差错, start: full, rules"),
    "Indicator.floor": ("label: 差错, rules", "label: 差错, floor: 0, rules"),
    "Section.weight": ("total: 40\n", "total: 40\n    weight: 1\n"),
    "Section.extra": ("total: 40\n", "total: 40\n    extra: false\n"),
    "Indicator.weight": ("label: 差错, rules", "label: 差错, weight: 1, rules"),
    "Indicator.extra": ("label: 差错, rules", "label: 差错, extra: false, rules"),
    "PointsWhen.at": ("at_least: 9}, points", "at_least: 9}, at: 一4, points"),
    "PerItem.at": ("{kind: per_item,", "{kind: per_item, at: 一1,"),
    "PerItem.free": ("{kind: per_item,", "{kind: per_item, free: 0,"),
    "Group.at": ("{kind: group,", "{kind: group, at: [一2],"),
    "Target.at": ("{kind: target,", "{kind: target, at: [一2],"),
    "Entered.at": ("{kind: entered}", "{kind: entered, at: 一3}"),
    "Entered.as": ("{kind: entered}", "{kind: entered, as: add}"),
    "Entered.places": ("{kind: entered}", "{kind: entered, places: 2}"),
    "Entered.out_of": ("{kind: entered}", "{kind: entered, out_of: 10}"),
    "Levels.at": ("{kind: levels,", "{kind: levels, at: 一4,"),
    "Levels.as": ("{kind: levels,", "{kind: levels, as: add,"),
    "VetoEvent.at": ("{label: 造假}", "{label: 造假, at: 五}"),
    "VetoEvent.effect": ("{label: 造假}", "{label: 造假, effect: no_score}"),
    "Score.better": ("{at_most: 40}", "{at_most: 40, better: higher}"),
    "GradeRow.at": ("at_least: 20, verdict", "at_least: 20, at: 八, verdict"),
    "Bar.roles": ("at: 六,", f"at: 六, {ROLES},"),
    "GradeMove.roles": ("at: 七,", f"at: 七, {ROLES},"),
    "Outcomes.year_begins": ("outcomes:\n", "outcomes:\n  year_begins: 1\n"),
    "Consequence.lasts": ("propose: each_time", "propose: each_time, lasts: period"),
    "Consequence.roles": ("propose: each_time", f"propose: each_time, {ROLES}"),
    "Rollup.roles": ("periods: sum", f"periods: sum, {ROLES}"),
}
# Keys without which something is absent, so that no value says the same.
ABSENT = {
    *(
        "note",
        "accepted",
        "number",
        "unit",
        "counts",
        "source",
        "options",
        "allowed",
        "default",
        "each",
        "value",
        "figure",
        "empty",
        "points_when",
        "rounded",
        "total",
        "decided",
        "to",
    ),
    *(
        "pass_mark",
        "grades",
        "bars",
        "moves",
        "up",
        "down",
        "score",
        "base_differs",
        "total_differs",
        "at_least",
        "at_most",
        "over",
        "under",
        "bonuses",
        "facts",
        "derived",
        "relations",
        "readings",
        "sections",
        "indicators",
        "vetoes",
        "outcomes",
    ),
    *("netting", "when", "needed_when", "limit", "deduct", "add", "below", "above", "part_step", "per", "label"),
    *("consequences", "rollups", "ranking", "teams", "periods", "plus"),
}


def classes(cls: type) -> Iterator[type]:
    """Give a class of the model and those of its keys."""
    yield cls
    for key in keys_of(cls):
        for type_ in (key.type, getattr(key.type, "item", None)):
            if isinstance(type_, Object):
                for each in type_.classes:
                    yield from classes(each)


def test_every_key_with_a_default_is_looked_at() -> None:
    """
    No key of the format has a default that the table does not write out.
    """
    model = {*classes(PolicySpec), *DEFAULT_KINDS.values(), *DERIVED, Derived, Side}
    found = {f"{cls.__name__}.{key.name}" for cls in model for key in keys_of(cls) if not key.required}

    of_rules = {f"{each.__name__}.at" for each in DEFAULT_KINDS.values()}  # what holds of one holds of every rule
    absent = {each for each in found if each.partition(".")[2] in ABSENT} | {"Grades.at", "Vetoes.counts_as"}
    assert set() == found - absent - {*WRITTEN} - of_rules
    assert set() == {*WRITTEN} - found


@pytest.mark.parametrize("key", WRITTEN)
def test_a_default_that_is_written_out_says_the_same(key: str) -> None:
    """
    The hashes are the same, and so is the policy once its defaults are left out.
    """
    plain, written = Policy.from_text(PLAIN), Policy.from_text(changed(WRITTEN[key], text=PLAIN))

    assert (plain.stamp.source_hash, plain.stamp.plan_hash) == (written.stamp.source_hash, written.stamp.plan_hash)
    assert left_out(plain.spec) == left_out(written.spec)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 39}, points", "at_least: 39}, at: 一1, points"),
        ("{label: 差错}", "{label: 差错, max: 9999}"),
        ("max: 40", "max: 41"),
        ("label: 差错, rules", "label: 差错, floor: none, rules"),
        ("label: 差错, rules", "label: 差错, start: 10, rules"),
        ("{kind: per_item,", "{kind: per_item, at: 一2,"),
        ("period: month\n", "period: month\nsubject: {person: 干警}\n"),
        ("period: month\n", "period: month\nsubject: {officer_id: 被考核人}\n"),
        ("propose: each_time", "propose: each_time, roles: [clerk]"),
        ("propose: each_time", "propose: each_time, lasts: year"),
        ("{label: 造假}", "{label: 造假, at: 五1}"),
    ],
)
def test_what_says_something_else_has_another_hash(old: str, new: str) -> None:
    """
    Only a default is left out.
    """
    assert (
        Policy.from_text(PLAIN).stamp.source_hash != Policy.from_text(changed((old, new), text=PLAIN)).stamp.source_hash
    )
