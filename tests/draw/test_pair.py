"""Timelines of two states, the part of a timeline in a period, and pictures inside pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Store

from comity.errors import NotFound, Usage
from comity.graph.draw.inline import LINES
from comity.graph.draw.pair import common
from comity.graph.draw.picture import Picture, pair_picture, picture_of
from comity.graph.draw.scene import Chosen
from comity.graph.draw.when import Span
from comity.ontology.namespaces import ID

from .conftest import SVG, Draw, encounters_of

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]
UZ, RU = f"{ID}state/UZ", f"{ID}state/RU"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_two_states_met_are_bound_and_belong_together(facts: Store, collisions: Collisions) -> None:
    """Krasnov in Tashkent on 20-21 November 2024; UNTOC binds both since 25 June 2004; both in the SCO since 2001."""
    picture = pair_picture(facts, UZ, RU)
    found = {line.said.fact: line.said for line in picture.rows}
    assert found[f"{ID}visit/krasnov-uzbekistan-2024-11"].when == "20–21 Nov 2024"
    whens = {(said.label, said.when) for said in found.values()}
    assert ("binds both", "since 25 Jun 2004") in whens
    assert ("both members", "since 15 Jun 2001") in whens
    assert collisions(picture) == []


def test_a_period_leaves_out_what_lies_outside(facts: Store, collisions: Collisions) -> None:
    picture = pair_picture(facts, UZ, RU, chosen=Chosen(day("2010-01-01"), day("2016-12-31")), on=day("2012-01-01"))
    facts_of = {line.said.fact for line in picture.rows}
    assert f"{ID}visit/krasnov-uzbekistan-2024-11" not in facts_of
    years = {int(text) for text, _ in picture.sheet.boxes if re.fullmatch(r"(19|20)\d\d", text)}
    assert years
    assert min(years) >= 2010
    assert max(years) <= 2016
    assert collisions(picture) == []


def test_a_body_in_a_period(facts: Store, collisions: Collisions) -> None:
    whole = picture_of(facts, f"{ID}body/sco-prosecutors-general", picture="timeline")
    part = picture_of(
        facts, f"{ID}body/sco-prosecutors-general", picture="timeline",
        chosen=Chosen(day("2010-01-01"), day("2016-12-31")),
    )  # fmt: skip
    assert {line.said.fact for line in part.rows} < {line.said.fact for line in whole.rows}
    assert all(
        2010 <= line.said.span.first.year <= 2016 for line in part.rows if line.said.span and line.said.span.first
    )
    assert collisions(part) == []


def test_what_two_have_in_common_begins_with_the_later_and_ends_with_the_earlier() -> None:
    one = Span(day("2001-01-01"), day("2001-12-31"), interval=True, ongoing=True)
    two = Span(day("2003-05-01"), day("2003-05-01"), day("2010-01-01"), day("2010-01-01"), interval=True)
    assert common(one, two) == Span(
        day("2003-05-01"), day("2003-05-01"), day("2010-01-01"), day("2010-01-01"), interval=True
    )
    assert common(two, Span(day("2011-01-01"), day("2011-01-01"), interval=True, ongoing=True)) is None


def test_wrong_pairs_are_said(facts: Store) -> None:
    with pytest.raises(Usage, match="is no state"):
        pair_picture(facts, UZ, f"{ID}organisation/sco")
    with pytest.raises(Usage, match="one twice"):
        pair_picture(facts, UZ, UZ)
    with pytest.raises(NotFound, match="no dated fact ties"):
        pair_picture(facts, f"{ID}state/SU", UZ)


# Inside a page


def inside(picture: Picture, *, edges: bool = True) -> str:
    found: str = picture.inline(
        lambda iri: iri.replace(ID, "/"),
        (lambda one, two: f"/edge?a={one.removeprefix(ID)}&b={two.removeprefix(ID)}") if edges else None,
    )
    return found


def test_a_picture_inside_a_page_has_links_of_the_page_and_no_style(draw: Draw, tree: Tree) -> None:
    text = inside(draw("official/igor-krasnov"))
    root = tree(text)
    assert "<style" not in text
    assert " style=" not in text
    hrefs = {a.get("href", "") for a in root.iter(f"{SVG}a")}
    assert "/official/igor-krasnov" in hrefs
    assert "/edge?a=official/igor-krasnov&b=post/ru-prosecutor-general" in hrefs
    assert not any("w3id.org" in href for href in hrefs)


def test_its_lines_name_the_things_they_tie(draw: Draw, tree: Tree) -> None:
    root = tree(inside(draw("official/igor-krasnov")))
    nodes = {a.get("data-node"): a.get("href", "") for a in root.iter(f"{SVG}a") if "node" in a.get("class", "")}
    edges = [a for a in root.iter(f"{SVG}a") if "link" in a.get("class", "")]
    assert edges
    for a in edges:
        ends = {nodes[a.get("data-a")].removeprefix("/"), nodes[a.get("data-b")].removeprefix("/")}
        assert set(re.findall(r"=([^&]+)", a.get("href", ""))) == ends


def test_150_things_make_a_light_page(tree: Tree) -> None:
    text = inside(picture_of(encounters_of(150, sittings=70, most=4), "met"))
    assert len([a for a in tree(text).iter(f"{SVG}a") if "node" in a.get("class", "")]) == 150
    assert len(text.encode()) < 125_000


def test_of_very_many_lines_the_heaviest_are_links(facts: Store, tree: Tree) -> None:
    whole = picture_of(facts, UZ, depth=2, limit=150)
    root = tree(inside(whole))
    lines = [a for a in root.iter(f"{SVG}a") if "link" in a.get("class", "")]
    plain = [g for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("plain ")]
    assert len(lines) == LINES
    assert 1 <= len(plain) < 10
    # Nothing is lost: every line is in the picture once.
    drawn = len(lines) + sum(path.get("d", "").count("M") for g in plain for path in g)
    assert drawn == len(re.findall('class="link ', whole.svg()))


def test_a_notebook_shows_it_with_live_links(draw: Draw) -> None:
    text = draw("official/igor-krasnov")._repr_html_()
    assert text.startswith("<div ")
    assert "<svg " in text


# Filters of relations


def things(picture: Picture) -> set[str]:
    return {node.address.removeprefix(ID) for node in picture.things}


def test_only_kinds_that_were_chosen_are_drawn(facts: Store) -> None:
    found = things(picture_of(facts, UZ, chosen=Chosen(kinds=("body", "treaty"))))
    assert {name.partition("/")[0] for name in found} == {"state", "body", "treaty"}
    assert {name for name in found if name.startswith("state/")} == {"state/UZ"}


def test_a_period_keeps_what_may_lie_in_it(facts: Store) -> None:
    """The Tashkent visit is of November 2024; Krasnov became Prosecutor General on 22 January 2020."""
    krasnov = f"{ID}official/igor-krasnov"
    before = things(picture_of(facts, krasnov, chosen=Chosen(until=day("2023-12-31"))))
    during = things(picture_of(facts, krasnov, chosen=Chosen(day("2024-01-01"), day("2024-12-31"))))
    assert "visit/krasnov-uzbekistan-2024-11" not in before
    assert "visit/krasnov-uzbekistan-2024-11" in during
    assert "post/ru-prosecutor-general" in before & during


def test_an_expanded_thing_brings_its_neighbours(facts: Store) -> None:
    krasnov, post = f"{ID}official/igor-krasnov", f"{ID}post/ru-prosecutor-general"
    plain = picture_of(facts, krasnov)
    wider = picture_of(facts, krasnov, chosen=Chosen(expand=(post,)))
    promised = next(node.beyond for node in plain.things if node.address == post)
    assert len(wider.things) - len(plain.things) == promised
    assert "official/yury-chaika" in things(wider) - things(plain)
    assert next(node.beyond for node in wider.things if node.address == post) == 0


def test_a_topic_keeps_what_has_it(facts: Store) -> None:
    topic = "https://w3id.org/comity/vocabulary/topic/corruption"
    found = things(picture_of(facts, UZ, chosen=Chosen(topic=topic)))
    assert "treaty/uncac" in found
    assert "treaty/untoc" not in found
