"""A synthetic graph shaped like Comity's, for timing ``check`` at any size.

States, agencies, posts, officials, tenures, treaties, actions, encounters and
participations in the proportions of the shipped records, with one flaw in
about five hundred nodes so that findings are made and not only looked for.
The same size always gives the same graph.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

NS = "https://w3id.org/comity/ontology#"
ID = "https://w3id.org/comity/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
VOCABULARY = "https://w3id.org/comity/vocabulary/"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
DERIVED_FROM = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
DATE = NamedNode(XSD + "date")
TREATIES = ("Convention", "Agreement", "Charter", "TreatyProtocol")
ACTIONS = ("Signature", "Ratification", "Accession", "Reservation", "Withdrawal")
FLAW = 1 / 500


def term(local: str) -> NamedNode:
    """The Comity term of that local name."""
    return NamedNode(NS + local)


def entity(kind: str, number: int | str) -> NamedNode:
    """The identifier of the ``number``-th entity of a kind."""
    return NamedNode(f"{ID}{kind}/{number}")


class Maker:
    """Makes the quads; ``size`` is the wanted number of triples (met within 2 %)."""

    def __init__(self, size: int, *, seed: int = 7) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a reproducible graph, not a secret
        self.blocks = max(1, size // 1000)
        self.graph = DefaultGraph()

    def quads(self) -> Iterator[Quad]:
        """Every quad, state by state and block by block."""
        yield from self.ontology()
        for number in range(200):
            yield from self.node(entity("state", number), "State", f"State {number}")
            yield self.quad(entity("state", number), "isoAlpha2", Literal(f"S{number}"))
        for block in range(self.blocks):
            yield from self.block(block)

    def ontology(self) -> Iterator[Quad]:
        """The class hierarchy that targets and ``sh:class`` rest on."""
        for names, above in ((TREATIES, "Treaty"), (ACTIONS, "Action"), (("Treaty",), "Instrument")):
            for name in names:
                yield Quad(term(name), SUBCLASS, term(above), self.graph)
        for name in ("Session", "Meeting", "Visit"):
            yield Quad(term(name), SUBCLASS, term("Encounter"), self.graph)

    def block(self, block: int) -> Iterator[Quad]:
        """About a thousand triples: 5 agencies, 15 tenures, 6 treaties, 30 actions, 10 encounters."""
        draw = self.random
        for number in range(block * 5, block * 5 + 5):
            agency, post = entity("agency", number), entity("post", number)
            yield from self.node(agency, "Agency", f"Agency {number}")
            yield self.quad(agency, "organOf", entity("state", number % 200))
            yield from self.node(post, "Post", f"Post {number}")
            yield self.quad(post, "postIn", agency)
            yield self.quad(post, "singleHolder", Literal(True))
            for turn in range(3):
                official, tenure = entity("official", number * 3 + turn), entity("tenure", number * 3 + turn)
                yield from self.node(official, "Official", f"Official {number * 3 + turn}")
                yield from self.node(tenure, "Tenure", None)
                yield self.quad(tenure, "holder", official)
                yield self.quad(tenure, "post", post)
                yield self.quad(tenure, "acting", Literal(False))
                begin = 1990 + turn * 10 - (1 if self.flawed() else 0)
                yield from self.interval(tenure, begin, begin + 10)
        for number in range(block * 6, block * 6 + 6):
            treaty = entity("treaty", number)
            yield from self.node(treaty, TREATIES[number % 4], f"Treaty {number}")
            yield from self.dated(treaty, 1960 + number % 50)
            for turn in range(5):
                action = entity("action", number * 5 + turn)
                yield from self.node(action, ACTIONS[turn], None)
                yield self.quad(action, "actor", entity("state", draw.randrange(200)))
                yield self.quad(action, "instrument", treaty)
                yield from self.dated(action, 1961 + number % 50 + turn - (20 if self.flawed() else 0))
        for number in range(block * 10, block * 10 + 10):
            encounter = entity("meeting", number)
            yield from self.node(encounter, "Meeting", f"Meeting {number}")
            yield from self.dated(encounter, 2000 + number % 20)
            for turn in range(3):
                part = entity("participation", number * 3 + turn)
                yield from self.node(part, "Participation", None)
                yield self.quad(part, "participationIn", encounter)
                yield self.quad(part, "participant", entity("official", draw.randrange(self.blocks * 15)))

    def node(self, node: NamedNode, kind: str, label: str | None) -> Iterator[Quad]:
        """What every node has: type, labels, confidence, the day it was checked, a passage."""
        yield Quad(node, RDF_TYPE, term(kind), self.graph)
        if label is not None:
            yield Quad(node, LABEL, Literal(label, language="en"), self.graph)
            yield Quad(node, LABEL, Literal(f"{label} (рус.)", language="ru"), self.graph)
        level = "sure" if self.flawed() else "high"
        yield self.quad(node, "confidence", NamedNode(f"{VOCABULARY}confidence/{level}"))
        if not self.flawed():
            yield self.quad(node, "checkedOn", Literal("2026-01-15", datatype=DATE))
        yield Quad(node, DERIVED_FROM, entity("passage", self.random.randrange(1000)), self.graph)

    def dated(self, node: NamedNode, year: int) -> Iterator[Quad]:
        """A point date with its bounds."""
        yield self.quad(node, "date", Literal(f"{year}"))
        yield self.quad(node, "earliest", Literal(f"{year}-01-01", datatype=DATE))
        yield self.quad(node, "latest", Literal(f"{year}-12-31", datatype=DATE))

    def interval(self, node: NamedNode, begin: int, end: int) -> Iterator[Quad]:
        """A half-open interval with its bounds."""
        for name, year in (("start", begin), ("end", end)):
            yield self.quad(node, name, Literal(f"{year}-01-01"))
            yield self.quad(node, f"{name}Earliest", Literal(f"{year}-01-01", datatype=DATE))
            yield self.quad(node, f"{name}Latest", Literal(f"{year}-01-01", datatype=DATE))

    def quad(self, node: NamedNode, local: str, value: NamedNode | Literal) -> Quad:
        return Quad(node, term(local), value, self.graph)

    def flawed(self) -> bool:
        return self.random.random() < FLAW
