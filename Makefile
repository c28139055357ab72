# Every command works from a clean clone with python >= 3.11, make and git.
# Another Python: make setup PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# The suite on every core; single tests (`.venv/bin/pytest tests/...`) stay in one process.
SPREAD := -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format lint types layers texts texts-update coverage \
        bench bench-full learn rows pictures soak wheel lock clean

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: .venv/.runs ## Make .venv and install what the desk needs

setup-dev: .venv/.tests ## The same, with what tests, checks and benches need

run: setup ## Start the desk on http://127.0.0.1:8080/ (a sample community if the database is empty)
	$(BIN)/linli run --sample-if-empty

test: setup-dev ## Run the whole suite
	$(PYTEST) $(SPREAD)

check: format lint types layers texts test ## Everything a change must pass

format: setup-dev ## Check the layout of the code (`.venv/bin/ruff format` mends it)
	$(BIN)/ruff format --check

lint: setup-dev ## Check the code for known faults
	$(BIN)/ruff check

types: setup-dev ## Check the types
	$(BIN)/mypy

layers: setup-dev ## Check that models <- handlers <- bot holds
	$(BIN)/lint-imports --no-logo

texts: setup-dev ## Check that every text for people has its English half
	$(BIN)/python -m tests.house.texts

texts-update: setup-dev ## Take new and changed texts into the English catalogue, to be translated
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg --add-location=file --omit-header --no-wrap \
		-o build/linli.pot .
	$(BIN)/pybabel -q update -i build/linli.pot -d handlers/locale -D linli -l en --init-missing \
		--no-fuzzy-matching --ignore-obsolete --omit-header --no-wrap

coverage: setup-dev ## Run the suite and show which lines no test reaches
	$(PYTEST) $(SPREAD) --cov --cov-report=term

bench: setup-dev build/bench-venv/.done ## Measure against the named peers (some minutes)
	$(BIN)/python -m bench

bench-full: setup-dev build/bench-venv/.done ## The same over a city of 120,000 people
	$(BIN)/python -m bench full

learn: setup-dev build/learn-venv/.done ## Learn anew from learning/examples, after one was added
	PYTHONPATH=. build/learn-venv/bin/python -m learning

rows: setup-dev ## List the rows of docs/features.md and the tests that show them
	$(BIN)/python -m tests.rows

pictures: setup-dev ## Write pictures of the pages into pictures/
	$(PYTEST) -m browser --pictures pictures

soak: setup-dev ## Run the tests that take minutes
	$(PYTEST) -m soak

wheel: setup-dev ## Build dist/*.whl and check what is in it
	rm -rf build dist
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(BIN)/python -m tests.house.wheel dist/linli-*.whl

lock: setup-dev ## Pin the dependencies anew (LOCK=--upgrade for the newest)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --extra postgres \
		--no-header --no-annotate --no-emit-index-url $(LOCK) pyproject.toml -o requirements.lock

clean: ## Remove what these commands made (never data/)
	rm -rf .venv .postgres build dist pictures htmlcov .coverage* .hypothesis \
		.pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Linli needs Python 3.11 or newer, and $(PYTHON) is not:"; $(PYTHON) --version; \
		echo "Name a newer one, for example: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# A peer that asks for an older pydantic has an environment of its own.
build/learn-venv/.done: learning/requirements.in | .venv/bin/python
	@echo "Installing what learning needs into build/learn-venv ..."
	@$(BIN)/python -m venv build/learn-venv
	build/learn-venv/bin/python -m pip install --quiet -r learning/requirements.in -e .
	@touch $@

build/bench-venv/.done: bench/requirements.lock | .venv/bin/python
	@echo "Installing the bench's peer into build/bench-venv ..."
	@$(BIN)/python -m venv build/bench-venv
	build/bench-venv/bin/python -m pip install --quiet -r bench/requirements.lock
	@touch $@

# The two stamps: an install is repeated only after pyproject.toml or the lock has changed.
.venv/.runs: pyproject.toml requirements.lock | .venv/bin/python
	@echo "Installing into .venv (a minute or two the first time) ..."
	$(BIN)/python -m pip install --quiet -c requirements.lock -e .
	@touch $@

.venv/.tests: pyproject.toml requirements.lock | .venv/bin/python
	@echo "Installing into .venv (a few minutes the first time) ..."
	$(BIN)/python -m pip install --quiet -c requirements.lock -e '.[dev,postgres]'
	@touch .venv/.runs $@
