"""
Checks of what an indicator and a section can be: in the base or extra, with a cap or without end.
"""

from typing import Any

from assess_rules.amounts import Amount, Figure
from assess_rules.branches import has_role
from assess_rules.diagnostics import meant
from assess_rules.fields import Report
from assess_rules.figures import Differs
from assess_rules.kinds.ends import row_order
from assess_rules.labels import Label
from assess_rules.model import (
    Chain,
    GradeEffect,
    Grades,
    Indicator,
    PolicySpec,
    Score,
    Vetoes,
    VetoEvent,
    chains,
)
from assess_rules.ownership import Ownership, reach_of


class Scales:
    """
    Checks one spec, in which every name is known, before anything is added up.
    """

    def __init__(self, spec: PolicySpec, ownership: Ownership, to: Report) -> None:
        self.spec, self.ownership, self.report = spec, ownership, to.report

    def run(self) -> None:
        """
        Report everything that does not fit.
        """
        self._differs("base_differs", self.spec.base_differs, self.spec.base, tuple(self.spec.roles))
        for within in chains(self.spec.sections):
            section = within[-1]
            if section.total is not None:
                roles = tuple(role for role in self.spec.roles if all(has_role(each.roles, role) for each in within))
                self._differs("total_differs", section.total_differs, section.total, roles)
            if section.extra and section.total is not None:
                self.report("total_needless", section.mark.of("total"), id=section.id.name)
            if not section.extra and section.total is None:
                self.report("total_missing", section.id.mark, id=section.id.name)
            for row in section.points_when:
                if row.points != "left_out" and not (isinstance(row.points, Figure) and not row.points.value):
                    self.report("section_points", row.mark.of("points"), id=section.id.name)
            for indicator in section.indicators:
                self._indicator(indicator, within)
        for indicator in self.spec.indicators:
            self._indicator(indicator, ())
        if self.spec.vetoes is not None:
            self._vetoes(self.spec.vetoes)
        if self.spec.score is not None:
            self._score(self.spec.score)
        if self.spec.grades is not None:
            self._grades(self.spec.grades)

    def _differs(self, code: str, differs: Differs | None, said: Amount, roles: tuple[str, ...]) -> None:
        """
        Warn, every time, of a document that contradicts itself; report sums that do not differ, and unknown roles.
        """
        if differs is None:
            return
        for role, sum_ in differs.sums.items():
            mark = differs.mark.of(role)
            if role not in roles:
                self.report("unknown_role", mark, near=meant(role, self.spec.roles), role=role, allowed=roles)
                continue
            figure = self.ownership.figure(said, role)
            if sum_.value == figure:
                self.report("differs_not", mark, sum=figure)
            else:
                self.report(code, mark, warning=True, role=role, sum=sum_.value, said=figure)

    def _vetoes(self, vetoes: Vetoes) -> None:
        """
        Report effects that do not fit: of grades that there are not, of a total that would be the best there is.

        How far a veto reaches, and what its period counts as, is a question of those without a score alone.
        """
        lower = self.spec.score is not None and self.spec.score.better == "lower"
        grades = {} if self.spec.grades is None else {each.grade.name: each.label for each in self.spec.grades.rows}
        holders: tuple[Vetoes | VetoEvent, ...] = (vetoes, *vetoes.events.values())
        for holder in holders:
            effect, mark = holder.effect, holder.mark.of("effect")
            if effect == "zero" and lower:
                self.report("zero_is_best", mark)
            if isinstance(effect, GradeEffect) and effect.grade.name not in grades:
                id_ = effect.grade.name
                self.report("unknown_grade", effect.grade.mark, near=meant(id_, grades), id=id_)
        effects = {each.effect or vetoes.effect for each in vetoes.events.values()}
        if effects != {"no_score"} and {*self.ownership.words(vetoes.reach)} != {"period"}:
            self.report("reach_of_a_score", vetoes.mark.of("reach"))
        if "no_score" not in effects and vetoes.counts_as is not None:
            self.report("counts_as_needless", vetoes.mark.of("counts_as"))
        elif "no_score" in effects and vetoes.counts_as is None:
            said = next(each for each in holders if each.effect == "no_score")
            self.report("counts_as_missing", said.mark.of("effect"))
        elif lower and "as_failed" in self.ownership.words(vetoes.counts_as):
            self.report("nothing_is_best", vetoes.mark.of("counts_as"))

    def _score(self, score: Score) -> None:
        ends = (score.at_least, score.at_most)
        for role in self.spec.roles:
            low, high = (None if end is None else self.ownership.figure(end, role) for end in ends)
            if low is not None and high is not None and low > high:
                self.report("limits_cross", score.mark.of("at_most"))

    def _grades(self, grades: Grades) -> None:
        """
        Report rows that cannot be met or leave a gap, and bars and moves that say nothing.
        """
        if self.spec.pass_mark is not None:
            self.report("two_verdicts", self.spec.mark.of("grades"))
        known: dict[str, Label] = {}
        for row in grades.rows:
            if row.grade.name in known:
                self.report("grade_twice", row.grade.mark, id=row.grade.name)
            known[row.grade.name] = row.label
        last = grades.rows[-1]
        for code, mark, params in row_order(grades.rows, self.ownership):
            self.report(code, mark, **dict[str, Any](params))
        if last.ends or last.when is not None:
            self.report("last_grade", last.mark)
        for bar in grades.bars:
            if bar.grade.name not in known:
                self.report("unknown_grade", bar.grade.mark, near=meant(bar.grade.name, known), id=bar.grade.name)
            elif bar.grade.name == last.grade.name:
                self.report("last_barred", bar.grade.mark, id=bar.grade.name)
        for move in grades.moves:
            if (move.down is None) == (move.up is None):
                self.report("one_move", move.mark)

    def _indicator(self, indicator: Indicator, within: Chain) -> None:
        id_ = indicator.id.name
        if indicator.cap == "none":
            if not indicator.extra:
                self.report("cap_missing", indicator.mark.of("cap"), id=id_)
                return
            if indicator.start == "full":
                self.report("needs_cap", indicator.mark.of("start"), id=id_)
            marks = [mark for rule in indicator.rules for mark in rule.needs_cap(self.ownership)]
            marks += [each.mark.of("points") for each in indicator.points_when if each.points == "cap"]
            for mark in marks:
                self.report("needs_cap", mark, id=id_)
        words = self.ownership.words(reach_of(self.ownership.bonuses_of(indicator, within).bonuses))
        if indicator.extra and "within_indicator" in words:
            self.report("extra_within_indicator", indicator.id.mark, id=id_)
        if within and within[-1].extra and "within_section" in words:
            self.report("extra_within_section", indicator.id.mark, id=id_, section=within[-1].id.name)
