"""
What differs between two versions: laws over random revisions, and cases worked out by hand.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from unittest import mock

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from assess_rules import FactsError, Policy, diff
from assess_rules.canonical import digest
from assess_rules.defaults import left_out
from assess_rules.revision import effects
from assess_rules.revision.structure import with_changes
from assess_rules.revision.trials import REFUSED, Outcome, Trial
from conftest import SLOW
from drafts import Draft
from edits import CANNOT, MAY, repaired, rewritten
from strategies import loaded, many_records, records, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject, DrawFn

    from assess_rules.revision import Difference, Told
    from drafts import Doc

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas/diff.schema.json").read_text("utf-8"))
SEVERAL = 3  # edits at once
POLICIES = 4  # that edits are tried on before an example is given up
EXAMPLES = max(
    1, settings().max_examples // 20
)  # of each kind of edit: five in an ordinary run, a hundred in a long one
LEAST = EXAMPLES if EXAMPLES < 100 else 50
EACH_EDIT = pytest.mark.parametrize("edit", [*MAY, *CANNOT])


@st.composite
def documents(draw: DrawFn) -> Doc:
    """
    Draw a whole valid policy as a document.
    """
    document = Draft(draw).document()
    settled(document)
    return document


def revised(draw: DrawFn, document: Doc, *edits: str) -> Policy:
    """
    Make a new version by some edits.
    """
    changed = copy.deepcopy(document)
    for each in edits:
        (MAY | CANNOT)[each](draw, changed)
    return loaded(repaired(changed))


@st.composite
def revisions(draw: DrawFn, *edits: str) -> tuple[Policy, Policy]:
    """
    Draw a policy and a version that differs by some edits, or by a few of any kind.
    """
    wanted = edits or draw(
        st.lists(st.sampled_from([*MAY, *CANNOT]), min_size=2, max_size=SEVERAL, unique=True).map(tuple)
    )
    for left in reversed(range(POLICIES)):
        document = draw(documents())
        try:
            return loaded(settled(document)), revised(draw, document, *wanted)
        except UnsatisfiedAssumption:  # they have nothing to work on here
            if not left:
                raise
    raise AssertionError  # the last one has ended it


# The laws.


def outcome(policy: Policy, record: dict[str, Any]) -> Outcome:
    """
    Score a record, as far as it holds facts of this version, through the public door.
    """
    if record["role"] not in policy.roles:
        return REFUSED
    names = {each.name for each in policy.plans[record["role"]].inputs}
    try:
        result = policy.score({name: each for name, each in record.items() if name in {*names, "role"}})
    except FactsError:
        return REFUSED
    grade = None if result.grade is None else result.grade.id
    return Outcome(result.score, result.exact, result.verdict, grade=grade)


def told(each: Told) -> tuple[Any, ...]:
    change = each.change
    return change.item, change.label, change.old_path, change.new_path, each.effect.may


def hold(old: Policy, new: Policy, data: DataObject) -> Difference:
    """
    Check all laws of a pair of versions: a difference is said if there is one, both ways alike, and its marks are true.
    """
    with mock.patch.object(effects, "MOST_RECORDS", 80):  # what is found has to be true; here it need not be much
        found = diff(old, new)
    with mock.patch.object(effects, "MOST_RECORDS", 1):  # of the way back only the marks are looked at
        back = diff(new, old)
    assert (old.stamp.source_hash == new.stamp.source_hash) == (not found.changes)
    mirrored = [(item, label, two, one, may) for item, label, one, two, may in map(told, back.changes)]
    assert sorted(map(str, map(told, found.changes))) == sorted(map(str, mirrored))
    figures = [
        (str(each.change.before), str(each.change.after)) for each in found.changes if each.change.label.en != "order"
    ]
    swapped = [
        (str(each.change.after), str(each.change.before)) for each in back.changes if each.change.label.en != "order"
    ]
    assert sorted(figures) == sorted(swapped)
    specs = left_out(old.spec), left_out(new.spec)
    paths = [each.change.paths for each in found.changes]
    assert len(paths) == len(set(paths))
    made = [with_changes(*specs, taken) for taken in ((), paths)]
    assert [digest(each) for each in specs] == [digest(each) for each in made]
    drawn = [data.draw(records(data.draw(st.sampled_from(list(each.plans.values()))))) for each in (old, new)]
    for each in found.changes:
        if not each.effect.may:
            for taken in ((), {*paths} - {each.change.paths}):
                before, after = (
                    Trial(with_changes(*specs, made), specs) for made in (taken, {*taken, each.change.paths})
                )
                for record in drawn:
                    assert before.outcome(record["role"], record) == after.outcome(record["role"], record)
    if not found.may:
        assert [outcome(old, each) for each in drawn] == [outcome(new, each) for each in drawn]
    for each in found.changes:
        witness = each.effect.witness
        if witness is not None:
            assert witness.before != witness.after
            if not witness.alone or len(found.changes) == 1:
                record = {"role": witness.role, **witness.facts}
                assert (witness.before, witness.after) == (outcome(old, record), outcome(new, record))
    for language in ("zh", "en"):
        jsonschema.Draft202012Validator(SCHEMA).validate(found.to_dict(language))
        assert found.text(language).count("\n") >= len(found.changes)
        assert found.markdown(language).count("\n| ") in (0, len(found.changes) + 2)
    return found


@pytest.mark.volume
@EACH_EDIT
def test_an_edit_is_said_and_its_mark_is_true(edit: str) -> None:
    """
    One edit of any kind keeps the laws; one of labels, clauses, notes, order or outcomes can change no score.

    Policies that an edit has nothing to work on are no examples; of those that are, there are enough of every kind.
    """
    drawn = 0

    # Most policies have nothing that could be moved; whether enough have is asserted below.
    @settings(max_examples=EXAMPLES, suppress_health_check=[*SLOW, HealthCheck.filter_too_much])
    @given(data=st.data())
    def law(data: DataObject) -> None:
        nonlocal drawn
        found = hold(*data.draw(revisions(edit)), data)
        drawn += 1
        assert edit in MAY or not found.may

    law()
    assert drawn >= LEAST


def check_marks(examples: int, most: int) -> Counter[str]:
    """
    Score up to so many records with and without each change that cannot change a score; count what was compared.
    """
    counted: Counter[str] = Counter()

    @settings(max_examples=examples)
    @given(revision=revisions(), seed=st.integers(0, 10**9))
    def law(revision: tuple[Policy, Policy], seed: int) -> None:
        with mock.patch.object(effects, "MOST_RECORDS", 1):  # the marks do not rest on what is found
            found = diff(*revision)
        specs = left_out(found.old.spec), left_out(found.new.spec)
        paths = {each.change.paths for each in found.changes}
        marked = [each.change.paths for each in found.changes if not each.effect.may]
        old, new = (Trial(each, specs) for each in specs)
        pairs = [(old, Trial(with_changes(*specs, [each]), specs)) for each in marked]
        pairs += [(new, Trial(with_changes(*specs, paths - {each}), specs)) for each in marked]
        plans = [plan for policy in revision for plan in policy.plans.values()]
        for record in many_records(Random(seed).choice(plans), seed, most) if pairs else ():  # noqa: S311 (repeatable)
            role = record["role"]
            outcomes = {whole: whole.outcome(role, record) for whole in (old, new)}
            assert all(changed.outcome(role, record) == outcomes[whole] for whole, changed in pairs)
            counted["records"] += 1
            counted["scored"] += any(each != REFUSED for each in outcomes.values())
            counted["changes"] += len(marked)

    law()
    return counted


def test_marked_changes_leave_records_alone() -> None:
    """
    A change that is said to change no score changes none, made alone or left out alone.
    """
    assert check_marks(4 * EXAMPLES, 25)["scored"] >= 25


@pytest.mark.long
def test_marked_changes_leave_a_hundred_thousand_records_alone(record_property: Callable[[str, object], None]) -> None:
    """
    The same of a hundred thousand records.
    """
    counted = check_marks(350, 400)
    record_property("marks", str(dict(counted)))

    assert counted["scored"] >= 100_000


@pytest.mark.volume
@settings(max_examples=3 * EXAMPLES)
@given(data=st.data())
def test_several_edits_at_once(data: DataObject) -> None:
    """
    The laws hold for edits that meet.
    """
    old, new = data.draw(revisions())
    hold(old, new, data)


@settings(max_examples=3 * EXAMPLES)
@given(data=st.data())
def test_a_rewritten_twin_is_no_revision(data: DataObject) -> None:
    """
    Comments, the order of keys, quotation marks and defaults written out change neither hash nor score, and no diff is said.
    """
    document = data.draw(documents())
    old = loaded(settled(document))
    new = Policy.from_text(rewritten(data.draw, copy.deepcopy(document)))
    record = data.draw(records(data.draw(st.sampled_from(list(old.plans.values())))))

    assert (old.stamp.source_hash, old.stamp.plan_hash) == (new.stamp.source_hash, new.stamp.plan_hash)
    assert () == diff(old, new).changes == diff(old, old).changes
    assert outcome(old, record) == outcome(new, record)
