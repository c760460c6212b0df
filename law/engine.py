"""The engine: acts and clauses in, answers with proofs out.

:class:`Law` is immutable and lazy: a treaty is derived when it is first asked
for, and kept.  With one more act, a new ``Law`` shares everything that the act
does not touch.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from ..errors import BadInput, NotFound
from .acts import Act, Membership, Succession, Treaty, unique
from .answers import Participant, TreatyStatus
from .clauses import Clause, FinalClauses, gather
from .counting import Missing
from .dates import FUTURE, When
from .derive import Context, Derived, derive
from .entry import Entry
from .findings import Finding
from .horizon import Event, coming
from .knowledge import known_acts, known_successions, known_treaties
from .matrix import Matrix, Timeline
from .pairs import InForce, Successor, in_force, why_not
from .proof import Proof, step
from .published import proof
from .status import Stay
from .successions import States
from .whatif import WhatIf, compare


class Law:
    """What binds whom, from plain values.

    Parameters
    ----------
    treaties: with the published entry into force, where there is one; a treaty only named by acts may be left out.
    clauses: final clauses, at most one of each kind for a treaty (several on supersession).
    acts: what subjects did; ids are unique.
    successions: of states.
    memberships: full memberships of organisations, for predicates.
    organisations: those actors that are organisations, not states.

    Attributes
    ----------
    treaties: all treaties, by id, in order.
    """

    treaties: tuple[str, ...]

    def __init__(
        self,
        treaties: Iterable[Treaty] = (),
        clauses: Iterable[Clause] = (),
        acts: Iterable[Act] = (),
        successions: Iterable[Succession] = (),
        memberships: Iterable[Membership] = (),
        organisations: Collection[str] = (),
    ) -> None:
        self.acts = tuple(acts)
        unique(self.acts)
        self.clauses = tuple(clauses)
        self.context = Context(
            States(successions), tuple(sorted(memberships, key=lambda one: (one.member, one.start))),
            frozenset(organisations),
        )  # fmt: skip
        self._treaties = {treaty.id: treaty for treaty in treaties}
        self._final = gather(self.clauses)
        self._acts: dict[str, tuple[Act, ...]] = {}
        grouped: dict[str, list[Act]] = {}
        for act in self.acts:
            grouped.setdefault(act.instrument, []).append(act)
        self._acts = {treaty: tuple(own) for treaty, own in grouped.items()}
        for treaty in (*self._acts, *self._final):
            self._treaties.setdefault(treaty, Treaty(treaty))
        self._position = {name: at for at, name in enumerate(sorted(_names(self.acts)))}
        self._acted: dict[str, frozenset[str]] = {}
        self._note(self.acts)
        self._derived: dict[str, Derived] = {}
        self._timelines: dict[str, Timeline] = {}
        self._link()

    def _note(self, acts: Iterable[Act]) -> None:
        """Keep on which treaties each subject of law acted: others cannot bind it."""
        found: dict[str, set[str]] = {}
        for act in acts:
            found.setdefault(self.context.states.same(act.actor), set()).add(act.instrument)
        for subject, treaties in found.items():
            self._acted[subject] = self._acted.get(subject, frozenset()) | treaties

    def _link(self) -> None:
        self.treaties = tuple(sorted(self._treaties))
        self._successors: dict[str, list[tuple[str, Clause]]] = {}
        self._waiting: dict[str, set[str]] = {}
        for treaty, clauses in self._final.items():
            for clause in clauses.supersession:
                for old in sorted(clause.supersedes):
                    self._successors.setdefault(old, []).append((treaty, clause))
            for floor in clauses.floors:
                self._waiting.setdefault(floor, set()).add(treaty)
        self._known = lru_cache(maxsize=8)(self._known_on)

    # What there is.

    @property
    def subjects(self) -> tuple[str, ...]:
        """All subjects that appear in the acts, by id."""
        return tuple(sorted(self._position))

    def known(self, day: dt.date | None) -> Law:
        """The same by what was known on ``day``; itself for None."""
        return self if day is None else self._known(day)

    def _known_on(self, day: dt.date) -> Law:
        return Law(
            known_treaties(self._treaties.values(), day),
            self.clauses,
            known_acts(self.acts, day),
            known_successions(self.context.states.all, day),
            self.context.memberships,
            self.context.organisations,
        )

    def with_acts(self, *acts: Act) -> Law:
        """The same with more acts.  Only the treaties that they touch, and those waiting for these, derive again."""
        if not acts:
            return self
        new = Law.__new__(Law)
        new.acts = (*self.acts, *acts)
        unique(new.acts)
        new.clauses, new.context, new._final = self.clauses, self.context, self._final
        new._treaties, new._acts, new._position = dict(self._treaties), dict(self._acts), dict(self._position)
        for act in acts:
            new._treaties.setdefault(act.instrument, Treaty(act.instrument))
            new._acts[act.instrument] = (*new._acts.get(act.instrument, ()), act)
        for name in sorted(_names(acts)):
            new._position.setdefault(name, len(new._position))
        new._acted = dict(self._acted)
        new._note(acts)
        touched = self.touched({act.instrument for act in acts})
        new._derived = {treaty: derived for treaty, derived in self._derived.items() if treaty not in touched}
        new._timelines = {treaty: line for treaty, line in self._timelines.items() if treaty not in touched}
        new._link()
        return new

    def touched(self, treaties: Iterable[str]) -> frozenset[str]:
        """Treaties that derive again when these change: they, and those whose entry into force waits for theirs."""
        found: set[str] = set()
        queue = list(treaties)
        while queue:
            treaty = queue.pop()
            if treaty not in found:
                found.add(treaty)
                queue += self._waiting.get(treaty, ())
        return frozenset(found)

    # Derivation.

    def derived(self, treaty: str) -> Derived:
        """Everything that follows for one treaty."""
        return self._derive(treaty, ())

    def _derive(self, treaty: str, waiting: tuple[str, ...]) -> Derived:
        if treaty in self._derived:
            return self._derived[treaty]
        if treaty not in self._treaties:
            raise NotFound(f"the treaty {treaty} is not known", hint="nothing in the graph has that id")
        if treaty in waiting:
            circle = " waits for ".join((*waiting, treaty))
            raise BadInput(f"the entry into force of treaties forms a circle: {circle}")
        clauses = self._final.get(treaty, FinalClauses())
        floors: dict[str, When | None] = {}
        for floor in sorted(clauses.floors):
            known = floor in self._treaties
            floors[floor] = self._derive(floor, (*waiting, treaty)).entry.day if known else None
        found = derive(self._treaties[treaty], clauses, self._acts.get(treaty, ()), self.context, floors)
        self._derived[treaty] = found
        return found

    def all_derived(self) -> Iterator[Derived]:
        """All treaties, derived where they are not yet."""
        with _collector_off():
            found = [self.derived(treaty) for treaty in self.treaties]
        yield from found

    def successors(self, treaty: str) -> tuple[Successor, ...]:
        """Later treaties that replace this one between their parties."""
        return tuple(Successor(self.derived(new), clause) for new, clause in self._successors.get(treaty, ()))

    def replaced_by(self, treaties: Collection[str]) -> frozenset[str]:
        """Treaties that one of these replaces between its parties."""
        return frozenset(old for old, found in self._successors.items() if any(new in treaties for new, _ in found))

    # Answers.

    def entry(self, treaty: str, *, known_on: dt.date | None = None) -> Entry:
        """The general entry into force: published, computed, because of what, and what is missing."""
        return self.known(known_on).derived(treaty).entry

    def missing(self, treaty: str, *, known_on: dt.date | None = None) -> Missing | None:
        """What is missing until a treaty enters into force by its clause; None where nothing is."""
        return self.entry(treaty, known_on=known_on).missing

    def party(
        self, subject: str, treaty: str, *, on: dt.date | None = None, known_on: dt.date | None = None
    ) -> tuple[Stay, ...]:
        """What a subject is to a treaty: over all time, or on a day (several where uncertain dates leave it open)."""
        stays = self.known(known_on).derived(treaty).stays.get(subject, ())
        return stays if on is None else tuple(stay for stay in stays if stay.span.possible_on(on.toordinal()))

    def status(self, treaty: str, *, on: dt.date | None = None, known_on: dt.date | None = None) -> TreatyStatus:
        """A treaty with all its participants: over all time, or on a day."""
        law = self.known(known_on)
        derived = law.derived(treaty)
        acts: dict[str, list[Act]] = {}
        for act in derived.acts:
            if on is None or act.day.lo <= on.toordinal():
                acts.setdefault(act.actor, []).append(act)
        participants = [
            Participant(subject, law.party(subject, treaty, on=on), tuple(acts.get(subject, ())))
            for subject in sorted(acts.keys() | derived.stays.keys())
        ]
        shown = tuple(one for one in participants if one.stays or one.acts)
        day = FUTURE if on is None else on.toordinal()
        gone = frozenset(one.subject for one in shown if law.context.states.ends(one.subject).hi <= day)
        return TreatyStatus(treaty, on, derived.entry, shown, derived.findings, gone)

    def between(
        self,
        one: str,
        other: str,
        *,
        on: dt.date | None = None,
        known_on: dt.date | None = None,
        matter: str | None = None,
        treaties: Iterable[str] | None = None,
    ) -> tuple[InForce, ...]:
        """What is in force between two: on a day, or over all time; ``matter`` leaves out what is suspended for it."""
        law = self.known(known_on)
        day = None if on is None else on.toordinal()
        found: list[InForce] = []
        if treaties is None:
            same, none = law.context.states.same, frozenset[str]()
            treaties = sorted(law._acted.get(same(one), none) & law._acted.get(same(other), none))
        for treaty in treaties:
            derived = law.derived(treaty)
            if one in derived.bound and other in derived.bound and one != other:
                found += in_force(derived, one, other, law.context.states, law.successors(treaty), day, matter)
        return tuple(found)

    def explain(
        self,
        treaty: str,
        subject: str | None = None,
        other: str | None = None,
        *,
        on: dt.date | None = None,
        known_on: dt.date | None = None,
    ) -> Proof:
        """Why: of a treaty's entry into force, of a subject's standing, or of force between two on a day (or not).

        Without a day, the latest stretch is explained.
        """
        law = self.known(known_on)
        derived = law.derived(treaty)
        if subject is None:
            return proof(derived.entry)
        if other is None:
            stays = law.party(subject, treaty, on=on)
            return stays[-1].why if stays else step("none", subject=subject, treaty=treaty)
        found = law.between(subject, other, on=on, treaties=[treaty])
        if found:
            return found[-1].why
        day = None if on is None else on.toordinal()
        return why_not(derived, subject, other, law.context.states, law.successors(treaty), day)

    def findings(self, treaty: str | None = None) -> tuple[Finding, ...]:
        """What sources and rules do not agree on: of one treaty, or of all."""
        chosen = self.all_derived() if treaty is None else (self.derived(treaty),)
        return tuple(finding for derived in chosen for finding in derived.findings)

    def horizon(self, on: dt.date, days: int = 90, *, known_on: dt.date | None = None) -> list[Event]:
        """What takes effect after ``on`` within ``days`` days."""
        return coming(self.known(known_on).all_derived(), on, days)

    def what_if(self, *acts: Act) -> WhatIf:
        """What these acts would change: entries into force, and what is in force between whom, from when."""
        return compare(self, acts)

    def matrix(self, on: dt.date, *, known_on: dt.date | None = None) -> Matrix:
        """All subjects and all treaties on a day."""
        law = self.known(known_on)
        for derived in law.all_derived():
            if derived.treaty.id not in law._timelines:
                law._timelines[derived.treaty.id] = Timeline(derived, law._position)
        successors = {old: tuple(new for new, _ in found) for old, found in law._successors.items()}
        timelines = {treaty: law._timelines[treaty] for treaty in law.treaties}
        return Matrix(on, law._derived, timelines, law._position, successors, law.context.states)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the cyclic collector from walking, again and again, values that all stay: it takes half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _names(acts: Iterable[Act]) -> set[str]:
    return {act.actor for act in acts} | {act.towards for act in acts if act.towards is not None}
