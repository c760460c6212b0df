"""States, adjectives and cities found in sentences of our own; the states of the cities are those of GeoNames."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from comity.loaders.text.declension import forms
from comity.loaders.text.places import Mention, places, places_from, places_of
from comity.loaders.text.tokens import tokens_of
from comity.queries.session import Graph

WORDS = Path(__file__).resolve().parent.parent.parent / "loaders" / "text" / "words"


def found(text: str) -> list[Mention]:
    mentions: list[Mention] = places().find(tokens_of(text))
    return mentions


def told(text: str) -> list[tuple[str, str, str]]:
    return [(one.kind, one.state, one.name) for one in found(text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Он вылетел из Узбекистана.", [("state", "UZ", "Узбекистан")]),
        ("генеральный прокурор Египта", [("state", "EG", "Египет")]),
        ("встретился с коллегой в Египте", [("state", "EG", "Египет")]),
        ("посол Маврикия", [("state", "MU", "Маврикий")]),
        ("министр юстиции Республики Сербской", [("state", "BA", "Республика Сербская")]),
        ("вылетел из Подгорицы", [("city", "ME", "Подгорица")]),
        ("министр юстиции Косово", [("state", "XK", "Косово")]),
        ("Kosovo's counterpart in Prishtina", [("state", "XK", "Kosovo"), ("city", "XK", "Prishtina")]),
        ("косовские прокуроры", [("adjective", "XK", "косовский")]),
        ("встреча в Кыргызской Республике", [("state", "KG", "Кыргызская Республика")]),
        ("Китайской Народной Республикой", [("state", "CN", "Китайская Народная Республика")]),
        ("суды Республики Корея", [("state", "KR", "Республика Корея")]),
        ("посол КНДР", [("state", "KP", "КНДР")]),
        ("с Объединёнными Арабскими Эмиратами", [("state", "AE", "Объединенные Арабские Эмираты")]),
        ("с Демократической Республикой Конго", [("state", "CD", "Демократическая Республика Конго")]),
        ("в Боснии и Герцеговине", [("state", "BA", "Босния и Герцеговина")]),
        ("Соединёнными Штатами Америки", [("state", "US", "Соединенные Штаты Америки")]),
        ("узбекистанские партнёры", [("adjective", "UZ", "узбекистанский")]),
        ("киргизскими прокурорами", [("adjective", "KG", "киргизский")]),
        ("Генпрокурор РФ прибыл", [("state", "RU", "РФ")]),
        ("министр юстиции РК", [("state", "KZ", "РК")]),
        ("the Emirati minister", [("adjective", "AE", "Emirati")]),
        ("the Kyrgyz Republic", [("state", "KG", "Kyrgyz Republic")]),
        ("the UK delegation", [("state", "GB", "UK")]),
        ("the U.S. Attorney", [("state", "US", "U.S.")]),
        ("Türkiye’s prosecutors", [("state", "TR", "Türkiye")]),
        ("Côte d’Ivoire", [("state", "CI", "Côte d'Ivoire")]),
        ("прошла в г.Сиане", [("city", "CN", "Сиань")]),
        ("прошла в Сиани", [("city", "CN", "Сиань")]),
        ("встретились в Ташкенте", [("city", "UZ", "Ташкент")]),
        ("в Нур-Султане", [("city", "KZ", "Нур-Султан")]),
        ("под Алма-Атой", [("city", "KZ", "Алма-Ата")]),
        ("в Набережных Челнах", [("city", "RU", "Набережные Челны")]),
        ("из Ростова-на-Дону", [("city", "RU", "Ростов-на-Дону")]),
        ("в Нижнем Новгороде", [("city", "RU", "Нижний Новгород")]),
        ("ДУШАНБЕ, 21 октября", [("city", "TJ", "Душанбе")]),
        ("held in Kiev", [("city", "UA", "Kiev")]),
        ("held in Kyiv", [("city", "UA", "Kyiv")]),
        ("in the city of Osh", [("city", "KG", "Osh")]),
        ("came to Xi’an", [("city", "CN", "Xi'an")]),
    ],
)
def test_a_place_in_any_form(text: str, mentions: list[tuple[str, str, str]]) -> None:
    assert told(text) == mentions


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("российско-узбекские отношения", ["RU", "UZ"]),
        ("франко-германский саммит", ["FR", "DE"]),
        ("US-China talks", ["US", "CN"]),
        ("Sino-Russian ties", ["CN", "RU"]),
        ("the EU-Armenia agreement", ["AM"]),
    ],
)
def test_the_two_states_of_a_hyphened_word(text: str, states: list[str]) -> None:
    mentions = found(text)
    assert [one.state for one in mentions] == states
    assert all(text[one.start : one.end].lower() in text.lower().replace(" ", "-").split("-") for one in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored.",
        "Chad Smith arrived.",
        "It was held in Atlanta, Georgia.",
        "Latin American judges",
        "the Vienna Convention",
        "the Shanghai Cooperation Organisation",
        "It tells us nothing.",
        "a nice day for reading",
        "He came with turkey and china.",
        "Того же дня он уехал.",
        "перу писателя принадлежит роман",
        "Владимир Иванов выступил.",
        "Киров был назначен председателем.",
        "рассмотрели несколько дел",
        "переводчик с английского языка",
        "Латинской Америки",
    ],
)
def test_what_only_looks_like_a_place(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("He flew to Jordan.", ("state", "JO", "Jordan")),
        ("the Prosecutor General of Georgia", ("state", "GE", "Georgia")),
        ("Georgia's minister", ("state", "GE", "Georgia")),
        ("Chief Justice of India Anand Rao", ("state", "IN", "India")),
        ("Президент Чада", ("state", "TD", "Чад")),
        ("прибыл во Владимир", ("city", "RU", "Владимир")),
        ("в г. Орле", ("city", "RU", "Орел")),
        ("They met in Nice.", ("city", "FR", "Nice")),
    ],
)
def test_a_doubtful_name_beside_what_makes_it_a_place(text: str, mention: tuple[str, str, str]) -> None:
    assert told(text) == [mention]


def test_a_city_state_is_both() -> None:
    (one,) = found("signed in Singapore")
    assert (one.kind, one.state, one.city) == ("state", "SG", "Singapore")


def test_a_state_is_meant_where_its_capital_has_its_name() -> None:
    assert told("Президент Туниса") == [("state", "TN", "Тунис")]
    assert told("в городе Тунисе") == [("city", "TN", "Тунис")]


def test_places_are_counted_from_the_start_of_the_text() -> None:
    text = "Вступление. Встреча в Баку (Азербайджан)."
    mentions = places().find(tokens_of(text, 12))
    assert [text[one.start : one.end] for one in mentions] == ["Баку", "Азербайджан"]


def test_every_state_of_the_graph_is_found_by_each_of_its_names(graph: Graph) -> None:
    query = """PREFIX comity: <https://w3id.org/comity/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?code ?name WHERE { ?state a comity:State ; comity:isoAlpha2 ?code ; rdfs:label ?name
        FILTER(LANG(?name) IN ("en", "ru")) }"""
    rows = [(str(code.value), str(name.value)) for code, name in graph.run(query).rows()]
    assert len({code for code, _ in rows}) >= 195
    words = places_from(lambda asked: graph.run(asked).rows())
    missed = []
    for code, name in rows:
        if re.search(r"[(]|о-ва|Палестинские", name):  # short forms for tables
            continue
        beside = f"из {name} приехали" if re.search("[а-я]", name) else f"from {name} they came"
        if [one.state for one in words.find(tokens_of(beside))] != [code]:
            missed.append((code, name))
    assert missed == []


def test_a_name_that_the_graph_adds_is_found() -> None:
    assert [one.state for one in places_of([("UZ", "Узбекия")]).find(tokens_of("из Узбекии"))] == ["UZ"]


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("Ташкент", {"ташкента", "ташкенту", "ташкентом", "ташкенте"}),
        ("Москва", {"москвы", "москве", "москву", "москвой"}),
        ("Казань", {"казани", "казанью"}),
        ("Сочи", {"сочи"}),
        ("Афины", {"афин", "афинам", "афинами", "афинах"}),
        ("Великий Новгород", {"великого новгорода", "великом новгороде"}),
        ("Республика Корея", {"республики корея", "республике корея"}),
        ("Шри-Ланка", {"шри-ланки", "шри-ланке", "шри-ланку", "шри-ланкой"}),
        ("Череповец", {"череповца", "череповце"}),
    ],
)
def test_case_forms(name: str, some: set[str]) -> None:
    assert some <= forms(name)


def test_all_capitals_are_listed_in_two_languages() -> None:
    states = yaml.safe_load((WORDS / "states.yaml").read_text(encoding="utf-8"))["states"]
    assert all(len(told["capital"]) == 2 for told in states.values())
    assert all(isinstance(code, str) for code in states), 'write "NO", not NO: YAML takes it for a truth value'


def test_no_city_is_listed_twice() -> None:
    cities = yaml.safe_load((WORDS / "cities.yaml").read_text(encoding="utf-8"))["cities"]
    for state, lines in cities.items():
        names = [name.strip(" ~") for line in lines for name in line.replace(" = ", "|").split("|")]
        assert len(names) == len(set(names)), state
