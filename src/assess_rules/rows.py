"""
A row of the tables: what they say of one person and period, and where they say it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assess_rules.diagnostics import Diagnostic
from assess_rules.facts import Door
from assess_rules.labels import Label
from assess_rules.lines import Reference
from assess_rules.marks import Mark, Source
from assess_rules.records import Record, record

Key = tuple[str, str]  # a person and a period
Progress = Callable[[int, int], None]  # told how many trials of how many are done


class CellMarks(Mapping[str, Mark]):
    """
    The places of a row's cells, each made when it is asked for: most rows have nothing wrong.

    `numbers` gives the number of each column; the rows of a table share it.
    """

    def __init__(self, source: Source, line: int, numbers: Mapping[str, int]) -> None:
        self.source, self.line, self.numbers = source, line, numbers

    def __getitem__(self, column: str) -> Mark:
        return Mark(self.source, self.line, self.numbers[column], cell=column)

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


@record
class Row(Record):
    """
    What the tables say of one person and period, and where they say it. Columns that are left blank have `marks` alone.

    `evidence` are the references of long tables; `complete` are the facts for which no row means none.
    """

    values: Mapping[str, Any]
    marks: Mapping[str, Mark]
    mark: Mark
    evidence: tuple[Reference, ...] = ()
    complete: frozenset[str] = frozenset()

    def place(self, column: str) -> Mark:
        """
        Give the place of a column; of one that no table has, the row.
        """
        return self.marks.get(column, Mark(self.mark.source, self.mark.line, cell=column))

    def has(self, column: str) -> bool:
        """
        Say whether the row's tables have a column, be it left blank.
        """
        return column in self.values or column in self.marks

    def empty(self, columns: Iterable[str]) -> list[str]:
        """
        Give those of some columns that say nothing.
        """
        return [each for each in columns if self.values.get(each) in (None, "")]

    def key(self, subject: str) -> Key:
        """
        Give the person and the period, `subject` being the column of persons.
        """
        return str(self.values.get(subject)), str(self.values.get("period"))


def joined(first: Row, second: Row, door: Door, found: list[Diagnostic], told: set[tuple[str, str, str]]) -> Row:
    """
    Put two rows of one person and period together; only who it is may be said twice, and then equally.

    A column that two tables share is said once, not for each row: `told` keeps what was.
    """
    marks = {**second.marks, **first.marks}
    for column, value in second.values.items():
        if column not in first.values:
            marks[column] = second.place(column)
            continue
        other, own = first.values[column], column in (door.subject, "role", "team", "period")
        if not own or value != other:
            person, period = first.key(door.subject)
            place, file = second.place(column), first.place(column).source.name
            params = {"column": column, "person": person, "period": period, "file": file}
            if own and str(value) == str(other):
                number = place if isinstance(other, str) else first.place(column)
                sort = Label("（没有引号，不是文字）", " (without quotes, no text)")
                found.append(Diagnostic("bad_name", number, {"found": str(value), "sort": sort}, path=column))
            elif own:
                found.append(Diagnostic("tables_differ", place, params | {"found": str(value), "other": str(other)}))
            elif (column, place.source.name, file) not in told:
                told.add((column, place.source.name, file))
                found.append(Diagnostic("two_tables", place, params))
    return Row({**second.values, **first.values}, marks, first.mark)
