"""
Outcomes of years worked by hand: proposals, quarters, rankings, and what cannot count.

A judge's month is 88, and fails, when the closing target is missed by 4 (12 points); a clerk's with 6 faulty terminations.
"""

import csv
import itertools
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess_rules import FactsError, Policy, PolicyError
from assess_rules.backends.reference import truth
from assess_rules.compare import changes
from assess_rules.ir import Expr, Value
from assess_rules.marks import Mark, Source
from assess_rules.outcomes import LeftOut, Outcomes, RankingResult, RollupResult, consequences, entry, outcomes
from assess_rules.outcomes.rankings import places
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.outcomes.spans import combined
from assess_rules.periods import parse_period, periods_in, span_text
from assess_rules.rows import Row as TableRow
from assess_rules.rulebook import Rulebook, load_rulebook, rulebook
from first_policy import own_policy, policy_under
from years import CLERKS, OFFICERS, VETOED, Row, month, outcomes_of, year

SHIPPED = Path(__file__).parents[1] / "rules" / "wancheng_2023_127.yaml"
FAILED = 88

Said = tuple[str, str, tuple[str, ...]]


def months(*numbers: int, of: int = 2024) -> tuple[str, ...]:
    return tuple(f"{of}-{number:02}" for number in numbers)


def said(found: Outcomes, id_: str, person: str | None = None) -> list[Said]:
    """Give a consequence's proposals: kind, period, and the periods behind them."""
    own = [each for each in found.proposals if each.id == id_ and person in (None, each.person)]
    return [(each.kind, each.period, each.because) for each in own]


def ranking(found: Outcomes, span: str, group: str = "judge", what: str = "people") -> RankingResult:
    return next(each for each in found.rankings if (each.what, each.span, each.group) == (what, span, group))


def placed(result: RankingResult) -> dict[str, tuple[int | None, str]]:
    """Give the places of a ranking with their scores."""
    return {each.name: (each.place, str(each.score)) for each in result.places}


def rollup(found: Outcomes, span: str) -> RollupResult:
    return next(each for each in found.rollups if each.span == span)


def why(left_out: Iterable[LeftOut]) -> list[tuple[str | None, ...]]:
    return [(each.period, each.why, each.reason) for each in left_out]


@pytest.mark.parametrize(("role", "reached"), [("judge", OFFICERS), ("assistant", OFFICERS), ("clerk", CLERKS)])
def test_months_have_the_scores_that_they_are_asked_for(role: str, reached: Sequence[int]) -> None:
    """
    The years below are worked by hand from these scores; one that no month of a role has is refused.
    """
    for score in reached:
        assert [score] == list(outcomes_of([month("E001", "2024-01", score, role=role)]).people["E001"].scores)
    for score in (reached[0] - 1, 99, reached[-1] + 2):
        with pytest.raises(AssertionError):
            month("E001", "2024-01", score, role=role)


# Consequences.


def test_the_third_failed_month_warns() -> None:
    """
    Exactly three failed months: an interview each, a warning at the third, and no accountability.
    """
    found = outcomes_of(year("E001", {1: 100, 2: FAILED, 3: 91, 5: FAILED, 9: FAILED, 12: 100}))

    assert [("proposal", each, (each,)) for each in months(2, 5, 9)] == said(found, "interview")
    assert [("warning", "2024-09", months(2, 5, 9))] == said(found, "accountability")


def test_the_fourth_failed_month_brings_accountability() -> None:
    """
    More than three is four: accountability is proposed once, in the fourth failed month, with the four behind it.
    """
    found = outcomes_of(year("E001", {1: FAILED, 2: FAILED, 6: FAILED, 7: FAILED, 8: 100, 11: FAILED}))

    assert [("warning", "2024-06", months(1, 2, 6)), ("proposal", "2024-07", months(1, 2, 6, 7))] == said(
        found, "accountability"
    )


def test_accountability_at_each_further_failed_month() -> None:
    """
    Under the other reading it is proposed again in November, which adds to the count, and not in August, which does not.
    """
    policy = policy_under(("accountability_repeats", "each_time"))
    found = outcomes_of(year("E001", {1: FAILED, 2: FAILED, 6: FAILED, 7: FAILED, 8: 100, 11: FAILED}), policy)

    assert [
        ("warning", "2024-06", months(1, 2, 6)),
        ("proposal", "2024-07", months(1, 2, 6, 7)),
        ("proposal", "2024-11", months(1, 2, 6, 7, 11)),
    ] == said(found, "accountability")


def test_a_year_does_not_count_in_the_next() -> None:
    """
    Two failed months of 2023 and two of 2024 are not four of one year.
    """
    rows = year("E001", {11: FAILED, 12: FAILED}, of=2023) + year("E001", {1: FAILED, 2: FAILED})

    assert [] == said(outcomes_of(rows), "accountability")


def test_the_statistical_year_begins_in_december() -> None:
    """
    December 2023 is a month of the statistical year 2024, and with three of 2024 makes four; November 2023 is not.
    """
    rows = year("E001", {11: FAILED, 12: FAILED}, of=2023) + year("E001", {1: FAILED, 2: FAILED, 3: FAILED})
    found = outcomes_of(rows, policy_under(("year", "statistical")))

    four = ("2023-12", *months(1, 2, 3))
    assert [("warning", "2024-02", four[:3]), ("proposal", "2024-03", four)] == said(found, "accountability")
    assert ["2023", "2024"] == [each.span for each in found.rankings if (each.what, each.each) == ("people", "year")]
    assert ("2023-12", "2024-01", "2024-02") == ranking(found, "2024-Q1").places[0].periods


# Vetoes, and how far they reach. Failed in January, February and May, a veto in April, in December 100.
VETO_YEAR = year("E001", {1: FAILED, 2: FAILED, 4: VETOED, 5: FAILED, 12: 100})


def standing(found: Outcomes) -> dict[str, str]:
    history = found.people["E001"]
    return {each.period.text: stands for each, stands in zip(history.entries, history.standing, strict=True)}


@pytest.mark.parametrize(
    ("reach", "vetoed", "interviews"),
    [("period", (4,), (1, 2, 5)), ("to_year_end", (4, 5, 12), (1, 2)), ("whole_year", (1, 2, 4, 5, 12), ())],
)
def test_how_far_a_veto_reaches(reach: str, vetoed: tuple[int, ...], interviews: tuple[int, ...]) -> None:
    """
    A veto in April ends the evaluation of April, of April to December, or of the whole year; award eligibility goes once.
    """
    found = outcomes_of(VETO_YEAR, policy_under(("veto_reach", reach)))
    award = [each for each in found.proposals if each.id == "no_award"]

    assert list(months(*vetoed)) == [period for period, stands in standing(found).items() if stands == "vetoed"]
    assert dict.fromkeys(months(*(each for each in vetoed if each != 4)), "2024-04") == found.people["E001"].reached
    assert list(months(*interviews)) == [period for _, period, _ in said(found, "interview")]
    because = tuple(sorted({months(vetoed[0])[0], "2024-04"}))  # of a month that the veto reaches, April is named too
    assert [(months(vetoed[0])[0], because, "2024")] == [(each.period, each.because, each.lasts) for each in award]


def test_a_month_with_a_veto_of_its_own_is_reached_by_no_other() -> None:
    """
    Vetoes in March and May and a leave in June: the others are reached, from the first veto, and those are not.
    """
    rows = year("E001", {1: 100, 3: VETOED, 4: 100, 5: VETOED, 6: "病假", 7: 100})
    for reach, reached in (("whole_year", (1, 4, 7)), ("to_year_end", (4, 7))):
        found = outcomes_of(rows, policy_under(("veto_reach", reach)))
        assert dict.fromkeys(months(*reached), "2024-03") == found.people["E001"].reached
        assert {"2024-03": None, "2024-05": None, "2024-06": None, "2024-07": "2024-03"} == {
            each["period"]: each["reached_from"]
            for each in found.to_dict()["people"]["E001"]
            if each["period"] in ("2024-03", "2024-05", "2024-06", "2024-07")
        }


@pytest.mark.parametrize(
    ("reach", "counts", "accountability", "score", "place"),
    [
        # 88, 88, 88 and 100 count: 364 / 4
        ("period", "left_out", [("warning", "2024-05", months(1, 2, 5))], "91", 1),
        # April counts as failed and with 0: 364 / 5
        ("period", "as_failed", [("warning", "2024-04", months(1, 2, 4)),
                                 ("proposal", "2024-05", months(1, 2, 4, 5))], "364/5", 2),
        # 88 and 88 count
        ("to_year_end", "left_out", [], "88", 1),
        # April, May and December count with 0: 176 / 5
        ("to_year_end", "as_failed", [("warning", "2024-04", months(1, 2, 4)),
                                      ("proposal", "2024-05", months(1, 2, 4, 5))], "176/5", 2),
        # nothing counts, and there is no place
        ("whole_year", "left_out", [], None, None),
        # five times 0
        ("whole_year", "as_failed", [("warning", "2024-04", months(1, 2, 4)),
                                     ("proposal", "2024-05", months(1, 2, 4, 5))], "0", 2),
    ],
)  # fmt: skip
def test_what_a_vetoed_month_counts_as(
    reach: str, counts: str, accountability: list[Said], score: str | None, place: int | None
) -> None:
    """
    Left out: no failed month, and neither in mean nor rank; as failed: one of the failed months, and 0 points.
    """
    policy = policy_under(("veto_reach", reach), ("vetoed_month", counts))
    found = outcomes_of([*VETO_YEAR, *year("E002", {1: 85})], policy)
    of_year = ranking(found, "2024")
    own = next(each for each in (*of_year.places, *of_year.unranked) if each.name == "E001")

    assert accountability == said(found, "accountability", "E001")
    assert (place, score and Fraction(score)) == (own.place, own.score)
    assert ["E001"] * (place is None) == [each.name for each in of_year.unranked]
    assert [] == [each for each in said(found, "interview") if each[1] == "2024-04"]


# Roll-ups.


def test_a_clerks_quarter() -> None:
    """
    The appraisal and the three months: 85 + 100 + 98 + 96 = 379.
    """
    rows = year("E008", {1: 100, 2: 98}, role="clerk")
    rows.append(month("E008", "2024-03", 96, role="clerk", clerk_quarter_appraisal=85))
    quarter = rollup(outcomes_of(rows), "2024-Q1")

    assert (Fraction(379), "sum", (), (), "1.0.0") == (
        quarter.value, quarter.how, quarter.left_out, quarter.lacks, quarter.version
    )  # fmt: skip
    assert ["100", "98", "96"] == [str(each.score) for each in quarter.parts]
    assert [("clerk_quarter_appraisal", "1", "85")] == [
        (each.fact, str(each.weight), str(each.figure)) for each in quarter.added
    ]
    assert {"year", "quarter_months", "veto_reach", "vetoed_month"} == set(quarter.provisional)


def test_a_clerks_quarter_with_two_months_present() -> None:
    """
    February is not there: 85 + 100 + 96 = 281, or with the mean 85 + 98 = 183; the figure says that it lacks February.
    """
    rows = year("E008", {1: 100, 4: 100}, role="clerk")
    rows.append(month("E008", "2024-03", 96, role="clerk", clerk_quarter_appraisal=85))

    for policy, value in ((own_policy(), 281), (policy_under(("quarter_months", "mean")), 183)):
        quarter = rollup(outcomes_of(rows, policy), "2024-Q1")
        assert (Fraction(value), [("2024-02", "missing", None)]) == (quarter.value, why(quarter.left_out))


def test_a_quarter_without_its_appraisal_or_with_two() -> None:
    """
    Without the appraisal, or with two that may differ, there is no figure, and the roll-up says why.
    """
    lacking = rollup(outcomes_of(year("E008", {1: 100, 2: 98}, role="clerk")), "2024-Q1")
    twice = rollup(outcomes_of(year("E008", {1: 100, 2: 98}, role="clerk", clerk_quarter_appraisal=85)), "2024-Q1")

    assert (None, ("clerk_quarter_appraisal",), ()) == (lacking.value, lacking.lacks, lacking.twice)
    assert (None, (), ("clerk_quarter_appraisal",)) == (twice.value, twice.lacks, twice.twice)


def test_a_quarter_with_a_veto_and_a_leave() -> None:
    """
    The appraisal stands in the vetoed March and counts all the same: 85 + 98 = 183, or with 0 for March the same sum.
    """
    rows = year("E008", {1: 98, 2: "产假"}, role="clerk")
    rows.append(month("E008", "2024-03", VETOED, role="clerk", clerk_quarter_appraisal=85))
    left_out = [("2024-02", "excused", "产假")]

    quarter = rollup(outcomes_of(rows), "2024-Q1")
    assert (Fraction(183), [*left_out, ("2024-03", "vetoed", None)]) == (quarter.value, why(quarter.left_out))

    quarter = rollup(outcomes_of(rows, policy_under(("vetoed_month", "as_failed"))), "2024-Q1")
    assert (Fraction(183), left_out, [False, True]) == (
        quarter.value, why(quarter.left_out), [each.as_failed for each in quarter.parts]
    )  # fmt: skip


def test_nothing_counts_in_a_quarter() -> None:
    """
    A quarter in which no month counts has no figure, appraisal or not.
    """
    found = outcomes_of([month("E008", "2024-03", VETOED, role="clerk", clerk_quarter_appraisal=85)])

    assert (None, ()) == (rollup(found, "2024-Q1").value, rollup(found, "2024-Q1").parts)


# People who come, go and change.


def test_a_change_of_role_in_june() -> None:
    """
    A clerk to May and an assistant from June: the second quarter holds April and May, and both years' ranks say the rest.
    """
    rows = year("E008", {4: 100, 5: 96}, role="clerk") + year("E008", {6: 100, 7: 94}, role="assistant")
    rows[0]["clerk_quarter_appraisal"] = 80
    found = outcomes_of(rows)

    quarter = rollup(found, "2024-Q2")  # 80 + 100 + 96
    assert (Fraction(276), [("2024-06", "role", "assistant")]) == (quarter.value, why(quarter.left_out))
    assert ["2024-Q2"] == [each.span for each in found.rollups]
    clerk, assistant = ranking(found, "2024", "clerk"), ranking(found, "2024", "assistant")
    assert {"E008": (1, "98")} == placed(clerk)
    assert {"E008": (1, "97")} == placed(assistant)
    before = [(each, "before", None) for each in months(1, 2, 3)]
    after = [(each, "after", None) for each in months(8, 9, 10, 11, 12)]
    assert [*before, *((each, "role", "assistant") for each in months(6, 7)), *after] == why(clerk.places[0].left_out)
    assert [*before, *((each, "role", "clerk") for each in months(4, 5)), *after] == why(assistant.places[0].left_out)


def test_a_leave_in_march() -> None:
    """
    March is excused with its reason: it fails nobody, costs no place, and the quarter's mean is that of two months.
    """
    found = outcomes_of(year("E001", {1: FAILED, 2: 100, 3: "借调", 4: FAILED}))
    quarter = ranking(found, "2024-Q1")

    assert {"E001": (1, "94")} == placed(quarter)
    assert [("2024-03", "excused", "借调")] == why(quarter.places[0].left_out)
    assert [("2024-03", "excused", "借调")] == why(ranking(found, "2024-03").unranked[0].left_out)
    assert [] == [each for each in found.proposals if each.period == "2024-03"]


def test_who_enters_and_leaves_is_ranked_by_the_months_there_are() -> None:
    """
    In the first quarter E001 has all months, E002 enters in March, E003 leaves after January, E004 misses February.
    """
    rows = [*year("E001", {1: 100, 2: 94, 3: 94}), *year("E002", {3: 100, 4: 88}), *year("E003", {1: 97})]
    quarter = ranking(outcomes_of(rows + year("E004", {1: 88, 3: 94})), "2024-Q1")

    assert {"E002": (1, "100"), "E003": (2, "97"), "E001": (3, "96"), "E004": (4, "91")} == placed(quarter)
    assert {
        "E001": [],
        "E002": [("2024-01", "before", None), ("2024-02", "before", None)],
        "E003": [("2024-02", "after", None), ("2024-03", "after", None)],
        "E004": [("2024-02", "missing", None)],
    } == {each.name: why(each.left_out) for each in sorted(quarter.places, key=lambda each: each.name)}


# Rankings.


@pytest.mark.parametrize(("ties", "third"), [("shared_best", 3), ("dense", 2)])
def test_ties_in_a_ranking(ties: str, third: int) -> None:
    """
    Two share the first place; the next one is third, or second where places are dense.
    """
    rows = [month("E001", "2024-03", 94), month("E002", "2024-03", 100), month("E003", "2024-03", 100)]
    found = ranking(outcomes_of(rows, policy_under(("rank_ties", ties))), "2024-03")

    assert {"E002": (1, "100"), "E003": (1, "100"), "E001": (third, "94")} == placed(found)


def test_ranked_within_a_role_or_all_together() -> None:
    """
    Roles are ranked apart, in the order of the policy; under the other reading all are ranked together.
    """
    rows = [month("E001", "2024-03", 94), month("E008", "2024-03", 96, role="clerk"), month("E002", "2024-03", 100)]
    apart, together = outcomes_of(rows), outcomes_of(rows, policy_under(("ranked_with", "all")))

    assert ["judge", "clerk"] == [each.group for each in apart.rankings if (each.what, each.span) == ("people", "2024")]
    assert {"E002": (1, "100"), "E001": (2, "94")} == placed(ranking(apart, "2024-03"))
    assert {"E002": (1, "100"), "E008": (2, "96"), "E001": (3, "94")} == placed(ranking(together, "2024-03", ""))


def test_a_span_by_the_mean_or_the_sum() -> None:
    """
    With one month of 100 E002 is ahead of E001 by the mean of 97, and behind by the sum of 194.
    """
    rows = [*year("E001", {1: 100, 2: 94}), *year("E002", {1: 100})]

    mean = ranking(outcomes_of(rows), "2024-Q1")
    assert ({"E002": (1, "100"), "E001": (2, "97")}, "mean") == (placed(mean), mean.how)
    sum_ = ranking(outcomes_of(rows, policy_under(("span_score", "sum"))), "2024-Q1")
    assert ({"E001": (1, "194"), "E002": (2, "100")}, "sum") == (placed(sum_), sum_.how)
    assert None is ranking(outcomes_of(rows), "2024-01").how


TEAM_ROWS = [
    *(month("E001", "2024-01", 100, team="1"), month("E002", "2024-01", 91, team="1")),
    *(month("E003", "2024-01", 94, team="1"), month("E004", "2024-01", VETOED, team="1")),
    *(month("E005", "2024-01", 96, team="2", role="clerk"), month("E006", "2024-01", "病假", team="3")),
    month("E007", "2024-01", 100, team=None),
]


@pytest.mark.parametrize(
    ("reading", "score", "first"),
    [("mean", "95", "2"), ("sum", "285", "1"), ("median", "94", "2")],  # 100, 94 and 91 beside 96
)
def test_a_teams_score(reading: str, score: str, first: str) -> None:
    """
    The mean, the sum or the median of the members that have a score; others are named, a team without any has no place.
    """
    found = outcomes_of(TEAM_ROWS, policy_under(("team_score", reading)))
    teams = ranking(found, "2024-01", "", "teams")
    one = next(each for each in teams.places if each.name == "1")

    assert (first, score, 3) == (teams.places[0].name, str(one.score), one.members)
    assert [("vetoed", "E004")] == [(each.why, each.person) for each in one.left_out]
    assert [("3", None, 0)] == [(each.name, each.score, each.members) for each in teams.unranked]
    assert [("excused", "E006", "病假")] == [
        (each.why, each.person, each.reason) for each in teams.unranked[0].left_out
    ]
    assert ("E007",) == teams.teamless


def test_a_team_over_a_quarter() -> None:
    """
    Team 1 has 97 in January and, when E002 has left it, 100 in March: 98.5, from two people, and nobody in February.
    """
    rows = [*year("E001", {1: 100, 3: 100}), month("E002", "2024-01", 94), month("E002", "2024-03", 88, team="2")]
    teams = ranking(outcomes_of(rows), "2024-Q1", "", "teams")

    assert {"1": (1, "197/2"), "2": (2, "88")} == placed(teams)
    assert (("2024-01", "2024-03"), 2, [("2024-02", "missing", None)]) == (
        teams.places[0].periods, teams.places[0].members, why(teams.places[0].left_out)
    )  # fmt: skip


def test_places_of_equals() -> None:
    """
    Equals share the best place, and dense places leave none out.
    """
    scores = {name: Fraction(score) for name, score in {"a": 9, "b": 8, "c": 9, "d": 7, "e": 8}.items()}

    assert {"a": 1, "b": 3, "c": 1, "d": 5, "e": 3} == places(scores, "shared_best")
    assert {"a": 1, "b": 2, "c": 1, "d": 3, "e": 2} == places(scores, "dense")


def test_median_of_an_odd_and_of_an_even_number() -> None:
    """
    The middle one, or the mean of the middle two.
    """
    assert [Fraction(3), Fraction(5, 2)] == [
        combined([Fraction(each) for each in figures], "median") for figures in ((9, 3, 1), (4, 1, 9, 1))
    ]


# Several versions of one policy.


def changed(*changes: tuple[str, str], version: str = "1.1.0", begins: str = "2024-06-01") -> Policy:
    """Give another version of the shipped policy."""
    text = SHIPPED.read_text("utf-8")
    begun = "in_force: {from: 2023-01-01, assumed: true, note: 原文“自下发之日起试行”，未载日期}"
    for old, new in (("version: 1.0.0", f"version: {version}"), (begun, f"in_force: {{from: {begins}}}"), *changes):
        assert old in text
        text = text.replace(old, new)
    return Policy.from_text(text)


def outcomes_by(book: Rulebook, rows: Sequence[Row]) -> Outcomes:
    return outcomes(entry(policy, passed) for policy, passed in book.accept(as_table(rows)))


def as_table(rows: Iterable[Row]) -> list[TableRow]:
    mark = Mark(Source("table"), 1)
    return [TableRow({key: value for key, value in row.items() if value is not None}, {}, mark) for row in rows]


def test_months_under_two_versions_meet_in_one_year() -> None:
    """
    From June the pass mark is 95 and the mean gives way to the sum: each month is judged by its own version.

    91 passes in May and fails in June; 88 fails in both; with July and August there are four. The year is ranked as the
    later version says: 91 + 88 + 91 + 88 + 91 + 91. The first quarter is ranked as the first says, by the mean: 88.
    """
    book = rulebook(
        [
            changed(("pass_mark: 90", "pass_mark: 95"), ("chosen: mean\n  quarter", "chosen: sum\n  quarter")),
            own_policy(),
        ]
    )
    found = outcomes_by(book, year("E001", {3: FAILED, 5: 91, 6: 91, 7: FAILED, 8: 91, 9: 91}))

    assert ["1.0.0", "1.1.0"] == [each.version for each in found.policies]
    assert {
        "2024-03": "fail",
        "2024-05": "pass",
        "2024-06": "fail",
        "2024-07": "fail",
        "2024-08": "fail",
        "2024-09": "fail",
    } == standing(found)
    assert [("warning", "2024-07", months(3, 6, 7)), ("proposal", "2024-08", months(3, 6, 7, 8))] == said(
        found, "accountability"
    )
    assert ["1.0.0", *["1.1.0"] * 4] == [each.version for each in found.proposals if each.id == "interview"]
    assert ({"E001": (1, "540")}, "1.1.0") == (placed(ranking(found, "2024")), ranking(found, "2024").version)
    assert ({"E001": (1, "88")}, "1.0.0") == (placed(ranking(found, "2024-Q1")), ranking(found, "2024-Q1").version)
    assert [("2024-05", "91", "1.0.0"), ("2024-06", "91", "1.1.0")] == [
        (each["period"], each["exact"], each["version"]) for each in found.to_dict()["people"]["E001"][1:3]
    ]


def test_the_version_of_a_period() -> None:
    """
    A period is scored by the version in force on its first day, and 1.10.0 follows 1.1.0.
    """
    second, third = changed(), changed(version="1.10.0", begins="2024-08-01")
    book = rulebook([third, own_policy(), second])

    assert ("1.0.0", "1.1.0", "1.10.0") == tuple(each.version for each in book.versions)
    assert ["1.0.0", "1.1.0", "1.10.0"] == [book.at(text).version for text in ("2024-05", "2024-07", "2024-08")]
    assert ("1.10.0", "dense") == (
        book.latest.version,
        book.with_readings({"rank_ties": "dense"}).latest.spec.readings["rank_ties"].chosen.name,
    )


def test_rows_that_no_version_admits() -> None:
    """
    Rows before the first version, without a readable period, and with a fact that their version lacks are refused together.
    """
    rows = [month("E001", "2022-12", 100), month("E002", "2024-6", 100), month("E003", "2024-05", 100, newer=1)]
    with pytest.raises(FactsError) as error:
        rulebook([own_policy(), changed()]).accept(as_table(rows))

    assert ["period_not_in_force", "bad_period", "unknown_fact_value"] == [
        each.code for each in error.value.diagnostics
    ]


def test_columns_of_all_versions_are_known(tmp_path: Path) -> None:
    """
    A table may be headed by a fact's label of any version.
    """
    table = tmp_path / "table.csv"
    first = next(csv.reader([(SHIPPED.parent.parent / "examples/facts_2024.csv").read_text("utf-8").splitlines()[0]]))
    lines = (SHIPPED.parent.parent / "examples/facts_2024.csv").read_text("utf-8").splitlines()[:2]
    for label in ("结案数", "结案总数"):
        header = ",".join(label if each == "closed" else each for each in first)
        table.write_text("\n".join([header, lines[1]]), "utf-8")
        book = rulebook([own_policy(), changed(("label: 结案数", "label: 结案总数"))])
        assert ["E001"] == [passed.context.person for _, passed in book.read([table])]


@pytest.mark.parametrize(
    ("changes", "version", "code"),
    [
        ((("policy: wancheng_2023_127", "policy: wancheng_2024_1"),), "1.1.0", "other_policy"),
        ((), "1.0.0", "version_two_contents"),
        (
            (("policy: wancheng_2023_127\n", "policy: wancheng_2023_127\nsubject: {officer: 干警}\n"),),
            "1.1.0",
            "versions_differ",
        ),
    ],
)
def test_what_is_no_rulebook(changes: tuple[tuple[str, str], ...], version: str, code: str) -> None:
    """
    Another policy, one number twice, and versions whose tables have other columns for the person are refused.
    """
    with pytest.raises(PolicyError) as error:
        rulebook([own_policy(), changed(*changes, version=version)])

    assert [code] == [each.code for each in error.value.diagnostics]


def test_a_folder_of_versions(tmp_path: Path) -> None:
    """
    Every rule file of a folder is taken, and no clause file; a folder without any is refused, by its name.
    """
    for number, day in (("1.0.0", "2023-01-01"), ("1.1.0", "2024-01-01")):
        text = SHIPPED.read_text("utf-8").replace("version: 1.0.0", f"version: {number}").replace("2023-01-01", day)
        (tmp_path / f"v{number}.yaml").write_text(text, "utf-8")
    (tmp_path / "v1.0.0.clauses.yaml").write_text("format: 1", "utf-8")
    (tmp_path / "empty").mkdir()

    assert ["1.0.0", "1.1.0"] == [each.version for each in load_rulebook(tmp_path).versions]
    assert ["1.0.0"] == [each.version for each in load_rulebook("wancheng_2023_127").versions]
    with pytest.raises(PolicyError, match="no_rule_files"):
        load_rulebook(tmp_path / "empty")


# Every form of a consequence and a roll-up, by a policy of one line: 10 points less an error each, 6 to pass.

SMALL = """
format: 1
policy: small
version: 1.0.0
title: 小例
source: {issuer: 示例}
in_force: {from: 2024-01-01}
period: month
base: 10
display: {places: 2, rounding: half_up}
roles: {judge: 法官, clerk: 书记员}
facts:
  errors: {label: 差错, unit: 件}
indicators:
  - {id: c1, at: 一, label: 差错, cap: 10, rules: [{kind: per_item, deduct: {errors: 1}}]}
"""
FACTS = """\
  praise: {label: 表扬, unit: 次}
  visits: {label: 走访, unit: 次, default: 2}
  three: {label: 次数, unit: 次}
  mark: {type: number, places: 1, max: 10, each: quarter, label: 季度考评, unit: 分}
  size: {type: number, places: 1, max: 9, each: year, default: 7, label: 规模, unit: 人}
"""
PASS = ("base: 10\n", "base: 10\npass_mark: 6\n")
VETO = "vetoes: {at: 三, effect: no_score, reach: period, counts_as: left_out, events: {false_data: {label: 造假}}}\n"


def small_text(
    outcomes_text: str, *, facts: Iterable[str] = (), readings: str = "", veto: bool = False, judged: bool = True
) -> str:
    """Give the small policy with outcomes, and with those of the facts above that they name."""
    text = SMALL.replace(*PASS) if judged else SMALL
    declared = [line for line in FACTS.splitlines() if line.split(":")[0].strip() in facts]
    text = text.replace("indicators:\n", "\n".join([*declared, "indicators:\n"]))
    return text + readings + (VETO if veto else "") + f"outcomes:\n  {outcomes_text}\n"


def small(outcomes_text: str, **more: Any) -> Policy:
    return Policy.from_text(small_text(outcomes_text, **more))


def row(period: str, errors: int, *, person: str = "E001", role: str = "judge", **facts: Any) -> Row:
    return {"person": person, "period": period, "role": role, "errors": errors, **facts}


def consequence(when: str, propose: str = "each_time", more: str = "") -> str:
    return f"consequences: [{{id: talk, at: 四, label: 谈话, when: {when}, propose: {propose}{more}}}]"


def kinds(policy: Policy, rows: Iterable[Row]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.kind, each.period[-2:], each.lacks) for each in outcomes_of(rows, policy).proposals]


@pytest.mark.parametrize(
    ("when", "propose", "more", "proposed"),
    [
        # Errors of January to June: 5, 5, 3, 5, 0, 5; 5 fail.
        ("{verdict: fail}", "each_time", "", [1, 2, 4, 6]),
        ("{verdict: pass}", "each_time", "", [3, 5]),
        ("{verdict: fail}", "once", "", [1, 2, 4, 6]),
        ("{verdict: fail}", "once", ", lasts: quarter", [1, 4]),
        ("{verdict: fail}", "once", ", lasts: half_year", [1]),
        ("{verdict: fail}", "once", ", lasts: period", [1, 2, 4, 6]),
        ("{fact: errors, at_least: 3, under: 5}", "each_time", "", [3]),
        ("{not: {fact: errors, at_least: 3}}", "each_time", "", [5]),
        ("{all: [{verdict: fail}, {role: [clerk]}]}", "each_time", "", []),
        ("{any: [{role: [judge]}, {verdict: fail}]}", "each_time", "", [1, 2, 3, 4, 5, 6]),
        ("{verdict: fail}", "each_time", ", roles: [clerk]", []),
        ("{periods: {verdict: fail}, in: quarter, at_least: 2}", "each_time", "", [2, 6]),
        ("{periods: {verdict: fail}, in: ever, at_least: 3}", "once", "", [4]),
        ("{periods: {fact: errors, at_least: 5}, in: year, at_least: 2, under: 4}", "each_time", "", [2, 4]),
        ("{all: [{periods: {verdict: fail}, in: year, at_least: 2}, {verdict: pass}]}", "each_time", "", []),
        ("{all: [{periods: {verdict: fail}, in: year, at_least: 2}, {verdict: pass}]}", "once", "", [3]),
    ],
)
def test_when_something_is_proposed(when: str, propose: str, more: str, proposed: list[int]) -> None:
    """
    Every form of condition, proposed each time that a period brings it about or adds to it, or once in its span.
    """
    rows = [row(f"2024-{number:02}", errors) for number, errors in enumerate((5, 5, 3, 5, 0, 5), 1)]

    found = kinds(small(consequence(when, propose, more)), rows)
    assert [f"{number:02}" for number in proposed] == [period for kind, period, _ in found if kind == "proposal"]


@pytest.mark.parametrize(
    ("when", "warned"),
    [
        # Errors of January to April: 5, 3, 5, 5; 5 fail.
        ("{all: [{role: [judge]}, {periods: {verdict: fail}, in: year, at_least: 3}]}", [3]),
        ("{all: [{role: [clerk]}, {periods: {verdict: fail}, in: year, at_least: 3}]}", []),
        ("{all: [{fact: errors, under: 4}, {periods: {fact: errors, at_least: 3}, in: year, at_least: 3}]}", [2]),
        (
            "{all: [{periods: {verdict: fail}, in: year, at_least: 4}, {periods: {verdict: fail}, in: ever, at_least: 4}]}",
            [],
        ),
        (
            "{all: [{periods: {verdict: fail}, in: year, at_least: 1}, {periods: {verdict: fail}, in: ever, at_least: 3}]}",
            [3],
        ),
        ("{any: [{role: [clerk]}, {periods: {verdict: fail}, in: year, at_least: 3}]}", []),
    ],
)
def test_when_something_is_warned_of(when: str, warned: list[int]) -> None:
    """
    One more such period would bring it: the count is the whole condition, or all that an `all` still lacks.
    """
    rows = [row(f"2024-{number:02}", errors) for number, errors in enumerate((5, 3, 5, 5), 1)]

    found = kinds(small(consequence(when, "once")), rows)
    assert [f"{number:02}" for number in warned] == [period for kind, period, _ in found if kind == "warning"]


def test_a_reading_that_a_condition_asks_for() -> None:
    """
    A condition may depend on the option chosen.
    """
    readings = (
        "readings: {again: {at: 四, question: 是否谈话, options: {talk: 谈话, none_at_all: 不谈}, chosen: talk}}\n"
    )
    policy = small(consequence("{all: [{verdict: fail}, {reading: again, is: talk}]}"), readings=readings)

    assert [("proposal", "01", ())] == kinds(policy, [row("2024-01", 5)])
    assert [] == kinds(policy.with_readings({"again": "none_at_all"}), [row("2024-01", 5)])


def test_a_period_on_leave_proposes_nothing() -> None:
    """
    Who is not appraised is not praised for it, nor is a later period held to be a repetition; nor does the leave count.
    """
    policy = small(consequence("{not: {verdict: fail}}", "once", ", lasts: year"))
    counted = small(consequence("{periods: {not: {verdict: fail}}, in: year, at_least: 2}"))
    rows: list[Row] = [{"person": "E001", "period": "2024-01", "role": "judge", "status": "产假"}, row("2024-02", 0)]

    assert [("proposal", "02", ())] == kinds(policy, rows)
    assert [("warning", "02", ())] == kinds(counted, rows)


def test_a_condition_on_a_fact_that_is_not_given() -> None:
    """
    A fact of outcomes may be lacking: then nothing is proposed, and it is said which fact decides. A default stands in.
    """
    policy = small(consequence("{not: {fact: praise, at_least: 1}}"), facts=["praise"])
    rows = [row("2024-01", 0, praise=0), row("2024-02", 0), row("2024-03", 0, praise=1)]
    assert [("proposal", "01", ()), ("undecided", "02", ("praise",))] == kinds(policy, rows)

    policy = small(consequence("{fact: visits, at_least: 2}", "once", ", lasts: year"), facts=["visits"])
    assert [("proposal", "02", ())] == kinds(
        policy, [row("2024-01", 0, visits=1), row("2024-02", 0), row("2024-03", 0)]
    )

    policy = small(consequence("{fact: praise, at_least: 1}", "once", ", lasts: year"), facts=["praise"])
    rows = [row("2024-01", 0), row("2024-02", 0, praise=2), row("2024-03", 0, praise=2)]
    assert [("undecided", "01", ("praise",)), ("proposal", "02", ())] == kinds(policy, rows)


def test_a_condition_on_a_fact_that_is_given_once_in_a_quarter() -> None:
    """
    The period that gives it decides; where none does, the person's last one in the quarter says so.
    """
    policy = small(consequence("{fact: mark, under: 6}"), facts=["mark"])
    rows = [row("2024-01", 0), row("2024-02", 0, mark=5), row("2024-03", 0), row("2024-04", 0), row("2024-05", 0)]

    assert [("proposal", "02", ()), ("undecided", "05", ("mark",))] == kinds(policy, rows)


def test_a_count_compared_with_a_fact() -> None:
    """
    The figure that a count must reach may be a fact of the period; a period without the fact that is asked for is no case.
    """
    policy = small(consequence("{periods: {verdict: fail}, in: year, at_least: three}"), facts=["three"])
    rows = [row(f"2024-0{number}", 5, three=3) for number in (1, 2, 3)]
    assert [("warning", "02", ()), ("proposal", "03", ())] == kinds(policy, rows)

    policy = small(consequence("{periods: {fact: praise, at_least: 1}, in: year, at_least: 2}"), facts=["praise"])
    rows = [row("2024-01", 0, praise=1), row("2024-02", 0), row("2024-03", 0, praise=1)]
    assert [("warning", "01", ()), ("undecided", "02", ("praise",)), ("proposal", "03", ())] == kinds(policy, rows)


def test_each_period_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A count goes on where it was in the period before: of 60 months each is looked at once, in a count within a count too.
    """
    looked: list[object] = []

    def looking(expr: Expr, facts: Mapping[str, Value]) -> bool:
        looked.append(expr)
        return truth(expr, facts)

    monkeypatch.setattr(consequences, "truth", looking)
    twice = "{periods: {fact: errors, over: 8}, in: ever, at_least: 2}"
    policy = small(consequence(f"{{periods: {{any: [{{verdict: fail}}, {twice}]}}, in: ever, at_least: 40}}", "once"))
    rows = [row(f"{2024 + each // 12}-{each % 12 + 1:02}", 9 * (each % 2)) for each in range(60)]

    # Every second month fails; from the fourth on all count. The 40th that does is the 42nd month.
    found = [(each.kind, each.period) for each in outcomes_of(rows, policy).proposals]
    assert [("warning", "2027-05"), ("proposal", "2027-06")] == found
    assert 42 == len(looked)


@pytest.mark.parametrize(
    ("when", "propose", "rows", "expected"),
    [
        # A month that fails is enough, whatever the mark is that March gives, or nobody.
        ("{any: [{verdict: fail}, {fact: mark, under: 6}]}", "each_time",
         [row("2024-01", 9), row("2024-02", 0), row("2024-03", 0, mark=9)], [("proposal", (1,), ())]),
        ("{any: [{verdict: fail}, {fact: mark, at_least: 1}]}", "each_time",
         [row("2024-01", 9), row("2024-02", 9), row("2024-03", 0)],
         [("proposal", (1,), ()), ("proposal", (2,), ()), ("undecided", (3,), ("mark",))]),
        ("{any: [{verdict: fail}, {fact: praise, at_least: 1}]}", "each_time",
         [row("2024-01", 9), row("2024-02", 0)], [("proposal", (1,), ()), ("undecided", (2,), ("praise",))]),
        # A month that passes is not enough, whatever the praise.
        ("{all: [{verdict: fail}, {fact: praise, at_least: 1}]}", "each_time",
         [row("2024-01", 0), row("2024-02", 9)], [("undecided", (2,), ("praise",))]),
        ("{not: {any: [{verdict: fail}, {fact: praise, at_least: 1}]}}", "each_time",
         [row("2024-01", 9), row("2024-02", 0)], [("undecided", (2,), ("praise",))]),
        # January and February may have praise or not, March and April have none: one month cannot be two, two or three may
        # be, and in April two are without any doubt. May has praise, and adds nothing.
        ("{periods: {not: {fact: praise, at_least: 1}}, in: year, at_least: 2}", "each_time",
         [*(row(each, 0) for each in months(1, 2)), *(row(each, 0, praise=0) for each in months(3, 4)),
          row("2024-05", 0, praise=1)],
         [("undecided", (1, 2), ("praise",)), ("undecided", (1, 2, 3), ("praise",)), ("proposal", (3, 4), ())]),
        # January is enough; whether February adds to it cannot be told.
        ("{periods: {fact: praise, at_least: 1}, in: year, at_least: 1}", "each_time",
         [row("2024-01", 0, praise=1), row("2024-02", 0), row("2024-03", 0, praise=0)],
         [("proposal", (1,), ()), ("undecided", (1, 2), ("praise",))]),
        # February alone leaves it open, which is said once; then May does; in June two are without any doubt.
        ("{periods: {fact: praise, at_least: 1}, in: year, at_least: 2}", "once",
         [row("2024-01", 0, praise=1), row("2024-02", 0), row("2024-03", 0, praise=0), row("2024-05", 0),
          row("2024-06", 0, praise=1)],
         [("warning", (1,), ()), ("undecided", (1, 2), ("praise",)), ("undecided", (1, 2, 5), ("praise",)),
          ("proposal", (1, 6), ())]),
        # One more would be two, and three is too many: with February open nobody can warn.
        ("{periods: {fact: praise, at_least: 1}, in: year, at_least: 2, under: 3}", "each_time",
         [row("2024-02", 0), row("2024-03", 0, praise=1)], [("undecided", (2, 3), ("praise",))]),
        ("{periods: {fact: praise, at_least: 1}, in: year, at_least: 3, under: 4}", "each_time",
         [row("2024-01", 0, praise=1), row("2024-02", 0), row("2024-03", 0, praise=1)],
         [("undecided", (1, 2, 3), ("praise",))]),
        # One more failed month would be two; whether that brings anything rests on the praise.
        ("{all: [{periods: {verdict: fail}, in: year, at_least: 2}, {fact: praise, at_least: 1}]}", "once",
         [row("2024-01", 9), row("2024-02", 9, praise=0), row("2024-03", 0)], [("undecided", (1, 2, 3), ("praise",))]),
        # A quarter's mark counts in the month that gives it, in the last one if none does, and in no other.
        ("{periods: {fact: mark, under: 6}, in: year, at_least: 2}", "each_time",
         [row("2024-01", 0), row("2024-03", 0, mark=5), row("2024-05", 0), row("2024-06", 0, mark=5)],
         [("warning", (3,), ()), ("proposal", (3, 6), ())]),
        ("{periods: {fact: mark, under: 6}, in: year, at_least: 2}", "each_time",
         [row("2024-03", 0, mark=5), row("2024-05", 0), row("2024-06", 0)],
         [("warning", (3,), ()), ("undecided", (3, 6), ("mark",))]),
        ("{not: {fact: mark, under: 6}}", "each_time",
         [row("2024-01", 0), row("2024-02", 0, mark=9), row("2024-03", 0)], [("proposal", (2,), ())]),
        # A year's figure that nobody gives stands at its default, 7, in the last month, and in no other.
        ("{fact: size, over: 5}", "each_time", [row("2024-01", 0), row("2024-02", 0)], [("proposal", (2,), ())]),
        ("{not: {fact: size, over: 5}}", "each_time", [row("2024-01", 0), row("2024-02", 0)], []),
        ("{periods: {fact: size, at_least: 7}, in: year, at_least: 1}", "each_time",
         [row("2024-01", 0, size=6), row("2024-02", 0)], []),
        # Whoever is on leave in March should have had the mark in February.
        ("{fact: mark, under: 6}", "each_time",
         [row("2024-01", 0), row("2024-02", 0), {"person": "E001", "period": "2024-03", "role": "judge", "status": "产假"}],
         [("undecided", (2,), ("mark",))]),
        # Both would have to be given, and the mark is not due in January.
        ("{all: [{fact: praise, at_least: 1}, {fact: mark, under: 6}]}", "each_time",
         [row("2024-01", 0), row("2024-03", 0)], [("undecided", (3,), ("mark", "praise"))]),
        ("{fact: praise, over: mark}", "each_time",
         [row("2024-01", 0), row("2024-03", 0)], [("undecided", (3,), ("mark", "praise"))]),
    ],
)  # fmt: skip
def test_what_facts_that_are_not_given_decide(
    when: str, propose: str, rows: list[Row], expected: list[tuple[str, tuple[int, ...], tuple[str, ...]]]
) -> None:
    """
    What holds without a fact is proposed, what cannot hold is not; undecided is what the fact decides, and where it lacks.
    """
    facts = [each for each in ("praise", "mark", "size") if each in when]
    found = outcomes_of(rows, small(consequence(when, propose), facts=facts)).proposals

    assert [(kind, months(*because), lacks) for kind, because, lacks in expected] == [
        (each.kind, each.because, each.lacks) for each in found
    ]


# Conditions in which facts may lack: praise, 0 or 1, of January to March, and the quarter's mark, 5 or 9, of March.
PLAIN = st.sampled_from(["{verdict: fail}", "{fact: praise, at_least: 1}", "{fact: mark, under: 6}"])
ASKING = st.recursive(
    PLAIN,
    lambda inner: (
        st.tuples(st.sampled_from(["all", "any"]), inner, inner).map(
            lambda each: f"{{{each[0]}: [{each[1]}, {each[2]}]}}"
        )
        | inner.map(lambda each: f"{{not: {each}}}")
        | st.tuples(inner, st.sampled_from(["at_least: 1", "over: 1", "at_least: 1, under: 3"])).map(
            lambda each: f"{{periods: {each[0]}, in: year, {each[1]}}}"
        )
    ),
    max_leaves=3,
)


@given(
    when=ASKING,
    errors=st.tuples(*[st.sampled_from([0, 9])] * 3),
    praise=st.tuples(*[st.sampled_from([0, 1, None])] * 3),
    mark=st.sampled_from([5, 9, None]),
)
def test_what_is_said_without_a_fact_is_so_whatever_the_fact(
    when: str, errors: tuple[int, ...], praise: tuple[int | None, ...], mark: int | None
) -> None:
    """
    Proposals and warnings stand however the facts that lack are filled in; where nothing is said, no proposal comes of it.
    """
    both = "\n  rollups: [{id: q, at: 五, label: 季度, each: quarter, periods: sum, plus: {praise: 1, mark: 1}}]"
    policy = small(consequence(when) + both, facts=["praise", "mark"])

    def proposed(praises: Iterable[int | None], marked: int | None) -> dict[str, str]:
        rows = [row(period, each) for period, each in zip(months(1, 2, 3), errors, strict=True)]
        for number, each in enumerate(praises):
            rows[number] |= {} if each is None else {"praise": each}
        rows[2] |= {} if marked is None else {"mark": marked}
        return {each.period: each.kind for each in outcomes_of(rows, policy).proposals}

    found = proposed(praise, mark)
    filled = itertools.product(*([0, 1] if each is None else [each] for each in praise))
    for one in itertools.product(filled, [5, 9] if mark is None else [mark]):
        told = proposed(*one)
        for period in months(1, 2, 3):
            said, is_so = found.get(period), told.get(period)
            assert said in ("undecided", is_so) or (said, is_so) == (None, "warning")
            assert is_so != "undecided"


def test_a_month_whose_version_does_not_have_the_fact_counts_in_no_count() -> None:
    """
    Praise is asked for from March on: March is the first, and neither January nor February leaves it open.
    """
    rule = consequence("{periods: {fact: praise, at_least: 1}, in: year, at_least: 2}")
    text = small_text(rule, facts=["praise"]).replace("2024-01-01", "2024-03-01")
    book = rulebook([Policy.from_text(SMALL), Policy.from_text(text.replace("version: 1.0.0", "version: 2.0.0"))])
    rows = [*(row(each, 0) for each in months(1, 2)), *(row(each, 0, praise=1) for each in months(3, 4))]

    assert [("warning", "2024-03", months(3)), ("proposal", "2024-04", months(3, 4))] == said(
        outcomes_by(book, rows), "talk"
    )


def test_no_pass_mark_and_no_outcomes() -> None:
    """
    Without a pass mark a period is scored and ranked, and neither passes nor fails; without outcomes nothing follows.
    """
    policy = small("ranking: {at: 五, each: month, among: all, ties: dense}", judged=False, veto=True)
    found = outcomes_of([row("2024-01", 3, false_data=False), row("2024-02", 3, false_data=True)], policy)
    assert ("scored", "vetoed") == found.people["E001"].standing
    assert {"E001": (1, "7")} == placed(ranking(found, "2024-01", ""))
    assert ["vetoed"] == [each.why for each in ranking(found, "2024-02", "").unranked[0].left_out]

    bare = outcomes_of([row("2024-01", 5)], Policy.from_text(SMALL))
    assert ((), (), (), "1.0.0") == (bare.proposals, bare.rollups, bare.rankings, bare.policies[0].version)


def test_teams_without_a_ranking_of_people_share_the_best_place() -> None:
    """
    The ties of teams are those of the ranking of people; without one, equals share the best place.
    """
    policy = small("teams: {at: 五, label: 团队, each: month, score: mean}")
    rows = [row("2024-01", errors, person=f"E00{team}", team=team) for team, errors in (("1", 3), ("2", 2), ("3", 2))]

    assert [(1, "2"), (1, "3"), (3, "1")] == [
        (each.place, each.name) for each in outcomes_of(rows, policy).rankings[0].places
    ]


def test_people_ranked_within_a_team() -> None:
    """
    Ranked within a team, a change of team leaves the other team's months out, and who has no team is named.
    """
    policy = small("ranking: {at: 五, each: quarter, periods: sum, among: team, ties: dense}")
    rows = [row("2024-01", 1, team="1"), row("2024-02", 2, team="2"), row("2024-01", 3, person="E002", team="2")]
    one, two = outcomes_of([*rows, row("2024-01", 0, person="E003")], policy).rankings

    assert ("1", {"E001": (1, "9")}, ("E003",)) == (one.group, placed(one), one.teamless)
    assert ("2", {"E001": (1, "8"), "E002": (2, "7")}) == (two.group, placed(two))
    assert [("2024-02", "team", "2"), ("2024-03", "after", None)] == why(one.places[0].left_out)


def rolled(
    plus: str, rows: Sequence[Row], facts: Iterable[str], periods: str = "sum", each: str = "quarter"
) -> RollupResult:
    policy = small(
        f"rollups: [{{id: q, at: 五, label: 季度, each: {each}, periods: {periods}, plus: {plus}}}]", facts=facts
    )
    return outcomes_of(rows, policy).rollups[0]


def test_facts_that_are_added() -> None:
    """
    A fact of every period comes together as the scores do, at its default too; one of a longer span is taken as it is.
    """
    rows = [row("2024-01", 4, praise=1), row("2024-02", 2, praise=2)]

    assert Fraction(14) + 3 == rolled("{praise: 1}", rows, ["praise"]).value  # 6 + 8, and 1 + 2
    assert Fraction(7) + 3 == rolled("{praise: 2}", rows, ["praise"], "mean").value  # 7, and twice 1.5
    assert Fraction(14) + 4 == rolled("{visits: 1}", [row("2024-01", 4), row("2024-02", 2)], ["visits"]).value


def test_facts_of_a_longer_span_that_are_added() -> None:
    """
    A quarterly fact in a year's figure is added quarter by quarter; a yearly one that is not given stands at its default.
    """
    rows = [row("2024-01", 4), row("2024-02", 2, mark=3), row("2024-06", 0, mark=5)]

    assert Fraction(24) + 4 == rolled("{mark: 0.5}", rows, ["mark"], each="year").value  # 6 + 8 + 10, and half of 3 + 5
    assert Fraction(14) + 7 == rolled("{size: 1}", [row("2024-01", 4), row("2024-02", 2)], ["size"]).value
    assert (None, ("mark",)) == (
        rolled("{mark: 1}", rows[:1], ["mark"], each="year").value,
        rolled("{mark: 1}", rows[:1], ["mark"], each="year").lacks,
    )


def test_facts_that_are_added_and_lacking() -> None:
    """
    A fact that a period lacks, or a weight that is lacking, leaves the roll-up without a figure, and is named.
    """
    rows = [row("2024-01", 4, praise=1), row("2024-02", 2)]

    for plus, facts in (("{praise: 1}", ["praise"]), ("{visits: praise}", ["visits", "praise"])):
        found = rolled(plus, rows, facts)
        assert (None, ("praise",)) == (found.value, found.lacks)
    weighed = rolled("{visits: praise}", [row("2024-01", 4, praise=3)], ["visits", "praise"])
    assert (Fraction(12), [("visits", "3", "2")]) == (  # 6, and 3 x 2
        weighed.value, [(each.fact, str(each.weight), str(each.figure)) for each in weighed.added]
    )  # fmt: skip


# Spans.


@pytest.mark.parametrize(
    ("text", "each", "begins", "quarter", "half", "whole"),
    [
        ("2024-05", "month", 1, "2024-Q2", "2024-H1", "2024"),
        ("2024-12", "month", 12, "2025-Q1", "2025-H1", "2025"),
        ("2024-11", "month", 12, "2024-Q4", "2024-H2", "2024"),
        ("2024-03", "month", 4, "2023-Q4", "2023-H2", "2023"),
        ("2024-07", "month", 7, "2025-Q1", "2025-H1", "2025"),
        ("2024-Q2", "quarter", 4, "2024-Q2", "2024-H1", "2024"),
        ("2024-H2", "half_year", 1, None, "2024-H2", "2024"),
        ("2024", "year", 1, None, None, "2024"),
    ],
)
def test_the_spans_of_a_period(
    text: str, each: Any, begins: int, quarter: str | None, half: str | None, whole: str
) -> None:
    """
    A year that begins in July or later bears the number of the next; a period's own name stays as it is.
    """
    period = parse_period(text, each)
    assert period is not None
    for span, expected in (("quarter", quarter), ("half_year", half), ("year", whole)):
        if expected is not None:
            assert expected == span_text(period, span, each, begins)  # type: ignore[arg-type]


def test_the_periods_of_a_span() -> None:
    """
    All periods of a span, in order, from the month in which its year begins.
    """
    december, second = parse_period("2023-12", "month"), parse_period("2024-Q3", "quarter")
    assert december is not None
    assert second is not None

    assert ("2023-12", "2024-01", "2024-02") == periods_in(december, "quarter", "month", 12)
    assert ("2023-10", "2023-11", "2023-12") == periods_in(december, "quarter", "month")
    assert ("2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1") == periods_in(second, "year", "quarter", 4)
    assert ("2024-Q3",) == periods_in(second, "quarter", "quarter", 4)
    half, whole = parse_period("2024-H2", "half_year"), parse_period("2024", "year")
    assert half is not None
    assert whole is not None
    assert (("2024-H1", "2024-H2"), ("2024",)) == (
        periods_in(half, "year", "half_year"), periods_in(whole, "year", "year")
    )  # fmt: skip


# Laws.

SCORES: st.SearchStrategy[int | str] = st.sampled_from([100, 100, 94, 91, FAILED, 85, 104, VETOED, "病假"])
WHO = [
    ("E001", "judge", "1"),
    ("E002", "judge", "2"),
    ("E003", "assistant", "1"),
    ("E004", "assistant", None),
    ("E005", "judge", "2"),
]
READINGS = st.fixed_dictionaries(
    {
        "veto_reach": st.sampled_from(["period", "to_year_end", "whole_year"]),
        "vetoed_month": st.sampled_from(["left_out", "as_failed"]),
        "ranked_with": st.sampled_from(["role", "all"]),
        "rank_ties": st.sampled_from(["shared_best", "dense"]),
        "team_score": st.sampled_from(["mean", "sum", "median"]),
        "span_score": st.sampled_from(["mean", "sum"]),
        "year": st.sampled_from(["calendar", "statistical"]),
        "accountability_repeats": st.sampled_from(["once", "each_time"]),
    }
)


@st.composite
def people_years(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for person, role, team in WHO:
        scores = draw(st.dictionaries(st.integers(1, 12), SCORES, max_size=5))
        rows += year(person, scores, role=role, team=team)
    return rows


@given(rows=people_years(), readings=READINGS)
def test_ranks_agree_with_scores(rows: list[Row], readings: Mapping[str, str]) -> None:
    """
    A higher score has a better place, equal scores have the same; whoever has no score has no place, and nobody is lost.
    """
    found = outcomes_of(rows, own_policy().with_readings(readings))
    for each in found.rankings:
        ranked = [(place.place or 0, place.score) for place in each.places]
        assert all((a < b) == (x > y) for a, x in ranked for b, y in ranked if x is not None and y is not None)
        assert all(place.place is None and place.score is None for place in each.unranked)
        assert len({place.name for place in (*each.places, *each.unranked)}) == len(each.places) + len(each.unranked)
    for span in {each.span for each in found.rankings if each.what == "people"}:
        own = [each for each in found.rankings if (each.what, each.span) == ("people", span)]
        named = {place.name for each in own for place in (*each.places, *each.unranked)}
        histories = found.people.items()
        assert {
            name
            for name, each in histories
            if any(span in (one.text for one in spans.values()) for spans in each.spans)
        } == named


@given(rows=people_years(), readings=READINGS)
def test_a_further_person_changes_nobody_elses_figures(rows: list[Row], readings: Mapping[str, str]) -> None:
    """
    Scores, proposals and roll-ups of one person are the same with and without another.

    So are the scores of quarters and years by which people are ranked, and those of teams without the other.
    """
    policy = own_policy().with_readings(readings)
    without = outcomes_of([each for each in rows if each["person"] != "E005"], policy)
    found = outcomes_of(rows, policy)

    for person, history in without.people.items():
        assert (history.scores, history.standing) == (found.people[person].scores, found.people[person].standing)
    assert without.proposals == tuple(each for each in found.proposals if each.person != "E005")
    assert without.rollups == tuple(each for each in found.rollups if each.person != "E005")
    assert span_scores(without) == span_scores(found)


def span_scores(found: Outcomes) -> dict[tuple[str, ...], Fraction | None]:
    """
    Give the scores in rankings of everybody but E005, and of the teams but E005's.
    """
    return {
        (each.what, each.span, each.group, place.name): place.score
        for each in found.rankings
        for place in (*each.places, *each.unranked)
        if place.name not in {"E005", "2"}
    }


@given(rows=people_years(), readings=READINGS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    rows: list[Row], readings: Mapping[str, str], shuffle: random.Random
) -> None:
    """
    Outcomes are the same, to the byte, however the rows are ordered.
    """
    policy = own_policy().with_readings(readings)
    shuffled = shuffle.sample(rows, len(rows))

    expected, found = (json.dumps(outcomes_of(each, policy).to_dict()) for each in (rows, shuffled))
    assert expected == found


def test_entries_in_another_order_of_versions() -> None:
    """
    The versions that decided are given in their own order, whoever's months come first.
    """
    new, old = changed(), own_policy()
    entries = [
        entry(policy, policy.accept(month("E001", period, 100), text=True))
        for policy, period in ((new, "2024-07"), (old, "2024-01"))
    ]

    assert [old, new] == list(outcomes(entries).policies)


def test_versions_are_in_the_order_of_their_numbers() -> None:
    """
    Of one day 1.9 comes before 1.10, as in the rulebook.
    """
    ninth, tenth = (changed(version=f"1.{number}.0", begins="2024-01-01") for number in (9, 10))
    entries = [
        entry(policy, policy.accept(month("E001", period, 100), text=True))
        for policy, period in ((tenth, "2024-07"), (ninth, "2024-02"))
    ]

    assert [ninth, tenth] == list(outcomes(entries).policies)


def test_a_what_if_of_a_reading_that_one_version_lacks() -> None:
    """
    A version without the option keeps its own; what no version has is refused.
    """
    book = rulebook([own_policy(), changed(("on_top", "beside"))])
    tried = book.with_readings({"beijing_points": "on_top"})
    found = outcomes_by(tried, [month("E001", period, 100) for period in ("2024-01", "2024-07")])

    assert ["on_top", "in_place"] == [each.spec.readings["beijing_points"].chosen.name for each in tried.versions]
    assert book.versions[1] is tried.versions[1]
    assert {"beijing_points": "on_top"} == found.trial_options
    with pytest.raises(PolicyError, match="unknown_option"):
        book.with_readings({"beijing_points": "nowhere"})
    with pytest.raises(PolicyError, match="unknown_reading"):
        book.with_readings({"nothing": "on_top"})


def test_a_period_given_twice_is_refused() -> None:
    """
    A program that gives a record twice is told of all that are, and of how often; the month would count as two.
    """
    first, second, other = (
        month("E001", "2024-01", FAILED),
        month("E001", "2024-03", 100),
        month("E002", "2024-01", 100),
    )

    with pytest.raises(FactsError) as error:
        outcomes_of([first, second, other, first, second, first])
    assert (
        "E001: period_twice: `E001` has 3 records of 2024-01\nE001: period_twice: `E001` has 2 records of 2024-03"
    ) == str(error.value)
    assert "`E001` 在 2024-03 有 2 条记录" == error.value.diagnostics[1].message("zh")


# As data, and side by side.


def valid(data: Any) -> None:
    jsonschema.Draft202012Validator(outcomes_schema()).validate(data)


EVERYTHING = [
    *VETO_YEAR,
    *year("E002", {1: 100, 2: "病假", 3: 94}),
    *year("E008", {1: 98, 3: 96}, role="clerk", team=None),
    month("E008", "2024-04", 96, role="clerk", clerk_quarter_appraisal=85),
]


def test_outcomes_as_data() -> None:
    """
    The data is valid against the published schema; a number is a text, and a period under a veto has none.
    """
    data = json.loads(json.dumps(outcomes_of(EVERYTHING, policy_under(("veto_reach", "to_year_end"))).to_dict()))

    valid(data)
    assert {"period": "2024-05", "role": "judge", "team": "1", "standing": "vetoed", "score": None, "exact": None,
            "reason": None, "reached_from": "2024-04", "version": "1.0.0",
            "under_review": False} == data["people"]["E001"][3]  # fmt: skip
    assert ["88.00", "88"] == [data["people"]["E001"][0][key] for key in ("score", "exact")]
    assert ["veto_reach"] == data["policies"][0]["trial"]
    assert {"zh": "约谈", "en": "约谈"} == data["proposals"][0]["label"]
    assert [("2024-Q1", None, ["clerk_quarter_appraisal"]), ("2024-Q2", "181", [])] == [
        (each["span"], each["value"], each["lacks"]) for each in data["rollups"]
    ]
    with pytest.raises(jsonschema.ValidationError):
        valid(data | {"rollups": [data["rollups"][0] | {"value": 181}]})


def test_counts_name_nobody() -> None:
    """
    Without names there are counts: of people, periods, proposals, roll-ups and places.
    """
    data = outcomes_of(EVERYTHING).to_dict(named=False)

    valid(data)
    assert [] == [each for each in ("E001", "E002", "E008") if each in json.dumps(data)]
    assert (3, {"excused": 1, "fail": 3, "pass": 6, "vetoed": 1}) == (
        data["counts"]["people"],
        data["counts"]["standing"],
    )
    assert [("accountability", "warning", 1, 1), ("interview", "proposal", 3, 1), ("no_award", "proposal", 1, 1)] == [
        tuple(each.values()) for each in data["counts"]["proposals"]
    ]
    assert [("clerk_quarter", "2024-Q1", 0, 1), ("clerk_quarter", "2024-Q2", 1, 0)] == [
        tuple(each.values()) for each in data["counts"]["rollups"]
    ]
    assert ("people", "2024-02", "judge", 1, 1) in [tuple(each.values()) for each in data["counts"]["rankings"]]


def test_equal_outcomes_do_not_differ() -> None:
    """
    Nothing changes between outcomes of the same records.
    """
    assert [] == list(changes(outcomes_of(EVERYTHING), outcomes_of(reversed(EVERYTHING))))


def test_what_a_correction_changes() -> None:
    """
    E003's March is corrected from 88 to 100: score, verdict, both ranks, the interview and the team, and nothing else.
    """
    rows = [month("E001", "2024-03", 94), month("E002", "2024-03", 96, role="clerk")]
    before, after = (outcomes_of([*rows, month("E003", "2024-03", score)]) for score in (FAILED, 100))

    found = [(each.aspect, each.name, each.where, each.before, each.after) for each in changes(before, after)]
    assert [
        ("score", "E003", "2024-03", 88, 100),
        ("verdict", "E003", "2024-03", "fail", "pass"),
        *(("rank", "E001", f"{span} judge", 1, 2) for span in ("2024", "2024-03", "2024-Q1")),
        *(("rank", "E003", f"{span} judge", 2, 1) for span in ("2024", "2024-03", "2024-Q1")),
        ("proposal", "E003", "2024-03 interview", "proposal", None),
        *(("team", "1", span, Fraction(278, 3), Fraction(290, 3)) for span in ("2024", "2024-03", "2024-Q1")),
    ] == found
    assert {"judge", None} == {each.role for each in changes(before, after)}


def test_what_a_missing_person_changes() -> None:
    """
    Who stands on one side only differs in everything that the person has.
    """
    rows = [month("E008", "2024-03", 96, role="clerk", clerk_quarter_appraisal=85, team=None)]

    found = [(each.aspect, each.role, each.before, each.after) for each in changes(outcomes_of(rows), outcomes_of([]))]
    assert [("score", "clerk", 96, None), ("verdict", "clerk", "pass", None), *[("rank", "clerk", 1, None)] * 3,
            ("rollup", "clerk", 181, None)] == found  # fmt: skip
