"""
How conditions are said: on facts, readings and roles, and after scoring on verdicts and periods.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assess_rules.amounts import (
    AllOf,
    Amount,
    AnyOf,
    Condition,
    EveryIs,
    FactIs,
    GradeIs,
    Name,
    NotOf,
    PeriodsIn,
    ReadingIs,
    RoleIn,
    RollupIs,
    ScoreIs,
    VerdictIs,
)
from assess_rules.labels import Label

if TYPE_CHECKING:
    from assess_rules.show.voice import Voice  # which says conditions by these functions

COMPARED = {
    ">=": Label("达到或超过{other}", "at least {other}"),
    ">": Label("超过{other}", "more than {other}"),
    "<=": Label("不超过{other}", "at most {other}"),
    "<": Label("低于{other}", "less than {other}"),
    "=": Label("等于{other}", "exactly {other}"),
}
VERDICTS = {
    "pass": Label("考核合格", "the verdict is “pass”"),
    "fail": Label("考核不合格", "the verdict is “fail”"),
    "vetoed": Label("被一票否决", "the verdict is “not evaluated”"),
}
SPANS = {
    "period": Label("本期", "the period"),
    "quarter": Label("本季度", "the quarter"),
    "half_year": Label("本半年度", "the half-year"),
    "year": Label("本年度", "the year"),
    "ever": Label("迄今各期", "all periods so far"),
}
PERIODS = {
    "month": Label("月份", "months"),
    "quarter": Label("季度", "quarters"),
    "half_year": Label("半年度", "half-years"),
    "year": Label("年度", "years"),
}
AND = Label("，且", " and ")
BOTH = Label("且", " and ")
OR = Label("，或", " or ")


def say_condition(voice: "Voice", condition: Condition) -> str:
    """
    Say when a condition holds.
    """
    match condition:
        case FactIs():
            return _fact(voice, condition)
        case ReadingIs(reading, option):
            label = voice.spec.readings[reading.name].options[option.name].label
            said = Label("{reading}选定{option}（{takes}）", "{reading} is settled as {option} ({takes})")
            return voice.say(
                said, reading=voice.reading(reading.name), option=voice.quoted(label), takes=voice.takes(reading.name)
            )
        case RoleIn(roles):
            names = voice.say(Label("或", " or ")).join(voice.role_label(each.name) for each in roles)
            return voice.say(Label("岗位为{roles}", "the role is {roles}"), roles=names)
        case AllOf(terms) | AnyOf(terms):
            return voice.say(AND if isinstance(condition, AllOf) else OR).join(_inner(voice, each) for each in terms)
        case NotOf(of):
            return voice.say(Label("并非{of}", "it is not so that {of}"), of=_inner(voice, of))
        case ScoreIs(item, comparisons):
            labels = {id_: label for role in voice.spec.roles for id_, label in voice.ownership.items(role).items()}
            name = f"“{labels[item.name].text(voice.language)}”" if item.name in labels else ""
            what = voice.say(
                Label("得分", "the score") if not name else Label("{name}得分", "the points of {name}"), name=name
            )
            return voice.say(Label("{what}{said}", "{what}: {said}"), what=what, said=_compared(voice, comparisons))
        case EveryIs(comparisons):
            said = Label("每项指标得分都{said}", "the points of every indicator: {said}")
            return voice.say(said, said=_compared(voice, comparisons))
        case GradeIs(grade):
            assert voice.spec.grades is not None
            label = next(each.label for each in voice.spec.grades.rows if each.grade.name == grade.name)
            return voice.say(Label("等次为{grade}", "the grade is {grade}"), grade=voice.quoted(label))
        case RollupIs(rollup, comparisons):
            assert voice.spec.outcomes is not None
            label = next(each.label for each in voice.spec.outcomes.rollups if each.id.name == rollup.name)
            said = Label("汇总{rollup}{said}", "the roll-up {rollup}: {said}")
            return voice.say(said, rollup=voice.quoted(label), said=_compared(voice, comparisons))
        case VerdictIs(verdict):
            return voice.say(VERDICTS[verdict])
    assert isinstance(condition, PeriodsIn)
    said = Label("{span}内，{of}的{periods}{count}", "{of} in {count} {periods} of {span}")
    many = "个" if voice.language == "zh" else ""
    counts = {op: voice.amount(amount, lambda each: voice.figure(each, many)) for op, amount in condition.comparisons}
    count = voice.say(BOTH).join(voice.say(COMPARED[op], other=each) for op, each in counts.items())
    return voice.say(
        said,
        span=voice.say(SPANS[condition.span]),
        of=_inner(voice, condition.of),
        periods=voice.say(PERIODS[voice.spec.period]),
        count=count,
    )


def _compared(voice: "Voice", comparisons: Iterable[tuple[str, Amount]]) -> str:
    return voice.say(BOTH).join(voice.say(COMPARED[op], other=voice.points(each)) for op, each in comparisons)


def _inner(voice: "Voice", condition: Condition) -> str:
    """
    Say a condition within another, in brackets where it has several parts.
    """
    said = say_condition(voice, condition)
    several = isinstance(condition, (AllOf, AnyOf)) and len(condition.terms) > 1
    return voice.say(Label("（{said}）", "({said})"), said=said) if several else said


def _fact(voice: "Voice", condition: FactIs) -> str:
    fact = f"“{voice.label(condition.fact)}”"
    options = voice.spec.facts[condition.fact.name].options if condition.fact.name in voice.spec.facts else {}
    said = []
    for op, operand in condition.comparisons:
        if isinstance(operand, bool):
            said.append(voice.say(Label("为是", "yes") if operand else Label("为否", "no")))
        elif isinstance(operand, Name) and options:
            said.append(voice.say(Label("为{option}", "{option}"), option=voice.quoted(options[operand.name].label)))
        else:
            said.append(voice.say(COMPARED[op], other=voice.number(operand, condition.fact)))
    return voice.say(Label("{fact}{said}", "{fact} is {said}"), fact=fact, said=voice.say(BOTH).join(said))
