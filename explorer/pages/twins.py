"""Things as data: what tells of one thing, and all things of a kind, in the form that the ending of the address names.

A twin holds facts, with the passages and sources they rest on.  What is derived
stays out unless ``derived=1`` asks for it, or there is nothing else to tell.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...errors import NotFound
from ...graph.export.scope import scope_of
from ...graph.export.tables import write_entities
from ...graph.export.write import export
from ...ontology.namespaces import ID, KINDS, ONTOLOGY, SCHEMES, SKOS, VOCABULARY, concept, kind_and_slug
from ..asking import Reply
from ..desk import TWINS, Links, page_of

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..asking import Ask
    from ..desk import Desk

#: Ending of an address -> media type.
ENDINGS = {**TWINS, ".rdf": "application/rdf+xml"}
#: Things in one answer of a kind; the rest is on the next.
SIZE = 1000


def thing(desk: Desk, ask: Ask) -> Reply:
    """What tells of one thing, or of one concept or vocabulary."""
    if "kind" in ask.path:
        iri = f"{ID}{ask.path['kind']}/{ask.path['slug']}"
        if kind_and_slug(iri) is None:
            raise NotFound(f"there is nothing at the address /{ask.path['kind'][:80]}/{ask.path['slug'][:80]}")
        return _reply(ask, iri, _thing(desk, ask, iri))
    scheme, slug = ask.path["scheme"], ask.path.get("slug", "")
    if scheme not in SCHEMES:
        raise NotFound(f"there is no vocabulary named {scheme[:80]}", hint=f"There are: {', '.join(SCHEMES)}.")
    try:
        iri = concept(scheme, slug) if slug else VOCABULARY + scheme
    except ValueError:
        raise NotFound(f"the vocabulary {scheme} has no word {slug[:80]!r}") from None
    # A word of a vocabulary is what is said of it; who uses it is a question for the endpoint.
    things = [iri] if slug else [iri, *_concepts(desk.store, iri)]
    return _reply(ask, iri, _words(desk, ask, things))


def kind(desk: Desk, ask: Ask) -> Reply:
    """All things of a kind, page by page: what is said of each, with its evidence; as CSV one row a thing."""
    name = ask.path["kind"]
    page = ask.number("page", 1, least=1, most=100_000)
    things = _things(desk, name)
    there = things[(page - 1) * SIZE : page * SIZE]
    if not there:
        raise NotFound(f"the list of {name} ends before page {page}")
    if name == "concept":
        body = _words(desk, ask, there)
    elif _ending(ask) == ".csv":
        body = io.BytesIO()
        scope = scope_of(desk.store, around=there, depth=0, derived=_derived(ask, name))
        write_entities(scope, body, only=there, lang=ask.lang)
    else:
        body = _exported(desk, ask, there, 0, derived=_derived(ask, name))
    to = Links(ask)
    links = [f'</{quote(name)}>; rel="alternate"; type="text/html"']
    if page * SIZE < len(things):
        links.append(f'<{to.same(page=page + 1)}>; rel="next"')
    if page > 1:
        links.append(f'<{to.same(page=page - 1)}>; rel="prev"')
    headers = {"Comity-Total": str(len(things)), "Link": ", ".join(links)}
    return Reply(_told_cut(ask, body.getvalue(), page, len(things)), ENDINGS[_ending(ask)], headers=headers)


def _thing(desk: Desk, ask: Ask, iri: str) -> io.BytesIO:
    name = iri.removeprefix(ID).partition("/")[0]
    if not _derived(ask, name):
        try:
            return _exported(desk, ask, [iri], 1)
        except NotFound:
            pass  # it may be something that is derived only
    return _exported(desk, ask, [iri], 1, derived=True)


def _words(desk: Desk, ask: Ask, things: Sequence[str]) -> io.BytesIO:
    return _exported(desk, ask, things, 0, graphs=[ONTOLOGY])


def _exported(
    desk: Desk, ask: Ask, things: Sequence[str], depth: int, *, derived: bool = False, graphs: Sequence[str] = ()
) -> io.BytesIO:
    body = io.BytesIO()
    form = _ending(ask).removeprefix(".")
    options: dict[str, Any] = {"around": things, "depth": depth, "derived": derived, "graphs": graphs}
    if form in ("ttl", "jsonld", "rdf", "nt"):
        # Of one graph: in these forms facts, words and derived facts stand together, as a query sees them.
        scope = scope_of(desk.store, **options)
        triples = {(q.subject, q.predicate, q.object) for name in scope.graphs for q in _quads(scope.store, name)}
        from pyoxigraph import Triple

        export((Triple(*triple) for triple in triples), body, form, lang=ask.lang)
    else:
        export(desk.store, body, form, lang=ask.lang, **options)
    return body


def _quads(store: Store, name: Any) -> Any:
    return store.quads_for_pattern(None, None, None, name)


def _reply(ask: Ask, iri: str, body: io.BytesIO) -> Reply:
    links = [f'<{iri}>; rel="describes"', f'<{page_of(iri)}>; rel="alternate"; type="text/html"']
    return Reply(body.getvalue(), ENDINGS[_ending(ask)], headers={"Link": ", ".join(links)})


def _ending(ask: Ask) -> str:
    ending = "." + ask.path["ending"]
    if ending not in ENDINGS:
        raise NotFound(f"this comes not as {ending}", hint=f"It comes as one of: {', '.join(ENDINGS)}.")
    return ending


def _derived(ask: Ask, kind: str) -> bool:
    return kind in ("party-status", "finding") or ask.get("derived") in ("1", "yes", "true")


def _things(desk: Desk, name: str) -> list[str]:
    """Every thing of a kind, in the order of addresses."""
    key = ("things", name)
    if key not in desk.kept:
        if name == "concept":
            found = {VOCABULARY + scheme for scheme in SCHEMES}
        elif name in KINDS:
            start = f"{ID}{name}/"
            text = f'SELECT DISTINCT ?x WHERE {{ ?x ?p ?o FILTER(STRSTARTS(STR(?x), "{start}")) }}'
            found = {row[0].value for row in desk.graph.run(text).rows()}
        else:
            raise NotFound(f"there is no kind of thing named {name[:80]}", hint=f"There are: {', '.join(KINDS)}.")
        desk.kept[key] = sorted(found)
    if not desk.kept[key]:
        raise NotFound(f"the graph holds no {name}")
    things: list[str] = desk.kept[key]
    return things


def _concepts(store: Store, scheme: str) -> list[str]:
    from pyoxigraph import NamedNode

    found = store.quads_for_pattern(None, NamedNode(SKOS + "inScheme"), NamedNode(scheme), NamedNode(ONTOLOGY))
    return sorted(str(getattr(quad.subject, "value", "")) for quad in found)


def _told_cut(ask: Ask, body: bytes, page: int, total: int) -> bytes:
    """In forms that have comments, a first line says what the list leaves out."""
    if total <= SIZE or _ending(ask) not in (".ttl", ".nt"):
        return body
    first, last = (page - 1) * SIZE + 1, min(page * SIZE, total)
    more = f"; ?page={page + 1} goes on" if last < total else ""
    return f"# {first} to {last} of {total}{more}\n".encode() + body
