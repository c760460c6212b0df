"""Shapes that cannot be run are refused by name, never skipped; those not compiled are left to pySHACL."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.graph.check import check, fallback

from .oracle import comity, shapes_of, store_of

DATA = ":a a :Thing ; :ok true ; :mail 'a@x' . :b a :Thing ; :ok false . :c a :Other ; :ok false ."
NODE = ":s a sh:NodeShape ; sh:targetClass :Thing ;"


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (f"{NODE} sh:propperty [ sh:path :ok ] .", "SHACL has no sh:propperty\n  did you mean sh:property?"),
        (f"{NODE} sh:property [ sh:path :ok ; sh:minCuont 1 ] .",
         "the property shape of <http://example.org/ok>: SHACL has no sh:minCuont\n  did you mean sh:minCount?"),
        (f"{NODE} sh:minCount 1 .", "sh:minCount stands in a node shape, which has no values to count"),
        (f"{NODE} sh:lessThan :x .", "sh:lessThan stands in a node shape, which has no path to compare"),
        (f"{NODE} sh:property [ sh:path :ok ; sh:minCount 'one' ] .", "sh:minCount needs a whole number, not one"),
        (f"{NODE} sh:property [ sh:nodeKind sh:IRI ] .",
         "sh:property leads to a shape without a name, which has no sh:path"),
        (":s a sh:PropertyShape ; sh:targetClass :Thing ; sh:minCount 1 .", "is a sh:PropertyShape without sh:path"),
        (f"{NODE} sh:or ( [ sh:class :A ] .", "not valid RDF"),
        (f"{NODE} sh:node :t . :t a sh:NodeShape ; sh:node :s .", "shapes refer to themselves: <http://example.org/s> >"
         " <http://example.org/t> > <http://example.org/s>"),
        (f"{NODE} sh:property [ sh:path ( :ok ) ; sh:minCount 1 ] .", "a sequence path needs two members or more"),
        (f"{NODE} sh:nodeKind sh:Iri .", "sh:nodeKind cannot be sh:Iri"),
        (f"{NODE} sh:property [ sh:path :mail ; sh:pattern '(' ] .", "sh:pattern '(' is no regular expression"),
        (f"{NODE} sh:js [ ] .", "sh:js needs a JavaScript engine, which Comity does not carry"),
        (f"{NODE} sh:order 'last' .", "sh:order needs a number, not last"),
        (f"{NODE} sh:sparql [ sh:ask 'ASK {{}}' ] .", "sh:sparql needs a sh:select text"),
        (f"{NODE} sh:sparql [ sh:select 'SELECT $this WHERE {{ VALUES ?x {{ 1 }} }}' ] .",
         "the SPARQL constraint of <http://example.org/s>: VALUES may not be used in the SPARQL text of a shape"),
        (f"{NODE} sh:sparql [ sh:select 'SELECT $this WHERE {{ BIND(1 AS ?this) }}' ] .",
         "?this is bound before the query runs and may not be assigned"),
        (f"{NODE} sh:sparql [ sh:select 'SELECT $this WHERE {{ $this ex:none ?x }}' ] .", "cannot be run"),
    ],
)  # fmt: skip
def test_an_ill_formed_shape_is_refused_with_its_name_and_what_to_do(tmp_path: Path, shape: str, message: str) -> None:
    from .oracle import PREFIXES

    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shape, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        check(store_of(DATA), file)
    assert message in str(error.value)


def test_a_file_that_is_no_rdf_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "shapes.docx"
    file.write_bytes(b"PK")
    with pytest.raises(BadInput, match=r"shapes\.docx: shapes are read as \.ttl"):
        check(store_of(DATA), file)


EXPRESSION = f"""{NODE} sh:message "The box is not ticked."@en ;
    sh:expression [ sh:path :ok ] .
    :t a sh:NodeShape ; sh:targetClass :Other ; sh:property [ sh:path :mail ; sh:minCount 1 ] ."""


def test_what_is_not_compiled_is_left_to_pyshacl() -> None:
    """``sh:expression`` is SHACL-AF; the shape beside it is compiled as ever."""
    report = comity(DATA, EXPRESSION)
    assert [(str(finding.focus), str(finding.top)) for finding in report] == [
        ("<http://example.org/b>", "<http://example.org/s>"),
        ("<http://example.org/c>", "<http://example.org/t>"),
    ]
    assert report.findings[0].component.value.endswith("ExpressionConstraintComponent")


def test_a_graph_too_large_for_pyshacl_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "LIMIT", 3)
    with pytest.raises(BadInput) as error:
        comity(DATA, EXPRESSION)
    assert "uses sh:expression, which only pySHACL evaluates, and the data have 7 triples" in str(error.value)
    assert "say the same with sh:sparql" in str(error.value)


def test_shapes_come_as_files_triples_or_an_rdflib_graph(tmp_path: Path) -> None:
    import rdflib

    from .oracle import PREFIXES

    text = PREFIXES + f"{NODE} sh:property [ sh:path :mail ; sh:minCount 1 ] ."
    file = tmp_path / "mail.ttl"
    file.write_text(text, encoding="utf-8")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    store = store_of(DATA)
    for given in (file, str(file), [file], graph, shapes_of(text)):
        assert [str(finding.focus) for finding in check(store, given)] == ["<http://example.org/b>"]


def test_checking_writes_nothing() -> None:
    store = store_of(DATA)
    before = set(store)
    check(store, shapes_of(f"{NODE} sh:property [ sh:path :mail ; sh:minCount 1 ] ."))
    assert set(store) == before
