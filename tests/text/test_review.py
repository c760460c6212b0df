"""Claims are kept, decided, and stay decided; what becomes a fact has passed the check that everything passes."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

import comity
from comity.errors import BadInput
from comity.graph.check import check
from comity.graph.export.names import Names
from comity.graph.store import Home
from comity.loaders.build import load
from comity.loaders.records.schema import TABLES
from comity.loaders.text import keeping
from comity.loaders.text.document import document_of
from comity.loaders.text.keeping import Compared, Kept, KeptAll, keep, kept_claims
from comity.loaders.text.reading import BodyTold, Encounter, Person, Reading, Span
from comity.loaders.text.review import Order, decide
from comity.ontology.namespaces import CLAIMS, COMITY, DECISIONS, ID, PROV, RDF, SKOS
from comity.queries.labels import labels_for

TODAY = dt.date(2026, 11, 25)
TEXT = "Министр юстиции Армении Тест Тестов 5 марта 2024 года встретился с генпрокурором Узбекистана Иксом Иксовым."
OTHER = "Стало известно: 5 марта 2024 года Тест Тестов и Икс Иксов провели переговоры. Подробностей нет."
SCO = "body/sco-prosecutors-general"


def people() -> list[Person]:
    return [
        Person("Тест Тестов", "Министр юстиции", "minister_justice", None, "AM", role="host"),
        Person("Икс Иксов", "Генеральный прокурор", "prosecutor_general", None, "UZ"),
    ]


def reading(text: str, **more: Any) -> Reading:
    here = Span(0, len(text.partition(". ")[0]))
    told: dict[str, Any] = {"date": "2024-03-05", "participants": people(), "states": ["AM", "UZ"]}
    return Reading("ru", [Encounter("bilateral meeting", here, rule="met", **{**told, **more})])


def read(home: Path, text: str = TEXT, **more: Any) -> Kept:
    (kept,) = kept_all(home, text, **more).documents
    return kept


def kept_all(home: Path, text: str = TEXT, *, by_rule: Any = False, **more: Any) -> KeptAll:
    return keep(home, [(document_of(text, name="article.txt"), reading(text, **more))], today=TODAY, by_rule=by_rule)


def sitting(home: Path, text: str, **told: Any) -> Kept:
    """A document that tells of a session of the SCO's prosecutors general."""
    one = Encounter("session", Span(0, len(text)), rule="sat", body="x", body_thing=SCO, **told)
    document = document_of(text, name="sitting.txt")
    return keep(home, [(document, Reading("ru", [one]))], today=TODAY).documents[0]


def current(home: Path) -> Store:
    store: Store = Home.open(home).current().read_only()
    return store


def one(kept: Kept, table: str, field: str = "") -> Compared:
    (found,) = [c for c in kept.compared if (c.claim.table, c.claim.field) == (table, field)]
    return found


def orders(kept: Kept, *tables: str, verdict: str = "accepted") -> list[Order]:
    return [Order(c.claim.key, verdict) for c in kept.compared if not tables or c.claim.table in tables]


def fact(home: Path, thing: str, property: str) -> list[str]:
    quads = current(home).quads_for_pattern(NamedNode(ID + thing), NamedNode(property), None, None)
    return sorted(str(getattr(q.object, "value", "")) for q in quads if str(q.graph_name) == "DEFAULT")


# Keeping


def test_claims_lie_in_the_graph_of_their_document_and_facts_stay_as_they_are(home: Path) -> None:
    before = Home.open(home).current().counts
    kept = read(home)
    after = Home.open(home).current()
    assert after.counts[""] == before[""]
    slug = kept.told.source.removeprefix("source/")
    assert {name for name in after.counts if name not in before} == {CLAIMS + slug}
    store = current(home)
    graph = NamedNode(CLAIMS + slug)
    claims = list(store.quads_for_pattern(None, NamedNode(COMITY + "row"), None, graph))
    assert len(claims) == len(kept.told.claims) > 8
    passage = one(kept, "encounters").claim.passage_id
    (exact,) = store.quads_for_pattern(NamedNode(ID + passage), NamedNode(COMITY + "exact"), None, graph)
    assert exact.object == Literal(TEXT)


def test_kept_claims_and_decisions_conform_to_their_shapes(home: Path) -> None:
    kept = read(home)
    decide(home, orders(kept, "tenures", verdict="rejected"), by="tester")
    disk, store = current(home), Store()
    store.bulk_extend(disk)
    for name in list(store.named_graphs()):
        if isinstance(name, NamedNode) and name.value.startswith((CLAIMS, DECISIONS)):
            store.extend(as_facts(store, name))
    report = check(store)
    assert not report.violations, report.text("en")


def as_facts(store: Store, name: NamedNode) -> list[Quad]:
    """The quads of a graph, as facts."""
    quads = store.quads_for_pattern(None, None, None, name)
    return [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads]


def test_reading_the_same_document_again_changes_nothing(home: Path) -> None:
    read(home)
    number = Home.open(home).current().number
    again = kept_all(home)
    assert again.generation is None
    assert again.documents[0].unchanged
    assert Home.open(home).current().number == number


def test_a_second_document_adds_its_source_to_the_encounter_that_waits(home: Path) -> None:
    first, second = read(home), read(home, OTHER)
    assert first.told.things == second.told.things
    assert first.told.source != second.told.source
    meeting = first.told.things[0]
    node, rests = NamedNode(ID + meeting), NamedNode(PROV + "wasDerivedFrom")
    graphs = {str(q.graph_name) for q in current(home).quads_for_pattern(node, rests, None, None)}
    assert len(graphs) == 2


# Deciding


def test_what_is_accepted_becomes_fact_with_its_source_and_what_it_needs(home: Path) -> None:
    kept = read(home)
    part = next(c for c in kept.compared if c.claim.table == "participations" and "test-testov" in c.claim.thing)
    done = decide(home, [Order(part.claim.key, "accepted")], by="tester")
    assert [claim.id for claim in done.accepted] == [part.claim.id]
    along = {claim.table for claim, _ in done.along}
    assert along == {"encounters", "officials", "posts", "agencies"}
    assert done.refused == []
    meeting = kept.told.things[0]
    assert fact(home, meeting, COMITY + "modality") == ["https://w3id.org/comity/vocabulary/modality/held"]
    assert fact(home, meeting, COMITY + "date") == [], "the date is a claim of its own and still waits"
    assert fact(home, part.claim.thing, PROV + "wasDerivedFrom") == [ID + part.claim.passage_id]
    assert fact(home, kept.told.source, COMITY + "sha256") == [kept.document.sha256]
    report = check(current(home))
    assert not report.violations
    by_thing = {c.claim.id: c.status for c in kept_claims(current(home))}
    assert by_thing[part.claim.id] == "accepted"
    assert by_thing[one(kept, "encounters", "date").claim.id] == "new"


def test_a_decision_is_recorded_and_never_made_twice(home: Path) -> None:
    kept = read(home)
    post = next(c.claim for c in kept.compared if c.claim.table == "tenures" and "test-testov" in c.claim.thing)
    decide(home, [Order(post.key, "rejected", because="a namesake")], by="tester", at="2026-11-25T20:00:00Z")
    meeting = one(kept, "encounters").claim
    decide(home, [Order(meeting.key, "accepted")], by="tester")
    rows = current(home).query(
        f"SELECT ?verdict ?by ?at ?why WHERE {{ GRAPH <{DECISIONS}> {{ ?d <{COMITY}verdict> ?verdict ; "
        f"<{COMITY}decidedBy> ?by ; <{COMITY}decidedAt> ?at ; <{COMITY}because> ?why }} }}"
    )
    (row,) = rows  # type: ignore[misc]
    assert [term.value.rpartition("/")[2] for term in row] == [
        "rejected",
        "tester",
        "2026-11-25T20:00:00Z",
        "a namesake",
    ]
    assert kept_all(home).generation is None, "the same document again is nothing new"
    # Another document says the same: what was rejected is so already, what was accepted gets a second source.
    second = kept_all(home, OTHER)
    statuses = {(c.claim.table, c.claim.field, c.status) for c in second.documents[0].compared if c.decision}
    assert ("encounters", "", "accepted") in statuses
    assert ("tenures", "", "rejected") in statuses
    assert [claim.thing for claim in second.decided.accepted] == [meeting.thing]
    assert len(fact(home, meeting.thing, PROV + "wasDerivedFrom")) == 2
    assert kept_all(home, OTHER).generation is None


def test_what_is_a_fact_is_not_taken_back_and_what_was_rejected_can_be_accepted(home: Path) -> None:
    kept = read(home)
    meeting = one(kept, "encounters").claim
    decide(home, [Order(meeting.key, "rejected", because="a slip")], by="tester")
    assert decide(home, [Order(meeting.key, "accepted")], by="other").accepted == [meeting]
    number = Home.open(home).current().number
    for order in (Order(meeting.key, "rejected"), Order(meeting.key, "corrected", {"modality": "planned"})):
        done = decide(home, [order], by="tester")
        ((claim, why),) = done.refused
        assert claim == meeting
        assert why.startswith("other accepted it on ")
    assert Home.open(home).current().number == number
    assert decide(home, [Order(meeting.key, "accepted")], by="tester").already[0][1].by == "other"


def test_a_value_that_contradicts_a_fact_stands_beside_it(home: Path) -> None:
    text = "21-я встреча генпрокуроров ШОС прошла в Казахстане."
    kept = sitting(home, text, ordinal=21, host_state="KZ")
    host = one(kept, "encounters", "host_state")
    assert host.status == "contradicts"
    assert any("Встреча Генеральных прокуроров" in resting.title for resting in host.against)
    session = "session/sco-prosecutors-general-21"
    decide(home, [Order(host.claim.key, "accepted")], by="tester")
    assert fact(home, session, COMITY + "hostState") == [ID + "state/CN"]
    store = current(home)
    (row,) = store.query(
        f"SELECT ?field ?value ?words WHERE {{ ?d <{COMITY}about> <{ID}{session}> ; <{COMITY}field> ?field ; "
        f"<{COMITY}value> ?value ; <{PROV}wasDerivedFrom>/<{COMITY}exact> ?words }}"
    )  # type: ignore[misc]
    assert [term.value for term in row] == ["hostState", "KZ", text]


def test_two_documents_that_do_not_agree_are_told_before_either_is_a_fact(home: Path) -> None:
    first = sitting(home, "70-я встреча прошла в Бишкеке 5 мая 2041 года.", ordinal=70, date="2041-05", host_state="KG")
    assert one(first, "encounters", "host_state").status == "new"
    text = "70-я встреча прошла в Душанбе 5 мая 2041 года."
    second = sitting(home, text, ordinal=70, date="2041-05-05", host_state="TJ")
    host = one(second, "encounters", "host_state")
    assert (host.status, host.judgement.why, host.judgement.held) == ("contradicts", "host", "state/KG")
    assert [resting.exact for resting in host.against] == ["70-я встреча прошла в Бишкеке 5 мая 2041 года."]
    assert one(second, "encounters", "date").status == "new", "a day in that month"
    listed = {c.claim.source: c.status for c in kept_claims(current(home)) if c.claim.field == "host_state"}
    assert set(listed.values()) == {"contradicts"}, "each is against the other"
    done = decide(home, [*orders(first), *orders(second)], by="tester")
    assert done.refused == []
    session = "session/sco-prosecutors-general-70"
    assert fact(home, session, COMITY + "hostState") == [ID + "state/KG"], "the first that was accepted"
    assert fact(home, session, COMITY + "date") == ["2041-05-05"]
    beside = current(home).query(
        f"SELECT ?value WHERE {{ ?d <{COMITY}about> <{ID}{session}> ; <{COMITY}value> ?value }}"
    )
    assert [row["value"].value for row in beside] == ["TJ"]  # type: ignore[union-attr]


def test_a_day_and_its_year_of_one_document_are_one_date(home: Path) -> None:
    text = "Совет заседал 21 раз, последний в 2023 году."
    here = Span(0, len(text))
    body = BodyTold("x", SCO, here, hosts=[("2023", "CN", here)])
    told = Encounter("session", here, rule="sat", body="x", body_thing=SCO, ordinal=21, date="2023-11-08")
    document = document_of(text, name="page.txt")
    kept = keep(home, [(document, Reading("ru", [told], bodies=[body]))], today=TODAY).documents[0]
    assert {c.claim.cells["date"] for c in kept.compared if c.claim.field == "date"} == {"2023", "2023-11-08"}
    before = Home.open(home).current().counts[""]
    decide(home, orders(kept), by="tester")
    assert fact(home, "session/sco-prosecutors-general-21", COMITY + "date") == ["2023-11-08"]
    kinds = current(home).quads_for_pattern(
        None, NamedNode(RDF + "type"), NamedNode(COMITY + "DivergentStatement"), None
    )
    assert list(kinds) == []
    assert Home.open(home).current().counts[""] > before, "another source"
    assert fact(home, kept.told.source, COMITY + "sourceKind")[0].endswith("official-page")


def test_what_breaks_a_shape_is_refused_with_the_report_and_the_rest_is_accepted(home: Path) -> None:
    text = "41-я встреча генпрокуроров ШОС прошла 3 марта 2001 года."
    kept = sitting(home, text, ordinal=41, date="2001-03-03", topics=["corruption"])
    done = decide(home, orders(kept), by="tester")
    # Sessions of lower numbers came after that day: which of the two is wrong is not known.
    assert {(claim.field, "came after it" in why) for claim, why in done.refused} == {("ordinal", True), ("date", True)}
    assert {claim.field for claim in done.accepted} == {"", "topics"}
    statuses = {c.claim.field: c.status for c in kept_claims(current(home))}
    assert statuses["ordinal"] != "accepted" != statuses["date"]
    assert statuses["topics"] == statuses[""] == "accepted"
    # A post for one with another holder on the days of the facts is a violation: refused.
    other = read(home)
    tenure = next(c.claim for c in other.compared if c.claim.table == "tenures" and "iks-iksov" in c.claim.thing)
    changes = {"start": "2020-01-01", "end": "2024-12-31"}
    done = decide(home, [Order(tenure.key, "corrected", changes)], by="tester")
    ((refused, why),) = done.refused
    assert refused.thing == tenure.thing
    assert "overlaps tenure/uz-prosecutor-general-nigmatilla-yuldashev" in why
    assert not done.corrected
    assert {c.claim.id: c.status for c in kept_claims(current(home))}[tenure.id] == "contradicts"


def test_a_correction_says_that_a_name_means_somebody_known(home: Path) -> None:
    people_told = [Person("Н. Юлдашов", "Генпрокурор", "prosecutor_general", None, "UZ")]
    kept = read(home, participants=people_told)
    person = one(kept, "officials").claim
    known = "official/nigmatilla-yuldashev"
    done = decide(home, [Order(person.key, "corrected", {"id": known})], by="tester")
    assert done.aliases == [("Н. Юлдашов", known)]
    assert done.refused == []
    forms = current(home).query(
        f"SELECT ?form WHERE {{ <{ID}{known}> <{COMITY}hasName>/<{COMITY}form> ?form FILTER(?form = 'Н. Юлдашов') }}"
    )
    assert isinstance(forms, QuerySolutions)
    assert len(list(forms)) == 1
    assert "Н. Юлдашов" in fact(home, known, SKOS + "altLabel")
    # What else is said of him in this document, and in the next, is said of the known one.
    mentioned = {c.claim.cells.get("participant") for c in kept_claims(current(home))}
    assert known in mentioned
    assert person.thing not in mentioned
    assert kept_all(home, participants=people_told).generation is None
    again = read(home, OTHER, participants=people_told)
    part = next(c for c in again.compared if c.claim.table == "participations" and "yuldashev" in c.claim.thing)
    assert part.claim.cells["participant"] == known


def test_a_participant_is_corrected_to_somebody_known_with_the_post_that_the_person_held(home: Path) -> None:
    kept = read(home, participants=[Person("Н. Юлдашов", "Генпрокурор", "prosecutor_general", None, "UZ")])
    (part,) = [c.claim for c in kept.compared if c.claim.cells.get("participant", "").startswith("official/")]
    known = "official/nigmatilla-yuldashev"
    changes = {"participant": known, "capacity": "tenure/uz-prosecutor-general-nigmatilla-yuldashev"}
    done = decide(home, [Order(part.key, "corrected", changes)], by="tester")
    assert done.refused == []
    assert done.aliases == [("Н. Юлдашов", known)]
    thing = f"participation/{kept.told.things[0].partition('/')[2]}-nigmatilla-yuldashev"
    assert fact(home, thing, COMITY + "participant") == [ID + known]
    assert fact(home, thing, COMITY + "inCapacity") == [ID + changes["capacity"]]


def test_a_correction_says_that_a_body_is_a_known_one(home: Path) -> None:
    text = "9-е заседание Межгоссовета прошло 5 мая 2031 года."
    told = Encounter("session", Span(0, 20), rule="sat", body="Interstate Council", ordinal=91, date="2031-05-05")
    document = document_of(text, name="council.txt")

    def again() -> KeptAll:
        return keep(home, [(document, Reading("en", [told]))], today=TODAY)

    kept = again().documents[0]
    body = one(kept, "bodies").claim
    known = "body/cis-anti-corruption-council"
    done = decide(home, [Order(body.key, "corrected", {"id": known})], by="tester")
    assert done.aliases == [("Interstate Council", known)]
    assert done.refused == []
    session = next(c.claim for c in kept_claims(current(home)) if c.claim.table == "encounters" and not c.claim.field)
    assert session.cells["body"] == known
    assert again().generation is None
    assert decide(home, [Order(session.key, "accepted")], by="tester").refused == []
    assert fact(home, session.thing, COMITY + "sessionOf") == [ID + known]


def test_a_corrected_value_takes_the_place_of_what_was_read(home: Path) -> None:
    kept = read(home)
    date = one(kept, "encounters", "date").claim
    done = decide(home, [Order(date.key, "corrected", {"date": "2024-03-04"}, "the ministry's own page")], by="tester")
    assert [(old.cells, new.cells) for old, new in done.corrected] == [({"date": "2024-03-05"}, {"date": "2024-03-04"})]
    assert fact(home, date.thing, COMITY + "date") == ["2024-03-04"]
    assert kept_all(home).generation is None
    second = read(home, OTHER)
    assert one(second, "encounters", "date").status == "corrected"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"date": "yesterday"}, "date", "expected a date"),
        ({"day": "2024-03-04"}, "day", "no field of that name"),
        ({}, None, "at least one FIELD=VALUE"),
    ],
)
def test_a_correction_that_its_table_does_not_take_names_the_field(
    home: Path, changes: dict[str, str], field: str | None, words: str
) -> None:
    date = one(read(home), "encounters", "date").claim
    number = Home.open(home).current().number
    with pytest.raises(BadInput, match=words) as caught:
        decide(home, [Order(date.key, "corrected", changes)], by="tester")
    assert caught.value.field == field
    assert Home.open(home).current().number == number


def test_what_needs_something_rejected_is_refused(home: Path) -> None:
    kept = read(home)
    official = next(c.claim for c in kept.compared if c.claim.table == "officials" and "test-testov" in c.claim.thing)
    decide(home, [Order(official.key, "rejected")], by="tester")
    part = next(c.claim for c in kept.compared if c.claim.table == "participations" and "test-testov" in c.claim.thing)
    done = decide(home, [Order(part.key, "accepted")], by="tester")
    assert [(claim.id, official.thing in why) for claim, why in done.refused] == [(part.id, True)]
    assert done.accepted == []


def test_a_planned_encounter_that_was_held_is_held_afterwards(home: Path) -> None:
    planned = Encounter(
        "session", Span(0, 9), rule="r", body="x", body_thing=SCO, ordinal=50, date="2030", planned=True
    )
    document = document_of("Планы совета.", name="plan.txt")
    kept = keep(home, [(document, Reading("ru", [], [planned]))], today=TODAY).documents[0]
    decide(home, orders(kept), by="tester")
    text = "50-я встреча прошла 7 мая 2030 года."
    held = sitting(home, text, ordinal=50, date="2030-05-07")
    assert [c.status for c in held.compared if c.claim.field in ("", "date")] == ["new", "new"]
    decide(home, orders(held), by="tester")
    session = "session/sco-prosecutors-general-50"
    assert fact(home, session, COMITY + "modality") == ["https://w3id.org/comity/vocabulary/modality/held"]
    assert fact(home, session, COMITY + "date") == ["2030-05-07"]


def test_a_table_that_is_loaded_again_says_what_it_says_and_breaks_nothing(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "encounters.csv"
    columns = [column.name for column in TABLES["encounters"].all_columns]
    row = {"id": "session/sco-prosecutors-general-60", "body": "sco-prosecutors-general", "ordinal": "60"}
    row |= {"date": "2040", "modality": "planned", "source": "sco-prosecutors-general-page"}
    row |= {"confidence": "high", "checked": "2026-11-25"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(row)
    assert not load(home, [table]).failed
    kept = sitting(home, "60-я встреча прошла 7 мая 2040 года.", ordinal=60, date="2040-05-07")
    assert decide(home, orders(kept), by="tester").refused == []
    assert fact(home, row["id"], COMITY + "date") == ["2040-05-07"]
    again = load(home, [table])
    assert not again.failed, list(again.messages())
    assert fact(home, row["id"], COMITY + "date") == ["2040"]
    assert len(fact(home, row["id"], PROV + "wasDerivedFrom")) > 1, "the passage of the text stays"


def test_a_rule_of_measured_precision_accepts_only_where_that_is_switched_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"least": 0.97, "sample": 60, "rules": {"met": {"precision": 0.98, "sample": 120}}}
    table["rules"]["met:date"] = {"precision": 0.99, "sample": 10}  # type: ignore[index]
    monkeypatch.setattr(keeping, "precision", lambda: table)
    assert not kept_all(home).decided.accepted
    made = kept_all(home, OTHER, by_rule=True)
    rules = {c.decision.by for c in made.documents[0].compared if c.decision is not None}
    assert rules == {"rule met (precision 0.980 of 120)"}
    assert {c.status for c in made.documents[0].compared if c.claim.rule.startswith("post:")} <= {"new", "contradicts"}


def test_no_rule_ships_that_was_not_measured() -> None:
    for name, row in keeping.precision()["rules"].items():
        assert 0 <= row["precision"] <= 1, name
        assert row["sample"] > 0, name


@pytest.mark.parametrize(
    ("lang", "meeting", "fact"),
    [
        ("en", "Meeting, Armenia – Uzbekistan, 2024-03-05", "Test Testov: Meeting, Armenia – Uzbekistan, 2024-03-05"),
        ("ru", "Встреча, Армения – Узбекистан, 2024-03-05", "Тест Тестов: Встреча, Армения – Узбекистан, 2024-03-05"),
    ],
)
def test_an_accepted_encounter_without_a_name_is_called_by_what_it_is(
    home: Path, lang: str, meeting: str, fact: str
) -> None:
    """Pictures and pages showed ``meeting:am-uz-2024-03-05-7d3c1f``."""
    kept = read(home)
    decide(home, orders(kept), by="tester")
    thing = ID + kept.told.things[0]
    took_part = next(
        c.claim.thing for c in kept.compared if c.claim.written == "Тест Тестов" and "part" in c.claim.thing
    )
    assert Names(current(home), lang).label(thing) == meeting
    with comity.open(home) as graph:
        assert labels_for(graph, [thing, ID + took_part], lang) == {thing: meeting, ID + took_part: fact}
