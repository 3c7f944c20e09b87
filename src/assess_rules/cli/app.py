"""
The group of commands, and what happens when one of them fails in a way that nobody foresaw.
"""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import Any, TextIO

import click

from assess_rules.cli import usage
from assess_rules.cli.check import check
from assess_rules.cli.common import NOT_WRITTEN, OUR_FAULT, WRONG_COMMAND
from assess_rules.cli.diff import diff_command
from assess_rules.cli.explain import explain
from assess_rules.cli.incentives import incentives
from assess_rules.cli.new import new
from assess_rules.cli.outcomes import outcomes_command
from assess_rules.cli.readings import readings_command
from assess_rules.cli.review import review_command
from assess_rules.cli.schema import schema
from assess_rules.cli.score import score
from assess_rules.cli.show import show
from assess_rules.cli.sweep import sweep_command


class Commands(click.Group):
    """
    The commands, of which none ends with 0 when its output had nowhere to go; click itself would have it so.
    """

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        with _reader_may_leave():
            return super().make_context(*args, **named)

    def invoke(self, ctx: click.Context) -> Any:
        with _reader_may_leave():
            return super().invoke(ctx)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _stop_writing(sys.stdout)
        sys.exit(NOT_WRITTEN)


def _stop_writing(stream: TextIO) -> None:
    """
    Send what is still to be flushed nowhere, so that the interpreter does not fail on it at its end.
    """
    with suppress(OSError):  # a stream without a file of its own has nothing left to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "ASSESS_RULES"}
)
@click.version_option(version("assess-rules"), prog_name="assess-rules")
def commands() -> None:
    """
    Turn an appraisal policy, written in YAML, into exact and explained scores.

    Exit codes: 0 done; 1 the question asked was answered no; 2 wrong command line; 3 rules rejected; 4 facts rejected;
    5 limit exceeded; 6 could not write; 70 our fault.
    """


for command in (
    *(new, check, score, explain, outcomes_command, readings_command, review_command),
    *(schema, show, diff_command, sweep_command, incentives),
):
    commands.add_command(command)


def app() -> None:
    """
    Run a command. A fault of ours says so and how to report it, and is never a result.
    """
    try:
        _run()
    except OSError:  # not even what is wrong could be said
        _stop_writing(sys.stderr)
        sys.exit(NOT_WRITTEN)


def _run() -> None:
    try:
        commands.main(prog_name="assess-rules", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        usage.show(error)
        sys.exit(WRONG_COMMAND)
    except OSError as error:
        _stop_writing(sys.stdout)
        usage.show_unwritten(error)
        sys.exit(NOT_WRITTEN)
    except Exception:  # noqa: BLE001 (the last line of defence: an unknown state is never 0)
        click.echo(
            f"{traceback.format_exc()}\nassess-rules: this is a fault of ours; please report it with the text above",
            err=True,
        )
        sys.exit(OUR_FAULT)
