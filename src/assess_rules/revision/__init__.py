"""
Two versions side by side: what differs, in the words of `show`, and whether a score can differ by it.
"""

from collections.abc import Iterator
from typing import Any

from assess_rules.defaults import left_out
from assess_rules.labels import Language
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.revision.changes import Change
from assess_rules.revision.effects import Effect, Effects, Witness
from assess_rules.revision.pages import Page, Told
from assess_rules.revision.structure import changes
from assess_rules.rulebook import Rulebook

DIFF_FORMAT = 1


@record
class Difference(Record):
    """
    What differs between two versions. Make one with `diff`.
    """

    old: Policy
    new: Policy
    changes: tuple[Told, ...]

    @property
    def may(self) -> int:
        """
        Give how many of the changes may change a score.
        """
        return sum(each.effect.may for each in self.changes)

    def text(self, language: Language = "zh") -> str:
        """
        Give the changes as text: by clause, each key before and after, what that does to scores, and the sentences.
        """
        return self.page(language).text()

    def markdown(self, language: Language = "zh") -> str:
        """
        Give the changes as a table in Markdown, for a pull request.
        """
        return self.page(language).markdown()

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """
        Give the same as JSON data, valid against the diff schema; figures are texts.
        """
        return {
            "format": DIFF_FORMAT,
            "language": language,
            "old": _stamp(self.old, language),
            "new": _stamp(self.new, language),
            "counts": {"changes": len(self.changes), "may_change_scores": self.may},
            "items": self.page(language).data(),
        }

    def page(self, language: Language) -> Page:
        """
        Give the page of the changes, which names each and what stands there.
        """
        return Page(self.old, self.new, self.changes, language)


def _stamp(policy: Policy, language: Language) -> dict[str, Any]:
    stamp = policy.stamp
    return {
        "policy": stamp.policy,
        "version": stamp.version,
        "title": stamp.title.text(language),
        "source_hash": stamp.source_hash,
        "plan_hash": stamp.plan_hash,
        "trial": dict(policy.what_if),
    }


def diff(old: Policy, new: Policy) -> Difference:
    """
    Compare two versions of a policy, key by key; what only the writing says otherwise is no difference.

    >>> from assess_rules import load_policy
    >>> policy = load_policy("wancheng_2023_127")
    >>> [each.change.path for each in diff(policy, policy.with_readings({"part_point": "begun"})).changes]
    ['readings.part_point.chosen']
    """
    specs = left_out(old.spec), left_out(new.spec)
    found = tuple(changes(*specs))
    effects = Effects(*specs).of(found) if found else []
    return Difference(old, new, tuple(map(Told, found, effects)))


def pairs(book: Rulebook) -> Iterator[Difference]:
    """
    Compare every version of a rulebook with every later one.
    """
    for number, old in enumerate(book.versions):
        yield from (diff(old, new) for new in book.versions[number + 1 :])


__all__ = ["DIFF_FORMAT", "Change", "Difference", "Effect", "Told", "Witness", "diff", "pairs"]
