"""
The parts of a policy that say what follows from results.
"""

from typing import Annotated

from assess_rules.amounts import Amount, Condition, Figure, Ident, Name, Word
from assess_rules.beside import Each
from assess_rules.conditions import ConditionOf
from assess_rules.fields import Id, ListOf, WordOf, WordsOf
from assess_rules.figures import AmountOf
from assess_rules.ir import ONE
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model.common import CITED, LABEL, NOTE, PERIOD_WORDS, ROLES
from assess_rules.objects import Object
from assess_rules.records import Record, field, record

SPANS = {"quarter": "每季度", "half_year": "每半年", "year": "每年"}
EACH = WordsOf("How often; one word, or a list of them.", zh="周期，一个或一列", words=PERIOD_WORDS)
PERIOD_SCORES = WordOf(
    "How the periods' scores come together in a longer span.",
    zh="较长周期中各期得分如何合计",
    words={"sum": "相加", "mean": "平均"},
)


@record(kw_only=True)
class Consequence(Record):
    """
    What is proposed when a condition holds; people decide.
    """

    id: Annotated[Ident, Id("Its id.", zh="标识")]
    at: Annotated[tuple[str, ...], CITED]
    label: Annotated[Label, LABEL]
    when: Annotated[Condition, ConditionOf("It is proposed then.", zh="提出条件", scored=True)]
    propose: Annotated[
        Word,
        WordOf(
            "How often it is proposed.", zh="提出次数", words={"each_time": "每次都提出", "once": "首次成立时提出一次"}
        ),
    ]
    lasts: Annotated[
        str | None, WordOf("How long it lasts.", zh="持续时间", words={"period": "当期", **SPANS}, fixed=True)
    ] = None
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Rollup(Record):
    """
    A figure over several periods, and what is added to it.
    """

    id: Annotated[Ident, Id("Its id.", zh="标识")]
    at: Annotated[tuple[str, ...], CITED]
    label: Annotated[Label, LABEL]
    each: Annotated[str, WordOf("The span it covers.", zh="周期", words=SPANS, fixed=True)]
    periods: Annotated[
        Word,
        WordOf("How the periods' scores come together.", zh="各期得分如何合计", words={"sum": "相加", "mean": "平均"}),
    ]
    plus: Annotated[
        tuple[tuple[Name, Amount], ...], Each("Facts that are added, each with its weight.", zh="另加的数据项及权重")
    ] = field(default=(), ordered=False)
    roles: Annotated[tuple[Ident, ...], ROLES] = ()
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Ranking(Record):
    """
    Who is ranked with whom, and how equals are placed.
    """

    at: Annotated[tuple[str, ...], CITED]
    each: Annotated[tuple[str, ...], EACH]
    among: Annotated[
        Word,
        WordOf("Who is ranked together.", zh="排名范围", words={"role": "同一岗位", "team": "同一团队", "all": "全体"}),
    ]
    ties: Annotated[
        Word,
        WordOf(
            "The places of equals.",
            zh="同分名次",
            words={"shared_best": "并列占位（1、1、3）", "dense": "并列不占位（1、1、2）"},
        ),
    ]
    periods: Annotated[Word | None, PERIOD_SCORES] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Teams(Record):
    """
    How a team's score comes from its members'.
    """

    at: Annotated[tuple[str, ...], CITED]
    label: Annotated[Label, LABEL]
    each: Annotated[tuple[str, ...], EACH]
    score: Annotated[
        Word,
        WordOf(
            "How members' scores come together.",
            zh="成员得分如何合计",
            words={"mean": "平均", "sum": "相加", "median": "中位数"},
        ),
    ]
    periods: Annotated[Word | None, PERIOD_SCORES] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class Outcomes(Record):
    """
    What follows from results: proposals, figures over several periods, ranking, teams.
    """

    year_begins: Annotated[
        Amount,
        AmountOf(
            "The month in which a year begins.", zh="年度从几月起算", dimension="figure", facts=False, settled=True
        ),
    ] = Figure(ONE.value)
    consequences: Annotated[
        tuple[Consequence, ...],
        ListOf("Proposals.", zh="结果运用", item=Object("A proposal.", zh="结果运用", classes=(Consequence,))),
    ] = ()
    rollups: Annotated[
        tuple[Rollup, ...],
        ListOf(
            "Figures over several periods.",
            zh="汇总",
            item=Object("A figure over several periods.", zh="汇总", classes=(Rollup,)),
        ),
    ] = ()
    ranking: Annotated[Ranking | None, Object("The ranking of people.", zh="个人排名", classes=(Ranking,))] = None
    teams: Annotated[Teams | None, Object("The scores of teams.", zh="团队得分", classes=(Teams,))] = None
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)
