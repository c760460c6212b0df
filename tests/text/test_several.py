"""Several encounters on one page, or several persons in one sentence: which belong together; made-up persons."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader
from comity.loaders.text.reading import Encounter

from .reads import only, read


def pairs(reader: Reader, text: str) -> list[list[str]]:
    """Who met in each encounter in the foreground, by surname."""
    return [
        sorted(str(person.name).split()[-1] for person in one.participants if person.name)
        for one in read(reader, text).encounters
        if not one.background
    ]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (
            "Находящийся с визитом в Баку министр юстиции Грузии Тест Пробин провел встречи с президентом Азербайджана "
            "Иваном Примеровым, со своим коллегой Образцом Вымысловым и спикером Милли Меджлиса Марией Примеровой.",
            [["Примеров", "Пробин"], ["Вымыслов", "Пробин"], ["Примерова", "Пробин"]],
        ),
        (
            "Irfan Testa, Ambassador of Türkiye, and Reza Sampler, Ambassador of Iran, called separately on the Chief "
            "Justice of Pakistan, Yahya Probst, in Islamabad.",
            [["Probst", "Testa"], ["Probst", "Sampler"]],
        ),
        (
            "Prosecutor General of Russia Igor Testov had a meeting with the Prosecutor General of Iran Mohammad "
            "Testa, his Mongolian colleague Bat Sampler, and also with SCO Secretary General Zhang Probst.",
            [["Testa", "Testov"], ["Sampler", "Testov"], ["Probst", "Testov"]],
        ),
        (
            "Chief Justice of Vietnam Binh Testa is visiting China at the invitation of his Chinese counterpart Zhou "
            "Sampler.\n\nOn May 3, he paid a courtesy call on Guo Probst, Secretary of the Commission for Political "
            "Affairs of China.\n\nLater the same day, Testa had talks with Zhou Sampler.",
            [["Probst", "Testa"], ["Sampler", "Testa"]],
        ),
        (
            "The Azerbaijani, Russian and Armenian prosecutors general met in a trilateral format in Moscow.",
            [[]],
        ),
    ],
)
def test_meetings_of_one_sentence_are_told_apart(reader: Reader, text: str, met: list[list[str]]) -> None:
    assert pairs(reader, text) == met


def test_the_same_day_is_the_day_of_the_meeting_before(reader: Reader) -> None:
    text = (
        "Prosecutor General of Kazakhstan Test Probin met Prosecutor General of Türkiye Ali Sampler in Ankara on 15 "
        "February 2022.\n\nThe same day, Probin met with Turkish Justice Minister Veli Probst."
    )
    assert [one.date for one in read(reader, text).encounters] == ["2022-02-15", "2022-02-15"]


def test_two_sittings_of_one_sentence_have_the_same_people(reader: Reader) -> None:
    # Both sat in Dushanbe on 20 September 2018: gov.uz, portal of the government of Uzbekistan, 24 September 2018.
    text = (
        "20 сентября 2018 года делегация Узбекистана во главе с генеральным прокурором Тестом Пробиным "
        "участвовала в 28-м заседании Координационного совета генеральных прокуроров стран СНГ и 16-м заседании "
        "генеральных прокуроров государств – членов ШОС в Душанбе."
    )
    found = {one.ordinal: [p.name for p in one.participants] for one in read(reader, text).encounters}
    assert found == {28: ["Тест Пробин"], 16: ["Тест Пробин"]}


def told(reader: Reader, text: str) -> Encounter:
    return only(read(reader, text))


def test_delegates_are_listed_by_state_without_posts(reader: Reader) -> None:
    text = (
        "20 февраля 2023 года прошло заседание Совета председателей верховных (высших) судов государств – участников "
        "СНГ.\n\nВ работе заседания участвовали:\n\nот Республики Армения – Тестян Л.З.\n\n"
        "от Республики Беларусь – Пробкевич В.Л.\n\nот Республики Казахстан – Образцов А.А."
    )
    one = told(reader, text)
    assert [(person.name, person.state) for person in one.participants] == [
        ("Тестян Л.З.", "AM"),
        ("Пробкевич В.Л.", "BY"),
        ("Образцов А.А.", "KZ"),
    ]
    assert one.states == ["AM", "BY", "KZ"]


def test_the_host_of_a_sitting_takes_part(reader: Reader) -> None:
    text = (
        "Заседание генеральных прокуроров государств – членов ШОС прошло в Бишкеке. В заседании приняли участие "
        "генеральные прокуроры Индии, Ирана, Казахстана и Китая."
    )
    assert told(reader, text).states == ["CN", "IN", "IR", "KG", "KZ"]


def test_members_of_an_organisation_are_not_those_who_came(reader: Reader) -> None:
    text = (
        "The 20th meeting of the Prosecutors General of the SCO member states was held in Astana on 10 October 2022."
        "\n\n"
        "China, India, Kazakhstan and Pakistan are full members of the organisation."
    )
    assert told(reader, text).states == []


def test_ministers_state_by_state_are_the_body_of_the_organisation(reader: Reader) -> None:
    text = (
        "Министры юстиции Узбекистана, Казахстана, Кыргызстана, Китая и России согласовали в Ташкенте направления "
        "взаимодействия между государствами ШОС."
    )
    one = told(reader, text)
    assert (one.type, one.body) == ("session", "SCO Ministers of Justice Meeting")


def test_a_joint_board_of_two_agencies_is_a_meeting_of_two_states(reader: Reader) -> None:
    text = (
        "Первое заседание объединенной коллегии Генеральной прокуратуры Таджикистана и Генеральной прокуратуры "
        "Кыргызстана прошло в городе Худжанд 19 мая 2023 года."
    )
    one = told(reader, text)
    assert (one.type, one.states, one.date) == ("bilateral meeting", ["KG", "TJ"], "2023-05-19")


@pytest.mark.parametrize(
    "text",
    [
        "Министр юстиции Грузии Тест Пробин встретился в Баку с министром юстиции Азербайджана Иваном Примеровым. Была "
        "дана высокая оценка вкладу президента Азербайджана Образца Вымыслова в развитие отношений.",
        "Georgia's Justice Minister Test Probin met Azerbaijan's Justice Minister Kadr Testov in Baku. They noted the "
        "role of President Sampler Probst in strengthening the ties of Georgia and Azerbaijan.",
        "Georgia's Justice Minister Test Probin met Azerbaijan's Justice Minister Kadr Testov in Baku. At the meeting "
        "attention was paid to President Sampler Probst's visit to Georgia.",
        "Georgia's Justice Minister Test Probin met Azerbaijan's Justice Minister Kadr Testov in Baku. They laid a "
        "wreath in a park that bears the name of the national leader of the people, Sampler Probst.",
    ],
)
def test_who_is_praised_or_remembered_takes_no_part(reader: Reader, text: str) -> None:
    assert len(pairs(reader, text)) == 1
    assert pairs(reader, text)[0] in (["Примеров", "Пробин"], ["Probin", "Testov"])


def test_what_a_later_page_recalls_of_an_earlier_sitting_is_told_in_passing(reader: Reader) -> None:
    text = (
        "The 11th meeting of the Ministers of Justice of the SCO was held on 6 June 2024. The parties reviewed what "
        "was agreed at the 10th meeting of the SCO Ministers of Justice."
    )
    found = {one.ordinal: one.background for one in read(reader, text).encounters}
    assert found == {11: False, 10: True}


def test_the_day_of_a_report_is_not_that_of_the_meeting(reader: Reader) -> None:
    text = (
        "В Минске намечена рабочая встреча генерального прокурора Казахстана Теста Пробина с генеральным прокурором "
        "Беларуси Образцом Вымысловым, 27 октября сообщает пресс-служба. Встреча намечена на 28 октября в Минске."
    )
    reading = read(reader, text)
    assert not reading.encounters
    assert reading.planned[0].date == "--10-28"


def test_officials_of_a_list_hold_the_post_that_they_share(reader: Reader) -> None:
    text = (
        "The interior ministers of the three Central Asian states, Yerjan Sampler of Kazakhstan, Ulan Probst of "
        "Kyrgyzstan and Pulat Testa of Uzbekistan, met in Astana. Minister Sampler, the host, stressed the need."
    )
    posts = {one.name: (one.post, one.state) for one in read(reader, text).encounters[0].participants}
    assert {name.split()[-1]: state for name, (_, state) in posts.items()} == {
        "Sampler": "KZ",
        "Probst": "KG",
        "Testa": "UZ",
    }
    assert all("interior minister" in (post or "").lower() for post, _ in posts.values())


def test_an_office_told_in_the_plural_is_of_each_state(reader: Reader) -> None:
    text = (
        "Генеральные прокуроры России и Камбоджи впервые подписали меморандум о сотрудничестве. "
        "«Это основа совместной работы», — заявил генпрокурор РФ Тест Пробин."
    )
    found = read(reader, text).encounters[0].participants
    assert sorted((one.name or "", one.state) for one in found) == [("", "KH"), ("Тест Пробин", "RU")]


def test_three_agreements_of_one_plural_are_three(reader: Reader) -> None:
    text = (
        "Состоялись переговоры генерального прокурора Казахстана Теста Пробина с министром юстиции Марокко Образцом "
        "Уахби. По итогам встречи были заключены межгосударственные соглашения о выдаче преступников, о правовой "
        "помощи по уголовным делам, а также о передаче осужденных лиц."
    )
    assert [one.split(" о ")[1] for one in read(reader, text).encounters[0].documents] == [
        "выдаче преступников",
        "правовой помощи по уголовным делам",
        "передаче осужденных лиц",
    ]


def test_the_day_of_an_earlier_journey_is_not_that_of_the_talks(reader: Reader) -> None:
    text = (
        "Prosecutor General of Iran Testa Sampler had a meeting with the Attorney General of Tajikistan Yusef Probst "
        "in Dushanbe. The memorandum was signed in the course of Yusef Probst's visit to Iran in February 2021."
    )
    talks = next(one for one in read(reader, text).encounters if one.type == "bilateral meeting")
    assert (talks.date, talks.place_state) == (None, "TJ")


def test_talks_with_four_heads_of_courts_are_four_meetings(reader: Reader) -> None:
    text = (
        "Chairwoman of the Supreme Court of Kyrgyzstan Feruza Sampler had bilateral meetings in Bishkek on "
        "September 3. Ms Sampler held talks with Deputy SCO Secretary General Sabyr Probin, Chairman of the Supreme "
        "Court of Belarus Valentin Probst, Chairman of the Supreme Court of Tajikistan Sher Testov, and Chairman of "
        "the Supreme Court of Kazakhstan Kairat Testa."
    )
    found = read(reader, text).encounters
    assert sorted(tuple(one.states) for one in found) == [("BY", "KG"), ("KG",), ("KG", "KZ"), ("KG", "TJ")]
    assert all(len(one.participants) == 2 for one in found)


def test_a_forum_named_after_a_city_is_no_place_of_the_meeting(reader: Reader) -> None:
    text = (
        "Prosecutor General of Russia Yuri Sampler held a meeting with his Hungarian counterpart Peter Probst. He "
        "praised the address at the St. Petersburg International Economic Forum on cyber crime."
    )
    assert read(reader, text).encounters[0].place_city is None


def test_initials_without_stops_are_of_the_name(reader: Reader) -> None:
    text = "Chief Justice of India D Y Sampler held a meeting with his Nepalese counterpart Prasad Probst in Kathmandu."
    assert read(reader, text).encounters[0].participants[0].name == "D Y Sampler"


def test_when_a_body_was_founded_is_not_when_it_sat(reader: Reader) -> None:
    text = (
        "The 3rd meeting of the Organization of Turkic States (OTS) Council of General Prosecutors, set up in Baku in "
        "2021, has been held in Bishkek."
    )
    sitting = only(read(reader, text))
    assert (sitting.ordinal, sitting.date, sitting.place_city) == (3, None, "Bishkek")


@pytest.mark.parametrize(
    "text",
    [
        "The leaders of Uzbekistan and Kyrgyzstan met in Tashkent on March 11.",
        "Uzbek and Kyrgyz leaders held talks in Tashkent on March 11.",
        "The premiers of Uzbekistan and Kyrgyzstan met in Tashkent on March 11.",
    ],
)
def test_leaders_of_two_states_without_names_met(reader: Reader, text: str) -> None:
    found = only(read(reader, text))
    assert (found.states, found.place_city) == (["KG", "UZ"], "Tashkent")
    assert [one.state for one in found.participants] in (["UZ", "KG"], ["KG", "UZ"])


def test_an_abbreviated_chief_justice_is_of_his_state(reader: Reader) -> None:
    text = "CJI Arun Sampler met the Chief Justice of Nepal Hari Probst in Kathmandu on 3 May 2024."
    found = only(read(reader, text))
    assert [(one.name, one.state) for one in found.participants] == [("Arun Sampler", "IN"), ("Hari Probst", "NP")]


def test_a_judicial_conference_is_the_meeting_of_the_heads_of_courts(reader: Reader) -> None:
    text = (
        "Chief Justice of Pakistan Yahya Sampler attended the SCO Judicial Conference in China. It was announced that "
        "the next SCO judicial conference would take place in Iran in 2026."
    )
    reading = read(reader, text)
    assert (only(reading).body, only(reading).place_state) == ("SCO Supreme Court Presidents Meeting", "CN")
    assert [(one.body, one.date, one.place_state) for one in reading.planned] == [(only(reading).body, "2026", "IR")]


def test_meetings_with_the_heads_of_two_courts_are_two(reader: Reader) -> None:
    text = (
        "Chief Justice of Pakistan Yahya Sampler was in Tashkent on 3 May 2024. He had bilateral meetings with the "
        "chief justices of Iran and Turkiye."
    )
    assert sorted(one.states for one in read(reader, text).encounters) == [["IR", "PK"], ["PK", "TR"]]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            "Belarus and Saudi Arabia step up cooperation. The Ministers of Justice of the two countries met in Minsk.",
            ["BY", "SA"],
        ),
        (
            "Беларусь и Вьетнам развивают сотрудничество. Министры юстиции двух стран провели переговоры в Минске.",
            ["BY", "VN"],
        ),
    ],
)
def test_officials_of_the_two_countries_are_of_those_told_before(reader: Reader, text: str, states: list[str]) -> None:
    found = only(read(reader, text))
    assert (found.states, sorted(str(one.state) for one in found.participants)) == (states, states)
