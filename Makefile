# Everything starts here: `make` lists what there is. Needs Python 3.11 or newer and nothing else;
# uv is used where it is on the PATH, pip otherwise.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STACK := $(VENV)/.stack-installed
READY := $(VENV)/.ready
HALFWAY := $(VENV)/.halfway

# A set PYTHONDONTWRITEBYTECODE would make every start parse all of pandas and scikit-learn again.
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help setup report test lab benchmark lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## make .venv with the locked packages and this one, editable
	@echo "== $(VENV) is ready"

report: $(READY) ## render the customer base report; ARGS="..." go to `clv report customer_base`
	@$(BIN)/clv report customer_base $(ARGS)

test: $(READY) ## lint, format, types, layers, then every test
	@set -e; start=$$(date +%s); \
	step() { echo "== $$1"; shift; "$$@"; }; \
	step "lint (ruff check)" $(BIN)/ruff check --quiet .; \
	step "format (ruff format --check)" $(BIN)/ruff format --quiet --check .; \
	step "types (mypy)" $(BIN)/mypy --no-error-summary; \
	step "layers (lint-imports)" $(BIN)/lint-imports --no-logo; \
	step "tests (pytest)" $(BIN)/pytest -n 2; \
	echo "== all passed in $$(($$(date +%s) - start)) s"

lab: $(READY) ## open JupyterLab on notebooks/; ARGS="..." go to `jupyter lab`
	@$(BIN)/jupyter lab --notebook-dir=notebooks $$([ "$$(id -u)" -ne 0 ] || echo --allow-root) $(ARGS)

benchmark: $(READY) ## measure against the peers; ARGS="..." go to `python -m benchmarks`
	@$(BIN)/python -m benchmarks $(ARGS)

wheel: $(READY) ## build the wheel into dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock: ## write the lock files anew from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: install it with 'pip install uv'." >&2; exit 1; }
	@uv export --quiet --format requirements.txt --all-extras --no-extra spark --no-emit-project \
	  --no-header --no-annotate --output-file requirements.lock.new >/dev/null
	@mv requirements.lock.new requirements.lock
	@uv export --quiet --format requirements.txt --extra spark --no-emit-project --no-header \
	  --no-annotate | awk '/^(py4j|pyspark|sqlglot)==/ { ours = 1 } ours; !/\\$$/ { ours = 0 }' \
	  > requirements-spark.lock
	@rm -f uv.lock
	@for lock in requirements.lock requirements-spark.lock; do echo "$$lock: $$(grep -c '==' $$lock) pins"; done

clean: ## remove .venv, built files and caches
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One shell, so that a failure ends it, and one at a time, so that two terminals cannot both install.
# The halfway mark outlives an interruption: the next run then starts from an empty .venv.
$(STACK): requirements.lock
	@set -e; \
	if command -v flock >/dev/null; then exec 9<Makefile; flock 9; fi; \
	if [ $(STACK) -nt requirements.lock ]; then exit 0; fi; \
	start=$$(date +%s); \
	command -v $(PYTHON) >/dev/null && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "clv needs Python 3.11 or newer, which '$(PYTHON)' is not: install one and name it, as in 'make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12'." >&2; exit 1; }; \
	if [ -e $(HALFWAY) ] || ! $(BIN)/python -c pass 2>/dev/null; then \
	  echo "== setup: $(VENV) for $$($(PYTHON) --version)"; rm -rf $(VENV); \
	  if command -v uv >/dev/null; then uv venv --quiet --seed --python "$$(command -v $(PYTHON))" $(VENV); \
	  else \
	    $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	      echo "'$(PYTHON)' has no venv module: install it, on Debian and Ubuntu with 'apt-get install python3-venv'." >&2; exit 1; }; \
	    $(PYTHON) -m venv $(VENV); \
	  fi; \
	fi; \
	touch $(HALFWAY); \
	if command -v uv >/dev/null; then \
	  echo "== setup: locked packages, by uv"; \
	  uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps --compile-bytecode -r requirements.lock; \
	else \
	  echo "== setup: locked packages, by pip, one dot each (a minute or two the first time)"; \
	  { $(BIN)/python -m pip install --progress-bar off --no-compile --require-hashes --no-deps -r requirements.lock 2>&1 \
	    || echo FAILED; } | tee $(VENV)/setup.log | awk ' \
	    /^(Collecting|Processing|Requirement already)/ { printf "."; fflush() } \
	    /^Installing collected/ { printf "\n== setup: installing"; fflush() } \
	    /^ERROR/ { printf "\n%s", $$0 } \
	    /^FAILED$$/ { failed = 1 } \
	    END { print ""; exit failed }' || { \
	    echo "pip could not install requirements.lock: its own words are in $(VENV)/setup.log." >&2; exit 1; }; \
	  echo "== setup: compiling, so that every start is quick"; \
	  $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true; \
	fi; \
	rm $(HALFWAY); touch $(STACK); \
	echo "== setup: packages ready in $$(($$(date +%s) - start)) s"

$(READY): $(STACK) pyproject.toml
	@set -e; \
	if command -v flock >/dev/null; then exec 9<Makefile; flock 9; fi; \
	echo "== setup: clv itself, editable"; \
	if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	else \
	  $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
	fi; \
	touch $(READY)
