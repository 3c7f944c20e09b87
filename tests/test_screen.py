"""
What people see beside the figures: what rested on missing rows, and tables that fit where they are shown.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from assess_rules.cli.app import commands
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.result_schema import results_schema
from assess_rules.statements import AUDIENCES
from assess_rules.statements.schema import statements_schema

EXAMPLES = Path(__file__).parent.parent / "examples"
SHIPPED = "wancheng_2023_127"
YEAR = str(EXAMPLES / "facts_2024.csv")
LONG = [str(EXAMPLES / "month" / "long" / name) for name in ("roster_and_figures.csv", "items.csv")]
ALL = ("--complete", "all", "--lang", "en")
NIL = "facts that were nil because no row names them: improper_enforcement_cases, petition_cases"
TRIAL = ("--reading", "bonus_reach=apart")


def run(*arguments: str) -> Result:
    ended = CliRunner().invoke(commands, arguments)
    assert (0, None) == (ended.exit_code, ended.exception)
    return ended


def data_of(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--format", "json").stdout)


def rows_of(*arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout)))


# Facts that were nil because no row names them


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", SHIPPED, *LONG),
        ("score", SHIPPED, *LONG, *TRIAL),
        ("outcomes", SHIPPED, *LONG),
        ("explain", SHIPPED, *LONG, "--person", "E001"),
        ("explain", SHIPPED, *LONG, "--person", "E001", "--period", "2024-Q1"),
        ("incentives", SHIPPED, "--role", "clerk", "--facts", LONG[0], "--facts", LONG[1]),
    ],
    ids=lambda arguments: " ".join((arguments[0], *arguments[4:])),
)
def test_what_was_nil_for_want_of_a_row_is_said_in_every_text(arguments: tuple[str, ...]) -> None:
    """
    A text names the facts once; JSON has them under `complete`, and CSV in a column where the command has CSV.
    """
    (line,) = [each for each in run(*arguments, *ALL).stdout.splitlines() if each.startswith("facts that were nil")]

    assert line.startswith(NIL)
    assert '"complete": [\n' in run(*arguments, *ALL, "--format", "json").stdout
    if arguments[0] in ("score", "outcomes"):
        assert any("petition_cases" in each["complete"].split() for each in rows_of(*arguments, *ALL))


def test_nothing_is_said_where_every_fact_was_given() -> None:
    """
    Without `--complete` neither a text nor a column nor a key speaks of it.
    """
    for command in ("score", "outcomes"):
        assert "facts that were nil" not in run(command, SHIPPED, YEAR, "--lang", "en").stdout
        assert "complete" not in rows_of(command, SHIPPED, YEAR)[0]
        assert "complete" not in data_of(command, SHIPPED, YEAR, *TRIAL)


def test_what_may_be_posted_says_nothing_of_rows() -> None:
    """
    The notice board learns of no fact, and so of none that was nil.
    """
    arguments = ("explain", SHIPPED, *LONG, "--person", "E001", "--audience", "public", *ALL)

    assert "facts that were nil" not in run(*arguments).stdout + run(*arguments, "--period", "2024-Q1").stdout


# The schemas of what is printed


@pytest.mark.parametrize("more", [(), TRIAL, (*TRIAL, "--people")])
def test_what_score_and_outcomes_write_is_valid(more: tuple[str, ...]) -> None:
    """
    With names and without, and with facts that were nil, the whole JSON is as its schema says.
    """
    results = jsonschema.Draft202012Validator(results_schema())
    outcomes = jsonschema.Draft202012Validator(outcomes_schema())

    for tables in ([YEAR], [*LONG, "--complete", "all"]):
        results.validate(data_of("score", SHIPPED, *tables, *more))
        outcomes.validate(data_of("outcomes", SHIPPED, *tables, *more))
    assert not results.is_valid({"results": []})
    assert not results.is_valid({"results": [{}], "not_appraised": []})


@pytest.mark.parametrize("audience", AUDIENCES)
def test_statements_are_valid(audience: str) -> None:
    """
    Of a month, a quarter and a year, failed and vetoed, for each audience, the JSON is as the schema says.
    """
    schema = jsonschema.Draft202012Validator(statements_schema())

    for person in ("E015", "E027", "E030", "E033"):
        for period in ("2024-03", "2024-Q1", "2024"):
            own = ("explain", SHIPPED, YEAR, "--person", person, "--period", period, "--audience", audience)
            data = data_of(*own)
            schema.validate(data)
            assert (audience, 1) == (data["audience"], len(data["statements"]))
            for other in AUDIENCES:  # what may be posted is nothing else, and the other way round
                told = {**data, "audience": other}
                alike = other == audience or (period != "2024-03" and "public" not in (other, audience))
                assert alike == schema.is_valid(told)
    schema.validate(data_of("explain", SHIPPED, *LONG, *ALL, "--person", "E001", "--audience", audience))
    year = ("explain", SHIPPED, *LONG, *ALL, "--person", "E001", "--period", "2024", "--audience", audience)
    schema.validate(data_of(*year))
    schema.validate(data_of(*year, *TRIAL))
