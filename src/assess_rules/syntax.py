"""
Why a text is not YAML, in our words: the parser's are English, and point at where it gave up, not at the mistake.
"""

import re
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from assess_rules.diagnostics import Diagnostic
from assess_rules.marks import Mark, Source

MAX_DEPTH = 64  # of levels inside one another
# Signs of a Chinese keyboard, and the ASCII ones that YAML wants.
FULL_WIDTH = MappingProxyType(
    {c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFF01, 0xFF5F))}
    | {"、": ",", "。": ".", "“": '"', "”": '"', "‘": "'", "’": "'"}
)
ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

# What both of PyYAML's parsers say, in the order in which it is looked for, and our code for it.
_CODES = (
    ("nesting depth", "depth_limit"),  # newer parsers look ahead on a line, and stop at 1,000 by themselves
    ("simple key", "yaml_no_colon"),
    ("directive|incompatible|duplicate tag", "directive"),
    ("<document start>", "second_document"),
    (" tag( |$)|tag handle", "tag"),
    ("mapping values|unexpected ':'", "yaml_colon"),
    ("sequence entries", "yaml_dash"),
    ("a flow node", "yaml_content"),
    ("parsing a flow", "yaml_bracket"),
    ("quoted scalar.*(end of stream|document)", "yaml_quote"),
    ("quoted scalar", "yaml_escape"),
    ("next token|an alias|an anchor|block scalar|block node|mapping keys", "yaml_start"),
    ("", "yaml_layout"),
)
# Only a file with a fault needs these, and compiling their ranges of Chinese characters takes its time.
_NOT_CODE = r"\"[^\"]*\"|'[^']*'|(?:^|(?<=\s))#.*"
_INSTEAD_OF_COLON = f"：|:[{ODD_SPACE}]"
_COMMA = r"([，、；])\s*[a-z0-9_\u3400-\u9fff]+\s*$"  # before the colon of the next key
_NO_COMMA = r"[^\s,:{\[-]\s+([^\s,:{}\[\]]+)$"  # a value, and then the next key
_SUSPECT = (
    rf"(?:^|[{{,]) *(?:- +)*[^\s:：,，{{}}\[\]]+(：)|:\s*([｛［“])|([｝］])\s*[,}}\]]*$|^(?: *- +)* *([{ODD_SPACE}]+)"
)


def ascii_form(text: str) -> str:
    """
    Write full-width punctuation, digits and letters as their ASCII equals.
    """
    return "".join(FULL_WIDTH.get(c, c) for c in text)


def full_width(text: str) -> str:
    """
    Give the full-width signs in a text, each once.
    """
    return "".join(dict.fromkeys(c for c in text if c in FULL_WIDTH))


def wrong_sign(sign: str, mark: Mark) -> Diagnostic:
    """
    Name a full-width sign or an odd space, with what to type instead.
    """
    if sign[0] in FULL_WIDTH:
        return Diagnostic("full_width", mark, {"found": full_width(sign), "ascii": ascii_form(full_width(sign))})
    return Diagnostic("odd_space", mark, {"found": f"U+{ord(sign[0]):04X}"})


def explained(error: Any, source: Source) -> list[Diagnostic]:
    """
    Turn the parser's error into diagnostics: signs near by that often cause such a fault, else the fault as it is.
    """
    told = f"{error.context or ''} / {error.problem or ''}"
    end = _mark(error.problem_mark or error.context_mark, source)
    start = _mark(error.context_mark, source) if error.context_mark else end
    code = next(code for words, code in _CODES if re.search(words, told))
    if code == "depth_limit":
        return [Diagnostic(code, end, {"limit": MAX_DEPTH})]
    if code == "yaml_no_colon":
        return [_no_colon(start)]
    if code == "second_document":
        return [Diagnostic(code, end)]
    if code == "directive":
        return [Diagnostic(code, start)]
    if code == "tag":
        return [Diagnostic(code, start, {"name": re.split(r"[\s,]", _rest(start))[0]})]
    comma = re.search(_COMMA, _until(end)) if code == "yaml_bracket" else None
    if comma is not None:
        return [wrong_sign(comma.group(1), Mark(source, end.line, comma.start(1) + 1))]
    if code == "yaml_bracket":
        begin, rest = _until(end), _rest(end)
        word = re.match(r"[^\s,:{}\[\]\"']+(?=:)", rest)  # behind a value in quotes or brackets
        key = re.search(_NO_COMMA, begin + word.group() if word else begin)
        if key is not None and (word or rest.startswith(":")):
            place = Mark(source, end.line, key.start(1) + 1, len(key.group(1)))
            return [Diagnostic("yaml_comma", place, {"found": key.group(1)})]
    if code == "yaml_content" and re.match(r"- ", _rest(end)) and not _until(end).strip():
        return [Diagnostic("yaml_dash_inside", end)]
    if code in ("yaml_escape", "yaml_content"):
        return [Diagnostic(code, _backslash(end) if code == "yaml_escape" else _last(end))]
    found = Diagnostic(code, end)
    if code == "yaml_bracket":
        found = Diagnostic(code, start, {"found": _rest(start)[:1], "line": end.line})
    elif code == "yaml_quote":
        found = Diagnostic(code, start, {"found": _rest(start)[:1]})
    elif code == "yaml_start":
        place = end if "not allowed" in told or "node" in told else start
        found = Diagnostic(code, place, {"found": _rest(place)[:1]})
    suspects = list(_suspects(range(end.line - 1, end.line + 1), source))
    before = any((each.mark.line, each.mark.column) < (end.line, end.column) for each in suspects)
    return suspects if before else [found, *suspects]


def _mark(place: Any, source: Source) -> Mark:
    return Mark(source, place.line + 1, place.column + 1)


def _rest(mark: Mark) -> str:
    """
    Give what stands on the line from a place on.
    """
    lines = mark.source.lines
    return lines[mark.line - 1][mark.column - 1 :] if mark.line <= len(lines) else ""


def _until(mark: Mark) -> str:
    """
    Give what stands on the line before a place.
    """
    lines = mark.source.lines
    return lines[mark.line - 1][: mark.column - 1] if mark.line <= len(lines) else ""


def _backslash(mark: Mark) -> Mark:
    """
    Give the place of the backslash: one parser points at it, the other behind it.
    """
    return Mark(mark.source, mark.line, mark.source.lines[mark.line - 1].rfind("\\", 0, mark.column) + 1)


def _last(mark: Mark) -> Mark:
    """
    Give the end of what is written before a place, if nothing is written from there on.
    """
    lines = mark.source.lines
    if _rest(mark).strip() or any(line.strip() for line in lines[mark.line :]):
        return mark
    line = max((number for number, each in enumerate(lines[: mark.line], 1) if each.strip()), default=1)
    return Mark(mark.source, line, len(lines[line - 1].rstrip()) + 1)


def _no_colon(start: Mark) -> Diagnostic:
    text = _rest(start)
    instead = re.search(_INSTEAD_OF_COLON, text)
    if instead is not None:
        sign = instead.group()[-1]
        return wrong_sign(sign, Mark(start.source, start.line, start.column + instead.end() - 1))
    text = re.split(r"\s#", text)[0].rstrip()
    return Diagnostic("yaml_no_colon", Mark(start.source, start.line, start.column, max(1, len(text))), {"found": text})


def _suspects(numbers: range, source: Source) -> Iterator[Diagnostic]:
    """
    Name full-width signs and odd spaces that stand where YAML's own would, outside quotes and comments.
    """
    for number in numbers:
        if 1 <= number <= len(source.lines):
            bare = re.sub(_NOT_CODE, lambda match: "x" * len(match.group()), source.lines[number - 1])
            for match in re.finditer(_SUSPECT, bare):
                sign = next(each for each in match.groups() if each)
                start = next(match.start(group) for group in range(1, 5) if match.group(group))
                yield wrong_sign(sign, Mark(source, number, start + 1, len(sign)))
