"""
`assess-rules show`: the whole policy in sentences, to be laid beside the document.
"""

import click

from assess_rules.cli.common import exits, language_option, load, named_role, role_option, rules_argument, set_option
from assess_rules.cli.pages import echo
from assess_rules.labels import Language
from assess_rules.output import json_text
from assess_rules.show import show as shown
from assess_rules.show import show_dict
from assess_rules.words import word


@click.command()
@rules_argument
@set_option
@role_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def show(rules: str, changes: tuple[str, ...], role: str | None, form: str, lang: Language) -> None:
    """
    Say a whole policy in sentences, clause by clause: what a signer lays beside the document.
    """
    with exits(lang, form):
        policy = load(rules, changes=changes)
    wanted = None if role is None else named_role(policy, role)
    if form == "json":
        click.echo(json_text(show_dict(policy, lang, wanted)), nl=False)
        return
    echo(f"{shown(policy, lang, wanted)}\n")
    click.echo(f"{word('source_hash', lang)} {policy.stamp.source_hash}")
