"""Loaders are tested on a few real rows: the Prosecutors General of Uzbekistan and all that those rows rest on.

``few`` is a folder of tables with these rows; ``started`` a graph built from it.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.graph.store import Home
from comity.loaders.build import build
from comity.loaders.records.columns import Ref
from comity.loaders.records.load import shipped_records, tables_in
from comity.loaders.records.schema import TABLES
from comity.loaders.records.tables import Row, read_rows

POST = "uz-prosecutor-general"


def rows_of(table: str) -> Iterator[Row]:
    """The rows of a shipped table."""
    columns = tuple(column.name for column in TABLES[table].all_columns)
    for row in read_rows(shipped_records() / f"{table}.csv", columns):
        assert isinstance(row, Row)
        yield row


def id_of(table: str, row: Row) -> str:
    return str(TABLES[table].columns[0].kind.read(row.cells["id"]))


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tenures of one post and every row that they refer to."""
    known = {id_of(table, row): (table, row) for table in tables_in(shipped_records()) for row in rows_of(table)}
    todo = [thing for thing, (table, row) in known.items() if table == "tenures" and row.cells["post"].endswith(POST)]
    taken: dict[str, tuple[str, Row]] = {}
    while todo:
        thing = todo.pop()
        if thing in taken:
            continue
        table, row = taken[thing] = known[thing]
        for column in TABLES[table].all_columns:
            if isinstance(column.kind, Ref) and row.cells[column.name]:
                todo += column.kind.read(row.cells[column.name])
    folder = tmp_path_factory.mktemp("records") / "few"
    folder.mkdir()
    for table in {table for table, _ in taken.values()}:
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in TABLES[table].all_columns)
            for name, row in taken.values():
                if name == table:
                    writer.writerow(row.cells.values())
    assert len(list(folder.iterdir())) >= 5
    return folder


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, few: Path) -> Path:
    """The graph of these rows, built once."""
    where = tmp_path_factory.mktemp("graph") / "home"
    outcome = build(where, records=few)
    assert not outcome.failed
    return where


@pytest.fixture
def started(first: Path, tmp_path: Path) -> Home:
    """A graph of these rows to write into."""
    return Home.open(shutil.copytree(first, tmp_path / "home"))


@pytest.fixture
def mine(few: Path, tmp_path: Path) -> Path:
    """A copy of the tables to change."""
    return shutil.copytree(few, tmp_path / "tables")
