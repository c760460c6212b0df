"""Reads a shapes graph: every shape with a target, and the shapes those refer to.

What is written wrongly is refused with the shape's name, never skipped: a
mistyped ``sh:minCuont`` would otherwise be a check that silently never runs.
"""

from __future__ import annotations

import difflib

from pyoxigraph import BlankNode, Literal, NamedNode

from ...errors import BadInput
from .components import COUNTS, PAIRS, PROPERTY, QUALIFIED, VALUES, component, custom_components
from .paths import Path, read_path
from .prefixes import prologue
from .shapes import (
    Closed,
    Constraint,
    Count,
    HasValue,
    Logic,
    Nested,
    Pair,
    Qualified,
    Shape,
    Sparql,
    Target,
    UniqueLang,
    Value,
)
from .terms import CLASS, OWL_CLASS, SH, TYPE, Node, Term, sh, short
from .triples import Triples, texts, true

DEPTH = 48
"""Shapes nested deeper are refused rather than overflow a stack."""

TARGETS = {
    "targetNode": "node",
    "targetClass": "class",
    "targetSubjectsOf": "subjectsOf",
    "targetObjectsOf": "objectsOf",
}
LISTS = ("and", "or", "xone")
FOREIGN = ("expression", "rule", "values", "reifierShape", "reificationRequired", "nodeByExpression")
_TERMS = (
    "and class closed datatype deactivated declare defaultValue description detail disjoint entailment "
    "equals flags group hasValue ignoredProperties in js languageIn lessThan lessThanOrEquals maxCount "
    "maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name "
    "namespace node nodeKind nodeValidator not optional or order parameter path pattern prefix prefixes "
    "property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape "
    "qualifiedValueShapesDisjoint select severity shapesGraph shapesGraphWellFormed sparql "
    "suggestedShapesGraph target targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang "
    "validator xone alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath labelTemplate "
    "ask construct update condition intent agentInstruction returnType resultAnnotation "
    "annotationProperty annotationValue annotationVarName"
)
KNOWN = frozenset(_TERMS.split()).union(FOREIGN)


class Reader:
    """Reads shapes on demand; each node once."""

    def __init__(self, triples: Triples) -> None:
        self.triples = triples
        self.custom = custom_components(triples)
        self._implicit = self._classes_too()
        self._done: dict[Node, Shape] = {}
        self._open: list[Node] = []

    def shapes(self) -> list[Shape]:
        """Every shape that has a target and is not deactivated."""
        nodes: dict[Node, None] = {}
        for name in (*TARGETS, "target"):
            predicate = sh(name)
            nodes.update(dict.fromkeys(s for s in self.triples.subjects() if self.triples.objects(s, predicate)))
        nodes.update(dict.fromkeys(self._implicit))
        read = [self.shape(node) for node in nodes]
        return [shape for shape in read if not shape.deactivated]

    def _classes_too(self) -> dict[Node, None]:
        """Shapes that are classes too: their instances are their focus nodes."""
        classes = {*self.triples.instances(CLASS), *self.triples.instances(OWL_CLASS)}
        kinds = (*self.triples.instances(sh("NodeShape")), *self.triples.instances(sh("PropertyShape")))
        return dict.fromkeys(node for node in kinds if node in classes)

    def shape(self, node: Node) -> Shape:
        """The shape of that node.  Raises BadInput when it is ill-formed or refers to itself."""
        done = self._done.get(node)
        if done is not None:
            return done
        if node in self._open:
            cycle = " > ".join(self.name(n) for n in (*self._open[self._open.index(node) :], node))
            raise BadInput(
                f"shapes refer to themselves: {cycle}",
                hint="SHACL leaves recursive shapes undefined; break the circle, for instance with sh:class",
            )
        if len(self._open) >= DEPTH:
            raise BadInput(f"shapes are nested deeper than {DEPTH} at {self.name(node)}")
        self._open.append(node)
        try:
            shape = self._read(node)
        finally:
            self._open.pop()
        self._done[node] = shape
        return shape

    def name(self, node: Term) -> str:
        """What to call a shape in a message: its IRI, or its path when it is a blank node."""
        if isinstance(node, BlankNode):
            path = self.triples.one(node, sh("path"))
            if isinstance(path, NamedNode):
                return f"the property shape of {short(path)}"
            return "a shape without a name"
        return short(node)

    def wrong(self, node: Node, text: str) -> BadInput:
        """The error that says what is wrong with a shape."""
        return BadInput(f"{self.name(node)}: {text}")

    def _read(self, node: Node) -> Shape:
        triples = self.triples
        self._check_terms(node)
        path_node = triples.one(node, sh("path"))
        if path_node is None and sh("PropertyShape") in triples.objects(node, TYPE):
            raise self.wrong(node, "is a sh:PropertyShape without sh:path")
        try:
            path = None if path_node is None else read_path(path_node, triples)
        except BadInput as error:
            raise self.wrong(node, error.message) from error
        severity = triples.one(node, sh("severity"))
        level = severity.value if isinstance(severity, NamedNode) else "Violation"
        off = true(triples.one(node, sh("deactivated")))
        return Shape(
            node=node,
            path=path,
            targets=tuple(self._targets(node)),
            constraints=() if off else tuple(self._constraints(node, path)),
            severity=level.removeprefix(SH),
            messages=texts(triples.objects(node, sh("message"))),
            names=texts(triples.objects(node, sh("name"))),
            deactivated=off,
            foreign=() if off else self._foreign(node),
            order=self._order(node),
        )

    def _order(self, node: Node) -> float:
        value = self.triples.one(node, sh("order"))
        if not isinstance(value, Literal):
            return 0.0
        try:
            return float(value.value)
        except ValueError:
            raise self.wrong(node, f"sh:order needs a number, not {short(value)}") from None

    def _check_terms(self, node: Node) -> None:
        for predicate in self.triples.properties(node):
            if predicate.value.startswith(SH) and predicate.value[len(SH) :] not in KNOWN:
                given = predicate.value[len(SH) :]
                near = difflib.get_close_matches(given, KNOWN, n=1)
                hint = f"did you mean sh:{near[0]}?" if near else None
                raise BadInput(f"{self.name(node)}: SHACL has no sh:{given}", hint=hint)
        if self.triples.objects(node, sh("js")):
            raise self.wrong(node, "sh:js needs a JavaScript engine, which Comity does not carry")

    def _foreign(self, node: Node) -> tuple[str, ...]:
        found = [f"sh:{name}" for name in FOREIGN if self.triples.objects(node, sh(name))]
        for target in self.triples.objects(node, sh("target")):
            if self.triples.one(target, sh("select")) is None:
                found.append("sh:target")
        return tuple(found)

    def _targets(self, node: Node) -> list[Target]:
        found = [Target(kind, term) for name, kind in TARGETS.items() for term in self.triples.objects(node, sh(name))]
        if node in self._implicit:
            found.append(Target("class", node))
        for target in self.triples.objects(node, sh("target")):
            text = self.triples.one(target, sh("select"))
            if isinstance(text, Literal):
                found.append(Target("select", target, f"{prologue(target, self.triples)}{text.value}"))
        return found

    def _constraints(self, node: Node, path: Path | None) -> list[Constraint]:
        found: list[Constraint] = []
        found += self._values(node)
        found += self._counts(node, path)
        found += self._pairs(node, path)
        found += self._others(node, path)
        found += self._logic(node)
        found += self._qualified(node, path)
        found += self._sparql(node)
        for custom in self.custom:
            found += custom.constraints(node, path, self.triples)
        return found

    def _values(self, node: Node) -> list[Constraint]:
        flags = self.triples.one(node, sh("flags"))
        found: list[Constraint] = []
        for name, listed in VALUES.items():
            for value in self.triples.objects(node, sh(name)):
                args = tuple(self._members(node, name, value)) if listed else (value,)
                given = flags.value if name == "pattern" and isinstance(flags, Literal) else ""
                found.append(Value(component(name), args, given))
        return found

    def _counts(self, node: Node, path: Path | None) -> list[Constraint]:
        found: list[Constraint] = []
        for name in COUNTS:
            for value in self.triples.objects(node, sh(name)):
                if path is None:
                    raise self.wrong(node, f"sh:{name} stands in a node shape, which has no values to count")
                found.append(Count(component(name), self._number(node, name, value)))
        return found

    def _pairs(self, node: Node, path: Path | None) -> list[Constraint]:
        found: list[Constraint] = []
        for name in PAIRS:
            for value in self.triples.objects(node, sh(name)):
                if not isinstance(value, NamedNode):
                    raise self.wrong(node, f"sh:{name} needs the IRI of a property")
                if path is None and name.startswith("lessThan"):
                    raise self.wrong(node, f"sh:{name} stands in a node shape, which has no path to compare")
                found.append(Pair(component(name), value))
        return found

    def _others(self, node: Node, path: Path | None) -> list[Constraint]:
        triples = self.triples
        found: list[Constraint] = [
            HasValue(component("hasValue"), value) for value in triples.objects(node, sh("hasValue"))
        ]
        if path is not None and true(triples.one(node, sh("uniqueLang"))):
            found.append(UniqueLang(component("uniqueLang")))
        if true(triples.one(node, sh("closed"))):
            allowed = [triples.one(inner, sh("path")) for inner in triples.objects(node, PROPERTY)]
            for ignored in triples.objects(node, sh("ignoredProperties")):
                allowed += self._members(node, "ignoredProperties", ignored)
            iris = dict.fromkeys(term for term in allowed if isinstance(term, NamedNode))
            found.append(Closed(component("closed"), tuple(iris)))
        return found

    def _logic(self, node: Node) -> list[Constraint]:
        found: list[Constraint] = []
        for name in LISTS:
            for head in self.triples.objects(node, sh(name)):
                shapes = tuple(self._inner(node, member) for member in self._members(node, name, head))
                found.append(Logic(component(name), shapes))
        for name in ("not", "node"):
            for value in self.triples.objects(node, sh(name)):
                found.append(Logic(component(name), (self._inner(node, value),)))
        for value in self.triples.objects(node, PROPERTY):
            inner = self._inner(node, value)
            if inner.path is None:
                raise self.wrong(node, f"sh:property leads to {self.name(inner.node)}, which has no sh:path")
            found.append(Nested(component("property"), inner))
        return found

    def _qualified(self, node: Node, path: Path | None) -> list[Constraint]:
        found: list[Constraint] = []
        for value in self.triples.objects(node, sh("qualifiedValueShape")):
            if path is None:
                raise self.wrong(node, "sh:qualifiedValueShape stands in a node shape")
            siblings: dict[Term, None] = {}
            if true(self.triples.one(node, sh("qualifiedValueShapesDisjoint"))):
                for parent in self.triples.having(PROPERTY, node):
                    for near in self.triples.objects(parent, PROPERTY):
                        siblings.update(dict.fromkeys(self.triples.objects(near, sh("qualifiedValueShape"))))
                siblings.pop(value, None)
            others = tuple(self._inner(node, sibling) for sibling in siblings)
            for name in QUALIFIED:
                for limit in self.triples.objects(node, sh(name)):
                    number = self._number(node, name, limit)
                    found.append(Qualified(component(name), self._inner(node, value), number, others))
        return found

    def _sparql(self, node: Node) -> list[Constraint]:
        found: list[Constraint] = []
        for constraint in self.triples.objects(node, sh("sparql")):
            if true(self.triples.one(constraint, sh("deactivated"))):
                continue
            text = self.triples.one(constraint, sh("select"))
            if not isinstance(text, Literal) or not isinstance(constraint, (NamedNode, BlankNode)):
                raise self.wrong(node, "sh:sparql needs a sh:select text")
            found.append(
                Sparql(
                    component=component("sparql"),
                    node=constraint,
                    text=text.value,
                    prologue=prologue(constraint, self.triples),
                    messages=texts(self.triples.objects(constraint, sh("message"))),
                )
            )
        return found

    def _inner(self, node: Node, value: Term) -> Shape:
        if not isinstance(value, (NamedNode, BlankNode)):
            raise self.wrong(node, f"a shape is expected where {short(value)} stands")
        return self.shape(value)

    def _members(self, node: Node, name: str, head: Term) -> list[Term]:
        try:
            return self.triples.members(head)
        except BadInput as error:
            raise self.wrong(node, f"sh:{name}: {error.message}") from error

    def _number(self, node: Node, name: str, value: Term) -> int:
        if isinstance(value, Literal) and value.value.lstrip("+").isdecimal():
            return int(value.value)
        raise self.wrong(node, f"sh:{name} needs a whole number, not {short(value)}")
