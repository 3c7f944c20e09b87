"""
How pages are printed: as wide as `COLUMNS` says, or as the terminal is, or 160 columns wide.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from assess_rules.columns import GAP, WIDE, broken, fitted
from assess_rules.marks import width

ENDLESS = 10_000  # tables fit themselves, and lines are broken before they are printed
LEAST = 30  # columns of a broken line
HANGING = 2  # columns by which the rest of a broken line is set in


@contextmanager
def page() -> Iterator[Console]:
    """
    Give a console, and print what was written to it, without blanks at line ends, when all is done.
    """
    console = Console(highlight=False, width=ENDLESS)
    with console.capture() as printed:
        yield console
    text = "\n".join(line.rstrip() for line in printed.get().split("\n"))
    click.echo(text, nl=False, color=console.is_terminal)


def say(console: Console, *parts: str | tuple[str, str]) -> None:
    """
    Print a line of parts, some with a style, broken where the page ends. What they say is never read as markup.
    """
    for line in _laid(Text.assemble(*parts)):
        console.print(line, soft_wrap=True)


def echo(text: str) -> None:
    """
    Print a text of several lines, broken where the page ends.
    """
    with page() as console:
        for line in text.removesuffix("\n").split("\n"):
            say(console, line)


def _laid(text: Text) -> Iterator[Text]:
    """
    Give the lines of a line that is longer than its page; where nobody has said how wide that is, it stays whole.
    """
    plain, columns = text.plain, _asked_width()
    if columns is None or width(plain) <= columns:
        yield text
        return
    indent = start = len(plain) - len(plain.lstrip())
    for number, line in enumerate(broken(plain[indent:], max(LEAST, columns - indent - HANGING))):
        start = plain.index(line, start)
        part = text[start : start + len(line)]
        part.pad_left(indent + HANGING * (number > 0))
        yield part
        start += len(line)


def room() -> int:
    """
    Give how many columns a page has.
    """
    return _asked_width() or WIDE


def _asked_width() -> int | None:
    """
    Give how many columns `COLUMNS` says, or the terminal has; of a pager's, what is typed and what is said there tell.
    """
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said):
        return int(said)
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        with suppress(AttributeError, OSError, ValueError):  # closed, or no terminal
            return os.get_terminal_size(stream.fileno()).columns or None
    return None


class Sheet(Table):
    """
    A table that fits its page: lines break in headers and cells, never within a figure or a date.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cells = [[_text(each) for each in (column.header, *column.cells)] for column in self.columns]
        sizes, gap = fitted([[each.plain for each in column] for column in cells], room() - len("  "))
        table = Table(
            title=self.title,
            title_justify="left",
            title_style="bold",
            header_style="bold",
            box=SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, int(gap == GAP)),
        )
        whole = [[_broken(each, size) for each in column] for column, size in zip(cells, sizes, strict=True)]
        for column, (head, *_), size in zip(self.columns, whole, sizes, strict=True):
            table.add_column(head, justify=column.justify, width=size, no_wrap=True)
        for row, own in zip(self.rows, zip(*(column[1:] for column in whole), strict=True), strict=True):
            table.add_row(*own, end_section=row.end_section)
        yield table


def _text(cell: object) -> Text:
    return cell if isinstance(cell, Text) else Text(str(cell))


def _broken(text: Text, size: int) -> Text:
    return Text("\n".join(broken(text.plain, size)), text.style)


def empty_table(title: str) -> Table:
    """
    Give a table without columns.
    """
    return Sheet(title=Text(title.strip()))
