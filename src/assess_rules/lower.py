"""
Spec + role + chosen readings -> plan: named exact steps, with nothing left open.
"""

from collections.abc import Iterator
from fractions import Fraction

from assess_rules.amounts import Amount, FactIs
from assess_rules.formula import MINUS, Pool, Row, name_of, step_of
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
    Not,
    Or,
    Plan,
    Ratio,
    Ref,
    Scale,
    facts_read,
)
from assess_rules.labels import Label
from assess_rules.lowering import RoleLowering
from assess_rules.model import Bonuses, PolicySpec, Relation
from assess_rules.outputs import ReadingUsed, VetoOutput
from assess_rules.ownership import Ownership
from assess_rules.subtotals import BEFORE, EARNED, LEFT, Subtotal, all_of

NOTHING_LEFT = Label("各项指标均不参加考核", "everything is left out")


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


class _PlanLowering(GradingLowering):
    """
    Indicators, sections, limits on bonuses and vetoes of one role, as steps of its plan.
    """

    def plan(self) -> Plan:
        """
        Lower everything that the role's scores need.
        """
        spec = self.spec
        parts = self.lowered(self.ownership.branches(self.role), ())
        self.ask_for(parts, ())
        points = [each.points for each in parts]
        unearned = [term for each in parts for term in each.unearned]  # what is earned, taken off
        caps = [cap for each in parts for cap in each.worth]  # what could be earned, of what is not left out
        pools = [pool for each in parts for pool in each.pools]
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
        every = list(all_of(parts))
        inputs = self._inputs()
        return Plan(
            role=self.role,
            role_label=spec.roles[self.role],
            inputs=inputs,
            elsewhere=self.ownership.elsewhere(self.role),
            checks=(*self._checks(), *unneeded(inputs)),
            steps=tuple(self.steps.values()),
            indicators=tuple(each.line for each in every if isinstance(each, Row)),
            sections=tuple(each.line for each in every if isinstance(each, Subtotal)),
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
            cuts.append(self.over(within_base, self.room(unearned)))
        return self.less(sum_, cuts)

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
