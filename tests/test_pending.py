"""
Reviews that are not finished: what rests on them is marked provisional, and nothing else is.
"""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess_rules.outcomes import Outcomes, Pending
from assess_rules.outcomes.pending import under_review
from assess_rules.outcomes.schema import outcomes_schema
from conftest import Run
from first_policy import policy_under
from test_cli import SHIPPED
from test_outcomes import FAILED, consequence, row, small
from test_outcomes_cli import as_csv
from years import VETOED, Row, month, outcomes_of, year

Pairs = Iterable[tuple[str, str]]

# E001 fails in January, February, March and May; E002 is of another role and team; E003 is only there in March.
ROWS = [
    *year("E001", {1: FAILED, 2: FAILED, 3: FAILED, 4: 100, 5: FAILED}),
    *year("E002", {3: 96, 4: 100}, role="clerk", team="2"),
    month("E003", "2024-03", 91),
]


pytestmark = pytest.mark.usefixtures("wide")


def marked(rows: Iterable[Row], pending: Pairs, **readings: str) -> Outcomes:
    policy = policy_under(*sorted(readings.items()))
    return under_review(outcomes_of(rows, policy), [Pending(*each) for each in pending])


def proposals(found: Outcomes) -> list[tuple[str, str, list[str]]]:
    """Give the proposals that are provisional, each with the periods under review."""
    return [
        (each.id, each.period, [one.period for one in each.under_review])
        for each in found.proposals
        if each.under_review
    ]


def spans(found: Outcomes, what: str) -> set[tuple[str, str]]:
    """Give the rankings that are provisional: span and group."""
    return {(each.span, each.group) for each in found.rankings if each.what == what and each.under_review}


def test_proposals_that_count_the_month() -> None:
    """
    With March under review its interview is provisional, and the accountability of May, of which March is the third of four.

    The warning of March is, and the interviews of other months are not.
    """
    assert [
        ("interview", "2024-03", ["2024-03"]),
        ("accountability", "2024-03", ["2024-03"]),
        ("accountability", "2024-05", ["2024-03"]),
    ] == proposals(marked(ROWS, [("E001", "2024-03")]))


def test_a_month_that_passed_may_still_fail() -> None:
    """
    April passed; if the review lets it fail, accountability is due in April. What lies before it stays.
    """
    assert [("accountability", "2024-05", ["2024-04"])] == proposals(marked(ROWS, [("E001", "2024-04")]))
    assert [
        ("interview", "2024-05", ["2024-05"]),
        ("accountability", "2024-05", ["2024-04", "2024-05"]),
    ] == proposals(marked(ROWS, [("E001", "2024-05"), ("E001", "2024-04")]))


def test_rankings_that_hold_the_month() -> None:
    """
    The places in the month, its quarter and its year are provisional, teams' too; those of another quarter are not.

    So are the places of another role, into which a review may put the person.
    """
    found = marked(ROWS, [("E001", "2024-04")])
    held = ("2024-04", "2024-Q2", "2024")

    assert {(each, role) for each in held for role in ("judge", "clerk")} == spans(found, "people")
    assert {(each, "") for each in held} == spans(found, "teams")
    assert (Pending("E001", "2024-04"),) == found.under_review


def test_a_role_that_a_review_may_correct() -> None:
    """
    E001's January is a judge's and may be an assistant's: E002's place in January is provisional, in February it is not.

    A veto of January reaches E001's February, of which the role is not under review: judges' places are, E002's is not.
    """
    rows = [*year("E001", {1: 100, 2: 100}), *year("E002", {1: 94, 2: 94}, role="assistant")]
    found = marked(rows, [("E001", "2024-01")], veto_reach="to_year_end")

    assert {"2024-01", "2024-Q1", "2024"} == {span for span, group in spans(found, "people") if group == "assistant"}
    assert {"2024-01", "2024-02", "2024-Q1", "2024"} == {
        span for span, group in spans(found, "people") if group == "judge"
    }


def test_every_place_that_a_correction_of_the_role_moves_is_provisional() -> None:
    """
    Whatever role E001's April turns out to be of, places that move are among those that were marked.
    """
    before = marked(ROWS, [("E001", "2024-04")])
    stands = {(each.what, each.span, each.group) for each in before.rankings if not each.under_review}
    for role in ("assistant", "clerk"):
        others = [each for each in ROWS if (each["person"], each["period"]) != ("E001", "2024-04")]
        after = outcomes_of([*others, month("E001", "2024-04", 100, role=role)])
        moved = {
            (each.what, each.span, each.group)
            for each in after.rankings
            for old in before.rankings
            if (each.what, each.span, each.group) == (old.what, old.span, old.group) and each.places != old.places
        }
        assert {("people", "2024", "judge")} < moved
        assert set() == moved & stands


def test_a_quarter_that_holds_the_month() -> None:
    """
    The clerk's quarter rests on the month, also where it does not count; the second quarter does not.
    """
    found = marked([*ROWS, month("E002", "2024-01", "产假", role="clerk", team="2")], [("E002", "2024-01")])

    assert [("2024-Q1", (Pending("E002", "2024-01"),)), ("2024-Q2", ())] == [
        (each.span, each.under_review) for each in found.rollups
    ]


@pytest.mark.parametrize(
    ("reach", "touched"),
    [
        ("period", {"2024-03"}),
        ("to_year_end", {"2024-03", "2024-04"}),
        ("whole_year", {"2024-02", "2024-03", "2024-04"}),
    ],
)
def test_a_review_touches_what_a_veto_would_reach(reach: str, touched: set[str]) -> None:
    """
    A review may find a veto, which reaches other months of the year; what rests on those is provisional too.
    """
    rows = [*year("E001", {2: 100, 3: 100, 4: 100}), month("E001", "2025-04", 100)]
    found = marked(rows, [("E001", "2024-03")], veto_reach=reach)

    assert touched == {span for span, _ in spans(found, "people") if "-0" in span}


def test_what_is_proposed_once() -> None:
    """
    The award is taken once in a year: a veto of March found earlier would take the place of May's, one of June would not.
    """
    rows = year("E001", {3: 100, 5: VETOED, 6: 100})

    assert [("no_award", "2024-05", ["2024-03"])] == proposals(marked(rows, [("E001", "2024-03")]))
    assert [] == proposals(marked(rows, [("E001", "2024-06")]))


@pytest.mark.parametrize(
    ("when", "propose", "provisional"),
    [
        ("{verdict: fail}", "once", []),
        ("{periods: {verdict: fail}, in: ever, at_least: 2}", "each_time", ["02", "04"]),
        ("{periods: {verdict: fail}, in: quarter, at_least: 2}", "each_time", ["02"]),
    ],
)
def test_the_spans_of_conditions(when: str, propose: str, provisional: list[str]) -> None:
    """
    January is under review. February fails as the second, April as the third; a quarter holds January and February alone.
    """
    rows = [row(f"2024-{number:02}", 5) for number in (1, 2, 4)]
    found = under_review(outcomes_of(rows, small(consequence(when, propose))), [Pending("E001", "2024-01")])

    assert provisional == [period[-2:] for _, period, _ in proposals(found) if period != "2024-01"]


def test_outcomes_of_a_span_and_as_data() -> None:
    """
    As JSON each period, proposal, roll-up and ranking says what it rests on; a span has only its own reviews.
    """
    found = marked(ROWS, [("E001", "2024-04"), ("E002", "2024-03")])
    data = found.to_dict()

    jsonschema.Draft202012Validator(outcomes_schema()).validate(json.loads(json.dumps(data)))
    assert {("E001", "2024-04"), ("E002", "2024-03")} == {
        (person, each["period"]) for person, own in data["people"].items() for each in own if each["under_review"]
    }
    assert [{"person": "E001", "period": "2024-04"}] in [each["under_review"] for each in data["rankings"]]
    second = found.within("2024-Q2")
    assert second is not None
    assert (Pending("E001", "2024-04"),) == second.under_review


@given(st.sets(st.sampled_from([(each["person"], each["period"]) for each in ROWS])))
def test_nothing_but_marks(pending: set[tuple[str, str]]) -> None:
    """
    Marks change nothing else; without reviews there are none, and more reviews never take one away.
    """
    whole = outcomes_of(ROWS)
    found = under_review(whole, [Pending(*each) for each in pending])

    assert whole == under_review(found, [])
    few = under_review(whole, [Pending(*each) for each in sorted(pending)[:1]])
    for key in ("proposals", "rollups", "rankings"):
        for one, more in zip(getattr(few, key), getattr(found, key), strict=True):
            assert set(one.under_review) <= set(more.under_review)
            assert bool(pending) or not more.under_review


# The command.


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    """
    A table of months and one of reviews.
    """
    facts, pending = tmp_path / "facts.csv", tmp_path / "pending.csv"
    facts.write_text(as_csv(ROWS), "utf-8")
    pending.write_text("被考核人,考核周期\nE001,2024-03\n", "utf-8")
    return facts, pending


def test_the_page(run: Run, tables: tuple[Path, Path]) -> None:
    """
    What is provisional has a star, and below stands why; without the option there is none.
    """
    facts, pending = tables
    ended = run("outcomes", SHIPPED, facts, "--pending", pending)
    lines = [" ".join(each.split()) for each in ended.out.splitlines()]

    assert 0 == ended.code
    assert ["约谈 E001 1 2024-01 2024-02 2024-03* 三"] == [each for each in lines if each.startswith("约谈")]
    assert "问责 E001 1 2024-05* 2024-01…2024-05 (4) 三" in lines
    assert "ranking of people 2024 员额法官 (mean)*" in lines
    assert "ranking of people 2024 书记员 (mean)*" in lines
    assert "* provisional, as reviews are not finished: E001 2024-03" in lines
    chinese = run("outcomes", SHIPPED, facts, "--pending", pending, "--lang", "zh").out
    assert "\n* 暂定，所依复核未办结: E001 2024-03\n" in chinese
    assert "*" not in run("outcomes", SHIPPED, facts).out


def test_the_table_and_a_what_if(run: Run, tables: tuple[Path, Path], tmp_path: Path) -> None:
    """
    As CSV a column says it; a what-if that names nobody does not; the run record has the hash of the table of reviews.
    """
    facts, pending = tables
    text = run("outcomes", SHIPPED, facts, "--pending", pending, "--format", "csv").out
    rows = [each for each in csv.DictReader(io.StringIO(text)) if each["under_review"]]

    assert {"E001 2024-03"} == {each["under_review"] for each in rows}
    assert {"proposal", "warning", "rank", "team_rank"} == {each["kind"] for each in rows}
    trial = run("outcomes", SHIPPED, facts, "--pending", pending, "--reading", "team_score=sum").out
    assert "E001" not in trial
    run("outcomes", SHIPPED, facts, "--pending", pending, "-o", tmp_path / "out.csv")
    record = json.loads((tmp_path / "out.csv.run.json").read_text("utf-8"))
    assert ["facts.csv", "pending.csv"] == [each["name"] for each in record["inputs"]]


def test_reviews_of_nothing(run: Run, tables: tuple[Path, Path]) -> None:
    """
    A review of a person or a period without a record is refused at its place, in both languages.
    """
    facts, pending = tables
    pending.write_text("person,period\nE01,2024-03\nE003,2024-04\n", "utf-8")
    english, chinese = (run("outcomes", SHIPPED, facts, "--pending", pending, "--lang", each) for each in ("en", "zh"))

    assert (4, "", 4, "") == (english.code, english.out, chinese.code, chinese.out)
    assert (
        f"{pending}:2:person: pending_unknown: `E01` has no record in 2024-03 that could be under review\n"
        "  help: did you mean `E001`?\n"
    ) in english.err
    assert f"{pending}:3:person: pending_unknown: `E003` 在 2024-04 没有可以复核的记录\n" in chinese.err
    assert 2 == run("outcomes", SHIPPED, facts, "--pending", "none.csv").code
    same = run("outcomes", SHIPPED, facts, "--pending", pending, "-o", pending)
    assert (2, "") == (same.code, same.out)
