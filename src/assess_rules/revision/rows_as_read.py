"""
The rows of tables as one of two versions reads them: with what it alone asks for, without what only the other one does.
"""

from collections.abc import Iterator, Mapping, Sequence

from assess_rules.diagnostics import Diagnostic
from assess_rules.facts import STATUS, Door
from assess_rules.ir import Input
from assess_rules.outcomes.history import Entry, entry
from assess_rules.policy import Policy
from assess_rules.records import evolve
from assess_rules.rows import Row
from assess_rules.tables import accepted_each
from assess_rules.typed import label_words, naming


class RowsAsRead:
    """
    One of the two versions, with the rows of the roles that it has.
    """

    def __init__(self, policy: Policy, other: Policy, rows: Sequence[Row]) -> None:
        self.policy = policy
        self.inputs = {role: {each.name: each for each in plan.inputs} for role, plan in policy.plans.items()}
        theirs = {role: {each.name for each in plan.inputs} for role, plan in other.plans.items()}
        self.own = {  # by role, what this version alone asks
            role: {name: each for name, each in own.items() if name not in theirs.get(role, ())}
            for role, own in self.inputs.items()
        }
        self.left = {role: names - self.inputs.get(role, {}).keys() for role, names in theirs.items()}
        words = {role: label_words(plan.role_label) for role, plan in policy.plans.items()}
        self.names = naming(words)
        elsewhere = naming({role: label_words(plan.role_label) for role, plan in other.plans.items()})
        roles = ((row, str(row.values.get("role"))) for row in rows)
        self.rows = [row for row, role in roles if role in self.names or role not in elsewhere]

    def _own(self, row: Row) -> dict[str, Input]:
        """
        Give the facts that this version alone asks of a row's role.
        """
        return self.own.get(self.names.get(str(row.values.get("role")), ""), {})

    def alone(self) -> list[str]:
        """
        Give the facts that this version alone asks of some role.
        """
        return [name for own in self.own.values() for name in own]

    def asked(self, assumed: Mapping[str, str]) -> Iterator[Diagnostic]:
        """
        Say which facts of this version alone the rows do not give, each once, at the first row.
        """
        lacking: dict[str, list[Row]] = {}
        labels = {}
        for row in self.rows:
            if not row.values.get(STATUS):
                for name, each in self._own(row).items():
                    known = name in assumed or name in row.complete or not row.empty((name,))
                    if not known and self._needs(each, row, assumed):
                        lacking.setdefault(name, []).append(row)
                        labels[name] = each.label
        for name, rows in lacking.items():
            params = {"fact": name, "label": labels[name], "version": self.policy.version, "rows": len(rows)}
            yield Diagnostic("fact_of_one_version", rows[0].place(name), params, path=name)

    def entries(self, assumed: Mapping[str, str]) -> Iterator[Entry]:
        """
        Score the rows as this version reads them.
        """

        def rows() -> Iterator[tuple[Row, Door]]:
            return ((self._row(row, assumed), self.policy.door) for row in self.rows)

        return (entry(self.policy, each) for each in accepted_each(rows))

    def _row(self, row: Row, assumed: Mapping[str, str]) -> Row:
        left = self.left.get(self.names.get(str(row.values.get("role")), ""), set()) & row.values.keys()
        more = {} if row.values.get(STATUS) else {name: assumed[name] for name in self._assumed(row, assumed)}
        if not left and not more:
            return row
        values = {name: each for name, each in row.values.items() if name not in left}
        return evolve(row, values={**values, **more})

    def _assumed(self, row: Row, assumed: Mapping[str, str]) -> list[str]:
        """
        Give the facts that are assumed for a row: what only this version asks, the row does not give, and is needed.
        """
        own = {name: each for name, each in self._own(row).items() if name in assumed and row.empty((name,))}
        return [name for name, each in own.items() if each.needed is None or self._needs(each, row, assumed)]

    def _needs(self, each: Input, row: Row, assumed: Mapping[str, str]) -> bool:
        inputs = self.inputs[self.names[str(row.values.get("role"))]]
        beside = {name: text for name, text in assumed.items() if row.empty((name,))}
        return self.policy.door.needs(each, inputs.values(), {**row.values, **beside}, row.complete)
