"""
Which grades a total reached and did not get, and which moves of the grade came to nothing.
"""

from collections.abc import Iterator, Mapping

from assess_rules.ir import Add, And, Compare, Expr, Plan, Ref, Select, Value, walk
from assess_rules.labels import Label
from assess_rules.outputs import GradeEvent, GradeOutput
from assess_rules.pencil import Evaluate
from assess_rules.plain import PlainPencil, names_of
from assess_rules.records import Record, evolve, record

TOTAL, BY_SCORE, MOVED = "total", "grade.row", "grade.moved"


@record
class GradeMissed(Record):
    """
    A grade that a total reached, and what the grade's condition asks for that is not so.
    """

    grade: GradeOutput
    why: Label


def grades_missed(plan: Plan, known: Mapping[str, Value], evaluate: Evaluate) -> Iterator[GradeMissed]:
    """
    Give the grades better than the one by the score whose ends a total meets, and whose condition does not hold.

    What bars close is not given: it is an event of its own.
    """
    names = names_of(plan)
    zh, en = (PlainPencil(names, known, evaluate, each) for each in ("zh", "en"))
    row = _step(plan, BY_SCORE)
    for grade in plan.grades[: int(known[BY_SCORE])]:
        assert isinstance(row, Select)
        terms = row.condition.terms if isinstance(row.condition, And) else (row.condition,)
        ends = [each for each in terms if isinstance(each, Compare) and each.left == Ref(TOTAL)]
        when = And(tuple(each for each in terms if each not in ends))
        if all(zh.of(each) for each in ends) and not zh.of(when):
            why = Label(zh.lacking(when), en.lacking(when))
            if why.text("zh"):
                yield GradeMissed(grade, why)
        row = row.otherwise


def in_vain(
    plan: Plan, known: Mapping[str, Value], evaluate: Evaluate, events: tuple[GradeEvent, ...]
) -> tuple[GradeEvent, ...]:
    """
    Give events, with moves that together would go beyond the last grade, or to a closed one, said to have changed nothing.
    """
    if MOVED not in known or known[MOVED] != known[BY_SCORE]:
        return events
    asked = next(each for each in walk(_step(plan, MOVED)) if isinstance(each, Add))
    if evaluate(asked, known) == known[BY_SCORE]:
        return events
    moves = set(asked.terms[1:])
    steps = {each.condition.step for each in moves if isinstance(each, Select) and isinstance(each.condition, Ref)}
    return tuple(evolve(each, label=_nothing(each.label)) if each.step in steps else each for each in events)


def _nothing(label: Label) -> Label:
    return Label(f"{label.text('zh')}，等次不变", f"{label.text('en')}, which changes nothing")


def _step(plan: Plan, name: str) -> Expr:
    return next(each.expr for each in plan.steps if each.name == name)
