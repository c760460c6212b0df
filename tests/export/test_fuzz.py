"""Any graph comes back as it was: fuzzed against the readers of pyoxigraph and rdflib."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from comity.errors import ComityError
from comity.graph.export import FORMATS

Text = Callable[..., str]
Canonical = Callable[[Iterable[Quad]], set[str]]
Reread = Callable[[str, RdfFormat], list[Quad]]
RereadByRdflib = Callable[[str, str], set[str]]
C = "https://w3id.org/comity/ontology#"
ID = "https://w3id.org/comity/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"

# Texts of every sort of character that has to be escaped or must not be.
_chars = st.one_of(
    st.sampled_from(list("\"'\\\n\r\t\b\f\x00\x01\x7f\x85\u2028\u202e\ufeff\ufffe #<>{}^`|@.;,")),
    st.sampled_from(list("абвЁшўқғҳ語가ע")),
    st.characters(exclude_categories=["Cs"]),
)


def _valid(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


_texts = st.text(_chars, max_size=20)
_locals = st.text(st.sampled_from(list("aZ09_-.~!$&'()*+,;=@:%/#?é語")), max_size=8)
_iris = (
    st.builds(
        lambda base, local: base + local.replace("%", "%25"),
        st.sampled_from([ID + "state/", ID, C, "http://example.org/", "urn:x:", "http://www.wikidata.org/entity/"]),
        _locals,
    )
    .filter(_valid)
    .map(NamedNode)
)
_blanks = st.sampled_from([BlankNode(f"n{i}") for i in range(4)])
_literals = st.one_of(
    st.builds(Literal, _texts),
    st.builds(
        lambda text, tag: Literal(text, language=tag), _texts, st.sampled_from(["en", "ru", "uz-Latn", "zh-hant"])
    ),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.one_of(
            _texts, st.sampled_from(["1", "-01", "+1", "1.", ".5", "1.10", "1e3", "true", "1", "2024-11-21", ""])
        ),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear", "anyURI"]),
    ),
)
_quads = st.lists(
    st.builds(
        Quad,
        st.one_of(_iris, _blanks),
        st.one_of(_iris, st.just(NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))),
        st.one_of(_iris, _blanks, _literals),
        st.just(DefaultGraph()),
    ),
    max_size=12,
)
_fuzz = settings(max_examples=50, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@given(quads=_quads)
@_fuzz
def test_any_graph_is_read_back_the_same(
    quads: list[Quad], exported: Text, canonical: Canonical, reread: Reread
) -> None:
    said = canonical(_stored(quads))
    for format, syntax in (
        ("ttl", RdfFormat.TURTLE),
        ("trig", RdfFormat.TRIG),
        ("nt", RdfFormat.N_TRIPLES),
        ("nq", RdfFormat.N_QUADS),
    ):
        text = exported(quads, format)
        assert canonical(reread(text, syntax)) == said, format


def _stored(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


@pytest.mark.parametrize(("format", "syntax"), [("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)])
@given(quads=_quads)
@_fuzz
def test_a_syntax_that_cannot_say_it_refuses_and_else_is_read_back_the_same(
    quads: list[Quad], format: str, syntax: Any, exported: Text, canonical: Canonical, reread: Reread
) -> None:
    try:
        text = exported(quads, format)
    except ComityError:
        return
    assert canonical(reread(text, syntax)) == canonical(_stored(quads))


# rdflib respells numbers unless told not to, and takes only addresses of plain characters.
_plain_quads = st.lists(
    st.builds(
        Quad,
        st.one_of(_blanks, st.sampled_from("abcd").map(lambda c: NamedNode(f"{ID}state/{c}"))),
        st.sampled_from("pqr").map(lambda c: NamedNode(C + c)),
        _literals,
        st.just(DefaultGraph()),
    ),
    max_size=8,
)


@pytest.mark.parametrize(("format", "syntax"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")])
@given(quads=_plain_quads)
@_fuzz
def test_rdflib_reads_the_same(
    quads: list[Quad], format: str, syntax: Any, exported: Text, canonical: Canonical, reread_by_rdflib: RereadByRdflib
) -> None:
    try:
        text = exported(quads, format)
    except ComityError:
        return
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        assert reread_by_rdflib(text, syntax) == canonical(_stored(quads))
    finally:
        rdflib.NORMALIZE_LITERALS = before


@pytest.mark.parametrize("format", FORMATS)
@given(quads=_quads)
@_fuzz
def test_every_format_ends_well_or_says_why_and_does_so_twice_alike(
    quads: list[Quad], format: str, exported: Text
) -> None:
    try:
        text = exported(quads, format)
    except ComityError:
        return
    assert text == exported(quads[::-1], format)
    if format == "jsonld":
        json.loads(text)
