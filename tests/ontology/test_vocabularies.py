"""The vocabularies are well-formed SKOS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from comity.ontology.namespaces import COMITY, EUROVOC, ONTOLOGY_VERSION, SCHEMES, scheme, vocabulary_files

EVERY_SCHEME = pytest.mark.parametrize("name", SCHEMES)
#: The schemes that mirror classes, and the class at their top.
MIRRORS = {"instrument-kind": "Instrument", "encounter-kind": "Encounter"}


def concepts(graph: Graph, name: str) -> Iterator[URIRef]:
    for concept in graph.subjects(SKOS.inScheme, URIRef(scheme(name))):
        assert isinstance(concept, URIRef)
        yield concept


def tags(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(text.language) for text in graph.objects(subject, predicate) if isinstance(text, Literal))


@EVERY_SCHEME
def test_a_scheme_is_described(vocabularies: Graph, name: str) -> None:
    home = URIRef(scheme(name))
    assert set(vocabularies.objects(home, RDF.type)) == {SKOS.ConceptScheme, OWL.NamedIndividual}
    for predicate in (RDFS.label, RDFS.comment, DCTERMS.title, DCTERMS.description):
        assert tags(vocabularies, home, predicate) == ["en", "ru"], predicate
    for predicate in (DCTERMS.license, DCTERMS.creator, DCTERMS.created, DCTERMS.modified):
        assert vocabularies.value(home, predicate) is not None, predicate
    assert vocabularies.value(home, OWL.versionInfo) == Literal(ONTOLOGY_VERSION)


@EVERY_SCHEME
def test_each_concept_is_named_defined_and_placed(vocabularies: Graph, name: str) -> None:
    home = URIRef(scheme(name))
    found = list(concepts(vocabularies, name))
    assert len(found) > 1
    for concept in found:
        assert concept.startswith(f"{home}/")
        assert set(vocabularies.objects(concept, RDF.type)) == {SKOS.Concept, OWL.NamedIndividual}
        assert tags(vocabularies, concept, SKOS.prefLabel) == ["en", "ru"], concept
        assert tags(vocabularies, concept, SKOS.definition) == ["en", "ru"], concept
        assert list(vocabularies.objects(concept, SKOS.inScheme)) == [home]
        assert list(vocabularies.objects(concept, RDFS.isDefinedBy)) == [home]
        top = (concept, SKOS.topConceptOf, home) in vocabularies
        assert top == ((home, SKOS.hasTopConcept, concept) in vocabularies)
        assert top != ((concept, SKOS.broader, None) in vocabularies), concept


def test_every_concept_is_in_a_known_scheme(vocabularies: Graph) -> None:
    schemes = {URIRef(scheme(name)) for name in SCHEMES}
    assert set(vocabularies.subjects(RDF.type, SKOS.ConceptScheme)) == schemes
    for concept in vocabularies.subjects(RDF.type, SKOS.Concept):
        assert set(vocabularies.objects(concept, SKOS.inScheme)) <= schemes
        assert (concept, SKOS.inScheme, None) in vocabularies, concept


@EVERY_SCHEME
def test_labels_are_unique_in_scheme_and_language(vocabularies: Graph, name: str) -> None:
    found = list(concepts(vocabularies, name))
    preferred = Counter(label for concept in found for label in vocabularies.objects(concept, SKOS.prefLabel))
    assert {label: count for label, count in preferred.items() if count > 1} == {}
    others = Counter(label for concept in found for label in vocabularies.objects(concept, SKOS.altLabel))
    assert {label: count for label, count in others.items() if count > 1} == {}
    assert not set(preferred) & set(others)


def test_broader_and_narrower_mirror_each_other_within_a_scheme(vocabularies: Graph) -> None:
    up = set(vocabularies.subject_objects(SKOS.broader))
    down = {(low, high) for high, low in vocabularies.subject_objects(SKOS.narrower)}
    assert up == down
    assert up
    for low, high in up:
        assert vocabularies.value(low, SKOS.inScheme) == vocabularies.value(high, SKOS.inScheme)


def test_no_concept_is_broader_than_itself(vocabularies: Graph) -> None:
    for concept in vocabularies.subjects(RDF.type, SKOS.Concept):
        above = vocabularies.transitive_objects(concept, SKOS.broader)
        assert next(above) == concept
        assert concept not in set(above)
        higher = {
            high for near in vocabularies.objects(concept, SKOS.broader) for high in all_above(vocabularies, near)
        }
        assert not higher & set(vocabularies.objects(concept, SKOS.broader)), f"{concept} skips a level"


def all_above(graph: Graph, node: Node) -> set[Node | None]:
    return set(list(graph.transitive_objects(node, SKOS.broader))[1:])


def test_matches_point_out_of_the_scheme_and_agree(vocabularies: Graph) -> None:
    for kind in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch):
        for target in vocabularies.objects(None, kind):
            assert str(target).startswith(EUROVOC)
    exact = Counter(vocabularies.objects(None, SKOS.exactMatch))
    assert {target: count for target, count in exact.items() if count > 1} == {}, "exactMatch is transitive"


def test_the_topics_have_words_to_search_by(vocabularies: Graph) -> None:
    found = list(concepts(vocabularies, "topic"))
    assert len(found) == 44
    for concept in found:
        assert set(tags(vocabularies, concept, SKOS.altLabel)) == {"en", "ru"}, concept


@pytest.mark.parametrize("name", sorted(MIRRORS))
def test_a_mirror_of_classes_has_a_concept_for_each(ontology: Graph, vocabularies: Graph, name: str) -> None:
    top = URIRef(COMITY + MIRRORS[name])
    below = set(ontology.transitive_subjects(RDFS.subClassOf, top)) - {top}
    shown = {vocabularies.value(concept, RDFS.seeAlso) for concept in concepts(vocabularies, name)}
    assert shown == below
    for concept in concepts(vocabularies, name):
        own = vocabularies.value(concept, RDFS.seeAlso)
        broader = vocabularies.value(concept, SKOS.broader)
        parent = top if broader is None else vocabularies.value(broader, RDFS.seeAlso)
        assert (own, RDFS.subClassOf, parent) in ontology


def test_each_scheme_is_the_range_of_a_property_or_a_mirror(ontology: Graph) -> None:
    ranges = {str(o) for s, o in ontology.subject_objects(RDFS.seeAlso) if (s, RDFS.range, SKOS.Concept) in ontology}
    assert {scheme(name) for name in SCHEMES} - ranges == {scheme(name) for name in MIRRORS}
    assert ranges <= {scheme(name) for name in SCHEMES}
    for term in ontology.subjects(RDFS.range, SKOS.Concept):
        assert term == SKOS.broader or (term, RDFS.seeAlso, None) in ontology, f"{term}: which vocabulary?"


def test_each_scheme_stands_in_the_file_of_its_name() -> None:
    for file in vocabulary_files():
        graph = Graph().parse(data=file.read_text(encoding="utf-8"), format="turtle")
        home = URIRef(scheme(file.name.removesuffix(".ttl")))
        assert {s for s in graph.subjects() if s != home} == set(graph.subjects(SKOS.inScheme, home))
