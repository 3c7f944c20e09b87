"""
How pages with tables are printed: for the terminal that there is, or as wide as `COLUMNS` says, or 160 columns wide.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from assess_rules.columns import GAP, WIDE, broken, fitted

ENDLESS = 10_000  # tables fit themselves, and the terminal breaks other lines


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
    Print a line of parts, some with a style. What they say is never read as markup, and the terminal breaks the line.
    """
    console.print(Text.assemble(*parts), soft_wrap=True)


def room() -> int:
    """
    Give how many columns a page has.
    """
    console = Console()
    return console.width if console.is_terminal or os.environ.get("COLUMNS", "").isdigit() else WIDE


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
