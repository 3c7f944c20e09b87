"""
The versions of one policy, and which of them holds in a period.
"""

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError, PolicyError
from assess_rules.marks import Mark, Source
from assess_rules.model.common import SAID
from assess_rules.periods import EXAMPLES, Period, parse_period, period_meant
from assess_rules.policy import Policy, load_policy
from assess_rules.records import Record, evolve, record

if TYPE_CHECKING:  # a program that only asks for a version does without tables
    from assess_rules.changed import Value
    from assess_rules.decoding import Encoding, Encodings
    from assess_rules.facts import Accepted, Door
    from assess_rules.rows import Row


NONE_GIVEN = "no version of a policy; give rule files, names of shipped policies, or folders"


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
    def door(self) -> "Door":
        """
        Give a door that knows the columns of every version; each record is checked by the door of its own version.
        """
        plans = {f"{policy.version} {role}": plan for policy in self.versions for role, plan in policy.plans.items()}
        return evolve(self.latest.door, plans=plans)

    @cached_property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """
        Give what is worth a warning in the versions beside one another; each has warnings of its own, too.
        """
        return tuple(_warnings(self.versions))

    def at(self, period: Period | str) -> Policy:
        """
        Give the version that scores a period: the one in force on its first day, also where another begins within it.

        Raises `FactsError` for a text that is no period, and for a
        period in which no version is in force.

        >>> from assess_rules import load_rulebook
        >>> load_rulebook("wancheng_2023_127").at("2024-03")
        Policy(wancheng_2023_127 1.0.0)
        """
        span = self.latest.spec.period
        parsed = parse_period(period, span) if isinstance(period, str) else period
        if parsed is None:
            params = {"found": period, "example": EXAMPLES[span]}
            near = period_meant(str(period), span)
            raise FactsError([Diagnostic("bad_period", Mark(Source(str(period)), 0), params, near=near)])
        policy = self._holding(parsed)
        days, day = policy.spec.in_force, parsed.first_day
        if day < days.from_ or (days.to is not None and day > days.to):
            last = "…" if days.to is None else days.to.isoformat()
            params = {"found": parsed.text, "first": self.versions[0].spec.in_force.from_.isoformat(), "last": last}
            raise FactsError([Diagnostic("period_not_in_force", Mark(Source(parsed.text), 0), params)])
        return policy

    def _holding(self, period: Period) -> Policy:
        """
        Give the version of a period; the first one before there is any, whose door refuses it.
        """
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

    def with_changes(self, changes: "Mapping[str, Value]") -> "Rulebook":
        """
        Give all versions with other values in places of their files. Raises `PolicyError` as `Policy.with_changes` does.
        """
        return Rulebook(tuple(each.with_changes(changes) for each in self.versions))

    def accept(self, rows: Iterable["Row"]) -> "list[tuple[Policy, Accepted]]":
        """
        Check every row by the version of its period. Raises `FactsError` with what is wrong with any of them.
        """
        from assess_rules.tables import accept_each

        dated = [(row, self._version_of(row)) for row in rows]
        accepted = accept_each([(row, policy.door) for row, policy in dated])
        return [(policy, each) for (_, policy), each in zip(dated, accepted, strict=True)]

    def read(
        self,
        paths: Iterable[str | Path] | str | Path,
        encoding: "Encoding | Encodings" = "utf-8",
        complete: Iterable[str] | str = (),
        hashes: dict[str, str] | None = None,
    ) -> "list[tuple[Policy, Accepted]]":
        """
        Read tables and check every row. Raises `FactsError`, `LimitError` or `OSError`.

        `complete` names facts for which no row of a long table means none, and into `hashes` goes what was read, as in
        `read_rows`.
        """
        from assess_rules.tables import read_rows

        return self.accept(read_rows(paths, self.door, encoding, complete, hashes))

    def _version_of(self, row: "Row") -> Policy:
        """
        Give the version that checks a row; any will do where its period says nothing, for each refuses that.
        """
        text = row.values.get("period")
        period = parse_period(text, self.latest.spec.period) if isinstance(text, str) else None
        return self._holding(period) if period is not None else self.latest


def in_order(policy: Policy) -> tuple[datetime.date, tuple[int, ...]]:
    """
    Give what versions that are in no rulebook are sorted by: the first day, and of one day the numbers of the version.
    """
    return policy.spec.in_force.from_, _number(policy)


def own_options(policy: Policy, options: Mapping[str, str]) -> dict[str, str]:
    """
    Give those of some options that a version has.
    """
    readings = policy.spec.readings
    return {id_: option for id_, option in options.items() if id_ in readings and option in readings[id_].options}


def rulebook(policies: Iterable[Policy]) -> Rulebook:
    """
    Put the versions of one policy in order: by their numbers, and so by their first days.

    Raises `PolicyError` with all that is wrong: another policy, one number twice, days that run backwards against the
    numbers, overlap or leave a gap, or versions whose tables cannot be the same; `ValueError` where there is none.
    """
    versions = list(policies)
    if not versions:
        raise ValueError(NONE_GIVEN)
    book, found = bound(versions)
    if found or book is None:
        raise PolicyError(found)
    return book


def load_rulebook(*sources: str | os.PathLike[str]) -> Rulebook:
    """
    Load the versions of one policy: rule files, names of shipped policies, or folders of which every rule file is taken.

    Raises `PolicyError` with all diagnostics of all files and of what they are beside one another, `LimitError`, `OSError`,
    or `ValueError` where there is no source.
    """
    if not sources:
        raise ValueError(NONE_GIVEN)
    policies, found = _load(*sources)
    book, wrong = bound(policies)
    if found or wrong or book is None:
        raise PolicyError([*found, *wrong])
    return book


def _load(*sources: str | os.PathLike[str]) -> tuple[list[Policy], list[Diagnostic]]:
    """
    Load what the sources hold, each by itself, and say what is wrong with those that cannot be loaded.
    """
    policies, found = [], []
    for source in sources:
        files = rule_files(source)
        if not files:
            found.append(no_rule_files(source))
        for each in files:
            try:
                policies.append(load_policy(each))
            except PolicyError as error:
                found += error.diagnostics
    return policies, found


def rule_files(source: str | os.PathLike[str]) -> tuple[str | os.PathLike[str], ...]:
    """
    Give the rule files of a folder in the order of their names, or the one source.
    """
    path = Path(source)
    if not path.is_dir():
        return (source,)
    return tuple(sorted(str(each) for each in path.glob("*.yaml") if Path(each.stem).suffix != ".clauses"))


def no_rule_files(folder: str | os.PathLike[str]) -> Diagnostic:
    """
    Say that a folder holds no version.
    """
    return Diagnostic("no_rule_files", Mark(Source(str(folder)), 0))


def _number(policy: Policy) -> tuple[int, ...]:
    return tuple(map(int, policy.version.split(".")))


def bound(policies: Sequence[Policy]) -> tuple[Rulebook | None, list[Diagnostic]]:
    """
    Put versions in order, and say all that is wrong with them beside one another.
    """
    if not policies:
        return None, []
    first, *rest = sorted(policies, key=_number)
    versions, found = [first], list[Diagnostic]()
    for each in rest:
        if each.id != first.id:
            params = {"found": each.id, "policy": first.id}
            found.append(Diagnostic("other_policy", each.spec.mark.of("policy"), params))
        elif each.version == versions[-1].version:
            params = {"version": each.version, "other": str(versions[-1].spec.mark.of("version"))}
            same = each.stamp.source_hash == versions[-1].stamp.source_hash
            code = "version_twice" if same else "version_two_contents"
            found.append(Diagnostic(code, each.spec.mark.of("version"), params))
        else:
            versions.append(each)
    types: dict[str, tuple[str, str]] = {}
    for each in versions:
        found += (*_unlike(first, each), *_read_otherwise(each, types))
    for before, each in pairwise(versions):
        found += _days(before, each)
    return Rulebook(tuple(versions)), found


def _unlike(first: Policy, policy: Policy) -> Iterator[Diagnostic]:
    """
    Say in what the tables of a version are others than those of the first.
    """
    for key in ("period", "subject"):
        own, wanted = (str(getattr(each.door, key)) for each in (policy, first))
        if own != wanted:
            params = {"key": key, "found": own, "wanted": wanted, "version": first.version}
            yield Diagnostic("versions_differ", policy.spec.mark.of(key), params)


def _read_otherwise(policy: Policy, types: dict[str, tuple[str, str]]) -> Iterator[Diagnostic]:
    """
    Say which facts tables would hold otherwise than for an earlier version; into `types` goes what each is, and since when.

    The counts of a long table add up, and of counts and flags no row can mean none. A table is read before it is known which
    version each of its rows is for.
    """
    from assess_rules.facts import NIL

    for id_, fact in policy.spec.facts.items():
        type_, version = types.setdefault(id_, (fact.type, policy.version))
        if type_ != fact.type and {type_, fact.type} & set(NIL):
            params = {
                "fact": id_,
                "label": fact.label,
                "found": SAID[fact.type],
                "wanted": SAID[type_],
                "version": version,
            }
            yield Diagnostic("fact_type_differs", fact.mark.of("type"), params)


def _days(before: Policy, after: Policy) -> Iterator[Diagnostic]:
    """
    Say how the days of two versions, the second with the next number, do not follow one another.

    A version without a last day holds until the next begins.
    """
    old, new = before.spec.in_force, after.spec.in_force
    params = {"version": before.version, "from": old.from_.isoformat(), "next": after.version}
    if new.from_ < old.from_:
        yield Diagnostic("days_backwards", new.mark.of("from"), params | {"found": new.from_.isoformat()})
    elif new.from_ == old.from_:
        yield Diagnostic("days_same", new.mark.of("from"), params | {"other": str(old.mark.of("from"))})
    elif old.to is not None:
        params |= {"to": old.to.isoformat(), "begins": new.from_.isoformat()}
        if new.from_ <= old.to:
            yield Diagnostic("days_overlap", old.mark.of("to"), params)
        elif new.from_ > old.to + datetime.timedelta(days=1):
            yield Diagnostic("days_gap", old.mark.of("to"), params)


def _warnings(versions: Sequence[Policy]) -> Iterator[Diagnostic]:
    """
    Warn of an assumed day that was kept when a revision moved it.
    """
    for before, after in pairwise(versions):
        days = after.spec.in_force
        if days.assumed:
            params = {"day": days.from_.isoformat(), "next": before.version, "version": after.version}
            yield Diagnostic("assumed_kept", days.mark.of("assumed"), params, warning=True)
