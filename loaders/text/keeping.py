"""What documents tell, against a graph: compared only, or kept among its claims.

Reading the same document again changes nothing; what was decided about a claim
holds for every document that says the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import BadInput
from ...graph.store import Home
from ...ontology.namespaces import COMITY, DCTERMS, ID
from .claims import Told, claims_of
from .ids import tail
from .judging import NEW, Judgement, judged, judgement_quads
from .known import Known, Resting
from .lexicon import words
from .origin import source_quads
from .planning import as_read, planned
from .review import Decided, Order, carry_out, now
from .rows import Claim, renamed
from .shelf import Decision, Shelf

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ...graph.generations import Generation
    from ..report import Progress
    from .document import Document
    from .reading import Reading


@dataclass(slots=True)
class Compared:
    """One claim, what it is to the facts, the passages of the fact that it is against, and what was decided.

    ``undone``: how that was taken back, where it waits again.
    """

    claim: Claim
    judgement: Judgement = NEW
    against: list[Resting] = field(default_factory=list)
    decision: Decision | None = None
    undone: Decision | None = None

    @property
    def status(self) -> str:
        """accepted, rejected or corrected where decided; else new, known or contradicts."""
        return self.judgement.standing if self.decision is None else self.decision.verdict


@dataclass(slots=True)
class Kept:
    """One document with its reading and claims; ``fresh`` are those that the graph did not keep yet."""

    document: Document
    reading: Reading
    told: Told
    compared: list[Compared] = field(default_factory=list)
    fresh: list[Claim] = field(default_factory=list)
    gone: list[Claim] = field(default_factory=list)
    stored: bool = False

    @property
    def unchanged(self) -> bool:
        """Whether the graph kept all of it already."""
        return self.stored and not self.fresh and not self.gone


@dataclass(slots=True)
class KeptAll:
    """Documents in one generation (None: nothing new), and what was accepted with them."""

    documents: list[Kept]
    generation: Generation | None = None
    decided: Decided = field(default_factory=Decided)


def compare(store: Store, pairs: Iterable[tuple[Document, Reading]], *, today: dt.date | None = None) -> list[Kept]:
    """What documents tell, compared with the facts of a store; nothing is kept."""
    known = Known(store)
    shelf = Shelf(store)
    found = []
    for document, reading in pairs:
        told = claims_of(reading, document, known, today=today or dt.date.today())
        found.append(Kept(document, reading, told, _compared(told.claims, known, shelf)))
    return found


def keep(
    home: str | Path,
    pairs: Iterable[tuple[Document, Reading]],
    *,
    by_rule: bool = False,
    today: dt.date | None = None,
    lang: str = "en",
    progress: Progress | None = None,
) -> KeptAll:
    """Keep what documents tell among the claims of the graph at ``home``, all in one generation.

    Facts stay as they are, but for what was decided before: the source of an
    accepted claim that another document repeats, and with ``by_rule`` what a
    rule of measured precision reads.
    """
    day = today or dt.date.today()
    with Home.open(home).writer() as writer:
        if writer.basis is None:
            raise BadInput(f"{home} holds no facts yet", hint=f"comity build --graph {home} makes a graph of them.")
        known, shelf = Known(writer.store), Shelf(writer.store)
        documents = [_shelve(one, reading, known, shelf, day) for one, reading in pairs]
        orders = _orders(documents, known, shelf, by_rule)
        made = KeptAll(documents)
        if shelf.changed or orders:
            plan = planned(shelf, known, [order for order, _ in orders], by="rule", at=now())
            by = {key: name for order, name in orders for key in [order.key]}
            plan.decisions = [
                (decision if _by(decision, by) is None else _signed(decision, str(_by(decision, by))), slugs)
                for decision, slugs in plan.decisions
            ]
            note = "read " + ", ".join(one.document.name for one in documents[:3])
            note += f" and {len(documents) - 3:,} more" if len(documents) > 3 else ""
            made.decided = carry_out(writer, shelf, plan, note=note, lang=lang, progress=progress)
            made.generation = made.decided.generation
        after = Known(writer.store) if made.decided.accepted else known
        for kept in documents:
            held = shelf.document(tail(kept.told.source))
            kept.compared = _compared(list(held.claims.values()), after, shelf)
    return made


def kept_claims(store: Store, documents: Iterable[str] | None = None) -> Iterator[Compared]:
    """The claims that a graph keeps, of some documents (their slugs) or of all, compared with its facts.

    By document; a document is read when its first claim is asked for.
    """
    known, shelf = Known(store), Shelf(store)
    for slug in shelf.slugs() if documents is None else documents:
        yield from _compared(list(shelf.document(slug).claims.values()), known, shelf)
        shelf.forget(slug)


def documents_of(store: Store, ids: Iterable[str]) -> list[str]:
    """The documents whose claims ids may mean: short ids, their first letters, or things (``meeting/…``)."""
    shelf = Shelf(store)
    keys = shelf.ids()
    found: set[str] = set()
    for text in ids:
        key = text.removeprefix("claim/")
        found |= set(shelf.mentioning(key)) if "/" in key else {keys[one] for one in keys if one.startswith(key)}
    return sorted(found)


def kept_sums(store: Store) -> frozenset[str]:
    """The SHA-256 sums of the documents that claims are kept of."""
    from pyoxigraph import NamedNode

    slugs = set(Shelf(store).slugs())
    found = set()
    for quad in store.quads_for_pattern(None, NamedNode(COMITY + "sha256"), None, None):
        if getattr(quad.subject, "value", "").removeprefix(f"{ID}source/") in slugs:
            found.add(str(getattr(quad.object, "value", "")))
    return frozenset(found)


def titles(store: Store, sources: Iterable[str]) -> dict[str, str]:
    """The title of each source, whether a fact or a claim rests on it."""
    from pyoxigraph import NamedNode

    found = {}
    for source in sources:
        quad = next(store.quads_for_pattern(NamedNode(ID + source), NamedNode(DCTERMS + "title"), None, None), None)
        if quad is not None:
            found[source] = str(getattr(quad.object, "value", ""))
    return found


def _shelve(document: Document, reading: Reading, known: Known, shelf: Shelf, day: dt.date) -> Kept:
    """Put what is new of a document on the shelf."""
    told = claims_of(reading, document, known, today=day)
    slug = tail(told.source)
    for old, (new, decision) in shelf.renaming().items():
        mine = [(claim, renamed(claim, old, new)) for claim in told.claims]
        told.claims = [claim for _, claim in mine]
        shelf.renamed(decision, {claim.id: [as_read(read)] for read, claim in mine if read is not claim})
    held = shelf.document(slug)
    told.claims = _as_before(told.claims, list(held.claims.values()))
    here = {claim.id: claim for claim in told.claims}
    kept = Kept(document, reading, told, stored=True)
    kept.fresh = [claim for claim in here.values() if claim.id not in held.claims]
    kept.gone = [claim for claim in held.claims.values() if claim.id not in here and shelf.forgets(claim)]
    if kept.fresh or kept.gone:
        gone = {claim.id for claim in kept.gone}
        stays = {key: claim for key, claim in held.claims.items() if key not in gone}
        stays |= {claim.id: claim for claim in kept.fresh}
        held.claims = dict(sorted(stays.items(), key=lambda item: (item[1].passage.start, item[0])))
        if not any(str(quad.subject.value).endswith(told.source) for quad in held.beside):  # type: ignore[union-attr]
            page = bool(reading.bodies)
            held.beside += source_quads(told.source, document, known, day.isoformat(), institutional=page)
        for claim in kept.fresh:
            held.beside += judgement_quads(claim, judged(claim, known))
        shelf.put(held)
    return kept


def _as_before(claims: Sequence[Claim], before: Sequence[Claim]) -> list[Claim]:
    """What a document was read to tell keeps its id, whatever has become a fact meanwhile."""

    def things(of: Sequence[Claim]) -> dict[tuple[str, int, int, str], list[str]]:
        found: dict[tuple[str, int, int, str], list[str]] = {}
        for claim in of:
            if claim.table in ("encounters", "ledger", "instruments") and not claim.field:
                key = (claim.table, claim.passage.start, claim.passage.end, claim.rule)
                found.setdefault(key, []).append(claim.thing)
        return found

    old, kept = things(before), list(claims)
    for key, new in things(claims).items():
        if len(old.get(key, ())) == len(new):
            for one, other in zip(new, old[key], strict=True):
                if one != other and one not in old[key] and other not in new:
                    kept = [renamed(claim, one, other) for claim in kept]
    return kept


def _orders(documents: Sequence[Kept], known: Known, shelf: Shelf, by_rule: bool) -> list[tuple[Order, str | None]]:
    """What was decided already, or is by a rule: (order, who decides or None for whoever did)."""
    found: list[tuple[Order, str | None]] = []
    for kept in documents:
        for claim in kept.fresh:
            before = shelf.decision(claim)
            if before is not None:
                if before.verdict == "accepted" and claim.id not in before.claims:
                    found.append((Order(claim.key, "accepted"), before.by))
                continue
            free = by_rule and shelf.undone(claim) is None  # a person who took it back is not overruled
            name = rule_of(claim) if free and judged(claim, known).standing != "contradicts" else None
            if name is not None:
                found.append((Order(claim.key, "accepted"), name))
    return found


def _by(decision: Decision, by: dict[str, str | None]) -> str | None:
    return next((by[tail(claim)] for claim in decision.claims if tail(claim) in by), None)


def _signed(decision: Decision, name: str) -> Decision:
    return dataclasses.replace(decision, by=name)


def _compared(claims: Sequence[Claim], known: Known, shelf: Shelf) -> list[Compared]:
    found = []
    for claim in claims:
        judgement = judged(claim, known)
        against = judgement.passages(known, claim) if judgement.standing == "contradicts" else []
        found.append(Compared(claim, judgement, against, shelf.decision(claim), shelf.undone(claim)))
    return found


@dataclass(slots=True)
class Rule:
    """How the claims of one rule fared; what another rule decided is not counted."""

    name: str
    accepted: int = 0
    rejected: int = 0
    corrected: int = 0
    waiting: int = 0

    def row(self) -> dict[str, str]:
        """As a row of a table; no precision where nobody has decided anything."""
        decided = self.accepted + self.rejected + self.corrected
        return {
            "rule": self.name,
            "accepted": str(self.accepted),
            "rejected": str(self.rejected),
            "corrected": str(self.corrected),
            "waiting": str(self.waiting),
            "precision": f"{self.accepted / decided:.3f}" if decided else "",
        }


def measured(claims: Iterable[Compared]) -> list[Rule]:
    """The rules of these claims by name, with what people decided about them."""
    found: dict[str, Rule] = {}
    for one in claims:
        rule = found.setdefault(one.claim.rule, Rule(one.claim.rule))
        if one.decision is None:
            rule.waiting += 1
        elif not one.decision.by.startswith("rule "):
            name = one.decision.verdict
            setattr(rule, name, getattr(rule, name) + 1)
    return sorted(found.values(), key=lambda rule: rule.name)


@functools.cache
def precision() -> dict[str, Any]:
    """``precision.yaml``: the rules whose precision was measured."""
    return words("precision", folder=".")


def rule_of(claim: Claim) -> str | None:
    """Who decides a claim by rule, in words; None where no rule of measured precision read it."""
    table = precision()
    for name in (claim.rule, claim.rule.partition(":")[0]):
        row = table["rules"].get(name)
        if row and row["precision"] >= table["least"] and row["sample"] >= table["sample"]:
            return f"rule {name} (precision {row['precision']:.3f} of {row['sample']})"
    return None
