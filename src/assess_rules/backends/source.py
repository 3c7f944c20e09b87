"""
Writes an integer plan as Python functions: straight assignments and comparisons of whole numbers.

Generated source holds whole numbers and our own names only; the policy's words come in as variables.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any

from assess_rules.ir import (
    Add,
    And,
    Compare,
    Comparison,
    Const,
    Equal,
    Expr,
    Fact,
    Input,
    Max,
    Min,
    Mul,
    Not,
    Or,
    Plan,
    Quotient,
    Ref,
    Scale,
    Select,
    children,
    steps_read,
)
from assess_rules.legalize import UNIT, IntegerPlan, Scaled

TABLE_SIZE = 4096
MOST_NESTED = 30
MOST_ADDED = 200  # terms of one sum: Python's own compiler goes one call deeper for each
MOST_BITS = 14_000  # of a number in decimals
TYPES = {"count": "int", "flag": "bool", "choice": "str"}
SIGNS: Mapping[Comparison, str] = {"=": "==", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}
TRUE, FALSE = "True", "False"


class PointsTable(dict[int, Fraction]):
    """
    Whole numbers of a unit, in points: made once, then looked up.
    """

    def __init__(self, unit: Fraction) -> None:
        super().__init__()
        self.unit = unit

    def __missing__(self, units: int) -> Fraction:
        value = self.unit * units
        if len(self) < TABLE_SIZE:
            self[units] = value
        return value


class FunctionWriter:
    """
    Writes one function of the facts that a plan reads.
    """

    def __init__(self, plan: Plan, integers: IntegerPlan) -> None:
        self.plan, self.integers = plan, integers
        self.read = [each for each in plan.inputs if each.read]
        self.facts = {each.name: f"f{number}" for number, each in enumerate(self.read)}
        self.steps = dict(integers.steps)
        self.names = {name: f"s{number}" for number, name in enumerate(self.steps)}
        self.inlined: frozenset[str] = frozenset()
        self.depths: dict[str, int] = {}
        self.variables: dict[str, Any] = {"Fraction": Fraction}
        self.words: dict[str, str] = {}
        self.tables: dict[Fraction, str] = {}
        self.temporaries = 0

    def checked(self, result: type, owner: object, nobody: object, beside: Callable[..., object]) -> Callable[..., Any]:
        """
        Give the function that checks a record and makes its result; it gives None where the door for facts has to look.

        `beside` says whose the record is where it holds more than the role and the facts that the plan reads.
        """
        types = [check for each in self.read for check in self._fact_checks(each)]
        relations = self._relations()
        body, total, verdict = self._scored()
        self.variables |= {"Result": result, "owner": owner, "nobody": nobody, "beside": beside, "get": self._getter()}
        return self._function(
            "facts",
            [
                "try:",
                "    values = get(facts)",
                "except KeyError:",
                "    return None",
                f"if len(facts) == {1 + len(self.read)}:",
                "    context = nobody",
                "else:",
                "    context = beside(facts)",
                "    if context is None:",
                "        return None",
                self._unpacked(),
                f"if not ({' and '.join(types) or TRUE}):",
                "    return None",
                *relations,
                *body,
                f"total = {total}",
                f"return Result(owner, values, total, {verdict}, context)",
            ],
        )

    def accepted(self) -> Callable[..., Any]:
        """
        Give the function that turns facts which have been accepted into a total and a verdict.
        """
        body, total, verdict = self._scored()
        lines = [self._unpacked(), *body, f"total = {total}", f"return total, {verdict}"]
        return self._function("values", lines)

    def figures(self, rows: Sequence[Sequence[str | None]]) -> Callable[..., Any]:
        """
        Give the function that turns accepted facts into rows of points; None stands for itself.
        """
        values = [[None if step is None else self.integers.values[step] for step in row] for row in rows]
        body = self._body(each for row in values for each in row if each is not None)
        shown = [f"({', '.join(map(self._points, row))},)," for row in values]
        return self._function("values", [self._unpacked(), *body, f"return ({' '.join(shown)})"])

    def _function(self, parameter: str, lines: Iterable[str]) -> Callable[..., Any]:
        source = "\n    ".join([f"def written({parameter}):", *lines])
        exec(compile(source, "<assess_rules plan>", "exec"), self.variables)  # noqa: S102 (whole numbers and our own names)
        function: Callable[..., Any] = self.variables["written"]
        return function

    def _getter(self) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
        if len(self.facts) > 1:
            return itemgetter(*self.facts)
        return lambda facts: tuple(facts[name] for name in self.facts)

    def _unpacked(self) -> str:
        return f"{', '.join(self.facts.values())}, = values" if self.facts else "pass"

    # Scores, verdicts, checks.

    def _scored(self) -> tuple[list[str], str, str]:
        """
        Give the assignments, the total and the verdict.
        """
        total = self.integers.values[self.plan.score]
        events = [self.integers.values[each.step].numerator for each in self.plan.vetoes if each.effect == "no_score"]
        passed = [] if self.plain_mark or self.plan.passed is None else [self.integers.values[self.plan.passed]]
        body = self._body([total, *(Scaled(total.factor, each) for each in events), *passed])
        vetoed = " or ".join(map(self.text, events))
        verdict = self._verdict(total)
        return body, self._exact(total), f"'vetoed' if {vetoed} else {verdict}" if vetoed else verdict

    def _exact(self, value: Scaled) -> str:
        """
        Give a value in its unit, or as a fraction in points where it has a denominator.
        """
        if value.denominator is None:
            return self.text(value.numerator)
        above = self.text(Scale(Fraction(value.factor.numerator), value.numerator))
        below = self.text(Scale(Fraction(value.factor.denominator), value.denominator))
        return f"Fraction({above}, {below})"

    def _points(self, value: Scaled | None) -> str:
        if value is None:
            return "None"
        if value.denominator is not None:
            return self._exact(value)
        table = self.tables.setdefault(value.factor, f"u{len(self.tables)}")
        self.variables.setdefault(table, PointsTable(value.factor))
        return f"{table}[{self.text(value.numerator)}]"

    @property
    def plain_mark(self) -> bool:
        """
        Say whether the verdict is a matter of a pass mark that the total has to reach.
        """
        return self.plan.pass_mark is not None and self.plan.better == "higher"

    def _verdict(self, total: Scaled) -> str:
        if self.plain_mark:
            return self._pass_mark(total)
        if self.plan.passed is None:
            return "None"
        return f"'pass' if {self.text(self.integers.values[self.plan.passed].numerator)} else 'fail'"

    def _pass_mark(self, total: Scaled) -> str:
        mark = self.plan.pass_mark
        assert mark is not None
        if total.denominator is None:
            units = mark / total.factor  # total ≥ units, for a whole total: round up
            return f"'pass' if total >= {_literal(-(-units.numerator // units.denominator))} else 'fail'"
        return f"'pass' if total.numerator * {mark.denominator} >= total.denominator * {mark.numerator} else 'fail'"

    def _relations(self) -> list[str]:
        """
        Give the lines that leave a record to the door for facts where a relation does not hold, or is not read here.
        """
        relations = zip(self.plan.checks, self.integers.checks, strict=True)
        conditions = [condition for check, condition in relations if set(check.facts) <= self.facts.keys()]
        lines = self._body(Scaled(UNIT, each) for each in conditions)
        for each in conditions:
            holds = self.text(each) if _depth(each, self.depths) <= MOST_NESTED else FALSE
            lines += [f"if not {holds}:", "    return None"]
        return lines

    def _fact_checks(self, each: Input) -> list[str]:
        if each.type not in TYPES:
            return [FALSE]  # a number with decimal places has to be scaled first
        name = self.facts[each.name]
        found = [f"type({name}) is {TYPES[each.type]}"]
        if each.type == "count":
            found.append(f"{int(each.minimum)} <= {name} <= {int(each.maximum)}")
        if each.allowed:
            found.append(f"{name} in ({', '.join(str(int(number)) for number in each.allowed)},)")
        if each.type == "choice":
            found.append(f"{name} in ({', '.join(self._word(option) for option, _ in each.options)},)")
        return found

    # Steps and expressions.

    def _body(self, wanted: Iterable[Scaled]) -> list[str]:
        """
        Give the assignments that the wanted values need.

        A step that is used once is written where it is used, unless brackets would nest deeper than Python reads.
        """
        uses = self._uses(wanted)
        once = {name for name, count in uses.items() if count == 1}
        depths = self.depths = {}
        for name, expr in self.steps.items():
            depths[name] = _depth(expr, depths)
            if name not in once or depths[name] > MOST_NESTED:
                once.discard(name)
                depths[name] = 1
        self.inlined = frozenset(once)
        return [
            f"{self.names[name]} = {self.text(expr)}"
            for name, expr in self.steps.items()
            if name in uses and name not in self.inlined
        ]

    def _uses(self, wanted: Iterable[Scaled]) -> dict[str, int]:
        uses: dict[str, int] = {}
        ends = [end for each in wanted for end in (each.numerator, each.denominator) if end is not None]
        open_ = [name for end in ends for name in steps_read(end)]
        while open_:
            name = open_.pop()
            uses[name] = uses.get(name, 0) + 1
            if uses[name] == 1:
                open_ += steps_read(self.steps[name])
        return uses

    def _word(self, word: str) -> str:
        name = self.words.setdefault(word, f"w{len(self.words)}")
        self.variables[name] = word
        return name

    def text(self, expr: Expr) -> str:
        """
        Write an expression; everything that binds weaker than a name is put in brackets.
        """
        match expr:
            case Const(value):
                return _literal(int(value)) if value >= 0 else f"({_literal(int(value))})"
            case Fact(name):
                return self.facts[name]
            case Ref(step):
                return self.text(self.steps[step]) if step in self.inlined else self.names[step]
            case Add(terms) if len(terms) > MOST_ADDED:
                starts = range(0, len(terms), MOST_ADDED)
                return self.text(Add(tuple(Add(terms[start : start + MOST_ADDED]) for start in starts)))
            case Add(terms):
                return f"({' + '.join(map(self.text, terms))})".replace("+ -", "- ") if terms else "0"
            case Mul(left, right):
                return f"({self.text(left)} * {self.text(right)})"
            case Scale(factor, of):
                return f"-{self.text(of)}" if factor == -1 else f"{_literal(int(factor))} * {self.text(of)}"
            case Quotient(dividend, divisor):
                return f"({self._atom(dividend)} // {self._atom(divisor)})"
            case Min(terms) | Max(terms):
                return self._extreme(terms, min if isinstance(expr, Min) else max)
            case Compare(left, op, right):
                return f"({self.text(left)} {SIGNS[op]} {self.text(right)})"
            case Equal(choice, option):
                return f"({self.facts[choice.name]} == {self._word(option)})"
            case And(terms):
                return f"({' and '.join(map(self.text, terms))})" if terms else TRUE
            case Or(terms):
                return f"({' or '.join(map(self.text, terms))})" if terms else FALSE
            case Not(of):
                return f"(not {self.text(of)})"
        assert isinstance(expr, Select)
        return f"({self.text(expr.then)} if {self.text(expr.condition)} else {self.text(expr.otherwise)})"

    def _atom(self, expr: Expr) -> str:
        text = self.text(expr)
        return text if _is_atom(text) else f"({text})"

    def _extreme(self, terms: tuple[Expr, ...], pick: Callable[[Iterable[Fraction]], Fraction]) -> str:
        """
        Write the smallest or largest of terms: of two without a call, `(a if a < b else b)`, computing each only once.
        """
        constants = [each.value for each in terms if isinstance(each, Const)]
        texts = [self.text(Const(pick(constants)))] if constants else []
        texts += [self.text(each) for each in terms if not isinstance(each, Const)]
        match texts:
            case [text]:
                return text
            case [one, other]:
                (second, second_use), (first, first_use) = self._named(one), self._named(other)
                return f"({first} if {first_use} {'<' if pick is min else '>'} {second_use} else {second})"
        return f"{pick.__name__}({', '.join(texts)})"

    def _named(self, text: str) -> tuple[str, str]:
        """
        Give the name of a value, and what stands where it is first used.
        """
        if _is_atom(text):
            return text, text
        self.temporaries += 1
        name = f"t{self.temporaries}"
        return name, f"({name} := {text})"


def _depth(expr: Expr, depths: Mapping[str, int]) -> int:
    """
    Give how deep an expression nests, with those of the steps that it refers to written into it.
    """
    if isinstance(expr, Ref):
        return depths[expr.step]
    return 1 + max((_depth(each, depths) for each in children(expr)), default=0)


def _is_atom(text: str) -> bool:
    return text.isidentifier() or text.isdigit()


def _literal(number: int) -> str:
    # Python reads no decimal literal of more than 4,300 digits, but any in hexadecimal.
    return str(number) if number.bit_length() < MOST_BITS else hex(number)
