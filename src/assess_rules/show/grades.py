"""
What becomes of the sum of the points, said: which way is better, limits, rounding, grades.
"""

from collections.abc import Iterator

from assess_rules.amounts import ScoreIs, parts
from assess_rules.branches import leaves
from assess_rules.labels import Label
from assess_rules.model import Bar, GradeMove, GradeRow, Grades, Indicator, Section
from assess_rules.show.conditions import COMPARED, say_condition
from assess_rules.show.passages import Passage
from assess_rules.show.rules import note
from assess_rules.show.view import for_roles, structure
from assess_rules.show.voice import Voice
from assess_rules.show.words import VERDICT_WORDS, rounding

NEITHER = Label(
    "条件所问的得分，其项目不计得分和分值的，等次的条件视为成立，限制和升降的条件视为不成立",
    "where a condition asks for the points of something that is left out, it holds for a grade, and does not hold for what "
    "closes grades or moves them",
)
SCALED = Label(
    "条件所问的类别得分，类别内有不计得分和分值的指标的，折算到类别总分后比较",
    "where indicators of a section are left out, conditions compare what is earned in it as scaled to the whole section",
)


def total(voice: Voice) -> Iterator[str]:
    """
    Say which way the total is better, between which limits it stays and how it is rounded.
    """
    score = voice.spec.score
    if score is None:
        return
    if score.better == "lower":
        yield voice.say(Label("得分越低越好", "lower scores are better"))
    if score.at_most is not None:
        most = Label("总分高于{most}的按{most}计", "a total above {most} counts as {most}")
        yield voice.say(most, most=voice.points(score.at_most))
    if score.at_least is not None:
        least = Label("总分低于{least}的按{least}计", "a total below {least} counts as {least}")
        yield voice.say(least, least=voice.points(score.at_least))
    if score.rounded is not None:
        yield rounding(voice, score.rounded)
    yield from note(voice, score.note)


def grades(voice: Voice) -> Iterator[Passage]:
    """
    Say the grades, if the policy has any.
    """
    grades = voice.spec.grades
    if grades is None:
        return
    rows = tuple(say_row(voice, each) for each in grades.rows)
    says = [voice.sentence(voice.say(Label("取第一个成立的等次", "the first grade that holds is the grade")))]
    if any(each.up for each in grades.moves if voice.has(each.roles)):
        says += _not_lifted(voice, grades)
    says += left_out(voice, grades, NEITHER)
    others = [say_bar(voice, each) for each in grades.bars if voice.has(each.roles)]
    others += [say_move(voice, each) for each in grades.moves if voice.has(each.roles)]
    title = voice.say(Label("等次", "Grades"))
    says += note(voice, grades.note)
    yield Passage(kind="grades", at=grades.at, title=title, says=tuple(says), parts=(*rows, *others))


def _not_lifted(voice: Voice, grades: Grades) -> Iterator[str]:
    """
    Say what no move lifts, if there is any: closed grades, and what a veto leaves.
    """
    bars = any(voice.has(each.roles) for each in grades.bars)
    vetoes = voice.spec.vetoes
    effects = () if vetoes is None else tuple(each.effect or vetoes.effect for each in vetoes.events.values())
    said = [Label("不进入被限制的等次", "to a closed one")] if bars else []
    if any(each != "no_score" for each in effects):
        said.append(Label("不改变一票否决的等次", "above what a veto leaves"))
    if said:
        what = voice.say(Label("，也", ", or ")).join(map(voice.say, said))
        yield voice.sentence(voice.say(Label("升等{what}", "no grade is moved up {what}"), what=what))


def left_out(voice: Voice, conditions: object, neither: Label) -> Iterator[str]:
    """
    Say what conditions on points make of what is left out, which `neither` says, if they ask for something that can be.
    """
    asked = {each.item.name for each in parts(conditions) if isinstance(each, ScoreIs)}
    out, scaled = False, False
    for within, members in leaves(structure(voice)):
        for row in members:
            items: tuple[Section | Indicator, ...] = (*within, row)
            may = [_may_go(each) for each in items]
            for place, each in enumerate(items):
                out |= each.id.name in asked and any(may[: place + 1])  # it, or what it lies in
                scaled |= each.id.name in asked and any(may[place + 1 :])  # something in it
    if out:
        yield voice.sentence(voice.say(neither))
    if scaled:
        yield voice.sentence(voice.say(SCALED))


def _may_go(item: Indicator | Section) -> bool:
    return any(each.points == "left_out" for each in item.points_when)


def grade_part(voice: Voice, part: GradeRow | Bar | GradeMove) -> Passage:
    """
    Say a row, a bar or a move.
    """
    if isinstance(part, GradeRow):
        return say_row(voice, part)
    return say_bar(voice, part) if isinstance(part, Bar) else say_move(voice, part)


def say_row(voice: Voice, row: GradeRow) -> Passage:
    """
    Say which totals have a grade, and the verdict that goes with it.
    """
    where = []
    for _, op, end in row.ends:
        compared = voice.say(COMPARED[op], other=voice.points(end))
        where.append(voice.say(Label("得分{compared}", "the score is {compared}"), compared=compared))
    where += [] if row.when is None else [say_condition(voice, row.when)]
    reached = voice.say(Label("，且", " and ")).join(where) or voice.say(Label("其余", "otherwise"))
    said = Label("{reached}的，考核结论为{verdict}", "{reached}: the verdict is “{verdict}”")
    text = voice.say(said, reached=reached, verdict=voice.say(VERDICT_WORDS[row.verdict]))
    says = (voice.sentence(text), *note(voice, row.note))
    return Passage(kind="grade", at=row.at, id=row.grade.name, title=row.label.text(voice.language), says=says)


def say_bar(voice: Voice, bar: Bar) -> Passage:
    """
    Say when grades are closed.
    """
    row = next(each for each in voice.spec.grades.rows if each.grade.name == bar.grade.name)  # type: ignore[union-attr]
    said = Label("{when}的，不得评为{grade}及以上", "where {when}: {grade} and better grades are closed")
    text = voice.say(said, when=say_condition(voice, bar.when), grade=voice.quoted(row.label))
    says = (voice.sentence(text), *for_roles(voice, bar.roles), *note(voice, bar.note))
    return Passage(kind="bar", at=bar.at, says=says)


def say_move(voice: Voice, move: GradeMove) -> Passage:
    """
    Say when a grade is moved, and how far.
    """
    down = move.up is None
    many = "" if 1 in (move.down, move.up) else "s"
    said = Label("{when}的，{way}{rows}等", f"where {{when}}: {{rows}} grade{many} {{way}}")
    way = voice.say(Label("降", "down") if down else Label("升", "up"))
    rows = str(move.down if down else move.up)
    text = voice.say(said, when=say_condition(voice, move.when), way=way, rows=rows)
    says = (voice.sentence(text), *for_roles(voice, move.roles), *note(voice, move.note))
    return Passage(kind="move", at=move.at, says=says)
