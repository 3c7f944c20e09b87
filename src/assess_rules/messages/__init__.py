"""
The wording of every message, in one table for each language.
"""

from collections.abc import Mapping

from assess_rules.labels import LANGUAGES, Language, one_of


def wording(code: str, language: Language) -> tuple[str, str]:
    """
    Give the message and the advice for a code, as templates.
    """
    return table(language)[code]


def table(language: Language) -> Mapping[str, tuple[str, str]]:
    """
    Give the whole table of a language; it is imported when first needed. Raises `ValueError` for any other language.
    """
    one_of("language", language, LANGUAGES)
    if language == "zh":
        from assess_rules.messages import zh

        return zh.MESSAGES
    from assess_rules.messages import en

    return en.MESSAGES
