"""
The incentive map of a policy: what its points reward, what they leave free, and what they let be bought back.

Computed from the plans alone, for any policy. Everything found is a `Finding` with the records that show it.
"""

from collections.abc import Iterator, Mapping, Sequence

from assess_rules.canonical import digest
from assess_rules.incentives import effects, exchange, people, reaches, ways
from assess_rules.incentives.findings import Finding, Witness, witness
from assess_rules.incentives.neutral import home, neutral, off
from assess_rules.incentives.ranges import Search
from assess_rules.incentives.space import SCORE, Point, Space
from assess_rules.ir import Plan
from assess_rules.labels import Label
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result import Result

Findings = Mapping[str, tuple[Finding, ...]]


@record
class RoleMap(Record):
    """
    What was found for a role, by part: `base`, `effects`, `people`, `caps`, `exchange`, `cliffs`, `reaches`, `ways`.
    """

    role: str
    label: Label
    found: Findings


def incentive_maps(
    policy: Policy, roles: Sequence[str], results: Sequence[Result] = (), *, named: bool = False
) -> Iterator[RoleMap]:
    """
    Give the map of each role, with what people's records add; `named` lets findings say whose record they rest on.

    Roles whose plans differ in nothing but their name share what was found without people.
    """
    known: dict[str, Findings] = {}
    for role in roles:
        plan = policy.plans[role]
        space, content = Space(policy, role), _content(plan)
        found = known.get(content)
        if found is None:
            found = known[content] = {part: tuple(each) for part, each in _parts(space)}
        own = people.records(space, results)
        mine = dict(found)
        if (named and own) or people.are_enough(own):
            mine["people"] = tuple(people.at_records(space, own, named=named))
            mine["failures"] = tuple(people.failures(space, own, named=named))
        yield RoleMap(role, plan.role_label, mine)


def _content(plan: Plan) -> str:
    """
    Give a digest of all that findings rest on.
    """
    outputs = (
        plan.indicators,
        plan.sections,
        plan.vetoes,
        plan.score,
        plan.scored,
        plan.passed,
        plan.pass_mark,
        plan.better,
    )
    return digest((plan.inputs, plan.checks, plan.steps, *outputs))


def _parts(space: Space) -> Iterator[tuple[str, Iterator[Finding]]]:
    base = neutral(space)
    if base is None:
        search = Search(space, SCORE, 1, home(space))
        search.run()
        yield "base", iter((Finding("no_base", (), {}, certain=search.finished, looked=space.scored),))
        return
    courses = effects.courses(space, base)
    yield "base", _base(space, base)
    yield "effects", _chain(effects.at_base(space, base), effects.over_range(courses))
    found = reaches.extremes(space, base)
    yield "caps", _chain(effects.free(courses), reaches.unreached(space, base, found))
    if space.better > 0:  # where points add up to something bad, no bonus buys anything back
        yield "exchange", _chain(exchange.exchanges(space, base), exchange.largest(space, base, found))
    yield "cliffs", _chain(effects.cliffs(courses), ways.edge(space, base), reaches.vetoes(space, base))
    yield "reaches", reaches.reached(space, found)
    lowest, looked = found[SCORE, -space.better]
    failed = ways.failed_record(space, base, courses, lowest.point)
    if failed is not None:
        yield "ways", ways.to_pass(space, failed)
    elif space.plan.pass_mark is not None:
        beyond = None if lowest.bound is None else space.better * (lowest.bound - space.plan.pass_mark)
        never = beyond is not None and beyond >= 0
        shown = (witness(space, lowest.point),)
        yield "ways", iter((Finding("no_failure", (), {}, shown, certain=never, looked=looked),))


def _base(space: Space, base: Point) -> Iterator[Finding]:
    key = off(space, base)
    assert key is not None
    yield Finding("base", (), {"left_out": key[0], "lost": key[1], "off": key[2]}, (witness(space, base),))


def _chain(*parts: Iterator[Finding]) -> Iterator[Finding]:
    for each in parts:
        yield from each


__all__ = ["Finding", "RoleMap", "Witness", "incentive_maps"]
