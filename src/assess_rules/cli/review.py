"""
`assess-rules review`: a correction, the points of each corrected item, and what else moves.
"""

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import get_args

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assess_rules.cli.asked import no_match
from assess_rules.cli.common import (
    NOT_WRITTEN,
    complete_option,
    encoding_option,
    exits,
    language_option,
    load_book,
    output_path,
    read_whole,
    rules_argument,
    set_option,
)
from assess_rules.cli.common import say as say_diagnostics
from assess_rules.cli.pages import empty_table, page, say
from assess_rules.compare import Differing, differing_text, grade_labels
from assess_rules.decoding import Encodings
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import PolicyError
from assess_rules.exact import both_texts, number_text, signed
from assess_rules.facts import is_name
from assess_rules.ir import Value
from assess_rules.labels import Label, Language
from assess_rules.marks import Mark, Source, visible
from assess_rules.outcomes import Outcomes, entry, outcomes
from assess_rules.outcomes.cells import compact, shown
from assess_rules.output import json_text, made_of, write_once
from assess_rules.report import moved
from assess_rules.review import Corrected, CorrectedItem, Review, Side, review
from assess_rules.review.moves import MoveAspect
from assess_rules.rulebook import Rulebook
from assess_rules.trace import value_text
from assess_rules.words import results_counted, word

WORDS_OF = {"team": "team_score", "proposal": "proposal", "rollup": "rollups"}
RIGHT = ("before", "after", "item_points", "item_alone")


@click.command("review")
@rules_argument
@click.option("--before", metavar="FACTS", multiple=True, required=True, help="A table as it was. May be repeated.")
@click.option("--after", metavar="FACTS", multiple=True, required=True, help="A corrected table. May be repeated.")
@click.option("--rules-after", metavar="RULES", help="The rules after, where these are corrected too.")
@click.option(
    "--reading",
    "readings",
    metavar="NAME=OPTION",
    multiple=True,
    help="A reading that this review decides. May be repeated.",
)
@click.option("--reason", metavar="TEXT", help="Why it is corrected.")
@click.option("--decision", metavar="NUMBER", help="The number of the decision. Without it the review is not finished.")
@click.option("--person", metavar="PERSON", help="Print only what concerns this person.")
@set_option
@complete_option
@encoding_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "-o", "--output", metavar="FILE", help="Write the record to a .json file. No other record is ever replaced."
)
@language_option
def review_command(
    rules: str,
    before: tuple[str, ...],
    after: tuple[str, ...],
    rules_after: str | None,
    readings: tuple[str, ...],
    reason: str | None,
    decision: str | None,
    person: str | None,
    changes: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: Encodings,
    form: str,
    output: str | None,
    lang: Language,
) -> None:
    """
    Compare facts before and after a correction: old and new results, the points of each corrected item, what else moves.

    RULES is a rule file, the name of a shipped policy, or a folder of versions of one policy. Tables are whole on both
    sides: a row that only one of them has was added or taken away. The points of items that act on one another are their
    mean over every order of correction (Shapley value), and add up to the change. The record (-o) holds both results,
    and asks for --reason and --decision.
    """
    for option, text in (("--reason", reason), ("--decision", decision)):
        if text is not None and not is_name(text):
            raise click.BadParameter("a text on one line, at most 200 characters", param_hint=option)
    if output is not None and (reason is None or decision is None or person is not None):
        raise click.UsageError("-o writes the whole record: give --reason and --decision, and leave --person out")
    if output is not None and changes:
        raise click.UsageError("-o writes what was decided: leave --set out")
    path = output_path(output, (".json",), (rules, rules_after or rules, *before, *after))
    with exits(lang, form):
        books = load_book(rules, changes=changes), load_book(rules_after or rules, readings, changes)
        old, new = (book.latest for book in books)
        if new.id != old.id:
            mark = new.spec.policy.mark
            raise PolicyError([Diagnostic("other_policy", mark, {"found": new.id, "policy": old.id})])
        inputs: tuple[dict[str, str], dict[str, str]] = ({}, {})
        old_outcomes, new_outcomes = (
            _outcomes(*each, encoding, complete) for each in zip(books, (before, after), inputs, strict=True)
        )
        found = review(old_outcomes, new_outcomes, reason=reason, decision=decision)
        if person is not None:
            people = {**old_outcomes.people, **new_outcomes.people}
            if person not in people:
                raise no_match(after[0], ((each, "") for each in people), person, None)
            found = found.of(person)
    if path is not None:
        _write(path, _record(found, inputs, complete), lang, form)
        click.echo(f"{visible(str(path))}: {results_counted(len(found.corrected), lang, new.subject)}", err=True)
    elif form == "json":
        click.echo(_record(found, inputs, complete), nl=False)
    else:
        with page() as console:
            _Page(found, lang).print(console)


def _outcomes(
    book: Rulebook, tables: Sequence[str], hashes: dict[str, str], encoding: Encodings, complete: Sequence[str]
) -> Outcomes:
    with read_whole(tables[0]):
        accepted = book.read(tables, encoding, complete, hashes)
    return outcomes(entry(policy, each) for policy, each in accepted)


def _record(found: Review, inputs: tuple[dict[str, str], dict[str, str]], complete: Sequence[str]) -> str:
    """
    Write a review as JSON, with what both sides were made of.
    """
    pairs = zip(("before", "after"), (found.before, found.after), inputs, strict=True)
    runs = {key: made_of(side.policies[-1], hashes, complete) for key, side, hashes in pairs}
    text = json_text({**found.to_dict(), "runs": runs})
    return text.encode(errors="backslashreplace").decode()  # a name of a file may hold bytes that are no text


def _write(path: Path, text: str, language: Language, form: str) -> None:
    """
    Write the record, once.
    """
    try:
        write_once(path, text)
    except FileExistsError:
        say_diagnostics([Diagnostic("record_exists", Mark(Source(str(path)), 0))], language, form)
        sys.exit(NOT_WRITTEN)


class _Page:
    """
    A review as a page in one language.
    """

    def __init__(self, found: Review, language: Language) -> None:
        self.found, self.language = found, language
        both = (*found.before.policies, *found.after.policies)
        self.roles = {role: label for each in both for role, label in each.roles.items()}
        self.last = both[-1]
        self.grades = grade_labels(both)
        self.facts = {one.name: one.label for each in both for plan in each.plans.values() for one in plan.inputs}
        # A version may lack a reading or an option that another one has.
        self.options = {
            (id_, name): option.label
            for each in both
            for id_, reading in each.spec.readings.items()
            for name, option in reading.options.items()
        }
        self.labels = {one.id: one.label for each in (found.before, found.after) for one in each.proposals}
        self.labels |= {one.id: one.label for each in (found.before, found.after) for one in each.rollups}

    def word(self, key: str) -> str:
        return word(key, self.language)

    def print(self, console: Console) -> None:
        """
        Print the decision, everybody's corrected periods, and what else moves.
        """
        found = self.found
        versions = (" ".join(each.version for each in side.policies) for side in (found.before, found.after))
        say(console, (self.last.spec.title.text(self.language), "bold"), f" {' → '.join(dict.fromkeys(versions))}")
        said = [f"{self.word(key)}: {visible(text)}" for key in ("decision", "reason") if (text := getattr(found, key))]
        if said:
            say(console, f"{self.word('review')}  ", "  ".join(said))
        if found.decision is None:
            say(console, (self.word("no_decision"), "bold yellow"))
        if found.before.trial:  # the readings that are decided are no trial, and only after
            tried = (f"{each} = {value}" for each, value in found.before.trial_options.items())
            say(console, (f"【{self.word('trial')}】", "bold yellow"), ", ".join(tried))
        for id_, (old, new) in found.readings.items():
            options = " → ".join(f"{each} ({self.options[id_, each].text(self.language)})" for each in (old, new))
            say(console, f"{self.word('reading_decided')}: {id_} = {options}")
        console.print()
        if not found.corrected:
            say(console, self.word("no_result_corrected" if found.moved else "nothing_corrected"))
            console.print()
        for each in found.corrected:
            self._corrected(console, each)
        if found.moved:
            console.print(self._moved())
        elif found.corrected:
            say(console, self.word("nothing_moves"))

    # Who was corrected.

    def _corrected(self, console: Console, each: Corrected) -> None:
        last = each.last
        team = last.team and f"{self.word('team')} {last.team}"
        who = (each.person, self._role(last.role), team, each.period)
        say(console, (" · ".join(visible(part) for part in who if part), "bold"))
        change = "" if each.change is None else f" ({self._points(each.change)})"
        vetoed = any(side is not None and side.standing == "vetoed" for side in (each.before, each.after))
        score, verdict, sum_ = (
            f"{self.word(key)} {of(each.before)} → {of(each.after)}"
            for key, of in (("score", self._score), ("verdict", self._standing), ("sum", self._sum))
        )
        said = [score, verdict, sum_ + change] if vetoed and change else [score + change, verdict]
        if self.grades:
            said.append(f"{self.word('grade')} {self._grade(each.before)} → {self._grade(each.after)}")
        say(console, "  ".join(said))
        console.print(self._items(each.items))
        result = None if each.after is None or each.change is not None else each.after.entry.result
        lost = "" if result is None else "  ".join(moved(result, self.language))
        if lost:  # there was no score before that items could have changed
            say(console, f"  {self.word('moved')}: {lost}")
            console.print()

    def _items(self, items: Sequence[CorrectedItem]) -> Table:
        columns = ["corrected", "before", "after", "item_points"]
        several = any(each.alone != each.points for each in items)
        table = self._table("", *columns, *(["item_alone"] if several else []))
        for each in items:
            alone = [self._points(each.alone)] if several else []
            name = each.label.text(self.language)
            if each.what == "evidence":
                name = f"{name} {self.word('evidence')}"
            if each.name != each.what:
                name = f"{name} ({each.name})"
            self._row(
                table,
                name,
                self._value(each, each.before),
                self._value(each, each.after),
                self._points(each.points),
                *alone,
            )
        return table

    def _value(self, item: CorrectedItem, value: Value | None) -> str:
        if item.what == "record":
            return self.word("given" if value else "not_given")
        if value is None:
            return "—"
        if item.what == "role":
            return self._role(str(value))
        options: dict[str, Label] = {}
        if item.what == "reading":
            options = {name: label for (id_, name), label in self.options.items() if id_ == item.name}
        elif item.what == "fact" and item.name in self.last.spec.facts:
            options = {id_: each.label for id_, each in self.last.spec.facts[item.name].options.items()}
        text = value_text(value, self.language)
        return options[text].text(self.language) if text in options else text

    def _points(self, points: Fraction | None) -> str:
        """
        Write points with their sign, and exactly beside it where that is cut short.
        """
        if not points:
            return "—" if points is None else "0"
        said, exact = signed(points), number_text(abs(points))
        return said if said[1:] == exact else f"{said} ({said[0]}{exact})"

    def _score(self, side: Side | None) -> str:
        return "—" if side is None or side.score is None else str(shown(side.score, side.entry.policy))

    def _standing(self, side: Side | None) -> str:
        if side is None:
            return "—"
        return (
            self.word(side.standing)
            if side.entry.reason is None
            else f"{self.word(side.standing)} ({visible(side.entry.reason)})"
        )

    def _grade(self, side: Side | None) -> str:
        return differing_text("grade", None if side is None else side.entry.grade, self.grades, self.language)

    def _sum(self, side: Side | None) -> str:
        return "—" if side is None or side.arithmetic is None else both_texts(side.arithmetic)

    # What else moves.

    def _moved(self) -> Table:
        """
        Give a row for each thing that moves, spans of a person or team below one another.
        """
        table = self._table(self.word("moves"), "aspect", "name", "span", "before", "after")
        order = get_args(MoveAspect)
        ordered = sorted(self.found.moved, key=lambda each: (order.index(each.aspect), each.of, each.span, each.name))
        for each in ordered:
            values = (self._differing(each.aspect, value) for value in (each.before, each.after))
            self._row(table, self._aspect(each.aspect, each.of), each.name, each.span, *values)
        return table

    def _differing(self, aspect: str, value: Differing) -> str:
        if aspect == "because":
            return compact(str(value).split())
        if aspect == "lacks" and value is not None:
            return ", ".join(self.facts[each].text(self.language) for each in str(value).split())
        return differing_text(aspect, value, self.grades, self.language)

    def _aspect(self, aspect: str, of: str) -> str:
        if of in self.labels:
            label = self.labels[of].text(self.language)
            return f"{label}: {self.word(aspect)}" if aspect in {"because", "lacks"} else label
        group = self._role(of) if aspect in {"rank", "span_score"} else ""
        return " ".join(filter(None, (self.word(WORDS_OF.get(aspect, aspect)), group)))

    # Tables.

    def _role(self, role: str) -> str:
        return self.roles[role].text(self.language) if role in self.roles else role

    def _table(self, title: str, *columns: str) -> Table:
        table = empty_table(title)
        for each in columns:
            table.add_column(self.word(each), justify="right" if each in RIGHT else "left")
        return table

    def _row(self, table: Table, *cells: str) -> None:
        table.add_row(*(Text(visible(each)) for each in cells))
