"""A graph that is built anew keeps what was read and decided: no decision has to be made twice."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from comity.errors import Damaged
from comity.graph.store import Home
from comity.loaders.build import build, load
from comity.loaders.outcome import Outcome
from comity.loaders.text import traces
from comity.loaders.text.keeping import Compared, kept_claims
from comity.loaders.text.reading import Person
from comity.loaders.text.review import Order, decide
from comity.loaders.text.shelf import Shelf
from comity.ontology.namespaces import CLAIMS, COMITY, DECISIONS, ID, ORIGIN

from .test_review import OTHER, current, fact, kept_all, one, orders, read, sitting

KNOWN = "official/nigmatilla-yuldashev"


@pytest.fixture
def tables(small_tables: Path, tmp_path: Path) -> Path:
    """The records of the next version, to be changed."""
    return Path(shutil.copytree(small_tables, tmp_path / "tables"))


def quads(home: Path, *names: str) -> set[Quad]:
    store = current(home)
    graphs = [DefaultGraph() if not name else NamedNode(name) for name in names]
    return {quad for name in graphs for quad in store.quads_for_pattern(None, None, None, name)}


def kept_graphs(home: Path) -> list[str]:
    counts = Home.open(home).current().counts
    return sorted(name for name in counts if name.startswith(CLAIMS) or name == DECISIONS)


def compared(home: Path) -> dict[str, Compared]:
    return {one.claim.key: one for one in kept_claims(current(home))}


def told(outcome: Outcome) -> str:
    return "\n".join(outcome.messages())


def edit(table: Path, thing: str, **cells: str | None) -> None:
    """Change a row of a table; it goes where ``id`` is None."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    slug = thing.rpartition("/")[2]
    mine = next(row for row in rows if row["id"] in (slug, thing))
    left = [row for row in rows if row is not mine or cells.get("id", "") is not None]
    mine.update({name: cell for name, cell in cells.items() if cell is not None})
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(mine), lineterminator="\n")
        writer.writeheader()
        writer.writerows(left)


def test_a_build_of_the_same_records_changes_nothing_that_was_read_or_decided(home: Path, small_tables: Path) -> None:
    kept = read(home)
    tenures = [c.claim.key for c in kept.compared if c.claim.table == "tenures"]
    decide(home, [Order(tenures[0], "rejected", because="a namesake")], by="tester")
    parts = [c.claim.key for c in kept.compared if c.claim.table == "participations"]
    decide(home, [Order(key, "accepted") for key in parts], by="tester")
    date = one(kept, "encounters", "date").claim
    decide(home, [Order(date.key, "corrected", {"date": "2024-03-04"})], by="tester")
    read(home, OTHER)
    graphs = kept_graphs(home)
    before, facts = quads(home, *graphs), quads(home, "", ORIGIN)
    outcome = build(home, records=small_tables)
    assert not outcome.failed
    assert kept_graphs(home) == graphs
    assert quads(home, *graphs) == before
    assert quads(home, "", ORIGIN) == facts
    assert "Carried over from generation 6: " in told(outcome)
    assert "of 2 documents and 10 decisions; 13 accepted are facts here too\n" in told(outcome) + "\n"
    assert kept_all(home).generation is None
    assert kept_all(home, OTHER).generation is None
    assert decide(home, [Order(date.key, "undone")], by="tester").refused == []
    assert fact(home, date.thing, COMITY + "date") == []


def test_an_alias_is_carried_over_and_known_in_the_next_document(home: Path, small_tables: Path) -> None:
    people = [Person("Н. Юлдашов", "Генпрокурор", "prosecutor_general", None, "UZ")]
    person = one(read(home, participants=people), "officials").claim
    decide(home, [Order(person.key, "corrected", {"id": KNOWN})], by="tester")
    before = quads(home, "", ORIGIN)
    build(home, records=small_tables)
    assert quads(home, "", ORIGIN) == before
    again = read(home, OTHER, participants=people)
    assert KNOWN in {c.claim.cells.get("participant") for c in again.compared}


def test_what_waits_is_compared_with_the_new_records(home: Path, tables: Path) -> None:
    kept = sitting(home, "21-я встреча прошла в Казахстане.", ordinal=21, host_state="KZ")
    host = one(kept, "encounters", "host_state").claim
    assert compared(home)[host.key].status == "contradicts"
    edit(tables / "encounters.csv", "session/sco-prosecutors-general-21", host_state="KZ")
    build(home, records=tables)
    assert compared(home)[host.key].status == "known"


def test_what_the_records_say_by_now_is_theirs_with_the_claim_as_another_source(home: Path, tables: Path) -> None:
    text = "21-я встреча прошла в Казахстане."
    kept = sitting(home, text, ordinal=21, host_state="KZ")
    host = one(kept, "encounters", "host_state").claim
    decide(home, [Order(host.key, "accepted")], by="tester")
    session = "session/sco-prosecutors-general-21"
    edit(tables / "encounters.csv", session, host_state="KZ")
    outcome = build(home, records=tables)
    assert "1 accepted are facts here too, 1 of them in the records" in told(outcome)
    store = current(home)
    beside = store.query(f"SELECT ?d WHERE {{ ?d <{COMITY}about> <{ID}{session}> ; <{COMITY}value> 'KZ' }}")
    assert list(beside) == [], "it was against the records, and is not any more"  # type: ignore[arg-type]
    assert decide(home, [Order(host.key, "undone")], by="tester").undone[0][2] is True
    assert fact(home, session, COMITY + "hostState") == [ID + "state/KZ"]


def test_what_does_not_fit_the_records_any_more_waits_and_says_why(home: Path, tables: Path) -> None:
    people = [Person("Нигматилла Юлдашев", "Генпрокурор", "prosecutor_general", None, "UZ", official=KNOWN)]
    people.append(Person("Тест Тестов", "Министр юстиции", "minister_justice", None, "AM", role="host"))
    kept = read(home, participants=people)
    decide(home, orders(kept, "participations"), by="tester", at="2026-11-25T20:00:00Z")
    part = next(c.claim for c in kept.compared if c.claim.cells.get("participant") == KNOWN)
    tenure = "tenure/uz-prosecutor-general-nigmatilla-yuldashev"
    for name, column in (("tenures", "id"), ("participations", "capacity")):
        with (tables / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            gone = [row["id"] for row in csv.DictReader(file) if row[column].endswith(tenure.partition("/")[2])]
        for thing in gone:
            edit(tables / f"{name}.csv", thing, id=None)
    outcome = build(home, records=tables)
    assert not outcome.failed, told(outcome)
    assert "1 accepted claim no longer fits the records and waits again (comity review --status undone)" in told(
        outcome
    )
    assert f"{part.key}  {part.thing}: needs {tenure}, which the records do not hold" in told(outcome)
    assert fact(home, part.thing, COMITY + "participant") == []
    assert fact(home, kept.told.things[0], COMITY + "modality") != [], "the rest is there"
    now = compared(home)[part.key]
    assert now.decision is None
    assert now.undone is not None
    assert (now.undone.by, now.undone.earlier[0]["by"]) == ("comity build", "tester")
    # Back in the records, the next build does not ask again for what it can tell by itself.
    assert kept_all(home, participants=people).documents[0].gone == []


def test_what_breaks_a_shape_beside_the_new_records_waits_and_the_rest_is_carried_over(
    home: Path, tables: Path
) -> None:
    text = "71-я встреча прошла в Казахстане 3 марта 2041 года."
    kept = sitting(home, text, ordinal=71, date="2041-03-03", topics=["corruption"])
    assert decide(home, orders(kept), by="tester").refused == []
    edit(tables / "encounters.csv", "session/sco-prosecutors-general-2026", ordinal="80", date="2030-11-08")
    outcome = build(home, records=tables)
    assert not outcome.failed, told(outcome)
    statuses = {c.claim.field: c.decision is not None for c in compared(home).values()}
    assert statuses["topics"], told(outcome)
    assert statuses[""]
    assert not (statuses["ordinal"] and statuses["date"])


def test_loaded_files_are_named_before_the_build_is_published(home: Path, small_tables: Path, tmp_path: Path) -> None:
    read(home)
    file = tmp_path / "mine.nt"
    file.write_text('<https://example.org/a> <https://example.org/b> "c" .\n', encoding="utf-8")
    load(home, [file])
    said: list[tuple[str, int]] = []
    build(home, records=small_tables, warn=lambda line: said.append((line, Home.open(home).current().number)))
    ((line, number),) = said
    assert line.startswith("Not carried over, since loaded from files: mine.nt. Load them again (comity load)")
    assert "comity store restore 3" in line
    assert number == 3, "before anything is published"
    build(home, records=small_tables, warn=lambda line: said.append((line, 0)))
    assert len(said) == 1, "the graph does not hold them any more"
    assert traces.loaded(current(home)) == []


def test_a_fresh_build_leaves_all_of_it_and_says_how_to_get_it_back(home: Path, small_tables: Path) -> None:
    read(home)
    said: list[str] = []
    outcome = build(home, records=small_tables, fresh=True, warn=said.append)
    assert kept_graphs(home) == []
    assert "Generation 2 keeps the claims of 1 document" in said[0]
    assert "comity store restore 2" in said[0]
    assert "Carried over" not in told(outcome)


def test_a_graph_that_cannot_be_read_is_not_built_over_without_a_word(home: Path, small_tables: Path) -> None:
    read(home)
    file = max(Home.open(home).current().store_path.glob("*.sst"), key=lambda path: path.stat().st_size)
    file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(Damaged, match="what was read and decided in it cannot be carried over"):
        build(home, records=small_tables)
    assert not build(home, records=small_tables, fresh=True).failed


def test_claims_of_a_form_that_this_version_does_not_read_are_kept(home: Path, small_tables: Path) -> None:
    kept = read(home)
    with Home.open(home).writer() as writer:
        store: Store = writer.store
        old = one(kept, "encounters", "date").claim
        (row,) = store.quads_for_pattern(NamedNode(ID + old.id), NamedNode(COMITY + "row"), None, None)
        store.remove(row)
        text = str(row.object).replace("encounters", "encounters_of_old")
        store.update(f"INSERT DATA {{ GRAPH {row.graph_name} {{ {row.subject} {row.predicate} {text} }} }}")
        writer.publish()
    outcome = build(home, records=small_tables)
    assert "1 claim of a form that this version does not read: kept, and not shown." in told(outcome)
    decide(home, [Order(one(kept, "encounters").claim.key, "rejected")], by="tester")
    assert list(current(home).quads_for_pattern(NamedNode(ID + old.id), NamedNode(COMITY + "row"), None, None))
    assert old.key not in compared(home)
    assert Shelf(current(home)).document(old.source.removeprefix("source/")).unread == 1
