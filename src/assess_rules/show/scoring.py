"""
What makes points, said: the frame of the policy, sections, indicators with their rules.
"""

from collections.abc import Iterator, Mapping, Sequence

from assess_rules.amounts import Amount, Name, Word, parts
from assess_rules.branches import Branch
from assess_rules.figures import Differs
from assess_rules.labels import Label
from assess_rules.model import Bonuses, Indicator, PointsWhen, Section, chains
from assess_rules.model.scoring import ONE
from assess_rules.show.conditions import say_condition
from assess_rules.show.grades import total
from assess_rules.show.passages import Passage
from assess_rules.show.rules import note
from assess_rules.show.view import derived_in, for_roles, structure
from assess_rules.show.voice import Voice
from assess_rules.show.words import ROUNDINGS, rounding

EVERY = {
    "month": Label("每月", "every month"),
    "quarter": Label("每季度", "every quarter"),
    "half_year": Label("每半年", "every half-year"),
    "year": Label("每年", "every year"),
}
NETTINGS = {
    "after_cap": Label(
        "扣分与加分并存的，先扣分，扣至下限为止，再加分",
        "deductions come first, down to the floor, and additions follow",
    ),
    "before_cap": Label(
        "扣分与加分并存的，先相抵，再适用下限", "deductions and additions are set off first, and the floor follows"
    ),
}
EXTRA = {
    "counted": Label("{what}计入得分，不设限", "{what} count without limit"),
    "apart": Label("{what}单独列示，不计入得分", "{what} are listed apart and do not count"),
    "within_indicator": Label("{what}不计", "{what} do not count"),
    "within_section": Label(
        "{what}计入得分，但与本类其他得分合计不超过本类总分",
        "{what} count as far as the section's total is not earned otherwise",
    ),
    "within_base": Label(
        "{what}计入得分，但与其他得分合计不超过基础总分",
        "{what} count as far as the base total is not earned otherwise",
    ),
}
WITHIN_NEAREST = Label(
    "{what}计入得分，但与所在类别（分小类的，为小类）其他得分合计不超过该类别总分",
    "{what} count as far as the total of the section that they lie in, the inner one, is not earned otherwise",
)
ABOVE = Label("加分超过分值的部分", "points above the cap")
ON_TOP = Label("附加得分", "extra points")
EITHER = Label("加分超过分值的部分和附加得分", "points above the cap and extra points")
PASSES = {
    "higher": Label(
        "合格线：{mark}。得分等于或高于合格线的为合格，低于合格线的为不合格，按精确得分判定",
        "pass mark: {mark}. This or more passes, less fails; the exact score decides",
    ),
    "lower": Label(
        "合格线：{mark}。得分等于或低于合格线的为合格，高于合格线的为不合格，按精确得分判定",
        "pass mark: {mark}. This or less passes, more fails; the exact score decides",
    ),
}
GIVEN = {
    "cap": Label("得满分", "full marks"),
    "left_out": Label(
        "不计得分，也不计分值，其余得分折算到基础总分",
        "left out: neither its points nor its cap count, and what else is earned is scaled to the base total",
    ),
}


def meaning(voice: Voice, word: Word, words: Mapping[str, Label]) -> str:
    """
    Give what a word means.
    """
    return voice.word(word, lambda each: voice.say(words[str(each)]))


def extra(voice: Voice, bonuses: Word | Bonuses, indicators: Sequence[Indicator], *, nested: bool = False) -> str:
    """
    Say what happens to points above the cap of some indicators, and to the points of those that are extra.

    `nested` says that some lie in sections within sections.
    """
    extras = {each.extra for each in indicators}
    what = voice.say(ABOVE if extras == {False} else ON_TOP if extras == {True} else EITHER)
    word = bonuses.reach if isinstance(bonuses, Bonuses) else bonuses
    words = EXTRA | ({"within_section": WITHIN_NEAREST} if nested else {})
    reach = voice.word(word, lambda each: voice.say(words[str(each)], what=what))
    if not isinstance(bonuses, Bonuses):
        return reach
    said = Label("{reach}；合计最多计{limit}", "{reach}; all of them together count for at most {limit}")
    return voice.say(said, reach=reach, limit=voice.points(bonuses.limit))


def frame(voice: Voice) -> Passage:
    """
    Say what the whole policy has: source, days, period, roles, base, pass mark, display, extra points.
    """
    title = voice.say(Label("总则", "Frame"))
    return Passage(kind="frame", title=title, says=tuple(map(voice.sentence, _frame(voice))))


def _frame(voice: Voice) -> Iterator[str]:
    spec = voice.spec
    issued = Label("发文单位：{issuer}", "issued by {issuer}")
    if spec.source.number is not None:
        issued = Label("发文单位：{issuer}，文号：{number}", "issued by {issuer}, {number}")
    yield voice.say(issued, issuer=spec.source.issuer, number=spec.source.number or "")
    yield from note(voice, spec.source.note)
    file = Label("规则文件：{id} {version}，格式{format}", "rule file: {id} {version}, format {format}")
    yield voice.say(file, id=spec.policy.name, version=spec.version, format=str(spec.format))
    yield _days(voice)
    yield from note(voice, spec.in_force.note)
    yield voice.say(Label("{every}考核一次", "appraised {every}"), every=voice.say(EVERY[spec.period]))
    for id_, label in spec.subject.items():
        appraised = Label("被考核对象：{label}（{id}）", "appraised: {label} ({id})")
        yield voice.say(appraised, label=label.text(voice.language), id=id_)
    shown = {id_: label for id_, label in spec.roles.items() if voice.role in (None, id_)}
    roles = voice.listed(label.text(voice.language) + voice.bracketed(id_) for id_, label in shown.items())
    yield voice.say(Label("岗位：{roles}", "roles: {roles}"), roles=roles)
    yield voice.say(Label("基础总分：{base}", "base total: {base}"), base=voice.points(spec.base))
    yield from _differs(voice, spec.base_differs)
    yield from total(voice)
    if spec.pass_mark is not None:
        better = "higher" if spec.score is None else spec.score.better
        yield voice.say(PASSES[better], mark=voice.points(spec.pass_mark))
    elif spec.grades is None:
        yield voice.say(Label("不设合格线，不作合格与否的结论", "there is no pass mark and no verdict"))
    display = Label("得分显示{places}位小数，{rounding}", "decimal places shown: {places}, {rounding}")
    yield voice.say(display, places=str(spec.display.places), rounding=voice.say(ROUNDINGS[spec.display.rounding]))
    if spec.bonuses is not None:
        nested = any(each.sections for each in spec.sections)
        yield extra(voice, spec.bonuses, voice.ownership.indicators, nested=nested)
    if any(
        each.points == "left_out" for each in parts((spec.sections, spec.indicators)) if isinstance(each, PointsWhen)
    ):
        yield voice.say(
            Label("各项指标均不计的，不予评价", "where everything is left out there is no evaluation and no score")
        )
    yield from note(voice, spec.note)


def _days(voice: Voice) -> str:
    days = voice.spec.in_force
    said = voice.say(Label("自{day}起施行", "in force from {day}"), day=voice.day(days.from_))
    if days.to is not None:
        said += voice.say(Label("，至{day}止", " to {day}"), day=voice.day(days.to))
    if days.assumed:
        said += voice.say(Label("；原文未载日期，系假定", "; the document does not give the day, which is assumed"))
    return said


def sections(voice: Voice) -> Iterator[Passage]:
    """
    Say each section, or the indicators alone, as far as the voice's role has them.
    """
    for each in structure(voice):
        yield _branch(voice, each)


def _branch(voice: Voice, branch: Branch) -> Passage:
    section = branch.section
    inside = [*(_indicator(voice, each) for each in branch.members), *(_branch(voice, each) for each in branch.inner)]
    if section is None:
        return Passage(kind="indicators", title=voice.say(Label("考核指标", "Indicators")), parts=tuple(inside))
    says = [voice.sentence(_worth(voice, section)), *map(voice.sentence, _differs(voice, section.total_differs))]
    says += for_roles(voice, section.roles)
    says += map(voice.sentence, _weight(voice, section.weight))
    if section.bonuses is not None:
        rows = [row for each in chains((section,)) for row in each[-1].indicators]
        within = Label("本类指标{extra}", "in this section {extra}")
        said = extra(voice, section.bonuses, rows, nested=bool(section.sections))
        says.append(voice.sentence(voice.say(within, extra=said)))
    says += decisions(voice, section.points_when)
    says += note(voice, section.note)
    return Passage(
        kind="section",
        id=section.id.name,
        title=section.label.text(voice.language),
        at=section.at,
        says=tuple(says),
        parts=tuple(inside),
    )


def _differs(voice: Voice, differs: Differs | None) -> Iterator[str]:
    """
    Say what the document's own figures come to where it contradicts itself.
    """
    if differs is None:
        return
    said = Label(
        "原文自相矛盾：{role}各项分值合计{sum}", "the document contradicts itself: the caps of {role} add up to {sum}"
    )
    for role, sum_ in differs.sums.items():
        if voice.role in (None, role):
            yield voice.say(said, role=voice.role_label(role), sum=voice.points(sum_))
    yield from note(voice, differs.note)


def _worth(voice: Voice, section: Section) -> str:
    if section.total is None:
        return voice.say(
            Label("本类为附加项，不计入基础总分", "this section is extra: its points come on top of the base total")
        )
    return voice.say(Label("本类总分：{total}", "total: {total}"), total=voice.points(section.total))


def _indicator(voice: Voice, indicator: Indicator) -> Passage:
    says: list[str] = []
    several = len(indicator.rules) > 1
    for number, rule in enumerate(indicator.rules, 1):
        says += voice.rule(rule, str(number) if several else None)
    for each in derived_in(voice, (indicator.rules, indicator.points_when)):
        of_it = Label("其中，“{label}”为{said}", "here “{label}” is {said}")
        derived = voice.spec.derived[each]
        says.append(voice.sentence(voice.say(of_it, label=voice.label(Name(each)), said=derived.say(voice))))
    says += map(voice.sentence, _scale(voice, indicator))
    says += decisions(voice, indicator.points_when)
    if indicator.rounded is not None:
        says.append(voice.sentence(rounding(voice, indicator.rounded)))
    says += for_roles(voice, indicator.roles)
    says += note(voice, indicator.note)
    return Passage(
        kind="indicator",
        id=indicator.id.name,
        title=indicator.label.text(voice.language),
        at=indicator.at,
        says=tuple(says),
    )


def _scale(voice: Voice, indicator: Indicator) -> Iterator[str]:
    """
    Say what an indicator starts with, how high and how low it can go, and what comes first.
    """
    cap = indicator.cap
    parts = {} if isinstance(cap, str) else {"cap": voice.points(cap)}
    if indicator.extra:
        yield voice.say(Label("本项为附加项，不计入基础总分", "it is extra: its points come on top of the base total"))
    deducts = any(side.way == "deduct" for rule in indicator.rules for side in rule.sides(voice.ownership))
    if indicator.start == "full":
        said = Label("分值{cap}，从满分起算", "it is worth {cap} and starts full")
        if indicator.floor is None and deducts:
            said = Label(
                "最高扣{cap}，扣完为止，不计负分", "at most {cap} can be lost here; the indicator never falls below 0"
            )
        yield voice.say(said, **parts)
    elif indicator.start == "zero" and cap == "none":
        yield voice.say(Label("从零分起算，不设上限", "it starts at zero and has no cap"))
    elif indicator.start == "zero":
        yield voice.say(Label("从零分起算，最高得{cap}", "it starts at zero and gives at most {cap}"), **parts)
    else:
        assert not isinstance(indicator.start, str | None)
        parts["start"] = voice.points(indicator.start)
        said = Label("从{start}起算，最高得{cap}", "it starts at {start} and gives at most {cap}")
        if cap == "none":
            said = Label("从{start}起算，不设上限", "it starts at {start} and has no cap")
        yield voice.say(said, **parts)
    if isinstance(indicator.floor, str):
        yield voice.say(Label("扣分不设下限", "there is no floor"))
    elif indicator.floor is not None:
        floor = voice.points(indicator.floor)
        yield voice.say(Label("最低扣至{floor}", "the indicator never falls below {floor}"), floor=floor)
    elif indicator.start != "full" and deducts:
        yield voice.say(Label("扣完为止，不计负分", "the indicator never falls below 0"))
    if indicator.netting is not None:
        yield meaning(voice, indicator.netting, NETTINGS)
    yield from _weight(voice, indicator.weight)
    if indicator.bonuses is not None:
        here = Label("本项{extra}", "here {extra}")
        yield voice.say(here, extra=extra(voice, indicator.bonuses, (indicator,)))


def decisions(voice: Voice, rows: Sequence[PointsWhen]) -> Iterator[str]:
    """
    Say when conditions decide the points, whatever the rules say.
    """
    for number, row in enumerate(rows):
        points = GIVEN[row.points] if isinstance(row.points, str) else Label("得{points}", "{points}")
        figure = "" if isinstance(row.points, str) else voice.points(row.points)
        said = Label("{when}的，不论其他规则，{points}", "where {when}, whatever the rules say: {points}")
        if number:
            said = Label("否则，{when}的，{points}", "else where {when}: {points}")
        text = voice.say(said, when=say_condition(voice, row.when), points=voice.say(points, points=figure))
        head = voice.say(Label("{at}：", "{at}: "), at=voice.listed(row.at)) if row.at else ""
        yield head + voice.sentence(text)
        yield from note(voice, row.note)


def _weight(voice: Voice, weight: Amount) -> Iterator[str]:
    if weight != ONE:
        said = Label("合计时乘以权重{weight}", "its points are multiplied by {weight} where they are added up")
        yield voice.say(said, weight=voice.number(weight))
