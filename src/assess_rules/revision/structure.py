"""
Two versions compared as a whole: their keys, and their sections and indicators, wherever an indicator stands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from assess_rules.labels import Label
from assess_rules.model import Chain, Indicator, PolicySpec, Section, chains
from assess_rules.objects import keys_of
from assess_rules.records import Record, evolve, record
from assess_rules.revision.changes import (
    ABSENT,
    FRAME,
    Change,
    Item,
    Paths,
    Place,
    compared,
    mixed,
    mixed_keys,
    mixed_order,
    order,
)

Part = tuple[str, int]  # a section's id, and which of its parts
Sections = Mapping[Part, tuple[Part | None, Section]]
Members = Mapping[str, tuple[Part | None, Indicator]]
Id = TypeVar("Id", Part, str)
Held = TypeVar("Held", Section, Indicator)
NOWHERE = (None, ABSENT)
SECTION, INDICATOR = Label("指标类别", "section"), Label("指标", "indicator")
FRAME_KEYS = tuple(key for key in keys_of(PolicySpec) if key.name not in ("sections", "indicators"))


@record
class _Outline(Record):
    """
    A version as sections without what lies in them, and indicators; each with the section that it lies in, None without one.
    """

    spec: PolicySpec
    sections: Sections
    members: Members

    def mixed(self, new: "_Outline", taken: Collection[Paths]) -> PolicySpec:
        """
        Give the version with those changes to another one that are taken.

        A section comes and goes with its indicators.
        """
        every = {**self.sections, **new.sections}
        found = {part: _placed(part, _path(part, every), self.sections, new.sections, taken) for part in every}
        members = {
            id_: _placed(id_, f"indicators.{id_}", self.members, new.members, taken)
            for id_ in {**self.members, **new.members}
        }
        there = {id_: (place, each) for id_, (place, each) in members.items() if each is not None}
        places = _without_circles({part: place for part, (place, _) in found.items()}, self.sections)
        needed = {part for place, _ in there.values() for part in _upwards(place, places)}
        needed |= {around for part in self.sections if part in new.sections for around in _upwards(part, places)}
        sections = {part: (places[part], found[part][1] or every[part][1]) for part in every if part in needed}

        def reordered(name: str) -> bool:
            return (name, name) in taken

        ordered: dict[Part, tuple[Part | None, Section]] = {}
        rows: dict[str, tuple[Part | None, Indicator]] = {}
        for place in (None, *sections):
            inside = "" if place is None else f"{_path(place, every)}."
            name = f"{inside}sections"
            ordered |= _in_order(place, sections, self.sections, new.sections, reordered=reordered(name))
            name = f"{inside}indicators"
            rows |= _in_order(place, there, self.members, new.members, reordered=reordered(name))
        spec = mixed_keys(self.spec, new.spec, taken, ("", ""), FRAME_KEYS)
        return evolve(self, spec=spec).with_parts(ordered, rows)

    def with_parts(self, sections: Sections, members: Members) -> PolicySpec:
        def within(place: Part | None) -> dict[str, tuple[Section, ...] | tuple[Indicator, ...]]:
            inner = [(part, each) for part, (at, each) in sections.items() if at == place]
            return {
                "sections": tuple(evolve(each, **within(part)) for part, each in inner),
                "indicators": tuple(each for at, each in members.values() if at == place),
            }

        return evolve(self.spec, **within(None))


def _placed(
    id_: Id,
    name: str,
    old: Mapping[Id, tuple[Part | None, Held]],
    new: Mapping[Id, tuple[Part | None, Held]],
    taken: Collection[Paths],
) -> tuple[Part | None, Held | None]:
    """
    Give an indicator or a section with those changes that are taken, and the section in which it then lies.
    """
    (place_before, before), (place_after, after) = old.get(id_, NOWHERE), new.get(id_, NOWHERE)
    whole = before is not None and after is not None
    moved = (f"{name}.section",) * 2 in taken if whole else before is None
    return place_after if moved else place_before, mixed(before, after, taken, (name, name))


def _upwards(part: Part | None, places: Mapping[Part, Part | None]) -> list[Part]:
    """
    Give a section and those that it lies in; of a circle each once.
    """
    found: list[Part] = []
    while part is not None and part not in found:
        found.append(part)
        part = places[part]
    return found


def _without_circles(places: Mapping[Part, Part | None], old: Sections) -> dict[Part, Part | None]:
    """
    Leave where they were sections that would lie in one another: neither has moved without the other.
    """
    circular = {part for part in places if places[_upwards(part, places)[-1]] is not None}
    return {part: old[part][0] if part in circular and part in old else place for part, place in places.items()}


def _in_order(
    place: Part | None,
    there: Mapping[Id, tuple[Part | None, Held]],
    old: Mapping[Id, tuple[Part | None, Held]],
    new: Mapping[Id, tuple[Part | None, Held]],
    *,
    reordered: bool,
) -> dict[Id, tuple[Part | None, Held]]:
    """
    Give what lies in a section in the order of the old version, or of the new one.
    """
    ids = mixed_order(_inside(place, old), _inside(place, new), reordered=reordered)
    return {id_: there[id_] for id_ in ids if id_ in there and there[id_][0] == place}


def _outline(spec: PolicySpec, parts: Mapping[tuple[str, frozenset[str]], Part]) -> _Outline:
    sections: dict[Part, tuple[Part | None, Section]] = {}
    members: dict[str, tuple[Part | None, Indicator]] = {}
    for within in chains(spec.sections):
        section, part = within[-1], parts[_named(within)]
        place = parts[_named(within[:-1])] if len(within) > 1 else None
        sections[part] = (place, evolve(section, indicators=(), sections=()))
        members |= {each.id.name: (part, each) for each in section.indicators}
    members |= {each.id.name: (None, each) for each in spec.indicators}
    return _Outline(spec, sections, members)


def _named(within: Chain) -> tuple[str, frozenset[str]]:
    """
    Give the id of the last of these sections, and the roles for which that part of it is written.
    """
    roles = next((each.roles for each in reversed(within) if each.roles), ())
    return within[-1].id.name, frozenset(each.name for each in roles)


def _parts(one: PolicySpec, other: PolicySpec) -> dict[tuple[str, frozenset[str]], Part]:
    """
    Number the parts of each section of a version: first those for the same roles as in the other, then the rest.
    """
    names = [_named(each) for each in chains(one.sections)]
    elsewhere = {_named(each) for each in chains(other.sections)}
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
    place = Place(FRAME, "", Label(), "", "")
    for key in FRAME_KEYS:
        yield from compared(getattr(old, key.attribute), getattr(new, key.attribute), place.of_key(key))
    one, other = _outlines(old, new)
    yield from _sections(one, other)
    for id_ in {**one.members, **other.members}:
        yield from _indicator(id_, one, other)


def with_changes(old: PolicySpec, new: PolicySpec, taken: Collection[Paths]) -> PolicySpec:
    """
    Give the old version with some of its changes to the new one, each named by its paths; with all of them it is the new.
    """
    one, other = _outlines(old, new)
    return one.mixed(other, taken)


def _outlines(old: PolicySpec, new: PolicySpec) -> tuple[_Outline, _Outline]:
    return _outline(old, _parts(old, new)), _outline(new, _parts(new, old))


def _path(part: Part, parts: Iterable[Part]) -> str:
    """
    Give the path of a section, with its number where it has several parts.
    """
    id_, number = part
    return f"sections.{id_}[{number}]" if (id_, 1) in parts else f"sections.{id_}"


def _sections(old: _Outline, new: _Outline) -> Iterator[Change]:
    every = {**old.sections, **new.sections}
    for part in every:
        name = _path(part, every)
        place = _place(("section", part[0]), SECTION, name)
        yield from _of_placed(part, name, old.sections, new.sections, place)
        yield from _order_within(part, old, new, f"{name}.", place.item)
    yield from _order_within(None, old, new, "", FRAME)


def _place(item: Item, label: Label, path: str) -> Place:
    """
    Give a place that has the same path in both versions.
    """
    return Place(item, "", label, path, path)


def _order_within(part: Part | None, old: _Outline, new: _Outline, inside: str, item: Item) -> Iterator[Change]:
    place = _place(item, SECTION, f"{inside}indicators")
    yield from order(_inside(part, old.members), _inside(part, new.members), place)
    place = _place(item, SECTION, f"{inside}sections")
    yield from order(_inside(part, old.sections), _inside(part, new.sections), place)


def _inside(place: Part | None, items: Mapping[Id, tuple[Part | None, object]]) -> list[Id]:
    """
    Give what lies in a section, in order.
    """
    return [id_ for id_, (at, _) in items.items() if at == place]


def _indicator(id_: str, old: _Outline, new: _Outline) -> Iterator[Change]:
    name = f"indicators.{id_}"
    yield from _of_placed(id_, name, old.members, new.members, _place(("indicator", id_), INDICATOR, name))


def _of_placed(
    id_: Id,
    name: str,
    old: Mapping[Id, tuple[Part | None, Held]],
    new: Mapping[Id, tuple[Part | None, Held]],
    place: Place,
) -> Iterator[Change]:
    """
    Give what changes in an indicator or a section, and that it lies in another section, if it does.
    """
    (place_before, before), (place_after, after) = old.get(id_, NOWHERE), new.get(id_, NOWHERE)
    yield from compared(before, after, place)
    if before is not None and after is not None and place_before != place_after:
        sections = (part and part[0] for part in (place_before, place_after))
        yield _place(place.item, SECTION, f"{name}.section").change(*sections)
