"""
Spec + role + chosen readings -> plan: named exact steps, with nothing left open.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from assess_rules.amounts import Amount, FactIs, ScoreIs, parts
from assess_rules.formula import (
    BEYOND,
    MINUS,
    NEVER,
    Row,
    decides,
    left_out,
    name_of,
    step_of,
    times,
)
from assess_rules.grading import GradingLowering
from assess_rules.inputs import needed_where, unneeded
from assess_rules.ir import (
    ZERO,
    Add,
    And,
    Check,
    Compare,
    Const,
    Expr,
    Fact,
    Input,
    Max,
    Not,
    Or,
    Plan,
    Ratio,
    Ref,
    Scale,
    Select,
    facts_read,
)
from assess_rules.labels import Label
from assess_rules.lowering import Asked, RoleLowering
from assess_rules.model import Bonuses, Indicator, PolicySpec, Relation, Section
from assess_rules.outputs import IndicatorOutput, ReadingUsed, RowOutput, SectionOutput, VetoOutput
from assess_rules.ownership import Holder, Ownership
from assess_rules.records import Record, evolve, record

NOTHING_LEFT = Label("各项指标均不参加考核", "everything is left out")
BEFORE = Label("限额前合计", "sum before the limit")
EARNED = Label("应得部分", "earned")
LEFT = Label("未除外的分值", "caps that are not left out")


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


@record
class Pool(Record):
    """
    Extra points that one `bonuses` is the nearest of, as far as limits have left them.
    """

    holder: Holder
    reach: str
    terms: tuple[Expr, ...]


class _PlanLowering(GradingLowering):
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
        points: list[Expr] = []
        unearned: list[Expr] = []  # what is earned, taken off
        caps: list[Expr] = []  # what could be earned, of what is not left out
        pools: list[Pool] = []
        for section, members in self.ownership.structure(self.role):
            rows = [self.indicator(each, section) for each in members]
            indicators += [row.line for row in rows]
            own, worth = _pools(rows), [row.worth for row in rows]
            spent = [term for row in rows for term in row.unearned]
            if section is None:
                points += [row.points for row in rows]
                self._ask_for(rows, None)
            else:
                output, own = self._section(section, rows, own)
                sections.append(output)
                self._ask_for(rows, output)
                points.append(times(output.weight, Ref(output.points)))
                own = [evolve(each, terms=tuple(times(output.weight, term) for term in each.terms)) for each in own]
                spent = [times(output.weight, term) for term in spent]
                worth = [times(output.weight, term) for term in worth]
                if output.row is not None:
                    decided = decides(Ref(output.row))
                    spent = [_unless(decided, term) for term in spent]
                    worth = [_unless(left_out(Ref(output.row), output.rows), term) for term in worth]
            pools += own
            unearned += spent
            caps += worth
        self.prefix, self.at = "total.", ()  # no id has a point in it, so that no step is ever named as a fact is
        base = self.figure(spec.base)
        scaling = self._scaling(base, unearned, caps)
        if scaling is not None:
            points.append(scaling)
            unearned.append(Scale(MINUS, scaling))
        arithmetic, cut = self._total(Add(tuple(points)), pools, Add((Const(base), *unearned)))
        self.prefix = ""
        vetoes = (*self._vetoes(), *self._nothing_left(caps))
        zero = [Ref(each.step) for each in vetoes if each.effect == "zero"]
        arithmetic, adjusted = self.adjusted(arithmetic, zero)
        total = self.step("total", arithmetic, Label("合计", "total"))
        ends = tuple(Ref(each.step) for each in vetoes if each.effect == "no_score")
        scored = self.step("verdict.scored", Not(Or(ends)), Label("是否评价", "evaluated"), "flag")
        pass_mark = None if spec.pass_mark is None else self.figure(spec.pass_mark)
        graded, passed = self.verdict(total, pass_mark, zero), None
        if graded.passes is not None:
            passed = name_of(
                self.step("verdict.passed", And((scored, graded.passes)), Label("是否合格", "passed"), "flag")
            )
        inputs = self._inputs()
        return Plan(
            role=self.role,
            role_label=spec.roles[self.role],
            inputs=inputs,
            elsewhere=self.ownership.elsewhere(self.role),
            checks=(*self._checks(), *unneeded(inputs)),
            steps=tuple(self.steps.values()),
            indicators=tuple(indicators),
            sections=tuple(sections),
            vetoes=vetoes,
            score="total",
            cut=cut,
            scored=name_of(scored),
            passed=passed,
            base=base,
            pass_mark=pass_mark,
            places=spec.display.places,
            rounding=spec.display.rounding,
            readings=self._readings(),
            scaling=step_of(scaling),
            adjusted=step_of(adjusted),
            better=self.better,
            grade=graded.place,
            grades=graded.grades,
            grade_events=graded.events,
        )

    def _inputs(self) -> tuple[Input, ...]:
        """
        Give the role's facts; say of one that the plan or an outcome reads where it is needed, if that is not always.

        What is asked there is read as well, so that it can be told of every record.
        """
        self.inline = True
        read = frozenset().union(*(facts_read(each.expr) for each in self.steps.values()))
        used = read | self.ownership.by_outcomes[self.role]
        needed = {name: self.needed((name,)) for name in self.conditional if name in used}
        read = read.union(*(facts_read(each) for each in needed.values() if each is not None))
        inputs = self.ownership.inputs(self.role, read)
        return tuple(needed_where(each, needed[each.name]) if each.name in needed else each for each in inputs)

    def _checks(self) -> tuple[Check, ...]:
        """
        Lower the relations of which the role has all facts.
        """
        self.inline = True
        return tuple(
            Check(self._relation(each), facts, each.at)
            for each, facts in ((each, self.ownership.relation_facts(each)) for each in self.spec.relations)
            if all(self.ownership.owns(self.role, fact) for fact in facts)
        )

    def _relation(self, relation: Relation) -> Expr:
        """
        Lower a relation; one of facts that are not all needed holds.
        """
        made, touched = self._touching(lambda: self.condition(relation.condition))
        needed = self.needed(touched)
        return made if needed is None else Or((Not(needed), made))

    def _scaling(self, base: Fraction, unearned: list[Expr], caps: list[Expr]) -> Expr | None:
        """
        Give what is added where something is left out, so that what is earned stands to the base as to the caps left.
        """
        if all(isinstance(each, Const) for each in caps):
            return None
        earned = self.step("earned", Add(tuple(Scale(MINUS, each) for each in unearned)), EARNED)
        left = self.step("left", Add(tuple(caps)), LEFT)
        scaled = self.step("scaled", Ratio(Scale(base, earned), left, ZERO), Label("折算", "scaled to the base"))
        return self.step("scaling", Add((scaled, Scale(MINUS, earned))), Label("折算增减", "changed by scaling"))

    def _nothing_left(self, caps: list[Expr]) -> Iterator[VetoOutput]:
        """
        Give the event that everything is left out, if it can be: there is no score, as under a veto.
        """
        if any(isinstance(each, Const) and each.value for each in caps) or all(
            isinstance(each, Const) for each in caps
        ):
            return
        gone = Compare(Ref("total.left"), "=", ZERO)
        step = self.step("veto.left_out", gone, NOTHING_LEFT, "flag")
        yield VetoOutput("left_out", NOTHING_LEFT, (), name_of(step))

    def _section(self, section: Section, rows: list[Row], pools: list[Pool]) -> tuple[SectionOutput, list[Pool]]:
        """
        Lower a section; give its subtotal and what is left of the extra in it.
        """
        id_, total = section.id.name, None if section.total is None else self.figure(section.total)
        self.prefix, self.at = f"{id_}.", section.at
        sum_: Expr = Add(tuple(row.points for row in rows))
        left, cuts = [], list[Expr]()
        open_ = any(each.reach == "within_section" for each in pools)
        limited = any(each.holder is section and isinstance(section.bonuses, Bonuses) for each in pools)
        if open_ or limited:
            sum_ = self.step("before_limit", sum_, BEFORE)
        for pool in pools:
            cut = self.beyond(section, pool.terms) if pool.holder is section else None
            left.append(_less(pool, cut))
            cuts += [] if cut is None else [cut]
        if open_:
            assert total is not None  # an extra section has no room
            most = [Const(total)] if all(isinstance(row.worth, Const) for row in rows) else [row.worth for row in rows]
            room = self._room(Add((*most, *(term for row in rows for term in row.unearned))))
            for place, pool in enumerate(left):
                if pool.reach == "within_section":
                    cut = self._over(pool.terms, room)
                    left[place] = _less(pool, cut)
                    room = Add((room, cut, *(Scale(MINUS, each) for each in pool.terms)))
                    cuts.append(cut)
        sum_, all_cut = self._less(sum_, cuts)
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
            left = [evolve(each, terms=tuple(_unless(decides(row), term) for term in each.terms)) for each in left]
        points = self.step("points", sum_, Label("小计", "subtotal"))
        output = SectionOutput(
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
        )
        return output, left

    def _ask_for(self, rows: list[Row], section: SectionOutput | None) -> None:
        """
        Let conditions ask for indicators and their section.
        """
        out = () if section is None else _out(section)
        for line in (row.line for row in rows):
            self.asked[line.id] = Asked(Ref(line.points), (*_out(line), *out), every=not line.extra)
        if section is not None:
            self.asked[section.id] = self._held_against(section, rows, out)

    def _held_against(self, section: SectionOutput, rows: list[Row], out: tuple[Expr, ...]) -> Asked:
        """
        Give the points of a section as conditions hold them against figures: as if it had all its caps.

        What is earned is scaled from the caps that are left to all of them, as the total is to the base; extra is not.
        """
        caps = [row.worth for row in rows]
        wanted = any(each.item.name == section.id for each in parts(self.spec.grades) if isinstance(each, ScoreIs))
        if not wanted or all(isinstance(each, Const) for each in caps):
            return Asked(Ref(section.points), out)
        self.prefix, self.at = f"{section.id}.", section.at
        taken = [term for row in rows for term in row.unearned]
        if section.row is not None:
            taken = [_unless(decides(Ref(section.row)), term) for term in taken]
        whole = sum((row.line.weight * (row.line.cap or 0) for row in rows if not row.line.extra), Fraction(0))
        left = self.step("left", Add(tuple(caps)), LEFT)
        earned = self.step("earned", Add(tuple(Scale(MINUS, each) for each in taken)), EARNED)
        scaled = Add((Ref(section.points), *taken, Ratio(Scale(whole, earned), left, ZERO)))
        held = self.step("scaled", scaled, Label("折算到类别总分", "scaled to the whole section"))
        return Asked(held, (*out, Compare(left, "=", ZERO)))

    def _total(self, sum_: Expr, pools: list[Pool], unearned: Expr) -> tuple[Expr, str | None]:
        """
        Hold the extra of the whole to the policy's limit and to the base; give the sum, and the step of what was cut.
        """
        cuts: list[Expr] = []
        mine = [term for pool in pools if pool.holder is self.spec for term in pool.terms]
        within_base = [term for pool in pools if pool.reach == "within_base" for term in pool.terms]
        limited = mine and isinstance(self.spec.bonuses, Bonuses)
        if limited or within_base:
            sum_ = self.step("before_limit", sum_, BEFORE)
        cut = self.beyond(self.spec, mine) if limited else None
        if cut is not None:
            cuts.append(cut)
            if any(pool.holder is self.spec and pool.reach == "within_base" for pool in pools):
                within_base.append(Scale(MINUS, cut))
        if within_base:
            cuts.append(self._over(within_base, self._room(unearned)))
        return self._less(sum_, cuts)

    def _room(self, unearned: Expr) -> Expr:
        return self.step("room", Max((ZERO, unearned)), Label("附加分余地", "room for bonus"))

    def _over(self, extra: Iterable[Expr], room: Expr) -> Expr:
        return self.step("cut", Max((ZERO, Add((*extra, Scale(MINUS, room))))), BEYOND)

    def _less(self, sum_: Expr, cuts: list[Expr]) -> tuple[Expr, str | None]:
        """
        Take off what was cut; give what is left, and the step of all that was cut.
        """
        if not cuts:
            return sum_, None
        cut = cuts[0] if len(cuts) == 1 else self.step("cuts", Add(tuple(cuts)), BEYOND)
        return Add((sum_, Scale(MINUS, cut))), name_of(cut)

    def _vetoes(self) -> tuple[VetoOutput, ...]:
        vetoes = self.spec.vetoes
        if vetoes is None:
            return ()
        found = []
        for id_, event in vetoes.events.items():
            self.prefix, self.at = "veto.", event.at or vetoes.at
            holds: Expr = Fact(id_) if event.when is None else self.holds(event.when)
            effect = event.effect or vetoes.effect
            word = effect if isinstance(effect, str) else "grade"
            step = name_of(self.step(id_, holds, event.label, "flag"))
            found.append(VetoOutput(id_, event.label, self.at, step, word))
            if not isinstance(effect, str):
                self.given.append((step, effect.grade.name))
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


def _pools(rows: list[Row]) -> list[Pool]:
    """
    Put the extra of indicators together by what holds their `bonuses`, the nearest first.
    """
    found: dict[int, Pool] = {}
    for row in rows:
        if row.extra != ZERO:
            known = found.get(id(row.holder))
            terms = (*(() if known is None else known.terms), times(row.line.weight, row.extra))
            found[id(row.holder)] = Pool(row.holder, row.reach, terms)
    near = (Indicator, Section, PolicySpec)
    return sorted(found.values(), key=lambda each: near.index(type(each.holder)))


def _unless(condition: Expr, expr: Expr) -> Expr:
    return expr if expr == ZERO or condition == NEVER else Select(condition, ZERO, expr)


def _out(item: IndicatorOutput | SectionOutput) -> tuple[Expr, ...]:
    return () if item.row is None else left_out(Ref(item.row), item.rows).terms


def _less(pool: Pool, cut: Expr | None) -> Pool:
    return pool if cut is None else Pool(pool.holder, pool.reach, (*pool.terms, Scale(MINUS, cut)))
