"""
A condition on a record, with the labels and the values of its facts.
"""

from collections.abc import Mapping

from assess_rules.backends.reference import value_of
from assess_rules.ir import Expr, Fact, Ref, Value
from assess_rules.labels import Label, Language
from assess_rules.trace import formula, value_text


def explained(condition: Expr, values: Mapping[str, Value], labels: Mapping[str, Label]) -> Label:
    """
    Write a condition on facts, each with its label and its value.
    """

    def written(language: Language) -> str:
        def leaf(expr: Fact | Ref) -> str:
            assert isinstance(expr, Fact)
            value = value_text(values[expr.name], language)
            return f"`{expr.name}` {labels[expr.name].text(language)} ({value})"

        return formula(condition, leaf, lambda expr: value_of(expr, values), language)

    return Label(written("zh"), written("en"))
