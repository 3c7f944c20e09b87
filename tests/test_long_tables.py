"""
Long tables: rows add up, references stay beside the points, and a long table scores as its wide twin does.
"""

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess_rules import Policy, Result, load_policy
from assess_rules.lines import Reference
from assess_rules.output import results_csv, results_json, run_record
from assess_rules.report import explain
from assess_rules.result_schema import result_schema
from assess_rules.tables import accept_rows, read_rows

HERE = Path(__file__).parent
EVERY_TYPE = load_policy(HERE / "policies" / "facts_of_every_type.yaml")
SHIPPED = load_policy("wancheng_2023_127")

Rows = Sequence[Sequence[str]]
HEADER = ["officer", "period", "fact", "value", "ref"]
ROSTER = [["officer", "role", "team", "period"], ["E001", "judge", "1", "2024-03"], ["E002", "judge", "2", "2024-03"]]
CASES = [
    ["E001", "2024-03", *each.split(" ")]
    for each in (
        "visits 2 A1",
        "visits 1 A2",
        "late_visits 2 A1",
        "hours -1.5 ",
        "level 5 ",
        "difficulty hard B1",
        "on_leave false ",
        "letters 1 C2",
        "letters 2 C1",
        "letters 1 ",
    )
]
OTHER = [["E002", "2024-03", *each] for each in (["hours", "0", ""], ["difficulty", "plain", ""])]
NIL = ("late_visits", "letters", "notices")


def csv_text(rows: Rows) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def written(folder: Path, *tables: Rows) -> list[Path]:
    paths = [folder / f"table{number}.csv" for number in range(len(tables))]
    for path, table in zip(paths, tables, strict=True):
        path.write_text(csv_text(table), encoding="utf-8")
    return paths


def scored(policy: Policy, paths: Sequence[Path], *complete: str) -> list[Result]:
    rows = read_rows(paths, policy.door, complete=complete)
    return [policy.score_accepted(each) for each in accept_rows(rows, policy.door)]


def test_counts_add_up_and_references_stay_beside_them(tmp_path: Path) -> None:
    """
    Rows of a count are summed, with a reference or without; what is complete and has no row is nil, and named.
    """
    paths = written(tmp_path, ROSTER, [HEADER, *CASES, *OTHER])
    first, second = scored(EVERY_TYPE, paths, "all")

    # E001: 2 visits short x 1, 2 late x 0.5 -> 7; 1.5 hours below 0, grade 5 x 0.2, 4 letters x 1 -> 3.5
    assert ("10.5", "fail", ("notices",)) == (str(first.score), first.verdict, first.complete)
    assert {"visits": 3, "late_visits": 2, "letters": 4} == {
        each: first.facts[each] for each in ("visits", "late_visits", "letters")
    }
    # E002: 5 visits short; no other deduction
    assert ("15.0", "pass") == (str(second.score), second.verdict)
    assert ("visits", "late_visits", "level", "on_leave", "letters", "notices") == second.complete
    assert (("reminders",), ()) == (second.defaulted, second.evidence)  # a fact with a default is not required
    one, two = first.lines
    assert [("difficulty", "B1", None), ("late_visits", "A1", 2), ("visits", "A1", 2), ("visits", "A2", 1)] == [
        (each.fact, each.ref, each.count) for each in one.evidence
    ]
    assert (Reference("letters", "C1", Fraction(2)), Reference("letters", "C2", Fraction(1))) == two.evidence


def test_the_json_of_a_result_has_the_evidence_by_line_and_what_was_nil(tmp_path: Path) -> None:
    """
    References stand by fact in the lines that rest on them, nil facts beside; both are left out where there are none.
    """
    paths = written(tmp_path, ROSTER, [HEADER, *CASES, *OTHER])
    first, second = (each.to_dict() for each in scored(EVERY_TYPE, paths, "all"))
    schema = result_schema()

    for each in (first, second):
        jsonschema.validate(each, schema)
    assert {"letters": [{"ref": "C1", "count": "2"}, {"ref": "C2", "count": "1"}]} == first["lines"][1]["evidence"]
    assert [{"ref": "B1", "count": None}] == first["lines"][0]["evidence"]["difficulty"]
    assert ["notices"] == first["complete"]
    assert [False, False] == ["evidence" in each for each in second["lines"]]
    plain = EVERY_TYPE.score({"role": "judge", **{name: scored_value(name) for name in WIDE_FACTS}}).to_dict()
    assert {"evidence", "complete", "veto_evidence"}.isdisjoint(plain)


WIDE_FACTS = "visits late_visits hours level difficulty on_leave letters notices".split()


def scored_value(name: str) -> Any:
    return {"difficulty": "plain", "on_leave": False}.get(name, 0)


def test_a_statement_shows_references_beside_the_points(tmp_path: Path) -> None:
    """
    Under each line stand the references of its facts, with how many of a count each is where that is not one.
    """
    first, second = scored(EVERY_TYPE, written(tmp_path, ROSTER, [HEADER, *CASES, *OTHER]), "all")

    assert REFERENCES == [line for line in explain(first, "en").splitlines() if "references" in line]
    assert "      走访 依据编号: A1 ×2, A2" in explain(first, "zh").splitlines()
    assert "facts that were nil because no row names them: Papers" in explain(first, "en").splitlines()
    assert "references" not in explain(second, "en")


REFERENCES = [
    "      Difficulty references: B1",
    "      Late visits references: A1 ×2",
    "      Visits references: A1 ×2, A2",
    "      Papers references: C1 ×2, C2",
]


def test_a_veto_names_its_references(tmp_path: Path) -> None:
    """
    The case number of a veto event stands in the result, apart from the lines.
    """
    facts = json.loads((HERE.parent / "examples" / "month" / "facts.jsonl").read_text("utf-8").splitlines()[0])
    del facts["grave_incident"]
    (tmp_path / "wide.jsonl").write_text(json.dumps(facts), encoding="utf-8")
    case = {"person": "E001", "period": "2024-03", "fact": "grave_incident", "value": True, "ref": "V1"}
    (tmp_path / "long.jsonl").write_text("\n" + json.dumps(case) + "\n", encoding="utf-8")

    (found,) = scored(SHIPPED, [tmp_path / "wide.jsonl", tmp_path / "long.jsonl"])

    assert ("vetoed", (Reference("grave_incident", "V1"),)) == (found.verdict, found.veto_evidence)
    assert {"grave_incident": [{"ref": "V1", "count": None}]} == found.to_dict()["veto_evidence"]
    assert "激化矛盾" in explain(found, "zh")
    assert explain(found, "zh").splitlines()[-1].endswith(" 依据编号: V1")
    assert [()] * 12 == [each.evidence for each in found.lines]
    jsonschema.validate(found.to_dict(), result_schema())


def test_a_header_alone_says_that_there_are_none(tmp_path: Path) -> None:
    """
    A long table without rows is the answer of a system that has no cases.
    """
    wide = [[*ROSTER[0], "hours", "difficulty"], [*ROSTER[1], "0", "plain"]]

    (found,) = scored(EVERY_TYPE, written(tmp_path, wide, [HEADER]), "all")

    assert ("15.0", 6) == (str(found.score), len(found.complete))


def test_two_tables_of_a_header_alone_are_not_one_table_twice(tmp_path: Path) -> None:
    """
    Two systems may both have nothing to tell: only a table that has rows can be given twice.
    """
    paths = written(tmp_path, ROSTER, [HEADER, *CASES, *OTHER], [HEADER], [HEADER])

    assert scored(EVERY_TYPE, paths[:2], "all") == scored(EVERY_TYPE, paths, "all")


def test_a_fact_of_the_policy_called_as_a_column_of_long_tables_keeps_its_meaning(tmp_path: Path) -> None:
    """
    Where a policy has facts with the ids `fact` and `value`, a table with those columns is a wide one.
    """
    text = (HERE / "policies" / "facts_of_every_type.yaml").read_text(encoding="utf-8")
    policy = Policy.from_text(text.replace("letters", "fact").replace("notices", "value"))
    table = [
        ["officer", "role", "period", *WIDE_FACTS],
        ["E001", "judge", "2024-03", *"6 0 0 0 plain false 1 2".split()],
    ]
    table[0] = ["fact" if each == "letters" else "value" if each == "notices" else each for each in table[0]]

    (found,) = scored(policy, written(tmp_path, table))

    assert ("17.0", 1, 2) == (str(found.score), found.facts["fact"], found.facts["value"])


def test_the_run_record_says_what_was_complete() -> None:
    """
    What was asked for stands in the run record, and nothing where nothing was.
    """
    asked = run_record(EVERY_TYPE, {}, Path("x.csv"), "", ("letters", "all"))

    assert ["letters", "all"] == asked["complete"]
    assert "complete" not in run_record(EVERY_TYPE, {}, Path("x.csv"), "")


@st.composite
def twins(draw: st.DrawFn) -> tuple[Rows, Rows, list[list[str]]]:
    """
    Draw a wide table, and the same facts as a roster and a long table whose rows are split and mixed.
    """
    people = [f"E{number:03}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    wide, roster, long = [["officer", "role", "team", "period", *WIDE_FACTS]], [ROSTER[0]], list[list[str]]()
    for person in people:
        row: dict[str, int | str] = {
            "visits": draw(st.integers(5, 50)),
            **{name: draw(st.integers(0, 5)) for name in ("late_visits", "letters", "notices")},
            "hours": draw(st.sampled_from(["-8", "-0.5", "0", "3.2"])),
            "level": draw(st.sampled_from([0, 5, 10])),
            "difficulty": draw(st.sampled_from(["plain", "hard"])),
            "on_leave": "false",
        }
        who = [person, "judge", "1", "2024-03"]
        roster.append(who)
        wide.append([*who, *(str(row[name]) for name in WIDE_FACTS)])
        for name, value in row.items():
            parts: list[int | str] = [value]
            if isinstance(value, int) and draw(st.booleans()):
                first = draw(st.integers(0, value))
                parts = [first, value - first]
            for number, part in enumerate(parts):
                ref = f"R{number}" if draw(st.booleans()) else ""
                long.append([person, "2024-03", name, str(part), ref])
    return wide, roster, draw(st.permutations(long))


@given(case=twins(), again=st.randoms())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_long_table_scores_as_its_wide_twin_in_any_order(
    case: tuple[Rows, Rows, Any], again: Any, tmp_path: Path
) -> None:
    """
    The same facts in a long table give the same bytes; the order of its rows, and of the tables, makes no difference.
    """
    wide, roster, long = case
    mixed = list(long)
    again.shuffle(mixed)
    one = scored(EVERY_TYPE, written(tmp_path, wide))
    two = scored(EVERY_TYPE, written(tmp_path, roster, [HEADER, *long]))
    three = scored(EVERY_TYPE, written(tmp_path, [HEADER, *mixed[1:]], roster, [HEADER, *mixed[:1]]))

    assert results_csv(one) == results_csv(two)
    assert results_json(two) == results_json(three)
    assert [each.figures() for result in one for each in result.lines] == [
        each.figures() for result in two for each in result.lines
    ]


def but_for_nil(results: Sequence[Result]) -> str:
    """Write a table without its last column, which says what was nil for want of a row."""
    rows = list(csv.reader(io.StringIO(results_csv(results))))
    assert "complete" == rows[0][-1]
    return csv_text([row[:-1] for row in rows])


def test_a_complete_fact_without_rows_scores_as_a_written_nil(tmp_path: Path) -> None:
    """
    No row of a complete fact is the same as a row that says 0 or no, but for saying so.
    """
    nils = [["E002", "2024-03", *each, ""] for each in (["late_visits", "0"], ["letters", "0"], ["notices", "0"])]
    rest = [["E002", "2024-03", *each, ""] for each in (["visits", "6"], ["level", "0"], ["on_leave", "否"])]
    said = scored(EVERY_TYPE, written(tmp_path, [*ROSTER[:1], ROSTER[2]], [HEADER, *OTHER, *rest, *nils]))
    meant = scored(
        EVERY_TYPE, written(tmp_path, [*ROSTER[:1], ROSTER[2]], [HEADER, *OTHER, *rest]), *NIL[:2], "notices"
    )

    assert results_csv(said) == but_for_nil(meant)
    assert [((), NIL)] == [(one.complete, two.complete) for one, two in zip(said, meant, strict=True)]


def test_the_long_table_of_the_example_month_scores_as_the_wide_one() -> None:
    """
    The month as items with numbers of their own gives the bytes of the month as one wide table.
    """
    month = HERE.parent / "examples" / "month"
    wide = scored(SHIPPED, [month / "facts.jsonl"])
    long = scored(SHIPPED, [month / "long" / "roster_and_figures.csv", month / "long" / "items.csv"], "all")

    assert results_csv(wide) == but_for_nil(long)
    assert 36 == sum(bool(each.complete) for each in long)
    vetoed = next(each for each in long if each.person == "E030")
    assert {"falsified_data", "criminal_or_disciplinary"} == {each.fact for each in vetoed.veto_evidence}
