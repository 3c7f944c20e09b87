"""
The exact attribution of a revision as people read it: what each change has of the differences, in all, and for each person.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assess_rules.exact import number_text, short_text
from assess_rules.groups import FEWEST
from assess_rules.labels import Label, Language
from assess_rules.marks import visible
from assess_rules.revision.attributed import Attributed
from assess_rules.revision.attribution import Player, Split
from assess_rules.revision.impact_pages import aligned, signed
from assess_rules.revision.pages import Page, row

HEADS = {
    "change": Label(
        "各处修改所占的分（合计，不计否决）", "what each change has of the differences (sums, vetoes aside)"
    ),
    "records": Label("人次", "results"),
    "gain": Label("加", "gain"),
    "loss": Label("减", "loss"),
    "points": Label("合计", "in all"),
    "alone": Label("单独修改时", "alone"),
}
TOTAL = Label("合计", "total")
TOGETHER = Label("相互影响：{points}", "by acting together: {points}")
EXACTLY = Label("按各种先后次序平均分摊（夏普利值），各项之和恰为差额。", "Shapley shares; they add up exactly.")


class AttributionPage:
    """
    An attribution in one language. Only if people may be `named` does it name anybody, or tell of few of them.
    """

    def __init__(self, found: Attributed, page: Page, language: Language, *, named: bool) -> None:
        self.found, self.page, self.language, self.named = found, page, language, named

    def text(self) -> str:
        """
        Give the table, and with names how each person's difference is made up, the greatest loss first.
        """
        lines = [*aligned(self._table()), *self._below()]
        if self.named:
            lines += ["", *self._splits()]
        return "".join(f"{visible(line).rstrip()}\n" for line in lines)

    def markdown(self) -> str:
        """
        Give the table in Markdown; it names nobody.
        """
        head, *rows = self._table()
        lines = [row(head), row(["---"] * len(head)), *map(row, rows), "", *self._below()]
        return "".join(f"{visible(line)}\n" for line in lines)

    def data(self) -> dict[str, Any]:
        """
        Give the same as JSON data; numbers are texts.
        """
        totals = []
        for each in self.found.totals:
            figures = {key: getattr(each, key) for key in ("gain", "loss", "points", "alone")}
            told = self._told(each.changes)
            shown = {key: number_text(value) if told else None for key, value in figures.items()}
            totals.append({"paths": self._paths(each.changes), "records": each.records, **shown})
        return {
            "records": len(self.found.splits),
            "totals": totals,
            **({"splits": [self._split(*each) for each in self._ordered()]} if self.named else {}),
        }

    def _table(self) -> list[list[str]]:
        rows = [[label.text(self.language) for label in HEADS.values()]]
        for each in self.found.totals:
            figures = (each.gain, each.loss, each.points, each.alone)
            shown = [signed(value) if self._told(each.changes) else "—" for value in figures]
            rows.append([self._change(each.changes), str(each.records), *shown])
        return rows

    def _below(self) -> Iterator[str]:
        """
        Say what changes do by acting on one another: what all have in all, less what each would do alone.
        """
        together = sum((each.points - each.alone for each in self.found.totals), Fraction(0))
        if together and all(self._told(each.changes) for each in self.found.totals):
            yield TOGETHER.text(self.language).format(points=signed(together))
        yield EXACTLY.text(self.language)

    def _told(self, player: Player) -> bool:
        """
        Say whether so many people are moved that a sum does not tell of one of them.
        """
        shares = ((person, split.shares.get(player)) for (person, _), split in self.found.splits.items())
        moved = {person for person, share in shares if share is not None and (share.points or share.alone)}
        return self.named or len(moved) >= FEWEST

    def _change(self, player: Player) -> str:
        """
        Name the changes of a player, each by what it is a part of, with what stands there before and after.
        """
        said = []
        for number in player:
            change = self.found.changes[number]
            title, key = self.page.title(change.item)[1], self.page.key(change, change.item)
            before, after = self.page.figures(change)
            said.append(f"{title} {key}: {before} → {after}")
        return "; ".join(said)

    def _paths(self, player: Player) -> list[str]:
        return [self.found.changes[number].path for number in player]

    def _ordered(self) -> list[tuple[str, str, Split]]:
        """
        Give those whose sum of points is another one, the greatest loss first.
        """
        moved = [(*key, split) for key, split in self.found.splits.items() if split.before != split.after]
        return sorted(moved, key=lambda each: (each[2].after - each[2].before, *each[:2]))

    def _splits(self) -> Iterator[str]:
        for person, period, split in self._ordered():
            parts = [
                f"{self._change(player)} {signed(each.points)}" for player, each in split.shares.items() if each.points
            ]
            sums = f"{short_text(split.before)} → {short_text(split.after)} ({signed(split.after - split.before)})"
            yield f"{person} · {period}: {sums}"
            yield from (f"  {part}" for part in parts)

    def _split(self, person: str, period: str, split: Split) -> dict[str, Any]:
        return {
            "person": person,
            "period": period,
            "before": number_text(split.before),
            "after": number_text(split.after),
            "parts": [
                {"paths": self._paths(player), "points": number_text(each.points), "alone": number_text(each.alone)}
                for player, each in split.shares.items()
                if each.points or each.alone
            ],
        }
