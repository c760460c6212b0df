"""One violation, as the queries find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from .terms import Term, Words


@dataclass(frozen=True, slots=True)
class Hit:
    """A focus node, and what a constraint has to say about it.

    ``path`` is set when the result path is not the shape's own.  ``facts`` are
    words for the message: a count, a language, the other value, the bindings of
    a SPARQL solution.  ``text`` is a message that the data themselves gave.
    """

    focus: Term
    value: Term | None = None
    path: NamedNode | None = None
    facts: Mapping[str, Words] = field(default_factory=dict)
    text: str | None = None
