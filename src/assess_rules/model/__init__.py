"""
A policy as it is written: frozen classes whose `Annotated` fields are the keys of the rule file.
"""

from collections.abc import Mapping
from typing import Annotated

from assess_rules.amounts import Amount, Ident, Word
from assess_rules.fields import Id, LabelText, ListOf, MapOf, Version, Whole, WordOf
from assess_rules.figures import AmountOf, Differs, DiffersOf
from assess_rules.kinds.derived import (
    Derived,
    Difference,
    Largest,
    NamedAmount,
    Product,
    Quotient,
    RoundedFact,
    Share,
    Smallest,
    Sum,
)
from assess_rules.kinds.lookup import Lookup
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model.common import (
    ACCEPTED,
    LABEL,
    NOTE,
    NOTHING_MAPPED,
    PERIOD_WORDS,
    Decided,
    Display,
    FactSpec,
    InForce,
    Option,
    Reading,
    Relation,
    RelationOf,
    Source,
)
from assess_rules.model.grades import Bar, GradeMove, GradeRow, Grades, Score
from assess_rules.model.outcomes import Consequence, Outcomes, Ranking, Rollup, Teams
from assess_rules.model.scoring import (
    BONUSES_KEY,
    INDICATORS,
    Bonuses,
    Chain,
    GradeEffect,
    Indicator,
    PointsWhen,
    Rounded,
    Section,
    Vetoes,
    VetoEvent,
    chains,
)
from assess_rules.objects import Object
from assess_rules.periods import Span
from assess_rules.records import Record, field, record

DERIVED: tuple[type[Derived], ...] = (
    *(Sum, Difference, Smallest, Largest, Product),
    *(Share, Quotient, RoundedFact, Lookup, NamedAmount),
)


@record(kw_only=True)
class PolicySpec(Record):
    """
    One version of an appraisal policy.
    """

    format: Annotated[int, Whole("The version of this file format.", zh="文件格式版本", minimum=1, maximum=1)]
    policy: Annotated[Ident, Id("The policy's id, the same in all its versions.", zh="办法标识：各版本相同")]
    version: Annotated[
        str, Version("The version of this policy: three numbers.", zh="版本：如 1.0.0，任何修改都换新号")
    ]
    title: Annotated[Label, LabelText("The title of the document.", zh="文件标题")]
    source: Annotated[Source, Object("The document behind the file.", zh="文件来源", classes=(Source,))]
    in_force: Annotated[InForce, Object("The days on which this version holds.", zh="施行期间", classes=(InForce,))]
    period: Annotated[Span, WordOf("How often people are appraised.", zh="考核周期", words=PERIOD_WORDS, fixed=True)]
    base: Annotated[
        Amount,
        AmountOf(
            "What can be earned; the caps of every role add up to it.",
            zh="基础总分：每个岗位各项分值之和须与此相等",
            dimension="figure",
            facts=False,
            settled=True,
        ),
    ]
    display: Annotated[Display, Object("How scores are shown.", zh="显示方式", classes=(Display,))]
    roles: Annotated[Mapping[str, Label], MapOf("The roles, each with its label.", zh="岗位", item=LABEL)]
    language: Annotated[
        str,
        WordOf(
            "The language of the labels that give only one.",
            zh="标签语言",
            words={"zh": "中文", "en": "English"},
            fixed=True,
        ),
    ] = "zh"
    subject: Annotated[
        Mapping[str, Label],
        MapOf("Who is appraised, and that column of every table.", zh="被考核对象及其列名", item=LABEL, most=1),
    ] = NOTHING_MAPPED
    score: Annotated[
        Score | None, Object("Which way the total is better, its limits and its rounding.", zh="总分", classes=(Score,))
    ] = field(default=None, added=True)
    grades: Annotated[
        Grades | None, Object("Grades, in place of a pass mark.", zh="等次：代替合格线", classes=(Grades,))
    ] = field(default=None, added=True)
    base_differs: Annotated[
        Differs | None,
        DiffersOf(
            "What the sum of the caps comes to for some roles, where the document contradicts itself.",
            zh="原文自相矛盾时，某些岗位实际合计的分值",
        ),
    ] = field(default=None, added=True)
    pass_mark: Annotated[
        Amount | None, AmountOf("The score that passes.", zh="合格线", dimension="figure", facts=False, settled=True)
    ] = None
    bonuses: Annotated[Word | Bonuses | None, BONUSES_KEY] = None
    facts: Annotated[
        Mapping[str, FactSpec],
        MapOf(
            "The data that is counted or entered.",
            zh="考核数据项",
            item=Object("A fact.", zh="数据项", classes=(FactSpec,)),
        ),
    ] = NOTHING_MAPPED
    derived: Annotated[
        Mapping[str, Derived],
        MapOf(
            "Facts that follow from others.",
            zh="由其他数据项得出的数据",
            item=Object("A derived fact.", zh="导出数据", classes=DERIVED),
        ),
    ] = NOTHING_MAPPED
    relations: Annotated[
        tuple[Relation, ...],
        ListOf(
            "What every record must keep.",
            zh="勾稽关系",
            item=RelationOf("A condition that every record must meet.", zh="勾稽关系"),
        ),
    ] = ()
    readings: Annotated[
        Mapping[str, Reading],
        MapOf(
            "What the document leaves open.",
            zh="适用口径",
            item=Object("An open question.", zh="口径", classes=(Reading,)),
        ),
    ] = NOTHING_MAPPED
    sections: Annotated[
        tuple[Section, ...],
        ListOf(
            "Groups of indicators with a subtotal.",
            zh="指标类别",
            item=Object("A section.", zh="指标类别", classes=(Section,)),
        ),
    ] = ()
    indicators: Annotated[tuple[Indicator, ...], INDICATORS] = ()
    vetoes: Annotated[Vetoes | None, Object("Events that end the evaluation.", zh="一票否决", classes=(Vetoes,))] = None
    outcomes: Annotated[Outcomes | None, Object("What follows from results.", zh="结果运用", classes=(Outcomes,))] = (
        None
    )
    accepted: Annotated[Mapping[str, str], ACCEPTED] = field(default=NOTHING_MAPPED, added=True)
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


__all__ = [
    "Bar",
    "Bonuses",
    "Chain",
    "Consequence",
    "Decided",
    "Derived",
    "Display",
    "FactSpec",
    "GradeEffect",
    "GradeMove",
    "GradeRow",
    "Grades",
    "InForce",
    "Indicator",
    "Option",
    "Outcomes",
    "PointsWhen",
    "PolicySpec",
    "Ranking",
    "Reading",
    "Relation",
    "Rollup",
    "Rounded",
    "Score",
    "Section",
    "Source",
    "Teams",
    "VetoEvent",
    "Vetoes",
    "chains",
]
