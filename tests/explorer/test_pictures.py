"""Pages of pictures: what is in them, where links lead, files, filters in the address, and a real browser's view."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from comity.explorer.asking import Reply
from comity.explorer.bundle.__main__ import shapes_of
from comity.explorer.pages import maps
from comity.explorer.pages.maps import shapes
from comity.graph.draw.borders import Shapes

Get = Callable[..., Reply]
TASHKENT = "/visit/krasnov-uzbekistan-2024-11"


def text(reply: Reply) -> str:
    assert reply.status == 200, reply.body[:400]
    return str(reply.body.decode())


def links(page: str) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]*)"', page)]


# Relations


def test_relations_around_an_official_lead_to_pages_and_facts(get: Get) -> None:
    page = text(get("relations", address="/relations", around="official/igor-krasnov"))
    found = links(page)
    assert TASHKENT in found
    assert "/relations/edge?a=official/igor-krasnov&b=post/ru-prosecutor-general" in found
    assert "/relations.svg?around=official%2Figor-krasnov&lang=en" in found
    assert "w3id.org" not in re.sub(r"<title>.*?</title>", "", page)
    assert " style=" not in page
    assert "<style" not in page


def test_the_list_says_how_many_relations_a_thing_would_add(get: Get) -> None:
    """What +N promises is what following it brings."""
    page = text(get("relations", address="/relations", around="igor-krasnov"))
    more = re.search(r'<a href="/post/ru-prosecutor-general"[^>]*>[^<]*</a> <a href="([^"]*)"[^>]*>\+(\d+)</a>', page)
    assert more is not None
    assert "expand=post%2Fru-prosecutor-general" in more[1]
    wider = text(get("relations", address="/relations", around="igor-krasnov", expand="post/ru-prosecutor-general"))

    def things(one: str) -> int:
        return len(re.findall(r'class="node[^"]*" data-node', one))

    assert things(wider) - things(page) == int(more[2])


def test_a_name_in_any_language_is_understood(get: Get) -> None:
    page = text(get("relations", address="/relations", around="Узбекистан", lang="ru"))
    assert '<h1 dir="auto">Узбекистан' in page


@pytest.mark.parametrize("projection", ["met", "represented", "memberships", "treaties", "standings"])
def test_a_projection_is_a_light_page(get: Get, projection: str) -> None:
    page = text(get("relations", address="/relations", projection=projection))
    assert len(page.encode()) < 132_000  # with style sheets and scripts under 150 kB
    assert f"projection={projection}" in page
    ends = [link for link in links(page) if link.startswith("/relations/edge")]
    assert ends
    assert all(f"projection={projection}" in link for link in ends)


def test_a_period_and_a_kind_are_in_every_address(get: Get) -> None:
    page = text(get("relations", address="/relations", around="state/UZ", kind="visit", from_="2024", until="2024"))
    assert TASHKENT in links(page)
    assert any(
        link.startswith("/relations.csv") and "from=2024" in link and "kind=visit" in link for link in links(page)
    )
    earlier = text(get("relations", address="/relations", around="state/UZ", kind=["visit", "state"], until="2023"))
    assert TASHKENT not in links(earlier)


def test_an_edge_tells_its_facts_with_their_sources(get: Get) -> None:
    """UNTC XVIII-12: Uzbekistan signed UNTOC on 13 December 2000 and ratified it on 9 December 2003."""
    page = text(get("edge", address="/relations/edge", a="state/UZ", b="treaty/untoc"))
    assert "13 Dec 2000" in page
    assert "9 Dec 2003" in page
    assert "/action/untoc-uz-ratification" in links(page)
    assert any(link.startswith("/source/") for link in links(page))


def test_an_edge_of_a_projection_lists_the_encounters(get: Get) -> None:
    page = text(get("edge", address="/relations/edge", a="official/igor-krasnov", b="official/nigmatilla-yuldashev",
                    projection="met"))  # fmt: skip
    assert "Talks of prosecutors general Nigmatilla Yuldashev and Igor Krasnov" in page


def test_an_edge_without_facts_says_so(get: Get) -> None:
    page = text(get("edge", address="/relations/edge", a="state/UZ", b="state/FJ"))
    assert "No fact in the graph ties these two" in page


def test_a_blank_picture_says_so_and_keeps_its_form(get: Get) -> None:
    page = text(
        get("relations", address="/relations", around="state/UZ", kind="conference", from_="1950", until="1951")
    )
    assert "Nothing to draw" in page
    assert 'name="from" value="1950"' in page


# Timelines, cooperation, map


def test_the_timeline_of_two_states(get: Get) -> None:
    page = text(get("timeline", address="/timeline", of=["state/UZ", "state/RU"], on="2024-11-21"))
    assert TASHKENT in links(page)
    assert "21 Nov 2024" in page
    assert 'name="a" value="state/UZ"' in page


def test_the_timeline_of_a_treaty(get: Get) -> None:
    page = text(get("timeline", address="/timeline", of="treaty/untoc"))
    assert "in force by the register: 29 Sep 2003" in page


def test_cooperation_counts_the_encounters_of_two(get: Get, desk: Any) -> None:
    """Those that encounters-between-states lists, but two at which, by the records, one was only expected."""
    rows = desk.graph.query("encounters-between-states", a="UZ", b="RU").rows
    listed = {row["encounter"].rpartition("/id/")[2] for row in rows}
    expected = {"session/sco-supreme-courts-19", "session/cis-ministers-of-justice-18"}
    assert expected <= listed
    page = text(get("cooperation", address="/cooperation", of=["state/UZ", "state/RU"], view="table"))
    cell = re.search(r'<a href="/pair/RU/UZ">(\d+)</a>', page)
    assert cell is not None
    assert int(cell[1]) == len(listed - expected)


@pytest.mark.parametrize("measure", ["encounters", "treaties", "organisations", "proposals"])
def test_cooperation_is_a_light_page(get: Get, measure: str) -> None:
    page = text(get("cooperation", address="/cooperation", measure=measure))
    assert len(page.encode()) < 132_000
    assert any(link.startswith("/pair/") for link in links(page))


def test_a_table_has_heads_for_rows_and_columns(get: Get) -> None:
    page = text(get("cooperation", address="/cooperation", view="table", of="sco"))
    assert page.count('<th scope="col"><abbr') == page.count('<th scope="row"')


def test_the_map_states_its_border_policy_in_both_languages(get: Get) -> None:
    tiles = {"form": "tiles"} if shapes() else {}
    assert "About borders: this map draws none." in text(get("map", address="/map", of="sco", **tiles))
    assert "О границах: на этой карте их нет." in text(get("map", address="/map", of="sco", lang="ru", **tiles))


def test_with_shapes_the_policy_is_another(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two squares stand in for what the build step fetches."""
    made = shapes_of({
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[60, 45], [10, 0], [0, -10], [-10, 0], [0, 10]], [[20, 45], [5, 0], [0, -5], [-5, 0], [0, 5]]],
        "objects": {"countries": {"geometries": [
            {"type": "Polygon", "id": "860", "arcs": [[0]]}, {"type": "MultiPolygon", "arcs": [[[1]]]},
        ]}},
    })  # fmt: skip
    assert list(made["states"]) == ["UZ"]
    monkeypatch.setattr(maps, "shapes", lambda: Shapes.from_json(made))
    page = text(get("map", address="/map", of="sco"))
    assert "Comity takes no position on whose a territory is" in page
    assert "Without a shape:" in page
    assert page.count('class="node tile"') == 1
    assert made["land"]


def test_the_map_of_a_treaty_on_a_day(get: Get) -> None:
    """Uzbekistan had signed UNTOC by 2003 and was not yet bound; India joined the SCO in 2017."""
    page = text(get("map", address="/map", treaty="untoc", on="2003-01-01"))
    row = re.search(r'<a href="/state/UZ">[^<]*</a></th><td><a href="([^"]*)">([^<]*)</a>', page)
    assert row is not None
    assert row[1] == "/action/untoc-uz-signature"
    assert "signatory" in row[2]


# Files

FILES = [
    ("relations", {"around": "official/igor-krasnov"}),
    ("timeline", {"a": "UZ", "b": "RU"}),
    ("cooperation", {"measure": "encounters"}),
    ("map", {"of": "sco"}),
    ("status-matrix", {"of": "sco", "on": "2023-11-08"}),
]


@pytest.mark.parametrize(("name", "asked"), FILES)
def test_a_picture_as_svg_stands_by_itself(get: Get, name: str, asked: dict[str, str]) -> None:
    reply = get(f"picture.{name}", path={"ending": "svg"}, address=f"/{name}.svg", lang="ru", **asked)
    assert reply.media == "image/svg+xml"
    root = ElementTree.fromstring(text(reply))  # noqa: S314  # our own
    assert root.get("lang") == "ru"
    assert "<style>" in text(reply)
    assert not re.search(r'(?:src|xlink:href)="|url\(|@import', text(reply))


@pytest.mark.parametrize(("name", "asked"), FILES)
def test_a_picture_as_a_page_is_kept_and_stands_by_itself(get: Get, name: str, asked: dict[str, str]) -> None:
    reply = get(f"picture.{name}", path={"ending": "html"}, address=f"/{name}.html", **asked)
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Content-Security-Policy" in text(reply)
    assert "/static/" not in text(reply)


@pytest.mark.parametrize(("name", "asked"), FILES)
def test_the_data_of_a_picture(get: Get, name: str, asked: dict[str, str]) -> None:
    reply = get(f"picture.{name}", path={"ending": "csv"}, address=f"/{name}.csv", **asked)
    assert reply.media.startswith("text/csv")
    rows = list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"))))
    assert len(rows) > 5
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def test_a_picture_as_png(get: Get) -> None:
    pytest.importorskip("resvg_py")
    reply = get(
        "picture.relations",
        path={"ending": "png"},
        address="/relations.png",
        lang="ru",
        around="state/UZ",
        kind="visit",
    )
    assert reply.status == 200, reply.body[:300]
    assert reply.body.startswith(b"\x89PNG")
    assert reply.media == "image/png"


def test_a_machine_without_the_renderer_says_so(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    reply = get("picture.map", path={"ending": "png"}, address="/map.png", of="sco")
    assert reply.status == 501
    assert "resvg-py" in reply.body.decode()
    assert not reply.keeps


# What people and programs send

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe", "x" * 2000, "../../etc/passwd",
    "state/../UZ", "https://example.org/a b", "javascript:alert(1)", "-1", "2024-13-45", "0000", "99999", "\x00",
    "state/UZ'", "source/x", "body/",
)  # fmt: skip
PLACES = [
    ("relations", ("around", "projection", "depth", "limit", "kind", "topic", "from", "until", "expand", "on")),
    ("edge", ("a", "b", "projection", "from", "topic")),
    ("timeline", ("of", "a", "b", "on", "from", "until", "limit", "page")),
    ("cooperation", ("measure", "of", "order", "view", "limit", "topic", "until")),
    ("map", ("measure", "of", "treaty", "on", "topic", "from")),
]


@pytest.mark.parametrize(("page", "names"), PLACES)
def test_hostile_values_break_nothing(get: Get, page: str, names: tuple[str, ...], capsys: Any) -> None:
    for name in names:
        for value in HOSTILE:
            query: dict[str, Any] = {"a_": "state/UZ", "b_": "treaty/untoc"} if page == "edge" else {}
            reply = get(page, address=f"/{page}", **{**query, f"{name}_": value})
            assert reply.status in (200, 400, 404), (name, value, reply.status)
            assert b"<script>alert" not in reply.body
            assert b"<img" not in reply.body
    assert capsys.readouterr().err == ""


def test_a_value_without_end_is_refused(get: Get) -> None:
    assert get("relations", address="/relations", around="x" * 5000).status in (400, 404)
    assert get("timeline", address="/timeline", on="9" * 5000, of="state/UZ").status == 400


def test_a_period_the_wrong_way_round_is_refused(get: Get) -> None:
    reply = get("cooperation", address="/cooperation", from_="2024", until="2020")
    assert reply.status == 400
    assert "ends before it begins" in reply.body.decode()


# A browser


def test_a_line_opens_by_key_and_tells_its_sources_beside_the_picture(server: str, tab: Any) -> None:
    tab.goto(f"{server}/relations?around=official/igor-krasnov")
    line = tab.locator('a.link[href*="b=post/ru-prosecutor-general"]').first
    line.focus()
    tab.keyboard.press("Enter")
    panel = tab.locator(".behind")
    panel.locator("details.sources").first.wait_for()
    assert "22 Jan 2020" in panel.inner_text()
    assert tab.evaluate("document.activeElement.textContent") == "Close"
    tab.keyboard.press("Enter")
    assert panel.is_hidden()
    assert "/relations?" in tab.url
    assert line.evaluate("node => node === document.activeElement")


def test_focus_lights_the_neighbours(server: str, tab: Any) -> None:
    tab.goto(f"{server}/relations?around=official/igor-krasnov&kind=post&kind=agency")
    tab.locator('a.node[href="/post/ru-prosecutor-general"]').focus()
    assert tab.locator("svg.comity.dim").count() == 1
    lit = set(tab.locator("a.node.lit").evaluate_all("all => all.map(one => one.getAttribute('href'))"))
    assert "/official/igor-krasnov" in lit
    assert "/post/ru-supreme-court-president" not in lit


def test_the_slider_narrows_the_period(server: str, tab: Any) -> None:
    tab.goto(f"{server}/relations?around=state/UZ&kind=visit&kind=treaty")
    assert tab.locator(f'a.node[href="{TASHKENT}"]').count() == 1
    slider = tab.locator('input[type=range][data-for="until"]')
    slider.focus()
    with tab.expect_navigation():
        slider.evaluate(
            "s => { s.value = 2010; s.dispatchEvent(new Event('input')); s.dispatchEvent(new Event('change')); }"
        )
    assert "until=2010" in tab.url
    assert tab.locator(f'a.node[href="{TASHKENT}"]').count() == 0
    assert tab.locator('input[name="until"]').input_value() == "2010"


def test_a_picture_scrolls_in_its_frame_on_a_phone(server: str, tab: Any) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    for path in ("/relations?around=state/UZ", "/cooperation", "/map?of=sco", "/timeline?of=state/UZ&of=state/RU"):
        tab.goto(server + path)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert tab.evaluate("document.querySelector('.view').scrollWidth > innerWidth"), path


def test_without_scripts_everything_is_a_link(server: str, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/relations?around=official/igor-krasnov")
    page.locator('a.link[href*="b=post/ru-prosecutor-general"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/relations/edge"))
    assert "22 Jan 2020" in page.inner_text("main")
    context.close()
