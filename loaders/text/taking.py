"""Claims into the facts: a new row whole, a known one another source, one against the facts beside them.

What each wrote is noted beside it, so that it can be taken back.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...ontology.namespaces import COMITY, ID, ORIGIN, SKOS
from ...ontology.namespaces import claims as graph_of
from ..edtf import bounds
from ..records.again import CELLS
from .ids import digest, tail
from .judging import Judgement, judged
from .known import Known
from .rows import Claim, fact_quads, values_of
from .traces import note

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

#: The property (local name) that a value of an encounter is given by.
PROPERTY = {
    "date": "date",
    "place": "placeState",
    "host_state": "hostState",
    "chair_state": "chairState",
    "ordinal": "ordinal",
    "format": "encounterFormat",
    "part_of": "partOf",
    "modality": "modality",
}
#: Values of which a thing may have several.
MANY = ("topics", "cites", "guided_by", "established_by")


def take(store: Store, known: Known, claims: Sequence[Claim]) -> dict[str, set[str]]:
    """Write claims into the facts of a store; by claim, the addresses that were written about.

    ``known`` is of the facts before.  What several of the claims say is written
    once and rests on each one's passage.
    """
    from pyoxigraph import DefaultGraph

    written: dict[str, set[str]] = {}
    things: set[str] = set()
    values: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        gone: list[Quad] = []
        judgement = judged(claim, known)
        before = values.get((claim.thing, claim.field)) if claim.field and claim.field not in MANY else None
        # What only another document contradicts is new to the facts.
        against = judgement.standing == "contradicts" and judgement.fact is not None
        if before is not None and not against:
            agree = judgement.standing == "known" or _agree(claim, before)
            quads = list(fact_quads(claim, whole=False)) if agree else _beside(claim)
        elif not claim.field and (claim.thing in things or known.has(claim.thing)) and not judgement.refines:
            if judgement.why == "post":
                quads = list(_divergence(claim, claim.thing, "attestedOn", claim.cells.get("attested", "")))
            else:
                quads = list(fact_quads(claim, whole=False))
        else:
            quads = _value(store, claim, judgement, gone)
        things.add(claim.thing)
        if claim.field:
            values.setdefault((claim.thing, claim.field), claim)
        quads += [*_source(store, claim), *_label(claim)]
        new = [quad for quad in quads if quad not in store]
        store.extend(quads)
        note(store, claim.id, new, gone)
        written[claim.id] = {quad.subject.value for quad in quads if quad.graph_name == DefaultGraph()}  # type: ignore[union-attr]
    return written


def _agree(claim: Claim, before: Claim) -> bool:
    """Whether two values that nobody knew yet may both be right: a day and its year, a city and its state."""
    if claim.field == "date":
        first, last = bounds(claim.cells["date"])
        earliest, latest = bounds(before.cells["date"])
        return not ((first and latest and first > latest) or (last and earliest and last < earliest))
    return all(before.cells.get(name, cell) == cell for name, cell in claim.cells.items())


def _value(store: Store, claim: Claim, judgement: Judgement, gone: list[Quad]) -> list[Quad]:
    """A new row or value; a value that the facts contradict goes beside them, one that it replaces into ``gone``."""
    if judgement.standing == "known":
        return list(fact_quads(claim, whole=False))
    if judgement.refines:
        rows = _give_way(store, claim, gone)
        if not claim.field:
            claim = dataclasses.replace(claim, field="modality", cells={"modality": claim.cells["modality"]})
        return [*fact_quads(claim), *rows]
    against = judgement.standing == "contradicts" and judgement.fact is not None
    if against and claim.field and judgement.why != "order":
        return _beside(claim)
    return list(fact_quads(claim))


def _give_way(store: Store, claim: Claim, gone: list[Quad]) -> list[Quad]:
    """Remove the value that a nearer one replaces: the year by the day, planned by held; the rows to write anew."""
    from pyoxigraph import DefaultGraph, NamedNode

    names = ("modality",) if not claim.field else (claim.field,)
    node, facts = NamedNode(ID + claim.thing), DefaultGraph()
    for quad in fact_quads(dataclasses.replace(claim, cells={n: claim.cells[n] for n in names}, field=names[0])):
        if quad.subject == node and quad.predicate.value.startswith(COMITY):
            for old in list(store.quads_for_pattern(node, quad.predicate, None, facts)):
                store.remove(old)
                gone.append(old)
    return _row_gives_way(store, claim, names[0], gone)


def _row_gives_way(store: Store, claim: Claim, name: str, gone: list[Quad]) -> list[Quad]:
    """The row of a table that the fact came from says the new value too: loaded again, it replaces that."""
    from pyoxigraph import Literal, NamedNode, Quad

    origin, cells, rows = NamedNode(ORIGIN), NamedNode(CELLS), []
    for quad in list(store.quads_for_pattern(NamedNode(ID + claim.thing), cells, None, origin)):
        row = json.loads(getattr(quad.object, "value", "{}"))
        if row.get("table") == claim.table:
            row["cells"][name] = claim.cells[name]
            store.remove(quad)
            gone.append(quad)
            text = json.dumps(row, ensure_ascii=False, sort_keys=True)
            rows.append(Quad(quad.subject, quad.predicate, Literal(text), origin))
    return rows


def _beside(claim: Claim) -> list[Quad]:
    """The value of a claim as what another source says."""
    values = values_of(claim)
    told = [str(claim.cells[name]) for name in claim.cells if values.get(name) is not None]
    column = next((name for name in claim.cells if name == "place_state"), None)
    value = claim.cells[column] if column else told[0]
    return _divergence(claim, claim.thing, PROPERTY.get(claim.field, claim.field), value)


def _divergence(claim: Claim, about: str, property: str, value: str) -> list[Quad]:
    thing = f"divergence/{tail(about)[:60]}-{property}-{digest(about, property, value, size=6)}"
    cells = {"about": about, "field": property, "value": value}
    row = dataclasses.replace(claim, table="divergences", thing=thing, cells=cells, field="")
    return list(fact_quads(row))


def _label(claim: Claim) -> list[Quad]:
    """An alias is a name of the thing itself too, as the records give it: where names are looked up it is found."""
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    if claim.table != "names":
        return []
    word = Literal(claim.cells["form"], language=claim.cells["language"])
    return [Quad(NamedNode(ID + claim.cells["entity"]), NamedNode(SKOS + "altLabel"), word, DefaultGraph())]


def _source(store: Store, claim: Claim) -> list[Quad]:
    """The source of a claim, from the graph of its document, where the facts lack it."""
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    node, facts = NamedNode(ID + claim.source), DefaultGraph()
    if next(store.quads_for_pattern(node, None, None, facts), None) is not None:
        return []
    there = store.quads_for_pattern(node, None, None, NamedNode(graph_of(tail(claim.source))))
    return [Quad(quad.subject, quad.predicate, quad.object, facts) for quad in there]


@contextmanager
def copy_sources(here: Store, there: Store, sources: set[str]) -> Iterator[None]:
    """While claims are taken, the sources of their documents lie in another store too."""
    from pyoxigraph import NamedNode

    graphs = {source: NamedNode(graph_of(tail(source))) for source in sources}
    for source, graph in graphs.items():
        there.extend(here.quads_for_pattern(NamedNode(ID + source), None, None, graph))
    yield
    for graph in graphs.values():
        there.remove_graph(graph)
