"""
A revision over a table of many people: `assess-rules diff --facts` against two plain scorings, and a sweep by the value.

    python benchmarks/revision.py                 # 1,000,000 rows; prints a Markdown table
    python benchmarks/revision.py --rows 12000

Every command is a process of its own that reads the CSV file. The ratios are to the seconds of both scorings together, and
to the larger peak of the two. Seconds are those of the processor: they say the same on a machine that others use, too.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from one_record import POLICY
from year import measured, write

REVISION = str(Path(__file__).resolve().parent.parent / "examples" / "revision" / "wancheng_2023_127_1.1.0.yaml")
MONTHS = 12
SOMETHING_DIFFERS = 1  # how such a diff ends
FIGURE = "indicators.o2.rules[0].target"
VALUES = 1, 3  # how many a sweep tries
SWEEP = ["sweep", POLICY, "--format", "json", "--set"]
IMPACT = ["diff", POLICY, REVISION, "--assume", "unrecorded_leads=0", "--format", "json", "--facts"]


def main() -> None:
    """
    Make the table, and time the commands on it.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=127)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, table = Path(name), Path(name) / "year.csv"
        people = -(-options.rows // MONTHS)
        write(table, people, options.seed)
        print(f"{people * MONTHS:,} rows, {table.stat().st_size / (1 << 20):.0f} MiB of CSV\n")
        print("| command | seconds | of the processor | peak MiB | times those of both scorings | times their peak |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        scorings = [told("score", ["score", POLICY, str(table), "-o", str(folder / "out.csv")]) for _ in range(2)]
        seconds, peak = sum(each for each, _ in scorings), max(each for _, each in scorings)
        for more in ([], ["--attribution"]):
            words = " ".join(["diff --facts", *more])
            told(words, [*IMPACT, str(table), *more], (seconds, peak), ended=SOMETHING_DIFFERS)
        few, many = (
            told(f"sweep, {number} values", [*SWEEP, f"{FIGURE}=5%..{4 + number}%", "--facts", str(table)])[0]
            for number in VALUES
        )
        print(f"\n`sweep`: {(many - few) / (VALUES[1] - VALUES[0]):.1f} seconds of the processor for each value")


def told(
    words: str, arguments: Sequence[str], scorings: tuple[float, float] | None = None, *, ended: int = 0
) -> tuple[float, float]:
    """
    Time a command and print its row, beside the scorings if they are given; give its processor seconds and its peak.
    """
    spent, seconds, peak = measured(arguments, ended=ended)
    times = ("", "") if scorings is None else (f"{seconds / scorings[0]:.2f}", f"{peak / scorings[1]:.2f}")
    print(f"| `{words}` | {spent:.1f} | {seconds:.1f} | {peak:.0f} | {times[0]} | {times[1]} |", flush=True)
    return seconds, peak


if __name__ == "__main__":
    main()
