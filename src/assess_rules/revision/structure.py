"""
Two versions compared as a whole: their keys, and their sections and indicators, wherever an indicator stands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from assess_rules.labels import Label
from assess_rules.model import Indicator, PolicySpec, Section
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
SECTION, INDICATOR = Label("指标类别", "section"), Label("指标", "indicator")
FRAME_KEYS = tuple(key for key in keys_of(PolicySpec) if key.name not in ("sections", "indicators"))


@record
class _Outline(Record):
    """
    A version as sections without indicators, and indicators with the section of each, None without one.
    """

    spec: PolicySpec
    sections: Mapping[Part, Section]
    members: Mapping[str, tuple[Part | None, Indicator]]

    def mixed(self, new: "_Outline", taken: Collection[Paths]) -> PolicySpec:
        """
        Give the version with those changes to another one that are taken.

        A section comes and goes with its indicators.
        """
        parts = mixed_order(list(self.sections), list(new.sections), reordered=("sections", "sections") in taken)
        members = {id_: _member(id_, self, new, taken) for id_ in {**self.members, **new.members}}
        there = {id_: (part, each) for id_, (part, each) in members.items() if each is not None}
        needed = {part for part, _ in there.values()}
        sections = {}
        for part in parts:
            name = _path(part, parts)
            section = mixed(self.sections.get(part), new.sections.get(part), taken, (name, name))
            if part in needed or (part in self.sections and part in new.sections):
                sections[part] = section or self.sections.get(part) or new.sections[part]
        ordered = {}
        for part in (None, *sections):
            name = "indicators" if part is None else f"{_path(part, parts)}.indicators"
            lists = ([id_ for id_, (at, _) in each.members.items() if at == part] for each in (self, new))
            for id_ in mixed_order(*lists, reordered=(name, name) in taken):
                if id_ in there and there[id_][0] == part:
                    ordered[id_] = there[id_]
        spec = mixed_keys(self.spec, new.spec, taken, ("", ""), FRAME_KEYS)
        return evolve(self, spec=spec).with_parts(sections, ordered)

    def with_parts(
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
    return _Outline(spec, sections, members)


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


def _member(id_: str, old: _Outline, new: _Outline, taken: Collection[Paths]) -> tuple[Part | None, Indicator | None]:
    """
    Give an indicator with those changes that are taken, and the section in which it then stands.
    """
    nowhere = (None, ABSENT)
    (part_before, before), (part_after, after) = old.members.get(id_, nowhere), new.members.get(id_, nowhere)
    name = f"indicators.{id_}"
    whole = before is not None and after is not None
    moved = (f"{name}.section",) * 2 in taken if whole else before is None
    return part_after if moved else part_before, mixed(before, after, taken, (name, name))


def _sections(old: _Outline, new: _Outline) -> Iterator[Change]:
    every = {**old.sections, **new.sections}
    for part in every:
        item, name = ("section", part[0]), _path(part, every)
        yield from compared(old.sections.get(part), new.sections.get(part), _place(item, SECTION, name))
        yield from _order_within(part, old, new, _place(item, SECTION, f"{name}.indicators"))
    yield from _order_within(None, old, new, _place(FRAME, SECTION, "indicators"))
    yield from order(list(old.sections), list(new.sections), _place(FRAME, SECTION, "sections"))


def _place(item: Item, label: Label, path: str) -> Place:
    """
    Give a place that has the same path in both versions.
    """
    return Place(item, "", label, path, path)


def _order_within(part: Part | None, old: _Outline, new: _Outline, place: Place) -> Iterator[Change]:
    one, other = ([id_ for id_, (at, _) in each.members.items() if at == part] for each in (old, new))
    yield from order(one, other, place)


def _indicator(id_: str, old: _Outline, new: _Outline) -> Iterator[Change]:
    nowhere = (None, ABSENT)
    (part_before, before), (part_after, after) = old.members.get(id_, nowhere), new.members.get(id_, nowhere)
    item, name = ("indicator", id_), f"indicators.{id_}"
    yield from compared(before, after, _place(item, INDICATOR, name))
    if before is not None and after is not None and part_before != part_after:
        sections = (part and part[0] for part in (part_before, part_after))
        yield _place(item, SECTION, f"{name}.section").change(*sections)
