"""Labels and sources for the addresses in an answer, each fetched in one query a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from ..ontology.namespaces import ID
from .result import Evidence

if TYPE_CHECKING:
    from .session import Graph

#: A query text may hold 100 kB; an address takes up to some 200 bytes of it.
BATCH = 300

_LABELS = """
SELECT ?thing ?label WHERE {{
  VALUES ?thing {{ {things} }}
  {{ ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label }}
  UNION {{ ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }}
  UNION {{ ?thing <http://purl.org/dc/terms/title> ?label }}
}}
"""
_EVIDENCE = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fact ?source ?title ?url ?locator ?quote ?confidence WHERE {{
  VALUES ?fact {{ {things} }}
  ?fact <http://www.w3.org/ns/prov#wasDerivedFrom> ?passage .
  ?passage comity:source ?source .
  OPTIONAL {{ ?source <http://purl.org/dc/terms/title> ?title }}
  OPTIONAL {{ ?source comity:url ?url }}
  OPTIONAL {{ ?passage comity:locator ?locator }}
  OPTIONAL {{ ?passage comity:exact ?quote }}
  OPTIONAL {{ ?fact comity:confidence ?confidence }}
}}
ORDER BY ?fact ?passage
"""
_POSTS = """
SELECT ?tenure ?post WHERE {{ VALUES ?tenure {{ {things} }} ?tenure <https://w3id.org/comity/ontology#post> ?post }}
"""
_NAMES = """
SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?property {
    <http://www.w3.org/2000/01/rdf-schema#label> <http://www.w3.org/2004/02/skos/core#altLabel>
    <https://w3id.org/comity/ontology#abbreviation> <https://w3id.org/comity/ontology#formalName>
    <http://purl.org/dc/terms/title>
  }
  ?thing ?property ?label .
}
"""
_FORMS = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT DISTINCT ?thing ?label WHERE { ?name comity:nameOf ?thing ; comity:form ?label }
"""


def rank_language(language: str | None, wanted: str) -> int:
    """The fall-back chain: the language asked for, en, ru, none, any other."""
    chain = (wanted, "en", "ru", None)
    return chain.index(language) if language in chain else len(chain)


def _batches(iris: Iterable[str]) -> Iterator[str]:
    from pyoxigraph import NamedNode

    batch: list[str] = []
    for iri in iris:
        batch.append(str(NamedNode(iri)))
        if len(batch) == BATCH:
            yield " ".join(batch)
            batch = []
    if batch:
        yield " ".join(batch)


def labels_for(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, str]:
    """The best label of each address in ``lang``; addresses without one are left out."""
    iris = set(iris)
    best: dict[str, tuple[int, str]] = {}
    for things in _batches(sorted(iris)):
        for thing, label in graph.run(_LABELS.format(things=things)).rows():
            candidate = (rank_language(label.language, lang), label.value)
            if thing.value not in best or candidate < best[thing.value]:
                best[thing.value] = candidate
    labels = {iri: label for iri, (_, label) in best.items()}
    # A tenure has no name of its own: it is called by its post.
    unnamed = [iri for iri in set(iris) - set(labels) if iri.startswith(ID + "tenure/")]
    posts = {
        t.value: p.value
        for things in _batches(sorted(unnamed))
        for t, p in graph.run(_POSTS.format(things=things)).rows()
    }
    if posts:
        names = labels_for(graph, set(posts.values()), lang)
        labels |= {tenure: names[post] for tenure, post in posts.items() if post in names}
    return labels


def evidence_for(graph: Graph, facts: Collection[str], lang: str) -> dict[str, list[Evidence]]:
    """The sources of each fact, in the order of their passages."""
    found: dict[str, list[Evidence]] = {}
    for things in _batches(sorted(facts)):
        for fact, source, title, url, locator, quote, confidence in graph.run(_EVIDENCE.format(things=things)).rows():
            evidence = Evidence(
                source=source.value,
                title=title.value if title is not None else source.value.rsplit("/", 1)[-1],
                url=None if url is None else url.value,
                locator=None if locator is None else locator.value,
                quote=None if quote is None else quote.value,
                confidence=None if confidence is None else confidence.value.rsplit("/", 1)[-1],
            )
            known = found.setdefault(fact.value, [])
            if evidence not in known:
                known.append(evidence)
    return found


def all_names(graph: Graph) -> list[tuple[str, str]]:
    """Every label, abbreviation, formal name and name form of the things that have an id."""
    pairs = []
    for text in (_NAMES, _FORMS):
        for thing, label in graph.run(text).rows():
            iri = getattr(thing, "value", "")
            if iri.startswith(ID):
                pairs.append((iri, label.value))
    return pairs
