"""
`assess-rules outcomes`: what follows from a year of facts: proposals, roll-ups, rankings.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assess_rules.cli.asked import no_match
from assess_rules.cli.common import (
    check_period,
    complete_option,
    encoding_option,
    exits,
    facts_argument,
    form_option,
    language_option,
    load_book,
    output_option,
    output_path,
    pending_option,
    people_option,
    read_pending,
    read_whole,
    reading_option,
    set_option,
)
from assess_rules.cli.pages import empty_table, page, say
from assess_rules.compare import grade_labels
from assess_rules.decoding import Encodings
from assess_rules.exact import minus
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.model import Consequence
from assess_rules.model.common import PERIODS
from assess_rules.outcomes import Outcomes, Proposal, RankingResult, RollupResult, entry, outcomes
from assess_rules.outcomes.cells import (
    added_text,
    compact,
    counts_csv,
    fact_labels,
    lacking_text,
    outcomes_csv,
    pending_text,
    scores_text,
    shown,
    why,
)
from assess_rules.outcomes.pending import under_review
from assess_rules.output import json_text, run_record, version_record, write_with_record
from assess_rules.policy import Policy
from assess_rules.report import facts_said, provisional_readings
from assess_rules.words import results_counted, subject_word

RIGHT = ("place", "score", "periods", "members", "times", "people", "figures", "without", "ranked", "unranked")


@click.command("outcomes")
@click.argument("rules", metavar="RULES")
@facts_argument
@click.option("--span", metavar="SPAN", help="Only this period or longer span, as 2024-03, 2024-Q1 or 2024.")
@reading_option
@pending_option
@set_option
@complete_option
@encoding_option
@form_option
@output_option
@people_option
@language_option
def outcomes_command(
    rules: str,
    facts: tuple[str, ...],
    span: str | None,
    readings: tuple[str, ...],
    pending: str | None,
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
    Give what follows from the tables: proposals, figures over several periods, rankings of people and teams.

    RULES is a rule file, the name of a shipped policy, or a folder of versions of one policy, of which each period is
    scored by the one in force. FACTS are .csv or .jsonl files. Without --span, all proposals and roll-ups are printed, and
    the rankings of the longest spans. A what-if (--reading, --set) is summed up: it is no result of anybody. What rests on
    a review that is not finished (--pending) is marked provisional.
    """
    path = output_path(output, (".csv", ".json"), (rules, *facts, *([] if pending is None else [pending])))
    with exits(lang, "text" if form == "csv" else form):
        book = load_book(rules, readings, changes)
        check_period(span, book.latest.spec.period, "--span", longer=True)
        with read_whole(facts[0]):
            inputs: dict[str, str] = {}
            accepted = book.read(facts, encoding, complete, inputs)
        whole = outcomes(entry(policy, each) for policy, each in accepted)
        if pending is not None:
            records = [each for _, each in accepted]
            whole = under_review(whole, read_pending(pending, book.door, encoding, records, inputs))
        found = whole if span is None else whole.within(span)
        if found is None:
            raise no_match(facts[0], (("", each) for each in whole.spans()), None, span)
    named = people or not found.trial
    if path is not None:
        text = _written(found, path.suffix.lower().removeprefix("."), named=named)
        record = run_record(found.policies[-1], inputs, path, text, complete)
        write_with_record(path, text, record | {"versions": list(map(version_record, found.policies))})
        click.echo(
            f"{visible(str(path))}: {results_counted(_results(found), lang, found.policies[-1].subject)}", err=True
        )
    elif form == "text":
        with page() as console:
            _Page(found, lang).print(console, span, named=named)
    else:
        click.echo(_written(found, form, named=named), nl=False)


def _written(found: Outcomes, form: str, *, named: bool) -> str:
    if form == "csv":
        return outcomes_csv(found) if named else counts_csv(found)
    return json_text(found.to_dict(named=named))


def _results(found: Outcomes) -> int:
    return sum(len(history.entries) for history in found.people.values())


class _Page:
    """
    Outcomes as a page in one language.
    """

    def __init__(self, found: Outcomes, language: Language) -> None:
        self.found, self.language = found, language
        self.policies = {each.version: each for each in found.policies}

    def word(self, key: str) -> str:
        return subject_word(key, self.language, self.found.policies[-1].subject)

    def print(self, console: Console, span: str | None, *, named: bool) -> None:
        """
        Print who and how many, proposals, roll-ups, rankings, and what is provisional.
        """
        self._head(console)
        longest = max((PERIODS.index(each.each) for each in self.found.rankings), default=0)
        rankings = [each for each in self.found.rankings if span is not None or each.each == PERIODS[longest]]
        console.print()
        for each in self._named(rankings) if named else self._counts(rankings):
            console.print(each)  # a table ends with an empty line
            if isinstance(each, Text):
                console.print()
        if named and self.found.under_review:
            text = f"* {self.word('under_review')}: {visible(pending_text(self.found.under_review))}"
            say(console, (text, "bold yellow"))
        if self.found.complete:
            plans = (plan for policy in self.found.policies for plan in policy.plans.values())
            say(console, facts_said("complete", self.found.complete, plans, self.language))
        for policy in self.found.policies:
            if len(self.found.policies) > 1:
                say(console, f"{policy.id} {policy.version}")
            for text in provisional_readings(policy.spec, self.language):
                say(console, (text, "dim"))

    def _head(self, console: Console) -> None:
        last = self.found.policies[-1]
        say(console, (last.spec.title.text(self.language), "bold"), f" {' '.join(self.policies)}")
        if self.found.trial:
            options = (f"{id_} = {option}" for id_, option in self.found.trial_options.items())
            say(console, (f"【{self.word('trial')}】", "bold yellow"), ", ".join(options))
        counts = self.found.to_dict(named=False)["counts"]
        standing = [f"{self.word(key)} {number}" for key, number in counts["standing"].items()]
        labels = grade_labels(self.found.policies)
        grades = [f"{labels[key].text(self.language)} {number}" for key, number in counts.get("grades", {}).items()]
        standing += [f"{self.word('grade')}: {', '.join(grades)}"] if grades else []
        people = f"{self.word('people')} {counts['people']}"
        say(console, "  ".join((people, results_counted(_results(self.found), self.language, last.subject), *standing)))

    # With names.

    def _named(self, rankings: Sequence[RankingResult]) -> Iterator[Table | Text]:
        yield self._proposals() if self.found.proposals else Text(self.word("nothing_proposed"))
        yield from self._rollups()
        for each in rankings:
            yield self._ranking(each)
            if each.teamless:
                yield Text(f"{self.word('teamless')}: {' '.join(map(visible, each.teamless))}")

    def _table(self, title: str, *columns: str) -> Table:
        table = empty_table(title)
        for each in columns:
            table.add_column(self.word(each), justify="right" if each in RIGHT else "left")
        return table

    def _proposals(self) -> Table:
        """
        Give a row for each person and consequence; `because` only where it is more than the period itself.
        """
        table = self._table(
            self.word("proposals"), "proposal", "person", "team", "period", "because", "lasts", "clause"
        )
        order = {each.id.name: number for policy in self.found.policies for number, each in enumerate(_rules(policy))}

        def key(each: Proposal) -> tuple[int, str, str, str]:
            return (order[each.id], each.kind, each.person, each.team or "")

        ordered = sorted(self.found.proposals, key=key)
        for _, group in groupby(ordered, key=key):
            several = list(group)
            last, label = several[-1], several[-1].label.text(self.language)
            lacks = (
                f" ({self.word('lacks')} {fact_labels(last.lacks, self.policies[last.version], self.language)})"
                if last.lacks
                else ""
            )
            said = label if last.kind == "proposal" else f"{self.word(last.kind)}: {label}{lacks}"
            because = "" if last.because == (last.period,) else compact(last.because)
            periods = " ".join(each.period + _star(each) for each in several)
            self._row(table, said, last.person, last.team, periods, because, last.lasts, " ".join(last.at))
        return table

    def _row(self, table: Table, *cells: str | None) -> None:
        table.add_row(*(Text(visible(each or "")) for each in cells))

    def _rollups(self) -> Iterator[Table]:
        """
        Give a table for each roll-up, with a column for each fact that is added.
        """
        ordered = sorted(self.found.rollups, key=lambda each: (each.id, each.span, each.person))
        for _, group in groupby(ordered, key=lambda each: each.id):
            rows = list(group)
            table = self._table(rows[-1].label.text(self.language), "span", "person", "team", "score", "period_scores")
            facts = {one.fact: one.label.text(self.language) for each in rows for one in each.added}
            for label in facts.values():
                table.add_column(Text(label), justify="right")
            table.add_column(self.word("left_out"))
            for each in rows:
                value = "—" if each.value is None else minus(str(shown(each.value, self.policies[each.version])))
                scores = scores_text(each, self.language)
                added = {one.fact: added_text(one) for one in each.added}
                lacking = lacking_text(each, self.policies[each.version], self.language)
                who = (each.span + _star(each), each.person, each.team)
                self._row(table, *who, value, scores, *(added.get(fact) for fact in facts), lacking)
            yield table

    def _ranking(self, ranking: RankingResult) -> Table:
        policy, people = self.policies[ranking.version], ranking.what == "people"
        group = policy.roles[ranking.group].text(self.language) if ranking.group in policy.roles else ranking.group
        label = self.word("ranking_people")
        if ranking.label is not None:
            label = f"{ranking.label.text(self.language)} {self.word('ranking')}"
        how = f" ({self.word(f'{ranking.how}_of')})" if ranking.how is not None else ""
        title = " ".join(filter(None, (label, ranking.span, visible(group)))) + how + _star(ranking)
        table = self._table(title, "place", "name", "score", "periods", *(() if people else ("members",)), "left_out")
        for each in (*ranking.places, *ranking.unranked):
            place, score = self.word("unranked"), "—"
            if each.place is not None and each.score is not None:
                place, score = str(each.place), minus(str(shown(each.score, policy)))
            members = () if each.members is None else (str(each.members),)
            self._row(
                table, place, each.name, score, str(len(each.periods)), *members, why(each.left_out, self.language)
            )
        return table

    # Without names.

    def _counts(self, rankings: Sequence[RankingResult]) -> Iterator[Table]:
        counts = self.found.to_dict(named=False)["counts"]
        table = self._table(self.word("proposals"), "proposal", "times", "people")
        labels = {each.id: each.label.text(self.language) for each in self.found.proposals}
        labels |= {each.id: each.label.text(self.language) for each in self.found.rollups}
        for each in counts["proposals"]:
            said = (
                labels[each["id"]] if each["kind"] == "proposal" else f"{self.word(each['kind'])}: {labels[each['id']]}"
            )
            self._row(table, said, str(each["times"]), str(each["people"]))
        yield table
        if counts["rollups"]:
            table = self._table(self.word("rollups"), "name", "span", "figures", "without")
            for each in counts["rollups"]:
                self._row(table, labels[each["id"]], each["span"], str(each["figures"]), str(each["without"]))
            yield table
        table = self._table(self.word("ranking"), "span", "role", "ranked", "unranked")
        for ranking in rankings:
            if ranking.what == "people":
                group = self.policies[ranking.version].roles.get(ranking.group)
                name = ranking.group if group is None else group.text(self.language)
                self._row(table, ranking.span, name, str(len(ranking.places)), str(len(ranking.unranked)))
        if table.row_count:
            yield table


def _star(each: Proposal | RollupResult | RankingResult) -> str:
    """
    Mark what rests on a review that is not finished.
    """
    return "*" if each.under_review else ""


def _rules(policy: Policy) -> Sequence[Consequence]:
    return () if policy.spec.outcomes is None else policy.spec.outcomes.consequences
