"""
Seeded records for the shipped policy, each in two forms that must come to the same total.

The strict form is what assess-rules takes: the role's own facts and no others, with the opening and the closing stock
of each rate. The equal form is what a program without checks is handed: every fact for every role, with the opening
stock and the reduction.
"""

import random
from typing import Any

Record = dict[str, Any]

VETOES = ("falsified_data", "criminal_or_disciplinary", "grave_incident", "state_compensation")
COMMON = (
    "improper_enforcement_cases",
    "petition_cases",
    "beijing_petition_cases",
    "unresolved_petition_cases",
    "overdue_supervised_cases",
    "duty_breaches",
    "assigned_task_failures",
    "mass_incidents",
    "unreported_major_matters",
    "criticism_notices",
)
OFFICER = ("closed", "closing_target", "defective_terminations", "overdue_closings")
STOCKS = ("stock12", "asset", "termproc")
CLERK = (
    "node_delays",
    "archive_delays",
    "document_errors",
    "service_delays",
    "unapproved_overruns",
    "unreported_closures",
    "faulty_terminations",
)


def seeded_records(number: int, seed: int = 127) -> tuple[list[Record], list[Record]]:
    """
    Give so many records in the strict form, and the same ones in the equal form.
    """
    draw = random.Random(seed)  # noqa: S311 (seeded, not secret)
    pairs = [_pair(draw) for _ in range(number)]
    return [strict for strict, _ in pairs], [equal for _, equal in pairs]


def _pair(draw: random.Random) -> tuple[Record, Record]:
    role = draw.choices(("judge", "assistant", "clerk"), (35, 25, 40))[0]
    facts: Record = {name: _count(draw) for name in (*COMMON, *OFFICER[2:], *CLERK)}
    facts["beijing_petition_cases"] = draw.randint(0, min(2, facts["petition_cases"]))
    facts |= {"closed": draw.randint(0, 80), "closing_target": draw.randint(5, 60)}
    stocks: Record = {}
    reductions: Record = {}
    for name in STOCKS:
        opening = draw.randint(0, 200) if draw.random() > 0.03 else 0  # noqa: PLR2004 (now and then there is no stock)
        reduced = round(opening * draw.betavariate(0.8, 6)) - draw.choice((0, 0, 0, 5))  # a stock may grow
        stocks |= {f"{name}_opening": opening, f"{name}_closing": opening - reduced}
        reductions |= {f"{name}_opening": opening, f"{name}_reduced": reduced}
    vetoes = {name: draw.random() < 0.003 for name in VETOES}  # noqa: PLR2004 (about one record in eighty)
    names = (*COMMON, *(CLERK if role == "clerk" else OFFICER))
    own = {name: facts[name] for name in names} | ({} if role == "clerk" else stocks)
    return {"role": role, **own, **vetoes}, {"role": role, **facts, **reductions, **vetoes}


def _count(draw: random.Random) -> int:
    """
    Draw few items, and in a bad month so many that the deduction reaches its cap.
    """
    few = draw.choices((0, 1, 2, 3), (55, 33, 10, 2))[0]
    return few + (draw.randint(5, 40) if draw.random() < 0.04 else 0)  # noqa: PLR2004 (one month in twenty-five)
