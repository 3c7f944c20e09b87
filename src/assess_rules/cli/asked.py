"""
The records that a command line asks for, and what is said where there are none.
"""

from collections.abc import Iterable, Iterator, Sequence

import click

from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.errors import FactsError
from assess_rules.facts import Accepted
from assess_rules.labels import Label, Language
from assess_rules.marks import Mark, Source, visible
from assess_rules.policy import Policy
from assess_rules.words import word

MOST_NAMED = 12


def asked(
    accepted: Sequence[tuple[Policy, Accepted]],
    table: str,
    period: str | None,
    person: str | None,
    language: Language | None,
) -> list[tuple[Policy, Accepted]]:
    """
    Give the appraised records of a period and a person, or of all, with the version that scores each.

    Who is not appraised is said on stderr, with the reason that the table gives; without a language, nobody is named.
    """
    kept = []
    for policy, each in accepted:
        if period in (None, each.context.period) and person in (None, each.context.person):
            kept.append((policy, each))
    if not kept:
        raise no_match(table, pairs_of(accepted), person, period)
    for _, each in kept:
        if each.excused is not None and language is not None:
            who = (visible(part) for part in (each.context.person, each.context.period, each.excused) if part)
            click.echo(f"{word('excused', language)}: {' · '.join(who)}", err=True)
    return [(policy, each) for policy, each in kept if each.excused is None]


def no_match(table: str, records: Iterable[tuple[str, str]], person: str | None, period: str | None) -> FactsError:
    """
    Say which person or period that was asked for is not in the tables, and what there is instead.

    `records` are the person and the period of each record. Of a person who is there, the periods are said.
    """
    known = list(records)
    people, periods = ({each[place] for each in known} for place in (0, 1))
    own = {when for who, when in known if who == person}
    if own:
        what = [Label(f"`{person}` 没有 `{period}` 的数据", f"`{person}` has no record of `{period}`")]
        there = [Label(f"`{person}` 的周期：{_some(own)}", f"periods of `{person}`: {_some(own)}")]
        return _nothing(table, what, there)
    asked_for = ((person, people, "人员：", "people: "), (period, periods, "周期：", "periods: "))
    missing = [(name, names, zh, en) for name, names, zh, en in asked_for if name is not None and name not in names]
    what = [Label(f"数据表中没有 `{name}`", f"`{name}` is not in the tables") for name, *_ in missing]
    there = [Label(zh + _some(names), en + _some(names)) for _, names, zh, en in missing]
    return _nothing(table, what, there, None if person is None else nearest(person, people))


def _nothing(table: str, what: Sequence[Label], there: Sequence[Label], near: str | None = None) -> FactsError:
    params = {
        key: Label("；".join(each.text("zh") for each in parts), "; ".join(each.text("en") for each in parts))
        for key, parts in (("what", what), ("there", there))
    }
    return FactsError([Diagnostic("no_match", Mark(Source(table), 0), params, near=near)])


def pairs_of(accepted: Iterable[tuple[Policy, Accepted]]) -> Iterator[tuple[str, str]]:
    """
    Give the person and the period of each record.
    """
    return ((str(each.context.person), str(each.context.period)) for _, each in accepted)


def _some(names: Iterable[str]) -> str:
    found = sorted(names)
    shown = found if len(found) <= MOST_NAMED else [*found[:MOST_NAMED], "…"]
    return ", ".join(map(visible, shown))
