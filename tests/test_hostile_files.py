"""
Files made to hurt are refused quickly and in little memory; files made at random load or are refused, and nothing else.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml import _yaml

from assess_rules import LimitError, Policy, PolicyError, balance
from assess_rules.intervals import Interval, plan_intervals
from assess_rules.ir import Plan

RULES = Path(__file__).parent.parent / "rules" / "wancheng_2023_127.yaml"
TEXT = RULES.read_text("utf-8")
MIB = 1 << 20
MOST_SECONDS = 1.0  # of the processor's time
MOST_MEMORY = 200 * MIB
STOPS_BY_ITSELF = _yaml.get_version() >= (0, 2, 6)

POLICY = """format: 1
policy: demo
version: 1.0.0
title: 示例考核办法
source: {{issuer: 示例法院}}
in_force: {{from: 2024-01-01}}
period: month
base: 10
display: {{places: 2, rounding: half_up}}
roles: {roles}
facts: {{f: {{label: 差错}}}}
{derived}
indicators:
"""
INDICATOR = "  - {{id: i{}, at: 一, label: 差错, cap: 10, rules: [{{kind: per_item, deduct: {{f: 1}}}}]}}\n"


def policy(*, roles: str = "{r: 法官}", derived: str = "", indicators: int = 1) -> bytes:
    """Write a policy of a size that nobody needs."""
    rows = "".join(map(INDICATOR.format, range(indicators)))
    return (POLICY.format(roles=roles, derived=derived) + rows).encode()


def keys(name: str, count: int) -> bytes:
    """Write a mapping of many keys."""
    return b"format: 1\n" + "".join(f"{name}{n}: 1\n" for n in range(count)).encode()


def bomb() -> bytes:
    """Write lists of aliases that would come to 9 ** 400 entries if they were expanded."""
    levels = (f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 400))
    return ("a0: &a0 [x]\n" + "".join(levels)).encode()


def derived(count: int, operands: str) -> bytes:
    """Write derived facts of which each rests on the one before."""
    rows = (f"  d{n}: {{label: 合计, sum: [{operands.format(n - 1)}]}}\n" for n in range(1, count))
    return policy(derived="derived:\n  d0: {label: 合计, sum: [f, 1]}\n" + "".join(rows))


def netted(count: int) -> str:
    """Write indicators of which each is asked how much it can come to."""
    facts = "{a: {label: 差错}, b: {label: 表扬}}"
    row = "  - {{id: i{0}, at: 一, label: 差错, cap: 1, netting: after_cap, rules: [{{kind: per_item, deduct: {{a: 0.{1}}}, "
    rows = "".join((row + "add: {{b: 0.1}}}}]}}\n").format(number, 1000 + number) for number in range(count))
    head = POLICY.format(roles="{r: 法官}", derived="").replace("base: 10\n", f"base: {count}\nbonuses: counted\n")
    return head.replace("{f: {label: 差错}}", facts) + rows


# What is written, the code that refuses it, and the place.
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "100 brackets": (lambda: b"[" * 100, "depth_limit", "1:65"),
    # libyaml 0.2.5 gives events one by one; from 0.2.6 on it looks ahead on the line, and stops by itself.
    "200 KB of brackets": (lambda: b"[" * 200_000, "depth_limit", "1:1001" if STOPS_BY_ITSELF else "1:65"),
    "200 KB of braces": (lambda: b"{a: " * 50_000, "depth_limit", "1:257"),
    "50,000 dashes": (lambda: b"- " * 50_000, "depth_limit", "1:129"),
    "deep indentation": (lambda: b"".join(b" " * n + b"a:\n" for n in range(1200)), "depth_limit", "65:65"),
    "a bomb of aliases": (bomb, "anchor", "1:5"),
    "100,000 anchors": (lambda: b"- &a 1\n" * 100_000, "anchor", "1:3"),
    "a number of 20,000 digits": (lambda: b"format: " + b"9" * 20_000 + b"\n", "scalar_limit", "1:9"),
    "a label of 8 MB": (lambda: b"title: " + b"x" * 8 * MIB + b"\n", "too_large", ""),
    "a label of 900 KB": (lambda: b"title: " + "法".encode() * 300_000 + b"\n", "scalar_limit", "1:8"),
    "60,000 keys": (lambda: keys("k", 60_000), "node_limit", "25001:1"),
    "20,000 unknown keys": (lambda: keys("lable", 20_000), "missing_keys", "1:1"),
    "one key 100,000 times": (lambda: b"format: 1\n" * 100_000, "node_limit", "25001:1"),
    "a file of 2 MB": (lambda: b"# comment\n" * 200_000, "too_large", ""),
    "a million tabs": (lambda: b"\ta" * 500_000, "tab", "1:1"),
    "half a million NULs": (lambda: b"\0\n" * 500_000, "hidden_character", "1:1"),
    "a million carriage returns": (lambda: b"\r" * 1_000_000, "empty_file", "1:1"),
    "a million blanks": (lambda: b" " * 1_000_000 + b"x: {", "yaml_content", "1:1000005"),
    "quotes without end": (lambda: b'a: "' + b"'\"" * 400_000, "yaml_layout", "1:7"),
    "a line of full-width brackets": (lambda: b"a: {" + "｝ ".encode() * 2_000, "full_width", "1:4003"),
    "an entry of 12,000 mappings": (
        lambda: b"format: 1\nindicators: [{at: [" + b"{a: 1}, " * 11_000 + b"]}]\n",
        "wrong_type",
        "2:20",
    ),
    "a chain of derived facts": (partial(derived, 2000, "d{0}, f"), "long_chain", "45:3"),
    "derived facts that double": (partial(derived, 31, "d{0}, d{0}"), "many_terms", "22:3"),
    "a role for every indicator": (
        lambda: policy(roles="{" + ", ".join(f"r{n}: 法官" for n in range(500)) + "}", indicators=800),
        "row_limit",
        "10:1",
    ),
}

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from assess_rules import LimitError, Policy, PolicyError, load_policy
load_policy(sys.argv[1])  # so that imports are not measured
data = sys.stdin.buffer.read()
begun = time.process_time()
try:
    Policy.from_text(data, "hostile.yaml")
    first = None
except (LimitError, PolicyError) as error:
    first = error.diagnostics[0]
seconds = time.process_time() - begun
place = first and (f"{first.mark.line}:{first.mark.column}" if first.mark.line else "")
try:  # the peak of this program; what `getrusage` says begins with that of the one which started it
    memory = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) * 1024
except OSError:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"code": first and first.code, "place": place, "seconds": seconds, "memory": memory}))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_in_little_memory(name: str) -> None:
    """
    In a process of its own, the file is refused at a place within a second and within 200 MiB.
    """
    write, code, place = HOSTILE[name]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(RULES)], input=write(), capture_output=True, check=False, timeout=120
    )
    assert (0, b"") == (done.returncode, done.stderr)
    found = json.loads(done.stdout)

    assert (code, place) == (found["code"], found["place"])
    assert found["seconds"] < MOST_SECONDS
    assert found["memory"] < MOST_MEMORY


@pytest.mark.parametrize("name", HOSTILE)
def test_a_limit_has_an_exception_of_its_own(name: str) -> None:
    """
    What passes a limit of size is told apart from what is wrong, so that a program can end differently.
    """
    write, code, _ = HOSTILE[name]
    limits = ("too_large", "depth_limit", "node_limit", "scalar_limit", "row_limit")
    with pytest.raises(LimitError if code in limits else PolicyError) as caught:
        Policy.from_text(write())

    assert code == caught.value.diagnostics[0].code


def test_each_plan_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However many indicators there are, what they can come to is worked out once for each role: loading is not quadratic.
    """
    looked: list[int] = []

    def counted(plan: Plan) -> dict[str, Interval]:
        looked.append(len(plan.steps))
        return plan_intervals(plan)

    monkeypatch.setattr(balance, "plan_intervals", counted)
    Policy.from_text(netted(12))

    assert 1 == len(looked)


# Files at random.


def loads_or_is_refused(data: str | bytes) -> None:
    """Load a file: a policy comes out, or a refusal whose every diagnostic can be shown in both languages."""
    try:
        found = Policy.from_text(data, "random.yaml").warnings
    except (PolicyError, LimitError) as error:
        found = error.diagnostics
        assert found
    for each in found:
        for language in ("en", "zh"):
            shown = each.render(language)
            assert shown.startswith("random.yaml:")
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)
    places = [(each.mark.line, each.mark.column) for each in found]
    assert sorted(places) == places


SIGNS = st.sampled_from(
    [*"{}[]:,-#&*!|>'\"%@`?~ \n\t.0123456789a", "：", "，", "\u3000", "“", ": ", "- ", "\n  ", "<<", "---"]
)
WORDS = sorted(
    set(re.findall(r"[\w.%/]+", TEXT)) | {"true", "no", "0", "-1", "8%", "1e3", "{reading: x}", "{by: role}"}
)
LINES = TEXT.splitlines(keepends=True)


@given(st.binary(max_size=200))
@example(b"\xff\xfef\x00")
@example(b"\xef\xbb\xbf")
def test_random_bytes_load_or_are_refused(data: bytes) -> None:
    """
    Bytes of any kind end in a refusal that can be shown.
    """
    loads_or_is_refused(data)


@given(st.lists(SIGNS | st.sampled_from(WORDS), max_size=60).map("".join))
@example("format: 1\n<<: {a: &b [*b]}\n? [x]\n: y")
@example("? {a: 1, a: 2}\n: {a: 1, A: 2}")
@example('"\\ud800": "\\0"')
@example("a: {")
@example("%")
def test_random_text_in_yaml_s_own_signs_loads_or_is_refused(text: str) -> None:
    """
    Whatever YAML's punctuation adds up to, the loader has words for it.
    """
    loads_or_is_refused(text)


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Make a few small edits of the shipped rule file: a character, a word or a line is deleted, replaced or put in."""
    text = TEXT
    for _ in range(draw(st.integers(1, 3))):
        what = draw(st.sampled_from(["character", "word", "line"]))
        new = draw(st.sampled_from(["", "replace", "insert"]))
        if what == "character":
            start = draw(st.integers(0, len(text) - 1))
            end, put = start + 1, draw(SIGNS)
        else:
            pattern = r"[\w.%/]+" if what == "word" else r"[^\n]*\n"
            places = [match.span() for match in re.finditer(pattern, text)]
            start, end = places[draw(st.integers(0, len(places) - 1))]
            put = draw(st.sampled_from(WORDS if what == "word" else LINES))
        text = text[:start] + (put if new else "") + text[start if new == "insert" else end :]
    return text


@given(edited())
@example(TEXT.replace("places: 2", "places: 2.0", 1))
@example(TEXT.replace("{reading: bonus_reach}", "within_section", 1))
def test_a_small_edit_of_a_sound_file_loads_or_is_refused(text: str) -> None:
    """
    What an editor can mistype gives a policy or a refusal, never another error.
    """
    loads_or_is_refused(text)
