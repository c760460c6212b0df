# Eight targets at most. Each makes the environment it needs: a fresh machine
# with Python 3.11, make and git is enough.
PYTHON ?= python3
BIN := .venv/bin
DEV := .venv/dev-ready
RUN := .venv/ready

.PHONY: demo test lint lock bench wheel clean

demo: $(RUN) ## build the shipped graph, check it, answer, export, draw
	@$(BIN)/python -m comity build --graph demo/comity-graph
	@$(BIN)/python -m comity query holders-of-post --param post=ru-prosecutor-general --on 2024-11-21 --graph demo/comity-graph
	@$(BIN)/python -m comity query sessions-of-body --param body=sco-prosecutors-general --graph demo/comity-graph
	@$(BIN)/python -m comity query proposals-between --param by=igor-krasnov --graph demo/comity-graph
	@$(BIN)/python -m comity query who-met-whom --param official=igor-krasnov --graph demo/comity-graph
	@$(BIN)/python -m comity export -o demo/graph.ttl --graph demo/comity-graph
	@$(BIN)/python -m comity draw sco-prosecutors-general --picture timeline -o demo/timeline.svg --graph demo/comity-graph
	@$(BIN)/python -m comity draw igor-krasnov --depth 2 -o demo/relations.html --graph demo/comity-graph
	@echo "Open demo/graph.ttl, demo/timeline.svg and demo/relations.html."

test: $(DEV) ## the tests
	$(BIN)/python -m pytest

lint: $(DEV) ## ruff and strict mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(DEV) ## speed, as ratios against a peer in the same run
	$(BIN)/python benchmarks/run.py

lock: $(DEV) ## renew the pinned dependencies (hashes, no addresses)
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --build-deps-for editable --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra png -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --build-deps-for editable --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra png --extra frames --extra dev -o requirements-dev.lock pyproject.toml

wheel: $(DEV) ## the wheel and the source archive, in dist/
	$(BIN)/python -m build --outdir dist .

clean: ## remove what the other targets made
	rm -rf .venv demo dist build comity.egg-info .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Comity needs Python 3.11 or newer: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

$(RUN): .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): .venv/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(RUN)
