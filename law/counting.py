"""Who has consented by which day, and when that reaches a clause's threshold.

States are counted, not pieces of paper: a state that took back its consent, or
ceased to exist, before the threshold was met no longer counts; an instrument of
a predecessor counts from the day on which it was made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from .acts import Act, Membership
from .clauses import Clause, FinalClauses
from .dates import FUTURE, NEVER, When
from .proof import Said, Several, Value
from .successions import States
from .words import CONSENTS, AccessionRule, ActKind, ThresholdKind, Trigger

_SIGNATURES = frozenset({ActKind.SIGNATURE, ActKind.DEFINITIVE_SIGNATURE})


@dataclass(frozen=True)
class Missing:
    """What is missing until a treaty enters into force.

    Parameters
    ----------
    number: how many more acts, whoever does them.
    states: whose acts, where the clause needs those of certain states.
    members: how many of the acts must come from members of ``organisation``.
    treaty: another treaty that has to enter into force first.
    threshold: False where no clause says what it takes.
    """

    number: int = 0
    states: tuple[str, ...] = ()
    members: int = 0
    organisation: str | None = None
    treaty: str | None = None
    threshold: bool = True

    def waiting_for(self, treaty: str) -> Missing:
        return dataclasses.replace(self, treaty=treaty)

    def value(self) -> Value:
        """In words, for a sentence."""
        if self.states and not (self.number or self.members or self.treaty):
            return Several(self.states)
        en, ru = [], []
        if not self.threshold:
            en.append("a clause that says how many acts it takes")
            ru.append("положения о необходимом числе актов")
        if self.number:
            en.append(f"{self.number} acts")
            ru.append(f"актов: {self.number}")
        if self.states:
            en.append(f"the acts of {', '.join(self.states)}")
            ru.append(f"акты {', '.join(self.states)}")
        if self.members:
            en.append(f"{self.members} acts of members of {self.organisation}")
            ru.append(f"акты членов {self.organisation}: {self.members}")
        if self.treaty:
            en.append(f"the entry into force of {self.treaty}")
            ru.append(f"вступление в силу {self.treaty}")
        return Said(", ".join(en), ", ".join(ru))

    def to_dict(self) -> dict[str, object]:
        return dataclasses.asdict(self) | {"states": list(self.states)}


class Counted(NamedTuple):
    """When a threshold was reached, by which acts, and what is missing if it was not."""

    reached: When | None = None
    acts: tuple[Act, ...] = ()
    missing: Missing | None = None


class _Event(NamedTuple):
    when: When
    joins: bool
    subject: str
    act: Act


def count(
    clause: Clause,
    clauses: FinalClauses,
    acts: Iterable[Act],
    *,
    states: States,
    memberships: Iterable[Membership] = (),
    organisations: Collection[str] = (),
) -> Counted:
    """When the acts that count reach the clause's threshold.

    Uncertain dates are counted twice, once as early and once as late as they
    allow; the threshold was reached between the two.
    """
    acts = tuple(acts)
    events = _events(clause, clauses, acts, states, organisations)
    needed = _needed(clause, acts, states)
    if needed is None:
        return Counted(missing=Missing(threshold=False))
    members = tuple(memberships)
    early = _sweep(events, clause, needed, members, states, late=False)
    if all(event.when.lo == event.when.hi for event in events):
        late = early
    else:
        late = _sweep(events, clause, needed, members, states, late=True)
    if early.day is None:
        return Counted(acts=early.acts, missing=early.missing)
    hi = FUTURE if late.day is None else late.day
    return Counted(When(early.day, hi), (early if late.day is None else late).acts)


def _needed(clause: Clause, acts: tuple[Act, ...], states: States) -> tuple[int, frozenset[str]] | None:
    """How many, and whose; None where the clause does not say and the acts cannot tell."""
    kind = clause.threshold_kind
    if kind is None:
        kind = ThresholdKind.ALL_SIGNATORIES if clause.threshold is None else ThresholdKind.NUMBER
    named: frozenset[str] = frozenset()
    if kind is ThresholdKind.ALL_NAMED:
        named = frozenset(states.same(state) for state in clause.named_states)
        return len(named), named
    if kind is ThresholdKind.ALL_SIGNATORIES:
        named = frozenset(states.same(act.actor) for act in acts if act.kind in _SIGNATURES)
        if not named:
            return None
        return max(len(named), clause.threshold or 0), named
    return clause.threshold or 0, named


def _events(
    clause: Clause, clauses: FinalClauses, acts: tuple[Act, ...], states: States, organisations: Collection[str]
) -> list[_Event]:
    kinds = CONSENTS | _SIGNATURES if clause.trigger is Trigger.SIGNATURE else CONSENTS
    rule = clauses.accession.accession_rule if clauses.accession else None
    if rule in (AccessionRule.AFTER_ENTRY, AccessionRule.CLOSED):
        kinds -= {ActKind.ACCESSION}
    skipped = {states.same(subject) for subject in clause.not_counted.subjects}
    if clause.not_counted.organisations:
        skipped |= set(organisations)
    events = []
    for act in acts:
        subject = states.same(act.actor)
        if subject in skipped:
            continue
        if act.kind in kinds:
            # A later state of things is no earlier consent: succession counts from its
            # notification (1978 convention arts. 18(5) and 36(5)).
            events.append(_Event(act.day, True, subject, act))
            end = states.ends(act.actor)
            if end != NEVER:
                events.append(_Event(end, False, subject, act))
        elif act.kind is ActKind.WITHDRAWAL and act.towards is None:
            events.append(_Event(act.effect, False, subject, act))
    return events


class _Swept(NamedTuple):
    day: int | None
    acts: tuple[Act, ...]
    missing: Missing | None


def _sweep(
    events: list[_Event],
    clause: Clause,
    needed: tuple[int, frozenset[str]],
    memberships: tuple[Membership, ...],
    states: States,
    *,
    late: bool,
) -> _Swept:
    def moment(event: _Event) -> int:
        return event.when.hi if event.joins is late else event.when.lo

    number, named = needed
    qualified = clause.qualified or 0
    in_organisation: dict[str, list[Membership]] = {}
    for one in memberships if qualified else ():
        if one.organisation == clause.qualified_by:
            in_organisation.setdefault(states.same(one.member), []).append(one)
    counted: dict[str, Act] = {}
    members: set[str] = set()
    for event in sorted(events, key=lambda event: (moment(event), event.joins, event.act.order)):
        day = moment(event)
        if day >= FUTURE:
            break
        if not event.joins:
            counted.pop(event.subject, None)
            members.discard(event.subject)
            continue
        if event.subject in counted:
            continue
        counted[event.subject] = event.act
        if any(one.holds(day) for one in in_organisation.get(event.subject, ())):
            members.add(event.subject)
        if len(counted) >= number and named <= counted.keys() and len(members) >= qualified:
            return _Swept(day, tuple(counted.values()), None)
    absent = tuple(sorted(named - counted.keys()))
    missing = Missing(
        number=0 if named else max(number - len(counted), 0),
        states=absent,
        members=max(qualified - len(members), 0),
        organisation=clause.qualified_by,
    )
    return _Swept(None, tuple(counted.values()), missing)
