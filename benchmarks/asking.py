"""Queries through a warm worker, against the same text on the engine in this process; large answers as a stream.

Where the system tells the CPU time of a running process (Linux), that of the
worker and of this one is counted; elsewhere the clock.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measured import Row, command, cpu, peak, task
from places import Places

#: A look-up, a count over every encounter, an answer with many rows.
QUESTIONS: dict[str, dict[str, str]] = {
    "holders-of-post": {"post": "post/3", "on": "2010-06-01"},
    "topics-by-year": {},
    "open-proposals": {},
}
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
#: Queries shorter than this are dominated by the fixed cost of a call, which is told in ms instead.
MEANINGFUL = 0.2


def rows(places: Places) -> Iterator[Row]:
    """Each question bare and with labels and evidence; then every triple as CSV."""
    for size in places.sizes:
        told = task("asking.ask", home=places.home(size), repeat=3 * places.repeat)
        for name, figures in told.result["questions"].items():
            raw, run, full, count = (figures[key] for key in ("raw", "run", "query", "rows"))
            known = raw >= MEANINGFUL
            yield Row(
                "ask", f"Graph.run {name} / pyoxigraph", size, ours=run, peer=raw, value=run / raw if known else None,
                target="<= 1.1" if known else "", note=f"{count} rows; {1000 * (run - raw):+.1f} ms",
            )  # fmt: skip
            yield Row(
                "ask", f"Graph.query {name}, labels and sources too / pyoxigraph", size, ours=full, peer=raw,
                note=f"{1000 * (full - run):+.1f} ms for labels and sources",
            )  # fmt: skip
        yield Row("ask", "fixed cost of a query", size, ours=1000 * told.result["fixed"], unit="ms")
    for size in places.sizes:
        for form in ("csv", "ndjson"):
            words = ("sparql", EVERYTHING, "-f", form, "--timeout", "600", "--graph", places.home(size))
            cost = command(sys.executable, "-m", "comity", *words)
            if form == "csv":
                yield Row(
                    "ask", "comity sparql, every triple as csv, peak in MB", size, ours=cost.cpu, value=cost.peak,
                    target="<= 150", peak=cost.peak,
                )  # fmt: skip
            else:
                yield Row("ask", "comity sparql, every triple as ndjson", size, ours=cost.cpu, peak=cost.peak)


def ask(home: str, repeat: int) -> dict[str, Any]:
    """Task: seconds of each question, the least of ``repeat`` in turns."""
    from pyoxigraph import DefaultGraph, NamedNode

    import comity
    from comity.ontology.namespaces import DERIVED, ONTOLOGY
    from comity.queries.catalogue import question

    found: dict[str, dict[str, float]] = {}
    with comity.open(home, timeout=600) as graph:
        store = graph.generation.read_only()
        names = [name for name in graph.generation.counts if name == ONTOLOGY or name.startswith(DERIVED)]
        graphs = [DefaultGraph(), *map(NamedNode, names)]
        graph.run("ASK {}")
        spent = _meter(graph)
        for name, values in QUESTIONS.items():
            text = graph.bind(question(name), dict(values))

            def raw(text: str = text) -> int:
                rows: Any = store.query(text, default_graph=graphs)
                return sum(1 for row in rows if tuple(row))

            def run(text: str = text) -> int:
                return sum(1 for _ in graph.run(text).rows())

            def query(name: str = name, values: dict[str, str] = values) -> int:
                return len(graph.query(name, **values))

            ways: dict[str, Callable[[], int]] = {"raw": raw, "run": run, "query": query}
            found[name] = {"rows": raw()}
            for _ in range(repeat):
                for way, call in ways.items():
                    began = spent()
                    call()
                    found[name][way] = min(found[name].get(way, 1e9), spent() - began)
        began = spent()
        for _ in range(200):
            graph.run("ASK {}")
        fixed = (spent() - began) / 200
    return {"cpu": cpu(), "peak": peak(), "result": {"questions": found, "fixed": fixed}}


def _meter(graph: Any) -> Callable[[], float]:
    """Seconds spent so far, by this process and by the worker of a graph."""
    threads = Path(f"/proc/{graph._worker._process.pid}/task")
    if not threads.is_dir():
        return time.perf_counter

    def spent() -> float:
        # The first figure is nanoseconds on a processor.
        told = (thread.joinpath("schedstat").read_text() for thread in threads.iterdir())
        return time.process_time() + sum(int(text.split()[0]) for text in told) / 1e9

    return spent
