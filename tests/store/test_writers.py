"""Writers and readers side by side: one writer, and readers that never see half or lose what they read."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.errors import Locked, NotFound, StoreError
from comity.graph.generations import STORE
from comity.graph.store import LOCK, WORK, Home
from comity.graph.upkeep import prune
from comity.queries.result import Result
from comity.queries.session import Graph

from .conftest import Small, add, fact, fill, texts

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _rows(graph: Graph, query: str) -> list[dict[str, Any]]:
    """The rows of a SELECT."""
    found = graph.sparql(query)
    assert isinstance(found, Result)
    rows: list[dict[str, Any]] = found.rows
    return rows


def sums(home: Home) -> dict[str, str]:
    """The bytes of all that is published."""
    return {
        str(file.relative_to(home.path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for generation in home.generations()
        for file in (generation.path / STORE).iterdir()
    }


def test_a_second_writer_in_the_process_hears_so_at_once(small: Small) -> None:
    home = small(1)
    heard: list[BaseException] = []

    def second() -> None:
        try:
            add(home, 9)
        except Locked as error:
            heard.append(error)

    with home.writer():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert str(heard[0]) == f"another thread is writing to {home.path}\n  Try again when it has ended."
    add(home, 2)
    assert texts(home) == {"fact 1", "fact 2"}


def test_a_second_writer_in_another_process_hears_which_one_holds_it(small: Small) -> None:
    home = small(1)
    code = (
        "import sys, time; from comity.graph.lock import writing; from pathlib import Path\n"
        "with writing(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(home.path / LOCK)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    with holder:
        holder.stdout.readline()
        try:
            with pytest.raises(Locked, match=rf"another writer \(process {holder.pid}\) is working on"):
                add(home, 2)
        finally:
            holder.kill()
    add(home, 2)  # the lock died with its process
    assert texts(home) == {"fact 1", "fact 2"}


def test_readers_beside_a_writer_see_the_old_generation_whole(small: Small) -> None:
    home = small(2)
    with Graph(home.current()) as graph:
        with home.writer() as writer:
            for number in range(3, 300):
                writer.store.add(fact(number))
                if number % 50 == 0:
                    writer.store.flush()
                    assert _rows(graph, COUNT) == [{"n": 2}]
                    assert texts(home) == {"fact 1", "fact 2"}
            writer.publish()
        assert _rows(graph, COUNT) == [{"n": 2}]
    assert len(texts(home)) == 299


def many_files(home: Home) -> None:
    """More files than the engine opens at once: it takes the rest when it needs them."""
    with home.writer(fresh=True) as writer:
        for part in range(25):
            writer.store.bulk_extend(
                Quad(
                    NamedNode(f"https://example.org/{part}/{n}"),
                    NamedNode("https://example.org/p"),
                    Literal(f"{part} {n}"),
                )
                for n in range(2000)
            )
        writer.publish(note="many files")


def test_what_is_being_read_is_not_pruned(tmp_path: Path) -> None:
    home = Home.create(tmp_path / "home")
    many_files(home)
    assert len([file for file in home.current().store_path.iterdir() if file.suffix == ".sst"]) > 40
    with Graph(home.current()) as graph:
        text = 'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(?o, "{} ")) }}'
        assert _rows(graph, text.format(1)) == [{"n": 2000}]
        add(home, 1)
        done = prune(home, 1)
        assert (done.gone, done.in_use) == ((), (1,))
        # Without the hold this counts 0 and no error is raised.
        for part in (3, 9, 14, 20, 24):
            assert _rows(graph, text.format(part)) == [{"n": 2000}]
    assert prune(home, 1).gone == (1,)
    assert [generation.number for generation in home.generations()] == [2]


def test_a_store_read_in_the_process_is_not_pruned_either(small: Small) -> None:
    home = small(2)
    old = home.generation(1)
    store = old.read_only()
    assert prune(home, 1).in_use == (1,)
    assert len(store) == 1
    old.release()
    assert prune(home, 1).gone == (1,)


def test_a_pruned_generation_says_so(small: Small) -> None:
    home = small(2)
    old = home.generation(1)
    assert prune(home, 1).gone == (1,)
    with pytest.raises(NotFound, match=r"generation 1 of .* was pruned"):
        Graph(old)


def test_no_writer_touches_what_is_published(small: Small) -> None:
    home = small(2)
    before = sums(home)
    with home.writer() as writer:
        for number in range(10, 200):
            writer.store.add(fact(number))
        writer.store.remove(fact(1))
        writer.store.update("DELETE { ?s ?p ?o } INSERT { ?o2 ?p ?s } WHERE { ?s ?p ?o BIND(IRI(STR(?s)) AS ?o2) }")
        writer.store.bulk_extend(fact(number) for number in range(300, 3000))
        writer.store.flush()
        writer.store.optimize()
        assert sums(home) == before
        writer.publish()
        writer.store.clear()
        writer.store.optimize()
    after = sums(home)
    assert {name: after[name] for name in before} == before
    assert home.verify() == []


def test_a_writer_that_fails_leaves_nothing(small: Small) -> None:
    home = small(1)
    before = sums(home)

    def fail() -> None:
        with home.writer() as writer:
            fill(writer, 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sums(home) == before
    assert texts(home) == {"fact 1"}
    assert not (home.path / WORK).exists()


def test_a_writer_may_start_again(small: Small) -> None:
    home = small(1)
    with home.writer() as writer:
        fill(writer, 2)
        writer.again()
        fill(writer, 3)
        writer.publish()
    assert texts(home) == {"fact 1", "fact 3"}


def test_a_store_that_somebody_still_holds_does_not_stop_the_next_writer(small: Small) -> None:
    home = small(1)
    held = []
    for number in (2, 3):
        with home.writer() as writer:
            held.append(writer.store)
            fill(writer, number)
            writer.publish()
    assert texts(home) == {"fact 1", "fact 2", "fact 3"}
    assert not (home.path / WORK).exists()


def test_a_writer_publishes_once(small: Small) -> None:
    home = small(1)
    with home.writer() as writer:
        writer.publish()
        with pytest.raises(StoreError, match="has published already"):
            writer.publish()


def test_a_home_made_for_nothing_is_removed_again(tmp_path: Path) -> None:
    where = tmp_path / "home"
    with pytest.raises(ZeroDivisionError), Home.create(where).writer():
        raise ZeroDivisionError
    assert not where.exists()
    where.mkdir()
    with Home.create(where).writer():
        (where / "mine.txt").write_text("mine", encoding="utf-8")
    assert [file.name for file in where.iterdir()] == ["mine.txt"]


def test_a_disk_without_hard_links_is_copied(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError("no links here")

    home = small(1)
    monkeypatch.setattr(os, "link", refuse)
    add(home, 2)
    assert texts(home) == {"fact 1", "fact 2"}
    assert home.verify() == []
