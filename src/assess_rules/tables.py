"""
Tables of facts: CSV and JSON Lines, wide and long, several of them joined on person and period.

A header names a column by its id or by its label. Cells stay texts; the door for facts decides what they mean.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from assess_rules.decoding import Encoding, Encodings, decoded
from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import FactsError, Faults, LimitError
from assess_rules.facts import Accepted, Door
from assess_rules.given import blanks_around
from assess_rules.labels import LANGUAGES, Label
from assess_rules.long_tables import COLUMNS, Sums, complete_facts
from assess_rules.marks import Mark, Source, visible
from assess_rules.records import Record, evolve, record
from assess_rules.rows import CellMarks, Key, Row, joined
from assess_rules.typed import label_words, naming

MAX_BYTES = 1 << 28
MAX_COLUMNS = 1000
MAX_LINE = 1 << 20
_OTHER_SEPARATORS = ";\t|，；"
PROBLEMS = {  # what Python's parsers of JSON and CSV say, in other words from version to version, and what we say
    "(.+) has an exponent": Label("{} 带指数", "{} has an exponent"),
    "(.+) is no number": Label("{} 不是数字", "{} is no number"),
    "property name|comma before end of object": Label("缺少双引号中的键", "a key in double quotes is missing"),
    "'(.)' delimiter|'(.)' expected": Label("缺少分隔符", "a separator is missing"),
    "Expecting value|comma before end of array": Label("缺少值", "a value is missing"),
    "Extra data": Label("对象之后还有内容", "something stands behind the object"),
    "Unterminated string|end of data": Label("引号没有闭合", "a quote is not closed"),
    "control character": Label("文字中有控制字符", "a control character stands in a text"),
    "escape": Label("转义写法不对", "an escape is not one"),
    r"limit \((\d+)\)": Label("一格超过 {} 个字符", "a cell has more than {} characters"),
}


@record
class Layout(Record):
    """
    The columns that a table may have, with the labels that they may be headed by, and those that it must have.
    """

    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    long: bool


@record
class Table(Record):
    """
    The rows of a file.
    """

    rows: list[Row]
    long: bool = False
    digest: str = ""


def read_rows(
    paths: Iterable[str | Path] | str | Path,
    door: Door,
    encoding: Encoding | Encodings = "utf-8",
    complete: Iterable[str] | str = (),
    hashes: dict[str, str] | None = None,
) -> list[Row]:
    """
    Read tables, or one, and join them on person and period, in the order in which those first appear in wide tables.

    `complete` names facts for which no row of a long table means none, by id or label; `all` is every count and flag
    that a role requires and no wide table holds. `encoding` may be given by path, that of the other tables under ""; a
    table with UTF-8's byte order mark is UTF-8 whatever it says. Into `hashes` goes the SHA-256 of what was read, by path.

    Raises `FactsError` with what is wrong with the tables as tables, `LimitError`, or `OSError`.
    """
    found = Faults()
    paths = [paths] if isinstance(paths, (str, Path)) else paths
    complete = [complete] if isinstance(complete, str) else complete
    hashes = {} if hashes is None else hashes
    rows: dict[Key, Row] = {}
    read: dict[str, str] = {}  # the files, by the digest of what is in them
    told = set[tuple[str, str, str]]()
    roster: set[Key] = set()  # of whom a table gives the role; empty where none does
    sums, long, wide = Sums(door, found), list[str](), False
    for path in paths:
        before = len(found)
        table = _read(Path(path), str(path), door, encoding, found, hashes)
        if table.rows and table.digest in read:
            found.append(Diagnostic("same_table", Mark(Source(str(path)), 0), {"file": read[table.digest]}))
            continue
        read[table.digest] = str(path)
        if table.long:
            long.append(str(path))
            for row in table.rows:
                sums.add(row)
        else:
            wide = True
            keyed = _keyed(table.rows, door, found)
            if any("role" in row.values for row in keyed.values()):
                roster |= keyed.keys()
            for key, row in keyed.items():
                rows[key] = joined(rows[key], row, door, found, told) if key in rows else row
        found[before:] = sorted(found[before:], key=lambda each: each.mark.line)
    if roster:
        _outside(rows, roster, found)
    nil = complete_facts(complete, rows.values(), door, found, long=bool(long))
    if wide or not long:
        whole = sums.into(rows, nil)
    else:
        found.extend(Diagnostic("no_roster", Mark(Source(each), 0), {"column": door.subject}) for each in long)
    if found:
        raise FactsError(found)
    return whole


def accept_rows(rows: Iterable[Row], door: Door) -> list[Accepted]:
    """
    Check every row. Raises `FactsError` with what is wrong with any of them.
    """
    return accept_each([(row, door) for row in rows])


def accept_each(rows: Sequence[tuple[Row, Door]]) -> list[Accepted]:
    """
    Check every row by its own door. Of a column that rows do not have, only the first that has need of it is named.
    """
    return list(accepted_each(lambda: rows))


def accepted_each(rows: Callable[[], Iterable[tuple[Row, Door]]]) -> Iterator[Accepted]:
    """
    Check rows as `accept_each` does, one when the next is asked for. What is wrong with any is raised after the last.
    """
    found, told = Faults(), set[str]()
    for row, door in rows():
        faults: list[Diagnostic] = []
        each = door.accept(row.values, row.place, faults, text=True, complete=row.complete)
        if each is not None:
            yield evolve(each, context=evolve(each.context, evidence=row.evidence)) if row.evidence else each
        for fault in faults:
            if "rows" not in fault.params or row.has(fault.path):
                found.append(fault)
            elif fault.path not in told:
                told.add(fault.path)
                found.append(_of_all(fault, rows()))
    if found:
        raise FactsError(found)


def _of_all(fault: Diagnostic, rows: Iterable[tuple[Row, Door]]) -> Diagnostic:
    """
    Say of how many rows more than this one it is true that they have need of a column and do not have it.
    """
    more = sum(not row.has(fault.path) and door.requires(fault.path, row.values) for row, door in rows) - 1
    if not more:
        return fault
    counted = Label(f"（另有 {more} 行也没有这一列）", f" (rows without this column besides: {more})")
    return evolve(fault, params={**fault.params, "rows": counted})


def _keyed(rows: Iterable[Row], door: Door, found: list[Diagnostic]) -> dict[Key, Row]:
    """
    Give the rows of a wide table by person and period.
    """
    own: dict[Key, Row] = {}
    for row in rows:
        unnamed, key = row.empty((door.subject, "period")), row.key(door.subject)
        if unnamed:
            found.extend(Diagnostic("unnamed_row", row.place(each), {"column": each}) for each in unnamed)
        elif key in own:
            other = own[key].mark
            params = {"person": key[0], "period": key[1], "line": other.line, "file": other.source.name}
            found.append(Diagnostic("duplicate_row", row.place(door.subject), params))
        else:
            own[key] = row
    return own


def _outside(rows: Mapping[Key, Row], roster: set[Key], found: list[Diagnostic]) -> None:
    """
    Say of whom wide tables give facts and none the role, where others are in a roster: most often a slip of the pen.
    """
    for person, period in (each for each in rows if each not in roster):
        near = nearest(person, (who for who, when in roster if when == period))
        place = rows[person, period].mark
        found.append(Diagnostic("not_in_roster", place, {"person": person, "period": period}, near=near))


def _layout(words: Iterable[str], door: Door) -> Layout:
    """
    Tell a long table from a wide one: it has a column of facts and one of values, and no fact is called so.
    """
    wide, who = door.columns(), (door.subject, "period")
    long = {name: wide[name] for name in who} | {name: label_words(each) for name, each in COLUMNS.items()}
    taken, names = naming(wide), naming(long)
    if {"fact", "value"} <= {names.get(each) for each in words if each not in taken}:
        return Layout(long, (*who, "fact", "value"), long=True)
    return Layout(wide, who, long=False)


def _read(
    path: Path, name: str, door: Door, encoding: Encoding | Encodings, found: list[Diagnostic], hashes: dict[str, str]
) -> Table:
    nowhere = Mark(Source(name), 0)
    if path.is_dir():
        found.append(Diagnostic("is_folder", nowhere))
        return Table([])
    if path.suffix.lower() not in (".csv", ".jsonl"):
        found.append(Diagnostic("unknown_ending", nowhere, {"found": path.suffix or path.name}))
        return Table([])
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitError([Diagnostic("table_too_large", nowhere, {"limit": MAX_BYTES})])
    hashes[name] = digest = hashlib.sha256(data).hexdigest()
    text = decoded(data, path, name, encoding, found)
    if text is None:
        return Table([])
    before = len(found)
    reader = _read_csv if path.suffix.lower() == ".csv" else _read_json_lines
    table = reader(text, Source(name), door, found)
    if not table.rows and not table.long and len(found) == before:
        found.append(Diagnostic("no_rows", nowhere))
    return evolve(table, digest=digest)


def _read_csv(text: str, source: Source, door: Door, found: list[Diagnostic]) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] | None = None
    long, begin = False, 1
    shared: dict[str, str] = {}  # each text once: most cells say what another one says
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cells):
                continue
            if header is None:
                layout = _layout(cells, door)
                header, long = _header(cells, Mark(source, line), layout, found), layout.long
                if header is None:
                    break
                numbers = {column: number for number, column in enumerate(header, 1)}
                continue
            if len(cells) != len(header):
                found.append(Diagnostic("row_length", Mark(source, line), {"found": len(cells), "wanted": len(header)}))
                continue
            marks = CellMarks(source, line, numbers)
            for column, cell in zip(header, cells, strict=True):
                if cell != cell.strip():
                    params = {"found": cell.strip(), "blanks": blanks_around(cell)}
                    found.append(Diagnostic("cell_blanks", marks[column], params, path=column))
            values = {column: shared.setdefault(cell, cell) for column, cell in zip(header, cells, strict=True) if cell}
            rows.append(Row(values, marks, Mark(source, line)))
    except csv.Error as error:
        found.append(Diagnostic("bad_csv", Mark(source, begin), {"problem": _problem(str(error))}))
    return Table(rows, long)


def _header(cells: list[str], mark: Mark, layout: Layout, found: list[Diagnostic]) -> list[str] | None:
    """
    Give the columns' ids, or None with what is wrong in `found`.
    """
    before = len(found)
    if len(cells) > MAX_COLUMNS:
        raise LimitError([Diagnostic("too_many_columns", mark, {"found": len(cells), "limit": MAX_COLUMNS})])
    if len(cells) == 1 and not {*_OTHER_SEPARATORS}.isdisjoint(cells[0]):
        found.append(Diagnostic("other_separator", mark))
        return None
    names = naming(layout.columns)
    columns = [names.get(cell) for cell in cells]
    for number, (cell, column) in enumerate(zip(cells, columns, strict=True), 1):
        place = Mark(mark.source, mark.line, number, cell=cell or f"#{number}")
        if column is None:
            found.append(_unknown(cell, place, layout))
        elif column in columns[: number - 1]:
            first = cells[columns.index(column)]
            found.append(Diagnostic("duplicate_column", place, {"column": cell, "first": first}))
    for column in layout.required:
        if column not in columns:
            allowed = tuple(dict.fromkeys((column, *layout.columns[column])))
            found.append(Diagnostic("column_missing", mark, {"column": column, "allowed": allowed}))
    return None if len(found) > before else [column for column in columns if column is not None]


def _unknown(word: str, place: Mark, layout: Layout) -> Diagnostic:
    known = layout.columns
    owners = tuple(column for column, labels in known.items() if word in labels)
    if owners:
        return Diagnostic("shared_label", place, {"column": word, "allowed": owners})
    near = nearest(word, [*(label for labels in known.values() for label in labels), *known])
    if layout.long:
        return Diagnostic("unknown_long_column", place, {"column": word, "allowed": tuple(known)}, near=near)
    return Diagnostic("unknown_column", place, {"column": word}, near=near)


def _read_json_lines(text: str, source: Source, door: Door, found: list[Diagnostic]) -> Table:
    rows: list[Row] = []
    layout: Layout | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        mark = Mark(source, number)
        pairs = _pairs(line, mark, found)
        if pairs is None:
            continue
        if layout is None:  # the keys of the first line are the file's header
            layout = _layout((key for key, _ in pairs), door)
            names = naming(layout.columns)
        before = len(found)
        values: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        seen: dict[str, str] = {}
        for key, value in pairs:
            place = Mark(source, number, cell=key)
            column = names.get(key)
            if column is None:
                found.append(_unknown(key, place, layout))
            elif column in seen:
                code = "repeated_key" if key == seen[column] else "duplicate_column"
                found.append(Diagnostic(code, place, {"column": key, "first": seen[column]}))
            elif isinstance(value, (list, tuple)):
                found.append(Diagnostic("nested_value", place, {"column": key}))
            elif value is not None:
                values[column] = value
            else:
                marks[column] = place
            seen.setdefault(column or key, key)
        if len(found) == before:
            rows.append(Row(values, marks, mark))
    return Table(rows, layout is not None and layout.long)


def _pairs(line: str, mark: Mark, found: list[Diagnostic]) -> tuple[tuple[str, Any], ...] | None:
    """
    Give the keys and values of a JSON object, numbers as `Decimal`s; or None with what is wrong in `found`.
    """
    if len(line) > MAX_LINE:
        raise LimitError([Diagnostic("long_line", mark, {"length": len(line), "limit": MAX_LINE})])
    numbers: dict[str, Any] = {"parse_int": Decimal, "parse_float": _number, "parse_constant": _no_constant}
    begin = visible(line.strip()[:40])
    problem = Label(begin, begin)
    try:
        pairs = json.loads(line, object_pairs_hook=tuple, **numbers)
    except RecursionError:
        pairs = None
    except ValueError as error:
        pairs, problem = None, _problem(getattr(error, "msg", None) or str(error))
    if not isinstance(pairs, tuple):
        found.append(Diagnostic("bad_json", mark, {"problem": problem}))
        return None
    return pairs


def _number(text: str) -> Decimal:
    """
    Read a number; one with an exponent is none, here as in a cell and in a rule file.
    """
    if "e" in text.lower():
        raise ValueError(f"{text[:20]} has an exponent")
    return Decimal(text)


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _problem(said: str) -> Label:
    """
    Give what a parser says, in our words.
    """
    for pattern, label in PROBLEMS.items():
        match = re.search(pattern, said)
        if match is not None:
            return Label(*(label.text(language).format(*match.groups()) for language in LANGUAGES))
    return Label("写法不对", said)
