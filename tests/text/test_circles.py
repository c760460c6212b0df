"""Bodies of a part of the world, of states listed, of an association and of two states; sittings led by somebody; what
is no encounter though words of one stand there.  Sentences of our own; the persons are made up (Testov, Sampler), or
ministers of states as the records have them.
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read


@pytest.mark.parametrize(
    ("text", "body", "ordinal", "place"),
    [
        (
            "The 40th session of the Arab Justice Ministers was held in Cairo on 20 November 2024.",
            "Council of Arab Ministers of Justice",
            40,
            "EG",
        ),
        (
            "Министры внутренних дел стран Центральной Азии провели в Душанбе 12 мая 2023 года третью встречу.",
            "Central Asia Ministers of Internal Affairs Meeting",
            3,
            "TJ",
        ),
        (
            "Almaty was the venue of the II Conference of the Ministers of Internal Affairs of Kazakhstan, Kyrgyzstan, "
            "Tajikistan and Uzbekistan.",
            "Central Asia Ministers of Internal Affairs Meeting",
            2,
            "KZ",
        ),
        (
            "The XLVIII meeting of Ministers of the Interior and Security of Mercosur was held in Montevideo.",
            "Mercosur Ministers of the Interior and Security Meeting",
            48,
            "UY",
        ),
        (
            "The 12th Annual Conference of the Africa Prosecutors Association opened in Windhoek on 3 May 2018.",
            "Africa Prosecutors Association",
            12,
            "NA",
        ),
        (
            "В Ереване 9 декабря 2019 года начал работу третий армяно-грузинский форум по правовому сотрудничеству.",
            "Armenian-Georgian Legal Forum",
            3,
            "AM",
        ),
        (
            "The fourth Armenian-Georgian Legal Forum was held in Tbilisi on 5 June 2021.",
            "Armenian-Georgian Legal Forum",
            4,
            "GE",
        ),
    ],
)
def test_bodies_of_a_region(reader: Reader, text: str, body: str, ordinal: int, place: str) -> None:
    one = only(read(reader, text))
    assert (one.body, one.ordinal, one.place_state) == (body, ordinal, place)


def test_a_state_with_arab_in_its_name_is_no_region(reader: Reader) -> None:
    reading = read(reader, "On 3 July 2020 the Ministers of Justice of the United Arab Emirates and of Oman met.")
    assert all(one.body is None for one in reading.encounters)


def test_who_presides_over_the_meeting_was_at_the_session(reader: Reader) -> None:
    text = (
        "The Council of Arab Justice Ministers held its 39th session on Monday. The Iraqi Minister of Justice, Sam "
        "Sampler, presided over the meeting in Baghdad, held in the presence of the Secretary-General of the Arab "
        "League, Tom Testov."
    )
    one = only(read(reader, text))
    assert (one.ordinal, one.place_state) == (39, "IQ")
    assert "Sam Sampler" in [person.name for person in one.participants]


@pytest.mark.parametrize(
    "text",
    [
        "On October 17, the 18th Session of the Council of Ministers of Justice of the CIS Member States will be "
        "hosted by Tashkent.",
        "Шестого июня в столице Таджикистана должно начать работу очередное заседание Совета генеральных прокуроров "
        "Шанхайской организации сотрудничества (ШОС).",
        "The stage is set for India and Pakistan to ink an extradition treaty.",
        "It has been arranged for the Kenyan Chief Justice John Sampler to meet Chief Justice of Ghana Ann Testov.",
    ],
)
def test_what_is_set_or_arranged_is_to_come(reader: Reader, text: str) -> None:
    assert read(reader, text).encounters == []


@pytest.mark.parametrize(
    "text",
    [
        "Генеральным прокурором Российской Федерации назначен Иван Тестов. Консультации по кандидатуре сенаторы "
        "признали состоявшимися. Самое читаемое за сутки",
        "Several areas of mistrust between India and Pakistan ought to be discussed with Minister Tom Testov of India, "
        "said Pakistan's Interior Minister Sam Sampler.",
    ],
)
def test_what_is_no_encounter(reader: Reader, text: str) -> None:
    assert read(reader, text).encounters == []


def test_a_city_after_a_word_of_place_is_nobody(reader: Reader) -> None:
    text = (
        "Генеральный прокурор Узбекистана Иван Тестов 23 сентября 2021 года принял в г. Нур-Султане участие в работе "
        "31-го заседания Координационного совета генеральных прокуроров государств – участников СНГ."
    )
    one = only(read(reader, text))
    assert (one.place_city, one.place_state) == ("Нур-Султан", "KZ")
    assert "Нур-Султан" not in [person.name for person in one.participants]


def test_what_was_held_was_held_by_the_day_of_the_page(reader: Reader) -> None:
    text = (
        "Министр юстиции Грузии Иван Тестов встретился в Баку с министром юстиции Азербайджана Петром Пробиным и "
        "пригласил его на форум: он состоится в Грузии в июне 2026 года."
    )
    one = only(read(reader, text, published="2025-11-13"))
    assert (one.date, one.place_state) == ("2025-11-13", "AZ")


def test_names_of_documents_that_go_on(reader: Reader) -> None:
    text = (
        "A treaty on Mutual Legal Assistance in Criminal Matters was signed by Nigeria's Minister of Justice Tom "
        "Testov and Russian Minister of Justice Sam Sampler in Moscow on 27 November 2018."
    )
    assert only(read(reader, text)).documents == ["treaty on Mutual Legal Assistance in Criminal Matters"]
