# `make help` lists what there is. Every target can be run again and again.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
SERVER = $(BIN)/gunicorn -c python:helpdesk.serving --bind 127.0.0.1:$(PORT)
TESTS ?= tests
# One process more than there are cores: in some tests a process waits, as people do.
WORKERS ?= $(shell expr $$(nproc) + 1)
ORDERS ?= 20
SEED ?=
AUDIT ?=
BENCH ?=
FROM ?=
SCANNERS ?=
export PORT

.DEFAULT_GOAL := help
.PHONY: help audit drill-deploy drill-replica drill-partitions drill-upgrade serve demo test test-long coverage test-orders test-next accessibility bench bench-engine bench-statistics drill-flood drill-guide-files drill-xss drill-canary drill-scan drill-load drill-kill drill-trouble drill-power drill-failover drill-publishing drill-random mutants check admin lock messages screenshots format clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "== Making the virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(BIN)/python
	@echo "== Installing what the portal needs (locked, hashes checked)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(BIN)/python
	@echo "== Installing what the tests need (locked, hashes checked)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

serve: $(VENV)/installed ## Set everything up and serve the portal on PORT (8000)
	@echo "== Bringing the database up to date"
	@$(MANAGE) migrate --verbosity 0
	@echo "== Publishing the shipped guides that are not there yet"
	@$(MANAGE) import_guide --publish --only-new troubleshooter/guides/*.yaml
	@echo "== Collecting static files"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@echo "== Serving. Open http://127.0.0.1:$(PORT)  (stop with Ctrl+C; make admin makes a staff account)"
	@exec $(SERVER)

demo: export DEMO := 1
demo: export DATABASE_URL :=
demo: $(VENV)/installed ## Fill a demo with a made-up year, and serve it on PORT
	@$(MANAGE) migrate --verbosity 0
	@echo "== Making up a year of visits (a minute or two the first time)"
	@$(MANAGE) fill_demo
	@$(MANAGE) create_demo_users
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@echo "== Serving the demo. Open http://127.0.0.1:$(PORT)/insights/  (stop with Ctrl+C)"
	@exec $(SERVER)

test: $(VENV)/installed-dev ## Run all tests, browser tests included (TESTS=path for a part)
	@echo "== Running the tests"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

test-long: $(VENV)/installed-dev ## Try each property on four times as many examples
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "hypothesis or long" --hypothesis-profile=long $(TESTS)

coverage: $(VENV)/installed-dev ## Tell which lines and branches of engine, visits and content no test reaches
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not browser" --cov --cov-config=pyproject.toml $(TESTS)

test-orders: $(VENV)/installed-dev ## Run all tests but those in a browser in ORDERS random orders, from SEED on
	@WORKERS=$(WORKERS) TESTS='$(TESTS)' sh tests/orders.sh '$(ORDERS)' '$(SEED)'

test-next: ## Run all tests on Django 6 with Python 3.12 or newer, where there is one
	@sh tests/next.sh

accessibility: $(VENV)/installed-dev ## Check visitors' pages with HTML_CodeSniffer, fetched by npm
	@npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix var/accessibility html_codesniffer@2.5.1
	@HTMLCS=var/accessibility/node_modules/html_codesniffer/build/HTMLCS.js $(BIN)/python -m pytest -n 0 tests/browser/test_codesniffer.py

bench: $(VENV)/installed-dev ## Measure one step forward beside a floor and another wizard (BENCH=options)
	@$(BIN)/python -m tests.bench_speed $(BENCH)

drill-deploy: $(VENV)/installed-dev ## Build and run what ships for containers, and ask it from outside
	@$(BIN)/python -m tests.drills.deploy

drill-replica: $(VENV)/installed-dev ## Read statistics from a real streaming replica that is held back and ended
	@$(BIN)/python -m tests.drills.replica

drill-partitions: $(VENV)/installed-dev ## Cut events into parts on PostgreSQL while visits begin
	@$(BIN)/python -m tests.drills.partitions

drill-upgrade: $(VENV)/installed-dev ## Let the code of FROM (a commit) serve on the tables of this one
	@$(BIN)/python -m tests.drills.upgrade $(FROM)

bench-engine: $(VENV)/installed-dev ## Measure the engine against the exact optimum (BENCH=options)
	@$(BIN)/python -m tests.bench $(BENCH)

bench-statistics: $(VENV)/installed-dev ## Measure looks at the statistics and folds (BENCH=options)
	@$(BIN)/python -m tests.bench_statistics $(BENCH)

drill-flood: $(VENV)/installed-dev ## Begin 10,000 visits from one address, and see that nobody else minds
	@$(BIN)/python -m tests.drills.flood

drill-guide-files: $(VENV)/installed-dev ## Read broken, hostile and fuzzed guide files (DRILL=options)
	@$(BIN)/python -m tests.drills.guide_files $(DRILL)

drill-xss: $(VENV)/installed-dev ## Put payloads in every text, and look at every page in a browser (DRILL=options)
	@$(BIN)/python -m tests.drills.xss $(DRILL)

drill-canary: $(VENV)/installed-dev ## Mark a person's address, browser and words, and look for them in all that is written (DRILL=part)
	@$(BIN)/python -m tests.drills.canary $(DRILL)

drill-scan: $(VENV)/installed-dev ## Let wapiti and sqlmap attack the portal, and one with planted faults (SCANNERS=their folder)
	@SCANNERS='$(SCANNERS)' $(BIN)/python -m tests.drills.scan $(DRILL)

drill-load: $(VENV)/installed-dev ## Let 64 people answer at once on the embedded database, with and without its queue
	@$(BIN)/python -m tests.drills.durable load $(DRILL)

drill-kill: $(VENV)/installed-dev ## Kill workers, servers and PostgreSQL while people answer (DRILL=part)
	@$(BIN)/python -m tests.drills.durable kill $(DRILL)

drill-trouble: $(VENV)/installed-dev ## Fill the disk, hold the database, cut and slow the line while people answer (DRILL=part)
	@$(BIN)/python -m tests.drills.durable trouble $(DRILL)

drill-power: $(VENV)/installed-dev ## Cut the power under the embedded database, and read what is left (DRILL=number of cuts)
	@$(BIN)/python -m tests.drills.durable power $(DRILL)

drill-failover: $(VENV)/installed-dev ## Kill a PostgreSQL primary under load, and go on with its synchronous replica
	@$(BIN)/python -m tests.drills.durable failover $(DRILL)

drill-publishing: $(VENV)/installed-dev ## Publish 50 editions and make 5 backups while people answer, and serve from each (DRILL=part)
	@$(BIN)/python -m tests.drills.durable publishing $(DRILL)

drill-random: $(VENV)/installed-dev ## Let 150 visitors do 30 things each by chance, on both databases (DRILL=part)
	@$(BIN)/python -m tests.drills.durable random $(DRILL)

mutants: $(VENV)/installed-dev ## Plant faults in a copy, and see that tests notice each (MUTANTS=words of a name)
	@$(BIN)/python -m tests.mutants

check: $(VENV)/installed-dev ## Lint, format, types, templates, migrations, deployment settings
	@echo "== ruff";          $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "== mypy (engine)"; $(BIN)/mypy troubleshooter/engine
	@echo "== djhtml";        $(BIN)/djhtml --check --tabwidth 2 templates
	@echo "== migrations";    $(MANAGE) makemigrations --check --dry-run
	@echo "== deployment";    HTTPS=1 ALLOWED_HOSTS=help.example.org $(MANAGE) check --deploy --fail-level WARNING

$(VENV)-audit/bin/pip-audit: | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)-audit
	@$(VENV)-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1

audit: $(VENV)-audit/bin/pip-audit ## Ask OSV whether a library has a known hole (AUDIT=--if-reachable)
	@$(BIN)/python -m tests.audit $(VENV)-audit/bin/pip-audit $(AUDIT)

admin: $(VENV)/installed ## Make a staff account (asks, or takes ADMIN_NAME and ADMIN_PASSWORD)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) create_admin

lock: $(VENV)/installed-dev ## Write the hashed lock files anew from pyproject.toml
	@sh docs/lock.sh

messages: $(VENV)/installed-dev ## Bring the interface's translations up to date (needs GNU gettext)
	@sh docs/messages.sh

screenshots: $(VENV)/installed-dev ## Take the pictures that the documents show
	@$(BIN)/python docs/screenshots.py

format: $(VENV)/installed-dev ## Format Python and templates
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/djhtml --tabwidth 2 templates

clean: ## Remove the virtual environments and everything that can be made again (not the data)
	rm -rf $(VENV) .venv-next .venv-audit .pytest_cache .mypy_cache .ruff_cache .hypothesis var/static
