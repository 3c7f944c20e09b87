"""
Two sets of outcomes of the same people, side by side: who has another score, verdict, place, proposal or figure.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, get_args

from assess_rules.outcomes import Outcomes
from assess_rules.outcomes.history import Standings
from assess_rules.records import Record, record

Aspect = Literal["score", "verdict", "rank", "proposal", "rollup", "team", "team_rank"]
Differing = Fraction | int | str | None
Found = Mapping[tuple[str, str], Differing]


@record
class Change(Record):
    """
    One thing that differs: of a person or a team, `where` it stands (period or span, and what of), before and after.

    `role` is the person's last one; None for a team. What is not there on one side is None.
    """

    aspect: Aspect
    name: str
    role: str | None
    where: str
    before: Differing
    after: Differing


def changes(before: Outcomes, after: Outcomes) -> Iterator[Change]:
    """
    Give everything that differs: scores, then verdicts, ranks, proposals, roll-ups, teams' scores and teams' ranks.

    Equal outcomes give nothing.
    """
    for aspect in get_args(Aspect):
        old, new = found(before, aspect), found(after, aspect)
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                name, where = key
                role = None if aspect in {"team", "team_rank"} else _role(before, after, name)
                yield Change(aspect, name, role, where, old.get(key), new.get(key))


def found(outcomes: Outcomes, aspect: Aspect) -> Found:
    """
    Give one aspect of outcomes, by name and by period, span or what else tells it apart.
    """
    if aspect in {"score", "verdict"}:
        return decided(outcomes.people)[aspect]
    if aspect == "proposal":
        return {(each.person, f"{each.period} {each.id}"): each.kind for each in outcomes.proposals}
    if aspect == "rollup":
        return {(each.person, f"{each.span} {each.id}"): each.value for each in outcomes.rollups}
    return {
        (place.name, f"{each.span} {each.group}".rstrip()): place.score if aspect == "team" else place.place
        for each in outcomes.rankings
        if (each.what == "people") == (aspect == "rank")
        for place in each.places
    }


def decided(people: Mapping[str, Standings]) -> Mapping[Aspect, Found]:
    """
    Give everybody's scores and verdicts, which is what does not rest on others or on several periods put together.
    """
    scores: dict[tuple[str, str], Differing] = {}
    verdicts: dict[tuple[str, str], Differing] = {}
    for person, history in people.items():
        for each, standing, score in zip(history.entries, history.standing, history.scores, strict=True):
            key = (person, each.period.text)
            scores[key], verdicts[key] = score, standing
    return {"score": scores, "verdict": verdicts}


def _role(before: Outcomes, after: Outcomes, person: str) -> str:
    return (after.people.get(person) or before.people[person]).entries[-1].role
