"""The first page, and the page of an address that leads nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import NotFound
from ...ontology.namespaces import VOCABULARY
from ...queries.catalogue import catalogue
from .facts import Fact, Reader, reader
from .gathered import kinds_there, of_kind
from .ledger import Entry, entry
from .subjects import offered

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

#: What the page counts: what is there to look up, then what it rests on.
COUNTED = (
    "state", "organisation", "territory", "body", "agency", "post", "official", "treaty", "instrument", "session",
    "meeting", "visit", "conference", "signing", "source", "tenure", "action", "passage",
)  # fmt: skip
_ENCOUNTERS = ("session", "meeting", "visit", "conference", "signing")
#: Encounters and entries of the ledger on the first page.
LATEST, COMING, LEDGER = 6, 6, 5
_OPEN = frozenset(f"{VOCABULARY}ledger-status/{status}" for status in ("open", "accepted", "unknown"))
_HELD, _PLANNED = VOCABULARY + "modality/held", VOCABULARY + "modality/planned"
#: What can be typed into the search: a name in three scripts and ways.
_TRY = ("Краснов", "Oʻzbekiston Bosh prokuraturasi", "конвенция против коррупции", "KSGP")
#: Questions to begin with, with the values of their examples.
_QUESTIONS = (
    "holders-of-post", "encounters-between-states", "who-met-whom", "hosts-of-body", "signed-but-not-bound",
    "treaties-of-state", "encounters-on-topic", "next-host-of-body",
)  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """An encounter in a short list."""

    fact: Fact
    kind: str
    place: str


def home(desk: Desk, ask: Ask) -> Reply:
    """Where to begin: search, what there is, what happened last and what comes."""
    read, today = reader(desk, ask), dt.date.today().isoformat()
    latest, coming, overdue = _encounters(desk, read, today)
    ledger, open_ = _ledger(desk, read, today)
    there = kinds_there(desk)
    return desk.page(
        "home.html",
        ask,
        counts=[(kind, there[kind]) for kind in COUNTED if kind in there],
        latest=latest,
        coming=coming,
        overdue=overdue,
        ledger=ledger,
        n_open=open_,
        subjects=offered(desk, ask, "state", "organisation"),
        questions=[
            (one.name, one.summary[ask.lang], {name: value.example for name, value in one.parameters.items()})
            for name in _QUESTIONS
            if (one := catalogue().get(name)) is not None
        ],
        tries=_TRY,
    )


def nothing(desk: Desk, ask: Ask) -> Reply:
    """An address that no page has."""
    raise NotFound(f"there is no page at {ask.address[:200]}")


def _encounters(desk: Desk, read: Reader, today: str) -> tuple[list[Dated], list[Dated], list[Dated]]:
    """The latest ones held; those planned for today or later, or for no known day; those planned and overdue."""
    facts = read.facts
    held: list[str] = []
    coming: list[str] = []
    overdue: list[str] = []
    for kind in _ENCOUNTERS:
        for one in of_kind(desk, kind):
            modality, last = facts.object(one, "modality"), facts.value(one, "latest")
            if modality == _HELD and last is not None and last <= today:
                held.append(one)
            elif modality == _PLANNED:
                (coming if last is None or last >= today else overdue).append(one)
    return (
        [_dated(read, one) for one in read.encounters(held)[:LATEST]],
        [_dated(read, one) for one in read.encounters(coming, latest_first=False)[:COMING]],
        [_dated(read, one) for one in read.encounters(overdue)],
    )


def _dated(read: Reader, iri: str) -> Dated:
    return Dated(read.fact(iri), read.kind(iri), read.place(iri))


def _ledger(desk: Desk, read: Reader, today: str) -> tuple[Sequence[tuple[Entry, bool]], int]:
    """Open entries, the last said first, each with whether its day has passed; and how many are open."""
    facts = read.facts
    found = [
        one
        for kind in ("proposal", "commitment", "invitation")
        for one in of_kind(desk, kind)
        if facts.object(one, "ledgerStatus") in _OPEN
    ]
    found.sort(key=lambda one: (read.day(one), one), reverse=True)
    shown = [(entry(read, one), (facts.value(one, "dueLatest") or today) < today) for one in found[:LEDGER]]
    return shown, len(found)
