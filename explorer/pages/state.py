"""The page of a state: who is in office, where it is a member, what binds it, whom it met, where to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...graph.export.order import kind_of, natural
from ...ontology.namespaces import VOCABULARY
from .card import headed
from .facts import LEDGER, Fact, Reader, Thing, day_or_today, paged, reader, slug, slug_of
from .gathered import around, asked, derived, head, held, ordered, seen_on
from .ledger import entries

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Encounters, former holders and entries of the ledger on one page; states it met that are shown.
ENCOUNTERS, TENURES, SAID, MET = 20, 25, 15, 40
#: How standings follow one another: what binds first.
_STANDINGS = "party provisional suspended contracting signatory withdrawn terminated ceased".split()
_MEMBER = VOCABULARY + "membership-role/member"


@dataclass(frozen=True)
class Office:
    """A post of an agency and who holds it on the day; ``official`` is None where nobody is known."""

    agency: Thing
    post: Thing | None
    official: Thing | None
    when: str
    certain: bool
    seen: str
    fact: Fact


@dataclass(frozen=True)
class Interval:
    """A fact that holds for a time: what it leads to, in which role, and whether it held on the day."""

    fact: Fact
    what: Thing
    role: str
    held: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Authority:
    """An agency named for requests: for which measures, under which treaty and article, by which channel."""

    named: Interval
    measures: Sequence[Thing]
    under: Sequence[Thing]
    article: str


@dataclass(frozen=True)
class Standing:
    """What the state is to one treaty on the day; ``act`` is what made it so."""

    treaty: Thing
    since: str
    act: Fact | None


def state(desk: Desk, ask: Ask, iri: str) -> Reply:
    """The page of one state, ``?on=`` a day; ``?holders=`` unfolds who held its posts."""
    read, day = reader(desk, ask), day_or_today(ask).isoformat()
    met = read.encounters(read.shortcuts.objects(iri, "representedAt"))
    shown, page = paged(ask, met, ENCOUNTERS)
    ledger = _ledger(read, iri)
    said, said_page = paged(ask, ledger, SAID, "said")
    return desk.page(
        "state.html",
        ask,
        **headed(read, ask, iri),
        code=slug(iri),
        day=day,
        office=_office(desk, read, iri, day),
        **_holders(read, ask, iri),
        **_memberships(read, iri, day),
        standings=_standings(desk, ask, read, iri, day),
        authorities=_authorities(read, iri, day),
        calendar=calendar(read, shown),
        page=page,
        size=ENCOUNTERS,
        total=len(met),
        pairs=_pairs(read, iri, met)[:MET],
        ledger=entries(read, said)[::-1],
        ledger_page=said_page,
        ledger_size=SAID,
        ledger_total=len(ledger),
        contents=[(name, head(read, name), len(found)) for name, found in around(read, iri).items()],
    )


def calendar(read: Reader, encounters: Sequence[str]) -> list[tuple[Fact, str, str, list[Thing], bool]]:
    """Encounters as a table has them: the encounter, its kind, place, body, and whether it is only planned."""
    return [
        (read.fact(one), read.kind(one), read.place(one), read.things(one, "sessionOf"), planned(read, one))
        for one in encounters
    ]


def planned(read: Reader, encounter: str) -> bool:
    """Whether an encounter is known as planned only."""
    return read.facts.object(encounter, "modality") == VOCABULARY + "modality/planned"


def _office(desk: Desk, read: Reader, iri: str, day: str) -> list[Office]:
    """Who heads the agencies, as the question agencies-of-state has it: it knows who was succeeded."""
    if not read.facts.subjects("organOf", iri):
        return []
    found = []
    for one in asked(desk, "agencies-of-state", read.lang, state=iri, on=day):
        agency, post, official, fact = one["agency"], one["post"], one["official"], one["fact"]
        if agency is None or fact is None:
            continue
        found.append(
            Office(
                read.thing(agency),
                None if post is None else read.thing(post),
                None if official is None else read.thing(official),
                "" if official is None else read.when(fact),
                one["certain"] == "true",
                one["checked"] or "",
                read.fact(fact),
            )
        )
    return found


def _holders(read: Reader, ask: Ask, iri: str) -> dict[str, Any]:
    """Everybody who held a post of its agencies: counted, and told where the address asks for it."""
    facts = read.facts
    posts = sorted(post for agency in facts.subjects("organOf", iri) for post in facts.subjects("postIn", agency))
    tenures = [tenure for post in posts for tenure in facts.subjects("post", post)]
    shown: Sequence[str] = ()
    page = 1
    if ask.get("holders"):
        shown, page = paged(ask, ordered(read, tenures), TENURES, "holders")
    return {
        "tenures": [(read.fact(one), read.things(one, "holder"), read.things(one, "post")) for one in shown],
        "tenures_total": len(tenures),
        "tenures_page": page,
        "tenures_size": TENURES,
    }


def _memberships(read: Reader, iri: str, day: str) -> dict[str, Any]:
    """Memberships on the day, full ones first, and the others."""
    facts = read.facts
    now: list[tuple[bool, Interval]] = []
    other: list[tuple[bool, Interval]] = []
    for one in facts.subjects("member", iri):
        organisation, role = facts.object(one, "organisation"), facts.object(one, "membershipRole")
        if organisation is None:
            continue
        surely = held(read, one, day)
        seen = seen_on(read, one, day) if surely else ""
        said = Interval(read.fact(one), read.thing(organisation), read.word(role), surely, seen)
        (now if surely else other).append((role != _MEMBER, said))
    now.sort(key=lambda pair: (pair[0], pair[1].role, pair[1].what.name.casefold()))
    other.sort(key=lambda pair: read.day(pair[1].fact.iri), reverse=True)
    return {"members": [one for _, one in now], "members_other": [one for _, one in other]}


def _standings(desk: Desk, ask: Ask, read: Reader, iri: str, day: str) -> list[tuple[str, str, list[Standing]]]:
    """Standing -> treaties, what binds first; derived by treaty law."""
    law = derived(desk, ask)
    found: dict[str, list[Standing]] = {}
    for one in law.facts.subjects("subject", iri):
        treaty, standing = law.facts.object(one, "treaty"), law.facts.object(one, "standing")
        if treaty is None or standing is None or not law.facts.holds(one, day):
            continue
        act = law.facts.object(one, "becauseOf")
        said = Standing(read.thing(treaty), law.when(one), None if act is None else read.fact(act))
        found.setdefault(standing, []).append(said)

    def rank(standing: str) -> tuple[int, str]:
        name = slug_of(standing)
        return (_STANDINGS.index(name) if name in _STANDINGS else len(_STANDINGS), name)

    return [
        (slug_of(one), read.word(one), sorted(found[one], key=lambda said: said.treaty.name.casefold()))
        for one in sorted(found, key=rank)
    ]


def _authorities(read: Reader, iri: str, day: str) -> list[Authority]:
    """The authorities that it named for requests and that are so on the day."""
    facts, found = read.facts, []
    for one in facts.subjects("designatedBy", iri):
        surely, agency = held(read, one, day), facts.object(one, "agency")
        if not surely or agency is None:
            continue
        named = Interval(
            read.fact(one), read.thing(agency), read.concept(one, "channel"), surely, seen_on(read, one, day)
        )
        under = read.things(one, "instrument")
        found.append(Authority(named, read.things(one, "measure"), under, facts.value(one, "article") or ""))
    return sorted(found, key=lambda one: ([m.name for m in one.measures], [t.name for t in one.under], one.article))


def _pairs(read: Reader, iri: str, encounters: Sequence[str]) -> list[tuple[Thing, str, int]]:
    """The states that were at the same encounters, and at how many."""
    counts: Counter[str] = Counter()
    for one in encounters:
        counts.update(read.shortcuts.subjects("representedAt", one))
    states = [one for one in counts if kind_of(one) == "state" and one != iri]
    return sorted(
        ((read.thing(one), slug(one), counts[one]) for one in states),
        key=lambda row: (-row[2], row[0].name.casefold()),
    )


def _ledger(read: Reader, iri: str) -> list[str]:
    """Entries of the ledger of or to the state, its agencies and its officials; the latest first."""
    facts, found = read.facts, []
    for one in facts.instances(*LEDGER):
        sides = [thing for name in ("by", "onBehalfOf", "to") for thing in facts.objects(one, name)]
        if any(iri in read.owner(thing) for thing in sides):
            found.append(one)
    return sorted(found, key=lambda one: (read.day(one), natural(one)), reverse=True)
