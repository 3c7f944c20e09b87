"""
The same rows under one choice of options after the other; what a choice does not touch is not scored again.
"""

from collections.abc import Sequence

from assess_rules.canonical import digest
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError
from assess_rules.facts import Accepted
from assess_rules.outcomes import Entry, entry
from assess_rules.policy import Policy
from assess_rules.records import evolve
from assess_rules.rows import Row
from assess_rules.rulebook import Rulebook
from assess_rules.tables import accept_rows

Options = tuple[tuple[str, str], ...]
Role = tuple[int, str]  # the number of a version, and a role of it


class Trials:
    """
    Rows that have passed under the chosen readings, and what they come to under others.

    Rows are scored again only where the plan of their role is another one: most readings leave most plans alone.
    """

    def __init__(self, book: Rulebook, rows: Sequence[Row]) -> None:
        self.book = book
        self.rows: dict[Role, list[Row]] = {}
        numbers = {id(policy): number for number, policy in enumerate(book.versions)}
        for row, (policy, accepted) in zip(rows, book.accept(rows), strict=True):
            self.rows.setdefault((numbers[id(policy)], accepted.role), []).append(row)
        self._accepted: dict[tuple[Role, object], list[Accepted]] = {}
        self._entries: dict[tuple[Role, str], list[Entry]] = {}

    def entries(self, options: Options) -> list[Entry]:
        """
        Give everybody's periods under some options; a version without such an option keeps its own.

        Raises `FactsError` where the options need facts that the rows do not give.
        """
        policies = self.book.with_readings(dict(options)).versions
        found: list[Diagnostic] = []
        entries: list[Entry] = []
        for own in self.rows:
            policy = policies[own[0]]
            key = (own, digest(evolve(policy.plans[own[1]], readings=())))
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
