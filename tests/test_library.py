"""
What a program that embeds the package may give, and how it is told what it may not.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assess_rules import load_policy
from assess_rules.diagnostics import Diagnostic
from assess_rules.marks import NOWHERE
from assess_rules.output import run_record, write_with_record
from assess_rules.report import explain
from assess_rules.rulebook import load_rulebook, rulebook
from assess_rules.show import show, show_dict
from assess_rules.tables import accept_rows, read_rows

MONTH = Path(__file__).parent.parent / "examples" / "month"
LONG = [MONTH / "long" / name for name in ("roster_and_figures.csv", "items.csv")]
POLICY = load_policy("wancheng_2023_127")
ROSTER = Path(__file__).parent / "facts" / "bad" / "tables_twice" / "roster.csv"
EVERY_TYPE = load_policy(Path(__file__).parent / "policies" / "facts_of_every_type.yaml")
RESULT = EVERY_TYPE.score(
    {"role": "clerk", "visits": 6, "late_visits": 0, "difficulty": "plain", "on_leave": False, "files": 0}
)
LANGUAGES = "no language 'fr'; there are zh, en"
REFUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "explain": (lambda word: explain(RESULT, word), LANGUAGES),
    "show": (lambda word: show(POLICY, word), LANGUAGES),
    "show_dict": (lambda word: show_dict(POLICY, word), LANGUAGES),
    "a message": (Diagnostic("no_rows", NOWHERE).message, LANGUAGES),
    "show of a role": (lambda word: show(POLICY, "zh", word), "no role 'fr'; there are judge, assistant, clerk"),
    "a period": (load_rulebook("wancheng_2023_127").at, "fr: bad_period: `fr` is not a period"),
}


@pytest.mark.parametrize("said", REFUSED)
def test_a_word_that_is_none_of_those_there_are_is_refused_with_these(said: str) -> None:
    """
    A wrong language, role or period is a `ValueError` that names what is allowed.
    """
    call, expected = REFUSED[said]

    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the whole text is compared below)
        call("fr")

    assert expected == str(caught.value)


def test_no_version_is_no_rulebook() -> None:
    """
    A rulebook of nothing is refused, and said what would be one.
    """
    with pytest.raises(ValueError, match="no version of a policy; give rule files"):
        load_rulebook()
    with pytest.raises(ValueError, match="no version of a policy; give rule files"):
        rulebook([])


def test_a_version_is_given_for_the_text_of_a_period() -> None:
    """
    The version in force is found by a period as tables write it.
    """
    assert "1.0.0" == load_rulebook("wancheng_2023_127").at("2024-04").version


def test_a_single_table_and_a_single_fact_need_no_list() -> None:
    """
    One path, be it a text, and one fact that is complete are read as lists of one.
    """
    door = EVERY_TYPE.door

    assert read_rows([ROSTER], door) == read_rows(ROSTER, door) == read_rows(str(ROSTER), door)
    listed = accept_rows(read_rows(LONG, POLICY.door, complete=["all"]), POLICY.door)
    assert listed == accept_rows(read_rows(LONG, POLICY.door, complete="all"), POLICY.door)


def test_results_are_written_under_a_name_that_is_a_text(tmp_path: Path) -> None:
    """
    The file and its run record are the same, be the path a text or not.
    """
    path = str(tmp_path / "out.json")
    record = run_record(POLICY, {}, path, "{}\n")
    write_with_record(path, "{}\n", record)

    assert run_record(POLICY, {}, Path(path), "{}\n") == record == json.loads(Path(f"{path}.run.json").read_text())
    assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == record["output"]["sha256"]
