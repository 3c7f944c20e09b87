"""
How the tests run: many examples of each law at a commit, more at night; commands, in this process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from assess_rules.cli.app import app

# Drawing a rule file takes longer than Hypothesis thinks that drawing should.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("ordinary", max_examples=100, deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.register_profile("ci", settings.get_profile("ordinary"), derandomize=True)
settings.register_profile("long", settings.get_profile("ordinary"), max_examples=2000)
settings.register_profile("quick", settings.get_profile("ordinary"), max_examples=15, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ordinary"))

# Pages are as wide as this says, and pytest's own workers set it.
os.environ.pop("COLUMNS", None)

# The editor's language server is installed, and named in the environment, by tools/test_all.py.
collect_ignore = [] if os.environ.get("ASSESS_RULES_LANGUAGE_SERVER") else ["editor"]


@dataclass(frozen=True)
class Ended:
    """
    How a command ended.
    """

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """
    Run a command in this process, in an English locale unless a test says otherwise.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def ran(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["assess-rules", *map(str, arguments)])
        capsys.readouterr()
        try:
            app()
        except SystemExit as end:
            code = end.code
        else:
            code = 0
        assert isinstance(code, int)
        return Ended(code, *capsys.readouterr())

    return ran


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Have pages 120 columns wide.
    """
    monkeypatch.setenv("COLUMNS", "120")


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Add the option that selects the long tests.
    """
    parser.addoption("--long", action="store_true", help="run the long tests too, and every law on more examples")


def pytest_configure(config: pytest.Config) -> None:
    """
    Give every law more examples in a long run.
    """
    if config.getoption("--long"):
        settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Leave out the long tests of an ordinary run.
    """
    if not config.getoption("--long"):
        long = [each for each in items if each.get_closest_marker("long")]
        items[:] = [each for each in items if each not in long]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """
    Say how many records were scored by both evaluators, and how many laws of revisions have been tried on.
    """
    found = [dict(each.user_properties) for each in terminalreporter.getreports("passed")]
    for key in ("attribution", "marks"):
        for each in found:
            if key in each:
                terminalreporter.write_line(f"{key}: {each[key]}")
    counted = [each for each in found if "records" in each]
    if counted:
        records, edges, seconds = (sum(each[key] for each in counted) for key in ("records", "edges", "seconds"))
        terminalreporter.write_line(
            f"{records:,} random records agreed, {edges:,} of them at an edge, in {seconds:.0f} s"
        )
