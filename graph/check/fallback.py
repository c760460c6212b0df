"""Shapes that are not compiled are handed to pySHACL, with a copy of the data.

These are the shapes that use ``sh:expression``, ``sh:nodeByExpression``,
``sh:values``, ``sh:rule``, or a ``sh:target`` that is no plain SELECT.  Such an
expression may follow any path, so nothing smaller than the whole graph is sure
to hold what it needs.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from ...errors import BadInput
from .finding import Finding
from .paths import read_path
from .shapes import Shape
from .source import Source, triples_of
from .terms import CLASS, OWL_CLASS, SH, TYPE, Term, sh, short
from .triples import Triples, texts

if TYPE_CHECKING:
    import rdflib

RESULT = sh("result")
LIMIT = 200_000
"""More triples than this are not copied: pySHACL would need hours and gigabytes."""


def foreign_findings(source: Source, shapes: Triples, shape: Shape, strange: tuple[str, ...]) -> list[Finding]:
    """What pySHACL finds for one shape.  Raises BadInput when the data are too large for it."""
    data = [Triple(s, p, o) for s, p, o in triples_of(source)]  # type: ignore[arg-type]
    if len(data) > LIMIT:
        raise BadInput(
            f"{short(shape.node)} uses {', '.join(strange)}, which only pySHACL evaluates, "
            f"and the data have {len(data)} triples: at most {LIMIT} are handed to it",
            hint="say the same with sh:sparql, which Comity compiles",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        report = _validate(graph_of(data), graph_of(alone(shape, shapes)), shape)
    found = Triples()
    found.add(pyoxigraph.parse(report, RdfFormat.N_TRIPLES))
    # Results inside results (sh:detail) have the same class: only those of the report itself count.
    results = [node for top in found.instances(sh("ValidationReport")) for node in found.objects(top, RESULT)]
    return [_finding(node, found, shape) for node in results]


def graph_of(triples: list[Triple]) -> rdflib.Graph:
    """An rdflib graph of these triples, literals as written."""
    import rdflib

    graph = rdflib.Graph()
    data = pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    graph.parse(data=data, format="nt")
    return graph


def alone(shape: Shape, shapes: Triples) -> list[Triple]:
    """The shapes graph with the targets of all other shapes taken out."""
    kept = []
    for triple in shapes:
        other = triple.subject != shape.node
        targets = triple.predicate.value.startswith(SH + "target")
        implicit = triple.predicate == TYPE and triple.object in (CLASS, OWL_CLASS)
        if not (other and (targets or implicit)):
            kept.append(triple)
    return kept


def _validate(data: rdflib.Graph, shapes: rdflib.Graph, shape: Shape) -> bytes:
    import pyshacl

    try:
        _, graph, text = pyshacl.validate(
            data, shacl_graph=shapes, advanced=True, do_owl_imports=False, inference="none"
        )
    except Exception as error:
        raise BadInput(f"pySHACL cannot evaluate {short(shape.node)}: {error}") from error
    if isinstance(graph, (bytes, str)) or not hasattr(graph, "serialize"):
        raise BadInput(f"pySHACL cannot evaluate {short(shape.node)}: {text}")
    out = graph.serialize(format="nt", encoding="utf-8")
    return out if isinstance(out, bytes) else out.encode()


def _finding(node: Term, found: Triples, shape: Shape) -> Finding:
    def one(name: str) -> Term | None:
        return found.one(node, sh(name))

    path, severity, component, source = (
        one("resultPath"),
        one("resultSeverity"),
        one("sourceConstraintComponent"),
        one("sourceShape"),
    )
    focus = one("focusNode")
    return Finding(
        focus=focus if focus is not None else shape.node,
        path=None if path is None else read_path(path, found),
        value=one("value"),
        component=component if isinstance(component, NamedNode) else sh("ConstraintComponent"),
        shape=source if isinstance(source, NamedNode) else shape.node,
        severity=severity.value.removeprefix(SH) if isinstance(severity, NamedNode) else "Violation",
        templates=texts(found.objects(node, sh("resultMessage"))),
        top=shape.node,
        order=shape.order,
    )
