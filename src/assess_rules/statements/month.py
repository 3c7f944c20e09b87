"""
The statement of one person for one period: what was lost, why, and what would have kept it.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args

from assess_rules.exact import both_texts, minus
from assess_rules.incentives.space import Space
from assess_rules.labels import Language
from assess_rules.policy import Policy
from assess_rules.report import Notes, explain, heading
from assess_rules.result import Result
from assess_rules.statements.changes import Changes, keeping, passing
from assess_rules.statements.wording import change_lines, said
from assess_rules.words import word

Audience = Literal["self", "group", "public"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def month_text(
    policy: Policy, result: Result, language: Language, audience: Audience = "self", *, arithmetic: bool = False
) -> str:
    """
    Write the statement of a period: own data in full, all that the leading group needs, or what may be posted.

    Under a veto there is no evaluation; `arithmetic`, and the leading group's statement, have the sum all the same.
    """
    if audience == "public":
        return "\n".join(_posted(result, language)) + "\n"
    kept, passed = would_have(policy, result)
    lines = {id_: tuple(change_lines(each, "kept", language)) for id_, each in kept.items()}
    total = tuple(change_lines(passed, "passed", language)) if passed is not None else ()
    facts = (said("facts", language),) if kept or passed is not None else ()
    group = audience == "group"
    notes = Notes(lines, (*total, *facts), tuple(decided_by(policy, result, language)) if group else ())
    return explain(result, language, arithmetic=arithmetic or group, notes=notes)


def month_data(policy: Policy, result: Result, audience: Audience = "self") -> dict[str, Any]:
    """
    Give the statement of a period as JSON data; numbers are texts.
    """
    if audience == "public":
        return _posted_data(result)
    kept, passed = would_have(policy, result)
    found: dict[str, Any] = {
        "result": result.to_dict(),
        "kept": {id_: each.to_dict() for id_, each in kept.items()},
        "passed": passed.to_dict() if passed is not None else None,
    }
    if audience == "group":
        found["decided"] = {id_: _decision(policy, id_) for id_ in (each.id for each in result.readings)}
    return found


def would_have(policy: Policy, result: Result) -> tuple[dict[str, Changes], Changes | None]:
    """
    Give the smallest changes that would have kept the points of each indicator, and that would have passed.

    Under a veto nothing is: there is no evaluation.
    """
    if result.verdict == "vetoed":
        return {}, None
    space = Space(policy, result.role)
    point = space.point(result.facts)
    outputs = zip(result.lines, result.plan.indicators, strict=True)
    kept = {output.id: keeping(space, point, output) for line, output in outputs if line.deducted}
    return kept, passing(space, point) if result.verdict == "fail" else None


def decided_by(policy: Policy, result: Result, language: Language) -> Iterator[str]:
    """
    Write who decided each reading that a result rests on, and what computed it.
    """
    for each in result.readings:
        decided = policy.spec.readings[each.id].decided
        if decided is not None:
            parts = (decided.by, decided.date.isoformat(), decided.number)
            yield f"{word('decided', language)}: {each.id} = {each.option}  {' '.join(part for part in parts if part)}"
    for key in ("source_hash", "plan_hash", "engine"):
        yield f"{word(key, language)}: {getattr(result.stamp, key)}"


def _decision(policy: Policy, reading: str) -> dict[str, Any] | None:
    decided = policy.spec.readings[reading].decided
    if decided is None:
        return None
    return {"by": decided.by, "date": decided.date.isoformat(), "number": decided.number}


def _posted(result: Result, language: Language) -> Iterator[str]:
    """
    Write what may be posted: the score and the subtotals; no verdict, no ground, no fact, no case number.
    """
    yield from heading(result, language)
    if result.score is None:
        yield word("vetoed", language)
        return
    yield f"{word('score', language)} {minus(str(result.score))}"
    for section in result.sections:
        yield f"  {' '.join(section.at)} {section.label.text(language)}  {both_texts(section.points)}"


def _posted_data(result: Result) -> dict[str, Any]:
    data = result.to_dict()
    keys = ("policy", "version", "trial", "person", "role", "team", "period", "score")
    evaluated = result.score is not None
    return {
        **{key: data[key] for key in keys},
        "evaluated": evaluated,
        "sections": data["sections"] if evaluated else [],
    }
