"""
Changes as people read them: as text by clause, as a table in Markdown, and as data.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from assess_rules.defaults import left_out
from assess_rules.labels import Label, Language
from assess_rules.marks import visible
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result_data import value_data
from assess_rules.revision.changes import Change, Item
from assess_rules.revision.effects import Effect, Witness
from assess_rules.revision.trials import Outcome
from assess_rules.revision.values import say_value, witness_text
from assess_rules.show import Passage, Voice, passages
from assess_rules.show.passages import sentence_of
from assess_rules.words import word

CANNOT = Label("不影响任何得分", "cannot change a score")
MAY = Label("可能影响得分", "may change a score")
NONE = Label("可能影响得分，但试了{records}条记录均未见", "may change a score; none in {records} records")
TOGETHER = Label("（各项修改一并计算）", " (all changes together)")
ADDED, REMOVED = Label("新增", "added"), Label("删除", "removed")
COUNTED = Label("{changes}处修改，其中{may}处可能影响得分", "changes: {changes}; that may change a score: {may}")
SAME = Label("内容相同，没有修改", "the same content: no change")
COLUMNS = Label("条款|内容|键|修改前|修改后|得分", "clause|what|key|before|after|score")
HEADINGS = {"relations": "relation"}  # a passage that is the heading of others of another kind
WHOLE = ("grades", "vetoes", "outcomes")  # where they come or go, all that is in them is said; of grades always
PARTS = re.compile(r"[.\[\]]+")


@record
class Told(Record):
    """
    A change with its effect.
    """

    change: Change
    effect: Effect


class Page:
    """
    The changes between two versions, in one language.
    """

    def __init__(self, old: Policy, new: Policy, changes: tuple[Told, ...], language: Language) -> None:
        self.policies, self.changes, self.language = (old, new), changes, language
        self.voices = (Voice(left_out(old.spec), language, None), Voice(left_out(new.spec), language, None))
        said = [tuple(_flat(passages(each))) for each in self.voices]
        self.headings = [_headings(each) for each in said]
        self.sentences = [_sentences(each) for each in said]
        self.wholes = [{_item(each): list(_whole(each)) for each in own if each.kind in WHOLE} for own in said]
        self.order = list(dict.fromkeys(_item(each) for own in reversed(said) for each in own))

    def items(self) -> Iterator[tuple[Item, list[Told]]]:
        """
        Give what has changed in the order of the newer version, each with its changes.
        """
        found: dict[Item, list[Told]] = {}
        for each in self.changes:
            found.setdefault(each.change.item, []).append(each)
        yield from sorted(found.items(), key=lambda each: self.order.index(each[0]) if each[0] in self.order else -1)

    def say(self, label: Label, **parts: object) -> str:
        return label.text(self.language).format(**parts)

    def title(self, item: Item) -> tuple[str, str]:
        """
        Give the clauses of an item, and what it is called.
        """
        kind, id_ = item
        at, title = next((own[item] for own in reversed(self.headings) if item in own), ("", kind))
        return at, title if id_ is None else f"{title} ({id_})".strip()

    def said(self, item: Item) -> tuple[list[str], list[str]]:
        """
        Give the sentences of an item that only the older and only the newer version has.
        """
        alone = item[0] == "grades" or any(item not in each for each in self.sentences)
        old, new = (each.get(item, []) for each in (self.wholes if alone and item[0] in WHOLE else self.sentences))
        return list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())

    def figures(self, change: Change) -> tuple[str, str]:
        """
        Give what a key holds before and after.
        """
        reading = change.item[1] if change.item[0] == "reading" else None
        values = zip(self.voices, (change.before, change.after), strict=True)
        before, after = (say_value(voice, value, reading) for voice, value in values)
        return before, after

    def effect(self, effect: Effect) -> str:
        """
        Say what a change does to scores.
        """
        if not effect.may:
            return self.say(CANNOT)
        if effect.witness is None:
            return self.say(NONE, records=effect.records)
        colon = "：" if self.language == "zh" else ": "
        together = "" if effect.witness.alone else self.say(TOGETHER)
        return f"{self.say(MAY)}{colon}{witness_text(self.voices, effect.witness)}{together}"

    def head(self) -> list[str]:
        """
        Name the versions, and say if one is only tried.
        """
        old, new = self.policies
        named = old.id if old.id == new.id else f"{old.id} → {new.id}"
        tried = {**old.what_if, **new.what_if}
        trial = f"【{word('trial', self.language)}】" + ", ".join(f"{each} = {value}" for each, value in tried.items())
        head = f"{new.spec.title.text(self.language)} ({named}) {old.version} → {new.version}"
        return [head, trial] if tried else [head]

    def counted(self) -> str:
        """
        Say how many changes there are.
        """
        may = sum(each.effect.may for each in self.changes)
        return self.say(COUNTED, changes=len(self.changes), may=may) if self.changes else self.say(SAME)

    def text(self) -> str:
        """
        Give the page.
        """
        lines = [*self.head(), self.counted()]
        for item, told in self.items():
            lines += ["", " ".join(filter(None, self.title(item)))]
            for each in told:
                before, after = self.figures(each.change)
                lines += [f"  {self.key(each.change, item)}: {before} → {after}", f"    {self.effect(each.effect)}"]
            for sign, sentences in zip("−+", self.said(item), strict=True):
                lines += [f"  {sign} {sentence}" for sentence in sentences]
        return "".join(f"{visible(line)}\n" for line in lines)

    def key(self, change: Change, item: Item) -> str:
        """
        Name the key of a change within its item.
        """
        inner = change.path.rpartition(f".{item[1]}")[2].lstrip(".") if item[1] is not None else change.path
        if change.before is None or change.after is None:
            what = self.say(ADDED if change.before is None else REMOVED)
            return " ".join(filter(None, (inner, what)))
        label = change.label.text(self.language)
        return inner if label in PARTS.split(inner) else f"{inner} {label}"

    def markdown(self) -> str:
        """
        Give the page as a table.
        """
        title, *trial = self.head()
        lines = [f"### {title}", "", *(f"{each}\n" for each in trial), self.counted()]
        if self.changes:
            columns = self.say(COLUMNS).split("|")
            lines += ["", row(columns), row(["---"] * len(columns))]
        for item, told in self.items():
            for each in told:
                cells = (
                    *self.title(item),
                    self.key(each.change, item),
                    *self.figures(each.change),
                    self.effect(each.effect),
                )
                lines.append(row(cells))
        return "".join(f"{visible(line)}\n" for line in "\n".join(lines).split("\n"))

    def data(self) -> list[dict[str, Any]]:
        """
        Give the items as data.
        """
        found = []
        for item, told in self.items():
            at, title = self.title(item)
            before, after = self.said(item)
            found.append(
                {
                    "kind": item[0],
                    "id": item[1],
                    "at": at,
                    "title": title,
                    "changes": [self._change(each) for each in told],
                    "before": before,
                    "after": after,
                }
            )
        return found

    def _change(self, told: Told) -> dict[str, Any]:
        change, effect = told.change, told.effect
        before, after = self.figures(change)
        return {
            "path": change.path,
            "key": change.label.text(self.language),
            "before": None if change.before is None else before,
            "after": None if change.after is None else after,
            "may_change_scores": effect.may,
            "witness": None if effect.witness is None else _witness(effect.witness),
            "records": effect.records,
            "text": self.effect(effect),
        }


def row(cells: Iterable[str]) -> str:
    """
    Give a row of a table in Markdown.
    """
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _witness(witness: Witness) -> dict[str, Any]:
    facts = {name: value_data(each) for name, each in witness.facts.items() if each is not None}
    outcomes = {"before": _outcome(witness.before), "after": _outcome(witness.after)}
    return {"role": witness.role, "facts": facts, "moved": list(witness.moved), **outcomes, "alone": witness.alone}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "refused": outcome.refused,
        "score": None if outcome.score is None else str(outcome.score),
        "exact": value_data(outcome.exact),
        "verdict": outcome.verdict,
        "grade": outcome.grade,
    }


def _flat(found: tuple[Passage, ...]) -> Iterator[Passage]:
    for each in found:
        yield each
        yield from _flat(each.parts)


def _whole(passage: Passage) -> Iterator[str]:
    """
    Give the sentences of a passage, then those of its parts, each with its title.
    """
    yield from passage.says
    for each in passage.parts:
        yield sentence_of(each)


def _item(passage: Passage) -> Item:
    return HEADINGS.get(passage.kind, passage.kind), passage.id


def _headings(found: tuple[Passage, ...]) -> dict[Item, tuple[str, str]]:
    headings: dict[Item, tuple[str, str]] = {}
    for each in found:
        headings.setdefault(_item(each), (" ".join(each.at), each.title))
    return headings


def _sentences(found: tuple[Passage, ...]) -> dict[Item, list[str]]:
    sentences: dict[Item, list[str]] = {}
    for each in found:
        sentences.setdefault(_item(each), []).extend(each.says)
    return sentences
