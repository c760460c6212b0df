"""What a graph keeps of documents, carried into one that is built anew.

Claims that wait are compared with the new records whenever they are listed.
Accepted ones are taken again, in the order in which they were decided; what
rests on something that the records do not hold any more, or breaks a shape
beside them, waits again and says so: nothing that was decided is dropped.

Threat: an upgrade that makes people decide twice, or loses a decision without a
word.  Limits: what ``comity load`` added is not carried over (an RDF file leaves
nothing that tells its statements from the records'); it is named before the new
generation is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from ...errors import BadInput, Damaged
from ...graph.store import Home
from ...ontology.namespaces import CLAIMS, DECISIONS
from .judging import judged
from .known import Known
from .review import BUILD, blamed_for, now
from .rows import needs_of, values_of
from .shelf import Shelf
from .taking import copy_sources
from .traces import loaded, traces
from .undoing import Taken, Undoer, take_again, taken

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ...graph.check.finding import Finding
    from ...graph.generations import Generation

#: Claims that are named in a message.
_SHOWN = 5


class Carried:
    """What is carried over from one generation; nothing where there is none."""

    def __init__(self, generation: Generation | None = None, store: Store | None = None) -> None:
        self.generation = generation
        self._store = store
        self._shelf = None if store is None else Shelf(store)
        #: What is a fact by a decision, in the order of the decisions.
        self.accepted: list[Taken] = []
        if store is not None and self._shelf is not None:
            self.accepted = taken(self._shelf, traces(store))
        self.warnings: list[str] = []
        self._lost: dict[str, str] = {}
        self._written: dict[str, set[str]] = {}
        self._known: Known | None = None
        self._also = 0

    def take(self, store: Store) -> None:
        """Take what was accepted into a store of new records, but for what does not fit."""
        assert self._store is not None
        self._known = Known(store)
        self._fit(self._known)
        left = [one for one in self.accepted if one.claim.id not in self._lost]
        # A name that the records give by now is not learned from a document.
        left = [one for one in left if one.claim.table != "names" or not self._named(one)]
        self._also = sum(1 for one in left if judged(one.claim, self._known).standing == "known")
        for one in left:
            self._known.add(one.claim)  # what a day breaks the order of is seen with the number beside it
        with copy_sources(self._store, store, {one.claim.source for one in left}):
            self._written = take_again(store, left)

    def _named(self, one: Taken) -> bool:
        assert self._known is not None
        return one.claim.cells["form"] in self._known.names_of(one.claim.cells["entity"])

    def _fit(self, known: Known) -> None:
        """Set aside what this version cannot write, and what needs a thing that is not there."""
        for one in self.accepted:
            try:
                values_of(one.claim)
            except (BadInput, LookupError, ValueError) as error:
                message = error.message if isinstance(error, BadInput) else str(error)
                self._lost.setdefault(one.claim.id, f"this version of Comity does not take it: {message}")
        while True:
            left = [one for one in self.accepted if one.claim.id not in self._lost]
            there = {one.claim.thing for one in left if not one.claim.field and one.claim.table != "names"}
            missing = {
                one.claim.id: f"needs {thing}, which the records do not hold"
                for one in left
                for thing in needs_of(one.claim)
                if thing not in there and not known.has(thing)
            }
            if not missing:
                return
            self._lost |= missing

    def blame(self, broken: Sequence[Finding], lang: str) -> bool:
        """Set aside the claims that broke a shape; whether there were any."""
        if self._known is None:
            return False
        left = [one.claim for one in self.accepted if one.claim.id in self._written]
        guilty = blamed_for(broken, left, self._written, self._known, lang)
        self._lost |= guilty
        return bool(guilty)

    def write(self, store: Store) -> None:
        """Write documents, claims and decisions beside the new facts."""
        from pyoxigraph import NamedNode

        if self._store is None or self._shelf is None:
            return
        for name in self._store.named_graphs():
            if isinstance(name, NamedNode) and (name.value.startswith(CLAIMS) or name.value == DECISIONS):
                store.bulk_extend(self._store.quads_for_pattern(None, None, None, name))
        if self._lost:
            undoer = Undoer(self._shelf, self._store, by=BUILD, at=now())
            undoer.drop(self._lost)
            undoer.close().settle(self._shelf)
            self._shelf.write(store)

    def told(self) -> list[str]:
        """What was carried over and what does not fit, a line each."""
        if self.generation is None or self._shelf is None:
            return []
        slugs = self._shelf.slugs()
        held = [self._shelf.document(slug) for slug in slugs]
        claims, unread = sum(len(one.claims) for one in held), sum(one.unread for one in held)
        if not claims and not unread and not self._shelf.decisions:
            return []
        facts = sum(1 for one in self.accepted if one.claim.id in self._written and one.claim.table != "names")
        lines = [
            f"Carried over from generation {self.generation.number}: {_many(claims, 'claim')} of "
            f"{_many(len(slugs), 'document')} and {_many(len(self._shelf.decisions), 'decision')}; "
            f"{facts:,} accepted are facts here too"
            + (f", {self._also:,} of them in the records" if self._also else "")
        ]
        if unread:
            lines.append(f"{_many(unread, 'claim')} of a form that this version does not read: kept, and not shown.")
        lost = [one for one in self.accepted if one.claim.id in self._lost and one.claim.table != "names"]
        if lost:
            shown = "".join(
                f"\n  {one.kept.key}  {one.claim.thing}: {self._lost[one.claim.id]}" for one in lost[:_SHOWN]
            )
            more = f"\n  and {len(lost) - _SHOWN:,} more" if len(lost) > _SHOWN else ""
            lines.append(
                f"{_many(len(lost), 'accepted claim')} no longer fit{'s' if len(lost) == 1 else ''} the records and "
                f"wait{'s' if len(lost) == 1 else ''} again (comity review --status undone):{shown}{more}\n"
                "  Once what is missing is there, comity review accept --undone makes them facts again."
            )
        return lines


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


#: For a build that takes nothing over.
NOTHING = nullcontext(Carried())


@contextmanager
def carried(place: Home) -> Iterator[Carried]:
    """What the current generation keeps; the lock is held, so nobody decides anything meanwhile.

    Raises :class:`Damaged` where it cannot be read: what it keeps would be lost without a word.
    """
    try:
        if place.pointed() is None:
            yield Carried()
            return
        generation = place.current()
        store = generation.read_only()
    except Damaged as error:
        raise Damaged(
            f"{error.message}; what was read and decided in it cannot be carried over",
            hint="comity store restore brings back a backup or an older generation, by its directory or number; "
            "comity build --fresh builds without what was read, decided and loaded.",
        ) from None
    try:
        found = Carried(generation, store)
        files = sorted({*loaded(store), *_noted(place)})
        if files:
            shown = ", ".join(files[:_SHOWN]) + (f" and {len(files) - _SHOWN:,} more" if len(files) > _SHOWN else "")
            found.warnings.append(
                f"Not carried over, since loaded from files: {shown}. Load them again (comity load); "
                f"generation {generation.number} holds them still (comity store restore {generation.number})."
            )
        yield found
    finally:
        del store
        generation.release()


def _noted(place: Home) -> set[str]:
    """The files that were loaded since the last build, by what the generations say of themselves."""
    names: set[str] = set()
    for generation in place.generations():
        if generation.note.startswith(("build", "restored ")):
            names = set()
        elif generation.note.startswith("load "):
            names |= set(generation.note.removeprefix("load ").split(", "))
    return names
