"""The page of a source: where it can be read, and what rests on it, each fact with the place and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ontology.namespaces import DCTERMS
from .card import headed, sections
from .facts import Thing, reader

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

_PUBLISHED = (("publisher", "source publisher"), ("issued", "source issued"), ("language", "source language"))


def source(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one source."""
    read, say = reader(desk, ask), desk.say(ask)
    told = headed(read, ask, iri)
    own = []
    for name, word in _PUBLISHED:
        text = read.facts.text(iri, DCTERMS + name)
        if text:
            own.append((say(word), [Thing("", text)]))
    url = read.facts.value(iri, "url") or ""
    told["values"] = [*own, *told["values"]]
    return desk.page(
        "source.html",
        ask,
        **told,
        url=url if url.startswith(("https://", "http://")) else "",
        passages=sum(1 for _ in read.facts.quads(None, "source", iri)),
        **sections(read, ask, iri),
    )
