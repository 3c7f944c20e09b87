"""
Nothing in a file runs, opens or calls; and memory grows by a stated number of bytes a record.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MONTH = HERE.parent / "examples" / "month"
TABLES = [str(MONTH / f"{name}.csv") for name in ("roster", "cases", "discipline", "records")]
SHIPPED = "wancheng_2023_127"
FORBIDDEN = tuple(
    "socket. subprocess. urllib. http. ftplib. smtplib. ctypes. webbrowser. pickle. shutil. "
    "os.system os.exec os.spawn os.posix_spawn os.fork os.putenv os.chmod os.remove".split()
)
GENERATED = (
    "<record>",
    "<assess_rules plan>",
    "<string>",
    "<attrs generated ",
    "<frozen ",
)  # what makes classes, and plans

# Runs the command line under a hook that is told of every file that is opened and all that is run.
WATCHED = """
import json, sys
from assess_rules.cli import main
import assess_rules.cli.app
seen = []
def hook(event, arguments):
    if event in ("import", "object.__getattr__", "compile"):
        return
    if event == "exec":
        code = arguments[0]
        seen.append([event, code.co_filename, [each for each in code.co_names if each.startswith("__")]])
    elif event == "open":
        seen.append([event, str(arguments[0]), str(arguments[1])])
    else:
        seen.append([event, *(repr(each)[:200] for each in arguments)])
sys.addaudithook(hook)
told = sys.stderr
sys.argv = ["assess-rules", *sys.argv[1:]]
try:
    main()
finally:
    found, seen = seen, []
    sys.__stderr__.write("\\n" + json.dumps(found))
"""


def watched(folder: Path, code: int, *arguments: object) -> list[list[Any]]:
    """
    Give the audit events of a run of the command line that ends with a code.
    """
    command = [sys.executable, "-c", WATCHED, *map(str, arguments)]
    ended = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    *said, told = ended.stderr.splitlines()
    events: list[list[Any]] = json.loads(told)
    assert code == ended.returncode, said
    assert ["open"] == sorted({each[0] for each in events} & {"open"})  # the hook hears
    return events


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


HOSTILE = {
    "a tag that would run": "format: !!python/object/apply:os.system ['touch marker']\n",
    "a tag that would import": "format: !!python/name:os.system\n",
    "an include": "format: !include marker\nx: &a 1\n",
    "an address": "$ref: http://127.0.0.1:9/marker\nformat: 1\n",
    "a name of the environment": "format: 1\ntitle: ${HOME}\npolicy: $(touch marker)\n",
    "a call": "format: 1\nid: __import__('os').system('touch marker')\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_rule_file_runs_nothing(tmp_path: Path, name: str) -> None:
    """
    Whatever a rule file says, its reader opens that file and what is installed, and runs nothing of it.
    """
    (tmp_path / "rules.yaml").write_text(HOSTILE[name], "utf-8")
    events = watched(tmp_path, 3, "check", "rules.yaml")

    assert [] == wrong(events, {"rules.yaml"})
    assert ["rules.yaml"] == names_in(tmp_path)


@pytest.mark.parametrize("command", ["score", "explain", "outcomes"])
def test_scoring_opens_its_inputs_and_its_output_alone(tmp_path: Path, command: str) -> None:
    """
    A run reads the tables that it was given and the installed package, writes its output, and calls nobody.
    """
    written = [] if command == "explain" else ["-o", "out.csv"]
    person = ["--person", "E001"] if command == "explain" else []
    events = watched(tmp_path, 0, command, SHIPPED, *TABLES, *person, *written)

    own = {"out.csv", ".out.csv.tmp", ".out.csv.run.json.tmp", "."} if written else set()
    assert [] == wrong(events, {*TABLES, *own})
    assert (["out.csv", "out.csv.run.json"] if written else []) == names_in(tmp_path)


def test_a_cell_names_no_file(tmp_path: Path) -> None:
    """
    Names that look like paths, commands and addresses stay names.
    """
    names = ("../../marker", "$(touch marker)", "file:///marker", "http://127.0.0.1:9/")
    for table in [Path(each) for each in TABLES]:
        text = table.read_text("utf-8-sig")
        for number, name in enumerate(names, 1):
            text = text.replace(f"E00{number},", f"{name},")
        (tmp_path / table.name).write_text(text, "utf-8")
    tables = {Path(each).name for each in TABLES}
    events = watched(tmp_path, 0, "score", SHIPPED, *sorted(tables), "-o", "out.json")

    assert [] == wrong(events, {*tables, ".out.json.tmp", ".out.json.run.json.tmp", "."})
    assert sorted({*tables, "out.json", "out.json.run.json"}) == names_in(tmp_path)
    assert {*names} <= {each["person"] for each in json.loads((tmp_path / "out.json").read_text("utf-8"))["results"]}


def wrong(events: list[list[Any]], own: set[str]) -> list[list[Any]]:
    """
    Give the events that neither our own files nor what is installed explains.
    """
    installed = tuple(
        {str(Path(each).resolve()) for each in (*sys.path, sys.prefix, sys.base_prefix, str(HERE.parent)) if each}
    )
    found = []
    for event, *rest in events:
        if event == "exec":
            code, names = rest
            fine = code.startswith((*GENERATED, *installed))
            fine = fine and (code != "<assess_rules plan>" or names == [])
        elif event == "open":
            path, mode = rest
            reads = mode in ("r", "rb", "None")
            fine = path in own or path.isdigit() or path == "/dev/null" or (reads and path.startswith(installed))
        else:
            fine = not event.startswith(FORBIDDEN)
        if not fine:
            found.append([event, *rest])
    return found


# Memory.

MEASURED = """
import sys
from assess_rules import load_policy
from assess_rules.tables import accept_rows, read_rows
policy = load_policy("wancheng_2023_127")
found = [policy.score_accepted(each) for each in accept_rows(read_rows(sys.argv[1:], policy.door), policy.door)]
assert all(each.plan for each in found)
most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # ru_maxrss knows the parent's too
print(len(found), int(most.split()[1]) * 1024)
"""
MOST_BYTES = 6 << 10  # of a record of 26 facts, its row, its checked facts and its result together: SECURITY.md


def test_memory_grows_by_a_stated_number_of_bytes_a_record(tmp_path: Path) -> None:
    """
    Ten thousand records more take at most so many bytes each.
    """
    header, *rows = (HERE.parent / "examples" / "facts_2024.csv").read_text("utf-8-sig").splitlines()
    used = []
    for copies in (1, 25):
        path = tmp_path / f"{copies}.csv"
        lines = (f"{number}-{row}" for number in range(copies) for row in rows)
        path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
        ended = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, check=True)
        used.append(tuple(map(int, ended.stdout.split())))
    (few, small), (many, large) = used

    assert many - few >= 10_000
    assert 0 < (large - small) / (many - few) < MOST_BYTES
