"""All subjects and all treaties on any day: intervals turned once into change days and bit sets.

Each treaty has a timeline: the days on which something changes, and for each
stretch between them four integers whose bits are subjects.  A day is then one
binary search a treaty, and who is tied to whom a few operations on integers.
"""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .dates import NEVER, When
from .derive import Derived
from .pairs import Tie, consent_kind, opening
from .spans import ALWAYS
from .status import Stay
from .successions import States
from .words import ActKind, Standing


class Masks(NamedTuple):
    """Who is bound, as bits: in working order and formally (suspended too), each certainly and possibly."""

    certain: int = 0
    possible: int = 0
    formal: int = 0
    formal_possible: int = 0


class Timeline:
    """One treaty over time."""

    def __init__(self, derived: Derived, position: Mapping[str, int]) -> None:
        changes: dict[int, list[tuple[int, int, bool]]] = {}

        def mark(field: int, bit: int, start: int, end: int) -> None:
            if start < end:
                changes.setdefault(start, []).append((field, bit, True))
                changes.setdefault(end, []).append((field, bit, False))

        for subject, stays in derived.bound.items():
            bit = 1 << position[subject]
            for stay in stays:
                start, end = stay.span
                if stay.standing is not Standing.SUSPENDED:
                    mark(0, bit, start.hi, end.lo)
                    mark(1, bit, start.lo, end.hi)
                if stay.standing is not Standing.PROVISIONAL:
                    mark(2, bit, start.hi, end.lo)
                    mark(3, bit, start.lo, end.hi)
        self.days = array("l")
        self.masks: list[Masks] = []
        # Uncertain dates let two stays of one subject overlap, so bits are counted.
        counts: dict[tuple[int, int], int] = {}
        now = [0, 0, 0, 0]
        for day in sorted(changes):
            for field, bit, on in changes[day]:
                number = counts.get((field, bit), 0) + (1 if on else -1)
                counts[field, bit] = number
                now[field] = now[field] | bit if number else now[field] & ~bit
            self.days.append(day)
            self.masks.append(Masks(*now))

    def at(self, day: int) -> Masks:
        """The masks on a day."""
        found = bisect_right(self.days, day) - 1
        return self.masks[found] if found >= 0 else Masks()


class Matrix:
    """All treaties on one day.  Names go in and out; bits stay inside."""

    def __init__(
        self,
        day: dt.date,
        derived: Mapping[str, Derived],
        timelines: Mapping[str, Timeline],
        position: Mapping[str, int],
        successors: Mapping[str, tuple[str, ...]],
        states: States,
    ) -> None:
        self.day = day
        self._day = day.toordinal()
        self._derived = derived
        self._masks = {treaty: timeline.at(self._day) for treaty, timeline in timelines.items()}
        self._position = position
        self._names = sorted(position, key=position.__getitem__)
        self._successors = successors
        self._states = states
        self._known_cuts: dict[str, tuple[dict[int, int], dict[int, int]]] = {}

    @property
    def treaties(self) -> tuple[str, ...]:
        """Treaties that bind somebody on the day."""
        return tuple(treaty for treaty, masks in self._masks.items() if masks.possible)

    @property
    def subjects(self) -> tuple[str, ...]:
        """All subjects that appear in the acts."""
        return tuple(self._names)

    def bound(self, treaty: str) -> tuple[str, ...]:
        """Whom a treaty certainly binds."""
        return tuple(self._read(self._masks[treaty].certain))

    def holds(self, subject: str, treaty: str) -> bool | None:
        """Whether a treaty binds a subject; None where uncertain dates leave it open."""
        bit = 1 << self._position[subject] if subject in self._position else 0
        masks = self._masks.get(treaty, Masks())
        if masks.certain & bit:
            return True
        return None if masks.possible & bit else False

    def partners(self, treaty: str, subject: str, *, possibly: bool = False) -> tuple[str, ...]:
        """Those between whom and ``subject`` a treaty works: certainly, or at least possibly."""
        return tuple(self._read(self._partners(treaty, subject)[possibly]))

    def between(self, one: str, other: str, *, possibly: bool = False) -> tuple[str, ...]:
        """Treaties that work between two: certainly, or at least possibly."""
        if one not in self._position or other not in self._position:
            return ()
        both = 1 << self._position[one] | 1 << self._position[other]
        bit = 1 << self._position[other]
        return tuple(
            treaty
            for treaty, masks in self._masks.items()
            if masks.possible & both == both and self._partners(treaty, one)[possibly] & bit
        )

    def pairs(self, treaty: str) -> Iterator[tuple[str, str]]:
        """All pairs between which a treaty certainly works."""
        for name in self.bound(treaty):
            start = self._position[name]
            for other in self._read(self._partners(treaty, name)[0] >> start << start):
                yield name, other

    def count(self) -> int:
        """How many pairs of subjects are tied, summed over all treaties."""
        return (
            sum(self._partners(treaty, name)[0].bit_count() for treaty in self.treaties for name in self.bound(treaty))
            // 2
        )

    def to_dict(self) -> dict[str, object]:
        """``{"on": day, "treaties": {id: [subjects bound]}}``."""
        return {"on": self.day.isoformat(), "treaties": {treaty: list(self.bound(treaty)) for treaty in self.treaties}}

    def _read(self, mask: int) -> Iterator[str]:
        while mask:
            low = mask & -mask
            yield self._names[low.bit_length() - 1]
            mask ^= low

    def _bits(self, subject: str) -> int:
        """The bits of all names of one subject of law."""
        return sum(1 << self._position[name] for name, _ in self._states.chain(subject) if name in self._position)

    def _partners(self, treaty: str, subject: str) -> tuple[int, int]:
        """Who is tied to ``subject`` by ``treaty``, certainly and possibly."""
        if subject not in self._position:
            return 0, 0
        bit = 1 << self._position[subject]
        masks = self._masks.get(treaty, Masks())
        if not masks.possible & bit:
            return 0, 0
        certainly, possibly = self._cuts(treaty)
        certain = masks.certain & ~bit & ~possibly.get(bit, 0) if masks.certain & bit else 0
        possible = masks.possible & ~bit & ~certainly.get(bit, 0)
        for later in self._successors.get(treaty, ()):
            formal, formal_possible = self._formal(later, bit)
            certain &= ~formal_possible
            possible &= ~formal
        return certain, possible

    def _formal(self, treaty: str, bit: int) -> tuple[int, int]:
        """With whom ``treaty`` is in force for one subject, suspended or not: certainly and possibly."""
        masks = self._masks.get(treaty, Masks())
        certainly, possibly = self._cuts(treaty, formal=True)
        certain = masks.formal & ~possibly.get(bit, 0) if masks.formal & bit else 0
        possible = masks.formal_possible & ~certainly.get(bit, 0) if masks.formal_possible & bit else 0
        return certain, possible

    def _cuts(self, treaty: str, *, formal: bool = False) -> tuple[dict[int, int], dict[int, int]]:
        """By subject, whom something keeps apart from it on the day: certainly, and possibly."""
        key = f"{treaty}\n{formal}"
        if key not in self._known_cuts:
            certainly: dict[int, int] = {}
            possibly: dict[int, int] = {}
            derived = self._derived[treaty]
            for (one, other), cuts in derived.cuts.items():
                chosen = [cut.span for cut in cuts if cut.formal or not (formal or cut.matter)]
                if any(span.certain_on(self._day) for span in chosen):
                    self._part(certainly, self._bits(one), self._bits(other))
                if any(span.possible_on(self._day) for span in chosen):
                    self._part(possibly, self._bits(one), self._bits(other))
            if derived.clauses.pairwise:
                self._unaccepted(derived, certainly, possibly)
            self._known_cuts[key] = certainly, possibly
        return self._known_cuts[key]

    def _part(self, found: dict[int, int], one: int, other: int) -> None:
        for mine, theirs in ((one, other), (other, one)):
            rest = mine
            while rest:
                low = rest & -rest
                found[low] = found.get(low, 0) | theirs
                rest ^= low

    def _unaccepted(self, derived: Derived, certainly: dict[int, int], possibly: dict[int, int]) -> None:
        """Accessions that the other side has not accepted keep two apart (VCLT art. 15)."""
        bound = {name: now for name, stays in derived.bound.items() if (now := self._now(stays))}
        for newcomer, mine in bound.items():
            if not any(consent_kind(stay) is ActKind.ACCESSION for stay in mine):
                continue
            for accepter, theirs in bound.items():
                if accepter == newcomer:
                    continue
                # Uncertain dates may leave open by which of several consents one is bound.
                days = [self._works_from(derived, one, other) for one in mine for other in theirs]
                bits = 1 << self._position[newcomer], 1 << self._position[accepter]
                if all(day.lo > self._day for day in days):
                    self._part(certainly, *bits)
                if any(day.hi > self._day for day in days):
                    self._part(possibly, *bits)

    def _works_from(self, derived: Derived, one: Stay, other: Stay) -> When:
        """From when what one acceded to works towards the other; always where neither acceded."""
        found = opening(derived, Tie(ALWAYS, one, other), self._states)
        return NEVER if found is None else found[0].start

    def _now(self, stays: Iterable[Stay]) -> list[Stay]:
        return [stay for stay in stays if stay.span.possible_on(self._day)]
