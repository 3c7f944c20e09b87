"""
Bytes -> a checked policy: read, check against the schema, resolve names, add up, lower for every role.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from assess_rules.answered import Answered, answer
from assess_rules.balance import Balance
from assess_rules.completion import completed
from assess_rules.diagnostics import MAX_FOUND, Diagnostic, in_file_order
from assess_rules.doubts import Doubts
from assess_rules.errors import LimitError, PolicyError
from assess_rules.fits import fits
from assess_rules.ir import Plan
from assess_rules.kinds import KindTable, RuleKind
from assess_rules.lower import lower
from assess_rules.marks import Mark
from assess_rules.model import PolicySpec, chains
from assess_rules.nodes import ListNode, MapNode, Node, Scalar, walk
from assess_rules.objects import read_object
from assess_rules.ownership import Ownership
from assess_rules.reader import cut_texts, read_yaml
from assess_rules.records import Record, record
from assess_rules.resolve import Resolver
from assess_rules.scales import Scales
from assess_rules.schema import clauses_schema, policy_schema
from assess_rules.schema_check import check
from assess_rules.sums import Sums
from assess_rules.unreached import Unreached

if TYPE_CHECKING:
    from assess_rules.model.clauses import ClauseFile

MAX_ROWS = 10_000  # roles times indicators
UNUSED = ("unused_fact", "unused_reading")  # the key that named it may be what is missing: both are said
NO_CHANGES: Mapping[str, str] = MappingProxyType({})
Model = TypeVar("Model")


@record
class Built(Record):
    """
    A policy that has passed every check, its plans by role, and what is worth a warning.
    """

    spec: PolicySpec
    plans: Mapping[str, Plan]
    warnings: tuple[Diagnostic, ...]
    answered: tuple[Answered, ...]


class Plans(Mapping[str, Plan]):
    """
    The plans of a checked spec, by role. Each is made when it is first asked for, so that one role waits for no other.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership) -> None:
        self._spec, self._ownership = spec, ownership
        self._made: dict[str, Plan] = {}

    def __getitem__(self, role: str) -> Plan:
        plan = self._made.get(role)
        if plan is None:
            if role not in self._spec.roles:
                raise KeyError(role)
            # Two threads may both come here first: both get the plan that stays.
            plan = self._made.setdefault(role, lower(self._spec, role, self._ownership))
        return plan

    def __contains__(self, role: object) -> bool:
        return role in self._spec.roles

    def __iter__(self) -> Iterator[str]:
        return iter(self._spec.roles)

    def __len__(self) -> int:
        return len(self._spec.roles)


class _Intake:
    """
    Collects what reading and checking say, each thing once, up to a limit.
    """

    def __init__(self, kinds: Mapping[str, type[RuleKind]], root: Node) -> None:
        self.kinds = kinds
        self.root = root
        self.found: list[Diagnostic] = []
        self.seen: set[tuple[int, int, str, str]] = set()

    def report(self, code: str, mark: Mark, *, near: str | None = None, warning: bool = False, **params: Any) -> None:
        """
        Add a diagnostic.
        """
        key = (mark.line, mark.column, code, str(params))
        if key not in self.seen and not (warning and len(self.found) >= MAX_FOUND - 1):
            self.seen.add(key)
            self.found.append(Diagnostic(code, mark, params, near=near, warning=warning))
        if len(self.found) >= MAX_FOUND:
            self.stop_if_wrong()

    def stop_if_wrong(self, but: Container[str] = ()) -> None:
        """
        Raise `PolicyError` if there is anything but warnings, and some codes that hinder no further check.
        """
        wrong = [each for each in self.found if not each.warning]
        if any(each.code not in but for each in wrong):
            raise PolicyError(_with_paths(in_file_order(wrong), self.root))


def build(data: bytes, name: str, kinds: KindTable, changes: Mapping[str, str] = NO_CHANGES) -> Built:
    """
    Make a policy of a rule file's bytes; `name` is how messages speak of it. `changes` are put in place first.

    Raises `PolicyError` with all that a pass can see, in file order, or `LimitError`.
    """
    root, found = read_yaml(data, name)
    if changes:
        from assess_rules.changed import changed

        root, more = changed(root, changes)
        found = (*found, *more)
    fit = fits(root.plain, policy_schema(kinds.only(_kinds_in(root))))
    refused = [] if fit else check(root, policy_schema(kinds))
    spec, intake = _read_checked(PolicySpec, root, _together(found, refused, root), kinds)
    _refuse_too_many(spec)
    spec = completed(spec, intake)
    resolver = Resolver(spec, intake)
    resolver.run()
    intake.stop_if_wrong(UNUSED)
    Scales(spec, resolver.ownership, intake).run()
    intake.stop_if_wrong(UNUSED)
    Sums(spec, resolver.ownership, intake).run()
    intake.stop_if_wrong(UNUSED)
    balance = Balance(spec, resolver.ownership, intake)
    plans = Plans(spec, resolver.ownership)
    balance.meetings(plans)
    intake.stop_if_wrong()
    Doubts(balance, plans).run()
    Unreached(spec, resolver.ownership, plans, intake).run()
    for node, mark in cut_texts(root):
        intake.report("text_cut", mark, warning=True, found=node.text)
    left, answered = answer(spec, _with_paths(in_file_order(intake.found), root))
    return Built(spec, plans, tuple(in_file_order(left)), answered)


def read_clauses(data: bytes, name: str) -> "ClauseFile":
    """
    Read and check a clause file's bytes; `name` is how messages speak of it.

    Raises `PolicyError` with all that a pass can see, in file order, or `LimitError`.
    """
    from assess_rules.model.clauses import ClauseFile

    root, found = read_yaml(data, name)
    refused = check(root, clauses_schema(), unlike="not_a_clause_file", later=frozenset())
    file, _ = _read_checked(ClauseFile, root, _together(found, refused, root), {})
    return file


def _read_checked(
    cls: type[Model], root: Node, wrong: list[Diagnostic], kinds: Mapping[str, type[RuleKind]]
) -> tuple[Model, _Intake]:
    """
    Make an object of a class from a tree that has been checked; `wrong` is what was found.
    """
    if wrong:
        raise PolicyError(in_file_order(wrong))
    assert isinstance(root, MapNode)
    intake = _Intake(kinds, root)
    model: Model = read_object(cls, root, intake)
    intake.stop_if_wrong()
    return model, intake


def _kinds_in(root: Node) -> set[str]:
    words = (node.entries.get("kind") for node in walk(root) if isinstance(node, MapNode))
    return {word.text for word in words if isinstance(word, Scalar)}


def _refuse_too_many(spec: PolicySpec) -> None:
    rows = len(spec.roles) * len(spec.indicators)
    for within in chains(spec.sections):
        roles = next((each.roles for each in reversed(within) if each.roles), spec.roles)
        rows += len(roles) * len(within[-1].indicators)
    if rows > MAX_ROWS:
        raise LimitError([Diagnostic("row_limit", spec.mark.of("roles"), {"rows": rows, "limit": MAX_ROWS})])


def _together(found: Iterable[Diagnostic], refused: list[Diagnostic], root: Node) -> list[Diagnostic]:
    """
    Join what the reader and the schema say, each place once: the reader knows better, except which words a key takes.
    """
    told = {_place(each.mark) for each in refused}
    found = [each for each in found if each.code != "yaml_word" or _place(each.mark) not in told]
    places = {_place(each.mark) for each in found}
    unique = {
        (*_place(each.mark), each.code, str(each.params)): each for each in refused if _place(each.mark) not in places
    }
    return [*_with_paths(found, root), *unique.values()]


def _place(mark: Mark) -> tuple[int, int]:
    return mark.line, mark.column


def _with_paths(found: list[Diagnostic], root: Node) -> list[Diagnostic]:
    """
    Give each diagnostic its path in the structure.
    """
    if not found:
        return []
    paths = {_place(mark): path for path, mark in _paths(root, "")} | {_place(root.mark): ""}
    return [
        Diagnostic(
            each.code,
            each.mark,
            each.params,
            each.near,
            paths.get(_place(each.mark), ""),
            each.warning,
        )
        for each in found
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
