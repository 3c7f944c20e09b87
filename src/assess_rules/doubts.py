"""
Warnings of what is lawful, and often a slip.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.amounts import Figure, parts
from assess_rules.balance import Balance
from assess_rules.exact import number_text
from assess_rules.ir import Plan
from assess_rules.kinds.derived import Sum
from assess_rules.labels import Label
from assess_rules.marks import Mark
from assess_rules.model import Indicator, Section, chains
from assess_rules.objects import keys_of
from assess_rules.ownership import reach_of
from assess_rules.records import Record

ONLY_ADDS = Label("没有一条规则扣分", "no rule of it deducts")
JUDGED = Label("评定的分值也加在满分之上", "an entered figure is added to full marks")


class Doubts:
    """
    Looks through one spec whose sums are right, with its plans.
    """

    def __init__(self, balance: Balance, plans: Mapping[str, Plan]) -> None:
        self.balance, self.plans = balance, plans
        self.spec, self.ownership, self.report = balance.spec, balance.ownership, balance.report

    def run(self) -> None:
        """
        Warn of everything that is doubtful.
        """
        self._pass_mark()
        self._deductions()
        self._labels_of_all()
        self._repeated()
        self._first_day()
        self._starts()
        self._inner_bonuses()
        self._weights()

    def _pass_mark(self) -> None:
        """
        Warn of a pass mark that nobody in a role can reach. What does not pass the base can be reached without a plan.
        """
        mark, score = self.spec.pass_mark, self.spec.score
        if mark is None or (score is not None and score.better == "lower"):
            return
        out_of_reach: dict[tuple[Fraction, Fraction], list[str]] = {}
        for role in self.spec.roles:
            wanted = self.ownership.figure(mark, role)
            if wanted > self.ownership.figure(self.spec.base, role):
                most, _ = self.balance.most_of(self.plans[role])
                if wanted > most:
                    out_of_reach.setdefault((wanted, most), []).append(role)
        for (wanted, most), roles in out_of_reach.items():
            params: dict[str, Any] = {"wanted": wanted, "most": most, "roles": tuple(roles)}
            self.report("pass_mark_out_of_reach", mark.mark, warning=True, **params)

    def _deductions(self) -> None:
        """
        Warn of points that a single item or step takes and that nobody can lose.
        """
        for indicator, _, roles in self.balance.indicators():
            if indicator.floor == "none" or "before_cap" in self.ownership.words(indicator.netting):
                continue  # what is added first can be lost too
            room = max(self.balance.room(indicator, role) for role in roles)
            most = max(room, *(self.ownership.cap(indicator, role) or Fraction(0) for role in roles))
            for each in parts(tuple(map(_deducted, indicator.rules))):
                if isinstance(each, Figure) and each.value > most:
                    params: dict[str, Any] = {"points": each.value, "id": indicator.id.name, "most": most}
                    self.report("deduction_above_cap", each.mark, warning=True, **params)

    def _labels_of_all(self) -> None:
        flags = ((name, each.label, each.mark) for name, each in self.ownership.events.items() if each.when is None)
        self._labels([*((name, each.label, each.mark) for name, each in self.spec.facts.items()), *flags])
        self._labels((name, label, self.spec.mark.of("roles", name)) for name, label in self.spec.roles.items())
        for choice in self.spec.facts.values():
            self._labels((name, each.label, each.mark) for name, each in choice.options.items())

    def _labels(self, named: Iterable[tuple[str, Label, Mark]]) -> None:
        """
        Warn of two things of one sort that have one label: no table could say by it which is meant.
        """
        first: dict[str, str] = {}
        for name, label, mark in named:
            for text in (label.zh, label.en):
                if text is not None and first.setdefault(text, name) != name:
                    self.report("label_twice", mark, warning=True, label=text, first=first[text], id=name)

    def _repeated(self) -> None:
        """
        Warn of a fact that counts twice for a role, and of a clause that two indicators of a role count alike.
        """
        counted = {
            id(each): sorted(self.ownership.facts(tuple(map(_counted, each.rules))))
            for each, _, _ in self.balance.indicators()
        }
        said: set[tuple[str, str, str]] = set()
        for role in self.spec.roles:
            seen: dict[str, str] = {}
            for _, members in self.ownership.structure(role):
                for indicator in members:
                    second = indicator.id.name
                    for fact in counted[id(indicator)]:
                        first = seen.setdefault(fact, second)
                        if first != second and (fact, first, second) not in said:
                            said.add((fact, first, second))
                            names = {"fact": fact, "first": first, "second": second}
                            self.report("fact_in_two", indicator.id.mark, warning=True, **names)
        alike: dict[tuple[object, ...], list[tuple[Indicator, list[str]]]] = {}  # of one clause and over the same facts
        for indicator, _, roles in self.balance.indicators():
            others = alike.setdefault((indicator.at, *counted[id(indicator)]), [])
            if any(each.rules == indicator.rules and not {*their}.isdisjoint(roles) for each, their in others):
                self.report("clause_twice", indicator.mark.of("at"), warning=True, at=indicator.at)
            others.append((indicator, roles))

    def _first_day(self) -> None:
        day = self.spec.in_force.from_
        months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.spec.period]
        if day.day != 1 or (day.month - 1) % months:
            self.report("from_within_period", self.spec.in_force.mark.of("from"), warning=True, day=day.isoformat())

    def _starts(self) -> None:
        """
        Warn of a start that says in figures what `full` says, and of a full start that nothing is taken from.
        """
        for indicator, _, roles in self.balance.indicators():
            caps = [self.ownership.cap(indicator, role) for role in roles]
            starts = [self.balance.start(indicator, role) for role in roles]
            if not isinstance(indicator.start, str) and caps == starts:
                cap = number_text(starts[0])
                self.report("start_is_cap", indicator.mark.of("start"), warning=True, cap=cap)
            if indicator.start != "full" or not any(caps):
                continue  # a cap of 0 is full at zero
            sides = [side for rule in indicator.rules for side in rule.sides(self.ownership)]
            judged = any(side.judged and side.way == "add" for side in sides)
            only_adds = all(side.way == "add" for side in sides)
            if judged or only_adds:
                why = ONLY_ADDS if only_adds else JUDGED
                self.report("added_to_full", indicator.id.mark, warning=True, id=indicator.id.name, why=why)

    def _inner_bonuses(self) -> None:
        """
        Warn of `bonuses` that take their extra out of a limit further outside.
        """
        for indicator, within, _ in self.balance.indicators():
            inner = reach_of(indicator.bonuses)
            # what never counts takes nothing out of a limit, unless it is listed beside the score
            if (
                inner is not None
                and self._bonuses_around(within)
                and self.ownership.words(inner) != ("within_indicator",)
            ):
                self.report("inner_bonuses", indicator.mark.of("bonuses"), warning=True, id=indicator.id.name)
        for *around, section in chains(self.spec.sections):
            if section.bonuses is not None and self._bonuses_around(around):
                self.report("inner_bonuses", section.mark.of("bonuses"), warning=True, id=section.id.name)

    def _bonuses_around(self, within: Iterable[Section]) -> bool:
        return self.spec.bonuses is not None or any(each.bonuses is not None for each in within)

    def _weights(self) -> None:
        """
        Warn of a share in per cent beside a weight that is a number above 1: most often both are meant alike.
        """
        for name, derived in self.spec.derived.items():
            figures = [each for each in derived.weights if isinstance(each, Figure)] if isinstance(derived, Sum) else []
            large = next((each for each in figures if not each.rate and each.value > 1), None)
            rate = next((each for each in figures if each.rate and each.value < 1), None)
            if large is not None and rate is not None:
                params: dict[str, Any] = {
                    "fact": name,
                    "rate": f"{number_text(rate.value * 100)}%",
                    "share": rate.value,
                    "number": large.value,
                }
                self.report("weights_mixed", rate.mark, warning=True, **params)


def _deducted(rule: object) -> tuple[object, ...]:
    """
    Give what a rule takes for an item or a step: its own amounts, or those of its sides.
    """
    found: list[object] = []
    for key in keys_of(type(rule)):
        value = getattr(rule, key.attribute)
        if key.name == "deduct":
            found.append(value)
        else:
            found += [_deducted(each) for each in _within(value)]
    return tuple(found)


def _counted(rule: object) -> tuple[object, ...]:
    """
    Give what moves a rule's points, without the conditions under which it or a part of it counts.
    """
    found: list[object] = []
    for key in keys_of(type(rule)):
        value = getattr(rule, key.attribute)
        inner = _within(value)
        if key.name != "when":
            found += map(_counted, inner) if inner else [value]
    return tuple(found)


def _within(value: object) -> list[Record]:
    """
    Give the parts of a rule that stand under one of its keys.
    """
    items = value if isinstance(value, tuple) else (value,)
    return [each for each in items if isinstance(each, Record) and keys_of(type(each))]
