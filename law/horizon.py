"""What takes effect soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .dates import When
from .derive import Derived
from .proof import Proof
from .published import proof
from .words import Standing


class EventKind(StrEnum):
    """What happens on a day."""

    ENTRY = "enters-into-force"
    BOUND = "bound"
    PROVISIONAL = "applies-provisionally"
    LEAVES = "leaves"
    SUSPENDS = "suspends"
    ENDS = "ends"


_STANDINGS = {
    Standing.PARTY: EventKind.BOUND,
    Standing.PROVISIONAL: EventKind.PROVISIONAL,
    Standing.SUSPENDED: EventKind.SUSPENDS,
    Standing.WITHDRAWN: EventKind.LEAVES,
}


@dataclass(frozen=True)
class Event:
    """Something that takes effect: for a treaty as a whole (``subject`` is None), a subject, or a pair."""

    day: When
    kind: EventKind
    treaty: str
    subject: str | None
    other: str | None
    why: Proof

    def to_dict(self) -> dict[str, object]:
        return {
            "day": self.day.to_dict(),
            "kind": self.kind.value,
            "treaty": self.treaty,
            "subject": self.subject,
            "other": self.other,
            "sentence": {language: self.why.sentence(language) for language in ("en", "ru")},
        }


def coming(derived: Iterable[Derived], on: dt.date, days: int) -> list[Event]:
    """What takes effect, or may, after ``on`` and within ``days`` days, in order."""
    start, stop = on.toordinal(), on.toordinal() + days
    found = [
        event for one in derived for event in _events(one) if event.day.hi > start and start < event.day.lo <= stop
    ]
    return sorted(
        found, key=lambda event: (event.day, event.treaty, event.subject or "", event.kind, event.other or "")
    )


def _events(derived: Derived) -> Iterator[Event]:
    treaty = derived.treaty.id
    if derived.entry.day is not None:
        yield Event(derived.entry.day, EventKind.ENTRY, treaty, None, None, proof(derived.entry))
    ended = None
    for subject, stays in derived.stays.items():
        for stay in stays:
            if stay.standing in _STANDINGS:
                yield Event(stay.since, _STANDINGS[stay.standing], treaty, subject, None, stay.why)
            elif stay.standing is Standing.TERMINATED and ended is None:
                ended = Event(stay.since, EventKind.ENDS, treaty, None, None, stay.why)
    if ended is not None:
        yield ended
    for cuts in derived.cuts.values():
        for cut in cuts:
            kind = EventKind.ENDS if cut.formal else EventKind.SUSPENDS
            if cut.act.towards is not None:
                yield Event(cut.span.start, kind, treaty, cut.act.actor, cut.act.towards, cut.why)
