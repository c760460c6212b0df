"""A reading as the JSON that ``comity read -f json`` prints: the shape of the annotation guide, with passages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from . import sureness
from .reading import Basis, BodyTold, Encounter, LedgerItem, Person, Reading, Span

#: How sure a value is, by its rule, its basis and what the reader says itself.
Sure = Callable[[str, Basis, float], float]
SAYINGS = ("proposal", "initiative", "invitation")


def told(reading: Reading) -> dict[str, Any]:
    """Events, the next event, other persons, initiatives, and what the page says of bodies."""
    sure = partial(sureness.sure, engine=reading.engine)
    return {
        "language": reading.language,
        "events": [_encounter(one, sure) for one in reading.encounters],
        "next_event": _encounter(reading.planned[0], sure, planned=True) if reading.planned else None,
        "planned": [_encounter(one, sure, planned=True) for one in reading.planned],
        "other_persons": [_person(one, sureness.HELD, sureness.basis_held(one), sure) for one in reading.others],
        "initiatives": [_item(one, sure) for one in reading.ledger if one.kind in SAYINGS],
        "commitments": [_item(one, sure) for one in reading.ledger if one.kind == "commitment"],
        "bodies": [_body(one) for one in reading.bodies],
        "notes": list(reading.notes),
    }


def _place(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _person(person: Person, rule: str, basis: Basis, sure: Sure) -> dict[str, Any]:
    score = sure(rule, basis, person.confidence) if person.name else person.confidence
    return {
        "name": person.name,
        "post": person.post,
        "post_id": person.post_id,
        "agency": person.agency,
        "country": person.state,
        "official": person.official,
        "role": person.role,
        "basis": person.basis,
        "confidence": round(score, 2),
        "passage": _place(person.span),
    }


def _type(one: Encounter) -> str:
    """The kind of an encounter; the sitting of what is itself a conference ("the 29th Annual Conference of the
    International Association of Prosecutors") is one."""
    gathering = (one.body or "").rpartition(" ")[2]
    return "conference" if one.type == "session" and gathering in ("Conference", "Forum") else one.type


def _encounter(one: Encounter, sure: Sure, *, planned: bool = False) -> dict[str, Any]:
    score = sure(sureness.telling(one, planned=planned), "stated", one.confidence)

    def taking_part(person: Person) -> dict[str, Any]:
        return _person(person, sureness.taking_part(one), person.basis, sure)

    shape: dict[str, Any] = {
        "type": _type(one),
        "type_alt": list(one.type_alt),
        "date": one.date,
        "date_end": one.date_end,
        "ordinal": one.ordinal,
        "body": one.body,
        "place_city": one.place_city,
        "place_country": one.place_state,
        "host_country": one.host_state,
        "chair": None if one.chair is None else taking_part(one.chair),
        "chair_country": one.chair_state,
        "online": one.online,
        "participants": [taking_part(person) for person in one.participants],
        "participant_countries": sorted(one.states),
        "topics": sorted(one.topics),
        "documents_signed": list(one.documents),
        "treaties_mentioned": list(one.instruments),
        "decisions": list(one.decisions),
        "background": one.background,
        "planned": one.planned,
        "part_of": one.part_of,
        "rule": one.rule,
        "confidence": round(score, 2),
        "passage": _place(one.span),
        "inferred": sorted(key for key, fact in one.facts.items() if fact.basis == "inferred"),
        "derived": sorted(key for key, fact in one.facts.items() if fact.basis == "derived"),
        "passages": {key: _place(fact.span) for key, fact in sorted(one.facts.items()) if fact.span is not None},
    }
    return shape


def _item(item: LedgerItem, sure: Sure) -> dict[str, Any]:
    def name(person: Person | None) -> str | None:
        return None if person is None else person.name or person.post or person.agency or person.state

    return {
        "kind": item.kind,
        "by": name(item.by),
        "to": name(item.to),
        "about": item.about,
        "due": item.due,
        "topics": sorted(item.topics),
        "said_at": item.said_at,
        "confidence": round(sure(sureness.saying(item), "stated", item.confidence), 2),
        "passage": _place(item.span),
    }


def _body(body: BodyTold) -> dict[str, Any]:
    def at(pair: tuple[str, Span] | None) -> dict[str, Any] | None:
        return None if pair is None else {"value": pair[0], "passage": _place(pair[1])}

    return {
        "body": body.body,
        "thing": body.body_thing,
        "aims": [
            {"letter": letter, "passage": _place(span), "topics": sorted(body.aim_topics.get(letter, ()))}
            for letter, span in body.aims
        ],
        "members": [{"country": state, "passage": _place(span)} for state, span in body.members],
        "rhythm": at(body.rhythm),
        "rotation": at(body.rotation),
        "since": at(body.since),
        "hosts": [{"year": year, "country": state, "passage": _place(span)} for year, state, span in body.hosts],
        "instruments": [
            {"words": words, "thing": thing, "passage": _place(span)} for words, thing, span in body.instruments
        ],
    }
