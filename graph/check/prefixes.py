"""The prefixes that a SPARQL text in a shapes graph may use (``sh:prefixes``, ``sh:declare``)."""

from __future__ import annotations

from pyoxigraph import Literal

from .terms import IMPORTS, Term, sh
from .triples import Triples


def prologue(node: Term, shapes: Triples) -> str:
    """The PREFIX lines for a constraint, validator or target; declarations are followed over owl:imports."""
    queue = list(shapes.objects(node, sh("prefixes")))
    seen: set[Term] = set()
    lines: dict[str, str] = {}
    while queue:
        source = queue.pop(0)
        if source in seen:
            continue
        seen.add(source)
        queue += shapes.objects(source, IMPORTS)
        for declaration in shapes.objects(source, sh("declare")):
            prefix = shapes.one(declaration, sh("prefix"))
            namespace = shapes.one(declaration, sh("namespace"))
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                lines.setdefault(prefix.value, f"PREFIX {prefix.value}: <{namespace.value}>\n")
    return "".join(lines.values())
