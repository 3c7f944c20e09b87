"""
Turn an appraisal policy, written in versioned YAML, into exact and explained scores.
"""

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
    "load_policy",
    "load_rulebook",
]
