"""The adapter to the graph, writing side: what is derived as RDF, and proofs as PROV.

Standings are written, once for each subject and treaty and stretch of time;
pairs are not: there are two hundred times as many, and the engine answers one
in a millisecond from these.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..ontology.namespaces import COMITY, ID, OWL, PROV, RDF, RDFS, VOCABULARY, XSD, derived
from .dates import When
from .engine import Law
from .proof import Names, Proof
from .status import Stay
from .words import BOUND

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

#: Where standings and the shortcut ``partyTo`` lie.
GRAPH = derived("treaty-law")


def derived_quads(law: Law, on: dt.date) -> Iterator[Quad]:
    """Every standing over time, and which treaty binds whom on a day (``comity:partyTo``)."""
    from pyoxigraph import Quad

    graph = _node(GRAPH)
    day = on.toordinal()
    for one in law.all_derived():
        for subject, stays in sorted(one.stays.items()):
            for number, stay in enumerate(stays, start=1):
                node = f"party-status/{_tail(stay.treaty)}-{_tail(subject).lower()}-{number}"
                for triple in _stay(node, subject, stay):
                    yield Quad(*triple, graph)
            if any(stay.standing in BOUND and stay.span.certain_on(day) for stay in stays):
                yield Quad(_thing(subject), _node(COMITY + "partyTo"), _thing(one.treaty.id), graph)
    yield Quad(graph, _node(COMITY + "asOf"), _literal(on.isoformat(), "date"), graph)


def _stay(node: str, subject: str, stay: Stay) -> Iterator[tuple[Any, Any, Any]]:
    this = _thing(node)
    yield this, _node(RDF + "type"), _node(COMITY + "PartyStatus")
    yield this, _node(RDF + "type"), _node(OWL + "NamedIndividual")
    yield this, _node(COMITY + "subject"), _thing(subject)
    yield this, _node(COMITY + "treaty"), _thing(stay.treaty)
    yield this, _node(COMITY + "standing"), _node(f"{VOCABULARY}standing/{stay.standing}")
    for act in stay.acts:
        yield this, _node(COMITY + "becauseOf"), _thing(act.id)
    yield from _bounds(this, "start", stay.since)
    if stay.until is not None:
        yield from _bounds(this, "end", stay.until)


def _bounds(this: Any, name: str, day: When) -> Iterator[tuple[Any, Any, Any]]:
    if day.earliest is None and day.latest is None:
        return
    yield this, _node(COMITY + name), _literal(str(day))
    for which, value in (("Earliest", day.earliest), ("Latest", day.latest)):
        if value is not None:
            yield this, _node(COMITY + name + which), _literal(value.isoformat(), "date")


def proof_triples(proof: Proof, names: Names | None = None) -> list[Triple]:
    """A proof as PROV: each step an entity with its sentence, derived from its acts, clauses and steps."""
    from pyoxigraph import Triple

    found: list[Triple] = []
    seen: dict[str, Any] = {}

    def say(one: Proof) -> Any:
        key = hashlib.sha256(repr(one).encode()).hexdigest()[:16]
        if key in seen:
            return seen[key]
        this = _node(f"urn:comity:proof:{key}")
        seen[key] = this
        found.append(Triple(this, _node(RDF + "type"), _node(PROV + "Entity")))
        for language in ("en", "ru"):
            said = one.sentence(language, names)
            found.append(Triple(this, _node(RDFS + "comment"), _literal(said, language=language)))
        found.append(Triple(this, _node(COMITY + "article"), _literal(one.article)))
        for thing in (*one.acts, *one.clauses, *one.sources):
            found.append(Triple(this, _node(PROV + "wasDerivedFrom"), _thing(thing)))
        for child in one.children:
            found.append(Triple(this, _node(PROV + "wasDerivedFrom"), say(child)))
        return this

    say(proof)
    return found


def _node(address: str) -> Any:
    from pyoxigraph import NamedNode

    return NamedNode(address)


def _thing(thing: str) -> Any:
    return _node(thing if ":" in thing else ID + thing)


def _literal(value: str, datatype: str | None = None, *, language: str | None = None) -> Any:
    from pyoxigraph import Literal

    if language is not None:
        return Literal(value, language=language)
    return Literal(value) if datatype is None else Literal(value, datatype=_node(XSD + datatype))


def _tail(thing: str) -> str:
    return thing.rpartition("/")[2]
