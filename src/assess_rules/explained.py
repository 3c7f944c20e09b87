"""
A condition on a record, with the labels and the values of its facts.
"""

from collections.abc import Mapping

from assess_rules.backends.reference import value_of
from assess_rules.ir import Expr, Value
from assess_rules.labels import Label
from assess_rules.trace import Filled


def explained(condition: Expr, values: Mapping[str, Value], labels: Mapping[str, Label]) -> Label:
    """
    Give a condition on facts, each with its label and its value.
    """
    return Filled(condition=condition, values=values, labels=labels, evaluate=value_of)
