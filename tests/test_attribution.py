"""
What each change of a revision has of a difference: the parts add up, and cases worked out by hand.
"""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess_rules import FactsError, Policy, diff
from assess_rules.defaults import left_out
from assess_rules.outcomes import entry
from assess_rules.revision import structure
from assess_rules.revision.attributed import attribute
from assess_rules.revision.attribution import Attribution, Total
from assess_rules.revision.structure import with_changes
from assess_rules.revision.trials import Trial
from assess_rules.shapley import subsets
from assess_rules.tables import accept_rows, read_rows
from strategies import many_records, records
from test_revision import EXAMPLES, SCHEMA, revisions
from test_rulebook import changed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hypothesis.strategies import DataObject

    from assess_rules.revision.attribution import Player, Split
    from assess_rules.revision.trials import Facts
    from assess_rules.shapley import Share
    from conftest import Run

TEXT = """\
format: 1
policy: desk
version: 1.0.0
title: 值班考核办法
source: {issuer: 法院}
in_force: {from: 2024-01-01}
period: month
base: 20
display: {places: 1, rounding: half_up}
roles: {officer: 干警}
facts: {errors: {label: 差错, unit: 件}, delays: {label: 超期, unit: 件}}
readings:
  cost: {at: 二, question: 每件几分, options: {one: 一分, two: 两分}, chosen: one}
indicators:
  - {id: i1, at: 一, cap: 10, label: 差错, rules: [{kind: per_item, deduct: {errors: 1}}]}
  - {id: i2, at: 二, cap: 10, label: 超期, rules: [
      {kind: per_item, deduct: {delays: {reading: cost, of: {one: 1, two: 2}}}}]}
"""
RATE = ("{errors: 1}", "{errors: 2}")
CAPS = (("cap: 10, label: 差错", "cap: 6, label: 差错"), ("cap: 10, label: 超期", "cap: 14, label: 超期"))
COST = ("chosen: one", "chosen: two")
THREE = (
    ("two: 两分}, chosen: one", "two: 两分, three: 三分}, chosen: three"),
    ("{one: 1, two: 2}", "{one: 1, two: 2, three: 3}"),
)


def versions(*changes: tuple[str, str], old: str = TEXT) -> tuple[Policy, Policy]:
    return Policy.from_text(old), Policy.from_text(changed(*changes, text=old))


def attribution(*changes: tuple[str, str], old: str = TEXT) -> Attribution:
    return between(*versions(*changes, old=old))


class Apart(Attribution):
    """
    An attribution that holds what it takes for apart to be so: only a record that is refused in between is split as one.
    """

    def _as_one(self, role: str, facts: Facts) -> Mapping[Player, Share]:
        assert any(self._worth(role, group, facts) is None for group in self._groups_of(role))
        return super()._as_one(role, facts)


def between(old: Policy, new: Policy) -> Apart:
    return Apart(old, new, tuple(structure.changes(left_out(old.spec), left_out(new.spec))))


def points(found: Attribution, split: Split | None) -> dict[str, tuple[Fraction | int, Fraction | int]]:
    """Give the points of each change, together and alone, by the paths of those that share them."""
    assert split is not None
    assert split.after - split.before == sum(each.points for each in split.shares.values())
    return {
        " ".join(found.changes[number].path for number in player): (share.points, share.alone)
        for player, share in split.shares.items()
        if share.points or share.alone
    }


def test_changes_apart_have_what_each_does_alone() -> None:
    """
    3 errors at two points for one, 2 delays at two: 20 - 3 - 2 becomes 20 - 6 - 4, by 3 and 2.
    """
    found = attribution(RATE, COST)

    assert {
        "indicators.i1.rules[0].deduct.errors": (-3, -3),
        "readings.cost.chosen": (-2, -2),
    } == points(found, found.split("officer", {"errors": 3, "delays": 2}))


def test_changes_that_meet_at_a_cap_share_what_they_do_together() -> None:
    """
    4 errors of 10 points, one each: 6 left. Of 6 points: 2. Two each: 2. Both: 0. Each of the two has half of 4 + 2.

    Of i2, 4 points more are nobody's else.
    """
    found = attribution(RATE, *CAPS)

    assert {
        "indicators.i1.cap": (-3, -4),
        "indicators.i1.rules[0].deduct.errors": (-3, -4),
        "indicators.i2.cap": (4, 4),
    } == points(found, found.split("officer", {"errors": 4, "delays": 0}))


def many(*, apart: bool) -> tuple[str, list[tuple[str, str]]]:
    """
    Give rules of nine facts, which cost points in one indicator or in nine, and changes of all nine and of a limit on all.
    """
    names = [f"f{number}" for number in range(9)]
    facts = ", ".join(f"{each}: {{label: {each}, unit: 件}}" for each in names)
    head = TEXT.partition("facts:")[0].replace("base: 20", "base: 90\nbonuses: {reading: reach}")
    reading = (
        "readings: {reach: {at: 一, question: 限额, options: {counted: 不限, within_base: 总分}, chosen: counted}}"
    )
    rows = [f"{{kind: per_item, deduct: {{{each}: 1}}, add: {{{each}: 0.5}}}}" for each in names]
    if apart:
        lines = "\n".join(
            f"  - {{id: i{number}, at: 一, cap: 10, netting: after_cap, label: i{number}, rules: [{each}]}}"
            for number, each in enumerate(rows)
        )
    else:
        lines = f"  - {{id: i1, at: 一, cap: 90, netting: after_cap, label: 合计, rules: [{', '.join(rows)}]}}"
    changes = [(f"deduct: {{{each}: 1}}", f"deduct: {{{each}: 2}}") for each in names]
    text = f"{head}facts: {{{facts}}}\n{reading}\nindicators:\n{lines}\n"
    return text, [*changes, ("chosen: counted", "chosen: within_base")]


@pytest.mark.parametrize("apart", [False, True])
def test_more_than_eight_that_meet_are_told_by_item_or_together(apart: bool) -> None:  # noqa: FBT001 (a parameter)
    """
    Nine rates of one indicator share their points, beside the limit; nine indicators that a limit binds are too many too.
    """
    old, changes = many(apart=apart)
    found = attribution(*changes, old=old)
    split = found.split("officer", {f"f{number}": 1 for number in range(9)})
    assert split is not None

    assert (Fraction(90 - 9) + Fraction(9, 2), Fraction(90 - 18) + Fraction(9, 2)) == (split.before, split.after)
    assert ([1, 9] if not apart else [10]) == sorted(map(len, split.shares))
    assert -9 == sum(each[0] for each in points(found, split).values())


def test_a_change_that_cannot_stand_alone_goes_with_others() -> None:
    """
    A chosen option needs the figure that another change brings: 2 delays at three points for one, by both changes together.
    """
    found = attribution(*THREE, RATE)
    shares = points(found, found.split("officer", {"errors": 0, "delays": 2}))

    assert {(-4, -4)} == set(shares.values())
    assert "readings.cost.chosen" in next(iter(shares))


def test_a_change_that_shows_only_between_others_has_its_share() -> None:
    """
    A clerk's delays cost one point, or under the option two: first three, then five. And they no longer count for a clerk.

    Of 2 delays, the dearer rate costs a clerk 4 in the one order of six in which the option comes first and the roles last.
    """
    old = changed(
        ("{officer: 干警}", "{officer: 干警, clerk: 书记员}"), ("{one: 1, two: 2}", "{one: 1, two: 3}"), text=TEXT
    )
    base = ("base: 20", "base: {by: role, of: {officer: 20, clerk: 10}}")
    found = attribution(
        COST, ("two: 3", "two: 5"), ("cap: 10, label: 超期", "cap: 10, roles: [officer], label: 超期"), base, old=old
    )
    shares = points(found, found.split("clerk", {"errors": 0, "delays": 2}))

    assert {
        "indicators.i2.rules[0].deduct.delays": (Fraction(-4, 6), 0),
        "readings.cost.chosen": (Fraction(-8, 3), -4),
        "indicators.i2.roles": (Fraction(-14, 3), -8),
    } == shares


def test_groups_that_do_not_add_up_are_played_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Should changes that act on one another have been taken for changes apart, the split is still that of all of them.
    """
    right = attribution(RATE, *CAPS).split("officer", {"errors": 4, "delays": 0})
    monkeypatch.setattr(
        "assess_rules.revision.attribution._connected", lambda numbers, _: [[number] for number in numbers]
    )
    wrong = Attribution(*versions(RATE, *CAPS), attribution(RATE, *CAPS).changes)

    assert right is not None
    assert right == wrong.split("officer", {"errors": 4, "delays": 0})


def test_records_that_a_version_refuses() -> None:
    """
    Without a role, or a fact that a version asks for, or against a relation, there is nothing to split.
    """
    role = ("roles: {officer: 干警}", "roles: {officer: 干警, clerk: 书记员}")
    fact = ("indicators:", "relations: [{fact: errors, at_most: delays, at: 一}]\nindicators:")
    found = attribution(role)
    assert None is found.split("clerk", {"errors": 0, "delays": 0})
    assert None is found.split("officer", {"errors": 0})
    assert None is attribution(fact).split("officer", {"errors": 2, "delays": 1})


def test_records_that_only_versions_in_between_refuse() -> None:
    """
    What a delay costs is now given. Where nobody gives it, the new version has a default, or no longer asks.

    3 delays at a point for one; at two of the default, by all changes together; and at half a point in the other rule.
    """
    old = changed(
        ("facts: {", "facts: {worth: {label: 每件几分, unit: 分}, "),
        ("options: {one: 一分, two: 两分}", "options: {one: 一分, given: 另给}"),
        ("two: 2}", "given: worth}"),
        text=TEXT,
    )
    given = ("chosen: one", "chosen: given")
    default = attribution(given, ("unit: 分}", "unit: 分, default: 2}"), old=old)
    gone = (("worth: {label: 每件几分, unit: 分}, ", ""), ("given: worth}", "given: 0.5}"))
    unasked = attribution(given, *gone, old=old)
    facts = {"errors": 0, "delays": 3}

    assert {"facts.worth.default readings.cost.chosen": (-3, -3)} == points(default, default.split("officer", facts))
    shares = points(unasked, unasked.split("officer", facts))
    assert [(Fraction(3, 2), Fraction(3, 2))] == list(shares.values())
    assert {"readings.cost.chosen"} < set(" ".join(shares).split())


def test_totals_over_records() -> None:
    """
    Gains and losses of each change are added up apart; who is not moved is not counted.
    """
    found = attribution(RATE, *CAPS)
    given = ({"errors": 4, "delays": 0}, {"errors": 0, "delays": 12}, {"errors": 0, "delays": 0})
    splits = [split for each in given if (split := found.split("officer", each)) is not None]
    paths = {found.changes[each.changes[0]].path: each for each in found.totals(splits)}

    # With no error, the cap of i1 costs 4 points; 12 delays cost 10 of 10 points before, and 12 of 14 after.
    assert (3, 0, -11, -12) == figures(paths["indicators.i1.cap"])
    assert (1, 0, -3, -4) == figures(paths["indicators.i1.rules[0].deduct.errors"])
    assert (3, 10, 0, 10) == figures(paths["indicators.i2.cap"])
    assert -11 == paths["indicators.i1.cap"].points


def figures(total: Total) -> tuple[int | Fraction, ...]:
    return total.records, total.gain, total.loss, total.alone


def accepted(policy: Policy, role: str, facts: dict[str, Any]) -> Fraction | None:
    """
    Give a record's sum of points, as far as it holds facts of this version, through the public door.
    """
    if role not in policy.roles:
        return None
    names = {each.name for each in policy.plans[role].inputs}
    try:
        return policy.score({"role": role, **{name: each for name, each in facts.items() if name in names}}).arithmetic
    except FactsError:
        return None


@settings(max_examples=5 * EXAMPLES)
@given(data=st.data())
def test_the_parts_add_up_to_the_difference(data: DataObject) -> None:
    """
    Of any revision and any record that both versions take, the parts are exactly what the score changes by.

    Backwards they are the same with the other sign.
    """
    old, new = data.draw(revisions())
    record = data.draw(records(data.draw(st.sampled_from([*old.plans.values(), *new.plans.values()]))))
    role, facts = record.pop("role"), record
    sums = [accepted(policy, role, facts) for policy in (old, new)]
    split, back = (between(*versions).split(role, facts) for versions in ((old, new), (new, old)))

    if None in sums:
        assert split is None
        return
    assert split is not None
    assert back is not None
    assert sums == [split.before, split.after]
    assert split.after - split.before == sum(each.points for each in split.shares.values())
    forth, mirrored = (sorted(each.points for each in one.shares.values() if each.points) for one in (split, back))
    assert forth == sorted(-each for each in mirrored)


class Orders:
    """
    Splits differences as the definition says: over every order in which the changes could be made, one after the other.
    """

    MOST = 6  # changes

    def __init__(self, old: Policy, new: Policy) -> None:
        self.specs = left_out(old.spec), left_out(new.spec)
        self.paths = [each.paths for each in structure.changes(*self.specs)]
        self.versions: dict[frozenset[int], Trial] = {}
        if len(self.paths) <= self.MOST:
            for made in subsets(range(len(self.paths))):
                self.versions[made] = Trial(with_changes(*self.specs, {self.paths[each] for each in made}), self.specs)

    def stands(self, role: str) -> bool:
        """
        Say whether the changes are few, and every version on the way can score the role.
        """
        try:
            return bool(self.versions) and all(each.plans[role] for each in self.versions.values())
        except (KeyError, AssertionError):
            return False

    def split(self, role: str, facts: Facts) -> list[Fraction] | None:
        """
        Give the points of every change; None where a version on the way refuses the record.
        """
        worth = {}
        for made, version in self.versions.items():
            result = version.result(role, facts)
            if result is None:
                return None
            worth[made] = result.arithmetic
        return [
            sum((times * (worth[before | {each}] - worth[before]) for before, times in befores), Fraction(0))
            for each, befores in enumerate(times_before(len(self.paths)))
        ]


@cache
def times_before(count: int) -> list[list[tuple[frozenset[int], Fraction]]]:
    """
    Give, for each of some changes, in which part of all orders just these of the others come before it.
    """
    orders = list(permutations(range(count)))
    found = [Counter(frozenset(order[: order.index(each)]) for order in orders) for each in range(count)]
    return [[(before, Fraction(times, len(orders))) for before, times in each.items()] for each in found]


def check_orders(examples: int, most: int) -> Counter[str]:
    """
    Compare the splits of so many revisions, for up to so many records of a role each; count what was compared.
    """
    counted: Counter[str] = Counter()

    @settings(max_examples=examples)
    @given(revision=revisions(), seed=st.integers(0, 10**9))
    def law(revision: tuple[Policy, Policy], seed: int) -> None:
        found, orders = between(*revision), Orders(*revision)
        role = Random(seed).choice([*revision[1].roles])  # noqa: S311 (repeatable)
        whole = orders.stands(role)
        for record in many_records(revision[1].plans[role], seed, most):
            facts = {name: value for name, value in record.items() if name != "role"}
            split = found.split(role, facts)
            if split is None:
                continue
            counted["sums"] += 1
            assert split.after - split.before == sum(each.points for each in split.shares.values())
            points = orders.split(role, facts) if whole else None
            if points is not None:
                counted["orders"] += 1
                for player, share in split.shares.items():
                    assert share.points == sum(points[each] for each in player)
                assert not any(points[each] for each in {*range(len(points))}.difference(*split.shares))
        counted["revisions"] += 1

    law()
    return counted


def test_parts_are_the_mean_over_all_orders() -> None:
    """
    Where there are few changes and every version on the way stands, the parts are what the definition says.
    """
    counted = check_orders(EXAMPLES * 6, 25)

    assert counted["orders"] >= 20


@pytest.mark.long
def test_parts_of_a_hundred_thousand_records(record_property: Callable[[str, object], None]) -> None:
    """
    The same of a hundred thousand pairs of a record and a revision; of all of them, the parts add up.
    """
    counted = check_orders(400, 400)
    record_property("attribution", str(dict(counted)))

    assert counted["sums"] >= 100_000
    assert counted["orders"] >= 100_000


# Everybody's differences, and the command.

FACTS = """\
person,role,period,errors,delays,status
E001,officer,2024-01,4,0,
E001,officer,2024-02,1,1,
E002,officer,2024-01,3,0,
E003,officer,2024-01,1,0,
E004,officer,2024-01,,,产假
"""
SHOWN = """\
what each change has of the differences (sums, vetoes aside)  results  gain  loss  in all  alone
每件几分 (cost) chosen: “一分” (one) → “两分” (two)                 1     —     —       —      —
差错 (i1) cap: 10 → 6                                               4         −15     −15    −16
差错 (i1) rules[0].deduct.errors: 1 → 2                             4          −8      −8     −9
超期 (i2) cap: 10 → 14                                              4   +16           +16    +16
Shapley shares; they add up exactly.
"""
NAMED = """\
相互影响：+2
按各种先后次序平均分摊（夏普利值），各项之和恰为差额。

E002 · 2024-01: 17 → 14 (−3)
  差错 (i1) cap 最高扣分（分值）: 10 → 6 −4
  差错 (i1) rules[0].deduct.errors 每件扣分: 1 → 2 −3
  超期 (i2) cap 最高扣分（分值）: 10 → 14 +4
E001 · 2024-01: 16 → 14 (−2)
  差错 (i1) cap 最高扣分（分值）: 10 → 6 −3
  差错 (i1) rules[0].deduct.errors 每件扣分: 1 → 2 −3
  超期 (i2) cap 最高扣分（分值）: 10 → 14 +4
E001 · 2024-02: 18 → 16 (−2)
"""


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Path, ...]:
    """
    Two versions and a table: the cap of one indicator goes down, that of the other up, and what an error costs too.
    """
    paths = tuple(tmp_path / name for name in ("old.yaml", "new.yaml", "facts.csv"))
    for path, text in zip(paths, (TEXT, changed(RATE, *CAPS, COST, text=TEXT), FACTS), strict=True):
        path.write_text(text, "utf-8")
    return paths


def test_the_page(run: Run, desk: tuple[Path, ...]) -> None:
    """
    Each change has a row; of one that moves a single person no figure is told, nor what changes do together.

    With names everybody's difference is made up of its parts, the greatest loss first.
    """
    command = ("diff", *desk[:2], "--facts", desk[2], "--attribution")
    ended, table = run(*command), run(*command, "--format", "markdown")
    named = run(*command, "--people", "--lang", "zh")

    assert (1, True) == (ended.code, ended.out.endswith(f"\n\n{SHOWN}"))
    assert "| 差错 (i1) cap: 10 → 6 | 4 |  | −15 | −15 | −16 |\n" in table.out
    assert "(two) | 1 | — | — | — | — |\n" in table.out
    assert "E00" not in ended.out + table.out
    assert NAMED in named.out


def test_the_data(run: Run, desk: tuple[Path, ...]) -> None:
    """
    JSON is valid against the schema, with and without names; the parts of a person are exact.
    """
    command = ("diff", *desk[:2], "--facts", desk[2], "--attribution", "--format", "json")
    data, named = (json.loads(run(*command, *more).out) for more in ((), ("--people",)))
    found = data["attribution"]

    for each in (data, named):
        jsonschema.Draft202012Validator(SCHEMA).validate(each)
    assert 4 == found["records"]
    assert [None, "-15", "-8", "16"] == [each["points"] for each in found["totals"]]
    assert ["readings.cost.chosen"] == found["totals"][0]["paths"]
    assert "splits" not in found
    assert ("E002", "2024-01", "17", "14") == tuple(
        named["attribution"]["splits"][0][key] for key in ("person", "period", "before", "after")
    )
    assert {"paths": ["indicators.i1.cap"], "points": "-4", "alone": "-4"} in named["attribution"]["splits"][0]["parts"]


def test_attribution_is_for_facts(run: Run, desk: tuple[Path, ...]) -> None:
    """
    Without records there is nothing to split.
    """
    assert 2 == run("diff", *desk[:2], "--attribution").code


def test_who_has_no_sum_on_one_side_is_in_no_split(tmp_path: Path) -> None:
    """
    A record that a version in force refuses is not compared, nor one of another role.
    """
    old, new = Policy.from_text(TEXT), Policy.from_text(changed(RATE, text=TEXT))
    table = tmp_path / "facts.csv"
    table.write_text(FACTS, "utf-8")
    sides = [
        [entry(policy, each) for each in accept_rows(read_rows([table], policy.door), policy.door)]
        for policy in (old, new)
    ]
    other = Policy.from_text(changed(RATE, ("{label: 超期, unit: 件}", "{label: 超期, unit: 件, max: 0}"), text=TEXT))
    whole, fewer = (attribute(diff(old, each), *sides) for each in (new, other))

    assert 4 == len(whole.splits)
    assert [("E001", "2024-01"), ("E002", "2024-01"), ("E003", "2024-01")] == list(fewer.splits)


def test_a_default_that_changes_has_the_points(tmp_path: Path) -> None:
    """
    What nobody gives stands at the default of each version: 2 delays now instead of none.
    """
    old, new = (
        Policy.from_text(changed(("超期, unit: 件", f"超期, unit: 件, default: {number}"), text=TEXT))
        for number in (0, 2)
    )
    table = tmp_path / "facts.csv"
    table.write_text("person,role,period,errors\nE001,officer,2024-01,1\n", "utf-8")
    sides = [
        [entry(policy, each) for each in accept_rows(read_rows([table], policy.door), policy.door)]
        for policy in (old, new)
    ]
    found = attribute(diff(old, new), *sides)

    assert [(Fraction(19), Fraction(17))] == [(each.before, each.after) for each in found.splits.values()]
    assert [("facts.delays.default", Fraction(-2))] == [
        (found.changes[each.changes[0]].path, each.points) for each in found.totals
    ]
