"""
The JSON Schema of what `assess-rules explain --format json` prints.
"""

from assess_rules.fields import Schema
from assess_rules.outcomes.schema import LABEL, UNDER_REVIEW, outcomes_schema
from assess_rules.result_schema import (
    DIALECT,
    EXACT,
    MAYBE_EXACT,
    MAYBE_TEXT,
    NAMES,
    TEXT,
    VALUE,
    closed,
    inner,
    result_schema,
)

STATEMENTS_FORMAT = 1
TRUTH: Schema = {"type": "boolean"}
PROVISIONAL: Schema = {
    **NAMES,
    "description": "Readings that nobody has decided yet and that scores rest on. 得分所依的暂定口径",
}


def statements_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of statements, of a period or a longer span, for each audience.
    """
    own, group, posted = (
        {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}
        for names in (
            ("month", "absent", "span"),
            ("group_month", "absent", "span"),
            ("posted_month", "posted_absent", "posted_span"),
        )
    )
    audiences = {"self": own, "group": group, "public": posted}
    whole = "The statements of one person. 一人的反馈单"
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:statements:{STATEMENTS_FORMAT}",
        "title": "assess-rules explain 反馈单",
        "anyOf": [
            closed({"audience": {"const": name}, "statements": {"type": "array", "items": each}}, whole)
            for name, each in audiences.items()
        ],
        "$defs": {"result": inner(result_schema()), "changes": _changes(), **_months(), **_spans()},
    }


def _changes() -> Schema:
    part = closed(
        {"fact": TEXT, "now": VALUE, "then": VALUE, "beyond": TRUTH},
        "A fact that would have had to be otherwise; beyond: or anything further that way. 一项数据的变化",
    )
    ways: Schema = {"type": "array", "items": {"type": "array", "items": part}}
    return closed(
        {"units": EXACT, "proved": TRUTH, "tried": {"type": "integer", "minimum": 0}, "ways": ways},
        "The smallest changes that were found; not proved: a smaller one is not ruled out. "
        "已找到的最小变化；proved 为 false 时，未排除更小的变化",
    )


def _months() -> dict[str, Schema]:
    changes: Schema = {"$ref": "#/$defs/changes"}
    month: dict[str, Schema] = {
        "result": {"$ref": "#/$defs/result"},
        "kept": {"type": "object", "additionalProperties": changes},
        "passed": {"anyOf": [changes, {"type": "null"}]},
        "under_review": UNDER_REVIEW,
    }
    decision = closed({"by": TEXT, "date": TEXT, "number": MAYBE_TEXT}, "Who decided a reading. 口径由谁决定")
    decided: Schema = {
        "type": "object",
        "additionalProperties": {"anyOf": [decision, {"type": "null"}]},
        "description": "By reading; null where nobody has decided. 各口径由谁决定",
    }
    result = result_schema()["properties"]
    keys = ("policy", "version", "trial", "person", "role", "team", "period", "score")
    posted = {**{key: result[key] for key in keys}, "evaluated": TRUTH, "sections": result["sections"]}
    posted |= {"scaling": result["scaling"], "adjusted": result["adjusted"]}
    posted |= {"provisional": PROVISIONAL, "under_review": UNDER_REVIEW}
    who = {key: result[key] for key in ("person", "role", "team", "period", "policy", "version")}
    absent = {
        name: closed(
            {"not_appraised": closed(each, "Whose period it is. 何人何期"), "under_review": UNDER_REVIEW},
            "A period in which a person was not appraised. 不考核的一期",
        )
        for name, each in (("absent", {**who, "status": TEXT}), ("posted_absent", who))
    }
    return {
        **absent,
        "month": closed(month, "One period. 一个周期"),
        "group_month": closed({**month, "decided": decided}, "One period, for the leading group. 一个周期，供领导小组"),
        "posted_month": closed(
            posted, "What may be posted of a period. 一个周期，公示用", optional=("scaling", "adjusted")
        ),
    }


def _spans() -> dict[str, Schema]:
    outcomes = outcomes_schema()["properties"]
    period = outcomes["people"]["additionalProperties"]["items"]
    head: dict[str, Schema] = {"person": TEXT, "span": TEXT, "missing": NAMES, "stamp": outcomes["stamp"]}
    keys = ("policies", "complete", "rollups", "proposals")
    result, changes = result_schema()["properties"], {"$ref": "#/$defs/changes"}
    lost_in = closed(
        {
            "period": TEXT,
            "points": EXACT,
            "kept": changes,
            "evidence": result["lines"]["items"]["properties"]["evidence"],
        },
        "What it lost in one period. 在一个周期的扣分",
        optional=("evidence",),
    )
    lost = closed(
        {
            "indicator": TEXT,
            "label": LABEL,
            "at": NAMES,
            "points": EXACT,
            "periods": {"type": "array", "items": lost_in},
        },
        "What an indicator lost in all. 一项扣分合计",
    )
    arithmetic = {**MAYBE_EXACT, "description": "The exact sum, under a veto too. 未计否决的合计"}
    own = closed(
        {
            **period["properties"],
            "arithmetic": arithmetic,
            "passed": {"anyOf": [changes, {"type": "null"}]},
            "veto_evidence": result["veto_evidence"],
        },
        period["description"],
        optional=("grade", "veto_evidence"),
    )
    posted = {key: period["properties"][key] for key in ("period", "role", "team", "score", "version", "under_review")}
    return {
        "span": closed(
            {
                **head,
                **{key: outcomes[key] for key in keys},
                "periods": {"type": "array", "items": own},
                "lost": {"type": "array", "items": lost},
            },
            "A quarter or a year. 一个季度或一年",
            optional=("complete",),
        ),
        "posted_span": closed(
            {
                **head,
                "periods": {"type": "array", "items": closed(posted, "One period. 一个周期")},
                "provisional": PROVISIONAL,
            },
            "What may be posted of a quarter or a year. 季度或年度，公示用",
        ),
    }
