"""
`assess-rules schema`: the JSON Schema of rule files, of clause files, of results, of outcomes, of reviews or of readings.
"""

import click

from assess_rules.kinds import DEFAULT_KINDS
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.output import json_text
from assess_rules.readings.schema import readings_schema
from assess_rules.result_schema import result_schema
from assess_rules.review.schema import review_schema
from assess_rules.schema import clauses_schema, policy_schema


@click.command()
@click.argument(
    "what", type=click.Choice(["policy", "clauses", "result", "outcomes", "review", "readings"]), default="policy"
)
def schema(what: str) -> None:
    """
    Print the JSON Schema (draft 2020-12) of rule files, of clause files, of results, of outcomes, of reviews or of readings.
    """
    schemas = {
        "policy": lambda: policy_schema(DEFAULT_KINDS),
        "clauses": clauses_schema,
        "result": result_schema,
        "outcomes": outcomes_schema,
        "readings": readings_schema,
        "review": review_schema,
    }
    click.echo(json_text(schemas[what]()), nl=False)
