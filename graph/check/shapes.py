"""Shapes as values: what a shapes graph says, read once and free of RDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pyoxigraph import NamedNode

from .paths import Path
from .terms import Node, Term

Texts: TypeAlias = Mapping[str, str]
"""Messages or names by language tag; ``""`` for a text without one."""


@dataclass(frozen=True, slots=True)
class Value:
    """A test that looks at one value node alone: ``datatype``, ``class``, ``pattern``, ``in`` ..."""

    component: NamedNode
    args: tuple[Term, ...]
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """``minCount`` or ``maxCount``."""

    component: NamedNode
    limit: int


@dataclass(frozen=True, slots=True)
class HasValue:
    """``hasValue``: one of the value nodes is this term."""

    component: NamedNode
    value: Term


@dataclass(frozen=True, slots=True)
class UniqueLang:
    """``uniqueLang true``."""

    component: NamedNode


@dataclass(frozen=True, slots=True)
class Pair:
    """``equals``, ``disjoint``, ``lessThan``, ``lessThanOrEquals``: values against those of a predicate."""

    component: NamedNode
    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class Closed:
    """``closed true``: no predicates but these."""

    component: NamedNode
    allowed: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """``and``, ``or``, ``not``, ``xone``, ``node``: value nodes against other shapes."""

    component: NamedNode
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """``property``: each value node is a focus node of a property shape, which reports for itself."""

    component: NamedNode
    shape: Shape


@dataclass(frozen=True, slots=True)
class Qualified:
    """``qualifiedMinCount`` or ``qualifiedMaxCount``; ``siblings`` are the shapes to be disjoint with."""

    component: NamedNode
    shape: Shape
    limit: int
    siblings: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Sparql:
    """A SPARQL text that finds violations: ``sh:sparql``, or a validator of a constraint component.

    ``ask`` tells an ASK validator (true = conforms) from a SELECT (a row = a
    result).  ``parameters`` are the component's parameters as this shape sets them.
    """

    component: NamedNode
    node: Node | None
    text: str
    prologue: str
    ask: bool = False
    parameters: tuple[tuple[str, Term], ...] = ()
    messages: Texts = field(default_factory=dict)


Constraint: TypeAlias = Value | Count | HasValue | UniqueLang | Pair | Closed | Logic | Nested | Qualified | Sparql


@dataclass(frozen=True, slots=True)
class Target:
    """Where focus nodes come from.

    ``kind``: ``node``, ``class``, ``subjectsOf``, ``objectsOf`` or ``select``
    (then ``text`` is a SELECT of ``?this``).
    """

    kind: str
    term: Term | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A node shape (``path`` is None) or a property shape.

    ``foreign`` names what of the shape Comity does not compile and leaves to
    pySHACL; empty for nearly all shapes.  ``order`` is ``sh:order``: where its
    findings come in a report.
    """

    node: Node
    path: Path | None
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    severity: str
    messages: Texts
    names: Texts
    deactivated: bool
    foreign: tuple[str, ...] = ()
    order: float = 0.0

    def inner(self) -> Iterator[Shape]:
        """The shapes this one refers to directly."""
        for constraint in self.constraints:
            if isinstance(constraint, Logic):
                yield from constraint.shapes
            elif isinstance(constraint, Nested):
                yield constraint.shape
            elif isinstance(constraint, Qualified):
                yield constraint.shape
                yield from constraint.siblings

    def strange(self) -> tuple[str, ...]:
        """What is foreign in this shape or any it refers to."""
        found = dict.fromkeys(self.foreign)
        for shape in self.inner():
            found.update(dict.fromkeys(shape.strange()))
        return tuple(found)
