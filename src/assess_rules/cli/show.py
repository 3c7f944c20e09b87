"""
`assess-rules show`: the whole policy in sentences, to be laid beside the document.
"""

import click

from assess_rules.cli.common import exits, language_option, load, rules_argument
from assess_rules.diagnostics import nearest
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.output import json_text
from assess_rules.policy import Policy
from assess_rules.show import show as shown
from assess_rules.show import show_dict
from assess_rules.words import word


@click.command()
@rules_argument
@click.option("--role", metavar="ROLE", help="Only what this role has: its id or its label.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def show(rules: str, role: str | None, form: str, lang: Language) -> None:
    """
    Say a whole policy in sentences, clause by clause: what a signer lays beside the document.
    """
    with exits(lang, form):
        policy = load(rules)
    wanted = None if role is None else _role(policy, role)
    if form == "json":
        click.echo(json_text(show_dict(policy, lang, wanted)), nl=False)
        return
    click.echo(shown(policy, lang, wanted))
    click.echo(f"{word('source_hash', lang)} {policy.stamp.source_hash}")


def _role(policy: Policy, text: str) -> str:
    """
    Give the role of an id, or of a label that only one role has.
    """
    if text in policy.roles:
        return text
    found = [id_ for id_, label in policy.roles.items() if text in (label.zh, label.en)]
    if len(found) != 1:
        near = nearest(text, policy.roles)
        meant = "" if near is None else f"; did you mean `{near}`?"
        raise click.BadParameter(f"{visible(text)}: one of {', '.join(policy.roles)}{meant}", param_hint="--role")
    return found[0]
