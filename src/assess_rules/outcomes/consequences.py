"""
Proposals: what the policy proposes when a condition holds, once or each time. People decide.
"""

from collections.abc import Collection, Iterator
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
from assess_rules.ir import Comparison, Expr, facts_read
from assess_rules.labels import Label
from assess_rules.model import Consequence
from assess_rules.outcomes.history import Pending, Standings
from assess_rules.outcomes.rollups import RollupResult, rolled_up
from assess_rules.outcomes.spans import failed_by_veto
from assess_rules.ownership import has_role
from assess_rules.records import Record, record

Kind = Literal["proposal", "warning", "undecided"]


@record
class Proposal(Record):
    """
    What is proposed for a person in a period.

    A `warning` says that one more such period would bring the proposal about; `undecided`, that the condition asks for
    facts that are not given (`lacks`). `because` are the periods behind it, with one whose veto reaches any of them; `lasts`
    is the span that the consequence covers, `version` that of the period.
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
    made: dict[str, list[str]] = {}  # by consequence, the periods in which it was proposed, by whatever version
    for place, entry in enumerate(history.entries):
        outcomes = entry.spec.outcomes
        for rule in outcomes.consequences if outcomes is not None and entry.result is not None else ():
            if has_role(rule.roles, entry.role):
                before = made.setdefault(rule.id.name, [])
                found = _Case(rule, history, place, before).proposal()
                if found is not None:
                    yield found
                    if found.kind == "proposal":
                        before.append(found.period)


class _Case:
    """
    A consequence put to one period of a person, by the version of that period.
    """

    def __init__(self, rule: Consequence, history: Standings, place: int, before: Collection[str]) -> None:
        self.rule, self.history, self.place, self.before = rule, history, place, before
        self.entry, self.version = history.entries[place], history.versions[place]
        self.counted, self.compared, rollups = self.version.asked(rule)
        self.rollups = {each.id.name: each for each in rollups}

    def proposal(self) -> Proposal | None:
        """
        Give what is proposed, warned of or not to be decided, if anything is.
        """
        once = self.version.word(self.rule.propose) == "once"
        if once and self._was_proposed():
            return None
        lacking = self._lacking(self.place)
        if lacking:
            lacks = tuple(each for each in lacking if self._is_due(each))
            return self._proposal("undecided", lacks) if lacks else None
        if not self._holds(self.rule.when, self.place):
            return self._proposal("warning") if self._one_short() else None
        new = once or not self.counted or any(self._counts(each, self.place) for each in self.counted)
        return self._proposal("proposal") if new else None

    # Facts that the condition asks for.

    def _lacking(self, place: int) -> list[str]:
        """
        Give the facts that the condition asks for and a period does not give.
        """
        read = {name for each in self.compared for name in facts_read(self._expression(each, place))}
        lacks = read - self.history.entries[place].facts.keys() if read else set()
        return sorted(lacks.union(*(each.lacks for each in self._rolled_up_all(place))))

    def _is_due(self, name: str) -> bool:
        """
        Say whether a fact is due. One of a longer span is due in the person's last period there, if no period gave it.
        """
        span = self.entry.spec.facts[name].each if name in self.entry.spec.facts else None
        if span is None:
            return True
        same = self._in_span(span)
        return self.place == same[-1] and not any(name in self.history.entries[each].given for each in same)

    def _expression(self, part: FactIs | Amount, place: int) -> Expr:
        """
        Lower a part of the condition for the role that the person had, if this version still has it.
        """
        role = self.history.entries[place].role
        return self.entry.policy.expression(part, role if role in self.entry.policy.roles else self.entry.role)

    # Whether it holds.

    def _holds(self, condition: Condition, place: int, *, counting: bool = False) -> bool:
        """
        Say whether a condition holds in a period; `counting` where a veto may count as a failed period.
        """
        match condition:
            case VerdictIs(verdict):
                stands = self.history.standing[place]
                as_failed = counting and stands == "vetoed" and failed_by_veto(self.history, place)
                return stands == verdict or (verdict == "fail" and as_failed)
            case PeriodsIn():
                return self._meets(Fraction(len(self._that_count(condition, place))), condition.comparisons, place)
            case ScoreIs(item, comparisons):
                points = self._points(item.name, place)
                return points is not None and self._meets(points, comparisons, place)
            case EveryIs(comparisons):
                each_has = self._every(place)
                return each_has is not None and all(self._meets(each, comparisons, place) for each in each_has)
            case RollupIs(rollup, comparisons):
                found = self._rolled_up(rollup.name, place)
                return found is not None and found.value is not None and self._meets(found.value, comparisons, place)
            case GradeIs(grade):
                return self.history.entries[place].grade == grade.name
            case AllOf(terms):
                return all(self._holds(each, place, counting=counting) for each in terms)
            case AnyOf(terms):
                return any(self._holds(each, place, counting=counting) for each in terms)
            case NotOf(of):
                return not self._holds(of, place, counting=counting)
            case RoleIn(roles):
                return has_role(roles, self.history.entries[place].role)
            case ReadingIs(reading, option):
                return self.entry.spec.readings[reading.name].chosen.name == option.name
        assert isinstance(condition, FactIs)
        expression, facts = self._expression(condition, place), self.history.entries[place].facts
        return facts_read(expression) <= facts.keys() and truth(expression, facts)

    def _meets(self, value: Fraction, comparisons: tuple[tuple[Comparison, Amount], ...], place: int) -> bool:
        """
        Say whether a figure meets comparisons; none that names a fact which the period does not give is met.
        """
        figures = [(op, self._expression(amount, place)) for op, amount in comparisons]
        read = {name for _, each in figures for name in facts_read(each)}
        facts = self.history.entries[place].facts if read else {}
        return read <= facts.keys() and all(holds(value, op, number(each, facts)) for op, each in figures)

    def _points(self, item: str, place: int) -> Fraction | None:
        """
        Give the score of a period, or the points of a section or an indicator; None without a score, or without that item.
        """
        result, score = self.history.entries[place].result, self.history.scores[place]
        if item == "total" or result is None or score is None:
            return score
        found = {each.indicator: each.points for each in result.lines} | {
            each.id: each.points for each in result.sections
        }
        return found.get(item)

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

    def _every(self, place: int) -> list[Fraction] | None:
        """
        Give the points of all indicators but extras and what is left out; None without a score.
        """
        result = self.history.entries[place].result
        if result is None or result.exact is None:
            return None
        lines = (each for each in result.lines if not each.extra)
        return [each.points for each in lines if each.decided is None or not each.decided.left_out]

    def _that_count(self, condition: PeriodsIn, place: int) -> list[int]:
        """
        Give the periods of the span, up to this one, that count.
        """
        return [
            each for each in self._in_span(condition.span, place) if each <= place and self._counts(condition, each)
        ]

    def _counts(self, condition: PeriodsIn, place: int) -> bool:
        appraised = self.history.entries[place].result is not None
        return appraised and self._holds(condition.of, place, counting=True)

    def _one_short(self) -> bool:
        """
        Say whether one more period like this one would make the count of periods hold, which is all that still lacks.
        """
        terms = self.rule.when.terms if isinstance(self.rule.when, AllOf) else (self.rule.when,)
        lacking = [each for each in terms if not self._holds(each, self.place)]
        if len(lacking) != 1 or not isinstance(lacking[0], PeriodsIn) or not self._counts(lacking[0], self.place):
            return False
        more = Fraction(len(self._that_count(lacking[0], self.place)) + 1)
        return self._meets(more, lacking[0].comparisons, self.place)

    def _was_proposed(self) -> bool:
        """
        Say whether it was proposed before in the span where that is done once: of its condition, else as long as it lasts.
        """
        span = next((each.span for each in self.counted), self.rule.lasts or "period")
        same = self._in_span(span) if self.before else ()
        return any(self.history.entries[other].period.text in self.before for other in same)

    def _in_span(self, span: str, place: int | None = None) -> list[int]:
        """
        Give the person's periods in the span of a period, this one if none is named, as this one's version has the year.
        """
        entries = self.history.entries
        if span == "ever":
            return list(range(len(entries)))
        place = self.place if place is None else place
        if span == "period":
            return [place]
        inside = self.version.spans(entries[place].period)[span].periods
        return [other for other, each in enumerate(entries) if each.period.text in inside]

    def _proposal(self, kind: Kind, lacks: tuple[str, ...] = ()) -> Proposal:
        entry, lasts = self.entry, self.rule.lasts
        counted = {other for each in self.counted for other in self._that_count(each, self.place)}
        because = {self.history.entries[other].period.text for other in counted or [self.place]}
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
            lacks=lacks,
            version=entry.policy.version,
            provisional=self.version.provisional(self.rule),
        )
