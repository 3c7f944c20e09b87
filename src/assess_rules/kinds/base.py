"""
What every rule kind has, and what it is given to lower itself with.
"""

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from fractions import Fraction
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Protocol

from assess_rules.amounts import Amount, Condition, Figure, Name, Word
from assess_rules.conditions import ConditionOf
from assess_rules.fields import Clauses, FieldType, Intake, LabelText, Schema, Text, WordOf
from assess_rules.figures import AmountOf
from assess_rules.ir import ONE, ZERO, Add, Ceil, Expr, Floor, Max, Scale
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.objects import read_object
from assess_rules.records import Record, field, record

PART_STEPS = {
    "whole_only": "only whole steps count 不足一步的不计",
    "in_proportion": "a part counts in proportion 按比例计算",
    "begun": "a step that has begun counts whole 不足一步按一步计",
    "passed_only": "only steps strictly passed count: 1 exactly is 0, 1.2 and 2 are 1 只计超过的整步",
}
PARTS_SAID: Mapping[str, Label] = {
    "whole_only": Label("不足{step}的部分不计", "a part of {step} does not count"),
    "in_proportion": Label("不足{step}的部分按比例计算", "a part of {step} counts in proportion"),
    "begun": Label("不足{step}的部分按{step}计算", "a part of {step} counts as if it were whole"),
    "passed_only": Label(
        "须超过整步才计：恰好{step}不计，超过{step}的计一步",
        "a step counts once it is passed: exactly {step} does not count, more than {step} counts as one step",
    ),
    "rounded_rate": Label(
        "先四舍五入到{step}的整倍数", "the value is first rounded, halves up, to a whole multiple of {step}"
    ),
}


@record
class Lowered(Record):
    """
    What a rule takes and gives; both are 0 or more.
    """

    deduction: Expr = ZERO
    addition: Expr = ZERO


class Lowering(Protocol):
    """
    What a rule kind may ask for while it is lowered: the role and the readings are settled.
    """

    cap: Fraction

    def amount(self, amount: Amount | Name) -> Expr:
        """
        Give the expression of an amount or a fact.
        """

    def word(self, word: Word | Figure | None) -> str | Figure | None:
        """
        Give a word as it stands, or the one that a reading has chosen.
        """

    def label(self, name: Name) -> Label:
        """
        Give the label of a fact or a derived fact.
        """

    def condition(self, condition: Condition) -> Expr:
        """
        Give the expression of a condition.
        """

    def rule(self, rule: "RuleKind") -> Lowered:
        """
        Lower a rule that stands within another: held to its limit, and to the condition under which it counts.
        """

    def not_negative(self, expr: Expr) -> Expr:
        """
        Give a number that is 0 where the expression could be less: points never change sides.
        """

    def where_needed(self, make: Callable[[], Expr]) -> Expr:
        """
        Make a number that is 0 where a fact that it reads is not needed: so it does not count.
        """

    def step(self, name: str, expr: Expr, label: Label, shown: Literal["number", "rate", "flag"] = "number") -> Expr:
        """
        Name a figure, so that explanations show it, and give a reference to it.
        """


class Speaker(Protocol):
    """
    What a rule kind may ask for while it says in one language what it means: texts that name readings, too.
    """

    def say(self, said: Label, /, **parts: str) -> str:
        """
        Give a text in the language, with its parts put in.
        """

    def label(self, name: Name) -> str:
        """
        Give what people call a fact.
        """

    def number(self, amount: Amount | Name, unit_of: object = (), *, clamped: bool = False) -> str:
        """
        Give an amount: a figure, with the unit of another amount if wanted, or a fact by its label.

        `clamped` is said of a fact that may be less than 0 and then counts as 0.
        """

    def points(self, amount: Amount) -> str:
        """
        Give an amount of points.
        """

    def width(self, step: Figure, unit_of: object) -> str:
        """
        Give how wide a step is: so many items of an amount, or percentage points.
        """

    def condition(self, condition: Condition) -> str:
        """
        Say when a condition holds.
        """

    def rule(self, rule: "RuleKind", number: str | None = None) -> Iterator[str]:
        """
        Say a rule that stands within another, its number and name before it.
        """

    def word(self, word: Word | Figure, meaning: Callable[[str | Figure], str]) -> str:
        """
        Give what a word means. `meaning` is asked for every word that a reading may choose.
        """

    def is_whole(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount is a whole number in every case.
        """

    def may_be_negative(self, name: Name) -> bool:
        """
        Say whether a fact can be less than 0.
        """


@record
class Side(Record):
    """
    A way in which a rule moves points: where a `value` stands at one `end` of a `target`, or at any time without them.

    `whole`: what is moved may be the whole cap, whatever the figures say. `judged`: it is earned from nothing.
    """

    way: Literal["deduct", "add"]
    value: object = None
    target: Amount | None = None
    end: Literal["below", "above"] | None = None
    whole: bool = False
    judged: bool = False


Problem = tuple[str, Mark, Mapping[str, Any]]

Bounds = Callable[[Amount | Name], tuple[Fraction, Fraction] | None]


@record(kw_only=True)
class RuleKind(Record):
    """
    The keys that every rule may have beside `kind`.

    A kind's docstring has a first line, `Meaning:`, `Example:` and `Worked score:`, from which its page is made; `zh`
    is its Chinese name and `zh_meaning` says what it means.
    """

    kind: ClassVar[str]
    zh: ClassVar[str]
    zh_meaning: ClassVar[str]

    at: Annotated[
        tuple[str, ...] | None, Clauses("The clause, where it is not the indicator's.", zh="条款依据，与指标不同时写")
    ] = None
    label: Annotated[Label | None, LabelText("A short name of the rule.", zh="规则名称")] = None
    note: Annotated[str | None, Text("Anything worth knowing.", zh="说明")] = None
    when: Annotated[Condition | None, ConditionOf("The rule counts only then.", zh="适用条件：满足时本规则才计")] = None
    limit: Annotated[
        Amount | None,
        AmountOf(
            "The most that the rule's points may come to.",
            zh="限额：本规则最多计多少分",
            dimension="points",
            facts=False,
        ),
    ] = None
    mark: Mark = field(eq=False, repr=False)

    def completed(self, standing: "Standing") -> "RuleKind":
        """
        Give the rule with what it leaves to the place where it stands written out; before anything is checked.
        """
        return self

    def lower(self, context: Lowering) -> Lowered:
        """
        Say what the rule takes and gives, as expressions.
        """
        raise NotImplementedError

    def say(self, speaker: Speaker) -> Iterator[str]:
        """
        Say what the rule does, all keys of its own: sentences that still lack their stop and their capital.
        """
        raise NotImplementedError

    def implied(self) -> tuple[Fraction, ...]:
        """
        Give the figures that the rule means without their being written, as the 1 of "for each item".
        """
        return ()

    def sides(self, context: "RuleContext") -> tuple[Side, ...]:
        """
        Give the ways in which the rule can move points, under any option of the readings that it names.
        """
        raise NotImplementedError

    def problems(self, context: "RuleContext") -> Iterator[Problem]:
        """
        Give what is wrong with the rule beyond the schema: codes, places and parameters.
        """
        raise NotImplementedError

    def needs_cap(self, context: "RuleContext") -> Iterator[Mark]:
        """
        Give the places of what means something only where the indicator has a cap.
        """
        yield from ()

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        """
        Give what has no effect whatever the facts; `bounds` gives the smallest and the largest value of an amount.
        """
        yield from ()


class Standing(Protocol):
    """
    What a rule kind may ask for while it is completed: what is declared around it.
    """

    def figures(self, choice: Name) -> Mapping[str, Figure]:
        """
        Give the options of a choice that have a figure, with it.
        """

    def own_number(self, most: Figure | None, places: int, mark: Mark) -> Name | None:
        """
        Declare a number from 0 to `most`, the cap if it is None, that is called as the indicator is; give its name.

        None where that cannot be; it has been reported at the place `mark`.
        """


class RuleContext(Protocol):
    """
    What a rule kind may ask for while it is checked.
    """

    def is_whole(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount is a whole number in every case.
        """

    def is_rate(self, amount: Amount | Name) -> bool:
        """
        Say whether people write an amount with a percent sign.
        """

    def not_alike(self, value: object, *, rate: bool) -> Iterator[Problem]:
        """
        Give the figures in a part of the rule that lack their percent sign, or have one that does not belong there.
        """

    def cases(self, amount: Amount) -> Iterator[tuple[Mapping[str, str], Figure]]:
        """
        Give the figures that an amount may come to, each with the role and the options that bring it about.
        """

    def may_be_zero(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount can be 0.
        """

    def options(self, choice: Name) -> Mapping[str, Label]:
        """
        Give the options of a choice with their labels; none of another fact.
        """

    def words(self, word: Word | Figure | None) -> Collection[str]:
        """
        Give the words that a key may come to mean: its own, or one for each option of a reading.
        """


@record
class Rules(FieldType):
    """
    Some rules; which classes they have is settled by the table of kinds.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        return {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1}

    def read(self, node: Any, intake: Intake) -> tuple[RuleKind, ...]:
        return tuple(read_object(intake.kinds[each.entries["kind"].text], each, intake) for each in node.items)


class KindTable(Mapping[str, type[RuleKind]]):
    """
    The rule kinds that a format has, by name. It never changes; `extend` gives a larger one.

    A kind of this package is given by its name, which is its module's too: what no file uses is never imported.
    """

    def __init__(self, *kinds: type[RuleKind] | str) -> None:
        self._kinds = MappingProxyType({each if isinstance(each, str) else each.kind: each for each in kinds})

    def __reduce__(self) -> tuple[type["KindTable"], tuple[type[RuleKind] | str, ...]]:
        return KindTable, tuple(self._kinds.values())

    def __getitem__(self, kind: str) -> type[RuleKind]:
        found = self._kinds[kind]
        if isinstance(found, str):
            found = getattr(import_module(f"assess_rules.kinds.{found}"), found.title().replace("_", ""))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def extend(self, *kinds: type[RuleKind]) -> "KindTable":
        """
        Give a table that has these kinds too; one of the same name takes the place of the old one.
        """
        return KindTable(*(self._kinds | {each.kind: each for each in kinds}).values())

    def only(self, names: Container[str]) -> "KindTable":
        """
        Give a table of those kinds alone that have these names.
        """
        return KindTable(*(each for name, each in self._kinds.items() if name in names))


def cut_parts(steps: Expr, part_step: object) -> Expr:
    """
    Turn a number of steps, 0 or more, into the steps that count.
    """
    if part_step == "whole_only":
        return Floor(steps)
    if part_step == "begun":
        return Ceil(steps)
    if part_step == "passed_only":
        return Max((ZERO, Add((Ceil(steps), Scale(-ONE.value, ONE)))))
    return steps


def say_parts(speaker: Speaker, part_step: Word, step: str) -> str:
    """
    Say what a part of a step counts; `step` says how wide a step is.
    """
    return speaker.word(part_step, lambda word: speaker.say(PARTS_SAID[str(word)], step=step))


def part_step_field(*, rounded_rate: bool) -> WordOf:
    """
    Give the field type of `part_step`.
    """
    words = PART_STEPS | (
        {"rounded_rate": "the value is rounded half up to a whole step first 先四舍五入到整步"} if rounded_rate else {}
    )
    return WordOf("What a part of a step counts.", zh="不足一步的部分如何计", words=words)
