"""
A step of the arithmetic as people write it: the formula with its figures put in, and what it comes to.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from assess_rules.exact import plain_text
from assess_rules.ir import Add, Compare, Expr, Fact, Ratio, Ref, Select, Step, Value, children
from assess_rules.labels import Label, Language
from assess_rules.pencil import WORDS, Evaluate, Pencil, shown_text
from assess_rules.plain import Names, PlainPencil
from assess_rules.records import Record, record


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
    names: Names
    evaluate: Evaluate

    def __reduce__(self) -> tuple[Any, ...]:
        values = (self.name, self.label, self.at, self.value, self.shown, self.expr)
        return _again, (values, dict(self.known), self.names, self.evaluate)  # a proxy does not pickle

    def formula(self, language: Language = "en") -> str:
        """
        Write the computation with the figures put in, as `0.5 × 3`, without what nobody would write.

        Of several values the one that is taken is written, behind the comparison that decided: `Vote 85 ≥ 80 → 12`.
        """
        return self._pencil(language).write(self.expr)

    @property
    def decided(self) -> bool:
        """
        Say whether the formula has a comparison that decided.
        """
        return self._pencil("en").decided(self.expr)

    def why(self, language: Language = "en") -> str:
        """
        Write what decided between the values of a choice.
        """
        pencil = self._pencil(language)
        return WORDS[language]["and"].join(map(pencil.reason, pencil.reasons(self.expr)[0]))

    def options(self, language: Language = "en") -> tuple[str, ...]:
        """
        Name the options of choices, and the facts of yes or no, that the value goes by, as `Route: national`.
        """
        pencil = self._pencil(language)
        found: dict[str, None] = {}
        open_ = [self.expr]
        while open_:
            match open_.pop():
                case Select() as choice:
                    reasons, taken = pencil.reasons(choice)
                    found |= {pencil.reason(each): None for each in reasons if not isinstance(each, Compare)}
                    open_.append(taken)
                case Add(terms):
                    open_ += [each for each in reversed(terms) if self._of(each)] or terms
                case other:
                    open_ += reversed(children(other))
        return tuple(found)

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
        return shown_text(self.value, language, rate=self.shown == "rate")

    def _pencil(self, language: Language) -> PlainPencil:
        return PlainPencil(self.names, self.known, self.evaluate, language)

    def _of(self, expr: Expr) -> Value:
        return self.evaluate(expr, self.known)


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
        return _Labelled(self, language).write(self.condition)


class _Labelled(Pencil):
    """
    Writes a condition whole, each fact by its id, its label and its value.
    """

    def __init__(self, filled: Filled, language: Language) -> None:
        super().__init__(filled.values, filled.evaluate, language)
        self._labels = filled.labels

    def leaf(self, expr: Fact | Ref) -> str:
        assert isinstance(expr, Fact)
        label = self._labels[expr.name].text(self.language)
        return f"`{expr.name}` {label} ({value_text(self.of(expr), self.language)})"


def _again(values: tuple[Any, ...], known: dict[str, Value], names: Names, evaluate: Evaluate) -> TraceStep:
    name, label, at, value, shown, expr = values
    return TraceStep(name, label, at, value, shown, expr, MappingProxyType(known), names, evaluate)


def trace_step(step: Step, known: Mapping[str, Value], names: Names, evaluate: Evaluate) -> TraceStep:
    """
    Make the trace of a step from the values of all facts and steps, and what evaluates an expression.
    """
    return TraceStep(step.name, step.label, step.at, known[step.name], step.shown, step.expr, known, names, evaluate)


def value_text(value: Value, language: Language) -> str:
    """
    Write a value exactly, a flag as yes or no.
    """
    if isinstance(value, bool):
        return WORDS[language]["true" if value else "false"]
    return value if isinstance(value, str) else plain_text(value)
