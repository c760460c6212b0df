"""The adapter to the graph, writing side: what is derived as RDF, and proofs as PROV.

Standings are written, once for each subject and treaty and stretch of time;
pairs are not: there are two hundred times as many, and the engine answers one
in a millisecond from these.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..graph.export.names import Names
from ..ontology.namespaces import COMITY, ID, OWL, PROV, RDF, RDFS, VOCABULARY, XSD, derived
from .dates import When
from .engine import Law
from .findings import Finding, FindingKind
from .proof import Names as NamesOf
from .proof import Proof
from .status import Stay
from .words import BOUND

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store, Triple

#: Where standings and the shortcut ``partyTo`` lie.
GRAPH = derived("treaty-law")


#: What a reader of ``check`` should know; that acts are missing is said where a treaty is asked for.
REPORTED = frozenset(
    [
        FindingKind.DATE_DIFFERS,
        FindingKind.OWN_DATE_DIFFERS,
        FindingKind.RESERVATION_PROHIBITED,
        FindingKind.WITHDRAWAL_SILENT,
    ]
)


def derived_quads(law: Law, on: dt.date, store: Store) -> Iterator[Quad]:
    """Every standing over time, which treaty binds whom on a day (``comity:partyTo``), and findings.

    ``store`` gives the names in the findings' sentences.
    """
    from pyoxigraph import Quad

    graph = _node(GRAPH)
    day = on.toordinal()
    said = {language: Names(store, language) for language in ("en", "ru")}
    for one in law.all_derived():
        for number, finding in enumerate(one.findings, start=1):
            if finding.kind in REPORTED:
                for triple in _finding(f"finding/{_tail(one.treaty.id)}-{number}", finding, said):
                    yield Quad(*triple, graph)
        for subject, stays in sorted(one.stays.items()):
            for number, stay in enumerate(stays, start=1):
                node = f"party-status/{_tail(stay.treaty)}-{_tail(subject).lower()}-{number}"
                for triple in _stay(node, subject, stay):
                    yield Quad(*triple, graph)
            if any(stay.standing in BOUND and stay.span.certain_on(day) for stay in stays):
                yield Quad(_thing(subject), _node(COMITY + "partyTo"), _thing(one.treaty.id), graph)
    yield Quad(graph, _node(COMITY + "asOf"), _literal(on.isoformat(), "date"), graph)


def _finding(node: str, finding: Finding, said: Mapping[str, Names]) -> Iterator[tuple[Any, Any, Any]]:
    this = _thing(node)
    yield this, _node(RDF + "type"), _node(COMITY + "LawFinding")
    yield this, _node(RDF + "type"), _node(OWL + "NamedIndividual")
    yield this, _node(COMITY + "about"), _thing(finding.treaty)
    yield this, _node(COMITY + "findingKind"), _literal(finding.kind.value)
    for language, names in said.items():
        sentence = finding.proofs[0].sentence(language, lambda thing, _, names=names: names.label(ID + thing))  # type: ignore[misc]
        yield this, _node(COMITY + "content"), _literal(sentence, language=language)


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


def proof_triples(proof: Proof, names: NamesOf | None = None) -> list[Triple]:
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
