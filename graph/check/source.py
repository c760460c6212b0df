"""Where the data are asked: a protocol of two calls, and the store on this machine behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias, cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, Store, Variable

from ...errors import BadQuery
from .terms import Term

GRAPHS = "https://w3id.org/comity/graph/"
ONTOLOGY_GRAPH = NamedNode(GRAPHS + "ontology")
DERIVED_GRAPHS = GRAPHS + "derived/"

GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph
Row: TypeAlias = tuple[Term | None, ...]


class Rows:
    """The answer of a SELECT: variable names, and rows that are read once."""

    def __init__(self, variables: Sequence[str], rows: Iterable[Row]) -> None:
        self.variables = tuple(variables)
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


class Source(Protocol):
    """What ``check`` needs of a store; a remote endpoint implements the same two calls.

    ``repeats`` says whether one triple may be matched twice because the
    dataset is a union of graphs.  ``bind`` replaces variables by terms in the
    whole query before it runs (pre-binding in the sense of SHACL-SPARQL).
    """

    repeats: bool

    def select(self, text: str, bind: Mapping[str, Term] | None = None) -> Rows:
        """Run a SELECT query."""

    def ask(self, text: str) -> bool:
        """Run an ASK query."""


class StoreSource:
    """A pyoxigraph store, seen through the union of some of its graphs."""

    def __init__(self, store: Store, graphs: Sequence[GraphName] | None = None) -> None:
        self.store = store
        self.graphs = default_dataset(store) if graphs is None else list(graphs)
        self.repeats = len(self.graphs) > 1

    def select(self, text: str, bind: Mapping[str, Term] | None = None) -> Rows:
        """Run a SELECT query.  Raises BadQuery when it cannot be parsed."""
        answer = cast("QuerySolutions", self._run(text, bind))
        return Rows([variable.value for variable in answer.variables], map(tuple, answer))

    def ask(self, text: str) -> bool:
        """Run an ASK query."""
        return bool(cast("QueryBoolean", self._run(text, None)))

    def _run(self, text: str, bind: Mapping[str, Term] | None) -> object:
        substitutions = None if bind is None else {Variable(name): term for name, term in bind.items()}
        try:
            return self.store.query(text, default_graph=self.graphs, substitutions=substitutions)
        except (SyntaxError, ValueError) as error:
            raise BadQuery(f"the query compiled from a shape cannot be run: {error}\n{text}") from error


def default_dataset(store: Store) -> list[GraphName]:
    """The graphs a question sees in Comity: facts, ontology, derived facts (those that exist)."""
    named: list[GraphName] = [
        graph
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode) and (graph == ONTOLOGY_GRAPH or graph.value.startswith(DERIVED_GRAPHS))
    ]
    return [DefaultGraph(), *sorted(named, key=str)]


def triples_of(source: Source) -> Iterator[tuple[Term, NamedNode, Term]]:
    """All triples of the data, for engines that need a copy of their own."""
    for s, p, o in source.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }"):
        if s is not None and isinstance(p, NamedNode) and o is not None:
            yield s, p, o
