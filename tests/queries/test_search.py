"""Names are found in any language and script, inflected, misspelt or cut short."""

from __future__ import annotations

import pytest

from comity.ontology.namespaces import ID
from comity.queries.search import LABEL_LIMIT, rank, skeleton
from comity.queries.session import Graph

LABELS = [
    ("official/igor-krasnov", "Igor Krasnov"),
    ("official/igor-krasnov", "Игорь Краснов"),
    ("official/nigmatilla-yuldashev", "Nigmatilla Yuldashev"),
    ("official/nigmatilla-yuldashev", "Нигматилла Юлдашев"),
    ("official/shavkat-mirziyoyev", "Shavkat Mirziyoyev"),
    ("official/shavkat-mirziyoyev", "Шавкат Мирзиёев"),
    ("state/UZ", "Uzbekistan"),
    ("state/UZ", "Узбекистан"),
    ("state/UZ", "Oʻzbekiston"),
    ("state/UZ", "乌兹别克斯坦"),
    ("state/UZ", "РУз"),
    ("state/KZ", "Казахстан"),
    ("state/AM", "Հայաստան"),
    ("body/ksgp", "КСГП"),
    ("body/ksgp", "Coordination Council of Prosecutors General of the CIS"),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Игорь Краснов", "official/igor-krasnov"),
        ("Краснова", "official/igor-krasnov"),
        ("Игорем Красновым", "official/igor-krasnov"),
        ("krasnov", "official/igor-krasnov"),
        ("Krasnow", "official/igor-krasnov"),
        ("Yoʻldoshev", "official/nigmatilla-yuldashev"),
        ("Yo'ldoshev", "official/nigmatilla-yuldashev"),
        ("Йўлдошев", "official/nigmatilla-yuldashev"),
        ("Юлдашевым", "official/nigmatilla-yuldashev"),
        ("Mirzijojev", "official/shavkat-mirziyoyev"),
        ("Мирзиёева", "official/shavkat-mirziyoyev"),
        ("Узбекистана", "state/UZ"),
        ("Ozbekiston", "state/UZ"),
        ("Ўзбекистон", "state/UZ"),
        ("乌兹别克", "state/UZ"),
        ("РУз", "state/UZ"),
        ("Հայաստան", "state/AM"),
        ("ксгп", "body/ksgp"),
        ("council of prosecutors", "body/ksgp"),
    ],
)
def test_a_name_is_found(words: str, found: str) -> None:
    hits = rank(words, LABELS)
    assert hits
    assert hits[0].iri == found


@pytest.mark.parametrize("words", ["Zimbabwe", "", "   ", "qqqq", "☃", "'", "ъ", "zzzz"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    assert rank(words, LABELS) == []


def test_the_exact_name_comes_before_the_near_one() -> None:
    assert rank("Казахстан", LABELS)[0].iri == "state/KZ"


def test_a_long_label_of_combining_marks_costs_nothing() -> None:
    assert len(skeleton("а" + "\u0301" * 1_000_000)) <= LABEL_LIMIT


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # Inflected Russian
        ("Краснову", "official/igor-krasnov"),
        ("Мирзиёевым", "official/shavkat-mirziyoyev"),
        ("с Ираном", "state/IR"),
        ("Токаеву", "official/kassym-jomart-tokayev"),
        ("Генеральной прокуратурой Узбекистана", "agency/uz-prosecutor-general-office"),
        ("генпрокуратура Узбекистана", "agency/uz-prosecutor-general-office"),
        # Transliterations of one name
        ("Юлдашев", "official/nigmatilla-yuldashev"),
        ("Йўлдошев", "official/nigmatilla-yuldashev"),
        ("Yuldashev", "official/nigmatilla-yuldashev"),
        ("Yo‘ldoshev", "official/nigmatilla-yuldashev"),
        # Other scripts
        ("乌兹别克斯坦", "state/UZ"),
        ("اوزبکستان", "state/UZ"),
        ("Oʻzbekistonning", "state/UZ"),
        # Abbreviations, also within a name
        ("КСГП", "body/ksgp"),
        ("ШОС", "organisation/sco"),
        ("RATS", "body/sco-rats"),
        ("Генпрокурор РФ", "post/ru-prosecutor-general"),
        ("США", "state/US"),
        # Typing errors
        ("Краснву", "official/igor-krasnov"),
        ("Prosecuter Generl Uzbekistan", "post/uz-prosecutor-general"),
        # The thing itself before what mentions it
        ("палермская конвенция", "treaty/untoc"),
        ("Гуцана", "official/alexander-gutsan"),
        ("Prosecutor General of Russia", "post/ru-prosecutor-general"),
        ("Россия", "state/RU"),
    ],
)
def test_a_name_is_found_first_among_all_that_the_records_hold(graph: Graph, words: str, found: str) -> None:
    assert graph.search(words)[0].iri == ID + found


def test_a_kind_narrows_the_search(graph: Graph) -> None:
    hits = graph.search("21-я встреча генеральных прокуроров ШОС", kinds=["session"])
    assert hits[0].iri == ID + "session/sco-prosecutors-general-21"
    assert {hit.kind for hit in hits} == {"session"}
