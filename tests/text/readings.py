"""Readings of the two seeds, written by hand from the texts, with the places found by their words."""

from __future__ import annotations

import sys

from comity.loaders.text.document import Document
from comity.loaders.text.folder_child import serve
from comity.loaders.text.reading import BodyTold, Encounter, Fact, LedgerItem, Person, Reading, Span

ARTICLE = (
    "Встреча в Ереване\n\n5 марта 2024 года министр юстиции Армении Тест Тестов принял в Ереване гостя.\n"
    "21-я встреча генпрокуроров ШОС, напомним, прошла в Казахстане.\n"
)
SCO = "body/sco-prosecutors-general"


def at(document: Document, words: str) -> Span:
    """Where these words stand, once, in the original."""
    assert document.original.count(words) >= 1, words
    start = document.original.index(words)
    return Span(start, start + len(words))


def first_seed(document: Document) -> Reading:
    """An audience, a visit, talks; a council in passing; a forum ahead; three entries of the ledger."""

    def here(words: str) -> Span:
        return at(document, words)

    received = here("21 ноября 2024 года принял Генерального прокурора России")
    talks = here("В его рамках прошла встреча Генпрокуроров двух стран")
    stay = here("данный рабочий визит главы российского надзорного ведомства начался 20 ноября")
    council = here("на последнем заседании Межгосударственного совета")
    forum = here("пригласил иностранного коллегу в июне 2025 года")

    def krasnov(span: Span, role: str | None = None) -> Person:
        return Person(
            "Игорь Краснов",
            "Генеральный прокурор",
            "prosecutor_general",
            "Prosecutor General's Office",
            "RU",
            span,
            official="official/igor-krasnov",
            post_thing="post/ru-prosecutor-general",
            role=role,
        )

    def yuldashev(span: Span) -> Person:
        return Person(
            "Нигматилла Юлдашев",
            "Генпрокурор",
            "prosecutor_general",
            "Prosecutor General's Office",
            "UZ",
            span,
            official="official/nigmatilla-yuldashev",
            post_thing="post/uz-prosecutor-general",
            role="host",
        )

    mirziyoyev = Person(
        "Шавкат Мирзиёев",
        "Президент",
        "president",
        "Presidency",
        "UZ",
        here("Шавкат Мирзиёев"),
        official="official/shavkat-mirziyoyev",
        post_thing="post/uz-president",
        role="host",
    )
    director = Person(
        None,
        "Директор Агентства по противодействию коррупции",
        "director",
        "Anti-Corruption Agency",
        "UZ",
        here("Директору Агентства по противодействию коррупции"),
        post_thing="post/uz-anti-corruption-agency-director",
    )
    topics = ["terrorism", "extremism", "cybercrime", "corruption", "migration", "asset-recovery"]
    topics += ["ai", "digitalization", "drugs"]
    encounters = [
        Encounter(
            "visit",
            stay,
            rule="visit.began",
            date="2024-11-20",
            place_state="UZ",
            participants=[krasnov(here("главы российского надзорного ведомства"), "guest")],
            states=["RU"],
            confidence=0.8,
            facts={"place_state": Fact(stay, "inferred", "visit.began", 0.7)},
        ),
        Encounter(
            "bilateral meeting",
            received,
            rule="received",
            date="2024-11-21",
            place_state="UZ",
            place_city="Ташкент",
            host_state="UZ",
            participants=[mirziyoyev, krasnov(here("Игорь Краснов"))],
            states=["UZ", "RU"],
            topics=topics,
            part_of=0,
            confidence=0.95,
            facts={f"topics:{topic}": Fact(here("в сфере борьбы с терроризмом"), confidence=0.9) for topic in topics},
        ),
        Encounter(
            "bilateral meeting",
            talks,
            rule="met",
            place_state="UZ",
            participants=[yuldashev(here("Нигматиллы Юлдашева")), krasnov(here("Игоря Краснова"))],
            states=["UZ", "RU"],
            part_of=0,
            facts={"place_state": Fact(stay, "inferred", "visit.began", 0.7)},
        ),
        Encounter(
            "session",
            council,
            rule="session.last",
            body="Interstate Council against Corruption",
            body_thing="body/cis-anti-corruption-council",
            participants=[krasnov(council)],
            states=["RU"],
            background=True,
        ),
    ]
    planned = [
        Encounter(
            "conference",
            forum,
            rule="invited",
            date="2025-06",
            place_city="Санкт-Петербург",
            place_state="RU",
            planned=True,
            facts={"place_city": Fact(forum, "derived"), "place_state": Fact(forum, "derived")},
        )
    ]
    ledger = [
        LedgerItem(
            "proposal",
            "полноправно присоединиться к работе Совета",
            here("он предложил Директору Агентства по противодействию коррупции"),
            krasnov(council),
            director,
            topics=["corruption"],
            said_at=3,
            rule="proposed",
        ),
        LedgerItem(
            "initiative",
            "обмен группами прокуроров для повышения квалификации, а также делегациями преподавателей",
            here("выступил с инициативой проработки вопроса"),
            krasnov(here("глава российского надзорного ведомства выступил")),
            due="2025",
            topics=["training"],
            said_at=2,
            rule="initiative",
        ),
        LedgerItem(
            "invitation",
            "принять участие в Петербургском международном экономическом форуме",
            forum,
            krasnov(forum),
            yuldashev(forum),
            due="2025-06",
            said_at=2,
            rule="invited",
        ),
    ]
    return Reading("ru", encounters, planned, [], ledger)


def second_seed(document: Document) -> Reading:
    """The 21st session held, the 22nd planned, and what the page says of the body."""

    def here(words: str) -> Span:
        return at(document, words)

    hosts = {
        "Индии в 2021 г.": ("IN", "2021"),
        "Казахстана в 2004, 2011, 2015, 2022 гг.": ("KZ", "2004 2011 2015 2022"),
        "Кыргызстана в 2003, 2013, 2019 гг.": ("KG", "2003 2013 2019"),
        "Китая в 2002, 2010, 2016, 2023 гг.": ("CN", "2002 2010 2016 2023"),
        "России в 2005, 2009, 2017 гг.": ("RU", "2005 2009 2017"),
        "Таджикистана в 2006, 2012, 2018 гг.": ("TJ", "2006 2012 2018"),
        "Узбекистана в 2007, 2014, 2020 гг.": ("UZ", "2007 2014 2020"),
    }
    aims = {
        "а": "а) поддержание тесного взаимодействия",
        "б": "б) активизация работы",
        "в": "в) расширение каналов",
        "г": "г) создание механизма",
        "д": "д) усиление многостороннего обмена",
    }
    lines = {}
    for letter, words in aims.items():
        start = here(words).start
        lines[letter] = Span(start, document.original.index("\n", start))
    name = "SCO Prosecutors General Meeting"
    held = here("21-ая встреча Генеральных прокуроров государств-членов ШОС состоялась")
    ahead = here("22-ая встреча Генеральных прокуроров государств-членов ШОС пройдет")
    body = BodyTold(
        name,
        SCO,
        here("Встреча Генеральных прокуроров государств-членов ШОС — совещательный орган"),
        aims=list(lines.items()),
        aim_topics={"а": ["terrorism", "separatism"], "в": ["border"]},
        rhythm=("annual", here("Встречи проводятся на ежегодной основе")),
        rotation=("russian-alphabet", here("в порядке русского алфавита")),
        since=("2002", here("с 2002 года")),
        hosts=[(year, code, here(words)) for words, (code, years) in hosts.items() for year in years.split()],
        instruments=[
            ("Уставом ООН", "treaty/un-charter", here("Уставом ООН")),
            ("Хартии ШОС", "treaty/sco-charter", here("Хартии ШОС")),
        ],
    )
    return Reading(
        "ru",
        [
            Encounter(
                "session",
                held,
                rule="session.held",
                date="2023-11-08",
                ordinal=21,
                body=name,
                body_thing=SCO,
                place_city="Сиань",
                place_state="CN",
                documents=["Протокол"],
            )
        ],
        [
            Encounter(
                "session",
                ahead,
                rule="session.ahead",
                date="2024",
                ordinal=22,
                body=name,
                body_thing=SCO,
                place_state="KG",
                planned=True,
            )
        ],
        bodies=[body],
    )


def article(document: Document) -> Reading:
    """A meeting, and a session that the graph tells otherwise."""
    met, sat = at(document, "юстиции Армении"), at(document, "21-я встреча")
    day = at(document, "5 марта 2024 года")
    host = Person(
        "Тест Тестов", "министр юстиции", "minister_justice", None, "AM", at(document, "Тест Тестов"), role="host"
    )
    return Reading(
        "ru",
        [
            Encounter(
                "bilateral meeting",
                met,
                rule="received",
                date="2024-03-05",
                place_city="Ереван",
                place_state="AM",
                participants=[host],
                states=["AM"],
                topics=["corruption"],
                facts={
                    "date": Fact(day),
                    "place_city": Fact(met, "derived"),
                    "place_state": Fact(at(document, "в Ереване гостя")),
                },
            ),
            Encounter(
                "session",
                sat,
                rule="sat",
                ordinal=21,
                body="SCO Prosecutors General Meeting",
                body_thing="body/sco-prosecutors-general",
                host_state="KZ",
                background=True,
            ),
        ],
        notes=["the last paragraph is in no known language"],
    )


def by_hand(document: Document) -> Reading:
    """What a process of the tests reads in the texts that they have."""
    if "бес" in document.text:
        raise RecursionError("too deep")
    if document.text.startswith("Президент"):
        return first_seed(document)
    return second_seed(document) if document.text.startswith("Встреча Ген") else article(document)


def stumbling(document: Document) -> Reading:
    """Nothing but one encounter; stumbles where it is asked to."""
    if "stumble" in document.text:
        raise ValueError("asked to")
    return Reading("ru", [Encounter("conference", Span(0, 5), rule="named", date="2024-03-05")])


def reads(name: str) -> tuple[str, ...]:
    """The program that reads so; the tests put it in place of Comity's own reader."""
    return (sys.executable, "-P", __file__, name)


if __name__ == "__main__":
    serve(lambda graph: {"by_hand": by_hand, "stumbling": stumbling}[sys.argv[1]])
