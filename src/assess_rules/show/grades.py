"""
What becomes of the sum of the points, said: which way is better, limits, rounding, grades.
"""

from collections.abc import Iterator

from assess_rules.labels import Label
from assess_rules.model import Bar, GradeMove, GradeRow
from assess_rules.show.conditions import COMPARED, say_condition
from assess_rules.show.passages import Passage
from assess_rules.show.rules import note
from assess_rules.show.view import for_roles
from assess_rules.show.voice import Voice
from assess_rules.show.words import VERDICT_WORDS, rounding


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
    rows = tuple(_row(voice, each) for each in grades.rows)
    says = [voice.sentence(voice.say(Label("取第一个成立的等次", "the first grade that holds is the grade")))]
    others = [_bar(voice, each) for each in grades.bars if voice.has(each.roles)]
    others += [_move(voice, each) for each in grades.moves if voice.has(each.roles)]
    title = voice.say(Label("等次", "Grades"))
    says += note(voice, grades.note)
    yield Passage(kind="grades", at=grades.at, title=title, says=tuple(says), parts=(*rows, *others))


def _row(voice: Voice, row: GradeRow) -> Passage:
    where = []
    for _, op, end in row.ends:
        compared = voice.say(COMPARED[op], other=voice.points(end))
        where.append(voice.say(Label("得分{compared}", "the score is {compared}"), compared=compared))
    where += [] if row.when is None else [say_condition(voice, row.when)]
    reached = voice.say(Label("，且", " and ")).join(where) or voice.say(Label("其余", "otherwise"))
    said = Label("{reached}的，{verdict}", "{reached}: {verdict}")
    text = voice.say(said, reached=reached, verdict=voice.say(VERDICT_WORDS[row.verdict]))
    says = (voice.sentence(text), *note(voice, row.note))
    return Passage(kind="grade", at=row.at, id=row.grade.name, title=row.label.text(voice.language), says=says)


def _bar(voice: Voice, bar: Bar) -> Passage:
    row = next(each for each in voice.spec.grades.rows if each.grade.name == bar.grade.name)  # type: ignore[union-attr]
    said = Label("{when}的，不得评为{grade}及以上", "where {when}: {grade} and better grades are closed")
    text = voice.say(said, when=say_condition(voice, bar.when), grade=voice.quoted(row.label))
    says = (voice.sentence(text), *for_roles(voice, bar.roles), *note(voice, bar.note))
    return Passage(kind="bar", at=bar.at, says=says)


def _move(voice: Voice, move: GradeMove) -> Passage:
    down = move.up is None
    many = "" if 1 in (move.down, move.up) else "s"
    said = Label("{when}的，{way}{rows}等", f"where {{when}}: {{rows}} grade{many} {{way}}")
    way = voice.say(Label("降", "down") if down else Label("升", "up"))
    rows = str(move.down if down else move.up)
    text = voice.say(said, when=say_condition(voice, move.when), way=way, rows=rows)
    says = (voice.sentence(text), *for_roles(voice, move.roles), *note(voice, move.note))
    return Passage(kind="move", at=move.at, says=says)
