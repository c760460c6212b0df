"""What lies around a thing, as a network to draw or measure.

A fact that ties two things, such as a tenure or a participation, becomes an
edge with its role and years; as a node of its own it would double every
distance and bury the people under paperwork.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import networkx as nx
from pyoxigraph import NamedNode, Store

from ..errors import NotFound, Usage
from ..ontology.namespaces import ID
from .export.order import kind_of, natural
from .network import described
from .reading import TYPE, Facts, Remembered, concept_of, day_of

#: kind of fact -> (property that leads to one end, property that leads to the other)
_TIES: dict[str, tuple[str, str]] = {
    "tenure": ("holder", "post"),
    "membership": ("member", "organisation"),
    "participation": ("participant", "participationIn"),
    "action": ("actor", "instrument"),
    "designation": ("designatedBy", "agency"),
    "succession": ("predecessor", "successor"),
    "aim": ("aimOf", "cites"),
}
#: Neither nodes nor edges of a picture: evidence, and details of one thing.
_DETAILS = frozenset({"passage", "source", "name", "clause", "rule", "divergence", "provision", "territory"})
_LEDGER = frozenset({"proposal", "commitment", "invitation", "assessment"})
#: Which neighbours are kept first where not all have room.
_FIRST = ("state", "organisation", "body", "official", "agency", "post", "treaty", "instrument")


class Tie(NamedTuple):
    """One relation: from, to, in words, the property or class, the fact it rests on."""

    one: str
    two: str
    label: str
    property: str
    fact: str


class Bare(NamedTuple):
    """A relation before it is put into words; the property of one that a fact ties is still to be read."""

    one: str
    two: str
    property: str
    fact: str

    def other(self, node: str) -> str:
        """Its other end."""
        return self.two if node == self.one else self.one


@dataclass(frozen=True)
class Kept:
    """Which relations count: those that may hold on a day or within a period, of some kinds, about a topic.

    What has no date is excluded by no period: it may lie in any.
    """

    day: str | None = None
    first: str | None = None
    last: str | None = None
    kinds: frozenset[str] = frozenset()
    topic: str | None = None

    def has(self, facts: Facts, tie: Bare, middle: Collection[str]) -> bool:
        """Whether a relation counts; kinds say nothing of the things that were asked about."""
        ends = (tie.one, tie.two)
        if self.kinds and any(kind_of(end) not in self.kinds for end in ends if end not in middle):
            return False
        if self.topic and not any(self.topic in facts.objects(thing, "topic") for thing in {*ends, tie.fact}):
            return False
        return not (self.first or self.last) or all(self._within(facts, thing) for thing in {*ends, tie.fact})

    def _within(self, facts: Facts, thing: str) -> bool:
        if kind_of(thing) in ("treaty", "instrument", "body", "organisation"):
            return True  # made once, and there ever since
        first = facts.value(thing, "startEarliest") or facts.value(thing, "earliest")
        # An interval without an end goes on; what happened ends with its date.
        last = facts.value(thing, "endLatest") or (
            None if facts.value(thing, "startEarliest") else facts.value(thing, "latest")
        )
        return not (self.last and first and first > self.last) and not (self.first and last and last < self.first)


def relations(
    store: Store,
    around: str,
    *,
    depth: int = 1,
    lang: str = "en",
    on: str | dt.date | None = None,
    from_: str | dt.date | None = None,
    until: str | dt.date | None = None,
    kinds: Collection[str] = (),
    topic: str | None = None,
    expand: Sequence[str] = (),
    limit: int | None = None,
    facts: Facts | None = None,
) -> nx.MultiDiGraph[str]:
    """Everything within ``depth`` relations of a thing, and the relations among it.

    ``on`` keeps what may hold on that day: tenures and memberships that cover
    it, encounters and actions dated by it; ``from_`` and ``until`` what may
    hold on a day between, both included.  ``kinds`` keeps things of these kinds, ``topic``
    the relations of which an end or the fact has it.  ``expand`` are things in the
    picture whose own neighbours join it.  ``limit`` is the number of nodes
    at most; ``graph.graph["left_out"]`` says how many had no room.  Nodes have
    ``label``, ``short``, ``kind``, ``distance``, and ``beyond``, the number of
    neighbours that are not in the network; edges ``label``, ``property`` and ``fact``.

    ``facts`` reads the same store in the same language, and remembers.

    Raises :class:`NotFound` where the graph says nothing of the thing.
    """
    if depth < 1:
        raise Usage(f"a depth is 1 or more, found {depth}", field="depth")
    if limit is not None and limit < 2:
        raise Usage(f"a limit is 2 or more, found {limit}", field="limit")
    facts, day = facts or Remembered(store, lang), day_of(on)
    kept = Kept(day, day_of(from_, "from"), day_of(until, "until"), frozenset(kinds), concept_of("topic", topic))
    try:
        known = next(facts.quads(around), None) or next(facts.quads(None, None, around), None)
    except ValueError:
        raise Usage(f"{around!r} is not an address") from None
    if known is None:
        raise NotFound(f"nothing is said of {around.removeprefix(ID)}", hint="comity search finds things by name.")
    distance, cache, left_out = {around: 0}, dict[str, list[Bare]](), 0
    middle = frozenset((around, *expand))

    def ties(node: str) -> list[Bare]:
        if node not in cache:
            cache[node] = [tie for tie in _ties(facts, node, day) if kept.has(facts, tie, middle)]
        return cache[node]

    def grow(edge: list[str]) -> list[str]:
        """Add the neighbours of these, the ones most tied to them first; those that had room."""
        nonlocal left_out
        met: dict[str, int] = defaultdict(int)
        far: dict[str, int] = {}
        for node in edge:
            for tie in ties(node):
                other = tie.other(node)
                if other not in distance:
                    met[other] += 1
                    far[other] = min(far.get(other, distance[node] + 1), distance[node] + 1)
        ranked = sorted(met, key=lambda other: (-met[other], _rank(other), natural(other)))
        room = len(ranked) if limit is None else max(0, limit - len(distance))
        left_out += len(ranked[room:])
        distance.update((other, far[other]) for other in ranked[:room])
        return ranked[:room]

    edge = [around]
    for _ in range(depth):
        edge = grow(edge)
    for node in expand:
        if node in distance:
            grow([node])
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(projection="relations", around=around, lang=lang, left_out=left_out)
    if day:
        graph.graph["on"] = day
    for node in sorted(distance, key=lambda node: (distance[node], _rank(node), natural(node))):
        beyond = {tie.other(node) for tie in ties(node)} - distance.keys()
        graph.add_node(node, **_said(facts, node), distance=distance[node], beyond=len(beyond))
    inside = {tie for found in cache.values() for tie in found if tie.one in distance and tie.two in distance}
    found = [_in_words(facts, tie) for tie in inside]
    for tie in sorted(found, key=lambda tie: tuple(map(natural, tie))):
        graph.add_edge(tie.one, tie.two, label=tie.label, property=tie.property, fact=tie.fact)
    return graph


def ties_between(store: Store, one: str, two: str, *, lang: str = "en", kept: Kept | None = None) -> list[Tie]:
    """What ties two things: every relation between them that counts, in words."""
    facts, wanted = Facts(store, lang), kept or Kept()
    try:
        found = [tie for tie in _ties(facts, one, wanted.day) if tie.other(one) == two]
    except ValueError:
        raise Usage(f"{one!r} is not an address") from None
    told = {_in_words(facts, tie) for tie in found if wanted.has(facts, tie, (one, two))}
    return sorted(told, key=lambda tie: tuple(map(natural, tie)))


def _ties(facts: Facts, node: str, day: str | None) -> Iterator[Bare]:
    """The relations of one thing, its own and those of the facts that mention it."""
    ties: dict[str, None] = {}
    if kind_of(node) in _TIES:
        ties[node] = None
    for quad in facts.quads(None, None, node):
        subject = quad.subject
        if not isinstance(subject, NamedNode):
            continue
        kind = kind_of(subject.value)
        if kind in _TIES:
            ties[subject.value] = None
        elif _shown(subject.value) and _in_time(facts, subject.value, day):
            yield Bare(subject.value, node, quad.predicate.value, subject.value)
    for fact in ties:
        for tie in _tied(facts, fact, day):
            # The fact may mention the thing in passing (on behalf of); then it ties others.
            if node in (tie.one, tie.two):
                yield tie
    if kind_of(node) in _TIES:
        return
    for quad in facts.quads(node):
        other = quad.object
        if isinstance(other, NamedNode) and _shown(other.value) and _in_time(facts, other.value, day):
            yield Bare(node, other.value, quad.predicate.value, node)


def _tied(facts: Facts, fact: str, day: str | None) -> Iterator[Bare]:
    one, two = _TIES[kind_of(fact)]
    if day is not None and not (facts.holds(fact, day) and _in_time(facts, fact, day)):
        return
    for start in facts.objects(fact, one):
        for end in facts.objects(fact, two):
            if _in_time(facts, end, day):
                yield Bare(start, end, "", fact)


def _in_words(facts: Facts, tie: Bare) -> Tie:
    if tie.property:
        return Tie(tie.one, tie.two, facts.word(tie.property), tie.property, tie.fact)
    label, property = _label(facts, tie.fact, kind_of(tie.fact))
    return Tie(tie.one, tie.two, label, property, tie.fact)


def _label(facts: Facts, fact: str, kind: str) -> tuple[str, str]:
    """A fact in a few words, and the property or class that the words stand for."""
    if kind == "tenure":
        return _joined(facts.word("holdsPost"), years(facts, fact)), "holdsPost"
    if kind == "membership":
        role = facts.object(fact, "membershipRole")
        return _joined(facts.word(role or "member"), years(facts, fact)), "membershipRole"
    if kind == "participation":
        attendance, role = facts.object(fact, "attendance"), facts.object(fact, "participationRole")
        said = [facts.word(concept) for concept in (role, attendance) if concept and not concept.endswith("/attended")]
        return ", ".join(said) or facts.word("participant"), "participant"
    if kind == "action":
        types = sorted(t for t in facts.objects(fact, TYPE) if not t.endswith("#NamedIndividual"))
        return _joined(facts.word(types[0]) if types else "", (facts.value(fact, "date") or "")[:4]), "actor"
    if kind == "succession":
        return facts.word(facts.object(fact, "successionKind") or "successor"), "successor"
    if kind == "aim":
        return facts.word("cites"), "cites"
    return facts.word("Designation"), "designatedBy"


def years(facts: Facts, fact: str) -> str:
    """``2016–2020``, ``2020–`` (ongoing), ``2020–?`` (no word on the end)."""
    start, end = (facts.value(fact, "start") or "?")[:4], facts.value(fact, "end")
    if end is not None:
        return f"{_year(start)}–{_year(end)}"
    if start == "?" and not facts.values(fact, "attestedOn"):
        return ""
    ongoing = (facts.object(fact, "endStatus") or "").endswith("/ongoing")
    return f"{_year(start)}–{'' if ongoing else '?'}"


def _year(said: str) -> str:
    return said[:4] if said[:4].isdigit() else "?"


def _joined(word: str, more: str) -> str:
    return f"{word} {more}".strip()


def _shown(thing: str) -> bool:
    kind = kind_of(thing)
    return bool(kind) and kind not in _DETAILS and kind not in _TIES


def _in_time(facts: Facts, thing: str, day: str | None) -> bool:
    """Not dated after the day; what has no date is not excluded."""
    return day is None or (facts.value(thing, "earliest") or "") <= day


def _rank(thing: str) -> int:
    kind = kind_of(thing)
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _said(facts: Facts, thing: str) -> dict[str, Any]:
    said = described(facts, thing)
    if kind_of(thing) in _LEDGER and facts.names.known(thing) is None:
        said["label"] = said["short"] = facts.text(thing, "content") or said["label"]
    return said
