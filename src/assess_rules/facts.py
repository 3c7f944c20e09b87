"""
The one door for facts: every record, from Python or from a table, is checked here before anything is scored.

Missing is not zero, unknown is an error, and a fact that the role has no use for is refused. All that is wrong with a
record is said at once.
"""

import datetime
import re
from collections.abc import Callable, Container, Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from assess_rules.backends.reference import truth
from assess_rules.diagnostics import Diagnostic
from assess_rules.explained import explained
from assess_rules.given import shown_value
from assess_rules.ir import Check, Input, Plan, Value, facts_read
from assess_rules.labels import Label
from assess_rules.lines import Context
from assess_rules.marks import HIDDEN, Mark
from assess_rules.periods import EXAMPLES, Span, parse_period, period_meant
from assess_rules.records import Record, evolve, field, record
from assess_rules.typed import label_words, naming, near_name, typed, with_labels

IDENTITY = {"role": Label("岗位", "role"), "team": Label("实施团队", "team"), "period": Label("考核周期", "period")}
STATUS, STATUS_LABEL = "status", Label("不考核原因", "status")
MAX_TEXT = 200
MOST_TEXTS = 1 << 16
NIL: Mapping[str, Value] = {"count": Fraction(0), "flag": False}  # by type; the other types have none
MISSING = {"flag": "missing_flag", "choice": "missing_choice"}
_CONTROL = re.compile(f"[\x00-\x1f{HIDDEN}\ud800-\udfff]")

NOTHING_GIVEN: Mapping[str, Value] = MappingProxyType({})
Marks = Callable[[str], Mark]


@record
class Asked(Record):
    """
    What a door asks of a role's records: which facts, what is to hold between them, and of which periods they may be.
    """

    inputs: tuple[Input, ...]
    checks: tuple[Check, ...]
    period: Span
    first_day: datetime.date
    last_day: datetime.date | None


@record
class Accepted(Record):
    """
    A record that has passed: its role, the facts that its plan reads, and whose it is.

    `given` are facts that no rule reads and an outcome may; `excused` is why the person is not appraised in this period.
    `asked` is what was asked of it, None if it was made from what had passed before.
    """

    role: str
    values: Mapping[str, Value]
    context: Context
    given: Mapping[str, Value] = NOTHING_GIVEN
    excused: str | None = None
    asked: Asked | None = field(default=None, eq=False, repr=False)


@record
class Door(Record):
    """
    What a policy admits: plans by role, the period, the days on which it holds, and the column that names the person.
    """

    plans: Mapping[str, Plan]
    period: Span
    first_day: datetime.date
    last_day: datetime.date | None
    subject: str
    subject_label: Label

    def asked(self, role: str) -> Asked:
        """
        Give what is asked of a role's records, each time the same object.
        """
        found = self._asked.get(role)
        if found is None:
            plan = self.plans[role]
            asked = Asked(plan.inputs, plan.checks, self.period, self.first_day, self.last_day)
            found = self._asked.setdefault(role, asked)
        return found

    @cached_property
    def _asked(self) -> dict[str, Asked]:
        return {}

    @cached_property
    def _inputs(self) -> dict[str, dict[str, Input]]:
        return {role: {each.name: each for each in plan.inputs} for role, plan in self.plans.items()}

    @cached_property
    def _texts(self) -> dict[tuple[str, str, str], Value]:
        """
        Keep what texts of tables say, by role and fact: most cells say what another one says.
        """
        return {}

    def columns(self) -> dict[str, tuple[str, ...]]:
        """
        Give every column that a table may have, with the labels that it may be headed by.
        """
        words = {**IDENTITY, STATUS: STATUS_LABEL}
        found = {self.subject: label_words(self.subject_label)} | {
            key: label_words(label) for key, label in words.items()
        }
        return found | {name: words for name, words in self.fact_words().items() if name not in found}

    def fact_words(self) -> dict[str, tuple[str, ...]]:
        """
        Give every fact that a plan knows, with the labels that its plans give it.
        """
        found: dict[str, dict[str, None]] = {}
        for plan in self.plans.values():
            for each in plan.inputs:
                found.setdefault(each.name, {}).update(dict.fromkeys(label_words(each.label)))
        return {name: tuple(words) for name, words in found.items()}

    def facts(self) -> dict[str, Input]:
        """
        Give every fact that a plan knows.
        """
        found: dict[str, Input] = {}
        for plan in self.plans.values():
            for each in plan.inputs:
                found.setdefault(each.name, each)
        return found

    def accept(
        self,
        facts: Any,
        mark: Marks,
        found: list[Diagnostic],
        *,
        text: bool = False,
        complete: frozenset[str] = frozenset(),
    ) -> Accepted | None:
        """
        Check a record; give what passed, or None with diagnostics in `found`.

        `mark` gives the place of a column, of "" that of the record; `text` says that values may be the texts of a table,
        where an empty one is not given. Counts and flags that are `complete` and not given are nil.
        """
        before = len(found)

        def say(code: str, column: str, *, near: str | None = None, **params: Any) -> None:
            found.append(Diagnostic(code, mark(column), params, near=near, path=column))

        if not isinstance(facts, Mapping):
            say("not_a_record", "", **shown_value(facts))
            return None
        given = {key: value for key, value in facts.items() if value is not None and not (text and value == "")}
        plan = self._plan(given.get("role"), say, text=text)
        context = self._context(given, say)
        if plan is None:
            return None
        if text and STATUS in given:
            return self._excused(given, plan, context, found[before:], say)
        inputs = self._inputs[plan.role]
        for key in given:
            if key not in inputs and key not in IDENTITY and key != self.subject:
                self._refuse(key, plan, say)
        values: dict[str, Value] = {}
        defaulted, nil = [], []

        def take(name: str, each: Input) -> None:
            if name in given:
                value = (
                    self._text(plan.role, each, given[name], say) if text else typed(each, given[name], say, text=False)
                )
                if value is not None:
                    values[name] = value
            elif name in complete:
                values[name] = NIL[each.type]
                nil.append(name)
            elif each.required:
                params: dict[str, Any] = {
                    "fact": name,
                    "label": each.label,
                    "role": plan.role_label,
                    "note": _note(each),
                    "rows": Label(),
                }
                say(MISSING.get(each.type, "missing_fact"), name, **params, allowed=with_labels(each.options))
            elif each.read and each.default is not None:
                values[name] = each.default
                defaulted.append(name)

        for name, each in inputs.items():
            if each.needed is None:
                take(name, each)
        unneeded = {}
        for name, each in inputs.items():
            if each.needed is not None and facts_read(each.needed) <= values.keys():
                if truth(each.needed, values):
                    take(name, evolve(each, required=each.read))
                else:
                    unneeded[name] = each
        self._contradictions(plan, values, [each for name, each in unneeded.items() if name in given], say)
        if len(found) > before:
            return None
        values |= {name: each.default for name, each in unneeded.items() if each.default is not None}
        read = {each.name: values[each.name] for each in plan.inputs if each.read}
        given = {name: value for name, value in values.items() if name not in read}
        context = evolve(context, defaulted=tuple(defaulted), complete=tuple(nil))
        return Accepted(plan.role, read, context, given, asked=self.asked(plan.role))

    def _contradictions(
        self, plan: Plan, values: Mapping[str, Value], unneeded: list[Input], say: Callable[..., None]
    ) -> None:
        """
        Say which facts are given that are not needed, and which relations of facts that are given do not hold.
        """
        labels = {each.name: each.label for each in plan.inputs}
        for each in unneeded:
            assert each.needed is not None
            when = explained(each.needed, values, labels)
            say("fact_not_needed", each.name, fact=each.name, label=each.label, when=when)
        for check in plan.checks:
            if all(name in values for name in check.facts) and not truth(check.condition, values):
                clauses = " ".join(check.at)
                at = Label(f"（条款 {clauses}）", f" (clause {clauses})") if clauses else Label()
                say("relation", check.facts[0], relation=explained(check.condition, values, labels), at=at)

    def _text(self, role: str, each: Input, value: Any, say: Callable[..., None]) -> Value | None:
        """
        Turn a cell of a table into the fact's type, or say why it is not that.
        """
        key = (role, each.name, value if isinstance(value, str) else "")
        found = self._texts.get(key)
        if found is None:
            found = typed(each, value, say, text=True)
            if found is not None and key[2] and len(self._texts) < MOST_TEXTS:
                self._texts[key] = found
        return found

    def _excused(
        self, given: Mapping[str, Any], plan: Plan, context: Context, found: list[Diagnostic], say: Callable[..., None]
    ) -> Accepted | None:
        """
        Take a row with a reason for not being appraised: it has no facts.
        """
        reason, facts = given[STATUS], [key for key in given if key not in {self.subject, STATUS, *IDENTITY}]
        if not is_name(reason):
            say("bad_name", STATUS, **shown_value(reason))
        elif facts:
            say("fact_with_status", facts[0], fact=facts[0], status=reason)
        elif not found:
            return Accepted(plan.role, {}, context, excused=reason)
        return None

    def beside(self, plan: Plan) -> Callable[[Mapping[str, Any]], Context | None]:
        """
        Give the function that looks at what a record holds beside its role and the facts that the plan reads.

        It says whose the record is; None where the whole record has to be checked.
        """
        needed = {"role", *(each.name for each in plan.inputs if each.read)}
        related = {name for check in plan.checks for name in check.facts}
        spare = {each.name: each for each in plan.inputs if not each.read and each.name not in related}
        names = {self.subject, *IDENTITY}

        def look(facts: Mapping[str, Any]) -> Context | None:
            doubts: list[str] = []

            def say(code: str, *_: Any, **__: Any) -> None:
                doubts.append(code)

            context = self._context(facts, say)
            for name in facts.keys() - needed:
                if name in spare:
                    typed(spare[name], facts[name], say, text=False)
                elif name not in names:
                    return None
            return None if doubts else context

        return look

    def _plan(self, role: Any, say: Callable[..., None], *, text: bool) -> Plan | None:
        names = self._names_of_roles if text else {key: key for key in self.plans}
        if isinstance(role, str) and role in names:
            return self.plans[names[role]]
        roles = {key: plan.role_label for key, plan in self.plans.items()}
        if role is None:
            say("missing_role", "role", allowed=with_labels(roles.items()), rows=Label())
            return None
        near = near_name(role, names)
        say("unknown_role_value", "role", **shown_value(role), allowed=with_labels(roles.items()), near=near)
        return None

    @cached_property
    def _names_of_roles(self) -> dict[str, str]:
        """
        Give the role that each word of a table means.
        """
        return naming({key: label_words(plan.role_label) for key, plan in self.plans.items()})

    def requires(self, column: str, values: Mapping[str, Any]) -> bool:
        """
        Say whether a row of a table has to say something in a column: the role, and what the role's plan requires.
        """
        if column == "role":
            return True
        role = self._names_of_roles.get(str(values.get("role")))
        inputs = self.plans[role].inputs if role is not None and not values.get(STATUS) else ()
        return any(each.name == column and self.needs(each, inputs, values) for each in inputs)

    def needs(
        self, each: Input, inputs: Iterable[Input], values: Mapping[str, Any], complete: Container[str] = ()
    ) -> bool:
        """
        Say whether a row of a table has to give one of the facts of its role's plan.
        """
        if each.needed is None:
            return each.required
        known: dict[str, Value] = {}
        for other in inputs:
            if other.name in facts_read(each.needed):
                text = values.get(other.name) or None
                value = NIL[other.type] if text is None and other.name in complete else other.default
                value = value if text is None else typed(other, text, lambda *_, **__: None, text=True)
                if value is None:
                    return False  # nobody knows, and something else is said of that fact
                known[other.name] = value
        return each.read and truth(each.needed, known)

    def _context(self, given: Mapping[str, Any], say: Callable[..., None]) -> Context:
        found: dict[str, str | None] = {}
        for key, name in ((self.subject, "person"), ("team", "team"), ("period", "period")):
            value = given.get(key)
            if value is not None and not is_name(value):
                say("bad_name", key, **shown_value(value))
                value = None
            found[name] = value
        if found["period"] is not None:
            period = parse_period(found["period"], self.period)
            if period is None:
                near = period_meant(found["period"], self.period)
                say("bad_period", "period", near=near, found=found["period"], example=EXAMPLES[self.period])
            elif period.first_day < self.first_day or (self.last_day is not None and period.first_day > self.last_day):
                last = self.last_day.isoformat() if self.last_day is not None else "…"
                say("period_not_in_force", "period", found=period.text, first=self.first_day.isoformat(), last=last)
        return Context(found["person"], found["team"], found["period"])

    def _refuse(self, key: Any, plan: Plan, say: Callable[..., None]) -> None:
        owners = plan.elsewhere.get(key)
        if owners is not None:
            labels = tuple(self.plans[each].role_label for each in owners)
            say("fact_of_other_role", key, fact=key, role=plan.role_label, owners=labels)
        else:
            known, shown = self.columns(), shown_value(key)
            near = naming(known).get(key) or near_name(key, known)
            say("unknown_fact_value", str(shown["found"]), **shown, near=near)


def is_name(value: Any) -> bool:
    """
    Say whether something names a person, team, period or reference: a text on one line, not empty, no blanks around it.
    """
    return (
        isinstance(value, str) and 0 < len(value) <= MAX_TEXT and value == value.strip() and not _CONTROL.search(value)
    )


def _note(each: Input) -> Label:
    return (
        Label(f"（{each.note.text('zh')}）", f" ({each.note.text('en')})") if each.note is not None else Label("", "")
    )
