"""
The statement of one person for a quarter or a year: each period, what was lost by clause, and what follows from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.exact import both_texts, minus, number_text
from assess_rules.labels import Language
from assess_rules.lines import Line
from assess_rules.marks import visible
from assess_rules.outcomes import Entry, Outcomes, Proposal, RollupResult
from assess_rules.outcomes.cells import added_text, compact, fact_labels, lacking_text, scores_text, shown
from assess_rules.outcomes.history import Standings
from assess_rules.outputs import ReadingUsed
from assess_rules.records import Record, record
from assess_rules.report import evidence_lines, facts_said, moved, provisional_readings, score_text, vetoed_by
from assess_rules.result import Result
from assess_rules.result_data import references_data
from assess_rules.statements.changes import Changes
from assess_rules.statements.month import Audience, decided_by, pending_line, provisional_line, would_have
from assess_rules.statements.wording import change_lines, said
from assess_rules.words import word


@record
class LostIn(Record):
    """
    What an indicator lost in one period, and the smallest changes that would have kept it.
    """

    period: str
    result: Result
    line: Line
    kept: Changes


@record
class Lost(Record):
    """
    What an indicator lost over a span: in one or more periods, of which the first gives label and clauses.
    """

    periods: tuple[LostIn, ...]

    @property
    def line(self) -> Line:
        """
        Give the indicator's line in the first of the periods.
        """
        return self.periods[0].line

    @property
    def points(self) -> Fraction:
        """
        Give the points lost in all.
        """
        return sum((each.line.deducted for each in self.periods), Fraction(0))


Told = tuple[Mapping[str, Changes], Changes | None]
"""
What would have kept the points of each indicator in a period, and what would have passed it.
"""


def told_of(history: Standings) -> tuple[Told, ...]:
    """
    Give for each period the smallest changes that would have kept points or passed; nothing where there is no score.
    """
    return tuple(
        ({}, None) if each.result is None else would_have(each.policy, each.result) for each in history.entries
    )


def lost_points(history: Standings, told: Iterable[Told]) -> tuple[Lost, ...]:
    """
    Sum the points that each indicator lost over the periods that have a score, most first; `told` is of each period.
    """
    found: dict[str, list[LostIn]] = {}
    for each, (kept, _) in zip(history.entries, told, strict=True):
        if each.result is not None:
            for line in each.result.lines:
                if line.indicator in kept:
                    lost = LostIn(each.period.text, each.result, line, kept[line.indicator])
                    found.setdefault(line.indicator, []).append(lost)
    return tuple(sorted((Lost(tuple(each)) for each in found.values()), key=lambda each: -each.points))


def missing_periods(history: Standings, span: str) -> tuple[str, ...]:
    """
    Give the periods of a span of which there is no record.
    """
    known = {each.period.text for each in history.entries}
    wanted = {each.text: each.periods for spans in history.spans for each in spans.values()}
    return tuple(each for each in wanted[span] if each not in known)


def span_text(
    found: Outcomes, span: str, language: Language, audience: Audience = "self", *, arithmetic: bool = False
) -> str:
    """
    Write the statement of a span; `found` are the outcomes of one person within it.

    A vetoed period has no score; `arithmetic`, and the leading group's statement, have the sum all the same.
    """
    shown = arithmetic or audience == "group"
    return "\n".join(_Statement(found, span, language, audience, arithmetic=shown).lines()) + "\n"


def span_data(found: Outcomes, span: str, audience: Audience = "self") -> dict[str, Any]:
    """
    Give the statement of a span as JSON data; numbers are texts.
    """
    ((person, history),) = found.people.items()
    data = found.to_dict()
    periods = data["people"][person]
    keys = ("stamp", "policies", "complete", "rollups")
    common = {"person": person, "span": span, "missing": list(missing_periods(history, span))}
    if audience == "public":
        posted = ("period", "role", "team", "score", "version", "under_review")
        rows = [{key: each[key] for key in posted} for each in periods]
        provisional = [each.id for each in _provisional(history)]
        return {**common, "stamp": data["stamp"], "periods": rows, "provisional": provisional}
    told = told_of(history)
    own = (_own_data(each.result, passed) for each, (_, passed) in zip(history.entries, told, strict=True))
    return {
        **common,
        **{key: data[key] for key in keys if key in data},
        "periods": [{**each, **more} for each, more in zip(periods, own, strict=True)],
        "lost": [_lost_data(each) for each in lost_points(history, told)],
        "proposals": data["proposals"],
    }


def _own_data(result: Result | None, passed: Changes | None) -> dict[str, Any]:
    """
    Give what a statement has of a period beside what outcomes have.
    """
    evidence = {} if result is None else references_data(result.veto_evidence)
    return {
        "arithmetic": None if result is None else number_text(result.arithmetic),
        "passed": None if passed is None else passed.to_dict(),
        **({"veto_evidence": evidence} if evidence else {}),
    }


def _lost_data(lost: Lost) -> dict[str, Any]:
    periods = [
        {
            "period": each.period,
            "points": number_text(each.line.deducted),
            "kept": each.kept.to_dict(),
            **({"evidence": references_data(each.line.evidence)} if each.line.evidence else {}),
        }
        for each in lost.periods
    ]
    return {
        "indicator": lost.line.indicator,
        "label": lost.line.label.to_dict(),
        "at": list(lost.line.at),
        "points": number_text(lost.points),
        "periods": periods,
    }


def _provisional(history: Standings) -> list[ReadingUsed]:
    """
    Give the readings that nobody has decided yet and that any of the periods' results rests on.
    """
    results = (each.result for each in history.entries if each.result is not None)
    return list({each.id: each for result in results for each in result.provisional}.values())


class _Statement:
    """
    A span's statement in one language.
    """

    def __init__(self, found: Outcomes, span: str, language: Language, audience: Audience, *, arithmetic: bool) -> None:
        ((self.person, self.history),) = found.people.items()
        self.found, self.span, self.language, self.audience = found, span, language, audience
        self.policies = {each.version: each for each in found.policies}
        self.arithmetic = arithmetic
        self.told = told_of(self.history) if audience != "public" else ()
        own = {each.period.text for each in self.history.entries}
        public = audience == "public"  # which has none of what rests on reviews of other periods
        self.reviews = [each for each in found.under_review if not public or each.period in own]
        self.reviewed = {each.period for each in self.reviews}

    def word(self, key: str) -> str:
        return word(key, self.language)

    def lines(self) -> Iterator[str]:
        last = self.history.entries[-1].policy
        yield f"{last.spec.title.text(self.language)} {' '.join(self.policies)}"
        yield f"{visible(self.person)} · {self.span}"
        if self.found.trial:
            options = (f"{id_} = {option}" for id_, option in self.found.trial_options.items())
            yield f"【{self.word('trial')}】{', '.join(options)}"
        yield ""
        for place in range(len(self.history.entries)):
            yield "  ".join(filter(None, self._row(place)))
            if self.audience != "public":
                yield from (f"    {each}" for each in self._beneath(place))
        missing = missing_periods(self.history, self.span)
        if missing:
            yield f"{self.word('why_missing')}: {' '.join(missing)}"
        if self.audience != "public":
            yield from self._follows()
        yield from self._notes()

    def _row(self, place: int) -> Iterator[str]:
        """
        Give the cells of a period: when, in which role, the score or why there is none, and what moved it.
        """
        each, standing = self.history.entries[place], self.history.standing[place]
        yield f"{each.period.text}*" if each.period.text in self.reviewed else each.period.text
        yield each.policy.roles[each.role].text(self.language)
        if each.team:
            yield f"{self.word('team')} {visible(each.team)}"
        open_ = self.audience != "public"
        if self.history.scores[place] is None:
            yield self.word(standing if open_ else "no_score")
            yield from self._ground(each) if open_ else ()
            if self.arithmetic and open_ and each.result is not None:
                yield f"{self.word('arithmetic')} {both_texts(each.result.arithmetic)}"
            return
        assert each.result is not None
        yield score_text(each.result)
        if open_:
            yield "" if each.result.grade is None else each.result.grade.label.text(self.language)
            yield self.word(standing) if each.result.verdict is not None else ""
            yield from (*vetoed_by(each.result, self.language), *moved(each.result, self.language))

    def _beneath(self, place: int) -> Iterator[str]:
        """
        Write what a veto of a period rests on, or what would have passed it.
        """
        result, (_, passed) = self.history.entries[place].result, self.told[place]
        if result is not None:
            yield from evidence_lines(result, result.veto_evidence, self.language)
        if passed is not None:
            yield from change_lines(passed, "passed", self.language)

    def _ground(self, each: Entry) -> Iterator[str]:
        """
        Say why there is no score.
        """
        if each.result is None:
            yield visible(each.reason or "")
        elif each.result.reached_from is not None:
            yield f"← {each.result.reached_from}"
        else:
            yield from vetoed_by(each.result, self.language)

    def _follows(self) -> Iterator[str]:
        lost = lost_points(self.history, self.told)
        if lost:
            yield ""
            yield f"{self.word('lost_in_all')}:"
        for each in lost:
            at = f"{' '.join(each.line.at)} {each.line.indicator} {each.line.label.text(self.language)}"
            yield f"  {at}  −{both_texts(each.points)}  {compact(tuple(one.period for one in each.periods))}"
            for one in each.periods:
                yield from (f"      {one.period}  {line}" for line in self._lost(one))
        if lost or any(passed is not None for _, passed in self.told):
            yield said("facts", self.language)
        if self.found.rollups:
            yield ""
            yield from map(self._rollup, self.found.rollups)
        yield ""
        if self.found.proposals:
            yield f"{self.word('proposals')}:"
            yield from map(self._proposal, self.found.proposals)
        else:
            yield self.word("nothing_proposed")

    def _lost(self, lost: LostIn) -> Iterator[str]:
        yield from evidence_lines(lost.result, lost.line.evidence, self.language)
        yield from change_lines(lost.kept, "kept", self.language)

    def _rollup(self, each: RollupResult) -> str:
        policy = self.policies[each.version]
        value = "—" if each.value is None else minus(str(shown(each.value, policy)))
        added = [f"{one.label.text(self.language)} {added_text(one)}" for one in each.added]
        parts = [scores_text(each, self.language, dated=True), *added, lacking_text(each, policy, self.language)]
        star = "*" if each.under_review else ""
        head = f"{each.span}{star} {each.label.text(self.language)} [{' '.join(each.at)}]"
        return f"{head}: {value}  ({'; '.join(filter(None, parts))})"

    def _proposal(self, each: Proposal) -> str:
        label = each.label.text(self.language)
        said = label if each.kind == "proposal" else f"{self.word(each.kind)}: {label}"
        because = f"  ({self.word('because')}: {compact(each.because)})" if each.because != (each.period,) else ""
        names = fact_labels(each.lacks, self.policies[each.version], self.language)
        lacks = f"  ({self.word('lacks')} {names})" if each.lacks else ""
        star = "*" if each.under_review else ""
        return f"  {each.period}{star} {said} [{' '.join(each.at)}]{because}{lacks}"

    def _notes(self) -> Iterator[str]:
        yield from pending_line(self.reviews, self.language)
        if self.audience == "public":
            yield from provisional_line(_provisional(self.history), self.language)
            return
        if self.found.complete:
            plans = (plan for policy in self.found.policies for plan in policy.plans.values())
            yield facts_said("complete", self.found.complete, plans, self.language)
        for policy in self.found.policies:
            yield from provisional_readings(policy.spec, self.language)
        if self.audience == "group":
            decided = {
                line: None
                for each in self.history.entries
                if each.result is not None
                for line in decided_by(each.policy, each.result, self.language)
            }
            yield from decided
