"""
Edits of rule files: what a revision does to a policy, one kind at a time.

Each takes a document and changes it in place; where it has nothing to work on, the example is left.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from assess_rules import PolicyError
from assess_rules.exact import number_text
from drafts import by_role
from strategies import loaded, rule_file, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import DrawFn

    from drafts import Doc

    Edit = Callable[[DrawFn, Doc], None]
    Draw = Callable[[st.SearchStrategy[list[str]]], list[str]]

FIGURES = [1, 2, 3, Fraction(1, 2), Fraction(1, 4), 7]
UNUSED = ("unused_fact", "unused_reading")


def repaired(document: Doc) -> str:
    """
    Write a rule file without what nothing uses any more and words that say nothing; give up on anything else.
    """
    while True:
        text = rule_file(document)
        try:
            loaded(text)
        except PolicyError as error:
            for each in error.diagnostics:
                path = re.findall(r"[^.\[\]]+", each.path)
                if each.code in UNUSED:
                    del document[path[0]][path[1]]
                    if not document[path[0]]:
                        del document[path[0]]
                    break  # what else is unused may be so no longer
                try:
                    settle(document, each.code, path)
                except (KeyError, StopIteration):
                    assume(False)
        else:
            return text


# Parts of a document.


def groups(document: Doc) -> list[list[Doc]]:
    """Give the lists of indicators."""
    return [each["indicators"] for each in leaves(document)]


def sections(document: Doc) -> list[Doc]:
    """Give the sections, those within sections too."""
    return [each for part in document.get("sections", []) for each in (part, *sections(part))]


def leaves(document: Doc) -> list[Doc]:
    """Give what has indicators: sections, or the document itself."""
    return [each for each in (document, *sections(document)) if "indicators" in each]


def indicators(document: Doc) -> list[Doc]:
    return [each for group in groups(document) for each in group]


def rules(document: Doc) -> list[Doc]:
    return [rule for each in indicators(document) for rule in each["rules"]]


def figures(value: Any, *keys: str) -> Iterator[tuple[Any, Any]]:
    """Give every figure of rules with where it stands, those under some keys only."""
    items = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for key, each in items:
        if isinstance(each, (int, Fraction)) and not isinstance(each, bool) and (not keys or key in keys):
            yield value, key
        yield from figures(each, *keys)


def some(draw: DrawFn, items: list[Any]) -> Any:
    assume(items)
    return draw(st.sampled_from(items))


def other(draw: DrawFn, old: Any, options: list[Any]) -> Any:
    return some(draw, [each for each in options if each != old])


def worth(value: Any, role: str) -> Fraction:
    """Give a figure for a role."""
    assume(not (isinstance(value, dict) and "reading" in value))
    return Fraction(value["of"][role] if isinstance(value, dict) else value)


def balanced(document: Doc) -> None:
    """Write totals and base anew; a document in which a reading decides caps or weights is left alone."""
    document["base"] = by_role(balanced_part(document, list(document["roles"])))


def balanced_part(part: Doc, roles: list[str]) -> dict[str, Fraction]:
    """Write the totals within a section anew; give what its caps and totals come to."""
    sums: dict[str, Fraction] = dict.fromkeys(roles, Fraction(0))
    for each in part.get("sections", ()):
        if not each.get("extra"):
            own = balanced_part(each, each["roles"])
            each["total"] = by_role(own)
            for role, points in own.items():
                sums[role] += points * worth(each.get("weight", 1), role)
    for each in part.get("indicators", ()):
        for role in each.get("roles", roles):
            assume(role in sums)
            sums[role] += 0 if each.get("extra") else worth(each["cap"], role) * worth(each.get("weight", 1), role)
    return sums


# Edits that may change scores.


def points(draw: DrawFn, document: Doc) -> None:
    where, key = some(draw, list(figures(rules(document))))
    where[key] = other(draw, where[key], FIGURES)


def rate(draw: DrawFn, document: Doc) -> None:
    rule = some(
        draw, [each for each in rules(document) if isinstance(each.get("target"), str) and "%" in each["target"]]
    )
    rule["target"] = other(draw, rule["target"], ["10%", "5%", "95%", "0%"])


def cap(draw: DrawFn, document: Doc) -> None:
    row = some(draw, [each for each in indicators(document) if isinstance(each["cap"], (int, Fraction))])
    row["cap"] = other(draw, row["cap"], [2, 5, 9, 10, 20])
    balanced(document)


def reading(draw: DrawFn, document: Doc) -> None:
    each = some(draw, list(document.get("readings", {}).values()))
    each["chosen"] = other(draw, each["chosen"], list(each["options"]))


def added(draw: DrawFn, document: Doc) -> None:
    group = some(draw, groups(document))
    document.setdefault("facts", {})["fresh"] = {"label": "新增"}
    row = {
        "id": "fresh_row",
        "at": "六",
        "label": "新增",
        "cap": 4,
        "rules": [{"kind": "per_item", "deduct": {"fresh": 1}}],
    }
    group.insert(draw(st.integers(0, len(group))), row)
    balanced(document)


def removed(draw: DrawFn, document: Doc) -> None:
    group = some(draw, [each for each in groups(document) if len(each) > 1])
    group.remove(some(draw, group))
    balanced(document)


def other_roles(draw: DrawFn, document: Doc) -> None:
    section = some(draw, [each for each in leaves(document) if len(each["roles"]) > 1])
    row = some(draw, [each for each in section["indicators"] if not isinstance(each["cap"], dict)])
    own = list(section["roles"])
    row["roles"] = other(draw, row.get("roles", own), [own[:1], own[1:], own[:-1]])
    balanced(document)


def moved(draw: DrawFn, document: Doc) -> None:
    source = some(draw, [each for each in leaves(document) if len(each["indicators"]) > 1])
    target = some(draw, [each for each in leaves(document) if each is not source and each["roles"] == source["roles"]])
    row = some(draw, source["indicators"])
    source["indicators"].remove(row)
    target["indicators"].append(row)
    balanced(document)


def nested(draw: DrawFn, document: Doc) -> None:
    part = some(draw, [each for each in document.get("sections", []) if "indicators" in each])
    own = {key: part[key] for key in ("roles", "total", "extra", "indicators") if key in part}
    del part["indicators"]
    part["sections"] = [{"id": "inner", "at": "四1", "label": "小类", **own}]


def weight(draw: DrawFn, document: Doc) -> None:
    row = some(draw, indicators(document))
    row["weight"] = other(draw, row.get("weight", 1), [1, Fraction(1, 2), 2])
    balanced(document)


def decision(draw: DrawFn, document: Doc) -> None:
    row = some(draw, indicators(document))
    if row.pop("points_when", None) is None:
        document.setdefault("facts", {})["fresh"] = {"label": "新增", "type": "flag"}
        row["points_when"] = [{"when": {"fact": "fresh", "is": True}, "points": 1}]


def rounded(draw: DrawFn, document: Doc) -> None:
    row = some(draw, indicators(document))
    row["rounded"] = other(draw, row.get("rounded"), [{"to": 1, "how": "half_up"}, {"to": 1, "how": "down"}])


def rule_added(draw: DrawFn, document: Doc) -> None:
    row = some(draw, indicators(document))
    document.setdefault("facts", {})["fresh"] = {"label": "新增", "max": 3}
    row["rules"].insert(draw(st.integers(0, len(row["rules"]))), {"kind": "per_item", "deduct": {"fresh": 1}})


def rule_removed(draw: DrawFn, document: Doc) -> None:
    row = some(draw, [each for each in indicators(document) if len(each["rules"]) > 1])
    row["rules"].remove(some(draw, row["rules"]))


def condition(draw: DrawFn, document: Doc) -> None:
    rule = some(draw, rules(document))
    if rule.pop("when", None) is None:
        document.setdefault("facts", {})["fresh"] = {"label": "新增", "type": "flag"}
        rule["when"] = {"fact": "fresh", "is": True}


def fact(draw: DrawFn, document: Doc) -> None:
    each = some(draw, [each for each in document.get("facts", {}).values() if "allowed" not in each and "max" in each])
    each["max"] = other(draw, each["max"], [20, 30, 50])


def default(draw: DrawFn, document: Doc) -> None:
    each = some(draw, [each for each in document.get("facts", {}).values() if each.get("type", "count") == "flag"])
    if each.pop("default", None) is None:
        each["default"] = False


def relation(draw: DrawFn, document: Doc) -> None:
    if document.pop("relations", None) is None:
        document["relations"] = [{"fact": some(draw, numeric(document)), "at_most": 1}]


def numeric(document: Doc) -> list[str]:
    return [name for name, each in document.get("facts", {}).items() if each.get("type", "count") == "count"]


def pass_mark(draw: DrawFn, document: Doc) -> None:
    document["pass_mark"] = other(draw, document.get("pass_mark"), [1, 2, 5])


def display(draw: DrawFn, document: Doc) -> None:
    document["display"]["rounding"] = other(draw, document["display"]["rounding"], ["half_up", "down", "up"])


def veto(draw: DrawFn, document: Doc) -> None:
    if document.pop("vetoes", None) is None:
        events = {"fresh_veto": {"label": "否决"}}
        document["vetoes"] = {
            "at": "五",
            "effect": "no_score",
            "reach": "period",
            "counts_as": "left_out",
            "events": events,
        }


def bonuses(draw: DrawFn, document: Doc) -> None:
    assume("bonuses" in document)
    document["bonuses"] = other(draw, document["bonuses"], ["counted", "apart", "within_indicator", "within_base"])


# Edits that no score can follow from.


def label(draw: DrawFn, document: Doc) -> None:
    rows = [*indicators(document), *sections(document), *document.get("facts", {}).values()]
    some(draw, [*rows, *document.get("derived", {}).values()])["label"] = "另称"


def role_label(draw: DrawFn, document: Doc) -> None:
    document["roles"][some(draw, list(document["roles"]))] = "另称"


def clause(draw: DrawFn, document: Doc) -> None:
    some(draw, [*indicators(document), *sections(document)])["at"] = some(draw, ["七", ["七", "八"]])


def note(draw: DrawFn, document: Doc) -> None:
    some(draw, [*indicators(document), *rules(document), document, document["in_force"]])["note"] = "说明"


def decided(draw: DrawFn, document: Doc) -> None:
    each = some(draw, list(document.get("readings", {}).values()))
    if each.pop("decided", None) is None:
        each["decided"] = {"by": "领导小组", "date": "2024-05-01"}


def order(draw: DrawFn, document: Doc) -> None:
    lists = [*groups(document), *(each.get("sections", []) for each in (document, *sections(document)))]
    lists += [each["rules"] for each in indicators(document)]
    items = some(draw, [each for each in lists if len(each) > 1])
    items[:] = draw(st.permutations(items))


def outcomes(draw: DrawFn, document: Doc) -> None:
    each = {"id": "talk", "at": "三", "label": "约谈", "when": {"verdict": "vetoed"}, "propose": "each_time"}
    assume("vetoes" in document or "pass_mark" in document)
    document["outcomes"] = {"consequences": [each | ({} if "vetoes" in document else {"when": {"verdict": "fail"}})]}


def version(draw: DrawFn, document: Doc) -> None:
    document["version"] = "1.0.1"
    document["in_force"] = {"from": "2024-07-01", "assumed": some(draw, [True, False])}


MAY: dict[str, Edit] = {
    each.__name__: each
    for each in (
        *(
            points,
            rate,
            cap,
            reading,
            added,
            removed,
            other_roles,
            moved,
            nested,
            weight,
            decision,
            rounded,
            rule_added,
            rule_removed,
            condition,
            fact,
        ),
        *(default, relation, pass_mark, display, veto, bonuses, weight, decision, rounded),
    )
}
CANNOT: dict[str, Edit] = {
    each.__name__: each for each in (label, role_label, clause, note, decided, order, outcomes, version)
}


# The same in another writing.


def rewritten(draw: Draw, document: Doc) -> str:
    """
    Write a document with its keys in another order, texts and ids in quotes, comments, and some defaults written out.
    """
    for each in document.get("facts", {}).values():
        if each.get("type", "count") == "count":
            each.setdefault("min", 0)
            each.setdefault("type", "count")
            if "allowed" not in each:
                each.setdefault("max", 99999)
    for each in indicators(document):
        each.setdefault("weight", 1)
        for rule in each["rules"]:
            rule.setdefault("at", each["at"])
            if rule["kind"] == "per_item":
                rule.setdefault("free", 0)
    for part in leaves(document):
        for each in part["indicators"]:
            each.setdefault("start", "zero" if part.get("extra") or each.get("extra") else "full")
            each.setdefault("floor", 0)
    document |= {"language": "zh", "subject": {"person": "被考核人"}}
    keys = draw(st.permutations(list(document)))
    return "".join(f"# 另一种写法\n'{key}':\n  {flow(document[key])}  # {key}\n" for key in keys)


def flow(value: Any) -> str:
    """Write a value, mappings from the last key to the first, texts that are no figures in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{key}': {flow(each)}" for key, each in reversed(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value.endswith("%") or value[0].isdigit() else f"'{value}'"
    return number_text(value)
