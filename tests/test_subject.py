"""
The policy's own word for who is appraised, wherever people read it.
"""

from pathlib import Path

import pytest

from conftest import Run

HEAD = """\
format: 1
policy: crews
version: {version}
title: 班组考核办法
source: {{issuer: 某中心}}
in_force: {{from: 2024-01-01}}
period: month
subject: {{crew: 班组}}
roles: {{plain: 平原班组}}
facts: {{faults: {{label: 违规}}}}
base: 10
pass_mark: 6
display: {{places: 2, rounding: half_up}}
indicators:
  - {{id: i, at: 第一条, label: 安全, cap: 10, rules: [{{kind: per_item, deduct: {{faults: {points}}}}}]}}
outcomes: {{ranking: {{at: 第二条, each: month, among: all, ties: dense}}}}
"""
ROWS = "班组,岗位,考核周期,违规\nB1,plain,2024-01,1\nB2,plain,2024-01,9\nB3,plain,2024-01,0\n"


@pytest.fixture(name="paths")
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """
    Write two versions of a policy for crews, and their facts.
    """
    old, new, table = (tmp_path / name for name in ("old.yaml", "new.yaml", "facts.csv"))
    old.write_text(HEAD.format(version="1.0.0", points=1), "utf-8")
    new.write_text(HEAD.format(version="1.1.0", points=2), "utf-8")
    table.write_text(ROWS, "utf-8")
    return old, new, table


def test_everybody_is_called_what_the_policy_calls_them(
    run: Run, wide: None, paths: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    """
    Headings and counts say crews, not people; where no team is given there is no column of teams.
    """
    old, new, table = paths
    score = run("score", old, table, "--lang", "zh")
    english = run("score", old, table, "--lang", "en", "--set", "pass_mark=7")
    written = run("score", old, table, "--lang", "zh", "-o", tmp_path / "out.csv")
    outcomes = run("outcomes", old, table, "--lang", "zh")
    swept = run("sweep", old, "--facts", table, "--set", "pass_mark=6..7", "--lang", "zh")
    impact = run("diff", old, new, "--facts", table, "--lang", "zh")

    assert " 班组    得分   考核结论   扣分、加分的指标\n" in score.out
    assert "3 条结果  合格 2  不合格 1\n" in score.out
    assert " team    班组: how many   mean score " in english.out
    assert written.err.endswith("out.csv: 3 条结果\n")
    assert "班组数 3  3 条结果  合格 2  不合格 1\n" in outcomes.out
    assert "班组排名 2024-01\n" in outcomes.out
    assert "   班组数   " in swept.out
    assert " 受影响的班组数" in swept.out
    assert "  结果数  得分增  得分减" in impact.out
    for each in (score, outcomes, swept, impact):
        assert each.err == ""
        assert not [word for word in ("被考核人", "人次", "人数", "实施团队", "个人") if word in each.out]
