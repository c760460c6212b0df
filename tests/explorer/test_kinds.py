"""The pages of treaties, bodies, encounters, pairs and concepts.  What they should say is read from the records."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest

from comity.explorer.asking import Reply

from .markup import links, pick, text, tree
from .test_law_pages import HOSTILE, Get

Thing = Callable[..., Reply]


def records(name: str) -> Iterator[dict[str, str]]:
    content = resources.files("comity.records").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(content, newline=""))


def section(page: Any, name: str) -> Any:
    """The part of a page whose heading has an id."""
    (found,) = page.xpath(f"//section[@aria-labelledby='{name}']")
    return found


def row_of(node: Any, name: str) -> str:
    """The text of the row whose header is a name."""
    (found,) = [one for one in pick(node, "tbody tr") if text(pick(one, "th")[0]) == name]
    return text(found)


# Bodies

SESSIONS = [row for row in records("encounters") if row["body"] == "sco-prosecutors-general"]


def test_a_body_has_all_its_sessions(thing: Thing) -> None:
    page = section(tree(thing("body/sco-prosecutors-general")), "sessions")
    assert set(links(page, "tbody th a")) == {f"/{row['id']}" for row in SESSIONS}
    shown = row_of(page, "21st SCO Prosecutors General Meeting")
    assert shown.startswith("21 2023-11-08")
    assert "Xi'an, China" in shown
    assert "4 sources" in shown
    assert "planned" in row_of(page, "SCO Prosecutors General Meeting planned for 2026 planned")


def test_hosts_are_counted_by_the_sessions_held(thing: Thing) -> None:
    expected = Counter(row["host_state"] or row["chair_state"] for row in SESSIONS if row["modality"] == "held")
    page = section(tree(thing("body/sco-prosecutors-general")), "hosts")
    shown = {links(row)[0]: int(text(pick(row, "td")[0])) for row in pick(page, "tbody tr")}
    assert shown == {f"/state/{state}": n for state, n in expected.items() if state}


def test_missing_years_and_numbers_are_findings(thing: Thing) -> None:
    # Since 2002 every year has a session but 2008.
    found = text(pick(section(tree(thing("body/sco-prosecutors-general")), "sessions"), ".message")[0])
    assert "no session is known: 2008." in found
    # Of the RATS Council the records have the 32nd and, as the next, the 40th.
    numbers = sorted(
        int(row["ordinal"]) for row in records("encounters") if row["body"] == "sco-rats" and row["ordinal"]
    )
    assert (32, 40) in list(itertools.pairwise(numbers))
    found = text(pick(section(tree(thing("body/sco-rats")), "sessions"), ".message")[0])
    assert "The graph has no session 33–39 before" in found


def test_the_next_host_follows_the_declared_rotation(thing: Thing) -> None:
    # Kyrgyzstan hosted in July 2024; in the Russian alphabet Pakistan comes next.
    page = section(tree(thing("body/sco-prosecutors-general", on="2024-11-21")), "hosts")
    assert "Next host: Pakistan" in text(page)


def test_members_by_year(thing: Thing) -> None:
    page = tree(thing("body/sco-prosecutors-general", on="2024-11-21"))
    years = [text(one) for one in pick(page, "table.years thead th")]
    (row,) = [one for one in pick(page, "table.years tbody tr") if text(pick(one, "th")[0]) == "Kazakhstan"]
    assert text(row[years.index("2010")]) == "●"
    assert years[-1] == "2024"


def test_a_body_without_sessions_says_so(thing: Thing) -> None:
    bodies = {row["body"] for row in records("encounters")}
    empty = [row["id"] for row in records("bodies") if row["id"].rpartition("/")[2] not in bodies]
    for name in empty:
        assert "not in the sources" in text(section(tree(thing(f"body/{name.rpartition('/')[2]}")), "sessions"))


# Encounters


def test_who_took_part_as_what_and_for_whom(thing: Thing) -> None:
    page = section(tree(thing("session/ksgp-35")), "participants")
    # Krasnov had been followed by Gutsan when the session met in October 2025.
    shown = row_of(page, "Alexander Gutsan")
    assert "Prosecutor General of the Russian Federation" in shown
    assert "Russia" in shown
    rows = [row for row in records("participations") if row["encounter"] == "session/ksgp-35"]
    assert len(pick(page, "tbody tr")) == len(rows)


def test_the_neighbours_of_a_session(thing: Thing) -> None:
    page = tree(thing("session/sco-prosecutors-general-21"))
    assert links(page, "nav.pager a") == [
        "/session/sco-prosecutors-general-20",
        "/body/sco-prosecutors-general",
        "/session/sco-prosecutors-general-22",
    ]


def test_a_visit_holds_its_meetings(thing: Thing) -> None:
    inside = [row["id"] for row in records("encounters") if row["part_of"] == "visit/krasnov-uzbekistan-2024-11"]
    page = tree(thing("visit/krasnov-uzbekistan-2024-11"))
    assert inside
    assert {f"/{one}" for one in inside} <= set(links(section(page, "parts")))
    meeting = tree(thing(inside[0]))
    assert "/visit/krasnov-uzbekistan-2024-11" in links(meeting, "dl.values a")


def test_what_was_said_stands_with_its_meeting(thing: Thing) -> None:
    rows = [row for row in records("ledger") if row["said_at"] == "meeting/mirziyoyev-krasnov-2024-11-21"]
    page = section(tree(thing("meeting/mirziyoyev-krasnov-2024-11-21")), "ledger")
    assert rows
    for row in rows:
        assert row["content_en"] in text(page)


def test_what_is_planned_is_not_told_as_held(thing: Thing) -> None:
    page = tree(thing("session/sco-prosecutors-general-2026"))
    assert text(pick(page, ".message")[0]).startswith("This was planned")
    assert "in the sources" in text(section(page, "participants"))


# Treaties


def test_entry_into_force_by_register_and_clause(thing: Thing) -> None:
    page = section(tree(thing("treaty/untoc")), "status")
    register, clause = pick(page, "dl.values dd")
    assert text(pick(register, "summary")[0]) == "2003-09-29"
    # The graph has 16 ratifications of that time; the clause wants 40.
    assert text(pick(clause, "summary")[0]) == "not reached with the acts recorded"
    assert "art. 38(1)" in text(clause)
    assert any(href.startswith("/source/") for href in links(register))


def test_a_party_is_a_series_of_dated_acts_with_footnotes(thing: Thing) -> None:
    page = section(tree(thing("treaty/untoc")), "parties")
    shown = row_of(page, "Uzbekistan")
    assert shown.startswith("Uzbekistan ● party 2004-01-08 signature 2000-12-13 ratification 2003-12-09")
    (row,) = [one for one in pick(page, "tbody tr") if text(one).startswith("Uzbekistan")]
    note = links(row, "sup a")[0]
    assert "row Uzbekistan" in text(page.xpath(f"//*[@id='{note[1:]}']")[0])
    assert "/explain?treaty=untoc&a=UZ" in links(row)


@pytest.mark.parametrize(("day", "standing"), [("2026-02-03", "● party"), ("2026-02-20", "✕ withdrawn")])
def test_poland_and_the_ottawa_convention(thing: Thing, day: str, standing: str) -> None:
    shown = row_of(section(tree(thing("treaty/ottawa-convention", on=day)), "parties"), "Poland")
    assert shown.startswith(f"Poland {standing}")
    assert "withdrawal 2025-08-20 → 2026-02-20" in shown
    assert ("[ratification 2012-12-27 → 2013-06-01]" in shown) == (standing == "✕ withdrawn")


def test_a_reservation_has_its_words_and_what_answers_it(thing: Thing) -> None:
    page = section(tree(thing("treaty/cerd")), "said")
    (reservation,) = page.xpath(".//li[@id='cerd-ru-reservation-22']")
    assert "22" in text(reservation)
    # The USSR took it back on 8 March 1989.
    assert "1989-03-08" in text(pick(reservation, "ul.proof")[0])
    said = text(section(tree(thing("treaty/cat")), "said"))
    assert "Not bound by the compulsory settlement of disputes." in said


def test_participants_are_narrowed(thing: Thing) -> None:
    page = section(tree(thing("treaty/untoc", standing="signatory")), "parties")
    assert [text(pick(row, "th")[0]) for row in pick(page, "tbody tr")] == ["Iran"]
    page = section(tree(thing("treaty/untoc", q="stan")), "parties")
    assert {"Kazakhstan", "Uzbekistan"} < {text(pick(row, "th")[0]) for row in pick(page, "tbody tr")}
    assert text(pick(section(tree(thing("treaty/untoc", q="zzz")), "parties"), ".message")[0]).startswith("None of")


def test_what_replaces_a_treaty(thing: Thing) -> None:
    related = section(tree(thing("treaty/minsk-convention-1993")), "related")
    assert "replaced between common parties by" in text(related)
    assert "/treaty/chisinau-convention-2002" in links(related)


def test_what_comes_for_a_treaty(thing: Thing) -> None:
    page = section(tree(thing("treaty/ottawa-convention", on="2025-09-01")), "status")
    assert any(text(one).startswith("2026-02-20") and "Poland" in text(one) for one in pick(page, "summary"))


def test_before_its_time_nobody_has_a_standing(thing: Thing) -> None:
    page = tree(thing("treaty/untoc", on="1999-01-01"))
    assert "Not in force" in text(section(page, "status"))
    assert "no proof that there is none" in text(section(page, "parties"))


def test_a_treaty_in_russian(thing: Thing) -> None:
    page = tree(thing("treaty/untoc", lang="ru"))
    assert text(pick(page, "h1")[0]).startswith("Конвенция ООН против транснациональной организованной преступности")
    assert row_of(section(page, "parties"), "Узбекистан").startswith("Узбекистан ● участник 2004-01-08")


# Pairs


def pair(get: Get, a: str, b: str, **query: Any) -> Any:
    return tree(get("pair", path={"a": a, "b": b}, address=f"/pair/{a}/{b}", **query))


def test_a_pair_is_the_same_from_both_ends(get: Get) -> None:
    one, other = pair(get, "UZ", "RU"), pair(get, "RU", "uzbekistan")
    for name in ("bound", "met"):
        assert set(links(section(one, name), "tbody th a")) == set(links(section(other, name), "tbody th a"))


def test_a_pair_says_what_is_in_force_and_since_when(get: Get) -> None:
    page = section(pair(get, "UZ", "RU", on="2024-11-21"), "bound")
    assert "2004-06-25" in row_of(page, "United Nations Convention against Transnational Organized Crime")
    assert "Agreement on cooperation between the Prosecutor General's Offices of Uzbekistan and Russia" in text(page)
    assert "/route?a=UZ&b=RU&for=extradition&on=2024-11-21" in links(page)


def test_proposals_have_a_direction(get: Get) -> None:
    rows = [row["content_en"] for row in records("ledger") if row["id"].startswith("proposal/krasnov-")]
    page = section(pair(get, "RU", "UZ"), "ledger")
    there, back = page.xpath("./h3[1]/following-sibling::*[1]")[0], page.xpath("./h3[2]/following-sibling::*[1]")[0]
    assert rows
    for content in rows:
        assert content in text(there)
        assert content not in text(back)


def test_common_organisations(get: Get) -> None:
    shown = section(pair(get, "UZ", "RU", on="2024-11-21"), "shared")
    assert {"/organisation/sco", "/organisation/cis", "/body/ksgp"} <= set(links(shown))
    # The SCO was founded in 2001.
    assert "/organisation/sco" not in links(section(pair(get, "UZ", "RU", on="1995-01-01"), "shared"))


def test_two_that_never_met(get: Get) -> None:
    page = pair(get, "AF", "eu")
    assert "no proof that they never met" in text(section(page, "met"))


def test_a_pair_takes_two(get: Get) -> None:
    assert get("pair", path={"a": "RU", "b": "россия"}).status == 400


# Concepts


def test_a_topic(get: Get) -> None:
    page = tree(get("concept", path={"scheme": "topic", "slug": "cybercrime"}, address="/concept/topic/cybercrime"))
    used = {row["id"] for row in records("encounters") if "cybercrime" in row["topics"].split("|")}
    assert {f"/{one}" for one in used} <= set(links(section(page, "uses")))
    held = [row for row in records("encounters") if row["id"] in used and row["modality"] == "held"]
    counts = Counter(row["date"][:4] for row in held)
    shown = [text(one) for one in pick(section(page, "years"), "thead th")[1:]]
    assert dict(zip(shown, (int(text(one)) for one in pick(section(page, "years"), "tbody td")), strict=True)) == counts


def test_uses_are_narrowed_by_kind(get: Get) -> None:
    page = tree(get("concept", path={"scheme": "topic", "slug": "cybercrime"}, kind="treaty"))
    shown = links(section(page, "uses"), "ul.facts > li > a")
    assert "/treaty/budapest-convention" in shown
    assert all(href.startswith("/treaty/") for href in shown)


def test_a_vocabulary_is_a_tree(get: Get) -> None:
    page = tree(get("scheme", path={"scheme": "topic"}))
    (row,) = [one for one in pick(page, "tbody tr") if "/concept/topic/cybercrime" in links(one)]
    assert pick(row, ".depth-1")  # below the fight against crime


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_breaks_a_page(get: Get, thing: Thing, value: str) -> None:
    replies = [
        get("pair", path={"a": value, "b": "RU"}),
        get("pair", path={"a": "UZ", "b": "RU"}, on=value),
        get("pair", path={"a": "UZ", "b": "RU"}, page_=value),
        get("concept", path={"scheme": "topic", "slug": value}),
        get("concept", path={"scheme": value, "slug": "x"}),
        get("concept", path={"scheme": "topic", "slug": "terrorism"}, kind=value),
        get("scheme", path={"scheme": value}),
        *(thing("treaty/untoc", **{f"{name}_": value}) for name in ("on", "page", "said", "standing", "q")),
        *(thing("body/ksgp", **{f"{name}_": value}) for name in ("on", "page")),
        thing("session/ksgp-35", page_=value),
    ]
    for reply in replies:
        assert reply.status in (200, 400, 404)
        assert b"<script>alert" not in reply.body
        assert b"<img src=x" not in reply.body


def test_every_page_has_one_heading_and_scoped_tables(get: Get, thing: Thing) -> None:
    names = ["treaty/cat", "body/ksgp", "session/ksgp-35", "visit/krasnov-uzbekistan-2024-11"]
    replies = [thing(name) for name in names] + [get("pair", path={"a": "UZ", "b": "RU"})]
    for reply in replies:
        page = tree(reply)
        assert len(pick(page, "h1")) == 1
        assert all(one.get("scope") for one in pick(page, "th"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert len(reply.body) < 150_000


# In a browser


def test_no_serious_fault_for_who_reads_with_other_means(tab: Any, server: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for path in (
        "/pair/UZ/RU",
        "/between?a=UZ&b=RU&on=2024-11-21",
        "/status-matrix?of=sco",
        "/concept/topic/terrorism",
    ):
        tab.goto(server + path)
        found = axe.run(tab).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
