"""Focus nodes as a pattern: the piece of a query that says which nodes a shape is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ...errors import BadInput
from .classes import Classes
from .paths import Path
from .shapes import Target
from .source import Source
from .terms import TYPE, Term, writable


@dataclass(frozen=True, slots=True)
class Focus:
    """Patterns, each with ``{v}`` where the variable's name goes; a node of any of them is a focus node.

    ``typed`` means that every focus node is the subject of some triple, so
    that a scan over the triples of focus nodes meets all of them; ``known``
    that every one occurs in the data; ``bare`` that the one alternative yields
    no node twice.
    """

    alternatives: tuple[str, ...]
    typed: bool = False
    known: bool = False
    bare: bool = False

    def pattern(self, variable: str = "this") -> str:
        """The group that binds ``?variable`` to every focus node."""
        if self.bare:
            return self.alternatives[0].replace("{v}", variable)
        filled = [text.replace("{v}", variable) for text in self.alternatives]
        union = filled[0] if len(filled) == 1 else "{ " + " } UNION { ".join(filled) + " }"
        return f"{{ SELECT DISTINCT ?{variable} WHERE {{ {union} }} }}"

    def through(self, path: Path | None) -> Focus:
        """The value nodes of these focus nodes, as focus nodes themselves."""
        if path is None or self.empty:
            return self
        return Focus((self.values(path, "{v}0", "{v}"),), known=self.known or not path.empty)

    def values(self, path: Path | None, this: str = "this", value: str = "value") -> str:
        """The group that binds focus nodes and their value nodes.

        A path that may take no step leads from every node to itself, but an
        engine only starts from nodes it knows: for others this is spelt out.
        """
        focus = self.pattern(this)
        itself = f"{focus} BIND(?{this} AS ?{value})"
        if path is None:
            return itself
        steps = f"{focus} ?{this} {path.text} ?{value} ."
        return f"{{ {steps} }} UNION {{ {itself} }}" if path.empty and not self.known else steps

    @property
    def empty(self) -> bool:
        return not self.alternatives


def nodes(terms: Iterable[Term]) -> Focus:
    """Exactly these nodes; blank nodes, which a query cannot name, are left out."""
    listed = " ".join(str(term) for term in terms if writable(term))
    if not listed:
        return Focus(())
    return Focus((f"VALUES ?{{v}} {{ {listed} }}",), bare=True)


def of_targets(targets: Sequence[Target], classes: Classes, source: Source) -> Focus:
    """The focus nodes of a shape's targets; empty when the data hold none of its classes."""
    found: list[str] = []
    single = None
    given = [target.term for target in targets if target.kind == "node" and target.term is not None]
    if given:
        single = nodes(given)
        found.extend(single.alternatives)
    kinds: dict[NamedNode, None] = {}
    for target in targets:
        if target.kind == "class" and target.term is not None:
            kinds.update(dict.fromkeys(classes.used_below(target.term)))
    if len(kinds) == 1:
        found.append(f"?{{v}} {TYPE} {next(iter(kinds))} .")
    elif kinds:
        found.append(f"VALUES ?{{v}}k {{ {' '.join(map(str, kinds))} }} ?{{v}} {TYPE} ?{{v}}k .")
    for target in targets:
        if target.kind == "subjectsOf":
            found.append(f"?{{v}} {target.term} ?{{v}}o .")
        elif target.kind == "objectsOf":
            found.append(f"?{{v}}s {target.term} ?{{v}} .")
        elif target.kind == "select":
            found.extend(nodes(_selected(target, source)).alternatives)
    kinds_of_target = {target.kind for target in targets}
    typed = kinds_of_target <= {"class", "subjectsOf"}
    known = kinds_of_target <= {"class", "subjectsOf", "objectsOf"}
    bare = len(found) == 1 and ((len(kinds) == 1 and not source.repeats) or single is not None)
    return Focus(tuple(found), typed=typed, known=known, bare=bare)


def _selected(target: Target, source: Source) -> list[Term]:
    rows = source.select(target.text)
    if "this" not in rows.variables:
        raise BadInput("the sh:select of a sh:target must return ?this")
    column = rows.variables.index("this")
    return list(dict.fromkeys(term for row in rows if (term := row[column]) is not None))
