"""N-Triples and N-Quads: one fact a line, the lines in order of their characters."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import DefaultGraph

from .order import Node
from .scope import GraphName, Scope, each_subject


def write_ntriples(scope: Scope, out: BinaryIO) -> None:
    """All graphs of the scope merged."""
    for text, subject in _subjects(scope):
        lines = {
            f"{text} {quad.predicate} {scope.named(quad.object)} .\n"
            for graph in scope.graphs
            for quad in scope.store.quads_for_pattern(subject, None, None, graph)
        }
        out.write("".join(sorted(lines)).encode())


def write_nquads(scope: Scope, out: BinaryIO) -> None:
    """Each line with its graph; facts have none."""
    for text, subject in _subjects(scope):
        lines = {
            f"{text} {quad.predicate} {scope.named(quad.object)}{_name(scope, graph)} .\n"
            for graph in scope.graphs
            for quad in scope.store.quads_for_pattern(subject, None, None, graph)
        }
        out.write("".join(sorted(lines)).encode())


def _subjects(scope: Scope) -> list[tuple[str, Node]]:
    """Sorting subjects and then each subject's lines sorts all lines: no subject's text starts another's."""
    found = {subject for graph in scope.graphs for subject in each_subject(scope.store, graph)}
    return sorted((str(scope.named(subject)), subject) for subject in found)


def _name(scope: Scope, graph: GraphName) -> str:
    return "" if isinstance(graph, DefaultGraph) else f" {scope.named(graph)}"
