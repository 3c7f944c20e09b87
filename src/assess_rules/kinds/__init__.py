"""
The rule kinds of format 1.
"""

from assess_rules.kinds.base import (
    KindTable,
    Lowered,
    Lowering,
    Problem,
    RuleContext,
    RuleKind,
    Rules,
    Side,
    Speaker,
    Standing,
)

DEFAULT_KINDS = KindTable("per_item", "target", "rate_target", "fixed", "levels", "entered", "bands", "linear", "group")

__all__ = [
    "DEFAULT_KINDS",
    "KindTable",
    "Lowered",
    "Lowering",
    "Problem",
    "RuleContext",
    "RuleKind",
    "Rules",
    "Side",
    "Speaker",
    "Standing",
]
