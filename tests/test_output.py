"""
Files of results say all that was found, are safe to open, are the same everywhere, and are whole or not there.
"""

import csv
import errno
import hashlib
import io
import itertools
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import pytest
from jsonschema import Draft202012Validator

from assess_rules import Policy, Result, load_policy
from assess_rules.backends.reference import value_of
from assess_rules.declared import RESERVED
from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Compare,
    Const,
    Equal,
    Expr,
    Fact,
    Floor,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
)
from assess_rules.labels import Language
from assess_rules.output import (
    file_bytes,
    json_text,
    not_appraised,
    number_cell,
    results_csv,
    results_json,
    run_record,
    text_cell,
    write_whole,
    write_with_record,
)
from assess_rules.pencil import Pencil
from assess_rules.report import explain
from assess_rules.result_schema import result_schema, results_schema
from assess_rules.tables import accept_rows, read_rows

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
YEAR = EXAMPLES / "facts_2024.csv"
MONTH = EXAMPLES / "month" / "facts.jsonl"
EVERY_TYPE = load_policy(HERE / "policies" / "facts_of_every_type.yaml")
SHIPPED = load_policy("wancheng_2023_127")
CLERK = {"role": "clerk", "visits": 6, "late_visits": 0, "difficulty": "plain", "on_leave": False, "files": 0}
JUDGE = {
    "role": "judge",
    "visits": 6,
    "late_visits": 3,
    "hours": 0,
    "level": 5,
    "difficulty": "hard",
    "on_leave": False,
    "letters": 0,
    "notices": 0,
}
VALIDATOR = Draft202012Validator(result_schema())


def results(policy: Policy, *tables: Path) -> list[Result]:
    return [policy.score_accepted(each) for each in accept_rows(read_rows(tables, policy.door), policy.door)]


def test_csv_of_two_roles() -> None:
    """
    A table says who, score and verdict, the exact total and each indicator; one that the role lacks stays empty.
    """
    judge = EVERY_TYPE.score({**JUDGE, "officer": "E001", "team": "1", "period": "2024-03"})
    clerk = EVERY_TYPE.score({**CLERK, "officer": "E002", "files": 9})

    # E001: 3 late visits x 0.5 -> 8.5; grade 5 x 0.2 -> 9. E002: 9 files -> 1
    assert (
        "person,role,team,period,score,verdict,exact,i1,i2,i3,vetoes,status,version,provisional\n"
        "E001,judge,1,2024-03,17.5,pass,17.5,8.5,9,,,,1.0.0,\n"
        "E002,clerk,,,11.0,fail,11,10,,1,,,1.0.0,\n"
    ) == results_csv([judge, clerk])


@pytest.mark.parametrize(
    ("value", "cell"),
    [("1/3", "'1/3"), ("-1/3", "'-1/3"), ("126/19", "'126/19"), ("0.5", "0.5"), ("-0.5", "-0.5"), ("3", "3")],
)
def test_a_fraction_is_a_text_for_spreadsheets(value: str, cell: str) -> None:
    """
    A spreadsheet would read 1/3 as a day in January: it stands behind an apostrophe; what has an end is a number.
    """
    assert cell == number_cell(Fraction(value))


def test_fractions_of_a_result_are_texts_in_every_column() -> None:
    """
    The exact total, a subtotal and an indicator that come to a fraction are marked alike, and only they.
    """
    policy = SHIPPED.with_readings({"part_point": "in_proportion"})
    (row,) = [
        each for each in csv.DictReader(io.StringIO(results_csv(results(policy, MONTH)))) if each["person"] == "E015"
    ]
    result = next(each for each in results(policy, MONTH) if each.person == "E015")
    marked = {key: Fraction(cell[1:]) for key, cell in row.items() if cell.startswith("'")}

    assert {"exact", "individual", "o2", "o3", "o4"} == set(marked)
    assert result.exact == marked["exact"]
    assert str(result.score) == row["score"]


def test_no_indicator_can_be_named_as_another_column() -> None:
    """
    Each column that is no section and no indicator has a name that the format takes, so no two columns are alike.
    """
    trial = SHIPPED.with_readings({"part_point": "in_proportion"})
    columns = next(csv.reader(io.StringIO(results_csv(results(trial, MONTH)))))
    sections = {each.id for plan in trial.plans.values() for each in plan.sections}
    declared = sections | {each.id for plan in trial.plans.values() for each in plan.indicators}

    assert len(set(columns)) == len(columns) > len(declared)
    assert set(columns) - declared <= RESERVED


def test_csv_of_a_vetoed_month_and_of_provisional_readings() -> None:
    """
    Under a veto there is neither score nor exact total; its events are named, and the readings nobody has decided.
    """
    rows = list(csv.DictReader(io.StringIO(results_csv(results(SHIPPED, MONTH)))))
    vetoed = next(each for each in rows if each["person"] == "E030")
    provisional = "reduced part_point empty_stock bonus_reach beijing_points"

    assert {
        "person": "E030",
        "role": "assistant",
        "team": "3",
        "period": "2024-03",
        "score": "",
        "verdict": "vetoed",
        "exact": "",
        "common": "40",
        "individual": "45",
        "vetoes": "falsified_data criminal_or_disciplinary",
        "status": "",
        "version": "1.0.0",
        "provisional": provisional,
    } == {key: cell for key, cell in vetoed.items() if len(key) > 2}


FORMULAS = [
    "=1+1",
    "-x",
    "+x",
    "@x",
    "＝1",
    "－1",
    "＋1",
    "＠x",
    '=HYPERLINK("http://x";"y")',
    '=1,"2"',
    "'=1",
    "'",
    "E001",
    "1",
]


@pytest.mark.parametrize("column", ["officer", "team"])
def test_names_are_no_formulas_and_nothing_is_lost(column: str) -> None:
    """
    A name that a spreadsheet would compute gets a mark, and taking the mark off again gives the name.
    """
    found = [EVERY_TYPE.score({**CLERK, "officer": "E", column: each}) for each in FORMULAS]
    cells = [
        row["person" if column == "officer" else column] for row in csv.DictReader(io.StringIO(results_csv(found)))
    ]

    assert not [each for each in cells if each.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]
    assert FORMULAS == [each.removeprefix("'") for each in cells]
    assert FORMULAS[-2:] == cells[-2:]


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1"])
def test_a_cell_after_a_separator_is_no_formula(text: str) -> None:
    """
    A text that begins with a tab or a line end is marked too.
    """
    assert f"'{text}" == text_cell(text)


BELOW_ZERO = """
format: 1
policy: below_zero
version: 1.0.0
title: 可以为负
source: {issuer: 无, number: 无}
in_force: {from: 2024-01-01}
period: month
base: 10
display: {places: 1, rounding: half_up}
roles: {judge: 法官}
facts: {errors: {label: 差错, unit: 件}}
indicators:
  - {id: i1, at: 一, label: 差错, cap: 10, floor: none, rules: [{kind: per_item, deduct: {errors: 1}}]}
"""


def test_who_is_not_appraised_stands_below_the_results() -> None:
    """
    A row with the reason and no figure, safe for spreadsheets; in JSON an entry of a list of its own.
    """
    rows: list[dict[str, Any]] = [
        {"officer": "E003", "role": "clerk", "team": "=2", "period": "2024-03", "status": "=leave"},
        {**CLERK, "officer": "E002", "files": 9},
    ]
    accepted = [EVERY_TYPE.accept(each, text=True) for each in rows]
    apart = not_appraised(EVERY_TYPE, accepted)
    scored = [EVERY_TYPE.score_accepted(accepted[1])]
    data = json.loads(results_json(scored, apart))

    assert (
        "person,role,team,period,score,verdict,exact,i1,i3,vetoes,status,version,provisional\n"
        "E002,clerk,,,11.0,fail,11,10,1,,,1.0.0,\n"
        "E003,clerk,'=2,2024-03,,,,,,,'=leave,1.0.0,\n"
    ) == results_csv(scored, apart)
    assert ["E002"] == [each["person"] for each in data["results"]]
    who = {"person": "E003", "role": "clerk", "team": "=2", "period": "2024-03", "status": "=leave"}
    assert [{**who, "policy": EVERY_TYPE.id, "version": "1.0.0"}] == data["not_appraised"]
    Draft202012Validator(results_schema()).validate(data)


def test_a_negative_score_stays_a_number() -> None:
    """
    Figures are never marked: a score below zero is a number, and a policy without a pass mark gives no verdict.
    """
    found = Policy.from_text(BELOW_ZERO).score({"role": "judge", "errors": 30})

    assert ",judge,,,-20.0,,-20,-20,,,1.0.0," == results_csv([found]).splitlines()[1]
    assert ("-20.0", "-20", None) == tuple(found.to_dict()[key] for key in ("score", "exact", "verdict"))
    VALIDATOR.validate(found.to_dict())


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def test_the_result_schema_is_a_schema() -> None:
    """
    The schema of results is valid by its own dialect.
    """
    Draft202012Validator.check_schema(result_schema())


@pytest.mark.parametrize("change", [("format", 2), ("exact", 90), ("verdict", "maybe"), ("more", 1), ("score", "1e2")])
def test_the_result_schema_refuses_what_is_no_result(change: tuple[str, Any]) -> None:
    """
    A number where a text is meant, an unknown word or key: the schema says no.
    """
    wrong = EVERY_TYPE.score(CLERK).to_dict() | dict([change])

    assert 1 == len(list(VALIDATOR.iter_errors(wrong)))


@pytest.mark.volume
def test_every_example_result_is_valid_and_holds_no_float() -> None:
    """
    The JSON of all 432 results of the example year is valid by the schema, and every figure in it is a text.
    """
    data = json.loads(results_json(results(SHIPPED, YEAR)))
    found = data["results"]

    Draft202012Validator(results_schema()).validate(data)
    assert (432, []) == (len(found), data["not_appraised"])
    for each in found:
        VALIDATOR.validate(each)
    assert {str, bool, type(None), int} == {type(each) for each in leaves(found)}
    assert {1} == {each for each in leaves(found) if type(each) is int}  # the format


OPTIONS = [
    (id_, option)
    for id_, reading in SHIPPED.spec.readings.items()
    for option in reading.options
    if option != reading.chosen.name
]


@pytest.mark.parametrize(("reading", "option"), OPTIONS)
def test_results_are_valid_under_every_reading(reading: str, option: str) -> None:
    """
    Whatever option a what-if takes, its results are valid and say that they are a trial.
    """
    found = [each.to_dict() for each in results(SHIPPED.with_readings({reading: option}), MONTH)]

    assert 36 == len(found)
    for each in found:
        VALIDATOR.validate(each)
        assert [reading] == each["trial"]


def test_json_says_what_the_result_says() -> None:
    """
    The JSON of a result has its figures, steps, facts and defaults, and Chinese as it is.
    """
    found = EVERY_TYPE.score({**JUDGE, "officer": "E001", "team": "1", "period": "2024-03"})
    said = json.loads(results_json([found]))["results"][0]
    line = said["lines"][1]

    assert found.to_dict() == said
    assert {"person": "E001", "role": "judge", "team": "1", "period": "2024-03"} == {
        key: said[key] for key in ("person", "role", "team", "period")
    }
    assert ("17.5", "17.5", "pass", "17.5", ["reminders"]) == tuple(
        said[key] for key in ("score", "exact", "verdict", "arithmetic", "defaulted")
    )
    assert ("i2", "其他", ["二"], "10", "1", "0", "9") == tuple(
        line[key] for key in ("indicator", "label", "at", "cap", "deducted", "bonus", "points")
    )
    assert {"name": "i2.level", "at": ["二"], "formula": "0.2 × 5", "value": "1"} in line["steps"]
    assert ("0", False, "hard") == tuple(said["facts"][key] for key in ("hours", "on_leave", "difficulty"))
    assert "其他" in results_json([found])


def test_a_result_never_changes_and_says_what_it_is() -> None:
    """
    A result can be shown, compared, kept in a set and sent to another process, and nothing can be put into it.
    """
    found = EVERY_TYPE.score({**JUDGE, "officer": "E001"})
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 (our own bytes)
    other = EVERY_TYPE.score({**JUDGE, "officer": "E002"})

    assert "Result(E001 judge: 17.5 pass)" == repr(found)
    assert "Result(judge: 17.5 pass)" == repr(EVERY_TYPE.score(JUDGE))
    assert "Line(i1: 8.5 of 10)" == repr(found.lines[0])
    assert found == again
    assert found != other
    assert found != "a result"
    assert {found, other} == {again, found, other}
    with pytest.raises(AttributeError):
        found.score = None  # type: ignore[misc]
    step = found.trace()[0]
    for mapping in (found.facts, found.cuts, step.known, pickle.loads(pickle.dumps(step)).known):  # noqa: S301 (our own)
        assert isinstance(mapping, MappingProxyType)
    assert step == pickle.loads(pickle.dumps(step))  # noqa: S301 (our own bytes)


class Letters(Pencil):
    """Writes facts and references by their names; each of them is 1."""

    def __init__(self, language: Language) -> None:
        super().__init__({"a": Fraction(1), "b": Fraction(1)}, value_of, language)

    def leaf(self, expr: Fact | Ref) -> str:
        name = expr.name if isinstance(expr, Fact) else expr.step
        return "−2" if name == "less" else name


A, B, TWO, LESS = Fact("a"), Ref("b"), Const(Fraction(2)), Const(Fraction(-2))
MINUS_A, EITHER = Scale(Fraction(-1), A), Or((A, Not(B)))
FORMULAS_OF: dict[str, Expr] = {
    "−a": MINUS_A,
    "−(a + b)": Scale(Fraction(-1), Add((A, B))),
    "−a + b − 2": Add((MINUS_A, B, LESS)),
    "−2 + a − (a + b)": Add((LESS, A, Scale(Fraction(-1), Add((A, B))))),
    "2 + (−2)": Add((TWO, Ref("less"))),
    "0": Add(()),
    "0.5 × (a + b)": Scale(Fraction(1, 2), Add((A, B))),
    "(a + 2) × (−2)": Mul(Add((A, TWO)), LESS),
    "a ÷ (b × 2)": Ratio(A, Mul(B, TWO), TWO),
    "a ÷ 0%, which counts as 5%": Ratio(A, Const(Fraction(0), rate=True), Const(Fraction(1, 20), rate=True)),
    "a ÷ (b − 1), which counts as 2": Ratio(A, Add((B, Const(Fraction(-1)))), TWO),
    "a ÷ 0, which counts as 5%": Ratio(A, Const(Fraction(0)), Const(Fraction(1, 20), rate=True)),
    "2 + (a ÷ 0, which counts as 2)": Add((TWO, Ratio(A, Const(Fraction(0)), TWO))),
    "8%": Const(Fraction(2, 25), rate=True),
    "min(a, max(b, 2))": Min((A, Max((B, TWO)))),
    "floor(a) + ceil(b) + round(2)": Add((Floor(A), Ceil(B), Round(TWO))),
    "a ≥ b": Compare(A, ">=", B),
    "(a = x) and (not b)": And((Equal(A, "x"), Not(B))),
    "not (a or (not b))": Not(EITHER),
    "yes": And(()),
    "no": Or(()),
    "b": Select(Compare(Const(Fraction(1)), ">", TWO), A, B),
    "2 + (a) − b": Add((TWO, Select(Compare(A, ">=", TWO), B, A), Scale(Fraction(-1), B))),
    "a < b": Select(Not(Equal(A, "x")), Compare(A, "<", B), B),
}


@pytest.mark.parametrize(("text", "expr"), FORMULAS_OF.items(), ids=FORMULAS_OF)
def test_a_formula_reads_as_people_write_it(text: str, expr: Expr) -> None:
    """
    Every operation has its sign or word, with brackets where the reading would be in doubt.
    """
    assert text == Letters("en").write(expr)


def test_a_formula_has_words_in_chinese() -> None:
    """
    In Chinese the words are Chinese.
    """
    assert "取小(a, 取整(b))" == Letters("zh").write(Min((A, Floor(B))))
    assert "a 或 (非 b)" == Letters("zh").write(EITHER)
    assert "a ÷ 0，分母为0，按 2 计" == Letters("zh").write(Ratio(A, Const(Fraction(0)), TWO))


def test_a_part_of_a_point_is_short_with_the_exact_fraction_beside() -> None:
    """
    Points that no decimal writes are cut short for people, and where they are a result the fraction stands beside.
    """
    policy = SHIPPED.with_readings({"part_point": "in_proportion"})
    (found,) = [each for each in results(policy, YEAR) if (each.person, each.period) == ("E015", "2024-01")]
    lines = explain(found, "en").splitlines()

    # o2: 8/108 is 16/27 of a point below 8 %, at 0.5; o3: 6/105 is 5/7 above 5 %; o4: 5/104 is 5/26 below
    assert "cap 8  deducted 0.296… (8/27)  points 7.703… (208/27)" in "\n".join(lines)
    assert "  subtotal: 20 + 7.703… + 8.357… + 7.903… + 8 + 8 = 59.964… (589333/9828)" in lines
    assert "total: 40 + 59.964… = 99.964… (982453/9828) ≥ 90, pass" in lines


def test_run_record_says_what_a_file_was_made_of() -> None:
    """
    A run record holds names and hashes of inputs and output, policy, readings and engine, and no folder or day.
    """
    policy = SHIPPED.with_readings({"bonus_reach": "apart"})
    text = "person\n甲\n"
    inputs: dict[str, str] = {}
    roster, cases = (EXAMPLES / "month" / name for name in ("roster.csv", "cases.csv"))
    read_rows([str(roster), cases], policy.door, hashes=inputs)
    record = run_record(policy, inputs, Path("somewhere") / "results.csv", text)

    assert {
        "format": 1,
        "output": {"name": "results.csv", "sha256": hashlib.sha256(b"\xef\xbb\xbf" + text.encode()).hexdigest()},
        "inputs": [
            {"name": "roster.csv", "sha256": hashlib.sha256(roster.read_bytes()).hexdigest()},
            {"name": "cases.csv", "sha256": hashlib.sha256(cases.read_bytes()).hexdigest()},
        ],
        "policy": "wancheng_2023_127",
        "version": "1.0.0",
        "source_hash": SHIPPED.stamp.source_hash,
        "plan_hash": policy.stamp.plan_hash,
        "readings": {id_: reading.chosen.name for id_, reading in SHIPPED.spec.readings.items()}
        | {"bonus_reach": "apart"},
        "trial": ["bonus_reach"],
        "engine": SHIPPED.stamp.engine,
    } == record
    assert SHIPPED.stamp.plan_hash != policy.stamp.plan_hash


ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Shanghai"},
    {"PYTHONHASHSEED": "4294967295", "LC_ALL": "C.UTF-8", "TZ": "America/Los_Angeles", "PYTHONUNBUFFERED": "1"},
]


@pytest.mark.parametrize(("ending", "facts"), [(".csv", YEAR), (".json", MONTH)])
def test_files_are_the_same_bytes_everywhere(tmp_path: Path, ending: str, facts: Path) -> None:
    """
    Another process, folder, hash seed, locale and time zone write the same bytes, of results and of the run record.
    """
    written = set()
    for number, environment in enumerate(ENVIRONMENTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = [sys.executable, "-m", "assess_rules", "score", "wancheng_2023_127", str(facts), "-o", f"all{ending}"]
        subprocess.run(command, cwd=folder, env=os.environ | environment, check=True, capture_output=True)
        written.add(tuple((folder / f"all{each}").read_bytes() for each in (ending, f"{ending}.run.json")))
    found = results(SHIPPED, facts)
    text = results_csv(found) if ending == ".csv" else results_json(found)
    inputs = {str(facts): hashlib.sha256(facts.read_bytes()).hexdigest()}
    record = json_text(run_record(SHIPPED, inputs, Path(f"all{ending}"), text))

    assert {(file_bytes(Path(f"all{ending}"), text), record.encode())} == written


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


OLD, NEW = "old 旧\n" * 5, "new 新\n" * 100_000


class Failing:
    """
    Makes the calls by which a file is written, and lets the n-th of them fail.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> None:
        self.number, self.code, self.calls, self.replaced = number, code, 0, False
        opened, replace = Path.open, os.replace

        def open_file(path: Path, mode: str) -> "FailingFile":
            return FailingFile(self, self.made(opened)(path, mode))

        def put(*args: Any) -> None:
            self.made(replace)(*args)
            self.replaced = True

        monkeypatch.setattr(Path, "open", open_file)
        monkeypatch.setattr(os, "replace", put)
        for name in ("fsync", "open"):
            monkeypatch.setattr(os, name, self.made(getattr(os, name)))

    def made(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.number:
                raise OSError(self.code, os.strerror(self.code))
            return function(*args, **named)

        return call


class FailingFile:
    """
    A file that, when its turn comes, takes half of what is written to it.
    """

    def __init__(self, failing: Failing, file: Any) -> None:
        self.failing, self.file = failing, file
        self.flush = failing.made(file.flush)
        self.fileno = file.fileno

    def write(self, data: bytes) -> None:
        try:
            self.failing.made(self.file.write)(data)
        except OSError:
            self.file.write(data[: len(data) // 2])
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("old", [OLD, None], ids=["over an old file", "where none was"])
def test_a_failure_at_any_call_leaves_the_old_file_whole(tmp_path: Path, code: int, old: str | None) -> None:
    """
    Whichever call fails, the file is the old one or, once renamed, the new; no other stays, and the error names it.
    """
    path = tmp_path / "results.csv"
    for number in itertools.count(1):
        path.unlink(missing_ok=True)
        if old is not None:
            path.write_text(old, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            failing = Failing(patch, number, code)
            try:
                write_whole(path, NEW)
            except OSError as error:
                said = (error.errno, error.filename, error.strerror)
            else:
                break
        expected = NEW if failing.replaced else old
        assert (code, str(path), os.strerror(code)) == said
        assert expected == (path.read_text(encoding="utf-8-sig") if path.exists() else None)
        assert ([] if expected is None else ["results.csv"]) == names_in(tmp_path)

    assert NEW == path.read_text(encoding="utf-8-sig")
    # open for the lock, open, write, flush, fsync, replace, open and fsync of the folder; then none failed
    assert 8 + 1 == number


def test_a_failure_at_any_call_leaves_each_of_two_files_whole(tmp_path: Path) -> None:
    """
    The results come first and their record last; whichever call fails, each is old or new and whole.
    """
    path, beside = tmp_path / "results.csv", tmp_path / "results.csv.run.json"
    seen, named = set(), set()
    for number in itertools.count(1):
        path.write_text(OLD, encoding="utf-8")
        beside.write_text(json_text({"of": "old"}), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, number, errno.ENOSPC)
            try:
                write_with_record(path, NEW, {"of": "new"})
            except OSError as error:
                named.add(error.filename)
            else:
                break
        text, record = path.read_text(encoding="utf-8-sig"), json.loads(beside.read_text(encoding="utf-8"))
        seen.add(({OLD: "old", NEW: "new"}[text], record["of"]))
        assert [path.name, beside.name] == names_in(tmp_path)

    assert {("old", "old"), ("new", "old"), ("new", "new")} == seen
    assert {str(path), str(beside)} == named


def test_what_cannot_be_encoded_touches_no_file(tmp_path: Path) -> None:
    """
    Half a character fails before anything is opened.
    """
    path = tmp_path / "results.csv"
    path.write_text(OLD, encoding="utf-8")

    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")

    assert ["results.csv"] == names_in(tmp_path)
    assert OLD == path.read_text(encoding="utf-8-sig")


def test_elsewhere_a_file_is_written_without_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the system has neither these locks nor handles of folders, a file is written without them.
    """
    monkeypatch.setattr(os, "name", "another")
    with monkeypatch.context() as patch:
        failing = Failing(patch, 0, errno.EIO)
        write_whole(tmp_path / "results.csv", NEW)

    assert NEW == (tmp_path / "results.csv").read_text(encoding="utf-8-sig")
    assert 5 == failing.calls  # the lock, and open and fsync of the folder, are left out


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    """
    A result file may be read by whom the user's umask allows, as any other file.
    """
    old = os.umask(0o027)
    try:
        write_whole(tmp_path / "results.csv", NEW)
        assert 0o027 == os.umask(0o027)
    finally:
        os.umask(old)

    assert 0o640 == (tmp_path / "results.csv").stat().st_mode & 0o777


def test_what_a_killed_run_left_is_written_over(tmp_path: Path) -> None:
    """
    A temporary file that nobody writes any more is taken by the next run, and is gone after it.
    """
    (tmp_path / ".results.csv.tmp").write_text(NEW + "half a li", encoding="utf-8")

    write_whole(tmp_path / "results.csv", OLD)

    assert OLD == (tmp_path / "results.csv").read_text(encoding="utf-8-sig")
    assert ["results.csv"] == names_in(tmp_path)


def test_a_temporary_name_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    """
    Whoever else may write to the folder cannot have another file written over.
    """
    other = tmp_path / "other.txt"
    other.write_text(OLD, encoding="utf-8")
    (tmp_path / ".results.csv.tmp").symlink_to(other)

    with pytest.raises(OSError, match=r"results\.csv"):
        write_whole(tmp_path / "results.csv", NEW)

    assert OLD == other.read_text(encoding="utf-8-sig")


def test_runs_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    """
    Threads that write one file at the same time leave the whole text of one of them, and nothing else.
    """
    texts = [f"{number}\n" * 200_000 for number in range(4)]
    path, failed = tmp_path / "results.csv", list[object]()

    def write(text: str) -> None:
        try:
            for _ in range(10):
                write_whole(path, text)
                if (
                    path.read_text(encoding="utf-8-sig") not in texts
                ):  # so long that an assert would take minutes to explain
                    failed.append("torn")
        except BaseException as error:  # noqa: BLE001 (a thread's failure is told below)
            failed.append(error)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [] == failed
    assert ["results.csv"] == names_in(tmp_path)


def test_result_and_record_are_of_one_run(tmp_path: Path) -> None:
    """
    Of threads that write one pair of names at once, both files are of the same one.
    """
    path, beside = tmp_path / "results.csv", tmp_path / "results.csv.run.json"
    texts = [f"{number}\n" * (1 + number * 100_000) for number in range(4)]

    def write(text: str) -> None:
        write_with_record(path, text, {"length": len(text)})

    for _ in range(20):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, texts))
        assert len(path.read_text(encoding="utf-8-sig")) == json.loads(beside.read_text(encoding="utf-8"))["length"]
    assert [path.name, beside.name] == names_in(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there, a name is text")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """
    On systems where a name is any bytes, the record has it as Python does.
    """
    path = tmp_path / os.fsdecode(b"\xff\xfe.csv")
    write_with_record(path, NEW, run_record(SHIPPED, {}, path, NEW))

    record = json.loads(path.with_name(f"{path.name}.run.json").read_bytes())
    assert path.name == record["output"]["name"]


KILLED = """
import itertools, pathlib, sys
from assess_rules.output import write_with_record
path = pathlib.Path(sys.argv[1])
print("ready", flush=True)
for number in itertools.count(int(sys.argv[2])):
    text = f"{number % 10}\\n" * 200_000
    write_with_record(path, text, {"number": number, "length": len(text)})
"""


def test_a_writer_killed_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    """
    Thirty times a process that writes without pause is killed; each file is whole, and the next run succeeds.

    The record is that of the result, or of the one before.
    """
    path, beside = tmp_path / "results.csv", tmp_path / "results.csv.run.json"
    moments = random.Random(127)  # noqa: S311 (the same moments in every run)
    last = 0
    for _ in range(30):
        command = [sys.executable, "-c", KILLED, str(path), str(last + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert b"ready\n" == child.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(moments.uniform(0, 0.05))
            child.send_signal(signal.SIGKILL)
        if beside.exists():
            record = json.loads(beside.read_text(encoding="utf-8-sig"))
            assert 400_000 == record["length"]
            last = record["number"]
        if path.exists():
            text = path.read_text(encoding="utf-8-sig")
            assert f"{text[0]}\n" * 200_000 == text
            assert text[0] in (str(last % 10), str((last + 1) % 10))  # the record comes last, and is not skipped
    assert last > 0

    write_with_record(path, NEW, {"first": "n"})
    assert NEW == path.read_text(encoding="utf-8-sig")
    assert {"first": "n"} == json.loads(beside.read_text(encoding="utf-8-sig"))
    assert [path.name, beside.name] == names_in(tmp_path)
