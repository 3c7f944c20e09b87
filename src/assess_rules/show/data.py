"""
What goes in, said: facts, derived facts, relations, and the readings of what the document leaves open.
"""

from collections.abc import Iterator

from assess_rules.amounts import Figure, Name
from assess_rules.exact import plain_text
from assess_rules.inputs import most
from assess_rules.labels import Label
from assess_rules.model import FactSpec, Option, Reading
from assess_rules.show import view
from assess_rules.show.conditions import say_condition
from assess_rules.show.passages import Passage
from assess_rules.show.rules import note
from assess_rules.show.scoring import EVERY
from assess_rules.show.voice import Voice


def facts(voice: Voice) -> Iterator[Passage]:
    """
    Say each fact: what it is, what counts, what values it may have.
    """
    owned = voice.ownership.owned
    shown = []
    for id_, fact in voice.spec.facts.items():
        owners = [role for role in voice.spec.roles if id_ in owned[role]]
        if voice.owns(id_):
            says = tuple(map(voice.sentence, _fact(voice, fact, owners)))
            # One line a fact: a list of thirty is looked up, not read.
            says = ("".join(says) if voice.language == "zh" else " ".join(says),)
            shown.append(Passage(kind="fact", id=id_, title=fact.label.text(voice.language), says=says))
    if shown:
        yield Passage(kind="facts", title=voice.say(Label("考核数据项", "Facts")), parts=tuple(shown))


def _fact(voice: Voice, fact: FactSpec, owners: list[str]) -> Iterator[str]:
    yield _values(voice, fact)
    if fact.allowed:
        allowed = voice.listed(map(plain_text, fact.allowed))
        yield voice.say(Label("只能取{allowed}", "only {allowed}"), allowed=allowed)
    if fact.options:
        options = voice.listed(_option(voice, each, option) for each, option in fact.options.items())
        yield voice.say(Label("选项：{options}", "options: {options}"), options=options)
    if fact.counts is not None:
        yield voice.say(Label("统计口径：{counts}", "counted: {counts}"), counts=fact.counts.text(voice.language))
    if fact.source is not None:
        yield voice.say(Label("数据来源：{source}", "source: {source}"), source=fact.source)
    if fact.each is not None:
        yield voice.say(Label("{each}提供一次", "given once {each}"), each=voice.say(EVERY[fact.each]))
    if fact.default is not None:
        default = Label(
            "未提供的按{value}计，并在结果中注明", "taken as {value} where it is not given, and results say so"
        )
        yield voice.say(default, value=_default(voice, fact))
    if fact.needed_when is not None:
        needed = Label(
            "仅在此情形提供：{when}；其余情形不得提供，用到它的规则不计",
            "needed only where {when}; elsewhere it is refused, and what reads it does not count",
        )
        yield voice.say(needed, when=say_condition(voice, fact.needed_when))
    if len(owners) < len(voice.spec.roles) and voice.role is None:
        yield voice.say(Label("适用岗位：{roles}", "for: {roles}"), roles=voice.listed(map(voice.role_label, owners)))
    yield from note(voice, fact.note)


def _values(voice: Voice, fact: FactSpec) -> str:
    if fact.type == "flag":
        return voice.say(Label("是或否", "yes or no"))
    if fact.type == "choice":
        return voice.say(Label("选项之一", "one of several options"))
    unit = "" if fact.unit is None else fact.unit.text(voice.language)
    said = Label("整数，{low}至{high}", "a whole number from {low} to {high}")
    if fact.places:
        said = Label(
            "数值，至多{places}位小数，{low}至{high}", "a number from {low} to {high}, decimal places: {places}"
        )
    high = voice.figure(Figure(most(fact)), unit)
    return voice.say(said, places=str(fact.places), low=plain_text(fact.min), high=high)


def _option(voice: Voice, id_: str, option: Option) -> str:
    about = [id_]
    if option.figure is not None:
        about.append(voice.say(Label("数值{figure}", "figure {figure}"), figure=voice.figure(option.figure, "")))
    if option.note is not None:
        about.append(option.note)
    return option.label.text(voice.language) + voice.bracketed(voice.say(Label("；", "; ")).join(about))


def _default(voice: Voice, fact: FactSpec) -> str:
    default = fact.default
    if isinstance(default, bool):
        return voice.say(Label("“是”", "yes") if default else Label("“否”", "no"))
    if isinstance(default, Name):
        return voice.quoted(fact.options[default.name].label)
    assert isinstance(default, Figure)
    return plain_text(default.value)


def derived(voice: Voice) -> Iterator[Passage]:
    """
    Say how each derived fact follows from others.
    """
    shown = []
    for id_ in view.derived_in(voice, view.said(voice)):
        each = voice.spec.derived[id_]
        says = (voice.sentence(each.say(voice)), *note(voice, each.note))
        shown.append(Passage(kind="derived", id=id_, title=each.label.text(voice.language), says=says))
    if shown:
        title = voice.say(Label("由其他数据项得出的数据", "Derived facts"))
        yield Passage(kind="derived_facts", title=title, parts=tuple(shown))


def relations(voice: Voice) -> Iterator[Passage]:
    """
    Say what every record must keep.
    """
    shown = [
        Passage(kind="relation", at=each.at, says=(voice.sentence(say_condition(voice, each.condition)),))
        for each in view.relations(voice)
    ]
    if shown:
        says = voice.say(Label("每条记录须符合下列关系，不符的不予收录", "a record that breaks one is refused"))
        title = voice.say(Label("勾稽关系", "Relations"))
        yield Passage(kind="relations", title=title, says=(voice.sentence(says),), parts=tuple(shown))


def readings(voice: Voice) -> Iterator[Passage]:
    """
    Say each open question with its answers, the one in use, and who settled it.
    """
    shown = [_reading(voice, each, voice.spec.readings[each]) for each in view.readings(voice)]
    if shown:
        says = voice.say(
            Label("原文未作明确规定、须选定口径的问题如下", "what the document leaves open is settled as follows")
        )
        title = voice.say(Label("适用口径", "Readings"))
        yield Passage(kind="readings", title=title, says=(voice.sentence(says),), parts=tuple(shown))


def _reading(voice: Voice, id_: str, reading: Reading) -> Passage:
    chosen = reading.chosen.name
    taken = Label("取{option}", "taken: {option}")
    if reading.decided is None:
        taken = Label("暂取{option}", "taken for now: {option}")
    says = [_answer(voice, id_, chosen, taken)]
    says += [
        _answer(voice, id_, each, Label("备选{option}", "or {option}")) for each in reading.options if each != chosen
    ]
    if reading.decided is None:
        says.append(voice.say(Label("尚未有人决定，系暂定口径", "nobody has decided it yet: provisional")))
    else:
        decided = Label("由{by}于{day}决定", "decided by {by} on {day}")
        if reading.decided.number is not None:
            decided = Label("由{by}于{day}决定（{number}）", "decided by {by} on {day} ({number})")
        parts = {"by": reading.decided.by, "day": voice.day(reading.decided.date)}
        says.append(voice.say(decided, number=reading.decided.number or "", **parts))
    return Passage(
        kind="reading",
        id=id_,
        number=voice.capital(voice.reading(id_)),
        title=reading.question.text(voice.language),
        at=reading.at,
        says=(*map(voice.sentence, says), *note(voice, reading.note)),
    )


def _answer(voice: Voice, reading: str, id_: str, said: Label) -> str:
    option = voice.spec.readings[reading].options[id_]
    text = voice.say(said, option=voice.quoted(option.label) + voice.bracketed(id_))
    means = list(voice.meanings(reading, id_))
    if not means and option.value is not None:
        means = [voice.number(option.value)]
    if option.note is not None:
        means.append(option.note)
    return voice.say(Label("：", ": ")).join(filter(None, (text, voice.say(Label("；", "; ")).join(means))))
