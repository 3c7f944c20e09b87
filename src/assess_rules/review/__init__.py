"""
Review 复核: facts before and after a correction, the exact points of each corrected item, and what else moves.

A reading that the review decides is a correction too. Nothing is overwritten: a review holds both outcomes.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal

from assess_rules.facts import IDENTITY, STATUS_LABEL
from assess_rules.ir import Value
from assess_rules.labels import Label, same_label
from assess_rules.lines import Reference
from assess_rules.outcomes import Entry, Outcomes, policy_data
from assess_rules.outcomes.history import Standing
from assess_rules.policy import Policy
from assess_rules.records import Record, evolve, record
from assess_rules.report import references_text
from assess_rules.result_data import record_data, value_data
from assess_rules.review.games import MOST_ITEMS, MOST_READINGS, Correction, Frame, decided
from assess_rules.review.moves import Move, moves
from assess_rules.shapley import Share

REVIEW_FORMAT = 1
What = Literal["fact", "veto", "role", "team", "status", "version", "reading", "record", "evidence"]
RECORD, VERSION = Label("记录", "record"), Label("版本", "version")
NONE = Share(Fraction(0), Fraction(0))


@record
class CorrectedItem(Record):
    """
    A corrected item of one person's period, before and after; what is not given on one side is None.

    `what` says what `name` names: a fact, a veto event or a reading, or the fact of which only the references were
    corrected, the `evidence`; else it is the same word. Of a `record`, `before` and `after` say whether there is one.
    `points` is its exact share in the change, `alone` what it would change without the others. Both are None where there
    is no sum on one side, and for an item that goes with the version or the role.
    """

    what: What
    name: str
    label: Label
    before: Value | None
    after: Value | None
    points: Fraction | None = None
    alone: Fraction | None = None


@record
class Side(Record):
    """
    A person's period on one side of a correction, and what it stands as there, other periods' vetoes considered.
    """

    entry: Entry
    standing: Standing
    score: Fraction | None

    @property
    def arithmetic(self) -> Fraction | None:
        """
        Give the exact sum of the points, under a veto too; None where nobody was appraised.
        """
        return None if self.entry.result is None else self.entry.result.arithmetic


@record
class Corrected(Record):
    """
    One person's period in which something was corrected. `before` or `after` is None where there is no record.

    `change` is what the sum of the points changes by, vetoes aside, and what the items' points add up to.
    """

    person: str
    period: str
    before: Side | None
    after: Side | None
    items: tuple[CorrectedItem, ...]

    @property
    def change(self) -> Fraction | None:
        """
        Give the change of the sum; None where there is none on one side.
        """
        old, new = (None if each is None else each.arithmetic for each in (self.before, self.after))
        return None if old is None or new is None else new - old

    @property
    def last(self) -> Entry:
        """
        Give the corrected entry, or the one that was taken away.
        """
        side = self.after or self.before
        assert side is not None
        return side.entry


@record
class Review(Record):
    """
    A correction: both outcomes, what was corrected, and what else moves.

    `decision` is the number of the decision that ends the review; as long as there is none, what it gives is provisional.
    `readings` are those that it decides, with the options before and after.
    """

    before: Outcomes
    after: Outcomes
    corrected: tuple[Corrected, ...]
    moved: tuple[Move, ...]
    readings: Mapping[str, tuple[str, str]]
    reason: str | None
    decision: str | None

    def of(self, person: str) -> "Review":
        """
        Give what concerns one person.
        """
        return evolve(
            self,
            corrected=tuple(each for each in self.corrected if each.person == person),
            moved=tuple(each for each in self.moved if each.role is not None and each.name == person),
        )

    def to_dict(self) -> dict[str, Any]:
        """
        Give the review as JSON data, valid against `schemas/review.schema.json`; numbers are texts.
        """
        return {
            "format": REVIEW_FORMAT,
            "reason": self.reason,
            "decision": self.decision,
            "readings": {id_: {"before": old, "after": new} for id_, (old, new) in self.readings.items()},
            "policies": {
                "before": [policy_data(each) for each in self.before.policies],
                "after": [policy_data(each) for each in self.after.policies],
            },
            "corrected": [_corrected(each) for each in self.corrected],
            "moved": [record_data(each) for each in self.moved],
        }


def review(before: Outcomes, after: Outcomes, *, reason: str | None = None, decision: str | None = None) -> Review:
    """
    Give the exact points of what was corrected between two outcomes of the same policy, and what else moves.

    Raises `LimitError` where more than `MOST_ITEMS` corrected items of one period act on one another, or more than
    `MOST_READINGS` readings are decided at once; `FactsError` for a fact that only some of those readings together ask for.
    """
    frames = _Frames()
    old, new = _sides(before), _sides(after)
    found = (
        Corrected(*key, old.get(key), new.get(key), tuple(_items(frames, old.get(key), new.get(key))))
        for key in sorted({**old, **new})
    )
    corrected = tuple(each for each in found if each.items)
    own = {(each.person, each.period) for each in corrected}
    return Review(
        before,
        after,
        corrected,
        tuple(
            each
            for each in moves(before, after)
            if each.aspect not in {"score", "verdict", "grade"} or (each.name, each.span) not in own
        ),
        {
            id_: options
            for first in before.policies
            for second in after.policies
            for id_, options in decided(first, second).items()
        },
        reason,
        decision,
    )


def _sides(outcomes: Outcomes) -> dict[tuple[str, str], Side]:
    return {
        (person, each.period.text): Side(each, standing, score)
        for person, history in outcomes.people.items()
        for each, standing, score in zip(history.entries, history.standing, history.scores, strict=True)
    }


class _Frames:
    """
    The frames of a review, each made once.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Policy, str, Policy, str], Frame] = {}

    def between(self, before: Entry, after: Entry) -> Frame:
        """
        Give the frame of an entry's correction.
        """
        key = (before.policy, before.role, after.policy, after.role)
        if key not in self._made:
            self._made[key] = Frame(key[:2], key[2:])
        return self._made[key]


def _items(frames: _Frames, before: Side | None, after: Side | None) -> Iterator[CorrectedItem]:
    """
    Give the corrected items of one person's period, none where nothing was corrected.
    """
    if before is None or after is None:
        yield CorrectedItem("record", "record", RECORD, before is not None, after is not None)
        return
    old, new = before.entry, after.entry
    appraised = old.result is not None and new.result is not None
    if old.team != new.team:
        yield CorrectedItem("team", "team", IDENTITY["team"], old.team, new.team, *_points(NONE if appraised else None))
    if old.reason != new.reason:
        yield CorrectedItem("status", "status", STATUS_LABEL, old.reason, new.reason)
    if appraised:
        yield from _scored(frames.between(old, new), old, new)
    elif old.role != new.role:
        yield CorrectedItem("role", "role", IDENTITY["role"], old.role, new.role)


def _scored(frame: Frame, old: Entry, new: Entry) -> Iterator[CorrectedItem]:
    """
    Give the items of a period that has a sum on both sides: role, version, readings, facts and vetoes, references.
    """
    case = Correction(frame, old, new)
    shares = case.shares() if case.players else {}
    if old.role != new.role:
        yield CorrectedItem(
            "role", "role", IDENTITY["role"], old.role, new.role, *_points(shares.get(("role", "role")))
        )
    version = shares.get(("version", "version"), NONE)
    if version != NONE or (frame.whole == ("version", "version") and (case.corrected or old.role != new.role)):
        yield CorrectedItem("version", "version", VERSION, old.policy.version, new.policy.version, *_points(version))
    for id_, options in decided(old.policy, new.policy).items():
        share = shares.get(("reading", id_), NONE)
        if share != NONE:
            yield CorrectedItem("reading", id_, new.spec.readings[id_].question, *options, *_points(share))
    labels = {each.name: each.label for each in new.policy.plans[new.role].inputs}
    vetoes = {} if new.spec.vetoes is None else new.spec.vetoes.events
    for name in case.corrected:
        what: What = "veto" if name in vetoes else "fact"
        points = _points(shares.get(("fact", name)) or (NONE if frame.whole is None else None))
        yield CorrectedItem(what, name, labels[name], case.given[0].get(name), case.given[1].get(name), *points)
    for name in frame.known:
        references = [_references(each, name) for each in (old, new)]
        if name not in case.corrected and len(set(map(_alike, references))) > 1:
            before, after = (references_text(each) or None for each in references)
            yield CorrectedItem("evidence", name, labels[name], before, after, *_points(NONE))


def _references(of: Entry, fact: str) -> list[Reference]:
    return [each for each in (() if of.result is None else of.result.evidence) if each.fact == fact]


def _alike(references: Iterable[Reference]) -> frozenset[tuple[str, Fraction | None]]:
    """
    Give references in a form that is equal where half-width and full-width signs, or their order, are all that differs.
    """
    return frozenset((same_label(each.ref), each.count) for each in references)


def _points(share: Share | None) -> tuple[Fraction | None, Fraction | None]:
    return (None, None) if share is None else (share.points, share.alone)


def _corrected(each: Corrected) -> dict[str, Any]:
    return {
        "person": each.person,
        "period": each.period,
        "before": None if each.before is None else _side(each.before),
        "after": None if each.after is None else _side(each.after),
        "change": value_data(each.change),
        "items": [record_data(item) for item in each.items],
    }


def _side(side: Side) -> dict[str, Any]:
    entry = side.entry
    return {
        "role": entry.role,
        "team": entry.team,
        "standing": side.standing,
        "score": None if side.score is None or entry.result is None else str(entry.result.score),
        "exact": value_data(side.score),
        "reason": entry.reason,
        "result": None if entry.result is None else entry.result.to_dict(),
    }


__all__ = ["MOST_ITEMS", "MOST_READINGS", "Corrected", "CorrectedItem", "Review", "Side", "review"]
