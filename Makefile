# Every target does its own set-up: a fresh machine needs only Python 3.11 or newer, and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONUTF8 := 1

.PHONY: coverage types demo test test-quick test-long mutate bench generate clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

demo: $(READY)  ## score an example month and explain one person's
	$(BIN)/assess-rules score wancheng_2023_127 examples/month/roster.csv examples/month/cases.csv examples/month/discipline.csv examples/month/records.csv
	$(BIN)/assess-rules explain wancheng_2023_127 examples/facts_2024.csv --person E015 --period 2024-03

test: $(READY)  ## lint, types, drift, all tests, the schema in an editor, every declared Python, the built wheel
	$(BIN)/python tools/test_all.py

test-quick: $(READY)  ## the tests alone, on this Python
	$(BIN)/python -m pytest -q -n 2

test-long: $(READY)  ## the same assertions on a million records and many more examples
	$(BIN)/python -m pytest -q -n 2 --long

coverage: $(READY)  ## branch coverage of the package
	$(BIN)/python -m pytest -q -n 2 -m "not volume" --cov --cov-report=term

types: $(READY)
	$(BIN)/python -m mypy

mutate: $(READY)  ## does a test notice each small change of the evaluator, the numbers and the rule kinds?
	$(BIN)/python tools/mutate.py

bench: $(READY)  ## one record and one process, against what people would use instead
	$(BIN)/python benchmarks/one_record.py setup
	$(BIN)/python benchmarks/one_record.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/year.py

generate: $(READY)  ## write schemas/ and docs/kinds/ from the code
	$(BIN)/python tools/generate.py

clean:
	rm -rf $(VENV) .venvs .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage dist build
