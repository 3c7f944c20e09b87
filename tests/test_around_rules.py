"""
What stands around rules in a policy, through small policies; each figure is worked out by hand beside it.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess_rules import Policy, PolicyError, Result
from assess_rules.incentives import incentive_maps
from assess_rules.incentives.space import Space
from assess_rules.incentives.statements import Teller
from assess_rules.intervals import step_intervals
from assess_rules.outcomes import Outcomes, entry, outcomes
from assess_rules.outcomes.spans import counted_score
from assess_rules.output import results_csv
from assess_rules.report import explain
from assess_rules.show import show
from assess_rules.statements.month import month_text
from assess_rules.statements.search import passing
from drafts import Doc
from strategies import loaded, policies_around, records, rule_file
from test_laws import LAWS

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD: Doc = {
    "format": 1, "policy": "around", "version": "1.0.0", "title": "办法", "source": {"issuer": "法院"},
    "in_force": {"from": "2024-01-01"}, "period": "month", "base": 100, "roles": {"judge": "法官"},
    "display": {"places": 2, "rounding": "half_up"},
}  # fmt: skip


def row(id_: str, cap: Any, **keys: Any) -> Doc:
    """
    Write an indicator that loses a point for each of `l…`, and gains one for each of `p…`; `keys` may say otherwise.
    """
    rule = {"kind": "per_item", "deduct": {f"l{id_[1:]}": 1}, "add": {f"p{id_[1:]}": 1}}
    written = {
        "id": id_,
        "at": f"二{id_[1:]}",
        "label": f"指标{id_[1:]}",
        "cap": cap,
        "netting": "after_cap",
        "rules": [rule],
        **keys,
    }
    return {key: value for key, value in written.items() if value is not None}


def section(id_: str, total: Any, *rows: Doc, **keys: Any) -> Doc:
    """
    Write a section.
    """
    written = {"id": id_, "at": "二", "label": f"类别{id_}", "total": total, "indicators": list(rows), **keys}
    return {key: value for key, value in written.items() if value is not None}


def text_of(*parts: Doc, **keys: Any) -> str:
    """
    Write a policy of indicators or sections, with the facts that they name.
    """
    kind = "sections" if any("indicators" in each or "sections" in each for each in parts) else "indicators"
    document = {**HEAD, **keys, kind: list(parts)}
    named = str(parts) + str({key: each for key, each in keys.items() if key != "facts"})
    facts = {
        f"{way}{number}": {"label": f"{said}{number}", "max": 999}
        for number in range(10)
        for way, said in (("l", "失"), ("p", "得"))
        if f"'{way}{number}'" in named
    }
    document["facts"] = facts | {name: each for name, each in keys.get("facts", {}).items() if f"'{name}'" in named}
    return rule_file({key: value for key, value in document.items() if value is not None})


def policy_of(*parts: Doc, **keys: Any) -> Policy:
    """
    Load a policy of indicators or sections.
    """
    return loaded(text_of(*parts, **keys))


def score(policy: Policy, role: Any = "judge", **facts: Any) -> Result:
    """
    Score a record by both backends alike; facts that are not named are 0, or false.
    """
    record: dict[str, Any] = {
        each.name: False if each.type == "flag" else int(each.minimum)
        for each in policy.plans[role].inputs
        if each.default is None
    }
    record |= {"role": role, **facts}
    expected = policy.score(record, backend="reference")

    assert expected == policy.score(record)
    assert expected.to_dict() == policy.score(record).to_dict()
    return expected


def refused(*parts: Doc, **keys: Any) -> list[str]:
    """
    Give the codes of what is said against a policy.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(text_of(*parts, **keys))
    assert all(each.render("zh") for each in caught.value.diagnostics)
    return [each.code for each in caught.value.diagnostics]


# Random policies, in which there is much of it.

AROUND: Mapping[str, str] = {  # what is drawn, and what then stands in the file
    "limit": "bonuses: {reach: ",
    "weight": "weight: ",
    "extra": "extra: true",
    "cap none": "cap: none",
    "points_when": "points_when: ",
    "left_out": "points: left_out",
    "rounded": "rounded: ",
    "sections within sections": ", sections: [",
    "score": "score: {",
    "grades": "grades: ",
    "bars": "bars: ",
    "moves": "moves: ",
    "veto of zero": "effect: zero",
    "veto of a grade": "effect: {grade: ",
}


@pytest.mark.volume
def test_any_policy_with_much_around_its_rules_is_computed_alike_and_keeps_the_laws() -> None:
    """
    In policies drawn at random both backends agree, figures add up, and stay within their intervals.

    Each part of the format that stands around rules is in twenty of them or more.
    """
    found: Counter[str] = Counter()

    @settings(max_examples=70, derandomize=True)
    @given(text=policies_around(), data=st.data())
    def agree(text: str, data: st.DataObject) -> None:
        policy = loaded(text)
        plan = policy.plans[data.draw(st.sampled_from(list(policy.roles)))]
        record = data.draw(records(plan))
        result = policy.score(record)
        ends = step_intervals(plan.steps, plan.inputs)
        known = {each.name: each.value for each in result.trace()}

        assert policy.score(record, backend="reference") == result
        assert all(ends[name][0] <= Fraction(known[name]) <= ends[name][1] for name in ends)
        for law in ("figures_add_up", "lines_keep_to_cap_and_floor", "verdict_follows_the_exact_total"):
            LAWS[law].holds(policy, record)
        found.update(part for part, words in AROUND.items() if words in text)

    agree()
    assert [] == [part for part in AROUND if found[part] < 20]


# A limit on bonuses.


def limited(bonuses: Any, a: Any = None, i1: Any = None) -> Policy:
    """
    Make a policy of two sections (a: 40, 10 and 10 points; b: 40), with what the policy, section a and indicator i1 say.
    """
    rows = (row("i1", 40, bonuses=i1), row("i2", 10), row("i4", 10))
    return policy_of(section("a", 60, *rows, bonuses=a), section("b", 40, row("i3", 40)), bonuses=bonuses)


TEN: Doc = {"reach": "counted", "limit": 10}


@pytest.mark.parametrize(
    ("bonuses", "facts", "total", "cuts"),
    [
        ((TEN,), {"p1": 8, "p3": 5, "l2": 3}, 107, {"total": 3}),  # 97 + 13, of which 10 count
        ((TEN,), {"p1": 8, "l2": 3}, 105, {}),
        # earned 97, so there is room for 3 of 8, and 2 count
        (({"reach": "within_base", "limit": 2},), {"p1": 3, "p3": 5, "l2": 3}, 99, {"total": 6}),
        (({"reach": "within_base", "limit": 4},), {"p1": 3, "p3": 5, "l2": 3}, 100, {"total": 5}),
        # there is room for 3 of 8 in a, and for none of 5 in b
        (({"reach": "within_section", "limit": 10},), {"p1": 8, "p3": 5, "l2": 3}, 100, {"a": 5, "b": 5}),
        (({"reach": "within_section", "limit": 2},), {"p1": 8, "p3": 5, "l2": 3}, 99, {"a": 5, "b": 5, "total": 1}),
        (("counted", {"reach": "counted", "limit": 4}), {"p1": 8, "p3": 5}, 109, {"a": 4}),
        (("counted", {"reach": "within_section", "limit": 2}), {"p1": 8, "l2": 3}, 99, {"a": 6}),
        (("counted", {"reach": "within_section", "limit": 5}), {"p1": 8, "l2": 3}, 100, {"a": 5}),  # 3 to 5, then room
        (("counted", {"reach": "within_base", "limit": 4}), {"p1": 8, "l3": 3}, 100, {"a": 4, "total": 1}),
        (("apart", TEN), {"p1": 12, "p3": 5}, 110, {"a": 2}),
        ((TEN, "apart"), {"p1": 12, "p3": 5}, 105, {}),  # of what is apart nothing counts
        (
            ({"reach": "counted", "limit": 6}, None, {"reach": "counted", "limit": 4}),
            {"p1": 8, "p3": 9}, 110, {"i1": 4, "total": 3},
        ),
        # room for 7 in a: 4 of i1 first, then 3 of the 6 of i2, of which the policy counts 2
        (
            ({"reach": "within_section", "limit": 2}, None, {"reach": "within_section", "limit": 4}),
            {"p1": 8, "p2": 6, "l4": 7}, 99, {"i1": 4, "a": 3, "total": 1},
        ),
        # the base has room for 5: 4 of i1 and 5 of b want in
        (
            ("within_base", None, {"reach": "within_base", "limit": 4}),
            {"p1": 8, "p3": 5, "l4": 5}, 100, {"i1": 4, "total": 4},
        ),
    ],
)  # fmt: skip
def test_limit_of_bonuses(bonuses: tuple[Any, ...], facts: Mapping[str, Any], total: Any, cuts: Any) -> None:
    """
    All extra of one `bonuses` together is held to what its reach leaves and to its limit; what is cut is said.
    """
    result = score(limited(*bonuses), **facts)

    assert (total, cuts) == (result.exact, result.cuts)
    assert result.exact == sum(each.points for each in result.sections) - cuts.get("total", 0)


def test_limit_of_one_indicator_is_taken_from_its_line() -> None:
    """
    The line shows the whole bonus, what its limit cut, and the points that are left; data has `cut` only there.
    """
    result = score(limited("counted", None, {"reach": "counted", "limit": 4}), p1=9, l1=2)
    line, other, *_ = result.lines

    assert [2, 9, 44] == [line.deducted, line.bonus, line.points]  # 38 + 9 is 7 above 40: 4 count
    assert [3, None] == [line.cut, other.cut]
    assert ["3", None, None, None] == [each.get("cut") for each in result.to_dict()["lines"]]
    assert "bonus beyond the limit: −3\n" in explain(result, "en")
    assert "附加分超过限额: −3\n" in explain(result, "zh")


def test_limit_by_reading_and_by_role() -> None:
    """
    A limit is a figure, a reading or a table by role; the reach may be a reading, under which extra may not count at all.
    """
    reading = {"at": "五", "question": "限额", "options": {"counted": "计入", "apart": "另列"}, "chosen": "counted"}
    bonuses = {"reach": {"reading": "far"}, "limit": {"by": "role", "of": {"judge": 10, "clerk": 4}}}
    roles = {"judge": "法官", "clerk": "书记员"}
    policy = policy_of(row("i1", 100), bonuses=bonuses, roles=roles, readings={"far": reading})

    assert [110, 104] == [score(policy, role, p1=12).exact for role in roles]
    apart = score(policy.with_readings({"far": "apart"}), p1=12)
    assert 100 == apart.exact
    assert 12 == apart.lines[0].apart
    assert {} == apart.cuts


def test_limit_of_bonuses_in_words() -> None:
    """
    The read-back says the limit wherever it stands.
    """
    policy = limited(TEN, {"reach": "within_section", "limit": 5}, {"reach": "within_base", "limit": Fraction(5, 2)})
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "加分超过分值的部分计入得分，不设限；合计最多计10分。" in zh
    assert "points above the cap count without limit; all of them together count for at most 10 points." in en.lower()
    assert "不超过本类总分；合计最多计5分。" in zh
    assert "at most 2.5 points" in en


@pytest.mark.parametrize("word", ["apart", "within_indicator"])
def test_limit_of_what_does_not_count_is_refused(word: str) -> None:
    """
    Extra that does not count has no limit.
    """
    assert ["limit_of_nothing"] == refused(row("i1", 100), bonuses={"reach": word, "limit": 3})
    assert ["bonuses_needless"] == refused(
        row("i1", 100, rules=[{"kind": "per_item", "deduct": {"l1": 1}}], netting=None), bonuses=TEN
    )


# Weights.


def weighted(**keys: Any) -> Policy:
    """
    Make a policy of two sections: a (100 points) counts 30 %, b (two indicators, 20 and, twice, 40 points) counts 70 %.
    """
    a = section("a", 100, row("i1", 100), weight="30%")
    return policy_of(a, section("b", 100, row("i2", 20), row("i3", 40, weight=2), weight=Fraction(7, 10)), **keys)


@pytest.mark.parametrize(
    ("bonuses", "facts", "total", "cuts"),
    [
        ("counted", {}, 100, {}),
        ("counted", {"l1": 10, "l3": 5}, 90, {}),  # 0.3 × 90 + 0.7 × (20 + 2 × 35)
        ("counted", {"p1": 10, "p3": 5}, 110, {}),  # 0.3 × 110 + 0.7 × (20 + 2 × 45)
        ("apart", {"p1": 10, "l2": 1}, Fraction("99.3"), {}),
        # extra 0.3 × 10 + 0.7 × 2 × 5 = 10, nothing is lost, so that there is no room
        ("within_base", {"p1": 10, "p3": 5, "l1": 0}, 100, {"total": 10}),
        ({"reach": "counted", "limit": 8}, {"p1": 10, "p3": 5}, 108, {"total": 2}),
        # b: 6 of 20 lost, extra 2 × 5, of which 4 are beyond its 100; a: no room
        ("within_section", {"p1": 10, "p3": 5, "l2": 6}, 100, {"a": 10, "b": 4}),
    ],
)
def test_weights(bonuses: Any, facts: Mapping[str, Any], total: Any, cuts: Any) -> None:
    """
    Points are multiplied by the weight of their indicator, then by that of its section; limits hold for what is multiplied.
    """
    result = score(weighted(bonuses=bonuses), **facts)

    assert (total, cuts) == (result.exact, result.cuts)


def test_weights_are_seen() -> None:
    """
    Line, section, data, explanation and read-back have the weight; where it is 1, nothing is said.
    """
    policy = weighted(bonuses="counted")
    result = score(policy, l3=5)
    data = result.to_dict()

    assert [1, 1, 2] == [each.weight for each in result.lines]
    assert [Fraction("0.3"), Fraction("0.7")] == [each.weight for each in result.sections]
    assert [None, None, "2"] == [each.get("weight") for each in data["lines"]]
    assert ["0.3", "0.7"] == [each["weight"] for each in data["sections"]]
    assert "subtotal: 20 + 2 × 35 = 90\n" in explain(result, "en")
    assert "total: 0.3 × 100 + 0.7 × 90 = 93\n" in explain(result, "en")
    assert "合计时乘以权重30%。" in show(policy, "zh")
    assert "Its points are multiplied by 2 where they are added up." in show(policy, "en")


def test_weight_by_role_and_by_reading() -> None:
    """
    A weight may differ by role, and be a reading; caps times weights add up under every option.
    """
    roles = {"judge": "法官", "clerk": "书记员"}
    options: Doc = {"most": {"label": "六成", "value": "60%"}, "half": {"label": "五成", "value": "50%"}}
    reading: Doc = {"at": "五", "question": "权重", "options": options, "chosen": "most"}
    keys: Doc = {"roles": roles, "readings": {"share": reading}, "bonuses": "apart"}
    rest: Doc = {"reading": "share", "of": {"most": "40%", "half": "50%"}}

    assert ["base_sum_under"] == refused(
        row("i1", 100, weight={"reading": "share"}), row("i2", 100, weight="40%"), **keys
    )
    policy = policy_of(row("i1", 100, weight={"reading": "share"}), row("i2", 100, weight=rest), **keys)
    assert [94, 95] == [score(each, l1=10).exact for each in (policy, policy.with_readings({"share": "half"}))]
    by_role = [
        {"by": "role", "of": each}
        for each in ({"judge": Fraction(1, 2), "clerk": "90%"}, {"judge": "50%", "clerk": Fraction(1, 10)})
    ]
    policy = policy_of(
        *(row(f"i{place}", 100, weight=each) for place, each in enumerate(by_role, 1)), **keys | {"readings": None}
    )
    assert [95, 91] == [score(policy, role, l1=10).exact for role in roles]


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        (0, "zero"),
        (-1, "sign"),
        ("l1", "bad_number"),
        ("-5%", "sign"),
        ("50%", "base_sum_weighted"),
        (3, "base_sum_weighted"),
    ],
)
def test_wrong_weights_are_refused(weight: Any, code: str) -> None:
    """
    A weight is above 0 and no fact, and caps times weights add up.
    """
    assert [code] == refused(row("i1", 100, weight=weight), bonuses="apart")


# Extra: outside the base.

PRAISE: Doc = {"kind": "per_item", "add": {"p5": 2}, "deduct": {"l5": 1}}


def with_extra(bonuses: Any, **keys: Any) -> Policy:
    """
    Make a policy of 100 points and an extra section: 2 points for each praise (p5), 1 less for each complaint (l5).
    """
    row_ = row("i5", **{"cap": 10, "rules": [PRAISE], "netting": None, "floor": "none", **keys})
    return policy_of(section("a", 100, row("i1", 100)), section("b", None, row_, extra=True), bonuses=bonuses)


@pytest.mark.parametrize(
    ("bonuses", "facts", "total", "points", "apart"),
    [
        # worked in the document of the format: 92 earned, 5 praises, 4 complaints: 10 − 4 = 6
        ("apart", {"l1": 8, "p5": 5, "l5": 4}, 92, 0, 6),
        ("counted", {"l1": 8, "p5": 5, "l5": 4}, 98, 6, None),
        ({"reach": "counted", "limit": 5}, {"l1": 8, "p5": 5, "l5": 4}, 97, 6, None),
        ("within_base", {"l1": 8, "p5": 5, "l5": 4}, 98, 6, None),
        ("within_base", {"l1": 4, "p5": 5, "l5": 4}, 100, 6, None),  # 96 earned
        ("counted", {"l1": 8, "p5": 9}, 102, 10, None),  # 18, of which 10 fit its cap
        ("counted", {"l1": 8, "l5": 4}, 88, -4, None),  # without a floor it can cost
        ("apart", {"l1": 8, "l5": 4}, 92, 0, -4),
        ({"reach": "within_base", "limit": 5}, {"l1": 8, "l5": 4}, 88, -4, None),
    ],
)
def test_extra_points(bonuses: Any, facts: Mapping[str, Any], total: Any, points: Any, apart: Any) -> None:
    """
    An extra starts at zero and comes on top of what is earned, as far as `bonuses` say.
    """
    result = score(with_extra(bonuses), **facts)
    line = result.lines[-1]

    assert [total, points, apart] == [result.exact, line.points, line.apart]
    assert max(0, 2 * facts.get("p5", 0) - facts.get("l5", 0) - 10) == line.lost
    assert line.extra


def test_extra_without_end() -> None:
    """
    An extra may have no cap; then nothing of it is lost.
    """
    policy = with_extra("counted", cap="none")
    result = score(policy, p5=30)

    assert 160 == result.exact
    assert [None, None, 60] == [result.lines[1].cap, result.lines[1].lost, result.lines[1].points]
    assert [None, None] == [result.to_dict()["lines"][1]["cap"], result.to_dict()["sections"][1]["total"]]
    assert "指标5  附加项  不设上限  加分 60  得分 60" in explain(result, "zh")
    assert "Line(i5: 60)" == repr(result.lines[1])
    assert "从零分起算，不设上限。" in show(policy, "zh")
    assert "This section is extra: its points come on top of the base total." in show(policy, "en")
    assert "it starts at 3 points and has no cap" in show(with_extra("counted", cap="none", start=3), "en").lower()


def test_scale_without_end_is_all_extra() -> None:
    """
    Points that only accumulate have a base of 0; an extra among other indicators is said at its own line.
    """
    policy = policy_of(row("i5", "none", extra=True, rules=[PRAISE], netting="before_cap"), base=0, bonuses="counted")

    assert [0, 11, 0] == [score(policy, **facts).exact for facts in ({}, {"p5": 6, "l5": 1}, {"l5": 3})]
    assert "it is extra: its points come on top" in show(policy, "en").lower()
    assert "本项为附加项，不计入基础总分。" in show(policy, "zh")


def test_extra_that_starts_full() -> None:
    """
    Points that somebody has from the start, and can only lose, may be extra too.
    """
    keys: Doc = {"extra": True, "start": "full"}
    policy = policy_of(row("i1", 100), row("i2", 5, **keys), bonuses="counted")

    assert [105, 103, 105] == [score(policy, **facts).exact for facts in ({}, {"l2": 2}, {"l2": 2, "p2": 9})]
    assert 4 == score(policy, p2=4).lines[1].lost


SHARE_OR_ALL: Doc = {
    "kind": "rate_target", "numerator": "p2", "denominator": "p5", "target": "50%", "step": "1%", "above": {"add": 1},
    "part_step": "whole_only", "empty": "lost",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ((row("i1", 100), row("i2", "none")), ["cap_missing"]),
        ((row("i1", 100), row("i2", "none", extra=True, start="full")), ["needs_cap"]),
        ((row("i1", 100), row("i2", "none", extra=True, netting=None, rules=[SHARE_OR_ALL])), ["needs_cap"]),
        (
            (row("i1", 100), row("i2", "none", extra=True, netting="before_cap", rules=[PRAISE, {"kind": "entered"}])),
            ["needs_cap"],
        ),
        (
            (
                row("i1", 100),
                row(
                    "i2", "none", extra=True, start=3, netting="before_cap",
                    rules=[
                        {"kind": "group", "take": "sum", "rules": [{"kind": "entered", "value": "p2", "out_of": 5}, PRAISE]},
                        {"kind": "fixed", "when": {"fact": "p5", "is": 1}, "deduct": "all"},
                    ],
                ),
            ),
            ["needs_cap", "needs_cap"],
        ),
        ((section("a", None, row("i1", 100)),), ["total_missing"]),
        ((section("a", 100, row("i1", 100), extra=True),), ["total_needless"]),
        ((section("a", 100, row("i1", 100)), section("b", None, row("i2", 10, floor=-3), extra=True)), []),
    ],
)  # fmt: skip
def test_extra_that_cannot_be(rows: tuple[Doc, ...], codes: list[str]) -> None:
    """
    What is part of the base has a cap and a total; without a cap, what would take or convert one is refused.
    """
    if codes:
        assert codes == refused(*rows, bonuses="counted")
    else:
        policy_of(*rows, bonuses="counted")


@pytest.mark.parametrize(
    ("keys", "own", "codes"),
    [
        ({"bonuses": "within_indicator"}, {}, ["extra_within_indicator"]),
        ({"bonuses": "within_section"}, {}, ["extra_within_section"]),
        ({"bonuses": "within_section"}, {"bonuses": "counted"}, []),
        ({"bonuses": None}, {}, ["bonuses_missing", "bonuses_missing"]),
    ],
)
def test_extra_asks_for_bonuses_that_fit(keys: Doc, own: Doc, codes: list[str]) -> None:
    """
    An extra is neither within its indicator nor, in an extra section, within the section; it needs `bonuses`.
    """
    rows = (section("a", 100, row("i1", 100)), section("b", None, row("i2", 10, floor=-3, **own), extra=True))
    if codes:
        assert codes == refused(*rows, **keys)
    else:
        policy_of(*rows, **keys)


def test_default_of_an_extra_that_is_written_out() -> None:
    """
    `start: zero` of an extra is its default, and `start: full` that of others.
    """
    policy = policy_of(
        row("i1", 100, start="full"), row("i2", 5, extra=True, start="zero", floor=-2), bonuses="counted"
    )

    assert ["default_written", "default_written"] == [each.code for each in policy.warnings]


@pytest.mark.parametrize("cap", [10, "none"])
def test_extra_in_the_incentive_map(cap: Any) -> None:
    """
    Neutral is an extra of nothing; what one step of it is worth is said without a cap that it could pass.
    """
    policy = with_extra("counted", cap=cap)
    (found,) = incentive_maps(policy, ["judge"])
    (largest,) = [each for each in found.found["exchange"] if each.kind == "largest_extra"]
    base = found.found["base"][0]

    assert [0, 0] == [base.figures["lost"], base.figures["off"]]
    assert 100 == base.witnesses[0].score
    assert ("p5", "i5", 2) == (*largest.about, largest.figures["gain"])
    assert "one step is worth +2" in Teller(policy.plans["judge"], "en").say(largest)
    full = [each.about for each in found.found["caps"] if each.kind in ("full_unreached", "cap_unreached")]
    assert [] == full


# Conditions that decide points.

ONCE: Doc = {"fact": "p9", "at_least": 1}
TWICE: Doc = {"fact": "p9", "at_least": 2}


def decided(*rows: Doc, **keys: Any) -> Policy:
    """
    Make a policy of two indicators, 40 and 60 points, with rows of the first one.
    """
    one = row("i1", 40, points_when=list(rows), **{"at": "二1", **keys})
    return policy_of(one, row("i2", 60), bonuses="counted", facts={"p9": {"label": "事件"}}, pass_mark=60)


@pytest.mark.parametrize(
    ("rows", "facts", "total", "points", "changed"),
    [
        ([{"when": ONCE, "points": 0}], {"p9": 0, "l1": 7}, 93, 33, 0),
        ([{"when": ONCE, "points": 0}], {"p9": 1, "l1": 7}, 60, 0, -33),
        ([{"when": ONCE, "points": 0}], {"p9": 1, "p1": 7}, 60, 0, -47),  # nor is there extra
        ([{"when": ONCE, "points": "cap"}], {"p9": 1, "l1": 7}, 100, 40, 7),
        ([{"when": ONCE, "points": "cap"}], {"p9": 1, "p1": 7}, 100, 40, -7),  # full marks, no extra
        ([{"when": ONCE, "points": 25}], {"p9": 1, "l1": 7}, 85, 25, -8),
        ([{"when": ONCE, "points": 99}], {"p9": 1, "l1": 7}, 100, 40, 7),  # held to the cap
        ([{"when": ONCE, "points": "l2"}], {"p9": 1, "l2": 12}, 60, 12, -28),
        # the first row that holds decides
        ([{"when": TWICE, "points": 0}, {"when": ONCE, "points": 20}], {"p9": 2}, 60, 0, -40),
        ([{"when": TWICE, "points": 0}, {"when": ONCE, "points": 20}], {"p9": 1}, 80, 20, -20),
        # left out: 54 of 60 are 90 of 100
        ([{"when": ONCE, "points": "left_out"}], {"p9": 1, "l2": 6}, 90, 0, -40),
        ([{"when": ONCE, "points": "left_out"}], {"p9": 0, "l2": 6}, 94, 40, 0),
        # extra is not scaled: 60 + 5 of 60
        ([{"when": ONCE, "points": "left_out"}], {"p9": 1, "p2": 5}, 105, 0, -40),
    ],
)
def test_conditions_decide_points(
    rows: list[Doc], facts: Mapping[str, Any], total: Any, points: Any, changed: Any
) -> None:
    """
    The first row that holds gives the points, held to floor and cap and without extra; what is left out is scaled away.
    """
    result = score(decided(*rows), **facts)
    line = result.lines[0]

    assert [total, points, changed] == [result.exact, line.points, line.changed]
    assert (line.decided is None) == (not facts["p9"])


def test_points_of_a_condition_keep_to_the_floor() -> None:
    """
    An amount below the floor is the floor; with `floor: none` it stays what it is.
    """
    row_: Doc = {"when": ONCE, "points": "low"}
    facts = {"p9": {"label": "事件"}, "low": {"label": "数值", "type": "number", "min": -20, "max": 20}}
    for floor, points in ((-5, -5), ("none", -20), (None, 0)):
        rows = (
            row("i1", 40, points_when=[row_], floor=floor, netting="after_cap" if floor != "none" else None),
            row("i2", 60),
        )
        policy = policy_of(*rows, bonuses="counted", facts=facts)
        assert points == score(policy, p9=1, low=-20).lines[0].points


def test_event_that_nothing_is_left_is_named_as_an_event() -> None:
    """
    Whether or not the policy has vetoes, its step is named as those of vetoes are.
    """
    policy = policy_of(row("i1", 100, points_when=[{"when": ONCE, "points": "left_out"}]), bonuses="apart")

    assert ["veto.left_out"] == [each.step for each in policy.plans["judge"].vetoes]


def test_extra_that_a_condition_decides() -> None:
    """
    What a row gives to an extra is extra, and counts as far as `bonuses` say; left out it gives nothing, and scales nothing.
    """
    rows = [{"when": TWICE, "points": "left_out"}, {"when": ONCE, "points": 5}]
    facts = {"p9": {"label": "事件"}}
    for bonuses, once in (("counted", 98), ("apart", 93), ({"reach": "counted", "limit": 2}, 95)):
        one = row("i3", 8, extra=True, points_when=rows, netting="before_cap")
        policy = policy_of(row("i1", 100), one, bonuses=bonuses, facts=facts)
        assert [once, 93] == [score(policy, l1=7, p3=1, l3=1, p9=each).exact for each in (1, 2)]
        assert policy.plans["judge"].scaling is None


def sections_decided(points: Any, **keys: Any) -> Policy:
    """
    Make a policy of two sections of 60 and 40 points, the first of which a condition may empty or leave out.
    """
    a = section(
        "a", 60, row("i1", 40), row("i2", 20), points_when=[{"when": ONCE, "points": points, "at": "五1"}], **keys
    )
    return policy_of(a, section("b", 40, row("i3", 40)), bonuses="within_base", facts={"p9": {"label": "事件"}})


@pytest.mark.parametrize(
    ("points", "facts", "total", "subtotal"),
    [
        (0, {"p9": 0, "l1": 5}, 95, 55),
        (0, {"p9": 1, "l1": 5}, 40, 0),
        (0, {"p9": 1, "p1": 5, "p3": 2}, 42, 0),  # its extra is gone too, and there is room for that of the other
        ("left_out", {"p9": 1, "l3": 4}, 90, 0),  # 36 of 40
        ("left_out", {"p9": 1, "l3": 4, "p1": 20}, 90, 0),
        ("left_out", {"p9": 1, "p3": 4}, 100, 0),  # no room within the base
        ("left_out", {"p9": 1, "l3": 40}, 0, 0),
    ],
)
def test_conditions_decide_sections(points: Any, facts: Mapping[str, Any], total: Any, subtotal: Any) -> None:
    """
    A condition of a section gives it 0 points, or leaves it out with its caps.
    """
    result = score(sections_decided(points), **facts)

    assert [total, subtotal] == [result.exact, result.sections[0].points]
    assert (result.sections[0].decided is None) == (not facts["p9"])


def test_room_of_a_section_without_what_is_left_out() -> None:
    """
    `within_section` leaves room in the section's total less the caps that are left out.
    """
    one = row("i1", 40, points_when=[{"when": ONCE, "points": "left_out"}])
    a = section("a", 60, one, row("i2", 10), row("i4", 10))
    policy = policy_of(a, section("b", 40, row("i3", 40)), bonuses="within_section", facts={"p9": {"label": "事件"}})
    result = score(policy, p9=1, l4=3, p2=9)

    assert [20, 6] == [result.sections[0].points, result.sections[0].cut]  # 7 earned of 10, 10, and 3 of 9
    assert 57 * Fraction(100, 60) + 3 == result.exact


def test_nothing_is_left() -> None:
    """
    Where everything is left out there is no score, as under a veto, and it is said why; no other period is reached.
    """
    rows = (
        row("i1", 40, points_when=[{"when": ONCE, "points": "left_out"}]),
        row("i2", 60, points_when=[{"when": TWICE, "points": "left_out"}]),
    )
    policy = policy_of(*rows, bonuses="counted", facts={"p9": {"label": "事件"}}, pass_mark=60)
    result = score(policy, p9=2)

    assert (None, "vetoed", ("left_out",)) == (result.score, result.verdict, result.vetoes)
    assert result.left_out
    assert not score(policy, p9=1).left_out
    assert "不予评价  (合格线 60)\n各项指标均不参加考核\n" in explain(result, "zh")
    assert 100 == score(policy, p9=1).exact


def test_decisions_are_seen() -> None:
    """
    The explanation names the clause of the row that decided and what it changed; data has both.
    """
    result = score(decided({"when": ONCE, "points": 0, "at": "五2"}), p9=1, l1=7)
    (line, _), data = result.lines, result.to_dict()

    assert ("五2",) == (line.decided.at if line.decided is not None else None)
    assert {"at": ["五2"], "left_out": False, "changed": "-33"} == data["lines"][0]["decided"]
    assert "decided" not in data["lines"][1]
    assert "decided by a condition  [五2]: −33\n" in explain(result, "en")
    left = score(decided({"when": ONCE, "points": "left_out"}), p9=1, l2=6)
    assert "left out: neither points nor cap count  [二1]  (事件 1 ≥ 1)\n" in explain(left, "en")
    assert "total: 54 × 100 ÷ 60 = 90 ≥ 60, pass" in explain(left, "en")
    assert ["36", 36] == [left.to_dict()["scaling"], left.scaling]
    section_ = explain(score(sections_decided(0), p9=1, l1=5), "zh")
    assert "小计: 35 + 20 − 55 = 0\n" in section_
    assert "按条件定分  [五1]: −55  (事件 1 ≥ 1)\n" in section_
    assert {"at": ["五1"], "left_out": True, "changed": "-60"} == score(sections_decided("left_out"), p9=1).to_dict()[
        "sections"
    ][0]["decided"]


def test_decisions_in_words() -> None:
    """
    The read-back says the rows in order, each with its points.
    """
    rows: list[Doc] = [
        {"when": TWICE, "points": "left_out", "at": "五3", "note": "见通知"},
        {"when": ONCE, "points": Fraction(5, 2)},
        {"when": {"fact": "p9", "is": 0}, "points": "cap"},
    ]
    policy = decided(*rows)
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "五3：“事件”达到或超过2的，不论其他规则，不计得分，也不计分值，其余得分折算到基础总分。" in zh
    assert "说明：见通知" in zh
    assert "否则，“事件”达到或超过1的，得2.5分。" in zh
    assert "否则，“事件”等于0的，得满分。" in zh
    assert "Else where “事件” is at least 1: 2.5 points." in en
    assert "五1：“事件”达到或超过1的，不论其他规则，得0分。" in show(sections_decided(0), "zh")


@pytest.mark.parametrize("points", [5, "cap", "p9"])
def test_section_has_no_other_points(points: Any) -> None:
    """
    A section as a whole can be empty or left out, nothing else.
    """
    a = section("a", 100, row("i1", 100), points_when=[{"when": ONCE, "points": points}])
    assert ["section_points"] == refused(a, bonuses="counted", facts={"p9": {"label": "事件"}})


def test_full_marks_need_a_cap() -> None:
    """
    `points: cap` says nothing of an extra without end.
    """
    one = row("i2", "none", extra=True, floor="none", netting=None, points_when=[{"when": ONCE, "points": "cap"}])
    assert ["needs_cap"] == refused(row("i1", 100), one, bonuses="counted", facts={"p9": {"label": "事件"}})


# Rounding.


@pytest.mark.parametrize(
    ("how", "to", "lost", "points", "rounding"),
    [
        ("half_up", Fraction(1, 2), Fraction("1.25"), Fraction("9"), Fraction("0.25")),  # 8.75: a half goes up
        ("half_up", 1, Fraction("1.6"), 8, Fraction("-0.4")),
        ("down", 1, Fraction("1.1"), 8, Fraction("-0.9")),
        ("up", 1, Fraction("1.9"), 9, Fraction("0.9")),
        ("up", Fraction(1, 2), 1, 9, 0),
        ("down", 2, 15, 0, 0),
    ],
)
def test_points_are_rounded(how: str, to: Any, lost: Any, points: Any, rounding: Any) -> None:
    """
    An indicator's points are rounded to whole multiples of a figure that divides its cap.
    """
    facts = {"f": {"label": "扣分", "type": "number", "places": 2, "max": 20}}
    rule = {"kind": "per_item", "deduct": {"f": 1}}
    one = row("i1", 10, rules=[rule], netting=None, rounded={"to": to, "how": how})
    result = score(policy_of(one, row("i2", 90), bonuses="counted", facts=facts), f=lost)
    line = result.lines[0]

    assert [points, rounding] == [line.points, line.rounding]
    assert ("rounding" in result.to_dict()["lines"][0]) == bool(rounding)
    assert (f"rounding: {'+' if rounding > 0 else '−'}" in explain(result, "en")) == bool(rounding)


@pytest.mark.parametrize(
    ("start", "bonuses", "added", "figures"),
    [
        # points, bonus, lost, apart, what rounding changed
        (None, "counted", Fraction("2.3"), [12, Fraction("2.3"), None, None, Fraction("-0.3")]),
        (None, "apart", Fraction("2.3"), [10, Fraction("2.3"), None, 2, Fraction("-0.3")]),
        ("zero", "counted", Fraction("7.6"), [8, Fraction("7.6"), 0, None, Fraction("0.4")]),
        ("zero", "counted", Fraction("12.6"), [10, 10, 3, None, 0]),  # above its cap nothing is to be rounded
    ],
)
def test_rounding_beside_bonuses(start: Any, bonuses: str, added: Any, figures: list[Any]) -> None:
    """
    Rounding comes before the cap; what it changes stands beside the bonus.
    """
    facts = {"f": {"label": "加分", "type": "number", "places": 2, "max": 20}}
    rule = {"kind": "per_item", "add": {"f": 1}}
    one = row("i1", 10, rules=[rule], netting=None, start=start, rounded={"to": 1, "how": "half_up"})
    line = score(policy_of(one, row("i2", 90), bonuses=bonuses, facts=facts), f=added).lines[0]

    assert figures == [line.points, line.bonus, line.lost, line.apart, line.rounding]


def test_rounding_in_words_and_refused() -> None:
    """
    The read-back says to what points are rounded; what does not divide cap and floor is refused.
    """
    rounded = {"to": Fraction(1, 2), "how": "down"}
    policy = policy_of(row("i1", 100, rounded=rounded), bonuses="counted")

    assert "得分取0.5的整倍数，多余位数舍去。" in show(policy, "zh")
    assert "The points are rounded to whole multiples of 0.5, rounded down." in show(policy, "en")
    assert ["rounding_misfit"] == refused(row("i1", 100, rounded={"to": 3, "how": "up"}), bonuses="counted")
    floor = row("i1", 100, floor=Fraction(-5, 2), rounded={"to": 1, "how": "up"})
    assert ["rounding_misfit"] == refused(floor, bonuses="counted")
    assert ["zero"] == refused(row("i1", 100, rounded={"to": 0, "how": "up"}), bonuses="counted")


def test_period_of_which_nothing_is_left_counts_for_nothing() -> None:
    """
    What is left out is no veto: it reaches no other period, and is no failed one even where a vetoed one is.
    """
    events = {"v": {"label": "造假"}}
    vetoes = {"at": "五", "effect": "no_score", "reach": "whole_year", "counts_as": "as_failed", "events": events}
    told = {
        "id": "talk",
        "at": "六",
        "label": "约谈",
        "when": {"periods": {"verdict": "fail"}, "in": "year", "over": 0},
    }
    one = row("i1", 100, points_when=[{"when": ONCE, "points": "left_out"}])
    keys: Doc = {"pass_mark": 60, "facts": {"p9": {"label": "事件"}}, "bonuses": "counted", "vetoes": vetoes}
    policy = policy_of(one, outcomes={"consequences": [told | {"propose": "each_time"}]}, **keys)

    def of(*events: Doc) -> Outcomes:
        records_ = [{"l1": 0, "p1": 0, "p9": 0, "v": False, **each} for each in events]
        who = {"role": "judge", "person": "E001"}
        named = [who | {"period": f"2024-0{month}", **each} for month, each in enumerate(records_, 1)]
        return outcomes([entry(policy, policy.accept(each)) for each in named])

    assert ("vetoed", "pass") == of({"p9": 1}, {}).people["E001"].standing
    assert ([], 2) == ([*of({"p9": 1}, {}).proposals], len(of({"v": True}, {}).proposals))
    assert counted_score(of({"p9": 1}, {}).people["E001"], 0) is None
    assert counted_score(of({"v": True, "p9": 1}, {}).people["E001"], 0) is not None


# The total: which way is better, limits, rounding.


def totals(score_: Doc, **keys: Any) -> Policy:
    """
    Make a policy of 100 points with something said of the total.
    """
    return policy_of(row("i1", 100), **{"bonuses": "counted", "score": score_, **keys})


@pytest.mark.parametrize(
    ("said", "facts", "total", "adjusted"),
    [
        ({"at_least": 60}, {"l1": 70}, 60, 30),
        ({"at_least": 60}, {"l1": 40}, 60, 0),
        ({"at_most": 120}, {"p1": 50}, 120, -30),
        ({"at_least": 60, "at_most": 120}, {"l1": 15}, 85, 0),
        ({"rounded": {"to": 5, "how": "half_up"}}, {"l1": 12}, 90, 2),
        ({"rounded": {"to": 5, "how": "down"}}, {"l1": 12}, 85, -3),
        ({"at_most": 98, "rounded": {"to": 5, "how": "up"}}, {}, 100, 0),  # limits first, then rounding
    ],
)
def test_limits_and_rounding_of_the_total(said: Doc, facts: Mapping[str, Any], total: Any, adjusted: Any) -> None:
    """
    The sum is held to its limits, then rounded; what that changed is said.
    """
    result = score(totals(said), **facts)

    assert [total, total, adjusted] == [result.exact, result.arithmetic, result.adjusted]
    assert ("adjusted" in result.to_dict()) == bool(adjusted)
    sign, word = "+" if adjusted > 0 else "−", "rounding" if list(said) == ["rounded"] else "limits"
    assert (f" {sign} {abs(adjusted)} ({word}) = {total}" in explain(result, "en")) == bool(adjusted)


def test_lower_is_better() -> None:
    """
    Where fewer points are better, the pass mark is the most that passes, and the first place has the fewest.
    """
    rule = {"kind": "per_item", "add": {"p1": 5}}
    one = row("i1", 80, start="zero", netting=None, rules=[rule])
    ranking = {"ranking": {"at": "九", "each": "month", "among": "all", "ties": "dense"}}
    keys: Doc = {"base": 80, "score": {"better": "lower"}, "pass_mark": 20, "outcomes": ranking}
    policy = policy_of(one, **keys)
    results = [score(policy, p1=each) for each in (0, 4, 5)]

    assert ["pass", "pass", "fail"] == [each.verdict for each in results]
    assert [0, 20, 25] == [each.exact for each in results]
    assert "total: 20 = 20 ≤ 20, pass" in explain(results[1], "en")
    assert "total: 25 = 25 > 20, fail" in explain(results[2], "en")
    who = [{"role": "judge", "period": "2024-01", "person": f"E00{each}", "p1": each} for each in (3, 1, 2)]
    (found,) = outcomes([entry(policy, policy.accept(each)) for each in who]).rankings
    assert ["E001", "E002", "E003"] == [each.name for each in found.places]
    assert "得分越低越好。" in show(policy, "zh")
    assert "This or less passes, more fails; the exact score decides." in show(policy, "en")
    (incentives,) = incentive_maps(policy, ["judge"])
    assert 0 == incentives.found["base"][0].witnesses[0].score
    assert "pass" == next(each.witnesses[1].verdict for each in incentives.found["ways"] if each.kind == "way")
    assert [] == [each for each in incentives.found["caps"] if each.kind == "full_unreached"]
    assert "exchange" not in incentives.found  # no bonus buys anything back
    teller = Teller(policy.plans["judge"], "en")
    assert "score 0" in teller.say(incentives.found["base"][0])
    assert "lost" not in teller.say(incentives.found["base"][0])


def test_score_near_a_pass_mark_that_is_not_to_be_passed() -> None:
    """
    A rounded score that would belie the verdict has the exact one beside it, whichever way is better.
    """
    facts = {"f": {"label": "扣分", "type": "number", "places": 3, "max": 20}}
    rule = {"kind": "per_item", "add": {"f": 1}}
    one = row("i1", 20, start="zero", netting=None, rules=[rule])
    policy = policy_of(one, base=20, facts=facts, score={"better": "lower"}, pass_mark=10)

    assert "score 10.00 (10.001)  fail" in explain(score(policy, f=Fraction("10.001")), "en")
    assert "score 10.00  pass" in explain(score(policy, f=10), "en")


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ({"score": {"at_least": 60, "at_most": 50}}, ["limits_cross"]),
        ({"score": {"at_most": 5, "rounded": {"to": 0, "how": "up"}}}, ["zero"]),
        ({"score": {"better": "less"}}, ["unknown_word"]),
        ({"score": {"better": "lower"}, "vetoes": "as_failed"}, ["nothing_is_best"]),
        ({"score": {"better": "lower"}, "vetoes": "left_out"}, []),
    ],
)
def test_totals_that_cannot_be(keys: Doc, codes: list[str]) -> None:
    """
    Limits do not cross, and a vetoed period does not count with the best total there is.
    """
    if "vetoes" in keys:
        events = {"v": {"label": "造假"}}
        vetoes = {"at": "五", "effect": "no_score", "reach": "period", "counts_as": keys["vetoes"], "events": events}
        keys = keys | {"vetoes": vetoes}
    if codes:
        assert codes == refused(row("i1", 100), bonuses="counted", **keys)
    else:
        totals(**{"score_": keys["score"], **{key: each for key, each in keys.items() if key != "score"}})


# Grades.

ROWS: list[Doc] = [
    {"grade": "a", "label": {"zh": "优秀", "en": "Excellent"}, "at_least": 90, "verdict": "pass"},
    {"grade": "b", "label": {"zh": "良好", "en": "Good"}, "at_least": 75, "verdict": "pass"},
    {"grade": "c", "label": {"zh": "合格", "en": "Fair"}, "over": 60, "verdict": "pass"},
    {"grade": "d", "label": {"zh": "差", "en": "Poor"}, "verdict": "fail"},
]
EVENT: Doc = {"p9": {"label": "警告"}}


def graded(rows: list[Doc] = ROWS, **keys: Any) -> Policy:
    """
    Make a policy with grades: two indicators of 40 and 60 points.
    """
    return policy_of(row("i1", 40), row("i2", 60), bonuses="counted", grades={"rows": rows, **keys}, facts=EVENT)


def grade(result: Result) -> tuple[str | None, str | None]:
    """
    Give the grade and the verdict.
    """
    return None if result.grade is None else result.grade.id, result.verdict


@pytest.mark.parametrize(
    ("lost", "expected"),
    [(0, ("a", "pass")), (10, ("a", "pass")), (11, ("b", "pass")), (39, ("c", "pass")), (40, ("d", "fail"))],
)
def test_grades_by_the_total(lost: int, expected: tuple[str, str]) -> None:
    """
    The first row whose end the total reaches is the grade, and it has the verdict; ends as they are written.
    """
    assert expected == grade(score(graded(), l2=lost))


@pytest.mark.parametrize(
    ("warnings", "lost", "expected"),
    [(0, 0, "a"), (1, 0, "b"), (1, 20, "b"), (2, 0, "c"), (2, 45, "d"), (3, 0, "c")],
)
def test_grades_that_are_closed(warnings: int, lost: int, expected: str) -> None:
    """
    A bar closes a grade and all better ones; the next one open to the person counts.
    """
    bars = [
        {"grade": "a", "at": "五1", "when": {"fact": "p9", "at_least": 1}},
        {"grade": "b", "at": "五2", "when": {"fact": "p9", "at_least": 2}},
    ]
    result = score(graded(bars=bars), p9=warnings, l2=lost)

    assert expected == grade(result)[0]
    assert min(warnings, 2) == len(result.grade_events)


def test_closed_grade_whose_next_has_a_condition() -> None:
    """
    Where the next grade has a condition that does not hold, the one after it counts.
    """
    rows = [ROWS[0], ROWS[1] | {"when": {"score": "i1", "at_least": 40}}, *ROWS[2:]]
    bars = [{"grade": "a", "at": "五1", "when": {"fact": "p9", "at_least": 1}}]
    policy = graded(rows, bars=bars)

    assert ["a", "b", "c"] == [grade(score(policy, **facts))[0] for facts in ({"l1": 1}, {"p9": 1}, {"p9": 1, "l1": 1})]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "a"),
        ({"p9": 1}, "b"),
        ({"p9": 2}, "d"),
        ({"l2": 40, "p9": 1}, "d"),
        ({"l2": 20, "p8": 1}, "a"),
        ({"p8": 1}, "a"),
        ({"p9": 2, "p8": 1}, "c"),
    ],
)
def test_grades_that_move(facts: Mapping[str, Any], expected: str) -> None:
    """
    Moves add up, and go to the last or the first row at most.
    """
    moves = [
        {"down": 1, "at": "六1", "when": {"fact": "p9", "is": 1}},
        {"down": 3, "at": "六2", "when": {"fact": "p9", "at_least": 2}},
        {"up": 1, "at": "六3", "when": {"fact": "p8", "at_least": 1}},
    ]
    keys: Doc = {"bonuses": "counted", "facts": EVENT | {"p8": {"label": "表彰"}}}
    policy = policy_of(row("i1", 40), row("i2", 60), grades={"rows": ROWS, "moves": moves}, **keys)

    assert expected == grade(score(policy, **facts))[0]


GOOD = 3  # ratings that pass


def hygiene() -> Policy:
    """
    Make the food hygiene rating of three parts, where the worst part limits the rating.
    """
    facts = {
        f"part{number}": {"label": f"部分{number}", "max": most, "allowed": list(range(0, most + 1, 5))}
        for number, most in ((1, 25), (2, 25), (3, 30))
    }
    rows = [
        row(f"i{number}", most, start="zero", netting=None, rules=[{"kind": "entered", "value": f"part{number}"}])
        for number, most in ((1, 25), (2, 25), (3, 30))
    ]
    limits = ((15, 5), (20, 10), (30, 10), (40, 15), (50, 20))
    grades: list[Doc] = []
    for number, (most, worst) in enumerate(limits):
        when = {"every": "indicator", "at_most": worst}
        verdict = "pass" if number < GOOD else "fail"
        grades.append(
            {"grade": f"r{5 - number}", "label": f"{5 - number}级", "at_most": most, "when": when, "verdict": verdict}
        )
    last = {"grade": "r0", "label": "0级", "verdict": "fail"}
    return policy_of(*rows, base=80, score={"better": "lower"}, facts=facts, grades={"rows": [*grades, last]})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((5, 5, 5), "r5"), ((0, 10, 5), "r4"), ((0, 0, 15), "r2"), ((10, 10, 10), "r3"), ((15, 5, 0), "r2"),
        ((25, 0, 0), "r0"), ((20, 15, 15), "r1"), ((25, 25, 30), "r0"), ((0, 0, 0), "r5"), ((20, 0, 0), "r1"),
    ],
)  # fmt: skip
def test_worst_part_limits_the_grade(parts: tuple[int, ...], expected: str) -> None:
    """
    A total that fails its limit of parts falls to the first row that it satisfies.
    """
    assert expected == grade(score(hygiene(), **{f"part{number}": each for number, each in enumerate(parts, 1)}))[0]


def test_every_indicator_is_neither_extra_nor_left_out() -> None:
    """
    `every` asks for the indicators of the base that are not left out.
    """
    rows = [ROWS[0] | {"at_least": 0, "when": {"every": "indicator", "at_least": 30}}, ROWS[3]]
    out = [{"when": ONCE, "points": "left_out"}]
    one, extra = row("i1", 40, points_when=out), row("i3", 5, extra=True, floor=-5)
    policy = policy_of(one, row("i2", 60), extra, bonuses="counted", grades={"rows": rows}, facts=EVENT)

    assert ["a", "d", "a", "d"] == [
        grade(score(policy, **facts))[0] for facts in ({}, {"l1": 20}, {"l1": 20, "p9": 1}, {"l2": 40})
    ]


def test_what_would_have_passed_where_a_bar_fails() -> None:
    """
    The smallest change that would have passed is looked for among the facts of bars too.
    """
    policy = graded(bars=[{"grade": "c", "at": "五1", "when": ONCE}])
    failed = score(policy, p9=2)
    space = Space(policy, "judge")
    found = passing(space, space.point(failed.facts))

    assert "fail" == failed.verdict
    assert [[("p9", 0)]] == [[(each.input.name, each.then) for each in way] for way in found.ways]


def test_what_would_have_passed_where_lower_is_better() -> None:
    """
    Where fewer points are better, fewer of what adds them would have passed.
    """
    one = row("i1", 80, start="zero", netting=None, rules=[{"kind": "per_item", "add": {"p1": 5}}])
    policy = policy_of(one, base=80, score={"better": "lower"}, pass_mark=20)
    space = Space(policy, "judge")
    found = passing(space, space.point(score(policy, p1=9).facts))

    assert [[("p1", 4)]] == [[(each.input.name, each.then) for each in way] for way in found.ways]


def test_what_would_have_been_better_where_lower_is_better() -> None:
    """
    Where fewer points are better, a hint says how there would have been none; nothing is said to be not earned.
    """
    one, other = (
        row(id_, 40, start="zero", netting=None, rules=[{"kind": "per_item", "add": {fact: 5}}])
        for id_, fact in (("i1", "p1"), ("i2", "p2"))
    )
    policy = policy_of(one, other, base=80, score={"better": "lower"}, pass_mark=20)
    text = month_text(policy, score(policy, p1=3), "en")

    assert "would have had no points with 得1 0 (now 3)\n" in text
    assert 1 == text.count("would have had no points")  # i2 has none
    assert "若得1为 0（现为 3），本项不计分\n" in month_text(policy, score(policy, p1=3), "zh")
    assert not any(said in text for said in ("not earned", "earned whole", "kept"))


def test_grades_are_seen() -> None:
    """
    Explanation, data and the tables have the grade, and what closed or moved it; under a veto there is none.
    """
    bars = [{"grade": "a", "at": "五1", "when": ONCE}]
    moves = [{"down": 2, "at": "五2", "when": TWICE}]
    vetoes = {
        "at": "五",
        "effect": "no_score",
        "reach": "period",
        "counts_as": "left_out",
        "events": {"v": {"label": "造假"}},
    }
    keys: Doc = {"bonuses": "counted", "facts": EVENT, "vetoes": vetoes}
    policy = policy_of(row("i1", 100), grades={"rows": ROWS, "bars": bars, "moves": moves}, **keys)
    result, vetoed = score(policy, p9=2), score(policy, v=True)

    assert ("d", "fail") == grade(result)
    text = explain(result, "en")
    assert "score 100.00  grade Poor  verdict fail\n" in text
    assert (
        "total: 100 = 100, grade Poor  verdict fail\n  closed: Excellent and better  [五1]\n  2 grades down  [五2]\n"
        in text
    )
    assert "  不得评为“优秀”及以上  [五1]\n  降2等  [五2]\n" in explain(result, "zh")
    data = result.to_dict()
    assert ("d", [["五1"], ["五2"]]) == (data["grade"], [each["at"] for each in data["grade_events"]])
    assert (None, None, ()) == (vetoed.grade, vetoed.to_dict()["grade"], vetoed.grade_events)
    assert "grade_events" not in score(policy).to_dict()
    text = results_csv([result, vetoed])
    head, first, second = (line.split(",") for line in text.removeprefix("\ufeff").splitlines())
    assert ["d", ""] == [first[head.index("grade")], second[head.index("grade")]]


def test_grades_in_words() -> None:
    """
    The read-back says ends, conditions, verdicts, bars and moves.
    """
    rows = [
        ROWS[0] | {"when": {"all": [{"score": "i1", "over": 35}, {"score": "total", "under": 120}]}, "note": "从严"},
        *ROWS[1:],
    ]
    moves = [{"up": 2, "at": "六", "when": ONCE, "roles": ["judge"]}, {"down": 1, "at": "六", "when": TWICE}]
    policy = graded(rows, bars=[{"grade": "b", "at": "五", "when": ONCE, "note": "见五"}], moves=moves, note="等次")
    zh, en = show(policy, "zh"), show(policy, "en")

    assert "得分达到或超过90分，且“指标1”得分超过35分，且得分低于120分的，考核结论为合格。" in zh
    assert "The score is at least 75 points: the verdict is “pass”." in en
    assert "Otherwise: the verdict is “fail”." in en
    assert "“警告”达到或超过1的，不得评为“良好”及以上。" in zh
    assert "where “警告” is at least 1: 2 grades up" in en.lower()
    assert "每项指标得分都不超过5分" in show(hygiene(), "zh")
    assert "the points of every indicator: at most 5 points" in show(hygiene(), "en")


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ({"rows": [*ROWS[:3], ROWS[3] | {"at_least": 0}]}, ["last_grade"]),
        ({"rows": [*ROWS[:3], ROWS[3] | {"when": ONCE}]}, ["last_grade"]),
        ({"rows": [ROWS[1], ROWS[0], *ROWS[2:]]}, ["row_never"]),
        ({"rows": [ROWS[0], ROWS[1] | {"at_most": 3}, *ROWS[2:]]}, ["two_ends"]),
        ({"rows": [ROWS[0], ROWS[3] | {"grade": "b", "under": 3}, *ROWS[2:]]}, ["ends_both_ways"]),
        ({"rows": [ROWS[0], ROWS[1] | {"grade": "a"}, *ROWS[2:]]}, ["grade_twice"]),
        ({"rows": ROWS[3:]}, ["too_few"]),
        ({"rows": ROWS, "bars": [{"grade": "x", "at": "五", "when": ONCE}]}, ["unknown_grade"]),
        ({"rows": ROWS, "bars": [{"grade": "d", "at": "五", "when": ONCE}]}, ["last_barred"]),
        ({"rows": ROWS, "moves": [{"at": "五", "when": ONCE}]}, ["one_move"]),
        ({"rows": ROWS, "moves": [{"at": "五", "when": ONCE, "up": 1, "down": 1}]}, ["one_move"]),
        ({"rows": ROWS, "quota": [{"grade": "a", "best": "30%"}]}, ["not_supported_yet"]),
        ({"rows": [ROWS[0] | {"when": {"score": "i7", "over": 3}}, *ROWS[1:]]}, ["unknown_item"]),
        ({"rows": [ROWS[0] | {"when": {"score": "i3", "over": 3}}, *ROWS[1:]]}, ["item_of_other_roles"]),
        ({"rows": [ROWS[0] | {"when": {"score": "i1"}}, *ROWS[1:]]}, ["no_comparison"]),
        ({"rows": [ROWS[0] | {"when": {"every": "section", "over": 3}}, *ROWS[1:]]}, ["unknown_word"]),
    ],
)
def test_grades_that_cannot_be(keys: Doc, codes: list[str]) -> None:
    """
    Rows are in order, the last has no end, bars and moves say something, and conditions ask for what there is.
    """
    roles = {"judge": "法官", "clerk": "书记员"}
    rows = (row("i1", 100), row("i3", 5, extra=True, roles=["clerk"], floor=-5))
    assert codes == refused(*rows, bonuses="counted", grades=keys, facts=EVENT, roles=roles)


def test_grades_in_place_of_a_pass_mark() -> None:
    """
    Grades and a pass mark exclude each other; conditions of some roles may ask for what they have.
    """
    assert ["two_verdicts"] == refused(row("i1", 100), bonuses="counted", grades={"rows": ROWS}, pass_mark=60)
    roles = {"judge": "法官", "clerk": "书记员"}
    bars = [{"grade": "a", "at": "五", "when": {"score": "i3", "under": 3}, "roles": ["clerk"]}]
    rows = (row("i1", 100), row("i3", 5, extra=True, roles=["clerk"], floor=-5))
    policy = policy_of(*rows, bonuses="counted", grades={"rows": ROWS, "bars": bars}, roles=roles)

    assert ["a", "b"] == [grade(score(policy, role))[0] for role in roles]
    section_ = {"score": "b", "at_least": 60}
    parts = (section("a", 40, row("i1", 40)), section("b", 60, row("i2", 60)))
    policy = policy_of(*parts, bonuses="counted", grades={"rows": [ROWS[0] | {"when": section_}, *ROWS[1:]]})
    assert ["a", "b"] == [grade(score(policy, l1=5, l2=each))[0] for each in (0, 1)]


# Vetoes that leave a score.


def vetoed(effect: Any, *, own: Any = None, **keys: Any) -> Policy:
    """
    Make a policy with two veto events, the second of which may have an effect of its own.
    """
    events = {"v": {"label": "造假"}, "w": {"label": "泄密", **({} if own is None else {"effect": own})}}
    counted = {"counts_as": "left_out"} if "no_score" in (effect, own) else {}
    vetoes = {"at": "五", "effect": effect, "reach": "period", "events": events, **counted, **keys.pop("vetoes", {})}
    return policy_of(row("i1", 100), **{"bonuses": "counted", "vetoes": vetoes, **keys})


def test_veto_of_zero() -> None:
    """
    The score is 0 and has the verdict of 0; lines and sections stay, and the event is named.
    """
    policy = vetoed("zero", pass_mark=60, score={"at_least": 10})
    result = score(policy, v=True, l1=7)

    assert (0, "fail", ("v",)) == (int(result.exact or 0), result.verdict, result.vetoes)
    assert [93, -93] == [result.lines[0].points, result.adjusted]
    assert ["0.00", ["v"], "-93"] == [result.to_dict()[key] for key in ("score", "vetoes", "adjusted")]
    assert "得分 0.00  不合格  (合格线 60)\n一票否决: 造假 [五]\n" in explain(result, "zh")
    assert "合计: 93 − 93 (一票否决) = 0 < 60, 不合格\n  一票否决: 造假 [五]\n" in explain(result, "zh")
    plain = score(policy, l1=7)
    assert 93 == plain.exact
    assert not plain.is_zeroed
    assert "有下列情形之一的，得零分。" in show(policy, "zh")


def test_effect_of_one_event() -> None:
    """
    An event may have an effect of its own; no score goes before a score of 0.
    """
    policy = vetoed("no_score", own="zero")

    assert [(None, ("v",)), (0, ("w",)), (None, ("v", "w"))] == [
        (each.exact, each.vetoes)
        for each in (score(policy, **facts) for facts in ({"v": True}, {"w": True}, {"v": True, "w": True}))
    ]
    assert "本情形得零分。" in show(policy, "zh")
    assert "Of this one: the score is 0." in show(policy, "en")


def test_veto_of_a_grade() -> None:
    """
    The grade is the one that the event gives, or a worse one; the score stays.
    """
    policy = vetoed({"grade": "c"}, own={"grade": "d"}, grades={"rows": ROWS})

    every: tuple[Doc, ...] = ({}, {"v": True}, {"w": True}, {"v": True, "w": True}, {"v": True, "l1": 50})
    results = [score(policy, **facts) for facts in every]

    assert ["a", "c", "d", "d", "d"] == [grade(each)[0] for each in results]
    assert [100, 100, 100, 100, 50] == [each.exact for each in results]
    result = score(policy, w=True)
    assert ("fail", ("w",)) == (result.verdict, result.vetoes)
    assert "等次至多为“合格”" in show(policy, "zh")
    assert "the grade is “Poor” unless it is worse already" in show(policy, "en")


def test_vetoes_in_the_incentive_map() -> None:
    """
    What each veto does is said as it is.
    """
    policy = vetoed("zero", own={"grade": "d"}, grades={"rows": ROWS})
    (found,) = incentive_maps(policy, ["judge"])
    said = [
        Teller(policy.plans["judge"], "en").say(each) for each in found.found["cliffs"] if each.kind.startswith("veto")
    ]

    assert ["v 造假: 100 becomes 0", "w 泄密: 100, and the grade is held down"] == said


@pytest.mark.parametrize(
    ("effect", "keys", "codes"),
    [
        ("zero", {"score": {"better": "lower"}}, ["zero_is_best"]),
        ({"grade": "x"}, {"grades": {"rows": ROWS}}, ["unknown_grade"]),
        ({"grade": "d"}, {}, ["unknown_grade"]),
        ("zero", {"vetoes": {"reach": "to_year_end"}}, ["reach_of_a_score"]),
        ("none", {}, ["unknown_word"]),
    ],
)
def test_effects_that_cannot_be(effect: Any, keys: Doc, codes: list[str]) -> None:
    """
    A grade has to be there, zero has to be bad, and what leaves a score reaches its own period.
    """
    with pytest.raises(PolicyError) as caught:
        vetoed(effect, **keys)
    assert codes == [each.code for each in caught.value.diagnostics]


# A document that contradicts itself.


def test_sums_that_differ_are_said_every_time() -> None:
    """
    Caps that add up to something else than the document says are lawful where the file says so, and warned of each time.
    """
    roles = {"judge": "法官", "clerk": "书记员"}
    more = row("i2", 3, roles=["clerk"])
    policy = policy_of(
        row("i1", 100), more, bonuses="counted", roles=roles, base_differs={"clerk": 103, "note": "见附表"}
    )
    (warning,) = policy.warnings

    assert [103, 100] == [score(policy, role).exact for role in ("clerk", "judge")]
    assert ("base_differs", "the caps of clerk add up to 103, and the document says 100") == (
        warning.code,
        warning.message(),
    )
    assert "原文自相矛盾：书记员各项分值合计103分。" in show(policy, "zh")
    assert "见附表" in show(policy, "zh")
    assert "自相矛盾" not in show(policy, "zh", "judge")
    a = section("a", 60, row("i1", 40), row("i2", 22), total_differs={"judge": 62, "clerk": 62})
    policy = policy_of(a, section("b", 40, row("i3", 40)), bonuses="counted", roles=roles)
    assert ["total_differs", "total_differs"] == [each.code for each in policy.warnings]
    assert 102 == score(policy).exact
    assert "the document contradicts itself: the caps of 法官 add up to 62 points" in show(policy, "en").lower()


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ({"base_differs": {"judge": 103}}, ["base_sum"]),
        ({"base_differs": {"judge": 100}}, ["differs_not"]),
        ({"base_differs": {"clerk": 103}}, ["unknown_role"]),
        ({"base_differs": {"judge": "l1"}}, ["bad_number"]),
        ({"base_differs": {}}, ["nothing_there"]),
    ],
)
def test_sums_that_do_not_differ_so(keys: Doc, codes: list[str]) -> None:
    """
    What the file says of the document's sums has to be so.
    """
    assert codes == refused(row("i1", 100), bonuses="counted", **keys)
