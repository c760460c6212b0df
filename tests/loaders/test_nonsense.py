"""Facts of the right words and the wrong kinds: they break shapes, and nothing that reads them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from comity.graph.store import Home
from comity.loaders.build import load
from comity.ontology.namespaces import ID, ONTOLOGY, OWL, RDF, SKOS, XSD

TYPE = NamedNode(RDF + "type")
VALUES = {
    "date": ("2024-01-01", "2024-13-45", "", "-0001-01-01", "99999-01-01"),
    "gYear": ("2024", "x"),
    "integer": ("1", "-1", "x", "9" * 30),
    "boolean": ("true", "perhaps"),
    "double": ("1e400",),
    "string": ("2018", "2018-13", "../2015", "[2016", "2016-11-29/2016-11-30", "{$this}", "%s", "\u202e", ""),
}


def words(store: Store, kind: str) -> list[NamedNode]:
    """The terms of the ontology that are of a kind."""
    quads = store.quads_for_pattern(None, TYPE, NamedNode(kind), NamedNode(ONTOLOGY))
    return sorted((quad.subject for quad in quads if isinstance(quad.subject, NamedNode)), key=str)


@pytest.mark.parametrize("seed", range(3))
def test_nonsense_is_refused_by_the_shapes(started: Home, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    store = started.current().read_only()
    classes = words(store, OWL + "Class")
    properties = words(store, OWL + "ObjectProperty") + words(store, OWL + "DatatypeProperty")
    concepts = words(store, SKOS + "Concept")
    kinds = ("treaty", "state", "action", "clause", "tenure", "session", "x")
    nodes: list[NamedNode | BlankNode] = [NamedNode(f"{ID}{chance.choice(kinds)}/{number}") for number in range(25)]
    nodes += [BlankNode(f"b{number}") for number in range(5)]

    def value() -> NamedNode | BlankNode | Literal:
        if chance.random() < 0.5:
            return chance.choice([*nodes, *chance.sample(concepts, 5), *chance.sample(classes, 5)])
        datatype = chance.choice(list(VALUES))
        text = chance.choice(VALUES[datatype])
        return (
            Literal(text, datatype=NamedNode(XSD + datatype)) if chance.random() < 0.8 else Literal(text, language="ru")
        )

    quads = [Quad(node, TYPE, chance.choice(classes)) for node in nodes]
    quads += [Quad(node, chance.choice(properties), value()) for node in nodes for _ in range(chance.randrange(12))]
    path = tmp_path / "nonsense.nt"
    path.write_bytes(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")
    before = started.current().counts[""]
    outcome = load(started.path, [path], lang="ru")
    assert outcome.violations
    assert started.current().counts[""] == before
    published = load(started.path, [path], allow_violations=True).published
    assert published is not None
    assert not published.conforms
