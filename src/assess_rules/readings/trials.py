"""
The same rows under one choice of options after the other; what a choice does not touch is not worked out again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assess_rules.amounts import ByReading, ReadingIs, parts
from assess_rules.canonical import digest
from assess_rules.compare import (
    Aspect,
    Differing,
    Found,
    differences,
    found_in_periods,
    found_in_proposals,
    found_in_rankings,
    found_in_rollups,
)
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError
from assess_rules.facts import Accepted
from assess_rules.model import PolicySpec
from assess_rules.outcomes.consequences import proposals
from assess_rules.outcomes.history import Entry, Standings, by_person, entry
from assess_rules.outcomes.rankings import rankings
from assess_rules.outcomes.rollups import rollups
from assess_rules.policy import Policy
from assess_rules.records import Record, evolve, record
from assess_rules.rows import Row
from assess_rules.rulebook import Rulebook
from assess_rules.tables import accept_rows

Options = tuple[tuple[str, str], ...]
Role = tuple[int, str]  # the number of a version, and a role of it
People = Mapping[str, Standings]


@record
class Following(Record):
    """
    One kind of what follows from scores and verdicts: how it is found, and the parts of a version that say it.

    `rests_on` gives what of a person's own history it rests on; None where it rests on everybody's.
    """

    name: str
    find: Callable[[People], Found]
    said_in: Callable[[PolicySpec], object]
    rests_on: Callable[[Standings], object] | None


FOLLOWING = (
    Following(
        "proposals",
        lambda people: found_in_proposals(each for history in people.values() for each in proposals(history)),
        lambda spec: spec.outcomes and (spec.outcomes.consequences, spec.outcomes.rollups),
        lambda history: (history.standing, _results(history)),
    ),
    Following(
        "rollups",
        lambda people: found_in_rollups(each for history in people.values() for each in rollups(history)),
        lambda spec: spec.outcomes and spec.outcomes.rollups,
        lambda history: (history.standing, history.scores),
    ),
    Following(
        "rankings",
        lambda people: found_in_rankings(rankings(people)),
        lambda spec: spec.outcomes and (spec.outcomes.ranking, spec.outcomes.teams),
        None,
    ),
)


class Trials:
    """
    Rows that have passed under the chosen readings, and what they come to under others.

    Rows are scored again only where the plan of their role is another one. What follows from scores and verdicts is found
    again only where any of these is another one, or an option of a reading on which it rests besides.
    """

    def __init__(self, book: Rulebook, rows: Sequence[Row]) -> None:
        self.book = book
        self.rows: dict[Role, list[Row]] = {}
        numbers = {id(policy): number for number, policy in enumerate(book.versions)}
        for row, (policy, accepted) in zip(rows, book.accept(rows), strict=True):
            self.rows.setdefault((numbers[id(policy)], accepted.role), []).append(row)
        self._accepted: dict[tuple[Role, object], list[Accepted]] = {}
        self._digests: dict[tuple[Role, Options], str] = {}
        self._entries: dict[tuple[Role, str], list[Entry]] = {}
        self._plans_read = self._readings(_of_plans)
        self._periods_read = self._plans_read | self._readings(_of_reach)
        self._rest_reads = {each.name: self._readings(_of_all, each.said_in) for each in FOLLOWING}
        self.people = by_person(self.entries(()))
        self._results_asked = any(each.asks_results for history in self.people.values() for each in history.versions)
        self._in_periods = found_in_periods(self.people)
        self._following = {each.name: each.find(self.people) for each in FOLLOWING}
        self.chosen: Found = {
            key: value for each in (self._in_periods, *self._following.values()) for key, value in each.items()
        }
        self._periods: dict[Options, tuple[int, Found]] = {}
        self._numbers: dict[tuple[frozenset[object], Options], int] = {}
        self._followed: dict[tuple[str, int, Options], Found] = {}
        self._own: dict[tuple[str, Options, str, object], Found] = {}

    def differing(self, options: Options) -> Found:
        """
        Give what is otherwise under some options; a version without such an option keeps its own.

        Raises `FactsError` where the options need facts that the rows do not give.
        """
        people: People | None = None
        touched = _of(options, self._periods_read)
        if touched not in self._periods:
            people = by_person(self.entries(options))
            found = differences(self._in_periods, found_in_periods(people))
            behind = touched if self._results_asked else ()  # more may differ than scores
            number = self._numbers.setdefault((frozenset(found.items()), behind), len(self._numbers))
            self._periods[touched] = number, found
        number, found = self._periods[touched]
        found = dict(found)
        for each in FOLLOWING:
            read = _of(options, self._rest_reads[each.name])
            key = each.name, number, read
            if key not in self._followed:
                people = people or by_person(self.entries(options))
                self._followed[key] = differences(self._following[each.name], self._find(each, people, read))
            found |= self._followed[key]
        return found

    def _find(self, what: Following, people: People, read: Options) -> Found:
        """
        Find what follows; for a person whose own history it rests on, once for each that there is.
        """
        if what.rests_on is None:
            return what.find(people)
        found: dict[tuple[Aspect, str, str], Differing] = {}
        for person, history in people.items():
            key = what.name, read, person, what.rests_on(history)
            if key not in self._own:
                self._own[key] = what.find({person: history})
            found |= self._own[key]
        return found

    def entries(self, options: Options) -> list[Entry]:
        """
        Give everybody's periods under some options.

        Raises `FactsError` where the options need facts that the rows do not give.
        """
        policies = self.book.with_readings(dict(options)).versions
        found: list[Diagnostic] = []
        entries: list[Entry] = []
        for own in self.rows:
            policy = policies[own[0]]
            key = (own, self._digest(policy, own, _of(options, self._plans_read)))
            if key not in self._entries:
                try:
                    accepted = self._accept(policy, own)
                except FactsError as error:
                    found += error.diagnostics  # a hundred for each role at most
                    continue
                self._entries[key] = [entry(policy, each) for each in accepted]
            entries += (evolve(each, policy=policy) for each in self._entries[key])
        if found:
            raise FactsError(found)
        return entries

    def _digest(self, policy: Policy, own: Role, options: Options) -> str:
        """
        Give the digest of a role's plan under those options on which plans rest.
        """
        key = (own, options)
        if key not in self._digests:
            self._digests[key] = digest(evolve(policy.plans[own[1]], readings=()))
        return self._digests[key]

    def _accept(self, policy: Policy, own: Role) -> list[Accepted]:
        """
        Check the rows of a role; those of a plan that asks for the same facts have been.
        """
        plan = policy.plans[own[1]]
        key = (own, (plan.inputs, plan.checks))
        passed = self._accepted.get(key)
        if passed is None:
            passed = self._accepted[key] = accept_rows(self.rows[own], policy.door)
        return passed

    def _readings(self, *said_in: Callable[[PolicySpec], object]) -> frozenset[str]:
        """
        Give the readings that some parts of the versions rest on.
        """
        return frozenset(
            name for policy in self.book.versions for part in said_in for name in _names(part(policy.spec))
        )


def _results(history: Standings) -> object:
    """
    Give the results, where more of them is asked for than scores and verdicts; else nothing.
    """
    asked = any(each.asks_results for each in history.versions)
    return tuple(each.result for each in history.entries) if asked else None


def _names(value: object) -> Iterator[str]:
    return (each.reading.name for each in parts(value) if isinstance(each, (ByReading, ReadingIs)))


def _of_plans(spec: PolicySpec) -> object:
    return evolve(spec, outcomes=None, vetoes=None), spec.vetoes and spec.vetoes.events


def _of_reach(spec: PolicySpec) -> object:
    """
    Give what says how far a veto reaches.
    """
    return spec.vetoes and spec.vetoes.reach, spec.outcomes and spec.outcomes.year_begins


def _of_all(spec: PolicySpec) -> object:
    """
    Give what everything that follows from scores and verdicts may rest on.
    """
    return spec.vetoes and spec.vetoes.counts_as, spec.outcomes and spec.outcomes.year_begins, spec.derived


def _of(options: Options, readings: frozenset[str]) -> Options:
    return tuple(each for each in options if each[0] in readings)
