"""
What people see beside the figures: what rested on missing rows, and tables that fit where they are shown.
"""

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from assess_rules.cli.app import commands
from assess_rules.cli.pages import say
from assess_rules.columns import broken, fitted
from assess_rules.marks import width
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.result_schema import results_schema
from assess_rules.statements import AUDIENCES
from assess_rules.statements.schema import statements_schema

EXAMPLES = Path(__file__).parent.parent / "examples"
SHIPPED = "wancheng_2023_127"
YEAR = str(EXAMPLES / "facts_2024.csv")
LONG = [str(EXAMPLES / "month" / "long" / name) for name in ("roster_and_figures.csv", "items.csv")]
ALL = ("--complete", "all", "--lang", "en")
NIL = "facts that were nil because no row names them: 消极、违法、选择性执行案件, 执行信访案件, "
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
    assert "_cases" not in line
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


@pytest.mark.volume
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


@pytest.mark.volume
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


# Tables that fit where they are shown

TABLES = {
    "score": ("score", SHIPPED, YEAR, "--period", "2024-03"),
    "what-if": ("score", SHIPPED, YEAR, "--period", "2024-03", *TRIAL),
    "outcomes": ("outcomes", SHIPPED, YEAR),
    "outcomes of a quarter": ("outcomes", SHIPPED, YEAR, "--span", "2024-Q2"),
    "outcomes of a what-if": ("outcomes", SHIPPED, YEAR, *TRIAL),
    "incentives": ("incentives", SHIPPED, "--role", "clerk"),
    "incentives at records": ("incentives", SHIPPED, "--role", "clerk", "--facts", YEAR),
}
FIGURE = re.compile(r"[0-9A-Za-z.…→−+×%()（）]*[0-9][0-9A-Za-z.…→−+×%()-]*")


def figures_of(text: str) -> Counter[str]:
    return Counter(FIGURE.findall(text))


def tables_of(text: str) -> list[str]:
    """
    Give the lines of a page's tables: on pages with rules those that stand in one column, else those with gaps.
    """
    lines = text.splitlines()
    if any(set(line.strip()) == {"─"} for line in lines):
        return [line for line in lines if (line.startswith(" ") and not line.startswith("  ")) or "─" in line]
    return [line for line in lines if re.search(r"\S  +\S", line.strip()) and " = " not in line]


@pytest.mark.volume
@pytest.mark.parametrize(("columns", "language"), [(60, "zh"), (80, "en"), (100, "zh")])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_fits_and_its_figures_stay_whole(
    name: str, columns: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Where `COLUMNS` says how wide a page is, no line of a table is longer, and every figure of the wide page is there.
    """
    arguments = (*TABLES[name], "--lang", language)
    wide = run(*arguments).stdout
    monkeypatch.setenv("COLUMNS", str(columns))
    narrow = run(*arguments).stdout

    assert 0 < max(map(width, tables_of(narrow))) <= columns
    assert figures_of(wide) == figures_of(narrow)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_table_fits_its_terminal(columns: int) -> None:
    """
    A terminal is asked how wide it is; there verdicts have a colour.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    command = [sys.executable, "-m", "assess_rules", *TABLES["score"], "--lang", "zh"]
    with subprocess.Popen(command, stdout=follower, env=environment | {"TERM": "xterm"}) as child:
        os.close(follower)
        data = b""
        while chunk := read_terminal(leader):
            data += chunk
    os.close(leader)
    text = data.decode().replace("\r\n", "\n")
    plain = re.sub("\x1b\\[[0-9;]*m", "", text)

    assert 0 == child.returncode
    assert "\x1b[31m不合格" in text
    assert 0 < max(map(width, tables_of(plain))) <= columns
    assert figures_of(run(*TABLES["score"], "--lang", "zh").stdout) == figures_of(plain)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_for_a_pager_fits_its_terminal(language: str) -> None:
    """
    What is piped from a terminal fits it, sentences too, and says what a wide page says; `COLUMNS=0` says nothing.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    arguments = ("explain", SHIPPED, YEAR, "--person", "E027", "--period", "2024-03", "--lang", language)
    command = [sys.executable, "-m", "assess_rules", *arguments]
    text = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=follower, env=os.environ | {"COLUMNS": "0"}, check=True
    ).stdout.decode()
    os.close(follower)
    os.close(leader)
    wide = run(*arguments).stdout

    assert max(map(width, wide.splitlines())) > 70 >= max(map(width, text.splitlines())) > 60
    assert re.sub(r"\s", "", wide) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", SHIPPED),
        ("diff", SHIPPED, str(EXAMPLES / "revision" / "wancheng_2023_127_1.1.0.yaml")),
        ("check", SHIPPED),
    ],
    ids=lambda each: each[0],
)
def test_sentences_fit_their_page_too(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A policy in sentences, a difference and what a check says are broken where the page ends, and say the same.
    """
    wide = CliRunner().invoke(commands, [*arguments, "--lang", "zh"]).stdout
    monkeypatch.setenv("COLUMNS", "60")
    narrow = CliRunner().invoke(commands, [*arguments, "--lang", "zh"]).stdout

    assert max(map(width, wide.splitlines())) > 60
    hashes = [line for line in narrow.splitlines() if width(line) > 60]
    assert all("sha256:" in line for line in hashes)
    assert len(hashes) <= 1
    assert re.sub(r"\s", "", wide) == re.sub(r"\s", "", narrow)


def test_a_broken_line_keeps_its_place_and_its_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What follows the break is set in by two more columns, and is as bold as it was.
    """
    monkeypatch.setenv("COLUMNS", "36")
    console = Console(width=100, color_system="standard", force_terminal=True)
    with console.capture() as printed:
        say(console, "    one two ", ("three four five six seven", "bold"))

    assert "    one two \x1b[1mthree four five six\x1b[0m\n      \x1b[1mseven\x1b[0m\n" == printed.get()


def read_terminal(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def test_a_page_that_has_no_room_is_wider(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where even figures and words have no room, lines are as long as they take; `COLUMNS` that is no number says nothing.
    """
    wide = run(*TABLES["score"]).stdout
    monkeypatch.setenv("COLUMNS", "10")
    narrow = run(*TABLES["score"]).stdout
    monkeypatch.setenv("COLUMNS", "wide")

    assert figures_of(wide) == figures_of(narrow)
    assert wide == run(*TABLES["score"]).stdout
    assert 40 < max(map(width, tables_of(narrow))) < 60


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, [""]),
        ("o1−6  o2−1.5", 12, ["o1−6  o2−1.5"]),
        ("o1−6  o2−1.5", 11, ["o1−6", "o2−1.5"]),
        ("2024-01…2024-12 (4)", 5, ["2024-01…2024-12", "(4)"]),
        ("约谈、问责（合计）", 6, ["约谈、", "问责", "（合", "计）"]),
        ("closing_target 8", 8, ["closing_", "target 8"]),
        ("a = b\nc = d", 5, ["a = b", "c = d"]),
        ("12个月以上案件", 5, ["12个", "月以", "上案", "件"]),
    ],
)
def test_lines_break_between_words(text: str, room: int, lines: list[str]) -> None:
    """
    Between words first, then between Chinese characters and after `_`; never before a closing mark or in a figure.
    """
    assert lines == broken(text, room)


def test_columns_give_way_from_the_widest_on() -> None:
    """
    What fits keeps its width; then columns of words, then the gap, then all down to the longest word or figure.
    """
    columns = [["人员", "E001"], ["说明文字", "一二三四五六七八九十"], ["得分", "102.50"]]

    assert ([4, 20, 6], 3) == fitted(columns, 36)
    assert ([4, 12, 6], 3) == fitted(columns, 28)
    assert ([4, 8, 6], 1) == fitted(columns, 20)
    assert ([4, 5, 6], 1) == fitted(columns, 17)
    assert ([4, 2, 6], 1) == fitted(columns, 5)
    assert ([5], 3) == fitted([["a = b\nc = d", "e"]], 5)


def test_headers_break_before_cells_do() -> None:
    """
    A header that is wider than what stands below it breaks first: it does so once, and cells in every row.
    """
    columns = [
        ["被考核人员姓名", "E001"],
        ["执行干警个性指标", "102.5"],
        ["扣分的指标", "o1−2.5  o2−1.5  o3−0.5  o4−8"],
    ]

    assert ([14, 16, 28], 3) == fitted(columns, 64)
    assert ([9, 9, 28], 3) == fitted(columns, 52)
    assert ([8, 8, 20], 3) == fitted(columns, 42)
