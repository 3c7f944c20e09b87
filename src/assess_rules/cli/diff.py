"""
`assess-rules diff`: what a revision changes, clause by clause, and whether a score can change by it.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from assess_rules.cli.common import (
    ANSWERED_NO,
    DONE,
    chosen,
    complete_option,
    encoding_option,
    exits,
    is_watched,
    language_option,
    load_book,
    progress,
    read_whole,
    set_option,
)
from assess_rules.cli.pages import echo, empty_table, page, say
from assess_rules.cli.sources import load_version
from assess_rules.decoding import Encodings
from assess_rules.labels import Language
from assess_rules.output import json_text
from assess_rules.revision import Difference, diff, pairs
from assess_rules.revision.attributed import attribute
from assess_rules.revision.attribution_pages import AttributionPage
from assess_rules.revision.impact import impact
from assess_rules.revision.impact_pages import ImpactPage
from assess_rules.rulebook import Rulebook
from assess_rules.tables import read_rows
from assess_rules.words import word


@click.command("diff")
@click.argument("versions", metavar="OLD [NEW]", nargs=-1, required=True)
@set_option
@click.option(
    "--facts", metavar="FACTS", multiple=True, help="People's records, to see whom it touches. May be repeated."
)
@click.option(
    "--assume",
    "assumed",
    metavar="FACT=VALUE",
    multiple=True,
    help="With --facts: what to take for a fact that only one version asks for. May be repeated.",
)
@click.option(
    "--people", is_flag=True, help="With --facts: name people, the worst first; without it they are summed up."
)
@click.option(
    "--attribution", is_flag=True, help="With --facts: what each change has of everybody's differences, exactly."
)
@complete_option
@encoding_option
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@language_option
def diff_command(
    versions: tuple[str, ...],
    changes: tuple[str, ...],
    facts: tuple[str, ...],
    assumed: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: Encodings,
    form: str,
    lang: Language,
    *,
    people: bool,
    attribution: bool,
) -> None:
    """
    Say what differs between two versions, key by key before and after, in the words of `show`.

    Each change cannot change a score, or may: then with a record that shows it, if one is found. OLD and NEW are rule
    files, folders (their latest version, or FOLDER@1.0.0), or files of a git revision (HEAD~3:rules/x.yaml). With --set,
    the values are put in NEW, or in OLD to compare it with itself. A folder alone has all its versions compared. With
    --facts the records are scored by both versions, as if each held in all their periods: who gains, loses, passes or
    fails, and with --attribution what each change has of that. Ends with 0 if nothing differs, else with 1.
    """
    values = chosen(changes, "--set", "PATH=VALUE")
    alone = len(versions) == 1 and not values
    if len(versions) > 2 or (alone and not Path(versions[0]).is_dir()):  # noqa: PLR2004 (old and new)
        raise click.UsageError("give OLD and NEW, or one folder of versions, or OLD and --set")
    if (facts and alone) or (not facts and (people or assumed or attribution or complete)):
        raise click.UsageError(
            "--people, --assume, --attribution and --complete are for --facts, and --facts is for OLD and NEW"
        )
    values_assumed = chosen(assumed, "--assume", "FACT=VALUE")
    touched = None
    with exits(lang, "json" if form == "json" else "text"):
        if alone:
            book = load_book(versions[0])
            found = list(pairs(book))
        else:
            old, new = load_version(versions[0]), load_version(versions[-1])
            new = new.with_changes(values) if values else new
            book, found = None, [diff(old, new)]
            if facts:
                with read_whole(facts[0]):  # the tables may have the columns of either version
                    rows = read_rows(facts, Rulebook((old, new)).door, encoding, complete)
                gc.freeze()  # rows are in no circle, and of a million the collector would go round all again and again
                touched = impact(
                    old, new, rows, values_assumed, progress if is_watched() else None, entries=attribution
                )
                del rows  # an attribution goes on without them
    pages: list[ImpactPage | AttributionPage] = []
    if touched is not None:
        pages.append(ImpactPage(touched, lang, named=people))
    if touched is not None and attribution:
        split = attribute(found[0], touched.before.entries, touched.after.entries)
        pages.append(AttributionPage(split, found[0].page(lang), lang, named=people))
    if form == "json":
        data = [each.to_dict(lang) for each in found]
        data[0] |= zip(("impact", "attribution"), (each.data() for each in pages), strict=False)
        click.echo(json_text(data[0] if book is None else {"pairs": data}), nl=False)
    elif book is None:
        _show(found[0].text(lang) if form == "text" else found[0].markdown(lang), form)
    elif form == "text":
        _print(book, found, lang)
    else:
        click.echo("\n".join(each.markdown(lang) for each in found), nl=False)
    for each in pages:
        if form != "json":
            _show("\n" + (each.text() if form == "text" else each.markdown()), form)
    sys.exit(ANSWERED_NO if any(each.changes for each in found) else DONE)


def _show(text: str, form: str) -> None:
    """
    Print a page, broken where it ends; lines of Markdown stay whole.
    """
    if form == "text":
        echo(text)
    else:
        click.echo(text, nl=False)


def _print(book: Rulebook, found: Sequence[Difference], language: Language) -> None:
    """
    Print how many changes there are from each version to each later one, and how many of them may change a score.
    """
    counts = {(each.old.version, each.new.version): f"{len(each.changes)} ({each.may})" for each in found}
    with page() as console:
        say(console, (book.latest.spec.title.text(language), "bold"), f" ({book.latest.id})")
        table = empty_table(word("changes_counted", language))
        table.add_column("")
        for new in book.versions[1:]:
            table.add_column(Text(f"→ {new.version}"), justify="right")
        for number, old in enumerate(book.versions[:-1]):
            later = (
                "" if new in book.versions[: number + 1] else counts[old.version, new.version]
                for new in book.versions[1:]
            )
            table.add_row(old.version, *later)
        console.print(table)
