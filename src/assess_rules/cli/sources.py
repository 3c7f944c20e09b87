"""
Where a version comes from: a file, a shipped policy, a version of a folder (`rules@1.0.0`), or git (`HEAD~3:rules/x.yaml`).
"""

import re
import subprocess
from pathlib import Path

import click

from assess_rules.cli.common import load, read_whole
from assess_rules.data import shipped_policies
from assess_rules.diagnostics import nearest
from assess_rules.marks import visible
from assess_rules.policy import Policy
from assess_rules.reader import MAX_BYTES
from assess_rules.rulebook import load_rulebook

IN_GIT = re.compile(r"(?P<revision>[^:\s-][^:\s]*):(?P<path>[^:]+\.ya?ml)")


def load_version(source: str) -> Policy:
    """
    Load a version. A text is only taken for a revision or a number where no file has that name.

    Raises `PolicyError`, `LimitError`, or `click.UsageError` where there is no such thing.
    """
    if Path(source).is_file():
        return load(source)
    book, at, number = source.rpartition("@")
    if at and (Path(book).exists() or book in shipped_policies()):
        return _numbered(book, number)
    if Path(source).is_dir():
        with read_whole(source):
            return load_rulebook(source).latest
    in_git = IN_GIT.fullmatch(source)
    if in_git is not None:
        return Policy.from_text(_blob(source), source)
    return load(source)


def _numbered(rules: str, number: str) -> Policy:
    with read_whole(rules):
        versions = {each.version: each for each in load_rulebook(rules).versions}
    if number not in versions:
        near = nearest(number, versions)
        meant = "" if near is None else f"; did you mean {near}?"
        raise click.UsageError(f"{visible(rules)} has no version {visible(number)}, but {', '.join(versions)}{meant}")
    return versions[number]


def _blob(source: str) -> bytes:
    """
    Give a file of a revision, whose path begins at the root of the repository. No filter of the repository is run.
    """
    command = ["git", "cat-file", "blob", source]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 (no shell)
    except OSError:
        raise click.UsageError(f"{visible(source)}: no such file, and git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").splitlines()
        raise click.UsageError(f"{visible(source)}: git says: {visible(said[0] if said else str(done.returncode))}")
    return done.stdout[: MAX_BYTES + 1]
