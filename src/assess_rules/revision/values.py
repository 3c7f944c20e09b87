"""
What a key holds, and a record that shows a change, said in one language.
"""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from assess_rules.amounts import ByChoice, ByReading, ByRole, Figure, Ident, Name
from assess_rules.exact import number_text, short_text
from assess_rules.kinds import RuleKind
from assess_rules.kinds.bands import Row
from assess_rules.kinds.linear import Knot
from assess_rules.kinds.lookup import LookupRow
from assess_rules.kinds.tables import Moved
from assess_rules.labels import Label
from assess_rules.model import Bar, GradeMove, GradeRow, PointsWhen, Relation, Rounded
from assess_rules.objects import keys_of
from assess_rules.records import Record
from assess_rules.revision.effects import Witness
from assess_rules.revision.trials import Outcome
from assess_rules.show import Voice
from assess_rules.show.conditions import say_condition
from assess_rules.show.grades import grade_part
from assess_rules.show.passages import sentence_of
from assess_rules.show.scoring import decisions
from assess_rules.show.words import rounding
from assess_rules.words import word

NOTHING = "—"


def say_value(voice: Voice, value: Any, reading: str | None = None) -> str:
    """
    Say a value of the model in a few words; that of a whole thing is its name. An id is that of an option of a `reading`.
    """
    if reading is not None and isinstance(value, Ident):
        return voice.quoted(voice.spec.readings[reading].options[value.name].label) + voice.bracketed(value.name)
    if value is None or value == ():
        return NOTHING
    if isinstance(value, bool):
        return voice.say(Label("是", "yes") if value else Label("否", "no"))
    if isinstance(value, (int, Fraction)):
        return number_text(value)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return voice.day(value)
    if isinstance(value, tuple) and isinstance(value[0], PointsWhen):
        return voice.say(Label("", " ")).join(decisions(voice, value))
    if isinstance(value, tuple) and isinstance(value[0], (GradeRow, Bar, GradeMove)):
        return voice.say(Label("", " ")).join(map(sentence_of, map(partial(grade_part, voice), value)))
    if isinstance(value, tuple) and isinstance(value[0], (Row, Knot, LookupRow)):
        return voice.say(Label("；", "; ")).join(each.say_row(voice) for each in value)
    if isinstance(value, tuple):
        return voice.listed(say_value(voice, each) for each in value)
    return _record_text(voice, value)


def _record_text(voice: Voice, value: Record) -> str:
    if isinstance(value, Label):
        both = dict.fromkeys(filter(None, (value.zh, value.en)))
        return " / ".join(both)
    if isinstance(value, Ident):
        return value.name
    if isinstance(value, ByReading) and _is_word(voice, value):
        return voice.takes(value.reading.name)
    if isinstance(value, (Figure, Name, ByReading, ByRole, ByChoice)):
        return voice.number(value)
    if isinstance(value, Relation):
        return say_condition(voice, value.condition)
    if isinstance(value, Moved):
        return value.say(voice)
    if isinstance(value, Rounded):
        return rounding(voice, value)
    if isinstance(value, RuleKind):
        return voice.sentence(voice.say(Label("；", "; ")).join(value.say(voice)))
    if keys_of(type(value)):
        label = getattr(value, "label", None) or getattr(value, "question", None)
        return label.text(voice.language) if label is not None else _parts_text(voice, value)
    return say_condition(voice, value)  # type: ignore[arg-type]  # what else stands at a key is a condition


def _parts_text(voice: Voice, value: Record) -> str:
    """
    Say a thing that has no name by the figures and texts in it.
    """
    parts = (getattr(value, key.attribute) for key in keys_of(type(value)))
    said = (say_value(voice, each) for each in parts if not isinstance(each, (Mapping, tuple)) and each is not None)
    return voice.listed(said) or NOTHING


def _is_word(voice: Voice, value: ByReading) -> bool:
    """
    Say whether a reading decides a word: then its options have no figures, and its place gives none.
    """
    options = voice.spec.readings[value.reading.name].options
    return value.of is None and any(each.value is None for each in options.values())


def outcome_text(voice: Voice, outcome: Outcome, other: Outcome) -> str:
    """
    Say what becomes of a record: its exact score, or the score as it is shown where only that differs.
    """
    if outcome.refused:
        return voice.say(Label("不予收录", "refused"))
    if outcome.exact is None:
        return word("vetoed", voice.language)
    said = [str(outcome.score) if outcome.exact == other.exact else short_text(outcome.exact)]
    rows = () if voice.spec.grades is None else voice.spec.grades.rows
    said += [each.label.text(voice.language) for each in rows if each.grade.name == outcome.grade]
    said += [] if outcome.verdict is None else [word(outcome.verdict, voice.language)]
    return " ".join(dict.fromkeys(said))  # a grade may be called as the verdict is


def witness_text(voices: tuple[Voice, Voice], witness: Witness) -> str:
    """
    Say a record that shows a change, with what becomes of it before and after.
    """
    old, new = voices
    facts = []
    for name in witness.moved:
        voice = new if new.ownership.type_of(name) is not None else old
        facts.append(f"{voice.label(Name(name))} {say_value(voice, witness.facts[name])}")
    voice = new if witness.role in new.spec.roles else old
    parts = {
        "role": voice.role_label(witness.role),
        "facts": voice.listed(facts) or voice.say(Label("各项均无", "nothing to report")),
        "before": outcome_text(old, witness.before, witness.after),
        "after": outcome_text(new, witness.after, witness.before),
    }
    return voice.say(Label("{role}，{facts}：{before} → {after}", "{role}, {facts}: {before} → {after}"), **parts)
