"""What a reading becomes: rows with their words, ids that do not depend on the document, and what the graph says to it.

The readings are written by hand, so that only what comes after the reader is tested.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from comity.loaders.text.claims import Told, claims_of
from comity.loaders.text.document import Document, document_of
from comity.loaders.text.judging import judged
from comity.loaders.text.known import Known
from comity.loaders.text.reading import BodyTold, Encounter, Fact, LedgerItem, Person, Reading, Span
from comity.loaders.text.rows import Claim, fact_quads

from .readings import SCO, at, first_seed, second_seed

TODAY = dt.date(2026, 11, 25)
NAME = "SCO Prosecutors General Meeting"


@pytest.fixture
def known(facts: Store) -> Known:
    return Known(facts)


def seed(shared: Path, name: str) -> Document:
    return document_of((shared / "seeds" / name).read_text(encoding="utf-8"), name=name)


def told_by(text: str, known: Known, *encounters: Encounter, **more: Any) -> Told:
    """The claims of a text with these encounters."""
    document = document_of(text, name="article.txt")
    return claims_of(Reading("ru", list(encounters), **more), document, known, today=TODAY)


def one(told: Told, table: str, field: str = "", thing: str = "") -> Claim:
    (claim,) = [c for c in told.claims if (c.table, c.field) == (table, field) and thing in c.thing]
    return claim


def everything(text: str) -> Span:
    return Span(0, len(text))


# The seeds


def test_the_first_seed_is_what_the_graph_knows_but_for_what_it_does_not_say(shared: Path, known: Known) -> None:
    document = seed(shared, "000_267b657fa412c9e2.txt")
    told = claims_of(first_seed(document), document, known, today=TODAY)
    assert told.things[:3] == [
        "visit/krasnov-uzbekistan-2024-11",
        "meeting/mirziyoyev-krasnov-2024-11-21",
        "meeting/yuldashev-krasnov-2024-11",  # told without a day: known by the visit that it is part of
    ]
    assert told.notes == []
    new = {(c.thing.partition("/")[0], c.field) for c in told.claims if judged(c, known).standing == "new"}
    # The topic that the hand-written reading adds; a session that has no date; a forum ahead.
    assert new == {
        ("meeting", "topics"),
        ("session", ""),
        ("participation", ""),
        ("conference", ""),
        ("conference", "date"),
    }
    assert not any(judged(c, known).standing == "contradicts" for c in told.claims)
    invited = one(told, "ledger", thing="invitation/")
    assert invited.thing == "invitation/krasnov-yuldashev-spief-2025"
    assert invited.cells["to"] == "official/nigmatilla-yuldashev"
    assert invited.cells["due"] == "2025-06"
    forum = one(told, "encounters", thing="conference/")
    assert forum.modality == forum.cells["modality"] == "planned"


def test_the_second_seed_names_sessions_of_the_graph(shared: Path, known: Known) -> None:
    document = seed(shared, "003_fa73722325828f71.txt")
    told = claims_of(second_seed(document), document, known, today=TODAY)
    assert {judged(c, known).standing for c in told.claims} == {"known"}
    hosts = {c.thing: c.cells["host_state"] for c in told.claims if c.field == "host_state"}
    # The page names no session of 2008 (there was none), so the 21st is that of 2023.
    assert len(hosts) == 21
    assert hosts["session/sco-prosecutors-general-1"] == "CN"
    assert hosts["session/sco-prosecutors-general-21"] == "CN"
    assert hosts["session/sco-prosecutors-general-19"] == "IN"
    assert one(told, "instruments").thing == "instrument/sco-prosecutors-general-21-minutes"
    assert one(told, "encounters", thing="general-22").modality == "planned"
    letters = {c.cells["letter"] for c in told.claims if c.table == "aims" and not c.field}
    assert letters == set("abcde")
    cites = one(told, "aims", "cites")
    assert (cites.thing, cites.cells["cites"]) == ("aim/sco-prosecutors-general-a", "treaty/sco-charter")
    assert one(told, "bodies", "guided_by").cells == {"guided_by": "treaty/un-charter"}


def test_each_claim_rests_on_the_exact_words_of_the_stored_original(shared: Path, known: Known) -> None:
    for name, reading in (("000_267b657fa412c9e2.txt", first_seed), ("003_fa73722325828f71.txt", second_seed)):
        document = seed(shared, name)
        told = claims_of(reading(document), document, known, today=TODAY)
        for claim in told.claims:
            passage = claim.passage
            assert document.original[passage.start : passage.end] == passage.exact
            assert document.original[: passage.start].endswith(passage.prefix)
            assert document.original[passage.end :].startswith(passage.suffix)
            assert passage.exact.strip()
    document = seed(shared, "000_267b657fa412c9e2.txt")
    told = claims_of(first_seed(document), document, known, today=TODAY)
    date = one(told, "encounters", "date", "meeting/mirziyoyev")
    sentence = (
        "Президент Узбекистана 21 ноября 2024 года принял Генерального прокурора России, "
        "находившегося в стране с рабочим визитом."
    )
    assert date.passage.exact == sentence


# Against the graph


def session(text: str, **told: Any) -> Encounter:
    return Encounter("session", everything(text), rule="r", body=NAME, body_thing=SCO, **told)


@pytest.mark.parametrize(
    ("told", "field", "held", "why"),
    [
        ({"ordinal": 21, "host_state": "KZ"}, "host_state", "state/CN", "host"),
        ({"ordinal": 21, "chair_state": "KZ"}, "chair_state", "state/CN", "chair"),
        ({"ordinal": 21, "place_state": "KZ"}, "place", "state/CN", "place"),
        ({"ordinal": 21, "place_state": "CN", "place_city": "Пекин"}, "place", "Сиань", "place"),
        ({"ordinal": 21, "date": "2023-11-18"}, "date", "2023-11-08", "date"),
        ({"ordinal": 20, "date": "2023-11-08"}, "date", "2022-09-22", "date"),
    ],
)
def test_another_value_than_that_of_the_graph_is_kept_and_flagged(
    known: Known, told: dict[str, object], field: str, held: str, why: str
) -> None:
    text = "Встреча генпрокуроров ШОС."
    claim = one(told_by(text, known, session(text, **told)), "encounters", field)
    judgement = judged(claim, known)
    assert (judgement.standing, judgement.why) == ("contradicts", why)
    if held.startswith("20"):
        held = known.met[claim.thing].date or ""
    assert judgement.held == held
    assert judgement.fact == claim.thing
    assert [one for one in judgement.passages(known, claim) if one.title], "the words of the graph stand beside it"


def test_a_session_of_another_number_on_the_same_day_is_that_session_with_a_wrong_number(known: Known) -> None:
    text = "27-я встреча прошла 8 ноября 2023 года."
    told = told_by(text, known, session(text, ordinal=27, date="2023-11-08"))
    assert told.things == ["session/sco-prosecutors-general-21"]
    judgement = judged(one(told, "encounters", "ordinal"), known)
    assert (judgement.standing, judgement.held, judgement.why) == ("contradicts", "21", "number")


def test_a_number_out_of_the_order_of_the_days_is_flagged(known: Known) -> None:
    text = "40-я встреча прошла в 2001 году."
    told = told_by(text, known, session(text, ordinal=40, date="2001-05-05"))
    assert told.things == ["session/sco-prosecutors-general-40"]
    assert judged(one(told, "encounters", "date"), known).why == "order"


def test_a_planned_encounter_that_was_held_elsewhere_contradicts(known: Known) -> None:
    text = "21-я встреча пройдёт в Казахстане."
    planned = session(text, ordinal=21, place_state="KZ", planned=True)
    document = document_of(text, name="a")
    told = claims_of(Reading("ru", [], [planned]), document, known, today=TODAY)
    assert judged(one(told, "encounters"), known).standing == "known"
    assert judged(one(told, "encounters", "place"), known).why == "place"


def test_a_coarser_date_is_known_and_a_finer_one_is_new(known: Known) -> None:
    text = "Совет заседал."
    told = told_by(text, known, session(text, ordinal=21, date="2023"))
    assert judged(one(told, "encounters", "date"), known).standing == "known"
    known.met["session/sco-prosecutors-general-21"].dated("2023-11")
    told = told_by(text, known, session(text, ordinal=21, date="2023-11-08"))
    judgement = judged(one(told, "encounters", "date"), known)
    assert (judgement.standing, judgement.refines) == ("new", True)


def official(name: str | None, state: str, post: str = "prosecutor_general", **more: Any) -> Person:
    titles = {"prosecutor_general": "Генеральный прокурор", "minister_justice": "Министр юстиции"}
    return Person(name, titles[post], post, None, state, **more)


def meeting(text: str, *people: Person, date: str | None = "2024-03-05", **more: Any) -> Encounter:
    states = [person.state for person in people if person.state]
    return Encounter(
        "bilateral meeting",
        everything(text),
        rule="met",
        date=date,
        participants=list(people),
        states=states,
        **more,
    )


def test_somebody_who_was_not_in_that_post_on_that_day_is_flagged(known: Known) -> None:
    text = "Генеральный прокурор России Игорь Краснов встретился с коллегой."
    krasnov = official("Игорь Краснов", "RU", official="official/igor-krasnov", post_thing="post/ru-prosecutor-general")
    told = told_by(text, known, meeting(text, krasnov, date="2026-02-03"))
    claim = one(told, "tenures")
    judgement = judged(claim, known)
    # He left the post on 24 September 2025.
    assert (judgement.standing, judgement.why) == ("contradicts", "post")
    assert judgement.fact == "tenure/ru-prosecutor-general-igor-krasnov"
    assert one(told, "participations").cells["capacity"] == "post/ru-prosecutor-general"


@pytest.mark.parametrize(
    ("date", "capacity", "attested"),
    [
        # He held the post from 22 January 2020 to 24 September 2025; the text is of 2026.
        ("2024", "tenure/ru-prosecutor-general-igor-krasnov", None),
        ("2025", "tenure/ru-prosecutor-general-igor-krasnov", None),
        ("2026-02", "post/ru-prosecutor-general", None),
        ("2024-03-05", "tenure/ru-prosecutor-general-igor-krasnov", "2024-03-05"),
        (None, "post/ru-prosecutor-general", "2026-01-15"),
    ],
)
def test_the_capacity_is_that_of_the_time_of_the_encounter(
    known: Known, date: str | None, capacity: str, attested: str | None
) -> None:
    text = "Игорь Краснов встретился с коллегой."
    krasnov = official("Игорь Краснов", "RU", official="official/igor-krasnov", post_thing="post/ru-prosecutor-general")
    document = document_of(text, name="a", published="2026-01-15")
    told = claims_of(Reading("ru", [meeting(text, krasnov, date=date)]), document, known, today=TODAY)
    assert one(told, "participations").cells["capacity"] == capacity
    assert one(told, "tenures").cells.get("attested") == attested


def test_another_person_in_a_post_for_one_is_flagged_and_never_taken_for_its_holder(known: Known) -> None:
    text = "Генеральный прокурор Узбекистана Тест Тестов встретился с коллегой."
    told = told_by(text, known, meeting(text, official("Тест Тестов", "UZ"), date="2024-11-21"))
    judgement = judged(one(told, "tenures"), known)
    assert (judgement.standing, judgement.why) == ("contradicts", "holder")
    assert judgement.held == "official/nigmatilla-yuldashev"
    assert one(told, "officials").thing.startswith("official/test-testov-")


def test_a_second_chair_is_flagged(known: Known) -> None:
    session_with_chair = next(iter(known.chairs))
    met = known.met[session_with_chair]
    text = "Председательствовал Тест Тестов."
    chair = official("Тест Тестов", "UZ", role="chair")
    told = told_by(
        text,
        known,
        Encounter(
            "session", everything(text), rule="r", body="x", body_thing=met.body, ordinal=met.ordinal, chair=chair
        ),
    )
    judgement = judged(one(told, "participations"), known)
    assert (judgement.standing, judgement.why) == ("contradicts", "chair")


# What the graph does not know


def test_an_unknown_person_gets_the_same_id_from_every_document_and_by_office(known: Known) -> None:
    first = told_by("Одна заметка.", known, meeting("Одна заметка.", official("Тест Тестов", "AM")))
    second = told_by("Другая заметка.", known, meeting("Другая заметка.", official("Тест Тестов", "AM")))
    other = told_by("Третья.", known, meeting("Третья.", official("Тест Тестов", "AM", "minister_justice")))
    ids = [one(told, "officials").thing for told in (first, second, other)]
    assert ids[0] == ids[1] != ids[2]
    assert one(first, "officials").id != one(second, "officials").id
    assert one(first, "officials").said == one(second, "officials").said
    assert not known.has(ids[0])
    assert one(first, "officials").cells == {"name_en": "Test Testov", "name_ru": "Тест Тестов"}
    assert one(first, "officials").written == "Тест Тестов"


def test_an_unknown_office_comes_with_its_agency(known: Known) -> None:
    text = "Министр юстиции Армении Тест Тестов встретился с коллегой."
    told = told_by(text, known, meeting(text, official("Тест Тестов", "AM", "minister_justice")))
    post, agency = one(told, "posts"), one(told, "agencies")
    assert post.thing == "post/am-minister-justice"
    assert post.cells["in"] == agency.thing == "agency/am-ministry-of-justice"
    assert agency.cells["organ_of"] == "state/AM"
    assert one(told, "tenures").cells["post"] == "am-minister-justice"


def test_a_holder_without_a_name_speaks_through_the_agency(known: Known) -> None:
    text = "Генпрокурор Узбекистана принял участие."
    told = told_by(text, known, meeting(text, official(None, "UZ", post_thing="post/uz-prosecutor-general")))
    part = one(told, "participations")
    assert part.cells["participant"] == "agency/uz-prosecutor-general-office"
    assert part.cells["capacity"] == "post/uz-prosecutor-general"
    assert not [claim for claim in told.claims if claim.table in ("tenures", "officials")]


def test_what_was_completed_from_the_graph_is_no_claim(known: Known) -> None:
    text = "Встреча генпрокуроров ШОС."
    derived = Fact(everything(text), "derived")
    told = told_by(
        text,
        known,
        session(
            text,
            ordinal=21,
            date="2023-11-08",
            host_state="KZ",
            states=["KZ"],
            participants=[official("Тест Тестов", "KZ", basis="derived")],
            facts={"date": derived, "host_state": derived, "states:KZ": derived},
        ),
    )
    assert {(claim.table, claim.field) for claim in told.claims} == {("encounters", ""), ("encounters", "ordinal")}


def test_what_cannot_be_a_row_is_noted_and_loses_nothing_else(known: Known) -> None:
    text = "Встреча прошла."
    told = told_by(
        text,
        known,
        meeting(text, official("Тест Тестов", "AM"), date="2024-13-45", topics=["no-such-topic", "corruption"]),
        ledger=[LedgerItem("proposal", "сделать что-нибудь вместе", everything(text), due="скоро")],
    )
    assert [claim.cells for claim in told.claims if claim.field == "topics"] == [{"topics": "corruption"}]
    assert not [claim for claim in told.claims if claim.field == "date" or claim.table == "ledger"]
    assert any("no-such-topic" in note for note in told.notes)
    assert any("expected a date" in note for note in told.notes)


def test_a_date_without_a_year_is_no_claim(known: Known) -> None:
    text = "Встреча прошла 5 марта."
    told = told_by(text, known, meeting(text, official("Тест Тестов", "AM"), date="--03-05"))
    assert not [claim for claim in told.claims if claim.field == "date"]
    assert any("no year" in note for note in told.notes)


# Two documents


def told_twice(known: Known, first: Encounter, second: Encounter) -> tuple[str, str]:
    one, two = told_by("Первая заметка.", known, first), told_by("Вторая заметка, другая.", known, second)
    assert one.source != two.source
    return one.things[0], two.things[0]


HERE = "Первая заметка."


def test_two_documents_that_tell_one_encounter_give_one_id(known: Known) -> None:
    armenian, uzbek = official("Тест Тестов", "AM"), official("Икс Иксов", "UZ")
    one, two = told_twice(
        known,
        meeting(HERE, armenian, uzbek, date="2024-03-05"),
        meeting(HERE, uzbek, armenian, date="2024-03-06"),  # the day after, as news has it
    )
    assert one == two


@pytest.mark.parametrize("second", ["other person", "other day", "other state", "no day"])
def test_what_may_be_another_encounter_is_another(known: Known, second: str) -> None:
    armenian, uzbek = official("Тест Тестов", "AM"), official("Икс Иксов", "UZ")
    others = {
        "other person": meeting(HERE, armenian, official("Игрек Игреков", "UZ")),
        "other day": meeting(HERE, armenian, uzbek, date="2024-03-08"),
        "other state": meeting(HERE, armenian, official("Икс Иксов", "TJ")),
        "no day": meeting(HERE, armenian, uzbek, date=None),
    }
    one, two = told_twice(known, meeting(HERE, armenian, uzbek), others[second])
    assert one != two


def test_a_session_is_known_again_by_body_and_number_or_by_body_and_day(known: Known) -> None:
    text = "Заседание неизвестного совета."

    def sitting(**told: Any) -> Encounter:
        return Encounter("session", everything(text), rule="r", body="Council of Tests", **told)

    one, two = told_twice(known, sitting(ordinal=7, date="2020-05-04"), sitting(ordinal=7))
    assert one == two
    three, four = told_twice(known, sitting(date="2020-05-04"), sitting(ordinal=8, date="2021"))
    assert three == one
    assert four != one


# Bodies


def test_an_unknown_body_with_a_member_and_a_host(known: Known) -> None:
    text = "Совет проверок. В него входит Армения. В 2019 году заседал в Армении."
    here = everything(text)
    body = BodyTold("Council of Tests", None, here, members=[("AM", here)], hosts=[("2019", "AM", here)])
    told = told_by(text, known, bodies=[body])
    made = one(told, "bodies").thing
    assert made.startswith("body/council-of-tests-")
    assert one(told, "memberships").cells == {"member": "state/AM", "organisation": made, "role": "member"}
    assert one(told, "encounters", "host_state").thing == f"session/{made.removeprefix('body/')}-2019"


def test_a_place_in_the_middle_of_a_sentence_gives_the_whole_sentence(known: Known) -> None:
    text = "Начало. Встреча прошла в Ереване вчера. Конец."
    document = document_of(text, name="a")
    encounter = meeting(text, official("Тест Тестов", "AM"), place_state="AM", place_city="Ереван")
    encounter.span = at(document, "прошла")
    told = claims_of(Reading("ru", [encounter]), document, known, today=TODAY)
    assert {claim.passage.exact for claim in told.claims} == {"Встреча прошла в Ереване вчера."}
    assert one(told, "encounters").passage.prefix == "Начало. "


def test_the_quads_of_a_claim_are_those_of_the_row_that_it_is(known: Known) -> None:
    text = "Генпрокурор Армении Тест Тестов встретился с коллегой."
    told = told_by(text, known, meeting(text, official("Тест Тестов", "AM")))
    quads = [str(quad) for quad in fact_quads(one(told, "officials"))]
    assert any("core#label" in quad or 'label> "Тест Тестов"@ru' in quad for quad in quads)
    assert sum("wasDerivedFrom" in quad for quad in quads) == 3  # the official and both of the names
    assert any(f'exact> "{text}"' in quad for quad in quads)


def test_a_state_or_an_office_for_which_the_graph_knows_who_came_is_known(known: Known) -> None:
    text = "Визит состоялся."
    visit = Encounter(
        "visit",
        everything(text),
        rule="v",
        date="2024-11-20",
        place_state="UZ",
        participants=[official(None, "RU", post_thing="post/ru-prosecutor-general")],
        states=["RU", "UZ"],
    )
    told = told_by(text, known, visit)
    assert told.things == ["visit/krasnov-uzbekistan-2024-11"]
    parts = [claim for claim in told.claims if claim.table == "participations"]
    assert {claim.cells["participant"] for claim in parts} == {"agency/ru-prosecutor-general-office", "state/UZ"}
    assert {judged(claim, known).standing for claim in parts} == {"known"}


@pytest.mark.parametrize("agency", ["российский", "Russia", ""])
def test_a_state_that_is_named_where_an_agency_should_be_is_no_agency(known: Known, agency: str) -> None:
    text = "Российская сторона предложила встретиться."
    side = Person(None, None, None, agency or None, "RU")
    told = told_by(text, known, ledger=[LedgerItem("proposal", "встретиться", everything(text), by=side)])
    assert one(told, "ledger").cells["by"] == "state/RU"
    assert len(told.claims) == 1


def test_half_a_character_in_a_text_is_no_reason_to_fail(known: Known) -> None:
    text = "Встреча \ud83d прошла в Ереване."
    told = told_by(text, known, meeting(text, official("Тест Тестов", "AM")))
    claim = one(told, "encounters")
    assert claim.passage.exact == "Встреча ? прошла в Ереване."
    assert list(fact_quads(claim))
