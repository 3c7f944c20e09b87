"""
Several rules that count as one.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from assess_rules.amounts import Figure, parts
from assess_rules.fields import WordOf
from assess_rules.ir import ZERO, Add, Expr, Max
from assess_rules.kinds.base import (
    Bounds,
    Lowered,
    Lowering,
    Problem,
    RuleContext,
    RuleKind,
    Rules,
    Side,
    Speaker,
    Standing,
)
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.records import evolve, record

TAKE = {"sum": "all points together 合计", "largest": "the largest of them alone 取其最大"}
TAKEN = {
    "sum": Label("以下各条合计", "these together"),
    "largest": Label(
        "以下各条扣分、加分各取其最大的一项", "of these the largest deduction and the largest addition alone"
    ),
}


@record(kw_only=True)
class Group(RuleKind):
    """
    Take the points of several rules together, or the largest alone.

    Meaning: deduction = the sum or the largest of the deductions of its rules, addition likewise; then `limit`.
    Example: {kind: group, take: largest, rules: [{kind: per_item, add: {city_prizes: 2}},
              {kind: per_item, add: {nation_prizes: 5}}]}
    Worked score: cap 10, start zero, city_prizes 3, nation_prizes 1 -> the larger of 6 and 5: 6 added
    """

    kind: ClassVar[str] = "group"
    zh: ClassVar[str] = "规则组"
    zh_meaning: ClassVar[str] = (
        "组内各条规则的扣分、加分分别合计（`sum`）或各取最大（`largest`），再适用 `limit`；组内不再有组。"
    )

    take: Annotated[str, WordOf("What is taken of its rules.", zh="如何取", fixed=True, words=TAKE)]
    rules: Annotated[tuple[RuleKind, ...], Rules("The rules.", zh="组内规则")]

    def completed(self, standing: Standing) -> "Group":
        return evolve(self, rules=tuple(each.completed(standing) for each in self.rules))

    def lower(self, context: Lowering) -> Lowered:
        lowered = [context.rule(each) for each in self.rules]
        deductions = [each.deduction for each in lowered if each.deduction != ZERO]
        additions = [each.addition for each in lowered if each.addition != ZERO]
        return Lowered(self._taken(deductions), self._taken(additions))

    def _taken(self, points: list[Expr]) -> Expr:
        if len(points) < 2:  # noqa: PLR2004 (nothing to put together)
            return points[0] if points else ZERO
        return Add(tuple(points)) if self.take == "sum" else Max(tuple(points))

    def say(self, speaker: Speaker) -> Iterator[str]:
        yield speaker.say(TAKEN[self.take])
        for number, each in enumerate(self.rules, 1):
            yield from speaker.rule(each, f"{number}/{len(self.rules)}")

    def sides(self, context: RuleContext) -> tuple[Side, ...]:
        return tuple(side for each in self.rules for side in each.sides(context))

    def needs_cap(self, context: RuleContext) -> Iterator[Mark]:
        for each in self.rules:
            yield from each.needs_cap(context)

    def problems(self, context: RuleContext) -> Iterator[Problem]:
        for each in self.rules:
            if isinstance(each, Group):
                yield "group_in_group", each.mark, {}

    def unreached(self, bounds: Bounds) -> Iterator[Problem]:
        for part in parts(self.rules):  # the sides of a target have limits too
            limit = getattr(part, "limit", None)
            if isinstance(limit, Figure) and isinstance(self.limit, Figure) and limit.value > self.limit.value:
                yield "limit_beyond", limit.mark, {"limit": limit.value, "outer": self.limit.value}
