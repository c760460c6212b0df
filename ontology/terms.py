"""The words that the ontology declares, read from its files."""

from __future__ import annotations

import functools

from .namespaces import COMITY, OWL, RDF, ontology_files


@functools.cache
def class_names() -> frozenset[str]:
    """The local names of the classes."""
    from pyoxigraph import RdfFormat, parse

    return frozenset(
        quad.subject.value.removeprefix(COMITY)
        for file in ontology_files()
        for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE)
        if quad.predicate.value == RDF + "type"
        and getattr(quad.object, "value", "") == OWL + "Class"
        and getattr(quad.subject, "value", "").startswith(COMITY)
    )
