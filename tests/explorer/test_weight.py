"""Every page is light, is valid enough to be one page, says its language, and works where scripts are off."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import Any

import pytest

from .pages import PAGES


def fetched(address: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_all_it_needs_weighs_under_150_kb(server: str, page: str) -> None:
    status, headers, text = fetched(server + page)
    assert status == (404 if page.startswith("/nosuch") else 200), text[:300]
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
    weight = len(text.encode()) + sum(len(fetched(server + part)[2].encode()) for part in parts)
    assert weight < 150_000
    assert "default-src 'none'" in headers["content-security-policy"]
    assert text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_russian_has_its_words_in_russian(server: str, page: str) -> None:
    address = server + page + ("&" if "?" in page else "?") + "lang=ru"
    text = fetched(address)[2]
    assert '<html lang="ru">' in text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    assert heading is not None
    if page != "/query" and not page.startswith("/query?"):
        assert re.search("[а-яА-Я]", heading[1]), heading[1]


def test_nothing_that_is_linked_is_missing(server: str) -> None:
    """Every link of the visited pages inside the server leads somewhere; each path once."""
    seen: set[str] = set()
    for page in PAGES:
        for link in re.findall(r'href="(/[^"#]*)', fetched(server + page)[2]):
            path = link.replace("&amp;", "&")
            kind = re.sub(r"/[^/?]+(\?|$)", "/…", path.partition("?")[0], count=1) if path.count("/") > 1 else path
            if kind in seen or len(seen) > 120:
                continue
            seen.add(kind)
            status, _, text = fetched(server + path)
            assert status < 400 or page.startswith("/nosuch"), f"{page} links to {path}: {status} {text[:200]}"
    assert len(seen) > 30


def test_pages_hold_their_text_without_scripts(chromium: Any, server: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/between?a=UZ&b=RU&on=2024-11-21&lang=en")
    assert "United Nations Convention against Corruption" in page.locator("main").inner_text()
    page.goto(server + "/relations?around=official/igor-krasnov&lang=en")
    assert page.locator("svg a").count() > 5
    page.goto(server + "/questions/holders-of-post?post=ru-prosecutor-general&on=2024-11-21&lang=en")
    assert "Igor Krasnov" in page.locator("main").inner_text()
    context.close()
