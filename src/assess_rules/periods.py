"""
Periods of appraisal: how they are written, and when they begin.
"""

import datetime
import re
from typing import Literal

from assess_rules.records import Record, record

Span = Literal["month", "quarter", "half_year", "year"]

_FORMS = {
    "month": re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"([0-9]{4})-Q([1-4])"),
    "half_year": re.compile(r"([0-9]{4})-H([12])"),
    "year": re.compile(r"([0-9]{4})"),
}
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
EXAMPLES = {"month": "2024-03", "quarter": "2024-Q1", "half_year": "2024-H1", "year": "2024"}


@record
class Period(Record):
    """
    A month, quarter, half-year or year of the calendar.
    """

    text: str
    first_day: datetime.date


def parse_period(text: str, span: Span) -> Period | None:
    """
    Read a period such as 2024-03, 2024-Q1, 2024-H1 or 2024; None if the text is none of that span.
    """
    match = _FORMS[span].fullmatch(text)
    if match is None or match[1] == "0000":
        return None
    number = int(match[2]) if span != "year" else 1
    return Period(text, datetime.date(int(match[1]), (number - 1) * _MONTHS[span] + 1, 1))
