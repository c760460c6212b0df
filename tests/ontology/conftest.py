"""The words, parsed once; the same parse serves every test that only reads them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from comity.ontology.namespaces import COMITY, ontology_files, vocabulary_files


def _parse(files: Sequence[Traversable]) -> Graph:
    graph = Graph()
    for file in files:
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The OWL files together."""
    return _parse(ontology_files())


@pytest.fixture(scope="session")
def vocabularies() -> Graph:
    """The SKOS files together."""
    return _parse(vocabulary_files())


@pytest.fixture(scope="session")
def words(ontology: Graph, vocabularies: Graph) -> Graph:
    """OWL and SKOS together."""
    return ontology + vocabularies


@pytest.fixture(scope="session")
def classes(ontology: Graph) -> list[URIRef]:
    """Comity's own classes."""
    return _own(ontology, OWL.Class)


@pytest.fixture(scope="session")
def properties(ontology: Graph) -> list[URIRef]:
    """Comity's own object and datatype properties."""
    return sorted(_own(ontology, OWL.ObjectProperty) + _own(ontology, OWL.DatatypeProperty))


@pytest.fixture(scope="session", name="annotations")
def annotation_properties(ontology: Graph) -> list[URIRef]:
    """Comity's own annotation properties: bookkeeping that no reasoner reads."""
    return _own(ontology, OWL.AnnotationProperty)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout in which these tests stand."""
    return Path(__file__).resolve().parents[2]


def _own(graph: Graph, kind: URIRef) -> list[URIRef]:
    found = graph.subjects(RDF.type, kind)
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(COMITY))
