"""
The statement of one person for one period: what was lost, why, and what would have kept it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, get_args

from assess_rules.exact import both_texts, signed
from assess_rules.incentives.space import Space
from assess_rules.labels import Language
from assess_rules.marks import visible
from assess_rules.outcomes import Entry, Outcomes, Pending
from assess_rules.outcomes.cells import pending_text
from assess_rules.outcomes.pending import touched_by
from assess_rules.outputs import ReadingUsed
from assess_rules.policy import Policy
from assess_rules.report import Notes, adjusted_by, explain, head_lines, heading, score_text
from assess_rules.result import Result
from assess_rules.statements.changes import Changes
from assess_rules.statements.search import earning, keeping, passing, sparing
from assess_rules.statements.wording import change_lines, said
from assess_rules.words import word

Audience = Literal["self", "group", "public"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def month_text(
    policy: Policy,
    result: Result,
    language: Language,
    audience: Audience = "self",
    *,
    arithmetic: bool = False,
    under_review: Sequence[Pending] = (),
) -> str:
    """
    Write the statement of a period: own data in full, all that the leading group needs, or what may be posted.

    Under a veto there is no evaluation; `arithmetic`, and the leading group's statement, have the sum all the same.
    `under_review` are the reviews that may still change it.
    """
    pending = tuple(pending_line(under_review, language))
    if audience == "public":
        posted = (*heading(result, language, _options(policy)), *_posted(result, language), *pending)
        return "\n".join((*posted, *provisional_line(result.provisional, language))) + "\n"
    kept, passed = would_have(policy, result)
    lost = {line.indicator for line in result.lines if line.deducted}
    goals = {id_: "kept" if id_ in lost else "earned" for id_ in kept}
    if result.plan.better == "lower":
        goals = dict.fromkeys(kept, "spared")
    lines = {id_: tuple(change_lines(each, goals[id_], language)) for id_, each in kept.items()}
    total = tuple(change_lines(passed, "passed", language)) if passed is not None else ()
    facts = (said("facts", language),) if kept or passed is not None else ()
    group = audience == "group"
    end = tuple(decided_by(policy, result, language)) if group else ()
    notes = Notes(_options(policy), pending, lines, (*total, *facts), end)
    return explain(result, language, arithmetic=arithmetic or group, notes=notes)


def month_data(
    policy: Policy, result: Result, audience: Audience = "self", under_review: Sequence[Pending] = ()
) -> dict[str, Any]:
    """
    Give the statement of a period as JSON data; numbers are texts.
    """
    reviews = [dict(vars(each)) for each in under_review]
    if audience == "public":
        return _posted_data(result) | {"under_review": reviews}
    kept, passed = would_have(policy, result)
    found: dict[str, Any] = {
        "result": result.to_dict(),
        "kept": {id_: each.to_dict() for id_, each in kept.items()},
        "passed": passed.to_dict() if passed is not None else None,
        "under_review": reviews,
    }
    if audience == "group":
        found["decided"] = {id_: _decision(policy, id_) for id_ in (each.id for each in result.readings)}
    return found


def period_text(
    found: Outcomes, of: Entry, language: Language, audience: Audience = "self", *, arithmetic: bool = False
) -> str:
    """
    Write the statement of one of the periods that outcomes have: as `month_text` does, or that nobody was appraised.
    """
    reviews = _reviews(found, of)
    if of.result is None:
        return "\n".join((*_absent(of, language, audience), *pending_line(reviews, language))) + "\n"
    return month_text(of.policy, of.result, language, audience, arithmetic=arithmetic, under_review=reviews)


def period_data(found: Outcomes, of: Entry, audience: Audience = "self") -> dict[str, Any]:
    """
    Give the statement of one of the periods that outcomes have as JSON data.
    """
    reviews = _reviews(found, of)
    if of.result is not None:
        return month_data(of.policy, of.result, audience, reviews)
    who = {"person": of.person, "role": of.role, "team": of.team, "period": of.period.text}
    reason = {} if audience == "public" else {"status": of.reason}
    absent = who | reason | {"policy": of.policy.id, "version": of.policy.version}
    return {"not_appraised": absent, "under_review": [dict(vars(each)) for each in reviews]}


def _reviews(found: Outcomes, of: Entry) -> list[Pending]:
    touched = touched_by(found.people, found.under_review).get((of.person, of.period.text), ())
    return sorted(touched, key=lambda each: each.period)


def _absent(of: Entry, language: Language, audience: Audience) -> Iterator[str]:
    """
    Write that a person was not appraised; what may be posted says it in the words that a veto has there.
    """
    who = (of.person, of.policy.roles[of.role], of.team, of.period.text)
    yield from head_lines(of.policy.stamp, who, _options(of.policy), language)
    public = audience == "public"
    yield word("no_score", language) if public else f"{word('excused', language)}: {visible(of.reason or '')}"


def pending_line(under_review: Iterable[Pending], language: Language) -> Iterator[str]:
    """
    Write the reviews that are not finished and may change what a statement says, if there are any.
    """
    text = pending_text(under_review)
    if text:
        yield f"* {word('under_review', language)}: {visible(text)}"


def provisional_line(readings: Iterable[ReadingUsed], language: Language) -> Iterator[str]:
    """
    Say on what may be posted that nobody has decided yet some readings on which it rests.
    """
    if any(True for _ in readings):
        yield word("provisionally", language)


def would_have(policy: Policy, result: Result) -> tuple[dict[str, Changes], Changes | None]:
    """
    Give the smallest changes that would have kept or earned the points of each indicator, and that would have passed.

    Where fewer points are better, those that would have left an indicator without points.

    Under a veto nothing is: there is no evaluation.
    """
    if result.verdict == "vetoed":
        return {}, None
    space = Space(policy, result.role)
    point = space.point(result.facts)
    outputs = zip(result.lines, result.plan.indicators, strict=True)
    counted = [
        (line, output)
        for line, output in outputs
        if not line.left_out and not any(each.left_out for each in result.around(line))
    ]
    if space.better < 0:
        kept = {output.id: sparing(space, point, output) for line, output in counted if line.points > 0}
    else:
        kept = {
            output.id: (keeping if line.deducted else earning)(space, point, output)
            for line, output in counted
            if line.deducted or line.unearned > 0
        }
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


def _options(policy: Policy) -> dict[str, str]:
    return {id_: each.chosen.name for id_, each in policy.spec.readings.items()} | dict(policy.what_if)


def _posted(result: Result, language: Language) -> Iterator[str]:
    """
    Write what may be posted: the score and the subtotals, or that there is none; no verdict, ground, fact or case number.
    """
    if result.score is None:
        yield word("no_score", language)
        return
    yield f"{word('score', language)} {score_text(result)}"
    for section in result.sections:
        indent = "  " if section.within is None else "    "
        yield f"{indent}{' '.join(section.at)} {section.label.text(language)}  {both_texts(section.points)}"
    if result.scaling:
        yield f"  {word('scaling', language)}  {signed(result.scaling)}"
    if result.adjusted and not result.is_zeroed:
        yield f"  {adjusted_by(result, language)}  {signed(result.adjusted)}"


def _posted_data(result: Result) -> dict[str, Any]:
    data = result.to_dict()
    keys = ("policy", "version", "trial", "person", "role", "team", "period", "score")
    evaluated = result.score is not None
    return {
        **{key: data[key] for key in keys},
        "evaluated": evaluated,
        "sections": data["sections"] if evaluated else [],
        **{key: data[key] for key in ("scaling", "adjusted") if evaluated and not result.is_zeroed and key in data},
        "provisional": [each.id for each in result.provisional],
    }
