"""Property paths: read from a shapes graph, written as SPARQL and back as triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple

from ...errors import BadInput
from .terms import FIRST, NIL, REST, Node, Term, sh, short
from .triples import Triples

DEPTH = 32
"""Deeper paths are refused: the engine recurses on them and could overflow its stack."""

SUFFIX = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


@dataclass(frozen=True, slots=True)
class Path:
    """A SHACL property path.

    ``kind`` is ``predicate`` (then ``iri`` is set), ``sequence``, or the local
    name of the SHACL property that makes it (``inversePath``, ...).
    """

    kind: str
    parts: tuple[Path, ...] = ()
    iri: NamedNode | None = None

    @property
    def predicate(self) -> NamedNode | None:
        """The predicate of a path of one step, else None."""
        return self.iri

    @property
    def empty(self) -> bool:
        """Whether the path may take no step at all, so that a node is a value of itself."""
        if self.kind == "sequence":
            return all(part.empty for part in self.parts)
        if self.kind in {"zeroOrMorePath", "zeroOrOnePath"}:
            return True
        return any(part.empty for part in self.parts)

    @property
    def text(self) -> str:
        """The path in SPARQL, bracketed so that it can stand anywhere."""
        if self.iri is not None:
            return str(self.iri)
        inner = [part.text for part in self.parts]
        if self.kind == "sequence":
            return "(" + "/".join(inner) + ")"
        if self.kind == "alternativePath":
            return "(" + "|".join(inner) + ")"
        if self.kind == "inversePath":
            return f"(^{inner[0]})"
        return f"({inner[0]}{SUFFIX[self.kind]})"

    def __str__(self) -> str:
        if self.iri is not None:
            return short(self.iri)
        inner = [str(part) for part in self.parts]
        if self.kind == "sequence":
            return " / ".join(inner)
        if self.kind == "alternativePath":
            return " | ".join(inner)
        return f"^{inner[0]}" if self.kind == "inversePath" else f"({inner[0]}){SUFFIX[self.kind]}"

    def predicates(self) -> Iterator[NamedNode]:
        """Every predicate the path mentions."""
        if self.iri is not None:
            yield self.iri
        for part in self.parts:
            yield from part.predicates()

    def triples(self) -> tuple[Node, list[Triple]]:
        """The path as RDF: the node that stands for it, and the triples that define that node."""
        if self.iri is not None:
            return self.iri, []
        nodes: list[Node] = []
        out: list[Triple] = []
        for part in self.parts:
            node, triples = part.triples()
            nodes.append(node)
            out.extend(triples)
        if self.kind == "sequence":
            head = rdf_list(nodes, out)
            return head, out
        top = BlankNode()
        target = rdf_list(nodes, out) if self.kind == "alternativePath" else nodes[0]
        out.append(Triple(top, sh(self.kind), target))
        return top, out


def rdf_list(members: list[Node], out: list[Triple]) -> Node:
    """Append the triples of an RDF list to ``out``; its head."""
    head: Node = NIL
    for member in reversed(members):
        cell = BlankNode()
        out += [Triple(cell, FIRST, member), Triple(cell, REST, head)]
        head = cell
    return head


def read_path(node: Term, shapes: Triples, *, depth: int = 0) -> Path:
    """The path that ``node`` stands for.

    A node that is both a list and something else counts as the list, as in the
    W3C test suite.  Raises BadInput for what is no well-formed path.
    """
    if depth > DEPTH:
        raise BadInput(f"a property path is nested deeper than {DEPTH}, or contains itself")
    if isinstance(node, NamedNode) and node != NIL:
        return Path("predicate", iri=node)
    if isinstance(node, BlankNode):
        if shapes.one(node, FIRST) is not None:
            members = shapes.members(node)
            if len(members) < 2:
                raise BadInput("a sequence path needs two members or more")
            return Path("sequence", tuple(read_path(m, shapes, depth=depth + 1) for m in members))
        alternatives = shapes.one(node, sh("alternativePath"))
        if alternatives is not None:
            members = shapes.members(alternatives)
            if len(members) < 2:
                raise BadInput("sh:alternativePath needs two members or more")
            return Path("alternativePath", tuple(read_path(m, shapes, depth=depth + 1) for m in members))
        for kind in ("inversePath", *SUFFIX):
            inner = shapes.one(node, sh(kind))
            if inner is not None:
                return Path(kind, (read_path(inner, shapes, depth=depth + 1),))
    raise BadInput(f"{short(node)} is not a property path")
