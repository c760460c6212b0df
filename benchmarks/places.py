"""The files and graphs that the benchmarks work on, made when first needed and thrown away at the end."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measured import Cost, command, task


class Places:
    """A folder for one run; ``sizes`` are triples, ``repeat`` how often a task is tried."""

    def __init__(self, sizes: list[int], repeat: int) -> None:
        self.sizes = sizes
        self.repeat = repeat
        self._folder = tempfile.TemporaryDirectory(prefix="comity-benchmarks-")
        self.folder = Path(self._folder.name)
        self.built: Cost | None = None

    def close(self) -> None:
        """Remove everything."""
        self._folder.cleanup()

    def file(self, size: int, syntax: str = "nt") -> str:
        """A synthetic graph in N-Triples or Turtle."""
        path = self.folder / f"{size}.{syntax}"
        if not path.exists():
            task("places.write", size=size, path=str(path))
        return str(path)

    def home(self, size: int) -> str:
        """A graph of that size, derived and published."""
        path = self.folder / f"home-{size}"
        if not path.exists():
            task("places.publish", source=self.file(size), path=str(path))
        return str(path)

    def shipped(self) -> str:
        """A graph built from the shipped records; ``built`` says what building it took."""
        import sys

        path = self.folder / "shipped"
        if not path.exists():
            self.built = command(sys.executable, "-m", "comity", "build", "--graph", str(path))
        return str(path)


def write(size: int, path: str) -> dict[str, object]:
    """Task: write a synthetic graph, streamed."""
    from measured import Clock
    from pyoxigraph import RdfFormat, serialize
    from synthetic import Cooperation

    from comity.ontology.namespaces import PREFIXES

    turtle = path.endswith(".ttl")
    with Clock() as clock:
        serialize(
            (quad.triple for quad in Cooperation(size).quads()),
            output=path,
            format=RdfFormat.TURTLE if turtle else RdfFormat.N_TRIPLES,
            prefixes=dict(PREFIXES) if turtle else None,
        )
    return clock.cost()


def publish(source: str, path: str) -> dict[str, object]:
    """Task: load, derive and publish without a check (the flaws would keep it from being published)."""
    import datetime as dt

    from measured import Clock
    from pyoxigraph import NamedNode, RdfFormat

    from comity.graph.derive import derive
    from comity.graph.store import Home
    from comity.ontology.namespaces import ONTOLOGY, ontology_files, vocabulary_files

    with Clock() as clock, Home.create(path).writer(fresh=True) as writer:
        writer.store.bulk_load(path=source, format=RdfFormat.N_TRIPLES)
        for file in (*ontology_files(), *vocabulary_files()):
            writer.store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=NamedNode(ONTOLOGY))
        derive(writer.store, on=dt.date(2026, 1, 15))
        writer.publish(note="benchmark")
    return clock.cost()
