"""
All that `make test` runs, one part after the other, with the time of each.

Parts that this machine cannot run are left out loudly, by name; with ASSESS_RULES_NOTHING_LEFT_OUT set, that is a
failure.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENVS = ROOT / ".venvs"
EVERYWHERE = [
    f"tests/test_{each}.py"
    for each in (
        *("records", "exact", "backends", "golden", "kinds", "bad_policies", "bad_facts", "hostile_files"),
        *("tables", "long_tables", "output", "cli", "show", "safety", "library", "examples"),
    )
]
"""
What runs on the other declared Python versions: what may differ there, numbers, generated code, parsers, files, streams.
"""
LANGUAGE_SERVER = "yaml-language-server@2.0.0"
WORKERS = str(min(4, os.cpu_count() or 1))


def main() -> int:
    """
    Run every part; end with 1 if one failed, or was left out where nothing may be.
    """
    python = sys.executable
    pytest = [python, "-m", "pytest", "-q", "-n", WORKERS]
    failed, left_out = [], []
    parts: list[tuple[str, Sequence[str], Mapping[str, str]]] = [
        ("lint", [python, "-m", "ruff", "check"], {}),
        ("format", [python, "-m", "ruff", "format", "--check"], {}),
        ("types", [python, "-m", "mypy"], {}),
        ("generated files", [python, "tools/generate.py", "--check"], {}),
        ("tests by many examples", [*pytest, "-m", "volume"], {"HYPOTHESIS_PROFILE": "quick"}),
        (
            "all other tests, every branch of the package",
            [*pytest, "-m", "not volume", "--cov", "--cov-report=term", "--cov-fail-under=100"],
            {"HYPOTHESIS_PROFILE": "quick"},
        ),
    ]
    server = language_server()
    if server is None:
        left_out.append("the YAML language server (npm)")
    else:
        editor = [python, "-m", "pytest", "-q", "tests/editor"]
        parts.append(("the schema in an editor", editor, {"ASSESS_RULES_LANGUAGE_SERVER": str(server)}))
    for version in other_versions():
        interpreter = find_python(version)
        if interpreter is None:
            left_out.append(f"Python {version}")
            continue
        parts.append(
            (f"Python {version}", [python, __file__, "--on", version, interpreter], {"HYPOTHESIS_PROFILE": "quick"})
        )
    for name, command, environment in parts:
        begin = time.monotonic()
        print(f"== {name}", flush=True)
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
        print(
            f"== {name}: {'ok' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - begin:.0f} s", flush=True
        )
        if done.returncode:
            failed.append(name)
    for name in left_out:
        print(f"!! LEFT OUT, not found on this machine: {name}")
    if failed:
        print(f"FAILED: {', '.join(failed)}")
    return int(bool(failed) or bool(left_out and os.environ.get("ASSESS_RULES_NOTHING_LEFT_OUT")))


def language_server() -> Path | None:
    """
    Install the YAML language server, and give its program; None where there is no npm.
    """
    home = VENVS / "editor"
    program = home / "node_modules" / ".bin" / "yaml-language-server"
    npm = shutil.which("npm")
    if npm is not None and not program.exists():
        home.mkdir(parents=True, exist_ok=True)
        install = [npm, "install", "--no-audit", "--no-fund", "--no-save", "--prefix", str(home), LANGUAGE_SERVER]
        subprocess.run(install, check=False, stdout=subprocess.DEVNULL)
    return program if program.exists() else None


def other_versions() -> list[str]:
    """
    Give the Python versions that the package declares, but for the one that runs this.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = re.findall(r"Python :: (3\.\d+)'", str(project["classifiers"]))
    return [each for each in declared if each != f"{sys.version_info.major}.{sys.version_info.minor}"]


def find_python(version: str) -> str | None:
    """
    Find an interpreter of a version: on the path, or where pyenv keeps them.
    """
    for home in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")):
        return str(home)
    return shutil.which(f"python{version}")


def on_other(version: str, interpreter: str) -> int:
    """
    Run the tests on another Python, in a virtual environment of its own.
    """
    home = VENVS / version
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([interpreter, "-m", "venv", str(home)], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".[test]"],
        cwd=ROOT,
        check=True,
    )
    return subprocess.run([python, "-m", "pytest", "-q", "-n", WORKERS, *EVERYWHERE], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(on_other(*sys.argv[2:]) if sys.argv[1:2] == ["--on"] else main())
