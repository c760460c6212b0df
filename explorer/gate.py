"""What every request passes first, and every answer last: shape, host, origin, method, size, headers.

Threat: a page of somebody else that makes the reader's browser ask this server
under another name (DNS rebinding), read its answers, embed or frame them, or
sniff scripts out of data; a label that carries markup; a request that writes,
is endless, or means one thing to a proxy and another here.  Hosts other than
this machine's and the ones named at the start are refused, and so is whatever a
browser asks on behalf of another origin, but for following a link; no route
writes; the policy lets run nothing but files of the explorer's own.  Origins
that are named at the start (``*``: any) may read data, never pages.

Limits: whoever may use this machine may read the graph; there are no accounts.
Programs that are no browser say of their origin what they like.
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
#: Routes that scripts of the origins named at the start may read.
OPEN = (
    "/sparql", "/graph-store", "/graph/", "/id/", "/vocabulary/", "/ontology", "/api/", "/reconcile", "/openapi.json",
    "/.well-known/",
)  # fmt: skip
_TWINS = (".ttl", ".jsonld", ".nt", ".rdf", ".csv", ".json", ".svg", ".png")
#: Headers of answers that scripts of such origins may see beside the usual ones.
_SHOWN = b"Comity-Generation, Comity-Total, ETag, Link, Retry-After"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{0,5})?")
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
#: Routes that read a question from the body of a POST; it changes nothing.
ASKED_BY_POST = ("/sparql", "/query", "/reconcile")
#: Characters of a request's address.
ADDRESS = 120_000
#: Headers of a request, and their bytes.
MANY = 100
LONG = 32 << 10
#: Characters of a method.
LONGEST = 100
#: How the browser says where a request comes from, where it is the reader or a page of this server.
_OWN_SITE = (b"none", b"same-origin")
_CLOSE = (b"connection", b"close")
#: An answer before the application is asked: status, sentence, headers.
Refusal = tuple[int, str, list[tuple[bytes, bytes]]]


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        names: Collection[str] = (),
        origins: Collection[str] = (),
        public: str = "",
        body: int = 400_000,
    ) -> None:
        self._app = app
        self._names = {name.lower().strip("[]") for name in names}
        self._origins = {origin.lower().rstrip("/") for origin in origins}
        self._public = public.lower()
        self._body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with a sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        shared = bool(self._origins) and (path.startswith(OPEN) or path.endswith(_TWINS))
        refused = self._misshapen(scope) or self._foreign(scope, shared) or self._refusal(scope, path, method)
        more = self._shared(scope) if shared else [(b"cross-origin-resource-policy", b"same-origin")]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.setdefault("headers", [])
                there = {name.lower() for name, _ in given}
                given.extend(pair for pair in HEADERS if pair[0] not in there)
                given.extend(more)
            await send(message)

        if refused is not None:
            await _say(sending, *refused)
        elif method == "OPTIONS":
            allow = "GET, HEAD, OPTIONS, POST" if path.startswith(ASKED_BY_POST) else "GET, HEAD, OPTIONS"
            offered = [(b"allow", allow.encode())]
            if shared:
                offered += [
                    (b"access-control-allow-methods", allow.encode()),
                    (b"access-control-allow-headers", b"Accept, Content-Type"),
                    (b"access-control-max-age", b"86400"),
                ]
            await _say(sending, 204, "", offered)
        else:
            await self._app(scope, self._measured(receive), sending)

    @staticmethod
    def _misshapen(scope: Scope) -> Refusal | None:
        """What a proxy in front might read in another way, or nobody sends; the connection ends with it."""
        headers, version = scope["headers"], scope["http_version"]
        target = scope.get("raw_path") or b""
        names = {name for name, _ in headers}
        if not version.startswith("1."):
            return 505, "HTTP/1.1 is spoken here", [_CLOSE]
        if not target.startswith(b"/") and not (target == b"*" and scope["method"] == "OPTIONS"):
            return 400, "the target of a request is a path that begins with /", [_CLOSE]
        if len(scope["method"]) > LONGEST:
            return 400, "there is no such method", [_CLOSE]
        if len(headers) > MANY or sum(len(name) + len(value) for name, value in headers) > LONG:
            return 431, f"more than {MANY} headers, or {LONG:,} bytes of them, are not read", [_CLOSE]
        if b"transfer-encoding" in names and (b"content-length" in names or version == "1.0"):
            return 400, "the length of the body is told in two ways", [_CLOSE]
        if len(target) + len(scope.get("query_string", b"")) > ADDRESS:
            return 414, f"an address of more than {ADDRESS:,} characters is not read", [_CLOSE]
        return None

    def _foreign(self, scope: Scope, shared: bool) -> Refusal | None:
        """Another name of the server, or a browser that asks on behalf of another origin."""
        host = _last(scope, b"host").decode("latin-1")
        if not self._known(host):
            return 421, f"this server does not answer to the name {host[:100]!r}", [_CLOSE]
        site = _last(scope, b"sec-fetch-site")
        for name, value in scope["headers"]:
            if name == b"origin" and not self._may(value.decode("latin-1").lower(), host.lower(), site, shared):
                return 403, _OTHERS, []
        if site not in (b"", *_OWN_SITE) and not shared:
            # A link from elsewhere may be followed; to fetch, embed or frame what is here is another thing.
            followed = _last(scope, b"sec-fetch-mode") == b"navigate" and _last(scope, b"sec-fetch-dest") == b"document"
            if not followed or scope["method"] not in ("GET", "HEAD"):
                return 403, _OTHERS, []
        return None

    def _may(self, origin: str, host: str, site: bytes, shared: bool) -> bool:
        if origin == "null":
            # Forms of this server's pages, which name no origin since they send no referrer.
            return site == b"same-origin" or (shared and "*" in self._origins)
        if origin in (f"http://{host}", f"https://{host}", self._public or "-"):
            return True
        return shared and ("*" in self._origins or origin in self._origins)

    def _shared(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The headers that let scripts of the named origins read an answer."""
        more = [(b"cross-origin-resource-policy", b"cross-origin"), (b"access-control-expose-headers", _SHOWN)]
        if "*" in self._origins:
            return [(b"access-control-allow-origin", b"*"), *more]
        origin = _last(scope, b"origin")
        named = [(b"access-control-allow-origin", origin)] if origin.decode("latin-1").lower() in self._origins else []
        return [*named, (b"vary", b"Origin"), *more]

    def _refusal(self, scope: Scope, path: str, method: str) -> Refusal | None:
        if method not in METHODS:
            return 405, f"{method} is not done here: the server only reads", [(b"allow", b"GET, HEAD, OPTIONS")]
        if method == "POST" and not path.startswith(ASKED_BY_POST):
            return 405, "nothing is written here: the server only reads", [(b"allow", b"GET, HEAD, OPTIONS")]
        length = _last(scope, b"content-length")
        if length.isdigit() and int(length) > self._body:
            return 413, f"a body of more than {self._body:,} bytes is not read", [_CLOSE]
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


_OTHERS = "other sites may not ask this server: it is told at the start which may (--allow-origin)"


def _last(scope: Scope, name: bytes) -> bytes:
    """The last value of a header, b'' where there is none."""
    return next((value for known, value in reversed(scope["headers"]) if known == name), b"")


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
