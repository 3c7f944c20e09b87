"""
One record at a time: how long assess-rules takes beside plain integers and two rule engines, all with the same records.

    python benchmarks/one_record.py setup     # once: make .venvs/bench
    python benchmarks/one_record.py           # check that all totals are equal, then time; prints a Markdown table
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import peers
from records import Record, seeded_records

HERE = Path(__file__).resolve().parent
VENV = HERE.parent / ".venvs" / "bench"
PYTHON = VENV / "bin" / "python"
POLICY = "wancheng_2023_127"
BASE = "plain integers, nothing checked"

# A contender: the function that scores one record, and the one that gives its total in points, None under a veto.
Contender = tuple[Callable[[Record], Any], Callable[[Any], Fraction | None]]


def plain() -> Contender:
    """
    Hand-written Python; everything else is compared with it.
    """
    return peers.plain_total, _tenths


def datalogic() -> Contender:
    """
    JsonLogic, compiled by datalogic-py.
    """
    import datalogic_py  # type: ignore[import-not-found]

    return datalogic_py.Engine().compile(peers.json_logic()).evaluate, _tenths


def zen() -> Contender:
    """
    A ZEN expression, compiled by zen-engine; its floats stand for their shortest decimals.
    """
    import zen as engine  # type: ignore[import-not-found]

    return engine.compile_expression(peers.zen_expression()).evaluate, _decimal


def assess(read: Callable[[Any], object], **options: Any) -> Callable[[], Contender]:
    """
    Our engine: score a record, then read what `read` reads from the result.
    """

    def contender() -> Contender:
        from assess_rules import load_policy

        score = load_policy(POLICY).score

        def run(record: Record) -> Any:
            result = score(record, **options)
            read(result)
            return result

        return run, lambda result: result.exact

    return contender


def score_only() -> Contender:
    """
    Our engine as most programs use it: the score and the verdict. Written out, so that no call of the benchmark's own is timed.
    """
    from assess_rules import load_policy

    score = load_policy(POLICY).score

    def run(record: Record) -> Any:
        result = score(record)
        return result.score, result.verdict, result

    return run, lambda got: got[2].exact


CONTENDERS: dict[str, Callable[[], Contender]] = {
    BASE: plain,
    "datalogic-py (JsonLogic), nothing checked": datalogic,
    "zen-engine expression, nothing checked": zen,
    "assess-rules: score and verdict": score_only,
    "assess-rules: and every line's points": assess(lambda result: [line.points for line in result.lines]),
    "assess-rules: and every step's formula": assess(
        lambda result: [step.formula() for line in result.lines for step in line.steps]
    ),
    "assess-rules: reference evaluator": assess(lambda result: result.score, backend="reference"),
}


def _tenths(total: int | None) -> Fraction | None:
    return None if total is None else Fraction(total, 10)


def _decimal(total: float | None) -> Fraction | None:
    return None if total is None else Fraction(str(total))


def _records(name: str, number: int) -> list[Record]:
    strict, equal = seeded_records(number)
    return strict if name.startswith("assess-rules") else equal


def totals(name: str, number: int) -> list[str]:
    """
    Give a contender's totals as texts.
    """
    run, exact = CONTENDERS[name]()
    return [str(exact(run(record))) for record in _records(name, number)]


def timing(name: str, number: int, seconds: float) -> float:
    """
    Give the microseconds for a record: the mean over at least so many seconds, after one pass that is not counted.
    """
    run, _ = CONTENDERS[name]()
    records = _records(name, number)
    for record in records:
        run(record)
    passes, begun = 0, time.perf_counter()
    while True:
        for record in records:
            run(record)
        passes += 1
        spent = time.perf_counter() - begun
        if spent >= seconds:
            return spent / passes / len(records) * 1e6


def in_fresh_process(task: str, name: str, options: argparse.Namespace) -> Any:
    """
    Do `totals` or `timing` for one contender in a process of its own.
    """
    command = [PYTHON if PYTHON.exists() else sys.executable, __file__, task, "--name", name]
    command += ["--records", str(options.records), "--seconds", str(options.seconds)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def compare(names: Iterable[str], options: argparse.Namespace) -> None:
    """
    Stop unless all contenders have the same totals.
    """
    found = {name: in_fresh_process("totals", name, options) for name in names}
    ours = found["assess-rules: score and verdict"]
    for name, theirs in found.items():
        wrong = [number for number, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1]]
        if wrong:
            number = wrong[0]
            sys.exit(f"{name}: {len(wrong)} totals differ; record {number}: {theirs[number]}, ours {ours[number]}")
    print(f"{len(ours)} records ({ours.count('None')} vetoed), {len(found)} contenders: all totals equal.\n")


def table(rounds: dict[str, list[float]]) -> None:
    """
    Print medians and minima, and their ratios to plain integers.
    """
    print("| contender | us a record: median (min) | x plain integers: medians (minima) |\n|---|---:|---:|")
    base = rounds[BASE]
    for name, times in rounds.items():
        median, least = statistics.median(times), min(times)
        ratios = f"{median / statistics.median(base):.2f} ({least / min(base):.2f})"
        print(f"| {name} | {median:.2f} ({least:.2f}) | {ratios} |")


def setup() -> None:
    """
    Make the virtual environment with the rule engines and this checkout.
    """
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    packages = ["-r", str(HERE / "requirements.txt"), "-e", str(HERE.parent)]
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", *packages], check=True)


def main() -> None:
    """
    Do what the command line asks.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", nargs="?", default="run", choices=("run", "setup", "totals", "timing"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--records", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=0.5, help="how long each timing lasts at least")
    parser.add_argument("--name", choices=CONTENDERS, help="the contender of `totals` or `timing`")
    options = parser.parse_args()
    if options.task == "setup":
        setup()
    elif options.task == "totals":
        print(json.dumps(totals(options.name, options.records)))
    elif options.task == "timing":
        print(timing(options.name, options.records, options.seconds))
    else:
        compare(CONTENDERS, options)
        rounds: dict[str, list[float]] = {name: [] for name in CONTENDERS}
        for number in range(options.rounds):
            for name in random.Random(number).sample(list(CONTENDERS), len(CONTENDERS)):  # noqa: S311 (an order)
                rounds[name].append(in_fresh_process("timing", name, options))
        table(rounds)


if __name__ == "__main__":
    main()
