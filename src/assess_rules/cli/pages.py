"""
How pages with tables are printed: for the terminal that there is, or 120 columns wide for a file.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 120


@contextmanager
def page() -> Iterator[Console]:
    """
    Give a console, and print what was written to it, without blanks at line ends, when all is done.
    """
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PIPED_WIDTH)
    with console.capture() as printed:
        yield console
    text = "\n".join(line.rstrip() for line in printed.get().split("\n"))
    click.echo(text, nl=False, color=console.is_terminal)


def say(console: Console, *parts: str | tuple[str, str]) -> None:
    """
    Print a line of parts, some with a style. What they say is never read as markup, and the terminal breaks the line.
    """
    console.print(Text.assemble(*parts), soft_wrap=True)


def empty_table(title: str) -> Table:
    """
    Give a table without columns.
    """
    return Table(
        title=Text(title.strip()),
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
