"""
A revision over a table of many people: `assess-rules diff --facts`, against two plain scorings of the same file.

    python benchmarks/revision.py                 # 1,000,000 rows; prints a Markdown table
    python benchmarks/revision.py --rows 12000

Every command is a process of its own that reads the CSV file. The ratios are to the seconds of both scorings together, and
to the larger peak of the two.
"""

import argparse
import tempfile
from pathlib import Path

from one_record import POLICY
from year import measured, write

REVISION = str(Path(__file__).resolve().parent.parent / "examples" / "revision" / "wancheng_2023_127_1.1.0.yaml")
MONTHS = 12
SOMETHING_DIFFERS = 1  # how such a diff ends
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
        print("| command | seconds | peak MiB | times the seconds of both scorings | times their peak |")
        print("| --- | ---: | ---: | ---: | ---: |")
        scorings = [measured(["score", POLICY, str(table), "-o", str(folder / "out.csv")]) for _ in range(2)]
        seconds, peak = sum(each for each, _ in scorings), max(each for _, each in scorings)
        for number, each in enumerate(scorings, 1):
            print(f"| `score`, {number} | {each[0]:.1f} | {each[1]:.0f} | | |", flush=True)
        for more in ([], ["--attribution"]):
            spent, memory = measured([*IMPACT, str(table), *more], ended=SOMETHING_DIFFERS)
            words = " ".join(["diff --facts", *more])
            print(
                f"| `{words}` | {spent:.1f} | {memory:.0f} | {spent / seconds:.2f} | {memory / peak:.2f} |", flush=True
            )


if __name__ == "__main__":
    main()
