"""
What every value of the library is: frozen, equal by content, known to attrs.
"""

import attrs
import pytest

from assess_rules.labels import Label


def test_nothing_can_be_set_or_deleted() -> None:
    """
    A value never changes, and says so.
    """
    label = Label("办法", "policy")
    with pytest.raises(AttributeError, match="a Label never changes: zh"):
        label.zh = "规则"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="a Label never changes: en"):
        del label.en

    assert Label("办法", "policy") == label


def test_attrs_knows_the_fields() -> None:
    """
    Tools that know attrs find the fields of our classes, and can copy with changes.
    """
    label = Label("办法", "policy")

    assert ["zh", "en"] == [each.name for each in attrs.fields(Label)]
    assert Label("办法", "rules") == attrs.evolve(label, en="rules")  # type: ignore[misc]  # made without its decorator
