"""``check`` with the shipped shapes, against pySHACL at the smallest size, and how it grows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from measured import Clock, Row, least, task
from places import Places
from pyoxigraph import RdfFormat, Triple, parse

#: The size at which pySHACL runs too, and the CPU seconds after which it is stopped.
PEER = 10_000
CAP = 120


def rows(places: Places) -> Iterator[Row]:
    """Against pySHACL at ten thousand triples; then our own time per triple, and memory."""
    path = places.file(PEER)
    for core, what in ((True, "core constraints alone"), (False, "all shipped shapes")):
        ours = least([task("checking.ours", path=path, core=core) for _ in range(places.repeat)])
        peer = task("checking.pyshacl", cap=CAP, path=path, core=core)
        told = f"findings: {ours.result} and {peer.result}"
        if peer.result is None:
            told = f"pySHACL was stopped after {CAP} s: the ratio is at least this"
        yield Row(
            "check", f"pySHACL / comity check, {what}", PEER, ours=ours.cpu, peer=peer.cpu,
            value=peer.cpu / ours.cpu, target="" if core else ">= 10", peak=ours.peak, note=told,
        )  # fmt: skip
    base: float | None = None
    for size in places.sizes:
        if size < 10 * PEER:
            continue  # the shapes themselves take most of the time
        cost = least([task("checking.ours", path=places.file(size)) for _ in range(places.repeat)])
        each = cost.cpu / size
        grown = None if base is None else each / base
        base = base or each
        yield Row(
            "check", "comity check, time a triple / at the smallest size", size, ours=cost.cpu, value=grown,
            target="" if grown is None else "<= 1.5", peak=cost.peak, note=f"{1e6 * each:.1f} us a triple",
        )  # fmt: skip
        yield Row(
            "check", "comity check, peak in MB", size, ours=cost.peak, unit="MB", value=cost.peak, target="<= 1000"
        )  # fmt: skip


def ours(path: str, core: bool = False) -> dict[str, Any]:
    """Task: check a store in memory; loading it does not count."""
    from pyoxigraph import NamedNode, Store

    from comity.graph.check import check
    from comity.ontology.namespaces import ONTOLOGY, ontology_files, vocabulary_files

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    for file in (*ontology_files(), *vocabulary_files()):
        store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=NamedNode(ONTOLOGY))
    shapes = _shapes(core)
    with Clock() as clock:
        report = check(store, shapes)
    return clock.cost(len(report))


def pyshacl(path: str, core: bool = False) -> dict[str, Any]:
    """Task: the same with pySHACL on an rdflib graph; loading does not count."""
    import pyshacl
    import rdflib
    from pyoxigraph import serialize

    from comity.ontology.namespaces import ontology_files, vocabulary_files

    warnings.simplefilter("ignore")
    data, shapes = rdflib.Graph(), rdflib.Graph()
    data.parse(path, format="nt")
    for file in (*ontology_files(), *vocabulary_files()):
        data.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    shapes.parse(data=serialize(_shapes(core), format=RdfFormat.N_TRIPLES) or b"", format="nt")
    with Clock() as clock:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", do_owl_imports=False)
    assert isinstance(results, rdflib.Graph)
    return clock.cost(len(list(results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))))


def _shapes(core: bool) -> list[Triple]:
    """The shipped shapes, or without their SPARQL constraints."""
    from comity.ontology.namespaces import SH, shape_files

    files = [parse(file.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True) for file in shape_files()]
    return [quad.triple for quads in files for quad in quads if not (core and quad.predicate.value == SH + "sparql")]
