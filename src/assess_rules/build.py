"""
Bytes -> a checked policy: read, check against the schema, resolve names, add up, lower for every role.
"""

from collections.abc import Mapping
from typing import Any

from assess_rules.balance import Balance
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import PolicyError
from assess_rules.fields import Schema, read_object
from assess_rules.ir import Plan
from assess_rules.kinds import RuleKind
from assess_rules.lower import lower
from assess_rules.marks import Mark
from assess_rules.model import PolicySpec
from assess_rules.nodes import ListNode, MapNode, Node
from assess_rules.ownership import Ownership
from assess_rules.reader import read_yaml
from assess_rules.records import Record, record
from assess_rules.resolve import Resolver
from assess_rules.schema import check, policy_schema


@record
class Built(Record):
    """
    A policy that has passed every check, its plans by role, and what is worth a warning.
    """

    spec: PolicySpec
    plans: Mapping[str, Plan]
    warnings: tuple[Diagnostic, ...]


class _Intake:
    """
    Collects what reading and checking say.
    """

    def __init__(self, kinds: Mapping[str, type[RuleKind]]) -> None:
        self.kinds = kinds
        self.found: list[Diagnostic] = []

    def report(self, code: str, mark: Mark, *, near: str | None = None, warning: bool = False, **params: Any) -> None:
        """
        Add a diagnostic.
        """
        self.found.append(Diagnostic(code, mark, params, near=near, warning=warning))


def build(data: bytes, name: str, kinds: Mapping[str, type[RuleKind]], schema: Schema | None = None) -> Built:
    """
    Make a policy of a rule file's bytes; `name` is how messages speak of it.

    Raises `PolicyError` with all that a pass can see, in file order, or `LimitError`.
    """
    root, found = read_yaml(data, name)
    places = {(each.mark.line, each.mark.column) for each in found}
    refused = [
        each for each in check(root, schema or policy_schema(kinds)) if (each.mark.line, each.mark.column) not in places
    ]
    if found or refused:
        raise PolicyError(_in_order([*found, *refused], root))
    assert isinstance(root, MapNode)
    intake = _Intake(kinds)
    spec = read_object(PolicySpec, root, intake)
    _stop_if_wrong(intake, root)
    resolver = Resolver(spec, intake)
    resolver.run()
    _stop_if_wrong(intake, root)
    balance = Balance(spec, resolver.ownership, intake)
    balance.sums()
    _stop_if_wrong(intake, root)
    plans = {role: lower(spec, role, resolver.ownership) for role in spec.roles}
    balance.meetings(plans)
    _stop_if_wrong(intake, root)
    balance.advise()
    return Built(spec, plans, tuple(_in_order(intake.found, root)))


def _stop_if_wrong(intake: _Intake, root: Node) -> None:
    if any(not each.warning for each in intake.found):
        raise PolicyError(_in_order([each for each in intake.found if not each.warning], root))


def _in_order(found: list[Diagnostic], root: Node) -> list[Diagnostic]:
    """
    Sort by place, drop repetitions, and give each its path in the structure.
    """
    if not found:
        return []
    paths = {(mark.line, mark.column): path for path, mark in _paths(root, "")}
    unique = {(each.mark.line, each.mark.column, each.code, str(dict(each.params))): each for each in found}
    ordered = [unique[key] for key in sorted(unique, key=lambda key: key[:2])]
    return [
        Diagnostic(
            each.code,
            each.mark,
            each.params,
            each.near,
            each.path or paths.get((each.mark.line, each.mark.column), ""),
            each.warning,
        )
        for each in ordered
    ]


def _paths(node: Node, path: str) -> list[tuple[str, Mark]]:
    found = [(path, node.mark)]
    if isinstance(node, ListNode):
        for number, item in enumerate(node.items):
            found += _paths(item, f"{path}[{number}]")
    elif isinstance(node, MapNode):
        for key, child in node.entries.items():
            inner = f"{path}.{key}" if path else key
            found += [*_paths(child, inner), (inner, node.keys[key])]
    return found


__all__ = ["Built", "Ownership", "build"]
