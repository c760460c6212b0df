"""The page of a session, meeting, visit, conference or signing: who met, where, about what, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.export.order import natural
from ...ontology.namespaces import VOCABULARY
from ..desk import alternates
from .facts import Fact, Reader, Thing, paged, reader, slug
from .ledger import entries, said_at

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Participants on one page.
PARTICIPANTS = 60


@dataclass(frozen=True)
class Participant:
    """Somebody who took part: as what, for whom, in which role."""

    fact: Fact
    who: Sequence[Thing]
    capacity: Sequence[Thing]
    behalf: Sequence[Thing]
    role: str
    attendance: str


def encounter(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one encounter."""
    read = reader(desk, ask)
    facts = read.facts
    everyone = _participants(read, iri)
    shown, page = paged(ask, everyone, PARTICIPANTS)
    body = facts.object(iri, "sessionOf")
    parts = read.encounters(facts.subjects("partOf", iri), latest_first=False)
    documents = sorted(facts.subjects("signedAt", iri), key=lambda one: (read.day(one), natural(one)))
    modality = (facts.object(iri, "modality") or "").removeprefix(VOCABULARY + "modality/")
    said = said_at(read, iri)
    concerning = [one for one in facts.subjects("concerns", iri) if one not in said]
    states = {state for one in facts.subjects("participationIn", iri) for state in facts.objects(one, "onBehalfOf")}
    return desk.page(
        "encounter.html",
        ask,
        alternates=alternates(ask),
        iri=iri,
        fact=read.fact(iri),
        kind=read.kind(iri),
        names=read.other_names(iri),
        modality=modality,
        head=read.values(iri, ("sessionOf", "partOf", "place", "placeState", "topic")),
        place=read.place(iri),
        body=None if body is None else read.thing(body),
        neighbours=(None, None) if body is None else _neighbours(read, body, iri),
        part_of=read.things(iri, "partOf"),
        parts=[(read.fact(one), read.kind(one), read.place(one)) for one in parts],
        topics=read.things(iri, "topic"),
        participants=shown,
        page=page,
        size=PARTICIPANTS,
        total=len(everyone),
        states=read.named(states),
        documents=[(read.fact(one), read.kind(one), read.things(one, "party")) for one in documents],
        ledger=entries(read, said),
        concerning=entries(read, concerning),
        checked=read.findings([iri, *(one.fact.iri for one in everyone), *documents, *said])[:20],
        slug=slug(iri),
    )


def _participants(read: Reader, iri: str) -> list[Participant]:
    """Who took part, by whom they stood for."""
    facts, found = read.facts, []
    for one in facts.subjects("participationIn", iri):
        posts = [post for node in facts.objects(one, "inCapacity") if (post := read.capacity(node)) is not None]
        attendance = facts.object(one, "attendance")
        found.append(
            Participant(
                read.fact(one),
                read.things(one, "participant"),
                read.named(set(posts)),
                read.things(one, "onBehalfOf"),
                read.concept(one, "participationRole"),
                "" if attendance in (None, VOCABULARY + "attendance/attended") else read.word(attendance),
            )
        )
    return sorted(found, key=lambda one: ([_key(thing) for thing in one.behalf], [_key(thing) for thing in one.who]))


def _key(thing: Thing) -> tuple[str, str]:
    return (thing.name.casefold(), thing.iri)


def _neighbours(read: Reader, body: str, iri: str) -> tuple[Thing | None, Thing | None]:
    """The sessions of the body before and after this one, by day."""
    row = read.encounters(read.facts.subjects("sessionOf", body), latest_first=False)
    at = row.index(iri)
    before = read.thing(row[at - 1]) if at else None
    after = read.thing(row[at + 1]) if at + 1 < len(row) else None
    return before, after
