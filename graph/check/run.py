"""The check itself: every shape against its focus nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from ...errors import BadInput, BadQuery
from ..guard import guard
from .components import parameter
from .exact import Exact
from .fallback import foreign_findings
from .finding import Finding
from .focus import Focus, nodes, of_targets
from .hit import Hit
from .paths import Path
from .reader import Reader
from .report import Report
from .scan import Scan, plan
from .shapes import Constraint, Count, HasValue, Logic, Nested, Pair, Qualified, Shape, Sparql, Value
from .source import GraphName, Source, StoreSource
from .sparql import SparqlEngine
from .terms import Node, Term, Words, sh, short, writable
from .triples import Triples, read_files

if TYPE_CHECKING:
    import rdflib

Shapes: TypeAlias = "str | FilePath | Iterable[str | FilePath | Triple | Quad] | rdflib.Graph"

SPARQL_TEXTS = ("select", "ask", "construct", "update")
"""The properties of SHACL and its extensions whose values are SPARQL."""

DETAILED = 200
"""Up to this many nodes that fail a ``sh:node`` get the inner findings as details."""


def check(
    store: Store | Source,
    shapes: Shapes | None = None,
    *,
    default_graphs: Sequence[GraphName] | None = None,
    lang: str = "en",
) -> Report:
    """Check the data of a store against shapes.

    ``store`` is a pyoxigraph store, or any Source (a remote endpoint).
    ``shapes`` are one or more files, an rdflib graph, or triples; by default
    the shapes that ship with Comity.  ``default_graphs`` are the graphs whose
    union is checked; by default facts, ontology and derived facts.  ``lang`` is
    the language of ``Report.text``.

    Raises BadInput for shapes that cannot be read, are ill-formed, or refer to
    themselves.  Nothing is written to the store.
    """
    if shapes is None:
        triples, read = _shipped()
    else:
        triples = load_shapes(shapes)
        look_through(triples)
        read = Reader(triples).shapes()
    source = StoreSource(store, default_graphs) if isinstance(store, Store) else store
    findings: list[Finding] = []
    checker = Checker(source, triples)
    for shape in read:
        findings += checker.findings(shape)
    return Report(tuple(findings), lang, source)


@cache
def _shipped() -> tuple[Triples, list[Shape]]:
    """The shapes that ship, read once a process: every load, decision and build checks with them."""
    triples = load_shapes(None)
    return triples, Reader(triples).shapes()


def load_shapes(shapes: Shapes | None) -> Triples:
    """Shapes from wherever they are given; None means those that ship."""
    if shapes is None:
        from ... import ontology

        folder = resources.files(ontology) / "shapes"
        files = [item for item in folder.iterdir() if item.name.endswith(".ttl")]
        if not files:
            raise BadInput("no shapes ship with this copy of Comity: ontology/shapes holds no .ttl")
        triples = Triples()
        for item in sorted(files, key=lambda entry: entry.name):
            triples.add(pyoxigraph.parse(item.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True))
        return triples
    if isinstance(shapes, (str, FilePath)):
        return read_files([shapes])
    if type(shapes).__module__.partition(".")[0] == "rdflib":
        text = shapes.serialize(format="nt", encoding="utf-8")  # type: ignore[union-attr]
        triples = Triples()
        triples.add(pyoxigraph.parse(text, RdfFormat.N_TRIPLES))
        return triples
    items = list(shapes)
    triples = read_files(item for item in items if isinstance(item, (str, FilePath)))
    triples.add(item for item in items if isinstance(item, (Triple, Quad)))
    return triples


def look_through(triples: Triples) -> None:
    """Refuse SPARQL of shapes that the engine, or pySHACL, must not be given.

    A compiled text would be looked at again; what only pySHACL evaluates (rules,
    functions) is not, and rdflib asks any server that SERVICE or FROM names.
    """
    for name in SPARQL_TEXTS:
        for node, text in triples.pairs(sh(name)):
            if not isinstance(text, Literal):
                continue
            try:
                asked = guard(text.value)
            except BadQuery as error:
                place = f", line {error.line}, column {error.column}" if error.line else ""
                raise BadInput(f"sh:{name} of {called(node)}{place}: {error.message}") from None
            if asked.dataset:
                raise BadInput(f"sh:{name} of {called(node)}: FROM is not allowed in the SPARQL of a shape")


def called(node: Node) -> str:
    """A node of a shapes graph as a message names it."""
    return short(node) if isinstance(node, NamedNode) else "a node without a name"


class Checker:
    """Checks shapes on one source."""

    def __init__(self, source: Source, triples: Triples) -> None:
        self.source = source
        self._triples = triples
        self._exact = Exact(source, SparqlEngine(source, triples))

    def findings(self, shape: Shape) -> list[Finding]:
        """Every finding of a shape that has targets."""
        if strange := shape.strange():
            return foreign_findings(self.source, self._triples, shape, strange)
        focus = of_targets(shape.targets, self._exact.classes, self.source)
        out: list[Finding] = []
        if focus.empty:
            return out
        scan = plan(shape, focus, self._exact.expressions)
        suspects = None if scan is None else scan.suspects(self.source, focus)
        if scan is None or suspects is None:
            self._report(shape, focus, out, shape)
        else:
            self._report(shape, focus, out, shape, scan, suspects)
        return out

    def _report(
        self,
        shape: Shape,
        focus: Focus,
        out: list[Finding],
        top: Shape,
        scan: Scan | None = None,
        suspects: Sequence[Focus] = (),
    ) -> None:
        """Append the findings of a shape; what ``scan`` covers is asked of the suspects only."""
        for constraint in shape.constraints:
            if isinstance(constraint, Nested):
                if not constraint.shape.deactivated:
                    inner = scan if shape.path is None else None
                    self._report(constraint.shape, focus.through(shape.path), out, top, inner, suspects)
                continue
            where = suspects if scan is not None and scan.covers(constraint) else (focus,)
            hits = [hit for nodes in where for hit in self._exact.hits(shape, constraint, nodes)]
            if not hits:
                continue
            base = facts_of(constraint)
            details = self._details(constraint, hits, top)
            for hit in hits:
                out.append(finding_of(shape, constraint, hit, base, details.get(hit.value, ()), top))

    def _details(
        self, constraint: Constraint, hits: list[Hit], top: Shape
    ) -> Mapping[Term | None, tuple[Finding, ...]]:
        """What the values of a ``sh:node`` constraint break, by value."""
        if not isinstance(constraint, Logic) or parameter(constraint.component) != "node":
            return {}
        values = {hit.value for hit in hits if hit.value is not None}
        if len(values) > DETAILED or not all(map(writable, values)):
            return {}
        inner: list[Finding] = []
        self._report(constraint.shapes[0], nodes(values), inner, top)
        grouped: dict[Term | None, tuple[Finding, ...]] = {}
        for finding in inner:
            grouped[finding.focus] = (*grouped.get(finding.focus, ()), finding)
        return grouped


def finding_of(
    shape: Shape,
    constraint: Constraint,
    hit: Hit,
    base: Mapping[str, Words],
    details: tuple[Finding, ...],
    top: Shape,
) -> Finding:
    """The finding that a hit of a constraint makes."""
    sparql = constraint if isinstance(constraint, Sparql) else None
    templates = shape.messages
    if hit.text is not None:
        templates = {"": hit.text}
    elif sparql is not None and sparql.messages and (sparql.node is not None or not templates):
        templates = sparql.messages
    return Finding(
        focus=hit.focus,
        path=shape.path if hit.path is None else Path("predicate", iri=hit.path),
        value=hit.value,
        component=constraint.component,
        shape=shape.node,
        severity=shape.severity,
        templates=templates,
        facts={**base, **hit.facts} if hit.facts else base,
        details=details,
        constraint=None if sparql is None else sparql.node,
        names=shape.names if shape.path is not None else {},
        top=top.node,
        order=top.order,
    )


def facts_of(constraint: Constraint) -> dict[str, Words]:
    """What a message may say about the constraint: its limit, its parameters."""
    if isinstance(constraint, Value):
        return {"limit": constraint.args[0] if len(constraint.args) == 1 else constraint.args}
    if isinstance(constraint, Count):
        return {"limit": Literal(constraint.limit)}
    if isinstance(constraint, HasValue):
        return {"limit": constraint.value}
    if isinstance(constraint, Pair):
        return {"limit": constraint.predicate}
    if isinstance(constraint, Logic):
        return {"limit": tuple(map(shape_name, constraint.shapes))}
    if isinstance(constraint, Qualified):
        return {"limit": Literal(constraint.limit), "shape": shape_name(constraint.shape)}
    if isinstance(constraint, Sparql):
        limit: Term = constraint.component
        if isinstance(constraint.node, NamedNode):
            limit = constraint.node
        return {"limit": limit, **dict(constraint.parameters)}
    return {}


def shape_name(shape: Shape) -> Term:
    """The shape as a message names it: its IRI, its path, or that it has neither."""
    if isinstance(shape.node, NamedNode):
        return shape.node
    if shape.path is not None and shape.path.iri is not None:
        return shape.path.iri
    for constraint in shape.constraints:
        if isinstance(constraint, Value) and isinstance(constraint.args[0], NamedNode):
            return constraint.args[0]
        if isinstance(constraint, Nested):
            return shape_name(constraint.shape)
    return Literal("…")
