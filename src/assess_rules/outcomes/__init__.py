"""
What follows from results, as the rule file declares it: proposals, figures over several periods, rankings.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from assess_rules.exact import number_text
from assess_rules.facts import Accepted
from assess_rules.labels import Label
from assess_rules.outcomes.consequences import Proposal, proposals
from assess_rules.outcomes.history import Entry, Standings, by_person
from assess_rules.outcomes.rankings import RankingResult, rankings
from assess_rules.outcomes.rollups import RollupResult, rollups
from assess_rules.periods import parse_period
from assess_rules.policy import Policy
from assess_rules.records import Record, record

OUTCOMES_FORMAT = 1


@record
class Outcomes(Record):
    """
    All that follows from a set of results. `people` are the periods behind it, by person.
    """

    people: dict[str, Standings]
    proposals: tuple[Proposal, ...]
    rollups: tuple[RollupResult, ...]
    rankings: tuple[RankingResult, ...]

    def to_dict(self) -> dict[str, Any]:
        """
        Give the outcomes as JSON data; numbers are texts.
        """
        return {
            "format": OUTCOMES_FORMAT,
            "people": {person: _standings(each) for person, each in self.people.items()},
            **{key: [_plain(each) for each in getattr(self, key)] for key in ("proposals", "rollups", "rankings")},
        }


def entry(policy: Policy, accepted: Accepted) -> Entry:
    """
    Make a person's period of a record that has been accepted: its result, or the reason why there is none.
    """
    context = accepted.context
    period = parse_period(context.period or "", policy.door.period)
    assert period is not None  # a table has a person and a period in every row
    assert context.person is not None
    result = policy.score_accepted(accepted) if accepted.excused is None else None
    return Entry(context.person, period, accepted.role, context.team, policy, result, accepted.excused, accepted.given)


def outcomes(entries: Iterable[Entry]) -> Outcomes:
    """
    Give all that follows from people's periods.
    """
    people = by_person(entries)
    return Outcomes(
        people,
        tuple(each for history in people.values() for each in proposals(history)),
        tuple(each for history in people.values() for each in rollups(history)),
        tuple(rankings(people)),
    )


def _standings(history: Standings) -> list[dict[str, Any]]:
    return [
        {
            "period": entry.period.text,
            "role": entry.role,
            "team": entry.team,
            "standing": standing,
            "score": None if standing in ("vetoed", "excused") or entry.result is None else str(entry.result.score),
            "reason": entry.reason or history.reached.get(entry.period.text),
            "version": entry.policy.version,
        }
        for entry, standing in zip(history.entries, history.standing, strict=True)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, Label):
        return {"zh": value.text("zh"), "en": value.text("en")}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Record):
        return {each.name: _plain(getattr(value, each.name)) for each in value.__attrs_attrs__}  # type: ignore[attr-defined]
    return value


__all__ = ["Entry", "Outcomes", "Proposal", "RankingResult", "RollupResult", "Standings", "entry", "outcomes"]
