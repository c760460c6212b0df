"""Of which state somebody is, where and when it was, and how many meetings one sentence tells.

Sentences of our own; the persons in them are made up (all are called Testa, Testov, Sampler or Probst), unless they
are of the records or Yevgeny Kovalenko, Minister of Justice of Belarus (minjust.gov.by, 2024).
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader
from comity.loaders.text.reading import Encounter

from .reads import only, read


def people(one: Encounter) -> set[tuple[str | None, str | None, str | None]]:
    return {(person.name, person.post_id, person.state) for person in one.participants}


def where(one: Encounter) -> tuple[str | None, str | None]:
    return one.place_city, one.place_state


# Of which state


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Egyptian Justice Minister Omar Testa sat down with Jordan's Basil Sampler in Amman.",
            {("Omar Testa", "minister_justice", "EG"), ("Basil Sampler", "minister_justice", "JO")},
        ),
        (
            "The Turkish side was headed by Justice Minister Yusuf Testa, the Qatari by Ibrahim Sampler. "
            "They met in Doha.",
            {("Yusuf Testa", "minister_justice", "TR"), ("Ibrahim Sampler", "minister_justice", "QA")},
        ),
        (
            "Prosecutor General Minh Testa met his counterpart from Laos, Kham Sampler, in Vientiane.\n\n"
            "Viet Nam and Laos are neighbours.",
            {("Minh Testa", "prosecutor_general", "VN"), ("Kham Sampler", "prosecutor_general", "LA")},
        ),
        (
            "Vietnam, South Korea strengthen judicial links\n\nMinister of Justice Ha Testa had talks on November "
            "20 with Jeong Sampler, Deputy Minister of Legislation of South Korea.",
            {("Ha Testa", "minister_justice", "VN"), ("Jeong Sampler", "other", "KR")},
        ),
        (
            "The delegation from Phnom Penh, headed by Minister of Justice of Cambodia Rith Testa, was welcomed in "
            "Vientiane by Minister of Justice Phay Sampler.",
            {("Rith Testa", "minister_justice", "KH"), ("Phay Sampler", "minister_justice", "LA")},
        ),
        (
            "Attorney General of Colombia Francisco Testa sat down in Mexico with Deputy Attorney General (in Spanish, "
            "Subprocurador) Miguel Sampler Buenos Aires.",
            {
                ("Francisco Testa", "prosecutor_general", "CO"),
                ("Miguel Sampler Buenos Aires", "deputy_prosecutor_general", "MX"),
            },
        ),
    ],
)
def test_the_state_of_somebody_whose_post_names_none(reader: Reader, text: str, who: set[tuple[str, ...]]) -> None:
    assert people(only(read(reader, text))) == who


def test_who_travels_to_a_state_is_not_of_it(reader: Reader) -> None:
    reading = read(reader, "Minister of Justice Tea Testa flew into Podgorica on Tuesday morning.")
    assert [(person.name, person.state) for person in reading.others] == [("Tea Testa", None)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Главы Минюстов Грузии и Азербайджана — Паата Тестов и Фарид Пробст — встретились в Баку.",
            {("Паата Тестов", "GE"), ("Фарид Пробст", "AZ")},
        ),
        (
            "The prosecutors general of Russia and Morocco are to work together under a memorandum, to which Igor "
            "Testov and Hassan Sampler affixed their signatures on Monday.",
            {("Igor Testov", "RU"), ("Hassan Sampler", "MA")},
        ),
        (
            "The French and Moroccan interior ministers met in Rabat. After an hour's talk Gerald Testa and Laftit "
            "Sampler spoke to the press.",
            {("Gerald Testa", "FR"), ("Laftit Sampler", "MA")},
        ),
        (
            "A meeting of the heads of prosecution was held in Kampala. It was attended by Directors of Public "
            "Prosecutions Sylvestre Testa (Burundi), Firmin Sampler (Malawi) and Gilbert Probst (Zambia).",
            {("Sylvestre Testa", "BI"), ("Firmin Sampler", "MW"), ("Gilbert Probst", "ZM")},
        ),
    ],
)
def test_offices_and_names_in_one_order(reader: Reader, text: str, who: set[tuple[str, str]]) -> None:
    one = only(read(reader, text))
    assert {(person.name, person.state) for person in one.participants if person.name} == who


# Where and when


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Croatian Interior Minister Ivan Testa met his Polish counterpart Leszek Sampler in the eastern Croatian "
            "town of Osijek.",
            ("Osijek", "HR"),
        ),
        (
            "Justice Minister Kren Testa of North Macedonia met Albania's Ulsi Sampler in Ohrid, North Macedonia.",
            ("Ohrid", "MK"),
        ),
        (
            "Министр юстиции Черногории Андрей Тестов встретился с министром юстиции Сербии Иваном Пробстом в "
            "черногорском городе Бар.",
            ("Бар", "ME"),
        ),
    ],
)
def test_a_town_that_no_list_names(reader: Reader, text: str, place: tuple[str, str]) -> None:
    assert where(only(read(reader, text))) == place


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "Программа подписана до 2026 года. Генеральный прокурор России Игорь Краснов встретился с генпрокурором "
            "Китая Ин Юном и подписал программу сотрудничества до 2026 года.",
            "2024-07-25",
        ),
        (
            "9 июля в Астане Генеральный прокурор России Игорь Краснов встретился с генпрокурором Китая Ин Юном во "
            "исполнение поручения, которое президент дал 3 ноября 2023 года.",
            "2024-07-09",
        ),
        (
            "Prosecutor General of Russia Igor Krasnov met Prosecutor General of China Ying Yong on July 9 to go over "
            "what the two offices have done together since 1997, when their first pact was signed.",
            "2024-07-09",
        ),
    ],
)
def test_days_of_other_matters_are_not_the_day_of_the_meeting(reader: Reader, text: str, date: str) -> None:
    assert only(read(reader, text, published="2024-07-25")).date == date


def test_today_is_the_day_of_the_dateline(reader: Reader) -> None:
    text = (
        "Colombo, May 15 - Attorney General of Sri Lanka Sanjay Testa held talks today with Attorney General of "
        "Thailand Amnat Sampler."
    )
    assert only(read(reader, text, published="2024-05-16")).date == "2024-05-15"


# How it is told


@pytest.mark.parametrize(
    "said",
    [
        "had a working lunch on Wednesday with",
        "got together with",
        "compared notes with",
        "was in conversation with",
        "had a one-on-one with",
        "came face to face with",
        "held, after a short break, a further round of talks with",
    ],
)
def test_words_for_a_meeting(reader: Reader, said: str) -> None:
    text = f"Attorney General Reg Testa of Trinidad and Tobago {said} Attorney General Dale Sampler of Barbados."
    assert {name for name, _, _ in people(only(read(reader, text)))} == {"Reg Testa", "Dale Sampler"}


def test_among_those_received(reader: Reader) -> None:
    text = "Among those received by Cuban President Miguel Testa was Vietnamese Minister of Justice Le Sampler."
    one = only(read(reader, text))
    assert {name for name, _, _ in people(one)} == {"Miguel Testa", "Le Sampler"}
    assert one.place_state == "CU"


def test_holders_of_one_office_side_by_side_have_met(reader: Reader) -> None:
    text = (
        "On hand to greet Hungarian Interior Minister Sandor Testa in Belgrade was Serbian Interior Minister Ivica "
        "Sampler."
    )
    assert only(read(reader, text)).states == ["HU", "RS"]


# Several meetings


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "In Baku Georgian Justice Minister Rati Testa was received by President Ilham Sampler of Azerbaijan and "
            "also met with his counterpart, Fikrat Probst, and with Sahiba Testov, Speaker of the National Assembly.",
            ["Ilham Sampler", "Fikrat Probst", "Sahiba Testov"],
        ),
        (
            "Lithuanian Justice Minister Ewa Testa held talks with Armenian Justice Minister Grig Sampler; the next "
            "day she was received by Prime Minister Nikol Probst.",
            ["Grig Sampler", "Nikol Probst"],
        ),
        (
            "Министр юстиции Сербии Иван Пробст провёл в Минске переговоры с министром юстиции Беларуси Евгением "
            "Коваленко, а затем встретился с Генеральным прокурором Андреем Шведом.",
            ["Евгений Коваленко", "Андрей Швед"],
        ),
    ],
)
def test_meetings_with_one_verb_each(reader: Reader, text: str, pairs: list[str]) -> None:
    made = read(reader, text).encounters
    guests = [{person.name or "" for person in one.participants} for one in made]
    assert [len(one) for one in guests] == [2] * len(pairs)
    shared = guests[0].intersection(*guests[1:])
    assert [next(iter(one - shared)) for one in guests] == pairs


# Of another matter


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        (  # a body's own founding
            "Bishkek has hosted the 3rd meeting of the Council of General Prosecutors of the Organization of Turkic "
            "States (OTS), a body founded in Baku in 2021.",
            None,
            ("Bishkek", "KG"),
        ),
        (
            "The delegation of Uzbekistan took part in the XIV meeting of Chairmen of the Supreme Courts of the SCO "
            "member states, for which Sochi was the venue on June 18, 2019.",
            "2019-06-18",
            ("Sochi", "RU"),
        ),
        (  # the day of the agreement that is amended
            "A Protocol on Amending the Agreement between Turkmenistan and Uzbekistan on mutual visits of citizens of "
            "19 November 2004 was signed by President of Turkmenistan Gurban Testa and President of Uzbekistan Islam "
            "Sampler in Ashgabat on December 13, 2009.",
            "2009-12-13",
            ("Ashgabat", "TM"),
        ),
        (  # a house called after a city
            "The treaty was signed at Hyderabad House by Indian Minister of Justice Arun Testa and Portuguese Justice "
            "Minister Joao Sampler.",
            None,
            (None, None),
        ),
        (  # where an earlier agreement was signed
            "Подписана программа сотрудничества между Генеральной прокуратурой Республики Узбекистан и Генеральной "
            "прокуратурой Республики Таджикистан. Она поможет выполнять соглашение, которое было подписано 6 февраля "
            "2018 года в Самарканде.",
            None,
            (None, "UZ"),
        ),
        (  # a congress to come, told in a clause
            "Министр юстиции Японии Ёко Тестова, принимая министра юстиции России Ивана Пробина, говорила о подготовке "
            "конгресса ООН, который пройдёт в Японии в 2020 году.",
            None,
            (None, "JP"),
        ),
    ],
)
def test_days_and_places_of_another_matter(
    reader: Reader, text: str, date: str | None, place: tuple[str | None, str | None]
) -> None:
    one = read(reader, text).encounters[0]
    assert (one.date, where(one)) == (date, place)


def test_what_a_quotation_says_will_be_is_not_the_meeting_told_after_it(reader: Reader) -> None:
    text = (
        '"Colombia will see the arrival of the first convicts", Minister of Justice of Colombia Nestor Testa said, '
        "having held a meeting with the head of the Ecuadorian Foreign Ministry, Gabriela Sampler."
    )
    assert only(read(reader, text)).states == ["CO", "EC"]


def test_a_mission_is_called_after_the_city_it_stands_in(reader: Reader) -> None:
    text = (
        "The Indian High Commission in Islamabad handed over an invitation for the Chief Justice of Pakistan to take "
        "part in a meeting of the chief justices of supreme courts of SCO member countries in March 2023."
    )
    assert read(reader, text).planned[0].place_state is None


@pytest.mark.parametrize(
    "text",
    [
        "Having been officially invited, the Chief Prosecutor of Georgia Irakli Testa held a meeting with Minister of "
        "Justice of Bulgaria Tsetska Sampler.",
        "Prosecutor General of Georgia Irakli Testa today played host to the delegation of Bulgaria led by Minister of "
        "Justice Tsetska Sampler.",
        "President of Georgia Irakli Testa and President of Bulgaria Tsetska Sampler, who had come on a visit, had "
        "talks in Tbilisi on December 13.",
    ],
)
def test_they_met(reader: Reader, text: str) -> None:
    one = only(read(reader, text))
    assert not one.background
    assert {name for name, _, _ in people(one)} == {"Irakli Testa", "Tsetska Sampler"}


def test_who_only_told_of_meetings_was_not_there(reader: Reader) -> None:
    text = (
        "Министр юстиции Беларуси Евгений Коваленко находился с рабочей поездкой в Сербии. По информации официального "
        "представителя ведомства Светланы Пробиной, он встретился с министром юстиции Сербии Иваном Пробстом."
    )
    names = {name for one in read(reader, text).encounters for name, _, _ in people(one)}
    assert names == {"Евгений Коваленко", "Иван Пробст"}


def test_a_sitting_on_whose_sidelines_they_met_is_told_in_passing(reader: Reader) -> None:
    text = (
        "While in Astana for the 13th SCO Prosecutors General Meeting, Russian Minister of Justice Ivan Testa met on "
        "its sidelines with his Indian counterpart, Minister of Justice Arun Sampler."
    )
    assert [(one.type, one.background) for one in read(reader, text).encounters] == [
        ("session", True),
        ("bilateral meeting", False),
    ]


@pytest.mark.parametrize(
    "more",
    [
        "Negotiations with the Minister of Justice of Uzbekistan Ruslan Probst were conducted by the delegation of the "
        "Republic of Korea, too.",
        "The following day, he had a meeting with Deputy Prosecutor General Ruslan Probst.",
    ],
)
def test_one_more_meeting_of_the_guest(reader: Reader, more: str) -> None:
    text = (
        "The Prosecutor General of Uzbekistan Otabek Testa was called on, on January 15, by the Minister of Justice of "
        f"the Republic of Korea Park Sampler. {more}"
    )
    made = read(reader, text).encounters
    assert [one.states for one in made] == [["KR", "UZ"], ["KR", "UZ"]]
    assert "Ruslan Probst" in {name for name, _, _ in people(made[1])}
    assert "Ruslan Probst" not in {name for name, _, _ in people(made[0])}


def test_a_headline_of_a_sitting_tells_no_meetings_of_its_own(reader: Reader) -> None:
    text = (
        "Minister of Internal Affairs holds meeting with colleagues from Kyrgyzstan, Tajikistan and Uzbekistan\n\n"
        "The II Conference of the Ministers of Internal Affairs of Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan "
        "was hosted by Almaty. Minister of Internal Affairs of Kazakhstan Yerlan Testa spoke at it."
    )
    assert [one.type for one in read(reader, text).encounters] == ["session"]


def test_of_three_states_the_one_that_is_left_is_the_guests(reader: Reader) -> None:
    text = (
        "Prosecutor General Le Testa held meetings in Vientiane on November 8 with his counterparts from Laos and "
        "China. Vietnam has trained 169 Lao prosecutors. Vietnam and China signed an agreement in 1998."
    )
    assert [one.states for one in read(reader, text).encounters][:2] == [["LA", "VN"], ["CN", "VN"]]


def test_where_somebody_said_something_they_met(reader: Reader) -> None:
    text = (
        "Министр юстиции Беларуси Евгений Коваленко предложил реформировать совет. Об этом он заявил на встрече с "
        "министром юстиции Сербии Иваном Пробстом в Белграде, сообщает агентство."
    )
    one = only(read(reader, text))
    assert ({name for name, _, _ in people(one)}, where(one)) == (
        {"Евгений Коваленко", "Иван Пробст"},
        ("Белград", "RS"),
    )


def test_the_city_of_another_visit_is_not_the_place(reader: Reader) -> None:
    text = (
        "20 апреля 2017 года министр юстиции Беларуси Евгений Коваленко встретился с министром юстиции Израиля Анной "
        "Пробиной. Коваленко отметил, что визит делегации Министерства юстиции Беларуси в Иерусалим, состоявшийся на "
        "прошлой неделе, был плодотворным."
    )
    assert read(reader, text, published="2017-04-20").encounters[0].place_city is None


def test_who_meets_a_delegation_is_at_home(reader: Reader) -> None:
    text = (
        "Министр юстиции Узбекистана Иван Тестов встретился с делегацией Беларуси, которую возглавляет министр юстиции "
        "Евгений Коваленко."
    )
    assert only(read(reader, text)).place_state == "UZ"


def test_a_trilateral_meeting_beside_the_talks_of_two(reader: Reader) -> None:
    text = (
        "Prosecutor General of Azerbaijan Kamran Testa met his Russian counterpart Igor Sampler in St. Petersburg. The "
        "5th trilateral meeting of the Prosecutors General of Azerbaijan, Russia and Armenia was also held today."
    )
    assert [one.states for one in read(reader, text).encounters] == [["AZ", "RU"], ["AM", "AZ", "RU"]]


def test_whose_visit_only_dates_another(reader: Reader) -> None:
    text = (
        "Uganda's Chief Justice Benjamin Testa met Rwanda's Chief Justice Aloysia Sampler in Kigali. The trip of Testa "
        "comes two months after the one which President of Uganda Yoweri Probst made to Rwanda."
    )
    assert "Yoweri Probst" not in {name for name, _, _ in people(read(reader, text).encounters[0])}


def test_what_somebody_said_there_was_earlier_not_the_meeting(reader: Reader) -> None:
    text = (
        "Welcoming his Russian counterpart Igor Testa at the start of the meeting, Iran's Prosecutor General Jafar "
        "Sampler said that five years ago Iran was only an observer."
    )
    assert [one.background for one in read(reader, text).encounters] == [False]


def test_with_whom_else_something_was_signed_is_no_encounter(reader: Reader) -> None:
    text = (
        "The Supreme Court of India and the Supreme Court of Nepal on Monday signed a Memorandum of Understanding. "
        "Earlier, the Supreme Court of India had signed memoranda with other countries, including the Supreme Court of "
        "Israel, the Supreme Court of Singapore, the Supreme Court of Bangladesh and the Supreme Court of Bhutan."
    )
    assert [one.states for one in read(reader, text).encounters] == [["IN", "NP"]]


def test_who_came_to_a_sitting_is_no_body_of_its_own(reader: Reader) -> None:
    text = (
        "Делегация Узбекистана приняла участие в первом совещании председателей верховных судов Центральной Азии и "
        "Китая, которое состоялось в городе Урумчи. На заседание прибыли делегации во главе с председателями верховных "
        "судов Узбекистана, Казахстана, Кыргызстана, Таджикистана, Туркменистана и Верховного народного суда Китая."
    )
    one = only(read(reader, text))
    assert one.states == ["CN", "KG", "KZ", "TJ", "TM", "UZ"]


def test_a_document_that_two_signed_at_a_sitting_is_theirs(reader: Reader) -> None:
    text = (
        'На встрече министров юстиции и внутренних дел государств "Группы восьми" министр юстиции Беларуси Евгений '
        "Коваленко и министр юстиции Сербии Иван Пробст подписали Совместное заявление о сотрудничестве."
    )
    documents = {one.type: one.documents for one in read(reader, text).encounters}
    assert documents["session"] == []
    assert documents["signing"] == ["Совместное заявление о сотрудничестве"]


def test_the_day_on_which_it_was_posted(reader: Reader) -> None:
    text = (
        "Chief Justice of India Arun Testa met Chief Justice of Singapore Sundar Sampler in the course of his visit to "
        "Singapore, the High Commission posted on Thursday on X, previously Twitter."
    )
    one = only(read(reader, text, published="2023-09-08"))
    assert (one.background, one.date) == (False, "2023-09-08")
