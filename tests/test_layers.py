"""
The layers of docs/design.md hold: a module imports only from lower layers, or from modules earlier in its own row.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import assess_rules

SOURCE = Path(assess_rules.__file__).parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("records", "marks", "exact", "labels", "nodes", "canonical", "data", "shapley"),
    (
        "messages",
        "diagnostics",
        "errors",
        "syntax",
        "outputs",
        "ir",
        "periods",
        "amounts",
        "fields",
        "objects",
        "figures",
        "conditions",
        "beside",
        "words",
    ),
    ("kinds",),
    ("model", "reader", "pencil", "plain", "missed", "trace", "lines", "result_data", "result"),
    (
        "schema",
        "fits",
        "misfits",
        "schema_check",
        "result_schema",
        "inputs",
        "branches",
        "ownership",
        "asked",
        "defaults",
        "completion",
        "intervals",
        "lowering",
        "formula",
        "subtotals",
        "grading",
        "lower",
        "legalize",
        "declared",
        "resolve",
        "scales",
        "sums",
        "balance",
        "doubts",
        "unreached",
        "answered",
    ),
    ("changed", "build"),
    ("backends", "given", "explained", "typed", "facts", "rows", "long_tables", "decoding", "tables"),
    ("policy", "rulebook"),
    (
        "columns",
        "arithmetic",
        "report",
        "output",
        "groups",
        "outcomes",
        "compare",
        "readings",
        "sweep",
        "review",
        "show",
        "docs",
        "starter",
        "cited",
        "clauses",
        "incentives",
        "statements",
        "revision",
    ),
    ("cli",),
)
PLACES = {name: (layer, place) for layer, names in enumerate(LAYERS) for place, name in enumerate(names)}
MODULES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("*.py"))
PUBLIC = ("__init__.py", "__main__.py")


def room(path: Path) -> str:
    """Give the module or package of a file, as the layers name it."""
    return path.parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Give every module of ours that a file imports, inside functions too."""
    for node in ast.walk(ast.parse((SOURCE / path).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("assess_rules"):
            assert node.level == 0
            names = (
                [node.module] if node.module != "assess_rules" else [f"assess_rules.{each.name}" for each in node.names]
            )
            yield from names
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("assess_rules"))


def test_every_module_has_a_place() -> None:
    """
    Each module stands in one layer, and each name in the layers is a module.
    """
    assert {room(path) for path in MODULES if path.name not in PUBLIC or len(path.parts) > 1} == set(PLACES)


@pytest.mark.parametrize("path", [each for each in MODULES if str(each) not in PUBLIC], ids=str)
def test_imports_come_from_earlier_layers(path: Path) -> None:
    """
    A module imports only from lower layers, from earlier modules of its own row, or from its own package.
    """
    own = room(path)
    wrong = [name for name in imports(path) if name.split(".")[1] != own and PLACES[name.split(".")[1]] >= PLACES[own]]

    assert wrong == []


def test_backends_know_no_kinds_no_model_and_no_yaml() -> None:
    """
    A backend imports neither rule kinds nor the model, the reader or YAML.
    """
    for path in MODULES:
        if room(path) == "backends":
            forbidden = {"kinds", "model", "reader", "build", "schema"}
            assert forbidden.isdisjoint(name.split(".")[1] for name in imports(path))
            assert "yaml" not in (SOURCE / path).read_text("utf-8")


def test_the_reference_evaluator_is_small() -> None:
    """
    The meaning of a policy fits on two pages: 150 lines at most.
    """
    assert len((SOURCE / "backends" / "reference.py").read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_module_is_long(path: Path) -> None:
    """
    No module has more than 400 lines.
    """
    assert len((SOURCE / path).read_text("utf-8").splitlines()) <= 400
