# Everything starts from Python 3.11 or newer, make and a C library; the rest is fetched by pinned version.

UV_VERSION := 0.13.9
PORT := 8000

VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
ASSETS := src/multaqa/site/static/vendor/fonts.css
CATALOGUES := $(wildcard src/multaqa/site/locale/*/LC_MESSAGES/django.po)
MESSAGES := $(CATALOGUES:.po=.mo)
CHECKED := src tests tools frontend

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)
unexport VIRTUAL_ENV PYTHONPATH DJANGO_SETTINGS_MODULE DATABASE_URL

.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.demo $(ASSETS) $(MESSAGES) ## Serve the demonstration on http://127.0.0.1:8000 (another port: PORT=8123)
	MULTAQA_HOME=$(CURDIR)/var/demo exec $(BIN)/multaqa demo --port $(PORT)

.PHONY: test
test: lint types imports messages tests ## Run every check, the tests last

.PHONY: lint
lint: $(VENV)/.test ## Check style and formatting
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

.PHONY: types
types: $(VENV)/.test ## Check types
	MULTAQA_HOME=$(CURDIR)/var/types $(BIN)/mypy

.PHONY: imports
imports: $(VENV)/.test ## Check that imports run one way
	$(BIN)/lint-imports

.PHONY: messages
messages: $(VENV)/.test ## Check that every sentence of the interface has its Arabic
	$(BIN)/python tools/messages.py check

.PHONY: tests
tests: $(VENV)/.test $(ASSETS) $(MESSAGES) browser ## Run the tests, with branch coverage
	$(BIN)/pytest -n 2 --cov

.PHONY: bench
bench: $(VENV)/.test $(ASSETS) $(MESSAGES) ## Measure the library and the pages against a reference in the same run
	$(BIN)/python benchmarks/score.py
	$(BIN)/python benchmarks/composite.py
	$(BIN)/python benchmarks/tables.py
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/meetings.py

.PHONY: format
format: $(VENV)/.test ## Put the code in its form
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

.PHONY: catalogue
catalogue: $(VENV)/.test ## Bring the Arabic catalogue up to date with the code
	$(BIN)/python tools/messages.py extract

.PHONY: assets
assets: $(ASSETS) ## Fetch and bundle third-party browser code and fonts

.PHONY: browser
browser: ## See to the browser that the visual tests need
	@tools/browser

.PHONY: setup
setup: $(VENV)/.test $(ASSETS) $(MESSAGES) ## Everything a developer needs

.PHONY: clean
clean: ## Remove all that make has made, and the demonstration's data
	rm -rf $(VENV) var frontend/node_modules src/multaqa/site/static/vendor .coverage* dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(MESSAGES)

# Without `--inexact` the demonstration would take away what the tests installed.
$(VENV)/.demo: $(VENV)/.uv-$(UV_VERSION) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --inexact --python $(BIN)/python --extra server --group build
	@touch $@

$(VENV)/.test: $(VENV)/.uv-$(UV_VERSION) pyproject.toml uv.lock
	$(UV) sync --quiet --frozen --python $(BIN)/python --extra server --group dev
	@touch $@ $(VENV)/.demo

$(VENV)/.uv-$(UV_VERSION):
	@tools/environment $(VENV)
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	@touch $@

$(ASSETS): frontend/package.json frontend/package-lock.json frontend/charts.js frontend/collect.py | $(VENV)/.demo
	$(BIN)/python frontend/collect.py

%.mo: %.po | $(VENV)/.demo
	$(BIN)/python tools/messages.py compile
