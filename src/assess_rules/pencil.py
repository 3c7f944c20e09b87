"""
How a computation is written: its signs, its words, and the brackets that it needs.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from assess_rules.exact import plain_text, short_text
from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Compare,
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
    Value,
)
from assess_rules.labels import Language

WORDS: Mapping[str, Mapping[str, str]] = {
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
SIGNS: Mapping[str, str] = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
TAKEN = " → "
Evaluate = Callable[[Expr, Mapping[str, Value]], Value]


class Pencil:
    """
    Writes expressions over facts and steps of known values, in a language.
    """

    def __init__(self, known: Mapping[str, Value], evaluate: Evaluate, language: Language) -> None:
        self._known, self._evaluate, self.language = known, evaluate, language
        self.words = WORDS[language]

    def of(self, expr: Expr) -> Value:
        """
        Give what a part comes to.
        """
        return self._evaluate(expr, self._known)

    def write(self, expr: Expr) -> str:
        """
        Write an expression.
        """
        return self._written(expr)[0]

    def leaf(self, expr: Fact | Ref) -> str:
        """
        Write a fact or a reference.
        """
        raise NotImplementedError

    def chosen(self, expr: Select) -> tuple[str, Expr]:
        """
        Give what decided between values, if that is worth writing, and the value that is taken.
        """
        return "", expr.then if self.of(expr.condition) else expr.otherwise

    def _written(self, expr: Expr) -> tuple[str, int]:
        """
        Give the text and how strongly it binds: 0 conditions, 1 sums, 2 products, 3 atoms.
        """
        words = self.words
        match expr:
            case Const(figure):
                return shown_text(figure, self.language, rate=expr.rate), 3
            case Fact() | Ref():
                return self.leaf(expr), 3
            case Add(terms):
                return self._sum(terms), 1
            case Mul(left, right):
                return f"{self._within(left, 2)} × {self._within(right, 2)}", 2
            case Scale(factor, inner):
                if factor == -1:
                    return f"−{self._within(inner, 2)}", 1
                return f"{plain_text(factor)} × {self._within(inner, 2)}", 2
            case Ratio(numerator, denominator, if_zero):
                empty = "" if self.of(denominator) else words["empty"].format(rate=self._within(if_zero, 1))
                return f"{self._within(numerator, 2)} ÷ {self._within(denominator, 3)}{empty}", 0 if empty else 2
            case Min(terms) | Max(terms):
                name = words["min" if isinstance(expr, Min) else "max"]
                return f"{name}({', '.join(self._within(each, 0) for each in terms)})", 3
            case Floor(inner) | Ceil(inner) | Round(inner):
                return f"{words[type(expr).__name__.lower()]}({self._within(inner, 0)})", 3
            case Compare(left, op, right):
                return f"{self._within(left, 1)} {SIGNS[op]} {self._within(right, 1)}", 0
            case Equal(choice, option):
                return f"{self.leaf(choice)} = {option}", 0
            case And(terms) | Or(terms):
                word = words["and" if isinstance(expr, And) else "or"]
                empty = words["true" if isinstance(expr, And) else "false"]
                return word.join(self._within(each, 1) for each in terms) or empty, 0
            case Not(inner):
                return f"{words['not']}{self._within(inner, 1)}", 0
        assert isinstance(expr, Select)
        why, taken = self.chosen(expr)
        return f"{why}{TAKEN if why else ''}{self._within(taken, 0)}", 0

    def _within(self, expr: Expr, least: int) -> str:
        text, strength = self._written(expr)
        return f"({text})" if strength < least or (least > 1 and text.startswith("−")) else text

    def _sum(self, terms: tuple[Expr, ...]) -> str:
        text = ""
        for term in terms:
            if isinstance(term, Scale) and term.factor == -1:
                text += f" − {self._within(term.of, 2)}" if text else f"−{self._within(term.of, 2)}"
            elif isinstance(term, Const) and term.value < 0:
                text += f" − {plain_text(-term.value)}" if text else f"−{plain_text(-term.value)}"
            else:
                own = self._within(term, 1)
                text += f" + {f'({own})' if own.startswith('−') else own}" if text else own
        return text or "0"


def shown_text(value: Value, language: Language, *, rate: bool = False) -> str:
    """
    Write a value as it stands in arithmetic, cut short where it is long; a flag as yes or no.
    """
    if isinstance(value, bool):
        return WORDS[language]["true" if value else "false"]
    if isinstance(value, str):
        return value
    return f"{short_text(Fraction(value) * 100)}%" if rate else short_text(Fraction(value))
