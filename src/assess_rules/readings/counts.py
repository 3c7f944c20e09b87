"""
A comparison of readings as counts by role, as JSON data and as tables of a spreadsheet.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, get_args

from assess_rules.compare import Aspect, Change
from assess_rules.groups import FEWEST
from assess_rules.output import number_cell, text_cell
from assess_rules.readings import Comparison, Effect, Options
from assess_rules.records import Record, record
from assess_rules.result_data import value_data
from assess_rules.words import word

READINGS_FORMAT = 1
ASPECTS: Final[tuple[Aspect, ...]] = get_args(Aspect)


@record
class Tally(Record):
    """
    For how many people of a role an effect matters, by aspect; of role None, for everybody, and for how many teams.

    `gain` and `loss` are the largest of one period's score; None where nothing is gained or lost, or too few people move.
    """

    role: str | None
    people: int
    counts: Mapping[Aspect, int]
    gain: Fraction | None
    loss: Fraction | None


def tallies(comparison: Comparison, effect: Effect, role: str | None = None) -> list[Tally]:
    """
    Count for everybody and for each role, or for one role only; nothing for what is not computed.

    Roles are told apart only if each has at least `FEWEST` people; else a count would tell of one of them.
    """
    if not effect.is_computed:
        return []
    sizes = Counter(comparison.people.values())
    roles: list[str | None] = [None, *(each for each in comparison.book.latest.roles if each in sizes)]
    if min(sizes.values()) < FEWEST:
        roles = [None]
    return [_tally(comparison, effect, each) for each in roles if role is None or each in {None, role}]


def _tally(comparison: Comparison, effect: Effect, role: str | None) -> Tally:
    own = [each for each in effect.changes if role in {None, each.role}]
    counts = {aspect: len({each.name for each in own if each.aspect == aspect}) for aspect in ASPECTS}
    moved = [
        each.after - each.before
        for each in own
        if each.aspect == "score" and isinstance(each.before, Fraction) and isinstance(each.after, Fraction)
    ]
    shown = counts["score"] >= FEWEST
    gain = max((each for each in moved if each > 0 and shown), default=None)
    loss = min((each for each in moved if each < 0 and shown), default=None)
    people = sum(role in {None, each} for each in comparison.people.values())
    return Tally(role, people, counts, gain, loss)


def readings_data(comparison: Comparison, role: str | None = None, *, named: bool = False) -> dict[str, Any]:
    """
    Give a comparison as JSON data; numbers are texts. Only with `named` does it hold anybody's name or figure.
    """

    def effect(each: Effect) -> dict[str, Any]:
        changes = {"changes": [_change(one) for one in of_role(each.changes, role)]} if named else {}
        counted = [_counted(one) for one in tallies(comparison, each, role)]
        unfit = [one.to_dict() for one in each.unfit]
        return {
            "options": dict(each.options),
            "lacks": list(each.lacks),
            "unfit": unfit,
            "counts": counted,
            **changes,
        }

    return {
        "format": READINGS_FORMAT,
        "stamp": word("trial", "zh"),
        "policy": comparison.book.latest.id,
        "versions": [each.version for each in comparison.book.versions],
        **({"trial": dict(comparison.book.latest.what_if)} if comparison.book.latest.what_if else {}),
        "readings": [
            {
                "id": id_,
                "question": each.question.to_dict(),
                "options": list(each.options),
                "chosen": each.chosen.name,
            }
            for id_, each in comparison.readings.items()
        ],
        "people": len(comparison.people),
        "effects": [effect(each) for each in comparison.effects],
        "interactions": [
            {
                "options": dict(each.options),
                "people": len(each.people),
                "teams": len(each.teams),
                **({"names": {aspect: list(names) for aspect, names in each.names.items()}} if named else {}),
            }
            for each in comparison.interactions
        ],
        "pairs": [effect(each) for each in comparison.pairs],
        "groups": [
            {
                "readings": list(each.readings),
                "whole": each.whole,
                "effects": [effect(one) for one in each.effects],
            }
            for each in comparison.groups
        ],
    }


def of_role(changes: Iterable[Change], role: str | None) -> list[Change]:
    """
    Give what changes for people of a role; without one, everything, teams too.
    """
    return [each for each in changes if role in {None, each.role}]


def _counted(tally: Tally) -> dict[str, Any]:
    figures = {key: value_data(value) for key, value in _figures(tally)}
    counts = {str(aspect): count for aspect, count in tally.counts.items()}
    return {"role": tally.role, "people": tally.people, **counts, **figures}


def _figures(tally: Tally) -> tuple[tuple[str, Fraction | None], ...]:
    return ("gain", tally.gain), ("loss", tally.loss)


def _change(each: Change) -> dict[str, Any]:
    return {
        "aspect": each.aspect,
        "name": each.name,
        "role": each.role,
        "where": each.where,
        "before": value_data(each.before),
        "after": value_data(each.after),
    }


def said(options: Options) -> str:
    """
    Write options as `reading = option`, several after one another.
    """
    return ", ".join(f"{id_} = {option}" for id_, option in options)


def readings_csv(comparison: Comparison, role: str | None = None, *, named: bool = False) -> str:
    """
    Write a row for each effect and role, or with `named` for each effect and change. Every row says that it is a trial.
    """
    combined = (each for group in comparison.groups for each in group.effects)
    effects = [*comparison.effects, *comparison.pairs, *combined]
    head: Sequence[str] = ("role", "people", *ASPECTS, "gain", "loss")
    if named:
        head = ("aspect", "name", "role", "where", "before", "after")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["options", "lacks", "unfit", *head, "trial"])
    for each in effects:
        rows = _named_rows(each, role) if named else _counted_rows(comparison, each, role)
        if not each.is_computed:
            rows = iter([[""] * len(head)])
        why = (" ".join(each.lacks), "; ".join(one.text("zh") for one in each.unfit))
        writer.writerows([said(each.options), *why, *row, word("trial", "zh")] for row in rows)
    return stream.getvalue()


def _counted_rows(comparison: Comparison, effect: Effect, role: str | None) -> Iterator[Sequence[str]]:
    for each in tallies(comparison, effect, role):
        figures = ["" if value is None else number_cell(value) for _, value in _figures(each)]
        yield [each.role or "", str(each.people), *map(str, each.counts.values()), *figures]


def _named_rows(effect: Effect, role: str | None) -> Iterator[Sequence[str]]:
    for each in of_role(effect.changes, role):
        before, after = (
            number_cell(Fraction(value)) if isinstance(value, (int, Fraction)) else value or ""
            for value in (each.before, each.after)
        )
        yield [each.aspect, text_cell(each.name), each.role or "", text_cell(each.where), before, after]
