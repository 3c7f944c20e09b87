"""
What conditions ask for after scoring: whether the items, grades and roll-ups that they name are there.
"""

from collections.abc import Iterator, Sequence

from assess_rules.amounts import EveryIs, GradeIs, Ident, RollupIs, ScoreIs
from assess_rules.branches import has_role
from assess_rules.diagnostics import meant
from assess_rules.kinds import Problem
from assess_rules.labels import Label
from assess_rules.ownership import Ownership


def not_there(
    condition: ScoreIs | EveryIs | GradeIs | RollupIs, ownership: Ownership, roles: Sequence[str]
) -> Iterator[Problem]:
    """
    Give what a condition for some roles names that is not there, or that not all of them have.
    """
    match condition:
        case ScoreIs(item):
            if item.name != "total":
                items = {role: ownership.items(role) for role in roles}
                labels = {id_: label for own in items.values() for id_, label in own.items()}
                without = tuple(role for role, own in items.items() if item.name not in own)
                yield from _named(item, "unknown_item", {"total": Label(), **labels}, without)
        case GradeIs(grade):
            rows = () if ownership.spec.grades is None else ownership.spec.grades.rows
            yield from _named(
                grade, "unknown_grade" if rows else "no_grades", {row.grade.name: row.label for row in rows}
            )
        case RollupIs(rollup):
            rollups = () if ownership.spec.outcomes is None else ownership.spec.outcomes.rollups
            found = [each for each in rollups if each.id.name == rollup.name]
            without = tuple(role for role in roles if not any(has_role(each.roles, role) for each in found))
            yield from _named(rollup, "unknown_rollup", {each.id.name: each.label for each in rollups}, without)


def _named(ident: Ident, unknown: str, labels: dict[str, Label], without: tuple[str, ...] = ()) -> Iterator[Problem]:
    if ident.name not in labels:
        yield unknown, ident.mark, {"near": meant(ident.name, labels), "id": ident.name}
    elif without:
        yield "item_of_other_roles", ident.mark, {"id": ident.name, "roles": without}
