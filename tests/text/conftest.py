"""Claims are tested on a small graph: the sessions of two bodies, a visit with its parts, and all that they rest on.

``small`` is such a graph, built once; ``home`` a copy of it to write to.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from comity.graph.store import Home
from comity.loaders.build import build
from comity.loaders.records.columns import Ref
from comity.loaders.records.load import shipped_records, tables_in
from comity.loaders.records.schema import TABLES
from comity.loaders.records.tables import Row, read_rows
from comity.loaders.text import sureness
from comity.loaders.text.reader import Reader, make_reader
from comity.queries.session import Graph

BODIES = ("sco-prosecutors-general", "cis-anti-corruption-council")
POSTS = ("uz-prosecutor-general", "ru-prosecutor-general", "uz-president", "kz-prosecutor-general")
STATES = ("AM", "KG", "KZ", "TJ")
MEETINGS = (
    "visit/krasnov-uzbekistan-2024-11",
    "meeting/mirziyoyev-krasnov-2024-11-21",
    "meeting/yuldashev-krasnov-2024-11",
)


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are as sure as their reading says: nobody has counted its rules."""
    monkeypatch.setattr(sureness, "_table", lambda: {"parts": {}, "rules": {}})


@pytest.fixture(scope="module")
def reader(graph: Graph) -> Reader:
    """The reader that knows the shipped records."""
    return make_reader(graph)


def _rows(table: str) -> Iterator[Row]:
    columns = tuple(column.name for column in TABLES[table].all_columns)
    for row in read_rows(shipped_records() / f"{table}.csv", columns):
        assert isinstance(row, Row)
        yield row


def _wanted(table: str, cells: dict[str, str]) -> bool:
    if table in ("encounters", "aims", "rules", "participations", "ledger", "instruments"):
        about = [cells.get(name, "") for name in ("id", "body", "encounter", "said_at", "signed_at")]
        return any(one.removeprefix("session/").startswith(BODIES) or one in MEETINGS for one in about if one)
    if table == "tenures":
        return cells["post"] in POSTS
    return (table == "memberships" and cells["organisation"] == "organisation/sco") or (
        table == "states" and cells["id"] in STATES
    )


@pytest.fixture(scope="session")
def small_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the small graph."""
    known = {
        str(TABLES[table].columns[0].kind.read(row.cells["id"])): (table, row)
        for table in tables_in(shipped_records())
        for row in _rows(table)
    }
    todo = [thing for thing, (table, row) in known.items() if _wanted(table, row.cells)]
    taken: dict[str, tuple[str, Row]] = {}
    while todo:
        thing = todo.pop()
        if thing in taken or thing not in known:
            continue
        table, row = taken[thing] = known[thing]
        for column in TABLES[table].all_columns:
            if isinstance(column.kind, Ref) and row.cells[column.name]:
                todo += column.kind.read(row.cells[column.name])
    folder = tmp_path_factory.mktemp("records")
    for table in {table for table, _ in taken.values()}:
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in TABLES[table].all_columns)
            writer.writerows(row.cells.values() for name, row in taken.values() if name == table)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, small_tables: Path) -> Path:
    """The small graph, which nobody writes to."""
    where = tmp_path_factory.mktemp("graph") / "small"
    outcome = build(where, records=small_tables)
    assert not outcome.failed, list(outcome.messages())
    return where


@pytest.fixture
def home(small: Path, tmp_path: Path) -> Path:
    """A copy of the small graph, to write to."""
    return Path(shutil.copytree(small, tmp_path / "graph"))


@pytest.fixture(scope="session")
def facts(small: Path) -> Iterator[Store]:
    """The small graph, open for reading."""
    with Home.open(small).current().open() as store:
        yield store
