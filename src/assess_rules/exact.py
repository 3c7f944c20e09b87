"""
Text to `Fraction` and back: the only parser and printer of numbers in the project.

Forms: `3`, `0.5`, `-1.25`, `8%`, `4/3`; ASCII digits, at most 15 before and 6 after the point, no exponent.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Rounding = Literal["half_up", "down", "up"]

_WHOLE = "(?:0|[1-9][0-9]{0,14})"
NUMBER = re.compile(rf"-?{_WHOLE}(?:\.[0-9]{{1,6}})?")
RATE = re.compile(rf"-?{_WHOLE}(?:\.[0-9]{{1,6}})?%")
RATIO = re.compile(rf"-?{_WHOLE}/[1-9][0-9]{{0,14}}")


def parse_number(text: str) -> Fraction | None:
    """
    Give the exact value of a number, a percentage or a fraction of two whole numbers; None if the text is none of them.

    >>> parse_number("0.5"), parse_number("8%"), parse_number("4/3"), parse_number("1e3")
    (Fraction(1, 2), Fraction(2, 25), Fraction(4, 3), None)
    """
    if NUMBER.fullmatch(text) or RATIO.fullmatch(text):
        return Fraction(text)
    if RATE.fullmatch(text):
        return Fraction(text[:-1]) / 100
    return None


def rate_meant(text: str) -> str | None:
    """
    Give the rate that a text most likely means which is none: a share, a number of per cents, a blank before the sign.

    >>> rate_meant("0.95"), rate_meant("95"), rate_meant("5 %"), rate_meant("1"), rate_meant("4/3")
    ('95%', '95%', '5%', None, None)
    """
    value = Fraction(text) if NUMBER.fullmatch(text) else None
    if value is not None:
        text = f"{number_text(value * 100 if value < 1 else value)}%" if value != 1 else ""  # 1 may be either
    text = re.sub(r"\s+%", "%", text)
    return text if RATE.fullmatch(text) else None


def number_text(value: Fraction | int) -> str:
    """
    Write a number exactly: a decimal where one exists, else a fraction.

    >>> number_text(Fraction(1, 2)), number_text(Fraction(-4, 3)), number_text(12)
    ('0.5', '-4/3', '12')
    """
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return _digits(numerator)
    rest, twos, fives = denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{_digits(numerator)}/{_digits(denominator)}"
    places = max(twos, fives)
    digits = _digits(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    return f"{'-' if numerator < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def minus(text: str) -> str:
    """
    Write a number's minus as people do; data keeps the hyphen, which programs read.

    >>> minus("-1.50")
    '−1.50'
    """
    return text.replace("-", "−")


def plain_text(value: Fraction | int) -> str:
    """
    Write a number exactly, as `number_text` does, for people.
    """
    return minus(number_text(value))


def _digits(number: int) -> str:
    # Python refuses to write an `int` of more than 4,300 digits; sums of many odd fractions get there.
    return str(Decimal(number))


def short_text(value: Fraction) -> str:
    """
    Write a number for people: exactly where it has at most four decimal places, else its first three places and an ellipsis.

    >>> short_text(Fraction(5, 2)), short_text(Fraction(200, 31)), short_text(Fraction(-1, 3))
    ('2.5', '6.451…', '−0.333…')
    """
    if (value * 10**4).denominator == 1:
        return plain_text(value)
    thousandths = abs(value.numerator) * 1000 // value.denominator
    return f"{'−' if value < 0 else ''}{thousandths // 1000}.{thousandths % 1000:03}…"


def signed(value: Fraction) -> str:
    """
    Write a number for people with its sign, a true minus for less, 0 without one.

    >>> signed(Fraction(1, 2)), signed(Fraction(-3)), signed(Fraction(0))
    ('+0.5', '−3', '0')
    """
    return f"+{short_text(value)}" if value > 0 else short_text(value)


def both_texts(value: Fraction) -> str:
    """
    Write a number for people, with the exact one beside it where that is cut short.

    >>> both_texts(Fraction(5, 2)), both_texts(Fraction(-1, 3))
    ('2.5', '−0.333… (−1/3)')
    """
    short, exact = short_text(value), plain_text(value)
    return short if short == exact else f"{short} ({exact})"


def rounded(value: Fraction, places: int, how: Rounding) -> Decimal:
    """
    Round for show: to `places` decimals, `down` and `up` to the lower and higher figure, halves of `half_up` to the higher.

    >>> rounded(Fraction(17, 200), 2, "half_up")
    Decimal('0.09')
    """
    scale: int = 10**places
    numerator, denominator = value.numerator * scale, value.denominator
    if how == "half_up":
        units = (2 * numerator + denominator) // (2 * denominator)
    elif how == "up":
        units = -(-numerator // denominator)
    else:
        units = numerator // denominator
    sign, digits = int(units < 0), tuple(map(int, str(abs(units))))
    return Decimal((sign, digits, -places))
