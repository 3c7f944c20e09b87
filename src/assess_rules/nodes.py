"""
The tree that a file is read into: every scalar is text with its place, typed in one strict way.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assess_rules.exact import NUMBER
from assess_rules.marks import Mark
from assess_rules.records import Record, field, record

Plain = Fraction | bool | str | list["Plain"] | dict[str, "Plain"]


@record
class Scalar(Record):
    """
    A text, and whether the author put it in quotes.
    """

    text: str
    quoted: bool
    mark: Mark = field(eq=False, repr=False)

    @property
    def plain(self) -> Plain:
        """
        Give the value as YAML 1.2 types it, for the forms that this format admits: number, boolean, else text.
        """
        if self.quoted:
            return self.text
        if self.text in ("true", "false"):
            return self.text == "true"
        return Fraction(self.text) if NUMBER.fullmatch(self.text) else self.text


@record
class ListNode(Record):
    """
    A list of nodes.
    """

    items: tuple["Node", ...]
    mark: Mark = field(eq=False, repr=False)

    @property
    def plain(self) -> Plain:
        """
        Give the items' values.
        """
        return [item.plain for item in self.items]


@record
class MapNode(Record):
    """
    Keys in file order, each with its own place, and their nodes; not `complete` where a key was refused.
    """

    entries: Mapping[str, "Node"]
    keys: Mapping[str, Mark] = field(eq=False, repr=False)
    mark: Mark = field(eq=False, repr=False)
    complete: bool = field(default=True, eq=False, repr=False)

    @property
    def plain(self) -> Plain:
        """
        Give the entries' values.
        """
        return {key: node.plain for key, node in self.entries.items()}


Node = Scalar | ListNode | MapNode


def walk(node: Node) -> Iterator[Node]:
    """
    Give a node and all nodes below it, in file order.
    """
    open_ = [node]
    while open_:
        node = open_.pop()
        yield node
        if isinstance(node, ListNode):
            open_ += reversed(node.items)
        elif isinstance(node, MapNode):
            open_ += reversed(tuple(node.entries.values()))
