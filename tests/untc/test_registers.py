"""Real pages and tables beside the project: eighteen pages with their counts and golden dates, 195 tables."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from comity.errors import BadInput
from comity.graph.store import Home
from comity.law import Law
from comity.law.reading import read_law
from comity.loaders.build import Outcome
from comity.loaders.rdf import plain_copy
from comity.loaders.report import LoadReport
from comity.loaders.untc.load import load_register, registers_in
from comity.loaders.untc.names import Subjects

NUMBER = NamedNode("https://w3id.org/comity/ontology#untcNumber")
#: The day of the pages.
DAY = dt.date(2026, 2, 3)


@pytest.fixture(scope="module")
def loaded(built: tuple[Path, Outcome], shared: Path) -> tuple[Store, dict[str, LoadReport]]:
    """The shipped records with all eighteen pages loaded beside them."""
    store = Store()
    store.bulk_extend(Home.open(built[0]).current().read_only())
    subjects = Subjects(store)
    reports = {
        file.name.partition(".")[0]: load_register(file, store, unpacked=plain_copy, subjects=subjects)
        for file in registers_in(shared / "data" / "untc-html")
    }
    return store, reports


@pytest.fixture(scope="module")
def law(loaded: tuple[Store, dict[str, LoadReport]]) -> Law:
    return read_law(loaded[0])


def golden(shared: Path) -> list[dict[str, str]]:
    with (shared / "facts" / "untc_golden.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_every_page_loads_and_knows_every_participant(
    loaded: tuple[Store, dict[str, LoadReport]], shared: Path
) -> None:
    _, reports = loaded
    assert set(reports) == {row["page"] for row in golden(shared)}
    strangers = [str(remark) for report in reports.values() for remark in report.remarks if "is called" in str(remark)]
    assert strangers == []


@pytest.mark.slow
def test_entry_into_force_parties_and_signatories_are_the_published_ones(
    loaded: tuple[Store, dict[str, LoadReport]], law: Law, shared: Path
) -> None:
    store, _ = loaded
    wrong = []
    for row in golden(shared):
        (quad,) = store.quads_for_pattern(None, NUMBER, Literal(row["mtdsg_no"]), None)
        treaty = quad.subject.value.partition("/id/")[2]  # type: ignore[union-attr]
        status = law.status(treaty, on=DAY)
        found = {
            "published": str(status.entry.published),
            "computed": str(status.entry.computed),
            "parties": str(len(status.parties)),
            "signatories": str(len(status.signatories)),
        }
        expected = {
            "published": row["published_entry_into_force"],
            "computed": row["published_entry_into_force"],
            "parties": row["parties"],
            "signatories": row["signatories"] or "0",
        }
        if found != expected:
            wrong.append((row["page"], found, expected))
    assert wrong == []


@pytest.mark.slow
def test_every_table_loads_or_names_what_it_does_not_understand(built: tuple[Path, Outcome], shared: Path) -> None:
    files = registers_in(shared / "data" / "untc-csv")
    assert len(files) == 195
    store = Store()
    store.bulk_extend(Home.open(built[0]).current().read_only())
    subjects = Subjects(store)
    refused: dict[str, str] = {}
    remarks: list[str] = []
    acts = 0
    for file in files:
        try:
            report = load_register(file, store, unpacked=plain_copy, subjects=subjects)
        except BadInput as error:
            refused[file.name] = str(error)
            continue
        acts += report.read
        remarks += map(str, report.remarks)
    # 1-4.csv lists who made declarations under article 36(2), without any date.
    assert list(refused) == ["1-4.csv"]
    assert "no act of theirs" in refused["1-4.csv"]
    assert acts > 19_000
    assert not [remark for remark in remarks if "is called" in remark]
    unread = [remark for remark in remarks if "no act that is known" in remark]
    assert {Path(remark.partition(" (")[0].partition(":")[0]).name for remark in unread} == {
        "10-9.csv", "19-34.csv", "21-6-a.csv", "6-3.csv", "6-9.csv",
    }  # fmt: skip
