"""
Frozen attrs classes whose methods come from one base class.

attrs writes and compiles an `__init__`, `__eq__`, `__hash__` and `__repr__` for each class. For our hundred classes that is most of
the time that `import assess_rules` would take; the methods here are the same for all and cost nothing to import.
"""

from typing import Any, TypeVar, dataclass_transform

import attrs
from attrs import define, field

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T] | None = None, *, kw_only: bool = False) -> Any:
    """
    Make a subclass of `Record` a frozen attrs class.
    """
    return define(cls, frozen=True, eq=False, repr=False, kw_only=kw_only)


def evolve(item: T, **changes: Any) -> T:
    """
    Give a copy of a record with some attributes changed.
    """
    return attrs.evolve(item, **changes)  # type: ignore[misc]  # every record is an attrs class


class Record:
    """
    Compare, hash and show by the attributes that attrs knows; those with `eq=False` (places in a file) do not count.
    """

    __slots__ = ()

    def _compared(self) -> tuple[object, ...]:
        return tuple(getattr(self, each.name) for each in self.__attrs_attrs__ if each.eq)  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((type(self), self._compared()))

    def __repr__(self) -> str:
        shown = (f"{each.name}={getattr(self, each.name)!r}" for each in self.__attrs_attrs__ if each.repr)  # type: ignore[attr-defined]
        return f"{type(self).__name__}({', '.join(shown)})"
