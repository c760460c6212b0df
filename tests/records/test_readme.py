"""The README of the records names every table and column, and says truly which years lack a holder."""

from __future__ import annotations

import re

import pytest

from comity.loaders.records.describe import rewritten
from comity.loaders.records.load import shipped_records
from comity.loaders.records.schema import EVIDENCE, TABLES

TEXT = (shipped_records() / "README.md").read_text(encoding="utf-8")


def columns_below(heading: str) -> list[str]:
    """The first cells of the table that follows a heading."""
    section = re.split(r"^##+ ", TEXT.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described_with_every_column_of_its_own(name: str) -> None:
    assert columns_below(f"### {name}") == [column.name for column in TABLES[name].columns]


def test_the_shared_columns_are_described() -> None:
    assert columns_below("## Columns of every table but sources") == [column.name for column in EVIDENCE]


def test_the_generated_parts_are_those_of_the_schema_and_the_tables() -> None:
    same = rewritten(TEXT) == TEXT
    assert same, "run: python -m comity.loaders.records.describe"


def test_the_licence_and_every_way_to_write_a_date_are_told() -> None:
    assert "CC BY 4.0" in TEXT
    for written in ("2024-06", "2024~", "2024-11-20/2024-11-21", "../2015-08-27", "2022-02-14/..", "[2016-04-01,"):
        assert written in TEXT
