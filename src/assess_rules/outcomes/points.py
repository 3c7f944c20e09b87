"""
Points as conditions on results hold them against figures: what is left out counts neither for nor against anybody.
"""

from collections.abc import Sequence
from fractions import Fraction

from assess_rules.lines import Line, SectionResult
from assess_rules.result import Result


def held_points(result: Result) -> dict[str, Fraction | None]:
    """
    Give the points of each section and each indicator; None of what is left out, whole or with its section.

    Of a section some of whose indicators are left out, what is earned is scaled to the whole of it, as grades compare it.
    """
    gone = {each.id for each in result.sections if each.left_out}
    found = {each.indicator: None if each.left_out or each.section in gone else each.points for each in result.lines}
    for section in result.sections:
        found[section.id] = _of_section(section, [each for each in result.lines if each.section == section.id])
    return found


def every_points(result: Result) -> list[Fraction]:
    """
    Give the points of all indicators but extras and what is left out.
    """
    held = held_points(result)
    points = (held[each.indicator] for each in result.lines if not each.extra)
    return [each for each in points if each is not None]


def _of_section(section: SectionResult, lines: Sequence[Line]) -> Fraction | None:
    base = [each for each in lines if not each.extra]
    left = [each for each in base if not each.left_out]
    if section.left_out or (base and not left):
        return None
    if section.decided is not None or len(left) == len(base):
        return section.points
    earned = sum(each.weight * min(each.points, each.cap or 0) for each in left)
    return section.points + earned * (_caps(base) / _caps(left) - 1)


def _caps(lines: Sequence[Line]) -> Fraction:
    return sum((each.weight * (each.cap or 0) for each in lines), Fraction(0))
