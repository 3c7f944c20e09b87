"""
The JSON Schema of `Result.to_dict()`.
"""

from collections.abc import Sequence

from assess_rules.fields import Schema
from assess_rules.result import RESULT_FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXACT = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?$"}
MAYBE_EXACT = {"anyOf": [EXACT, {"type": "null"}]}
TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
HASH = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
NAMES = {"type": "array", "items": TEXT}
VALUE = {"type": ["string", "boolean"]}


def closed(properties: dict[str, Schema], description: str, optional: Sequence[str] = ()) -> Schema:
    """
    Give the schema of an object that has these keys and no others, all of them but the `optional` ones.
    """
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [each for each in properties if each not in optional],
        "additionalProperties": False,
    }


def result_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of a result. Numbers are texts, so that no reader turns them into floats.
    """
    step = closed({"name": TEXT, "at": NAMES, "formula": TEXT, "value": VALUE}, "A step of the arithmetic. 计算的一步")
    points = dict.fromkeys(("cap", "deducted", "bonus", "points"), EXACT)
    reference = closed(
        {"ref": TEXT, "count": {**MAYBE_EXACT, "description": "Of a count, how much of it. 计数中的几件"}},
        "What a fact rests on, a case number say. 依据编号",
    )
    references = {"type": "object", "additionalProperties": {"type": "array", "items": reference}}
    line = closed(
        {
            "indicator": TEXT,
            "section": MAYBE_TEXT,
            "label": TEXT,
            "at": NAMES,
            **points,
            "apart": MAYBE_EXACT,
            "lost": MAYBE_EXACT,
            "steps": {"type": "array", "items": step},
            "evidence": {**references, "description": "By fact; where long tables give it. 各数据项的依据"},
        },
        "One indicator. 一项指标",
        optional=("evidence",),
    )
    section = closed({"id": TEXT, "points": EXACT, "total": EXACT, "cut": MAYBE_EXACT}, "A subtotal. 一类指标的小计")
    reading = closed(
        {"id": TEXT, "option": TEXT, "decided": {"type": "boolean"}}, "A reading that the score rests on. 所依口径"
    )
    properties: dict[str, Schema] = {
        "format": {"const": RESULT_FORMAT},
        "policy": {**TEXT, "description": "The policy's id. 办法标识"},
        "version": {**TEXT, "description": "The version that decided. 所依版本"},
        "source_hash": {**HASH, "description": "Of what the rule file says. 规则文件内容的散列"},
        "plan_hash": {**HASH, "description": "Of what was computed, readings and what-ifs in it. 实际计算内容的散列"},
        "engine": TEXT,
        "trial": {
            **NAMES,
            "description": "Readings set aside for a what-if; not empty: not an appraisal result. 试算所改的口径",
        },
        "person": MAYBE_TEXT,
        "role": TEXT,
        "team": MAYBE_TEXT,
        "period": MAYBE_TEXT,
        "score": {
            "anyOf": [{"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}, {"type": "null"}],
            "description": "As shown; null under a veto. 显示的得分",
        },
        "exact": {**MAYBE_EXACT, "description": "The exact score, on which the verdict rests. 精确得分"},
        "verdict": {
            "enum": ["pass", "fail", "vetoed", None],
            "description": "合格、不合格、不予评价；没有合格线时为 null",
        },
        "arithmetic": {**EXACT, "description": "The exact sum, under a veto too. 未计否决的合计"},
        "vetoes": {**NAMES, "description": "The veto events that hold. 成立的否决事项"},
        "sections": {"type": "array", "items": section},
        "lines": {"type": "array", "items": line},
        "cuts": {
            "type": "object",
            "additionalProperties": EXACT,
            "description": "What limits on bonuses took. 超过限额的附加分",
        },
        "readings": {"type": "array", "items": reading},
        "facts": {
            "type": "object",
            "additionalProperties": VALUE,
            "description": "The facts that the score rests on. 所依数据",
        },
        "defaulted": {**NAMES, "description": "Facts not given, taken at their default. 按缺省值计的数据项"},
        "complete": {**NAMES, "description": "Facts that were nil because no row names them. 没有行即为没有的数据项"},
        "veto_evidence": {**references, "description": "Of the veto events that hold, by fact. 否决事项的依据"},
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:result:{RESULT_FORMAT}",
        "title": "assess-rules result 考核结果",
        **closed(
            properties,
            "The result of one person in one period under one version of a policy. 一人一期按一个版本的考核结果",
            optional=("complete", "veto_evidence"),
        ),
    }
