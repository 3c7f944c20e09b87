"""
Years in which the rules change: what is proposed once stays so, and each period's own version says what its year is.

Years are worked by hand; a month of 88 fails.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess_rules import Policy
from assess_rules.outcomes import Outcomes, Pending, cells
from assess_rules.outcomes.pending import under_review
from assess_rules.rulebook import rulebook
from first_policy import own_policy
from test_outcomes import (
    FAILED,
    Said,
    changed,
    consequence,
    months,
    outcomes_by,
    placed,
    ranking,
    rollup,
    row,
    said,
    small_text,
    why,
)
from years import Row, month, year

if TYPE_CHECKING:
    from collections.abc import Sequence

FIVE = year("E001", {1: FAILED, 2: FAILED, 3: FAILED, 7: FAILED, 8: FAILED})


def over(count: int, begins: str = "2023-01-01", *, version: str = "1.0.0") -> Policy:
    """Give a version in which more than so many failed months of a year bring accountability."""
    return changed(("in: year, over: 3", f"in: year, over: {count}"), version=version, begins=begins)


def small_from(begins: str, version: str, outcomes: str, *facts: str) -> Policy:
    """Give a version of the small policy."""
    text = small_text(outcomes, facts=facts)
    return Policy.from_text(text.replace("2024-01-01", begins).replace("version: 1.0.0", f"version: {version}"))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # By July there are four, which is over 2; August adds a fifth, and it was proposed already.
        (3, 2, [("warning", "2024-03", months(1, 2, 3)), ("proposal", "2024-07", months(1, 2, 3, 7))]),
        # It was proposed in February. That July has four, which is over 3, proposes nothing again, and nothing warns.
        (1, 3, [("warning", "2024-01", months(1)), ("proposal", "2024-02", months(1, 2))]),
        (1, 4, [("warning", "2024-01", months(1)), ("proposal", "2024-02", months(1, 2))]),
    ],
)
def test_once_in_a_year_in_which_the_count_changes(first: int, second: int, expected: list[Said]) -> None:
    """
    Failed in January, February, March, July and August; from July another count brings accountability, once in the year.
    """
    book = rulebook([over(first), over(second, "2024-07-01", version="2.0.0")])

    assert expected == said(outcomes_by(book, FIVE), "accountability")


def test_once_in_a_year_in_which_the_consequence_begins() -> None:
    """
    The version before July has no accountability; July, the fourth failed month of the year, brings it, and August nothing.
    """
    without = small_from("2024-01-01", "1.0.0", "ranking: {at: 五, each: month, among: all, ties: dense}")
    rule = consequence("{periods: {verdict: fail}, in: year, over: 2}", "once")
    book = rulebook([without, small_from("2024-07-01", "2.0.0", rule)])
    rows = [row(each, 5) for each in months(1, 2, 3, 7, 8)]

    assert [("proposal", "2024-07", months(1, 2, 3, 7))] == said(outcomes_by(book, rows), "talk")


def test_what_lasts_a_quarter_is_proposed_once_whatever_the_version() -> None:
    """
    Without a count, the span is what it lasts: of July, August and October, July and October have a proposal.
    """
    first = small_from("2024-01-01", "1.0.0", consequence("{verdict: fail}", "once", ", lasts: quarter"))
    second = small_from("2024-08-01", "2.0.0", consequence("{verdict: fail}", "once", ", lasts: quarter"))
    rows = [row(each, 5) for each in months(7, 8, 10)]

    assert ["2024-07", "2024-10"] == [each for _, each, _ in said(outcomes_by(rulebook([first, second]), rows), "talk")]


# From July the year is the statistical one, December 2023 to November 2024. Failed in December and the months below.


def of_two_years(rows: Sequence[Row]) -> Outcomes:
    statistical = changed(("    chosen: calendar", "    chosen: statistical"), begins="2024-07-01")
    return outcomes_by(rulebook([own_policy(), statistical]), rows)


STATISTICAL = year("E001", {12: FAILED}, of=2023) + year("E001", {1: FAILED, 2: FAILED, 8: FAILED})


def test_the_year_of_a_later_version_holds_months_of_an_earlier_one() -> None:
    """
    In August the year has four failed months: accountability. Before July a year was January to December.
    """
    found = of_two_years(STATISTICAL)

    assert [("proposal", "2024-08", ("2023-12", *months(1, 2, 8)))] == said(found, "accountability")
    assert {"E001": (1, "88")} == placed(ranking(found, "2024"))
    assert ("2023-12", *months(1, 2, 8)) == ranking(found, "2024").places[0].periods
    within = found.within("2024")
    assert within is not None
    assert ("2023-12", *months(1, 2, 8)) == tuple(each.period.text for each in within.people["E001"].entries)


def test_a_person_whose_months_are_all_before_the_change_is_ranked_by_the_same_year() -> None:
    """
    E002 has December 2023 and January only, 100 and 94: both are of the year that others' August decides.
    """
    found = of_two_years([*STATISTICAL, *year("E002", {12: 100}, of=2023), *year("E002", {1: 94})])

    assert {"E002": (1, "97"), "E001": (2, "88")} == placed(ranking(found, "2024"))


def test_a_veto_reaches_through_the_year_of_its_own_version() -> None:
    """
    A veto of August 2024 that reaches the whole year ends December 2023 too.
    """
    options = {"veto_reach": "whole_year"}
    statistical = changed(("    chosen: calendar", "    chosen: statistical"), begins="2024-07-01")
    book = rulebook([own_policy(), statistical]).with_readings(options)
    found = outcomes_by(book, [*STATISTICAL[:-1], month("E001", "2024-08", "vetoed"), month("E001", "2024-12", 100)])

    assert dict.fromkeys(("2023-12", "2024-01", "2024-02"), "2024-08") == found.people["E001"].reached
    # and a review of August may change the same months
    marked = under_review(found, [Pending("E001", "2024-08")])
    of_people = {each.span for each in marked.rankings if each.what == "people" and each.under_review}
    assert {"2023", "2023-Q4", "2023-12", "2024", "2024-01", "2024-02", "2024-08", "2024-Q1", "2024-Q3"} == of_people


def test_a_quarter_of_a_later_version_holds_months_of_an_earlier_one() -> None:
    """
    From February quarters begin in December: the first one is 10 + 9 + 8, and 3 that the quarter's fact of December adds.
    """
    plus = "rollups: [{id: q, at: 五, label: 季度, each: quarter, periods: sum, plus: {mark: 1}}]"
    first = small_from(
        "2023-01-01", "1.0.0", "ranking: {at: 五, each: month, among: all, ties: dense}\n  " + plus, "mark"
    )
    second = small_from("2024-02-01", "2.0.0", f"year_begins: 12\n  {plus}", "mark")
    rows = [row("2023-12", 0, mark=3), row("2024-01", 1), row("2024-02", 2)]
    found = outcomes_by(rulebook([first, second]), rows)

    quarter = rollup(found, "2024-Q1")
    assert (Fraction(30), "2.0.0") == (quarter.value, quarter.version)
    assert ["2023-12", "2024-01", "2024-02"] == [each.period for each in quarter.parts]
    assert ["3"] == [str(each.figure) for each in quarter.added]


# The other way round, a month that an earlier version has in a span, and the later one has not, is in none: that is said.


def of_a_calendar_year_from_july(rows: Sequence[Row]) -> Outcomes:
    statistical = changed(("    chosen: calendar", "    chosen: statistical"), version="1.0.0", begins="2023-01-01")
    return outcomes_by(rulebook([statistical, changed(begins="2024-07-01")]), rows)


def test_months_that_no_quarter_and_no_year_holds_are_left_out_by_name() -> None:
    """
    To June the third quarter is June to August, from July it is July to September: June is in none, and E002 has no other.

    The year 2024 began in December 2023, and from July begins in January: so it is with that December.
    """
    rows = [*year("E001", {12: 94}, of=2023), *year("E001", {6: 88, 7: 100}), month("E002", "2024-06", 97, team="2")]
    found = of_a_calendar_year_from_july(rows)
    quarter, whole = ranking(found, "2024-Q3"), ranking(found, "2024")

    assert ({"E001": (1, "100")}, ["E002"]) == (placed(quarter), [each.name for each in quarter.unranked])
    june = ("2024-06", "year", None)
    assert [june, ("2024-08", "after", None), ("2024-09", "after", None)] == why(quarter.places[0].left_out)
    assert [june, *((each, "after", None) for each in months(7, 8, 9))] == why(quarter.unranked[0].left_out)
    assert ({"E002": (1, "97"), "E001": (2, "94")}, ("2023-12", "year", None)) == (
        placed(whole), why(whole.places[1].left_out)[0]
    )  # fmt: skip
    teams = ranking(found, "2024-Q3", "", "teams")
    assert ({"1": (1, "100")}, ["2"]) == (placed(teams), [each.name for each in teams.unranked])
    assert ["E001", None, None] == [each.person for each in teams.places[0].left_out]
    assert ("2024-06", "year", "E002") == (
        teams.unranked[0].left_out[0].period, teams.unranked[0].left_out[0].why, teams.unranked[0].left_out[0].person
    )  # fmt: skip


def test_a_month_that_no_quarters_figure_holds_is_left_out_by_name() -> None:
    """
    A clerk's third quarter is July to September: 100 and the appraisal, without June, which is no period of the quarter.
    """
    rows = year("E008", {6: 98}, role="clerk")
    rows.append(month("E008", "2024-07", 100, role="clerk", clerk_quarter_appraisal=80))
    found = of_a_calendar_year_from_july(rows)
    quarter = rollup(found, "2024-Q3")

    assert (Fraction(180), ("2024-06", "year", None)) == (quarter.value, why(quarter.left_out)[0])
    within = found.within("2024-Q3")
    assert within is not None
    assert (quarter,) == within.rollups
    page = cells.lacking_text(quarter, own_policy(), "en")
    assert "2024-06 outside, as the year begins in another month" in page


EVERY = (
    "ranking: {at: 五, each: [month, quarter, half_year, year], periods: sum, among: role, ties: dense}\n"
    "  teams: {at: 五, label: 团队, each: [month, quarter, half_year, year], score: mean, periods: sum}\n  rollups:\n"
) + "".join(
    f"    - {{id: {span}, at: 五, label: {span}, each: {span}, periods: sum}}\n"
    for span in ("quarter", "half_year", "year")
)


@cache
def with_every_span(version: int, begins: int) -> Policy:
    """Give a version, in force from 2023 or from June 2024, that ranks and rolls up everything."""
    day = ("2023-01-01", "2024-06-01")[version - 1]
    return small_from(day, f"{version}.0.0", f"year_begins: {begins}\n  {EVERY}")


@given(
    begins=st.tuples(st.integers(1, 12), st.integers(1, 12)),
    entered=st.dictionaries(
        st.tuples(st.sampled_from(["E001", "E002"]), st.integers(-3, 15)),
        st.tuples(st.sampled_from(["judge", "clerk"]), st.sampled_from(["1", "2"])),
        min_size=1,
    ),
)
def test_no_period_of_anybody_is_lost(begins: tuple[int, int], entered: dict[tuple[str, int], tuple[str, str]]) -> None:
    """
    Wherever two versions let the year begin, each period is in a ranking and a roll-up of each kind, or is left out there.
    """
    rows = [
        row(f"{2024 + number // 12}-{number % 12 + 1:02}", 0, person=person, role=role) | {"team": team}
        for (person, number), (role, team) in entered.items()
    ]
    found = outcomes_by(rulebook([with_every_span(number, month) for number, month in enumerate(begins, 1)]), rows)

    people = {
        (each.each, each.group, place.name, period)
        for each in found.rankings
        if each.what == "people"
        for place in (*each.places, *each.unranked)
        for period in (*place.periods, *(one.period for one in place.left_out))
    }
    teams = {
        (each.each, place.name, period)
        for each in found.rankings
        if each.what == "teams"
        for place in (*each.places, *each.unranked)
        for period in (*place.periods, *(one.period for one in place.left_out if one.person is not None))
    }
    rolled = {
        (each.id, each.person, period)
        for each in found.rollups
        for period in (*(one.period for one in each.parts), *(one.period for one in each.left_out))
    }
    for each in rows:
        for span in ("month", "quarter", "half_year", "year"):
            assert (span, each["role"], each["person"], each["period"]) in people
            assert (span, each["team"], each["period"]) in teams
            assert span == "month" or (span, each["person"], each["period"]) in rolled


def test_a_fact_that_an_earlier_version_does_not_have_is_lacking() -> None:
    """
    What is added from February on is not there for January: no figure, and it is said which fact.
    """
    plus = "rollups: [{id: q, at: 五, label: 季度, each: quarter, periods: sum, plus: {praise: 1}}]"
    first = small_from("2024-01-01", "1.0.0", "ranking: {at: 五, each: month, among: all, ties: dense}")
    book = rulebook([first, small_from("2024-02-01", "2.0.0", plus, "praise")])
    quarter = rollup(outcomes_by(book, [row("2024-01", 0), row("2024-02", 0, praise=1)]), "2024-Q1")

    assert (None, ("praise",)) == (quarter.value, quarter.lacks)


def test_a_span_names_the_versions_that_decided_in_it() -> None:
    """
    The first quarter was decided by the first version alone, the year by both.
    """
    found = outcomes_by(rulebook([over(3), over(2, "2024-07-01", version="2.0.0")]), FIVE)
    of = {span: within for span in ("2024-Q1", "2024-Q3", "2024") if (within := found.within(span)) is not None}

    assert {"2024-Q1": ["1.0.0"], "2024-Q3": ["2.0.0"], "2024": ["1.0.0", "2.0.0"]} == {
        span: [each.version for each in within.policies] for span, within in of.items()
    }


def test_a_span_names_the_reviews_outside_it_on_which_it_rests() -> None:
    """
    March is under review, and July's accountability rests on it: July's page marks it and names March.
    """
    found = outcomes_by(rulebook([over(3)]), FIVE)
    of_march, of_august = (
        under_review(found, [Pending("E001", each)]).within("2024-07") for each in ("2024-03", "2024-08")
    )
    assert of_march is not None
    assert of_august is not None

    assert (Pending("E001", "2024-03"),) == of_march.under_review
    assert () == of_august.under_review


def test_months_in_a_role_that_is_gone_count_as_those_of_the_role_that_asks() -> None:
    """
    January was an aide's, 3 errors: one of 1 or more for the judge of March, and none of 5 or more for the clerk of April.
    """
    least = "{by: role, of: {judge: 1, clerk: 5}}"
    aides = small_text(consequence("{verdict: fail}")).replace("clerk: 书记员", "aide: 助理")
    count = f"{{periods: {{fact: errors, at_least: {least}}}, in: ever, at_least: 1}}"
    book = rulebook([Policy.from_text(aides), small_from("2024-03-01", "1.1.0", consequence(count))])
    rows = [row("2024-01", 3, role="aide"), row("2024-03", 1), row("2024-04", 6, role="clerk")]

    assert [("2024-03", months(1, 3)), ("2024-04", months(3, 4))] == [
        (each.period, each.because) for each in outcomes_by(book, rows).proposals
    ]
