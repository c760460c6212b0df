# ruff: noqa: S608 - the hostile queries are written here
"""Queries that would harm: refused or answered, and whoever asked is alive afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.errors import BadQuery, ComityError, QueryTimeout
from comity.graph.guard import guard
from comity.queries.session import Graph

from .conftest import Small

N = 20_000
REFUSED = {
    "brackets": "SELECT * { FILTER(" + "(" * N + "1" + ")" * N + ") }",
    "groups": "SELECT * " + "{" * N + "}" * N,
    "blank nodes": "SELECT * { " + "[ <x:p> " * N + "1" + " ]" * N + " }",
    "lists": "SELECT * { ?s ?p " + "(" * N + ")" * N + " }",
    "not": "SELECT * { FILTER(" + "!" * N + "true) }",
    "minus": "SELECT * { FILTER(" + "- " * N + "1) }",
    "plus": "SELECT * { FILTER(" + "1+" * N + "1) }",
    "times": "SELECT * { FILTER(" + "1*" * N + "1) }",
    "or": "SELECT * { FILTER(" + "true||" * 9_000 + "true) }",
    "and": "SELECT * { FILTER(" + "true && " * 9_000 + "true) }",
    "path": "SELECT * { ?s " + "<x:a>/" * 9_000 + "<x:a> ?o }",
    "alternatives": "SELECT * { ?s " + "<x:a>|" * 9_000 + "<x:a> ?o }",
    "inverse": "SELECT * { ?s " + "^" * N + "<x:a> ?o }",
    "path brackets": "SELECT * { ?s " + "(" * N + "<x:a>" + ")*" * N + " ?o }",
    "exists": "SELECT * { " + "FILTER EXISTS { ?s ?p ?o " * 60 + "}" * 60 + " }",
    "not exists": "SELECT * { " + "FILTER NOT EXISTS { ?s ?p ?o } " * 40 + " }",
    "subqueries": "SELECT * { " + "{ SELECT * { " * 5_000 + "} }" * 5_000 + " }",
    "unions": "SELECT * { " + "{} UNION " * 9_000 + "{} }",
    "optionals": "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 4_000 + " }",
    "binds": "SELECT * { " + "BIND(1 AS ?a) " * 5_000 + " }",
    "columns": "SELECT " + " ".join(f"(1 AS ?a{n})" for n in range(5_000)) + " {}",
    "text": "SELECT * { ?s ?p '" + "x" * 100_000 + "' }",
    "service": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "silent service": "SELECT * { service silent ?x { ?s ?p ?o } }",
    "service behind a name": "PREFIX x: <x:> SELECT * { ?s <x:p> x:a\\' SERVICE <http://127.0.0.1/> {} #'\n}",
    "service behind a comment": "SELECT * { # ' \n SERVICE <http://127.0.0.1/> {} # '\n}",
    "service behind a string": "SELECT * { ?s ?p '\\\\' . SERVICE <http://127.0.0.1/> {} ?a ?b '' }",
    "service behind a long string": 'SELECT * { ?s ?p """a""""" . SERVICE <http://127.0.0.1/> {} }',
    "escaped service": "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "long-escaped service": "SELECT * { S\\U00000045RVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "escaped quote": "SELECT * { ?s ?p '\\u0027 . SERVICE <http://127.0.0.1/> {} ?a ?b \\u0027' }",
    "load": "LOAD <http://127.0.0.1/x.ttl>",
    "load after prologue": "PREFIX x: <x:> BASE <http://x.org/> # why\n LOAD <file:///etc/passwd> INTO GRAPH x:g",
    "insert": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "delete": "PREFIX insert: <x:> DELETE WHERE { ?s ?p ?o }",
    "with": "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "clear": "clear all",
    "drop": "DROP GRAPH <x:g>",
    "two": "SELECT * {} ; INSERT DATA { <x:a> <x:b> <x:c> }",
    "numbers that begin with a dot": "SELECT * { FILTER(1" + "+.1" * N + ") }",
    "predicates": "SELECT * { ?s " + "<x:a> ?o ; " * 8_000 + "<x:a> ?o }",
    "objects": "SELECT * { ?s <x:a> " + "?o , " * N + "?o }",
    "reifiers": "SELECT * { ?s ?p ?o " + "~ ?r " * 15_000 + "}",
    "blank nodes side by side": "SELECT * { ?s ?p " + "[] , " * 15_000 + "[] }",
    "long list": "SELECT * { ?s ?p (" + "1 " * N + ") }",
    "many described": "DESCRIBE " + "<x:a> " * 15_000,
    "nothing": "",
    "noise": "\x00\x01\x02",
    "half": "SELECT * { ?s ?p",
}
ANSWERED = {
    "service in a string": "SELECT * { BIND('SERVICE <http://127.0.0.1/> {' AS ?a) }",
    "service in a long string": 'SELECT * { BIND("""it\'s "SERVICE" <x:y> {""" AS ?a) }',
    "service in a comment": "SELECT * { # SERVICE <http://127.0.0.1/> {}\n BIND(1 AS ?a) }",
    "service in an address": "SELECT * { BIND(<http://x.org/SERVICE/LOAD#INSERT> AS ?a) }",
    "prefix named service": "PREFIX service: <x:> PREFIX load: <x:> SELECT * { BIND(service:INSERT AS ?a) }",
    "variables named so": "SELECT * { BIND(1 AS ?service) BIND(2 AS $insert) }",
    "long VALUES": "SELECT * { VALUES ?a { " + " ".join(f"<x:{n}>" for n in range(10_000)) + " } }",
    "long IN": "SELECT * { BIND(1 AS ?a) FILTER(?a IN (" + ", ".join(map(str, range(10_000))) + ")) }",
    "many rows of VALUES": "SELECT * { VALUES (?a ?b) { " + "(1 2) " * 3_000 + "} }",
    "five hundred triples": "SELECT (COUNT(*) AS ?n) { " + "<x:a> <x:b> 1 , 2 ; <x:c> 3 . " * 160 + "}",
    "escape in a string": "SELECT * { BIND('\\u0041\\U0001F600' AS ?a) }",
    "comparison that looks like an address": "SELECT * { BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b&&?b>?a) }",
    "sixty levels": "SELECT * { BIND(" + "(" * 60 + "1" + ")" * 60 + " AS ?a) }",
}


@pytest.fixture
def graph(small: Small) -> Iterator[Graph]:
    with Graph(small(1).current(), timeout=10) as opened:
        yield opened


@pytest.mark.parametrize("name", REFUSED)
def test_a_harmful_query_is_refused_in_one_line(graph: Graph, name: str) -> None:
    with pytest.raises(BadQuery) as caught:
        graph.sparql(REFUSED[name])
    assert "\n" not in caught.value.message
    assert len(str(caught.value)) < 500
    if "service" in name or name == "escaped quote":
        assert "SERVICE asks another server" in caught.value.message  # refused unseen by the engine, which connects
    assert graph.sparql("ASK { ?s ?p ?o }") is True


@pytest.mark.parametrize("name", ANSWERED)
def test_a_harmless_query_is_answered(graph: Graph, name: str) -> None:
    result = graph.sparql(ANSWERED[name])
    assert not isinstance(result, bool)
    assert len(result.rows) >= 1


def test_the_place_of_what_is_refused_is_named() -> None:
    with pytest.raises(BadQuery, match=r"^query:2:5: SERVICE asks another server, which Comity does not do$"):
        guard("SELECT * {\n    SERVICE <x:y> {} }")


#: These pass the guard: the worker behind it ends, or the clock ends the worker.
SLIPPED = {
    "groups side by side": "SELECT * { " + "{ ?s ?p ?o } " * 7_000 + "}",
    "ordered": "SELECT * { ?s ?p ?o } ORDER BY " + " ".join("?s" for _ in range(30_000)),
    "patterns": "SELECT * { " + " ".join(f"?s <x:{n}> ?o{n} ." for n in range(4_000)) + " }",
    "functions": "SELECT * { " + " ".join(f"FILTER(STRLEN('{n}') = 1)" for n in range(300)) + " }",
    "concatenation": "SELECT (CONCAT(" + ", ".join(["?o"] * 20_000) + ") AS ?a) { ?s ?p ?o }",
    "growth": "SELECT * { BIND('aaaaaaaaaaaaaaaa' AS ?a0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?a{n}'] * 16)}) AS ?a{n + 1})" for n in range(9))
    + " }",
    "regex": "SELECT * { BIND(REGEX('" + "a" * 5_000 + "', '(a*)*b') AS ?a) }",
}


@pytest.mark.parametrize("name", SLIPPED)
def test_what_the_guard_does_not_see_ends_all_the_same(graph: Graph, name: str) -> None:
    try:
        sum(1 for _ in graph.run(SLIPPED[name], timeout=1).rows())
    except ComityError as error:
        assert isinstance(error, BadQuery | QueryTimeout), error  # noqa: PT017
    assert graph.sparql("ASK { ?s ?p ?o }") is True


@pytest.mark.parametrize("unit", ["a.", "'", '"""', "\\", "<a", "a:", "\\u0041", "'''\\", "a-", "#", "?a.", "_:", "1e"])
def test_the_guard_itself_needs_no_time(unit: str) -> None:
    # Seconds where the scan were quadratic; no clock is read here, the suite would hang.
    try:
        guard((unit * 100_000)[:100_000])
    except BadQuery:
        pass


# Graphs that a query names


@pytest.fixture
def layered(small: Small) -> Iterator[Graph]:
    """Facts, what is derived, claims, and a graph of a user's own."""
    from pyoxigraph import Literal, NamedNode, Quad

    home = small(1)
    comity = "https://w3id.org/comity/graph/"
    with home.writer() as writer:
        for name in (comity + "derived/types", comity + "claims/x", comity + "findings", "https://example.org/g"):
            node = NamedNode("https://example.org/x")
            writer.store.extend([Quad(node, node, Literal(name.rsplit("/", 1)[-1]), NamedNode(name))])
        writer.publish()
    with Graph(home.current()) as opened:
        yield opened


CLAIM = "https://w3id.org/comity/graph/claims/x"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("SELECT ?o { ?s ?p ?o }", {"fact 1", "types"}),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", {"types", "findings", "g"}),
        (f"SELECT ?o {{ GRAPH <{CLAIM}> {{ ?s ?p ?o }} }}", {"x"}),
        ("PREFIX c: <https://w3id.org/comity/graph/claims/> SELECT ?o { GRAPH c:x { ?s ?p ?o } }", {"x"}),
        ("PREFIX g: <https://w3id.org/comity/graph/> SELECT ?o { GRAPH g:claims\\/x { ?s ?p ?o } }", {"x"}),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/graph/claims/')) }", {"x"}),
        (f"SELECT ?o FROM <{CLAIM}> {{ ?s ?p ?o }}", {"x"}),
        ("SELECT ?o FROM <https://example.org/g> { ?s ?p ?o }", {"g"}),
        (f"SELECT ?o FROM <{CLAIM}> FROM <https://example.org/g> {{ ?s ?p ?o }}", {"x", "g"}),
        (f"SELECT ?o FROM NAMED <{CLAIM}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {"x"}),
        (f"SELECT ?o FROM NAMED <{CLAIM}> {{ ?s ?p ?o }}", set()),
        ("SELECT ?o FROM <https://example.org/nowhere> { ?s ?p ?o }", set()),
        ("SELECT ?o { BIND('FROM' AS ?from) ?s ?p ?o }", {"fact 1", "types"}),
        ("SELECT ?o { { ?s ?p ?o } UNION { GRAPH <https://example.org/g> { ?s ?p ?o } } }", {"fact 1", "types", "g"}),
    ],
)
def test_a_query_sees_the_graphs_it_asks_for_and_claims_only_by_name(layered: Graph, text: str, seen: set[str]) -> None:
    result = layered.sparql(text)
    assert not isinstance(result, bool)
    assert {str(row["o"]) for row in result.rows} == seen
