"""
`assess-rules incentives`: what a policy's points reward, for those who draft it.
"""

import click

from assess_rules.cli.common import (
    complete_option,
    encoding_option,
    exits,
    language_option,
    load,
    named_role,
    period_option,
    reading_option,
    role_option,
    rules_argument,
    score_all,
    set_option,
)
from assess_rules.cli.pages import echo, room
from assess_rules.decoding import Encodings
from assess_rules.incentives import incentive_maps
from assess_rules.incentives.pages import as_data, page
from assess_rules.incentives.space import Space
from assess_rules.labels import Language
from assess_rules.output import json_text
from assess_rules.policy import Policy
from assess_rules.report import nil_said, provisional_readings
from assess_rules.result import nil_facts
from assess_rules.words import word


@click.command()
@rules_argument
@role_option
@click.option("--facts", metavar="FACTS", multiple=True, help="People's records, to look from. May be repeated.")
@click.option("--people", is_flag=True, help="Name the people that findings rest on; without it they are summed up.")
@period_option
@reading_option
@set_option
@complete_option
@encoding_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def incentives(
    rules: str,
    role: str | None,
    facts: tuple[str, ...],
    period: str | None,
    readings: tuple[str, ...],
    changes: tuple[str, ...],
    complete: tuple[str, ...],
    encoding: Encodings,
    form: str,
    lang: Language,
    *,
    people: bool,
) -> None:
    """
    Show what a policy's points reward.

    The worth of one more of each fact, what is free beyond a cap, what a bonus buys back, where one step decides, what
    can be reached, and the shortest way to the pass mark.

    It is worked out from the rules, and judges nobody. Every statement rests on records that --format json shows.
    """
    if (people or complete or period is not None) and not facts:
        raise click.UsageError("--people, --period and --complete are for --facts")
    with exits(lang, form):
        policy = load(rules, readings, changes)
        roles = list(policy.roles) if role is None else [named_role(policy, role)]
        heard = lang if people else None
        results = score_all(policy, facts, encoding, period, language=heard, complete=complete) if facts else []
    maps = list(incentive_maps(policy, roles, results, named=people))
    spaces = {each: Space(policy, each) for each in roles}
    if form == "json":
        stamp = policy.stamp
        head: dict[str, object] = {"policy": stamp.policy, "version": stamp.version, "source_hash": stamp.source_hash}
        head |= {"plan_hash": stamp.plan_hash, "engine": stamp.engine, "trial": list(stamp.trial)}
        nil = nil_facts(results)
        head |= {"complete": list(nil)} if nil else {}
        data = {**head, "roles": [as_data(spaces[each.role], each, lang) for each in maps]}
        click.echo(json_text(data), nl=False)
        return
    echo("\n".join(_head(policy, lang)))
    for each in maps:
        echo("\n".join(["", *page(spaces[each.role], each, lang, room())]))
    echo("\n".join(["", *nil_said(results, lang), *provisional_readings(policy.spec, lang, scoring=True)]))


def _head(policy: Policy, language: Language) -> list[str]:
    lines = [f"{policy.spec.title.text(language)} {policy.version}"]
    if policy.stamp.trial:
        chosen = (f"{each} = {value}" for each, value in policy.what_if.items())
        lines.append(f"【{word('trial', language)}】{', '.join(chosen)}")
    return lines
