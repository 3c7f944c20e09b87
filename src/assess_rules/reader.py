"""
Bytes -> YAML events -> a tree of nodes in which every scalar is text with its place.

Only events are taken from the YAML parser: what a plain scalar means, duplicate keys, depth and size are decided here.
Nothing in a file is expanded, run, opened or fetched. Each pass says all that it sees; a limit of size stops at once.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from assess_rules.diagnostics import MAX_FOUND, Diagnostic, in_file_order
from assess_rules.errors import LimitError, PolicyError
from assess_rules.marks import HIDDEN, Mark, Source, is_hidden
from assess_rules.nodes import ListNode, MapNode, Node, Scalar, walk
from assess_rules.syntax import MAX_DEPTH, ODD_SPACE, explained, wrong_sign

MAX_BYTES = 1 << 20
MAX_NODES = 50_000
MAX_SCALAR = 10_000

_HIDDEN = f"([\x00-\x09\x0b\x0c\x0e-\x1f{HIDDEN}\ud800-\udfff])\\1*"  # a run of one sign is one mistake
_YAML_WORDS = frozenset(["yes", "no", "on", "off", "y", "n"])
_NULLS = frozenset(("", "~", "null"))
_NUMBER_LIKE = re.compile(
    r"[-+]?(0[0-9]+|[0-9][0-9_]*|0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*\.[0-9_]*|\.[0-9_]+|\.inf|\.nan|[0-9]+(\.[0-9]*)?e[-+]?[0-9]+)%?",
    re.IGNORECASE,
)
_TAG_PREFIX = "tag:yaml.org,2002:"
_EDGE_SPACE = f"^[{ODD_SPACE}]+|[{ODD_SPACE}]+$"


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self.nodes = 0

    def say(self, code: str, mark: Mark, **params: object) -> None:
        self.add(Diagnostic(code, mark, params))

    def add(self, diagnostic: Diagnostic) -> None:
        self.found.append(diagnostic)
        if len(self.found) >= MAX_FOUND:
            raise PolicyError(in_file_order(self.found))

    def mark(self, event: Any) -> Mark:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Mark(self.source, start.line + 1, start.column + 1, max(1, length))


def read_yaml(data: bytes, name: str) -> tuple[Node, tuple[Diagnostic, ...]]:
    """
    Read one YAML document into nodes, with the diagnostics of what the format does not admit.

    Raises `LimitError` past a limit of size or depth, and `PolicyError` where there is no tree to go on with.
    """
    text, source = _decode(data, name)
    builder = _Builder(source)
    _characters(builder)
    if builder.found:
        raise PolicyError(builder.found)
    root = _parse(text, builder)
    for node in walk(root):
        if isinstance(node, Scalar):
            _check_scalar(node, builder)
    return root, tuple(builder.found)


def _decode(data: bytes, name: str) -> tuple[str, Source]:
    if len(data) > MAX_BYTES:
        raise LimitError([Diagnostic("too_large", Mark(Source(name), 0), {"size": len(data), "limit": MAX_BYTES})])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise PolicyError([Diagnostic("utf16", Mark(Source(name), 1))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise PolicyError(
            [Diagnostic("not_utf8", Mark(Source(name), line, column), {"byte": f"0x{data[error.start]:02x}"})]
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, Source(name, tuple(text.split("\n")))


def _characters(builder: _Builder) -> None:
    for number, line in enumerate(builder.source.lines, 1):
        if not is_hidden(line):
            continue  # most files are read without compiling that expression
        for match in re.finditer(_HIDDEN, line):
            mark = Mark(builder.source, number, match.start() + 1, len(match.group()))
            if match.group(1) == "\t":
                builder.say("tab", mark)
            else:
                builder.say("hidden_character", mark, found=f"U+{ord(match.group(1)):04X}")


def _parse(text: str, builder: _Builder) -> Node:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[tuple[Any, list[Node]]] = []  # what is open: the event that began it, and the nodes in it so far
    root: Node | None = None
    try:
        for event in yaml.parse(text, Loader=loader):
            node: Node | None = None
            if isinstance(event, yaml.ScalarEvent):
                _refuse_properties(event, builder)
                node = Scalar(event.value, bool(event.style), builder.mark(event))
                if len(event.value) > MAX_SCALAR:
                    raise LimitError(
                        [Diagnostic("scalar_limit", node.mark, {"length": len(event.value), "limit": MAX_SCALAR})]
                    )
            elif isinstance(event, yaml.CollectionStartEvent):
                _refuse_properties(event, builder)
                stack.append((event, []))
                if len(stack) > MAX_DEPTH:
                    raise LimitError([Diagnostic("depth_limit", builder.mark(event), {"limit": MAX_DEPTH})])
            elif isinstance(event, yaml.CollectionEndEvent):
                start, items = stack.pop()
                mark = builder.mark(start)
                node = (
                    ListNode(tuple(items), mark)
                    if isinstance(start, yaml.SequenceStartEvent)
                    else _mapping(items, mark, builder)
                )
            elif isinstance(event, yaml.AliasEvent):
                builder.say("alias", builder.mark(event), name=event.anchor)
                node = Scalar("alias", quoted=True, mark=builder.mark(event))
            elif isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    builder.say("second_document", builder.mark(event))
                    break
                _refuse_directives(event, builder)
            if node is None:
                continue
            builder.nodes += 1
            if builder.nodes > MAX_NODES:
                raise LimitError([Diagnostic("node_limit", node.mark, {"limit": MAX_NODES})])
            if stack:
                stack[-1][1].append(node)
            else:
                root = node
    except yaml.MarkedYAMLError as error:
        found = explained(error, builder.source)
        if found[0].code == "depth_limit":
            raise LimitError(found) from None
        raise PolicyError(in_file_order([*builder.found, *found])) from None
    if root is None:
        raise PolicyError([Diagnostic("empty_file", Mark(builder.source, 1))])
    return root


def _refuse_directives(event: Any, builder: _Builder) -> None:
    # One of PyYAML's parsers skips directives that it does not know, so the lines themselves are looked at.
    for number in range(event.start_mark.line, event.end_mark.line):
        if builder.source.lines[number].startswith("%"):
            builder.say("directive", Mark(builder.source, number + 1))


def _refuse_properties(event: Any, builder: _Builder) -> None:
    if event.anchor is not None:
        builder.say("anchor", builder.mark(event), name=event.anchor)
    if event.tag is not None:
        name = "!!" + event.tag.removeprefix(_TAG_PREFIX) if event.tag.startswith(_TAG_PREFIX) else event.tag
        builder.say("tag", builder.mark(event), name=name)


def _mapping(items: list[Node], mark: Mark, builder: _Builder) -> MapNode:
    entries: dict[str, Node] = {}
    keys: dict[str, Mark] = {}
    folded: dict[str, str] = {}
    again: list[Scalar] = []
    complete = True
    before: Node | None = None
    for key, value in zip(items[::2], items[1::2], strict=True):
        nothing = isinstance(value, Scalar) and not value.text and not value.quoted
        wrong = _wrong_key(key, nothing=nothing) or (_rest_of_text(key, before) if nothing else None)
        before = value
        if wrong is not None:
            builder.add(wrong)
            complete = False
            continue
        assert isinstance(key, Scalar)
        same = unicodedata.normalize("NFKC", key.text).casefold()
        if key.text in keys:
            again.append(key)
        elif same in folded:
            builder.say("lookalike_key", key.mark, key=key.text, other=folded[same], line=keys[folded[same]].line)
        else:
            folded[same] = key.text
            # Where no value is written there is nothing to mark but the key.
            entries[key.text] = Scalar("", quoted=False, mark=key.mark) if nothing else value
            keys[key.text] = _with_keys(key.mark, value.mark.keys)
    if len(again) == 1:
        builder.say("duplicate_key", again[0].mark, key=again[0].text, line=keys[again[0].text].line)
    elif again:
        names = tuple(dict.fromkeys(key.text for key in again))
        builder.say("duplicate_keys", again[0].mark, keys=names, line=keys[again[0].text].line)
    places = MappingProxyType(keys)
    return MapNode(MappingProxyType(entries), places, _with_keys(mark, places), complete=complete)


def _with_keys(mark: Mark, keys: Mapping[str, Mark]) -> Mark:
    if not keys:
        return mark
    return Mark(mark.source, mark.line, mark.column, mark.length, keys=keys)


def _wrong_key(key: Node, *, nothing: bool) -> Diagnostic | None:
    """
    Say what is wrong with a key that no mapping may have; `nothing` says that no value is written.
    """
    if not isinstance(key, Scalar):
        return Diagnostic("complex_key", key.mark)
    if key.text == "<<" and not key.quoted:
        return Diagnostic("merge_key", key.mark)
    if nothing and ":" in key.text and not key.quoted:  # in braces, `a:1` is a word
        wanted = re.sub(r"\s*[,，]\s*(\w+)[:：]\s*", r", \1: ", key.text.replace(":", ": ", 1))
        return Diagnostic("colon_without_blank", key.mark, {"found": key.text, "wanted": wanted})
    if key.quoted or key.text.isascii():
        return None
    sign = re.search(f"[：，{ODD_SPACE}]+", key.text)
    return wrong_sign(sign.group(), _within(key, sign)) if sign is not None else None


def _rest_of_text(key: Node, before: Node | None) -> Diagnostic | None:
    """
    Say of a key without a value that it is the rest of the text before it, if no id looks like it and no colon follows.
    """
    if not isinstance(key, Scalar) or key.quoted or not isinstance(before, Scalar) or before.quoted:
        return None
    behind = key.mark.source.lines[key.mark.line - 1][key.mark.column - 1 + len(key.text) :]
    is_text = isinstance(before.plain, str) and before.text
    if not is_text or re.fullmatch("[a-z0-9_]*", key.text) or behind.lstrip().startswith(":"):
        return None
    return Diagnostic("comma_in_text", key.mark, {"found": key.text})


def _within(node: Scalar, part: re.Match[str]) -> Mark:
    """
    Give the place of a part of a plain scalar, if it is written on one line.
    """
    mark = node.mark
    if mark.length != len(node.text):
        return mark
    return Mark(mark.source, mark.line, mark.column + part.start(), len(part.group()))


def _check_scalar(node: Scalar, builder: _Builder) -> None:
    if node.quoted:
        hidden = re.search(_HIDDEN, node.text) if is_hidden(node.text) else None  # written as an escape
        if hidden is not None:
            builder.say("hidden_character", node.mark, found=f"U+{ord(hidden.group(1)):04X}")
        if not node.text:
            builder.say("empty_value", node.mark)
        return
    word = node.text.casefold()
    edge = re.search(_EDGE_SPACE, node.text) if node.text != node.text.strip() else None
    if edge is not None:
        builder.add(wrong_sign(edge.group(), _within(node, edge)))
    elif word in _NULLS:
        builder.say("empty_value", node.mark)
    elif word in _YAML_WORDS or (word in ("true", "false") and node.text != word):
        builder.say(
            "yaml_word", node.mark, found=node.text, word="true" if word in ("yes", "on", "y", "true") else "false"
        )
    elif _NUMBER_LIKE.fullmatch(node.text) and isinstance(node.plain, str) and not _is_rate(node.text):
        builder.say("bad_number", node.mark, found=node.text)


def cut_texts(root: Node) -> Iterator[tuple[Scalar, Mark]]:
    """
    Give the plain texts that a comment ends which may be meant for a part of them: no blank stands behind its `#`.
    """
    for node in walk(root):
        if isinstance(node, Scalar) and isinstance(node.plain, str) and not node.quoted:
            mark = node.mark
            end = mark.column - 1 + len(node.text)
            line = mark.source.lines[mark.line - 1]
            rest = re.match(r"[ ]+(#[^\s#].*)", line[end:]) if line[mark.column - 1 : end] == node.text else None
            if rest is not None:
                yield node, Mark(mark.source, mark.line, end + rest.start(1) + 1, len(rest[1]))


def _is_rate(text: str) -> bool:
    from assess_rules.exact import RATE

    return bool(RATE.fullmatch(text))
