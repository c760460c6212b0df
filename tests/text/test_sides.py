"""Who the sides of an encounter are where a sentence does not name them, and who of those named is none; made up."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read


def met(reader: Reader, text: str) -> list[tuple[list[str], list[str]]]:
    """The surnames and states of each encounter in the foreground."""
    return [
        (sorted(str(one.name).split()[-1] for one in found.participants if one.name), found.states)
        for found in read(reader, text).encounters
        if not found.background
    ]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            "Молдова и Румыния будут вместе бороться с преступностью\n\nМолдова и Румыния усиливают совместную работу. "
            "Соответствующий документ был подписан на этой неделе Прокуратурой по особым делам и Управлением по "
            "расследованию преступлений.",
            ["MD", "RO"],
        ),
        (
            "Belarus and Saudi Arabia are stepping up cooperation in various areas.\n\nThe sides signed a roadmap for "
            "cooperation in the legal field for this year and the years ahead.",
            ["BY", "SA"],
        ),
    ],
)
def test_who_signed_is_told_by_the_head_of_the_page(reader: Reader, text: str, states: list[str]) -> None:
    one = only(read(reader, text))
    assert (one.type, one.states) == ("signing", states)


def test_a_ratification_is_no_signing_of_the_two_states_of_the_head(reader: Reader) -> None:
    text = (
        "Kazakhstan and Cyprus will render each other legal assistance.\n\nDeputies approved the ratification of "
        "extradition treaties between the countries. Kazakhstan has signed 21 such agreements to date. In total, 73 "
        "bilateral agreements have been signed."
    )
    assert read(reader, text).encounters == []


def test_the_office_of_an_agencys_own_page_is_of_its_state(reader: Reader) -> None:
    text = (
        "Today the Prosecutor General has paid a visit to Bulgaria, and in its course a meeting with the Minister of "
        "Justice Hristo Probst has taken place.\n\nThe Prosecutor General of Kazakhstan has spoken about the main "
        "directions of the work of prosecutors."
    )
    assert met(reader, text)[0] == (["Probst"], ["BG", "KZ"])


def test_a_papers_law_minister_is_its_own(reader: Reader) -> None:
    text = (
        "ISLAMABAD, Nov 24 (APP): Federal Minister for Law and Justice Azam Testa met Waleed Sampler, Minister of "
        "Justice of Saudi Arabia.\n\nLaw minister also met Amin Probst, Minister of Justice of Iran."
    )
    assert [one for one, _ in met(reader, text)] == [["Sampler", "Testa"], ["Probst", "Testa"]]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            "Test Probin, Prosecutor General of Tajikistan, took part in the 33rd meeting of the Coordinating Council "
            "of Prosecutors General of the CIS in Baku.\n\nHe also had separate bilateral meetings with the "
            "prosecutors general of Russia, Azerbaijan and other CIS member states.",
            [["RU", "TJ"], ["AZ", "TJ"]],
        ),
        (
            "На полях форума председатель Верховного суда России Мария Пробина провела двусторонние переговоры с "
            "главами верховных судов Китая, Египта и Эфиопии.",
            [["CN", "RU"], ["EG", "RU"], ["ET", "RU"]],
        ),
    ],
)
def test_officials_of_several_states_are_met_one_by_one(reader: Reader, text: str, states: list[list[str]]) -> None:
    assert [one.states for one in read(reader, text).encounters if one.type != "session"] == states


def test_a_meeting_with_another_official_of_the_same_state_is_another_one(reader: Reader) -> None:
    text = (
        "During the trip, Prosecutor General of Azerbaijan Test Probin met with Max Sampler, Head of the Royal "
        "Prosecutor's Office of Great Britain.\n\nAt the meeting of the Prosecutor General with the head of the "
        "extradition department of the Ministry of Interior of Great Britain Harj Probst, wanted persons were "
        "considered."
    )
    assert [one for one, _ in met(reader, text)] == [["Probin", "Sampler"], ["Probin", "Probst"]]


def test_whom_somebody_came_to_meet_is_not_yet_met(reader: Reader) -> None:
    text = (
        "Chief Justice of Iran Ahmad Testa met Chief Justice of Russia Igor Sampler in Moscow on 16 May 2023.\n\n"
        "Testa came to Moscow on Monday to hold talks and meet with Russian officials, including Prosecutor General "
        "Petr Probst and Justice Minister Ivan Muster."
    )
    assert met(reader, text) == [(["Sampler", "Testa"], ["IR", "RU"])]


@pytest.mark.parametrize(
    "text",
    [
        "Президенты России и Киргизии подписали совместное заявление. Среди документов – соглашение о строительстве "
        "университета имени первого президента Российской Федерации Образца Вымыслова.",
        "The Presidents of Russia and Kyrgyzstan signed a joint statement. An agreement on a university named after "
        "President of Russia Sampler Probst was signed too.",
    ],
)
def test_who_gave_a_university_the_name_takes_part_in_nothing(reader: Reader, text: str) -> None:
    found = read(reader, text)
    assert [person.name for one in found.encounters for person in one.participants if person.name] == []
    assert found.others == []


def test_leaders_of_a_headline_are_those_of_the_sentence_below(reader: Reader) -> None:
    text = (
        "Ломакин и Вымыслов подписали совместное заявление\n\nПрезиденты России и Киргизии подписали совместное "
        "заявление и семь документов."
    )
    one = read(reader, text).encounters[0]
    assert [(person.name, person.state) for person in one.participants] == [("Ломакин", "RU"), ("Вымыслов", "KG")]


def test_who_put_their_names_under_an_agreement_signed_it(reader: Reader) -> None:
    text = (
        "Об этом говорится в соглашении о сотрудничестве, под которым в Душанбе поставили подписи генпрокуроры России "
        "и Таджикистана Тест Пробин и Образец Вымыслов."
    )
    assert met(reader, text) == [(["Вымыслов", "Пробин"], ["RU", "TJ"])]


def test_the_chair_of_two_houses_is_named_after_the_second(reader: Reader) -> None:
    text = (
        "A delegation led by the Chairman of the Supreme Court and Judicial-Legal Council of Azerbaijan, Test Probin, "
        "paid a visit to Georgia."
    )
    one = only(read(reader, text)).participants[0]
    assert (one.name, one.post_id, one.state) == ("Test Probin", "chief_justice", "AZ")


def test_whoever_met_his_colleague_holds_the_office_told_before(reader: Reader) -> None:
    text = (
        "Turkey and Azerbaijan want to strengthen judicial cooperation, the Turkish justice minister said on Tuesday."
        "\n\nTest Muster met with his Azerbaijani counterpart Kadr Probst."
    )
    one = only(read(reader, text))
    assert [(person.name, person.state) for person in one.participants] == [
        ("Test Muster", "TR"),
        ("Kadr Probst", "AZ"),
    ]


def test_a_conference_abroad_stands_beside_the_meetings_on_its_margins(reader: Reader) -> None:
    text = (
        "ISLAMABAD, Nov 24 (APP): Minister for Law and Justice Azam Testa headed Pakistan's delegation at the Second "
        "International Conference on Justice, which took place in Riyadh.\n\nOn the margins of the conference Testa "
        "had a number of important bilateral meetings.\n\nTesta met Amin Probst, Minister of Justice of Iran."
    )
    found = [(one.type, one.place_city, one.place_state) for one in read(reader, text).encounters]
    assert found == [("conference", "Riyadh", "SA"), ("bilateral meeting", "Riyadh", "SA")]


def test_headlines_of_other_pages_at_the_end_are_left_out(reader: Reader) -> None:
    text = (
        "Prosecutor General of Kazakhstan Test Probin met Prosecutor General of Laos Sampler Testov in Astana and "
        "discussed extradition.\n\nA large exhibition opened in the capital\nNew rules for weddings are worked out\n"
        "Budget of the parties for the next year\nChief Justice of Iran Amin Probst met Chief Justice of China Zhou "
        "Muster in Xian"
    )
    assert met(reader, text) == [(["Probin", "Testov"], ["KZ", "LA"])]


def test_also_at_the_meeting_of_a_body_is_no_meeting_of_its_own(reader: Reader) -> None:
    text = (
        "Семнадцатое совещание председателей верховных судов государств – членов ШОС прошло в Душанбе.\n\nУчастие во "
        "встрече также приняли судьи верховных судов Беларуси и Ирана и заместитель Генерального секретаря ШОС Тест "
        "Пробин."
    )
    one = only(read(reader, text))
    assert (one.type, [person.name for person in one.participants]) == ("session", ["Тест Пробин"])
