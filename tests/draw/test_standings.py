"""What states are to treaties on a day: read from what treaty law derived, drawn as a table."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from comity.errors import NotFound, Usage
from comity.graph import network
from comity.graph.draw.picture import Picture, picture_of
from comity.graph.export.networks import write_projection
from comity.graph.standings import TREATY_LAW
from comity.ontology.namespaces import ID, VOCABULARY

from .conftest import Draw, quads
from .test_networks import cells
from .test_relations import words

Tree = Callable[[str], Element]
Collisions = Callable[[Picture], list[tuple[str, str]]]
SCO, SCO_PG = f"{ID}organisation/sco", f"{ID}body/sco-prosecutors-general"
MINSK, CHISINAU = "minsk-convention-1993", "chisinau-convention-2002"
DAY = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def standing(facts: Store, state: str, treaty: str, on: str) -> str | None:
    """The standing, with ``?`` where it is uncertain."""
    found = network.standings(facts, on=on).get_edge_data(f"{ID}state/{state}", f"{ID}treaty/{treaty}")
    return None if found is None else f"{found['standing']}{'' if found['certain'] else '?'}"


@pytest.mark.parametrize(
    ("state", "treaty", "on", "expected"),
    [
        # Deposits by the list in Kazakhstan's laws of 1999 and 2004; both treaties are in force for it in 2023.
        ("KZ", MINSK, "2023-06-27", "party"),
        ("KZ", CHISINAU, "2023-06-27", "party"),
        # For Russia the Chisinau Convention is in force from 28 June 2023.
        ("RU", MINSK, "2023-06-27", "party"),
        ("RU", CHISINAU, "2023-06-28", "party"),
        # India is never under either.
        ("IN", MINSK, "2023-06-27", None),
        ("IN", CHISINAU, "2023-06-27", None),
        # Ukraine left the Minsk Convention with effect from 29 December 2023.
        ("UA", MINSK, "2023-12-28", "party"),
        ("UA", MINSK, "2023-12-29", "withdrawn"),
        # UNTC XVIII-12: Uzbekistan signed on 13 December 2000 and ratified on 9 December 2003; thirty days more.
        ("UZ", "untoc", "2000-12-12", None),
        ("UZ", "untoc", "2000-12-13", "signatory"),
        ("UZ", "untoc", "2003-12-09", "contracting"),
        ("UZ", "untoc", "2004-01-08", "party"),
        # UNTC XVIII-12: Iran signed on 12 December 2000 and has done no more.
        ("IR", "untoc", "2023-06-27", "signatory"),
    ],
)  # fmt: skip
def test_what_a_state_is_to_a_treaty_on_a_day(
    facts: Store, state: str, treaty: str, on: str, expected: str | None
) -> None:
    assert standing(facts, state, treaty, on) == expected


def test_a_date_known_by_its_bounds_leaves_the_days_between_uncertain(facts: Store) -> None:
    """Kazakhstan deposited for Minsk by the time of its law's list, 18 August 1999; nobody says when."""
    assert standing(facts, "KZ", MINSK, "1996-01-01") == "party?"
    edge = network.standings(facts, on="2023-06-27").get_edge_data(f"{ID}state/KZ", f"{ID}treaty/{MINSK}")
    assert edge["since"] == "1994-05-19/1999-08-18"
    assert edge["until"] == ""


def test_an_edge_leads_to_the_derived_fact_and_the_acts_it_rests_on(facts: Store) -> None:
    edge = network.standings(facts, on="2024-11-21").get_edge_data(f"{ID}state/UZ", f"{ID}treaty/untoc")
    (fact,) = edge["facts"]
    assert fact.startswith(f"{ID}party-status/untoc-uz-")
    assert edge["acts"] == (f"{ID}action/untoc-uz-ratification",)


def test_signing_is_an_act_while_being_a_party_is_a_standing(facts: Store) -> None:
    """On the day of ratification the acts say "consented"; the standing is not yet that of a party."""
    pair = (f"{ID}state/UZ", f"{ID}treaty/untoc")
    assert network.treaties(facts, on="2003-12-09").get_edge_data(*pair)["status"] == "consented"
    assert network.standings(facts, on="2003-12-09").get_edge_data(*pair)["standing"] == "contracting"


@pytest.mark.parametrize("of", [SCO, SCO_PG])
def test_the_members_of_a_body_on_a_day(facts: Store, of: str) -> None:
    """Iran became the ninth member in July 2023; Belarus the tenth in July 2024."""
    graph = network.standings(facts, on="2023-11-08", of=of)
    members = {node.rpartition("/")[2] for node, data in graph.nodes(data=True) if data["bipartite"] == 0}
    assert members == set("CN IN IR KG KZ PK RU TJ UZ".split())


def test_several_names_narrow_both_sides(facts: Store) -> None:
    of = [f"{ID}state/KZ", f"{ID}state/IN", f"{ID}treaty/{MINSK}"]
    graph = network.standings(facts, on="2023-06-27", of=of)
    assert set(graph) == set(of)
    assert list(graph.edges) == [(f"{ID}state/KZ", f"{ID}treaty/{MINSK}")]


def test_wrong_names_are_said(facts: Store) -> None:
    with pytest.raises(Usage, match="official/igor-krasnov is no organisation, body, state or treaty"):
        network.standings(facts, of=f"{ID}official/igor-krasnov")
    with pytest.raises(NotFound, match="has no member on 1900-01-01"):
        network.standings(facts, of=SCO, on="1900-01-01")
    with pytest.raises(Usage, match="only standings are drawn of somebody"):
        picture_of(facts, "treaties", of=[SCO])
    with pytest.raises(NotFound, match="no derived standings"):
        network.standings(Store())


def test_the_picture_answers_what_binds_the_members(draw: Draw, tree: Tree, collisions: Collisions) -> None:
    """UNTOC bound eight of the nine members on 8 November 2023, not Iran; corruption (UNCAC) all nine."""
    picture = draw("standings", of=(SCO_PG,), on=date(2023, 11, 8))
    root = tree(picture.svg())
    assert collisions(picture) == []
    found = cells(root)
    said = {fact.rpartition("/")[2]: tip for fact, (_, tip) in found.items()}
    untoc = {key.split("-")[1]: tip for key, tip in said.items() if re.fullmatch(r"untoc-[a-z]{2}-\d", key)}
    assert {state for state, tip in untoc.items() if "party" in tip} == set("cn in kg kz pk ru tj uz".split())
    assert "signatory" in untoc["ir"]
    assert "since 12 Dec 2000" in untoc["ir"]
    text = words(root)
    assert "members: 9" in text
    assert "8/9" in text
    assert "9/9" in text


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_picture_of_all_is_legible(draw: Draw, collisions: Collisions, lang: str) -> None:
    assert collisions(draw("standings", on=date(2024, 11, 21), lang=lang)) == []


def test_the_legend_has_the_words_of_the_vocabulary(draw: Draw, tree: Tree) -> None:
    text = words(tree(draw("standings", of=(SCO,), on=date(2023, 11, 8), lang="ru").svg()))
    for label in ("участник", "подписавший", "договаривающееся государство"):
        assert label in text


def test_every_standing_has_a_mark_of_its_own_shape() -> None:
    """Colour tells nothing: all marks have the same."""
    from comity.graph.draw.standings import sign

    marks = [sign(one, 0, 0) for one in ("party", "suspended", "provisional", "contracting", "withdrawn",
                                         "terminated", "signatory")]  # fmt: skip
    assert len(set(marks)) == 7
    assert all(set(re.findall(r"f-\w+", one)) == {"f-paper"} for one in marks)


def test_a_known_end_and_an_uncertain_day_are_written_in_the_cell(tree: Tree, collisions: Collisions) -> None:
    store = Store()
    store.extend(
        quads([("state/AA", "a", "State"), ("state/BB", "a", "State"), ("treaty/t", "a", "Treaty"),
               ("state/AA", "label", Literal("Aa", language="en")), ("state/BB", "label", Literal("Bb", language="en")),
               ("treaty/t", "label", Literal("T", language="en"))])
    )  # fmt: skip
    rows = [
        ("party-status/t-aa-1", "state/AA", {"startEarliest": "2001-02-03", "startLatest": "2001-02-03",
                                             "endEarliest": "2030-01-01", "endLatest": "2030-01-01"}),
        ("party-status/t-bb-1", "state/BB", {"startEarliest": "2001-01-01", "startLatest": "2020-12-31"}),
    ]  # fmt: skip
    for node, state, bounds in rows:
        said: list[tuple[str, str, str | Literal]] = [
            (node, "a", "PartyStatus"), (node, "subject", state), (node, "treaty", "treaty/t"),
            (node, "standing", f"{VOCABULARY}standing/party"),
            *((node, name, Literal(value, datatype=DAY)) for name, value in bounds.items()),
        ]  # fmt: skip
        store.extend([Quad(q.subject, q.predicate, q.object, NamedNode(TREATY_LAW)) for q in quads(said)])
    picture = picture_of(store, "standings", on=date(2010, 1, 1))
    found = {fact.rpartition("/")[2]: cell for fact, cell in cells(tree(picture.svg())).items()}
    assert found["t-aa-1"] == ("–2030", "Aa → party → T, since 3 Feb 2001, until 1 Jan 2030")
    assert found["t-bb-1"][0] == "?"
    assert "since a day between 1 Jan 2001 and 31 Dec 2020 (uncertain that day)" in found["t-bb-1"][1]
    assert collisions(picture) == []


def test_the_projection_is_written_as_graphml_and_gexf(facts: Store) -> None:
    graph = network.standings(facts, on="2023-06-27", of=[f"{ID}state/KZ", f"{ID}treaty/{MINSK}"])
    for format, said in (("graphml", "party"), ("gexf", "1994-05-19/1999-08-18")):
        out = io.BytesIO()
        write_projection(graph, out, format)
        ElementTree.fromstring(out.getvalue())  # noqa: S314  (the text is the program's own)
        assert said in out.getvalue().decode()
