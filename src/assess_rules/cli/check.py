"""
`assess-rules check`: is this a valid policy?
"""

import sys
from collections.abc import Sequence

import click

from assess_rules.clauses import Coverage, clause_file, cover, is_alone, rule_file
from assess_rules.cli.common import ANSWERED_NO, DONE, RULES_REJECTED, exit_code, language_option, load, say
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import InputError
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.output import json_text
from assess_rules.policy import Policy
from assess_rules.report import provisional_readings
from assess_rules.words import word


@click.command()
@click.argument("rules", metavar="RULES...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Warnings end with exit code 1.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def check(rules: tuple[str, ...], form: str, lang: Language, *, strict: bool) -> None:
    """
    Check rule files; say all that is wrong or worth a warning, and what is still provisional.

    NAME.clauses.yaml beside NAME.yaml accounts for every sentence of the document; what is left over is an error.
    """
    code = DONE
    policies: list[dict[str, object]] = []
    said: list[Diagnostic] = []
    for each in dict.fromkeys(map(rule_file, rules)):
        try:
            policy = load(each)
        except InputError as error:
            found, text, code = error.diagnostics, None, max(code, exit_code(error))
        else:
            coverage, wrong, worst = _coverage(each, policy)
            policies.append(_summary(policy, coverage))
            found, text = (*policy.warnings, *wrong), _text(policy, coverage, lang, alone=is_alone(each, policy))
            code = max(code, worst, ANSWERED_NO if strict and found else DONE)
        said += found
        if form == "text":
            say(found, lang, form)
            click.echo(text, nl=text is not None)
    if form == "json":
        click.echo(json_text({"policies": policies}), nl=False)
        say(said, lang, form)
    sys.exit(code)


def _coverage(rules: str, policy: Policy) -> tuple[Coverage | None, Sequence[Diagnostic], int]:
    """
    Compare a policy with the clause file beside it: the counts, what is wrong, and the exit code of that.
    """
    path = clause_file(rules)
    try:
        found = cover(policy, path) if path is not None else None
    except InputError as error:
        return None, error.diagnostics, exit_code(error)
    except OSError as error:
        raise click.UsageError(f"{visible(str(path))}: {error.strerror}") from None
    wrong = found.faults if found is not None else ()
    return found, wrong, RULES_REJECTED if wrong else DONE


def _summary(policy: Policy, coverage: Coverage | None) -> dict[str, object]:
    stamp = policy.stamp
    return {
        "policy": policy.id,
        "version": policy.version,
        "source_hash": stamp.source_hash,
        "plan_hash": stamp.plan_hash,
        "roles": {role: len(plan.indicators) for role, plan in policy.plans.items()},
        "provisional": [each for each, reading in policy.spec.readings.items() if reading.decided is None],
        "warnings": len(policy.warnings),
        "clauses": coverage.to_dict() if coverage is not None else None,
    }


def _text(policy: Policy, coverage: Coverage | None, language: Language, *, alone: bool) -> str:
    stamp = policy.stamp
    zh = language == "zh"
    lines = [
        f"{policy.id} {policy.version}  {policy.spec.title.text(language)}",
        f"  {stamp.source_hash[:19]}  {stamp.plan_hash[:19]}",
    ]
    for role, plan in policy.plans.items():
        count, facts = len(plan.indicators), sum(each.required for each in plan.inputs)
        text = f"{count} 项指标，{facts} 项必填数据" if zh else f"{count} indicators, {facts} required facts"
        lines.append(f"  {role} {plan.role_label.text(language)}: {text}")
    if policy.spec.in_force.assumed:
        lines.append(f"  {policy.spec.in_force.from_}: {word('assumed', language)}")
    lines += [f"  {each}" for each in provisional_readings(policy.spec, language)]
    lines += [f"  {each}" for each in coverage.table(language)] if coverage is not None else []
    lines += [f"  {word('alone', language)}"] if alone else []
    return "\n".join(lines)
