"""
`assess-rules schema`: the JSON Schema of rule files, of clause files, or of what a command writes as JSON.
"""

import click

from assess_rules.kinds import DEFAULT_KINDS
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.output import json_text
from assess_rules.readings.schema import readings_schema
from assess_rules.result_schema import result_schema, results_schema
from assess_rules.review.schema import review_schema
from assess_rules.revision.schema import diff_schema
from assess_rules.schema import clauses_schema, policy_schema
from assess_rules.statements.schema import statements_schema
from assess_rules.sweep import sweep_schema

SCHEMAS = {
    "policy": lambda: policy_schema(DEFAULT_KINDS),
    "clauses": clauses_schema,
    "result": result_schema,
    "results": results_schema,
    "outcomes": outcomes_schema,
    "diff": diff_schema,
    "readings": readings_schema,
    "review": review_schema,
    "statements": statements_schema,
    "sweep": sweep_schema,
}


@click.command()
@click.argument("what", type=click.Choice(list(SCHEMAS)), default="policy")
def schema(what: str) -> None:
    """
    Print a JSON Schema (draft 2020-12): of rule files, of clause files, or of what a command writes as JSON.

    `results` are what score writes, and `result` one of them; `statements` what explain writes.
    """
    click.echo(json_text(SCHEMAS[what]()), nl=False)
