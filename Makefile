# The two commands that everyone needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export FOOTNOTE_HOME ?= $(CURDIR)/.footnote

.PHONY: run test check clean help

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(VENV)/.installed  ## install what is missing, build the index and serve the chat page on http://127.0.0.1:8000
	$(BIN)/footnote serve

test: $(VENV)/.installed-dev node_modules/.installed  ## run every test
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -q

check: $(VENV)/.installed-dev  ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed

# axe-core, the accessibility checker of the browser tests; they say so and skip where there is no npm.
node_modules/.installed: package.json package-lock.json
	@mkdir -p node_modules
	if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund; fi
	@touch $@

clean:  ## remove the environment and the local index
	rm -rf $(VENV) .footnote node_modules
