"""
What people would write of a computation: nothing that changes nothing, and before a value that was taken what decided.
"""

from collections.abc import Iterator, Mapping

from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Compare,
    Comparison,
    Const,
    Equal,
    Expr,
    Fact,
    Floor,
    Input,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Plan,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Value,
    steps_read,
    walk,
)
from assess_rules.labels import Label, Language
from assess_rules.pencil import SIGNS, Evaluate, Pencil, shown_text
from assess_rules.records import Record, record

OPPOSITE: Mapping[str, Comparison] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
LACKING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        ">=": "，应不少于 {}",
        ">": "，应多于 {}",
        "<=": "，应不多于 {}",
        "<": "，应少于 {}",
        "=": "，应为 {}",
        "other": "，应不为 {}",
        "all": "；",
        "any": " 或 ",
    },
    "en": {
        ">=": ", at least {}",
        ">": ", more than {}",
        "<=": ", at most {}",
        "<": ", less than {}",
        "=": ", exactly {}",
        "other": ", other than {}",
        "all": "; ",
        "any": " or ",
    },
}


@record
class Names(Record):
    """
    What people call the figures of a plan: its facts, and steps that conditions ask for.

    `rates` are the steps that people write with a percent sign; `rows` hold which row of conditions decides.
    """

    facts: Mapping[str, Input]
    steps: Mapping[str, Label]
    rates: frozenset[str]
    rows: Mapping[str, Expr]


def names_of(plan: Plan) -> Names:
    """
    Give what people call the figures of a plan.
    """
    steps = {each.name: each for each in plan.steps}
    labels = {name: each.label for name, each in steps.items() if "." not in name}  # derived facts, and the total
    labels |= {each.points: each.label for each in plan.indicators}
    labels |= {name: each.label for each in plan.sections for name in (each.points, f"{each.id}.scaled")}
    rates = frozenset(name for name, each in steps.items() if each.shown == "rate")
    rows = (*(each.row for each in plan.indicators), *(each.row for each in plan.sections))
    facts = {each.name: each for each in plan.inputs}
    return Names(facts, labels, rates, {row: steps[row].expr for row in rows if row is not None})


class PlainPencil(Pencil):
    """
    Writes of an expression what people would: neither nil terms, nor limits that change nothing, nor what is not taken.
    """

    def __init__(self, names: Names, known: Mapping[str, Value], evaluate: Evaluate, language: Language) -> None:
        super().__init__(known, evaluate, language)
        self._names = names

    def write(self, expr: Expr) -> str:
        return super().write(self.plain(expr))

    def leaf(self, expr: Fact | Ref) -> str:
        name = expr.name if isinstance(expr, Fact) else expr.step
        return shown_text(self.of(expr), self.language, rate=name in self._names.rates)

    def decided(self, expr: Expr) -> bool:
        """
        Say whether a comparison decided the value.
        """
        return any(isinstance(each, Select) for each in walk(self.plain(expr)))

    def because(self, condition: Expr) -> Iterator[Expr]:
        """
        Give the conditions that hold and made this one come out as it did: of what does not hold, the opposite.
        """
        holds = self.of(condition)
        match condition:
            case And(terms) | Or(terms):
                alike = [each for each in terms if self.of(each) == holds]
                for each in alike[:1] if isinstance(condition, Or) and holds else alike:
                    yield from self.because(each)
            case Not(inner):
                yield from self.because(inner)
            case Compare(Ref(row), op, _) if row in self._names.rows:
                if op == "=" and self._known[row]:
                    yield from self.reasons(self._names.rows[row])[0]
            case Compare(left, op, right) if self._is_named(condition):
                if not holds:
                    less = self.of(left) < self.of(right)  # type: ignore[operator]  # both are numbers
                    op = OPPOSITE.get(op) or ("<" if less else ">")
                yield Compare(self.plain(left), op, self.plain(right))
            case Equal(choice, _):
                yield Equal(choice, str(self.of(choice)))
            case Fact():
                yield condition if holds else Not(condition)

    def _is_named(self, condition: Expr) -> bool:
        return all(each in self._names.steps for each in steps_read(condition))

    def reasons(self, expr: Expr) -> tuple[list[Expr], Expr]:
        """
        Give what decided between several values, nothing where they are all the same, and the value that is taken.

        Of conditions that did not hold, the last one is said; the others stand farther off.
        """
        held, failed = list[Expr](), list[Expr]()
        differ = len({self.of(each) for each in _values(expr)}) > 1
        while isinstance(expr, Select):
            why = list(self.because(expr.condition)) or failed
            if self.of(expr.condition):
                held, failed, expr = [*held, *why], [], expr.then
            else:
                failed, expr = why, expr.otherwise
        return list(dict.fromkeys((*held, *failed))) if differ else [], expr

    def reason(self, condition: Expr) -> str:
        """
        Write a condition of those that decided, with the labels and units of facts and options.
        """
        match condition:
            case Compare(left, op, right):
                return f"{self._side(left)} {SIGNS[op]} {self._side(right)}"
            case Equal(choice, option):
                fact = self._names.facts[choice.name]
                return f"{fact.label.text(self.language)}: {dict(fact.options)[option].text(self.language)}"
            case Not(inner):
                return self.reason(inner)
        assert isinstance(condition, Fact)
        return f"{self._names.facts[condition.name].label.text(self.language)}: {self.leaf(condition)}"

    def _side(self, expr: Expr) -> str:
        match expr:
            case Fact(name):
                fact = self._names.facts[name]
                unit = "" if fact.unit is None else f" {fact.unit.text(self.language)}"
                return f"{fact.label.text(self.language)} {self.leaf(expr)}{unit}"
            case Ref(name):
                return f"{self._names.steps[name].text(self.language)} {self.leaf(expr)}"
        return self._within(expr, 1)

    def lacking(self, condition: Expr, *, wanted: bool = True) -> str:
        """
        Write of a condition that is not as wanted what there is and what it asks for: `Conduct 57, at least 60`.
        """
        said = LACKING[self.language]
        match condition:
            case And(terms) | Or(terms):
                texts = (self.lacking(each, wanted=wanted) for each in terms if self.of(each) != wanted)
                return said["all" if isinstance(condition, And) == wanted else "any"].join(filter(None, texts))
            case Not(inner):
                return self.lacking(inner, wanted=not wanted)
            case Compare(left, op, right):
                if not self._is_named(condition):
                    return ""
                asked = said[op if wanted else OPPOSITE.get(op, "other")]
                return f"{self._side(left)}{asked.format(self._side(self.plain(right)))}"
            case Equal(choice, option) if wanted:
                options = dict(self._names.facts[choice.name].options)
                (there,) = self.because(condition)
                return f"{self.reason(there)}{said['='].format(options[option].text(self.language))}"
        return "".join(map(self.reason, self.because(condition)))

    def chosen(self, expr: Select) -> tuple[str, Expr]:
        """
        Give what decided, and the value that is taken; where no comparison did, it is said behind the formula.
        """
        reasons, taken = self.reasons(expr)
        if not any(isinstance(each, Compare) for each in reasons):
            return "", self.plain(taken)
        return self.words["and"].join(map(self.reason, reasons)), self.plain(taken)

    def plain(self, expr: Expr) -> Expr:
        """
        Leave out what changes nothing.
        """
        match expr:
            case Add(terms):
                return self._plain_sum(terms)
            case Min(terms) | Max(terms):
                return self._plain_limit(expr, tuple(map(self.plain, terms)))
            case Select():
                why, taken = self.chosen(expr)
                return expr if why else taken
            case Mul(left, right):
                return Mul(self.plain(left), self.plain(right))
            case Scale(factor, inner):
                return Scale(factor, self.plain(inner))
            case Ratio(numerator, denominator, if_zero):
                return Ratio(self.plain(numerator), self.plain(denominator), if_zero)
            case Floor(inner) | Ceil(inner) | Round(inner):
                return type(expr)(self.plain(inner))
        return expr

    def _plain_sum(self, terms: tuple[Expr, ...]) -> Expr:
        """
        Leave out terms that are 0, unless one is taken from it, or nothing else says why there is so little.
        """
        left = [self.plain(each) for each in terms if self.of(each)]
        if all(isinstance(each, Const) for each in left):
            nil = [self.plain(each) for each in terms if not self.of(each)]
            decided = [each for each in nil if any(isinstance(part, Select) for part in walk(each))]
            held = [each for each in nil if any(isinstance(part, Min | Max) for part in walk(each))]
            left += decided or held[:1]
        if left and isinstance(left[0], Scale) and left[0].factor < 0:
            left[:0] = [each for each in terms[:1] if not self.of(each)]
        return left[0] if len(left) == 1 else Add(tuple(left))

    def _plain_limit(self, expr: Min | Max, terms: tuple[Expr, ...]) -> Expr:
        """
        Leave out figures that one number is held to, and sums with one, where they do not hold it.
        """
        found = [each for each in terms if not isinstance(each, Const)]
        if not found and terms.count(terms[0]) == len(terms):
            return terms[0]
        if len(found) > 1:
            found = [each for each in found if not (isinstance(each, Add) and _has_figure(each))]
        if len(found) == 1 and self.of(found[0]) == self.of(expr):
            return found[0]
        return type(expr)(terms)


def _has_figure(sum_: Add) -> bool:
    return any(isinstance(each, Const) for each in sum_.terms)


def _values(expr: Expr) -> Iterator[Expr]:
    """
    Give the values between which a choice is.
    """
    open_ = [expr]
    while open_:
        each = open_.pop()
        if isinstance(each, Select):
            open_ += [each.then, each.otherwise]
        else:
            yield each
