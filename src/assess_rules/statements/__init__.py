"""
Statements for one person: of a period, a quarter or a year, for the person, the leading group or the notice board.
"""

from assess_rules.statements.changes import Changes, FactChange
from assess_rules.statements.month import (
    AUDIENCES,
    Audience,
    month_data,
    month_text,
    period_data,
    period_text,
    would_have,
)
from assess_rules.statements.search import keeping, passing
from assess_rules.statements.span import Lost, LostIn, lost_points, missing_periods, span_data, span_text, told_of

__all__ = [
    "AUDIENCES",
    "Audience",
    "Changes",
    "FactChange",
    "Lost",
    "LostIn",
    "keeping",
    "lost_points",
    "missing_periods",
    "month_data",
    "month_text",
    "passing",
    "period_data",
    "period_text",
    "span_data",
    "span_text",
    "told_of",
    "would_have",
]
