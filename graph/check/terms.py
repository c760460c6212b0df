"""The RDF terms that checking speaks about, and how each is written in a query."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

SH: Final = "http://www.w3.org/ns/shacl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

Words: TypeAlias = Term | tuple[Term, ...]
"""What a placeholder of a message stands for: one term, or several to be listed."""

TYPE: Final = NamedNode(RDF + "type")
FIRST: Final = NamedNode(RDF + "first")
REST: Final = NamedNode(RDF + "rest")
NIL: Final = NamedNode(RDF + "nil")
SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
CLASS: Final = NamedNode(RDFS + "Class")
OWL_CLASS: Final = NamedNode(OWL + "Class")
IMPORTS: Final = NamedNode(OWL + "imports")

PREFIXES: Final = {
    "sh": SH,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "comity": "https://w3id.org/comity/ontology#",
}
ID: Final = "https://w3id.org/comity/id/"
VOCABULARY: Final = "https://w3id.org/comity/vocabulary/"


@functools.cache
def sh(local: str) -> NamedNode:
    """The SHACL term of that local name."""
    return NamedNode(SH + local)


def local(term: NamedNode) -> str:
    """What stands behind the last ``#`` or ``/`` of an IRI; the IRI itself when nothing does."""
    value = term.value
    cut = max(value.rfind("#"), value.rfind("/")) + 1
    return value[cut:] or value


def short(term: Term) -> str:
    """A term as a person reads it without a graph at hand: ``comity:holder``, ``tenure/x``, "2020"."""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        for base in (ID, VOCABULARY):
            if term.value.startswith(base) and len(term.value) > len(base):
                return term.value[len(base) :]
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value[len(namespace) :]}"
        return f"<{term.value}>"
    return str(term)


def listed(words: Words, name: Callable[[Term], str] = short, *, most: int = 8) -> str:
    """Terms as a list in a sentence, cut after ``most``."""
    if not isinstance(words, tuple):
        return name(words)
    shown = ", ".join(name(term) for term in words[:most])
    return f"{shown}, …" if len(words) > most else shown


def writable(term: Term) -> bool:
    """Whether a query can name this term: a blank node has no name outside its own store."""
    return isinstance(term, (NamedNode, Literal))


def anded(parts: list[str]) -> str:
    """A conjunction, brackets included; ``true`` when empty."""
    return "(" + " && ".join(parts) + ")" if parts else "true"


def ored(parts: list[str]) -> str:
    """A disjunction, brackets included; ``false`` when empty."""
    return "(" + " || ".join(parts) + ")" if parts else "false"
