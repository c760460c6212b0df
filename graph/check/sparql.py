"""SPARQL-based constraints: ``sh:sparql``, and the validators of constraint components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from ...errors import BadInput, BadQuery
from .focus import Focus
from .hit import Hit
from .rewrite import Token, constants, joined, over_all, put, refuse, tokens
from .shapes import Shape, Sparql
from .source import Rows, Source, StoreSource, triples_of
from .terms import Term, short, writable

SHAPES_GRAPH = NamedNode("urn:comity:shapes")
"""The name of the shapes graph in the copy that ``$shapesGraph`` is answered from."""


class SparqlEngine:
    """Runs SPARQL constraints: over all focus nodes at once where that means the same, else node by node.

    Node by node, and why: LIMIT, OFFSET or an aggregate without GROUP BY
    count across solutions; ``$this`` inside GRAPH cannot be joined there; a
    blank node as parameter or shape has no name in a query.  ``$shapesGraph``
    needs the shapes beside the data, so the data are copied to memory first.
    """

    def __init__(self, source: Source, shapes: Iterable[Triple]) -> None:
        self._source = source
        self._shapes = shapes
        self._beside: Source | None = None

    def hits(self, shape: Shape, constraint: Sparql, focus: Focus) -> Iterator[Hit]:
        """The violations, each once.  Raises BadInput for a text that SHACL forbids or that cannot be run."""
        try:
            seen: set[tuple[object, ...]] = set()
            found = self._ask if constraint.ask else self._select
            for hit in found(shape, constraint, focus):
                key = (hit.focus, hit.path, hit.value, hit.text, tuple(hit.facts.values()))
                if key not in seen:
                    seen.add(key)
                    yield hit
        except (BadInput, BadQuery) as error:
            raise BadInput(f"{describe(shape, constraint)}: {error.message}") from error

    def _select(self, shape: Shape, constraint: Sparql, focus: Focus) -> Iterator[Hit]:
        pieces = tokens(constraint.text)
        names = [name for name, _ in constraint.parameters]
        refuse(pieces, ("this", "PATH", "shapesGraph", "currentShape", *names), ("this",))
        if not any(token.key == "SELECT" for token in pieces):
            raise BadInput("sh:select must hold a SELECT query")
        pieces = put(pieces, {} if shape.path is None else {"PATH": shape.path.text})
        used = {token.key for token in pieces if token.kind == "var"}
        given: dict[str, Term] = {**dict(constraint.parameters)}
        if "currentShape" in used:
            given["currentShape"] = shape.node
        whole = None
        if all(map(writable, given.values())) and "shapesGraph" not in used:
            whole = over_all(put(pieces, constants(given.items())), focus.pattern())
        if whole is not None:
            yield from read(self._source.select(constraint.prologue + whole), shape, None)
            return
        source = self._source
        if "shapesGraph" in used:
            source = self._copy()
            given["shapesGraph"] = SHAPES_GRAPH
        for (this,) in self._source.select(f"SELECT DISTINCT ?this WHERE {{ {focus.pattern()} }}"):
            if this is not None:
                terms = {**given, "this": this}
                named = constants((name, term) for name, term in terms.items() if writable(term))
                others = {name: term for name, term in terms.items() if not writable(term)}
                text = constraint.prologue + joined(put(pieces, named))
                yield from read(source.select(text, others or None), shape, this)

    def _ask(self, shape: Shape, constraint: Sparql, focus: Focus) -> Iterator[Hit]:
        pieces = tokens(constraint.text)
        names = [name for name, _ in constraint.parameters]
        refuse(pieces, ("this", "value", "PATH", "shapesGraph", "currentShape", *names), ("this", "value"))
        values = constants((name, term) for name, term in constraint.parameters if writable(term))
        if shape.path is not None:
            values["PATH"] = shape.path.text
        body = group_of(put(pieces, values))
        query = (
            f"{constraint.prologue}SELECT ?this ?value WHERE {{ {{ {focus.values(shape.path)} }} "
            f"FILTER NOT EXISTS {body} }}"
        )
        for this, value in self._source.select(query):
            if this is not None:
                yield Hit(this, value)

    def _copy(self) -> Source:
        """The data with the shapes in a graph beside them; made once, in memory."""
        if self._beside is None:
            store = Store()
            store.bulk_extend(Quad(s, p, o) for s, p, o in triples_of(self._source))  # type: ignore[arg-type]
            store.bulk_extend(Quad(t.subject, t.predicate, t.object, SHAPES_GRAPH) for t in self._shapes)
            self._beside = StoreSource(store)
        return self._beside


def read(rows: Rows, shape: Shape, this: Term | None) -> Iterator[Hit]:
    """Solutions as violations (SHACL 5.3.2): ``?path``, ``?value``, ``?message`` have their meaning."""
    for row in rows:
        bindings: Mapping[str, Term] = {
            name: term for name, term in zip(rows.variables, row, strict=True) if term is not None
        }
        if "failure" in bindings and bindings["failure"] == Literal(True):
            raise BadInput("the query reports a failure (?failure is true)")
        focus = this if this is not None else bindings.get("this")
        if focus is None:
            continue
        value = bindings.get("value")
        if value is None and shape.path is None:
            value = focus
        path = bindings.get("path")
        message = bindings.get("message")
        yield Hit(
            focus,
            value,
            path if isinstance(path, NamedNode) else None,
            {name: term for name, term in bindings.items() if name not in {"this", "message"}},
            message.value if isinstance(message, Literal) else None,
        )


def group_of(pieces: list[Token]) -> str:
    """The group of an ASK query, brackets included."""
    for place, token in enumerate(pieces):
        if token.text == "{":
            return joined(pieces[place:])
    raise BadInput("sh:ask must hold an ASK query")


def describe(shape: Shape, constraint: Sparql) -> str:
    """Which constraint of which shape, for an error."""
    name = short(shape.node) if isinstance(shape.node, NamedNode) else f"the shape of {shape.path}"
    return f"the SPARQL constraint of {name}" if constraint.node else f"{short(constraint.component)} in {name}"
