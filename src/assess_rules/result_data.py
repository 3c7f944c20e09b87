"""
A result as JSON data: numbers are texts, exact.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assess_rules.exact import number_text
from assess_rules.ir import Value
from assess_rules.labels import Label
from assess_rules.lines import Line, Reference, SectionResult
from assess_rules.outputs import RowOutput
from assess_rules.records import Record

RESULT_FORMAT = 1


def result_data(result: Any) -> dict[str, Any]:
    """
    Give the whole result as JSON data, valid against `schemas/result.schema.json`; numbers are texts.
    """
    stamp = result.stamp
    beside: dict[str, Any] = {}
    if result.reached_from is not None:
        beside["reached_from"] = result.reached_from
    if result.unneeded:
        beside["unneeded"] = list(result.unneeded)
    if result.complete:
        beside["complete"] = list(result.complete)
    for key in ("scaling", "adjusted"):
        if getattr(result, key):
            beside[key] = number_text(getattr(result, key))
    if result.plan.grade is not None:
        beside["grade"] = result.grade and result.grade.id
    if result.grade_events:
        beside["grade_events"] = [{"label": each.label.text("zh"), "at": list(each.at)} for each in result.grade_events]
    if result.grades_missed:
        beside["grades_missed"] = [
            {
                "grade": each.grade.id,
                "at": list(each.grade.at),
                "why": {"zh": each.why.text("zh"), "en": each.why.text("en")},
            }
            for each in result.grades_missed
        ]
    if result.veto_evidence:
        beside["veto_evidence"] = references_data(result.veto_evidence)
    return {
        "format": RESULT_FORMAT,
        "policy": stamp.policy,
        "version": stamp.version,
        "source_hash": stamp.source_hash,
        "plan_hash": stamp.plan_hash,
        "engine": stamp.engine,
        "trial": list(stamp.trial),
        "person": result.person,
        "role": result.role,
        "team": result.team,
        "period": result.period,
        "score": None if result.score is None else str(result.score),
        "exact": value_data(result.exact),
        "verdict": result.verdict,
        "arithmetic": number_text(result.arithmetic),
        "vetoes": list(result.vetoes),
        "sections": [section_data(each) for each in result.sections],
        "lines": [line_data(each) for each in result.lines],
        "cuts": {key: number_text(value) for key, value in result.cuts.items()},
        "readings": [{"id": each.id, "option": each.option, "decided": each.decided} for each in result.readings],
        "facts": {key: value_data(value) for key, value in result.facts.items()},
        "defaulted": list(result.defaulted),
        **beside,
    }


def section_data(section: SectionResult) -> dict[str, Any]:
    """
    Give a subtotal.
    """
    return {
        "id": section.id,
        "points": number_text(section.points),
        "total": value_data(section.total),
        "cut": value_data(section.cut),
        **({} if section.within is None else {"within": section.within}),
        **_weight(section.weight),
        **_decided(section.decided, section.changed),
    }


def _weight(weight: Fraction) -> dict[str, Any]:
    return {} if weight == 1 else {"weight": number_text(weight)}


def _decided(row: RowOutput | None, changed: Fraction | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"decided": {"at": list(row.at), "left_out": row.left_out, "changed": value_data(changed)}}


def value_data(value: Value | int | None) -> str | bool | None:
    """
    Give a fact or a figure as JSON data: a number written out; flags, options and nothing as they are.
    """
    return value if value is None or isinstance(value, (bool, str)) else number_text(value)


def record_data(value: Any) -> Any:
    """
    Give what follows from results as JSON data: records by their names, figures written out, labels in both languages.

    A place in a ranking and other counts stay numbers.
    """
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, Label):
        return value.to_dict()
    if isinstance(value, tuple):
        return [record_data(each) for each in value]
    if isinstance(value, Record):
        return {each.name: record_data(getattr(value, each.name)) for each in value.__attrs_attrs__}
    return value


def references_data(evidence: Sequence[Reference]) -> dict[str, Any]:
    """
    Give references by the facts that they stand for.
    """
    found: dict[str, Any] = {}
    for each in evidence:
        found.setdefault(each.fact, []).append({"ref": each.ref, "count": value_data(each.count)})
    return found


def line_data(line: Line) -> dict[str, Any]:
    """
    Give an indicator's line with its steps.
    """
    beside: dict[str, Any] = _weight(line.weight)
    if line.extra:
        beside["extra"] = True
    beside |= _decided(line.decided, line.changed)
    if line.rounding:
        beside["rounding"] = number_text(line.rounding)
    if line.cut is not None:
        beside["cut"] = number_text(line.cut)
    if line.evidence:
        beside["evidence"] = references_data(line.evidence)
    return {
        "indicator": line.indicator,
        "section": line.section,
        "label": line.label.text("zh"),
        "at": list(line.at),
        "cap": value_data(line.cap),
        "deducted": number_text(line.deducted),
        "bonus": number_text(line.bonus),
        "points": number_text(line.points),
        "apart": value_data(line.apart),
        "lost": value_data(line.lost),
        "steps": [
            {"name": each.name, "at": list(each.at), "formula": each.formula("en"), "value": value_data(each.value)}
            for each in line.steps
        ],
        **beside,
    }
