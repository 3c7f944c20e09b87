"""
Ranking of people and teams, period by period and over longer spans.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal

from assess_rules.labels import Label
from assess_rules.model import Ranking, Teams
from assess_rules.model.common import PERIODS
from assess_rules.outcomes.history import Entry, Pending, Standings, Version
from assess_rules.outcomes.spans import LeftOut, WholeSpan, combined, counted_score, gather, whole_spans, why_not
from assess_rules.records import Record, evolve, record

Member = tuple[Standings, int]
_Unplaced = tuple[str, Fraction | None, tuple[str, ...], int | None, tuple[LeftOut, ...]]  # a `Place` after its first
NEARLY: Final = 64  # binary places after which scores that are no nearer to one another are compared as fractions


@record
class Place(Record):
    """
    A place in a ranking; no place and no score where nothing counts.

    `periods` are those that the score rests on, `members` how many people of a team are behind it, `left_out` what is not.
    """

    place: int | None
    name: str
    score: Fraction | None
    periods: tuple[str, ...]
    members: int | None
    left_out: tuple[LeftOut, ...]


@record
class RankingResult(Record):
    """
    The ranking of a group in a span, by the version that holds in the last of its periods that anybody has a record of.

    `group` is the role or the team that is ranked, empty where all are together. `how` puts the periods of a longer span
    together. `teamless` are people who have no team in a period for which one is asked.
    """

    what: Literal["people", "teams"]
    label: Label | None
    at: tuple[str, ...]
    each: str
    span: str
    group: str
    how: str | None
    places: tuple[Place, ...]
    unranked: tuple[Place, ...]
    teamless: tuple[str, ...]
    version: str
    provisional: tuple[str, ...]
    under_review: tuple[Pending, ...] = ()


def places(scores: Mapping[str, Fraction], ties: str, *, better: str = "higher") -> dict[str, int]:
    """
    Give each name its place, the best score first, the `higher` or the `lower` one.

    Equal scores share the best place; `dense` leaves no gap after them.

    >>> places({"a": Fraction(9), "b": Fraction(9), "c": Fraction(8)}, "shared_best")
    {'a': 1, 'b': 1, 'c': 3}
    """
    times = Counter(scores.values())
    nearly = sorted(times, key=lambda each: (each.numerator << NEARLY) // each.denominator)  # so that few are compared
    first: dict[Fraction, int] = {}
    place = 1
    for score in sorted(nearly, reverse=better == "higher"):
        first[score] = place
        place += 1 if ties == "dense" else times[score]
    return {name: first[score] for name, score in scores.items()}


def rankings(people: Mapping[str, Standings]) -> Iterator[RankingResult]:
    """
    Give every ranking that the policy asks for: people, then teams, each from short spans to long ones.
    """
    histories = people.values()
    versions = {version.policy: version for history in histories for version in history.versions}
    asked = {word for version in versions.values() for rule in _rules(version) for word in rule.each}
    members: dict[str, list[Member]] = {}
    for history in histories:
        for place, (entry, spans) in enumerate(zip(history.entries, history.spans, strict=True)):
            member = (history, place)
            for word, own in spans.items():
                if word in asked or own.text == entry.period.text:
                    members.setdefault(own.text, []).append(member)
    wanted = [each for each in whole_spans(histories).values() if each.word in asked]
    ordered = [_Span(each, members) for each in sorted(wanted, key=lambda each: (PERIODS.index(each.word), each.text))]
    for span in ordered:
        yield from span.people()
    for span in ordered:
        yield from span.teams()


def _rules(version: Version) -> list[Ranking | Teams]:
    outcomes = version.spec.outcomes
    return [each for each in (outcomes.ranking, outcomes.teams) if each is not None] if outcomes is not None else []


class _Span:
    """
    A span with all entries of its periods, ranked as its version says, and with those of its name that it does not hold.

    `members` are entries by each span that they fall into by their own version, a period being one.
    """

    def __init__(self, span: WholeSpan, members: Mapping[str, Sequence[Member]]) -> None:
        self.span, self.version = span, span.version
        self.outcomes = self.version.spec.outcomes
        own = [each for period in span.periods for each in members.get(period, ())]
        own += [each for each in members[span.text] if _period(each) not in span.periods]
        self.members = sorted(own, key=lambda each: (each[0].entries[0].person, each[1]))

    def people(self) -> Iterator[RankingResult]:
        """
        Rank people, group by group.
        """
        rule = self.outcomes.ranking if self.outcomes is not None else None
        if rule is None or self.span.word not in rule.each:
            return
        among = self.version.word(rule.among)
        groups: dict[str, dict[str, Member]] = {}
        teamless: dict[str, None] = {}
        for member in self.members:
            history, place = member
            entry = history.entries[place]
            group = _group(entry, among)
            if group is None:
                teamless[entry.person] = None
            else:
                groups.setdefault(group, {})[entry.person] = member
        roles = list(self.version.spec.roles)
        order = {role: f"{number:09}" for number, role in enumerate(roles)} if among == "role" else {}
        how = self._how(rule)
        for group in sorted(groups, key=lambda each: order.get(each, each)):
            found = [self._person(group, among, how, *member) for member in groups[group].values()]
            yield self._ranked("people", rule, None, group, how, found, () if among != "team" else tuple(teamless))

    def _person(self, group: str, among: str, how: str | None, history: Standings, place: int) -> _Unplaced:
        def other(entry: Entry) -> LeftOut | None:
            own = _group(entry, among)
            if own == group:
                return None
            return LeftOut(entry.period.text, "role" if among == "role" else "team", own)

        counted, left_out = gather(history, self.span, other)
        score = combined(list(counted.values()), how or "mean") if counted else None
        periods = tuple(history.entries[number].period.text for number in counted)
        return history.entries[place].person, score, periods, None, tuple(left_out)

    def teams(self) -> Iterator[RankingResult]:
        """
        Rank teams, all together.
        """
        rule = self.outcomes.teams if self.outcomes is not None else None
        if rule is None or self.span.word not in rule.each:
            return
        found: dict[str, dict[str, list[Member]]] = {}
        teamless: dict[str, None] = {}
        for member in self.members:
            history, place = member
            entry = history.entries[place]
            if entry.team is None:
                teamless[entry.person] = None
            else:
                found.setdefault(entry.team, {}).setdefault(entry.period.text, []).append(member)
        score, how = self.version.word(rule.score), self._how(rule)
        scored = [self._team(team, periods, score, how) for team, periods in sorted(found.items())]
        yield self._ranked("teams", rule, rule.label, "", how, scored, tuple(teamless))

    def _team(self, team: str, members: Mapping[str, list[Member]], together: str, how: str | None) -> _Unplaced:
        """
        Give a team's score: the members' in each period, then the periods'.
        """
        scores: dict[str, Fraction] = {}
        behind: dict[str, None] = {}
        left_out: list[LeftOut] = []
        for period in sorted(members.keys() - set(self.span.periods)):
            left_out += [LeftOut(period, "year", person=each[0].entries[0].person) for each in members[period]]
        for period in self.span.periods:
            figures = []
            for history, place in members.get(period, ()):
                counted, person = counted_score(history, place), history.entries[place].person
                if counted is not None:
                    figures.append(counted)
                    behind[person] = None
                else:
                    left_out.append(evolve(why_not(history, place), person=person))
            if figures:
                scores[period] = combined(figures, together)
            elif period not in members:
                left_out.append(LeftOut(period, "missing"))
        score = combined(list(scores.values()), how or "mean") if scores else None
        return team, score, tuple(scores), len(behind), tuple(left_out)

    def _how(self, rule: Ranking | Teams) -> str | None:
        """
        Give how the periods of a longer span come together.
        """
        return self.version.word(rule.periods) if self.span.word != self.version.spec.period else None

    def _ranked(
        self,
        what: Literal["people", "teams"],
        rule: Ranking | Teams,
        label: Label | None,
        group: str,
        how: str | None,
        found: Sequence[_Unplaced],
        teamless: tuple[str, ...],
    ) -> RankingResult:
        ranking = self.outcomes.ranking if self.outcomes is not None else None
        ties = self.version.word(ranking.ties) if ranking is not None else "shared_best"
        scores = {name: score for name, score, *_ in found if score is not None}
        order = places(scores, ties, better=self.version.better)
        every = [Place(order.get(each[0]), *each) for each in found]
        return RankingResult(
            what=what,
            label=label,
            at=rule.at,
            each=self.span.word,
            span=self.span.text,
            group=group,
            how=how,
            places=tuple(sorted((each for each in every if each.place), key=lambda each: (each.place or 0, each.name))),
            unranked=tuple(each for each in every if not each.place),
            teamless=teamless,
            version=self.version.policy.version,
            provisional=self.version.provisional(rule),
        )


def _period(member: Member) -> str:
    history, place = member
    return history.entries[place].period.text


def _group(entry: Entry, among: str) -> str | None:
    """
    Give the group in which an entry's person is ranked; None without a team where teams are asked for.
    """
    return {"role": entry.role, "team": entry.team, "all": ""}[among]
