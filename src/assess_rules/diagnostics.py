"""
A diagnostic is data: a stable code, parameters and a place. The wording is looked up when it is shown.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from assess_rules.exact import number_text
from assess_rules.labels import Label, Language
from assess_rules.marks import Mark, visible
from assess_rules.messages import wording
from assess_rules.records import Record, field, record

QUOTED_LENGTH = 60
SHORT = 2
MAX_FOUND = 100  # nobody mends more in one go

_NEAR = Label("是否想写 `{near}`？", "did you mean `{near}`?")
_HELP = Label("建议", "help")
_AT = Label("位于", "in")
_WARNING = Label("提醒：", "warning: ")


def _shown(param: object, language: Language) -> str:
    if isinstance(param, Label):
        return param.text(language)
    if isinstance(param, tuple):
        return ("、" if language == "zh" else ", ").join(_shown(each, language) for each in param)
    if isinstance(param, Fraction):
        return number_text(param)
    text = visible(str(param))
    return text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 1] + "…"


@record
class Diagnostic(Record):
    """
    One thing that is wrong, or worth a warning.

    `code` is stable across versions; `params` are the words that the message quotes; `near` is the nearest right word;
    `path` says where in the structure it is (`indicators[2].cap`).
    """

    code: str
    mark: Mark = field(eq=False)
    params: Mapping[str, object] = field(factory=dict)
    near: str | None = None
    path: str = ""
    warning: bool = False

    def message(self, language: Language = "en") -> str:
        """
        Say what is wrong, in one line.
        """
        template, _ = wording(self.code, language)
        return template.format_map({key: _shown(param, language) for key, param in self.params.items()})

    def help(self, language: Language = "en") -> str:
        """
        Say what would be right.
        """
        if self.near is not None:
            return _NEAR.text(language).format(near=visible(self.near))
        _, template = wording(self.code, language)
        return template.format_map({key: _shown(param, language) for key, param in self.params.items()})

    def render(self, language: Language = "en") -> str:
        """
        Give place, code and message, then the excerpt, the advice and the path, each on its own line.
        """
        label = _WARNING.text(language) if self.warning else ""
        lines = [f"{self.mark}: {label}{self.code}: {self.message(language)}"]
        excerpt = self.mark.excerpt()
        if excerpt:
            lines.append(excerpt)
        lines.append(f"  {_HELP.text(language)}: {self.help(language)}")
        if self.path and self.path != self.mark.cell:
            lines.append(f"  {_AT.text(language)}: {visible(self.path)}")
        return "\n".join(lines)

    def to_dict(self, language: Language = "en") -> dict[str, str | int | bool | None]:
        """
        Give the diagnostic as JSON data.
        """
        return {
            "code": self.code,
            "file": self.mark.source.name,
            "line": self.mark.line,
            "column": self.mark.column,
            "cell": self.mark.cell,
            "path": self.path,
            "message": self.message(language),
            "help": self.help(language),
            "warning": self.warning,
        }

    def __str__(self) -> str:
        """
        Give place, code and message in English, on one line.
        """
        return f"{self.mark}: {self.code}: {self.message()}"


def in_file_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """
    Sort by place; past `MAX_FOUND` diagnostics, say that there may be more.
    """
    ordered = sorted(found, key=lambda each: (each.mark.line, each.mark.column))
    if len(ordered) < MAX_FOUND:
        return ordered
    return [*ordered[:MAX_FOUND], Diagnostic("more_faults", ordered[MAX_FOUND - 1].mark, {"count": MAX_FOUND})]


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """
    Find the allowed word that an author most likely meant.
    """
    import difflib
    import unicodedata

    words = list(allowed)
    folded = {
        unicodedata.normalize("NFKC", each).casefold().replace("-", "_").replace(" ", "_"): each for each in words
    }
    wanted = unicodedata.normalize("NFKC", word).strip().casefold().replace("-", "_").replace(" ", "_")
    cutoff = 0.6 if len(wanted) > SHORT else 0.5  # of two characters, as many a name has, one may be wrong
    found = difflib.get_close_matches(wanted, folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None


def meant(word: str, labels: Mapping[str, Label]) -> str | None:
    """
    Give the id that an author most likely meant by a word: the one that the word is the label of, else the nearest.
    """
    return next((id_ for id_, label in labels.items() if word in (label.zh, label.en)), None) or nearest(word, labels)
