"""The map of tiles: every state has one, none is drawn on another, and a tile says what the records say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Literal, Store

from comity.errors import NotFound, Usage
from comity.graph.draw.map import places
from comity.graph.draw.picture import Picture, map_picture
from comity.graph.reading import Facts
from comity.ontology.namespaces import ID

from .conftest import SVG, quads

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]


def tiles(root: Element) -> dict[str, tuple[list[str], str]]:
    """``code -> (what the tile says, its tooltip)``."""
    return {
        a.get("href", "").rpartition("/")[2]: (
            ["".join(text.itertext()) for text in a.iter(f"{SVG}text")],
            a.findtext(f"{SVG}title", ""),
        )
        for a in root.iter(f"{SVG}a")
        if "tile" in a.get("class", "")
    }


def test_every_state_of_the_records_has_a_place_of_its_own(facts: Store) -> None:
    codes = {state.rpartition("/")[2] for state in Facts(facts).instances("State")}
    assert codes <= set(places())
    assert len(set(places().values())) == len(places())


def test_neighbours_lie_where_they_belong() -> None:
    """East of each other and south of each other, as on any map."""
    where = places()
    for west, east in (
        ("US", "GB"),
        ("GB", "DE"),
        ("DE", "RU"),
        ("TR", "UZ"),
        ("UZ", "CN"),
        ("CN", "JP"),
        ("BR", "ZA"),
    ):
        assert where[west][0] < where[east][0], (west, east)
    for north, south in (
        ("RU", "KZ"),
        ("KZ", "UZ"),
        ("UZ", "IR"),
        ("CA", "US"),
        ("US", "BR"),
        ("EG", "ZA"),
        ("CN", "AU"),
    ):
        assert where[north][1] < where[south][1], (north, south)


@pytest.mark.parametrize(
    ("shown", "of"),
    [
        ("parties", "treaty/untoc"),
        ("members", "organisation/sco"),
        ("encounters", None),
        ("encounters", "state/UZ"),
        ("treaties", "state/RU"),
        ("organisations", None),
        ("proposals", None),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_map_is_legible(
    facts: Store, tree: Tree, collisions: Collisions, shown: str, of: str | None, lang: str
) -> None:
    picture = map_picture(facts, shown, of=None if of is None else ID + of, lang=lang)
    assert collisions(picture) == []
    assert len(tiles(tree(picture.svg()))) == len(Facts(facts).instances("State"))


def test_a_tile_says_what_a_state_is_to_a_treaty_on_the_day(facts: Store, tree: Tree) -> None:
    """UNTOC, UNTC XVIII-12: Uzbekistan signed on 13 December 2000, ratified on 9 December 2003, bound 30 days later."""

    def on(day: dt.date) -> tuple[list[str], str]:
        return tiles(tree(map_picture(facts, "parties", of=f"{ID}treaty/untoc", on=day).svg()))["UZ"]

    said, tip = on(dt.date(2003, 1, 1))
    assert said == ["UZ", "✎2000"]
    assert "signatory" in tip
    said, tip = on(dt.date(2005, 1, 1))
    assert said == ["UZ", "2004"]
    assert "party" in tip


def test_a_tile_says_since_when_a_state_is_a_member(facts: Store, tree: Tree) -> None:
    """India was an observer of the SCO from 2005 and is a member since 2017."""
    sco = f"{ID}organisation/sco"
    before = tiles(tree(map_picture(facts, "members", of=sco, on=dt.date(2010, 1, 1)).svg()))["IN"]
    after = tiles(tree(map_picture(facts, "members", of=sco, on=dt.date(2020, 1, 1)).svg()))["IN"]
    assert before[0] == ["IN", "○2005"]
    assert after[0] == ["IN", "2017"]


def test_no_border_is_drawn_and_that_is_said(facts: Store, tree: Tree) -> None:
    picture = map_picture(facts, "encounters")
    assert "no border and no territory is drawn" in picture.svg()
    shapes = {element.get("rx") for a in tree(picture.svg()).iter(f"{SVG}a") for element in a.iter(f"{SVG}rect")}
    assert shapes == {"4"}


def test_a_state_without_a_place_stands_below_the_others(tree: Tree, collisions: Collisions) -> None:
    rows: list[tuple[str, str, str | Literal]] = []
    for at in range(40):
        rows += [(f"state/Q{at}", "a", "State"), (f"state/Q{at}", "label", Literal(f"Utopia {at}", language="en")),
                 (f"membership/x-{at}", "member", f"state/Q{at}"),
                 (f"membership/x-{at}", "organisation", "organisation/x")]  # fmt: skip
    store = Store()
    store.extend(quads(rows))
    picture = map_picture(store, "members", of=f"{ID}organisation/x")
    assert len(tiles(tree(picture.svg()))) == 40
    assert collisions(picture) == []


@pytest.mark.parametrize(
    ("shown", "of", "said"),
    [
        ("area", None, "unknown measure 'area'"),
        ("parties", None, "name treaty"),
        ("parties", "organisation/sco", "name treaty"),
        ("encounters", "treaty/untoc", "shared with a state"),
    ],
)
def test_wrong_options_are_said(facts: Store, shown: str, of: str | None, said: str) -> None:
    with pytest.raises(Usage, match=said):
        map_picture(facts, shown, of=None if of is None else ID + of)


def test_nothing_to_show_is_said(facts: Store) -> None:
    with pytest.raises(NotFound, match="nothing to draw"):
        map_picture(facts, "parties", of=f"{ID}treaty/untoc", on=dt.date(1950, 1, 1))
