"""
Two sets of outcomes of the same people, side by side: who has another score, verdict, grade, place, proposal or figure.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal, get_args

from assess_rules.exact import short_text
from assess_rules.labels import Label, Language
from assess_rules.outcomes import Outcomes, Proposal, RankingResult, RollupResult
from assess_rules.outcomes.history import Standings
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.words import word

Aspect = Literal["score", "verdict", "grade", "rank", "proposal", "rollup", "team", "team_rank"]
Differing = Fraction | int | str | None
Place = tuple[Aspect, str, str]
"""
An aspect, whose it is, and where it stands: the period or span, and what else tells it apart.
"""
Found = Mapping[Place, Differing]
"""
What people and teams have.
"""


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
    Give everything that differs: scores, then verdicts, grades, ranks, proposals, roll-ups, teams' scores and teams' ranks.

    Equal outcomes give nothing.
    """
    old = _everything(before)
    roles = last_roles(before.people) | last_roles(after.people)
    return changes_to(old, differences(old, _everything(after)), roles)


def differences(old: Found, new: Found) -> Found:
    """
    Give what is otherwise in `new`; None for what it lacks.
    """
    moved = {key: new.get(key) for key, value in old.items() if new.get(key) != value}
    return moved | {key: value for key, value in new.items() if value is not None and key not in old}


def changes_to(old: Found, differing: Found, roles: Mapping[str, str]) -> Iterator[Change]:
    """
    Give the changes that differences from `old` are, in the order of aspects, names and places.
    """
    order = {aspect: number for number, aspect in enumerate(get_args(Aspect))}
    for key in sorted(differing, key=lambda each: (order[each[0]], each[1:])):
        aspect, name, where = key
        role = None if aspect in {"team", "team_rank"} else roles[name]
        yield Change(aspect, name, role, where, old.get(key), differing[key])


def last_roles(people: Mapping[str, Standings]) -> dict[str, str]:
    """
    Give everybody's last role.
    """
    return {person: history.entries[-1].role for person, history in people.items()}


def _everything(outcomes: Outcomes) -> Found:
    ranked = found_in_rankings(outcomes.rankings)
    proposed, rolled_up = found_in_proposals(outcomes.proposals), found_in_rollups(outcomes.rollups)
    return {**found_in_periods(outcomes.people), **ranked, **proposed, **rolled_up}


def found_in_periods(people: Mapping[str, Standings]) -> Found:
    """
    Give everybody's scores, verdicts and grades, which is what does not rest on others or on several periods put together.
    """
    found: dict[Place, Differing] = {}
    for person, history in people.items():
        for each, standing, score in zip(history.entries, history.standing, history.scores, strict=True):
            period = each.period.text
            found["score", person, period], found["verdict", person, period] = score, standing
            if each.policy.spec.grades is not None:
                found["grade", person, period] = each.grade
    return found


def found_in_proposals(proposals: Iterable[Proposal]) -> dict[Place, Differing]:
    """
    Give of what kind everybody's proposals are.
    """
    return {("proposal", each.person, f"{each.period} {each.id}"): each.kind for each in proposals}


def found_in_rollups(rollups: Iterable[RollupResult]) -> dict[Place, Differing]:
    """
    Give the figures over several periods.
    """
    return {("rollup", each.person, f"{each.span} {each.id}"): each.value for each in rollups}


def found_in_rankings(rankings: Iterable[RankingResult]) -> dict[Place, Differing]:
    """
    Give people's places, and teams' scores and places.
    """
    found: dict[Place, Differing] = {}
    for each in rankings:
        where = f"{each.span} {each.group}".rstrip()
        for place in each.places:
            if each.what == "people":
                found["rank", place.name, where] = place.place
            else:
                found["team", place.name, where], found["team_rank", place.name, where] = place.score, place.place
    return found


def grade_labels(policies: Iterable[Policy]) -> dict[str, Label]:
    """
    Give the labels of the grades by their ids, as the last version that has one calls it.
    """
    grades = (each.spec.grades for each in policies)
    return {row.grade.name: row.label for each in grades if each is not None for row in each.rows}


def differing_text(aspect: str, value: Differing, grades: Mapping[str, Label], language: Language) -> str:
    """
    Write what a person or a team has: a number, a word, or the label of a grade.
    """
    if value is None:
        return "—"
    if not isinstance(value, str):
        return short_text(Fraction(value))
    return grades[value].text(language) if aspect == "grade" else word(value, language)
