"""What was proposed, promised, offered and assessed: an entry as pages list it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...graph.export.order import natural
from ...queries.words import spoken
from .facts import LEDGER, Fact, Reader, Thing


@dataclass(frozen=True)
class Entry:
    """One entry of the ledger: what kind, who to whom, what became of it."""

    fact: Fact
    kind: str
    content: str
    by: Sequence[Thing]
    to: Sequence[Thing]
    due: str
    status: str
    at: Sequence[Thing]
    realised: Sequence[Thing]
    concerns: Sequence[Thing]


def entry(read: Reader, iri: str) -> Entry:
    """One entry."""
    facts = read.facts
    due = facts.value(iri, "due")
    return Entry(
        read.fact(iri),
        read.kind(iri),
        facts.text(iri, "content") or "",
        read.things(iri, "by"),
        read.things(iri, "to"),
        "" if due is None else spoken(due, read.lang),
        # An opinion has no outcome.
        "" if facts.is_a(iri, "Assessment") else read.concept(iri, "ledgerStatus"),
        read.things(iri, "saidAt"),
        read.things(iri, "realisedBy"),
        read.things(iri, "concerns"),
    )


def entries(read: Reader, iris: Iterable[str]) -> list[Entry]:
    """Entries by day."""
    return [entry(read, one) for one in sorted(set(iris), key=lambda one: (read.day(one), natural(one)))]


def said_at(read: Reader, encounter: str) -> list[str]:
    """The entries that go back to an encounter."""
    return read.facts.subjects("saidAt", encounter)


def of_two(read: Reader, one: str, other: str) -> list[str]:
    """Entries that one side addressed to the other, in this direction.

    A side speaks by itself, through its agencies, through whoever holds a post in them.
    """
    facts, found = read.facts, []
    for iri in facts.instances(*LEDGER):
        by = {
            owner for name in ("by", "onBehalfOf") for thing in facts.objects(iri, name) for owner in read.owner(thing)
        }
        to = {owner for thing in facts.objects(iri, "to") for owner in read.owner(thing)}
        if one in by and other in to:
            found.append(iri)
    return found
