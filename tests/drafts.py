"""
Whole rule files at random: right by construction, down to the words that the loader asks for or refuses.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

Doc = dict[str, Any]

ROLES = ("judge", "clerk", "书记员")
COMPARISONS = ("at_least", "over", "at_most", "under", "is")
MOST_DERIVED = 12  # so that none comes to too many terms
OPERATIONS = (
    "sum",
    "difference",
    "weighted",
    "product",
    "smallest",
    "largest",
    "quotient",
    "rounded",
    "lookup",
    "amount",
)
RATE_OPERATIONS = ("product", "smallest", "largest", "rounded", "difference", "lookup", "amount")
ROUNDINGS = ("half_up", "down", "up")
NETTINGS = ("after_cap", "before_cap")
PART_STEPS = ("whole_only", "in_proportion", "begun", "passed_only")
KINDS = ("per_item", "per_item", "target", "rate_target", "fixed", "levels", "entered", "bands", "linear", "group")
BONUSES = ("counted", "apart", "within_indicator", "within_base", "within_section")
COUNTS: tuple[Doc, ...] = (
    {}, {}, {"max": 1}, {"max": 12}, {"max": 40}, {"min": 1, "max": 9}, {"allowed": [0, 5, 10]},
    {"max": 5, "default": 2},
)  # fmt: skip
NUMBERS: tuple[Doc, ...] = (
    {"places": 1, "max": 31}, {"places": 2, "max": 100}, {"places": 1, "min": -4, "max": 4},
    {"places": 2, "max": 2, "allowed": [0, Fraction(1, 4), 2]}, {"places": 3, "max": 1, "default": Fraction(1, 8)},
)  # fmt: skip


def may_be_lost(empty: Any) -> bool:
    return empty == "lost" or isinstance(empty, dict)  # a reading, whose options are all the words


class Draft:
    """
    A rule file while it is drawn: facts, derived facts and readings come up where they are needed.
    """

    def __init__(self, draw: DrawFn, kinds: tuple[str, ...] = KINDS, rows: int = 1, *, around: bool = False) -> None:
        self.draw, self.kinds, self.rows = draw, kinds, rows  # `rows`: so many indicators and more
        self.around = around  # whether there is more of what stands around rules than ordinarily
        self.roles = list(ROLES[: draw(st.integers(1, 3))])
        self.facts: dict[str, Doc] = {}
        self.derived: dict[str, Doc] = {}
        self.readings: dict[str, Doc] = {}
        self.flags: list[str] = []
        self.rates: list[str] = []  # derived facts that are rates
        self.first = rows > 1  # whether the next rule has to be of the first kind
        self.own = True  # whether the indicator that is drawn may still have a number of its own
        self.extra = False  # whether an indicator can pass its cap
        self.number = 0
        self.lower, self.graded = (
            self.chance(10),
            self.has(20),
        )  # whether fewer points are better; whether there are grades
        self.extras = self.has(25)  # whether there may be indicators outside the base
        self.whole = self.extras and self.chance(50)  # and whole sections of them
        gone = {"within_indicator"} if self.extras else set()
        self.words = tuple(each for each in BONUSES if each not in gone | ({"within_section"} if self.whole else set()))

    def pick(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def has(self, percent: int) -> bool:
        """
        Say whether something that stands around rules is to be there.
        """
        return self.chance(90 if self.around else percent)

    def some(self, items: list[str]) -> list[str]:
        return [each for each in items if self.chance(60)] or [self.pick(*items)]

    def name(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}{self.number}"

    def fact(self, **spec: Any) -> str:
        name = self.name(self.pick("f", "件"))
        self.facts[name] = {"label": "数据", **spec}
        return name

    def of_type(self, type_: str) -> list[str]:
        return [name for name, each in self.facts.items() if each.get("type", "count") == type_]

    def numeric(self) -> str:
        numbers = [name for name in self.derived if name not in self.rates]
        known = [*self.of_type("count"), *self.of_type("number"), *numbers]
        if known and self.chance(40):
            return str(self.pick(*known))
        few = len(self.derived) < MOST_DERIVED
        form = self.pick("count", "count", "count", "number", *(OPERATIONS if few else ()))
        if form in ("count", "number"):
            kind = {} if form == "count" else {"type": "number"}
            return self.fact(**kind, **self.pick(*(NUMBERS if kind else COUNTS)))
        name = self.name("d")
        self.derived[name] = {"label": "导出", **self.operation(form)}
        return name

    def operation(self, form: str) -> Doc:
        """
        Draw an operation that gives a number.
        """
        if form == "weighted":
            facts = {self.numeric(): None, self.numeric(): None, self.fact(): None}
            return {"sum": {fact: self.amount(self.weight, self.roles) for fact in facts}}
        if form == "quotient":
            below, empty = self.divisor(0, Fraction(1, 2), -3)
            return {"quotient": [self.quantity(), below], **empty}
        if form == "rounded":
            to = self.pick(1, 10, Fraction(1, 2), Fraction(4, 3))
            return {"rounded": self.amount(self.quantity, self.roles), "to": to, "how": self.word(*ROUNDINGS)}
        if form == "lookup":
            return self.lookup(lambda: self.amount(self.quantity, self.roles, negative=True))
        if form == "amount":
            return {"amount": self.amount(self.quantity, self.roles, negative=True)}
        operands = [self.amount(self.quantity, self.roles, negative=True) for _ in range(self.pick(2, 2, 3))]
        if form == "product" and self.chance(30):
            operands.append(self.share())
        return {form: operands}

    def share(self) -> str:
        if self.rates and self.chance(40):
            return str(self.pick(*self.rates))
        form = self.pick("ratio", "ratio", *RATE_OPERATIONS) if self.rates else "ratio"
        name = self.name("d")
        if form == "ratio":
            below, empty = self.divisor("0%", "50%", "-5%")
            operation = {"ratio": [self.quantity(), below], **empty}
        elif form == "rounded":
            operation = {"rounded": self.pick(*self.rates), "to": self.pick("1%", "5%"), "how": self.word(*ROUNDINGS)}
        elif form == "lookup":
            operation = self.lookup(lambda: self.amount(self.rate, self.roles))
        elif form == "amount":
            operation = {"amount": self.amount(self.rate, self.roles)}
        else:
            operation = {form: [self.pick(*self.rates), self.rate(), self.pick(*self.rates)]}
        self.derived[name] = {"label": "比率", **operation}
        self.rates.append(name)
        return name

    def divisor(self, *empty: Any) -> tuple[str, Doc]:
        """
        Draw a denominator, and what holds where it is 0, if it can be.
        """
        below = self.fact(min=1, max=40) if self.chance(30) else self.quantity_fact()
        return below, {} if self.facts[below].get("min") == 1 else {"empty": self.pick(*empty)}

    def quantity_fact(self) -> str:
        return self.fact(**self.pick({}, {"max": 12}, {"type": "number", "places": 1, "min": -4, "max": 4}))

    def flag(self) -> str:
        known = [*self.of_type("flag"), *self.flags]
        if known and self.chance(60):
            return str(self.pick(*known))
        return self.fact(type="flag", **self.pick({}, {"default": False}))

    def choice(self) -> str:
        known = self.of_type("choice")
        if known and self.chance(60):
            return str(self.pick(*known))
        options: Doc = {"a": "甲", "b": {"label": "乙"}}
        options |= self.pick({}, {"c": {"label": {"zh": "丙", "en": "third"}}})
        if self.chance(50):
            figures = self.pick((1, 0, 2), (3, -2, Fraction(1, 2)), (-1, -3, 0))
            labels = {id_: each if isinstance(each, dict) else {"label": each} for id_, each in options.items()}
            options = {id_: {**labels[id_], "figure": figure} for id_, figure in zip(options, figures, strict=False)}
        return self.fact(type="choice", options=options, **self.pick({}, {"default": "b"}))

    # Figures.

    def points(self) -> Any:
        return self.pick(1, 2, 3, 5, Fraction(1, 2), Fraction(1, 5), Fraction(1, 10), Fraction(4, 3))

    def quantity(self) -> Any:
        return self.numeric() if self.chance(70) else self.pick(0, 1, 3, 10, Fraction(5, 2), Fraction(4, 3))

    def weight(self) -> Any:
        return self.pick(1, Fraction(3, 10), "70%", Fraction(4, 3))

    def rate(self) -> Any:
        return self.pick("8%", "5%", "95%", "12.5%", "0%", "0.5%")

    def has_figures(self, choice: str, *, negative: bool) -> bool:
        """
        Say whether all options of a choice have a figure, and whether those below 0 may stand here.
        """
        options = self.facts[choice]["options"].values()
        figures = [each["figure"] for each in options if "figure" in each]  # or in a label, which never says so
        return len(figures) == len(options) and (negative or min(figures) >= 0)

    def amount(
        self, figure: Callable[[], Any], roles: list[str], *, choices: bool = True, negative: bool = False
    ) -> Any:
        """
        Draw a figure as it stands, or one for each option of a reading, for each role, for each option of a choice.
        """
        form = self.pick(*["figure"] * 6, "of", "value", "role", *(["choice"] if choices else []))
        if form == "role":
            return {"by": "role", "of": {role: figure() for role in roles}}
        if form == "choice":
            fact = self.choice()
            if figure != self.rate and self.has_figures(fact, negative=negative) and self.chance(50):
                return {"by": fact}
            return {"by": fact, "of": {option: figure() for option in self.facts[fact]["options"]}}
        if form == "value":
            return {"reading": self.question({option: {"label": "口径", "value": figure()} for option in ("v1", "v2")})}
        if form == "of":
            known = list(self.readings)
            reading = (
                self.pick(*known) if known and self.chance(50) else self.question(dict.fromkeys(("o1", "o2"), "口径"))
            )
            return {"reading": reading, "of": {option: figure() for option in self.readings[reading]["options"]}}
        return figure()

    def question(self, options: Doc) -> str:
        name = self.name("r")
        decided = {"decided": {"by": "领导小组", "date": "2024-03-01"}} if self.chance(20) else {}
        self.readings[name] = {
            "at": "五",
            "question": "如何",
            "options": options,
            "chosen": self.pick(*options),
            **decided,
        }
        return name

    def word(self, *words: str) -> Any:
        """
        Draw a word, or a reading whose options are some of the words.
        """
        if self.chance(75):
            return self.pick(*words)
        known = [name for name, each in self.readings.items() if each["options"].keys() <= set(words)]
        two = {self.pick(*words[: len(words) // 2]): "前", self.pick(*words[len(words) // 2 :]): "后"}
        return {"reading": self.pick(*known) if known and self.chance(50) else self.question(two)}

    # Conditions.

    def condition(self, roles: list[str], depth: int = 0) -> Doc:
        form = self.pick(
            "fact", "fact", "fact", "flag", "choice", "reading", "role", *(("all", "any", "not") if depth < 2 else ())
        )
        if form in ("all", "any"):
            return {form: [self.condition(roles, depth + 1) for _ in range(self.pick(1, 2))]}
        if form == "not":
            return {"not": self.condition(roles, depth + 1)}
        if form == "flag":
            return {"fact": self.flag(), "is": self.pick(True, False)}  # the two values of a flag
        if form == "choice":
            fact = self.choice()
            return {"fact": fact, "is": self.pick(*self.facts[fact]["options"])}
        if form == "reading" and self.readings:
            reading = self.pick(*self.readings)
            return {"reading": reading, "is": self.pick(*self.readings[reading]["options"])}
        if form == "role":
            return {"role": self.some(self.roles)}
        if self.chance(20):
            other = self.share() if self.chance(30) else self.pick("0%", "50%", "-5%")
            return {"fact": self.share(), self.pick(*COMPARISONS): other}
        words = self.draw(st.lists(st.sampled_from(COMPARISONS), min_size=1, max_size=2, unique=True))
        operands = {word: self.amount(self.operand, roles, negative=True) for word in words}
        return {"fact": self.numeric(), **operands}

    def operand(self) -> Any:
        return self.numeric() if self.chance(20) else self.pick(0, 1, 2, 5, -1, Fraction(1, 2))

    # Rules.

    def rule(self, roles: list[str]) -> Doc:
        kind = self.kinds[0] if self.first else self.pick(*self.kinds)
        self.first = False
        rule = {"kind": kind, **getattr(self, kind)(roles)}
        if "when" in rule or self.chance(30):
            rule["when"] = self.condition(roles)
        return rule

    def limit(self, roles: list[str]) -> Doc:
        return (
            {"limit": self.amount(lambda: self.pick(1, 2, 5, Fraction(1, 2)), roles, choices=False)}
            if self.chance(25)
            else {}
        )

    def cost(self, roles: list[str]) -> Any:
        return self.amount(lambda: self.numeric() if self.chance(8) else self.points(), roles)

    def per_item(self, roles: list[str]) -> Doc:
        ways = self.pick(["deduct"], ["deduct"], ["add"], ["deduct", "add"])
        facts = {way: dict.fromkeys(self.numeric() for _ in range(self.pick(1, 1, 2))) for way in ways}
        rule: Doc = {way: {fact: self.cost(roles) for fact in counted} for way, counted in facts.items()}
        if self.chance(30):
            rule["free"] = self.pick(1, 3)
        if self.chance(30):
            rule |= {"per": self.pick(2, 3, Fraction(1, 2), Fraction(4, 3)), "part_step": self.word(*PART_STEPS)}
        return rule | (self.limit(roles) if len(ways) == 1 else {})

    def sides(self, roles: list[str]) -> Doc:
        ends = self.pick(["below"], ["above"], ["below", "above"], ["below", "above"])
        likely = {"below": "deduct", "above": "add"}
        sides: Doc = {}
        for end in ends:
            way = likely[end] if self.chance(75) else self.pick("deduct", "add")
            sides[end] = {way: self.cost(roles), **self.limit(roles)}
        return sides | (self.limit(roles) if len(ends) == 1 else {})

    def target(self, roles: list[str]) -> Doc:
        value, target = self.amount(self.numeric, roles), self.amount(self.quantity, roles)
        step = self.pick(1, 1, 5, Fraction(1, 2), Fraction(4, 3))
        return {
            "value": value,
            "target": target,
            "step": step,
            **self.sides(roles),
            "part_step": self.word(*PART_STEPS, "rounded_rate"),
        }

    def rate_target(self, roles: list[str]) -> Doc:
        numerator, denominator = self.amount(self.quantity, roles), self.amount(self.quantity, roles)
        empty = self.rate() if self.chance(20) else self.word("on_target", "lost")
        sides = self.sides(roles)
        if may_be_lost(empty) and any("add" in sides.get(end, ()) for end in ("below", "above")):
            sides.pop("limit", None)  # what is lost is a deduction, so the rule has two ways
        return {
            "numerator": numerator, "denominator": denominator, "target": self.amount(self.rate, roles),
            "step": self.pick("1%", "5%", "0.5%", "12.5%"), **sides,
            "part_step": self.word(*PART_STEPS, "rounded_rate"), "empty": empty,
        }  # fmt: skip

    def fixed(self, roles: list[str]) -> Doc:
        way = self.pick("deduct", "add")
        points = "all" if way == "deduct" and self.chance(30) else self.cost(roles)
        return {"when": {}, way: points, **self.limit(roles)}

    def levels(self, roles: list[str]) -> Doc:
        fact = self.choice()
        ways = {option: self.pick("deduct", "add", "add") for option in self.facts[fact]["options"]}
        if "figure" in self.facts[fact]["options"]["b"] and self.chance(50):
            return {"fact": fact, **self.pick({}, {"as": "deduct"})}
        found: Doc = {"fact": fact}
        for option, way in ways.items():
            found.setdefault(way, {})[option] = 0 if option != "a" and self.chance(20) else self.cost(roles)
        return found | (self.limit(roles) if len(set(ways.values())) == 1 else {})

    def entered(self, roles: list[str]) -> Doc:
        own = {"out_of": self.pick(3, 10, 100, Fraction(15, 2)), **self.pick({}, {"places": 0}, {"places": 1})}
        if self.own and self.chance(50):
            self.own = False
        else:
            own = {"value": self.amount(self.numeric, roles)}
            own |= {"out_of": self.pick(3, 40, Fraction(4, 3))} if self.chance(40) else {}
        return {**own, **self.pick({}, {"as": "deduct"}), **self.limit(roles)}

    def row(self, roles: list[str], *, nought: bool = True) -> Doc:
        return {self.pick("deduct", "add"): 0 if nought and self.chance(25) else self.cost(roles)}

    def ends(self, number: int) -> tuple[str, list[Any]]:
        """
        Draw what a table looks up, and figures for it that go up.
        """
        if self.chance(50):
            figures = st.lists(st.sampled_from([-1, 0, 1, Fraction(5, 2), 3, 8, 20]), min_size=number, max_size=number)
            return self.numeric(), sorted(self.draw(figures.filter(lambda each: len(set(each)) == number)))
        first = self.pick(-5, 0, 20)
        return self.share(), [f"{first + each * 35}%" for each in range(number)]

    def bands(self, roles: list[str]) -> Doc:
        value, rows = self.table(roles)
        return {"value": value, "rows": [*({**row, **self.row(roles)} for row in rows), self.row(roles, nought=False)]}

    def lookup(self, figure: Callable[[], Any]) -> Doc:
        value, rows = self.table(self.roles)
        return {"lookup": value, "rows": [{**row, "value": figure()} for row in (*rows, {})]}

    def table(self, roles: list[str]) -> tuple[str, list[Doc]]:
        """
        Draw what is looked up, and the rows of a table but for what they give; the last row has neither end nor condition.
        """
        value, ends = self.ends(self.pick(1, 2, 3))
        words = self.pick(("at_least", "over"), ("at_most", "under"))
        ends = ends[::-1] if words[0] == "at_least" else ends
        return value, [
            {self.pick(*words): end, **({"when": self.condition(roles)} if self.chance(20) else {})} for end in ends
        ]

    def linear(self, roles: list[str]) -> Doc:
        value, ends = self.ends(self.pick(2, 2, 3))
        knots = [{"is": end, **self.row(roles, nought=end is not ends[0])} for end in ends]
        return {
            "value": value, "knots": knots,
            **{side: self.row(roles) for side in ("below", "above") if self.chance(30)},
        }  # fmt: skip

    def group(self, roles: list[str]) -> Doc:
        kinds, self.kinds = self.kinds, tuple(each for each in KINDS if each != "group")
        rules = [self.rule(roles) for _ in range(self.pick(1, 2, 2, 3))]
        self.kinds = kinds
        ways = {way for rule in rules for way in self.ways(rule)}
        return {"take": self.pick("sum", "largest"), "rules": rules, **(self.limit(roles) if len(ways) == 1 else {})}

    # Indicators and sections.

    def indicators(
        self, roles: list[str], words: tuple[str, ...], *, extra: bool = False, few: bool = False
    ) -> tuple[list[Doc], dict[str, Fraction]]:
        """
        Draw some indicators, and the sum of their caps for each role; in an `extra` section all are extra.
        """
        rows, sums = [], dict.fromkeys(roles, Fraction(0))
        for _ in range(1 if few else max(self.rows, self.pick(1, 1, 2, 3))):
            own = self.some(roles) if self.chance(30) else roles
            caps = {role: Fraction(self.cap()) for role in own}
            cap: Any = {"by": "role", "of": caps}
            if self.chance(85):
                cap = self.cap()
                caps = dict.fromkeys(own, Fraction(cap))
            weights = self.weights(own)
            own_extra = not extra and self.extras and self.chance(70 if self.around else 40)
            for role in () if extra or own_extra else own:
                sums[role] += caps[role] * weights[role]
            keys = ({} if own is roles else {"roles": own}) | ({"extra": True} if own_extra else {})
            row = self.indicator(own, cap, min(caps.values()), words, extra=extra or own_extra)
            row |= self.decisions(own, row["cap"]) | self.rounded(row)
            rows.append(row | keys | weighted(weights))
        if len(rows) > 1 and not extra and self.chance(15):
            self.exchange(*rows[:2])
        return rows, sums

    def weights(self, roles: list[str]) -> dict[str, Fraction]:
        """
        Draw a weight for each role, the same more often than not.
        """
        figures = (Fraction(1, 2), Fraction(3, 10), Fraction(2), Fraction(4, 3))
        if not self.has(15):
            return dict.fromkeys(roles, Fraction(1))
        return (
            {role: self.pick(*figures) for role in roles}
            if self.chance(20)
            else dict.fromkeys(roles, self.pick(*figures))
        )

    def cap(self) -> Any:
        return self.pick(1, 2, 5, 8, 10, 20, Fraction(15, 2), Fraction(4, 3))

    def decisions(self, roles: list[str], cap: Any) -> Doc:
        """
        Draw rows that decide the points of an indicator, or, without a cap of its own, of a section.
        """
        if not self.has(15):
            return {}
        forms = ("nought", "left_out") if cap is None else ("nought", "left_out", "left_out", "cap", "figure")
        rows = []
        for _ in range(self.pick(1, 1, 2)):
            form = self.pick(*(each for each in forms if each != "cap" or cap != "none"))
            points = {"nought": 0, "figure": None}.get(form, form)
            points = self.amount(self.quantity, roles) if points is None else points
            rows.append({"when": self.condition(roles), "points": points, **self.pick({}, {"at": "六"})})
        return {"points_when": rows}

    def rounded(self, row: Doc) -> Doc:
        """
        Draw the rounding of an indicator, by a figure that divides its cap and its floor.
        """
        ends = [each for each in (row["cap"], row.get("floor", 0)) if each != "none"]
        if any(isinstance(each, dict) for each in ends) or not self.has(15):
            return {}
        to = Fraction(1, lcm(*(Fraction(each).denominator for each in ends))) * self.pick(
            1, Fraction(1, 2), Fraction(1, 10)
        )
        return {"rounded": {"to": to, "how": self.pick("half_up", "down", "up")}}

    def indicator(self, roles: list[str], cap: Any, least: Fraction, words: tuple[str, ...], *, extra: bool) -> Doc:
        self.own = True
        rules = [self.rule(roles) for _ in range(self.pick(1, 1, 2, 3))]
        row = {"id": self.name("i"), "at": "五", "label": "指标", "cap": cap, "rules": rules}
        ways = {way for rule in rules for way in self.ways(rule)}
        deducts, adds = (way in ways for way in ("deduct", "add"))
        start = self.pick("full", "full", "full", "zero", "figure")
        if extra:
            start = self.pick("zero", "zero", "figure", "full")
            self.extra = True
            row |= {"bonuses": self.bonuses(words, roles)} if self.has(20) else {}
            if start != "full" and not any(map(needs_cap, rules)) and self.chance(80):
                row["cap"] = "none"
        if start != "figure":
            row |= {} if start == ("zero" if extra else "full") else {"start": start}
        if start == "figure":
            row["start"] = self.amount(lambda: self.pick(least / 2, least), roles, choices=False)
        elif adds and start == "full" and not extra:
            self.extra = True
            row |= {"bonuses": self.bonuses(words, roles)} if self.has(20) else {}
        if start == "zero" and deducts and adds and self.chance(30):
            return row | {"netting": "before_cap"}
        if self.chance(30) or (start == "zero" and deducts):
            row["floor"] = (
                "none"
                if self.chance(40)
                else self.amount(lambda: self.pick(-1, -5, Fraction(-1, 2)), roles, choices=False)
            )
        return row | (
            {"netting": self.word(*NETTINGS)}
            if deducts and adds and (len(rules) > 1 or "add" in rules[0] or rules[0]["kind"] == "group")
            else {}
        )

    def unsectioned(self) -> tuple[str, ...]:
        """
        Give what may become of extra where there are no sections.
        """
        return tuple(each for each in self.words if each != "within_section")

    def bonuses(self, words: tuple[str, ...], roles: list[str]) -> Any:
        """
        Draw what becomes of extra, now and then with a limit.
        """
        if not self.has(20):
            return self.word(*words)
        counted = tuple(each for each in words if each not in ("apart", "within_indicator"))
        reach = self.word(*words)
        limit = self.amount(lambda: self.pick(0, 1, 3, Fraction(5, 2)), roles, choices=False)
        return {"reach": reach if isinstance(reach, dict) else self.pick(*counted), "limit": limit}

    def ways(self, rule: Doc) -> set[str]:
        """
        Give the ways in which a rule may move points.
        """
        if rule["kind"] == "levels" and not rule.keys() & {"deduct", "add"}:
            return {"deduct", "add"}
        if rule["kind"] == "entered":
            return {rule.get("as", "add")}
        lost = {"deduct"} if may_be_lost(rule.get("empty")) else set()
        if rule["kind"] == "group":
            return {way for each in rule["rules"] for way in self.ways(each)}
        sides = (rule, rule.get("below", ()), rule.get("above", ()), *rule.get("rows", ()), *rule.get("knots", ()))
        return lost | {way for way in ("deduct", "add") if any(way in side for side in sides)}

    def exchange(self, one: Doc, other: Doc) -> None:
        """
        Let a reading say which of two indicators has which cap; the sum stays.
        """
        if (
            (one.keys() | other.keys()) & {"start", "roles", "weight", "extra", "rounded"}
            or isinstance(one["cap"], dict)
            or isinstance(other["cap"], dict)
        ):
            return
        first, second = one["cap"], other["cap"]
        reading = self.question({"o1": "前", "o2": "后"})
        one["cap"] = {"reading": reading, "of": {"o1": first, "o2": second}}
        other["cap"] = {"reading": reading, "of": {"o1": second, "o2": first}}

    def sections(self) -> tuple[Doc, dict[str, Fraction]]:
        """
        Draw sections, some in parts for different roles, or indicators alone; and what each role can earn.
        """
        if self.rows > 1 or self.chance(40):
            rows, sums = self.indicators(self.roles, self.unsectioned())
            return {"indicators": rows}, sums
        sums, parts = dict.fromkeys(self.roles, Fraction(0)), []
        for _ in range(self.pick(1, 2, 2)):
            id_, inner = self.name("s"), self.pick(*((0, 1, 2) if self.around else (0, 0, 0, 0, 1, 2)))
            ids = [self.name("s") for _ in range(inner)]
            roles = self.some(self.roles) if self.chance(20) else self.roles
            parts += self.parts(id_, roles, sums, ids)
        return {"sections": parts}, sums

    def parts(
        self,
        id_: str,
        roles: list[str],
        sums: dict[str, Fraction],
        inner: list[str],
        *,
        extra: bool = False,
        few: bool = False,
    ) -> list[Doc]:
        """
        Draw a section for some roles, now and then in two parts, with sections of the ids `inner` in it or with indicators.

        There is one where there are to be `few`. What it is worth for each role is added to `sums`.
        """
        found = []
        split = self.pick(*range(1, len(roles))) if len(roles) > 1 and self.chance(20 if few else 50) else 0
        for own in filter(None, (roles[:split], roles[split:])):
            on_top = extra or (self.whole and self.chance(50))
            totals = dict.fromkeys(own, Fraction(0))
            if inner:
                parts = [
                    part for each in inner for part in self.parts(each, own, totals, [], extra=on_top, few=self.around)
                ]
                content: Doc = {"sections": parts}
            else:
                rows, totals = self.indicators(own, self.words, extra=on_top, few=few)
                content = {"indicators": rows}
            weights = self.weights(own)
            worth: Doc = {"extra": True} if on_top else {"total": by_role(totals)}
            part = {"id": id_, "at": "四", "label": "类别", "roles": own, **worth, **content}
            found.append(part | weighted(weights) | self.decisions(own, None))
            if self.has(15):
                found[-1]["bonuses"] = self.bonuses(self.words, own)
            for role in () if on_top else own:
                sums[role] += totals[role] * weights[role]
        return found

    def operations(self) -> Doc:
        """
        Draw one indicator whose rules read every operation.
        """
        numbers = {}
        for form in OPERATIONS:
            operation, name = self.operation(form), self.name("d")
            self.derived[name] = {"label": "导出", **operation}
            numbers[name] = self.pick(1, Fraction(1, 2))
        rules: list[Doc] = [{"kind": "per_item", "add": numbers}]
        rules += [{"kind": "fixed", "when": {"fact": self.share(), "over": "10%"}, "add": 1} for _ in range(2)]
        row = {"id": "i", "at": "五", "label": "指标", "cap": 1000, "start": "zero", "rules": rules}
        return self.file_of({"indicators": [row]}, dict.fromkeys(self.roles, Fraction(1000)))

    def effect(self) -> Doc:
        """
        Draw what a veto does.
        """
        effects: list[Any] = [
            "no_score",
            *([] if self.lower else ["zero"]),
            *([{"grade": "g9"}] if self.graded else []),
        ]
        return {"effect": self.pick(*effects)} if self.has(30) else {}

    def vetoes(self) -> Doc:
        events: Doc = {}
        for _ in range(self.pick(*((0, 1, 2, 2) if self.around else (0, 1, 2)))):
            name = self.name("v")
            events[name] = {"label": "否决", **self.effect()}
            events[name] |= {"when": self.condition(self.roles)} if self.chance(40) else {}
            if "when" not in events[name]:
                self.flags.append(name)
        reach = {
            "reach": "period"
            if any(map(has_effect, events.values()))
            else self.word("period", "to_year_end", "whole_year"),
            "counts_as": "left_out" if self.lower else self.word("left_out", "as_failed"),
        }
        if all(map(has_effect, events.values())):
            del reach["counts_as"]
        return {"vetoes": {"at": "五", "effect": "no_score", **reach, "events": events}} if events else {}

    def score(self, sums: dict[str, Fraction]) -> Doc:
        """
        Draw what becomes of the total.
        """
        if not self.has(20):
            return {}
        low, high = min(sums.values()) / 4, max(Fraction(1), *sums.values())
        limits: Doc = {"at_least": low} if self.chance(40) else {}
        limits |= (
            {"at_most": self.amount(lambda: self.pick(high, high + 1), self.roles, choices=False)}
            if self.chance(40)
            else {}
        )
        limits |= (
            {"rounded": {"to": Fraction(1, 2), "how": self.pick("half_up", "down", "up")}} if self.chance(40) else {}
        )
        lower = {"better": "lower"} if self.lower else {}
        return {"score": lower | limits} if lower | limits else {}

    def grades(self, sums: dict[str, Fraction], items: list[str]) -> Doc:
        """
        Draw grades with what closes and moves them.
        """
        most = max(Fraction(1), *sums.values())
        words, ends = ("at_least", "over"), [most * Fraction(9, 10), most / 2, most / 5]
        if self.lower:
            words, ends = ("at_most", "under"), ends[::-1]
        rows: list[Doc] = [
            {"grade": f"g{place}", "label": "等次", self.pick(*words): end, "verdict": self.pick("pass", "fail")}
            for place, end in enumerate(ends[: self.pick(1, 2, 3)])
        ]
        rows = [each | ({"when": self.after_scoring(items)} if self.chance(30) else {}) for each in rows]
        found: Doc = {"rows": [*rows, {"grade": "g9", "label": "其余", "verdict": "fail"}]}
        if self.has(50):
            found["bars"] = [
                {"grade": self.pick(*(each["grade"] for each in rows)), "at": "五", "when": self.after_scoring(items)}
            ]
        if self.has(50):
            found["moves"] = [{self.pick("down", "up"): self.pick(1, 2), "at": "五", "when": self.after_scoring(items)}]
        return {"grades": found}

    def after_scoring(self, items: list[str]) -> Doc:
        """
        Draw a condition that may ask for points.
        """
        form = self.pick("fact", "score", "every")
        if form == "fact":
            return self.condition(self.roles)
        compared = {self.pick(*COMPARISONS[:-1]): self.pick(0, 1, 4, Fraction(15, 2))}
        return (
            {"every": "indicator", **compared} if form == "every" else {"score": self.pick("total", *items), **compared}
        )

    def related(self) -> str:
        return self.fact(**self.pick(*COUNTS)) if self.chance(20) else self.numeric()

    def relation(self) -> Doc:
        limit: Doc = {"fact": self.related(), "at_most": self.related() if self.chance(60) else 99999}
        return {"any": [limit, {"fact": self.flag(), "is": True}]} if self.chance(30) else limit | {"at": "六"}

    def document(self) -> Doc:
        vetoes = self.vetoes()
        content, sums = self.sections()
        optional: Doc = {"relations": [self.relation() for _ in range(self.pick(0, 0, 1, 2))]}
        if self.extra:
            optional["bonuses"] = self.bonuses(self.words if "sections" in content else self.unsectioned(), self.roles)
        optional |= self.score(sums)
        if self.graded:
            optional |= self.grades(sums, self.of_all(content))
        elif self.chance(80):
            marks = [min(sums.values()) * share for share in (Fraction(9, 10), 1, 0)]
            optional["pass_mark"] = self.amount(lambda: self.pick(*marks), self.roles, choices=False)
        return self.file_of(content, sums, **optional, **vetoes)

    def of_all(self, content: Doc) -> list[str]:
        """
        Give the ids of sections and indicators that all roles have.
        """
        found = [each["id"] for each in content.get("indicators", ()) if "roles" not in each]
        for each in content.get("sections", ()):
            if len(each["roles"]) == len(self.roles):
                found += [each["id"], *self.of_all(each)]
        return found

    def conditional(self) -> None:
        """
        Let some facts be needed only where a condition holds, which rests on facts that are always needed.
        """
        plain = [name for name, each in self.facts.items() if "default" not in each]
        for name in self.some(plain)[:2] if plain else []:
            flag, number = self.fact(type="flag"), self.fact(max=3)
            conditions = {"fact": flag, "is": True}, {"fact": number, "at_least": 1}, {"not": {"fact": number, "is": 0}}
            self.facts[name]["needed_when"] = {
                self.pick("all", "any"): [self.pick(*conditions), self.pick(*conditions)]
            }
            for each in (flag, number):
                if each not in str(self.facts[name]["needed_when"]):
                    del self.facts[each]

    def file_of(self, content: Doc, sums: dict[str, Fraction], **optional: Any) -> Doc:
        """
        Put a file together with all that has been declared.
        """
        optional |= {"facts": self.facts, "derived": self.derived, "readings": self.readings}
        return {
            "format": 1, "policy": "random", "version": "1.0.0", "title": "办法", "source": {"issuer": "法院"},
            "in_force": {"from": "2024-01-01"}, "period": "month", "base": by_role(sums),
            "roles": dict.fromkeys(self.roles, "岗位"),
            "display": {"places": self.pick(0, 1, 2, 3), "rounding": self.pick("half_up", "down", "up")},
            **{key: each for key, each in optional.items() if each or key == "pass_mark"}, **content,
        }  # fmt: skip


def needs_cap(rule: Doc) -> bool:
    """
    Say whether a rule means something only where its indicator has a cap.
    """
    if rule["kind"] == "entered":
        return "value" not in rule or "out_of" in rule
    inner = any(map(needs_cap, rule["rules"])) if rule["kind"] == "group" else False
    return inner or rule.get("deduct") == "all" or may_be_lost(rule.get("empty"))


def has_effect(event: Doc) -> bool:
    """
    Say whether a veto leaves a score.
    """
    return bool(event.get("effect", "no_score") != "no_score")


def weighted(weights: dict[str, Fraction]) -> Doc:
    """
    Write weights, if they say something.
    """
    return {} if set(weights.values()) == {1} else {"weight": by_role(weights)}


def by_role(figures: dict[str, Fraction]) -> Any:
    """
    Write one figure for all roles, or one for each.
    """
    return {"by": "role", "of": figures} if len(set(figures.values())) > 1 else next(iter(figures.values()))
