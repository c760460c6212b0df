"""The constraint components: SHACL's own by parameter, and those a shapes graph defines in SPARQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ...errors import BadInput
from .paths import Path
from .prefixes import prologue
from .shapes import Sparql
from .terms import SH, Node, local, sh, short
from .triples import Triples, texts, true

VALUES: Final = {
    "class": False,
    "datatype": False,
    "nodeKind": False,
    "minExclusive": False,
    "minInclusive": False,
    "maxExclusive": False,
    "maxInclusive": False,
    "minLength": False,
    "maxLength": False,
    "pattern": False,
    "languageIn": True,
    "in": True,
}
"""Parameters whose test looks at one value node alone; True where the value is a list."""

COUNTS: Final = ("minCount", "maxCount")
PAIRS: Final = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
QUALIFIED: Final = ("qualifiedMinCount", "qualifiedMaxCount")
PROPERTY: Final = sh("property")


def component(parameter: str) -> NamedNode:
    """The component that a core parameter belongs to: ``minCount`` -> sh:MinCountConstraintComponent."""
    name = "SPARQL" if parameter == "sparql" else parameter[0].upper() + parameter[1:]
    return sh(f"{name}ConstraintComponent")


def parameter(term: NamedNode) -> str:
    """The core parameter of a component, ``minCount``; the component's local name for others."""
    name = local(term)
    if not term.value.startswith(SH):
        return name
    name = name.removesuffix("ConstraintComponent")
    return "sparql" if name == "SPARQL" else name[0].lower() + name[1:]


@dataclass(frozen=True, slots=True)
class Component:
    """A component that the shapes graph defines: its parameters and validators."""

    node: NamedNode
    required: tuple[tuple[str, NamedNode], ...]
    optional: tuple[tuple[str, NamedNode], ...]
    for_nodes: Sparql | None
    for_properties: Sparql | None

    def constraints(self, shape: Node, path: Path | None, shapes: Triples) -> Iterator[Sparql]:
        """A constraint for each setting of the parameters in a shape; none if a required one is absent."""
        choices = [[(name, v) for v in shapes.objects(shape, predicate)] for name, predicate in self.required]
        if not all(choices):
            return
        validator = self.for_nodes if path is None else self.for_properties
        if validator is None:
            kind = "node" if path is None else "property"
            raise BadInput(f"{short(self.node)} has no SPARQL validator for {kind} shapes")
        extra = [(name, values[0]) for name, predicate in self.optional if (values := shapes.objects(shape, predicate))]
        for setting in itertools.product(*choices):
            yield Sparql(
                component=self.node,
                node=None,
                text=validator.text,
                prologue=validator.prologue,
                ask=validator.ask,
                parameters=(*setting, *extra),
                messages=validator.messages,
            )


def custom_components(shapes: Triples) -> list[Component]:
    """The SPARQL-based components of a shapes graph."""
    found = []
    for node in shapes.instances(sh("ConstraintComponent")):
        if isinstance(node, NamedNode) and not node.value.startswith(SH):
            required, optional = _parameters(node, shapes)
            if required:
                general = _validator(node, "validator", shapes)
                found.append(
                    Component(
                        node=node,
                        required=required,
                        optional=optional,
                        for_nodes=_validator(node, "nodeValidator", shapes) or general,
                        for_properties=_validator(node, "propertyValidator", shapes) or general,
                    )
                )
    return found


def _parameters(
    node: Node, shapes: Triples
) -> tuple[tuple[tuple[str, NamedNode], ...], tuple[tuple[str, NamedNode], ...]]:
    required: list[tuple[str, NamedNode]] = []
    optional: list[tuple[str, NamedNode]] = []
    for item in shapes.objects(node, sh("parameter")):
        path = shapes.one(item, sh("path"))
        if not isinstance(path, NamedNode):
            raise BadInput(f"{short(node)}: a sh:parameter needs the IRI of a property as sh:path")
        known = optional if true(shapes.one(item, sh("optional"))) else required
        known.append((local(path), path))
    return tuple(required), tuple(optional)


def _validator(node: NamedNode, name: str, shapes: Triples) -> Sparql | None:
    message = sh("message")
    for validator in shapes.objects(node, sh(name)):
        ask, select = shapes.one(validator, sh("ask")), shapes.one(validator, sh("select"))
        text = select if ask is None else ask
        if isinstance(text, Literal) and isinstance(validator, (NamedNode, BlankNode)):
            return Sparql(
                component=node,
                node=None,
                text=text.value,
                prologue=prologue(validator, shapes),
                ask=ask is not None,
                messages=texts(shapes.objects(validator, message)) or texts(shapes.objects(node, message)),
            )
    return None
