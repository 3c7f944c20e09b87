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
INTERPRETER = PYTHON if PYTHON.exists() else Path(sys.executable)
POLICY = "wancheng_2023_127"
BASE = "plain integers, nothing checked"
OURS = "assess-rules: score and verdict"

# A contender: what scores all records in turn, and what gives one record's total in points, None under a veto.
Contender = tuple[Callable[[list[Record]], None], Callable[[Record], Fraction | None]]


def plain() -> Contender:
    """
    Hand-written Python; everything else is compared with it.
    """
    return _peer(peers.plain_total, lambda tenths: Fraction(tenths, 10))


def datalogic() -> Contender:
    """
    JsonLogic, compiled by datalogic-py.
    """
    import datalogic_py  # type: ignore[import-not-found]

    return _peer(datalogic_py.Engine().compile(peers.json_logic()).evaluate, lambda tenths: Fraction(tenths, 10))


def zen() -> Contender:
    """
    One expression of ZEN, compiled by zen-engine; its floats stand for their shortest decimals.
    """
    import zen as engine  # type: ignore[import-not-found]

    return _peer(engine.compile_expression(peers.zen_expression()).evaluate, lambda points: Fraction(str(points)))


def _peer(score: Callable[[Record], Any], points: Callable[[Any], Fraction]) -> Contender:
    def run(records: list[Record]) -> None:
        for record in records:
            score(record)

    def total(record: Record) -> Fraction | None:
        found = score(record)
        return None if found is None else points(found)

    return run, total


def _our_score() -> Callable[..., Any]:
    from assess_rules import load_policy

    return load_policy(POLICY).score


def score_and_verdict() -> Contender:
    """
    Our engine as most programs use it.
    """
    score = _our_score()

    def run(records: list[Record]) -> None:
        for record in records:
            result = score(record)
            result.score, result.verdict  # noqa: B018 (reading them is the work)

    return run, lambda record: score(record).exact


def lines() -> Contender:
    """
    Our engine, and the points of every line.
    """
    score = _our_score()

    def run(records: list[Record]) -> None:
        for record in records:
            for line in score(record).lines:
                line.points  # noqa: B018 (reading them is the work)

    def total(record: Record) -> Fraction | None:
        result = score(record)
        return None if result.exact is None else sum((line.points for line in result.lines), Fraction(0))

    return run, total


def formulas() -> Contender:
    """
    Our engine, and the formula of every step of every line.
    """
    score = _our_score()

    def run(records: list[Record]) -> None:
        for record in records:
            for line in score(record).lines:
                for step in line.steps:
                    step.formula()

    return run, lambda record: score(record).exact


def reference() -> Contender:
    """
    Our engine's reference evaluator, which says what a policy means and is never made faster.
    """
    score = _our_score()

    def run(records: list[Record]) -> None:
        for record in records:
            result = score(record, backend="reference")
            result.score, result.verdict  # noqa: B018 (reading them is the work)

    return run, lambda record: score(record, backend="reference").exact


CONTENDERS: dict[str, Callable[[], Contender]] = {
    BASE: plain,
    "datalogic-py (JsonLogic), nothing checked": datalogic,
    "zen-engine expression, nothing checked": zen,
    OURS: score_and_verdict,
    "assess-rules: and every line's points": lines,
    "assess-rules: and every step's formula": formulas,
    "assess-rules: reference evaluator": reference,
}


def _records(name: str, number: int) -> list[Record]:
    strict, equal = seeded_records(number)
    return strict if name.startswith("assess-rules") else equal


def totals(name: str, number: int) -> list[str]:
    """
    Give a contender's totals as texts.
    """
    _, total = CONTENDERS[name]()
    return [str(total(record)) for record in _records(name, number)]


def timing(name: str, number: int, seconds: float) -> float:
    """
    Give the microseconds for a record: the mean over at least so many seconds, after one pass that is not counted.
    """
    run, _ = CONTENDERS[name]()
    records = _records(name, number)
    run(records)
    passes, begun = 0, time.perf_counter()
    while True:
        run(records)
        passes += 1
        spent = time.perf_counter() - begun
        if spent >= seconds:
            return spent / passes / len(records) * 1e6


def in_fresh_process(task: str, name: str, options: argparse.Namespace) -> Any:
    """
    Do `totals` or `timing` for one contender in a process of its own.
    """
    command = [str(INTERPRETER), __file__, task, "--name", name]
    command += ["--records", str(options.records), "--seconds", str(options.seconds)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def compare(names: Iterable[str], options: argparse.Namespace) -> None:
    """
    Stop unless all contenders have the same totals.
    """
    found = {name: in_fresh_process("totals", name, options) for name in names}
    ours = found[OURS]
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
    packages = ["-r", str(HERE / "requirements.txt"), "-e", f"{HERE.parent}[cli]"]
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
