"""What an accepted claim added to the facts and what gave way to it, kept so that it can be taken back exactly.

The traces lie beside the origin of the records' rows: a claim's facts alone do
not tell whether a value was there before it.

Threat: taking back what somebody else says too, or leaving half of it.  Limits:
a statement of an RDF file is nobody's row; it is told apart from a claim's by
:func:`stripped`, which every load of RDF goes through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...ontology.namespaces import COMITY, DATASET, ID, ORIGIN, PROV
from ...ontology.namespaces import claims as graph_of
from ..records.again import CELLS, said

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad, Store

_ADDED, _REMOVED = COMITY + "claimAdded", COMITY + "claimRemoved"
_LOADED = COMITY + "loadedFile"
_PASSAGES, _SOURCES = ID + "passage/", ID + "source/"


@dataclass(slots=True)
class Trace:
    """The quads that a claim added and those that gave way to it."""

    added: set[Quad] = field(default_factory=set)
    removed: set[Quad] = field(default_factory=set)


def note(store: Store, claim: str, added: Iterable[Quad], removed: Iterable[Quad] = ()) -> None:
    """Keep the trace of a claim (``claim/…``).

    Passages and sources are left out: they go when nothing rests on them, and stay for whatever else does.
    """
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

    own = [quad for quad in added if not _subject(quad).startswith((_PASSAGES, _SOURCES))]
    node, origin = NamedNode(ID + claim), NamedNode(ORIGIN)
    for name, quads in ((_ADDED, own), (_REMOVED, list(removed))):
        if quads or name == _ADDED:  # one that added nothing was noted too
            text = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode("utf-8")
            store.add(Quad(node, NamedNode(name), Literal(text), origin))


def traces(store: Store) -> dict[str, Trace]:
    """The trace of every accepted claim that has one, by ``claim/…``."""
    from pyoxigraph import NamedNode, RdfFormat, parse

    found: dict[str, Trace] = {}
    for name in (_ADDED, _REMOVED):
        for quad in store.quads_for_pattern(None, NamedNode(name), None, NamedNode(ORIGIN)):
            trace = found.setdefault(_subject(quad).removeprefix(ID), Trace())
            quads = parse(getattr(quad.object, "value", "").encode("utf-8"), format=RdfFormat.N_QUADS)
            (trace.added if name == _ADDED else trace.removed).update(quads)
    return found


def strip(store: Store, claims: Collection[str], known: Mapping[str, Trace]) -> None:
    """Make the facts of a store what they would be without these claims; ``known`` are its traces.

    What a row of a table says too stays, a value that gave way comes back, and
    a passage and its source go when nothing rests on them any more.
    """
    from pyoxigraph import NamedNode

    mine = [known[claim] for claim in claims if claim in known]
    added = {quad for trace in mine for quad in trace.added}
    removed = {quad for trace in mine for quad in trace.removed} - added
    rested = {quad.object for quad in added if quad.predicate.value == PROV + "wasDerivedFrom"}
    for quad in added:
        store.remove(quad)
    for quad in sorted(removed, key=str):
        # Where another value has come meanwhile, what gave way once is not the value any more.
        if next(store.quads_for_pattern(quad.subject, quad.predicate, None, quad.graph_name), None) is None:
            store.add(quad)
    for node in {quad.subject for quad in added}:
        for cells in store.quads_for_pattern(node, NamedNode(CELLS), None, NamedNode(ORIGIN)):
            store.extend(quad for quad in said(getattr(cells.object, "value", "")) if quad in added)
    for claim in claims:
        _forget(store, claim)
    for passage in rested:
        if isinstance(passage, NamedNode):
            _let_go(store, passage)


def _let_go(store: Store, passage: NamedNode) -> None:
    """Remove a passage of the facts that nothing rests on, and its source likewise where a document brought it."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    facts = DefaultGraph()
    rests = store.quads_for_pattern(None, NamedNode(PROV + "wasDerivedFrom"), passage, facts)
    if next(rests, None) is not None:
        return
    sources = []
    for quad in list(store.quads_for_pattern(passage, None, None, facts)):
        if quad.predicate.value == COMITY + "source":
            sources.append(quad.object)
        store.remove(quad)
    for source in sources:
        if not isinstance(source, NamedNode) or not source.value.startswith(_SOURCES):
            continue
        if next(store.quads_for_pattern(None, NamedNode(COMITY + "source"), source, facts), None) is not None:
            continue
        if next(store.quads_for_pattern(source, None, None, NamedNode(ORIGIN)), None) is not None:
            continue  # a row of a table
        graph = NamedNode(graph_of(source.value.removeprefix(_SOURCES)))
        for quad in list(store.quads_for_pattern(source, None, None, graph)):
            store.remove(Quad(quad.subject, quad.predicate, quad.object, facts))


@contextmanager
def stripped(store: Store) -> Iterator[set[str]]:
    """While a file is loaded, the facts are without what claims alone added.

    What the file says of it is its own from then on: taking the claim back
    leaves it.  The set is filled with the claims of which it says something.
    """
    shared: set[str] = set()
    known = traces(store)
    if not known:
        yield shared
        return
    every = {quad for trace in known.values() for quad in trace.added}
    for quad in every:
        store.remove(quad)
    yield shared
    theirs = {quad for quad in every if quad in store}
    store.extend(every - theirs)
    for claim, trace in known.items():
        if trace.added & theirs:
            shared.add(claim)
            _forget(store, claim)
            note(store, claim, trace.added - theirs, trace.removed)


def loaded_quads(names: Iterable[str]) -> Iterator[Quad]:
    """That files of these names were loaded into the graph beside the records."""
    from pyoxigraph import Literal, NamedNode, Quad

    for name in names:
        text = name.encode("utf-8", "replace").decode("utf-8")
        yield Quad(NamedNode(DATASET), NamedNode(_LOADED), Literal(text), NamedNode(ORIGIN))


def loaded(store: Store) -> list[str]:
    """The names of the files that were loaded into a graph beside the records."""
    from pyoxigraph import NamedNode

    found = store.quads_for_pattern(None, NamedNode(_LOADED), None, NamedNode(ORIGIN))
    return sorted(str(getattr(quad.object, "value", "")) for quad in found)


def _forget(store: Store, claim: str) -> None:
    from pyoxigraph import NamedNode

    node, origin = NamedNode(ID + claim), NamedNode(ORIGIN)
    for name in (_ADDED, _REMOVED):
        for quad in list(store.quads_for_pattern(node, NamedNode(name), None, origin)):
            store.remove(quad)


def _subject(quad: Quad) -> str:
    return str(getattr(quad.subject, "value", ""))
