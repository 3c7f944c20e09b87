"""
What becomes of the sum of the points: limits, rounding, and grades.
"""

from typing import Annotated

from assess_rules.amounts import Amount, Condition, Ident
from assess_rules.conditions import ConditionOf
from assess_rules.fields import Clauses, Id, ListOf, Whole, WordOf
from assess_rules.figures import COMPARISONS, AmountOf
from assess_rules.ir import Comparison
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model.common import CITED, LABEL, NOTE, ROLES
from assess_rules.model.scoring import ROUNDED, Rounded
from assess_rules.objects import Object
from assess_rules.records import Record, field, record

BETTER = {"higher": "more points are better 分高为好", "lower": "fewer points are better 分低为好"}


def _end(en: str, zh: str) -> AmountOf:
    return AmountOf(en, zh=zh, dimension="signed", facts=False, settled=True)


@record(kw_only=True)
class Score(Record):
    """
    Which way the total is better, between which limits it stays, and how it is rounded.
    """

    better: Annotated[str, WordOf("Which way is better.", zh="分高为好还是分低为好", words=BETTER, fixed=True)] = (
        "higher"
    )
    at_least: Annotated[Amount | None, _end("The total is never less.", "总分下限")] = None
    at_most: Annotated[Amount | None, _end("The total is never more.", "总分上限")] = None
    rounded: Annotated[Rounded | None, ROUNDED] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class GradeRow(Record):
    """
    A grade, the totals that have it, and the verdict that goes with it.
    """

    grade: Annotated[Ident, Id("The id of the grade.", zh="等次标识")]
    label: Annotated[Label, LABEL]
    verdict: Annotated[
        str, WordOf("What the grade means.", zh="结论", words={"pass": "合格", "fail": "不合格"}, fixed=True)
    ]
    at_least: Annotated[Amount | None, _end("The total is this or more.", "下限：含本数")] = None
    over: Annotated[Amount | None, _end("The total is more.", "下限：不含本数")] = None
    at_most: Annotated[Amount | None, _end("The total is this or less.", "上限：含本数")] = None
    under: Annotated[Amount | None, _end("The total is less.", "上限：不含本数")] = None
    when: Annotated[Condition | None, ConditionOf("The row is only for this.", zh="适用条件", graded=True)] = None
    at: Annotated[tuple[str, ...], Clauses("The clause, where it is not that of the grades.", zh="条款依据")] = field(
        default=(), added=True
    )
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)

    @property
    def ends(self) -> tuple[tuple[str, Comparison, Amount], ...]:
        """
        Give the row's ends; a row that has passed its checks has one or none.
        """
        found = ((word, op, getattr(self, word, None)) for word, op in COMPARISONS.items())
        return tuple((word, op, end) for word, op, end in found if end is not None)


@record(kw_only=True)
class Bar(Record):
    """
    A condition that closes a grade and all better ones.
    """

    grade: Annotated[Ident, Id("The grade that is closed, with all better ones.", zh="等次：该等次及以上不得评")]
    at: Annotated[tuple[str, ...], CITED]
    when: Annotated[Condition, ConditionOf("It is closed then.", zh="条件", graded=True)]
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class GradeMove(Record):
    """
    A condition that moves the grade by some rows, at most to the first or the last.
    """

    at: Annotated[tuple[str, ...], CITED]
    when: Annotated[Condition, ConditionOf("The grade is moved then.", zh="条件", graded=True)]
    down: Annotated[int | None, Whole("So many rows down.", zh="降几等", minimum=1, maximum=20)] = None
    up: Annotated[int | None, Whole("So many rows up.", zh="升几等", minimum=1, maximum=20)] = None
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Grades(Record):
    """
    Grades by the total, the best first; what closes some of them, and what moves a person's grade.
    """

    rows: Annotated[
        tuple[GradeRow, ...],
        ListOf(
            "The grades, the best first; the first row that holds is the grade.",
            zh="等次：从高到低，取第一个成立的",
            item=Object("A grade.", zh="等次", classes=(GradeRow,)),
            least=2,
        ),
    ]
    bars: Annotated[
        tuple[Bar, ...],
        ListOf("What closes grades.", zh="不得评某等次的情形", item=Object("A bar.", zh="限制", classes=(Bar,))),
    ] = ()
    moves: Annotated[
        tuple[GradeMove, ...],
        ListOf("What moves a grade.", zh="升降等次的情形", item=Object("A move.", zh="升降", classes=(GradeMove,))),
    ] = ()
    at: Annotated[tuple[str, ...], Clauses("The clause that sets the grades.", zh="条款依据")] = field(
        default=(), added=True
    )
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)
