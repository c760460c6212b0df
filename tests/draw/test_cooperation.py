"""Cooperation of states: what is counted, who stands beside whom, and that the picture can be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Store

from comity.errors import NotFound, Usage
from comity.graph.cooperation import clustered, cooperation
from comity.graph.draw.picture import Picture, cooperation_picture
from comity.graph.draw.scene import Chosen
from comity.ontology.namespaces import ID, VOCABULARY

from .conftest import quads

Collisions = Callable[[Picture], list[tuple[str, str]]]
_DAY = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def met(*sittings: tuple[str, ...]) -> Store:
    """A store in which states are represented at encounters, one a year from 2001."""
    rows: list[tuple[str, str, str | Literal]] = []
    for state in sorted({state for sitting in sittings for state in sitting}):
        rows += [
            (f"state/{state}", "a", "State"),
            (f"state/{state}", "label", Literal(f"State {state}", language="en")),
        ]
    for at, sitting in enumerate(sittings):
        meeting, day = f"meeting/m{at}", Literal(f"{2001 + at}-03-04", datatype=_DAY)
        rows += [(meeting, "a", "Meeting"), (meeting, "modality", VOCABULARY + "modality/held"),
                 (meeting, "earliest", day), (meeting, "latest", day)]  # fmt: skip
        for state in sitting:
            part = f"participation/m{at}-{state}"
            rows += [(part, "participationIn", meeting), (part, "participant", f"state/{state}")]
    store = Store()
    store.extend(quads(rows))
    return store


STORE = (("AA", "BB"), ("AA", "BB", "CC"), ("CC", "DD"))


def weights(store: Store, **options: Any) -> dict[tuple[str, str], int]:
    graph = cooperation(store, **options)
    return {(a[-2:], b[-2:]): data["weight"] for a, b, data in graph.edges(data=True)}


def test_encounters_are_counted_for_each_pair() -> None:
    assert weights(met(*STORE)) == {("AA", "BB"): 2, ("AA", "CC"): 1, ("BB", "CC"): 1, ("CC", "DD"): 1}


def test_a_period_counts_what_lies_in_it() -> None:
    found = weights(met(*STORE), from_="2002-01-01", until="2002-12-31")
    assert found == {("AA", "BB"): 1, ("AA", "CC"): 1, ("BB", "CC"): 1}


def test_the_states_asked_for_are_counted_among_themselves() -> None:
    assert weights(met(*STORE), of=[f"{ID}state/AA", f"{ID}state/CC"]) == {("AA", "CC"): 1}


def test_the_limit_keeps_who_shares_most_and_says_how_many_it_left() -> None:
    graph = cooperation(met(*STORE), limit=2)
    assert {node[-2:] for node in graph} == {"AA", "BB"}
    assert graph.graph["left_out"] == 2
    assert "2 other states" in cooperation_picture(met(*STORE), limit=2).svg()


def test_clusters_put_together_who_shares_much() -> None:
    """Two groups of three, met among themselves; the names alternate between them."""
    one, two = ("AA", "CC", "EE"), ("BB", "DD", "FF")
    graph = cooperation(met(one, one, one, two, two, ("EE", "FF")))
    found = [node[-2:] for node in clustered(graph, sorted(graph))]
    assert set(found[:3]) == set(one)
    assert set(found[3:]) == set(two)


def test_treaties_on_the_shipped_records(facts: Store) -> None:
    """Uzbekistan and Russia are both bound by UNTOC since 25 June 2004 (UNTC XVIII-12: Russia ratified 26 May 2004)."""
    pair = [f"{ID}state/UZ", f"{ID}state/RU"]

    def shared(day: str) -> set[str]:
        graph = cooperation(facts, measure="treaties", of=pair, on=day)
        return set(graph.edges[pair[0], pair[1]]["things"]) if graph.has_edge(*pair) else set()

    assert f"{ID}treaty/untoc" not in shared("2004-06-24")
    assert f"{ID}treaty/untoc" in shared("2004-06-25")


def test_organisations_on_the_shipped_records(facts: Store) -> None:
    """India joined the SCO in June 2017, when Kazakhstan had long been in it."""
    pair = [f"{ID}state/IN", f"{ID}state/KZ"]

    def shared(day: str) -> set[str]:
        graph = cooperation(facts, measure="organisations", of=pair, on=day)
        return set(graph.edges[pair[0], pair[1]]["things"]) if graph.has_edge(*pair) else set()

    assert f"{ID}organisation/sco" not in shared("2016-01-01")
    assert f"{ID}organisation/sco" in shared("2018-01-01")


@pytest.mark.parametrize("measure", ["encounters", "treaties", "organisations", "proposals"])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_matrix_is_legible(facts: Store, collisions: Collisions, measure: str, lang: str) -> None:
    picture = cooperation_picture(facts, measure, lang=lang, order="clusters")
    assert collisions(picture) == []
    assert len(picture.things) <= 40


def test_a_matrix_is_the_same_every_time(facts: Store) -> None:
    first = cooperation_picture(facts, "encounters", order="clusters").svg()
    assert first == cooperation_picture(facts, "encounters", order="clusters").svg()


def test_its_data_are_no_formulas() -> None:
    store = met(("AA", "BB"))
    label = Literal("=HYPERLINK(1)", language="en")
    rdfs = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    for quad in list(store.quads_for_pattern(NamedNode(f"{ID}state/AA"), rdfs, None, None)):
        store.remove(quad)
    store.extend(quads([("state/AA", "label", label)]))
    text = cooperation_picture(store, "encounters").csv().decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert f"{ID}meeting/m0" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "love"}, "unknown measure 'love'"),
        ({"order": "size"}, "unknown order 'size'"),
        ({"limit": 1}, "a limit is 2 or more"),
        ({"of": [f"{ID}official/igor-krasnov"]}, "is no organisation, body, state or treaty"),
    ],
)
def test_wrong_options_are_said(options: dict[str, Any], said: str) -> None:
    with pytest.raises(Usage, match=said):
        cooperation_picture(met(*STORE), **options)


def test_nothing_shared_is_said() -> None:
    with pytest.raises(NotFound, match="no two states"):
        cooperation_picture(met(*STORE), "encounters", chosen=Chosen(dt.date(1950, 1, 1), dt.date(1951, 1, 1)))
