"""
What the loader accepts is scored, however large: each construct at its documented limit, against the reference evaluator.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from assess_rules import Policy
from assess_rules.backends import compiled, source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HEAD = """format: 1
policy: large
version: 1.0.0
title: 办法
source: {{issuer: 法院}}
in_force: {{from: 2024-01-01}}
period: month
base: {base}
display: {{places: 2, rounding: half_up}}
roles: {{judge: 法官}}
facts: {{{facts}}}
"""
MOST_QUOTIENTS = 31  # with the difference below them, 32 that rest on one another
SECTIONS = "sections:\n  - {id: s, at: 一, label: 类, total: 10, indicators: "
RULES = "indicators: [{{id: i, at: 一, label: 指标, cap: 10, rules: [{rules}]}}]\n"


def names(prefix: str, count: int) -> list[str]:
    """Give so many names."""
    return [f"{prefix}{number}" for number in range(count)]


def of_one(facts: Iterable[str], rules: str, more: str = "") -> str:
    """Write a policy of one indicator."""
    declared = ", ".join(f"{name}: {{label: 件, max: 9}}" for name in facts)
    return HEAD.format(base=10, facts=declared) + more + RULES.format(rules=rules)


def largest() -> str:
    """Write the largest of many rules, all over facts of their own."""
    facts = names("f", 300)
    rules = ", ".join(f"{{kind: per_item, deduct: {{{name}: 0.1}}}}" for name in facts)
    return of_one(facts, f"{{kind: group, take: largest, rules: [{rules}]}}")


def items() -> str:
    """Write a deduction for each of many facts."""
    facts = names("f", 3200)
    return of_one(facts, f"{{kind: per_item, deduct: {{{', '.join(f'{name}: 0.1' for name in facts)}}}}}")


def knots() -> str:
    """Write a line of many knots, no two stretches of one slope."""
    at = ", ".join(f"{{is: {number}, deduct: {(number * number % 7 + 1) / 10}}}" for number in range(3200))
    return of_one(["f0"], f"{{kind: linear, value: f0, knots: [{at}]}}")


def fractions() -> str:
    """Write many indicators, each a share of points over a fact of its own."""
    below = names("f", 210)
    facts = ", ".join(f"{name}: {{label: 件, max: 9}}" for name in below)
    rule = "{{kind: rate_target, target: 50%, step: 1%, below: {{deduct: 0.1}}, numerator: closed, denominator: {}, "
    row = "  - {{id: i{}, at: 一, label: 指标, cap: 10, rules: [" + rule + "part_step: in_proportion, empty: 0%}}]}}\n"
    head = HEAD.format(base=2100, facts="closed: {label: 件, max: 9}, " + facts)
    return head + "indicators:\n" + "".join(row.format(name, name) for name in below)


def chain(*, below: bool) -> str:
    """Write a relation over quotients, each over or under the one before, any figure of which may be negative."""
    operands = "[less, d{0}]" if below else "[d{0}, less]"
    rows = "".join(
        f"  d{n}: {{label: 商, quotient: {operands.format(n - 1)}, empty: 5}}\n" for n in range(1, MOST_QUOTIENTS)
    )
    more = "derived:\n  less: {label: 差, difference: [f0, f1]}\n  d0: {label: 商, quotient: [f0, less], empty: 5}\n"
    relation = f"relations: [{{fact: d{MOST_QUOTIENTS - 1}, at_most: 999999999, at: 一}}]\n"
    return of_one(names("f", 2), "{kind: per_item, deduct: {f0: 0.1, f1: 0.1}}", more + rows + relation)


LARGE: dict[str, Callable[[], str]] = {
    "the largest of many rules": largest,
    "an item of many facts": items,
    "a line of many knots": knots,
    "fractions of many denominators": fractions,
    "a relation over quotients of quotients": partial(chain, below=False),
    "a relation over quotients by quotients": partial(chain, below=True),
}


def scored_alike(policy: Policy, record: dict[str, Any]) -> None:
    """
    The compiled backend gives what the reference evaluator gives, every line and section of it.
    """
    expected, found = policy.score(record, backend="reference"), policy.score(record)
    assert expected == found
    assert expected.to_dict() == found.to_dict()


@pytest.mark.parametrize("name", LARGE)
def test_what_loads_is_scored(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """
    A construct that is as large as a file may hold is compiled, and scored as the reference evaluator scores it.
    """
    monkeypatch.setattr(compiled, "UNCOMPILED", ())  # nothing is left to the slow way
    policy = Policy.from_text(LARGE[name]())
    facts = {each.name: 7 * place % 10 for place, each in enumerate(policy.plans["judge"].inputs)}
    scored_alike(policy, {"role": "judge", **facts})


@pytest.mark.parametrize("error", [MemoryError, RecursionError, SyntaxError])
def test_what_python_cannot_compile_is_evaluated_step_by_step(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """
    Where Python's compiler gives up, for scores or for lines alone, the figures are the same.
    """
    text = of_one(["f0"], "{kind: per_item, deduct: {f0: 0.1}}").replace("indicators: ", SECTIONS) + "    }\n"
    rows = "{grade: good, label: 好, at_least: 1, verdict: pass}, {grade: poor, label: 差, verdict: fail}"
    text = re.sub(r"pass_mark: .*\n", "", text) + f"grades: {{rows: [{rows}]}}\n"
    record = {"role": "judge", "f0": 3}
    expected = Policy.from_text(text).score(record, backend="reference")
    scored = Policy.from_text(text).score(record)  # its lines and sections are written when they are asked for

    def gives_up(*_: object) -> None:
        raise error

    monkeypatch.setattr(source, "compile", gives_up, raising=False)

    for found in (scored, Policy.from_text(text).score(record)):
        assert expected == found
        assert expected.to_dict() == found.to_dict()
