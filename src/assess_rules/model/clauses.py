"""
The clause file as it is written: each sentence of the document, and what carries it in the rule file.
"""

from typing import Annotated, Any

from assess_rules.amounts import Figure, Ident
from assess_rules.exact import parse_number
from assess_rules.fields import FieldType, Id, Intake, LabelText, ListOf, Names, Schema, Text, Whole, WordOf, text
from assess_rules.figures import RATE_TEXT, number, read_figure
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model.common import NOTE
from assess_rules.nodes import MapNode, Scalar
from assess_rules.objects import Object
from assess_rules.records import Record, field, record

ACCOUNTS = {
    "computed": "the program works it out 由程序计算",
    "counted": "people count; `counts` of a fact says what one is 由人计数，一件算什么由数据项的 counts 说明",
    "definition": "it says what is meant 界定用语、对象和范围",
    "procedure": "people do it, nothing is computed 由人办理，没有可计算的内容",
    "open": "the text leaves it open, a reading decides 原文未定，由口径决定",
}


@record
class DocumentFigure(FieldType):
    """
    A figure as the document has it: a number, or a rate with its percent sign.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"anyOf": [*number("quantity"), RATE_TEXT]}

    def read(self, node: Scalar, intake: Intake) -> Figure:
        figure = read_figure(node)
        assert figure is not None  # the schema has let nothing else pass
        if node.quoted:
            intake.report("quoted_number", node.mark, found=node.text)
        return figure


@record
class Reasons(FieldType):
    """
    Figures, each with the reason why one side alone has it: the document, or the rule file.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        reason = Text("The reason.", zh="理由").schema(defs)
        return {"type": "object", "additionalProperties": reason, "minProperties": 1}

    def read(self, node: MapNode, intake: Intake) -> tuple[tuple[Figure, str], ...]:
        found = []
        for key, each in node.entries.items():
            assert isinstance(each, Scalar)
            if parse_number(key) is None:
                intake.report("bad_number", node.keys[key], found=key)
            else:
                found.append((DocumentFigure(self.en, zh=self.zh).read(_key(key, node), intake), each.text))
        return tuple(found)


def _key(key: str, node: MapNode) -> Scalar:
    return Scalar(key, quoted=False, mark=node.keys[key])


@record
class ItemName(FieldType):
    """
    The name of an item of the rule file: `pass_mark`, `indicators.o2`, `indicators.o2.cap`, `relations[0]`.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return text(200)

    def read(self, node: Any, intake: Intake) -> Ident:
        return Ident(node.text, node.mark)


@record(kw_only=True)
class Sentence(Record):
    """
    A sentence of the document, and what becomes of it.
    """

    at: Annotated[str, Text("The clause that it stands in.", zh="条款")]
    sentence: Annotated[
        int | None,
        Whole(
            "Which sentence of the clause, where it has several.",
            zh="该条款的第几句：有几句时写",
            minimum=1,
            maximum=999,
        ),
    ] = None
    title: Annotated[Label, LabelText("A short title of your own, not the document's words.", zh="自拟的短标题")]
    account: Annotated[str, WordOf("What becomes of it.", zh="处理方式", words=ACCOUNTS, fixed=True)]
    by: Annotated[
        tuple[Ident, ...],
        Names(
            "What carries it in the rule file, as `indicators.o2`.",
            zh="由规则文件的哪些项承担：如 indicators.o2",
            item=ItemName("An item of the rule file.", zh="规则文件的一项"),
        ),
    ] = ()
    why: Annotated[str | None, Text("Why nothing can be computed.", zh="为何不能计算")] = None
    figures: Annotated[
        tuple[Figure, ...],
        ListOf(
            "The figures of the sentence, as the document has them.",
            zh="句中的数字，照原文顺序",
            item=DocumentFigure("A figure.", zh="数字"),
        ),
    ] = ()
    apart: Annotated[
        tuple[tuple[Figure, str], ...],
        Reasons("Figures that the rule file does not hold, each with the reason.", zh="规则文件中没有的数字及理由"),
    ] = ()
    ours: Annotated[
        tuple[tuple[Figure, str], ...],
        Reasons("Figures that the rule file alone has, each with the reason.", zh="原文没有而规则文件有的数字及理由"),
    ] = ()
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)


@record(kw_only=True)
class ClauseFile(Record):
    """
    Every sentence of the document that a rule file states.
    """

    format: Annotated[int, Whole("The version of this file format.", zh="文件格式版本", minimum=1, maximum=1)]
    policy: Annotated[Ident, Id("The id of the policy.", zh="办法标识")]
    sentences: Annotated[int, Whole("How many sentences the document has.", zh="文件的句数", minimum=1, maximum=9999)]
    clauses: Annotated[
        tuple[Sentence, ...],
        ListOf(
            "The sentences, in the order of the document.",
            zh="各句，照文件的顺序",
            item=Object("A sentence.", zh="一句", classes=(Sentence,)),
        ),
    ]
    note: Annotated[str | None, NOTE] = None
    mark: Mark = field(eq=False, repr=False)
