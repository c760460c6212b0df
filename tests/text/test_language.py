"""Words and turns of news that were read wrongly before: each sentence tells one of them.

The sentences are our own; people are those of the records, set into encounters that never were.
"""

from __future__ import annotations

import pytest

from comity.loaders.text.lexicon import word_set
from comity.loaders.text.reader import Reader
from comity.loaders.text.reading import Encounter, Reading

from .reads import only, read

RU = "Генеральный прокурор России Игорь Краснов"
EN = "Prosecutor General of Russia Igor Krasnov"


def names(one: Encounter) -> set[str | None]:
    return {person.name for person in one.participants}


def posts(reading: Reading) -> dict[str | None, tuple[str | None, str | None]]:
    everybody = [person for one in reading.encounters for person in one.participants] + reading.others
    return {person.name: (person.post_id, person.state) for person in everybody}


# Who


def test_ranks_are_no_names(reader: Reader) -> None:
    text = f"{EN} met his Uzbek counterpart, Lt. Gen. Nigmatilla Yuldashev, in Tashkent."
    assert names(only(read(reader, text))) == {"Igor Krasnov", "Nigmatilla Yuldashev"}


def test_the_prosecutor_of_a_court_of_several_states_is_no_states(reader: Reader) -> None:
    text = f"{EN} met Andriy Kostin, Chief Prosecutor of the International Criminal Court, in Tashkent."
    assert posts(read(reader, text))["Andriy Kostin"] == ("other", None)


def test_a_lesser_prosecutor_is_not_the_prosecutor_general(reader: Reader) -> None:
    text = f"{EN} met Anna Vardapetyan, War Crimes Prosecutor of Armenia, in Yerevan."
    assert posts(read(reader, text))["Anna Vardapetyan"] == ("other", "AM")


@pytest.mark.parametrize(
    ("text", "name", "post"),
    [
        (
            "Министр юстиции Республики Сербской Азамат Ескараев встретился в Баня-Луке с генеральным прокурором "
            "России Игорем Красновым.",
            "Азамат Ескараев",
            "министр юстиции Республики Сербской",
        ),
        (
            f"The Minister of Justice of Republika Srpska Azamat Yeskarayev met {EN} in Banja Luka.",
            "Azamat Yeskarayev",
            "minister of justice of republika srpska",
        ),
    ],
)
def test_a_minister_of_an_entity_is_none_of_the_state(reader: Reader, text: str, name: str, post: str) -> None:
    person = next(one for one in only(read(reader, text)).participants if one.name == name)
    assert (person.post_id, person.state) == ("other", "BA")
    assert (person.post or "").lower() == post.lower()
    assert person.agency == "Ministry of Justice of Republika Srpska"


def test_a_minister_may_have_charge_of_more(reader: Reader) -> None:
    text = f"Minister of Justice and Prison Reforms of Kazakhstan Azamat Yeskarayev received {EN} in Astana."
    assert posts(read(reader, text))["Azamat Yeskarayev"] == ("minister_justice", "KZ")


def test_who_speaks_for_an_agency_took_no_part_and_is_of_its_state(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов прибыл с рабочим визитом в Душанбе, сообщила Анна Вардапетян, "
        "официальный представитель ведомства."
    )
    reading = read(reader, text)
    assert "Анна Вардапетян" not in names(only(reading))
    assert posts(reading)["Анна Вардапетян"] == ("other", "RU")


@pytest.mark.parametrize(
    "text",
    [
        "Начальник управления Генеральной прокуратуры России Игорь Краснов сообщил, что в Ташкенте он встретился с "
        "генеральным прокурором Узбекистана Нигматиллой Юлдашевым.",
    ],
)
def test_the_head_of_a_department_speaks_for_himself(reader: Reader, text: str) -> None:
    assert "Игорь Краснов" in names(only(read(reader, text)))


def test_a_post_stands_with_the_name_just_after_it(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов приехал в Ташкент. Его встречали губернатор Акбар Ташкулов, "
        "председатель собрания Руслан Мирзаев и другие."
    )
    reading = read(reader, text)
    found = {person.name: person.post for one in reading.encounters for person in one.participants}
    found |= {person.name: person.post for person in reading.others}
    assert (found["Акбар Ташкулов"] or "").lower().startswith("губернатор")
    assert (found["Руслан Мирзаев"] or "").lower().startswith("председатель")


def test_his_counterpart_is_of_the_one_named_before(reader: Reader) -> None:
    text = (
        "Minister of Justice of Russia Konstantin Chuichenko is in Beijing. He has held meetings with his Chinese "
        "counterpart Fu Zhenghua and with Cao Jianming, procurator-general of China."
    )
    assert posts(read(reader, text))["Fu Zhenghua"] == ("minister_justice", "CN")


def test_the_state_of_a_minister_may_be_the_one_that_he_represented(reader: Reader) -> None:
    text = (
        "Delegations of Kazakhstan and Armenia met in Astana. Minister of Justice of Kazakhstan Azamat Yeskarayev led "
        "the Kazakh delegation; Foreign Minister Anna Vardapetyan represented Armenia."
    )
    assert posts(read(reader, text))["Anna Vardapetyan"] == ("other", "AM")


def test_the_short_surname_of_a_vietnamese_is_said_again(reader: Reader) -> None:
    text = (
        f"{EN} received Prosecutor General of Vietnam Le Minh Tri in Moscow. "
        "Tri invited Krasnov to visit Hanoi in May 2025."
    )  # Le Minh Tri, Prosecutor General, in Moscow with Krasnov: en.nhandan.vn, "Vietnam and Russia boost procuracy…"
    (item,) = read(reader, text).ledger
    assert item.by is not None
    assert item.by.name == "Le Minh Tri"


# What kind of encounter


@pytest.mark.parametrize(
    "text",
    [
        "A meeting of chief prosecutors was held in Tashkent on 4 May 2023. Taking part were Igor Krasnov, Prosecutor "
        "General of Russia, Berik Asylov, Prosecutor General of Kazakhstan, and Anna Vardapetyan, Prosecutor General "
        "of Armenia.",
        "4 мая 2023 года в Ташкенте прошла встреча генеральных прокуроров стран региона. В ней участвовали генеральный "
        "прокурор России Игорь Краснов, генеральный прокурор Казахстана Берик Асылов и генеральный прокурор Армении "
        "Анна Вардапетян.",
    ],
)
def test_a_circle_of_officials_is_a_conference(reader: Reader, text: str) -> None:
    one = only(read(reader, text))
    assert (one.type, one.date, one.place_state) == ("conference", "2023-05-04", "UZ")
    assert len(one.participants) == 3
    assert {"AM", "KZ", "RU"} <= set(one.states)


def test_a_conference_has_the_states_that_are_listed_after_it(reader: Reader) -> None:
    text = (
        "17 июня 2025 года в Бишкеке открылась международная конференция о конституционном правосудии. В ней участвуют "
        "судьи из Австрии, Азербайджана, Египта и Казахстана."
    )
    one = only(read(reader, text))
    assert (one.type, one.place_city) == ("conference", "Бишкек")
    assert {"AT", "AZ", "EG", "KZ"} <= set(one.states)


def test_meetings_of_two_stay_meetings(reader: Reader) -> None:
    text = (
        "В Ташкенте состоялась встреча генеральных прокуроров России и Узбекистана Игоря Краснова и Нигматиллы "
        "Юлдашева."
    )
    assert only(read(reader, text)).type == "bilateral meeting"


def test_separate_meetings_are_several_and_where_the_first_was(reader: Reader) -> None:
    text = (
        f"{EN} met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Bishkek on 4 May 2023. In two separate "
        "meetings Krasnov also met Prosecutor General of Kazakhstan Berik Asylov and Prosecutor General of Armenia "
        "Anna Vardapetyan."
    )
    found = [(names(one), one.place_state) for one in read(reader, text).encounters]
    assert found == [
        ({"Igor Krasnov", "Nigmatilla Yuldashev"}, "KG"),
        ({"Igor Krasnov", "Berik Asylov"}, "KG"),
        ({"Igor Krasnov", "Anna Vardapetyan"}, "KG"),
    ]


def test_a_welcome_at_the_airport_is_part_of_the_visit(reader: Reader) -> None:
    text = (
        "20 ноября 2024 года генеральный прокурор России Игорь Краснов прибыл с визитом в Ташкент. В аэропорту гостя "
        "встретил генеральный прокурор Узбекистана Нигматилла Юлдашев."
    )
    assert only(read(reader, text)).type == "visit"


@pytest.mark.parametrize(
    "text",
    [
        "Генеральный прокурор России Игорь Краснов и генеральный прокурор Узбекистана Нигматилла Юлдашев поставили в "
        "Ташкенте подписи под программой сотрудничества.",
        f"{EN} and Prosecutor General of Uzbekistan Nigmatilla Yuldashev put in Tashkent their signatures to a "
        "cooperation programme.",
    ],
)
def test_a_verb_may_stand_apart_from_its_noun(reader: Reader, text: str) -> None:
    one = only(read(reader, text))
    assert (one.type, one.place_state, len(one.documents)) == ("signing", "UZ", 1)


def test_hosts_who_are_thanked_receive_nobody(reader: Reader) -> None:
    text = (
        f"Talks between {EN} and Prosecutor General of Kazakhstan Berik Asylov were held in Astana. "
        "The Russian delegation thanked the hosts."
    )
    assert only(read(reader, text)).place_state == "KZ"


# What is to come


@pytest.mark.parametrize(
    "text",
    [
        "Russia is ready to sign an extradition treaty with China in the near future.",
        "Russia and China intend to sign an extradition treaty in May.",
        "Россия и Китай намерены в ближайшее время подписать договор о выдаче.",
    ],
)
def test_what_is_intended_is_to_come(reader: Reader, text: str) -> None:
    reading = read(reader, f"{text} The parties have agreed on the text." if text.isascii() else text)
    assert [one.type for one in reading.encounters] == []
    assert [(one.type, one.states) for one in reading.planned] == [("signing", ["CN", "RU"])]


def test_an_upcoming_session_makes_no_plan_of_what_was(reader: Reader) -> None:
    text = (
        f"Ahead of the upcoming session of the council, {EN} sat down in Tashkent with Prosecutor General of "
        "Uzbekistan Nigmatilla Yuldashev."
    )
    assert only(read(reader, text)).type == "bilateral meeting"


def test_a_month_to_come_is_the_next_one(reader: Reader) -> None:
    text = (
        f"{EN} met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Tashkent. The next meeting of Prosecutors "
        "General of the SCO member states is due to take place in Bishkek in March."
    )
    (one,) = read(reader, text, published="2023-12-20").planned
    assert one.date == "2024-03"


def test_an_invitation_that_was_taken_up_announces_nothing(reader: Reader) -> None:
    text = (
        "Генеральный прокурор Узбекистана Нигматилла Юлдашев прибыл в Москву. Визит проходит в рамках приглашения, "
        "переданного Игорем Красновым еще 30 мая 2018 года."
    )
    assert read(reader, text).planned == []


def test_the_signing_of_what_should_come_is_no_document(reader: Reader) -> None:
    text = (
        f"{EN} met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Tashkent. The work of the group should "
        "culminate in the signing of a memorandum."
    )
    assert only(read(reader, text)).documents == []


@pytest.mark.parametrize("entry", ["inside", "future", "after_will", "was_held", "wide", "invited_to", "soon"])
def test_the_words_of_cues_are_data(entry: str) -> None:
    assert word_set("cues", entry)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Заместители Генерального прокурора России Петр Тестов и Иван Пробст встретились с первым заместителем "
            "председателя Верховного суда Китая Шэнь Дэюном.",
            {"Петр Тестов", "Иван Пробст", "Шэнь Дэюн"},
        ),
        (
            "Встречу с министром юстиции Литвы Эвелиной Вымысловой провела заместитель министра юстиции Белоруссии "
            "Алла Бодак.",
            {"Эвелина Вымыслова", "Алла Бодак"},
        ),
    ],
)
def test_the_case_of_a_deputy_is_that_of_the_name(reader: Reader, text: str, names: set[str]) -> None:
    assert {one.name for one in only(read(reader, text)).participants} == names
