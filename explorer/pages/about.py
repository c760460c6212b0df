"""About the data: of when it is, what it holds and rests on, its terms, how to get it, and what it lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.description import LICENSE
from ...graph.export.order import natural
from ...graph.reading import Facts
from ...ontology.namespaces import CLAIMS, DERIVED, GRAPH, ID, VOCABULARY
from ..words import Words
from .facts import Reader, Thing, reader
from .findings import GROUPS, items
from .gathered import kinds_there, of_kind

if TYPE_CHECKING:
    from ..asking import Ask, Reply
    from ..desk import Desk

APACHE = "https://www.apache.org/licenses/LICENSE-2.0"


@dataclass(frozen=True)
class Lacking:
    """A body: how many sessions the graph has of it, and of how many each of four things is not known."""

    body: Thing
    sessions: int
    unknown: tuple[int, ...]


def about(desk: Desk, ask: Ask) -> Reply:
    """The page; everything on it is counted from the generation."""
    read, say = reader(desk, ask), desk.say(ask)
    facts, there = _counted(desk), kinds_there(desk)
    counts = desk.generation.counts
    return desk.page(
        "about.html",
        ask,
        checked=facts.checked,
        kinds=[(kind, n) for kind, n in there.items()],
        graphs=[(name, _graph(say, name), counts[name]) for name in sorted(counts, key=_place)],
        sources=_words(read, facts.sources),
        n_sources=there.get("source", 0),
        n_passages=there.get("passage", 0),
        confidence=_words(read, facts.confidence),
        groups=[(group.name, len(items(desk, group))) for group in GROUPS.values()],
        lacking=_lacking(desk, read),
        code=APACHE,
        records=LICENSE,
    )


@dataclass(frozen=True)
class _Counts:
    checked: tuple[str, str]
    sources: Counter[str]
    confidence: Counter[str]


def _counted(desk: Desk) -> _Counts:
    """The days of the facts, kinds of sources, confidence; once a generation."""
    if "about" not in desk.kept:
        facts = Facts(desk.store)
        days = {str(getattr(quad.object, "value", "")) for quad in facts.quads(None, "checkedOn")} or {""}
        sources = Counter(str(getattr(quad.object, "value", "")) for quad in facts.quads(None, "sourceKind"))
        confidence = Counter(str(getattr(quad.object, "value", "")) for quad in facts.quads(None, "confidence"))
        desk.kept["about"] = _Counts((min(days), max(days)), sources, confidence)
    kept: _Counts = desk.kept["about"]
    return kept


def _words(read: Reader, counted: Counter[str]) -> list[tuple[Thing, int]]:
    """Concepts with their counts, the most frequent first."""
    found = [(Thing(iri, read.word(iri)), count) for iri, count in counted.items() if iri.startswith(VOCABULARY)]
    return sorted(found, key=lambda one: (-one[1], one[0].name.casefold()))


def _place(graph: str) -> tuple[int, str]:
    """Facts, what is derived, words, all else, claims."""
    order = (not graph, graph.startswith(DERIVED), not graph.startswith(CLAIMS))
    return next((n for n, first in enumerate(order) if first), len(order)), graph


def _graph(say: Words, graph: str) -> str:
    """What a graph is for; '' for one of somebody else's."""
    if graph.startswith(CLAIMS):
        return say("about graph claims")
    key = f"about graph {graph.removeprefix(DERIVED).removeprefix(GRAPH) or 'facts'}"
    return say(key) if key in say else ""


def _lacking(desk: Desk, read: Reader) -> list[Lacking]:
    """What the sessions of each body lack, by body."""
    sessions = Counter(body for one in of_kind(desk, "session") for body in read.facts.objects(one, "sessionOf"))
    unknown: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items(desk, GROUPS["what-is-not-known"]):
        unknown[f"{ID}body/{item.part}"].update(item.more)
    names = ("date", "place", "participants", "documents")
    found = [
        Lacking(read.thing(body), count, tuple(unknown[body][name] for name in names))
        for body, count in sessions.items()
    ]
    return sorted(found, key=lambda one: (-one.sessions, natural(one.body.iri)))
