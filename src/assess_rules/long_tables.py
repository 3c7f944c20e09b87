"""
Long tables: a row for each case, say, with the person, the period, the fact, its value and a reference.

Counts add up over the rows; the references stay beside the points as evidence. Who is appraised stands in wide tables.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.diagnostics import Diagnostic, nearest
from assess_rules.facts import NIL, Door, is_name
from assess_rules.given import exact_number, is_too_long, shown_value
from assess_rules.ir import Input
from assess_rules.labels import Label, same_label
from assess_rules.lines import Reference
from assess_rules.marks import Mark, Source
from assess_rules.records import evolve
from assess_rules.rows import Key, Row
from assess_rules.typed import naming

COLUMNS = {
    "fact": Label("考核数据项", "fact"),
    "value": Label("数值", "value"),
    "ref": Label("依据编号", "reference"),
}
ALL = "all"


class Sum:
    """
    What the rows of one person, period and fact come to.
    """

    def __init__(self, value: Any, mark: Mark) -> None:
        self.value, self.mark = value, mark
        self.refs: dict[str, tuple[str, Mark, Fraction | None]] = {}  # by the form in which equal ones are equal


class Sums:
    """
    Adds up the rows of long tables, and puts the sums into the rows of the wide ones.
    """

    def __init__(self, door: Door, found: list[Diagnostic]) -> None:
        self.door, self.found = door, found
        self.facts = door.facts()
        self.known = door.fact_words()
        self.names = naming(self.known)
        self.by_key: dict[Key, dict[str, Sum]] = {}

    def add(self, row: Row) -> None:
        """
        Add a row; what is wrong with it goes to `found`.
        """
        before = len(self.found)
        for each in row.empty((self.door.subject, "period")):
            self._say("unnamed_row", row.place(each), column=each)
        for each in row.empty(("fact", "value")):
            self._say("empty_entry", row.place(each), column=each)
        ref = row.values.get("ref")
        if ref is not None and not is_name(ref):
            self._say("bad_ref", row.place("ref"), **shown_value(ref))
        if len(self.found) > before:
            return
        fact = self._fact(row)
        if fact is not None:
            self._enter(row, fact, ref)

    def _fact(self, row: Row) -> Input | None:
        word = row.values["fact"]
        name = self.names.get(word) if isinstance(word, str) else None
        if name is not None:
            return self.facts[name]
        owners = tuple(name for name, words in self.known.items() if word in words)
        if owners:
            self._say("shared_label", row.place("fact"), column=word, allowed=owners)
        else:
            near = nearest(str(word), self.names)
            self._say("unknown_fact_value", row.place("fact"), near=near, **shown_value(word))
        return None

    def _enter(self, row: Row, fact: Input, ref: str | None) -> None:
        place, value, count = row.place("value"), row.values["value"], None
        what: dict[str, Any] = {"fact": fact.name, "label": fact.label}
        if fact.type == "count":
            count = exact_number(value)
            if count is None or count.denominator != 1:
                code = "too_many_digits" if count is None and is_too_long(value) else "not_a_count"
                self._say(code, place, **what, **shown_value(value))
                return
            if count < 0:
                self._say("below_minimum", place, **what, found=str(count), limit=Fraction(0))
                return
            value = count
        person, period = key = row.key(self.door.subject)
        what |= {"person": person, "period": period}
        sums = self.by_key.setdefault(key, {})
        own = sums.get(fact.name)
        if own is None:
            own = sums[fact.name] = Sum(value, place)
        elif count is not None:
            own.value += count
        else:
            self._say("fact_twice", place, **what, line=own.mark.line, file=own.mark.source.name)
            return
        if ref is None:
            return
        known = own.refs.get(same_label(ref))
        if known is None:
            own.refs[same_label(ref)] = (ref, row.place("ref"), count)
        else:
            self._say("ref_twice", row.place("ref"), **what, ref=ref, line=known[1].line, file=known[1].source.name)

    def into(self, rows: Mapping[Key, Row], complete: frozenset[str]) -> list[Row]:
        """
        Give the rows of the wide tables with the sums in them. Raises nothing; faults go to `found`.
        """
        wide = wide_facts(rows.values(), self.facts)
        for (person, period), sums in self.by_key.items():
            if (person, period) not in rows:
                mark = min((each.mark for each in sums.values()), key=lambda mark: (mark.source.name, mark.line))
                near = nearest(person, (who for who, when in rows if when == period))
                self._say("not_in_roster", mark, near=near, person=person, period=period)
            for name in [each for each in sums if each in wide]:
                file = wide.pop(name)  # said once
                self._say("wide_and_long", sums[name].mark, fact=name, label=self.facts[name].label, file=file)
        return [self._with(row, self.by_key.get(key, {}), complete) for key, row in rows.items()]

    def _with(self, row: Row, sums: Mapping[str, Sum], complete: frozenset[str]) -> Row:
        if not sums:
            return evolve(row, complete=complete) if complete else row
        values = {**row.values, **{name: each.value for name, each in sums.items()}}
        marks = {**row.marks, **{name: each.mark for name, each in sums.items()}}
        refs = [(name, ref, count) for name, each in sums.items() for ref, _, count in each.refs.values()]
        evidence = tuple(Reference(*each) for each in sorted(refs, key=lambda each: each[:2]))
        return Row(values, marks, row.mark, evidence, complete)

    def _say(self, code: str, mark: Mark, *, near: str | None = None, **params: Any) -> None:
        self.found.append(Diagnostic(code, mark, params, near=near, path=mark.cell or ""))


def wide_facts(rows: Iterable[Row], facts: Mapping[str, Input]) -> dict[str, str]:
    """
    Give the facts that wide tables hold, each with the first file that does.
    """
    found: dict[str, str] = {}
    for row in rows:
        for name in row.values.keys() & facts.keys():
            if name not in found and row.values[name] != "":
                found[name] = row.place(name).source.name
    return found


def wide_columns(rows: Iterable[Row], facts: Mapping[str, Input]) -> dict[str, str]:
    """
    Give the facts that wide tables have a column for, blank or not, each with the first file that does.
    """
    found: dict[str, str] = {}
    for row in rows:
        for name in (row.values.keys() | row.marks.keys()) & (facts.keys() - found.keys()):
            found[name] = row.place(name).source.name
    return found


def complete_facts(
    words: Iterable[str], rows: Iterable[Row], door: Door, found: list[Diagnostic], *, long: bool
) -> frozenset[str]:
    """
    Give the facts for which no row means none: counts and flags that no wide table holds, by id, by label or `all`.

    `long` says whether there is a long table at all. What is wrong goes to `found`.
    """
    words = tuple(words)
    facts, mark = door.facts(), Mark(Source("complete"), 0)
    wide = wide_columns(rows, facts) if words else {}  # what nobody has filled in yet is no nil
    names = naming(door.fact_words())
    complete: set[str] = set()
    for word in words:
        name = names.get(word)
        if not long:
            found.append(Diagnostic("complete_alone", mark, {"found": word}))
        elif word == ALL:
            inputs = (each for plan in door.plans.values() for each in plan.inputs if each.type in NIL)
            required = (each for each in inputs if each.required or (each.needed is not None and each.read))
            complete |= {each.name for each in required if each.name not in wide}
        elif name is None:
            found.append(Diagnostic("complete_unknown", mark, {"found": word}, near=nearest(word, (*names, ALL))))
        elif facts[name].type not in NIL:
            found.append(Diagnostic("complete_no_nil", mark, {"fact": name, "label": facts[name].label}))
        elif name in wide:
            params = {"fact": name, "label": facts[name].label, "file": wide[name]}
            found.append(Diagnostic("complete_wide", mark, params))
        else:
            complete.add(name)
    return frozenset(complete)
