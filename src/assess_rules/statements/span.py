"""
The statement of one person for a quarter or a year: each period, what was lost by clause, and what follows from it.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from assess_rules.exact import both_texts, minus, number_text
from assess_rules.ir import ReadingUsed
from assess_rules.labels import Label, Language
from assess_rules.marks import visible
from assess_rules.outcomes import Entry, Outcomes, Proposal, RollupResult
from assess_rules.outcomes.cells import added_text, compact, fact_labels, lacking_text, scores_text, shown
from assess_rules.outcomes.history import Standings
from assess_rules.records import Record, record
from assess_rules.report import changes, facts_said, provisional_readings, score_text
from assess_rules.statements.month import Audience, decided_by, pending_line, provisional_line
from assess_rules.words import word


@record
class Lost(Record):
    """
    What an indicator lost over a span: its points in all, and the periods in which it did.
    """

    indicator: str
    label: Label
    at: tuple[str, ...]
    points: Fraction
    periods: tuple[str, ...]


def lost_points(history: Standings) -> tuple[Lost, ...]:
    """
    Sum the points that each indicator lost over the periods that have a score, most first.
    """
    found: dict[str, Lost] = {}
    for each, score in zip(history.entries, history.scores, strict=True):
        for line in each.result.lines if each.result is not None and score is not None else ():
            if line.deducted:
                first = found.get(line.indicator, Lost(line.indicator, line.label, line.at, Fraction(0), ()))
                periods = (*first.periods, each.period.text)
                found[line.indicator] = Lost(line.indicator, line.label, line.at, first.points + line.deducted, periods)
    return tuple(sorted(found.values(), key=lambda each: -each.points))


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
    lost = [
        {
            "indicator": each.indicator,
            "label": {"zh": each.label.text("zh"), "en": each.label.text("en")},
            "at": list(each.at),
            "points": number_text(each.points),
            "periods": list(each.periods),
        }
        for each in lost_points(history)
    ]
    sums = ("" if each.result is None else number_text(each.result.arithmetic) for each in history.entries)
    return {
        **common,
        **{key: data[key] for key in keys if key in data},
        "periods": [{**each, "arithmetic": own or None} for each, own in zip(periods, sums, strict=True)],
        "lost": lost,
        "proposals": data["proposals"],
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
            yield self._ground(each) if open_ else ""
            if self.arithmetic and open_ and each.result is not None:
                yield f"{self.word('arithmetic')} {both_texts(each.result.arithmetic)}"
            return
        assert each.result is not None
        yield score_text(each.result)
        if open_:
            yield self.word(standing) if each.result.verdict is not None else ""
            yield "  ".join(filter(None, map(changes, each.result.lines)))

    def _ground(self, each: Entry) -> str:
        if each.result is None:
            return visible(each.reason or "")
        reached = self.history.reached.get(each.period.text)
        if each.result.vetoes:
            vetoes = (veto for veto in each.result.plan.vetoes if veto.id in each.result.vetoes)
            return "; ".join(f"{veto.label.text(self.language)} [{' '.join(veto.at)}]" for veto in vetoes)
        return f"← {reached}"

    def _follows(self) -> Iterator[str]:
        lost = lost_points(self.history)
        if lost:
            yield ""
            yield f"{self.word('lost_in_all')}:"
        for each in lost:
            at = f"{' '.join(each.at)} {each.indicator} {each.label.text(self.language)}"
            yield f"  {at}  −{both_texts(each.points)}  {compact(each.periods)}"
        if self.found.rollups:
            yield ""
            yield from map(self._rollup, self.found.rollups)
        yield ""
        if self.found.proposals:
            yield f"{self.word('proposals')}:"
            yield from map(self._proposal, self.found.proposals)
        else:
            yield self.word("nothing_proposed")

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
