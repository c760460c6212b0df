"""A graph says of itself what is in it: counted anew whenever facts change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from comity.graph.description import DATASET_IRI, LICENSE, described
from comity.graph.generations import Generation
from comity.graph.store import Home
from comity.loaders.build import load
from comity.ontology.namespaces import COMITY, DATASET, DCTERMS, ID, RDF, VOID


def _said(generation: Generation, predicate: str, subject: str = DATASET_IRI) -> list[str]:
    with generation.open() as store:
        quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, NamedNode(DATASET))
        return sorted(str(getattr(quad.object, "value", "")) for quad in quads)


def test_the_counts_are_those_of_the_facts(started: Home) -> None:
    generation = started.current()
    assert _said(generation, VOID + "triples") == [str(generation.counts[""])]
    with generation.open() as store:
        kind = NamedNode(RDF + "type")
        tenures = len(list(store.quads_for_pattern(None, kind, NamedNode(COMITY + "Tenure"), DefaultGraph())))
        parts = _said(generation, VOID + "classPartition")
    told = {
        cls: n
        for p in parts
        for cls in _said(generation, VOID + "class", p)
        for n in _said(generation, VOID + "entities", p)
    }
    assert told[COMITY + "Tenure"] == str(tenures)
    assert set(_said(generation, RDF + "type")) == {VOID + "Dataset", "http://www.w3.org/ns/dcat#Dataset"}
    assert _said(generation, DCTERMS + "license") == [LICENSE]


def test_a_load_counts_anew(started: Home, tmp_path: Path) -> None:
    before = _said(started.current(), VOID + "triples")
    file = tmp_path / "more.ttl"
    file.write_text(f'<{ID}state/UZ> <{COMITY}note> "one more"@en .\n', encoding="utf-8")
    outcome = load(started.path, [file])
    assert outcome.published is not None, outcome.findings
    after = _said(started.current(), VOID + "triples")
    assert after == [str(int(before[0]) + 1)] == [str(started.current().counts[""])]


def test_an_empty_graph_is_described_too() -> None:
    found = {
        one.predicate.value: str(getattr(one.object, "value", "")) for one in described(Store(), dt.date(2026, 1, 1))
    }
    assert found[VOID + "triples"] == "0"
    assert found[DCTERMS + "modified"] == "2026-01-01"
    assert VOID + "exampleResource" not in found
