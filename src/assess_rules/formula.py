"""
The formula of an indicator: what is deducted and added, what passes the cap, and the points that are left.
"""

from collections.abc import Iterable
from fractions import Fraction

from assess_rules.ir import ZERO, Add, Const, Expr, IndicatorOutput, Max, Min, Ref, Scale, steps_read
from assess_rules.labels import Label
from assess_rules.lowering import RoleLowering
from assess_rules.model import Bonuses, Indicator, Section
from assess_rules.ownership import Holder, reach_of
from assess_rules.records import Record, record

MINUS = Fraction(-1)
COUNTED = ("counted", "within_section", "within_base")  # extra that counts, as far as limits let it
BEYOND = Label("附加分超过限额", "bonus beyond the limit")


@record
class Row(Record):
    """
    An indicator's line, and the extra in its points that limits further out may still cut.

    `holder` has the `bonuses` that say how far the extra reaches.
    """

    line: IndicatorOutput
    extra: Expr
    holder: Holder
    reach: str

    @property
    def points(self) -> Expr:
        """
        Give the points as they are added up, times their weight.
        """
        return times(self.line.weight, Ref(self.line.points))

    @property
    def unearned(self) -> tuple[Expr, Expr]:
        """
        Give terms that take off what is earned of the points, without extra, times their weight.
        """
        return Scale(-self.line.weight, Ref(self.line.points)), times(self.line.weight, self.extra)


class FormulaLowering(RoleLowering):
    """
    Indicators of one role, as steps of its plan.
    """

    def indicator(self, indicator: Indicator, section: Section | None) -> Row:
        """
        Lower an indicator.
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
        self.note((indicator.start, indicator.floor))
        start, floor = self.ownership.start_and_floor(indicator, self.role)
        holder = self.ownership.bonuses_of(indicator, section)
        return self._line(indicator, section, _sum(deductions), _sum(additions), start, floor, holder)

    def _line(
        self,
        indicator: Indicator,
        section: Section | None,
        d: Expr,
        a: Expr,
        start: Fraction,
        floor: Fraction | None,
        holder: Holder,
    ) -> Row:
        """
        Write the formula of an indicator: deducted, bonus, what is apart, lost or cut, points.
        """
        id_, cap, before_cap = indicator.id.name, self.cap, self.word(indicator.netting) == "before_cap"
        reach = str(self.word(reach_of(holder.bonuses)) or "counted")
        due = None
        if d != ZERO:
            d = d if isinstance(d, Ref) else self.step("due", d, Label("应扣", "due"))
            due = name_of(d)
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
        counted = extra if reach in COUNTED else ZERO
        cut = self.beyond(holder, [counted]) if holder is indicator and counted != ZERO else None
        points_expr = earned if counted == ZERO else sum_
        if cut is not None:
            points_expr, counted = (Add((each, Scale(MINUS, cut))) for each in (points_expr, counted))
        points = self.step("points", points_expr, Label("得分", "points"))
        bonus_expr = a if extra != ZERO or a == ZERO else Max((ZERO, Add((earned, Const(-start), deducted))))
        bonus = self.step("bonus", bonus_expr, Label("加分", "bonus"))
        lost_over = over != ZERO and (extra == ZERO or reach == "within_indicator")
        names = [name_of(each) for each in (deducted, bonus, points)]
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
            apart=name_of(over) if extra != ZERO and reach == "apart" else None,
            lost=name_of(over) if lost_over else None,
            steps=self._needed([*names, *([] if over == ZERO else [name_of(over)])]),
            cut=None if cut is None else name_of(cut),
            weight=self.figure(indicator.weight),
        )
        return Row(line, counted, holder, reach)

    def beyond(self, holder: Holder, extra: Iterable[Expr]) -> Expr | None:
        """
        Give what the limit of a `bonuses` takes from extra points; None where it has no limit.
        """
        if not isinstance(holder.bonuses, Bonuses):
            return None
        limit = Const(-self.figure(holder.bonuses.limit))
        return self.step("cut", Max((ZERO, Add((*extra, limit)))), BEYOND)

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


def times(factor: Fraction, expr: Expr) -> Expr:
    """
    Give an expression times a figure.
    """
    return expr if factor == 1 or expr == ZERO else Scale(factor, expr)


def name_of(expr: Expr) -> str:
    """
    Give the name of the step that an expression refers to.
    """
    assert isinstance(expr, Ref)
    return expr.step


def _sum(terms: list[Expr]) -> Expr:
    if not terms:
        return ZERO
    return terms[0] if len(terms) == 1 else Add(tuple(terms))
