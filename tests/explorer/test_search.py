"""The search: names in any language or script, narrowed by kind, state and time."""

from __future__ import annotations

from typing import Any

import pytest

from .markup import links, pick, text, tree
from .test_kinds import records
from .test_law_pages import HOSTILE, Get


def hits(page: Any) -> list[str]:
    """What was found, in order."""
    return [links(one)[0] for one in pick(page, "ol.hits > li")]


def facet(page: Any, heading: str) -> dict[str, int]:
    """The choices under a heading and their counts."""
    listed = page.xpath(f"//aside//h2[.='{heading}']/following-sibling::ul[1]/li")
    return {text(pick(one, "a")[0]): int(text(pick(one, ".count")[0])) for one in listed}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Krasnov", "/official/igor-krasnov"),
        ("Краснова", "/official/igor-krasnov"),
        ("Генпрокуратура Узбекистана", "/agency/uz-prosecutor-general-office"),
        ("乌兹别克斯坦", "/state/UZ"),
        ("Oʻzbekiston", "/state/UZ"),
        ("Convention against Transnational Organized Crime", "/treaty/untoc"),
    ],
)
def test_names_are_found_in_any_script(get: Get, words: str, found: str) -> None:
    for lang in ("en", "ru"):
        assert found in hits(tree(get("search", q=words, lang=lang)))[:3]


def test_the_kind_narrows_and_its_counts_are_those_that_come(get: Get) -> None:
    page = tree(get("search", q="Krasnov", address="/search"))
    kinds = facet(page, "Kind")
    assert kinds["Officials"] >= 1
    link = next(one for one in links(page, "aside a") if "kind=official" in one)
    assert link == "/search?q=Krasnov&kind=official"
    narrowed = tree(get("search", q="Krasnov", kind="official"))
    assert len(hits(narrowed)) == kinds["Officials"]
    assert all(one.startswith("/official/") for one in hits(narrowed))
    assert facet(narrowed, "Kind") == kinds


def test_state_and_year_list_without_words(get: Get) -> None:
    page = tree(get("search", kind="visit", state="UZ", from_="2024-01-01", until="2024-12-31"))
    assert hits(page) == ["/visit/krasnov-uzbekistan-2024-11"]
    assert not hits(tree(get("search", kind="visit", state="UZ", from_="2023-01-01", until="2023-12-31")))
    assert not hits(tree(get("search", kind="visit", state="KZ")))
    by_name = tree(get("search", kind="visit", state="Узбекистан"))
    assert hits(by_name) == ["/visit/krasnov-uzbekistan-2024-11"]
    years = facet(tree(get("search", kind="session")), "Year")
    for year in list(years)[:3]:
        found = get("search", kind="session", from_=f"{year}-01-01", until=f"{year}-12-31")
        assert f"{years[year]} thing" in text(pick(tree(found), "p.muted")[0])


def test_without_anything_the_facets_list_what_there_is(get: Get) -> None:
    page = tree(get("search"))
    assert facet(page, "Kind")["Officials"] == sum(1 for _ in records("officials"))
    assert hits(page) == []


def test_pages_of_hits_are_whole(get: Get) -> None:
    officials = sum(1 for _ in records("officials"))
    found = [
        one for n in range(1, -(-officials // 25) + 1) for one in hits(tree(get("search", kind="official", page_=n)))
    ]
    assert len(found) == len(set(found)) == officials


def test_what_was_said_and_words_of_vocabularies_are_found(get: Get) -> None:
    assert "/proposal/krasnov-ksgp-secretariat" in hits(tree(get("search", q="secretariat widened")))
    assert "/concept/topic/cybercrime" in links(tree(get("search", q="киберпреступность")), "main a")


def test_nothing_found_says_what_that_means(get: Get) -> None:
    reply = get("search", q="zzzqqqxxx")
    assert reply.status == 200
    assert "no proof" in text(pick(tree(reply), "p.message")[0])


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_become_pages(get: Get, value: str) -> None:
    for name in ("q", "kind", "state", "from_", "until", "page_"):
        reply = get("search", **{name: value})
        assert reply.status in (200, 400, 404), (name, value)
        assert b"<script>alert" not in reply.body


def test_a_state_that_nobody_knows_is_not_found(get: Get) -> None:
    reply = get("search", q="a", state="Atlantis of the Deep")
    assert reply.status == 404
    assert pick(tree(reply), "p.message")


def test_a_period_that_ends_before_it_begins_is_said(get: Get) -> None:
    reply = get("search", q="a", from_="2024-02-01", until="2024-01-01")
    assert reply.status == 400
    assert pick(tree(reply), "p.message")


def test_the_search_works_by_keyboard(tab: Any, server: str) -> None:
    tab.goto(server + "/search?lang=en")
    tab.locator("main input[name=q]").focus()
    tab.keyboard.type("Краснов")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?*q=*")
    tab.locator("ol.hits a", has_text="Igor Krasnov").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/official/igor-krasnov*")
    assert tab.locator("h1").inner_text().startswith("Igor Krasnov")
