"""
The files that the package ships, found in a wheel and in a checkout alike.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_file(folder: str, name: str) -> Path:
    """
    Give the path of a shipped file; one that is not there is given too, for the caller to say so.
    """
    inside = _HERE / folder / name
    return inside if inside.exists() else _HERE.parent.parent / folder / name


def shipped_policies() -> tuple[str, ...]:
    """
    Give the names of the policies that the package ships.
    """
    return tuple(sorted(each.stem for each in data_file("rules", "").glob("*.yaml") if not each.stem.count(".")))
