"""The SPARQL 1.1 Protocol against a running server.

``CASES`` transcribes the 34 cases of the W3C suite (sparql11/protocol/manifest.ttl).
The eight that update expect success there; this server only reads, so that they
are refused with 403 and what they would have written is not there afterwards.
The six bad updates are refused either way.
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from comity.graph.store import Home
from comity.tests.explorer.conftest import ended, started
from comity.tests.explorer.wire import Answer, query_path, raw, send

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
CLAIMS = "https://w3id.org/comity/graph/claims/somebody"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
RESULTS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
RDF = {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"}
D0, D1, D2, D3 = (DATA.format(n) for n in range(4))


def _accepting(accept: str) -> dict[str, Any]:
    """The header that asks for a form, where one is asked for."""
    return {"accept": accept} if accept else {}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three graphs of the suite, one of claims, and enough facts for a query that takes long."""
    place = tmp_path_factory.mktemp("protocol") / "home"
    with Home.create(place).writer() as writer:
        document = NamedNode("http://xmlns.com/foaf/0.1/Document")
        writer.store.extend(Quad(NamedNode(data), TYPE, document, NamedNode(data)) for data in (D1, D2, D3))
        writer.store.add(Quad(NamedNode("http://e.org/claimed"), TYPE, document, NamedNode(CLAIMS)))
        number = NamedNode("http://e.org/number")
        writer.store.extend(Quad(NamedNode(f"http://e.org/{n}"), number, Literal(n)) for n in range(1000))
        writer.publish(note="for the protocol")
    return place


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """A server that gives a query one second."""
    process, address = started(home, "--timeout", "1")
    yield address
    process.terminate()
    said = ended(process)
    assert process.wait(20) in (0, -15), said
    assert said == "", said


@dataclass(frozen=True)
class Case:
    """One request of the suite: ``expects`` is a status (4 for any 4xx), a truth value, or a kind of answer."""

    name: str
    expects: int | bool | str
    method: str = "POST"
    address: tuple[tuple[str, str], ...] = ()
    media: str = ""
    body: str = ""
    encoding: str = "utf-8"


DEFAULTS = (("default-graph-uri", D1), ("default-graph-uri", D2))
NAMED = (("named-graph-uri", D1), ("named-graph-uri", D2))
ONE = (("default-graph-uri", D0),)
BOTH = f"ASK {{ <{D1}> a ?type . <{D2}> a ?type . }}"
GRAPHS = f"ASK {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
FULL = f"ASK {{ <{D3}> a ?type GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
FROM = GRAPHS.replace("ASK", f"ASK FROM <{D3}>")
INSERT = "CLEAR ALL ; INSERT DATA {{ GRAPH <http://example.org/{}/> {{ <http://example.org/s> a <http://e.org/T> }} }}"
THERE = "ASK {{ GRAPH <http://example.org/{}/> {{ ?s ?p ?o }} }}"
CONFLICT = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
WITH <http://example/addresses> DELETE { ?person foaf:givenName 'Bill' }
INSERT { ?person foaf:givenName 'William' } WHERE { ?person foaf:givenName 'Bill' }"""


def _update(name: str, *address: tuple[str, str]) -> list[Case]:
    return [
        Case(name, 403, address=address, media=UPDATE, body=INSERT.format(name)),
        Case(f"{name}, afterwards", False, media=QUERY, body=THERE.format(name)),
    ]


# fmt: off
CASES = [
    Case("query_post_form", True, address=ONE, media=FORM, body="query=ASK%20%7B%7D"),
    Case("query_dataset_default_graphs_get", True, "GET", (("query", BOTH), *DEFAULTS)),
    Case("query_dataset_default_graphs_post", True, address=DEFAULTS, media=QUERY, body=BOTH),
    Case("query_dataset_named_graphs_post", True, address=NAMED, media=QUERY, body=GRAPHS),
    Case("query_dataset_named_graphs_get", True, "GET", (("query", GRAPHS), *NAMED)),
    Case("query_dataset_full", True, address=(("default-graph-uri", D3), *NAMED), media=QUERY, body=FULL),
    Case("query_multiple_dataset", True, address=NAMED, media=QUERY, body=FROM),
    Case("query_get", True, "GET", (("query", "ASK {}"), *ONE)),
    Case("query_content_type_select", "tabular", address=ONE, media=QUERY, body="SELECT (1 AS ?value) {}"),
    Case("query_content_type_ask", "boolean", address=ONE, media=QUERY, body="ASK {}"),
    Case("query_content_type_describe", "RDF", address=ONE, media=QUERY, body="DESCRIBE <http://example.org/>"),
    Case("query_content_type_construct", "RDF", address=ONE, media=QUERY, body="CONSTRUCT { <s> <p> 1 } WHERE {}"),
    *_update("update_dataset_default_graph", ("using-graph-uri", D1)),
    *_update("update_dataset_default_graphs", ("using-graph-uri", D1), ("using-graph-uri", D2)),
    *_update("update_dataset_named_graphs", ("using-named-graph-uri", D1), ("using-named-graph-uri", D2)),
    *_update("update_dataset_full", ("using-graph-uri", D1), ("using-named-graph-uri", D2)),
    Case("update_post_form", 403, media=FORM, body="update=CLEAR+ALL"),
    Case("update_post_direct", 403, media=UPDATE, body="CLEAR ALL"),
    *_update("update_base_uri"),
    Case("query_post_direct", True, media=QUERY, body="ASK {}"),
    Case("bad_query_method", 405, "PUT", (("query", "ASK {}"), *ONE), FORM),
    Case("bad_multiple_queries", 400, "GET", (("query", "ASK {}"), ("query", "SELECT * {}"))),
    Case("bad_query_wrong_media_type", 415, media="text/plain", body="ASK {}"),
    Case("bad_query_missing_form_type", 415, body="query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", 415, body="ASK {}"),
    Case("bad_query_non_utf8", 415, media=QUERY + "; charset=UTF-16", body="ASK {}", encoding="utf-16"),
    Case("bad_query_syntax", 400, "GET", (("query", "ASK {"),)),
    Case("bad_update_get", 403, "GET", (("update", "CLEAR ALL"),)),
    Case("bad_multiple_updates", 403, media=FORM, body="update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    Case("bad_update_wrong_media_type", 415, media="text/plain", body="CLEAR NAMED"),
    Case("bad_update_missing_form_type", 415, body="update=CLEAR%20NAMED"),
    Case("bad_update_non_utf8", 403, media=UPDATE + "; charset=UTF-16", body="CLEAR NAMED", encoding="utf-16"),
    Case("bad_update_syntax", 403, media=FORM, body="update=CLEAR%20XYZ"),
    Case("bad_update_dataset_conflict", 403, address=(("using-named-graph-uri", "http://example/people"),),
         media=UPDATE, body=CONFLICT),
]
# fmt: on


def test_every_case_of_the_suite_is_here() -> None:
    assert len({case.name.partition(",")[0] for case in CASES}) == 34


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_w3c_protocol(server: str, case: Case) -> None:
    path = "/sparql" + (f"?{urlencode(case.address)}" if case.address else "")
    headers = {"content_type": case.media} if case.media else {}
    answer = send(server, path, case.method, case.body.encode(case.encoding) or None, **headers)
    if isinstance(case.expects, bool):
        assert answer.status == 200, answer.text
        assert json.loads(answer.body)["boolean"] is case.expects
    elif isinstance(case.expects, int):
        assert answer.status == case.expects
        assert answer.text.strip(), "a refusal says why"
    else:
        assert answer.status == 200, answer.text
        assert answer.media in (RDF if case.expects == "RDF" else RESULTS)


def test_the_case_lists_are_those_of_the_suite(shared: Path) -> None:
    manifest = shared / "suites" / "sparql" / "sparql11" / "protocol" / "manifest.ttl"
    names = {
        str(triple.subject.value).rpartition("#")[2]
        for triple in parse(manifest.read_bytes(), format=RdfFormat.TURTLE, base_iri="http://m/")
        if isinstance(triple.subject, NamedNode) and getattr(triple.object, "value", "").endswith("ProtocolTest")
    }
    assert names == {case.name.partition(",")[0] for case in CASES}


# Beyond the suite


def _asked(server: str, text: str, accept: str = "", **more: str) -> Answer:
    return send(server, query_path(text, **more), **_accepting(accept))


def test_parameters_that_nobody_knows_are_tolerated(server: str) -> None:
    assert _asked(server, "ASK {}", timeout="5", debug="on", zzz="<script>").status == 200


NUMBERS = "SELECT ?n { ?s <http://e.org/number> ?n } ORDER BY ?n LIMIT 2"
SHAPES = {
    "application/sparql-results+json": b'"bindings"',
    "application/sparql-results+xml": b"<binding name=",
    "text/csv": b"n\r\n0\r\n1\r\n",
    "text/tab-separated-values": b"?n\n0\n1\n",
}


@pytest.mark.parametrize("media", SHAPES)
def test_results_in_every_form(server: str, media: str) -> None:
    answer = _asked(server, NUMBERS, media)
    assert answer.media == media
    assert SHAPES[media] in answer.body
    assert answer.headers["vary"] == "Accept"


GRAPH_FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "text/n3": RdfFormat.N3,
}


@pytest.mark.parametrize("media", GRAPH_FORMS)
@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s <http://e.org/number> 7 }", "DESCRIBE <http://e.org/7>"])
def test_rdf_in_every_form(server: str, media: str, text: str) -> None:
    answer = _asked(server, text, media)
    assert answer.media == media
    found = list(parse(answer.body, format=GRAPH_FORMS[media]))
    assert [(one.subject.value, one.object.value) for one in found] == [("http://e.org/7", "7")]


@pytest.mark.parametrize("media", SHAPES)
def test_ask_in_every_form(server: str, media: str) -> None:
    answer = _asked(server, "ASK { ?s <http://e.org/number> 7 }", media)
    assert answer.media == media
    assert b"true" in answer.body


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=zzz, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("text/turtle, text/csv;q=0.001", "text/csv"),
    ],
)
def test_the_weights_of_accept_decide(server: str, accept: str, media: str) -> None:
    assert _asked(server, NUMBERS, accept).media == media


@pytest.mark.parametrize(("accept", "text"), [("text/turtle", NUMBERS), ("text/csv", "CONSTRUCT WHERE { ?s ?p 7 }")])
def test_a_form_that_the_answer_cannot_have_is_406(server: str, accept: str, text: str) -> None:
    answer = _asked(server, text, accept)
    assert answer.status == 406
    assert "comes as one of" in answer.text


@pytest.mark.parametrize(
    ("form", "text", "media"),
    [
        ("csv", NUMBERS, "text/csv"),
        ("json", "CONSTRUCT WHERE { ?s ?p 7 }", "application/ld+json"),
        ("application/sparql-results xml", NUMBERS, "application/sparql-results+xml"),
        ("nobody-knows", NUMBERS, "application/sparql-results+json"),
        ("turtle", NUMBERS, "application/sparql-results+json"),
    ],
)
def test_a_format_parameter_goes_before_accept_where_it_fits(server: str, form: str, text: str, media: str) -> None:
    assert _asked(server, text, format=form).media == media


def test_a_bad_query_is_told_with_line_and_column(server: str) -> None:
    answer = _asked(server, "SELECT *\nWHERE { ?s ?p }")
    assert answer.status == 400
    assert re.search(r"\b2:1[56]\b", answer.text), "the brace that closes too early"
    assert answer.media == "text/plain"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("PREFIX a: <b:>\nDROP ALL", "DROP"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_what_would_write_or_reach_out_is_refused(server: str, text: str, sentence: str) -> None:
    answer = _asked(server, text)
    assert answer.status == 400
    assert sentence in answer.text


def test_head_has_the_headers_and_no_body(server: str) -> None:
    got, head = _asked(server, NUMBERS), send(server, query_path(NUMBERS), "HEAD")
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    assert send(server, query_path("ASK {"), "HEAD").status == 400


BIG = 400_001


def test_a_body_that_is_too_large_is_413(server: str) -> None:
    with_length = send(server, "/sparql", "POST", b" " * BIG, content_type=QUERY)
    pieces = send(server, "/sparql", "POST", iter([b" " * 100_000] * 5), content_type=QUERY)
    assert (with_length.status, pieces.status) == (413, 413)
    assert "400,000 bytes" in pieces.text
    assert _asked(server, "ASK {}").status == 200


def test_a_long_query_by_post_is_answered(server: str) -> None:
    text = "SELECT * { VALUES ?x { " + "1 " * 20_000 + "} FILTER(?x > 1) }"
    assert send(server, "/sparql", "POST", text.encode(), content_type=QUERY).status == 200


@pytest.mark.parametrize("path", ["/sparql?query=%FF", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%C3%28%22%7D"])
def test_what_is_not_utf_8_is_400(server: str, path: str) -> None:
    assert send(server, path).status == 400
    assert send(server, "/sparql", "POST", b"ASK { ?s ?p '\xff' }", content_type=QUERY).status == 400
    assert send(server, "/sparql", "POST", b"query=%FF", content_type=FORM).status == 400


def test_two_queries_are_400_wherever_they_stand(server: str) -> None:
    answer = send(server, query_path("ASK {}"), "POST", b"query=ASK%20%7B%7D", content_type=FORM)
    assert answer.status == 400
    assert "2 queries" in answer.text


def test_a_form_without_a_query_is_400(server: str) -> None:
    assert send(server, "/sparql", "POST", b"a=b", content_type=FORM).status == 400


@pytest.mark.parametrize("address", ["not an address", "<x>", "http://e.org/\x00"])
def test_a_graph_that_is_no_address_is_400(server: str, address: str) -> None:
    assert _asked(server, "ASK {}", default_graph_uri=address).status == 400


CLAIMED = "ASK { GRAPH ?g { <http://e.org/claimed> a ?type } }"


def test_claims_are_seen_only_where_they_are_named(server: str) -> None:
    def found(text: str, **more: str) -> bool:
        return bool(json.loads(_asked(server, text, **more).body)["boolean"])

    assert not found(CLAIMED)
    assert not found("ASK { <http://e.org/claimed> a ?type }")
    assert found(f"ASK {{ GRAPH <{CLAIMS}> {{ <http://e.org/claimed> a ?type }} }}")
    assert found(f"ASK FROM <{CLAIMS}> {{ <http://e.org/claimed> a ?type }}")
    assert found(CLAIMED, named_graph_uri=CLAIMS)
    assert found("ASK { <http://e.org/claimed> a ?type }", default_graph_uri=CLAIMS)


SLOW = "SELECT ?a ?b ?c { ?a <http://e.org/number> ?x . ?b <http://e.org/number> ?y . ?c <http://e.org/number> ?z }"


def test_a_query_that_takes_too_long_before_its_first_row_is_503(server: str) -> None:
    answer = _asked(server, SLOW.replace("?a ?b ?c {", "(COUNT(*) AS ?n) {"))
    assert answer.status == 503
    assert "longer than 1 second" in answer.text
    assert answer.headers["retry-after"] == "5"


def test_a_cut_answer_does_not_look_whole(server: str) -> None:
    """A billion rows: the stream begins, the second is over, and the last chunk never comes."""
    request = f"GET {query_path(SLOW)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n"
    answer = raw(server, request.encode(), stay=True)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"transfer-encoding: chunked" in head.lower()
    assert b"http://e.org/" in body
    assert not body.endswith(b"\r\n0\r\n\r\n"), "the end that a whole answer has"  # a row may end in 0 too
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        _asked(server, SLOW, "text/csv")
    assert _asked(server, "ASK {}").status == 200


def test_the_answer_names_the_state_of_the_graph(server: str) -> None:
    headers = _asked(server, "ASK {}").headers
    assert headers["comity-generation"] == "1"
    assert re.fullmatch(r"\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT", headers["last-modified"])


def test_relative_addresses_start_from_that_of_comity(server: str) -> None:
    answer = _asked(server, "CONSTRUCT { <id/state/UZ> <p> 1 } WHERE {}", "application/n-triples")
    assert answer.text.startswith("<https://w3id.org/comity/id/state/UZ> <https://w3id.org/comity/p>")


# Graph Store HTTP Protocol, reading (5.2)


def test_one_graph_whole_by_either_address(server: str) -> None:
    quoted = urlencode({"graph": D1})
    answer = send(server, f"/graph-store?{quoted}", accept="application/n-triples")
    assert (answer.status, answer.media) == (200, "application/n-triples")
    assert answer.text == f"<{D1}> <{TYPE.value}> <http://xmlns.com/foaf/0.1/Document> .\n"
    claims = send(server, "/graph/claims/somebody", accept="application/n-triples")
    assert "http://e.org/claimed" in claims.text
    assert send(server, f"/graph-store?{quoted}", "HEAD").body == b""


def test_the_default_graph_holds_no_named_one(server: str) -> None:
    answer = send(server, "/graph-store?default", accept="application/n-triples")
    assert len(answer.text.splitlines()) == 1000
    assert D1 not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/graph-store", 400),
        ("/graph-store?default&graph=x", 400),
        ("/graph-store?graph=", 400),
        ("/graph-store?graph=http://e.org/none", 404),
        ("/graph/none", 404),
        ("/graph-store?graph=%3Cscript%3E", 404),
    ],
)
def test_a_graph_that_is_not_there(server: str, path: str, status: int) -> None:
    answer = send(server, path)
    assert answer.status == status
    assert answer.media == "text/plain"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_no_graph_is_written(server: str, method: str) -> None:
    assert send(server, "/graph-store?default", method, b"", content_type="text/turtle").status == 405
