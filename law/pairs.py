"""What is in force between two subjects over time (VCLT arts. 20(4)(b), 21, 25, 26, 30(4), 57 to 59, 72).

A treaty ties two subjects while both are parties and nothing keeps it from being
in force between them; it works between them while it ties them and is neither
suspended nor replaced by a later treaty that ties them too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .acts import Act
from .clauses import Clause
from .dates import When, earliest
from .derive import Derived, pair
from .proof import Proof, step
from .reservations import Effect, Limit, Modification, limits
from .spans import ALWAYS, Span, meet, without
from .status import Stay
from .successions import States
from .words import ActKind, Standing


class Tie(NamedTuple):
    """Some time in which a treaty is in force, or applies provisionally, between two."""

    span: Span
    one: Stay
    other: Stay

    @property
    def provisional(self) -> bool:
        """Whether one of the two is bound by provisional application only (VCLT art. 25)."""
        return Standing.PROVISIONAL in (self.one.standing, self.other.standing)

    @property
    def suspended(self) -> bool:
        """Whether one of the two suspended the treaty towards all."""
        return Standing.SUSPENDED in (self.one.standing, self.other.standing)


class Successor(NamedTuple):
    """A later treaty that replaces another between its parties, by a clause of its own."""

    derived: Derived
    clause: Clause


@dataclass(frozen=True)
class InForce:
    """A treaty that works between two subjects over some time, with what modifies it and why.

    Parameters
    ----------
    since, until: the days of this stretch; ``until`` is None where no end is known.
    certain: whether it holds on the day that was asked for, whatever the uncertain dates were (True without a day).
    modified_by: reservations of either side, with the responses to them.
    limits: territories and matters.
    """

    treaty: str
    one: str
    other: str
    span: Span
    tie: Tie
    certain: bool
    modified_by: tuple[Modification, ...]
    limits: tuple[Limit, ...]
    accepted: Act | None = None

    @property
    def since(self) -> When:
        return self.span.start

    @property
    def until(self) -> When | None:
        return self.span.until

    @property
    def provisional(self) -> bool:
        return self.tie.provisional

    @property
    def because_of(self) -> tuple[Act, ...]:
        """The acts of either side that make it so."""
        return tuple(dict.fromkeys(self.tie.one.acts + self.tie.other.acts))

    @cached_property
    def why(self) -> Proof:
        children = [self.tie.one.why, self.tie.other.why]
        if self.accepted is not None:
            acceded = self.other if self.accepted.actor == self.one else self.one
            children.append(
                step(
                    "pair.accepted", acts=[self.accepted], subject=self.accepted.actor, other=acceded,
                    treaty=self.treaty, day=self.accepted.effect,
                )
            )  # fmt: skip
        children += [one.why for one in self.modified_by]
        rule = "pair.provisional" if self.provisional else "pair.in-force"
        return step(rule, *children, subject=self.one, other=self.other, treaty=self.treaty, day=self.since)

    def to_dict(self) -> dict[str, object]:
        return {
            "treaty": self.treaty,
            "between": [self.one, self.other],
            "from": self.since.to_dict(),
            "until": None if self.until is None else self.until.to_dict(),
            "certain": self.certain,
            "provisional": self.provisional,
            "because_of": [act.id for act in self.because_of],
            "modified_by": [one.to_dict() for one in self.modified_by],
            "limits": [one.to_dict() for one in self.limits],
        }


def ties(derived: Derived, one: str, other: str, states: States) -> list[Tie]:
    """When a treaty is in force between two: the time they share, less what keeps it from being in force there."""
    found = [
        Tie(span, first, second)
        for first in derived.bound.get(one, ())
        for second in derived.bound.get(other, ())
        if (span := meet(first.span, second.span)) is not None
    ]
    if not found:
        return found
    for cut in derived.cuts.get(pair(one, other, states), ()):
        if cut.formal:
            found = _less(found, cut.span)
    if derived.clauses.pairwise:
        found = [
            Tie(span, tie.one, tie.other)
            for tie in found
            if (opened := opening(derived, tie, states)) is not None and (span := meet(tie.span, opened[0])) is not None
        ]
    return found


def opening(derived: Derived, tie: Tie, states: States) -> tuple[Span, Act | None] | None:
    """From when an accession that needs acceptance pair by pair works between two; None where it does not.

    Of two that acceded, it is enough that one accepted the other.
    """
    sides = ((tie.one, tie.other), (tie.other, tie.one))
    acceded = [sides[at] for at in (0, 1) if consent_kind(sides[at][0]) is ActKind.ACCESSION]
    if not acceded:
        return ALWAYS, None
    answers = [
        derived.accepted.get((states.same(accepter.subject), states.same(newcomer.subject)))
        for newcomer, accepter in acceded
    ]
    given = [answer for answer in answers if answer is not None]
    if not given:
        return None
    day, act = min(given, key=lambda answer: answer[0])
    return Span(day), act


def consent_kind(stay: Stay) -> ActKind | None:
    """The kind of act by which a stay came about."""
    kinds = [act.kind for act in stay.acts if act.kind is not ActKind.SUSPENSION]
    return kinds[0] if kinds else None


def _less(found: Iterable[Tie], cut: Span) -> list[Tie]:
    return [Tie(left, tie.one, tie.other) for tie in found for left in without([tie.span], cut)]


def working(
    derived: Derived,
    one: str,
    other: str,
    states: States,
    successors: Iterable[Successor] = (),
    matter: str | None = None,
) -> list[Tie]:
    """When a treaty works between two: its ties, less suspension and less the ties of what replaced it.

    A suspension that concerns one matter only counts where that matter is
    asked for.  A later treaty replaces this one even while it is itself
    suspended, for suspension leaves it in force (VCLT art. 72(1)(b)).
    """
    found = [tie for tie in ties(derived, one, other, states) if not tie.suspended]
    if not found:
        return found
    for cut in derived.cuts.get(pair(one, other, states), ()):
        if not cut.formal and cut.matter in (None, matter):
            found = _less(found, cut.span)
    for successor in successors:
        for tie in ties(successor.derived, one, other, states):
            if not tie.provisional:
                found = _less(found, tie.span)
    return found


def in_force(
    derived: Derived,
    one: str,
    other: str,
    states: States,
    successors: Iterable[Successor] = (),
    on: int | None = None,
    matter: str | None = None,
) -> list[InForce]:
    """What works between two: on a day (certainly or possibly), or over all time where no day is given."""
    found = working(derived, one, other, states, successors, matter)
    if on is not None:
        found = [tie for tie in found if tie.span.possible_on(on)]
    result = []
    for tie in sorted(found, key=lambda tie: tie.span):
        changed = modifications(derived, one, other, states) + modifications(derived, other, one, states)
        narrowed = limits(derived.limiting, one, other, states) + limits(derived.limiting, other, one, states)
        opened = opening(derived, tie, states) if derived.clauses.pairwise else None
        result.append(
            InForce(
                derived.treaty.id,
                one,
                other,
                tie.span,
                tie,
                on is None or tie.span.certain_on(on),
                tuple(change for change in changed if _touches(change.span, tie.span, on)),
                tuple(limit for limit in narrowed if _touches(limit.span, tie.span, on)),
                opened[1] if opened else None,
            )
        )
    return result


def _touches(span: Span, time: Span, on: int | None) -> bool:
    return span.possible_on(on) if on is not None else meet(span, time) is not None


def modifications(derived: Derived, by: str, towards: str, states: States) -> list[Modification]:
    """Reservations of ``by`` towards ``towards`` with their effect (VCLT arts. 20 and 21).

    Towards one that objected in time without opposing entry into force, the
    provision does not apply to the extent of the reservation; towards the
    others, it is modified.  A reservation made before its state left the treaty
    does not come back with a new consent.
    """
    found = []
    consented = derived.consented.get(states.same(towards))
    lapses = [stay.span.start for stay in derived.stays.get(by, ()) if stay.standing is Standing.WITHDRAWN]
    for act, answer, late in derived.reservations.between(by, towards, states, consented):
        span = derived.reservations.span(act)
        for lapse in lapses:
            if lapse.lo >= act.day.hi:
                span = Span(span.start, earliest(span.end, lapse))
        effect = Effect.MODIFIES
        parts = [(span, effect, None)] if answer is None else []
        if answer is not None:
            objected = meet(span, derived.reservations.span(answer))
            if objected is not None:
                parts = [(left, Effect.MODIFIES, None) for left in without([span], objected)]
                found.append(Modification(act, by, towards, Effect.NOT_APPLIED, objected, answer, late))
        found += [Modification(act, by, towards, how, part, reply, late) for part, how, reply in parts]
    return sorted(found, key=lambda one: (one.reservation.order, one.span))


def why_not(
    derived: Derived, one: str, other: str, states: States, successors: Iterable[Successor], day: int | None
) -> Proof:
    """Why a treaty does not work between two: who is not bound, what stands between, what replaced it.

    Without a day, everything that there is on it at any time.
    """

    def counts(span: Span) -> bool:
        return day is None or span.possible_on(day)

    treaty = derived.treaty.id
    children: list[Proof] = []
    for subject in (one, other):
        held = [stay for stay in derived.stays.get(subject, ()) if counts(stay.span)]
        children += [stay.why for stay in held] or [step("none", subject=subject, treaty=treaty)]
    children += [cut.why for cut in derived.cuts.get(pair(one, other, states), ()) if counts(cut.span)]
    if derived.clauses.pairwise:
        rule = derived.clauses.accession
        for newcomer, accepter in ((one, other), (other, one)):
            key = states.same(accepter), states.same(newcomer)
            held = [stay for stay in derived.bound.get(newcomer, ()) if counts(stay.span)]
            if any(consent_kind(stay) is ActKind.ACCESSION for stay in held) and key not in derived.accepted:
                said = step("pair.not-accepted", clause=rule, subject=accepter, other=newcomer, treaty=treaty)
                children.append(said)
    for successor in successors:
        for tie in ties(successor.derived, one, other, states):
            if counts(tie.span) and not tie.provisional:
                said = step(
                    "pair.superseded", tie.one.why, tie.other.why, clause=successor.clause, subject=one, other=other,
                    successor=successor.derived.treaty.id, treaty=treaty, day=tie.span.start,
                )  # fmt: skip
                children.append(said)
    if day is None:
        return step("pair.never", *children, subject=one, other=other, treaty=treaty)
    return step("pair.not", *children, subject=one, other=other, treaty=treaty, day=When(day, day))
