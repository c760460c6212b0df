"""What is below what, in the data: ``sh:class`` and class targets follow rdfs:subClassOf."""

from __future__ import annotations

from pyoxigraph import NamedNode

from .source import Source
from .terms import SUBCLASS, TYPE, Term

INLINE = 64
"""With more subclasses than this a query walks the hierarchy itself instead of listing them."""


class Classes:
    """The class hierarchy of the data, read once and lazily."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._below: dict[Term, list[Term]] | None = None
        self._used: dict[Term, list[NamedNode]] = {}

    def used_below(self, kind: Term) -> list[NamedNode]:
        """A class and its subclasses, as far as they have instances: the others find nothing."""
        known = self._used.get(kind)
        if known is None:
            known = [
                name
                for name in self._closure(kind)
                if isinstance(name, NamedNode) and self._source.ask(f"ASK {{ ?x {TYPE} {name} }}")
            ]
            self._used[kind] = known
        return known

    def _closure(self, kind: Term) -> list[Term]:
        if self._below is None:
            self._below = {}
            for sub, above in self._source.select(f"SELECT ?sub ?above WHERE {{ ?sub {SUBCLASS} ?above }}"):
                if sub is not None and above is not None:
                    self._below.setdefault(above, []).append(sub)
        seen: dict[Term, None] = {kind: None}
        queue = [kind]
        while queue:
            for sub in self._below.get(queue.pop(), ()):
                if sub not in seen:
                    seen[sub] = None
                    queue.append(sub)
        return list(seen)

    def test(self, variable: str, kind: Term) -> str:
        """A SPARQL test: the node of a variable is an instance of the class."""
        names = self.used_below(kind)
        if not names:
            return "false"
        if len(names) == 1:
            return f"EXISTS {{ {variable} {TYPE} {names[0]} }}"
        if len(names) > INLINE and isinstance(kind, NamedNode):
            return f"EXISTS {{ {variable} {TYPE}/{SUBCLASS}* {kind} }}"
        listed = ", ".join(map(str, names))
        return f"EXISTS {{ {variable} {TYPE} ?kind_ FILTER(?kind_ IN ({listed})) }}"
