"""
Derived facts: what each operation gives, worked out by hand and by Python's own arithmetic, and what is refused.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from fractions import Fraction
from math import ceil, floor, prod
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assess_rules import FactsError, Policy, PolicyError
from assess_rules.report import explain
from assess_rules.show import show
from strategies import loaded, policies_of_operations, records
from test_incentives import findings, judged
from test_kinds import CAP, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assess_rules import Result

OPERATIONS = (
    *("Difference", "Largest", "Lookup", "NamedAmount", "Product"),
    *("Quotient", "RoundedFact", "Share", "Smallest", "Sum"),
)
TIERS = "lookup: late, rows: [{at_least: 10, value: 3}, {over: 5, value: 2.5}, {value: -1}]"
LONG = (
    f"lookup: late, rows: [{', '.join(f'{{at_most: {each}, value: {each + 1}}}' for each in range(39))}, {{value: 0}}]"
)
MET = "lookup: late, rows: [{over: 7, when: {fact: torn, over: 0}, value: 5}, {over: 7, value: hours}, {value: 0}]"
FACTS: Mapping[str, str] = {
    "late": "label: 迟到, unit: 次, max: 100",
    "torn": "label: 破损, unit: 件, max: 100",
    "stock": "label: 存量, unit: 件, min: 1, max: 400",
    "hours": "label: 学时, type: number, places: 1, min: -20, max: 100",
    "rank": "label: 职级, type: choice, options: {high: {label: 高, figure: 1.2}, low: {label: 低, figure: 0.8}}",
    "mark": "label: 打分, type: choice, options: {good: {label: 好, figure: 5}, poor: {label: 差, figure: -2}}",
    "shift": "label: 班次, type: choice, options: {day: 日班, night: 夜班}",
    "level": "label: 级别, type: choice, options: {up: 上, down: {label: 下, figure: 3}}",
}
RATES = {"part": "label: 占比, ratio: [late, stock]", "rest": "label: 余率, ratio: [torn, stock]"}
READINGS = {"way": "at: 一, question: 取舍, options: {down: 舍去, half_up: 四舍五入}, chosen: half_up"}


def rule_file(operation: str, rule: str = "{kind: per_item, add: {own: 1}}", derived: Mapping[str, str] = RATES) -> str:
    """
    Write a policy whose one rule reads `own`, a derived fact of this operation; it declares what they name.
    """
    head = "format: 1\npolicy: derived\nversion: 1.0.0\ntitle: 办法\nsource: {issuer: 单位}\nperiod: month\n"
    head += f"in_force: {{from: 2024-01-01}}\nbase: {CAP}\nroles: {{judge: 法官, clerk: 书记员}}\n"
    head += "display: {places: 2, rounding: half_up}\n"
    text = f"{operation} {rule}"
    named = {name: body for name, body in derived.items() if name in text}
    text += str(named)
    others = "".join(f", {name}: {{{body}}}" for name, body in named.items())
    head += f"derived: {{own: {{label: 自定, {operation}}}{others}}}\n"
    for part, bodies in (("facts", FACTS), ("readings", READINGS)):
        found = {name: body for name, body in bodies.items() if name in text}
        head += f"{part}: {{{', '.join(f'{name}: {{{body}}}' for name, body in found.items())}}}\n" if found else ""
    return f"{head}indicators: [{{id: x, at: 一, label: 甲, cap: {CAP}, start: zero, rules: [{rule}]}}]\n"


@functools.cache
def made(operation: str) -> Policy:
    """
    Load a policy whose one rule reads what an operation comes to.
    """
    return Policy.from_text(rule_file(operation))


def own(operation: str, role: str = "judge", **facts: Any) -> Fraction:
    """
    Give what an operation comes to, on both backends.
    """
    result: Result = score(made(operation), facts, role)
    value = next(each.value for each in result.lines[0].steps if each.name == "own")
    assert isinstance(value, Fraction | int)
    return Fraction(value)


# Worked out by hand.


@pytest.mark.parametrize(
    ("operation", "facts", "value"),
    [
        ("sum: {late: 0.5, torn: 2}", {"late": 3, "torn": 4}, "9.5"),  # 1.5 + 8
        ("sum: {late: 30%, torn: 70%}", {"late": 10, "torn": 20}, "17"),  # 3 + 14
        ("sum: {late: 1/3, hours: 2}", {"late": 2, "hours": Fraction(5, 2)}, "17/3"),
        (
            "sum: {late: {by: role, of: {judge: 2, clerk: 9}}, torn: {by: rank}}",
            {"late": 3, "torn": 5, "rank": "low"},
            "10",
        ),
        ("product: [late, torn]", {"late": 3, "torn": 4}, "12"),
        ("product: [late, 0.5, hours]", {"late": 3, "hours": Fraction(-5, 2)}, "-3.75"),
        ("product: [late, {by: rank}]", {"late": 10, "rank": "high"}, "12"),
        ("product: [late, part]", {"late": 6, "stock": 4}, "9"),  # 6 × 150 %
        ("product: [late, 5%]", {"late": 6}, "0.3"),
        ("smallest: [late, torn, 5]", {"late": 7, "torn": 6}, "5"),
        ("smallest: [late, torn, 5]", {"late": 7, "torn": 2}, "2"),
        ("largest: [late, torn, -5]", {"late": 7, "torn": 9}, "9"),
        ("largest: [hours, {by: mark}]", {"hours": Fraction(-9, 2), "mark": "poor"}, "-2"),
        ("quotient: [late, torn], empty: 7", {"late": 7, "torn": 2}, "3.5"),
        ("quotient: [late, torn], empty: 7", {"late": 3, "torn": 0}, "7"),
        ("quotient: [late, hours], empty: -0.5", {"late": 3, "hours": Fraction(-3, 2)}, "-2"),
        ("quotient: [late, stock]", {"late": 3, "stock": 2}, "1.5"),
        ("quotient: [part, 50%]", {"late": 3, "stock": 4}, "1.5"),  # 75 % over 50 %
        ("rounded: hours, to: 1, how: half_up", {"hours": Fraction(5, 2)}, "3"),
        ("rounded: hours, to: 1, how: half_up", {"hours": Fraction(-5, 2)}, "-2"),  # halves go to the higher
        ("rounded: hours, to: 1, how: down", {"hours": Fraction(-1, 2)}, "-1"),
        ("rounded: hours, to: 1, how: up", {"hours": Fraction(1, 10)}, "1"),
        ("rounded: late, to: 5, how: down", {"late": 14}, "10"),
        ("rounded: late, to: 5, how: up", {"late": 11}, "15"),
        ("rounded: hours, to: 0.5, how: half_up", {"hours": Fraction(13, 10)}, "1.5"),
        ("rounded: hours, to: 4/3, how: half_up", {"hours": Fraction(2)}, "8/3"),  # 1.5 of them
        ("rounded: hours, to: 1, how: {reading: way}", {"hours": Fraction(3, 2)}, "2"),
        (TIERS, {"late": 10}, "3"),
        (TIERS, {"late": 6}, "2.5"),
        (TIERS, {"late": 5}, "-1"),
        (LONG, {"late": 0}, "1"),
        (LONG, {"late": 18}, "19"),
        (LONG, {"late": 19}, "20"),
        (LONG, {"late": 38}, "39"),
        (LONG, {"late": 39}, "0"),
        (MET, {"late": 9, "torn": 1, "hours": 4}, "5"),
        (MET, {"late": 9, "torn": 0, "hours": 4}, "4"),  # the first row's condition does not hold
        ("amount: {by: rank}", {"rank": "low"}, "0.8"),
        ("amount: {by: shift, of: {day: late, night: 4}}", {"shift": "day", "late": 7}, "7"),
        ("amount: {reading: way, of: {down: 3, half_up: late}}", {"late": 7}, "7"),
    ],
)
def test_what_an_operation_comes_to(operation: str, facts: Mapping[str, Any], value: str) -> None:
    """
    Each operation gives what its name says.
    """
    assert Fraction(value) == own(operation, **facts)


def test_weights_by_role() -> None:
    """
    A weight may differ by role, and every role is scored with its own.
    """
    operation = "sum: {late: {by: role, of: {judge: 2, clerk: 9}}, torn: 1}"

    assert [7, 28] == [own(operation, role, late=3, torn=1) for role in ("judge", "clerk")]


def test_rates_stay_rates() -> None:
    """
    What comes of rates alone is a rate: rounded, the larger of two, the product of two; a weighted sum too.
    """
    rule = "{kind: bands, value: own, rows: [{at_least: 50%, add: 5}, {add: 1}]}"
    facts = {"late": 5, "stock": 8, "torn": 4, "shift": "day"}  # 62.5 % and 50 %
    for operation, points, shown in (
        ("rounded: part, to: 5%, how: down", 5, "60%"),
        ("rounded: part, to: 50%, how: up", 5, "100%"),
        ("smallest: [part, rest, 49%]", 1, "49%"),
        ("largest: [part, rest]", 5, "62.5%"),
        ("product: [part, rest]", 1, "31.25%"),
        ("product: [part, 80%]", 5, "50%"),
        ("lookup: late, rows: [{at_least: 5, value: 80%}, {value: part}]", 5, "80%"),
        ("lookup: part, rows: [{at_least: 65%, value: 80%}, {value: rest}]", 5, "50%"),
        ("amount: {by: shift, of: {day: part, night: 0%}}", 5, "62.5%"),
        ("sum: {part: 0.2, rest: 80%}", 5, "52.5%"),
    ):
        policy = Policy.from_text(rule_file(operation, rule))
        mine = {name: value for name, value in facts.items() if name in policy.spec.facts}
        result = score(policy, mine)

        assert points == result.exact
        assert re.search(rf"[=→] {re.escape(shown)}\n", explain(result, "en"))


# By Python's own arithmetic.

HALVES = st.integers(-20, 20).map(lambda each: Fraction(each, 2))


@settings(max_examples=25)
@given(late=st.integers(0, 100), torn=st.integers(0, 100), hours=HALVES)
def test_operations_are_what_their_names_say(late: int, torn: int, hours: Fraction) -> None:
    """
    On any figures an operation is what Python computes.
    """
    three: dict[str, Any] = {"late": late, "torn": torn, "hours": hours}

    assert min(three.values()) == own("smallest: [late, torn, hours]", **three)
    assert max(three.values()) == own("largest: [late, torn, hours]", **three)
    assert prod(three.values()) == own("product: [late, torn, hours]", **three)
    assert Fraction(late + torn, 4) + hours * 3 == own("sum: {late: 0.25, torn: 25%, hours: 3}", **three)
    assert (late / hours if hours else 7) == own("quotient: [late, hours], empty: 7", late=late, hours=hours)
    assert floor(hours / 3) * 3 == own("rounded: hours, to: 3, how: down", hours=hours)
    assert ceil(hours / 3) * 3 == own("rounded: hours, to: 3, how: up", hours=hours)
    assert floor(hours / 3 + Fraction(1, 2)) * 3 == own("rounded: hours, to: 3, how: half_up", hours=hours)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a whole rule file
def test_backends_agree_on_policies_full_of_operations() -> None:
    """
    In 20 policies that have every operation, the fast path gives what the meaning gives.
    """
    found: Counter[str] = Counter()

    @settings(max_examples=20, phases=(Phase.reuse, Phase.generate))  # smaller ones are long in coming
    @given(text=policies_of_operations(), data=st.data())
    def agree(text: str, data: st.DataObject) -> None:
        policy = loaded(text)
        role = data.draw(st.sampled_from(list(policy.roles)))
        record = data.draw(records(policy.plans[role]))

        assert policy.score(record, backend="reference") == policy.score(record)
        found.update({type(each).__name__ for each in policy.spec.derived.values()})

    agree()
    assert all(found[name] >= 20 for name in OPERATIONS)


# What is refused.


@pytest.mark.parametrize(
    ("operation", "codes"),
    [
        ("sum: [late, part]", ["number_fact"]),
        ("sum: {late: 0.5, part: 0.5}", ["number_fact"]),
        ("sum: {late: 0.5}", ["too_few"]),
        ("sum: {late: -0.5, torn: 1}", ["sign"]),
        ("sum: {late: 0, torn: 1}", ["zero"]),
        ("sum: {late: torn, torn: 1}", ["bad_number"]),
        ("sum: {late: 1, level: 1}", ["not_a_number"]),
        ("sum: {late: 1, lat: 1}", ["unknown_fact"]),
        ("sum: {late: {by: mark}, torn: 1}", ["figure_misfit"]),
        ("difference: [late, part]", ["number_fact"]),
        ("smallest: [late, 5%]", ["rate_for_number"]),
        ("largest: [part, 5]", ["bad_rate"]),
        ("smallest: [late]", ["too_few"]),
        ("product: [late]", ["too_few"]),
        ("product: [late, {by: role, of: {judge: 5%, clerk: 5}}]", ["bad_rate"]),
        ("quotient: [late, part], empty: 0", ["number_fact"]),
        ("quotient: [late, torn]", ["empty_missing"]),
        ("quotient: [late, torn], empty: 5%", ["rate_for_number"]),
        ("quotient: [late, stock], empty: 5", ["empty_needless"]),
        ("quotient: [late, stock, torn]", ["too_many"]),
        ("rounded: late, to: 5%, how: up", ["rate_for_number"]),
        ("rounded: late, to: 0, how: up", ["zero"]),
        ("rounded: late, to: 5, how: round", ["unknown_word"]),
        ("rounded: late, to: 5", ["missing_key"]),
        ("product: [late, {by: role}]", ["missing_key"]),
        ("product: [late, {by: level}]", ["option_without_figure"]),
        ("product: [late, {by: torn}]", ["not_a_choice"]),
        ("product: [late, {by: nothing}]", ["not_a_choice"]),
        ("lookup: late, rows: [{value: 1}]", ["too_few"]),
        ("lookup: late", ["missing_key"]),
        ("lookup: late, rows: [{at_least: 5, add: 1}, {value: 1}]", ["missing_key"]),
        ("lookup: late, rows: [{at_least: 5, value: 1}, {over: 1, value: 2}]", ["last_row"]),
        ("lookup: late, rows: [{at_least: 5, value: 1}, {at_least: 6, value: 2}, {value: 1}]", ["row_never"]),
        ("lookup: late, rows: [{at_least: 5, value: 1}, {at_most: 1, value: 2}, {value: 1}]", ["ends_both_ways"]),
        ("lookup: late, rows: [{at_least: 5%, value: 1}, {value: 2}]", ["rate_for_number"]),
        ("lookup: part, rows: [{at_least: 5, value: 1}, {value: 2}]", ["bad_rate"]),
        ("lookup: late, rows: [{at_least: 5, value: 1%}, {value: 2}]", ["bad_rate"]),
        ("lookup: late, rows: [{at_least: 5, value: part}, {value: late}]", ["number_fact"]),
        ("lookup: late, rows: [{at_least: 5, value: lat}, {value: late}]", ["unknown_fact"]),
        ("lookup: late, rows: [{at_least: own, value: 1}, {value: 2}]", ["circle"]),
        ("lookup: late, rows: [{at_least: 1, when: {fact: own, over: 1}, value: 1}, {value: 2}]", ["circle"]),
        (LONG.replace("{value: 0}", "{at_most: 50, value: 0}, {value: 0}"), ["many_rows"]),
        ("amount: {by: role, of: {judge: 5%, clerk: 5}}", ["bad_rate"]),
        ("amount: {by: level}", ["option_without_figure"]),
        ("amount: level", ["not_a_number"]),
    ],
)
def test_operations_that_say_too_little_or_too_much(operation: str, codes: list[str]) -> None:
    """
    Rates and numbers are not mixed but in a product, and every name and figure is one that the place takes.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(rule_file(operation))

    unused = ("unused_fact", "unused_figures")
    assert codes == [each.code for each in caught.value.diagnostics if each.code not in unused][: len(codes)]
    assert all(each.render("zh") for each in caught.value.diagnostics)


def test_a_rate_where_a_number_is_meant_and_the_other_way_round() -> None:
    """
    A rate is refused where a rule wants a number, also as the option of a reading; a number beside a rate is too.
    """
    reading = (
        "{kind: target, value: own, target: {reading: way}, step: 1, below: {deduct: 1}, part_step: begun, note: part}"
    )
    text = rule_file("sum: [late, torn]", "{kind: per_item, add: {own: 1, part: 1}}")
    valued = rule_file("sum: [late, torn]", reading).replace("down: 舍去", "down: {label: 舍去, value: part}")
    valued = valued.replace("half_up: 四舍五入", "half_up: {label: 四舍五入, value: late}")
    compared = rule_file("sum: [late, torn]", "{kind: fixed, when: {fact: part, at_least: own}, add: 1}")

    for file, code in ((text, "rate_fact"), (valued, "rate_fact"), (compared, "number_fact")):
        with pytest.raises(PolicyError) as caught:
            Policy.from_text(file)
        assert code in {each.code for each in caught.value.diagnostics}


def test_figures_of_options_that_nothing_takes() -> None:
    """
    A figure beside an option is refused as long as nothing takes it, wherever it may be taken.
    """
    taken = "product: [late, {by: rank}]"
    left = rule_file("product: [late, {by: rank, of: {high: 1, low: 2}}]")
    by_rule = "{kind: per_item, add: {own: {by: rank}}}"

    with pytest.raises(PolicyError) as caught:
        Policy.from_text(left)
    assert [("unused_figures", "facts.rank.options.high.figure")] == [
        (each.code, each.path) for each in caught.value.diagnostics
    ]
    assert 12 == own(taken, late=10, rank="high")
    policy = Policy.from_text(rule_file("sum: [late, torn]", by_rule))
    assert Fraction(24, 10) == score(policy, {"late": 1, "torn": 2, "rank": "low"}).exact
    text = rule_file("sum: [late, torn], note: by rank").replace("start: zero", "start: full")
    graded = "{grade: a, label: A, at_least: 1, when: {fact: late, over: {by: rank}}, verdict: pass}"
    grades = f"grades: {{rows: [{graded}, {{grade: b, label: B, verdict: fail}}]}}\nbonuses: counted\n"
    graded_policy = Policy.from_text(text + grades)
    found = [score(graded_policy, {"late": 1, "torn": 0, "rank": each}).verdict for each in ("high", "low")]
    assert ["fail", "pass"] == found  # 1 is not over 1.2, and it is over 0.8


def test_rows_of_a_table_that_no_fact_reaches() -> None:
    """
    A row that the limits of its facts keep out of reach is warned of, as in a rule.
    """
    for rows, code in (
        ("{over: 100, value: 3}, {value: 1}", "row_beyond"),
        ("{at_least: 0, value: 3}, {value: 1}", "row_after_all"),
    ):
        assert [code] == [each.code for each in Policy.from_text(rule_file(f"lookup: late, rows: [{rows}]")).warnings]


def test_tables_that_rest_on_one_another_in_a_relation() -> None:
    """
    In a relation they are written out, and nothing nests too deeply for that; too many terms are refused.
    """

    def chain(length: int) -> str:
        rows = ", ".join(f"{{at_most: {each}, value: {each}}}" for each in range(39))
        links = {
            f"d{each}": f"label: 甲, lookup: late, rows: [{rows}, {{value: d{each - 1}}}]" for each in range(2, length)
        }
        first = {"d1": f"label: 甲, lookup: late, rows: [{rows}, {{value: late}}]"}
        text = rule_file("sum: [late, torn]", "{kind: per_item, add: {own: 1}}")
        named = "".join(f", {name}: {{{body}}}" for name, body in (first | links).items())
        relation = f"relations: [{{fact: d{length - 1}, at_most: 90, at: 一}}]\n"
        return text.replace("torn]}", f"torn]}}{named}") + relation

    policy = Policy.from_text(chain(12))
    assert 90 == score(policy, {"late": 90, "torn": 0}).exact
    with pytest.raises(FactsError):
        score(policy, {"late": 91, "torn": 0})
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(chain(14))
    assert ["many_terms"] == [each.code for each in caught.value.diagnostics]


# In words, and what pays.


@pytest.mark.parametrize(
    ("operation", "zh", "en"),
    [
        ("sum: {late: 0.5, torn: 30%}", "“迟到”乘以0.5加“破损”乘以30%。", "0.5 times “迟到” plus 30% times “破损”."),
        ("product: [late, torn, 2]", "“迟到”乘以“破损”乘以2。", "“迟到” times “破损” times 2."),
        ("smallest: [late, torn]", "“迟到”、“破损”中最小的。", "The smallest of “迟到”, “破损”."),
        ("largest: [late, 5]", "“迟到”、5中最大的。", "The largest of “迟到”, 5."),
        (
            "quotient: [late, torn], empty: 7",
            "“迟到”除以“破损”（除数为0的按7计）。",
            "“迟到” divided by “破损” (7 where that is 0).",
        ),
        (
            "rounded: late, to: 5, how: up",
            "“迟到”向上取到5次的整倍数。",
            "“迟到” rounded up to a whole multiple of 5 次.",
        ),
        (
            "rounded: hours, to: 0.5, how: {reading: way}",
            "“学时”四舍五入到0.5的整倍数（口径1暂取“四舍五入”）。",
            "“学时” rounded to the nearest whole multiple of 0.5, halves up (reading 1 for now takes “四舍五入”).",
        ),
        (
            "product: [late, {by: rank}]",
            "“迟到”乘以1.2（“职级”为“高”时）、0.8（“职级”为“低”时）。",
            "“迟到” times 1.2 (“职级”: “高”), 0.8 (“职级”: “低”).",
        ),
        (
            "lookup: late, rows: [{at_least: 10, when: {fact: torn, is: 0}, value: 3}, {value: hours}]",
            "按“迟到”：10次及以上的，且“破损”等于0件为3；其余为“学时”。",
            "By “迟到”: 10 次 or more and “破损” is exactly 0 件: 3; otherwise: “学时”.",
        ),
        ("amount: {by: role, of: {judge: 2, clerk: 3}}", "2（法官）、3（书记员）。", "2 (法官), 3 (书记员)."),
    ],
)
def test_operations_in_words(operation: str, zh: str, en: str) -> None:
    """
    Each operation is said whole.
    """
    policy = made(operation)

    assert zh in show(policy, "zh")
    assert en in show(policy, "en")


def test_only_what_counts_the_same_things_has_their_unit() -> None:
    """
    A limit of a sum of times is said in times; one of a product or a quotient of them is not.
    """
    rule = "{kind: bands, value: own, rows: [{at_least: 3, add: 5}, {add: 1}]}"

    assert "3次及以上的" in show(Policy.from_text(rule_file("largest: [late, 2]", rule)), "zh")
    for operation in (
        "product: [late, 2]",
        "quotient: [late, 2]",
        "lookup: late, rows: [{over: 5, value: 9}, {value: 2}]",
    ):
        assert "3及以上的" in show(Policy.from_text(rule_file(operation, rule)), "zh")


@pytest.mark.parametrize(
    ("operation", "gain"),
    [
        ("sum: {late: 0.5, hours: 2}", Fraction(1, 2)),
        ("product: [late, 3]", 3),
        ("smallest: [late, 40]", 1),
        ("largest: [late, 0]", 1),
        ("quotient: [late, 4]", Fraction(1, 4)),
        ("rounded: late, to: 1, how: up", 1),
        ("product: [late, {by: rank}]", Fraction(6, 5)),
        ("lookup: late, rows: [{at_least: 10, value: 3}, {over: 5, value: 2.5}, {value: 1}]", Fraction(3, 2)),
        ("amount: {by: shift, of: {day: late, night: 4}}", 1),
    ],
)
def test_what_one_more_is_worth(operation: str, gain: Fraction | int) -> None:
    """
    The incentive map sees through an operation: what one more gives at most, with two records that show it.
    """
    policy = made(operation)
    found = judged(policy, ["judge"])["judge"]
    most = next(each for each in findings(found, "most_more") if each.about == ("late",))

    before, after = most.witnesses
    assert gain == most.figures["points"]
    assert gain == after.value - before.value
