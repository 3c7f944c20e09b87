"""
Wrong facts are never scored, and what is wrong with them is said word for word.

`facts/bad` holds one case a file, or a folder where several tables are joined; the YAML beside it says what must come
out.
"""

import json
import pickle
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from assess_rules import Diagnostic, FactsError, LimitError, Policy, PolicyError, load_policy, tables
from assess_rules.cli.asked import no_match
from assess_rules.cli.common import score_all
from assess_rules.marks import Mark, Source
from assess_rules.messages import en_records, en_tables
from assess_rules.tables import accept_rows, read_rows

HERE = Path(__file__).parent
BAD = HERE / "facts" / "bad"
POLICIES = {
    "facts_of_every_type": load_policy(HERE / "policies" / "facts_of_every_type.yaml"),
    "facts_needed_sometimes": load_policy(HERE / "policies" / "facts_needed_sometimes.yaml"),
    "wancheng_2023_127": load_policy("wancheng_2023_127"),
}
EVERY_TYPE = POLICIES["facts_of_every_type"]

CLERK = {"role": "clerk", "visits": 6, "late_visits": 0, "difficulty": "plain", "on_leave": False, "files": 0}
JUDGE = {
    "role": "judge",
    "visits": 6,
    "late_visits": 0,
    "hours": 0,
    "level": 0,
    "difficulty": "plain",
    "on_leave": False,
    "letters": 0,
    "notices": 0,
}
HEADER = "officer,role,period,visits,late_visits,difficulty,on_leave,files"
ROW = "E001,clerk,2024-03,6,0,plain,false,0"


@dataclass(frozen=True)
class Said:
    """
    One diagnostic, as people read it.
    """

    at: str
    code: str
    message: str
    help: str | None = None

    @classmethod
    def of(cls, diagnostic: Diagnostic) -> "Said":
        return cls(str(diagnostic.mark), diagnostic.code, diagnostic.message(), diagnostic.help())


@dataclass(frozen=True)
class Case:
    """
    A case of `facts/bad`: the tables and what is said about them.
    """

    folder: Path
    policy: str
    tables: tuple[str, ...]
    expect: tuple[Said, ...]
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    complete: tuple[str, ...] = ()

    def found(self, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
        """
        Read and check the tables as a command does; a place names a table as it was given.
        """
        monkeypatch.chdir(self.folder)
        door = POLICIES[self.policy].door
        with pytest.raises((FactsError, LimitError)) as caught:
            accept_rows(read_rows(self.tables, door, self.encoding, self.complete), door)
        return caught.value.diagnostics


def read_case(path: Path) -> Case:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    expect = tuple(Said(**each) for each in said.pop("expect"))
    return Case(
        folder=path.parent,
        tables=tuple(said.pop("tables")),
        complete=tuple(said.pop("complete", ())),
        expect=expect,
        **said,
    )


FILES = sorted(BAD.rglob("*.yaml"))
CASES = {path.stem if path.parent == BAD else path.parent.name: read_case(path) for path in FILES}
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@each_case
def test_a_wrong_table_is_refused_word_for_word(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Every fault of a case is said, in order, with its place, code, message and advice, and nothing else is.
    """
    assert list(case.expect) == [Said.of(each) for each in case.found(monkeypatch)]


def assert_readable_in_chinese(diagnostics: tuple[Diagnostic, ...]) -> None:
    for each in diagnostics:
        text = each.render("zh")
        assert re.search("[\u4e00-\u9fff]", each.message("zh"))
        assert not re.search(r"\{[a-z_]+\}", text)
        assert each.message() != each.message("zh")


@each_case
def test_a_wrong_table_is_refused_in_chinese_too(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The same faults are said in Chinese, with every word put in.
    """
    assert_readable_in_chinese(case.found(monkeypatch))


def test_every_table_of_a_case_belongs_to_one() -> None:
    """
    No table lies there without an expectation.
    """
    used = {case.folder / name for case in CASES.values() for name in case.tables}

    assert used == {path for path in BAD.rglob("*") if path.is_file() and path.suffix != ".yaml"} | {BAD}


class WholeNumber:
    """
    A whole number of another library.
    """

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


class Silent:
    """
    A value that does not say what it is.
    """

    def __repr__(self) -> str:
        raise RuntimeError


DIGITS = "at most 15 before the point and 6 after it"
ENDLESS = " (a number of more than 4,300 digits)"
FIGURES = "whole numbers in plain digits, as 0 or 12"
NUMBERS = (
    "plain digits with a decimal point, as 87.5, at most 6 after it; "
    "from Python an int, Decimal or Fraction, never a float"
)
FLAGS = "write true or false; in a table 是 or 否 too"
ROLES = "roles: judge (Judge), clerk (Clerk)"
OPTIONS = "options: plain (Plain), hard (Hard)"
NAMES = "a text on one line, without blanks around it or invisible characters, at most 200 characters"
RECORD = "from Python, give a dict of fact ids and their values"
HUGE = 10**5000


def of_clerk(**changes: Any) -> dict[str, Any]:
    return {**CLERK, **changes}


def of_judge(**changes: Any) -> dict[str, Any]:
    return {**JUDGE, **changes}


def without(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in names}


def count(found: str, sort: str = "") -> Said:
    return Said("visits", "not_a_count", f"`visits` Visits: `{found}`{sort} is not a count", FIGURES)


def long(fact: str, found: str, sort: str = "") -> Said:
    at = fact.split("`")[1]
    return Said(at, "too_many_digits", f"{fact}: `{found}`{sort} has too many digits", DIGITS)


def hours(found: str, sort: str = "") -> Said:
    return Said("hours", "not_a_number_value", f"`hours` Overtime: `{found}`{sort} is not a number", NUMBERS)


def flag(found: str, sort: str = "") -> Said:
    return Said("on_leave", "not_a_flag", f"`on_leave` On leave: `{found}`{sort} is neither true nor false", FLAGS)


def choice(found: str, help_: str = OPTIONS, sort: str = "") -> Said:
    message = f"`difficulty` Difficulty: `{found}`{sort} is not one of its options"
    return Said("difficulty", "not_an_option", message, help_)


def role(found: str, help_: str = ROLES, sort: str = "") -> Said:
    return Said("role", "unknown_role_value", f"unknown role `{found}`{sort}", help_)


def unknown(found: str, help_: str = "name each fact by its id", sort: str = "") -> Said:
    return Said(found, "unknown_fact_value", f"unknown fact `{found}`{sort}", help_)


def name(column: str, found: str, sort: str = "") -> Said:
    return Said(column, "bad_name", f"`{found}`{sort} cannot name a person, team or period", NAMES)


def not_a_record(found: str, sort: str = "") -> Said:
    return Said("1", "not_a_record", f"`{found}`{sort} is not a record", RECORD)


FROM_PYTHON: dict[str, tuple[Any, list[Said]]] = {
    "a float that is whole": (of_clerk(visits=3.0), [count("3.0", " (a float)")]),
    "a float for a number": (of_judge(hours=1.5), [hours("1.5", " (a float)")]),
    "a float that is no number": (of_judge(hours=float("nan")), [hours("nan", " (a float)")]),
    "true for a count": (of_clerk(visits=True), [count("true")]),
    "a text for a count": (of_clerk(visits="three"), [count("three")]),
    "a number with an exponent": (of_clerk(visits="1e1"), [count("1e1")]),
    "an empty text for a count": (of_clerk(visits=""), [count("")]),
    "bytes for a count": (of_clerk(visits=b"3"), [count("b'3'", " (bytes)")]),
    "a list for a count": (of_clerk(visits=[3]), [count("[3]", " (a list)")]),
    "an object for a count": (of_clerk(visits=Silent()), [count("…", " (a value of type Silent)")]),
    "a whole number of twenty-one digits": (
        of_clerk(visits=10**20),
        [long("`visits` Visits", "100000000000000000000")],
    ),
    "a fraction for a count": (of_clerk(visits=Fraction(1, 3)), [count("1/3")]),
    "a decimal with a part for a count": (of_clerk(visits=Decimal("3.5")), [count("3.5")]),
    "a decimal that is no number": (of_judge(hours=Decimal("NaN")), [hours("NaN")]),
    "a decimal that signals": (of_judge(hours=Decimal("sNaN")), [hours("sNaN")]),
    "an infinite decimal": (of_judge(hours=Decimal("-Infinity")), [hours("-Infinity")]),
    "a decimal without end above": (of_judge(hours=Decimal("1E+999999")), [long("`hours` Overtime", "1E+999999")]),
    "a decimal without end below": (of_judge(hours=Decimal("1E-999999")), [long("`hours` Overtime", "1E-999999")]),
    "a number of 5,001 digits": (of_clerk(visits=HUGE), [long("`visits` Visits", "…", ENDLESS)]),
    "a fraction of 5,001 digits": (of_judge(hours=Fraction(1, HUGE)), [long("`hours` Overtime", "…", ENDLESS)]),
    "a third of an hour": (
        of_judge(hours=Fraction(1, 3)),
        [
            Said(
                "hours",
                "too_many_places",
                "`hours` Overtime: 1/3 has more than 1 decimal places",
                "round it as the policy's source says",
            )
        ],
    ),
    "a negative count": (
        of_clerk(visits=-1),
        [Said("visits", "below_minimum", "`visits` Visits: -1 is below 0", "the policy allows 0 or more")],
    ),
    "a number of another library above the max": (
        of_clerk(visits=WholeNumber(51)),
        [
            Said(
                "visits",
                "above_maximum",
                "`visits` Visits: 51 is above 50",
                "check the figure: the policy allows 50 or less; if it is right, the fact's `max` is too low",
            )
        ],
    ),
    "None is missing": (
        of_clerk(visits=None, on_leave=None, difficulty=None),
        [
            Said(
                "visits",
                "missing_fact",
                "`visits` Visits is missing for Clerk",
                "missing is not zero: give the figure, 0 if it is nil",
            ),
            Said("difficulty", "missing_choice", "`difficulty` Difficulty is missing for Clerk", OPTIONS),
            Said(
                "on_leave",
                "missing_flag",
                "`on_leave` On leave is missing for Clerk",
                "missing is not no: say true or false",
            ),
        ],
    ),
    "one for a flag": (of_clerk(on_leave=1), [flag("1")]),
    "a text for a flag": (of_clerk(on_leave="true"), [flag("'true'", " (a text)")]),
    "a number for a choice": (of_clerk(difficulty=1), [choice("1")]),
    "an empty text for a choice": (of_clerk(difficulty=""), [choice("")]),
    "a label for a choice": (of_clerk(difficulty="简易"), [choice("简易")]),
    "a misspelt choice": (
        of_clerk(difficulty="Plain "),
        [choice("Plain", "did you mean `plain`?", " (with blanks behind it)")],
    ),
    "an unknown key": (of_clerk(visit=6), [unknown("visit", "did you mean `visits`?")]),
    "a label for a key": (of_clerk(走访=6), [unknown("走访", "did you mean `visits`?")]),
    "a label that two facts have for a key": (of_clerk(文书=6), [unknown("文书")]),
    "a number for a key": ({**CLERK, 5: 6}, [unknown("5")]),
    "a tuple for a key": ({**CLERK, ("visits",): 6}, [unknown("('visits',)", sort=" (a tuple)")]),
    "a number of 5,001 digits for a key": ({**CLERK, HUGE: 6}, [unknown("…", sort=ENDLESS)]),
    "a fact of judges": (
        of_clerk(hours=0),
        [
            Said(
                "hours",
                "fact_of_other_role",
                "`hours` is not a fact of Clerk",
                "it belongs to Judge; leave it empty here",
            )
        ],
    ),
    "no role": (without(CLERK, "role"), [Said("role", "missing_role", "the role is missing", ROLES)]),
    "None for the role": (of_clerk(role=None), [Said("role", "missing_role", "the role is missing", ROLES)]),
    "an empty role": (of_clerk(role=""), [role("")]),
    "a number for the role": (of_clerk(role=5), [role("5")]),
    "a list for the role": (of_clerk(role=["clerk"]), [role("['clerk']", sort=" (a list)")]),
    "a label for the role": (of_clerk(role="书记员"), [role("书记员")]),
    "a capital letter in the role": (of_clerk(role="Clerk"), [role("Clerk", "did you mean `clerk`?")]),
    "a number of 5,001 digits for the role": (of_clerk(role=HUGE), [role("…", sort=ENDLESS)]),
    "a number for the person": (of_clerk(officer=7), [name("officer", "7")]),
    "an empty person": (of_clerk(officer=""), [name("officer", "")]),
    "a blank before the person": (of_clerk(officer=" E001"), [name("officer", "E001", " (with blanks before it)")]),
    "a line break in the team": (of_clerk(team="1\n2"), [name("team", r"1\n2")]),
    "an invisible character in the team": (of_clerk(team="1\u200b"), [name("team", r"1\u200b")]),
    "a sign that prints nothing in the person": (of_clerk(officer="E001\ufe0f"), [name("officer", r"E001\ufe0f")]),
    "a filler in the team": (of_clerk(team="\u3164"), [name("team", r"\u3164")]),
    "a list with an endless number": (of_clerk(visits=[HUGE]), [count("…", " (a list)")]),
    "half a character in the person": (of_clerk(officer="\ud800"), [name("officer", r"\ud800")]),
    "a person of 201 characters": (of_clerk(officer="E" * 201), [name("officer", "E" * 59 + "…")]),
    "a day for the period": (
        of_clerk(period=date(2024, 3, 1)),
        [name("period", "2024-03-01", " (a date)")],
    ),
    "a month that does not exist": (
        of_clerk(period="2024-13"),
        [Said("period", "bad_period", "`2024-13` is not a period", "write it as 2024-03")],
    ),
    "a month as people write it": (
        of_clerk(period="2024年3月"),
        [Said("period", "bad_period", "`2024年3月` is not a period", "did you mean `2024-03`?")],
    ),
    "a number with a percent sign": (
        of_judge(hours="7.5 %"),
        [replace(hours("7.5 %"), help="did you mean `7.5`?")],
    ),
    "a number with a percent sign beyond what it may be": (
        of_judge(hours="999999%"),
        [hours("999999%")],
    ),
    "facts that contradict each other": (
        of_clerk(visits=6, late_visits=7),
        [
            Said(
                "late_visits",
                "relation",
                "the facts contradict each other: `late_visits` Late visits (7) ≤ `visits` Visits (6) does not hold",
                "correct one of them (clause 三)",
            )
        ],
    ),
    "a fact that only a relation reads": (
        of_clerk(urgent_visits=7),
        [
            Said(
                "urgent_visits",
                "relation",
                "the facts contradict each other: `urgent_visits` Urgent visits (7) ≤ `visits` Visits (6) does not hold",
                "correct one of them",
            )
        ],
    ),
    "no record": (None, [not_a_record("None", " (nothing)")]),
    "a list of records": ([CLERK], [not_a_record(repr([CLERK])[:59] + "…", " (a list)")]),
    "a text for a record": ("clerk", [not_a_record("clerk")]),
    "a number for a record": (5, [not_a_record("5")]),
    "many faults": (
        of_judge(role="judge", hours=1.5, files=0, visits=None, letters="one"),
        [
            Said(
                "files",
                "fact_of_other_role",
                "`files` is not a fact of Judge",
                "it belongs to Clerk; leave it empty here",
            ),
            Said(
                "visits",
                "missing_fact",
                "`visits` Visits is missing for Judge",
                "missing is not zero: give the figure, 0 if it is nil",
            ),
            hours("1.5", " (a float)"),
            Said("letters", "not_a_count", "`letters` Papers: `one` is not a count", FIGURES),
        ],
    ),
}
each_record = pytest.mark.parametrize(("record", "expect"), FROM_PYTHON.values(), ids=FROM_PYTHON)


@pytest.fixture(scope="module")
def warm() -> Policy:
    """
    A policy that has scored before, so that its fast path is there.
    """
    policy = Policy.from_text((HERE / "policies" / "facts_of_every_type.yaml").read_bytes())
    for record in (CLERK, JUDGE):
        policy.score(record)
    return policy


@each_record
@pytest.mark.parametrize("backend", ["compiled", "reference"])
def test_a_wrong_record_is_refused_word_for_word(
    warm: Policy, record: Any, expect: list[Said], backend: Literal["compiled", "reference"]
) -> None:
    """
    A wrong record from Python raises with all that is wrong, whichever backend is asked.
    """
    with pytest.raises(FactsError) as caught:
        warm.score(record, backend=backend)

    places = [Said(f"<record>:1:{each.at}", each.code, each.message, each.help) for each in expect]
    assert places == [Said.of(each) for each in caught.value.diagnostics]
    assert_readable_in_chinese(caught.value.diagnostics)


@pytest.mark.parametrize(
    "record",
    [
        of_clerk(visits=WholeNumber(6)),
        of_clerk(visits=Decimal("6.0")),
        of_clerk(visits=Fraction(6)),
        of_clerk(visits="6", files="0", late_visits="0.0"),
        of_clerk(officer=None, team=None),
        of_clerk(urgent_visits=6),
    ],
)
def test_a_right_record_in_another_writing_scores_the_same(warm: Policy, record: dict[str, Any]) -> None:
    """
    Exact whole numbers of any type are counts, written out as texts too; None for whom it is leaves that out.
    """
    assert warm.score(CLERK) == warm.score(record)


@pytest.mark.parametrize(
    ("column", "value"),
    [("officer", "E" * 200), ("team", "甲　队"), ("period", "2024-01"), ("period", "2024-12")],
)
def test_a_name_or_period_at_its_limit_is_taken(warm: Policy, column: str, value: str) -> None:
    """
    A name of 200 characters, and the first and the last month of a version, are as good as any.
    """
    found = warm.score(of_clerk(**{column: value}))

    assert value == getattr(found, "person" if column == "officer" else column)


@pytest.mark.parametrize(("last", "good"), [("2024-12-01", True), ("2024-11-30", False)])
def test_a_period_counts_by_its_first_day(last: str, good: bool) -> None:  # noqa: FBT001 (what the case says)
    """
    A period belongs to a version that is in force on the period's first day, were it the version's last.
    """
    text = (HERE / "policies" / "facts_of_every_type.yaml").read_text(encoding="utf-8")
    policy = Policy.from_text(text.replace("to: 2024-12-31", f"to: {last}"))
    found: list[Diagnostic] = []
    policy.door.accept(of_clerk(period="2024-12"), lambda _: Mark(Source("record"), 1), found)

    assert ([] if good else ["period_not_in_force"]) == [each.code for each in found]


def month_of(person: str) -> dict[str, Any]:
    """
    Give a record of the shipped policy, from the example month.
    """
    path = HERE.parent / "examples" / "month" / "facts.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return next(each for each in records if each["person"] == person)


def test_a_fact_that_the_score_does_not_rest_on_is_checked_all_the_same() -> None:
    """
    A fact of an option not chosen may be missing, and is refused when it is wrong, at the first score and later.
    """
    policy = load_policy("wancheng_2023_127")
    record = month_of("E001")
    short = without(record, "stock12_digested")
    for _ in range(2):
        for wrong, code in ((-1, "below_minimum"), ("three", "not_a_count")):
            with pytest.raises(FactsError) as caught:
                policy.score({**record, "stock12_digested": wrong})
            assert [code] == [each.code for each in caught.value.diagnostics]
        assert policy.score(record) == policy.score(short) == policy.score({**record, "stock12_digested": None})


def test_a_mapping_that_makes_up_what_is_missing_is_not_believed() -> None:
    """
    A mapping that gives a value for every key scores nothing that it does not hold.
    """

    class Generous(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            return CLERK[key]

    with pytest.raises(FactsError) as caught:
        EVERY_TYPE.score(Generous(without(CLERK, "files")))

    assert ["missing_fact"] == [each.code for each in caught.value.diagnostics]


LIMITS: dict[str, tuple[str, int, str, str, Said]] = {
    "bytes": (
        "MAX_BYTES",
        100,
        "table.csv",
        f"{HEADER}\n{ROW}\n",
        Said("table.csv", "table_too_large", "the file has more than 100 bytes", "give the table in several files"),
    ),
    "columns": (
        "MAX_COLUMNS",
        8,
        "table.csv",
        f"{HEADER},,\n{ROW},,\n",
        Said(
            "table.csv:1:1",
            "too_many_columns",
            "the table has 10 columns, more than 8",
            "look for commas at the end of the header",
        ),
    ),
    "a line": (
        "MAX_LINE",
        30,
        "table.jsonl",
        '{"officer": "E001"}\n{"officer": "E001", "role": "x"}\n',
        Said("table.jsonl:2:1", "long_line", "a line of 32 characters, more than 30", "one object on each line"),
    ),
}


@pytest.mark.parametrize(("limit", "value", "file", "text", "expect"), LIMITS.values(), ids=LIMITS)
def test_a_table_past_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, file: str, text: str, expect: Said
) -> None:
    """
    A table past a documented limit stops at once, as a limit and not as wrong facts.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tables, limit, value)
    Path(file).write_text(text, encoding="utf-8")

    with pytest.raises(LimitError) as caught:
        read_rows([file], EVERY_TYPE.door)

    assert [expect] == [Said.of(each) for each in caught.value.diagnostics]
    assert_readable_in_chinese(caught.value.diagnostics)


@pytest.mark.parametrize("limit", ["MAX_BYTES", "MAX_COLUMNS", "MAX_LINE"])
def test_a_table_at_a_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """
    What is exactly as large as a limit allows passes it.
    """
    text = json.dumps({**CLERK, "officer": "E001", "period": "2024-03"}) if limit == "MAX_LINE" else f"{HEADER}\n{ROW}"
    monkeypatch.setattr(tables, limit, 8 if limit == "MAX_COLUMNS" else len(text))
    path = tmp_path / ("table.jsonl" if limit == "MAX_LINE" else "table.csv")
    path.write_text(text, encoding="utf-8")

    assert 1 == len(accept_rows(read_rows([path], EVERY_TYPE.door), EVERY_TYPE.door))


def test_a_cell_without_end_is_a_wrong_table(tmp_path: Path) -> None:
    """
    A cell of more than 131,072 characters is refused with its row.
    """
    path = tmp_path / "table.csv"
    path.write_text(f"{HEADER}\n{ROW}\n{ROW}{'0' * 131_072}\n", encoding="utf-8")

    with pytest.raises(FactsError) as caught:
        read_rows([path], EVERY_TYPE.door)

    expect = Said(
        f"{path}:3:1",
        "bad_csv",
        "not a CSV table: a cell has more than 131072 characters",
        "look for a quote that is not closed",
    )
    assert [expect] == [Said.of(each) for each in caught.value.diagnostics]


def test_a_file_full_of_invisible_characters_is_said_a_hundred_times(tmp_path: Path) -> None:
    """
    A file of NULs costs neither time nor a million messages, and the last one says that there are more.
    """
    path = tmp_path / "table.csv"
    path.write_bytes(bytes(1_000_000))

    with pytest.raises(FactsError) as caught:
        read_rows([path], EVERY_TYPE.door)

    assert ["hidden_character"] * 100 + ["more_faults"] == [each.code for each in caught.value.diagnostics]


def test_nobody_asked_for_is_said_with_who_is_there(tmp_path: Path) -> None:
    """
    A person that no table has is an error that names the people and periods, the first dozen of them, and the nearest.
    """
    path = tmp_path / "table.csv"
    rows = [ROW.replace("E001", f"E{number:03}") for number in range(1, 15)]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")

    with pytest.raises(FactsError) as caught:
        score_all(EVERY_TYPE, [str(path)], {}, person="X7", period="2024-04")
    with pytest.raises(FactsError) as near:
        score_all(EVERY_TYPE, [str(path)], {}, person="e003")

    people = ", ".join(f"E{number:03}" for number in range(1, 13))
    help_ = f"people: {people}, …; periods: 2024-03"
    said = "`X7` is not in the tables; `2024-04` is not in the tables"
    assert [Said(str(path), "no_match", said, help_)] == [Said.of(each) for each in caught.value.diagnostics]
    assert ["did you mean `E003`?"] == [each.help() for each in near.value.diagnostics]
    records = [("张三", "2024-03"), ("张三", "2024-04"), ("李四", "2024-05")]
    alone = no_match("table.csv", records, "张山", None)
    absent = no_match("table.csv", records, "张三", "2024-05")
    assert [("数据表中没有 `张山`", "是否想写 `张三`？")] == [
        (each.message("zh"), each.help("zh")) for each in alone.diagnostics
    ]
    assert [("`张三` 没有 `2024-05` 的数据", "`张三` 的周期：2024-03, 2024-04")] == [
        (each.message("zh"), each.help("zh")) for each in absent.diagnostics
    ]
    assert_readable_in_chinese(caught.value.diagnostics)


def test_what_all_rows_lack_and_what_tables_repeat_is_said_once_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A column that all rows lack is said with their number; a table that is given twice, with the name of the first.
    """
    lacking = CASES["columns_missing_for_all"].found(monkeypatch)
    twice = CASES["tables_twice"].found(monkeypatch)

    assert "书记员缺少 `on_leave` 休假（另有 2 行也没有这一列）" == lacking[1].message("zh")
    assert "与 roster.csv 是同一张表，内容完全相同" == twice[0].message("zh")


def test_a_policy_that_is_not_shipped_is_said_with_those_that_are() -> None:
    """
    The name of a policy that the package does not ship is an error that names the nearest.
    """
    with pytest.raises(PolicyError) as caught:
        load_policy("wancheng_2023_128")

    expect = Said(
        "wancheng_2023_128",
        "unknown_policy",
        "no shipped policy `wancheng_2023_128`",
        "did you mean `wancheng_2023_127`?",
    )
    assert [expect] == [Said.of(each) for each in caught.value.diagnostics]
    assert_readable_in_chinese(caught.value.diagnostics)


def test_a_record_is_scored_by_what_has_accepted_it(warm: Policy) -> None:
    """
    A record that another policy has accepted, by other facts, limits or days, is never scored unchecked.

    One that only counts otherwise asks for the same, and so does a copy that went through a pickle.
    """
    text = (HERE / "policies" / "facts_of_every_type.yaml").read_text("utf-8")
    accepted = warm.accept(of_clerk(period="2024-03"))
    newer = Policy.from_text(text.replace("version: 1.0.0", "version: 1.0.1"))
    later = Policy.from_text(re.sub(r"in_force: .*", "in_force: {from: 2025-01-01}", text))

    assert warm.score_accepted(accepted) == warm.score_accepted(pickle.loads(pickle.dumps(accepted)))  # noqa: S301 (our own)
    assert warm.score_accepted(accepted).exact == newer.score_accepted(accepted).exact
    for other in (later, load_policy("wancheng_2023_127")):
        with pytest.raises(FactsError, match="accepted_by_another"):
            other.score_accepted(accepted)


def test_every_code_for_records_and_tables_has_a_case() -> None:
    """
    No message about records or tables is without a case that brings it up.
    """
    files = (en_records.__file__, en_tables.__file__)
    source = "".join(Path(each).read_text(encoding="utf-8") for each in files)
    sections = dict(re.findall(r"^    # ([A-Z].*)\n((?:    [^#].*\n)+)", source, re.MULTILINE))
    codes = set(
        re.findall(
            r'^    "([a-z0-9_]+)": ', sections["Records"] + sections["Tables"] + sections["Long tables"], re.MULTILINE
        )
    )
    here = {"no_match", "unknown_policy", "accepted_by_another"}  # each has its own test above
    here |= {"period_twice"}  # and this one among the outcomes
    said = {each.code for case in CASES.values() for each in case.expect}
    said |= {each.code for _, expect in FROM_PYTHON.values() for each in expect}
    said |= {each[-1].code for each in LIMITS.values()}

    assert set() == codes - said - here
