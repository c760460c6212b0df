"""Everything that follows for one treaty from its acts and clauses, derived once and kept.

A :class:`Derived` depends on the acts on its own treaty and on the entry into
force of the treaties that its clauses name, on nothing else; that is what makes
derivation incremental.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .acts import Act, Membership, Treaty
from .clauses import FinalClauses
from .consent import Consents
from .dates import NEVER, When, after, earliest
from .entry import Entry, enter
from .findings import Finding, FindingKind
from .proof import Proof, step
from .published import compare
from .reservations import Reservations, limiting
from .spans import Span
from .status import Stay, ending, named, stays
from .successions import States
from .words import BOUND, CONSENTS, AccessionRule, ActKind, ReservationRule


@dataclass(frozen=True)
class Context:
    """What all treaties share."""

    states: States = field(default_factory=States)
    memberships: tuple[Membership, ...] = ()
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cut:
    """Some time in which a treaty does not work between two subjects.  ``formal``: it is not in force at all."""

    span: Span
    formal: bool
    why: Proof
    act: Act
    matter: str | None = None


@dataclass(frozen=True)
class Derived:
    """What follows for one treaty.

    Parameters
    ----------
    stays: by subject (under each name that it had), in order of time.
    bound: of these, the stays in which the treaty binds.
    cuts: by pair of subjects (latest names, sorted): suspensions, objections and endings between the two.
    accepted: for accessions accepted pair by pair: (who accepts, who acceded) and from when.
    """

    treaty: Treaty
    clauses: FinalClauses
    acts: tuple[Act, ...]
    entry: Entry
    stays: dict[str, tuple[Stay, ...]]
    bound: dict[str, tuple[Stay, ...]]
    cuts: dict[tuple[str, str], tuple[Cut, ...]]
    accepted: dict[tuple[str, str], tuple[When, Act]]
    reservations: Reservations
    limiting: tuple[Act, ...]
    consented: dict[str, When]
    findings: tuple[Finding, ...]


def derive(
    treaty: Treaty,
    clauses: FinalClauses,
    acts: Iterable[Act],
    context: Context,
    floors: dict[str, When | None],
) -> Derived:
    """Derive one treaty.  ``floors`` holds the entry into force of each treaty in ``clauses.floors``."""
    acts = tuple(sorted(acts, key=lambda act: act.order))
    states = context.states
    floor = floors.get(clauses.entry.floor_treaty) if clauses.entry and clauses.entry.floor_treaty else None
    entry = enter(
        treaty, clauses, acts, states=states, memberships=context.memberships,
        organisations=context.organisations, floor=floor,
    )  # fmt: skip
    by_subject: dict[str, list[Act]] = {}
    for act in acts:
        by_subject.setdefault(states.same(act.actor), []).append(act)
    consented: dict[str, When] = {}
    for act in acts:
        if act.kind in CONSENTS:
            consented.setdefault(states.same(act.actor), act.day)
    reader = Consents(treaty.id, clauses, entry, states, floors, _consented_to(clauses, acts))
    end = ending(treaty.id, acts, clauses, entry)
    found: dict[str, list[Stay]] = {}
    for subject, own in by_subject.items():
        periods = reader.periods(own, frozenset(consented))
        for stay in stays(treaty.id, subject, tuple(own), periods, clauses=clauses, states=states, end=end):
            for one in named(stay, states):
                found.setdefault(one.subject, []).append(one)
    all_stays = {subject: tuple(sorted(parts, key=_in_time)) for subject, parts in sorted(found.items())}
    bound = {
        subject: binding
        for subject, parts in all_stays.items()
        if (binding := tuple(stay for stay in parts if stay.standing in BOUND))
    }
    reservations = Reservations.of(acts, states)
    findings = [*compare(entry), *reader.findings, *_prohibited(treaty.id, clauses, reservations)]
    return Derived(
        treaty, clauses, acts, entry, all_stays, bound, _cuts(treaty.id, acts, states, reservations, consented),
        _accepted(clauses, acts, states), reservations, limiting(acts), consented, tuple(findings),
    )  # fmt: skip


def _in_time(stay: Stay) -> tuple[Span, str]:
    return stay.span, stay.standing


def _cuts(
    treaty: str, acts: tuple[Act, ...], states: States, reservations: Reservations, consented: dict[str, When]
) -> dict[tuple[str, str], tuple[Cut, ...]]:
    found: dict[tuple[str, str], list[Cut]] = {}

    def add(act: Act, other: str, cut: Cut) -> None:
        found.setdefault(pair(act.actor, other, states), []).append(cut)

    for act in acts:
        if act.towards is None:
            continue
        ends = act.kind in (ActKind.TERMINATION, ActKind.WITHDRAWAL)
        if not ends and act.kind is not ActKind.SUSPENSION:
            continue
        why = step(
            "pair.termination" if ends else "pair.suspension", acts=[act], subject=act.actor, other=act.towards,
            treaty=treaty, day=act.effect,
        )  # fmt: skip
        span = Span(act.effect, NEVER if ends else act.until or NEVER)
        add(act, act.towards, Cut(span, ends, why, act, act.matter))
    for reservation in reservations.acts:
        for act in reservations.objections.get(reservation.id, ()):
            if not act.opposes_entry:
                continue
            if not reservations.in_time(act, reservation, consented.get(states.same(act.actor))):
                continue
            until = earliest(reservations.span(act).end, reservations.span(reservation).end)
            why = step(
                "pair.objection", acts=[act, reservation], subject=act.actor, other=reservation.actor, treaty=treaty,
                reservation=reservation.id,
            )  # fmt: skip
            add(act, reservation.actor, Cut(Span(reservation.day, until), True, why, act))
    return {key: tuple(cuts) for key, cuts in found.items()}


def _accepted(clauses: FinalClauses, acts: tuple[Act, ...], states: States) -> dict[tuple[str, str], tuple[When, Act]]:
    """Acceptances of accessions, with the day on which each takes effect (the accession clause's delay, if any)."""
    if not clauses.pairwise or clauses.accession is None:
        return {}
    rule = clauses.accession
    actors = {act.id: act.actor for act in acts}
    found: dict[tuple[str, str], tuple[When, Act]] = {}
    for act in acts:
        if act.kind is not ActKind.ACCEPTANCE_OF_ACCESSION:
            continue
        acceded = act.towards or actors.get(act.responds_to or "")
        if acceded is None:
            continue
        day = act.effective or after(act.day, rule.delay, rule.rounding, rule.counts_from)
        key = states.same(act.actor), states.same(acceded)
        if key not in found or day < found[key][0]:
            found[key] = day, act
    return found


def _consented_to(clauses: FinalClauses, acts: tuple[Act, ...]) -> dict[str, Act]:
    """The last acceptance of each accession, where the treaty takes the consent of all parties."""
    rule = clauses.accession
    if rule is None or rule.accession_rule is not AccessionRule.CONSENT_OF_ALL:
        return {}
    actors = {act.id: act.actor for act in acts}
    found: dict[str, Act] = {}
    for act in acts:
        acceded = act.towards or actors.get(act.responds_to or "")
        if act.kind is ActKind.ACCEPTANCE_OF_ACCESSION and acceded is not None:
            found[acceded] = act
    return found


def _prohibited(treaty: str, clauses: FinalClauses, reservations: Reservations) -> list[Finding]:
    rule = clauses.reservations
    if rule is None or rule.reservation_rule is not ReservationRule.PROHIBITED:
        return []
    return [
        Finding(
            FindingKind.RESERVATION_PROHIBITED,
            treaty,
            (step("finding.reservation-prohibited", acts=[act], clause=rule, subject=act.actor, treaty=treaty),),
            act.actor,
        )
        for act in reservations.acts
    ]


def pair(one: str, other: str, states: States) -> tuple[str, str]:
    """Two subjects as a key: their latest names, sorted."""
    first, second = states.same(one), states.same(other)
    return (first, second) if first <= second else (second, first)
