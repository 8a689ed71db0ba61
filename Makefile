# make run    everything on this machine, with invented people and a telephone simulator
# make test   the whole suite      make lint   ruff and mypy      make lock   lock the dependencies anew
#
# Needs Python 3.11 or newer and make. Everything is installed into .venv here.
# PYTHON=/path/to/python chooses another interpreter.

PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; exit; }; done)
BIN := .venv/bin

.PHONY: run test lint lock

run: .venv/.run
	@exec $(BIN)/hotline demo

test: .venv/.test
	@$(BIN)/python -m pytest -n auto

lint: .venv/.test
	@$(BIN)/ruff check .
	@$(BIN)/mypy

lock: $(BIN)/python
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --group build \
		pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --group build --group test \
		pyproject.toml -o requirements-test.lock

# Installing adds and never removes, so that `make run` after `make test` keeps what the tests need.
.venv/.run: requirements.lock pyproject.toml $(BIN)/python
	@.ci/install requirements.lock
	@touch $@

.venv/.test: requirements-test.lock pyproject.toml $(BIN)/python
	@.ci/install requirements-test.lock
	@touch $@ .venv/.run

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; PYTHON=... names one." >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; uv venv --quiet --python "$(PYTHON)" .venv; } || { \
		echo "$(PYTHON) cannot make a virtual environment: install its venv module, or uv." >&2; exit 1; }
