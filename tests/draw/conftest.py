"""Pictures of the shipped records, and of networks made up where size or hostility is the point."""

from __future__ import annotations

import itertools
import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from comity.graph.draw.picture import Picture, picture_of
from comity.ontology.namespaces import COMITY, ID, RDF, RDFS, VOCABULARY
from comity.queries.session import Graph

SVG = "{http://www.w3.org/2000/svg}"
Draw = Callable[..., Picture]


@pytest.fixture(scope="session")
def facts(graph: Graph) -> Store:
    """The store of the shipped records."""
    store: Store = graph.generation.read_only()
    return store


@pytest.fixture(scope="session")
def draw(facts: Store) -> Draw:
    """Draw from the shipped records; each picture is drawn once."""

    @cache
    def run(name: str, **options: Any) -> Picture:
        return picture_of(facts, name if "/" not in name else ID + name, **options)

    return run


@pytest.fixture(scope="session")
def tree() -> Callable[[str], ElementTree.Element]:
    """Parse SVG as XML, which fails where it is not well-formed."""
    return lambda svg: ElementTree.fromstring(svg)  # noqa: S314  (the text is the program's own)


@pytest.fixture(scope="session")
def collisions() -> Callable[[Picture], list[tuple[str, str]]]:
    """The texts that stand on each other, and those that leave the sheet, with ``edge``."""

    def run(picture: Picture) -> list[tuple[str, str]]:
        sheet = picture.sheet
        found = [(a, b) for (a, one), (b, two) in itertools.combinations(sheet.boxes, 2) if one.overlaps(two)]
        for text, box in sheet.boxes:
            if box.left < 0 or box.top < 0 or box.right > sheet.width or box.bottom > sheet.height:
                found.append((text, "edge"))
        return found

    return run


def quads(rows: Iterable[tuple[str, str, str | Literal]]) -> list[Quad]:
    """Facts from ``(subject, property, object)`` with short names: ``official/a``, ``holder``, ``Official``."""

    def node(name: str) -> NamedNode:
        return NamedNode(name if "://" in name else ID + name)

    found = []
    for subject, name, value in rows:
        if name == "a":
            found.append(Quad(node(subject), NamedNode(RDF + "type"), NamedNode(COMITY + str(value))))
        elif name == "label":
            assert isinstance(value, Literal)
            found.append(Quad(node(subject), NamedNode(RDFS + "label"), value))
        else:
            there = value if isinstance(value, Literal) else node(value)
            found.append(Quad(node(subject), NamedNode(COMITY + name), there))
    return found


def encounters_of(count: int, *, sittings: int, most: int, seed: int = 7) -> Store:
    """A store in which ``count`` officials meet in ``sittings`` encounters of two to ``most`` each.

    Every official takes part in one at least, and the network is connected
    enough to be a knot where a layout is a bad one.
    """
    chance = random.Random(seed)  # noqa: S311  (a picture is no secret)
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    rows: list[tuple[str, str, str | Literal]] = []
    names = [f"official/person-{number}" for number in range(count)]
    for number, name in enumerate(names):
        label = Literal(f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}", language="en")
        rows += [(name, "a", "Official"), (name, "label", label)]
    waiting = list(names)
    for sitting in range(sittings):
        meeting = f"meeting/m-{sitting}"
        date = Literal(f"{2000 + sitting % 25}-05-1{sitting % 10}", datatype=day)
        rows += [(meeting, "a", "Meeting"), (meeting, "modality", VOCABULARY + "modality/held"),
                 (meeting, "earliest", date), (meeting, "latest", date),
                 (meeting, "label", Literal(f"Meeting {sitting}", language="en"))]  # fmt: skip
        there = [waiting.pop() for _ in range(min(len(waiting), 3))]
        there += chance.sample(names, chance.randint(2, most) - 1)
        for person in dict.fromkeys(there):
            part = f"participation/{sitting}-{person.rpartition('-')[2]}"
            rows += [(part, "a", "Participation"), (part, "participant", person), (part, "participationIn", meeting)]
    store = Store()
    store.extend(quads(rows))
    return store


_FIRST = ("Anna-Maria", "Bekzod", "Chu", "Dilshod", "Ekaterina", "Farrukh", "Gulnara", "Ho")
_LAST = ("Abdurakhmonov", "Li", "Konstantinopolskaya-Rimskaya", "Nazarbekov", "Oz", "Petrosyan", "Shokhmurodov")
