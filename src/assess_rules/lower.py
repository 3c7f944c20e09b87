"""
Spec + role + chosen readings -> plan: named exact steps, with nothing left open.
"""

from collections.abc import Iterable
from fractions import Fraction

from assess_rules.amounts import Amount, FactIs
from assess_rules.ir import (
    ZERO,
    Add,
    And,
    Check,
    Compare,
    Const,
    Expr,
    Fact,
    IndicatorOutput,
    Max,
    Min,
    Not,
    Or,
    Plan,
    ReadingUsed,
    Ref,
    Scale,
    SectionOutput,
    VetoOutput,
    facts_read,
    steps_read,
)
from assess_rules.labels import Label
from assess_rules.lowering import RoleLowering
from assess_rules.model import Indicator, PolicySpec, Section
from assess_rules.ownership import Ownership

MINUS = Fraction(-1)


def lower(spec: PolicySpec, role: str, ownership: Ownership) -> Plan:
    """
    Give the plan of a role. The spec has passed `build`; the readings are as its `chosen` say.
    """
    return _PlanLowering(spec, role, ownership).plan()


def lower_part(spec: PolicySpec, role: str, ownership: Ownership, part: Amount | FactIs) -> Expr:
    """
    Give an amount or a condition of the outcomes as an expression over a role's facts; it has nothing to do with scores.
    """
    lowering = RoleLowering(spec, role, ownership)
    lowering.inline = True
    return lowering.condition(part) if isinstance(part, FactIs) else lowering.amount(part)


class _PlanLowering(RoleLowering):
    """
    Indicators, sections, limits on bonuses and vetoes of one role, as steps of its plan.
    """

    def plan(self) -> Plan:
        """
        Lower everything that the role's scores need.
        """
        spec = self.spec
        sections: list[SectionOutput] = []
        indicators: list[IndicatorOutput] = []
        extras: list[tuple[Section | None, IndicatorOutput, Expr]] = []
        for section, members in self.ownership.structure(self.role):
            rows = [self._indicator(each, section) for each in members]
            indicators += [row for row, _ in rows]
            extras += [(section, row, extra) for row, extra in rows]
            if section is not None:
                sections.append(self._section(section, rows))
        points = [Ref(each.points) for each in sections] if sections else [Ref(each.points) for each in indicators]
        self.prefix, self.at = "", ()
        arithmetic: Expr = Add(tuple(points))
        base, cut = self.figure(spec.base), None
        over = [
            extra for section, row, extra in extras if extra != ZERO and self._reach(section, row.id) == "within_base"
        ]
        if over:
            self.prefix = "total."  # no id has a point in it, so no step is ever named as a fact is
            arithmetic, cut = self._cut(arithmetic, over, base, [(row, extra) for _, row, extra in extras])
            self.prefix = ""
        total = self.step("total", arithmetic, Label("合计", "total"))
        vetoes = self._vetoes()
        scored = self.step(
            "verdict.scored", Not(Or(tuple(Ref(each.step) for each in vetoes))), Label("是否评价", "evaluated"), "flag"
        )
        pass_mark = None if spec.pass_mark is None else self.figure(spec.pass_mark)
        passed = None
        if pass_mark is not None:
            mark = Compare(total, ">=", Const(pass_mark))
            passed = _name(self.step("verdict.passed", And((scored, mark)), Label("是否合格", "passed"), "flag"))
        read = frozenset().union(*(facts_read(each.expr) for each in self.steps.values()))
        self.inline = True
        checks = tuple(
            Check(self.condition(each.condition), facts, each.at)
            for each, facts in ((each, self.ownership.relation_facts(each)) for each in spec.relations)
            if all(self.ownership.owns(self.role, fact) for fact in facts)
        )
        return Plan(
            role=self.role,
            role_label=spec.roles[self.role],
            inputs=self.ownership.inputs(self.role, read),
            elsewhere=self.ownership.elsewhere(self.role),
            checks=checks,
            steps=tuple(self.steps.values()),
            indicators=tuple(indicators),
            sections=tuple(sections),
            vetoes=vetoes,
            score="total",
            cut=cut,
            scored=_name(scored),
            passed=passed,
            base=base,
            pass_mark=pass_mark,
            places=spec.display.places,
            rounding=spec.display.rounding,
            readings=self._readings(),
        )

    def _reach(self, section: Section | None, indicator: str) -> str:
        """
        Give what happens to an indicator's extra: the nearest of its own, its section's and the policy's `bonuses`.
        """
        own = self.ownership.indicator(self.role, indicator).bonuses
        nearest = (
            own
            if own is not None
            else section.bonuses
            if section is not None and section.bonuses is not None
            else self.spec.bonuses
        )
        return str(self.word(nearest) or "counted")

    def _indicator(self, indicator: Indicator, section: Section | None) -> tuple[IndicatorOutput, Expr]:
        """
        Lower an indicator; give its line and the extra that its section or the total may still cut.
        """
        id_, self.at = indicator.id.name, indicator.at
        self.prefix, self.cap = f"{id_}.", self.figure(indicator.cap)
        deductions: list[Expr] = []
        additions: list[Expr] = []
        for rule in indicator.rules:
            lowered = self.rule(rule)
            for terms, points in ((deductions, lowered.deduction), (additions, lowered.addition)):
                if points != ZERO:
                    terms.append(points)
        deduction, addition = _sum(deductions), _sum(additions)
        self.note((indicator.start, indicator.floor))
        start, floor = self.ownership.start_and_floor(indicator, self.role)
        reach = self._reach(section, id_)
        return self._line(indicator, section, deduction, addition, start, floor, reach)

    def _line(
        self,
        indicator: Indicator,
        section: Section | None,
        d: Expr,
        a: Expr,
        start: Fraction,
        floor: Fraction | None,
        reach: str,
    ) -> tuple[IndicatorOutput, Expr]:
        """
        Write the formula of an indicator: deducted, bonus, what is apart or lost, points.
        """
        id_, cap, before_cap = indicator.id.name, self.cap, self.word(indicator.netting) == "before_cap"
        due = None
        if d != ZERO:
            d = d if isinstance(d, Ref) else self.step("due", d, Label("应扣", "due"))
            due = _name(d)
        room = None if floor is None else Const(start - floor)
        reachable = room if not before_cap or room is None else Add((room, a))
        deducted = self.step("deducted", d if reachable is None else Min((d, reachable)), Label("扣分", "deducted"))
        kept = Add((Const(start), Scale(MINUS, deducted)))
        sum_: Expr = kept if a == ZERO else Add((kept, a))
        if a != ZERO:
            sum_ = self.step("sum", sum_, Label("加减后", "after deduction and bonus"))
        over = (
            ZERO
            if a == ZERO
            else self.step("over", Max((ZERO, Add((sum_, Const(-cap))))), Label("超过分值", "above the cap"))
        )
        earned = sum_ if over == ZERO else Add((sum_, Scale(MINUS, over)))
        extra = over if start == cap and indicator.start == "full" else ZERO
        shown_extra = extra if reach in ("counted", "within_section", "within_base") else ZERO
        points_expr = earned if shown_extra == ZERO else sum_
        points = self.step("points", points_expr, Label("得分", "points"))
        bonus_expr = a if extra != ZERO or a == ZERO else Max((ZERO, Add((earned, Const(-start), deducted))))
        bonus = self.step("bonus", bonus_expr, Label("加分", "bonus"))
        lost_over = over != ZERO and (extra == ZERO or reach == "within_indicator")
        names = [_name(each) for each in (deducted, bonus, points)]
        line = IndicatorOutput(
            id=id_,
            section=section.id.name if section is not None else None,
            label=indicator.label,
            at=indicator.at,
            cap=cap,
            start=start,
            due=due,
            deducted=names[0],
            bonus=names[1],
            points=names[2],
            apart=_name(over) if extra != ZERO and reach == "apart" else None,
            lost=_name(over) if lost_over else None,
            steps=self._needed([*names, *([] if over == ZERO else [_name(over)])]),
        )
        return line, shown_extra

    def _needed(self, names: Iterable[str]) -> tuple[str, ...]:
        """
        Give the steps that these rest on, themselves included, in order.
        """
        wanted, open_ = set(), list(names)
        while open_:
            name = open_.pop()
            if name not in wanted:
                wanted.add(name)
                open_ += steps_read(self.steps[name].expr)
        return tuple(name for name in self.steps if name in wanted)

    def _section(self, section: Section, rows: list[tuple[IndicatorOutput, Expr]]) -> SectionOutput:
        id_, total = section.id.name, self.figure(section.total)
        self.prefix, self.at = f"{id_}.", section.at
        sum_: Expr = Add(tuple(Ref(row.points) for row, _ in rows))
        over = [extra for row, extra in rows if extra != ZERO and self._reach(section, row.id) == "within_section"]
        cut = None
        if over:
            sum_, cut = self._cut(sum_, over, total, rows)
        points = self.step("points", sum_, Label("小计", "subtotal"))
        return SectionOutput(id_, section.label, section.at, total, _name(points), cut)

    def _cut(
        self, sum_: Expr, over: list[Expr], most: Fraction, rows: list[tuple[IndicatorOutput, Expr]]
    ) -> tuple[Expr, str]:
        """
        Hold the extra points `over` to the room that what is earned leaves below `most`.

        Give the sum, and the step of what was cut.
        """
        earned = [term for row, extra in rows for term in (Scale(MINUS, Ref(row.points)), extra)]
        before = self.step("before_limit", sum_, Label("限额前合计", "sum before the limit"))
        room = self.step("room", Max((ZERO, Add((Const(most), *earned)))), Label("附加分余地", "room for bonus"))
        cut = self.step(
            "cut", Max((ZERO, Add((*over, Scale(MINUS, room))))), Label("附加分超过限额", "bonus beyond the limit")
        )
        return Add((before, Scale(MINUS, cut))), _name(cut)

    def _vetoes(self) -> tuple[VetoOutput, ...]:
        vetoes = self.spec.vetoes
        if vetoes is None:
            return ()
        found = []
        for id_, event in vetoes.events.items():
            self.prefix, self.at = "veto.", event.at or vetoes.at
            holds: Expr = Fact(id_) if event.when is None else self.condition(event.when)
            found.append(VetoOutput(id_, event.label, self.at, _name(self.step(id_, holds, event.label, "flag"))))
        self.prefix, self.at = "", ()
        return tuple(found)

    def _readings(self) -> tuple[ReadingUsed, ...]:
        return tuple(
            ReadingUsed(
                id_,
                each.chosen.name,
                each.question,
                each.options[each.chosen.name].label,
                each.at,
                each.decided is not None,
            )
            for id_, each in self.spec.readings.items()
            if id_ in self.readings
        )


def _name(expr: Expr) -> str:
    assert isinstance(expr, Ref)
    return expr.step


def _sum(terms: list[Expr]) -> Expr:
    if not terms:
        return ZERO
    return terms[0] if len(terms) == 1 else Add(tuple(terms))
