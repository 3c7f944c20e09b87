"""
The built wheel is the library with three dependencies, and the source distribution is the repository.
"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
QUIET = ("--quiet", "--disable-pip-version-check")
RECORD = {
    "role": "clerk",
    **dict.fromkeys(
        (
            "improper_enforcement_cases petition_cases beijing_petition_cases unresolved_petition_cases"
            " overdue_supervised_cases duty_breaches assigned_task_failures mass_incidents unreported_major_matters"
            " criticism_notices node_delays archive_delays service_delays unapproved_overruns unreported_closures"
            " faulty_terminations"
        ).split(),
        0,
    ),
    "document_errors": 3,
    **dict.fromkeys("falsified_data criminal_or_disciplinary grave_incident state_compensation".split(), False),
}
PROGRAM = """
import json, sys
import assess_rules
optional = {"click", "rich", "polars", "narwhals", "numba", "pyarrow", "pyspark", "z3"} & set(sys.modules)
early = {"yaml", "jsonschema"} & set(sys.modules)
policy = assess_rules.load_policy("wancheng_2023_127")
result = policy.score(json.loads(sys.argv[1]))
print(json.dumps([str(result.score), result.verdict, sorted(optional), sorted(early), assess_rules.__file__]))
"""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with nothing in it but the wheel and what it depends on."""
    home = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "pip", "wheel", *QUIET, "--no-deps", "--wheel-dir", home, ROOT], check=True)
    (wheel,) = home.glob("assess_rules-*.whl")
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
    subprocess.run([home / "venv" / "bin" / "python", "-m", "pip", "install", *QUIET, wheel], check=True)
    return home / "venv" / "bin"


def test_the_wheel_alone_scores(clean: Path) -> None:
    """
    It finds its own policy, scores, and loads no optional package, nor YAML before a policy is loaded.
    """
    done = subprocess.run(
        [clean / "python", "-I", "-c", PROGRAM, json.dumps(RECORD)],
        cwd=clean,
        capture_output=True,
        text=True,
        check=True,
    )
    score, verdict, optional, early, place = json.loads(done.stdout)

    assert ("98.50", "pass", [], []) == (score, verdict, optional, early)  # three document errors at half a point
    assert str(clean.parent) in place


def test_it_has_three_dependencies(clean: Path) -> None:
    """
    The wheel asks for attrs, jsonschema and PyYAML, and for nothing else without an extra.
    """
    program = "import importlib.metadata as m, json; print(json.dumps(m.requires('assess-rules')))"
    done = subprocess.run([clean / "python", "-I", "-c", program], capture_output=True, text=True, check=True)
    needed = sorted(each.split(">")[0] for each in json.loads(done.stdout) if "extra ==" not in each)

    assert ["attrs", "jsonschema", "pyyaml"] == needed


def test_the_command_says_which_extra_is_missing(clean: Path) -> None:
    """
    Without the extra, the command ends with 2 and the line that installs it.
    """
    done = subprocess.run([clean / "assess-rules", "check", "x.yaml"], capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert "pip install 'assess-rules[cli]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_schemas_and_rules_are_shipped(clean: Path) -> None:
    """
    The wheel carries `rules/` and `schemas/` as they are in the repository.
    """
    (package,) = clean.parent.glob("lib/python3*/site-packages/assess_rules")

    for folder, pattern in (("rules", "*.yaml"), ("schemas", "*.json")):
        names = {each.name for each in (ROOT / folder).glob(pattern)}
        assert names == {each.name for each in (package / folder).glob(pattern)}
        assert all((package / folder / name).read_bytes() == (ROOT / folder / name).read_bytes() for name in names)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, built by the backend that pyproject.toml names, and unpacked."""
    home = tmp_path_factory.mktemp("sdist")
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
    python = home / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", *QUIET, "hatchling"], check=True)
    subprocess.run([python, "-m", "hatchling", "build", "-t", "sdist", "-d", home], cwd=ROOT, check=True)
    (packed,) = home.glob("assess_rules-*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(home, filter="data")
    return home / packed.name.removesuffix(".tar.gz")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git is asked what the repository has")
def test_the_source_distribution_has_every_tracked_file(unpacked: Path) -> None:
    """
    Whatever git tracks is in the source distribution, byte for byte.
    """
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    names = [each for each in listed.stdout.split("\0") if (ROOT / each).is_file()]

    assert "Makefile" in names
    assert [] == [each for each in names if not (unpacked / each).is_file()]
    assert [] == [each for each in names if (unpacked / each).read_bytes() != (ROOT / each).read_bytes()]


def test_the_tests_run_from_the_source_distribution(unpacked: Path) -> None:
    """
    In the unpacked source distribution every test is found, and those of layers and golden cases pass on its own code.
    """
    environment = {**os.environ, "PYTHONPATH": str(unpacked / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    found = subprocess.run(
        [*pytest_, "--collect-only"], cwd=unpacked, env=environment, capture_output=True, check=False
    )
    few = ["tests/test_layers.py", "tests/test_golden.py", "tests/test_readme.py::test_a_page_leaves_nothing_unchecked"]
    passed = subprocess.run([*pytest_, *few], cwd=unpacked, env=environment, capture_output=True, check=False)

    assert (0, 0) == (found.returncode, passed.returncode), (found.stdout[-2000:], passed.stdout[-2000:])
