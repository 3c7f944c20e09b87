"""
Tables that fit where they are shown: lines break between words and between Chinese characters, never within a figure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assess_rules.marks import width

WIDE = 160  # columns of what is not shown on a terminal
ENOUGH = 8  # columns that are taken from a column of words last
GAP, LEAST_GAP = 3, 1
_CLOSING, _OPENING = "、，。；：？！）”》】", "（“《【"


def pieces(text: str) -> Iterator[str]:
    """
    Give the parts of a text that no line break divides: figures, dates and words, an id up to each `_`.

    >>> list(pieces("12个月 (closing_target) −0.5"))
    ['12', '个', '月', '(closing_', 'target)', '−0.5']
    """
    for word in text.split():
        piece = ""
        for char in word:
            together = width(char) == 1 and width(piece[-1:]) == 1 and piece[-1:] != "_"
            if piece and not (together or char in _CLOSING or piece[-1] in _OPENING):
                yield piece
                piece = ""
            piece += char
        yield piece


def broken(text: str, room: int) -> list[str]:
    """
    Break a text into lines of so many columns, between words if that does, else within them.

    >>> broken("2024-03 2024-06 不予评价", 12)
    ['2024-03', '2024-06', '不予评价']
    """
    return [line for own in text.split("\n") for line in _lines(own, room)]


def _lines(text: str, room: int) -> list[str]:
    lines = [""]
    for word in re.findall(r"\s*\S+", text):
        if lines != [""] and width(lines[-1] + word) > room >= width(word.strip()):
            lines.append("")
        blanks = word[: len(word) - len(word.lstrip())]
        for piece in pieces(word):
            between = blanks if lines[-1] else ""
            if lines[-1] and width(lines[-1] + between + piece) > room:
                lines.append(piece)
            else:
                lines[-1] += between + piece
            blanks = ""
    return lines


def fitted(columns: Iterable[Iterable[str]], room: int, gap: int = GAP) -> tuple[list[int], int]:
    """
    Give the widths of columns, the header their first cell, and the gap between them that take so much room together.

    Headers that are wider than what stands below them give way first: they break once, cells in every row. Then the widest
    column does, then the gap, and last what a few characters want. No column gets narrower than its longest piece: where
    that takes more room, it is more.
    """
    rows = [[set(cell.split("\n")) for cell in each] for each in columns]
    cells = [{line for cell in each for line in cell} for each in rows]
    whole = [max(map(width, each)) for each in cells]
    below = [max((width(line) for cell in each[1:] for line in cell), default=0) for each in rows]
    if sum(whole) + gap * (len(whole) - 1) <= room:
        return whole, gap
    least = [max((width(piece) for cell in each for piece in pieces(cell)), default=0) for each in cells]
    enough = [max(each, ENOUGH) for each in least]
    headers = [min(size, max(each)) for size, each in zip(whole, zip(below, enough, strict=True), strict=True)]
    for floor, between in ((enough, gap), (enough, LEAST_GAP), (least, LEAST_GAP)):
        within = room - between * (len(whole) - 1)
        sizes = _narrowed(_narrowed(whole, headers, within), floor, within)
        if sum(sizes) + between * (len(whole) - 1) <= room:
            break
    return sizes, between


def _narrowed(sizes: Sequence[int], floor: Sequence[int], room: int) -> list[int]:
    """
    Take from the widest column, one by one, until all fit or stand at their floor.
    """
    found = list(sizes)
    while sum(found) > room:
        size, widest = max((size * (size > floor[place]), place) for place, size in enumerate(found))
        if not size:
            break
        found[widest] -= 1
    return found
