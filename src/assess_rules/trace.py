"""
A step of the arithmetic as people write it: the formula with its figures put in, and what it comes to.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from assess_rules.exact import plain_text, short_text
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
    Max,
    Min,
    Mul,
    Not,
    Or,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Step,
    Value,
    children,
    steps_read,
    walk,
)
from assess_rules.labels import Label, Language
from assess_rules.records import Record, record

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "floor": "取整",
        "ceil": "进整",
        "round": "四舍五入",
        "min": "取小",
        "max": "取大",
        "and": " 且 ",
        "or": " 或 ",
        "not": "非 ",
        "empty": "，分母为0，按 {rate} 计",
        "true": "是",
        "false": "否",
    },
    "en": {
        "floor": "floor",
        "ceil": "ceil",
        "round": "round",
        "min": "min",
        "max": "max",
        "and": " and ",
        "or": " or ",
        "not": "not ",
        "empty": ", which counts as {rate}",
        "true": "yes",
        "false": "no",
    },
}
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
_OPPOSITE: Mapping[str, Comparison] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
TAKEN = " → "
Words = Mapping[str, str]
Evaluate = Callable[[Expr, Mapping[str, Value]], Value]


@record
class TraceStep(Record):
    """
    A named figure of one result: what it is called, the clauses it rests on, how it was computed, and its value.
    """

    name: str
    label: Label
    at: tuple[str, ...]
    value: Value
    shown: str
    expr: Expr
    known: Mapping[str, Value]
    rates: frozenset[str]
    evaluate: Evaluate

    def __reduce__(self) -> tuple[Any, ...]:
        values = (self.name, self.label, self.at, self.value, self.shown, self.expr)
        return _again, (values, dict(self.known), self.rates, self.evaluate)  # a proxy does not pickle

    def formula(self, language: Language = "en") -> str:
        """
        Write the computation with the figures put in, as `0.5 × 3`, without what nobody would write.

        Of several values the one that is taken is written, behind the comparison that decided: `85 ≥ 80 → 12`.
        """
        words = _WORDS[language]
        return _formula(self._plain(self.expr), self._leaf(words), self._of, words)[0]

    def reads(self) -> frozenset[str]:
        """
        Give the steps that its value comes from: of a choice between two values, those of the one that is taken.
        """
        found: set[str] = set()
        open_ = [self.expr]
        while open_:
            match open_.pop():
                case Ref(step):
                    found.add(step)
                case Select(condition, then, otherwise):
                    open_ += [condition, then if self._of(condition) else otherwise]
                case Ratio(_, denominator, if_zero) if not self._of(denominator):
                    open_ += [denominator, if_zero]
                case other:
                    open_ += children(other)
        return frozenset(found)

    def result(self, language: Language = "en") -> str:
        """
        Write what it comes to.
        """
        return _value(self.value, _WORDS[language], rate=self.shown == "rate")

    def _plain(self, expr: Expr) -> Expr:
        """
        Leave out terms that are 0, unless one is taken from it, and of a choice by yes or no the value that is not taken.
        """
        match expr:
            case Add(terms):
                left = [self._plain(each) for each in terms if self._of(each)]
                if left and isinstance(left[0], Scale) and left[0].factor < 0:
                    left[:0] = [each for each in terms[:1] if not self._of(each)]
                return left[0] if len(left) == 1 else Add(tuple(left))
            case Min(terms) | Max(terms):
                return type(expr)(tuple(map(self._plain, terms)))
            case Select(condition, then, otherwise):
                if any(isinstance(each, Compare) for each in walk(condition)):
                    return Select(condition, self._plain(then), self._plain(otherwise))
                return self._plain(then if self._of(condition) else otherwise)
            case Mul(left, right):
                return Mul(self._taken(left), self._taken(right))
            case Scale(factor, inner):
                return Scale(factor, self._taken(inner))
        return expr

    def _taken(self, factor: Expr) -> Expr:
        """
        Give the value that is taken where a factor is a choice.
        """
        return self._plain(factor) if isinstance(factor, Select) else factor

    def _of(self, expr: Expr) -> Value:
        return self.evaluate(expr, self.known)

    def _leaf(self, words: Words) -> Callable[[Fact | Ref], str]:
        def leaf(expr: Fact | Ref) -> str:
            name = expr.name if isinstance(expr, Fact) else expr.step
            return _value(self.known[name], words, rate=name in self.rates)

        return leaf


def _not(condition: Expr) -> Expr:
    """
    Say that a condition does not hold: of a comparison, by the opposite one.
    """
    if isinstance(condition, Compare) and condition.op in _OPPOSITE:
        return Compare(condition.left, _OPPOSITE[condition.op], condition.right)
    return Not(condition)


def formula(expr: Expr, leaf: Callable[[Fact | Ref], str], value: Callable[[Expr], Value], language: Language) -> str:
    """
    Write an expression, with `leaf` for facts and references; `value` gives what a part of it comes to.
    """
    return _formula(expr, leaf, value, _WORDS[language])[0]


@record(kw_only=True)
class Filled(Label):
    """
    A condition on facts with their labels and values put in; it is written when a message asks for it.
    """

    condition: Expr
    values: Mapping[str, Value]
    labels: Mapping[str, Label]
    evaluate: Evaluate

    def text(self, language: Language) -> str:
        def leaf(expr: Fact | Ref) -> str:
            assert isinstance(expr, Fact)
            value = value_text(self.values[expr.name], language)
            return f"`{expr.name}` {self.labels[expr.name].text(language)} ({value})"

        return formula(self.condition, leaf, lambda expr: self.evaluate(expr, self.values), language)


def _again(values: tuple[Any, ...], known: dict[str, Value], rates: frozenset[str], evaluate: Evaluate) -> TraceStep:
    name, label, at, value, shown, expr = values
    return TraceStep(name, label, at, value, shown, expr, MappingProxyType(known), rates, evaluate)


def reached(steps: Sequence[TraceStep]) -> list[TraceStep]:
    """
    Leave out steps that no value came from: what a ratio counts as where the condition beside it decided.
    """
    read = {name for step in steps for name in steps_read(step.expr)}
    reached: set[str] = set()
    for step in reversed(steps):
        if step.name not in read or step.name in reached:
            reached |= {step.name, *step.reads()}
    return [step for step in steps if step.name in reached]


def trace_step(step: Step, known: Mapping[str, Value], rates: frozenset[str], evaluate: Evaluate) -> TraceStep:
    """
    Make the trace of a step from the values of all facts and steps, and what evaluates an expression.
    """
    return TraceStep(step.name, step.label, step.at, known[step.name], step.shown, step.expr, known, rates, evaluate)


def value_text(value: Value, language: Language) -> str:
    """
    Write a value exactly, a flag as yes or no.
    """
    if isinstance(value, bool):
        return _WORDS[language]["true" if value else "false"]
    return value if isinstance(value, str) else plain_text(value)


def _value(value: Value, words: Words, *, rate: bool = False) -> str:
    if isinstance(value, bool):
        return words["true" if value else "false"]
    if isinstance(value, str):
        return value
    return f"{short_text(Fraction(value) * 100)}%" if rate else short_text(Fraction(value))


def _formula(
    expr: Expr, leaf: Callable[[Fact | Ref], str], value: Callable[[Expr], Value], words: Words
) -> tuple[str, int]:
    """
    Give the text and how strongly it binds: 0 conditions, 1 sums, 2 products, 3 atoms.
    """

    def of(each: Expr, least: int) -> str:
        text, strength = _formula(each, leaf, value, words)
        return f"({text})" if strength < least or (least > 1 and text.startswith("−")) else text

    def call(name: str, terms: tuple[Expr, ...]) -> tuple[str, int]:
        return f"{words[name]}({', '.join(of(each, 0) for each in terms)})", 3

    match expr:
        case Const(figure):
            return _value(figure, words, rate=expr.rate), 3
        case Fact() | Ref():
            return leaf(expr), 3
        case Add(terms):
            return _sum(terms, of), 1
        case Mul(left, right):
            return f"{of(left, 2)} × {of(right, 2)}", 2
        case Scale(factor, inner):
            if factor == -1:
                return f"−{of(inner, 2)}", 1
            return f"{plain_text(factor)} × {of(inner, 2)}", 2
        case Ratio(numerator, denominator, if_zero):
            empty = "" if value(denominator) else words["empty"].format(rate=of(if_zero, 1))
            return f"{of(numerator, 2)} ÷ {of(denominator, 3)}{empty}", 0 if empty else 2
        case Min(terms):
            return call("min", terms)
        case Max(terms):
            return call("max", terms)
        case Floor(inner):
            return call("floor", (inner,))
        case Ceil(inner):
            return call("ceil", (inner,))
        case Round(inner):
            return call("round", (inner,))
        case Compare(left, op, right):
            return f"{of(left, 1)} {_SIGNS[op]} {of(right, 1)}", 0
        case Equal(choice, option):
            return f"{leaf(choice)} = {option}", 0
        case And(terms) | Or(terms):
            word = words["and" if isinstance(expr, And) else "or"]
            empty = words["true" if isinstance(expr, And) else "false"]
            return word.join(of(each, 1) for each in terms) or empty, 0
        case Not(inner):
            return f"{words['not']}{of(inner, 1)}", 0
    why, taken = _chosen(expr, value)
    return (of(taken, 0), 0) if why is None else (f"{of(why, 0)}{TAKEN}{of(taken, 0)}", 0)


def _chosen(expr: Expr, value: Callable[[Expr], Value]) -> tuple[Expr | None, Expr]:
    """
    Give the last comparison that decided between values, as it came out, and the value that is taken.
    """
    why = None
    while isinstance(expr, Select):
        holds = value(expr.condition)
        if any(isinstance(each, Compare) for each in walk(expr.condition)):
            why = expr.condition if holds else _not(expr.condition)
        expr = expr.then if holds else expr.otherwise
    return why, expr


def _sum(terms: tuple[Expr, ...], of: Callable[[Expr, int], str]) -> str:
    text = ""
    for term in terms:
        if isinstance(term, Scale) and term.factor == -1:
            text += f" − {of(term.of, 2)}" if text else f"−{of(term.of, 2)}"
        elif isinstance(term, Const) and term.value < 0:
            text += f" − {plain_text(-term.value)}" if text else f"−{plain_text(-term.value)}"
        else:
            own = of(term, 1)
            text += f" + {f'({own})' if own.startswith('−') else own}" if text else own
    return text or "0"
