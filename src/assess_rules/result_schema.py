"""
The JSON Schemas of `Result.to_dict()` and of what `assess-rules score` writes.
"""

from collections.abc import Sequence

from assess_rules.fields import Schema
from assess_rules.result_data import RESULT_FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXACT = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?$"}
MAYBE_EXACT = {"anyOf": [EXACT, {"type": "null"}]}
TEXT = {"type": "string"}
WEIGHT = {**EXACT, "description": "What its points are multiplied by; where that is not 1. 权重"}
MAYBE_TEXT = {"type": ["string", "null"]}
HASH = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
NAMES = {"type": "array", "items": TEXT}
VALUE = {"type": ["string", "boolean"]}
MEANINGS = {  # of the keys of results, statements and outcomes, where the place does not say more
    "added": "Facts that are added. 另加的数据项",
    "after": "What it becomes; null where there is nothing. 之后",
    "apart": "Bonus listed apart, not in the score; null where there is none. 单独列示的附加分",
    "as_failed": "A vetoed period that counts as a failed one. 被否决、按不合格计的周期",
    "aspect": "What of it differs. 变化的方面",
    "at": "The clauses of the document. 条款依据",
    "audience": "For whom: self, group or public. 给谁看",
    "before": "What it is; null where there is nothing. 之前",
    "beyond": "Whether anything further that way does too. 再进一步是否也可",
    "bonus": "Points added. 加分",
    "by": "Who decided it. 由谁决定",
    "cap": "The most that can be earned or lost here; null where there is no end. 最高扣分（分值）",
    "changes": "What differs, of each person and team. 逐人逐队的变化",
    "chosen": "The option that is chosen. 选定的选项",
    "combinations": "How many combinations there are. 组合数",
    "complete": "Facts that were nil because no row names them. 没有行即为没有的数据项",
    "computed": "How many of them were computed. 已计算的组合数",
    "counts": "For how many it matters. 影响的人数、团队数",
    "cut": "What a limit on bonuses took; null where there is none. 超过限额的附加分",
    "date": "The day of the decision. 决定日期",
    "decided": "Whether somebody has decided it; until then it is provisional. 是否已定；未定为暂定口径",
    "deducted": "Points taken. 扣分",
    "each": "How long its spans are. 期间的长度",
    "effects": "What each choice would change. 各选项的影响",
    "engine": "The program and its version. 计算程序及版本",
    "evaluated": "Whether there is a score. 是否有得分",
    "exact": "The exact score. 精确得分",
    "exact_mean": "The exact mean; null where nobody has a score. 精确的平均得分",
    "fact": "The id of the fact. 数据项标识",
    "fail": "How many failed. 不合格的人次",
    "figure": "What was given. 数据",
    "figures": "How many have a figure. 有结果的人数",
    "format": "The version of this format. 格式版本",
    "formula": "The formula with its figures put in. 代入数字的算式",
    "gain": "The most that somebody gains; null for nobody. 最多增加的分",
    "group": "Among whom: a role or a team, or all. 在哪些人中：岗位、团队或全部",
    "groups": "Readings that interact. 相互影响的各组口径",
    "how": "How the periods come together; null where there is one. 各期如何合计；只有一期时为 null",
    "id": "Its id in the rule file. 规则文件中的标识",
    "indicator": "The id of the indicator. 指标标识",
    "interactions": "Pairs of options that do something else together than alone. 相互影响的选项",
    "kept": "By indicator, the smallest changes that would have kept its points, or earned them. 各项怎样不扣分、怎样取得",
    "kind": "What the proposal is. 建议的类别",
    "label": "Its name. 名称",
    "lacks": "Facts that are not given. 缺少的数据项",
    "left_out": "Periods that do not count, with the reason. 未计入的各期及原因",
    "lines": "The indicators, in the order of the document. 各项指标",
    "loss": "The most that somebody loses; null for nobody. 最多减少的分",
    "lost": "Points above the cap that do not count; null where there are none. 超过分值、不计入的分",
    "mean": "The mean as shown; null where nobody has a score. 显示的平均得分",
    "members": "How many of the team have a score; null for people. 团队中有得分的人数；个人为 null",
    "missing": "Periods without a record. 无记录的各期",
    "name": "Its name. 名称",
    "names": "Who: people and teams. 人员、团队",
    "not_appraised": "Who is not appraised, and why. 不考核的人及原因",
    "now": "What it is. 现在的数据",
    "number": "The number of the decision; null where it has none. 决定文号",
    "option": "The option that is chosen. 选定的选项",
    "options": "Its options. 各选项",
    "parts": "The periods that count. 计入的各期",
    "pass": "How many passed. 合格的人次",
    "passed": "Of a failed period, the smallest changes that would have passed; else null. 怎样达到合格线",
    "people": "How many people. 人数",
    "period": "The period, as 2024-03. 考核周期",
    "periods": "The periods that count. 计入的各期",
    "person": "Who is appraised. 被考核人",
    "place": "The place; null where there is none. 名次",
    "places": "The places, the best first. 名次，从高到低",
    "plan_hash": "Of what was computed, readings and what-ifs in it. 实际计算内容的散列",
    "points": "Points earned. 得分",
    "policy": "The policy's id. 办法标识",
    "proposals": "What is proposed; people decide. 结果运用的建议，由人决定",
    "proved": "Whether no change is smaller. 是否已证明最小",
    "provisional": "Readings behind it that nobody has decided yet. 所依口径中尚未决定的",
    "question": "What is asked. 问题",
    "ranked": "How many have a place. 排名人数",
    "rankings": "The rankings. 排名",
    "readings": "The readings that it rests on. 所依口径",
    "reason": "Why the person was not appraised. 不考核的原因",
    "ref": "The reference, a case number say. 依据编号",
    "result": "The result. 考核结果",
    "results": "A result for each person and period. 各人各期的考核结果",
    "role": "The id of the role. 岗位标识",
    "rollups": "Figures over several periods. 汇总",
    "score": "The exact score. 精确得分",
    "scored": "How many have a score. 有得分的人次",
    "section": "The id of the section; null where there are none. 指标类别标识",
    "sections": "The subtotals, in the order of the document. 各类指标的小计",
    "source_hash": "Of what the rule file says. 规则文件内容的散列",
    "span": "The span, as 2024-Q1 or 2024. 期间",
    "stamp": "That it is a what-if and no appraisal result. 试算的标记",
    "standing": "How many periods of each standing. 各种结论的期数",
    "statements": "A statement for each period, or one for a longer span. 反馈单",
    "status": "Why somebody is not appraised, as the table gives it. 不考核原因",
    "steps": "The arithmetic, step by step. 计算过程",
    "team": "The team. 实施团队",
    "teamless": "People without a team. 没有团队的人",
    "then": "What it would have had to be. 应为的数据",
    "times": "How many times. 次数",
    "total": "The most that the section gives; null of what comes on top. 本类总分",
    "trial": "Readings set aside for a what-if; not empty: not an appraisal result. 试算所改的口径；不空则不作为考核结果",
    "tried": "All changes of fewer units were tried. 不足这么多单位的变化均已试过",
    "units": "How far the facts change in all. 变化的单位数",
    "unranked": "Who has no place, and why. 不排名的及原因",
    "value": "What it comes to. 数值",
    "version": "The version that decided. 所依版本",
    "versions": "The versions that decided. 所依各版本",
    "vetoed": "How many are not evaluated. 不予评价的人次",
    "ways": "The changes, each of one fact or several. 各种变化",
    "weight": "How much it counts. 权重",
    "what": "Who is ranked: people or teams. 排的是个人还是团队",
    "where": "The period or span. 期间",
    "why": "Why it does not count. 不计入的原因",
    "without": "How many lack something. 缺项的人数",
    "zh": "In Chinese. 中文",
    "en": "In English. 英文",
}


def closed(properties: dict[str, Schema], description: str, optional: Sequence[str] = ()) -> Schema:
    """
    Give the schema of an object that has these keys and no others, all of them but the `optional` ones.

    What a key means is said where it stands, or else in `MEANINGS`.
    """
    return {
        "type": "object",
        "description": description,
        "properties": {
            key: each if "description" in each else {"description": MEANINGS[key], **each}
            for key, each in properties.items()
        },
        "required": [each for each in properties if each not in optional],
        "additionalProperties": False,
    }


def result_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of a result. Numbers are texts, so that no reader turns them into floats.
    """
    name = {**TEXT, "description": "Its name in the plan. 步骤名"}
    step = closed({"name": name, "at": NAMES, "formula": TEXT, "value": VALUE}, "A step of the arithmetic. 计算的一步")
    points = dict.fromkeys(("deducted", "bonus", "points"), EXACT)
    reference = closed(
        {"ref": TEXT, "count": {**MAYBE_EXACT, "description": "Of a count, how much of it. 计数中的几件"}},
        "What a fact rests on, a case number say. 依据编号",
    )
    references = {"type": "object", "additionalProperties": {"type": "array", "items": reference}}
    decided = closed(
        {
            "at": NAMES,
            "left_out": {"type": "boolean", "description": "Whether neither points nor cap count. 是否不计得分和分值"},
            "changed": {**EXACT, "description": "What it changed. 增减的分"},
        },
        "The condition that decided the points, whatever the rules say; where one did. 决定得分的条件",
    )
    line = closed(
        {
            "indicator": TEXT,
            "section": MAYBE_TEXT,
            "label": TEXT,
            "at": NAMES,
            "cap": MAYBE_EXACT,
            **points,
            "apart": MAYBE_EXACT,
            "lost": MAYBE_EXACT,
            "weight": WEIGHT,
            "decided": decided,
            "rounding": {**EXACT, "description": "What rounding changed; where it did. 取整增减的分"},
            "extra": {"const": True, "description": "Its points come on top of the base. 附加项"},
            "cut": {
                **EXACT,
                "description": "What the limit of its own bonuses took; where it has one. 超过本项限额的附加分",
            },
            "steps": {"type": "array", "items": step},
            "evidence": {**references, "description": "By fact; where long tables give it. 各数据项的依据"},
        },
        "One indicator. 一项指标",
        optional=("weight", "decided", "rounding", "extra", "cut", "evidence"),
    )
    section = closed(
        {
            "id": TEXT,
            "points": EXACT,
            "total": MAYBE_EXACT,
            "cut": MAYBE_EXACT,
            "within": {**TEXT, "description": "The id of the section that it lies in; where it does. 所属的上一级类别"},
            "weight": WEIGHT,
            "decided": decided,
        },
        "A subtotal; a section stands before those that lie in it. 一类指标的小计：上一级类别在前",
        optional=("within", "weight", "decided"),
    )
    reading = closed(
        {"id": TEXT, "option": TEXT, "decided": {"type": "boolean"}}, "A reading that the score rests on. 所依口径"
    )
    label = closed({"zh": TEXT, "en": TEXT}, "In both languages. 两种文字")
    missed = closed(
        {
            "grade": {**TEXT, "description": "The id of the grade. 等次"},
            "at": NAMES,
            "why": {**label, "description": "What there is, and what the grade asks for. 现状与所需"},
        },
        "A grade, and what it asks for. 等次及其所缺条件",
    )
    event = closed({"label": TEXT, "at": NAMES}, "What closed or moved a grade. 限制或升降等次的情形")
    properties: dict[str, Schema] = {
        "format": {"const": RESULT_FORMAT},
        "policy": TEXT,
        "version": TEXT,
        "source_hash": HASH,
        "plan_hash": HASH,
        "engine": TEXT,
        "trial": NAMES,
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
            "description": "Null where there is no pass mark. 合格、不合格、不予评价；没有合格线时为 null",
        },
        "arithmetic": {**EXACT, "description": "The exact sum, under a veto too. 未计否决的合计"},
        "vetoes": {**NAMES, "description": "The veto events that hold. 成立的否决事项"},
        "sections": {"type": "array", "items": section},
        "lines": {"type": "array", "items": line},
        "cuts": {
            "type": "object",
            "additionalProperties": EXACT,
            "description": "What limits on bonuses took, by indicator and section, and of the total. 超过限额的附加分",
        },
        "readings": {"type": "array", "items": reading},
        "facts": {
            "type": "object",
            "additionalProperties": VALUE,
            "description": "The facts that the score rests on. 所依数据",
        },
        "defaulted": {**NAMES, "description": "Facts not given, taken at their default. 按缺省值计的数据项"},
        "scaling": {
            **EXACT,
            "description": "What scaling to the base changed, where something is left out. 折算增减的分",
        },
        "adjusted": {**EXACT, "description": "What limits and rounding of the total changed. 限幅、取整增减的分"},
        "grade": {**MAYBE_TEXT, "description": "The id of the grade, where there are grades; null under a veto. 等次"},
        "grade_events": {
            "type": "array",
            "items": event,
            "description": "What closed or moved the grade. 限制或升降等次的情形",
        },
        "grades_missed": {
            "type": "array",
            "items": missed,
            "description": "Better grades whose total is reached and whose condition does not hold. "
            "得分达到而条件不成立的等次",
        },
        "reached_from": {**TEXT, "description": "The other period whose veto reaches this one. 否决及于本期的另一期"},
        "unneeded": {
            **NAMES,
            "description": "Facts not needed here; what reads them does not count. 本期不需要的数据项",
        },
        "complete": NAMES,
        "veto_evidence": {**references, "description": "Of the veto events that hold, by fact. 否决事项的依据"},
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:result:{RESULT_FORMAT}",
        "title": "assess-rules result 考核结果",
        **closed(
            properties,
            "The result of one person in one period under one version of a policy. 一人一期按一个版本的考核结果",
            optional=(
                "scaling",
                "adjusted",
                "grade",
                "grade_events",
                "grades_missed",
                "reached_from",
                "unneeded",
                "complete",
                "veto_evidence",
            ),
        ),
    }


def results_schema() -> Schema:
    """
    Give the JSON Schema of what `assess-rules score` writes: people's results, or a what-if summed up by role and team.
    """
    who: dict[str, Schema] = {"person": MAYBE_TEXT, "role": TEXT, "team": MAYBE_TEXT, "period": MAYBE_TEXT}
    excused = closed(
        {**who, "status": TEXT, "policy": TEXT, "version": TEXT}, "Somebody who is not appraised. 不考核的人"
    )
    result = {"type": "array", "items": {"$ref": "#/$defs/result"}}
    named = closed(
        {"results": result, "not_appraised": {"type": "array", "items": excused}}, "Everybody by name. 各人的结果"
    )
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:results:{RESULT_FORMAT}",
        "title": "assess-rules score 算分结果",
        "anyOf": [named, _groups()],
        "$defs": {"result": inner(result_schema())},
    }


def _groups() -> Schema:
    count: Schema = {"type": "integer", "minimum": 0}
    maybe_count = {
        "type": ["integer", "null"],
        "minimum": 0,
        "description": "How many; null where they are too few. 人次；人少时为 null",
    }
    figures = {"people": count, "scored": maybe_count, "mean": MAYBE_TEXT, "exact_mean": MAYBE_EXACT}
    verdicts = dict.fromkeys(("pass", "fail", "vetoed"), maybe_count)
    who: dict[str, Schema] = {"period": MAYBE_TEXT, "role": TEXT, "team": MAYBE_TEXT}
    group = closed({**who, **figures, **verdicts}, "A role's team in a period. 一个岗位的一个团队")
    stamp: dict[str, Schema] = {"stamp": TEXT, "policy": TEXT, "version": TEXT, "source_hash": HASH, "plan_hash": HASH}
    trial = {"type": "object", "additionalProperties": TEXT, "description": "The options tried, by reading. 试算的选项"}
    lists: dict[str, Schema] = {"complete": NAMES, "groups": {"type": "array", "items": group}}
    return closed(
        {**stamp, "engine": TEXT, "trial": trial, **lists},
        "A what-if without names. 试算，不列姓名",
        optional=("complete",),
    )


def inner(schema: Schema) -> Schema:
    """
    Give a schema as a part of another one, without what only a whole one has.
    """
    return {key: value for key, value in schema.items() if key not in ("$schema", "$id")}
