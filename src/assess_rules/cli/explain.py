"""
`assess-rules explain`: one person's result, clause by clause.
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
from assess_rules.output import results_json
from assess_rules.report import explain as explained


@click.command()
@rules_argument
@facts_argument
@click.option("--person", required=True, help="The person, as the tables name them.")
@period_option
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
    """
    with exits(lang, form):
        policy = load(rules, readings)
        results = score_all(policy, facts, encoding, period, person, lang, complete)
    if form == "json":
        click.echo(results_json(results), nl=False)
        return
    click.echo("\n".join(explained(each, lang, arithmetic=arithmetic) for each in results), nl=False)
