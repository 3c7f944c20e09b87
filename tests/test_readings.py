"""
Readings side by side: the effect of each option, which options interact, and the command that says so.
"""

import csv
import io
import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess_rules import Policy, PolicyError, load_policy
from assess_rules import readings as module
from assess_rules.compare import Differing, changes
from assess_rules.outcomes import entry, outcomes
from assess_rules.readings import Comparison, compare_readings, is_sum
from assess_rules.readings.counts import tallies
from assess_rules.readings.trials import Trials
from assess_rules.rulebook import Rulebook, rulebook
from assess_rules.tables import read_rows
from conftest import Run
from first_policy import own_policy
from test_cli import SHIPPED
from test_outcomes import consequence, row, small_text
from test_outcomes_cli import as_csv
from years import VETOED, Row, month, year

pytestmark = pytest.mark.usefixtures("wide")

HERE = Path(__file__).resolve().parent
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((HERE.parent / "schemas" / "readings.schema.json").read_text("utf-8"))
)

READINGS = """\
readings:
  step: {at: 一, question: 每件扣几分, options: {one: 一分, two: 另定}, chosen: one}
  fixed: {at: 一, question: 另定的分, options: {two: 两分, given: 走访次数}, chosen: two}
  praised: {at: 一, question: 表扬扣几分, options: {half: 半分, more: 一分半, given: 次数}, chosen: half}
  again: {at: 四, question: 次数, options: {once: 一次, each_time: 每次}, chosen: each_time}
"""
GIVEN = "{reading: fixed, of: {two: visits, given: mark}}"
EXTRA = f"derived: {{extra: {{label: 另定, sum: [{GIVEN}, {GIVEN}]}}}}\n"
DEDUCT = (
    "{errors: {reading: step, of: {one: 1, two: extra}}, "
    "praise: {reading: praised, of: {half: 0.5, more: 1.5, given: three}}}"
)
# E001: 4 errors and 4 praises: 4 + 2 of 10. Two each: 8 + 2; praises at 1.5: 4 + 6; both 14, of which 10 count.
# E002: 1 + 1; 2 + 1; 1 + 3; 2 + 3, which fails.
ROWS = [
    row("2024-01", 4, praise=4),
    row("2024-01", 1, person="E002", praise=2),
    row("2024-02", 1, person="E002", praise=0),
    row("2024-01", 0, person="E003", praise=0),
]


def small(ranking: str = "") -> str:
    facts = ("praise", "visits", "three", "mark")
    text = small_text(consequence("{verdict: fail}", "{reading: again}") + ranking, facts=facts, readings=READINGS)
    text = text.replace("{errors: 1}", DEDUCT).replace(", each: quarter", "").replace("default: 2", "default: 1")
    return text.replace("indicators:", f"{EXTRA}indicators:")


SIZE = "{reading: size, of: {small: 4, large: 12}}"
CANNOT_BE = """\
  size: {at: 一, question: 从几分起, options: {small: 四分, large: 十二分}, chosen: small}
  most: {at: 一, question: 最多几件, options: {many: 不限, few: 三件}, chosen: many}
"""


def cannot_be() -> str:
    """
    Give a policy of which one option makes an indicator start above its cap, and another is not what E001 did.
    """
    text = small().replace("cap: 10,", f"cap: 10, start: {SIZE},").replace("  again:", f"{CANNOT_BE}  again:")
    relation = "{fact: errors, at_most: {reading: most, of: {many: 99, few: 3}}}"
    return text.replace("indicators:", f"relations: [{relation}]\nindicators:")


def comparison(rows: list[Row], tmp_path: Path, policy: Policy | None = None) -> tuple[Rulebook, Comparison]:
    book = rulebook([policy or Policy.from_text(small())])
    path = tmp_path / "facts.csv"
    path.write_text(as_csv(rows), "utf-8")
    return book, compare_readings(book, read_rows([path], book.door))


def test_each_option_and_what_it_lacks(tmp_path: Path) -> None:
    """
    Every option that is not chosen is gone through; what asks for a fact that nobody gave names it, a pair too.
    """
    _, found = comparison(ROWS, tmp_path)
    effects = {each.options: each for each in found.effects}

    assert "step two, fixed given, praised more, praised given, again once, step two fixed given" == ", ".join(
        " ".join(" ".join(each) for each in options) for options in effects
    )
    lacks: dict[object, object] = {key: each.lacks for key, each in effects.items() if each.lacks}
    assert {
        (("praised", "given"),): ("three",),
        (("step", "two"), ("fixed", "given")): ("mark",),
    } == lacks
    assert [
        ("score", "E001", "2024-01", 4, 0),
        ("score", "E002", "2024-01", 8, 7),
        ("score", "E002", "2024-02", 9, 8),
    ] == [(each.aspect, each.name, each.where, each.before, each.after) for each in effects[("step", "two"),].changes]
    assert () == effects[("fixed", "given"),].changes
    assert ("E001", "E002") == effects[("step", "two"),].people("score")


def test_options_that_interact_through_a_cap(tmp_path: Path) -> None:
    """
    E001 loses 4 by each of two options and 4 by both, for the cap is reached; E002 loses their sum, and fails by both only.
    """
    _, found = comparison(ROWS, tmp_path)

    assert [((("step", "two"), ("praised", "more")), ("E001", "E002"))] == [
        (each.options, each.people) for each in found.interactions
    ]
    (group,) = found.groups
    assert (("step", "praised"), 1, True) == (group.readings, len(group.effects), group.whole)
    assert {("E001", 0), ("E002", 5), ("E002", 8)} == {
        (each.name, each.after) for each in group.effects[0].changes if each.aspect == "score"
    }


def test_options_that_meet_in_proposals_alone(tmp_path: Path) -> None:
    """
    A vetoed April as the 4th failed month takes May's accountability away, which `each_time` alone leaves: not together.
    """
    rows = year("E001", {1: 88, 2: 88, 3: 88, 4: VETOED, 5: 88})
    _, found = comparison(rows, tmp_path, own_policy())
    pair = (("vetoed_month", "as_failed"), ("accountability_repeats", "each_time"))
    met = next(each for each in found.interactions if each.options == pair)

    assert ({"proposal": ("E001",)}, ("E001",), ()) == (met.names, met.people, met.teams)
    (group,) = (each for each in found.groups if "accountability_repeats" in each.readings)
    effect = next(each for each in group.effects if each.options == pair)
    assert [("2024-04 accountability", None, "proposal")] == [
        (each.where, each.before, each.after)
        for each in effect.changes
        if each.aspect == "proposal" and each.where.endswith("accountability")
    ]


def test_options_that_meet_in_ranks_alone_go_no_further(tmp_path: Path) -> None:
    """
    E001 loses by praises, E002 by errors, E003 by both: every score is the sum, and yet E001 is the first by both options.
    """
    # 10 − errors − praise ÷ 2; errors cost 2: E001 9, E002 6, E003 7.5; praises 1.5: 7, 8, 7.5; both: 7, 6, 6.5
    rows = [
        row("2024-01", errors, praise=praise, person=person)
        for person, errors, praise in (("E001", 0, 2), ("E002", 2, 0), ("E003", 1, 1))
    ]
    ranking = "\n  ranking: {at: 五, each: month, among: all, ties: dense}"
    _, found = comparison(rows, tmp_path, Policy.from_text(small(ranking)))
    pair = (("step", "two"), ("praised", "more"))

    assert [(pair, {"rank": ("E001", "E002")})] == [(each.options, each.names) for each in found.interactions]
    assert ((), [pair]) == (found.groups, [each.options for each in found.pairs])
    assert [("E001", 9, 7), ("E002", 8, 6), ("E003", Fraction("8.5"), Fraction("6.5"))] == [
        (each.name, each.before, each.after) for each in found.pairs[0].changes
    ]


def test_options_that_cannot_be(tmp_path: Path) -> None:
    """
    What no rule file may choose, and what a record contradicts, is said of the option and not computed; the rest is.
    """
    _, found = comparison(ROWS, tmp_path, Policy.from_text(cannot_be()))
    effects = {each.options: each for each in found.effects}

    assert {
        (("size", "large"),): ["`c1` starts above its cap"],
        (("most", "few"),): ["a record does not meet a relation between facts"],
        (("praised", "given"),): [],
        (("step", "two"), ("fixed", "given")): [],
    } == {key: [one.text("en") for one in each.unfit] for key, each in effects.items() if not each.is_computed}
    assert [] == tallies(found, effects[("size", "large"),])
    assert () == effects[("most", "few"),].lacks
    assert effects[("step", "two"),].changes
    assert {"step", "praised"} == {id_ for each in found.interactions for id_, _ in each.options}


def test_combinations_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Beyond the bound the number of combinations is still said.
    """
    monkeypatch.setattr(module, "MOST_COMBINATIONS", 0)
    _, found = comparison(ROWS, tmp_path)

    assert [(0, False)] == [(len(each.effects), each.whole) for each in found.groups]


@pytest.mark.parametrize(
    ("base", "first", "second", "both", "alone"),
    [
        (90, 91, 92, 93, True), (90, 91, 92, 92, False), (90, 90, 92, 92, True), (90, 92, 90, 92, True),
        (Fraction(1), Fraction(1), Fraction(1), Fraction(2), False), (90, None, 91, None, True), (90, None, 91, 91, False),
        ("fail", "pass", "vetoed", "vetoed", True), ("fail", "fail", "fail", "pass", False),
        ("fail", "pass", "pass", "pass", True), ("fail", "pass", "fail", "pass", True),
        (None, "proposal", "warning", "proposal", False),
    ],
)  # fmt: skip
def test_what_two_options_do_alone(
    base: Differing, first: Differing, second: Differing, both: Differing, *, alone: bool
) -> None:
    """
    Numbers add up, words agree, and what one takes away is gone.
    """
    assert alone == is_sum(base, first, second, both)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4))
def test_an_effect_is_what_scoring_under_it_gives(
    tmp_path_factory: pytest.TempPathFactory, counts: list[tuple[int, int]]
) -> None:
    """
    Each effect equals the scoring under that option of the policy; the chosen options change nothing.
    """
    rows = [row(f"2024-{number:02}", errors, praise=praise) for number, (errors, praise) in enumerate(counts, 1)]
    policy = Policy.from_text(small())
    book, found = comparison(rows, tmp_path_factory.mktemp("facts"), policy)

    for each in (*found.effects, *(one for group in found.groups for one in group.effects)):
        if not each.lacks:
            assert under(policy, rows, dict(each.options)) == list(each.changes)
    chosen = {id_: each.chosen.name for id_, each in book.latest.spec.readings.items()}
    assert [] == under(policy, rows, chosen)


def under(policy: Policy, rows: list[Row], options: dict[str, str]) -> list[object]:
    """
    Give what changes under some options, by scoring everything again.
    """
    both = (policy, policy.with_readings(options))
    before, after = (outcomes(entry(each, each.accept(one, text=True)) for one in as_texts(rows)) for each in both)
    return list(changes(before, after))


def as_texts(rows: list[Row]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(rows))))


@pytest.mark.volume
def test_what_is_not_worked_out_again_is_what_it_would_be(tmp_path: Path) -> None:
    """
    Two teams with failed, vetoed, excused and missing months: an effect is what scoring everything again gives.

    Of options that are combined, each two interact.
    """
    digested: dict[str, Any] = {"stock12_digested": 9, "asset_digested": 5, "termproc_digested": 5}
    rows = [
        *year("E001", {1: 88, 2: 88, 3: VETOED, 4: 91, 11: 88, 12: 88}, **digested),
        *year("E002", {1: 91, 3: 97, 12: 94}, **digested),
        month("E002", "2024-02", "产假"),
        month("E003", "2024-01", 96, role="clerk", team="2", petition_cases=1, beijing_petition_cases=1),
        month("E003", "2024-03", 96, role="clerk", team="2", clerk_quarter_appraisal=80),
        month("E004", "2024-03", 96, role="clerk", team="2", clerk_quarter_appraisal=85),
        month("E004", "2024-12", VETOED, role="clerk", team="2"),
        month("E005", "2024-03", 91, **digested | {"stock12_opening": 60, "stock12_closing": 53}),
    ]
    policy = own_policy()
    _, found = comparison(rows, tmp_path, policy)
    combined = [each for group in found.groups for each in group.effects]
    effects = [*found.effects, *found.pairs[::25], *combined[::25]]

    for each in (one for one in effects if one.is_computed):
        assert under(policy, rows, dict(each.options)) == list(each.changes)
    met = {each.options for each in found.interactions if not each.is_shared}
    assert max(len(each.options) for each in combined) > 2
    assert [] == [each for one in combined for each in combinations(one.options, 2) if each not in met]


def test_a_roll_up_follows_scores_that_keep_their_verdict(tmp_path: Path) -> None:
    """
    A year's sum is found again where a score is another one and no verdict is: 1 error costs 2 instead of 1.
    """
    policy = Policy.from_text(
        small("\n  rollups: [{id: sum_up, at: 五, label: 全年, each: year, periods: sum, plus: {visits: 1}}]")
    )
    _, found = comparison([row("2024-01", 1, praise=2)], tmp_path, policy)

    # 10 − 1 − 1 at half a point, and 1 visit; 2 for the error, 3 for the praises, and 5 for both, which fails
    assert [(8, {"score", "rollup"}), (7, {"score", "rollup"}), (6, {"score", "rollup", "verdict", "proposal"})] == [
        (next(one.after for one in each.changes if one.aspect == "rollup"), {one.aspect for one in each.changes})
        for each in (*found.effects, *(one for group in found.groups for one in group.effects))
        if each.changes
    ]


def test_a_reading_that_a_consequence_meets_in_a_derived_fact(tmp_path: Path) -> None:
    """
    What is proposed by a derived fact is found again under another option of a reading in it, that no points rest on.
    """
    policy = Policy.from_text(small().replace("{verdict: fail}", "{fact: extra, over: 3}"))
    _, found = comparison([row("2024-01", 0, praise=0, visits=1, mark=2)], tmp_path, policy)
    effect = next(each for each in found.effects if each.options == (("fixed", "given"),))

    # twice the visits, or twice the mark
    assert [("proposal", None, "proposal")] == [(each.aspect, each.before, each.after) for each in effect.changes]


def test_a_single_one_is_not_told_of(tmp_path: Path) -> None:
    """
    A gain or a loss is given where three people's scores move; roles are told apart where each has three people.
    """
    four = [row("2024-01", 2, person=f"E00{number}", praise=1) for number in range(1, 5)]
    clerks = [row("2024-01", 2, person=f"E01{number}", praise=0, role="clerk") for number in range(3)]
    _, few = comparison([*four, clerks[0]], tmp_path)
    _, enough = comparison([*four, *clerks], tmp_path)
    _, two = comparison(four[:2], tmp_path)

    (tally,) = tallies(few, few.effects[0])
    assert (None, 5, Fraction(-2)) == (tally.role, tally.people, tally.loss)
    assert [(None, 7), ("judge", 4), ("clerk", 3)] == [
        (each.role, each.people) for each in tallies(enough, enough.effects[0])
    ]
    assert [(None, 7), ("clerk", 3)] == [
        (each.role, each.people) for each in tallies(enough, enough.effects[0], "clerk")
    ]
    assert [(2, None, None)] == [(each.counts["score"], each.gain, each.loss) for each in tallies(two, two.effects[0])]


def test_readings_of_outcomes_alone_score_nothing_again(tmp_path: Path) -> None:
    """
    Under another statistical year nobody is scored again: the very results are taken.
    """
    path = tmp_path / "facts.csv"
    path.write_text(as_csv(year("E001", {1: 88, 2: VETOED, 3: 100})), "utf-8")
    book = rulebook([own_policy()])
    trials = Trials(book, read_rows([path], book.door))
    first, second = trials.entries(()), trials.entries((("year", "statistical"),))

    assert [id(each.result) for each in first] == [id(each.result) for each in second]
    assert {("year", "statistical")} == {("year", each.spec.readings["year"].chosen.name) for each in second}


def test_teams(run: Run, tmp_path: Path) -> None:
    """
    By the median team 1 has 100 instead of 96, and passes team 2; by the sum both have other figures, and no other ranks.
    """
    scores = {"1": (100, 100, 88), "2": (97, 97, 97)}
    rows = [
        month(f"E{team}0{number}", "2024-01", score, team=team)
        for team, own in scores.items()
        for number, score in enumerate(own)
    ]
    _, found = comparison(rows, tmp_path, own_policy())
    effects = {each.options: each for each in found.effects}

    def of_month(option: str) -> list[tuple[object, ...]]:
        changed = effects[("team_score", option),].changes
        return [
            (each.aspect, each.name, each.role, each.before, each.after) for each in changed if each.where == "2024-01"
        ]

    moved = [("team", "1", None, 96, 100), ("team_rank", "1", None, 2, 1), ("team_rank", "2", None, 1, 2)]
    assert moved == of_month("median")
    assert [("team", "1", None, 96, 288), ("team", "2", None, 97, 291)] == of_month("sum")
    lines = run("readings", SHIPPED, tmp_path / "facts.csv").out.splitlines()
    shown = [next(each for each in lines if each.startswith(f" team_score = {one}")) for one in ("median", "sum")]
    assert [["2"], ["2"]] == [each.split()[3:] for each in shown]


# The command.


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """
    The small policy and its table.
    """
    rules, table = tmp_path / "small.yaml", tmp_path / "facts.csv"
    rules.write_text(small("\n  ranking: {at: 五, each: month, among: all, ties: dense}"), "utf-8")
    table.write_text(as_csv(ROWS), "utf-8")
    return rules, table


def test_the_page(run: Run, files: tuple[Path, Path]) -> None:
    """
    Counts and interactions, stamped as a trial, without a name; with --people and what each has.
    """
    ended, named = run("readings", *files), run("readings", *files, "--people", "--lang", "zh")

    assert (0, "", 0) == (ended.code, ended.err, named.code)
    assert "【trial run, not an appraisal result】people 3\n" in ended.out
    assert "lacks three" in ended.out
    assert "options together: step, praised (combinations 1, shown 1)" in ended.out
    assert "E00" not in ended.out
    assert "step = two: 得分 · E001 · 2024-01: 4 → 0\n" in named.out
    assert "again = once: 建议" not in named.out


def test_nothing_interacts(run: Run, files: tuple[Path, Path]) -> None:
    """
    Where nothing interacts the page says so; a role is chosen by its id.
    """
    files[1].write_text(
        as_csv(
            [
                row("2024-01", 1, person=f"E00{number}", praise=0, role="clerk" if number > 3 else "judge")
                for number in range(1, 7)
            ]
        ),
        "utf-8",
    )
    ended = run("readings", *files, "--role", "judge", "--people")

    assert "No options interact.\n" in ended.out
    assert (" 法官 " in ended.out, " 书记员 " in ended.out, "E004" in ended.out) == (True, False, False)
    assert ended == run("readings", *files, "--role", "法官", "--people")
    assert 2 == run("readings", *files, "--role", "boss").code


def test_data_and_tables(run: Run, files: tuple[Path, Path]) -> None:
    """
    JSON and CSV hold counts, and names only with --people; figures are exact; JSON is as its schema says.
    """
    plain, table = (run("readings", *files, "--format", form).out for form in ("json", "csv"))
    data = json.loads(plain)
    SCHEMA.validate(data)

    assert "E00" not in plain + table
    assert ("试算，不作为考核结果", {"step": "two"}, 2) == (
        data["stamp"],
        data["effects"][0]["options"],
        data["effects"][0]["counts"][0]["score"],
    )
    assert [{"options": {"step": "two", "praised": "more"}, "people": 2, "teams": 0}] == data["interactions"]
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [("step = two", "", "2"), ("praised = given", "three", "")] == [
        (each["options"], each["lacks"], each["score"])
        for each in rows
        if each["options"] in ("step = two", "praised = given") and not each["role"]
    ]
    assert {"试算，不作为考核结果"} == {each["trial"] for each in rows}
    named = json.loads(run("readings", *files, "--format", "json", "--people").out)
    SCHEMA.validate(named)
    assert {"score": ["E001"], "verdict": ["E002"], "proposal": ["E002"]} == named["interactions"][0]["names"]
    assert {
        "aspect": "score",
        "name": "E001",
        "role": "judge",
        "where": "2024-01",
        "before": "4",
        "after": "0",
    } == named["effects"][0]["changes"][0]
    rows = list(csv.DictReader(io.StringIO(run("readings", *files, "--format", "csv", "--people").out)))
    assert ("score", "E001", "4", "0") == tuple(rows[0][key] for key in ("aspect", "name", "before", "after"))


def test_a_file_with_its_run_record(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    The record says that it is a trial, and names every version.
    """
    ended = run("readings", *files, "-o", tmp_path / "out.csv")
    record = json.loads((tmp_path / "out.csv.run.json").read_text("utf-8"))

    assert (0, "", True) == (ended.code, ended.out, "trial run" in ended.err)
    assert ("试算，不作为考核结果", ["1.0.0"]) == (record["stamp"], [each["version"] for each in record["versions"]])
    assert run("readings", *files, "--format", "csv").out == (tmp_path / "out.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_facts(run: Run, files: tuple[Path, Path], language: str) -> None:
    """
    Facts that are wrong under the chosen readings are refused; a table that is not there is a wrong command line.
    """
    files[1].write_text(as_csv([row("2024-01", -1, praise=0)]), "utf-8")
    ended = run("readings", *files, "--lang", language)

    assert (4, "") == (ended.code, ended.out)
    assert {"zh": "小于 0", "en": "below"}[language] in ended.err
    assert 2 == run("readings", files[0], files[0].with_name("none.csv")).code


def test_wrong_rules_and_command_lines(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    A wrong rule file has its own code; an output of another kind, or one that is an input, is a wrong command line.
    """
    assert 2 == run("readings", *files, "-o", tmp_path / "out.txt").code
    assert 2 == run("readings", *files, "-o", files[1]).code
    assert "person" in files[1].read_text("utf-8")
    files[0].write_text(small().replace("chosen: half", "chosen: quarter"), "utf-8")
    ended = run("readings", *files)
    assert (3, "") == (ended.code, ended.out)
    assert "unknown_option" in ended.err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("size = large: not computed: `c1` starts above its cap",
                "most = few: not computed: a record does not meet a relation between facts",
                "step = two, fixed = given: not computed: lacks mark")),
        ("zh", ("size = large: 未算: `c1` 的起点超过分值",
                "most = few: 未算: 有记录不符合数据项之间的关系",
                "step = two, fixed = given: 未算: 缺少 mark")),
    ],
)  # fmt: skip
def test_what_is_not_computed(run: Run, files: tuple[Path, Path], language: str, said: tuple[str, ...]) -> None:
    """
    The page says below its table what was not computed, and why; so do JSON and CSV.
    """
    files[0].write_text(cannot_be(), "utf-8")
    lines = run("readings", *files, "--lang", language).out.splitlines()

    assert [each for each in said if each not in lines] == []
    assert not any(each.startswith(" size = large") for each in lines)
    data = json.loads(run("readings", *files, "--format", "json").out)
    SCHEMA.validate(data)
    effect = next(each for each in data["effects"] if each["options"] == {"size": "large"})
    unfit = {"zh": "`c1` 的起点超过分值", "en": "`c1` starts above its cap"}
    assert {"options": {"size": "large"}, "lacks": [], "unfit": [unfit], "counts": []} == effect
    rows = list(csv.DictReader(io.StringIO(run("readings", *files, "--format", "csv").out)))
    assert [("", "`c1` 的起点超过分值", "", "试算，不作为考核结果")] == [
        tuple(each[key] for key in ("lacks", "unfit", "score", "trial"))
        for each in rows
        if each["options"] == "size = large"
    ]


def test_nothing_is_computed(run: Run, files: tuple[Path, Path]) -> None:
    """
    Where no option can be computed there is no table, only the reasons.
    """
    readings = f"readings:\n{CANNOT_BE.splitlines()[0]}\n"
    text = small_text(consequence("{verdict: fail}"), readings=readings)
    files[0].write_text(text.replace("cap: 10,", f"cap: 10, start: {SIZE},"), "utf-8")
    files[1].write_text(as_csv([row("2024-01", 1)]), "utf-8")
    lines = run("readings", *files).out.splitlines()

    title = lines.index("one option at a time: for how many people it matters")
    assert ["size = large: not computed: `c1` starts above its cap", "", "No options interact.", ""] == lines[
        title + 1 : title + 5
    ]


def test_a_folder_of_versions(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """
    From February another option is chosen and a third is gone: each changes the months whose version has it unchosen.
    """
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "a.yaml").write_text(small(), "utf-8")
    later = small().replace("version: 1.0.0", "version: 1.1.0").replace("2024-01-01", "2024-02-01")
    for old, new in (
        ("chosen: half", "chosen: more"), (", given: 次数", ""), (", given: three", ""),
        ("  three: {label: 次数, unit: 次}\n", ""),
    ):  # fmt: skip
        later = later.replace(old, new)
    (folder / "b.yaml").write_text(later, "utf-8")
    rows = [row(f"2024-0{month_}", 1, praise=2, person=f"E00{each}") for each in (1, 2, 3) for month_ in (1, 2)]
    files[1].write_text(as_csv(rows), "utf-8")

    arguments = ("readings", folder, files[1])
    assert "小例 1.0.0 1.1.0\n" in run(*arguments).out
    data = json.loads(run(*arguments, "--people", "--format", "json").out)
    SCHEMA.validate(data)
    assert (["1.0.0", "1.1.0"], "more") == (data["versions"], data["readings"][2]["chosen"])
    by_option = {next(iter(each["options"].values())): each for each in data["effects"] if "praised" in each["options"]}
    scores = {
        option: {(one["where"], one["before"], one["after"]) for one in effect["changes"] if one["aspect"] == "score"}
        for option, effect in by_option.items()
    }
    # 1 error and 2 praises: 10 - 1 - 1 at half a point, 10 - 1 - 3 at one and a half
    assert {"half": {("2024-02", "6", "8")}, "more": {("2024-01", "8", "6")}, "given": set()} == scores
    assert [[], ["three"]] == [by_option[option]["lacks"] for option in ("half", "given")]
    assert ("2", None) == tuple(by_option["half"]["counts"][0][key] for key in ("gain", "loss"))
    rows_of = csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").out))
    assert [("praised = half", "3", "2", ""), ("praised = more", "3", "", "-2")] == [
        (each["options"], each["score"], each["gain"], each["loss"])
        for each in rows_of
        if each["options"] in ("praised = half", "praised = more") and not each["role"]
    ]
    record = tmp_path / "out.json"
    assert 0 == run(*arguments, "-o", record).code
    record_data = json.loads((tmp_path / "out.json.run.json").read_text("utf-8"))
    assert ["1.0.0", "1.1.0"] == [each["version"] for each in record_data["versions"]]
    assert json.loads(record.read_text("utf-8")) == json.loads(run(*arguments, "--format", "json").out)


def test_progress_on_a_terminal(run: Run, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A terminal is told how far it is; the last number ends the line.
    """
    monkeypatch.setattr("assess_rules.cli.readings.is_watched", lambda: True)
    ended = run("readings", *files)
    first, *_, last = ended.err.split("\r")[1:]

    # 5 options; 8 pairs of two readings; 1 combination
    assert ("1/", True) == (first[:2], last.endswith("\n"))
    done, _, total = last.strip().partition("/")
    assert done == total


def test_a_shipped_policy_by_name(run: Run, tmp_path: Path) -> None:
    """
    The shipped policy goes through, with its fourteen readings.
    """
    path = tmp_path / "facts.csv"
    path.write_text(as_csv([month("E001", "2024-01", 100)]), "utf-8")
    ended = run("readings", SHIPPED, path, "--format", "json")

    assert (0, 14) == (ended.code, len(json.loads(ended.out)["readings"]))


def test_a_reading_that_a_policy_does_not_have() -> None:
    """
    A policy without readings says that it has none; another one names those that it has.
    """
    bare = Policy.from_text((Path(__file__).parent / "policies" / "good" / "minimal.yaml").read_text("utf-8"))

    with pytest.raises(PolicyError, match="no_readings"):
        bare.with_readings({"reach": "apart"})
    with pytest.raises(PolicyError, match="unknown_reading_asked") as caught:
        load_policy("wancheng_2023_127").with_readings({"reach": "apart"})
    assert "bonus_reach" in str(caught.value.diagnostics[0].params["allowed"])
