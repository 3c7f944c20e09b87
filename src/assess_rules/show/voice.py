"""
How figures, facts, readings and words of a policy are said in one language, for one role or for all.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from assess_rules.amounts import Amount, ByChoice, ByReading, ByRole, Condition, Figure, Ident, Name, Word
from assess_rules.branches import has_role
from assess_rules.exact import plain_text
from assess_rules.kinds import RuleKind
from assess_rules.labels import LANGUAGES, Label, Language, one_of
from assess_rules.model import PolicySpec
from assess_rules.ownership import Ownership
from assess_rules.show.conditions import say_condition
from assess_rules.show.rules import say_rule

STOPS = "。！？；：.!?;:"
HUNDRED = Fraction(100)
FACT = Label("{fact}", "{fact}")


class Voice:
    """
    Says parts of one policy; what rule kinds ask of a speaker is here.
    """

    def __init__(self, spec: PolicySpec, language: Language, role: str | None) -> None:
        one_of("language", language, LANGUAGES)
        if role is not None:
            one_of("role", role, spec.roles)
        self.spec, self.language, self.role = spec, language, role
        self.ownership = Ownership(spec)
        named: tuple[Mapping[str, Any], ...] = (spec.facts, spec.derived, self.ownership.events)
        self._labels = {name: each.label.text(language) for table in named for name, each in table.items()}
        self._roles = {id_: label.text(language) for id_, label in spec.roles.items()}
        self._numbers = {id_: number for number, id_ in enumerate(spec.readings, 1)}
        self._meanings: dict[tuple[str, str], dict[str, None]] = {}

    # Texts.

    def say(self, said: Label, /, **parts: str) -> str:
        """
        Give a text in the language, with its parts put in.
        """
        return said.text(self.language).format(**parts)

    def sentence(self, text: str) -> str:
        """
        Make a text a sentence: with its stop, and in English with its capital.
        """
        stop = "" if text.endswith(tuple(STOPS)) else self.say(Label("。", "."))
        return self.capital(text) + stop

    def capital(self, text: str) -> str:
        """
        Begin an English text with a capital.
        """
        return text[:1].upper() + text[1:] if self.language == "en" else text

    def listed(self, items: Iterable[str]) -> str:
        """
        Give items one after the other.
        """
        return self.say(Label("、", ", ")).join(items)

    def quoted(self, label: Label) -> str:
        """
        Give a label of the policy in quotation marks.
        """
        return f"“{label.text(self.language)}”"

    def bracketed(self, text: str) -> str:
        """
        Put a text in brackets, to stand behind another.
        """
        return self.say(Label("（{text}）", " ({text})"), text=text)

    def day(self, day: datetime.date) -> str:
        """
        Give a day.
        """
        return f"{day.year}年{day.month}月{day.day}日" if self.language == "zh" else day.isoformat()

    # Names.

    def label(self, name: Name) -> str:
        """
        Give what people call a fact; its id too where another one is called the same.
        """
        return self._unique(name.name, self._labels)

    def role_label(self, role: str) -> str:
        """
        Give what people call a role; its id too where another one is called the same.
        """
        return self._unique(role, self._roles)

    def _unique(self, id_: str, labels: dict[str, str]) -> str:
        label = labels[id_]
        return label if Counter(labels.values())[label] == 1 else label + self.bracketed(id_)

    def roles(self, roles: Iterable[Ident]) -> str:
        """
        Name roles.
        """
        return self.listed(self.role_label(each.name) for each in roles)

    def has(self, roles: tuple[Ident, ...]) -> bool:
        """
        Say whether what is for these roles is in view.
        """
        return self.role is None or has_role(roles, self.role)

    def owns(self, fact: str) -> bool:
        """
        Say whether a fact is in view.
        """
        return self.role is None or self.ownership.owns(self.role, fact)

    def unit(self, value: object) -> str:
        """
        Give what one of an amount is, through derived facts; empty where nothing says so or the facts differ.
        """
        derived = [self.spec.derived[name] for name in self.ownership.behind(value) if name in self.spec.derived]
        if not all(each.keeps_unit for each in derived):
            return ""
        units = {self.spec.facts[name].unit for name in self.ownership.facts(value)}
        unit = units.pop() if len(units) == 1 else None
        return "" if unit is None else unit.text(self.language)

    def is_whole(self, amount: Amount | Name) -> bool:
        """
        Say whether an amount is a whole number in every case.
        """
        return self.ownership.is_whole(amount)

    def may_be_negative(self, name: Name) -> bool:
        """
        Say whether a fact can be less than 0; a derived fact may be whatever comes out.
        """
        fact = self.spec.facts.get(name.name)
        return fact is None or fact.min < 0

    # Amounts.

    def number(self, amount: Amount | Name, unit_of: object = (), *, clamped: bool = False) -> str:
        """
        Give an amount: a figure, with the unit of another amount if wanted, or a fact by its label.
        """
        unit = self.unit(unit_of)
        return self.amount(amount, lambda figure: self.figure(figure, unit), clamped=clamped)

    def points(self, amount: Amount) -> str:
        """
        Give an amount of points.
        """

        def points(each: Figure) -> str:
            one = Label("{figure}分", "{figure} point")
            said = one if each.value == 1 else Label(one.zh, "{figure} points")
            return self.say(said, figure=plain_text(each.value))

        equal = Label("与{fact}等值的分", "as many points as {fact}")
        return self.amount(amount, points, equal, clamped=True)

    def width(self, step: Figure, unit_of: object) -> str:
        """
        Give how wide a step is: so many items of an amount, or percentage points.
        """
        if step.rate:
            many = "" if step.value * HUNDRED == 1 else "s"
            figure = plain_text(step.value * HUNDRED)
            return self.say(Label("{figure}个百分点", f"{{figure}} percentage point{many}"), figure=figure)
        return self.figure(step, self.unit(unit_of) or ("个单位" if self.language == "zh" else ""))

    def figure(self, figure: Figure, unit: str) -> str:
        """
        Give a figure with its unit.
        """
        if figure.rate:
            return f"{plain_text(figure.value * HUNDRED)}%"
        text = plain_text(figure.value)
        if not unit or (self.language == "en" and figure.value == 1):  # English units are written in the plural
            return text
        return f"{text} {unit}" if unit.isascii() or self.language == "en" else text + unit

    def amount(
        self,
        amount: Amount | Name,
        leaf: Callable[[Figure], str],
        fact: Label = FACT,
        *,
        clamped: bool = False,
    ) -> str:
        """
        Give an amount in every case: by role, by choice, by reading. `clamped` is one that is 0 where a fact is less.
        """

        def of(each: Amount | Name) -> str:
            return self.amount(each, leaf, fact, clamped=clamped)

        if isinstance(amount, Figure):
            return leaf(amount)
        if isinstance(amount, Name):
            below = self.say(Label("（负数按0计）", " (less than 0 counts as 0)"))
            said = self.say(fact, fact=f"“{self.label(amount)}”")
            return said + below if clamped and self.may_be_negative(amount) else said
        if isinstance(amount, ByRole):
            if self.role is not None:
                return of(amount.of[self.role])
            return self.listed(of(each) + self.bracketed(self.role_label(role)) for role, each in amount.of.items())
        if isinstance(amount, ByChoice):
            options = self.spec.facts[amount.fact.name].options
            case = Label("{fact}为{option}时", "{fact}: {option}")
            cases = {
                id_: self.say(case, fact=f"“{self.label(amount.fact)}”", option=self.quoted(option.label))
                for id_, option in options.items()
            }
            return self.listed(of(each) + self.bracketed(cases[id_]) for id_, each in amount.of.items())
        table = amount.of
        if table is None:
            options = self.spec.readings[amount.reading.name].options
            table = {id_: each.value for id_, each in options.items() if each.value is not None}
        reading = self.spec.readings[amount.reading.name]
        notes = [self.takes(amount.reading.name)]
        for id_, each in table.items():
            if id_ != reading.chosen.name:
                other = Label("若取{option}，则为{said}", "with {option}: {said}")
                notes.append(self.say(other, option=self.quoted(reading.options[id_].label), said=of(each)))
        return of(table[reading.chosen.name]) + self.bracketed(self.say(Label("；", "; ")).join(notes))

    def condition(self, condition: Condition) -> str:
        """
        Say when a condition holds.
        """
        return say_condition(self, condition)

    def rule(self, rule: RuleKind, number: str | None = None) -> Iterator[str]:
        """
        Say a rule, its number and name before it.
        """
        return say_rule(self, rule, number)

    # Readings and words.

    def word(self, word: Word | Figure, meaning: Callable[[str | Figure], str]) -> str:
        """
        Give what a word means; what the options of a reading mean is kept for where readings are said.
        """
        if not isinstance(word, ByReading):
            return meaning(word)
        reading = self.spec.readings[word.reading.name]
        said = {}
        for id_, option in reading.options.items():
            said[id_] = meaning(option.value if isinstance(option.value, Figure) else id_)
            self._meanings.setdefault((word.reading.name, id_), {})[said[id_]] = None
        return said[reading.chosen.name] + self.bracketed(self.takes(word.reading.name))

    def meanings(self, reading: str, option: str) -> tuple[str, ...]:
        """
        Give what an option has been said to mean, each meaning once.
        """
        return tuple(self._meanings.get((reading, option), ()))

    def reading(self, id_: str) -> str:
        """
        Name a reading by its number.
        """
        return self.say(Label("口径{number}", "reading {number}"), number=str(self._numbers[id_]))

    def takes(self, id_: str) -> str:
        """
        Say which option a reading takes, and whether only for now.
        """
        reading = self.spec.readings[id_]
        takes = Label("{reading}暂取{option}", "{reading} for now takes {option}")
        if reading.decided is not None:
            takes = Label("{reading}取{option}", "{reading} takes {option}")
        option = self.quoted(reading.options[reading.chosen.name].label)
        return self.say(takes, reading=self.reading(id_), option=option)
