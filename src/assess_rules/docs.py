"""
The page of a rule kind, in English and Chinese, from the kind's own class: meaning, keys, example, worked score.
"""

import inspect
import re
from collections.abc import Iterator

from assess_rules.fields import FieldType, WordOf
from assess_rules.kinds.base import RuleKind
from assess_rules.objects import keys_of

COMMON = ("at", "label", "note", "when", "limit")


def kind_page(kind: type[RuleKind]) -> str:
    """
    Give the page as Markdown.
    """
    return "\n".join(_page(kind)) + "\n"


def sentences(kind: type[RuleKind]) -> dict[str, str]:
    """
    Give the parts of a kind's docstring: `summary`, `Meaning`, `Example`, `Worked score`.
    """
    text = inspect.getdoc(kind) or ""
    summary, *rest = re.split(r"\n\n?(Meaning|Example|Worked score): ", text)
    found = {"summary": summary.strip()}
    for name, body in zip(rest[::2], rest[1::2], strict=True):
        found[name] = " ".join(body.split())
    return found


def _page(kind: type[RuleKind]) -> Iterator[str]:
    said = sentences(kind)
    yield f"# `{kind.kind}` {kind.zh}"
    yield ""
    yield f"{said['summary']}"
    yield ""
    yield f"{kind.zh_meaning}"
    yield ""
    yield f"Meaning 含义: {said['Meaning']}"
    yield ""
    yield "```yaml"
    yield f"rules: [{said['Example']}]"
    yield "```"
    yield ""
    yield f"Worked score 算例: {said['Worked score']}"
    yield ""
    yield "| key | | meaning | 含义 |"
    yield "| --- | --- | --- | --- |"
    for key in keys_of(kind):
        if key.name not in COMMON or key.required:
            yield f"| `{key.name}` | {'required 必填' if key.required else ''} | {_cell(key.type)} | {key.type.zh} |"
    yield ""
    yield "Every rule may also have 每条规则还可以有:"
    yield ""
    yield "| key | meaning | 含义 |"
    yield "| --- | --- | --- |"
    for key in keys_of(kind):
        if key.name in COMMON and not key.required:
            yield f"| `{key.name}` | {_cell(key.type)} | {key.type.zh} |"


def _cell(type_: FieldType) -> str:
    words = (
        f" {'; '.join(f'`{word}`: {meaning}' for word, meaning in type_.words.items())}"
        if isinstance(type_, WordOf)
        else ""
    )
    return f"{type_.en}{words}"
