"""Exports of a whole graph: Turtle against the engine's serialiser, and against rdflib's at the smallest size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measured import Clock, Row, least, task
from places import Places

PEER = 10_000


def rows(places: Places) -> Iterator[Row]:
    """Time and peak by format and size."""
    for size in places.sizes:
        home = places.home(size)
        for form in ("ttl", "nt"):
            ours = least([task("exporting.ours", home=home, form=form) for _ in range(places.repeat)])
            raw = least([task("exporting.raw", home=home, form=form) for _ in range(places.repeat)])
            yield Row(
                "export", f"export {form}, sorted / the engine's, unsorted", size, ours=ours.cpu, peer=raw.cpu,
                value=ours.cpu / raw.cpu, peak=ours.peak, note=f"the engine peaks at {raw.peak:.0f} MB",
            )  # fmt: skip
    home = places.home(PEER)
    ours = least([task("exporting.ours", home=home, form="ttl") for _ in range(places.repeat)])
    peer = task("exporting.rdflib_turtle", home=home)
    yield Row(
        "export", "rdflib's Turtle / export ttl", PEER, ours=ours.cpu, peer=peer.cpu, value=peer.cpu / ours.cpu,
        target=">= 1", peak=ours.peak,
    )  # fmt: skip


def ours(home: str, form: str) -> dict[str, Any]:
    """Task: the export room."""
    import comity

    with comity.open(home) as graph, Clock() as clock:
        graph.export(Path(home) / f"ours.{form}")
    return clock.cost()


def raw(home: str, form: str) -> dict[str, Any]:
    """Task: the engine's dump of the facts."""
    from pyoxigraph import DefaultGraph, RdfFormat

    import comity
    from comity.ontology.namespaces import PREFIXES

    turtle = form == "ttl"
    with comity.open(home) as graph:
        store = graph.generation.read_only()
        with Clock() as clock:
            store.dump(
                str(Path(home) / f"raw.{form}"),
                RdfFormat.TURTLE if turtle else RdfFormat.N_TRIPLES,
                from_graph=DefaultGraph(),
                prefixes=dict(PREFIXES) if turtle else None,
            )
    return clock.cost()


def rdflib_turtle(home: str) -> dict[str, Any]:
    """Task: rdflib's Turtle of the same facts; loading does not count."""
    import rdflib
    from pyoxigraph import DefaultGraph, RdfFormat

    import comity

    with comity.open(home) as graph:
        text = graph.generation.read_only().dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    facts = rdflib.Graph()
    facts.parse(data=text or b"", format="nt")
    with Clock() as clock:
        facts.serialize(destination=str(Path(home) / "rdflib.ttl"), format="turtle")
    return clock.cost()
