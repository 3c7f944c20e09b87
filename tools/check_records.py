"""
The quick part of `mutate.py`: golden cases and seeded records, on both backends, against the second evaluator.

The argument is the folder of the package that is meant to be tested.
"""

import random
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import get_args

import assess_rules
from assess_rules.policy import Backend
from second_evaluator import STARTING_READINGS, evaluate
from test_golden import CASES, POLICY

SEED, SETS_OF_READINGS, RECORDS_OF_EACH = 127, 10, 200
MOST_OF_A_COUNT = (2, 8, 60)  # nil or one, a few, beyond every cap


def main() -> None:
    """
    Check the golden cases first: they notice most.
    """
    assert Path(sys.argv[1]) == Path(assess_rules.__file__).parent, assess_rules.__file__
    policy = assess_rules.load_policy(POLICY)
    for case in CASES:
        compare(under(policy, *case.readings.items()), case.record, case.readings)
    source = random.Random(SEED)  # noqa: S311 (seeded, not secret)
    bases = {case.record["role"]: case.record for case in CASES}
    for _ in range(SETS_OF_READINGS):
        readings = {key: source.choice(list(policy.spec.readings[key].options)) for key in STARTING_READINGS}
        for _ in range(RECORDS_OF_EACH):
            record = seeded(source, source.choice(list(bases.values())))
            compare(under(policy, *readings.items()), record, readings)


@cache
def under(policy: assess_rules.Policy, *readings: tuple[str, str]) -> assess_rules.Policy:
    """
    Give the policy under some readings; cases share few sets of them.
    """
    return policy.with_readings(dict(readings))


def seeded(source: random.Random, base: Mapping[str, object]) -> dict[str, object]:
    """
    Give a record with the facts of another and counts of its own.
    """
    most = source.choice(MOST_OF_A_COUNT)
    counts = {key: source.randrange(most) for key, value in base.items() if type(value) is int}
    counts["petition_cases"] += counts["beijing_petition_cases"]  # the first include the second
    return {**base, **counts}


def compare(rules: assess_rules.Policy, record: Mapping[str, object], readings: Mapping[str, str]) -> None:
    """
    Compare both backends with the second evaluator.
    """
    expected = evaluate(record, readings)
    for backend in get_args(Backend):
        result = rules.score(record, backend=backend)
        assert (expected.verdict, expected.score) == (result.verdict, result.exact)
        for line in result.lines:
            assert expected.points[line.indicator] == line.points, line
            assert expected.deducted[line.indicator] == line.deducted, line


if __name__ == "__main__":
    main()
