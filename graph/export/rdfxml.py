"""RDF/XML, for tools that read nothing else (owlready2 among them).

The syntax cannot say everything: a property whose address does not end in an
XML name, a control character in a text.  Such a graph is refused, never bent.
"""

from __future__ import annotations

import re
import tempfile
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ...errors import ComityError
from ...ontology.namespaces import PREFIXES, RDF, XSD
from .files import IN_MEMORY, put_together
from .order import NAMED_INDIVIDUAL, RDF_TYPE
from .scope import Scope

#: ASCII names only: every XML parser agrees on them.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Words of the syntax itself, which no property may bear.
_SYNTAX = frozenset(
    RDF + name
    for name in ("RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "datatype", "li",
                 "aboutEach", "aboutEachPrefix", "Description")
)  # fmt: skip
_HINT = "Turtle (-f ttl) and N-Triples (-f nt) can hold it."


def write_rdfxml(scope: Scope, out: BinaryIO) -> None:
    """All graphs of the scope merged; raises :class:`ComityError` for what XML cannot hold."""
    names = _Names()
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        for kind, subject in scope.subjects():
            tag = names.tag(kind, "rdf:Description") if kind and kind != NAMED_INDIVIDUAL else "rdf:Description"
            body.write(f"\n  <{tag} {_address(scope.named(subject), 'rdf:about')}>\n".encode())
            for predicate, objects in scope.facts(subject):
                for term in objects:
                    said_by_tag = predicate == RDF_TYPE and tag != "rdf:Description"
                    if said_by_tag and isinstance(term, NamedNode) and term.value == kind:
                        continue
                    body.write(f"    {_property(names.tag(predicate), term)}\n".encode())
            body.write(f"  </{tag}>\n".encode())
        declared = "".join(f"\n    xmlns:{prefix}={quoteattr(namespace)}" for prefix, namespace in names.used.items())
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
        put_together(head, body, out)
    out.write(b"\n</rdf:RDF>\n")


class _Names:
    """Qualified names; a namespace that Comity has no prefix for is called ns1, ns2, …"""

    def __init__(self) -> None:
        self.used = {"rdf": RDF}
        self._prefix = {namespace: prefix for prefix, namespace in PREFIXES.items()}

    def tag(self, iri: str, fallback: str | None = None) -> str:
        start = len(iri)
        while start and (iri[start - 1].isalnum() or iri[start - 1] in "_.-") and iri[start - 1].isascii():
            start -= 1
        while start < len(iri) and not _NAME.match(iri, start):
            start += 1
        namespace, local = iri[:start], iri[start:]
        if not local or not namespace or iri in _SYNTAX or ILLEGAL.search(iri):
            if fallback is not None:
                return fallback
            raise ComityError(f"RDF/XML has no way to write the property <{iri}>", hint=_HINT)
        prefix = self._prefix.get(namespace)
        if prefix is None:
            prefix = self._prefix[namespace] = f"ns{sum(p.startswith('ns') for p in self.used) + 1}"
        self.used[prefix] = namespace
        return f"{prefix}:{local}"


def _property(tag: str, term: Any) -> str:
    if isinstance(term, Literal):
        if getattr(term, "direction", None):
            raise ComityError("RDF/XML has no way to write a text with a reading direction", hint=_HINT)
        bad = ILLEGAL.search(term.value)
        if bad:
            raise ComityError(
                f"RDF/XML cannot hold the character U+{ord(bad[0]):04X}, which stands in a value of {tag}",
                hint=_HINT,
            )
        kind = ""
        if term.language:
            kind = f' xml:lang="{term.language}"'
        elif term.datatype.value != XSD + "string":
            kind = f" rdf:datatype={_attribute(term.datatype.value)}"
        return f"<{tag}{kind}>{escape(term.value, {chr(13): '&#13;'})}</{tag}>"
    if isinstance(term, Triple):
        raise ComityError("RDF/XML has no way to write a statement about a statement", hint=_HINT)
    return f"<{tag} {_address(term, 'rdf:resource')}/>"


def _address(term: Any, attribute: str) -> str:
    if isinstance(term, BlankNode):
        return f'rdf:nodeID="{term.value}"'
    return f"{attribute}={_attribute(term.value)}"


def _attribute(iri: str) -> str:
    bad = ILLEGAL.search(iri)
    if bad:
        raise ComityError(
            f"RDF/XML cannot hold the character U+{ord(bad[0]):04X}, which stands in an address", hint=_HINT
        )
    return quoteattr(iri)
