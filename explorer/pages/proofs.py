"""Proofs as trees that unfold: each step with the facts it rests on and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...ontology.namespaces import ID
from .facts import Reader, Thing

if TYPE_CHECKING:
    from ...law.proof import Proof
    from ...queries.naming import Naming
    from ...queries.result import Evidence
    from ...queries.told import Line
    from ..asking import Ask
    from ..desk import Desk


@dataclass
class Node:
    """A line of a proof with what stands under it, the facts it names and their sources."""

    text: str
    facts: Sequence[Thing] = ()
    evidence: Sequence[Evidence] = ()
    children: list[Node] = field(default_factory=list)
    strong: bool = False


def nodes(read: Reader, lines: Iterable[Line], evidence: Mapping[str, Sequence[Evidence]]) -> list[Node]:
    """Lines as the tree that their depths make."""
    roots: list[Node] = []
    path: list[Node] = []
    for line in lines:
        found = dict.fromkeys(read.graded(one) for fact in line.facts for one in evidence.get(fact, ()))
        node = Node(line.text, _named(read, line.facts), tuple(found), strong=line.strong)
        del path[line.depth :]
        (path[-1].children if path else roots).append(node)
        path.append(node)
    return roots


def node_of(read: Reader, naming: Naming, proof: Proof) -> Node:
    """A proof of the engine as a tree."""
    facts = (*proof.acts, *proof.clauses)
    found = {one: None for fact in facts for one in read.sources(ID + fact)}
    found |= {read.evidence(ID + passage): None for passage in proof.sources}
    return Node(
        f"{proof.sentence(read.lang, naming)} [{proof.article}]",
        _named(read, facts),
        tuple(found),
        [node_of(read, naming, child) for child in proof.children],
    )


def _named(read: Reader, facts: Iterable[str]) -> list[Thing]:
    return [Thing(ID + fact, read.called(ID + fact)) for fact in dict.fromkeys(facts)]


def naming_of(desk: Desk, ask: Ask) -> Naming:
    """What sentences of treaty law call things, in the language of the request."""
    key = ("naming", ask.lang)
    if key not in desk.kept:
        from ...queries.naming import Naming

        law = desk.graph.treaty_law
        desk.kept[key] = Naming(law.store, law.law, ask.lang)
    kept: Naming = desk.kept[key]
    return kept
