"""The page of an agency: its posts and who held them, its agreements, what it is named for, whom it met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.export.order import natural
from .card import headed
from .facts import LEDGER, Reader, Thing, day_or_today, paged, reader, slug
from .gathered import around, head, held, ordered, seen_on
from .ledger import entries
from .official import Held
from .state import Authority, Interval, calendar

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Encounters on one page.
ENCOUNTERS = 25


def agency(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one agency, ``?on=`` a day."""
    read, day = reader(desk, ask), day_or_today(ask).isoformat()
    facts = read.facts
    met = read.encounters(_encounters(read, iri))
    shown, page = paged(ask, met, ENCOUNTERS)
    agreements = ordered(read, facts.subjects("party", iri))
    return desk.page(
        "agency.html",
        ask,
        **headed(read, ask, iri),
        day=day,
        states=[(one, slug(one.iri)) for one in read.things(iri, "organOf")],
        posts=[(read.thing(post), _holders(read, post, day)) for post in facts.subjects("postIn", iri)],
        agreements=[
            (read.fact(one), read.kind(one), [other for other in read.things(one, "party") if other.iri != iri])
            for one in agreements
        ],
        authorities=_authorities(read, iri, day),
        bodies=[
            (read.fact(one), read.things(one, "organisation"), read.concept(one, "membershipRole"))
            for one in facts.subjects("member", iri)
        ],
        calendar=calendar(read, shown),
        page=page,
        size=ENCOUNTERS,
        total=len(met),
        ledger=entries(read, _ledger(read, iri))[::-1],
        contents=[(name, head(read, name), len(found)) for name, found in around(read, iri).items()],
    )


def _holders(read: Reader, post: str, day: str) -> list[tuple[Held, Thing]]:
    """Everybody who held a post, the latest first, each with whether it was so on the day."""
    found = []
    for one in ordered(read, read.facts.subjects("post", post)):
        holder = read.facts.object(one, "holder")
        if holder is None:
            continue
        surely = held(read, one, day)
        acting = read.facts.value(one, "acting") == "true"
        seen = seen_on(read, one, day) if surely else ""
        found.append((Held(read.fact(one), read.thing(post), (), (), acting, surely, seen), read.thing(holder)))
    return found


def _authorities(read: Reader, iri: str, day: str) -> list[Authority]:
    """What the agency is named for, on the day or at another time."""
    found = []
    for one in read.facts.subjects("agency", iri):
        surely = held(read, one, day)
        seen = seen_on(read, one, day) if surely else ""
        named = Interval(read.fact(one), read.thing(iri), read.concept(one, "channel"), surely, seen)
        article = read.facts.value(one, "article") or ""
        found.append(Authority(named, read.things(one, "measure"), read.things(one, "instrument"), article))
    return found


def _encounters(read: Reader, iri: str) -> set[str]:
    """The encounters at which the agency, or somebody for it or in a post of it, took part."""
    facts = read.facts
    parts = {one for name in ("participant", "onBehalfOf") for one in facts.subjects(name, iri)}
    for post in facts.subjects("postIn", iri):
        for node in (post, *facts.subjects("post", post)):
            parts.update(facts.subjects("inCapacity", node))
    return {encounter for one in parts for encounter in facts.objects(one, "participationIn")}


def _ledger(read: Reader, iri: str) -> list[str]:
    """Entries of the ledger by, for or to the agency or whoever spoke in a post of it."""
    facts, found = read.facts, []
    posts = set(facts.subjects("postIn", iri))
    for one in facts.instances(*LEDGER):
        sides = {thing for name in ("by", "onBehalfOf", "to") for thing in facts.objects(one, name)}
        spoke = {read.capacity(node) for name in ("byCapacity", "toCapacity") for node in facts.objects(one, name)}
        if iri in sides or spoke & posts:
            found.append(one)
    return sorted(found, key=natural)
