"""
Why a text is not YAML, in our own words: the parser's are English, and point at where it gave up, not at what the author forgot.
"""

import re
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from assess_rules.diagnostics import Diagnostic
from assess_rules.marks import Mark, Source

# Signs of a Chinese keyboard, and the ASCII ones that YAML wants.
FULL_WIDTH = MappingProxyType(
    {c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFF01, 0xFF5F))}
    | {"、": ",", "。": ".", "“": '"', "”": '"', "‘": "'", "’": "'"}
)
ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_NOT_CODE = re.compile(r"\"[^\"]*\"|'[^']*'|(?:^|(?<=\s))#.*")
_INSTEAD_OF_COLON = re.compile(f"：|:[{ODD_SPACE}]")
_COMMA = re.compile(r"([，、；])\s*[a-z0-9_\u3400-\u9fff]+\s*$")  # before the colon of the next key
_SUSPECT = re.compile(
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
    Turn the parser's error into diagnostics: signs near by that often cause such a fault, else the fault as the parser sees it.
    """
    context, problem = error.context or "", error.problem or ""
    end = _mark(error.problem_mark or error.context_mark, source)
    start = _mark(error.context_mark, source) if error.context_mark else end
    sign = _rest(start)[:1]
    if "simple key" in context:
        return [_no_colon(start)]
    if "directive" in context or "incompatible" in problem:
        return [Diagnostic("directive", start)]
    if "<document start>" in problem:
        return [Diagnostic("second_document", end)]
    if "tag" in context or "tag handle" in problem:
        return [Diagnostic("tag", start, {"name": re.split(r"[\s,]", _rest(start))[0]})]
    if "mapping values" in problem:
        found = Diagnostic("yaml_colon", end)
    elif "while parsing a flow" in context:
        comma = _COMMA.search(_until(end))
        if comma is not None:
            return [wrong_sign(comma.group(1), Mark(source, end.line, comma.start(1) + 1))]
        found = Diagnostic("yaml_bracket", start, {"found": sign, "line": end.line})
    elif "quoted scalar" in context:
        found = (
            Diagnostic("yaml_escape", end) if "escape" in problem else Diagnostic("yaml_quote", start, {"found": sign})
        )
    elif "while parsing a block" in context:
        found = Diagnostic("yaml_layout", end)
    elif any(each in context for each in ("next token", "an alias", "an anchor")):
        found = Diagnostic("yaml_start", start, {"found": sign})
    else:
        found = Diagnostic("yaml_syntax", end, {"problem": problem})
    suspects = list(_suspects(range(end.line - 1, end.line + 1), source))
    return (
        suspects
        if any((each.mark.line, each.mark.column) < (end.line, end.column) for each in suspects)
        else [found, *suspects]
    )


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


def _no_colon(start: Mark) -> Diagnostic:
    text = _rest(start)
    instead = _INSTEAD_OF_COLON.search(text)
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
            bare = _NOT_CODE.sub(lambda match: "x" * len(match.group()), source.lines[number - 1])
            for match in _SUSPECT.finditer(bare):
                sign = next(each for each in match.groups() if each)
                start = next(match.start(group) for group in range(1, 5) if match.group(group))
                yield wrong_sign(sign, Mark(source, number, start + 1, len(sign)))
