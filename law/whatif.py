"""What would change if acts were done: "if Kyrgyzstan ratified on that day, with whom would it be bound, from when"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .acts import Act
from .entry import Entry
from .pairs import InForce

if TYPE_CHECKING:
    from .engine import Law


@dataclass(frozen=True)
class WhatIf:
    """What hypothetical acts would change.

    Parameters
    ----------
    entries: treaties whose entry into force changes, before and after.
    gained: what would be in force between two and is not now (or from another day).
    lost: what would no longer be.
    """

    acts: tuple[Act, ...]
    entries: tuple[tuple[Entry, Entry], ...]
    gained: tuple[InForce, ...]
    lost: tuple[InForce, ...]

    def to_dict(self) -> dict[str, object]:
        return {
            "acts": [act.id for act in self.acts],
            "entries": [
                {"treaty": after.treaty, "before": str(before.day) if before.day else None,
                 "after": str(after.day) if after.day else None}
                for before, after in self.entries
            ],
            "gained": [one.to_dict() for one in self.gained],
            "lost": [one.to_dict() for one in self.lost],
        }  # fmt: skip


def compare(law: Law, acts: tuple[Act, ...]) -> WhatIf:
    """Derive with and without the acts, and compare the treaties that they touch, pair by pair.

    Only pairs with one of the actors are looked at, unless an entry into force
    changes: then all pairs of that treaty.
    """
    after = law.with_acts(*acts)
    actors = {act.actor for act in acts} | {act.towards for act in acts if act.towards is not None}
    touched = law.touched({act.instrument for act in acts})
    entries = []
    for treaty in sorted(touched):
        was = law.entry(treaty) if treaty in law.treaties else Entry(treaty)
        now = after.entry(treaty)
        if was.day != now.day:
            entries.append((was, now))
    changed = {now.treaty for _, now in entries}
    gained: list[InForce] = []
    lost: list[InForce] = []
    for treaty in sorted(touched | law.replaced_by(touched)):
        everybody = treaty in changed or treaty in law.replaced_by(changed)
        before_pairs = _pairs(law, treaty, None if everybody else actors)
        after_pairs = _pairs(after, treaty, None if everybody else actors)
        gained += [force for key, force in after_pairs.items() if key not in before_pairs]
        lost += [force for key, force in before_pairs.items() if key not in after_pairs]
    return WhatIf(acts, tuple(entries), tuple(gained), tuple(lost))


def _pairs(law: Law, treaty: str, actors: Collection[str] | None) -> dict[tuple[object, ...], InForce]:
    """What a treaty does between pairs (of these actors with anybody): keyed by pair and time."""
    if treaty not in law.treaties:
        return {}
    bound = sorted(law.derived(treaty).bound)
    chosen = bound if actors is None else [name for name in bound if name in actors]
    found: dict[tuple[object, ...], InForce] = {}
    for one in chosen:
        for other in bound:
            if one == other or (other in chosen and other < one):
                continue
            for force in law.between(one, other, treaties=[treaty]):
                found[treaty, one, other, force.span, force.provisional] = force
    return found
