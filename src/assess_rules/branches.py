"""
Which sections and indicators a role has, and what lies in what.
"""

from collections.abc import Iterable, Iterator

from assess_rules.model import Chain, Indicator, PolicySpec, Section
from assess_rules.records import Record, record

Structure = list[tuple[Chain, list[Indicator]]]


@record
class Branch(Record):
    """
    A section as a role has it, with its indicators or with the sections in it; None where a policy has no sections.
    """

    section: Section | None
    members: list[Indicator]
    inner: "tuple[Branch, ...]" = ()


def branches(spec: PolicySpec, role: str | None) -> tuple[Branch, ...]:
    """
    Give the sections of a role that lie in no other, or without a role those of all; one with nothing in it is left out.
    """
    rows = _members(spec.indicators, role)
    return (*_within(spec.sections, role), *([Branch(None, rows)] if rows else []))


def leaves(found: Iterable[Branch], around: Chain = ()) -> Iterator[tuple[Chain, list[Indicator]]]:
    """
    Give indicators together with those of the same section; before them the sections that they lie in.
    """
    for each in found:
        here = around if each.section is None else (*around, each.section)
        if each.members:
            yield here, each.members
        yield from leaves(each.inner, here)


def _within(sections: Iterable[Section], role: str | None) -> Iterator[Branch]:
    for section in sections:
        if role is None or has_role(section.roles, role):
            found = Branch(section, _members(section.indicators, role), tuple(_within(section.sections, role)))
            if found.members or found.inner:
                yield found


def _members(indicators: Iterable[Indicator], role: str | None) -> list[Indicator]:
    return [each for each in indicators if role is None or has_role(each.roles, role)]


def has_role(roles: tuple[object, ...], role: str) -> bool:
    """
    Say whether a list of roles has this one; an empty list has all.
    """
    return not roles or any(getattr(each, "name", None) == role for each in roles)
