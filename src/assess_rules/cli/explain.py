"""
`assess-rules explain`: one person's statement, clause by clause.
"""

from collections.abc import Sequence

import click

from assess_rules.cli.asked import asked, no_match, pairs_of
from assess_rules.cli.common import (
    check_period,
    complete_option,
    encoding_option,
    exits,
    facts_argument,
    language_option,
    load_book,
    pending_option,
    period_option,
    read_pending,
    read_whole,
    reading_option,
    rules_argument,
    set_option,
)
from assess_rules.cli.pages import echo
from assess_rules.decoding import Encodings
from assess_rules.facts import Accepted
from assess_rules.labels import Language
from assess_rules.outcomes import Outcomes, entry, outcomes
from assess_rules.outcomes.pending import under_review
from assess_rules.output import json_text
from assess_rules.periods import is_longer
from assess_rules.policy import Policy
from assess_rules.statements import AUDIENCES, Audience, period_data, period_text, span_data, span_text


@click.command()
@rules_argument
@facts_argument
@click.option(
    "--person", required=True, help="Whose statement: the person, or whatever is appraised, as the tables name it."
)
@period_option
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="self",
    show_default=True,
    help="For the person; for the leading group, with who decided what; or what may be posted.",
)
@reading_option
@pending_option
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
    pending: str | None,
    changes: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: Encodings,
    form: str,
    lang: Language,
    *,
    arithmetic: bool,
) -> None:
    """
    Explain one person's score, clause by clause, as arithmetic that can be checked with a pencil.

    Below what was lost stands the smallest change of the facts that would have kept it, or passed a failed period.
    PERIOD may be a longer span, as 2024-Q1 or 2024: then the statement has all that for each period, what was lost by
    clause, and what follows. A veto of another period in the tables reaches this one as the policy says. What a review
    that is not finished (--pending) may still change is marked. RULES may be a folder of versions, of which each period is
    scored by the one in force.
    """
    if arithmetic and audience == "public":
        raise click.UsageError("--arithmetic is not for --audience public")
    with exits(lang, form):
        book = load_book(rules, readings, changes)
        check_period(period, book.latest.spec.period, longer=True)
        with read_whole(facts[0]):
            accepted = book.read(facts, encoding, complete)
        found = outcomes(entry(policy, each) for policy, each in accepted if each.context.person == person)
        if pending is not None:
            reviews = read_pending(pending, book.door, encoding, [each for _, each in accepted], {})
            found = under_review(found, [each for each in reviews if each.person == person])
        if period is not None and is_longer(period, book.latest.spec.period):
            within = _within(found, accepted, facts[0], person, period)
            if form == "json":
                data = [span_data(within, period, audience)]
            else:
                texts = [span_text(within, period, lang, audience, arithmetic=arithmetic)]
        else:
            asked(accepted, facts[0], period, person, None)
            entries = [each for each in found.people[person].entries if period in (None, each.period.text)]
            if form == "json":
                data = [period_data(found, each, audience) for each in entries]
            else:
                texts = [period_text(found, each, lang, audience, arithmetic=arithmetic) for each in entries]
    if form == "json":
        click.echo(json_text({"audience": audience, "statements": data}), nl=False)
    else:
        echo("\n".join(texts))


def _within(
    found: Outcomes, accepted: Sequence[tuple[Policy, Accepted]], table: str, person: str, span: str
) -> Outcomes:
    """
    Give a person's outcomes within a span that is longer than a period.
    """
    within = found.within(span)
    if within is None:
        raise no_match(table, pairs_of(accepted), person, span if person in found.people else None)
    return within
