"""
The impact of a revision as people read it: counts by role and team, a chart of the scores, and data.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assess_rules.compare import Change, differing_text, grade_labels
from assess_rules.exact import number_text, short_text
from assess_rules.labels import Label, Language
from assess_rules.marks import visible, width
from assess_rules.revision.impact import MOVES, Impact, Tally, difference
from assess_rules.words import subject_word, word

LONGEST = 30  # characters of a bar
HEADS = {
    "gain": Label("得分增", "gain"),
    "lose": Label("得分减", "lose"),
    "to_pass": Label("变为合格", "now pass"),
    "to_fail": Label("变为不合格", "now fail"),
    "verdict": Label("其他结论变化", "other verdict"),
    "grade": Label("等次变化", "grade"),
    "rank": Label("名次变化", "rank"),
    "proposal": Label("建议变化", "proposal"),
    "mean": Label("平均增减", "mean"),
}
EVERYBODY = Label("全部", "everybody")
ASSUMED = Label("假定：{facts}", "assumed: {facts}")
PROPOSALS = Label("结果运用建议：{id} 增{new}、减{gone}", "proposals of {id}: {new} come, {gone} go")
TEAMS = Label("团队：得分变化 {scores} 次，名次变化 {ranks} 次", "teams: {scores} scores and {ranks} places change")
SCORES = Label("得分分布（修改前、修改后的结果数）", "scores (results before and after)")
BARS = Label("得分|修改前|修改后", "scores|before|after")
NOBODY = Label("无人的得分、结论、等次、名次或建议有变化", "nobody's score, verdict, grade, rank or proposal changes")
Table = list[list[str]]


class ImpactPage:
    """
    An impact in one language. Only if people may be `named` does it name anybody.
    """

    def __init__(self, found: Impact, language: Language, *, named: bool) -> None:
        self.found, self.language, self.named = found, language, named
        self.grades = grade_labels((found.before.policy, found.after.policy))
        self.moves = [each for each in MOVES if self.grades or each != "grade"]
        self.roles = {**found.before.policy.roles, **found.after.policy.roles}

    def say(self, label: Label, **parts: object) -> str:
        return label.text(self.language).format(**parts)

    def text(self) -> str:
        """
        Give the page: the table, the proposals that come and go, the chart, and with names every change, worst first.
        """
        lines = [*self._head(), *aligned(self._table()), *self._below()]
        bars = self.found.bars()
        if bars:
            lines += ["", self.say(SCORES)]
            most = max(max(each.before, each.after) for each in bars)
            rows = []
            for each in bars:
                drawn = ["█" * -(-count * LONGEST // most) for count in (each.before, each.after)]
                rows.append([_range(each.least, each.below), str(each.before), drawn[0], str(each.after), drawn[1]])
            lines += aligned(rows)
        if self.named:
            lines += ["", *(self._change(each) for each in self.found.people())]
        return "".join(f"{visible(line).rstrip()}\n" for line in lines)

    def markdown(self) -> str:
        """
        Give the aggregates as tables in Markdown; it names nobody.
        """
        head, *rows = self._table()
        lines = [*(f"{each}\n" for each in self._head()), *_marked(head, rows)]
        lines += [f"\n{each}" for each in self._below()]
        bars = [[_range(each.least, each.below), str(each.before), str(each.after)] for each in self.found.bars()]
        if bars:
            lines += ["", *_marked(self.say(BARS).split("|"), bars)]
        return "".join(f"{visible(line)}\n" for line in "\n".join(lines).split("\n"))

    def _head(self) -> Iterator[str]:
        yield f"【{word('trial', self.language)}】"
        if self.found.assumed:
            facts = ", ".join(f"{name} = {value}" for name, value in self.found.assumed.items())
            yield self.say(ASSUMED, facts=facts)
        if not self.found.changes:
            yield self.say(NOBODY)

    def _table(self) -> Table:
        subject = self.found.after.policy.subject
        heads = (self.say(HEADS[each]) for each in (*self.moves, "mean"))
        rows = [["", subject_word("results", self.language, subject), *heads]]
        for each in self.found.tallies(named=self.named):
            counts = [str(each.counts[move] or "") for move in self.moves]
            rows.append([self._group(each), str(each.results), *counts, signed(each.mean)])
        return rows

    def _group(self, tally: Tally) -> str:
        if tally.role is not None:
            return self.roles[tally.role].text(self.language)
        return self.say(EVERYBODY) if tally.team is None else f"{word('team', self.language)} {tally.team}"

    def _below(self) -> Iterator[str]:
        flips = self.found.proposals()
        for id_ in dict.fromkeys(id_ for id_, _ in flips):
            yield self.say(PROPOSALS, id=id_, new=flips[id_, "new"], gone=flips[id_, "gone"])
        scores, ranks = self._teams()
        if scores or ranks:
            yield self.say(TEAMS, scores=scores, ranks=ranks)

    def _teams(self) -> tuple[int, int]:
        aspects = [each.aspect for each in self.found.changes]
        return aspects.count("team"), aspects.count("team_rank")

    def _change(self, change: Change) -> str:
        by = difference(change)
        end = "" if by is None else f" ({signed(by)})"
        before, after = (
            differing_text(change.aspect, each, self.grades, self.language) for each in (change.before, change.after)
        )
        aspect = word(f"moved_{change.aspect}", self.language)
        return f"{change.name} · {change.where} · {aspect}: {before} → {after}{end}"

    def data(self) -> dict[str, Any]:
        """
        Give the same as JSON data; numbers are texts.
        """
        found = self.found
        groups = [
            {"role": each.role, "team": each.team, "results": each.results, **each.counts, "mean": _plain(each.mean)}
            for each in found.tallies(named=self.named)
        ]
        bars = [
            {"least": _plain(each.least), "below": _plain(each.below), "before": each.before, "after": each.after}
            for each in found.bars()
        ]
        changes = [
            {
                "aspect": each.aspect,
                "name": each.name,
                "where": each.where,
                "before": _plain(each.before),
                "after": _plain(each.after),
            }
            for each in (found.people() if self.named else ())
        ]
        flips, (scores, ranks) = found.proposals(), self._teams()
        return {
            "stamp": word("trial", "zh"),
            "assumed": dict(found.assumed),
            "people": len({**found.before.people, **found.after.people}),
            "groups": groups,
            "teams": {"scores": scores, "ranks": ranks},
            "proposals": [{"id": id_, "way": way, "count": count} for (id_, way), count in flips.items() if count],
            "distribution": bars,
            **({"changes": changes} if self.named else {}),
        }


def _plain(value: Fraction | int | str | None) -> str | None:
    return value if value is None or isinstance(value, str) else number_text(Fraction(value))


def signed(value: Fraction | None) -> str:
    """
    Write a difference with its sign; nothing where there is none.
    """
    return "" if not value else f"{'+' if value > 0 else ''}{short_text(value)}"


def _range(least: Fraction, below: Fraction) -> str:
    return f"{number_text(least)}–{number_text(below)}"


def aligned(rows: Table) -> list[str]:
    """
    Put cells under one another, names to the left, figures to the right, and bars as they are.
    """
    sizes = [max(width(each) for each in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for number, (cell, size) in enumerate(zip(row, sizes, strict=True)):
            blank = " " * (size - width(cell))
            cells.append(cell + blank if number == 0 or "█" in cell else blank + cell)
        lines.append("  ".join(cells))
    return lines


def _marked(head: list[str], rows: Table) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
