"""The page of two states: what binds them, when they met and about what, what each proposed to the other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import Usage
from ...graph.export.order import kind_of, natural
from ...ontology.namespaces import ID
from ...queries.words import spoken
from .facts import Fact, Reader, Thing, day_or_today, paged, reader, slug
from .ledger import entries, of_two
from .proofs import naming_of
from .subjects import concepts, subject

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: Encounters on one page.
ENCOUNTERS = 25


def pair(desk: Desk, ask: Ask) -> Reply:
    """The page of ``/pair/UZ/RU``, on ``?on=`` a day."""
    one, other = (subject(desk, ask.path[name], name) for name in ("a", "b"))
    if one == other:
        raise Usage(f"{ask.path['a'][:60]} and {ask.path['b'][:60]} are the same; a pair takes two")
    read, day = reader(desk, ask), day_or_today(ask)
    met = read.encounters(_met(read, one, other))
    shown, page = paged(ask, met, ENCOUNTERS)
    bound = _in_force(desk, ask, read, one, other, day)
    return desk.page(
        "pair.html",
        ask,
        a=read.thing(one),
        b=read.thing(other),
        a_key=one.removeprefix(ID),
        b_key=other.removeprefix(ID),
        states=kind_of(one) == kind_of(other) == "state",
        a_code=slug(one),
        b_code=slug(other),
        day=day.isoformat(),
        bound=bound,
        encounters=[_encounter(read, encounter, one, other) for encounter in shown],
        page=page,
        size=ENCOUNTERS,
        total=len(met),
        years=sorted(Counter(year for encounter in met if (year := read.year(encounter))).items()),
        topics=_topics(read, met),
        there=entries(read, of_two(read, one, other)),
        back=entries(read, of_two(read, other, one)),
        shared=_shared(read, one, other, day),
        agreements=_agreements(read, one, other, day),
        measures=_measures(desk, ask, read, bound),
    )


def _met(read: Reader, one: str, other: str) -> set[str]:
    """Encounters at which both were represented."""
    own, others = (set(read.shortcuts.objects(who, "representedAt")) for who in (one, other))
    return own & others


def _in_force(desk: Desk, ask: Ask, read: Reader, one: str, other: str, day: dt.date) -> list[dict[str, Any]]:
    """What works between them that day: treaty, since when, how surely."""
    naming = naming_of(desk, ask)
    found = desk.graph.treaty_law.law.between(one.removeprefix(ID), other.removeprefix(ID), on=day)
    told = [
        {
            "treaty": Thing(ID + force.treaty, naming.thing(force.treaty)),
            "slug": force.treaty.rpartition("/")[2],
            "since": spoken(str(force.since), read.lang, point=True),
            "until": "" if force.until is None else spoken(str(force.until), read.lang, point=True),
            "certain": force.certain,
            "provisional": force.provisional,
            "reservations": len(force.modified_by),
        }
        for force in found
    ]
    return sorted(told, key=lambda row: str(row["treaty"].name).casefold())


def _encounter(read: Reader, iri: str, one: str, other: str) -> dict[str, Any]:
    """An encounter, and who was there for either."""
    facts = read.facts
    there: dict[str, list[Thing]] = {one: [], other: []}
    for fact in facts.subjects("participationIn", iri):
        for side in set(facts.objects(fact, "onBehalfOf")) & set(there):
            there[side] += read.things(fact, "participant")
    return {
        "fact": read.fact(iri),
        "kind": read.kind(iri),
        "place": read.place(iri),
        "topics": read.things(iri, "topic"),
        "a": there[one],
        "b": there[other],
        "modality": ""
        if (facts.object(iri, "modality") or "/held").endswith("/held")
        else read.concept(iri, "modality"),
    }


def _topics(read: Reader, encounters: Sequence[str]) -> list[tuple[Thing, int]]:
    """What they met about, the most frequent first."""
    counts = Counter(topic for one in encounters for topic in read.facts.objects(one, "topic"))
    told = [(read.thing(topic), n) for topic, n in counts.items()]
    return sorted(told, key=lambda row: (-row[1], row[0].name.casefold()))


def _shared(read: Reader, one: str, other: str, day: dt.date) -> list[tuple[Thing, Fact, str, Fact, str]]:
    """Organisations and bodies that both may have belonged to that day, with their roles."""
    facts, text = read.facts, day.isoformat()

    def stays(who: str) -> list[str]:
        return [fact for fact in facts.subjects("member", who) if facts.holds(fact, text)]

    others = [(facts.object(fact, "organisation"), fact) for fact in stays(other)]
    found = [
        (read.thing(organisation), read.fact(fact), read.concept(fact, "membershipRole"), read.fact(theirs),
         read.concept(theirs, "membershipRole"))
        for fact in stays(one)
        if (organisation := facts.object(fact, "organisation")) is not None
        for joined, theirs in others
        if joined == organisation
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row[0].name.casefold(), row[1].iri, row[3].iri))


def _agreements(read: Reader, one: str, other: str, day: dt.date) -> list[tuple[Fact, str, list[Thing]]]:
    """Instruments that agencies of both, or both themselves, are named as sides of."""
    facts = read.facts
    sides: list[set[str]] = []
    for who in (one, other):
        organs = [who, *(agency for agency in facts.subjects("organOf", who) if kind_of(agency) == "agency")]
        sides.append({instrument for organ in organs for instrument in facts.subjects("party", organ)})
    found = [iri for iri in sides[0] & sides[1] if (facts.value(iri, "earliest") or "") <= day.isoformat()]
    ordered = sorted(found, key=lambda iri: (read.day(iri), natural(iri)))
    return [(read.fact(iri), read.kind(iri), read.things(iri, "party")) for iri in ordered]


def _measures(desk: Desk, ask: Ask, read: Reader, bound: Sequence[dict[str, Any]]) -> list[tuple[Thing, str, int]]:
    """Each measure, and how many treaties in force between them have an article for it."""
    counts = Counter(
        measure
        for force in bound
        for measure in {
            measure
            for provision in read.facts.subjects("provisionOf", force["treaty"].iri)
            for measure in read.facts.objects(provision, "measure")
        }
    )
    return [(one, one.iri.rpartition("/")[2], counts[one.iri]) for one in concepts(desk, ask, "measure")]
