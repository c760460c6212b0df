"""Which function makes which page: the one list.  Modules are imported when a page of theirs is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..asking import Ask

#: Name of a page -> module and function.  Names that begin with ``data`` or ``api`` answer data, errors too.
PAGES: Mapping[str, str] = {
    "home": "home:home",
    "nothing": "home:nothing",
    "warm": "warm:warm",
    "search": "search:search",
    "about": "about:about",
    "findings": "findings:findings",
    # Things
    "kind": "listing:listing",
    "thing": "thing:thing",
    "concept": "concept:concept",
    "scheme": "concept:scheme",
    "pair": "pair:pair",
    # Treaty law
    "between": "law:between",
    "route": "law:route",
    "explain": "law:explain",
    "horizon": "law:horizon",
    "status-matrix": "status:status_matrix",
    # Pictures
    "relations": "relations:relations",
    "edge": "relations:edge",
    "timeline": "timeline:timeline",
    "cooperation": "cooperation:cooperation",
    "map": "maps:map_page",
    "picture.relations": "pictures:relations",
    "picture.timeline": "pictures:timeline",
    "picture.cooperation": "pictures:cooperation",
    "picture.status-matrix": "pictures:status_matrix",
    "picture.map": "pictures:map_picture",
    # Questions
    "query": "query:query",
    "questions": "questions:questions",
    "question": "questions:question",
    # Programs
    "ontology": "ontology:ontology",
    "data.ontology": "ontology:ontology_data",
    "data.thing": "twins:thing",
    "data.kind": "twins:kind",
    "data.void": "dataset:void",
    "data.service": "dataset:service",
    "data.openapi": "openapi:openapi",
    "api": "api:api",
    "api.reconcile": "reconcile:reconcile",
}


def warming() -> list[Ask]:
    """Pages that bring with them what most others need: the store, names, standings, pictures, questions."""
    from ..asking import Ask

    return [
        Ask("home"),
        Ask("kind", {"kind": "state"}),
        Ask("search", query=(("q", "a"),)),
        Ask("status-matrix"),
        Ask("relations", query=(("projection", "represented"),)),
        Ask("horizon"),
        Ask("cooperation"),
        Ask("questions"),
        Ask("query"),
        Ask("findings"),
        *(Ask("warm", query=(("kind", kind),)) for kind in ("state", "treaty", "official", "body", "session")),
    ]
