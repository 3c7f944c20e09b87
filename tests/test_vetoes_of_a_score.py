"""
A veto that leaves a score has one verdict everywhere, that of its score or grade; each figure is worked out by hand.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from assess_rules import Policy, PolicyError
from assess_rules.readings import compare_readings
from assess_rules.report import explain
from assess_rules.review import review
from assess_rules.revision.impact import impact
from assess_rules.rulebook import rulebook
from assess_rules.show import show
from assess_rules.sweep import sweep
from assess_rules.tables import read_rows
from test_outcomes_cli import as_csv
from years import outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from assess_rules.outcomes import Outcomes
    from conftest import Run
    from years import Row

RULES = """\
format: 1
policy: desk
version: 1.0.0
title: {zh: 值班办法, en: Desk scheme}
source: {issuer: 示例法院}
in_force: {from: 2024-01-01}
period: month
base: 10
display: {places: 1, rounding: half_up}
roles: {judge: {zh: 法官, en: Judges}}
facts: {errors: {label: {zh: 差错, en: Errors}, max: 50}}
readings:
  void: {at: 五, question: 不予评价的月份, options: {left_out: 不计, as_failed: 不合格}, chosen: left_out}
indicators:
  - {id: c1, at: 一, label: {zh: 质量, en: Quality}, cap: 10, rules: [{kind: per_item, deduct: {errors: 1}}]}
grades:
  rows:
    - {grade: good, label: {zh: 良好, en: Good}, at_least: 6, verdict: pass}
    - {grade: poor, label: {zh: 较差, en: Poor}, verdict: fail}
vetoes:
  at: 五
  effect: {grade: poor}
  reach: period
  counts_as: {reading: void}
  events:
    fraud: {label: {zh: 造假, en: Fraud}}
    leak: {label: {zh: 泄密, en: Leak}, effect: zero, at: 五2}
    crime: {label: {zh: 犯罪, en: Crime}, effect: no_score, when: {fact: errors, over: 40}}
outcomes:
  consequences:
    - {id: talk, at: 六, label: 约谈, when: {verdict: fail}, propose: each_time}
    - {id: check, at: 六, label: 核查, when: {verdict: vetoed}, propose: each_time}
    - {id: many, at: 六, label: 问责, when: {periods: {verdict: fail}, in: year, at_least: 3}, propose: once}
  rollups: [{id: mean, at: 七, label: 季度, each: quarter, periods: mean}]
  ranking: {at: 八, each: month, among: all, ties: shared_best}
  teams: {at: 八, label: 团队, each: month, score: mean}
"""


def month(number: int, errors: int, *events: str, person: str = "E001") -> Row:
    who = {"person": person, "period": f"2024-0{number}", "role": "judge", "team": "1", "errors": errors}
    return who | {each: each in events for each in ("fraud", "leak")}


# E001: 9 and poor by the veto; 0, which is poor; no score; 10. E002 has 8 each month.
YEAR = [month(1, 1, "fraud"), month(2, 2, "leak"), month(3, 41), month(4, 0)]
OTHER = [month(number, 2, person="E002") for number in range(1, 5)]


def policy(**chosen: str) -> Policy:
    return Policy.from_text(RULES).with_readings(chosen)


def texts(scores: Iterable[Fraction | None]) -> list[str]:
    return [str(each) for each in scores]


def proposed(found: Outcomes, name: str) -> list[str]:
    return [each.period[-2:] for each in found.proposals if (each.id, each.kind) == (name, "proposal")]


@pytest.mark.parametrize(
    ("void", "many", "mean"),
    [
        ("left_out", [], Fraction(9, 2)),  # (9 + 0) / 2
        ("as_failed", ["03"], Fraction(3)),  # (9 + 0 + 0) / 3, and three failed months in March
    ],
)
def test_verdict_of_the_score_everywhere(void: str, many: list[str], mean: Fraction) -> None:
    """
    Results and outcomes say the same; what `counts_as` says is of the month without a score alone.
    """
    found = outcomes_of([*YEAR, *OTHER], policy(void=void))
    own = found.people["E001"]
    results = [each.result for each in own.entries if each.result is not None]

    assert ("fail", "fail", "vetoed", "pass") == own.standing == tuple(each.verdict for each in results)
    assert ["9", "0", "None", "10"] == texts(own.scores) == texts(each.exact for each in results)
    assert [("fraud",), ("leak",), ("crime",), ()] == [each.vetoes for each in results]
    assert {"pass": 5, "fail": 2, "vetoed": 1} == found.to_dict()["counts"]["standing"]
    assert (["01", "02"], ["03"], many) == tuple(proposed(found, each) for each in ("talk", "check", "many"))
    assert [mean] == [each.value for each in found.rollups if (each.person, each.span) == ("E001", "2024-Q1")]
    ranked = {
        (each.what, each.span[-2:]): [(one.name, str(one.score)) for one in each.places] for each in found.rankings
    }
    assert [("E001", "9"), ("E002", "8")] == ranked["people", "01"]
    assert [("E002", "8"), ("E001", "0")] == ranked["people", "02"]
    assert ["17/2", "4"] == [ranked["teams", each][0][1] for each in ("01", "02")]


def test_without_a_verdict_the_period_is_scored() -> None:
    """
    Where the policy has no verdict, a month of 0 by a veto stands as any other does.
    """
    zero = "vetoes: {at: 五, effect: zero, reach: period, events: {fraud: {label: 造假}, leak: {label: 泄密}}}\n"
    text = re.sub(r"(?s)grades:.*", zero, re.sub(r"(?s)readings:.*?indicators:", "indicators:", RULES))
    own = outcomes_of([month(1, 1, "fraud"), month(2, 1)], Policy.from_text(text)).people["E001"]

    assert (("scored", "scored"), ["0", "9"]) == (own.standing, texts(own.scores))


def test_a_review_has_the_verdict_of_the_score() -> None:
    """
    A veto of a grade changes no points, one of zero takes them all; both change the verdict.
    """
    rules, plain = policy(), month(1, 1)
    for event, score in (("fraud", 9), ("leak", 0)):
        (each,) = review(outcomes_of([plain], rules), outcomes_of([month(1, 1, event)], rules)).corrected
        sides = [(one.standing, str(one.score)) for one in (each.before, each.after) if one is not None]

        assert [("pass", "9"), ("fail", str(score))] == sides
        assert [(event, str(score - 9))] == [(item.name, str(item.points)) for item in each.items]


# What people read.


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """
    The policy and its table.
    """
    rules, table = tmp_path / "desk.yaml", tmp_path / "facts.csv"
    rules.write_text(RULES, "utf-8")
    table.write_text(as_csv([*YEAR, *OTHER]), "utf-8")
    return rules, table


def test_readings_revisions_and_sweeps_see_the_same_verdict(files: tuple[Path, Path]) -> None:
    """
    Another answer to what no score counts as moves nobody who has one; revisions and sweeps count the verdict of the score.
    """
    rules = policy()
    book = rulebook([rules])
    rows = read_rows([files[1]], book.door)
    files[1].write_text(as_csv([*YEAR[:2], *OTHER]), "utf-8")
    scored = read_rows([files[1]], book.door)

    assert () == compare_readings(book, scored).effects[0].changes
    assert [
        ("rank", "E001", "2024-03"), ("proposal", "E001", "2024-03 many"), ("rollup", "E001", "2024-Q1 mean"),
        ("team", "1", "2024-03"),
    ] == [(each.aspect, each.name, each.where) for each in compare_readings(book, rows).effects[0].changes]  # fmt: skip
    swept = sweep(book, rows, "grades.rows[0].at_least", ["9"])
    assert [(5, 2, 1), (1, 6, 1)] == [each.verdicts for each in (swept.before, *swept.tried)]
    later = RULES.replace("1.0.0", "1.1.0").replace("2024-01-01", "2025-01-01")
    revised = Policy.from_text(later.replace("fraud: {", "fraud: {effect: no_score, "))
    moved = [each for each in impact(rules, revised, rows, {}).changes if each.aspect == "verdict"]
    assert [("E001", "2024-01", "fail", "vetoed")] == [
        (each.name, each.where, each.before, each.after) for each in moved
    ]


PAGE = """\
Desk scheme 1.0.0

2024-01 Judges

 team   person   score   grade   verdict   lost and gained in
 ────────────────────────────────────────────────────────────────
 1      E001       9.0   Poor    fail      veto: Fraud [五]  c1−1
        E002       8.0   Good    pass      c1−2

"""


@pytest.mark.usefixtures("wide")
def test_the_event_is_named_wherever_the_result_is(run: Run, files: tuple[Path, Path]) -> None:
    """
    The row of the table, the line below it, the statements of the month and of the quarter, and the counts of outcomes.
    """
    page = run("score", *files).out
    assert page.startswith(PAGE)
    assert "fail E001 · team 1 · 2024-01  9.0  veto: Fraud [五]  c1 −1\n" in page
    assert "fail E001 · team 1 · 2024-02  0.0  veto: Leak [五2]  c1 −2\n" in page
    assert "not evaluated E001 · team 1 · 2024-03  veto: Crime [五]\n" in page
    assert "8 results  pass 5  fail 2  not evaluated 1\n" in page
    assert (
        "不合格 E001 · 实施团队 1 · 2024-01  9.0  一票否决: 造假 [五]  c1 −1\n"
        in run("score", *files, "--lang", "zh").out
    )
    assert (
        "people 2  8 results  pass 5  fail 2  not evaluated 1  grade: Good 5, Poor 2\n" in run("outcomes", *files).out
    )
    quarter = run("explain", *files, "--person", "E001", "--period", "2024-Q1").out
    assert "2024-01  Judges  team 1  9.0  Poor  fail  veto: Fraud [五]  c1 −1\n" in quarter
    assert "2024-02  Judges  team 1  0.0  Poor  fail  veto: Leak [五2]  c1 −2\n" in quarter
    assert "2024-03  Judges  team 1  not evaluated  veto: Crime [五]\n" in quarter


def test_the_statement_of_a_month_names_the_event_where_it_decides() -> None:
    """
    Beside the verdict, and below the total that does not show why it has that grade.
    """
    results = [each.result for each in outcomes_of(YEAR, policy()).people["E001"].entries if each.result]
    said = [explain(each, "en") for each in results]

    assert "score 9.0  grade Poor  verdict fail\nveto: Fraud [五]\n" in said[0]
    assert "\ntotal: 9 = 9, grade Poor  verdict fail\n  veto: Fraud [五]\n" in said[0]
    assert "\ntotal: 8 − 8 (veto) = 0, grade Poor  verdict fail\n  veto: Leak [五2]\n" in said[1]
    assert said[2].endswith("score —  not evaluated\nveto: Crime [五]\n")
    assert explain(results[2], "en", arithmetic=True).endswith("\nsum without the veto: 0 = 0\n")
    assert "veto" not in said[3]


def test_the_read_back_says_what_each_event_does_and_counts_as() -> None:
    """
    Of events that differ it names those whose period is not evaluated, and those that leave a score.
    """
    zh, en = show(policy(), "zh"), show(policy(), "en")

    assert "有下列情形之一的，除该情形另有规定外，等次至多为“较差”。" in zh
    assert "If one of these holds and nothing else is said of it, the grade is “Poor” unless it is worse already." in en
    assert "“犯罪”：不予评价的考核期不参加排名，不计为不合格，不计入合计、平均" in zh
    assert "“造假”、“泄密”：该考核期照常计入，以其得分、等次和结论为准。" in zh
    assert (
        "“Fraud”, “Leak”: the period counts as any other does, with the score, the grade and the verdict that it has."
        in en
    )
    assert "泄密（leak）：本情形得零分。" in zh
    assert "Leak (leak): Of this one: the score is 0." in en


# What a file may say.


def refused(text: str) -> list[tuple[str, str]]:
    """
    Give code and path of what is said against a file.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(text)
    return [(each.code, each.path) for each in caught.value.diagnostics]


def test_what_no_score_counts_as_is_said_where_an_event_leaves_none() -> None:
    """
    It is required where an event leaves no score, by its own effect or by that of all, and refused where each leaves one.
    """
    counted, own = "  counts_as: left_out\n", ", effect: no_score, when"
    text = re.sub(r"(?s)readings:.*?indicators:", "indicators:", RULES).replace("{reading: void}", "left_out")

    assert [("counts_as_missing", "vetoes.events.crime.effect")] == refused(text.replace(counted, ""))
    assert [("counts_as_needless", "vetoes.counts_as")] == refused(text.replace(own, ", when"))
    every = text.replace("{grade: poor}\n", "no_score\n").replace("en: Fraud}", "en: Fraud}, effect: {grade: poor}")
    assert [("counts_as_missing", "vetoes.effect")] == refused(every.replace(counted, "").replace(own, ", when"))
    left = every.replace(own, ", effect: zero, when")
    assert [("counts_as_needless", "vetoes.counts_as")] == refused(left)
    assert ["zero", "zero", "grade"] == sorted(
        (each.effect for each in Policy.from_text(left.replace(counted, "")).plans["judge"].vetoes), reverse=True
    )
