"""The first page, the findings and what is said of the data, each against the tables of the records; suggestions."""

from __future__ import annotations

import csv
import datetime as dt
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from comity.explorer.asking import Reply
from comity.explorer.desk import Desk
from comity.explorer.pages.facts import Reader
from comity.explorer.pages.findings import GROUPS, items

from .markup import links, pick, text, tree

Get = Callable[..., Reply]
RECORDS = Path(__file__).resolve().parents[2] / "records"
HOSTILE = ["<script>alert(1)</script>", "\"'><img src=x>", "\u202eUZ\u202c", "x" * 2001, "UZ\x00", "-1", "{{ 7*7 }}"]


def table(name: str) -> list[Mapping[str, str]]:
    """The rows of a table of the records."""
    with (RECORDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ends(date: str) -> str:
    """The last day that a date of the tables may mean, as far as it is needed here."""
    last = date.partition("/")[2] or date
    return f"{last}-31" if len(last) == 7 else last


# The first page


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_first_page_counts_what_the_tables_hold(get: Get, lang: str) -> None:
    tiles = {link.get("href"): text(link) for link in pick(tree(get("home", lang=lang)), "ul.counts a")}
    for kind, name in (("official", "officials"), ("agency", "agencies"), ("post", "posts"), ("source", "sources"),
                       ("body", "bodies"), ("tenure", "tenures"), ("action", "actions")):  # fmt: skip
        assert tiles[f"/{kind}"].startswith(f"{len(table(name))} ")
    encounters = Counter(row["id"].partition("/")[0] for row in table("encounters"))
    for kind in ("session", "meeting", "visit", "conference", "signing"):
        assert tiles[f"/{kind}"].startswith(f"{encounters[kind]} ")


def section(page: Any, name: str) -> Any:
    (found,) = page.xpath(f"//section[@aria-labelledby='{name}']")
    return found


def test_the_latest_encounters_are_the_last_that_were_held(get: Get) -> None:
    held = [row for row in table("encounters") if row["modality"] == "held"]
    days = sorted(((ends(row["date"]), row["id"]) for row in held), reverse=True)
    shown = links(section(tree(get("home")), "latest"), "ul.dated > li > a")
    assert {f"/{iri}" for day, iri in days if day > ends(days[5][0])} <= set(shown)
    assert len(shown) == 6


def test_what_was_planned_is_coming_or_overdue_by_its_day(get: Get) -> None:
    part = section(tree(get("home")), "coming")
    shown = links(part, "ul.dated > li > a")
    planned = [row for row in table("encounters") if row["modality"] == "planned"]
    assert set(shown) == {f"/{row['id']}" for row in planned}
    today = dt.date.today().isoformat()
    overdue = sum(ends(row["date"]) < today for row in planned)
    said = text(part)
    assert (f"{overdue} encounter" in said) == (overdue > 0)
    assert ("No source of the graph tells of an encounter after" in said) == (overdue == len(planned))


def test_open_proposals_are_those_whose_outcome_is_not_told(get: Get) -> None:
    part = section(tree(get("home")), "ledger")
    rows = [row for row in table("ledger") if not row["id"].startswith("assessment/")]
    still = [row for row in rows if row["status"] in ("open", "accepted", "unknown")]
    assert f"All {len(still)}" in text(part)
    shown = links(part, "ul.dated > li > a")
    assert len(shown) == 5
    assert set(shown) <= {f"/{row['id']}" for row in still}
    # The invitation to the forum of September 2024 was due then; the commitment of October 2025 comes first.
    assert shown[0] == "/commitment/ksgp-36"


def test_forms_of_the_first_page_ask_what_the_pages_take(get: Get) -> None:
    forms = {form.get("action"): {field.get("name") for field in form.iter("input")} for form in
             tree(get("home", lang="ru")).iter("form")}  # fmt: skip
    assert forms["/between"] >= {"a", "b", "on"}
    assert forms["/horizon"] >= {"on", "days"}
    assert "q" in forms["/search"]


def test_example_questions_are_answered(get: Get) -> None:
    asked = [link for link in links(section(tree(get("home")), "questions")) if link.startswith("/questions/")]
    assert len(asked) > 5
    for link in asked[:3]:
        path, _, query = link.partition("?")
        values = dict(pair.split("=") for pair in query.split("&"))
        assert get("question", {"name": path.rpartition("/")[2]}, **values).status == 200


# Findings


def test_disagreements_are_those_of_the_table(get: Get) -> None:
    rows = table("divergences")
    page = tree(get("findings", group="disagreements"))
    assert f"{len(rows)} lines" in text(pick(page, "h1")[0])
    chips = [text(chip) for chip in pick(page, "ul.chips a")]
    assert chips[:2] == ["all", f"start {Counter(row['field'] for row in rows)['start']}"]
    (line,) = [one for one in pick(page, "ol.finding > li") if "/membership/brics-za" in links(one)]
    # BRICS: one source has South Africa join in 2010, the graph keeps 2011.
    assert "start: the graph keeps 2011, another source says 2010" in text(line)
    assert "/divergence/brics-za-start" in links(line)
    assert "/source/sputnikglobe-20250106" in links(line)


def test_a_group_is_narrowed_and_paged(get: Get) -> None:
    ends_ = tree(get("findings", group="disagreements", of="end"))
    assert len(pick(ends_, "ol.finding > li")) == sum(row["field"] == "end" for row in table("divergences"))
    first = links(tree(get("findings", group="single-source-facts", of="Name")), "ol.finding > li > a")
    second = links(tree(get("findings", group="single-source-facts", of="Name", page_="2")), "ol.finding > li > a")
    last = links(tree(get("findings", group="single-source-facts", of="Name", page_="99999")), "ol.finding > li > a")
    assert len(first) == len(second) == 30
    assert not set(first) & set(second)
    assert last
    assert not set(last) & set(first)


@pytest.mark.parametrize(
    ("group", "question", "values"),
    [
        ("disagreements", "disagreements", {}),
        ("facts-to-confirm", "facts-to-confirm", {}),
        ("register-against-clause", "register-against-clause", {}),
        ("years-without-session", "years-without-session", {}),
    ],
)
def test_a_group_has_what_its_question_answers(desk: Desk, group: str, question: str, values: dict[str, Any]) -> None:
    rows = desk.graph.query(question, **values).labelled
    found = items(desk, GROUPS[group])
    assert len(found) == len(rows) > 0
    about = "body" if group == "years-without-session" else "fact"
    mine = {one.more[0] if group == "register-against-clause" else one.iri for one in found}
    assert mine == {row[about] for row in rows}


def test_facts_on_one_source_are_those_of_the_question(desk: Desk) -> None:
    asked: dict[str, Any] = {"class": "Session"}
    rows = desk.graph.query("single-source-facts", **asked).labelled
    found = {one.iri for one in items(desk, GROUPS["single-source-facts"]) if one.part == "Session"}
    assert found == {row["fact"] for row in rows}


def test_what_is_not_known_of_a_body_is_what_the_question_says(desk: Desk) -> None:
    rows = desk.graph.query("what-is-not-known", body="sco-prosecutors-general").labelled
    names = {"date": "date", "place": "place", "Participation": "participants", "Instrument": "documents"}
    asked = {(row["session"], names[row["missing"].rpartition("#")[2]]) for row in rows}
    unknown = items(desk, GROUPS["what-is-not-known"])
    assert {(one.iri, name) for one in unknown if one.part == "sco-prosecutors-general" for name in one.more} == asked


def test_the_year_without_a_session_leads_to_the_rule_and_its_source(get: Get) -> None:
    page = tree(get("findings", group="years-without-session", lang="ru"))
    (line,) = pick(page, "ol.finding > li")
    # The page of the SCO says: annually since 2002; no session of 2008 is known.
    assert "2008" in text(line)
    assert {"/body/sco-prosecutors-general", "/rule/sco-prosecutors-general-rhythm"} <= set(links(line))
    assert "/source/sco-prosecutors-general-page" in links(line)
    assert "проводятся на ежегодной основе с 2002 года" in text(line)


def test_what_the_check_found_has_the_names_of_its_rules(get: Get) -> None:
    said = text(tree(get("findings", group="check", lang="ru")))
    assert "Номера без пропусков" in said
    assert "предупреждение" in said
    page = tree(get("findings", group="check", of="PlannedInThePastShape"))
    late = {f"/{row['id']}" for row in table("encounters")
            if row["modality"] == "planned" and ends(row["date"]) < row["checked"]}  # fmt: skip
    assert set(links(page, "ol.finding > li > a")) == late


def test_every_line_of_every_group_leads_on(get: Get) -> None:
    for name in GROUPS:
        page = tree(get("findings", group=name))
        for line in pick(page, "ol.finding > li"):
            assert any(re.match(r"/[a-z-]+/.+", link) for link in links(line)), text(line)
            assert any(link.startswith("/source/") for link in links(line)), text(line)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_refused_with_a_sentence(get: Get, value: str) -> None:
    for query in ({"group": value}, {"group": "check", "of": value}, {"group": "check", "page_": value}):
        reply = get("findings", **query)
        assert reply.status == 400
        assert b"<script>alert" not in reply.body
        assert b"<img" not in reply.body
    assert get("home", on=value).status == 200
    assert get("about", x=value).status == 200


def test_a_line_says_what_no_language_of_the_reader_has(desk: Desk) -> None:
    read = Reader(desk.graph.treaty_law.store, "fr")
    (group,) = [one for one in GROUPS.values() if one.name == "check"]
    assert group.part(read, "OrdinalGapShape") == "Numbers without a gap"


# About the data


def test_sources_are_counted_by_kind(get: Get) -> None:
    rows = {text(row[0]): text(row[1]) for row in pick(section(tree(get("about")), "rests"), "tr")}
    kinds = Counter(row["kind"] for row in table("sources"))
    assert rows["news"] == str(kinds["news"])
    assert rows["treaty text"] == str(kinds["treaty-text"])
    assert rows["dataset"] == str(kinds["dataset"])


def test_it_says_of_when_it_is_under_which_terms_and_with_which_borders(get: Get, desk: Desk) -> None:
    page = tree(get("about"))
    said = text(page)
    assert f"published {desk.generation.published:%Y-%m-%d %H:%M} UTC" in said
    days = sorted(row["checked"] for name in ("tenures", "actions", "encounters") for row in table(name))
    assert f"between {days[0]} and {days[-1]}" in said
    assert "this map draws none" in text(section(page, "borders"))
    assert links(section(page, "terms")) == [
        "https://www.apache.org/licenses/LICENSE-2.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    for name, count in desk.generation.counts.items():
        assert name in said
        assert str(count) in said


def test_what_is_lacking_of_a_body_is_counted(get: Get, desk: Desk) -> None:
    (row,) = [one for one in pick(section(tree(get("about")), "lacking"), "tr")
              if "/body/sco-prosecutors-general" in links(one)]  # fmt: skip
    sessions = [one for one in table("encounters") if one["body"] == "sco-prosecutors-general"]
    undocumented = desk.graph.query("what-is-not-known", body="sco-prosecutors-general").labelled
    documents = sum(one["missing"].endswith("#Instrument") for one in undocumented)
    assert text(row).split()[-5] == str(len(sessions))
    assert text(row).split()[-1] == str(documents)


def test_every_way_to_the_data_answers(server: str, get: Get) -> None:
    for path in links(section(tree(get("about")), "get")):
        try:
            with urllib.request.urlopen(server + path) as answer:
                assert answer.status == 200
        except urllib.error.HTTPError as error:
            with error:
                pytest.fail(f"{path}: {error.code}")


# Suggestions


def typed(tab: Any, words: str) -> Any:
    """Type into the search of the header as somebody without a mouse does; the list that comes."""
    tab.keyboard.press("Tab")  # skip to the content
    tab.keyboard.press("Tab")  # the first page
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "q"
    tab.keyboard.type(words)
    found = tab.locator(".find [role=listbox]")
    found.locator("[role=option]").first.wait_for()
    return found


def test_a_thing_is_found_by_keyboard_alone(tab: Any, server: str) -> None:
    tab.goto(server + "/about?lang=ru")
    found = typed(tab, "краснов")
    field = tab.locator(".find input[type=search]")
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    options = found.locator("[role=option]")
    assert options.first.inner_text() == "Игорь Краснов должностное лицо"
    tab.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    tab.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    tab.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/official/igor-krasnov?lang=ru")


def test_escape_closes_the_list_and_keeps_what_was_typed(tab: Any, server: str) -> None:
    tab.goto(server + "/about?lang=en")
    found = typed(tab, "Minsk")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Escape")
    assert found.is_hidden()
    field = tab.locator(".find input[type=search]")
    assert field.input_value() == "Minsk"
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?*q=Minsk*")


def test_what_a_label_holds_is_text_in_the_list(tab: Any, server: str) -> None:
    attack = '[{"iri": "x", "label": "<img src=x onerror=alert(1)>", "kind": "<b>", "path": "/official/igor-krasnov"},'
    attack += '{"iri": "y", "label": "out", "kind": "state", "path": "//elsewhere.example/"},'
    attack += '{"iri": "z", "label": "script", "kind": "state", "path": "javascript:alert(1)"}]'
    tab.route("**/api/suggest?*", lambda route: route.fulfill(body=attack, content_type="application/json"))
    tab.goto(server + "/about?lang=en")
    found = typed(tab, "xx")
    assert found.locator("img, b").count() == 0
    # What would lead off this server is no suggestion.
    assert found.locator("[role=option]").all_inner_texts() == ["<img src=x onerror=alert(1)> <b>"]


def test_without_an_answer_the_search_works_all_the_same(tab: Any, server: str) -> None:
    tab.route("**/api/suggest?*", lambda route: route.abort())
    tab.goto(server + "/about?lang=en")
    tab.locator(".find input[type=search]").focus()
    with tab.expect_event("requestfailed"):
        tab.keyboard.type("Minsk")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?*q=Minsk*")
