"""How the synthetic graph says things: the terms, and what every node has."""

from __future__ import annotations

import datetime as dt

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from comity.ontology.namespaces import COMITY, ID, OWL, PROV, RDF, RDFS, VOCABULARY, XSD

CHECKED = dt.date(2026, 1, 15)
PASSAGES = 200
_FACTS = DefaultGraph()
_DATE = NamedNode(XSD + "date")
INTEGER = NamedNode(XSD + "integer")
URI = NamedNode(XSD + "anyURI")
TRUE, FALSE = (Literal(text, datatype=NamedNode(XSD + "boolean")) for text in ("true", "false"))
_TYPE, LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label")
_INDIVIDUAL, _FROM = NamedNode(OWL + "NamedIndividual"), NamedNode(PROV + "wasDerivedFrom")

Value = NamedNode | Literal


def term(local: str) -> NamedNode:
    """The Comity term of that name."""
    return NamedNode(COMITY + local)


def thing(kind: str, number: int | str) -> NamedNode:
    """The address of the ``number``-th thing of a kind."""
    return NamedNode(f"{ID}{kind}/{number}")


def concept(scheme: str, slug: str) -> NamedNode:
    """A concept of a vocabulary."""
    return NamedNode(f"{VOCABULARY}{scheme}/{slug}")


def day(date: dt.date) -> Literal:
    """A day as ``xsd:date``."""
    return Literal(date.isoformat(), datatype=_DATE)


class Sayings:
    """Collects quads in ``_out``; ``_block`` is the block of ten thousand triples that is being made."""

    def __init__(self) -> None:
        self._out: list[Quad] = []
        self._block = 0
        self._passage = 0

    def _add(self, subject: NamedNode, predicate: NamedNode, value: Value) -> None:
        self._out.append(Quad(subject, predicate, value, _FACTS))

    def _say(self, subject: NamedNode, local: str, value: Value) -> None:
        self._out.append(Quad(subject, term(local), value, _FACTS))

    def _type(self, node: NamedNode, kind: str) -> None:
        self._add(node, _TYPE, term(kind))
        self._add(node, _TYPE, _INDIVIDUAL)

    def _recorded(self, node: NamedNode, kind: str, *, confidence: str = "high") -> None:
        """What every fact has: class, confidence, the day it was checked, a passage of this block."""
        self._type(node, kind)
        self._say(node, "confidence", concept("confidence", confidence))
        self._say(node, "checkedOn", day(CHECKED))
        self._passage = (self._passage + 1) % PASSAGES
        self._add(node, _FROM, thing("passage", self._block * PASSAGES + self._passage))

    def _named(self, node: NamedNode, kind: str, en: str, ru: str | None, *, confidence: str = "high") -> None:
        self._recorded(node, kind, confidence=confidence)
        self._add(node, LABEL, Literal(en, language="en"))
        if ru is not None:
            self._add(node, LABEL, Literal(ru, language="ru"))

    def _texts(self, node: NamedNode, local: str, en: str, ru: str) -> None:
        self._say(node, local, Literal(en, language="en"))
        self._say(node, local, Literal(ru, language="ru"))

    def _dates(
        self, node: NamedNode, first: dt.date, last: dt.date, name: str = "", *, said: str | None = None
    ) -> None:
        """A date as it was said ("" for not at all), with its two bounds; ``name`` is "", start, effective …"""
        earliest, latest = (f"{name}Earliest", f"{name}Latest") if name else ("earliest", "latest")
        if said != "":
            self._say(node, name or "date", Literal(said or first.isoformat()))
        self._say(node, earliest, day(first))
        self._say(node, latest, day(last))
