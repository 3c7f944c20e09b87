"""
The cookbook answers for every construct of real policies: each snippet loads and scores as it says, or is refused by name.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from assess_rules import Policy, PolicyError
from assess_rules.policy import Backend

PAGE = Path(__file__).parent.parent / "docs" / "cookbook.md"
CONSTRUCTS = 55  # of the policies that the format was made for
ENTRY = re.compile(r"^### (\d+)\. ([^\u4e00-\u9fff\n]+) ([\u4e00-\u9fff].*)$", re.MULTILINE)
WORKED = re.compile(r"^# (\w+): (.*) -> (\S+)( \w+)?$", re.MULTILINE)


class Snippet(NamedTuple):
    """
    A block of YAML of the page, with the entry that it stands in.
    """

    entry: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.entry}.{self.number}"


def snippets() -> list[Snippet]:
    found, parts = [], re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    for part in parts[1:]:
        blocks = re.findall(r"^```yaml\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
        found += [Snippet(part.partition(".")[0], number, text) for number, text in enumerate(blocks, 1)]
    return found


TEXT = PAGE.read_text("utf-8")
HEAD = TEXT[TEXT.index("# head\n") :].partition("```")[0]
NOW = [each for each in snippets() if not each.text.startswith("# later: ")]
LATER = [each for each in snippets() if each.text.startswith("# later: ")]


def fact(text: str) -> Any:
    """
    Read a figure, a truth or an option as a worked line has it.
    """
    if text in ("true", "false"):
        return text == "true"
    return text if text[0].isalpha() else int(text) if text.isdigit() else Decimal(text)


def test_every_construct_has_its_entry() -> None:
    """
    Each of the constructs has one entry with an English and a Chinese name, and a snippet.
    """
    found = [int(number) for number, _, _ in ENTRY.findall(TEXT)]

    assert list(range(1, CONSTRUCTS + 1)) == sorted(found)
    assert len(found) == TEXT.count("\n### ")
    assert {str(each) for each in found} == {each.entry for each in snippets()}


@pytest.mark.parametrize("snippet", NOW, ids=str)
def test_a_snippet_scores_as_it_says(snippet: Snippet) -> None:
    """
    A snippet loads without a warning, and each record comes to its score on both backends.
    """
    policy = Policy.from_text(HEAD + snippet.text)
    worked = WORKED.findall(snippet.text)

    assert () == policy.warnings
    assert worked
    assert len(worked) == snippet.text.count("\n# ")
    for role, given, score, verdict in worked:
        facts = {name: fact(value) for name, value in (each.rsplit(" ", 1) for each in given.split(", "))}
        for backend in get_args(Backend):
            result = policy.score({"role": role, **facts}, backend=backend)
            assert (None if score == "none" else Fraction(score)) == result.exact
            assert (verdict.strip() or None) == result.verdict


@pytest.mark.parametrize("snippet", LATER, ids=str)
def test_what_comes_later_is_refused_by_name(snippet: Snippet) -> None:
    """
    A snippet that this version cannot score is refused, and the words that it names are said.
    """
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(HEAD + snippet.text)

    assert {"not_supported_yet"} == {each.code for each in caught.value.diagnostics}
    named = snippet.text.partition("\n")[0].removeprefix("# later: ")
    assert named in {str(each.params["found"]).partition(":")[0] for each in caught.value.diagnostics}
