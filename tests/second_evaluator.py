"""
A second evaluator of 宛法〔2023〕127号, written from the document alone.

It shares nothing with the package: no rule file, no plan, no code. It is slow and plain, so that it can be read
against the document clause by clause, and so that a mistake made in both places would have to be made twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE_TOTAL = Fraction(100)  # 四
SECTION_TOTALS = {"common": Fraction(40), "individual": Fraction(60)}  # 四（一）; 四（二）, 四（三）
PASS_MARK = Fraction(90)  # 二（五）
VETOES = ("falsified_data", "criminal_or_disciplinary", "grave_incident", "state_compensation")  # 五2（1） to （4）

STARTING_READINGS = {
    "reduced": "net_fall",
    "part_point": "whole_only",
    "empty_stock": "on_target",
    "bonus_reach": "counted",
    "beijing_points": "in_place",
}

ZERO = Fraction(0)
ONE = Fraction(1)
TWO = Fraction(2)
THREE = Fraction(3)
HALF = Fraction(1, 2)
FIFTH = Fraction(1, 5)


@dataclass(frozen=True)
class Outcome:
    """
    What the document makes of one month of one person; the score is None under a veto.
    """

    deducted: dict[str, Fraction]
    bonus: dict[str, Fraction]
    points: dict[str, Fraction]
    subtotals: dict[str, Fraction]
    arithmetic: Fraction
    score: Fraction | None
    verdict: str
    vetoes: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """
    One indicator: its cap, the points that its clause takes before the cap, and the points that it gives.
    """

    cap: Fraction
    taken: Fraction
    given: Fraction = ZERO

    @property
    def deducted(self) -> Fraction:
        """
        What is deducted: no more than the cap, so that no line is negative (四: 扣完为止，不计负分).
        """
        return min(self.taken, self.cap)

    @property
    def earned(self) -> Fraction:
        """
        What the line has within its cap.
        """
        return min(self.cap - self.deducted + self.given, self.cap)

    @property
    def extra(self) -> Fraction:
        """
        What the line has above its cap.
        """
        return max(self.given - self.deducted, ZERO)


def evaluate(record: Mapping[str, object], readings: Mapping[str, str] | None = None) -> Outcome:
    """
    Evaluate one accepted record under the starting readings and those that override them.

    Raises:
        KeyError: a fact or veto is missing, or a reading, an option or the role is unknown.

    """
    chosen = dict(STARTING_READINGS)
    for reading, option in (readings or {}).items():
        if reading not in chosen:
            raise KeyError(reading)
        chosen[reading] = option

    sections = {"common": common(record, chosen), "individual": individual(record, chosen)}
    lines = {name: line for section in sections.values() for name, line in section.items()}
    reach = chosen["bonus_reach"]
    points = {name: shown_points(line, reach) for name, line in lines.items()}
    subtotals = {
        section: shown_subtotal(section, sum((points[name] for name in members), ZERO), reach)
        for section, members in sections.items()
    }
    arithmetic = total(sum(subtotals.values(), ZERO), reach)
    vetoes = tuple(veto for veto in VETOES if record[veto])
    return Outcome(
        deducted={name: line.deducted for name, line in lines.items()},
        bonus={name: line.given for name, line in lines.items()},
        points=points,
        subtotals=subtotals,
        arithmetic=arithmetic,
        score=None if vetoes else arithmetic,
        verdict=verdict(arithmetic, vetoes),
        vetoes=vetoes,
    )


def shown_points(line: Line, reach: str) -> Fraction:
    """
    Give the points of a line: what is listed apart, or may not pass the indicator, is not among them.
    """
    return {
        "counted": line.earned + line.extra,
        "apart": line.earned,
        "within_indicator": line.earned,
        "within_section": line.earned + line.extra,
        "within_base": line.earned + line.extra,
    }[reach]


def shown_subtotal(section: str, points: Fraction, reach: str) -> Fraction:
    """
    Give the points of a section: within_section lets extra points only fill it up to its total.
    """
    return min(points, SECTION_TOTALS[section]) if reach == "within_section" else points


def total(points: Fraction, reach: str) -> Fraction:
    """
    Give the points of the month: within_base lets extra points only fill them up to 100.
    """
    return min(points, BASE_TOTAL) if reach == "within_base" else points


def verdict(points: Fraction, vetoes: tuple[str, ...]) -> str:
    """
    Judge the month: 90 and more passes, less fails (二（五）); under a veto there is no evaluation at all (五2).
    """
    if vetoes:
        return "vetoed"
    return "pass" if points >= PASS_MARK else "fail"


def common(record: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, Line]:
    """
    Give the common indicators of everybody, 四（一）: 40 points.
    """
    return {
        "c1": Line(Fraction(10), HALF * count(record, "improper_enforcement_cases")),  # 四（一）1
        "c2": Line(  # 四（一）2
            Fraction(10),
            petition_points(record, chosen["beijing_points"])
            + HALF * count(record, "unresolved_petition_cases")
            + HALF * count(record, "overdue_supervised_cases"),
        ),
        "c3": Line(Fraction(5), HALF * count(record, "duty_breaches")),  # 四（一）3
        "c4": Line(Fraction(5), HALF * count(record, "assigned_task_failures")),  # 四（一）4
        "c5": Line(  # 四（一）5
            Fraction(5),
            HALF * count(record, "mass_incidents") + HALF * count(record, "unreported_major_matters"),
        ),
        "c6": Line(Fraction(5), HALF * count(record, "criticism_notices")),  # 四（一）6
    }


def petition_points(record: Mapping[str, object], beijing_points: str) -> Fraction:
    """
    Count half a point for a petition and one for a Beijing petition, in place of the half or on top of it, 四（一）2.
    """
    every = count(record, "petition_cases")  # the Beijing ones are among them
    beijing = count(record, "beijing_petition_cases")
    at_half_a_point = {"in_place": every - beijing, "on_top": every}[beijing_points]
    return HALF * at_half_a_point + ONE * beijing


def individual(record: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, Line]:
    """
    Give the individual indicators of the role, 60 points: 四（二） for judge and assistant, 四（三） for clerk.
    """
    role = record["role"]
    if role in ("judge", "assistant"):
        return officer(record, chosen)
    if role == "clerk":
        return clerk(record)
    raise KeyError(role)


def officer(record: Mapping[str, object], chosen: Mapping[str, str]) -> dict[str, Line]:
    """
    Give the individual indicators of judge and assistant, 四（二）.
    """
    return {
        "o1": closing_line(record),  # 四（二）1
        "o2": stock_line(record, "stock12", Fraction(8), chosen),  # 四（二）2: 递减8%
        "o3": stock_line(record, "asset", Fraction(5), chosen),  # 四（二）3: 递减5%
        "o4": stock_line(record, "termproc", Fraction(5), chosen),  # 四（二）4: 递减5%
        "o5": Line(Fraction(8), HALF * count(record, "defective_terminations")),  # 四（二）5
        "o6": Line(Fraction(8), HALF * count(record, "overdue_closings")),  # 四（二）6
    }


def closing_line(record: Mapping[str, object]) -> Line:
    """
    Take three points for each case short of the closing target, give two for each case over it, 四（二）1.
    """
    over = count(record, "closed") - count(record, "closing_target")
    return Line(cap=Fraction(20), taken=THREE * max(-over, ZERO), given=TWO * max(over, ZERO))


def stock_line(record: Mapping[str, object], stock: str, target: Fraction, chosen: Mapping[str, str]) -> Line:
    """
    Take half a point for each percentage point below the target, give half for each above it, 四（二）2 to 4.
    """
    cap = Fraction(8)  # 四（二）2, 四（二）3 and 四（二）4 alike
    opening = count(record, f"{stock}_opening")
    reduced = reduction(record, stock, chosen["reduced"])
    if opening == 0:
        return Line(cap, taken={"on_target": ZERO, "lost": cap}[chosen["empty_stock"]])
    rate = 100 * reduced / opening
    below, above = points_apart(rate, target, chosen["part_point"])
    return Line(cap, taken=HALF * below, given=HALF * above)


def reduction(record: Mapping[str, object], stock: str, reduced: str) -> Fraction:
    """
    Say by how many cases the stock was reduced: its net fall (below 0 when it grew), or the cases digested.
    """
    if reduced == "net_fall":
        return count(record, f"{stock}_opening") - count(record, f"{stock}_closing")
    if reduced == "digested":
        return count(record, f"{stock}_digested")
    raise KeyError(reduced)


def points_apart(rate: Fraction, target: Fraction, part_point: str) -> tuple[Fraction, Fraction]:
    """
    Count the percentage points below and above the target, a part of one treated as the reading says.
    """
    if part_point == "rounded_rate":
        rate = Fraction(math.floor(rate + HALF))  # half up: 2.5 is 3, and -2.5 is -2
    distance = abs(rate - target)
    counted = {
        "whole_only": Fraction(math.floor(distance)),
        "in_proportion": distance,
        "begun": Fraction(math.ceil(distance)),
        "rounded_rate": distance,
    }[part_point]
    return (counted, ZERO) if rate < target else (ZERO, counted)


def clerk(record: Mapping[str, object]) -> dict[str, Line]:
    """
    Give the individual indicators of a clerk, 四（三）1 to 5; no reading touches them, 四（三）6 is of the quarter.
    """
    cap = Fraction(12)
    return {
        "k1": Line(cap, HALF * count(record, "node_delays") + HALF * count(record, "archive_delays")),  # 四（三）1
        "k2": Line(cap, HALF * count(record, "document_errors") + FIFTH * count(record, "service_delays")),  # 四（三）2
        "k3": Line(cap, ONE * count(record, "unapproved_overruns")),  # 四（三）3
        "k4": Line(cap, HALF * count(record, "unreported_closures")),  # 四（三）4
        "k5": Line(cap, TWO * count(record, "faulty_terminations")),  # 四（三）5
    }


def count(record: Mapping[str, object], fact: str) -> Fraction:
    """
    Give the count of a fact, exactly; a missing fact is a KeyError.
    """
    return Fraction(cast("int", record[fact]))
