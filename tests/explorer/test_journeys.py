"""What people come for, from the first page to the sentence, in a real browser that cannot leave this machine."""

from __future__ import annotations

import re
from typing import Any

from .pages import PAGES


def test_from_a_name_to_the_sentence_a_fact_rests_on(tab: Any, server: str) -> None:
    tab.goto(server + "/?lang=en")
    tab.locator("main input[name=q]").fill("Краснов")
    tab.keyboard.press("Enter")
    tab.locator("main a", has_text="Igor Krasnov").first.click()
    assert tab.locator("h1").inner_text().startswith("Igor Krasnov")
    row = tab.locator("li, tr").filter(has=tab.locator("a", has_text="Prosecutor General of the Russian Federation"))
    row.locator("details.sources summary").first.click()
    assert row.locator("details.sources[open] a").first.is_visible()


def test_what_binds_two_with_its_proof(tab: Any, server: str) -> None:
    tab.goto(server + "/between?lang=en")
    tab.locator("input[name=a]").fill("Узбекистан")
    tab.locator("input[name=b]").fill("RU")
    tab.locator("input[name=on]").fill("2024-11-21")
    tab.locator("main form.ask button.main").click()
    tab.locator("details > summary", has_text="United Nations Convention against Corruption").first.click()
    proof = tab.locator("details[open]", has_text="United Nations Convention against Corruption").first
    # records/actions.csv: the accession of Uzbekistan, as the UN register publishes it.
    assert "accession on 2008-07-29" in proof.inner_text()
    assert "on=2024-11-21" in tab.url


def test_whom_to_write_to(tab: Any, server: str) -> None:
    tab.goto(server + "/route?lang=en")
    tab.locator("input[name=a]").fill("Russia")
    tab.locator("input[name=b]").fill("Belarus")
    tab.locator("select[name=for]").select_option("extradition")
    tab.locator("input[name=on]").fill("2024-11-21")
    tab.locator("main form.ask button.main").click()
    # records/designations.csv: by-reciprocity-prosecutor.
    assert "Prosecutor General's Office of the Republic of Belarus" in tab.locator("main").inner_text()
    assert "for=extradition" in tab.url


def test_a_picture_grows_where_it_is_asked_to(tab: Any, server: str) -> None:
    tab.goto(server + "/relations?around=official/igor-krasnov&lang=en")
    before = tab.locator("svg [data-node]").count()
    more = tab.locator(".things a", has_text=re.compile(r"^\+\d+$")).first
    promised = int(more.inner_text()[1:])
    more.click()
    assert "expand=" in tab.url
    grown = tab.locator("svg [data-node]").count() - before
    assert 0 < grown <= promised


def test_a_cell_of_the_matrix_leads_to_its_proof(tab: Any, server: str) -> None:
    tab.goto(server + "/status-matrix?of=sco&on=2023-11-08&lang=en")
    tab.locator("tr", has_text="Kazakhstan").locator("td a").nth(1).click()
    assert "/explain?" in tab.url
    assert "Kazakhstan" in tab.locator("main").inner_text()


def test_no_page_asks_another_machine_for_anything(tab: Any, server: str) -> None:
    """The fixture ``tab`` fails on every request that is not for this machine, and on what the policy blocks."""
    for page in PAGES:
        tab.goto(server + page, wait_until="load")
        hosts = tab.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).host)")
        assert set(hosts) <= {server.removeprefix("http://")}, page
