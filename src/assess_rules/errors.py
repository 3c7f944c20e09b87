"""
The exceptions, one for each phase that can say no. Those about input carry diagnostics.
"""

from collections.abc import Iterable, Sequence

from assess_rules.diagnostics import MAX_FOUND, Diagnostic


class AssessRulesError(Exception):
    """
    The base of every exception that this package raises on purpose.
    """


class InputError(AssessRulesError, ValueError):
    """
    An input was refused; `diagnostics` says all that is wrong with it, in file order.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("\n".join(str(each) for each in diagnostics))
        self.diagnostics = tuple(diagnostics)

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Diagnostic, ...]]]:
        """
        Pickle by the diagnostics, so that the exception crosses process borders.
        """
        return type(self), (self.diagnostics,)


class PolicyError(InputError):
    """
    A text is not a valid policy.
    """


class FactsError(InputError):
    """
    Facts are missing, unknown, of the wrong type, out of range, contradictory or for another role.
    """


class LimitError(InputError):
    """
    An input passes a documented limit of size.
    """


class Faults(list[Diagnostic]):
    """
    What is wrong with facts. Past `MAX_FOUND` it raises `FactsError`, which says that there are more.

    Nobody reads them, and a table of wrong cells must not cost hundreds of times its size.
    """

    def append(self, each: Diagnostic) -> None:
        """
        Keep a diagnostic.
        """
        if len(self) >= MAX_FOUND:
            raise FactsError([*self, Diagnostic("more_faults", self[-1].mark, {"count": MAX_FOUND})])
        super().append(each)

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """
        Keep several.
        """
        for each in found:
            self.append(each)
