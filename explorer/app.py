"""The application: routes to engines, to desks, and to the explorer's own files."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ..errors import ComityError
from ..ontology.namespaces import BASE
from .asking import Ask, Reply
from .current import Current
from .desk import TWINS, page_of, static, static_files
from .desks import Desks
from .endpoint import Gone, Refused, Streamed, body_of, form_of, graph_asked, pairs_of, query_of, status_of, while_there
from .engines import Engines
from .gate import Gate
from .negotiation import best_language, best_media
from .routes import ROUTES
from .settings import Settings
from .telling import told
from .words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

_STATIC = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}
#: Media type of a twin -> the ending of its address; some clients know a form by another name.
FORMS: Mapping[str, str] = {
    **{media: ending for ending, media in TWINS.items()},
    "application/rdf+xml": ".rdf",
    "application/json": ".jsonld",
    "application/x-turtle": ".ttl",
    "text/n3": ".ttl",
}
_RDF = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
#: Pages that come in several forms at one address; the first is for whoever accepts all.
NEGOTIATED: Mapping[str, Sequence[str]] = {"data.void": _RDF, "data.service": _RDF}
#: Seconds that a page is still made for when its client has left: a desk that is ended takes longer to come back.
PAGE = 1.0
_KEEP = "public, max-age=31536000, immutable"


class _Ending(Convertor[str]):
    """The ending of an address that picks a form."""

    regex = "ttl|jsonld|nt|rdf|csv|json|svg|png|html"

    def convert(self, value: str) -> str:
        """As it stands."""
        return value

    def to_string(self, value: str) -> str:
        """As it stands."""
        return value


class _Slug(_Ending):
    """A slug before an ending: it may hold dots of its own."""

    regex = "[^/]+"


register_url_convertor("ending", _Ending())
register_url_convertor("slug", _Slug())


class Explorer:
    """One server: its settings, the generation it reads, and the processes that answer."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.current = Current(settings.graph)
        self.engines = Engines(self.current, settings)
        self.desks = Desks(self.current, settings)

    def app(self) -> ASGIApp:
        """The ASGI application."""
        routes = [
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/query", self.query, methods=["GET", "POST"]),
            Route("/graph-store", self.graph_store),
            Route("/graph/{name:path}", self.graph_store),
            Route("/id/{name:path}", self.identified),
            Route("/ontology", self.ontology),
            Route("/vocabulary/{name:path}", self.identified),
            Route("/static/{sum}/{name}", self.static),
            Route("/favicon.ico", lambda request: RedirectResponse(static("comity.svg"), 302)),
            Route("/reconcile", self.posted("api.reconcile"), methods=["GET", "POST"]),
            *(Route(path, self.page(name)) for path, name in ROUTES),
        ]
        inner = Starlette(
            routes=routes,
            lifespan=self._lifespan,
            exception_handlers={404: self._nothing, 405: _only_reads, Gone: _nobody, Exception: _mistake},
        )
        inner.router.redirect_slashes = False
        settings = self.settings
        return Gate(
            inner,
            names=(*settings.names, settings.host, urlsplit(settings.public).hostname or settings.host),
            origins=settings.origins,
            public=settings.public,
            body=settings.body,
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Any) -> AsyncIterator[None]:
        await self.desks.warm()
        await self.engines.warm()
        others = asyncio.ensure_future(self._others())
        try:
            yield
        finally:
            others.cancel()
            await self.engines.close()
            await self.desks.close()
            self.current.close()

    async def _others(self) -> None:
        """The other desks, when the first has had the machine to itself for the first page."""
        await asyncio.sleep(1.5)
        await self.desks.warm(self.settings.desks)

    # Pages and data

    def page(self, name: str) -> Callable[[Request], Any]:
        """A handler that has a desk make a page."""

        async def handle(request: Request) -> Response:
            if name not in NEGOTIATED:
                return await self.made(request, name)
            media = best_media(request.headers.get("accept"), NEGOTIATED[name])
            return _unacceptable(NEGOTIATED[name]) if media is None else await self.made(request, name, media=media)

        return handle

    def posted(self, name: str) -> Callable[[Request], Any]:
        """As :meth:`page`, with the fields of a form beside the parameters of the address."""

        async def handle(request: Request) -> Response:
            try:
                form = await form_of(request)
            except ComityError as error:
                return _sentence(error, as_data=True)
            return await self.made(request, name, more=form)

        return handle

    async def made(
        self, request: Request, name: str, *, more: list[tuple[str, str]] | None = None, **given: Any
    ) -> Response:
        """The answer of a desk to a request."""
        try:
            ask = ask_of(request, name, more or [], given, public=self.settings.public)
            reply = await while_there(request, self.desks.ask(ask), grace=PAGE)
        except ComityError as error:
            return _sentence(error, as_data=name.startswith(("api", "data")))
        return response(request, reply)

    async def _nothing(self, request: Request, error: Exception) -> Response:
        path = request.scope["path"]
        if path.endswith("/") and path.strip("/"):
            # Starlette would name this server in it as the request did: behind a proxy that is another one.
            return RedirectResponse(quote("/" + path.strip("/")), 307)
        return await self.made(request, "nothing")

    async def identified(self, request: Request) -> Response:
        """303 from the address of a thing to its page, or to what tells of it in the form asked for."""
        page = page_of(BASE + request.scope["path"].lstrip("/")) or "/"
        return _other(request, page, ending_for(request.headers.get("accept")))

    async def ontology(self, request: Request) -> Response:
        """The words at their own address: a page to read, or 303 to them in the form asked for."""
        ending = ending_for(request.headers.get("accept"))
        return _other(request, "/ontology", ending) if ending else await self.made(request, "ontology")

    async def static(self, request: Request) -> Response:
        """A file of the explorer's own, under an address that names its content."""
        name = request.path_params["name"]
        found = _files().get(name)
        if found is None or request.url.path != static(name):
            return Response("there is no such file\n", 404, media_type="text/plain")
        content, media = found
        return Response(content, media_type=media, headers={"Cache-Control": _KEEP})

    # Queries

    async def sparql(self, request: Request) -> Any:
        """The SPARQL endpoint: a query's answer; without one its description, or the page to write one."""
        try:
            query = await query_of(request)
            if query is None:
                offered = NEGOTIATED["data.service"]
                media = best_media(request.headers.get("accept"), [*offered, "text/html"])
                if media == "text/html":
                    return _other(request, "/query", "")
                return (
                    _unacceptable(offered) if media is None else await self.made(request, "data.service", media=media)
                )
            asked = query.request(self.current.get().named)
        except ComityError as error:
            return _sentence(error)
        return self._streamed(request, asked, format=query.format)

    async def query(self, request: Request) -> Response:
        """The page to write a query on, with the answer where the address holds one."""
        from .asked import answer_for_page

        try:
            form = pairs_of(await body_of(request), "the form") if request.method == "POST" else []
            pairs = [*pairs_of(request.scope["query_string"], "the address"), *form]
            text = next((value for name, value in pairs if name == "query"), "")
            answer = answer_for_page(self.engines, text, client_of(request)) if text.strip() else None
            given = await while_there(request, answer) if answer is not None else {}
        except ComityError as error:
            return _sentence(error)
        return await self.made(request, "query", more=form, **given)

    async def graph_store(self, request: Request) -> Any:
        """One graph, whole (SPARQL 1.1 Graph Store HTTP Protocol, 5.2)."""
        try:
            name = graph_asked(request.url.path, request.scope["query_string"])
            generation = self.current.get()
            if name and name not in generation.counts:
                raise Refused(404, f"there is no graph named {name[:200]}")
        except ComityError as error:
            return _sentence(error)
        graphs = [name] if name else ["", *generation.joined]
        return self._streamed(request, {"dump": graphs})

    def _streamed(self, request: Request, asked: dict[str, Any], *, format: str = "") -> Streamed:
        return Streamed(
            self.engines,
            self.settings,
            asked,
            accept=request.headers.get("accept"),
            format=format,
            client=client_of(request),
            head=request.method == "HEAD",
        )


def ask_of(request: Request, page: str, more: list[tuple[str, str]], given: dict[str, Any], *, public: str = "") -> Ask:
    """A request as a page wants it; ``public`` is what the server is called from outside, where it was told."""
    query = [*pairs_of(request.scope["query_string"], "the address"), *more]
    chosen = next((value for name, value in reversed(query) if name == "lang"), "")
    lang = chosen if chosen in LANGUAGES else best_language(request.headers.get("accept-language"), LANGUAGES)
    return Ask(
        page=page,
        path={name: str(value) for name, value in request.path_params.items()},
        query=tuple((name, value) for name, value in query if name != "lang" or value in LANGUAGES),
        lang=lang,
        address=quote(request.scope["path"], safe="/.:@!$&'()*+,;=~-_"),
        host=public or f"{request.url.scheme}://{request.headers.get('host', '')}",
        given=given,
    )


def response(request: Request, reply: Reply) -> Response:
    """A reply as HTTP; 304 where the client has it already."""
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache", **reply.headers}
    if reply.status == 200:
        headers["ETag"] = _tag(reply.body)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers=headers)
    return Response(reply.body, reply.status, headers=headers, media_type=reply.media)


def ending_for(accept: str | None) -> str:
    """The ending of the twin that a client wants, '' for the page: ``.ttl``."""
    media = best_media(accept, ["text/html", "application/xhtml+xml", *FORMS])
    return FORMS.get(media or "", "")


def _other(request: Request, page: str, ending: str) -> Response:
    """303 to a page or its twin, in the language that the address names."""
    lang = request.query_params.get("lang", "")
    target = quote(page, safe="/%#") + ending + (f"?lang={lang}" if lang in LANGUAGES else "")
    return RedirectResponse(target, 303, headers={"Vary": "Accept"})


def _unacceptable(offered: Sequence[str]) -> Response:
    return _sentence(Refused(406, f"this comes as one of: {', '.join(offered)}", {"Vary": "Accept"}))


def client_of(request: Request) -> str:
    """Who asks, for turns and limits."""
    return request.client.host if request.client is not None else ""


def _tag(body: bytes) -> str:
    import hashlib

    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def _sentence(error: ComityError, *, as_data: bool = False) -> Response:
    status, headers = status_of(error)
    if as_data:
        return JSONResponse({"error": told(error)}, status, headers=headers)
    return Response(f"{told(error)}\n", status, headers=headers, media_type="text/plain")


async def _only_reads(request: Request, error: Exception) -> Response:
    return Response("nothing is written here: the server only reads\n", 405, media_type="text/plain")


async def _nobody(request: Request, error: Exception) -> Response:
    return Response(None, 499)  # the client has left: nobody reads it


async def _mistake(request: Request, error: Exception) -> Response:
    return Response("the server met a mistake of its own\n", 500, media_type="text/plain")


@functools.cache
def _files() -> dict[str, tuple[bytes, str]]:
    """The explorer's own files with their media types: what is not here is not served, whatever an address says."""
    found = {}
    for name, file in static_files().items():
        media = _STATIC.get(f".{name.rpartition('.')[2]}")
        if media is not None:
            found[name] = file.read_bytes(), media
    return found
