"""
Records: frozen classes of named values, compared, hashed and shown by them.

The model, its plans and its field types are more than a hundred such classes, and a program makes them all before it
scores its first record. So a class costs as little as may be: only its `__init__` is written, the rest is inherited. To
attrs they are classes of its own (`attrs.fields`, `attrs.evolve`); it would take four times as long to make them.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import CodeType
from typing import Any, ClassVar, Final, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")
R = TypeVar("R", bound="Record")

NOTHING: Final = object()
"""
The default of a value that has none.
"""


class Field:
    """
    A named value of a class of records: its type, its default, and whether records are compared and shown by it.

    Where its parts are not `ordered`, another order of them says the same. One that was `added` after others were in use is
    no part of a digest while it stands at its default, so that what did not use it keeps its digest.
    """

    __slots__ = ("added", "alias", "default", "eq", "factory", "init", "kw_only", "name", "ordered", "repr", "type")

    name: str
    alias: str  # its name among the parameters, for attrs
    type: Any

    def __init__(
        self,
        default: object,
        factory: object,
        *,
        eq: bool,
        repr: bool,  # noqa: A002 (as in attrs)
        kw_only: bool,
        ordered: bool,
        added: bool,
    ) -> None:
        self.default, self.factory, self.eq, self.repr, self.kw_only = default, factory, eq, repr, kw_only
        self.ordered, self.added, self.init = ordered, added, True


def field(
    *,
    default: Any = NOTHING,
    factory: Callable[[], Any] | None = None,
    eq: bool = True,
    repr: bool = True,  # noqa: A002 (as in attrs)
    kw_only: bool = False,
    ordered: bool = True,
    added: bool = False,
) -> Any:
    """
    Say more of a value than its type and its default.
    """
    return Field(default, factory, eq=eq, repr=repr, kw_only=kw_only, ordered=ordered, added=added)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T] | None = None, *, kw_only: bool = False) -> Any:
    """
    Make a subclass of `Record` of a class with annotations; `kw_only` says that its values are given by name.
    """

    def made(cls: Any) -> Any:
        annotations = cls.__annotations__  # its own, not what it inherits
        if not annotations and len(cls.__bases__) == 1:
            return cls
        fields = {each.name: each for base in reversed(cls.__bases__) for each in base.__attrs_attrs__}
        for name, type_ in annotations.items():
            if getattr(type_, "__origin__", None) is not ClassVar:
                given = vars(cls).get(name, NOTHING)
                own = given if isinstance(given, Field) else field(default=given)
                own.name, own.alias, own.type, own.kw_only = name, name, type_, own.kw_only or kw_only
                fields.pop(name, None)  # one that takes the place of an inherited one comes last
                fields[name] = own
                if given is not NOTHING:
                    delattr(cls, name)
        _complete(cls, tuple(fields.values()))
        return cls

    return made if cls is None else made(cls)


def _complete(cls: Any, fields: tuple[Field, ...]) -> None:
    positional = tuple(each.name for each in fields if not each.kw_only)
    compared = [each.name for each in fields if each.eq]
    cls.__attrs_attrs__ = fields
    cls.__match_args__ = positional  # type: ignore[misc]  # no class is made here
    cls.__compared__ = attrgetter(*compared) if compared else type
    parameters, lines, variables = {}, [], {"NOTHING": NOTHING, "put": object.__setattr__}
    for each in fields:
        name = parameters[each.name] = value = each.name
        if each.factory is not None:
            variables[f"default_{name}"] = each.factory
            parameters[name], value = f"{name}=NOTHING", f"default_{name}() if {name} is NOTHING else {name}"
        elif each.default is not NOTHING:
            variables[f"default_{name}"] = each.default
            parameters[name] = f"{name}=default_{name}"
        lines.append(f" put(self, {name!r}, {value})")  # without `__dict__`, for it would stay and take as much again
    named = [text for name, text in parameters.items() if name not in positional]
    listed = ", ".join(["self", *map(parameters.__getitem__, positional), *(["*", *named] if named else [])])
    exec(_code("\n".join([f"def __init__({listed}):", *lines])), variables)  # noqa: S102 (our names)
    cls.__init__ = variables["__init__"]


@cache
def _code(source: str) -> CodeType:
    return compile(source, "<record>", "exec")  # kept, because many records have the same names


def evolve(item: R, **changes: Any) -> R:
    """
    Give a copy of a record with some values changed.
    """
    return type(item)(**{each.name: getattr(item, each.name) for each in item.__attrs_attrs__} | changes)


class Record:
    """
    What all records have.
    """

    __attrs_attrs__: ClassVar[tuple[Field, ...]] = ()
    __compared__: ClassVar[Callable[[Any], object]] = type

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes: {name}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        compared = type(self).__compared__
        return compared(self) == compared(other)

    def __hash__(self) -> int:
        return hash((type(self), type(self).__compared__(self)))

    def __repr__(self) -> str:
        shown = (f"{each.name}={getattr(self, each.name)!r}" for each in self.__attrs_attrs__ if each.repr)
        return f"{type(self).__name__}({', '.join(shown)})"
