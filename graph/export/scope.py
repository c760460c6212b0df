"""What is exported: a whole graph, or what lies around some things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ...errors import NotFound, Usage
from ...ontology.namespaces import COMITY, DCTERMS, DERIVED, ID, PROV, RDFS, SKOS
from .blanks import blank_labels
from .order import RDF_TYPE, Node, class_key, kind_of, natural, predicate_key, term_key

GraphName = NamedNode | BlankNode | DefaultGraph
Term = Any

_LABELS = tuple(NamedNode(iri) for iri in (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title"))
_TYPE = NamedNode(RDF_TYPE)
_EVIDENCE = NamedNode(PROV + "wasDerivedFrom")
_SOURCE = NamedNode(COMITY + "source")
#: Facts rest on these; walking on through them would lead to everything else they say.
_ENDS = frozenset({"passage", "source"})


@dataclass(frozen=True)
class Scope:
    """Graphs of a store, read subject by subject in the order of writing.

    ``blanks`` maps the engine's blank node ids, which differ from load to
    load, to labels that depend on the graph alone.
    """

    store: Store
    graphs: tuple[GraphName, ...]
    blanks: dict[str, str]

    def subjects(self, graph: GraphName | None = None) -> list[tuple[str, Node]]:
        """``(class, subject)`` of one graph, or of all together, in the order of writing."""
        graphs = self._wanted(graph)
        types: dict[Node, list[str]] = defaultdict(list)
        found: dict[Node, None] = {}
        for name in graphs:
            found.update(dict.fromkeys(each_subject(self.store, name)))
            for quad in self.store.quads_for_pattern(None, _TYPE, None, name):
                if isinstance(quad.object, NamedNode) and not isinstance(quad.subject, Triple):
                    types[quad.subject].append(quad.object.value)

        def key(subject: Node) -> tuple[Any, ...]:
            blank = isinstance(subject, BlankNode)
            name = self.blanks.get(subject.value, subject.value)
            return (*class_key(types.get(subject, [])), blank, natural(name))

        ordered = sorted(found, key=key)
        return [(str(class_key(types.get(subject, []))[1]), subject) for subject in ordered]

    def facts(self, subject: Node, graph: GraphName | None = None) -> list[tuple[str, list[Term]]]:
        """``(predicate, objects)`` of a subject, both in the order of writing, blank nodes relabelled."""
        said: dict[str, set[Term]] = defaultdict(set)
        for name in self._wanted(graph):
            for quad in self.store.quads_for_pattern(subject, None, None, name):
                said[quad.predicate.value].add(self.named(quad.object) if self.blanks else quad.object)
        return [
            (iri, list(said[iri]) if len(said[iri]) == 1 else sorted(said[iri], key=term_key))
            for iri in sorted(said, key=predicate_key)
        ]

    def named(self, term: Term) -> Term:
        """The term with its blank nodes carrying the labels of this export."""
        if isinstance(term, BlankNode):
            return BlankNode(self.blanks.get(term.value, term.value))
        if isinstance(term, Triple):
            return Triple(self.named(term.subject), term.predicate, self.named(term.object))
        return term

    def types(self, subject: Node) -> list[str]:
        """The classes of a subject in any of the graphs."""
        return sorted(
            quad.object.value
            for name in self.graphs
            for quad in self.store.quads_for_pattern(subject, _TYPE, None, name)
            if isinstance(quad.object, NamedNode)
        )

    def _wanted(self, graph: GraphName | None) -> tuple[GraphName, ...]:
        return self.graphs if graph is None else (graph,)


def scope_of(
    source: Store | Iterable[Quad | Triple],
    *,
    around: str | Sequence[str] | None = None,
    depth: int = 1,
    derived: bool = False,
    graphs: Sequence[str] = (),
) -> Scope:
    """The part of ``source`` that an export covers.

    A store gives its facts (the default graph), with ``derived`` also the
    derived graphs, and the graphs named.  Quads or triples are taken whole.
    ``around`` narrows to what :func:`surroundings` finds.

    Raises :class:`NotFound` where nothing is said of a thing in ``around``.
    """
    if isinstance(source, Store):
        store = source
        names = _chosen(store, derived, graphs)
    else:
        store = Store()
        store.extend(Quad(*tuple(q)) if isinstance(q, Triple) else q for q in source)
        names = (DefaultGraph(), *sorted(store.named_graphs(), key=lambda name: str(name)))
    if around is not None:
        things = [around] if isinstance(around, str) else list(around)
        part = Store()
        part.extend(surroundings(store, names, things, depth))
        store = part
    return Scope(store, names, blank_labels(store, names))


def surroundings(store: Store, graphs: Sequence[GraphName], things: Sequence[str], depth: int) -> Iterator[Quad]:
    """A symmetric concise bounded description, ``depth`` steps wide.

    One step: all that is said of a thing; in full, the facts that mention it;
    the passages and sources these rest on; type and label of every neighbour.
    The next step does the same for the neighbours.  Depth 0 is the thing
    alone, with its evidence and its neighbours' labels.
    """
    if depth < 0:
        raise Usage(f"a depth is 0 or more, found {depth}", field="depth")
    seen: set[Node] = set()
    edge: list[Node] = []
    for thing in things:
        try:
            node: Node = NamedNode(thing)
        except ValueError:
            raise Usage(f"{thing!r} is not an address", field="around") from None
        if not any(_any(store.quads_for_pattern(*at)) for g in graphs for at in _mentions(node, g)):
            raise NotFound(f"nothing is said of {thing.removeprefix(ID)}", hint="comity search finds things by name.")
        edge.append(node)
    # Around a source the way goes through its passages; elsewhere it ends there.
    ends = _ENDS if not any(kind_of(thing) in _ENDS for thing in things) else frozenset()
    full: dict[Node, None] = {}
    for _ in range(depth):
        full.update(dict.fromkeys(edge))
        beyond: dict[Node, None] = {}
        for node in edge:
            seen.add(node)
            for graph in graphs:
                for quad in store.quads_for_pattern(None, None, node, graph):
                    mention: Any = quad.subject
                    full[mention] = beyond[mention] = None
                    _reach(store, graphs, mention, beyond)
            _reach(store, graphs, node, beyond)
        edge = [node for node in beyond if node not in seen and _walkable(node, ends)]
    yield from _described(store, graphs, list(full) if depth else edge)


def _described(store: Store, graphs: Sequence[GraphName], nodes: list[Node]) -> Iterator[Quad]:
    """All that is said of the nodes, of their blank nodes and evidence; labels of what they name."""
    told: set[Node] = set()
    named: dict[Node, None] = {}
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if node in told:
            continue
        told.add(node)
        for graph in graphs:
            for quad in store.quads_for_pattern(node, None, None, graph):
                yield quad
                other = quad.object
                if isinstance(other, BlankNode) or quad.predicate in (_EVIDENCE, _SOURCE):
                    if not isinstance(other, Literal | Triple):
                        waiting.append(other)
                elif isinstance(other, NamedNode) and quad.predicate != _TYPE:
                    named[other] = None
    for node in named:
        if node not in told:
            for graph in graphs:
                for predicate in (_TYPE, *_LABELS):
                    yield from store.quads_for_pattern(node, predicate, None, graph)


def _reach(store: Store, graphs: Sequence[GraphName], node: Node, found: dict[Node, None]) -> None:
    for graph in graphs:
        for quad in store.quads_for_pattern(node, None, None, graph):
            if isinstance(quad.object, NamedNode | BlankNode) and quad.predicate != _TYPE:
                found[quad.object] = None


def _walkable(node: Node, ends: frozenset[str]) -> bool:
    return isinstance(node, BlankNode) or (node.value.startswith(ID) and kind_of(node.value) not in ends)


def _mentions(node: Node, graph: GraphName) -> tuple[tuple[Any, ...], ...]:
    return ((node, None, None, graph), (None, None, node, graph))


def _any(quads: Iterable[Quad]) -> bool:
    return next(iter(quads), None) is not None


def each_subject(store: Store, graph: GraphName) -> Iterator[Node]:
    """Everything that one graph says something of, once each, in the engine's order."""
    answer: Any = store.query("SELECT DISTINCT ?x WHERE { ?x ?p ?o }", default_graph=graph)
    for row in answer:
        yield row[0]


def _chosen(store: Store, derived: bool, graphs: Sequence[str]) -> tuple[GraphName, ...]:
    present = {name.value: name for name in store.named_graphs()}
    wanted = {name for name in present if derived and name.startswith(DERIVED)}
    for name in graphs:
        if name not in present:
            raise NotFound(f"the graph holds no part named {name}", hint=f"It holds: {', '.join(sorted(present))}.")
        wanted.add(name)
    return (DefaultGraph(), *(present[name] for name in sorted(wanted)))
