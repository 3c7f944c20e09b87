"""
The JSON Schema of `Review.to_dict()`, and of the record that `assess-rules review` writes.
"""

from typing import get_args

from assess_rules.fields import Schema
from assess_rules.outcomes.history import Standing
from assess_rules.outcomes.schema import LABEL, version_schema
from assess_rules.result_schema import (
    DIALECT,
    HASH,
    MAYBE_EXACT,
    MAYBE_TEXT,
    NAMES,
    TEXT,
    closed,
    result_schema,
)
from assess_rules.review import REVIEW_FORMAT, What
from assess_rules.review.moves import MoveAspect

FILE_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
GIVEN: Schema = {"type": ["string", "boolean", "null"]}


def review_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of a review. Points and facts are texts, so that no reader turns them into floats.
    """
    options = closed({"before": TEXT, "after": TEXT}, "The options of a reading. 口径的两个选项")
    policies: Schema = {"type": "array", "items": {"$ref": "#/$defs/version"}}
    properties: dict[str, Schema] = {
        "format": {"const": REVIEW_FORMAT},
        "reason": {**MAYBE_TEXT, "description": "Why it is corrected. 更正理由"},
        "decision": {**MAYBE_TEXT, "description": "Null: not finished, and provisional. 决定文号；未办结为 null"},
        "readings": {
            "type": "object",
            "additionalProperties": options,
            "description": "Readings that the review decides. 复核所定口径",
        },
        "policies": closed(
            {"before": policies, "after": policies}, "The versions that decided, on both sides. 两方所依版本"
        ),
        "corrected": {"type": "array", "items": _corrected(), "description": "What was corrected. 更正的各人各期"},
        "moved": {"type": "array", "items": _moved(), "description": "What else moves. 其他变动"},
        "runs": closed({"before": _run(), "after": _run()}, "What both sides were made of. 两次计算所依的文件和规则"),
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:review:{REVIEW_FORMAT}",
        "title": "assess-rules review 复核",
        **closed(properties, "Results before and after a correction. 更正前后的结果", optional=("runs",)),
        "$defs": {"version": version_schema(), "side": _side()},
    }


def _side() -> Schema:
    result = {key: value for key, value in result_schema().items() if not key.startswith("$")}
    return closed(
        {
            "role": TEXT,
            "team": MAYBE_TEXT,
            "standing": {"enum": list(get_args(Standing)), "description": "What it stands as. 考核结论"},
            "score": {**MAYBE_TEXT, "description": "As shown. 显示的得分"},
            "exact": MAYBE_EXACT,
            "reason": {**MAYBE_TEXT, "description": "Why the person was not appraised. 不考核的原因"},
            "result": {"anyOf": [result, {"type": "null"}], "description": "The whole result. 完整的考核结果"},
        },
        "One person's period on one side. 一人一期在一方的结果",
    )


def _corrected() -> Schema:
    item = closed(
        {
            "what": {"enum": list(get_args(What)), "description": "What kind of item. 更正项的种类"},
            "name": TEXT,
            "label": LABEL,
            "before": GIVEN,
            "after": GIVEN,
            "points": {**MAYBE_EXACT, "description": "Its share in the change. 在得分变化中所占的分"},
            "alone": {**MAYBE_EXACT, "description": "What it alone would change. 只更正此项时的变化"},
        },
        "A corrected item. 一个更正项",
    )
    maybe_side: Schema = {"anyOf": [{"$ref": "#/$defs/side"}, {"type": "null"}]}
    return closed(
        {
            "person": TEXT,
            "period": TEXT,
            "before": maybe_side,
            "after": maybe_side,
            "change": {**MAYBE_EXACT, "description": "Of the sum, vetoes aside. 未计否决的合计的变化"},
            "items": {"type": "array", "items": item, "description": "The corrected items. 各更正项"},
        },
        "One person's period. 一人一期",
    )


def _moved() -> Schema:
    value: Schema = {"type": ["string", "integer", "null"]}
    return closed(
        {
            "aspect": {"enum": list(get_args(MoveAspect))},
            "name": {**TEXT, "description": "A person or a team. 人员或团队"},
            "role": MAYBE_TEXT,
            "span": TEXT,
            "of": {**TEXT, "description": "The consequence, roll-up or ranked group. 结果运用、汇总或排名的范围"},
            "before": value,
            "after": value,
        },
        "One thing that moves. 一项变动",
    )


def _run() -> Schema:
    file = closed(
        {"name": TEXT, "sha256": {**FILE_HASH, "description": "Of what was read. 所读内容的散列"}},
        "A table. 一份数据表",
    )
    return closed(
        {
            "inputs": {"type": "array", "items": file, "description": "The tables. 数据表"},
            "policy": TEXT,
            "version": {**TEXT, "description": "Of several, the last. 有多个版本时为最后一个"},
            "source_hash": HASH,
            "plan_hash": HASH,
            "readings": {"type": "object", "additionalProperties": TEXT},
            "trial": {**NAMES, "description": "Readings that the rule file has otherwise. 与规则文件不同的口径"},
            "complete": {**NAMES, "description": "Facts for which no row means none. 没有行即为没有的数据项"},
            "engine": TEXT,
        },
        "What one side was made of. 一方所依的文件和规则",
        optional=("complete",),
    )
