"""The JSON-LD context knows every term, types it rightly, and reads nothing from elsewhere."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from comity.ontology.namespaces import COMITY, DCTERMS, PREFIXES, PROV, context_file, iri

#: rdflib's own JSON-LD parser still makes one.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DATES = {"checkedOn", "attestedOn", "retrieved", "floorDate", "asOf", "completeAsOf"}


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    document = json.loads(context_file().read_text(encoding="utf-8"))
    assert list(document) == ["@context"]
    content = document["@context"]
    assert isinstance(content, dict)
    return content


def expanded(context: dict[str, Any], key: str) -> str:
    """The IRI that a key stands for."""
    entry = context[key]
    address = str(entry["@id"] if isinstance(entry, dict) else entry)
    prefix, _, local = address.partition(":")
    return str(context[prefix]) + local if prefix in context else address


def is_date(name: str) -> bool:
    return name in DATES or name.endswith(("arliest", "atest"))


def test_every_term_has_its_short_name(
    context: dict[str, Any], classes: list[URIRef], properties: list[URIRef], annotations: list[URIRef]
) -> None:
    for term in [*classes, *properties, *annotations]:
        name = term.removeprefix(COMITY)
        assert name in context, f"{name} is missing from context.jsonld"
        assert expanded(context, name) == str(term)


def test_no_short_name_stands_for_a_term_that_is_not_declared(context: dict[str, Any], ontology: Graph) -> None:
    for key in context:
        address = expanded(context, key)
        if address.startswith(COMITY) and address != COMITY:
            assert (URIRef(address), RDF.type, None) in ontology, key
            assert address == COMITY + key


def test_values_are_typed_as_the_ontology_types_them(
    context: dict[str, Any], ontology: Graph, properties: list[URIRef]
) -> None:
    for term in properties:
        name = term.removeprefix(COMITY)
        (range_,) = ontology.objects(term, RDFS.range)
        kind = context[name].get("@type")
        if (term, RDF.type, OWL.ObjectProperty) in ontology:
            assert kind == "@id", name
        elif is_date(name):
            assert (range_, kind) == (RDFS.Literal, "xsd:date"), name
        elif range_ in {XSD.boolean, XSD.integer, XSD.anyURI}:
            assert kind == "xsd:" + str(range_).removeprefix(str(XSD)), name
        else:
            assert kind is None, name
        if context[name].get("@container") == "@language":
            assert range_ == RDFS.Literal, name


def test_prefixes_are_those_of_the_namespaces(context: dict[str, Any]) -> None:
    prefixes = {key: value for key, value in context.items() if isinstance(value, str) and value[-1] in "/#"}
    own = {"entity": "https://w3id.org/comity/id/"}
    assert prefixes == {key: PREFIXES.get(key, own.get(key)) for key in prefixes}


def test_nothing_is_fetched(context: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert context["@version"] == 1.1
    text = json.dumps(context)
    assert "@import" not in text
    assert '"@context"' not in text
    document = json.dumps({"@context": context, "id": "entity:state/UZ", "type": "State", "isoAlpha2": "UZ"})
    graph = Graph().parse(data=document, format="json-ld")
    uzbekistan = URIRef(iri("state", "UZ"))
    assert set(graph) == {
        (uzbekistan, RDF.type, URIRef(COMITY + "State")),
        (uzbekistan, URIRef(COMITY + "isoAlpha2"), Literal("UZ")),
    }


def test_a_graph_of_every_term_comes_back_the_same(
    context: dict[str, Any],
    ontology: Graph,
    classes: list[URIRef],
    properties: list[URIRef],
) -> None:
    graph = Graph()
    node = URIRef(iri("session", "sco-prosecutors-general-21"))
    for term in classes:
        graph.add((node, RDF.type, term))
    graph.add((node, RDF.type, OWL.NamedIndividual))
    for term in properties:
        name = term.removeprefix(COMITY)
        (range_,) = ontology.objects(term, RDFS.range)
        if (term, RDF.type, OWL.ObjectProperty) in ontology:
            graph.add((node, term, URIRef(iri("state", "UZ"))))
            graph.add((node, term, URIRef(iri("state", "KZ"))))
        elif is_date(name):
            graph.add((node, term, Literal("2024-11-21", datatype=XSD.date)))
        elif range_ in {XSD.boolean, XSD.integer, XSD.anyURI}:
            lexical = {XSD.boolean: "true", XSD.integer: "21", XSD.anyURI: "https://example.org/a"}[URIRef(str(range_))]
            graph.add((node, term, Literal(lexical, datatype=URIRef(str(range_)))))
        elif context[name].get("@container") == "@language":
            for text, language in (("meeting", "en"), ("another", "en"), ("встреча", "ru")):
                graph.add((node, term, Literal(text, lang=language)))
        else:
            graph.add((node, term, Literal("2024-11")))
    for predicate in (RDFS.label, SKOS.altLabel, SKOS.prefLabel):
        for text, language in (("Session", "en"), ("Заседание", "ru")):
            graph.add((node, predicate, Literal(text, lang=language)))
    graph.add((node, URIRef(COMITY + "note"), Literal("a remark", lang="en")))
    graph.add((node, URIRef(COMITY + "note"), Literal("a plain remark")))
    graph.add((node, URIRef(PROV + "wasDerivedFrom"), URIRef(iri("passage", "p1"))))
    graph.add((node, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q265")))
    graph.add((node, URIRef(DCTERMS + "title"), Literal("A title")))

    text = graph.serialize(format="json-ld", context=context, auto_compact=True)
    back = Graph().parse(data=text, format="json-ld")
    assert set(back) == set(graph)

    (written,) = [json.loads(text)] if "@graph" not in json.loads(text) else json.loads(text)["@graph"]
    long = [key for key in written if ":" in key]
    assert long == [], "these keys were not shortened"
    assert {value.rpartition("/")[2] for value in written["sessionOf"]} == {"KZ", "UZ"}
    assert written["earliest"] == "2024-11-21"
    assert written["place"]["ru"] == "встреча"
