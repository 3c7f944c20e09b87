"""
Vetoes, said: which events there are, what each does, how far it reaches, and what its period counts as.
"""

from collections.abc import Iterator

from assess_rules.labels import Label
from assess_rules.model import GradeEffect, Vetoes, VetoEvent
from assess_rules.show.conditions import say_condition
from assess_rules.show.passages import Passage
from assess_rules.show.rules import note
from assess_rules.show.scoring import meaning
from assess_rules.show.voice import Voice

EFFECTS = {
    "no_score": Label("不予评价，不计得分", "there is no evaluation and no score"),
    "zero": Label("得零分", "the score is 0"),
}
REACHES = {
    "period": Label("一票否决只及于发现的当期", "a veto reaches the period in which it is found"),
    "to_year_end": Label(
        "一票否决及于发现的当期至年底各期",
        "a veto reaches the period in which it is found and all later ones of that year",
    ),
    "whole_year": Label("一票否决及于全年各期", "a veto reaches all periods of the year"),
}
COUNTED_AS = {
    "left_out": Label(
        "不予评价的考核期不参加排名，不计为不合格，不计入合计、平均",
        "a period that is not evaluated is not ranked, is no failed one, and is left out of sums and means",
    ),
    "as_failed": Label(
        "不予评价的考核期在计次数时计为不合格，但本期没有结论，不因不合格提出建议；排名、合计、平均时以零分计入",
        "a period that is not evaluated is a failed one where periods are counted, yet nothing is proposed for it as "
        "failed; it has 0 points in ranks, sums and means",
    ),
}
COUNTED = Label(
    "该考核期照常计入，以其得分、等次和结论为准",
    "the period counts as any other does, with the score, the grade and the verdict that it has",
)


def vetoes(voice: Voice) -> Iterator[Passage]:
    """
    Say the vetoes, if the policy has any.
    """
    vetoes = voice.spec.vetoes
    if vetoes is None:
        return
    if any(each.effect is not None for each in vetoes.events.values()):
        first = Label(
            "有下列情形之一的，除该情形另有规定外，{effect}",
            "if one of these holds and nothing else is said of it, {effect}",
        )
    else:
        first = Label("有下列情形之一的，{effect}", "if one of these holds, {effect}")
    says = [
        voice.say(first, effect=_effect(voice, vetoes.effect)),
        voice.say(
            Label(
                "下列情形未写条件的，每条记录均须登记“是”或“否”",
                "every record has to say yes or no to each one below that has no condition",
            )
        ),
        meaning(voice, vetoes.reach, REACHES),
        *_counted_as(voice, vetoes),
    ]
    events = [
        Passage(
            kind="veto",
            id=id_,
            title=event.label.text(voice.language),
            at=event.at,
            says=(
                *map(voice.sentence, (*_when(voice, event), *_own_effect(voice, event))),
                *note(voice, event.note),
            ),
        )
        for id_, event in vetoes.events.items()
    ]
    yield Passage(
        kind="vetoes",
        title=voice.say(Label("一票否决", "Vetoes")),
        at=vetoes.at,
        says=(*map(voice.sentence, says), *note(voice, vetoes.note)),
        parts=tuple(events),
    )


def _effect(voice: Voice, effect: str | GradeEffect) -> str:
    """
    Say what follows where an event holds.
    """
    if isinstance(effect, str):
        return voice.say(EFFECTS[effect])
    grades = voice.spec.grades
    assert grades is not None
    label = next(each.label for each in grades.rows if each.grade.name == effect.grade.name)
    said = Label("等次至多为{grade}", "the grade is {grade} unless it is worse already")
    return voice.say(said, grade=voice.quoted(label))


def _counted_as(voice: Voice, vetoes: Vetoes) -> Iterator[str]:
    """
    Say what the periods of events count as, where these differ: of which events.
    """
    events: dict[bool, list[str]] = {True: [], False: []}
    for event in vetoes.events.values():
        events[(event.effect or vetoes.effect) == "no_score"].append(voice.quoted(event.label))
    of = Label("{events}：{said}", "{events}: {said}") if all(events.values()) else Label("{said}", "{said}")
    if vetoes.counts_as is not None:
        said = meaning(voice, vetoes.counts_as, COUNTED_AS)
        yield voice.say(of, events=voice.listed(events[True]), said=said)
    if events[False]:
        yield voice.say(of, events=voice.listed(events[False]), said=voice.say(COUNTED))


def _own_effect(voice: Voice, event: VetoEvent) -> Iterator[str]:
    if event.effect is not None:
        own = Label("本情形{effect}", "of this one: {effect}")
        yield voice.say(own, effect=_effect(voice, event.effect))


def _when(voice: Voice, event: VetoEvent) -> Iterator[str]:
    if event.when is not None:
        yield voice.say(Label("{when}的", "if {when}"), when=say_condition(voice, event.when))
