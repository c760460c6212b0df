"""What several documents say of one encounter before any of it is a fact: where they do not agree, both are told."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...ontology.namespaces import CLAIMS, COMITY, ID, PROV
from ...ontology.namespaces import claims as graph_of
from ..edtf import bounds
from .ids import tail, thing_of

if TYPE_CHECKING:
    from pyoxigraph import Store

    from .rows import Claim

#: The value that is compared of each field, and the property that holds it.
_PROPERTIES = {
    "date": "date",
    "place": "placeState",
    "host_state": "hostState",
    "chair_state": "chairState",
    "ordinal": "ordinal",
}
_KINDS = ("session/", "meeting/", "visit/", "conference/", "signing/")


class Rivals:
    """Values that wait, by encounter and field: each with the documents that give it."""

    def __init__(self, store: Store) -> None:
        from pyoxigraph import NamedNode

        self._store = store
        self._told: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for field, property in _PROPERTIES.items():
            for quad in store.quads_for_pattern(None, NamedNode(COMITY + property), None, None):
                graph = getattr(quad.graph_name, "value", "")
                thing = getattr(quad.subject, "value", "").removeprefix(ID)
                if graph.startswith(CLAIMS) and thing.startswith(_KINDS):
                    value = getattr(quad.object, "value", "").removeprefix(ID)
                    self._told[thing, field][value].add(graph.removeprefix(CLAIMS))

    def add(self, claim: Claim) -> None:
        """Take a claim that is not in the store yet."""
        value = _value(claim)
        if value:
            self._told[claim.thing, claim.field][value].add(tail(claim.source))

    def against(self, claim: Claim) -> tuple[str, str] | None:
        """A value that another document gives instead, and that document (``source/…``)."""
        mine = _value(claim)
        if not mine:
            return None
        for value, slugs in sorted(self._told.get((claim.thing, claim.field), {}).items()):
            others = sorted(slugs - {tail(claim.source)})
            if others and not _agree(claim.field, mine, value):
                return value, f"source/{others[0]}"
        return None

    def words(self, source: str, thing: str, field: str) -> str:
        """The passage on which a document says so."""
        from pyoxigraph import Literal, NamedNode

        graph = NamedNode(graph_of(tail(source)))
        about = self._store.quads_for_pattern(None, NamedNode(COMITY + "about"), NamedNode(ID + thing), graph)
        for quad in about:
            told = self._store.quads_for_pattern(quad.subject, NamedNode(COMITY + "field"), Literal(field), graph)
            if next(told, None) is None:
                continue
            for rests in self._store.quads_for_pattern(quad.subject, NamedNode(PROV + "wasDerivedFrom"), None, graph):
                assert isinstance(rests.object, NamedNode)
                exact = self._store.quads_for_pattern(rests.object, NamedNode(COMITY + "exact"), None, graph)
                for one in exact:
                    return str(getattr(one.object, "value", ""))
        return ""


def _value(claim: Claim) -> str | None:
    """What of a claim is compared; None where it is a whole row or another value."""
    if claim.table != "encounters" or claim.field not in _PROPERTIES:
        return None
    cell = claim.cells.get("place_state" if claim.field == "place" else claim.field)
    return cell if not cell or claim.field in ("date", "ordinal") else thing_of("state", cell)


def _agree(field: str, one: str, other: str) -> bool:
    """Whether two values may both be right: a day and its month."""
    if field != "date":
        return one == other
    first, last = bounds(one)
    earliest, latest = bounds(other)
    return not ((first and latest and first > latest) or (last and earliest and last < earliest))
