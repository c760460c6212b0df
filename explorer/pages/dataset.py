"""What this server offers, for programs: the dataset (VoID, DCAT) and the SPARQL service (its description)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ...graph.description import DATASET_IRI, LICENSE, described
from ...graph.export.write import export
from ...ontology.namespaces import DATASET, DCAT, DCTERMS, RDF, RDFS, SD, VOID, XSD
from ..asking import Reply

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from ..asking import Ask
    from ..desk import Desk

#: Media type -> the exporter's name of the form.
FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
_FORMAT = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_RDF = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads", "N3")
_IANA = "https://www.iana.org/assignments/media-types/"
#: What can be fetched whole: path, media type, title.
_DUMPS = (
    (
        "/graph-store?default",
        "text/turtle",
        {"en": "All facts, words and derived facts", "ru": "Все факты, термины и выведенные факты"},
    ),
    ("/treaty.ttl", "text/turtle", {"en": "All treaties", "ru": "Все договоры"}),
    ("/state.ttl", "text/turtle", {"en": "All states", "ru": "Все государства"}),
    ("/official.ttl", "text/turtle", {"en": "All officials", "ru": "Все должностные лица"}),
    ("/ontology.ttl", "text/turtle", {"en": "The ontology", "ru": "Онтология"}),
)


def void(desk: Desk, ask: Ask) -> Reply:
    """The dataset: its size, words, licence, and where this server gives it out."""
    from pyoxigraph import Literal, NamedNode, Triple

    this, modified = NamedNode(DATASET_IRI), NamedNode(DCTERMS + "modified")
    published = desk.generation.published.replace(microsecond=0)
    triples: list[Triple] = [triple for triple in _described(desk) if triple.predicate != modified]
    triples.append(Triple(this, modified, Literal(published.isoformat(), datatype=NamedNode(XSD + "dateTime"))))

    def say(subject: Any, name: str, value: Any) -> None:
        triples.append(Triple(subject, NamedNode(name), value))

    endpoint = NamedNode(ask.host + "/sparql")
    say(this, VOID + "sparqlEndpoint", endpoint)
    say(this, DCAT + "landingPage", NamedNode(ask.host + "/"))
    say(this, DCAT + "version", Literal(str(desk.generation.number)))
    service = NamedNode(ask.host + "/sparql#service")
    say(service, RDF + "type", NamedNode(DCAT + "DataService"))
    say(service, DCAT + "endpointURL", endpoint)
    say(service, DCAT + "endpointDescription", NamedNode(ask.host + "/openapi.json"))
    say(service, DCAT + "servesDataset", this)
    for path, media, titles in _DUMPS:
        place = NamedNode(ask.host + path)
        say(this, DCAT + "distribution", place)
        say(place, RDF + "type", NamedNode(DCAT + "Distribution"))
        say(place, DCAT + ("downloadURL" if path != "/graph-store?default" else "accessURL"), place)
        say(place, DCAT + "mediaType", NamedNode(_IANA + media))
        say(place, DCTERMS + "license", NamedNode(LICENSE if path != "/ontology.ttl" else _APACHE))
        for lang, title in titles.items():
            say(place, DCTERMS + "title", Literal(title, language=lang))
    say(this, VOID + "dataDump", NamedNode(ask.host + "/graph-store?default"))
    return _written(ask, triples)


_APACHE = "https://www.apache.org/licenses/LICENSE-2.0"


def service(desk: Desk, ask: Ask) -> Reply:
    """The SPARQL service: what it understands, in which forms it answers, which graphs there are.

    SPARQL 1.1 Service Description, section 3.
    """
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    triples: list[Triple] = []

    def say(subject: Any, name: str, value: Any) -> None:
        triples.append(Triple(subject, NamedNode(name), value))

    def count(name: str) -> Literal:
        return Literal(str(desk.generation.counts[name]), datatype=NamedNode(XSD + "integer"))

    this, dataset, default = NamedNode(ask.host + "/sparql"), BlankNode("dataset"), BlankNode("default")
    say(this, RDF + "type", NamedNode(SD + "Service"))
    say(this, RDFS + "label", Literal("The SPARQL endpoint of Comity", language="en"))
    say(this, RDFS + "label", Literal("Точка доступа SPARQL проекта Comity", language="ru"))
    say(this, SD + "endpoint", this)
    say(this, SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query"))
    say(this, SD + "defaultEntailmentRegime", NamedNode("http://www.w3.org/ns/entailment/Simple"))
    for name in (*_RESULTS, *_RDF):
        say(this, SD + "resultFormat", NamedNode(_FORMAT + name))
    say(this, SD + "defaultDataset", dataset)
    say(dataset, RDF + "type", NamedNode(SD + "Dataset"))
    say(dataset, SD + "defaultGraph", default)
    say(default, RDF + "type", NamedNode(SD + "Graph"))
    say(default, RDFS + "comment", Literal("The facts, joined with the words and what is derived.", language="en"))
    say(default, RDFS + "comment", Literal("Факты вместе с терминами и выведенными фактами.", language="ru"))
    counts = desk.generation.counts
    total = Literal(
        str(sum(counts[name] for name in ["", *desk.generation.joined])), datatype=NamedNode(XSD + "integer")
    )
    say(default, VOID + "triples", total)
    for n, name in enumerate(sorted(desk.generation.named)):
        named, graph = BlankNode(f"named{n}"), BlankNode(f"graph{n}")
        say(dataset, SD + "namedGraph", named)
        say(named, RDF + "type", NamedNode(SD + "NamedGraph"))
        say(named, SD + "name", NamedNode(name))
        say(named, SD + "graph", graph)
        say(graph, RDF + "type", NamedNode(SD + "Graph"))
        say(graph, VOID + "triples", count(name))
    return _written(ask, triples)


def _described(desk: Desk) -> list[Triple]:
    """What the graph says of itself; a graph of an older version does not, and is described here."""
    from pyoxigraph import NamedNode, Triple

    if "described" not in desk.kept:
        store = desk.store
        there = store.quads_for_pattern(None, None, None, NamedNode(DATASET))
        said = [Triple(quad.subject, quad.predicate, quad.object) for quad in there]
        desk.kept["described"] = said or described(store, desk.generation.published)
    known: list[Triple] = desk.kept["described"]
    return known


def _written(ask: Ask, triples: list[Triple]) -> Reply:
    media = str(ask.given.get("media", "text/turtle"))
    body = io.BytesIO()
    export(triples, body, FORMS[media], lang=ask.lang)
    return Reply(body.getvalue(), media)
