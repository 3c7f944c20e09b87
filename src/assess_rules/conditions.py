"""
The field type for conditions, which are data: what may be asked of facts, role, readings and points.
"""

from collections.abc import Mapping
from typing import Any

from assess_rules.amounts import (
    AllOf,
    AnyOf,
    Condition,
    EveryIs,
    FactIs,
    GradeIs,
    NotOf,
    PeriodsIn,
    ReadingIs,
    RoleIn,
    RollupIs,
    ScoreIs,
    VerdictIs,
)
from assess_rules.fields import FieldType, Id, Intake, Names, Schema, closed_object, explained
from assess_rules.figures import COMPARED, COMPARISONS, AmountOf, ident_of, name_of
from assess_rules.ir import Comparison
from assess_rules.nodes import ListNode, MapNode, Scalar
from assess_rules.records import field, record


def _form(**properties: Schema) -> Schema:
    """
    Give the schema of a condition with these keys.
    """
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _only(*words: str) -> Schema:
    """
    Give the schema of a condition that compares with nothing.
    """
    return {"propertyNames": {"enum": [*words, "at", "note"]}}


def _comparing(key: str, what: Schema, comparisons: Mapping[str, Schema]) -> Schema:
    """
    Give the schema of a condition that compares points with figures.
    """
    form = _form(**{key: what})
    form["properties"] |= comparisons
    return {**form, "not": _only(key)}


@record
class ConditionOf(FieldType):
    """
    A condition on facts, role and readings; `graded` ones also on points, `scored` ones on all that came of scoring.
    """

    scored: bool = field(default=False, kw_only=True)
    graded: bool = field(default=False, kw_only=True)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        key = "scored_condition" if self.scored else "graded_condition" if self.graded else "condition"
        one = {"$ref": f"#/$defs/{key}"}
        if key not in defs:
            defs[key] = {}
            defs[key] = {"anyOf": self.branches(one, defs)}
        return one

    def branches(self, one: Schema, defs: dict[str, Schema]) -> list[Schema]:
        """
        Give the schema of each form of condition; `one` is that of a condition within.
        """
        several = {"type": "array", "items": one, "minItems": 1}
        operand = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="signed").schema(defs)
        comparisons = {word: explained(word, *said, operand) for word, said in COMPARED.items() if word != "is"}
        same = {"anyOf": [{"type": "boolean"}, *defs["signed_amount"]["anyOf"]]}
        fact = closed_object({"fact": Id("The fact compared.", zh="所比较的数据项")}, defs)
        fact["properties"] |= {**comparisons, "is": explained("is", *COMPARED["is"], same)}
        fact["not"] = _only("fact")
        found = [
            fact,
            closed_object(
                {
                    "reading": Id("The reading asked for.", zh="所问的口径"),
                    "is": Id("The option that is chosen.", zh="选定的选项"),
                },
                defs,
            ),
            closed_object({"role": Names("The person has one of these roles.", zh="岗位是其中之一")}, defs),
            _form(all=explained("all", "Each of these holds.", "都成立", several)),
            _form(any=explained("any", "One of these holds, or more.", "至少一个成立", several)),
            _form(**{"not": explained("not", "This does not hold.", "不成立", one)}),
        ]
        if self.graded or self.scored:
            item = Id("`total`, or the id of a section or an indicator.", zh="total 或指标、指标类别的标识")
            every = {"type": "string", "enum": ["indicator"]}
            found += [
                _comparing("score", item.described("score", defs), comparisons),
                _comparing("every", explained("every", "Every indicator.", "每项指标", every), comparisons),
            ]
        if self.scored:
            verdict = {"type": "string", "enum": ["pass", "fail", "vetoed"]}
            said = "What came of the period.\n\npass 合格, fail 不合格, vetoed 不予评价"
            found.append(_form(verdict={"title": "verdict 考核结论", "description": said, **verdict}))
            rolled_up = Id(
                "The figure of this roll-up, in the period that closes its span.", zh="汇总的标识：在该期间的末期判定"
            )
            found.append(_comparing("rollup", rolled_up.described("rollup", defs), comparisons))
            found.append(closed_object({"grade": Id("The period has this grade.", zh="本期等次")}, defs))
            span = {"type": "string", "enum": ["quarter", "half_year", "year", "ever"]}
            periods = _form(
                periods=explained(
                    "periods", "What a period must keep to be counted.", "各期的条件：成立的周期才计数", one
                ),
                **{"in": explained("in", "The span in which periods are counted.", "在哪一期间内计数", span)},
            )
            periods["properties"] |= comparisons
            found.append({**periods, "not": _only("periods", "in")})
        return found

    def read(self, node: MapNode, intake: Intake) -> Condition:
        entries = node.entries
        if "reading" in entries:
            return ReadingIs(ident_of(entries["reading"]), ident_of(entries["is"]), node.mark)
        for word, form in (("all", AllOf), ("any", AnyOf)):
            terms = entries.get(word)
            if isinstance(terms, ListNode):
                return form(
                    tuple(self.read(each, intake) for each in terms.items if isinstance(each, MapNode)), node.mark
                )
        if "not" in entries:
            inner = entries["not"]
            assert isinstance(inner, MapNode)
            return NotOf(self.read(inner, intake), node.mark)
        if "role" in entries:
            roles = entries["role"]
            assert isinstance(roles, ListNode)
            return RoleIn(tuple(map(ident_of, roles.items)), node.mark)
        if "score" in entries:
            return ScoreIs(ident_of(entries["score"]), self._comparisons(node, intake), node.mark)
        if "rollup" in entries:
            return RollupIs(ident_of(entries["rollup"]), self._comparisons(node, intake), node.mark)
        if "every" in entries:
            return EveryIs(self._comparisons(node, intake), node.mark)
        if "grade" in entries:
            return GradeIs(ident_of(entries["grade"]), node.mark)
        if "verdict" in entries:
            return VerdictIs(name_of(entries["verdict"]).name, node.mark)
        if "periods" in entries:
            inner = entries["periods"]
            assert isinstance(inner, MapNode)
            return PeriodsIn(
                self.read(inner, intake), name_of(entries["in"]).name, self._comparisons(node, intake), node.mark
            )
        return FactIs(name_of(entries["fact"]), self._comparisons(node, intake), node.mark)

    @staticmethod
    def _comparisons(node: MapNode, intake: Intake) -> tuple[tuple[Comparison, Any], ...]:
        amount = AmountOf("A figure or a fact.", zh="数值或数据项", dimension="signed")
        found: list[tuple[Comparison, Any]] = []
        for word, op in COMPARISONS.items():
            operand = node.entries.get(word)
            if operand is None:
                continue
            if word == "is" and isinstance(operand, Scalar) and isinstance(operand.plain, bool):
                found.append((op, operand.plain))
            else:
                found.append((op, amount.read(operand, intake)))
        return tuple(found)
