"""What things are called, in one language, read from a store as they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from ...ontology.namespaces import COMITY, DCTERMS, DERIVED, ID, ONTOLOGY, RDF, RDFS, SKOS, compact

_LABELS = tuple(NamedNode(iri) for iri in (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title"))
#: Kinds of encounters, the narrowest first, and how their addresses begin.
KINDS = tuple(COMITY + name for name in ("Session", "Meeting", "Visit", "Conference", "Signing", "Encounter"))
ENCOUNTERS = tuple(ID + name.removeprefix(COMITY).lower() + "/" for name in KINDS)
#: States that such a name gives.
MOST = 3
_SHORT = NamedNode(COMITY + "abbreviation")


def default_graphs(store: Store) -> list[Any]:
    """What a question is answered from: facts, the ontology, and derived facts."""
    names = sorted(store.named_graphs(), key=str)
    return [DefaultGraph()] + [
        name
        for name in names
        if isinstance(name, NamedNode) and (name.value == ONTOLOGY or name.value.startswith(DERIVED))
    ]


def best(texts: Iterable[tuple[str | None, str]], lang: str) -> str | None:
    """The text in ``lang``, else en, else ru, else without language, else the first by tag."""
    chain = (lang, "en", "ru", None)

    def rank(text: tuple[str | None, str]) -> tuple[int, str, str]:
        return (chain.index(text[0]) if text[0] in chain else len(chain), text[0] or "", text[1])

    found = min(texts, key=rank, default=None)
    return None if found is None else found[1]


def happened(kind: str, bodies: Iterable[str], states: Iterable[str], dates: Iterable[str]) -> str:
    """What an encounter without a name is called: ``Meeting, Azerbaijan – Kazakhstan, 2025-03-14``."""
    names = sorted(states)
    shown = " – ".join(names[:MOST]) + (f" + {len(names) - MOST}" if len(names) > MOST else "")
    return ", ".join(part for part in (kind[:1].upper() + kind[1:], *sorted(bodies), shown, *sorted(dates)[:1]) if part)


class Names:
    """Labels and abbreviations of things in ``lang``, with fall-back en, ru, any; kept once read."""

    def __init__(self, store: Store, lang: str = "en", graphs: Sequence[Any] | None = None) -> None:
        self.lang = lang
        self._store = store
        self._graphs = default_graphs(store) if graphs is None else list(graphs)
        self._labels: dict[str, str | None] = {}
        self._made: dict[str, str | None] = {}

    def label(self, iri: str) -> str:
        """The label; an encounter without one by kind, states and date; else what the address ends in."""
        return self.known(iri) or self._happened(iri) or tail(iri)

    def known(self, iri: str) -> str | None:
        """The label, or None where there is none in any language."""
        if iri not in self._labels:
            self._labels[iri] = next((text for p in _LABELS if (text := self._best(iri, p))), None)
        return self._labels[iri]

    def abbreviation(self, iri: str) -> str | None:
        """The abbreviation in the language itself; another language's would be a riddle."""
        texts = [text for text in self.texts(iri, _SHORT) if text[0] in (self.lang, None)]
        return best(texts, self.lang)

    def texts(self, iri: str, predicate: NamedNode) -> list[tuple[str | None, str]]:
        """``(language, text)`` of every literal that a property gives."""
        try:
            node = NamedNode(iri)
        except ValueError:
            return []
        return [
            (quad.object.language, quad.object.value)
            for graph in self._graphs
            for quad in self._store.quads_for_pattern(node, predicate, None, graph)
            if isinstance(quad.object, Literal)
        ]

    def _happened(self, iri: str) -> str | None:
        """``Meeting, Azerbaijan – Kazakhstan, 2025-03-14``: what was read in prose has no name of its own."""
        if not iri.startswith(ENCOUNTERS):
            return None
        if iri not in self._made:
            self._made[iri] = self._made_up(NamedNode(iri))
        return self._made[iri]

    def _made_up(self, encounter: NamedNode) -> str | None:
        def found(subject: Any, predicate: str, object: Any) -> list[Any]:
            node = NamedNode(predicate)
            return [q for g in self._graphs for q in self._store.quads_for_pattern(subject, node, object, g)]

        kinds = {quad.object.value for quad in found(encounter, RDF + "type", None)} & set(KINDS)
        kind = self.known(min(kinds, key=KINDS.index)) if kinds else None
        bodies = [self.label(quad.object.value) for quad in found(encounter, COMITY + "sessionOf", None)]
        states = {self.label(quad.subject.value) for quad in found(None, COMITY + "representedAt", encounter)}
        dates = [quad.object.value for quad in found(encounter, COMITY + "date", None)]
        return None if kind is None else happened(kind, bodies, states, dates)

    def _best(self, iri: str, predicate: NamedNode) -> str | None:
        return best(self.texts(iri, predicate), self.lang)


def tail(iri: str) -> str:
    """``state:UZ``, or what stands behind the last slash or hash."""
    return compact(iri) or iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or iri


def address(term: Any) -> str:
    """A subject or object as text: its address, or ``_:label``."""
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)
