"""What every page has, in a real browser."""

from __future__ import annotations

from typing import Any


def test_the_first_page_opens(tab: Any, server: str) -> None:
    tab.goto(server + "/")
    assert tab.title() == "Legal cooperation between states · Comity"


def test_the_reader_s_language_is_kept_in_links(tab: Any, server: str) -> None:
    tab.goto(server + "/?lang=ru")
    assert tab.locator("html").get_attribute("lang") == "ru"
    assert "lang=ru" in tab.locator(".brand").get_attribute("href")
