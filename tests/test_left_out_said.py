"""
What statements and tables say of what is left out, and of points that count by their weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema

from assess_rules.report import explain, moved
from assess_rules.statements.month import month_data, month_text
from assess_rules.statements.schema import statements_schema
from test_around_rules import EVENT, policy_of, row, score, section

if TYPE_CHECKING:
    from assess_rules import Policy
    from drafts import Doc

OUT: Doc = {"points_when": [{"when": {"fact": "p9", "at_least": 1}, "at": "八", "points": "left_out"}]}


def weighted(**keys: Any) -> Policy:
    """
    Make a policy of section a (i1 of 50 at 40 %, i2 of 20) and b (i3 of 120, all of it half); a warning leaves i1 out.
    """
    zero = row("i2", 20, start="zero", netting=None, rules=[{"kind": "per_item", "add": {"p2": 1}}])
    first = section("a", 40, row("i1", 50, weight="40%", **OUT), zero)
    return policy_of(first, section("b", 120, row("i3", 120), weight="50%", **keys), bonuses="counted", facts=EVENT)


def test_what_is_lost_and_gained_is_of_the_total() -> None:
    """
    Points are times the weights of indicator and section, and nothing is said of what is nil.
    """
    found = score(weighted(), l1=5, p1=10, p2=3, l3=7)  # 5 × 40 %, 10 × 40 %, and 7 × 0.5

    assert ["i1 −2 +4", "i2 +3", "i3 −3.5"] == list(moved(found, "zh"))
    assert [] == list(moved(score(weighted()), "zh"))


def test_what_is_left_out_is_no_loss() -> None:
    """
    An indicator that is left out is not applicable, whatever its rules say, and nothing would have kept its points.
    """
    policy = weighted()
    found = score(policy, l1=5, p2=20, p9=1)
    text = explain(found, "zh")

    assert ["i2 +20", "i1 不适用"] == list(moved(found, "zh"))
    assert ["i2 +20", "i1 n/a"] == list(moved(found, "en"))
    lines = text.splitlines()
    place = next(number for number, line in enumerate(lines) if " i1 " in line)
    assert "  二1 i1 指标1  分值 50  不适用" == lines[place]
    assert "      不计得分，也不计分值  [八]  (警告 1 ≥ 1)" == lines[place + 1]
    assert lines[place + 2].startswith("  二2 i2 ")
    # 20 of 20 and 60 of 60, and 20 left out: 80 × 100 ÷ 80
    assert "合计: (20 + 0.5 × 120) × 100 ÷ 80 = 100\n  折算: 未除外的分值 80，折算到 100\n" in text
    assert "本可" not in month_text(policy, found, "zh")


def test_scaling_is_posted() -> None:
    """
    What may be posted says what scaling added, so that its figures add up; only where there is some.
    """
    policy = weighted()

    assert "  二 类别b  120\n  折算  +20\n" in month_text(policy, score(policy, p2=20, p9=1), "zh", "public")
    assert "折算" not in month_text(policy, score(policy, p2=20), "zh", "public")
    valid = jsonschema.Draft202012Validator(statements_schema()).is_valid
    for facts, scaling in (({"p2": 20, "p9": 1}, {"scaling": "20"}), ({"p2": 20}, {})):
        data = month_data(policy, score(policy, **facts), "public")
        assert scaling == {key: data[key] for key in ("scaling", "adjusted") if key in data}
        assert valid({"audience": "public", "statements": [data]})


def test_limits_of_the_total_are_posted() -> None:
    """
    What may be posted says what a limit of the total changed; a score that a veto makes 0 is posted without its reason.
    """
    vetoes = {"at": "五", "effect": "zero", "reach": "period", "events": {"fraud": {"label": "造假"}}}
    policy = policy_of(row("i1", 100), bonuses="counted", score={"at_least": 60}, vetoes=vetoes)
    held, zero = score(policy, l1=50), score(policy, l1=10, fraud=True)

    assert "得分 60.00\n  限幅  +10\n" in month_text(policy, held, "zh", "public")
    assert "10" == month_data(policy, held, "public")["adjusted"]
    assert "限幅" not in month_text(policy, zero, "zh", "public")
    assert "adjusted" not in month_data(policy, zero, "public")


def test_section_that_is_left_out_is_no_loss() -> None:
    """
    Of a section that is left out, none of its indicators is said, and nothing would have kept their points.
    """
    gone = {"points_when": [{"when": {"fact": "p9", "at_least": 2}, "points": "left_out"}]}
    policy = weighted(**gone)
    found = score(policy, p2=19, l3=7, p9=2)

    assert ["i2 +19", "b 不适用", "i1 不适用"] == list(moved(found, "zh"))
    text = month_text(policy, found, "en")
    assert 1 == text.count("would have been earned whole")  # i2
    assert "would have been kept" not in text


def test_what_is_not_applicable_has_nothing_to_earn() -> None:
    """
    What starts with nothing and is left out has not failed to earn anything.
    """
    zero = row("i1", 40, start="zero", netting=None, rules=[{"kind": "per_item", "add": {"p1": 1}}], **OUT)
    policy = policy_of(zero, row("i2", 60), bonuses="counted", facts=EVENT)

    assert [40, 0] == [score(policy, p9=each).lines[0].unearned for each in (0, 1)]


def test_option_that_decided_is_named_in_chinese() -> None:
    """
    Where a factor goes by a choice, its figure is written, and behind it the labels of the fact and the option.
    """
    facts = {"l1": {"label": "失"}, "sort": {"type": "choice", "label": "路线", "options": {"x": "县道", "z": "国道"}}}
    rule = {"kind": "per_item", "deduct": {"l1": {"by": "sort", "of": {"x": 2, "z": 3}}}}
    one = row("i1", 40, netting=None, rules=[rule])
    two = row("i2", 60, netting=None, rules=[{"kind": "per_item", "deduct": {"l1": 1}}])
    policy = policy_of(one, two, facts=facts)

    assert "3 × 2 = 6  (路线: 国道)\n" in explain(score(policy, l1=2, sort="z"), "zh")


def test_a_veto_that_would_leave_a_score_is_no_reason_where_nothing_is_left() -> None:
    """
    Where everything is left out there is no score, whatever an event would make of one; an event of no score is a veto.
    """
    events = {"void": {"label": "作废", "effect": "zero"}, "fraud": {"label": "造假"}}
    vetoes = {"at": "五", "effect": "no_score", "reach": "period", "counts_as": "as_failed", "events": events}
    policy = policy_of(row("i1", 100, **OUT), bonuses="counted", vetoes=vetoes, facts=EVENT)
    found = {
        names: score(policy, p9=1, **dict.fromkeys(names, True)).left_out
        for names in ((), ("void",), ("fraud",), ("void", "fraud"))
    }

    assert {(): True, ("void",): True, ("fraud",): False, ("void", "fraud"): False} == found
