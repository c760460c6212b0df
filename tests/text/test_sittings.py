"""Which sittings were and which are only to come, where they were, and who came: sentences of our own.

Bodies and officials are those of the records; the other persons are made up (Testov, Sampler).
"""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import only, read


@pytest.mark.parametrize(
    "text",
    [
        "Осенью 2026 года в Казани соберётся Координационный совет генеральных прокуроров стран СНГ. До этого встречи "
        "генеральных прокуроров СНГ дважды проходили у нас. Там же, в Казани, одновременно с заседанием "
        "Координационного совета планируют собрать генеральных прокуроров государств — членов ШОС.",
        "Сразу два заседания примет 25 июля Бишкек: 22-е по счёту заседание генеральных прокуроров государств "
        "Шанхайской организации сотрудничества (ШОС) и 3-е заседание Совета генеральных прокуроров Организации "
        "тюркских государств.",
        "The 23rd meeting of SCO Prosecutors General will be held in Tashkent in 2027. Meetings of SCO Prosecutors "
        "General have a long history.",
    ],
)
def test_what_is_only_to_come_was_not_held(reader: Reader, text: str) -> None:
    reading = read(reader, text, published="2025-07-01")
    assert reading.encounters == []
    assert reading.planned


def test_the_next_place_is_chosen(reader: Reader) -> None:
    text = (
        "35-е заседание Координационного совета генеральных прокуроров стран СНГ прошло в Душанбе. Для следующего, "
        "36-го заседания выбрана Казань."
    )
    reading = read(reader, text)
    assert [(one.ordinal, one.place_state) for one in reading.encounters] == [(35, "TJ")]
    assert [(one.ordinal, one.place_state) for one in reading.planned] == [(36, "RU")]


@pytest.mark.parametrize(
    ("text", "ordinal", "state"),
    [
        (
            "Сотрудничать условились генеральные прокуроры государств ШОС, для которых столица Кыргызстана стала "
            "местом двадцать второго по счёту заседания.",
            22,
            "KG",
        ),
        ("Bishkek was the venue of the 22nd meeting of Prosecutors General of the SCO member states.", 22, "KG"),
        (
            "Краснов в Бишкеке: прокуроры ШОС встретились\n\n22-е заседание генеральных прокуроров государств ШОС "
            "прошло сегодня. Россию представлял Игорь Краснов.",
            22,
            "KG",
        ),
    ],
)
def test_where_a_sitting_was(reader: Reader, text: str, ordinal: int, state: str) -> None:
    one = only(read(reader, text))
    assert (one.ordinal, one.place_state) == (ordinal, state)


def test_who_came_to_the_sitting_beside_a_meeting_of_two(reader: Reader) -> None:
    text = (
        "Генпрокуроры Беларуси и России Андрей Швед и Александр Гуцан подписали соглашение в Душанбе, куда приехали на "
        "35-е заседание Координационного совета генеральных прокуроров стран СНГ. Делегации Армении, Беларуси, "
        "Кыргызстана, России, Таджикистана и Узбекистана приехали во главе с руководителями ведомств."
    )
    session, two = sorted(read(reader, text).encounters, key=lambda one: one.body is None)
    assert two.states == ["BY", "RU"]
    assert session.states == ["AM", "BY", "KG", "RU", "TJ", "UZ"]


def test_the_state_visited_may_stand_before_the_verb(reader: Reader) -> None:
    text = "Северную Корею с рабочим визитом посетил генпрокурор России Игорь Краснов."
    assert only(read(reader, text)).host_state == "KP"


def test_an_official_quoted_at_a_sitting_was_there(reader: Reader) -> None:
    text = (
        "The 22nd meeting of Prosecutors General of the SCO member states was held in Bishkek. It was a significant "
        "step for all, said Kazakh Prosecutor General Berik Asylov."
    )
    assert {person.name for person in only(read(reader, text)).participants} == {"Berik Asylov"}


def test_a_sitting_that_is_going_on_beside_the_next(reader: Reader) -> None:
    text = (
        "Генпрокурор России возглавил Координационный совет генпрокуроров стран СНГ\n\n"
        "Следующее заседание решено провести в России\n\nДУШАНБЕ, 21 октября. Председателем Координационного совета "
        "генеральных прокуроров государств – участников СНГ стал генпрокурор России. Его избрали участники 35-го "
        "заседания совета, которое проходит в Душанбе."
    )
    reading = read(reader, text)
    assert [(one.ordinal, one.place_state) for one in reading.encounters] == [(35, "TJ")]
    assert [one.place_state for one in reading.planned] == ["RU"]


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        (
            "The 15th Meeting of Supreme Court Chief Justices of the SCO Member States was held on 30 October 2020.",
            "SCO Supreme Court Presidents Meeting",
        ),
        (
            "Делегация Узбекистана работает на пленарном заседании Евразийской группы по противодействию легализации "
            "преступных доходов и финансированию терроризма, которое проходит в Душанбе.",
            "Eurasian Group on Combating Money Laundering and Financing of Terrorism",
        ),
        (
            "The seventh conference of general prosecutors of the European countries opened in Moscow on 5 July 2006.",
            "Conference of Prosecutors General of Europe",
        ),
        (
            "The 22nd ASEAN Senior Law Officials Meeting (ASLOM) was held on 23 January 2024.",
            "ASEAN Senior Law Officials Meeting",
        ),
    ],
)
def test_bodies_by_their_names(reader: Reader, sentence: str, body: str) -> None:
    assert only(read(reader, sentence)).body == body
