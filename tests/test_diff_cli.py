"""
`assess-rules diff`: what it prints, where versions come from, and how it ends; and what-ifs without a file.
"""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import assess_rules
from assess_rules import Policy, PolicyError, load_policy, load_rulebook
from assess_rules.revision import diff
from test_revision import SCHEMA
from test_rulebook import SECOND, TEXT, changed, folder_of

if TYPE_CHECKING:
    from conftest import Run

SHIPPED = "wancheng_2023_127"
SHIPPED_FILE = Path(__file__).parents[1] / "rules/wancheng_2023_127.yaml"
TARGET = "indicators.o2.rules[0].target"
HALF = ("deduct: {errors: 1}", "deduct: {errors: 0.5}")
DIFFERS = """\
值班考核办法 (desk) 1.0.0 → 1.1.0
3处修改，其中1处可能影响得分

总则
  version 版本: 1.0.0 → 1.1.0
    不影响任何得分
  in_force.from 生效日期: 2024年1月1日 → 2024年3月1日
    不影响任何得分
  − 规则文件：desk 1.0.0，格式1。
  − 自2024年1月1日起施行。
  + 规则文件：desk 1.1.0，格式1。
  + 自2024年3月1日起施行。

一 差错 (i1)
  rules[0].deduct.errors 每件扣分: 1 → 0.5
    可能影响得分：干警，差错 1：9 合格 → 9.5 合格
  − 差错，每有1件扣1分。
  + 差错，每有1件扣0.5分。
"""
TABLE = """\
### Desk duty (desk) 1.0.0 → 1.1.0

changes: 3; that may change a score: 1

| clause | what | key | before | after | score |
| --- | --- | --- | --- | --- | --- |
|  | Frame | version | 1.0.0 | 1.1.0 | cannot change a score |
|  | Frame | in_force.from | 2024-01-01 | 2024-03-01 | cannot change a score |
| 一 | 差错 (i1) | rules[0].deduct.errors | 1 | 0.5 | may change a score: Officer, 差错 1: 9 pass → 9.5 pass |
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """
    A folder of two versions: from March an error costs half a point.
    """
    return folder_of(tmp_path, TEXT, changed(*SECOND, HALF))


def test_the_text_and_the_table(run: Run, desk: Path) -> None:
    """
    Each item has its keys before and after, what that does to scores, and the sentences that differ; it ends with 1.
    """
    files = desk / "v1.yaml", desk / "v2.yaml"
    ended = run("diff", *files, "--lang", "zh")
    table = run("diff", *files, "--format", "markdown")

    assert (1, DIFFERS) == (ended.code, ended.out)
    assert (1, TABLE) == (table.code, table.out)


def test_no_difference(run: Run, desk: Path) -> None:
    """
    A version is the same as itself and as itself in another writing: 0.
    """
    (desk / "twin.yaml").write_text(f"# A comment.\n{TEXT.replace('cap: 10,', 'floor: 0, cap: 10,')}", "utf-8")
    ended = run("diff", desk / "v1.yaml", desk / "twin.yaml")

    assert (0, "Desk duty (desk) 1.0.0 → 1.0.0\nthe same content: no change\n") == (ended.code, ended.out)
    assert "### Desk duty (desk) 1.0.0 → 1.0.0\n\nthe same content: no change\n" == (
        run("diff", desk / "v1.yaml", desk / "twin.yaml", "--format", "markdown").out
    )


def test_data(run: Run, desk: Path) -> None:
    """
    JSON is valid against the schema, and holds a record that shows the change.
    """
    ended = run("diff", desk / "v1.yaml", desk / "v2.yaml", "--format", "json")
    data = json.loads(ended.out)
    (change,) = data["items"][1]["changes"]

    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert 1 == ended.code
    assert {"changes": 3, "may_change_scores": 1} == data["counts"]
    assert ("indicators.i1.rules[0].deduct.errors", "1", "0.5") == tuple(
        change[key] for key in ("path", "before", "after")
    )
    assert {
        "role": "officer",
        "facts": {"errors": "1"},
        "moved": ["errors"],
        "before": {"refused": False, "score": "9.0", "exact": "9", "verdict": "pass", "grade": None},
        "after": {"refused": False, "score": "9.5", "exact": "9.5", "verdict": "pass", "grade": None},
        "alone": True,
    } == change["witness"]


def test_versions_of_a_folder(run: Run, desk: Path) -> None:
    """
    A version of a folder is named by its number; a folder alone stands for its latest version.
    """
    for old, new in (
        (f"{desk}@1.0.0", f"{desk}@1.1.0"),
        (f"{desk}@1.0.0", str(desk)),
        (str(desk / "v1.yaml"), str(desk)),
    ):
        assert DIFFERS == run("diff", old, new, "--lang", "zh").out
    assert (2, "has no version 1.0.1, but 1.0.0, 1.1.0; did you mean 1.0.0?") == (
        (ended := run("diff", f"{desk}@1.0.1", desk)).code,
        ended.err.strip().partition("desk ")[2],
    )
    assert ended.err.endswith("1.0.0?\n")
    assert "has no version x, but 1.0.0, 1.1.0\n" in run("diff", f"{desk}@x", desk).err


def test_a_matrix(run: Run, desk: Path) -> None:
    """
    A folder alone has all its versions compared: how many changes, and how many of them may change a score.
    """
    later = (("version: 1.0.0", "version: 2.0.0"), ("from: 2024-01-01", "from: 2025-01-01"))
    (desk / "v3.yaml").write_text(changed(*later, ("pass_mark: 8", "pass_mark: 9")), "utf-8")
    ended = run("diff", desk)
    data = json.loads(run("diff", desk, "--format", "json").out)["pairs"]

    assert 1 == ended.code
    assert [["→", "1.1.0", "→", "2.0.0"], ["1.0.0", "3", "(1)", "3", "(1)"], ["1.1.0", "4", "(2)"]] == [
        words for line in ended.out.splitlines() if (words := line.split()) and words[0] in ("→", "1.0.0", "1.1.0")
    ]
    assert [("1.0.0", "1.1.0"), ("1.0.0", "2.0.0"), ("1.1.0", "2.0.0")] == [
        (each["old"]["version"], each["new"]["version"]) for each in data
    ]
    assert 3 == run("diff", desk, "--format", "markdown").out.count("### ")


def test_a_wrong_command_line(run: Run, desk: Path) -> None:
    """
    One file alone, three versions, and a file that is not there end with 2; a wrong file ends with 3.
    """
    (desk / "wrong.yaml").write_text("format: 1\n", "utf-8")
    codes = [
        run("diff", *versions).code
        for versions in (
            (desk / "v1.yaml",),
            (desk, desk, desk),
            (desk / "v1.yaml", desk / "none.yaml"),
            (desk, "v1@2@3"),
        )
    ]

    assert [2, 2, 2, 3] == codes
    assert 3 == run("diff", desk / "v1.yaml", desk / "wrong.yaml").code


@pytest.mark.parametrize("option", [("--people",), ("--assume", "a=0"), ("--attribution",), ("--complete", "all")])
def test_what_is_for_facts_wants_them(run: Run, desk: Path, option: tuple[str, ...]) -> None:
    """
    Two versions and a folder alike refuse what is for `--facts` without it; a folder refuses the facts too.
    """
    said = "--people, --assume, --attribution and --complete are for --facts"
    for versions in ((desk,), (desk / "v1.yaml", desk / "v2.yaml")):
        ended = run("diff", *versions, *option)
        assert (2, True) == (ended.code, said in " ".join(ended.err.split()))
    assert 2 == run("diff", desk, "--facts", "facts.csv", *option).code


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_revisions(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A file of a revision is named as git does; what git says of a wrong one is passed on. A file of that name goes first.
    """
    git(desk, "init", "-q")
    shutil.copy(desk / "v1.yaml", desk / "rules.yaml")
    git(desk, "add", "rules.yaml")
    git(desk, "commit", "-qm", "first")
    shutil.copy(desk / "v2.yaml", desk / "rules.yaml")
    monkeypatch.chdir(desk)

    assert DIFFERS == run("diff", "HEAD:rules.yaml", "rules.yaml", "--lang", "zh").out
    ended = run("diff", "HEAD:none.yaml", "rules.yaml")
    assert (2, True) == (ended.code, "HEAD:none.yaml: git says: fatal: " in ended.err)
    shutil.copy("v2.yaml", "HEAD:rules.yaml")
    assert 0 == run("diff", "HEAD:rules.yaml", "rules.yaml").code


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (OSError(), "HEAD:x.yaml: no such file, and git is not installed"),
        (subprocess.CompletedProcess([], 128, b"", b""), "HEAD:x.yaml: git says: 128"),
    ],
)
def test_without_git(run: Run, monkeypatch: pytest.MonkeyPatch, done: Any, said: str) -> None:
    """
    Git that is not there, or fails without a word, is a wrong command line.
    """

    def asked(command: list[str], **_: Any) -> Any:
        assert ["git", "cat-file", "blob", "HEAD:x.yaml"] == command
        if isinstance(done, OSError):
            raise done
        return done

    monkeypatch.setattr(subprocess, "run", asked)
    ended = run("diff", "HEAD:x.yaml", SHIPPED)

    assert (2, True) == (ended.code, said in ended.err)


def test_the_public_name() -> None:
    """
    The package has `diff`, and nothing that it has not.
    """
    assert diff is assess_rules.diff
    with pytest.raises(AttributeError, match="has no attribute 'difference'"):
        _ = assess_rules.difference


# What-ifs without a file.


def test_a_what_if_is_a_checked_new_policy() -> None:
    """
    It scores by the new value, has hashes of its own, is stamped, pickles, and leaves the policy as it was.
    """
    policy = load_policy(SHIPPED)
    trial = policy.with_changes({TARGET: "10%"}).with_readings({"part_point": "begun"}).with_changes({"pass_mark": 95})
    written = Policy.from_text(
        SHIPPED_FILE.read_text("utf-8").replace("target: 8%", "target: 10%").replace("pass_mark: 90", "pass_mark: 95")
    )

    assert written.stamp.source_hash == trial.stamp.source_hash != policy.stamp.source_hash
    assert written.with_readings({"part_point": "begun"}).stamp.plan_hash == trial.stamp.plan_hash
    assert {"part_point": "begun", TARGET: "10%", "pass_mark": "95"} == dict(trial.what_if)
    assert ("part_point", TARGET, "pass_mark") == trial.stamp.trial
    assert trial.stamp == pickle.loads(pickle.dumps(trial)).stamp  # noqa: S301 (our own)
    assert {} == dict(policy.what_if)


@pytest.mark.parametrize(
    ("path", "value", "same"),
    [
        ("indicators.i1.rules[0].deduct.errors", Fraction(1, 2), HALF),
        ("indicators[0].rules[0].deduct", "{errors: 0.5}", HALF),
        ("display.places", 2, ("places: 1", "places: 2")),
        ("in_force.assumed", True, ("from: 2024-01-01", "from: 2024-01-01, assumed: true")),
        ("facts.errors.unit", "次", ("unit: 件", "unit: 次")),
        ("facts.errors.max", Decimal("40.0"), ("unit: 件", "unit: 件, max: 40")),
    ],
)
def test_values_are_put_where_the_path_leads(path: str, value: Any, same: tuple[str, str]) -> None:
    """
    By key, by number and by id; a key that is not there yet is added; numbers are exact.
    """
    assert (
        Policy.from_text(changed(same)).stamp.source_hash
        == Policy.from_text(TEXT).with_changes({path: value}).stamp.source_hash
    )


def test_sections_and_their_indicators() -> None:
    """
    An indicator is found in whichever section it stands; a section with an id of its own by that.
    """
    policy = load_policy(SHIPPED)

    assert "四（一）" == policy.spec.sections[0].at[0]
    assert ("七", "八") == tuple(
        each.at[0]
        for each in policy.with_changes({"sections.common.at": "七", "sections[1].at": "八"}).spec.sections[:2]
    )
    assert "新" == policy.with_changes({"indicators.k5.label": "新"}).spec.sections[2].indicators[4].label.zh


@pytest.mark.parametrize(
    ("path", "value", "said", "help_"),
    [
        ("indicators.zz.cap", "3", "there is no `zz`", "here there are c1, c2, c3"),
        ("indicators.o2.rules[4].target", "3%", "there is no `4`", "here there are 0"),
        ("indicators.o2.rule[0].target", "3%", "there is no `rule`", "did you mean `rules`?"),
        ("sections.individual.total", "60", "there is no `individual`", "here there are common, 0, 1, 2"),
        ("pass_mark.of", "3", "there is no `of`", "here there are —"),
        ("indicators..cap", "3", "`indicators..cap` is no path", "write it as `indicators.o2.rules[0].target`"),
        ("[0]", "3", "`[0]` is no path", "write it as `indicators.o2.rules[0].target`"),
        ("", "3", "`` is no path", "write it as `indicators.o2.rules[0].target`"),
        (TARGET, "0.1", "`0.1` where a rate is meant", "did you mean `10%`?"),
        (TARGET, "{", "", ""),
        (TARGET, "", "", ""),
        ("version", "yes", "", ""),
    ],
)
def test_what_is_no_what_if(path: str, value: str, said: str, help_: str) -> None:
    """
    A path that leads nowhere, and a value that no file may have, are refused, each named.
    """
    with pytest.raises(PolicyError) as error:
        load_policy(SHIPPED).with_changes({path: value})
    first = error.value.diagnostics[0]

    assert str(first.mark).startswith(f"{path}={value}")
    assert said in first.message()
    assert first.help().startswith(help_)
    assert first.message("zh") != first.message("en")


def test_all_wrong_paths_are_said_at_once() -> None:
    """
    Each of several changes is looked at.
    """
    with pytest.raises(PolicyError) as error:
        load_policy(SHIPPED).with_changes({"indicators.o9.cap": 3, "bas": 3, "[": 3, "base.x": 3})

    assert ["unknown_path", "bad_path", "unknown_path"] == [each.code for each in error.value.diagnostics]


def test_a_float_is_refused() -> None:
    """
    A float is no exact number.
    """
    with pytest.raises(TypeError, match="give a text as the rule file has it, or an exact number"):
        load_policy(SHIPPED).with_changes({"pass_mark": 0.5})  # type: ignore[dict-item]


def test_the_commands_take_what_ifs(run: Run, desk: Path, tmp_path: Path) -> None:
    """
    `--set` is stamped wherever it is taken, names nobody, and reaches every version of a folder.
    """
    table = tmp_path / "facts.csv"
    rows = (f"E00{each},officer,{month},3\n" for each in (1, 2, 3) for month in ("2024-02", "2024-03"))
    table.write_text("".join(["person,role,period,errors\n", *rows]), "utf-8")
    cost = ("--set", "indicators.i1.rules[0].deduct.errors=2")
    trial = "【trial run, not an appraisal result】indicators.i1.rules[0].deduct.errors = 2"
    groups = json.loads(run("score", desk, table, *cost, "--format", "json").out)

    assert (["4.0", "4.0"], {"indicators.i1.rules[0].deduct.errors": "2"}) == (
        [each["mean"] for each in groups["groups"]],
        groups["trial"],
    )
    for command in (
        *(("score", desk, table), ("outcomes", desk, table), ("check", desk / "v1.yaml"), ("show", desk / "v1.yaml")),
        *(("incentives", desk / "v1.yaml"), ("diff", desk / "v1.yaml")),
        *(("explain", desk, table, "--person", "E001", "--period", each) for each in ("2024", "2024-03")),
        *(("readings", desk, table), ("review", desk, "--before", table, "--after", table)),
    ):
        ended = run(*command, *cost)
        assert (command[0] == "diff", True) == (bool(ended.code), trial in ended.out), command
    assert "E001" not in run("score", desk, table, *cost).out
    assert groups["trial"] == json.loads(run("readings", desk, table, *cost, "--format", "json").out)["trial"]
    assert f"{trial}\n" in run("diff", desk / "v1.yaml", desk / "v1.yaml", *cost, "--format", "markdown").out
    assert 3 == run("score", desk, table, "--set", "indicators.i2.cap=3").code
    assert 2 == run("score", desk, table, "--set", "indicators.i1.cap").code


def test_a_rulebook_takes_what_ifs(desk: Path) -> None:
    """
    Every version is changed.
    """
    book = load_rulebook(desk).with_changes({"pass_mark": 9})

    assert [9, 9] == [each.plans["officer"].pass_mark for each in book.versions]
