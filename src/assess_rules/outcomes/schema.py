"""
The JSON Schema of `Outcomes.to_dict()`.
"""

from typing import get_args

from assess_rules.fields import Schema
from assess_rules.model.common import PERIODS
from assess_rules.outcomes import OUTCOMES_FORMAT
from assess_rules.outcomes.consequences import Kind
from assess_rules.outcomes.history import Standing
from assess_rules.outcomes.spans import Why
from assess_rules.result_schema import DIALECT, EXACT, HASH, MAYBE_EXACT, MAYBE_TEXT, NAMES, TEXT, closed

COUNT: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
LABEL = closed({"zh": TEXT, "en": TEXT}, "A name in both languages. 名称")
UNDER_REVIEW: Schema = {
    "type": "array",
    "items": closed({"person": TEXT, "period": TEXT}, "One person's period. 一人一期"),
    "description": "What it rests on and a review may still change. 所依而复核未办结的",
}
MAYBE_LABEL: Schema = {"anyOf": [LABEL, {"type": "null"}]}


def outcomes_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of outcomes. Numbers are texts, so that no reader turns them into floats.
    """
    properties: dict[str, Schema] = {
        "format": {"const": OUTCOMES_FORMAT},
        "stamp": {**MAYBE_TEXT, "description": "Of a what-if, that it is no appraisal result. 试算的标记"},
        "policies": {"type": "array", "items": version_schema(), "description": "The versions that decided. 所依版本"},
        "complete": NAMES,
        "counts": _counts(),
        "people": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": _period()},
            "description": "Everybody's periods, in order. 各人各期",
        },
        "proposals": {"type": "array", "items": _proposal()},
        "rollups": {"type": "array", "items": _rollup()},
        "rankings": {"type": "array", "items": _ranking()},
    }
    title = (
        "What follows from results; people, proposals, rollups and rankings only where names are asked for. 结果运用"
    )
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:outcomes:{OUTCOMES_FORMAT}",
        "title": "assess-rules outcomes 结果运用",
        **closed(properties, title),
        "required": ["format", "stamp", "policies", "counts"],
        "dependentRequired": {"people": ["proposals", "rollups", "rankings"]},
    }


def version_schema() -> Schema:
    """
    Give the schema of a version that decided, with its readings.
    """
    reading = closed({"id": TEXT, "option": TEXT, "decided": TRUTH}, "A reading and its chosen option. 口径")
    stamp: dict[str, Schema] = {
        "policy": TEXT,
        "version": TEXT,
        "source_hash": HASH,
        "plan_hash": HASH,
        "engine": TEXT,
        "trial": NAMES,
    }
    return closed({**stamp, "readings": {"type": "array", "items": reading}}, "One version. 一个版本")


def _counts() -> Schema:
    proposal = closed(
        {"id": TEXT, "kind": _one_of(Kind), "times": COUNT, "people": COUNT}, "A consequence. 一项结果运用"
    )
    rollup = closed({"id": TEXT, "span": TEXT, "figures": COUNT, "without": COUNT}, "A roll-up of a span. 一项汇总")
    ranking = closed(
        {"what": {"enum": ["people", "teams"]}, "span": TEXT, "group": TEXT, "ranked": COUNT, "unranked": COUNT},
        "A ranking. 一份排名",
    )
    standing: Schema = {"type": "object", "propertyNames": _one_of(Standing), "additionalProperties": COUNT}
    grades: Schema = {
        "type": "object",
        "additionalProperties": COUNT,
        "description": "Periods by their grade, where there are grades. 各等次人次",
    }
    lists = {"proposals": proposal, "rollups": rollup, "rankings": ranking}
    several: dict[str, Schema] = {key: {"type": "array", "items": each} for key, each in lists.items()}
    counts = {"people": COUNT, "standing": standing, "grades": grades, **several}
    return closed(counts, "How many, without a name. 人数和次数", optional=("grades",))


def _period() -> Schema:
    return closed(
        {
            "period": TEXT,
            "role": TEXT,
            "team": MAYBE_TEXT,
            "standing": {
                **_one_of(Standing),
                "description": "`scored` without a pass mark. 合格、不合格、不予评价、不考核；没有合格线时为 scored",
            },
            "score": {**MAYBE_TEXT, "description": "As shown. 显示的得分"},
            "exact": MAYBE_EXACT,
            "grade": {**MAYBE_TEXT, "description": "The id of the grade, where there are grades. 等次"},
            "reason": MAYBE_TEXT,
            "reached_from": {**MAYBE_TEXT, "description": "The period whose veto reaches this one. 否决及于本期的周期"},
            "version": TEXT,
            "under_review": {**TRUTH, "description": "A review is not finished. 复核未办结"},
        },
        "One person's period. 一人一期",
        optional=("grade",),
    )


def _proposal() -> Schema:
    who: dict[str, Schema] = {"person": TEXT, "role": TEXT, "team": MAYBE_TEXT, "period": TEXT}
    behind: dict[str, Schema] = {
        "because": {**NAMES, "description": "The periods behind it. 所依各期"},
        "lasts": {**MAYBE_TEXT, "description": "The span that it covers. 效力所及"},
        "lacks": {**NAMES, "description": "Facts that the condition asks for. 缺少的数据项"},
    }
    head = {"kind": _one_of(Kind), "id": TEXT, "label": LABEL, "at": NAMES}
    return closed(
        {**head, **who, **behind, "version": TEXT, "provisional": NAMES, "under_review": UNDER_REVIEW},
        "A proposal; people decide. 建议，由人决定",
    )


def _rollup() -> Schema:
    part = closed(
        {"period": TEXT, "score": EXACT, "version": TEXT, "as_failed": TRUTH}, "A period that counts. 计入的一期"
    )
    added = closed(
        {"fact": TEXT, "label": LABEL, "weight": EXACT, "figure": EXACT}, "A fact that is added. 另加的数据项"
    )
    return closed(
        {
            "id": TEXT,
            "label": LABEL,
            "at": NAMES,
            "person": TEXT,
            "role": TEXT,
            "team": MAYBE_TEXT,
            "span": TEXT,
            "value": {**MAYBE_EXACT, "description": "Null where something is lacking. 缺项时为 null"},
            "how": {"enum": ["sum", "mean"]},
            "parts": {"type": "array", "items": part},
            "added": {"type": "array", "items": added},
            "left_out": {"type": "array", "items": _left_out()},
            "lacks": NAMES,
            "twice": {**NAMES, "description": "Facts given more than once in their span. 重复给出的数据项"},
            "version": TEXT,
            "provisional": NAMES,
            "under_review": UNDER_REVIEW,
        },
        "A figure over several periods. 若干期的汇总",
    )


def _left_out() -> Schema:
    return closed(
        {"period": TEXT, "why": _one_of(Why), "reason": MAYBE_TEXT, "person": MAYBE_TEXT},
        "A period that cannot count. 不计入的一期",
    )


def _ranking() -> Schema:
    place: Schema = closed(
        {
            "place": {"type": ["integer", "null"], "minimum": 1},
            "name": {**TEXT, "description": "Which person or team. 被考核人或团队"},
            "score": MAYBE_EXACT,
            "periods": NAMES,
            "members": {"type": ["integer", "null"], "minimum": 0},
            "left_out": {"type": "array", "items": _left_out()},
        },
        "A place. 名次",
    )
    places: Schema = {"type": "array", "items": place}
    return closed(
        {
            "what": {"enum": ["people", "teams"]},
            "label": MAYBE_LABEL,
            "at": NAMES,
            "each": {"enum": list(PERIODS)},
            "span": TEXT,
            "group": TEXT,
            "how": {"enum": ["sum", "mean", None]},
            "places": places,
            "unranked": places,
            "teamless": NAMES,
            "version": TEXT,
            "provisional": NAMES,
            "under_review": UNDER_REVIEW,
        },
        "A ranking. 一份排名",
    )


def _one_of(words: object) -> Schema:
    return {"enum": list(get_args(words))}
