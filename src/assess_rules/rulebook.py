"""
The versions of one policy, and which of them holds in a period.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import PolicyError
from assess_rules.facts import Accepted, Door
from assess_rules.marks import Mark, Source
from assess_rules.periods import EXAMPLES, Period, parse_period
from assess_rules.policy import Policy, load_policy
from assess_rules.records import Record, evolve, record
from assess_rules.rows import Row
from assess_rules.tables import Encoding, accept_each, read_rows


@record
class Rulebook(Record):
    """
    All versions of one policy, by the day from which each holds. Make one with `rulebook` or `load_rulebook`.
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

    def at(self, period: Period | str) -> Policy:
        """
        Give the version in force on the first day of a period; the first one before there is any, whose door refuses it.

        Raises `ValueError` for a text that is no period.
        """
        if isinstance(period, str):
            unit = self.latest.spec.period
            found = parse_period(period, unit)
            if found is None:
                raise ValueError(f"{period!r} is not a period; write it as {EXAMPLES[unit]}")
            period = found
        held = [each for each in self.versions if each.spec.in_force.from_ <= period.first_day]
        return held[-1] if held else self.versions[0]

    def with_readings(self, options: Mapping[str, str]) -> "Rulebook":
        """
        Give all versions with other options chosen for some readings; a version without such an option keeps its own.

        Raises `PolicyError` as `Policy.with_readings` does, of a reading or an option if no version has it.
        """
        everywhere = {(id_, option) for each in self.versions for id_, option in own_options(each, options).items()}
        unknown = {id_: option for id_, option in options.items() if (id_, option) not in everywhere}
        if unknown:
            self.latest.with_readings(unknown)
        own = (own_options(each, options) for each in self.versions)
        chosen = zip(self.versions, own, strict=True)
        return Rulebook(tuple(each.with_readings(some) if some else each for each, some in chosen))

    def accept(self, rows: Iterable[Row]) -> list[tuple[Policy, Accepted]]:
        """
        Check every row by the version of its period. Raises `FactsError` with what is wrong with any of them.
        """
        dated = [(row, self._version_of(row)) for row in rows]
        accepted = accept_each([(row, policy.door) for row, policy in dated])
        return [(policy, each) for (_, policy), each in zip(dated, accepted, strict=True)]

    def read(
        self,
        paths: Iterable[str | Path] | str | Path,
        encoding: Encoding = "utf-8",
        complete: Iterable[str] | str = (),
        hashes: dict[str, str] | None = None,
    ) -> list[tuple[Policy, Accepted]]:
        """
        Read tables and check every row. Raises `FactsError`, `LimitError` or `OSError`.

        `complete` names facts for which no row of a long table means none, and into `hashes` goes what was read, as in
        `read_rows`.
        """
        return self.accept(read_rows(paths, self.door, encoding, complete, hashes))

    def _version_of(self, row: Row) -> Policy:
        """
        Give the version that checks a row; any will do where its period says nothing, for each refuses that.
        """
        text = row.values.get("period")
        period = parse_period(text, self.latest.spec.period) if isinstance(text, str) else None
        return self.at(period) if period is not None else self.latest


def in_order(policy: Policy) -> tuple[date, tuple[int, ...]]:
    """
    Give what versions are sorted by: the first day, and of one day the numbers of the version.
    """
    return policy.spec.in_force.from_, tuple(map(int, policy.version.split(".")))


def own_options(policy: Policy, options: Mapping[str, str]) -> dict[str, str]:
    """
    Give those of some options that a version has.
    """
    readings = policy.spec.readings
    return {id_: option for id_, option in options.items() if id_ in readings and option in readings[id_].options}


def rulebook(policies: Iterable[Policy]) -> Rulebook:
    """
    Put the versions of one policy in order: by their first days, of one day by their numbers.

    Raises `PolicyError` for another policy, one version twice, or versions whose tables cannot be the same, and `ValueError`
    where there is none.
    """
    versions = sorted(policies, key=in_order)
    if not versions:
        raise ValueError("no version of a policy; give rule files, names of shipped policies, or folders")
    first, seen, found = versions[0], set[str](), list[Diagnostic]()
    for each in versions:
        mark = each.spec.policy.mark
        if each.id != first.id:
            found.append(Diagnostic("other_policy", mark, {"found": each.id, "policy": first.id}))
        elif each.version in seen:
            found.append(Diagnostic("version_twice", mark, {"version": each.version}))
        for key in ("period", "subject"):
            own, wanted = (str(getattr(policy.door, key)) for policy in (each, first))
            if own != wanted:
                params = {"key": key, "found": own, "wanted": wanted, "version": first.version}
                found.append(Diagnostic("versions_differ", each.spec.mark.of(key), params))
        seen.add(each.version)
    if found:
        raise PolicyError(found)
    return Rulebook(tuple(versions))


def load_rulebook(*sources: str | os.PathLike[str]) -> Rulebook:
    """
    Load the versions of one policy: rule files, names of shipped policies, or folders of which every rule file is taken.

    Raises `PolicyError` with all diagnostics of the first file that is wrong, `LimitError`, or `OSError`.
    """
    files: list[str | os.PathLike[str]] = []
    for source in sources:
        path = Path(source)
        if not path.is_dir():
            files.append(source)
            continue
        inside = sorted(str(each) for each in path.glob("*.yaml") if Path(each.stem).suffix != ".clauses")
        if not inside:
            raise PolicyError([Diagnostic("no_rule_files", Mark(Source(str(source)), 0))])
        files += inside
    return rulebook([load_policy(each) for each in files])
