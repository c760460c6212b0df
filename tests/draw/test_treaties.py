"""Timelines of treaties: entry into force, a bar for each standing, the curve of those bound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from comity.graph.draw.participants import Computed, TreatyTimeline, treaty_timeline
from comity.graph.draw.picture import Picture, picture_of
from comity.graph.standings import TREATY_LAW
from comity.ontology.namespaces import ID, VOCABULARY
from comity.queries.session import Graph

from .conftest import Draw, quads
from .test_relations import words
from .test_standings import DAY
from .test_timeline import items

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]
TODAY = date(2024, 11, 21)


def of(facts: Store, treaty: str, **options: Any) -> TreatyTimeline:
    asked = {"limit": None, "on": TODAY, "lang": "en", **options}
    found = treaty_timeline(facts, f"{ID}treaty/{treaty}", **asked)
    assert found is not None
    return found


def names(timeline: TreatyTimeline) -> dict[str, list[str]]:
    return {head: [one.node.label for one in found] for head, found in timeline.groups}


def test_participants_are_grouped_by_what_they_are_that_day(facts: Store) -> None:
    """Ukraine left the Minsk Convention with effect from 29 December 2023 and was bound the day before."""
    before, after = (
        names(of(facts, "minsk-convention-1993", on=day)) for day in (date(2023, 12, 28), date(2023, 12, 29))
    )
    assert "Ukraine" in before["Bound: 9"]
    assert after["Left: 1"] == ["Ukraine"]
    assert len(after["Bound: 8"]) == 8


def test_a_bar_says_since_when_and_leads_to_the_derived_fact(draw: Draw, tree: Tree) -> None:
    """UNTC XVIII-12: Uzbekistan signed on 13 December 2000, ratified on 9 December 2003; art. 38(2): thirty days."""
    found = items(tree(draw("treaty/untoc", picture="timeline", on=TODAY).svg()))
    tips = [tip for fact, (tip, _) in found.items() if fact.startswith(f"{ID}party-status/untoc-uz-")]
    assert sorted(tips) == [
        "Uzbekistan\ncontracting state, since 9 Dec 2003, until 8 Jan 2004",
        "Uzbekistan\nparty, since 8 Jan 2004",
        "Uzbekistan\nsignatory, since 13 Dec 2000, until 9 Dec 2003",
    ]
    assert found[f"{ID}action/untoc-uz-signature"][0] == "Uzbekistan\nsignature, 13 Dec 2000"


def test_both_entries_into_force_are_said(graph: Graph, tmp_path: Path, tree: Tree) -> None:
    """Minsk: 19 May 1994 is published, and art. 83(2) leads to the same from the day of the third instrument."""
    out = tmp_path / "minsk.svg"
    graph.draw("minsk-convention-1993", out, picture="timeline", on=TODAY)
    text = words(tree(out.read_text(encoding="utf-8")))
    assert "in force by the register: 19 May 1994" in text
    assert "30 days counting from the day of the 3rd instrument" in text


def test_acts_that_do_not_suffice_are_said(facts: Store, tree: Tree) -> None:
    picture = picture_of(facts, f"{ID}treaty/untoc", picture="timeline", computed=Computed(said="Missing: 24 acts."))
    text = words(tree(picture.svg()))
    assert "by its clause: not reached by the acts known" in text
    assert "Missing: 24 acts." in text


def test_one_day_by_register_and_clause_is_one_line(facts: Store, tree: Tree) -> None:
    day = date(1987, 6, 26)
    alike = picture_of(facts, f"{ID}treaty/cat", picture="timeline", computed=Computed(day, day))
    text = words(tree(alike.svg()))
    assert "in force 26 Jun 1987" in text
    apart = picture_of(
        facts, f"{ID}treaty/cat", picture="timeline", computed=Computed(date(1987, 7, 1), date(1987, 7, 1))
    )
    text = words(tree(apart.svg()))
    assert "in force: register 26 Jun 1987" in text
    assert "in force: clause 1 Jul 1987" in text


def test_the_curve_counts_those_bound(facts: Store) -> None:
    """A state that was first a contracting one is one step; one that left is a step down."""
    timeline = of(facts, "minsk-convention-1993")
    assert sum(step.change for step in timeline.bound) == 8
    assert [(step.who, step.day) for step in timeline.bound if step.change < 0] == [
        (f"{ID}state/UA", date(2023, 12, 29))
    ]
    # By bounds alone the others may have been bound from the day on which the treaty entered into force.
    assert min(step.day for step in timeline.possible) == date(1994, 5, 19)


def test_a_contracting_state_that_becomes_a_party_is_one_consent(facts: Store) -> None:
    """UNTOC: Tajikistan, the first on record, ratified on 8 July 2002; none of those that consented has left."""
    consents = of(facts, "untoc").consents
    assert (consents[0].who, consents[0].day) == (f"{ID}state/TJ", date(2002, 7, 8))
    assert {step.change for step in consents} == {1}
    assert len(consents) == len({step.who for step in consents})


def test_without_derived_standings_the_acts_are_drawn(tree: Tree) -> None:
    store = Store()
    store.extend(
        quads([
            ("treaty/t", "a", "Treaty"), ("state/AA", "a", "State"), ("action/s", "a", "Signature"),
            ("action/s", "actor", "state/AA"), ("action/s", "instrument", "treaty/t"),
            ("action/s", "earliest", Literal("2001-02-03", datatype=DAY)),
            ("action/s", "latest", Literal("2001-02-03", datatype=DAY)),
        ])
    )  # fmt: skip
    root = tree(picture_of(store, f"{ID}treaty/t", picture="timeline").svg())
    assert "3 Feb 2001" in words(root)
    assert list(items(root)) == [f"{ID}action/s"]


def made_up(count: int, *, leaving: int = 0) -> Store:
    """A treaty of ``count`` parties, one a month, of which some leave in 2020."""
    store, law = Store(), NamedNode(TREATY_LAW)
    rows: list[tuple[str, str, str | Literal]] = [("treaty/t", "a", "Treaty")]
    derived: list[tuple[str, str, str | Literal]] = []
    for number in range(count):
        state, node = f"state/S{number}", f"party-status/t-s{number}-1"
        rows += [(state, "a", "State"), (state, "label", Literal(f"State of the {number}th parallel", language="en"))]
        start = Literal(f"{1990 + number // 12}-{number % 12 + 1:02}-15", datatype=DAY)
        end = Literal("2020-06-01", datatype=DAY)
        derived += [(node, "a", "PartyStatus"), (node, "subject", state), (node, "treaty", "treaty/t"),
                    (node, "standing", f"{VOCABULARY}standing/party"), (node, "startEarliest", start),
                    (node, "startLatest", start),
                    *((node, name, end) for name in ("endEarliest", "endLatest") if number < leaving)]  # fmt: skip
    store.extend(quads(rows))
    store.extend([Quad(q.subject, q.predicate, q.object, law) for q in quads(derived)])
    return store


@pytest.mark.parametrize(("count", "leaving"), [(1, 0), (60, 3), (195, 20)])
def test_any_number_of_participants_is_legible(tree: Tree, collisions: Collisions, count: int, leaving: int) -> None:
    """Sixty are one column, a hundred and ninety-five go on in further ones; nobody is left out."""
    picture = picture_of(made_up(count, leaving=leaving), f"{ID}treaty/t", picture="timeline", on=TODAY)
    assert collisions(picture) == []
    assert len([fact for fact in items(tree(picture.svg())) if "party-status" in fact]) == count
    assert picture.sheet.height < 1600
    assert picture.sheet.width < 2400


def test_a_limit_leaves_rows_out_and_not_the_curve(collisions: Collisions) -> None:
    timeline = of(made_up(40), "t", limit=10)
    assert len(list(timeline.participants())) == 10
    assert sum(step.change for step in timeline.bound) == 40
    assert "Left out, the limit being 10: 30." in timeline.notes


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    "treaty", ["untoc", "minsk-convention-1993", "chisinau-convention-2002", "ctbt", "sco-charter"]
)
def test_timelines_of_treaties_do_not_overlap(draw: Draw, collisions: Collisions, treaty: str, lang: str) -> None:
    assert collisions(draw(f"treaty/{treaty}", picture="timeline", lang=lang, on=TODAY)) == []
