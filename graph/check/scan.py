"""One pass over the triples of all focus nodes that tells which of them may break a shape.

Asking for each property of each node costs a look-up each time: 4 µs in
memory, 25 µs on disk.  Reading all triples of a node costs one look-up and
under 2 µs a triple.  So the plain constraints of a node shape (counts, value
tests, languages, order of two dates, closedness, on properties one step away)
are first put into one grouped query that returns *suspects*; only these are
then checked constraint by constraint.  A suspect may turn out innocent; a node
that is not suspect conforms to every constraint the pass covers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from .components import parameter
from .exact import COMPARE
from .focus import Focus, nodes
from .shapes import Closed, Constraint, Count, HasValue, Logic, Nested, Pair, Shape, UniqueLang, Value
from .source import Source
from .terms import Term, anded, ored, writable
from .values import Expressions

WORTH = 3
"""Fewer constraints than this are cheaper to ask for one by one."""

BATCH = 2000
"""Suspects named in one query."""

MOST = 50_000
"""With more suspects than this, all focus nodes are checked one constraint at a time."""


@dataclass(slots=True)
class Scan:
    """The pass for one node shape: what it covers, and what it asks."""

    covered: set[int] = field(default_factory=set)
    _tests: dict[NamedNode, list[str]] = field(default_factory=dict)
    _closed: list[Closed] = field(default_factory=list)
    _columns: dict[str, str] = field(default_factory=dict)
    _binds: dict[str, str] = field(default_factory=dict)
    _suspicious: list[str] = field(default_factory=list)

    def covers(self, constraint: Constraint) -> bool:
        """Whether nodes that are not suspect are known to satisfy the constraint."""
        return id(constraint) in self.covered

    def suspects(self, source: Source, focus: Focus) -> list[Focus] | None:
        """The suspects, in batches; None when they are too many or cannot be named."""
        found: list[Term] = []
        for (this,) in source.select(self.query(focus)):
            if this is None or not writable(this) or len(found) >= MOST:
                return None
            found.append(this)
        return [nodes(found[start : start + BATCH]) for start in range(0, len(found), BATCH)]

    def query(self, focus: Focus) -> str:
        """The grouped query.  Who cannot be judged (an error in an aggregate) is a suspect."""
        conditions = list(self._suspicious)
        columns = dict(self._columns)
        binds = dict(self._binds)
        if self._tests or self._closed:
            binds[self._bad()] = "bad"
            columns["COUNT(?bad)"] = "b"
            conditions.append("?b > 0")
        bind = " ".join(f"BIND({text} AS ?{name})" for text, name in binds.items())
        named = " ".join(f"({text} AS ?{name})" for text, name in columns.items())
        return (
            f"SELECT ?this WHERE {{ {{ SELECT ?this {named} WHERE {{ {focus.pattern()} ?this ?p ?v . "
            f"{bind} }} GROUP BY ?this }} FILTER(COALESCE({ored(conditions)}, true)) }}"
        )

    def _bad(self) -> str:
        """1 for a triple whose value fails a test or whose predicate is not allowed, else unbound."""
        text = "?none"
        if self._closed:
            kept = set(self._closed[0].allowed).intersection(*(set(c.allowed) for c in self._closed))
            plain = [iri for iri in kept if iri not in self._tests]
            text = f"IF({ored([f'sameTerm(?p, {iri})' for iri in plain])}, ?none, 1)"
            for iri in self._tests:
                if iri not in kept:
                    text = f"IF(sameTerm(?p, {iri}), 1, {text})"
        for iri, tests in self._tests.items():
            text = f"IF(sameTerm(?p, {iri}), IF({anded(tests)}, ?none, 1), {text})"
        return text

    def _column(self, text: str) -> str:
        """The variable of an aggregate; the same aggregate is computed once."""
        return "?" + self._columns.setdefault(text, f"c{len(self._columns)}")

    def _number(self, predicate: NamedNode) -> str:
        return self._column(f"COUNT(IF(sameTerm(?p, {predicate}), 1, ?none))")

    def _take(self, constraint: Constraint, predicate: NamedNode, expressions: Expressions) -> bool:
        """Cover one constraint of a property shape, if it is a plain one."""
        if isinstance(constraint, (Value, Logic)):
            test = (
                expressions.value(constraint, "?v")
                if isinstance(constraint, Value)
                else expressions.logic(constraint, "?v")
            )
            if test is None:
                return False
            self._tests.setdefault(predicate, []).append(test)
        elif isinstance(constraint, Count):
            compare = "<" if parameter(constraint.component) == "minCount" else ">"
            self._suspicious.append(f"{self._number(predicate)} {compare} {constraint.limit}")
        elif isinstance(constraint, HasValue) and writable(constraint.value):
            wanted = f"sameTerm(?p, {predicate}) && sameTerm(?v, {constraint.value})"
            self._suspicious.append(f"{self._column(f'COUNT(IF({wanted}, 1, ?none))')} < 1")
        elif isinstance(constraint, UniqueLang):
            tagged = f'sameTerm(?p, {predicate}) && isLITERAL(?v) && LANG(?v) != ""'
            # Bound first: inside an aggregate Oxigraph takes the unbound branch for an error of the whole.
            lang = "?" + self._binds.setdefault(f"IF({tagged}, LCASE(LANG(?v)), ?none)", f"l{len(self._binds)}")
            all_tags, tags = self._column(f"COUNT({lang})"), self._column(f"COUNT(DISTINCT {lang})")
            self._suspicious.append(f"{all_tags} > {tags}")
        elif isinstance(constraint, Pair) and parameter(constraint.component) in COMPARE:
            compare = COMPARE[parameter(constraint.component)]
            left, right = self._number(predicate), self._number(constraint.predicate)
            one = self._column(f"SAMPLE(IF(sameTerm(?p, {predicate}), ?v, ?none))")
            two = self._column(f"SAMPLE(IF(sameTerm(?p, {constraint.predicate}), ?v, ?none))")
            alone = f"{left} = 1 && {right} = 1 && COALESCE({one} {compare} {two}, false)"
            self._suspicious.append(f"({left} > 0 && {right} > 0 && !({alone}))")
        else:
            return False
        self.covered.add(id(constraint))
        return True


def plan(shape: Shape, focus: Focus, expressions: Expressions) -> Scan | None:
    """The pass for a node shape, or None when it would not pay or could miss a node.

    A focus node without a triple of its own would not turn up in the pass: so
    only targets that imply one (classes, subjects of a property) qualify.
    """
    if shape.path is not None or not focus.typed:
        return None
    scan = Scan()
    for constraint, predicate in plain(shape):
        if predicate is not None:
            scan._take(constraint, predicate, expressions)
        elif isinstance(constraint, Closed):
            scan._closed.append(constraint)
            scan.covered.add(id(constraint))
    return scan if len(scan.covered) >= WORTH else None


def plain(shape: Shape) -> Iterator[tuple[Constraint, NamedNode | None]]:
    """The constraints that hold for the focus node itself, each with the predicate it is about.

    ``sh:property`` with a one-step path is looked into; so is ``sh:closed``.
    """
    for constraint in shape.constraints:
        if isinstance(constraint, Closed):
            yield constraint, None
        elif isinstance(constraint, Nested):
            inner = constraint.shape
            if inner.path is not None and inner.path.predicate is not None:
                for part in inner.constraints:
                    yield part, inner.path.predicate
