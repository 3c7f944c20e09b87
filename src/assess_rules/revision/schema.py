"""
The JSON Schema of `Difference.to_dict()`.
"""

from typing import get_args

from assess_rules.compare import Aspect
from assess_rules.fields import Schema
from assess_rules.result_schema import DIALECT, EXACT, HASH, MAYBE_EXACT, MAYBE_TEXT, NAMES, TEXT, closed
from assess_rules.revision import DIFF_FORMAT
from assess_rules.revision.impact import MOVES

COUNT: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}


MEANT = {
    "counts": "How many changes. 修改处数",
    "changes": "How many changes, or the changes. 修改",
    "may_change_scores": "How many of them may change a score. 可能影响得分的处数",
    "items": "What has changed, in the order of the newer version. 有修改的各项",
    "policy": "The policy's id. 办法标识",
    "version": "The version's number. 版本号",
    "title": "What it is called. 名称",
    "source_hash": "Of the content of the file. 规则内容校验值",
    "plan_hash": "Of what is computed. 计算步骤校验值",
    "id": "Its id, null where it has none. 标识",
    "key": "The key, or its Chinese name. 键",
    "before": "Before the change. 修改前",
    "after": "After the change. 修改后",
    "role": "The role. 岗位",
    "facts": "The facts by their ids. 数据项",
    "refused": "Whether the record is refused. 是否不予收录",
    "score": "The score as it is shown. 显示的得分",
    "exact": "The exact score. 精确得分",
    "verdict": "The verdict. 考核结论",
    "grade": "The grade; null where the policy has none. 等次",
    "witness": "A record on which the change shows, or null. 能看出修改的记录",
    "format": "The version of this format. 格式版本",
    "stamp": "That it is no appraisal result. 试算的标记",
    "assumed": "What was taken for facts that the tables do not give. 假定的数据项及其值",
    "people": "How many people there are. 人数",
    "groups": "Counts by role and team. 按岗位、团队的计数",
    "team": "The team. 团队",
    "results": "How many results. 人次",
    "mean": "The mean of the differences of scores; null of too few people. 平均增减",
    "proposals": "Proposals that come or go. 结果运用建议的变化",
    "distribution": "The scores before and after. 得分分布",
    "least": "From this score. 下限",
    "below": "To below this one. 上限（不含）",
    "count": "How many. 数目",
    "aspect": "What differs. 变化的方面",
    "name": "The person or the team. 人或团队",
    "where": "The period or span, and what of. 周期等",
}
MOVED = {
    "gain": "Scores that are more. 得分增",
    "lose": "Scores that are less. 得分减",
    "to_pass": "Results that pass now and failed. 变为合格",
    "to_fail": "Results that fail now and passed. 变为不合格",
    "verdict": "Results with another verdict otherwise. 其他结论变化",
    "grade": "Results with another grade. 等次变化",
    "rank": "Places that are others. 名次变化",
    "proposal": "Proposals that come, go or are others. 建议变化",
}

SHARED = {
    "gain": "What it gives. 增加的分",
    "loss": "What it takes. 减少的分",
    "points": "Its Shapley share: all shares add up to the difference. 所占的分",
    "alone": "What it would do without the other changes. 单独修改时",
}


def _closed(properties: dict[str, Schema], description: str, optional: tuple[str, ...] = ()) -> Schema:
    """
    Give the schema of an object with these keys, each with its meaning.
    """
    described = {key: {"description": MEANT.get(key, ""), **each} for key, each in properties.items()}
    return closed(described, description, optional=optional)


def diff_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of what differs between two versions. Numbers of points and facts are texts.
    """
    stamp: dict[str, Schema] = {"policy": TEXT, "version": TEXT, "title": TEXT, "source_hash": HASH, "plan_hash": HASH}
    stamp["trial"] = {
        "type": "object",
        "additionalProperties": TEXT,
        "description": "Readings and paths of a what-if, with what is put there. 试算所改",
    }
    counts = _closed({"changes": COUNT, "may_change_scores": COUNT}, "How many changes. 修改处数")
    properties: dict[str, Schema] = {
        "format": {"const": DIFF_FORMAT},
        "language": {"enum": ["zh", "en"], "description": "Of the texts. 文字的语言"},
        "old": _closed(dict(stamp), "The older version. 旧版本"),
        "new": _closed(dict(stamp), "The newer version. 新版本"),
        "counts": counts,
        "items": {"type": "array", "items": _item()},
    }
    properties |= {"impact": _impact(), "attribution": _attribution()}
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:diff:{DIFF_FORMAT}",
        "title": "assess-rules diff 版本比较",
        **_closed(
            properties,
            "What differs between two versions of a policy. 两个版本的不同",
            optional=("impact", "attribution"),
        ),
    }


def _impact() -> Schema:
    moves: dict[str, Schema] = {move: {**COUNT, "description": MOVED[move]} for move in MOVES}
    group = _closed(
        {"role": MAYBE_TEXT, "team": MAYBE_TEXT, "results": COUNT, **moves, "mean": MAYBE_EXACT},
        "What moves for everybody (role and team null), for a role, or for a team. 全部、一个岗位或一个团队的变化",
    )
    bar = _closed(
        {"least": EXACT, "below": EXACT, "before": COUNT, "after": COUNT},
        "How many scores lie from one figure to below another. 一段得分中的人次",
    )
    proposal = _closed(
        {
            "id": TEXT,
            "way": {"enum": ["new", "gone"], "description": "Whether they come or go. 新增或不再有"},
            "count": COUNT,
        },
        "How many proposals come or go. 结果运用建议的变化",
    )
    change = _closed(
        {
            "aspect": {"enum": list(get_args(Aspect))},
            "name": TEXT,
            "where": TEXT,
            "before": MAYBE_TEXT,
            "after": MAYBE_TEXT,
        },
        "What differs for a person or a team. 一人或一队的变化",
    )
    return _closed(
        {
            "stamp": TEXT,
            "assumed": {"type": "object", "additionalProperties": TEXT},
            "people": COUNT,
            "groups": {"type": "array", "items": group},
            "teams": _closed(
                {
                    "scores": {**COUNT, "description": "How many scores of teams change. 团队得分变化的次数"},
                    "ranks": {**COUNT, "description": "How many places of teams change. 团队名次变化的次数"},
                },
                "Scores and places of teams that change. 团队的变化",
            ),
            "proposals": {"type": "array", "items": proposal},
            "distribution": {"type": "array", "items": bar},
            "changes": {"type": "array", "items": change},
        },
        "Whom the revision touches, where facts are given; changes only where names are asked for. 受影响的人",
        optional=("changes",),
    )


def _attribution() -> Schema:
    paths: Schema = {**NAMES, "description": "The changes, several where they share their points. 修改处"}
    told = {"gain": MAYBE_EXACT, "loss": MAYBE_EXACT, "points": MAYBE_EXACT, "alone": MAYBE_EXACT}
    shared: dict[str, Schema] = {key: {**each, "description": SHARED[key]} for key, each in told.items()}
    total = _closed(
        {"paths": paths, "records": {**COUNT, "description": "How many results it moves. 人次"}, **shared},
        "What a change has of all differences; null where it moves too few people. 一处修改所占的分",
    )
    part = _closed(
        {
            "paths": paths,
            "points": {**EXACT, "description": SHARED["points"]},
            "alone": {**EXACT, "description": SHARED["alone"]},
        },
        "What a change has of a difference. 一处修改所占的分",
    )
    split = _closed(
        {
            "person": {**TEXT, "description": "The person. 被考核人"},
            "period": {**TEXT, "description": "The period. 考核周期"},
            "before": EXACT,
            "after": EXACT,
            "parts": {"type": "array", "items": part, "description": "They add up to the difference. 各处修改所占的分"},
        },
        "The sums of points of a person's period, vetoes aside. 一人一期的合计",
    )
    return _closed(
        {
            "records": {**COUNT, "description": "How many results are compared. 比较的人次"},
            "totals": {"type": "array", "items": total, "description": "For each change. 各处修改"},
            "splits": {"type": "array", "items": split, "description": "Only where names are asked for. 逐人逐期"},
        },
        "What each change has of everybody's differences, exactly. 各处修改所占的分",
        optional=("splits",),
    )


def _item() -> Schema:
    sentences = {**NAMES, "description": "Sentences of `show` that only this version has. 只有该版本才有的说明"}
    return _closed(
        {
            "kind": {**TEXT, "description": "What it is, as in `show --format json`. 种类"},
            "id": MAYBE_TEXT,
            "at": {**TEXT, "description": "The clauses that it rests on. 条款依据"},
            "title": TEXT,
            "changes": {"type": "array", "items": _change(), "minItems": 1},
            "before": sentences,
            "after": sentences,
        },
        "A part of the policy in which something has changed. 有修改的一项",
    )


def _change() -> Schema:
    outcome = _closed(
        {"refused": TRUTH, "score": MAYBE_EXACT, "exact": MAYBE_EXACT, "verdict": MAYBE_TEXT, "grade": MAYBE_TEXT},
        "What becomes of the record. 该记录的结果",
    )
    value: Schema = {"anyOf": [EXACT, TEXT, TRUTH]}
    witness = _closed(
        {
            "role": TEXT,
            "facts": {"type": "object", "additionalProperties": value},
            "moved": {**NAMES, "description": "The facts that are not nil or at their default. 不为零的数据项"},
            "before": outcome,
            "after": outcome,
            "alone": {**TRUTH, "description": "Whether only this change is made. 是否只作这一处修改"},
        },
        "A record on which the change shows. 能看出修改的一条记录",
    )
    return _closed(
        {
            "path": {**TEXT, "description": "Where it stands, as indicators.o2.rules[0].target. 所在位置"},
            "key": TEXT,
            "before": {**MAYBE_TEXT, "description": "Null where it is not there. 修改前，没有则为空"},
            "after": {**MAYBE_TEXT, "description": "Null where it is not there. 修改后，没有则为空"},
            "may_change_scores": {**TRUTH, "description": "False if the plans say the same. 是否可能影响得分"},
            "witness": {"anyOf": [witness, {"type": "null"}]},
            "records": {**COUNT, "description": "How many records were looked at. 试过的记录数"},
            "text": {**TEXT, "description": "What it does to scores, said. 对得分的影响"},
        },
        "One key that says something else. 一处修改",
    )
