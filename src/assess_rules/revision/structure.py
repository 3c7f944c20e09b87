"""
Two versions compared as a whole: their keys, and their sections and indicators, wherever an indicator stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from assess_rules.labels import Label
from assess_rules.model import Indicator, PolicySpec, Section
from assess_rules.objects import keys_of
from assess_rules.records import Record, evolve, record
from assess_rules.revision.changes import ABSENT, FRAME, Change, Item, Place, Put, compared, order

Part = tuple[str, int]  # a section's id, and which of its parts
NUMBER = re.compile(r"\[\d+\]")
SECTION, INDICATOR = Label("指标类别", "section"), Label("指标", "indicator")


@record
class _Outline(Record):
    """
    A version as sections without indicators, and indicators with the section of each, None without one.

    `every` has the sections of the other version, too.
    """

    spec: PolicySpec
    sections: Mapping[Part, Section]
    members: Mapping[str, tuple[Part | None, Indicator]]
    every: Mapping[Part, Section]

    def with_section(self, part: Part, section: Section | None) -> PolicySpec:
        """
        Give the version with another section in a place. One that comes or goes does nothing itself; its indicators do.
        """
        if section is None or part not in self.sections:
            return self.spec
        return self._spec({**self.sections, part: section}, self.members)

    def with_member(self, id_: str, part: Part | None, indicator: Indicator | None) -> PolicySpec:
        """
        Give the version with another indicator, or without it.
        """
        members = {name: each for name, each in self.members.items() if name != id_ or indicator is not None}
        if indicator is not None:
            members[id_] = (part, indicator)
        sections = self.sections if part is None or part in self.sections else {**self.sections, part: self.every[part]}
        return self._spec(sections, members)

    def _spec(
        self, sections: Mapping[Part, Section], members: Mapping[str, tuple[Part | None, Indicator]]
    ) -> PolicySpec:
        def within(part: Part | None) -> tuple[Indicator, ...]:
            return tuple(each for place, each in members.values() if place == part)

        whole = tuple(evolve(each, indicators=within(part)) for part, each in sections.items())
        return evolve(self.spec, sections=whole, indicators=within(None))


def _outline(spec: PolicySpec, parts: Mapping[tuple[str, frozenset[str]], Part]) -> _Outline:
    sections: dict[Part, Section] = {}
    members: dict[str, tuple[Part | None, Indicator]] = {}
    for section in spec.sections:
        part = parts[_named(section)]
        sections[part] = evolve(section, indicators=())
        members |= {each.id.name: (part, each) for each in section.indicators}
    members |= {each.id.name: (None, each) for each in spec.indicators}
    return _Outline(spec, sections, members, {})


def _named(section: Section) -> tuple[str, frozenset[str]]:
    return section.id.name, frozenset(each.name for each in section.roles)


def _parts(one: PolicySpec, other: PolicySpec) -> dict[tuple[str, frozenset[str]], Part]:
    """
    Number the parts of each section of a version: first those for the same roles as in the other, then the rest.
    """
    names = [_named(each) for each in one.sections]
    elsewhere = {_named(each) for each in other.sections}
    numbers: dict[str, int] = defaultdict(int)
    found: dict[tuple[str, frozenset[str]], Part] = {}
    shared = sorted((each for each in names if each in elsewhere), key=lambda each: (each[0], sorted(each[1])))
    for each in (*shared, *(each for each in names if each not in elsewhere)):
        found[each] = (each[0], numbers[each[0]])
        numbers[each[0]] += 1
    return found


def changes(old: PolicySpec, new: PolicySpec) -> Iterator[Change]:
    """
    Give every change from one version to the other. Defaults that are written out are to be left out before.
    """
    place = Place(FRAME, "", Label(), "", "", lambda value: value, lambda value: value)
    for key in keys_of(PolicySpec):
        if key.name not in ("sections", "indicators"):
            yield from compared(getattr(old, key.attribute), getattr(new, key.attribute), place.of_key(key, old, new))
    one, other = _outline(old, _parts(old, new)), _outline(new, _parts(new, old))
    one, other = evolve(one, every=other.sections), evolve(other, every=one.sections)
    yield from _sections(one, other)
    for id_ in {**one.members, **other.members}:
        yield from _indicator(id_, one, other)


def applied(old: PolicySpec, new: PolicySpec, wanted: Iterable[Change]) -> PolicySpec:
    """
    Make some of the changes from one version to the other, and no others.

    Each is looked for again in what the ones before have made: rules have no ids, and their numbers move. One that does
    nothing by itself, as another order, is left.
    """
    for each in wanted:
        own = _what(each)
        old = next((found.in_old() for found in changes(old, new) if _what(found) == own), old)
    return old


def _what(change: Change) -> tuple[object, ...]:
    path = change.new_path if change.after is not ABSENT else NUMBER.sub("[]", change.old_path)
    return change.item, change.label, path, change.before, change.after


def _sections(old: _Outline, new: _Outline) -> Iterator[Change]:
    def unchanged(item: Item, name: str) -> Place:
        return Place(item, "", SECTION, name, name, lambda _: old.spec, lambda _: new.spec)

    every = {**old.sections, **new.sections}
    several = {id_ for id_, number in every if number}
    for part in every:
        id_, number = part
        name = f"sections.{id_}[{number}]" if id_ in several else f"sections.{id_}"
        puts: tuple[Put, Put] = (partial(old.with_section, part), partial(new.with_section, part))
        place = Place(("section", id_), "", SECTION, name, name, *puts)
        yield from compared(old.sections.get(part), new.sections.get(part), place)
        yield from _order_within(part, old, new, unchanged(("section", id_), f"{name}.indicators"))
    yield from _order_within(None, old, new, unchanged(FRAME, "indicators"))
    yield from order(list(old.sections), list(new.sections), unchanged(FRAME, "sections"))


def _order_within(part: Part | None, old: _Outline, new: _Outline, place: Place) -> Iterator[Change]:
    one, other = ([id_ for id_, (at, _) in each.members.items() if at == part] for each in (old, new))
    yield from order(one, other, place)


def _indicator(id_: str, old: _Outline, new: _Outline) -> Iterator[Change]:
    nowhere = (None, ABSENT)
    (part_before, before), (part_after, after) = old.members.get(id_, nowhere), new.members.get(id_, nowhere)
    whole = before is not None and after is not None
    at_old, at_new = (part_before, part_after) if whole else (part_before or part_after,) * 2
    puts: tuple[Put, Put] = (partial(old.with_member, id_, at_old), partial(new.with_member, id_, at_new))
    item, name = ("indicator", id_), f"indicators.{id_}"
    yield from compared(before, after, Place(item, "", INDICATOR, name, name, *puts))
    if whole and part_before != part_after:
        path = f"{name}.section"
        place = Place(
            item,
            "",
            SECTION,
            path,
            path,
            lambda _: old.with_member(id_, part_after, before),
            lambda _: new.with_member(id_, part_before, after),
        )
        yield place.change(*(part and part[0] for part in (part_before, part_after)))
