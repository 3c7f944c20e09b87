"""
Points as conditions on results hold them against figures: what is left out counts neither for nor against anybody.
"""

from fractions import Fraction

from assess_rules.lines import SectionResult
from assess_rules.result import Result


def held_points(result: Result) -> dict[str, Fraction | None]:
    """
    Give the points of each section and each indicator; None of what is left out, by itself or with what it lies in.

    Of a section in which something is left out, what is earned is scaled to the whole of it, as grades compare it.
    """
    found: dict[str, Fraction | None] = {}
    for line in result.lines:
        around = result.around(line)
        found[line.indicator] = None if line.left_out or any(each.left_out for each in around) else line.points
        found |= {each.id: None for place, each in enumerate(around) if any(one.left_out for one in around[place:])}
    return found | {each.id: _of_section(result, each) for each in result.sections if each.id not in found}


def every_points(result: Result) -> list[Fraction]:
    """
    Give the points of all indicators but extras and what is left out.
    """
    held = held_points(result)
    points = (held[each.indicator] for each in result.lines if not each.extra)
    return [each for each in points if each is not None]


def _of_section(result: Result, section: SectionResult) -> Fraction | None:
    whole, left, earned = _inside(result, section.id)
    if whole and not left:
        return None
    return (
        section.points if section.decided is not None or left == whole else section.points + earned * (whole / left - 1)
    )


def _inside(result: Result, section: str) -> tuple[Fraction, Fraction, Fraction]:
    """
    Give the caps of what lies in a section, extras aside, those that are left of them, and what is earned.
    """
    whole = left = earned = Fraction(0)
    for line in result.lines:
        if line.section == section and not line.extra:
            cap = line.cap or Fraction(0)
            whole += line.weight * cap
            left += 0 if line.left_out else line.weight * cap
            earned += line.weight * min(line.points, cap)
    for each in result.sections:
        if each.within == section:
            figures = _inside(result, each.id)
            whole += each.weight * figures[0]
            left += 0 if each.left_out else each.weight * figures[1]
            earned += 0 if each.decided is not None else each.weight * figures[2]
    return whole, left, earned
