"""General entry into force: computed from acts and clause, beside the day that the register says (VCLT art. 24)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .acts import Act, Membership, Treaty
from .clauses import Clause, FinalClauses
from .counting import Counted, Missing, count
from .dates import NEVER, When, after, latest
from .successions import States
from .words import Trigger


class Basis(StrEnum):
    """Where the day that is used comes from."""

    PUBLISHED = "published"
    COMPUTED = "computed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Floor:
    """What kept a treaty from entering into force earlier: another treaty, or a date (``treaty`` is None)."""

    treaty: str | None
    day: When


@dataclass(frozen=True)
class Entry:
    """The general entry into force of a treaty.

    Parameters
    ----------
    published: what the register says, None where it says nothing.
    computed: what clause and acts lead to; None where they do not (then ``missing`` says what for).
    reached: when the threshold was met.
    counted: the consents that were counted then, in their order; the last one is the decisive one.
    floors: what else it waits for, each with its day; the latest of all is the entry.
    complete: whether every act that the register knows was there to be counted.
    """

    treaty: str
    published: When | None = None
    computed: When | None = None
    reached: When | None = None
    counted: tuple[Act, ...] = ()
    floors: tuple[Floor, ...] = ()
    missing: Missing | None = None
    clause: Clause | None = None
    published_sources: tuple[str, ...] = ()
    complete: bool = False

    @property
    def day(self) -> When | None:
        """The day that is used: the register's where it publishes one, else the computed one.

        The depositary tells when the number needed is reached (VCLT art.
        77(1)(f)), and the acts recorded here may be fewer than were made.  Where
        the two differ, :mod:`law.published` reports both.
        """
        return self.published or self.computed

    @property
    def basis(self) -> Basis:
        if self.published is not None:
            return Basis.PUBLISHED
        return Basis.UNKNOWN if self.computed is None else Basis.COMPUTED

    @property
    def decisive(self) -> Act | None:
        """The act with which the threshold was met."""
        return self.counted[-1] if self.counted and self.reached is not None else None


def enter(
    treaty: Treaty,
    clauses: FinalClauses,
    acts: Iterable[Act],
    *,
    states: States,
    memberships: Iterable[Membership] = (),
    organisations: Collection[str] = (),
    floor: When | None = None,
) -> Entry:
    """Compute the entry into force of one treaty.

    ``floor`` is the day on which the treaty that the clause names enters into
    force; None where it does not, or where no treaty is named.
    """
    clause = clauses.entry
    if clause is None:
        return Entry(
            treaty.id,
            treaty.published,
            published_sources=treaty.published_sources,
            complete=treaty.complete_as_of is not None,
        )
    counted = _count(clause, clauses, tuple(acts), states, tuple(memberships), organisations, floor)
    floors = []
    missing = counted.missing
    if clause.floor_treaty is not None and clause.trigger is not Trigger.ENTRY_OF:
        if floor is None:
            missing = (missing or Missing()).waiting_for(clause.floor_treaty)
        else:
            floors.append(Floor(clause.floor_treaty, floor))
    if clause.floor_date is not None and clause.trigger is not Trigger.FIXED_DATE:
        floors.append(Floor(None, clause.floor_date))
    computed = None
    if missing is None and counted.reached is not None:
        computed = after(counted.reached, clause.delay, clause.rounding, clause.counts_from)
        computed = latest(computed, *(one.day for one in floors))
        computed = None if computed == NEVER else computed
    return Entry(
        treaty=treaty.id,
        published=treaty.published,
        computed=computed,
        reached=counted.reached,
        counted=counted.acts,
        floors=tuple(floors),
        missing=missing,
        clause=clause,
        published_sources=treaty.published_sources,
        complete=treaty.complete_as_of is not None,
    )


def _count(
    clause: Clause,
    clauses: FinalClauses,
    acts: tuple[Act, ...],
    states: States,
    memberships: tuple[Membership, ...],
    organisations: Collection[str],
    floor: When | None,
) -> Counted:
    if clause.trigger is Trigger.FIXED_DATE:
        return Counted(reached=clause.floor_date)
    if clause.trigger is Trigger.ENTRY_OF:
        assert clause.floor_treaty is not None
        return Counted(reached=floor, missing=None if floor else Missing().waiting_for(clause.floor_treaty))
    return count(clause, clauses, acts, states=states, memberships=memberships, organisations=organisations)
