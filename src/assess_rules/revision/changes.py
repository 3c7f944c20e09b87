"""
What differs between two versions, key by key: each change with its place, and versions in which only some are made.

Things are matched by their ids. Rules and relations, which have none, are matched first where they are equal, then in order.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from assess_rules.amounts import Name
from assess_rules.canonical import digest
from assess_rules.kinds import RuleKind
from assess_rules.labels import Label
from assess_rules.model import Relation
from assess_rules.objects import Key, keys_of
from assess_rules.records import Record, evolve, record

ABSENT: Final = None  # what a key holds that is not written
Item = tuple[str, str | None]  # what `show` has a passage for: its kind and its id
Paths = tuple[str, str]  # where a change stands in the old version and in the new one: no two have the same

FRAME: Item = ("frame", None)
ITEMS = {
    "facts": "fact",
    "derived": "derived",
    "readings": "reading",
    "events": "veto",
    "consequences": "consequence",
    "rollups": "rollup",
}
WHOLE: dict[str, Item] = {
    "relations": ("relation", None),
    "grades": ("grades", None),
    "vetoes": ("vetoes", None),
    "outcomes": ("outcomes", None),
    "ranking": ("ranking", None),
    "teams": ("teams", None),
}
ORDER = Label("顺序", "order")


@record(kw_only=True)
class Change(Record):
    """
    One key that says something else in another version; `before` or `after` is None where it is not written.

    `label` is what the key is called. `old_path` and `new_path` say where it stands, as `indicators.o2.rules[0].target`.
    """

    item: Item
    label: Label
    old_path: str
    new_path: str
    before: Any
    after: Any

    @property
    def paths(self) -> Paths:
        """
        Give both paths.
        """
        return self.old_path, self.new_path

    @property
    def path(self) -> str:
        """
        Give the path in the new version, or in the old one for what is gone.
        """
        return self.old_path if self.after is ABSENT else self.new_path


@record
class Place(Record):
    """
    Where the walk is: the item, the last key, and the paths in both versions.
    """

    item: Item
    key: str
    label: Label
    old_path: str
    new_path: str

    def change(self, before: Any, after: Any) -> Change:
        return Change(
            item=self.item,
            label=self.label,
            old_path=self.old_path,
            new_path=self.new_path,
            before=before,
            after=after,
        )

    def of_key(self, key: Key) -> "Place":
        """
        Give the place of a key of an object.
        """
        dot = "." if self.old_path else ""
        return Place(
            WHOLE.get(key.name, self.item),
            key.name,
            Label(key.type.zh.split("：")[0], key.name),
            f"{self.old_path}{dot}{key.name}",
            f"{self.new_path}{dot}{key.name}",
        )

    def of_entry(self, names: tuple[str, str], item: Item | None) -> "Place":
        """
        Give the place of an entry with a name in each version.
        """
        old_path, new_path = f"{self.old_path}{names[0]}", f"{self.new_path}{names[1]}"
        return Place(item or self.item, self.key, self.label, old_path, new_path)


def compared(old: Any, new: Any, place: Place) -> Iterator[Change]:
    """
    Give what differs between two values of one key.
    """
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _entries(old, new, place)
    elif isinstance(old, tuple) and isinstance(new, tuple) and _has_entries(old + new):
        yield from _lists(old, new, place)
    elif isinstance(old, Record) and type(old) is type(new) and keys_of(type(old)):
        for key in keys_of(type(old)):
            yield from compared(getattr(old, key.attribute), getattr(new, key.attribute), place.of_key(key))
    else:
        yield place.change(old, new)


def _has_entries(items: tuple[Any, ...]) -> bool:
    """
    Say whether a list is one of things that are compared one by one; a list of roles or clauses is compared whole.
    """
    return all(isinstance(each, (RuleKind, Relation)) or hasattr(each, "id") or _is_pair(each) for each in items)


def _is_pair(each: Any) -> bool:
    return isinstance(each, tuple) and isinstance(each[0], Name)


def _lists(old: tuple[Any, ...], new: tuple[Any, ...], place: Place) -> Iterator[Change]:
    if all(map(_is_pair, old + new)):
        yield from _entries(_by_name(old), _by_name(new), place)
    else:
        one, other = _entered(old, new)
        yield from _entries(one, other, place)
        yield from order(list(one), list(other), place)


def _by_name(pairs: tuple[Any, ...]) -> dict[str, Any]:
    return {name.name: amount for name, amount in pairs}


def _entered(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """
    Give two lists, each thing under its id; rules and relations under their numbers in both.
    """
    if isinstance((old + new)[0], (RuleKind, Relation)):
        return _matched(old, new)
    one, other = ({each.id.name: each for each in items} for items in (old, new))
    return one, other


def order(old: list[Any], new: list[Any], place: Place) -> Iterator[Change]:
    """
    Say that what both versions have stands in another order, which changes no score.
    """
    before, after = [each for each in old if each in new], [each for each in new if each in old]
    if before != after:
        one, other = (tuple(str(each if isinstance(each, str) else each[0]) for each in ids) for ids in (before, after))
        yield evolve(place, label=ORDER).change(one, other)


def _entries(old: Mapping[Any, Any], new: Mapping[Any, Any], place: Place) -> Iterator[Change]:
    """
    Compare entries by their ids.
    """
    for id_ in {**old, **new}:
        item = (ITEMS[place.key], id_) if place.key in ITEMS else None
        yield from compared(old.get(id_, ABSENT), new.get(id_, ABSENT), place.of_entry(_names(id_), item))


def _names(id_: Any) -> tuple[str, str]:
    """
    Give what stands for an entry in the paths of both versions: `.id`, or the numbers of rules that are matched.
    """
    if isinstance(id_, str):
        return f".{id_}", f".{id_}"
    old, new = (f"[{number}]" for number in id_)
    return old, new


def _matched(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """
    Give two lists, each thing under its numbers in both; what stands in one only has None for the other.
    """
    pairs: dict[int, int] = {}
    alike: tuple[Callable[[Any], object], ...] = (digest, type)  # the same content first, then the same kind
    for same in alike:
        waiting = defaultdict(list)
        for number, each in enumerate(new):
            if number not in pairs.values():
                waiting[same(each)].append(number)
        for number, each in enumerate(old):
            if number not in pairs and waiting[same(each)]:
                pairs[number] = waiting[same(each)].pop(0)
    back = {other: number for number, other in pairs.items()}
    one = {(number, pairs.get(number)): each for number, each in enumerate(old)}
    other = {(back.get(number), number): each for number, each in enumerate(new)}
    return one, other


# Some of the changes made, and the others not.


def mixed(old: Any, new: Any, taken: Collection[Paths], paths: Paths) -> Any:
    """
    Give a value of the old version with those of its changes that are taken: the walk of `compared`, put together again.
    """
    if old == new:
        return old
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return MappingProxyType(_mixed_entries(old, new, taken, paths))
    if isinstance(old, tuple) and isinstance(new, tuple) and _has_entries(old + new):
        if all(map(_is_pair, old + new)):
            mixed_pairs = _mixed_entries(_by_name(old), _by_name(new), taken, paths)
            return tuple((Name(id_), amount) for id_, amount in mixed_pairs.items())
        return tuple(_mixed_entries(*_entered(old, new), taken, paths).values())
    if isinstance(old, Record) and type(old) is type(new) and keys_of(type(old)):
        return mixed_keys(old, new, taken, paths, keys_of(type(old)))
    return new if paths in taken else old


def mixed_keys(old: Any, new: Any, taken: Collection[Paths], paths: Paths, keys: Sequence[Key]) -> Any:
    """
    Give an object of the old version with those changes of some of its keys that are taken.
    """
    dots = tuple("." if each else "" for each in paths)
    values = {}
    for key in keys:
        inner = f"{paths[0]}{dots[0]}{key.name}", f"{paths[1]}{dots[1]}{key.name}"
        values[key.attribute] = mixed(getattr(old, key.attribute), getattr(new, key.attribute), taken, inner)
    return evolve(old, **values)


def _mixed_entries(
    old: Mapping[Any, Any], new: Mapping[Any, Any], taken: Collection[Paths], paths: Paths
) -> dict[Any, Any]:
    found = {}
    for id_ in {**old, **new}:
        one, other = _names(id_)
        value = mixed(old.get(id_, ABSENT), new.get(id_, ABSENT), taken, (f"{paths[0]}{one}", f"{paths[1]}{other}"))
        if value is not ABSENT:
            found[id_] = value
    return {id_: found[id_] for id_ in mixed_order(list(old), list(new), reordered=paths in taken) if id_ in found}


def mixed_order(old: Sequence[Any], new: Sequence[Any], *, reordered: bool) -> list[Any]:
    """
    Give all ids of two lists: in the order of the first, or of the second if it is `reordered`, the others where they stand.
    """
    first, second = (new, old) if reordered else (old, new)
    found = list(first)
    before = 0
    for id_ in second:
        if id_ not in first:
            found.insert(before, id_)
        before = found.index(id_) + 1
    return found
