"""Bombs are refused in five seconds and half a gigabyte, in one line that says why.

Seconds are of work (CPU, of all processes), so that a busy machine is no
failure; memory is that of the processes together, as seen fifty times a second.
In CI the loaders are called in this process, which start their children as
always; the long run gives each to ``comity`` itself.

A text is no bomb to its reader until it is read: what it may take grows with
its length, and what is here is refused or read within that.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from comity.errors import BadInput, Usage
from comity.graph.store import Home
from comity.loaders.packed import plain_copy
from comity.loaders.rdf import load_rdf
from comity.loaders.records.load import load_tables, tables_in
from comity.loaders.sources import sources_in
from comity.loaders.text.batch import BadBatch, read_batch
from comity.loaders.text.folder import read_folder
from comity.loaders.untc.load import read_register
from comity.tests.torture.measure import LONG, note

from .bombs import BATCH_BOMBS, DOCUMENT_BOMBS, RDF_BOMBS, ROW_BOMBS, STATUS_BOMBS, TABLE_BOMBS, Bomb, table
from .family import watched

#: The bar, and what a machine that is busy or slow may need of it.
SECONDS, MEMORY = 5.0, 512 << 20
SLACK = 1.0 if LONG else 3.0
#: What ``comity`` itself has in memory before it reads anything; in CI its work is done in this process.
ITSELF = 70 << 20
_figures: dict[str, dict[str, dict[str, float]]] = {}


def work() -> float:
    """Seconds of CPU of this process and of those that have ended below it."""
    import resource

    return sum(
        one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def withstood(row: str, bomb: Bomb, path: Path, words: list[str], call: Callable[[], Any], home: Home) -> str | None:
    """What is said of a file, None where it was read; fails beyond the bar."""
    before = work()
    refusal: str | None = None
    if LONG:
        command = [sys.executable, "-m", "comity", *words, str(path), "--graph", str(home.path)]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
            watched(process.pid) as peak,
        ):
            _, said = process.communicate(timeout=300)
        memory = peak.family
        assert "Traceback" not in said
        if process.returncode != 0:
            assert process.returncode == 2, said
            refusal = said.removeprefix("comity: ").strip()
    else:
        with watched() as peak:
            try:
                call()
            except (BadInput, BadBatch, Usage) as error:
                refusal = str(error)
        memory = peak.grown + ITSELF
    took = work() - before
    _figures.setdefault(row, {})[bomb.name] = {"seconds": round(took, 2), "mb": memory >> 20}
    note(
        f"bombs-{row}",
        tries=len(_figures[row]),
        worst_seconds=max(one["seconds"] for one in _figures[row].values()),
        worst_mb=max(one["mb"] for one in _figures[row].values()),
        each=_figures[row],
    )
    assert took < SECONDS * SLACK, f"{bomb.name} took {took:.1f} s"
    assert memory < MEMORY, f"{bomb.name} took {memory >> 20} MB"
    return refusal


def check(bomb: Bomb, path: Path, refusal: str | None) -> None:
    """The refusal says why, in one line that begins with the file, and a line that mends it."""
    if bomb.said is None:
        assert refusal is None
        return
    assert refusal is not None, "it was read"
    assert refusal.startswith(str(path)), refusal
    assert re.search(bomb.said, refusal), refusal
    first = refusal.split("\n")[0]
    assert len(first) < 450 + len(str(path)), refusal
    assert len(refusal.split("\n")) <= (250 if path.suffix == ".yaml" else 2), refusal


def ids(bombs: tuple[Bomb, ...]) -> list[str]:
    return [bomb.name for bomb in bombs]


@pytest.mark.parametrize("bomb", RDF_BOMBS, ids=ids(RDF_BOMBS))
def test_rdf(bomb: Bomb, tmp_path: Path, started: Home) -> None:
    path = bomb.write(tmp_path)

    def load() -> None:
        (source,) = sources_in([path]).found
        load_rdf(path, Store(), format=source.format, scratch=tmp_path)

    before = started.current().number
    check(bomb, path, withstood("rdf", bomb, path, ["load"], load, started))
    assert started.current().number == before or bomb.said is None
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [bomb.name]


@pytest.mark.parametrize("bomb", STATUS_BOMBS, ids=ids(STATUS_BOMBS))
def test_status_pages(bomb: Bomb, tmp_path: Path, started: Home) -> None:
    path = bomb.write(tmp_path)

    def load() -> None:
        read_register(path, lambda file: plain_copy(file, tmp_path))

    check(bomb, path, withstood("status-pages", bomb, path, ["load", "--format", "untc"], load, started))


@pytest.mark.parametrize("bomb", TABLE_BOMBS, ids=ids(TABLE_BOMBS))
def test_tables(bomb: Bomb, tmp_path: Path, started: Home) -> None:
    path = bomb.write(tmp_path)

    def load() -> None:
        report = load_tables(tables_in(path), lambda quads: None, known=lambda thing: True)
        if report.errors:
            raise report.errors[0]

    check(bomb, path, withstood("tables", bomb, path, ["load", "--strict"], load, started))


@pytest.mark.parametrize(("what", "column", "cell"), ROW_BOMBS, ids=[what for what, _, _ in ROW_BOMBS])
def test_cells(what: str, column: str, cell: str, tmp_path: Path) -> None:
    """A cell of half a megabyte costs no more than it has to, and its row is read or set aside in a short line."""
    path = tmp_path / "posts.csv"
    path.write_text(table((column, cell)), encoding="utf-8")
    began = time.process_time()
    report = load_tables(tables_in(path), lambda quads: None, known=lambda thing: True)
    assert time.process_time() - began < SECONDS * SLACK
    for error in report.errors:
        assert len(error.message) < 500, error.message[:1000]
        assert error.line == 2


def test_a_million_rows_of_one_id(tmp_path: Path) -> None:
    """The first is taken, the others are set aside; what is kept of them does not grow."""
    count = 1_000_000 if LONG else 5_000
    path = tmp_path / "posts.csv"
    header, row = table(("id", "a-post"), ("name_en", "A post")).splitlines()
    path.write_text("\n".join([header, *[row] * count]) + "\n", encoding="utf-8")
    began = time.process_time()
    with watched() as peak:
        report = load_tables(tables_in(path), lambda quads: None, known=lambda thing: True)
    took = time.process_time() - began
    note("bombs-million-rows", rows=count, seconds=round(took, 1), mb=(peak.grown + ITSELF) >> 20)
    assert report.read == count
    assert report.set_aside >= count - 1
    assert len(report.errors) <= 400
    assert peak.grown + ITSELF < 2 * MEMORY


@pytest.mark.parametrize("bomb", BATCH_BOMBS, ids=ids(BATCH_BOMBS))
def test_batches(bomb: Bomb, tmp_path: Path, started: Home) -> None:
    path = bomb.write(tmp_path)
    check(bomb, path, withstood("batches", bomb, path, ["review", "apply"], lambda: read_batch(path), started))


def test_documents(first: Path, tmp_path: Path) -> None:
    """All by one process; a document that is given up costs another, and only itself."""
    plain = tmp_path / "plain.txt"
    plain.write_text("Встреча генеральных прокуроров прошла 5 марта 2024 года в Москве.", encoding="utf-8")
    bombs = [bomb for bomb in DOCUMENT_BOMBS if LONG or bomb.said is not None or bomb.name in QUICK]
    figures: dict[str, dict[str, float]] = {}
    refused: dict[str, str | None] = {}
    files = [plain, *(bomb.write(tmp_path) for bomb in bombs)]
    began = time.monotonic()
    with watched() as whole:
        reading = read_folder(iter(files), str(first), jobs=1)
        for one in reading:
            refused[one.path.name] = None if one.error is None else str(one.error)
            figures[one.path.name] = {"seconds": round(time.monotonic() - began, 2)}
            began = time.monotonic()
    del figures["plain.txt"]
    worst = max(one["seconds"] for one in figures.values())
    note("bombs-documents", tries=len(figures), worst_seconds_on_the_clock=worst, mb=whole.grown >> 20, each=figures)
    assert refused.pop("plain.txt") is None
    for bomb in bombs:
        told = refused[bomb.name]
        if bomb.said is not None:
            assert told is not None
            assert re.search(bomb.said, told), told
        elif told is not None:  # how long it takes, and how much, is no promise: but it is said, and in time
            assert re.search("more (work than a document of its size|memory to read than a document)", told), told
    assert whole.grown < MEMORY + ITSELF


#: Documents that are read quickly enough for CI.
QUICK = ("laughs.html", "outside.html", "attributes.html", "scripts.html", "open.html", "spaces.txt")
