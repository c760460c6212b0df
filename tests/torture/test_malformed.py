"""Malformed inputs in every format that a loader reads: refused with file and line, or read whole; nothing else.

The mass goes through the readers in this process, the parsers' children stood in
for by what they do: a process each would take days.  Real children and the
command line have their share in tests/loaders/test_mutations.py.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors import BadInput, ComityError
from comity.loaders import rdf
from comity.loaders.records.load import load_tables, tables_in
from comity.loaders.text.batch import BadBatch, read_batch
from comity.loaders.text.document import document_in
from comity.loaders.untc import page as untc
from comity.loaders.untc.page_child import NotAPage, take_apart, take_apart_xml
from comity.tests.loaders.conftest import few as few  # the fixture, by its name
from comity.tests.loaders.test_mutations import FORMATS, SEED, damaged, looked_through, whole_or_nothing
from comity.tests.loaders.test_mutations import real as real
from comity.tests.untc.pages import page

from .measure import note, times

TRIES = times(500, 10_000)
TEXT = (
    "Генеральный прокурор Российской Федерации встретился в Ташкенте с коллегой.\n\n21 ноября 2024 года\n"
    "Стороны подписали программу сотрудничества на 2025-2026 годы.\n"
)
HTML = (
    "<!DOCTYPE html><html lang='en'><head><title>Prosecutors met</title><meta property='article:published_time' "
    "content='2024-11-21'></head><body><nav>Menu</nav><article><p>The Prosecutor General met his counterpart in "
    "Tashkent on 21 November 2024.</p><p>They signed a programme.</p></article></body></html>"
)
BATCH = (
    "- claim: c1\n  decision: accept\n- claim: c2\n  decision: reject\n  because: another meeting\n"
    "- claim: c3\n  decision: correct\n  change: id=official/ying-yong\n"
)
BATCH_CSV = "claim,decision,change,because\nc1,accept,,\nc2,reject,,another\nc3,correct,id=official/ying-yong,\n"


def one_line(error: ComityError, path: Path) -> None:
    """A refusal names the file and is a line, with at most a second one that says what to do."""
    for one in error.errors if isinstance(error, BadBatch) else [error]:
        assert str(one).startswith(str(path)), one
        assert "\n" not in one.message
        assert len(one.message) < 700, one
    assert error.exit_code == 2


def refused(path: Path, data: bytes, read: Callable[[Path, bytes], object]) -> str:
    """What became of one input."""
    path.write_bytes(data)
    caught = None
    try:
        read(path, data)
    except ComityError as error:
        caught = error
    finally:
        path.unlink()
    if caught is None:
        return "read"
    one_line(caught, path)
    return "refused"


def attacked(row: str, seeds: list[bytes], path: Path, read: Callable[[Path, bytes], object], tries: int) -> None:
    """Damage the seeds and read what is left of them."""
    chance = random.Random(SEED)  # noqa: S311
    seen: Counter[str] = Counter()
    for _ in range(tries):
        seen[refused(path, damaged(chance.choice(seeds), chance), read)] += 1
    note(f"malformed-{row}", tries=tries, crashes=0, **seen)
    assert sum(seen.values()) == tries


@pytest.mark.parametrize("syntax", FORMATS)
def test_rdf(syntax: str, real: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "_look_through", looked_through)
    chance = random.Random(f"{SEED} {syntax}")  # noqa: S311
    seen: Counter[str] = Counter()
    for number in range(TRIES):
        data = damaged(real[syntax], chance)
        if number % 10 == 0:
            data = damaged(gzip.compress(data), chance)
        ending = ".gz" if data.startswith(b"\x1f\x8b") else ""
        path = tmp_path / f"a.{syntax}{ending}"
        path.write_bytes(data)
        seen[whole_or_nothing(path, syntax)] += 1
        path.unlink()
    note(f"malformed-{syntax}", tries=TRIES, crashes=0, **seen)
    assert min(seen["refused"], seen["loaded"]) > TRIES / 50, seen
    assert list(tmp_path.iterdir()) == []


def test_tables(few: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311
    tables = {table.name: table.read_bytes() for table in few.iterdir()}
    for name, data in tables.items():
        (tmp_path / name).write_bytes(data)
    tries = times(120, 4_000)  # each reads the whole folder, since tables refer to one another
    seen: Counter[str] = Counter()
    for _ in range(tries):
        name = chance.choice(sorted(tables))
        (tmp_path / name).write_bytes(damaged(tables[name], chance))
        quads: list[object] = []
        caught = None
        try:
            report = load_tables(tables_in(tmp_path), quads.extend)
        except BadInput as error:
            caught = error
        if caught is not None:
            assert quads == [], "half a load"
            assert str(caught).startswith(f"{tmp_path}/")
            assert caught.line is not None
            seen["refused"] += 1
        else:
            seen["set aside" if report.set_aside else "loaded"] += 1
            assert report.read == report.loaded + report.set_aside
            assert all(str(error).startswith(f"{tmp_path}/") and error.line for error in report.errors)
        (tmp_path / name).write_bytes(tables[name])
    note("malformed-tables", tries=tries, crashes=0, **seen)


def test_pages_of_registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def here(path: Path, named: Path) -> object:
        data = path.read_bytes()
        try:
            return take_apart(data)
        except NotAPage as error:
            raise BadInput(str(error), file=named, line=error.line or None) from None

    monkeypatch.setattr(untc, "_taken_apart", here)
    seeds = [page().encode(), page(notes=[("1", "A note.")]).encode()]
    attacked("untc", seeds, tmp_path / "IV-99.html", lambda path, _: untc.read_page(path), TRIES)


def test_xml_of_registers(tmp_path: Path) -> None:
    seed = (
        b"<?xml version='1.0' encoding='UTF-8'?><Treaties><Treaty><Title>99. Convention</Title><Participants>"
        b"<Table><Row><Cell>Albania</Cell><Cell>11 May 1994 a</Cell></Row></Table></Participants></Treaty></Treaties>"
    )

    def read(path: Path, data: bytes) -> object:
        try:
            return take_apart_xml(data)
        except NotAPage as error:
            raise BadInput(str(error), file=path, line=error.line or None) from None

    attacked("untc-xml", [seed], tmp_path / "IV-99.xml", read, TRIES)


@pytest.mark.parametrize(("row", "name", "seed"), [("text", "a.txt", TEXT), ("html", "a.html", HTML)])
def test_documents(row: str, name: str, seed: str, tmp_path: Path) -> None:
    seeds = [seed.encode(), seed.encode("cp1251", "replace"), seed.encode("utf-16")]
    tries = TRIES if row == "text" else times(150, 3_000)  # the extractor of main texts takes its time
    attacked(row, seeds, tmp_path / name, lambda path, data: document_in(data, path), tries)


@pytest.mark.parametrize(("row", "name", "seed"), [("batch", "b.yaml", BATCH), ("batch-csv", "b.csv", BATCH_CSV)])
def test_batches_of_decisions(row: str, name: str, seed: str, tmp_path: Path) -> None:
    attacked(row, [seed.encode()], tmp_path / name, lambda path, _: read_batch(path), TRIES)
