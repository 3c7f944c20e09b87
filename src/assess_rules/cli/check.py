"""
`assess-rules check`: is this a valid policy?
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from assess_rules.clauses import Coverage, clause_file, cover, is_alone, rule_file
from assess_rules.cli.common import ANSWERED_NO, DONE, RULES_REJECTED, exit_code, language_option, load, say, set_option
from assess_rules.cli.pages import echo
from assess_rules.diagnostics import Diagnostic
from assess_rules.errors import InputError
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.output import json_text
from assess_rules.policy import Policy
from assess_rules.report import provisional_readings
from assess_rules.rulebook import bound, no_rule_files, rule_files
from assess_rules.words import word


@click.command()
@click.argument("rules", metavar="RULES...", nargs=-1, required=True)
@set_option
@click.option("--strict", is_flag=True, help="Warnings end with exit code 1.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
def check(rules: tuple[str, ...], changes: tuple[str, ...], form: str, lang: Language, *, strict: bool) -> None:
    """
    Check rule files; say all that is wrong or worth a warning, and what is still provisional.

    Of a folder every rule file is checked, and then what its versions are beside one another. NAME.clauses.yaml beside
    NAME.yaml accounts for every sentence of the document; what is left over is an error.
    """
    check = _Check(changes, lang, form, strict=strict)
    for each in dict.fromkeys(map(rule_file, rules)):
        check.source(each)
    if form == "json":
        click.echo(json_text({"policies": check.policies}), nl=False)
        say(check.said, lang, form)
    sys.exit(check.code)


class _Check:
    """
    A run of `check`: what it has said so far, and with which exit code it ends.
    """

    def __init__(self, changes: Sequence[str], language: Language, form: str, *, strict: bool) -> None:
        self.changes, self.language, self.form, self.strict = changes, language, form, strict
        self.code = DONE
        self.policies: list[dict[str, object]] = []
        self.said: list[Diagnostic] = []

    def source(self, source: str) -> None:
        """
        Check a rule file, or all of a folder and then what they are beside one another.
        """
        files = rule_files(source)
        versions = [policy for each in files if (policy := self._file(str(each))) is not None]
        if Path(source).is_dir():
            book, wrong = bound(versions)
            if not files:
                wrong = [no_rule_files(source)]
            self._say([*wrong, *(book.warnings if book is not None else ())], RULES_REJECTED if wrong else DONE)

    def _file(self, rules: str) -> Policy | None:
        try:
            policy = load(rules, changes=self.changes)
        except InputError as error:
            self._say(error.diagnostics, exit_code(error))
            return None
        coverage, wrong, worst = _coverage(rules, policy)
        self.policies.append(_summary(policy, coverage))
        self._say(
            [*policy.warnings, *wrong], worst, _text(policy, coverage, self.language, alone=is_alone(rules, policy))
        )
        return policy

    def _say(self, found: Sequence[Diagnostic], code: int, text: str | None = None) -> None:
        self.code = max(self.code, code, ANSWERED_NO if self.strict and found else DONE)
        self.said += found
        if self.form == "text":
            say(found, self.language, self.form)
            if text is not None:
                echo(text)


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
        "accepted": [each.to_dict() for each in policy.answered],
        "clauses": coverage.to_dict() if coverage is not None else None,
    }


def _text(policy: Policy, coverage: Coverage | None, language: Language, *, alone: bool) -> str:
    stamp = policy.stamp
    zh = language == "zh"
    lines = [
        f"{policy.id} {policy.version}  {policy.spec.title.text(language)}",
        f"  {stamp.source_hash[:19]}  {stamp.plan_hash[:19]}",
    ]
    if policy.what_if:
        changed = ", ".join(f"{each} = {value}" for each, value in policy.what_if.items())
        lines.append(f"  【{word('trial', language)}】{changed}")
    for role, plan in policy.plans.items():
        count, facts = len(plan.indicators), sum(each.required for each in plan.inputs)
        text = f"{count} 项指标，{facts} 项必填数据" if zh else f"{count} indicators, {facts} required facts"
        lines.append(f"  {role} {plan.role_label.text(language)}: {text}")
    if policy.spec.in_force.assumed:
        lines.append(f"  {policy.spec.in_force.from_}: {word('assumed', language)}")
    lines += [f"  {each}" for each in provisional_readings(policy.spec, language)]
    if policy.answered:
        lines.append(f"  {word('accepted', language)}:")
    lines += [f"    {each.warning.code} {each.warning.path}: {each.reason}" for each in policy.answered]
    lines += [f"  {each}" for each in coverage.table(language)] if coverage is not None else []
    lines += [f"  {word('alone', language)}"] if alone else []
    return "\n".join(lines)
