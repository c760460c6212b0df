"""Labels for blank nodes that depend on the graph alone.

The engine's ids differ from load to load; two exports of one graph must not.
Each node is described by its triples, then by its neighbours' descriptions,
until no description splits further (colour refinement).  Nodes that are still
alike are told apart one at a time, which for interchangeable nodes gives the
same graph whichever is taken.

Threat: exact canonical labelling takes exponential time on hostile graphs.
Limits: the work is bounded; in a graph of blank nodes built to look alike and
yet differ, labels may depend on the engine's ids.  The graph is right in any case.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pyoxigraph import BlankNode, Store, Triple

#: Rounds of refinement for one connected part: enough for chains of twice that many nodes.
ROUNDS = 64
#: Nodes told apart one at a time in one connected part.
SPLITS = 64
_ASK = """ASK { { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o) || isTriple(?o)) } }"""


def blank_labels(store: Store, graphs: Sequence[Any]) -> dict[str, str]:
    """The engine's id of each blank node in these graphs -> its label, such as ``b3f09c2a17d4``."""
    labelled = {graph.value for graph in graphs if isinstance(graph, BlankNode)}
    if not labelled and not store.query(_ASK, default_graph=list(graphs)):
        return {}
    edges: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for graph in graphs:
        for quad in store.quads_for_pattern(None, None, None, graph):
            _note(quad, edges)
    for name in labelled:
        edges.setdefault(name, [])
    labels: dict[str, str] = {}
    used: dict[str, int] = defaultdict(int)
    parts = sorted((_described(part, edges) for part in _parts(edges)), key=lambda part: sorted(part.values()))
    for part in parts:
        for node in sorted(part, key=lambda node: (part[node], node)):
            short = "b" + part[node][:12]
            used[short] += 1
            labels[node] = short if used[short] == 1 else f"{short}x{used[short]}"
    return labels


def _note(quad: Any, edges: dict[str, list[tuple[str, str, str]]]) -> None:
    """For each blank node of a quad: the quad with itself as ``!``, and each other one as a reference."""
    blanks: list[str] = []
    _collect(quad, blanks)
    for node in set(blanks):
        for other in set(blanks) - {node} or {""}:
            edges[node].append((_shape(quad, node, other), other, node))


def _collect(term: Any, found: list[str]) -> None:
    if isinstance(term, BlankNode):
        found.append(term.value)
    elif isinstance(term, Triple):
        _collect(term.subject, found)
        _collect(term.object, found)
    elif hasattr(term, "graph_name"):
        _collect(term.subject, found)
        _collect(term.object, found)
        _collect(term.graph_name, found)


def _shape(term: Any, node: str, other: str) -> str:
    if isinstance(term, BlankNode):
        return "!" if term.value == node else "?" if term.value == other else "*"
    if isinstance(term, Triple):
        inner = (_shape(part, node, other) for part in (term.subject, term.predicate, term.object))
        return f"<<{' '.join(inner)}>>"
    if hasattr(term, "graph_name"):
        parts = (term.subject, term.predicate, term.object, term.graph_name)
        return " ".join(_shape(part, node, other) for part in parts)
    return str(term)


def _parts(edges: dict[str, list[tuple[str, str, str]]]) -> list[list[str]]:
    """The nodes by connected part, so that one hard part does not slow the others."""
    seen: set[str] = set()
    parts = []
    for start in sorted(edges):
        if start in seen:
            continue
        part, waiting = [], [start]
        seen.add(start)
        while waiting:
            node = waiting.pop()
            part.append(node)
            for _, other, _ in edges[node]:
                if other and other not in seen:
                    seen.add(other)
                    waiting.append(other)
        parts.append(part)
    return parts


def _described(part: list[str], edges: dict[str, list[tuple[str, str, str]]]) -> dict[str, str]:
    """Node -> hash, told apart as far as the bounds allow."""
    colours = _refined(dict.fromkeys(part, ""), edges, min(ROUNDS, len(part)))
    for _ in range(SPLITS):
        alike = defaultdict(list)
        for node, colour in colours.items():
            alike[colour].append(node)
        ties = sorted(colour for colour, nodes in alike.items() if len(nodes) > 1)
        if not ties:
            break
        chosen = min(alike[ties[0]])
        colours[chosen] = _hash(colours[chosen] + "!")
        colours = _refined(colours, edges, min(ROUNDS, len(part)))
    return colours


def _refined(colours: dict[str, str], edges: dict[str, list[tuple[str, str, str]]], rounds: int) -> dict[str, str]:
    classes = 0
    for _ in range(rounds + 1):
        colours = {
            node: _hash(
                colour + "\n" + "\n".join(sorted(f"{shape} {colours.get(o, '')}" for shape, o, _ in edges[node]))
            )
            for node, colour in colours.items()
        }
        now = len(set(colours.values()))
        if now == classes:
            break
        classes = now
    return colours


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
