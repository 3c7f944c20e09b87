"""
What the pages show is what happens: README.md, README.zh-CN.md, CHANGELOG.md, SECURITY.md and docs/*.md.

Each block is run in a folder of its own that holds the repository's folders, as if it were the root of the repository:

- `console`: every `$` line is run, and what it prints is compared word for word, blanks at line ends aside. A line of
  just `…` stands for any lines. A command must end with exit code 0, or else `$ echo $?` follows and shows the code.
- `python`: the block is run, and the lines that it prints are its `# ->` comments; empty lines do not count.
- `yaml`: a whole rule file (`format:` comes first) must load, and is kept as POLICY.yaml for the blocks below. A clause
  file (with `clauses:` too) must leave nothing over beside that, and is kept as POLICY.clauses.yaml.
  `# fragment` is not run; `# fragment of FILE` must stand in that file, but for indentation.
- `csv`: a table, kept as facts.csv for the blocks below.
- `diff`: the change is made to the file after `---`, and kept as the file after `+++` for the blocks below.

`sh` and `text` are for what no test can run.
"""

import csv
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from assess_rules import (
    FactsError,
    build,
    declared,
    diagnostics,
    exact,
    facts,
    fields,
    figures,
    load_policy,
    reader,
    review,
    sums,
    syntax,
    tables,
)
from assess_rules.clauses import ENDING, cover, rule_file
from test_layers import LAYERS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("docs", "examples", "rules", "schemas")
LANGUAGES = ("console", "python", "yaml", "csv", "diff", "sh", "text")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
ENVIRONMENT = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}


class Block(NamedTuple):
    """
    A fenced block of a page.
    """

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for match in FENCED.finditer(text):
        yield Block(page, text.count("\n", 0, match.start()) + 1, match[1], match[2])


BLOCKS = [block for page in PAGES for block in blocks(page)]


def of(language: str) -> pytest.MarkDecorator:
    found = [each for each in BLOCKS if each.language == language]
    own = [each for each in found if not (language == "yaml" and each.page.name == "cookbook.md")]  # test_cookbook.py
    return pytest.mark.parametrize("block", own, ids=str)


def is_rule_file(block: Block) -> bool:
    first = next(line for line in block.text.splitlines() if not line.startswith("# yaml-language-server"))
    return block.language == "yaml" and first.startswith("format:")


def is_clause_file(block: Block) -> bool:
    return is_rule_file(block) and "\nclauses:\n" in block.text


@pytest.fixture
def folder(tmp_path: Path, block: Block) -> Path:
    """
    Give a folder like the repository's root, with the files that the page has made above a block.
    """
    for name in FOLDERS:
        (tmp_path / name).symlink_to(ROOT / name, target_is_directory=True)
    for each in blocks(block.page):
        if each.line == block.line:
            break
        if each.language == "diff":
            change(each, tmp_path)
        elif is_rule_file(each):
            keep_rule_file(each, tmp_path)
        elif each.language == "csv":
            (tmp_path / "facts.csv").write_text(each.text, "utf-8")
    return tmp_path


def keep_rule_file(block: Block, folder: Path) -> Path:
    policy = re.search(r"^policy: (\w+)$", block.text, re.MULTILINE)
    assert policy is not None
    path = folder / f"{policy[1]}{ENDING if is_clause_file(block) else '.yaml'}"
    path.write_text(block.text, "utf-8")
    return path


def change(block: Block, folder: Path) -> None:
    old_name, new_name, *lines = block.text.splitlines()
    text = (folder / old_name.removeprefix("--- ")).read_text("utf-8")
    for hunk in "\n".join(lines).split("\n@@\n"):
        old, new = (
            "".join(f"{line[1:]}\n" for line in hunk.split("\n") if line[:1] in signs) for signs in (" -", " +")
        )
        assert text.count(old) == 1, f"not found, or not once:\n{old}"
        text = text.replace(old, new)
    (folder / new_name.removeprefix("+++ ")).write_text(text, "utf-8")


def commands(block: Block) -> list[tuple[str, str]]:
    """
    Give each command of a console block with what it should print.
    """
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run(command: list[str], folder: Path) -> tuple[str, int]:
    assert command[0] in ("assess-rules", "python"), "only our own commands are run"
    done = subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines()), done.returncode


def as_expected(printed: str, expected: str) -> str:
    """
    Give what is expected if it is what was printed, `…` standing for any lines; else what was printed.
    """
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(f"{line}\n") for line in expected.splitlines())
    return expected if re.fullmatch(pattern, printed) else printed


@of("console")
def test_a_command_prints_what_the_page_shows(block: Block, folder: Path) -> None:
    """
    Every command prints what stands below it, and ends with the exit code that is shown, or with 0.
    """
    code = 0
    for command, expected in commands(block):
        if command == "echo $?":
            assert expected == f"{code}\n"
            code = 0
            continue
        assert code == 0, "the command above failed, and the page does not say so"
        printed, code = run(shlex.split(command), folder)
        assert expected == as_expected(printed, expected)
    assert code == 0, "the last command failed, and the page does not say so"


@of("python")
def test_a_program_prints_what_its_comments_show(block: Block, folder: Path) -> None:
    """
    The `# ->` comments of a Python block are the lines that it prints.
    """
    expected = re.findall(r"# -> (.*)", block.text)
    printed, code = run(["python", "-c", block.text], folder)

    assert (expected, 0) == ([line for line in printed.splitlines() if line], code)


@of("yaml")
def test_yaml_is_a_valid_rule_file_or_a_fragment(block: Block, folder: Path) -> None:
    """
    A whole rule file loads without a warning; a fragment of a file stands in it; nothing else is shown as YAML.
    """
    first, *rest = (line.strip() for line in block.text.splitlines())
    if first.startswith("# fragment of "):
        lines = [
            line.strip() for line in (folder / first.removeprefix("# fragment of ")).read_text("utf-8").splitlines()
        ]
        assert "\n".join(rest) in "\n".join(lines)
    elif first != "# fragment":
        assert is_rule_file(block)
        path = keep_rule_file(block, folder)
        if is_clause_file(block):
            assert cover(load_policy(rule_file(str(path))), path).faults == ()
        else:
            assert load_policy(path).warnings == ()


@of("diff")
def test_a_change_fits_the_file(block: Block, folder: Path) -> None:
    """
    The lines that a change takes away stand in the file once.
    """
    change(block, folder)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_leaves_nothing_unchecked(page: Path) -> None:
    """
    A page has blocks of known languages only, and its links lead to files.
    """
    text = page.read_text("utf-8")
    links = [link for link in LINK.findall(FENCED.sub("", text)) if not (page.parent / link).exists()]

    assert text.count("\n```") == 2 * len(list(blocks(page)))
    assert [block for block in blocks(page) if block.language not in LANGUAGES] == []
    assert links == []


def test_the_demo_is_what_the_readme_shows() -> None:
    """
    The commands of `make demo` are among those whose output README.md shows.
    """
    demo = (ROOT / "Makefile").read_text("utf-8").partition("\ndemo:")[2].partition("\n\n")[0]
    wanted = re.findall(r"^\t\$\(BIN\)/(.*)$", demo, re.MULTILINE)
    shown = [
        command
        for block in BLOCKS
        if block.page.name == "README.md" and block.language == "console"
        for command, _ in commands(block)
    ]

    assert wanted
    assert [command for command in wanted if command not in shown] == []


def test_the_design_names_the_layers_that_the_imports_keep() -> None:
    """
    The table of layers in docs/design.md is the one that the imports are compared with.
    """
    rows = re.findall(r"^\| \d \| (.*?) \|", (ROOT / "docs/design.md").read_text("utf-8"), re.MULTILINE)

    assert list(LAYERS) == [tuple(re.findall(r"`(\w+)`", row)) for row in rows]


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    """
    The table of limits in SECURITY.md gives the code's own figures.
    """
    page = (ROOT / "SECURITY.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| (.*?) \| (.*?) \|", page, re.MULTILINE))
    limits = {
        "a rule file": f"{reader.MAX_BYTES:,} bytes",
        "levels inside one another": f"{syntax.MAX_DEPTH}",
        "values in a rule file": f"{reader.MAX_NODES:,}",
        "one value of a rule file": f"{reader.MAX_SCALAR:,} characters",
        "an id": f"{fields.ID['maxLength']} characters, and {declared.MAX_ID_BYTES} bytes in UTF-8",
        "derived facts that rest on one another": f"{declared.MAX_CHAIN}",
        "a table": f"{tables.MAX_BYTES:,} bytes",
        "a line of JSON Lines": f"{tables.MAX_LINE:,} characters",
        "a cell of CSV": f"{csv.field_size_limit():,} characters",
        "columns of a table": f"{tables.MAX_COLUMNS:,}",
        "the name of a person, team or period": f"{facts.MAX_TEXT} characters",
        "corrected items of one review that act on one another": f"{review.MOST_ITEMS}",
        "faults listed in one run": f"{diagnostics.MAX_FOUND}",
    }

    assert limits == {name: shown[name] for name in limits}


def test_the_limits_of_the_format_are_those_of_the_code() -> None:
    """
    The table of limits in docs/format.md gives the code's own figures, and no others.
    """
    section = (ROOT / "docs/format.md").read_text("utf-8").partition("\n## Limits\n")[2].partition("\n## ")[0]
    shown = dict(re.findall(r"^\| (?!of \||---)(.*?) \| (.*?) \|", section, re.MULTILINE))
    defs: dict[str, Any] = {}
    text = fields.Text("", zh="").schema(defs)
    fields.LabelText("", zh="").schema(defs)
    fields.Clauses("", zh="").schema(defs)
    lengths = [each["maxLength"] for each in (text, defs["label"]["anyOf"][0], defs["clauses"]["anyOf"][0])]
    whole = max(number for number in range(1, 30) if exact.parse_number("1" * number) is not None)
    part = max(number for number in range(1, 30) if exact.parse_number(f"0.{'1' * number}") is not None)

    assert {
        "the file": f"{reader.MAX_BYTES:,} bytes",
        "levels inside one another": f"{syntax.MAX_DEPTH}",
        "values in the file": f"{reader.MAX_NODES:,}",
        "one value": f"{reader.MAX_SCALAR:,} characters",
        "roles times indicators": f"{build.MAX_ROWS:,} rows",
        "an id": f"{fields.ID['maxLength']} characters, and {declared.MAX_ID_BYTES} bytes in UTF-8",
        "a text; a label; a clause": "{:,}; {:,}; {:,} characters".format(*lengths),
        "a number": f"{whole} digits before the point, {part} after it",
        "a figure, but for fractions and rates": f"{figures.MOST:,}",
        "derived facts that rest on one another": f"{declared.MAX_CHAIN}",
        "terms of a derived fact, those of its operands included": f"{declared.MAX_TERMS}",
        "combinations of options that caps and totals depend on": f"{sums.MAX_COMBINATIONS}",
        "faults said in one run": f"{diagnostics.MAX_FOUND}, then that there may be more",
    } == shown


def test_the_page_of_the_first_policy_names_everything_in_it() -> None:
    """
    Each fact, veto, indicator and reading stands in the page with its label or options.
    """
    page = (ROOT / "docs/policy_wancheng_2023_127.md").read_text("utf-8")
    policy = load_policy("wancheng_2023_127")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    named = {row.split("`")[1]: row for row in rows}
    plans = policy.plans.values()
    labels = {each.name: each.label.zh for plan in plans for each in plan.inputs}
    labels |= {each.id: each.label.zh for plan in plans for each in plan.indicators}

    assert {*labels, *policy.spec.readings} == set(named)
    assert [name for name, label in labels.items() if f"| {label} |" not in named[name]] == []
    for name, reading in policy.spec.readings.items():
        options = re.findall(r"`(\w+)`", named[name].split("|")[-2])
        assert options[0] == reading.chosen.name
        assert sorted(options) == sorted(reading.options)


def values_in_tables(column: int) -> list[tuple[str, str]]:
    """
    Give the values that the manual says are taken, or are not, each with the fact that it is tried for.
    """
    facts_of = {
        "件数、次数": "node_delays",
        "是否": "falsified_data",
        "岗位": "role",
        "考核周期": "period",
        "书记员季度考评得分": "clerk_quarter_appraisal",
    }
    page = (ROOT / "docs/manual.zh.md").read_text("utf-8")
    rows = (re.search(rf"^\| {name} \|.*$", page, re.MULTILINE) for name in facts_of)
    cells = [row[0].split(" | ")[column] for row in rows if row is not None]
    found = [
        (fact, value)
        for fact, cell in zip(facts_of.values(), cells, strict=True)
        for value in re.findall("`(.*?)`", cell)
    ]
    assert found
    return found


def rows_with(fact: str, value: str, folder: Path) -> list[facts.Accepted]:
    """
    Read and check a table of one clerk's month in which one value is another.
    """
    with (ROOT / "examples/facts_2024.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if (row["person"], row["period"]) == ("E009", "2024-03"))
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | {fact: value})
    door = load_policy("wancheng_2023_127").door
    return tables.accept_rows(tables.read_rows([path], door), door)


@pytest.mark.parametrize(("fact", "value"), values_in_tables(1))
def test_the_manual_says_what_is_taken(fact: str, value: str, tmp_path: Path) -> None:
    """
    A value that the manual's table calls good passes.
    """
    assert len(rows_with(fact, value, tmp_path)) == 1


@pytest.mark.parametrize(("fact", "value"), values_in_tables(2))
def test_the_manual_says_what_is_refused(fact: str, value: str, tmp_path: Path) -> None:
    """
    A value that the manual's table calls bad is refused, and the place is its cell.
    """
    with pytest.raises(FactsError) as error:
        rows_with(fact, value, tmp_path)

    assert [fact] == [each.mark.cell for each in error.value.diagnostics]
