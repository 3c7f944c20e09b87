"""
Turn an appraisal policy, written in versioned YAML, into exact and explained scores.
"""

from typing import TYPE_CHECKING, Any

from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import (
    AssessRulesError,
    FactsError,
    LimitError,
    PolicyError,
)
from assess_rules.kinds import DEFAULT_KINDS, KindTable
from assess_rules.lines import Line
from assess_rules.policy import Policy, load_policy
from assess_rules.result import Result
from assess_rules.rulebook import Rulebook, load_rulebook

if TYPE_CHECKING:
    from assess_rules.revision import diff

__all__ = [
    "DEFAULT_KINDS",
    "AssessRulesError",
    "Diagnostic",
    "FactsError",
    "KindTable",
    "LimitError",
    "Line",
    "Policy",
    "PolicyError",
    "Result",
    "Rulebook",
    "diff",
    "load_policy",
    "load_rulebook",
]


def __getattr__(name: str) -> Any:
    """
    Import what a program that only scores does without.
    """
    if name == "diff":
        from assess_rules.revision import diff

        return diff
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
