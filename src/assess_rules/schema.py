"""
JSON Schema from the model and the rule kinds, and the parts of the format that come later.
"""

import re
from collections.abc import Mapping

from assess_rules.fields import ID, Schema
from assess_rules.kinds.base import RuleKind
from assess_rules.model import PolicySpec
from assess_rules.objects import object_schema

ASCII_ID = "[a-z][a-z0-9_]*"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Parts of format 1 that this version does not compute: refused by name, and absent from the schema.
LATER_KEYS = frozenset(
    [
        "quota",
        "records",
        "populations",
        "meanwhile",
        "figures",
        "streak",
        "field",
        "months",
        "tally",
        "mean",
        "median",
        "total_of",
        "highest",
        "lowest",
        "size",
        "rank",
        "before",
        "window",
        "figure",
        "factors",
        "where",
        "once_per",
        "repeat",
        "among",
    ]
)
MEANT = {  # words that people write for the format's own
    "at_least": (">=", "≥", "不少于", "不低于", "大于等于", "以上", "from", "至少"),
    "over": (">", "＞", "大于", "超过", "多于", "高于", "more_than", "above"),
    "at_most": ("<=", "≤", "不超过", "不多于", "不高于", "小于等于", "to", "至多"),
    "under": ("<", "＜", "小于", "少于", "低于", "不足", "less_than", "below"),
    "is": ("=", "==", "等于"),
    "limit": ("max", "maximum", "封顶", "上限", "最多", "限额"),
}
LATER_WORDS = frozenset(("date",))

FOR_EDITORS = "an editor completes by it; the branches below say the same"


def matches(pattern: str, text: str) -> bool:
    """
    Say whether a whole text fits a pattern of the schema.
    """
    if pattern == ID["pattern"] and text.isascii():
        pattern = ASCII_ID  # the ranges of Chinese characters take longer to compile than a whole file to check
    return re.fullmatch(pattern, text) is not None


def policy_schema(kinds: Mapping[str, type[RuleKind]]) -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of a rule file.
    """
    defs: dict[str, Schema] = {}
    rules = [{"$ref": f"#/$defs/rule_{name}"} for name in kinds]
    for name, kind in kinds.items():
        defs[f"rule_{name}"] = object_schema(kind, defs)
    words = {"title": "kind 规则类型", "description": "What kind of rule it is.\n\n规则类型", "enum": list(kinds)}
    defs["rule"] = {"properties": {"kind": {**words, "$comment": FOR_EDITORS}}, "anyOf": rules}
    return {
        "$schema": DIALECT,
        "$id": "urn:assess-rules:policy:1",
        **object_schema(PolicySpec, defs),
        "title": "assess-rules policy 考核规则文件",
        "description": "One version of an appraisal policy, format 1.\n\n一部考核办法的一个版本，格式1。",
        "$defs": dict(sorted(defs.items())),
    }


def clauses_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of a clause file.
    """
    from assess_rules.model.clauses import ClauseFile

    defs: dict[str, Schema] = {}
    return {
        "$schema": DIALECT,
        "$id": "urn:assess-rules:clauses:1",
        **object_schema(ClauseFile, defs),
        "title": "assess-rules clauses 条款对照文件",
        "description": "What becomes of each sentence of the document.\n\n文件的每一句由规则文件的哪一处承担。",
        "$defs": dict(sorted(defs.items())),
    }
