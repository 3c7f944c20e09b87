"""
`assess-rules explain`: one person's statement, clause by clause.
"""

from collections.abc import Sequence

import click

from assess_rules.cli.common import (
    asked,
    complete_option,
    encoding_option,
    exits,
    facts_argument,
    language_option,
    load_book,
    no_match,
    period_option,
    read_whole,
    reading_option,
    rules_argument,
    set_option,
)
from assess_rules.diagnostics import nearest
from assess_rules.facts import Accepted
from assess_rules.labels import Language
from assess_rules.outcomes import entry, outcomes
from assess_rules.output import json_text
from assess_rules.periods import is_longer
from assess_rules.policy import Policy
from assess_rules.statements import AUDIENCES, Audience, month_data, month_text, span_data, span_text


@click.command()
@rules_argument
@facts_argument
@click.option("--person", required=True, help="The person, as the tables name them.")
@period_option
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="self",
    show_default=True,
    help="For the person; for the leading group, with who decided what; or what may be posted.",
)
@reading_option
@set_option
@complete_option
@encoding_option
@click.option("--arithmetic", is_flag=True, help="Under a veto, show the sum all the same.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def explain(
    rules: str,
    facts: tuple[str, ...],
    person: str,
    period: str | None,
    audience: Audience,
    readings: tuple[str, ...],
    changes: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: str,
    form: str,
    lang: Language,
    *,
    arithmetic: bool,
) -> None:
    """
    Explain one person's score, clause by clause, as arithmetic that can be checked with a pencil.

    Below what was lost stands the smallest change of the facts that would have kept it, or passed a failed period.
    PERIOD may be a longer span, as 2024-Q1 or 2024: then the statement has a line for each period, what was lost by
    clause, and what follows. RULES may be a folder of versions, of which each period is scored by the one in force.
    """
    if arithmetic and audience == "public":
        raise click.UsageError("--arithmetic is not for --audience public")
    with exits(lang, form):
        book = load_book(rules, readings, changes)
        with read_whole(facts[0]):
            accepted = book.read(facts, encoding, complete)  # type: ignore[arg-type]
        if period is not None and is_longer(period, book.latest.spec.period):
            _span(accepted, facts[0], person, period, audience, form, lang, arithmetic=arithmetic)
            return
        own = asked(accepted, facts[0], period, person, lang)
        results = [(policy, policy.score_accepted(each)) for policy, each in own]
    if form == "json":
        data = {"audience": audience, "statements": [month_data(policy, each, audience) for policy, each in results]}
        click.echo(json_text(data), nl=False)
        return
    texts = (month_text(policy, each, lang, audience, arithmetic=arithmetic) for policy, each in results)
    click.echo("\n".join(texts), nl=False)


def _span(
    accepted: Sequence[tuple[Policy, Accepted]],
    table: str,
    person: str,
    span: str,
    audience: Audience,
    form: str,
    language: Language,
    *,
    arithmetic: bool,
) -> None:
    """
    Print a person's statement for a span that is longer than a period.
    """
    own = outcomes(entry(policy, each) for policy, each in accepted if each.context.person == person)
    found = own.within(span)
    if found is None or not found.people:
        people = {str(each.context.person) for _, each in accepted}
        near = nearest(person, people) if person not in people else None
        raise no_match(table, people, {str(each.context.period) for _, each in accepted}, near)
    if form == "json":
        data = {"audience": audience, "statements": [span_data(found, span, audience)]}
        click.echo(json_text(data), nl=False)
    else:
        click.echo(span_text(found, span, language, audience, arithmetic=arithmetic), nl=False)
