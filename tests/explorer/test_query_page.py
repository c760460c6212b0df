"""The page to write SPARQL on: it shows answers without scripts, and helps to write with them."""

# What a reader mistypes or has not typed to its end. not-a-term: NoSuchClass Ten s

from __future__ import annotations

import csv
import html
import io
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from comity.explorer.asked import last_word
from comity.explorer.asking import Ask, Reply
from comity.explorer.desk import Desk
from comity.explorer.pages import made
from comity.explorer.pages.query import undeclared, with_prefixes
from comity.explorer.pages.results import Rows, days_of, read

P = "PREFIX comity: <https://w3id.org/comity/ontology#>\nPREFIX session: <https://w3id.org/comity/id/session/>\n"
SESSION = P + "SELECT ?session ?date ?state WHERE { VALUES ?session { session:sco-prosecutors-general-21 } ?session comity:date ?date ; comity:placeState ?state }"  # fmt: skip  # noqa: E501
SESSIONS = P + "SELECT ?session ?date ?state WHERE { ?session a comity:Session ; comity:date ?date . OPTIONAL { ?session comity:placeState ?state } } ORDER BY ?session"  # fmt: skip  # noqa: E501


def fetched(address: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and text; POST where there are data."""
    try:
        with urllib.request.urlopen(address, urlencode(data).encode() if data else None) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def at(server: str, query: str, **more: str) -> str:
    """The address of an answer."""
    return f"{server}/query?" + urlencode({"query": query, **more})


def cells(text: str) -> list[list[str]]:
    """The rows of the table of a page, as text."""
    body = re.search(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    plain = re.compile(r"<[^>]+>")
    return [
        [html.unescape(plain.sub("", one)).strip() for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in rows
    ]


@pytest.fixture
def shown(desk: Desk) -> Callable[..., Reply]:
    """The page on an answer that is given."""

    def page(given: dict[str, Any], lang: str = "en", **query: str) -> Reply:
        pairs = tuple(query.items())
        return made(desk, Ask("query", {}, pairs, lang, "/query", "http://localhost:8620", {"seconds": 0.1, **given}))

    return page


def solutions(variables: list[str], rows: list[dict[str, dict[str, str]]]) -> dict[str, Any]:
    """What the server hands to the page for the rows of a SELECT."""
    import json

    answer = {"head": {"vars": variables}, "results": {"bindings": rows}}
    return {"kind": "solutions", "variables": variables, "answer": json.dumps(answer), "cut": False}


# The answer


def test_a_table_has_labels_in_the_reader_s_language_and_links_to_pages(server: str) -> None:
    status, text = fetched(at(server, SESSION, lang="en"))
    assert status == 200
    assert cells(text) == [["21st SCO Prosecutors General Meeting", "2023-11-08", "China"]]
    assert '<a href="/session/sco-prosecutors-general-21?lang=en" title="https://w3id.org/comity/id/session/' in text
    _, russian = fetched(at(server, SESSION, lang="ru"))
    assert cells(russian)[0][0] == "21-я встреча генеральных прокуроров государств-членов ШОС"


def test_a_link_to_an_answer_gives_the_same_answer_and_the_same_text(server: str) -> None:
    _, text = fetched(at(server, SESSIONS, view="table"))
    found = re.search(r'<a href="([^"]+)">Link to this answer', text)
    assert found is not None
    _, again = fetched(server + html.unescape(found[1]))
    assert cells(again) == cells(text) != []
    shown_text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", again, re.DOTALL)
    assert shown_text is not None
    assert html.unescape(shown_text[1]) == SESSIONS


def test_pages_of_an_answer_have_together_the_rows_of_its_download(server: str) -> None:
    pages: list[list[str]] = []
    address = at(server, SESSIONS, lang="en")
    while address:
        _, text = fetched(address)
        pages += cells(text)
        onward = re.search(r'href="([^"]+)">next', text)
        address = server + html.unescape(onward[1]) if onward else ""
    download = re.search(r'href="(/sparql\?[^"]+format=spreadsheet)"', text)
    assert download is not None
    rows = list(csv.reader(io.StringIO(fetched(server + html.unescape(download[1]))[1])))[1:]
    assert len(pages) == len(rows) > 50
    assert [row[1] for row in pages] == [row[1] for row in rows]


def test_a_form_that_is_posted_is_answered_too(server: str) -> None:
    status, text = fetched(f"{server}/query?lang=en", {"query": SESSION})
    assert status == 200
    assert cells(text)[0][1] == "2023-11-08"


def test_a_query_too_long_for_links_has_buttons_instead(server: str) -> None:
    long = SESSION + "\n# " + "x" * 20_000
    status, text = fetched(f"{server}/query?lang=en", {"query": long})
    assert status == 200
    assert cells(text)[0][1] == "2023-11-08"
    assert '<form id="ask" class="ask" method="post"' in text
    assert re.search(r'<button class="lens" form="ask" name="view" value="timeline">', text)
    assert len(text) < 80_000
    _, timeline = fetched(f"{server}/query", {"query": long, "view": "timeline"})
    assert "<svg" in timeline


def test_an_answer_that_is_cut_says_so(shown: Callable[..., Reply]) -> None:
    given = solutions(["n"], [{"n": {"type": "literal", "value": str(n)}} for n in range(20)])
    whole = shown(given).body.decode()
    assert "<strong>20 rows</strong>" in whole
    assert "longer than a page reads" not in whole
    # Cut within the last row, as the bytes may be.
    cut = {**given, "answer": given["answer"][:-30], "cut": True}
    text = shown(cut).body.decode()
    assert "<strong>more than 19 rows</strong>" in text
    assert "here are its first 19 rows" in text


def test_yes_or_no_is_said_in_words(server: str) -> None:
    ask = P + "ASK { session:sco-prosecutors-general-21 a comity:Session }"
    assert '<p class="truth">Yes</p>' in fetched(at(server, ask, lang="en"))[1]
    assert '<p class="truth">Нет</p>' in fetched(at(server, ask.replace("-21", "-2121"), lang="ru"))[1]


def test_no_rows_are_said_to_be_none(server: str) -> None:
    status, text = fetched(at(server, P + "SELECT ?x { ?x a comity:NoSuchClass }", lang="en"))
    assert status == 200
    assert "no row fits" in text


def test_a_construct_is_shown_as_triples_with_downloads_of_its_own(server: str) -> None:
    text = fetched(at(server, P + "CONSTRUCT WHERE { session:sco-prosecutors-general-21 comity:placeState ?s }"))[1]
    assert cells(text) == [["21st SCO Prosecutors General Meeting", "state of the place", "China"]]
    assert "format=ttl" in text
    assert "format=spreadsheet" not in text


def test_a_row_that_names_a_fact_leads_to_its_sources(server: str) -> None:
    text = fetched(at(server, SESSION.replace("?session ?date", "?session (?session AS ?fact) ?date"), lang="en"))[1]
    assert "4 sources" in text
    assert 'href="/source/asiaplus-20231120?lang=en"' in text


# What is wrong


def test_an_error_says_where_and_shows_the_line(server: str) -> None:
    status, text = fetched(at(server, P + "SELECT ?x WHERE {\n  ?x a }\n", lang="en"))
    assert status == 400
    assert "Line 4, column 8" in text
    assert re.search(r'<li value="4" class="wrong"><code dir="ltr"><mark>  \?x a }</mark>', text)
    assert 'data-line="4"' in text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # The engine stops behind the word that it could not read, be it lines later.
        ("SELECT ?x WHERE {\n  ?x a }\n\n\n", (2, 8)),
        ("SELECT ?x WHER {\n ?x a <a:b> }", (1, 11)),
        ("SELECT ?x WHERE {\n ?x a <a:b> . OPTIONL { ?x <a:c> ?z } }", (2, 15)),
        ("", (1, 1)),
    ],
)
def test_the_place_is_that_of_the_last_word_read(text: str, place: tuple[int, int]) -> None:
    import pyoxigraph as ox

    with pytest.raises(SyntaxError) as stopped:
        ox.Store().query(text)
    found = re.search(r"error at (\d+):(\d+)", str(stopped.value))
    assert found is not None
    assert last_word(text, int(found[1]), int(found[2])) == place


def test_what_is_refused_says_where(server: str) -> None:
    status, text = fetched(at(server, "SELECT *\nWHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", lang="en"))
    assert status == 400
    assert "Line 2, column 9" in text
    assert "SERVICE asks another server" in text


def test_a_prefix_that_is_not_declared_is_one_click_away(server: str) -> None:
    status, text = fetched(at(server, "SELECT ?x WHERE { ?x a comity:Session } LIMIT 3", lang="en"))
    assert status == 400
    found = re.search(r'<a href="([^"]+)">Declare comity and run again', text)
    assert found is not None
    status, text = fetched(server + html.unescape(found[1]))
    assert status == 200
    assert len(cells(text)) == 3


def test_prefixes_in_strings_addresses_and_comments_are_none() -> None:
    text = "PREFIX a: <b:c>\nSELECT ?x { ?x a comity:Tenure ; rdfs:label 'skos:x', \"foaf:y\" .\n"
    text += "# org:z\n a:b topic:x <eli:x> }"
    assert undeclared(text) == ["comity", "rdfs", "topic"]
    assert with_prefixes("ASK {}", ["rdfs"]) == "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nASK {}"


# Views


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("chart", "rows by date"),
        ("graph", "Things in the answer"),
        ("timeline", "Timeline by date"),
        ("map", "rows by state"),
    ],
)
def test_the_views_of_rows_are_in_the_page(server: str, view: str, words: str) -> None:
    text = fetched(at(server, SESSIONS, view=view, lang="en"))[1]
    assert f"<title>{words}</title>" in text
    assert "<style" not in text
    assert "21st SCO Prosecutors" in text or view in ("chart", "map")


@pytest.mark.parametrize("view", ["graph", "timeline", "map"])
def test_a_view_that_does_not_fit_says_what_it_needs(server: str, view: str) -> None:
    text = fetched(at(server, "SELECT (1 AS ?one) {}", view=view, lang="en"))[1]
    needs = {"graph": "two columns of things", "timeline": "a column of dates", "map": "a column of states"}
    assert needs[view] in text
    assert "<svg" not in text


def test_bars_are_as_long_as_their_numbers(shown: Callable[..., Reply]) -> None:
    number = "http://www.w3.org/2001/XMLSchema#integer"
    rows = [
        {"name": {"type": "literal", "value": name}, "n": {"type": "literal", "value": value, "datatype": number}}
        for name, value in [("one", "10"), ("two", "40"), ("three", "-20")]
    ]
    text = shown(solutions(["name", "n"], rows), view="chart").body.decode()
    assert "<title>n by name</title>" in text
    wide = [float(one) for one in re.findall(r'<rect class="bar" [^>]*width="([\d.]+)"', text)]
    assert wide[1] == pytest.approx(4 * wide[0], rel=0.01)
    assert wide[2] == pytest.approx(2 * wide[0], rel=0.01)


def test_a_year_without_a_row_is_a_gap_in_the_line(shown: Callable[..., Reply]) -> None:
    number = "http://www.w3.org/2001/XMLSchema#integer"
    rows = [
        {"year": {"type": "literal", "value": year, "datatype": number},
         "n": {"type": "literal", "value": "3", "datatype": number}}
        for year in ("2019", "2020", "2022")
    ]  # fmt: skip
    text = shown(solutions(["year", "n"], rows), view="chart").body.decode()
    path = re.search(r'class="stroke" stroke-width="2" d="([^"]+)"', text)
    assert path is not None
    assert re.sub(r"[^ML]", "", path[1]) == "MLM"


def test_the_map_has_the_number_of_each_state(shown: Callable[..., Reply]) -> None:
    number = "http://www.w3.org/2001/XMLSchema#integer"
    rows = [
        {"state": {"type": "uri", "value": f"https://w3id.org/comity/id/state/{code}"},
         "n": {"type": "literal", "value": value, "datatype": number}}
        for code, value in [("UZ", "3"), ("UZ", "4"), ("RU", "900000000000"), ("XX", "5")]
    ]  # fmt: skip
    text = shown(solutions(["state", "n"], rows), view="map").body.decode()
    assert "<title>Uzbekistan: 7</title>" in text
    assert "<title>XX: 5</title>" in text
    assert "1 state has several rows: their numbers are added up." in text


def test_numbers_that_are_none_draw_nothing(shown: Callable[..., Reply]) -> None:
    double = "http://www.w3.org/2001/XMLSchema#double"
    rows = [
        {"name": {"type": "literal", "value": "x"}, "n": {"type": "literal", "value": value, "datatype": double}}
        for value in ("NaN", "INF", "-INF")
    ]
    reply = shown(solutions(["name", "n"], rows), view="chart")
    assert reply.status == 200
    assert "nothing to draw" in reply.body.decode()


def test_columns_are_known_by_what_they_hold() -> None:
    from pyoxigraph import Literal, NamedNode

    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    state = NamedNode("https://w3id.org/comity/id/state/UZ")
    rows = Rows(
        ("thing", "state", "date", "year", "n", "text", "flag", "none", "fact"),
        [
            (NamedNode("https://x.example/"), state, Literal("../2019-11-19"), Literal("2020", datatype=integer),
             Literal("7", datatype=integer), Literal("2023", language="en"), Literal(True), None, state),
            (state, None, Literal("2003"), None, Literal("2020", datatype=integer), Literal("b"), None, None, state),
        ],
    )  # fmt: skip
    assert dict(rows.types) == {
        "thing": "thing", "state": "thing", "date": "date", "year": "date", "n": "number", "text": "text",
        "flag": "flag", "none": "nothing", "fact": "thing",
    }  # fmt: skip
    assert rows.states == ["state"]
    assert rows.of_type("thing") == ["thing", "state"]
    assert days_of(Literal("not a day")) is None


def test_broken_answers_are_read_up_to_where_they_break() -> None:
    given = solutions(["x"], [{"x": {"type": "uri", "value": f"https://x.example/{n}"}} for n in range(3)])
    assert len(read(given)) == 3
    assert len(read({**given, "answer": given["answer"][:-40]})) == 2
    triples = '<a:b> <a:c> <a:d> .\n<a:b> <a:c> "unfinish'
    assert len(read({"kind": "triples", "answer": triples, "cut": True})) == 1


# Hostile text


@pytest.mark.parametrize("view", ["table", "chart", "graph", "timeline", "map"])
def test_values_never_run(tab: Any, server: str, view: str) -> None:
    attack = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u202e"
    query = f"""SELECT ?a ?b ("{attack}" AS ?c) ("2024-01-01" AS ?date) ("{attack}"@en-x-a AS ?d) (7 AS ?n) WHERE {{
      VALUES (?a ?b) {{
        (<javascript:window.hacked=1> <https://w3id.org/comity/id/state/UZ>)
        (<https://x.example/%3Cscript%3E> <https://w3id.org/comity/id/state/%3Cscript%3E>)
      }}
    }}"""
    answer = tab.goto(at(server, query, view=view, lang="en"))
    assert answer.status == 200
    assert tab.evaluate("typeof window.hacked") == "undefined"
    assert tab.locator('main a[href^="javascript:"]').count() == 0
    assert tab.locator("main img").count() == 0
    assert tab.locator("main script").count() == 0
    if view == "table":
        assert attack[:40] in tab.locator("tbody").inner_text()


@pytest.mark.parametrize(
    "pairs",
    [
        {"page": "-1"}, {"page": "9" * 30}, {"view": "<script>"}, {"view": "x" * 3000}, {"chart-x": "'\""},
        {"example": "../../etc/passwd"}, {"example": "<script>"},
    ],
)  # fmt: skip
def test_strange_parameters_are_no_fault_of_the_server(server: str, pairs: dict[str, str]) -> None:
    query = {} if "example" in pairs else {"query": SESSION}
    status, text = fetched(f"{server}/query?" + urlencode({**query, **pairs}))
    assert status in (200, 400, 404)
    assert "<script>" not in text.partition("<main")[2]


@pytest.mark.parametrize(
    "query", ["}" * 500, "\ufeff", "SELECT", "\u202e'\"<>&", "{" * 5000, "SELECT * { ?s ?p \ud83d }"]
)
def test_no_text_breaks_the_page(server: str, query: str) -> None:
    status, text = fetched(f"{server}/query?query=" + quote(query.encode("utf-8", "replace")))
    assert status in (200, 400)
    assert "<textarea" in text


# In a browser


def typed(tab: Any, text: str) -> None:
    """Empty the editor by keys and type into it."""
    tab.locator("#text").focus()
    tab.keyboard.press("Control+A")
    tab.keyboard.press("Delete")
    tab.keyboard.type(text)


def test_a_name_is_offered_and_taken_by_keys_and_its_prefix_declared(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=en")
    typed(tab, "SELECT * { ?x a comity:Ten")
    tab.locator("#offers li").first.wait_for()
    area = tab.locator("#text")
    chosen = tab.locator("#" + area.get_attribute("aria-activedescendant"))
    assert chosen.get_attribute("role") == "option"
    assert chosen.locator("span").first.inner_text() == "comity:Tenure"
    tab.keyboard.press("Enter")
    expected = "PREFIX comity: <https://w3id.org/comity/ontology#>\nSELECT * { ?x a comity:Tenure"
    assert area.input_value() == expected
    assert tab.locator("#offers").is_hidden()
    tab.keyboard.type(" } LIMIT 3")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/query?**Tenure**")
    assert tab.locator("tbody tr").count() == 3


def test_arrows_choose_escape_closes_and_enter_is_a_new_line_again(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=en")
    typed(tab, "comity:s")
    tab.locator("#offers li").first.wait_for()
    first, second = tab.locator("#offers li span:first-child").all_inner_texts()[:2]
    tab.keyboard.press("ArrowDown")
    assert tab.locator('#offers li[aria-selected="true"] span').first.inner_text() == second != first
    tab.keyboard.press("Escape")
    assert tab.locator("#offers").is_hidden()
    tab.keyboard.press("Enter")
    assert tab.locator("#text").input_value() == "comity:s\n"
    tab.keyboard.type("comity:s")
    tab.locator("#offers li").first.wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")
    assert tab.locator("#text").input_value().endswith(f"\ncomity:s\n{second}")


def test_names_are_found_by_their_russian_label_and_variables_by_their_beginning(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=ru")
    typed(tab, "SELECT ?session { ?s")
    tab.locator("#offers li").first.wait_for()
    assert tab.locator("#offers li").all_inner_texts() == ["?session"]
    tab.keyboard.press("Enter")
    tab.keyboard.type(" a comity:догово")
    tab.locator("#offers li", has_text="comity:Treaty").first.wait_for()


def test_ctrl_space_offers_anywhere_but_not_in_strings(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=en")
    typed(tab, "SELECT * { ?x a Tenu")
    assert tab.locator("#offers").is_hidden()
    tab.keyboard.press("Control+Space")
    tab.locator("#offers li", has_text="comity:Tenure").first.wait_for()
    typed(tab, 'SELECT * { ?x ?y "comity:Ten')
    tab.keyboard.press("Control+Space")
    tab.locator("[role=status]", has_text="Nothing to offer").wait_for()
    assert tab.locator("#offers").is_hidden()


def test_what_was_typed_can_be_undone(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=en")
    typed(tab, "ASK { ?x a comity:Ten")
    tab.locator("#offers li").first.wait_for()
    tab.keyboard.press("Enter")
    assert "comity:Tenure" in tab.locator("#text").input_value()
    for _ in range(3):
        tab.keyboard.press("Control+Z")
    assert "Tenure" not in tab.locator("#text").input_value()


def test_the_keyboard_leaves_the_editor_by_tab(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=en")
    tab.locator("#text").focus()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "main"


def test_a_button_adds_missing_prefixes(tab: Any, server: str) -> None:
    tab.goto(server + "/query?lang=en")
    typed(tab, "SELECT * { ?x rdfs:label ?y . ?x a skos:Concept }")
    tab.get_by_role("button", name="Add missing PREFIX lines").click()
    assert (
        tab.locator("#text")
        .input_value()
        .startswith(
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT"
        )
    )


def test_the_colours_lie_exactly_behind_the_text(tab: Any, server: str) -> None:
    tab.goto(server + "/query?example=holders-of-post&lang=en")
    shown = tab.evaluate("document.querySelector('.paint div').textContent")
    assert shown == tab.locator("#text").input_value() + "\n"
    heights = tab.evaluate(
        "[document.querySelector('.paint div').offsetHeight, document.getElementById('text').scrollHeight]"
    )
    assert abs(heights[0] + 16 - heights[1]) < 24


def test_the_page_works_without_a_script(chromium: Any, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(server + "/query")
    page.locator("#text").fill(SESSION)
    page.get_by_role("button", name="Run").click()
    assert "21st SCO Prosecutors General Meeting" in page.locator("tbody").inner_text()
    page.get_by_role("link", name="Timeline").click()
    assert page.locator("svg a").count() > 1
    assert page.locator("#text").input_value() == SESSION
    context.close()
