"""
How statements say what would have had to be otherwise.

It is said of the facts as they would have been, never as advice to change what was counted.
"""

from collections.abc import Iterator

from assess_rules.labels import Label, Language
from assess_rules.statements.changes import Changes, FactChange
from assess_rules.statements.search import MOST_UNITS
from assess_rules.trace import value_text

MOST_SHOWN = 5
_SAID = {
    "kept": Label("若{way}，本项不扣分", "would have been kept with {way}"),
    "spared": Label("若{way}，本项不计分", "would have had no points with {way}"),
    "spared_or": Label("或若{way}", "or with {way}"),
    "not_spared": Label(
        "未找到能使本项不计分的变化{searched}", "no change was found that would have left it without points{searched}"
    ),
    "earned": Label("若{way}，本项全部取得", "would have been earned whole with {way}"),
    "earned_or": Label("或若{way}", "or with {way}"),
    "kept_or": Label("或若{way}", "or with {way}"),
    "passed": Label(
        "若有下列变化之一（共 {units} 个单位），即达到合格线：",
        "would have passed with one of these (units in all: {units}):",
    ),
    "passed_or": Label("  {way}", "  {way}"),
    "more": Label("另有 {count} 种同样大小的变化", "{count} more of the same size"),
    "unproved": Label("（未排除更小的变化{searched}）", "(a smaller change is not ruled out{searched})"),
    "not_kept": Label(
        "未找到能使本项不扣分的变化{searched}", "no change was found that would have kept them{searched}"
    ),
    "not_earned": Label(
        "未找到能全部取得本项的变化{searched}", "no change was found that would have earned it whole{searched}"
    ),
    "not_passed": Label("未找到能达到合格线的变化{searched}", "no change was found that would have passed{searched}"),
    "searched": Label(
        "：不足 {tried} 个单位的已全部试过，单个数据项试到 {most} 个单位",
        ": tried were all of fewer than {tried} units, and of one fact up to {most}",
    ),
    "facts": Label(
        "以上所说是事实如此时的得分，不是改动数据的建议；数据只在有误时更正。",
        "This says what the facts would have had to be. What was counted is corrected only where it is wrong.",
    ),
    "at_most": Label("{fact}不超过 {then}（现为 {now}）", "{fact} {then} or fewer (now {now})"),
    "at_least": Label("{fact}不少于 {then}（现为 {now}）", "{fact} at least {then} (now {now})"),
    "just": Label("{fact}为 {then}（现为 {now}）", "{fact} {then} (now {now})"),
}


def said(key: str, language: Language, **params: object) -> str:
    """
    Say a sentence of statements.
    """
    return _SAID[key].text(language).format(**params)


def change_lines(changes: Changes, goal: str, language: Language) -> Iterator[str]:
    """
    Write the smallest changes for a goal (`kept`, `earned`, `spared`, `passed`), and how far the search went.
    """
    searched = ""
    if changes.tried > 1:
        searched = said("searched", language, tried=changes.tried, most=f"{MOST_UNITS:,}")
    if not changes.ways:
        yield said(f"not_{goal}", language, searched=searched)
        return
    ways = [_way(each, language) for each in changes.ways]
    if goal == "passed":
        yield said("passed", language, units=value_text(changes.units, language))
    else:
        yield said(goal, language, way=ways.pop(0))
    shown = ways[:MOST_SHOWN]
    yield from (said(f"{goal}_or", language, way=each) for each in shown)
    if len(ways) > len(shown):
        yield said("more", language, count=len(ways) - len(shown))
    if not changes.proved:
        yield said("unproved", language, searched=searched)


def _way(parts: tuple[FactChange, ...], language: Language) -> str:
    return ("，且" if language == "zh" else " and ").join(_part(each, language) for each in parts)


def _part(part: FactChange, language: Language) -> str:
    options = {id_: label.text(language) for id_, label in part.input.options}
    texts = (value_text(each, language) for each in (part.now, part.then))
    now, then = (options.get(each, each) for each in texts)
    key = "just"
    if part.beyond:
        key = "at_most" if part.then < part.now else "at_least"  # type: ignore[operator]  # only numbers go beyond
    return said(key, language, fact=part.input.label.text(language), then=then, now=now)
