"""
Places in a file, with the excerpt that a reader wants to see.
"""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from assess_rules.records import Record, field, record

EXCERPT_WIDTH = 120

# Signs that print, and of which nobody sees anything: fillers, joiners, variation selectors, the empty braille pattern.
_RANGES = (
    *((0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180D), (0x180F, 0x180F), (0x2800, 0x2800)),
    *((0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF)),
)
UNSEEN = frozenset(chr(each) for first, last in _RANGES for each in range(first, last + 1))
# What hides from a reader's eye, but for the first 32 controls, in a regular expression: other controls, U+2028, U+2029,
# zero width, soft hyphens, bidi controls, tag characters, and what is unseen.
HIDDEN = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES)
)


def visible(text: str) -> str:
    """
    Give text that is safe to print: control and invisible characters are written as escapes.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c.encode("unicode_escape", "surrogatepass").decode() if is_hidden(c) else c for c in text)


def is_hidden(text: str) -> bool:
    """
    Say whether some sign of a text does not print, or prints nothing.
    """
    return not text.isprintable() or (not text.isascii() and not UNSEEN.isdisjoint(text))


def width(text: str) -> int:
    """
    Count the terminal columns of a text; a Chinese character takes two.
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@record
class Source(Record):
    """
    A text that was read, and the name by which messages speak of it.
    """

    name: str
    lines: tuple[str, ...] = field(default=(), repr=False)


@record
class Mark(Record):
    """
    A place: line and column from 1, and how many characters it spans.

    A place in a table has `cell` (the column's name); its `column` is the number of the column. A mapping's place knows
    those of its keys, and a key's place those of the keys below it.
    """

    source: Source
    line: int
    column: int = 1
    length: int = 1
    cell: str | None = None
    keys: Mapping[str, "Mark"] = field(default=MappingProxyType({}), eq=False, repr=False)

    def of(self, *path: str) -> "Mark":
        """
        Give the place of a key within, as far as there is one.
        """
        found = self
        for key in path:
            found = found.keys.get(key, found)
        return found

    def __reduce__(self) -> tuple[type["Mark"], tuple[Source, int, int, int, str | None]]:
        """
        Pickle the place alone, without those of the keys within.
        """
        return Mark, (self.source, self.line, self.column, self.length, self.cell)

    def __str__(self) -> str:
        """
        Give `file:line:column`, or `file:line:column name` for a cell.
        """
        if not self.line:
            return visible(self.source.name)
        return f"{visible(self.source.name)}:{self.line}:{(self.cell and visible(self.cell)) or self.column}"

    def excerpt(self) -> str | None:
        """
        Give the marked line with a row of `^` below the marked characters, or None where there is no line to show.
        """
        if self.cell is not None or not 1 <= self.line <= len(self.source.lines):
            return None
        line = self.source.lines[self.line - 1]
        start = max(0, self.column - 1 - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
        shown = line[start : start + EXCERPT_WIDTH]
        before = visible(shown[: self.column - 1 - start])
        marked = visible(shown[self.column - 1 - start : self.column - 1 - start + self.length])
        gutter = f"  {self.line} | "
        return (
            f"{gutter}{visible(shown)}\n{' ' * (len(gutter) - 2)}| {' ' * width(before)}{'^' * max(1, width(marked))}"
        )


NOWHERE = Mark(Source(""), 0)
"""
The place of what stands in no file.
"""
