"""
What holds for every policy and every record; and for each law, an engine so broken that the law notices.
"""

from __future__ import annotations

import itertools
import pickle
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given

from assess_rules import FactsError, Policy, Result, load_policy
from assess_rules.amounts import ByReading, Name, parts
from assess_rules.exact import rounded
from assess_rules.ir import ONE, ZERO, Add, Expr, Fact, Min, Ratio, Select
from assess_rules.kinds import Lowered
from assess_rules.kinds.per_item import PerItem
from assess_rules.kinds.rate_target import RateTarget
from assess_rules.kinds.target import Target
from assess_rules.lowering import RoleLowering
from assess_rules.ownership import Ownership
from first_policy import random_records
from strategies import cases, rule_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assess_rules.amounts import Points
    from assess_rules.kinds import Lowering
    from assess_rules.model import Indicator

Record = dict[str, Any]
Patch = pytest.MonkeyPatch
THREADS = 8


@dataclass(frozen=True)
class Law:
    """
    A law, and a way to break the engine so that it fails.
    """

    holds: Callable[[Policy, Record], None]
    broken: Callable[[Patch], None]


LAWS: dict[str, Law] = {}


def law(broken: Callable[[Patch], None]) -> Callable[[Callable[[Policy, Record], None]], None]:
    """
    Add a law to the table, with the engine that breaks it.
    """

    def add(holds: Callable[[Policy, Record], None]) -> None:
        LAWS[holds.__name__] = Law(holds, broken)

    return add


# Ways to break the engine.


def tampered(name: str, change: Callable[[RoleLowering, Expr], Expr]) -> Callable[[Patch], None]:
    """
    Change every step of a name while it is lowered.
    """

    def broken(patch: Patch) -> None:
        lowered_right = RoleLowering.step

        def step(self: RoleLowering, each: str, expr: Expr, *rest: Any) -> Expr:
            return lowered_right(self, each, change(self, expr) if each == name else expr, *rest)

        patch.setattr(RoleLowering, "step", step)

    return broken


def swapped_sides(patch: Patch) -> None:
    """
    Add what is to be deducted, and deduct what is to be added.
    """
    for kind in (PerItem, Target):
        lowered_right = kind.lower

        def lower(self: Any, context: Lowering, right: Callable[..., Lowered] = lowered_right) -> Lowered:
            lowered = right(self, context)
            return Lowered(lowered.addition, lowered.deduction)

        patch.setattr(kind, "lower", lower)


def replaced(part: str, value: Any) -> Callable[[Patch], None]:
    """
    Put something else in the place of a part of the engine.
    """
    return lambda patch: patch.setattr(f"assess_rules.{part}", value)


# Caps and floors.


def indicators(policy: Policy, role: str) -> list[Indicator]:
    """
    Give a role's indicators, in the order of a result's lines.
    """
    return [each for _, members in Ownership(policy.spec).structure(role) for each in members]


def word(policy: Policy, value: Any) -> Any:
    """
    Give a word as it stands, or the option of its reading.
    """
    return policy.spec.readings[value.reading.name].chosen.name if isinstance(value, ByReading) else value


@law(broken=tampered("deducted", lambda _, held: held.terms[0] if isinstance(held, Min) else held))
def lines_keep_to_cap_and_floor(policy: Policy, record: Record) -> None:
    """
    No line falls below its floor, nor, bonus aside, passes its cap; no more is deducted than the floor allows.
    """
    result = policy.score(record)
    for line, indicator in zip(result.lines, indicators(policy, result.role), strict=True):
        start, least = Ownership(policy.spec).start_and_floor(indicator, result.role)
        assert min(line.deducted, line.bonus, line.lost or 0, line.cut or 0) >= 0
        assert line.extra or (line.apart or 0) >= 0
        if line.cap is not None:
            assert line.decided is not None or line.points - line.bonus <= line.cap + (line.rounding or 0)
            if start < line.cap or line.extra:
                assert line.points <= line.cap
        if least is not None:
            assert line.points >= least
            given_first = line.bonus + (line.lost or 0) if word(policy, indicator.netting) == "before_cap" else 0
            assert line.deducted <= start - least + given_first


@law(broken=tampered("points", lambda _, points: Add((points, ONE))))
def figures_add_up(policy: Policy, record: Record) -> None:
    """
    Start, deduction and bonus give the points of a line; lines give the sections, and those the total, cuts taken off.
    """
    result = policy.score(record)
    for line, output, indicator in zip(
        result.lines, result.plan.indicators, indicators(policy, result.role), strict=True
    ):
        beyond = line.lost or 0 if indicator.start == "full" else 0
        beside = (line.apart or 0) + (line.cut or 0) - (line.changed or 0) - (line.rounding or 0)
        assert line.points == output.start - line.deducted + line.bonus - beside - beyond
    for section in result.sections:
        inside: list[Any] = [line for line in result.lines if line.section == section.id]
        inside += [each for each in result.sections if each.within == section.id]
        added = sum(each.weight * each.points for each in inside)
        assert section.points == added - (section.cut or 0) + (section.changed or 0)
        assert result.cuts.get(section.id, 0) == (section.cut or 0)
    assert {each.indicator: each.cut for each in result.lines if each.cut}.items() <= result.cuts.items()
    parts_of_total = [each for each in result.sections if each.within is None] or result.lines
    whole = sum(each.weight * each.points for each in parts_of_total) + (result.scaling or 0)
    assert result.arithmetic == whole - result.cuts.get("total", 0) + (result.adjusted or 0)


# Score and verdict.


@law(broken=replaced("backends.compiled.rounded", lambda value, places, _: rounded(value, places, "down")))
def score_is_the_total_as_it_is_displayed(policy: Policy, record: Record) -> None:
    """
    The score is the exact total with the places and the rounding of `display`.
    """
    result = policy.score(record)
    places, rounding = policy.spec.display.places, policy.spec.display.rounding
    if result.score is None or result.exact is None:
        assert (result.score, result.exact) == (None, None)
        assert result.vetoes
        return
    units = result.exact * 10**places
    whole = {"half_up": floor(units + Fraction(1, 2)), "down": floor(units), "up": ceil(units)}[rounding]
    assert str(Decimal(whole).scaleb(-places)) == str(result.score)
    assert result.exact == result.arithmetic


@law(broken=replaced("backends.source.FunctionWriter._pass_mark", lambda *_: "'pass'"))
def verdict_follows_the_exact_total(policy: Policy, record: Record) -> None:
    """
    Whoever is at the pass mark or above it passes, exactly; without a pass mark there is no verdict but a veto's.
    """
    result = policy.score(record)
    expected = None if result.grade is None else result.grade.verdict
    if policy.spec.pass_mark is not None:
        mark = Ownership(policy.spec).figure(policy.spec.pass_mark, result.role)
        better = 1 if result.plan.better == "higher" else -1
        expected = "pass" if better * result.arithmetic >= better * mark else "fail"
    ends = {each.id for each in result.plan.vetoes if each.effect == "no_score"}
    assert result.verdict == ("vetoed" if ends & set(result.vetoes) else expected)


# More of one thing.


def mentioned_once(policy: Policy, names: Iterator[str]) -> list[str]:
    """
    Give those facts that the whole policy mentions once only.
    """
    spec = policy.spec
    mentions = Counter(each.name for each in parts(spec) if isinstance(each, Name))
    return sorted(name for name in set(names) if name in spec.facts and mentions[name] == 1)


def rules_of(policy: Policy, role: str) -> Iterator[Any]:
    """
    Give all rules of a role.
    """
    return (rule for indicator in indicators(policy, role) for rule in indicator.rules)


def with_one_more(policy: Policy, record: Record, *names: str, by: int = 1) -> Result | None:
    """
    Score a record with one more of some facts, if that is a record.
    """
    if any(name not in record for name in names):
        return None
    try:
        return policy.score({**record, **{name: Fraction(record[name]) + by for name in names}})
    except FactsError:
        return None


@law(broken=swapped_sides)
def one_more_deducted_item_never_helps(policy: Policy, record: Record) -> None:
    """
    One more item of a fact that is only deducted never raises the total; nor do petitions, which a relation ties.
    """
    before = policy.score(record)
    rules = [rule for rule in rules_of(policy, before.role) if isinstance(rule, PerItem)]
    facts = mentioned_once(policy, (fact.name for rule in rules for fact, _ in rule.deduct))
    tied = [("petition_cases",), ("beijing_petition_cases",), ("petition_cases", "beijing_petition_cases")]
    for names in [*((fact,) for fact in facts), *tied]:
        after = with_one_more(policy, record, *names)
        assert after is None or after.arithmetic <= before.arithmetic


@law(broken=swapped_sides)
def one_more_bonus_item_never_costs(policy: Policy, record: Record) -> None:
    """
    One more item of a fact that is only added, or by which a target is met, never lowers the total; nor less stock.
    """
    before = policy.score(record)
    facts = []
    for rule in rules_of(policy, before.role):
        if isinstance(rule, PerItem):
            facts += [fact.name for fact, _ in rule.add]
        elif isinstance(rule, Target) and isinstance(rule.value, Name):
            fair = (rule.below is None or rule.below.deduct is not None) and (
                rule.above is None or rule.above.add is not None
            )
            facts += [rule.value.name] if fair else []
    stocks = [f"{stock}_closing" for stock in ("stock12", "asset", "termproc")]
    moves = [*((fact, 1) for fact in mentioned_once(policy, iter(facts))), *((stock, -1) for stock in stocks)]
    for name, by in moves:
        after = with_one_more(policy, record, name, by=by)
        assert after is None or after.arithmetic >= before.arithmetic


def empty_rate(above: Expr, below: Expr, _: Expr) -> Ratio:
    """
    Take the rate of an empty stock for 0.
    """
    return Ratio(above, below, ZERO)


@law(broken=replaced("kinds.rate_target.Ratio", empty_rate))
def an_empty_stock_is_on_target(policy: Policy, record: Record) -> None:
    """
    Where a reading or a rule takes an empty denominator for a target met, nothing is deducted and nothing added.
    """
    emptied = dict(record)
    alone = []
    for indicator in indicators(policy, record["role"]):
        rule, *others = indicator.rules
        if others or not isinstance(rule, RateTarget) or word(policy, rule.empty) != "on_target":
            continue
        if isinstance(rule.denominator, Name) and rule.denominator.name in record:
            emptied[rule.denominator.name] = 0
            alone.append(indicator.id.name)
    try:
        result = policy.score(emptied)
    except FactsError:
        return  # a stock that is never empty
    assert [] == [line for line in result.lines if line.indicator in alone and (line.deducted or line.bonus)]


# Vetoes.


def figures(result: Result) -> tuple[Any, ...]:
    """
    Give all of a result's points.
    """
    return result.arithmetic, [each.figures() for each in result.lines], result.sections, dict(result.cuts)


def own_flags(policy: Policy) -> list[str]:
    """
    Give the veto events that are facts themselves, that nothing else asks about, and that leave no score.
    """
    mentions = {each.name for each in parts(policy.spec) if isinstance(each, Name)}
    events = policy.spec.vetoes.events if policy.spec.vetoes is not None else {}
    ends = policy.spec.vetoes.effect if policy.spec.vetoes is not None else None
    return [
        name
        for name, event in events.items()
        if event.when is None and name not in mentions and (event.effect or ends) == "no_score"
    ]


def nothing_under_a_veto(lowering: RoleLowering, total: Expr) -> Expr:
    """
    Take the total of who is vetoed for 0.
    """
    events = [name for name, event in lowering.ownership.events.items() if event.when is None]
    return Select(Fact(events[0]), ZERO, total) if events else total


@law(broken=tampered("total", nothing_under_a_veto))
def a_veto_leaves_the_arithmetic_alone(policy: Policy, record: Record) -> None:
    """
    A veto takes the score and decides the verdict; lines, sections and the sum stay as they would be without it.
    """
    without = policy.score({**record, **dict.fromkeys(own_flags(policy), False)})
    for event in own_flags(policy):
        vetoed = policy.score({**record, **dict.fromkeys(own_flags(policy), False), event: True})
        assert figures(without) == figures(vetoed)
        assert (None, None, "vetoed") == (vetoed.score, vetoed.exact, vetoed.verdict)
        assert {event, *without.vetoes} == set(vetoed.vetoes)


# Order.


def shuffled(value: Any, random: Random, *, lists: bool = True) -> Any:
    """
    Give a value with the keys of every mapping in another order; with `lists` the rules, indicators and sections too.
    """
    if isinstance(value, dict):
        keys = random.sample(list(value), len(value))
        found = {key: shuffled(value[key], random, lists=lists) for key in keys}
        for key in sorted({"rules", "indicators", "sections"} & found.keys()) if lists else ():
            random.shuffle(found[key])
        return found
    return [shuffled(each, random, lists=lists) for each in value] if isinstance(value, list) else value


def by_place(*names: str) -> Callable[[Record], tuple[Any, ...]]:
    """
    Read counts in the order of the record, whatever they are called.
    """

    def get(facts: Record) -> tuple[Any, ...]:
        counts = iter([value for key, value in facts.items() if key in names and type(value) is int])
        return tuple(next(counts) if type(facts[name]) is int else facts[name] for name in names)

    return get


@law(broken=replaced("backends.source.itemgetter", by_place))
def order_of_facts_does_not_matter(policy: Policy, record: Record) -> None:
    """
    A record scores the same whatever the order of its keys.
    """
    other = shuffled(record, Random(repr(record)))  # noqa: S311 (repeatable)

    assert policy.score(record) == policy.score(other)


def first_item(self: PerItem, points: Points, context: Lowering) -> Expr:
    """
    Count the first fact of a rule only.
    """
    return SUM_OF_ITEMS(self, points[:1], context)


SUM_OF_ITEMS = PerItem._sum  # noqa: SLF001 (the part that is broken)


@law(broken=replaced("kinds.per_item.PerItem._sum", first_item))
def order_in_the_file_does_not_matter(policy: Policy, record: Record) -> None:
    """
    Keys, rules, indicators and sections may stand in any order: every figure stays; where only keys do, every hash too.
    """
    data, name, kinds, chosen, *_ = policy.__reduce__()[1]
    document = yaml.load(data, Loader=yaml.BaseLoader)  # noqa: S506 (texts alone)
    again = Policy(rule_file(document).encode(), name, kinds, chosen)
    random = Random(data)  # noqa: S311 (repeatable)
    mixed = shuffled(document, random)
    keys = Policy(rule_file(shuffled(document, random, lists=False)).encode(), name, kinds, chosen)
    other = Policy(rule_file(mixed).encode(), name, kinds, chosen)
    first, second = policy.score(record), other.score(record)

    assert policy.stamp == again.stamp == keys.stamp
    assert policy.score(record) == again.score(record)
    assert (first.arithmetic, first.score, first.verdict) == (second.arithmetic, second.score, second.verdict)
    assert {each.indicator: each.figures() for each in first.lines} == {
        each.indicator: each.figures() for each in second.lines
    }
    assert {each.id: each for each in first.sections} == {each.id: each for each in second.sections}
    assert (dict(first.cuts), set(first.vetoes)) == (dict(second.cuts), set(second.vetoes))


TURNS = itertools.count()


@law(broken=replaced("backends.compiled.CompiledPlan.exact", lambda *_: Fraction(next(TURNS))))
def what_was_scored_before_does_not_matter(policy: Policy, record: Record) -> None:
    """
    Records score the same in any order and again: nothing is kept from one to the next.
    """
    counts = [key for key, value in record.items() if type(value) is int and value]
    others = [record, {**record, counts[0]: record[counts[0]] - 1}] if counts else [record]
    try:
        forward = [policy.score(each) for each in (*others, record)]
    except FactsError:
        return  # one less is no record
    backward = [policy.score(each) for each in (record, *reversed(others))]

    assert forward == list(reversed(backward))
    assert [each.to_dict() for each in forward] == [each.to_dict() for each in reversed(backward)]


# Processes and threads.


PICKLED = Policy.__reduce__


def forgetful(policy: Policy) -> tuple[Any, ...]:
    """
    Pickle a policy without the readings that were set aside.
    """
    kind, (data, name, kinds, _, changes) = PICKLED(policy)
    return kind, (data, name, kinds, {}, changes)


@law(broken=replaced("Policy.__reduce__", forgetful))
def pickles_are_as_good(policy: Policy, record: Record) -> None:
    """
    A policy and a result that went through a pickle are equal to those that did not.
    """
    result = policy.score(record)
    copy = pickle.loads(pickle.dumps(policy))  # noqa: S301 (our own)

    assert policy.stamp == copy.stamp
    assert result == copy.score(record)
    assert result == pickle.loads(pickle.dumps(result))  # noqa: S301 (our own)
    assert result.to_dict() == pickle.loads(pickle.dumps(copy.score(record))).to_dict()  # noqa: S301 (our own)


SCORE = Policy.score


SHELF: list[Record] = []


def absent_minded(policy: Policy, facts: Record) -> Result:
    """
    Put a record on a shelf that all threads share, and score what lies on top a moment later.
    """
    SHELF.append(facts)
    time.sleep(0.001)
    return SCORE(policy, SHELF[-1])


@law(broken=replaced("Policy.score", absent_minded))
def threads_do_not_disturb_each_other(policy: Policy, record: Record) -> None:
    """
    Eight threads that are the first to score, all at once, each get their own person's result.
    """
    mine = [{**record, "person": f"E{number:03}"} for number in range(THREADS)]
    fresh = pickle.loads(pickle.dumps(policy))  # noqa: S301 (our own)
    barrier = threading.Barrier(THREADS)

    def score(each: Record) -> dict[str, Any]:
        barrier.wait()
        return fresh.score(each).to_dict()  # type: ignore[no-any-return]

    with ThreadPoolExecutor(THREADS) as pool:
        assert [policy.score(each).to_dict() for each in mine] == list(pool.map(score, mine))


def refuses(thing: object, name: str) -> bool:
    """
    Say whether an attribute cannot be set.
    """
    try:
        setattr(thing, name, getattr(thing, name))
    except AttributeError:
        return True
    return False


@law(broken=replaced("Policy.__setattr__", object.__setattr__))
def nothing_can_be_changed(policy: Policy, record: Record) -> None:
    """
    Neither a policy nor a result, its lines, sections and stamp, nor a plan lets an attribute be set.
    """
    result = policy.score(record)
    things: list[tuple[object, tuple[str, ...]]] = [
        (policy, ("id", "version", "roles", "stamp", "spec", "plans", "warnings")),
        (result, ("verdict", "score", "exact", "arithmetic", "vetoes", "lines", "sections", "cuts", "stamp", "facts")),
        (result.stamp, ("policy", "plan_hash")),
        (result.plan, ("steps", "inputs", "pass_mark")),
        *((line, ("deducted", "bonus", "points", "apart", "lost", "cut", "cap")) for line in result.lines),
        *((section, ("points", "cut")) for section in result.sections),
    ]

    assert [] == [(thing, name) for thing, names in things for name in names if not refuses(thing, name)]


# Every law, and its broken twin.

each_law = pytest.mark.parametrize("name", LAWS)


@pytest.mark.volume
@each_law
@given(case=cases)
def test_law_holds(name: str, case: tuple[Policy, Record]) -> None:
    """
    The law holds for any policy, and for the first one under any readings, and for any record.
    """
    LAWS[name].holds(*case)


@each_law
def test_law_notices_a_broken_engine(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The law fails by its own assertion once the engine is broken where it looks.
    """
    law_ = LAWS[name]
    law_.holds(*next(examples()))
    law_.broken(monkeypatch)

    with pytest.raises(AssertionError) as caught:
        hold_for_all(law_)
    assert Path(__file__) == Path(str(caught.traceback[-1].path))


def hold_for_all(law_: Law) -> None:
    """
    Check a law on every example.
    """
    for policy, record in examples():
        law_.holds(policy, record)


def examples() -> Iterator[tuple[Policy, Record]]:
    """
    Give the first policy, loaded anew, with some records of every role, under readings that leave parts of points.
    """
    fresh = load_policy("wancheng_2023_127")
    for policy in (fresh.with_readings({"part_point": "in_proportion"}), fresh):
        for role in policy.roles:
            yield from ((policy, record) for record in random_records(role, 12, seed=7))
