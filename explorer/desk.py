"""Where pages are made: the open graph, the templates, and how things are named and linked in a page.

One desk works in one process and one thread, since the engine wants that.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from ..ontology.namespaces import BASE, COMITY, ID, VOCABULARY, kind_and_slug
from .asking import Ask, Reply
from .words import LANGUAGES, Words, words_in

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jinja2 import Environment
    from pyoxigraph import Store

    from ..graph.generations import Generation
    from ..queries.session import Graph


class Desk:
    """The graph of one generation, and what every page needs."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._place: bytes = b""
        #: What pages keep for as long as the generation stays: filled and named by them.
        self.kept: dict[Any, Any] = {}

    def prepare(self) -> None:
        """Import what the first page would have to wait for."""
        from ..queries import session, showing  # noqa: F401

        self.templates.get_template("frame.html")
        words_in("en")

    def open(self, place: bytes) -> None:
        """Turn to a generation, as ``Desks`` names it."""
        if place == self._place and self._graph is not None:
            return
        from ..graph.generations import read_generation
        from ..graph.store import GENERATIONS
        from ..queries.session import Graph

        data = json.loads(place)
        generation = read_generation(Path(data["home"]) / GENERATIONS / data["number"])
        fresh = Graph(generation)
        self.close()
        self._graph, self._place = fresh, place
        self.kept.clear()

    def use(self, graph: Graph) -> Desk:
        """Work on a graph that is open already (tests and notebooks)."""
        self._graph = graph
        return self

    def close(self) -> None:
        """Let go of the graph."""
        if self._graph is not None:
            self._graph.close()
            self._graph = None

    @property
    def graph(self) -> Graph:
        """The open graph."""
        assert self._graph is not None
        return self._graph

    @property
    def generation(self) -> Generation:
        """The generation it is."""
        return self.graph.generation

    @property
    def store(self) -> Store:
        """The engine's store of the generation, opened for reading in this process, once."""
        return self.graph.treaty_law.store

    @functools.cached_property
    def templates(self) -> Environment:
        """The templates; every value in them is escaped."""
        from jinja2 import Environment, PackageLoader, StrictUndefined

        found = Environment(
            loader=PackageLoader(f"{__package__}", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_turned,
        )
        found.globals["static"] = static
        return found

    def page(self, template: str, ask: Ask, *, status: int = 200, keeps: bool = True, **values: Any) -> Reply:
        """A template filled in.  It has ``ask``, ``say`` (words), ``to`` (links) and ``graph`` beside its values."""
        links = Links(ask)
        context: dict[str, Any] = {
            "ask": ask,
            "say": words_in(ask.lang),
            "to": links,
            "generation": self.generation,
            "languages": LANGUAGES,
            "alternates": (),
            "today": dt.date.today().isoformat(),
            "verbatim": Verbatim,
            **values,
        }
        text = self.templates.get_template(template).render(context)
        headers = {}
        if context["alternates"]:
            headers["Link"] = ", ".join(
                f'<{href}>; rel="alternate"; type="{media}"' for media, href in context["alternates"]
            )
        return Reply(text.encode(), status=status, headers=headers, keeps=keeps)

    def say(self, ask: Ask) -> Words:
        """The words of pages in the reader's language."""
        return words_in(ask.lang)


#: Marks that turn the direction of reading for all that follows, and other characters that steer a display.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Verbatim(str):
    """A text that somebody typed and sends back: in a template it stays as it is, character by character."""


def _turned(value: Any) -> Any:
    """What a template shows, without what would turn its neighbours; markup stays markup."""
    if isinstance(value, str) and not isinstance(value, Verbatim) and _TURNS.search(value):
        return type(value)(_TURNS.sub("", value))
    return value


@dataclass(frozen=True)
class Links:
    """Addresses inside the server.  Links keep the language where the address named it."""

    ask: Ask

    def __call__(self, path: str, **parameters: Any) -> str:
        """``to("/between", a="UZ", b=None)``: parameters that are None or '' are left out; ``in_`` is ``in``."""
        pairs: list[tuple[str, Any]] = []
        for name, value in parameters.items():
            values = value if isinstance(value, list | tuple) else [value]
            pairs += [(name.rstrip("_"), one) for one in values if one is not None and one != ""]
        if self.ask.chosen and "lang" not in parameters:
            pairs.append(("lang", self.ask.lang))
        return path + (f"?{urlencode(pairs)}" if pairs else "")

    def thing(self, iri: str, ending: str = "", **parameters: Any) -> str:
        """The page of a thing by its address; an address of others stays as it is.

        ``ending``: its twin in data (``.ttl``).
        """
        path = page_of(iri)
        if path is None:
            return iri if iri.startswith(("https://", "http://")) else "#"
        path, _, fragment = path.partition("#")
        return self(path + ending, **parameters) + (f"#{fragment}" if fragment else "")

    def same(self, **changed: Any) -> str:
        """This page with some parameters changed; None takes one out."""
        names = {name.rstrip("_"): value for name, value in changed.items()}
        pairs = [(name, value) for name, value in self.ask.query if name not in names]
        for name, value in names.items():
            values = value if isinstance(value, list | tuple) else [value]
            pairs += [(name, one) for one in values if one is not None and one != ""]
        return self.ask.address + (f"?{urlencode(pairs)}" if pairs else "")


def page_of(iri: str) -> str | None:
    """The path of the page of one of Comity's own addresses: ``/state/UZ``; None for an address of others."""
    known = kind_and_slug(iri)
    if known is not None:
        return f"/{known[0]}/{quote(known[1])}"
    if iri.startswith(VOCABULARY):
        return f"/concept/{quote(iri.removeprefix(VOCABULARY))}"
    if iri.startswith(COMITY):
        return f"/ontology#{quote(iri.removeprefix(COMITY))}"
    if iri.startswith(ID) or iri == BASE + "ontology":
        # Never two slashes in front: a browser would take what follows for the name of a host.
        return "/" + quote(iri.removeprefix(ID if iri.startswith(ID) else BASE).lstrip("/"))
    return None


@functools.cache
def static(name: str) -> str:
    """The address of a file of the explorer's own; it changes with the file's content."""
    return f"/static/{hashlib.sha256(static_files()[name].read_bytes()).hexdigest()[:12]}/{name}"


@functools.cache
def static_files() -> Mapping[str, Traversable]:
    """The files that pages link, by name: the explorer's own, and those that every picture has."""
    own = resources.files(__package__).joinpath("static")
    pictures = resources.files(f"{__package__.rpartition('.')[0]}.graph").joinpath("draw")
    shared = {name: pictures.joinpath(name) for name in ("picture.css", "zoom.js")}
    return {**{file.name: file for file in own.iterdir() if file.is_file()}, **shared}


#: The twins of a page of a thing, by the ending of its address.
TWINS: Mapping[str, str] = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".csv": "text/csv",
}


def alternates(ask: Ask) -> list[tuple[str, str]]:
    """``(media type, address)`` of the twins of a page."""
    return [(media, ask.address + ending) for ending, media in TWINS.items()]
