# ruff: noqa: E501 (lines of rule files and of what is printed)
"""
What each kind of edit is said as: its path, before and after, whether a score can change, and the record that shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assess_rules import Policy, diff
from assess_rules.defaults import left_out
from assess_rules.revision.structure import changes, with_changes
from test_rulebook import TEXT, changed

if TYPE_CHECKING:
    from assess_rules.labels import Language
    from assess_rules.revision import Difference

RICH = """\
format: 1
policy: desk
version: 1.0.0
title: {zh: 值班考核办法, en: Desk duty}
source: {issuer: 法院}
in_force: {from: 2024-01-01}
period: month
base: 40
pass_mark: 30
display: {places: 0, rounding: half_up}
roles: {officer: {zh: 干警, en: Officer}, clerk: {zh: 书记员, en: Clerk}}
facts:
  errors: {label: 差错, unit: 件}
  visits: {label: 走访, type: number, places: 1, max: 40, default: 9}
  extra: {label: 加班, default: 2, max: 9}
  balance: {label: 余额, type: number, places: 1, min: -5, max: 5}
  shift: {label: 班次, type: choice, options: {day: 白班, night: {label: 夜班}}}
  years: {label: 年限, allowed: [5, 10]}
  late: {label: 迟到, type: flag}
  appraisal: {label: 季度考评, each: quarter}
relations: [{fact: extra, at_most: errors, at: 六}]
readings:
  half: {at: 二, question: 半件怎样算, options: {begun: 算一件, whole_only: 不算}, chosen: begun}
  cost: {at: 二, question: 每件几分, options: {one: 一分, two: 两分}, chosen: one}
sections:
  - id: s1
    at: 一
    label: 甲类
    total: 20
    indicators:
      - {id: i1, at: 一1, cap: 10, label: 差错, rules: [{kind: per_item, deduct: {errors: 1}, per: 2, part_step: {reading: half}},
         {kind: per_item, deduct: {extra: {reading: cost, of: {one: 1, two: 2}}}, when: {fact: late, is: true}}]}
      - {id: i2, at: 一2, cap: 10, label: 走访, rules: [{kind: target, value: visits, target: 9, step: 1, below: {deduct: 1},
         part_step: begun}]}
  - id: s2
    at: 二
    label: 乙类
    total: 20
    indicators:
      - {id: i3, at: 二1, cap: 10, label: 余额, rules: [{kind: target, value: balance, target: 0, step: 1, below: {deduct: 1},
         part_step: in_proportion}]}
      - {id: i4, at: 二2, cap: 10, label: 班次, rules: [{kind: per_item, deduct: {years: {by: shift, of: {day: 0.1, night: 0.2}}}}]}
vetoes: {at: 五, effect: no_score, reach: period, counts_as: left_out, events: {fraud: {label: 造假}, fire: {label: 失火, when: {fact: late, is: true}}}}
outcomes:
  consequences: [{id: talk, at: 三, label: 约谈, when: {periods: {verdict: fail}, in: year, over: 2}, propose: once}]
  rollups: [{id: quarter_sum, at: 四, label: 季度, each: quarter, periods: sum, plus: {appraisal: 1}}]
"""


def difference(*changes: tuple[str, str], old: str = RICH) -> Difference:
    return diff(Policy.from_text(old), Policy.from_text(changed(*changes, text=old)))


def lines(told: Difference, language: Language = "en") -> list[str]:
    """Give the lines of keys, before and after."""
    return [
        line[2:] for line in told.text(language).splitlines() if " → " in line and line[:2] == "  " and line[2] != " "
    ][:99]


def effects(told: Difference) -> list[str]:
    """Give what is said of scores, the records alone where there are any."""
    effects = [line.strip() for line in told.text("en").splitlines() if line.startswith("    ")]
    return [line.removeprefix("may change a score").lstrip(":; ") for line in effects]


CANNOT = "cannot change a score"
CASES: dict[str, tuple[tuple[tuple[str, str], ...], list[str], list[str]]] = {
    "label": ((("label: 甲类", "label: 丙类"),), ["label: 甲类 → 丙类"], ["cannot change a score"]),
    "the label's other language": (
        (("en: Desk duty", "en: Duty"),),
        ["title: 值班考核办法 / Desk duty → 值班考核办法 / Duty"],
        ["cannot change a score"],
    ),
    "clause": ((("at: 一2", "at: [一2, 一3]"),), ["at: 一2 → 一2, 一3"], ["cannot change a score"]),
    "note": (
        (("label: 班次, type", "note: 说明, label: 班次, type"),),
        ["note added: — → 说明"],
        ["cannot change a score"],
    ),
    "cap and totals": (
        (
            ("cap: 10, label: 走访", "cap: 12, label: 走访"),
            ("label: 甲类\n    total: 20", "label: 甲类\n    total: 22"),
            ("base: 40", "base: 42"),
        ),
        ["base: 40 → 42", "total: 20 → 22", "cap: 10 → 12"],
        ["cannot change a score", "cannot change a score", "Officer, 差错 2: 38.5 pass → 40.5 pass"],
    ),
    "a word becomes a reading": (
        (("part_step: begun}", "part_step: {reading: half}}"),),
        ["rules[0].part_step: begun → reading 1 for now takes “算一件”"],
        ["cannot change a score"],
    ),
    "chosen": (
        (("chosen: begun", "chosen: whole_only"),),
        ["chosen: “算一件” (begun) → “不算” (whole_only)"],
        ["Officer, 差错 3: 37.5 pass → 38.5 pass"],
    ),
    "decided": (
        (("chosen: one", "chosen: one, decided: {by: 领导小组, date: 2024-03-01, number: 文1}"),),
        ["decided added: — → 领导小组, 2024-03-01, 文1"],
        ["cannot change a score"],
    ),
    "an option's figure": (
        (("of: {one: 1, two: 2}", "of: {one: 1, two: 3}"),),
        [
            "rules[1].deduct.extra: 1 (reading 2 for now takes “一分”; with “两分”: 2) → 1 (reading 2 for now takes “一分”; with “两分”: 3)"
        ],
        ["cannot change a score"],
    ),
    "roles": (
        (
            ("cap: 10, label: 班次", "roles: [officer], cap: 10, label: 班次"),
            ("label: 乙类\n    total: 20", "label: 乙类\n    total: {by: role, of: {officer: 20, clerk: 10}}"),
            ("base: 40", "base: {by: role, of: {officer: 40, clerk: 30}}"),
        ),
        ["base: 40 → 40 (Officer), 30 (Clerk)", "total: 20 → 20 (Officer), 10 (Clerk)", "roles: — → officer"],
        ["cannot change a score", "cannot change a score", "Clerk, 差错 2: 38.5 pass → 29 fail"],
    ),
    "a fact's ends": (
        (("max: 9}", "max: 8}"), ("min: -5", "min: -4")),
        ["max: 9 → 8", "min: -5 → -4"],
        ["Officer, 差错 9, 加班 9: 34.5 pass → refused", "Officer, 差错 4, 余额 -4.9: 32.6 pass → refused"],
    ),
    "a fact that no score rests on": (
        (("季度考评, each", "季度考评, max: 9, each"),),
        ["max added: — → 9"],
        ["Officer, 差错 2, 季度考评 10: 38.5 pass → refused"],
    ),
    "a condition": (
        ((", when: {fact: late, is: true}}]}", "}]}"),),
        ["rules[1].when removed: “迟到” is yes → —"],
        ["Officer, 差错 2: 38.5 pass → 36.5 pass"],
    ),
    "another condition": (
        (("when: {fact: late, is: true}}]}", "when: {fact: shift, is: night}}]}"),),
        ["rules[1].when: “迟到” is yes → “班次” is “夜班”"],
        ["Officer, 差错 2, 班次 night: 38 pass → 36 pass"],
    ),
    "a limit that is never met": (
        (("deduct: {errors: 1}, per: 2", "deduct: {errors: 1}, limit: 99, per: 2"),),
        ["rules[0].limit added: — → 99"],
        ["none in 566 records"],
    ),
    "places": ((("places: 0", "places: 1"),), ["display.places: 0 → 1"], ["Officer, 差错 2: 39 pass → 38.5 pass"]),
    "an id": ((("policy: desk", "policy: dusk"),), ["policy: desk → dusk"], ["cannot change a score"]),
    "a subject": (
        (("period: month\n", "period: month\nsubject: {officer_id: 干警}\n"),),
        ["subject.officer_id added: — → 干警"],
        ["cannot change a score"],
    ),
    "a default": ((("default: 9", "default: 8.5"),), ["default: 9 → 8.5"], ["Officer, 差错 2: 38.5 pass → 37.5 pass"]),
    "a flag's default": (
        (("{label: 迟到, type: flag}", "{label: 迟到, type: flag, default: false}"),),
        ["default added: — → no"],
        ["Officer, 差错 2: refused → 38.5 pass"],
    ),
    "values allowed": (
        (("allowed: [5, 10]", "allowed: [5, 10, 20]"),),
        ["allowed: 5, 10 → 5, 10, 20"],
        ["Officer, 差错 2, 年限 20: refused → 37 pass"],
    ),
    "a relation": (
        (("relations: [{fact: extra, at_most: errors, at: 六}]", "relations: [{fact: extra, at_most: visits}]"),),
        ["relations[0]: “加班” is at most “差错” → “加班” is at most “走访”"],
        ["Officer, nothing to report: refused → 39.5 pass"],
    ),
    "no relation": (
        (("relations: [{fact: extra, at_most: errors, at: 六}]\n", ""),),
        ["relations[0] removed: “加班” is at most “差错” → —"],
        ["Officer, nothing to report: refused → 39.5 pass"],
    ),
    "an indicator elsewhere": (
        (
            (
                "      - {id: i4, at: 二2, cap: 10, label: 班次, rules: [{kind: per_item, deduct: {years: {by: shift, of: {day: 0.1, night: 0.2}}}}]}\n",
                "",
            ),
            (
                "  - id: s2\n",
                "      - {id: i4, at: 二2, cap: 10, label: 班次, rules: [{kind: per_item, deduct: {years: {by: shift, of: {day: 0.1, night: 0.2}}}}]}\n  - id: s2\n",
            ),
            ("label: 甲类\n    total: 20", "label: 甲类\n    total: 30"),
            ("label: 乙类\n    total: 20", "label: 乙类\n    total: 10"),
        ),
        ["total: 20 → 30", "section: s2 → s1", "total: 20 → 10"],
        ["cannot change a score", "cannot change a score", "cannot change a score"],
    ),
    "the order of rules": (
        (
            (
                "{kind: per_item, deduct: {errors: 1}, per: 2, part_step: {reading: half}},\n         {kind: per_item, deduct: {extra: {reading: cost, of: {one: 1, two: 2}}}, when: {fact: late, is: true}}",
                "{kind: per_item, deduct: {extra: {reading: cost, of: {one: 1, two: 2}}}, when: {fact: late, is: true}},\n         {kind: per_item, deduct: {errors: 1}, per: 2, part_step: {reading: half}}",
            ),
        ),
        ["rules order: 0, 1 → 1, 0"],
        ["cannot change a score"],
    ),
    "another kind": (
        (
            (
                "{kind: target, value: balance, target: 0, step: 1, below: {deduct: 1},\n         part_step: in_proportion}",
                "{kind: per_item, deduct: {balance: 1}}",
            ),
        ),
        [
            "rules[0] removed: “余额” against a target of 0: 1 point deducted for every 1 short; a part of 1 counts in proportion. → —",
            "rules[0] added: — → 余额: 1 point deducted for each one, a part of one in proportion (less than 0 counts as 0).",
        ],
        ["Officer, 差错 2, 余额 -4.9: 33.6 pass → 38.5 pass", "Officer, 差错 2, 余额 0.1: 38.5 pass → 38.4 pass"],
    ),
    "no event": (
        ((", fire: {label: 失火, when: {fact: late, is: true}}", ""),),
        ["removed: 失火 → —"],
        ["Officer, 差错 2, 迟到 yes: not evaluated → 36.5 pass"],
    ),
    "an event": (
        (("{fraud: {label: 造假}, ", "{fraud: {label: 造假}, flood: {label: 水患}, "),),
        ["added: — → 水患"],
        ["Officer, 差错 2, 水患 yes: 38.5 pass → not evaluated"],
    ),
    "outcomes": (
        (
            ("over: 2", "over: 3"),
            ("plus: {appraisal: 1}", "plus: {appraisal: 2}"),
            ("propose: once", "propose: once, lasts: year"),
        ),
        [
            "when: the verdict is “fail” in more than 2 months of the year → the verdict is “fail” in more than 3 months of the year",
            "lasts added: — → year",
            "plus.appraisal: 1 → 2",
        ],
        ["cannot change a score", "cannot change a score", "cannot change a score"],
    ),
    "a condition on points": (
        (("periods: {verdict: fail}", "periods: {score: i1, under: 2.5}"),),
        [
            "when: the verdict is “fail” in more than 2 months of the year → the points of “差错”: less than 2.5 points in more than 2 months of the year"
        ],
        ["cannot change a score"],
    ),
    "a roll-up and a ranking": (
        (
            ("each: quarter, periods: sum", "each: half_year, periods: mean"),
            ("propose: once}]", "propose: once}]\n  ranking: {at: 七, each: [month], among: all, ties: dense}"),
        ),
        ["each: quarter → half_year", "periods: sum → mean", "outcomes.ranking added: — → all, dense"],
        ["cannot change a score", "cannot change a score", "cannot change a score"],
    ),
    "a role": (
        (("clerk: {zh: 书记员, en: Clerk}}", "clerk: {zh: 书记员, en: Clerk}, guard: 法警}"),),
        ["roles.guard added: — → 法警"],
        ["法警, 差错 2: refused → 38.5 pass"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edit(case: str) -> None:
    """
    The keys that say something else stand there with both values, and what each does to a score.
    """
    changes, keys, shown = CASES[case]
    told = difference(*changes)

    assert (keys, shown) == (lines(told), effects(told))


@pytest.mark.parametrize("case", CASES)
def test_the_changes_make_the_new_version(case: str) -> None:
    """
    Made one after the other they leave nothing but what does nothing itself; none of them leave the old version.
    """
    told = difference(*CASES[case][0])
    old, new = left_out(told.old.spec), left_out(told.new.spec)
    whole = with_changes(old, new, [each.change.paths for each in told.changes])

    assert old == with_changes(old, new, ())
    assert [] == [each.path for each in changes(whole, new) if with_changes(whole, new, [each.paths]) != whole]
    assert [each.total for each in new.sections if each.indicators] == [
        each.total for each in whole.sections if each.indicators
    ]


def test_several_changes_of_one_list() -> None:
    """
    A rule that comes before others moves their numbers; each change is found again, in either order, and can be made alone.
    """
    fixed = "{kind: fixed, deduct: 1, when: {fact: late, is: true}}"
    told = difference(
        ("rules: [{kind: per_item, deduct: {errors", f"rules: [{fixed}, {{kind: per_item, deduct: {{errors"),
        ("{one: 1, two: 2}", "{one: 3, two: 2}"),
    )
    old, new = left_out(told.old.spec), left_out(told.new.spec)
    made = [each.change for each in told.changes]
    one, other = (with_changes(old, new, [each.paths]).sections[0].indicators[0].rules for each in made)

    assert ["indicators.i1.rules[0]", "indicators.i1.rules[2].deduct.extra"] == sorted(each.path for each in made)
    assert {2, 3} == {len(one), len(other)}
    assert new.sections[0].indicators[0].rules[2] in (*one, *other)
    for each in (made, made[::-1]):
        rules = with_changes(old, new, [one.paths for one in each]).sections[0].indicators[0].rules
        assert sorted(map(str, new.sections[0].indicators[0].rules)) == sorted(map(str, rules))


def test_a_change_that_cannot_stand_alone() -> None:
    """
    A new role without its cap has no plan: what the change does is seen with all others.
    """
    one = TEXT.replace("cap: 10", "cap: {by: role, of: {officer: 10}}")
    told = difference(
        ("roles: {officer: {zh: 干警, en: Officer}}", "roles: {officer: {zh: 干警, en: Officer}, clerk: 书记员}"),
        ("of: {officer: 10}", "of: {officer: 10, clerk: 10}"),
        old=one,
    )

    assert ["indicators.i1.cap"] == [
        each.change.path for each in told.changes if each.effect.witness and not each.effect.witness.alone
    ]


def test_weights_that_only_come_out_together() -> None:
    """
    Where scores are scaled to the base, one weight without the other would be of a rule that no file can hold.
    """
    weights = "cap: 100, weight: 50%, rules: [{kind: per_item, deduct: {votes: 10}}]"
    out = "points_when: [{when: {fact: votes, is: 99}, points: left_out}]"
    rows = f"[{{id: i1, at: '1', label: One, {weights}}}, {{id: i2, at: '2', label: Two, {out}, {weights.replace('votes: 10', 'votes: 1')}}}]"
    head, _, _ = TABLES.partition("derived:")
    old = f"{head.replace('base: 30', 'base: 100')}indicators: {rows}\n"
    first, second = "label: One, cap: 100, weight: ", f"{out}, cap: 100, weight: "
    told = difference((f"{first}50%", f"{first}45%"), (f"{second}50%", f"{second}55%"), ("1.0.0", "1.1.0"), old=old)

    version, *weighted = told.changes
    assert not version.effect.may
    assert [False, False] == [each.effect.witness.alone for each in weighted if each.effect.witness is not None]
    # one vote: 100 − 5 − 0.5 before, 100 − 4.5 − 0.55 after
    assert 2 == told.text("en").count("Votes 1: 94.5 → 94.95 (all changes together)")


def test_conditions_that_decide_points_and_roundings() -> None:
    """
    They are said in the words of `show`.
    """
    decided = "points_when: [{when: {fact: errors, at_least: 9}, points: 1}], rounded: {to: 1, how: down}, rules"
    told = difference(("label: 差错, rules", f"label: 差错, {decided}"), old=TEXT)

    assert [
        "points_when: — → Where “差错” is at least 9 件, whatever the rules say: 1 point.",
        "rounded added: — → the points are rounded to whole multiples of 1, rounded down",
    ] == lines(told)


def test_a_section_that_comes_does_nothing_itself() -> None:
    """
    Its indicators do, each with the section that it stands in.
    """
    rule = "{kind: fixed, deduct: 1, when: {fact: late, is: true}}"
    section = f"  - {{id: s3, at: 三, label: 丙类, total: 5, indicators: [{{id: i5, at: 三1, cap: 5, label: 迟到, rules: [{rule}]}}]}}"
    told = difference(("base: 40", "base: 45"), ("vetoes: {at: 五", f"{section}\nvetoes: {{at: 五"))
    old, new = left_out(told.old.spec), left_out(told.new.spec)
    made = {each.change.path: each.change for each in told.changes}

    assert {"base", "sections.s3", "indicators.i5"} == set(made)
    assert old == with_changes(old, new, [made["sections.s3"].paths])
    assert ["s1", "s2", "s3"] == [
        each.id.name for each in with_changes(old, new, [made["indicators.i5"].paths]).sections
    ]
    assert new == with_changes(old, new, [each.paths for each in made.values()])


TABLES = """\
format: 1
policy: tables
version: 1.0.0
title: Tables
language: en
source: {issuer: Office}
in_force: {from: 2024-01-01}
period: month
base: 30
display: {places: 2, rounding: half_up}
roles: {officer: Officer}
facts:
  votes: {label: Votes, unit: votes}
derived:
  weight: {label: Weight, lookup: votes, rows: [{at_least: 9, value: 2}, {value: 1}]}
indicators:
  - {id: i1, at: '1', label: Vote, cap: 10, start: zero, rules: [{kind: bands, value: votes, rows: [{at_least: 90, add: 10}, {over: 80, add: 6}, {add: 0}]}]}
  - {id: i2, at: '2', label: Line, cap: 10, start: zero, rules: [{kind: linear, value: votes, knots: [{is: 60, add: 4}, {is: 95, add: 10}]}]}
  - {id: i3, at: '3', label: Weight, cap: 10, rules: [{kind: per_item, deduct: {weight: 1}}]}
"""


def test_rows_and_knots_of_tables_are_said_whole() -> None:
    """
    A list of rows is not only its figures: each says for what it is, and what it gives.
    """
    told = difference(
        ("over: 80, add: 6", "over: 75, add: 6"),
        ("is: 60, add: 4", "is: 65, add: 4"),
        ("is: 95, add: 10}]", "is: 95, add: 10}], above: {add: 1}"),
        ("at_least: 9,", "at_most: 9,"),
        old=TABLES,
    )

    best, rest = "90 or more: 10 points added", "otherwise: 0 points added"
    best_zh, rest_zh = "90及以上的，加10分", "其余加0分"
    assert [
        f"rules[0].rows: {best}; more than 80: 6 points added; {rest} → {best}; more than 75: 6 points added; {rest}",
        "rules[0].knots: 4 points added at 60; 10 points added at 95 → 4 points added at 65; 10 points added at 95",
        "rules[0].above added: — → 1 point added",
        "rows: 9 or more: 2; otherwise: 1 → 9 or less: 2; otherwise: 1",
    ] == lines(told)
    assert [
        f"rules[0].rows 各行: {best_zh}；高于80的，加6分；{rest_zh} → {best_zh}；高于75的，加6分；{rest_zh}",
        "rules[0].knots 各点: 60时加4分；95时加10分 → 65时加4分；95时加10分",
        "rules[0].above 新增: — → 加1分",
        "rows 各行: 9及以上的为2；其余为1 → 9及以下的为2；其余为1",
    ] == lines(told, "zh")
