"""What the benchmarks measure is what it says: a realistic graph, wrong where it was made wrong; nothing is timed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from comity.graph.check import check
from comity.ontology.namespaces import ONTOLOGY, SH, SHAPES, ontology_files, shape_files, vocabulary_files

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture
def synthetic(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("synthetic")


def store_of(graph: Any) -> Store:
    store = Store()
    store.bulk_extend(graph.quads())
    for file in (*ontology_files(), *vocabulary_files()):
        store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=NamedNode(ONTOLOGY))
    return store


def test_the_synthetic_graph_breaks_the_shapes_that_it_says_and_no_other(synthetic: Any) -> None:
    graph = synthetic.Cooperation(10_000)
    store = store_of(graph)
    shapes = [
        quad.triple
        for file in shape_files()
        for quad in pyoxigraph.parse(file.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    # A property shape may serve several node shapes: a finding names the former, a flaw one of the latter.
    above: dict[Any, set[str]] = {}
    for triple in shapes:
        if triple.predicate.value == SH + "property" and isinstance(triple.subject, NamedNode):
            above.setdefault(triple.object, set()).add(triple.subject.value.removeprefix(SHAPES))
    found = {}
    for finding in check(store, shapes):
        assert isinstance(finding.focus, NamedNode)
        assert finding.focus.value not in found, f"{finding.focus} breaks two shapes"
        named = {finding.shape.value.removeprefix(SHAPES)} if isinstance(finding.shape, NamedNode) else set()
        found[finding.focus.value] = named | above.get(finding.shape, set())
    assert set(found) == {flaw.focus for flaw in graph.flaws}
    assert [flaw for flaw in graph.flaws if flaw.shape not in found[flaw.focus]] == []
    assert len({flaw.shape for flaw in graph.flaws}) == len(graph.flaws) == 20


def test_a_synthetic_graph_without_flaws_conforms(synthetic: Any) -> None:
    assert check(store_of(synthetic.Cooperation(20_000, flawed=False))).conforms


def test_the_size_is_met_and_the_same_size_gives_the_same_graph(synthetic: Any) -> None:
    store = store_of(synthetic.Cooperation(30_000))
    facts = set(store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert 28_500 <= len(facts) <= 31_500
    assert facts == set(synthetic.Cooperation(30_000).quads())


def test_the_command_says_what_it_measures() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run.py"), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for word in ("start", "load", "ask", "check", "export", "--full", "--sizes", "json"):
        assert word in done.stdout
