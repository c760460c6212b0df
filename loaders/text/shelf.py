"""Claims and decisions as a graph keeps them: one named graph a document, one for all decisions.

In the graph of a document lie its source, its claims, and the rows of those
claims that nobody has decided: what waits can be queried as facts would be.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...ontology.namespaces import CLAIMS, COMITY, DECISIONS, ID, OWL, PROV, RDF, VOCABULARY, XSD
from ...ontology.namespaces import claims as graph_of
from ..records.schema import TABLES
from .ids import tail
from .rows import Claim, Passage, claim_quads, fact_quads

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

#: Documents from which on they are written past the engine's transactions, into a working copy.
MANY = 20
VERDICTS = ("accepted", "rejected", "corrected")
#: The verdict of what was taken back: the claim waits again.
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about whatever says the same as a claim; ``row`` what stands instead where it was corrected.

    ``at`` is a time in UTC (ISO 8601).  ``earlier`` are the decisions that this
    one took the place of, the oldest first.  ``row["was"]`` tells how the claims
    of documents, by id, were read that a correction changed: what undoes it needs that.
    """

    said: str
    verdict: str
    by: str
    at: str
    because: str | None = None
    row: Mapping[str, Any] | None = None
    claims: tuple[str, ...] = ()
    earlier: tuple[Mapping[str, Any], ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """The decision as later ones tell of it."""
        row = None if self.row is None else {key: cell for key, cell in self.row.items() if key != "was"}
        said = {"verdict": self.verdict, "by": self.by, "at": self.at, "because": self.because, "row": row or None}
        return {key: value for key, value in said.items() if value is not None}


@dataclass(slots=True)
class Held:
    """The claims of one document, by id, and the quads beside them that stay as they are."""

    slug: str
    claims: dict[str, Claim] = field(default_factory=dict)
    #: The source, what each claim was to the facts when it was read, and claims that this version cannot read.
    beside: list[Quad] = field(default_factory=list)
    unread: int = 0

    @property
    def source(self) -> str:
        """``source/…``."""
        return f"source/{self.slug}"


class Shelf:
    """Reads documents from a store as they are asked for; writes those that were changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, Held] = {}
        self._dirty: set[str] = set()
        self.decisions = _decisions(store)
        self._decided: set[str] = set()

    # Reading

    def slugs(self) -> list[str]:
        """The documents that have claims."""
        from pyoxigraph import NamedNode

        found = set()
        for quad in self._store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(COMITY + "Claim"), None):
            name = getattr(quad.graph_name, "value", "")
            if name.startswith(CLAIMS):
                found.add(name.removeprefix(CLAIMS))
        return sorted(found | set(self._held))

    def document(self, slug: str) -> Held:
        """What is kept of a document; empty where nothing is."""
        if slug not in self._held:
            self._held[slug] = _read(self._store, slug)
        return self._held[slug]

    def forget(self, slug: str) -> None:
        """Let go of a document that was not changed."""
        if slug not in self._dirty:
            self._held.pop(slug, None)

    def ids(self) -> dict[str, str]:
        """Every claim's short id with its document."""
        from pyoxigraph import NamedNode

        found = {}
        for quad in self._store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(COMITY + "Claim"), None):
            name = getattr(quad.graph_name, "value", "")
            if name.startswith(CLAIMS):
                found[tail(getattr(quad.subject, "value", "").removeprefix(ID))] = name.removeprefix(CLAIMS)
        for held in self._held.values():
            found |= {claim.key: held.slug for claim in held.claims.values()}
        return found

    def mentioning(self, thing: str) -> list[str]:
        """The documents in whose claims ``kind/slug`` comes."""
        from pyoxigraph import NamedNode

        node, found = NamedNode(ID + thing), set()
        for quads in (
            self._store.quads_for_pattern(node, None, None, None),
            self._store.quads_for_pattern(None, None, node, None),
        ):
            found |= {getattr(quad.graph_name, "value", "") for quad in quads}
        slugs = {name.removeprefix(CLAIMS) for name in found if name.startswith(CLAIMS)}
        return sorted(slug for slug in slugs if not slug.endswith(".report"))

    def decision(self, claim: Claim) -> Decision | None:
        """What was decided about this claim or another that says the same; None where it waits."""
        found = self.decisions.get(claim.said)
        return None if found is None or found.verdict == UNDONE else found

    def undone(self, claim: Claim) -> Decision | None:
        """How the decision about a claim that waits again was taken back."""
        found = self.decisions.get(claim.said)
        return found if found is not None and found.verdict == UNDONE else None

    def forgets(self, claim: Claim) -> bool:
        """Whether nothing was ever decided about it, so that it may go when its document is read otherwise."""
        return claim.said not in self.decisions

    def waits(self, claim: Claim) -> bool:
        """Whether nobody has decided it, or that was taken back."""
        return self.decision(claim) is None

    def renaming(self) -> dict[str, tuple[str, Decision]]:
        """Things that turned out to be known ones, and the decisions that say so."""
        found = {}
        for decision in self.decisions.values():
            if decision.verdict == "corrected" and decision.row and "id" in decision.row["cells"]:
                new = str(decision.row["cells"]["id"])
                kind = str(decision.row["thing"]).partition("/")[0]
                found[str(decision.row["thing"])] = (new if "/" in new else f"{kind}/{new}", decision)
        return found

    def renamed(self, decision: Decision, was: Mapping[str, Any]) -> None:
        """Keep with a decision how the claims were read that it says are about something else."""
        row = dict(decision.row or {})
        row["was"] = {**was, **row.get("was", {})}
        if row != decision.row:
            self.decisions[decision.said] = dataclasses.replace(self.decisions[decision.said], row=row)
            self._decided.add(decision.said)

    # Changing

    def put(self, held: Held) -> None:
        """Keep a document in another state."""
        self._held[held.slug] = held
        self._dirty.add(held.slug)

    def decide(self, decision: Decision, *slugs: str) -> None:
        """Record a decision; the documents ``slugs``, in which its claims stand, are written anew."""
        before = self.decisions.get(decision.said)
        if before is not None and before.verdict == decision.verdict:
            joined = tuple(dict.fromkeys((*before.claims, *decision.claims)))
            if joined == before.claims:
                return
            because, row = decision.because or before.because, decision.row or before.row
            decision = dataclasses.replace(before, claims=joined, because=because, row=row)
        elif before is not None:
            decision = dataclasses.replace(decision, earlier=(*before.earlier, before.told))
        self.decisions[decision.said] = decision
        self._decided.add(decision.said)
        for slug in slugs:
            self.put(self.document(slug))

    def leave(self, said: str, claims: Sequence[str]) -> None:
        """Leave some of a decision's claims to it."""
        self.decisions[said] = dataclasses.replace(self.decisions[said], claims=tuple(claims))
        self._decided.add(said)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._dirty or self._decided)

    def write(self, store: Store) -> None:
        """Write what was changed; may be done again into a working copy that was started anew."""
        from pyoxigraph import NamedNode

        for slug in self._dirty:
            store.remove_graph(NamedNode(graph_of(slug)))
        quads = (
            quad
            for slug in sorted(self._dirty)
            for quad in _moved(self._quads(self._held[slug]), NamedNode(graph_of(slug)))
        )
        if len(self._dirty) > MANY:
            store.bulk_extend(quads)
        else:
            store.extend(quads)
        if self._decided:
            name = NamedNode(DECISIONS)
            store.remove_graph(name)
            for decision in self.decisions.values():
                store.extend(_moved(_decision_quads(decision), name))

    def _quads(self, held: Held) -> Iterator[Quad]:
        """All of a document; a passage that many claims rest on once."""
        yield from held.beside
        seen: set[str] = set()
        for claim in held.claims.values():
            passage = f"{ID}{claim.passage_id}"
            first = passage not in seen
            seen.add(passage)
            quads = claim_quads(claim)
            for quad in (*quads, *fact_quads(claim)) if self.waits(claim) else quads:
                if first or getattr(quad.subject, "value", "") != passage:
                    yield quad


def _moved(quads: Iterator[Quad], name: Any) -> Iterator[Quad]:
    from pyoxigraph import Quad

    return (Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads)


def _read(store: Store, slug: str) -> Held:
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    name = NamedNode(graph_of(slug))
    told: dict[str, dict[str, list[str]]] = {}
    source = ID + f"source/{slug}"
    held = Held(slug)
    unread: set[str] = set()
    judged = {COMITY + "confirms", COMITY + "contradicts"}
    for quad in store.quads_for_pattern(None, None, None, name):
        subject = getattr(quad.subject, "value", "")
        predicate = quad.predicate.value
        if subject == source or (predicate in judged and subject.startswith(ID + "claim/")):
            held.beside.append(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
        told.setdefault(subject, {}).setdefault(predicate, []).append(getattr(quad.object, "value", ""))
    for subject, said in told.items():
        if subject.startswith(ID + "claim/") and COMITY + "row" in said:
            if _readable(said):
                held.claims[subject.removeprefix(ID)] = _claim(f"source/{slug}", said, told)
            else:
                unread |= {subject, *said.get(PROV + "wasDerivedFrom", ())}
                held.unread += 1
    if unread:
        quads = store.quads_for_pattern(None, None, None, name)
        held.beside += [
            Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
            for quad in quads
            if getattr(quad.subject, "value", "") in unread
        ]
    held.claims = dict(sorted(held.claims.items(), key=lambda item: _place(item[1])))
    return held


def _readable(said: Mapping[str, list[str]]) -> bool:
    """Whether the tables of this version have the row of a claim that another may have written."""
    try:
        row = json.loads(said[COMITY + "row"][0])
        return {column.name for column in TABLES[row["table"]].all_columns} >= set(row["cells"])
    except (LookupError, TypeError, ValueError):
        return False


def _place(claim: Claim) -> tuple[int, str, str, str]:
    return claim.passage.start, claim.table, claim.thing, claim.field


def _claim(source: str, said: Mapping[str, list[str]], told: Mapping[str, Mapping[str, list[str]]]) -> Claim:
    def one(name: str) -> str:
        return next(iter(said.get(COMITY + name, ())), "")

    passage = told.get(next(iter(said.get(PROV + "wasDerivedFrom", ())), ""), {})

    def there(name: str) -> str:
        return next(iter(passage.get(COMITY + name, ())), "")

    row = json.loads(one("row"))
    return Claim(
        source=source,
        table=row["table"],
        thing=one("about").removeprefix(ID),
        cells=row["cells"],
        passage=Passage(
            int(there("startOffset") or 0),
            int(there("endOffset") or 0),
            there("exact"),
            there("prefix"),
            there("suffix"),
        ),
        rule=one("readBy"),
        field=one("field"),
        basis=one("basis").rpartition("/")[2],
        modality=one("modality").rpartition("/")[2] or None,
        score=float(one("score") or 0),
        written=one("asWritten") or None,
        checked=one("checkedOn"),
    )


def _decisions(store: Store) -> dict[str, Decision]:
    from pyoxigraph import NamedNode

    told: dict[str, dict[str, list[str]]] = {}
    for quad in store.quads_for_pattern(None, None, None, NamedNode(DECISIONS)):
        values = told.setdefault(getattr(quad.subject, "value", ""), {}).setdefault(quad.predicate.value, [])
        values.append(getattr(quad.object, "value", ""))
    found = {}
    for subject, said in told.items():
        row = next(iter(said.get(COMITY + "row", ())), None)
        key = tail(subject.removeprefix(ID))
        found[key] = Decision(
            key,
            said[COMITY + "verdict"][0].rpartition("/")[2],
            said[COMITY + "decidedBy"][0],
            said[COMITY + "decidedAt"][0],
            next(iter(said.get(COMITY + "because", ())), None),
            None if row is None else json.loads(row),
            tuple(sorted(claim.removeprefix(ID) for claim in said.get(COMITY + "decides", ()))),
            tuple(json.loads(next(iter(said.get(COMITY + "earlier", ())), "[]"))),
        )
    return found


def _decision_quads(decision: Decision) -> Iterator[Quad]:
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    node, facts = NamedNode(f"{ID}decision/{decision.said}"), DefaultGraph()

    def tell(name: str, value: Any) -> Quad:
        return Quad(node, NamedNode(COMITY + name), value, facts)

    yield Quad(node, NamedNode(RDF + "type"), NamedNode(COMITY + "Decision"), facts)
    yield Quad(node, NamedNode(RDF + "type"), NamedNode(OWL + "NamedIndividual"), facts)
    yield tell("verdict", NamedNode(f"{VOCABULARY}verdict/{decision.verdict}"))
    yield tell("decidedBy", Literal(decision.by))
    yield tell("decidedAt", Literal(decision.at, datatype=NamedNode(XSD + "dateTime")))
    if decision.because:
        yield tell("because", Literal(decision.because))
    if decision.row is not None:
        yield tell("row", Literal(json.dumps(dict(decision.row), ensure_ascii=False, sort_keys=True)))
    if decision.earlier:
        yield tell("earlier", Literal(json.dumps(decision.earlier, ensure_ascii=False, sort_keys=True)))
    for claim in decision.claims:
        yield tell("decides", NamedNode(ID + claim))
