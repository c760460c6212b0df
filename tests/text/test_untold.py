"""Encounters that no known verb tells, or that a list of states, a programme or a request only seems to tell.

Sentences of our own; the persons in them are made up (Testa, Testov, Sampler, Probst), unless they are of the records.
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            "In Doha, meanwhile, Attorney General of Qatar Issa Testa had at his side Fernando Sampler, Spain's "
            "Interior Minister.",
            ["ES", "QA"],
        ),
        (
            "Nairobi saw two attorneys general, Justin Testa of Kenya and Kiryowa Sampler of Uganda, exchange the "
            "instruments of a treaty.",
            ["KE", "UG"],
        ),
        (
            "The Chief Justices of Kenya, Rwanda, Uganda and Tanzania asked their governments to let the judiciaries "
            "work together. The others present were Sam Testa of Rwanda, Bart Sampler (Uganda) and Ibrahim Probst "
            "(Tanzania).",
            ["KE", "RW", "TZ", "UG"],
        ),
        (
            "Заседание экспертов МВД государств – участников СНГ, состоявшееся в Бишкеке, было посвящено подготовке к "
            "встрече министров, намеченной на сентябрь. В нём участвовали представители Азербайджана, Армении и "
            "Беларуси.",
            ["AM", "AZ", "BY", "KG"],  # the host takes part, though the list names the guests
        ),
    ],
)
def test_officials_side_by_side(reader: Reader, text: str, states: list[str]) -> None:
    assert only(read(reader, text)).states == states


def test_the_agency_told_before_gives_the_state(reader: Reader) -> None:
    text = (
        "The Attorney General's Office of Colombia has agreed with its Mexican partners on how to work together. The "
        "understanding was reached in Mexico at a meeting between the Attorney General, Francisco Testa, and Miguel "
        "Sampler, Deputy Attorney General of Mexico."
    )
    one = only(read(reader, text))
    assert {(person.name, person.state) for person in one.participants} == {
        ("Francisco Testa", "CO"),
        ("Miguel Sampler", "MX"),
    }


def test_whom_else_the_guest_met(reader: Reader) -> None:
    text = (
        "Procurator General of Vietnam Nguyen Testa met Procurator General of Cuba Dario Sampler in Havana. The guest "
        "paid a courtesy call on Minister of Justice of Cuba Jose Probst. He met as well with President of the Supreme "
        "Court of Cuba Ruben Testov."
    )
    made = read(reader, text).encounters
    assert [{person.name for person in one.participants} - {"Nguyen Testa"} for one in made] == [
        {"Dario Sampler"},
        {"Jose Probst"},
        {"Ruben Testov"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Interpol has issued a notice for former Interior Minister Arsen Testa of Ukraine at the request of Russian "
        "Interior Minister Vladimir Sampler.",
        "Kazakhstan's Justice Minister Azamat Testa sent condolences to his Uzbek counterpart Akbar Sampler.",
        "Minister of Justice of Vietnam Ha Testa was asked to come to South Korea by Deputy Minister of Legislation of "
        "South Korea Jeong Sampler.",
        "В программе поездки генпрокурора России Игоря Краснова — переговоры в Пхеньяне с северокорейским коллегой.",
    ],
)
def test_what_is_no_meeting(reader: Reader, text: str) -> None:
    assert read(reader, text).encounters == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Ташкент принял десятое по счёту совещание министров юстиции государств — членов ШОС. Узбекистан "
            "представлял Акбар Тестов, Казахстан — Азамат Пробст.",
            {("Акбар Тестов", "UZ"), ("Азамат Пробст", "KZ")},
        ),
        (
            "The 10th meeting of SCO ministers of justice was held in Tashkent. Kazakhstan was represented by Azamat "
            "Testa and Uzbekistan by Akbar Sampler.",
            {("Azamat Testa", "KZ"), ("Akbar Sampler", "UZ")},
        ),
        (
            "The justice ministers of Georgia, Rati Testa, and of Hungary, Ben Sampler, met in Tbilisi.",
            {("Rati Testa", "GE"), ("Ben Sampler", "HU")},
        ),
    ],
)
def test_who_spoke_for_which_state(reader: Reader, text: str, who: set[tuple[str, str]]) -> None:
    assert {(person.name, person.state) for person in only(read(reader, text)).participants} == who
