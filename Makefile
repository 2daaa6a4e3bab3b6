# `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LEDGER := $(BIN)/ledger
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
EXTRA_TESTS ?=
# model, judging, rules, recording and the contract; test_cases_account comes with the cases of the account
QUICK := $(wildcard $(addprefix tests/test_,$(addsuffix .py,status account cases_account days rules record entries \
	yamltext append reread codes working cli_overdue cli_contract architecture)))

# byte code is kept whatever the environment says: it holds the asserts of all tests as pytest rewrites them
unexport PYTHONDONTWRITEBYTECODE

OLDEST := .venv-oldest
# what the tests that run with the oldest versions need besides the program; with one that touches each library
TESTING := hypothesis pytest pytest-xdist jsonschema openpyxl
WITH_OLDEST := $(addprefix tests/test_,$(addsuffix .py,calendar cli_overdue days documents forms_office help \
	structured yaml))

.DEFAULT_GOAL := help
.PHONY: help run test quick test-all lint format types schemas schemas-check docs docs-check site-docs transcripts test-oldest demo demo-check mutate grow grow-quick fuzz fuzz-quick faults faults-quick tamper tamper-quick warm disguise disturb dist wheel check bench browser browser-quick snapshots pictures clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 15

run: $(STAMP) ## set up .venv and show what is late today
	@$(LEDGER) overdue

test: $(DEV) ## set up .venv and run the tests, without the large harnesses
	LEDGER_TEST_PROFILE=fast $(BIN)/python -m pytest -n auto --dist worksteal -m "not large" $(EXTRA_TESTS)

test-all: $(DEV) ## all tests, with the large harnesses, their canaries and three times the random examples
	$(BIN)/python -m pytest -n auto --dist worksteal $(EXTRA_TESTS)

quick: $(DEV) ## model, judging, rules, recording and the contract
	LEDGER_TEST_PROFILE=quick $(BIN)/python -m pytest -n 2 --dist worksteal -m "not large" $(QUICK)

lint: $(DEV) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV) ## let ruff format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV) ## mypy --strict
	$(BIN)/mypy

schemas: $(STAMP) ## write schemas/ and the words of entries anew from the models
	$(BIN)/python tools/entry_words.py
	$(LEDGER) schema --write
	$(LEDGER) schema --json --write

schemas-check: $(STAMP) ## see whether schemas/ and the words of entries are up to date
	$(BIN)/python tools/entry_words.py --check
	$(LEDGER) schema --check
	$(LEDGER) schema --json --check

docs: $(DEV) ## write what is generated in docs/ (codes, tables, format, json, commands) and the templates of papers anew
	$(BIN)/python tools/gallery.py
	$(BIN)/python tools/tables.py
	$(BIN)/python tools/format.py
	$(BIN)/python tools/json_page.py
	$(BIN)/python tools/command_pages.py
	$(BIN)/python tools/examples.py
	$(BIN)/python tools/official_template.py
	$(BIN)/python tools/paper_templates.py

docs-check: $(DEV) ## fail when one of these, or what is read of documents, is stale; all that are stale are named
	@stale=0; for tool in gallery tables format json_page command_pages examples official_template paper_templates; do \
		$(BIN)/python tools/$$tool.py --check || stale=1; done; exit $$stale

site-docs: $(DEV) ## build the site of docs/ in both languages into build/docs; a link that leads nowhere fails
	$(BIN)/python tools/site_docs.py

transcripts: $(DEV) ## write what pages show below their commands anew; read the difference before it is committed
	LEDGER_PAGES=write $(BIN)/python -m pytest tests/test_pages.py

test-oldest: $(OLDEST)/.installed ## the oldest versions that pyproject.toml allows, in a venv of their own
	LEDGER_TEST_PROFILE=fast $(OLDEST)/bin/python -m pytest -n 2 $(WITH_OLDEST)

mutate: $(DEV) ## put 2,000 known faults of 700 kinds into sound ledgers and see that check finds each
	$(BIN)/python tools/mutate.py --canary
	$(BIN)/python tools/mutate.py

grow: $(DEV) ## double what can be repeated five times against every command: no cost may be a product
	$(BIN)/python tools/grow.py --canary
	$(BIN)/python tools/grow.py
	$(BIN)/python tools/grow.py --limit

grow-quick: $(DEV) ## the same with three doublings against four commands
	$(BIN)/python tools/grow.py --canary
	$(BIN)/python tools/grow.py --short

fuzz: $(DEV) ## 100,000 spoilt inputs: each must end in a value or a diagnostic
	$(BIN)/python tools/fuzz.py --canary
	$(BIN)/python tools/fuzz.py

fuzz-quick: $(DEV) ## the same with 50,000
	$(BIN)/python tools/fuzz.py --canary
	$(BIN)/python tools/fuzz.py --count 50000

faults: $(DEV) ## kills, full and bad disks at every call of a write, 500 random kills, 8 writers x 50 records x 20 rounds
	$(BIN)/python tools/faults.py --canary
	$(BIN)/python tools/faults.py

faults-quick: $(DEV) ## the same with fewer random kills and rounds
	$(BIN)/python tools/faults.py --canary
	$(BIN)/python tools/faults.py --quick

tamper: $(DEV) ## 1,000 histories with one known act each, which the audit must name, and 1,000 honest ones
	$(BIN)/python tools/tamper.py --canary
	$(BIN)/python tools/tamper.py

tamper-quick: $(DEV) ## the same with 40 acts (the tests do each once) and 40 honest ones
	$(BIN)/python tools/tamper.py --canary
	$(BIN)/python tools/tamper.py --count 40 --honest 40

disguise: $(DEV) ## 2,000 lists in many layouts, dresses and kinds of files, read right or named
	$(BIN)/python tools/disguise.py --canary
	$(BIN)/python tools/disguise.py

disturb: $(DEV) ## the shipped plan disturbed in 200 ways: the same 23 tasks, or the place named
	$(BIN)/python tools/disturb.py --canary
	$(BIN)/python tools/disturb.py

warm: $(DEV) ## 1,000 random changes of ledgers, each read from the store and anew: both say the same
	$(BIN)/python tools/warm.py --canary --count 30
	$(BIN)/python tools/warm.py

demo: $(DEV) ## make examples/demo and examples/region anew
	$(BIN)/python tools/demo.py
	$(BIN)/python tools/region.py

demo-check: $(DEV) ## fail when one of these is stale
	$(BIN)/python tools/demo.py --check
	$(BIN)/python tools/region.py --check

dist: $(DEV) ## wheel and source archive into build/dist, the same bytes from every clone of a commit
	$(BIN)/python tools/dist.py

wheel: $(DEV) ## build wheel and source archive, install them elsewhere and run every command
	$(BIN)/python tools/wheel.py

check: $(STAMP) ## ledger check on data/ and on the demo
	$(LEDGER) check
	$(LEDGER) -C examples/demo check
	$(LEDGER) -C examples/region/first check
	$(LEDGER) -C examples/region/other check

bench: $(DEV) ## start-up, check, reports and history, each beside something else, with a bar
	$(BIN)/python tools/bench.py
	$(BIN)/python tools/bench_check.py
	$(BIN)/python tools/bench_reports.py
	$(BIN)/python tools/bench_history.py

browser: $(DEV) ## the site's pages in a headless Chromium: axe-core, keyboard, payloads, print (needs node and chromium)
	npm install --prefix tests/browser --no-package-lock --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest -n 2 tests/test_site_browser.py

browser-quick: $(DEV) ## the same in short, as CI runs it: both looks, filters, keyboard, print, figures
	npm install --prefix tests/browser --no-package-lock --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest -n 2 -m quick tests/test_site_browser.py

snapshots: $(DEV) ## write tests/snapshots anew: what reading commands show; read the difference before it is committed
	LEDGER_SNAPSHOTS=write $(BIN)/python -m pytest tests/test_snapshots.py

pictures: $(DEV) ## make docs/pictures anew (after make browser)
	$(BIN)/python tools/screenshots.py

clean: ## remove .venv and caches
	rm -rf $(VENV) $(OLDEST) build tests/browser/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(OLDEST)/.installed: pyproject.toml constraints-oldest.txt
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-oldest.txt -e '.[all]' $(TESTING)
	@touch $@

$(STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all]'
	@touch $@

$(DEV): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(STAMP)
