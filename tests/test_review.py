"""
Reviews worked by hand: the points of each corrected item, what else moves, and laws of both.

A judge's month is 100 where nothing happened; each closing short of the target costs 3, each one over it adds 2.
"""

import json
from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assess_rules import FactsError, LimitError, Policy
from assess_rules.backends.reference import evaluate
from assess_rules.outcomes import Outcomes
from assess_rules.review import MOST_ITEMS, MOST_READINGS, Corrected, Review, review
from assess_rules.review.schema import review_schema
from first_policy import OPTIONS, own_policy, policy_under, random_record
from strategies import loaded, policies, records
from test_outcomes import FAILED, changed, consequence, row, small
from years import Row, month, outcomes_of, year

MARCH = "2024-03"
Said = tuple[str, str | None, str | None]


def person(**facts: Any) -> Row:
    """Give E001's March, otherwise without a fault."""
    return month("E001", MARCH, 100, **facts)


def reviewed(
    before: Row, after: Row, *, decided: Iterable[tuple[str, str]] = (), policy: Policy | None = None
) -> Review:
    """Review one person's period, with readings decided."""
    old = policy or own_policy()
    new = old.with_readings(dict(decided)) if decided else old
    return review(outcomes_of([before], old), outcomes_of([after], new))


def points(found: Review) -> dict[str, Said]:
    """Give the only corrected period's items: what each is, its points, and what it alone would change."""
    (each,) = found.corrected
    texts = {
        item.name: tuple(None if it is None else str(it) for it in (item.points, item.alone)) for item in each.items
    }
    return {item.name: (item.what, *texts[item.name]) for item in each.items}  # type: ignore[misc]


def sides(each: Corrected) -> list[tuple[str, str | None]]:
    """Give standing and score on both sides."""
    pairs = [each.before, each.after]
    return [(one.standing, None if one.score is None else str(one.score)) for one in pairs if one is not None]


# One person's period.


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [
        (4, 1, "3/2"),  # 4 × 0.5 = 2 and 1 × 0.5 = 0.5
        (12, 9, "1/2"),  # 6, of which the cap takes 5; 9 × 0.5 = 4.5
        (14, 11, "0"),  # both are past the cap
        (10, 11, "0"),
        (1, 4, "-3/2"),
    ],
)
def test_a_corrected_count_below_and_past_a_cap(before: int, after: int, gain: str) -> None:
    """
    What a correction past the cap of 5 does not change is worth no points; the corrected item is named all the same.
    """
    found = reviewed(person(duty_breaches=before), person(duty_breaches=after))

    assert {"duty_breaches": ("fact", gain, gain)} == points(found)
    assert Fraction(gain) == found.corrected[0].change
    assert (Fraction(before), Fraction(after)) == (
        found.corrected[0].items[0].before,
        found.corrected[0].items[0].after,
    )


def test_two_corrections_that_meet_at_a_cap() -> None:
    """
    15 × 0.5 + 10 × 0.5 = 12.5 are cut to the cap of 10; 11 × 0.5 + 5 × 0.5 = 8, so 2 points come back.

    Either alone brings back nothing: 11 × 0.5 + 5 = 10.5, and 7.5 + 5 × 0.5 = 10. Whichever comes second brings back 2: each
    has the mean of 0 and 2.
    """
    before = person(petition_cases=15, unresolved_petition_cases=10)
    found = reviewed(before, person(petition_cases=11, unresolved_petition_cases=5))

    assert {
        "petition_cases": ("fact", "1", "0"),
        "unresolved_petition_cases": ("fact", "1", "0"),
    } == points(found)


def test_three_corrections_in_one_indicator() -> None:
    """
    Three items have the mean over six orders of what each changes when its turn comes.

    9 × 0.5 + 9 × 0.5 + 4 × 0.5 = 11 are cut to the cap of 10. Petitions p are corrected from 9 to 7 (1 less is due),
    unresolved u from 9 to 5 (2 less), supervised s from 4 to 6 (1 more): due are then 9. With some corrected, due are p 10,
    u 9, s 12, pu 8, ps 11, us 10, and lost 10, 9, 10, 8, 10, 10. What each gives, in each order:

    pus: p 0, u 2, s −1; psu: p 0, s 0, u 1; ups: u 1, p 1, s −1;
    usp: u 1, s −1, p 1; spu: s 0, p 0, u 1; sup: s 0, u 0, p 1.
    """
    facts = ("petition_cases", "unresolved_petition_cases", "overdue_supervised_cases")
    before, after = (dict(zip(facts, each, strict=True)) for each in ((9, 9, 4), (7, 5, 6)))
    found = points(reviewed(person(**before), person(**after)))

    p, u, s = 0 + 0 + 1 + 1 + 0 + 1, 2 + 1 + 1 + 1 + 1 + 0, -1 + 0 - 1 - 1 + 0 + 0
    wanted = [str(Fraction(each, 6)) for each in (p, u, s)]
    assert (["1/2", "1", "-1/2"], 6) == (wanted, p + u + s)
    assert dict(zip(facts, zip(["fact"] * 3, wanted, ["0", "1", "0"], strict=True), strict=True)) == found


def test_a_target_is_corrected() -> None:
    """
    26 of 30 are 4 short, which cost 12, and the month failed; of 28 they are 2 short, which cost 6.
    """
    found = reviewed(person(closed=26), person(closed=26, closing_target=28))

    assert {"closing_target": ("fact", "6", "6")} == points(found)
    assert [("fail", "88"), ("pass", "94")] == sides(found.corrected[0])
    assert [("interview", "proposal", None)] == [
        (each.of, each.before, each.after) for each in found.moved if each.aspect == "proposal"
    ]


def test_a_veto_is_withdrawn() -> None:
    """
    The sum does not move, so the veto is worth no points; the verdict does, and with it the award and the ranks.
    """
    found = reviewed(person(falsified_data=True, closed=29), person(closed=29))

    assert {"falsified_data": ("veto", "0", "0")} == points(found)
    assert [("vetoed", None), ("pass", "97")] == sides(found.corrected[0])
    assert 0 == found.corrected[0].change
    assert ("proposal", "E001", MARCH, "no_award", "proposal", None) in moves(found)
    assert ("rank", "E001", MARCH, "judge", None, 1) in moves(found)
    assert {"score", "verdict"}.isdisjoint(each.aspect for each in found.moved)


def test_a_veto_that_reaches_other_months() -> None:
    """
    Where a veto reaches to the year's end, withdrawing March's gives April, in which nothing was corrected, its score.
    """
    policy = policy_under(("veto_reach", "to_year_end"))
    rows = [month("E001", "2024-04", 94)]
    found = review(outcomes_of([person(falsified_data=True), *rows], policy), outcomes_of([person(), *rows], policy))

    assert [MARCH] == [each.period for each in found.corrected]
    assert {("score", "E001", "2024-04", "", None, 94), ("verdict", "E001", "2024-04", "", "vetoed", "pass")} <= set(
        moves(found)
    )


def test_a_status_is_corrected() -> None:
    """
    Who was on leave by mistake has a score now; there is no old sum, so the items have no points.
    """
    found = reviewed(month("E001", MARCH, "产假"), month("E001", MARCH, 91))

    assert {"status": ("status", None, None)} == points(found)
    assert ([("excused", None), ("pass", "91")], None) == (sides(found.corrected[0]), found.corrected[0].change)
    assert ("产假", None) == (found.corrected[0].items[0].before, found.corrected[0].items[0].after)


def test_a_status_a_role_and_a_team_of_somebody_on_leave() -> None:
    """
    All of what was corrected is named where nobody was appraised.
    """
    found = reviewed(month("E001", MARCH, "产假"), month("E001", MARCH, "病假", role="clerk", team="2"))

    assert {name: (name, None, None) for name in ("team", "status", "role")} == points(found)


def test_a_role_is_corrected() -> None:
    """
    A clerk with 2 faulty terminations (−4) was a judge 1 short (−3): the role as a whole gives 1 point.

    A common fact counts for both, and is an item of its own: 2 breaches of duty (−1) were 1 (−0.5).
    """
    found = reviewed(month("E001", MARCH, 96, role="clerk", duty_breaches=2), month("E001", MARCH, 97, duty_breaches=1))

    assert {"role": ("role", "1", "1"), "duty_breaches": ("fact", "1/2", "1/2")} == points(found)
    assert [("pass", "95"), ("pass", "193/2")] == sides(found.corrected[0])
    assert ("rank", "E001", MARCH, "clerk", 1, None) in moves(found)


def test_a_team_is_corrected() -> None:
    """
    Another team changes nobody's points, but the teams'.
    """
    found = reviewed(person(), month("E001", MARCH, 100, team="2"))

    assert {"team": ("team", "0", "0")} == points(found)
    assert {("team", "1", MARCH, "", 100, None), ("team_rank", "2", MARCH, "", None, 1)} <= set(moves(found))


def test_a_reading_is_decided() -> None:
    """
    The petition to Beijing costs 1 in place of the 0.5 (0.5 + 1), and on top of it 2 × 0.5 + 1.
    """
    row = person(petition_cases=2, beijing_petition_cases=1)
    found = reviewed(row, row, decided=[("beijing_points", "on_top")])

    assert {"beijing_points": ("reading", "-1/2", "-1/2")} == points(found)
    assert {"beijing_points": ("in_place", "on_top")} == found.readings


def test_a_reading_and_a_fact_that_act_on_one_another() -> None:
    """
    Of 3 petitions one went to Beijing: 2 × 0.5 + 1 = 2. It was two: 0.5 + 2 = 2.5 in place, 3 × 0.5 + 2 = 3.5 on top.

    Either alone costs 0.5 (on top, 3 × 0.5 + 1 = 2.5), both 1.5: each has the mean of 0.5 and 1.
    """
    found = reviewed(
        person(petition_cases=3, beijing_petition_cases=1),
        person(petition_cases=3, beijing_petition_cases=2),
        decided=[("beijing_points", "on_top")],
    )

    assert {
        "beijing_points": ("reading", "-3/4", "-1/2"),
        "beijing_petition_cases": ("fact", "-3/4", "-1/2"),
    } == points(found)


def test_a_reading_that_asks_for_other_facts() -> None:
    """
    The fall of the stock is 8 of 100, corrected 10: 2 points above the target of 8 % add 1. Digested are 6: 2 below cost 1.

    The closing stock first adds 1, then the reading costs 2; the reading first costs 1, then the closing stock nothing. What
    the reading asks for, and was not given before, goes with it.
    """
    digested = {"stock12_digested": 6, "asset_digested": 5, "termproc_digested": 5}
    found = reviewed(
        person(stock12_closing=92), person(stock12_closing=90, **digested), decided=[("reduced", "digested")]
    )

    assert {
        "reduced": ("reading", "-3/2", "-1"),
        "stock12_closing": ("fact", "1/2", "1"),
        **dict.fromkeys(digested, ("fact", "0", "0")),
    } == points(found)


def test_a_reading_that_changes_nobodys_points() -> None:
    """
    A reading of the outcomes moves what follows from results; nobody's month is corrected.
    """
    rows = [person(), month("E002", MARCH, 94)]
    found = review(outcomes_of(rows), outcomes_of(rows, policy_under(("team_score", "sum"))))

    assert () == found.corrected
    assert {("team", "1", span, "", 97, 194) for span in ("2024", "2024-Q1", MARCH)} == set(moves(found))
    assert {"team_score": ("mean", "sum")} == found.readings


def test_bonuses_limited_in_all_make_one_game_of_the_total() -> None:
    """
    With 100 at most: 2 more closed, less 6 × 0.5, are 99; 4 more less 2 × 0.5 are 103, cut to 100.

    Either alone comes to 101 or 102, and is cut to 100: each gives 1 or 0, as it comes first or second.
    """
    found = reviewed(
        person(closed=31, duty_breaches=6),
        person(closed=32, duty_breaches=2),
        policy=policy_under(("bonus_reach", "within_base")),
    )

    assert {"closed": ("fact", "1/2", "1"), "duty_breaches": ("fact", "1/2", "1")} == points(found)


def test_bonuses_limited_in_a_section() -> None:
    """
    60 at most in the section of officers: 2 more closed less 2 × 0.5 are 61, 1 more less 0.5 are 61.5: both 60.

    What is corrected in the other section still counts in full.
    """
    found = reviewed(
        person(closed=31, overdue_closings=2, duty_breaches=2),
        person(closed=31, overdue_closings=1, duty_breaches=1),
        policy=policy_under(("bonus_reach", "within_section")),
    )

    assert {"overdue_closings": ("fact", "0", "0"), "duty_breaches": ("fact", "1/2", "1/2")} == points(found)


def test_a_figure_that_only_a_quarter_reads() -> None:
    """
    The quarterly appraisal is worth no points in its month, and moves the quarter: 100 + 85 is 100 + 80.
    """
    rows = [month("E008", MARCH, 100, role="clerk", clerk_quarter_appraisal=mark) for mark in (85, 80, None)]

    found = reviewed(rows[0], rows[1])
    assert {"clerk_quarter_appraisal": ("fact", "0", "0")} == points(found)
    assert [("rollup", "E008", "2024-Q1", "clerk_quarter", 185, 180)] == moves(found)
    given = reviewed(rows[2], rows[0])
    assert (None, 85) == (given.corrected[0].items[0].before, given.corrected[0].items[0].after)
    assert [("rollup", "E008", "2024-Q1", "clerk_quarter", None, 185)] == moves(given)


def test_a_record_is_added_or_taken_away() -> None:
    """
    A month that only one table has is said to be there or not, and has no points.
    """
    rows = [month("E001", "2024-02", 97), person()]
    added = review(outcomes_of(rows[:1]), outcomes_of(rows))
    removed = review(outcomes_of(rows), outcomes_of(rows[1:]))

    assert {"record": ("record", None, None)} == points(added) == points(removed)
    assert (None, [("pass", "100")]) == (added.corrected[0].before, sides(added.corrected[0]))
    assert (None, [("pass", "97")]) == (removed.corrected[0].after, sides(removed.corrected[0]))
    assert (False, True) == (added.corrected[0].items[0].before, added.corrected[0].items[0].after)
    assert "E001" == removed.corrected[0].last.person == added.corrected[0].last.person
    assert ("span_score", "E001", "2024", "judge", 97, Fraction(197, 2)) in moves(added)


def test_the_rules_are_corrected() -> None:
    """
    In another rule file a breach of duty costs 1 in place of 0.5, and the fact is corrected from 4 to 2.

    The version first costs 2 (4 × 0.5), then the fact gives 2 × 1; the fact first gives 1, then the version costs 1. Vetoes
    and pass mark are those of each side's own version.
    """
    other = changed(("deduct: {duty_breaches: 0.5}", "deduct: {duty_breaches: 1}"), begins="2023-01-01")
    rows = [person(duty_breaches=4), person(duty_breaches=2)]
    found = review(outcomes_of(rows[:1]), outcomes_of(rows[1:], other))

    assert {"version": ("version", "-3/2", "-2"), "duty_breaches": ("fact", "3/2", "1")} == points(found)
    assert ("1.0.0", "1.1.0") == (found.corrected[0].items[0].before, found.corrected[0].items[0].after)
    assert {} == found.readings
    assert () == review(outcomes_of([person()]), outcomes_of([person()], other)).corrected


def test_what_goes_with_the_version() -> None:
    """
    A fact that is limited otherwise in the other version, and the role, go with it: they have no points of their own.
    """
    fact = "duty_breaches: {label: 违反岗位职责、值班制度, unit: 次"
    other = changed((fact, f"{fact}, max: 50"), begins="2023-01-01")
    own = reviewed_by(other, person(duty_breaches=4), person(duty_breaches=1))
    role = reviewed_by(other, month("E001", MARCH, 96, role="clerk"), month("E001", MARCH, 97))

    assert {"version": ("version", "3/2", "3/2"), "duty_breaches": ("fact", None, None)} == points(own)
    assert {"role": ("role", None, None), "version": ("version", "1", "1")} == points(role)


def reviewed_by(other: Policy, before: Row, after: Row) -> Review:
    """Review one person's period, which another rule file decides afterwards."""
    return review(outcomes_of([before]), outcomes_of([after], other))


# What else moves.


def moves(found: Review) -> list[tuple[Any, ...]]:
    return [
        tuple(getattr(each, key) for key in ("aspect", "name", "span", "of", "before", "after")) for each in found.moved
    ]


def test_a_correction_that_moves_others() -> None:
    """
    E001's April is corrected from 88, the fourth failed month, to 94: not failed, so no interview and no accountability.

    E001's year is 4 × 88 / 4 = 88, and then (3 × 88 + 94) / 4 = 89.5, as E002's: (88 + 91) / 2. So both are first in the
    year, and E002 falls behind in April and in the quarter. The team of both has (88 + 91) / 2 = 89.5 in April, and then
    92.5; in the year (3 × 88 + 89.5) / 4 = 88.375, and then (3 × 88 + 92.5) / 4 = 89.125.
    """
    rows = [
        *year("E001", {1: FAILED, 2: FAILED, 3: FAILED}),
        month("E002", "2024-01", 88),
        month("E002", "2024-04", 91),
    ]
    before, after = (outcomes_of([*rows, month("E001", "2024-04", score)]) for score in (FAILED, 94))
    found = review(before, after, reason="结案数漏计", decision="5")

    assert {"closed": ("fact", "6", "6")} == points(found)
    assert [
        ("proposal", "E001", "2024-04", "accountability", "proposal", None),
        ("proposal", "E001", "2024-04", "interview", "proposal", None),
        ("span_score", "E001", "2024", "judge", 88, Fraction(179, 2)),
        ("span_score", "E001", "2024-Q2", "judge", 88, 94),
        ("rank", "E001", "2024", "judge", 2, 1),
        ("rank", "E001", "2024-04", "judge", 2, 1),
        ("rank", "E001", "2024-Q2", "judge", 2, 1),
        ("rank", "E002", "2024-04", "judge", 1, 2),
        ("rank", "E002", "2024-Q2", "judge", 1, 2),
        ("team", "1", "2024", "", Fraction(707, 8), Fraction(713, 8)),
        ("team", "1", "2024-04", "", Fraction(179, 2), Fraction(185, 2)),
        ("team", "1", "2024-Q2", "", Fraction(179, 2), Fraction(185, 2)),
    ] == moves(found)
    assert ("结案数漏计", "5") == (found.reason, found.decision)


def test_a_proposal_that_rests_on_other_months() -> None:
    """
    Two failed months bring a talk. January passes after all and February fails: March's talk stays, for another reason.
    """
    policy = small(consequence("{periods: {verdict: fail}, in: year, at_least: 2}"))
    before, after = (
        outcomes_of([row(f"2024-{number:02}", each) for number, each in enumerate(errors, 1)], policy)
        for errors in ((9, 0, 9), (0, 9, 9))
    )

    assert [
        ("proposal", "E001", "2024-01", "talk", "warning", None),
        ("proposal", "E001", "2024-02", "talk", None, "warning"),
        ("because", "E001", "2024-03", "talk", "2024-01 2024-03", "2024-02 2024-03"),
    ] == moves(review(before, after))


def test_a_proposal_that_lacks_other_facts() -> None:
    """
    No praise is given at first, then there is none, and the number is still lacking; or there is some, which is enough.
    """
    either = "{any: [{fact: praise, at_least: 1}, {fact: three, at_least: 1}]}"
    policy = small(consequence(either), facts=["praise", "three"])
    before, after, enough = (outcomes_of([row("2024-01", 0, praise=praise)], policy) for praise in (None, 0, 1))

    assert [("lacks", "E001", "2024-01", "talk", "praise three", "three")] == moves(review(before, after))
    assert [
        ("proposal", "E001", "2024-01", "talk", "undecided", "proposal"),
        ("lacks", "E001", "2024-01", "talk", "three", None),
    ] == moves(review(after, enough))


def test_a_clerks_quarter_and_the_teams_places() -> None:
    """
    E008's May goes from 98 to 90: the quarter of 98 + 90 is 8 points less, and team 2 of one falls behind team 1 of one.
    """
    rows = [month("E001", "2024-05", 97)]
    clerk: dict[str, Any] = {"role": "clerk", "team": "2", "clerk_quarter_appraisal": 85}
    before, after = (outcomes_of([*rows, month("E008", "2024-05", score, **clerk)]) for score in (98, 90))
    found = review(before, after)

    assert ("rollup", "E008", "2024-Q2", "clerk_quarter", 183, 175) in moves(found)
    assert {("team_rank", "1", span, "", 2, 1) for span in ("2024", "2024-Q2", "2024-05")} <= set(moves(found))
    assert {("team_rank", "2", span, "", 1, 2) for span in ("2024", "2024-Q2", "2024-05")} <= set(moves(found))
    assert ("score", "E008", "2024-05", "", 98, 90) not in moves(found)


def test_one_persons_part() -> None:
    """
    What concerns one person: the own corrections, and what moves of the own; a team is nobody, whatever it is called.
    """
    rows = [month("E001", MARCH, 94, team="E002"), month("E002", MARCH, 91)]
    found = review(outcomes_of(rows), outcomes_of([month("E001", MARCH, 88, team="E002"), rows[1]]))

    own = found.of("E002")
    assert () == own.corrected
    assert {("rank", "E002")} == {(each.aspect, each.name) for each in own.moved}
    assert {"E001"} == {each.person for each in found.of("E001").corrected}
    assert {"team"} == {each.aspect for each in found.moved if each.role is None and each.aspect == "team"}


# What is refused.

BETWEEN = """
format: 1
policy: between
version: 1.0.0
title: 小例
source: {issuer: 示例}
in_force: {from: 2024-01-01}
period: month
base: 10
display: {places: 2, rounding: half_up}
roles: {judge: 法官}
facts:
  errors: {label: 差错, unit: 件}
  small: {label: 小错, unit: 件}
  large: {label: 大错, unit: 件}
derived:
  also: {label: 另计, sum: [errors, {reading: kind, of: {few: small, many: large}}]}
readings:
  wide: {at: 一, question: 是否另计, options: {alone: 不另计, more: 另计}, chosen: alone}
  kind: {at: 一, question: 另计哪些, options: {few: 小错, many: 大错}, chosen: few}
indicators:
  - id: c1
    at: 一
    label: 差错
    cap: 10
    rules: [{kind: target, value: {reading: wide, of: {alone: errors, more: also}}, target: 0, step: 1, above: {deduct: 1}}]
"""


def test_too_many_items_in_one_game() -> None:
    """
    17 corrected facts of a total with a limit are refused, in both languages; without the limit the indicators are apart.
    """
    names = [name for name, value in person().items() if isinstance(value, int) and not isinstance(value, bool)]
    after = person(**{name: person()[name] + 1 for name in names[: MOST_ITEMS + 1]})
    with pytest.raises(LimitError) as caught:
        reviewed(person(), after, policy=policy_under(("bonus_reach", "within_base")))

    (diagnostic,) = caught.value.diagnostics
    assert "E001 2024-03: many_items: 17 corrected items act on one another in the total, more than 16" == str(
        diagnostic
    )
    assert "合计有 17 个更正项相互影响，超过 16 个" == diagnostic.message("zh")
    assert MOST_ITEMS + 1 == len(points(reviewed(person(), after)))


def test_too_many_readings_at_once() -> None:
    """
    Nine readings of scores decided at once are refused, in both languages; eight are not.

    Each makes an error of its own kind cost 2 in place of 1.
    """
    facts = [f"f{number}" for number in range(1, MOST_READINGS + 2)]
    options = "options: {one: {label: 一分, value: 1}, two: {label: 二分, value: 2}}, chosen: one"
    text = BETWEEN.partition("facts:")[0] + "\n".join(
        [
            "facts:",
            *(f"  {each}: {{label: 差错{each}, unit: 件}}" for each in facts),
            "readings:",
            *(f"  r_{each}: {{at: 一, question: 扣几分, {options}}}" for each in facts),
            "indicators:",
            "  - id: c1\n    at: 一\n    label: 差错\n    cap: 10\n    rules:",
            *(f"      - {{kind: per_item, deduct: {{{each}: {{reading: r_{each}}}}}}}" for each in facts),
        ]
    )
    policy, row = (
        Policy.from_text(text),
        {"person": "E001", "period": MARCH, "role": "judge", **dict.fromkeys(facts, 0)},
    )
    decided = [(f"r_{each}", "two") for each in facts]
    with pytest.raises(LimitError, match="many_decided: 9 readings decided at once, more than 8") as caught:
        reviewed(row, row, decided=decided, policy=policy)

    assert "一次决定 9 个口径，超过 8 个" == caught.value.diagnostics[0].message("zh")
    found = points(reviewed(row, {**row, "f1": 1}, decided=decided[:-1], policy=policy))
    assert {"r_f1": ("reading", "-1/2", "0"), "f1": ("fact", "-3/2", "-1")} == found


def test_readings_of_outcomes_are_no_items() -> None:
    """
    However many readings of the outcomes are decided, only those that scores rest on are worked out.
    """
    readings = own_policy().spec.readings
    decided = {
        id_: next(each for each in reading.options if each != reading.chosen.name)
        for id_, reading in readings.items()
        if id_ not in {"reduced", "bonus_reach"}
    }
    row = person(petition_cases=1, beijing_petition_cases=1)
    found = reviewed(row, row, decided=decided.items())

    assert {"beijing_points": ("reading", "-1/2", "-1/2")} == points(found)
    assert decided.keys() == found.readings.keys()


def test_a_fact_that_only_some_of_the_readings_ask_for() -> None:
    """
    Neither side reads the small errors, but to tell the two readings apart they are needed: refused until they are given.

    Given as 3: 2 errors and 3 small ones and 4 large ones. Wide first costs 3, then the kind 1; the kind first costs
    nothing, and wide then 4.
    """
    policy, decided = Policy.from_text(BETWEEN), {"wide": "more", "kind": "many"}
    row = {"person": "E001", "period": MARCH, "role": "judge", "errors": 2}
    with pytest.raises(FactsError) as caught:
        reviewed(row, {**row, "large": 4}, decided=decided.items(), policy=policy)

    (diagnostic,) = caught.value.diagnostics
    assert str(diagnostic).startswith("E001 2024-03: fact_between: `small` is asked for under only some")
    assert "`small` 只在所定口径（wide、kind）的一部分之下需要，而数据表没有给出" == diagnostic.message("zh")
    given = {**row, "small": 3}
    assert {
        "wide": ("reading", "-7/2", "-3"),
        "kind": ("reading", "-1/2", "0"),
        "large": ("fact", "0", "0"),
    } == points(reviewed(given, {**given, "large": 4}, decided=decided.items(), policy=policy))


# Laws.


@st.composite
def corrections(draw: st.DrawFn) -> tuple[Outcomes, Outcomes]:
    """
    Draw two records of one person under the first policy, a few facts and readings apart.
    """
    readings = draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=2, unique=True))
    options = {name: draw(st.sampled_from(OPTIONS[name])) for name in readings}
    old = policy_under(*(each for each in options.items() if draw(st.booleans())))
    random = Random(draw(st.integers(0, 10**9)))  # noqa: S311 (repeatable)
    role = draw(st.sampled_from(list(own_policy().roles)))
    before = {**random_record(random, role), "person": "E001", "period": MARCH}
    fresh = random_record(random, draw(st.sampled_from([role, role, role, *own_policy().roles])))
    after = {**before, "role": fresh["role"]}
    if fresh["role"] == role:
        few = draw(st.sets(st.sampled_from(sorted(set(fresh) - {"role"})), max_size=4))
        after |= {name: fresh[name] for name in few}
    else:
        after = {**fresh, "person": "E001", "period": MARCH}
    for each in (before, after):
        each["petition_cases"] = max(each["petition_cases"], each["beijing_petition_cases"])
    return outcomes_of([before], old), outcomes_of([after], old.with_readings(options) if options else old)


@given(corrections())
def test_the_parts_add_up_and_swapping_mirrors_them(pair: tuple[Outcomes, Outcomes]) -> None:
    """
    The items' points add up to the change exactly; back again, each has the same points with the other sign.
    """
    there, back = review(*pair), review(*reversed(pair))

    for one, other in zip(there.corrected, back.corrected, strict=True):
        assert one.change == sum((each.points for each in one.items if each.points is not None), Fraction(0))
        old, new = (found.people["E001"].entries[0].result for found in pair)
        assert old is not None
        assert new is not None
        assert new.arithmetic - old.arithmetic == one.change
        assert {each.name: each.points for each in one.items} == {
            each.name: None if each.points is None else -each.points for each in other.items
        }
    assert [(each.aspect, each.name, each.span, each.of, each.after, each.before) for each in there.moved] == [
        (each.aspect, each.name, each.span, each.of, each.before, each.after) for each in back.moved
    ]
    jsonschema.Draft202012Validator(review_schema()).validate(json.loads(json.dumps(there.to_dict())))


@given(corrections())
def test_nothing_corrected(pair: tuple[Outcomes, Outcomes]) -> None:
    """
    A review with unchanged facts is empty.
    """
    for each in pair:
        assert ((), (), {}) == (
            (found := review(each, each)).corrected,
            found.moved,
            found.readings,
        )


@pytest.mark.volume
@given(st.data())
def test_points_are_the_mean_over_all_orders(data: st.DataObject) -> None:
    """
    For any policy: corrected one after the other in every order, each fact changes on the average what its points say.

    The reference evaluator says how much.
    """
    policy = loaded(data.draw(policies()))
    role = data.draw(st.sampled_from(list(policy.roles)))
    plan = policy.plans[role]
    first, second = (data.draw(records(plan)) for _ in range(2))
    period = {"month": MARCH, "quarter": "2024-Q1", "half_year": "2024-H1", "year": "2024"}[policy.door.period]
    who = {policy.door.subject: "E001", "period": period}
    few = data.draw(st.lists(st.sampled_from(sorted(first)), max_size=3, unique=True))
    second = {**first, **{name: second[name] for name in few if name in second}}
    try:
        old, new = (policy.accept({**each, **who}).values for each in (first, second))
        pair = [outcomes_of([{**each, **who}], policy) for each in (first, second)]
    except FactsError:
        assume(False)
    facts = [name for name in old if old[name] != new[name]]
    sums = dict.fromkeys(facts, Fraction(0))
    orders = list(permutations(facts))
    for order in orders:
        values = dict(old)
        for name in order:
            was = evaluate(plan, values)[plan.score]
            values[name] = new[name]
            sums[name] += Fraction(evaluate(plan, values)[plan.score]) - Fraction(was)

    found = {item.name: item.points for each in review(*pair).corrected for item in each.items}
    assert {name: each / len(orders) for name, each in sums.items()} == {name: found[name] for name in facts}
