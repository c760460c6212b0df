"""Loading in bulk, against pyoxigraph's own bulk_load of the same file into a store on disk."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measured import Clock, Row, command, least, task
from places import Places

#: Below this the start of the child that looks a file through is most of the time.
LARGE = 100_000
FROM = ">= 0.8"
SYNTAXES = {"nt": "N-Triples", "ttl": "Turtle"}


def rows(places: Places) -> Iterator[Row]:
    """Rates as a share of the engine's; then the whole of ``comity load`` and ``comity build``."""
    for size in places.sizes:
        for syntax, name in SYNTAXES.items():
            path = places.file(size, syntax)
            raw, ours = [], []
            for _ in range(places.repeat):
                raw.append(task("loading.raw", path=path))
                ours.append(task("loading.load_rdf", path=path))
            engine, cost = least(raw), least(ours)
            yield Row(
                "load", f"load_rdf of {name}, rate / bulk_load's", size, ours=cost.cpu, peer=engine.cpu,
                value=engine.cpu / cost.cpu, target=FROM if size >= LARGE else "", peak=cost.peak,
                note=f"bulk_load peaks at {engine.peak:.0f} MB",
            )  # fmt: skip
            if syntax == "nt":
                copy = least([task("loading.from_memory", path=path) for _ in range(places.repeat)])
                yield Row(
                    "load", "build's way, memory to disk, rate / bulk_load's", size, ours=copy.cpu, peer=engine.cpu,
                    value=engine.cpu / copy.cpu, target=FROM if size >= LARGE else "", peak=copy.peak,
                )  # fmt: skip
        with tempfile.TemporaryDirectory(dir=places.folder) as home:
            words = ("load", places.file(size), "--graph", f"{home}/g", "--allow-violations")
            cost = command(sys.executable, "-m", "comity", *words, ok=(0, 1))
        yield Row(
            "load", "comity load of N-Triples: load, derive, check, publish", size, ours=cost.cpu, peak=cost.peak,
            note=f"{cost.wall:.1f} s on the clock",
        )  # fmt: skip
    places.shipped()
    assert places.built is not None
    yield Row(
        "load", "comity build of the shipped records", ours=places.built.cpu, value=places.built.cpu, target="<= 10",
        peak=places.built.peak, note=f"{places.built.wall:.1f} s on the clock",
    )  # fmt: skip


def raw(path: str) -> dict[str, object]:
    """Task: the engine alone."""
    from pyoxigraph import RdfFormat, Store

    syntax = RdfFormat.TURTLE if path.endswith(".ttl") else RdfFormat.N_TRIPLES
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder:
        store = Store(folder)
        with Clock() as clock:
            store.bulk_load(path=path, format=syntax)
        del store
    return clock.cost()


def load_rdf(path: str) -> dict[str, object]:
    """Task: the loader, which looks the file through in a child with limits first."""
    from pyoxigraph import Store

    from comity.loaders.rdf import load_rdf

    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder:
        store = Store(folder)
        with Clock() as clock:
            load_rdf(Path(path), store)
        del store
    return clock.cost()


def from_memory(path: str) -> dict[str, object]:
    """Task: what ``build`` does at its end with the graph it made in memory."""
    from pyoxigraph import RdfFormat, Store

    memory = Store()
    memory.bulk_load(path=path, format=RdfFormat.N_TRIPLES)
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder:
        store = Store(folder)
        with Clock() as clock:
            store.bulk_extend(memory)
        del store
    return clock.cost()
