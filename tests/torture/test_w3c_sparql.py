"""The W3C test suite of SPARQL 1.1 queries, over HTTP, through the guard, on one running server.

Each test's data lies in graphs of its own in one published generation, and is
named with ``default-graph-uri`` and ``named-graph-uri`` as the protocol has it.
What is not answered as the suite expects stands in ``known_misses.txt`` with its
reason: a new miss fails, and so does one that is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from comity.errors import BadQuery
from comity.graph.guard import guard
from comity.graph.store import Home
from comity.tests.explorer.conftest import ended, started
from comity.tests.explorer.wire import send
from comity.tests.torture.measure import note

from . import w3c_sparql
from .w3c_sparql import BESIDE, QUERY, SUITE, Case, address

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="../shared/suites is not here: it is where Comity is developed"
)

KNOWN = Path(__file__).with_name("known_misses.txt")
EMPTY = "urn:empty"


@pytest.fixture(scope="module")
def suite() -> list[Case]:
    """The 328 tests of the query language, and the others."""
    return list(w3c_sparql.cases((*QUERY, *BESIDE)))


@pytest.fixture(scope="module")
def server(suite: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on all of the suite's data, each file a graph."""
    home = Home.create(tmp_path_factory.mktemp("w3c") / "home")
    files = {path for case in suite for path in (*case.data, *case.named)}
    with home.writer() as writer:
        for path in sorted(files):
            writer.store.extend(w3c_sparql.quads(path, ox.NamedNode(address(path))))
        writer.publish(note="the suite's data")
    process, where = started(home.path)
    yield where
    process.terminate()
    said = ended(process)
    assert process.wait(20) in (0, -15)
    assert said == ""


def answered(server: str, case: Case) -> str:
    """What is wrong with the server's answer to a test; "" where nothing is."""
    if "Syntax" in case.kind:
        answer = send(server, "/sparql", "POST", case.text.encode(), content_type="application/sparql-query")
        # It was read where all that is missing is a function of somebody's own; the engine says so, and so must we.
        read = answer.status == 200 or (answer.status == 400 and "custom function" in answer.text)
        return "" if read is case.kind.startswith("Positive") else f"{answer.status}: {answer.text[:200].strip()}"
    graphs = [("default-graph-uri", address(path)) for path in case.data] or [("default-graph-uri", EMPTY)]
    graphs += [("named-graph-uri", address(path)) for path in case.named]
    body = case.based.encode()
    path = "/sparql" if guard(case.text).dataset else "/sparql?" + urlencode(graphs)  # the query's own FROM
    answer = send(server, path, "POST", body, content_type="application/sparql-query", accept=case.media)
    if answer.status != 200:
        return f"{answer.status}: {answer.text[:200].strip()}"
    assert answer.media == case.media
    return w3c_sparql.differs(case, answer.body, case.media)


def raw(case: Case) -> str:
    """The same of the engine alone, on a store in memory."""
    try:
        if "Syntax" in case.kind:
            try:
                ox.Store().query(case.text, base_iri=address(case.query))
            except RuntimeError:
                pass  # a function that it does not have
            except SyntaxError:
                return "" if case.kind.startswith("Negative") else "refused"
            return "read" if case.kind.startswith("Negative") else ""
        store = ox.Store()
        for path in case.data:
            store.extend(w3c_sparql.quads(path, ox.DefaultGraph()))
        for path in case.named:
            store.extend(w3c_sparql.quads(path, ox.NamedNode(address(path))))
        found = store.query(case.text, base_iri=address(case.query))
        if isinstance(found, ox.QueryTriples):
            body = ox.serialize(found, format=ox.RdfFormat.TURTLE)
        else:
            names = {"application/sparql-results+xml": "XML", "application/sparql-results+json": "JSON"}
            form = {**names, "text/csv": "CSV", "text/tab-separated-values": "TSV"}[case.media]
            body = found.serialize(format=getattr(ox.QueryResultsFormat, form))
        assert body is not None
        return w3c_sparql.differs(case, body, case.media)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"


def known() -> dict[str, str]:
    """The misses that are known, each with its reason."""
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("  ") for line in lines if line and not line.startswith("#"))
    return {name: reason.strip() for name, _, reason in pairs}


def test_the_suite_is_answered_but_for_the_known_misses(server: str, suite: list[Case]) -> None:
    query = [case for case in suite if case.name.partition("/")[0] in QUERY]
    assert len(query) == 328
    missed = {case.name: said for case in suite if (said := answered(server, case))}
    engine = {case.name for case in suite if raw(case)}
    count = sum(case.name in missed for case in query)
    beside = [case for case in suite if case not in query]
    note(
        "w3c-sparql-over-http",
        passed=len(query) - count,
        of=len(query),
        misses=sorted(missed),
        raw_engine_passed=sum(case.name not in engine for case in query),
        formats_passed=sum(case.name not in missed for case in beside),
        formats_of=len(beside),
    )
    new = {name: said for name, said in missed.items() if name not in known()}
    assert not new, new
    assert not set(known()) - set(missed), "these are answered now: take them from known_misses.txt"
    assert len(query) - count >= 318


def test_every_known_miss_has_a_reason(suite: list[Case]) -> None:
    assert set(known()) <= {case.name for case in suite}
    assert all(len(reason) > 10 for reason in known().values())


def test_the_guard_refuses_no_query_of_the_suite(suite: list[Case]) -> None:
    refused = set()
    for case in suite:
        if not case.kind.startswith("Negative"):
            try:
                guard(case.text)
            except BadQuery:
                refused.add(case.name)
    assert refused == {case.name for case in suite if case.name.startswith("syntax-fed/")}
