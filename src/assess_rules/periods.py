"""
Periods of appraisal: how they are written, when they begin, and the longer spans that they fall into.
"""

import datetime
import re
from functools import lru_cache
from typing import Literal

from assess_rules.records import Record, record

Span = Literal["month", "quarter", "half_year", "year"]

_FORMS = {
    "month": re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"([0-9]{4})-Q([1-4])"),
    "half_year": re.compile(r"([0-9]{4})-H([12])"),
    "year": re.compile(r"([0-9]{4})"),
}
_OTHER_FORMS = {  # as people write them, and as the format does
    "month": ("([0-9]{4})[-/. 年]?([0-9]{1,2})月?", "{}-{:0>2}"),
    "quarter": ("([0-9]{4})[-/. 年]?[Qq第]([1-4])季?度?", "{}-Q{}"),
    "half_year": ("([0-9]{4})[-/. 年]?[Hh]([12])", "{}-H{}"),
    "year": ("([0-9]{4})年度?", "{}"),
}
SPANS: tuple[Span, ...] = ("month", "quarter", "half_year", "year")
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
EXAMPLES = {"month": "2024-03", "quarter": "2024-Q1", "half_year": "2024-H1", "year": "2024"}


@record
class Period(Record):
    """
    A month, quarter, half-year or year of the calendar.
    """

    text: str
    first_day: datetime.date


@lru_cache(maxsize=1 << 10)  # every row of a table names one of a few
def parse_period(text: str, span: Span) -> Period | None:
    """
    Read a period such as 2024-03, 2024-Q1, 2024-H1 or 2024; None if the text is none of that span.
    """
    match = _FORMS[span].fullmatch(text)
    if match is None or match[1] == "0000":
        return None
    number = int(match[2]) if span != "year" else 1
    return Period(text, datetime.date(int(match[1]), (number - 1) * MONTHS[span] + 1, 1))


def period_meant(text: str, span: Span) -> str | None:
    """
    Give the period that a text most likely means which is not written as one; None if it may be another span.

    >>> period_meant("2026年3月", "month"), period_meant("2026-Q1", "month"), period_meant("2026年第1季度", "quarter")
    ('2026-03', None, '2026-Q1')
    """
    pattern, form = _OTHER_FORMS[span]
    match = re.fullmatch(pattern, text)
    wanted = form.format(*match.groups()) if match is not None else ""
    return wanted if parse_period(wanted, span) is not None else None


def day_meant(text: str) -> str | None:
    """
    Give the day that a text most likely means which is none as the format writes it: with its year first.

    >>> day_meant("2026-1-1"), day_meant("2026年3月1日"), day_meant("20260301"), day_meant("2026-02-30")
    ('2026-01-01', '2026-03-01', '2026-03-01', None)
    """
    text = re.sub("[-/. 年月]+", "-", text.removesuffix("日"))
    match = re.fullmatch("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})", text)
    try:
        return datetime.date(*map(int, filter(None, match.groups()))).isoformat() if match is not None else None
    except ValueError:
        return None


def is_longer(text: str, each: Span) -> bool:
    """
    Say whether a text names a span of the calendar that is longer than a period.

    >>> is_longer("2024-Q1", "month"), is_longer("2024-03", "month"), is_longer("2024", "year")
    (True, False, False)
    """
    return any(parse_period(text, span) is not None for span in SPANS if MONTHS[span] > MONTHS[each])


LATE = 7
"""
A year that begins in this month or later bears the number of the calendar year in which most of it lies.
"""


def span_text(period: Period, span: Span, each: Span, year_begins: int = 1) -> str:
    """
    Give the span that a period falls into, when a year begins in the month `year_begins`; `each` is how long a period is.

    A year that begins in one of the months 7 to 12 bears the number of the next: with 12, December 2023 to November 2024 is
    2024. Quarters and half-years are counted from that month.

    >>> span_text(parse_period("2023-12", "month"), "quarter", "month", 12)
    '2024-Q1'
    """
    if span == each:
        return period.text
    month = period.first_day.month
    year = period.first_day.year - (month < year_begins) + (year_begins >= LATE)
    number = (month - year_begins) % 12 // MONTHS[span] + 1
    return {"quarter": f"{year:04}-Q{number}", "half_year": f"{year:04}-H{number}", "year": f"{year:04}"}[span]


def periods_in(period: Period, span: Span, each: Span, year_begins: int = 1) -> tuple[str, ...]:
    """
    Give all periods of the span that a period falls into, in order.

    >>> periods_in(parse_period("2024-05", "month"), "quarter", "month")
    ('2024-04', '2024-05', '2024-06')
    """
    back = (period.first_day.month - year_begins) % 12 % MONTHS[span]
    first = period.first_day.year * 12 + period.first_day.month - 1 - back
    return tuple(_period_text(month, each) for month in range(first, first + MONTHS[span], MONTHS[each]))


def _period_text(months: int, span: Span) -> str:
    """
    Write the period that begins so many months after the year 0.
    """
    year, month = f"{months // 12:04}", months % 12
    number = month // MONTHS[span] + 1
    return {
        "month": f"{year}-{number:02}",
        "quarter": f"{year}-Q{number}",
        "half_year": f"{year}-H{number}",
        "year": year,
    }[span]
