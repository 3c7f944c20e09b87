"""
Write what follows from the code: `schemas/*.json` and the page of each rule kind in `docs/kinds/`.

`python tools/generate.py` writes; `--check` only compares, and ends with 1 if something has drifted.
"""

import argparse
import inspect
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from assess_rules.docs import kind_page
from assess_rules.kinds import DEFAULT_KINDS
from assess_rules.outcomes.schema import outcomes_schema
from assess_rules.readings.schema import readings_schema
from assess_rules.result_schema import result_schema, results_schema
from assess_rules.review.schema import review_schema
from assess_rules.schema import clauses_schema, policy_schema
from assess_rules.statements.schema import statements_schema

ROOT = Path(__file__).resolve().parent.parent


def generated() -> Mapping[Path, str]:
    """
    Give every generated file with its text.
    """
    schemas = {
        "policy": policy_schema(DEFAULT_KINDS),
        "clauses": clauses_schema(),
        "result": result_schema(),
        "results": results_schema(),
        "outcomes": outcomes_schema(),
        "readings": readings_schema(),
        "review": review_schema(),
        "statements": statements_schema(),
    }
    found = {
        ROOT / "schemas" / f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }
    for name, kind in DEFAULT_KINDS.items():
        found[ROOT / "docs" / "kinds" / f"{name}.md"] = kind_page(kind)
    return found


def main() -> int:
    """
    Write or compare.
    """
    parser = argparse.ArgumentParser(description=inspect.cleandoc(__doc__ or ""))
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    drifted = [path for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in drifted:
        print(f"{'drifted' if check else 'wrote'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(generated()[path], "utf-8")
    return int(check and bool(drifted))


if __name__ == "__main__":
    sys.exit(main())
