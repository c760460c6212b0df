"""``check`` with the shipped shapes, against pySHACL at the smallest size, and how it grows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from measured import Clock, Row, least, task
from places import Places

#: pySHACL takes minutes beyond this.
PEER = 10_000


def rows(places: Places) -> Iterator[Row]:
    """Against pySHACL at ten thousand triples; then our own time per triple, and memory."""
    ours = least([task("checking.ours", path=places.file(PEER)) for _ in range(places.repeat)])
    peer = task("checking.pyshacl", path=places.file(PEER))
    yield Row(
        "check", "pySHACL / comity check", PEER, ours=ours.cpu, peer=peer.cpu, value=peer.cpu / ours.cpu,
        target=">= 10", peak=ours.peak, note=f"findings: {ours.result} and {peer.result}",
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


def ours(path: str) -> dict[str, Any]:
    """Task: check a store in memory; loading it does not count."""
    from pyoxigraph import NamedNode, RdfFormat, Store

    from comity.graph.check import check
    from comity.ontology.namespaces import ONTOLOGY, ontology_files, vocabulary_files

    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    for file in (*ontology_files(), *vocabulary_files()):
        store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=NamedNode(ONTOLOGY))
    with Clock() as clock:
        report = check(store)
    return clock.cost(len(report))


def pyshacl(path: str) -> dict[str, Any]:
    """Task: the same with pySHACL on an rdflib graph; loading does not count."""
    import pyshacl
    import rdflib

    from comity.ontology.namespaces import ontology_files, shape_files, vocabulary_files

    warnings.simplefilter("ignore")
    data, shapes = rdflib.Graph(), rdflib.Graph()
    data.parse(path, format="nt")
    for file in (*ontology_files(), *vocabulary_files()):
        data.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    for file in shape_files():
        shapes.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    with Clock() as clock:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", do_owl_imports=False)
    assert isinstance(results, rdflib.Graph)
    return clock.cost(len(list(results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))))
