"""
What becomes of the sum of the points, as steps of a plan: limits and rounding of the total, the verdict, the grade.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from assess_rules.branches import has_role
from assess_rules.formula import MINUS, name_of
from assess_rules.ir import ZERO, Add, And, Compare, Const, Expr, Max, Min, Not, Or, Ref, Scale, Select
from assess_rules.labels import Label
from assess_rules.model.grades import Bar, GradeMove, GradeRow, Grades
from assess_rules.outputs import GradeEvent, GradeOutput
from assess_rules.records import Record, record
from assess_rules.subtotals import SectionLowering

ADJUSTED = Label("限幅与取整增减", "changed by limits and rounding")


@record
class Graded(Record):
    """
    The step that holds the number of the grade, from 0 for the first, whether it passes, and what closed or moved it.
    """

    place: str | None = None
    passes: Expr | None = None
    grades: tuple[GradeOutput, ...] = ()
    events: tuple[GradeEvent, ...] = ()


class GradingLowering(SectionLowering):
    """
    The end of one role's plan.
    """

    def adjusted(self, sum_: Expr, zero: Sequence[Expr]) -> tuple[Expr, Expr | None]:
        """
        Hold the sum of the points to the limits of the total, round it, make it 0 where a veto of `zero` holds.

        Give that, and the step of what that changed.
        """
        score = self.spec.score
        at_least, at_most, rounded = (None,) * 3 if score is None else (score.at_least, score.at_most, score.rounded)
        if not zero and at_least is None and at_most is None and rounded is None:
            return sum_, None
        self.prefix = "total."
        before = sum_ = self.step("before", sum_, Label("限幅、取整前", "before limits and rounding"))
        if at_most is not None:
            sum_ = Min((sum_, Const(self.figure(at_most))))
        if at_least is not None:
            sum_ = Max((sum_, Const(self.figure(at_least))))
        if rounded is not None:
            sum_ = self.rounded(sum_, rounded)
        if zero:
            sum_ = Select(Or(tuple(zero)), ZERO, sum_)
        total = self.step("held", sum_, Label("限幅、取整后", "after limits and rounding"))
        adjusted = self.step("adjusted", Add((total, Scale(MINUS, before))), ADJUSTED)
        self.prefix = ""
        return total, adjusted

    def verdict(self, total: Expr, pass_mark: Fraction | None, zero: Sequence[Expr]) -> Graded:
        """
        Lower what says whether a total passes: grades or a pass mark, if there is one of them.

        `zero` are the vetoes that make the total 0.
        """
        if self.spec.grades is not None:
            return self._graded(self.spec.grades, total, zero)
        if pass_mark is None:
            return Graded()
        return Graded(passes=Compare(total, "<=" if self.better == "lower" else ">=", Const(pass_mark)))

    @property
    def better(self) -> Literal["higher", "lower"]:
        """
        Give which way the total is better.
        """
        return "lower" if self.spec.score is not None and self.spec.score.better == "lower" else "higher"

    def _graded(self, grades: Grades, total: Expr, zero: Sequence[Expr]) -> Graded:
        """
        Lower the grades: the row by the total, of those that are not closed, then what moves it, then vetoes.

        No move lifts a grade to a closed one, nor above what a veto leaves.
        """
        self.prefix, last = "grade.", len(grades.rows) - 1
        events: list[GradeEvent] = []
        closed: list[list[Expr]] = [[] for _ in grades.rows]
        held: list[Expr] = []  # for each bar that holds, the number of the best row that it leaves
        numbers = {row.grade.name: number for number, row in enumerate(grades.rows)}
        for bar in (each for each in grades.bars if has_role(each.roles, self.role)):
            event = self._event("bar", bar, _barred(grades.rows[numbers[bar.grade.name]]))
            events.append(event)
            for rows in closed[: numbers[bar.grade.name] + 1]:
                rows.append(Ref(event.step))
            held.append(Select(Ref(event.step), Const(Fraction(numbers[bar.grade.name] + 1)), ZERO))
        place: Expr = Const(Fraction(last))
        for number in range(last - 1, -1, -1):
            row = grades.rows[number]
            terms: list[Expr] = [Compare(total, op, Const(self.figure(end))) for _, op, end in row.ends]
            terms += [] if row.when is None else [self.holds(row.when, out=True)]
            terms += [Not(each) for each in closed[number]]
            place = Select(terms[0] if len(terms) == 1 else And(tuple(terms)), Const(Fraction(number)), place)
        by_score = place = self.step("row", place, Label("按得分的等次序号", "number of the grade by the score"))
        moved: list[Expr] = []
        for move in (each for each in grades.moves if has_role(each.roles, self.role)):
            rows_down = move.down or -(move.up or 0)
            event = self._event("move", move, _moved(rows_down))
            events.append(event)
            moved.append(Select(Ref(event.step), Const(Fraction(rows_down)), ZERO))
        given = [Select(Ref(step), Const(Fraction(numbers[id_])), ZERO) for step, id_ in self.given]
        if moved:
            lifts = any(each.up for each in grades.moves if has_role(each.roles, self.role))
            given += [Select(each, by_score, ZERO) for each in zero if lifts]
            sum_ = Max((ZERO, Add((place, *moved)), *(held if lifts else ())))
            place = self.step(
                "moved", Min((sum_, Const(Fraction(last)))), Label("升降后的等次序号", "number after moves")
            )
        if given:
            place = self.step("vetoed", Max((place, *given)), Label("一票否决后的等次序号", "number under a veto"))
        passing = [Const(Fraction(number)) for number, row in enumerate(grades.rows) if row.verdict == "pass"]
        self.prefix, self.at = "", ()
        outputs = tuple(GradeOutput(row.grade.name, row.label, row.verdict, row.at or grades.at) for row in grades.rows)
        passes = Or(tuple(Compare(place, "=", each) for each in passing))
        return Graded(name_of(place), passes, outputs, tuple(events))

    def _event(self, name: str, item: Bar | GradeMove, label: Label) -> GradeEvent:
        self.at = item.at
        return GradeEvent(label, item.at, name_of(self.step(name, self.holds(item.when), label, "flag")))


def _barred(row: GradeRow) -> Label:
    return Label(f"不得评为“{row.label.text('zh')}”及以上", f"closed: {row.label.text('en')} and better")


def _moved(down: int) -> Label:
    number = abs(down)
    return Label(
        f"{'降' if down > 0 else '升'}{number}等",
        f"{number} grade{'s' if number > 1 else ''} {'down' if down > 0 else 'up'}",
    )
