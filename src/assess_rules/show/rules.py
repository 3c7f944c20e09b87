"""
How a rule is said, and the notes of the policy's author.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assess_rules.kinds import RuleKind
from assess_rules.labels import Label
from assess_rules.show.conditions import say_condition

if TYPE_CHECKING:
    from assess_rules.show.voice import Voice  # which says rules by these functions


def note(voice: "Voice", text: str | None) -> Iterator[str]:
    """
    Give a note of the policy's author, if there is one.
    """
    if text is not None:
        yield voice.sentence(voice.say(Label("说明：{text}", "note: {text}"), text=text))


def say_rule(voice: "Voice", rule: RuleKind, number: str | None) -> Iterator[str]:
    """
    Say a rule: its number and name before it, when it counts, what its kind says, how far it goes.
    """
    head = "" if number is None else voice.say(Label("（{number}）", "({number}) "), number=number)
    name = [voice.listed(rule.at or ()), rule.label.text(voice.language) if rule.label is not None else ""]
    if any(name):
        head += voice.say(Label("{name}：", "{name}: "), name=" ".join(filter(None, name)))
    says = []
    if rule.when is not None:
        only = Label("仅当{when}时适用", "only where {when}")
        says.append(voice.say(only, when=say_condition(voice, rule.when)))
    says += rule.say(voice)
    if rule.limit is not None:
        most = Label("合计最多扣{points}", "in all at most {points} deducted")
        if rule.sides(voice.ownership)[0].way == "add":  # a rule with a limit has one way only
            most = Label("合计最多加{points}", "in all at most {points} added")
        says.append(voice.say(most, points=voice.points(rule.limit)))
    first, *rest = map(voice.sentence, says)
    yield head + first
    yield from rest
    yield from note(voice, rule.note)
