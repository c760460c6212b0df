"""The ten lines of the README, and the libraries that a graph is handed to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, cast

import pytest

import comity
from comity.errors import NotFound
from comity.loaders.build import Outcome
from comity.ontology.namespaces import COMITY, ID
from comity.queries.session import Graph


def test_ten_lines_of_python(built: tuple[Path, Outcome]) -> None:
    with comity.open(built[0], lang="ru") as graph:
        (row,) = graph.query("holders-of-post", post="ru-prosecutor-general", on=dt.date(2024, 11, 21)).rows
        assert row["official"] == ID + "official/igor-krasnov"
        assert row["certain"] is True
        assert graph.label(row["official"]) == "Игорь Краснов"
        assert graph.evidence(row["fact"])[0].url is not None
        assert graph.search("Краснову")[0].iri == row["official"]
        assert graph.show("igor-krasnov").label == "Игорь Краснов"


def test_a_graph_is_opened_from_the_environment_and_refuses_what_is_none(
    built: tuple[Path, Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMITY_GRAPH", str(built[0]))
    with comity.open() as graph:
        assert len(graph.query("rules-of-body", body="sco-prosecutors-general")) == 2
    with pytest.raises(NotFound, match="there is no graph at"):
        comity.open(tmp_path / "nowhere")


def test_values_are_typed(graph: Graph) -> None:
    text = """SELECT ?iri ?n ?flag ?day ?text ?none {
        BIND(<urn:x> AS ?iri) BIND(21 AS ?n) BIND(true AS ?flag) BIND("x"@ru AS ?text)
        BIND("2024-11-21"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day)
    }"""
    result = graph.sparql(text)
    assert not isinstance(result, bool)
    assert result.rows == [
        {"iri": "urn:x", "n": 21, "flag": True, "day": dt.date(2024, 11, 21), "text": "x", "none": None}
    ]


# rdflib's dataset warns of a method of its own that it calls itself.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_built_graph(graph: Graph) -> None:
    dataset = graph.rdflib()
    rows = list(
        dataset.query(
            "PREFIX comity: <https://w3id.org/comity/ontology#> "
            "SELECT ?s { ?s a comity:Body ; comity:abbreviation 'КСГП'@ru }"
        )
    )
    assert [str(cast("Any", row)[0]) for row in rows] == [ID + "body/ksgp"]


def test_owlready2_lists_the_classes_of_the_ontology() -> None:
    from comity.graph.rdf_access import owl_ontology

    ontology = owl_ontology()
    names = {cls.name for cls in ontology.classes()}
    assert {"State", "Treaty", "Tenure", "Session", "Proposal"} <= names
    assert any(prop.name == "holder" for prop in ontology.object_properties())


@pytest.mark.parametrize("projection", ["met", "represented", "memberships", "treaties"])
def test_networkx_projections_have_nodes_with_labels(graph: Graph, projection: str) -> None:
    network = graph.network(projection)
    assert network.number_of_edges() > 0
    _node, data = next(iter(network.nodes(data=True)))
    assert data


def test_the_ones_who_met_are_joined(graph: Graph) -> None:
    network = graph.network("met")
    assert network.has_edge(ID + "official/igor-krasnov", ID + "official/shavkat-mirziyoyev")


def test_a_graph_writes_turtle_from_python(graph: Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "k.ttl", around="igor-krasnov")
    assert COMITY in (tmp_path / "k.ttl").read_text(encoding="utf-8")
