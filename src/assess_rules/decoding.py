"""
The text of a table, from its bytes.
"""

import codecs
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from assess_rules.diagnostics import Diagnostic
from assess_rules.marks import HIDDEN, Mark, Source

Encoding = Literal["utf-8", "gb18030"]
Encodings = Mapping[str, Encoding]  # by path; that of the other tables under ""
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f{HIDDEN}]")


def decoded(data: bytes, path: Path, name: str, encoding: Encoding | Encodings, found: list[Diagnostic]) -> str | None:
    """
    Give the text of a table; None where its bytes are none or hold hidden characters, which is added to `found`.
    """
    if not isinstance(encoding, str):
        encoding = encoding.get(str(path), encoding.get("", "utf-8"))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found.append(Diagnostic("utf16", Mark(Source(name), 1)))
        return None
    if data.startswith(codecs.BOM_UTF8):  # Excel's "CSV UTF-8" has one, its plain CSV never: nothing is guessed
        encoding = "utf-8"
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        data, start = error.object, error.start  # without the byte order mark
        mark = Mark(Source(name), data.count(b"\n", 0, start) + 1, start - data.rfind(b"\n", 0, start))
        code = "not_utf8_table" if encoding == "utf-8" else "not_gb18030"
        found.append(Diagnostic(code, mark, {"byte": f"0x{data[start]:02x}", "file": name}))
        return None
    before = len(found)
    for match in _CONTROL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        mark = Mark(Source(name), line, match.start() - text.rfind("\n", 0, match.start()))
        found.append(Diagnostic("hidden_character", mark, {"found": f"U+{ord(match.group()):04X}"}))
    return text if len(found) == before else None
