"""What the engine answers on a treaty as a whole, in the form that ``comity status`` shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .acts import Act
from .entry import Entry
from .findings import Finding
from .phrases import rule
from .status import Stay
from .words import BOUND, ActKind, Standing


@dataclass(frozen=True)
class Participant:
    """A subject that did something to a treaty, with what it is to it on the day (or over all time)."""

    subject: str
    stays: tuple[Stay, ...]
    acts: tuple[Act, ...]

    def to_dict(self) -> dict[str, object]:
        """With ``party_from`` and ``party_until`` of the latest stretch in which the treaty binds."""
        bound = [stay for stay in self.stays if stay.standing in BOUND]
        until = bound[-1].until if bound else None
        return {
            "state": self.subject,
            "standing": self.stays[-1].standing.value if self.stays else None,
            "party_from": str(bound[-1].since) if bound else None,
            "party_until": None if until is None else str(until),
            "stays": [stay.to_dict() for stay in self.stays],
            "actions": [
                {
                    "id": act.id,
                    "kind": act.kind.value,
                    "date": None if act.date is None else str(act.date),
                    "effective": None if act.effective is None else str(act.effective),
                }
                for act in self.acts
            ],
        }


@dataclass(frozen=True)
class TreatyStatus:
    """A treaty on a day: its entry into force and its participants.

    ``parties`` counts as a register does: everybody whose consent stands, in
    force for it yet or not; ``signatories`` are all that signed, but for states
    that are ``gone`` by that day, and for those that left: a register puts their
    signature in brackets too.
    """

    treaty: str
    on: dt.date | None
    entry: Entry
    participants: tuple[Participant, ...]
    findings: tuple[Finding, ...]
    gone: frozenset[str] = frozenset()

    def standing(self, *standings: Standing) -> tuple[str, ...]:
        """Subjects with one of these standings."""
        return tuple(one.subject for one in self.participants if any(stay.standing in standings for stay in one.stays))

    @property
    def parties(self) -> tuple[str, ...]:
        return self.standing(Standing.PARTY, Standing.SUSPENDED, Standing.CONTRACTING)

    @property
    def signatories(self) -> tuple[str, ...]:
        return tuple(
            one.subject
            for one in self.participants
            if one.subject not in self.gone
            and not any(stay.standing is Standing.WITHDRAWN for stay in one.stays)
            and any(act.kind is ActKind.SIGNATURE and act.actor == one.subject for act in one.acts)
        )

    def to_dict(self) -> dict[str, object]:
        """As ``status TREATY -f json`` shows it."""
        entry = self.entry
        return {
            "treaty": self.treaty,
            "on": None if self.on is None else self.on.isoformat(),
            "parties": len(self.parties),
            "signatories": len(self.signatories),
            "entry_into_force": {
                "published": None if entry.published is None else str(entry.published),
                "computed": None if entry.computed is None else str(entry.computed),
                "basis": entry.basis.value,
                "rule": None if entry.clause is None else rule(entry.clause).en,
                "because_of": [act.id for act in entry.counted] if entry.reached is not None else [],
                "missing": None if entry.missing is None else entry.missing.to_dict(),
            },
            "participants": [one.to_dict() for one in self.participants],
            "findings": [one.to_dict() for one in self.findings],
        }
