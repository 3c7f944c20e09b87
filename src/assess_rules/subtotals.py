"""
Sections, as steps of a plan: what lies in one is added up, its extra held to limits, and a condition may decide the sum.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from assess_rules.amounts import ScoreIs, parts
from assess_rules.branches import Branch
from assess_rules.formula import (
    BEYOND,
    MINUS,
    NEVER,
    FormulaLowering,
    Pool,
    Row,
    decides,
    left_out,
    name_of,
    step_of,
    times,
)
from assess_rules.ir import ZERO, Add, Compare, Const, Expr, Max, Ratio, Ref, Scale, Select
from assess_rules.labels import Label
from assess_rules.lowering import Asked
from assess_rules.model import Bonuses, Chain, Indicator
from assess_rules.outputs import IndicatorOutput, RowOutput, SectionOutput
from assess_rules.records import Record, evolve, record

BEFORE = Label("限额前合计", "sum before the limit")
EARNED = Label("应得部分", "earned")
LEFT = Label("未除外的分值", "caps that are not left out")


@record
class Subtotal(Record):
    """
    A section's line, what lies in it, and what it adds to what it lies in, as a `Row` does: all times its weight.
    """

    line: SectionOutput
    parts: "Sequence[Row | Subtotal]"
    points: Expr
    whole: Fraction
    worth: tuple[Expr, ...]
    unearned: tuple[Expr, ...]
    pools: tuple[Pool, ...]


Part = Row | Subtotal


class SectionLowering(FormulaLowering):
    """
    Sections and indicators of one role, as steps of its plan.
    """

    def lowered(self, branches: Iterable[Branch], around: Chain) -> list[Part]:
        """
        Lower sections with all that lies in them; `around` are the sections that they lie in.
        """
        found: list[Part] = []
        for each in branches:
            within = around if each.section is None else (*around, each.section)
            inside = [*(self.indicator(row, within) for row in each.members), *self.lowered(each.inner, within)]
            found += inside if each.section is None else [self._section(within, inside)]
        return found

    def _section(self, within: Chain, inside: list[Part]) -> Subtotal:
        """
        Lower the last of these sections, of which all that lies in it is lowered.
        """
        section = within[-1]
        id_, total = section.id.name, None if section.total is None else self.figure(section.total)
        self.prefix, self.at = f"{id_}.", section.at
        sum_: Expr = Add(tuple(each.points for each in inside))
        worth = [cap for each in inside for cap in each.worth]
        unearned = [term for each in inside for term in each.unearned]
        pools, left, cuts = _pools(inside), [], list[Expr]()
        # the room of a section is for its own indicators: what lies deeper was held to the room there
        open_ = not section.sections and any(each.reach == "within_section" for each in pools)
        limited = any(each.holder is section and isinstance(section.bonuses, Bonuses) for each in pools)
        if open_ or limited:
            sum_ = self.step("before_limit", sum_, BEFORE)
        for pool in pools:
            cut = self.beyond(section, pool.terms) if pool.holder is section else None
            left.append(_less(pool, cut))
            cuts += [] if cut is None else [cut]
        if open_:
            assert total is not None  # an extra section has no room
            most = [Const(total)] if all(isinstance(each, Const) for each in worth) else worth
            room = self.room(Add((*most, *unearned)))
            for place, pool in enumerate(left):
                if pool.reach == "within_section":
                    cut = self.over(pool.terms, room)
                    left[place] = _less(pool, cut)
                    room = Add((room, cut, *(Scale(MINUS, each) for each in pool.terms)))
                    cuts.append(cut)
        sum_, all_cut = self.less(sum_, cuts)
        row: Expr | None = None
        outputs: tuple[RowOutput, ...] = ()
        changed = None
        if section.points_when:
            row, outputs = self.rows(section.points_when, section.at)
            sum_ = self.step("ruled", sum_, Label("条件定分前小计", "subtotal before the condition"))
            ruled, sum_ = sum_, _unless(decides(row), sum_)
            changed = self.step(
                "changed", Add((sum_, Scale(MINUS, ruled))), Label("条件定分增减", "changed by the condition")
            )
        points = self.step("points", sum_, Label("小计", "subtotal"))
        line = SectionOutput(
            id_,
            section.label,
            section.at,
            total,
            name_of(points),
            all_cut,
            weight=self.figure(section.weight),
            row=step_of(row),
            changed=step_of(changed),
            rows=outputs,
            within=within[-2].id.name if len(within) > 1 else None,
        )

        def handed_on(terms: Iterable[Expr], nought: Expr) -> tuple[Expr, ...]:
            return tuple(_unless(nought, times(line.weight, each)) for each in terms)

        decided, out = (NEVER, NEVER) if row is None else (decides(row), left_out(row, outputs))
        return Subtotal(
            line,
            inside,
            points=times(line.weight, points),
            whole=line.weight * sum((each.whole for each in inside), Fraction(0)),
            worth=handed_on(worth, out),
            unearned=handed_on(unearned, decided),
            pools=tuple(evolve(each, terms=handed_on(each.terms, decided)) for each in left),
        )

    def ask_for(self, found: Iterable[Part], around: tuple[Expr, ...]) -> None:
        """
        Let conditions ask for indicators and sections. One of the terms `around` holds where what they lie in is left out.
        """
        for each in found:
            out = (*_out(each.line), *around)
            if isinstance(each, Row):
                self.asked[each.line.id] = Asked(Ref(each.line.points), out, every=not each.line.extra)
            else:
                self.ask_for(each.parts, out)
                self.asked[each.line.id] = self._held_against(each, out)

    def _held_against(self, section: Subtotal, out: tuple[Expr, ...]) -> Asked:
        """
        Give the points of a section as conditions hold them against figures: as if it had all its caps.

        What is earned is scaled from the caps that are left to all of them, as the total is to the base; extra is not.
        """
        line, caps = section.line, [cap for each in section.parts for cap in each.worth]
        wanted = any(each.item.name == line.id for each in parts(self.spec.grades) if isinstance(each, ScoreIs))
        if not wanted or all(isinstance(each, Const) for each in caps):
            return Asked(Ref(line.points), out)
        self.prefix, self.at = f"{line.id}.", line.at
        decided = NEVER if line.row is None else decides(Ref(line.row))
        taken = [_unless(decided, term) for each in section.parts for term in each.unearned]
        whole = sum((each.whole for each in section.parts), Fraction(0))
        left = self.step("left", Add(tuple(caps)), LEFT)
        earned = self.step("earned", Add(tuple(Scale(MINUS, each) for each in taken)), EARNED)
        scaled = Add((Ref(line.points), *taken, Ratio(Scale(whole, earned), left, ZERO)))
        held = self.step("scaled", scaled, Label("折算到类别总分", "scaled to the whole section"))
        return Asked(held, (*out, Compare(left, "=", ZERO)))

    def room(self, unearned: Expr) -> Expr:
        return self.step("room", Max((ZERO, unearned)), Label("附加分余地", "room for bonus"))

    def over(self, extra: Iterable[Expr], room: Expr) -> Expr:
        return self.step("cut", Max((ZERO, Add((*extra, Scale(MINUS, room))))), BEYOND)

    def less(self, sum_: Expr, cuts: list[Expr]) -> tuple[Expr, str | None]:
        """
        Take off what was cut; give what is left, and the step of all that was cut.
        """
        if not cuts:
            return sum_, None
        cut = cuts[0] if len(cuts) == 1 else self.step("cuts", Add(tuple(cuts)), BEYOND)
        return Add((sum_, Scale(MINUS, cut))), name_of(cut)


def all_of(found: Iterable[Part]) -> Iterator[Part]:
    """
    Give sections and indicators with all that lies in them, a section before what is in it.
    """
    for each in found:
        yield each
        if isinstance(each, Subtotal):
            yield from all_of(each.parts)


def _pools(inside: Sequence[Part]) -> list[Pool]:
    """
    Put extra together by what holds its `bonuses`, the nearest first.
    """
    found: dict[int, Pool] = {}
    for pool in (pool for each in inside for pool in each.pools):
        known = found.get(id(pool.holder))
        found[id(pool.holder)] = pool if known is None else evolve(known, terms=(*known.terms, *pool.terms))
    return sorted(found.values(), key=lambda each: not isinstance(each.holder, Indicator))


def _unless(condition: Expr, expr: Expr) -> Expr:
    return expr if expr == ZERO or condition == NEVER else Select(condition, ZERO, expr)


def _out(item: IndicatorOutput | SectionOutput) -> tuple[Expr, ...]:
    return () if item.row is None else left_out(Ref(item.row), item.rows).terms


def _less(pool: Pool, cut: Expr | None) -> Pool:
    return pool if cut is None else Pool(pool.holder, pool.reach, (*pool.terms, Scale(MINUS, cut)))
