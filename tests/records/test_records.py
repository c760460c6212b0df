"""The shipped facts: every row loads, names its source, and conforms; the seeds are all there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from comity.loaders.build import Outcome
from comity.loaders.records.load import shipped_records, tables_in
from comity.loaders.records.schema import TABLES
from comity.ontology.namespaces import ID
from comity.queries.session import Graph

HERE = Path(__file__).parent
SEEDS = list(csv.DictReader((HERE / "seeds_facts.csv").read_text(encoding="utf-8").splitlines()))
TABLE_FILES = sorted(tables_in(shipped_records()).items())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_loads_and_nothing_breaks_a_shape(built: tuple[Path, Outcome]) -> None:
    _, outcome = built
    assert [str(error) for error in outcome.report.errors] == []
    assert outcome.check is not None
    assert [finding for finding in outcome.check.findings if finding.severity == "Violation"] == []
    assert outcome.published is not None


@pytest.mark.parametrize(("name", "path"), TABLE_FILES)
def test_a_table_is_in_canonical_form(name: str, path: Path) -> None:
    text = path.read_bytes()
    assert b"\r" not in text
    found = rows(path)
    ids = [row["id"] for row in found]
    assert ids == sorted(ids), f"{name} is not sorted by id"
    assert list(found[0]) == [column.name for column in TABLES[name].all_columns]


def test_every_source_can_be_opened_and_is_used() -> None:
    folder = shipped_records()
    sources = {row["id"]: row for row in rows(folder / "sources.csv")}
    used = {
        source
        for name, path in TABLE_FILES
        if TABLES[name].evidence
        for row in rows(path)
        for source in row["source"].split("|")
    } | {"iso-3166", "cldr"}
    assert sorted(used - set(sources)) == []
    assert sorted(set(sources) - used) == []
    assert [source for source, row in sources.items() if not row["url"].startswith("http")] == []


@pytest.mark.parametrize("fact", SEEDS, ids=[f"{f['seed']}-{f['paragraph']}-{f['record_id']}" for f in SEEDS])
def test_every_fact_of_the_seeds_is_in_the_graph_with_its_source(graph: Graph, fact: dict[str, str]) -> None:
    kind = {"bodies": "body/", "rules": "rule/", "aims": "aim/", "participations": "participation/"}
    table, record = fact["record_table"], fact["record_id"]
    iri = ID + (record if "/" in record else kind[table] + record)
    evidence = graph.evidence(iri)
    assert evidence, f"{iri} has no source"
    wanted = {"sharq-press": "sharq-press-20241121", "sco-page": "sco-prosecutors-general-page"}[fact["seed"]]
    assert any(item.source.endswith(wanted) for item in evidence)


def test_the_page_of_the_sco_meeting_contradicts_itself_twice(built: tuple[Path, Outcome]) -> None:
    check = built[1].check
    assert check is not None
    said = {finding.shape.value.rsplit("#", 1)[-1]: finding for finding in check.findings}  # type: ignore[union-attr]
    rhythm, rotation = said["AnnualRhythmShape"], said["RussianAlphabetRotationShape"]
    assert rhythm.severity == "Warning"
    assert rotation.severity == "Info"
    text = check.text("en")
    assert "2008" in next(line for line in text.splitlines() if "every year" in line)
    line = next(line for line in text.splitlines() if "Russian alphabet" in line)
    assert "para 9" in line
    assert line.startswith("rules.csv:")
    assert "в 2008" in check.text("ru") or "«2008»" in check.text("ru")


def test_the_tables_agree_with_the_facts_that_came_with_them(shared: Path) -> None:
    """Dates of prosecutors general, as compiled beside the project, are kept or differ with a note."""
    tenures = {row["id"]: row for row in rows(shipped_records() / "tenures.csv")}
    checked = 0
    for fact in rows(shared / "facts" / "prosecutors_general.csv"):
        if fact["country"] == "RU":
            slug = fact["name"].lower().replace(" ", "-")
            tenure = tenures[f"ru-prosecutor-general-{slug}"]
            assert tenure["start"] == fact["start"]
            assert tenure["end"] == fact["end"]
            checked += 1
    assert checked == 4
