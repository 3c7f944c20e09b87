"""
Two sets of outcomes of the same people, side by side: who has another score, verdict, place, proposal or figure.
"""

from collections.abc import Iterator
from fractions import Fraction

from assess_rules.outcomes import Outcomes
from assess_rules.records import Record, record

ASPECTS = ("score", "verdict", "rank", "proposal", "rollup", "team")


@record
class Change(Record):
    """
    One thing that differs: of a person (or a team), in a period or span; before and after as texts or exact numbers.
    """

    aspect: str
    name: str
    role: str | None
    where: str
    before: Fraction | int | str | None
    after: Fraction | int | str | None


def changes(before: Outcomes, after: Outcomes) -> Iterator[Change]:
    """
    Give everything that differs, person by person, then teams; nothing for equal outcomes.
    """
    for aspect in ASPECTS:
        old, new = _facts(before, aspect), _facts(after, aspect)
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                name, where = key
                yield Change(aspect, name, _role(before, after, name), where, old.get(key), new.get(key))


def _facts(outcomes: Outcomes, aspect: str) -> dict[tuple[str, str], Fraction | int | str | None]:
    """
    Give one aspect of outcomes, by name and period or span.
    """
    found: dict[tuple[str, str], Fraction | int | str | None] = {}
    if aspect in ("score", "verdict"):
        for person, history in outcomes.people.items():
            for entry, standing in zip(history.entries, history.standing, strict=True):
                scored = standing not in ("vetoed", "excused") and entry.result is not None
                exact = entry.result.arithmetic if scored and entry.result is not None else None
                found[person, entry.period.text] = exact if aspect == "score" else standing
    elif aspect in ("rank", "team"):
        for ranking in outcomes.rankings:
            if (ranking.what == "people") == (aspect == "rank"):
                for place in ranking.places:
                    found[place.name, ranking.span] = place.place if aspect == "rank" else place.score
    elif aspect == "proposal":
        for proposal in outcomes.proposals:
            found[proposal.person, f"{proposal.period} {proposal.id}"] = proposal.kind
    else:
        for rollup in outcomes.rollups:
            found[rollup.person, f"{rollup.span} {rollup.id}"] = rollup.value
    return found


def _role(before: Outcomes, after: Outcomes, person: str) -> str | None:
    history = after.people.get(person) or before.people.get(person)
    return history.entries[-1].role if history is not None else None
