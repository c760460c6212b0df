"""The formats for other programs: what each reader finds in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from comity.errors import ComityError, NotFound, Usage
from comity.graph.export import FORMATS, export_file, format_of
from comity.graph.export.networks import write_projection
from comity.graph.export.tables import neutral

Text = Callable[..., str]
Canonical = Callable[[Iterable[Quad]], set[str]]
Reread = Callable[[str, RdfFormat], list[Quad]]
RereadByRdflib = Callable[[str, str], set[str]]
C = "https://w3id.org/comity/ontology#"
ID = "https://w3id.org/comity/id/"


def test_jsonld_reads_as_plain_json(store: Store, exported: Text) -> None:
    nodes = {node["id"]: node for node in json.loads(exported(store, "jsonld"))["@graph"]}
    session = nodes["entity:session/prosecutors-3"]
    assert session["label"] == {"en": "Session 3", "ru": "3-е заседание"}
    assert session["ordinal"] == 3
    assert session["earliest"] == "2005-11-01"
    assert session["hostState"] == "entity:state/RU"
    assert nodes["entity:tenure/ru-pg-ivan-petrov"]["acting"] is False


# rdflib's JSON-LD reader warns of a class that rdflib itself deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize(("format", "syntax"), [("jsonld", "json-ld"), ("rdf", "xml")])
def test_rdflib_reads_the_same_graph(
    store: Store, exported: Text, canonical: Canonical, reread_by_rdflib: RereadByRdflib, format: str, syntax: Any
) -> None:
    assert reread_by_rdflib(exported(store, format), syntax) == canonical(store)


def test_jsonld_carries_its_context_and_no_address_of_one(store: Store, exported: Text) -> None:
    context = json.loads(exported(store, "jsonld"))["@context"]
    assert isinstance(context, dict)
    assert not any("@import" in str(value) for value in context.values())


def test_rdfxml_refuses_what_xml_cannot_hold(exported: Text) -> None:
    node = NamedNode(ID + "state/UZ")
    control = [Quad(node, NamedNode(C + "note"), Literal("a\x01b"), DefaultGraph())]
    with pytest.raises(ComityError, match=r"RDF/XML cannot hold the character U\+0001"):
        exported(control, "rdf")
    number = [Quad(node, NamedNode("http://example.org/1"), node, DefaultGraph())]
    with pytest.raises(ComityError, match=r"no way to write the property <http://example\.org/1>"):
        exported(number, "rdf")


def test_graphml_is_a_network_of_labelled_edges(store: Store, exported: Text) -> None:
    graph = networkx.parse_graphml(exported(store, "graphml", lang="ru"), force_multigraph=True)
    assert graph.nodes[ID + "official/ivan-petrov"]["label"] == "Иван Петров"
    holder = graph.get_edge_data(ID + "tenure/ru-pg-ivan-petrov", ID + "official/ivan-petrov")
    assert [edge["property"] for edge in holder.values()] == [C + "holder"]
    assert not any("/passage/" in node or "/source/" in node for node in graph)
    assert graph.nodes[ID + "tenure/ru-pg-ivan-petrov"]["sources"] == 1


def test_gexf_is_the_same_network(store: Store, exported: Text) -> None:
    text = exported(store, "gexf").replace("1.3", "1.2draft").replace("http://gexf.net/", "http://www.gexf.net/")
    gexf = networkx.read_gexf(io.BytesIO(text.encode()))
    graphml = networkx.parse_graphml(exported(store, "graphml"))
    assert sorted(gexf.nodes) == sorted(graphml.nodes)
    assert gexf.number_of_edges() == graphml.number_of_edges()
    assert gexf.nodes[ID + "state/UZ"]["label"] == "Uzbekistan"


def test_a_projection_of_ones_own_is_written_too() -> None:
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_node("a", label="А & <Б>\x01")
    graph.add_edge("a", "b", weight=2, encounters=("x", "y"))
    out = io.BytesIO()
    write_projection(graph, out, "graphml")
    back = networkx.parse_graphml(out.getvalue().decode())
    assert back.nodes["a"]["label"] == "А & <Б>\ufffd"
    assert back.edges["a", "b"] == {"encounters": "x | y", "weight": 2, "id": "e0"}


def test_csv_has_a_row_for_every_fact(store: Store, exported: Text) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(store, "csv", lang="ru"), newline="")))
    assert len(rows) == len(store)
    proposal = [row for row in rows if row["property"] == "comity:content" and row["language"] == "en"]
    assert proposal[0]["object"] == "a joint register of\nwanted persons"
    host = next(row for row in rows if row["property"] == "comity:hostState")
    assert (host["subject_label"], host["object_label"]) == ("2-е заседание", "Узбекистан")


def test_csv_in_a_folder_is_two_tables(store: Store, tmp_path: Path) -> None:
    export_file(store, tmp_path, format="csv")
    entities = list(csv.DictReader((tmp_path / "entities.csv").read_text("utf-8").splitlines()))
    edges = list(csv.DictReader((tmp_path / "edges.csv").read_text("utf-8").splitlines()))
    uzbekistan = next(row for row in entities if row["id"] == ID + "state/UZ")
    assert (uzbekistan["kind"], uzbekistan["class"], uzbekistan["label"]) == ("state", "State", "Uzbekistan")
    assert all(row["object"].startswith(("http", "_:")) for row in edges)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edges.csv", "entities.csv"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+7 495", "'+7 495"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"), ("\r\n=1+1", "'\r\n=1+1"),
        ("", ""), ("a=b", "a=b"), ("'=x", "'=x"), (" - dash", " - dash"), ("Ташкент", "Ташкент"),
    ],
)  # fmt: skip
def test_only_cells_that_a_spreadsheet_would_run_are_neutralised(cell: str, written: str) -> None:
    assert neutral(cell) == written


def test_csv_neutralises_hostile_labels(exported: Text) -> None:
    quads = [Quad(NamedNode(ID + "state/UZ"), NamedNode(C + "note"), Literal("=HYPERLINK(1)"), DefaultGraph())]
    rows = list(csv.reader(io.StringIO(exported(quads, "csv"), newline="")))
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert rows[1][0] == ID + "state/UZ"


def test_around_an_official_are_their_facts_with_sources_and_neighbours_names(
    store: Store, exported: Text, reread: Reread
) -> None:
    text = exported(store, "nt", around=ID + "official/pavel-sidorov")
    said = {
        (str(q.subject).strip("<>").removeprefix(ID), q.predicate.value.rpartition("#")[2])
        for q in reread(text, RdfFormat.N_TRIPLES)
    }
    assert ("participation/talks-2004-pavel-sidorov", "attendance") in said
    assert ("passage/participation-talks-2004-pavel-sidorov", "locator") in said
    assert ("source/bulletin", "url") in said
    assert ("meeting/talks-2004", "label") in said
    assert ("meeting/talks-2004", "topic") not in said
    assert not any(subject.startswith("official/anvar") for subject, _ in said)


def test_each_step_reaches_further(store: Store, exported: Text) -> None:
    sizes = [exported(store, "nt", around=ID + "official/pavel-sidorov", depth=depth).count("\n") for depth in range(4)]
    assert sizes == sorted(set(sizes))
    step = exported(store, "nt", around=ID + "official/pavel-sidorov", depth=2)
    assert "meeting/talks-2004> <https://w3id.org/comity/ontology#topic>" in step
    assert "participation/talks-2004-anvar-karimov" in step


def test_around_a_source_is_what_rests_on_it(store: Store, exported: Text) -> None:
    text = exported(store, "nt", around=ID + "source/bulletin", depth=2)
    assert "<https://w3id.org/comity/id/tenure/ru-pg-ivan-petrov> <https://w3id.org/comity/ontology#holder>" in text


def test_around_several_facts_of_an_answer(store: Store, exported: Text) -> None:
    facts = [ID + "action/untoc-ru-signature", ID + "action/untoc-kz-signature"]
    text = exported(store, "ttl", around=facts, depth=0)
    assert text.count("a comity:Signature") == 2
    assert "a comity:Ratification" not in text


def test_around_nothing_says_so(store: Store, exported: Text) -> None:
    with pytest.raises(NotFound, match="nothing is said of official/nobody"):
        exported(store, around=ID + "official/nobody")
    with pytest.raises(Usage, match="not an address"):
        exported(store, around="not an address")
    with pytest.raises(Usage, match="0 or more"):
        exported(store, around=ID + "state/UZ", depth=-1)


def test_the_name_of_a_file_tells_its_format() -> None:
    assert format_of("a/b.TTL") == "ttl"
    assert format_of("graph.nq.gz") == "nq"
    with pytest.raises(Usage, match=r"'graph.doc' does not tell a format"):
        format_of("graph.doc")


@pytest.mark.parametrize("format", FORMATS)
def test_files_are_whole_packed_the_same_and_open_to_others(store: Store, tmp_path: Path, format: str) -> None:
    one, two = tmp_path / f"one.{format}.gz", tmp_path / f"two.{format}.gz"
    export_file(store, one)
    export_file(store, two)
    assert one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [one.name, two.name]


def test_a_failed_export_leaves_the_old_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.rdf"
    path.write_text("old")
    store.add(Quad(NamedNode(ID + "state/UZ"), NamedNode("http://example.org/1"), Literal("x"), DefaultGraph()))
    with pytest.raises(ComityError):
        export_file(store, path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["graph.rdf"]


def test_a_construct_is_exported(store: Store, exported: Text, reread: Reread) -> None:
    triples = store.query(f"CONSTRUCT {{ ?s <{C}ordinal> ?n }} WHERE {{ ?s <{C}ordinal> ?n }}")
    assert len(reread(exported(triples), RdfFormat.TURTLE)) == 5


def test_an_unknown_format_and_graph_are_named(store: Store, exported: Text) -> None:
    with pytest.raises(Usage, match="unknown format 'doc'; expected one of ttl, trig"):
        exported(store, "doc")
    with pytest.raises(NotFound, match="no part named urn:x"):
        exported(store, graphs=["urn:x"])


def test_the_ontology_itself_is_exported_with_its_lists(exported: Text, canonical: Canonical) -> None:
    from comity.ontology.namespaces import ontology_files

    quads = [
        quad
        for number, file in enumerate(ontology_files())
        for quad in parse(input=file.read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        if number < 4
    ]
    back = parse(input=exported(quads).encode(), format=RdfFormat.TURTLE)
    assert canonical(back) == canonical(quads)
