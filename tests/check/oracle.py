"""Runs one data graph and one shapes graph through Comity and through pySHACL, and states both answers alike."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from comity.graph.check import Finding, Report, check
from comity.graph.check.paths import read_path
from comity.graph.check.terms import NIL, Term, sh
from comity.graph.check.triples import Triples
from comity.ontology.namespaces import ontology_files, vocabulary_files

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
@prefix : <http://example.org/> .
"""
Answer: TypeAlias = set[tuple[str, ...]]


@cache
def words() -> list[Quad]:
    """The ontology and the vocabularies, parsed once."""
    return [
        Quad(triple.subject, triple.predicate, triple.object)
        for file in [*ontology_files(), *vocabulary_files()]
        for triple in pyoxigraph.parse(file.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def store_of(data: str) -> Store:
    store = Store()
    store.load((PREFIXES + data).encode(), RdfFormat.TURTLE)
    return store


def shapes_of(shapes: str) -> list[Quad]:
    return list(pyoxigraph.parse(PREFIXES + shapes, RdfFormat.TURTLE))


def comity(data: str, shapes: str) -> Report:
    return check(store_of(data), shapes_of(shapes))


def named(term: Term | None) -> str:
    """A term as text; blank nodes all alike, literals as a store keeps them."""
    if term is None:
        return "-"
    if isinstance(term, BlankNode):
        return "_"
    if isinstance(term, Literal):
        store = Store()
        store.add(Quad(NIL, NIL, term))
        return str(next(iter(store)).object)
    return str(term)


def ours(report: Iterable[Finding]) -> Answer:
    return {
        (
            named(f.focus),
            "-" if f.path is None else f.path.text,
            named(f.value),
            f.component.value.rpartition("#")[2],
            f.severity,
            named(f.shape),
        )
        for f in report
    }


def theirs(data: str, shapes: str) -> Answer:
    """pySHACL's answer."""
    import pyshacl
    import rdflib

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # ill-formed literals are on purpose
        graph, rules = rdflib.Graph(), rdflib.Graph()
        graph.parse(data=PREFIXES + data, format="turtle")
        rules.parse(data=PREFIXES + shapes, format="turtle")
        _, results, _ = pyshacl.validate(graph, shacl_graph=rules, inference="none", do_owl_imports=False)
    assert isinstance(results, rdflib.Graph)
    return answer_of(results.serialize(format="nt"))


def answer_of(report: str) -> Answer:
    """The results of a validation report in N-Triples."""
    found = Triples()
    found.add(pyoxigraph.parse(report, RdfFormat.N_TRIPLES))
    answer: Answer = set()
    # Nested results (sh:detail) are typed too: only those that hang on the report count.
    for top in found.instances(sh("ValidationReport")):
        for node in found.objects(top, sh("result")):
            path, component, severity = (
                found.one(node, sh(name)) for name in ("resultPath", "sourceConstraintComponent", "resultSeverity")
            )
            assert isinstance(component, NamedNode)
            assert isinstance(severity, NamedNode)
            answer.add(
                (
                    named(found.one(node, sh("focusNode"))),
                    "-" if path is None else read_path(path, found).text,
                    named(found.one(node, sh("value"))),
                    component.value.rpartition("#")[2],
                    severity.value.rpartition("#")[2],
                    named(found.one(node, sh("sourceShape"))),
                )
            )
    return answer
