"""
`assess-rules sweep`: one figure of the rules at several values, to find the one that does what is wanted.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import click
from rich.console import Console
from rich.text import Text

from assess_rules.cli.common import (
    complete_option,
    encoding_option,
    exits,
    form_option,
    is_watched,
    language_option,
    load_book,
    named_role,
    output_option,
    output_path,
    progress,
    read_whole,
    reading_option,
    role_option,
    rules_argument,
    set_option,
)
from assess_rules.cli.pages import empty_table, page, say
from assess_rules.decoding import Encodings
from assess_rules.exact import minus, number_text, parse_number, rounded
from assess_rules.groups import VERDICTS
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.output import json_text, run_record, write_with_record
from assess_rules.report import provisional_readings
from assess_rules.sweep import Sweep, Tried, sweep
from assess_rules.tables import read_rows
from assess_rules.words import subject_word, word

MOST_VALUES = 200
RANGE = re.compile(r"(?P<path>[^=]+)=(?P<first>-?[0-9.]+?)(?P<unit>%?)\.\.(?P<last>-?[0-9.]+)(?P=unit)")
COLUMNS = ("people", "mean", "pass_rate", *VERDICTS, "touched")


@click.command("sweep")
@rules_argument
@click.option("--facts", metavar="FACTS", multiple=True, required=True, help="People's records. May be repeated.")
@set_option
@click.option("--step", metavar="STEP", help="From one value to the next; else 1 in the last place that is written.")
@role_option
@reading_option
@complete_option
@encoding_option
@form_option
@output_option
@language_option
def sweep_command(
    rules: str,
    facts: tuple[str, ...],
    changes: tuple[str, ...],
    step: str | None,
    role: str | None,
    readings: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: Encodings,
    form: str,
    output: str | None,
    lang: Language,
) -> None:
    """
    Score everybody with one figure of the rules at each value of a range.

    One --set gives the range, as indicators.o2.rules[0].target=8%..12%; others give what else is tried. Each value has the
    mean, how many pass or have a grade, and for how many people a score, a verdict or a grade is another one than with the
    rules as they are, which stand in the first row. It is a trial, and no result of anybody.
    """
    path = output_path(output, (".csv", ".json"), (rules, *facts))
    place, values = swept(changes, step)
    with exits(lang, "text" if form == "csv" else form):
        book = load_book(rules, readings, [each for each in changes if not RANGE.fullmatch(each)])
        role = None if role is None else named_role(book.latest, role)
        inputs: dict[str, str] = {}
        with read_whole(facts[0]):
            rows = read_rows(facts, book.door, encoding, complete, inputs)
        found = sweep(book, rows, place, values, role, progress if is_watched() else None)
    if path is not None:
        text = _written(found, path.suffix.lower().removeprefix("."))
        stamped = {"sweep": {place: list(values)}, "stamp": word("trial", "zh")}
        write_with_record(path, text, run_record(book.latest, inputs, path, text, complete) | stamped)
        click.echo(f"{visible(str(path))}: {word('trial', lang)}", err=True)
    elif form == "text":
        with page() as console:
            _print(console, found, role, lang)
    else:
        click.echo(_written(found, form), nl=False)


def swept(changes: Sequence[str], step: str | None) -> tuple[str, tuple[str, ...]]:
    """
    Give the path and the values of the one change that says a range.
    """
    ranges = [found for each in changes if (found := RANGE.fullmatch(each)) is not None]
    if len(ranges) != 1:
        raise click.UsageError("give one --set PATH=A..B: the figure to sweep, from A to B")
    path, unit = ranges[0]["path"], ranges[0]["unit"]
    texts = [ranges[0][each] + unit for each in ("first", "last")]
    places = max(len(each.removesuffix("%").partition(".")[2]) for each in texts)
    wide = f"{number_text(Fraction(1, 10**places))}{unit}" if step is None else step
    first, last, by = map(_number, (*texts, wide))
    if by <= 0 or last < first:
        raise click.UsageError("a sweep goes from the lower to the higher figure, by a step above 0")
    if (last - first) / by >= MOST_VALUES:
        raise click.UsageError(f"more than {MOST_VALUES} values: give a greater --step")
    return path, tuple(_values(first, last, by, unit))


def _number(text: str) -> Fraction:
    value = parse_number(text)
    if value is None:
        raise click.UsageError(f"{visible(text)}: write a number as the rule file has it")
    return value


def _values(first: Fraction, last: Fraction, by: Fraction, unit: str) -> Iterator[str]:
    value = first
    while value <= last:
        yield number_text(value * 100) + unit if unit else number_text(value)
        value += by


def _written(found: Sweep, form: str) -> str:
    return found.to_csv() if form == "csv" else json_text(found.to_dict())


def _print(console: Console, found: Sweep, role: str | None, language: Language) -> None:
    """
    Print a row for each value, the rules as they are first; then why some values have no figures.
    """
    policy = found.book.latest
    versions = " ".join(each.version for each in found.book.versions)
    say(console, (policy.spec.title.text(language), "bold"), f" {versions}")
    tried = "".join(f", {visible(path)} = {visible(value)}" for path, value in policy.what_if.items())
    say(console, (f"【{word('trial', language)}】", "bold yellow"), visible(found.path), tried)
    console.print()
    table = empty_table(word("everybody", language) if role is None else policy.roles[role].text(language))
    table.add_column(word("value", language))
    for key in COLUMNS:
        table.add_column(subject_word(key, language, policy.subject), justify="right")
    for label in found.grades.values():
        table.add_column(Text(label.text(language)), justify="right")
    for each in (found.before, *found.tried):
        value = word("as_it_is", language) if each.value is None else minus(each.value)
        table.add_row(Text(value), *_cells(found, each))
    console.print(table)
    for each in found.tried:
        for why in each.unfit:
            say(console, f"{minus(str(each.value))}: {word('not_computed', language)}: {why.text(language)}")
    for text in provisional_readings(policy.spec, language, scoring=True):
        say(console, (text, "dim"))


def _cells(found: Sweep, tried: Tried) -> Iterator[str]:
    """
    Give the cells of a value; `—` where nothing is told. The pass rate has one decimal place of a percentage.
    """
    rate = tried.pass_rate
    shown = {**found.figures(tried), "pass_rate": rate and f"{rounded(rate * 100, 1, 'half_up')}%"}
    yield from ("—" if shown[each] is None else minus(str(shown[each])) for each in COLUMNS)
    yield from ("—" if tried.grades is None else str(tried.grades[id_]) for id_ in found.grades)
