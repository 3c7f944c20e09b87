"""
The items of a rule file by name, with the clauses that they cite and the figures that they hold.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from assess_rules.amounts import Amount, ByReading, Figure, Ident, Name
from assess_rules.exact import number_text
from assess_rules.kinds import RuleKind
from assess_rules.labels import Label, same_label
from assess_rules.marks import Mark
from assess_rules.model import Consequence, PolicySpec, Reading, Rollup, chains
from assess_rules.objects import keys_of
from assess_rules.records import Record, evolve, field, record

Words = tuple[str, ...]
Labels = frozenset[str]
State = Literal["written", "ours", "chosen", "other"]  # other: of an option that is not chosen

_IMPLIED: Words = ("implied",)
_NO_LABELS: Labels = frozenset()
_LEAVES = (Figure, Ident, Label)
_OURS = ("facts", "display")  # whose figures are limits of our own
_NO_ITEMS = ("format", "policy", "version", "language", "accepted", "note")
_CONTAINERS = ("facts", "derived", "relations", "readings", "sections", "indicators", "outcomes")
_ITEMS_INSIDE = ("sections", "indicators", "events")


def figure_text(figure: Figure) -> str:
    """
    Write a figure as a rule file does.
    """
    return f"{number_text(figure.value * 100)}%" if figure.rate else number_text(figure.value)


def place_of(mark: Mark) -> str:
    """
    Give a place in one of the two files, short enough for a message.
    """
    return f"{Path(mark.source.name).name}:{mark.line}:{mark.column}"


@record
class Citation(Record):
    """
    The clauses that an item, or a rule inside it, rests on.
    """

    at: tuple[str, ...]
    mark: Mark = field(eq=False)


@record
class Held(Record):
    """
    A figure of an item: where inside, under which clauses, and whether the document must have it too.

    `key` is what it is a figure of: the points beside several facts are one thing, and so is all that rules imply.
    """

    words: Words
    figure: Figure
    mark: Mark = field(eq=False)
    clauses: Labels
    required: bool
    key: Words

    @property
    def place(self) -> Label:
        """
        Give its place: of what is not written, that of the rule that means it.
        """
        place, figure = place_of(self.mark), figure_text(self.figure)
        if self.key != _IMPLIED:
            return Label(place)
        return Label(
            f"{place}（“每{figure}”的{figure}，未写出）", f"{place} (the {figure} of “for each {figure}”, not written)"
        )

    def under(self, words: Words) -> bool:
        """
        Say whether the figure belongs to what these words name.
        """
        return _within(words, self.words)


@record
class Item(Record):
    """
    A part of the rule file that has a name. `clauses` are those that it cites; None where it has no place to cite one.
    """

    name: str
    value: object
    mark: Mark = field(eq=False)
    words: frozenset[Words]
    citations: tuple[Citation, ...]
    figures: tuple[Held, ...]
    clauses: Labels | None

    def cites(self, label: str) -> bool:
        """
        Say whether the item may carry a sentence of this clause.
        """
        return self.clauses is None or label in self.clauses

    def needing(self, figure: Figure) -> list[Held]:
        """
        Give the places that need a figure of the document: those that require it, and the rules that imply it.
        """
        found = [each for each in self.figures if each.figure == figure]
        return [each for each in found if each.required or each.key == _IMPLIED]

    def has(self, words: Words) -> bool:
        """
        Say whether the item has a part under these words.
        """
        return any(_within(words, each) for each in self.words)


class Items:
    """
    All items of a rule file, also by name. Parts of a section share one name; a relation has those of its facts too.
    """

    def __init__(self, spec: PolicySpec) -> None:
        self._spec = spec
        self.all: list[Item] = []
        self.by_name: dict[Words, list[Item]] = {}
        self.written: dict[str, str] = {}  # labels as the rule file writes them
        self._reads: dict[str, set[str]] = {}  # the clauses of what reads a fact
        for name, value, mark, at in _named(spec):
            self._add(name, value, mark, _labels(at))
        for name in reversed(_in_order(spec)):
            self._add(f"derived.{name}", spec.derived[name], spec.derived[name].mark, self._read(name))
        for name, fact in spec.facts.items():
            self._add(f"facts.{name}", fact, fact.mark, self._read(name))

    def find(self, text: str, label: str) -> list[tuple[Item, Words]]:
        """
        Find the item of a name, and the words that name a part inside it; of several all that cite a clause, or one.
        """
        words = tuple(re.findall(r"\[[0-9]+\]|[^.\[\]]+", text))
        for end in range(len(words), 0, -1):
            found = [each for each in self.by_name.get(words[:end], ()) if each.has(words[end:])]
            citing = [each for each in found if label in (each.clauses or ())]
            if found:
                one = next((each for each in found if each.cites(label)), found[0])
                return [(each, words[end:]) for each in citing or [one]]
        return []

    def _read(self, name: str) -> Labels:
        return frozenset(self._reads.get(name, ()))

    def _add(self, name: str, value: object, mark: Mark, inherited: Labels) -> None:
        parts = list(_parts(value, (), mark, inherited, "written", self._spec))
        item = Item(
            name=name,
            value=value,
            mark=mark,
            words=frozenset(each.words for each in parts),
            citations=tuple(Citation(each.value.at, each.mark) for each in parts if getattr(each.value, "at", None)),
            figures=tuple(_figures(parts, value, ours=name.startswith(_OURS))),
            clauses=frozenset().union(*(each.clauses for each in parts)) or None,
        )
        self.all.append(item)
        self.written |= {same_label(at): at for each in item.citations for at in each.at}
        read = [each for each in parts if isinstance(each.value, Name)]
        for each in read:
            self._reads.setdefault(each.value.name, set()).update(each.clauses)
        if name.startswith("relations"):
            for fact in {each.value.name for each in read}:
                self.by_name.setdefault(("relations", fact), []).append(item)
            name = name.replace("[", ".[")
        self.by_name.setdefault(tuple(name.split(".")), []).append(item)


def _named(spec: PolicySpec) -> Iterator[tuple[str, object, Mark, tuple[str, ...]]]:
    """
    Give every item but facts and derived facts: its name, what it is, its place, and the clauses of what it stands in.
    """
    for key in keys_of(PolicySpec):
        value = getattr(spec, key.attribute)
        if key.name not in (*_NO_ITEMS, *_CONTAINERS) and value != key.default:
            yield key.name, value, spec.mark.of(key.name), ()
    for number, relation in enumerate(spec.relations):
        yield f"relations[{number}]", relation, relation.mark, ()
    for name, reading in spec.readings.items():
        yield f"readings.{name}", reading, reading.mark, ()
    sections = [each[-1] for each in chains(spec.sections)]
    for section in sections:
        yield f"sections.{section.id.name}", section, section.mark, ()
    for indicator in (*(each for section in sections for each in section.indicators), *spec.indicators):
        yield f"indicators.{indicator.id.name}", indicator, indicator.mark, ()
    if spec.vetoes is not None:
        for name, event in spec.vetoes.events.items():
            whole = evolve(event, effect=event.effect or spec.vetoes.effect)
            yield f"vetoes.{name}", whole, event.mark, spec.vetoes.at
    if spec.outcomes is not None:
        outcomes: tuple[Consequence | Rollup, ...] = (*spec.outcomes.consequences, *spec.outcomes.rollups)
        for each in outcomes:
            yield f"outcomes.{each.id.name}", each, each.mark, ()
        for key in keys_of(type(spec.outcomes)):
            value = getattr(spec.outcomes, key.attribute)
            if key.name in ("year_begins", "ranking", "teams") and value != key.default:
                yield f"outcomes.{key.name}", value, spec.outcomes.mark.of(key.name), ()


def _in_order(spec: PolicySpec) -> list[str]:
    """
    Give derived facts so that each comes after those that it rests on.
    """
    found: list[str] = []

    def visit(name: str) -> None:
        if name in spec.derived and name not in found:
            for part in _parts(spec.derived[name], (), spec.mark, _NO_LABELS, "written", spec):
                if isinstance(part.value, Name):
                    visit(part.value.name)
            found.append(name)

    for name in spec.derived:
        visit(name)
    return found


@record
class _Part(Record):
    """
    A part of an item: the words that lead to it, its place, the clauses that it rests on.
    """

    words: Words
    value: Any
    mark: Mark
    clauses: Labels
    state: State


def _parts(value: Any, words: Words, mark: Mark, clauses: Labels, state: State, spec: PolicySpec) -> Iterator[_Part]:
    """
    Give an item and all its parts; what has its default value is not there, and items inside are items of their own.
    """

    def inside(part: object, word: str, state: State = state) -> Iterator[_Part]:
        return _parts(part, (*words, word) if word else words, mark.of(word), clauses, state, spec)

    mark = getattr(value, "mark", None) or mark
    clauses = _labels(getattr(value, "at", None) or ()) or clauses
    yield _Part(words, value, mark, clauses, state)
    if isinstance(value, Name):
        yield _Part((*words, value.name), value, mark, clauses, state)
    elif isinstance(value, (ByReading, Reading)):
        chosen, amounts = _options(value, spec)
        for option, amount in amounts.items():
            yield from inside(amount, "", state if state == "other" else "chosen" if option == chosen else "other")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from inside(each, key)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            if isinstance(each, tuple) and isinstance(each[0], Name):  # a fact with its points
                yield from inside(each[0], "")
                yield from inside(each[1], each[0].name)
            else:
                yield from inside(each, f"[{number}]")
    elif hasattr(value, "__attrs_attrs__") and not isinstance(value, _LEAVES):
        for attribute in value.__attrs_attrs__:
            part = getattr(value, attribute.name)
            if attribute.name not in ("mark", "at", *_ITEMS_INSIDE) and part != attribute.default:
                # what an empty rate counts as has to be said here, whether the document says it or not
                yield from inside(part, attribute.name.rstrip("_"), "ours" if attribute.name == "empty" else state)


def _options(value: ByReading | Reading, spec: PolicySpec) -> tuple[str, Mapping[str, Amount]]:
    """
    Give the chosen option, and the figure or fact of each option that has one.
    """
    reading = value if isinstance(value, Reading) else spec.readings[value.reading.name]
    if isinstance(value, ByReading) and value.of is not None:
        return reading.chosen.name, value.of
    return reading.chosen.name, {name: each.value for name, each in reading.options.items() if each.value is not None}


def _figure(value: object) -> Figure | None:
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Figure(Fraction(value))
    return value if isinstance(value, Figure) else None


def _figures(parts: list[_Part], item: object, *, ours: bool) -> Iterator[Held]:
    """
    Give the figures of an item: those written in it and those of chosen options, and what its rules mean unwritten.
    """
    names = {each.value.name for each in parts if isinstance(each.value, Name)}
    names |= {key for each in parts if isinstance(each.value, Mapping) for key in each.value}
    for part in parts:
        zeroed = part.words[-1:] == ("effect",) and part.value == "zero"  # of vetoes
        figure = Figure(Fraction(0)) if zeroed else _figure(part.value)
        if figure is not None and part.state != "other":
            as_it_is = isinstance(item, Rollup) and figure.value == 1  # a weight of 1 adds a fact as it is
            # 0 is nothing, for which documents have words, or none
            required = part.state == "written" and not ours and not as_it_is and figure.value != 0
            key = tuple(each for each in part.words if each not in names and not each.startswith("["))
            yield Held(part.words, figure, part.mark, part.clauses, required=required, key=key)
        for each in part.value.implied() if isinstance(part.value, RuleKind) else ():
            inside = {other.words for other in parts if other.words[: len(part.words)] == part.words}
            yield from (
                Held(words, Figure(each), part.mark, part.clauses, required=False, key=_IMPLIED) for words in inside
            )


def _labels(at: tuple[str, ...]) -> Labels:
    return frozenset(map(same_label, at))


def _within(words: Words, others: Words) -> bool:
    """
    Say whether words stand in others, in order.
    """
    rest = iter(others)
    return all(each in rest for each in words)
