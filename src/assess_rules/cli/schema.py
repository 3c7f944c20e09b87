"""
`assess-rules schema`: the JSON Schema of rule files or of results.
"""

import click

from assess_rules.kinds import DEFAULT_KINDS
from assess_rules.output import json_text
from assess_rules.result_schema import result_schema
from assess_rules.schema import policy_schema


@click.command()
@click.argument("what", type=click.Choice(["policy", "result"]), default="policy")
def schema(what: str) -> None:
    """
    Print the JSON Schema (draft 2020-12) of rule files or of results.
    """
    click.echo(json_text(policy_schema(DEFAULT_KINDS) if what == "policy" else result_schema()), nl=False)
