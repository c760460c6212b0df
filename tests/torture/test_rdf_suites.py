"""The W3C suites of RDF 1.1 syntaxes, through what ``comity load`` reads RDF with: load_rdf and its child's eyes.

Some dozens go through a real child; the others through what the child does,
done here, since a process for each of a thousand files takes minutes.

Each file is loaded with the base that the suite gives it, where the loader would
give it one of its own.  ``KNOWN`` names what is not as the suite says, and why;
a miss that is gone fails too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import RdfFormat, Store

from comity.errors import BadInput
from comity.loaders import rdf
from comity.loaders.rdf import load_rdf
from comity.tests.torture.test_malformed import looked_through

from .measure import note

SUITE = Path(__file__).resolve().parents[2].parent / "shared" / "suites" / "rdf" / "rdf11"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FORMATS = {
    "NTriples": ("nt", RdfFormat.N_TRIPLES),
    "NQuads": ("nq", RdfFormat.N_QUADS),
    "Turtle": ("ttl", RdfFormat.TURTLE),
    "Trig": ("trig", RdfFormat.TRIG),
    "XML": ("rdf", RdfFormat.RDF_XML),
}
CANON = "the engine writes XML literals as they stand, the suite wants them in canonical form"
GRAPH = "puts facts into a graph without an address, which nobody could name in a query"
KNOWN = {
    **{f"n-quads/nq-syntax-bnode-0{number}.nq": GRAPH for number in range(1, 7)},
    "trig/alternating_bnode_graphs.trig": GRAPH,
    "trig/anonymous_blank_node_graph.trig": GRAPH,
    "trig/labeled_blank_node_graph.trig": GRAPH,
    "trig/trig-kw-graph-06.trig": GRAPH,
    "trig/trig-kw-graph-07.trig": GRAPH,
    "trig/trig-syntax-minimal-whitespace-01.trig": GRAPH,
    "xml/xml-canon/test001.rdf": CANON,
    "xml/xml-canon/test002.rdf": CANON,
}


@dataclass(frozen=True)
class Case:
    """One test of the suite."""

    name: str
    kind: str
    syntax: str
    form: RdfFormat
    action: Path
    result: Path | None
    base: str


def cases() -> Iterator[Case]:
    """Every test of the five syntaxes."""
    for folder in ("rdf-n-triples", "rdf-n-quads", "rdf-turtle", "rdf-trig", "rdf-xml"):
        manifest = SUITE / folder / "manifest.ttl"
        base = f"https://w3c.github.io/rdf-tests/rdf/rdf11/{folder}/"
        store = Store()
        store.load(path=manifest, format=RdfFormat.TURTLE, base_iri=base)
        for quad in store.quads_for_pattern(None, TYPE, None):
            assert isinstance(quad.object, ox.NamedNode)
            kind = quad.object.value.rpartition("#")[2]
            for name, (syntax, form) in FORMATS.items():
                if kind.startswith(f"Test{name}"):
                    said = {
                        local: found[0].object
                        for local in ("name", "action", "result")
                        if (found := list(store.quads_for_pattern(quad.subject, ox.NamedNode(MF + local), None)))
                    }
                    action, result = said["action"], said.get("result")
                    assert isinstance(action, ox.NamedNode)
                    path = manifest.parent / action.value.removeprefix(base)
                    expected = None
                    if isinstance(result, ox.NamedNode) and kind.endswith("Eval"):
                        expected = manifest.parent / result.value.removeprefix(base)
                    label = f"{folder.removeprefix('rdf-')}/{action.value.removeprefix(base)}"
                    yield Case(label, kind.removeprefix(f"Test{name}"), syntax, form, path, expected, action.value)


def canonical(quads: list[ox.Quad]) -> ox.Dataset:
    """A dataset whose blank nodes are named by what is said of them."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def told(case: Case) -> str:
    """What became of a test: '' where it is as the suite says, else what was otherwise."""
    store = Store()
    refused = None
    try:
        load_rdf(case.action, store, format=case.syntax)
    except BadInput as error:
        refused = error
    if refused is not None:
        assert str(refused).startswith(str(case.action))
        assert "\n" not in refused.message
        assert len(store) == 0, "half a load"
        return "" if case.kind == "NegativeSyntax" else f"refused: {refused.message}"
    if case.kind == "NegativeSyntax":
        return "accepted"
    if case.result is not None:
        expected = Store()
        form = RdfFormat.N_QUADS if case.result.suffix == ".nq" else RdfFormat.N_TRIPLES
        expected.load(path=case.result, format=form)
        if canonical(list(store)) != canonical(list(expected)):
            return "other statements"
    return ""


def raw(case: Case) -> bool:
    """Whether the engine alone is as the suite says."""
    try:
        quads = list(ox.parse(path=case.action, format=case.form, base_iri=case.base))
    except (SyntaxError, ValueError):
        return case.kind == "NegativeSyntax"
    if case.kind == "NegativeSyntax":
        return False
    if case.result is None:
        return True
    form = RdfFormat.N_QUADS if case.result.suffix == ".nq" else RdfFormat.N_TRIPLES
    expected = list(ox.parse(path=case.result, format=form))
    return canonical(quads) == canonical(expected)


@pytest.mark.usefixtures("shared")
def test_w3c_syntaxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "_look_through", looked_through)
    missed: dict[str, str] = {}
    engine = 0
    counts: Counter[str] = Counter()
    for case in cases():
        # The loader gives a file a base of its own; the suite expects its own address.
        monkeypatch.setattr(rdf, "BASE", case.base.removesuffix(case.action.name))
        counts[case.syntax] += 1
        engine += raw(case)
        if said := told(case):
            missed[case.name] = said
    total = sum(counts.values())
    note("rdf-suites", tests=total, passed=total - len(missed), engine=engine, by_syntax=dict(counts), missed=missed)
    assert total > 900
    assert set(missed) == set(KNOWN), {name: missed.get(name, "gone") for name in set(missed) ^ set(KNOWN)}


@pytest.mark.usefixtures("shared")
def test_some_go_through_real_children() -> None:
    chosen = [case for case in cases() if case.result is None][::25]
    assert len(chosen) > 15
    for case in chosen:
        if case.name not in KNOWN:
            assert told(case) == "", case.name
