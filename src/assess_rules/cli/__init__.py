"""
The command line: `assess-rules COMMAND`, one module a command.
"""

import io
import os
import sys
from typing import TextIO


def main() -> None:
    """
    Run the command line; a missing extra is said with the line that installs it.
    """
    try:
        import click  # noqa: F401 (only to see that it is there)
        import rich  # noqa: F401 (the same)
    except ImportError as error:
        checkout = "in the folder of a checkout: pip install '.[cli]'"
        sys.stderr.write(
            f"assess-rules: {error.name} is not installed; run: pip install 'assess-rules[cli]'; {checkout}\n"
        )
        sys.exit(2)
    from assess_rules.cli.app import app

    if sys.stdout is None:  # the caller has closed it: what is written there has to fail, and click would say nothing
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 (a stream, for as long as we run)
    else:
        sys.stdout = _sound(sys.stdout)
    sys.stderr = _sound(sys.stderr)
    app()


def _sound(stream: TextIO) -> TextIO:
    """
    Give a stream that writes everything or fails, and that writes a character which the terminal lacks as an escape.

    Python's unbuffered streams (PYTHONUNBUFFERED) lose without a word what a full disk does not take.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    return open(stream.fileno(), "w", encoding=stream.encoding, errors="backslashreplace", closefd=False)


__all__ = ["main"]
