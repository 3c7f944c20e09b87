"""
Field types for tables: facts or the options of a choice, each with the points or the weight that stands beside it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from assess_rules.amounts import Amount, Name, Points
from assess_rules.fields import ID, FieldType, Intake, Schema
from assess_rules.figures import AmountOf, Dimension
from assess_rules.nodes import MapNode
from assess_rules.records import field, record


@record
class Each(FieldType):
    """
    Facts, each with its points or its weight.
    """

    dimension: Dimension = field(default="points", kw_only=True)
    least: int = field(default=1, kw_only=True)

    @property
    def amount(self) -> AmountOf:
        """
        Give the field type of what stands beside a fact.
        """
        return AmountOf(self.en, zh=self.zh, dimension=self.dimension, facts=self.dimension == "points")

    def schema(self, defs: dict[str, Schema]) -> Schema:
        one = self.amount.schema(defs)
        return {"type": "object", "propertyNames": ID, "additionalProperties": one, "minProperties": self.least}

    def read(self, node: MapNode, intake: Intake) -> Points:
        amount = self.amount
        return tuple((Name(key, node.keys[key]), amount.read(each, intake)) for key, each in node.entries.items())


@record
class PerOption(FieldType):
    """
    Options of a choice, each with its points.
    """

    def schema(self, defs: dict[str, Schema]) -> Schema:
        points = self.points.schema(defs)
        return {"type": "object", "propertyNames": ID, "additionalProperties": points, "minProperties": 1}

    @property
    def points(self) -> AmountOf:
        """
        Give the field type of an option's points.
        """
        return AmountOf(self.en, zh=self.zh, dimension="row_points")

    def read(self, node: MapNode, intake: Intake) -> Mapping[str, Amount]:
        return MappingProxyType({key: self.points.read(each, intake) for key, each in node.entries.items()})
