"""
Short texts in Chinese, English or both.
"""

import unicodedata
from collections.abc import Iterable
from typing import Literal, get_args

from assess_rules.records import Record, record

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@record
class Label(Record):
    """
    What people call a thing; the language that is missing falls back to the other.
    """

    zh: str | None = None
    en: str | None = None

    def text(self, language: Language) -> str:
        """
        Give the label in a language.
        """
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second or ""

    def to_dict(self) -> dict[str, str]:
        """
        Give the label in both languages as JSON data.
        """
        return {"zh": self.text("zh"), "en": self.text("en")}


def one_of(what: str, word: object, allowed: Iterable[str]) -> None:
    """
    Refuse a word of a caller that is none of those there are. Raises `ValueError`, which names them.
    """
    known = tuple(allowed)
    if word not in known:
        raise ValueError(f"no {what} {word!r}; there are {', '.join(known)}")


def same_label(text: str) -> str:
    """
    Give a clause's label, or a reference, in the form in which half-width and full-width signs are equal.
    """
    return unicodedata.normalize("NFKC", text)
