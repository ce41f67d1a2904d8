# Every target sets up what it needs. `make` alone lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := uv==0.13.9
export UV_PYTHON_DOWNLOADS = never
# The certificates of the machine, also those of a company's proxy.
export UV_SYSTEM_CERTS = true
export PYTHONWARNINGS =

.DEFAULT_GOAL := help
SECONDS ?= 60
.PHONY: help run test check bench fuzz browser integration faults docs format lock clean

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' Makefile | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(VENV)/installed $(VENV)/assets ## Set up everything and serve Hotwash with a worked example
	$(BIN)/hotwash serve --demo

test: $(VENV)/installed $(VENV)/assets ## Run the whole suite against a real PostgreSQL
	$(BIN)/pytest -n 2 -m "not browser and not integration and not faults and not bench"

check: $(VENV)/installed ## Lint, types and the law of imports: what CI checks before the tests
	$(BIN)/ruff check src tests frontend
	$(BIN)/ruff format --check src tests frontend
	$(BIN)/lint-imports --no-cache
	HOTWASH_MODE=test DATABASE_URL=postgresql:///none HOTWASH_DATA=$(CURDIR)/.hotwash/check $(BIN)/mypy

bench: $(VENV)/installed $(VENV)/assets ## Measure; prints ratios of one run
	$(BIN)/pytest -m bench -s

fuzz: $(VENV)/installed ## Feed each way in for foreign bytes for SECONDS (60) with what atheris makes up
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group fuzz
	for target in stamps encodings archives openers documents readers inspect; do \
	  $(BIN)/python -m tests.fuzz $$target $(SECONDS) .hotwash/fuzz/$$target || exit 1; done

browser: $(VENV)/installed $(VENV)/assets ## Drive a real browser through the product (needs Debian's chromium)
	$(BIN)/pytest -n 2 --dist loadfile -m browser -rs

integration: $(VENV)/installed ## Tests against servers that are installed on this machine; others skip and say so
	$(BIN)/pytest -m integration -rs

faults: $(VENV)/installed $(VENV)/assets ## Processes killed, servers stopped in the middle of their work: nothing is lost
	$(BIN)/pytest -n 2 -m faults

docs: $(VENV)/installed ## Write the generated part of docs/reference again
	$(BIN)/python -m tests.reference

format: $(VENV)/installed ## Format the code
	$(BIN)/ruff check --fix src tests frontend
	$(BIN)/ruff format src tests frontend

lock: $(VENV)/uv ## Renew the lock file
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --upgrade --quiet -o requirements.lock

clean: ## Remove what was built and installed here; data stays
	rm -rf $(VENV) frontend/node_modules src/hotwash/site/static/built .mypy_cache .ruff_cache

# -- set-up ------------------------------------------------------------------------------------------------------------

$(VENV)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Hotwash needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$(UV)"
	@touch $@

$(VENV)/installed: $(VENV)/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# The stamp is inside: a second run finds nothing to do.
.PHONY: $(VENV)/assets
$(VENV)/assets: $(VENV)/installed
	@$(BIN)/python frontend/build.py
