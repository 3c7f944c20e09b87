"""
Another tool that embeds the library: it scores records of its own and shows every line that lost points.

Run it with `python examples/embed.py`.
"""

from collections.abc import Mapping
from typing import Any

from assess_rules import FactsError, Policy, load_policy
from assess_rules.exact import number_text

NIL = """
    improper_enforcement_cases petition_cases beijing_petition_cases unresolved_petition_cases overdue_supervised_cases
    duty_breaches assigned_task_failures mass_incidents unreported_major_matters criticism_notices
    node_delays archive_delays unapproved_overruns unreported_closures
"""
VETOES = "falsified_data criminal_or_disciplinary grave_incident state_compensation"
COUNTS = {**dict.fromkeys(NIL.split(), 0), "document_errors": 3, "service_delays": 4, "faulty_terminations": 5}
CLERK = {"role": "clerk", "person": "E009", "period": "2024-03", **COUNTS, **dict.fromkeys(VETOES.split(), False)}


def show(policy: Policy, record: Mapping[str, Any]) -> None:
    """
    Print a record's score with the lines that lost points, or all that is wrong with the record.
    """
    try:
        result = policy.score(record)
    except FactsError as error:
        for diagnostic in error.diagnostics:
            print(diagnostic.render("zh"))
        return
    print(f"{result.person} {result.period}: {result.score} {result.verdict}")
    for line in result.lines:
        if line.deducted:
            print(f"{'、'.join(line.at)} {line.label.text('zh')}: 扣 {number_text(line.deducted)} 分")
            for step in line.steps:
                if step.formula("zh") != step.result("zh"):
                    print(f"    {step.label.text('zh')}: {step.formula('zh')} = {step.result('zh')}")


def main() -> None:
    """
    Load the policy once, then score as many records as there are.
    """
    policy = load_policy("wancheng_2023_127")
    show(policy, CLERK)
    show(policy, {**CLERK, "document_errors": 1.5, "closed": 30, "falsified_data": None})


if __name__ == "__main__":
    main()
