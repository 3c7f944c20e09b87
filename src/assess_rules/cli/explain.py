"""
`assess-rules explain`: one person's statement, clause by clause.
"""

import click

from assess_rules.cli.common import (
    complete_option,
    encoding_option,
    exits,
    facts_argument,
    language_option,
    load,
    period_option,
    reading_option,
    rules_argument,
    score_all,
)
from assess_rules.labels import Language
from assess_rules.output import json_text
from assess_rules.statements import AUDIENCES, Audience, month_data, month_text


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
    """
    with exits(lang, form):
        policy = load(rules, readings)
        results = score_all(policy, facts, encoding, period, person, lang, complete)
    if form == "json":
        data = {"audience": audience, "statements": [month_data(policy, each, audience) for each in results]}
        click.echo(json_text(data), nl=False)
        return
    texts = (month_text(policy, each, lang, audience, arithmetic=arithmetic) for each in results)
    click.echo("\n".join(texts), nl=False)
