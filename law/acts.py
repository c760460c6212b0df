"""What the engine is given: treaties, acts, successions of states, memberships.

All are plain values with opaque ids: the adapter to the graph fills them, and
finds its nodes again by the ids in a proof.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import BadInput
from .dates import FUTURE, NEVER, When, latest
from .words import CONSENTS, ActKind, SuccessionKind

#: On one day, what ends comes before what begins, and consent before what it allows.
_ORDER = {ActKind.TERMINATION: 0, ActKind.WITHDRAWAL: 1, ActKind.SIGNATURE: 2} | dict.fromkeys(CONSENTS, 3)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a subject towards a treaty.

    Parameters
    ----------
    date: when it was done (deposit, notification), as far as known; None where not.
    effective: when the source says that it takes effect; computed where None.
    until: when it ends: a suspension, a provisional application, or a consent that the register shows as ended
        without saying how (square brackets), as far as known.
    towards: the one subject towards which it has effect.
    responds_to: the id of the act that it answers.
    opposes_entry: for an objection: the treaty shall not be in force between the two (VCLT art. 20(4)(b)).
    known: the day on which the source knew it; the latest day of ``date`` where None.
    """

    id: str
    kind: ActKind
    actor: str
    instrument: str
    date: When | None = None
    effective: When | None = None
    until: When | None = None
    towards: str | None = None
    responds_to: str | None = None
    article: str | None = None
    matter: str | None = None
    territory: str | None = None
    opposes_entry: bool = False
    known: dt.date | None = None
    sources: tuple[str, ...] = ()

    @property
    def day(self) -> When:
        """When it was done; anywhere in time where no date is known."""
        return self.date or self.effective or When(0, FUTURE)

    @property
    def effect(self) -> When:
        """When it takes effect, where no clause says otherwise; a withdrawal never before it was notified."""
        if self.kind is ActKind.WITHDRAWAL and self.effective is not None:
            return latest(self.effective, self.day)
        return self.effective or self.day

    @property
    def known_from(self) -> int:
        """The ordinal of the day from which it was known; 0 where no date at all is given."""
        if self.known is not None:
            return self.known.toordinal()
        if self.date is None:
            return 0
        return self.date.lo if self.date.hi == FUTURE else self.date.hi

    @property
    def order(self) -> tuple[int, int, int, str]:
        """What acts are sorted by, so that the order of loading does not matter."""
        return (self.day.lo, self.day.hi, _ORDER.get(self.kind, 4), self.id)


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty, with the entry into force that its register publishes, if any.

    ``complete_as_of`` is the day as of which every act that its register knows is
    given; None where only some are.
    """

    id: str
    published: When | None = None
    published_sources: tuple[str, ...] = ()
    published_known: dt.date | None = None
    complete_as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """One state in the place of another, from a day."""

    id: str
    kind: SuccessionKind
    predecessor: str
    successor: str
    date: When
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Membership:
    """Full membership of an organisation over some time; other roles are left out by the adapter."""

    member: str
    organisation: str
    start: When
    end: When = NEVER
    id: str = ""

    def holds(self, day: int) -> bool:
        """Whether it holds on ``day``, in the reading that its dates allow."""
        return self.start.lo <= day < self.end.hi


def unique(things: Iterable[Act]) -> None:
    """Ids name acts in proofs, so two acts may not share one."""
    seen: set[str] = set()
    twice = sorted({act.id for act in things if act.id in seen or seen.add(act.id)})  # type: ignore[func-returns-value]
    if twice:
        raise BadInput(f"two acts have the same id: {', '.join(twice[:5])}", hint="give each act an id of its own")
