"""The page of an official: posts held, the calendar of encounters, whom they met, what they said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.export.order import natural
from ...ontology.namespaces import VOCABULARY
from .card import headed
from .facts import Fact, Reader, Thing, paged, reader, slug
from .gathered import around, asked, day_of, head, held, seen_on
from .ledger import entries
from .state import planned

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Encounters on one page; counterparts that are shown.
ENCOUNTERS, MET = 25, 15


@dataclass(frozen=True)
class Held:
    """A post held: where, acting or not, whether it is held on the day and when that was last looked up."""

    fact: Fact
    post: Thing
    agency: Sequence[Thing]
    state: Sequence[Thing]
    acting: bool
    now: str
    seen: str


@dataclass(frozen=True)
class Attended:
    """One encounter of the calendar, and as what the official took part."""

    fact: Fact
    encounter: Thing
    when: str
    place: str
    capacity: Sequence[Thing]
    behalf: Sequence[Thing]
    role: str
    attendance: str
    planned: bool


@dataclass(frozen=True)
class Counterpart:
    """Somebody met: for which state, at how many encounters, and the first and last of them."""

    who: Thing
    state: Thing | None
    encounters: str
    first: str
    last: str


def official(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one official."""
    read = reader(desk, ask)
    attended = sorted(read.facts.subjects("participant", iri), key=lambda one: (day_of(read, one), natural(one)))
    shown, page = paged(ask, attended[::-1], ENCOUNTERS)
    said = {one for name in ("by", "to") for one in read.facts.subjects(name, iri)}
    return desk.page(
        "official.html",
        ask,
        **headed(read, ask, iri),
        slug=slug(iri),
        posts=posts(read, iri),
        calendar=[_attended(read, one) for one in shown],
        page=page,
        size=ENCOUNTERS,
        total=len(attended),
        met=_met(desk, read, iri) if attended else [],
        ledger=entries(read, said)[::-1],
        contents=[(name, head(read, name), len(found)) for name, found in around(read, iri).items()],
    )


def posts(read: Reader, iri: str) -> list[Held]:
    """The posts of an official, the latest first; what has no day comes last."""
    facts, today = read.facts, dt.date.today().isoformat()
    found = []
    for one in facts.subjects("holder", iri):
        post = facts.object(one, "post")
        if post is None:
            continue
        agencies = facts.objects(post, "postIn")
        states = {state for agency in agencies for state in facts.objects(agency, "organOf")}
        now = held(read, one, today)
        seen = seen_on(read, one, today) if now else ""
        acting = facts.value(one, "acting") == "true"
        found.append(
            Held(read.fact(one), read.thing(post), read.named(agencies), read.named(states), acting, now, seen)
        )

    def rank(one: Held) -> tuple[bool, str]:
        day = read.day(one.fact.iri)
        return (day != "9999", day)

    return sorted(found, key=rank, reverse=True)


def _attended(read: Reader, fact: str) -> Attended:
    facts = read.facts
    encounter = facts.object(fact, "participationIn") or ""
    capacity = [post for node in facts.objects(fact, "inCapacity") if (post := read.capacity(node)) is not None]
    attendance = facts.object(fact, "attendance")
    return Attended(
        read.fact(fact),
        read.thing(encounter),
        read.when(encounter),
        read.place(encounter),
        read.named(set(capacity)),
        read.things(fact, "onBehalfOf"),
        read.concept(fact, "participationRole"),
        "" if attendance in (None, VOCABULARY + "attendance/attended") else read.word(attendance),
        planned(read, encounter),
    )


def _met(desk: Desk, read: Reader, iri: str) -> list[Counterpart]:
    """Whom the official met most often, and for which states: as the question has it."""
    found = []
    for one in asked(desk, "most-met-counterparts", read.lang, official=iri)[:MET]:
        met, state = one["met"], one["represented"]
        if met is not None:
            represented = None if state is None else read.thing(state)
            times = (one["encounters"] or "", one["first"] or "", one["last"] or "")
            found.append(Counterpart(read.thing(met), represented, *times))
    return found
