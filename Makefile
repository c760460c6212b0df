# Eight targets at most. Each makes the environment it needs: a fresh machine
# with Python 3.11, make and git is enough.
PYTHON ?= python3
BIN := .venv/bin
DEV := .venv/dev-ready
RUN := .venv/ready

.PHONY: demo test torture lint lock bench wheel clean

demo: $(RUN) ## build the shipped graph, check it, answer, export, draw
	@$(BIN)/python -m comity build --graph demo/comity-graph
	@$(BIN)/python -m comity query holders-of-post -p post=ru-prosecutor-general --on 2024-11-21 -f table --graph demo/comity-graph
	@$(BIN)/python -m comity query years-without-session -p body=sco-prosecutors-general -f table --graph demo/comity-graph
	@$(BIN)/python -m comity query proposals-between -p by=igor-krasnov -p to=nigmatilla-yuldashev -f table --graph demo/comity-graph
	@$(BIN)/python -m comity explain minsk-convention-1993 RU KZ --on 2023-06-28 --graph demo/comity-graph
	@$(BIN)/python -m comity read docs/examples/bishkek-2024.txt --dry-run --graph demo/comity-graph
	@$(BIN)/python -m comity export -o demo/graph.ttl --graph demo/comity-graph
	@$(BIN)/python -m comity draw sco-prosecutors-general --picture timeline -o demo/timeline.svg --graph demo/comity-graph
	@$(BIN)/python -m comity draw igor-krasnov --depth 2 -o demo/relations.html --graph demo/comity-graph
	@$(BIN)/python -m comity draw standings --of sco --on 2023-11-08 -o demo/standings.svg --graph demo/comity-graph
	@echo "Open demo/graph.ttl, demo/timeline.svg, demo/standings.svg and demo/relations.html."

# One more than there are cores: tests of servers and signals wait more than they work.
test: $(DEV) ## the tests, a file to each process
	$(BIN)/python -m pytest -n $$($(BIN)/python -c "import os; print((os.cpu_count() or 1) + 1)") --dist loadfile -rs

torture: $(DEV) ## the long torture suite, one file at a time; its figures go into torture/
	COMITY_TORTURE=long COMITY_FIGURES=torture $(BIN)/python -m pytest tests/torture -p no:cacheprovider --durations 20

lint: $(DEV) ## ruff and strict mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(DEV) ## speed, as ratios against a peer in the same run
	$(BIN)/python benchmarks/run.py

lock: $(DEV) ## renew the pinned dependencies (hashes, no addresses)
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --build-deps-for editable --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra explorer --extra png --extra text -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --build-deps-for editable --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra explorer --extra png --extra text --extra frames --extra dev -o requirements-dev.lock pyproject.toml

wheel: $(DEV) ## source archive, wheel, bill of materials and checksums, in dist/: the same bytes from the same commit
	$(BIN)/python .ci/dist.py

clean: ## remove what the other targets made
	rm -rf .venv demo torture dist build comity.egg-info .mypy_cache .ruff_cache .pytest_cache

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
