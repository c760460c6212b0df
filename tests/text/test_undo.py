"""What was decided can be taken back: the facts are then what they would be had it never been accepted."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from comity.graph.store import Home
from comity.loaders.build import load
from comity.loaders.records.schema import TABLES
from comity.loaders.text import traces
from comity.loaders.text.keeping import kept_claims
from comity.loaders.text.reading import Person
from comity.loaders.text.review import Decided, Order, decide
from comity.loaders.text.shelf import Shelf
from comity.ontology.namespaces import COMITY, ID, ORIGIN, PROV

from .test_review import OTHER, current, fact, kept_all, one, orders, read, sitting

KNOWN = "official/nigmatilla-yuldashev"
SESSION_21 = "session/sco-prosecutors-general-21"


def state(home: Path) -> set[Quad]:
    """All facts, and where rows come from."""
    store = current(home)
    return {q for name in (DefaultGraph(), NamedNode(ORIGIN)) for q in store.quads_for_pattern(None, None, None, name)}


def undo(home: Path, *keys: str, because: str | None = None, reject: bool = False) -> Decided:
    asked = [Order(key, "undone", {}, because) for key in keys]
    asked += [Order(key, "rejected", {}, because) for key in keys if reject]
    return decide(home, asked, by="other")


def statuses(home: Path) -> dict[str, str]:
    return {c.claim.key: c.status for c in kept_claims(current(home))}


def test_what_was_accepted_is_undone_with_all_that_rests_on_it_and_waits_again(home: Path) -> None:
    before, kept = state(home), read(home)
    waiting = statuses(home)
    decide(home, orders(kept), by="tester", at="2026-11-25T20:00:00Z")
    assert state(home) > before
    meeting = one(kept, "encounters").claim
    done = undo(home, meeting.key, because="another meeting")
    assert [(claim.id, was.by, still) for claim, was, still in done.undone] == [(meeting.id, "tester", False)]
    assert {claim.table for claim, _ in done.fallen} == {"encounters", "participations"}
    assert {of.id for _, of in done.fallen} == {meeting.id}
    # The officials, posts and agencies that it needed are facts of their own, and said to be there for nothing now.
    tenures = [c.claim.key for c in kept.compared if c.claim.table == "tenures"]
    undo(home, *tenures)
    free = undo(home, *(c.claim.key for c in kept.compared if c.claim.table == "officials"))
    assert {claim.table for claim in free.stays} == set()
    rest = [key for key, status in statuses(home).items() if status == "accepted"]
    assert undo(home, *rest).refused == []
    assert state(home) == before
    assert statuses(home) == waiting
    found = Shelf(current(home)).undone(meeting)
    assert found is not None
    assert (found.verdict, found.by, found.because) == ("undone", "other", "another meeting")
    earlier = {"verdict": "accepted", "by": "tester", "at": "2026-11-25T20:00:00Z"}
    assert list(found.earlier) == [earlier]
    assert kept_all(home).generation is None, "the same document again is nothing new"


def test_what_came_along_is_named_and_stays_until_it_is_undone_too(home: Path) -> None:
    before, kept = state(home), read(home)
    part = next(c.claim for c in kept.compared if c.claim.table == "participations" and "test-testov" in c.claim.thing)
    decide(home, [Order(part.key, "accepted")], by="tester")
    done = undo(home, part.key)
    assert {claim.table for claim in done.stays} == {"encounters", "officials", "posts", "agencies"}
    assert undo(home, *(claim.key for claim in done.stays)).refused == []
    assert state(home) == before


def test_what_another_document_says_otherwise_and_the_graph_itself_stay(home: Path) -> None:
    before = state(home)
    kept = sitting(home, "21-я встреча прошла в Казахстане.", ordinal=21, host_state="KZ")
    host, number = one(kept, "encounters", "host_state").claim, one(kept, "encounters", "ordinal").claim
    decide(home, orders(kept), by="tester")
    done = undo(home, number.key)
    assert [still for *_, still in done.undone] == [True], "the records say so too"
    assert fact(home, SESSION_21, COMITY + "ordinal") == ["21"]
    assert len(fact(home, SESSION_21, PROV + "wasDerivedFrom")) > 1
    assert [still for *_, still in undo(home, host.key).undone] == [False]
    undo(home, one(kept, "encounters").claim.key)
    assert state(home) == before


def test_a_decision_is_undone_for_every_document_that_says_the_same(home: Path) -> None:
    before = state(home)
    kept = read(home)
    meeting = one(kept, "encounters").claim
    decide(home, [Order(meeting.key, "accepted")], by="tester")
    again = read(home, OTHER)
    assert len(fact(home, meeting.thing, PROV + "wasDerivedFrom")) == 2
    undo(home, one(again, "encounters").claim.key)
    assert state(home) == before
    assert kept_all(home).generation is None
    assert kept_all(home, OTHER).generation is None
    assert kept_all(home, OTHER + " Ещё раз.").decided.accepted == [], "and no later document makes it a fact again"


def test_a_value_that_gave_way_comes_back(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "encounters.csv"
    row = {"id": "session/sco-prosecutors-general-60", "body": "sco-prosecutors-general", "ordinal": "60"}
    row |= {"date": "2040", "modality": "planned", "source": "sco-prosecutors-general-page"}
    row |= {"confidence": "high", "checked": "2026-11-25"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in TABLES["encounters"].all_columns])
        writer.writeheader()
        writer.writerow(row)
    load(home, [table])
    before = state(home)
    month = sitting(home, "60-я встреча прошла в мае 2040 года.", ordinal=60, date="2040-05")
    decide(home, orders(month), by="tester", at="2026-11-25T20:00:00Z")
    day = sitting(home, "60-я встреча прошла 7 мая 2040 года.", ordinal=60, date="2040-05-07")
    decide(home, orders(day), by="tester", at="2026-11-25T21:00:00Z")
    assert fact(home, row["id"], COMITY + "date") == ["2040-05-07"]
    undo(home, one(month, "encounters", "date").claim.key)
    assert fact(home, row["id"], COMITY + "date") == ["2040-05-07"], "the later document says so still"
    undo(home, one(day, "encounters", "date").claim.key)
    assert fact(home, row["id"], COMITY + "date") == ["2040"]
    undo(home, one(month, "encounters").claim.key, one(month, "encounters", "ordinal").claim.key)
    assert fact(home, row["id"], COMITY + "modality")[0].endswith("planned")
    assert state(home) == before


def test_what_was_rejected_waits_again_and_what_is_undone_can_be_rejected(home: Path) -> None:
    kept = read(home)
    meeting = one(kept, "encounters").claim
    decide(home, [Order(meeting.key, "rejected", because="a slip")], by="tester", at="2026-11-25T20:00:00Z")
    before = state(home)
    done = undo(home, meeting.key)
    assert done.undone[0][1].verdict == "rejected"
    assert statuses(home)[meeting.key] == "new"
    assert state(home) == before
    decide(home, [Order(meeting.key, "accepted")], by="tester", at="2026-11-25T21:00:00Z")
    undo(home, meeting.key, reject=True, because="a fable")
    assert statuses(home)[meeting.key] == "rejected"
    assert state(home) == before
    found = Shelf(current(home)).decision(meeting)
    assert found is not None
    assert [told["verdict"] for told in found.earlier] == ["rejected", "undone", "accepted", "undone"]
    ((claim, why),) = undo(home, one(kept, "encounters", "date").claim.key).refused
    assert (claim.field, why) == ("date", "nothing was decided about it: it waits")


def test_a_corrected_value_is_undone_and_what_was_read_waits(home: Path) -> None:
    before, kept = state(home), read(home)
    date = one(kept, "encounters", "date").claim
    decide(home, [Order(date.key, "corrected", {"date": "2024-03-04"})], by="tester")
    assert fact(home, date.thing, COMITY + "date") == ["2024-03-04"]
    for verdict in ("accepted", "rejected", "corrected"):
        ((_, why),) = decide(home, [Order(date.key, verdict, {"date": "2024-03-05"})], by="tester").refused
        assert f"comity review undo {date.key} takes that back first" in why
    assert undo(home, date.key).refused == []
    assert statuses(home)[date.key] == "new"
    undo(home, one(kept, "encounters").claim.key)
    assert state(home) == before
    assert kept_all(home).generation is None


def test_a_cell_that_was_corrected_is_as_it_was_read(home: Path) -> None:
    kept = read(home)
    part = next(c.claim for c in kept.compared if c.claim.table == "participations" and "test-testov" in c.claim.thing)
    assert part.cells["role"] == "host"
    decide(home, [Order(part.key, "corrected", {"role": "delegate"})], by="tester")
    undo(home, part.key)
    (again,) = [c for c in kept_claims(current(home)) if c.claim.id == part.id]
    assert (again.claim.cells["role"], again.decision) == ("host", None)


def test_an_alias_goes_with_the_correction_that_learned_it(home: Path) -> None:
    told: dict[str, Any] = {"participants": [Person("Н. Юлдашов", "Генпрокурор", "prosecutor_general", None, "UZ")]}
    before = state(home)
    kept = read(home, **told)
    waiting = statuses(home)
    person = one(kept, "officials").claim
    decide(home, [Order(person.key, "corrected", {"id": KNOWN})], by="tester")
    other = read(home, OTHER, **told)
    parts = [c.claim for c in other.compared if c.claim.cells.get("participant") == KNOWN]
    assert parts
    decide(home, [Order(parts[0].key, "accepted")], by="tester")
    now = next(c.claim for c in kept_claims(current(home)) if c.claim.thing == KNOWN and c.claim.written)
    done = undo(home, now.key)
    assert done.refused == []
    assert done.forgotten == [("Н. Юлдашов", KNOWN)]
    assert {claim.cells["participant"] for claim, _ in done.fallen} == {person.thing}, "said of somebody unknown again"
    meeting = one(kept, "encounters").claim.key  # came along with the participation, and stays
    assert [claim.said for claim in done.stays] == [one(kept, "encounters").claim.said]
    assert {key: status for key, status in statuses(home).items() if key in waiting} == waiting | {meeting: "accepted"}
    assert kept_all(home, **told).generation is None
    assert kept_all(home, OTHER, **told).generation is None
    undo(home, *(key for key, status in statuses(home).items() if status == "accepted"))
    assert state(home) == before


def test_what_a_loaded_file_says_too_stays(home: Path, tmp_path: Path) -> None:
    kept = read(home)
    meeting, date = one(kept, "encounters").claim, one(kept, "encounters", "date").claim
    decide(home, [Order(meeting.key, "accepted"), Order(date.key, "accepted")], by="tester")
    said = fact(home, meeting.thing, COMITY + "date")
    file = tmp_path / "mine.nt"
    file.write_text(f'<{ID}{meeting.thing}> <{COMITY}date> "{said[0]}" .\n', encoding="utf-8")
    assert not load(home, [file]).failed
    assert load(home, [file]).unchanged
    undo(home, date.key)
    assert fact(home, meeting.thing, COMITY + "date") == said
    assert fact(home, meeting.thing, COMITY + "earliest") == []


def test_what_something_else_needs_is_not_undone(home: Path, tmp_path: Path) -> None:
    kept = read(home)
    meeting = one(kept, "encounters").claim
    decide(home, [Order(meeting.key, "accepted")], by="tester")
    file = tmp_path / "participations.csv"
    row = {"id": "mine", "encounter": meeting.thing, "participant": "state/UZ", "attendance": "attended"}
    row |= {"source": "sco-prosecutors-general-page", "confidence": "high", "checked": "2026-11-25"}
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, [column.name for column in TABLES["participations"].all_columns])
        writer.writeheader()
        writer.writerow(row)
    assert not load(home, [file]).failed
    before, number = state(home), Home.open(home).current().number
    ((claim, why),) = undo(home, meeting.key).refused
    assert claim.id == meeting.id
    assert why.startswith("without it the graph does not conform: ")
    assert (state(home), Home.open(home).current().number) == (before, number)


def test_what_left_no_trace_is_not_guessed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read(home)
    monkeypatch.setattr("comity.loaders.text.taking.note", lambda *_: None)
    meeting = one(kept, "encounters").claim
    decide(home, [Order(meeting.key, "accepted")], by="tester")
    ((_, why),) = undo(home, meeting.key).refused
    assert "comity build takes it anew" in why
    assert traces.traces(current(home)) == {}
