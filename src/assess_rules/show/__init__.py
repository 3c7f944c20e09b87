"""
The read-back: a whole policy in sentences, clause by clause, to be laid beside the document.
"""

from typing import Any

from assess_rules.labels import Language
from assess_rules.policy import Policy
from assess_rules.show import data, grades, results, scoring, vetoes
from assess_rules.show.passages import Passage, lines
from assess_rules.show.voice import Voice
from assess_rules.words import word

SHOW_FORMAT = 1


def show(policy: Policy, language: Language = "zh", role: str | None = None) -> str:
    """
    Say a whole policy in sentences; with a role, only what that role has. Raises `ValueError` for another language or role.
    """
    voice = Voice(policy.spec, language, role)
    head = [policy.spec.title.text(language)]
    if policy.stamp.trial:
        chosen = ", ".join(f"{each} = {value}" for each, value in policy.what_if.items())
        head.append(f"【{word('trial', language)}】{chosen}")
    text = [*head]
    for passage in passages(voice):
        text += ["", *lines(passage, voice)]
    return "\n".join(text) + "\n"


def show_dict(policy: Policy, language: Language = "zh", role: str | None = None) -> dict[str, Any]:
    """
    Give the same as JSON data.
    """
    stamp = policy.stamp
    return {
        "format": SHOW_FORMAT,
        "policy": policy.id,
        "version": policy.version,
        "title": policy.spec.title.text(language),
        "source_hash": stamp.source_hash,
        "plan_hash": stamp.plan_hash,
        "trial": list(stamp.trial),
        "language": language,
        "role": role,
        "parts": [each.to_dict() for each in passages(Voice(policy.spec, language, role))],
    }


def passages(voice: Voice) -> tuple[Passage, ...]:
    """
    Give all passages of a policy in order.
    """
    return (
        scoring.frame(voice),
        *scoring.sections(voice),
        *grades.grades(voice),
        *vetoes.vetoes(voice),
        *results.outcomes(voice),
        *data.facts(voice),
        *data.derived(voice),
        *data.relations(voice),
        *data.readings(voice),
    )


__all__ = ["Passage", "Voice", "passages", "show", "show_dict"]
