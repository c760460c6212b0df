"""Requests as no honest program sends them: refused, or read in the one way they mean, and answered once."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.loaders.build import Outcome

from .measure import note
from .serving import SHORT, Server, serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="resets look otherwise there")
HOST = b"Host: localhost\r\n"
QUERY = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
CHUNKED = QUERY + b"Transfer-Encoding: chunked\r\n\r\n"
#: A request that must never be answered, since it is part of another.
HIDDEN = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
ASK = b"6\r\nASK {}\r\n"

#: Refused, and the connection ends: bytes -> statuses that are meant.
REFUSED: dict[str, tuple[bytes, str]] = {
    "length and chunks": (QUERY + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN, "400"),
    "chunks and length": (QUERY + b"Transfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n0\r\n\r\n" + HIDDEN, "400"),
    "two lengths": (QUERY + b"Content-Length: 0\r\nContent-Length: 61\r\n\r\n" + HIDDEN, "400"),
    "two lengths in one": (QUERY + b"Content-Length: 0, 61\r\n\r\n" + HIDDEN, "400"),
    "length with a sign": (QUERY + b"Content-Length: +6\r\n\r\nASK {}", "400"),
    "length below nothing": (QUERY + b"Content-Length: -6\r\n\r\nASK {}", "400"),
    "length in hexadecimal": (QUERY + b"Content-Length: 0x6\r\n\r\nASK {}", "400"),
    "length of letters": (QUERY + b"Content-Length: six\r\n\r\nASK {}", "400"),
    "length of digits elsewhere": (QUERY + "Content-Length: ٦\r\n\r\nASK {}".encode(), "400"),
    "length of 30 digits": (QUERY + b"Content-Length: " + b"9" * 30 + b"\r\n\r\nASK {}", "400"),
    "xchunked": (QUERY + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN, "501"),
    "chunked twice": (QUERY + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + HIDDEN, "501"),
    "chunked in two headers": (QUERY + b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n0\r\n\r\n" + HIDDEN, "501"),
    "gzip, chunked": (QUERY + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + HIDDEN, "501"),
    "chunked, identity": (QUERY + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN, "501"),
    "chunked in quotes": (QUERY + b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n' + HIDDEN, "501"),
    "space before the colon": (QUERY + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN, "400"),
    "vertical tab": (QUERY + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + HIDDEN, "400"),
    "folded header": (QUERY + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + HIDDEN, "400"),
    "folded first header": (b"GET / HTTP/1.1\r\n Content-Length: 61\r\n" + HOST + b"\r\n" + HIDDEN, "400"),
    "chunks in HTTP/1.0": (CHUNKED.replace(b"1.1", b"1.0") + b"0\r\n\r\n" + HIDDEN, "400"),
    "chunk of 0x6": (CHUNKED + b"0x6\r\nASK {}\r\n0\r\n\r\n", "400"),
    "chunk of -6": (CHUNKED + b"-6\r\nASK {}\r\n0\r\n\r\n", "400"),
    "chunk of a space": (CHUNKED + b" 6\r\nASK {}\r\n0\r\n\r\n", "400"),
    "chunk of 25 digits": (CHUNKED + b"f" * 25 + b"\r\nASK {}\r\n0\r\n\r\n", "400"),
    "chunk without its end": (CHUNKED + b"6\r\nASK {}0\r\n\r\n" + HIDDEN, "400"),
    "bare LF": (b"GET / HTTP/1.1\nHost: localhost\n\n", "400"),
    "bare LF in a header": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\nContent-Length: 61\r\n\r\n" + HIDDEN, "400"),
    "bare CR": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rb: c\r\n\r\n", "400"),
    "NUL in a header": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n", "400"),
    "NUL in the target": (b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "bytes in a name": (b"GET / HTTP/1.1\r\n" + HOST + b"X\xff\xfe: a\r\n\r\n", "400"),
    "no name": (b"GET / HTTP/1.1\r\n" + HOST + b": a\r\n\r\n", "400"),
    "no colon": (b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n", "400"),
    "HTTP/0.9": (b"GET /\r\n\r\n", "400"),
    "HTTP/2.0": (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", "505"),
    "HTTP/9.9": (b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", "505"),
    "HTTP/1.10": (b"GET / HTTP/1.10\r\n" + HOST + b"\r\n", "400"),
    "http/1.1": (b"GET / http/1.1\r\n" + HOST + b"\r\n", "400"),
    "preface of h2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9), "505"),
    "TLS": (bytes.fromhex("16030100a5010000a10303") + b"a" * 150 + b"\r\n\r\n", "400"),
    "SSH": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "400"),
    "two spaces": (b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "tab": (b"GET\t/\tHTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "space in the target": (b"GET /search?q=a b HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "letters in the target": (b"GET /search?q=\xd0\x9a HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "whole address": (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "whole address of our own": (b"GET http://localhost/ HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "star": (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "no slash": (b"GET state/UZ HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "CONNECT": (b"CONNECT localhost:22 HTTP/1.1\r\n" + HOST + b"\r\n" + HIDDEN, "400"),
    "CONNECT to a path": (b"CONNECT / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n" + HIDDEN, "405"),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", "400"),
    "no host in HTTP/1.0": (b"GET / HTTP/1.0\r\n\r\n", "421"),
    "two hosts": (b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n", "400"),
    "the same host twice": (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", "400"),
    "host of blanks": (b"GET / HTTP/1.1\r\nHost:   \r\n\r\n", "421"),
    "port of letters": (b"GET / HTTP/1.1\r\nHost: localhost:http\r\n\r\n", "421"),
    "port of ten digits": (b"GET / HTTP/1.1\r\nHost: localhost:8620862086\r\n\r\n", "421"),
    "host in a list": (b"GET / HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n", "421"),
    "10,000 headers": (b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
        "431"),
    "a header of 40 kB": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 40_000 + b"\r\n\r\n", "431"),
    "a header of 300 kB": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 300_000 + b"\r\n\r\n", "431"),
    "a header without end": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 600_000, "431"),
    "a target of 200 kB": (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", "414"),
    "a method of 200 kB": (b"G" * 200_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "a body of a gigabyte": (QUERY + b"Content-Length: 1073741824\r\n\r\nASK {}", "413"),
}  # fmt: skip
#: Read in the one way that they mean: bytes -> the statuses of all answers.
READ: dict[str, tuple[bytes, list[str]]] = {
    "two requests": (b"GET /state/UZ.ttl HTTP/1.1\r\n" + HOST + b"\r\n" + HIDDEN, ["200", "200"]),
    "a body that looks like a request": (
        b"GET /favicon.ico HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN, ["302"]),
    "HEAD with a body": (b"HEAD /favicon.ico HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc", ["302"]),
    "PUT with a body that looks like a request": (
        b"PUT / HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN, ["405"]),
    "the same length twice": (QUERY + b"Content-Length: 6\r\n" * 2 + b"\r\nASK {}", ["200"]),
    "CHUNKED": (QUERY + b"Transfer-Encoding: CHUNKED\r\n\r\n" + ASK + b"0\r\n\r\n", ["200"]),
    "a tab before chunked": (QUERY + b"Transfer-Encoding:\tchunked\r\n\r\n" + ASK + b"0\r\n\r\n", ["200"]),
    "extensions and trailers": (CHUNKED + b'6;a="b;c"\r\nASK {}\r\n0;x\r\nHost: evil\r\nX: y\r\n\r\n', ["200"]),
    "expect": (QUERY + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\nASK {}", ["200"]),
    "websocket": (b"GET /favicon.ico HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n", ["302"]),
    "h2c": (b"GET /favicon.ico HTTP/1.1\r\n" + HOST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", ["302"]),
    "OPTIONS *": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", ["204"]),
    "TRACE": (b"TRACE / HTTP/1.1\r\n" + HOST + b"Cookie: secret\r\n\r\n", ["405"]),
    "range": (b"GET /state/UZ.ttl HTTP/1.1\r\n" + HOST + b"Range: bytes=5-1,0-,-0,99999999999999999999-\r\n\r\n",
        ["200"]),
    "conditions": (b"GET /state/UZ.ttl HTTP/1.1\r\n" + HOST + b'If-None-Match: "a", W/, *x"\r\nIf-Modified-Since: '
        b"Fri, 31 Feb 9999 25:61:61 GMT\r\nIf-Range: \xff\r\nIf-Match: nonsense\r\n\r\n", ["200"]),
    "accept": (b"GET /state/UZ HTTP/1.1\r\n" + HOST + b"Accept: " + b";q=x,*/*;q=-1,a/b;q=nan," * 300 + b"\r\n\r\n",
        ["200"]),
    "languages": (b"GET /favicon.ico HTTP/1.1\r\n" + HOST + b"Accept-Language: \xff,ru;q=1e999,--;;;==\r\n\r\n",
        ["302"]),
    "cookies": (b"GET /favicon.ico HTTP/1.1\r\n" + HOST + b"Cookie: a=\x01\xff; $Version=1\r\n\r\n", ["302"]),
}  # fmt: skip
#: Targets that reach for what lies elsewhere, or hold what no name holds.
TARGETS = (
    b"//", b"//evil.example/", b"/..", b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/..%2f..%2fetc%2fpasswd",
    b"/state/..%5c..%5cwindows", b"/state\\UZ", b"/%00", b"/state/%00", b"/state/UZ%00.ttl", b"/%ff%fe", b"/%C0%AF",
    b"/%ED%A0%80", b"/%", b"/%zz", b"/%u0041", b"/state/%2f", b"/static/%2e%2e/%2e%2e/cli.py", b"/graph/../../x",
    b"/graph/%2e%2e%2fx", b"/id/%0d%0aSet-Cookie:%20a=b", b"/;/state", b"/state;jsessionid=1", b"/state/UZ/",
    b"/?%00=%ff",
    b"/search?q=%ff%fe", b"/search?q=%", b"/search?" + b"&" * 500, b"/search?" + b"q=a&" * 300, b"/search?q[]=a&q[0]=b",
    b"/sparql?query=%ff", b"/sparql?query=%00", b"/graph-store?graph=%00", b"/graph-store?graph=file:///etc/passwd",
    b"/graph-store?graph=http://127.0.0.1:1/", b"/api/..%2f", b"/api/%F0%9F%98%80", b"/questions/..%2f..%2fx", b"/#x",
    b"/?a#b",
    b"/state/" + b"%2e" * 3000, b"/state/" + b"a/" * 2000, b"/" + b"a" * 8000 + b"/" + b"b" * 8000 + b".ttl",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(built: tuple[Path, Outcome]) -> Iterator[Server]:
    """A page that meets a mistake of ours says so on standard error: that fails when the server ends."""
    with serving(built[0], **SHORT) as running:
        running.get("/")
        yield running


def said(server: Server, request: bytes, quiet: float = 10.0) -> bytes:
    """All that the server answers, until it ends the connection or says no more for so long."""
    found = b""
    with socket.create_connection(server.place, timeout=quiet) as one:
        try:
            one.sendall(request)
            while part := one.recv(1 << 16):
                found += part
        except (ConnectionError, TimeoutError):
            pass
    return found


def statuses(answer: bytes) -> list[str]:
    return [code.decode() for code in re.findall(rb"HTTP/1\.1 (\d\d\d) ", answer) if code != b"100"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_be_read_in_two_ways_is_refused_once(server: Server, name: str) -> None:
    request, status = REFUSED[name]
    began = time.monotonic()
    answer = said(server, request)
    assert statuses(answer) in ([status], []), answer[:200]
    if len(request) < 60_000:  # what has not been read when a connection ends may take the answer with it
        assert statuses(answer) == [status]
    if answer:
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert b"content-security-policy: default-src 'none'" in head
        assert b"connection: close" in head
    assert time.monotonic() - began < 8, "the connection was left open"


@pytest.mark.parametrize("name", READ)
def test_the_rest_is_read_in_the_one_way_that_it_means(server: Server, name: str) -> None:
    request, expected = READ[name]
    # A last request ends the connection: whatever stood before it has been answered then, and nothing else.
    last = b"GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert statuses(said(server, request + last)) == [*expected, "302"]


def test_targets_that_reach_elsewhere_find_nothing(server: Server) -> None:
    for target in TARGETS:
        answer = said(server, b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % target)
        (status,) = statuses(answer)
        assert status in ("200", "303", "307", "400", "404"), (target[:80], status)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b"set-cookie" not in head.lower()
        assert b"root:" not in body
        assert not re.search(rb"\r\nlocation: *(//|/\\|\w+:)", head), (target[:80], head)
    note("raw-requests", refused=len(REFUSED), read=len(READ), targets=len(TARGETS), failures=0)


def test_a_body_without_end_is_cut(server: Server) -> None:
    """In chunks, by who reads no answer and by who does."""
    for start in (CHUNKED, CHUNKED.replace(b"/sparql", b"/state/UZ")):
        with socket.create_connection(server.place, timeout=20) as one:
            one.sendall(start)
            began = time.monotonic()
            with contextlib.suppress(ConnectionError):
                while time.monotonic() - began < 20:
                    one.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
                pytest.fail("all of it was taken")
    assert server.get("/sparql?query=ASK%20%7B%7D").status == 200


def test_nonsense_behind_a_request_under_way_ends_it(server: Server) -> None:
    for path in (b"/graph-store?default", b"/state/UZ", b"/favicon.ico"):
        answer = said(server, b"GET %s HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\nnonsense\r\n" % (path, HOST))
        assert statuses(answer) in (["400"], ["200"], ["302"], [])
        assert not answer.endswith(b"0\r\n\r\n")
