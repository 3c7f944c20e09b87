"""
Statements for one person: of a period, a quarter or a year, for the person, the leading group or the notice board.
"""

from assess_rules.statements.changes import Changes, Part, keeping, passing
from assess_rules.statements.month import AUDIENCES, Audience, month_data, month_text, would_have

__all__ = ["AUDIENCES", "Audience", "Changes", "Part", "keeping", "month_data", "month_text", "passing", "would_have"]
