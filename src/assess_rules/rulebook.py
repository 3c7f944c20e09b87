"""
The versions of one policy, and which of them holds in a period.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError, PolicyError
from assess_rules.facts import Accepted, Door
from assess_rules.periods import Period, parse_period
from assess_rules.policy import Policy, load_policy
from assess_rules.records import Record, evolve, record
from assess_rules.tables import Encoding, Row, read_rows


@record
class Rulebook(Record):
    """
    All versions of one policy, by the day from which each holds. Make one with `load_rulebook` or `rulebook`.
    """

    versions: tuple[Policy, ...]

    @property
    def latest(self) -> Policy:
        """
        Give the version that holds last.
        """
        return self.versions[-1]

    @property
    def door(self) -> Door:
        """
        Give a door that knows the columns of every version; each record is checked by the door of its own version.
        """
        plans = {f"{policy.version} {role}": plan for policy in self.versions for role, plan in policy.plans.items()}
        return evolve(self.latest.door, plans=plans)

    def at(self, period: Period) -> Policy | None:
        """
        Give the version in force on the first day of a period; None before the first version.
        """
        held = [each for each in self.versions if each.spec.in_force.from_ <= period.first_day]
        return held[-1] if held else None

    def accept(self, rows: Iterable[Row]) -> list[tuple[Policy, Accepted]]:
        """
        Check every row by the version of its period. Raises `FactsError` with all that is wrong with any of them.
        """
        found: list[Diagnostic] = []
        accepted = []
        for row in rows:
            policy = self._version_of(row)
            passed = policy.door.accept(row.values, row.place, found, text=True)
            if passed is not None:
                accepted.append((policy, passed))
        if found:
            raise FactsError(found)
        return accepted

    def read(self, paths: Iterable[str | Path], encoding: Encoding = "utf-8") -> list[tuple[Policy, Accepted]]:
        """
        Read tables and check every row. Raises `FactsError`, `LimitError` or `OSError`.
        """
        return self.accept(read_rows(paths, self.door, encoding))

    def _version_of(self, row: Row) -> Policy:
        """
        Give the version that a row is checked by; the first where the row's period says nothing, so that it is refused.
        """
        text = row.values.get("period")
        period = parse_period(text, self.latest.door.period) if isinstance(text, str) else None
        return (self.at(period) if period is not None else None) or self.versions[0]


def rulebook(policies: Sequence[Policy]) -> Rulebook:
    """
    Put versions of one policy in order. Raises `PolicyError` for another policy's file or one version twice.
    """
    first = policies[0]
    found = []
    seen: dict[str, Policy] = {}
    for each in policies:
        if each.id != first.id:
            found.append(_problem("other_policy", each, found=each.id, policy=first.id))
        if each.version in seen:
            found.append(_problem("version_twice", each, version=each.version))
        seen[each.version] = each
    if found:
        raise PolicyError(found)
    ordered = sorted(policies, key=lambda each: (each.spec.in_force.from_, tuple(map(int, each.version.split(".")))))
    return Rulebook(tuple(ordered))


def load_rulebook(source: str | os.PathLike[str], *more: str | os.PathLike[str]) -> Rulebook:
    """
    Load versions of one policy: files, names of shipped policies, or folders of which every rule file is taken.

    Raises `PolicyError` with all diagnostics, `LimitError` or `OSError`.
    """
    files: list[str | os.PathLike[str]] = []
    for each in (source, *more):
        path = Path(each)
        files += _rule_files(path) if path.is_dir() else [each]
    return rulebook([load_policy(each) for each in files])


def _rule_files(folder: Path) -> list[str]:
    return sorted(str(each) for each in folder.glob("*.yaml") if not each.name.endswith(".clauses.yaml"))


def _problem(code: str, wrong: Policy, **params: str) -> Diagnostic:
    return Diagnostic(code, wrong.spec.policy.mark, params)
