"""
Good tables are read, however they are written: the same content gives the same results.
"""

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assess_rules import FactsError, Policy, Result, load_policy
from assess_rules.decoding import Encoding
from assess_rules.periods import Span, parse_period
from assess_rules.tables import accept_rows, read_rows

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
EVERY_TYPE = load_policy(HERE / "policies" / "facts_of_every_type.yaml")
SHIPPED = load_policy("wancheng_2023_127")

COLUMNS = "officer role team period visits late_visits hours level difficulty on_leave letters notices".split()
ROWS = [
    "E001 judge 1 2024-03 3 2 -1.5 5 hard false 1 0".split(),
    "E002 judge 2 2024-03 6 0 0 0 plain true 0 2".split(),
]
ROWS[1][4] = "0"  # nobody visits while on leave
LABELS = "干警 岗位 实施团队 考核周期 走访 迟到的走访 加班 档次 难度 休假 letters notices".split()
ENGLISH = ["Officer", "role", "team", "period", "Visits", "Late visits", "Overtime", "Grade", "Difficulty", "On leave"]


ENDINGS = (".csv", ".jsonl")


def csv_of(columns: list[str], rows: list[list[str]], end: str = "\n") -> str:
    return "".join(",".join(each) + end for each in [columns, *rows])


def results(policy: Policy, *tables: Path, encoding: Encoding = "utf-8") -> list[Result]:
    return [policy.score_accepted(each) for each in accept_rows(read_rows(tables, policy.door, encoding), policy.door)]


@pytest.fixture
def score(tmp_path: Path) -> Callable[..., list[Result]]:
    """
    Write tables and score them.
    """

    def scored(*tables: str | bytes, ending: str = ".csv", encoding: Encoding = "utf-8") -> list[Result]:
        paths = []
        for number, each in enumerate(tables):
            path = tmp_path / f"table{number}{ending}"
            path.write_bytes(each if isinstance(each, bytes) else each.encode())
            paths.append(path)
        return results(EVERY_TYPE, *paths, encoding=encoding)

    return scored


PLAIN = csv_of(COLUMNS, ROWS)


def test_a_plain_table_is_scored(score: Callable[..., list[Result]]) -> None:
    """
    A table gives a result a row, in the order of its rows, with whom it is about and what stood at its default.
    """
    first, second = score(PLAIN)

    # E001: 2 late visits x 0.5, 2 visits short x 1 -> 7 of 10; 1.5 below 0 hours, grade 5 x 0.2, 1 letter -> 6.5 of 10
    assert ("E001", "judge", "1", "2024-03") == (first.person, first.role, first.team, first.period)
    assert ("13.5", "pass", ("reminders",)) == (str(first.score), first.verdict, first.defaulted)
    # E002: on leave, so the visits do not count; 2 notices -> 8 of 10
    assert ("E002", "18.0", "pass") == (second.person, str(second.score), second.verdict)


def with_columns(order: list[int]) -> str:
    return csv_of([COLUMNS[each] for each in order], [[row[each] for each in order] for row in ROWS])


SAME = {
    "headers by Chinese label": csv_of(LABELS, ROWS),
    "headers by English label": csv_of(ENGLISH + COLUMNS[-2:], ROWS),
    "headers by id and by label": csv_of(COLUMNS[:6] + LABELS[6:], ROWS),
    "columns in another order": with_columns([11, 3, 0, 7, 1, 9, 2, 8, 4, 10, 6, 5]),
    "a byte order mark": "\ufeff" + PLAIN,
    "CRLF": csv_of(COLUMNS, ROWS, "\r\n"),
    "CR": csv_of(COLUMNS, ROWS, "\r"),
    "no line end at the end": PLAIN.rstrip("\n"),
    "quoted cells": csv_of([f'"{each}"' for each in COLUMNS], [[f'"{each}"' for each in row] for row in ROWS]),
    "empty rows": "\n" + PLAIN.replace("\n", "\n,,,,,,,,,,,\n\n"),
    "flags in Chinese": PLAIN.replace("false", "否").replace("true", "是"),
    "flags of a spreadsheet": PLAIN.replace("false", "FALSE").replace("true", "TRUE"),
    "flags of a data frame": PLAIN.replace("false", "False").replace("true", "True"),
    "roles and choices by Chinese label": PLAIN.replace("judge", "法官")
    .replace("hard", "疑难")
    .replace("plain", "简易"),
    "roles and choices by English label": PLAIN.replace("judge", "Judge").replace("hard", "Hard"),
    "whole numbers with a point": PLAIN.replace(",3,2,", ",3.0,2.00,").replace("-1.5", "-1.50"),
    "a column that is empty": csv_of([*COLUMNS, "reminders"], [[*row, ""] for row in ROWS]),
    "a column of another role that is empty": csv_of([*COLUMNS, "files"], [[*row, ""] for row in ROWS]),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_content_in_another_writing_scores_the_same(score: Callable[..., list[Result]], text: str) -> None:
    """
    Headers, order of columns, line ends, quotes, empty rows and the ways to write yes and no make no difference.
    """
    assert score(PLAIN) == score(text)


def test_a_table_in_gb18030_scores_the_same_when_asked_for(score: Callable[..., list[Result]]) -> None:
    """
    A table as a Chinese spreadsheet saves it is read with its encoding.
    """
    assert score(csv_of(LABELS, ROWS)) == score(csv_of(LABELS, ROWS).encode("gb18030"), encoding="gb18030")


def test_a_byte_order_mark_says_utf8_whatever_is_asked_for(score: Callable[..., list[Result]]) -> None:
    """
    `gb18030` holds for tables without UTF-8's byte order mark, so that both files of a Chinese Excel go into one run.
    """
    marked = codecs.BOM_UTF8 + csv_of(LABELS[:4], [row[:4] for row in ROWS]).encode()
    plain = csv_of([LABELS[0], *LABELS[3:]], [[row[0], *row[3:]] for row in ROWS]).encode("gb18030")

    assert score(PLAIN) == score(marked, plain, encoding="gb18030")


@pytest.mark.parametrize("written", ["3", "3.0", "3.000000"])
def test_three_point_nought_is_the_count_three(score: Callable[..., list[Result]], written: str) -> None:
    """
    Decided: `3.0`, as a spreadsheet or another program writes the count 3, is 3, in CSV and in JSON.
    """
    cells = {**dict(zip(COLUMNS, ROWS[0], strict=True)), "visits": "@"}
    line = json.dumps(cells).replace('"@"', written)
    tables = csv_of(COLUMNS, [list(cells.values())]).replace("@", written), line

    assert [3, 3] == [score(text, ending=end)[0].facts["visits"] for text, end in zip(tables, ENDINGS, strict=True)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_three_and_a_half_is_no_count(score: Callable[..., list[Result]], ending: str) -> None:
    """
    Decided: what is not whole is refused as a count, never rounded.
    """
    cells = {**dict(zip(COLUMNS, ROWS[0], strict=True)), "visits": "3.5"}
    text = csv_of(COLUMNS, [list(cells.values())]) if ending == ".csv" else json.dumps(cells)

    with pytest.raises(FactsError, match=r"not_a_count: .*`3\.5` is not a count"):
        score(text, ending=ending)


def test_a_name_may_have_whatever_can_be_seen(score: Callable[..., list[Result]]) -> None:
    """
    Commas, quotes, blanks within and rare characters stay in a name as they are.
    """
    name = '甲　乙 "c", é\U00020000'
    quoted = name.replace('"', '""')

    assert name == score(PLAIN.replace("E001", f'"{quoted}"'))[0].person


def test_a_default_gives_way_to_what_is_given(score: Callable[..., list[Result]]) -> None:
    """
    An optional fact counts where it is given, and only where it is not does its default stand and is named.
    """
    first, second = score(csv_of([*COLUMNS, "reminders"], [[*ROWS[0], "2"], [*ROWS[1], ""]]))

    assert ("11.5", ()) == (str(first.score), first.defaulted)  # 13.5 less 2 reminders x 1
    assert ("18.0", ("reminders",)) == (str(second.score), second.defaulted)


def test_a_fact_of_an_option_not_chosen_may_be_given_or_missing() -> None:
    """
    A fact that only an option not chosen names makes no difference, and is required once that option is chosen.
    """
    rows = read_rows([EXAMPLES / "month" / "facts.jsonl"], SHIPPED.door)
    for row in rows:
        for column in ("stock12_digested", "asset_digested", "termproc_digested"):
            assert isinstance(row.values, dict)
            row.values.pop(column, None)

    accepted = accept_rows(rows, SHIPPED.door)
    assert results(SHIPPED, EXAMPLES / "month" / "facts.jsonl") == [SHIPPED.score_accepted(each) for each in accepted]


SPLIT = {
    "side by side": [COLUMNS[:4], ["officer", "period", *COLUMNS[4:]]],
    "three, with the role last": [
        ["officer", "period", *COLUMNS[4:8]],
        ["period", "officer", *COLUMNS[8:]],
        ["officer", "role", "team", "period"],
    ],
    "who it is said twice": [COLUMNS[:4], COLUMNS],
    "a column that the first leaves empty": [[*COLUMNS[:4], "reminders"], COLUMNS],
}


@pytest.mark.parametrize("tables", SPLIT.values(), ids=SPLIT)
def test_joined_tables_score_as_one(score: Callable[..., list[Result]], tables: list[list[str]]) -> None:
    """
    Tables of several systems, joined on person and period, score as one table with all their columns.
    """
    texts = [
        csv_of(names, [[dict(zip(COLUMNS, row, strict=True)).get(name, "") for name in names] for row in ROWS])
        for names in tables
    ]

    assert score(PLAIN) == score(*texts)


def test_joined_rows_stand_in_the_order_in_which_they_first_appear(score: Callable[..., list[Result]]) -> None:
    """
    The first table leads; who is only in a later one follows.
    """
    third = ["E003", *ROWS[0][1:]]
    roster = csv_of(COLUMNS[:4], [ROWS[1][:4]])
    facts = csv_of(["officer", "period", *COLUMNS[4:]], [[row[0], *row[3:]] for row in (third, *ROWS)])
    rest = csv_of(COLUMNS[:4], [ROWS[0][:4], third[:4]])

    assert ["E002", "E003", "E001"] == [each.person for each in score(roster, facts, rest)]


def test_the_same_person_has_a_row_for_each_period(score: Callable[..., list[Result]]) -> None:
    """
    One person in two periods is two results.
    """
    april = [each.replace("2024-03", "2024-04") for each in ROWS[0]]

    found = score(csv_of(COLUMNS, [ROWS[0], april]))
    assert [("E001", "2024-03"), ("E001", "2024-04")] == [(each.person, each.period) for each in found]


def typed(row: list[str]) -> dict[str, Any]:
    numbers = {"visits", "late_visits", "level", "letters", "notices"}
    named = dict(zip(COLUMNS, row, strict=True))
    named_numbers = {key: int(value) if key in numbers else value for key, value in named.items()}
    return {**named_numbers, "on_leave": named["on_leave"] == "true"}


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


TYPED = [typed(row) for row in ROWS]
JSON = {
    "typed": lines(*TYPED).replace('"-1.5"', "-1.5").replace('"hours": "0"', '"hours": 0'),
    "as texts": lines(*(dict(zip(COLUMNS, row, strict=True)) for row in ROWS)),
    "by label": lines(*(dict(zip(LABELS, row, strict=True)) for row in ROWS)),
    "with null": lines(*({**row, "reminders": None, "files": None} for row in TYPED)),
    "numbers with a point": lines(*TYPED).replace('"-1.5"', "-1.50").replace('"hours": "0"', '"hours": 0.0'),
    "CRLF and empty lines": "\ufeff\r\n" + lines(*TYPED).replace("\n", "\r\n\r\n"),
    "no line end at the end": lines(*TYPED).rstrip("\n"),
    "escapes": "".join(json.dumps(dict(zip(LABELS, row, strict=True))) + "\n" for row in ROWS),
}


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
def test_json_lines_score_as_the_table_does(score: Callable[..., list[Result]], text: str) -> None:
    """
    JSON Lines with typed values, or with the texts of a table, score as the table does.
    """
    assert score(PLAIN) == score(text, ending=".jsonl")


def test_a_program_may_give_what_json_lines_give() -> None:
    """
    The records of the example month, figures written out as texts among them, score as they do when the file is read.
    """
    path = EXAMPLES / "month" / "facts.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]

    assert any(isinstance(each.get("clerk_quarter_appraisal"), str) for each in records)
    assert results(SHIPPED, path) == [SHIPPED.score(each) for each in records]


def test_json_numbers_are_never_floats(score: Callable[..., list[Result]]) -> None:
    """
    A number arrives with all its digits: 0.1 is a tenth.
    """
    (result, _) = score(lines(*TYPED).replace('"-1.5"', "-0.1"), ending=".jsonl")

    assert "-0.1" == result.to_dict()["facts"]["hours"]


MONTH = EXAMPLES / "month"
TABLES = [MONTH / f"{name}.csv" for name in ("roster", "discipline", "cases", "records")]


def month_of_the_year() -> list[Result]:
    return [each for each in results(SHIPPED, EXAMPLES / "facts_2024.csv") if each.period == "2024-03"]


@pytest.mark.parametrize(
    "tables",
    [TABLES, [TABLES[0], *reversed(TABLES[1:])], [MONTH / "facts.jsonl"]],
    ids=["four systems", "four systems in another order", "JSON Lines"],
)
def test_the_example_month_scores_the_same_from_every_input(tables: list[Path]) -> None:
    """
    The year's table, the month's tables of four systems and its JSON Lines give equal results in equal order.
    """
    expected = month_of_the_year()

    assert 36 == len(expected)
    assert expected == results(SHIPPED, *tables)


def test_the_example_tables_in_gb18030_score_the_same(tmp_path: Path) -> None:
    """
    The month's tables, all saved by a Chinese spreadsheet, give the results of the year's table.
    """
    paths = []
    for each in TABLES:
        path = tmp_path / each.name
        path.write_bytes(each.read_text(encoding="utf-8-sig").encode("gb18030"))
        paths.append(path)
    paths[2] = MONTH / "gb18030" / "cases.csv"

    assert month_of_the_year() == results(SHIPPED, *paths, encoding="gb18030")


@pytest.mark.parametrize(
    ("text", "span", "first_day"),
    [
        ("2024-12", "month", "2024-12-01"),
        ("2024-Q1", "quarter", "2024-01-01"),
        ("2024-Q4", "quarter", "2024-10-01"),
        ("2024-H1", "half_year", "2024-01-01"),
        ("2024-H2", "half_year", "2024-07-01"),
        ("2024", "year", "2024-01-01"),
    ],
)
def test_a_period_begins_on_its_first_day(text: str, span: Span, first_day: str) -> None:
    """
    Months, quarters, half-years and years have one writing each, and begin where the calendar says.
    """
    period = parse_period(text, span)

    assert period is not None
    assert (text, first_day) == (period.text, period.first_day.isoformat())


@pytest.mark.parametrize(
    ("text", "span"),
    [("2024-00", "month"), ("2024-Q5", "quarter"), ("2024-H3", "half_year"), ("24", "year"), ("0000", "year")],
)
def test_what_is_no_period_is_none(text: str, span: Span) -> None:
    """
    A text that is no period of the span is not taken for one.
    """
    assert parse_period(text, span) is None


def test_the_places_of_a_row(tmp_path: Path) -> None:
    """
    A row knows the place of each of its cells, empty ones too, in the order of the columns.
    """
    path = tmp_path / "table.csv"
    path.write_text("role,person,period\njudge,E001,2024-03\n,E002,2024-03\n", "utf-8")
    second = read_rows([path], load_policy("wancheng_2023_127").door)[1].marks

    assert (3, ["role", "person", "period"]) == (len(second), list(second))
    assert [(3, 1, "role"), (3, 2, "person"), (3, 3, "period")] == [
        (each.line, each.column, each.cell) for each in second.values()
    ]


def test_what_a_parser_of_another_day_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What no version of Python has said yet is passed on, and in Chinese called a mistake of writing.
    """

    def refuse(*_: Any, **__: Any) -> None:
        raise json.JSONDecodeError("No such luck", "{", 1)

    path = tmp_path / "table.jsonl"
    path.write_text("{", "utf-8")
    monkeypatch.setattr(json, "loads", refuse)
    with pytest.raises(FactsError) as caught:
        read_rows([path], load_policy("wancheng_2023_127").door)

    (found,) = caught.value.diagnostics
    assert ("not a JSON object: No such luck", "不是 JSON 对象：写法不对") == (found.message(), found.message("zh"))
