"""What passes the gate and what does not: hosts, methods, sizes, paths; and the headers that every answer has."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any, cast

import pytest

from comity.explorer.gate import Gate
from comity.explorer.routes import ROUTES
from comity.tests.explorer.wire import query_path, raw, send

PATHS = [
    "/", "/ontology", "/state/UZ", "/state/UZ.ttl", "/nowhere/at/all", "/state/nobody", "/id/state/UZ", "/sparql",
    query_path("ASK {}"), query_path("ASK {"), "/api/search?q=Krasnov", "/api/nope", "/openapi.json", "/reconcile",
    "/.well-known/void", "/favicon.ico", "/static/0/none.css", "/graph-store?default=&graph=x", "/graph/nothing",
]  # fmt: skip


def _static(server: str) -> str:
    found = re.search(r'href="(/static/[^"]+comity\.css)"', send(server, "/").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_every_answer_has_the_headers(server: str, method: str) -> None:
    for path in [*PATHS, _static(server)]:
        answer = send(server, path, method)
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "no-referrer", path
        assert answer.status != 500, path
        if answer.status == 200 and method == "GET":
            assert answer.headers["content-type"], path


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 100])
def test_other_methods_are_405(server: str, method: str) -> None:
    for path in ("/", "/sparql", "/graph-store?default", "/state/UZ.ttl"):
        answer = send(server, path, method)
        assert answer.status in (400, 405), path
        if answer.status == 405:
            assert "GET" in answer.headers["allow"]


def test_no_route_writes(server: str) -> None:
    """POST reaches three routes, each of which reads a question from it."""
    for path in ("/", "/state/UZ", "/id/state/UZ", "/graph-store?default", "/graph/ontology", "/api/search?q=x"):
        assert send(server, path, "POST", b"x=1", content_type="application/x-www-form-urlencoded").status == 405, path


def test_head_answers_as_get_without_a_body(server: str) -> None:
    for path in [*PATHS, _static(server)]:
        got, head = send(server, path), send(server, path, "HEAD")
        assert head.body == b"", path
        assert head.status == got.status, path
        assert head.headers.get("content-type") == got.headers.get("content-type"), path


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "0x7f.1",
        "",
        "localhost:<b>",
        "localhost:1@evil.example",
        "localhost/x",
        "[::1",
        "::1",
        "user@localhost",
    ],
)
def test_other_hosts_are_refused(server: str, host: str) -> None:
    """A name that an attacker's server resolves to this machine (DNS rebinding)."""
    for path in ("/", query_path("ASK {}"), "/api/terms", "/static/x/comity.js"):
        answer = send(server, path, host=host)
        assert answer.status == 421
        assert "does not answer to the name" in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1", "127.0.0.1:8620", "[::1]:8620", "127.9.9.9"])
def test_names_of_this_machine_pass(server: str, host: str) -> None:
    assert send(server, query_path("ASK {}"), host=host).status == 200


async def _nobody(scope: Any, receive: Any, send: Any) -> None:
    """An application that says nothing."""


def test_names_given_at_the_start_pass() -> None:
    gate = Gate(_nobody, names=["Comity.Example"])
    assert gate._known("comity.example:80")
    assert not gate._known("example")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/x/../../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py",
        "/static/0/%2e%2e%2fapp.py", "/static/0/..%5capp.py", "/static/0/a%00.css", "/static/0/" + "a" * 5000 + ".css",
        "/static/0/.css", "/static/0/comity.css%0d%0aX-A:%20b", "/static//comity.css", "/static/0/app.py",
    ],
)  # fmt: skip
def test_only_the_explorer_s_own_files_are_served(server: str, path: str) -> None:
    answer = send(server, path)
    assert answer.status == 404
    assert "x-a" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/id//evil.example/x", "/id/%2F%2Fevil.example", "/id/%5Cevil.example", "/vocabulary//evil.example"]
)
def test_no_redirect_leaves_this_server(server: str, path: str) -> None:
    for accept in ("text/html", "text/turtle"):
        answer = send(server, path, accept=accept)
        assert answer.status in (303, 404)
        assert re.match(r"/(?![/\\])", answer.headers.get("location", "/"))


@pytest.mark.parametrize(
    "path", ["/state/%00", "/%00", "/state/%2e%2e", "/id/state/%ff", "/state/UZ%0d%0aX-A:%20b", "/%F0%9F%98%80/x.ttl"]
)
def test_strange_paths_are_answered_like_any_other_unknown_one(server: str, path: str) -> None:
    answer = send(server, path)
    assert answer.status in (303, 400, 404)
    assert "x-a" not in answer.headers


def test_an_endless_address_is_414(server: str) -> None:
    assert send(server, "/search?q=" + "a" * 130_000).status == 414
    assert send(server, "/api/search?q=" + "a" * 3_000).status == 400


def test_a_length_that_lies_holds_nobody_up(server: str) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    assert b" 413 " in raw(server, head + b"Content-Length: 999999999\r\n\r\nASK {}")
    raw(server, head + b"Content-Length: 100\r\n\r\nASK {}")  # the client leaves before the end: nothing to answer
    assert send(server, query_path("ASK {}")).status == 200


def test_two_hosts_are_refused(server: str) -> None:
    answer = raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
    assert re.match(rb"HTTP/1.1 4\d\d ", answer)


def _gated(path: str, method: str = "GET", headers: Sequence[tuple[str, str]] = (), **options: Any) -> dict[str, Any]:
    """What the gate lets through to an application that says 200, or answers itself: status and headers."""

    async def fine(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    said: dict[str, Any] = {}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            said.update({name.decode(): value.decode() for name, value in message["headers"]}, status=message["status"])

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "http_version": "1.1", "headers": [(b"host", b"localhost:8620"), *((k.encode(), v.encode()) for k,
        v in headers)],
    }  # fmt: skip
    asyncio.run(Gate(fine, **options)(scope, cast(Any, None), cast(Any, send)))
    return said


DATA = ("/state/UZ.ttl", "/api/terms", "/openapi.json", "/reconcile", "/.well-known/void", "/id/state/UZ", "/sparql")
EVIL = ("origin", "https://evil.example")


def test_other_origins_are_refused_unless_they_are_named_at_the_start() -> None:
    for path in ("/", "/state/UZ", *DATA):
        refused = _gated(path, headers=[EVIL])
        assert refused["status"] == 403
        assert "access-control-allow-origin" not in refused
        assert refused["cross-origin-resource-policy"] == "same-origin"
        assert _gated(path, headers=[EVIL], origins=["https://app.example"])["status"] == 403
        assert _gated(path, headers=[("origin", "null")])["status"] == 403
        assert _gated(path, headers=[("origin", "http://localhost:3000")])["status"] == 403


def test_scripts_of_named_origins_read_data_and_no_pages() -> None:
    app = ("origin", "https://app.example")
    for path in DATA:
        answer = _gated(path, headers=[app], origins=["https://APP.example/"])
        assert (answer["status"], answer["access-control-allow-origin"], answer["vary"]) == (200, app[1], "Origin")
        anybody = _gated(path, headers=[EVIL], origins=["*"])
        assert (anybody["status"], anybody["access-control-allow-origin"]) == (200, "*")
    asked = _gated("/sparql", "OPTIONS", [EVIL, ("access-control-request-method", "POST")], origins=["*"])
    assert asked["status"] == 204
    assert "POST" in asked["access-control-allow-methods"]
    assert "Content-Type" in asked["access-control-allow-headers"]
    for path in ("/", "/state/UZ", "/query", "/search"):
        assert _gated(path, headers=[EVIL], origins=["*"])["status"] == 403
        assert "access-control-allow-origin" not in _gated(path, origins=["*"])


def test_this_server_s_own_pages_ask_it() -> None:
    for origin in ("http://localhost:8620", "https://localhost:8620", "https://graph.example.org"):
        assert _gated("/sparql", "POST", [("origin", origin)], public="https://graph.example.org")["status"] == 200
    # A form of a page that sends no referrer names no origin either.
    assert _gated("/sparql", "POST", [("origin", "null"), ("sec-fetch-site", "same-origin")])["status"] == 200
    assert _gated("/sparql", "POST", [("origin", "null"), ("sec-fetch-site", "cross-site")])["status"] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_from_elsewhere_is_followed_and_nothing_is_embedded(site: str) -> None:
    def asked(mode: str, dest: str, method: str = "GET") -> int:
        named = [("sec-fetch-site", site), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)]
        return int(_gated("/state/UZ", method, named)["status"])

    assert asked("navigate", "document") == 200
    for mode, dest in (
        ("navigate", "iframe"),
        ("no-cors", "image"),
        ("no-cors", "script"),
        ("cors", "empty"),
        ("navigate", "object"),
    ):
        assert asked(mode, dest) == 403
    assert asked("navigate", "document", "POST") in (403, 405)


def test_an_answer_of_204_says_nothing_of_a_body(server: str) -> None:
    headers = send(server, "/", "OPTIONS").headers
    assert "content-type" not in headers
    assert headers["allow"] == "GET, HEAD, OPTIONS"


def test_routes_name_pages_that_there_are() -> None:
    from comity.explorer.pages.table import PAGES

    assert {page for _, page in ROUTES} <= set(PAGES)
