"""
How many, without a name: periods by what they stand as, proposals, roll-ups and rankings.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

from assess_rules.outcomes.history import Standing

if TYPE_CHECKING:
    from assess_rules.outcomes import Outcomes


def counted(outcomes: "Outcomes") -> dict[str, Any]:
    """
    Count outcomes, as JSON data.
    """
    standing = Counter(each for history in outcomes.people.values() for each in history.standing)
    versions = (each.spec.grades for each in outcomes.policies)
    grades = dict.fromkeys(row.grade.name for each in versions if each is not None for row in each.rows)
    given = Counter(each.grade for history in outcomes.people.values() for each in history.entries)
    proposed: dict[tuple[str, str], list[str]] = {}
    for proposal in outcomes.proposals:
        proposed.setdefault((proposal.id, proposal.kind), []).append(proposal.person)
    figures: dict[tuple[str, str], list[bool]] = {}
    for rollup in outcomes.rollups:
        figures.setdefault((rollup.id, rollup.span), []).append(rollup.value is not None)
    return {
        "people": len(outcomes.people),
        "standing": {each: standing[each] for each in get_args(Standing) if each in standing},
        **({"grades": {each: given[each] for each in grades}} if grades else {}),
        "proposals": [
            {"id": id_, "kind": kind, "times": len(people), "people": len(set(people))}
            for (id_, kind), people in sorted(proposed.items())
        ],
        "rollups": [
            {"id": id_, "span": span, "figures": sum(found), "without": len(found) - sum(found)}
            for (id_, span), found in sorted(figures.items())
        ],
        "rankings": [
            {
                "what": each.what,
                "span": each.span,
                "group": each.group,
                "ranked": len(each.places),
                "unranked": len(each.unranked),
            }
            for each in outcomes.rankings
            if each.what == "people"
        ],
    }
