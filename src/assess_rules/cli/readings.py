"""
`assess-rules readings`: what every option of every reading would change, and for how many people.
"""

from collections.abc import Iterable, Iterator, Sequence

import click
from rich.console import Console
from rich.text import Text

from assess_rules.cli.common import (
    complete_option,
    encoding_option,
    exits,
    facts_argument,
    form_option,
    is_watched,
    language_option,
    load_book,
    named_role,
    output_option,
    output_path,
    progress,
    read_whole,
    set_option,
)
from assess_rules.cli.pages import empty_table, page, say
from assess_rules.compare import Aspect, differing_text, grade_labels
from assess_rules.decoding import Encodings
from assess_rules.exact import short_text
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.output import json_text, run_record, version_record, write_with_record
from assess_rules.readings import Comparison, Effect, Interaction, compare_readings
from assess_rules.readings.counts import Tally, of_role, readings_csv, readings_data, said, tallies
from assess_rules.report import provisional_readings
from assess_rules.tables import read_rows
from assess_rules.words import subject_word, word

MOST_EFFECTS = 10
PEOPLES: tuple[Aspect, ...] = ("score", "verdict", "grade", "rank", "proposal", "rollup")


@click.command("readings")
@click.argument("rules", metavar="RULES")
@facts_argument
@click.option("--role", metavar="ROLE", help="Only this role.")
@click.option("--people", is_flag=True, help="Name people; without it they are summed up.")
@set_option
@complete_option
@encoding_option
@form_option
@output_option
@language_option
def readings_command(
    rules: str,
    facts: tuple[str, ...],
    role: str | None,
    changes: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: Encodings,
    form: str,
    output: str | None,
    lang: Language,
    *,
    people: bool,
) -> None:
    """
    Score everybody under each option of every reading, and say for how many people it matters.

    One option at a time first, then every two. Those that do something else together than alone in scores, verdicts,
    grades, proposals or roll-ups are combined further, in every combination of which each two do so, up to 256. What
    meets in places and figures of teams alone, as nearly all does, stays with two at a time. RULES is a rule file, the
    name of a shipped policy, or a folder of versions of one policy. It is a trial, and no result of anybody.
    """
    path = output_path(output, (".csv", ".json"), (rules, *facts))
    with exits(lang, "text" if form == "csv" else form):
        book = load_book(rules, changes=changes)
        role = None if role is None else named_role(book.latest, role)
        with read_whole(facts[0]):
            inputs: dict[str, str] = {}
            rows = read_rows(facts, book.door, encoding, complete, inputs)
        comparison = compare_readings(book, rows, progress if is_watched() else None)
    if path is not None:
        text = _written(comparison, path.suffix.lower().removeprefix("."), role, named=people)
        record = run_record(book.latest, inputs, path, text, complete)
        stamped = {"versions": list(map(version_record, book.versions)), "stamp": word("trial", "zh")}
        write_with_record(path, text, record | stamped)
        click.echo(f"{visible(str(path))}: {word('trial', lang)}", err=True)
    elif form == "text":
        with page() as console:
            _Page(comparison, role, lang, named=people).print(console)
    else:
        click.echo(_written(comparison, form, role, named=people), nl=False)


def _lines(effect: Effect | Interaction) -> str:
    """
    Give each option a line of its own.
    """
    return "\n".join(said((each,)) for each in effect.options)


def _written(comparison: Comparison, form: str, role: str | None, *, named: bool) -> str:
    if form == "csv":
        return readings_csv(comparison, role, named=named)
    return json_text(readings_data(comparison, role, named=named))


class _Page:
    """
    A comparison as a page in one language.
    """

    def __init__(self, comparison: Comparison, role: str | None, language: Language, *, named: bool) -> None:
        self.comparison, self.role, self.language, self.named = comparison, role, language, named
        self.grades = grade_labels(comparison.book.versions)
        self.aspects = [each for each in PEOPLES if self.grades or each != "grade"]

    def word(self, key: str) -> str:
        return word(key, self.language)

    def print(self, console: Console) -> None:
        """
        Print the effect of each option, the pairs that interact, and of each group the combinations that change most.
        """
        policy = self.comparison.book.latest
        versions = " ".join(each.version for each in self.comparison.book.versions)
        say(console, (policy.spec.title.text(self.language), "bold"), f" {versions}")
        say(
            console,
            (f"【{self.word('trial')}】", "bold yellow"),
            "  ".join(
                (
                    *(f"{path} = {value}" for path, value in policy.what_if.items()),
                    f"{subject_word('people', self.language, policy.subject)} {len(self.comparison.people)}",
                )
            ),
        )
        console.print()
        self._effects(console, self.word("options_alone"), self.comparison.effects)
        self._interactions(console)
        for each in self.comparison.groups:
            title = f"{self.word('options_together')}: {', '.join(each.readings)}"
            self._most(console, title, each.effects, "verdict", "" if each.whole else self.word("more_combinations"))
        if self.comparison.pairs:
            self._most(console, self.word("pairs_together"), self.comparison.pairs, "rank")
        for text in provisional_readings(policy.spec, self.language):
            say(console, (text, "dim"))

    def _most(self, console: Console, title: str, effects: Sequence[Effect], by: Aspect, more: str = "") -> None:
        """
        Print the effects that change most, by an aspect, and how many there are.
        """
        most = sorted(effects, key=lambda one: -len(one.people(by)))[:MOST_EFFECTS]
        counted = f"{self.word('combinations')} {len(effects)}, {self.word('shown_ones')} {len(most)}"
        self._effects(console, f"{title} ({'; '.join(filter(None, (counted, more)))})", most)

    def _effects(self, console: Console, title: str, effects: Sequence[Effect]) -> None:
        """
        Print a table in which each effect has a row for everybody and one for each role where something changes.

        Below it stands what could not be computed and why, then with names every change.
        """
        say(console, (title, "bold"))
        table = empty_table("")
        table.add_column(self.word("options"))
        for each in (*self.aspects, "teams", "gain", "loss"):
            table.add_column(self.word(f"moved_{each}"), justify="right")
        for effect in effects:
            for tally in tallies(self.comparison, effect, self.role):
                if tally.role is None:
                    table.add_row(Text(_lines(effect)), *self._cells(tally))
                elif any(tally.counts.values()):
                    label = self.comparison.book.latest.roles[tally.role].text(self.language)
                    table.add_row(Text(f"· {visible(label)}"), *self._cells(tally))
        if table.row_count:
            console.print(table)  # it ends with an empty line
        below = list(self._not_computed(effects))
        if self.named:
            below += self._named(effects)
        for each in below:
            say(console, each)
        if below:
            console.print()

    def _cells(self, tally: Tally) -> Iterator[str]:
        """
        Give the cells of a row; of teams, how many have another score or another rank. Nought is left blank.
        """
        counts = (*(tally.counts[each] for each in self.aspects), max(tally.counts["team"], tally.counts["team_rank"]))
        yield from (str(each or "") for each in counts)
        yield from ("" if each is None else short_text(each) for each in (tally.gain, tally.loss))

    def _not_computed(self, effects: Iterable[Effect]) -> Iterator[str]:
        for effect in effects:
            if not effect.is_computed:
                lacks = [f"{self.word('lacks')} {', '.join(effect.lacks)}"] if effect.lacks else []
                why = "; ".join((*lacks, *(each.text(self.language) for each in effect.unfit)))
                yield f"{said(effect.options)}: {self.word('not_computed')}: {why}"

    def _named(self, effects: Iterable[Effect]) -> Iterator[str]:
        for effect in effects:
            for one in of_role(effect.changes, self.role):
                before, after = (
                    differing_text(one.aspect, each, self.grades, self.language) for each in (one.before, one.after)
                )
                head = f"{said(effect.options)}: {self.word(f'moved_{one.aspect}')}"
                yield f"{head} · {visible(one.name)} · {visible(one.where)}: {before} → {after}"

    def _interactions(self, console: Console) -> None:
        if not self.comparison.interactions:
            say(console, self.word("no_interactions"))
            console.print()
            return
        table = empty_table(self.word("interactions"))
        table.add_column(self.word("options"))
        for column in (*self.aspects, "teams"):
            table.add_column(self.word(f"moved_{column}"), justify="right")
        if self.named:
            table.add_column(subject_word("person", self.language, self.comparison.book.latest.subject))
        for each in self.comparison.interactions:
            counts = (*(len(each.names.get(aspect, ())) for aspect in self.aspects), len(each.teams))
            names = (Text(" ".join(map(visible, each.people))),) if self.named else ()
            table.add_row(Text(_lines(each)), *(str(count or "") for count in counts), *names)
        console.print(table)
