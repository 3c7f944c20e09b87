"""
What a difference of two versions says of grades: the sentences, and records whose grade alone becomes another.
"""

from __future__ import annotations

from typing import Any

import pytest

from assess_rules import Policy, diff
from assess_rules.report import judged
from test_around_rules import EVENT, ROWS, policy_of, row

BAR = {"grade": "a", "at": "五1", "when": {"score": "i1", "under": 30}}
MOVE = {"down": 1, "at": "六1", "when": {"fact": "p9", "at_least": 3}}


def graded(**grades: Any) -> Policy:
    """
    Make a policy of i1 (40) and i2 (60) where a is from 90, b from 75, c over 60, a bar and a move; else as said.
    """
    keys = {"rows": ROWS, "bars": [BAR], "moves": [MOVE], **grades}
    given = {key: each for key, each in keys.items() if each}
    return policy_of(
        row("i1", 40), row("i2", 60), bonuses="counted", grades=given, facts=EVENT | {"p9": {"label": "警告"}}
    )


@pytest.mark.parametrize(
    ("new", "sentences", "witness"),
    [
        # 14 lost of 100 are 86: b where it begins at 75, c where it begins at 87
        (
            {"rows": [ROWS[0], ROWS[1] | {"at_least": 87}, *ROWS[2:]]},
            (["良好: 得分达到或超过75分的，考核结论为合格。"], ["良好: 得分达到或超过87分的，考核结论为合格。"]),
            ("b", "c"),
        ),
        # 8 lost of i1 are 92 in all, and i1 has 32
        (
            {"bars": [BAR | {"when": {"score": "i1", "under": 36}}]},
            (["“指标1”得分低于30分的，不得评为“优秀”及以上。"], ["“指标1”得分低于36分的，不得评为“优秀”及以上。"]),
            ("a", "b"),
        ),
        (
            {"moves": [MOVE | {"down": 2}]},
            (["“警告”达到或超过3的，降1等。"], ["“警告”达到或超过3的，降2等。"]),
            ("b", "c"),
        ),
        ({"bars": []}, (["“指标1”得分低于30分的，不得评为“优秀”及以上。"], []), ("b", "a")),
    ],
)
def test_change_of_a_grade_is_said_and_shown(
    new: dict[str, Any], sentences: tuple[list[str], list[str]], witness: tuple[str, str]
) -> None:
    """
    A changed row, bar or move is said before and after, and a record shows whose grade becomes another within a verdict.
    """
    found = diff(graded(), graded(**new))
    (change,) = found.changes
    (item,) = found.to_dict("zh")["items"]

    assert ("grades", None, "等次") == (item["kind"], item["id"], item["title"])
    assert sentences == (item["before"], item["after"])
    said = change.effect.witness
    assert said is not None
    assert witness == (said.before.grade, said.after.grade)
    assert said.before.verdict == said.after.verdict == "pass"
    assert list(witness) == [item["changes"][0]["witness"][key]["grade"] for key in ("before", "after")]
    labels = {each["grade"]: each["label"]["en"] for each in ROWS}
    assert " → ".join(f"{labels[each]} pass" for each in witness) in _scoreless(found.text("en"))
    for sign, lines in zip("−+", sentences, strict=True):
        assert all(f"  {sign} {line}\n" in found.text("zh") for line in lines)


def _scoreless(text: str) -> str:
    """
    Take the scores out of what a record becomes.
    """
    words = [each for each in text.split(" ") if not each.replace(".", "").isdigit()]
    return " ".join(words)


def test_rows_are_said_as_they_are_before_and_after() -> None:
    """
    A list of rows, bars or moves is not only its labels, which may all be the same.
    """
    text = diff(graded(), graded(rows=[ROWS[0] | {"at_least": 95}, *ROWS[1:]])).text("en")
    line = next(each for each in text.splitlines() if each.startswith("  grades.rows"))

    assert "Excellent: The score is at least 90 points: the verdict is “pass”. Good: " in line.partition(" → ")[0]
    assert "Excellent: The score is at least 95 points: the verdict is “pass”. Good: " in line.partition(" → ")[2]


def test_renamed_grade_is_said_and_changes_nothing() -> None:
    """
    Another label of a grade is said before and after, and changes no score and no grade.
    """
    renamed = ROWS[0] | {"label": {"zh": "卓越", "en": "Outstanding"}}
    (told,) = (found := diff(graded(), graded(rows=[renamed, *ROWS[1:]]))).changes

    assert not told.effect.may
    assert "  − 优秀: 得分达到或超过90分的，考核结论为合格。\n" in found.text("zh")
    assert "  + 卓越: 得分达到或超过90分的，考核结论为合格。\n" in found.text("zh")


def test_grades_that_come_or_go_are_said_whole() -> None:
    """
    Where grades take the place of a pass mark, all that is in them is said.
    """
    old = policy_of(row("i1", 40), row("i2", 60), bonuses="counted", pass_mark=60, facts=EVENT)
    items = diff(old, graded(bars=[], moves=[])).to_dict("zh")["items"]
    (grades,) = (each for each in items if each["kind"] == "grades")

    assert [] == grades["before"]
    assert ["取第一个成立的等次。", "优秀: 得分达到或超过90分的，考核结论为合格。"] == grades["after"][:2]
    assert "差: 其余的，考核结论为不合格。" == grades["after"][-1]


def test_a_grade_that_is_called_as_its_verdict_is_said_once() -> None:
    """
    Where a grade has the verdict's own word as its label, neither a result nor a witness says it twice.
    """
    facts = {name: 30 * (name == "l2") for name in ("l1", "p1", "l2", "p2", "p9")}
    score = graded().score({"role": "judge", **facts})

    assert ("c", "合格", "pass") == (score.grade and score.grade.id, ROWS[2]["label"]["zh"], score.verdict)
    assert "等次 合格" == judged(score, "zh")
    assert "grade Fair  verdict pass" == judged(score, "en")
    stricter = [ROWS[0], ROWS[1] | {"at_least": 87}, *ROWS[2:]]
    assert "81.00 良好 合格 → 81.00 合格\n" in diff(graded(), graded(rows=stricter)).text("zh")
