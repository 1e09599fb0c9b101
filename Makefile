# Nghị Trường: the commands of this folder. "make" alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run test lint types fmt messages shell lock bench
MAKEFLAGS += --no-print-directory

# The first Python that really runs (a shim may not) and that the locked packages are built for. PYTHON= overrides.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
CHOSEN := $(if $(filter undefined,$(origin PYTHON)),,--this-python)
ifeq ($(origin PYTHON),undefined)
PYTHON = $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c '$(FITS)' 2>/dev/null && echo $$python && exit; done)
endif

VENV := .venv/bin/python
WORKERS ?= 2
# A setting left in the shell must not lead a check into another environment.
CLEAN := env -u DJANGO_SETTINGS_MODULE -u DEBUG

# $(call need,base|dev): .venv holds what requirements/base.txt or dev.txt lists.
need = @$(if $(PYTHON),,echo "No Python 3.11, 3.12 or 3.13 was found: install one, or name it with PYTHON=/path/to/python." >&2; exit 1;) \
	$(PYTHON) -c '$(FITS)' 2>/dev/null || { \
	echo "$(PYTHON) does not run or is not Python 3.11, 3.12 or 3.13: name one that is with PYTHON=/path/to/python." >&2; exit 1; }; \
	$(PYTHON) tools/venv.py $(1) $(CHOSEN)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## start the portal on http://127.0.0.1:8000/ (PORT= moves it); Ctrl-C ends it
	$(call need,base)
	@exec $(VENV) -m portal.run

test: ## run every test on real PostgreSQL and Valkey (ARGS= for pytest, WORKERS= processes)
	$(call need,dev)
	@$(CLEAN) $(VENV) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

bench: ## measure the main pages on a hundredth and a tenth of the country (ARGS=, see docs/performance.md)
	$(call need,base)
	@exec $(CLEAN) $(VENV) -m portal.bench $(ARGS)

lint: ## check style, templates and the direction of imports
	$(call need,dev)
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@find . -name '*.html' -path '*templates/*' -not -path './.*' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2 --check
	@$(CLEAN) .venv/bin/lint-imports --no-cache

types: ## check types (mypy, strict)
	$(call need,dev)
	@$(CLEAN) $(VENV) -m mypy .

fmt: ## put code and templates into their one form
	$(call need,dev)
	@$(VENV) -m ruff check --fix-only .
	@$(VENV) -m ruff format .
	@find . -name '*.html' -path '*templates/*' -not -path './.*' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2

messages: ## collect the strings for translators and compile the catalogues
	$(call need,base)
	@$(VENV) tools/messages.py update
	@$(VENV) tools/messages.py compile

shell: ## open a Python shell on the data of this folder, whether or not the portal is running
	$(call need,base)
	@exec $(VENV) -m portal.lend shell

lock: ## resolve requirements/*.in again into hashed requirements/*.txt
	$(call need,dev)
	@$(VENV) tools/lock.py
