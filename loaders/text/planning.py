"""What orders come to before anything is written: which claims, what they need, what a correction means."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import BadInput, NotFound
from ..records.columns import Ref
from .ids import tail, thing_of
from .known import Known
from .rows import Claim, alias_of, needs_of, renamed, table_of, values_of
from .shelf import UNDONE, Decision, Shelf
from .undoing import Undoer, Undoing, written_order

if TYPE_CHECKING:
    from .review import Order

#: Kinds of thing that another name may mean, and the table that their rows stand in.
NAMED = {"official": "officials", "body": "bodies", "agency": "agencies", "post": "posts"}


@dataclass
class Plan:
    """``accepted`` in the order in which they are written; ``names`` are aliases, as rows of their own.

    ``instead`` gives, for what was corrected, what stands in its place, by what
    each says.
    """

    by: str
    at: str
    asked: set[str] = field(default_factory=set)
    accepted: list[Claim] = field(default_factory=list)
    along: dict[str, Claim] = field(default_factory=dict)
    rejected: list[Claim] = field(default_factory=list)
    corrected: list[tuple[Claim, Claim]] = field(default_factory=list)
    refused: list[tuple[Claim, str]] = field(default_factory=list)
    already: list[tuple[Claim, Decision]] = field(default_factory=list)
    names: list[Claim] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    instead: dict[str, str] = field(default_factory=dict)
    decisions: list[tuple[Decision, list[str]]] = field(default_factory=list)
    undoing: Undoing = field(default_factory=Undoing)


def planned(shelf: Shelf, known: Known, orders: Sequence[Order], *, by: str, at: str) -> Plan:
    """The plan of some orders.

    Raises :class:`NotFound` for a claim that is not there and :class:`BadInput`
    for a correction that its table does not take, naming file and line of the
    order where it has them.
    """
    planner = _Planner(shelf, known, Plan(by, at))
    found = [(order, planner.claim(order)) for order in orders]
    planner.undo([(order, claim) for order, claim in found if order.verdict == UNDONE])
    # Corrections first: they change what others refer to.
    for order, claim in found:
        if order.verdict == "corrected":
            planner.correct(claim, order)
    for order, claim in found:
        if order.verdict == "rejected":
            planner.reject(planner.plan.undoing.read(claim), order.because)
    for order, claim in found:
        if order.verdict == "accepted":
            planner.accept(planner.now(claim), order.because)
    planner.close()
    return planner.plan


class _Planner:
    def __init__(self, shelf: Shelf, known: Known, plan: Plan) -> None:
        self.shelf = shelf
        self.known = known
        self.plan = plan
        self._ids: dict[str, str] = {}
        self._taken: dict[str, Claim] = {}
        self._renamed: dict[str, str] = {}
        self._no: set[str] = set()
        #: How claims were read that a correction changes without changing what they say it of.
        self._was: dict[str, list[dict[str, Any]]] = {}

    def claim(self, order: Order) -> Claim:
        """The claim that an order names."""
        self._ids = self._ids or self.shelf.ids()
        key = order.key.removeprefix("claim/").strip()
        fit = [key] if key in self._ids else [one for one in self._ids if len(key) >= 4 and one.startswith(key)]
        if len(fit) != 1:
            near = difflib.get_close_matches(key, self._ids, n=3, cutoff=0.6)
            hint = f"Near: {', '.join(near)}." if near else "comity review shows what is there."
            said = f"there is no claim {key[:40]!r}" if not fit else f"{len(fit)} claims begin with {key!r}"
            raise NotFound(said, file=order.file, line=order.line, hint=hint)
        return self.shelf.document(self._ids[fit[0]]).claims[f"claim/{fit[0]}"]

    def now(self, claim: Claim) -> Claim:
        """A claim as it stands after the corrections of this plan."""
        for old, new in self._renamed.items():
            claim = renamed(claim, old, new)
        return claim

    def undo(self, orders: Sequence[tuple[Order, Claim]]) -> None:
        """Take back what was decided about claims."""
        if not orders:
            return
        undoer = Undoer(self.shelf, self.known.store, by=self.plan.by, at=self.plan.at)
        for order, claim in orders:
            why = undoer.undo(claim, order.because)
            if why is not None:
                self.plan.refused.append((claim, why))
        self.plan.undoing = undoer.close()

    def accept(self, claim: Claim, because: str | None, needed_by: Claim | None = None) -> bool:
        """Take a claim, all that say the same, and what they need; False where that cannot be had."""
        if claim.id in self._taken:
            if needed_by is None:
                self.plan.asked.add(claim.id)
                self.plan.along.pop(claim.id, None)
            return True
        before = self.shelf.decision(claim)
        if before is not None and before.verdict != "accepted" and needed_by is not None:
            return False
        if before is not None and before.verdict == "corrected" and self._stands(claim):
            return False
        if before is not None and before.verdict == "accepted" and claim.id in before.claims:
            self.plan.already.append((claim, before))
            return True
        twins = self._twins(claim)
        for one in twins:
            self._taken[one.id] = one
        for thing in needs_of(claim):
            if not self._had(thing, claim, because):
                for one in twins:
                    self._taken.pop(one.id, None)
                why = f"needs {thing}, which " + ("was rejected" if thing in self._no else "no claim tells of")
                self.plan.refused.append((claim, why))
                return False
        self.plan.accepted += twins
        if needed_by is None:
            self.plan.asked |= {one.id for one in twins}
        else:
            self.plan.along |= {one.id: needed_by for one in twins}
        self._decide("accepted", twins, because)
        return True

    def reject(self, claim: Claim, because: str | None) -> None:
        """A claim, and all that say the same, are no facts."""
        if self._stands(claim):
            return
        twins = self._twins(claim)
        self.plan.rejected.append(claim)
        self._no.add(claim.thing if not claim.field else "")
        self._decide("rejected", twins, because)

    def correct(self, claim: Claim, order: Order) -> None:
        """Other cells, or another thing, in the place of what was read."""
        if self._stands(claim):
            return
        if not order.changes:
            raise BadInput(
                "a correction needs at least one FIELD=VALUE", file=order.file, line=order.line, hint=_fields(claim)
            )
        if self.known.has(claim.thing) and not claim.field and "id" in order.changes:
            raise BadInput(f"{claim.thing} is a fact already", file=order.file, line=order.line, field="id")
        changes = dict(order.changes)
        meant = self._meanings(claim, changes, order)
        for old, known in meant.items():
            self._means(claim, old, known, order)
        mine = self.now(claim)
        rest = {name: cell for name, cell in changes.items() if name != "id"}
        cells = {name: cell for name, cell in {**mine.cells, **rest}.items() if cell}
        new = mine.with_cells(cells)
        if new.table in ("participations", "tenures"):
            new = renamed(new, "", "")
        try:
            values_of(new)
        except (BadInput, ValueError) as error:
            message = error.message if isinstance(error, BadInput) else str(error)
            where = error.field if isinstance(error, BadInput) else None
            raise BadInput(message, file=order.file, line=order.line, field=where, hint=_fields(claim)) from None
        self.plan.corrected.append((claim, new))
        if new.said != claim.said:
            self.plan.instead[claim.said] = new.said
            if "id" not in changes:  # what a name means is recorded already
                row = {"table": new.table, "thing": new.thing, "cells": dict(new.cells)}
                decision = Decision(claim.said, "corrected", self.plan.by, self.plan.at, order.because, row, (mine.id,))
                self.plan.decisions.append((decision, [tail(claim.source)]))
        elif new.cells != claim.cells:
            self._was[new.id] = [as_read(claim)]
            self._put(claim, new)
        self.accept(new, order.because)

    def close(self) -> None:
        """Facts are written before what refers to them, a day before the month that it is in."""
        self.plan.accepted.sort(key=written_order)

    # Parts

    def _stands(self, claim: Claim) -> bool:
        """Refuse what would take back a fact without saying so: others may rest on it by now."""
        before = self.shelf.decision(claim)
        if before is None or before.verdict == "rejected" or before.said in self.plan.undoing.said:
            return False
        fact = "so it is a fact" if before.verdict == "accepted" else "so what it was corrected to is a fact"
        why = f"{before.by} {before.verdict} it on {before.at[:10]}, {fact}"
        self.plan.refused.append((claim, f"{why}; comity review undo {claim.key} takes that back first"))
        return True

    def _decide(self, verdict: str, claims: Sequence[Claim], because: str | None) -> None:
        ids = tuple(sorted(one.id for one in claims))
        was = {one: self._was[one] for one in ids if one in self._was}
        row = {"was": was} if was else None
        decision = Decision(claims[0].said, verdict, self.plan.by, self.plan.at, because, row, ids)
        self.plan.decisions.append((decision, sorted({tail(one.source) for one in claims})))

    def _twins(self, claim: Claim) -> list[Claim]:
        """The claim and those of other documents that say the same."""
        found = {claim.id: claim}
        before = self.shelf.decision(claim)
        is_fact = before is not None and before.verdict == "accepted" and before.said not in self.plan.undoing.said
        done = before.claims if before is not None and is_fact else ()
        for slug in self.shelf.mentioning(claim.thing):
            for one in self.shelf.document(slug).claims.values():
                if one.said == claim.said and one.id not in self._taken and one.id not in done:
                    found[one.id] = one
        return list(found.values())

    def _had(self, thing: str, claim: Claim, because: str | None) -> bool:
        """Whether a thing is a fact, or a claim about it is or can be accepted."""
        if self.known.has(thing) or any(one.thing == thing and not one.field for one in self._taken.values()):
            return True
        slugs = [tail(claim.source), *self.shelf.mentioning(thing)]
        for slug in dict.fromkeys(slugs):
            for one in self.shelf.document(slug).claims.values():
                if one.thing == thing and not one.field and one.thing not in self._no:
                    return self.accept(one, because, needed_by=claim)
        return False

    def _meanings(self, claim: Claim, changes: Mapping[str, str], order: Order) -> dict[str, str]:
        """Unknown things of a claim that the changed cells say are known ones."""
        found = {}
        columns = {column.name: column for column in table_of(claim).columns}
        for name, cell in changes.items():
            if name == "id" and not claim.field:
                kind = claim.thing.partition("/")[0]
                new = thing_of(kind, cell)
                if not self.known.has(new):
                    raise NotFound(f"the graph has no {new}", file=order.file, line=order.line, field=name)
                found[claim.thing] = new
                continue
            column = columns.get(name)
            old = claim.cells.get(name)
            if column is None or not isinstance(column.kind, Ref) or not old or not cell:
                continue
            before, after = column.kind.read(old), column.kind.read(cell)
            if len(before) == len(after) == 1 and before != after and not self.known.has(before[0]):
                kind = before[0].partition("/")[0]
                if kind in NAMED and after[0].partition("/")[0] == kind and self.known.has(after[0]):
                    found[before[0]] = after[0]
        return found

    def _means(self, claim: Claim, old: str, new: str, order: Order) -> None:
        """A thing that was taken for unknown is a known one: everywhere, and from now on by its name."""
        row = next((one for one in self._rows_of(old, claim) if not one.field), None)
        self._renamed[old] = new
        was: dict[str, list[dict[str, Any]]] = {}
        for slug in self.shelf.mentioning(old):
            held = self.shelf.document(slug)
            claims: dict[str, Claim] = {}
            for one in held.claims.values():
                mine = renamed(one, old, new)
                claims[mine.id] = mine
                if mine is not one:
                    was.setdefault(mine.id, []).append(as_read(one))
            self.shelf.put(dataclasses.replace(held, claims=claims))
        if row is not None:
            record = {"table": row.table, "thing": old, "cells": {"id": new}, "was": was}
            decision = Decision(row.said, "corrected", self.plan.by, self.plan.at, order.because, record, (row.id,))
            self.plan.decisions.append((decision, [tail(row.source)]))
            if row.written:
                self._alias(row, new)
        if row is not None:
            again = renamed(row, old, new)
            self._taken[again.id] = again
            self._decide("accepted", [again], order.because)
            self.plan.accepted.append(again)

    def _alias(self, row: Claim, new: str) -> None:
        """The name that the document gives to a known thing, as a row of the table of names."""
        form = row.written or ""
        if form not in self.known.names_of(new):
            self.plan.names.append(alias_of(row, new))
            self.plan.aliases.append((form, new))

    def _rows_of(self, thing: str, claim: Claim) -> Iterable[Claim]:
        for slug in dict.fromkeys([tail(claim.source), *self.shelf.mentioning(thing)]):
            yield from (one for one in self.shelf.document(slug).claims.values() if one.thing == thing)

    def _put(self, old: Claim, new: Claim) -> None:
        held = self.shelf.document(tail(old.source))
        claims = {
            (new.id if key == old.id else key): (new if key == old.id else one) for key, one in held.claims.items()
        }
        self.shelf.put(dataclasses.replace(held, claims=claims))


def as_read(claim: Claim) -> dict[str, Any]:
    """What a claim was, kept with the decision that changes it."""
    return {"id": claim.id, "thing": claim.thing, "cells": dict(claim.cells)}


def _fields(claim: Claim) -> str:
    """Which fields a correction may name."""
    if claim.field:
        return f"It has: {', '.join(claim.cells)}."
    names = [column.name for column in table_of(claim).columns]
    return f"{claim.table} has: {', '.join(names)}."
