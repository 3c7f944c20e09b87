"""
Numbers in and out, and the small modules beside them: places, labels, digests, periods, intervals, whole-number plans.

Each is compared with something that says the same in another way: a grammar written out by hand, `decimal`, a table
worked out by hand, or the reference evaluator.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import itertools
import pickle
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from assess_rules import load_policy
from assess_rules.amounts import Name
from assess_rules.backends.reference import evaluate, holds, value_of
from assess_rules.canonical import digest
from assess_rules.exact import (
    NUMBER,
    RATE,
    RATIO,
    Rounding,
    both_texts,
    minus,
    number_text,
    parse_number,
    rate_meant,
    rounded,
    short_text,
)
from assess_rules.intervals import SMALLEST, interval, step_intervals
from assess_rules.ir import (
    Add,
    And,
    Ceil,
    Check,
    Compare,
    Comparison,
    Const,
    Equal,
    Expr,
    Fact,
    Floor,
    Input,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Plan,
    Quotient,
    Ratio,
    Ref,
    Round,
    Scale,
    Select,
    Step,
    Value,
)
from assess_rules.labels import Label
from assess_rules.legalize import legalize
from assess_rules.marks import EXCERPT_WIDTH, Mark, Source, visible, width
from assess_rules.periods import Span, day_meant, parse_period, period_meant

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

ALPHABET = "019-./%"
LONGEST = 6
DIGITS, PLACES = 15, 6  # what the format admits before and after the point

# Text to number.


def is_whole(text: str) -> bool:
    """
    Say whether a text is a whole number without a sign, a leading 0 or too many digits.
    """
    return set(text) <= set("0123456789") and 1 <= len(text) <= DIGITS and (text == "0" or text[0] != "0")


def value_by_hand(text: str) -> Fraction | None:
    """
    Read a number by taking it apart, without a pattern.
    """
    body, sign = (text[1:], -1) if text[:1] == "-" else (text, 1)
    if "/" in body:
        above, below = body.split("/", 1)
        return sign * Fraction(int(above), int(below)) if is_whole(above) and is_whole(below) and below != "0" else None
    unit = 1
    if body[-1:] == "%":
        body, unit = body[:-1], 100
    whole, point, part = body.partition(".")
    fits = is_whole(whole) and set(part) <= set("0123456789") and (1 if point else 0) <= len(part) <= PLACES
    return Fraction(sign * int(whole + part), unit * 10 ** len(part)) if fits else None


def test_every_short_text_is_read_as_the_grammar_says() -> None:
    """
    Every text of up to six of the signs 0 1 9 - . / % is a number exactly where the grammar written by hand says so.
    """
    texts = ["".join(each) for size in range(LONGEST + 1) for each in itertools.product(ALPHABET, repeat=size)]

    assert [] == [text for text in texts if value_by_hand(text) != parse_number(text)]


@pytest.mark.parametrize("form", ["{}", "-{}", "{}.5", "{}%", "{}.25%", "{}/7", "-{}/7", "7/{}"])
def test_fifteen_digits_are_read_and_sixteen_are_not(form: str) -> None:
    """
    A whole number has at most fifteen digits, wherever it stands.
    """
    for digits in ("1" * DIGITS, "9" * DIGITS, "1" + "0" * (DIGITS - 1)):
        assert value_by_hand(form.format(digits)) == parse_number(form.format(digits)) is not None
        assert parse_number(form.format(digits + "0")) is None


@pytest.mark.parametrize("form", ["0.{}", "-12.{}", "0.{}%", "-12.{}%"])
def test_six_decimal_places_are_read_and_seven_are_not(form: str) -> None:
    """
    There are at most six digits after the point.
    """
    for digits in ("1" * PLACES, "0" * PLACES, "9" * PLACES):
        assert value_by_hand(form.format(digits)) == parse_number(form.format(digits)) is not None
        assert parse_number(form.format(digits + "0")) is None


@pytest.mark.parametrize(
    "text",
    [
        *"+ e_x٣１½",
        "+1",
        "1e3",
        "1_000",
        "1,000",
        " 1",
        "1 ",
        "1\n",
        "\n1",
        "1.\n5",
        "1．5",
        "8％",
        "inf",
        "nan",
        "0x8",
        "−1",
    ],
)
def test_other_ways_to_write_a_number_are_refused(text: str) -> None:
    """
    Signs, exponents, blanks, separators, line ends and digits of other scripts make no number.
    """
    assert parse_number(text) is None


def test_each_form_has_its_own_pattern() -> None:
    """
    A number, a rate and a ratio are told apart by their patterns, and one text is never two of them.
    """
    forms = {"3": NUMBER, "-0.5": NUMBER, "8%": RATE, "-0.5%": RATE, "4/3": RATIO, "-1/2": RATIO}

    for text, form in forms.items():
        assert [form] == [each for each in (NUMBER, RATE, RATIO) if each.fullmatch(text)]


# Number to text.


def test_number_text_says_exactly_the_number() -> None:
    """
    What is written is the number: a decimal without needless places where there is one, else a fraction in lowest form.
    """
    for above, below in itertools.product(range(-70, 71), range(1, 130)):
        value = Fraction(above, below)
        text = number_text(value)

        assert value == Fraction(text)
        assert (10**7 % value.denominator == 0) == ("/" not in text)
        assert "." not in text or not text.endswith("0")
        assert "/" not in text or f"{value.numerator}/{value.denominator}" == text
        assert not text.lstrip("-").startswith(("00", "."))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-3, "-3"),
        (Fraction(12), "12"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-1, 40), "-0.025"),
        (Fraction(1201, 100), "12.01"),
        (Fraction(1, 2**10), "0.0009765625"),
        (Fraction(3, 5**7), "0.0000384"),
        (Fraction(-(10**15) + 1, 10**6), "-999999999.999999"),
        (Fraction(1, 2 * 3), "1/6"),
        (Fraction(-4, 3), "-4/3"),
        (Fraction(7, 5 * 7 * 11), "1/55"),
        (Fraction(1, 2 * (2**60 + 1)), "1/2305843009213693954"),  # no float is near enough
        (Fraction(1, 5**30), f"0.{'0' * 20}{2**30}"),  # 2^30 ÷ 10^30, and 2^30 has ten digits
    ],
)
def test_number_text_of(value: Fraction | int, text: str) -> None:
    """
    Whole numbers, halves, small and large decimals and true fractions are written as people would.
    """
    assert text == number_text(value)


def test_what_is_written_is_read_as_the_same_number() -> None:
    """
    Every number that the format admits comes back from its text.
    """
    for above, below in itertools.product((0, 1, 9, 10, 15, 123456, 999999), (1, 2, 3, 7, 8, 10, 64, 10**3, 10**6)):
        for value in (Fraction(above, below), -Fraction(above, below)):
            assert value == parse_number(number_text(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 10**4), "0.0001"),
        (Fraction(-12345, 10**4), "−1.2345"),
        (Fraction(1, 10**5), "0.000…"),
        (Fraction(12345, 10**5), "0.123…"),
        (Fraction(200, 31), "6.451…"),
        (Fraction(1, 3), "0.333…"),
        (Fraction(-1, 3), "−0.333…"),
        (Fraction(-2, 3), "−0.666…"),
        (Fraction(-1, 3000), "−0.000…"),
        (Fraction(31, 3), "10.333…"),
        (Fraction(3001, 3000), "1.000…"),
        (Fraction(100_037, 1100), "90.942…"),  # 90.94272…
        (Fraction(3_000_030_100, 3 * 10**6), "1000.010…"),
    ],
)
def test_short_text_of(value: Fraction, text: str) -> None:
    """
    At most four places are written out; of more, the first three and an ellipsis, never rounded.
    """
    assert text == short_text(value)
    assert both_texts(value) == (text if "…" not in text else f"{text} ({minus(number_text(value))})")


# Rounding for show.


def unit(places: int) -> Decimal:
    """
    Give one in the last place.
    """
    return Decimal(1).scaleb(-places)


BY_DECIMAL: Mapping[Rounding, Callable[[Decimal, Decimal], Decimal]] = {
    "half_up": lambda value, one: (value + one / 2).quantize(one, ROUND_FLOOR),
    "down": lambda value, one: value.quantize(one, ROUND_FLOOR),
    "up": lambda value, one: value.quantize(one, ROUND_CEILING),
}


@pytest.mark.parametrize("how", get_args(Rounding))
@pytest.mark.parametrize("places", [0, 1, 2, 3, 6])
def test_decimals_are_rounded_as_decimal_does(how: Rounding, places: int) -> None:
    """
    Numbers with three places, halves and negative ones too, are rounded as `decimal` does; nil has no sign.
    """
    for thousandths in (*range(-2600, 2601), 999_999, 10**15 + 5, -(10**15) - 5):
        expected = BY_DECIMAL[how](Decimal(thousandths).scaleb(-3), unit(places))

        assert str(expected + 0) == str(rounded(Fraction(thousandths, 1000), places, how))


@pytest.mark.parametrize("places", [0, 1, 2, 5])
def test_fractions_are_rounded_to_the_nearest_figure_on_the_side_meant(places: int) -> None:
    """
    Numbers that no decimal writes lie between `down` and `up`, which are one unit apart, and `half_up` is the nearer.
    """
    one = Fraction(1, 10**places)
    for sevenths in range(-50, 51):
        value = Fraction(sevenths, 7)
        down, up, nearest = (Fraction(rounded(value, places, how)) for how in ("down", "up", "half_up"))

        assert down <= value <= up
        assert (0 if value.denominator == 1 else one) == up - down
        assert nearest in {down, up}
        assert abs(value - nearest) < one / 2


def test_rounding_does_not_depend_on_the_decimal_context() -> None:
    """
    A number with more digits than the context keeps is rounded exactly.
    """
    with localcontext() as context:
        context.prec = 3

        assert "12345678901234567890123456789012.35" == str(
            rounded(Fraction(12345678901234567890123456789012345, 1000), 2, "half_up")
        )


# Places.

LINES = ("format: 1", "名称: 法院（甲）", "a\u200bb: c")


@pytest.mark.parametrize(
    ("line", "column", "length", "shown"),
    [
        (1, 1, 6, "  1 | format: 1\n    | ^^^^^^"),
        (1, 9, 1, "  1 | format: 1\n    |         ^"),
        (2, 1, 2, "  2 | 名称: 法院（甲）\n    | ^^^^"),  # a Chinese character takes two columns
        (2, 5, 2, "  2 | 名称: 法院（甲）\n    |       ^^^^"),
        (2, 7, 3, "  2 | 名称: 法院（甲）\n    |           ^^^^^^"),  # and so do full-width brackets
        (3, 2, 1, "  3 | a\\u200bb: c\n    |  ^^^^^^"),  # what cannot be seen is written out
        (3, 3, 1, "  3 | a\\u200bb: c\n    |        ^"),
        (1, 10, 1, "  1 | format: 1\n    |          ^"),  # past the end, as where something is missing
        (1, 8, 9, "  1 | format: 1\n    |        ^^"),  # no further than the line
    ],
)
def test_excerpt_marks_what_is_meant(line: int, column: int, length: int, shown: str) -> None:
    """
    The row of `^` stands below the marked characters, whatever their width.
    """
    assert shown == Mark(Source("f.yaml", LINES), line, column, length).excerpt()


def test_excerpt_of_a_line_with_a_long_number_keeps_its_gutter() -> None:
    """
    The second row is indented as far as the number of the line goes.
    """
    assert "  100 | ab\n      |  ^" == Mark(Source("f", ("",) * 99 + ("ab",)), 100, 2).excerpt()


@pytest.mark.parametrize(
    ("size", "column", "first", "before"),
    [
        (EXCERPT_WIDTH, 115, 0, 114),  # what fits is shown whole
        (EXCERPT_WIDTH + 1, 61, 0, 60),
        (EXCERPT_WIDTH + 1, 62, 1, 60),
        (400, 1, 0, 0),
        (400, 200, 139, 60),
        (400, 399, 338, 60),
    ],
)
def test_excerpt_of_a_long_line_shows_the_part_around_the_mark(size: int, column: int, first: int, before: int) -> None:
    """
    Of a line longer than an excerpt, sixty characters before the mark are shown and sixty from it on.
    """
    line = "".join(chr(0x4E00 + number) for number in range(size))
    excerpt = Mark(Source("f", (line,)), 1, column, 2).excerpt()

    marked = "^" * 2 * len(line[column - 1 : column + 1])
    assert f"  1 | {line[first : first + EXCERPT_WIDTH]}\n    | {'  ' * before}{marked}" == excerpt


@pytest.mark.parametrize(
    "mark",
    [
        Mark(Source("f", LINES), 0),
        Mark(Source("f", LINES), 4),
        Mark(Source("f"), 1),
        Mark(Source("f", LINES), 1, cell="a"),
    ],
)
def test_no_excerpt_where_there_is_no_line(mark: Mark) -> None:
    """
    A place without a line, and a cell of a table, have no excerpt.
    """
    assert mark.excerpt() is None


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (Mark(Source("f.yaml"), 6, 13), "f.yaml:6:13"),
        (Mark(Source("f.csv"), 2, 3, cell="结案数"), "f.csv:2:结案数"),
        (Mark(Source("f.csv"), 2, 3, cell="a\tb"), "f.csv:2:a\\tb"),
        (Mark(Source("f\n.csv"), 0), "f\\n.csv"),
        (Mark(Source("f\n.csv"), 1), "f\\n.csv:1:1"),
    ],
)
def test_place_as_text(mark: Mark, text: str) -> None:
    """
    A place is file, line and column, or the column's name; on one line, whatever the names are.
    """
    assert text == str(mark)


def test_place_knows_the_places_of_its_keys() -> None:
    """
    A path of keys leads to the place of the last of them that there is.
    """
    source = Source("f", LINES)
    inner = Mark(source, 3)
    middle = Mark(source, 2, keys={"b": inner})
    outer = Mark(source, 1, keys={"a": middle})

    assert [outer, middle, inner, middle] == [outer.of(), outer.of("a"), outer.of("a", "b"), outer.of("a", "c")]
    assert (outer, {}) == (pickle.loads(pickle.dumps(outer)), dict(pickle.loads(pickle.dumps(outer)).keys))  # noqa: S301


@pytest.mark.parametrize(
    ("text", "shown", "columns"),
    [
        ("plain text ~", "plain text ~", 12),
        ("法院", "法院", 4),
        ("é", "é", 1),
        ("：ｱ", "：ｱ", 3),  # full width, half width
        ("a\tb", "a\\tb", 4),
        ("\x7f", "\\x7f", 4),
        ("法\u202e", "法\\u202e", 8),
        ("\ud800", "\\ud800", 6),
        ("\udfff", "\\udfff", 6),
        ("\ud7ff\ue000", "\\ud7ff\\ue000", 12),
        ("😀", "😀", 2),
        ("\U000e0041", "\\U000e0041", 10),
    ],
)
def test_visible_text_and_its_width(text: str, shown: str, columns: int) -> None:
    """
    What an eye cannot see is written as an escape; what it can see stays, and its columns are counted.
    """
    assert (shown, columns) == (visible(text), width(visible(text)))


# Labels.


def test_label_falls_back_to_the_other_language() -> None:
    """
    A label that one language lacks is given in the other, and an empty one as an empty text.
    """
    assert ("甲", "one") == (Label("甲", "one").text("zh"), Label("甲", "one").text("en"))
    assert ("甲", "甲") == (Label("甲").text("zh"), Label("甲").text("en"))
    assert ("one", "one") == (Label(en="one").text("zh"), Label(en="one").text("en"))
    assert "" == Label().text("zh")


# Digests.


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": Fraction(1, 2)}, '{"a":{"number":"0.5"},"b":{"number":"1"}}'),
        ((Fraction(-4, 3), "4/3", True, None), '[{"number":"-4/3"},"4/3",true,null]'),
        (datetime.date(2024, 3, 1), '{"date":"2024-03-01"}'),
        (Label("合格"), '["Label","合格",null]'),
        ((Const(Fraction(8, 100), rate=True),), '[["Const",{"number":"0.08"}]]'),  # how it was written does not count
        (Name("a", Mark(Source("f"), 3)), '["Name","a"]'),  # nor where
    ],
)
def test_digest_is_of_what_a_value_says(value: object, text: str) -> None:
    """
    A digest is the SHA-256 of one text for each value: sorted keys, numbers apart from texts, no places.
    """
    assert f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" == digest(value)


# Periods.


def test_every_period_of_a_span_is_read_with_its_first_day() -> None:
    """
    Months, quarters, half-years and years are read, and each begins on the first day of its first month.
    """
    for year in (1, 1999, 2024, 9999):
        forms: dict[Span, dict[str, int]] = {
            "month": {f"{year:04}-{month:02}": month for month in range(1, 13)},
            "quarter": {f"{year:04}-Q{number}": month for number, month in enumerate((1, 4, 7, 10), 1)},
            "half_year": {f"{year:04}-H{number}": month for number, month in enumerate((1, 7), 1)},
            "year": {f"{year:04}": 1},
        }
        for span, texts in forms.items():
            for text, month in texts.items():
                period = parse_period(text, span)
                assert period is not None
                assert (text, datetime.date(year, month, 1)) == (period.text, period.first_day)
                assert [span] == [each for each in forms if parse_period(text, each) is not None]


@pytest.mark.parametrize(
    "text",
    [
        *("", "2024-00", "2024-13", "2024-3", "24-03", "2024-Q0", "2024-Q5", "2024-q1", "2024-H0", "2024-H3"),
        *(
            "0000",
            "0000-01",
            "0000-Q1",
            "0000-H1",
            "20240",
            "2024\n",
            " 2024",
            "２０２４",
            "2024年",
            "-2024",
            "2024-03-01",
        ),
    ],
)
def test_other_texts_are_no_period(text: str) -> None:
    """
    A period of no calendar, or one written in another way, is not guessed at.
    """
    assert [] == [span for span in get_args(Span) if parse_period(text, span) is not None]


@pytest.mark.parametrize(
    ("text", "span", "period"),
    [
        *(("2026年3月", "month", "2026-03"), ("2026/12", "month", "2026-12"), ("202603", "month", "2026-03")),
        *(("2026-13", "month", None), ("2026-Q1", "month", None), ("2026-1-1", "month", None)),
        *(("2026年第1季度", "quarter", "2026-Q1"), ("2026q4", "quarter", "2026-Q4"), ("2026-1", "quarter", None)),
        *(("2026h2", "half_year", "2026-H2"), ("2026年", "year", "2026"), ("2026-03", "year", None)),
    ],
)
def test_period_that_is_meant(text: str, span: Span, period: str | None) -> None:
    """
    What people write for a period is understood where it can be one of that span alone.
    """
    assert period == period_meant(text, span)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-1-1", "2026-01-01"), ("20260301", "2026-03-01"), ("2026年3月31日", "2026-03-31"), ("1/1/2026", None)],
)
def test_day_that_is_meant(text: str, day: str | None) -> None:
    """
    A day with its year first is understood; one that the calendar lacks, or a month without a day, is not.
    """
    assert day == day_meant(text)
    assert [None] * 4 == list(map(day_meant, ("2026-02-30", "2026年3月", "2026-12", "202612")))


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0.95", "95%"), ("0", "0%"), ("95", "95%"), ("5 %", "5%"), ("1", None), ("4/3", None), ("x%", None)],
)
def test_rate_that_is_meant(text: str, rate: str | None) -> None:
    """
    A share and a number of per cents are told apart where they can be: 1 may be either.
    """
    assert rate == rate_meant(text)


# Expressions: the reference evaluator by hand, intervals and whole-number plans against it.

A, B, YES, KIND = Fact("a"), Fact("b"), Fact("yes"), Fact("kind")
INPUTS = (
    Input("a", "count", Label("甲"), maximum=Fraction(30)),
    Input("b", "number", Label("乙"), minimum=Fraction(-2), maximum=Fraction(2), places=2),
    Input("c", "number", Label("丙"), minimum=Fraction(1, 2), maximum=Fraction(3), places=1),
    Input("yes", "flag", Label("丁")),
    Input("kind", "choice", Label("戊"), options=(("x", Label("子")), ("y", Label("丑")))),
)
FACTS: Mapping[str, Value] = {"a": Fraction(7), "b": Fraction(-3, 2), "c": Fraction(1), "yes": True, "kind": "x"}


def const(above: int, below: int = 1) -> Const:
    return Const(Fraction(above, below))


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (const(4, 3), Fraction(4, 3)),
        (A, Fraction(7)),
        (KIND, "x"),
        (Add(()), Fraction(0)),
        (Add((A, B, const(1))), Fraction(13, 2)),  # 7 − 1.5 + 1
        (Mul(A, B), Fraction(-21, 2)),
        (Scale(Fraction(1, 2), A), Fraction(7, 2)),
        (Min((A, B)), Fraction(-3, 2)),
        (Max((A, B)), Fraction(7)),
        (Floor(B), Fraction(-2)),
        (Floor(A), Fraction(7)),
        (Ceil(B), Fraction(-1)),
        (Ceil(A), Fraction(7)),
        (Round(B), Fraction(-1)),  # a half goes to the higher
        (Round(const(5, 2)), Fraction(3)),
        (Round(const(12, 5)), Fraction(2)),
        (Round(const(-8, 5)), Fraction(-2)),
        (Ratio(B, A, const(9)), Fraction(-3, 14)),
        (Ratio(A, const(0), const(9)), Fraction(9)),
        (Quotient(A, const(2)), Fraction(3)),
        (Quotient(Scale(Fraction(-1), A), const(2)), Fraction(-4)),  # rounded down
        (Equal(KIND, "x"), True),
        (Equal(KIND, "y"), False),
        (And(()), True),
        (And((YES, Equal(KIND, "y"))), False),
        (And((YES, YES)), True),
        (Or(()), False),
        (Or((YES, Equal(KIND, "y"))), True),
        (Or((Not(YES), Not(YES))), False),
        (Not(YES), False),
        (Select(YES, A, B), Fraction(7)),
        (Select(Not(YES), A, B), Fraction(-3, 2)),
        (Compare(A, ">=", const(7)), True),
        (Compare(A, "<", B), False),
    ],
)
def test_reference_gives_what_an_operation_means(expr: Expr, value: Value) -> None:
    """
    Every operation of a plan has the value that its name says, worked out by hand.
    """
    found = value_of(expr, FACTS)

    assert (type(value), value) == (type(found), found)


@pytest.mark.parametrize(("op", "figures"), [(">=", {2, 3}), (">", {3}), ("<=", {1, 2}), ("<", {1}), ("=", {2})])
def test_reference_compares_as_the_sign_says(op: str, figures: set[int]) -> None:
    """
    A comparison with 2 holds for 1, 2 and 3 as its sign says.
    """
    assert figures == {each for each in (1, 2, 3) if holds(Fraction(each), op, Fraction(2))}


def test_reference_gives_facts_and_steps_by_name() -> None:
    """
    Later steps read earlier ones, and the facts that were given are not touched.
    """
    facts = {"a": Fraction(7)}
    steps = (Step("s", Add((A, const(1))), Label(), ()), Step("t", Mul(Ref("s"), Ref("s")), Label(), ()))

    assert {"a": 7, "s": 8, "t": 64} == evaluate(plan_of(*steps), facts)
    assert {"a": 7} == facts


@functools.cache
def any_plan() -> Plan:
    return load_policy("wancheng_2023_127").plans["clerk"]


def plan_of(*steps: Step) -> Plan:
    """
    Give a plan of these steps over the facts of this file; what else a plan has does not matter here.
    """
    return evolve(any_plan(), inputs=INPUTS, steps=steps, checks=())  # type: ignore[misc]


FIGURES = tuple(Fraction(each) for each in ("0", "1", "-1", "1/2", "-7/4", "4/3", "0.08"))
LEAVES: tuple[Expr, ...] = (A, B, Fact("c"), *map(Const, FIGURES))
Pick = Callable[[Sequence[Any]], Any]
Case = tuple[tuple[Step, Step], Mapping[str, Value]]


def a_number(pick: Pick, depth: int, leaves: Sequence[Expr] = LEAVES) -> Any:
    """
    Make an expression that is a number, at most so many operations deep.
    """

    def one() -> Any:
        return a_number(pick, depth - 1, leaves)

    def several() -> tuple[Expr, ...]:
        return tuple(one() for _ in range(pick(range(1, 4))))

    if not depth:
        return pick(leaves)
    return pick(
        (
            lambda: pick(leaves),
            lambda: Add(several()),
            lambda: Mul(one(), one()),
            lambda: Scale(pick(FIGURES), one()),
            lambda: Min(several()),
            lambda: Max(several()),
            lambda: Floor(one()),
            lambda: Ceil(one()),
            lambda: Round(one()),
            lambda: Ratio(one(), a_denominator(pick), one()),
            lambda: Select(a_truth(pick, depth - 1), one(), one()),
        )
    )()


def a_denominator(pick: Pick) -> Any:
    """
    Make what a rate may be a share of: a figure, a fact, a sum or difference of them, or a rate.
    """
    return pick(
        (
            lambda: pick(LEAVES),
            lambda: Add((pick(LEAVES), pick(LEAVES))),
            lambda: Add((pick(LEAVES), Scale(Fraction(-1), pick(LEAVES)))),
            lambda: Ratio(pick(LEAVES), pick(LEAVES), pick(LEAVES)),
        )
    )()


def a_truth(pick: Pick, depth: int) -> Any:
    """
    Make an expression that is true or false.
    """

    def several() -> tuple[Expr, ...]:
        return tuple(a_truth(pick, depth - 1) for _ in range(pick(range(3))))

    leaves = (
        lambda: YES,
        lambda: Equal(KIND, pick("xy")),
        lambda: Compare(a_number(pick, 1), pick(get_args(Comparison)), a_number(pick, 1)),
    )
    operations = (lambda: And(several()), lambda: Or(several()), lambda: Not(a_truth(pick, depth - 1)))
    return pick((*leaves, *operations) if depth > 0 else leaves)()


@st.composite
def cases(draw: DrawFn) -> Case:
    """
    Draw two steps, of which the second may read the first, and facts for them.
    """

    def pick(choices: Sequence[Any]) -> Any:
        return draw(st.sampled_from(choices))

    steps = (a_number(pick, 3), a_number(pick, 2, (*LEAVES, Ref("s"), Ref("s"), Ref("s"))))
    facts = {each.name: draw(values(each)) for each in INPUTS}
    return (Step("s", steps[0], Label(), ()), Step("t", steps[1], Label(), ())), facts


def values(each: Input) -> SearchStrategy[Value]:
    """
    Give values of a fact.
    """
    if each.type == "flag":
        return st.booleans()
    if each.type == "choice":
        return st.sampled_from([option for option, _ in each.options])
    unit = 10**each.places
    return st.integers(floor(each.minimum * unit), floor(each.maximum * unit)).map(
        lambda number: Fraction(number, unit)
    )


@given(cases())
def test_interval_contains_every_value(case: Case) -> None:
    """
    Whatever the facts, the value of a step lies within its interval.
    """
    steps, facts = case
    intervals = step_intervals(steps, INPUTS)
    known = evaluate(plan_of(*steps), facts)

    for name in ("s", "t"):
        low, high = intervals[name]
        assert low <= known[name] <= high  # type: ignore[operator]


@pytest.mark.parametrize(("passing", "low", "high"), [("s", 1, 5), ("r", -26, 31)])
def test_interval_of_what_is_held_to_a_cap(passing: str, low: int, high: int) -> None:
    """
    What loses all that passes a cap is at most the cap and at least what it was; of another figure nothing is known.
    """
    over = Step("over", Max((const(0), Add((Ref(passing), const(-5))))), Label(), ())
    held = Step("held", Add((Ref("s"), Scale(Fraction(-1), Ref("over")))), Label(), ())
    steps = (Step("s", Add((A, const(1))), Label(), ()), Step("r", Add((A, const(2))), Label(), ()), over, held)

    assert (Fraction(low), Fraction(high)) == step_intervals(steps, INPUTS)["held"]


def test_interval_of_a_share_of_a_share() -> None:
    """
    A share may come as close to 0 as the largest fact allows; what is divided by it may be as large.
    """
    most = Fraction(999_999_999)
    of_all = {name: (Fraction(0), most) for name in "pqr"}
    share = Ratio(Fact("p"), Fact("q"), const(0))
    value, known = Ratio(Fact("r"), share, const(0)), {"p": Fraction(1), "q": most, "r": most}
    low, high = interval(value, of_all, {})

    assert most**2 == value_of(value, known)
    assert low <= most**2 <= high


SPANS = {"p": (Fraction(-3, 2), Fraction(5, 2)), "q": (Fraction(1), Fraction(4)), "z": (Fraction(0), Fraction(4))}
NIL = {"nil": (Fraction(0), Fraction(0)), "r": (Fraction(-4), Fraction(4)), **SPANS}
P, Q = Fact("p"), Fact("q")


@pytest.mark.parametrize(
    ("expr", "low", "high"),
    [
        (const(-2), -2, -2),
        (P, Fraction(-3, 2), Fraction(5, 2)),
        (Add(()), 0, 0),
        (Add((P, Q)), Fraction(-1, 2), Fraction(13, 2)),
        (Mul(P, Q), -6, 10),
        (Scale(Fraction(-2), P), -5, 3),
        (Min((P, Q)), Fraction(-3, 2), Fraction(5, 2)),
        (Max((P, Q)), 1, 4),
        (Floor(P), -2, 2),
        (Ceil(P), -1, 3),
        (Round(P), -1, 3),
        (Ratio(P, Q, const(0)), Fraction(-3, 2), Fraction(5, 2)),  # by 1 at least
        (Ratio(P, Q, const(9)), Fraction(-3, 2), 9),
        (Ratio(P, const(2), const(0)), Fraction(-3, 4), Fraction(5, 4)),
        (Ratio(P, Fact("nil"), const(9)), 9, 9),
        (Ratio(P, Fact("z"), const(0)), Fraction(-3, 2) / SMALLEST, Fraction(5, 2) / SMALLEST),
        (Ratio(P, Fact("r"), const(0)), Fraction(-5, 2) / SMALLEST, Fraction(5, 2) / SMALLEST),
        (Select(YES, P, Q), Fraction(-3, 2), 4),
    ],
)
def test_interval_of_an_operation(expr: Expr, low: int | Fraction, high: int | Fraction) -> None:
    """
    The interval of each operation on intervals is as narrow as it can be, worked out by hand.
    """
    assert (low, high) == interval(expr, NIL, {})


def test_truths_have_no_interval() -> None:
    """
    An expression that is true or false is no number, and its steps are left out.
    """
    steps = (Step("s", A, Label(), ()), Step("t", YES, Label(), (), "flag"))

    assert ["s"] == list(step_intervals(steps, INPUTS))
    with pytest.raises(TypeError, match="Not is no number"):
        interval(Not(YES), {}, {})


@given(cases())
def test_whole_number_plan_gives_the_exact_values(case: Case) -> None:
    """
    A plan in whole numbers has the same values, computes nothing but whole numbers, and divides by 1 or more.
    """
    steps, facts = case
    plan = plan_of(*steps)
    integers = legalize(plan)
    known = evaluate(plan, facts)

    whole = whole_numbers(facts)
    for name, expr in integers.steps:
        whole[name] = value_of(expr, whole)
        assert whole[name].denominator == 1  # type: ignore[union-attr]
    for name in ("s", "t"):
        scaled = integers.values[name]
        below = value_of(scaled.denominator or const(1), whole)
        assert scaled.factor > 0
        assert below >= 1  # type: ignore[operator]
        assert known[name] == scaled.factor * value_of(scaled.numerator, whole) / below  # type: ignore[operator]


def whole_numbers(facts: Mapping[str, Value]) -> dict[str, Value]:
    """
    Give facts in units of their last decimal place.
    """
    units = {each.name: 10**each.places for each in INPUTS}
    return {name: value * units[name] if isinstance(value, Fraction) else value for name, value in facts.items()}


@given(cases(), st.sampled_from(get_args(Comparison)), st.sampled_from(FIGURES))
def test_whole_number_condition_is_the_same(case: Case, op: Comparison, figure: Fraction) -> None:
    """
    A condition in whole numbers holds exactly where the condition does.
    """
    (step, _), facts = case
    condition = Or((Compare(step.expr, op, Const(figure)), And((YES, Not(Equal(KIND, "y"))))))

    integers = legalize(evolve(plan_of(), checks=(Check(condition, (), ()),)))  # type: ignore[misc]
    whole = whole_numbers(facts)
    for name, expr in integers.steps:
        whole[name] = value_of(expr, whole)

    assert [value_of(condition, facts)] == [value_of(each, whole) for each in integers.checks]


def test_numbers_too_long_for_a_float_are_written_to_the_last_digit() -> None:
    """
    Digits are those of whole numbers, never of a float; a number that is cut short has the exact one in brackets.
    """
    assert "10000000000000000000000.1" == number_text(Fraction(10**23 + 1, 10))
    assert ("2.5", "−0.333… (−1/3)") == (both_texts(Fraction(5, 2)), both_texts(Fraction(-1, 3)))
