# Everything a fresh machine with Python 3.11+ and make needs:
#   make run    environment, install, database, sample articles, app on loopback
#   make test   environment, a browser if none is found, all tests
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: help run test check format lock bench clean

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Labeler needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamp of the default install; the one of the tests holds it too.
$(VENV)/installed: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/installed-dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $(VENV)/installed $@

run: $(VENV)/installed  ## install, fill an empty database with the samples, serve on loopback
	$(BIN)/labeler serve --samples --port $(PORT)

# Three at a time also on two cores: tests in a browser wait more than they compute.
test: $(VENV)/installed-dev  ## install, find or fetch a browser, run all tests
	$(BIN)/python tests/ensure_browser.py
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q

check: $(VENV)/installed-dev  ## formatting, lint, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-dev  ## put the code in its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/installed-dev  ## renew the pinned requirements
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 \
	  --no-annotate --custom-compile-command "make lock" --quiet --upgrade -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra oidc --extra postgres -c requirements.txt --generate-hashes \
	  --universal --python-version 3.11 --no-annotate --custom-compile-command "make lock" --quiet --upgrade -o requirements-dev.txt

clean:  ## remove what was built, never data
	rm -rf $(VENV) build dist node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
