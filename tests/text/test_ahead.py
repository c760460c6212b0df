"""What is still to come: the next sitting of a body, a visit, a meeting, a signing; sentences of our own."""

from __future__ import annotations

import pytest

from comity.loaders.text.reader import Reader

from .reads import read

KRASNOV = "Prosecutor General of Russia Igor Krasnov"
YULDASHEV = "Prosecutor General of Uzbekistan Nigmatilla Yuldashev"
KRASNOV_RU = "генеральный прокурор России Игорь Краснов"
MET_EN = f"{KRASNOV} met {YULDASHEV} in Tashkent on 12 May 2023."
MET_RU = (
    "Генеральный прокурор России Игорь Краснов встретился в Ташкенте с генеральным прокурором Узбекистана Нигматиллой "
    "Юлдашевым 12 мая 2023 года."
)
SAT_EN = "The 21st meeting of Prosecutors General of the SCO member states was held in Astana on 8 November 2023."
SAT_RU = (
    "21-е заседание генеральных прокуроров государств – членов Шанхайской организации сотрудничества прошло в Астане "
    "8 ноября 2023 года."
)
#: A meeting, a visit and a signing may be one happening.
TWO_SIDED = ("bilateral meeting", "visit", "signing")
Ahead = tuple[str, str | None] | None

AFTER_A_SITTING: list[tuple[str, Ahead]] = [
    ("The next meeting will be held in Bishkek in 2024.", ("session", "KG")),
    ("Kyrgyzstan will host the next meeting in 2024.", ("session", "KG")),
    (
        "It will be Kyrgyzstan's turn to host the prosecutors in 2024, when they gather for the 22nd time.",
        ("session", "KG"),
    ),
    ("The 22nd meeting is scheduled for July 2024 in Bishkek.", ("session", "KG")),
    ("It was decided to hold the next meeting in Kyrgyzstan.", ("session", "KG")),
    ("Bishkek was chosen as the venue of the next meeting.", ("session", "KG")),
    ("Bishkek will be the venue of the next meeting.", ("session", "KG")),
    ("The chairmanship passes to Kyrgyzstan, which is to host the 22nd meeting next year.", ("session", "KG")),
    ("Participants agreed to meet next in Bishkek.", ("session", "KG")),
    ("The next session is due to take place in Bishkek.", ("session", "KG")),
    ("The previous meeting took place in Tashkent in 2022.", None),
    ("Next, the participants visited a museum.", None),
    ("Kazakhstan is to be the venue of the 22nd meeting of the SCO Prosecutors General in 2024.", ("session", "KZ")),
    ("Следующее заседание пройдёт в Бишкеке в 2024 году.", ("session", "KG")),
    ("Для следующего, 22-го заседания выбран Бишкек.", ("session", "KG")),
    ("Местом следующей встречи станет Бишкек.", ("session", "KG")),
    ("Местом проведения 22-го заседания определён Бишкек.", ("session", "KG")),
    ("Очередное заседание решено провести в Бишкеке.", ("session", "KG")),
    ("В 2024 году генпрокуроров стран ШОС примет Кыргызстан.", ("session", "KG")),
    ("Принять следующее заседание предложил Кыргызстан.", ("session", "KG")),
    ("Эстафету проведения заседания в 2024 году приняла Кыргызская Республика.", ("session", "KG")),
    ("Следующий раз генпрокуроры соберутся в Бишкеке.", ("session", "KG")),
    ("22-е заседание намечено на июль 2024 года.", ("session", None)),
    ("Предыдущее заседание состоялось в Ташкенте.", None),
    ("Участники договорились о проведении следующего заседания в Бишкеке.", ("session", "KG")),
]
AFTER_A_MEETING: list[tuple[str, Ahead]] = [
    (
        "In December, the Office expects to welcome Uzbek colleagues for talks in Moscow.",
        ("bilateral meeting", "RU"),
    ),
    ("Krasnov will also have a meeting with Speaker of the Senate Hans Probst.", ("bilateral meeting", None)),
    ("Программа визита включала и знакомство с экспозицией музея.", None),
    ("Названы направления, по которым предстоит работать прокурорам.", None),
    ("Пройдут и консультации, когда готовятся те или иные документы.", None),
    ("Yuldashev will pay a return visit to Russia in the autumn.", ("visit", "RU")),
    ("The next meeting of the two prosecutors is to take place in Moscow.", ("bilateral meeting", "RU")),
    ("The two sides agreed to meet again in Moscow in the autumn.", ("bilateral meeting", "RU")),
    ("The parties agreed to sign a memorandum in Moscow in June.", ("signing", "RU")),
    (
        "A conference of prosecutors will be held in Moscow in June, to which Krasnov invited Yuldashev.",
        ("conference", "RU"),
    ),
    ("A return visit is planned for the autumn.", ("visit", None)),
    (
        "It was on the sidelines of the 7th Regional Conference, Krasnov said, that the prosecutors general of the "
        "BRICS countries were going to meet.",
        ("session", None),
    ),
    ("Krasnov had been invited to various events which are to be held in Russia in June.", None),
    ("It was announced that two new agreements are going to be signed.", ("signing", None)),
    ("The stay of Krasnov in Tashkent lasts until 15 May.", None),
    ("They discussed future cooperation.", None),
    ("The sides pointed to the need to sign an updated programme.", None),
    ("Krasnov invited Yuldashev to various important events planned in Russia.", None),
    ("Krasnov invited Yuldashev to the 29th Conference of World Prosecutors in Baku.", ("session", "AZ")),
    ("Experts will exchange experience.", None),
    ("Ответный визит Юлдашева в Москву намечен на осень.", ("visit", "RU")),
    ("Следующая встреча состоится в Москве.", ("bilateral meeting", "RU")),
    ("Стороны условились встретиться в Москве осенью.", ("bilateral meeting", "RU")),
    ("Соглашение планируется подписать в Москве в июне.", ("signing", "RU")),
    ("Осенью Юлдашев посетит Москву.", ("visit", "RU")),
    ("Краснов пригласил Юлдашева на форум, который пройдёт в Петербурге в июне.", ("conference", "RU")),
    ("Краснов пригласил Юлдашева посетить Москву с ответным визитом осенью.", ("visit", "RU")),
    ("Стороны обсудили будущее сотрудничество.", None),
    ("Пребывание Краснова в Ташкенте продлится до 15 мая.", None),
    ("Он отметил, что встречи генеральных прокуроров России и Узбекистана будут проходить чаще.", None),
    ("Краснов пожелал коллеге успехов в предстоящей работе.", None),
    ("Краснов пригласил Юлдашева на 29-ю ежегодную конференцию МАП в Баку.", ("session", "AZ")),
    ("Эксперты будут обмениваться опытом.", None),
    ("Ранее в этом году Краснов пригласил Юлдашева на форум в Петербург.", None),
    ("The delegation is due to meet Minister of Justice of Russia Hans Probst.", ("bilateral meeting", None)),
    (
        "After the stay in Uzbekistan, the delegation of the General Prosecutor's Office of the Russian Federation "
        "will also travel to Georgia.",
        ("visit", "GE"),
    ),
    ("Within the trip, the two sides will ink an agreement on the transfer of sentenced persons.", ("signing", None)),
    ("A forum on justice will be held in Tashkent.", ("conference", "UZ")),
    ("A forum on justice will be held in Paris.", None),
    (
        "В ходе визита запланирована встреча с министром юстиции России Петром Ломакиным.",
        ("bilateral meeting", None),
    ),
    ("В ходе визита планируется подписание соглашения о выдаче.", ("signing", None)),
    ("С 10 по 12 июня в Ташкенте состоится онлайн-форум.", ("conference", "UZ")),
    ("В Париже состоится форум в области правосудия.", None),
    ("Делегация также посетит Грузию.", ("visit", "GE")),
    ("Визит в Россию запланирован на ноябрь.", ("visit", "RU")),
]
ALONE: list[tuple[str, Ahead]] = [
    (
        f"В Узбекистан с рабочим визитом прилетел {KRASNOV_RU}. Ему предстоят переговоры с теми, кто руководит "
        "ведомствами республики.",
        ("bilateral meeting", "UZ"),
    ),
    (
        f"В Ташкент с визитом приехал {KRASNOV_RU}. Программой поездки предусмотрены переговоры с узбекским коллегой.",
        ("bilateral meeting", "UZ"),
    ),
    (
        f"В Узбекистан приехал {KRASNOV_RU}. Программа пребывания господина Краснова в Ташкенте включает встречу с его "
        "коллегой.",
        ("bilateral meeting", "UZ"),
    ),
    (
        f"Invited by {YULDASHEV}, {KRASNOV} is paying Uzbekistan a visit, which lasts from 4 to 7 September 2025.",
        None,
    ),
    (
        "Chairperson of the Supreme Court of Uzbekistan Test Probin is a participant in the Ninth meeting of "
        "chairpersons of the Supreme Courts of the SCO member states in Astana. It will take place on 3 September.",
        ("session", "KZ"),
    ),
    (f"{KRASNOV} is to come to Tashkent on October 12 for a stay of three days.", ("visit", "UZ")),
    (
        "Минюст не направит представителей на встречу генпрокуроров России и Узбекистана\n\nМинистерство не будет "
        "представлено на встрече генеральных прокуроров России и Узбекистана, намеченной на среду 27 июля.",
        ("bilateral meeting", None),
    ),
    (f"С 3 по 5 октября {KRASNOV_RU} будет находиться в Ташкенте.", ("visit", "UZ")),
    (f"{KRASNOV} will be in Tashkent from 3 to 5 October.", ("visit", "UZ")),
    (f"Завтра {KRASNOV_RU} вылетает в Ташкент.", ("visit", "UZ")),
    (f"Завтра {KRASNOV_RU} вылетает в Душанбе на заседание Совета министров юстиции СНГ.", ("session", "TJ")),
    (f"{KRASNOV} leaves for Paris tomorrow to meet {YULDASHEV}.", ("bilateral meeting", "FR")),
    ("A delegation of the Chinese Supreme People's Procuratorate is coming to Islamabad next month.", ("visit", "PK")),
    (
        f"{KRASNOV} will attend the annual conference of the International Association of Prosecutors, which opens in "
        "Baku on 29 September.",
        ("session", "AZ"),
    ),
    (f"{KRASNOV} will visit Uzbekistan on 20 November 2024 to meet {YULDASHEV}.", ("visit", "UZ")),
    (f"{KRASNOV} is expected in Tashkent on Monday for talks with {YULDASHEV}.", ("bilateral meeting", "UZ")),
    (
        "A memorandum between the prosecutors general of Russia and Uzbekistan is to be signed in Tashkent next week.",
        ("signing", "UZ"),
    ),
    (
        f"{KRASNOV} is to hold talks with his Uzbek counterpart Nigmatilla Yuldashev in Tashkent.",
        ("bilateral meeting", "UZ"),
    ),
    (f"Talks between {KRASNOV} and {YULDASHEV} are planned for Tuesday.", ("bilateral meeting", None)),
    (f"{KRASNOV} heads to Tashkent on Monday to sign a programme of cooperation with {YULDASHEV}.", ("visit", "UZ")),
    (f"The trip's programme includes talks between {KRASNOV} and {YULDASHEV}.", ("bilateral meeting", None)),
    (f"В ближайшие дни {KRASNOV_RU} посетит Узбекистан.", ("visit", "UZ")),
    (
        "Запланирована встреча генпрокурора России Игоря Краснова с узбекским коллегой Нигматиллой Юлдашевым.",
        ("bilateral meeting", None),
    ),
    (
        f"Ожидается, что {KRASNOV_RU} встретится с узбекским коллегой Нигматиллой Юлдашевым.",
        ("bilateral meeting", None),
    ),
    (
        "В программе поездки — переговоры генпрокурора России Игоря Краснова с Нигматиллой Юлдашевым из Узбекистана.",
        ("bilateral meeting", None),
    ),
    (
        "Предстоят переговоры генпрокурора России Игоря Краснова с узбекским коллегой Нигматиллой Юлдашевым.",
        ("bilateral meeting", None),
    ),
    ("Главный прокурор Европейской прокуратуры Тест Пробин посетит Кишинев.", ("visit", "MD")),
    (
        "Chairman of the Supreme Court of Uzbekistan Test Probin takes part in the Ninth meeting of chairmen of the "
        "Supreme Courts of the SCO member states in Astana. The event will take place on 3-5 September.",
        ("session", "KZ"),
    ),
    (
        "Bishkek will host the 10th Meeting of the Chairmen of the SCO Supreme Courts on September 4.",
        ("session", "KG"),
    ),
    ("Генеральный прокурор России Игорь Краснов прибудет в Узбекистан 20 ноября 2024 года.", ("visit", "UZ")),
    ("Меморандум между генпрокуратурами России и Узбекистана планируется подписать в Ташкенте.", ("signing", "UZ")),
    ("Завтра в Ташкенте начнутся переговоры генеральных прокуроров России и Узбекистана.", ("bilateral meeting", "UZ")),
]


def _check(reader: Reader, text: str, ahead: Ahead, published: str | None = None) -> None:
    planned = read(reader, text, published).planned
    if ahead is None:
        assert planned == []
        return
    kind, place = ahead
    assert planned[0].type == kind or {planned[0].type, kind} <= set(TWO_SIDED)
    assert planned[0].place_state == place


@pytest.mark.parametrize(("sentence", "ahead"), AFTER_A_SITTING)
def test_the_next_sitting(reader: Reader, sentence: str, ahead: Ahead) -> None:
    _check(reader, f"{SAT_EN if sentence[0].isascii() else SAT_RU} {sentence}", ahead, "2023-11-09")


@pytest.mark.parametrize(("sentence", "ahead"), AFTER_A_MEETING)
def test_what_those_who_met_mean_to_do(reader: Reader, sentence: str, ahead: Ahead) -> None:
    _check(reader, f"{MET_EN if sentence[0].isascii() else MET_RU} {sentence}", ahead)


@pytest.mark.parametrize(("text", "ahead"), ALONE)
def test_what_is_announced(reader: Reader, text: str, ahead: Ahead) -> None:
    _check(reader, text, ahead)


def test_a_conference_told_in_a_clause(reader: Reader) -> None:
    text = f"{MET_RU} Обсудили подготовку к ежегодной конференции, которую Азербайджан проведёт в сентябре 2024 года."
    (one,) = read(reader, text).planned
    assert (one.type, one.date, one.place_state) == ("conference", "2024-09", "AZ")


def test_what_is_told_in_a_clause_first_is_announced_first(reader: Reader) -> None:
    text = (
        f"{MET_RU} Обсудили подготовку к ежегодной конференции, которую Азербайджан проведёт в сентябре 2024 года. "
        "В Ташкенте в ноябре состоится форум."
    )
    assert [one.place_state for one in read(reader, text).planned] == ["AZ", "UZ"]


def test_what_is_told_in_a_clause_after_it_is_not_announced_first(reader: Reader) -> None:
    # What is dropped on the way into the text must not shift what comes first.
    text = "\u00ad" * 600 + (
        f"{MET_RU} В Ташкенте в ноябре состоится форум. Обсудили подготовку к ежегодной конференции, которую "
        "Азербайджан проведёт в сентябре 2024 года."
    )
    assert [one.place_state for one in read(reader, text).planned] == ["UZ"]


def test_an_invitation_that_was_accepted_is_no_visit_to_come(reader: Reader) -> None:
    text = f"{KRASNOV}, whom his Uzbek counterpart had invited, was in Tashkent on May 3 for talks with {YULDASHEV}."
    assert read(reader, text).planned == []


def test_the_summit_that_the_next_encounter_is(reader: Reader) -> None:
    text = (
        f"{MET_EN} The next encounter will be hosted by the city of Moscow: {KRASNOV} has invited {YULDASHEV} to the "
        "summit of prosecutors which is to be held there on October 21."
    )
    assert [one.type for one in read(reader, text).planned] == ["conference"]


def test_a_preparatory_meeting_that_was_held_leaves_the_sitting_to_come(reader: Reader) -> None:
    text = (
        "Law Minister Test Probin will take part in the eighth meeting of Ministers of Justice of the SCO on August 6."
        "\n\nThe first Expert Group Preparatory Committee Meeting of the Eighth Meeting of the Ministers of Justice of "
        "the SCO was held from 10th to 11th June 2021."
    )
    ahead = read(reader, text).planned[0]
    assert (ahead.body, ahead.ordinal, ahead.date) == ("SCO Ministers of Justice Meeting", 8, "--08-06")


def test_the_day_of_a_sitting_that_a_clause_sets(reader: Reader) -> None:
    text = (
        f"{KRASNOV} will lead the delegation to the SCO Prosecutors General Meeting, which is slated for 4 March 2024."
    )
    assert [(one.type, one.date) for one in read(reader, text).planned] == [("session", "2024-03-04")]


def test_the_day_of_a_meeting_that_a_participle_sets(reader: Reader) -> None:
    text = (
        "Министерство не будет представлено на встрече генеральных прокуроров России и Узбекистана, намеченной в "
        "Москве на среду 27 июля."
    )
    assert [(one.date, one.place_city) for one in read(reader, text).planned] == [("--07-27", "Москва")]


def test_a_supposition_is_no_visit(reader: Reader) -> None:
    text = "Should it be confirmed, the visit to India by the Chief Justice of Pakistan Umar Testa would be the first."
    assert read(reader, text).encounters == []


def test_what_the_page_announces_does_not_take_what_its_sitting_adopted(reader: Reader) -> None:
    text = (
        "The 3rd meeting of the Council of Prosecutors General of the Organization of Turkic States was held in "
        "Bishkek on 25 July 2024. Azerbaijan will be the host, from September 29 to October 2, of the 29th Annual "
        "Conference of the International Association of Prosecutors. The Bishkek Declaration was adopted as the "
        "session concluded."
    )
    reading = read(reader, text)
    assert [one.documents for one in reading.encounters] == [["Bishkek Declaration"]]
    assert [(one.body, one.date) for one in reading.planned] == [("IAP Annual Conference", "--09-29")]


def test_what_a_clause_says_is_to_come_is_not_the_talks_about_it(reader: Reader) -> None:
    text = (
        "How to prepare for the visit that Iraqi Minister of Interior Abdul Testa is soon to pay to Kuwait, was the "
        "subject of talks in Baghdad between the minister and Kuwaiti Ambassador to Iraq Tariq Sampler."
    )
    reading = read(reader, text)
    assert [one.type for one in reading.encounters] == ["bilateral meeting"]


def test_a_next_sitting_that_is_only_mentioned(reader: Reader) -> None:
    text = f"{SAT_EN} The working group is to report at the next meeting of the SCO Prosecutors General."
    assert read(reader, text).planned == []
