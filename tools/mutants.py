"""
Mutants: small changes of a module, each of one expression, that a test should notice.

A number, a word or a truth is changed, a comparison or an operator exchanged for its neighbour, `min` for `max`, `not`
left out, the branches of a condition swapped, a returned value dropped.

Left out are explanations for people (docstrings, labels, Chinese names, any text with a blank in it, `repr=`, `say`
functions, `implied` and `…_SAID` tables), type annotations other than the field types within `Annotated`, protocols
(they are never run) and assertions (they only tell the type checker what has been checked).
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.GtE: (ast.Gt, ast.Lt, ast.Eq),
    ast.Gt: (ast.GtE, ast.LtE, ast.Eq),
    ast.LtE: (ast.Lt, ast.Gt, ast.Eq),
    ast.Lt: (ast.LtE, ast.GtE, ast.Eq),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}


def exchanged(pairs: str) -> dict[str, str]:
    """
    Give each word of each pair the other one.
    """
    both = [pair.split() for pair in pairs.split(", ")]
    return {old: new for pair in both for old, new in (pair, reversed(pair))}


NAMES = exchanged("min max, Min Max, floor ceil, Floor Ceil, all any, ZERO ONE")
WORDS = exchanged("deduct add, below above, whole_only begun, lost on_target, number rate, >= >, <= <") | {
    "rounded_rate": "begun",
    "passed_only": "begun",
    "half_up": "down",
    "up": "down",
    "=": ">=",
    "quantity": "rate",
    "points": "figure",
    "figure": "rate",
}


class Mutant(NamedTuple):
    """
    One change: the file and its line, the text of the line, `old -> new`, and the module as it becomes.
    """

    file: str
    number: int
    line: str
    change: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """
        Give what a list knows the mutant by: without the number of its line, which changes too often.
        """
        return self.file, self.line, self.change


def mutants_of(package: Path, file: str) -> Iterator[Mutant]:
    """
    Give every mutant of a file. A change that one text of a line has twice is numbered.
    """
    text = (package / file).read_text(encoding="utf-8")
    tree, lines, seen = ast.parse(text), text.splitlines(), Counter[tuple[str, str]]()
    for node, parent, key, put in places(tree):
        line = lines[node.lineno - 1].strip()
        for new in changes(node, parent, key):
            change = f"{ast.unparse(node)} -> {ast.unparse(new)}"
            seen[line, change] += 1
            number = seen[line, change]
            put(new)
            missing = (
                f"from assess_rules.ir import {new.id}\n" if isinstance(new, ast.Name) and new.id[0].isupper() else ""
            )
            source = missing + ast.unparse(tree)
            put(node)
            yield Mutant(file, node.lineno, line, f"{change} ({number})" if number > 1 else change, source)


def places(parent: ast.AST) -> Iterator[tuple[ast.expr, ast.AST, str, Callable[[ast.expr], None]]]:
    """
    Give every expression that may be changed: with the node that holds it, its place there, and what puts in another.
    """
    for key, value in ast.iter_fields(parent):
        for number, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(each, ast.AST) or is_left_out(each):
                continue
            if key in ("annotation", "returns"):
                match each:
                    case ast.Subscript(ast.Name("Annotated"), ast.Tuple([_, *types])):
                        for type_ in types:
                            yield from places(type_)
                continue
            if isinstance(each, ast.expr):
                put = partial(setattr, parent, key) if number is None else partial(value.__setitem__, number)
                yield each, parent, key, put
            yield from places(each)


def is_left_out(node: ast.AST) -> bool:
    """
    Say whether nothing in a node is to be changed; the module's docstring says why.
    """
    match node:
        case ast.Assert() | ast.Expr(ast.Constant()) | ast.keyword("zh" | "repr") | ast.Subscript(ast.Name("Literal")):
            return True
        case ast.ClassDef(bases=[ast.Name("Protocol")]) | ast.Call(ast.Name("Label")):
            return True
        case ast.FunctionDef(name) | ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
            return re.fullmatch("_?say(_.+)?|implied|.+_SAID", name) is not None
    return False


def changes(node: ast.expr, parent: ast.AST, key: str) -> Iterator[ast.expr]:
    """
    Give what an expression is changed into.
    """
    match node:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
            if value and not isinstance(parent, ast.UnaryOp):
                yield ast.UnaryOp(ast.USub(), node)
        case ast.Constant(str(value)):
            yield from map(ast.Constant, other_words(value))
        case ast.Compare(left, [op], right):
            yield from (ast.Compare(left, [other()], right) for other in COMPARISONS[type(op)])
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.BinOp(left, ast.BitOr(), right):
            yield from (left, ast.BinOp(right, ast.BitOr(), left))
        case ast.BinOp(left, op, right):
            yield ast.BinOp(left, OPERATORS[type(op)](), right)
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Name(name) if name in NAMES:
            yield ast.Name(NAMES[name])
    if isinstance(parent, ast.Return) and not (isinstance(node, ast.Constant) and node.value is None):
        yield ast.Constant(None)
    condition = key == "ifs" or (key == "test" and isinstance(parent, (ast.If, ast.While)))
    if condition and not isinstance(node, (ast.Compare, ast.UnaryOp)):
        yield ast.UnaryOp(ast.Not(), node)


def other_words(text: str) -> Iterator[str]:
    """
    Give another word for a word; for a pattern or a figure in a text, the same with a number or a `?` changed.
    """
    if " " in text or any(c.isalpha() and not c.isascii() for c in text):
        return
    if not re.search(r"[0-9?]", text):
        yield WORDS.get(text, f"{text}_")
    for each in re.finditer(r"[0-9]+|\?", text):
        new = "" if each.group() == "?" else str(int(each.group()) + 1)
        yield text[: each.start()] + new + text[each.end() :]
