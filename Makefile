# `make run` and `make test` need python3.11+, pip, make and git; uv is used where it is installed.
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$p && break; done)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
READY := .venv/ready
PEERS = $(shell $(PYTHON) -c 'import tomllib; \
	print(*map(repr, tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"]))')

.PHONY: run test check lint format lock bench crash layouts fuzz clean

run: $(READY)
	@$(BIN)/wiredesk run

test: $(READY) lint
	@$(BIN)/pytest

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/ready-to-bench
	@$(BIN)/python -m tests.bench $(BENCH)

crash: $(READY)
	@$(BIN)/python -m tests.crash $(KILLS) $(SEED)

layouts: $(READY)
	@$(BIN)/python -m tests.layouts docs/layouts

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(FUZZ)

lock:
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv build *.egg-info

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "wiredesk needs Python 3.11 to 3.14: install one, then run make again" >&2; exit 1; }
	@echo "Setting up .venv (once, about a minute) …" >&2
ifneq ($(UV),)
	@uv venv --quiet --allow-existing --python "$(PYTHON)" .venv
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@$(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $(READY)

# A peer that cannot be installed on this Python is left out of the tables, and they say so.
.venv/ready-to-bench: $(READY)
	@echo "Adding the peers of the benchmarks to .venv (once) …" >&2
ifneq ($(UV),)
	@for p in $(PEERS); do uv pip install --quiet --python $(BIN)/python "$$p" || true; done
else
	@for p in $(PEERS); do $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check "$$p" || true; done
endif
	@touch $@
