"""Labels and sources for the addresses in an answer, each fetched in one query a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..graph.export.names import ENCOUNTERS, KINDS, happened, tail
from ..ontology.namespaces import COMITY, ID, ONTOLOGY, RDF
from .result import Evidence, is_iri

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
_PARTS = """
SELECT ?thing ?property ?value WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?value
  # Not a second VALUES: the engine would start from it and read every triple of these properties.
  FILTER(?property IN ({properties}))
}}
ORDER BY ?thing ?value
"""
#: What a fact without a name of its own is called by: the properties, and how they are put together.
_CALLED: Mapping[str, tuple[str, str]] = {
    "tenure": ("holder post", "{0}, {1}"),
    "membership": ("member organisation", "{0} – {1}"),
    "participation": ("participant participationIn", "{0}: {1}"),
    "succession": ("predecessor successor", "{0} → {1}"),
    "action": ("type actor instrument", "{0}: {1}, {2}"),
    "designation": ("designatedBy measure agency", "{0}, {1}: {2}"),
    "rule": ("ruleOf ruleKind", "{0}: {1}"),
    "clause": ("clauseOf clauseKind", "{0}: {1}"),
    "provision": ("provisionOf article", "{0}, {1}"),
    "aim": ("aimOf letter", "{0}, {1}"),
    "name": ("form", "{0}"),
    "party-status": ("subject treaty", "{0}: {1}"),
    "divergence": ("about field value", "{0}; {1}: {2}"),
    **dict.fromkeys(("proposal", "commitment", "invitation", "assessment"), ("content", "{0}")),
}
_HAPPENED = """
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?thing ?kind ?body ?state ?date WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing a ?kind
  FILTER(?kind IN (comity:Session, comity:Meeting, comity:Visit, comity:Conference, comity:Signing, comity:Encounter))
  OPTIONAL {{ ?thing comity:sessionOf ?body }}
  OPTIONAL {{ ?state comity:representedAt ?thing }}
  OPTIONAL {{ ?thing comity:date ?date }}
}}
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


def values_block(terms: Mapping[str, str]) -> str:
    """A ``VALUES`` block that binds variables to terms; nothing where there are none."""
    if not terms:
        return ""
    return f"VALUES ({' '.join('?' + name for name in terms)}) {{ ({' '.join(terms.values())}) }}"


def batches(iris: Iterable[str]) -> Iterator[str]:
    """Addresses as terms for a ``VALUES`` block, so many at a time; what data only calls an address is left out."""
    from pyoxigraph import NamedNode

    batch: list[str] = []
    for iri in iris:
        try:
            batch.append(str(NamedNode(iri)))
        except ValueError:
            continue
        if len(batch) == BATCH:
            yield " ".join(batch)
            batch = []
    if batch:
        yield " ".join(batch)


def labels_for(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, str]:
    """The best label of each address in ``lang``; addresses without one are left out.

    A fact is called by its parts: who held which post, who did what to which
    treaty; an encounter without a name by kind, states and date.
    """
    wanted = set(iris)
    labels = _own_labels(graph, wanted, lang)
    nameless = {iri for iri in wanted - set(labels) if iri.startswith(ENCOUNTERS)}
    if nameless:
        labels |= _happened(graph, nameless, lang)
    unnamed = {iri for iri in wanted - set(labels) if _kind(iri) in _CALLED}
    if unnamed:
        parts = _parts(graph, unnamed)
        inner = {term.value for held in parts.values() for terms in held.values() for term in terms if is_iri(term)}
        # A statement about a fact is called by what the fact is called by.
        below = labels_for(graph, inner - unnamed, lang) | {iri: labels[iri] for iri in inner & set(labels)}
        for iri in unnamed:
            called = _called(iri, parts.get(iri, {}), below, lang)
            if called:
                labels[iri] = called
    return labels


def _own_labels(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for things in batches(sorted(iris)):
        for thing, label in graph.run(_LABELS.format(things=things), graphs=[ONTOLOGY]).rows():
            candidate = (rank_language(label.language, lang), label.value)
            if thing.value not in best or candidate < best[thing.value]:
                best[thing.value] = candidate
    return {iri: label for iri, (_, label) in best.items()}


def _happened(graph: Graph, iris: Iterable[str], lang: str) -> dict[str, str]:
    told: dict[str, dict[str, set[str]]] = {}
    for things in batches(sorted(iris)):
        for thing, *values in graph.run(_HAPPENED.format(things=things)).rows():
            parts = told.setdefault(thing.value, {})
            for name, term in zip(("kind", "body", "state", "date"), values, strict=True):
                if term is not None:
                    parts.setdefault(name, set()).add(term.value)
    within = {iri for parts in told.values() for name in ("kind", "body", "state") for iri in parts.get(name, ())}
    labels = _own_labels(graph, within, lang)
    found = {}
    for iri, parts in told.items():
        kind = labels.get(min(parts["kind"], key=KINDS.index))
        if kind is not None:
            bodies, states = ({labels.get(one, tail(one)) for one in parts.get(name, ())} for name in ("body", "state"))
            found[iri] = happened(kind, bodies, states, parts.get("date", ()))
    return found


def _parts(graph: Graph, iris: Iterable[str]) -> dict[str, dict[str, list[Any]]]:
    """The properties that facts are called by."""
    names = {name for properties, _ in _CALLED.values() for name in properties.split()} - {"type"}
    properties = ", ".join([f"<{RDF}type>", *(f"<{COMITY}{name}>" for name in sorted(names))])
    parts: dict[str, dict[str, list[Any]]] = {}
    for things in batches(sorted(iris)):
        for thing, name, value in graph.run(_PARTS.format(things=things, properties=properties)).rows():
            local = name.value.rsplit("#", 1)[-1]
            parts.setdefault(thing.value, {}).setdefault(local, []).append(value)
    return parts


def _called(iri: str, parts: Mapping[str, list[Any]], labels: Mapping[str, str], lang: str) -> str | None:
    properties, pattern = _CALLED[_kind(iri)]
    told = []
    for name in properties.split():
        terms = parts.get(name, [])
        if name == "type":
            terms = [term for term in terms if term.value.startswith(COMITY) and term.value != COMITY + "Action"]
        if not terms:
            return None
        term = min(terms, key=lambda one: (rank_language(getattr(one, "language", None), lang), one.value))
        told.append(labels.get(term.value) or str(term.value).rsplit("#", 1)[-1].rsplit("/", 1)[-1])
    return pattern.format(*told)


def _kind(iri: str) -> str:
    return iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""


def evidence_for(graph: Graph, facts: Collection[str], lang: str) -> dict[str, list[Evidence]]:
    """The sources of each fact, in the order of their passages."""
    found: dict[str, list[Evidence]] = {}
    for things in batches(sorted(facts)):
        rows = graph.run(_EVIDENCE.format(things=things), graphs=()).rows()
        for fact, source, title, url, locator, quote, confidence in rows:
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
        for thing, label in graph.run(text, graphs=()).rows():
            iri = getattr(thing, "value", "")
            if iri.startswith(ID):
                pairs.append((iri, label.value))
    return pairs
