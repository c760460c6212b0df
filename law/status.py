"""What a subject is to a treaty over time: its stays (VCLT arts. 2, 10 to 25, 54 to 59; 1978 convention).

A stay is one standing from one day until another.  Standings of one subject do
not overlap, apart from what uncertain dates leave open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from .acts import Act
from .clauses import FinalClauses
from .consent import Period
from .dates import NEVER, When, after, earliest, latest
from .entry import Entry
from .proof import Proof, step
from .spans import Span, meet, without
from .successions import States
from .words import CONSENTS, ActKind, Standing, Trigger


@dataclass(frozen=True, slots=True)
class Stay:
    """One standing of one subject over some time, why it holds, and why it ends."""

    subject: str
    treaty: str
    standing: Standing
    span: Span
    acts: tuple[Act, ...]
    why: Proof

    @property
    def since(self) -> When:
        return self.span.start

    @property
    def until(self) -> When | None:
        """The day from which it no longer holds; None where none is known."""
        return self.span.until

    def to_dict(self) -> dict[str, object]:
        return {
            "subject": self.subject,
            "treaty": self.treaty,
            "standing": self.standing.value,
            "from": self.since.to_dict(),
            "until": None if self.until is None else self.until.to_dict(),
            "because_of": [act.id for act in self.acts],
        }


class Ending(NamedTuple):
    """When a treaty as a whole ends, and why."""

    day: When
    acts: tuple[Act, ...]
    why: Proof


def ending(treaty: str, acts: Iterable[Act], clauses: FinalClauses, entry: Entry) -> Ending | None:
    """Termination by an act (VCLT arts. 54, 59), or at the end of the treaty's time (art. 54(a)).

    The duration of a treaty that renews itself ends nothing.
    """
    ends = [
        Ending(act.effect, (act,), step("termination.act", acts=[act], treaty=treaty, day=act.effect))
        for act in acts
        if act.kind is ActKind.TERMINATION and act.towards is None
    ]
    clause = clauses.duration
    if clause is not None and clause.duration is not None and entry.day is not None and not clauses.renews:
        day = after(entry.day, clause.duration)
        why = step("termination.duration", clause=clause, treaty=treaty, period=clause.duration, day=day)
        ends.append(Ending(day, (), why))
    return min(ends, key=lambda end: (end.day, end.why.rule, end.why.acts), default=None)


def stays(
    treaty: str,
    subject: str,
    acts: tuple[Act, ...],
    periods: list[Period],
    *,
    clauses: FinalClauses,
    states: States,
    end: Ending | None = None,
) -> list[Stay]:
    """All stays of one subject of law with one treaty, under its latest name."""
    gone = earliest(*(states.ends(act.actor) for act in acts)) if all_ended(acts, states) else NEVER
    stop = earliest(gone, end.day if end else NEVER)
    life = Span(When(0, 0), stop)
    bound = _bound(periods, life)
    kinds = {act.kind for act in acts}
    suspended: list[Part] = []
    if ActKind.SUSPENSION in kinds:
        bound, suspended = _suspended(acts, bound)
    taken = [span for span, _, _ in bound + suspended]
    provisional: list[Part] = []
    if clauses.provisional is not None or ActKind.PROVISIONAL_APPLICATION in kinds:
        provisional = _provisional(treaty, acts, periods, clauses, life, taken)
        taken += [span for span, _, _ in provisional]
    contracting = _contracting(treaty, periods, life, taken)
    taken += [span for span, _, _ in contracting]
    signed = next((act for act in acts if act.kind is ActKind.SIGNATURE), None)
    left = _left(periods, life, taken, signed is not None)
    signatory: list[Part] = []
    if signed is not None:
        taken += [span for span, _, _ in left]
        why = step("signatory", acts=[signed], subject=signed.actor)
        signatory = _outside(Span(signed.day, signed.until or NEVER), life, taken, (signed,), why)
    found = [
        (Standing.PARTY, bound),
        (Standing.SUSPENDED, suspended),
        (Standing.PROVISIONAL, provisional),
        (Standing.CONTRACTING, contracting),
        (Standing.WITHDRAWN, left),
        (Standing.SIGNATORY, signatory),
    ]
    result = [
        Stay(subject, treaty, standing, span, because, why) for standing, parts in found for span, because, why in parts
    ]
    if result and stop != NEVER:
        if end is not None and end.day.lo <= gone.lo and (bound or suspended or provisional):
            result.append(Stay(subject, treaty, Standing.TERMINATED, Span(end.day), end.acts, end.why))
        elif gone != NEVER:
            why = step("ceased", subject=subject, day=gone)
            result.append(Stay(subject, treaty, Standing.CEASED, Span(gone), (), why))
    return result


Part = tuple[Span, tuple[Act, ...], Proof]


def all_ended(acts: tuple[Act, ...], states: States) -> bool:
    """Whether all names under which a subject acted belong to states that ceased."""
    return states.some_ended and bool(acts) and all(states.ends(act.actor) != NEVER for act in acts)


def without_all(spans: list[Span], cuts: Iterable[Span]) -> list[Span]:
    """``spans`` without any of ``cuts``."""
    for cut in cuts:
        spans = without(spans, cut)
    return spans


def _outside(span: Span, life: Span, taken: list[Span], because: tuple[Act, ...], why: Proof) -> list[Part]:
    """A span within the life of subject and treaty, less what is taken already."""
    within = meet(span, life)
    return [(left, because, why) for left in without_all([within] if within else [], taken)]


def _bound(periods: list[Period], life: Span) -> list[Part]:
    """When the treaty is in force for the subject."""
    bound: list[Part] = []
    for period in periods:
        if period.own is None:
            continue
        why = period.why
        if period.why_end is not None:
            why = replace(why, children=(*why.children, period.why_end))
        because = (period.consent,) if period.leaving is None else (period.consent, period.leaving)
        bound += _outside(Span(period.own, period.end), life, [one for one, _, _ in bound], because, why)
    return bound


def _suspended(acts: tuple[Act, ...], bound: list[Part]) -> tuple[list[Part], list[Part]]:
    """What is left of the time in which the subject is bound, and the time in which it suspended the treaty."""
    suspended: list[Part] = []
    for act in acts:
        if act.kind is not ActKind.SUSPENSION or act.towards is not None or act.matter is not None:
            continue
        time = Span(act.effect, act.until or NEVER)
        active: list[Part] = []
        for span, because, why in bound:
            both = meet(span, time)
            if both is not None:
                said = step("suspension.all", why, acts=[act], subject=act.actor, treaty=act.instrument, day=act.effect)
                suspended.append((both, (act, *because), said))
            active += [(left, because, why) for left in without([span], time)]
        bound = active
    return bound, suspended


def _contracting(treaty: str, periods: list[Period], life: Span, taken: list[Span]) -> list[Part]:
    """When the subject has consented and the treaty is not yet in force for it (VCLT art. 2(1)(f))."""
    found: list[Part] = []
    for period in periods:
        span = Span(period.done, earliest(period.own or NEVER, period.end))
        if not span.possible:
            continue
        why = period.why
        if period.own is not None:
            why = step("contracting", period.why, acts=[period.consent], subject=period.consent.actor, treaty=treaty)
        found += _outside(span, life, taken + [one for one, _, _ in found], (period.consent,), why)
    return found


def _left(periods: list[Period], life: Span, taken: list[Span], signed: bool) -> list[Part]:
    """When the subject has left; before entry into force, one that had signed goes back to that."""
    found: list[Part] = []
    for period in periods:
        in_force = period.own is not None and period.own.lo < period.end.hi
        if period.end == NEVER or period.why_end is None or (signed and not in_force):
            continue
        because = (period.consent,) if period.leaving is None else (period.leaving, period.consent)
        busy = taken + [span for span, _, _ in found]
        found += _outside(Span(period.end), life, busy, because, period.why_end)
    return found


def _provisional(
    treaty: str, acts: tuple[Act, ...], periods: list[Period], clauses: FinalClauses, life: Span, taken: list[Span]
) -> list[Part]:
    """Provisional application until the treaty is in force for the subject, or it no longer wants to (VCLT art. 25)."""
    rule = clauses.provisional
    found: list[Part] = []
    stops = [period.own for period in periods if period.own is not None]
    stops += [act.effect for act in acts if act.kind is ActKind.WITHDRAWAL and act.towards is None]
    for act in acts:
        by_rule = rule is not None and (
            (rule.trigger is Trigger.SIGNATURE and act.kind is ActKind.SIGNATURE)
            or (rule.trigger in (Trigger.DEPOSIT, Trigger.CONSENT, Trigger.NOTIFICATION) and act.kind in CONSENTS)
        )
        if act.kind is ActKind.PROVISIONAL_APPLICATION:
            start = act.effect
            why = step("provisional.act", acts=[act], subject=act.actor, treaty=treaty, day=start)
        elif by_rule:
            assert rule is not None
            start = latest(act.day, rule.floor_date) if rule.floor_date is not None else act.day
            why = step("provisional.clause", acts=[act], clause=rule, subject=act.actor, treaty=treaty, day=start)
        else:
            continue
        stop = earliest(act.until or NEVER, *(day for day in stops if day.lo >= start.lo))
        found += _outside(Span(start, stop), life, taken + [one for one, _, _ in found], (act,), why)
    return found


def named(stay: Stay, states: States) -> Iterator[Stay]:
    """A stay under the names that its subject had: a state that goes on under another name keeps its treaties."""
    chain = states.chain(stay.subject)
    if len(chain) == 1:
        yield stay
        return
    names = [name for name, _ in chain]
    first = names.index(stay.acts[0].actor) if stay.acts else 0
    start = When(0, 0)
    for position in range(first, len(chain)):
        name, stop = chain[position]
        span = meet(stay.span, Span(start, stop))
        if span is not None:
            why = stay.why
            if position > first:
                why = step(
                    "party.continuation", stay.why, subject=name, predecessor=chain[position - 1][0], day=span.start
                )
            yield replace(stay, subject=name, span=span, why=why)
        start = stop
