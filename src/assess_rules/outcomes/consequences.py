"""
Proposals: what the policy proposes when a condition holds, once or each time. People decide.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from assess_rules.amounts import (
    AllOf,
    Amount,
    AnyOf,
    Condition,
    EveryIs,
    FactIs,
    GradeIs,
    NotOf,
    PeriodsIn,
    ReadingIs,
    RoleIn,
    RollupIs,
    ScoreIs,
    VerdictIs,
)
from assess_rules.backends.reference import holds, number, truth
from assess_rules.branches import has_role
from assess_rules.ir import Comparison, Expr, Value, facts_read
from assess_rules.labels import Label
from assess_rules.model import Consequence
from assess_rules.outcomes.history import Pending, Standings
from assess_rules.outcomes.points import every_points, held_points
from assess_rules.outcomes.rollups import RollupResult, rolled_up
from assess_rules.outcomes.truths import NEITHER, Count, Lacks, Truth, every, lacking, some
from assess_rules.records import Record, record

Kind = Literal["proposal", "warning", "undecided"]


@record
class Proposal(Record):
    """
    What is proposed for a person in a period.

    A `warning` says that one more such period would bring the proposal about; `undecided`, that it depends on facts that are
    not given (`lacks`). `because` are the periods behind it, those that lack facts too, and one whose veto reaches any of
    them; `lasts` is the span that the consequence covers, `version` that of the period.
    """

    kind: Kind
    id: str
    label: Label
    at: tuple[str, ...]
    person: str
    role: str
    team: str | None
    period: str
    because: tuple[str, ...]
    lasts: str | None
    lacks: tuple[str, ...]
    version: str
    provisional: tuple[str, ...]
    under_review: tuple[Pending, ...] = ()


def proposals(history: Standings) -> Iterator[Proposal]:
    """
    Give a person's proposals and warnings, in the order of periods and of the policy; none where nobody was appraised.
    """
    made: dict[str, list[Proposal]] = {}  # by consequence, what was said of it before, by whatever version
    counts: dict[object, Count] = {}
    for place, entry in enumerate(history.entries):
        outcomes = entry.spec.outcomes
        for rule in outcomes.consequences if outcomes is not None and entry.result is not None else ():
            if isinstance(rule.when, VerdictIs) and rule.when.verdict != history.standing[place]:
                continue  # as most often: there is nothing to say, and nothing more to ask
            if has_role(rule.roles, entry.role):
                before = made.setdefault(rule.id.name, [])
                found = _Case(rule, history, place, before, counts).proposal()
                if found is not None:
                    yield found
                    before.append(found)


class _Case:
    """
    A consequence put to one period of a person, by the version of that period; `counts` are those of periods so far.
    """

    def __init__(
        self,
        rule: Consequence,
        history: Standings,
        place: int,
        before: Sequence[Proposal],
        counts: dict[object, Count],
    ) -> None:
        self.rule, self.history, self.place, self.before, self.counts = rule, history, place, before, counts
        self.entry, self.version = history.entries[place], history.versions[place]
        self.counted, rollups = self.version.asked(rule)
        self.rollups = {each.id.name: each for each in rollups}

    def proposal(self) -> Proposal | None:
        """
        Give what is proposed, warned of or not to be decided, if anything is.
        """
        once = self.version.word(self.rule.propose) == "once"
        if once and self._was_proposed():
            return None
        holds = self._holds(self.rule.when, self.place)
        if holds is False:
            return self._proposal("warning") if self._one_short() else None
        if self.counted and not once:  # the period must bring the count about or add to it
            holds = every([holds, some([self._counts(each, self.place) for each in self.counted])])
        if isinstance(holds, bool):
            return self._proposal("proposal") if holds else None
        found = self._proposal("undecided", holds)
        return None if once and self._is_repeated(found) else found

    # Facts that the condition asks for.

    def _given(self, read: Iterable[str], place: int) -> Mapping[str, Value] | Lacks:
        """
        Give the facts of a period that are read, one that is due and not given at its default.

        Where some are lacking, give those instead, or `NEITHER` if one of them is not due.
        """
        entry, found, lacks = self.history.entries[place], dict[str, Value](), set[tuple[int, str]]()
        for name in read:
            if name in entry.facts:
                found[name] = entry.facts[name]
                continue
            known = next((each for each in entry.policy.plans[entry.role].inputs if each.name == name), None)
            if known is None or not self._is_due(name, place):  # its role or its version does not have it
                return NEITHER
            if known.default is None:
                lacks.add((place, name))
            else:
                found[name] = known.default
        return frozenset(lacks) or found

    def _is_due(self, name: str, place: int) -> bool:
        """
        Say whether a fact is due in a period, which it never is where it is not needed.

        One of a longer span is due in the last period there in which the person is appraised, if no period gave it; one
        that is not always needed, in the last that needs it.
        """
        entries, fact = self.history.entries, self.history.entries[place].spec.facts[name]
        span, always = fact.each, fact.needed_when is None
        if name in entries[place].unneeded:
            return False
        if span is None:
            return True
        appraised = (each for each in self._in_span(span, place) if entries[each].result is not None)
        same = [each for each in appraised if each == place or always or entries[each].needs(name)]
        return place == same[-1] and not any(name in entries[each].given for each in same)

    def _expression(self, part: FactIs | Amount, place: int) -> Expr:
        """
        Lower a part of the condition for the role that the person had, if this version still has it.
        """
        role = self.history.entries[place].role
        return self.entry.policy.expression(part, role if role in self.entry.policy.roles else self.entry.role)

    # Whether it holds.

    def _holds(self, condition: Condition, place: int, *, wanted: bool = True, counting: bool = False) -> Truth:
        """
        Say whether a condition holds in a period, or, if that is not `wanted`, whether it does not.

        `counting` where a veto may count as a failed period. What asks for something that does not count does neither.
        """
        match condition:
            case AllOf(terms) | AnyOf(terms):
                found = [self._holds(each, place, wanted=wanted, counting=counting) for each in terms]
                return every(found) if isinstance(condition, AllOf) is wanted else some(found)
            case NotOf(of):
                return self._holds(of, place, wanted=not wanted, counting=counting)
        told = self._told(condition, place, counting=counting)
        return told is wanted if isinstance(told, bool) else told or False

    def _told(self, condition: Condition, place: int, *, counting: bool) -> Truth:
        """
        Say whether a condition that holds no others holds in a period; `NEITHER` where it asks for what does not count.
        """
        match condition:
            case VerdictIs(verdict):
                stands = self.history.standing[place]
                return stands == verdict or (verdict == "fail" and counting and place in self.history.failed)
            case PeriodsIn():
                return self._enough(condition, place)
            case ScoreIs(item, comparisons):
                points = self._points(item.name, place)
                return self._meets(points, comparisons, place) if isinstance(points, Fraction) else points
            case EveryIs(comparisons):
                result = self.history.entries[place].result
                if result is None or result.exact is None:
                    return False
                met = (self._meets(each, comparisons, place) for each in every_points(result))
                return next((each for each in met if each is not True), True)
            case RollupIs(rollup, comparisons):
                found = self._rolled_up(rollup.name, place)
                if found is None or found.value is None:
                    return found is not None and frozenset((place, each) for each in found.lacks)
                return self._meets(found.value, comparisons, place)
            case GradeIs(grade):
                return self.history.entries[place].grade == grade.name
            case RoleIn(roles):
                return has_role(roles, self.history.entries[place].role)
            case ReadingIs(reading, option):
                return self.entry.spec.readings[reading.name].chosen.name == option.name
        assert isinstance(condition, FactIs)
        expression = self._expression(condition, place)
        given = self._given(facts_read(expression), place)
        return given if isinstance(given, frozenset) else truth(expression, given)

    def _meets(self, value: Fraction, comparisons: tuple[tuple[Comparison, Amount], ...], place: int) -> Truth:
        """
        Say whether a figure meets comparisons, which may name facts.
        """
        figures = [(op, self._expression(amount, place)) for op, amount in comparisons]
        given = self._given({name for _, each in figures for name in facts_read(each)}, place)
        if isinstance(given, frozenset):
            return given
        return all(holds(value, op, number(each, given)) for op, each in figures)

    def _points(self, item: str, place: int) -> Fraction | Truth:
        """
        Give the score of a period, or the points of a section or an indicator; False where there are none.

        Of what is left out, give `NEITHER`.
        """
        result, score = self.history.entries[place].result, self.history.scores[place]
        if result is None or score is None:
            return False
        if item == "total":
            return score
        held = held_points(result)
        points = held.get(item)
        return points if points is not None else item in held and NEITHER

    def _rolled_up(self, rollup: str, place: int) -> RollupResult | None:
        """
        Give a roll-up of the span that a period closes; None in any other period, and in a role that does not have it.
        """
        rule, entry = self.rollups[rollup], self.history.entries[place]
        closes = self.version.spans(entry.period)[rule.each].periods[-1] == entry.period.text
        return rolled_up(rule, place, self.history) if closes and has_role(rule.roles, entry.role) else None

    def _rolled_up_all(self, place: int) -> list[RollupResult]:
        found = (self._rolled_up(each, place) for each in self.rollups)
        return [each for each in found if each is not None]

    def _counted(self, condition: PeriodsIn, place: int) -> Count:
        """
        Give the count of the periods of a span up to this one, which goes on from that of the period before.

        Whether a period counts rests on the version that asks and on a role, not on the period that asks, and none asks
        again once a later one has.
        """
        places = self._in_span(condition.span, place)
        key = id(condition), id(self.version), self.entry.role, places[0]
        found = self.counts.setdefault(key, Count())
        for each in places[bisect_left(places, found.next) : bisect_right(places, place)]:
            found.add(each, self._counts(condition, each))
        return found

    def _counts(self, condition: PeriodsIn, place: int) -> Truth:
        appraised = self.history.entries[place].result is not None
        return appraised and self._holds(condition.of, place, counting=True)

    def _enough(self, condition: PeriodsIn, place: int, more: int = 0) -> Truth:
        """
        Say whether so many periods count as a condition asks for, with so many `more`, whichever of the open ones do.
        """
        counted = self._counted(condition, place)
        fewest, lacks = len(counted.places) + more, counted.lacks
        found = {self._meets(Fraction(fewest + each), condition.comparisons, place) for each in range(len(lacks) + 1)}
        return found.pop() if len(found) == 1 else lacking(lacks)

    def _one_short(self) -> bool:
        """
        Say whether one more period like this one would make the count of periods hold, which is all that still lacks.
        """
        terms = self.rule.when.terms if isinstance(self.rule.when, AllOf) else (self.rule.when,)
        counts = (self._counts(each, self.place) for each in terms if isinstance(each, PeriodsIn))
        if True not in counts:  # as of most periods: no need to put the whole condition again
            return False
        unmet = [each for each in terms if self._holds(each, self.place) is not True]
        if len(unmet) != 1 or not isinstance(unmet[0], PeriodsIn):
            return False
        return self._counts(unmet[0], self.place) is True and self._enough(unmet[0], self.place, 1) is True

    def _was_proposed(self) -> bool:
        """
        Say whether it was proposed before in the span where that is done once: of its condition, else as long as it lasts.
        """
        span = next((each.span for each in self.counted), self.rule.lasts or "period")
        before = [self.history.places[each.period] for each in self.before if each.kind == "proposal"]
        same = self._in_span(span) if before else ()
        return any(each in same for each in before)

    def _is_repeated(self, found: Proposal) -> bool:
        """
        Say whether the same facts, lacking in the same periods, have left the consequence undecided before.
        """
        same = (each for each in self.before if each.kind == "undecided" and each.because == found.because)
        return any(each.lacks == found.lacks for each in same)

    def _in_span(self, span: str, place: int | None = None) -> Sequence[int]:
        """
        Give the person's periods in the span of a period, this one if none is named, as this one's version has the year.
        """
        entries, places = self.history.entries, self.history.places
        if span == "ever":
            return range(len(entries))
        place = self.place if place is None else place
        if span == "period":
            return [place]
        inside = self.version.spans(entries[place].period)[span].periods
        return [places[each] for each in inside if each in places]

    def _proposal(self, kind: Kind, lacks: Lacks = NEITHER) -> Proposal:
        entry, lasts = self.entry, self.rule.lasts
        counts = [self._counted(each, self.place) for each in self.counted]
        behind = {other for each in counts for other in each.places} | {other for other, _ in lacks}
        because = {self.history.entries[other].period.text for other in behind or [self.place]}
        because |= {part.period for each in self._rolled_up_all(self.place) for part in each.parts}
        because |= {self.history.reached[each] for each in because & self.history.reached.keys()}
        return Proposal(
            kind=kind,
            id=self.rule.id.name,
            label=self.rule.label,
            at=self.rule.at,
            person=entry.person,
            role=entry.role,
            team=entry.team,
            period=entry.period.text,
            because=tuple(sorted(because)),
            lasts=None if lasts in (None, "period") else self.history.spans[self.place][lasts].text,
            lacks=tuple(sorted({name for _, name in lacks})),
            version=entry.policy.version,
            provisional=self.version.provisional(self.rule),
        )
