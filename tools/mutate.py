"""
Does a test notice every small change of the code that decides a score?

`mutants.py` says what a mutant is. Each is written into a copy of the package, never into the work tree, and run
against the golden cases and seeded records (`check_records.py`); what survives that, against the tests of its file, or
against those that the command line names. A mutant that does not end in time is noticed too.

A mutant that means the same as the original stands in `equivalent_mutants.txt`, with the reason. Exit code 1: a mutant
survives that is not listed there, or one that is listed there is noticed or is gone.
"""

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "assess_rules"
EXACT, KINDS, MORE = "tests/test_exact.py", "tests/test_kinds.py", "tests/test_more_kinds.py"
BY_KEYWORD = f"{KINDS}::test_kinds_are_made_by_keyword"
TESTS = {
    "exact.py": (EXACT,),
    "backends/reference.py": (EXACT, KINDS),
    "kinds/bands.py": (MORE, BY_KEYWORD),
    "kinds/base.py": (KINDS,),
    "kinds/derived.py": ("tests/test_derived.py",),
    "kinds/ends.py": (MORE, "tests/test_derived.py"),
    "kinds/entered.py": (MORE, BY_KEYWORD),
    "kinds/fixed.py": (MORE, BY_KEYWORD),
    "kinds/group.py": (MORE, BY_KEYWORD),
    "kinds/levels.py": (MORE, BY_KEYWORD),
    "kinds/linear.py": (MORE, BY_KEYWORD),
    "kinds/lookup.py": ("tests/test_derived.py",),
    "kinds/per_item.py": (KINDS, MORE),
    "kinds/rate_target.py": (KINDS,),
    "kinds/sides.py": (KINDS,),
    "kinds/tables.py": (MORE,),
    "kinds/target.py": (KINDS,),
}
"""
The files that are changed, each with the tests that have to notice what the records do not.
"""

RECORDS = Path(__file__).with_name("check_records.py")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
WORKERS = 2
BASELINE_SECONDS = 600

Keys = set[tuple[str, str, str]]


def main() -> int:
    """
    Run all mutants and print what came of them.
    """
    began = time.monotonic()
    mutants = [each for file in TESTS for each in mutants_of(PACKAGE, file)]
    listed = read_equivalent()
    fates = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        copies = [Copy(Path(folder) / str(number)) for number in range(WORKERS)]
        limit = copies[0].baseline()
        free: queue.SimpleQueue[Copy] = queue.SimpleQueue()
        for each in copies:
            free.put(each)

        def fate_of(mutant: Mutant) -> str:
            mine = free.get()
            try:
                return mine.fate_of(mutant, limit)
            finally:
                free.put(mine)

        for fate in pool.map(fate_of, mutants):
            fates.append(fate)
            done = f"{len(fates)} of {len(mutants)}, {fates.count('survived')} survived"
            print(f"\r{done}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    wrong = report(list(zip(mutants, fates, strict=True)), listed)
    print(f"{time.monotonic() - began:.0f} seconds")
    return int(wrong)


def report(fates: list[tuple[Mutant, str]], listed: Keys) -> bool:
    """
    Print the table, and what is wrong; say whether anything is.
    """
    print(
        f"{'file':<24}{'mutants':>9}{'by records':>12}{'by tests':>10}{'no end':>8}{'equivalent':>12}{'survived':>10}"
    )
    survived = {mutant.key for mutant, fate in fates if fate == "survived"}
    for file in (*TESTS, "all"):
        rows = [(mutant, fate) for mutant, fate in fates if file in (mutant.file, "all")]
        count = Counter("equivalent" if mutant.key in listed & survived else fate for mutant, fate in rows)
        killed = f"{count['records']:>12}{count['tests']:>10}{count['no end']:>8}"
        print(f"{file:<24}{len(rows):>9}{killed}{count['equivalent']:>12}{count['survived']:>10}")
    for mutant, _ in fates:
        if mutant.key in survived - listed:
            print(f"survived: {mutant.file}:{mutant.number}: {mutant.change}\n    {mutant.line}")
    known = {mutant.key for mutant, _ in fates}
    for key in sorted(listed - survived):
        file, line, change = key
        print(f"listed as equivalent, but {'noticed' if key in known else 'gone'}: {file}: {change}\n    {line}")
    return survived != listed


def read_equivalent() -> Keys:
    """
    Read the list of equivalent mutants: blocks of file, line, change and reason; `#` begins a line of comment.
    """
    text = EQUIVALENT.read_text(encoding="utf-8")
    found = set()
    for block in "\n".join(line for line in text.splitlines() if not line.startswith("#")).split("\n\n"):
        if block.strip():
            file, line, change, _reason = (each.strip() for each in block.strip().splitlines())
            found.add((file, line, change))
    return found


class Copy:
    """
    A copy of the package in a folder of its own, in which one mutant after the other stands.
    """

    def __init__(self, folder: Path) -> None:
        self.package = folder / "src" / "assess_rules"
        shutil.copytree(PACKAGE, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        for each in ("rules", "schemas"):
            shutil.copytree(ROOT / each, folder / each)
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(self.package.parent), str(ROOT / "tests"))),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
        }
        self.outcome([sys.executable, "-m", "compileall", "-q", str(self.package)], BASELINE_SECONDS)
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"

    def stages(self, file: str) -> dict[str, list[str]]:
        """
        Give the commands that may notice a mutant, the quick one first. Records say little of numbers as text.
        """
        pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
        records = [sys.executable, str(RECORDS), str(self.package)]
        return ({} if file == "exact.py" else {"records": records}) | {
            "tests": [*pytest, *(sys.argv[1:] or TESTS[file])]
        }

    def outcome(self, command: list[str], limit: float) -> str:
        """
        Run a command on this copy; give `well`, `badly` or `no end`.
        """
        try:
            subprocess.run(command, cwd=ROOT, env=self.environment, timeout=limit, check=True, capture_output=True)
        except subprocess.CalledProcessError:
            return "badly"
        except subprocess.TimeoutExpired:
            return "no end"
        return "well"

    def baseline(self) -> float:
        """
        Run everything on the package as it is; give the time limit that follows.
        """
        longest = 0.0
        for command in self.stages("backends/reference.py").values():
            began = time.monotonic()
            if self.outcome(command, BASELINE_SECONDS) != "well":
                sys.exit(f"this fails on the package as it is: {' '.join(command)}")
            longest = max(longest, time.monotonic() - began)
        return 30 + 5 * longest  # other work on the machine must not pass for an endless loop

    def fate_of(self, mutant: Mutant, limit: float) -> str:
        """
        Give the stage that notices a mutant, `no end` or `survived`.
        """
        file = self.package / mutant.file
        original = file.read_bytes()
        for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
            compiled.unlink()  # Python goes by size and second, which a mutant may share
        file.write_text(mutant.source, encoding="utf-8")
        try:
            for stage, command in self.stages(mutant.file).items():
                outcome = self.outcome(command, limit)
                if outcome != "well":
                    return stage if outcome == "badly" else outcome
        finally:
            file.write_bytes(original)
        return "survived"


if __name__ == "__main__":
    sys.exit(main())
