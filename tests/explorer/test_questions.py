"""The questions of the catalogue as forms: each opens, answers with its example, and leads to sources and SPARQL."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from comity.explorer.asking import Reply
from comity.queries.catalogue import catalogue

from .test_query_page import cells, fetched

Get = Callable[..., Reply]


@pytest.fixture
def asked(get: Get) -> Callable[..., tuple[int, str]]:
    """Status and text of one question."""

    def ask(name: str, lang: str = "en", **values: Any) -> tuple[int, str]:
        reply = get("question", path={"name": name}, address=f"/questions/{name}", lang=lang, **values)
        return reply.status, reply.body.decode()

    return ask


def examples(name: str) -> dict[str, str]:
    """The example values of a question."""
    return {one.name: one.example for one in catalogue()[name].parameters.values()}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_answers_with_its_example_or_says_why_not(asked: Any, name: str) -> None:
    status, text = asked(name, **examples(name))
    assert status == 200
    assert catalogue()[name].summary["en"] in html.unescape(text)
    assert cells(text) or "No answer." in text
    status, text = asked(name, lang="ru", **examples(name))
    assert status == 200
    assert catalogue()[name].summary["ru"] in html.unescape(text)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_opens_with_a_field_for_each_parameter(asked: Any, name: str) -> None:
    status, text = asked(name)
    assert status == 200
    for parameter in catalogue()[name].parameters.values():
        field = re.search(rf'<(?:input|select)[^>]* name="{parameter.name}"[^>]*>', text)
        assert field is not None, parameter.name
        assert (" required" in field[0]) == parameter.required
    needs = any(one.required for one in catalogue()[name].parameters.values())
    assert ("Fill in the fields" in text) == needs


def test_an_answer_has_its_holders_and_their_sources(asked: Any) -> None:
    _, text = asked("holders-of-post", post="ru-prosecutor-general", on="2024-11-21")
    (row,) = cells(text)
    # From records/tenures.csv: he held the post from 22 January 2020 until 24 September 2025.
    assert row[:4] == ["Igor Krasnov", "Prosecutor General of the Russian Federation", "2020-01-22", "2025-09-24"]
    assert 'href="/tenure/ru-prosecutor-general-igor-krasnov"' in text
    assert re.search(r'<details class="sources">.*?href="/source/', text, re.DOTALL)
    _, before = asked("holders-of-post", post="ru-prosecutor-general", on="2019-05-01")
    assert cells(before)[0][0] == "Yury Chaika"


def test_a_name_in_any_language_finds_the_thing_and_a_wrong_one_keeps_the_form(asked: Any) -> None:
    _, text = asked("posts-of-official", official="Краснов Игорь")
    assert "Prosecutor General of the Russian Federation" in text
    status, text = asked("posts-of-official", official="nobody at all of that name")
    assert status == 404
    assert "knows no official named" in text
    assert 'value="nobody at all of that name"' in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"post": "ru-prosecutor-general", "on": "2024-02-31"}, "there is no day"),
        ({"post": "ru-prosecutor-general", "on": "yesterday"}, "expected a day"),
        ({"post": "<script>alert(1)</script>"}, "knows no post named"),
        ({"post": "http://x y"}, "is not an address"),
        ({"post": "'\"\\ } DROP ALL"}, "knows no post named"),
    ],
)
def test_wrong_values_are_told_and_never_become_markup(asked: Any, values: dict[str, str], words: str) -> None:
    status, text = asked("holders-of-post", **values)
    assert status in (400, 404)
    assert words in html.unescape(text)
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "more",
    [{"page": "-3"}, {"page": "9" * 40}, {"view": "'\"<"}, {"timeline-date": "x"}, {"post": "\u202e" * 900}],
)
def test_strange_parameters_are_no_fault_of_the_server(server: str, more: dict[str, str]) -> None:
    query = urlencode({"post": "ru-prosecutor-general", **more})
    status, text = fetched(f"{server}/questions/holders-of-post?{query}")
    assert status in (200, 400, 404)
    assert "mistake" not in text


@pytest.mark.parametrize("name", ["no-such-question", "..", "<script>"])
def test_an_unknown_question_is_not_found(asked: Any, name: str) -> None:
    status, text = asked(name)
    assert status == 404
    assert "<script>" not in text.partition("<main")[2]


def test_a_blank_answer_says_why(asked: Any) -> None:
    _, text = asked("visits-to-state", state="FR")
    assert cells(text) == []
    assert "Not in the sources: the graph holds nothing of the kind" in text
    _, russian = asked("visits-to-state", lang="ru", state="FR")
    assert "Нет в источниках" in russian


def test_the_download_has_the_rows_of_the_page(server: str) -> None:
    query = urlencode({"state": "UZ", "lang": "en"})
    _, text = fetched(f"{server}/questions/calendar-of-state?{query}")
    link = re.search(r'href="(/sparql\?[^"]+format=spreadsheet)"', text)
    assert link is not None
    rows = list(csv.DictReader(io.StringIO(fetched(server + html.unescape(link[1]))[1])))
    total = re.search(r"<strong>(\d+) rows</strong>", text)
    assert total is not None
    assert len(rows) == int(total[1])
    addresses = re.findall(r'<td dir="auto"><a href="[^"]*" title="(https://w3id\.org/comity/id/[a-z]+/[^"]+)">', text)
    first = [address for address in addresses if address == rows[0]["encounter"]]
    assert first


def test_the_sparql_behind_opens_in_the_editor_and_gives_the_same(server: str) -> None:
    _, text = fetched(f"{server}/questions/members-of-body?organisation=sco&on=2023-11-08&lang=en")
    found = re.search(r'<a href="(/query\?[^"]+)">Open in the editor', text)
    assert found is not None
    address = html.unescape(found[1])
    assert '"2023-11-08"' in parse_qs(urlsplit(address).query)["query"][0]
    _, editor = fetched(server + address)
    count = re.compile(r"<strong>(\d+) rows</strong>")
    here, there = count.search(text), count.search(editor)
    assert here is not None
    assert there is not None
    assert here[1] == there[1]


def test_the_catalogue_lists_all_and_narrows(get: Get) -> None:
    everything = get("questions").body.decode()
    assert len(re.findall(r'<li><a href="/questions/', everything)) == len(catalogue())
    topics = get("questions", tag="topics").body.decode()
    named = re.findall(r'<li><a href="/questions/([^"?]+)', topics)
    assert set(named) == {name for name, one in catalogue().items() if "topics" in one.tags}
    words = get("questions", q="ЗАНИМАЛ должность", lang="ru").body.decode()
    assert "Кто занимал должность в этот день?" in words
    assert len(re.findall(r'<li><a href="/questions/', words)) < 10
    nothing = get("questions", q="<script>", tag="x").body.decode()
    assert "No question fits." in nothing
    assert "<script>" not in nothing.partition("<main")[2]


def test_fields_offer_what_a_parameter_may_be(asked: Any) -> None:
    _, text = asked("visits-to-state")
    assert '<option value="UZ">Uzbekistan</option>' in text
    _, text = asked("holders-of-post", lang="ru")
    assert '<input type="date" name="on"' in text
    assert '<option value="ru-prosecutor-general">Генеральный прокурор Российской Федерации</option>' in text
    _, text = asked("most-active-pairs")
    assert '<option value="true">Yes</option>' in text


def test_a_timeline_of_an_answer_has_its_intervals(asked: Any) -> None:
    _, text = asked("history-of-post", post="ru-prosecutor-general", view="timeline")
    # Nine of them by records/tenures.csv.
    assert len(set(re.findall(r'<a href="/official/([^"]+)" class="node"', text))) == 9
    assert "Timeline by start – end" in text


def test_the_example_is_one_click_away(tab: Any, server: str) -> None:
    tab.goto(server + "/questions/holders-of-post?lang=en")
    tab.get_by_role("link", name="Example").click()
    tab.wait_for_url("**post=ru-prosecutor-general**")
    assert tab.locator("tbody tr").count() == 1


def test_a_question_is_asked_by_keys_alone(tab: Any, server: str) -> None:
    tab.goto(server + "/questions/visits-to-state?lang=en")
    tab.get_by_label("the state visited").focus()
    tab.keyboard.type("Uzbekistan")
    tab.keyboard.press("Tab")
    tab.get_by_role("button", name="Ask").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**state=UZ**")
    assert "Working visit of the Prosecutor General of Russia to Uzbekistan" in tab.locator("tbody").inner_text()
