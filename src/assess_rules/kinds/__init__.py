"""
The rule kinds of format 1.
"""

from assess_rules.kinds.bands import Bands
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
from assess_rules.kinds.entered import Entered
from assess_rules.kinds.fixed import Fixed
from assess_rules.kinds.group import Group
from assess_rules.kinds.levels import Levels
from assess_rules.kinds.linear import Linear
from assess_rules.kinds.per_item import PerItem
from assess_rules.kinds.rate_target import RateTarget
from assess_rules.kinds.target import Target

DEFAULT_KINDS = KindTable(PerItem, Target, RateTarget, Fixed, Levels, Entered, Bands, Linear, Group)

__all__ = [
    "DEFAULT_KINDS",
    "Bands",
    "Entered",
    "Fixed",
    "Group",
    "KindTable",
    "Levels",
    "Linear",
    "Lowered",
    "Lowering",
    "PerItem",
    "Problem",
    "RateTarget",
    "RuleContext",
    "RuleKind",
    "Rules",
    "Side",
    "Speaker",
    "Standing",
    "Target",
]
