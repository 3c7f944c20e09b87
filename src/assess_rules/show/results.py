"""
What follows from results, said: proposals, figures over several periods, ranking, teams.
"""

from collections.abc import Iterator

from assess_rules.amounts import Figure, PeriodsIn, parts
from assess_rules.exact import plain_text
from assess_rules.labels import Label
from assess_rules.model import Consequence, Outcomes, Ranking, Rollup, Teams
from assess_rules.show.conditions import SPANS, say_condition
from assess_rules.show.grades import left_out
from assess_rules.show.passages import Passage
from assess_rules.show.rules import note
from assess_rules.show.scoring import EVERY, meaning
from assess_rules.show.view import for_roles
from assess_rules.show.voice import Voice

NEITHER = Label(
    "条件所问的得分，其项目不计得分和分值的，该条件及其否定都视为不成立",
    "where a condition asks for the points of something that is left out, neither it nor its “not” holds",
)
PROPOSED = {
    "each_time": Label("每出现一次都提出建议", "it is proposed in each period that brings this about or adds to it"),
    "once": Label("在{span}内首次成立时提出一次建议", "it is proposed once in {span}, when this first holds"),
}
TOGETHER = {
    "sum": Label("各期得分之和", "the sum of the periods' scores"),
    "mean": Label("各期得分的平均", "the mean of the periods' scores"),
}
AMONG = {
    "role": Label("在同一岗位之内排名", "within a role"),
    "team": Label("在同一团队之内排名", "within a team"),
    "all": Label("全体一起排名", "all together"),
}
TIES = {
    "shared_best": Label(
        "同分的并列，其后名次空出（1、1、3）", "equals share the best place, and the next stay empty (1, 1, 3)"
    ),
    "dense": Label("同分的并列，其后名次不空出（1、1、2）", "equals share a place, and the next follows (1, 1, 2)"),
}
TEAM_SCORES = {
    "mean": Label("有得分成员的平均分", "the mean of the members' scores"),
    "sum": Label("成员得分之和", "the sum of the members' scores"),
    "median": Label("成员得分的中位数", "the median of the members' scores"),
}


def outcomes(voice: Voice) -> Iterator[Passage]:
    """
    Say what follows from results, if the policy has any such thing.
    """
    outcomes = voice.spec.outcomes
    if outcomes is None:
        return
    says = [
        voice.say(Label("以下各项均为建议，由人决定", "these are proposals; decisions are people's")),
        voice.say(
            Label("年度起算月份：{month}", "first month of the year: {month}"),
            month=voice.amount(outcomes.year_begins, lambda figure: _month(voice, figure)),
        ),
    ]
    conditions = tuple(each.when for each in outcomes.consequences if voice.has(each.roles))
    yield Passage(
        kind="outcomes",
        title=voice.say(Label("结果运用", "What follows from results")),
        says=(*map(voice.sentence, says), *left_out(voice, conditions, NEITHER), *note(voice, outcomes.note)),
        parts=tuple(_parts(voice, outcomes)),
    )


def _month(voice: Voice, figure: Figure) -> str:
    return voice.say(Label("{number}月", "{number}"), number=plain_text(figure.value))


def _parts(voice: Voice, outcomes: Outcomes) -> Iterator[Passage]:
    for consequence in outcomes.consequences:
        if voice.has(consequence.roles):
            yield _consequence(voice, consequence)
    for rollup in outcomes.rollups:
        if voice.has(rollup.roles):
            yield _rollup(voice, rollup)
    if outcomes.ranking is not None:
        yield _ranking(voice, outcomes.ranking)
    if outcomes.teams is not None:
        yield _teams(voice, outcomes.teams)


def _consequence(voice: Voice, consequence: Consequence) -> Passage:
    counted = [each.span for each in parts(consequence.when) if isinstance(each, PeriodsIn)]
    span = voice.say(SPANS[next(iter(counted), consequence.lasts or "period")])
    propose = voice.word(consequence.propose, lambda each: voice.say(PROPOSED[str(each)], span=span))
    said = Label("{when}的，{propose}", "if {when}, {propose}")
    says = [voice.say(said, when=say_condition(voice, consequence.when), propose=propose)]
    if consequence.lasts is not None:
        lasts = Label("效力及于{span}", "it lasts for {span}")
        says.append(voice.say(lasts, span=voice.say(SPANS[consequence.lasts])))
    return Passage(
        kind="consequence",
        id=consequence.id.name,
        title=consequence.label.text(voice.language),
        at=consequence.at,
        says=(*map(voice.sentence, says), *for_roles(voice, consequence.roles), *note(voice, consequence.note)),
    )


def _rollup(voice: Voice, rollup: Rollup) -> Passage:
    said = voice.say(
        Label("{every}一次，为{together}", "{every}: {together}"),
        every=voice.say(EVERY[rollup.each]),
        together=meaning(voice, rollup.periods, TOGETHER),
    )
    for fact, weight in rollup.plus:
        plus = Label("，加“{fact}”（权重{weight}）", ", plus “{fact}” (weight {weight})")
        said += voice.say(plus, fact=voice.label(fact), weight=voice.number(weight))
    return Passage(
        kind="rollup",
        id=rollup.id.name,
        title=rollup.label.text(voice.language),
        at=rollup.at,
        says=(voice.sentence(said), *for_roles(voice, rollup.roles), *note(voice, rollup.note)),
    )


def _ranking(voice: Voice, ranking: Ranking) -> Passage:
    says = (
        voice.say(
            Label("{every}一次，{among}", "{every}, {among}"),
            every=_every(voice, ranking),
            among=meaning(voice, ranking.among, AMONG),
        ),
        *_longer(voice, ranking),
        meaning(voice, ranking.ties, TIES),
    )
    return Passage(
        kind="ranking",
        title=voice.say(Label("个人排名", "Ranking of people")),
        at=ranking.at,
        says=(*map(voice.sentence, says), *note(voice, ranking.note)),
    )


def _teams(voice: Voice, teams: Teams) -> Passage:
    said = voice.say(
        Label("{every}一次，团队得分为{score}", "{every}, the score of a team is {score}"),
        every=_every(voice, teams),
        score=meaning(voice, teams.score, TEAM_SCORES),
    )
    return Passage(
        kind="teams",
        title=teams.label.text(voice.language),
        at=teams.at,
        says=(*map(voice.sentence, (said, *_longer(voice, teams))), *note(voice, teams.note)),
    )


def _every(voice: Voice, item: Ranking | Teams) -> str:
    return voice.say(Label("、", ", ")).join(voice.say(EVERY[each]) for each in item.each)


def _longer(voice: Voice, item: Ranking | Teams) -> Iterator[str]:
    """
    Say how the periods of longer spans come together, if there are any.
    """
    if item.periods is not None:
        said = Label("比考核期长的，以{together}为准", "a span longer than the period goes by {together}")
        yield voice.say(said, together=meaning(voice, item.periods, TOGETHER))
