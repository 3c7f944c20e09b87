"""
The read-back says a whole policy, in both languages: every figure, label, clause and answer of a reading.
"""

from __future__ import annotations

import datetime
import itertools
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess_rules import Policy, load_policy
from assess_rules.amounts import Figure
from assess_rules.cli.app import app
from assess_rules.exact import plain_text
from assess_rules.fields import Clauses, Text, WordOf
from assess_rules.kinds.base import PARTS_SAID
from assess_rules.kinds.rate_target import EMPTY_SAID, RateTarget
from assess_rules.labels import Label, Language
from assess_rules.marks import Mark
from assess_rules.model import (
    Consequence,
    Display,
    GradeRow,
    Indicator,
    PolicySpec,
    Ranking,
    Rollup,
    Rounded,
    Section,
    Teams,
    Vetoes,
)
from assess_rules.objects import keys_of
from assess_rules.ownership import Ownership
from assess_rules.show import Voice, passages, show, show_dict
from assess_rules.show.conditions import PERIODS, SPANS, VERDICTS
from assess_rules.show.passages import lines
from assess_rules.show.results import AMONG, PROPOSED, TEAM_SCORES, TIES, TOGETHER
from assess_rules.show.scoring import EVERY, EXTRA, NETTINGS
from assess_rules.show.vetoes import COUNTED_AS, EFFECTS, REACHES
from assess_rules.show.words import ROUNDINGS, VERDICT_WORDS
from strategies import loaded, policies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
SHIPPED = "wancheng_2023_127"
LANGUAGES: tuple[Language, ...] = get_args(Language)
FILES = (*sorted((HERE / "policies" / "good").glob("*.yaml")), HERE / "policies" / "every_key.yaml")
WRITTEN = {path.stem: path.read_text("utf-8") for path in FILES}
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def read_back(spec: PolicySpec, language: Language, role: str | None = None) -> str:
    """Say a spec, changed or not."""
    voice = Voice(spec, language, role)
    return "\n".join(line for passage in passages(voice) for line in lines(passage, voice))


def every_spec() -> Iterator[Any]:
    yield pytest.param(load_policy(SHIPPED).spec, id=SHIPPED)
    for name, text in WRITTEN.items():
        yield pytest.param(Policy.from_text(text).spec, id=name)


# Whatever stands in the file stands in the text.


Steps = tuple[Any, ...]


def written(value: Any, steps: Steps = ()) -> Iterator[tuple[str, Any, Steps]]:
    """
    Give each figure, day, label, clause and text of a part of the model: its kind, itself, the steps that lead to it.
    """
    if isinstance(value, (Figure, Label)):
        yield type(value).__name__, value, steps
    elif isinstance(value, Mapping):
        for key in value:
            yield from written(value[key], (*steps, key))
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from written(each, (*steps, place))
    elif hasattr(value, "__attrs_attrs__") and not isinstance(value, Mark):
        keys = {each.attribute: each for each in keys_of(type(value))}
        for field in value.__attrs_attrs__:
            inner, key = getattr(value, field.name), keys.get(field.name)
            if key is not None and not key.required and inner == key.default:
                continue  # not in the file
            if key is not None and isinstance(key.type, (Text, Clauses)):
                yield type(key.type).__name__, inner, (*steps, field.name)
            else:
                yield from written(inner, (*steps, field.name))
    elif isinstance(value, (int, Fraction, datetime.date)) and not isinstance(value, bool):
        yield "Figure", value, steps


def replaced(value: Any, steps: Steps, new: Any) -> Any:
    """Give a part of the model with something else at the end of some steps."""
    if not steps:
        return new
    first, *rest = steps
    if isinstance(value, Mapping):
        return {**value, first: replaced(value[first], tuple(rest), new)}
    if isinstance(value, tuple):
        return (*value[:first], replaced(value[first], tuple(rest), new), *value[first + 1 :])
    return attrs.evolve(value, **{first: replaced(getattr(value, first), tuple(rest), new)})


def figures(spec: PolicySpec) -> list[tuple[Any, Steps]]:
    """Give every figure and day of a policy, with the steps that lead to it."""
    return [(value, steps) for kind, value, steps in written(spec) if kind == "Figure"]


def other(value: Any, number: int) -> Any:
    """Give another value of the same kind, one that nothing else has."""
    if isinstance(value, Figure):
        return Figure(other(value.value, number), value.rate)
    if isinstance(value, datetime.date):
        return datetime.date(3000, 1, 1) + datetime.timedelta(number)
    return type(value)(70_000_001 + number)


def as_said(value: Any, language: Language) -> str:
    """Write a figure or a day as a reader would look for it."""
    if isinstance(value, Figure):
        return plain_text(value.value * 100 if value.rate else value.value)
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else value.isoformat()
    return plain_text(value)


def stands(figure: str, text: str) -> bool:
    """Say whether a figure stands in a text, and not only as a part of another one."""
    return re.search(rf"(?<![0-9./−-]){re.escape(figure)}(?![0-9/]|\.[0-9])", text) is not None


@both_languages
@pytest.mark.parametrize("spec", list(every_spec()))
def test_every_figure_stands_in_the_text(spec: PolicySpec, language: Language) -> None:
    """
    Each figure and each day of the file is said, as it is and with another one in its place.
    """
    text = read_back(spec, language)
    found = figures(spec)

    assert [] == [value for value, _ in found if not stands(as_said(value, language), text)]
    assert len(found) > 5
    for number, (value, steps) in enumerate(found):
        new = other(value, number)
        changed = read_back(replaced(spec, steps, new), language)
        assert stands(as_said(new, language), changed)
        assert changed != text


@pytest.mark.volume
@both_languages
@settings(max_examples=30)
@given(text=policies(), data=st.data())
def test_every_figure_of_any_policy_stands_in_its_text(language: Language, text: str, data: st.DataObject) -> None:
    """
    The same holds for policies drawn at random; policies that differ in one figure are said differently.
    """
    spec = loaded(text).spec
    said = read_back(spec, language)
    found = figures(spec)
    value, steps = data.draw(st.sampled_from(found))
    changed = read_back(replaced(spec, steps, other(value, 0)), language)

    assert [] == [value for value, _ in found if not stands(as_said(value, language), said)]
    assert stands(as_said(other(value, 0), language), changed)
    assert changed != said


@both_languages
@pytest.mark.parametrize("spec", list(every_spec()))
def test_every_text_and_every_id_stands_in_the_text(spec: PolicySpec, language: Language) -> None:
    """
    Each label, clause, note and other text of the file is said, and the id of all that has one.
    """
    text = f"{spec.title.text(language)}\n{read_back(spec, language)}"
    found = list(written(spec))
    texts = [value.text(language) for kind, value, _ in found if kind == "Label"]
    texts += [value for kind, value, _ in found if kind == "Text"]
    texts += [clause for kind, value, _ in found if kind == "Clauses" for clause in value]
    ids = [spec.policy.name, spec.version, *spec.subject, *spec.roles, *spec.facts, *spec.derived, *spec.readings]
    ids += [option for reading in spec.readings.values() for option in reading.options]
    ids += [option for fact in spec.facts.values() for option in fact.options]
    ids += [each.id.name for each in Ownership(spec).sections]
    ids += [each.id.name for each in Ownership(spec).indicators]
    ids += list(spec.vetoes.events) if spec.vetoes is not None else []
    if spec.outcomes is not None:
        ids += [each.id.name for each in spec.outcomes.consequences]
        ids += [each.id.name for each in spec.outcomes.rollups]

    assert [] == [each for each in (*texts, *ids) if each not in text]
    assert len(texts) > 5


@pytest.mark.parametrize(
    ("cls", "key", "said"),
    [
        (PolicySpec, "period", EVERY),
        (PolicySpec, "period", PERIODS),
        (PolicySpec, "bonuses", EXTRA),
        (Section, "bonuses", EXTRA),
        (Indicator, "bonuses", EXTRA),
        (Indicator, "netting", NETTINGS),
        (Display, "rounding", ROUNDINGS),
        (Rounded, "how", ROUNDINGS),
        (GradeRow, "verdict", VERDICT_WORDS),
        (Vetoes, "effect", EFFECTS),
        (Vetoes, "reach", REACHES),
        (Vetoes, "counts_as", COUNTED_AS),
        (Consequence, "propose", PROPOSED),
        (Rollup, "periods", TOGETHER),
        (Ranking, "among", AMONG),
        (Ranking, "ties", TIES),
        (Teams, "score", TEAM_SCORES),
        (RateTarget, "part_step", PARTS_SAID),
        (RateTarget, "empty", EMPTY_SAID),
    ],
)
def test_every_word_has_a_saying(cls: type, key: str, said: Mapping[str, Label]) -> None:
    """
    Each word that the format has is said, in two languages, and two words never in the same way.
    """
    type_ = next(each.type for each in keys_of(cls) if each.name == key)

    assert isinstance(type_, WordOf)
    assert set(type_.words) == set(said)
    for language in LANGUAGES:
        texts = [getattr(each, language) for each in said.values()]
        assert all(texts)
        assert len(set(texts)) == len(texts)


def test_spans_and_verdicts_have_sayings() -> None:
    """
    Each span and each verdict that outcomes may name is said.
    """
    assert {"period", "quarter", "half_year", "year", "ever"} == set(SPANS)
    assert {"pass", "fail", "vetoed"} == set(VERDICTS)


# The shipped policy, word for word: read beside the document.


@both_languages
def test_the_shipped_policy_reads_as_it_did(language: Language) -> None:
    """
    The whole read-back of the shipped policy is the committed one.
    """
    golden = (HERE / "golden_text" / f"show_wancheng.{language}.txt").read_text("utf-8")

    assert golden == show(load_policy(SHIPPED), language)


# Each key, in words.

EVERY_KEY = WRITTEN["every_key"]


@both_languages
def test_every_key_is_said(language: Language) -> None:
    """
    The read-back of a policy that has every key, every form of amount and every form of condition is the committed one.
    """
    golden = (HERE / "golden_text" / f"show_every_key.{language}.txt").read_text("utf-8")

    assert golden == show(Policy.from_text(EVERY_KEY), language)


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("pass_mark: 40\n", "", "  不设合格线，不作合格与否的结论。", "  There is no pass mark and no verdict."),
        (", number: No. 7", "", "  发文单位：Court。", "  Issued by Court."),
        (
            ", assumed: true",
            "",
            "  自2024年1月1日起施行，至2024年12月31日止。",
            "  In force from 2024-01-01 to 2024-12-31.",
        ),
        (", number: B 4", "", "    由the board于2024年2月3日决定。", "    Decided by the board on 2024-02-03."),
        (
            "below: {deduct: 3, limit: 15}, ",
            "",
            "若取“卷宗”，则为“卷宗”）：每多5卷加1分。",
            "with “files”: “Files”): 1 point added for every 5 files over.",
        ),
        (EVERY_KEY[EVERY_KEY.index("  ranking:") :], "", "八 季度（quarter）", "八 季度 (quarter)"),
        ("target: 1.5", "target: net", "“加班”对照目标“净数”", "“Overtime” against a target of “Net”"),
    ],
)
def test_what_is_not_written_is_not_said(old: str, new: str, zh: str, en: str) -> None:
    """
    A key that is left out is not said, or what its absence means is.
    """
    assert old in EVERY_KEY
    policy = Policy.from_text(EVERY_KEY.replace(old, new))

    assert zh in show(policy, "zh")
    assert en in show(policy, "en")


def test_a_policy_without_anything_optional() -> None:
    """
    Parts that a policy does not have are not mentioned.
    """
    text = show(Policy.from_text(WRITTEN["minimal"]), "en")
    fixed = WRITTEN["minimal"].replace("facts:\n", "derived:\n").replace("unit: 件", "sum: [1, 2]")

    assert ["Frame", "Indicators", "Facts"] == headings(text)
    assert ["Frame", "Indicators", "Derived facts"] == headings(show(Policy.from_text(fixed), "en"))


def headings(text: str) -> list[str]:
    return [after for before, after in itertools.pairwise(text.split("\n")) if not before and after]


# One role.


@both_languages
@pytest.mark.parametrize("role", load_policy(SHIPPED).roles)
def test_a_role_sees_what_it_has(role: str, language: Language) -> None:
    """
    With a role, its indicators and its facts are said, and nobody else's.
    """
    policy = load_policy(SHIPPED)
    text = show(policy, language, role)
    plan = policy.plans[role]
    mine = {each.id for each in plan.indicators} | {each.name for each in plan.inputs}
    others = {each.id for other in policy.plans.values() for each in other.indicators} | set(policy.spec.facts)
    bracketed = set(re.findall(r"[（(]([a-z0-9_]+)[）)]", text))

    assert mine <= bracketed
    assert not (others - mine) & bracketed
    assert [role] == [each for each in policy.roles if each in bracketed]
    assert ("clerk_quarter" in bracketed) == (role == "clerk")
    assert ("stock12_fall" in bracketed) == ("reduced" in bracketed) == (role != "clerk")


def test_a_role_sees_its_own_figures() -> None:
    """
    Of figures by role only its own is said, and of sections in parts its own part.
    """
    policy = Policy.from_text(EVERY_KEY)

    assert "基础总分：88分（法官）、146分（书记员）。" in show(policy, "zh")
    assert "基础总分：146分。" in show(policy, "zh", "clerk")
    assert "i4" in show(policy, "zh", "judge")
    assert "i4" not in show(policy, "zh", "clerk")
    assert "约谈" not in show(policy, "zh", "clerk")
    parts = load_policy(HERE / "policies" / "good" / "sections_in_parts.yaml")
    assert "三 个性（own）" in show(parts, "zh")
    assert "三 个性（own）" not in show(parts, "zh", "judge")


def test_relations_are_said_to_those_who_have_the_facts() -> None:
    """
    A relation is said to a role that has all its facts.
    """
    policy = load_policy(HERE / "policies" / "good" / "every_fact_type.yaml")

    assert "部门已核对" in show(policy, "zh", "judge")
    assert "部门已核对" not in show(policy, "zh", "clerk")


# What else a reader must be told.


def test_what_is_called_the_same_is_told_apart() -> None:
    """
    A fact or a role whose label another one has is named with its id.
    """
    text = WRITTEN["minimal"].replace("label: 送达迟延", "label: 文书差错").replace("clerk: 书记员", "clerk: 法官")
    text = text.replace("cap: 4\n", "cap: {by: role, of: {judge: 4, clerk: 4}}\n")
    said = show(Policy.from_text(text), "zh")

    assert "文书差错（delays），每有1件扣1分。" in said
    assert "最高扣4分（法官（judge））、4分（法官（clerk）），扣完为止，不计负分。" in said


def test_a_what_if_is_marked() -> None:
    """
    The read-back under another option carries the stamp of a trial run, as text and as data.
    """
    policy = load_policy(SHIPPED).with_readings({"reduced": "digested"})

    assert show(policy, "zh").splitlines()[1] == "【试算，不作为考核结果】reduced = digested"
    assert ["reduced"] == show_dict(policy)["trial"]
    assert show(policy, "zh") == show(policy)
    assert show_dict(policy, "zh") == show_dict(policy)
    assert [] == show_dict(load_policy(SHIPPED))["trial"]


@both_languages
def test_the_data_say_what_the_text_says(language: Language) -> None:
    """
    As data, every sentence stands in its part, with the clauses and the ids.
    """
    policy = load_policy(SHIPPED)
    data = json.loads(json.dumps(show_dict(policy, language, "judge")))
    text = show(policy, language, "judge")
    parts = list(all_parts(data["parts"]))

    assert (1, SHIPPED, "1.0.0", language, "judge") == tuple(
        data[key] for key in ("format", "policy", "version", "language", "role")
    )
    assert policy.stamp.source_hash == data["source_hash"]
    assert policy.stamp.plan_hash == data["plan_hash"]
    assert policy.spec.title.text(language) == data["title"]
    assert [] == [said for part in parts for said in part["says"] if said not in text]
    c1 = next(part for part in parts if part["id"] == "c1")
    assert ("indicator", ["四（一）1"], "", []) == (c1["kind"], c1["at"], c1["number"], c1["parts"])
    assert {"frame", "section", "vetoes", "outcomes", "facts", "derived_facts", "relations", "readings"} == {
        part["kind"] for part in data["parts"]
    }
    assert {each["id"] for each in parts if each["kind"] == "reading"} == set(policy.spec.readings) - {"quarter_months"}


def test_every_part_of_the_data_says_what_it_is() -> None:
    """
    Each part has its kind, and its title where it has one.
    """
    data = show_dict(Policy.from_text(EVERY_KEY), "en")
    kinds = {part["kind"]: part["title"] for part in all_parts(data["parts"])}

    assert kinds == {
        "frame": "Frame",
        "section": "丙类乙",
        "indicator": "附加四",
        "vetoes": "Vetoes",
        "veto": "失控",
        "outcomes": "What follows from results",
        "consequence": "表扬",
        "rollup": "季度",
        "ranking": "Ranking of people",
        "teams": "Teams",
        "facts": "Facts",
        "fact": "成组",
        "derived_facts": "Derived facts",
        "derived": "Net",
        "relations": "Relations",
        "relation": "",
        "readings": "Readings",
        "reading": "如何取整",
    }
    assert ["frame", "indicators", "facts"] == [each["kind"] for each in show_dict(loaded(WRITTEN["minimal"]))["parts"]]


def test_what_has_no_unit_is_said_without_one() -> None:
    """
    Where facts have several units or none, a step is so many units in Chinese and a bare number in English.
    """
    policy = Policy.from_text(WRITTEN["targets_and_bonuses"])

    assert "（1）“合计”对照目标50：每少10个单位扣6分。" in show(policy, "zh")
    assert "(1) “合计” against a target of 50: 6 points deducted for every 10 short." in show(policy, "en")


def all_parts(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from all_parts(part["parts"])


# The command.


@dataclass(frozen=True)
class Ended:
    """
    How a command ended.
    """

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """
    Run a command in this process, in an English locale.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def ran(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["assess-rules", *arguments])
        capsys.readouterr()
        code: Any = 0
        try:
            app()
        except SystemExit as end:
            code = end.code
        return Ended(code, *capsys.readouterr())

    return ran


def test_the_command_prints_the_text(run: Callable[..., Ended]) -> None:
    """
    The command prints the read-back and the hash of what the rules say.
    """
    policy = load_policy(SHIPPED)
    hashed = policy.stamp.source_hash

    assert Ended(0, f"{show(policy, 'en')}\nhash of the rules {hashed}\n", "") == run("show", SHIPPED)
    assert Ended(0, f"{show(policy, 'zh')}\n规则内容校验值 {hashed}\n", "") == run("show", SHIPPED, "--lang", "zh")


@pytest.mark.parametrize("role", ["clerk", "书记员"])
def test_the_command_takes_a_role(run: Callable[..., Ended], role: str) -> None:
    """
    A role is given by its id or by its label.
    """
    policy = load_policy(SHIPPED)

    assert run("show", SHIPPED, "--role", role).out.startswith(show(policy, "en", "clerk"))
    data = json.loads(run("show", SHIPPED, "--role", role, "--format", "json").out)
    assert show_dict(policy, "en", "clerk") == data


def test_the_command_refuses_an_unknown_role(run: Callable[..., Ended], tmp_path: Path) -> None:
    """
    A role that is none, or a label that two roles have, is a wrong command line; the near one is named.
    """
    ended = run("show", SHIPPED, "--role", "clark")
    assert (2, "") == (ended.code, ended.out)
    assert (
        "clark: use one of judge (员额法官), assistant (审判辅助人员), clerk (书记员); did you mean `clerk`?"
        in ended.err
    )
    assert (
        "院长: use one of judge (员额法官), assistant (审判辅助人员), clerk (书记员)\n"
        in run("show", SHIPPED, "--role", "院长").err
    )
    path = tmp_path / "two.yaml"
    path.write_text(WRITTEN["minimal"].replace("clerk: 书记员", "clerk: 法官"), "utf-8")
    ended = run("show", str(path), "--role", "法官")
    assert (2, "") == (ended.code, ended.out)
    assert "法官: use one of judge (法官), clerk (法官)\n" in ended.err


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_refuses_wrong_rules(run: Callable[..., Ended], tmp_path: Path, form: str) -> None:
    """
    A file that is refused is not shown: exit code 3, and what is wrong.
    """
    path = tmp_path / "wrong.yaml"
    path.write_text(WRITTEN["minimal"].replace("cap: 4", "cap: 5"), "utf-8")
    ended = run("show", str(path), "--format", form)

    assert (3, "") == (ended.code, ended.out)
    assert "base_sum" in ended.err
