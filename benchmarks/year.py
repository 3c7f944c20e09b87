"""
A year of many people: `assess-rules outcomes` on a table made by seed, as a whole process.

    python benchmarks/year.py                 # 10,000 people x 12 months; prints a Markdown table
    python benchmarks/year.py --people 1000
"""

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from one_record import INTERPRETER, POLICY
from records import Record, seeded_records

COMMANDS = {"score": "score and write a table", "outcomes": "proposals, roll-ups and rankings, as JSON"}
OUTPUT = {"score": "out.csv", "outcomes": "out.json"}
TEAM_SIZE = 12
ON_LEAVE = 0.01


def rows(people: int, seed: int) -> Iterator[Record]:
    """
    Give everybody's months: a role and a team for the year, now and then a leave, a clerk's appraisal each quarter.
    """
    draw = random.Random(seed)  # noqa: S311 (seeded, not secret)
    by_role: dict[str, list[Record]] = {"judge": [], "assistant": [], "clerk": []}
    for record in seeded_records(5000, seed)[0]:
        by_role[record["role"]].append(record)
    for number in range(people):
        role = draw.choices(list(by_role), (35, 25, 40))[0]
        who = {"person": f"E{number + 1:05}", "team": str(number // TEAM_SIZE + 1)}
        for month in range(1, 13):
            period = {**who, "period": f"2024-{month:02}"}
            if draw.random() < ON_LEAVE:
                yield {**period, "role": role, "status": "leave"}
                continue
            record = {**period, **draw.choice(by_role[role])}
            if role == "clerk" and month % 3 == 0:
                record["clerk_quarter_appraisal"] = draw.randint(60, 100)
            yield record


def write(path: Path, people: int, seed: int) -> None:
    """
    Write the table.
    """
    found = list(rows(people, seed))
    columns = dict.fromkeys(key for each in found for key in each)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        for each in found:
            flags = {key: str(value).lower() for key, value in each.items() if isinstance(value, bool)}
            writer.writerow(each | flags)


def measured(arguments: Sequence[str], ended: int = 0) -> tuple[float, float, float]:
    """
    Give the seconds that a command takes, those of the processor, and its peak memory in MiB.

    What it prints is thrown away.
    """
    arguments = [str(INTERPRETER), "-m", "assess_rules", *arguments]
    begun = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, each, os.devnull, os.O_WRONLY, 0) for each in (1, 2)]
    process = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=quiet)
    _, status, used = os.wait4(process, 0)
    spent = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != ended:
        sys.exit(f"failed: {arguments}")
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return spent, used.ru_utime + used.ru_stime, peak


def main() -> None:
    """
    Make the table, and time the commands on it.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=127)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, table = Path(name), Path(name) / "year.csv"
        write(table, options.people, options.seed)
        print(f"{options.people:,} people x 12 months, {table.stat().st_size / (1 << 20):.0f} MiB of CSV\n")
        print("| command | does | seconds | peak MiB |")
        print("| --- | --- | ---: | ---: |")
        for command, does in COMMANDS.items():
            seconds, _, memory = measured([command, POLICY, str(table), "-o", str(folder / OUTPUT[command])])
            print(f"| `{command}` | {does} | {seconds:.1f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
