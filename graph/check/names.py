"""What to call a node in a sentence: its label, its title, or what it is made of.

A tenure, a membership or an action has no label; it is known by its parts:
``tenure (Igor Krasnov, Prosecutor General of Russia, 2020-01-22)``.  A passage is known by
the title of its source and where it stands there: ``"Annual report", p. 9``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from .source import Source
from .terms import PREFIXES, RDFS, SUBCLASS, TYPE, Term, local, short

_Item = TypeVar("_Item")

COMITY: Final = PREFIXES["comity"]
BATCH: Final = 500
PARTS: Final = tuple(
    NamedNode(COMITY + name)
    for name in (
        *("holder", "post", "member", "organisation", "participant", "participationIn"),
        *("actor", "instrument", "predecessor", "successor", "designatedBy", "agency"),
        *("ruleOf", "ruleKind", "aimOf", "clauseOf", "clauseKind", "provisionOf", "article", "form", "nameOf"),
        *("by", "about", "field", "subject", "stateA", "stateB", "treaty", "date", "start"),
    )
)
"""The properties whose values name a node without a label, in the order in which they are said."""

MOST: Final = 3
DEEPEST: Final = 3
"""How often a name may be made up from names that are made up."""
TITLE: Final = NamedNode(PREFIXES["dcterms"] + "title")
TRUE: Final = Literal(True)
BARE: Final = re.compile(r"[\d\[\]().,/~?:TZ+-]+")
"""Dates and numbers need no quotation marks."""


class Names:
    """Names in one language, looked up in batches and kept."""

    def __init__(self, source: Source | None, lang: str, depth: int = 0) -> None:
        self._source = source
        self._lang = lang
        self._depth = depth
        self._known: dict[Term, str] = {}

    def __call__(self, term: Term) -> str:
        """The name of a term that was looked up, else its short form; text in the language's quotation marks."""
        if isinstance(term, Literal):
            bare = BARE.fullmatch(term.value) or term.value in {"true", "false"}
            return term.value if bare else self.quoted(term.value)
        return self._known.get(term) or short(term)

    def label(self, term: Term) -> str | None:
        """The name of a term, None when it has none but its address."""
        return self._known.get(term)

    def quoted(self, text: str) -> str:
        """The text in the quotation marks of the language."""
        return f"«{text}»" if self._lang == "ru" else f'"{text}"'

    def forget(self) -> None:
        """Drop what was looked up: a report of a million findings must not hold a million names."""
        self._known.clear()

    def look_up(self, terms: Iterable[Term]) -> None:
        """Find the names of these nodes."""
        if self._source is None:
            return
        wanted = list(dict.fromkeys(t for t in terms if isinstance(t, NamedNode) and t not in self._known))
        for batch in batched(wanted, BATCH):
            self._labels(self._source, batch)
        # Hostile data may name a node by itself, through others.
        for finder in (self._passages, self._made_up) if self._depth < DEEPEST else (self._passages,):
            for batch in batched([term for term in wanted if term not in self._known], BATCH):
                finder(self._source, batch)

    def _labels(self, source: Source, terms: Sequence[NamedNode]) -> None:
        rank = {self._lang: 0, "en": 1, "": 2}
        best: dict[Term, tuple[int, str]] = {}
        query = (
            f"SELECT ?x ?label (BOUND(?title) AS ?titled) WHERE {{ VALUES ?x {{ {listed(terms)} }} "
            f"{{ ?x <{RDFS}label>|<{PREFIXES['skos']}prefLabel> ?label }} "
            f"UNION {{ ?x {TITLE} ?label BIND(true AS ?title) }} }}"
        )
        for x, label, titled in source.select(query):
            if x is not None and isinstance(label, Literal):
                text = self.quoted(label.value) if titled == TRUE else label.value
                candidate = (rank.get((label.language or "").split("-")[0], 3), text)
                best[x] = min(candidate, best.get(x, candidate))
        self._known.update((x, label) for x, (_, label) in best.items())

    def _passages(self, source: Source, terms: Sequence[NamedNode]) -> None:
        query = (
            f"SELECT ?x ?title ?locator WHERE {{ VALUES ?x {{ {listed(terms)} }} ?x <{COMITY}source> ?source . "
            f"?source {TITLE} ?title OPTIONAL {{ ?x <{COMITY}locator> ?locator }} }}"
        )
        for x, title, locator in source.select(query):
            if x is not None and isinstance(title, Literal):
                place = f", {locator.value}" if isinstance(locator, Literal) else ""
                self._known[x] = self.quoted(title.value) + place

    def _made_up(self, source: Source, terms: Sequence[NamedNode]) -> None:
        """Names from the parts of nodes: the class, then what the node connects."""
        query = (
            f"SELECT ?x ?property ?part WHERE {{ VALUES ?x {{ {listed(terms)} }} ?x ?property ?part "
            f"FILTER(?property IN ({', '.join(map(str, PARTS))})) }}"
        )
        parts: dict[Term, list[tuple[int, str, Term]]] = {}
        for x, property_, part in source.select(query):
            if x is not None and isinstance(property_, NamedNode) and part is not None:
                parts.setdefault(x, []).append((PARTS.index(property_), str(part), part))
        kinds = {x: kind for x, kind in self._kinds(source, terms).items() if x in parts}
        inner = Names(source, self._lang, self._depth + 1)
        inner.look_up([*kinds.values(), *(part for found in parts.values() for _, _, part in found)])
        for x, found in parts.items():
            said = [inner(part) for _, _, part in sorted(found, key=lambda item: item[:2])[:MOST]]
            kind = kinds.get(x)
            if kind is not None:
                self._known[x] = f"{inner.label(kind) or local(kind)} ({', '.join(said)})"

    def _kinds(self, source: Source, terms: Sequence[NamedNode]) -> dict[Term, NamedNode]:
        """The narrowest Comity class of each node."""
        query = (
            f"SELECT ?x ?kind WHERE {{ VALUES ?x {{ {listed(terms)} }} ?x {TYPE} ?kind "
            f'FILTER(STRSTARTS(STR(?kind), "{COMITY}")) '
            f"FILTER NOT EXISTS {{ ?x {TYPE} ?narrower . ?narrower {SUBCLASS} ?kind FILTER(?narrower != ?kind) }} }}"
        )
        found: dict[Term, NamedNode] = {}
        for x, kind in source.select(query):
            if x is not None and isinstance(kind, NamedNode):
                found[x] = min(kind, found.get(x, kind), key=str)
        return found


def listed(terms: Iterable[NamedNode]) -> str:
    """Terms as a VALUES clause lists them."""
    return " ".join(map(str, terms))


def batched(items: Sequence[_Item], size: int) -> Iterator[list[_Item]]:
    """Consecutive pieces of at most ``size`` items."""
    walk = iter(items)
    while batch := list(islice(walk, size)):
        yield batch
