"""
One figure of a policy at several values: how many would pass, the mean, and for how many people it would matter.

All of it is a trial, and no result of anybody.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from assess_rules.changed import Value, change_text
from assess_rules.compare import grade_labels
from assess_rules.errors import FactsError, InputError, PolicyError
from assess_rules.exact import rounded
from assess_rules.facts import Accepted
from assess_rules.fields import Schema
from assess_rules.groups import FEWEST, VERDICTS
from assess_rules.labels import Label
from assess_rules.outcomes.history import Standing, by_person, entry
from assess_rules.outcomes.schema import COUNT, LABEL
from assess_rules.output import number_cell, version_record
from assess_rules.policy import Policy
from assess_rules.records import Record, record
from assess_rules.result_data import value_data
from assess_rules.result_schema import DIALECT, HASH, MAYBE_EXACT, MAYBE_TEXT, TEXT, closed
from assess_rules.rows import Progress, Row
from assess_rules.rulebook import Rulebook
from assess_rules.tables import accept_each
from assess_rules.words import word

SWEEP_FORMAT = 1
MAYBE_COUNT: Final[Schema] = {"type": ["integer", "null"], "minimum": 0}
UNFIT_RECORDS = Label("有记录不能按此计算：{facts}", "some records cannot be scored with it: {facts}")
COLUMNS: Final = ("people", "records", "scored", "mean", "exact_mean", "pass_rate", *VERDICTS, "touched")
MEANT: Final = {
    "people": "How many people. 人数",
    "records": "How many periods of people, without those who are not appraised. 人次",
    "scored": "How many have a score; null where too few have one. 有得分的人次，过少则为空",
    "mean": "The mean score as it is shown. 平均得分",
    "exact_mean": "The mean score, exactly. 精确的平均得分",
    "pass_rate": "The part of all records that pass, exactly. 合格率",
    "pass": "How many pass. 合格",
    "fail": "How many fail. 不合格",
    "vetoed": "How many are not evaluated. 不予评价",
    "touched": "Of how many people a score, a verdict or a grade is another one. 受影响的人数",
}
# by person and period, with the grade
Stands = Mapping[tuple[str, str], tuple[Standing, Fraction | None, str | None]]


@record
class Tried(Record):
    """
    What everybody comes to with one value; of value None, with the rules as they are.

    `records` are people's periods, without those who are not appraised, and `touched` the people of whom a score, a
    verdict or a grade is another one; `grades` are counts by the grade's id. Of fewer than `FEWEST` scores nothing is told,
    and where rules or records refuse the value, `unfit` says why: then `scored`, `mean`, `verdicts`, `grades` and `touched`
    are None.
    """

    value: str | None
    people: int
    records: int
    scored: int | None = None
    mean: Fraction | None = None
    verdicts: tuple[int, ...] | None = None
    touched: int | None = None
    grades: Mapping[str, int] | None = None
    unfit: tuple[Label, ...] = ()

    @property
    def pass_rate(self) -> Fraction | None:
        """
        Give the part of all records that pass; None where none has a verdict.
        """
        return None if self.verdicts is None or not any(self.verdicts) else Fraction(self.verdicts[0], self.records)


@record
class Sweep(Record):
    """
    A figure of the rules at several values, beside the rules as they are. Make one with `sweep`.
    """

    book: Rulebook
    path: str
    before: Tried
    tried: tuple[Tried, ...]

    @property
    def grades(self) -> dict[str, Label]:
        """
        Give the labels of the grades by their ids; nothing where there are none.
        """
        return grade_labels(self.book.versions)

    def to_dict(self) -> dict[str, Any]:
        """
        Give the sweep as JSON data, valid against `schemas/sweep.schema.json`; numbers of points are texts.
        """
        return {
            "format": SWEEP_FORMAT,
            "stamp": word("trial", "zh"),
            "policy": self.book.latest.id,
            "versions": [version_record(each) for each in self.book.versions],
            "trial": dict(self.book.latest.what_if),
            "path": self.path,
            "values": [
                {
                    "value": each.value,
                    **self.figures(each),
                    **({"grades": each.grades} if self.grades else {}),
                    "unfit": [why.to_dict() for why in each.unfit],
                }
                for each in (self.before, *self.tried)
            ],
        }

    def to_csv(self) -> str:
        """
        Give the sweep as a table, a row for each value; the first is that of the rules as they are.
        """
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        grades = self.grades
        writer.writerow([self.path, *COLUMNS, *(f"grade_{each}" for each in grades), "unfit", "trial"])
        for each in (self.before, *self.tried):
            figures = {**self.figures(each), "exact_mean": each.mean and number_cell(each.mean)}
            figures["pass_rate"] = each.pass_rate and number_cell(each.pass_rate)
            why = "; ".join(one.text("zh") for one in each.unfit)
            counts = [None if each.grades is None else each.grades[id_] for id_ in grades]
            writer.writerow([each.value, *figures.values(), *counts, why, word("trial", "zh")])
        return stream.getvalue()

    def figures(self, tried: Tried) -> dict[str, Any]:
        """
        Give the figures of a value by the names of `COLUMNS`; counts are numbers, the others texts.
        """
        display = self.book.latest.spec.display
        mean, rate = tried.mean, tried.pass_rate
        return {
            "people": tried.people,
            "records": tried.records,
            "scored": tried.scored,
            "mean": None if mean is None else str(rounded(mean, display.places, display.rounding)),
            "exact_mean": value_data(mean),
            "pass_rate": value_data(rate),
            **dict(zip(VERDICTS, tried.verdicts or (None, None, None), strict=True)),
            "touched": tried.touched,
        }


def sweep(
    book: Rulebook,
    rows: Sequence[Row],
    path: str,
    values: Iterable[Value],
    role: str | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """
    Score everybody, or everybody of a role, with each value in turn put under a path of the rule file.

    A value is a text as the file has it, or an exact number. One that the rules or the records refuse has no figures and
    says why. `progress` is told how many values are done, of how many. Raises `PolicyError` where the rules refuse every
    value, and `FactsError` where the rows are wrong as the rules are.
    """
    accepted, texts = book.accept(rows), list(map(change_text, values))
    numbers = [book.versions.index(policy) for policy, _ in accepted]  # each row stays with its version
    as_it_is, grades = _stands(accepted, role), grade_labels(book.versions)
    del accepted  # each value has its own, and of many rows one at a time is enough
    tried: list[Tried] = []
    refused: list[PolicyError] = []
    for number, text in enumerate(texts, 1):
        try:
            policies = book.with_changes({path: text}).versions
            own = [policies[each] for each in numbers]
            again = accept_each([(row, policy.door) for row, policy in zip(rows, own, strict=True)])
            found = _stands(zip(own, again, strict=True), role)
        except InputError as error:
            refused += [error] if isinstance(error, PolicyError) else []
            tried.append(Tried(text, *_sizes(as_it_is), unfit=tuple(_reasons(error))))
        else:
            tried.append(_summed_up(text, as_it_is, found, grades))
        if progress is not None:
            progress(number, len(texts))
    if refused and len(refused) == len(tried):
        raise refused[0]
    return Sweep(book, path, _summed_up(None, as_it_is, as_it_is, grades), tuple(tried))


def _stands(accepted: Iterable[tuple[Policy, Accepted]], role: str | None) -> Stands:
    """
    Give what everybody of a role stands as in each period.
    """
    return {
        (person, each.period.text): (standing, score, each.grade)
        for person, history in by_person(entry(*each) for each in accepted).items()
        for each, standing, score in zip(history.entries, history.standing, history.scores, strict=True)
        if role in {None, each.role} and standing != "excused"
    }


def _sizes(stands: Stands) -> tuple[int, int]:
    """
    Give how many people there are, and how many records.
    """
    return len({person for person, _ in stands}), len(stands)


def _summed_up(value: str | None, before: Stands, after: Stands, grades: Iterable[str]) -> Tried:
    scores = [score for _, score, _ in after.values() if score is not None]
    if len(scores) < FEWEST:
        return Tried(value, *_sizes(after))
    verdicts = Counter[str](standing for standing, _, _ in after.values())
    given = Counter(grade for _, _, grade in after.values())
    return Tried(
        value,
        *_sizes(after),
        len(scores),
        sum(scores, Fraction(0)) / len(scores),
        tuple(verdicts[each] for each in VERDICTS),
        len({key[0] for key, standing in after.items() if standing != before[key]}),
        {each: given[each] for each in grades},
    )


def _reasons(error: InputError) -> Iterable[Label]:
    """
    Say why a value cannot be computed; of records only which facts do not fit, for a message has somebody's figures.
    """
    if isinstance(error, FactsError):
        facts = ", ".join(sorted({str(each.params["fact"]) for each in error.diagnostics if "fact" in each.params}))
        return [Label(*(UNFIT_RECORDS.text(language).format(facts=facts) for language in ("zh", "en")))]
    return [Label(each.message("zh"), each.message("en")) for each in error.diagnostics]


def sweep_schema() -> Schema:
    """
    Give the JSON Schema (draft 2020-12) of `Sweep.to_dict()`.
    """
    figures: dict[str, Schema] = {key: {**MAYBE_COUNT, "description": MEANT[key]} for key in COLUMNS}
    figures |= {key: {**MAYBE_EXACT, "description": MEANT[key]} for key in ("exact_mean", "pass_rate")}
    figures["mean"] = {**MAYBE_TEXT, "description": MEANT["mean"]}
    value = closed(
        {
            "value": {**MAYBE_TEXT, "description": "What is put there; null: the rules as they are. 取值，现行则为空"},
            **figures,
            "grades": {
                "anyOf": [{"type": "object", "additionalProperties": COUNT}, {"type": "null"}],
                "description": "How many have each grade, where there are grades. 各等次人次",
            },
            "unfit": {"type": "array", "items": LABEL, "description": "Why it cannot be computed. 不能计算的原因"},
        },
        "What everybody comes to with one value. 一个取值的结果",
        optional=("grades",),
    )
    version = closed({"version": TEXT, "source_hash": HASH, "plan_hash": HASH}, "A version that decides. 所用版本")
    properties: dict[str, Schema] = {
        "format": {"const": SWEEP_FORMAT},
        "stamp": {**TEXT, "description": "That it is no appraisal result. 试算的标记"},
        "policy": TEXT,
        "versions": {"type": "array", "items": version},
        "trial": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "What else is tried: readings and paths, each with what is put there. 另外试算的内容",
        },
        "path": {**TEXT, "description": "Where the figure stands, as indicators.o2.rules[0].target. 所在位置"},
        "values": {
            "type": "array",
            "items": value,
            "description": "The rules as they are, then each value. 现行及各取值",
        },
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:assess-rules:sweep:{SWEEP_FORMAT}",
        "title": "assess-rules sweep 逐值试算",
        **closed(properties, "One figure of the rules at several values. 一个数取不同值的结果"),
    }
