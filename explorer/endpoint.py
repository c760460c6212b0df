"""SPARQL 1.1 Protocol (queries) and Graph Store HTTP Protocol (reading), streamed.

A result that is cut - by the clock, a limit, a dead engine - is never a
success: what fails before its first bytes gets a status of its own, what fails
later ends the connection without the end that a whole answer has.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

from ..errors import ComityError, QueryTimeout
from ..graph.guard import guard
from ..ontology.namespaces import BASE, PREFIXES
from .asking import code_of
from .engine import Busy
from .gate import TooLarge
from .negotiation import best_media
from .sheets import neutral_cells
from .telling import told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from .engine import Answer
    from .engines import Engines
    from .settings import Settings

#: Media type -> the engine's name of the format; the first is what is given to whoever accepts all.
RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "application/xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
RDF: Mapping[str, str] = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/ld+json": "JSON_LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TRIG",
    "application/n-quads": "N_QUADS",
    "text/n3": "N3",
    "application/x-turtle": "TURTLE",
    "text/plain": "N_TRIPLES",
    "application/xml": "RDF_XML",
}
#: What a ``format`` parameter may say beside a media type: each name with what it means for a result, and for RDF.
NAMES: Mapping[str, tuple[str, str]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", ""),
    "spreadsheet": ("text/csv", ""),
    "tsv": ("text/tab-separated-values", ""),
    "ttl": ("", "text/turtle"),
    "turtle": ("", "text/turtle"),
    "nt": ("", "application/n-triples"),
    "jsonld": ("", "application/ld+json"),
    "json-ld": ("", "application/ld+json"),
    "rdf": ("", "application/rdf+xml"),
    "rdf+xml": ("", "application/rdf+xml"),
    "trig": ("", "application/trig"),
    "nq": ("", "application/n-quads"),
}
#: What RDFLib and Jena call the default graph of whichever server they ask.
_DEFAULT = frozenset(["urn:x-rdflib:default", "urn:x-arq:DefaultGraph"])
T = TypeVar("T")
_FORM = "application/x-www-form-urlencoded"
_PREFIXED = frozenset(["TURTLE", "TRIG", "N3", "RDF_XML", "JSON_LD"])
_USED = {name: PREFIXES[name] for name in ("comity", "dcterms", "owl", "prov", "rdf", "rdfs", "skos", "xsd")}
#: Bytes held back, so that a query that fails early gets its status.
HELD = 1 << 15
#: Seconds they are held back at most.
HELD_FOR = 0.5


class Refused(ComityError):
    """A request that the protocol does not allow, with its status."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Query:
    """One query as the protocol gives it."""

    text: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    format: str = ""

    def request(self, named: Sequence[str]) -> dict[str, Any]:
        """What the engine's process is asked; :class:`BadQuery` for what it must not be given.

        Graphs that the protocol names replace those that the query names
        (SPARQL 1.1 Protocol, 2.1.4).
        """
        asked = guard(self.text)
        request: dict[str, Any] = {"query": self.text, "dataset": asked.dataset, "base": BASE}
        if self.default_graphs or self.named_graphs:
            request |= {
                "dataset": False,
                "alone": True,
                "default": list(self.default_graphs),
                "named": list(self.named_graphs),
            }
        elif asked.claims:
            request["named"] = None
        else:
            request["named"] = list(named)
        return request


async def query_of(request: Request) -> Query | None:
    """The query of a request, None where it has none; :class:`Refused` for what the protocol does not allow."""
    pairs = pairs_of(request.scope["query_string"], "the address")
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    charset = request.headers.get("content-type", "").lower().partition("charset=")[2].strip(' "') or "utf-8"
    if request.method == "POST":
        body = await body_of(request)
        if media == _FORM:
            pairs += pairs_of(body, "the form")
        elif media == "application/sparql-query":
            if charset.partition(";")[0] not in ("utf-8", "utf8", "us-ascii"):
                raise Refused(415, "a query is sent as UTF-8")
            try:
                pairs.append(("query", body.decode("utf-8")))
            except UnicodeDecodeError:
                raise Refused(400, "the query is not UTF-8 text") from None
        elif media == "application/sparql-update":
            raise Refused(403, "updates are not taken: the server only reads")
        else:
            raise Refused(
                415,
                f"a query is sent as application/x-www-form-urlencoded or application/sparql-query, not {media[:80]!r}",
                {"Accept-Post": "application/x-www-form-urlencoded, application/sparql-query"},
            )
    if any(name == "update" for name, _ in pairs):
        raise Refused(403, "updates are not taken: the server only reads")
    texts = [value for name, value in pairs if name == "query"]
    if not texts:
        if request.method == "POST":
            raise Refused(400, "the request has no query")
        return None
    if len(texts) > 1:
        raise Refused(400, f"the request has {len(texts)} queries; one is answered")
    named = [value for name, value in pairs if name in ("format", "output")]
    return Query(
        texts[0],
        tuple(value for name, value in pairs if name == "default-graph-uri" and value and value not in _DEFAULT),
        tuple(value for name, value in pairs if name == "named-graph-uri" and value),
        named[-1] if named else "",
    )


async def body_of(request: Request) -> bytes:
    """The body, as far as the gate lets it in."""
    try:
        return await request.body()
    except TooLarge as error:
        raise Refused(413, str(error)) from None


async def form_of(request: Request) -> list[tuple[str, str]]:
    """The fields of a form that was sent by POST; none for other methods."""
    if request.method != "POST":
        return []
    body = await body_of(request)
    media = request.headers.get("content-type", _FORM).split(";")[0].strip().lower()
    if body and media != _FORM:
        raise Refused(415, f"a form is sent as {_FORM}, not {media[:80]!r}", {"Accept-Post": _FORM})
    return pairs_of(body, "the form")


def pairs_of(text: bytes, where: str) -> list[tuple[str, str]]:
    """Parameters in their order; :class:`Refused` for what is not UTF-8 or too many."""
    try:
        return parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200, encoding="utf-8"
        )
    except UnicodeDecodeError:
        raise Refused(400, f"{where} is not UTF-8 text") from None
    except ValueError:
        raise Refused(400, f"{where} has more than 200 parameters") from None


class Streamed:
    """An ASGI answer: runs a request on an engine and streams what it gives."""

    def __init__(
        self,
        engines: Engines,
        settings: Settings,
        request: Mapping[str, Any],
        *,
        accept: str | None,
        format: str = "",
        client: str = "",
        head: bool = False,
    ) -> None:
        self._engines = engines
        self._settings = settings
        self._request = dict(request)
        self._client = client
        self._head = head
        # A form that the parameter names and the answer cannot have, or that nobody knows, is left to Accept.
        named = format.lower().replace(" ", "+")
        results, rdf = NAMES.get(named, (named, named))
        self._results = results if results in RESULTS else best_media(accept, list(RESULTS))
        self._rdf = rdf if rdf in RDF else best_media(accept, list(RDF))
        self._request["results"] = RESULTS[self._results] if self._results else None
        self._request["rdf"] = RDF[self._rdf] if self._rdf else None
        if self._request["rdf"] in _PREFIXED:
            self._request["prefixes"] = _USED
        self._started = False
        self._sheet = named == "spreadsheet"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a client that leaves ends its query."""
        work = asyncio.ensure_future(self._answer(send))
        left = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED, timeout=self._settings.reading)
            if not work.done():
                work.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await work
                return
            work.result()
        finally:
            for task in (work, left):
                task.cancel()

    async def _answer(self, send: Send) -> None:
        try:
            async with self._engines.run(self._request, client=self._client) as answer:
                media = self._rdf if answer.kind == "triples" else self._results
                if media is None:
                    offered = RDF if answer.kind == "triples" else RESULTS
                    raise Refused(406, f"an answer of this kind comes as one of: {', '.join(offered)}")
                await self._send(answer, media, send)
        except ComityError as error:
            if self._started:
                raise Cut(told(error)) from None
            status, headers = status_of(error)
            await say(send, status, told(error), headers, head=self._head)

    async def _send(self, answer: Answer, media: str, send: Send) -> None:
        chunks = answer.chunks()
        if self._sheet and media == "text/csv":
            chunks = neutral_cells(chunks)
        held, holding = await _first(chunks)
        charset = "; charset=utf-8" if media.startswith("text/") else ""
        headers = [
            (b"content-type", f"{media}{charset}".encode()),
            (b"vary", b"Accept"),
            (b"cache-control", b"no-cache"),
            *answer_headers(answer),
        ]
        if not holding:
            headers.append((b"content-length", str(len(held)).encode()))
        self._started = True
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if self._head:
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.body", "body": held, "more_body": holding})
        if holding:
            sent = len(held)
            async for chunk in chunks:
                sent += len(chunk)
                if sent > self._settings.answer:
                    raise Cut(f"an answer has at most {self._settings.answer:,} bytes")
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


class Cut(Exception):
    """An answer ends before its end; the connection is closed so that nobody takes it for whole."""


def answer_headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Which state of the graph answers."""
    generation = answer.generation
    return [
        (b"comity-generation", str(generation.number).encode()),
        (b"last-modified", generation.published.strftime("%a, %d %b %Y %H:%M:%S GMT").encode()),
    ]


async def _first(chunks: AsyncIterator[bytes]) -> tuple[bytes, bool]:
    """What comes first, up to ``HELD`` bytes or ``HELD_FOR`` seconds; and whether more may come."""
    held = bytearray()
    until = time.monotonic() + HELD_FOR
    async for chunk in chunks:
        held += chunk
        if len(held) >= HELD or time.monotonic() > until:
            return bytes(held), True
    return bytes(held), False


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Gone(Exception):
    """The client left before there was an answer."""


async def while_there(request: Request, work: Coroutine[Any, Any, T], *, grace: float = 0.0) -> T:
    """What some work gives; it is stopped, ``grace`` seconds later, when its client leaves.

    The body of the request has been read, or is not wanted.
    """
    working = asyncio.ensure_future(work)
    left = asyncio.ensure_future(_left(request.receive))
    try:
        await asyncio.wait({working, left}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await asyncio.wait({working}, timeout=grace)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        left.cancel()
        if not working.done():
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError, ComityError):
                await working


def status_of(error: ComityError) -> tuple[int, dict[str, str]]:
    """The status of what went wrong, and headers with it."""
    if isinstance(error, Refused):
        return error.status, error.headers
    code = 503 if isinstance(error, Busy) else code_of(error)
    if code != 503:
        return code, {}
    return code, {"Retry-After": "5" if isinstance(error, QueryTimeout | Busy) else "30"}


async def say(
    send: Send, status: int, sentence: str, headers: Mapping[str, str] | None = None, *, head: bool = False
) -> None:
    """A sentence as plain text."""
    body = f"{sentence}\n".encode()
    await send({
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            *((name.lower().encode(), value.encode()) for name, value in (headers or {}).items()),
        ],
    })  # fmt: skip
    await send({"type": "http.response.body", "body": b"" if head else body})


def graph_asked(path: str, query: bytes) -> str:
    """The graph that a Graph Store request names: its address, '' for the default one.

    ``/graph-store?graph=IRI`` or ``?default``; ``/graph/derived/types`` names the
    graph of that address itself.
    """
    if path.startswith("/graph/"):
        return BASE + path[1:]
    pairs = pairs_of(query, "the address")
    named = [value for name, value in pairs if name == "graph"]
    default = any(name == "default" for name, _ in pairs)
    if len(named) + default != 1 or (named and not named[0]):
        raise Refused(400, "name one graph: ?default or ?graph=ADDRESS")
    return "" if default else named[0]
