"""HTTP as it goes over the wire: nothing is followed, mended or left out on the way."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """Status, headers by lower-case name, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def media(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


def send(
    server: str,
    path: str,
    method: str = "GET",
    body: bytes | Iterable[bytes] | None = None,
    **headers: str,
) -> Answer:
    """One request on a connection of its own; ``content_type="text/csv"`` becomes ``Content-Type``.

    A body that is given in pieces goes chunked, without a length.
    """
    place = urlsplit(server)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body=body, headers=named, encode_chunked=not isinstance(body, bytes | None))
        answer = connection.getresponse()
        read = answer.read()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, read)
    finally:
        connection.close()


def raw(server: str, request: bytes, *, stay: bool = False) -> bytes:
    """What the server answers to these very bytes, up to the end of the connection.

    The client ends its side of it at once, or stays until the server ends it.
    """
    place = urlsplit(server)
    with socket.create_connection((place.hostname or "", place.port or 80), timeout=60) as connection:
        connection.sendall(request)
        if not stay:
            connection.shutdown(socket.SHUT_WR)
        parts = []
        try:
            while part := connection.recv(1 << 16):
                parts.append(part)
        except ConnectionResetError:
            pass  # an end as abrupt as that is one too
    return b"".join(parts)


def query_path(text: str, **more: str) -> str:
    """``/sparql?query=…``; ``default_graph_uri`` becomes ``default-graph-uri``."""
    return "/sparql?" + urlencode({"query": text, **{k.replace("_", "-"): v for k, v in more.items()}}, quote_via=quote)
