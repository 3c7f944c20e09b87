"""
Warnings of what no fact within its limits ever brings about: rows, conditions, items beyond those that are free.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from assess_rules.amounts import Amount, FactIs, Figure, Name, parts
from assess_rules.fields import Report
from assess_rules.intervals import Interval, step_intervals
from assess_rules.ir import Plan
from assess_rules.kinds import RuleKind
from assess_rules.model import Derived, FactSpec, PolicySpec
from assess_rules.ownership import Ownership


class Unreached:
    """
    Looks through one spec, with its plans.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, plans: Mapping[str, Plan], to: Report) -> None:
        self.spec, self.ownership, self.plans, self.report = spec, ownership, plans, to.report

    def run(self) -> None:
        """
        Warn of every condition and every part of a rule or a derived fact that has no effect, whatever the facts.
        """
        for part in parts(self.spec):
            if isinstance(part, FactIs):
                fact = self.spec.facts.get(part.fact.name)
                if fact is not None and fact.type in ("count", "number") and self._never(part, fact):
                    self.report("never_holds", part.mark, warning=True, fact=part.fact.name)
            elif isinstance(part, (RuleKind, Derived)):
                for code, mark, params in part.unreached(self._bounds):
                    self.report(code, mark, warning=True, **params)

    def _never(self, condition: FactIs, fact: FactSpec) -> bool:
        """
        Say whether no value that a fact may have meets the figures of a condition.
        """
        unit = Fraction(1, 10**fact.places)
        low, high = self.ownership.limits[condition.fact.name]
        for op, operand in condition.comparisons:
            if isinstance(operand, Figure):
                least, most = floor(operand.value / unit) * unit, ceil(operand.value / unit) * unit  # beside the figure
                if op in (">=", ">", "="):
                    low = max(low, least + unit if op == ">" else most)
                if op in ("<=", "<", "="):
                    high = min(high, most - unit if op == "<" else least)
        return low > high or bool(fact.allowed and all(not low <= each <= high for each in fact.allowed))

    def _bounds(self, amount: Amount | Name) -> Interval | None:
        """
        Give the smallest and the largest value of a figure or a fact; None of what is neither.
        """
        if isinstance(amount, Figure):
            return amount.value, amount.value
        name = amount.name if isinstance(amount, Name) else ""
        if name in self.spec.derived:
            return self._derived.get(name)
        fact = self.spec.facts.get(name)
        return self.ownership.limits[name] if fact is not None and fact.type in ("count", "number") else None

    @cached_property
    def _derived(self) -> Mapping[str, Interval]:
        """
        Give the bounds of the derived facts that any role's plan works out, over all roles.
        """
        found: dict[str, Interval] = {}
        for plan in self.plans.values():
            for name, (low, high) in step_intervals(plan.steps, plan.inputs).items():
                least, most = found.get(name, (low, high))
                found[name] = (min(low, least), max(high, most))
        return found
