"""The violations of one constraint among given focus nodes: one query, or a few, never one per node.

Shapes inside shapes are evaluated on sets: the values that fail the inner
shape are found by the same queries over the values' pattern, and are then
carried back to the focus nodes that have them.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from .classes import Classes
from .components import parameter
from .focus import Focus, nodes
from .hit import Hit
from .paths import Path
from .regex import matcher
from .shapes import (
    Closed,
    Constraint,
    Count,
    HasValue,
    Logic,
    Pair,
    Qualified,
    Shape,
    Sparql,
    UniqueLang,
    Value,
)
from .source import Source
from .sparql import SparqlEngine
from .terms import Term, Words, anded, local, writable
from .values import Expressions, same

COMPARE = {"lessThan": "<", "lessThanOrEquals": "<="}
ENDS = "(MIN(?value) AS ?one) (MAX(?value) AS ?two)"
LISTED = 2000
"""Up to this many nodes are named in a query."""


class Exact:
    """Evaluates constraints on one source."""

    def __init__(self, source: Source, sparql: SparqlEngine) -> None:
        self.source = source
        self.classes = Classes(source)
        self.expressions = Expressions(source, self.classes)
        self._sparql = sparql

    def hits(self, shape: Shape, constraint: Constraint, focus: Focus) -> Iterable[Hit]:
        """Every violation of the constraint, each once.  ``Nested`` reports for itself, not here."""
        if focus.empty or shape.deactivated:
            return ()
        if isinstance(constraint, Value):
            return self._value(shape, constraint, focus)
        if isinstance(constraint, Count):
            return self._count(shape, constraint, focus)
        if isinstance(constraint, HasValue):
            return self._has_value(shape, constraint, focus)
        if isinstance(constraint, UniqueLang):
            return self._unique_lang(shape, focus)
        if isinstance(constraint, Pair):
            return self._pair(shape, constraint, focus)
        if isinstance(constraint, Closed):
            return self._closed(constraint, focus)
        if isinstance(constraint, Logic):
            return self._logic(shape, constraint, focus)
        if isinstance(constraint, Qualified):
            return self._qualified(shape, constraint, focus)
        if isinstance(constraint, Sparql):
            return self._sparql.hits(shape, constraint, focus)
        bad = self.failing(constraint.shape, focus.through(shape.path))
        return (Hit(this, value) for this, value in self._lift(shape, focus, bad))

    def failing(self, shape: Shape, focus: Focus) -> set[Term]:
        """The focus nodes that do not conform to the shape."""
        if shape.deactivated or focus.empty:
            return set()
        expression = self.expressions.shape(shape, "?this")
        if expression is not None:
            query = f"SELECT DISTINCT ?this WHERE {{ {focus.pattern()} FILTER(!{expression}) }}"
            return {row[0] for row in self.source.select(query) if row[0] is not None}
        failing: set[Term] = set()
        for constraint in shape.constraints:
            failing.update(hit.focus for hit in self.hits(shape, constraint, focus))
        return failing

    def _pairs(
        self, shape: Shape, focus: Focus, tail: str = "", keep: Callable[[Term], bool] | None = None
    ) -> Iterator[tuple[Term, Term]]:
        """Distinct (focus node, value node) pairs; ``tail`` narrows the query, ``keep`` the values."""
        once = self.source.repeats or (shape.path is not None and shape.path.predicate is None)
        seen: set[tuple[Term, Term]] = set()
        query = f"SELECT ?this ?value WHERE {{ {{ {focus.values(shape.path)} }} {tail} }}"
        for this, value in self.source.select(query):
            if this is None or value is None or (keep is not None and not keep(value)):
                continue
            if once:
                if (this, value) in seen:
                    continue
                seen.add((this, value))
            yield this, value

    def _value(self, shape: Shape, test: Value, focus: Focus) -> Iterator[Hit]:
        expression = self.expressions.value(test, "?value")
        if expression is not None:
            for this, value in self._pairs(shape, focus, f"FILTER(!{expression})"):
                yield Hit(this, value)
            return
        fits = matcher(test)
        for this, value in self._pairs(shape, focus, keep=lambda term: not fits(term)):
            yield Hit(this, value)

    def _count(self, shape: Shape, count: Count, focus: Focus) -> Iterator[Hit]:
        path = path_of(shape)
        least = parameter(count.component) == "minCount"
        if least and count.limit > 0 and not path.empty:
            absent = f"FILTER NOT EXISTS {{ ?this {path.text} ?any }}"
            query = f"SELECT DISTINCT ?this WHERE {{ {focus.pattern()} {absent} }}"
            for (this,) in self.source.select(query):
                if this is not None:
                    yield Hit(this, facts={"count": Literal(0)})
        if least and count.limit < 2:
            return
        compare = "<" if least else ">"
        number = "COUNT(DISTINCT ?value)"
        query = (
            f"SELECT ?this ({number} AS ?n) {ENDS} WHERE {{ {focus.values(path)} }} "
            f"GROUP BY ?this HAVING({number} {compare} {count.limit})"
        )
        for this, n, *ends in self.source.select(query):
            if this is not None and n is not None:
                yield Hit(this, facts={"count": n, "value": samples(ends)})

    def _has_value(self, shape: Shape, constraint: HasValue, focus: Focus) -> Iterator[Hit]:
        term = constraint.value
        if shape.path is None:
            for node, _ in self._pairs(shape, focus, f"FILTER(!{same('?this', (term,))})"):
                yield Hit(node)
            return
        wanted = f"?this {shape.path.text} {term}" if writable(term) else "FILTER(false)"
        if shape.path.empty:
            wanted = f"{{ {wanted} }} UNION {{ FILTER({same('?this', (term,))}) }}"
        query = f"SELECT DISTINCT ?this WHERE {{ {focus.pattern()} FILTER NOT EXISTS {{ {wanted} }} }}"
        for (this,) in self.source.select(query):
            if this is not None:
                yield Hit(this)

    def _unique_lang(self, shape: Shape, focus: Focus) -> Iterator[Hit]:
        query = (
            f"SELECT ?this ?lang (COUNT(DISTINCT ?value) AS ?n) {ENDS} WHERE {{ "
            f"{{ {focus.values(path_of(shape))} }} BIND(LCASE(LANG(?value)) AS ?lang) "
            'FILTER(BOUND(?lang) && ?lang != "") } '
            "GROUP BY ?this ?lang HAVING(COUNT(DISTINCT ?value) > 1)"
        )
        for this, lang, n, *ends in self.source.select(query):
            if this is not None and lang is not None and n is not None:
                yield Hit(this, facts={"lang": lang, "count": n, "value": samples(ends)})

    def _pair(self, shape: Shape, pair: Pair, focus: Focus) -> Iterator[Hit]:
        name, predicate = parameter(pair.component), pair.predicate
        if name == "disjoint":
            yield from self._hit_pairs(shape, focus, f"FILTER EXISTS {{ ?this {predicate} ?value }}")
        elif name == "equals":
            yield from self._hit_pairs(shape, focus, f"FILTER NOT EXISTS {{ ?this {predicate} ?value }}")
            missing = (
                "FILTER(!sameTerm(?this, ?value))"
                if shape.path is None
                else f"FILTER NOT EXISTS {{ ?this {shape.path.text} ?value }}"
            )
            if shape.path is not None and shape.path.empty:
                missing += " FILTER(!sameTerm(?this, ?value))"
            triple = f"?this {predicate} ?value . {missing}"
            query = f"SELECT DISTINCT ?this ?value WHERE {{ {focus.pattern()} {triple} }}"
            for this, value in self.source.select(query):
                if this is not None and value is not None:
                    yield Hit(this, value, facts={"missing": Literal(True)})
        else:
            query = (
                f"SELECT DISTINCT ?this ?value ?other WHERE {{ "
                f"{{ {focus.values(path_of(shape))} }} ?this {predicate} ?other "
                f"FILTER(!COALESCE(?value {COMPARE[name]} ?other, false)) }}"
            )
            for this, value, other in self.source.select(query):
                if this is not None and value is not None and other is not None:
                    yield Hit(this, value, facts={"other": other})

    def _hit_pairs(self, shape: Shape, focus: Focus, tail: str) -> Iterator[Hit]:
        for this, value in self._pairs(shape, focus, tail):
            yield Hit(this, value)

    def _closed(self, closed: Closed, focus: Focus) -> Iterator[Hit]:
        allowed = anded([f"!sameTerm(?path, {iri})" for iri in closed.allowed])
        triple = f"?this ?path ?value FILTER({allowed})"
        query = f"SELECT DISTINCT ?this ?path ?value WHERE {{ {focus.pattern()} {triple} }}"
        near: dict[NamedNode, dict[str, Words]] = {}
        for this, path, value in self.source.select(query):
            if this is not None and isinstance(path, NamedNode):
                if path not in near:
                    found = nearest(path, closed.allowed)
                    near[path] = {} if found is None else {"near": found}
                yield Hit(this, value, path, near[path])

    def _logic(self, shape: Shape, logic: Logic, focus: Focus) -> Iterator[Hit]:
        expression = self.expressions.logic(logic, "?value")
        if expression is not None:
            yield from self._hit_pairs(shape, focus, f"FILTER(!{expression})")
            return
        name = parameter(logic.component)
        values = focus.through(shape.path)
        if name == "or":
            bad = self._failing_all(logic.shapes, values)
        elif name in {"not", "xone"}:
            failures = Counter(node for inner in logic.shapes for node in self.failing(inner, values))
            wanted = len(logic.shapes) - (1 if name == "xone" else 0)
            # not: one shape, and it must fail; xone: all but one must fail.
            for this, value in self._pairs(shape, focus):
                if failures[value] != wanted:
                    yield Hit(this, value)
            return
        else:
            bad = {node for inner in logic.shapes for node in self.failing(inner, values)}
        for this, value in self._lift(shape, focus, bad):
            yield Hit(this, value)

    def _failing_all(self, shapes: Sequence[Shape], values: Focus) -> set[Term]:
        """The values that fail every one of the shapes; later shapes look only at who failed the earlier."""
        left: set[Term] | None = None
        for shape in shapes:
            narrow = values
            if left is not None:
                if not left:
                    break
                if len(left) <= LISTED and all(map(writable, left)):
                    narrow = nodes(left)
            failing = self.failing(shape, narrow)
            left = failing if left is None else left & failing
        if left is None:
            query = f"SELECT DISTINCT ?this WHERE {{ {values.pattern()} }}"
            return {row[0] for row in self.source.select(query) if row[0] is not None}
        return left

    def _lift(self, shape: Shape, focus: Focus, bad: set[Term]) -> Iterator[tuple[Term, Term]]:
        """The (focus node, value node) pairs whose value is bad.

        They are sifted here: naming the bad values in the query invites the
        engine to multiply them with the focus nodes before it follows the path.
        """
        return self._pairs(shape, focus, keep=bad.__contains__) if bad else iter(())

    def _qualified(self, shape: Shape, constraint: Qualified, focus: Focus) -> Iterator[Hit]:
        least = parameter(constraint.component) == "qualifiedMinCount"
        limit = constraint.limit
        if least and limit == 0:
            return
        good = self.expressions.shape(constraint.shape, "?value")
        if least and limit == 1 and good is not None and not constraint.siblings and not path_of(shape).empty:
            query = (
                f"SELECT DISTINCT ?this WHERE {{ {focus.pattern()} "
                f"FILTER NOT EXISTS {{ ?this {path_of(shape).text} ?value FILTER({good}) }} }}"
            )
            for (this,) in self.source.select(query):
                if this is not None:
                    yield Hit(this, facts={"count": Literal(0)})
            return
        counts = Counter(this for this, _ in self._conforming(shape, constraint, focus, good))
        if not least:
            for this, n in counts.items():
                if n > limit:
                    yield Hit(this, facts={"count": Literal(n)})
            return
        for (this,) in self.source.select(f"SELECT DISTINCT ?this WHERE {{ {focus.pattern()} }}"):
            if this is not None and counts[this] < limit:
                yield Hit(this, facts={"count": Literal(counts[this])})

    def _conforming(
        self, shape: Shape, constraint: Qualified, focus: Focus, good: str | None
    ) -> Iterator[tuple[Term, Term]]:
        """The pairs whose value conforms to the qualified shape and to no sibling."""
        values = focus.through(shape.path)
        failing = set() if good is not None else self.failing(constraint.shape, values)
        fits: list[Callable[[Term], bool]] = []
        for sibling in constraint.siblings:
            fits.append(self.failing(sibling, values).__contains__)
        for this, value in self._pairs(shape, focus, "" if good is None else f"FILTER({good})"):
            if value not in failing and all(fails(value) for fails in fits):
                yield this, value


def samples(ends: Sequence[Term | None]) -> tuple[Term, ...]:
    """The first and the last of several values, for a message: two are enough to see what is wrong."""
    return tuple(dict.fromkeys(term for term in ends if term is not None))


def nearest(wrong: NamedNode, known: Sequence[NamedNode]) -> NamedNode | None:
    """The property that a misspelt one most likely stands for: the closest local name, if one is close."""
    names = {local(iri): iri for iri in known}
    found = difflib.get_close_matches(local(wrong), names, n=1)
    return names[found[0]] if found else None


def path_of(shape: Shape) -> Path:
    """The path of a property shape."""
    if shape.path is None:
        raise AssertionError("this constraint stands in property shapes only")  # the reader refuses it
    return shape.path
