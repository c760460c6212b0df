"""Every question is whole: header, parameters, SPARQL that runs with other values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from pyoxigraph import QuerySolutions, Store

from comity.errors import BadQuery, NotFound, Usage
from comity.ontology.namespaces import ID, PREFIXES
from comity.ontology.terms import class_names
from comity.queries.catalogue import Question, catalogue, parse_question, question
from comity.queries.prefixes import with_prefixes
from comity.queries.words import heading, spoken

NAMES = sorted(catalogue())


@pytest.fixture(scope="module")
def questions() -> Mapping[str, Question]:
    return dict(catalogue())


def test_there_are_at_least_thirty_questions() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_asked_in_both_languages_and_ends_in_a_question_mark(name: str) -> None:
    asked = catalogue()[name]
    assert asked.summary["en"].endswith("?")
    assert asked.summary["ru"].endswith("?")
    assert re.search("[а-яё]", asked.summary["ru"])
    assert asked.tags
    for parameter in asked.parameters.values():
        assert parameter.description["en"]
        assert re.search("[а-яё]", parameter.description["ru"])


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_an_answer_is_said_in_the_query(name: str) -> None:
    assert re.search(r"^ORDER BY ", catalogue()[name].text, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_heading_in_both_languages(name: str) -> None:
    answer = Store().query(catalogue()[name].text)
    assert isinstance(answer, QuerySolutions)
    for variable in answer.variables:
        assert re.search("[а-яё№]", heading(variable.value, "ru")), variable
        assert not re.search("[A-Z_]", heading(variable.value, "en"))


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_answer_is_explained_by_facts_of_a_known_class(name: str) -> None:
    asked = catalogue()[name]
    assert asked.blank.kind in class_names() | {"LedgerEntry", "Recorded", "Action", "Encounter", "Instrument"}
    Store().query(with_prefixes(f"SELECT DISTINCT ?fact WHERE {{ {asked.blank.facts} }}"))
    assert asked.blank.absent is None or {"en", "ru"} <= set(asked.blank.absent)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_names_only_prefixes_that_are_comitys_and_used(name: str) -> None:
    text = catalogue()[name].text
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", text, re.MULTILINE))
    body = re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)
    for prefix, namespace in declared.items():
        assert PREFIXES[prefix] == namespace
        assert re.search(rf"(?<![\w-]){prefix}:", body), prefix


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_valid_sparql_as_it_stands_and_with_its_examples(name: str) -> None:
    asked = catalogue()[name]
    store = Store()
    store.query(asked.text)
    examples = {parameter.name: parameter.example for parameter in asked.parameters.values()}
    store.query(asked.bind(examples))
    required = {p.name: p.example for p in asked.parameters.values() if p.required}
    store.query(asked.bind(required))


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_reaches_the_query(name: str) -> None:
    asked = catalogue()[name]
    for parameter in asked.parameters.values():
        others = {p.name: p.example for p in asked.parameters.values() if p.required}
        without = asked.bind({**others, parameter.name: _other(parameter.type, parameter.example)})
        assert without != asked.bind({**others, parameter.name: parameter.example})


def _other(kind: str, example: str) -> str:
    if kind == "date":
        return "1999-12-31"
    if kind == "boolean":
        return "false" if example == "true" else "true"
    return "something-else"


def test_a_value_cannot_become_syntax(questions: Mapping[str, Question]) -> None:
    for hostile in ('x> } INSERT DATA { <a> <b> "c', "a b", "x#y", "UZ } #"):
        with pytest.raises(Usage):
            questions["history-of-post"].bind({"post": hostile})
    with pytest.raises(Usage):
        questions["history-of-post"].bind({"post": "https://example.org/> } #"})


def test_a_slug_a_kind_and_slug_and_an_address_mean_the_same(questions: Mapping[str, Question]) -> None:
    asked = questions["history-of-post"]
    assert (
        asked.bind({"post": "uz-president"})
        == asked.bind({"post": "post/uz-president"})
        == asked.bind({"post": ID + "post/uz-president"})
    )


def test_days_are_taken_as_text_and_as_dates(questions: Mapping[str, Question]) -> None:
    asked = questions["holders-of-post"]
    assert asked.bind({"post": "x", "on": "2024-11-21"}) == asked.bind({"post": "x", "on": dt.date(2024, 11, 21)})
    with pytest.raises(Usage, match=r"expected a day such as 2024-11-21, found '21\.11\.2024'"):
        asked.bind({"post": "x", "on": "21.11.2024"})


def test_a_missing_value_names_the_parameter_and_shows_an_example(questions: Mapping[str, Question]) -> None:
    with pytest.raises(
        Usage, match=r"needs a value for post .*the name of a thing \(post\)\n.*-p post=ru-prosecutor-general"
    ):
        questions["holders-of-post"].bind({})


def test_an_unknown_parameter_is_refused_with_the_known_ones(questions: Mapping[str, Question]) -> None:
    with pytest.raises(Usage, match=r"no parameter 'person'\n.*It takes: post, on"):
        questions["holders-of-post"].bind({"person": "x"})


def test_an_unknown_question_names_near_ones() -> None:
    with pytest.raises(NotFound, match="near: holders-of-post"):
        question("holder-of-post")
    with pytest.raises(NotFound):
        question("../session")


def test_a_header_that_lacks_something_is_named() -> None:
    with pytest.raises(BadQuery, match="no summary in en and ru"):
        parse_question("x", "#+ summary:\n#+   en: What?\nSELECT * { ?s ?p ?o }")
    with pytest.raises(BadQuery, match="post has no description in en and ru"):
        parse_question(
            "x",
            "#+ summary: {en: 'A?', ru: 'Б?'}\n#+ parameters:\n#+   post: {type: post, description: y, example: z}\n",
        )
    with pytest.raises(BadQuery, match="what explains a blank answer"):
        parse_question("x", "#+ summary: {en: 'A?', ru: 'Б?'}\nSELECT * { ?s ?p ?o }")
    with pytest.raises(BadQuery, match="post lacks a type"):
        parse_question(
            "x",
            "#+ summary: {en: 'A?', ru: 'Б?'}\n#+ parameters:\n#+   post: {example: y}\nSELECT * { ?s ?p ?o }",
        )


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("2024-11-21", "2024-11-21", "2024-11-21"),
        ("../2024-09-20", "by 2024-09-20", "не позднее 2024-09-20"),
        ("2023-11-08/..", "2023-11-08 or later", "не ранее 2023-11-08"),
        ("2016-11-29/2016-11-30", "2016-11-29 – 2016-11-30", "2016-11-29 – 2016-11-30"),
        ("[2016-04-01,2016-04-03]", "2016-04-01 or 2016-04-03", "2016-04-01 или 2016-04-03"),
        ("2018~", "about 2018", "около 2018"),
        ("P90D", "90 days", "90 дней"),
        ("P1M", "1 month", "1 месяц"),
        ("P2Y3M", "2 years 3 months", "2 года 3 месяца"),
        ("P21D", "21 days", "21 день"),
        ("P11D", "11 days", "11 дней"),
        ("P112D", "112 days", "112 дней"),
        ("Palermo", "Palermo", "Palermo"),
        ("either/or", "either/or", "either/or"),
        ("", "", ""),
    ],
)
def test_dates_and_durations_are_said_as_people_say_them(text: str, english: str, russian: str) -> None:
    assert spoken(text, "en") == english
    assert spoken(text, "ru") == russian


def test_a_moment_lies_between_two_days() -> None:
    assert spoken("2020-06-29/2020-09-05", "en", point=True) == "between 2020-06-29 and 2020-09-05"


@pytest.mark.parametrize("name", ["x" * 300, "x" * 5000, "no-such-question"])
def test_a_name_of_any_length_that_is_no_question_is_told_so(name: str) -> None:
    with pytest.raises(NotFound, match="there is no question named"):
        question(name)
