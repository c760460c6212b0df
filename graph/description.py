"""What a graph says of itself: its size, classes, words and terms of use, in VoID and DCAT.

The description lies in the graph ``…/graph/dataset`` of every generation, where
a query finds it.  It counts the facts: not what is derived, not claims.  Where
a server offers the graph is known to that server alone, which adds it
(``/.well-known/void``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..ontology.namespaces import (
    BASE,
    COMITY,
    DATASET,
    DCAT,
    DCTERMS,
    FOAF,
    ID,
    ONTOLOGY_IRI,
    PROV,
    RDF,
    RDFS,
    SKOS,
    VOCABULARY,
    VOID,
    XSD,
)

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store, Triple

#: The dataset itself, whichever generation.
DATASET_IRI = BASE + "dataset"
#: Terms of use of the records that ship; what is loaded beside them has its own.
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_TITLE = {
    "en": "Comity: legal cooperation between states",
    "ru": "Comity: правовое сотрудничество государств",
}
_DESCRIPTION = {
    "en": "States, agencies, officials, treaties, bodies and meetings of legal cooperation, each fact with its dates, "
    "its source and the words it rests on.",
    "ru": "Государства, ведомства, должностные лица, договоры, механизмы и встречи правового сотрудничества; "
    "у каждого факта есть даты, источник и слова, на которых он основан.",
}
_RIGHTS = {
    "en": "The records that ship with Comity are under CC BY 4.0. Quoted passages, and what is loaded beside the "
    "records, keep the terms of their sources.",
    "ru": "Записи, поставляемые с Comity, доступны по лицензии CC BY 4.0. Цитаты из источников и данные, загруженные "
    "дополнительно, подчиняются условиям своих источников.",
}
_SUBJECTS = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(ISIRI(?s)) }"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
_CLASSES = "SELECT ?class (COUNT(*) AS ?n) { ?x a ?class } GROUP BY ?class ORDER BY ?class"
#: Kinds of which the description names one thing.
_CHIEF = ("state", "treaty", "body", "agency", "official", "session", "tenure", "action")


def described(store: Store, modified: dt.date | dt.datetime) -> list[Triple]:
    """The description of the facts in a store, as of the day or moment they were last changed."""
    from pyoxigraph import Literal, NamedNode, Triple

    def number(value: int) -> Literal:
        return Literal(str(value), datatype=NamedNode(XSD + "integer"))

    subjects = [row[0].value for row in _rows(store, _SUBJECTS)]
    properties = [int(row[1].value) for row in _rows(store, _PROPERTIES)]
    classes = [(row[0].value, int(row[1].value)) for row in _rows(store, _CLASSES)]
    kind = "dateTime" if isinstance(modified, dt.datetime) else "date"
    said: list[tuple[str, Any]] = [
        (RDF + "type", NamedNode(VOID + "Dataset")),
        (RDF + "type", NamedNode(DCAT + "Dataset")),
        *((DCTERMS + "title", Literal(text, language=lang)) for lang, text in _TITLE.items()),
        *((DCTERMS + "description", Literal(text, language=lang)) for lang, text in _DESCRIPTION.items()),
        *((DCTERMS + "rights", Literal(text, language=lang)) for lang, text in _RIGHTS.items()),
        (DCTERMS + "license", NamedNode(LICENSE)),
        (DCTERMS + "publisher", Literal("The Comity project", language="en")),
        (DCTERMS + "modified", Literal(modified.isoformat(), datatype=NamedNode(XSD + kind))),
        (DCTERMS + "conformsTo", NamedNode(ONTOLOGY_IRI)),
        (VOID + "uriSpace", Literal(ID)),
        *((VOID + "vocabulary", NamedNode(name)) for name in (COMITY, VOCABULARY, SKOS, PROV, DCTERMS, RDFS)),
        (VOID + "triples", number(sum(properties))),
        (VOID + "properties", number(len(properties))),
        (VOID + "classes", number(len(classes))),
        (VOID + "entities", number(sum(1 for name in subjects if name.startswith(ID)))),
        *((VOID + "exampleResource", NamedNode(name)) for name in _examples(subjects)),
    ]
    this = NamedNode(DATASET_IRI)
    triples = [Triple(this, NamedNode(name), value) for name, value in said]
    for n, (name, count) in enumerate(classes, start=1):
        part = NamedNode(f"{DATASET_IRI}#class-{n}")
        triples += [
            Triple(this, NamedNode(VOID + "classPartition"), part),
            Triple(part, NamedNode(VOID + "class"), NamedNode(name)),
            Triple(part, NamedNode(VOID + "entities"), number(count)),
        ]
    page = NamedNode(FOAF + "isPrimaryTopicOf")
    return [*triples, Triple(this, page, NamedNode(DATASET))]


def description_quads(store: Store, day: dt.date) -> Iterator[Quad]:
    """The description as it lies in the graph."""
    from pyoxigraph import NamedNode, Quad

    for triple in described(store, day):
        yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(DATASET))


def _examples(subjects: Sequence[str]) -> list[str]:
    """One thing of each of the chief kinds, the first by address."""
    found = []
    for kind in _CHIEF:
        of_kind = min((name for name in subjects if name.startswith(f"{ID}{kind}/")), default=None)
        if of_kind is not None:
            found.append(of_kind)
    return found


def _rows(store: Store, text: str) -> Any:
    return store.query(text)
