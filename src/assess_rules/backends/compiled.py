"""
One record, fast: a Python function generated from the integer plan.

The function checks a record and scores it in one go. Whatever it is not sure of (a missing key, a type, a range, a relation) it leaves
to the door for facts, which says what is wrong; so it may refuse too much, and never too little. Generated source holds whole numbers
and our own names only; the policy's words come in as arguments.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import itemgetter
from typing import Any

from assess_rules.backends.reference import evaluate
from assess_rules.exact import rounded
from assess_rules.ir import (
    Add,
    And,
    Compare,
    Const,
    Equal,
    Expr,
    Fact,
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
    Value,
    steps_read,
)
from assess_rules.legalize import IntegerPlan, Scaled, legal_condition, legalize
from assess_rules.result import NOBODY, Context, LineFigures, Result, Stamp

TABLE_SIZE = 4096
TYPES = {"count": int, "flag": bool, "choice": str}
_FLIP = {"=": "==", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}


class CompiledPlan:
    """
    A plan as a function of one record. Safe for threads: what it keeps is only ever computed again, never changed.
    """

    def __init__(self, plan: Plan, stamp: Stamp) -> None:
        self.plan, self.stamp = plan, stamp
        self._integers = legalize(plan)
        self._read = tuple(each for each in plan.inputs if each.read)
        total = self._integers.values[plan.score]
        self._unit = total.factor if total.denominator is None else None
        self._shown: dict[Any, Decimal] = {}
        self.fast, self._run = _Source(plan, self._integers).functions(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return CompiledPlan, (self.plan, self.stamp)

    fast: Callable[[Mapping[str, Any]], Result | None]
    """
    Check and score a record; None where the door for facts has to look at it.
    """

    def run(self, facts: Mapping[str, Value], context: Context = NOBODY) -> Result:
        """
        Score facts that have been accepted.
        """
        values = tuple([_whole(facts[each.name], each.places) for each in self._read])
        total, verdict = self._run(values)
        return Result(self, values, total, verdict, context)

    # What a result asks for.

    def exact(self, total: Any) -> Fraction:
        """
        Give a total in points.
        """
        return self._unit * total if self._unit is not None else total

    def shown(self, total: Any) -> Decimal:
        """
        Round a total for show.
        """
        try:
            return self._shown[total]
        except KeyError:
            shown = rounded(self.exact(total), self.plan.places, self.plan.rounding)
            if len(self._shown) < TABLE_SIZE:
                self._shown[total] = shown
            return shown

    def facts(self, values: Sequence[Any]) -> Mapping[str, Value]:
        """
        Give the facts by name.
        """
        return {
            each.name: value if each.type in ("flag", "choice") else Fraction(value, 10**each.places)
            for each, value in zip(self._read, values, strict=True)
        }

    def known(self, values: Sequence[Any]) -> Mapping[str, Value]:
        """
        Give every fact and every step, by the reference evaluator.
        """
        return evaluate(self.plan, self.facts(values))

    def figures(
        self, values: Sequence[Any]
    ) -> tuple[Sequence[LineFigures], Sequence[tuple[Fraction, Fraction | None]]]:
        """
        Give the figures of every line and section.
        """
        function, tables, shape = self._figures
        found = [table[units] for table, units in zip(tables, function(values), strict=True)]
        lines: list[LineFigures] = []
        sections: list[tuple[Fraction, Fraction | None]] = []
        at = 0
        for plain, optional in shape:
            width = plain + sum(optional)
            own = iter(found[at : at + width])
            figures = [next(own) for _ in range(plain)] + [next(own) if there else None for there in optional]
            (lines if plain == 3 else sections).append(tuple(figures))  # type: ignore[arg-type]  # noqa: PLR2004
            at += width
        return lines, sections

    @cached_property
    def _figures(
        self,
    ) -> tuple[Callable[[Sequence[Any]], Sequence[Any]], list["_Table"], list[tuple[int, tuple[bool, ...]]]]:
        names: list[str] = []
        shape: list[tuple[int, tuple[bool, ...]]] = []
        for line in self.plan.indicators:
            names += [
                each for each in (line.deducted, line.bonus, line.points, line.apart, line.lost) if each is not None
            ]
            shape.append((3, (line.apart is not None, line.lost is not None)))
        for section in self.plan.sections:
            names += [each for each in (section.points, section.cut) if each is not None]
            shape.append((1, (section.cut is not None,)))
        tables: dict[Fraction | None, _Table] = {}
        values = [self._integers.values[each] for each in names]
        units = [each.factor if each.denominator is None else None for each in values]
        return (
            _Source(self.plan, self._integers).figures(values),
            [tables.setdefault(each, _Table(each)) for each in units],
            shape,
        )


def _whole(value: Value, places: int) -> int | bool | str:
    """
    Give a fact in units of its last decimal place.
    """
    return value if isinstance(value, (bool, str)) else int(value * 10**places)


class _Table(dict[Any, Fraction]):
    """
    Whole numbers of a unit, as fractions: made once, then looked up.
    """

    def __init__(self, unit: Fraction | None) -> None:
        super().__init__()
        self.unit = unit

    def __missing__(self, units: Any) -> Fraction:
        value = units if self.unit is None else self.unit * units
        if len(self) < TABLE_SIZE:
            self[units] = value
        return value  # type: ignore[no-any-return]


class _Source:
    """
    Writes the source of a plan's functions.
    """

    def __init__(self, plan: Plan, integers: IntegerPlan) -> None:
        self.plan, self.integers = plan, integers
        self.read = [each for each in plan.inputs if each.read]
        self.facts = {each.name: f"f{number}" for number, each in enumerate(self.read)}
        self.steps = dict(integers.steps)
        self.words: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.inlined: frozenset[str] = frozenset()
        self.temporaries = 0

    def functions(self, owner: CompiledPlan) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """
        Give the function that checks and scores a record, and the one that scores facts that have been accepted.
        """
        plan, total = self.plan, self.integers.values[self.plan.score]
        flags = [self.integers.values[each.step].numerator for each in plan.vetoes]
        passed = self.integers.values[plan.passed].numerator if plan.passed is not None else None
        mark = self._pass_mark(total) if passed is not None else "None"
        wanted = [total, *(Scaled(total.factor, each) for each in flags)]
        body, checks = self._body(wanted), self._checks()
        shown = self._exact(total)
        vetoed = " or ".join(self.text(each) for each in flags)
        verdict = f"'vetoed' if {vetoed} else {mark}" if vetoed else mark
        unpack = f"{', '.join(self.facts.values())}, = values" if self.facts else "pass"
        lines = [
            "def make(get, types, size, result, owner, Fraction, words):",
            f"    {', '.join(self.words.values())}, = words" if self.words else "    pass",
            "    def fast(facts):",
            "        try:",
            "            values = get(facts)",
            "        except (KeyError, TypeError):",
            "            return None",
            "        if len(facts) != size or tuple(map(type, values)) != types:",
            "            return None",
            f"        {unpack}",
            *(f"        {line}" for line in checks),
            *(f"        {line}" for line in body),
            f"        total = {shown}",
            f"        return result(owner, values, total, {verdict})",
            "    def run(values):",
            f"        {unpack}",
            *(f"        {line}" for line in body),
            f"        total = {shown}",
            f"        return total, {verdict}",
            "    return fast, run",
        ]
        make = _compiled(lines)
        get: Callable[..., Any] = (
            itemgetter(*self.facts) if len(self.facts) > 1 else lambda facts: tuple(facts[name] for name in self.facts)
        )
        types = tuple(TYPES.get(each.type, Decimal) for each in self.read)
        fast, run = make(get, types, len(self.read) + 1, Result, owner, Fraction, tuple(self.words))
        return (fast if all(each.type in TYPES for each in self.read) else _unsure), run

    def figures(self, values: Sequence[Scaled]) -> Callable[[Sequence[Any]], Sequence[Any]]:
        """
        Give the function that computes these values from facts.
        """
        body = self._body(values)
        shown = ", ".join(map(self._exact, values))
        lines = [
            "def make(Fraction, words):",
            f"    {', '.join(self.words.values())}, = words" if self.words else "    pass",
            "    def figures(values):",
            f"        {', '.join(self.facts.values())}, = values" if self.facts else "        pass",
            *(f"        {line}" for line in body),
            f"        return ({shown},)",
            "    return figures",
        ]
        function: Callable[[Sequence[Any]], Sequence[Any]] = _compiled(lines)(Fraction, tuple(self.words))
        return function

    def _exact(self, value: Scaled) -> str:
        """
        Give a value in its unit, or as a fraction in points where it has a denominator.
        """
        if value.denominator is None:
            return self.text(value.numerator)
        above, below = (
            Scale(Fraction(value.factor.numerator), value.numerator),
            Scale(Fraction(value.factor.denominator), value.denominator),
        )
        return f"Fraction({self.text(above)}, {self.text(below)})"

    def _pass_mark(self, total: Scaled) -> str:
        mark = self.plan.pass_mark
        assert mark is not None
        if total.denominator is None:
            units = mark / total.factor  # total ≥ units, for a whole total: round up
            return f"'pass' if total >= {-(-units.numerator // units.denominator)} else 'fail'"
        return f"'pass' if total.numerator * {mark.denominator} >= total.denominator * {mark.numerator} else 'fail'"

    def _checks(self) -> list[str]:
        """
        Give the lines that leave a record to the door: a number out of its range, a relation that does not hold.
        """
        doubtful = []
        for each in self.read:
            name = self.facts[each.name]
            if each.type == "count":
                doubtful.append(f"{int(each.minimum)} <= {name} <= {int(each.maximum)}")
            if each.allowed or each.type == "choice":
                allowed = (
                    map(self._word, [option for option, _ in each.options])
                    if each.options
                    else map(str, map(int, each.allowed))
                )
                doubtful.append(f"{name} in ({', '.join(allowed)},)")
        for check in self.plan.checks:
            if set(check.facts) <= self.facts.keys():
                doubtful.append(self.text(legal_condition(self.plan, check.condition)))
        return [f"if not ({' and '.join(doubtful)}):", "    return None"] if doubtful else []

    def _body(self, wanted: Sequence[Scaled]) -> list[str]:
        """
        Give the assignments that the wanted values need. A step that is used once is written where it is used.
        """
        uses = self._uses(wanted)
        self.inlined = frozenset(name for name, count in uses.items() if count == 1)
        self.names = names = {name: f"s{number}" for number, name in enumerate(self.steps)}
        return [
            f"{names[name]} = {self.text(expr)}"
            for name, expr in self.steps.items()
            if name in uses and name not in self.inlined
        ]

    def _uses(self, wanted: Sequence[Scaled]) -> dict[str, int]:
        uses: dict[str, int] = {}
        open_ = [
            name
            for each in wanted
            for expr in (each.numerator, each.denominator)
            if expr is not None
            for name in steps_read(expr)
        ]
        while open_:
            name = open_.pop()
            uses[name] = uses.get(name, 0) + 1
            if uses[name] == 1:
                open_ += steps_read(self.steps[name])
        return uses

    def _word(self, word: str) -> str:
        return self.words.setdefault(word, f"w{len(self.words)}")

    def _temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def text(self, expr: Expr) -> str:
        """
        Write an expression; everything that binds weaker than a name is put in brackets.
        """
        match expr:
            case Const(value):
                return str(int(value)) if value >= 0 else f"({int(value)})"
            case Fact(name):
                return self.facts[name]
            case Ref(step):
                return self.text(self.steps[step]) if step in self.inlined else self.names[step]
            case Add(terms):
                return f"({' + '.join(map(self.text, terms))})".replace("+ -", "- ") if terms else "0"
            case Mul(left, right):
                return f"({self.text(left)} * {self.text(right)})"
            case Scale(factor, of):
                return f"-{self.text(of)}" if factor == -1 else f"{int(factor)} * {self.text(of)}"
            case Quotient(dividend, divisor):
                return f"({self._atom(dividend)} // {self._atom(divisor)})"
            case Min(terms) | Max(terms):
                return self._extreme(terms, "<" if isinstance(expr, Min) else ">")
            case Compare(left, op, right):
                return f"({self.text(left)} {_FLIP[op]} {self.text(right)})"
            case Equal(choice, option):
                return f"({self.facts[choice.name]} == {self._word(option)})"
            case And(terms):
                return f"({' and '.join(map(self.text, terms))})" if terms else "True"
            case Or(terms):
                return f"({' or '.join(map(self.text, terms))})" if terms else "False"
            case Not(of):
                return f"(not {self.text(of)})"
        assert isinstance(expr, Select)
        return f"({self.text(expr.then)} if {self.text(expr.condition)} else {self.text(expr.otherwise)})"

    def _atom(self, expr: Expr) -> str:
        text = self.text(expr)
        return text if text.isidentifier() or text.isdigit() else f"({text})"

    def _extreme(self, terms: tuple[Expr, ...], op: str) -> str:
        """
        Write the smallest or largest of terms without a call: `(a if a < b else b)`, computing each only once.
        """
        constants = [each for each in terms if isinstance(each, Const)]
        others = [each for each in terms if not isinstance(each, Const)]
        text = ""
        if constants:
            pick = min if op == "<" else max
            text = self.text(Const(pick(each.value for each in constants)))
        for each in others:
            mine = self.text(each)
            if not text:
                text = mine
                continue
            first, second = self._named(mine), self._named(text)
            text = f"({first[0]} if {first[1]} {op} {second[1]} else {second[0]})"
        return text

    def _named(self, text: str) -> tuple[str, str]:
        if text.isidentifier() or text.isdigit():
            return text, text
        name = self._temporary()
        return name, f"({name} := {text})"


def _compiled(lines: Sequence[str]) -> Callable[..., Any]:
    namespace: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<assess_rules plan>", "exec"), namespace)  # noqa: S102 (our own names and whole numbers only)
    make: Callable[..., Any] = namespace["make"]
    return make


def _unsure(facts: Mapping[str, Any]) -> None:
    """
    Leave every record to the door: the plan has numbers with decimal places, which have to be scaled first.
    """
    del facts
