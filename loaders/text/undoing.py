"""Taking a decision back: what it made a fact goes unless something else says so, and the claim waits again.

The facts are put back to what they would be without the claims about the same
things, and those that stay are taken anew in the order in which they were
decided: what is left is what there would be had the others never been accepted.

Threat: half of a fact left behind, or somebody else's taken along.  Limits:
what was accepted by a version of Comity that kept no traces cannot be told from
what was there before; ``comity build`` takes it anew and leaves traces.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import ID, RDF
from .ids import tail
from .known import Known
from .rows import Claim, alias_of, needs_of
from .shelf import UNDONE, Decision, Shelf
from .taking import take
from .traces import Trace, strip, traces

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Tables in the order in which rows of one decision are written; what they refer to comes first.
_ORDER: Mapping[str, int] = {"agencies": 0, "posts": 1, "bodies": 1, "officials": 2, "encounters": 3}


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim that is a fact, the decision by which it is, and the claim as which it stands in its document."""

    claim: Claim
    decision: Decision
    kept: Claim


def written_order(claim: Claim) -> tuple[bool, int, int]:
    """Facts are written before what refers to them, a day before the month that it is in."""
    return bool(claim.field), _ORDER.get(claim.table, 4), -len(claim.cells.get("date", ""))


def taken(shelf: Shelf, known: Mapping[str, Trace]) -> list[Taken]:
    """Every claim that is a fact, in the order of the decisions: as read, as corrected, and the names learned.

    Of several that say the same, the one that was first comes first: by its trace, it added the most.
    """
    found: list[Taken] = []
    renames = renames_by_row(shelf)
    # A version that did not note how claims were read: the row of what was meant tells the name.
    bare = {new: decision for new, decision in shelf.renaming().values() if not was(decision)}
    for slug in shelf.slugs():
        for claim in shelf.document(slug).claims.values():
            found += _of_claim(shelf, claim)
            if claim.field or not claim.written:
                continue
            rename = renames.get(claim.id) or bare.get(claim.thing)
            # Learned from the document that it was decided in; others use it.
            if rename is not None and _learned(rename, claim):
                found.append(Taken(alias_of(claim, claim.thing), rename, claim))
        shelf.forget(slug)

    def order(one: Taken) -> tuple[str, tuple[bool, int, int], int, str]:
        trace = known.get(one.claim.id)
        return one.decision.at, written_order(one.claim), -len(trace.added) if trace else 0, one.claim.id

    found.sort(key=order)
    return found


def _of_claim(shelf: Shelf, claim: Claim) -> Iterator[Taken]:
    decision = shelf.decision(claim)
    if decision is None or claim.id not in decision.claims:
        return
    if decision.verdict == "accepted":
        yield Taken(claim, decision, claim)
    elif decision.verdict == "corrected" and decision.row and "id" not in decision.row["cells"]:
        new = claim.with_cells(decision.row["cells"], str(decision.row["thing"]))
        instead = shelf.decisions.get(new.said)
        if instead is not None and instead.verdict == "accepted" and new.id in instead.claims:
            yield Taken(new, instead, claim)


def _learned(rename: Decision, claim: Claim) -> bool:
    told = was(rename)
    if not told:
        return claim.table == str((rename.row or {}).get("table"))
    return any(one["id"] in rename.claims for one in told.get(claim.id, ()))


def renames_by_row(shelf: Shelf) -> dict[str, Decision]:
    """The decisions that a name means something known, by the claim that is the row of it now."""
    found = {}
    for old, (_, decision) in shelf.renaming().items():
        for claim, read in was(decision).items():
            if any(one["thing"] == old for one in read):
                found[claim] = decision
    return found


def was(decision: Decision) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """How the claims were read that a decision changed."""
    found: Mapping[str, Sequence[Mapping[str, Any]]] = (decision.row or {}).get("was", {})
    return found


def take_again(store: Store, claims: Sequence[Taken]) -> dict[str, set[str]]:
    """Take claims in their order into facts that know nothing of them; by claim, the addresses written about.

    What a later decision says of a thing is compared with what an earlier one made of it.
    """
    written: dict[str, set[str]] = {}
    batch: list[Claim] = []
    touched: dict[str, str] = {}
    for one in claims:
        about = one.claim.cells.get("encounter") or one.claim.cells.get("post") or one.claim.thing
        if touched.setdefault(about, one.decision.at) != one.decision.at:
            written |= take(store, Known(store), batch)
            batch, touched = [], {about: one.decision.at}
        batch.append(one.claim)
    return written | (take(store, Known(store), batch) if batch else {})


@dataclass
class Undoing:
    """What is taken back: what was ``asked``, and what was accepted and rests on it (with what it rests on).

    ``stays`` came along with one of them once and nothing needs it any more;
    ``names`` are those that are no names of a thing any more.
    """

    asked: list[tuple[Claim, Decision]] = field(default_factory=list)
    along: list[tuple[Claim, Claim]] = field(default_factory=list)
    stays: list[Claim] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    gone: list[Taken] = field(default_factory=list)
    #: What else is said of the same things, to be taken anew.
    anew: list[Taken] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    #: Decisions of which only some claims are taken back, with those that are left.
    left: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: By document, the claims that a correction changed, as they were read.
    restored: dict[str, dict[str, list[Claim]]] = field(default_factory=dict)
    traces: Mapping[str, Trace] = field(default_factory=dict)

    @property
    def said(self) -> set[str]:
        """What is decided no more."""
        return {decision.said for decision in self.decisions}

    def read(self, claim: Claim) -> Claim:
        """A claim as it was read, where what changed it is taken back."""
        return next(iter(self.restored.get(tail(claim.source), {}).get(claim.id, ())), claim)

    def carry_out(self, store: Store) -> None:
        """Take the facts back, in a working copy."""
        if not self.gone:
            return
        strip(store, [one.claim.id for one in (*self.gone, *self.anew)], self.traces)
        take_again(store, self.anew)

    def settle(self, shelf: Shelf) -> None:
        """Record it: the claims wait again, as they were read."""
        documents = shelf.ids()
        for slug, changed in self.restored.items():
            held = shelf.document(slug)
            back = [one for claim in held.claims.values() for one in changed.get(claim.id, [claim])]
            shelf.put(dataclasses.replace(held, claims={claim.id: claim for claim in back}))
        for decision in self.decisions:
            shelf.decide(decision, *sorted({documents[key] for key in map(tail, decision.claims) if key in documents}))
        for said, claims in self.left.items():
            shelf.leave(said, claims)


class Undoer:
    """Plans what is taken back, claim by claim."""

    def __init__(self, shelf: Shelf, store: Store, *, by: str, at: str) -> None:
        self.shelf = shelf
        self.by = by
        self.at = at
        self.plan = Undoing(traces=traces(store))
        self._all = taken(shelf, self.plan.traces)
        self._renames = renames_by_row(shelf)
        self._documents = shelf.ids()
        self._gone: dict[str, Taken] = {}
        self._why: dict[str, tuple[str | None, Claim]] = {}
        #: Decisions taken back as such, whatever their claims.
        self._whole: dict[str, Decision] = {}
        self._alone = {
            str(getattr(quad.subject, "value", "")).removeprefix(ID)
            for trace in self.plan.traces.values()
            for quad in trace.added
            if quad.predicate.value == RDF + "type"
        }

    def undo(self, claim: Claim, because: str | None) -> str | None:
        """Take back what was decided about a claim; why not, where that cannot be."""
        decision = self.shelf.decision(claim)
        if decision is None:
            return "nothing was decided about it: it waits"
        rename = self._renames.get(claim.id)
        if rename is not None:
            gone, whole = self._with_all([], [rename])
        else:
            said = decision.said
            gone, whole = self._with_all([one for one in self._all if said in (one.decision.said, one.kept.said)], [])
            whole[said] = decision
        # A name that the graph had already was not learned from the document: there is nothing to take back.
        gone = {key: one for key, one in gone.items() if one.claim.table != "names" or key in self.plan.traces}
        blind = next((one for one in gone.values() if one.claim.id not in self.plan.traces), None)
        if blind is not None:
            return (
                f"{blind.decision.by} accepted {blind.kept.key} with a version of Comity that did not note what became "
                "a fact by it; comity build takes it anew and notes it, and then it can be undone"
            )
        self.plan.asked.append((claim, rename or decision))
        for key, one in gone.items():
            self._gone.setdefault(key, one)
            rested = f"rested on {claim.key}" + (f": {because}" if because else "")
            self._why.setdefault(one.decision.said, (rested, claim))
            self._why.setdefault(one.kept.said, (rested, claim))
        for key, each in whole.items():
            self._whole.setdefault(key, each)
            self._why[key] = (because, claim)
        return None

    def drop(self, lost: Mapping[str, str]) -> None:
        """Take back what is no fact any more, each claim (by ``claim/…``) for a reason."""
        renames = [one.decision for one in self._all if one.claim.id in lost and one.claim.table == "names"]
        gone, whole = self._with_all([one for one in self._all if one.claim.id in lost], renames)
        for key, one in gone.items():
            self._gone[key] = one
            why = lost.get(key) or f"{one.claim.thing} is said of a name that is not known any more"
            for said in (one.decision.said, one.kept.said):
                self._why.setdefault(said, (why, one.kept))
        self._whole |= whole

    def close(self) -> Undoing:
        """The plan: also what has to be taken anew, and what stays though nothing needs it any more."""
        plan = self.plan
        plan.gone = list(self._gone.values())
        about = {_about(one.claim) for one in plan.gone}
        left = [one for one in self._all if one.claim.id not in self._gone]
        plan.anew = [one for one in left if _about(one.claim) in about]
        self._decide()
        asked = {claim.id for claim, _ in plan.asked} | {claim.said for claim, _ in plan.asked}
        for one in plan.gone:
            if one.claim.table == "names":
                plan.names.append((one.claim.cells["form"], one.claim.cells["entity"]))
            elif one.kept.id not in asked and one.kept.said not in asked:
                plan.along.append((one.kept, self._why[one.decision.said][1]))
        plan.stays = self._unneeded(left)
        return plan

    def _decide(self) -> None:
        """Whose claims are all gone is undone, with who and when; a correction with what it was corrected to."""
        plan = self.plan
        undone = dict(self._whole)
        for one in plan.gone:
            said = one.decision.said
            if said not in undone:
                claims = tuple(key for key in one.decision.claims if key not in self._gone)
                if claims:
                    plan.left[said] = claims
                else:
                    undone[said] = one.decision
            correction = self.shelf.decision(one.kept)
            if correction is not None and correction.verdict == "corrected":
                undone.setdefault(correction.said, correction)
        for said, decision in undone.items():
            plan.decisions.append(Decision(said, UNDONE, self.by, self.at, self._why[said][0], None, decision.claims))
            self._restore(decision)
            plan.left.pop(said, None)

    def _restore(self, decision: Decision) -> None:
        for key, read in was(decision).items():
            slug = self._documents.get(tail(key))
            claim = None if slug is None else self.shelf.document(slug).claims.get(key)
            if slug is not None and claim is not None:
                back = [claim.with_cells(one["cells"], str(one["thing"])) for one in read]
                self.plan.restored.setdefault(slug, {})[key] = back

    def _with_all(
        self, roots: Iterable[Taken], renames: Iterable[Decision]
    ) -> tuple[dict[str, Taken], dict[str, Decision]]:
        """Claims with all that rests on what they alone say, and the corrections of names that go with them."""
        gone = {one.claim.id: one for one in roots}
        whole = {decision.said: decision for decision in renames}
        while True:
            before = len(gone), len(whole)
            for one in list(gone.values()):
                rename = self._renames.get(one.kept.id)
                if rename is not None and not one.claim.field and one.claim.thing == one.kept.thing:
                    whole[rename.said] = rename
            # What was said under another name is not known to be said of the same thing.
            named = {claim for decision in whole.values() for claim in was(decision)}
            gone |= {one.claim.id: one for one in self._all if one.kept.id in named or one.decision.said in whole}
            lost = {one.claim.thing for one in gone.values() if self._falls(one.claim, gone)}
            gone |= {one.claim.id: one for one in self._all if any(thing in lost for thing in needs_of(one.claim))}
            if (len(gone), len(whole)) == before:
                return gone, whole

    def _falls(self, claim: Claim, gone: Mapping[str, Taken]) -> bool:
        """Whether nothing says any more that the thing of a row is there."""
        if claim.field or claim.thing not in self._alone:
            return False
        return not any(
            one.claim.thing == claim.thing and not one.claim.field and one.claim.id not in gone for one in self._all
        )

    def _unneeded(self, left: Sequence[Taken]) -> list[Claim]:
        """What came along with claims that are gone and is there for nothing else."""
        free: dict[str, Claim] = {}
        gone = [one.claim for one in self._gone.values()]
        while True:
            needs = {thing for claim in (*gone, *free.values()) for thing in needs_of(claim)}
            stays = [one.claim for one in left if one.claim.id not in free]
            needed = {thing for claim in stays for thing in needs_of(claim)}
            more = [
                claim
                for claim in stays
                if claim.thing in needs and claim.thing not in needed and not claim.field and claim.thing in self._alone
            ]
            if not more:
                return list({claim.said: claim for claim in free.values()}.values())
            free |= {claim.id: claim for claim in more}


def _about(claim: Claim) -> str:
    return claim.cells["entity"] if claim.table == "names" else claim.thing
