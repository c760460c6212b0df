"""Reads the W3C SHACL test suite and compares reports the way it asks for.

A report is compared as a graph, up to the names of blank nodes.  ``sh:detail``
is left out; ``sh:resultMessage`` counts only where the test names one.
Expected literals go through a store, because the data did (``01`` becomes 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
)

from comity.graph.check.terms import FIRST, NIL, REST, TYPE, Node, Term, sh
from comity.graph.check.triples import Triples

SUITE = Path(__file__).resolve().parents[2].parent / "shared" / "suites" / "shacl" / "tests"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
KEPT = ("focusNode", "resultPath", "resultSeverity", "sourceConstraintComponent", "sourceShape", "value")


@dataclass(frozen=True)
class Case:
    """One test: data, shapes, and the report it expects; None where a failure is expected."""

    name: str
    data: Path
    shapes: Path
    expected: tuple[Triple, ...] | None
    messages: bool


def read(path: Path) -> Triples:
    triples = Triples()
    triples.add(pyoxigraph.parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=path.as_uri()))
    return triples


def cases() -> Iterator[Case]:
    """Every test of the core and sparql manifests, each file once."""
    seen: set[Path] = set()
    queue = [SUITE / "manifest.ttl"]
    while queue:
        path = queue.pop(0)
        if path in seen:
            continue
        seen.add(path)
        triples = read(path)
        for subject in list(triples.subjects()):
            for included in triples.objects(subject, NamedNode(MF + "include")):
                assert isinstance(included, NamedNode)
                queue.append(Path(included.value.removeprefix("file://")))
        for test in triples.having(TYPE, NamedNode(SHT + "Validate")):
            yield case(test, path, triples)
    # Listed in no manifest, but part of the suite.
    for path in sorted(SUITE.rglob("*.ttl")):
        if path not in seen and path.name != "manifest.ttl":
            triples = read(path)
            for test in triples.having(TYPE, NamedNode(SHT + "Validate")):
                yield case(test, path, triples)


def case(test: Node, path: Path, triples: Triples) -> Case:
    action, result = triples.one(test, NamedNode(MF + "action")), triples.one(test, NamedNode(MF + "result"))
    assert action is not None
    assert result is not None

    def file(name: str) -> Path:
        given = triples.one(action, NamedNode(SHT + name))
        assert isinstance(given, NamedNode)
        return Path(given.value.removeprefix("file://"))

    expected = None if result == NamedNode(SHT + "Failure") else tuple(report(result, triples))
    return Case(
        name=path.relative_to(SUITE).with_suffix("").as_posix(),
        data=file("dataGraph"),
        shapes=file("shapesGraph"),
        expected=expected,
        messages=any(t.predicate == sh("resultMessage") for t in expected or ()),
    )


def report(node: Term, triples: Triples, *, messages: bool = True) -> Iterator[Triple]:
    """The triples of a report that count, taken from a larger graph."""
    top = BlankNode()
    conforms = triples.one(node, sh("conforms"))
    assert isinstance(conforms, Literal)
    yield Triple(top, sh("conforms"), conforms)
    for result in triples.objects(node, sh("result")):
        copy = BlankNode()
        yield Triple(top, sh("result"), copy)
        for name in (*KEPT, "sourceConstraint", *(["resultMessage"] if messages else [])):
            for value in triples.objects(result, sh(name)):
                yield Triple(copy, sh(name), stored(value))
                if name == "resultPath" and isinstance(value, BlankNode):
                    yield from path_triples(value, triples)


def path_triples(node: Term, triples: Triples) -> Iterator[Triple]:
    """The definition of a path that is no IRI; a list counts as nothing but a list, as the tests expect."""
    if not isinstance(node, BlankNode):
        return
    properties = triples.properties(node)
    wanted = (FIRST, REST) if FIRST in properties else tuple(properties)
    for predicate in wanted:
        for value in properties[predicate]:
            yield Triple(node, predicate, value)
            if value != NIL:
                yield from path_triples(value, triples)


def stored(term: Term) -> Term:
    """The term as a store gives it back."""
    if not isinstance(term, Literal):
        return term
    store = Store()
    store.add(Quad(NIL, NIL, term))
    kept: Term = next(iter(store)).object
    return kept


def canonical(triples: Iterator[Triple]) -> set[str]:
    """A graph as text that does not depend on the names of its blank nodes."""
    data = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    data.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in data}
