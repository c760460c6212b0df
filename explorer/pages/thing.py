"""The page of a thing: by its kind, or the facts around it by section; and of an address that is nothing's."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...ontology.namespaces import ID, KINDS, kind_and_slug
from .card import card
from .facts import Thing, reader
from .gathered import known

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Kind -> the module and function of its own page; every other kind has the card.
OWN: Mapping[str, str] = {
    "state": "state:state",
    "official": "official:official",
    "agency": "agency:agency",
    "source": "source:source",
    "treaty": "treaty:treaty",
    "body": "body:body",
    **dict.fromkeys(("session", "meeting", "visit", "conference", "signing"), "encounter:encounter"),
}


def thing(desk: Desk, ask: Ask) -> Reply:
    """The page of ``/kind/slug``; with ``?section=`` the facts of one section, whatever the kind."""
    kind, slug = ask.path["kind"], ask.path["slug"]
    iri = f"{ID}{kind}/{slug}"
    if kind_and_slug(iri) is None or known(desk, ask, iri) is None:
        return absent(desk, ask, kind, slug)
    module, _, name = OWN.get(kind, "").partition(":")
    if not module or ask.get("section"):
        return card(desk, ask, iri)
    reply: Reply = getattr(importlib.import_module(f"{__package__}.{module}"), name)(desk, ask, iri)
    return reply


def absent(desk: Desk, ask: Ask, kind: str, slug: str) -> Reply:
    """404, with what is named like it."""
    words = slug[:120].replace("-", " ").replace("_", " ").strip()
    kinds = (kind,) if kind in KINDS else ()
    hits = desk.graph.search(words, kinds=kinds, limit=8, cutoff=60.0) if words else []
    if not hits and kinds:
        hits = desk.graph.search(words, limit=8, cutoff=60.0)
    read = reader(desk, ask)
    return desk.page(
        "absent.html",
        ask,
        status=404,
        asked=f"{kind}/{slug}"[:200],
        words=words,
        kind=kind if kind in KINDS else "",
        near=[(Thing(hit.iri, read.name(hit.iri)), hit.kind) for hit in hits],
    )
