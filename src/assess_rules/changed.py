"""
A rule file with some values changed: a what-if without a new file. What is put in is read and checked as if it stood there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import PolicyError
from assess_rules.exact import number_text
from assess_rules.marks import Mark, Source
from assess_rules.nodes import ListNode, MapNode, Node, Scalar
from assess_rules.reader import read_yaml

PART = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")
Value = str | int | Fraction | Decimal | bool
Step = str | int  # a key, or the number of an item


class Sections(ListNode):
    """
    The sections of a file, as the place of those within them too.
    """


class Gathered(ListNode):
    """
    The sections of a file, as the place of all their indicators.
    """


def change_text(value: Value) -> str:
    """
    Write a value as a rule file has it; a text is taken as it is. Raises `TypeError` for a float, which is not exact.

    >>> change_text(True), change_text(Decimal("0.50")), change_text("{add: 2, limit: 10}")
    ('true', '0.5', '{add: 2, limit: 10}')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Fraction, Decimal)):
        return number_text(Fraction(value))
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r}: give a text as the rule file has it, or an exact number")


def changed(root: Node, changes: Mapping[str, str]) -> tuple[Node, tuple[Diagnostic, ...]]:
    """
    Put values in place, each under its path, and give what their texts hold that the format does not admit.

    Raises `PolicyError` for paths that lead nowhere, and for texts that are no YAML.
    """
    found: list[Diagnostic] = []
    wrong: list[Diagnostic] = []
    for path, text in changes.items():
        name = f"{path}={text}"
        try:
            value, said = read_yaml(text.encode("utf-8", "surrogatepass"), name)
            root = _put(root, path, value, Mark(Source(name), 0))
        except PolicyError as error:
            wrong += error.diagnostics
        else:
            found += said
    if wrong:
        raise PolicyError(wrong)
    return root, tuple(found)


def _put(root: Node, path: str, value: Node, mark: Mark) -> Node:
    """
    Put a node under a path. The last part may be a key that is not there yet.
    """
    found = list(PART.finditer(path))
    parts: list[Step] = [each[1] or int(each[2]) for each in found]
    if "".join(each[0] for each in found) != path or not parts or not isinstance(parts[0], str):
        raise PolicyError([Diagnostic("bad_path", mark, {"path": path})])
    node, route = root, list[Step]()
    for number, part in enumerate(parts):
        inside = _inside(node)
        steps, inner = inside.get(part, ((part,), None))
        if inner is None and (number < len(parts) - 1 or not (isinstance(node, MapNode) and isinstance(part, str))):
            allowed = tuple(map(str, inside))
            near = nearest(str(part), allowed)
            raise PolicyError(
                [Diagnostic("unknown_path", mark, {"part": str(part), "allowed": allowed or ("—",)}, near=near)]
            )
        route += steps
        node = value if inner is None else inner
    return _replaced(root, route, value)


def _inside(node: Node) -> dict[Step, tuple[tuple[Step, ...], Node]]:
    """
    Give what a part of a path can lead to, with the steps to it: keys, and items of a list by number and by an id.

    An id that two items have is none. Where there are sections, `indicators` has those of all sections, and `sections` has
    sections within sections too.
    """
    if isinstance(node, MapNode):
        found: dict[Step, tuple[tuple[Step, ...], Node]] = {key: ((key,), each) for key, each in node.entries.items()}
        sections = node.entries.get("sections")
        if isinstance(sections, ListNode):
            found["sections"] = (("sections",), Sections(sections.items, sections.mark))
            found["indicators"] = ((), Gathered(sections.items, sections.mark))
        return found
    if isinstance(node, Gathered):
        groups = ((steps, each.entries.get("indicators")) for steps, each in _sections(node.items, ("sections",)))
        return {
            id_: ((*around, "indicators", *steps), each)
            for around, group in groups
            if isinstance(group, ListNode)
            for id_, (steps, each) in _inside(group).items()
            if isinstance(id_, str)
        }
    if isinstance(node, ListNode):
        numbered: dict[Step, tuple[tuple[Step, ...], Node]] = {
            number: ((number,), each) for number, each in enumerate(node.items)
        }
        named = list(_sections(node.items, ())) if isinstance(node, Sections) else list(numbered.values())
        ids = [_id(each) for _, each in named]
        return {id_: named[ids.index(id_)] for id_ in ids if id_ and ids.count(id_) == 1} | numbered
    return {}


def _sections(items: Sequence[Node], around: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], MapNode]]:
    """
    Give sections and those within them, each with the steps to it.
    """
    for number, each in enumerate(items):
        if isinstance(each, MapNode):
            here = (*around, number)
            yield here, each
            inner = each.entries.get("sections")
            yield from _sections(inner.items, (*here, "sections")) if isinstance(inner, ListNode) else ()


def _id(node: Node) -> str | None:
    id_ = node.entries.get("id") if isinstance(node, MapNode) else None
    return id_.text if isinstance(id_, Scalar) else None


def _replaced(node: Node | None, route: Sequence[Step], value: Node) -> Node:
    """
    Give a node with another at the end of a route.
    """
    if not route:
        return value
    step, *rest = route
    if isinstance(node, ListNode):
        assert isinstance(step, int)
        return ListNode(
            (*node.items[:step], _replaced(node.items[step], rest, value), *node.items[step + 1 :]), node.mark
        )
    assert isinstance(node, MapNode)
    assert isinstance(step, str)
    entries = {**node.entries, step: _replaced(node.entries.get(step), rest, value)}
    keys = {step: value.mark, **node.keys}
    return MapNode(MappingProxyType(entries), MappingProxyType(keys), node.mark, complete=node.complete)
