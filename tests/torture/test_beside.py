"""Two writers, and readers beside a writer that publishes and prunes without end.

Every generation has two counters that are equal in it and in no mixture of two
generations: a reader that saw half of a publication, or files of a pruned
generation, would tell so by them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Store

from comity import open as comity_open
from comity.graph.generations import Generation
from comity.graph.lock import writing
from comity.graph.store import LOCK, Home
from comity.graph.upkeep import prune

from .graphs import comity, records
from .measure import LONG, note, times

SECONDS = times(6, 60)
#: Publishes one more of both counters, and keeps one generation: the worst case for whoever reads another.
WRITER = """
import sys, time
from pyoxigraph import Literal, NamedNode, Quad
from comity.graph.store import Home
from comity.graph.upkeep import prune
home, until, node = Home.open(sys.argv[1]), time.monotonic() + float(sys.argv[2]), NamedNode
value, published = (lambda n: Literal(f"{n:09d}")), 0
while time.monotonic() < until:
    published += 1
    with home.writer() as writer:
        for name in ("one", "other"):
            subject = node(f"https://example.org/{name}")
            for quad in list(writer.store.quads_for_pattern(subject, None, None, None)):
                writer.store.remove(quad)
            writer.store.add(Quad(subject, node("https://example.org/count"), value(published)))
        writer.store.bulk_extend(
            Quad(node(f"https://example.org/{published % 7}/{n}"), node("https://example.org/p"), value(published))
            for n in range(500)
        )
        writer.publish(note=f"{published}")
    prune(home, 1)
print(published)
"""
#: Opens the graph again and again and asks for the counters; says how each read went.
READER = """
import sys, time, comity
from collections import Counter
from comity.errors import ComityError
text = 'SELECT ?one ?other { <https://example.org/one> ?p ?one . <https://example.org/other> ?p ?other }'
until, seen, last = time.monotonic() + float(sys.argv[2]), Counter(), ""
while time.monotonic() < until:
    try:
        with comity.open(sys.argv[1]) as graph:
            for _ in range(3):
                rows = graph.sparql(text).rows
                if rows:
                    one, other = rows[0]["one"], rows[0]["other"]
                    seen["read" if one == other and one >= last else "inconsistent"] += 1
                    last = max(last, one)
    except ComityError as error:
        seen[f"failed: {error.message}"] += 1
import json
print(json.dumps(seen))
"""
#: The engine alone: a writer, and readers of the same store.
RAW_WRITER = """
import sys, time
from pyoxigraph import Store
store, until, n = Store(sys.argv[1]), time.monotonic() + float(sys.argv[2]), 0
while time.monotonic() < until:
    n += 1
    store.update(f'''DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p {n} }} WHERE {{ ?s ?p ?o FILTER(?p = <x:count>) }}''')
"""
RAW_READER = """
import json, sys, time
from collections import Counter
from pyoxigraph import Store
until, seen = time.monotonic() + float(sys.argv[2]), Counter()
while time.monotonic() < until:
    try:
        store = Store.read_only(sys.argv[1])
        values = {row[0].value for row in store.query("SELECT ?o { ?s <x:count> ?o }")}
        seen["read" if len(values) == 1 else "inconsistent"] += 1
        del store
    except (OSError, RuntimeError, ValueError) as error:
        seen["failed"] += 1
print(json.dumps(seen))
"""


def beside(writer: str, reader: str, where: Path, readers: int, seconds: float) -> tuple[str, Counter[str]]:
    """What the writer said, and what became of the reads."""
    import json

    words = [str(where), f"{seconds}"]
    processes = [
        subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True)
        for code in (writer, *[reader] * readers)
    ]
    said = [process.communicate(timeout=seconds + 120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    seen: Counter[str] = Counter()
    for text in said[1:]:
        seen.update(json.loads(text))
    return said[0], seen


def test_readers_beside_a_writer(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "home")
    with home.writer() as writer:
        writer.publish(note="0")
    published, seen = beside(WRITER, READER, home.path, 2, SECONDS)
    other = {key: count for key, count in seen.items() if key != "read"}
    failed = sum(count for key, count in other.items() if key.startswith("failed"))
    note(
        "reads-beside-a-writer",
        seconds=SECONDS,
        published=int(published),
        reads=seen["read"],
        failed=failed,
        inconsistent=seen["inconsistent"],
    )
    assert other == {}
    assert int(published) > SECONDS / 2
    assert seen["read"] > SECONDS / 2
    assert home.verify() == []


@pytest.mark.skipif(not LONG, reason="measures the engine, which promises nothing; the long run does")
def test_the_engine_alone_beside_a_writer(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "raw"))
    store.update("INSERT DATA { <x:one> <x:count> 0 . <x:other> <x:count> 0 }")
    store.flush()
    del store
    _, seen = beside(RAW_WRITER, RAW_READER, tmp_path / "raw", 2, 20)
    note("reads-beside-a-writer-engine", seconds=20, **dict(seen))


@pytest.mark.skipif(os.name == "nt", reason="waits for a process by its lock")
def test_a_second_writer_hears_of_the_first_at_once(tmp_path: Path) -> None:
    """From whichever verb; and a number that is left in the lock of a process that is gone stops nobody."""
    where, facts = tmp_path / "home", records(tmp_path / "records")
    assert comity("build", "--records", facts, "--graph", where).returncode == 0
    began = time.monotonic()
    assert comity("--version").returncode == 0
    start = time.monotonic() - began
    slowest = 0.0
    words = (["build", "--records", facts], ["load", facts], ["store", "prune"], ["store", "restore", "1"])
    with writing(where / LOCK):
        for verb in words:
            began = time.monotonic()
            done = comity(*verb, "--graph", where)
            slowest = max(slowest, time.monotonic() - began - start)
            assert done.returncode == 1
            assert done.stdout == ""
            assert done.stderr == (
                f"comity: another writer (process {os.getpid()}) is working on {where}\n"
                "  Try again when it has ended.\n"
            )
    note("two-writers", verbs=len(words), slowest_seconds_beyond_a_start=round(slowest, 2))
    # The number of a living process in the file is no lock.
    (where / LOCK).write_text(f"{os.getpid()}", encoding="ascii")
    assert comity("store", "restore", "1", "--graph", where).returncode == 0


def test_a_generation_that_is_pruned_while_it_is_opened_gives_way_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home.create(tmp_path / "home")
    with home.writer() as writer:
        writer.publish(note="1")
    found = Home.current

    def overtaken(self: Home) -> Generation:
        """The current generation, which is gone before anybody holds it."""
        monkeypatch.setattr(Home, "current", found)
        generation = found(self)
        with self.writer() as writer:
            writer.publish(note="2")
        assert prune(self, 1).gone == (1,)
        return generation

    monkeypatch.setattr(Home, "current", overtaken)
    with comity_open(home.path) as graph:
        assert graph.generation.note == "2"
