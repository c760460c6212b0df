"""The pages of states, officials, agencies, sources and of any other thing.  Expectations are read from the records."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from comity.explorer.asking import Ask, Reply
from comity.explorer.desk import Desk
from comity.explorer.pages import made
from comity.explorer.pages.gathered import kinds_there, of_kind
from comity.graph.store import Home
from comity.graph.upkeep import backup
from comity.loaders.build import Outcome
from comity.ontology.namespaces import CLAIMS, ID, KINDS, RDFS, SKOS, VOCABULARY
from comity.queries.session import Graph

from .markup import links, pick, text, tree
from .test_kinds import records
from .test_law_pages import HOSTILE, Get

Thing = Callable[..., Reply]


def part(page: Any, name: str) -> Any:
    """The section whose heading has an id."""
    return page.xpath(f"//section[@aria-labelledby='{name}']")[0]


# Every kind


def test_every_kind_of_thing_has_a_page_that_leads_to_its_sources(desk: Desk, thing: Thing) -> None:
    assert set(kinds_there(desk)) >= {"state", "tenure", "action", "membership", "provision", "passage", "party-status"}
    for kind in kinds_there(desk):
        iri = of_kind(desk, kind)[-1]
        name = f"{kind}/{iri.rpartition('/')[2]}"
        for lang in ("en", "ru"):
            reply = thing(name, lang)
            assert reply.status == 200, name
            page = tree(reply)
            assert len(page.xpath("//h1")) == 1
            assert f'</{name}.ttl>; rel="alternate"; type="text/turtle"' in reply.headers["Link"]
            assert links(page, "main a")
        if kind not in ("name", "passage", "source", "territory", "finding", "post"):
            assert pick(page, "details.sources"), name


def test_a_fact_is_called_by_its_parts_and_leads_to_them(thing: Thing) -> None:
    tenure = tree(thing("tenure/ru-prosecutor-general-igor-krasnov"))
    assert text(pick(tenure, "h1")[0]) == "Igor Krasnov, Prosecutor General of the Russian Federation tenure"
    record = next(one for one in records("tenures") if one["id"] == "ru-prosecutor-general-igor-krasnov")
    assert f"{record['start']} – {record['end']}" in text(pick(tenure, "main")[0])
    assert {"/official/igor-krasnov", "/post/ru-prosecutor-general"} <= set(links(tenure, "dl.values a"))
    assert {f"/source/{one}" for one in record["source"].split("|")} <= set(links(tenure, "details.sources a"))
    membership = tree(thing("membership/brics-za", "ru"))
    assert text(pick(membership, "h1")[0]).startswith("Южно-Африканская Республика – БРИКС")


def test_what_another_source_says_stands_beside_the_fact(thing: Thing) -> None:
    record = next(one for one in records("divergences") if one["about"] == "membership/brics-za")
    page = tree(thing("membership/brics-za"))
    warning = pick(page, "p.warn")[0]
    assert text(warning) == f"Another source says of {record['field']}: {record['value']}"
    assert links(warning) == [f"/divergence/{record['id']}"]
    assert f"/source/{record['source']}" in links(page, "details.sources a")


def test_a_derived_standing_rests_on_the_sources_of_the_act(thing: Thing) -> None:
    page = tree(thing("party-status/budapest-convention-al-3"))
    assert {"/action/budapest-convention-al-ratification", "/treaty/budapest-convention"} <= set(links(page, "dl a"))
    record = next(one for one in records("actions") if one["id"] == "budapest-convention-al-ratification")
    assert {f"/source/{one}" for one in record["source"].split("|")} <= set(links(page, "details.sources a"))


def test_inverse_relations_are_counted_and_paged(thing: Thing) -> None:
    members = sum(1 for one in records("memberships") if one["organisation"] == "organisation/un")
    page = tree(thing("organisation/un"))
    heading = pick(page, "#s-Membership")[0]
    assert text(heading) == f"Memberships {members}"
    assert "/organisation/un?section=Membership" in links(page, "section a")
    first = tree(thing("organisation/un", section="Membership"))
    last = tree(thing("organisation/un", section="Membership", page_=-(-members // 25)))
    assert len(pick(first, "li.fact")) == 25
    assert len(pick(last, "li.fact")) == (members - 1) % 25 + 1
    assert "/organisation/un?section=Membership&page=2" in links(first, "nav.pager a")
    pages = [tree(thing("organisation/un", section="Membership", page_=n)) for n in range(1, -(-members // 25) + 1)]
    shown = {link for one in pages for link in links(one, "li.fact a.factlink")}
    assert len(shown) == members
    assert thing("organisation/un", section="Membership", page_=9999).status == 200
    assert thing("organisation/un", section="Nothing").status == 404


def test_a_special_page_gives_its_sections_too(thing: Thing) -> None:
    acts = sum(1 for one in records("actions") if one["actor"] == "state/UZ")
    page = tree(thing("state/UZ", section="Action"))
    assert text(pick(page, "#s-Action")[0]) == f"Acts towards treaties {acts}"
    assert "/state/UZ" in links(page, "main p a")


def test_the_same_thing_elsewhere_is_a_link_out(thing: Thing) -> None:
    page = tree(thing("official/igor-krasnov"))
    out = [one for one in pick(page, "a.out") if "wikidata.org" in one.get("href")]
    assert [one.get("href") for one in out] == ["http://www.wikidata.org/entity/Q19908285"]
    assert "external" in out[0].get("rel")
    assert {"/relations?around=official%2Figor-krasnov", "/timeline?of=official%2Figor-krasnov"} <= set(links(page))


def test_names_are_given_by_language(thing: Thing) -> None:
    page = tree(thing("state/UZ"))
    names = {one.get("lang"): text(one) for one in page.xpath("//details[contains(@class, 'names')]//dd/span")}
    assert names["uz"] == "Oʻzbekiston"
    assert names["ru"]
    assert names["zh"] == "乌兹别克斯坦"


def test_an_unknown_slug_names_what_is_like_it(thing: Thing) -> None:
    reply = thing("official/igor-krasnof")
    assert reply.status == 404
    assert "/official/igor-krasnov" in links(tree(reply), "ul.hits a")
    assert thing("state/XX").status == 404
    assert thing("nosuch/thing").status == 404


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_addresses_and_parameters_become_pages(get: Get, thing: Thing, value: str) -> None:
    assert get("thing", path={"kind": "state", "slug": value}, address="/x").status == 404
    assert get("thing", path={"kind": value, "slug": "UZ"}, address="/x").status == 404
    assert get("kind", path={"kind": value}).status == 404
    for name in ("on", "section", "page_", "holders", "said"):
        reply = thing("state/UZ", **{name: value})
        assert reply.status in (200, 400, 404), (name, value)
        assert b"<script>alert" not in reply.body
    for query in ({"q": value}, {"page_": value}):
        assert get("kind", path={"kind": "official"}, **query).status in (200, 400)


# State


def test_a_state_says_who_is_in_office_on_the_day(thing: Thing) -> None:
    then = text(part(tree(thing("state/RU", on="2024-11-21")), "office"))
    assert "Prosecutor General of the Russian Federation Igor Krasnov" in then
    later = text(part(tree(thing("state/RU", on="2025-10-21")), "office"))
    assert "Prosecutor General of the Russian Federation Alexander Gutsan" in later
    agencies = {f"agency/{one['id']}" for one in records("agencies") if one["organ_of"] == "state/RU"}
    posts = {one["id"] for one in records("posts") if one["in"] in agencies}
    tenures = [one for one in records("tenures") if one["post"] in posts]
    assert tenures
    before = part(tree(thing("state/RU", holders="1")), "office")
    assert f"All who held these posts {len(tenures)}" in text(before)


def test_a_state_says_where_it_is_a_member_on_the_day(thing: Thing) -> None:
    now = part(tree(thing("state/UZ", on="2010-01-01")), "members")
    rows = [text(row) for row in pick(now, "tbody tr")]
    assert any(row.startswith("Collective Security Treaty Organization") for row in rows), rows
    later = part(tree(thing("state/UZ", on="2024-01-01")), "members")
    rows = [text(row) for row in pick(later, "tbody tr")]
    assert not any(row.startswith("Collective Security Treaty Organization") for row in rows)
    own = [one for one in records("memberships") if one["member"] == "state/UZ"]
    facts = {link for link in links(later) if link.startswith("/membership/")}
    assert facts == {f"/membership/{one['id']}" for one in own}


def test_a_state_says_what_binds_it_and_why(thing: Thing) -> None:
    """It ratified UNTOC on 9 December 2003: in force for it on the thirtieth day after (art. 38(2))."""

    def groups(day: str) -> dict[str, list[str]]:
        listed = pick(part(tree(thing("state/UZ", on=day)), "binds"), "details")
        return {text(pick(one, "summary > span")[0]): links(one) for one in listed}

    before, after = groups("2004-01-07"), groups("2004-01-08")
    assert "/treaty/untoc" not in before["● party"]
    assert "/treaty/untoc" in before["◉ contracting state"]
    assert "/treaty/untoc" in after["● party"]
    assert "/explain?treaty=untoc&a=UZ&on=2004-01-08" in after["● party"]
    assert "/action/untoc-uz-ratification" in after["● party"]


def test_a_state_leads_to_its_pairs_and_encounters(thing: Thing) -> None:
    page = tree(thing("state/UZ"))
    assert "/pair/UZ/RU" in links(part(page, "pairs"))
    assert "/visit/krasnov-uzbekistan-2024-11" in [
        link for n in (1, 2, 3) for link in links(part(tree(thing("state/UZ", page_=n)), "calendar"))
    ]
    assert "/route?b=UZ" in " ".join(links(part(page, "authorities")))


def test_a_state_without_records_says_that_this_proves_nothing(thing: Thing) -> None:
    page = tree(thing("state/AD"))
    assert "no proof" in text(part(page, "office"))
    assert "no proof" in text(part(page, "calendar"))


# Official, agency, source


def test_an_official_has_posts_a_calendar_and_counterparts(thing: Thing) -> None:
    page = tree(thing("official/igor-krasnov"))
    held = {one["post"].removeprefix("post/") for one in records("tenures")
            if one["official"].removeprefix("official/") == "igor-krasnov"}  # fmt: skip
    posts = [link for link in links(part(page, "posts")) if link.startswith("/post/")]
    assert {link.removeprefix("/post/") for link in posts} == held
    assert posts[0] == "/post/ru-supreme-court-president"
    took = [one for one in records("participations") if one["participant"].endswith("official/igor-krasnov")]
    assert len(pick(part(page, "calendar"), "tbody tr")) == len(took)
    met = pick(part(page, "met"), "tbody tr")
    assert links(met[0])[0] == "/official/nigmatilla-yuldashev"
    said = [one for one in records("ledger") if "official/igor-krasnov" in (one["by"], one["to"])]
    assert len(pick(part(page, "ledger"), "li.fact")) == len(said)


def test_an_agency_has_its_holders_over_time(thing: Thing) -> None:
    page = tree(thing("agency/ru-prosecutor-general-office", on="2024-11-21"))
    holders = [one for one in records("tenures") if one["post"].removeprefix("post/") == "ru-prosecutor-general"]
    told = [link for link in links(part(page, "posts")) if link.startswith("/tenure/ru-prosecutor-general-")]
    assert {link.removeprefix("/tenure/") for link in told} == {one["id"] for one in holders}
    now = [text(one) for one in pick(page, "ol.posts > li.now")]
    assert any("Igor Krasnov" in one for one in now)
    assert not any("Alexander Gutsan" in one and "2025" in one for one in now)


def test_a_source_tells_what_rests_on_it(thing: Thing) -> None:
    slug = "sco-prosecutors-general-page"
    page = tree(thing(f"source/{slug}"))
    record = next(one for one in records("sources") if one["id"] == slug)
    assert record["url"] in links(page, "main a")
    sessions = [one for one in records("encounters") if slug in one["source"].split("|")]
    assert text(pick(page, "#s-Encounter")[0]) == f"Encounters {len(sessions)}"


# Lists


def test_a_list_has_every_thing_of_its_kind_by_name(get: Get) -> None:
    first = get("kind", path={"kind": "state"}, address="/state", lang="ru")
    n = int(text(pick(tree(first), "h1 > .kind")[0]))
    pages = [tree(get("kind", path={"kind": "state"}, lang="ru", page_=i)) for i in range(1, -(-n // 50) + 1)]
    listed = [link for page in pages for link in links(page, "tbody th a")]
    assert len(listed) == len(set(listed)) == n
    assert set(listed) >= {f"/state/{one['id']}" for one in records("states") if one["kind"] == "state"}
    names = [text(one) for page in pages for one in pick(page, "tbody th")]
    assert names[:3] == ["Австралия", "Австрия", "Азербайджан"]
    assert names[-1] == "Япония"


def test_a_list_is_narrowed_by_words_in_any_script(get: Get) -> None:
    page = tree(get("kind", path={"kind": "official"}, address="/official", q="краснов"))
    assert "/official/igor-krasnov" in links(page, "tbody a")
    none = tree(get("kind", path={"kind": "official"}, address="/official", q="qqqqzzzz"))
    assert "None is named like" in text(pick(none, "main")[0])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_list(get: Get, kind: str) -> None:
    for lang in ("en", "ru"):
        reply = get("kind", path={"kind": kind}, address=f"/{kind}", lang=lang)
        assert reply.status == 200
        assert not re.search(r"None|\bTrue\b", text(pick(tree(reply), "main")[0]))
    assert get("kind", path={"kind": kind}, q="a").status == 200


def test_what_is_only_claimed_is_no_name_of_a_thing(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    """Facts and claims that wait never mix: neither on a card, nor in the search, nor among concepts."""
    backup(Home.open(built[0]), tmp_path / "home")
    waiting = NamedNode(CLAIMS + "somebody")
    state, topic = NamedNode(f"{ID}state/UZ"), NamedNode(f"{VOCABULARY}topic/cybercrime")
    with Home.open(tmp_path / "home").writer() as writer:
        writer.store.extend([
            Quad(state, NamedNode(RDFS + "label"), Literal("Claimedistan", language="en"), waiting),
            Quad(topic, NamedNode(SKOS + "altLabel"), Literal("Claimedcrime", language="en"), waiting),
            Quad(NamedNode(f"{VOCABULARY}topic/claimed"), NamedNode(SKOS + "broader"), topic, waiting),
        ])  # fmt: skip
        writer.publish(note="claims")
    with Graph(Home.open(tmp_path / "home").current()) as graph:
        desk = Desk().use(graph)
        for page, path, query in (
            ("thing", {"kind": "state", "slug": "UZ"}, ()),
            ("concept", {"scheme": "topic", "slug": "cybercrime"}, ()),
            ("search", {}, (("q", "Claimedcrim"),)),
        ):
            reply = made(desk, Ask(page, path, query, address="/x"))
            assert reply.status == 200
            assert b"Claimedistan" not in reply.body
            assert b"Claimedcrime" not in reply.body
            assert b"topic/claimed" not in reply.body
