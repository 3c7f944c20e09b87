"""
What follows from results, as the rule file declares it: proposals, figures over several periods, rankings.
"""

from collections.abc import Container, Iterable
from typing import Any

from assess_rules.outcomes.consequences import Proposal, proposals
from assess_rules.outcomes.history import Entry, Pending, Standings, by_person, entry
from assess_rules.outcomes.rankings import Place, RankingResult, rankings
from assess_rules.outcomes.rollups import Added, RollupResult, rollups
from assess_rules.outcomes.spans import LeftOut, Part, whole_spans
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result import nil_facts
from assess_rules.result_data import record_data, value_data
from assess_rules.rulebook import in_order
from assess_rules.words import word

OUTCOMES_FORMAT = 1


@record
class Outcomes(Record):
    """
    All that follows from a set of results.

    `policies` are the versions that decided, `people` everybody's periods. `under_review` are those of which a review is not
    finished, as `pending.under_review` marks them; what rests on one of them names it too.
    """

    policies: tuple[Policy, ...]
    people: dict[str, Standings]
    proposals: tuple[Proposal, ...]
    rollups: tuple[RollupResult, ...]
    rankings: tuple[RankingResult, ...]
    under_review: tuple[Pending, ...] = ()

    @property
    def trial(self) -> tuple[str, ...]:
        """
        Give the readings that were set aside for a what-if, which is no result of anybody.
        """
        return tuple(dict.fromkeys(reading for each in self.policies for reading in each.stamp.trial))

    @property
    def trial_options(self) -> dict[str, str]:
        """
        Give the option tried of each reading that was set aside, and the value that was put in each place.
        """
        return {tried: value for each in self.policies for tried, value in each.what_if.items()}

    @property
    def complete(self) -> tuple[str, ...]:
        """
        Give the facts that were nil in any period because no row of a long table names them.
        """
        entries = (each for history in self.people.values() for each in history.entries)
        return nil_facts(each.result for each in entries if each.result is not None)

    def spans(self) -> frozenset[str]:
        """
        Give every period and longer span that there is.
        """
        return frozenset(whole_spans(self.people.values()))

    def within(self, span: str) -> "Outcomes | None":
        """
        Give what belongs to one span, or None where nothing does.

        It has the span's periods, what is proposed in them, the roll-ups that lie in it, and its own rankings.
        """
        whole = whole_spans(self.people.values()).get(span)
        if whole is None:
            return None
        inside = frozenset(whole.periods)
        people = {person: history.within(inside) for person, history in self.people.items()}
        decided = {each.policy for history in people.values() for each in history.entries}
        proposals = tuple(each for each in self.proposals if each.period in inside)
        rollups = tuple(each for each in self.rollups if each.periods <= inside)
        rankings = tuple(each for each in self.rankings if each.span == span)
        marked = {one for each in proposals for one in each.under_review}
        marked |= {one for each in rollups for one in each.under_review}
        marked |= {one for each in rankings for one in each.under_review}
        return Outcomes(
            tuple(each for each in self.policies if each in decided),
            {person: history for person, history in people.items() if history.entries},
            proposals,
            rollups,
            rankings,
            tuple(each for each in self.under_review if each.period in inside or each in marked),
        )

    def to_dict(self, *, named: bool = True) -> dict[str, Any]:
        """
        Give the outcomes as JSON data, valid against `schemas/outcomes.schema.json`; numbers are texts.

        Without `named`, only counts: nobody's name, and nothing that belongs to one person or team.
        """
        from assess_rules.outcomes.counts import counted

        found: dict[str, Any] = {
            "format": OUTCOMES_FORMAT,
            "stamp": word("trial", "zh") if self.trial else None,
            "policies": [policy_data(each) for each in self.policies],
            **({"complete": list(self.complete)} if self.complete else {}),
            "counts": counted(self),
        }
        if named:
            found["people"] = {
                person: _standings(each, {one.period for one in self.under_review if one.person == person})
                for person, each in self.people.items()
            }
            found |= {
                key: [record_data(each) for each in getattr(self, key)] for key in ("proposals", "rollups", "rankings")
            }
        return found


def outcomes(entries: Iterable[Entry]) -> Outcomes:
    """
    Give all that follows from people's periods, of one version of a policy or of several.

    Raises `FactsError` for a person's period that is given more than once.
    """
    people = by_person(entries)
    histories = people.values()
    versions = dict.fromkeys(each.policy for history in histories for each in history.entries)
    return Outcomes(
        tuple(sorted(versions, key=in_order)),
        people,
        tuple(each for history in histories for each in proposals(history)),
        tuple(each for history in histories for each in rollups(history)),
        tuple(rankings(people)),
    )


def policy_data(policy: Policy) -> dict[str, Any]:
    """
    Give the version that decided as JSON data, with its readings.
    """
    stamp, readings = policy.stamp, policy.spec.readings
    return {
        "policy": stamp.policy,
        "version": stamp.version,
        "source_hash": stamp.source_hash,
        "plan_hash": stamp.plan_hash,
        "engine": stamp.engine,
        "trial": list(stamp.trial),
        "readings": [
            {"id": id_, "option": each.chosen.name, "decided": each.decided is not None}
            for id_, each in readings.items()
        ],
    }


def _standings(history: Standings, under_review: Container[str]) -> list[dict[str, Any]]:
    rows = zip(history.entries, history.standing, history.scores, strict=True)
    return [
        {
            "period": each.period.text,
            "role": each.role,
            "team": each.team,
            "standing": standing,
            "score": None if score is None or each.result is None else str(each.result.score),
            "exact": value_data(score),
            **({} if each.spec.grades is None else {"grade": each.grade}),
            "reason": each.reason,
            "reached_from": history.reached.get(each.period.text),
            "version": each.policy.version,
            "under_review": each.period.text in under_review,
        }
        for each, standing, score in rows
    ]


__all__ = [
    "Added",
    "Entry",
    "LeftOut",
    "Outcomes",
    "Part",
    "Pending",
    "Place",
    "Proposal",
    "RankingResult",
    "RollupResult",
    "Standings",
    "entry",
    "outcomes",
    "policy_data",
]
