"""
From nothing to a first score: whole processes, against one that only imports the three packages that we need.

    python benchmarks/start.py                # prints a Markdown table
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time

from one_record import HERE, INTERPRETER, POLICY
from records import seeded_records

JUDGE = next(each for each in seeded_records(20)[0] if each["role"] == "judge")
BASE = "import attrs, yaml, jsonschema"
OURS = "import, load the policy, score a judge's record"
PROGRAMS = {
    "python alone": "pass",
    BASE: BASE,
    OURS: f"""
from assess_rules import load_policy

result = load_policy({POLICY!r}).score({JUDGE!r})
result.score, result.verdict
""",
}


def measured(program: str) -> tuple[float, float]:
    """
    Give the milliseconds that a process takes, and its peak memory in MiB.
    """
    # Bytecode is kept, as it is for every installed package; some container images switch that off.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen([INTERPRETER, "-c", program], env=environment, cwd=HERE)
    _, status, used = os.wait4(process.pid, 0)
    spent = time.perf_counter() - begun
    if status:
        sys.exit(f"failed: {program}")
    return spent * 1e3, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    """
    Time all programs in turn, in another order each round.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in PROGRAMS}
    for number in range(options.rounds + 1):
        for name in random.Random(number).sample(list(PROGRAMS), len(PROGRAMS)):  # noqa: S311 (an order)
            one = measured(PROGRAMS[name])
            if number:  # the first round fills the caches
                found[name].append(one)
    print("| process | ms: median (min) | x the bare imports: medians (minima) | peak MiB |\n|---|---:|---:|---:|")
    base = [each for each, _ in found[BASE]]
    for name, rounds in found.items():
        times, peak = [each for each, _ in rounds], max(each for _, each in rounds)
        median, least = statistics.median(times), min(times)
        ratios = f"{median / statistics.median(base):.2f} ({least / min(base):.2f})"
        print(f"| {name} | {median:.1f} ({least:.1f}) | {ratios} | {peak:.1f} |")


if __name__ == "__main__":
    main()
