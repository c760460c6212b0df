"""Timelines: sessions with their numbers and gaps, tenures and memberships, and dates nobody knows exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Literal, NamedNode, Store

from comity.errors import NotFound
from comity.graph.draw.picture import Picture, picture_of
from comity.graph.draw.timeline import timeline_of
from comity.graph.draw.when import Span, dated
from comity.graph.draw.words import Words
from comity.ontology.namespaces import ID, VOCABULARY
from comity.queries.session import Graph

from .conftest import SVG, Draw, quads
from .test_relations import words

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]
SCO = "body/sco-prosecutors-general"
DAY = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def items(root: Element) -> dict[str, tuple[str, str]]:
    """``fact -> (tooltip, classes of its mark)``."""
    found = {}
    for a in root.iter(f"{SVG}a"):
        if "item" in a.get("class", "").split():
            marks = [m.get("class", "") for m in a.iter() if "mark" in m.get("class", "").split()]
            found[a.get("href", "")] = (a.findtext(f"{SVG}title", ""), marks[0] if marks else "")
    return found


def test_the_year_without_a_session_is_marked(facts: Store, graph: Graph, draw: Draw, tree: Tree) -> None:
    """The SCO page says "annual since 2002"; its own list has no 2008."""
    timeline = timeline_of(facts, ID + SCO, limit=150, on=None, lang="en")
    assert timeline.gaps == (2008,)
    root = tree(draw(SCO, picture="timeline").svg())
    gaps = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "gap"]
    assert len(gaps) == 2  # the column, and the legend
    assert "no session" in words(root)
    assert "Years without a session in the graph: 2008" in words(root)


def test_gaps_are_those_of_the_named_question(facts: Store, graph: Graph) -> None:
    answered = graph.query("years-without-session")
    for body in sorted({row["body"] for row in answered.rows}):
        years = tuple(sorted(int(row["year"]) for row in answered.rows if row["body"] == body))
        assert timeline_of(facts, str(body), limit=150, on=None, lang="en").gaps == years


def test_every_session_has_its_number_place_and_chair(draw: Draw, tree: Tree) -> None:
    root = tree(draw(SCO, picture="timeline").svg())
    found = items(root)
    for number in range(1, 24):
        assert f"{ID}session/sco-prosecutors-general-{number}" in found
    # 22nd: Bishkek, 25 July 2024, chaired by Kyrgyzstan.
    tip, classes = found[f"{ID}session/sco-prosecutors-general-22"]
    assert tip == "Kyrgyzstan\nsession 22, Bishkek, held, 25 Jul 2024"
    assert "hollow" not in classes


def test_what_is_planned_or_unknown_is_hollow(draw: Draw, tree: Tree) -> None:
    """Of the 23rd session nothing is known but that the chair passed to Pakistan."""
    _, unknown = items(tree(draw(SCO, picture="timeline").svg()))[f"{ID}session/sco-prosecutors-general-23"]
    assert {"hollow", "dotted"} <= set(unknown.split())
    _, planned = items(tree(draw("body/ksgp", picture="timeline").svg()))[f"{ID}session/ksgp-36"]
    assert "hollow" in planned.split()
    assert "dotted" not in planned.split()


def test_a_body_that_declares_no_rhythm_has_no_gaps(facts: Store) -> None:
    assert timeline_of(facts, f"{ID}body/ksgp", limit=150, on=None, lang="en").gaps == ()


def test_rows_follow_the_alphabet_that_the_body_declares(facts: Store) -> None:
    """In the order of the Russian alphabet, in whichever language they are labelled."""
    (group,) = timeline_of(facts, ID + SCO, limit=150, on=None, lang="en").groups
    names = [row.node.label for row in group.rows]
    kept = "India Kazakhstan China Kyrgyzstan Pakistan Russia Tajikistan Uzbekistan".split()
    assert [name for name in names if name in kept] == kept


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    "name",
    [SCO, "body/ksgp", "official/igor-krasnov", "state/UZ", "organisation/sco", "treaty/untoc",
     "post/uz-prosecutor-general", "agency/ru-prosecutor-general-office"],
)  # fmt: skip
def test_texts_of_timelines_do_not_overlap(draw: Draw, collisions: Collisions, name: str, lang: str) -> None:
    assert collisions(draw(name, picture="timeline", lang=lang)) == []


def test_an_official_has_tenures_and_encounters(draw: Draw, tree: Tree) -> None:
    found = items(tree(draw("official/igor-krasnov", picture="timeline").svg()))
    tip, _ = found[f"{ID}tenure/ru-prosecutor-general-igor-krasnov"]
    assert "22 Jan 2020 – 24 Sep 2025" in tip
    tip, _ = found[f"{ID}participation/mirziyoyev-krasnov-2024-11-21-igor-krasnov"]
    assert "guest, 21 Nov 2024" in tip


def test_an_agency_has_those_who_led_it(draw: Draw, tree: Tree) -> None:
    """Two steps away by the graph, and what its timeline is about."""
    root = tree(draw("agency/ru-prosecutor-general-office", picture="timeline").svg())
    assert f"{ID}tenure/ru-prosecutor-general-igor-krasnov" in items(root)
    assert "Yury Chaika" in words(root)


def test_a_treaty_has_its_actions(draw: Draw, tree: Tree) -> None:
    root = tree(draw("treaty/untoc", picture="timeline").svg())
    tip, _ = items(root)[f"{ID}action/untoc-uz-ratification"]
    assert tip == "Uzbekistan\nratification, 9 Dec 2003"


def test_the_day_asked_about_is_marked_and_leaves_nothing_out(draw: Draw, tree: Tree) -> None:
    plain, marked = (draw("state/UZ", picture="timeline", on=on) for on in (None, dt.date(2024, 11, 21)))
    assert set(items(tree(plain.svg()))) == set(items(tree(marked.svg())))
    assert "21 Nov 2024" in words(tree(marked.svg()))


def test_a_limit_keeps_the_first_rows_and_says_how_many_are_missing(draw: Draw, tree: Tree) -> None:
    drawn = words(tree(draw("organisation/sco", picture="timeline", limit=5).svg()))
    assert "Left out, the limit being 5" in drawn


def test_a_thing_without_dated_facts_is_an_error_that_says_so() -> None:
    store = Store()
    store.extend(quads([("agency/a", "a", "Agency"), ("agency/a", "organOf", "state/XX")]))
    with pytest.raises(NotFound, match="no dated fact ties agency/a"):
        picture_of(store, f"{ID}agency/a", picture="timeline")


def test_numbers_between_sessions_that_the_graph_lacks_are_said() -> None:
    store = Store()
    rows: list[tuple[str, str, str | Literal]] = [("body/b", "a", "Body")]
    for number in (2, 3, 7):
        session = f"session/b-{number}"
        rows += [(session, "a", "Session"), (session, "sessionOf", "body/b"), (session, "ordinal", Literal(number)),
                 (session, "earliest", Literal(f"20{number:02}-01-01", datatype=DAY)),
                 (session, "latest", Literal(f"20{number:02}-12-31", datatype=DAY)),
                 (session, "modality", VOCABULARY + "modality/held")]  # fmt: skip
    store.extend(quads(rows))
    timeline = timeline_of(store, f"{ID}body/b", limit=150, on=None, lang="en")
    assert "Numbers without a session in the graph: 1, 4–6." in timeline.notes


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(_day("2024-11-21"), _day("2024-11-21")), "21 Nov 2024"),
        (Span(_day("2024-11-20"), _day("2024-11-21")), "20–21 Nov 2024"),
        (Span(_day("2024-11-01"), _day("2024-11-30")), "Nov 2024"),
        (Span(_day("2024-01-01"), _day("2024-12-31")), "2024"),
        (Span(None, _day("2024-11-21")), "by 21 Nov 2024"),
        (Span(_day("2024-11-21"), None), "from 21 Nov 2024"),
        (Span(_day("2002-10-31"), _day("2002-11-01")), "31 Oct 2002 – 1 Nov 2002"),
        (Span(_day("2001-06-15"), _day("2001-06-15"), interval=True, ongoing=True), "since 15 Jun 2001"),
        (Span(_day("2001-06-15"), _day("2001-06-15"), interval=True), "15 Jun 2001 – ?"),
        (Span(end=_day("2005-03-01"), end_latest=_day("2005-03-01"), interval=True), "? – 1 Mar 2005"),
    ],
)  # fmt: skip
def test_dates_are_written_as_far_as_they_are_known(span: Span, said: str) -> None:
    assert dated(span, Words("en")) == said


def test_dates_in_russian() -> None:
    assert dated(Span(_day("2024-11-20"), _day("2024-11-21")), Words("ru")) == "20–21 нояб. 2024"
