# On Windows, where make is missing: `py build.py` and `py tests/run.py`.
PYTHON ?= python3
# More for pytest: make test ARGS="-k search"
ARGS ?=

.PHONY: test lint build serve clean

test:
	$(PYTHON) tests/run.py $(ARGS)

lint:
	$(PYTHON) tests/run.py lint

build:
	$(PYTHON) build.py

serve:
	$(PYTHON) build.py serve

# Everything that git ignores and a command can make again.
clean:
	rm -rf .venv .thidua site .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
