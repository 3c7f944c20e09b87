"""
The example data is what its script writes, and holds every edge that its README names.

Nothing here asks the engine: edges are looked up in the cells, and scores come from the second evaluator.
"""

from __future__ import annotations

import csv
import io
import json
import runpy
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from second_evaluator import VETOES, Outcome, evaluate

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
SCRIPT = EXAMPLES / "make_facts.py"
RULES: dict[str, Any] = yaml.safe_load((ROOT / "rules" / "wancheng_2023_127.yaml").read_text(encoding="utf-8"))

KEYS = ["person", "role", "team", "period"]
FACTS = [*RULES["facts"], *RULES["vetoes"]["events"]]
LABELS = {fact: said["label"] for fact, said in (RULES["facts"] | RULES["vetoes"]["events"]).items()}
APPRAISAL = "clerk_quarter_appraisal"
MONTH = "2024-03"
MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]

Row = dict[str, str]
Place = tuple[str, str]


def table(path: Path, encoding: str = "utf-8") -> list[Row]:
    """
    Read a CSV file as rows of texts.
    """
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding))))


ROWS = table(EXAMPLES / "facts_2024.csv")
YEAR: dict[Place, Row] = {(row["person"], row["period"]): row for row in ROWS}


def typed(row: Row) -> dict[str, Any]:
    """
    The filled cells of a row: keys and the appraisal as texts, flags as booleans, counts as whole numbers.
    """
    filled: dict[str, Any] = {name: cell for name, cell in row.items() if cell}
    counts = {name: int(cell) for name, cell in filled.items() if name not in [*KEYS, APPRAISAL, *VETOES]}
    flags = {name: {"true": True, "false": False}[filled[name]] for name in VETOES}
    return filled | counts | flags


def cells(place: Place) -> dict[str, Any]:
    """
    The filled cells of one person's month.
    """
    return typed(YEAR[place])


def outcome(place: Place) -> Outcome:
    """
    What the document makes of one person's month.
    """
    return evaluate(cells(place))


def failed(person: str) -> list[str]:
    """
    The person's failed months.
    """
    return [month for month in MONTHS if outcome((person, month)).verdict == "fail"]


def readme_edges() -> dict[Place, str]:
    """
    The score that the README states for each place of an edge.
    """
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    edges = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "| E0" in line]
    return {(person, month): score for _, person, month, score in edges}


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Every data file is byte for byte what the script writes, and no other data file lies beside them.
    """
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "--out", str(tmp_path)])
    runpy.run_path(str(SCRIPT), run_name="__main__")

    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    data = [*EXAMPLES.glob("*.csv"), *(path for path in (EXAMPLES / "month").rglob("*") if path.is_file())]
    assert {path.relative_to(EXAMPLES): path.read_bytes() for path in data} == written


def test_the_year_is_one_plain_table() -> None:
    """
    The year has the rule file's facts in their order, LF line ends, no byte order mark, and 432 sorted rows.
    """
    content = (EXAMPLES / "facts_2024.csv").read_bytes()
    people = [f"E{number:03d}" for number in range(1, 37)]

    assert ",".join(KEYS + FACTS).encode() == content.splitlines()[0]
    assert b"\r" not in content
    assert 432 == len(ROWS)
    assert [(month, each) for month in MONTHS for each in people] == [(row["period"], row["person"]) for row in ROWS]


def test_each_team_has_judges_assistants_and_clerks() -> None:
    """
    Each of three teams has 3 judges, 4 assistants and 5 clerks, and nobody changes role or team.
    """
    people = {(row["person"], row["role"], row["team"]) for row in ROWS}

    assert 36 == len(people)
    for team in "123":
        roles = [role for _, role, of_team in people if of_team == team]
        assert (3, 4, 5) == (roles.count("judge"), roles.count("assistant"), roles.count("clerk"))


def test_a_cell_is_filled_where_the_role_uses_the_fact_and_nowhere_else() -> None:
    """
    Common facts and vetoes are everybody's, o facts the officers', k facts the clerks', the appraisal of quarter ends.
    """
    first_case, first_record = FACTS.index("closed"), FACTS.index("node_delays")
    last = FACTS.index(APPRAISAL)
    for row in ROWS:
        own = FACTS[first_record:last] if row["role"] == "clerk" else FACTS[first_case:first_record]
        quarter = [APPRAISAL] if row["role"] == "clerk" and row["period"][-2:] in {"03", "06", "09", "12"} else []
        used = [*FACTS[:first_case], *own, *quarter, *VETOES]
        assert used == [fact for fact in FACTS if row[fact]]


def test_values_are_within_their_bounds() -> None:
    """
    No count is negative, no appraisal is above 100 or has more than two decimals, and no petition is counted twice.
    """
    for month in map(typed, ROWS):
        assert all(value >= 0 for name, value in month.items() if isinstance(value, int))
        assert month["beijing_petition_cases"] <= month["petition_cases"]
        if APPRAISAL in month:
            appraisal = Fraction(month[APPRAISAL])
            assert 0 <= appraisal <= 100
            assert 1 == (appraisal * 100).denominator


@pytest.mark.parametrize("stock", ["stock12", "asset", "termproc"])
def test_a_stock_opens_with_what_it_closed_with(stock: str) -> None:
    """
    An opening is the closing of the month before, but for the one handover, and what came in and went adds up.
    """
    moved = {}
    for person in sorted({row["person"] for row in ROWS if row["role"] != "clerk"}):
        for before, after in pairwise(MONTHS):
            change = cells((person, after))[f"{stock}_opening"] - cells((person, before))[f"{stock}_closing"]
            if change:
                moved[person, after] = change
        for month in (cells((person, month)) for month in MONTHS):
            came_in = month[f"{stock}_closing"] + month[f"{stock}_digested"] - month[f"{stock}_opening"]
            assert came_in >= 0

    assert ({("E029", "2024-07"): -12, ("E030", "2024-07"): 12} if stock == "stock12" else {}) == moved


# Tenths of a point for each item; a Beijing petition is among the petitions, so 5 more make its whole point.
PER_ITEM = {
    "c1": {"improper_enforcement_cases": 5},
    "c2": dict.fromkeys(
        ["petition_cases", "beijing_petition_cases", "unresolved_petition_cases", "overdue_supervised_cases"], 5
    ),
    "c3": {"duty_breaches": 5},
    "c4": {"assigned_task_failures": 5},
    "c5": {"mass_incidents": 5, "unreported_major_matters": 5},
    "c6": {"criticism_notices": 5},
    "o5": {"defective_terminations": 5},
    "o6": {"overdue_closings": 5},
    "k1": {"node_delays": 5, "archive_delays": 5},
    "k2": {"document_errors": 5, "service_delays": 2},
    "k3": {"unapproved_overruns": 10},
    "k4": {"unreported_closures": 5},
    "k5": {"faulty_terminations": 20},
}


@pytest.mark.parametrize(
    ("indicator", "cap", "met", "passed"),
    [
        ("c1", 100, ("E011", "2024-02"), ("E026", "2024-04")),
        ("c2", 100, ("E019", "2024-03"), ("E001", "2024-08")),
        ("c3", 50, ("E021", "2024-03"), ("E028", "2024-05")),
        ("c4", 50, ("E007", "2024-06"), ("E034", "2024-03")),
        ("c5", 50, ("E015", "2024-09"), ("E032", "2024-10")),
        ("c6", 50, ("E023", "2024-11"), ("E002", "2024-07")),
        ("o5", 80, ("E013", "2024-04"), ("E016", "2024-10")),
        ("o6", 80, ("E006", "2024-07"), ("E025", "2024-02")),
        ("k1", 120, ("E033", "2024-01"), ("E008", "2024-02")),
        ("k2", 120, ("E033", "2024-03"), ("E012", "2024-04")),
        ("k3", 120, ("E033", "2024-05"), ("E020", "2024-06")),
        ("k4", 120, ("E033", "2024-08"), ("E024", "2024-07")),
        ("k5", 120, ("E033", "2024-11"), ("E035", "2024-09")),
    ],
)
def test_the_cap_of_a_counted_indicator_is_met_and_passed(indicator: str, cap: int, met: Place, passed: Place) -> None:
    """
    One month takes exactly the indicator's cap, each of its facts having a part in it, and another takes more.
    """
    tenths = PER_ITEM[indicator]

    assert cap == sum(each * cells(met)[fact] for fact, each in tenths.items())
    assert all(cells(met)[fact] for fact in tenths)
    assert cap < sum(each * cells(passed)[fact] for fact, each in tenths.items())


@pytest.mark.parametrize(
    ("stock", "target", "met", "passed"),
    [
        ("stock12", 8, ("E006", "2024-01"), ("E006", "2024-02")),
        ("asset", 5, ("E007", "2024-01"), ("E007", "2024-02")),
        ("termproc", 5, ("E016", "2024-01"), ("E016", "2024-02")),
    ],
)
def test_the_cap_of_a_rate_is_met_and_passed(stock: str, target: int, met: Place, passed: Place) -> None:
    """
    The stock grows until the rate is exactly 16 points below its target, and in another month at least 17.
    """

    def below(place: Place) -> Fraction:
        month = cells(place)
        opening, closing = month[f"{stock}_opening"], month[f"{stock}_closing"]
        return target - Fraction(100 * (opening - closing), opening)

    assert 16 == below(met)
    assert below(passed) >= 17


@pytest.mark.parametrize(
    ("place", "stocks"),
    [
        (("E001", "2024-01"), [150, 138, 120, 114, 160, 152]),  # 8 %, 5 %, 5 %: the targets
        (("E002", "2024-01"), [100, 91, 100, 94, 150, 141]),  # 9 %, 6 %, 6 %: one step above
        (("E013", "2024-01"), [100, 93, 100, 96, 150, 144]),  # 7 %, 4 %, 4 %: one step below
        (("E014", "2024-01"), [200, 142, 100, 71, 200, 142]),  # 29 %, three times
        (("E015", "2024-01"), [108, 100, 105, 99, 104, 99]),  # 7.4 %, 5.7 %, 4.8 %: part of a step
        (("E031", "2024-01"), [100, 118, 90, 105, 80, 96]),  # -18 %, -16.7 %, -20 %: past three caps
        (("E005", "2024-01"), [0, 0, 0, 0, 0, 0]),
        (("E005", "2024-02"), [0, 60, 0, 40, 0, 20]),
        (("E005", "2024-03"), [60, 48, 40, 38, 20, 19]),  # 20 %, 5 %, 5 %
    ],
)
def test_all_three_stocks_are_as_placed(place: Place, stocks: list[int]) -> None:
    """
    Targets met exactly, a step and part of a step beside them, 29 %, zero stock, and what follows it are in the table.
    """
    ends = [f"{stock}_{end}" for stock in ("stock12", "asset", "termproc") for end in ("opening", "closing")]

    assert stocks == [cells(place)[end] for end in ends]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            ("E017", "2024-01"),
            {"stock12_opening": 125, "stock12_closing": 130, "asset_opening": 100, "asset_closing": 103},
        ),
        (("E004", "2024-01"), {"stock12_opening": 2, "stock12_closing": 0}),
        (("E004", "2024-02"), {"stock12_opening": 0, "stock12_closing": 0}),
        (("E004", "2024-03"), {"stock12_opening": 0, "stock12_closing": 3, "stock12_digested": 0}),
        (("E004", "2024-04"), {"stock12_opening": 3, "stock12_closing": 3}),
        (("E004", "2024-05"), {"stock12_opening": 3, "stock12_closing": 4}),
        (("E019", "2024-02"), {"closing_target": 0, "closed": 0}),
        (("E028", "2024-07"), {"closing_target": 0, "closed": 3}),
        (("E020", "2024-03"), {"petition_cases": 3, "beijing_petition_cases": 1}),
        (("E005", "2024-05"), {"petition_cases": 2, "beijing_petition_cases": 2}),
        (("E012", "2024-04"), {"document_errors": 20, "service_delays": 11}),
        (
            ("E024", "2024-03"),
            {"document_errors": 3, "service_delays": 15, "unapproved_overruns": 5, "unreported_closures": 1},
        ),
        (("E009", "2024-03"), {"service_delays": 1, "faulty_terminations": 5}),
        (("E012", "2024-06"), {"service_delays": 4, "unapproved_overruns": 1, "faulty_terminations": 4}),
        (("E014", "2024-08"), {"improper_enforcement_cases": 20, "duty_breaches": 10}),
        (("E026", "2024-03"), {"duty_breaches": 8}),
        (("E027", "2024-03"), {"assigned_task_failures": 3}),
        (("E036", "2024-06"), {"clerk_quarter_appraisal": "0"}),
        (("E011", "2024-03"), {"clerk_quarter_appraisal": "100"}),
        (("E008", "2024-09"), {"clerk_quarter_appraisal": "87.25"}),
    ],
)
def test_the_cells_of_an_edge_are_as_placed(place: Place, expected: dict[str, Any]) -> None:
    """
    The month has the edge's cells.
    """
    assert expected == {fact: cells(place)[fact] for fact in expected}


@pytest.mark.parametrize(
    ("place", "over"),
    [
        (("E001", "2024-02"), -1),
        (("E001", "2024-03"), 1),
        (("E014", "2024-05"), -6),
        (("E031", "2024-06"), -7),
        (("E017", "2024-11"), -12),
        (("E013", "2024-12"), 25),
        (("E026", "2024-03"), -2),
        (("E027", "2024-03"), -3),
        (("E014", "2024-08"), 5),
        (("E003", "2024-02"), -4),
        (("E003", "2024-06"), -5),
        (("E018", "2024-03"), -4),
        (("E030", "2024-03"), -5),
        (("E001", "2024-09"), 15),
        (("E026", "2024-09"), 17),
    ],
)
def test_closings_are_as_far_from_the_target_as_placed(place: Place, over: int) -> None:
    """
    The cases closed are so many above or below the closing target.
    """
    assert over == cells(place)["closed"] - cells(place)["closing_target"]


def test_the_vetoes_are_where_they_were_placed() -> None:
    """
    Each veto stands alone with somebody, one person has two, one has failed months besides; nobody else has any.
    """
    vetoed = {
        place: [veto for veto in VETOES if YEAR[place][veto] == "true"]
        for place in YEAR
        if any(YEAR[place][veto] == "true" for veto in VETOES)
    }

    assert {
        ("E030", "2024-03"): ["falsified_data", "criminal_or_disciplinary"],
        ("E010", "2024-05"): ["criminal_or_disciplinary"],
        ("E025", "2024-06"): ["falsified_data"],
        ("E022", "2024-07"): ["falsified_data"],
        ("E029", "2024-09"): ["grave_incident"],
        ("E027", "2024-11"): ["state_compensation"],
    } == vetoed
    assert 100 == outcome(("E025", "2024-06")).arithmetic
    assert 85 == outcome(("E030", "2024-03")).arithmetic


def test_the_readme_places_every_edge_and_states_its_score() -> None:
    """
    The README lists the places that the script lists, each with the score that the document gives it.
    """
    edges = readme_edges()

    assert list(runpy.run_path(str(SCRIPT))["PLACED"]) == list(edges)
    for place, score in edges.items():
        assert (None if score == "none" else Fraction(score)) == outcome(place).score, place


def test_failed_months_add_up_as_placed() -> None:
    """
    One person has exactly three failed months, one exactly four, one five, and one three beside a vetoed month.
    """
    assert ["2024-02", "2024-06", "2024-10"] == failed("E003")
    assert ["2024-03", "2024-06", "2024-09", "2024-12"] == failed("E018")
    assert ["2024-01", "2024-03", "2024-05", "2024-08", "2024-11"] == failed("E033")
    assert ["2024-02", "2024-04", "2024-10"] == failed("E022")


def test_most_months_pass() -> None:
    """
    Between 8 and 12 in a hundred of the scored months fail.
    """
    verdicts = [outcome(place).verdict for place in YEAR]

    assert 8 <= Fraction(100 * verdicts.count("fail"), len(verdicts) - verdicts.count("vetoed")) <= 12


@pytest.mark.parametrize(
    ("role", "month", "score", "first"),
    [
        ("judge", "2024-09", 130, {"E001", "E026"}),
        ("clerk", "2024-12", 100, {"E009", "E021", "E034"}),
    ],
)
def test_the_first_rank_is_shared(role: str, month: str, score: int, first: set[str]) -> None:
    """
    The named people share the highest score of their role in the month.
    """
    scores = {
        row["person"]: outcome((row["person"], month)).score
        for row in ROWS
        if row["period"] == month and row["role"] == role
    }

    assert score == max(each for each in scores.values() if each is not None)
    assert first <= {person for person, each in scores.items() if each == score}


def test_the_month_of_several_systems_is_the_month_of_the_year() -> None:
    """
    Joined on person and period, read by label, the month's tables have the year's cells and no fact twice.
    """
    month: dict[str, Row] = {}
    headers: list[str] = []
    files = [("roster.csv", "utf-8"), ("cases.csv", "utf-8-sig"), ("discipline.csv", "utf-8"), ("records.csv", "utf-8")]
    for name, encoding in files:
        rows = table(EXAMPLES / "month" / name, encoding)
        headers += [label for label in rows[0] if label not in {"被考核人", "考核周期"}]
        for row in rows:
            assert MONTH == row["考核周期"]
            month.setdefault(row["被考核人"], {}).update(row)

    words = {"是": "true", "否": "false"} | {label: role for role, label in RULES["roles"].items()}
    labels = {"person": "被考核人", "role": "岗位", "team": "实施团队", "period": "考核周期"} | LABELS
    named = [{name: row.get(label, "") for name, label in labels.items()} for row in month.values()]
    assert sorted(["岗位", "实施团队", *LABELS.values()]) == sorted(headers)
    assert [row for row in ROWS if row["period"] == MONTH] == [
        {name: words.get(cell, cell) for name, cell in row.items()} for row in named
    ]


def test_the_other_encodings_hold_the_same_table() -> None:
    """
    The cases begin with a byte order mark, and their copy in GB18030 has the same text without it.
    """
    marked = (EXAMPLES / "month" / "cases.csv").read_bytes()
    copy = (EXAMPLES / "month" / "gb18030" / "cases.csv").read_bytes()

    assert b"\xef\xbb\xbf" == marked[:3]
    assert marked.decode("utf-8-sig") == copy.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        copy.decode("utf-8")


def test_the_json_lines_are_the_month_of_the_year() -> None:
    """
    Each line has the filled cells of one row, counts as whole numbers and flags as booleans.
    """
    lines = (EXAMPLES / "month" / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [typed(row) for row in ROWS if row["period"] == MONTH]

    assert expected == [json.loads(line) for line in lines]
    assert [[type(value) for value in each.values()] for each in expected] == [
        [type(value) for value in json.loads(line).values()] for line in lines
    ]
