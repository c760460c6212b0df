"""Nothing is written by HTTP, and no foreign name or site is answered: on every route that the application has."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.routing import Route

from comity.explorer.app import Explorer
from comity.explorer.gate import Gate
from comity.explorer.settings import Settings
from comity.graph.store import Home
from comity.loaders.build import Outcome

from .measure import note, times
from .serving import SHORT, Server, serving

#: Something for each part that an address may have.
PARTS = {
    "name": "terms", "sum": "0", "service": "suggest", "what": "entity", "a": "UZ", "b": "RU", "scheme": "topic",
    "slug": "UZ", "slug:slug": "UZ", "kind": "state", "ending:ending": "ttl", "name:path": "state/UZ",
}  # fmt: skip
WRITES = (
    "PUT",
    "POST",
    "PATCH",
    "DELETE",
    "MERGE",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "LINK",
    "put",
    "QUERY",
)
#: Names that an attacker's own server may give to this machine, and ways to write this machine's.
FOREIGN = (
    "evil.example", "evil.example:8620", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io",
    "10.0.0.1", "192.168.0.1:8620", "169.254.169.254", "0.0.0.1", "[::ffff:10.0.0.1]", "0x7f000001", "2130706433",
    "127.1",
    "localhost@evil.example", "localhost#evil.example", "localhost/evil.example", "localhost evil.example",
    "ⓛocalhost", "",
)  # fmt: skip
ORIGINS = ("https://evil.example", "http://localhost:3000", "http://127.0.0.1.evil.example", "null", "file://", "", "*",
           "chrome-extension://abc", "http://localhost:8620.evil.example")  # fmt: skip
UPDATE = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
UPDATES = (
    UPDATE, "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL", "LOAD <file:///etc/passwd>", "CREATE GRAPH <urn:g>",
    "COPY DEFAULT TO <urn:g>", "MOVE DEFAULT TO <urn:g>", "ADD DEFAULT TO <urn:g>",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "ASK {} ; " + UPDATE, "# ASK {}\n" + UPDATE, "BASE <urn:> PREFIX a: <urn:> " + UPDATE,
)  # fmt: skip


@pytest.fixture(scope="module")
def application(built: tuple[Path, Outcome]) -> Iterator[Any]:
    """The whole application, without a server around it: what is refused reaches none of its processes."""
    explorer = Explorer(Settings(graph=built[0]))
    found: Any = explorer.app()
    with asyncio.Runner() as runner:
        found.loop = runner.get_loop()
        yield found
    explorer.current.close()


@pytest.fixture(scope="module")
def addresses(application: Gate) -> list[str]:
    """An address for each route of the application, whatever method it is for."""
    routes: Any = application._app
    found = []
    for route in routes.routes:
        assert isinstance(route, Route)
        found.append(re.sub(r"\{([^}]+)\}", lambda part: PARTS[part[1]], route.path))
    assert len(found) > 40
    return found


@pytest.fixture(scope="module")
def server(built: tuple[Path, Outcome]) -> Iterator[Server]:
    with serving(built[0], **SHORT) as running:
        yield running


def asked(application: Any, path: str, method: str = "GET", **headers: str) -> int:
    """The status that a request meets."""
    status: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    named = {"host": "localhost:8620", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": method,
        "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }  # fmt: skip
    application.loop.run_until_complete(application(scope, receive, send))
    return status[0]


def test_no_route_takes_a_method_that_writes(application: Any, addresses: list[str]) -> None:
    asks = 0
    for path in addresses:
        for method in WRITES:
            if method == "POST" and path.startswith(("/sparql", "/query", "/reconcile")):
                continue  # they read a question from it: below
            assert asked(application, path, method) == 405, (method, path)
            asks += 1
    note("writes-refused", routes=len(addresses), methods=len(WRITES), tries=asks, failures=0)


def test_no_route_answers_to_a_foreign_name(application: Any, addresses: list[str]) -> None:
    for path in addresses:
        for host in FOREIGN:
            for method in ("GET", "HEAD", "POST", "OPTIONS", "PUT"):
                assert asked(application, path, method, host=host) == 421, (host, path)
    note("foreign-hosts-refused", routes=len(addresses), names=len(FOREIGN), failures=0)


def test_no_route_answers_a_foreign_site(application: Any, addresses: list[str]) -> None:
    for path in addresses:
        for origin in ORIGINS:
            for more in (
                {},
                {"sec_fetch_site": "cross-site"},
                {"sec_fetch_site": "cross-site", "sec_fetch_mode": "cors"},
            ):
                for method in ("GET", "POST", "OPTIONS"):
                    assert asked(application, path, method, origin=origin, **more) == 403, (origin, path)
        # Without an Origin: what a page of others embeds, frames, or submits.
        for mode, dest in (("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("no-cors", "empty")):
            fetched = {"sec_fetch_site": "cross-site", "sec_fetch_mode": mode, "sec_fetch_dest": dest}
            assert asked(application, path, **fetched) == 403, (mode, path)
        submitted = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
        assert asked(application, path, "POST", **submitted) == 403
    note("foreign-origins-refused", routes=len(addresses), origins=len(ORIGINS), failures=0)


def test_no_update_is_taken_in_any_way_of_the_protocol(server: Server, built: tuple[Path, Outcome]) -> None:
    before = Home.open(built[0]).current().sum
    form = "application/x-www-form-urlencoded"
    ways: list[tuple[str, str, bytes | None, Mapping[str, str]]] = []
    for update in UPDATES[: times(4, len(UPDATES))]:
        ways += [
            ("GET", "/sparql?" + urlencode({"update": update}), None, {}),
            ("GET", "/sparql?" + urlencode({"query": update}), None, {}),
            ("GET", "/sparql?" + urlencode({"query": "ASK {}", "update": update}), None, {}),
            ("POST", "/sparql", urlencode({"update": update}).encode(), {"content_type": form}),
            ("POST", "/sparql", urlencode({"query": update}).encode(), {"content_type": form}),
            ("POST", "/sparql?" + urlencode({"update": update}), b"", {"content_type": form}),
            ("POST", "/sparql", update.encode(), {"content_type": "application/sparql-update"}),
            ("POST", "/sparql", update.encode(), {"content_type": "application/sparql-query"}),
            (
                "POST",
                "/sparql?using-graph-uri=urn:a",
                update.encode(),
                {"content_type": "Application/SPARQL-Update; a=b"},
            ),
            ("POST", "/sparql", update.encode(), {"content_type": "text/plain"}),
            ("POST", "/query", urlencode({"update": update}).encode(), {"content_type": form}),
            ("POST", "/query", urlencode({"query": update}).encode(), {"content_type": form}),
            ("POST", "/update", update.encode(), {"content_type": "application/sparql-update"}),
        ]
    graph = quote("https://w3id.org/comity/graph/dataset")
    for path in ("/graph-store?default", f"/graph-store?graph={graph}", "/graph-store", "/graph/dataset", "/graph/new"):
        for method in ("PUT", "POST", "DELETE", "PATCH"):
            ways.append((method, path, b"<urn:a> <urn:b> <urn:c> .", {"content_type": "text/turtle"}))
            ways.append(("POST", path, b"", {"x_http_method_override": method, "content_type": "text/turtle"}))
    for method, path, body, headers in ways:
        answer = server.get(path, method, body, **headers)
        if path == "/query":
            assert answer.status in (200, 400)  # the page, which shows what is wrong with it
        else:
            assert answer.status in (400, 403, 405, 415), (method, path, body, answer.status)
    assert Home.open(built[0]).current().sum == before
    counted = server.get("/sparql?" + urlencode({"query": "ASK { <urn:a> <urn:b> <urn:c> }", "format": "json"}))
    assert b'"boolean":false' in counted.body
    note("updates-refused", tries=len(ways), taken=0)
