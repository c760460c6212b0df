"""Every term is documented, in both languages, in one order."""

from __future__ import annotations

import re
from importlib.resources.abc import Traversable

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from comity.ontology.namespaces import COMITY, ONTOLOGY_IRI, ontology_files

#: HermiT knows no dates, and language-tagged text has no datatype in OWL 2.
RANGES = {RDFS.Literal, XSD.string, XSD.anyURI, XSD.integer, XSD.boolean}


def languages(graph: Graph, term: Node, predicate: URIRef) -> list[str]:
    values = graph.objects(term, predicate)
    return sorted(str(value.language) for value in values if isinstance(value, Literal))


def members(graph: Graph, node: Node) -> list[Node]:
    """The classes of a union, or the one class."""
    union = graph.value(node, OWL.unionOf)
    return list(Collection(graph, union)) if union is not None else [node]


def test_there_is_a_term_to_test(classes: list[URIRef], properties: list[URIRef]) -> None:
    assert len(classes) > 60
    assert len(properties) > 140


def test_every_term_has_label_and_comment_in_english_and_russian(
    ontology: Graph, classes: list[URIRef], properties: list[URIRef], annotations: list[URIRef]
) -> None:
    lacking = [
        (term, predicate)
        for term in [*classes, *properties, *annotations]
        for predicate in (RDFS.label, RDFS.comment)
        if languages(ontology, term, predicate) != ["en", "ru"]
    ]
    assert lacking == []


def test_russian_is_written_in_cyrillic(ontology: Graph) -> None:
    texts = (text for text in ontology.objects() if isinstance(text, Literal) and text.language == "ru")
    latin = [str(text) for text in texts if not re.search("[а-яё]", text, re.I)]
    codes = {"ISO 3166-1 alpha-2", "ISO 3166-1 alpha-3", "UN M49", "SHA-256"}
    assert set(latin) <= codes


def test_every_term_says_where_it_is_defined(
    ontology: Graph, classes: list[URIRef], properties: list[URIRef], annotations: list[URIRef]
) -> None:
    for term in [*classes, *properties, *annotations]:
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [URIRef(ONTOLOGY_IRI)], term


def test_every_property_has_one_domain_and_one_range(ontology: Graph, properties: list[URIRef]) -> None:
    declared = set(ontology.subjects(RDF.type, OWL.Class))
    for term in properties:
        (domain,) = ontology.objects(term, RDFS.domain)
        (range_,) = ontology.objects(term, RDFS.range)
        assert set(members(ontology, domain)) <= declared, term
        if (term, RDF.type, OWL.ObjectProperty) in ontology:
            assert set(members(ontology, range_)) <= declared, term
        else:
            assert range_ in RANGES, term


def test_comments_of_properties_tell_what_is_related_to_what(
    ontology: Graph, properties: list[URIRef], annotations: list[URIRef]
) -> None:
    for term in [*properties, *annotations]:
        for comment in ontology.objects(term, RDFS.comment):
            assert isinstance(comment, Literal)
            pattern = r"Relates .+ to .+\." if comment.language == "en" else r"Связывает .+ со? .+\."
            assert re.fullmatch(pattern, comment), (term, comment)


def test_comments_are_sentences_and_not_the_label_again(ontology: Graph) -> None:
    for term, comment in ontology.subject_objects(RDFS.comment):
        assert isinstance(comment, Literal)
        assert comment.endswith(".")
        assert comment[0].isupper() or comment[0] in '"«'
        assert Literal(str(comment).rstrip("."), lang=comment.language) not in set(ontology.objects(term, RDFS.label))


@pytest.mark.parametrize("file", ontology_files(), ids=lambda file: str(file.name))
def test_terms_are_written_in_one_order(file: Traversable) -> None:
    order = [
        "rdfs:label",
        "rdfs:comment",
        "owl:equivalentClass",
        "rdfs:subClassOf",
        "rdfs:domain",
        "rdfs:range",
    ]
    order += ["rdfs:seeAlso", "owl:inverseOf", "rdfs:isDefinedBy"]
    text = file.read_text(encoding="utf-8")
    for block in re.findall(r"^comity:\w+ a owl:.*?\.$", text, re.S | re.M):
        found = re.findall(r"^ {4}(\w+:\w+) ", block, re.M)
        assert found == sorted(found, key=order.index), block
        assert found[-1] == "rdfs:isDefinedBy", block


def test_each_term_stands_in_one_file(classes: list[URIRef], properties: list[URIRef]) -> None:
    homes: dict[str, list[str]] = {}
    for file in ontology_files():
        for name in re.findall(r"^comity:(\w+) a owl:", file.read_text(encoding="utf-8"), re.M):
            homes.setdefault(name, []).append(file.name)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
    assert {term.removeprefix(COMITY) for term in [*classes, *properties]} <= set(homes)
