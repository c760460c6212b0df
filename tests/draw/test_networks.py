"""Whole projections: tables where a lawyer draws one, networks kept apart where not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Store

from comity.errors import NotFound, Usage
from comity.graph import network
from comity.graph.draw.force import apart, components, packed, places
from comity.graph.draw.picture import Picture, picture_of
from comity.ontology.namespaces import ID

from .conftest import SVG, Draw, encounters_of

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]


def cells(root: Element) -> dict[str, tuple[str, str]]:
    """``fact -> (what the cell says, its tooltip)``."""
    return {
        a.get("href", ""): ("".join("".join(t.itertext()) for t in a.iter(f"{SVG}text")), a.findtext(f"{SVG}title", ""))
        for a in root.iter(f"{SVG}a")
        if "cellmark" in a.get("class", "")
    }


@pytest.mark.parametrize("projection", ["met", "represented", "memberships", "treaties"])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_projection_is_drawn_whole_and_legible(
    facts: Store, draw: Draw, tree: Tree, collisions: Collisions, projection: str, lang: str
) -> None:
    picture = draw(projection, lang=lang)
    graph = network.project(facts, projection)
    found = {a.get("href") for a in tree(picture.svg()).iter(f"{SVG}a") if "node" in a.get("class", "")}
    tied = [node for node, degree in graph.degree() if degree]
    assert found <= set(tied)
    assert len(found) == min(150, len(tied))
    assert collisions(picture) == []


def test_a_network_of_150_made_up_officials_is_legible(tree: Tree, collisions: Collisions) -> None:
    picture = picture_of(encounters_of(150, sittings=70, most=4), "met")
    nodes = [a for a in tree(picture.svg()).iter(f"{SVG}a") if "node" in a.get("class", "")]
    assert len(nodes) == 150
    assert collisions(picture) == []
    # Not a strip and not an endless sheet.
    assert 0.4 < picture.sheet.width / picture.sheet.height < 2.5
    assert picture.sheet.width < 3500


def test_a_dense_network_is_a_table_of_counts(tree: Tree, collisions: Collisions) -> None:
    picture = picture_of(encounters_of(20, sittings=40, most=9), "met")
    counts = [said for said, _ in cells(tree(picture.svg())).values()]
    assert counts
    assert all(count.isdecimal() for count in counts)
    assert collisions(picture) == []


def test_more_things_than_the_limit_keep_the_most_connected(facts: Store, tree: Tree) -> None:
    """All members of the UN have no room; Russia, in a dozen organisations and bodies, has."""
    root = tree(picture_of(facts, "memberships", limit=40).svg())
    found = {a.get("href") for a in root.iter(f"{SVG}a") if "node" in a.get("class", "")}
    assert len(found) == 40
    assert {f"{ID}state/RU", f"{ID}state/UZ", f"{ID}organisation/un"} <= found


def test_a_cell_is_the_consent_and_its_year(draw: Draw, tree: Tree) -> None:
    """Uzbekistan signed UNTOC on 13 December 2000 and ratified it on 9 December 2003 (UNTC XVIII-12)."""
    found = cells(tree(draw("treaties").svg()))
    said, tip = found[f"{ID}action/untoc-uz-ratification"]
    assert said == "2003"
    assert "signature" in tip
    assert "13 Dec 2000" in tip
    assert "9 Dec 2003" in tip


def test_a_cell_is_the_last_role_and_its_year(draw: Draw, tree: Tree) -> None:
    """India: observer of the SCO from 2005, member since 2017."""
    said, tip = cells(tree(draw("memberships").svg()))[f"{ID}membership/sco-in"]
    assert said == "2017"
    assert "observer" in tip


def test_a_line_says_how_often_and_lists_the_encounters(draw: Draw) -> None:
    picture = draw("met")
    assert "Talks of prosecutors general Nigmatilla Yuldashev and Igor Krasnov" in picture.svg()


def test_one_leaf_more_leaves_the_rest_about_where_it_was() -> None:
    """In a network of sixty, half move less than a fiftieth of its breadth, none more than a fifth."""
    graph = network.met(encounters_of(60, sittings=28, most=3))
    main = max((part for part in components({n: list(graph[n]) for n in graph})), key=len)
    ties = {node: sorted(graph[node]) for node in main}
    before = places(ties, length=125)
    more = {node: [*near] for node, near in ties.items()}
    more["https://example.org/new"] = [main[0]]
    more[main[0]] = [*more[main[0]], "https://example.org/new"]
    after = places(more, length=125)
    breadth = max(x for x, _ in before.values()) - min(x for x, _ in before.values())
    moved = sorted(math.dist(before[node], after[node]) for node in main)
    assert moved[len(moved) // 2] < breadth / 50
    assert moved[-1] < breadth / 5


def test_boxes_on_one_spot_are_pushed_apart() -> None:
    nodes = [f"n{number}" for number in range(30)]
    extents = dict.fromkeys(nodes, (40.0, 10.0, 20.0))
    found = apart({node: (0.0, float(number) / 100) for number, node in enumerate(nodes)}, extents, gap=4)
    for at, one in enumerate(nodes):
        for two in nodes[at + 1 :]:
            assert abs(found[one][0] - found[two][0]) >= 84 - 1e-6 or abs(found[one][1] - found[two][1]) >= 34 - 1e-6


def test_parts_of_a_network_stand_beside_each_other() -> None:
    parts = [{f"{part}-{number}": (number * 10.0, 0.0) for number in range(5)} for part in range(6)]
    extents = {node: (4.0, 4.0, 4.0) for part in parts for node in part}
    found = packed(parts, extents, gap=20)
    assert len(set(found.values())) == 30


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(NotFound, match="no facts for the projection met"):
        picture_of(Store(), "met")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("relations", {}, "relations are drawn around something"),
        ("nonsense", {}, "name it instead of 'nonsense'"),
        ("met", {"limit": 1}, "a limit is 2 or more"),
        ("met", {"picture": "timeline"}, "a timeline is that of a thing"),
        ("met", {"picture": "map"}, "expected one of relations, timeline"),
    ],
)
def test_wrong_options_are_said(name: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(Usage, match=said):
        picture_of(Store(), name, **options)
