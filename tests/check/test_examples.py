"""Each shape that ships has an example that breaks it and one that does not; pySHACL sees them as Comity does.

An example is a Turtle file of ``ontology/examples``, named after its shape, with
a part that begins ``# Good:`` and one that begins ``# Bad:``; ``cast.ttl`` holds
the people and places that all examples share.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from comity import ontology
from comity.graph.check import Finding
from comity.graph.check.reader import Reader
from comity.graph.check.run import Checker, load_shapes
from comity.graph.check.shapes import Shape
from comity.graph.check.source import StoreSource
from comity.graph.check.terms import SH, sh, short
from comity.ontology.namespaces import ontology_files, shape_files, vocabulary_files

from .oracle import Answer, answer_of, ours, words

if TYPE_CHECKING:
    import rdflib

FOLDER = resources.files(ontology).joinpath("examples")
CAST = FOLDER.joinpath("cast.ttl").read_text(encoding="utf-8")
TRIPLES = load_shapes(None)
READER = Reader(TRIPLES)
SHAPES: dict[str, Shape] = {
    str(shape.node).rstrip(">").rpartition("#")[2]: shape
    for shape in READER.shapes()
    if isinstance(shape.node, NamedNode)
}
#: What else the good example of a shape may show: a well-formed divergence is a divergence.
BESIDE = {
    "DivergentStatementShape": {"SourcesDisagreeShape"},
    "LawFindingShape": {"RegisterAgainstClauseShape"},
}


def file_of(name: str) -> str:
    """``OverlappingTenuresShape`` -> ``overlapping-tenures.ttl``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name.removesuffix("Shape")).lower() + ".ttl"


@cache
def parts(name: str) -> tuple[str, str, str]:
    """The head of an example, its good part and its bad part."""
    text = FOLDER.joinpath(file_of(name)).read_text(encoding="utf-8")
    head, good, bad = re.split(r"^# (?:Good|Bad): ", text, flags=re.M)
    return head, good, bad


def checker(*texts: str) -> Checker:
    """What checks these texts beside the words and the cast."""
    store = Store()
    store.bulk_extend(words())
    for text in (CAST, *texts):
        store.load(text.encode(), RdfFormat.TURTLE)
    return Checker(StoreSource(store), TRIPLES)


def findings(*texts: str) -> list[Finding]:
    check = checker(*texts)
    return [finding for shape in SHAPES.values() for finding in check.findings(shape)]


def name_of(finding: Finding) -> str:
    return str(finding.top).rstrip(">").rpartition("#")[2]


def test_every_shape_has_its_example_and_every_example_its_shape() -> None:
    assert len(SHAPES) > 60
    assert {file_of(name) for name in SHAPES} | {"cast.ttl"} == {file.name for file in FOLDER.iterdir()}
    for name in SHAPES:
        head, _, _ = parts(name)
        assert f"(shape:{name})" in head.splitlines()[0]


def test_the_cast_breaks_nothing() -> None:
    assert findings() == []


@pytest.mark.parametrize("name", SHAPES)
def test_the_good_example_gives_no_finding_and_the_bad_one_that_of_its_shape(name: str) -> None:
    head, good, bad = parts(name)
    found = findings(head + "# " + good + "# " + bad)
    (finding,) = [item for item in found if name_of(item) == name]
    assert {name_of(item) for item in found} - {name} <= BESIDE.get(name, set())

    assert finding.severity == declared_severity(SHAPES[name])
    assert list(finding.messages) == ["en", "ru"]
    for lang, message in finding.messages.items():
        assert not re.search(r"\{[$?]", message), "a placeholder was left open"
        assert message.endswith((".", "?"))
        assert lang == "en" or re.search("[а-яё]", message), message
        assert short(finding.focus) in message or "{$this}" not in finding.said()[lang]
        if finding.value not in (None, finding.focus):
            assert short(finding.value) in message, "the message does not show the value"

    assert checker(head + "# " + good).findings(SHAPES[name]) == []


def declared_severity(shape: Shape) -> str:
    """The severity that the text of the shape or of its one property declares."""
    assert isinstance(shape.node, NamedNode)
    for node in (shape.node, *TRIPLES.objects(shape.node, sh("property"))):
        severity = TRIPLES.one(node, sh("severity"))
        if isinstance(severity, NamedNode):
            return severity.value.removeprefix(SH)
    return "Violation"


@pytest.mark.parametrize("file", shape_files(), ids=lambda file: str(file.name))
def test_pyshacl_finds_the_same(file: Traversable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of all shapes of a file at once."""
    text = file.read_text(encoding="utf-8")
    names = [name for name in SHAPES if f"shape:{name} a sh:NodeShape" in text]
    examples = [FOLDER.joinpath(file_of(name)).read_text(encoding="utf-8") for name in names]
    found = [finding for name in names for finding in checker(*examples).findings(SHAPES[name])]
    assert {name_of(finding) for finding in found} == set(names)
    assert ours(found) == pyshacl(text, examples, monkeypatch)


def pyshacl(shapes: str, examples: list[str], monkeypatch: pytest.MonkeyPatch) -> Answer:
    """What pySHACL finds, told to parse each query once and not once for each focus node."""
    import pyshacl
    import rdflib
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    known: dict[object, object] = {}

    def once(query: str, base: object, prefixes: dict[str, object]) -> object:
        key = (query, *sorted(prefixes.items()))
        if key not in known:
            known[key] = translateQuery(parseQuery(query), base, prefixes)  # type: ignore[arg-type]
        return known[key]

    monkeypatch.setattr("rdflib.plugins.sparql.processor.parseQuery", lambda query: query)
    monkeypatch.setattr("rdflib.plugins.sparql.processor.translateQuery", once)
    data, rules = rdflib.Graph(), rdflib.Graph()
    for subject, predicate, value in classes_and_types():
        data.add((subject, predicate, value))
    for text in (CAST, *examples):
        data.parse(data=text, format="turtle")
    for shared in ("prefixes.ttl", "intervals.ttl"):
        rules.parse(
            data=next(f for f in shape_files() if f.name == shared).read_text(encoding="utf-8"), format="turtle"
        )
    rules.parse(data=shapes, format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        _, results, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", do_owl_imports=False)
    assert isinstance(results, rdflib.Graph)
    return answer_of(results.serialize(format="nt"))


@cache
def classes_and_types() -> list[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]:
    """What shapes look at in the ontology and the vocabularies: the classes, and what is of which class."""
    import rdflib

    graph = rdflib.Graph()
    for file in [*ontology_files(), *vocabulary_files()]:
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    wanted = (rdflib.RDF.type, rdflib.RDFS.subClassOf)
    return [triple for predicate in wanted for triple in graph.triples((None, predicate, None))]


def test_the_examples_are_about_nobody() -> None:
    """No example states anything of a state or person of this world."""
    for file in FOLDER.iterdir():
        assert "/id/" not in file.read_text(encoding="utf-8"), file.name
    assert Literal("Lilliput", language="en") in {q.object for q in pyoxigraph.parse(CAST.encode(), RdfFormat.TURTLE)}
