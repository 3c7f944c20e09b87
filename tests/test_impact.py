"""
Whom a revision touches: the same tables under two versions, worked out by hand.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import jsonschema
import pytest

from assess_rules import FactsError, Policy
from assess_rules.revision.impact import impact
from assess_rules.revision.impact_pages import ImpactPage
from assess_rules.rulebook import Rulebook
from assess_rules.tables import read_rows
from test_revision import SCHEMA
from test_rulebook import SECOND, TEXT, changed

if TYPE_CHECKING:
    from pathlib import Path

    from assess_rules.revision.impact import Impact
    from conftest import Run

DOUBLE = ("deduct: {errors: 1}", "deduct: {errors: 2}")
TALK = """\
outcomes:
  consequences: [{id: talk, at: 二, label: 约谈, when: {verdict: fail}, propose: each_time}]
"""
RANKS = """\
outcomes:
  ranking: {at: 二, each: [month], among: role, ties: shared_best}
  teams: {at: 二, label: 团队, each: [month], score: mean}
"""
# An error costs two points instead of one: E002 and E003 fail now.
ROWS = """\
person,role,team,period,errors
E001,officer,1,2024-02,0
E002,officer,1,2024-02,2
E003,officer,1,2024-02,2
E004,officer,2,2024-02,3
E005,officer,2,2024-02,0
E006,officer,2,2024-02,1
"""


def touched(folder: Path, new: Policy, rows: str, old: str = TEXT, **assumed: str) -> Impact:
    """Give the impact on a table."""
    table, first = folder / "facts.csv", Policy.from_text(old)
    table.write_text(rows, "utf-8")
    return impact(first, new, read_rows([table], Rulebook((first, new)).door), assumed)


def second(*changes: tuple[str, str]) -> Policy:
    return Policy.from_text(changed(*SECOND, *changes))


def test_what_moves(tmp_path: Path) -> None:
    """
    Scores, verdicts, proposals: by person, the greatest loss first; by role and team; and the distribution.
    """
    found = touched(tmp_path, Policy.from_text(changed(*SECOND, DOUBLE) + TALK), ROWS, TEXT + TALK)

    whole, role, one, two = found.tallies()
    assert ((None, None), ("officer", None), (None, "1"), (None, "2")) == tuple(
        (each.role, each.team) for each in (whole, role, one, two)
    )
    assert whole.counts == role.counts == dict.fromkeys(whole.counts, 0) | {"lose": 4, "to_fail": 2, "proposal": 2}
    assert (6, 3, 3) == (whole.results, one.results, two.results)
    assert (2, 2) == (one.counts["to_fail"], two.counts["lose"])
    assert (Fraction(-4, 3), Fraction(-4, 3)) == (whole.mean, one.mean)
    assert ["E004", "E002", "E003", "E006"] == [each.name for each in found.people() if each.aspect == "score"]
    assert {("talk", "new"): 2, ("talk", "gone"): 0} == dict(found.proposals())
    assert [(4, 0, 1), (6, 0, 2), (7, 1, 0), (8, 2, 1), (9, 1, 0), (10, 2, 2)] == [
        (int(each.least), each.before, each.after) for each in found.bars() if each.before or each.after
    ]


# Facts that one version alone asks for.

LATE = (
    ("base: 10", "base: 15"),
    ("facts: {errors: {label: 差错, unit: 件}}", "facts: {errors: {label: 差错, unit: 件}, late: {label: 迟到}}"),
    (
        "errors: 1}}]}\n",
        "errors: 1}}]}\n  - {id: i2, at: 三, cap: 5, label: 迟到, rules: [{kind: per_item, deduct: {late: 1}}]}\n",
    ),
)


def scores(found: Impact) -> dict[str, tuple[object, object]]:
    """Give the scores that differ, before and after, by person."""
    return {each.name: (each.before, each.after) for each in found.changes if each.aspect == "score"}


def test_a_new_fact_is_asked_for_by_name(tmp_path: Path) -> None:
    """
    What the tables do not give is no silent zero: it is named with how many rows lack it, and so is a needless assumption.
    """
    with pytest.raises(FactsError) as error:
        touched(tmp_path, second(*LATE), ROWS, errors="1", lat="2")

    first, *others = error.value.diagnostics
    assert ["assume_unknown", "assume_unknown"] == [each.code for each in others]
    assert "version 1.1.0 asks for `late` (迟到), and rows do not give it: 6" == first.message()
    assert "give it in the tables, or say what to try: --assume late=VALUE" == first.help()
    assert "版本 1.1.0 要求 `late`（迟到），有 6 行没有给出" == first.message("zh")
    assert "`errors` is no fact that only one of the versions asks for" == others[0].message()
    assert ("did you mean `late`?", "") == (others[1].help(), others[1].path)


def test_an_assumption_stands_where_nothing_is_given(tmp_path: Path) -> None:
    """
    A cell of the table goes before what is assumed; who is not appraised has no facts; the other version sees none of it.
    """
    rows = ROWS.replace("errors\n", "errors,late,status\n").replace(",0\n", ",0,2,\n").replace(",1\n", ",1,,\n")
    rows = rows.replace(",2\n", ",2,,\n").replace(",3\n", ",,,leave\n")
    there = touched(tmp_path, second(*LATE), rows, late="1")
    gone = touched(tmp_path, Policy.from_text(TEXT), rows, changed(*SECOND, *LATE), late="1")

    assert {"E001": (10, 13), "E002": (8, 12), "E003": (8, 12), "E005": (10, 13), "E006": (9, 13)} == scores(there)
    assert {name: (after, before) for name, (before, after) in scores(there).items()} == scores(gone)
    assert [6, 6, 3, 3] == [each.results for each in there.tallies()]
    assert [Fraction(18, 5), Fraction(18, 5), Fraction(11, 3), Fraction(7, 2)] == [
        each.mean for each in there.tallies()
    ]


def test_roles_that_one_version_alone_has(tmp_path: Path) -> None:
    """
    People of a role that one version does not know have no result by it; a role that neither knows is refused.
    """
    new = second(
        ("roles: {officer: {zh: 干警, en: Officer}}", "roles: {officer: {zh: 干警, en: Officer}, clerk: 书记员}")
    )
    found = touched(tmp_path, new, ROWS.replace("E001,officer", "E001,书记员"))

    assert {"E001": (None, 10)} == scores(found)
    assert [None, "1", "2"] == [each.role or each.team for each in found.tallies()]  # of one clerk nothing is told
    assert ["officer", "clerk", "1", "2"] == [
        each.role or each.team for each in found.tallies(named=True) if each.role or each.team
    ]
    with pytest.raises(FactsError, match="unknown_role_value"):
        touched(tmp_path, new, ROWS.replace("E001,officer", "E001,judge"))


def test_few_people_are_not_told_apart(tmp_path: Path) -> None:
    """
    Of two people neither a mean nor a distribution is told, unless they are named; people may have no team.
    """
    rows = "person,role,period,errors\nE001,officer,2024-02,1\nE002,officer,2024-03,1\n"
    found = touched(tmp_path, second(DOUBLE), rows)

    assert ([(None, None, None)], []) == ([(each.role, each.team, each.mean) for each in found.tallies()], found.bars())
    assert [("lose", Fraction(-1)), ("lose", Fraction(-1))] == [
        (max(each.counts, key=each.counts.__getitem__), each.mean) for each in found.tallies(named=True)
    ]
    page = ImpactPage(found, "en", named=False)
    assert ["everybody        2           2"] == page.text().splitlines()[2:]
    assert page.markdown().endswith("| everybody | 2 |  | 2 |  |  |  |  |  |  |\n")


def test_vetoes_and_ranks(tmp_path: Path) -> None:
    """
    A verdict that is neither passed nor failed is counted apart, and has no difference; places move, of teams too.
    """
    veto = "vetoes: {at: 五, effect: no_score, reach: period, counts_as: left_out, events: {fraud: {label: 造假}}}\n"
    rows = ROWS.replace("E004,officer,2,2024-02,3\n", "").replace("errors\n", "errors,fraud\n")
    for errors, fraud in ((0, "是"), (1, ""), (2, "")):
        rows = rows.replace(f"02,{errors}\n", f"02,{errors},{fraud}\n")
    vetoed = touched(tmp_path, Policy.from_text(changed(*SECOND) + veto + RANKS), rows, TEXT + RANKS, fraud="否")

    whole = vetoed.tallies(named=True)[0]
    assert dict.fromkeys(whole.counts, 0) | {"verdict": 2, "rank": 5} == whole.counts
    assert (5, Fraction(0)) == (whole.results, whole.mean)
    assert {("E001", "pass", "vetoed"), ("E005", "pass", "vetoed")} == {
        (each.name, each.before, each.after) for each in vetoed.changes if each.aspect == "verdict"
    }
    assert {"team": 2, "team_rank": 0} == {
        aspect: sum(each.aspect == aspect for each in vetoed.changes) for aspect in ("team", "team_rank")
    }
    assert "\nteams: 2 scores and 0 places change\n" in ImpactPage(vetoed, "en", named=False).text()


# The command.


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """
    Two versions and a table.
    """
    texts = {"old.yaml": TEXT + TALK, "new.yaml": changed(*SECOND, DOUBLE) + TALK, "facts.csv": ROWS}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    old, new, table = (tmp_path / name for name in texts)
    return old, new, table


TOUCHED = """\
【trial run, not an appraisal result】
           results  gain  lose  now pass  now fail  other verdict  rank  proposal     mean
everybody        6           4                   2                              2  −1.333…
Officer          6           4                   2                              2  −1.333…
team 1           3           2                   2                              2  −1.333…
team 2           3           2                                                     −1.333…
proposals of talk: 2 come, 0 go

scores (results before and after)
4–5    0                                  1  ███████████████
5–6    0                                  0
6–7    0                                  2  ██████████████████████████████
7–8    1  ███████████████                 0
8–9    2  ██████████████████████████████  1  ███████████████
9–10   1  ███████████████                 0
10–11  2  ██████████████████████████████  2  ██████████████████████████████
"""
NAMED = """\
E004 · 2024-02 · 得分: 7 → 4 (−3)
E002 · 2024-02 · 得分: 8 → 6 (−2)
E003 · 2024-02 · 得分: 8 → 6 (−2)
E006 · 2024-02 · 得分: 9 → 8 (−1)
E002 · 2024-02 · 结论: 合格 → 不合格
E002 · 2024-02 talk · 建议: — → 建议
E003 · 2024-02 · 结论: 合格 → 不合格
E003 · 2024-02 talk · 建议: — → 建议
"""
MARKED = """\
【trial run, not an appraisal result】

|  | results | gain | lose | now pass | now fail | other verdict | rank | proposal | mean |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| everybody | 6 |  | 4 |  | 2 |  |  | 2 | −1.333… |
| Officer | 6 |  | 4 |  | 2 |  |  | 2 | −1.333… |
| team 1 | 3 |  | 2 |  | 2 |  |  | 2 | −1.333… |
| team 2 | 3 |  | 2 |  |  |  |  |  | −1.333… |

proposals of talk: 2 come, 0 go

| scores | before | after |
| --- | --- | --- |
| 4–5 | 0 | 1 |
| 5–6 | 0 | 0 |
| 6–7 | 0 | 2 |
| 7–8 | 1 | 0 |
| 8–9 | 2 | 1 |
| 9–10 | 1 | 0 |
| 10–11 | 2 | 2 |
"""


def test_the_command(run: Run, files: tuple[Path, Path, Path]) -> None:
    """
    Below what differs stands whom it touches; names only on request, the greatest loss first.
    """
    old, new, table = files
    ended = run("diff", old, new, "--facts", table)
    named = run("diff", old, new, "--facts", table, "--people", "--lang", "zh")
    marked = run("diff", old, new, "--facts", table, "--format", "markdown")

    assert (1, TOUCHED) == (ended.code, ended.out[ended.out.index("【") :])
    assert NAMED == named.out[named.out.rindex("\n\n") + 2 :]
    assert MARKED == marked.out[marked.out.index("【") :]


def test_data(run: Run, files: tuple[Path, Path, Path]) -> None:
    """
    JSON is valid against the schema, and names people only on request.
    """
    old, new, table = files
    data = json.loads(run("diff", old, new, "--facts", table, "--format", "json").out)
    named = json.loads(run("diff", old, new, "--facts", table, "--format", "json", "--people").out)

    for each in (data, named):
        jsonschema.Draft202012Validator(SCHEMA).validate(each)
    assert "E00" not in json.dumps(data)
    assert {"stamp": "试算，不作为考核结果", "assumed": {}, "people": 6} == {
        key: data["impact"][key] for key in ("stamp", "assumed", "people")
    }
    assert ("E004", "7", "4") == tuple(named["impact"]["changes"][0][key] for key in ("name", "before", "after"))
    assert [{"id": "talk", "way": "new", "count": 2}] == data["impact"]["proposals"]
    assert {"least": "6", "below": "7", "before": 0, "after": 2} == data["impact"]["distribution"][2]


def test_nobody_is_touched(run: Run, files: tuple[Path, Path, Path]) -> None:
    """
    A version beside itself touches nobody; what is assumed is said.
    """
    old, _, table = files
    old.write_text(changed(*LATE), "utf-8")
    new = old.with_name("gone.yaml")
    new.write_text(TEXT, "utf-8")
    same = run("diff", new, new, "--facts", table)
    assumed = run("diff", old, new, "--facts", table, "--assume", "late=0")

    assert (0, True) == (same.code, "nobody's score, verdict, grade, rank or proposal changes" in same.out)
    assert "\nassumed: late = 0\n" in assumed.out
    assert 4 == run("diff", old, new, "--facts", table).code


def test_progress_on_a_terminal(
    run: Run,
    files: tuple[Path, Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    How far it is stands on stderr, if that is a terminal: rows of both versions.
    """
    monkeypatch.setattr("assess_rules.cli.diff.is_watched", lambda: True)

    assert "\r12/12\n" == run("diff", files[0], files[1], "--facts", files[2]).err
