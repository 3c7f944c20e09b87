"""
The command line: `assess-rules COMMAND`, one module a command.
"""

import io
import sys


def main() -> None:
    """
    Run the command line; a missing extra is said with the line that installs it.
    """
    try:
        import click  # noqa: F401 (only to see that it is there)
        import rich  # noqa: F401 (the same)
    except ImportError as error:
        sys.stderr.write(f"assess-rules: {error.name} is not installed; run: pip install 'assess-rules[cli]'\n")
        sys.exit(2)
    from assess_rules.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character is no reason to fail
    app()


__all__ = ["main"]
