"""
Wrong rule files are refused, and what is wrong with them is said word for word, at its place; sound ones load.

`policies/bad` holds one wrong file for each fault, `policies/warn` sound ones that give a warning, `policies/good`
sound ones that give none. The first two open with what must be said: `# expect:` (or `# warn:`), the code, the place
and the message, then `# help:` and the advice.
"""

import ast
import codecs
import functools
import pickle
import re
import string
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import assess_rules
from assess_rules import Diagnostic, Policy, PolicyError, load_policy
from assess_rules.diagnostics import MAX_FOUND
from assess_rules.messages import en, zh
from assess_rules.nodes import ListNode, MapNode, Node, Scalar
from assess_rules.reader import read_yaml
from test_hostile_files import HOSTILE

POLICIES = Path(__file__).parent / "policies"
BAD, WARN, GOOD = (sorted((POLICIES / name).glob("*.yaml")) for name in ("bad", "warn", "good"))
SHIPPED = Path(__file__).parent.parent / "rules" / "wancheng_2023_127.yaml"
SOURCE = Path(assess_rules.__file__).parent

Said = tuple[str, str, str, str | None]  # code, place, message, advice

# Bytes that no editor shows: what must be said stands here.
BYTES: Mapping[str, tuple[bytes, list[Said]]] = {
    "nothing at all": (
        b"",
        [("empty_file", "1:1", "the file has no content", "`assess-rules schema` says what a rule file holds")],
    ),
    "NUL": (
        b"format: 1\npolicy: de\0mo\n",
        [
            (
                "hidden_character",
                "2:11",
                "the invisible character U+0000",
                "delete it; it hides text from the eye, or is left over from copying",
            )
        ],
    ),
    "GBK": (
        "format: 1\ntitle: 示例考核办法\n".encode("gbk"),
        [
            (  # the two bytes of the first character could be UTF-8 for another
                "not_utf8",
                "2:9",
                "byte 0xc0 is not UTF-8",
                "save the file as UTF-8: in Notepad, Save As, Encoding; many programs save Chinese as GBK",
            )
        ],
    ),
    "UTF-16": (
        codecs.BOM_UTF16_LE + "format: 1\n".encode("utf-16-le"),
        [
            (
                "utf16",
                "1:1",
                "the file is UTF-16",
                "save it as UTF-8; Excel and Notepad call UTF-16 Unicode",
            )
        ],
    ),
    "half a surrogate pair": (
        "title: 示例\ud800\n".encode("utf-8", "surrogatepass"),
        [
            (
                "not_utf8",
                "1:10",
                "byte 0xed is not UTF-8",
                "save the file as UTF-8: in Notepad, Save As, Encoding; many programs save Chinese as GBK",
            )
        ],
    ),
    "a character cut in two": (
        "title: 示例".encode()[:-1],
        [
            (
                "not_utf8",
                "1:9",
                "byte 0xe4 is not UTF-8",
                "save the file as UTF-8: in Notepad, Save As, Encoding; many programs save Chinese as GBK",
            )
        ],
    ),
}


def expected(path: Path, word: str) -> list[Said]:
    """Read what the head of a file says that must be said."""
    found: list[Said] = []
    for line in path.read_text("utf-8-sig").splitlines():
        match = re.fullmatch(rf"# {word}: (\w+) ([0-9]+:[0-9]+) (.+)|# help: (.+)", line)
        if match is None:
            break
        if match[1]:
            found.append((match[1], match[2], match[3], None))
        else:
            found[-1] = (*found[-1][:3], match[4])
    assert found, f"{path.name} does not say what to expect"
    return found


def said(diagnostics: tuple[Diagnostic, ...]) -> list[Said]:
    """Give diagnostics in the form of a file's head."""
    return [(each.code, f"{each.mark.line}:{each.mark.column}", each.message(), each.help()) for each in diagnostics]


@functools.cache
def refused(data: bytes, name: str) -> tuple[Diagnostic, ...]:
    """Load what must not load, and give the diagnostics."""
    with pytest.raises(PolicyError) as caught:
        Policy.from_text(data, name)
    return caught.value.diagnostics


def faults() -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    """Give every wrong file and what is said of it, then what is warned of."""
    for path in BAD:
        yield path.name, refused(path.read_bytes(), path.name)
    for name, (data, _) in BYTES.items():
        yield name, refused(data, name)
    for path in WARN:
        yield path.name, load_policy(path).warnings


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_wrong_file_is_refused_with_exactly_these_words(path: Path) -> None:
    """
    Every fault of a file is said once, in file order, at its place, with its advice; nothing else is said.
    """
    assert expected(path, "expect") == said(refused(path.read_bytes(), path.name))


@pytest.mark.parametrize("name", BYTES)
def test_wrong_bytes_are_refused_with_exactly_these_words(name: str) -> None:
    """
    Bytes that are no text are refused with their place.
    """
    data, words = BYTES[name]

    assert words == said(refused(data, name))


def test_a_text_with_half_a_surrogate_pair_is_refused() -> None:
    """
    A Python text that has no UTF-8 is a wrong policy, not an encoding error.
    """
    with pytest.raises(PolicyError, match="not_utf8"):
        Policy.from_text("title: \ud800\n")


def test_a_hundred_faults_are_said_and_then_that_there_are_more() -> None:
    """
    More faults than anybody mends in one go are not listed, and a last line says so, at the place where the list ends.
    """
    zeros = ", ".join(f"f{number}: 0" for number in range(MAX_FOUND + 50))
    text = (POLICIES / "good" / "minimal.yaml").read_text("utf-8").replace("{delays: 1}", f"{{{zeros}}}")
    found = refused(text.encode(), "many.yaml")

    assert ["zero"] * MAX_FOUND + ["more_faults"] == [each.code for each in found]
    assert str(found[-2].mark) == str(found[-1].mark)
    assert "only the first 100 faults are listed" == found[-1].message()


def test_a_hundred_unknown_names_are_said_and_then_that_there_are_more() -> None:
    """
    The list ends at the same length where names are looked up.
    """
    unknown = ", ".join(f"f{number}: 1" for number in range(MAX_FOUND + 50))
    text = (POLICIES / "good" / "minimal.yaml").read_text("utf-8").replace("{delays: 1}", f"{{{unknown}}}")
    found = refused(text.encode(), "many.yaml")

    assert {"unknown_fact", "more_faults"} == {each.code for each in found}
    assert MAX_FOUND + 1 == len(found)


def test_warnings_end_before_a_hundred() -> None:
    """
    Warnings are listed as far as anybody reads them, and never turn a sound file into a wrong one.
    """
    facts = "".join(f"  f{number}: {{label: 差错, type: count}}\n" for number in range(MAX_FOUND + 50))
    points = ", ".join(f"f{number}: 1" for number in range(MAX_FOUND + 50))
    text = (POLICIES / "good" / "minimal.yaml").read_text("utf-8")
    text = text.replace("facts:\n", f"facts:\n{facts}").replace("{delays: 1}", f"{{delays: 1, {points}}}")

    assert ["default_written"] * (MAX_FOUND - 1) == [each.code for each in Policy.from_text(text).warnings]


ACCEPTED = (POLICIES / "warn" / "fact_in_two_indicators.yaml").read_text("utf-8")


@pytest.mark.parametrize("where", ["the policy", "the indicator", "the section"])
def test_a_warning_that_the_file_accepts_is_kept_with_its_reason(where: str) -> None:
    """
    A reason at the item, around it or at the top answers the warning; the plan stays the same, the source does not.
    """
    reason = "accepted: {fact_in_two: 两处都计}"
    text = ACCEPTED
    if where == "the section":
        flat = text.index("indicators:\n")
        inner = text[flat:].replace("\n", "\n    ").rstrip()
        text = f"{text[:flat]}sections:\n  - id: work\n    at: 一\n    label: 业务\n    total: 10\n    {inner}\n"
    plain = Policy.from_text(text)
    old = {"the policy": "base: ", "the indicator": "id: c2\n", "the section": "id: work\n"}[where]
    indent = re.search(rf"(.*){old}", text)[1].replace("-", " ")  # type: ignore[index]
    policy = Policy.from_text(text.replace(old, f"{reason}\n{indent}{old}", 1))
    (answered,) = policy.answered

    assert ["fact_in_two"] == [each.code for each in plain.warnings]
    assert ((), "两处都计") == (policy.warnings, answered.reason)
    assert ("fact_in_two", answered.warning.path) == (answered.to_dict()["code"], answered.to_dict()["path"])
    assert policy.stamp.plan_hash == plain.stamp.plan_hash
    assert policy.stamp.source_hash != plain.stamp.source_hash
    assert policy.answered == pickle.loads(pickle.dumps(policy)).answered  # noqa: S301


def test_what_another_indicator_accepts_answers_nothing() -> None:
    """
    A reason stands where the warning is: at another indicator it is one too many.
    """
    text = ACCEPTED.replace("id: c1\n", "id: c1\n    accepted: {fact_in_two: 两处都计}\n")

    assert ["accepted_needless", "fact_in_two"] == [each.code for each in Policy.from_text(text).warnings]


def test_only_what_a_document_may_mean_can_be_accepted() -> None:
    """
    A default that is written out is mended, not accepted.
    """
    text = ACCEPTED.replace("id: c2\n", "id: c2\n    accepted: {default_written: 习惯}\n")

    assert ["unknown_key"] == [each.code for each in refused(text.encode(), "x")]


@pytest.mark.parametrize(("word", "said"), [("within_indicator", []), ("within_base", ["inner_bonuses"])])
def test_extra_that_never_counts_takes_nothing_out_of_a_limit(word: str, said: list[str]) -> None:
    """
    Inner `bonuses` of `within_indicator` are no warning: what is above the cap is lost.
    """
    text = (POLICIES / "warn" / "indicator_bonuses_within_bonuses.yaml").read_text("utf-8")

    assert said == [each.code for each in Policy.from_text(text.replace("bonuses: apart", f"bonuses: {word}")).warnings]


def test_a_refusal_crosses_process_borders() -> None:
    """
    The exception pickles with its diagnostics, places and excerpts.
    """
    path = POLICIES / "bad" / "section_caps_do_not_add_up.yaml"
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    other = pickle.loads(pickle.dumps(caught.value))  # noqa: S301

    assert str(caught.value) == str(other)
    assert [each.render("zh") for each in caught.value.diagnostics] == [each.render("zh") for each in other.diagnostics]


# What is marked.

MARKED = {
    "alias": ["*six"],
    "anchor": ["&six 6"],
    "base_does_not_add_up": ["10"],
    "bonuses_needless": ["bonuses"],
    "bracket_not_closed": ["{"],
    "chosen_is_no_option": ["instaed"],
    "date_30_february": ["2023-02-30"],
    "duplicate_id_of_fact_and_indicator": ["delays"],
    "empty_value": ["cap"],
    "full_width_colon": ["："],
    "full_width_comma_in_braces": ["，"],
    "full_width_percent": ["8％"],
    "full_width_space_indent": ["\u3000\u3000"],
    "id_full_width_brackets": ["a（b）"],
    "later_records": ["records"],
    "lookalike_key_width": ["ｃａｐ"],
    "min_above_max": ["max"],
    "netting_missing": ["o1"],
    "number_for_a_clause": ["5"],
    "of_with_an_option_too_many": ["both"],
    "option_is_no_word": ["begin"],
    "part_step_needless": ["part_step"],
    "quoted_points": ['"1"'],
    "role_twice": ["clerk"],
    "section_caps_do_not_add_up": ["total"],
    "tab_indent": ["\t"],
    "two_faults_in_one_file": ["'6'", "-1"],
    "unknown_kind": ["per_itm"],
    "unused_fact": ["absences"],
    "zero_width_space_in_id": ["\u200b"],
}


def width(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)


def escaped(text: str) -> str:
    """Write signs that a terminal would not show as Python does."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def underlined(diagnostic: Diagnostic, language: str) -> str:
    """Give the part of the excerpt that stands above the row of `^`."""
    _, shown, carets, *_ = diagnostic.render(language).split("\n")  # type: ignore[arg-type]
    begin, end = carets.index("^"), carets.rindex("^") + 1
    found, column = "", 0
    for c in shown:
        if begin <= column < end:
            found += c
        column += width(c)
    return found


@pytest.mark.parametrize("name", MARKED)
def test_the_excerpt_marks_the_characters_that_are_wrong(name: str) -> None:
    """
    The row of `^` stands below exactly what is to be mended, also after Chinese characters and in long lines.
    """
    path = POLICIES / "bad" / f"{name}.yaml"
    found = refused(path.read_bytes(), path.name)

    assert [escaped(each) for each in MARKED[name]] == [underlined(each, "en") for each in found]
    assert [escaped(each) for each in MARKED[name]] == [underlined(each, "zh") for each in found]


# Two languages, every code.


def test_everything_is_said_in_chinese_too() -> None:
    """
    Each message and each advice has a Chinese wording with nothing left to fill in; the place and the excerpt stay.
    """
    unfilled = re.compile(r"\{[a-z_]+\}")
    for name, diagnostics in faults():
        for each in diagnostics:
            assert re.search("[\u4e00-\u9fff]", each.message("zh")), (name, each.code)
            assert each.message("zh") != each.message("en"), (name, each.code)
            assert (each.help("zh") is None) == (each.help("en") is None), (name, each.code)
            for language in ("en", "zh"):
                shown = each.render(language)
                assert not unfilled.search(shown.replace("\n", " ").partition(" | ")[0]), (name, each.code)
                assert not unfilled.search(each.message(language) + (each.help(language) or "")), (name, each.code)
            assert (each.mark.excerpt() or "") in each.render("zh"), (name, each.code)


PRINTED = {"near", "help", "at", "warning"}  # parts of a printed diagnostic, not codes
CLAUSES = {"not_a_clause_file"}  # read by the same modules, but not a rule file
LOADING = (
    *(
        f"{name}.py"
        for name in (
            "balance",
            "build",
            "declared",
            "diagnostics",
            "doubts",
            "fields",
            "figures",
            "reader",
            "resolve",
            "sums",
        )
    ),
    *(f"{name}.py" for name in ("schema", "schema_check", "syntax", "unreached")),
    *(f"kinds/{path.name}" for path in (SOURCE / "kinds").glob("*.py")),
    *(f"model/{path.name}" for path in (SOURCE / "model").glob("*.py")),
)


def literals(path: Path) -> set[str]:
    """Give the texts that a module is written with, docstrings apart."""
    tree = ast.parse(path.read_text("utf-8"))
    return {each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def reported(path: Path) -> Iterator[str]:
    """Give the codes that a module reports: the first argument of a diagnostic, and what a rule kind yields."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        first: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            loading = (
                path.relative_to(SOURCE).as_posix() in LOADING
            )  # elsewhere `report` and `say` are about other things
            first = node.args[0] if name == "Diagnostic" or (loading and name in ("report", "say", "_say")) else None
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and path.parent.name == "kinds":
            first = node.value.elts[0]
        for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def test_every_code_of_a_rule_file_has_a_wrong_file() -> None:
    """
    A code that loading can report is shown by a file here, so that its words have been read by somebody.
    """
    codes = set().union(*(literals(SOURCE / name) for name in LOADING)) & set(en.MESSAGES) - PRINTED - CLAUSES
    shown = {each.code for _, diagnostics in faults() for each in diagnostics}
    shown |= {"more_faults", *(code for _, code, _ in HOSTILE.values())}

    assert set() == codes - shown


def test_every_code_has_words_and_every_word_a_code() -> None:
    """
    What the package reports is in the tables, and the tables hold nothing that is never reported.
    """
    modules = [path for path in SOURCE.rglob("*.py") if path.parent.name != "messages"]
    texts = set().union(*map(literals, modules))

    assert set() == {code for path in modules for code in reported(path)} - set(en.MESSAGES)
    assert set() == set(en.MESSAGES) - PRINTED - texts


@pytest.mark.parametrize("code", sorted(en.MESSAGES.keys() | zh.MESSAGES.keys()))
def test_both_languages_say_the_same(code: str) -> None:
    """
    The two tables have the same codes, and in message and advice the same places to fill in.
    """

    def fields(entry: str | tuple[str, str]) -> list[set[str | None]]:
        texts = (entry,) if isinstance(entry, str) else entry
        return [{name for _, name, _, _ in string.Formatter().parse(text)} - {None} for text in texts]

    assert fields(en.MESSAGES[code]) == fields(zh.MESSAGES[code])


NAMES = {"UTF", "YAML", "JSON", "CSV", "GB", "GBK", "Excel", "Unicode", "Python", "docs", "format", "clauses", "md"}
NAMES |= {"dict", "int", "Decimal", "Fraction", "float", "CR", "LF"}  # Python's own, and those of formats


@pytest.mark.parametrize("code", sorted(zh.MESSAGES))
def test_chinese_wording_is_chinese(code: str) -> None:
    """
    What is not Chinese in a Chinese message is a name, or a word of the file, and then in backticks.
    """
    bare = re.sub(r"`[^`]*`|\{[a-z_]+\}", "", " ".join(zh.MESSAGES[code]))

    assert set() == set(re.findall("[A-Za-z_]{2,}", bare)) - NAMES


# Sound files.


@pytest.mark.parametrize("path", WARN, ids=lambda path: path.stem)
def test_a_doubtful_file_loads_with_exactly_these_warnings(path: Path) -> None:
    """
    What is lawful but often a slip is said once, at its place, and stops nothing.
    """
    policy = load_policy(path)

    assert expected(path, "warn") == said(policy.warnings)
    assert all(each.warning for each in policy.warnings)


@pytest.mark.parametrize("path", [*GOOD, SHIPPED], ids=lambda path: path.stem)
def test_a_sound_file_loads_without_a_word(path: Path) -> None:
    """
    A file that says what the format asks for gives no warning.
    """
    assert () == load_policy(path).warnings


def shifted_comments(text: str) -> str:
    """Put comments between the lines and behind them, where no quote or bracket is open."""
    return "# 说明：以下各行\n" + text.replace("\nperiod: ", "\n\n# ：，｛｝\t无妨\n".replace("\t", " ") + "period: ")


def reordered(text: str) -> str:
    """Turn the order of the keys at the top around."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    return "".join(reversed(parts))


def quoted(text: str) -> str:
    """Write labels in quotes, by turns double and single."""
    marks = iter("\"'" * 1000)

    def quote(match: re.Match[str]) -> str:
        mark = next(marks)
        return f"{match[1]}{mark}{match[2]}{mark}"

    return re.sub(r"((?:label|title|issuer|question): )([^\"'{\[,}\n#]+[^\"'{\[,}\n# ])(?=[,}\n])", quote, text)


def blocks(text: str) -> str:
    """Write the tree again in block style alone."""

    def written(node: Node, depth: int) -> str:
        indent = "\n" + "  " * depth
        if isinstance(node, MapNode):
            return "".join(f"{indent}{key}:{written(each, depth + 1)}" for key, each in node.entries.items())
        if isinstance(node, ListNode):
            return "".join(f"{indent}-{written(each, depth + 1)}" for each in node.items)
        return " " + scalar(node, '"')

    return written(read_yaml(text.encode(), "x")[0], 0).removeprefix("\n") + "\n"


def flows(text: str) -> str:
    """Write the tree again in flow style alone, on one line."""

    def written(node: Node) -> str:
        if isinstance(node, MapNode):
            return "{" + ", ".join(f"{key}: {written(each)}" for key, each in node.entries.items()) + "}"
        if isinstance(node, ListNode):
            return "[" + ", ".join(map(written, node.items)) + "]"
        return scalar(node, "'")

    return written(read_yaml(text.encode(), "x")[0]) + "\n"


def scalar(node: Scalar, mark: str) -> str:
    """Write a scalar; Chinese text and what was in quotes goes in quotes of one kind."""
    return f"{mark}{node.text}{mark}" if node.quoted or re.search("[\u4e00-\u9fff]", node.text) else node.text


REWRITES: Mapping[str, Callable[[str], str]] = {
    "comments": shifted_comments,
    "order of the keys": reordered,
    "quotes": quoted,
    "block style": blocks,
    "flow style": flows,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "no last line break": lambda text: text.rstrip("\n"),
    "document marks": lambda text: f"---\n{text}...\n",
}


@pytest.mark.parametrize("rewrite", REWRITES)
@pytest.mark.parametrize("path", [*GOOD, SHIPPED], ids=lambda path: path.stem)
def test_the_same_content_in_other_writing_is_the_same_policy(path: Path, rewrite: str) -> None:
    """
    Quotes, style, order, comments, line ends and a byte order mark change nothing.
    """
    text = path.read_text("utf-8")
    other = REWRITES[rewrite](text)
    assert other != text
    policy = Policy.from_text(other, path.name)

    assert load_policy(path).spec == policy.spec
    assert () == policy.warnings
