"""
What of a policy is in view: everything, or what one role has.
"""

from collections.abc import Iterable, Iterator

from assess_rules.amounts import ByReading, Ident, ReadingIs, parts
from assess_rules.branches import Branch, branches
from assess_rules.labels import Label
from assess_rules.model import Indicator, Relation, Section
from assess_rules.records import evolve
from assess_rules.show.voice import Voice


def structure(voice: Voice) -> tuple[Branch, ...]:
    """
    Give the sections with what lies in them, or the indicators that stand without one.
    """
    return branches(voice.spec, voice.role)


def relations(voice: Voice) -> list[Relation]:
    """
    Give the relations; with a role, those of which it has every fact.
    """
    return [
        each for each in voice.spec.relations if all(voice.owns(fact) for fact in voice.ownership.relation_facts(each))
    ]


def derived_in(voice: Voice, value: object) -> list[str]:
    """
    Give the derived facts that a part of the policy rests on, in the order of the file.
    """
    found: set[str] = set()
    open_ = [value]
    while open_:
        for each in voice.ownership.names(open_.pop()):
            if each.name in voice.spec.derived and each.name not in found:
                found.add(each.name)
                open_.append(voice.spec.derived[each.name].operands())
    return [each for each in voice.spec.derived if each in found]


def said(voice: Voice) -> tuple[object, ...]:
    """
    Give all parts of the policy that are in view, but for the tables of facts, derived facts and readings.
    """
    spec, outcomes = voice.spec, voice.spec.outcomes
    found: list[object] = [spec.base, spec.pass_mark, spec.score, spec.bonuses, spec.vetoes, *relations(voice)]
    if spec.grades is not None:
        found += [spec.grades.rows]
        found += [each for each in spec.grades.bars if voice.has(each.roles)]
        found += [each for each in spec.grades.moves if voice.has(each.roles)]
    found += _items(structure(voice))
    found += [each.needed_when for name, each in spec.facts.items() if voice.owns(name)]
    if outcomes is not None:
        found += [outcomes.year_begins, outcomes.ranking, outcomes.teams]
        found += [each for each in outcomes.consequences if voice.has(each.roles)]
        found += [each for each in outcomes.rollups if voice.has(each.roles)]
    return tuple(found)


def _items(found: Iterable[Branch]) -> Iterator[Section | Indicator]:
    """
    Give sections without what lies in them, and that.
    """
    for each in found:
        if each.section is not None:
            yield evolve(each.section, indicators=(), sections=())
        yield from each.members
        yield from _items(each.inner)


def readings(voice: Voice) -> list[str]:
    """
    Give the readings that something in view rests on, in the order of the file.
    """
    whole = said(voice)
    derived = tuple(voice.spec.derived[each] for each in derived_in(voice, whole))
    used = {each.reading.name for each in parts((whole, derived)) if isinstance(each, (ByReading, ReadingIs))}
    return [each for each in voice.spec.readings if each in used]


def for_roles(voice: Voice, roles: tuple[Ident, ...]) -> Iterator[str]:
    """
    Say for whom something is, where it is not for everybody and more than one role is shown.
    """
    if roles and voice.role is None:
        yield voice.sentence(voice.say(Label("适用岗位：{roles}", "for: {roles}"), roles=voice.roles(roles)))
