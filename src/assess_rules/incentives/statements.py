"""
Findings as sentences, in both languages.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.exact import short_text, signed
from assess_rules.incentives.findings import Finding, Witness
from assess_rules.ir import Plan
from assess_rules.labels import Label, Language
from assess_rules.marks import visible
from assess_rules.words import word

SENTENCES: Mapping[str, Label] = {
    "no_base": Label("没有能录入而不被否决的数据", "no record is accepted and free of a veto"),
    "no_base_found": Label("没有找到能录入而不被否决的数据", "no record was found that is accepted and free of a veto"),
    "base": Label(
        "{given}；得{score}分，共扣{lost}分，离满分相差{off}分",
        "{given}: score {score}, {lost} lost, {off} away from full marks",
    ),
    "base_lower": Label("{given}；得{score}分", "{given}: score {score}"),
    "one_more": Label("{change}：{points}", "{change}: {points}"),
    "one_less": Label("{change}：{points}", "{change}: {points}"),
    "option": Label("{change}：{points}", "{change}: {points}"),
    "least_more": Label(
        "全程中，多一最低值{points}，在{change}", "over the range, one more is worth least, {points}, at {change}"
    ),
    "most_more": Label(
        "全程中，多一最高值{points}，在{change}", "over the range, one more is worth most, {points}, at {change}"
    ),
    "free_after": Label(
        "{fact}：{at}{on}，再{way}不再扣分（{ends}已扣{lost}分）",
        "{fact}: from {at} {on}, {way} costs nothing ({lost} lost in {ends})",
    ),
    "last_part": Label(
        "{change}：这第{number}个只扣{cost}分，不是{usual}分", "{change}: number {number} costs {cost}, not {usual}"
    ),
    "cap_reached": Label("{id}：{cap}分可以扣完", "{id}: all {cap} can be lost"),
    "cap_unreached": Label(
        "{id}：最多扣{bound}分，{cap}分永远扣不完",
        "{id}: at most {bound} of {cap} can be lost; the cap is never reached",
    ),
    "cap_not_found": Label(
        "{id}：没有找到扣满{cap}分的数据，最多扣{found}分",
        "{id}: no record was found that loses all {cap}; at most {found}",
    ),
    "full_unreached": Label(
        "{id}：最多得{bound}分，永远得不到满分{cap}分",
        "{id}: at most {bound} of {cap} can be earned; full marks are never reached",
    ),
    "full_not_found": Label(
        "{id}：没有找到得满{cap}分的数据，最多得{found}分",
        "{id}: no record was found that earns all {cap}; at most {found}",
    ),
    "unit": Label("加分最多的一步：{change}，{gain}", "the step that adds most: {change}: {gain}"),
    "no_unit": Label(
        "没有找到能抵回别项扣分的一步", "no single step was found that makes good what another indicator lost"
    ),
    "price": Label("{step}，扣{cost}分：{units}个“{unit}”抵回", "{step} costs {cost}: made good by {units} × {unit}"),
    "no_price": Label(
        "{step}，扣{cost}分：{units}个“{unit}”抵不回", "{step} costs {cost}: not made good by {units} × {unit}"
    ),
    "rate": Label("1个“{unit}”可抵{items}个“{step}”", "1 × {unit} makes good {items} × {step}"),
    "largest_unit": Label(
        "{id}：{change}{others}，一步{gain}，由{low}分到{high}分，超出分值{over}分",
        "{id}: {change}{others}: one step is worth {gain}, from {low} to {high}, {over} above its cap",
    ),
    "largest_extra": Label(
        "{id}：{change}{others}，一步{gain}，由{low}分到{high}分",
        "{id}: {change}{others}: one step is worth {gain}, from {low} to {high}",
    ),
    "cliff": Label(
        "{change}：这一步{points}，前后各步都不到（这样的步共{number}处）",
        "{change}: this step is worth {points}, more than those beside it (steps of this sort: {number})",
    ),
    "edge": Label("得{pass}分合格；{change}，得{fail}分，不合格", "{pass} passes; {change}: {fail} fails"),
    "veto": Label("{id}：原得{score}分，变为不予评价", "{id}: {score} becomes no score"),
    "veto_zero": Label("{id}：原得{score}分，变为零分", "{id}: {score} becomes 0"),
    "veto_grade": Label("{id}：原得{score}分，等次受限", "{id}: {score}, and the grade is held down"),
    "no_veto": Label("{id}：没有数据会触发", "{id}: no record brings it about"),
    "no_veto_found": Label("{id}：没有找到会触发的数据", "{id}: no record was found that brings it about"),
    "highest": Label("{id}：最高{found}分", "{id}: at most {found}"),
    "lowest": Label("{id}：最低{found}分", "{id}: at least {found}"),
    "highest_open": Label(
        "{id}：找到的最高{found}分，不超过{bound}", "{id}: {found} was found, and never more than {bound}"
    ),
    "lowest_open": Label(
        "{id}：找到的最低{found}分，不低于{bound}", "{id}: {found} was found, and never less than {bound}"
    ),
    "highest_unbound": Label("{id}：找到的最高{found}分，上限未知", "{id}: {found} was found; no bound is known"),
    "lowest_unbound": Label("{id}：找到的最低{found}分，下限未知", "{id}: {found} was found; no bound is known"),
    "way": Label(
        "{moves}（共{sum}步）：{before}分 → {after}分，合格", "{moves} ({sum} in all): {before} → {after}, passes"
    ),
    "no_pair": Label(
        "没有找到两项合计少于{fewest}步的办法（至多看到{two}步，且每项单独变动都能提高得分）",
        "of two facts that each raise the score none were found to take fewer than {fewest} steps (up to {two})",
    ),
    "no_pair_lower": Label(
        "没有找到两项合计少于{fewest}步的办法（至多看到{two}步，且每项单独变动都能降低得分）",
        "of two facts that each lower the score none were found to take fewer than {fewest} steps (up to {two})",
    ),
    "no_way": Label(
        "得{before}分；一项变动不超过{one}步、两项合计不超过{two}步，都到不了合格线",
        "{before}: neither up to {one} steps of one fact nor {two} of two reach the pass mark",
    ),
    "no_failure": Label("没有数据不合格：最低{before}分", "no record fails: the lowest score is {before}"),
    "no_failure_found": Label(
        "没有找到不合格的数据：最低{before}分", "no record was found that fails; the lowest score is {before}"
    ),
    "no_failure_lower": Label("没有数据不合格：最高{before}分", "no record fails: the highest score is {before}"),
    "no_failure_found_lower": Label(
        "没有找到不合格的数据：最高{before}分", "no record was found that fails; the highest score is {before}"
    ),
    "people_more": Label(
        "{fact}多一：最低{least}，居中{middle}，最高{most}（{records}条数据）",
        "one more {fact}: least {least}, middle {middle}, most {most} ({records} records)",
    ),
    "people_less": Label(
        "{fact}少一：最低{least}，居中{middle}，最高{most}（{records}条数据）",
        "one less {fact}: least {least}, middle {middle}, most {most} ({records} records)",
    ),
    "failures": Label(
        "不合格{failed}条，其中{saved}条可达合格线，最少步数：最低{least}，居中{middle}，最高{most}",
        "{failed} failed; {saved} could have passed, by steps: least {least}, middle {middle}, most {most}",
    ),
    "few_failures": Label("不合格{failed}条，其中{saved}条可达合格线", "{failed} failed; {saved} could have passed"),
    "no_failures": Label(
        "不合格{failed}条，都没有找到到合格线的办法", "{failed} failed; for none a way to the pass mark was found"
    ),
    "cheapest": Label(
        "{facts}：{records}条最省（共{saved}条）", "{facts}: among the fewest steps for {records} of {saved}"
    ),
}
OPEN = {
    "no_base": "no_base_found",
    "cap_unreached": "cap_not_found",
    "full_unreached": "full_not_found",
    "no_veto": "no_veto_found",
}
OPEN |= {"highest": "highest_open", "lowest": "lowest_open", "no_failure": "no_failure_found"}
LOWER = {"base": "base_lower", "no_pair": "no_pair_lower", "no_failure": "no_failure_lower"}
LOWER |= {"no_failure_found": "no_failure_found_lower"}  # where fewer points are better
UNBOUND = {"highest_open": "highest_unbound", "lowest_open": "lowest_unbound"}
SIGNED = ("points", "gain", "least", "middle", "most")
UNPROVED = Label("（看过{looked}处，未证明）", " ({looked} looked at, not proved)")
ALL = Label("数字都为0、是否项都为否", "every number 0 and flag no")
REST = Label("其余数字为0、是否项为否", "every other number 0 and flag no")
UNNEEDED = Label("不需要", "not needed")
ONE = {1: Label("多一", "one more"), -1: Label("少一", "one less")}
ON = {1: Label("以上", "up"), -1: Label("以下", "down")}


class Teller:
    """
    Tells the findings of a role in a language.
    """

    def __init__(self, plan: Plan, language: Language) -> None:
        self.language = language
        self._lower = plan.better == "lower"
        self._labels = {each.name: each.label for each in plan.inputs}
        self._types = {each.name: each.type for each in plan.inputs}
        self._outputs = {each.id: each.label for each in plan.indicators}
        self._outputs |= {each.id: each.label for each in plan.sections}
        self._outputs |= {each.id: each.label for each in plan.vetoes}

    def say(self, finding: Finding) -> str:
        """
        Give the sentence of a finding.
        """
        kind = finding.kind
        if not finding.certain:
            kind = OPEN.get(kind, kind)
        if self._lower:
            kind = LOWER.get(kind, kind)
        if kind in UNBOUND and finding.figures["bound"] is None:
            kind = UNBOUND[kind]
        if kind == "failures" and "least" not in finding.figures:
            kind = "few_failures" if finding.figures["saved"] else "no_failures"
        text = SENTENCES[kind].text(self.language).format_map(_Figures(self, finding))
        if not finding.certain and finding.looked:
            text += UNPROVED.text(self.language).format(looked=finding.looked)
        who = [each for each in finding.witnesses[:1] if each.person is not None]
        return text if not who else f"{visible(who[0].person or '')} {who[0].period or ''}: {text}"

    def fact(self, name: str) -> str:
        """
        Name a fact: label and id.
        """
        label = self._labels[name].text(self.language)
        return f"{label}（{name}）" if self.language == "zh" else f"{label} ({name})"

    def output(self, id_: str = "") -> str:
        """
        Name an indicator, a section or a veto; without an id, the total.
        """
        return f"{id_} {self._outputs[id_].text(self.language)}" if id_ else word("total", self.language)

    def value(self, value: Any) -> str:
        """
        Write a fact's value; None where it is not needed.
        """
        if value is None:
            return UNNEEDED.text(self.language)
        if isinstance(value, bool):
            return {"zh": "否是", "en": ("no", "yes")}[self.language][value]
        return value if isinstance(value, str) else short_text(Fraction(value))

    def change(self, name: str, before: Witness, after: Witness) -> str:
        """
        Say how a fact changes between two records.
        """
        return f"{self.fact(name)} {self.value(before.facts.get(name))} → {self.value(after.facts.get(name))}"

    def one(self, name: str, way: int, values: tuple[Any, Any]) -> str:
        """
        Say one more or one less of a fact; of a flag or a choice, from what it goes to what.
        """
        if self._types[name] in ("flag", "choice"):
            return f"{self.fact(name)} {' → '.join(map(self.value, values))}"
        one, fact = ONE[way].text(self.language), self.fact(name)
        return f"{fact}{one}" if self.language == "zh" else f"{one} {fact}"

    def step(self, finding: Finding) -> str:
        """
        Say the step that a price is the price of.
        """
        figures = finding.figures
        return self.one(finding.about[0], figures["way"], figures["values"]) + self.with_(finding)

    def with_(self, finding: Finding) -> str:
        """
        Name the facts that move with another.
        """
        names = [self.fact(name) for name in finding.figures["with"]]
        if not names:
            return ""
        return f"（连同{'、'.join(names)}）" if self.language == "zh" else f" (with {', '.join(names)})"


class _Figures(dict[str, str]):
    """
    The figures of a finding as texts, made when a sentence asks for them.
    """

    def __init__(self, teller: Teller, finding: Finding) -> None:
        super().__init__()
        self.teller, self.finding = teller, finding

    def __missing__(self, key: str) -> str:
        made: Callable[[], str] | None = getattr(self, f"_{key}", None)
        if made is not None:
            return made()
        value = self.finding.figures[key]
        return signed(value) if key in SIGNED and isinstance(value, Fraction) else self.teller.value(value)

    def _change(self) -> str:
        first, second = self.finding.witnesses
        return f"{self.teller.change(self.finding.about[0], first, second)}{self.teller.with_(self.finding)}"

    def _moves(self) -> str:
        first, second = self.finding.witnesses
        changes = [self.teller.change(name, first, second) for name in self.finding.about]
        return f"{', '.join(changes)}{self.teller.with_(self.finding)}"

    def _sum(self) -> str:
        return str(sum(self.finding.figures["units"]))

    def _fact(self) -> str:
        return self.teller.fact(self.finding.about[0])

    def _facts(self) -> str:
        return " + ".join(map(self.teller.fact, self.finding.about))

    def _step(self) -> str:
        return self.teller.step(self.finding)

    def _unit(self) -> str:
        figures = self.finding.figures
        return self.teller.one(self.finding.about[1], figures["unit_way"], figures["unit_values"])

    def _way(self) -> str:
        return ONE[self.finding.figures["way"]].text(self.teller.language)

    def _on(self) -> str:
        return ON[self.finding.figures["way"]].text(self.teller.language)

    def _id(self) -> str:
        return self.teller.output(*self.finding.about[-1:])

    def _at(self) -> str:
        return self.teller.value(self.finding.witnesses[0].facts[self.finding.about[0]])

    def _ends(self) -> str:
        return ", ".join(self.finding.about[1:])

    def _score(self) -> str:
        return _points(self.finding.witnesses[0].score)

    _before = _score

    def _after(self) -> str:
        return _points(self.finding.witnesses[1].score)

    def _pass(self) -> str:
        return self._before()

    def _fail(self) -> str:
        return self._after()

    def _others(self) -> str:
        others = self.finding.figures["others"].items()
        texts = [f"{self.teller.fact(name)} {self.teller.value(value)}" for name, value in others]
        return "".join((f"，{each}" if self.teller.language == "zh" else f", {each}") for each in texts)

    def _given(self) -> str:
        facts = self.finding.witnesses[0].facts
        given = [f"{self.teller.fact(name)} {self.teller.value(value)}" for name, value in facts.items() if value]
        rest = (REST if given else ALL).text(self.teller.language)
        return ("，" if self.teller.language == "zh" else ", ").join((*given, rest))


def _points(score: Fraction | None) -> str:
    return "—" if score is None else short_text(score)
