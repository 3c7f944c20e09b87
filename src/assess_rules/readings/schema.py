"""
The JSON Schema of a comparison of readings.
"""

from assess_rules.compare import Aspect
from assess_rules.fields import Schema
from assess_rules.outcomes.schema import COUNT, LABEL
from assess_rules.readings.counts import ASPECTS, READINGS_FORMAT
from assess_rules.result_schema import DIALECT, MAYBE_EXACT, MAYBE_TEXT, NAMES, TEXT, closed

OPTIONS: Schema = {
    "type": "object",
    "additionalProperties": TEXT,
    "description": "Readings, each with an option. 口径及所选答案",
}
MATTERS: dict[Aspect, str] = {
    "score": "For how many the score changes. 得分变化的人数",
    "verdict": "For how many the verdict changes. 结论变化的人数",
    "grade": "For how many the grade changes. 等次变化的人数",
    "rank": "For how many the rank changes. 名次变化的人数",
    "proposal": "For how many a proposal changes. 建议变化的人数",
    "rollup": "For how many a figure of several periods changes. 汇总变化的人数",
    "team": "For how many teams the score changes. 得分变化的团队数",
    "team_rank": "For how many teams the rank changes. 名次变化的团队数",
}


def readings_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of `readings_data`. Numbers are texts, so that no reader turns them into floats.
    """
    question = closed(
        {"id": TEXT, "question": LABEL, "options": NAMES, "chosen": TEXT}, "A reading, as the last version has it. 口径"
    )
    names: Schema = {"type": "object", "propertyNames": {"enum": list(ASPECTS)}, "additionalProperties": NAMES}
    interaction = closed(
        {
            "options": OPTIONS,
            "people": {**COUNT, "description": "For how many. 影响的人数"},
            "teams": {**COUNT, "description": "For how many teams. 影响的团队数"},
            "names": {**names, "description": "For whom, by aspect; only where asked for. 影响的人和团队"},
        },
        "Two options that together do something else than alone. 相互影响的两个答案",
        optional=("names",),
    )
    group = closed(
        {
            "readings": NAMES,
            "whole": {"type": "boolean", "description": "Every combination is here. 组合已全部试算"},
            "effects": _several(_effect()),
        },
        "Readings that interact in what a person has, and their options together. 在个人结果上相互影响的口径",
    )
    properties: dict[str, Schema] = {
        "format": {"const": READINGS_FORMAT},
        "stamp": {**TEXT, "description": "That it is no appraisal result. 试算的标记"},
        "policy": TEXT,
        "versions": NAMES,
        "trial": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "Places of the rule file with the values put there instead. 试改之处及其值",
        },
        "readings": _several(question),
        "people": COUNT,
        "effects": _several(_effect()),
        "interactions": _several(interaction),
        "pairs": {
            **_several(_effect()),
            "description": "Those that interact in places and teams' figures alone. 只在名次和团队得分上相互影响的两个答案",
        },
        "groups": _several(group),
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:readings:{READINGS_FORMAT}",
        "title": "assess-rules readings 口径比较",
        **closed(properties, "What every option of every reading would change. 各种口径逐一试算", optional=("trial",)),
    }


def _effect() -> Schema:
    counts: dict[str, Schema] = {each: {**COUNT, "description": MATTERS[each]} for each in ASPECTS}
    counted = closed(
        {"role": MAYBE_TEXT, "people": COUNT, **counts, "gain": MAYBE_EXACT, "loss": MAYBE_EXACT},
        "How many people or teams it matters for; role null: everybody. 影响的人数、团队数",
    )
    change = closed(
        {
            "aspect": {"enum": list(ASPECTS)},
            "name": TEXT,
            "role": MAYBE_TEXT,
            "where": TEXT,
            "before": MAYBE_TEXT,
            "after": MAYBE_TEXT,
        },
        "What differs for a person or a team. 一人或一队的变化",
    )
    return closed(
        {
            "options": OPTIONS,
            "lacks": {**NAMES, "description": "Facts that the tables lack; then nothing is counted. 缺少的数据项"},
            "unfit": {**_several(LABEL), "description": "Why the options cannot be computed. 不能计算的原因"},
            "counts": _several(counted),
            "changes": _several(change),
        },
        "What some options would change; changes only where names are asked for. 换答案的影响",
        optional=("changes",),
    )


def _several(each: Schema) -> Schema:
    return {"type": "array", "items": each}
