"""Derived facts: broader types and dated shortcuts, rebuilt from facts whenever needed.

Each rule is a CONSTRUCT in ``ontology/rules/``; its header names the graph it
fills and the rule it comes after.  Rules with a day hold it in ``VALUES ?on``.
Time-bounded facts stay nodes: a shortcut says what holds on one day, and the
graph of shortcuts carries that day (``comity:asOf``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from ..ontology.namespaces import COMITY, ONTOLOGY, SHORTCUTS, XSD, derived

if TYPE_CHECKING:
    from pyoxigraph import Store

_DAY = re.compile(r"VALUES \?on \{[^}]*\}")


@dataclass(frozen=True)
class Rule:
    """One CONSTRUCT: the graph it fills (``types``, ``shortcuts``) and the rule it needs before it."""

    name: str
    graph: str
    after: str
    text: str


def rules() -> list[Rule]:
    """The rules that ship, in an order that respects what each comes after."""
    found = {rule.name: rule for rule in _read()}
    ordered: dict[str, Rule] = {}

    def place(rule: Rule) -> None:
        if rule.after and rule.after not in ordered:
            place(found[rule.after])
        ordered.setdefault(rule.name, rule)

    # Types first: the other rules ask for broad classes.
    for rule in sorted(found.values(), key=lambda r: (r.graph != "types", r.name)):
        place(rule)
    return list(ordered.values())


def _read() -> Iterator[Rule]:
    package = __package__.rsplit(".", 1)[0]
    for file in resources.files(f"{package}.ontology").joinpath("rules").iterdir():
        if file.name.endswith(".rq"):
            text = file.read_text(encoding="utf-8")
            header = dict(re.findall(r"^#\+ (\w+): (.*)$", text, re.MULTILINE))
            yield Rule(file.name.removesuffix(".rq"), header["graph"], header.get("after", ""), text)


def derive(store: Store, *, on: dt.date) -> dict[str, int]:
    """Throw away what was derived before and derive it anew; the triples by rule.

    ``store`` may be in memory or a writer's working copy.  Facts and the
    ontology are read, claims are not.
    """
    from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryTriples

    day = Literal(on.isoformat(), datatype=NamedNode(XSD + "date"))
    graphs = {rule.graph for rule in rules()}
    for name in graphs:
        store.remove_graph(NamedNode(derived(name)))
    sources: list[NamedNode | BlankNode | DefaultGraph] = [
        DefaultGraph(),
        NamedNode(ONTOLOGY),
        *(NamedNode(derived(name)) for name in sorted(graphs)),
    ]
    counts = {}
    for rule in rules():
        target = NamedNode(derived(rule.graph))
        text = _DAY.sub(lambda _: f"VALUES ?on {{ {day} }}", rule.text)
        triples = store.query(text, default_graph=sources)
        assert isinstance(triples, QueryTriples)
        before = len(store)
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, target) for t in triples)
        counts[rule.name] = len(store) - before
    shortcuts = NamedNode(SHORTCUTS)
    store.add(Quad(shortcuts, NamedNode(COMITY + "asOf"), day, shortcuts))
    return counts
