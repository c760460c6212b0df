"""The concepts a table may name, read from the vocabularies themselves."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ...ontology.namespaces import RDF, SKOS, VOCABULARY, vocabulary_files


@functools.cache
def concepts() -> Mapping[str, frozenset[str]]:
    """The slugs of each vocabulary's concepts, by the vocabulary's name."""
    from pyoxigraph import RdfFormat, parse

    found: dict[str, set[str]] = {}
    for file in vocabulary_files():
        scheme = file.name.removesuffix(".ttl")
        slugs = found.setdefault(scheme, set())
        prefix = f"{VOCABULARY}{scheme}/"
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE):
            if quad.predicate.value == RDF + "type" and getattr(quad.object, "value", "") == SKOS + "Concept":
                subject = getattr(quad.subject, "value", "")
                if subject.startswith(prefix):
                    slugs.add(subject.removeprefix(prefix))
    return {scheme: frozenset(slugs) for scheme, slugs in found.items()}
