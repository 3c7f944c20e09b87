"""
`assess-rules outcomes`: what follows from results: proposals, quarters, rankings.
"""

from collections.abc import Sequence

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assess_rules.cli.common import (
    encoding_option,
    exits,
    facts_argument,
    language_option,
    load_book,
    output_path,
    read_book,
    reading_option,
    rules_argument,
    tables_of,
)
from assess_rules.exact import short_text
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.outcomes import Outcomes, Proposal, RankingResult, RollupResult, entry, outcomes
from assess_rules.outcomes.rollups import LeftOut
from assess_rules.output import json_text, run_record, write_with_record
from assess_rules.report import provisional_readings
from assess_rules.words import word


@click.command("outcomes")
@rules_argument
@facts_argument
@click.option("--also", metavar="RULES", multiple=True, help="Another version of the policy; each period is scored by the one in force.")
@click.option("--span", "spans", metavar="SPAN", multiple=True, help="Rankings of these periods or spans, as 2024-03, 2024-Q1, 2024. Else the longest.")
@click.option("--under-review", "reviewed", metavar="PERSON", multiple=True, help="A review of this person is not finished: what it may move is provisional.")
@reading_option
@encoding_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Write everything to a .json file, with FILE.run.json beside it.")
@language_option
def outcomes_command(
    rules: str,
    facts: tuple[str, ...],
    also: tuple[str, ...],
    spans: tuple[str, ...],
    reviewed: tuple[str, ...],
    readings: tuple[str, ...],
    encoding: str,
    form: str,
    output: str | None,
    lang: Language,
) -> None:
    """
    Give what follows from a year of facts: proposals, quarters, rankings. People decide.

    RULES is a rule file, the name of a shipped policy, or a folder of versions.
    """
    path = output_path(output, (".json",), facts)
    with exits(lang, form):
        book = load_book(rules, also, readings)
        found = outcomes(entry(policy, accepted) for policy, accepted in read_book(book, facts, encoding))
    text = json_text({**found.to_dict(), "under_review": list(reviewed)})
    if path is not None:
        write_with_record(path, text, run_record(book.latest, facts, path, text))
        click.echo(str(path), err=True)
    elif form == "json":
        click.echo(text, nl=False)
    else:
        print_outcomes(found, spans, reviewed, lang)
        for line in provisional_readings(book.latest.spec, lang):
            click.echo(line)


def print_outcomes(found: Outcomes, spans: Sequence[str], reviewed: Sequence[str], language: Language) -> None:
    """
    Print proposals, roll-ups and rankings.
    """
    console = tables_of(Console(highlight=False))
    console.print(_proposals(found.proposals, reviewed, language))
    if found.rollups:
        console.print(_rollups(found.rollups, language))
    longest = found.rankings[-1].span if found.rankings else ""
    wanted = spans or [longest]
    for ranking in found.rankings:
        if ranking.span in wanted:
            console.print(_ranking(ranking, reviewed, language))
            for each in ranking.unranked:
                console.print(f"  {escape(visible(each.period))}: {escape(_why([each], language))}", soft_wrap=True)
    console.print(word("people_decide", language))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _proposals(found: Sequence[Proposal], reviewed: Sequence[str], language: Language) -> Table:
    heads = [word(key, language) for key in ("period", "person", "team", "proposal", "because", "lasts", "clause")]
    table = _table(word("proposals", language), *heads)
    for each in sorted(found, key=lambda each: (each.period, each.id, each.person)):
        said = each.label.text(language) if each.kind == "proposal" else f"{word('near', language)} {each.label.text(language)}"
        marks = f" ({word('under_review', language)})" if each.person in reviewed else ""
        cells = (each.period, each.person, each.team or "", f"{said}{marks}", " ".join(each.because), each.lasts or "", " ".join(each.at))
        table.add_row(*(escape(visible(cell)) for cell in cells))
    return table


def _rollups(found: Sequence[RollupResult], language: Language) -> Table:
    heads = [word(key, language) for key in ("span", "person", "figure", "score", "parts", "left_out")]
    table = _table(word("rollups", language), *heads)
    for each in sorted(found, key=lambda each: (each.id, each.span, each.person)):
        sums = [*(short_text(part.score) for part in each.parts), *(f"{short_text(weight * figure)} ({fact})" for fact, weight, figure in each.added)]
        lacks = [f"{word('lacks', language)} {fact}" for fact in each.lacks]
        value = "—" if each.value is None else short_text(each.value)
        left = "; ".join([*lacks, *([_why(each.left_out, language)] if each.left_out else [])])
        table.add_row(*(escape(visible(cell)) for cell in (each.span, each.person, each.label.text(language), value, " + ".join(sums), left)))
    return table


def _ranking(ranking: RankingResult, reviewed: Sequence[str], language: Language) -> Table:
    title = f"{word('ranking_' + ranking.what, language)} {ranking.span} {ranking.group}".strip()
    heads = [word(key, language) for key in ("place", "name", "score", "counted", "left_out")]
    table = _table(title, *heads)
    for each in ranking.places:
        marks = f" ({word('under_review', language)})" if each.name in reviewed else ""
        cells = (str(each.place), f"{each.name}{marks}", short_text(each.score), str(each.of), _why(each.left_out, language))
        table.add_row(*(escape(visible(cell)) for cell in cells))
    return table


def _why(left_out: Sequence[LeftOut], language: Language) -> str:
    """
    Say which periods or members are not counted, and why.
    """
    return "; ".join(
        f"{each.period} {word('why_' + each.why, language)}" + (f" {each.reason}" if each.reason else "") for each in left_out
    )
