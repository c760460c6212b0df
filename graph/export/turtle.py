"""Turtle and TriG that people read and version control compares.

Things are grouped under a heading per class; every statement ends in ``;`` and
a full stop stands alone, so that a changed fact changes its own line only.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from ...ontology.namespaces import COMITY, PREFIXES, XSD
from .files import IN_MEMORY, put_together
from .order import NAMED_INDIVIDUAL, RDF_TYPE
from .scope import GraphName, Scope

#: Local names that need no escape in any Turtle version.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
#: Escaped in strings: controls, line separators that editors and diffs break on, and
#: marks that turn the reading direction, which could make a line read as another.
_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]')
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
#: Typed literals that Turtle writes bare, where the spelling is one it reads back as the same.
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_STRING = XSD + "string"
#: Lines longer than this put each object on a line of its own.
WIDTH = 100


class Terms:
    """Terms as Turtle; remembers which prefixes were used."""

    def __init__(self, prefixes: dict[str, str] | None = None) -> None:
        self.prefixes = dict(PREFIXES) | (prefixes or {})
        self.used: set[str] = set()
        self._known: dict[str, str] = {}
        self._by_namespace = {namespace: prefix for prefix, namespace in self.prefixes.items()}

    def iri(self, iri: str) -> str:
        """``state:UZ`` or ``<https://…>``."""
        known = self._known.get(iri)
        if known is None:
            known = self._short(iri)
            if len(self._known) < 20_000:
                self._known[iri] = known
        return known

    def _short(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._by_namespace.get(iri[:cut])
        if prefix is not None and _LOCAL.fullmatch(iri, cut):
            self.used.add(prefix)
            return f"{prefix}:{iri[cut:]}"
        return f"<{_IN_IRI.sub(_escaped, iri)}>"

    def term(self, term: Any) -> str:
        """Any subject or object."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        if isinstance(term, Literal):
            return self.literal(term)
        if isinstance(term, Triple):
            return f"<<( {self.term(term.subject)} {self.iri(term.predicate.value)} {self.term(term.object)} )>>"
        raise TypeError(f"{type(term).__name__} is no RDF term")

    def literal(self, literal: Literal) -> str:
        """``"…"@en``, ``21`` or ``"2024-11-21"^^xsd:date``."""
        value, datatype = literal.value, literal.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value):
            return value
        quoted = f'"{_SPECIAL.sub(_escaped, value)}"'
        if literal.language:
            direction = getattr(literal, "direction", None)
            return f"{quoted}@{literal.language}" + (f"--{direction}" if direction else "").lower()
        return quoted if datatype == _STRING else f"{quoted}^^{self.iri(datatype)}"


def write_turtle(scope: Scope, out: BinaryIO, *, prefixes: dict[str, str] | None = None) -> None:
    """One graph: facts, and whatever else the scope holds, merged."""
    terms = Terms(prefixes)
    # The prefixes in use are known at the end and stand at the start.
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        for line in _blocks(scope, None, terms, ""):
            body.write(line.encode())
        _assemble(terms, body, out)


def write_trig(scope: Scope, out: BinaryIO, *, prefixes: dict[str, str] | None = None) -> None:
    """The facts, then each further graph in braces."""
    terms = Terms(prefixes)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        for graph in scope.graphs:
            if isinstance(graph, DefaultGraph):
                for line in _blocks(scope, graph, terms, ""):
                    body.write(line.encode())
                continue
            body.write(f"\n{terms.term(scope.named(graph))} {{\n".encode())
            for line in _blocks(scope, graph, terms, "    "):
                body.write(line.encode())
            body.write(b"}\n")
        _assemble(terms, body, out)


def _assemble(terms: Terms, body: IO[bytes], out: BinaryIO) -> None:
    head = "".join(
        f"@prefix {prefix}: <{_IN_IRI.sub(_escaped, namespace)}> .\n"
        for prefix, namespace in terms.prefixes.items()
        if prefix in terms.used
    )
    put_together(head, body, out)


def _blocks(scope: Scope, graph: GraphName | None, terms: Terms, indent: str) -> Iterator[str]:
    heading: str | None = None
    for kind, subject in scope.subjects(graph):
        if kind != heading:
            heading = kind
            yield f"\n{indent}### {_heading(kind)}\n"
        lead = f"\n{indent}{terms.term(scope.named(subject))}"
        for predicate, objects in scope.facts(subject, graph):
            verb = "a" if predicate == RDF_TYPE else terms.iri(predicate)
            # What a thing is stands on its own line; everything else below it.
            lead += " " if predicate == RDF_TYPE else f"\n{indent}    " if lead else f"{indent}    "
            yield lead + _statement(verb, [terms.term(o) for o in objects], indent + "        ")
            lead = ""
        yield f"{indent}    .\n"


def _statement(verb: str, objects: list[str], indent: str) -> str:
    line = f"{verb} {' , '.join(objects)} ;\n"
    if len(objects) == 1 or len(line) <= WIDTH:
        return line
    inner = f" ,\n{indent}".join(objects)
    return f"{verb}\n{indent}{inner} ;\n"


def _heading(kind: str) -> str:
    if not kind:
        return "Untyped"
    if kind == NAMED_INDIVIDUAL:
        return "Individuals"
    # A hostile class address must not end the comment and start a statement.
    return _IN_IRI.sub(_escaped, _SPECIAL.sub(_escaped, kind.removeprefix(COMITY)))


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return _SHORT[char]
    return f"\\u{ord(char):04X}"
