"""
Warnings that the rule file answers: what is often a slip and is meant here, with the reason.
"""

from collections.abc import Iterator, Sequence

from assess_rules.diagnostics import Diagnostic
from assess_rules.model import Indicator, PolicySpec, Section
from assess_rules.records import Record, record


@record
class Answered(Record):
    """
    A warning, and the reason that the rule file gives why what it says is meant.
    """

    warning: Diagnostic
    reason: str

    def to_dict(self) -> dict[str, object]:
        """
        Give the code, the place and the reason as JSON data.
        """
        return {"code": self.warning.code, "path": self.warning.path, "reason": self.reason}


def answer(spec: PolicySpec, found: Sequence[Diagnostic]) -> tuple[list[Diagnostic], tuple[Answered, ...]]:
    """
    Part warnings into those that are left and those that the file accepts, where they are or around them.

    What it accepts and nothing says is a warning of its own: the file has changed, and the reason may no longer hold.
    """
    holders = list(_holders(spec, ""))
    left: list[Diagnostic] = []
    accepted: list[Answered] = []
    used: set[tuple[str, str]] = set()
    for each in found:
        place = next(
            (place for place in holders if each.path.startswith(place[0]) and each.code in place[1].accepted), None
        )
        if place is None:
            left.append(each)
        else:
            used.add((place[0], each.code))
            accepted.append(Answered(each, place[1].accepted[each.code]))
    for path, holder in holders:
        for code in holder.accepted:
            if (path, code) not in used:
                mark, here = holder.mark.of("accepted", code), f"{path}.accepted" if path else "accepted"
                left.append(Diagnostic("accepted_needless", mark, {"code": code}, path=f"{here}.{code}", warning=True))
    return left, tuple(accepted)


def _holders(of: PolicySpec | Section, path: str) -> Iterator[tuple[str, PolicySpec | Section | Indicator]]:
    """
    Give all that may accept a warning, with its path: what is inside first, for the nearest reason is the one that counts.
    """
    start = f"{path}." if path else ""
    for number, section in enumerate(of.sections):
        yield from _holders(section, f"{start}sections[{number}]")
    yield from ((f"{start}indicators[{number}]", each) for number, each in enumerate(of.indicators))
    yield path, of
