"""
The formula of an indicator: what is deducted and added, what passes the cap, and the points that are left.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from assess_rules.ir import ZERO, Add, Compare, Const, Expr, Max, Min, Or, Ref, Scale, Select, steps_read
from assess_rules.labels import Label
from assess_rules.lowering import RoleLowering
from assess_rules.model import Bonuses, Chain, Indicator
from assess_rules.outputs import IndicatorOutput, RowOutput
from assess_rules.ownership import Holder, reach_of
from assess_rules.records import Record, record

MINUS = Fraction(-1)
NEVER = Or(())
COUNTED = ("counted", "within_section", "within_base")  # extra that counts, as far as limits let it
BONUS, EARNED = Label("加分", "bonus"), Label("取得", "earned")
CHANGED = Label("条件定分增减", "changed by the condition")
BEYOND = Label("附加分超过限额", "bonus beyond the limit")


@record
class Pool(Record):
    """
    Extra points that one `bonuses` is the nearest of, as far as limits have left them.
    """

    holder: Holder
    reach: str
    terms: tuple[Expr, ...]


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
    def whole(self) -> Fraction:
        """
        Give the cap, times its weight; nothing of an extra.
        """
        line = self.line
        return ZERO.value if line.extra or line.cap is None else line.weight * line.cap

    @property
    def worth(self) -> tuple[Expr, ...]:
        """
        Give the same of what is not left out.
        """
        line, worth = self.line, Const(self.whole)
        out = NEVER if line.row is None else left_out(Ref(line.row), line.rows)
        return (worth if out == NEVER or worth == ZERO else Select(out, ZERO, worth),)

    @property
    def unearned(self) -> tuple[Expr, ...]:
        """
        Give terms that take off what is earned of the points, without extra, times their weight.
        """
        return Scale(-self.line.weight, Ref(self.line.points)), times(self.line.weight, self.extra)

    @property
    def pools(self) -> tuple[Pool, ...]:
        """
        Give the extra, times its weight, if there can be any.
        """
        extra = times(self.line.weight, self.extra)
        return () if extra == ZERO else (Pool(self.holder, self.reach, (extra,)),)


class FormulaLowering(RoleLowering):
    """
    Indicators of one role, as steps of its plan.
    """

    def indicator(self, indicator: Indicator, within: Chain) -> Row:
        """
        Lower an indicator, which lies within some sections.
        """
        id_, self.at = indicator.id.name, indicator.at
        self.prefix = f"{id_}."
        self.note(indicator.cap)
        self.cap = self.ownership.cap(indicator, self.role) or ZERO.value  # without a cap no rule asks for it
        deductions: list[Expr] = []
        additions: list[Expr] = []
        for rule in indicator.rules:
            lowered = self.rule(rule)
            for terms, points in ((deductions, lowered.deduction), (additions, lowered.addition)):
                if points != ZERO:
                    terms.append(points)
        self.note((indicator.start, indicator.floor))
        start, floor = self.ownership.start_and_floor(indicator, self.role)
        holder = self.ownership.bonuses_of(indicator, within)
        return self._line(indicator, within, _sum(deductions), _sum(additions), start, floor, holder)

    def _line(
        self,
        indicator: Indicator,
        within_sections: Chain,
        d: Expr,
        a: Expr,
        start: Fraction,
        floor: Fraction | None,
        holder: Holder,
    ) -> Row:
        """
        Write the formula of an indicator: deducted, bonus, what is apart, lost or cut, points.
        """
        id_, before_cap = indicator.id.name, self.word(indicator.netting) == "before_cap"
        cap = self.ownership.cap(indicator, self.role)
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
        passes = a != ZERO and cap is not None and indicator.start == "full"  # what passes the cap is extra
        decision = _Decision(None, (), None, None)
        if indicator.points_when or indicator.rounded is not None:
            sum_, decision = self._decide(indicator, sum_, floor, None if passes or a == ZERO else cap)
        over: Expr = ZERO
        if a != ZERO and cap is not None:
            over = self.step("over", Max((ZERO, Add((sum_, Const(-cap))))), Label("超过分值", "above the cap"))
        within = sum_ if over == ZERO else Add((sum_, Scale(MINUS, over)))
        earned, extra = (ZERO, within) if indicator.extra else (within, over if passes else ZERO)
        apart = None
        if reach == "apart" and extra != ZERO:
            apart = extra if isinstance(extra, Ref) else self.step("apart", extra, Label("单独列示", "listed apart"))
        counted = extra if reach in COUNTED else ZERO
        points_expr = earned if counted == ZERO else within if indicator.extra else sum_
        cut = self.beyond(holder, [counted]) if holder is indicator and counted != ZERO else None
        if cut is not None:
            points_expr, counted = (Add((each, Scale(MINUS, cut))) for each in (points_expr, counted))
        points = self.step("points", points_expr, Label("得分", "points"))
        ruled = decision.ruled or within
        bonus_expr = a if passes or a == ZERO else Max((ZERO, Add((ruled, Const(-start), deducted))))
        gained = BONUS if start or indicator.extra else EARNED
        bonus = self.step("bonus", bonus_expr, gained)
        lost = over != ZERO and (not passes or indicator.extra or reach == "within_indicator")
        names = [name_of(each) for each in (deducted, bonus, points)]
        beside = [each.step for each in (over, apart, decision.changed, decision.rounding) if isinstance(each, Ref)]
        line = IndicatorOutput(
            id=id_,
            section=within_sections[-1].id.name if within_sections else None,
            label=indicator.label,
            at=indicator.at,
            cap=cap,
            start=start,
            due=due,
            deducted=names[0],
            bonus=names[1],
            points=names[2],
            apart=step_of(apart),
            lost=name_of(over) if lost else None,
            steps=self._needed([*names, *beside]),
            cut=step_of(cut),
            weight=self.figure(indicator.weight),
            extra=indicator.extra,
            row=step_of(decision.row),
            changed=step_of(decision.changed),
            rounding=step_of(decision.rounding),
            rows=decision.rows,
        )
        return Row(line, counted, holder, reach)

    def _decide(
        self, indicator: Indicator, sum_: Expr, floor: Fraction | None, cap: Fraction | None
    ) -> tuple[Expr, "_Decision"]:
        """
        Let the first row of `points_when` that holds decide the points, and round them.

        `cap` is where what passes it is lost: what is changed is said of the points below it.
        """

        def within(points: Expr) -> Expr:
            return points if cap is None else Min((points, Const(cap)))

        ruled = within(sum_)
        row: Expr | None = None
        rows: tuple[RowOutput, ...] = ()
        changed = rounding = None
        if indicator.points_when:
            row, rows = self.rows(indicator.points_when, indicator.at)
            points = self._of_row(indicator, row, sum_, floor)
            sum_ = self.step("decided", points, Label("按条件定分", "decided by a condition"))
            more = Add((sum_, Scale(MINUS, ruled)))
            changed = self.step("changed", Select(decides(row), more, ZERO), CHANGED)
        if indicator.rounded is not None:
            before, sum_ = within(sum_), self.rounded(sum_, indicator.rounded)
            more = Add((within(sum_), Scale(MINUS, before)))
            rounding = self.step("rounding", more, Label("取整增减", "changed by rounding"))
        return sum_, _Decision(row, rows, changed, rounding, ruled)

    def _of_row(self, indicator: Indicator, row: Expr, points: Expr, floor: Fraction | None) -> Expr:
        """
        Select the points of the row that decides, held to floor and cap; those of the rules where none does.
        """
        cap = self.ownership.cap(indicator, self.role)
        for place in range(len(indicator.points_when), 0, -1):
            given = indicator.points_when[place - 1].points
            value: Expr = ZERO
            if given == "cap":
                assert cap is not None
                value = Const(cap)
            elif not isinstance(given, str):
                value = self.amount(given)
                value = value if floor is None or value == ZERO else Max((value, Const(floor)))
                value = value if cap is None or value == ZERO else Min((value, Const(cap)))
            points = Select(Compare(row, "=", Const(Fraction(place))), value, points)
        return points

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


@record
class _Decision(Record):
    """
    What `points_when` and `rounded` made of an indicator; `ruled` are the points by its rules.
    """

    row: Expr | None
    rows: tuple[RowOutput, ...]
    changed: Expr | None
    rounding: Expr | None
    ruled: Expr | None = None


def decides(row: Expr) -> Expr:
    """
    Say whether a row decides, by the number of the one that does.
    """
    return Compare(row, ">", ZERO)


def left_out(row: Expr, rows: Sequence[RowOutput]) -> Or:
    """
    Say whether the row that decides leaves its item out.
    """
    numbers = [Const(Fraction(number)) for number, each in enumerate(rows, 1) if each.left_out]
    return Or(tuple(Compare(row, "=", each) for each in numbers))


def step_of(expr: Expr | None) -> str | None:
    """
    Give the name of the step that an expression refers to, if there is one.
    """
    return None if expr is None else name_of(expr)


def times(factor: Fraction, expr: Expr) -> Expr:
    """
    Give an expression times a figure.
    """
    if isinstance(expr, Const):
        return Const(factor * expr.value, expr.rate)
    return expr if factor == 1 else Scale(factor, expr)


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
