"""
What the property tests draw: records for any plan, and whole rule files at random.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import re
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import assume, reject
from hypothesis import strategies as st

from assess_rules import Policy, PolicyError
from assess_rules.backends.reference import truth
from assess_rules.exact import number_text
from drafts import KINDS, Doc, Draft
from first_policy import COUNTED, OPTIONS, own_policy, policy_under, random_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from assess_rules.ir import Check, Input, Plan, Value

Record = dict[str, Any]

# Records for any plan.


def records(plan: Plan) -> SearchStrategy[Record]:
    """
    Give records that a plan accepts, at the edges of its facts more often than not.
    """
    if COUNTED[""].keys() <= {each.name for each in plan.inputs}:
        return st.one_of(own_records(plan), plain_records(plan))
    return plain_records(plan)


@st.composite
def plain_records(draw: DrawFn, plan: Plan) -> Record:
    """
    Draw each fact by itself, then mend the relations; facts that may be missing sometimes are.
    """
    record: Record = {"role": plan.role}
    for each in plan.inputs:
        if each.required or each.needed is not None or draw(st.booleans()):
            record[each.name] = draw(values(each))
    keep_relations(plan, record)
    leave_out_unneeded(plan, record)
    return record


@st.composite
def own_records(draw: DrawFn, plan: Plan) -> Record:
    """
    Draw a record of the first policy, with its own edges.
    """
    record = random_record(Random(draw(st.integers(0, 10**9))), plan.role)  # noqa: S311 (repeatable)
    unread = [each.name for each in plan.inputs if not each.read and draw(st.booleans())]
    return {key: value for key, value in record.items() if key not in unread}


def values(each: Input) -> SearchStrategy[Any]:
    """
    Give values of a fact.
    """
    if each.type == "flag":
        return st.booleans()
    if each.type == "choice":
        return st.sampled_from([option for option, _ in each.options])
    if each.allowed:
        return st.sampled_from([typed(each, int(value * 10**each.places)) for value in each.allowed])
    unit = 10**each.places
    least, most = ceil(each.minimum * unit), floor(each.maximum * unit)
    edges = sorted({least, least + 1, most - 1, most, 0, unit} & set(range(least, most + 1)))
    few = st.integers(least, min(most, max(least, 0) + 40 * unit))
    return st.one_of(few, st.sampled_from(edges), st.integers(least, most)).map(lambda units: typed(each, units))


def many_records(plan: Plan, seed: int, most: int) -> Iterator[Record]:
    """
    Give up to so many records that a plan accepts, every time the same, without drawing each by itself.

    Facts stand at the ends of their ranges, near them, at what few people have, or anywhere.
    """
    random = Random(seed)  # noqa: S311 (repeatable)
    tried = {each.name: _some_values(each, random) for each in plan.inputs}
    inputs = {each.name: each for each in plan.inputs}
    for _ in range(most):
        record: Record = {"role": plan.role}
        for name, each in inputs.items():
            if each.required or random.random() < 1 / 2:
                record[name] = random.choice(tried[name])
        if not any(is_broken(check, record, inputs) for check in plan.checks):
            yield record


def _some_values(each: Input, random: Random) -> Sequence[Any]:
    if each.type in ("flag", "choice") or each.allowed:
        return extremes(each)
    unit = 10**each.places
    least, most = ceil(each.minimum * unit), floor(each.maximum * unit)
    few = range(least, min(most, max(least, 0) + 40 * unit) + 1)
    units = {least, most, min(most, least + 1), *random.choices(few, k=12), random.randint(least, most)}
    return [typed(each, number) for number in sorted(units)]


def typed(each: Input, units: int) -> int | Decimal | Fraction:
    """
    Give a figure as people give it: counts whole, other numbers as one of the two exact types.
    """
    if each.type == "count":
        return units
    return Fraction(units, 10**each.places) if units % 2 else Decimal(units).scaleb(-each.places)


def keep_relations(plan: Plan, record: Record) -> None:
    """
    Move the facts of a broken relation to ends of their ranges at which every relation holds.
    """
    inputs = {each.name: each for each in plan.inputs}
    for check in plan.checks:
        if is_broken(check, record, inputs):
            for ends in itertools.product(*(extremes(inputs[name]) for name in check.facts)):
                changed = {**record, **dict(zip(check.facts, ends, strict=True))}
                if not any(is_broken(each, changed, inputs) for each in plan.checks):
                    record.update(changed)
                    break
            else:
                assume(False)


def leave_out_unneeded(plan: Plan, record: Record) -> None:
    """
    Take out of a record what it does not need.
    """
    defaults = {each.name: each.default for each in plan.inputs if each.default is not None}
    known = {
        name: value if isinstance(value, (bool, str)) else Fraction(value)
        for name, value in (defaults | record).items()
    }
    for each in plan.inputs:
        if each.needed is not None and not truth(each.needed, known):
            del record[each.name]


def is_broken(check: Check, record: Record, inputs: Mapping[str, Input]) -> bool:
    """
    Say whether a relation whose facts are all there does not hold.
    """
    known: dict[str, Value] = {}
    for name in check.facts:
        value = record.get(name, inputs[name].default if inputs[name].read else None)
        if value is None:
            return False
        known[name] = value if isinstance(value, (bool, str)) else Fraction(value)
    return not truth(check.condition, known)


def extremes(each: Input) -> tuple[Any, ...]:
    """
    Give the ends of a fact's range.
    """
    if each.type == "flag":
        return False, True
    if each.type == "choice":
        return tuple(option for option, _ in each.options)
    if each.allowed:
        ends = min(each.allowed), max(each.allowed)
    else:
        unit = 10**each.places
        ends = Fraction(ceil(each.minimum * unit), unit), Fraction(floor(each.maximum * unit), unit)
    return tuple(int(end) if each.type == "count" else end for end in ends)


# Whole rule files.

ID = r"[a-z\u4e00-\u9fff][a-z0-9_\u4e00-\u9fff]*"
NUMBER = r"-?[0-9]+([./][0-9]+)?%?"
VERSION, DAY = r"[0-9]+(\.[0-9]+){2}", r"[0-9]{4}(-[0-9]{2}){2}"
PLAIN = re.compile(f"{ID}|{NUMBER}|{VERSION}|{DAY}")
WORDS = {
    "netting_needless": "netting",
    "bonuses_needless": "bonuses",
    "part_step_needless": "part_step",
    "limit_two_ways": "limit",
    "empty_needless": "empty",
}


def written(value: Any) -> str:
    """
    Write a value as one line of YAML; figures and ids plain, other texts in quotes.
    """
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {written(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    return number_text(value)


def rule_file(document: Doc) -> str:
    """
    Write a rule file.
    """
    return "".join(f"{key}: {written(each)}\n" for key, each in document.items())


@functools.lru_cache(8)
def loaded(text: str) -> Policy:
    """
    Load a policy, or give it again.
    """
    return Policy.from_text(text)


def settled(document: Doc) -> str:
    """
    Write a rule file without the words that say nothing in it; anything else that the loader refuses is a KeyError.
    """
    while True:
        text = rule_file(document)
        try:
            loaded(text)
        except PolicyError as error:
            for each in error.diagnostics:
                settle(document, each.code, re.findall(r"[^.\[\]]+", each.path))
        else:
            return text


def settle(document: Doc, code: str, path: list[str]) -> None:
    """
    Take out the word that says nothing, and a reading that only it used.
    """
    if code == "many_terms":
        reject()
    if code == "unused_reading":
        del document["readings"][path[1]]
        if not document["readings"]:
            del document["readings"]
        return
    if code == "unused_figures":
        options = document["facts"][path[1]]["options"]
        document["facts"][path[1]]["options"] = {id_: _without_figure(each) for id_, each in options.items()}
        return
    place: Any = document
    holders = [document]
    for key in path:
        place = place[int(key) if isinstance(place, list) else key]
        holders += [place] if isinstance(place, dict) else []
    if code == "useless_deduction":
        next(each for each in reversed(holders) if "rules" in each)["floor"] = "none"
    else:
        del next(each for each in reversed(holders) if WORDS[code] in each)[WORDS[code]]


def _without_figure(option: Any) -> Any:
    return {key: each for key, each in option.items() if key != "figure"} if isinstance(option, dict) else option


@st.composite
def policies(draw: DrawFn) -> str:
    """
    Draw a whole valid rule file.
    """
    return settled(Draft(draw).document())


@st.composite
def policies_of(draw: DrawFn, kind: str) -> str:
    """
    Draw a whole valid rule file of six indicators and more, in which one kind of rule is the most frequent.
    """
    return settled(Draft(draw, kinds=(kind, kind, kind, *KINDS), rows=6).document())


@st.composite
def policies_around(draw: DrawFn) -> str:
    """
    Draw a whole valid rule file in which there is much of what stands around rules.
    """
    return settled(Draft(draw, around=True).document())


@st.composite
def policies_of_operations(draw: DrawFn) -> str:
    """
    Draw a whole valid rule file whose one indicator reads every operation of derived facts.
    """
    return settled(Draft(draw).operations())


@st.composite
def policies_with_conditions(draw: DrawFn) -> str:
    """
    Draw a rule file with facts that are needed only where a condition holds: of any kinds of rules, or of all operations.
    """
    drawn = Draft(draw)
    document = draw(st.sampled_from([drawn.document, drawn.operations]))()
    drawn.conditional()
    return settled(document)


@st.composite
def policies_with_records(draw: DrawFn) -> tuple[Policy, Record]:
    """
    Draw a policy, now and then with other options chosen, and a record of one of its roles.
    """
    policy = loaded(draw(policies()))
    if policy.spec.readings and draw(st.integers(0, 7)) == 7:
        options = {name: draw(st.sampled_from(list(each.options))) for name, each in policy.spec.readings.items()}
        with contextlib.suppress(PolicyError):  # under which a word would be missing: no file may say that either
            policy = policy.with_readings(options)
    role = draw(st.sampled_from(list(policy.roles)))
    return policy, draw(records(policy.plans[role]))


@st.composite
def own_policies_with_records(draw: DrawFn) -> tuple[Policy, Record]:
    """
    Draw the first policy under one or two other readings or none, and a record of one of its roles.
    """
    changed = draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=2, unique=True))
    policy = policy_under(*((name, draw(st.sampled_from(OPTIONS[name][1:]))) for name in sorted(changed)))
    return policy, draw(records(policy.plans[draw(st.sampled_from(list(own_policy().roles)))]))


cases = policies_with_records() | own_policies_with_records()
