"""Treaty law as pages: between, route, explain, horizon, the matrix.  Days and states are those of the registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.explorer.asking import Reply

from .markup import links, pick, text, tree

Get = Callable[..., Reply]
BIDI = "\u202eUZ\u202c"
HOSTILE = ["<script>alert(1)</script>", "\"'><img src=x>", BIDI, "x" * 2001, "UZ\x00", "-1", "../../etc", "{{ 7*7 }}"]


def in_force(reply: Reply) -> set[str]:
    return {text(node) for node in pick(tree(reply), "details.force .title")}


# Between two

MINSK = "Convention on Legal Assistance and Legal Relations in Civil, Family and Criminal Matters (Minsk)"
CHISINAU = "Convention on Legal Assistance and Legal Relations in Civil, Family and Criminal Matters (Chisinau)"


@pytest.mark.parametrize(("day", "there", "gone"), [("2023-06-27", MINSK, CHISINAU), ("2023-06-28", CHISINAU, MINSK)])
def test_the_chisinau_convention_replaces_that_of_minsk_between_russia_and_kazakhstan(
    get: Get, day: str, there: str, gone: str
) -> None:
    found = in_force(get("between", a="RU", b="KZ", on=day))
    assert there in found
    assert gone not in found


def test_states_are_named_by_code_or_in_any_language(get: Get) -> None:
    expected = in_force(get("between", a="UZ", b="RU", on="2024-11-21"))
    assert "United Nations Convention against Transnational Organized Crime" in expected
    assert in_force(get("between", a="Узбекистан", b="russia", on="2024-11-21")) == expected
    assert in_force(get("between", a="state/UZ", b="https://w3id.org/comity/id/state/RU", on="2024-11-21")) == expected


def test_the_proof_unfolds_down_to_acts_and_sources(get: Get) -> None:
    page = tree(get("between", a="UZ", b="RU", on="2024-11-21"))
    (untoc,) = [one for one in pick(page, "details.force") if "Transnational" in text(pick(one, ".title")[0])]
    # Uzbekistan ratified on 9 December 2003, Russia on 26 May 2004; each is bound from the 30th day.
    assert "2003-12-09" in text(untoc)
    assert "2004-05-26" in text(untoc)
    hrefs = links(untoc, "a")
    assert "/action/untoc-uz-ratification" in hrefs
    assert any(href.startswith("/source/") for href in hrefs)
    assert "/explain?treaty=untoc&a=UZ&b=RU&on=2024-11-21" in hrefs


def test_what_is_not_in_force_between_them_says_why(get: Get) -> None:
    page = tree(get("between", a="IR", b="RU", on="2024-11-21"))
    # Iran signed on 12 December 2000 and did not ratify.
    hrefs = [str(link.get("href")) for link in page.xpath("//*[@id='others']/following::details[1]//a")]
    assert "/explain?treaty=untoc&a=IR&b=RU&on=2024-11-21" in hrefs
    said = text(pick(tree(get("explain", treaty="untoc", a="IR", b="RU", on="2024-11-21")), "ul.proof")[0])
    assert "Iran" in said


def test_a_blank_answer_says_so(get: Get) -> None:
    said = text(pick(tree(get("between", a="UZ", b="RU", on="1950-01-01")), ".message")[0])
    assert said.startswith("No treaty of the graph was in force between Uzbekistan and Russia on 1950-01-01.")


def test_what_if(get: Get) -> None:
    untoc = "United Nations Convention against Transnational Organized Crime"
    query = {"a": "IR", "b": "RU", "on": "2026-06-01"}
    assert untoc not in in_force(get("between", **query))
    reply = get("between", **query, suppose="IR:ratification:untoc:2026-01-01")
    assert untoc in in_force(reply)
    assert "As if it were done: IR:ratification:untoc:2026-01-01" in text(tree(reply))


def test_what_was_known_then(get: Get) -> None:
    # Poland told the depositary on 20 August 2025 that it leaves, with effect from 20 February 2026.
    ottawa = "Anti-Personnel Mines"
    query = {"a": "PL", "b": "HU", "on": "2026-03-01"}
    assert not any(ottawa in one for one in in_force(get("between", **query)))
    assert any(ottawa in one for one in in_force(get("between", **query, as_known_on="2025-08-01")))


def test_in_russian(get: Get) -> None:
    page = tree(get("between", a="UZ", b="RU", on="2024-11-21", lang="ru"))
    assert text(pick(page, "h1")[0]) == "Что действует между двумя"
    assert "Узбекистан – Россия: действует на 2024-11-21" in text(pick(page, "h2")[0])


# Route, explain, horizon


def test_the_route_leads_to_articles_in_order(get: Get) -> None:
    page = tree(get("route", a="UZ", b="RU", for_="extradition", on="2024-11-21"))
    ways = [text(one) for one in pick(page, "ol.ways > li > p.strong")]
    assert ways[0].startswith("United Nations Convention against Transnational Organized Crime, art. 16")
    assert len(pick(page, "ol.ways > li details.sources")) >= len(ways)


def test_a_route_that_is_not_known_says_so(get: Get) -> None:
    said = [
        text(one) for one in pick(tree(get("route", a="UZ", b="RU", for_="extradition", on="1950-01-01")), ".message")
    ]
    assert said[0].startswith("Not in the sources: no provision of the graph serves extradition")


def test_without_a_measure_the_measures_are_offered(get: Get) -> None:
    page = tree(get("route", a="UZ", b="RU"))
    hrefs = links(page, "ul.columns a")
    assert any(href.startswith("/route?a=UZ&b=RU&for=extradition") for href in hrefs)


def test_entry_into_force_is_explained(get: Get) -> None:
    page = tree(get("explain", treaty="uncac"))
    assert "2005-12-14" in text(pick(page, "ul.proof")[0])


def test_the_treaty_may_be_named_by_its_number(get: Get) -> None:
    # Chapter XVIII, 12: the Convention against Transnational Organized Crime.
    assert "Transnational" in text(pick(tree(get("explain", treaty="XVIII-12")), "#answer")[0])


def test_a_second_state_without_a_first_is_no_question(get: Get) -> None:
    assert get("explain", treaty="untoc", b="RU").status == 400


def test_the_horizon_has_what_was_notified(get: Get) -> None:
    page = tree(get("horizon", on="2025-09-01", days=200))
    said = [text(one) for one in pick(page, "ul.outer > li")]
    assert any(one.startswith("2026-02-20") and "Poland" in one for one in said)
    quiet = text(pick(tree(get("horizon", on="2100-01-01", days=10)), ".message")[0])
    assert quiet.startswith("Nothing that the graph knows of takes effect within 10 days from 2100-01-01")


# The matrix


def cell(page: Any, state: str, treaty: str) -> str:
    head = [text(one) for one in pick(page, ".matrix thead tr")[0]]
    (row,) = [one for one in pick(page, ".matrix tbody tr") if text(pick(one, "th")[0]).strip() == state]
    return text([*row][head.index(treaty)]).strip()


@pytest.mark.parametrize(
    ("day", "said"),
    # Signed 13 December 2000, ratified 9 December 2003, in force for it from 8 January 2004.
    [("2003-01-01", "○ signatory 2000"), ("2004-01-07", "◉ contracting state 2003"), ("2004-01-08", "● party 2004")],
)
def test_a_standing_on_a_day(get: Get, day: str, said: str) -> None:
    page = tree(get("status-matrix", of="UZ", treaty=["untoc", "uncac"], on=day))
    assert cell(page, "Uzbekistan", "UNTOC") == said


def test_totals_and_links(get: Get) -> None:
    page = tree(get("status-matrix", of="sco", treaty="untoc", on="2024-11-21"))
    # Of the ten members of that day Iran alone has only signed.
    assert len(pick(page, ".matrix tbody tr")) == 10
    sums = [text(one) for one in pick(page, ".matrix thead td.sum")]
    assert sums[-1] == "9"
    hrefs = links(page, ".matrix td a")
    assert "/explain?treaty=untoc&a=IR&on=2024-11-21" in hrefs
    pictures = links(page, "nav.contents a")
    assert "/status-matrix.svg?of=organisation%2Fsco&treaty=untoc&on=2024-11-21" in pictures


def test_headers_have_a_scope_and_fields_a_label(get: Get) -> None:
    for reply in (get("status-matrix", of="sco"), get("between", a="UZ", b="RU"), get("explain", treaty="untoc")):
        page = tree(reply)
        assert all(one.get("scope") for one in pick(page, "th"))
        fields = [one for one in page.xpath("//main//input | //main//select") if one.get("type") != "hidden"]
        assert all(one.xpath("ancestor::label") for one in fields)
        assert len(pick(page, "h1")) == 1


# Whatever comes


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("between", ["a", "b", "on", "matter", "as_known_on", "suppose"]),
        ("route", ["a", "b", "for", "on"]),
        ("explain", ["treaty", "a", "b", "on"]),
        ("horizon", ["on", "days"]),
        ("status-matrix", ["of", "treaty", "on", "page", "columns"]),
    ],
)
def test_no_value_breaks_a_page(get: Get, page: str, names: list[str], value: str) -> None:
    usual = {"a": "UZ", "b": "RU", "treaty": "untoc", "for": "extradition"}
    for name in names:
        # As keyword arguments "page" and "for" end in an underscore.
        query = {f"{key}_": said for key, said in usual.items() if key in names} | {f"{name}_": value}
        reply = get(page, **query)
        assert reply.status in (200, 400, 404), (name, value)
        assert b"<script>alert" not in reply.body
        assert b"<img" not in reply.body


def test_pages_stay_light(get: Get) -> None:
    for reply in (get("between", a="UA", b="RU", lang="ru"), get("status-matrix"), get("status-matrix", of="cis")):
        assert reply.status == 200
        assert len(reply.body) < 150_000


# In a browser


def test_the_form_is_asked_by_keyboard(tab: Any, server: str) -> None:
    tab.goto(server + "/between")
    tab.get_by_label("Between", exact=True).fill("Uzbekistan")
    tab.get_by_label("and", exact=True).fill("Россия")
    tab.get_by_label("on the day").fill("2024-11-21")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/between?a=Uzbekistan*")
    first = tab.locator("details.force").first
    first.locator("summary").first.focus()
    tab.keyboard.press("Enter")
    assert first.get_attribute("open") is not None
    tab.get_by_role("button", name="Swap the two").press("Enter")
    assert tab.get_by_label("Between", exact=True).input_value() == "Russia"


def test_the_slider_asks_for_another_year(tab: Any, server: str) -> None:
    tab.goto(server + "/status-matrix?of=UZ&treaty=untoc&on=2024-11-21")
    slider = tab.get_by_label("Year", exact=True)
    slider.focus()
    with tab.expect_navigation():
        slider.press("Home")
    assert tab.get_by_label("on the day").input_value() == f"{slider.get_attribute('min')}-11-21"
    assert "Uzbekistan" in tab.locator("main").inner_text()


def test_without_scripts_day_and_button_do(chromium: Any, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(server + "/status-matrix?of=UZ&treaty=untoc&on=2024-11-21")
        assert not page.get_by_label("Year", exact=True).is_visible()
        page.get_by_label("on the day").fill("2003-01-01")
        page.get_by_role("button", name="Show").click()
        assert page.locator(".matrix tbody td a").inner_text().split()[:2] == ["○", "signatory"]
    finally:
        context.close()
