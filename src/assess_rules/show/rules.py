"""
How a rule is said, and the notes of the policy's author.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assess_rules.kinds import RuleKind
from assess_rules.kinds.group import Group
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
        most = Label("{all}最多扣{points}", "{all} at most {points} deducted")
        if rule.sides(voice.ownership)[0].way == "add":  # a rule with a limit has one way only
            most = Label("{all}最多加{points}", "{all} at most {points} added")
        all_of = Label("合计", "in all")
        if isinstance(rule, Group) and len(rule.rules) > 1:  # its last sentence before this one is of its last rule
            last = len(rule.rules)
            all_of = Label(f"以上（1/{last}）至（{last}/{last}）合计", f"(1/{last}) to ({last}/{last}) in all")
        says.append(voice.say(most, all=voice.say(all_of), points=voice.points(rule.limit)))
    first, *rest = map(voice.sentence, says)
    yield head + first
    yield from rest
    yield from note(voice, rule.note)
