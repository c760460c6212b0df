"""The shapes say what the ontology says: the same properties, the same ranges, both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from comity.ontology.namespaces import COMITY, SHAPES, VOCABULARY, shape_files
from comity.queries.session import Graph as Session

#: Names for unions: what is of such a class is of a narrower one too, and that has a shape.
UNIONS = {"Recorded", "TreatySubject"}
#: What is not a property of Comity's own and may stand beside them.
COMMON = {RDF.type, RDFS.label, SKOS.altLabel, SKOS.exactMatch}
LITERALS = {
    XSD.string: {XSD.string},
    XSD.anyURI: {XSD.anyURI},
    XSD.integer: {XSD.integer},
    XSD.boolean: {XSD.boolean},
    # HermiT knows no dates, and text with a language has no datatype in OWL 2: the shapes tell them apart.
    RDFS.Literal: {XSD.date, XSD.dateTime, RDF.langString, XSD.string},
}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """The SHACL files together."""
    graph = Graph()
    for file in shape_files():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


def members(graph: Graph, node: Node) -> set[Node]:
    """The classes of a union, or the one class; what all recorded things share is spelt out."""
    if node == URIRef(COMITY + "Recorded"):
        equal = graph.value(node, OWL.equivalentClass)
        assert equal is not None
        return members(graph, equal)
    union = graph.value(node, OWL.unionOf)
    if union is None:
        return {node}
    return {each for member in Collection(graph, union) for each in members(graph, member)}


def related(graph: Graph, kind: Node) -> set[Node]:
    """A class with those above and below it."""
    near = [*graph.transitive_objects(kind, RDFS.subClassOf), *graph.transitive_subjects(RDFS.subClassOf, kind)]
    return {node for node in near if node is not None}


def closed(shapes: Graph) -> dict[Node, Node]:
    """The closed shapes by the class that they are for."""
    return {
        kind: shape
        for shape in shapes.subjects(SH.closed, Literal(True))
        for kind in shapes.objects(shape, SH.targetClass)
    }


def named(shapes: Graph, kind: Node) -> list[Node]:
    return sorted(shapes.subjects(RDF.type, kind), key=str)


def test_every_class_has_a_closed_shape(ontology: Graph, shapes: Graph, classes: list[URIRef]) -> None:
    """Without one a misspelt property passes.  The classes of what is computed and of nothing else need none."""
    have = closed(shapes)
    domains = {m for d in ontology.objects(None, RDFS.domain) for m in members(ontology, d)}
    lacking = [
        term.removeprefix(COMITY)
        for term in classes
        if term in domains and not set(ontology.transitive_objects(term, RDFS.subClassOf)) & set(have)
    ]
    assert set(lacking) - UNIONS == set()


def test_a_closed_shape_admits_what_the_ontology_gives_its_class_and_nothing_else(
    ontology: Graph, shapes: Graph, properties: list[URIRef]
) -> None:
    for kind, shape in closed(shapes).items():
        near = related(ontology, kind)
        given = {
            term for term in properties if any(members(ontology, d) & near for d in ontology.objects(term, RDFS.domain))
        }
        admitted = {path for inner in shapes.objects(shape, SH.property) for path in shapes.objects(inner, SH.path)}
        ignored = shapes.value(shape, SH.ignoredProperties)
        admitted |= set(Collection(shapes, ignored)) if ignored is not None else set()
        own = {term for term in admitted if str(term).startswith(COMITY)}
        name = str(shape).removeprefix(SHAPES)
        assert given - own == set(), f"{name} refuses what the ontology gives its class"
        assert own - given == set(), f"{name} admits what the ontology does not give its class"
        foreign = {str(term).rpartition("/")[0] for term in admitted - own - COMMON}
        assert foreign <= {"http://purl.org/dc/terms", "http://www.w3.org/ns"}, name


def test_property_shapes_ask_for_what_the_ontology_ranges_over(ontology: Graph, shapes: Graph) -> None:
    checked = 0
    for shape, path in shapes.subject_objects(SH.path):
        if not str(path).startswith(COMITY):
            continue
        (range_,) = ontology.objects(path, RDFS.range)
        kinds = set(shapes.objects(shape, SH["class"]))
        for choice in shapes.objects(shape, SH["or"]):
            kinds |= {k for option in Collection(shapes, choice) for k in shapes.objects(option, SH["class"])}
        if kinds:
            allowed = {m for each in members(ontology, range_) for m in related(ontology, each)}
            assert kinds <= allowed, (path, kinds)
            checked += 1
        if kinds == {SKOS.Concept}:
            schemes = {str(s) for s in ontology.objects(path, RDFS.seeAlso)}
            for pattern in shapes.objects(shape, SH.pattern):
                found = str(pattern).replace("\\", "").removeprefix("^").rstrip("/")
                assert found in schemes, path
                assert found.startswith(VOCABULARY)
        for datatype in shapes.objects(shape, SH.datatype):
            assert datatype in LITERALS[URIRef(str(range_))], path
            checked += 1
    assert checked > 150


def test_every_shape_has_a_name_in_both_languages_and_says_where_it_is_defined(shapes: Graph) -> None:
    for shape in [*named(shapes, SH.NodeShape), *named(shapes, SH.PropertyShape)]:
        assert isinstance(shape, URIRef)
        assert shape.startswith(SHAPES)
        assert shapes.value(shape, RDFS.isDefinedBy) == URIRef(SHAPES.rstrip("#"))
    for shape in named(shapes, SH.NodeShape):
        names = {text.language: str(text) for text in shapes.objects(shape, SH.name) if isinstance(text, Literal)}
        assert set(names) == {"en", "ru"}, shape
        assert re.search("[а-яё]", names["ru"])


def test_whatever_can_be_found_is_said_in_a_sentence_in_both_languages(shapes: Graph) -> None:
    tells = {*shapes.subjects(SH.path, None), *shapes.objects(None, SH.sparql), *shapes.subjects(SH.closed, None)}
    for node in tells:
        said = {text.language: str(text) for text in shapes.objects(node, SH.message) if isinstance(text, Literal)}
        assert set(said) == {"en", "ru"}, (node, said)
        for text in said.values():
            assert text[-1] in ".?" or re.fullmatch(r"\{\?\w+\}", text), text
        assert set(re.findall(r"\{[?$]\w+\}", said["en"])) == set(
            re.findall(r"\{[?$]\w+\}", said["ru"])
        ) or re.fullmatch(r"\{\?\w+\}", said["en"]), said["en"]


def test_the_documentation_lists_every_rule_with_its_severity(shapes: Graph, repository: Path) -> None:
    found = dict(re.findall(r"^\| (\w+Shape) \| (\w+) \| .+[.?] \|$", _guide(repository), re.M))
    targets = {s for p in (SH.targetClass, SH.targetSubjectsOf) for s in shapes.subjects(p, None)}
    wanted = {}
    for shape in targets:
        levels = {*shapes.objects(shape, SH.severity)}
        levels |= {
            level for inner in shapes.objects(shape, SH.property) for level in shapes.objects(inner, SH.severity)
        }
        (level,) = levels or {SH.Violation}
        wanted[str(shape).removeprefix(SHAPES)] = str(level).removeprefix(str(SH))
    assert found == wanted


def test_the_shape_of_the_documentation_runs(repository: Path, tmp_path: Path, graph: Session) -> None:
    (text,) = re.findall(r"^```turtle\n(.*?)^```", _guide(repository), re.S | re.M)
    mine = tmp_path / "mine.ttl"
    mine.write_text(text, encoding="utf-8")
    report = graph.check(shapes=mine)
    assert report.findings
    line = report.text("en").splitlines()[0]
    assert re.fullmatch(r"tenures\.csv:\d+: Info: tenure \(.+\) ended on [\d-]+, in the year in which it began\.", line)


def _guide(repository: Path) -> str:
    return repository.joinpath("docs", "checking.md").read_text(encoding="utf-8")


def test_every_query_of_a_shape_declares_its_prefixes_and_returns_what_its_message_names(shapes: Graph) -> None:
    for constraint in shapes.objects(None, SH.sparql):
        assert shapes.value(constraint, SH.prefixes) == URIRef(SHAPES.rstrip("#"))
        (query,) = shapes.objects(constraint, SH.select)
        head = str(query).partition(" WHERE {")[0]
        for text in shapes.objects(constraint, SH.message):
            for word in re.findall(r"\{[?$](\w+)\}", str(text)):
                assert re.search(rf"[?$]{word}\b", head), (word, head)
