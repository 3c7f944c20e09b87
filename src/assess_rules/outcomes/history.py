"""
The periods of people, side by side: what was decided in each, by which version, and why there is no score.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeVar

from assess_rules.amounts import (
    ByReading,
    EveryIs,
    GradeIs,
    PeriodsIn,
    RollupIs,
    ScoreIs,
    parts,
)
from assess_rules.backends.reference import number
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import FactsError, Faults
from assess_rules.facts import NOTHING_GIVEN, Accepted
from assess_rules.ir import Value
from assess_rules.marks import Mark, Source
from assess_rules.model import Consequence, PolicySpec, Rollup
from assess_rules.model.common import PERIODS
from assess_rules.periods import Period, Span, parse_period, periods_in, span_text
from assess_rules.policy import Policy
from assess_rules.records import Record, evolve, record
from assess_rules.result import Result

Standing = Literal["pass", "fail", "vetoed", "excused", "scored"]
T = TypeVar("T")
Asked = tuple[list[PeriodsIn], list[Rollup]]


@record
class Entry(Record):
    """
    One person's period: a result, or the reason why the person was not appraised.

    `given` are the facts of the record that no rule reads and an outcome may: a quarterly figure, say.
    """

    person: str
    period: Period
    role: str
    team: str | None
    policy: Policy
    result: Result | None
    reason: str | None
    given: Mapping[str, Value]

    @property
    def spec(self) -> PolicySpec:
        """
        Give what the version of this period says.
        """
        return self.policy.spec

    @property
    def grade(self) -> str | None:
        """
        Give the id of the grade, if there is one.
        """
        grade = None if self.result is None else self.result.grade
        return None if grade is None else grade.id

    @cached_property
    def unneeded(self) -> frozenset[str]:
        """
        Give the facts that are not needed in this period, so that what reads them does not count.
        """
        return frozenset(() if self.result is None else self.result.unneeded)

    def needs(self, fact: str) -> bool:
        """
        Say whether the person is appraised in a role that has a fact, and it is needed in this period.
        """
        names = () if self.result is None else (each.name for each in self.result.plan.inputs)
        return fact in names and fact not in self.unneeded

    @cached_property
    def facts(self) -> Mapping[str, Value]:
        """
        Give all facts of the record; one that is given in every period and was not stands at its default, if it has one.
        """
        facts = {} if self.result is None else self.result.facts
        inputs = (each for each in self.policy.plans[self.role].inputs if each.needed is None)
        defaults = {each.name: each.default for each in inputs if each.default is not None}
        return {
            **{key: value for key, value in defaults.items() if not self.spec.facts[key].each},
            **self.given,
            **facts,
        }


@record
class SpanOf(Record):
    """
    A span that a period falls into, and all periods that it has.
    """

    text: str
    periods: tuple[str, ...]


class Version:
    """
    What outcomes ask of one version of a policy again and again, worked out once.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy, self.spec = policy, policy.spec
        outcomes, vetoes = self.spec.outcomes, self.spec.vetoes
        self.year_begins = 1
        if outcomes is not None:
            self.year_begins = int(number(policy.expression(outcomes.year_begins, next(iter(policy.roles))), {}))
        self.reach = "period" if vetoes is None else self.word(vetoes.reach)
        self.better = "higher" if self.spec.score is None else self.spec.score.better
        consequences = () if outcomes is None else outcomes.consequences
        asks_points = any(isinstance(each, (ScoreIs, EveryIs, GradeIs, RollupIs)) for each in parts(consequences))
        conditional = any(each.needed_when is not None for each in self.spec.facts.values())
        self.asks_results = asks_points or conditional  # more of results than scores and verdicts
        self.as_failed = vetoes is not None and self.word(vetoes.counts_as) == "as_failed"
        self._spans: dict[str, Mapping[str, SpanOf]] = {}
        self._open: dict[int, tuple[str, ...]] = {}
        self._asked: dict[int, Asked] = {}

    def word(self, word: object) -> str:
        """
        Give a word of the outcomes, or the one that a reading has chosen.
        """
        return self.spec.readings[word.reading.name].chosen.name if isinstance(word, ByReading) else str(word)

    def spans(self, period: Period) -> Mapping[str, SpanOf]:
        """
        Give the spans that a period falls into, by their words, itself included.
        """
        found = self._spans.get(period.text)
        if found is None:
            each: Span = self.spec.period
            found = self._spans[period.text] = {
                span: SpanOf(
                    span_text(period, span, each, self.year_begins), periods_in(period, span, each, self.year_begins)
                )
                for span in PERIODS[PERIODS.index(each) :]
            }
        return found

    def asked(self, rule: Consequence) -> Asked:
        """
        Give the counts of periods in a consequence's condition, and the roll-ups that it names.
        """
        found = self._asked.get(id(rule))
        if found is None:
            inside = tuple(parts(rule.when))
            counts = [each for each in inside if isinstance(each, PeriodsIn)]
            named = {each.rollup.name for each in inside if isinstance(each, RollupIs)}
            assert self.spec.outcomes is not None  # the rule is one of its consequences
            rollups = [each for each in self.spec.outcomes.rollups if each.id.name in named]
            found = self._asked[id(rule)] = (counts, rollups)
        return found

    def provisional(self, rule: Record) -> tuple[str, ...]:
        """
        Give the readings that nobody has decided yet and that a rule of the outcomes rests on, or the vetoes, or the year.
        """
        found = self._open.get(id(rule))
        if found is None:
            outcomes, vetoes = self.spec.outcomes, self.spec.vetoes
            rests_on: list[object] = [rule, outcomes.year_begins if outcomes is not None else None]
            rests_on += (vetoes.reach, vetoes.counts_as) if vetoes is not None else ()
            rests_on += self.asked(rule)[1] if isinstance(rule, Consequence) else ()
            named = dict.fromkeys(each.reading.name for each in parts(tuple(rests_on)) if isinstance(each, ByReading))
            found = self._open[id(rule)] = tuple(each for each in named if self.spec.readings[each].decided is None)
        return found


@record
class Standings(Record):
    """
    A person's entries in order, and what each stands as once vetoes have reached as far as they do.

    `scores` are exact, None where there is none; `reached` names, for a period that is not evaluated because of another
    one's veto, that other period.
    """

    entries: tuple[Entry, ...]
    standing: tuple[Standing, ...]
    scores: tuple[Fraction | None, ...]
    versions: tuple[Version, ...]
    spans: tuple[Mapping[str, SpanOf], ...]
    reached: Mapping[str, str]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """
        Give the place of each period among the entries.
        """
        return {each.period.text: place for place, each in enumerate(self.entries)}

    @cached_property
    def failed(self) -> frozenset[int]:
        """
        Give the places of the periods under a veto that count as failed ones, if the policy says so.
        """
        vetoed = (place for place, standing in enumerate(self.standing) if standing == "vetoed")
        results = ((place, self.entries[place].result) for place in vetoed if self.versions[place].as_failed)
        return frozenset(place for place, result in results if result is not None and not result.left_out)

    def within(self, periods: Container[str]) -> "Standings":
        """
        Give these periods only.
        """
        kept = [place for place, each in enumerate(self.entries) if each.period.text in periods]

        def of(values: Sequence[T]) -> tuple[T, ...]:
            return tuple(values[place] for place in kept)

        spans, versions = of(self.spans), of(self.versions)
        return Standings(of(self.entries), of(self.standing), of(self.scores), versions, spans, self.reached)


@record
class Pending(Record):
    """
    A person's period of which a review is not finished, so that what rests on it is provisional.
    """

    person: str
    period: str


def entry(policy: Policy, accepted: Accepted) -> Entry:
    """
    Make a person's period of a record that the policy's door has passed: its result, or the reason why there is none.

    The record names a person and a period, as every row of a table does.
    """
    context = accepted.context
    assert context.person is not None
    assert context.period is not None
    period = parse_period(context.period, policy.door.period)
    assert period is not None
    result = policy.score_accepted(accepted) if accepted.excused is None else None
    given = accepted.given or NOTHING_GIVEN
    return Entry(context.person, period, accepted.role, context.team, policy, result, accepted.excused, given)


def by_person(entries: Iterable[Entry]) -> dict[str, Standings]:
    """
    Sort entries by person and period, and let vetoes reach. Raises `FactsError` for a person's period given more than once.
    """
    entries, twice = list(entries), Faults()
    for (person, period), times in Counter((each.person, each.period.text) for each in entries).items():
        if times > 1:  # which of them counts, or whether both do, nobody has said
            params = {"person": person, "period": period, "times": times}
            twice.append(Diagnostic("period_twice", Mark(Source(person), 0), params))
    if twice:
        raise FactsError(twice)
    found: dict[str, list[Entry]] = {}
    versions: dict[Policy, Version] = {}
    for each in entries:
        found.setdefault(each.person, []).append(each)
        if each.policy not in versions:
            versions[each.policy] = Version(each.policy)
    ordered = ((person, sorted(found[person], key=lambda each: each.period.first_day)) for person in sorted(found))
    return {person: _standings(own, [versions[each.policy] for each in own]) for person, own in ordered}


def standing_results(
    records: Sequence[tuple[Policy, Accepted]], wanted: Iterable[tuple[Policy, Accepted]]
) -> list[Result]:
    """
    Score the wanted of some records, each as it stands once the vetoes of all of them have reached as far as they do.
    """
    policies = dict.fromkeys(policy for policy, _ in records)
    if all(Version(each).reach == "period" for each in policies):
        return [policy.score_accepted(each) for policy, each in wanted]
    people = by_person(entry(policy, each) for policy, each in records).values()
    found = {(each.person, each.period.text): each.result for history in people for each in history.entries}
    results = (found[str(each.context.person), str(each.context.period)] for _, each in wanted)
    return [each for each in results if each is not None]


def _standings(entries: list[Entry], versions: list[Version]) -> Standings:
    spans = [version.spans(each.period) for each, version in zip(entries, versions, strict=True)]
    reached: dict[str, str] = {}
    for place, (each, version) in enumerate(zip(entries, versions, strict=True)):
        result = each.result if version.reach != "period" else None
        if result is not None and result.verdict == "vetoed" and not result.left_out:
            for other, it in enumerate(entries):
                own = it.result is None or it.result.verdict == "vetoed"  # it has no score anyhow
                within = other > place or version.reach == "whole_year"
                if within and not own and it.period.text in spans[place]["year"].periods:
                    reached.setdefault(it.period.text, each.period.text)
    entries = [_reached(each, reached.get(each.period.text)) for each in entries]
    standing = [_standing(each.result) for each in entries]
    scores = [None if each.result is None else each.result.exact for each in entries]
    return Standings(tuple(entries), tuple(standing), tuple(scores), tuple(versions), tuple(spans), reached)


def _standing(result: Result | None) -> Standing:
    """
    Give what a period stands as; one under a veto that leaves a score stands as that score or its grade does.
    """
    return "excused" if result is None else result.verdict or "scored"


def _reached(each: Entry, by: str | None) -> Entry:
    return each if by is None or each.result is None else evolve(each, result=each.result.reached_by(by))
