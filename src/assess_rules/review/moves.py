"""
What moves between two outcomes, in the order in which people want to know it.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, get_args

from assess_rules.compare import Differing, changes
from assess_rules.outcomes import Outcomes
from assess_rules.records import Record, record

MoveAspect = Literal[
    "score", "verdict", "grade", "proposal", "because", "lacks", "rollup", "span_score", "rank", "team", "team_rank"
]


@record
class Move(Record):
    """
    One thing that moves, before and after; what is not there on one side is None.

    `name` is the person or the team, `span` the period or longer span, `of` the consequence, the roll-up or the group that
    is ranked. Of a proposal that is there on both sides, `because` are the periods behind it and `lacks` the facts that it
    lacks, one after another. `span_score` is a person's score in a ranking that is of more than one period, and `rank` the
    place in any; `team` and `team_rank` are a team's score and place. `role` is the person's last one; None for a team.
    """

    aspect: MoveAspect
    name: str
    role: str | None
    span: str
    of: str
    before: Differing
    after: Differing


def moves(before: Outcomes, after: Outcomes) -> list[Move]:
    """
    Give everything that moves, aspect by aspect, in the order of names and spans; nothing for equal outcomes.
    """
    found = []
    for each in changes(before, after):
        span, _, of = each.where.partition(" ")
        found.append(Move(each.aspect, each.name, each.role, span, of, each.before, each.after))
    old, new = _span_scores(before), _span_scores(after)
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            name, span, of = key
            role = (after.people.get(name) or before.people[name]).entries[-1].role
            found.append(Move("span_score", name, role, span, of, old.get(key), new.get(key)))
    grounds, others = _grounds(before), _grounds(after)
    for ground in grounds.keys() & others.keys():
        if grounds[ground] != others[ground]:
            aspect, name, span, of = ground
            role = after.people[name].entries[-1].role
            found.append(Move(aspect, name, role, span, of, grounds[ground], others[ground]))
    aspects = get_args(MoveAspect)
    return sorted(found, key=lambda each: (aspects.index(each.aspect), each.name, each.span, each.of))


def _grounds(outcomes: Outcomes) -> Mapping[tuple[MoveAspect, str, str, str], str | None]:
    """
    Give what proposals rest on and what they lack, by aspect, name, period and consequence.
    """
    found: dict[tuple[MoveAspect, str, str, str], str | None] = {}
    for each in outcomes.proposals:
        found["because", each.person, each.period, each.id] = " ".join(each.because)
        found["lacks", each.person, each.period, each.id] = " ".join(each.lacks) or None
    return found


def _span_scores(outcomes: Outcomes) -> Mapping[tuple[str, str, str], Fraction | None]:
    """
    Give people's scores in rankings of more than one period, by name, span and group.
    """
    return {
        (place.name, each.span, each.group): place.score
        for each in outcomes.rankings
        if each.what == "people" and each.how is not None
        for place in each.places
    }
