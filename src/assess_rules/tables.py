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
from pathlib import Path
from typing import Any, Literal

from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import FactsError, LimitError
from assess_rules.facts import Accepted, Door
from assess_rules.marks import Mark, Source
from assess_rules.records import Record, record

Encoding = Literal["utf-8", "gb18030"]
MAX_BYTES = 1 << 28
MAX_COLUMNS = 1000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


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
            key = (str(row.values.get(door.subject, "")), str(row.values.get("period", "")))
            if key in own:
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
    for column, value in second.values.items():
        if column in first.values and (
            column not in (door.subject, "role", "team", "period") or first.values[column] != value
        ):
            params = {
                "column": column,
                "person": str(first.values.get(door.subject, "")),
                "period": str(first.values.get("period", "")),
            }
            found.append(
                Diagnostic("two_tables", second.place(column), {**params, "file": first.place(column).source.name})
            )
    return Row({**second.values, **first.values}, {**second.marks, **first.marks}, first.mark)


def _read(path: Path, name: str, door: Door, encoding: Encoding, found: list[Diagnostic]) -> Iterator[Row]:
    nowhere = Mark(Source(name), 0)
    if path.suffix.lower() not in (".csv", ".jsonl"):
        found.append(Diagnostic("unknown_ending", nowhere, {"found": path.suffix or path.name}))
        return
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitError([Diagnostic("too_large", nowhere, {"size": len(data), "limit": MAX_BYTES})])
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
        line = data.count(b"\n", 0, error.start) + 1
        mark = Mark(Source(name), line, error.start - data.rfind(b"\n", 0, error.start))
        found.append(
            Diagnostic("not_encoding", mark, {"byte": f"0x{data[error.start]:02x}", "encoding": encoding.upper()})
        )
        return None
    before = len(found)
    for match in _CONTROL.finditer(text):
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
        raise LimitError([Diagnostic("row_length", mark, {"found": len(cells), "wanted": MAX_COLUMNS})])
    columns = _named(cells, known)
    for number, (cell, column) in enumerate(zip(cells, columns, strict=True), 1):
        place = Mark(mark.source, mark.line, number, cell=cell or f"#{number}")
        if column is None:
            words = [*known, *(label for labels in known.values() for label in labels)]
            found.append(Diagnostic("unknown_column", place, {"column": cell}, near=nearest(cell, words)))
        elif column in columns[: number - 1]:
            found.append(Diagnostic("duplicate_column", place, {"column": cell}))
    for column in (door.subject, "period"):
        if column not in columns:
            found.append(Diagnostic("column_missing", mark, {"column": column, "allowed": (column, *known[column])}))
    return None if len(found) > before else [column for column in columns if column is not None]


def _named(cells: Iterable[str], known: Mapping[str, tuple[str, ...]]) -> list[str | None]:
    """
    Give the column that each header means: an id, or a label that only one column has.
    """
    by_label: dict[str, list[str]] = {}
    for column, labels in known.items():
        for label in labels:
            by_label.setdefault(label, []).append(column)
    return [
        cell if cell in known else found[0] if len(found := by_label.get(cell, [])) == 1 else None for cell in cells
    ]


def _read_json_lines(text: str, source: Source, door: Door, found: list[Diagnostic]) -> Iterator[Row]:
    known = door.columns()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        mark = Mark(source, number)
        try:
            pairs = json.loads(line, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=list)
        except (ValueError, RecursionError) as error:
            found.append(Diagnostic("bad_json", mark, {"problem": getattr(error, "msg", None) or str(error)[:80]}))
            continue
        if not isinstance(pairs, list) or not all(isinstance(pair, tuple) for pair in pairs):
            found.append(Diagnostic("bad_json", mark, {"problem": line[:40]}))
            continue
        before = len(found)
        values: dict[str, Any] = {}
        for (key, value), column in zip(pairs, _named([key for key, _ in pairs], known), strict=True):
            place = Mark(source, number, cell=key)
            if column is None:
                found.append(Diagnostic("unknown_column", place, {"column": key}, near=nearest(key, known)))
            elif column in values:
                found.append(Diagnostic("duplicate_column", place, {"column": key}))
            elif isinstance(value, list):
                found.append(Diagnostic("bad_json", place, {"problem": str(value)}))
            elif value is not None:
                values[column] = value
        for column in (door.subject, "period"):
            if column not in values:
                found.append(
                    Diagnostic("column_missing", mark, {"column": column, "allowed": (column, *known[column])})
                )
        if len(found) == before:
            yield Row(values, {}, mark)


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")
