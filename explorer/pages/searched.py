"""What the search knows of every thing beside its names: the states it has to do with, and its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...graph.export.names import default_graphs
from ...graph.export.order import kind_of
from ...graph.reading import Facts
from ...ontology.namespaces import DCTERMS, SHORTCUTS, SKOS, VOCABULARY
from ...queries.search import Names
from .facts import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..desk import Desk

#: Relates an encounter, agency, membership … to a state in one step.
_TO_STATE = ("placeState", "hostState", "organOf", "party", "namedState", "designatedBy")


@dataclass
class Known:
    """The states of a thing, and the bounds of its time: '' where a bound is not known, None where it has no time."""

    states: set[str] = field(default_factory=set)
    first: str | None = None
    last: str | None = None

    def within(self, first: str, last: str) -> bool:
        """Whether its time may overlap a period; an unknown bound does not exclude, a thing without time is out."""
        if self.first is None or self.last is None:
            return False
        return (not last or not self.first or self.first <= last) and (not first or not self.last or self.last >= first)

    def span(self, first: str | None, last: str | None) -> None:
        """Widen the time."""
        first, last = first or "", last or ""
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else ("" if "" in (self.last, last) else max(self.last, last))


def index(desk: Desk) -> Mapping[str, Known]:
    """Everything that can be found -> what is known of it; read once a generation."""
    if "searched" not in desk.kept:
        desk.kept["searched"] = _indexed(Facts(desk.store))
    found: Mapping[str, Known] = desk.kept["searched"]
    return found


def _indexed(facts: Facts) -> Mapping[str, Known]:
    found: dict[str, Known] = defaultdict(Known)
    for one in facts.instances("State"):
        found[one].states.add(one)
    for name in _TO_STATE:
        for thing, state in facts.links(name):
            found[thing].states.update(found[state].states if kind_of(state) == "agency" else [state])
    for post, agency in facts.links("postIn"):
        found[post].states |= found[agency].states
    for state, encounter in Facts(facts.store, "en", SHORTCUTS).links("representedAt"):
        found[encounter].states.add(state)
    post_of = dict(facts.links("post"))
    for tenure, official in facts.links("holder"):
        if tenure in post_of:
            found[official].states |= found[post_of[tenure]].states
        found[official].span(*_bounds(facts, tenure))
    for way, other in (("actor", "instrument"), ("member", "organisation")):
        targets = defaultdict(set)
        for fact, thing in facts.links(other):
            targets[fact].add(thing)
        for fact, state in facts.links(way):
            for thing in targets.get(fact, ()):
                found[thing].states.add(state)
    for entry in facts.instances(*LEDGER):
        for name in ("by", "onBehalfOf", "to"):
            for side in facts.objects(entry, name):
                found[entry].states |= found[side].states
    for thing, bounds in _dated(facts):
        found[thing].span(*bounds)
    for known in found.values():
        known.states = {one for one in known.states if kind_of(one) == "state"}
    return dict(found)


def _bounds(facts: Facts, interval: str) -> tuple[str | None, str | None]:
    return facts.value(interval, "startEarliest"), facts.value(interval, "endLatest")


def _dated(facts: Facts) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    """Things that have a day, and organisations and bodies that began on one."""
    latest = {}
    for quad in facts.quads(None, "latest"):
        latest[str(getattr(quad.subject, "value", ""))] = str(getattr(quad.object, "value", ""))
    earliest = {}
    for quad in facts.quads(None, "earliest"):
        earliest[str(getattr(quad.subject, "value", ""))] = str(getattr(quad.object, "value", ""))
    for thing in earliest.keys() | latest.keys():
        yield thing, (earliest.get(thing), latest.get(thing))
    for thing in facts.instances("InternationalOrganisation", "Body"):
        if facts.value(thing, "start") is not None:
            yield thing, _bounds(facts, thing)
    for quad in facts.quads(None, DCTERMS + "issued"):
        day = str(getattr(quad.object, "value", ""))[:10]
        yield str(getattr(quad.subject, "value", "")), (f"{day}-01-01"[:10], f"{day}-12-31"[:10])


def words(desk: Desk) -> Names:
    """The names that the graph's own search does not hold: concepts, and what entries of the ledger say."""
    if "searched words" not in desk.kept:
        desk.kept["searched words"] = Names(_more_names(Facts(desk.store)))
    found: Names = desk.kept["searched words"]
    return found


def _more_names(facts: Facts) -> Iterator[tuple[str, str]]:
    from pyoxigraph import Literal, NamedNode

    for graph in default_graphs(facts.store):
        for name in ("prefLabel", "altLabel"):
            for quad in facts.store.quads_for_pattern(None, NamedNode(SKOS + name), None, graph):
                iri = str(getattr(quad.subject, "value", ""))
                if iri.startswith(VOCABULARY) and isinstance(quad.object, Literal):
                    yield iri, quad.object.value
    for entry in facts.instances(*LEDGER):
        for quad in facts.quads(entry, "content"):
            if isinstance(quad.object, Literal):
                yield entry, quad.object.value


def everything(desk: Desk) -> Sequence[str]:
    """Every thing that has a name, and the entries of the ledger."""
    if "searched all" not in desk.kept:
        named = dict.fromkeys(iri for iri, _ in desk.graph.names())
        ledger: Iterable[str] = Facts(desk.store).instances(*LEDGER)
        desk.kept["searched all"] = list(dict.fromkeys([*named, *ledger]))
    found: Sequence[str] = desk.kept["searched all"]
    return found
