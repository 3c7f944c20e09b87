"""
`assess-rules score`: everybody's scores, by role and team.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assess_rules.cli.common import (
    complete_option,
    encoding_option,
    exits,
    facts_argument,
    form_option,
    language_option,
    load_book,
    output_option,
    output_path,
    people_option,
    period_option,
    reading_option,
    rules_argument,
    score_all,
    set_option,
)
from assess_rules.cli.pages import empty_table, page, say
from assess_rules.decoding import Encodings
from assess_rules.exact import minus, plain_text, short_text
from assess_rules.groups import FEWEST, VERDICTS, Scored, grouped, groups_csv, groups_json, shown_mean, summed_up
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.output import NotAppraised, results_csv, results_json, run_record, version_record, write_with_record
from assess_rules.policy import Policy
from assess_rules.report import moved, nil_said, provisional_readings, score_text, vetoed_by
from assess_rules.result import Result
from assess_rules.rulebook import Rulebook
from assess_rules.words import Subject, results_counted, subject_word, word


@click.command()
@rules_argument
@facts_argument
@period_option
@reading_option
@set_option
@complete_option
@encoding_option
@form_option
@output_option
@people_option
@language_option
def score(
    rules: str,
    facts: tuple[str, ...],
    period: str | None,
    readings: tuple[str, ...],
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
    Score every row of the tables; several tables are joined on person and period.

    A veto reaches those other periods of the tables that the policy says, also where --period asks for one alone.
    RULES is a rule file, the name of a shipped policy, or a folder of versions of one policy, of which each period is
    scored by the one in force. FACTS are .csv or .jsonl files. A what-if (--reading, --set) is summed up by role and
    team: it is no result of anybody.
    """
    path = output_path(output, (".csv", ".json"), (rules, *facts))
    with exits(lang, "text" if form == "csv" else form):
        book = load_book(rules, readings, changes)
        named = people or not book.latest.stamp.trial
        inputs: dict[str, str] = {}
        heard = lang if named else None
        apart: list[NotAppraised] = []
        results = score_all(
            book, facts, encoding, period, language=heard, complete=complete, hashes=inputs, apart=apart
        )
    scored = _by_version(book, results)
    if path is not None:
        text = _written(scored, results, apart, path.suffix.lower().removeprefix("."), named=named)
        record = run_record(scored[-1][0], inputs, path, text, complete)
        several = {"versions": [version_record(policy) for policy, _ in scored]} if len(scored) > 1 else {}
        write_with_record(path, text, record | several)
        click.echo(f"{visible(str(path))}: {results_counted(len(results), lang, book.latest.subject)}", err=True)
        return
    if form == "text":
        print_results(scored, lang, named=named)
    else:
        click.echo(_written(scored, results, apart, form, named=named), nl=False)


def _by_version(book: Rulebook, results: Sequence[Result]) -> Scored:
    """
    Give the versions that have results with these; where there are none, the latest.
    """
    found = [(policy, [each for each in results if each.stamp.version == policy.version]) for policy in book.versions]
    return [each for each in found if each[1]] or [(book.latest, [])]


def _written(
    scored: Scored, results: Sequence[Result], apart: Sequence[NotAppraised], form: str, *, named: bool
) -> str:
    if named:
        return results_csv(results, apart) if form == "csv" else results_json(results, apart)
    return groups_csv(scored) if form == "csv" else groups_json(scored)


def print_results(scored: Scored, language: Language, *, named: bool) -> None:
    """
    Print a table for each period and role: teams together, people as the tables have them.

    Below stand who failed or was vetoed, and provisional readings.

    Versions follow one another. Unless people are to be `named`, teams are summed up.
    """
    with page() as console:
        for number, (policy, results) in enumerate(scored):
            if number:
                console.print()
            _print(console, policy, results, language, named=named)


def _print(console: Console, policy: Policy, results: Sequence[Result], language: Language, *, named: bool) -> None:
    say(console, (policy.spec.title.text(language), "bold"), f" {policy.version}")
    if policy.stamp.trial:
        chosen = (f"{each} = {value}" for each, value in policy.what_if.items())
        say(console, (f"【{word('trial', language)}】", "bold yellow"), ", ".join(chosen))
    roles = list(policy.roles)
    ordered = sorted(results, key=lambda each: (each.period or "", roles.index(each.role), each.team or ""))
    for (period, role), group in groupby(ordered, key=lambda each: (each.period, each.role)):
        title, members = f"{period or ''} {policy.roles[role].text(language)}", list(group)
        scored = [each for each in members if each.verdict != "vetoed"]
        if scored or not named:
            console.print()
            console.print(
                _table(scored, title, language, policy.subject) if named else _sums(policy, members, title, language)
            )
    console.print()
    for key, style in (("fail", "red"), ("vetoed", "magenta")) if named else ():
        for each in ordered:
            if each.verdict == key:
                say(console, (word(key, language), style), f" {_who(each, language)}  {_why(each, language)}")
    say(console, _counts(policy, results, language, named=named))
    for text in nil_said(results, language):
        say(console, text)
    for text in provisional_readings(policy.spec, language, scoring=True):
        say(console, (text, "dim"))


def _why(result: Result, language: Language) -> str:
    """
    Say through which events and indicators a month failed, or through which events it was not evaluated.
    """
    if result.reached_from is not None:
        return f"← {result.reached_from}"
    if result.verdict == "vetoed":
        return "  ".join(vetoed_by(result, language))
    return "  ".join((score_text(result), *vetoed_by(result, language), *moved(result, language)))


def _team_table(title: str, language: Language) -> Table:
    table = empty_table(title)
    table.add_column(word("team", language))
    return table


def _sums(policy: Policy, results: Sequence[Result], title: str, language: Language) -> Table:
    """
    Give the table of a what-if: each team of a role summed up, and then the role.
    """
    table = _team_table(title, language)
    verdicts = _verdicts(policy)
    for key in ("people", "mean", *verdicts):
        table.add_column(subject_word(key, language, policy.subject), justify="right")
    teams = list(grouped(policy, results))
    whole = summed_up(teams[0].period, teams[0].role, word("total", language), results)
    for number, each in enumerate((*teams, whole), 1):
        mean = shown_mean(policy, each)
        counts = each.verdicts and dict(zip(VERDICTS, each.verdicts, strict=True))
        table.add_row(
            Text(visible(each.team or "")),
            str(each.people),
            "—" if mean is None else minus(str(mean)),
            *("—" if counts is None else str(counts[key]) for key in verdicts),
            end_section=number == len(teams),
        )
    return table


def _verdicts(policy: Policy) -> tuple[str, ...]:
    """
    Give the verdicts that a policy can come to.
    """
    found = ("pass", "fail") if any(plan.passed for plan in policy.plans.values()) else ()
    return (*found, "vetoed") if any(plan.vetoes for plan in policy.plans.values()) else found


def _table(results: Sequence[Result], title: str, language: Language, subject: Subject) -> Table:
    """
    Give the table of a role; where nobody has a team, without a column for it.
    """
    in_teams = any(each.team for each in results)
    table = _team_table(title, language) if in_teams else empty_table(title)
    table.add_column(subject_word("person", language, subject))
    labels = {section.id: section.label.text(language) for section in results[0].sections}
    for section in results[0].sections:
        around = f"{labels[section.within]} › " if section.within is not None else ""
        weight = "" if section.weight == 1 else f" ×{plain_text(section.weight)}"
        table.add_column(Text(f"{around}{labels[section.id]}{weight}"), justify="right")
    table.add_column(word("score", language), justify="right")
    judged = results[0].verdict is not None
    graded = results[0].grade is not None
    for key, has in (("grade", graded), ("verdict", judged)):
        if has:
            table.add_column(word(key, language))
    weighted = any(each.weight_of(line) != 1 for each in results for line in each.lines)
    table.add_column(word("moved_weighted" if weighted else "moved", language))
    for team, members in groupby(results, key=lambda each: each.team):
        rows = list(members)
        for number, each in enumerate(rows):
            style = {"fail": "red", "pass": "green"}.get(each.verdict or "", "")
            points = (one.replace(" −", "−").replace(" +", "+") for one in moved(each, language))
            said = "  ".join((*vetoed_by(each, language), *points))  # lines break between indicators only
            table.add_row(
                *([Text(visible(team or "") if number == 0 else "")] if in_teams else []),
                Text(visible(each.person or "")),
                *(short_text(section.points) for section in each.sections),
                score_text(each),
                *([Text(each.grade.label.text(language))] if each.grade is not None else []),
                *([Text(word(each.verdict or "none", language), style)] if judged else []),
                Text(said),
                end_section=number == len(rows) - 1,
            )
    return table


def _who(result: Result, language: Language) -> str:
    team = result.team and f"{word('team', language)} {result.team}"
    return " · ".join(visible(each) for each in (result.person, team, result.period) if each)


def _counts(policy: Policy, results: Sequence[Result], language: Language, *, named: bool) -> str:
    """
    Count results and verdicts; without names only the results where a role is too small for its verdicts to be told.
    """
    scored = {(each.period, each.role): 0 for each in results} | Counter(
        (each.period, each.role) for each in results if each.exact is not None
    )
    if not named and min(scored.values()) < FEWEST:
        return results_counted(len(results), language, policy.subject)
    counts = (f"{word(key, language)} {sum(each.verdict == key for each in results)}" for key in _verdicts(policy))
    return "  ".join((results_counted(len(results), language, policy.subject), *counts))
