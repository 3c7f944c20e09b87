"""
Points by the option of a choice.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from assess_rules.amounts import Amount, ByChoice, Figure, Name
from assess_rules.beside import PerOption
from assess_rules.diagnostics import meant
from assess_rules.fields import WordOf
from assess_rules.figures import ChoiceName
from assess_rules.ir import ZERO, Expr
from assess_rules.kinds.base import Lowered, Lowering, Problem, RuleContext, RuleKind, Side, Speaker, Standing
from assess_rules.kinds.tables import NIL, Way, say_moved, table_sides
from assess_rules.labels import Label
from assess_rules.records import evolve, record

AS = {"add": "figures above 0 are added 大于0的加分", "deduct": "figures above 0 are deducted 大于0的扣分"}
NOTHING: Mapping[str, Amount] = MappingProxyType({})


@record(kw_only=True)
class Levels(RuleKind):
    """
    Deduct or add the points beside the option of a choice.

    Meaning: deduction = deduct[option], addition = add[option]; without both tables the option's own `figure`, counted
    `as` said, and on the other side where it is below 0.
    Example: {kind: levels, fact: rating, add: {good: 10, fair: 6, poor: 0}}
    Worked score: cap 10, start zero, rating fair -> 6 added
    """

    kind: ClassVar[str] = "levels"
    zh: ClassVar[str] = "按档次计分"
    zh_meaning: ClassVar[str] = (
        "按选项型数据项所取的选项扣 `deduct` 分或加 `add` 分，每个选项写一次；"
        "两者都不写时，用选项自带的 `figure`，按 `as` 计为加分或扣分，负数计到另一侧。"
    )

    fact: Annotated[Name, ChoiceName("A fact of type choice.", zh="选项型数据项")]
    deduct: Annotated[Mapping[str, Amount], PerOption("Points deducted for an option.", zh="各选项扣分")] = NOTHING
    add: Annotated[Mapping[str, Amount], PerOption("Points added for an option.", zh="各选项加分")] = NOTHING
    as_: Annotated[str, WordOf("What the options' own figures are.", zh="选项数值计为", fixed=True, words=AS)] = "add"

    def completed(self, standing: Standing) -> "Levels":
        if self.deduct or self.add:
            return self
        other = {"add": "deduct", "deduct": "add"}[self.as_]
        tables: dict[str, dict[str, Amount]] = {"add": {}, "deduct": {}}
        for option, figure in standing.figures(self.fact).items():
            way = self.as_ if figure.value >= 0 else other
            tables[way][option] = Figure(abs(figure.value), figure.rate, figure.mark)
        return evolve(self, as_="add", **{way: MappingProxyType(table) for way, table in tables.items()})

    def lower(self, context: Lowering) -> Lowered:
        return Lowered(self._points(self.deduct, context), self._points(self.add, context))

    def _points(self, table: Mapping[str, Amount], context: Lowering) -> Expr:
        if not table:
            return ZERO
        every: dict[str, Amount] = {**dict.fromkeys((*self.deduct, *self.add), NIL), **table}
        points = context.not_negative(context.amount(ByChoice(self.fact, every)))
        return context.step(self.fact.name, points, context.label(self.fact))

    def say(self, speaker: Speaker) -> Iterator[str]:
        said = [say_moved(speaker, way, ByChoice(self.fact, table)) for way, table in self._tables()]
        by = Label("按“{fact}”计：{said}", "by “{fact}”: {said}")
        yield speaker.say(by, fact=speaker.label(self.fact), said=speaker.say(Label("；", "; ")).join(said))

    def _tables(self) -> tuple[tuple[Way, Mapping[str, Amount]], ...]:
        both: tuple[tuple[Way, Mapping[str, Amount]], ...] = (("deduct", self.deduct), ("add", self.add))
        return tuple((way, table) for way, table in both if table)

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        points = [(way, each) for way, table in self._tables() for each in table.values()]
        return table_sides((self.fact, self.deduct, self.add), points)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        if self.as_ != "add":
            yield "as_needless", self.mark.of("as"), {}
        options = context.options(self.fact)
        if not options:
            return  # the fact is no choice, and that is said of it
        if not self.sides(context):
            yield "no_points", self.mark, {"allowed": "deduct, add"}
            return
        missing, allowed = dict(options), tuple(options)
        for way, table in self._tables():
            for option in table:
                place = self.mark.of(way, option)
                if option not in options:
                    near = meant(option, missing)
                    missing = {id_: label for id_, label in missing.items() if id_ != near}
                    yield "table_unknown", place, {"near": near, "found": option, "allowed": allowed}
                elif missing.pop(option, None) is None:
                    yield "option_twice", place, {"option": option}
        if missing:
            yield "table_missing", self.mark, {"missing": tuple(missing), "allowed": allowed}
