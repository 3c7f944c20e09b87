"""
Conditions of outcomes on the total, a section, an indicator, every indicator, the grade; worked out by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from assess_rules import Policy
from assess_rules.outcomes import Pending
from assess_rules.outcomes.pending import under_review
from assess_rules.readings import compare_readings
from assess_rules.rulebook import rulebook
from assess_rules.tables import read_rows
from test_outcomes import kinds
from test_outcomes_cli import as_csv
from years import outcomes_of

if TYPE_CHECKING:
    from pathlib import Path

    from years import Row

RULES = """\
format: 1
policy: desk
version: 1.0.0
title: 值班考核办法
source: {issuer: 示例法院}
in_force: {from: 2024-01-01}
period: month
base: 10
bonuses: counted
display: {places: 2, rounding: half_up}
roles: {judge: 法官, clerk: 书记员}
facts:
  errors: {label: 差错, unit: 件}
  delays: {label: 迟延, unit: 件}
  praise: {label: 表扬, unit: 次}
  away: {label: 外派, type: flag}
  goal: {label: 目标, unit: 分}
sections:
  - id: work
    at: 一
    label: 业务
    total: 10
    indicators:
      - {id: c1, at: 一1, label: 差错, cap: 6, roles: [judge], rules: [{kind: per_item, deduct: {errors: 1}}]}
      - {id: c3, at: 一1, label: 校对, cap: 6, roles: [clerk], rules: [{kind: per_item, deduct: {errors: 1}}]}
      - {id: c2, at: 一2, label: 迟延, cap: 4, rules: [{kind: per_item, deduct: {delays: 1}}],
         points_when: [{when: {fact: away, is: true}, points: left_out}]}
  - {id: more, at: 二, label: 附加, extra: true, indicators: [
      {id: e1, at: 二, label: 表扬, cap: 2, rules: [{kind: per_item, add: {praise: 1}}]}]}
grades:
  rows:
    - {grade: good, label: 良好, at_least: 9, verdict: pass}
    - {grade: fair, label: 一般, at_least: 6, verdict: pass}
    - {grade: poor, label: 较差, verdict: fail}
vetoes:
  at: 三
  effect: no_score
  reach: period
  counts_as: left_out
  events: {forged: {label: 造假}, flawed: {label: 失实, effect: {grade: poor}}}
outcomes:
  consequences: [{id: talk, at: 四, label: 约谈, when: WHEN, propose: each_time}]
"""
EACH = (  # a reading whose answers are the same
    "{at: 五, question: 迟延每件几分, options: {one: {label: 一, value: 1}, same: {label: 也是一, value: 1}}, chosen: one}"
)
NIL: dict[str, Any] = {"errors": 0, "delays": 0, "praise": 0, "away": False, "forged": False, "flawed": False}


def policy(when: str, *changes: tuple[str, str]) -> Policy:
    """Give the policy with a condition; `goal` is a fact of it only where the condition names it."""
    text = RULES.replace("WHEN", when)
    if "goal" not in when:
        text = text.replace("  goal: {label: 目标, unit: 分}\n", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Policy.from_text(text)


def month(number: int, role: str = "judge", **facts: Any) -> Row:
    return {"person": "E001", "period": f"2024-{number:02}", "role": role, **NIL, **facts}


# Points of a month: c1 6 − errors, c2 4 − delays, e1 the praises on top.
YEAR = [
    month(1),  # 6 + 4 = 10: good
    month(2, errors=2, praise=1),  # 4 + 4 + 1 = 9: good; the section work 8
    month(3, delays=3),  # 6 + 1 = 7: fair
    month(4, errors=4, delays=1),  # 2 + 3 = 5: poor
    month(5, errors=2, away=True),  # c2 is left out: 4 × 10 ÷ 6 = 20/3: fair; so is the section work
    month(6, forged=True),  # no score
    month(7, errors=1, flawed=True),  # 5 + 4 = 9, and poor by a veto that leaves the score
]


@pytest.mark.parametrize(
    ("when", "proposed"),
    [
        ("{score: total, at_least: 9}", [1, 2, 7]),
        ("{score: total, under: 7}", [4, 5]),
        ("{score: total, over: 6.6, under: 9}", [3, 5]),
        ("{score: total, over: 9}", [1]),
        ("{score: work, at_most: 7}", [3, 4, 5]),
        ("{score: c2, under: 4, over: 1}", [4]),
        ("{score: e1, over: 0}", [2]),
        ("{score: more, under: 1}", [1, 3, 4, 5, 7]),
        ("{every: indicator, at_least: 4}", [1, 2, 5, 7]),  # neither e1's 0 points nor c2 in May
        ("{every: indicator, under: 5}", [2, 4, 5]),
        ("{grade: good}", [1, 2]),
        ("{grade: poor}", [4, 7]),
        ("{not: {score: total, at_least: 6}}", [4, 6]),  # of no score nothing holds
        ("{not: {grade: good}}", [3, 4, 5, 6, 7]),
        ("{all: [{grade: fair}, {score: work, at_least: 5}]}", [3, 5]),  # 4 of 6 are as 20/3 of 10
        ("{any: [{verdict: fail}, {grade: fair}]}", [3, 4, 5, 7]),
        ("{periods: {score: total, under: 7}, in: quarter, at_least: 2}", [5]),
        ("{periods: {grade: good}, in: year, at_least: 2}", [2]),
        ("{periods: {any: [{score: work, at_most: 4}, {every: indicator, at_most: 4}]}, in: year, at_least: 3}", [5]),
        ("{periods: {not: {grade: good}}, in: quarter, over: 2}", [6]),
        ("{all: [{periods: {grade: fair}, in: year, at_least: 1}, {score: total, at_least: 7}]}", [3]),
    ],
)
def test_when_something_is_proposed(when: str, proposed: list[int]) -> None:
    """
    Each form alone, inside others, and counted over periods.
    """
    found = kinds(policy(when), YEAR)

    assert [f"{number:02}" for number in proposed] == [period for kind, period, _ in found if kind == "proposal"]


def test_a_figure_that_is_a_fact() -> None:
    """
    The score is compared with a goal: 10 of 10, 9 of 10. A month without a goal is undecided, and counts in no later one.
    """
    rows = [month(1, goal=10), month(2, errors=1, goal=10), month(3, errors=1), month(4, errors=2, goal=9)]

    assert [("proposal", "02", ()), ("undecided", "03", ("goal",)), ("proposal", "04", ())] == kinds(
        policy("{score: total, under: goal}"), rows
    )
    assert [("warning", "02", ()), ("undecided", "03", ("goal",)), ("proposal", "04", ())] == kinds(
        policy("{periods: {score: total, under: goal}, in: year, at_least: 2}"), rows
    )
    assert [("proposal", "01", ()), ("proposal", "02", ()), ("undecided", "03", ("goal",)), ("proposal", "04", ())] == (
        kinds(policy("{every: indicator, under: goal}"), rows)
    )


def test_a_month_in_another_role_has_no_such_indicator() -> None:
    """
    Judges' c1 is no clerk's: a month as a clerk counts in no count of c1, and in one of the total.
    """
    judges = ("propose: each_time}]", "propose: each_time, roles: [judge]}]")
    rows = [month(1, "clerk", errors=3), month(2, errors=3), month(3, errors=3)]

    assert ["warning", "proposal"] == [
        kind for kind, _, _ in kinds(policy("{periods: {score: c1, under: 4}, in: year, over: 1}", judges), rows)
    ]
    assert ["proposal", "proposal"] == [
        kind for kind, _, _ in kinds(policy("{periods: {score: total, under: 8}, in: year, over: 1}", judges), rows)
    ]


def test_a_reading_by_which_points_differ_and_scores_do_not(tmp_path: Path) -> None:
    """
    Four errors cost c1 two and c2 four, or the other way round. The score is 4 of 10 either way; the proposal follows c1.

    The other reading changes nothing at all: what was found under it is not taken for what follows from the first.
    """
    whose = "{at: 五, question: 差错多扣哪一项, options: {first: 前一项, second: 后一项}, chosen: second}"
    readings = f"readings: {{each: {EACH}, whose: {whose}}}\ngrades:\n"
    text = "deduct: {errors: {reading: whose, of: {first: %s, second: %s}}%s}"
    rules = policy(
        "{score: c1, under: 4}",
        ("propose: each_time}]", "propose: each_time, roles: [judge]}]"),
        ("grades:\n", readings),
        (
            "cap: 6, roles: [judge], rules: [{kind: per_item, deduct: {errors: 1}}]",
            "cap: 6, roles: [judge], rules: [{kind: per_item, " + text % (1, 0.5, "") + "}]",
        ),
        ("deduct: {delays: 1}", text % (0.5, 1, ", delays: {reading: each}")),
    )
    book, table = rulebook([rules]), tmp_path / "facts.csv"
    table.write_text(as_csv([month(1, errors=4), month(2)]), "utf-8")

    effects = {each.options: each.changes for each in compare_readings(book, read_rows([table], book.door)).effects}
    assert () == effects[("each", "same"),]
    assert [("proposal", "2024-01 talk", None, "proposal")] == [
        (each.aspect, each.where, each.before, each.after) for each in effects[("whose", "first"),]
    ]


# The figure of a roll-up.

REVIEW = (
    "  away: {",
    "  review: {type: number, places: 1, max: 9, each: quarter, label: 季度考评, unit: 分}\n  away: {",
)
HOW = "readings: {how: {at: 五, question: 各月怎样合计, options: {sum: 相加, mean: 平均}, chosen: sum}}\ngrades:\n"
QUARTERS = (
    REVIEW,
    ("grades:\n", HOW),
    ("propose: each_time}]", "propose: each_time, roles: [judge]}]\n  rollups: [ROLLUP]"),
    (
        "ROLLUP",
        "{id: quarter, at: 四, label: 季度, each: quarter, periods: {reading: how}, plus: {review: 1}, roles: [judge]}",
    ),
)
# 10 + 9 + 7 + 5 = 31 in the first quarter, 10 + 10 + 10 + 5 = 35 in the second, 8 + 8 + 8 + 6 = 30 in the third, then 9.
LONG = [
    *(month(1), month(2, errors=1), month(3, errors=3, review=5)),
    *(month(4), month(5), month(6, review=5)),
    *(month(each, errors=2) for each in (7, 8)),
    *(month(9, errors=2, review=6), month(10, errors=1, review=0)),
]


@pytest.mark.parametrize(
    ("when", "proposed"),
    [
        ("{rollup: quarter, under: 32}", [3, 9]),
        ("{rollup: quarter, at_least: 31, under: 35}", [3]),
        ("{all: [{rollup: quarter, under: 32}, {score: total, at_least: 8}]}", [9]),
        ("{any: [{rollup: quarter, over: 34}, {score: total, under: 8}]}", [3, 6]),
        ("{periods: {rollup: quarter, under: 32}, in: year, at_least: 2}", [9]),
        (
            "{not: {rollup: quarter, under: 35}}",
            [1, 2, 4, 5, 6, 7, 8, 10],
        ),  # a month that closes no quarter asks for none
    ],
)
def test_a_quarters_figure(when: str, proposed: list[int]) -> None:
    """
    It is asked for in the month that closes the quarter; October's does not come to an end here.
    """
    found = outcomes_of(LONG, policy(when, *QUARTERS)).proposals

    assert [f"2024-{number:02}" for number in proposed] == [each.period for each in found if each.kind == "proposal"]


def test_a_figure_that_is_a_quarters_fact() -> None:
    """
    January need not give the quarter's figure: nothing holds there, nor does its `not`. February gives 4, and both have 4.
    """
    rows = [month(1), month(2, review=4), month(3, delays=1)]

    assert [("proposal", "02", ())] == kinds(policy("{every: indicator, at_least: review}", REVIEW), rows)
    assert [] == kinds(policy("{not: {every: indicator, at_least: review}}", REVIEW), rows)


def test_what_a_quarter_without_a_figure_decides() -> None:
    """
    A figure given twice is none, and proposes nothing; without it the proposal is undecided. What holds without it stands.
    """
    given = [month(1, review=4), month(2, review=5), month(3, errors=6)]
    twice, lacking = (
        [
            [(kind, period, lacks) for kind, period, lacks in kinds(policy(when, *QUARTERS), rows) if period == "03"]
            for when in (
                "{rollup: quarter, under: 32}",
                "{not: {rollup: quarter, under: 32}}",
                "{any: [{score: total, under: 6}, {rollup: quarter, under: 32}]}",
            )
        ]
        for rows in (given, [month(1), month(2), month(3, errors=6)])
    )

    assert [[], [], [("proposal", "03", ())]] == twice
    assert [*[[("undecided", "03", ("review",))]] * 2, [("proposal", "03", ())]] == lacking


def test_what_a_quarters_proposal_rests_on() -> None:
    """
    The months that count, the open reading of the roll-up, and a review of any month of the quarter.
    """
    found = outcomes_of(LONG[:6], policy("{rollup: quarter, under: 32}", *QUARTERS))
    marked = under_review(found, [Pending("E001", "2024-02")])

    assert [(("2024-01", "2024-02", "2024-03"), ("how",))] == [
        (each.because, each.provisional) for each in found.proposals
    ]
    assert [(Pending("E001", "2024-02"),)] == [each.under_review for each in marked.proposals]
    assert [()] == [each.under_review for each in under_review(found, [Pending("E001", "2024-04")]).proposals]


def test_a_quarter_without_a_figure() -> None:
    """
    Without its review the quarter is undecided. With two reviews, or no month that counts, nothing is proposed.

    Nor is anything for a quarter as a clerk, whom the roll-up is not for.
    """
    rules = policy("{rollup: quarter, under: 32}", *QUARTERS)
    counted = policy("{periods: {rollup: quarter, under: 32}, in: year, at_least: 1}", *QUARTERS)
    clerk = [month(each, "clerk", errors=6) for each in (1, 2, 3)]

    assert [("undecided", "03", ("review",))] == kinds(rules, [*LONG[:2], month(3)])
    assert [] == kinds(rules, [LONG[0], month(2, review=4), LONG[2]])
    assert [] == kinds(rules, [month(1, forged=True), month(2, forged=True), month(3, forged=True, review=5)])
    assert [] == kinds(counted, [*clerk, *LONG[3:6]])


def test_readings_of_a_roll_up_that_is_asked_for(tmp_path: Path) -> None:
    """
    With the mean the second quarter comes to 10 + 5 = 15, and is below 32 too. The other reading changes nothing.
    """
    more = (("readings: {how", f"readings: {{each: {EACH}, how"), ("{delays: 1}", "{delays: {reading: each}}"))
    book, table = rulebook([policy("{rollup: quarter, under: 32}", *QUARTERS, *more)]), tmp_path / "facts.csv"
    table.write_text(as_csv(LONG[:6]), "utf-8")

    nothing, effect = compare_readings(book, read_rows([table], book.door)).effects
    assert () == nothing.changes
    assert [("proposal", "2024-06 talk", None, "proposal")] == [
        (each.aspect, each.where, each.before, each.after) for each in effect.changes if each.aspect != "rollup"
    ]
