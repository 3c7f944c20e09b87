"""
Outcomes in words: why periods are left out, figures as they are shown, and the tables of a spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from assess_rules.exact import rounded, short_text
from assess_rules.labels import Language
from assess_rules.outcomes import Added, LeftOut, Outcomes, Pending, Proposal, RankingResult, RollupResult
from assess_rules.output import number_cell, text_cell
from assess_rules.policy import Policy
from assess_rules.words import word

FEW = 3
HEAD = ("kind", "id", "span", "group", "name", "role", "team", "place", "score", "exact", "periods")
END = ("left_out", "lacks", "lasts", "clause", "version", "provisional", "under_review")


def shown(value: Fraction, policy: Policy) -> Decimal:
    """
    Round a figure as the policy's `display` says for scores.
    """
    return rounded(value, policy.spec.display.places, policy.spec.display.rounding)


def compact(periods: Sequence[str]) -> str:
    """
    Write periods: a few by name, many by the first, the last and their number.

    >>> compact(["2024-01", "2024-03"]), compact(["2024-01", "2024-02", "2024-03", "2024-04"])
    ('2024-01 2024-03', '2024-01…2024-04 (4)')
    """
    return " ".join(periods) if len(periods) <= FEW else f"{periods[0]}…{periods[-1]} ({len(periods)})"


def why(left_out: Iterable[LeftOut], language: Language) -> str:
    """
    Say which periods, or of a team whose, are left out and why.
    """
    ordered = sorted(left_out, key=lambda each: (each.person or "", each.why, each.reason or "", each.period))
    said = []
    for (person, because, reason), group in groupby(ordered, key=lambda each: (each.person, each.why, each.reason)):
        words = [person, compact([each.period for each in group]), word(f"why_{because}", language), reason]
        said.append(" ".join(each for each in words if each))
    return "; ".join(said)


def scores_text(rollup: RollupResult, language: Language, *, dated: bool = False) -> str:
    """
    Write the scores of a roll-up and how they come together; `dated` with their periods.
    """
    scores = []
    for each in rollup.parts:
        failed = f" ({word('as_failed', language)})" if each.as_failed else ""
        scores.append((f"{each.period} " if dated else "") + short_text(each.score) + failed)
    text = ", ".join(scores)
    return f"{word(f'{rollup.how}_of', language)}({text})" if len(scores) > 1 else text


def added_text(added: Added) -> str:
    """
    Write a fact that is added to a roll-up, with a weight other than 1.
    """
    figure = short_text(added.figure)
    return figure if added.weight == 1 else f"{short_text(added.weight)} × {figure}"


def lacking_text(rollup: RollupResult, policy: Policy, language: Language) -> str:
    """
    Say what a roll-up lacks, what it has twice, and which periods are left out of it and why.
    """
    named = (("lacks", rollup.lacks), ("twice", rollup.twice))
    said = [f"{word(key, language)} {fact_labels(names, policy, language)}" for key, names in named if names]
    return "; ".join(filter(None, (*said, why(rollup.left_out, language))))


def fact_labels(names: Iterable[str], policy: Policy, language: Language) -> str:
    """
    Write facts by their labels.
    """
    labels = {name: each.label for name, each in policy.spec.derived.items()}
    labels |= {each.name: each.label for plan in policy.plans.values() for each in plan.inputs}
    return ", ".join(labels[each].text(language) for each in names)


def pending_text(under_review: Iterable[Pending]) -> str:
    """
    Name the periods of which a review is not finished.
    """
    return ", ".join(f"{each.person} {each.period}" for each in under_review)


def outcomes_csv(outcomes: Outcomes) -> str:
    """
    Write proposals, roll-ups and rankings as one table: `kind` says what a row is, `name` whose it is.

    Facts that were nil because no row names them have a column; of a what-if, the last column says that it is one.
    """
    policies = {each.version: each for each in outcomes.policies}
    rows = [_proposal(each) for each in outcomes.proposals]
    rows += [_rollup(each, policies[each.version]) for each in outcomes.rollups]
    rows += [row for each in outcomes.rankings for row in _ranking(each, policies[each.version])]
    return _table((*HEAD, *END), rows, outcomes)


def counts_csv(outcomes: Outcomes) -> str:
    """
    Write how many there are, without a name.
    """
    counts = outcomes.to_dict(named=False)["counts"]
    rows = [["standing", key, "", "", str(number), ""] for key, number in counts["standing"].items()]
    rows += [["grade", key, "", "", str(number), ""] for key, number in counts.get("grades", {}).items()]
    rows += [
        [each["kind"], each["id"], "", "", str(each["times"]), str(each["people"])] for each in counts["proposals"]
    ]
    for key in ("figures", "without"):
        rows += [[f"rollup_{key}", each["id"], each["span"], "", str(each[key]), ""] for each in counts["rollups"]]
    for key in ("ranked", "unranked"):
        rows += [[key, "", each["span"], each["group"], str(each[key]), ""] for each in counts["rankings"]]
    return _table(("kind", "id", "span", "group", "number", "people"), rows, outcomes)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], outcomes: Outcomes) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    beside = {"complete": " ".join(outcomes.complete)} if outcomes.complete else {}
    if outcomes.trial:
        beside["trial"] = f"{word('trial', 'zh')}: {' '.join(outcomes.trial)}"
    writer.writerow([*head, *beside])
    writer.writerows([*row, *beside.values()] for row in rows)
    return stream.getvalue()


def _proposal(each: Proposal) -> list[str]:
    who = ["", text_cell(each.person), each.role, text_cell(each.team)]
    behind = [" ".join(each.because), "", " ".join(each.lacks), each.lasts or ""]
    return [each.kind, each.id, each.period, *who, "", "", "", *behind, *_end(each)]


def _rollup(each: RollupResult, policy: Policy) -> list[str]:
    who = ["", text_cell(each.person), each.role, text_cell(each.team)]
    left_out, lacks = text_cell(why(each.left_out, "en")), " ".join((*each.lacks, *each.twice))
    behind = [" ".join(part.period for part in each.parts), left_out, lacks, ""]
    return ["rollup", each.id, each.span, *who, "", *_score(each.value, policy), *behind, *_end(each)]


def _ranking(ranking: RankingResult, policy: Policy) -> Iterator[list[str]]:
    people = ranking.what == "people"
    for each in (*ranking.places, *ranking.unranked):
        who = [text_cell(ranking.group), text_cell(each.name), "", ""]
        place = "" if each.place is None else str(each.place)
        behind = [" ".join(each.periods), text_cell(why(each.left_out, "en")), "", ""]
        kind = "rank" if people else "team_rank"
        yield [kind, "", ranking.span, *who, place, *_score(each.score, policy), *behind, *_end(ranking)]


def _score(value: Fraction | None, policy: Policy) -> list[str]:
    return ["", ""] if value is None else [str(shown(value, policy)), number_cell(value)]


def _end(each: Proposal | RollupResult | RankingResult) -> list[str]:
    return [" ".join(each.at), each.version, " ".join(each.provisional), text_cell(pending_text(each.under_review))]
