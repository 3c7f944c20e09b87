"""
Files of results: CSV and JSON, written whole or not at all, each with a run record that says what it was made of.
"""

import csv
import errno
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

from assess_rules.exact import number_text
from assess_rules.facts import Accepted
from assess_rules.lines import Stamp
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result import Result, nil_facts
from assess_rules.words import word

MARK = "'"
MARKED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK)  # MARK too, so that it can be taken off
HEAD = ("person", "role", "team", "period", "score", "verdict")


@record
class NotAppraised(Record):
    """
    Somebody who is not appraised in a period: who, and the reason that a table gives as `status`.
    """

    person: str | None
    role: str
    team: str | None
    period: str | None
    status: str
    policy: str
    version: str


def not_appraised(policy: Policy, records: Iterable[Accepted]) -> list[NotAppraised]:
    """
    Give those of a policy's records that have a reason for not being appraised.
    """
    return [
        NotAppraised(who.person, each.role, who.team, who.period, each.excused, policy.id, policy.version)
        for each in records
        if each.excused is not None
        for who in (each.context,)
    ]


def results_csv(results: Sequence[Result], apart: Sequence[NotAppraised] = ()) -> str:
    """
    Write results as a table: who, score and verdict, then the exact total, subtotals, each indicator's points, vetoes.

    Below stands who is not appraised (`apart`), with the reason under `status` and no figure. Where facts were nil because
    no row names them, a column has them, and another the period whose veto reaches one; a what-if has a column that says so.

    A text that a spreadsheet would take for a formula, and a fraction, which it would take for a date, get an
    apostrophe in front.
    """
    sections = dict.fromkeys(each.id for result in results for each in result.plan.sections)
    indicators = dict.fromkeys(each.id for result in results for each in result.plan.indicators)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    nil = ["complete"] if nil_facts(results) else []
    trial = ["trial"] if any(each.stamp.trial for each in results) else []
    grade = ["grade"] if any(each.plan.grade for each in results) else []
    reached = ["reached_from"] if any(each.reached_from for each in results) else []
    end = ["vetoes", "status", "version", "provisional", *grade, *reached, *nil, *trial]
    writer.writerow([*HEAD, "exact", *sections, *indicators, *end])
    for result in map(copy, results):  # what a copy works out goes with it; of many results that is much
        points = {each.id: number_cell(each.points) for each in result.sections}
        points |= {each.indicator: number_cell(each.points) for each in result.lines}
        who = [text_cell(each) for each in (result.person, result.role, result.team, result.period)]
        score = "" if result.score is None else str(result.score)
        exact = "" if result.exact is None else number_cell(result.exact)
        rest = [points.get(each, "") for each in (*sections, *indicators)]
        provisional = " ".join(each.id for each in result.provisional)
        writer.writerow(
            [
                *who,
                score,
                result.verdict or "",
                exact,
                *rest,
                " ".join(result.vetoes),
                "",
                result.stamp.version,
                provisional,
                *(grade and [result.grade.id if result.grade is not None else ""]),
                *(reached and [result.reached_from or ""]),
                *(nil and [" ".join(result.complete)]),
                *(trial and [trial_said(result.stamp)]),
            ]
        )
    blank = [""] * (3 + len(sections) + len(indicators) + 1)  # score, verdict and exact; points; vetoes
    for each in apart:
        who = [text_cell(part) for part in (each.person, each.role, each.team, each.period)]
        writer.writerow(
            [
                *who,
                *blank,
                text_cell(each.status),
                each.version,
                *[""] * (1 + len(grade) + len(reached) + len(nil) + len(trial)),
            ]
        )
    return stream.getvalue()


def text_cell(text: str | None) -> str:
    """
    Make a text safe to open in a spreadsheet.
    """
    return f"{MARK}{text}" if text and text.startswith(MARKED) else text or ""


def trial_said(stamp: Stamp) -> str:
    """
    Say in a cell that a what-if is one, and which readings it sets aside.
    """
    return f"{word('trial', 'zh')}: {' '.join(stamp.trial)}"


def number_cell(value: Fraction) -> str:
    """
    Write a number exactly: one with an end as it is, `1/3` as a text, for a spreadsheet would make a day of it.
    """
    text = number_text(value)
    return f"{MARK}{text}" if "/" in text else text


def results_json(results: Iterable[Result], apart: Iterable[NotAppraised] = ()) -> str:
    """
    Write results as JSON, valid against `schemas/results.schema.json`: `results`, and who is `not_appraised`.
    """
    data = [each.to_dict() for each in results], [dict(vars(each)) for each in apart]
    return json_text(dict(zip(("results", "not_appraised"), data, strict=True)))


def json_text(value: Any) -> str:
    """
    Write JSON for people and programs: indented, Chinese as it is.
    """
    stream = io.StringIO()
    json.dump(value, stream, ensure_ascii=False, indent=1)  # `dumps` holds all the pieces of a long text at once
    stream.write("\n")
    return stream.getvalue()


def run_record(
    policy: Policy, inputs: Mapping[str, str], output: str | Path, text: str, complete: Sequence[str] = ()
) -> dict[str, Any]:
    """
    Say what a result file was made of: names and hashes of inputs and output, policy, readings, engine.

    `inputs` are the tables by their paths, with the SHA-256 of what was read, as `read_rows` gives them. `complete` are
    the facts for which no row was to mean none, as they were asked for. No clock and no folder is in it, so that the same
    inputs give the same record.
    """
    output = Path(output)
    return {
        "format": 1,
        "output": {"name": output.name, "sha256": hashlib.sha256(file_bytes(output, text)).hexdigest()},
        **made_of(policy, inputs, complete),
    }


def made_of(policy: Policy, inputs: Mapping[str, str], complete: Sequence[str] = ()) -> dict[str, Any]:
    """
    Say what results are made of, as in `run_record`: names and hashes of inputs, policy, readings, engine.
    """
    stamp = policy.stamp
    return {
        "inputs": [{"name": Path(each).name, "sha256": sha256} for each, sha256 in inputs.items()],
        "policy": stamp.policy,
        "version": stamp.version,
        "source_hash": stamp.source_hash,
        "plan_hash": stamp.plan_hash,
        "readings": {id_: each.chosen.name for id_, each in policy.spec.readings.items()},
        "trial": list(stamp.trial),
        **({"complete": list(complete)} if complete else {}),
        "engine": stamp.engine,
    }


def version_record(policy: Policy) -> dict[str, str]:
    """
    Say in a run record which version of a policy decided.
    """
    stamp = policy.stamp
    return {"version": stamp.version, "source_hash": stamp.source_hash, "plan_hash": stamp.plan_hash}


def file_bytes(path: Path, text: str) -> bytes:
    """
    Give what a file holds: UTF-8, in a table after the byte order mark by which Excel tells it from other encodings.
    """
    return text.encode("utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8")


def run_record_path(path: Path) -> Path:
    """
    Give the path of the run record that stands beside a result file.
    """
    return path.with_name(f"{path.name}.run.json")


def write_with_record(path: str | Path, text: str, record: dict[str, Any]) -> None:
    """
    Write a result file and beside it `NAME.run.json`, the record last. Each is old or new and whole, never half.

    Of two runs that write the same names at once, one waits: result and record are of one run.

    Raises `OSError`, which names the path; then no temporary file stays behind.
    """
    path = Path(path)
    beside = run_record_path(path)
    # A name of a file may hold bytes that are no text: as `\\udcff`, which JSON reads back as Python has it.
    data, record_data = file_bytes(path, text), json_text(record).encode(errors="backslashreplace")
    place = path  # what was asked for
    try:
        with _ready(beside, record_data):
            with _ready(path, data):
                pass
            place = beside
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error


def write_whole(path: Path, text: str) -> None:
    """
    Put a file in place by renaming a finished and flushed one, so that a reader or a crash never meets half of it.

    What a killed run has left of `.NAME.tmp` is written over by the next.

    Raises `OSError`, which names the path.
    """
    data = file_bytes(path, text)
    try:
        with _ready(path, data):
            pass
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_once(path: Path, text: str) -> None:
    """
    Put a file in place as `write_whole` does, but never in the place of one that holds anything else.

    Raises `FileExistsError` where there is such a file, or `OSError`.
    """
    data = file_bytes(path, text)
    try:
        with _ready(path, data):
            if path.exists() and path.read_bytes() != data:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


@contextmanager
def _ready(path: Path, data: bytes) -> Iterator[None]:
    """
    Have a file written under another name; when what is done meanwhile has succeeded, rename it.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    with _alone_with(temporary):
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _flush_folder(path.parent)


@contextmanager
def _alone_with(temporary: Path) -> Iterator[None]:
    """
    Let one run at a time write a temporary file; the others wait. The system takes the lock off whoever is killed.
    """
    if os.name != "posix":
        yield
        return
    import fcntl

    while True:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            with suppress(OSError):  # a file system without locks: then nobody waits
                fcntl.flock(handle, fcntl.LOCK_EX)
            if _is(temporary, handle):
                yield
                return
        finally:
            os.close(handle)


def _is(path: Path, handle: int) -> bool:
    """
    Say whether a name is still that of an open file: whoever held the lock before has renamed it.
    """
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
