"""What every request passes first, and every answer last: host, method, size, headers.

Threat: a page of somebody else that makes the reader's browser ask this server
under another name (DNS rebinding), frame it, or sniff scripts out of data; a
label that carries markup; a request that writes or is endless.  Hosts other
than this machine's and the ones named at the start are refused; no route
writes; the policy lets run nothing but files of the explorer's own.

Limits: whoever may use this machine may read the graph; there are no accounts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
#: Routes that programs of any origin may read.
OPEN = (
    "/sparql", "/graph-store", "/graph/", "/id/", "/vocabulary/", "/ontology", "/api/", "/reconcile", "/openapi.json",
    "/.well-known/",
)  # fmt: skip
_TWINS = (".ttl", ".jsonld", ".nt", ".rdf", ".csv", ".json", ".svg", ".png")
#: Headers of answers that scripts of other origins may see beside the usual ones.
_SHOWN = b"Comity-Generation, Comity-Total, ETag, Link, Retry-After"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{0,5})?")
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
#: Routes that read a question from the body of a POST; it changes nothing.
ASKED_BY_POST = ("/sparql", "/query", "/reconcile")
#: Characters of a request's address.
ADDRESS = 120_000


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, names: Collection[str] = (), body: int = 400_000) -> None:
        self._app = app
        self._names = {name.lower().strip("[]") for name in names}
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with a sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        open_to_all = path.startswith(OPEN) or path.endswith(_TWINS)
        headers = dict(scope["headers"])
        refused = self._refusal(scope, headers, path, method)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.setdefault("headers", [])
                there = {name.lower() for name, _ in given}
                given.extend(pair for pair in HEADERS if pair[0] not in there)
                if open_to_all:
                    given.append((b"access-control-allow-origin", b"*"))
                    given.append((b"access-control-expose-headers", _SHOWN))
            await send(message)

        if refused is not None:
            status, sentence, more = refused
            await _say(sending, status, sentence, more)
        elif method == "OPTIONS":
            allow = "GET, HEAD, OPTIONS, POST" if path.startswith(ASKED_BY_POST) else "GET, HEAD, OPTIONS"
            more = [(b"allow", allow.encode())]
            if open_to_all:
                more += [
                    (b"access-control-allow-methods", allow.encode()),
                    (b"access-control-allow-headers", b"Accept, Content-Type"),
                    (b"access-control-max-age", b"86400"),
                ]
            await _say(sending, 204, "", more)
        else:
            await self._app(scope, self._measured(receive), sending)

    def _refusal(
        self, scope: Scope, headers: dict[bytes, bytes], path: str, method: str
    ) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._known(host):
            return 421, f"this server does not answer to the name {host[:100]!r}", []
        if method not in METHODS:
            return 405, f"{method[:20]} is not done here: the server only reads", [(b"allow", b"GET, HEAD, OPTIONS")]
        if method == "POST" and not path.startswith(ASKED_BY_POST):
            return 405, "nothing is written here: the server only reads", [(b"allow", b"GET, HEAD, OPTIONS")]
        if len(scope.get("query_string", b"")) + len(scope.get("raw_path", b"") or b"") > ADDRESS:
            return 414, f"an address of more than {ADDRESS:,} characters is not read", []
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > self._body:
            return 413, f"a body of more than {self._body:,} bytes is not read", [(b"connection", b"close")]
        return None

    def _known(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False  # pages and descriptions repeat the host: nothing but a name and a number gets there
        name = match[1].strip("[]").lower().rstrip(".")
        if name in self._names or name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    def _measured(self, receive: Receive) -> Receive:
        """Bodies without a length are counted as they come."""
        seen = 0

        async def receiving() -> Message:
            nonlocal seen
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self._body:
                    raise TooLarge(f"a body of more than {self._body:,} bytes is not read")
            return message

        return receiving


class TooLarge(Exception):
    """A body without end."""


async def _say(send: Send, status: int, sentence: str, more: list[tuple[bytes, bytes]]) -> None:
    body = f"{sentence}\n".encode() if sentence else b""
    start: dict[str, Any] = {
        "type": "http.response.start",
        "status": status,
        "headers": [
            *(
                [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
                if body
                else []
            ),
            *more,
        ],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
