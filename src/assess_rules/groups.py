"""
Results summed up by period, role and team: what a what-if shows without naming anybody.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, Final

from assess_rules.exact import rounded
from assess_rules.output import json_text, number_cell, text_cell, trial_said, version_record
from assess_rules.policy import Policy
from assess_rules.records import Record, evolve, record
from assess_rules.result import Result, nil_facts
from assess_rules.result_data import value_data
from assess_rules.words import word

VERDICTS = ("pass", "fail", "vetoed")
FEWEST: Final = 3
"""
Of fewer people a sum tells of one of them: nothing that was computed is given of so few unless people are named.
"""
_NO_VERDICTS = (None, None, None)
Scored = Sequence[tuple[Policy, Sequence[Result]]]  # versions with the results that each has scored


@record
class GroupSums(Record):
    """
    The results of one period, role and team: how many, how many have a score, its exact mean, and the verdicts.

    `team` is None for people without one. Of a group in which too few have a score, and of one by which the role's
    total would give that one away, `scored`, `mean` and `verdicts` are None.
    """

    period: str | None
    role: str
    team: str | None
    people: int
    scored: int | None
    mean: Fraction | None
    verdicts: tuple[int, int, int] | None


def grouped(policy: Policy, results: Iterable[Result]) -> Iterator[GroupSums]:
    """
    Sum results up by period, role in the policy's order, and team.
    """
    roles = list(policy.roles)
    ordered = sorted(results, key=lambda each: (each.period or "", roles.index(each.role), each.team or ""))
    for (period, role), members in groupby(ordered, key=lambda each: (each.period, each.role)):
        teams = {team: list(own) for team, own in groupby(members, key=lambda each: each.team)}
        covered = _covered(teams)
        for team, own in teams.items():
            group = summed_up(period, role, team, own)
            yield evolve(group, scored=None, mean=None, verdicts=None) if team in covered else group


def _covered(teams: Mapping[str | None, Sequence[Result]]) -> set[str | None]:
    """
    Give the teams of which nothing is shown: the small ones, and the next until those left out are not too few together.
    """
    sizes = {team: sum(each.exact is not None for each in own) for team, own in teams.items()}
    covered: set[str | None] = set()
    for team in sorted(sizes, key=lambda each: sizes[each]):
        if sizes[team] < FEWEST or (covered and sum(sizes[each] for each in covered) < FEWEST):
            covered.add(team)
    return covered


def summed_up(period: str | None, role: str, team: str | None, results: Sequence[Result]) -> GroupSums:
    """
    Sum up results that belong together.
    """
    scores = [each.exact for each in results if each.exact is not None]
    if len(scores) < FEWEST:
        return GroupSums(period, role, team, len(results), None, None, None)
    mean = sum(scores, Fraction(0)) / len(scores)
    passed, failed, vetoed = (sum(each.verdict == verdict for each in results) for verdict in VERDICTS)
    return GroupSums(period, role, team, len(results), len(scores), mean, (passed, failed, vetoed))


def shown_mean(policy: Policy, group: GroupSums) -> Decimal | None:
    """
    Round a mean as the policy's `display` says for scores.
    """
    display = policy.spec.display
    return None if group.mean is None else rounded(group.mean, display.places, display.rounding)


def groups_csv(scored: Scored) -> str:
    """
    Write groups as a table; the last column says what the what-if is, and that it is one.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    nil = nil_facts([each for _, results in scored for each in results])
    head = ["period", "role", "team", "people", "scored", "mean", "exact_mean", *VERDICTS]
    writer.writerow([*head, *(["complete"] if nil else []), "trial"])
    end = [*([" ".join(nil)] if nil else []), trial_said(scored[-1][0].stamp)]
    for policy, each in _groups(scored):
        exact = "" if each.mean is None else number_cell(each.mean)
        who = [text_cell(each.period), each.role, text_cell(each.team)]
        mean = shown_mean(policy, each)
        writer.writerow([*who, each.people, each.scored, mean, exact, *(each.verdicts or _NO_VERDICTS), *end])
    return stream.getvalue()


def _groups(scored: Scored) -> Iterator[tuple[Policy, GroupSums]]:
    return ((policy, each) for policy, results in scored for each in grouped(policy, results))


def groups_json(scored: Scored) -> str:
    """
    Write groups as JSON, with what decided them: the last version, and where there are several, all; points are texts.
    """
    policy = scored[-1][0]
    stamp = policy.stamp
    nil = nil_facts([each for _, results in scored for each in results])
    return json_text(
        {
            "stamp": word("trial", "zh"),
            "policy": stamp.policy,
            "version": stamp.version,
            "source_hash": stamp.source_hash,
            "plan_hash": stamp.plan_hash,
            "engine": stamp.engine,
            "trial": dict(policy.what_if),
            **({"versions": [version_record(each) for each, _ in scored]} if len(scored) > 1 else {}),
            **({"complete": list(nil)} if nil else {}),
            "groups": [_data(policy, each) for policy, each in _groups(scored)],
        }
    )


def _data(policy: Policy, group: GroupSums) -> dict[str, Any]:
    mean = shown_mean(policy, group)
    return {
        "period": group.period,
        "role": group.role,
        "team": group.team,
        "people": group.people,
        "scored": group.scored,
        "mean": None if mean is None else str(mean),
        "exact_mean": value_data(group.mean),
        **dict(zip(VERDICTS, group.verdicts or _NO_VERDICTS, strict=True)),
    }
