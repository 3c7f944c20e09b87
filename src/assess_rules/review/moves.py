"""
What moves between two outcomes, in the order in which people want to know it.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, get_args

from assess_rules.compare import Differing, changes
from assess_rules.outcomes import Outcomes
from assess_rules.records import Record, record

MoveAspect = Literal["score", "verdict", "grade", "proposal", "rollup", "span_score", "rank", "team", "team_rank"]


@record
class Move(Record):
    """
    One thing that moves, before and after; what is not there on one side is None.

    `name` is the person or the team, `span` the period or longer span, `of` the consequence, the roll-up or the group that
    is ranked. `span_score` is a person's score in a ranking that is of more than one period, and `rank` the place in any;
    `team` and `team_rank` are a team's score and place. `role` is the person's last one; None for a team.
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
    aspects = get_args(MoveAspect)
    return sorted(found, key=lambda each: (aspects.index(each.aspect), each.name, each.span, each.of))


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
