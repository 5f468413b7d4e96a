# Everything a developer or a CI needs. Needs Python >= 3.11, git and make; the rest comes from the lock files.
# PYTHON=python3.12 make setup     chooses the interpreter of the virtual environment.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV_PIN := uv==0.13.9
DEMO   ?= demo
JOBS   ?= 3

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# uv first because it is some twenty times faster; pip where only pip's index settings lead to the packages.
define install
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet $(1) || $(BIN)/python -m pip install --quiet $(1)
endef

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	$(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup tools demo test nightly coverage check format bench picture lock clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  make %-8s %s\n' "$$name" "$$text"; done

$(VENV)/.uv: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than 3.11; say which one to use: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet "$(UV_PIN)"
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml $(VENV)/.uv
	@echo "installing what the engine needs (requirements.lock)"
	@$(call install,--require-hashes -r requirements.lock)
	@$(call install,--no-deps --no-build-isolation -e .)
	@echo "compiling the search kernel once"
	@$(BIN)/python -m assigner.optimize.warm
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "installing what developers need (requirements-dev.lock)"
	@$(call install,--require-hashes -r requirements-dev.lock)
	@touch $@

setup: $(VENV)/.dev ## virtual environment with everything, from the lock files
	@echo "ready: $(BIN)/assigner --help"

$(VENV)/tools/.done: requirements-tools.lock $(VENV)/.uv
	@echo "installing the generator of clients (requirements-tools.lock)"
	@$(PYTHON) -m venv $(VENV)/tools
	@VIRTUAL_ENV=$(VENV)/tools $(BIN)/uv pip install --quiet --require-hashes -r requirements-tools.lock \
		|| $(VENV)/tools/bin/python -m pip install --quiet --require-hashes -r requirements-tools.lock
	@touch $@

tools: $(VENV)/tools/.done ## the generator of HTTP clients, in an environment of its own: a test uses it

demo: $(VENV)/.runtime ## a generated company, the whole job: look at demo/report.html afterwards
	@$(BIN)/assigner demo --out $(DEMO) --force

check: $(VENV)/.dev ## style, format, types and import rules; all four run, whatever the first ones say
	@failed=""; \
	for tool in "ruff check ." "ruff format --check ." "mypy" "lint-imports --no-logo"; do \
		echo "== $$tool"; $(BIN)/$$tool || failed="$$failed [$$tool]"; \
	done; \
	test -z "$$failed" || { echo "check failed:$$failed"; exit 1; }

test: $(VENV)/.dev $(VENV)/tools/.done ## checks and all tests; the tests run even where a check failed
	@.ci/install-chromium.sh
	@$(MAKE) --no-print-directory check; checked=$$?; \
	$(BIN)/pytest -n $(JOBS) --dist worksteal --durations=25 -m "not nightly" && exit $$checked

nightly: $(VENV)/.dev ## the tests that take minutes each, with real processes that die
	$(BIN)/pytest -n 0 -m nightly

coverage: $(VENV)/.dev $(VENV)/tools/.done ## all tests with coverage, which takes a quarter longer
	$(BIN)/pytest -n $(JOBS) --cov --cov-report=term:skip-covered

format: $(VENV)/.dev ## let ruff format and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## the benchmarks of docs and claims; WORDS="targets --lines small" asks for one of them
	$(BIN)/python -m benchmarks $(WORDS)

picture: demo ## the picture in the README, taken from the report of `make demo`
	@.ci/install-chromium.sh
	@mkdir -p docs/img
	@$$(command -v chromium || command -v chromium-browser || command -v google-chrome) --headless --no-sandbox \
		--disable-gpu --hide-scrollbars --window-size=1180,1420 --screenshot=docs/img/report.png \
		"file://$(CURDIR)/$(DEMO)/report.html" 2>/dev/null
	@ls -l docs/img/report.png

lock: $(VENV)/.uv ## renew the lock files after a change of pyproject.toml; UPGRADE=1 takes newer versions
	$(COMPILE) pyproject.toml --group build --extra service -o requirements.lock
	$(COMPILE) pyproject.toml --group build --extra service --extra cluster -c requirements.lock -o requirements-cluster.lock
	$(COMPILE) pyproject.toml --group build --all-extras --group dev -c requirements-cluster.lock -o requirements-dev.lock
	$(COMPILE) requirements-tools.in -o requirements-tools.lock

clean: ## remove what can be made again
	rm -rf $(VENV) build dist out $(DEMO) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
