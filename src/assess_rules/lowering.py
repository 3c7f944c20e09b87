"""
Amounts, words and conditions of one role, with readings and roles settled -> expressions and named steps.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from operator import itemgetter
from typing import Literal, TypeVar

from assess_rules.amounts import (
    AllOf,
    Amount,
    AnyOf,
    ByChoice,
    ByReading,
    ByRole,
    Condition,
    EveryIs,
    FactIs,
    Figure,
    Name,
    NotOf,
    ReadingIs,
    RoleIn,
    ScoreIs,
    Word,
    parts,
)
from assess_rules.intervals import Interval, interval
from assess_rules.ir import (
    ZERO,
    And,
    Ceil,
    Compare,
    Comparison,
    Const,
    Equal,
    Expr,
    Fact,
    Floor,
    Max,
    Min,
    Not,
    Or,
    Ref,
    Round,
    Scale,
    Select,
    Step,
    steps_read,
)
from assess_rules.kinds import Lowered, RuleKind
from assess_rules.labels import Label
from assess_rules.model import PointsWhen, PolicySpec, Reading, Rounded
from assess_rules.outputs import RowOutput
from assess_rules.ownership import Ownership
from assess_rules.records import Record, record

FEW_OPTIONS = 8
T = TypeVar("T")


@record
class Asked(Record):
    """
    What conditions on points ask for: the points, and terms of which one holds where the item is left out.

    `every` marks what `{every: indicator}` means: an indicator that is no extra.
    """

    points: Expr
    out: tuple[Expr, ...] = ()
    every: bool = False


class RoleLowering:
    """
    The state of lowering one role: the steps so far, and where new ones belong; the `Lowering` of kinds.base.
    """

    def __init__(self, spec: PolicySpec, role: str, ownership: Ownership) -> None:
        self.spec, self.role, self.ownership = spec, role, ownership
        self.steps: dict[str, Step] = {}
        self.limits: dict[str, Interval] = {}
        self.conditional = {name: each.needed_when for name, each in spec.facts.items() if each.needed_when is not None}
        self.prefix = ""
        self.at: tuple[str, ...] = ()
        self.cap = Fraction(0)
        self.readings: set[str] = set()  # those that something in this plan depends on
        self.asked = {"total": Asked(Ref("total"))}  # what conditions on points ask for, by id
        self.given: list[tuple[str, str]] = []  # steps of vetoes, each with the grade that it gives
        self.touched: set[str] = set()  # the facts so far that are not always needed, of the part being lowered
        self.rests: dict[str, set[str]] = {}  # the same of each derived fact
        self.inline = False  # in relations, which are checked before there are steps

    def amount(self, amount: Amount | Name) -> Expr:
        """
        Resolve readings and roles; a derived fact becomes a step where it is first used.
        """
        if isinstance(amount, Figure):
            return Const(amount.value, amount.rate)
        if isinstance(amount, Name):
            return self._fact(amount.name)
        if isinstance(amount, ByReading):
            return self.amount(self._option_value(amount))
        if isinstance(amount, ByRole):
            return self.amount(amount.of[self.role])
        assert isinstance(amount, ByChoice)
        return self._choice(self._read(amount.fact.name), tuple(sorted(amount.of.items(), key=itemgetter(0))))

    def _choice(self, choice: Fact, rows: tuple[tuple[str, Amount], ...]) -> Expr:
        """
        Select an option's amount: a few options one by one, many by halves, so that no table nests deeply.

        Options come sorted, for their order in the file says nothing.
        """
        if len(rows) == 1:
            return self.amount(rows[0][1])
        first = 1 if len(rows) <= FEW_OPTIONS else len(rows) // 2
        among = tuple(Equal(choice, option) for option, _ in rows[:first])
        condition = among[0] if first == 1 else Or(among)
        return Select(condition, self._choice(choice, rows[:first]), self._choice(choice, rows[first:]))

    def word(self, word: Word | Figure | None) -> str | Figure | None:
        """
        Resolve a reading: its chosen option's figure, else the option's id, which is the field's own word.
        """
        if not isinstance(word, ByReading):
            return word
        reading = self._reading(word.reading.name)
        value = reading.options[reading.chosen.name].value
        return value if isinstance(value, Figure) else reading.chosen.name

    def label(self, name: Name) -> Label:
        """
        Give the label of a fact or a derived fact.
        """
        spec = self.spec
        return (spec.facts.get(name.name) or spec.derived[name.name]).label

    def step(self, name: str, expr: Expr, label: Label, shown: Literal["number", "rate", "flag"] = "number") -> Expr:
        """
        Name a figure; a name that is taken within the indicator gets a number.
        """
        full = f"{self.prefix}{name}"
        number = 2
        while full in self.steps:
            full, number = f"{self.prefix}{name}_{number}", number + 1
        return self._put(Step(full, expr, label, self.at, shown))

    def rows(self, rows: tuple[PointsWhen, ...], at: tuple[str, ...]) -> tuple[Expr, tuple[RowOutput, ...]]:
        """
        Name the number of the row that decides, the first whose condition holds, 0 for none; say what the rows are.
        """
        number: Expr = ZERO
        for place in range(len(rows), 0, -1):
            row = rows[place - 1]
            number = Select(self.holds(row.when, row.points), Const(Fraction(place)), number)
        outputs = tuple(RowOutput(each.at or at, each.points == "left_out") for each in rows)
        return self.step("row", number, Label("决定得分的条件", "condition that decides")), outputs

    def rounded(self, value: Expr, rounded: Rounded) -> Expr:
        """
        Round a value to whole multiples of a figure.
        """
        to = rounded.to.value
        share = Scale(1 / to, value)
        units: Expr = Floor(share) if rounded.how == "down" else Ceil(share) if rounded.how == "up" else Round(share)
        return self.step("rounded", Scale(to, units), Label("取整", "rounded"))

    def not_negative(self, expr: Expr) -> Expr:
        """
        Give a number that is 0 where the expression could be less.
        """
        if steps_read(expr):  # most that is asked about is a figure or a fact, and needs no limits of steps
            for name, step in self.steps.items():
                if name not in self.limits and step.shown != "flag":
                    self.limits[name] = interval(step.expr, self.ownership.limits, self.limits)
        return Max((ZERO, expr)) if interval(expr, self.ownership.limits, self.limits)[0] < 0 else expr

    def rule(self, rule: RuleKind) -> Lowered:
        """
        Lower a rule, held to its limit and to the condition under which it counts; its steps rest on its clauses.
        """
        outer, self.at = self.at, rule.at or self.at
        found, touched = self._touching(lambda: self._rule(rule))
        needed = self.needed(touched)
        self.at = outer
        if needed is None:
            return found
        return Lowered(
            *(each if each == ZERO else Select(needed, each, ZERO) for each in (found.deduction, found.addition))
        )

    def _rule(self, rule: RuleKind) -> Lowered:
        lowered = rule.lower(self)
        return Lowered(self._held(lowered.deduction, rule), self._held(lowered.addition, rule))

    def _held(self, points: Expr, rule: RuleKind) -> Expr:
        if points == ZERO:
            return points
        if rule.limit is not None:
            points = Min((points, self.amount(rule.limit)))
        return points if rule.when is None else Select(self.condition(rule.when), points, ZERO)

    def _put(self, step: Step) -> Ref:
        self.steps[step.name] = step
        return Ref(step.name)

    def _reading(self, id_: str) -> Reading:
        self.readings.add(id_)
        return self.spec.readings[id_]

    def _option_value(self, amount: ByReading) -> Amount:
        reading = self._reading(amount.reading.name)
        if amount.of is not None:
            return amount.of[reading.chosen.name]
        value = reading.options[reading.chosen.name].value
        assert value is not None  # build has checked it
        return value

    def _fact(self, name: str) -> Expr:
        derived = self.spec.derived.get(name)
        if derived is None:
            return self._read(name)
        if self.inline:
            return derived.lower(self)
        if name not in self.steps:
            expr, self.rests[name] = self._touching(lambda: derived.lower(self))
            shown: Literal["number", "rate"] = "rate" if derived.is_rate(self.ownership) else "number"
            self._put(Step(name, expr, derived.label, (), shown))
        self.touched |= self.rests[name]
        return Ref(name)

    def _read(self, name: str) -> Fact:
        fact = self.spec.facts.get(name)
        if fact is not None and fact.needed_when is not None:
            self.touched.add(name)
        return Fact(name)

    # What counts only where all its facts are needed.

    def where_needed(self, make: Callable[[], Expr]) -> Expr:
        """
        Make a number that is 0 where a fact that it reads is not needed.
        """
        made, touched = self._touching(make)
        needed = self.needed(touched)
        return made if needed is None or made == ZERO else Select(needed, made, ZERO)

    def holds(self, condition: Condition, beside: Amount | str | None = None, *, out: bool = False) -> Expr:
        """
        Lower a condition that does not hold where a fact that it reads, or that an amount beside it reads, is not needed.

        `out` is as in `condition`.
        """
        made, touched = self._touching(lambda: self.condition(condition, out=out))
        if self.conditional and beside is not None and not isinstance(beside, str):
            touched |= self._touching(lambda: self.amount(beside))[1]
        needed = self.needed(touched)
        return made if needed is None else And((needed, made))

    def needed(self, names: Iterable[str]) -> Expr | None:
        """
        Give the condition under which all of some facts are needed; None where that is always.
        """
        conditions = (self.conditional[name] for name in self.conditional if name in names)
        terms = tuple(dict.fromkeys(map(self.condition, conditions)))
        return _all(terms) if terms else None

    def _touching(self, make: Callable[[], T]) -> tuple[T, set[str]]:
        """
        Make something; give with it the facts that it read and that are not always needed.
        """
        outer, self.touched = self.touched, set()
        made, touched = make(), self.touched
        self.touched = outer
        return made, touched

    def figure(self, amount: Amount) -> Fraction:
        """
        Give a figure that holds no facts.
        """
        self.note(amount)
        return self.ownership.figure(amount, self.role)

    def note(self, value: object) -> None:
        """
        Note the readings that a value depends on: the plan names them.
        """
        self.readings |= {each.reading.name for each in parts(value) if isinstance(each, ByReading)}

    def condition(self, condition: Condition, *, out: bool = False) -> Expr:
        """
        Lower a condition on facts, role, readings and points.

        `out` is what is taken to hold of the points of something that is left out, whatever they are compared with.
        """
        if isinstance(condition, FactIs):
            return _all(self._comparison(condition, op, operand) for op, operand in condition.comparisons)
        if isinstance(condition, ReadingIs):
            return _truth(holds=self._reading(condition.reading.name).chosen.name == condition.option.name)
        if isinstance(condition, RoleIn):
            return _truth(holds=any(each.name == self.role for each in condition.roles))
        if isinstance(condition, ScoreIs):
            return self._points(self.asked[condition.item.name], condition.comparisons, out=out)
        if isinstance(condition, EveryIs):
            each_one = (each for each in self.asked.values() if each.every)
            return And(tuple(self._points(each, condition.comparisons, out=True) for each in each_one))
        if isinstance(condition, NotOf):
            return Not(self.condition(condition.of, out=not out))
        assert isinstance(condition, (AllOf, AnyOf))
        terms = (self.condition(each, out=out) for each in condition.terms)
        return _all(terms) if isinstance(condition, AllOf) else Or(tuple(terms))

    def _points(self, asked: Asked, comparisons: tuple[tuple[Comparison, Amount], ...], *, out: bool) -> Expr:
        holds = _all(Compare(asked.points, op, self.amount(operand)) for op, operand in comparisons)
        if not asked.out:
            return holds
        return Or((*asked.out, holds)) if out else And((Not(Or(asked.out)), holds))

    def _comparison(self, condition: FactIs, op: str, operand: Amount | bool) -> Expr:  # noqa: FBT001 (a value of a fact)
        fact = self.spec.facts.get(condition.fact.name)
        if isinstance(operand, bool):
            flag = self._read(condition.fact.name)
            return flag if operand else Not(flag)
        if fact is not None and fact.type == "choice":
            assert isinstance(operand, Name)
            return Equal(self._read(condition.fact.name), operand.name)
        return Compare(self.amount(condition.fact), op, self.amount(operand))  # type: ignore[arg-type]


def _all(terms: Iterable[Expr]) -> Expr:
    found = tuple(terms)
    return found[0] if len(found) == 1 else And(found)


def _truth(*, holds: bool) -> Expr:
    return And(()) if holds else Or(())
