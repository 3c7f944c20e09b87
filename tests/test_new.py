"""
`assess-rules new`: what it writes is valid at once, scores, and its comments hold.
"""

from __future__ import annotations

import datetime
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from assess_rules import DEFAULT_KINDS, Policy
from assess_rules.cli.app import commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result

TWO = ("--role", "judge=Judge", "--role", "书记员=The clerk: 'of all'")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    Stand in an empty folder, in an English locale.
    """
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return tmp_path


def ran(*arguments: str) -> Result:
    return CliRunner().invoke(commands, [*arguments])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "options",
    [
        (),
        TWO,
        ("--period", "quarter", "--base", "1200", "--pass-mark", "720.5", "--from", "2024-04-01"),
        ("--period", "half_year", "--base", "2", "--pass-mark", "2", "--title", "No: 7, of 'May'"),
        ("--period", "year", "--base", "3", "--pass-mark", "0", "--role", "staff=on", "--title", "yes"),
        ("--subject", "crew=The crew: 'all of it'", "--title", "病区考核"),
    ],
)
def test_a_new_policy_is_valid_at_once(folder: Path, lang: str, options: Sequence[str]) -> None:
    """
    Whatever the flags, the file passes the strict check, and says what the flags say.
    """
    file = folder / "draft_1.yaml"
    made = ran("new", file.name, *options, "--lang", lang)
    checked = ran("check", file.name, "--strict")
    policy = Policy.from_text(file.read_bytes())

    assert (0, 0) == (made.exit_code, checked.exit_code)
    assert f"assess-rules check {file.name} --strict" in made.stdout
    assert "" == checked.stderr
    assert "draft_1" == policy.id
    given = dict(zip(options[::2], options[1::2], strict=True))
    spec = policy.spec
    assert given.get("--period", "month") == spec.period
    assert Fraction(given.get("--base", 100)) == policy.plans[next(iter(policy.roles))].base
    mark = policy.plans[next(iter(policy.roles))].pass_mark
    assert (Fraction(given["--pass-mark"]) if "--pass-mark" in given else None) == mark
    assert given.get("--title", {"zh": "考核办法（草稿）", "en": "Appraisal policy (draft)"}[lang]) == spec.title.text(
        "en"
    )


def test_a_new_policy_scores(folder: Path) -> None:
    """
    The roles are those of the flags, and the two indicators score: 100 − 4 × 0.5 − 3 × 0.5 = 96.5.
    """
    ran("new", "draft.yaml", *TWO, "--pass-mark", "60")
    policy = Policy.from_text((folder / "draft.yaml").read_bytes())
    facts = {"errors": 3, "delays": 1, "done": 7, "goal": 10}

    assert {"judge": "Judge", "书记员": "The clerk: 'of all'"} == {
        id_: each.text("en") for id_, each in policy.roles.items()
    }
    for role in policy.roles:
        result = policy.score({"role": role, **facts})
        assert (Fraction(193, 2), "pass") == (result.exact, result.verdict)
    assert 0 == policy.score({"role": "judge", "errors": 200, "delays": 0, "done": 0, "goal": 200}).exact


@pytest.mark.parametrize(
    ("options", "language"),
    [
        (("--title", "病区月度考核办法"), "zh"),
        (("--role", "doctor=医师", "--role", "nurse=护士"), "zh"),
        (("--subject", "crew=班组"), "zh"),
        (("--role", "医师=Doctor"), "en"),
        (("--title", "病区月度考核办法", "--lang", "en"), "en"),
    ],
)
def test_a_file_is_in_the_language_of_its_labels(folder: Path, options: Sequence[str], language: str) -> None:
    """
    Where the title or a label is Chinese, the comments are too; --lang has the last word.
    """
    assert 0 == ran("new", "draft.yaml", *options).exit_code

    text = (folder / "draft.yaml").read_text("utf-8")
    assert language == ("en" if "\nlanguage: en" in text else "zh")
    assert language == ("zh" if "一份规则文件" in text else "en")


def test_whom_a_new_policy_appraises(folder: Path) -> None:
    """
    The word for who is appraised stands in the file, and is the column of tables.
    """
    ran("new", "draft.yaml", "--subject", "crew=班组")
    (folder / "facts.csv").write_text("crew,role,period,errors,delays,done,goal\nB1,staff,2099-01,1,0,2,2\n", "utf-8")
    scored = ran("score", "draft.yaml", "facts.csv", "--lang", "zh")

    assert "subject: {crew: 班组}" in (folder / "draft.yaml").read_text("utf-8")
    assert (0, "") == (scored.exit_code, scored.stderr)
    assert " 班组    得分 " in scored.stdout


def test_the_first_day_is_this_year(folder: Path) -> None:
    """
    Without a day the policy holds from the first of this year, and the file says that this is assumed.
    """
    year = datetime.datetime.now(tz=datetime.UTC).year
    ran("new", "draft.yaml")
    text = (folder / "draft.yaml").read_text("utf-8")

    assert f"in_force: {{from: {year}-01-01, assumed: true}}" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_comments_teach_holds(folder: Path, lang: str) -> None:
    """
    What comments show may be written so: the reading, the veto, points for more than the goal, the list of kinds.
    """
    ran("new", "draft.yaml", *TWO, "--lang", lang)
    text = (folder / "draft.yaml").read_text("utf-8")
    shown = re.sub(r"(?m)^# (readings:|vetoes:|  .*)", r"\1", text)
    shown = shown.replace("errors: 0.5, delays: 0.5}", "errors: 0.5, delays: 0.5}, per: 2, part_step: {reading: part}")
    above = re.search(r"above: \{.*?\}", text)
    assert above is not None
    shown = shown.replace("below: {deduct: 0.5}", f"below: {{deduct: 0.5}}, {above[0]}").replace(
        "\nbase:", "\nbonuses: within_base\nbase:"
    )
    policy = Policy.from_text(shown)
    facts = {"role": "judge", "errors": 3, "delays": 0, "done": 20, "goal": 10, "fraud": False}

    # one whole two of three errors: −0.5; ten more: +3, of which 0.5 finds room in 100
    assert 100 == policy.score(facts).exact
    assert "vetoed" == policy.score({**facts, "fraud": True}).verdict
    listed = text[text.index("per_item") : text.index("group")] + "group"
    assert set(DEFAULT_KINDS) <= set(re.findall("[a-z_]+", listed))


def test_what_is_there_is_never_replaced(folder: Path) -> None:
    """
    A file of that name stays as it is, and nothing is written where something is wrong.
    """
    (folder / "draft.yaml").write_text("mine")

    assert 2 == ran("new", "draft.yaml").exit_code
    assert "mine" == (folder / "draft.yaml").read_text()
    for wrong in (
        ["Draft.yaml"],
        ["b.yml"],
        ["n.yaml"],
        ["null.yaml"],
        ["a.yaml", "--role", "yes=Yes"],
        ["a.yaml", "--pass-mark", "8%"],
        ["a.yaml", "--pass-mark", "many"],
    ):
        assert 2 == ran("new", *wrong).exit_code
    for title in ("a\tb", "x" * 2001):
        refused = ran("new", "a.yaml", "--title", title)
        assert 3 == refused.exit_code
        assert "a.yaml:8:" in refused.stderr
    assert ["draft.yaml"] == [each.name for each in folder.iterdir()]
