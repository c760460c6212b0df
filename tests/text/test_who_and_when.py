"""Who was there, what is only to come, who proposed it: the readings that news makes easy to get wrong.

The sentences are our own; posts, sessions and people are those of the records.  Beside them, public officials as
news agencies name them: Paata Salia, Minister of Justice of Georgia (apsny.ge, 13 November 2025); Yamila Peña
Ojeda, Attorney General of Cuba (Radio Reloj and Prensa Latina, November 2023).
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader
from comity.loaders.text.reading import Encounter

from .reads import only, read


def names(one: Encounter) -> set[str | None]:
    return {person.name for person in one.participants}


# Who was there


def test_a_list_by_states_after_one_post(reader: Reader) -> None:
    text = (
        "8 ноября 2023 года в Сиане прошло заседание генеральных прокуроров государств – членов ШОС. "
        "В нём участвовали генеральные прокуроры: Казахстана — Б.Асылов, Кыргызстана — М.Асаналиев, "
        "России — И.Краснов."
    )
    one = only(read(reader, text))
    assert {(person.name, person.state) for person in one.participants if person.name} == {
        ("Б.Асылов", "KZ"),
        ("М.Асаналиев", "KG"),
        ("И.Краснов", "RU"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "25 июля 2024 года в Бишкеке прошло заседание генеральных прокуроров государств – членов ШОС. Открыл его "
        "Генеральный прокурор Кыргызстана Максат Асаналиев. Он огласил приветствие Президента Кыргызстана "
        "Садыра Жапарова.",
        "The 22nd meeting of Prosecutors General of the SCO member states was held in Bishkek on July 25, 2024. "
        "Prosecutor General of Kyrgyzstan Maksat Asanaliev opened it and read a message from President of Kyrgyzstan "
        "Sadyr Japarov.",
    ],
)
def test_who_sent_a_greeting_was_not_there(reader: Reader, text: str) -> None:
    assert {(name or "").split()[0] for name in names(only(read(reader, text)))} <= {"Максат", "Maksat"}


def test_officials_listed_beside_the_meeting_took_part(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in "
        "Tashkent. With the guest came Ambassador Oleg Malginov and Deputy Prosecutor General Petr Gorodov."
    )
    assert names(only(read(reader, text))) == {
        "Igor Krasnov",
        "Nigmatilla Yuldashev",
        "Oleg Malginov",
        "Petr Gorodov",
    }


def test_mr_is_no_part_of_a_name(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of China Ying Yong in Bishkek. "
        "Mr Krasnov thanked his counterpart."
    )
    reading = read(reader, text)
    assert names(only(reading)) == {"Igor Krasnov", "Ying Yong"}
    assert reading.others == []


def test_a_surname_that_looks_like_another_case_is_who_was_introduced(reader: Reader) -> None:
    text = (
        "Министр юстиции Грузии Паата Салия встретился в Баку с министром юстиции Азербайджана Фаридом Ахмедовым. "
        "Паата Салия пригласил коллегу в Тбилиси."
    )
    reading = read(reader, text)
    assert names(only(reading)) == {"Паата Салия", "Фарид Ахмедов"}
    (item,) = reading.ledger
    assert item.by is not None
    assert (item.kind, item.by.name) == ("invitation", "Паата Салия")


def test_a_headline_in_capitals_makes_no_name(reader: Reader) -> None:
    text = (
        "Kazakh Justice Minister, Russian Prosecutor-General Talk Judicial Ties\n\n"
        "Minister of Justice of Kazakhstan Azamat Yeskarayev received Prosecutor-General of Russia Igor Krasnov."
    )
    assert names(only(read(reader, text))) == {"Azamat Yeskarayev", "Igor Krasnov"}


# What was signed


@pytest.mark.parametrize(
    "text",
    [
        "Генеральный прокурор России Игорь Краснов встретился с генеральным прокурором Китая Ин Юном. "
        "Стороны обсудили возможность подписать меморандум о взаимопонимании.",
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of China Ying Yong and hoped that the two "
        "offices would conclude agreements on closer work against crime.",
    ],
)
def test_what_may_be_signed_is_not_signed(reader: Reader, text: str) -> None:
    assert only(read(reader, text)).documents == []


def test_what_was_signed_in_an_earlier_month_is_not_of_this_meeting(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов встретился в Ташкенте с Президентом Узбекистана Шавкатом "
        "Мирзиёевым. В мае Владимир Путин и Шавкат Мирзиёев подписали совместное заявление."
    )
    one = read(reader, text, published="2024-11-21").encounters[0]
    assert names(one) == {"Игорь Краснов", "Шавкат Мирзиёев"}
    assert one.documents == []


def test_a_programme_for_some_years_keeps_them_in_its_name(reader: Reader) -> None:
    text = (
        "Генпрокуроры России и Узбекистана Игорь Краснов и Нигматилла Юлдашев подписали в Ташкенте программу "
        "сотрудничества на 2024–2026 годы."
    )
    assert only(read(reader, text)).documents == ["программа сотрудничества на 2024–2026 годы"]


# What is to come


@pytest.mark.parametrize(
    "text",
    [
        "На 22-е заседание генеральных прокуроров государств – членов Шанхайской организации сотрудничества в Бишкек "
        "приедут 16 делегаций.",
        "SCO prosecutors general to meet in Bishkek\n\nSixteen delegations will come to the capital of Kyrgyzstan.",
        "Участники решили готовиться к 22-му заседанию генеральных прокуроров государств – членов ШОС в Бишкеке.",
        "It was agreed to hold the 22nd meeting of Prosecutors General of the SCO member states in Bishkek.",
    ],
)
def test_a_sitting_to_come_is_not_held(reader: Reader, text: str) -> None:
    reading = read(reader, text)
    assert reading.encounters == []
    (one,) = reading.planned
    assert (one.body, one.place_state) == ("SCO Prosecutors General Meeting", "KG")


def test_where_a_sitting_to_come_will_be_is_told_by_another_word(reader: Reader) -> None:
    text = (
        "Готовясь к 22-му заседанию генеральных прокуроров государств – членов ШОС, Максат Асаналиев собрал "
        "сотрудников. Форум пройдёт в Бишкеке 25 июля 2024 года."
    )
    (one,) = read(reader, text).planned
    assert (one.ordinal, one.date, one.place_city) == (22, "2024-07-25", "Бишкек")


def test_a_forum_that_a_state_hosts_is_no_meeting_with_it(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов встретился с генеральным прокурором Узбекистана Нигматиллой "
        "Юлдашевым и пригласил его на форум, который Россия примет в июне 2025 года."
    )
    reading = read(reader, text)
    only(reading)
    assert [(one.type, one.date) for one in reading.planned] == [("conference", "2025-06")]


# Who proposed it


def test_a_pronoun_that_opens_the_sentence_proposes(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev. "
        "Mr Krasnov spoke of asset recovery. He handed over a draft agreement and proposed to sign it in Tashkent."
    )
    (item,) = read(reader, text).ledger
    assert item.by is not None
    assert (item.kind, item.by.name) == ("proposal", "Igor Krasnov")


def test_proposals_without_an_author_are_nobodys(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов встретился с генеральным прокурором Китая Ин Юном и сообщил, что "
        "предложения коллег по повестке дня учтены."
    )
    assert read(reader, text).ledger == []


def test_a_draft_put_forward_by_a_state_is_its_initiative(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev. "
        "They discussed a draft agreement on asset recovery, put forward by Russia."
    )
    (item,) = read(reader, text).ledger
    assert item.by is not None
    assert (item.kind, item.by.state) == ("initiative", "RU")


# Who is who


def test_the_minister_is_the_one_named_before(reader: Reader) -> None:
    text = (
        "Генерального прокурора России Игоря Краснова принял в Астане министр юстиции Казахстана Азамат Ескараев. "
        "Министр предложил ускорить обмен документами."
    )
    reading = read(reader, text)
    assert only(reading).host_state == "KZ"
    (item,) = reading.ledger
    assert item.by is not None
    assert (item.kind, item.by.name) == ("proposal", "Азамат Ескараев")


def test_a_headline_gives_nobody_another_post(reader: Reader) -> None:
    text = (
        "Yeskarayev, Uzbek president talk extradition\n\n"
        "Minister of Justice of Kazakhstan Azamat Yeskarayev and Uzbek President Shavkat Mirziyoyev met in Tashkent. "
        "They spoke of extradition."
    )
    one = only(read(reader, text))
    assert {(person.name, person.post_id, person.state) for person in one.participants} == {
        ("Azamat Yeskarayev", "minister_justice", "KZ"),
        ("Shavkat Mirziyoyev", "president", "UZ"),
    }


def test_a_list_of_states_goes_on_over_articles_and_commas(reader: Reader) -> None:
    text = (
        "Representatives of Kazakhstan, Malaysia, the Philippines, and Uzbekistan held consultations in Tashkent on "
        "the transfer of sentenced persons on March 27, 2025."
    )
    assert only(read(reader, text)).states == ["KZ", "MY", "PH", "UZ"]


def test_who_welcomes_somebody_meets_them(reader: Reader) -> None:
    text = (
        "Prosecutor General of Uzbekistan Nigmatilla Yuldashev welcomed Prosecutor General of Russia Igor Krasnov to "
        "his office, along with Russia's Ambassador Oleg Malginov."
    )
    one = only(read(reader, text))
    assert names(one) == {"Nigmatilla Yuldashev", "Igor Krasnov", "Oleg Malginov"}
    assert one.place_state == "UZ"


def test_several_meetings_told_in_one_sentence(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов отдельно встретился в Бишкеке с генеральным прокурором Китая "
        "Ин Юном и с генеральным прокурором Узбекистана Нигматиллой Юлдашевым."
    )
    assert [names(one) for one in read(reader, text).encounters] == [
        {"Игорь Краснов", "Ин Юн"},
        {"Игорь Краснов", "Нигматилла Юлдашев"},
    ]


def test_a_name_without_a_post_has_the_office_in_the_state(reader: Reader) -> None:
    text = "Игорь Краснов прибыл 22 июля 2024 года с рабочим визитом в Ташкент и встретился с Нигматиллой Юлдашевым."
    found = {(person.name, person.post_id, person.state) for person in only(read(reader, text)).participants}
    assert ("Игорь Краснов", "prosecutor_general", "RU") in found


def test_consultations_of_two_states_are_theirs(reader: Reader) -> None:
    text = "18 сентября 2023 года в Минске завершились консультации Беларуси и Узбекистана о передаче осуждённых."
    one = only(read(reader, text))
    assert (one.states, one.date) == (["BY", "UZ"], "2023-09-18")


def test_a_meeting_on_the_sidelines_is_where_the_session_is(reader: Reader) -> None:
    text = (
        "25 июля 2024 года в Бишкеке прошло 22-е заседание генеральных прокуроров государств – членов ШОС. "
        "На полях заседания генеральный прокурор России Игорь Краснов встретился с генеральным прокурором Китая "
        "Ин Юном."
    )
    meeting = next(one for one in read(reader, text).encounters if one.type == "bilateral meeting")
    assert (meeting.place_city, meeting.place_state) == ("Бишкек", "KG")


def test_what_takes_part_or_is_adopted_is_no_reception(reader: Reader) -> None:
    text = (
        "25 июля 2024 года в Бишкеке прошло 22-е заседание генеральных прокуроров государств – членов ШОС. В нём "
        "принял участие генеральный прокурор России Игорь Краснов. По итогам принято совместное заявление."
    )
    one = only(read(reader, text))
    assert one.type == "session"
    assert names(one) == {"Игорь Краснов"}


def test_the_ones_who_only_tell_it_were_not_there(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in "
        "Tashkent and signed a cooperation programme, Russian Ambassador Oleg Malginov told reporters."
    )
    assert names(only(read(reader, text))) == {"Igor Krasnov", "Nigmatilla Yuldashev"}


def test_she_is_the_one_of_the_sentence_before(reader: Reader) -> None:
    text = (
        "President of Uzbekistan Shavkat Mirziyoyev received Attorney General of Cuba Yamila Peña Ojeda in Tashkent. "
        "Peña thanked him. Then she conferred with Prosecutor General of Uzbekistan Nigmatilla Yuldashev."
    )
    assert [names(one) for one in read(reader, text).encounters] == [
        {"Shavkat Mirziyoyev", "Yamila Peña Ojeda"},
        {"Yamila Peña Ojeda", "Nigmatilla Yuldashev"},
    ]


def test_the_verb_of_heading_hides_no_post(reader: Reader) -> None:
    text = (
        "The 22nd meeting of Prosecutors General of the SCO member states was held in Bishkek on July 25, 2024. "
        "The Russian delegation was headed by Prosecutor General Igor Krasnov."
    )
    (person,) = only(read(reader, text)).participants
    assert (person.name, person.post_id, person.state) == ("Igor Krasnov", "prosecutor_general", "RU")


def test_what_somebody_means_to_do_is_to_come(reader: Reader) -> None:
    text = (
        "Генеральный прокурор России Игорь Краснов 25 июля 2022 года прилетел в Душанбе. Завтра он намерен встретиться "
        "с генеральным прокурором Таджикистана Юсуфом Рахмоном."
    )
    reading = read(reader, text, published="2022-07-25")
    assert [one.type for one in reading.encounters] == ["visit"]
    (one,) = reading.planned
    assert (one.type, one.date) == ("bilateral meeting", "2022-07-26")


def test_the_day_of_a_document_is_not_the_day_of_the_meeting(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Igor Krasnov met Prosecutor General of Uzbekistan Nigmatilla Yuldashev to "
        "review the memorandum that both sides signed in Samarkand in 2018."
    )
    one = only(read(reader, text))
    assert (one.date, one.place_city) == (None, None)


def test_who_came_along_is_of_the_same_state(reader: Reader) -> None:
    text = (
        "Prosecutor General of Kazakhstan Berik Asylov received Prosecutor General of Uzbekistan Nigmatilla Yuldashev "
        "in Astana. Yuldashev was accompanied by Deputy Prosecutor General Botir Kudratkhodjaev."
    )
    found = {person.name: person.state for person in only(read(reader, text)).participants}
    assert found["Botir Kudratkhodjaev"] == "UZ"


def test_delegates_are_of_the_delegation_told_before(reader: Reader) -> None:
    text = (
        "A delegation of the Turkish judiciary called on Chief Justice of Kazakhstan Aslambek Mergaliev in Astana. "
        "Among the delegates were Bekir Şahin, President of the Court of Cassation, and Ruslan Mirzayev, Deputy Chief "
        "Prosecutor."
    )
    found = {person.name: person.state for person in only(read(reader, text)).participants}
    assert (found["Bekir Şahin"], found["Ruslan Mirzayev"]) == ("TR", "TR")


def test_who_came_by_invitation_came(reader: Reader) -> None:
    text = (
        "По приглашению генерального прокурора Азербайджана Кямрана Алиева в Баку приехал генеральный прокурор Египта "
        "Набиль Садек. Он передал приглашение посетить Каир."
    )
    one = only(read(reader, text))
    assert (one.place_city, names(one)) == ("Баку", {"Кямран Алиев", "Набиль Садек"})


def test_days_counted_since_a_weekday_are_now(reader: Reader) -> None:
    text = (
        "Prosecutor General of Kazakhstan Berik Asylov has been in Cairo since Tuesday for the annual conference of an "
        "association of prosecutors. He leads the delegation."
    )
    one = only(read(reader, text, published="2024-03-06"))
    assert (one.type, one.background, one.place_state) == ("conference", False, "EG")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "В Ташкент прибыли генеральный прокурор России Игорь Краснов и министр юстиции России Константин Чуйченко.",
            "visit",
        ),
        (
            "Президент Узбекистана Шавкат Мирзиёев и генеральный прокурор России Игорь Краснов вели в Ташкенте "
            "переговоры о возврате активов.",
            "bilateral meeting",
        ),
    ],
)
def test_verbs_whose_plural_looks_like_another_word(reader: Reader, text: str, kind: str) -> None:
    one = only(read(reader, text))
    assert (one.type, one.place_city) == (kind, "Ташкент")


_KRASNOV = "Prosecutor General of Russia Igor Krasnov"
_MET = f"{_KRASNOV} met Prosecutor General of Uzbekistan Nigmatilla Yuldashev in Tashkent"


@pytest.mark.parametrize(
    "text",
    [
        f"{_MET} ahead of the SCO summit.",
        f"{_MET} and discussed preparations for the forum.",
        "Генеральный прокурор России Игорь Краснов встретился в Ташкенте с генеральным прокурором Узбекистана "
        "Нигматиллой Юлдашевым накануне саммита ШОС.",
    ],
)
def test_what_was_before_something_to_come_was(reader: Reader, text: str) -> None:
    met = only(read(reader, text))
    assert (met.type, met.place_state) == ("bilateral meeting", "UZ")


def test_issues_of_an_agreement_are_no_document(reader: Reader) -> None:
    assert only(read(reader, f"{_MET}. They discussed issues of the extradition agreement.")).documents == []


def test_a_case_that_a_state_has_begun_is_no_initiative(reader: Reader) -> None:
    assert read(reader, f"{_MET}. They spoke of criminal cases initiated by Russia.").ledger == []


def test_a_headline_that_tells_twice_is_read(reader: Reader) -> None:
    title = "22nd meeting of SCO Prosecutors General opens in Bishkek as SCO Prosecutors General meeting begins"
    assert only(read(reader, f"{title}\n\n{_KRASNOV} came.")).place_state == "KG"
