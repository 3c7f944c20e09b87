"""
The rule kinds of format 1.
"""

from assess_rules.kinds.base import KindTable, Lowered, Lowering, RuleContext, RuleKind, Side, Speaker
from assess_rules.kinds.per_item import PerItem
from assess_rules.kinds.rate_target import RateTarget
from assess_rules.kinds.target import Target

DEFAULT_KINDS = KindTable(PerItem, Target, RateTarget)

__all__ = [
    "DEFAULT_KINDS",
    "KindTable",
    "Lowered",
    "Lowering",
    "PerItem",
    "RateTarget",
    "RuleContext",
    "RuleKind",
    "Side",
    "Speaker",
    "Target",
]
