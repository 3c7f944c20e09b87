"""
Checks of what an indicator and a section can be: in the base or extra, with a cap or without end.
"""

from assess_rules.amounts import Figure
from assess_rules.fields import Report
from assess_rules.model import Indicator, PolicySpec, Section
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
        for section in self.spec.sections:
            if section.extra and section.total is not None:
                self.report("total_needless", section.mark.of("total"), id=section.id.name)
            if not section.extra and section.total is None:
                self.report("total_missing", section.id.mark, id=section.id.name)
            for row in section.points_when:
                if row.points != "left_out" and not (isinstance(row.points, Figure) and not row.points.value):
                    self.report("section_points", row.mark.of("points"), id=section.id.name)
            for indicator in section.indicators:
                self._indicator(indicator, section)
        for indicator in self.spec.indicators:
            self._indicator(indicator, None)

    def _indicator(self, indicator: Indicator, section: Section | None) -> None:
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
        words = self.ownership.words(reach_of(self.ownership.bonuses_of(indicator, section).bonuses))
        if indicator.extra and "within_indicator" in words:
            self.report("extra_within_indicator", indicator.id.mark, id=id_)
        if section is not None and section.extra and "within_section" in words:
            self.report("extra_within_section", indicator.id.mark, id=id_, section=section.id.name)
