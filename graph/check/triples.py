"""A small read-only graph for shapes: it keeps literals as written, unlike a store, and imports no rdflib."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from ...errors import BadInput
from .terms import FIRST, NIL, REST, SUBCLASS, TYPE, Node, Term

LIST_LIMIT = 100_000


def true(value: Term | None) -> bool:
    """Whether a value is ``true``; ``"1"^^xsd:boolean`` is another term and does not count (W3C test)."""
    return isinstance(value, Literal) and value.value == "true" and value.datatype.value.endswith("#boolean")


def texts(literals: list[Term]) -> dict[str, str]:
    """Literals by language tag."""
    return {(text.language or ""): text.value for text in literals if isinstance(text, Literal)}


class Triples:
    """Triples indexed by subject, and by predicate and object."""

    def __init__(self) -> None:
        self._forward: dict[Node, dict[NamedNode, list[Term]]] = {}
        self._backward: dict[tuple[NamedNode, Term], list[Node]] = {}

    def add(self, triples: Iterable[Triple | Quad]) -> None:
        """Take in triples, each once; the graph names of quads are dropped."""
        for triple in triples:
            subject = triple.subject
            if not isinstance(subject, (NamedNode, BlankNode)):
                continue
            objects = self._forward.setdefault(subject, {}).setdefault(triple.predicate, [])
            if triple.object not in objects:
                objects.append(triple.object)
                self._backward.setdefault((triple.predicate, triple.object), []).append(subject)

    def __iter__(self) -> Iterator[Triple]:
        for subject, properties in self._forward.items():
            for predicate, objects in properties.items():
                for value in objects:
                    yield Triple(subject, predicate, value)

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Node, Term]]:
        """Who has which value of a property."""
        for subject, properties in self._forward.items():
            for value in properties.get(predicate, ()):
                yield subject, value

    def subjects(self) -> Iterable[Node]:
        """Every subject, in order of appearance."""
        return self._forward.keys()

    def properties(self, subject: Term) -> dict[NamedNode, list[Term]]:
        """What is said of a node, by predicate."""
        return self._forward.get(subject, {}) if isinstance(subject, (NamedNode, BlankNode)) else {}

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The values of a property, in order of appearance."""
        return self.properties(subject).get(predicate, [])

    def one(self, subject: Term, predicate: NamedNode) -> Term | None:
        """The first value of a property, or None."""
        found = self.objects(subject, predicate)
        return found[0] if found else None

    def having(self, predicate: NamedNode, value: Term) -> list[Node]:
        """The subjects that have this value."""
        return self._backward.get((predicate, value), [])

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list.  Raises BadInput when the list is broken or bites its tail."""
        out: list[Term] = []
        while head != NIL:
            first, rest = self.one(head, FIRST), self.one(head, REST)
            if first is None or rest is None or len(out) > LIST_LIMIT:
                raise BadInput("an RDF list in the shapes is broken: a cell lacks rdf:first or rdf:rest")
            out.append(first)
            head = rest
        return out

    def instances(self, kind: NamedNode) -> list[Node]:
        """Instances of a class and of its subclasses as this graph declares them."""
        out: dict[Node, None] = {}
        for known in self.below(kind):
            out.update(dict.fromkeys(self.having(TYPE, known)))
        return list(out)

    def below(self, kind: Node) -> list[Node]:
        """A class and its subclasses."""
        seen: dict[Node, None] = {kind: None}
        queue = [kind]
        while queue:
            for sub in self.having(SUBCLASS, queue.pop()):
                if sub not in seen:
                    seen[sub] = None
                    queue.append(sub)
        return list(seen)


def read_files(paths: Iterable[str | FilePath]) -> Triples:
    """Read shapes files of any RDF format, told apart by their suffix.

    Blank nodes of different files stay apart.  Raises BadInput with file and
    line for what cannot be parsed.
    """
    triples = Triples()
    for path in map(FilePath, paths):
        form = RdfFormat.from_extension(path.suffix.lstrip("."))
        if form is None:
            raise BadInput("shapes are read as .ttl, .nt, .nq, .trig, .rdf or .jsonld", file=path)
        try:
            data = path.read_bytes()
            triples.add(pyoxigraph.parse(data, form, base_iri=path.resolve().as_uri(), rename_blank_nodes=True))
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror}", file=path) from error
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            raise BadInput(f"not valid RDF: {error}", file=path, line=line) from error
    return triples
