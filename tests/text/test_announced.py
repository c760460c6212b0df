"""What a page only announces, what it prepares, what fell through, in sentences of our own."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read

WHEN_THEY_SIGN = (
    "Relations between Rwanda and Kenya will become stronger when the Attorney Generals of the two countries sign an "
    "extradition treaty on Wednesday."
)


def test_experts_met_to_prepare_a_sitting(reader: Reader) -> None:
    reading = read(
        reader,
        "20-21 февраля прошло первое заседание экспертов, посвященное подготовке одиннадцатого Совещания министров "
        "юстиции государств-членов Шанхайской организации сотрудничества. Участие в нем приняли представители Индии, "
        "Ирана и Казахстана. По итогам встречи экспертов ее участники подписали Протокол заседания.",
    )
    met = only(reading)
    assert (met.type, met.body, met.date, sorted(met.states)) == ("conference", None, "--02-20", ["IN", "IR", "KZ"])
    assert met.documents == ["Протокол заседания"]
    [ahead] = reading.planned
    assert (ahead.body, ahead.ordinal, ahead.date) == ("SCO Ministers of Justice Meeting", 11, None)


def test_who_came_for_a_sitting_that_is_to_come(reader: Reader) -> None:
    reading = read(
        reader,
        "В Душанбе пройдет очередное заседание СМВД СНГ\n\nКак сообщили в ведомстве, на встречу в Душанбе приехали "
        "министры внутренних дел Азербайджана Рамиль Тестов, Беларуси Игорь Пробст и Казахстана Ерлан Вымыслов.\n\n"
        "Также в Таджикистан приехал заместитель министра внутренних дел Республики Молдовы Олег Ломакин.",
    )
    assert reading.encounters == []
    [ahead] = reading.planned
    assert (ahead.body, ahead.place_city) == ("CIS Council of Ministers of Interior", "Душанбе")
    assert {one.state for one in ahead.participants} == {"AZ", "BY", "KZ", "MD"}


@pytest.mark.parametrize(
    ("text", "who", "states"),
    [
        (
            "Istanbul will host the 30th conference of the justice ministers of the Council of Europe member-states on "
            "November 24-26. Azerbaijan's Minister of Justice Fikrat Testa will take part in the conference.",
            {"Fikrat Testa"},
            {"AZ"},
        ),
        (
            "The seventh meeting of Justice Ministers of the Shanghai Cooperation Organisation (SCO) member states "
            "will be hosted by Law Minister of India Ravi Testa on October 16. The meeting will be attended by the "
            "Ministers of Justice of India, Kazakhstan and Pakistan.",
            {"Ravi Testa"},
            {"IN", "KZ", "PK"},
        ),
    ],
)
def test_who_is_to_be_there(reader: Reader, text: str, who: set[str], states: set[str]) -> None:
    reading = read(reader, text)
    assert reading.encounters == []
    [ahead] = reading.planned
    assert {one.name for one in ahead.participants if one.name} == who
    assert set(ahead.states) == states


def test_what_a_sitting_is_to_speak_of_is_told_after_it(reader: Reader) -> None:
    reading = read(
        reader,
        "Секретарь Совета безопасности России Николай Тестов 19 августа в Ташкенте примет участие в семнадцатой "
        "ежегодной встрече секретарей советов безопасности государств - членов ШОС. Предполагается обсудить борьбу с "
        "терроризмом, экстремизмом и незаконным оборотом наркотиков.",
    )
    assert {"terrorism", "extremism", "drugs"} <= set(reading.planned[0].topics)


@pytest.mark.parametrize(
    "text",
    [
        "The fourth East African meeting of ministers of justice failed to take place as representatives of Burundi "
        "and Tanzania did not show up.",
        "Встреча министров юстиции Армении и Грузии не состоялась: министр юстиции Грузии Паата Тестов заболел.",
        "Заседание объединенной коллегии министерств внутренних дел Таджикистана и России проходит каждый год с 1999 "
        "года.",
        "ISLAMABAD: Attorney General for Pakistan Khalid Testa called on Prime Minister Imran Sampler on Monday and "
        "gave him a briefing on several important legal cases.\n\nStorm reaches the UK",
    ],
)
def test_no_encounter(reader: Reader, text: str) -> None:
    assert read(reader, text).encounters == []


@pytest.mark.parametrize(
    ("text", "states", "planned"),
    [
        ("Совместная коллегия МВД Таджикистана и России пройдет в Душанбе в сентябре.", ["RU", "TJ"], True),
        (
            "Заседание Объединенной коллегии Министерства внутренних дел Союзного государства проходит 18 сентября в "
            "Новополоцке.",
            ["BY", "RU"],
            False,
        ),
    ],
)
def test_joint_boards_of_two_states(reader: Reader, text: str, states: list[str], planned: bool) -> None:
    reading = read(reader, text)
    [one] = reading.planned if planned else reading.encounters
    assert sorted(one.states) == states


def test_a_meeting_of_four_states_is_no_bilateral_one(reader: Reader) -> None:
    reading = read(reader, "Делегации МВД Беларуси, Молдовы, России и Украины встретятся 13 февраля в Харькове.")
    assert [one.type for one in reading.planned] == ["conference"]


def test_a_caption_calls_to_come_what_was_held(reader: Reader) -> None:
    reading = read(
        reader,
        "MEXICO CITY (AP) — U.S. Attorney General William Testa and Mexico's President Andres Sampler held a "
        "closed-door meeting in Mexico City on Thursday.\n\nThe vehicle with U.S. Attorney General William Testa "
        "arrives at the National Palace where he is to meet with President Andres Sampler in Mexico City.",
    )
    assert len(reading.encounters) == 1
    assert reading.planned == []


def test_many_chief_justices_are_to_come(reader: Reader) -> None:
    reading = read(
        reader,
        "At least 19 Chief Justices from Eastern and Southern Africa will arrive in the country at the weekend for a "
        "week-long conference in Kampala, Uganda.",
    )
    assert [(one.type, one.place_city) for one in reading.planned] == [("conference", "Kampala")]


def test_what_is_told_with_when_is_to_come(reader: Reader) -> None:
    reading = read(reader, WHEN_THEY_SIGN, published="2009-09-29")
    assert reading.encounters == []
    assert [(one.type, one.date, sorted(one.states)) for one in reading.planned] == [
        ("signing", "2009-09-30", ["KE", "RW"])
    ]


def test_a_visit_that_goes_on(reader: Reader) -> None:
    reading = read(
        reader,
        "В Литве с официальным визитом находится заместитель министра юстиции Белоруссии Алла Пробст. Это следует из "
        "постановления Совета министров Белоруссии №1054 от 6 августа 2011 года. Независимые эксперты из Белоруссии и "
        "Литвы полагают, что во время визита замглавы белорусского Минюста стороны обсудят сотрудничество.",
    )
    assert reading.planned == []
    visit = only(reading)
    assert (visit.type, visit.date, [one.name for one in visit.participants]) == ("visit", None, ["Алла Пробст"])


def test_who_is_asked_to_send_observers_is_not_to_come(reader: Reader) -> None:
    reading = read(
        reader,
        "Министр юстиции Кыргызстана Аяз Тестов встретился с министром юстиции Грузии Паатой Пробстом. Тестов "
        "пригласил грузинскую сторону прислать наблюдателей на выборы, которые назначены на 28 ноября 2021 года.",
    )
    assert reading.planned == []
    assert [one.kind for one in reading.ledger] == ["invitation"]


def test_officials_of_both_states_meet_before_a_signing(reader: Reader) -> None:
    text = f"{WHEN_THEY_SIGN} Officials from both offices are now meeting in Kigali."
    reading = read(reader, text, published="2009-09-29")
    met = only(reading)
    assert (met.place_city, sorted(met.states)) == ("Kigali", ["KE", "RW"])
    assert [one.type for one in reading.planned] == ["signing"]


def test_what_is_recalled_at_a_meeting_does_not_make_it_an_earlier_one(reader: Reader) -> None:
    met = only(
        read(
            reader,
            "At a meeting with Prosecutor General of Azerbaijan Kamran Testa, Chief Justice of Vietnam Le Minh Sampler "
            "recalled that the two had met in St. Petersburg two years ago.",
        )
    )
    assert not met.background
