"""Turtle and TriG: readable, the same every time, a small diff for a small change, read back whole."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

Text = Callable[..., str]
Canonical = Callable[[Iterable[Quad]], set[str]]
Reread = Callable[[str, RdfFormat], list[Quad]]
RereadByRdflib = Callable[[str, str], set[str]]
C = "https://w3id.org/comity/ontology#"
ID = "https://w3id.org/comity/id/"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def test_the_small_graph_is_read_back_by_pyoxigraph_and_rdflib(
    store: Store, exported: Text, canonical: Canonical, reread: Reread, reread_by_rdflib: RereadByRdflib
) -> None:
    text = exported(store)
    assert canonical(reread(text, RdfFormat.TURTLE)) == canonical(store)
    assert reread_by_rdflib(text, "turtle") == canonical(store)


def test_two_exports_are_the_same_bytes_whatever_the_order_of_loading(store: Store, exported: Text) -> None:
    quads = list(store)
    first = exported(store)
    for shuffled in (quads[::-1], quads[7:] + quads[:7], quads[::3] + quads[1::3] + quads[2::3]):
        assert exported(shuffled) == first


def test_a_changed_label_changes_one_line(store: Store, exported: Text) -> None:
    before = exported(store).splitlines()
    uzbekistan = NamedNode(ID + "state/UZ")
    store.remove(Quad(uzbekistan, LABEL, Literal("Uzbekistan", language="en"), DefaultGraph()))
    store.add(Quad(uzbekistan, LABEL, Literal("Republic of Uzbekistan", language="en"), DefaultGraph()))
    assert _changed(before, exported(store).splitlines()) == (1, 1)


def test_a_new_fact_adds_one_line(store: Store, exported: Text) -> None:
    before = exported(store).splitlines()
    note = Quad(NamedNode(ID + "session/prosecutors-3"), NamedNode(C + "note"), Literal("month only"), DefaultGraph())
    store.add(note)
    assert _changed(before, exported(store).splitlines()) == (0, 1)


def _changed(before: list[str], after: list[str]) -> tuple[int, int]:
    diff = [line for line in difflib.unified_diff(before, after, n=0) if not line.startswith(("---", "+++", "@@"))]
    return sum(line[0] == "-" for line in diff), sum(line[0] == "+" for line in diff)


def test_things_stand_under_their_class_in_the_order_a_reader_expects(store: Store, exported: Text) -> None:
    lines = exported(store).splitlines()
    headings = [line[4:] for line in lines if line.startswith("### ")]
    assert headings[0] == "State"
    assert headings[-2:] == ["Source", "Passage"]
    assert len(headings) == len(set(headings))
    sessions = [line.split()[0] for line in lines if line.startswith("session:")]
    assert sessions == [f"session:prosecutors-{n}" for n in (2, 3, 5, 6, 10)]
    state = lines[lines.index("state:CN a comity:State , owl:NamedIndividual ;") :]
    assert state[1] == '    rdfs:label "China"@en , "Китай"@ru ;'
    assert state[5].strip() == "prov:wasDerivedFrom passage:state-CN ;"


def test_only_prefixes_in_use_are_declared(store: Store, exported: Text) -> None:
    text = exported(store)
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))
    assert declared
    assert all(prefix in body for prefix in declared)
    assert "treaty:" in declared
    assert "commitment:" not in declared


def test_blank_nodes_get_the_same_labels_from_any_load(exported: Text, reread: Reread) -> None:
    turtle = """@prefix : <http://example.org/> .
    :a :list ( 1 2 ( 3 ) ) ; :near [ :name "x" ; :near [ :name "y" ] ] , [ :name "x" ] .
    _:p :knows _:q . _:q :knows _:p . _:r :knows _:r ."""
    texts = {exported(reread(turtle, RdfFormat.TURTLE)) for _ in range(5)}
    assert len(texts) == 1


def test_a_hostile_tangle_of_blank_nodes_ends_and_is_right(
    exported: Text, canonical: Canonical, reread: Reread
) -> None:
    link = NamedNode("http://example.org/link")
    tangle = [
        Quad(BlankNode(f"n{i}"), link, BlankNode(f"n{j}"), DefaultGraph())
        for i in range(30)
        for j in range(30)
        if i != j and (i * j) % 7 in (1, 3, 5)
    ]
    back = reread(exported(tangle), RdfFormat.TURTLE)
    assert len(back) == len(tangle)


def test_trig_keeps_the_graphs_apart(store: Store, exported: Text, canonical: Canonical, reread: Reread) -> None:
    derived = NamedNode("https://w3id.org/comity/graph/derived/shortcuts")
    origin = NamedNode("https://w3id.org/comity/graph/origin")
    edge = (NamedNode(ID + "state/UZ"), NamedNode(C + "memberOf"), NamedNode(ID + "organisation/sco"))
    store.add(Quad(*edge, derived))
    store.add(Quad(*edge, origin))
    assert "memberOf" not in exported(store, "trig")
    text = exported(store, "trig", derived=True)
    assert canonical(reread(text, RdfFormat.TRIG)) == canonical(q for q in store if q.graph_name != origin)
    assert "comity:memberOf organisation:sco" in exported(store, "ttl", derived=True)
    assert "derived/shortcuts" in exported(store, "nq", derived=True)


def test_a_hostile_class_cannot_leave_its_heading(exported: Text, reread: Reread) -> None:
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [Quad(NamedNode("http://e.org/a"), rdf_type, NamedNode("http://e.org/x#%0A.<a>"[:-3]), DefaultGraph())]
    assert list(reread(exported(quads), RdfFormat.TURTLE)) == quads


@pytest.mark.parametrize("format", ["nt", "nq"])
def test_lines_are_sorted(store: Store, exported: Text, format: str) -> None:
    lines = exported(store, format).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(store)
