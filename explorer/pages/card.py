"""The card of any thing as a page: names, what it says of itself, and the facts around it by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import NotFound
from ...graph.export.order import kind_of
from ...ontology.namespaces import KINDS
from ..desk import alternates
from .facts import Fact, Reader
from .gathered import (
    Derived,
    Section,
    around,
    drawable,
    head,
    known,
    matches,
    names,
    section,
    short,
    title,
    values,
)

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Facts of a section on one page, and beside many other sections.
SIZE, FEW, MANY = 25, 10, 4
#: Kinds whose own page tells more than the card.
_OWN_PAGE = frozenset("state official agency source treaty body session meeting visit conference signing".split())


def card(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The card; ``?section=`` one section alone, paged."""
    read = reader_of(desk, ask, iri)
    return desk.page("thing.html", ask, **headed(read, ask, iri), **sections(read, ask, iri))


def reader_of(desk: Desk, ask: Ask, iri: str) -> Reader:
    """The reader that knows the thing."""
    read = known(desk, ask, iri)
    if read is None:
        raise NotFound(f"the graph says nothing of {iri[:200]}")
    return read


def headed(read: Reader, ask: Ask, iri: str) -> dict[str, Any]:
    """What every page of a thing begins with."""
    relations, timeline = drawable(iri)
    kind = kind_of(iri)
    fact = read.fact(iri)
    name = title(read, iri)
    return {
        "alternates": alternates(ask),
        "iri": iri,
        "short": short(iri),
        "kind": read.kind(iri),
        "kind_slug": kind if kind in KINDS else "",
        "fact": Fact(**{**vars(fact), "name": name, "evidence": fact.evidence or _behind(read, iri)}),
        "names": names(read, iri),
        "values": values(read, iri, ("content", "form")),  # they are the title
        "matches": matches(read, iri),
        "checked": read.facts.value(iri, "checkedOn") or "",
        "confidence": read.concept(iri, "confidence"),
        "attested": read.facts.values(iri, "attestedOn"),
        "others": others(read, iri),
        "findings": read.findings([iri])[:20],
        "draw_relations": relations,
        "draw_timeline": timeline,
        "own_page": kind in _OWN_PAGE,
    }


def _behind(read: Reader, iri: str) -> tuple[Any, ...]:
    """The sources of the acts from which a fact was derived."""
    if not isinstance(read, Derived):
        return ()
    acts = read.facts.objects(iri, "becauseOf")
    return tuple(dict.fromkeys(one for act in acts for one in read.plain.sources(act)))


def others(read: Reader, iri: str) -> list[tuple[Fact, str, str]]:
    """What another source says of the thing: the statement, what it is about, and the value."""
    found = []
    for one in read.facts.subjects("about", iri):
        field = read.facts.value(one, "field")
        if field is not None:
            found.append((read.fact(one), read.word(field), read.facts.value(one, "value") or ""))
    return found


def sections(read: Reader, ask: Ask, iri: str) -> dict[str, Any]:
    """The sections of a page of a thing: the first rows of each, or one of them paged."""
    facts = around(read, iri)
    wanted = ask.get("section")
    page = ask.number("page", 1, least=1, most=999_999)
    if wanted and wanted not in facts:
        raise NotFound(f"there are no facts of the kind {wanted[:60]!r} about this thing")
    size = SIZE if wanted or len(facts) <= MANY else FEW
    shown: list[Section] = [
        section(read, iri, name, facts[name], size, page if wanted else 1) for name in facts if wanted in ("", name)
    ]
    return {
        "sections": shown,
        "contents": [(name, head(read, name), len(found)) for name, found in facts.items()],
        "wanted": wanted,
        "size": size,
    }
