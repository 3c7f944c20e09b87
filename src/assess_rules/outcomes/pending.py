"""
Reviews that are not finished: what rests on a period that is under review, and may still change.
"""

from collections.abc import Iterable, Mapping

from assess_rules.outcomes import Outcomes
from assess_rules.outcomes.consequences import Proposal
from assess_rules.outcomes.history import Pending, Standings
from assess_rules.outcomes.spans import whole_spans
from assess_rules.records import evolve

Touched = Mapping[tuple[str, str], set[Pending]]  # by person and period


def under_review(found: Outcomes, pending: Iterable[Pending]) -> Outcomes:
    """
    Mark what may still change as long as reviews of these people's periods, each of which there is, are not finished.
    """
    pending = _ordered(pending)
    touched = touched_by(found.people, pending)

    def behind(person: str, periods: Iterable[str]) -> tuple[Pending, ...]:
        return _ordered({one for period in periods for one in touched.get((person, period), ())})

    spans = whole_spans(found.people.values())
    proposals, rollups, rankings = [], [], []
    for proposal in found.proposals:
        periods = _rests_on(proposal, found.people[proposal.person])
        proposals.append(evolve(proposal, under_review=behind(proposal.person, periods)))
    for rollup in found.rollups:
        rollups.append(evolve(rollup, under_review=behind(rollup.person, rollup.periods)))
    for ranking in found.rankings:
        names = {each.name for each in (*ranking.places, *ranking.unranked)}
        reviews = {
            one
            for (person, period), own in touched.items()
            if period in spans[ranking.span].periods
            for one in own
            if ranking.what == "teams" or person in names or period == one.period  # its role or team may be another
        }
        rankings.append(evolve(ranking, under_review=_ordered(reviews)))
    marked = {"proposals": tuple(proposals), "rollups": tuple(rollups), "rankings": tuple(rankings)}
    return evolve(found, **marked, under_review=pending)


def _ordered(pending: Iterable[Pending]) -> tuple[Pending, ...]:
    return tuple(sorted(pending, key=lambda each: (each.person, each.period)))


def touched_by(people: Mapping[str, Standings], pending: Iterable[Pending]) -> Touched:
    """
    Give, for each period that a review may change, the reviews: of itself, or of one whose veto would reach it.
    """
    found: dict[tuple[str, str], set[Pending]] = {}
    for one in pending:
        history = people[one.person]
        place = _place(history, one.period)
        year, reach = history.spans[place]["year"].periods, history.versions[place].reach
        for other, entry in enumerate(history.entries):
            reached = reach == "whole_year" or (reach == "to_year_end" and other > place)
            if other == place or (reached and entry.period.text in year):
                found.setdefault((one.person, entry.period.text), set()).add(one)
    return found


def _place(history: Standings, period: str) -> int:
    return next(place for place, each in enumerate(history.entries) if each.period.text == period)


def _rests_on(proposal: Proposal, history: Standings) -> set[str]:
    """
    Give the periods up to a proposal's own on which it rests: those that are counted, or among which it is proposed once.
    """
    place = _place(history, proposal.period)
    version, spans = history.versions[place], history.spans[place]
    assert version.spec.outcomes is not None
    (rule,) = (each for each in version.spec.outcomes.consequences if each.id.name == proposal.id)
    counted, rollups = version.asked(rule)
    words = [*(each.span for each in counted), *(each.each for each in rollups)]
    if not counted and version.word(rule.propose) == "once":
        words.append(rule.lasts or "period")
    found = {proposal.period}
    for word in words:
        if word == "ever":
            found.update(each.period.text for each in history.entries)
        elif word in spans:
            found.update(spans[word].periods)
    return {each for each in found if each <= proposal.period}
