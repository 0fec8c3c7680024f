# Needs Python 3.11 to 3.13, make and git; everything else comes by pip into .venv and your cache.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TRAINING := $(VENV)/.training
GAZETTEER := $(VENV)/.gazetteer
COMPOSE := docker compose
# Two processes, by the lanes of tests/conftest.py: most tests wait for Kafka and workers more than they compute.
LANES := --numprocesses 2

.DEFAULT_GOAL := help
.PHONY: help demo test check chaos bench limits soak quality train up down lock clean venv
.DELETE_ON_ERROR:

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(GAZETTEER) ## play a three-day story through an own Kafka and worker (ONCE=1: end by itself)
	@$(BIN)/tocsin demo $(if $(ONCE),--once) $(FILES)

test: $(GAZETTEER) ## all tests, with an own Kafka (TESTS=path for some)
	$(BIN)/python -m pytest $(LANES) $(TESTS)

check: $(INSTALLED) ## lint, types, import rules, drift of the JSON Schemas
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tocsin_schemas.generate --check

chaos: $(GAZETTEER) ## kill workers and broker under load, then prove that nothing is lost (ARTICLES= WORKERS= KILLS= BROKER_KILLS= CHANGES= SEED=)
	@$(BIN)/python -m benchmarks.chaos --articles $(or $(ARTICLES),2000) --workers $(or $(WORKERS),2) \
	  --kills $(or $(KILLS),6) --broker-kills $(or $(BROKER_KILLS),1) --changes $(or $(CHANGES),2) --seed $(or $(SEED),1)

bench: $(GAZETTEER) ## speed: reading, linking and fusing, end to end through Kafka
	@$(BIN)/python -m benchmarks.speed

limits: $(GAZETTEER) ## memory of a worker with 100,000 articles waiting, some of 4 MB (SECONDS=90: not to the end)
	@$(BIN)/python -m benchmarks.limits $(if $(SECONDS),--seconds $(SECONDS))

soak: $(GAZETTEER) ## steady load: does anything grow? picture in out/soak (MINUTES=10 RATE=20)
	@$(BIN)/python -m benchmarks.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(RATE),--rate $(RATE))

quality: $(GAZETTEER) ## every labelled set scored, one table; fails below the pinned floors (TOCSIN_DATA=../shared)
	@$(BIN)/python -m benchmarks.quality.table

train: $(GAZETTEER) $(TRAINING) ## the reader's model from its corpus to its figures, hours (TOCSIN_DATA=../shared)
	$(BIN)/python -m training prepare
	$(BIN)/python -m training train
	$(BIN)/python -m training train --folds 5
	$(BIN)/python -m training roles
	$(BIN)/python -m training export
	$(BIN)/python -m training evaluate

up: ## the whole service with Docker: Kafka, topics, two workers, Prometheus
	$(COMPOSE) up --detach --build

down: ## stop it; its data stays (docker compose down -v forgets it)
	$(COMPOSE) down

lock: $(INSTALLED) ## pin the dependencies of pyproject.toml anew
	$(BIN)/uv pip compile --quiet --universal --no-header --upgrade \
	  $(foreach extra,service broker gazetteer dev,--extra $(extra)) -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-header --upgrade --extra training \
	  --constraint requirements.lock -o training/requirements.lock pyproject.toml

clean: ## forget the virtual environment and what was made here
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

venv: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11, 3.12 or 3.13 found: install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] < (3, 14) else "error: $(PYTHON) is Python %d.%d, this needs 3.11 to 3.13: make PYTHON=/path/to/python3.12" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "error: cannot make $(VENV); on Debian: apt-get install python3-venv" >&2; exit 1; }
	@started=$$(date +%s); echo "installing into $(VENV) ..."; \
	if test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e . ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e . ; \
	fi && echo "packages downloaded and installed in $$(( $$(date +%s) - started )) s"
	@touch $@

# Six gigabytes, which nothing but training needs.
$(TRAINING): $(INSTALLED) training/requirements.lock
	@echo "installing what training needs into $(VENV) ..."
	@{ test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; } && \
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r training/requirements.lock
	@touch $@

# Built again where the code or the data that it is made from has changed; the file itself lies in the user's cache.
$(GAZETTEER): $(INSTALLED) $(wildcard service/tocsin/world/gazetteer*.py service/tocsin/world/data/*.yaml service/tocsin/world/data/towns.csv)
	@$(BIN)/tocsin gazetteer build
	@touch $@
