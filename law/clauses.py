"""Final clauses as data: a treaty's rules on its own entry into force, parties, end and reservations.

One :class:`Clause` is one row of the graph (table ``clauses``); its fields have
the names of the columns.  Conditions in words (``predicate``, ``window``) are
carried along and shown; whom a threshold does not count is read from words here,
and what cannot be read is an error, never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import BadInput
from .dates import Duration, When
from .words import (
    AccessionRule,
    ClauseKind,
    CountsFrom,
    ReservationRule,
    Rounding,
    SupersessionScope,
    ThresholdKind,
    Trigger,
    WithdrawalRule,
)

_SUBJECT = re.compile(r"(?:state|organisation)/\S+")


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Whose acts a threshold leaves out: regional organisations (UNTOC art. 38(1)), and subjects by name."""

    organisations: bool = False
    subjects: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: str) -> NotCounted:
        """From parts separated by ``;``: a phrase on organisations, or a subject such as ``state/VA``."""
        organisations, subjects = False, set()
        for part in (part.strip() for part in said.split(";")):
            if _SUBJECT.fullmatch(part):
                subjects.add(part)
            elif re.search(r"organi[sz]ation", part, re.I):
                organisations = True
            else:
                raise BadInput(
                    f"expected 'instruments of regional organisations' or a subject such as state/VA, found {part!r}",
                    field="not_counted",
                )
        return cls(organisations, frozenset(subjects))


@dataclass(frozen=True, slots=True)
class Clause:
    """One final clause.  What a clause does not say is None.

    Parameters
    ----------
    named_states: whose acts it takes, for ``all-named``.
    qualified, qualified_by: how many of the acts come from members of an organisation (Budapest Convention art. 36(3)).
    floor_treaty, floor_date: nothing takes effect before them.
    delay, rounding, counts_from: the time from the threshold, or from a later party's own act, until the effect.
    notice, withdrawal_rule: for a withdrawal; ``window`` says in words when it is possible.
    duration, renewal: how long the treaty, or its running period, lasts.
    predicate, window: conditions in words, which no rule can check.
    """

    id: str
    treaty: str
    kind: ClauseKind
    article: str | None = None
    trigger: Trigger | None = None
    threshold: int | None = None
    threshold_kind: ThresholdKind | None = None
    named_states: frozenset[str] = frozenset()
    predicate: str | None = None
    qualified: int | None = None
    qualified_by: str | None = None
    not_counted: NotCounted = field(default_factory=NotCounted)
    delay: Duration = field(default_factory=Duration)
    rounding: Rounding = Rounding.NONE
    counts_from: CountsFrom | None = None
    floor_treaty: str | None = None
    floor_date: When | None = None
    not_before_general: bool | None = None
    accession_rule: AccessionRule | None = None
    notice: Duration | None = None
    withdrawal_rule: WithdrawalRule | None = None
    window: str | None = None
    duration: Duration | None = None
    renewal: Duration | None = None
    supersedes: frozenset[str] = frozenset()
    supersession_scope: SupersessionScope | None = None
    reservation_rule: ReservationRule | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = None
        if self.threshold_kind is ThresholdKind.PREDICATE and self.qualified is None:
            wrong = "a threshold of the kind 'predicate' needs how many come from members of which organisation"
        elif (self.qualified is None) != (self.qualified_by is None):
            wrong = "a qualified threshold needs both the number (qualified) and the organisation (qualified_by)"
        elif self.threshold_kind is ThresholdKind.NUMBER and self.threshold is None:
            wrong = "a threshold of the kind 'number' needs a number"
        elif self.threshold_kind is ThresholdKind.ALL_NAMED and not self.named_states:
            wrong = "a threshold of the kind 'all-named' needs the states that it names"
        elif self.trigger is Trigger.FIXED_DATE and self.floor_date is None:
            wrong = "the trigger 'fixed-date' needs the date (floor_date)"
        elif self.trigger is Trigger.ENTRY_OF and self.floor_treaty is None:
            wrong = "the trigger 'entry-into-force-of' needs the other treaty (floor_treaty)"
        if wrong:
            raise BadInput(f"the final clause {self.id}: {wrong}")


@dataclass(frozen=True)
class FinalClauses:
    """The clauses of one treaty, by kind."""

    entry: Clause | None = None
    later: Clause | None = None
    accession: Clause | None = None
    withdrawal: Clause | None = None
    duration: Clause | None = None
    reservations: Clause | None = None
    provisional: Clause | None = None
    supersession: tuple[Clause, ...] = ()

    @property
    def floors(self) -> frozenset[str]:
        """Treaties whose entry into force this one waits for."""
        clauses = (self.entry, self.later)
        return frozenset(clause.floor_treaty for clause in clauses if clause is not None and clause.floor_treaty)

    @property
    def renews(self) -> bool:
        """Whether the treaty goes on after its duration, because it says so or because it is left by periods."""
        clauses = [clause for clause in (self.duration, self.withdrawal) if clause is not None]
        return any(
            clause.renewal is not None or clause.withdrawal_rule is WithdrawalRule.END_OF_PERIOD for clause in clauses
        )

    @property
    def pairwise(self) -> bool:
        """Whether an accession binds only towards those that accept it."""
        return self.accession is not None and self.accession.accession_rule is AccessionRule.PAIRWISE


_SLOTS = {
    ClauseKind.ENTRY: "entry",
    ClauseKind.LATER_PARTY: "later",
    ClauseKind.ACCESSION: "accession",
    ClauseKind.WITHDRAWAL: "withdrawal",
    ClauseKind.DURATION: "duration",
    ClauseKind.RESERVATIONS: "reservations",
    ClauseKind.PROVISIONAL: "provisional",
}


def gather(clauses: Iterable[Clause]) -> dict[str, FinalClauses]:
    """Clauses by treaty.  Two of one kind for one treaty would be a choice, so they are an error."""
    slots: dict[str, dict[str, Clause]] = {}
    supersession: dict[str, list[Clause]] = {}
    for clause in sorted(clauses, key=lambda clause: clause.id):
        if clause.kind is ClauseKind.SUPERSESSION:
            supersession.setdefault(clause.treaty, []).append(clause)
            continue
        taken = slots.setdefault(clause.treaty, {})
        slot = _SLOTS[clause.kind]
        if slot in taken:
            raise BadInput(
                f"{clause.treaty} has two final clauses of the kind {clause.kind}: {taken[slot].id} and {clause.id}",
                hint="keep one, and put what differs into its note",
            )
        taken[slot] = clause
    return {
        treaty: FinalClauses(**slots.get(treaty, {}), supersession=tuple(supersession.get(treaty, ())))
        for treaty in slots.keys() | supersession.keys()
    }
