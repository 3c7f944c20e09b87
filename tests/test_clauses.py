"""
Clause files: the document's sentences against the rule file, from both sides, with everything that can be left over.

`clauses/small.yaml` and `clauses/small.clauses.yaml` agree; each case changes one place of one of them.
"""

import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import click
import jsonschema
import pytest
import yaml

from assess_rules import Diagnostic, LimitError, Policy, PolicyError, load_policy
from assess_rules.build import read_clauses
from assess_rules.cited import Held, Items, figure_text
from assess_rules.clauses import ENDING, Coverage, _Comparison, clause_file, compare, cover, rule_file
from assess_rules.cli import check as check_module
from assess_rules.data import shipped_policies
from assess_rules.labels import same_label
from assess_rules.marks import Mark
from assess_rules.messages import en_clauses, zh_clauses
from assess_rules.model.clauses import ACCOUNTS, ClauseFile
from assess_rules.reader import read_yaml
from assess_rules.schema import clauses_schema

HERE = Path(__file__).parent
RULES, CLAUSES = HERE / "clauses" / "small.yaml", HERE / "clauses" / "small.clauses.yaml"
SHIPPED = HERE.parent / "rules" / "wancheng_2023_127.yaml"
SHIPPED_CLAUSES = SHIPPED.with_name(f"wancheng_2023_127{ENDING}")


def clauses_of(path: Path) -> ClauseFile:
    return read_clauses(path.read_bytes(), path.name)


# The shipped policy.


def entered() -> list[tuple[str, int, list[str]]]:
    """Give label, number and figures of each sentence of the shipped clause file."""
    return [
        (same_label(each.at), each.sentence or 1, [figure_text(figure) for figure in each.figures])
        for each in clauses_of(SHIPPED_CLAUSES).clauses
    ]


def test_two_entries_of_the_document_are_equal() -> None:
    """
    What was entered a second time, from the document's end to its beginning, is the clause file backwards.
    """
    second = yaml.safe_load((HERE / "clauses_second_entry.yaml").read_text("utf-8"))

    assert entered() == [(same_label(each["clause"]), each["sentence"], each["figures"]) for each in second[::-1]]


def test_what_the_shipped_clause_file_comes_to() -> None:
    """
    Every sentence of the document has its account, every figure its place or its reason, and nothing is left over.
    """
    coverage = cover(load_policy(SHIPPED), SHIPPED_CLAUSES)
    second = yaml.safe_load((HERE / "clauses_second_entry.yaml").read_text("utf-8"))

    assert () == coverage.faults
    assert (len(second), sum(len(each["figures"]) for each in second)) == (coverage.sentences, coverage.figures)
    assert (56, 87, 80, 7) == (coverage.sentences, coverage.figures, coverage.carried, coverage.apart)
    assert {"computed": 31, "counted": 6, "definition": 2, "procedure": 8, "open": 9} == coverage.accounts


def test_titles_are_our_own() -> None:
    """
    A title is a few words, and no two sentences have the same.
    """
    titles = [each.title.text("zh") for each in clauses_of(SHIPPED_CLAUSES).clauses]

    assert len(titles) == len(set(titles))
    assert max(map(len, titles)) <= 16


def test_a_wrong_target_is_named_on_both_sides() -> None:
    """
    A target of 9% where the document has 8% is said at both places, each with the other's, and with both figures.
    """
    text = SHIPPED.read_text("utf-8").replace("target: 8%", "target: 9%")
    rules, document = compare(Policy.from_text(text, SHIPPED.name).spec, clauses_of(SHIPPED_CLAUSES)).faults
    line = text[: text.index("target: 9%")].count("\n") + 1

    assert ("figure_differs", line, "9%") == (rules.code, rules.mark.line, rules.params["figure"])
    assert rules.message() == "the document says 8% where the rule file says 9%, in `indicators.o2`"
    assert f"compare with {SHIPPED_CLAUSES.name}:{document.mark.line - 2}:5, and" in str(rules.help())
    assert ("figure_not_carried", "8%") == (document.code, document.params["figure"])
    assert f"compare with {SHIPPED.name}:{line - 5}:9, " in str(document.help())


def changed(text: str, mark: Mark, figure: str = "77") -> str:
    """Put 77, or 77% for a rate, or another figure, in the place of a figure."""
    lines = text.split("\n")
    old, start, end = lines[mark.line - 1], mark.column - 1, mark.column - 1 + mark.length
    rate = "%" * (old[start:end].endswith("%") and figure == "77")
    lines[mark.line - 1] = f"{old[:start]}{figure}{rate}{old[end:]}"
    return "\n".join(lines)


def test_no_figure_of_the_rule_file_can_change_unseen() -> None:
    """
    Each point, target, step, mark and threshold of the shipped policy is said when it alone is another.
    """
    text, file = SHIPPED.read_text("utf-8"), clauses_of(SHIPPED_CLAUSES)
    policy = load_policy(SHIPPED)
    said, refused = 0, set[str]()
    for held in (each for item in Items(policy.spec).all for each in item.figures if each.required):
        other = changed(text, held.mark)
        try:
            spec = Policy.from_text(other, SHIPPED.name).spec
        except PolicyError as error:  # it does not come as far as the clause file
            refused |= {each.code for each in error.diagnostics}
            continue
        places = [(each.mark.line, each.mark.column) for each in compare(spec, file).faults]
        assert (held.mark.line, held.mark.column) in places
        said += 1

    # 19 points by item, 8 of the four targets, 3 rates, 3 steps, the mark, the threshold
    assert 35 == said
    # caps, totals and the base; the step of o1, parts of which would need a word
    assert {"base_sum", "section_sum", "part_step_missing"} == refused


def others(policy: Policy, file: ClauseFile) -> Iterator[tuple[Held, str]]:
    """Give each figure of a rule that the document must have, with each other figure of a sentence that names its item."""
    comparison = _Comparison(policy.spec, file)
    for item in comparison.items.all:
        sentences = [
            sentence
            for sentence, named in zip(file.clauses, comparison.named, strict=True)
            if any(each.item is item for each in named)
        ]
        figures = {figure_text(figure) for each in sentences for figure in each.figures}
        for held in (each for each in item.figures if each.required and "rules" in each.words):
            yield from ((held, figure) for figure in sorted(figures - {figure_text(held.figure)}))


@pytest.mark.volume
def test_no_figure_can_become_another_one_of_its_sentence_unseen() -> None:
    """
    A figure of a rule of the shipped policy that alone becomes any other figure of what names it is refused or said.
    """
    text, file = SHIPPED.read_text("utf-8"), clauses_of(SHIPPED_CLAUSES)
    tried = 0
    for held, figure in others(load_policy(SHIPPED), file):
        try:
            spec = Policy.from_text(changed(text, held.mark, figure), SHIPPED.name).spec
        except PolicyError:
            continue
        assert compare(spec, file).faults, (held.mark.line, figure)
        tried += 1

    assert 20 < tried


def test_a_figure_needed_more_often_than_it_is_said_is_said_once_with_its_places() -> None:
    """
    12 points a case under a cap of 12, of which the document speaks once: either may be the wrong one.
    """
    text = SHIPPED.read_text("utf-8").replace("{unapproved_overruns: 1}", "{unapproved_overruns: 12}")
    faults = compare(Policy.from_text(text, SHIPPED.name).spec, clauses_of(SHIPPED_CLAUSES)).faults

    lines = [number for number, line in enumerate(text.split("\n"), 1) if "unapproved_overruns: 12" in line]

    assert [("figure_said_less", "12", 1, 2, lines[0])] == [
        (each.code, *(each.params[key] for key in ("figure", "said", "needed")), each.mark.line) for each in faults
    ]
    assert [lines[0] - 1, lines[0]] == [
        int(place.split(":")[1]) for place in re.findall(r"\S+yaml:\d+:", faults[0].help().split(" with ")[0])
    ]
    assert (
        "the figure 12 of `indicators.k3` is of 2 different things, of which the sentences that name it say 1"
        == faults[0].message("en")
    )
    assert "写到它的句子里却只有 1 个" in faults[0].message("zh")


def test_no_figure_of_the_document_can_change_unseen() -> None:
    """
    Each figure in the clause file is said when it alone is another.
    """
    spec = load_policy(SHIPPED).spec
    text = SHIPPED_CLAUSES.read_text("utf-8")
    figures = [figure for each in clauses_of(SHIPPED_CLAUSES).clauses for figure in each.figures]
    for figure in figures:
        mark = figure.mark
        other = changed(text, mark)
        faults = compare(spec, read_clauses(other.encode(), SHIPPED_CLAUSES.name)).faults
        assert (mark.line, mark.column) in [(each.mark.line, each.mark.column) for each in faults]


def test_a_clause_file_is_no_policy() -> None:
    """
    The names of shipped policies are those of rule files.
    """
    assert ("wancheng_2023_127",) == shipped_policies()


# The small policy: one change, and what must be said.

CASES = yaml.safe_load((HERE / "clauses" / "cases.yaml").read_text("utf-8"))


def faults_after(name: str, old: str, new: str) -> tuple[Diagnostic, ...]:
    """Change one place of the small policy or of its clause file, and give all that is said."""
    texts = {each.name: each.read_text("utf-8") for each in (RULES, CLAUSES)}
    assert texts[name].count(old) == 1
    texts[name] = texts[name].replace(old, new)
    try:
        file = read_clauses(texts[CLAUSES.name].encode(), CLAUSES.name)
        return compare(Policy.from_text(texts[RULES.name], RULES.name).spec, file).faults
    except PolicyError as error:
        return error.diagnostics


def test_the_small_policy_and_its_clause_file_agree() -> None:
    """
    Nothing is left over where nothing is changed; the figures of the chosen option and a fact's limit count as carried.
    """
    coverage = cover(load_policy(RULES), CLAUSES)

    assert () == coverage.faults
    assert (12, 18, 1) == (coverage.sentences, coverage.carried, coverage.apart)


def test_a_figure_with_a_reason_counts_as_apart_once() -> None:
    """
    A figure that is carried and has a reason all the same counts as apart alone: carried and apart never exceed all.
    """
    text = CLAUSES.read_text("utf-8").replace("figures: [20, 15]", "figures: [20, 15], apart: {15: 见前}")
    coverage = compare(load_policy(RULES).spec, read_clauses(text.encode(), CLAUSES.name))

    assert (19, 17, 2) == (coverage.figures, coverage.carried, coverage.apart)


@pytest.mark.parametrize("name", CASES["cases"])
def test_what_is_left_over_is_said_at_its_place(name: str) -> None:
    """
    Each thing that is left over is said where it stands, with the place on the other side; nothing else is said.
    """
    case = CASES["cases"][name]
    faults = faults_after(*case["change"])

    assert case["said"] == [[str(each.mark), each.code, each.message(), each.help()] for each in faults]


@pytest.mark.parametrize("code", CASES["chinese"])
def test_it_is_said_in_chinese_too(code: str) -> None:
    """
    Each code that clause files have of their own has its Chinese words.
    """
    cases = (each["change"] for each in CASES["cases"].values() if code in [said for _, said, *_ in each["said"]])
    found = next(each for each in faults_after(*next(cases)) if each.code == code)

    assert CASES["chinese"][code] == [found.message("zh"), found.help("zh")]


def test_every_code_of_clause_files_has_a_case() -> None:
    """
    The cases show every message of clause files, in both languages.
    """
    shown = {said for each in CASES["cases"].values() for _, said, *_ in each["said"]}

    assert set(en_clauses.MESSAGES) == set(zh_clauses.MESSAGES) == set(CASES["chinese"])
    assert set(CASES["chinese"]) <= shown


# What the items of a rule file are.


def test_names_reach_what_they_name() -> None:
    """
    An item has its own name, a relation those of its facts, a part of an item the words that lead to it.
    """
    items = Items(load_policy(RULES).spec)
    shipped = Items(load_policy(SHIPPED).spec)

    def named(items: Items, text: str, label: str = "") -> str | None:
        found = [f"{item.name} {'.'.join(words)}".rstrip() for item, words in items.find(text, label)]
        return found[0] if found else None

    assert named(items, "relations[1]") == named(items, "relations.visits") == "relations[1]"
    assert named(items, "relations.delays") == "relations[0]"
    assert named(items, "relations[2]") is None
    assert named(items, "indicators.speed.deduct.slow") == "indicators.speed deduct.slow"
    assert named(items, "indicators.speed.slow.deduct") is None
    assert named(items, "indicators") is None
    assert named(items, "roles.clerk") == "roles clerk"
    assert named(items, "format") is None
    parts = [shipped.find("sections.individual", same_label(label)) for label in ("四（二）", "四（三）")]
    assert [frozenset([same_label("四（二）")]), frozenset([same_label("四（三）")])] == [
        each[0][0].clauses for each in parts
    ]


def test_what_a_fact_cites_is_what_reads_it() -> None:
    """
    A fact rests on the clauses of what reads it, also through derived facts and options that are not chosen.
    """
    cited = {each.name: each.clauses for each in Items(load_policy(RULES).spec).all}
    shipped = {each.name: each.clauses for each in Items(load_policy(SHIPPED).spec).all}

    assert frozenset(["二1", "二3", "三(2)"]) == cited["facts.delays"]
    assert frozenset(["二3"]) == cited["derived.late"] == cited["derived.slow"] == cited["facts.letters"]
    assert frozenset(["四(二)2"]) == shipped["facts.stock12_digested"] == shipped["derived.stock12_fall"]
    assert cited["relations[1]"] is None


def test_the_items_of_every_sound_file_have_names() -> None:
    """
    Each item of the sound files, with vetoes and outcomes or without, is found by its name.
    """
    for path in (HERE / "policies").glob("good/*.yaml"):
        items = Items(load_policy(path).spec)
        found = [items.find(each.name, next(iter(each.clauses or ("",)))) for each in items.all]
        assert [each.name for each in items.all] == [each[0][0].name for each in found]
    smallest = Items(load_policy(HERE / "policies" / "good" / "minimal.yaml").spec)
    assert ["indicators.c1", "indicators.c2", "facts.errors", "facts.delays"] == [
        each.name for each in smallest.all if "." in each.name
    ]


def test_figures_of_readings_are_not_the_documents() -> None:
    """
    The chosen option's figure may carry one of the document; the others do not, and none has to be in the document.
    """
    text = RULES.read_text("utf-8").replace("chosen: less", "chosen: more")
    (fault,) = compare(Policy.from_text(text, RULES.name).spec, clauses_of(CLAUSES)).faults

    assert ("figure_not_carried", "0.2") == (fault.code, fault.params["figure"])
    figures = {each.figure.value: each.required for item in Items(load_policy(RULES).spec).all for each in item.figures}
    assert not figures[Fraction(1, 5)]
    assert Fraction(3, 10) not in figures


def test_nothing_and_what_an_empty_rate_counts_as_need_no_document() -> None:
    """
    0 and whatever stands at `empty` may stand in the rule file alone; where the document has them they are carried.
    """
    text = RULES.read_text("utf-8").replace(
        "derived:\n", "derived:\n  rate: {label: 比率, ratio: [delays, letters], empty: 100%}\n"
    )
    text = text.replace("per: 5, part", "per: 5, when: {fact: rate, over: 0%}, part")
    spec = Policy.from_text(text, RULES.name).spec
    said = CLAUSES.read_text("utf-8").replace(
        "derived.late], figures: [2", "derived.late, derived.rate], figures: [0%, 100%, 2"
    )

    assert () == compare(spec, clauses_of(CLAUSES)).faults
    assert () == compare(spec, read_clauses(said.encode(), CLAUSES.name)).faults


def test_figures_of_the_rule_file_alone_are_counted() -> None:
    """
    A figure with its reason under `ours` is counted; one that the rule file has elsewhere still has to be said.
    """
    text = CLAUSES.read_text("utf-8").replace("figures: [30, 99]", "figures: [30], ours: {99: 我方所定}")
    coverage = compare(load_policy(RULES).spec, read_clauses(text.encode(), CLAUSES.name))

    assert ((), 1, 18) == (coverage.faults, coverage.ours, coverage.figures)
    assert "  1: 原文没有、规则文件另有理由的数字" in coverage.table("zh")


def test_a_veto_of_zero_carries_the_zero_of_the_document() -> None:
    """
    `effect: zero` carries a 0 that the document writes, of all events or of one; of an event of no score it does not.
    """
    text = RULES.read_text("utf-8").replace("effect: no_score", "effect: zero")
    text = text.replace("over: 30}}", "over: 30}, effect: no_score}")
    spec = Policy.from_text(text, RULES.name).spec

    def faults(by: str) -> list[str]:
        said = CLAUSES.read_text("utf-8").replace("by: [vetoes, vetoes.forged]", f"by: [{by}], figures: [0]")
        return [each.code for each in compare(spec, read_clauses(said.encode(), CLAUSES.name)).faults]

    assert [] == faults("vetoes, vetoes.forged")
    assert [] == faults("vetoes, vetoes.forged.effect")
    assert () == compare(spec, clauses_of(CLAUSES)).faults
    assert "figure_not_carried" in faults("vetoes.fled")


IN_PARTS = """
format: 1
policy: parts
version: 1.0.0
title: 分岗办法
source: {issuer: 某单位}
in_force: {from: 2024-01-01}
period: month
base: 20
display: {places: 2, rounding: half_up}
roles: {judge: 法官, clerk: 书记员}
facts:
  errors: {label: 差错, unit: 件}
  delays: {label: 迟延, unit: 件}
sections:
  - {id: own, at: 一, label: 质量, roles: [judge], total: 20, indicators: [
      {id: a, at: 一1, label: 甲, cap: 20, rules: [{kind: per_item, deduct: {errors: 2}}]}]}
  - {id: own, at: 一, label: 质量, roles: [clerk], total: 20, indicators: [
      {id: b, at: 一2, label: 乙, cap: 20, rules: [{kind: per_item, deduct: {delays: 2}}]}]}
grades:
  at: 二
  rows:
    - {grade: a_, label: 优, at_least: 18, verdict: pass}
    - {grade: b_, label: 良, at: 四, at_least: 12, verdict: pass}
    - {grade: c_, label: 差, verdict: fail}
  bars: [{grade: a_, at: 三, when: {fact: errors, over: 3}}]
"""
IN_PARTS_CLAUSES = """
format: 1
policy: parts
sentences: 6
clauses:
  - {at: 一, title: 质量, account: computed, by: [sections.own, base], figures: [20]}
  - {at: 一1, title: 差错, account: computed, by: [indicators.a], figures: [20, 1, 2]}
  - {at: 一2, title: 迟延, account: computed, by: [indicators.b], figures: [20, 1, 2]}
  - {at: 二, title: 等次, account: computed, by: [grades], figures: [18]}
  - {at: 四, title: 良, account: computed, by: [grades.rows], figures: [12]}
  - {at: 三, title: 限制, account: computed, by: [grades.bars], figures: [3]}
"""


def parts_compared(old: str = "", new: str = "", rules: str = IN_PARTS) -> list[tuple[str, object]]:
    """Compare the policy in parts with its clause file, one place of which is another."""
    file = read_clauses(IN_PARTS_CLAUSES.replace(old, new).encode(), "parts.clauses.yaml")
    return [(each.code, each.mark.line) for each in compare(Policy.from_text(rules, "parts.yaml").spec, file).faults]


def test_one_name_covers_all_parts_that_cite_the_clause() -> None:
    """
    A section in two parts under one clause is named once; each part is compared, and each figure is looked for in it.
    """
    assert [] == parts_compared()
    assert [("named_by_no_sentence", 16), ("named_by_no_sentence", 18)] == parts_compared(
        "[sections.own, base]", "[base]"
    )
    apart = IN_PARTS.replace("at: 一, label: 质量, roles: [clerk]", "at: 五, label: 质量, roles: [clerk]")
    assert [("no_such_clause", 18)] == parts_compared(rules=apart)


def test_grades_and_their_rows_cite_clauses() -> None:
    """
    The sentence that sets the marks is not that of the bars: grades have their own clause, and a row may have another.
    """
    assert [("other_clause", 9)] == parts_compared(rules=IN_PARTS.replace("  at: 二\n", ""))[-1:]
    assert ("other_clause", 10) in parts_compared(rules=IN_PARTS.replace("at: 四, ", ""))
    wrong = IN_PARTS.replace("at_least: 12", "at_least: 13")
    assert [("figure_differs", 24), ("figure_not_carried", 10)] == parts_compared(rules=wrong)


# The command line.

TABLE = """\
  small.clauses.yaml: 12 sentences
    computed 6 of 12: worked out by the program
    counted 1 of 12: counted by people
    definition 1 of 12: says what is meant
    procedure 1 of 12: done by people, nothing computed
    open 3 of 12: left open, a reading decides
    18 of 19: figures in the rule file
    1 of 19: figures apart, with a reason
    0: figures of the rule file alone, with a reason
    left over: 0
"""
TABLE_ZH = """\
  small.clauses.yaml: 12 句
    computed 6 / 12: 由程序计算
    counted 1 / 12: 由人计数
    definition 1 / 12: 界定用语、对象和范围
    procedure 1 / 12: 由人办理，不计算
    open 3 / 12: 原文未定，由口径决定
    18 / 19: 写入规则文件的数字
    1 / 19: 不写入规则文件、另有理由的数字
    0: 原文没有、规则文件另有理由的数字
    对不上的处数: 0
"""
Check = Callable[..., tuple[int | None, str, str]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    """
    Run `check` in this process; give its exit code and what it printed.
    """

    def ran(*arguments: str | Path, lang: str = "en") -> tuple[int | None, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            check_module.check.main([*map(str, arguments), "--lang", lang], standalone_mode=False)
        code = end.value.code
        assert isinstance(code, int)
        return (code, *capsys.readouterr())

    return ran


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """
    A rule file with a clause file beside it.
    """
    path = tmp_path / "small.yaml"
    for each in (RULES, CLAUSES):
        (tmp_path / each.name).write_bytes(each.read_bytes())
    return path


def test_check_prints_the_counts(check: Check, rules: Path) -> None:
    """
    The counts stand under the policy, whole numbers of whole numbers, in both languages.
    """
    english, chinese = check(rules), check(rules, lang="zh")

    assert (0, "") == (english[0], english[2])
    assert TABLE in english[1]
    assert (0, "") == (chinese[0], chinese[2])
    assert TABLE_ZH in chinese[1]


def test_check_gives_the_counts_as_json(check: Check, rules: Path) -> None:
    """
    The counts are numbers under `clauses`; without a clause file that is null.
    """
    (with_file,) = json.loads(check(rules, "--format", "json")[1])["policies"]
    rules.with_name(f"small{ENDING}").unlink()
    (without,) = json.loads(check(rules, "--format", "json")[1])["policies"]

    assert {
        "file": "small.clauses.yaml",
        "sentences": 12,
        "accounts": {"computed": 6, "counted": 1, "definition": 1, "procedure": 1, "open": 3},
        "figures": {"all": 19, "carried": 18, "apart": 1, "ours": 0},
        "faults": 0,
    } == with_file["clauses"]
    assert without["clauses"] is None


def test_check_of_a_shipped_policy_uses_its_clause_file(check: Check) -> None:
    """
    A policy that is named without a path has its clause file too.
    """
    code, out, err = check("wancheng_2023_127")

    assert (0, "") == (code, err)
    assert "  wancheng_2023_127.clauses.yaml: 56 sentences\n    computed 31 of 56" in out


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "  its clause file does not stand beside it: sentences are not compared"),
        ("zh", "  条款对照文件不在旁边：未逐句核对"),
    ],
)
def test_a_copy_without_its_clause_file_is_said_to_be_one(
    check: Check, tmp_path: Path, language: str, note: str
) -> None:
    """
    A copy of a shipped policy that left its clause file behind is not compared, and `check` says so; it is no fault.
    """
    path = tmp_path / "draft.yaml"
    path.write_bytes(SHIPPED.read_bytes())
    code, out, err = check(path, "--strict", lang=language)
    path.with_name(f"draft{ENDING}").write_bytes(SHIPPED.with_name(f"{SHIPPED.stem}{ENDING}").read_bytes())
    covered = check(path, "--strict", lang=language)

    assert (0, "", note) == (code, err, out.splitlines()[-1])
    assert note not in covered[1]
    assert 0 == covered[0]


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_left_over_is_an_error(check: Check, rules: Path, form: str) -> None:
    """
    It ends with 3 and is said on stderr; the counts are printed all the same.
    """
    path = rules.with_name(f"small{ENDING}")
    path.write_text(path.read_text("utf-8").replace("0.4, 0.4", "0.4, 0.7").replace("figures: [8, 2", "figures: [8, 3"))
    code, out, err = check(rules, "--format", form)

    assert 3 == code
    if form == "text":
        assert TABLE.replace("18 of", "16 of").replace("left over: 0", "left over: 3") in out
        assert re.findall(r"^(.*): (\w+): ", err, re.MULTILINE) == [
            (f"{rules}:38:92", "figure_differs"),
            (f"{path}:12:113", "figure_not_carried"),
            (f"{path}:13:103", "figure_not_carried"),
        ]
    else:
        (policy,) = json.loads(out)["policies"]
        assert (16, 3) == (policy["clauses"]["figures"]["carried"], policy["clauses"]["faults"])
        assert [str(rules), str(path), str(path)] == [each["file"] for each in json.loads(err)["diagnostics"]]


def test_a_clause_file_is_checked_with_its_rule_file(check: Check, rules: Path) -> None:
    """
    To name a clause file is to name its rule file, and each is checked once: `check rules/*.yaml` does what it says.
    """
    path = rules.with_name(f"small{ENDING}")

    assert check(rules) == check(path) == check(path, rules)
    assert str(rules) == rule_file(str(path)) == rule_file(str(rules))


def test_a_clause_file_that_cannot_be_read(check: Check, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A wrong clause file ends with 3, one too large with 5, one that the system does not give with its reason.
    """
    path = rules.with_name(f"small{ENDING}")
    path.write_text("- nothing\n", "utf-8")
    code, out, err = check(rules)
    assert (3, True) == (code, err.startswith(f"{path}:1:1: not_a_clause_file: this is no clause file\n"))
    assert out.startswith("small 1.0.0  小办法\n")
    assert "sentences" not in out

    path.write_bytes(b"#" * (1 << 20) + b"\n")
    code, _, err = check(rules)
    assert (5, True) == (code, "too_large" in err)

    def refuse(policy: Policy, path: Path) -> Coverage:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(check_module, "cover", refuse)
    with pytest.raises(click.UsageError, match=r"small\.clauses\.yaml: Permission denied"):
        check_module.check.main([str(rules)], standalone_mode=False)


def test_where_a_clause_file_is_looked_for(rules: Path) -> None:
    """
    Beside a rule file, under its name; for the name of a shipped policy, among the shipped files; a folder is none.
    """
    assert rules.with_name(f"small{ENDING}") == clause_file(str(rules))
    assert SHIPPED_CLAUSES == clause_file("wancheng_2023_127")
    assert clause_file("nowhere") is None
    rules.with_name(f"other{ENDING}").mkdir()
    assert clause_file(str(rules.with_name("other.yaml"))) is None


# The schema.


def test_the_schema_explains_every_key() -> None:
    """
    Every key of a clause file has a title, and a description in English and Chinese; every account its meaning.
    """
    schema = clauses_schema()

    for part in (schema, schema["$defs"]["Sentence"]):
        for key, each in part["properties"].items():
            assert re.search("^[A-Z`].*\n\n.*[\u4e00-\u9fff]", each["description"], re.DOTALL), key
    assert list(ACCOUNTS) == schema["$defs"]["Sentence"]["properties"]["account"]["enum"]


def test_the_schema_takes_what_the_loader_takes() -> None:
    """
    Plain jsonschema accepts the two clause files, and refuses what the loader refuses.
    """
    types = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: isinstance(value, Fraction),
            "integer": lambda _, value: isinstance(value, Fraction) and value.denominator == 1,
        }
    )
    plain = jsonschema.validators.extend(jsonschema.Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    validator = plain(clauses_schema())
    for path in (CLAUSES, SHIPPED_CLAUSES):
        assert validator.is_valid(read_yaml(path.read_bytes(), path.name)[0].plain)
        for old, new in (
            ("account: computed", "account: done"),
            ("figures: [", "figures: [-1, "),
            ("title: ", "name: "),
        ):
            data = path.read_text("utf-8").replace(old, new, 1).encode()
            assert not validator.is_valid(read_yaml(data, path.name)[0].plain)
            with pytest.raises(PolicyError):
                read_clauses(data, path.name)


def test_a_large_clause_file_passes_its_limit() -> None:
    """
    The limits are those of rule files.
    """
    with pytest.raises(LimitError):
        read_clauses(b"#" * (1 << 20) + b"\n", "large")
