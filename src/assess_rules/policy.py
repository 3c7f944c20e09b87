"""
The public `Policy`: a checked rule file that scores records.
"""

import os
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from assess_rules.amounts import Amount, FactIs, Ident
from assess_rules.answered import Answered
from assess_rules.backends.compiled import CompiledPlan, Fast, unsure
from assess_rules.build import NO_CHANGES, Built, Plans, build
from assess_rules.data import data_file, shipped_policies
from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import FactsError, Faults, PolicyError
from assess_rules.ir import Expr, Plan
from assess_rules.kinds import DEFAULT_KINDS, KindTable
from assess_rules.labels import Label
from assess_rules.lines import Context, Stamp
from assess_rules.lower import lower_part
from assess_rules.marks import Mark, Source
from assess_rules.model import PolicySpec
from assess_rules.ownership import Ownership
from assess_rules.reader import MAX_BYTES
from assess_rules.records import evolve
from assess_rules.result import Result

if TYPE_CHECKING:  # imported where they are needed: a program that loads a policy and scores a few records does without
    from assess_rules.changed import Value
    from assess_rules.facts import Accepted, Asked, Door, Marks

Backend = Literal["compiled", "reference"]


class Policy:
    """
    One version of an appraisal policy, checked and ready to score. It never changes and may be shared by threads.

    Make one with `load_policy` or `Policy.from_text`. It pickles as its source. `warnings` are what is worth a warning,
    `answered` the warnings that the file accepts, with its reasons; `plans` what the scores of each role need:
    `plans[role].inputs` are its facts.
    """

    def __init__(
        self,
        data: bytes,
        name: str,
        kinds: KindTable,
        readings: Mapping[str, str],
        changes: Mapping[str, str] = NO_CHANGES,
        built: Built | None = None,
    ) -> None:
        built = self._built = built or build(data, name, kinds, changes=changes)
        self._data, self._name, self._kinds = data, name, kinds
        self._chosen, self._changes = dict(readings), dict(changes)
        self.warnings: tuple[Diagnostic, ...] = built.warnings
        self.answered: tuple[Answered, ...] = built.answered
        self.spec = self._with(built.spec, self._chosen)
        self.plans: Mapping[str, Plan] = built.plans
        if self.spec is not built.spec:
            from assess_rules.balance import unfit

            ownership = Ownership(self.spec)
            self.plans = Plans(self.spec, ownership)
            refused = unfit(self.spec, ownership, self.plans)
            if refused:
                raise PolicyError(refused)
        self._asked: dict[str, Asked] = {}  # by role: what was asked of the last record that another door had passed
        self._compiled: dict[str, CompiledPlan] = {}
        # by the id of a part and a role: the part, so that its id stays its own, and its expression
        self._expressions: dict[tuple[int, str], tuple[Amount | FactIs, Expr]] = {}
        self._fast: dict[str, Fast] = {}

    @classmethod
    def from_text(cls, text: str | bytes, name: str = "<text>", *, kinds: KindTable = DEFAULT_KINDS) -> "Policy":
        """
        Make a policy of a rule file's text; `name` is how messages speak of it.

        Raises `PolicyError` with all diagnostics, or `LimitError`.
        """
        # Half a surrogate pair has no UTF-8: the reader refuses what is written for it, at its place.
        return cls(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text, name, kinds, {})

    def __setattr__(self, name: str, value: object) -> None:
        if "_fast" in vars(self):  # the last that is set when it is made
            raise AttributeError(f"a policy never changes: {name}")
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        return Policy, (self._data, self._name, self._kinds, self._chosen, self._changes)

    def __repr__(self) -> str:
        return f"Policy({self.id} {self.version})"

    @property
    def id(self) -> str:
        """
        Give the policy's id, the same in all its versions.
        """
        return self.spec.policy.name

    @property
    def version(self) -> str:
        """
        Give the policy's version.
        """
        return self.spec.version

    @property
    def roles(self) -> Mapping[str, Label]:
        """
        Give the roles with their labels.
        """
        return self.spec.roles

    @cached_property
    def stamp(self) -> Stamp:
        """
        Give what every result carries: policy, version, source hash, plan hash, engine.
        """
        from importlib.metadata import version

        from assess_rules.canonical import digest
        from assess_rules.defaults import left_out

        return Stamp(
            policy=self.id,
            version=self.version,
            title=self.spec.title,
            source_hash=digest(left_out(self._built.spec)),
            plan_hash=digest(self.plans),
            engine=f"assess-rules {version('assess-rules')}",
            trial=tuple(self.what_if),
        )

    @property
    def subject(self) -> tuple[str, Label]:
        """
        Give who is appraised: the column of tables that names them, and the policy's word for them.
        """
        from assess_rules.defaults import SUBJECT

        return next(iter(self.spec.subject.items()), SUBJECT)

    @cached_property
    def door(self) -> "Door":
        """
        Give what checks facts for this policy.
        """
        from assess_rules.facts import Door

        spec = self.spec
        return Door(self.plans, spec.period, spec.in_force.from_, spec.in_force.to, *self.subject)

    def score(self, facts: Mapping[str, Any], *, backend: Backend = "compiled") -> Result:
        """
        Score one record: `role`, the role's facts and vetoes, and if wanted the person, `team` and `period`.

        Counts are `int`s, numbers `int`, `Decimal` or `Fraction`, or texts that write them out; flags `bool`, choices the
        option's id. Raises `FactsError` with all that is wrong.

        >>> from assess_rules import load_policy
        >>> policy = load_policy("wancheng_2023_127")
        >>> policy.score({"role": "clerk"})
        Traceback (most recent call last):
        assess_rules.errors.FactsError: ...
        """
        if backend == "compiled" and type(facts) is dict:  # others may make up what is missing, as a Counter does
            try:
                fast = self._fast[facts["role"]]
            except (KeyError, TypeError):
                fast = self._make_fast(facts.get("role"))
            result = fast(facts)
            if result is not None:
                return result
        return self._score_checked(self.accept(facts), backend)

    def accept(self, facts: Mapping[str, Any], mark: "Marks | None" = None, *, text: bool = False) -> "Accepted":
        """
        Check one record without scoring it. Raises `FactsError` with all that is wrong.
        """
        found = Faults()
        accepted = self.door.accept(facts, mark or _record_mark, found, text=text)
        if accepted is None:
            raise FactsError(found)
        return accepted

    def _score_checked(self, accepted: "Accepted", backend: Backend) -> Result:
        if backend == "reference":
            from assess_rules.backends.stepwise import Stepwise

            return Stepwise(self.plans[accepted.role], self.stamp).run(accepted.values, accepted.context)
        if backend != "compiled":
            raise ValueError(f"no backend {backend!r}; there are {', '.join(get_args(Backend))}")
        return self._compiled_plan(accepted.role).run(accepted.values, accepted.context)

    def score_accepted(self, accepted: "Accepted") -> Result:
        """
        Score a record that `accept` has passed.

        Raises `FactsError` if it was another policy's, and one that asks for other facts or holds in other periods.
        """
        role, asked = accepted.role, accepted.asked
        if asked is not None and asked is not self._asked.get(role):
            if role not in self.plans or asked != self.door.asked(role):
                params = {"policy": self.id, "version": self.version}
                raise FactsError([Diagnostic("accepted_by_another", _record_mark(""), params)])
            self._asked[role] = asked
        return self._score_checked(accepted, "compiled")

    def _compiled_plan(self, role: str) -> CompiledPlan:
        found = self._compiled.get(role)
        if found is None:
            # Two threads may both come here first: each makes an equal plan, and either may stay.
            found = self._compiled.setdefault(role, CompiledPlan(self.plans[role], lambda: self.stamp))
        return found

    def _make_fast(self, role: object) -> Fast:
        """
        Give the function that checks and scores a role's records, made when the first one comes.
        """
        if not isinstance(role, str) or role not in self.plans:
            return unsure
        look = cache(lambda: self.door.beside(self.plans[role]))  # only made if a record has need of it

        def beside(facts: Mapping[str, Any]) -> Context | None:
            return look()(facts)

        fast = self._compiled_plan(role).fast(beside)
        self._fast[role] = fast
        return fast

    def expression(self, part: Amount | FactIs, role: str) -> Expr:
        """
        Give an amount or a condition that the outcomes name as an expression over a role's facts.
        """
        key = id(part), role
        if key not in self._expressions:  # asked for again and again, of every period
            self._expressions[key] = part, lower_part(self.spec, role, self._ownership, part)
        return self._expressions[key][1]

    @cached_property
    def _ownership(self) -> Ownership:
        return Ownership(self.spec)

    def with_readings(self, options: Mapping[str, str]) -> "Policy":
        """
        Give this policy with other options chosen for some readings: a what-if, and stamped so.

        Raises `PolicyError` for a reading or an option that the policy does not have, and for options under which a start,
        a floor or netting would not fit.
        """
        return Policy(self._data, self._name, self._kinds, self._chosen | dict(options), self._changes, self._built)

    def with_changes(self, changes: "Mapping[str, Value]") -> "Policy":
        """
        Give this policy with other values in places of its file: a what-if without a new file, checked like one.

        A place is a path as `diff` writes them; a value is a text as the file has it, or an exact number. Its result
        hashes are its own, and results are stamped as a trial run. Raises `PolicyError` for a path that leads nowhere and
        for all that a file with these values would be refused for.

        >>> from assess_rules import load_policy
        >>> trial = load_policy("wancheng_2023_127").with_changes({"indicators.o2.rules[0].target": "10%"})
        >>> trial.stamp.trial
        ('indicators.o2.rules[0].target',)
        """
        from assess_rules.changed import change_text

        texts = {path: change_text(value) for path, value in changes.items()}
        return Policy(self._data, self._name, self._kinds, self._chosen, self._changes | texts)

    @property
    def what_if(self) -> Mapping[str, str]:
        """
        Give what makes this policy a trial: readings with the options chosen instead, and paths with the values put there.
        """
        return MappingProxyType({**self._chosen, **self._changes})

    def _with(self, spec: PolicySpec, options: Mapping[str, str]) -> PolicySpec:
        found: list[Diagnostic] = []
        readings = dict(spec.readings)
        mark = Mark(Source(self._name), 0)
        for id_, option in options.items():
            reading = readings.get(id_)
            if reading is None:
                code = "unknown_reading_asked" if readings else "no_readings"
                params = {"reading": id_, "allowed": tuple(readings)}
                found.append(Diagnostic(code, mark, params, near=nearest(id_, readings)))
            elif option not in reading.options:
                params = {"option": option, "reading": id_, "allowed": tuple(reading.options)}
                found.append(Diagnostic("unknown_option", mark, params, near=nearest(option, reading.options)))
            else:
                readings[id_] = evolve(reading, chosen=Ident(option))
        if found:
            raise PolicyError(found)
        return evolve(spec, readings=MappingProxyType(readings)) if options else spec


def _record_mark(column: str) -> Mark:
    return Mark(Source("<record>"), 1, cell=column or None)


def load_policy(source: str | os.PathLike[str], *, kinds: KindTable = DEFAULT_KINDS) -> Policy:
    """
    Load a policy from a rule file, or by name one that the package ships (a name has no suffix and no separator).

    Raises `PolicyError` with all diagnostics, `LimitError`, or `OSError` where the file cannot be read.
    """
    path = Path(source)
    if isinstance(source, str) and not path.suffix and path.name == source:
        path = data_file("rules", f"{source}.yaml")
        if not path.exists():
            shipped = shipped_policies()
            params = {"policy": source, "allowed": shipped}
            near = nearest(source, shipped)
            raise PolicyError([Diagnostic("unknown_policy", Mark(Source(source), 0), params, near=near)])
    with path.open("rb") as file:
        return Policy(file.read(MAX_BYTES + 1), str(source), kinds, {})
