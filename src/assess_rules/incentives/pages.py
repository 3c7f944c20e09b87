"""
Incentive maps as people read them: a page for each role, in tables and sentences, and as JSON data.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from assess_rules.columns import WIDE, broken, fitted
from assess_rules.exact import signed
from assess_rules.incentives import RoleMap
from assess_rules.incentives.findings import Finding, Witness
from assess_rules.incentives.space import Measure, Space
from assess_rules.incentives.statements import Teller
from assess_rules.labels import Label, Language
from assess_rules.marks import width
from assess_rules.result_data import value_data

HEADS: Mapping[str, Label] = {
    "base": Label("基准数据", "base record"),
    "effects": Label("1 多一件、少一件值多少分", "1 What one more and one less are worth"),
    "people": Label("在各人的数据上：最低 居中 最高（条数）", "At people's own records: least, middle, most (records)"),
    "caps": Label("2 扣到底之后，与扣不到底的", "2 Beyond the caps, and caps out of reach"),
    "exchange": Label("3 加分抵扣分", "3 What a bonus buys back"),
    "cliffs": Label("4 界限处的一步", "4 Single steps that decide"),
    "reaches": Label("5 能达到的范围", "5 What can be reached"),
    "ways": Label(
        "6 从一条编造的不合格数据到合格的最少步数", "6 The fewest steps from a made-up record that fails to a pass"
    ),
    "failures": Label("不合格的人", "People who failed"),
}
COLUMNS: Mapping[str, Label] = {
    "fact": Label("数据项", "fact"),
    "of": Label("指标", "of"),
    "more": Label("多一", "one more"),
    "less": Label("少一", "one less"),
    "least": Label("全程最低", "least over its range"),
    "most": Label("全程最高", "most over its range"),
    "lost": Label("扣分的一步", "a step that loses"),
    "costs": Label("扣分", "costs"),
    "units": Label("几步加分抵一步", "bonus steps for one"),
    "items": Label("一步加分抵几步", "steps for one bonus step"),
    "figure": Label("项目", "figure"),
    "lowest": Label("最低", "lowest"),
    "highest": Label("最高", "highest"),
    "proved": Label("是否证明", "proved"),
}
WORDS: Mapping[str, Label] = {
    "yes": Label("已证明", "yes"),
    "range": Label(
        "全程：该项从最小到最大的每一个值，其余各项同基准数据；“连同”表示勾稽关系要求的同步变动。",
        "Over its range: every value of the fact; the others as in the base record, or moved where a relation asks for it.",
    ),
    "elsewhere": Label(
        "{fact}：基准数据不需要该项；其全程另作此改动：{changes}。",
        "{fact}: the base record does not need it; over its range, {changes}.",
    ),
    "unsettled": Label(
        "{fact}：只看了{looked}段的两端。", "{fact}: only the ends of {looked} stretches were looked at."
    ),
    "whole": Label("能扣完的分值：{caps}", "caps that can be lost whole: {caps}"),
    "from": Label(
        "编造的数据：{changes}；得{score}分。",
        "The made-up record: {changes}; {score} points.",
    ),
    "made_up": Label(
        "基准数据是按规则编造的；加 --facts，另从各人的实际数据看。",
        "It is made up from the rules; --facts looks from people's own records too.",
    ),
    "none": Label("没有", "none"),
}
INDENT, GAP = "  ", 2
PART_ORDER = ("effects", "people", "caps", "exchange", "cliffs", "reaches", "ways", "failures")


def page(space: Space, found: RoleMap, language: Language, room: int = WIDE) -> Iterator[str]:
    """
    Give the lines of a role's page, with tables of so many columns at most if figures and words have room in them.
    """
    teller = Teller(space.plan, language)
    yield (
        f"{found.label.text(language)}（{found.role}）"
        if language == "zh"
        else f"{found.label.text(language)} ({found.role})"
    )
    for each in found.found["base"]:
        yield f"{INDENT}{HEADS['base'].text(language)}: {teller.say(each)}"
        if each.kind == "base" and "people" not in found.found:
            yield f"{INDENT}{WORDS['made_up'].text(language)}"
    for part in PART_ORDER:
        findings = found.found.get(part)
        if findings is not None:
            yield ""
            yield HEADS[part].text(language)
            lines = list(_part(space, part, findings, teller, room - len(INDENT)))
            if part == "effects":
                lines += _elsewhere(found.found["base"][0].witnesses[0], findings, teller)
            if part == "ways" and findings[0].kind != "no_failure":
                lines.insert(0, _start(found.found["base"][0].witnesses[0], findings[0].witnesses[0], teller))
            yield from (f"{INDENT}{line}" for line in lines or [WORDS["none"].text(language)])


def _part(space: Space, part: str, findings: Sequence[Finding], teller: Teller, room: int) -> Iterator[str]:
    if part == "effects":
        yield from _effects(space, findings, teller, room)
    elif part == "people":
        yield from _people(findings, teller, room)
    elif part == "reaches":
        yield from _reaches(findings, teller, room)
    elif part == "exchange":
        yield from _exchange(findings, teller, room)
    elif part == "caps":
        yield from _caps(findings, teller)
    else:
        yield from map(teller.say, findings)


def _start(base: Witness, start: Witness, teller: Teller) -> str:
    """
    Say from which record the ways to the pass mark begin: nobody's, and no claim about what is usual.
    """
    changes = [teller.change(name, base, start) for name, value in start.facts.items() if value != base.facts.get(name)]
    comma = "，" if teller.language == "zh" else ", "
    said = WORDS["from"].text(teller.language)
    return said.format(
        changes=comma.join([HEADS["base"].text(teller.language), *changes]), score=teller.value(start.score)
    )


def _effects(space: Space, findings: Sequence[Finding], teller: Teller, room: int) -> Iterator[str]:
    kinds = ("one_more", "one_less", "least_more", "most_more")
    cells: dict[str, dict[str, str]] = {}
    for each in findings:
        if each.kind != "option":
            text = signed(each.figures["points"])
            if each.kind in kinds[2:]:
                before, after = (teller.value(one.facts.get(each.about[0])) for one in each.witnesses)
                text = f"{text} ({before}→{after})"
            cells.setdefault(each.about[0], {})[each.kind] = text
    heads = ("fact", "of", "more", "less", "least", "most")
    rows = [
        (teller.fact(name), " ".join(space.indicators(name)), *(own.get(kind, "·") for kind in kinds))
        for name, own in cells.items()
    ]
    yield from _table(heads, rows, teller.language, room)
    yield from (
        teller.say(each)
        for each in findings
        if each.kind == "option" or (each.kind == "one_more" and each.figures["with"])
    )
    yield WORDS["range"].text(teller.language)
    for each in findings:
        if each.kind == "least_more" and not each.certain:
            yield WORDS["unsettled"].text(teller.language).format(fact=teller.fact(each.about[0]), looked=each.looked)


def _elsewhere(base: Witness, findings: Sequence[Finding], teller: Teller) -> Iterator[str]:
    """
    Say from which records facts are looked at that the base record does not need.
    """
    for each in findings:
        name, start = each.about[0], each.witnesses[0]
        if each.kind == "least_more" and name not in base.facts:
            other = (fact for fact, value in start.facts.items() if fact != name and base.facts.get(fact) != value)
            comma = "，" if teller.language == "zh" else ", "
            changes = comma.join(teller.change(fact, base, start) for fact in other)
            yield WORDS["elsewhere"].text(teller.language).format(fact=teller.fact(name), changes=changes)


def _people(findings: Sequence[Finding], teller: Teller, room: int) -> Iterator[str]:
    cells: dict[str, dict[str, str]] = {}
    for each in findings:
        spread = " ".join(signed(each.figures[key]) for key in ("least", "middle", "most"))
        cells.setdefault(each.about[0], {})[each.kind] = f"{spread} ({each.figures['records']})"
    kinds = ("people_more", "people_less")
    rows = [(teller.fact(name), *(own.get(kind, "·") for kind in kinds)) for name, own in cells.items()]
    yield from _table(("fact", "more", "less"), rows, teller.language, room)


def _caps(findings: Sequence[Finding], teller: Teller) -> Iterator[str]:
    whole = [f"{each.about[0]} {teller.value(each.figures['cap'])}" for each in findings if each.kind == "cap_reached"]
    yield from (teller.say(each) for each in findings if each.kind != "cap_reached")
    if whole:
        yield WORDS["whole"].text(teller.language).format(caps=", ".join(whole))


def _reaches(findings: Sequence[Finding], teller: Teller, room: int) -> Iterator[str]:
    rows: dict[Measure, dict[str, Finding]] = {}
    for each in findings:
        rows.setdefault(each.measure, {})[each.kind] = each
    cells = []
    for own in rows.values():
        ends = [own[kind] for kind in ("lowest", "highest")]
        sure = all(each.certain for each in ends)
        figures = (teller.value(each.figures["found"]) for each in ends)
        cells.append((teller.output(*ends[0].about), *figures, WORDS["yes"].text(teller.language) if sure else "?"))
    yield from _table(("figure", "lowest", "highest", "proved"), cells, teller.language, room)
    yield from (teller.say(each) for each in findings if not each.certain)


def _exchange(findings: Sequence[Finding], teller: Teller, room: int) -> Iterator[str]:
    yield from (teller.say(each) for each in findings if each.kind in ("unit", "no_unit"))
    rows: dict[tuple[str, object], dict[str, str]] = {}
    for each in findings:
        if each.kind in ("price", "no_price", "rate"):
            row = rows.setdefault((each.about[0], each.figures["values"]), {"units": "—", "items": "0"})
            row |= {"lost": teller.step(each), "costs": teller.value(each.figures["cost"])}
            if each.kind == "price":
                row["units"] = str(each.figures["units"])
            if each.kind == "rate":
                row["items"] = f"{each.figures['items']}{'+' if each.figures['more'] else ''}"
    heads = ("lost", "costs", "units", "items")
    if rows:
        yield from _table(heads, [tuple(row[head] for head in heads) for row in rows.values()], teller.language, room)
    yield from (teller.say(each) for each in findings if each.kind.startswith("largest_"))


def _table(heads: Iterable[str], rows: Sequence[tuple[str, ...]], language: Language, room: int) -> Iterator[str]:
    """
    Give the lines of a table, the first column to the left, figures to the right.
    """
    whole = [tuple(COLUMNS[each].text(language) for each in heads), *rows]
    sizes, gap = fitted(zip(*whole, strict=True), room, GAP)
    for row in whole:
        lines = zip_longest(*(broken(cell, size) for cell, size in zip(row, sizes, strict=True)), fillvalue="")
        for first, *figures in lines:
            cells = [f"{first}{' ' * (sizes[0] - width(first))}"]
            cells += [f"{' ' * (size - width(cell))}{cell}" for cell, size in zip(figures, sizes[1:], strict=True)]
            yield (" " * gap).join(cells).rstrip()


def as_data(space: Space, found: RoleMap, language: Language) -> dict[str, Any]:
    """
    Give a role's map as JSON data; numbers are texts.
    """
    teller = Teller(space.plan, language)
    parts = {part: [_finding(each, teller) for each in findings] for part, findings in found.found.items()}
    return {"role": found.role, **parts}


def _finding(finding: Finding, teller: Teller) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "about": list(finding.about),
        "figures": _plain(finding.figures),
        "certain": finding.certain,
        "looked": finding.looked,
        "measure": {"what": finding.measure.what, "id": finding.measure.id},
        "witnesses": [_witness(each) for each in finding.witnesses],
        "text": teller.say(finding),
    }


def _witness(each: Witness) -> dict[str, Any]:
    who = {"person": each.person, "period": each.period} if each.person is not None else {}
    figures = {"score": each.score, "verdict": each.verdict, "value": each.value}
    return {**who, "facts": _plain(each.facts), **{key: _plain(value) for key, value in figures.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value_data(value)
