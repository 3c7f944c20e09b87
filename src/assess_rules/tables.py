"""
Tables of facts: wide CSV and JSON Lines, several of them joined on person and period.

A header names a column by its id or by its label. Cells stay texts; the door for facts decides what they mean.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from assess_rules.diagnostics import MAX_FOUND, Diagnostic, nearest
from assess_rules.errors import FactsError, LimitError
from assess_rules.facts import HIDDEN, Accepted, Door, naming
from assess_rules.marks import Mark, Source
from assess_rules.records import Record, record

Encoding = Literal["utf-8", "gb18030"]
MAX_BYTES = 1 << 28
MAX_COLUMNS = 1000
MAX_LINE = 1 << 20
_OTHER_SEPARATORS = ";\t|，；"
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{HIDDEN}]")


@record
class Row(Record):
    """
    What the tables say of one person and period, and where they say it.
    """

    values: Mapping[str, Any]
    marks: Mapping[str, Mark]
    mark: Mark

    def place(self, column: str | None) -> Mark:
        """
        Give the place of a column; of one that no table has, the row.
        """
        if column is None:
            return self.mark
        return self.marks.get(column, Mark(self.mark.source, self.mark.line, cell=column))


def read_rows(paths: Iterable[str | Path], door: Door, encoding: Encoding = "utf-8") -> list[Row]:
    """
    Read tables and join them on person and period, in the order in which those first appear.

    Raises `FactsError` with all that is wrong with the tables as tables, `LimitError`, or `OSError`.
    """
    found: list[Diagnostic] = []
    rows: dict[tuple[str, str], Row] = {}
    for path in paths:
        own: dict[tuple[str, str], Row] = {}
        for row in _read(Path(path), str(path), door, encoding, found):
            unnamed = [each for each in (door.subject, "period") if row.values.get(each) in (None, "")]
            key = (str(row.values.get(door.subject)), str(row.values.get("period")))
            if unnamed:
                found += [Diagnostic("unnamed_row", row.place(each), {"column": each}) for each in unnamed]
            elif key in own:
                other = own[key].mark
                params = {"person": key[0], "period": key[1], "line": other.line, "file": other.source.name}
                found.append(Diagnostic("duplicate_row", row.place(door.subject), params))
            else:
                own[key] = row
        for key, row in own.items():
            rows[key] = _joined(rows[key], row, door, found) if key in rows else row
    if found:
        raise FactsError(found)
    return list(rows.values())


def accept_rows(rows: Iterable[Row], door: Door) -> list[Accepted]:
    """
    Check every row. Raises `FactsError` with all that is wrong with any of them.
    """
    found: list[Diagnostic] = []
    accepted = [door.accept(row.values, row.place, found, text=True) for row in rows]
    if found:
        raise FactsError(found)
    return [each for each in accepted if each is not None]


def _joined(first: Row, second: Row, door: Door, found: list[Diagnostic]) -> Row:
    """
    Put two rows of one person and period together; only who it is may be said twice, and then equally.
    """
    marks = {**second.marks, **first.marks}
    for column, value in second.values.items():
        if column not in first.values:
            marks[column] = second.place(column)
            continue
        other, own = first.values[column], column in (door.subject, "role", "team", "period")
        if not own or value != other:
            who = {"person": str(first.values[door.subject]), "period": str(first.values["period"])}
            params = {"column": column, **who, "file": first.place(column).source.name}
            if own:
                params |= {"found": str(value), "other": str(other)}
            found.append(Diagnostic("tables_differ" if own else "two_tables", second.place(column), params))
    return Row({**second.values, **first.values}, marks, first.mark)


def _read(path: Path, name: str, door: Door, encoding: Encoding, found: list[Diagnostic]) -> Iterator[Row]:
    nowhere = Mark(Source(name), 0)
    if path.suffix.lower() not in (".csv", ".jsonl"):
        found.append(Diagnostic("unknown_ending", nowhere, {"found": path.suffix or path.name}))
        return
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitError([Diagnostic("table_too_large", nowhere, {"limit": MAX_BYTES})])
    text = _decoded(data, name, encoding, found)
    if text is None:
        return
    before = len(found)
    reader = _read_csv if path.suffix.lower() == ".csv" else _read_json_lines
    count = 0
    for row in reader(text, Source(name), door, found):
        count += 1
        yield row
    if not count and len(found) == before:
        found.append(Diagnostic("no_rows", nowhere))


def _decoded(data: bytes, name: str, encoding: Encoding, found: list[Diagnostic]) -> str | None:
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        data, start = error.object, error.start  # without the byte order mark
        mark = Mark(Source(name), data.count(b"\n", 0, start) + 1, start - data.rfind(b"\n", 0, start))
        code = "not_utf8_table" if encoding == "utf-8" else "not_gb18030"
        found.append(Diagnostic(code, mark, {"byte": f"0x{data[start]:02x}"}))
        return None
    before = len(found)
    for match in islice(_CONTROL.finditer(text), MAX_FOUND):
        line = text.count("\n", 0, match.start()) + 1
        mark = Mark(Source(name), line, match.start() - text.rfind("\n", 0, match.start()))
        found.append(Diagnostic("hidden_character", mark, {"found": f"U+{ord(match.group()):04X}"}))
    return text if len(found) == before else None


def _read_csv(text: str, source: Source, door: Door, found: list[Diagnostic]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    begin = 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cells):
                continue
            if header is None:
                header = _header(cells, Mark(source, line), door, found)
                if header is None:
                    return
                continue
            if len(cells) != len(header):
                found.append(Diagnostic("row_length", Mark(source, line), {"found": len(cells), "wanted": len(header)}))
                continue
            marks = {column: Mark(source, line, number, cell=column) for number, column in enumerate(header, 1)}
            for column, cell in zip(header, cells, strict=True):
                if cell != cell.strip():
                    found.append(Diagnostic("cell_blanks", marks[column], {"found": cell}, path=column))
            yield Row(
                {column: cell for column, cell in zip(header, cells, strict=True) if cell}, marks, Mark(source, line)
            )
    except csv.Error as error:
        found.append(Diagnostic("bad_csv", Mark(source, begin), {"problem": str(error)}))


def _header(cells: list[str], mark: Mark, door: Door, found: list[Diagnostic]) -> list[str] | None:
    """
    Give the columns' ids, or None with what is wrong in `found`.
    """
    before = len(found)
    known = door.columns()
    if len(cells) > MAX_COLUMNS:
        raise LimitError([Diagnostic("too_many_columns", mark, {"found": len(cells), "limit": MAX_COLUMNS})])
    if len(cells) == 1 and not {*_OTHER_SEPARATORS}.isdisjoint(cells[0]):
        found.append(Diagnostic("other_separator", mark))
        return None
    names = naming(known)
    columns = [names.get(cell) for cell in cells]
    for number, (cell, column) in enumerate(zip(cells, columns, strict=True), 1):
        place = Mark(mark.source, mark.line, number, cell=cell or f"#{number}")
        if column is None:
            found.append(_unknown(cell, place, known))
        elif column in columns[: number - 1]:
            first = cells[columns.index(column)]
            found.append(Diagnostic("duplicate_column", place, {"column": cell, "first": first}))
    for column in (door.subject, "period"):
        if column not in columns:
            allowed = tuple(dict.fromkeys((column, *known[column])))
            found.append(Diagnostic("column_missing", mark, {"column": column, "allowed": allowed}))
    return None if len(found) > before else [column for column in columns if column is not None]


def _unknown(word: str, place: Mark, known: Mapping[str, tuple[str, ...]]) -> Diagnostic:
    owners = tuple(column for column, labels in known.items() if word in labels)
    if owners:
        return Diagnostic("shared_label", place, {"column": word, "allowed": owners})
    words = [*(label for labels in known.values() for label in labels), *known]
    return Diagnostic("unknown_column", place, {"column": word}, near=nearest(word, words))


def _read_json_lines(text: str, source: Source, door: Door, found: list[Diagnostic]) -> Iterator[Row]:
    known = door.columns()
    names = naming(known)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        mark = Mark(source, number)
        pairs = _pairs(line, mark, found)
        before = len(found)
        values: dict[str, Any] = {}
        seen: dict[str, str] = {}
        for key, value in pairs or ():
            place = Mark(source, number, cell=key)
            column = names.get(key)
            if column is None:
                found.append(_unknown(key, place, known))
            elif column in seen:
                found.append(Diagnostic("duplicate_column", place, {"column": key, "first": seen[column]}))
            elif isinstance(value, (list, tuple)):
                found.append(Diagnostic("nested_value", place, {"column": key}))
            elif value is not None:
                values[column] = value
            seen.setdefault(column or key, key)
        if pairs is not None and len(found) == before:
            yield Row(values, {}, mark)


def _pairs(line: str, mark: Mark, found: list[Diagnostic]) -> tuple[tuple[str, Any], ...] | None:
    """
    Give the keys and values of a JSON object, numbers as `Decimal`s; or None with what is wrong in `found`.
    """
    if len(line) > MAX_LINE:
        raise LimitError([Diagnostic("long_line", mark, {"length": len(line), "limit": MAX_LINE})])
    numbers: dict[str, Any] = {"parse_int": Decimal, "parse_float": Decimal, "parse_constant": _no_constant}
    problem = line.strip()[:40]
    try:
        pairs = json.loads(line, object_pairs_hook=tuple, **numbers)
    except RecursionError:
        pairs = None
    except ValueError as error:
        pairs, problem = None, getattr(error, "msg", None) or str(error)
    if not isinstance(pairs, tuple):
        found.append(Diagnostic("bad_json", mark, {"problem": problem}))
        return None
    return pairs


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")
