"""
Facts as plans have them, and how far their values go.
"""

from collections.abc import Iterator
from fractions import Fraction

from assess_rules.amounts import Figure
from assess_rules.ir import Check, Compare, Const, Equal, Expr, Fact, Input, Not, Or, Value, facts_read
from assess_rules.model import FactSpec
from assess_rules.records import evolve

MOST = Fraction(99999)


def most(fact: FactSpec) -> Fraction:
    """
    Give the largest value of a fact.
    """
    return fact.max if fact.max is not None else max(fact.allowed, default=MOST)


def input_of(name: str, fact: FactSpec, *, read: bool) -> Input:
    """
    Give a fact as a plan has it; `read` if the plan reads it.
    """
    default: Value | None = None
    if fact.default is not None:
        default = (
            fact.default.value if isinstance(fact.default, Figure) else getattr(fact.default, "name", fact.default)
        )
    return Input(
        name=name,
        type=fact.type,
        label=fact.label,
        unit=fact.unit,
        minimum=fact.min,
        maximum=most(fact),
        places=fact.places,
        allowed=fact.allowed,
        options=tuple((id_, option.label) for id_, option in fact.options.items()),
        required=read and default is None,
        read=read,
        default=default,
        note=fact.counts,
    )


def nil_of(each: Input) -> Value:
    """
    Give the value that stands for a fact where it is not needed: the one nearest to nothing.
    """
    if each.type == "flag":
        return False
    if each.type == "choice":
        return each.options[0][0]
    return min(each.allowed or (max(each.minimum, min(each.maximum, Fraction(0))),), key=abs)


def needed_where(each: Input, needed: Expr | None) -> Input:
    """
    Give a fact as one that is needed only where a condition holds; where it is not, a plan reads what stands for it.
    """
    return evolve(each, required=False, default=nil_of(each) if each.read else None, needed=needed)


def unneeded(inputs: tuple[Input, ...]) -> Iterator[Check]:
    """
    Say of each fact that is not always needed, and that the plan reads, what it is where it is not.
    """
    for each in inputs:
        if each.needed is not None and each.read:
            fact = Fact(each.name)
            nil: Expr = Not(fact)
            if isinstance(each.default, str):
                nil = Equal(fact, each.default)
            elif not isinstance(each.default, bool):
                assert each.default is not None
                nil = Compare(fact, "=", Const(each.default))
            yield Check(Or((each.needed, nil)), (each.name, *sorted(facts_read(each.needed))), ())
