"""Facts of a store, read one property at a time: what networks and pictures are made from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from ..errors import Usage
from ..ontology.namespaces import COMITY, RDF, VOCABULARY
from .export.names import Names, tail
from .export.order import natural

TYPE = RDF + "type"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Facts:
    """The default graph, by addresses as text; names in one language.

    Derived facts and claims are not read: a projection is computed from what
    sources say.  Only ``graph``, the address of a graph of derived facts, has
    that one read instead.
    """

    def __init__(self, store: Store, lang: str = "en", graph: str | None = None) -> None:
        self.store = store
        self.lang = lang
        self.names = Names(store, lang)
        self._graph = DefaultGraph() if graph is None else NamedNode(graph)

    def quads(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> Iterator[Quad]:
        """The facts that fit; an address of Comity's own vocabulary may be given by its local name."""
        return self.store.quads_for_pattern(
            None if subject is None else NamedNode(subject),
            None if predicate is None else NamedNode(_full(predicate)),
            None if object is None else NamedNode(_full(object)),
            self._graph,
        )

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The addresses a property of a thing leads to, sorted."""
        found = (quad.object for quad in self.quads(subject, predicate))
        return sorted((term.value for term in found if isinstance(term, NamedNode)), key=natural)

    def object(self, subject: str, predicate: str) -> str | None:
        """The first of :meth:`objects`."""
        return next(iter(self.objects(subject, predicate)), None)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The literals a property gives, sorted."""
        found = (quad.object for quad in self.quads(subject, predicate))
        return sorted(term.value for term in found if isinstance(term, Literal))

    def value(self, subject: str, predicate: str) -> str | None:
        """The first of :meth:`values`."""
        return next(iter(self.values(subject, predicate)), None)

    def text(self, subject: str, predicate: str) -> str | None:
        """The text in the language, with fall-back."""
        from .export.names import best

        return best(self.names.texts(subject, NamedNode(_full(predicate))), self.lang)

    def subjects(self, predicate: str, object: str) -> list[str]:
        """The things whose property leads to an address, sorted."""
        found = (quad.subject for quad in self.quads(None, predicate, object))
        return sorted({term.value for term in found if isinstance(term, NamedNode)}, key=natural)

    def instances(self, *classes: str) -> list[str]:
        """The things typed with one of these classes, sorted."""
        return sorted({thing for name in classes for thing in self.subjects(TYPE, _full(name))}, key=natural)

    def links(self, predicate: str) -> list[tuple[str, str]]:
        """``(subject, object)`` of a property between addresses, sorted."""
        pairs = ((q.subject, q.object) for q in self.quads(None, predicate))
        found = [(s.value, o.value) for s, o in pairs if isinstance(s, NamedNode) and isinstance(o, NamedNode)]
        return sorted(found, key=lambda pair: (natural(pair[0]), natural(pair[1])))

    def is_a(self, thing: str, *classes: str) -> bool:
        """Whether a thing is typed with one of these classes."""
        return any(next(self.quads(thing, TYPE, name), None) is not None for name in classes)

    def holds(self, fact: str, day: str) -> bool:
        """Whether an interval may cover a day: an unknown bound does not exclude."""
        start, end = self.value(fact, "startEarliest"), self.value(fact, "endLatest")
        return (start is None or start <= day) and (end is None or day < end)

    def word(self, term: str) -> str:
        """A property, class or concept in words: its label, else its local name taken apart."""
        known = self.names.known(_full(term))
        if known is not None:
            return known
        local = tail(_full(term)).rpartition(":")[2]
        return _CAMEL.sub(" ", local).replace("-", " ").lower()


class Remembered(Facts):
    """Facts of a store that nobody writes to: what is said of a thing is read once, all at a time.

    A picture asks a dozen properties of each of a thousand facts.
    """

    #: Things kept in mind; with more the oldest half is forgotten.
    MOST = 20_000

    def __init__(self, store: Store, lang: str = "en", graph: str | None = None) -> None:
        super().__init__(store, lang, graph)
        self._said: dict[str, dict[str, list[Any]]] = {}

    def _all(self, subject: str, predicate: str) -> list[Any]:
        said = self._said.get(subject)
        if said is None:
            if len(self._said) >= self.MOST:
                for one in list(self._said)[: self.MOST // 2]:
                    del self._said[one]
            said = self._said[subject] = {}
            for quad in self.quads(subject):
                said.setdefault(quad.predicate.value, []).append(quad.object)
        return said.get(_full(predicate), [])

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The addresses a property of a thing leads to, sorted."""
        found = [term.value for term in self._all(subject, predicate) if isinstance(term, NamedNode)]
        return found if len(found) < 2 else sorted(found, key=natural)

    def values(self, subject: str, predicate: str) -> list[str]:
        """The literals a property gives, sorted."""
        return sorted(term.value for term in self._all(subject, predicate) if isinstance(term, Literal))

    def is_a(self, thing: str, *classes: str) -> bool:
        """Whether a thing is typed with one of these classes."""
        types = {term.value for term in self._all(thing, TYPE) if isinstance(term, NamedNode)}
        return any(_full(name) in types for name in classes)


def day_of(value: str | dt.date | None, field: str = "on") -> str | None:
    """A day as ``2024-11-21``; :class:`Usage` for anything else."""
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, dt.date) else value
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        dt.date.fromisoformat(text)
    except ValueError:
        raise Usage(f"expected a day such as 2024-11-21, found {value!r}", field=field) from None
    return text


def date_in(text: str | None) -> dt.date | None:
    """The date that a literal holds; None for none, and for a year before 1 or after 9999."""
    try:
        return None if text is None else dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def concept_of(scheme: str, value: str | None) -> str | None:
    """The address of a concept given by its slug or address."""
    return value if value is None or "://" in value else f"{VOCABULARY}{scheme}/{value}"


def _full(name: str) -> str:
    return name if "://" in name else COMITY + name
