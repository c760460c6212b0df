"""The topics that a sentence names: sentences of our own, each with the topics that a reader would give it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from comity.loaders.text import topics as module
from comity.loaders.text.tokens import tokens_of
from comity.loaders.text.topics import topic_words

HERE = Path(__file__).resolve().parent
WORDS = HERE.parent.parent / "loaders" / "text" / "words" / "topics.yaml"
VOCABULARY = HERE.parent.parent / "ontology" / "vocabularies" / "topic.ttl"


def told(sentence: str, *, weak: bool = False) -> set[str]:
    return set(topic_words().topics(tokens_of(sentence), weak=weak))


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("Стороны обсудили борьбу с терроризмом и экстремизмом.", {"terrorism", "extremism"}),
        ("Речь шла о противодействии транснациональной организованной преступности.", {"organized_crime"}),
        ("Министры говорили о росте киберпреступности.", {"cybercrime"}),
        ("Они договорились вместе бороться с преступностью.", {"crime_general"}),
        ("Эти граждане подверглись уголовному преследованию.", set()),
        ("Делегация возложила цветы к памятнику погибшим от рук нацистов в годы войны.", set()),
        ("COP29 of the Framework Convention on Climate Change will be held in Baku.", set()),
        ("They spoke of the investment environment.", set()),
        ("The judges spoke of judicial reforms.", {"judiciary"}),
        ("Prosecutors fight the use of modern technologies for criminal purposes.", {"cybercrime"}),
        ("They exchanged best practices.", {"training"}),
        ("Рассмотрены вопросы выдачи лиц, скрывающихся от следствия, и взаимной правовой помощи.",
         {"extradition", "mutual_legal_assistance"}),
        ("Обсуждены возврат похищенных активов и отмывание доходов.", {"asset_recovery", "money_laundering"}),
        ("Предстоит вернуть на родину активы, выведенные чиновниками.", {"asset_recovery"}),
        ("Главное — незаконный оборот наркотиков и контрабанда.", {"drugs", "smuggling"}),
        ("Ведомства займутся торговлей людьми и нелегальной миграцией.", {"human_trafficking", "migration"}),
        ("Намечены стажировки и повышение квалификации судей.", {"training"}),
        ("Подписан договор о передаче осуждённых лиц.", {"prisoner_transfer"}),
        ("Налажен оперативный обмен полезной информацией.", {"information_exchange"}),
        ("Они будут обмениваться опытом надзора.", {"training"}),
        ("Обсуждены внедрение искусственного интеллекта и цифровизация судов.", {"ai", "digitalization"}),
        ("Говорили о правах несовершеннолетних и об охране окружающей среды.", {"minors", "environment"}),
        ("Предмет соглашения — исполнение судебных решений и нотариат.", {"enforcement", "notary"}),
        ("Встреча посвящена памяти о геноциде советского народа и преступлениях нацизма.", {"history_nazism"}),
        ("Прокуроры приграничных областей будут встречаться чаще.", {"border"}),
        ("The ministers discussed counter-terrorism and human trafficking.", {"terrorism", "human_trafficking"}),
        ("They agreed on mutual legal assistance and the extradition of suspects.",
         {"mutual_legal_assistance", "extradition"}),
        ("The memorandum covers training of prosecutors and sharing of information.",
         {"training", "information_exchange"}),
        ("Both pledged to combat transnational organised crime.", {"organized_crime"}),
        ("Talks focused on trafficking in drugs and weapons.", {"drugs", "arms"}),
        ("The chief justices spoke about judicial independence and digital courts.", {"judiciary", "digitalization"}),
        ("They will recover stolen assets.", {"asset_recovery"}),
    ],
)  # fmt: skip
def test_the_topics_of_a_sentence(sentence: str, topics: set[str]) -> None:
    assert told(sentence) == topics


@pytest.mark.parametrize(
    "sentence",
    [
        "Приехал директор Агентства по противодействию коррупции.",
        "Заседание Межгосударственного совета по противодействию коррупции прошло в Минске.",
        "Его принял секретарь Совета безопасности.",
        "Слово взял представитель Human Rights Watch.",
        "В работе участвовал Антитеррористический центр СНГ.",
        "Уполномоченный по правам человека прибыл в столицу.",
        "The Anti-Corruption Agency sent its director.",
        "Human Rights Watch was not invited.",
        "He heads the UN Office on Drugs and Crime.",
        "The Ministry of Public Security hosted the guests.",
        "Меморандум заключён на русском языке.",
        "Курс на сближение останется прежним.",
    ],
)
def test_a_name_is_no_topic(sentence: str) -> None:
    assert told(sentence) == set()


def test_an_agency_in_a_sentence_does_not_hide_the_topic_told_beside_it() -> None:
    sentence = "С директором Агентства по противодействию коррупции обсудили профилактику коррупции."
    (hit,) = topic_words().find(tokens_of(sentence))
    assert sentence[hit.start : hit.end] == "коррупции"
    assert hit.start > sentence.index("обсудили")


def test_a_kind_of_crime_is_not_also_crime_in_general() -> None:
    assert told("Обсуждено предотвращение коррупционных преступлений.") == {"corruption"}


def test_an_unsure_word_counts_only_when_asked_for() -> None:
    sentence = "Гости посетили суд."
    assert told(sentence) == set()
    assert told(sentence, weak=True) == {"judiciary"}


def test_an_expression_does_not_reach_into_the_next_sentence() -> None:
    assert told("Состоялся обмен. Информация передана прессе.") == set()


def test_a_place_is_counted_from_the_start_of_the_text() -> None:
    text = "Вступление. Речь шла о коррупции."
    (hit,) = topic_words().find(tokens_of(text, 12))
    assert text[hit.start : hit.end] == "коррупции"


def test_without_a_dictionary_of_russian_words_are_matched_by_their_stems(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [token._replace(lemma=token.surface.lower()) for token in tokens_of("Речь шла о возврате активов.")]
    monkeypatch.setattr(module, "morph", lambda: None)
    monkeypatch.setattr(module, "lemma", str.lower)
    words = module.TopicWords([("возврат активов", "asset_recovery", True)])
    assert words.topics(tokens) == ["asset_recovery"]


def test_the_topics_are_those_of_the_vocabulary() -> None:
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["topics"]
    concepts = re.findall(r"^topic:(\S+) a ", VOCABULARY.read_text(encoding="utf-8"), re.MULTILINE)
    assert {slug.replace("_", "-") for slug in listed} == set(concepts)
    assert all(by.get("ru") and by.get("en") for by in listed.values())


def test_the_topics_are_those_of_the_annotated_pages(shared: Path) -> None:
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["topics"]
    assert set(listed) == set(json.loads((shared / "reading" / "topics.json").read_text(encoding="utf-8")))


def test_no_expression_is_listed_twice() -> None:
    data = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    for topic, by in data["topics"].items():
        for language, phrases in by.items():
            assert len(phrases) == len(set(phrases)), f"{topic}, {language}"
    for language, phrases in data["never"].items():
        assert len(phrases) == len(set(phrases)), f"never, {language}"
